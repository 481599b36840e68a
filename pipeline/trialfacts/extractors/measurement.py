"""Measurements: the numbers reported for continuous and ordinal outcomes, and for baseline characteristics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from trialfacts.document import Document, Sentence
from trialfacts.facts import Measurement
from trialfacts.owners import Candidate
from trialfacts.results.dispersion import Header
from trialfacts.results.glance import can_measure
from trialfacts.results.measure_lists import name_lists
from trialfacts.results.naming import name_measures
from trialfacts.results.readings import Reading, read_sentence, share_units
from trialfacts.results.result_groups import name_groups
from trialfacts.results.result_rules import judge
from trialfacts.results.result_units import unit_in_brackets, unit_of_name
from trialfacts.results.scene import Scene
from trialfacts.results.times import BASELINE, find_times
from trialfacts.results.value_times import LIST_GAP, name_times


def extract(document: Document) -> Iterator[Candidate]:
    """The measurements of a document."""
    mentions = document.mentions
    if not mentions:
        return
    intervals = {interval.value.index: interval for interval in document.intervals if interval.value is not None}
    bounds = {index for interval in document.intervals if interval.labelled for index in interval.numbers}
    lower = document.text.lower()
    if len(lower) != len(document.text):
        lower = document.text
    found: list[Reading] = []
    last: list[Reading] = []  # those of the last sentence that has any
    values = intervals.keys()
    header: Header | None = None
    at, size = 0, len(mentions)
    while at < size:
        index = document.sentence_index(mentions[at].start)
        sentence = document.sentences[index]
        stop = at + 1
        while stop < size and mentions[stop].start < sentence.end:
            stop += 1
        section = _section(document, sentence)
        if section not in _NO_RESULTS and (section != "methods" or _may_describe(lower, sentence)):
            numbers = mentions[at:stop]
            if not can_measure(document, lower, sentence, numbers, section != "methods", values) and not (
                last and _CORRESPONDING.match(document.text, sentence.start)
            ):
                at = stop
                continue
            items = read_sentence(document, lower, sentence, mentions[at:stop], intervals, bounds)
            near_header = header if header and sentence.start - header.end < _HEADER_REACH else None
            if near_header and near_header.stat in ("change", "difference"):
                near_header = replace(near_header, stat="mean")
            scene = Scene(document, lower, sentence, section != "methods", near_header)
            header = scene.last_header
            near = bool(found) and sentence.start - found[-1].end < 250
            told = _found(scene, items, last if near else [])
            last = told or last
            found += told
        at = stop
    name_groups(document, found)
    for item in found:
        yield _candidate(document, item)


_HEADER_REACH = 600  # characters from "mean (SD)" to the last sentence whose numbers it explains
_NO_RESULTS = frozenset(("background", "objective", "registration"))


def _section(document: Document, sentence: Sentence) -> str | None:
    if sentence.section in (None, "title") and sentence.start == 0 and len(document.sentences) > 1:
        return "methods"  # a title, or what the study is about
    if sentence.section is None and _AIM.match(document.text, sentence.start):
        return "methods"
    return sentence.section


# "The aim of this trial was", "This pilot study (n = 40) examined the effects of": no result in a text without sections
_AIM = re.compile(
    r"(?:The )?(?:(?:primary|main|present|study) )?(?:[Aa]im|[Oo]bjective|[Pp]urpose|[Gg]oal)s?\b"
    r"|(?:(?:In )?[Tt]his|The present|The current|Our) (?:[a-z-]{3,14} ){0,2}(?:study|trial|work|analysis)"
    r"(?: [(][^()]{1,20}[)])? (?:(?:was|is) (?:designed|conducted|performed|undertaken|carried out) to"
    r"|aim(?:s|ed)|sought|investigate[sd]|examine[sd]|evaluate[sd]|assesse[sd]|explore[sd]|tested|determine[sd]) "
)


def _may_describe(lower: str, sentence: Sentence) -> bool:
    """Whether a sentence of the methods may tell of the participants: only those are looked at."""
    part = lower[sentence.start : sentence.end]
    return any(word in part for word in _DESCRIBING)


# "mean", "median", "average", a spread, an age.
_DESCRIBING = ("mean", "medi", "averag", "\u00b1", "+/-", "rang", "aged", "age ", "age)", "ages", "years", " sd")


def _found(scene: Scene, items: list[Reading], before: list[Reading]) -> list[Reading]:
    """The measurements of one sentence, named but for their groups; ``before``: those of the sentence before."""
    text, sentence = scene.document.text, scene.sentence
    share_units(text, items)
    judge(scene, items)
    again = _again(scene, items, before)
    found = [item for item in items if item.score > 0 and item.role != "second"]
    if found and "proportion" in scene.lower[sentence.start : sentence.end]:
        found = [item for item in found if item.unit != "%" or not _is_share(scene, item)]
    if found:
        times = find_times(text, scene.lower, scene.document.numbers, sentence.start, sentence.end)
        name_times(text, times if scene.results else [time for time in times if time.name == BASELINE], found)
        if not times and scene.results:
            _carry_time(scene, found)
        name_measures(scene.document, sentence, times, found, before[-1] if before else None)
        if len(found) > 1:
            name_lists(scene.document, sentence.start, found)
        _share_units(text, sentence.start, found)
        for item in found:
            aged = item.measure == "age" and item.rule.endswith("age-range") and not _AT_BASELINE.match(text, item.stop)
            if aged or item.measure == "age" and item.time != BASELINE:
                item.time = None
            if item.rule.endswith("-reached") or item.measure and _TIMELESS.search(item.measure):
                item.time = None
        found = [item for item in found if item.measure not in _ESTIMATED]
        for item, model in again:
            item.measure, item.stat = model.measure, model.stat
            item.unit, item.time = item.unit or model.unit, item.time or model.time
    return _with_diastolic(_with_late_spreads(text, found))


# "a median of 1.8 h/week |during treatment (interquartile range |1.4-2.5)"
_LATE_SPREAD = re.compile(
    r" (?:during|at|in|after|before|on|for|with|among) [^.;:()\[\]\d]{2,60}[(\[]"
    r"(?:(?P<IQR>IQR|[Ii]nter-?quartile range)|[Rr]ange)[:,=]? ?(?:of |from )?"
)


def _with_late_spreads(text: str, found: list[Reading]) -> list[Reading]:
    """The readings with a range in brackets put to the median before it, where only words stand between."""
    out: list[Reading] = []
    for item in found:
        last = out[-1] if out else None
        if last is not None and item.role == "range" and item.spread is not None and _is_open(last):
            gap = _LATE_SPREAD.fullmatch(text, max(last.end, last.stop), item.number.start)
            if gap is not None:
                last.spread = replace(item.spread, type="IQR" if gap["IQR"] else "range")
                last.numbers += item.numbers
                last.end = item.end
                continue
        out.append(item)
    return out


def _is_open(item: Reading) -> bool:
    """Whether a median or mean is told without its spread."""
    return item.spread is None and not item.role and item.stat in ("median", "mean")


# "The proportion of women in both groups that were below baseline was |72.7|, |53.8| and |45.5|%"
_SHARE_OF_PEOPLE = re.compile(
    r"\bproportions? of (?:[\w,+/-]+ ){0,8}?(?:patients|participants|women|men|subjects|children|adults|infants"
    r"|respondents|individuals|people)\b(?:[^.;%(]|\.\d)*$"
)


def _is_share(scene: Scene, item: Reading) -> bool:
    return _SHARE_OF_PEOPLE.search(scene.lower, scene.sentence.start, item.number.start) is not None


_VALUES = (
    r"(?:values?|results?|figures?|numbers?|scores?|means?|medians?|levels?|rates?|measurements?|times|data)(?![a-z])"
)
# "The corresponding values in the |A| group were |": the values of the sentence before, in another arm.
_CORRESPONDING = re.compile(
    r"(?:[A-Z][a-z]+:[ ])?(?:[Ii]n[ ][^.;:()]{3,50}?,?[ ])?(?:[Tt]he[ ])?"
    rf"(?:[Tt]hese|[Tt]hose|[Cc]orresponding|[Rr]espective)[ ]{_VALUES}"
    r"(?:[ ](?:in|for|with|among|at|on|after|during|of the)[ ][^.;:()\d]{2,60}?)?[ ](?:was|were)[ ]"
)


def _again(scene: Scene, items: list[Reading], before: list[Reading]) -> list[tuple[Reading, Reading]]:
    """The values that repeat those of the sentence before for another arm, each beside its model; they are judged so.

    Where there are fewer models, all are of the last.
    """
    if not before or not items:
        return []
    opening = _CORRESPONDING.match(scene.text, scene.sentence.start)
    if opening is None:
        return []
    run: list[Reading] = []
    for item in items:
        gap = scene.text[run[-1].stop if run else opening.end() : item.number.start]
        if item.barred or item.role or not (LIST_GAP.fullmatch(gap) if run else not gap):
            break
        run.append(item)
    models = [one for one in before if not one.role]
    if not run or not models:
        return []
    models = models if len(models) == len(run) else models[-1:] * len(run)
    for item, model in zip(run, models):
        alike = item.number.percent == model.number.percent and item.unit in (None, model.unit)
        if not item.score and alike and (item.spread is None) == (model.spread is None):
            item.rule, item.score = "measurement-corresponding", 0.8
    return [pair for pair in zip(run, models) if pair[0].score]


def _with_diastolic(found: list[Reading]) -> list[Reading]:
    """Puts the diastolic pressure after each systolic one: all but its number is the same."""
    if not any(item.over for item in found):
        return found
    out: list[Reading] = []
    for item in found:
        out.append(item)
        if item.over is not None:
            name = item.measure or ""
            if name.startswith("diastolic ") and "systolic" in item.before:
                item.measure = name.replace("diastolic", "systolic", 1)  # "systolic and diastolic pressure (|154|/90"
            out.append(
                replace(
                    item.over,
                    rule=item.rule,
                    score=item.score,
                    stat=item.stat,
                    role=item.role,
                    measure=name or None,
                    time=item.time,
                )
            )
    return out


def _share_units(text: str, start: int, found: list[Reading]) -> None:
    """The unit of a number without one: that of its neighbour of the same measure, else in brackets after the name."""
    _share_with_neighbours(found)
    for item in found:
        if item.unit is None:
            place = item.number.start
            item.unit = unit_in_brackets(text, max(start, place - 70), place) or unit_of_name(text, start, place)
    _share_with_neighbours(found)


def _share_with_neighbours(found: list[Reading]) -> None:
    for order in (found[::-1], found):
        for first, second in zip(order, order[1:]):
            same = _alike(first, second) or first.measure == second.measure == "age" and first.unit != "%"
            if second.unit is None and first.unit and same:
                second.unit = first.unit


def _alike(first: Reading, second: Reading) -> bool:
    """Whether two numbers are of one measure and printed alike."""
    types = [item.spread and item.spread.type for item in (first, second)]
    return (
        first.measure is not None
        and first.measure == second.measure
        and types[0] == types[1]
        and (first.spread is not None or (first.number.decimals > 0) == (second.number.decimals > 0))
        and not first.number.percent
        and first.stat == second.stat
        and abs(first.number.start - second.number.start) < 90
    )


_ESTIMATED = frozenset(("C-index", "C-statistic", "c-index", "c-statistic", "concordance index", "ES", "effect size"))
# What is a time itself.
_AT_BASELINE = re.compile(r"(?: years)?(?: old| of age)? at (?:baseline|entry|enrol)")  # "7-14| years at baseline|"
_TIMELESS = re.compile(r"surviv|\bOS\b|\bPFS\b|follow|[Tt]ime to\b|half-li[fv]e")


def _carry_time(scene: Scene, found: list[Reading]) -> None:
    """The time that the sentence before begins with, for the changes of a sentence that tells none."""
    changes = [item for item in found if item.role == "end" or item.stat == "change"]
    if not changes:
        return
    document = scene.document
    index = document.sentence_index(scene.sentence.start) - 1
    if index < 0 or document.sentences[index].section != scene.sentence.section:
        return
    sentence = document.sentences[index]
    times = find_times(scene.text, scene.lower, document.numbers, sentence.start, sentence.end)
    times = [time for time in times if time.name != BASELINE]
    if times and times[-1].start - sentence.start < 30:
        for item in changes:
            item.time = times[-1].name


def _as_printed(document: Document, item: Reading) -> str | None:
    """The unit of a number with the minus signs and dots of the raw text: "m s\u22121"."""
    unit = item.unit
    if unit is None or "-" not in unit:
        return unit
    at = document.text.find(unit, item.number.start, item.number.start + _UNIT_REACH)
    if at < 0:
        return unit
    start, end = document.cleaned.to_raw(at, at + len(unit))
    printed = document.cleaned.raw[start:end]
    if len(printed) != len(unit):
        return unit
    return "".join(raw if own in "-\u00b7" else own for own, raw in zip(unit, printed))


_UNIT_REACH = 400  # characters from a number to the unit that it shares with those after it


def _candidate(document: Document, item: Reading) -> Candidate:
    fact = Measurement(
        measure=item.measure, stat=item.stat, value=None if item.role == "range" else item.number.value,
        unit=_as_printed(document, item),
        dispersion=item.spread.to_dict() if item.spread else None, group=item.group, time=item.time,
    )  # fmt: skip
    return Candidate(fact, item.number.start, item.end, item.numbers, item.rule, item.score)
