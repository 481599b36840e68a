"""Sizes with their arms' names right after them: "64 zidolol, 65 vehicle", "30 UC and 33 CBT participants"."""

from __future__ import annotations

import re

from trialfacts.counts.count_roles import OUTCOME, Told, find_role, late, outcome_before
from trialfacts.counts.head_counts import Count, Reading, beside_arm

# "Among the analysis population (64 zidolol, ...)", "follow-up was completed in 30 UC and 33 CBT participants"
_WHO_STAYED = re.compile(
    r"\b(?:population|cohort|sample|study|trial|groups|patients|participants|subjects|completed|available|eligible"
    r"|analy[sz]ed|evaluated|assessed|recruit\w*|enrol\w*|includ\w+|randomi[sz]\w+)\b[^.;%]{0,40}$",
    re.I,
)


def read_arm_list(count: Count, told: Told, reading: Reading | None) -> Reading | None:
    """The reading of a count beside another, each with its arm's name; that of no outcome, nor of a kind of people."""
    arm = count.arm if beside_arm(count, count.previous) or beside_arm(count, count.next) else None
    if arm is None:
        return reading
    if reading is not None and (reading.role in ("excluded", "screened") or reading.rule == "ellipsis"):
        return reading
    if reading is not None and reading.role == "arm" and reading.group is not None:
        return reading
    first = last = count
    while first.previous is not None and beside_arm(first, first.previous):
        first = first.previous
    while last.next is not None and beside_arm(last, last.next):
        last = last.next
    known = count.whole or (first is not count and first.reading is not None and first.reading.rule == "arm-list")
    if not known and (OUTCOME.match(last.after) or outcome_before(first.before)):
        return reading
    if late(count) and not known and _WHO_STAYED.search(first.before[-90:]) is None:
        role = find_role(last.after[:60])
        if role is None or role.words in ("received", "treated", "underwent", "were given"):
            return reading
    if arm.end > count.end:
        count.after = count.after[arm.end - count.end :]
        count.end = arm.end
    return Reading("arm", arm.name, "arm-list", 0.88)
