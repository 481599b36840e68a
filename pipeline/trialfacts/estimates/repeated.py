"""Ratios in the form of one named before: "HR 0.46, 95% CI 0.36-0.59" and, later, "(0.80, 0.64-1.01; men: 0.7, ..."."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Set

from trialfacts.document import Document
from trialfacts.estimates.values import Found, estimate_of
from trialfacts.facts import RATIOS
from trialfacts.intervals import Interval

# From one to the next of a list: ") in men and |1.9 (", "), p = 0.3; low dose: |0.7, 0.5-0.9"
_LIST_REACH = 70
_GOES_ON = re.compile(
    r"[)\]]{0,2}(?:[,;] ?[pP] ?[=<>] ?[\d.]{1,7})?"
    r"(?:,|;|,? and|,? but| v\.?| vs\.?| [a-z][^.;()\d]{2,40})[^.;()\d]{0,40} "
)
# How far behind the ratio that was named one may stand, in characters.
_REACH = 600
_TO_LOW = re.compile(r"[,;]? ?[(\[]?")
_TO_HIGH = re.compile(r" ?(?:-|to|,) ?")


def repeated(document: Document, named: Iterable[Found], done: Set[int]) -> Iterator[Found]:
    """The ratios in brackets whose kind only an earlier one tells; ``done``: the numbers that estimates hold already.

    They are known by their arithmetic: the value lies in the middle of its bounds on the logarithmic scale, as that of
    a ratio does (Altman and Bland, BMJ 2011; 343: d2090).
    """
    told = [one for one in named if one.fact.type in RATIOS and one.fact.ci_low is not None]
    if not told:
        return
    text, numbers = document.text, document.numbers
    last = -_LIST_REACH  # where the one before ended
    for value, low, high in zip(numbers, numbers[1:], numbers[2:]):
        if value.index in done or not value.decimals == low.decimals == high.decimals > 0:
            continue
        opens = text[value.start - 1 : value.start] in ("(", "[") or _in_list(text, value.start, high.end)
        goes_on = value.start - last < _LIST_REACH and _GOES_ON.fullmatch(text, last, value.start) is not None
        if not (opens or goes_on or _is_told(document, value.start, value.end)):
            continue
        if not _TO_LOW.fullmatch(text, value.end, low.start):
            continue
        if not _TO_HIGH.fullmatch(text, low.end, high.start) or value.percent or high.percent:
            continue
        top = abs(high.value)  # "0.64-1.01": a dash that is no sign
        before = [one for one in told if 0 < value.start - one.end < _REACH]
        if before and _may_be_ratio(value.value, low.value, top, value.decimals):
            interval = Interval(low.start, high.end, low.value, top, None, False, value, (low.index, high.index))
            last = high.end
            yield estimate_of(text, before[-1].fact.type, value, interval, value.start, "repeated", 0.97, None)


def _is_told(document: Document, start: int, end: int) -> bool:
    """Whether a value with its bounds in brackets is told as a ratio without its name: "the estimate moved to 0.9 (".

    Not one of a sentence that names what else such brackets hold: medians, ranges, means with their intervals.
    """
    text = document.text
    if not text.startswith((" (", " ["), end):
        return False
    before = text[max(document.sentence_at(start).start, start - 140) : start]
    return _TOLD.search(before) is not None and not _NO_RATIO.search(before)


_TOLD = re.compile(
    r"\b(?:(?:ratio|estimate|odds|risk|hazard|association|comparison)s?\b[^.;]{0,60}"
    r"|(?:corresponding|respective|adjusted|unadjusted|crude) [^.;()]{0,40}"
    r"|(?:attenuated|changed|weakened|strengthened)\b[^.;]{0,30}) ?"
    r"\b(?:was|were|to|at|of|by|gave|men|women|,) $|\b(?:it|they) (?:was|were) $"
)
_NO_RATIO = re.compile(r"\b(?:medians?|means?|averag\w+|IQRs?|ranges?|interquartile|differences?|ICC)\b")


def _in_list(text: str, start: int, end: int) -> bool:
    """Whether a value with its bounds is an item behind its label or the counts: "(yes: |1.13, 0.79-1.64|; no: "."""
    if not text.endswith((": ", ", "), 0, start) or text[end : end + 1] not in (")", "]", ";", ",", "."):
        return False
    return text[start - 2] == ":" or _COUNTS.search(text, max(0, start - 50), start) is not None


# "(|35 vs 89 cases, |0.39, 0.27-0.58"
_COUNTS = re.compile(r"[(\[]\d[\d.,]{0,6}(?: ?%)? (?:vs\.?|versus) \d[\d.,]{0,6}(?: ?%)?(?: [a-z]+){0,3}, $")


def _may_be_ratio(value: float, low: float, high: float, decimals: int) -> bool:
    """Whether a ratio may have these bounds, each rounded to so many places."""
    half = 0.5 * 10.0**-decimals
    if not half < low <= value <= high:
        return False
    left = math.log((value - half) / (low + half)), math.log((value + half) / (low - half))
    right = math.log((high - half) / (value + half)), math.log((high + half) / (value - half))
    room = 0.1 * math.log(high / low)
    return left[0] - room <= right[1] and right[0] - room <= left[1]
