"""Values from before and after in a bracket that labels them with arms: "(zidolol: 45 vs 31; placebo: 46 vs 48)"."""

from __future__ import annotations

import re

from trialfacts.attachment.sentence_values import SentenceValues

_NAME = r"(?P<name>[A-Za-z][\w/+-]*(?: [A-Za-z][\w/+-]*){0,3})"
# "(|zidolol: |45", "; |placebo |46"
_LABEL = re.compile(rf"[(\[;] ?(?:and )?{_NAME}(?::| ?=|,)? ?(?:(?:baseline |initial )?(?:mean |median ))?$")
# "45| compared with |31", "45| to |31", "45| compared with end-point mean |31"
_WITHIN = re.compile(r"[ %\w/]{0,9} ?(?:vs\.?|versus|compared (?:with|to)|to|and|->|\u2192|-) (?:[a-z-]{3,10} ){0,2}")
_BETWEEN = re.compile(r"[^();]{0,40}(?:\[[^\[\]]{1,20}\])?; ?[^();\d]{2,60}")
_TIME = re.compile(r"\b(?:baseline|week|month|day|year|after|before|pre|post|follow-up|mean|range|SD|CI|[Pp])\b")
_GENERIC = frozenset("control controls placebo intervention sham vehicle".split())


def label_pairs(values: SentenceValues) -> None:
    """Gives the two values of each labelled pair the label, where two such pairs stand in one bracket."""
    text, spans = values.text, values.spans
    if len(spans) < 4 or text.find(";", spans[0][0], spans[-1][0]) < 0:
        return
    for at in range(len(spans) - 3):
        if not _WITHIN.fullmatch(text, spans[at][1], spans[at + 1][0]):
            continue
        if not _BETWEEN.fullmatch(text, spans[at + 1][1], spans[at + 2][0]):
            continue
        if not _WITHIN.fullmatch(text, spans[at + 2][1], spans[at + 3][0]):
            continue
        first, second = (_label(text, spans[one][0]) for one in (at, at + 2))
        if first is None or second is None or first == second or _TIME.search(f"{first} {second}"):
            continue
        around = values.arms.within(spans[at][0] - 70, spans[at + 3][0])
        if {first.lower(), second.lower()} & _GENERIC or {first, second} & {mention.name for mention in around}:
            values.out[at] = values.out[at + 1] = first
            values.out[at + 2] = values.out[at + 3] = second


def _label(text: str, start: int) -> str | None:
    found = _LABEL.search(text, max(0, start - 70), start)
    return found["name"] if found else None
