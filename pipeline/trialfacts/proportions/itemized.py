"""Counts of a list, each beside its event: "Oedema (n = 31), rash (n = 2)", "side effects: nausea 11, rash 6"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialfacts.counts.participants import noun_phrase
from trialfacts.document import Document
from trialfacts.proportions.lone_counts import NO_RESULTS
from trialfacts.proportions.pairs import happens, measured
from trialfacts.proportions.series import EVENTS, NOT_IN_STUDY

_NO_LABEL = (
    r"(?!(?:was|were|had|are|is|and|in|on|at|to|from|by|vs?|versus|than|who|mean|median|day|week|month"
    r"|includ(?:e|es|ed|ing)|comprised|namely)\b)"
)
_LABEL = rf"(?<![\w/+-])(?P<label>{_NO_LABEL}[A-Za-z][\w/+-]*(?: {_NO_LABEL}[\w/+>\u2265-]+){{0,5}})"
# How an event's count stands behind it: "nausea (n = 4)", "nausea n = 4", "fear of pain, 21;", "nausea 4".
_FORMS = tuple(
    (re.compile(rf"{_LABEL}{opening}$"), re.compile(closing))
    for opening, closing in (
        (r" ?\((?P<sign>[nN] ?= ?)?", r"(?:[;,] [^()]{2,40})?\)"),
        (r",? (?P<sign>[nN] ?= ?)", r"(?=[,;.)]| and )"),
        (r", (?P<sign>)", r"(?=[;.)])"),
        (r" (?P<sign>)", r"(?=[,;.)]| and )"),
    )
)
_SIGNS = ("(", "=", ",", " ")  # what stands right before a count of each form
_SIGNED_FORMS = 2  # the first ones show that a number counts
_BETWEEN = re.compile(r"(?:[,;] ?(?:and |or )?| and | or )(?:(?:the|an?) )?")
_ANNOUNCED = re.compile(r"(?:: ?|[(\[]|\b(?:were|included|comprised|was) )$")
# "... (n = 2) |were the most common|"
_COMMON = re.compile(
    r"[^.;]{0,20}\b(?:was|were|being) (?:the )?(?:[a-z]+ ){0,2}(?:common\w*|frequent|events|reasons|complications"
    r"|complaints|reported|seen|noted|observed|recorded|documented|registered|encountered|found)"
)
# Who took part, or was left out: what they had is no outcome.
_POPULATION = re.compile(
    r"\b(?:age|aged|(?:not|in)?evaluable|presented with|secondary to|diagnosed|\d (?:boys|girls|men|women))\b"
)
_RESPONSES = frozenset(("CR", "CRs", "sCR", "PR", "PRs", "VGPR", "MR", "SD", "PD", "NC"))  # of tumours
_LONGEST = 80  # from the end of one count to the next
_LEAD = 200  # characters before the list that are read


@dataclass(slots=True)
class Listed:
    """A count of a list: where it begins, with its sign too, where it and its noun end, and its event."""

    start: int
    signed: int
    end: int
    outcome: str
    labelled: int
    closed: int


def itemized(document: Document, spans: list[tuple[int, int]]) -> list[Listed]:
    """The counts among ``spans`` that stand in lists of events."""
    out: list[Listed] = []
    at = 0
    while at < len(spans):
        told = next((items for form in range(len(_FORMS)) if (items := _list(document, spans, at, form))), [])
        out += told
        at += len(told) or 1
    return out


def _list(document: Document, spans: list[tuple[int, int]], at: int, form: int) -> list[Listed]:
    """The list of a form that begins with a span; none where its counts are not told to be of events."""
    sentence = document.sentence_at(spans[at][0])
    if sentence.section in NO_RESULTS:
        return []
    items: list[Listed] = []
    for span in spans[at:]:
        item = _item(document.text, span, form, items[-1].closed if items else -1, sentence.start)
        if item is None or item.closed > sentence.end:
            break
        items.append(item)
    if len(items) < 2:
        return []
    return items if _by_arm(document, items, form) or _of_events(document, items, form) else []


# "|Relapses: |zidolol 2, placebo 6", "|Dry cough by day 10: |A, 4; B, none"
_EVENT_HEADING = re.compile(
    r"(?:^|[.;:] |, (?:and )?|\b(?:and|was|were|included) )(?P<event>[A-Za-z>\u2265][^.;:()]{2,60}?)(?:: | [(\[])$"
)


def _by_arm(document: Document, items: list[Listed], form: int) -> bool:
    """Whether a list counts one event arm by arm, told before it; then the event is the outcome of each."""
    if form < _SIGNED_FORMS or not all(_is_arm(document, item) for item in items):
        return False
    start = items[0].labelled
    heading = _EVENT_HEADING.search(document.text[max(document.sentence_at(start).start, start - 90) : start])
    if heading is None or not happens(heading["event"]) or measured(heading["event"]):
        return False
    for item in items:
        item.outcome = heading["event"]
    return True


def _item(text: str, span: tuple[int, int], form: int, since: int, floor: int) -> Listed | None:
    """A count behind its event, which begins right behind the item that closes at ``since`` (-1: none)."""
    opening, closing = _FORMS[form]
    if _SIGNS[form] not in text[max(0, span[0] - 6) : span[0]]:
        return None
    if since < 0:
        label = opening.search(text, max(floor, span[0] - _LONGEST), span[0])
    else:
        between = _BETWEEN.match(text, since) if span[0] - since < _LONGEST else None
        label = opening.match(text, between.end(), span[0]) if between is not None else None
    if label is None:
        return None
    noun = noun_phrase(text, span[1], text[span[0] : span[1]].lower() in ("1", "one"))
    end = noun.end if noun is not None else span[1]
    closed = closing.match(text, end)
    if closed is None:
        return None
    signed = label.start("sign") if label["sign"] else span[0]
    return Listed(span[0], signed, end, label["label"], label.start("label"), closed.end())


def _of_events(document: Document, items: list[Listed], form: int) -> bool:
    """Whether the counts of a list are of events, by their labels and by what stands before and behind."""
    text, start = document.text, items[0].labelled
    lead = text[max(document.sentence_at(start).start, start - _LEAD) : start]
    if _POPULATION.search(lead) or NOT_IN_STUDY.search(lead):
        return False
    opened = lead.endswith(("(", "["))
    announced = _ANNOUNCED.search(lead) is not None and EVENTS.search(lead[-25 if opened else -60 :]) is not None
    labels = [item.outcome for item in items]
    if not announced and any(NOT_IN_STUDY.search(label) or measured(label) for label in labels):
        return False
    events = sum(map(happens, labels))
    common = _COMMON.match(text, items[-1].closed) is not None
    if (opened or not announced) and not common and any(_is_arm(document, item) for item in items):
        return form < _SIGNED_FORMS and events == len(items)  # "Headache (n = 7), nausea (n = 4)": arms by their form
    if form < _SIGNED_FORMS:
        in_words = any(text[item.start].isalpha() for item in items)
        return events > 0 or in_words or common or EVENTS.search(lead) is not None
    return 2 * events >= len(items) or announced or all(label in _RESPONSES for label in labels)


def _is_arm(document: Document, item: Listed) -> bool:
    """Whether an item's label is an arm's name."""
    return bool(document.arms.within(item.labelled, item.labelled + len(item.outcome)))
