"""The scale model: which phrases of a text name an instrument by which an outcome is scored."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trialfacts.document import Document, read_text
from trialfacts.facts import DocumentFacts, Scale
from trialfacts.model.hashing import SIZE
from trialfacts.model.linear import rounded
from trialfacts.model.name_features import (
    DIGITS,
    Words,
    find_phrases,
    hashed,
    mixed,
    phrase_features,
    read_words,
    stem,
    stems,
)
from trialfacts.owners import Candidate
from trialfacts.scales.instruments import registry
from trialfacts.scales.instruments import words as spelled
from trialfacts.scales.scale_words import HEADS

RULE = "model"
# The inverse of the penalty, the chance from which a phrase is told, and how many a text has at most.
STRENGTH, LEAST, MOST = 0.3, 0.3, 300
_HEAD_WORDS = np.array(sorted(hashed(stem(word)) for word in HEADS), dtype=np.int64)
_HEAD_STEMS = frozenset(_HEAD_WORDS.tolist())


@dataclass(slots=True)
class Phrases:
    """The phrases of a document that could name a scale: first words and ends (half-open), features a row each."""

    words: Words
    first: np.ndarray
    end: np.ndarray
    features: np.ndarray


def find_scale_phrases(document: Document) -> Phrases:
    """Phrases that end as instruments do, short forms, and capitalised phrases."""
    words = read_words(document, [])
    n = len(words.start)
    if not n:
        return Phrases(words, *(np.zeros(0, dtype=np.int64),) * 2, np.zeros((0, 1), dtype=np.intp))
    first, end = find_phrases(words, np.ones(words.sentence[-1] + 1, dtype=bool))
    capital = (words.form - 30) % 10
    capital[words.form < 30] = 0
    ends_so = np.isin(words.word[end - 1], _HEAD_WORDS)
    short = (end - first == 1) & (capital[first] == 3)
    proper = (end - first > 1) & (capital[first] > 0) & (capital[end - 1] > 0)
    keep = ends_so | short | proper
    if document.cleaned.furniture:
        keep &= np.array([not document.in_furniture(int(at)) for at in words.start[first]], dtype=bool)
    first, end, ends_so, short = first[keep], end[keep], ends_so[keep], short[keep]
    text = document.text
    known = registry()
    abbreviated = {item.long_start: item for item in document.abbreviations}
    shorts = {item.short: item for item in document.abbreviations}
    rows = []
    for a, b in zip(first.tolist(), end.tolist()):
        start, stop = int(words.start[a]), int(words.end[b - 1])
        name = text[start:stop]
        listed = known.knows(spelled(name)) + 2 * (name in known.short)
        defined = 4 * (start in abbreviated) + 8 * (name in shorts)
        if name in shorts:
            long = shorts[name].long
            defined += 16 * (not HEADS.isdisjoint(spelled(long))) + 32 * known.knows(spelled(long))
        section = hashed(document.sentence_at(start).section or "")
        rows.append((listed, defined, section))
    extra = np.array(rows, dtype=np.int64).reshape(len(rows), 3)
    listed, defined, section = extra.T
    shape = ends_so + 2 * short
    head = words.word[end - 1]
    digits = words.kind[np.minimum(end, n - 1)] == DIGITS
    columns = [
        listed * 4 + shape, defined * 4 + shape, (listed * 64 + defined) * 4 + shape, section + shape,
        section * 3 + head, head * 2 + digits, np.minimum(words.sentence[first], 9) * 4 + shape,
        (end - first) * 8 + shape,
    ]  # fmt: skip
    own = mixed(np.stack(columns, axis=1), np.arange(4001, 4001 + len(columns)))
    return Phrases(words, first, end, np.concatenate([own, phrase_features(words, first, end)], axis=1))


def agreement(document: Document, phrases: Phrases, facts: DocumentFacts) -> np.ndarray:
    """For each phrase 1 where it is an annotated scale, 0 where it is none, -1 where it does not tell (repetitions)."""
    raw = [document.cleaned.to_raw(int(phrases.words.start[a]), int(phrases.words.end[b - 1])) for a, b in
           zip(phrases.first.tolist(), phrases.end.tolist())]  # fmt: skip
    gold = [fact for fact in facts.facts if isinstance(fact, Scale)]
    named = [stems(f"{fact.name} {fact.quote}") - _HEAD_STEMS for fact in gold]
    shorts = {fact.abbreviation for fact in gold if fact.abbreviation}
    # How much of the phrase and an annotated scale together is common to both.
    shares = np.zeros((len(raw), len(gold) + 1))
    for row, (start, stop) in enumerate(raw):
        for column, fact in enumerate(gold):
            common = min(fact.end, stop) - max(fact.start, start)
            shares[row, column] = max(0, common) / (max(fact.end, stop) - min(fact.start, start))
    most = shares.max(axis=1)
    out = np.where(most >= 0.7, 1, np.where(most > 0, -1, 0))
    for row in np.flatnonzero(out == 0).tolist():
        again = document.cleaned.raw[slice(*raw[row])]
        if again in shorts or any(one and len(stems(again) & one) * 2 >= len(one) for one in named):
            out[row] = -1
    if len(raw):  # the phrase nearest to each scale, though it be none too near
        nearest = shares.argmax(axis=0)
        out[[row for column, row in enumerate(nearest.tolist()) if shares[row, column] > 0]] = 1
    return out


class ScaleModel:
    """Finds the scales of texts. ``weights``: those of the features, and the intercept."""

    def __init__(self, weights: np.ndarray) -> None:
        self.weights = np.asarray(weights, dtype=np.float32)

    @classmethod
    def load(cls, source: str | Path | bytes) -> ScaleModel:
        """The model of a file, or of its bytes, as :meth:`to_bytes` writes them."""
        with np.load(io.BytesIO(source) if isinstance(source, bytes) else source) as arrays:
            return cls(arrays["weights"])

    def to_bytes(self) -> bytes:
        """The model as the bytes of an ``.npz`` file."""
        out = io.BytesIO()
        np.savez_compressed(out, weights=rounded(self.weights))
        return out.getvalue()

    def scales(self, document: Document, least: float = LEAST) -> list[Candidate]:
        """The scales of a document that are likely enough, each at its first mention; they claim no numbers."""
        phrases = find_scale_phrases(document)
        chances = 1 / (1 + np.exp(-(self.weights[phrases.features].sum(axis=1) + self.weights[-1])))
        return list(_first_mentions(document, _apart(phrases, chances, least)))


def _apart(phrases: Phrases, chances: np.ndarray, least: float) -> list[tuple[int, int, float]]:
    """The likeliest phrases of those that overlap, in the order of the text: start, end, chance."""
    words = phrases.words
    taken: list[tuple[int, int, float]] = []
    for index in np.argsort(-chances, kind="stable").tolist():
        if chances[index] < least or len(taken) == MOST:
            break
        start, end = int(words.start[phrases.first[index]]), int(words.end[phrases.end[index] - 1])
        if all(end <= left or start >= right for left, right, _ in taken):
            taken.append((start, end, float(chances[index])))
    return sorted(taken)


def _first_mentions(document: Document, found: Iterable[tuple[int, int, float]]) -> Iterator[Candidate]:
    """One candidate an instrument: what was named before, in full or short, is left out."""
    shorts = {item.long_start: item.short for item in document.abbreviations}
    longs = {item.short: item.long for item in document.abbreviations}
    seen: list[set[int]] = []
    for start, end, chance in found:
        name, short = " ".join(document.text[start:end].split()), shorts.get(start)
        keys = [_key(one) for one in (name, longs.get(name) or short) if one]
        if not any(_same(key, other) for key in keys for other in seen):
            yield Candidate(Scale(name=name, abbreviation=short, source="model"), start, end, (), RULE, chance)
        seen += keys


def _key(name: str) -> set[int]:
    return stems(name) - _HEAD_STEMS or stems(name)


def _same(key: set[int], other: set[int]) -> bool:
    return 5 * len(key & other) > 3 * max(len(key), len(other))


def train_scales(documents: Iterable[tuple[str, DocumentFacts]], seed: int = 0) -> ScaleModel:
    """A scale model from texts and their annotated facts: logistic regression. The same input gives the same model."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows, labels = [np.zeros((0, 1), dtype=np.intp)], [np.zeros(0)]
    for text, facts in documents:
        document = read_text(text)
        phrases = find_scale_phrases(document)
        label = agreement(document, phrases, facts)
        rows.append(phrases.features[label >= 0])
        labels.append(label[label >= 0])
    width = max(row.shape[1] for row in rows)
    features = np.concatenate([np.pad(row, ((0, 0), (0, width - row.shape[1]))) for row in rows])
    known = np.concatenate(labels)
    weights = np.zeros(SIZE + 1, dtype=np.float32)
    if len(set(known.tolist())) < 2:  # nothing to learn from: nothing is found
        weights[-1] = -20
        return ScaleModel(weights)
    there = (features != 0).astype(np.float32)
    matrix = csr_matrix(
        (there.ravel(), features.ravel(), np.arange(0, features.size + 1, width)), shape=(len(known), SIZE)
    )
    fitted = LogisticRegression(C=STRENGTH, max_iter=200, solver="liblinear", random_state=seed).fit(matrix, known)
    weights[:-1], weights[0], weights[-1] = fitted.coef_[0], 0, fitted.intercept_[0]
    return ScaleModel(weights)
