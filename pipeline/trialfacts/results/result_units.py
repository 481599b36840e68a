"""Units of results, as they are printed: mmHg, kg/m2, months, points, episodes per patient-year, \u00a3.

What a dose's unit means is the business of :mod:`trialfacts.doses.units`; a result's unit is kept as written.
"""

from __future__ import annotations

import re
from functools import lru_cache

from trialfacts.numbers import Number

_TIME = (
    r"years?|yrs?|y|months?|mos?|weeks?|wks?|days?|d|hours?|hrs?|h|minutes?|mins?|min|seconds?|secs?"
    r"|sec|s|msec|ms|(?:Year|Month|Week|Day|Hour|Minute)s"
)
_SIMPLE = (
    # length, area, volume, mass
    r"micromet(?:er|re)s?|mm[ ]?Hg|mmhg|cm[ ]?H2[oO0]"
    r"|[cm]m(?:\^?[23]|\([23]\)|[\u00b2\u00b3])?|\u00b5m[23]?"
    r"|m(?:\^?[23]|\([23]\)|[\u00b2\u00b3])|km|nm|inches|inch"
    r"|feet|ft|metres?|meters?|m(?=[ ,.;)/\u00b7-])"
    r"|dl|dL|ml|mL|cc|lit(?:er|re)s?|L|l|[\u00b5u][lL]|fL|fl"
    r"|kgs?|Kg|g|gr|grams?|gm|mg|\u00b5g|ug|mcg|ng|pg|lbs?|pounds?|kilograms?|milligrams?"
    # amount, activity, pressure, energy, others of the laboratory
    r"|mmol|\u00b5mol|umol|nmol|pmol|mol|mEq|meq|mM|\u00b5M|nM|pM|mOsm|IU|mIU|\u00b5IU|\u00b5U|mU|kU|U"
    r"|AU"
    r"|mbar|Torr|kcals?|calories|METs?|bpm|dB|[hkKMG]?[Pp]a|[kMG]?Hz|[km\u00b5]?[VW]|[kM]?J(?!/)|[m\u00b5]A|N[ ]?c?m"
    r"|[km]?N|\u03a9"
    r"|joules?|watts?|(?:milli)?volts?|ohms?|(?:kilo|mega|giga)pascals?|newtons?|hertz|Newtons?|\u00b0C|\u00b0|degrees?|diopters?|dioptres?|D|letters"
    r"|(?:log10[ ])?(?:CFU|cfu|copies)|log10[ ](?:IU|[PF]FU|[pf]fu|c)|log(?:10|MAR"
    r"|[ ]?MAR)?|m?Gy|pack-years?|c\.c|MBq|ppm|pp|HU"
    r"|dyne?s?(?:[ ./\u00b7x*\u00d7-]{1,3}s(?:ec)?[ ./\u00b7x*\u00d7-]{1,3}cm[\^(-]{0,2}5\)?"
    r"(?:[ ]?[./\u00b7x][ ]?m\(?-?2\)?)?)?"
    # counted and scored
    r"|percentage[ -]points?|points?|units?|times|fold|folds|steps?|episodes?|events?|attacks?|cells?"
    r"|copies|beats|breaths|exacerbations?"
    r"|scans|pads|doses|servings?(?! as)|cigarettes?|drinks|cycles?|sessions|visits|hits|words|items"
    r"|seizures?|falls|grams"
    r"|QALYs?|euros?|dollars?|USD|US\$|EUR|GBP|KRW|INR|CAD|AUD"
)
_PART = rf"(?:{_SIMPLE}|{_TIME}|[a-zA-Z]{{1,3}}Hg)"
_PERSON_TIME = (
    r"(?:person|patient|child|woman|women|subject|participant|people)s?[ -]?(?:years?|months?|weeks?"
    r"|days?|yrs?|time)|(?:patients?|persons?|subjects?|child|children|women|births|admissions?|h"
    r"|hours?|day|consultation)"
)
# What a mass is of: "/g|Hb|", "/mg|Cr|", ".kg|FFM|-1".
_OF = r"(?:Hb|Cr|[Pp]rot(?:ein)?|B[MW]|bw|[FL][FB]M)?"
# "/min", " per week", " min-1", ".kg-1", "/100 person years", "/1000 patient-days"
_BELOW = (
    rf"[ ]?/[ ]?(?:\d{{1,3}}(?:,000|000)?[ -]?)?(?:(?:{_PERSON_TIME})(?![A-Za-z])(?:[ ]of[ ](?:exposure"
    rf"|follow-up))?|1?[.]?7?3?[ ]?m(?:2|\(2\))|mm[23]|nl|\u00b0|(?:{_PART}){_OF}(?![A-Za-z])|field|hpf|HPF|eye"
    rf"|[a-z]{{1,6}}(?![a-z]))"
    rf"|[ ]per[ ]1[.]73[ ]?m2|[ ]per[ ](?:\d{{1,3}}(?:,000|000)?[ -])?(?:(?:{_PERSON_TIME})(?![A-Za-z])"
    rf"|(?:{_PART})(?![A-Za-z])|(?:[A-Za-z]{{3,12}}[ -])?(?:days|hours|years)(?![a-z])|[a-z]{{3,12}}(?![a-z]))"
    rf"|[ .\u00b7x*\u00d7]{{1,3}}(?:{_PART}|pulse|beat|dose|burst){_OF}\^?[ ]?(?:-[123]|[({{]-[123][)}}])"
    rf"|[ ]?[.\u00b7x*\u00d7][ ]?(?:{_PART})(?![A-Za-z])"
)
# "/mg|.Cr|", "/g| protein|", "/kg| wet weight|": the substance behind a mass.
_SUBSTANCE = (
    r"(?<=g)[ .\u00b7](?:Hb|Cr|creatinine|protein|tissue|bw|BW|b[.]w[.]|(?:wet|dry|body)[ ](?:wt|weight))(?![A-Za-z])"
)
_UNIT = re.compile(
    rf"""(?P<hyphen>[ ]?-)?[ ]?(?P<unit>
        (?:%|per[ ]?cent\b)(?:(?:[ ]of)?[ ]?predicted(?:[ ]normal)?|[ ]points?|/(?:h(?:our)?|min|day|week|month|year))?
      | (?:{_PART})(?![A-Za-z\u00b5]|-[a-z])(?:[ ]O2(?![A-Za-z]))?(?:(?:{_BELOW}){{1,3}}(?:{_SUBSTANCE})?)?
      | (?:{_BELOW}){{1,2}}
      | [a-z]{{4,14}}/(?:{_PART})
    )(?![A-Za-z]|\(2\))""",
    re.X,
)
# "a 10-point| reduction|", "a 3-kg| weight loss|"
_MOVED = re.compile(
    r"(?<!week)(?<!month)(?<!year)[ ](?:(?:mean|average|significant)[ ])?(?:(?:reduc|increas|decreas|improve|declin"
    r"|fall|rise|drop|gain|differen)[a-z]*|(?:weight )?loss)(?:[ ](?:(?:in|of|on|for|from|was|compared|between|with"
    r"|at|after"
    r"|among|during|over|versus|vs\.?|than)[ ]|[(])|[,.;)])"
    r"|[ ]delay[ ](?:in|of|to)[ ]"
    r"|[ ](?:median|mean|average)[ ](?:follow|duration)"  # "a 47-month| median follow-up|"
)
# "MET h/day", "metabolic-equivalent (MET) h/day" and such words before a unit are left out.
_CURRENCY = re.compile(
    r"(?:(?:US|UK|A|AU|C|CA|CAN|NZ|HK|Int)?[ ]?[$\u00a3\u20ac\u00a5\u20b9]|USD|EUR|GBP|CHF|INR|Rs\.?"
    r"|AUD|CAD)[ ]?$"
)
# "cm(3)", "kg/m^2": a power that was printed above the line.
_RAISED = re.compile(r"m(?:\^|\()([23])\)?")
_TIME_UNIT = re.compile(rf"(?:{_TIME})$")


