"""The arm that a measurement was taken in."""

from __future__ import annotations

import re
from bisect import bisect_left

from trialfacts.arms.names import GENERAL
from trialfacts.attachment.attach import BROKEN_OFF, attach, is_measured
from trialfacts.document import Document
from trialfacts.results.readings import Reading, is_own_range
from trialfacts.results.result_lists import BACK_FROM

# "14 days| in |feedback receivers| and", "51.12| for |face-face consultation|,"
_GROUP_AFTER = re.compile(
    r"[ )\]]{0,2}(?:in|for|with|among)[ ](?:the[ ])?(?!both|all|each|any|total|those|these|which|whom"
    r"|\d|a[ ]|an[ ]|terms|favou?r|this|respect)"
    r"(?P<name>[A-Za-z][\w+/-]*(?:[ ](?!and|or|vs|versus|compared|while|than|at|after|to|was|were|but"
    r"|with|whereas|from|on|is|who|that|which)[\w+/-]+){0,4})"
)
# "higher in |Group 2K| (", "compared with |subcutaneous attacks| ("
_GROUP_BEFORE = re.compile(
    r"(?:in|for|with|than|to|versus|vs\.?|among|between|favou?ring)[ ](?:in[ ]|for[ ]"
    r"|with[ ])?(?:the[ ]|those with[ ]|patients with[ ])?"
    r"(?P<name>[A-Za-z][\w+/-]*(?:\([A-Z0-9]{1,2}\))?(?:[ ](?!and|or|vs|versus|compared|in|for|than|the|was|were"
    r"|with)[\w+/-]+){0,3})[ ][(\[]$"
)
_COMPARED = re.compile(
    r"(?<![a-z])(?:higher|lower|greater|longer|shorter|better|worse|more|less|larger|smaller|compared"
    r"|than|versus|vs|between|favou?ring|comparable|similar|identical|superior|inferior)(?![a-z])"
)


def name_groups(document: Document, found: list[Reading]) -> None:
    """The arm of each number, by the arms of the document; else as the words right beside the number name it."""
    text = document.text
    found = [item for item in found if not _in_a_name(document, item)]
    spans: list[tuple[int, int]] = []
    which: list[int] = []
    for item in found:
        stop = item.stop
        last = found[len(which) - 1] if spans else None
        diastolic = last is not None and last.over is not None and last.over.number is item.number
        if diastolic or _is_pair(text, found[: len(which) + 1]):
            spans[-1] = (spans[-1][0], stop)
        elif last is not None and (_is_same(text, last, item) or _is_range_of(text, last, item)):
            spans[-1] = (spans[-1][0], stop)  # the same in percent: "12 feet (+7%)"; its range: "42 \u00b1 9 (20-80)"
        else:
            spans.append((item.number.start, max(stop, item.end)))
        which.append(len(spans) - 1)
    keys: list[tuple[str | None, str | None]] = [(None, None)] * len(spans)
    for item, index in zip(found, which, strict=False):
        keys[index] = (item.time, item.measure)
    groups = attach(document, spans, keys)
    for at, index in enumerate(which):
        item = found[at]
        item.group = groups[index]
        if item.group and (
            _IS_WHEN.fullmatch(item.group)
            or _NO_ARM.match(item.group)
            or not _is_last_of_list(found, at)
            and _OF_ALL.match(text, item.stop, item.stop + 80)
        ):
            item.group = None
        if item.number.start and _DIFFER_BY.search(item.before, max(0, len(item.before) - 80)):
            item.stat, item.group = "difference", None
            continue
        near = item.before[-60:]
        difference = item.stat == "difference" and "differ" in near and "favo" not in item.before
        if difference or item.measure == "follow-up" and not _beside_another(found, at):
            item.group = None
        elif item.measure == "age" and text.startswith(" to ", item.stop):
            item.group = None  # "assigned women aged 50-70 years to A or B"
        elif item.group is None and item.role not in ("range", "base") and item.measure != "age":
            item.group = _group_beside(text, found, at, spans[index][1])
            if item.role == "end" and at and which[at - 1] == index:
                found[at - 1].group = item.group
    _of_same_arm(text, found)
    _carry(document, found)
    _compare(document, found)
    _name_by_labels(document, found)
    for item in found:
        item.group = item.group.strip() if item.group else None
        if item.group and (
            is_measured(document, item.group) or _NO_ARM.match(item.group) or item.group.endswith(BROKEN_OFF)
        ):
            item.group = None
    _no_arm_is_measured(text, found)
    _rename(document, found)
    _no_arm_of_all(found)


