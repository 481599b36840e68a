"""Who was asked or assessed before fewer took part: "Of 364 physicians who tried to register, 102 were randomised"."""

from __future__ import annotations

import re

from trialfacts.counts.count_roles import FATE, RoleVerb, Told, random_next
from trialfacts.counts.head_counts import Count


def smaller_randomized(count: Count) -> bool:
    """ "Of 533 eligible infants, 420 were randomized", "Of 320 eligible women, 64 declined, 256 were randomized" """
    following = count.next
    while following is not None and following.n < count.n and following.sentence is count.sentence:
        took_part = following.before.endswith("of whom ") and _TOOK_PART.match(following.after) is not None
        if took_part or random_next(following.after):
            return True
        if FATE.match(following.after) is None:
            return False
        following = following.next
    return False


def randomizes_next(count: Count, role: RoleVerb) -> bool:
    """ "73 were screened, and 59 patients were randomized" """
    following = count.next
    while following is not None and following.n < count.n:
        if random_next(following.after[:60]):
            return not random_next(count.after[role.end : following.start - count.end])
        following = following.next
    return False


_OUT_OF = re.compile(r"\b(?:[Oo]f|[Ff]rom|[Aa]mong)(?: the| an?| these| total of)* $")
_TOOK_PART = re.compile(
    r"[^.;]{0,60}?\b(?:randomi[sz]ed|randomly|enrolled|included|recruited|agreed|consented|participated|volunteered)\b"
    r"|[^.;]{0,30}?\b(?:met|fulfilled) (?:[a-z-]+ ){0,3}criteria\b"
)


def screened_of(count: Count, told: Told) -> bool:
    """ "Of 364 physicians who tried to register, 102 were randomised": those who were asked"""
    following = count.next
    if (
        count.is_total
        or following is None
        or following.n >= count.n
        or count.n <= told.total
        or not _OUT_OF.search(count.before[-24:])
    ):
        return False
    gap = count.after[: following.start - count.end]
    return gap.rstrip().endswith((",", ":")) and _TOOK_PART.match(following.after) is not None


# "71 runners were referred, 54 entered the trial"
_WERE = re.compile(
    r" (?:[^.;,()\d]{0,60} )?(?:were|was|had been|applied|responded|attended)\b[^.;()\d]{0,60}(?:,|;|\band)(?: only)? $"
)
_ENTERED = re.compile(
    r"(?: [a-z]{3,20}s)?(?: \([^()]{1,20}\))? (?:(?:were |was )?(?:enrolled|recruited|included)"
    r"(?! in (?:the |this )?(?:\w+ )?analys)"
    r"|entered (?:the|this)|agreed to (?:take part|participate|enter|join)|consented|participated)\b"
)


def entered_next(count: Count) -> bool:
    """Whether the next count tells fewer who took part: "71 runners were referred, 54 entered the trial"."""
    following = count.next
    if following is None or following.n >= count.n or count.is_total or _ENTERED.match(following.after) is None:
        return False
    return _WERE.fullmatch(count.after, 0, max(0, following.start - count.end)) is not None
