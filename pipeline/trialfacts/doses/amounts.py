"""Amounts with a unit that a dose can have: what the dose extractor starts from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from trialfacts.document import Document, Sentence
from trialfacts.doses.drugs import NOTHING, Learned, Name, known, substance_near
from trialfacts.doses.learned import beside, is_rare, learn_names
from trialfacts.doses.regimen import Regimen
from trialfacts.doses.units import Unit, may_begin, parse_unit, unit_after
from trialfacts.mentions import Mention
from trialfacts.numbers import Number

_NEAR = frozenset(("of", "adjacent", "before", "list"))


@dataclass(slots=True)
class Amount:
    """One printed amount: its span, its low and high end (None: one number), and the numbers that it claims."""

    start: int
    end: int
    low: float
    high: float | None
    numbers: tuple[int, ...]


@dataclass(slots=True)
class DoseMention:
    """Amounts with the unit that they share ("10, 20 or 40 mg"), and what is learnt about them step by step.

    ``before`` and ``after`` are the names that stand before and after, as ``name_before`` and ``name_after`` of
    :mod:`trialfacts.doses.drugs` give them; ``name`` is the one that was chosen, ``how`` the wording that chose it;
    ``names`` are those of the amounts where each has its own.
    ``regimen`` is how the dose is given; ``regular``: a frequency follows the unit without a break.
    ``learned`` are the names of substances that the whole text tells, besides those that are known.
    """

    amounts: list[Amount]
    unit_end: int
    unit: Unit
    sentence: Sentence
    before: tuple[Name, int] | None = None
    after: tuple[Name, bool] | None = None
    name: Name | None = None
    names: list[Name] = field(default_factory=list)
    how: str = "none"
    regimen: Regimen = field(default_factory=lambda: Regimen(-1))
    regular: bool = False
    learned: Learned = NOTHING

    @property
    def start(self) -> int:
        """Where the first amount begins in the cleaned text."""
        return self.amounts[0].start

    @property
    def near(self) -> bool:
        """Whether the name stands at the amount itself, or in its list."""
        return self.how in _NEAR

    def name_in(self, text: str) -> str:
        """The name's words, empty where there is none."""
        return text[self.name.start : self.name.end] if self.name else ""


# Between the amounts of a list that share one unit: "400 and 800 mg", "2.5 to 5, or 10 mg", "300/200 mg".
LISTED = re.compile(r"-? ?(?:,|/|;|\+)? ?(?:and|or|vs\.?|versus|and/or|then)? ?(?:n ?= ?)?")
# A dose's unit begins with one of these, or with a space or dash before it.
_UNIT_START = frozenset(" -\n%\u00b5\u03b3kKgGmMnpLludIiUEJjcCtsSvaApPD")


# "0.25 g glucose/kg", "0.75 mg base/kg", "1.2 g of sucrose per kilogram", "75 mg of docetaxel per square meter"
_SPLIT_UNIT = re.compile(
    r" (?:of )?(?P<word>[A-Za-z-]{3,20})(?:/| per )"
    r"(?P<below>(?:kg|kilogram|m2|square met(?:er|re))(?:/(?:day|d|h))?)(?![A-Za-z])"
)
# Units that no dose has: body mass index, filtration, and what laboratories report.
_NEVER = re.compile(
    r"kg/m2|.*(?:/dL|/s|/uL|/mm3|1\.73 m2)$|(?:ng|pg)/m?L|pg|dL|mmol/mol|kg/|(?:ng|ug|mg|umol)/(?:m?g|m?mol)$"
    r"|[numpk]?mol/L|(?:m?g|ug|U)/L|mIU(?:/m?L)?$|mosm|mol$|nmol$|pmol$|J$"
)
# "1 mg/kg/day continuous infusion": a rate by the day
_CONTINUOUS = re.compile(r" (?:as )?(?:an? )?(?:continuous|constant)[ -](?:rate |intravenous |iv )?infusions?\b", re.I)


