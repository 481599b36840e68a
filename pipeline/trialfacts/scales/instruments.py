"""The registry of outcome instruments: canonical names, variants, abbreviations, fields, items and ranges.

The data is ``data/instruments.tsv``: one instrument a row; ``|`` separates abbreviations and variants; an abbreviation
that is also an everyday word or another thing's name ends with ``?`` and is believed only where the context scores it.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

_SPELLING = (("analogue", "analog"), ("behaviour", "behavior"))
_WORD = re.compile(r"[a-z0-9]+")
# The last words that a name may lose: "Hospital Anxiety and Depression scores".
_HEADS = {"scale", "score", "index", "questionnaire", "inventory", "test", "survey", "form", "status"}
# First words of two-word names that are no names of their own.
_WORDS = {
    "global",
    "pain",
    "visual",
    "fatigue",
    "plaque",
    "gingival",
    "bleeding",
    "clinical",
    "disease",
    "health",
    "sleep",
}
# Short forms of three letters that mean their instrument and little else in a trial's report.
_SAFE = {"VAS", "NRS", "VRS", "HAQ", "FIM", "mRS", "BDI", "BAI", "PGA", "IGA", "ODI", "NDI", "HHS", "FMA", "BBS", "BPI"}


@dataclass(frozen=True, slots=True)
class Instrument:
    """One row of the registry; ``items``, ``minimum`` and ``maximum`` (of the total score) are None where not known."""

    name: str
    field: str
    items: int | None
    minimum: float | None
    maximum: float | None


# All words of a name, its instrument, whether it needs context.
Entry = tuple[tuple[str, ...], Instrument, bool]


@dataclass(slots=True)
class Registry:
    """The instruments by the first word of each of their names, and by abbreviation.

    ``names``: first word -> second word -> third word ("" where there is none) -> (all words, instrument, whether it
    needs context), the longest first; a name that has lost its last word ("Medical Research Council") needs it.
    ``short``: abbreviation -> (instrument, whether it needs context); ``short_firsts``: how these begin ("SF" of
    "SF-36").
    """

    names: dict[str, dict[str, dict[str, list[Entry]]]] = field(default_factory=dict)
    short: dict[str, tuple[Instrument, bool]] = field(default_factory=dict)
    short_firsts: set[str] = field(default_factory=set)

    def add(self, name: tuple[str, ...], instrument: Instrument, needs_context: bool) -> None:
        """Add a name in the one spelling of :func:`words`."""
        first = self.names.setdefault(name[0], {})
        for second in _spellings(name[1]) if len(name) > 1 else ("",):
            for third in _spellings(name[2]) if len(name) > 2 else ("",):
                first.setdefault(second, {}).setdefault(third, []).append((name, instrument, needs_context))

    def beginning(self, words: tuple[str, ...]) -> list[Entry]:
        """The names that begin with these one, two or three words of a text, the longest first."""
        first, second, third = (*words, "", "")[:3]
        seconds = self.names.get(first, {})
        thirds = seconds.get(second, {})
        places = (thirds.get(third, ()) if third else (), thirds.get("", ()), seconds.get("", {}).get("", ()))
        return [entry for entries in (places if second else places[2:]) for entry in entries]

    def called(self, name: str) -> list[Instrument]:
        """The instruments that a short form or another name stands for."""
        split = words(name)
        found = [entry[1] for entry in self.beginning(split[:3]) if entry[0] == split] if split else []
        return [*found, self.short[name][0]] if name in self.short else found

    def knows(self, name: tuple[str, ...]) -> bool:
        """Whether these words are a name of the registry."""
        return bool(name) and any(name == entry[0] for entry in self.beginning(name))


def _spellings(word: str) -> tuple[str, ...]:
    return (word, word + "s", *(word.replace(b, a) for a, b in _SPELLING if b in word))


def words(name: str) -> tuple[str, ...]:
    """A name's words in one spelling: lower case, without hyphens, apostrophes and British endings."""
    name = name.lower()
    for written, canonical in _SPELLING:
        name = name.replace(written, canonical)
    return tuple(_WORD.findall(name))


@lru_cache(maxsize=1)
def registry() -> Registry:
    """The registry, read once."""
    out = Registry()
    with (files("trialfacts") / "data" / "instruments.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            instrument = Instrument(
                row["name"],
                row["field"],
                int(row["items"]) if row["items"] else None,
                float(row["minimum"]) if row["minimum"] else None,
                float(row["maximum"]) if row["maximum"] else None,
            )
            for name in (row["name"], *filter(None, row["variants"].split("|"))):
                split = words(name)
                out.add(split, instrument, len(split) == 1)
                eponym = len(split) == 2 and name[0].isupper() and len(split[0]) > 4 and split[0] not in _WORDS
                if (len(split) > 2 or eponym) and split[-1] in _HEADS:
                    out.add(split[:-1], instrument, True)
            for short in filter(None, row["abbreviations"].split("|")):
                bare = short.rstrip("?")
                doubtful = short != bare or (len(bare) <= 3 and bare not in _SAFE)
                out.short.setdefault(bare, (instrument, doubtful))
                out.short_firsts.add(re.split("[^A-Za-z0-9]", bare, maxsplit=1)[0])
    for seconds in out.names.values():
        for thirds in seconds.values():
            for names in thirds.values():
                names.sort(key=lambda entry: -len(entry[0]))
    return out
