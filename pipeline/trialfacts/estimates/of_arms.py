"""Intervals that are told arm by arm, of no difference: "rose by 1.9 kg (95% CI 0.8 to 3.0) with A and 0.6 (..."."""

from __future__ import annotations

import re

from trialfacts.document import Document
from trialfacts.intervals import Interval

# From one interval to the value of the next arm: ") with zidolol and ", ") in the sham arm and increased by "
_NEXT_ARM = (
    r"[)\]]{1,2}(?: [a-z/%]{1,10})?(?: (?:with|on|for|in|under) (?:the )?[^.;()\d]{2,40})?,? "
    r"(?:and|vs\.?|versus|but) (?:(?:increas|decreas|improv|ros|fell|declin|reduc)[a-z]* )?"
)
_NEXT = re.compile(_NEXT_ARM + r"(?:(?:by|of) )?[-+]?[0-9.]{1,6}[^()\[\].;]{0,12}[(\[]")
_LAST = re.compile(_NEXT_ARM + r"(?:(?:by|of) )?$")
# What makes such a list one of differences.
_BEYOND = re.compile(
    r"\b(?:than|[Cc]ompared|[Rr]elative to|placebo-\w+|(?:versus|vs\.?|over|against) [a-z]|effects?|exceed\w*)\b"
)


def is_of_arm(document: Document, interval: Interval, before: str) -> bool:
    """Whether an interval is one of those that a text gives arm by arm, of the change or level within each.

    ``before``: the words of the sentence before the interval's value.
    """
    if not (_NEXT.match(document.text, interval.end) or _LAST.search(before[-70:])):
        return False
    sentence = document.sentence_at(interval.start)
    return "iffer" not in before and _BEYOND.search(document.text, sentence.start, sentence.end) is None
