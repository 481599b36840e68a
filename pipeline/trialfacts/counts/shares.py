"""Counts told with their shares of all, each of another arm: "60 (51%) took zidolol and 58 (49%) vehicle"."""

from __future__ import annotations

import re

from trialfacts.counts.count_groups import group_around, group_name
from trialfacts.counts.count_roles import Told
from trialfacts.counts.head_counts import Count, Reading

_SHARE = re.compile(r" ?[(\[](?P<percent>\d{1,3}(?:\.\d+)?) ?%[)\]]")
# How many characters may stand between the counts of two arms.
_NEAR = 170
# "85 (48%) |patients were treated with| zidolol"
_GIVEN_TO = re.compile(
    r" (?:(?:patients|women|men|subjects|participants|children|cases) )?(?:(?:who )?(?:were|was|had been) )?"
    r"(?:(?:randomly |then )?(?:randomi[sz]ed|assigned|allocated)(?: to(?: receive)?)?|treated (?:with|by)|given"
    r"|receiv(?:ed|ing)|underwent|took|taking|on|guided by|managed (?:with|by)|operated (?:on )?(?:with|by))"
    r" (?:the )?(?P<group>[^;]{3,80})"
)
_ASSIGNED = re.compile(r"[^.;()]{0,40}?\b(?:randomi[sz]ed|assigned|allocated)\b")
_IN = re.compile(
    r" (?:(?:patients|women|men|subjects|participants|children|cases) )?(?:were |was )?(?:in|to|with|by|as|on)"
    r" (?:the )?"
)
# "and 91 (52%) |placebo|", "30 (48%) |by wire|"
_ELIDED = re.compile(
    r" (?:(?:to|with|by|in|on) )?(?:the )?(?P<group>[A-Za-z][^.;,()]{1,60}?)"
    r"(?= prophylaxis| alone| groups?\b| arms?\b|[.;,()]| and |$)"
)
_NO_ARM = re.compile(r"(?:did|do|were|was|had|have|who|not|in|of|patients|women|men)\b")


def read_share(count: Count, told: Told) -> Reading | None:
    """The arm of a count that is told with its share, where the shares or the counts of all arms make a whole.

    Where the sentence does not speak of who was assigned, and no part is said to have been given anything, the shares
    may be those of an event, and the counts must add up as well; where the arms were told, what others were given
    makes no arm.
    """
    parts = _parts(count)
    if len(parts) < 2:
        return None
    given = False
    names: dict[int, str] = {}
    for part, share in parts:
        name, given = _arm(part, share, given)
        if name is None:
            return None
        names[part.start] = name
    if not (given or told.assigning(count) or count.whole):
        return None
    if given and len(told.arms) > 1 and not any(_ASSIGNED.match(part.after, share.end()) for part, share in parts):
        return None
    return Reading("arm", names[count.start], "percent-share", 0.85) if given or _is_whole(parts) else None


def _parts(count: Count) -> list[tuple[Count, re.Match[str]]]:
    """The counts side by side, ``count`` among them, that a share stands behind and that make a whole; else none."""
    share = _SHARE.match(count.after)
    if share is None:
        return []
    run = [(count, share)]
    while (other := run[0][0].previous) is not None and (share := _beside(other, run[0][0])) is not None:
        run.insert(0, (other, share))
    at = len(run) - 1
    while (other := run[-1][0].next) is not None and _beside(run[-1][0], other):
        if (share := _SHARE.match(other.after)) is None:
            break
        run.append((other, share))
    for first in range(at + 1):
        for last in range(max(at, first + 1), len(run)):
            parts = run[first : last + 1]
            if _is_whole(parts) or count.whole and all(part.whole == count.whole for part, _ in parts):
                return parts
    return []


def _is_whole(parts: list[tuple[Count, re.Match[str]]]) -> bool:
    return 98.9 <= sum(float(share["percent"]) for _, share in parts) <= 101.1


def _beside(left: Count, right: Count) -> re.Match[str] | None:
    return _SHARE.match(left.after) if right.start - left.end < _NEAR else None


def _arm(part: Count, share: re.Match[str], told: bool) -> tuple[str | None, bool]:
    """The arm of one part, and whether the parts after it may leave its verb out."""
    if (given := _GIVEN_TO.match(part.after, share.end())) is not None:
        return group_name(given["group"]), True
    elided = _ELIDED.match(part.after, share.end()) if told else None
    if elided is not None and not _NO_ARM.match(elided["group"]):
        return group_name(elided["group"]), True
    at = part.end + share.end() + 1
    if (inside := _IN.match(part.after, share.end())) is not None:
        at = part.end + inside.end()
    for arm in part.document.arms.within(at - 4, at + 3):
        return arm.name, False
    around = group_around(part)
    return (around[0] if around is not None else None), False
