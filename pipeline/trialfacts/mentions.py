"""Mentions: numbers with what belongs to them (the other end of a range, a spread), read once for everybody.

A mention is a reading, not a claim: "from 5.5 to 1.3" is read as a range here, and an extractor that knows better
claims the two numbers apart. Claims are on numbers, see :mod:`trialfacts.owners`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialfacts.numbers import Number

_SIGNS = {
    "pm": ("\u00b1", "+/-", "+-", "+ /-", "+/ -", "+ / -", "-/+", "+ or -", "+ or"),
    "range": ("-", "~"),
    "fraction": ("/",),
    "times": ("x", "\u00d7"),
}
# What stands between two numbers, and what they make together.
_SHAPES = {
    left + sign + right: shape
    for shape, signs in _SIGNS.items()
    for sign in signs
    for left in ("", " ")
    for right in ("", " ")
} | {":": "ratio", " : ": "ratio"}
_WORDS = frozenset((" to ", " through ", " until ", "to "))
_SLASH_NEXT = re.compile(r"/[0-9]")
_LONGEST = max(map(len, (*_SHAPES, *_WORDS)))


@dataclass(slots=True)
class Mention:
    """One number, or two that belong together.

    ``shape``: ``single``; ``range`` (low to high; ``word`` tells a printed "to" from a dash); ``pm`` (value ± spread);
    ``fraction`` (38/49); ``times`` (2 x 500); ``ratio`` (2:1). ``first`` and ``second`` are the numbers (second None if
    single). ``start`` and ``end`` enclose both, with a percent sign if there is one.
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


# "sham group 4| [2.5 to 5.75]"
_RANGE_AFTER = re.compile(r"[ ][(\[](?P<low>\d[\d.]{0,5})(?:[ ]to[ ]|-|,[ ]|[ ]-[ ])(?P<high>\d[\d.]{0,5})[)\]]")


def _has_range(text: str, number: Number) -> bool:
    """Whether what looks like the label of a group is its value: a range that it lies in follows."""
    if text[number.end : number.end + 2] not in (" [", " (") or not text.endswith(("group ", "arm "), 0, number.start):
        return False
    found = _RANGE_AFTER.match(text, number.end)
    if found is None:
        return False
    try:
        return float(found.group("low")) <= number.value <= float(found.group("high"))
    except ValueError:  # "1.2.3"
        return False


def find_mentions(text: str, numbers: list[Number]) -> list[Mention]:
    """The mentions of a cleaned text, in order; labels and ordinals are left out. Each number is in one mention."""
    out: list[Mention] = []
    first: Number | None = None  # waits for its second
    listed = False  # in a list such as "12/48/196", which is no fraction
    for number in numbers:
        if number.ordinal or number.label and not _has_range(text, number):
            continue
        if first is not None:
            gap_start = max(first.end, first.percent_end)
            if number.start - gap_start <= _LONGEST:
                gap = text[gap_start : number.start]
                word = gap in _WORDS
                shape = "range" if word else _SHAPES.get(gap)
                listed = shape == "fraction" and (listed or _SLASH_NEXT.match(text, number.end) is not None)
                if shape is not None and not listed:
                    out.append(Mention(first, number, shape, word))
                    first = None
                    continue
            out.append(Mention(first))
        first = number
    if first is not None:
        out.append(Mention(first))
    return out