def find_dose_mentions(document: Document) -> list[DoseMention]:
    """Every amount that has a unit which a dose can have, in order. Whether it is a dose is not asked here."""
    text, mentions = document.text, document.mentions
    size = len(text)
    words_of = document.words
    forms = words_of.places(words_of.distinct & _FORMS)
    exposed = not words_of.distinct.isdisjoint(_BY_EXPOSURE)
    out: list[DoseMention] = []
    unsure: set[int] = set()
    for at, mention in enumerate(mentions):
        end = (mention.second or mention.first).end
        if end >= size or mention.shape == "pm":
            continue
        if exposed and (aimed := _exposure(document, mention, end)) is not None:
            out.append(aimed)
            continue
        if text[end] not in _UNIT_START:
            continue
        if mention.first.value >= _FEWEST_CELLS and (cells := _cells(document, mention, end)) is not None:
            out.append(cells)
            continue
        if forms and mention.first.value <= _MOST_COUNTED and any(end < form <= end + _FAR for form in forms):
            counted = _counted(document, mention, end)
            if counted is not None:
                out.append(counted)
                continue
        if text[end] == " " and not may_begin(text[end + 1 : end + 3]):
            continue  # "12 patients", "8 weeks"
        if out and mention.start < out[-1].unit_end:
            continue
        read = unit_after(text, end)
        if read is None or not _possible(read[0].symbol, read[0].dimension) or document.in_furniture(mention.start):
            continue
        unit, _, unit_end = read
        if unit.symbol == "%" and not substance_near(text, mention.start, unit_end):
            if not beside(text, mention.start, unit_end):
                continue
            unsure.add(unit_end)
        if unit.dimension == "volume" and (text[unit_end : unit_end + 1] == "/" or _SAMPLE.match(text, unit_end)):
            continue  # "ml/mint/1.73 m2"
        if _is_name_or_gauge(text, mention, unit_end):
            continue
        amounts = _amounts(text, mentions, at)
        if amounts:
            found = DoseMention(amounts, unit_end, unit, document.sentence_at(mention.start))
            _widen(text, found)
            out.append(found)
    out = _merge_ranges(text, out)
    learned = learn_names(text, out)
    for one in out if learned else ():
        one.learned = learned
    if not unsure:
        return out
    return [one for one in out if one.unit_end not in unsure or substance_near(text, one.start, one.unit_end, learned)]


# "2 x 10^6 zidogenic cells/kg", "1 x 10^6 MSCs per kg": what is given is named between the number and the weight.
_FEWEST_CELLS = 1e4
_CELLS = re.compile(
    r" (?P<kind>(?:[A-Za-z][A-Za-z0-9+/-]{0,25} ){0,3}?(?:[A-Za-z0-9+-]{0,20}M[SN]Cs?|cells))"
    r"(?P<weight> ?(?:/|per )(?:kg|kilogram)(?: (?:of )?body ?weight)?)?(?![A-Za-z0-9/])"
)


def _cells(document: Document, mention: Mention, end: int) -> DoseMention | None:
    """A dose counted in cells, which are named before their unit."""
    found = _CELLS.match(document.text, end)
    if found is None or mention.shape not in ("single", "range"):
        return None
    unit = parse_unit("cells/kg" if found["weight"] else "cells")
    amounts = [*_one_or_two(document.text, mention)]
    if unit is None or not amounts:
        return None
    one = DoseMention(amounts, found.end(), unit, document.sentence_at(mention.start))
    if found["kind"] != "cells":
        one.name, one.how = Name(*found.span("kind"), 1), "of"
    return one


# "carboplatin AUC 5", "carboplatin (area under the curve = 2)", "an AUC of 5 mg/mL/min": the drug that is dosed by it
_BY_EXPOSURE = frozenset(("carboplatin", "cbdca", "paraplatin"))
_MOST_EXPOSED = 10
_AIMED = re.compile(
    r"(?P<drug>carboplatin|CBDCA|paraplatin)\b[^.;()\[\]]{0,60}[(\[]?[^.;()\[\]]{0,15}"
    r"\b(?P<auc>(?:AUC|area under the (?:[\w-]+ ){0,3}curve)(?: \(?AUC\)?)?[,:]? ?(?:(?:of|at|=) ?)?)$",
    re.I,
)
_AIM_UNIT = re.compile(r" ?mg ?/ ?m[lL] ?[/.*\u00b7\u00d7x]? ?min(?![A-Za-z])")
_EXPOSURES = (Unit("AUC", "exposure"), Unit("mg/mL/min", "exposure"))


def _exposure(document: Document, mention: Mention, end: int) -> DoseMention | None:
    """A dose told by the exposure that it aims at, the area under the curve, which is its unit if none is printed."""
    text, start = document.text, mention.start
    if mention.first.value > _MOST_EXPOSED or mention.shape not in ("single", "range"):
        return None
    sentence = document.sentence_at(start)
    aimed = _AIMED.search(text, max(sentence.start, start - 150), start)
    amounts = [*_one_or_two(text, mention)]
    if aimed is None or len(amounts) != 1:
        return None
    printed = _AIM_UNIT.match(text, end)
    if printed is None:
        amounts[0].start = aimed.start("auc")
    one = DoseMention(amounts, printed.end() if printed else end, _EXPOSURES[printed is not None], sentence)
    one.name, one.how = Name(*aimed.span("drug"), 2), "adjacent"
    return one


