"""Two arms by what was given to them: "zidolol was given to 23 patients and placebo to 22"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialfacts.counts.count_groups import group_name
from trialfacts.counts.count_roles import Told, late
from trialfacts.counts.head_counts import Count, Reading

_GIVEN = (
    r"(?:was|were) (?:then |also |randomly |each )?(?:given|administered|prescribed|assigned|allocated|offered|infused"
    r"|injected|applied)(?: [a-z]+ly| by [a-z]+)?"
)
_NAME = r"(?P<group>[A-Za-z][^.;:,()]{1,60}?)(?: ?\([^()]{1,60}\))?,?"
# "|Zidolol (20 mg daily) was given to| 23 patients"
_FIRST = re.compile(rf"(?:^|[.;:,] |\b(?:and|that) ){_NAME} {_GIVEN} (?:to|in|on) (?:the )?$")
# "23 patients| with gout, and placebo was given to |22"
_SECOND = re.compile(
    rf"(?: (?:with|from|in) [^.;,()]{{2,60}}?)?[,;]? (?:and|whereas|while|or) {_NAME}(?: {_GIVEN})? "
    r"(?:to|in|on) (?:the other |another |the remaining )?"
)
_BEFORE = 160  # characters before the first count that are read


def read_given_pairs(found: Sequence[Count], told: Told) -> Iterator[tuple[Count, Reading]]:
    """The two arms of a sentence whose subject is what was given; no events, which results count."""
    for first, second in pairwise(found):
        if first.sentence is not second.sentence or late(first) or first.n < 3 or second.n < 3:
            continue
        if " to " not in first.before[-24:] and " in " not in first.before[-24:] and " on " not in first.before[-24:]:
            continue
        one = _FIRST.search(first.before[-_BEFORE:])
        other = _SECOND.fullmatch(told.text, first.end, second.start) if one is not None else None
        others = told.totals - {first.n, second.n}
        if one is None or other is None or (others and not 0.7 <= (first.n + second.n) / max(others) <= 1.1):
            continue
        yield first, Reading("arm", group_name(one["group"]), "given-pair", 0.85)
        yield second, Reading("arm", group_name(other["group"]), "given-pair", 0.85)
