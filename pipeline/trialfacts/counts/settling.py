"""What an arm's count says where its own name or the count before it shows that it is no arm."""

from __future__ import annotations

import re
from dataclasses import replace

from trialfacts.counts.count_roles import find_role
from trialfacts.counts.head_counts import Count, Reading

# "415 were included in the per-protocol cohort", "132 in the safety set"
_ANALYSIS_SET = re.compile(
    r"\b(?:(?:per[- ]protocol|according-to-protocol|intent(?:ion)?[- ]to[- ]treat|m?ITT|PP|ATP|FAS|safety|evaluable"
    r"|(?:full )?analysis) ?(?:\([A-Za-z]{1,5}\) )?(?:analysis )?(?:sets?|population|(?:sub-?)?cohort|sample|group)?"
    r"|(?:[\w-]+ ){0,3}analys[ei]s)$",
    re.I,
)
# "583 received |at least one dose of zidolol or placebo|", "584 were randomized to receive |study treatment|": no arm
_ANY_TREATMENT = re.compile(
    r"(?:at least|\u2265|>=?|a minimum of) ?(?:a single|one|two|1|2)\b|(?:one|1) or more |any |"
    r"(?:the |a |any )?(?:study|trial|assigned|allocated|randomi[sz]ed|protocol)[ -](?:treatments?|drugs?|medications?"
    r"|therap(?:y|ies)|interventions?|vaccines?|products?)$",
    re.I,
)
# "at least one dose of |zidolol|", and not "of zidolol or placebo", "of study medication"
_ONE_DRUG = re.compile(
    r" (?:doses?|infusions?|injections?|tablets?|cycles?|sessions?|courses?) of (?:the )?"
    r"(?P<drug>(?!(?:study|trial|treatment|therapy|assigned|allocated|randomi[sz]ed|either|any|protocol|medication|drug)\b)"
    r"(?:(?! or )[^/]){3,60})$"
)
# The most arms over which those who left are told.
_MOST_PARTS = 5


def first_arm(counts: list[Count]) -> Count | None:
    """The count that was read as the whole though it is an arm: the only one, and an arm told after it is as large."""
    told = [(count, count.reading) for count in counts if count.reading is not None]
    wholes = [(count, reading) for count, reading in told if reading.role not in _PARTS]
    arms = [(count, reading) for count, reading in told if reading.role == "arm"]
    if len(wholes) != 1 or len(arms) != 1:
        return None
    (whole, read), (arm, beside) = wholes[0], arms[0]
    if whole.start > arm.start or arm.n < whole.n or whole.form != "noun":
        return None
    total = read.role not in ("enrolled", "randomized") or read.rule == "verb-before"
    return None if total or beside.group is None or beside.rule == "controls" else whole


_PARTS = ("arm", "subgroup", "excluded")


def settled(count: Count, reading: Reading | None) -> Reading | None:
    """The reading of a count; an arm's is that of an analysis or of those who left where it belongs there."""
    if reading is None:
        return Reading("excluded", None, "excluded-part", 0.93) if count.whole and _left(count) else None
    if reading.role not in ("arm", "enrolled") and reading.rule != "rest":
        return reading
    if _left(count) or _left_too(count):
        return Reading("excluded", None, "excluded-part", 0.93)
    if reading.role == "arm" and reading.group is not None and _ANALYSIS_SET.match(reading.group):
        return replace(reading, role="analyzed", group=None)
    if reading.role == "arm" and reading.group is not None and _ANY_TREATMENT.match(reading.group):
        own = _ONE_DRUG.search(reading.group)
        if own is not None and f"{own['drug']} or " not in count.after:
            return replace(reading, group=own["drug"])
        assigned = find_role(count.after)
        randomized = assigned is not None and assigned.role == "randomized"
        return replace(reading, role="randomized" if randomized else "analyzed", group=None)
    return reading


# "two withdrew from the drug arm and one from the placebo arm": the verb is not said again
_NO_VERB = re.compile(r" (?:from|in|on|of) (?:the )?(?:[\w/+-]+ ){1,5}?(?:group|arm|cohort)(?: [A-Z0-9])?[.,;)]")


def _left_too(count: Count) -> bool:
    """Whether a count shares the verb of those who left just before it."""
    before = count.previous
    if before is None or before.reading is None or before.reading.role != "excluded":
        return False
    gap = before.after[: max(0, count.start - before.end)]
    return gap.endswith((" and ", ", ")) and " from " in gap and _NO_VERB.match(count.after) is not None


def _left(count: Count) -> bool:
    """Whether this count and those beside it add up to those who left: "four withdrew: three on A, one on B"."""
    other, rest = count.previous, 0
    while other is not None and other.reading is not None and other.reading.rule == "excluded-part":
        rest, other = rest + other.n, other.previous
    if other is None or other.reading is None or other.reading.role != "excluded" or rest + count.n > other.n:
        return False
    part: Count | None = count
    for _ in range(_MOST_PARTS):
        if part is None:
            return False
        rest, part = rest + part.n, part.next
        if rest >= other.n:
            return rest == other.n and (count.n < other.n)
    return False