def _beside_another(found: list[Reading], at: int) -> bool:
    """Whether the number stands beside another of its measure, "a follow-up of |5 and 7| months": one for each arm."""
    item = found[at]
    return any(
        one.measure == item.measure and abs(one.number.start - item.number.start) < 40
        for one in found[max(0, at - 1) : at] + found[at + 1 : at + 2]
    )


def _carry(document: Document, found: list[Reading]) -> None:
    """The one arm that the sentence before speaks of, for the changes of a sentence that names none."""
    for item in found:
        if item.group or item.role not in ("base", "end"):
            continue
        index = document.sentence_index(item.number.start)
        here, before = document.sentences[index], document.sentences[index - 1]
        if index and before.section == here.section and not document.arms.within(here.start, here.end):
            mentions = document.arms.within(before.start, before.end)
            if len({mention.arm for mention in mentions}) == 1:
                item.group = mentions[0].name


# "compared with |B|", "relative to |B|"
_COMPARED_WITH = re.compile(r"(?:[Cc]ompared (?:with|to)|[Rr]elative to|[Ii]n comparison (?:with|to))[ ](?:the[ ])?$")
_FAR = 400  # characters from a change to what it is compared with
_BY = tuple(f"{rule}{tail}" for rule in ("change-by", "percent-bracket") for tail in ("", "-list"))


def _compare(document: Document, found: list[Reading]) -> None:
    """A change that is compared with an arm which has no value of its own is a difference: "it fell by 5 vs. B"."""
    starts = [item.number.start for item in found]
    for item in found:
        if item.stat != "change" or item.role or not item.rule.endswith(_BY):
            continue
        place = item.number.start
        sentence = document.sentence_at(place)
        start, end = max(sentence.start, place - _FAR), min(sentence.end, place + _FAR)
        for mention in document.arms.within(start, end):
            if _COMPARED_WITH.search(document.text, max(start, mention.start - 24), mention.start):
                near = found[bisect_left(starts, mention.start - 90) : bisect_left(starts, mention.end + 14)]
                if all(one.rule.endswith(_BY) and one.number.start < mention.start for one in near):
                    item.stat = "difference"


def _rename(document: Document, found: list[Reading]) -> None:
    """What looks like a measure but is the arm: "than B (|" measures what the number before it measures."""
    for first, second in zip(found, found[1:], strict=False):
        if first.measure and len(second.measure or "long") < _SHORT and _is_letter(document.text, first, second):
            continue
        if second.measure and second.group and first.measure and second.number.start - first.end < 250:
            name, group = second.measure.lower(), second.group.lower()
            alike = name == group if len(group) < _SHORT else name in group or group in name
            other = None not in (first.unit, second.unit) and first.unit != second.unit
            if other and name == group and _CLAUSE_OF.search(second.before.removesuffix("(").rstrip()[: -len(name)]):
                second.group = None  # "weight fell by 3 kg, while heart rate (|72 beats/min"
            elif alike and not (first.group and first.measure.lower() in first.group.lower()):
                second.measure = first.measure


_CLAUSE_OF = re.compile(r"\b(?:while|whereas|but|and)(?: the| mean)? $")


