"""Mentions: numbers with what belongs to them (the other end of a range, a spread, a unit), read once for everybody.

A mention is a reading, not a claim: "from 5.5 to 1.3" is read as a range here, and an extractor that knows better
claims the two numbers apart. Claims are on numbers, see :mod:`trialfacts.owners`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialfacts.numbers import Number

_RANGE = re.compile(r" ?(?:-|to|through|~) ?$|^ to $")
_SPREAD = re.compile(r" ?(?:\u00b1|\+/-|\+-|\+ ?/ ?-) ?")
_FRACTION = re.compile(r" ?/ ?")
_TIMES = re.compile(r" ?[x\u00d7] ?")
_GAP_SHAPES = (("pm", _SPREAD), ("range", re.compile(r" ?(?:-|~) ?| (?:to|through|until) |to ")), ("fraction", _FRACTION), ("times", _TIMES))


@dataclass(slots=True)
class Mention:
    """One number, or two that belong together.

    ``shape``: ``single``; ``range`` (low to high; ``word`` tells a printed "to" from a dash); ``pm`` (value ± spread);
    ``fraction`` (38/49); ``times`` (2 x 500). ``first`` and ``second`` are the numbers (second None if single).
    ``start`` and ``end`` enclose both, with a percent sign if there is one.
    """

    first: Number
    second: Number | None = None
    shape: str = "single"
    word: bool = False

    @property
    def start(self) -> int:
        """Where the first number begins in the cleaned text."""
        return self.first.start

    @property
    def end(self) -> int:
        """Where the last number ends in the cleaned text, with its percent sign."""
        last = self.second or self.first
        return max(last.end, last.percent_end)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The indexes of the numbers, for a claim."""
        return (self.first.index,) if self.second is None else (self.first.index, self.second.index)

    @property
    def percent(self) -> bool:
        """Whether a percent sign stands after the last number."""
        return (self.second or self.first).percent


def find_mentions(text: str, numbers: list[Number]) -> list[Mention]:
    """The mentions of a cleaned text, in order; labels and ordinals are left out. Each number is in one mention."""
    out: list[Mention] = []
    plain = [number for number in numbers if not number.label and not number.ordinal]
    at = 0
    while at < len(plain):
        first = plain[at]
        second = plain[at + 1] if at + 1 < len(plain) else None
        mention = Mention(first)
        if second is not None:
            gap_start = max(first.end, first.percent_end)
            gap_end = second.start
            if gap_end - gap_start <= 9:
                gap = text[gap_start:gap_end]
                for shape, pattern in _GAP_SHAPES:
                    if pattern.fullmatch(gap):
                        mention = Mention(first, second, shape, shape == "range" and any(c.isalpha() for c in gap))
                        break
        out.append(mention)
        at += 1 if mention.second is None else 2
    return out
