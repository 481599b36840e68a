"""Estimates in a list of which each stands beside its own outcome: "the HRs were: flare, 0.9; stroke, 1.4"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialfacts.document import Document
from trialfacts.outcomes.clauses import is_arm
from trialfacts.outcomes.subgroups import names_subgroup

_LABEL = r"(?P<label>[A-Za-z](?:[^;:,.()\[\]]|,(?= [a-z]+ ))[^;:,.()\[\]]{0,58}?)"
# "ratios were as follows: |flare|, 1.29"
_FIRST = re.compile(rf"(?: as follows|\bwere|\bwas|[)\]]): {_LABEL},? $")
# "1.29 (1.02-1.63) with 286 cases; and |stroke|, 1.41"
_NEXT = re.compile(
    rf"[)\]]{{0,2}}(?: with \d[\d,]* [a-z]+)?[;,] (?:and )?{_LABEL},? $"
    rf"|[)\]]{{0,2}} and {_LABEL.replace('label', 'last')},? $"
)
# "1.22 (1.09-1.36) |for joint disease|,"
_BEHIND = re.compile(r"[)\]]{0,2} for (?:the )?(?P<label>[A-Za-z][^;,.()\[\]]{2,60}?)(?= ?[(\[,;.]| and | or |$)")
# "RRs |comparing the highest with the lowest quintiles| were 1.04 for flavonols": what something depends on
_OF_FACTORS = re.compile(
    r"\b(?:comparing|highest|lowest|quintiles?|quartiles?|tertiles?|per|for every|associated with)\b"
)
_PEOPLE = re.compile(
    r"\b(?:patients|women|men|those|participants|subjects|children|adults|infants|boys|girls|people|groups?|arms?|each"
    r"|both|all|every|per|years?|months?|weeks?|comparison|trend|interaction|vs|versus)\b",
    re.I,
)


def label_items(
    document: Document, places: Sequence[tuple[int, int]], kinds: Sequence[str], outcomes: list[str | None]
) -> None:
    """Sets the outcomes of lists of two estimates or more of one kind, where each has a label of its own.

    ``places``: half-open spans from the value of an estimate to its end.
    """
    at = 0
    while at < len(places):
        stop = at + 1
        sentence = document.sentence_at(places[at][0])
        while stop < len(places) and kinds[stop] == kinds[at] and places[stop][0] < sentence.end:
            stop += 1
        if stop - at > 1:
            labels = _before(document.text, places[at:stop], sentence.start) or _behind(
                document.text, places[at:stop], sentence.end
            )
            if labels and not any(_is_other(document, label, places[at][0]) for label in labels):
                outcomes[at:stop] = labels
        at = stop


def _before(text: str, places: Sequence[tuple[int, int]], start: int) -> list[str] | None:
    first = _FIRST.search(text, max(start, places[0][0] - 90), places[0][0])
    if first is None:
        return None
    labels = [first["label"]]
    for (_, end), (begin, _) in zip(places, places[1:]):
        found = _NEXT.fullmatch(text, end, begin)
        if found is None:
            return None
        labels.append(found["label"] or found["last"])
    return labels


def _behind(text: str, places: Sequence[tuple[int, int]], stop: int) -> list[str] | None:
    if _OF_FACTORS.search(text, max(0, places[0][0] - 160), places[0][0]):
        return None
    labels = []
    for (_, end), (limit, _) in zip(places, [*places[1:], (stop, stop)]):
        found = _BEHIND.match(text, end, limit)
        if found is None:
            return None
        labels.append(found["label"])
    return labels


def _is_other(document: Document, label: str, at: int) -> bool:
    """Whether a label tells of whom, against whom or when an estimate is, and not of what."""
    return _PEOPLE.search(label) is not None or is_arm(document, label) or names_subgroup(document.text, label, at)
