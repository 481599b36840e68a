"""Outcomes told of one arm and then of the other: "nausea and rash were seen in 12% and 3%, against 9% and 4%"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialfacts.document import Document
from trialfacts.outcomes.clauses import is_arm
from trialfacts.outcomes.coordinated import AND, items_of

_LISTED = re.compile(r",? and |, ")
# Between the values of one arm and those of the next: " of the zidolol group |and| in ", ", respectively, |whereas| "
_NEXT_ARM = re.compile(
    r"(?P<own>[^.;\d]{0,70}?)(?P<link>[,;]? (?:and|while|whereas|but)\b|[,;]? (?:compared|versus|vs\b|than|against)|; )"
    r"[^.;\d]{0,60}"
)
_AGAINST = re.compile(r"[^.;]{0,70}\b(?:compared (?:with|to)|versus|vs\.?|than|against|while|whereas)\b[^.;]{0,70}")
_BEHIND = 70  # how far behind its values an arm is named, at most
_MOST = 4  # outcomes


def share_by_arm(
    document: Document, spans: Sequence[tuple[int, int]], outcomes: list[str | None], groups: list[str | None]
) -> None:
    """Give each value of two arms, in place, its own of the outcomes told together, and the arm of its list."""
    runs = _runs(document.text, spans)
    for (at, stop), (other, end) in zip(runs, runs[1:]):
        gap = document.text[spans[stop - 1][1] : spans[other][0]]
        if other != stop or len(gap) > 130:
            continue
        if end - other == stop - at > 1:
            _share(document, spans, (at, stop, end), outcomes, groups)
    for at, end in runs:
        size = end - at
        told = outcomes[max(0, at - size) : at]
        if size < 2 or len(told) < size or len({*told}) < size or {*outcomes[at:end]} - {told[-1], None}:
            continue
        if len({*groups[at - size : at]}) == 1 and _AGAINST.fullmatch(document.text, spans[at - 1][1], spans[at][0]):
            outcomes[at:end] = told  # "DFS of 51% and OS of 63%, compared with 80% and 86%"
            if None in groups[at:end] and (behind := _arm_behind(document, spans[end - 1][1])) != groups[at - 1]:
                groups[at:end] = [behind] * size


def _runs(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lists of values, from one to another of them: "12% and 3%"; a value alone is one too."""
    out, at = [], 0
    while at < len(spans):
        stop = at + 1
        while stop < len(spans) and _LISTED.fullmatch(text, spans[stop - 1][1], spans[stop][0]):
            stop += 1
        out.append((at, stop))
        at = stop
    return out


def _share(
    document: Document,
    spans: Sequence[tuple[int, int]],
    run: tuple[int, int, int],
    outcomes: list[str | None],
    groups: list[str | None],
) -> None:
    """Share the outcomes of two lists, from ``run[0]`` to ``run[1]`` and from there to ``run[2]``."""
    at, stop, end = run
    outcome, size = outcomes[at], stop - at
    link = _NEXT_ARM.fullmatch(document.text, spans[stop - 1][1], spans[stop][0])
    if link is None or outcome is None or size > _MOST or {*outcomes[at:end]} != {outcome}:
        return
    items = items_of(outcome, size)
    if len(items) != size or any(is_arm(document, item) for item in AND.split(outcome)):
        return
    one, two = _arm_of_first(document, spans[at][0], link), _arm_of_second(document, link, spans[end - 1][1])
    if one is not None and two is not None and one != two:
        groups[at:end] = [one] * size + [two] * size
    elif len({*groups[at:stop]}) > 1 or len({*groups[stop:end]}) > 1:
        return
    outcomes[at:end] = items * 2


def _arm_of_first(document: Document, start: int, link: re.Match[str]) -> str | None:
    """The arm named behind the first list, else the only one before it in the sentence."""
    if behind := document.arms.within(link.start(), link.end("own")):
        return behind[-1].name
    sentence = document.sentence_at(start)
    ahead = document.arms.within(sentence.start, start)
    return ahead[-1].name if ahead and len({one.arm for one in ahead}) == 1 else None


def _arm_of_second(document: Document, link: re.Match[str], end: int) -> str | None:
    """The arm named between the link and the second list, else right behind it."""
    if ahead := document.arms.within(link.start("link"), link.end()):
        return ahead[-1].name
    return _arm_behind(document, end)


def _arm_behind(document: Document, end: int) -> str | None:
    """The arm named right behind a list that ends there."""
    behind = document.arms.within(end, min(document.sentence_at(end - 1).end, end + _BEHIND))
    return behind[0].name if behind else None
