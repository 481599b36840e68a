"""Differences are follow-up minus baseline."""

from __future__ import annotations

from collections.abc import Iterator

from trialfacts.checks.common import CONSISTENT, UNKNOWN, Context, Finding, decimals, finding, half_unit, show
from trialfacts.facts import Measurement

_MEANS = frozenset(("mean", "value", "median"))


def check_changes(context: Context) -> Iterator[Finding]:
    """A change is the follow-up value minus the baseline, where one sentence prints the three.

    Never more than unknown where it is not: means of changes are of those who were measured twice, and may be adjusted.
    """
    sentences: dict[int, list[Measurement]] = {}
    if not any(fact.stat == "change" for fact in context.measurements):
        return
    for fact in context.measurements:
        sentences.setdefault(context.sentence_index(fact.start), []).append(fact)
    for facts in sentences.values():
        for change in facts:
            if change.stat != "change" or change.value is None:
                continue
            levels = [fact for fact in facts if fact.stat in _MEANS and fact.value is not None and _same(fact, change)]
            before = [fact for fact in levels if fact.time == "baseline"]
            after = [fact for fact in levels if fact.time != "baseline"]
            if len(before) == 1 and len(after) == 1:
                found = _compare(change, before[0], after[0])
                if found is not None:
                    yield found


def _same(level: Measurement, change: Measurement) -> bool:
    """Whether two values are of one outcome and group, so far as the text says."""
    for name in ("measure", "group"):
        one, other = getattr(level, name), getattr(change, name)
        if one and other and one.lower() != other.lower():
            return False
    return True


def _compare(change: Measurement, before: Measurement, after: Measurement) -> Finding | None:
    halves = [half_unit(fact.quote, fact.value or 0.0) for fact in (change, before, after)]
    if None in halves:
        return None
    first, last, told = before.value or 0.0, after.value or 0.0, change.value or 0.0
    margin = sum(half or 0.0 for half in halves) + 1e-9
    # "from 7.3% to 5.3%, a decrease of 27%": a change in percent of a percentage may be of either sort.
    percent = "%" in (change.unit or "") and not (abs(abs(last - first) - abs(told)) <= margin)
    if percent:
        if not first:
            return None
        difference = 100 * (last - first) / abs(first)
        margin = (halves[0] or 0.0) + 100 * ((halves[1] or 0.0) + (halves[2] or 0.0)) / abs(first)
    else:
        difference = last - first
    places = max(decimals(fact.quote, fact.value or 0.0) or 0 for fact in (change, before, after))
    right = abs(abs(difference) - abs(told)) <= margin
    unit = "%" if percent else ""
    computed = f"{show(difference, max(places, 1))}{unit}"
    message = f"from {show(first, 4)} to {show(last, 4)} is a change of {computed}"
    if not right:
        message += f", not {show(told, 4)}{unit} (unless it was adjusted, or is of other people)"
    verdict = CONSISTENT if right else UNKNOWN
    return finding("change", [change, before, after], f"{show(told, 4)}{unit}", computed, verdict, message)
