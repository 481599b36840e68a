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


# "4.1%| original |vs. 3.9%| biosimilar|;", "(0.01 g/cm2| zidolol |vs. 0.02 g/cm2| vehicle|)"
_UNIT = (
    r"[ )%]{0,2}(?: ?(?:[A-Za-z\u00b5]{1,6}\d?/[A-Za-z\d]{1,8}|[mk]?g|m[lL]|[mc]?m|mm ?Hg|points?|days?|weeks?|months?"
    r"|years?|h(?:ours?)?|min(?:utes)?)(?= [A-Za-z]))?"
)
_VERSUS = re.compile(rf"{_UNIT} {_NAME}(?: groups?| arms?)?,? (?:vs?\.?|versus) [+-]?\(?")
_LAST = re.compile(rf"{_UNIT} {_NAME}(?: groups?| arms?)?(?=[,;)\]]|\. )")
_NO_NAME = re.compile(
    r"(?:of|in|for|with|at|on|to|from|and|or|the|per|mean|median|patients?|participants|women|men|children|subjects|cases"
    r"|points?|years?|months?|weeks?|days?|hours?|min|minutes|respectively|higher|lower|more|less|difference|versus|vs"
    r"|compared|was|were|k?g|m[lL]|mg|mm|cm|mmHg|units?|score|baseline|before|after|pre|post)\b",
    re.I,
)


def label_versus(values: SentenceValues) -> None:
    """Gives two values that are set against each other the labels right behind them, if both come again as names."""
    text, spans = values.text, values.spans
    for at in range(len(spans) - 1):
        end, start = spans[at][1], spans[at + 1][0]
        if start - end > 60 or " v" not in text[end:start]:
            continue
        first = _VERSUS.fullmatch(text, end, start)
        second = _LAST.match(text, spans[at + 1][1])
        if first is None and second is not None and _ONLY_VERSUS.fullmatch(text, end, start):
            _label_second(values, at, second)
        if first is None or second is None or first["name"] == second["name"]:
            continue
        names = first["name"], second["name"]
        arms = [bool(values.arms.within(one.start("name"), one.end("name"))) for one in (first, second)]
        known = any(arms) and first["name"].lower() != second["name"].lower()
        if any(map(_NO_NAME.match, names)) or not (
            known or all(text.lower().count(name.lower()) > 1 for name in names)
        ):
            continue
        if any(told and told != name and told in name for told, name in zip(values.out[at : at + 2], names)):
            continue  # "2.3 |ZG| water day vs. 5.4 ZG juice day"
        values.out[at], values.out[at + 1] = names


_ONLY_VERSUS = re.compile(r"[ )%]{0,2} ?(?:vs?\.?|versus) [+-]?")


def _label_second(values: SentenceValues, at: int, second: re.Match[str]) -> None:
    """Gives the second of two values the arm right behind it, the first that before the bracket: "A (5% vs. 3% B"."""
    begin = values.spans[at][0]
    behind = values.arms.within(second.start("name"), second.start("name") + 1)
    before = values.arms.within(max(values.start, begin - 60), begin)
    if not (behind and before) or behind[0].end != second.end("name") or behind[0].name == before[-1].name:
        return
    if values.text[before[-1].end : begin].strip() in ("(", "[", "group (", "arm ("):
        values.out[at], values.out[at + 1] = before[-1].name, behind[0].name


def _label(text: str, start: int) -> str | None:
    found = _LABEL.search(text, max(0, start - 70), start)
    return found["name"] if found else None
