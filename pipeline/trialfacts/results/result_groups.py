"""The arm that a measurement was taken in."""

from __future__ import annotations

import re

from trialfacts.arms import groups_of
from trialfacts.document import Document
from trialfacts.results.readings import Reading

# "14 days| in |feedback receivers| and", "51.12| for |face-face consultation|,"
_GROUP_AFTER = re.compile(
    r"[ )\]]{0,2}(?:in|for|with|among)[ ](?:the[ ])?(?!both|all|each|any|total|those|these|which|whom"
    r"|\d|a[ ]|an[ ]|terms|favou?r|this|respect)"
    r"(?P<name>[A-Za-z][\w+/-]*(?:[ ](?!and|or|vs|versus|compared|while|than|at|after|to|was|were|but"
    r"|with|whereas|from|on|is)[\w+/-]+){0,4})"
)
# "higher in |Group 2K| (", "compared with |subcutaneous attacks| ("
_GROUP_BEFORE = re.compile(
    r"(?:in|for|with|than|to|versus|vs\.?|among|between|favou?ring)[ ](?:in[ ]|for[ ]"
    r"|with[ ])?(?:the[ ]|those with[ ]|patients with[ ])?"
    r"(?P<name>[A-Za-z][\w+/-]*(?:[ ](?!and|or|vs|versus|compared|in|for|than|the|was|were"
    r"|with)[\w+/-]+){0,3})[ ][(\[]$"
)
_COMPARED = re.compile(
    r"(?<![a-z])(?:higher|lower|greater|longer|shorter|better|worse|more|less|larger|smaller|compared"
    r"|than|versus|vs|between|favou?ring)(?![a-z])"
)


def name_groups(document: Document, found: list[Reading]) -> None:
    """The arm of each number, by the arms of the document; else as the words right beside the number name it."""
    text = document.text
    spans: list[tuple[int, int]] = []
    which: list[int] = []
    for item in found:
        stop = item.stop
        if item.role == "end" and spans and found[len(which) - 1].role == "base":
            spans[-1] = (spans[-1][0], stop)
        else:
            spans.append((item.number.start, max(stop, item.end)))
        which.append(len(spans) - 1)
    groups = groups_of(document, spans)
    for at, index in enumerate(which):
        item = found[at]
        item.group = groups[index]
        if item.group and _NO_ARM.match(item.group):
            item.group = None
        difference = item.stat == "difference" and not item.rule.endswith(("more", "change-by", "bracket", "-list"))
        if difference or item.measure == "follow-up":
            item.group = None
        elif item.group is None and item.role not in ("range", "base") and item.measure != "age":
            item.group = _group_beside(text, item, spans[index][1])
            if item.role == "end" and at and which[at - 1] == index:
                found[at - 1].group = item.group
    _name_by_labels(document, found)
    _name_lists(document, found)
    _carry(document, found)


# "in both arms", "the 2 groups"; what is no arm at all.
_NO_ARM = re.compile(r"(?:the )?(?:both|all|two|2|three|3)\b|mean\b|median\b|[-+]?\d+\.\d")


# "between |BW| (11.9", ", |CW| (12.3"; "|low-level period|, 3.2"
_LABEL_BEFORE = re.compile(
    r"(?:^|[,;:(\[][ ]|[ ](?:and|or|vs\.?|versus|between|than|in|with|for|to)[ ])(?:and[ ]|the[ ])?"
    r"(?P<name>[A-Za-z][\w+/-]*(?:[ ][A-Za-z0-9][\w+/-]*){0,2})(?:[ ][(\[]|[ ]?[:=,][ ]?)$"
)
# "475 ug/l |saline|; "
_LABEL_AFTER = re.compile(r"[ ](?P<name>[A-Za-z][\w+/-]*(?:[ ][a-z][\w+/-]*)?)(?=[;)\]])")
_NO_LABEL = re.compile(
    r"(?:mean|median|average|respectively|range|and|or|vs|versus|from|to|was|were|difference|change|after|before|at"
    r"|baseline|week|day|month|year|p|n|ci|sd|iqr|i\.e)\b",
    re.I,
)


