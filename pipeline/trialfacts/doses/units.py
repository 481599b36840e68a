"""Units of doses and results: their spellings, and what they mean.

The spellings that medicine uses are known here; anything else is put to quantulum3, which is imported only then (it
takes a second). Numbers are read elsewhere: a unit's text is all that comes in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

# Canonical symbol and dimension of each unit, with its spellings. Spellings of up to two letters are taken as
# printed, longer ones without regard to case.
_ATOMS: dict[tuple[str, str], str] = {
    ("kg", "mass"): "kg kgs Kg KG kilo kilos kilogram kilograms kilogramme kilogrammes",
    ("g", "mass"): "g G gr gm Gm gms grs gram grams gramme grammes",
    ("mg", "mass"): "mg Mg MG mgs mgm mgr milligram milligrams milligramme milligrammes",
    ("ug", "mass"): "ug \u00b5g \u00b5gr \u00b5cg mcg mcgs mkg mic microg \u00b5gm ugm microgram micrograms microgramme"
    " microgrammes \u03b3",
    ("ng", "mass"): "ng nanogram nanograms",
    ("pg", "mass"): "pg picogram picograms",
    ("L", "volume"): "L l lit liter liters litre litres",
    ("dL", "volume"): "dL dl deciliter decilitre",
    ("mL", "volume"): "mL ml ML Ml mls cc CC milliliter milliliters millilitre millilitres",
    ("uL", "volume"): "\u00b5L \u00b5l uL ul microliter microliters microlitre microlitres",
    ("IU", "activity"): "IU iu UI I.U. IUs",
    ("IE", "activity"): "IE",
    ("U", "activity"): "U u unit units",
    ("MIU", "activity"): "MIU",
    ("MU", "activity"): "MU",
    ("mIU", "activity"): "mIU mU",
    ("kIU", "activity"): "KIU kIU kU",
    ("mol", "amount of substance"): "mol mole moles",
    ("mmol", "amount of substance"): "mmol mmols mM millimole millimoles",
    ("umol", "amount of substance"): "\u00b5mol umol \u00b5M uM micromol micromole micromoles",
    ("nmol", "amount of substance"): "nmol nM nanomole nanomoles",
    ("pmol", "amount of substance"): "pmol pM",
    ("meq", "amount of substance"): "mEq meq mEqs mequiv milliequivalent milliequivalents",
    ("mosm", "amount of substance"): "mOsm mosm mOsmol mosmol",
    ("Gy", "absorbed dose"): "Gy gy GY Gray Grays",
    ("cGy", "absorbed dose"): "cGy",
    ("MBq", "radioactivity"): "MBq",
    ("GBq", "radioactivity"): "GBq",
    ("kBq", "radioactivity"): "kBq",
    ("mCi", "radioactivity"): "mCi",
    ("uCi", "radioactivity"): "uCi \u00b5Ci",
    ("TU", "activity"): "TU",
    ("J", "energy"): "J",
    ("ppm", "share"): "ppm",
    ("%", "share"): "% Vol% vol%",
    ("ppm", "parts"): "ppm",
    ("tablet", "count"): "tablet tablets tab tabs",
    ("capsule", "count"): "capsule capsules caps",
    ("sachet", "count"): "sachet sachets",
    ("pill", "count"): "pill pills",
    ("lozenge", "count"): "lozenge lozenges",
    ("drop", "count"): "drop drops",
    ("puff", "count"): "puff puffs",
    ("spray", "count"): "sprays",
    ("tablespoon", "count"): "tablespoon tablespoons tbsp",
    ("teaspoon", "count"): "teaspoon teaspoons tsp",
    ("vial", "count"): "vial vials",
    ("ampoule", "count"): "ampoule ampoules ampule ampules",
    ("CFU", "count"): "CFU CFUs",
    ("PFU", "count"): "PFU",
    ("cells", "count"): "cells",
    # Only below the line: "per square metre", "per hour".
    ("m2", "area"): "m2 sqm",
    ("cm2", "area"): "cm2",
    ("hd", "count"): "hd head",
    ("s", "time"): "s sec secs second seconds",
    ("min", "time"): "min mins minute minutes",
    ("h", "time"): "h H hr hrs Hr hour hours",
    ("day", "time"): "d D day days",
    ("week", "time"): "w wk wks week weeks",
    ("month", "time"): "mo month months",
    ("year", "time"): "y yr yrs year years",
    ("cycle", "time"): "cycle cycles",
    ("fraction", "time"): "fraction",
    ("dose", "dose"): "dose doses injection infusion administration",
}
_DIMENSION = {symbol: dimension for symbol, dimension in _ATOMS}
_SPELLINGS = {spelling: symbol for (symbol, _), words in _ATOMS.items() for spelling in words.split()}
_LOWER = {word.lower(): symbol for word, symbol in _SPELLINGS.items() if len(word) > 2 or word in ("mg", "kg")}
# The units that stand only below the line.
_BELOW = frozenset({"m2", "cm2", "hd", "s", "min", "h", "day", "week", "month", "year", "cycle", "fraction", "dose"})
_TIME_NAMES = {"s": "second", "min": "minute", "h": "hour"}

_WORD = re.compile(
    r"[ \n-]{0,2}(?P<word>[Ii]nternational [Uu]nits?|I\.U\.|[Vv]ol ?%|[\u00b5\u03b3A-Za-z]{1,15}2?|%)"
    r"(?![A-Za-z\u00b5]|-[a-z]{3})"
)
# One step below the line: "/kg", " per kg", ".kg-1", " kg(-1)", "/24 h", " m-2", " x kg(-1)", "/ m(2)", " m^2".
_STEP = re.compile(
    r"""(?:
      [ \n]?(?:/|\bper\b[ \n](?:each[ ])?)[ ]?(?P<count>\d{1,3}(?:\.\d{1,2})?[ -]?)?
        (?P<below>square[ -]met(?:re|er)|m\ ?(?:\^|\*\*)?\ ?(?:2|\(2\))?|[\u00b5A-Za-z]{1,14}2?)(?P<fake>\ ?\(?-1\)?)?
      | (?:[ .\u00b7*]{1,3}|[ ]x[ ])(?P<inverse>[\u00b5A-Za-z]{1,8})[ ]?(?:\^|\*\*)?[({]?-(?P<power>[12])[)}]?
      | [.](?P<dotted>day|d|h|hr|min|kg|week)
    )(?![A-Za-z\u00b5\d])""",
    re.X,
)
_OF_WEIGHT = re.compile(
    r" (?:of )?(?:(?:ideal|actual|total|lean) )?"
    r"(?:body[ -]?(?:weight|mass|surface(?: area)?)|[ipal]?bw|b\.w\.)(?![A-Za-z])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit read from text.

    ``symbol`` is that of one administered amount or of a result, without day, week, month (``mg/kg``, ``ug/kg/min``,
    ``ng/mL``); what was cut off is ``every``: a number and ``hour``, ``day``, ``week``, ... (``mg/kg/24 h``: 24, hour).
    ``dimension`` is that of the part above the line, ``below`` that of each part below it.
    """

    symbol: str
    dimension: str
    below: tuple[str, ...] = ()
    every: tuple[float, str] | None = None

    @property
    def is_concentration(self) -> bool:
        """Whether the unit is an amount in a volume: ng/mL, mmol/L."""
        return "volume" in self.below

    @property
    def is_rate(self) -> bool:
        """Whether the unit is that of a running infusion: mL/h, ug/kg/min."""
        return self.symbol.endswith(("/h", "/min"))


