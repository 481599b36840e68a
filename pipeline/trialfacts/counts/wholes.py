"""Totals that only their arms show: "341 patients were from Asia (zidolol, n = 165; vehicle, n = 176)"."""

from __future__ import annotations

import re

from trialfacts.counts.count_kinds import subgroup
from trialfacts.counts.count_roles import Told, find_role, of_analysis
from trialfacts.counts.head_counts import Count, Reading

# "341 patients were |from Asia|"
_FROM = re.compile(r" (?:who )?(?:were|came) (?P<group>(?:from|aged|in) [^.;,()]{2,50}?) ?\(")


def whole_of_arms(arm: Count, told: Told) -> Count | None:
    """The count just before the first arm of a bracket that its arms add up to, read now; None where it was read."""
    whole, reading = arm.previous, arm.reading
    if whole is None or whole.reading is not None or whole.phrase is None or arm.whole != whole.n or arm.form != "n":
        return None
    if reading is None or reading.role != "arm" or whole.n <= arm.n or "(" not in whole.after[: arm.start - whole.end]:
        return None
    role = find_role(whole.after, whole.after.find(")") + 1)
    part, came = subgroup(whole, 0.7), _FROM.match(whole.after)
    if role is not None and role.role in ("analyzed", "completed"):
        whole.reading = Reading(of_analysis(role.role, whole.after[role.end :]), None, "whole-of-arms", 0.7)
    elif whole.n < told.total:
        whole.reading = part or Reading("subgroup", came["group"] if came else None, "whole-of-arms", 0.7)
    else:
        whole.reading = Reading("enrolled", None, "whole-of-arms", 0.7)
    return whole