# "4 Zidolol capsules", "two oral salt sachets", "2 placebo pills": what is counted out is named before its form
_FORM = "capsule|tablet|lozenge|sachet|pill"
_FORMS = frozenset(f"{form}{ending}" for form in _FORM.split("|") for ending in ("", "s"))
_FAR = 90
_MOST_COUNTED = 12
_COUNTED = re.compile(
    r" (?P<kind>(?:(?!\d|of\b|and\b|or\b|to\b|in\b|the\b|mg\b|g\b)[A-Za-z][\w/&-]{1,20} ){1,4}?)"
    rf"(?:\([A-Z]{{2,6}}\) )?(?P<form>{_FORM})s?\b"
)


def _counted(document: Document, mention: Mention, end: int) -> DoseMention | None:
    """A dose counted in tablets and the like, of what is named between the number and the form."""
    found = _COUNTED.match(document.text, end)
    if found is None or mention.shape != "single":
        return None
    start, stop = found.start("kind"), found.end("kind") - 1
    word = document.text[start:stop].split()[-1]
    named = known(word)
    if named < 0 and word != "placebo":
        return None  # "two daily tablets", "one vaginal tablet"
    unit, amounts = parse_unit(found["form"]), [*_one_or_two(document.text, mention)]
    if unit is None or not amounts:
        return None
    one = DoseMention(amounts, found.end(), unit, document.sentence_at(mention.start))
    one.name, one.how = Name(start, stop, max(named, 1)), "adjacent"
    return one


# "from 40 mL bone marrow", "10 mL of venous blood"
_SAMPLE = re.compile(
    r" (?:of )?(?:(?:whole|venous|peripheral|arterial|capillary)(?: venous)? blood|bone marrow|urine|ascit)"
)


def _is_name_or_gauge(text: str, mention: Mention, unit_end: int) -> bool:
    """Whether capitals behind a number are no unit: in the name of a trial ("Z04CC"), of a needle ("14 G")."""
    if not text[unit_end - 1].isupper():
        return False
    if text[mention.first.start - 1 : mention.first.start].isupper() and text[mention.end].isupper():
        return True
    return text[unit_end - 1] == "G" and 11 <= mention.first.value <= 32 and not text[unit_end - 2].isalpha()


@lru_cache(maxsize=1024)
def _possible(symbol: str, dimension: str) -> bool:
    return dimension != "time" and _NEVER.match(symbol) is None


def _widen(text: str, found: DoseMention) -> None:
    """Take in what belongs to the unit beyond its own spelling: the substance within it, a rate by the day."""
    unit = found.unit
    if unit.every is not None and _CONTINUOUS.match(text, found.unit_end):
        found.unit = Unit(f"{unit.symbol}/{unit.every[1]}", unit.dimension, unit.below)
    elif not unit.below and (split := _SPLIT_UNIT.match(text, found.unit_end)) is not None:
        whole = parse_unit(f"{unit.symbol}/{split.group('below')}")
        if whole is not None:
            found.unit, found.unit_end = whole, split.end()
            if known(split.group("word")) > 0 or is_rare(split.group("word").lower()):
                found.name = Name(split.start("word"), split.end("word"), known(split.group("word")))
                found.how = "adjacent"


# A power of ten whose exponent is no longer raised, and what is counted in such numbers.
_LOST_POWER = re.compile(r"10(?:[4-9]|1\d)")
_COUNT = re.compile(r" ?(?:CFU|cfu|cells|PFU|pfu|colony)")
_MANY = re.compile(rf"{_COUNT.pattern}| ?(?:U\b|IU)")


def _value(text: str, number: Number) -> float:
    """The value of a number; "40.000 IU" is forty thousand, "1010 CFU" ten to the tenth."""
    if number.value > 100 and _LOST_POWER.fullmatch(text, number.start, number.end) and _COUNT.match(text, number.end):
        return 10.0 ** int(text[number.start + 2 : number.end])
    if number.decimals == 3 and text.endswith(".000", number.start, number.end):
        return number.value * 1000
    return number.value


def _amounts(text: str, mentions: list[Mention], at: int) -> list[Amount]:
    """The amounts that share the unit after the mention at index ``at``."""
    mention = mentions[at]
    out = [*_one_or_two(text, mention)]
    if len(out) == 1 and at > 0 and text[out[0].start - 1] == " " and (low := _low_end(text, mentions[at - 1], out[0])):
        return [low]
    while out and at > 0 and len(out) < 8:
        at -= 1
        aside = _PAST_SIZE.search(text, max(0, out[0].start - 60), out[0].start)
        while aside is not None and at > 0 and mentions[at].start > aside.start():
            at -= 1  # "10 (n = 6), 20 (n = 7) or 40 mg": over the size of the arm
        if not _shares_unit(text, mentions[at], mention, out[0].start):
            break
        more = [*_one_or_two(text, mentions[at])]
        if not more or more[0].low < 0:
            break
        out = more + out
    return out


