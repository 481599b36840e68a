"""Counts in a bracket that add up to so many events: "31 seizures occurred (A, n = 20; B, n = 11)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialfacts.counts.count_roles import OUTCOME, outcome_before
from trialfacts.counts.head_counts import open_bracket
from trialfacts.counts.participants import ASSIGNED, HEADS, noun_phrase
from trialfacts.numbers import Number

# "214 |relapses|", "31 |febrile seizures|"
_THINGS = re.compile(
    r" (?P<what>(?:(?!and |or |were |was |to |in |on |of |with )[\w/-]{2,24} ){0,3}?(?P<noun>[a-z]{2,}(?<![uis])s))\b"
)
_NO_EVENTS = frozenset(("minutes", "hours", "days", "weeks", "months", "years", "times", "doses", "sessions", "points"))
SIGN = re.compile(r"\b[nN] ?= ?$")
# How far the bracket reaches, in characters, and how many numbers before it are looked at.
_BRACKET = 200
_LOOKED_AT = 6


def events_of(text: str, numbers: Sequence[Number], index: int, start: int) -> str | None:
    """What the events are, a part of which the number of this ``index`` counts with its sign ("n = 20").

    ``start``: where its sentence begins. Empty where people are counted by what befell them. None where the numbers of
    its bracket add up to no events told before.
    """
    number = numbers[index]
    opening = open_bracket(text[max(start, number.start - _BRACKET) : number.start])
    if opening < 0:
        return None
    opening += max(start, number.start - _BRACKET)
    close = text.find(")", number.end, number.end + _BRACKET)
    size, parts, at = 0, 0, index
    while at >= 0 and numbers[at].start > opening:
        at -= 1
    first = at + 1
    for part in numbers[first:]:
        if part.start > close:
            break
        if part.decimals or part.percent:
            continue
        if (
            SIGN.search(text, max(opening, part.start - 5), part.start)
            or text.startswith((", ", ": "), part.start - 2)
            or is_behind_name(text, part)
        ):
            size, parts = size + int(part.value), parts + 1
    if parts < 2:
        return None
    for whole in reversed(numbers[max(0, first - _LOOKED_AT) : first]):
        if whole.start >= start and whole.value == size:
            return _events(text, whole.end) or _suffered(text, whole, start, opening)
    return None


# "(|zidolol 4|, |placebo 7|)"
_BEHIND_NAME = re.compile(r"(?:[(\[]|[,;] |\band )[A-Za-z][\w+/-]{2,}(?: [A-Za-z][\w+/-]*){0,3} $")
_PIECE_ENDS = (",", ";", ")", "]", " and ", " or ")


def is_behind_name(text: str, number: Number) -> bool:
    """Whether a number ends a piece of a list that begins with a name: "(zidolol |4|, placebo |7|)"."""
    if not text.startswith(_PIECE_ENDS, number.end):
        return False
    return _BEHIND_NAME.search(text, max(0, number.start - 60), number.start) is not None


# "|five patients had rash| (": what is told of people before the bracket
_TOLD = re.compile(r"(?: [^.;:()]{2,90})? $")


def _suffered(text: str, whole: Number, start: int, opening: int) -> str | None:
    """The empty string if those counted by ``whole``, right before the bracket, are those whom something befell."""
    if _TOLD.fullmatch(text, whole.end, opening) is None:
        return None
    noun = noun_phrase(text, whole.end)
    after = text[noun.end if noun is not None else whole.end : opening]
    befell = outcome_before(text[max(start, whole.start - 60) : whole.start]) or OUTCOME.match(after) is not None
    return "" if befell else None


def part_of_events(text: str, numbers: Sequence[Number], left: int, right: int, start: int) -> bool:
    """Whether two numbers, by index, add up to so many events: "52 relapses occurred, 20 in group A and 32 in B"."""
    size = numbers[left].value + numbers[right].value
    for whole in reversed(numbers[max(0, left - _LOOKED_AT) : left]):
        if whole.start < start:
            return False
        if whole.value == size:
            return _events(text, whole.end) is not None
    return False


def _events(text: str, start: int) -> str | None:
    """What the number that ends at ``start`` counts, where that is events."""
    things = _THINGS.match(text, start) if noun_phrase(text, start) is None else None
    if things is not None and things["noun"] not in HEADS | ASSIGNED | _NO_EVENTS:
        return things["what"]
    return None
