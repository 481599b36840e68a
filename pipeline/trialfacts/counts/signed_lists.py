"""Counts with a sign side by side, told in the order of arms: "A or B (n = 44 and n = 42, respectively)"."""

from __future__ import annotations

import re

from trialfacts.counts.count_pairs import list_of_names
from trialfacts.counts.count_roles import Told
from trialfacts.counts.head_counts import Count, Reading

_GAP = re.compile(r",? and |, (?:and )?|; (?:and )?| vs\.? | versus | ?/ ?")
# "n = 42| for the gel group and the placebo group, respectively|"
_AFTER = re.compile(r"(?: (?:for|in|to|with|on|receiving)(?: the)? (?P<names>[^.;:()]{3,120}?))?,? ?\(?respectively\b")
# "assigned to receive |gel or placebo| ("
_BEFORE = re.compile(
    r"^.*\b(?:to|into|receive|received|receiving|either|between|were|with|both|in|to:) (?:the )?"
    r"(?P<names>[^.;:()]{3,90}?) ?[(\[]$"
)
_ARM_WORD = re.compile(r"\b(?:groups?|arms?|cohorts?|placebo|controls?|sham|usual care)\b", re.I)
_MOST = 6  # arms that are told so


def read_signed_list(count: Count, told: Told) -> tuple[bool, Reading | None]:
    """One of several ``n = 24`` in a row, told "respectively": whether it is, and what it counts (None: no arm)."""
    first = last = count
    while (before := first.previous) is not None and _follows(before, first):
        first = before
    while (after := last.next) is not None and _follows(last, after):
        last = after
    if first is last or (respectively := _AFTER.match(last.after)) is None:
        return False, None
    words = respectively["names"]
    if words is None:
        lead = _BEFORE.search(first.before[-160:])
        words = lead["names"] if lead else ""
    names = list_of_names(words)
    place, at, size = first, 0, 1
    while place is not last and place.next is not None and size <= _MOST:
        at = size if place.next is count else at
        place, size = place.next, size + 1
    if not (_ARM_WORD.search(words) or any(name in told.arms for name in names) or told.early(count)):
        return True, None  # "rash and fever (n = 4 and n = 2, respectively)"
    return True, Reading("arm", names[at] if len(names) == size else None, "n-respectively", 0.93)


def _follows(left: Count, right: Count) -> bool:
    if left.form != "n" or right.form != "n":
        return False
    return _GAP.fullmatch(left.after[: max(0, right.start - left.end)]) is not None
