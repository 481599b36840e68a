"""How a dose is given: how often, how long, over how long a course is repeated, and by which route."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trialfacts.doses.routes import ROUTE_WORD, route_at
from trialfacts.doses.units import Unit, atom
from trialfacts.numbers import ONES, TENS

Every = dict[str, Any]
Length = dict[str, Any]

# A course lasts so long, an infusion minutes or hours.
COURSE_UNITS = frozenset(("day", "week", "month", "year"))

_N = (
    r"(?:\d{1,3}(?:\.\d{1,2})?|(?:twenty|thirty|forty)(?:[ -](?:one|two|four|five|six|eight))?|thirteen|fourteen"
    r"|fifteen|sixteen|eighteen|eleven|twelve|one|two|three|four|five|six|seven|eight|nine|ten)(?![A-Za-z\d.])"
)
# As _N, but a unit may follow at once: "12h", "6wk".
_N0 = _N.replace(r"(?![A-Za-z\d.])", r"(?![\d.]\d)")
N_BARE = _N0
_T = (
    r"(?:sec(?:onds?|s)?|min(?:utes?|s)?|h(?:ours?|rs?|r)?|d(?:ays?)?|nights?|w(?:eeks?|ks?|k)?|mo(?:nths?|s)?"
    r"|y(?:ears?|rs?|r)?|cycles?|menstrual (?:periods?|cycles?)|treatment cycles?)(?![A-Za-z])"
)
# What can follow "a" and "per": there "d", "h" and "s" alone would be anything.
_A = r"(?:day|night|evening|morning|week|wk|month|year|hour|hr|cycle|treatment cycle|24 ?h(?:ours?)?)(?![A-Za-z])"
_LATIN = {
    "qd": (1, 1, "day"), "od": (1, 1, "day"), "bid": (2, 1, "day"), "bd": (2, 1, "day"), "bds": (2, 1, "day"),
    "tid": (3, 1, "day"), "tds": (3, 1, "day"), "qid": (4, 1, "day"), "qds": (4, 1, "day"), "qod": (1, 2, "day"),
    "qhs": (1, 1, "day"), "biw": (2, 1, "week"), "tiw": (3, 1, "week"),
}  # fmt: skip
_LY = {
    "daily": (1, 1, "day"), "weekly": (1, 1, "week"), "monthly": (1, 1, "month"), "yearly": (1, 1, "year"),
    "nightly": (1, 1, "day"), "fortnightly": (1, 2, "week"), "biweekly": (1, 2, "week"), "bimonthly": (1, 2, "month"),
    "semiweekly": (2, 1, "week"), "annually": (1, 1, "year"), "hourly": (1, 1, "hour"), "biannually": (2, 1, "year"),
}  # fmt: skip
# "b.i.d." as well as "bid"
_LATIN_WORDS = "|".join(r"\.?".join(word) for word in sorted(_LATIN, key=len, reverse=True))

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# Each way of saying how often, with the groups that _every reads.
_FREQUENCIES = (
    # on days 1 and 8 every 21 days, on day 1 in 3-week cycles
    r"(?:on )?days? (?P<listed>\d{1,2}(?:(?:, |,? (?:and|&) |,)\d{1,2}){0,5})[ ,(]{0,2}"
    rf"(?:(?:of )?(?:a|each|every|q|in a)|(?:in|of)(?= \d\d?[ -](?:day|week)[ -]cycles?)) ?"
    rf"(?:chemotherapy |treatment )?(?P<cycle_n>{_N0})?[ -]?(?P<cycle>{_A}|days|weeks)(?:[ -]cycles?(?![A-Za-z]))?",
    # on Mondays and Thursdays, every Monday, Wednesday, and Friday
    rf"(?:on |every |each )(?P<weekdays>{_WEEKDAY}s?(?:(?:, |,? and |/){_WEEKDAY}s?){{0,5}})",
    # twice a day, three times weekly, 2x/day, /twice daily, 2 to 4 times a week
    rf"(?:/ ?|between )?(?P<times>once|twice|thrice|(?:{_N}[ -]?(?:(?:or|to|and|-) ?{_N}[ -]?)?"
    rf"(?:times|doses|fractions|infusions|injections|time(?= ))|{_N0} ?[x\u00d7]))"
    rf"[ /,-]{{0,2}}(?:(?:(?:(?:a|an|per|each|every|in|in a|in each)[ /-]|(?<=/))(?:every )?(?P<times_n>{_N})[ -]?"
    r"|(?:a|an|per|each|every|in a|in each)?[ /-]?(?:every )?)"
    rf"(?P<times_unit>{_A}|d(?![A-Za-z])|days|weeks|months)"
    r"|(?P<times_ly>daily|weekly|monthly|yearly|nightly)(?![A-Za-z]))",
    # q8h, Q2W
    rf"q\.? ?(?P<q_n>{_N0})?[ -]?(?P<q_unit>{_T})",
    # every other day, alternate days
    rf"(?:every|each|/every) (?P<other>other|alternate|second|third|fourth) (?P<other_unit>{_T})",
    r"(?:on )?alternat(?:e|ing)[- ](?P<alternate>day|week|night)s?",
    r"(?P<other_daily>every[ -]other[ -]day)",
    # every 8 h, each day, at intervals of 2 weeks, 2 weeks apart, 8-hourly
    rf"(?:every|each|any|once in|once every|once (?=\d))[ -]?(?:(?P<every_n>{_N0})(?: ?(?:-|to|or) ?{_N0})?[ -]?)?"
    rf"(?P<every_unit>{_T})",
    rf"at (?:an )?intervals? of (?P<interval_n>{_N0})[ -]?(?P<interval_unit>{_T})",
    rf"(?:spaced )?(?P<spaced_n>{_N0})[ -]?(?P<spaced_unit>{_T}) ?(?:apart|intervals?)",
    # in 21-day cycles
    rf"(?:in|as|per) (?:an? )?(?P<round_n>{_N0})[ -](?P<round_unit>days?|weeks?)(?:ly)?[ -]cycles?(?![A-Za-z])",
    rf"(?:at )?(?P<hourly>{_N0})[ -]?hourly",
    # 3-weekly, four weekly; "three weekly oral doses" are three
    r"(?P<weekly>[2-6]|two|three|four|six)[ -]weekly(?!(?: [a-z-]{1,20}){0,2} (?:doses|cycles|injections|infusions))",
    # per day, a week, /24 h, daily, /daily
    rf"(?:per|a|/|/ )(?P<per_n>\d{{1,2}})? ?(?P<per_unit>{_A}|d(?![A-Za-z])|h(?![A-Za-z])|wk|hours)",
    r"(?:/ ?)?(?P<ly>daily|weekly|monthly|yearly|nightly|fortnightly|bi-?weekly|bi-?monthly|semi-?weekly|annually"
    r"|hourly|biannually)(?![A-Za-z])",
    rf"(?P<latin>{_LATIN_WORDS})(?![A-Za-z])\.?",
    r"(?P<daytime>at bed-?time|before (?:bed|sleep)(?:time)?|at night|in the (?:morning|evening)|early morning|nocte"
    r"|(?:each|every) (?:morning|evening|night))(?![A-Za-z])",
    # as a single oral dose, once
    r"(?P<single>(?:as |in |for )?(?:an? )?(?:single|one-?time|one time)[ -]"
    r"(?:(?!(?:and|or|to|of|for|in|at|with|fixed)[ -])[a-z-]{2,20}[ -]){0,2}"
    r"(?:doses?|infusions?|injections?|application|administration|bolus|shot)"
    r"|once(?![ -]?[a-z]{0,3}(?:daily|weekly|a |per|every)))(?![A-Za-z])",
    rf"(?:given )?in (?:an? )?(?P<divided>{_N}) (?:equal(?:ly)? |evenly )?divided (?:daily )?doses?",
)
_FREQUENCY = re.compile("|".join(f"(?:{way})" for way in _FREQUENCIES), re.I)
_BEFORE_LENGTH = (
    "up_to at_least approximately about the a an first total of another period minimum maximum next last further"
    " additional duration course remaining subsequent following entire whole initial standard"
)
_DURATIONS = (
    # for four 21-day cycles, (4 cycles), in six 3-weekly cycles
    rf"(?:(?:for|in|over|\u00d7|x) ?|(?<=[(\[]))(?:(?:a total of|up to|a maximum of) )?(?P<cycles_n>{_N0})[ -]"
    rf"(?:(?P<cycles_every>{_N0})[ -]?(?P<cycles_unit>day|week)(?:ly)?[ -](?:treatment )?)?cycles(?![A-Za-z])",
    # every 3 weeks x 4, weekly x 12
    r"[x\u00d7] ?(?P<rounds>\d{1,2})(?=(?: ?[.,;)]| (?:and|or|plus|then|versus|vs|followed)\b|$)(?!\.\d))",
    # (12 weeks), (5 mg daily, 12 weeks)
    rf"(?:(?<=[(\[])|(?<=[,;] ))(?P<bracket_n>{_N0})[ -](?P<bracket_unit>(?:day|week|month|year)s)(?=[)\];])",
    # for up to 6 weeks, over 10 min, x 3 d, for six doses
    r"(?:for|during|over|\u00d7|x|within(?![^.;,()]{3,30} (?:of|after|before|from|prior)\b)|lasting|throughout) ?"
    rf"(?:(?:{'|'.join(_BEFORE_LENGTH.split()).replace('_', ' ')}) ){{0,4}}"
    rf"(?P<for_n>{_N0})[ -]?(?:(?:-|to|or) ?(?P<for_high>{_N0})[ -]?)?"
    r"(?:(?:consecutive|successive|continuous|more|additional|full|treatment|monthly|weekly|daily"
    r"|post-?operative|chemotherapy|\d\d?-(?:day|week)|(?:two|three|four)-week(?:ly)?) )?"
    rf"(?P<for_unit>{_T}|doses?(?![A-Za-z])|courses?(?![A-Za-z]))",
    # in 5 days, on 5 consecutive days
    rf"(?:distributed )?in (?P<in_n>{_N0})[ -](?P<in_unit>days?|hours?|h|minutes?|min)(?![A-Za-z]|[ -]cycle)",
    rf"on (?P<on_n>{_N0}) (?:consecutive|successive) (?P<on_unit>days|weeks|months)",
    # as a 90-min infusion
    rf"(?:as )?(?:an? )?\(?(?P<inf_n>{_N0})[ -]?(?P<inf_unit>{_T})[ -](?:continuous |intravenous |iv )?infusions?",
    # days 1-14; -7 ~ -4d
    r"(?:from |on |, ?|\()?(?<!during )(?P<span_unit>days?|weeks?|d) ?(?P<span_low>-?\d{1,3})"
    r" ?(?:to|through|-|~|until) ?(?:days? |weeks? )?(?P<span_high>-?\d{1,3})(?!\d|\.\d)(?! ?(?:mg|g|\u00b5g)\b)",
    r"(?P<minus_low>-\d{1,2}) ?(?:to|~|-) ?(?P<minus_high>-\d{1,2}) ?d(?:ays?)?(?![A-Za-z])",
)
_DURATION = re.compile("|".join(f"(?:{way})" for way in _DURATIONS), re.I)
_ORDINALS = {"other": 2, "alternate": 2, "second": 2, "third": 3, "fourth": 4}
_UNIT_NAMES = {"s": "second", "min": "minute", "h": "hour"}


# Between the parts of a regimen: ", given ", " (", " administered orally ".
_FILLER_WORDS = (
    "and given taken administered infused injected applied divided split both flat doses? dosing in total as an a the"
    " continuous infusions? injections? delivered repeated tablets? capsules? starting treatment regimen bolus slow"
    " rapid by via dosage gel cream monotherapy therapy (?:one|two|three|[1-4])_(?:tablets?|capsules?) diluted"
)
_FILLER = re.compile(
    r"[ \n]?[,(;)]{0,2}[ \n]?(?:(?:"
    + "|".join(_FILLER_WORDS.split()).replace("_", " ")
    + r")(?:,? |,(?=[ ])|(?=[,(]))){0,4}"
)
# "on days 1 and 8", "d1, d8 and d15"
_DAYS = re.compile(
    r"[ ,(]{1,3}(?:(?:iv|i\. ?v\.|intravenously|po|orally)[ ,]{1,2})?(?:given )?(?:on )?d(?:ays? )?"
    r"(?P<days>\d{1,2}(?:(?:, ?|,? (?:and|&) )(?:d(?:ays? )?)?\d{1,2}){1,5})(?![-\d])",
    re.I,
)


def days_of_cycle(text: str, at: int) -> int:
    """On how many days of a cycle a dose is given, as told right behind ``at``; 0 where no days are listed there."""
    match = _DAYS.match(text, at)
    return len(re.findall(r"\d+", match["days"])) if match else 0


def is_cycle(every: Every | None) -> bool:
    """Whether a frequency is that of a cycle of two weeks or more."""
    if every is None or not every["every"]:
        return False
    return every["unit"] == "week" and every["every"] >= 2 or every["unit"] == "day" and every["every"] >= 14


# After an adjective that ends a regimen; else it is the next dose's: "5 mg, oral metoprolol".
_ENDING = (
    "and or for over every each once twice three four daily weekly monthly as at before after in on with was were to"
    " from until during via by q infusions? injections? single bolus tds bid bd od plus versus vs followed given"
    " immediately doses? [a-z]+ly"
)
_ENDS = re.compile(
    r"$|[ \n]?(?:[.,;:()\[\]/+-]|\d{1,3} ?(?:min|h|d|w|month|times|x)|(?:" + "|".join(_ENDING.split()) + r")\b)"
)


def ends_regimen(text: str, at: int) -> bool:
    """Whether what follows a route there is no noun that the route may belong to: "oral, " but not "oral placebo"."""
    return _ENDS.match(text, at) is not None


@dataclass(slots=True)
class Regimen:
    """What a stretch of text says of how a dose is given.

    ``end`` is where its last frequency or duration ends, ``read`` where its last part of any kind ends.
    """

    end: int
    read: int = -1
    frequency: Every | None = None
    duration: Length | None = None
    repeated_for: Length | None = None
    route: str | None = None
    # Where its duration begins, and its frequency where that was not told at the amount.
    lasts_at: int = -1
    often_at: int = -1
    # Whether how often, and by which route, was told before the amount, so that it may hold for a list from there on.
    led: bool = False
    opening: bool = False
    # Whether the route was told after the amount, so that it may hold for a list that ends there.
    closing: bool = False

    @property
    def is_single(self) -> bool:
        """Whether it was given once, so that nothing is told of how long."""
        return self.frequency is not None and self.frequency["unit"] is None


def frequency_of(unit: Unit) -> Every | None:
    """The frequency that a unit carries: ``mg/day`` is once a day."""
    if unit.every is None:
        return None
    count, name = unit.every
    if name in ("minute", "second"):
        return None
    return {"times": 1, "every": whole(count), "unit": name}


def read_tail(text: str, at: int, stop: int) -> Regimen:
    """The frequency, duration and route that follow without a break from ``at``, no further than ``stop``."""
    regimen = Regimen(at)
    for _ in range(6):
        filler = _FILLER.match(text, at, stop)
        begin = filler.end() if filler else at
        if begin == at and text[at : at + 1].isalnum():
            break
        gap = text[at:begin]
        here = _one(text, begin, stop, regimen, "," in gap or " and " in gap) or (
            _one(text, at + 1, stop, regimen, False) if begin > at + 1 else None
        )
        if here is None:
            break
        regimen.read = at = here
    return regimen


# "1 mg/kg/day |(maximum |60 mg)"
_CAP = re.compile(
    r"[(\[](?:to )?(?:an? )?(?:max(?:imum|imal|\.)?|not (?:to exceed|exceeding)|up to)(?: [a-z]+){0,3} ?$", re.I
)


def end_of_cap(text: str, start: int, end: int) -> int:
    """Where the bracket ends in which an amount only limits that before it; -1 where it does not."""
    if _CAP.search(text, max(0, start - 40), start) is None:
        return -1
    return text.find(")", end, end + 30)


def _one(text: str, at: int, stop: int, regimen: Regimen, joined: bool) -> int | None:
    if (match := _DURATION.match(text, at, stop)) is not None and (length := _length(match)) is not None:
        if match.group("rounds") and (length := _rounds(length, regimen.frequency)) is None:
            return None
        if regimen.frequency is None:
            regimen.frequency = _rhythm_of_cycles(match)
        if regimen.duration is None:
            regimen.duration, regimen.lasts_at = length, match.start()
        elif regimen.repeated_for is None:
            regimen.repeated_for = length
        else:
            return None
        if match.group("inf_unit") and regimen.route is None:
            regimen.route = "iv"
        regimen.end = match.end()
        return match.end()
    if (match := _FREQUENCY.match(text, at, stop)) is not None and (every := _every(match)) is not None:
        if joined and (match.group("ly") or match.group("times_ly")) and not _ENDS.match(text, match.end()):
            return None  # "5 mg, twice-daily formoterol": the next one's
        if regimen.frequency is None or regimen.frequency["unit"] is None:
            regimen.frequency = every
        regimen.end = match.end()
        return match.end()
    if (match := ROUTE_WORD.match(text, at, stop)) is not None and (found := route_at(text, match)) is not None:
        word = match.group().rstrip(".")
        own = word.endswith("ly") or (not joined and (len(word) <= 3 or "." in word))
        if not own and not _ENDS.match(text, found[1]):
            return None  # "5 mg, oral metoprolol", "80 mg and IV zidolol": the next one's
        if regimen.route is None:
            # "0.3 mg intramuscular doses of" is of that dose alone
            regimen.route, regimen.closing = found[0], not text.startswith(" dose", found[1])
        return found[1]
    return None


# What a frequency or a duration can begin with; the full patterns are tried only there.
_BEGIN_WORDS = (
    r"[Oo]n(?:ce|e|_[MTWFS][a-z]+day) [Tt](?:wice|hrice|wo|hree) [Ff]o(?:ur|r) [Dd](?:aily|ays?|uring) [Ww]eek(?:ly|s_)"
    r" [Mm]onthly [Yy]early [Nn](?:ightly|octe) [Ff]ortnightly [Bb]i-?(?:weekly|monthly) [Ee](?:very|ach|arly_morn)"
    r" [Aa](?:s_|n?_|lternat|t_) [Pp]er_ [QqBbTtOo]\.?[A-Za-z\d] [Ss]ingle [Ss]paced [Oo]ver_ [Ii]n_ [Bb]efore_"
    r" [Ww]ithin_ [Ll]asting_ [Tt]hroughout_ x_?\d \u00d7_?\d"
    r" \d{1,3}[_-]?(?:[xX\u00d7]|times|hour|min|h\b|d|w|month|year)"
    r" \d{1,2}_?(?:or|to|and|-)_?\d{1,2}_times hourly annually"
)
_BEGINS = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(_BEGIN_WORDS.split()).replace('_', ' ')})|/ ?[a-z0-9]")
# "activities of daily living", "weekly visits": no frequency of a dose.
_NO_FREQUENCY = re.compile(
    r"[ -](?:living|activit|visit|assess|follow|basis for|diar|measure|interview|exercise|session|record|life|after"
    r"|before|prior)"
)


def read_around(text: str, start: int, stop: int) -> tuple[list[tuple[int, int, Every]], list[tuple[int, int, Length]]]:
    """The frequencies and the durations between two places of the text, each with its span."""
    frequencies: list[tuple[int, int, Every]] = []
    durations: list[tuple[int, int, Length]] = []
    taken = start
    for begin in _BEGINS.finditer(text, start, stop):
        at = begin.start()
        if at < taken:
            continue
        if (match := _DURATION.match(text, at, stop)) is not None and (length := _length(match)) is not None:
            taken = match.end()
            if match.group("rounds") or match.group("bracket_n"):
                continue  # told right behind the dose, or of something else
            durations.append((at, taken, length))
            if (every := _rhythm_of_cycles(match)) is not None:
                frequencies.append((at, taken, every))
        elif (
            (match := _FREQUENCY.match(text, at, stop)) is not None
            and not _NO_FREQUENCY.match(text, match.end())
            and not match.group("daytime")
            and not (match.group("latin") and text[at - 6 : at].lower() == "group ")
            and (every := _every(match)) is not None
        ):
            frequencies.append((at, match.end(), every))
            taken = match.end()
    return frequencies, durations


# "received 28 days of zidolol", "a 3-day course of", "for 12 weeks: (a)", "for 8 weeks with", "a 14-day treatment:"
_COURSE_WORD = r"(?:[ -](?:course|treatment|regimen|supplementation|therapy|administration|daily|oral|intravenous))"
_COURSE = re.compile(
    rf"(?:\b(?:for|over|during) )?(?<![\w.-])(?P<n>{_N0})[ -]{{1,2}}(?P<unit>(?:day|week|month|year"
    rf"|wk)s?)'?(?![A-Za-z-])"
    rf"(?:{_COURSE_WORD}{{0,4}} (?:of|with) |{_COURSE_WORD}{{1,3}}(?:: | \()"
    r"|(?<=s)(?:: | a (?=daily|weekly|single)| with | to (?:receive|take) | receiv\w+ "
    r"| in (?:two|three|four|five|six) groups"
    r"|, (?:[a-z]+ ){0,3}(?:received|took|consumed|ingested|drank|were given) ))",
    re.I,
)
_NO_COURSE = re.compile(
    r"(?:\b(?:after|following|least|previous|past|prior|within|every|per|than|aged?|at|first|last|each|and|or|is|was|were"
    r"|(?<!ized )(?<!ised )(?<!igned )(?<!cated )to)"
    r"|follow(?:ed)?(?:[ -]up)?(?: for)?|run-?in|wash-?out)(?: an?| the)? $",
    re.I,
)
# "before and after eight weeks' daily treatment with": what was given for so long
_TREATED = re.compile(r"treatment|supplementation|therapy|administration")
_NOT_GIVEN = re.compile(
    r"(?:follow-?up|age|gestation|fasting|observation|abstinence|storage|training|exercise|history|onset|surgery)\b",
    re.I,
)


def leading_length(text: str, start: int, stop: int) -> Length | None:
    """How long a dose that stands at ``stop`` was given, as told before it, not before ``start``."""
    before = text[start:stop]
    if not ("day" in before or "wk" in before or "week" in before or "month" in before or "year" in before):
        return None
    for match in _COURSE.finditer(text, start, stop):
        told = _NO_COURSE.search(text, max(start, match.start() - 24), match.start())
        if told is not None and not (told.group().lower() == "after " and _TREATED.search(match.group())):
            continue
        if _NOT_GIVEN.match(text, match.end()):
            continue
        if (length := period_length(match["n"], match["unit"])) is not None:
            return length
    return None


# "six 21-day cycles of", "received four courses of FEC (", "4 cycles of adjuvant"
_CYCLES = re.compile(
    rf"(?<![\w.-])(?P<n>{_N0})[ -]{{1,2}}(?:(?P<every>{_N0})[ -](?P<unit>day|week)(?:ly)?[ -])?"
    r"(?:(?!(?:day|week|month)(?:ly)? )[a-z-]{3,15} )?(?:cycles|courses)(?: of|:) ",
    re.I,
)
# "assigned to 4-week cycles of either"
_ROUNDS_OF = re.compile(rf"(?<![\w.-])(?P<n>{_N0})[ -](?P<unit>day|week)(?:ly)?[ -]cycles of ", re.I)


def leading_rounds(text: str, start: int, stop: int) -> Every | None:
    """How often a cycle begins, as told before the drugs of it without their count: "3-week cycles of A and B"."""
    match = _ROUNDS_OF.search(text, start, stop) if "cycles of " in text[start:stop] else None
    if match is None or _CYCLES.search(text, max(start, match.start() - 12), match.end()):
        return None
    return {"times": 1, "every": _number(match["n"]), "unit": match["unit"].lower()}


_ANOTHER_COUNT = re.compile(rf"(?<![\w.-]){_N0}[ -](?:[a-z-]+ )?(?:and|or|to) $", re.I)
_TREATMENT = re.compile(r"(?:treatment|therapy|chemotherapy)(?! (?:with|using|consisting)\b)")


def leading_cycles(text: str, start: int, stop: int) -> list[tuple[int, Length, Every | None]]:
    """Where it is told of how many cycles a chemotherapy is, how many, and how often one begins if that is told."""
    out: list[tuple[int, Length, Every | None]] = []
    for match in _CYCLES.finditer(text, start, stop) if "of " in text[start:stop] else ():
        if _ANOTHER_COUNT.search(text, max(start, match.start() - 24), match.start()):
            continue  # "three or four cycles of"
        if text.endswith("after ", start, match.start()) and _TREATMENT.match(text, match.end()):
            continue  # "reduced to 24 mg/m2 after four cycles of treatment"
        every: Every | None = None
        if match["every"]:
            every = {"times": 1, "every": _number(match["every"]), "unit": match["unit"].lower()}
        out.append((match.end(), {"value": _number(match["n"]), "unit": "cycle"}, every))
    return out


def period_length(number: str, unit: str) -> Length | None:
    """A length from the words of its number and its unit: "six", "weeks"."""
    name = _unit(unit)
    return None if name is None else {"value": _number(number), "unit": name}


def _number(word: str) -> float | int:
    word = word.lower().strip()
    if word[0].isdigit():
        return whole(float(word))
    parts = re.split(r"[ -]", word)
    return sum(ONES.get(part, TENS.get(part, 0)) for part in parts)


def whole(value: float) -> float | int:
    """A number as an integer where it is one."""
    return int(value) if float(value).is_integer() else value


def _unit(word: str) -> str | None:
    word = word.lower()
    if word.startswith("menstrual"):
        return "menstrual period" if "period" in word else "menstrual cycle"
    if word.startswith("24"):
        return "day"
    word = word.removeprefix("treatment ")
    if word.rstrip("s") in ("night", "evening", "morning"):
        return "day"
    if word in ("mos", "w"):
        return "month" if word == "mos" else "week"
    if word.rstrip("s") in ("course",):
        return "course"
    symbol = atom(word)
    return None if symbol is None else _UNIT_NAMES.get(symbol, symbol)


def _every(match: re.Match[str]) -> Every | None:
    group: Callable[[str], Any] = match.group

    def make(times: float, count: str | float | None, unit: str | None) -> Every | None:
        if unit is None:
            return None
        name = _unit(unit)
        if name is None:
            return None
        every = _number(count) if isinstance(count, str) else whole(count or 1)
        return {"times": whole(times), "every": every, "unit": name}

    if group("listed"):
        days = len(re.findall(r"\d+", group("listed")))
        return make(days, group("cycle_n"), group("cycle"))
    if group("weekdays"):
        return {"times": len(re.findall("day", group("weekdays"), re.I)), "every": 1, "unit": "week"}
    if group("times"):
        times = _times(group("times"))
        if group("times_ly"):
            _, count, unit = _LY[group("times_ly").lower()]
            return {"times": times, "every": count, "unit": unit}
        return make(times, group("times_n"), group("times_unit"))
    if group("other"):
        return make(1, float(_ORDINALS[group("other").lower()]), group("other_unit"))
    if group("alternate"):
        return make(1, 2.0, group("alternate"))
    if group("other_daily"):
        return {"times": 1, "every": 2, "unit": "day"}
    for name in ("q", "every", "interval", "spaced", "round", "per"):
        if group(f"{name}_unit"):
            return make(1, group(f"{name}_n"), group(f"{name}_unit"))
    if group("weekly"):
        return {"times": 1, "every": _number(group("weekly")), "unit": "week"}
    if group("hourly"):
        return {"times": 1, "every": _number(group("hourly")), "unit": "hour"}
    if group("ly"):
        times, count, unit = _LY[group("ly").lower().replace("-", "")]
        return {"times": times, "every": count, "unit": unit}
    if group("latin"):
        times, count, unit = _LATIN[group("latin").lower().replace(".", "")]
        return {"times": times, "every": count, "unit": unit}
    if group("daytime"):
        return {"times": 1, "every": 1, "unit": "day"}
    if group("single"):
        return {"times": 1, "every": None, "unit": None}
    if group("divided"):
        return {"times": _number(group("divided")), "every": None, "unit": None}
    return None


def _times(word: str) -> float | int:
    word = word.lower()
    if word in ("once", "twice", "thrice"):
        return {"once": 1, "twice": 2, "thrice": 3}[word]
    first = re.match(_N0, word, re.I)
    return _number(first.group()) if first else 1


def _rhythm_of_cycles(match: re.Match[str]) -> Every | None:
    """How often a cycle begins, where it is told with how many there are: "four 21-day cycles"."""
    if not match["cycles_every"]:
        return None
    return {"times": 1, "every": _number(match["cycles_every"]), "unit": match["cycles_unit"].lower()}


def _rounds(length: Length, every: Every | None) -> Length | None:
    """How long a regimen of so many rounds lasts: cycles of "every 3 weeks x 4", weeks of "weekly x 12"."""
    if every is None or is_cycle(every):
        return length if every else None
    return length | {"unit": every["unit"]} if (every["times"], every["every"]) == (1, 1) else None


def _length(match: re.Match[str]) -> Length | None:
    group = match.group
    if cycles := group("cycles_n") or group("rounds"):
        return {"value": _number(cycles), "unit": "cycle"}
    for name in ("for", "in", "on", "inf", "bracket"):
        if group(f"{name}_unit"):
            unit = _unit(group(f"{name}_unit"))
            high = group("for_high") if name == "for" else None
            if unit is None or high is None:
                return None if unit is None else {"value": _number(group(f"{name}_n")), "unit": unit}
            return {"value": _number(high), "unit": unit, "low": _number(group("for_n"))}
    if group("span_unit"):
        unit = _unit(group("span_unit"))
        low, high = int(group("span_low")), int(group("span_high"))
        # "day 1-14", and "day 1-4" whose dash was read as the sign of the high end.
        low, high = abs(low), abs(high)
        return None if unit is None or low == high else {"value": abs(high - low) + 1, "unit": unit}
    if group("minus_low"):
        return {"value": abs(int(group("minus_low")) - int(group("minus_high"))) + 1, "unit": "day"}
    return None