def atom(word: str) -> str | None:
    """The canonical symbol of one unit word (``mcg`` -> ``ug``), None where it is not known here."""
    symbol = _SPELLINGS.get(word)
    if symbol is None and len(word) > 1:
        symbol = _LOWER.get(word.lower())
    return symbol


# The first two letters of the units that can follow a number, in lower case.
_BEGINNINGS = frozenset(word[:2].lower() for word, symbol in _SPELLINGS.items() if symbol not in _BELOW) | {"in"}


def may_begin(letters: str) -> bool:
    """Whether a unit's word may begin with these two characters: a cheap look before :func:`unit_after`."""
    letters = letters.lower()
    return letters in _BEGINNINGS or not letters.isalpha()


def unit_after(text: str, at: int) -> tuple[Unit, int, int] | None:
    """The unit that follows a number which ends at ``at``, with the span of its text; None where none is known."""
    word = _WORD.match(text, at)
    if word is None:
        return None
    first = word.group("word")
    symbol = "IU" if first[:14].lower() == "international " else atom(first)
    if symbol is None or symbol in _BELOW:
        return None
    start, end = word.span("word")
    following = text[end : end + 1]
    if following and following in "/ .\u00b7*\n":
        end = _end_of_steps(text, end)
    if end == word.end():
        return _plain(symbol), start, end
    unit = _read(text[start:end])
    return None if unit is None else (unit, start, end)


