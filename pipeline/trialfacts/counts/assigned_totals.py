"""Totals told with no noun by the verb that assigned them: "after a run-in 87 were randomly assigned to zidolol or"."""

from __future__ import annotations

import re

from trialfacts.counts.count_roles import PERCENT_AFTER, Told
from trialfacts.counts.head_counts import Count, Reading

# " (median age 60 years), who were then randomly assigned", " underwent randomisation"
_ASSIGNED = re.compile(
    r"(?: \([^()]{1,70}\))?(?: (?:with|scoring|positive|meeting|met|accepted|gave|had) [^.;()]{2,80}?"
    r"(?: and)?(?= (?:were|was) ))?"
    r"(?:,? who)?(?: (?:were|was|had been|have been))?(?: (?:[a-z]+ly|then|included and)){0,2} "
    r"(?:randomi[sz]ed|assigned|allocated|allotted|drawn by lot|divided by|(?:underwent|entered) randomi[sz]ation)\b"
)
# "to zidolol |or| vehicle", "|1:1|", "|between| two groups", " |by| sealed envelopes", " |at| 27 centres."
_TO_BOTH = re.compile(r"\d ?: ?\d| or | versus | vs\.? | either | between | (?:two|three|four|2|3|4) | both ")
_TO = re.compile(r"(?: at random| randomly)?(?: by [^.;,()]{3,40}?)? (?:to|into)\b")
# Words that begin a clause whose subject a bare number is.
_SUBJECT = re.compile(
    r"(?:^|[.;:,)] |\b(?:and|the other|the remaining|thus|finally|hence|whom|which|these|those|by"
    r"|run-in|of the|months|weeks|years|only|another|further|trial|study) )$",
    re.I,
)
# What such a count was read as by rules that knew no better.
_DOUBTFUL = ("bare-sibling", "rest", "sum", "bare-part", "of-whom")


def read_assigned_total(count: Count, told: Told, reading: Reading | None) -> Reading | None:
    """The reading of a bare count, "randomized" where all who are counted were assigned, and to more than one arm."""
    if count.form not in ("bare", "loose") or (reading is not None and reading.rule not in _DOUBTFUL):
        return reading
    verb = _ASSIGNED.match(count.after)
    if verb is None or PERCENT_AFTER.match(count.after) or _SUBJECT.search(count.before[-20:]) is None:
        return reading
    left = count.previous.reading if count.previous is not None else None
    if left is not None and left.role in ("arm", "randomized"):
        return reading
    rest = count.after[verb.end() :].partition("; ")[0]
    following = count.next
    if following is not None and following.form in ("bare", "loose") and following.start > count.end + verb.end():
        gap = count.after[verb.end() : max(0, following.start - count.end)]
        if gap.endswith((" and ", ", ", "; ", " and the other ")) and _TO.match(following.after):
            return reading  # "40 were assigned to zidolol and 41 to vehicle"
    if _TO.match(rest) is not None and _TO_BOTH.search(rest) is None and not count.is_total:
        return reading  # "40 were assigned to zidolol."
    return Reading("randomized", None, "assigned-total", 0.9)
