"""Two groups of people set against each other: "23 on A were compared with 16 given B", "better than the 16 on B"."""

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
# "|The 41| treated with A |slept longer than the 39| given B"
_THAN = re.compile(r"[^.;]{0,160}? than (?:(?:in|for|with|among|of|those|that) ){0,2}the ")
_TREATED = re.compile(
    r" (?:who )?(?:were |was |had )?(?:randomly )?(?:treated with|given|receiving|received|taking|took|on"
    r"|undergoing|underwent|(?:assigned|allocated|randomi[sz]ed) to|(?P<without>without|not|none)) "
)
# "|treated with| A", "|given| B", " |on| A"
_GIVEN = re.compile(
    r"\b(?:treated (?:only )?with|given(?: only)?|receiving|received|who received|taking|took|on"
    r"|(?:assigned|allocated|randomi[sz]ed) to|undergoing|underwent|(?P<without>without)) (?:the )?"
    r"(?P<group>[A-Za-z][^.;,()]{1,60}?)(?= (?:were|was|had|have|than|alone|only|for|at|[a-z]{3,}ed)\b|[.;,()]|$)"
)
_ADJECTIVE = re.compile(r"(?:^| )(?P<group>[A-Za-z][\w/+]{1,24})-treated\b|\b(?P<bare>untreated)\b")


def read_compared_pairs(found: Sequence[Count], told: Told) -> Iterator[tuple[Count, Reading]]:
    """The two arms, where they are most of those who were told before, or nobody was."""
    for first, second in pairwise(found):
        if first.sentence is not second.sentence or first.n < 3 or second.n < 3 or rejected(second):
            continue
        than = _is_than(told.text, first, second)
        if not than and (
            late(first) or first.form == "loose" or not _COMPARED.fullmatch(told.text, first.end, second.start)
        ):
            continue
        others = told.totals - {first.n, second.n}
        if others and not 0.7 <= (first.n + second.n) / max(others) <= 1.1:
            continue
        for one, stop in ((first, second.start), (second, min(second.sentence.end, second.end + 90))):
            group = one.reading.group if one.reading is not None and one.reading.role == "arm" else None
            name = _name(told.text, one, stop)
            if group is None or name is not None and (than or group.endswith(name)):
                yield one, Reading("arm", name, "compared-pair", 0.85)


def _is_than(text: str, first: Count, second: Count) -> bool:
    """Whether those of two counts, of whom it is said what they were given, are compared by "than the"."""
    if not first.before.endswith(("the ", "The ")) or _THAN.fullmatch(text, first.end, second.start) is None:
        return False
    treated = [_TREATED.match(count.after) for count in (first, second)]
    return None not in treated and not all(found and found["without"] for found in treated)


def _name(text: str, count: Count, stop: int) -> str | None:
    """What the people of a count were given."""
    start, end = (
        (count.start, stop) if count.form != "n" else (max(count.sentence.start, count.start - 60), count.start)
    )
    words = text[start:end]
    if (own := _ADJECTIVE.search(words)) is not None:
        return own["group"] or own["bare"]
    given = _GIVEN.search(words)
    if given is None:
        return None
    return f"without {name}" if (name := group_name(given["group"])) and given["without"] else name
