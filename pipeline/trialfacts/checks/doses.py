"""Total doses and what they are the sum of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialfacts.checks.common import CONSISTENT, INCONSISTENT, Context, Finding, finding, half_unit, show
from trialfacts.facts import Dose

_DAYS = {"day": 1, "days": 1, "week": 7, "weeks": 7}
_TO_MILLIGRAM = {"g": 1000.0, "mg": 1.0, "ug": 0.001, "kg": 1e6}
_TOTAL = re.compile(r"\b(?:total|cumulative|overall|altogether)\b", re.I)
_REACH = 150


def check_doses(context: Context) -> Iterator[Finding]:
    """A total dose is the daily dose times the days, where a text prints both ("2 g/kg: 0.4 g/kg a day for 5 days")."""
    daily = [fact for fact in context.doses if fact.duration and fact.frequency and fact.amount_high is None]
    for course in daily:
        times = _times(course)
        if times is None or course.unit == "Gy":  # told as a total, given on working days
            continue
        for total in context.doses:
            if total is course or total.frequency and total.frequency.get("unit") or total.amount_high is not None:
                continue
            if total.drug and course.drug and total.drug.lower() != course.drug.lower():
                continue
            apart = total.start - course.end if total.start > course.start else course.start - total.end
            if apart > _REACH or context.sentence_index(total.start) != context.sentence_index(course.start):
                continue
            scale = _scale(course.unit, total.unit)
            half = half_unit(total.quote, total.amount)
            if scale is None or half is None:
                continue
            amount = course.amount * times * scale
            around = context.raw[max(0, total.start - 40) : total.start] + context.raw[total.end : total.end + 20]
            right = abs(amount - total.amount) <= half + 1e-9
            named = _TOTAL.search(around) is not None
            if not right and not (named and total.duration is None):
                continue
            unit = total.unit
            sum_ = f"{show(course.amount, 4)} {course.unit} x {show(times, 2)} = {show(amount, 4)} {unit}"
            message = f"{sum_}, " + (
                "the total told" if right else f"but a total of {show(total.amount, 4)} {unit} is told"
            )
            verdict = CONSISTENT if right else INCONSISTENT
            printed = f"{show(total.amount, 4)} {unit}"
            yield finding("total_dose", [course, total], printed, f"{show(amount, 4)} {unit}", verdict, message)


def _times(course: Dose) -> float | None:
    """How often a dose was given over its course; None where that cannot be told."""
    frequency, duration = course.frequency or {}, course.duration or {}
    every = _DAYS.get(str(frequency.get("unit")))
    length = _DAYS.get(str(duration.get("unit")))
    if every is None or length is None or not frequency.get("times") or not duration.get("value"):
        return None
    return float(frequency["times"] * duration["value"] * length / ((frequency.get("every") or 1) * every))


def _scale(unit: str, total: str) -> float | None:
    """What an amount in one unit is multiplied by to be in another; None where they cannot be compared."""
    if unit == total:
        return 1.0
    first, _, per = unit.partition("/")
    second, _, other = total.partition("/")
    if per == other and first in _TO_MILLIGRAM and second in _TO_MILLIGRAM:
        return _TO_MILLIGRAM[first] / _TO_MILLIGRAM[second]
    return None
