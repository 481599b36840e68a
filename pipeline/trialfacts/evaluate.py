"""Facts against gold: matching, precision, recall, F1 with bootstrap intervals, agreement of fields, calibration.

Two facts of a kind match where their spans overlap and the values that make the fact are equal
(``Fact.key``: P: op and value; sample size: n; dose: amounts and unit; measurement: value, or the range where there is
no value; proportion: count and percent; estimate: value; scale: the span alone). Strict matching demands equal spans.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trialfacts.facts import KINDS, DocumentFacts, Fact

if TYPE_CHECKING:
    import numpy as np

Interval = tuple[float, float]
# By tenths of confidence the number of facts, their mean confidence and the share that is right; and the mean error.
Calibration = tuple[list[tuple[int, float, float]], float]
STATUSES = ("matched", "differs", "missed", "spurious")


@dataclass(slots=True)
class Pair:
    """One row of the gold-checked table: a gold fact, an extracted one, or both.

    ``status``: ``matched`` (same values); ``differs`` (spans overlap, values do not agree: a miss and a spurious fact
    in one); ``missed`` (gold only); ``spurious`` (extracted only). ``fields``: for a match, each further field and
    whether it agrees.
    """

    doc_id: str
    kind: str
    status: str
    gold: Fact | None
    found: Fact | None
    fields: dict[str, bool] = field(default_factory=dict)

    @property
    def fact(self) -> Fact:
        """The gold fact where there is one, else the extracted one."""
        fact = self.gold or self.found
        assert fact is not None
        return fact


@dataclass(slots=True)
class Count:
    """Counts of one kind in one document or several: true positives, gold facts, extracted facts."""

    matched: int = 0
    gold: int = 0
    found: int = 0

    @property
    def precision(self) -> float:
        """Share of the extracted facts that are right; nan where none was extracted."""
        return self.matched / self.found if self.found else math.nan

    @property
    def recall(self) -> float:
        """Share of the gold facts that were found; nan where there is none."""
        return self.matched / self.gold if self.gold else math.nan

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; nan where there is nothing on either side."""
        return 2 * self.matched / (self.gold + self.found) if self.gold + self.found else math.nan

    @property
    def errors(self) -> int:
        """Missed and spurious facts; one of other values is both."""
        return self.gold + self.found - 2 * self.matched

    def add(self, other: Count) -> None:
        """Add the counts of another document."""
        self.matched += other.matched
        self.gold += other.gold
        self.found += other.found


