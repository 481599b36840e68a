"""Two counts side by side whose arms are told after or before: "52 and 55 received A and B, respectively"."""

from __future__ import annotations

import re

from trialfacts.counts.count_groups import PAIR_GAP, RESPECTIVELY, group_name, innermost
from trialfacts.counts.count_roles import OUTCOME, PERCENT_AFTER, Told, find_role, late
from trialfacts.counts.head_counts import DOES, Count, Reading, same_verb

_KEPT = re.compile(r"[^.;]{0,60}?\b(?:analy[sz]\w+|available|evaluable|completed|finished|respectively)\b")
_RESPECTIVELY = re.compile(r",? ?\(?respectively\b")
# "32 and 31 subjects were enrolled under zidolol and usual care"
_ENROLLED = re.compile(r" (?:were|was|are) (?:\w+ )?(?:enrolled|randomi[sz]ed|assigned|allocated|included|recruited)\b")
_OF_TWO = re.compile(
    r" (?:were|was|are) (?:\w+ )?\w+ (?:to|in|into|under|on) (?:the )?(?P<first>[^.;,()]{2,40}?) and (?:the )?"
    r"(?P<second>[^.;,()]{2,50}?)(?: groups?| arms?)?(?=[.;,(]| groups?| arms?|$)"
)


_THEN = re.compile(r"[^;.]{0,140}(?:,|\b(?:and|while|whereas|but))(?: the)?(?: other| remaining| another)? $")


def read_parallel(count: Count, told: Told) -> Reading | None:
    """One of two who did the same with another thing: "20 nurses used a tablet and 22 used paper".

    Only where they are everybody: they add up to the total told before, or none was told.
    """
    for left, right in ((count, count.next), (count.previous, count)):
        if left is None or right is None or not (left.phrase or left.whole) or not same_verb(left, right):
            continue
        if OUTCOME.match(count.after) or find_role(count.after[:60]) or left.is_total:
            continue
        if told.totals and left.n + right.n != told.total and not (count is right and _is_parallel(left)):
            continue
        if _THEN.fullmatch(left.after[: right.start - left.end]) and (does := DOES.match(count.after)) is not None:
            return Reading("arm", group_name(does["group"]), "parallel", 0.7)
    return None


def _is_parallel(count: Count) -> bool:
    return count.reading is not None and count.reading.rule == "parallel"


def read_pair(count: Count, told: Told) -> Reading | None:
    """One of "52 and 55": of "A and B, respectively" after it, or of the two arms told before ("were analyzed")."""
    for left, right in ((count, count.next), (count.previous, count)):
        if left is None or right is None or left.phrase is not None or left.n < 5:
            continue
        if not PAIR_GAP.fullmatch(left.after[: max(0, right.start - left.end)]) or PERCENT_AFTER.match(right.after):
            continue
        first = count is left
        named = RESPECTIVELY.match(right.after)
        first_total = (left.before.endswith("otal of ") and not told.total) or told.assigning(count)
        if named is not None and (first_total or told.total == left.n + right.n or not late(count)):
            return Reading("arm", innermost(named["first" if first else "second"]), "pair", 0.75)
        if _ENROLLED.match(right.after) and left.form != "n":
            names = _OF_TWO.match(right.after)
            return Reading("arm", innermost(names["first" if first else "second"]) if names else None, "pair", 0.75)
        if (
            named is None
            and len(told.arms) >= 2
            and _KEPT.match(right.after)
            and (right.phrase is None or "vailable" in left.before[-40:] or _RESPECTIVELY.match(right.after))
        ):
            return Reading("arm", told.arms[-2], "pair", 0.7)
    return None
