"""What a number can be: the labels that the role model learns, read from annotated facts and written back to them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from trialfacts.document import Document
from trialfacts.facts import (
    DISPERSIONS,
    ESTIMATES,
    ROLES,
    STATS,
    Dose,
    Estimate,
    Fact,
    Measurement,
    Proportion,
    PValue,
    SampleSize,
)

# The place of a number in its fact; a number of no fact is "none".
SLOTS = (
    "none", "p_value", "sample_size", "dose", "dose.high", "dose.regimen", "measurement", "measurement.spread",
    "measurement.range", "proportion.count", "proportion.denominator", "proportion.percent", "estimate",
    "estimate.bound", "estimate.level",
)  # fmt: skip
# What is asked of a number besides, where its slot is the one named.
DETAILS: dict[str, tuple[str, tuple[str, ...]]] = {
    "threshold": ("p_value", ("result", "threshold")),
    "role": ("sample_size", ROLES),
    "stat": ("measurement", tuple(stat for stat in STATS if stat != "range")),
    "spread": ("measurement.spread", DISPERSIONS),
    "point": ("measurement", ("follow-up", "baseline")),
    "type": ("estimate", ESTIMATES),
}
# The heads of the network, in order: the slot, then the details.
HEADS: dict[str, tuple[str, ...]] = {"slot": SLOTS, **{name: values for name, (_, values) in DETAILS.items()}}

Label = dict[str, str]


def label_numbers(document: Document, facts: Iterable[Fact]) -> list[Label]:
    """The label of each number of a document, in the order of ``document.numbers``, from the facts of its text.

    Facts carry offsets into the text as it was read. A number of no fact is ``{"slot": "none"}``. The rarer reading
    comes last and stands where two facts share a number.
    """
    labels: list[Label] = [{"slot": "none"} for _ in document.numbers]
    places = [document.cleaned.to_raw(number.start, number.end) for number in document.numbers]
    starts = [start for start, _ in places]
    for fact in sorted(facts, key=lambda fact: isinstance(fact, Proportion)):
        first = bisect_left(starts, fact.start)
        inside = []
        while first < len(starts) and starts[first] < fact.end:
            inside.append(first)
            first += 1
        for value, label, behind in _parts(fact):
            index = _find(document, inside, value)
            if index is None and behind:
                # A spread, an interval or a level may stand after the quote.
                index = _find(document, range(first, min(first + 4, len(starts))), value)
            if index is not None and not (label["slot"] == "dose.regimen" and labels[index]["slot"] != "none"):
                labels[index] = label
                if index in inside:
                    inside.remove(index)
    return labels


def _find(document: Document, indexes: Iterable[int], value: float) -> int | None:
    for index in indexes:
        number = document.numbers[index].value
        if math.isclose(abs(number), abs(value), rel_tol=1e-6, abs_tol=1e-12):
            return index
    return None


def _parts(fact: Fact) -> Iterator[tuple[float, Label, bool]]:
    """The numbers of a fact: value, label, and whether it may stand behind the quote."""
    if isinstance(fact, PValue):
        if fact.value is not None:
            yield fact.value, {"slot": "p_value", "threshold": "threshold" if fact.threshold else "result"}, False
    elif isinstance(fact, SampleSize):
        yield fact.n, {"slot": "sample_size", "role": fact.role}, False
    elif isinstance(fact, Dose):
        yield fact.amount, {"slot": "dose"}, False
        if fact.amount_high is not None:
            yield fact.amount_high, {"slot": "dose.high"}, False
        for part in (fact.frequency, fact.duration, fact.repeated_for):
            for value in (part or {}).values():
                if isinstance(value, (int, float)):
                    yield value, {"slot": "dose.regimen"}, False
    elif isinstance(fact, Measurement):
        spread = fact.dispersion or {}
        kind = spread.get("type")
        if fact.value is not None:
            point = "baseline" if fact.time and fact.time.casefold() == "baseline" else "follow-up"
            yield fact.value, {"slot": "measurement", "stat": fact.stat, "point": point}, False
        for name in ("value", "low", "high"):
            if isinstance(spread.get(name), (int, float)):
                slot = "measurement.spread" if fact.value is not None else "measurement.range"
                label = {"slot": slot} | ({"spread": kind} if kind and slot == "measurement.spread" else {})
                yield spread[name], label, fact.value is not None
    elif isinstance(fact, Proportion):
        for name in ("count", "denominator", "percent"):
            value = getattr(fact, name)
            if value is not None:
                yield value, {"slot": f"proportion.{name}"}, False
    elif isinstance(fact, Estimate):
        if fact.value is not None:
            yield fact.value, {"slot": "estimate", "type": fact.type}, False
        for value in (fact.ci_low, fact.ci_high):
            if value is not None:
                yield value, {"slot": "estimate.bound"}, False
        if fact.level is not None:
            yield fact.level, {"slot": "estimate.level"}, False


def codes(labels: Sequence[Label]) -> list[list[int]]:
    """The labels as numbers, one row a number and one column a head; -1 where a head has nothing to say."""
    return [
        [values.index(label[head]) if label.get(head) in values else -1 for head, values in HEADS.items()]
        for label in labels
    ]
