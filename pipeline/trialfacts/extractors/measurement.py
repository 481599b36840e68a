"""Measurements: the numbers reported for continuous and ordinal outcomes, and for baseline characteristics."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from trialfacts.document import Document, Sentence
from trialfacts.facts import Measurement
from trialfacts.owners import Candidate
from trialfacts.results.dispersion import Header
from trialfacts.results.glance import can_measure
from trialfacts.results.measure_lists import name_lists
from trialfacts.results.measures import has_verb, is_generic, masked, name_after, name_before
from trialfacts.results.readings import Reading, read_sentence, share_units
from trialfacts.results.result_groups import name_groups
from trialfacts.results.result_rules import judge
from trialfacts.results.result_singles import COMPARATIVES, MORE_AFTER
from trialfacts.results.result_units import unit_in_brackets, unit_of_name
from trialfacts.results.scene import Scene
from trialfacts.results.times import BASELINE, Time, find_times, time_in_bracket, time_of


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
        yield _candidate(item)


_HEADER_REACH = 600  # characters from "mean (SD)" to the last sentence whose numbers it explains
_NO_RESULTS = frozenset(("background", "objective", "registration"))


def _section(document: Document, sentence: Sentence) -> str | None:
    if sentence.section is None and sentence.start == 0 and len(document.sentences) > 1:
        return "methods"  # a title, or what the study is about
    return sentence.section


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
    if found:
        times = find_times(text, scene.lower, scene.document.numbers, sentence.start, sentence.end)
        _name_times(text, times, found)
        if not times and scene.results:
            _carry_time(scene, found)
        _name_measures(scene.document, sentence, times, found, before[-1] if before else None)
        if len(found) > 1:
            name_lists(scene.document, sentence.start, found)
        _share_units(text, sentence.start, found)
        for item in found:
            if item.measure == "age" and item.time != BASELINE:
                item.time = None
            if item.measure and _TIMELESS.search(item.measure):
                item.time = None
        for item, model in again:
            item.measure, item.stat = model.measure, model.stat
            item.unit, item.time = item.unit or model.unit, item.time or model.time
    return _with_diastolic(found)


# "The corresponding values in the |A| group were |": the values of the sentence before, in another arm.
_CORRESPONDING = re.compile(
    r"(?:[A-Z][a-z]+:[ ])?(?:[Ii]n[ ][^.;:()]{3,50}?,?[ ])?(?:[Tt]he[ ])?"
    r"(?:[Tt]hese|[Tt]hose|[Cc]orresponding|[Rr]espective)[ ]"
    r"(?:values?|results?|figures?|numbers?|scores?|means?|medians?|levels?|rates?|measurements?|times|data)(?![a-z])"
    r"[^.;:()\d]{0,60}?[ ](?:was|were)[ ]"
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
        if item.barred or item.role or not (_LIST_GAP.fullmatch(gap) if run else not gap):
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
            out.append(
                replace(
                    item.over,
                    rule=item.rule,
                    score=item.score,
                    stat=item.stat,
                    role=item.role,
                    measure=item.measure,
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
            same = _alike(first, second) or first.measure == second.measure == "age"
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


# What is a time itself.
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


def _name_times(text: str, times: list[Time], found: list[Reading]) -> None:
    """When each number was taken."""
    last: str | None = None
    own = {index for item in found for index in item.numbers}
    times = [time for time in times if own.isdisjoint(time.numbers)]
    later = [time for time in times if time.name != BASELINE]
    given: list[Time | None] = []
    levels = False  # a change has no baseline: what is told with one is the level then, and those after it are levels
    for item in found:
        if item.stat == "change" and item.spread is not None:
            own_time = time_in_bracket(text, times, item.stop)
            levels = levels or own_time is not None and own_time.name == BASELINE
            item.stat = "value" if levels else item.stat
        no_baseline = item.stat == "change" or item.role == "end"
        time = time_of(text, later if no_baseline else times, item.number.start, item.stop, item.numbers)
        given.append(time)
        if item.role == "base":
            item.time = BASELINE
        elif item.role == "end":
            item.time = last = time.name if time else last
        else:
            item.time = time.name if time else None
    _share_times(text, times, found, given)


# Between the values of a list: ", ", " and ".
_LIST_GAP = re.compile(r"[^\s,;()]{0,8}[)\]]?(?:,|;)?[ ](?:and[ ])?[(\[]?")


def _share_times(text: str, times: list[Time], found: list[Reading], given: list[Time | None]) -> None:
    """The times of a list of values: "at 24 and 48 h ... 13.7 and 9.5"."""
    at = 0
    while at < len(found):
        time = given[at]
        size = time.run if time is not None and time.end <= found[at].number.start else 1
        run = found[at : at + size]
        if time is None or size == 1 or len(run) < size or given[at + size - 1] is not time:
            at += 1
            continue
        if all(_LIST_GAP.fullmatch(text, a.stop, b.number.start) for a, b in zip(run, run[1:])):
            index = bisect_left(times, time.start, key=lambda one: one.start)
            for item, one in zip(run, times[index - size + 1 : index + 1]):
                item.time = f"{one.name}"
        at += size


_CONTEXT = 260  # characters before a number in which its name is looked for
_OWN_STAT = re.compile(r"mean|median|average", re.I)
_FOLLOW_UP = re.compile(
    r"follow(?:ed)?[ -]?up[^.;,]{0,12}(?:mean|median|average|was|of)[^.;]{0,8}$"
    r"|follow-?[ ]?up[ ](?:time|period|duration)?[ ]?(?:was|of)?[ ]?$",
    re.I,
)
_AGED = re.compile(
    r"(?:(?:(?<![A-Za-z])|(?<![A-Za-z])M)(?P<age>[aA]ge[ds]?)(?![a-z])[ ]?(?:range|group)?[^.;,]{0,40}$)"
    r"|years old[ ]?[(,]?$"
)
_YEARS = ("years", "year", "y", "yrs", "yr")
# "12 trained men (|": what follows in years is their age.
_PEOPLE = re.compile(
    r"(?:patients|subjects|participants|volunteers|women|men|adults|children|boys|girls|males?|females?|students|athletes"
    r"|individuals|infants|adolescents|recipients|smokers|people|healthy|controls|rats|mice|pigs|piglets|dogs|cows"
    r"|steers|heifers|calves|sheep|lambs|goats|horses|rabbits)(?:[ ](?!with|and|in)[a-z0-9-]+){0,3}[ ]?"
    r"[(\[][^()\[\]]{0,50}$"
)
# "(|", "(group I: n = 35, |"
_BRACKET = re.compile(r"[(\[](?:(?:[^()\[\]]{0,20}[:;,][ ])?[nN] ?= ?\d{1,5}[,;:][ ])?$")
_LASTING = re.compile(r"duration|since|time|follow|experience|onset|diagnos|surviv|history|education|interval", re.I)
_CHANCE = re.compile(r"[ ](?P<name>probability(?:[ ]of[ ][^,.;:()]{3,40}(?=[,.;:)]|[ ]at))?)")
_LOST = re.compile(r"(?:lost|gained)(?:[ ][a-z]+){0,3}[ ]$")
_SAME = re.compile(r"(?:vs\.?|(?<![A-Za-z])v\.?|versus|compared (?:with|to)|than)(?![a-z])", re.I)


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
            start = last.stop
            start = _past_bracket(text, start, stop)
        context = text[max(start, stop - _CONTEXT) : stop]
        if (told := _by_unit(text, item, context, last)) is not None:
            item.measure = told
        elif last is None or not (_continues(context, last.stat == "change") or _labelled_on(text, last, item)):
            first = bisect_left(masks, (max(start, stop - _CONTEXT) - 100, 0))
            near = masks[first : bisect_left(masks, (stop, 0), lo=first)]
            base = max(start, stop - _CONTEXT)
            blotted = masked(text, base, stop, near)
            if item.label > base:
                blotted = blotted[: item.label - base] + ": "
            name = name_before(blotted)
            if name is not None:
                item.measure = context[name[0] : name[1]]
        more = MORE_AFTER.match(text, item.stop)
        if more and (item.rule.endswith("more") or text.startswith((" in ", " of "), more.end())):
            item.measure = _moved(document, text, more) or item.measure
        elif item.rule.endswith("change-in"):
            item.measure = _seen_in(context) or item.measure
        elif _MOVED_BY.search(context, max(0, len(context) - 60)):
            item.measure = _moved_in(document, text, item.stop) or item.measure
        elif item.rule.endswith("continuous") and (chance := _CHANCE.match(text, item.end)):
            item.measure = chance.group("name")
        if last is not None and (item.measure is None or is_generic(item.measure)):
            item.measure = last.measure or item.measure
            if (
                item.stat in ("value", "mean", "median")
                and (last.stat in ("mean", "median") or last.stat == "change" and item.role not in ("base", "end"))
                and not _OWN_STAT.search(context)
                and last.role not in ("base", "range")
            ):
                item.stat = last.stat
        elif previous and (item.measure is None or is_generic(item.measure)):
            item.measure = previous.measure or item.measure
            if item.stat == "value" and previous.stat in ("mean", "median"):
                item.stat = previous.stat
        elif item.measure is None:
            item.measure = name_after(
                text, item.end if item.spread and text[item.end - 1] not in ")]" else item.number.end
            )
        last = item


# "improvements were seen| in the areas of |X| (|"
_SEEN_IN = re.compile(
    r"[ ]in[ ](?:the[ ]|their[ ])?(?:(?:areas?|domains?|terms)[ ]of[ ])?(?P<name>[^.;,()]{3,60})[ ][(]$"
)


def _seen_in(context: str) -> str | None:
    """What a change was seen in, as told right before a bracket that ``context`` ends with."""
    seen = _SEEN_IN.match(context, max(0, context.rfind(" in ")))
    return None if seen is None or has_verb(seen.group("name")) else seen.group("name")


# "a 12% increase| in |", "a 5-point drop| of the |"
_IN_WHAT = re.compile(r"[ ](?:in|of|on|for)(?=[ ])(?:[ ](?:the|their|mean|median|total(?= number)|overall)(?=[ ]))*")
_WHO = re.compile(r"group|arm(?![a-z])|patients|participants|women|men(?![a-z])|children|subjects|adults|controls")


def _moved(document: Document, text: str, more: re.Match[str]) -> str | None:
    """What increased or fell, where it is told after that: "a 12% increase in |"."""
    comparative = more.group("word") in COMPARATIVES and more.group("word")[:4] != "diff"
    if not comparative and _IN_WHAT.match(text, more.end()):
        return _moved_in(document, text, more.end())
    return name_after(text, more.end())


# "an increase of |", "a mean fall of about |"
_MOVED_BY = re.compile(
    r"[ ](?:increase|decrease|reduction|change|decline|improvement|gain|loss|fall|rise|drop|shift|difference)"
    r"[ ]of[ ](?:[a-z]+[ ]){0,2}$"
)


def _moved_in(document: Document, text: str, at: int) -> str | None:
    """What changed, told from ``at`` on: "(a fall of 5 mmHg)| in |"; None where that is an arm or people."""
    link = _IN_WHAT.match(text, at)
    name = None if link is None else name_after(text, link.end())
    if link is None or name is None or _WHO.search(name):
        return None
    return None if document.arms.within(link.end() + 1, link.end() + 1 + len(name)) else name


def _by_unit(text: str, item: Reading, context: str, last: Reading | None) -> str | None:
    """The measure that the unit or the words right beside a number tell: an age, a follow-up, a body mass index."""
    tail, years = context[-70:], item.unit in _YEARS
    if "ollow" in tail and _FOLLOW_UP.search(context[-50:]):
        return "follow-up"
    aged = ("age" in tail or "Age" in tail or "years old" in tail) and _AGED.search(tail[-60:]) is not None
    if aged and (last is None or "age" in context[-20:]) or years and text.startswith((" old", " of age"), item.stop):
        return "age"
    if years and (item.role == "range" and last is None or item.spread is not None and _PEOPLE.search(tail)):
        return "age"
    if years and item.spread is not None and _BRACKET.search(tail) and not _LASTING.search(context[-120:]):
        return "age"
    if item.unit == "kg/m2" and _PEOPLE.search(tail):
        return "body mass index"
    if item.unit in ("kg", "g") and item.spread is not None and _PEOPLE.search(tail):
        return "weight"
    return "weight" if item.unit in ("kg", "lb", "lbs", "pounds") and _LOST.search(tail) else None


def _past_bracket(text: str, start: int, stop: int) -> int:
    """Past the bracket that is still open at ``start``: "|; P < 0.05) and pain"."""
    close = min((at for at in (text.find(")", start, stop), text.find("]", start, stop)) if at >= 0), default=-1)
    opening = min((at for at in (text.find("(", start, stop), text.find("[", start, stop)) if at >= 0), default=stop)
    return close + 1 if 0 <= close < opening else start


# What leads straight on to another number of the same measure: "... and", "; ", "vs.".
_LEADS_ON = re.compile(r"(?:(?:^|[ ])(?:and|or|vs?\.?|versus|to|respectively)|[;,])[ ]?[(\[]?$")
# "; passive: |", ", group B |": the label of the next value in a bracket.
_NEXT_LABEL = re.compile(r"[^()\[\]]{0,20}[;,][ ](?:the[ ])?[\w+-]{1,20}(?:[ ][\w+-]{1,20}){0,3}[ ]?[:=,]?[ ]?[+]?")


def _labelled_on(text: str, last: Reading, item: Reading) -> bool:
    """Whether a value in a bracket is of the measure that the last one there has from before the bracket."""
    if _labelled_alike(text, last, item):
        return True
    if last.measure is None or item.unit != last.unit and last.unit:
        return False
    if last.number.percent != item.number.percent or (last.spread is None) != (item.spread is None):
        return False
    if not _NEXT_LABEL.fullmatch(text, last.stop, item.number.start):
        return False
    low = max(0, last.number.start - 120)
    opening = max(text.rfind("(", low, last.number.start), text.rfind("[", low, last.number.start))
    if opening < 0 or ")" in text[opening : last.number.start]:
        return False
    return last.measure not in text[opening : last.number.start]


# "(5 kg), |Y (|", "(5 kg, P = 0.2) compared with both |Y (|": the label of a bracket beside another.
_NEXT_BRACKET = re.compile(
    r"[^()\[\]]{0,30}[)\]](?:,|;)?[ ](?:(?:and|or|vs\.?|versus|than|with|in|for|to|as|compared|both|the)[ ]){0,4}"
    r"[\w+/-]{1,20}(?:[ ][\w+/-]{1,20}){0,2}(?:[ ]?\([A-Z]\))?[ ][(\[](?:mean[ ])?[+-]?"
)


_PAIRED = re.compile(r",?[ ](?:vs?\.?|versus|to|and|compared)[ ]")


def _labelled_alike(text: str, last: Reading, item: Reading) -> bool:
    """Whether a bracket has an arm before it, as the last one has: that one does not follow its measure's name."""
    if last.measure is None or item.unit != last.unit or last.number.percent != item.number.percent:
        return False
    if (last.spread and last.spread.type) != (item.spread and item.spread.type):
        return False
    if last.role or item.role or _PAIRED.match(text, item.stop):
        return False
    if not _NEXT_BRACKET.fullmatch(text, last.stop, item.number.start):
        return False
    opening = max(text.rfind(sign, max(0, last.number.start - 40), last.number.start) for sign in "([")
    if opening < 0 or re.search(r"\d", text[opening : last.number.start]):
        return False
    place = text.rfind(last.measure, max(0, opening - 250), opening)
    return place >= 0 and re.search(r"[a-z]", text[place + len(last.measure) : opening]) is not None