def _is_letter(text: str, first: Reading, second: Reading) -> bool:
    """Whether a value is of another lettered group than the one before it; sets its measure and its arm if so."""
    told = _AND_LETTER.search(text, max(first.stop, second.number.start - 30), second.number.start)
    named = _GROUP_LETTER.search(text, max(0, first.number.start - 90), first.number.start) if told else None
    if told is None or named is None or named["letter"] == told["letter"]:
        return False
    first.group = named.group()
    second.measure, second.group = first.measure, f"{named['noun']} {told['letter']}"
    return True


# "The mean age |in group A| was 34 and |that in B was| 32"
_AND_LETTER = re.compile(
    r"(?:,|\band|\bwhile|\bwhereas|;) (?:(?:that|those) )?(?:(?:in|of|for) )?(?P<letter>[A-H]|I{1,3}V?)"
    r" (?:was|were|had) $"
)
_GROUP_LETTER = re.compile(r"(?P<noun>[Gg]roup|[Aa]rm) (?P<letter>[A-H]|I{1,3}V?)(?![\w-])")


def _no_arm_is_measured(text: str, found: list[Reading]) -> None:
    """A short form of what two values that are set against each other measure is the arm of neither."""
    for first, second in zip(found, found[1:], strict=False):
        name = first.group or ""
        if name.isupper() and name == first.measure == second.measure != second.group:
            first.group = None if _SET_AGAINST.fullmatch(text, first.stop, second.number.start) else name


def _is_last_of_list(found: list[Reading], at: int) -> bool:
    """Whether a value goes on with a list of arms: "5, 7 and |9 days in the three groups|"."""
    item, last = found[at], found[at - 1] if at else None
    return last is not None and last.group not in (None, item.group) and item.number.start - last.stop < 9


def _no_arm_of_all(found: list[Reading]) -> None:
    """An age that is told once is that of all participants."""
    ages = [item for item in found if item.measure == "age" and item.group]
    if len({item.group for item in ages}) == 1:
        for item in ages:
            item.group = None


def _in_a_name(document: Document, item: Reading) -> bool:
    """Whether a number is part of an arm's name: "drug |105| mg"."""
    start = item.number.start
    return any(mention.start <= start < mention.end for mention in document.arms.within(start - 50, start + 1))


def _is_pair(text: str, found: list[Reading]) -> bool:
    """Whether the last two values are the two ends of one change: "from 8 to 5", "to 5 from 8"."""
    if len(found) < 2 or {found[-2].role, found[-1].role} != {"base", "end"}:
        return False
    if found[-1].role == "base":
        return _goes_back(text, found[-2], found[-1])
    return not (len(found) > 2 and found[-3].role == "end" and _goes_back(text, found[-3], found[-2]))


def _goes_back(text: str, end: Reading, base: Reading) -> bool:
    """Whether a change is told with its end first: "to |5 from 8|"."""
    return BACK_FROM.fullmatch(text, end.stop, base.number.start) is not None


def _is_range_of(text: str, first: Reading, second: Reading) -> bool:
    """Whether a range is that of the value before it, of one arm."""
    return second.role == "range" and is_own_range(text, first, second)


def _is_same(text: str, first: Reading, second: Reading) -> bool:
    """Whether a number says the one before it again in another unit: "12 feet (+7%)", "0.3 mmol/L or 8%"."""
    return first.unit != second.unit and text[first.stop : second.number.start].strip() in ("(", "(~", "(+", "(-", "or")


# "favored |X| over |Y| by ", "with |X| versus |Y| by ": a difference, of no arm.
_DIFFER_BY = re.compile(
    r"(?:(?:favou?red|favou?rs|favou?ring)[ ][^.;,()]{2,50}|[ ](?:versus|vs\.?|over)[ ][a-z][^.;,()\d]{2,40})[ ]by[ ]$"
)
# "in both arms", "the 2 groups"; what is no arm at all.
_NO_ARM = re.compile(
    r"(?:the )?(?:both(?!$| (?:drug|treatment|agent|intervention)s$)|all|two|2|three|3)\b"
    r"|mean\b|median\b|[-+]?\d+\.\d|[a-z\u00b5]{1,5}/[dm]?[lL]$"
    r"|(?:[a-z-]+ ){0,3}differences?$"
    r"|(?:(?:total|lumbar|cervical|femoral|proximal|distal|upper|lower|left|right) )*"
    r"(?:spine|hip|neck|femur|trochanter|body|radius|forearm|tibia|wrist|knee|shoulder|limbs?|jaw|maxilla|mandible)$"
)


