"""Two counts side by side whose arms are told after or before: "52 and 55 received A and B, respectively"."""

from __future__ import annotations

import re

from trialfacts.counts.count_groups import PAIR_GAP, RESPECTIVELY, innermost
from trialfacts.counts.count_roles import PERCENT_AFTER, Told, late
from trialfacts.counts.head_counts import Count, Reading

_KEPT = re.compile(r"[^.;]{0,60}?\b(?:analy[sz]\w+|available|evaluable|completed|finished|respectively)\b")


def read_pair(count: Count, told: Told) -> Reading | None:
    """One of "52 and 55": of "A and B, respectively" after it, or of the two arms told before ("were analyzed")."""
    for left, right in ((count, count.next), (count.previous, count)):
        if left is None or right is None or left.phrase is not None or left.n < 5:
            continue
        if not PAIR_GAP.fullmatch(left.after[: max(0, right.start - left.end)]) or PERCENT_AFTER.match(right.after):
            continue
        first = count is left
        named = RESPECTIVELY.match(right.after)
        if named is not None and (told.assigning(count) or told.total == left.n + right.n or not late(count)):
            return Reading("arm", innermost(named["first" if first else "second"]), "pair", 0.75)
        if (
            named is None
            and len(told.arms) >= 2
            and _KEPT.match(right.after)
            and (right.phrase is None or "vailable" in left.before[-40:])
        ):
            return Reading("arm", told.arms[-2], "pair", 0.7)
    return None
