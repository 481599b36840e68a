"""Several ways of extracting side by side on the same gold, and how sure their differences are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trialfacts.evaluate import Evaluation, Interval, evaluate, interval
from trialfacts.facts import KINDS, DocumentFacts

if TYPE_CHECKING:
    import numpy as np

ERRORS, N_TOTAL = "errors", "n_total"
_NOTHING: Interval = (math.nan, math.nan)


@dataclass(slots=True, frozen=True)
class Difference:
    """How one system differs from the first, by a paired bootstrap: both are seen on the same resampled documents.

    ``measure``: :data:`ERRORS` (missed and spurious facts of all kinds; the fewer, the better), a kind (its F1) or
    :data:`N_TOTAL` (the share of documents in which it is right). ``value``: this system's less the first's, with its
    95% interval; ``relative`` the same as a share of the first's (errors alone, else nan). ``better``: the share of
    resamples in which this system is strictly better.
    """

    system: str
    measure: str
    value: float
    interval: Interval
    relative: float
    relative_interval: Interval
    better: float

    def to_dict(self) -> dict[str, Any]:
        """The difference as JSON: nan is null."""
        out: dict[str, Any] = {"difference": _rounded(self.value), "95ci": [_rounded(end) for end in self.interval]}
        if self.measure == ERRORS:
            out["relative"] = _rounded(self.relative)
            out["relative_95ci"] = [_rounded(end) for end in self.relative_interval]
        return out | {"better": _rounded(self.better)}


@dataclass(slots=True)
class Comparison:
    """The evaluation of each system by its name, and how each differs from the first of them."""

    evaluations: dict[str, Evaluation]
    differences: list[Difference]

    @property
    def first(self) -> str:
        """The name of the system that the others are compared with."""
        return next(iter(self.evaluations))

    def errors(self, system: str) -> dict[str, int]:
        """The missed and spurious facts of a system, by kind."""
        scores = self.evaluations[system].scores
        return {kind: score.count.errors for kind, score in scores.items()}

    def to_dict(self) -> dict[str, Any]:
        """The numbers of the comparison as JSON."""
        systems = {}
        for name, evaluation in self.evaluations.items():
            errors = self.errors(name)
            systems[name] = evaluation.to_dict() | {ERRORS: {"all": sum(errors.values()), **errors}}
        differences: dict[str, dict[str, Any]] = {}
        for one in self.differences:
            differences.setdefault(one.system, {})[one.measure] = one.to_dict()
        return {"systems": systems, "compared_with": self.first, "differences": differences}


def compare(
    gold: Iterable[DocumentFacts],
    systems: Mapping[str, Mapping[str, DocumentFacts]],
    kinds: Sequence[str] | None = None,
    strict: bool = False,
    resamples: int = 1000,
    seed: int = 0,
) -> Comparison:
    """Compare what several systems extracted, by their names and then by doc_id, with gold and with the first of them.

    Intervals are those of the percentile bootstrap of documents (Efron 1979). Raises ValueError where there is no
    system.
    """
    if not systems:
        raise ValueError("nothing to compare")
    documents, kinds = list(gold), tuple(kinds or KINDS)
    evaluations = {
        name: evaluate(documents, dict(found), kinds, strict, resamples, seed) for name, found in systems.items()
    }
    first, *others = evaluations
    weights = _weights(len(documents), resamples, seed)
    tables = {name: _table(evaluation, kinds) for name, evaluation in evaluations.items()}
    return Comparison(
        evaluations,
        [one for name in others for one in _differences(name, tables[first], tables[name], kinds, weights)],
    )


def _weights(documents: int, resamples: int, seed: int) -> np.ndarray:
    """How often each document stands in the whole (first row: once) and in each resample."""
    import numpy as np

    draws = np.random.default_rng(seed).integers(0, max(1, documents), (resamples, documents))
    rows = [np.bincount(draw, minlength=documents) for draw in draws]
    return np.array([np.ones(documents, int), *rows])


def _table(evaluation: Evaluation, kinds: Sequence[str]) -> np.ndarray:
    """By document: matched, gold and found facts of each kind, and whether n_total is right."""
    import numpy as np

    rows = {doc_id: at for at, (doc_id, _, _) in enumerate(evaluation.n_total_pairs)}
    columns = {kind: 3 * at for at, kind in enumerate(kinds)}
    table = np.zeros((len(rows), 3 * len(kinds) + 1))
    for pair in evaluation.pairs:
        row, column = rows[pair.doc_id], columns[pair.kind]
        table[row, column] += pair.status == "matched"
        table[row, column + 1] += pair.gold is not None
        table[row, column + 2] += pair.found is not None
    for row, (_, right, said) in enumerate(evaluation.n_total_pairs):
        table[row, -1] = right == said
    return table


def _differences(
    name: str, first: np.ndarray, other: np.ndarray, kinds: Sequence[str], weights: np.ndarray
) -> Iterable[Difference]:
    import numpy as np

    sums = weights @ first, weights @ other
    with np.errstate(invalid="ignore", divide="ignore"):
        errors = [table[:, 1:-1:3].sum(1) + table[:, 2:-1:3].sum(1) - 2 * table[:, 0:-1:3].sum(1) for table in sums]
        yield _difference(name, ERRORS, errors[1] - errors[0], (errors[1] - errors[0]) / errors[0])
        for at, kind in enumerate(kinds):
            before, after = (2 * table[:, 3 * at] / (table[:, 3 * at + 1] + table[:, 3 * at + 2]) for table in sums)
            yield _difference(name, kind, after - before)
        before, after = (table[:, -1] / weights.sum(1) for table in sums)
        yield _difference(name, N_TOTAL, after - before)


def _difference(name: str, measure: str, values: np.ndarray, relative: np.ndarray | None = None) -> Difference:
    """What the values say, of which the first is that of all documents and the others are those of the resamples."""
    import numpy as np

    resampled = values[1:][np.isfinite(values[1:])]
    better = resampled < 0 if measure == ERRORS else resampled > 0
    share = float(better.mean()) if len(better) else math.nan
    whole = math.nan if relative is None else float(relative[0])
    ends = _NOTHING if relative is None else interval(relative[1:])
    return Difference(name, measure, float(values[0]), interval(values[1:]), whole, ends, share)


def _rounded(value: float) -> float | None:
    return round(value, 4) if math.isfinite(value) else None
