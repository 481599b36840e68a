"""Two groups of people of whom one was compared with the other: "23 patients on A were compared with 16 given B"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialfacts.counts.count_groups import group_name
from trialfacts.counts.count_roles import Told, late, rejected
from trialfacts.counts.head_counts import Count, Reading

_COMPARED = re.compile(
    r"[^.;]{0,140}? (?:was|were) compared (?:with|to) (?:(?:those|that) (?:of|in) )?(?:another |the other )?"
)
# "|treated with| A", "|given| B", " |on| A"
_GIVEN = re.compile(
    r"\b(?:treated (?:only )?with|given(?: only)?|receiving|received|who received|taking|on|assigned to|undergoing) "
    r"(?:the )?(?P<group>[A-Za-z][^.;,()]{1,60}?)(?= (?:were|was|alone|only|for|at)\b|[.;,()]|$)"
)
_ADJECTIVE = re.compile(r"(?:^| )(?P<group>[A-Za-z][\w/+]{1,24})-treated\b|\b(?P<bare>untreated)\b")


def read_compared_pairs(found: Sequence[Count], told: Told) -> Iterator[tuple[Count, Reading]]:
    """The two arms, where they are most of those who were told before, or nobody was."""
    for first, second in pairwise(found):
        if first.sentence is not second.sentence or late(first) or first.n < 3 or second.n < 3 or rejected(second):
            continue
        if first.form == "loose" or not _COMPARED.fullmatch(told.text, first.end, second.start):
            continue
        others = told.totals - {first.n, second.n}
        if others and not 0.7 <= (first.n + second.n) / max(others) <= 1.1:
            continue
        for one, stop in ((first, second.start), (second, min(second.sentence.end, second.end + 90))):
            group = one.reading.group if one.reading is not None and one.reading.role == "arm" else None
            name = _name(told.text, one, stop)
            if group is None or name is not None and group.endswith(name):
                yield one, Reading("arm", name, "compared-pair", 0.85)


def _name(text: str, count: Count, stop: int) -> str | None:
    """What the people of a count were given."""
    start, end = (
        (count.start, stop) if count.form != "n" else (max(count.sentence.start, count.start - 60), count.start)
    )
    words = text[start:end]
    if (own := _ADJECTIVE.search(words)) is not None:
        return own["group"] or own["bare"]
    given = _GIVEN.search(words)
    return group_name(given["group"]) if given is not None else None