# "5% weight loss |was seen in both diet groups|"
_OF_ALL = re.compile(
    r"[ ]?%?(?: [a-z]+){0,5} (?:in|of|for|among|across) (?:both|all|either|the two|the three)(?: the)?"
    r"(?: [a-z-]{3,15})? (?:groups|arms)(?![a-z])"
)
# "between |BW| (11.9", ", |CW| (12.3"; "|low-level period|, 3.2"
_LABEL_BEFORE = re.compile(
    r"(?:^|[,;:][ ]|[(\[][ ]?|[ ](?:and|or|vs\.?|versus|between|than|in|with|for|to)[ ])(?:(?:and|the|in|with|for)[ ])*"
    r"(?P<name>[A-Za-z][\w+/-]*(?:[ ][A-Za-z0-9][\w+/-]*){0,2})(?:[ ][(\[]|[ ]?[:;=,][ ]?)$"
)
# "475 ug/l |saline|; "
_LABEL_AFTER = re.compile(r"[ ](?P<name>[A-Za-z][\w+/-]*(?:[ ][a-z][\w+/-]*)?)(?=[;)\]])")
_NO_LABEL = re.compile(
    r"(?:mean|median|average|respectively|range|and|or|vs|versus|from|to|was|were|difference|change|after|before|at"
    r"|pre|post|pretest|posttest|baseline|week|day|month|year|p|n|ci|sd|iqr|i\.e|two|three|four|all|both|groups)\b",
    re.I,
)


def _name_by_labels(document: Document, found: list[Reading]) -> None:
    """Labels beside the numbers, where numbers of one unit that stand together have one each."""
    if not any(_together(first, second) for first, second in zip(found, found[1:], strict=False)):
        return
    for after in (False, True):
        names = [_label(document.text, item, after) for item in found]
        at = 0
        while at < len(found):
            stop = at + 1
            while stop < len(found) and names[stop - 1] and names[stop] and _together(found[stop - 1], found[stop]):
                stop += 1
            run, labels = found[at:stop], [name or "" for name in names[at:stop]]
            if len(set(labels)) > 1 and not _are_told(run, labels) and _are_arms(document, run, labels):
                for item, label in zip(run, labels, strict=False):
                    if item.measure in labels:
                        item.measure = run[0].measure
                    item.group = label
            at = stop


def _label(text: str, item: Reading, after: bool) -> str | None:
    start = item.number.start
    if not after and text[start - 1 : start] not in "([" and text[start - 2 : start] not in (": ", "= ", ", ", "; "):
        return None
    match = _LABEL_AFTER.match(text, item.stop) if after else _LABEL_BEFORE.search(text, max(0, start - 45), start)
    name = match.group("name") if match else None
    if name is not None and (stat := _STAT_IN.search(name)):
        name = name[: stat.start()]
    return None if name is None or _NO_LABEL.match(name) else name


_STAT_IN = re.compile(r" (?:mean|median|average)\b")  # "(|zidolol| median PFS, 8.8 months; placebo, 6.0"


def _together(first: Reading, second: Reading) -> bool:
    return second.number.start - first.stop < 50 and first.unit == second.unit


def _are_told(run: list[Reading], labels: list[str]) -> bool:
    """Whether the arms of a run are known: each has its own, or labels tell something else of one arm."""
    groups = {item.group for item in run if item.group}
    if not all(item.group for item in run):
        return False
    return len(groups) == len(run) or not any(label.startswith(group) for label in labels for group in groups)