# What may stand between two amounts: the size or the name of an arm.
_PAST_SIZE = re.compile(
    r" \((?:[nN] ?= ?\d{1,4}(?:[,;] [^()]{1,20})?|\d{1,4}|(?:[Gg]roup|[Cc]ohort|[Aa]rm|[Ll]evel) [^()]{1,15}"
    r"|[A-Z]{1,2}\d?)\)"
    r",? ?(?:or |and )?$"
)


def _low_end(text: str, previous: Mention, high: Amount) -> Amount | None:
    """The range of "10- to 16-Gy", whose low end is a mention of its own."""
    if previous.shape != "single" or text[previous.end : high.start] not in ("- to ", "-to "):
        return None
    low = previous.first
    if high.high is not None or not 0 <= low.value < high.low:
        return None
    return Amount(low.start, high.end, _value(text, low), high.low, (low.index, *high.numbers))


# "60 ml of broth |1| and 60 ml of placebo": a number that is part of the name
_OF_NAMED = re.compile(r"\d ?[A-Za-z]{1,3} of [A-Za-z-]{2,25} $")


def _shares_unit(text: str, previous: Mention, mention: Mention, start: int) -> bool:
    """Whether the mention before stands in one list with those that begin at ``start``."""
    gap = text[previous.end : start]
    if gap.startswith("-") and (previous.shape != "single" or mention.shape != "single"):
        return False  # "the 5/10- and 5/20-mg arms"
    if not gap.strip() or not (LISTED if "(" not in gap else _PAST_SIZE).fullmatch(gap):
        return False
    if previous.shape not in ("single", "range", "fraction") or previous.first.form == "words":
        return False
    if mention.percent and previous.shape == "fraction":
        return False  # "HES 130/0.4 or 0.9% saline"
    if mention.percent and (not gap.strip(" ,/") or "v" in gap) or (previous.percent and not mention.percent):
        return False  # "46% vs. 26%", "49.4%, 30 mg"
    before = text[max(0, previous.start - 7) : previous.start]
    if gap == "/" and before[-1:] == "/" and before[-2:-1].isdigit():
        return True  # "zidolol/gadolin/rizumab 50/200/25 mg"
    if before.lower().endswith(("day ", "days ", "week ", "weeks ", "month ", "group ", "cycle ")):
        return False  # "on day 1; 5 or 10 mg"
    if before[-1:] == " " and _OF_NAMED.search(text, max(0, previous.start - 40), previous.start):
        return False
    return not (before.rstrip().endswith("=") or before[-1:].isalpha() or before[-1:] in ("/", ":"))


def _one_or_two(text: str, mention: Mention) -> Iterator[Amount]:
    first, second = mention.first, mention.second
    if second is None:
        yield Amount(first.start, first.end, _value(text, first), None, (first.index,))
    elif mention.shape == "range":
        low, high = _value(text, first), _value(text, second)
        if abs(high) == high or second.start == second.end:
            yield Amount(first.start, second.end, low, high, mention.numbers)
    elif mention.shape == "fraction":
        yield Amount(first.start, first.end, _value(text, first), None, (first.index,))
        yield Amount(second.start, second.end, second.value, None, (second.index,))
    elif mention.shape == "times":
        yield _times(text, mention)


def _times(text: str, mention: Mention) -> Amount:
    """ "2 x 500 mg" is 500 mg; "450 x 109 CFU" is 450 times ten to the ninth."""
    first, second = mention.first, mention.second
    assert second is not None
    value = second.value
    if _LOST_POWER.fullmatch(text, second.start, second.end) and _MANY.match(text, second.end):
        value = first.value * 10.0 ** int(text[second.start + 2 : second.end])
    return Amount(first.start, second.end, value, None, mention.numbers)


_CHANGE = re.compile(r"\b(?:from|increased|decreased|reduced|titrated|up)\b[^.;]{0,40}$")


def _merge_ranges(text: str, found: list[DoseMention]) -> list[DoseMention]:
    """ "20 mg-40 mg", "20 mg to 40 mg": one range; "from 20 mg to 40 mg" is a change, "20 mg/40 mg" a list of two."""
    out: list[DoseMention] = []
    for one in found:
        previous = out[-1] if out else None
        if previous is not None and len(previous.amounts) == 1 == len(one.amounts) and previous.unit == one.unit:
            gap = text[previous.unit_end : one.start].strip()
            if gap == "/":
                previous.amounts += one.amounts
                previous.unit_end = one.unit_end
                continue
            low, high = previous.amounts[0], one.amounts[0]
            rises = low.high is None and high.high is None and low.low < high.low
            if rises and (gap == "-" or (gap == "to" and not _CHANGE.search(text[max(0, low.start - 60) : low.start]))):
                previous.amounts[0] = Amount(low.start, high.end, low.low, high.low, low.numbers + high.numbers)
                previous.unit_end = one.unit_end
                continue
        out.append(one)
    return out