_BEGINS_UNIT = " -/%\u00b0\u00b5\u00b7\u20acabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
# What begins no unit after a blank.
_NO_UNIT = frozenset("(),;:=<>[]+\u00b10123456789")
# The last letters of currencies: "$", "USD", "Rs."
_CURRENCY_ENDS = frozenset("$\u00a3\u20ac\u00a5\u20b9DRPFNs.")


# The readers of values, doses and intervals ask for the same units, and so does the role model.
@lru_cache(maxsize=1024)
def result_unit(text: str, at: int) -> tuple[str, int] | None:
    """The unit that follows a number ending at ``at``, as printed, and where it ends; None where there is none.

    "per cent" is "%".
    """
    if at >= len(text) or text[at] not in _BEGINS_UNIT:
        return None
    if text[at] == " " and text[at + 1 : at + 2] in _NO_UNIT:
        return None
    if text.startswith("-fold", at):
        return "fold", at + 5
    if text.startswith(("\u20ac", " \u20ac"), at) and not text[at + 1 : at + 3].strip("\u20ac ").isdigit():
        return "\u20ac", text.index("\u20ac", at) + 1
    found = _UNIT.match(text, at)
    if (
        found is None
        or found.group("hyphen")
        and not (_MOVED.match(text, found.end()) or _is_follow_up(text, at, found.end()))
    ):
        return None
    unit = found.group("unit").strip().replace("/ ", "/")
    if "m(" in unit or "m^" in unit:
        unit = _RAISED.sub(r"m\1", unit)
    if len(unit) == 1 and unit.isupper() and found.start("unit") == at:
        return None  # "3D"
    return "%" if unit in ("percent", "per cent") else unit, found.end()


# "an average |5.2-year| follow-up"
_FOLLOW_UP = re.compile(r"[ ](?:(?:clinical|total|cumulative|overall)[ ])?(?:follow-?[ ]?up|observation)(?![a-z])")
_MEAN_OF = re.compile(r"(?:[Mm]ean|[Mm]edian|[Aa]verage)(?: of)? [\d.]{1,5}$")