def _are_arms(document: Document, run: list[Reading], labels: list[str]) -> bool:
    """Whether labels name arms: the numbers are of one measure, or an arm is among the labels."""
    if run[0].measure not in labels and len({item.measure for item in run}.difference(labels)) == 1:
        return True
    names = {mention.name for mention in document.arms.within(run[0].number.start - 45, run[-1].end)}
    return any(label in names for label in labels)


def _group_beside(text: str, found: list[Reading], at: int, stop: int) -> str | None:
    item = found[at]
    if at + 1 < len(found) and _SET_AGAINST.fullmatch(text, item.stop, found[at + 1].number.start):
        return _group_after(text, item, stop)  # "than in |B| (5 vs. 7)" names the second
    first = item
    if at and _SET_AGAINST.fullmatch(text, found[at - 1].stop, item.number.start):
        first = found[at - 1]
    return _group_after(text, item, stop) or _group_before(text, item, first)


# "(5 kg |vs.| 7 kg)"
_SET_AGAINST = re.compile(r"[^;.()]{0,12}(?:\([^()]{1,30}\))?[^;.()]{0,12} (?:vs?\.?|versus) ?")


def _group_after(text: str, item: Reading, stop: int) -> str | None:
    match = _GROUP_AFTER.match(text, stop)
    return match.group("name") if match and _is_group(item, match.group("name")) else None


def _group_before(text: str, item: Reading, first: Reading) -> str | None:
    """The name before the bracket in which ``first`` stands, for ``item``: the same, or the one set against it."""
    before = first.before
    if before[-1:] not in ("(", "[") or not _COMPARED.search(before, max(0, len(before) - 60)):
        return None
    start = first.number.start
    match = _GROUP_BEFORE.search(text[max(0, start - 60) : start])
    if match is None or first is not item and not match.group().startswith(_SECOND):
        return None
    name = match.group("name")
    return name if _is_group(item, name) and name != (first.group if first is not item else None) else None


_SECOND = ("than", "versus", "vs", "to", "with")


def _is_group(item: Reading, name: str) -> bool:
    """Whether a name is no general word, and not the measure itself."""
    measure = (item.measure or "-").lower()
    if _COMPARED.search(name) or name in GENERAL or _IS_WHEN.fullmatch(name):
        return False
    if len(name) < _SHORT:  # "activity fell 27% in A"
        return name not in (item.measure or "").split()
    return name.lower() not in measure and measure not in name.lower()


_SHORT = 3  # letters of a name that may stand in any word
# "lower than |the baseline level| (81", "than |those before treatment| (": when, and in no other arm
_WHEN = (
    r"(?:(?:that|those|the|their|its) )*(?:(?:at|on|in) )?(?:the )?(?:baseline|pre-?(?:treatment|operative(?:ly)?"
    r"|therapy|test|intervention|training|dose|exercise|study|surgery|injection)"
    r"|(?:before|prior to|after|following|during)(?: the)? (?!group|arm|period)[a-z-]{3,20}"
    r"|initial(?:ly)?|admission|entry|rest|start|beginning|end|(?:[a-z-]{5,13} )?(?:day|week|month|year|visit) \d{1,3})"
    r"(?: (?:levels?|values?|scores?|measurements?|readings?|concentrations?|ones?|of [a-z]+(?: [a-z]+)?"
    r"|period|visit|phase|condition))?"
)
_IS_WHEN = re.compile(_WHEN, re.I)
# "at 6 weeks (72| was lower than at baseline (|81"
_THAN_THEN = re.compile(
    rf"[^\s()\[\];]{{0,8}}[)\]][^.;()\[\]]{{0,70}} (?:than|versus|vs\.?|compared (?:with|to)) (?:{_WHEN}) [(\[]"
)


def _of_same_arm(text: str, found: list[Reading]) -> None:
    """A value that is compared with an earlier one of its own is of the same arm: "lower than at baseline (|81|)"."""
    for first, second in zip(found, found[1:], strict=False):
        near = first.group and not second.group and second.number.start - first.stop < 140
        if near and _THAN_THEN.fullmatch(text, first.stop, second.number.start):
            second.group = first.group
