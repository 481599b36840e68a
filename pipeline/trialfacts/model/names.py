"""The name model: which words of a text name the measure, the outcome, the group or the drug of a fact.

For each fact phrases are proposed from its sentence and those before; a linear model over hashed features chooses among
them. It may be shown what the rules say, and then knows how far they are to be trusted.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from trialfacts.attachment.everybody import of_everybody
from trialfacts.cleaning.words import word_set
from trialfacts.counts.participants import HEADS
from trialfacts.document import Document
from trialfacts.facts import Fact, Measurement, Proportion, SampleSize
from trialfacts.model.hashing import SIZE, hashed
from trialfacts.model.linear import rounded
from trialfacts.model.name_features import (
    BACK,
    CONTENT,
    DIGITS,
    FIELDS,
    OPTIONAL,
    Words,
    find_phrases,
    mixed,
    none_features,
    pair_features,
    phrase_features,
    read_words,
    stem,
    stems,
)
from trialfacts.model.spoiled import is_spoiled
from trialfacts.outcomes.of_estimates import no_outcome
from trialfacts.owners import Candidate

COLUMNS = tuple(FIELDS)
_OF_KIND: dict[str, tuple[str, ...]] = {}
for _column, (_kind, _name) in FIELDS.items():
    _OF_KIND[_kind] = (*_OF_KIND.get(_kind, ()), _column)
# Of no text more questions are asked: an abstract has some thirty.
MOST = 2000
# Nor are more pairs of question and phrase weighed, nor phrases that stand so many words off: an abstract has some
# 7,000 pairs, and no sentence as long. Text of another sort, run together to one sentence, would fill the memory.
MOST_PAIRS, FAR = 300_000, 300
# In the place of a phrase: no name; what the rules say, wherever it stands.
NOTHING, ANSWER = -1, -2
# How sure a choice must be to take the place of the rules' answer; 0.5 where nothing else is said, and where the rules
# have no answer to a question that wants one. Chosen on annotated abstracts that neither was made on; where the rules'
# answer always stands (above 1), no choice was better.
SURE = {("measurement", "group"): 0.6, ("proportion", "outcome"): 0.7, ("dose", "drug"): 1.01}
# What names nothing by itself: a unit out of "zidolol 300 mg", a noun that goes with a name.
_NO_NAMES = frozenset("mg g kg ug mcg ml l iu mg/day mg/kg mg/m2 % group groups arm arms the".split())
# "postsupplementation levels", "third score", "followed up for a mean": when or how it was taken, not what.
_NO_MEASURE = re.compile(
    r"(?:mean|median|average|final|last|first|second|third|fourth|baseline|overall|total|(?:pre|post)[a-z-]*|followed|up"
    r"|for|an?|levels?|values?|scores?|results?|contrast|addition|summary)",
    re.I,
)


# What a drug is given as, or to whom.
_NO_DRUGS = HEADS | word_set(
    """bolus boluses infusion infusions injection injections tablet tablets capsule capsules dose doses methods results
    treatment treatments therapy drug drugs medication medications testing
    one two three four five six seven eight nine ten twenty thirty forty fifty sixty"""
)


_AMOUNT = re.compile(r"\d[ -]?(?:mg|g|ug|mcg|ml|iu|u)\b", re.I)


def _tells_nothing(column: str, name: str | None) -> bool:
    """Whether a name is no measure, no drug, or no outcome of an estimate: only words of form."""
    kind, field = FIELDS[column]
    if name is None:
        return False
    if (kind, field) == ("estimate", "outcome"):
        return no_outcome(name)
    if field not in ("measure", "drug"):
        return False
    if field == "drug":
        return name.lower() in _NO_DRUGS or _AMOUNT.search(name) is not None
    return all(map(_NO_MEASURE.fullmatch, name.split()))


# What the rules are called where a fact comes from the number model, and so has no name of theirs.
MODEL_RULE = "model"


@dataclass(slots=True)
class Choice:
    """A chosen name (None: there is none) and how sure it is, 0 to 1."""

    name: str | None
    confidence: float


@dataclass(slots=True)
class Question:
    """One field of one fact: the index of the fact, the column of the weights, what the rules answer.

    ``told``: whether the rules were asked; their answer may be None.
    """

    fact: int
    column: int
    told: bool
    answer: str | None


@dataclass(slots=True)
class Proposals:
    """What could answer the questions of a document, as pairs of a question and a phrase, question by question.

    ``first`` and ``end`` are the tokens of the phrase; :data:`NOTHING` or :data:`ANSWER` where it is none.
    ``own`` are features by pair, ``phrase`` the row of ``phrases`` that holds the features of the phrase (-1: none).
    ``bounds`` says where the pairs of each question begin.
    """

    words: Words
    questions: list[Question]
    bounds: np.ndarray
    question: np.ndarray
    first: np.ndarray
    end: np.ndarray
    own: np.ndarray
    phrase: np.ndarray
    phrases: np.ndarray

    def name(self, text: str, pair: int) -> str | None:
        """The name that a pair proposes, as the text has it."""
        first, end = int(self.first[pair]), int(self.end[pair])
        if first < 0:
            return self.questions[int(self.question[pair])].answer if first == ANSWER else None
        name = text[self.words.start[first] : self.words.end[end - 1]]
        return _SPOKEN.get(name.lower(), name)


# A measure that is told by an adjective.
_SPOKEN = {"aged": "age", "old": "age", "years old": "age", "year old": "age", "year-old": "age"}


def _least(column: str, answer: str | None) -> float:
    """How sure a choice must be to take the place of this answer of the rules."""
    return 0.5 if answer is None and column not in OPTIONAL else SURE.get(FIELDS[column], 0.5)


def questions_of(candidates: Sequence[Candidate], rules: bool, every: bool = True) -> list[Question]:
    """What is asked of the facts.

    With ``every``, as at training, also where the rules' answer would stand whatever the choice.
    """
    out = []
    for index, candidate in enumerate(candidates):
        fact = candidate.fact
        if fact.kind == "sample_size" and getattr(fact, "role", None) not in ("arm", "subgroup"):
            continue
        told = rules and not candidate.rule.startswith(MODEL_RULE)
        for column in _OF_KIND.get(fact.kind, ()):
            answer = getattr(fact, FIELDS[column][1]) if told else None
            if told and not every and _least(column, answer) > 1:
                continue
            out.append(Question(index, COLUMNS.index(column), told, answer))
    return out


def propose(document: Document, candidates: Sequence[Candidate], rules: bool, every: bool = True) -> Proposals | None:
    """The questions of a document and the phrases that could answer them; None where there are none."""
    questions = questions_of(candidates, rules, every)[:MOST]
    if not questions:
        return None
    spans = [(candidate.start, candidate.end) for candidate in candidates]
    words = read_words(document, spans)
    n = len(words.start)
    if not n:
        return None
    rows = _facts(document, words, candidates)
    asked = np.array([question.fact for question in questions])
    facts = rows[asked]
    column = np.array([question.column for question in questions])
    facts[:, 2] = facts[:, 2] * 8 + column
    sentence = words.sentence[np.minimum(facts[:, 0], n - 1)]
    wanted = np.zeros(words.sentence[-1] + 1, dtype=bool)
    for back in range(BACK + 1):
        wanted[np.maximum(sentence - back, 0)] = True
    phrase_first, phrase_end = find_phrases(words, wanted)
    # The phrases of the sentence of the fact and of those before: a stretch of the list for each question.
    sentence_first = np.searchsorted(words.sentence, np.arange(words.sentence[-1] + 2))
    since = np.maximum(sentence_first[np.maximum(sentence - BACK, 0)], facts[:, 0] - FAR)
    until = np.minimum(sentence_first[sentence + 1], facts[:, 1] + FAR)
    low = np.searchsorted(phrase_first, since)
    counts = np.searchsorted(phrase_first, until) - low
    fitting = max(1, int(np.searchsorted(np.cumsum(counts), MOST_PAIRS, side="right")))
    questions, facts, low, counts = questions[:fitting], facts[:fitting], low[:fitting], counts[:fitting]
    question = np.repeat(np.arange(len(questions)), counts)
    phrase = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(low, counts)
    first, end = phrase_first[phrase], phrase_end[phrase]
    # The numbers of the fact are no part of its name.
    overlaps = (first < facts[question, 1]) & (end > facts[question, 0])
    numbers = words.sums[0, np.minimum(end, facts[question, 1])] - words.sums[0, np.maximum(first, facts[question, 0])]
    keep = ~(overlaps & (numbers > 0))
    question, phrase, first, end = question[keep], phrase[keep], first[keep], end[keep]
    own = pair_features(words, facts, question, first, end)
    # Two more for each question: no name, and what the rules say.
    extra_question = np.repeat(np.arange(len(questions)), 2)
    extra_first = np.tile([NOTHING, ANSWER], len(questions))
    optional = np.array([COLUMNS[q.column] in OPTIONAL for q in questions])
    standing = np.array([q.told and q.answer is not None for q in questions])
    keep = np.stack([optional, standing], axis=1).ravel()
    extra_question, extra_first = extra_question[keep], extra_first[keep]
    width = max(own.shape[1], 1)
    nones = none_features(words, facts[extra_question])
    nones[extra_first == ANSWER] = 0
    width = max(width, nones.shape[1])
    own = np.concatenate([_wide(own, width), _wide(nones, width)])
    question = np.concatenate([question, extra_question])
    first = np.concatenate([first, extra_first])
    end = np.concatenate([end, extra_first])
    phrase = np.concatenate([phrase, np.full(len(extra_first), -1)])
    order = np.argsort(question, kind="stable")
    question, first, end, phrase, own = question[order], first[order], end[order], phrase[order], own[order]
    if rules:
        own = np.concatenate([own, _agreement(words, questions, candidates, question, first, end)], axis=1)
    bounds = np.searchsorted(question, np.arange(len(questions) + 1))
    return Proposals(
        words, questions, bounds, question, first, end, own, phrase, phrase_features(words, phrase_first, phrase_end)
    )


def _wide(features: np.ndarray, width: int) -> np.ndarray:
    if features.shape[1] == width:
        return features
    out = np.zeros((len(features), width), dtype=np.int64)
    out[:, : features.shape[1]] = features
    return out


def _facts(document: Document, words: Words, candidates: Sequence[Candidate]) -> np.ndarray:
    """A row a fact: first word, end, detail, rank in its run, size of the run, the word after its number."""
    n = len(words.start)
    first = np.searchsorted(words.end, [c.start for c in candidates], side="right")
    end = np.maximum(np.searchsorted(words.start, [c.end for c in candidates]), first + 1)
    first, end = np.minimum(first, n - 1), np.minimum(end, n)
    out = np.zeros((len(candidates), 6), dtype=np.int64)
    out[:, 0], out[:, 1] = first, end
    content = np.append(np.flatnonzero(words.kind == CONTENT), n)
    unit = content[np.searchsorted(content, first)]
    out[:, 5] = np.where(unit < first + 6, words.word[np.minimum(unit, n - 1)], 0)
    sentences = words.sentence[first].tolist()
    runs: dict[tuple[str, int], list[int]] = {}
    for index, (candidate, sentence) in enumerate(zip(candidates, sentences)):
        fact = candidate.fact
        detail = getattr(fact, "role", None) or getattr(fact, "stat", None) or getattr(fact, "type", None) or ""
        out[index, 2] = hashed(detail)
        runs.setdefault((fact.kind, sentence), []).append(index)
    for run in runs.values():
        for rank, index in enumerate(sorted(run, key=lambda i: candidates[i].start)):
            out[index, 3], out[index, 4] = rank, len(run)
    return out


# Words that stand in a text more often than this are looked for no further.
_OFTEN = 1000
_AGREEMENT_SALTS = np.arange(3001, 3004)
# The rows of the weights that say that a phrase agrees with the rules.
AGREEING = mixed(np.array([[2], [3], [4], [6], [11]]), _AGREEMENT_SALTS[:1])[:, 0]


def _agreement(
    words: Words,
    questions: Sequence[Question],
    candidates: Sequence[Candidate],
    question: np.ndarray,
    first: np.ndarray,
    end: np.ndarray,
) -> np.ndarray:
    """How far each phrase says what the rules say: (pairs, features)."""
    answers = list(dict.fromkeys(one.answer for one in questions))
    telling = _telling(words)
    size = np.concatenate([[0], np.cumsum(telling)])
    told = [_stems(answer) if answer else frozenset() for answer in answers]
    wanted = frozenset().union(*told)
    places: dict[int, list[int]] = {word: [] for word in wanted}
    for at in np.flatnonzero(telling & np.isin(words.exact, list(wanted))).tolist():
        found = places[int(words.exact[at])]
        if len(found) < _OFTEN:
            found.append(at)
    # Where the words of each answer stand, as one sorted list: those between two places are counted by bisection.
    width = len(words.start) + 1
    standing = np.array(
        sorted(row * width + at for row, found in enumerate(told) for word in found for at in places[word])
    )
    row = np.array([answers.index(one.answer) for one in questions])[question]
    sizes = np.array([len(found) for found in told])
    f, e = np.maximum(first, 0), np.maximum(end, 0)
    shared = np.searchsorted(standing, row * width + e) - np.searchsorted(standing, row * width + f)
    dice = 20 * shared // np.maximum(size[e] - size[f] + sizes[row], 1)
    # The words in common: none, a few, half of them, most, all; then the rules' answer itself.
    level = np.where(first == ANSWER, 11, (dice > 0).astype(np.int64) + (dice >= 5) + (dice >= 8) + (dice >= 10))
    none = np.array([one.answer is None for one in questions])[question]
    nothing = first == NOTHING
    level = np.where(none, np.where(nothing, 6, 5), np.where(nothing, 7, level))
    rule = np.array([hashed(candidates[one.fact].rule) for one in questions])[question]
    columns = [level, level * 31 + rule, level * 16 + np.minimum(size[e] - size[f], 9)]
    out = mixed(np.stack(columns, axis=1), _AGREEMENT_SALTS)
    out[~np.array([one.told for one in questions])[question]] = 0
    return out


_EMPTY_WORDS = """
the a an of in on at to for with and or group groups arm arms patients patient participants subjects women men those who
were was had received receiving treated score scores level levels mean rate rates
"""
_EMPTY = frozenset(hashed(stem(word)) for word in _EMPTY_WORDS.split())
_EMPTY_ARRAY = np.array(sorted(_EMPTY), dtype=np.int64)


def _telling(words: Words) -> np.ndarray:
    at = np.searchsorted(_EMPTY_ARRAY, words.word)
    empty = _EMPTY_ARRAY[np.minimum(at, len(_EMPTY_ARRAY) - 1)] == words.word
    return ~empty & (words.ending != 0) | (words.kind == DIGITS)


@lru_cache(maxsize=20_000)
def _stems(name: str) -> frozenset[int]:
    found = stems(name)
    return frozenset(found - _EMPTY or found)


class NameModel:
    """Chooses the names of facts. ``weights``: for each way of asking (with the rules' answers or without) a table of a
    row a feature and a column a question of :data:`FIELDS`; ``heat``: what the scores of each are divided by."""

    def __init__(self, weights: dict[bool, np.ndarray], heat: dict[bool, np.ndarray]) -> None:
        self.weights = {rules: np.asarray(table, dtype=np.float32) for rules, table in weights.items()}
        self.heat = heat

    @classmethod
    def load(cls, source: str | Path | bytes) -> NameModel:
        """The model of a file, or of its bytes, see :meth:`to_bytes`. Raises ValueError for other features."""
        with np.load(io.BytesIO(source) if isinstance(source, bytes) else source) as arrays:
            weights = {bool(i): arrays[f"weights{i}"] for i in (0, 1)}
            heat = {bool(i): arrays[f"heat{i}"] for i in (0, 1)}
        for table in weights.values():
            if table.shape != (SIZE, len(COLUMNS)):
                raise ValueError(f"the weights have the shape {table.shape}, not {(SIZE, len(COLUMNS))}")
        return cls(weights, heat)

    def to_bytes(self) -> bytes:
        """The model as the bytes of an ``.npz`` file."""
        out = io.BytesIO()
        np.savez_compressed(
            out,
            **{f"weights{int(rules)}": rounded(table) for rules, table in self.weights.items()},
            **{f"heat{int(rules)}": values for rules, values in self.heat.items()},
        )
        return out.getvalue()

    def names(
        self, document: Document, candidates: Sequence[Candidate], rules: bool, every: bool = True
    ) -> list[dict[str, Choice]]:
        """For each fact the names of its fields ("measure", "outcome", "group", "drug") that it has.

        ``candidates`` are facts with spans of the cleaned text. With ``rules`` the names that they carry are taken for
        the answers of the rules, unless their ``rule`` begins with "model"; ``every``: see :func:`questions_of`.
        """
        out: list[dict[str, Choice]] = [{} for _ in candidates]
        proposals = propose(document, candidates, rules, every)
        if proposals is None:
            return out
        scores = score_pairs(self.weights[rules], proposals)
        heat = self.heat[rules][[question.column for question in proposals.questions]]
        for question, pair, sure in zip(proposals.questions, *choose(proposals, scores, heat)):
            field = FIELDS[COLUMNS[question.column]][1]
            name = proposals.name(document.text, pair) if pair >= 0 else question.answer
            out[question.fact][field] = Choice(name, sure)
        return out

    def fill(self, document: Document, candidates: Sequence[Candidate], rules: bool) -> None:
        """Write the chosen names into the facts; those of the rules stand where the choice is not sure enough."""
        names = self.names(document, candidates, rules, every=False)
        if rules:
            _agree(document.text, candidates, names)
            _pair_up(document, candidates, names)
            _keep_apart(candidates, names)
            _keep_runs(candidates, names)
        answers = _answers(candidates) if rules else {}
        told_of = answers.get(("measurement", "measure"), set()) | answers.get(("proportion", "outcome"), set())
        measured = {name.casefold() for name in told_of}
        drugs = {name.casefold() for name in answers.get(("dose", "drug"), ())}
        drugs |= {mention.name.casefold() for mention in document.arms.mentions} if rules else set()
        for candidate, chosen in zip(candidates, names):
            fact = candidate.fact
            told = rules and not candidate.rule.startswith(MODEL_RULE)
            for column in _OF_KIND.get(fact.kind, ()):
                field = FIELDS[column][1]
                choice = chosen.get(field)
                if choice and ((choice.name or "").casefold() in _NO_NAMES or _tells_nothing(column, choice.name)):
                    continue
                answer = getattr(fact, field)
                if choice and field == "drug" and not answer and (choice.name or "").casefold() in measured:
                    continue  # "flares fell by 60% with 0.3 mg": what is measured is no drug
                if choice and told and is_spoiled(choice.name, answer, answers[fact.kind, field]):
                    continue
                if choice and field == "group" and of_everybody(document.text, candidate.end):
                    continue
                if choice and told and field == "measure" and answer and choice.name:
                    if choice.name.casefold() in drugs and answer.casefold() not in drugs:
                        continue  # "Probenecid increased the concentration of zidolol by 29%"
                    if _beside(document.text, candidate.start, answer) and choice.name not in answer:
                        continue
                if choice and (not told or choice.confidence >= _least(column, answer)):
                    setattr(fact, field, choice.name)


def _beside(text: str, start: int, name: str) -> bool:
    """Whether a name stands right before what begins at ``start``: "HbA1c, 8.4%; and |fasting glucose| 13 mmol/l"."""
    return text[max(0, start - len(name) - 3) : start].rstrip(" ,:(=").casefold().endswith(name.casefold())


def _answers(candidates: Sequence[Candidate]) -> dict[tuple[str, str], set[str]]:
    """What the rules call the facts, by kind and field."""
    out: dict[tuple[str, str], set[str]] = {}
    for candidate in candidates:
        for column in _OF_KIND.get(candidate.fact.kind, ()):
            field = FIELDS[column][1]
            answer = getattr(candidate.fact, field)
            out.setdefault((candidate.fact.kind, field), set()).update([answer] if answer else [])
    return out


# "(41% v 63%", "5.3 (SD 2.1) versus 6.0": values of two arms
_AGAINST = re.compile(r"[^A-Za-z]{0,4}(?:\(?(?:SD|SE|n) ?=? ?)?[^A-Za-z]{0,16}(?:vs?\.?|versus)[^A-Za-z]{0,4}")


# "-67.6 mL in the zidolol group vs. 114.5": the same with the arm's name between
_AGAINST_NAMED = re.compile(r"[^.;]{0,80}\b(?:vs?\.?|versus|compared (?:with|to)|than)(?! [^.;]{30})")


def _same_group(left: Fact, right: Fact, ours: dict[str, Choice], theirs: dict[str, Choice]) -> bool:
    """Whether one group is chosen for two facts of which the rules told two."""
    one, other = ours.get("group"), theirs.get("group")
    told = getattr(left, "group", None), getattr(right, "group", None)
    return one is not None and other is not None and one.name == other.name and None not in told and told[0] != told[1]


def _agree(text: str, candidates: Sequence[Candidate], names: Sequence[dict[str, Choice]]) -> None:
    """Gives two values that are set against each other one measure or outcome, where the rules told them the same.

    And leaves them the groups of the rules, where these told two and one was chosen for both.
    """
    for (left, ours), (right, theirs) in pairwise(zip(candidates, names)):
        if left.fact.kind != right.fact.kind:
            continue
        if _same_group(left.fact, right.fact, ours, theirs) and (
            isinstance(left.fact, SampleSize) or _AGAINST_NAMED.match(text, left.end, right.start) is not None
        ):
            del ours["group"], theirs["group"]
        for field in ("measure", "outcome"):
            one, other = ours.get(field), theirs.get(field)
            if one is None or other is None or getattr(left.fact, field) != getattr(right.fact, field):
                continue
            if _AGAINST.fullmatch(text, left.end, right.start):
                ours[field] = theirs[field] = max(one, other, key=lambda choice: choice.confidence)


# "12%| vs |9%", "5 (3%)| and |7"
_SIDE_BY_SIDE = re.compile(r"[^A-Za-z.;]{0,12}(?:,? and|,? vs?\.?|,? versus) [^A-Za-z.;]{0,4}")


def _pair_up(document: Document, candidates: Sequence[Candidate], names: Sequence[dict[str, Choice]]) -> None:
    """Gives the other arm to the second of two values side by side, where one arm was chosen for one of them alone."""
    arms = document.arms
    for (left, ours), (right, theirs) in pairwise(zip(candidates, names)):
        if left.fact.kind != right.fact.kind or not isinstance(left.fact, (Measurement, Proportion)):
            continue
        if any(getattr(one.fact, "group", None) for one in (left, right)):
            continue
        chosen = [one.get("group") for one in (ours, theirs)]
        told = [choice.name if choice and choice.confidence >= 0.5 else None for choice in chosen]
        if (told[0] is None) == (told[1] is None) or not _SIDE_BY_SIDE.fullmatch(document.text, left.end, right.start):
            continue
        one = next(choice for choice, name in zip(chosen, told) if name is not None)
        arm = next((mention.arm for mention in arms.mentions if mention.name == one.name), None) if one else None
        other = arms.other(arm) if arm is not None else None
        if one and other is not None:
            (theirs if told[1] is None else ours)["group"] = Choice(other, one.confidence)


def _keep_apart(candidates: Sequence[Candidate], names: Sequence[dict[str, Choice]]) -> None:
    """Takes back one arm chosen for two values side by side to which the rules gave two, or two arms at two times."""
    for (left, ours), (right, theirs) in pairwise(zip(candidates, names)):
        if left.fact.kind != right.fact.kind or not isinstance(left.fact, (Measurement, Proportion)):
            continue
        told = [getattr(one.fact, "group", None) for one in (left, right)]
        chosen = [one["group"].name if one.get("group") else None for one in (ours, theirs)]
        if (
            not any(told)
            and chosen[0] != chosen[1]
            and _at_two_times(left.fact, right.fact)
            and right.start - left.end < 9
        ):
            ours.pop("group", None)
            theirs.pop("group", None)
        if not all(told) or told[0] == told[1] or right.start - left.end > _BESIDE:
            continue
        if chosen[0] is not None and chosen[0] == chosen[1]:
            ours.pop("group")
            theirs.pop("group")


def _keep_runs(candidates: Sequence[Candidate], names: Sequence[dict[str, Choice]]) -> None:
    """Leaves three values or more that stand together the groups of the rules, where these are all different."""
    at = 0
    while at < len(candidates):
        stop = at + 1
        while (
            stop < len(candidates)
            and candidates[stop].fact.kind == candidates[at].fact.kind
            and candidates[stop].start - candidates[stop - 1].end < _BESIDE
        ):
            stop += 1
        told = [getattr(one.fact, "group", None) for one in candidates[at:stop]]
        if (
            stop - at > 2
            and all(told)
            and len({*told}) == stop - at
            and not isinstance(candidates[at].fact, SampleSize)
        ):
            for one in names[at:stop]:
                one.pop("group", None)
        at = stop


def _at_two_times(left: Fact, right: Fact) -> bool:
    """Whether the rules tell two times for two values: "16% and 20% at 2 and 4 weeks"."""
    times = getattr(left, "time", None), getattr(right, "time", None)
    return None not in times and times[0] != times[1]


_BESIDE = 40  # characters between two values of one list


# Of so many of the best phrases it is asked which says most of what all of them say.
BEST = 12


def choose(proposals: Proposals, scores: np.ndarray, heat: np.ndarray) -> tuple[list[int], list[float]]:
    """For each question the pair that is chosen (-1: there is none) and how likely it is right.

    ``scores`` are those of the pairs, ``heat`` is what they are divided by, for each question. The phrase is chosen of
    which most can be expected to be right (minimum Bayes risk): the likeliest often share it with their neighbours.
    """
    counts = np.diff(proposals.bounds)
    width = int(counts.max(initial=1))
    inside = np.arange(width) < counts[:, None]
    at = np.where(inside, proposals.bounds[:-1, None] + np.arange(width), 0)
    table = np.where(inside, scores[at] / heat[:, None], -np.inf)
    if width > BEST:
        best = np.argpartition(-table, BEST - 1, axis=1)[:, :BEST]
        at, inside = np.take_along_axis(at, best, 1), np.take_along_axis(inside, best, 1)
        total = np.exp(table - table.max(axis=1, keepdims=True, initial=-1e9)).sum(axis=1)
        table = np.take_along_axis(table, best, 1)
    else:
        total = np.exp(table - table.max(axis=1, keepdims=True, initial=-1e9)).sum(axis=1)
    shares = np.exp(table - table.max(axis=1, keepdims=True, initial=-1e9)) / np.maximum(total, 1)[:, None]
    first, end = proposals.first[at], proposals.end[at]
    common = np.minimum(end[:, :, None], end[:, None]) - np.maximum(first[:, :, None], first[:, None])
    length = np.maximum(end - first, 1)
    alike = 2 * np.maximum(common, 0) / (length[:, :, None] + length[:, None])
    alike[(first < 0)[:, :, None] | (first < 0)[:, None]] = 0
    some = np.arange(at.shape[1])
    alike[:, some, some] = 1
    risk = np.where(inside, (alike @ shares[:, :, None])[:, :, 0], -1)
    mine = risk.argmax(axis=1)
    each = np.arange(len(mine))
    sure = ((alike[each, mine] >= 0.5) * shares).sum(axis=1)
    return np.where(counts > 0, at[each, mine], -1).tolist(), np.minimum(sure, 1).tolist()


def score_pairs(table: np.ndarray, proposals: Proposals) -> np.ndarray:
    """The score of each pair by a table of weights, (rows, questions)."""
    columns = np.array([question.column for question in proposals.questions])[proposals.question]
    width = table.shape[1]
    of_phrase = np.zeros((len(proposals.phrases) + 1, width), dtype=np.float32)
    for feature in proposals.phrases.T:
        of_phrase[:-1] += table[feature]
    own: np.ndarray = table.ravel()[np.multiply(proposals.own, width, dtype=np.intp) + columns[:, None]].sum(axis=1)
    return of_phrase[proposals.phrase, columns] + own