def _is_follow_up(text: str, at: int, end: int) -> bool:
    """Whether a number that ends at ``at`` is the mean length of a follow-up; ``end``: where its unit ends."""
    return _FOLLOW_UP.match(text, end) is not None and _MEAN_OF.search(text, max(0, at - 16), at) is not None


def unit_in_brackets(text: str, start: int, end: int) -> str | None:
    """The unit printed in brackets after a name, between two places: "heart rate (beats/min) (A = ", the last."""
    if text.find(") ", start, end) < 0 and text.find("] ", start, end) < 0:
        return None
    for match in reversed(list(_BRACKETED.finditer(text, start, end))):
        if match.group(1) in _LETTERS:
            return match.group(1)
        found = result_unit(text, match.start(1))
        if found is not None and found[1] == match.end(1):
            return found[0]
    return None


_LETTERS = ("N", "L", "V", "W")  # units of one letter, as in "fracture load (N)"
_BRACKETED = re.compile(r"(?<=[A-Za-z0-9] )[(\[]([A-Za-z%\u00b5\u00b0][^()\[\]\s]{0,14}(?:[ ][^()\[\]\s]{1,8})?)[)\]]")


# "operative time min: |", "HbA1c (%): |", "blood loss, mL = |"; no "24 h: ", no "d = ".
_UNIT_OF_LABEL = re.compile(
    rf"(?<=[a-zA-Z][ ])(?<!\d[ ])[(\[]?(?P<unit>%|(?:{_PART})(?![A-Za-z\u00b5])(?:{_BELOW}){{0,3}})[)\]]?[ ]?[:=][ ]?$"
    rf"|,[ ](?P<listed>(?:{_PART})(?![A-Za-z\u00b5])(?:{_BELOW}){{0,3}})[ ]?[:=][ ]?$"
)
_STATISTICS = frozenset("dDghNUs")  # "Cohen's d = 0.5"
_COUNTED_WORDS = re.compile(
    r"(?:events?|episodes?|attacks?|cells?|falls?|visits?|times|folds?|steps?|cycles?|doses"
    r"|points?|seizures?|sessions|exacerbations|units?|items|words|hits|letters|scans|pads|drinks)$"
)


def unit_of_label(text: str, number: Number) -> tuple[str, int, int] | None:
    """The unit that ends the label before a number, "time, min: 12"; else None.

    Beside it: where the number ends, and where the unit begins with its bracket or comma.
    """
    start = number.start
    sign = text[start - 1 : start]
    if sign == " ":
        sign = text[start - 2 : start - 1]
    if sign not in (":", "="):
        return None
    found = _UNIT_OF_LABEL.search(text, max(0, start - 26), start)
    if found is None:
        return None
    unit = found.group("unit") or found.group("listed")
    bracket = ")" in found.group() or "]" in found.group()
    if _COUNTED_WORDS.match(unit) or sign == "=" and not bracket and unit in _STATISTICS:
        return None
    return unit, max(number.end, number.percent_end), found.start()


# "$12|/visit|", "Rs. 13.10|/mm Hg|": what a cost is counted by
_PER = re.compile(_BELOW)
# "the number of |days| with pain was", "time in |days| to", "mean |kcal| ("
_UNIT_OF_NAME = re.compile(
    r"(?:(?<![A-Za-z])in|[Mm]ean|[Mm]edian|[Nn]umber[ ]of)[ ](?P<unit>days|weeks|months|years|hours|minutes|seconds|min"
    r"|kcal|mm|cm|mmHg|kg|m[lL]|mmol/L|mg/dL)(?=[ ,;:)])(?![ ][1-9])[^0-9.]{0,60}$"
)


def unit_of_name(text: str, start: int, end: int) -> str | None:
    """The unit in the name of a measure, between ``start`` and the number at ``end``: "time in days to X was"."""
    found = _UNIT_OF_NAME.search(text, max(start, end - 70), end)
    return None if found is None else found.group("unit")


def per(text: str, at: int) -> str:
    """What an amount of money that ends at ``at`` is counted by, "/visit"; empty where nothing is told."""
    found = _PER.match(text, at) if text.startswith("/", at) else None
    return "" if found is None else found.group()


def currency_before(text: str, at: int) -> str | None:
    """The currency sign that stands before a number beginning at ``at``; None where there is none."""
    last = text[at - 1 : at]
    if last == " ":
        last = text[at - 2 : at - 1]
        if not (last.isupper() or last in "$\u00a3\u20ac.s"):
            return None
    if last not in _CURRENCY_ENDS:
        return None
    found = _CURRENCY.search(text, max(0, at - 6), at)
    return None if found is None else found.group().strip()


def is_time(unit: str) -> bool:
    """Whether a unit is one of time alone: days, min."""
    return _TIME_UNIT.match(unit) is not None