def _name_by_labels(document: Document, found: list[Reading]) -> None:
    """Labels beside the numbers, where numbers of one unit that stand together have one each."""
    if not any(_together(first, second) for first, second in zip(found, found[1:])):
        return
    for after in (False, True):
        names = [_label(document.text, item, after) for item in found]
        at = 0
        while at < len(found):
            stop = at + 1
            while stop < len(found) and names[stop - 1] and names[stop] and _together(found[stop - 1], found[stop]):
                stop += 1
            run, labels = found[at:stop], [name or "" for name in names[at:stop]]
            if len(set(labels)) > 1 and _are_arms(document, run, labels):
                for item, label in zip(run, labels):
                    if item.measure in labels and run[0].measure not in labels:
                        item.measure = run[0].measure
                    item.group = label
            at = stop


def _label(text: str, item: Reading, after: bool) -> str | None:
    start = item.number.start
    if not after and text[start - 1 : start] not in "([" and text[start - 2 : start] not in (": ", "= ", ", "):
        return None
    match = _LABEL_AFTER.match(text, item.stop) if after else _LABEL_BEFORE.search(text, max(0, start - 45), start)
    name = match.group("name") if match else None
    return None if name is None or _NO_LABEL.match(name) else name


def _together(first: Reading, second: Reading) -> bool:
    return second.number.start - first.stop < 50 and first.unit == second.unit


def _are_arms(document: Document, run: list[Reading], labels: list[str]) -> bool:
    """Whether labels name arms: the numbers are of one measure, or an arm is among the labels."""
    if len({item.measure for item in run}) == 1 and run[0].measure not in labels:
        return True
    names = {mention.name for mention in document.arms.within(run[0].number.start - 45, run[-1].end)}
    return any(label in names for label in labels)


_AND = re.compile(r"(?:,|;)?[ ](?:and[ ])?")


def _name_lists(document: Document, found: list[Reading]) -> None:
    """One arm before a whole list in brackets: "in the |X| group (-64%, -37% and -46%"; a label: "|X| group: 4.1"."""
    text = document.text
    for at, item in enumerate(found):
        start = item.number.start
        beside = document.arms.within(max(0, start - 60), start)
        if beside and at + 1 < len(found) and _other_time(text, item, found[at + 1]):
            item.group = found[at + 1].group = beside[-1].name
        if not beside or not _RIGHT_BEFORE.fullmatch(text, beside[-1].end, start):
            continue
        name = beside[-1].name
        colon = text[start - 2 : start] in (": ", "= ")
        if colon:
            item.group = name
        stop = at
        while stop + 1 < len(found) and _AND.fullmatch(text, found[stop].stop, found[stop + 1].number.start):
            stop += 1
        if stop - at >= 2 or stop > at and text.startswith(", respectively", found[stop].stop):
            for one in found[at : stop + 1]:
                one.group = name


def _other_time(text: str, first: Reading, second: Reading) -> bool:
    """Whether two numbers of a list were taken at two times, and so in one arm."""
    if not first.time or not second.time or first.time == second.time or first.role or second.role:
        return False
    return _AND.fullmatch(text, first.stop, second.number.start) is not None


_RIGHT_BEFORE = re.compile(r"(?:[ ](?:group|arm|patients|subjects))?(?:[ ]?[:=][ ]|[ ][(\[])")


def _carry(document: Document, found: list[Reading]) -> None:
    """The arm of the sentence before, where that tells of one arm only, for the changes of one that names none."""
    for at in range(1, len(found)):
        item, before = found[at], found[at - 1]
        if item.group or before.group is None or item.role not in ("base", "end"):
            continue
        if item.number.start - before.end < 250 and not document.arms.within(before.end, item.number.start):
            item.group = before.group


def _group_beside(text: str, item: Reading, stop: int) -> str | None:
    start = item.number.start
    compared = item.before[-1:] in ("(", "[") and _COMPARED.search(item.before, max(0, len(item.before) - 60))
    for match in (_GROUP_AFTER.match(text, stop), compared and _GROUP_BEFORE.search(text[max(0, start - 60) : start])):
        if match:
            name = match.group("name")
            if name.lower() not in (item.measure or "").lower() and (item.measure or "-").lower() not in name.lower():
                return name
    return None