def same_value(a: Any, b: Any) -> bool:
    """Whether two values of a key field are equal: numbers to one part in a million, words without regard to case."""
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-12)
    if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)):
        return len(a) == len(b) and all(same_value(x, y) for x, y in zip(a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same_value(a[k], b[k]) for k in a)
    if isinstance(a, str) and isinstance(b, str):
        return a.casefold() == b.casefold()
    return a == b


def same_fact(a: Fact, b: Fact) -> bool:
    """Whether two facts of a kind say the same, by the fields that make the fact (``Fact.key``)."""
    return all(same_value(getattr(a, name), getattr(b, name)) for name in a.key)


# Words that do not tell one arm, drug or outcome from another.
_EMPTY_WORDS = """
the a an of in on at to for with and or group groups arm arms patients patient participants subjects women men those who
were was had received receiving treated score scores level levels mean rate rates
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
_WORD = re.compile(r"[a-z0-9]+(?:\.\d+)?")


def same_words(a: str | None, b: str | None) -> bool:
    """Whether two names say the same: half or more of their words in common (Dice), empty words set aside."""
    if a is None or b is None:
        return a is b
    left, right = (_content(name) for name in (a, b))
    if not left or not right:
        return " ".join(_WORD.findall(a.casefold())) == " ".join(_WORD.findall(b.casefold()))
    return 2 * len(left & right) / (len(left) + len(right)) >= 0.5


def _content(name: str) -> set[str]:
    words = _WORD.findall(name.casefold())
    kept = {word.rstrip("s") if len(word) > 3 else word for word in words if word not in _EMPTY}
    return kept or set(words)


# The free-text fields, compared by same_words; every other field by same_value.
_NAMES = frozenset({"group", "drug", "name", "measure", "outcome", "time"})
# Roles that reviewers use for the same number: the study population as a whole.
ROLE_CLASSES = {"enrolled": "enrolled/randomized", "randomized": "enrolled/randomized"}


def agrees(name: str, gold: Fact, found: Fact) -> bool:
    """Whether one further field of two matched facts agrees."""
    a, b = getattr(gold, name), getattr(found, name)
    if name == "role":
        return ROLE_CLASSES.get(a, a) == ROLE_CLASSES.get(b, b)
    if name in _NAMES:
        return same_words(a, b)
    return same_value(a, b)


def further_fields(kind: str) -> tuple[str, ...]:
    """The fields of a kind that are compared among the matched."""
    cls = KINDS[kind]
    names = [name for name in cls.value_fields() if name not in cls.key]
    if kind == "estimate":
        names = [name for name in names if name not in ("ci_low", "ci_high")]
        names.insert(1, "interval")
    return tuple(names)


def _agrees(name: str, gold: Fact, found: Fact) -> bool:
    if name == "interval":
        return agrees("ci_low", gold, found) and agrees("ci_high", gold, found)
    return agrees(name, gold, found)


def match_document(gold: DocumentFacts, found: DocumentFacts, kinds: Sequence[str], strict: bool = False) -> list[Pair]:
    """The pairs of one document: each gold fact and each extracted fact stands in exactly one."""
    pairs: list[Pair] = []
    for kind in kinds:
        pairs += _match(gold.doc_id, kind, gold.of(kind), found.of(kind), strict)
    return pairs


def _match(doc_id: str, kind: str, gold: list[Fact], found: list[Fact], strict: bool) -> list[Pair]:
    further = further_fields(kind)
    options = []
    for i, g in enumerate(gold):
        for j, f in enumerate(found):
            overlap = min(g.end, f.end) - max(g.start, f.start)
            if overlap <= 0 or (strict and (g.start, g.end) != (f.start, f.end)):
                continue
            equal = same_fact(g, f)
            fields = {name: _agrees(name, g, f) for name in further}
            union = max(g.end, f.end) - min(g.start, f.start)
            options.append((not equal, -overlap / union, -sum(fields.values()), i, j, fields))
    options.sort(key=lambda option: option[:5])
    free_gold, free_found = set(range(len(gold))), set(range(len(found)))
    pairs = []
    for unequal, _, _, i, j, fields in options:
        if i in free_gold and j in free_found:
            free_gold.discard(i)
            free_found.discard(j)
            status = "differs" if unequal else "matched"
            pairs.append(Pair(doc_id, kind, status, gold[i], found[j], {} if unequal else fields))
    pairs += [Pair(doc_id, kind, "missed", gold[i], None) for i in free_gold]
    pairs += [Pair(doc_id, kind, "spurious", None, found[j]) for j in free_found]
    pairs.sort(key=lambda pair: pair.fact.start)
    return pairs


def fields_that_differ(pair: Pair) -> list[str]:
    """The names of the fields in which the two facts of a pair do not agree; none where one is missing."""
    gold, found = pair.gold, pair.found
    if gold is None or found is None:
        return []
    key = [name for name in KINDS[pair.kind].key if not same_value(getattr(gold, name), getattr(found, name))]
    return key + [name for name in further_fields(pair.kind) if not _agrees(name, gold, found)]


@dataclass(slots=True)
class Score:
    """The result for one kind: counts, 95% bootstrap intervals by document, agreement of each further field."""

    kind: str
    count: Count
    precision_ci: Interval
    recall_ci: Interval
    f1_ci: Interval
    fields: dict[str, tuple[int, int]]

    def to_dict(self) -> dict[str, Any]:
        """The score as JSON: nan is null, the further fields are [agree, matched]."""
        count = self.count
        shares = {"precision": count.precision, "recall": count.recall, "f1": count.f1}
        out: dict[str, Any] = {"gold": count.gold, "found": count.found, "matched": count.matched}
        for (name, share), interval in zip(shares.items(), (self.precision_ci, self.recall_ci, self.f1_ci)):
            out[name] = _rounded(share)
            out[f"{name}_95ci"] = [_rounded(end) for end in interval]
        return out | {"fields": {name: list(counts) for name, counts in self.fields.items()}}


@dataclass(slots=True)
class Evaluation:
    """Everything that an evaluation found.

    ``n_total``: documents with the right number and documents compared. ``calibration``: per tenth of confidence the
    number of facts, their mean confidence and the share that is right; ``ece``: the expected calibration error.
    """

    scores: dict[str, Score]
    n_total: tuple[int, int]
    pairs: list[Pair]
    calibration: list[tuple[int, float, float]]
    ece: float
    n_total_pairs: list[tuple[str, int | None, int | None]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The numbers of the evaluation as JSON, without its pairs."""
        right, compared = self.n_total
        return {
            "documents": compared,
            "kinds": {kind: score.to_dict() for kind, score in self.scores.items()},
            "n_total": {"exact": right, "documents": compared},
            "calibration": _calibration_to_dict(self.calibration),
            "ece": _rounded(self.ece),
            "reliability": {
                kind: {"calibration": _calibration_to_dict(rows), "ece": _rounded(ece)}
                for kind, (rows, ece) in self.reliability().items()
            },
        }

    def reliability(self) -> dict[str, Calibration]:
        """Calibration and expected calibration error of each kind of which a fact was extracted."""
        by_kind = {kind: _calibration([pair for pair in self.pairs if pair.kind == kind]) for kind in self.scores}
        return {kind: calibration for kind, calibration in by_kind.items() if calibration[0]}

    def below(self, thresholds: dict[str, float]) -> list[str]:
        """What falls short of the F1 demanded of each kind, in words; a kind with nothing on either side does."""
        out = []
        for kind, least in thresholds.items():
            f1 = self.scores[kind].count.f1
            if math.isnan(f1):
                out.append(f"{kind}: there is no fact to judge F1 >= {least:g} by")
            elif f1 < least:
                out.append(f"{kind}: F1 {f1:.4f} is below {least:g}")
        return out


def _calibration_to_dict(rows: list[tuple[int, float, float]]) -> list[dict[str, Any]]:
    return [{"facts": facts, "confidence": _rounded(said), "right": _rounded(share)} for facts, said, share in rows]


def _rounded(share: float) -> float | None:
    return None if math.isnan(share) else round(share, 4)


def evaluate(
    gold: Iterable[DocumentFacts],
    found: dict[str, DocumentFacts],
    kinds: Sequence[str] | None = None,
    strict: bool = False,
    resamples: int = 1000,
    seed: int = 0,
) -> Evaluation:
    """Compare extracted documents, by doc_id, with gold ones. A gold document without its counterpart is all missed."""
    kinds = tuple(kinds or KINDS)
    pairs: list[Pair] = []
    per_document: dict[str, list[Count]] = {kind: [] for kind in kinds}
    totals = []
    for document in gold:
        other = found.get(document.doc_id) or DocumentFacts(doc_id=document.doc_id)
        here = match_document(document, other, kinds, strict)
        pairs += here
        for kind in kinds:
            matched = sum(pair.status == "matched" for pair in here if pair.kind == kind)
            per_document[kind].append(Count(matched, len(document.of(kind)), len(other.of(kind))))
        totals.append((document.doc_id, document.n_total, other.n_total))
    scores = {}
    for kind in kinds:
        count = Count()
        for one in per_document[kind]:
            count.add(one)
        fields = {}
        matched_pairs = [pair for pair in pairs if pair.kind == kind and pair.status == "matched"]
        for name in further_fields(kind):
            fields[name] = (sum(pair.fields[name] for pair in matched_pairs), len(matched_pairs))
        precision, recall, f1 = _intervals(per_document[kind], resamples, seed)
        scores[kind] = Score(kind, count, precision, recall, f1, fields)
    calibration, ece = _calibration(pairs)
    right = sum(a == b for _, a, b in totals)
    return Evaluation(scores, (right, len(totals)), pairs, calibration, ece, totals)


def _intervals(counts: list[Count], resamples: int, seed: int) -> list[Interval]:
    """95% percentile bootstrap intervals of precision, recall and F1, documents resampled (Efron 1979)."""
    import numpy as np

    nothing: Interval = (math.nan, math.nan)
    if not counts or resamples <= 0:
        return [nothing, nothing, nothing]
    table = np.array([(c.matched, c.gold, c.found) for c in counts], dtype=float)
    draws = np.random.default_rng(seed).integers(0, len(table), (resamples, len(table)))
    matched, gold, found = (table[:, i][draws].sum(axis=1) for i in range(3))
    with np.errstate(invalid="ignore", divide="ignore"):
        return [interval(values) for values in (matched / found, matched / gold, 2 * matched / (gold + found))]


def interval(values: np.ndarray) -> Interval:
    """Where the middle 95% of values lie, those that are no numbers set aside; nan where there are none."""
    import numpy as np

    finite = values[np.isfinite(values)]
    if not len(finite):
        return math.nan, math.nan
    low, high = np.percentile(finite, (2.5, 97.5))
    return float(low), float(high)


def _calibration(pairs: list[Pair]) -> Calibration:
    """Reliability by tenths of confidence, and the expected calibration error (Naeini and others 2015)."""
    said = [(pair.found.confidence, pair.status == "matched") for pair in pairs if pair.found is not None]
    rows, error = [], 0.0
    for tenth in range(10):
        inside = [(c, right) for c, right in said if min(9, int(c * 10)) == tenth]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            rows.append((len(inside), mean, share))
            error += len(inside) / len(said) * abs(mean - share)
    return rows, error
