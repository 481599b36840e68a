"""Time points: "at 12 weeks", "week 12", "6 months after surgery", "baseline", "end of treatment"; found once.

Which of them a value was taken at is said by :func:`time_of`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container
from dataclasses import dataclass

from trialfacts.cleaning.words import led_in
from trialfacts.numbers import Number

BASELINE = "baseline"

_UNIT = r"(?:years?|yrs?|y|months?|mos?|weeks?|wks?|days?|d|hours?|hrs?|h|minutes?|mins?|seconds?|s|[ap]\.m\.)"
_COUNT = re.compile(rf"[ -]?{_UNIT}(?![A-Za-z/])'?")
_NAMED = re.compile(
    r"(?:[cC]ycles?|[dD]ays?|[wW]eeks?|[mM]onths?|[yY]ears?|[hH]ours?|[vV]isits?|[pP]ost|[wW]k|POD)(?:[ ]|-"
    r"|[ ]?#)?$"
)
# What such a time is counted in: "|postoperative| day 3", "study week 4".
_PHASE = re.compile(
    r"(?<![A-Za-z-])(?:[pP]ost-?(?:operative|partum|natal|surgical|treatment|transplant(?:ation)?|injection|discharge)"
    r"|[sS]tudy|[tT]reatment)[ ]$"
)
# The last letters of those.
_NAMED_ENDS = frozenset("esykhrtD# ")
# "at", "after", "in the first"; what stands before a time that is a point or a period, not a result.
_BEFORE = re.compile(
    r"(?:^|[ (,;])(?P<word>at|after|by|during|over|within|following|until|in|for|of|to|from|the"
    r"|between|than|post|and|or|on)"
    r"(?:[ ](?:the|an?|about|approximately))?(?:[ ](?P<part>first|last|next|final|initial"
    r"|subsequent))?[ ]$",
    re.I,
)
_AFTER = re.compile(
    r"[ ]?(?:-?[ ]?(?:post|follow|pre)[A-Za-z-]{0,14}(?:[ ](?:operation|operative|surgery|treatment"
    r"|intervention|baseline|up|injection|administration|dose))?"
    r"|(?:after|following|post|into|before|from)(?:[ ](?:the|an?|start|initiation|end|first|last"
    r"|of)){0,3}[ ][A-Za-z-]{3,20}(?:[ ](?:administration|injection|infusion|application|induction"
    r"|surgery|treatment|intubation|extubation|dose|block|delivery|birth|transplantation|therapy)"
    r"|(?:[ ](?!was\b|were\b|had\b|in\b|and\b|with\b|than\b|for\b)[A-Za-z-]{2,20}){1,2}(?=[.,;)]))?"
    r"|(?:of|of the)[ ](?:treatment|therapy|follow-?[ ]?up|intervention|study|supplementation|use"
    r"|training)"
    r"|later|thereafter|(?:treatment|therapy|intervention|study|trial|follow-?up)(?:[ ]period)?"
    r"|period)(?![A-Za-z])"
)
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|last|final)"
# What is held again and again: "at the first and second |visits|".
_ROUND = r"visit|evaluation|assessment|examination|measurement"
# Reads lower-cased text, from the character before the words.
_WORDS = re.compile(
    r"[^a-z](?=[abcdefilopst])(?:(?P<base>(?:at )?baseline|pre-?(?:treatment|operative(?:ly)?|intervention"
    r"|therapy|test|dose|supplementation|training|injection)|(?:before|prior to)(?: the)? (?:treatment"
    r"|surgery|operation|intervention|therapy|supplementation|training|study|injection|procedure"
    r"|administration|start)"
    r"|(?:before|prior to)(?= (?:and|vs?\.?|versus) after "
    r"|, (?:(?:immediately|directly|right|just|during|after|at|one|two|three) |\d))"
    r"|pre-?(?= (?:and|vs?\.?|versus) post)"
    r"|at (?:the )?(?:start|entry|enrolment|enrollment|inclusion|study entry|admission"
    r"|randomi[sz]ation|presentation)(?: of [a-z]+(?: [a-z]+)?)?|on admission"
    r"|initially(?! (?:on|treated|randomi|assigned|allocated|received|receiving|given|had)))"
    r"|(?P<point>at the (?:onset|beginning|outset)(?: of [a-z]+)?"
    r"|(?:at )?(?:the )?(?:end|completion|conclusion|close)(?:point)? of (?:the )?(?:study"
    r"|trial|treatment|therapy|intervention|follow-?[ ]?up(?: period)?|supplementation|training"
    r"|experiment|period|[a-z]+ period|surgery)"
    r"|(?:at )?(?:the )?(?:study end|endpoint|end-point|final visit|final assessment|last visit"
    r"|last observation|follow-?[ ]?up|discharge(?! (?:times?|rates?|criteria|scores?)(?![a-z])))(?=[ ,.;:)])"
    r"|at (?:delivery|term|birth|t\d{1,2})(?=[ ,.;:)])"
    r"|on the (?:[a-z-]+ )?(?:day|morning|evening|night) (?:of|after|before|following) (?:the )?[a-z]{4,15}"
    rf"|{_ORDINAL}(?:(?=(?:,? (?:and |or |to )?(?:the )?{_ORDINAL}){{1,4}} (?:[a-z]+ )?(?:{_ROUND})s?(?![a-z]))"
    r"| (?:postoperative |study |treatment |chemotherapy |postpartum )?"
    rf"(?:(?:{_ROUND})s?|day|week|month|year|hour|minute|trimester|cycle)"
    r"(?: of (?:treatment|therapy|the study)| (?:after|post|following)[ -](?:the )?[a-z]{4,15})?)"
    r"|post-?[ ]?(?:treatment|operative(?:ly)?|intervention|therapy|test|partum|supplementation"
    r"|training|procedure|dose|surgery|injection|baseline)"
    r"|(?:after|following)(?: the)?(?: [a-z-]{3,20})?? (?:treatment|surgery|operation|intervention|therapy"
    r"|supplementation|training|injection|procedure|administration|discharge|induction|intubation"
    r"|extubation|delivery|study|course|program(?:me)?|vaccination|immuni[sz]ation|ingestion|exercise|transplantation"
    r"|chemotherapy|radiotherapy|anesthesia|anaesthesia)(?![a-z])"
    r"|(?:early |immediate(?:ly)? |late )?post-?(?:operative|procedure)(?: period)?"
    r"|(?:immediately|directly|right|just) after(?=,| and \d)"
    r"|intra-?operative(?:ly)?|during (?:surgery|the operation|the intervention|treatment"
    r"|pregnancy)))(?![a-z])",
)
# "the mean follow-up", "lost to follow-up": no point in time. (Nor is the baseline of "change from baseline".)
_NO_POINT = (
    *(
        "mean ",
        "median ",
        "average ",
        "lost to ",
        "loss to ",
        "duration of ",
        "length of ",
        "time to ",
        "times to ",
        "time until ",
    ),
    *("primary ", "secondary ", "main ", "efficacy ", "key "),  # endpoints
)
# "30 minutes| and two hours after the session": a time of a list that tells last what all are counted from.
_LISTED = re.compile(
    rf"(?:(?:,?[ ](?:and|or)|,)[ ](?:[0-9]{{1,3}}|one|two|three|four|five|six|ten|twelve)[ -]{_UNIT}){{1,4}}"
    rf"[ ](?:after|before|following|post|later|from)(?![a-z])"
)
# "at rest 1.04, 1 month| 0.95|, 3 months": the value that a bare time labels.
_VALUE = re.compile(
    r"[ ]?[:=]?[ ][+-]?\d{1,4}(?:\.\d{1,3}|[ ]?(?:\u00b1|[(\[]))|[ ][(\[]\d{1,3}(?:\.\d{1,2})?[ ](?:vs?\.?|versus)[ ]\d"
)
# "at baseline vs |12 weeks|"
BASELINE_VERSUS = tuple(f"aseline {word} " for word in ("vs.", "vs", "versus", "v"))
_JOINS = (", ", "; ", " and ")
# "After the second infusion, ..." at the head of a sentence.
_LEADING = re.compile(
    r"(?:[a-z]{4,14}: ?)?(?P<name>(?:after|following) (?!adjust|control|exclu|correct|account|match|which|that)"
    r"[^,.;:()0-9]{3,60})(?=,)"
)
# "change from baseline", "higher than baseline": what is compared was taken later.
_COMPARED = (
    *(
        "from ",
        "from the ",
        "than ",
        "compared with ",
        "compared to ",
        "versus ",
        "relative to ",
        "vs ",
        "vs. ",
        "over ",
        "percentage of ",
        "percentage of the ",
        "percent of ",
        "percent of the ",
        "% of ",
        "% of the ",
    ),
)
# "was 72 (8) and lower than |baseline| (81": the baseline has its own value
_ITS_OWN = re.compile(r"(?: (?:levels?|values?|scores?|measurements?|readings?))? [(\[]-?\d[^()\[\]<=;,]{0,30}[);,\]]")
_THAN_AFTER_VALUE = re.compile(r"[)\]][^()\[\];]{0,70} (?:than|compared (?:with|to)|versus|vs\.?) (?:the )?$")
_AT_THE = re.compile(r"(?:at |on )?(?:the )?")
# Between the numbers of a list.
_LIST = re.compile(r"(?:,|[ ]?,?[ ](?:and|or|to)|-)[ ]?")


_PERIOD = re.compile(r"[ ]?-[ ]?|[ ]to[ ]")  # "0|-|4 h after surgery": one time, from its beginning to its end


_JOINED = re.compile(r"(?:,|,?[ ]and|,?[ ]or|[ ]vs\.?|[ ]versus)[ ](?:at[ ]|after[ ])?(?:the[ ])?")


@dataclass(slots=True)
class Time:
    """A time point: a half-open span of the cleaned text, its name (``baseline``, or as written), its numbers."""

    start: int
    end: int
    name: str
    numbers: tuple[int, ...] = ()
    quality: bool = False  # of the noun after it: "|intraoperative| blood loss"
    run: int = 1  # how many times the list has that it is the last of


def find_times(text: str, lower: str, numbers: list[Number], start: int, end: int) -> list[Time]:
    """The time points between two places of a cleaned text (a sentence), in order.

    ``lower`` is the text in lower case, ``numbers`` are those of the document.
    """
    out: list[Time] = []
    at = bisect_left(numbers, start, key=lambda number: number.start)
    while at < len(numbers) and numbers[at].start < end:
        run = _numbered(text, numbers, at, start, end)
        out += run
        at += max(1, sum(len(time.numbers) for time in run))
    numbered = tuple(out)
    starts = [time.start for time in numbered]
    leading = _LEADING.match(lower, start, min(end, start + 100))
    if leading and not any(time.start < leading.end() for time in out[:1]):
        out.append(Time(leading.start("name"), leading.end(), text[leading.start("name") : leading.end()]))
    source, first, last, ahead = led_in(lower, leading.end() if leading else start, end)
    for match in _WORDS.finditer(source, first, last):
        begin, stop, base = match.start() + 1 - ahead, match.end() - ahead, match.lastgroup == "base"
        after = bisect_left(starts, stop)
        if after and numbered[after - 1].end > begin:
            continue
        if lower.endswith(_COMPARED if base else _NO_POINT, start, begin) and not (
            base and _ITS_OWN.match(lower, stop) and _THAN_AFTER_VALUE.search(lower, max(start, begin - 100), begin)
        ):
            continue
        if base:
            if lower.startswith((" meas", "-adj"), stop):
                continue
            if lower.endswith(" of ", start, begin) and lower.startswith("baseline ", begin):
                continue  # "at high levels of baseline stress"
            out.append(Time(begin, stop, BASELINE, quality=_is_quality(lower, begin, stop)))
        else:
            lead = _AT_THE.match(lower, begin)
            name = text[lead.end() if lead else begin : stop]
            out.append(Time(begin, stop, name, quality=_is_quality(lower, begin, stop)))
    out.sort(key=lambda time: time.start)
    for one, two in zip(out, out[1:]):
        if (
            (two.run == 1 or one.run >= two.run)
            and _JOINED.fullmatch(text, one.end, two.start)
            and not text.endswith(("between ", "from "), start, one.start)
        ):
            two.run = one.run + 1  # "at 6 months and 12 months"
    return out


# "|blood loss", not "| in", "| was".
_NOUN_NEXT = re.compile(
    r"[ ](?!(?:in|at|on|and|or|to|for|with|was|were|is|are|as|of|the|by|but|than|versus|vs|from|had|compared|period)"
    r"(?![a-z]))[a-z]"
)


def _is_quality(lower: str, start: int, end: int) -> bool:
    """Whether a time is said as a quality of the noun after it: "|postoperative| pain"."""
    return lower.startswith(("pre", "post", "intra", "baseline"), start) and _NOUN_NEXT.match(lower, end) is not None


def _numbered(text: str, numbers: list[Number], at: int, start: int, end: int) -> list[Time]:
    """The time of a number, or the times of a list: "6, 12 and 24 h", "weeks 4 and 8"."""
    first = numbers[at]
    letter = text[first.start - 2 : first.start - 1] if text[first.start - 1 : first.start] in " -#" else "s"
    named = _NAMED.search(text, max(start, first.start - 8), first.start) if letter in _NAMED_ENDS else None
    if named is None and first.decimals > 1:
        return []
    run = [first]
    while at + len(run) < len(numbers) and len(run) < 8:
        following = numbers[at + len(run)]
        if following.start - run[-1].end > 7 or not _LIST.fullmatch(text, run[-1].end, following.start):
            break
        run.append(following)
    if named is not None:
        whole = len(run) > 1 and not (first.decimals or run[1].decimals or run[1].percent)
        if whole and first.value < run[1].value and text[first.end : run[1].start] in ("-", "\u2013"):
            # "on days 1-3": one time
            return [Time(named.start(), run[1].end, text[named.start() : run[1].end], (first.index, run[1].index))]
        spread = text[run[-1].end : run[-1].end + 2].strip()[:1] == "\u00b1"
        if spread or any(number.decimals or number.percent for number in run):
            run = run[:1]
            if first.decimals or first.percent:
                return []
        word = named.group().strip(" -#")
        word = word[:-1] if len(run) > 1 and word.endswith("s") and len(word) > 3 else word
        begin = named.start()
        if (phase := _PHASE.search(text, max(start, begin - 20), begin)) is not None:
            begin, word = phase.start(), f"{phase.group()}{word}"
        out = [Time(begin, first.end, f"{word} {text[first.start : first.end]}", (first.index,))]
        out += [Time(n.start, n.end, f"{word} {text[n.start : n.end]}", (n.index,)) for n in run[1:]]
        out[-1].run = len(out)
        return out
    last = run[-1]
    unit = _COUNT.match(text, last.end)
    if unit is None:
        run = run[:1]
        last = first
        unit = _COUNT.match(text, last.end)
        if unit is None:
            return []
    before = _BEFORE.search(text, max(start - 1, first.start - 30, 0), first.start)
    after = _AFTER.match(text, unit.end())
    period = len(run) == 2 and first.value < last.value and _PERIOD.fullmatch(text, first.end, last.start) is not None
    leading = first.start == start or text[first.start - 1] in "([" and (len(run) == 1 or period)
    hyphen = text[last.end : last.end + 1] == "-"
    listed = len(run) == 1 and not (before or after) and _LISTED.match(text, unit.end())
    labels = len(run) == 1 and text.endswith(_JOINS, start, first.start) and _VALUE.match(text, unit.end())
    against = len(run) == 1 and text.endswith(BASELINE_VERSUS, start, first.start)
    if not (
        before or after or listed or labels or against or (leading and text[unit.end() : unit.end() + 1] in ")]:,")
    ):
        return []
    if before and not (after or before.group("part")):
        word = before.group("word").lower()
        ended = word == "of" and text.endswith(("end of ", "end of the "), start, first.start)
        ended = ended or word == "to" and text.endswith("baseline to ", start, first.start)
        if not ended and (
            word in ("of", "to", "than", "the", "from")
            or hyphen
            and word in ("and", "or", "for", "in", "on", "between")
        ):
            return []
    stop = min(unit.end() if after is None else after.end(), end)
    tail = text[last.end : stop].lstrip(" ")
    if period:
        return [Time(first.start, stop, text[first.start : stop].strip(), (first.index, last.index))]
    times = []
    for number in run:
        name = f"{text[number.start : number.end]}{'' if hyphen else ' '}{tail}"
        if before and before.group("part"):
            name = f"{before.group('part')} {name}"
        times.append(Time(number.start, stop if number is last else number.end, name.strip(), (number.index,)))
    times[-1].run = len(times)
    return times


def time_of(text: str, times: list[Time], start: int, end: int, own: Container[int]) -> Time | None:
    """The time point that a value between ``start`` and ``end`` was taken at: beside it, before it, else after it."""
    # Only the near ones: a sentence without end must not cost more than its length.
    first = bisect_left(times, start - 1500, key=lambda time: time.start)
    last = bisect_left(times, end + 600, lo=first, key=lambda time: time.start)
    usable = [time for time in times[first:last] if not any(index in own for index in time.numbers)]
    if not usable:
        return None
    before = [time for time in usable if time.end <= start]
    if (labelled := time_in_bracket(text, usable, end)) is not None:
        return labelled
    if before and start - before[-1].end <= 3 and _BESIDE.fullmatch(text, before[-1].end, start):
        return before[-1]
    for time in usable:
        if 0 <= time.start - end <= 30 and not time.quality and not _NEXT_VALUE.search(text, end, time.start):
            if _ITS_VALUE.match(text, time.end):
                break
            return time
    if before:
        return before[-1]
    after = next((time for time in usable if not time.quality), None)
    if after is None or _OTHER_CLAUSE.search(text, end, after.start):
        return None
    if _ITS_VALUE.match(text, after.end) and _THAN.search(text, end, after.start):
        return None  # "(5.9) was lower than before treatment (8.8": the time of the other
    return after if after.start - end < 90 or len(usable) == 1 else None


def time_in_bracket(text: str, times: list[Time], end: int) -> Time | None:
    """The time point that stands alone in brackets right after a value that ends at ``end``: "4.2% [baseline]"."""
    if text[end + 1 : end + 2] not in ("(", "["):
        return None
    at = bisect_left(times, end, key=lambda time: time.start)
    if at < len(times) and text[times[at].end : times[at].end + 1] in (")", "]"):
        return times[at] if _OWN_BRACKET.fullmatch(text, end, times[at].start) else None
    return None


_THAN = re.compile(r" (?:than|compared (?:with|to)|versus|vs\.?) ")
_OTHER_CLAUSE = re.compile(r";|[ ](?:but|whereas|while)[ ]")
_OWN_BRACKET = re.compile(r"[ ][(\[](?:at[ ])?")  # "4.2% [|baseline|]"
_BESIDE = re.compile(r"[ ]?[(:=][ ]?")  # "week 8| (|5", "post-training|: |501"
_NEXT_VALUE = re.compile(r"\d|;|\band\b|,")
# " week 3| (0.16": the time of the value to come.
_ITS_VALUE = re.compile(r"(?: (?:levels?|values?|scores?))?[ ][(\[]-?\d")