def _end_of_steps(text: str, end: int) -> int:
    """Where the parts below the line end: "/kg of body weight per day"."""
    for _ in range(4):
        step = _STEP.match(text, end)
        if step is None:
            break
        named = step.group("below") or step.group("inverse") or step.group("dotted")
        if (step.group("count") or "100").strip() != "100" and atom(named) in ("mg", "ug"):
            break  # "110 ug/50 ug" of two substances
        if _below(named) is None or (named in ("g", "m", "s") and step.group().lstrip().startswith("per")):
            break
        end = step.end()
        weight = _OF_WEIGHT.match(text, end)
        if weight is not None:
            end = weight.end()
    return end


@lru_cache(maxsize=512)
def _plain(symbol: str) -> Unit:
    return Unit(symbol, _DIMENSION[symbol])


def _below(word: str) -> str | None:
    """The symbol of a unit below the line, where a lone metre is a square one that has lost its 2."""
    if word.startswith("square") or re.fullmatch(r"m[ ^*(2)]*", word):
        return "m2"
    return atom(word)


@lru_cache(maxsize=4096)
def _read(text: str) -> Unit | None:
    """The unit of a text that begins with a unit word, by the spellings known here."""
    word = _WORD.match(text)
    if word is None:
        return None
    first = word.group("word")
    symbol = "IU" if first[:14].lower() == "international " else atom(first)
    if symbol is None:
        return None
    parts, below = [symbol], []
    every: tuple[float, str] | None = None
    at = word.end()
    while (step := _STEP.match(text, at)) is not None:
        named = step.group("below") or step.group("inverse") or step.group("dotted")
        lower = _below(named)
        if lower is None:
            return None
        count = step.group("count")
        at = step.end()
        weight = _OF_WEIGHT.match(text, at)
        if weight is not None:
            at = weight.end()
        dimension = _DIMENSION[lower]
        if dimension == "dose":
            continue
        below.append(dimension)
        if dimension == "time" and (count or lower not in ("h", "min")):
            if every is None:
                every = (float(count.rstrip(" -")) if count else 1.0, _TIME_NAMES.get(lower, lower))
            continue
        parts.append(f"{count.strip()} {lower}" if count and float(count.rstrip(" -")) != 1 else lower)
    if at != len(text):
        return None
    if len(parts) > 1 and parts[-1] == "s":
        return None
    return Unit("/".join(parts), _DIMENSION[symbol], tuple(below), every)


def parse_unit(text: str) -> Unit | None:
    """What a unit's text means: by the spellings known here, else by quantulum3; None where neither knows it."""
    text = text.strip()
    if not text:
        return None
    return _read(text) or _ask_quantulum(text)


@lru_cache(maxsize=4096)
def _ask_quantulum(text: str) -> Unit | None:
    """quantulum3's reading of a unit: its canonical name and the entity that it measures."""
    found = _quantulum().parse(f"1 {text}")
    if len(found) != 1 or found[0].unit.name == "dimensionless" or found[0].span[1] != len(text) + 2:
        return None
    unit = found[0].unit
    return Unit(text, unit.entity.name)


@lru_cache(maxsize=1)
def _quantulum() -> Any:
    from quantulum3 import classifier, parser

    # The trained classifier that it ships does not load with a current scikit-learn; its rules suffice for units.
    classifier.USE_CLF = False
    return parser
