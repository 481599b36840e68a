"""Whole numbers that are the value of an instrument, told by its short form: "the NIHSS at day 7 was 12"."""

from __future__ import annotations

import re

from trialfacts.numbers import Number
from trialfacts.scales.instruments import registry

_ENDS = ("was ", "were ", "averaged ", "reached ", "remained ", " at ", "only ", "about ")
_SHORT_WAS = re.compile(
    r"(?<![\w-])(?P<short>[A-Z][A-Za-z0-9-]{1,11})(?: total)?(?: (?:scores?|sums?))?"
    r"(?: (?:at|in|on|after|before|for) [^.;,:()]{2,40}?)?"
    r" (?:was|were|averaged|reached|remained|(?:stood|stayed|remained) at) (?:only |about )?$"
)


def is_instrument_value(text: str, number: Number) -> bool:
    """Whether a number is told to be the value of an instrument, and lies in the range of its total score."""
    start = number.start
    if not text.endswith(_ENDS, 0, start) or number.percent:
        return False
    told = _SHORT_WAS.search(text, max(0, start - 90), start)
    if told is None or (known := registry().short.get(told["short"])) is None:
        return False
    low, high = known[0].minimum, known[0].maximum
    return (low is None or number.value >= low) and (high is None or number.value <= high)
