"""Measurements: the numbers reported for continuous and ordinal outcomes, and for baseline characteristics."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from trialfacts.arms import groups_of
from trialfacts.cues import find_cues
from trialfacts.dispersion import find_headers
from trialfacts.document import Document, Sentence
from trialfacts.facts import Measurement
from trialfacts.measures import has_verb, is_generic, masked, name_after, name_before
from trialfacts.owners import Candidate
from trialfacts.readings import Reading, read_sentence, share_units, unit_end
from trialfacts.result_rules import MORE_AFTER, Scene, judge
from trialfacts.times import BASELINE, Time, find_times, time_of


def extract(document: Document) -> Iterator[Candidate]:
    """The measurements of a document."""
    mentions = document.mentions
    if not mentions:
        return
    intervals = {interval.value.index: interval for interval in document.intervals if interval.value is not None}
    bounds = {index for interval in document.intervals for index in interval.numbers}
    headers = find_headers(document.text)
    lower = document.text.lower()
    if len(lower) != len(document.text):
        lower = document.text
    found: list[Reading] = []
    at, size = 0, len(mentions)
    while at < size:
        index = document.sentence_index(mentions[at].start)
        sentence = document.sentences[index]
        stop = at + 1
        while stop < size and mentions[stop].start < sentence.end:
            stop += 1
        section = _section(document, sentence)
        if section not in _NO_RESULTS and (section != "methods" or _may_describe(lower, sentence)):
            items = read_sentence(document, lower, sentence, mentions[at:stop], intervals, bounds)
            scene = Scene(
                document, lower, sentence, find_cues(lower, sentence.start, sentence.end), headers, section != "methods"
            )
            near = bool(found) and sentence.start - found[-1].end < 250
            found += _found(scene, items, found[-1] if near else None)
        at = stop
    _name_groups(document, found)
    for item in found:
        yield _candidate(item)


_NO_RESULTS = frozenset(("background", "objective", "registration"))


def _section(document: Document, sentence: Sentence) -> str | None:
    if sentence.section is None and sentence.start == 0 and len(document.sentences) > 1:
        return "methods"  # a title, or what the study is about
    return sentence.section


def _may_describe(lower: str, sentence: Sentence) -> bool:
    """Whether a sentence of the methods may tell of the participants: only those are looked at."""
    start, end = sentence.start, sentence.end
    return any(lower.find(word, start, end) >= 0 for word in _DESCRIBING)


# "mean", "median", "average", a spread, an age.
_DESCRIBING = ("mean", "medi", "averag", "\u00b1", "+/-", "rang", "aged", "age ", "age)", "ages", "years", " sd")


def _found(scene: Scene, items: list[Reading], previous: Reading | None) -> list[Reading]:
    """The measurements of one sentence, named but for their groups; ``previous``: the last one before."""
    text, sentence = scene.document.text, scene.sentence
    share_units(text, items)
    judge(scene, items)
    found = [item for item in items if item.score > 0 and item.role != "second"]
    if found:
        times = find_times(text, scene.document.numbers, sentence.start, sentence.end)
        _name_times(text, times, found)
        _name_measures(scene.document, sentence, times, found, previous)
    return found


def _name_times(text: str, times: list[Time], found: list[Reading]) -> None:
    own = {index for item in found for index in item.numbers}
    times = [time for time in times if own.isdisjoint(time.numbers)]
    later = [time for time in times if time.name != BASELINE]
    for item in found:
        if item.role == "base":
            item.time = BASELINE
        elif item.role == "end":
            time = time_of(text, later, item.number.start, unit_end(text, item), item.numbers)
            item.time = time.name if time else None
        else:
            time = time_of(
                text, times if item.stat != "change" else later, item.number.start, unit_end(text, item), item.numbers
            )
            item.time = time.name if time else None


_OWN_STAT = re.compile(r"mean|median|average", re.I)
_FOLLOW_UP = re.compile(
    r"follow(?:ed)?[ -]?up[^.;,]{0,12}(?:mean|median|average|was|of)[^.;,]{0,8}$"
    r"|follow-?[ ]?up[ ](?:time|period|duration)?[ ]?(?:was|of)?[ ]?$",
    re.I,
)
_AGED = re.compile(
    r"(?:(?<![A-Za-z])(?P<age>[aA]ge[ds]?)(?![a-z])[ ]?(?:range|group)?[^.;,]{0,40}$)"
    r"|years old[ ]?[(,]?$"
)
_SAME = re.compile(r"(?:vs\.?|versus|compared (?:with|to)|than)(?![a-z])", re.I)


def _name_measures(
    document: Document, sentence: Sentence, times: list[Time], found: list[Reading], previous: Reading | None
) -> None:
    """What each number measures: the words before it, or what the number before it in the sentence measured."""
    text = document.text
    masks = [(mention.start, mention.end) for mention in document.arms.within(sentence.start, sentence.end)]
    masks = sorted(masks + [(time.start, time.end) for time in times])
    last: Reading | None = None
    for item in found:
        start, stop = sentence.start, item.number.start
        if item.role == "end" and last is not None:
            item.measure = last.measure
            last = item
            continue
        if last is not None:
            start = unit_end(text, last)
            start = _past_bracket(text, start, stop)
        context = text[max(start, stop - 400) : stop]
        aged = _AGED.search(context[-60:])
        if _FOLLOW_UP.search(context[-50:]):
            item.measure = "follow-up"
        elif (
            aged
            and (last is None or "age" in context[-20:])
            or item.unit in ("years", "y", "yrs", "yr")
            and item.role == "range"
            and last is None
        ):
            item.measure = "age"
        elif last is None or not _continues(context, last.stat == "change"):
            first = bisect_left(masks, (max(start, stop - 400) - 100, 0))
            near = masks[first : bisect_left(masks, (stop, 0), lo=first)]
            blotted = masked(text, max(start, stop - 400), stop, near)
            name = name_before(blotted)
            if name is not None:
                item.measure = context[name[0] : name[1]]
        if item.rule.endswith("more") and (more := MORE_AFTER.match(text, unit_end(text, item))):
            item.measure = name_after(text, more.end()) or item.measure
        if last is not None and (item.measure is None or is_generic(item.measure)):
            item.measure = last.measure or item.measure
            if (
                item.stat in ("value", "mean", "median")
                and last.stat in ("mean", "median", "change")
                and not _OWN_STAT.search(context)
                and last.role not in ("base", "range")
            ):
                item.stat = last.stat
        elif previous and (item.measure is None or is_generic(item.measure)):
            item.measure = previous.measure or item.measure
            if item.stat == "value" and previous.stat in ("mean", "median"):
                item.stat = previous.stat
        elif item.measure is None:
            item.measure = name_after(text, item.number.end)
        last = item


def _past_bracket(text: str, start: int, stop: int) -> int:
    """Past the bracket that is still open at ``start``: "|; P < 0.05) and pain"."""
    close = min((at for at in (text.find(")", start, stop), text.find("]", start, stop)) if at >= 0), default=-1)
    opening = min((at for at in (text.find("(", start, stop), text.find("[", start, stop)) if at >= 0), default=stop)
    return close + 1 if 0 <= close < opening else start


# What leads straight on to another number of the same measure: "... and", "; ", "vs.".
_LEADS_ON = re.compile(r"(?:(?:^|[ ])(?:and|or|vs\.?|versus|to|respectively)|[;,])[ ]?[(\[]?$")
# "|in the| control |group|", "and also for those with diabetes (": an arm or a subgroup, no measure.
_WHERE = re.compile(
    r"[ ),;.\]]*(?:(?:and|also|or|vs\.?|versus|as|compared|while|but|only)[ ,]+)*(?:in|for|with|among"
    r"|at|on|than|after|within|by)[ ][^,;:=]*$"
)


def _continues(gap: str, change: bool) -> bool:
    """Whether the words between two numbers only lead on to the same measure, in another arm or at another time."""
    if _LEADS_ON.search(gap):
        return True
    if re.search(r"[(\[](?:mean|median|average|change)[^()]*$", gap):
        return False
    if not (change and " in " in gap) and _WHERE.fullmatch(gap) and not has_verb(gap):
        return True
    link = None
    for match in _SAME.finditer(gap):
        link = match
    return link is not None and not re.search(r"[;:=]|,[ ]and", gap[link.end() :]) and len(gap) < 120


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
    r"|than|versus|vs|between|favou?ring)(?![a-z])",
    re.I,
)


def _name_groups(document: Document, found: list[Reading]) -> None:
    """The arm of each number, by the arms of the document; else as the words right beside the number name it."""
    text = document.text
    spans: list[tuple[int, int]] = []
    which: list[int] = []
    for item in found:
        stop = unit_end(text, item)
        if item.role == "end" and spans and found[len(which) - 1].role == "base":
            spans[-1] = (spans[-1][0], stop)
        else:
            spans.append((item.number.start, max(stop, item.end)))
        which.append(len(spans) - 1)
    groups = groups_of(document, spans)
    for at, (item, index) in enumerate(zip(found, which)):
        item.group = groups[index]
        if item.stat == "difference" and not item.rule.endswith(("more", "change-by", "bracket", "-list")):
            item.group = None
        elif item.group is None and item.role not in ("range", "base") and item.measure != "age":
            item.group = _group_beside(text, item, spans[index][1])
            if item.role == "end" and at and which[at - 1] == index:
                found[at - 1].group = item.group


def _group_beside(text: str, item: Reading, stop: int) -> str | None:
    start = item.number.start
    left = text[max(0, start - 60) : start]
    for match in (_GROUP_AFTER.match(text, stop), _GROUP_BEFORE.search(left) if _COMPARED.search(left) else None):
        if match is not None:
            name = match.group("name")
            if name.lower() not in (item.measure or "").lower() and (item.measure or "-").lower() not in name.lower():
                return name
    return None


def _candidate(item: Reading) -> Candidate:
    fact = Measurement(
        measure=item.measure, stat=item.stat, value=None if item.role == "range" else item.number.value, unit=item.unit,
        dispersion=item.spread.to_dict() if item.spread else None, group=item.group, time=item.time,
    )  # fmt: skip
    return Candidate(fact, item.number.start, item.end, item.numbers, item.rule, item.score)
