"""What one dose of a list says for the others: "5 mg or 10 mg or placebo weekly", "60 mg of A and 5 mg of it"."""

from __future__ import annotations

import re

from trialfacts.doses.amounts import DoseMention
from trialfacts.doses.naming import is_strength_of
from trialfacts.doses.regimen import COURSE_UNITS, days_of_cycle, is_cycle
from trialfacts.doses.routes import find_routes


def fill_lists(text: str, found: list[DoseMention]) -> None:
    """ "5 mg or 10 mg or placebo weekly": what the last of a list says holds for all, and what the first one's left."""
    pairs, thens = [], []
    for one, following in zip(found[:-1], found[1:]):
        if one.sentence.start != following.sentence.start or following.start - one.unit_end > 70:
            continue
        gap = text[one.unit_end : following.start]
        if _FRACTIONS.search(gap) and one.unit.dimension == following.unit.dimension:
            one.regimen.frequency = None
            one.regimen.duration = one.regimen.duration or following.regimen.duration
            continue
        solution = _is_same_amount(text, one, following)
        if THEN.search(gap):
            thens.append((one, following))
        if solution or (_JOINED.match(gap) and not THEN.search(gap)):
            pairs.append((one, following, solution))
    for one, following, solution in reversed(pairs):
        _hand_back(text, one, following, solution)
    for one, following, solution in pairs:
        _hand_on(text, one, following, solution)
    for one, following in reversed(thens):
        if one.regimen.frequency is None and one.unit.symbol == following.unit.symbol and _is_cycle(following):
            one.regimen.frequency = following.regimen.frequency


def _is_same_amount(text: str, one: DoseMention, following: DoseMention) -> bool:
    """Whether two amounts are of one dose: a volume and its strength or its solute, or the same in another unit."""
    gap = text[one.unit_end : following.start]
    return (
        (one.unit.dimension in _VOLUMES and _OF_STRENGTH.match(gap) is not None)
        or is_strength_of(text, one, following)
        or (following.unit.dimension == "volume" and _DISSOLVED.fullmatch(gap) is not None)
        or (one.name == following.name and _RESTATED.fullmatch(gap) is not None)
    )


def _hand_back(text: str, one: DoseMention, following: DoseMention, solution: bool) -> None:
    """Give a dose of a list what was told after the next one."""
    here, there = one.regimen, following.regimen
    if not _AT_ONCE.search(text, max(one.sentence.start, one.start - 40), one.start):
        if here.frequency is None and here.duration is None:
            own_days = days_of_cycle(text, one.unit_end) > 0
            one_day = own_days or _ONE_DAY.match(text, one.unit_end) is not None
            own_days = own_days and not is_cycle(there.frequency)
            if not (own_days or _in_own_bracket(text, one, following) or _before_name(one, following)):
                here.frequency, here.often_at = there.frequency, there.often_at
                if solution or one.name == following.name or not (one_day or _takes_hours(following)):
                    here.duration, here.lasts_at = there.duration, there.lasts_at
        elif here.duration is None and _lasts_for_both(text, one, following):
            here.duration, here.lasts_at = there.duration, there.lasts_at
    shared = (there.closing and not _own_route(text, one, following)) or one.name is None
    if here.route is None and (solution or shared or one.name == following.name):
        here.route, here.closing = there.route, there.closing


def _takes_hours(one: DoseMention) -> bool:
    """Whether a dose runs for hours, which is told of it alone: "A 400 mg, B 2400 mg (46-h infusion)"."""
    return one.regimen.duration is not None and one.regimen.duration["unit"] == "hour"


def _hand_on(text: str, one: DoseMention, following: DoseMention, solution: bool) -> None:
    """Give the next of a list what was told before the one, or of the same substance."""
    here, there = one.regimen, following.regimen
    if here.led and there.frequency is None and not following.unit.is_rate:
        there.frequency, there.led = here.frequency, True
    if here.opening and there.route is None and (here.route == "iv" or not following.unit.is_rate):
        there.route, there.opening = here.route, True
    same = one.name is not None and one.name_in(text).lower() == following.name_in(text).lower()
    contained = _CONTAINED.search(text, one.unit_end, following.start) is not None and not following.regular
    if solution or same or contained:
        there.route = there.route or here.route
    alike = same and not one.regular and one.unit.is_rate == following.unit.is_rate
    if (contained or alike) and there.frequency is None and there.duration is None:
        there.frequency, there.duration = here.frequency, here.duration


def _is_cycle(one: DoseMention) -> bool:
    """Whether a dose comes every two weeks or more, which holds for every drug of a chemotherapy."""
    return one.unit.symbol.endswith("/m2") and is_cycle(one.regimen.frequency)


