"""Values in a bracket that are labelled with arms: "(zidolol, 12%; control, 5%)", "(12%: zidolol; 5%: control)"."""

from __future__ import annotations

import re

from trialfacts.document import Document

_NAME = r"[A-Za-z][\w/+-]*(?: [\w/+-]+){0,3}"
# "(|zidolol, |12%", "; |control: |5%", " vs. |placebo, |5%"
_BEFORE = re.compile(rf"(?P<open>[(\[])?(?:(?:[;,]| vs?\.?| versus)? (?:and )?)?(?P<name>{_NAME})[:,=] ?")
# "12%|, zidolol|;", "12%|: zidolol|)"
_BEHIND = re.compile(
    rf"[:,] ?(?P<name>(?!(?:[pP]|RR|OR|HR|CI|n|respectively|and|with|in)\b){_NAME})(?=[;)\]]|, (?:\d|and \d))"
)
_GENERIC = frozenset(
    ("control", "controls", "placebo", "intervention", "sham", "usual care", "standard care", "comparison", "vehicle")
)
_FAR = 60  # characters from one labelled value to the next, at most


def labelled(document: Document, spans: list[tuple[int, int]]) -> dict[int, tuple[str, int]]:
    """The values of ``spans`` (by index) that are labelled with arms: the label, and where the bracket opens.

    Two or more values stand in one bracket, each with its own label; labels before the values are arms' only where one
    is a known arm, a control or named before the bracket, or where the values are set against one another.
    """
    text = document.text
    told: dict[int, tuple[str, int]] = {}
    at = 0
    while at < len(spans):
        opened = text.rfind("(", max(0, spans[at][0] - 50), spans[at][0])
        if opened < 0 or text.find(")", opened, spans[at][0]) >= 0:
            at += 1
            continue
        stop = at + 1
        while (
            stop < len(spans)
            and spans[stop][0] - spans[stop - 1][1] < _FAR
            and not _closed(text, spans[stop - 1][1], spans[stop][0])
        ):
            stop += 1
        if stop - at > 1:
            names = _labels_behind(text, spans[at:stop], opened) or _labels_before(document, spans[at:stop], opened)
            told.update({at + index: (name, opened) for index, name in enumerate(names)})
        at = stop
    return told


def share_slashed(text: str, spans: list[tuple[int, int]], groups: list[str | None]) -> None:
    """Give three or more values with slashes between them one arm in place: "zidolol (|77%/48%/28%|)"."""
    at = 0
    while at < len(spans):
        stop = at + 1
        while stop < len(spans) and text[spans[stop - 1][1] : spans[stop][0]] == "/":
            stop += 1
        told = {*groups[at:stop]} - {None}
        if stop - at > 2 and len(told) == 1:
            groups[at:stop] = [*told] * (stop - at)
        at = stop


_PARENTHESES = re.compile(r"[()]")


def _closed(text: str, start: int, end: int) -> bool:
    """Whether the bracket that a value stands in closes before the next value."""
    depth = 0
    for sign in _PARENTHESES.findall(text, start, end):
        depth += 1 if sign == "(" else -1
        if depth < 0:
            return True
    return False


def _labels_behind(text: str, spans: list[tuple[int, int]], opened: int) -> list[str]:
    """The labels behind all of the values; none where one has none."""
    if spans[0][0] - opened > 2:
        return []
    found = [_BEHIND.match(text, end) for _, end in spans]
    names = [match["name"] for match in found if match]
    return names if len(names) == len(spans) == len({*names}) else []


def _labels_before(document: Document, spans: list[tuple[int, int]], opened: int) -> list[str]:
    """The labels before all of the values, if they are arms."""
    text = document.text
    names, since = [], opened
    for start, end in spans:
        cut = max(since, text.rfind(";", since, start), text.rfind(", ", since, start - 2)) if since > opened else since
        match = _BEFORE.fullmatch(text, cut, start)
        if match is None:
            return []
        names.append(match["name"])
        since = end
    if len({*names}) < len(names):
        return []
    floor = max(document.sentence_at(opened).start, opened - 200)
    known = any(name.lower() in _GENERIC for name in names) or any(name in document.arms.names for name in names)
    against = all(" v" in text[one[1] : other[0]] for one, other in zip(spans, spans[1:]))
    beside = text[floor:opened] + text[since : min(since + 120, document.sentence_at(opened).end)]
    return names if known or against or any(_given(name, beside) for name in names) else []


def _given(name: str, text: str) -> bool:
    """Whether a label is named in the sentence as what was given: "more often with |zidolol|"."""
    return re.search(rf"\b(?:with|on|by|than|the|versus|vs\.?) {re.escape(name)}\b", text) is not None
