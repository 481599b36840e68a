"""Percentages that say a ratio again: "a 32% reduction in fractures (RR 0.68", "was reduced by 54% (HR 0.46"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set

from trialfacts.document import Document
from trialfacts.estimates.values import Found
from trialfacts.facts import RATIOS, Estimate

_REACH = 160  # characters from the percentage to the ratio, at most
# From the percentage to the ratio: a word for a change, or the bracket at once behind "by 54%"
_AS_NOUN = re.compile(
    r"(?P<noun> (?:(?:relative|significant|overall) )?(?:reduction|decrease|increase)s?) (?:in|of) "
    r"[^.;()%]{3,110}[(\[][^.;()\[\]%]{0,40}"
)
_AS_VERB = re.compile(r"(?: (?:in|with|for|compared (?:with|to)|versus) [^.;()\[\]%\d]{2,50})? [(\[][^.;()\[\]%]{0,40}")
_BY = re.compile(
    r"\b(?:reduc|decreas|lower|increas|rais|cut|rose|fell|declin|prolong|extend|shorten|delay|improv)[a-z]*"
    r"\b[^.;%]{0,100} by (?:about |approximately )?$"
)


def in_percent(document: Document, named: Iterable[Found], done: Set[int]) -> Iterator[Found]:
    """The changes in percent right before the ratios of ``named``; ``done``: the numbers that estimates hold."""
    text, numbers = document.text, document.numbers
    last = -_REACH  # where the last that was changed "by" so much ended
    for ratio in named:
        if ratio.fact.type not in RATIOS or ratio.fact.value is None:
            continue
        at = bisect_left(numbers, ratio.start, key=lambda number: number.start)
        for number in reversed(numbers[max(0, at - 3) : at]):
            if not number.percent or number.index in done or ratio.start - number.end > _REACH:
                continue
            goes_on = number.start - last < _REACH and text.endswith(" by ", 0, number.start)
            end = _told_end(text, number.start, number.percent_end, ratio.start, goes_on)
            if end:
                last = end
                yield Found(
                    Estimate(type="other", value=number.value), number.start, end, (number.index,), "percent", 0.9, None
                )
            break


def _told_end(text: str, start: int, end: int, ratio: int, goes_on: bool) -> int:
    """Where a change in percent that a ratio says again ends with its noun; 0 where it is none.

    ``goes_on``: "by" stands before it, near to another such change, whose verb is its own.
    """
    noun = _AS_NOUN.fullmatch(text, end, ratio)
    if noun is not None:
        return noun.end("noun")
    verb = _AS_VERB.fullmatch(text, end, ratio) is not None
    return end if verb and (goes_on or _BY.search(text, max(0, start - 140), start)) else 0