def _lasts_for_both(text: str, one: DoseMention, following: DoseMention) -> bool:
    """Whether the duration of the second dose is the first one's: "A 40 mg daily or B 20 mg daily for 4 weeks"."""
    here, there = one.regimen, following.regimen
    if here.frequency is None or one.regimen.is_single:
        return False
    if there.duration is None or there.duration["unit"] not in COURSE_UNITS:
        return False
    if here.frequency != there.frequency and text.startswith(_DAYS, there.lasts_at):
        return False  # "A 40 mg daily or B 900 mg/m2 twice daily on days 1-14": the days of the second's cycle
    gap = text[one.unit_end : following.start]
    closing = text.find(")", following.start, following.start + 200)
    inside = gap.rfind("(") > gap.rfind(")") and there.lasts_at < closing
    return not inside


# "A (100 mg/m2|, day 1|) and B (1 g/m2 on days 1-5)"
_ONE_DAY = re.compile(
    r"[ ,(]{1,3}(?:(?:iv|i\. ?v\.|po)[ ,]{1,2})?(?:on )?d(?:ay )?\d{1,2}(?![-\d]| (?:and|to|through))", re.I
)
_DAYS = ("on day", "day", "(day", "d1", "from day")


def _before_name(one: DoseMention, following: DoseMention) -> bool:
    """Whether the second dose tells how often before its own drug's name: "A 5 mg with 2 mg once-daily B"."""
    there, name = following.regimen, following.name
    return name is not None and following.unit_end < there.end <= name.start and name != one.name


def _closing_behind(text: str, one: DoseMention, following: DoseMention) -> int | None:
    """Where the bracket closes that opens between two doses, -1 if not soon after the second; None where none opens."""
    opening = text.rfind("(", one.unit_end, following.start)
    if opening < 0 or text.find(")", opening, following.start) >= 0:
        return None
    return text.find(")", following.unit_end, following.unit_end + 120)


def _in_own_bracket(text: str, one: DoseMention, following: DoseMention) -> bool:
    """Whether all that is told of the second dose stands in a bracket of its own: "A (5 mg) plus B (2 mg daily)"."""
    if (closing := _closing_behind(text, one, following)) is None:
        return False
    there = following.regimen
    return max(there.end, there.often_at, there.lasts_at) <= closing and text.find("(", following.start, closing) < 0


def _own_route(text: str, one: DoseMention, following: DoseMention) -> bool:
    """Whether the second dose tells its route in a bracket of its own: "A (5 mg/day) plus B (2 mg i.v.) for a year"."""
    closing = _closing_behind(text, one, following)
    return closing is not None and closing > 0 and bool(find_routes(text, following.unit_end, closing))


# "5 mg for a week, |then| 10 mg": not at the same time
THEN = re.compile(
    r"\b(?:then|follow(?:ed|ing)|increas|maximum|up to|titrat|maintenance|loading|(?:there)?after|on days? )", re.I
)
# "; (3) " in a list of arms
_JOINED = re.compile(
    r"; (?:and |or )?\((?:\d|[a-e]|i{1,3}|iv)\) |[^;]*(?:,|\b(?:or|and|with|plus|to|vs|versus|containing)\b|\+|/)"
)
# "after a bolus of 60 U/kg, heparin at 12 U/kg/h for 48 h": no course
_AT_ONCE = re.compile(r"\b(?:bolus|loading|initial|first)\b[^,;.]{0,25}$", re.I)
# "60 Gy in 24 daily fractions of 2.5 Gy over 33 days": how often is said of the part, how long of both
_FRACTIONS = re.compile(r"\b(?:in|into|as) (?:[\w-]+ ){0,3}(?:fractions|doses|infusions|injections) of $")
# What a solution is measured out by.
_VOLUMES = frozenset(("volume", "count"))
# Between a volume and the strength of what it is of: "10 mL of ", "10 mL "
_OF_STRENGTH = re.compile(r" ?(?:of (?:an? )?)?(?:\w+ )?\(?$")
# Between an amount and the same in another unit: "280 mg (2 million KIU)"
_RESTATED = re.compile(r" ?[(\[](?:= ?|i\.e\.,? |equivalent to )?")
# Between a substance and the volume that it is in: "10 g in 200 mL", "5 mg zidolol diluted in 10 mL"
_DISSOLVED = re.compile(
    r"(?: (?:of )?[\w-]{2,25}){0,3},?(?: (?:diluted|dissolved|mixed|suspended|reconstituted))? (?:in|with) (?:an? )?"
)
# "2 g/day of oil containing 1 g of ", "a 50 mL drink (providing ", "5 mL (equivalent to "
_CONTAINED = re.compile(
    r"\b(?:containing|contains|providing|provides|delivering|supplying|(?:equivalent|equal|corresponding) to)\b"
)