# "and decreased |", "but rose by |": the subject is that of the verb before.
_GOES_ON = re.compile(
    r"[ ](?:and|but|then|or)(?:[ ](?:then|[a-z]{4,14}ly|was|were)){0,3}[ ](?:(?:de|in)creased|reduced|rose|fell"
    r"|dropped|improved|declined|lowered|raised|returned)(?:[ ][a-z]{4,14}ly)?(?:[ ](?:by|to|from))?[ ][(]?$"
)
# "|in the| control |group|", "and also for those with diabetes (": an arm or a subgroup, no measure.
_WHERE = re.compile(
    r"[ ),;.\]]*(?:(?:and|also|or|vs\.?|versus|as|compared|while|but|only|those|especially|particularly"
    r"|both)[ ,]+)*(?:in|for|with|among"
    r"|at|on|than|after|within|by)[ ][^,;:=]*$"
)


def _continues(gap: str, change: bool) -> bool:
    """Whether the words between two numbers only lead on to the same measure, in another arm or at another time."""
    if _LEADS_ON.search(gap) or _GOES_ON.search(gap):
        return True
    if re.search(r"[(\[](?:mean|median|average|change)[^()]*$", gap):
        return False
    if not (change and " in " in gap) and _WHERE.fullmatch(gap) and not has_verb(gap):
        return True
    link = None
    for match in _SAME.finditer(gap):
        link = match
    return link is not None and not re.search(r"[;:=]|,[ ]and", gap[link.end() :]) and len(gap) < 120


def _candidate(item: Reading) -> Candidate:
    fact = Measurement(
        measure=item.measure, stat=item.stat, value=None if item.role == "range" else item.number.value, unit=item.unit,
        dispersion=item.spread.to_dict() if item.spread else None, group=item.group, time=item.time,
    )  # fmt: skip
    return Candidate(fact, item.number.start, item.end, item.numbers, item.rule, item.score)
