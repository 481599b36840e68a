"""Arms that label a value: "A: 5", "A (5", "5 (A)", "5% A versus 7% B"."""

from __future__ import annotations

import re

from trialfacts.arms.mentions import ArmMention
from trialfacts.arms.names import recurs
from trialfacts.arms.people import TWO_KINDS
from trialfacts.arms.phrases import LABEL_BEHIND, LIST_LABEL, LISTED_BRACKET
from trialfacts.attachment.sentence_values import LABEL, SentenceValues

_OPENS = re.compile(r"(?:[ ](?:groups?|arms?|patients|subjects))?[ ]?[(\[]")
LETTER = re.compile(r"(?:[ ][A-Za-z\u00b5%][A-Za-z/\u00b5%0-9]{0,9})?[ ]?\(([A-Z][A-Z0-9]{0,2})\)")  # "5 (A)"


def labels(values: SentenceValues, mention: ArmMention, begin: int) -> bool:
    """Whether an arm is the label of the value at ``begin``: "A: 5", "A (5", "A (3%, median 5"."""
    text = values.text
    if LABEL.fullmatch(text, mention.end, begin):
        return True
    listed = LIST_LABEL.search(text, max(values.start, begin - 50), begin)
    if listed is not None and listed.span("name") == (mention.start, mention.end):
        return True
    opened = _OPENS.match(text, mention.end, begin)
    return opened is not None and begin - mention.end < 90 and _closed(text, opened.end(), begin) is False


def label_behind(values: SentenceValues, at: int) -> str | None:
    """The label right behind a value, where the one beside it has another: "5% |X| versus 7% Y"."""
    here = LABEL_BEHIND.match(values.text, values.spans[at][1])
    if here is None or not recurs(values.text, here.group("name")):
        return None
    for other in (at - 1, at + 1):
        if 0 <= other < len(values.spans) and abs(values.spans[other][0] - values.spans[at][0]) < 60:
            there = LABEL_BEHIND.match(values.text, values.spans[other][1])
            if there is not None and there.group("name") != here.group("name"):
                return here.group("name")
    return None


def label_in_list(values: SentenceValues, at: int) -> str | None:
    """The label of a value in a list of labelled values, where the one beside it is a known arm: "A: 5; |B|: 7"."""
    text, begin = values.text, values.spans[at][0]
    told = at - 1
    while told > 0 and values.by[told] == "carried":
        told -= 1
    if at and values.by[told] == "label" and text[begin - 1] in "([":
        listed = LISTED_BRACKET.fullmatch(text, values.spans[at - 1][1], begin)
        first = values.spans[at - 1][0]
        opened = text.rfind("(", max(0, first - 60), first) > text.rfind(")", max(0, first - 60), first)
        if listed and opened and recurs(text, listed.group("name")):
            return listed.group("name")
    label = LIST_LABEL.search(text, max(values.start, begin - 50), begin)
    if label is None or not recurs(text, label.group("name")):
        return None
    if at and values.by[at - 1] == "label" and label.start() >= values.spans[at - 1][1]:
        first = values.spans[at - 1][0]
        beside = LIST_LABEL.search(text, max(values.start, first - 50), first)
        return label.group("name") if beside and beside.group("name") == values.out[at - 1] else None
    if at + 1 < len(values.spans) and len(values.before[at + 1]) == 1:
        mention, following = values.before[at + 1][0], values.spans[at + 1][0]
        other = LIST_LABEL.search(text, max(values.start, following - 50), following)
        if other is not None and other.start("name") == mention.start and other.end("name") == mention.end:
            return label.group("name")
    if at + 1 < len(values.spans):
        following = values.spans[at + 1][0]
        other = LIST_LABEL.search(text, max(values.spans[at][1], following - 50), following)
        if other is not None and _are_opposites(label.group("name"), other.group("name")):
            return label.group("name")
    return None


# "24 |men| (60%), mean age, 21 years; 16 |women| (40%), mean age, 20 years"
_COUNTED_SEX = re.compile(
    r"(?<![\w.])(?:\d{1,5}|[a-z]{3,9}) (?:[a-z]{4,10} )?(?P<name>men|women|boys|girls|males|females)"
    r"(?: \(\d[\d.]{0,4}%\))?[,;:]? ?[(\[]?(?:(?:mean |median |average )?age[:,]?(?: of| was)? ?)?$"
)


def counted_sex(values: SentenceValues, at: int) -> str | None:
    """The men or the women that a value tells of, where the value beside it tells of the others."""
    name = _sex_before(values, at)
    if not name:
        return None
    last = _sex_before(values, at - 1) if at else ""
    following = _sex_before(values, at + 1) if at + 1 < len(values.spans) else ""
    return name if (last, name) in _OPPOSITES or (name, following) in _OPPOSITES else None


def counted_kind(values: SentenceValues, at: int) -> str | None:
    """The people whose bracket a value stands in: "17 |men with gout| (54 years) and 12 controls (47 years)"."""
    text, begin = values.text, values.spans[at][0]
    opened = text.rfind("(", max(values.start, begin - 150), begin)
    if opened < 0 or text.find(")", opened, begin) >= 0:
        return None
    for kinds in TWO_KINDS.finditer(text, max(values.start, begin - 420), min(values.end, begin + 420)):
        for name in ("one", "two"):
            if kinds.start(f"of_{name}") <= begin < kinds.end(f"of_{name}") and kinds["one"] != kinds["two"]:
                return kinds[name]
    return None


def _sex_before(values: SentenceValues, at: int) -> str:
    begin = values.spans[at][0]
    start = max(values.start, begin - 60)
    window = values.text[start:begin]
    if not any(sex in window for sex in ("men", "male", "boys", "girls")):
        return ""
    match = _COUNTED_SEX.search(values.text, start, begin)
    return match.group("name") if match else ""


# Labels that tell two arms apart wherever they stand side by side: "(early, 5%; delayed, 7%)"
_OPPOSITES = frozenset(
    (
        *(("early", "delayed"), ("early", "late"), ("immediate", "delayed"), ("basic", "enhanced"), ("urban", "rural")),
        *(("men", "women"), ("women", "men"), ("males", "females"), ("females", "males"), ("boys", "girls")),
        *(("girls", "boys"), ("low", "high"), ("high", "low"), ("cases", "controls"), ("intervention", "control")),
        *(("control", "intervention"), ("treatment", "control"), ("active", "control"), ("pre", "post")),
    )
)


def _are_opposites(first: str, second: str) -> bool:
    """Whether two labels can only be of two arms: opposites, or combined treatments ("A+B")."""
    return (first.lower(), second.lower()) in _OPPOSITES or "+" in first + second


def _closed(text: str, start: int, end: int) -> bool:
    """Whether a bracket that was opened before ``start`` is closed before ``end``."""
    depth = 0
    for at in range(start, end):
        if text[at] in "([":
            depth += 1
        elif text[at] in ")]":
            depth -= 1
            if depth < 0:
                return True
    return False
