"""Combinations by their letters: the drugs that "ZMF" stands for, and a drug that is called by one letter."""

from __future__ import annotations

import re

from trialfacts.doses.amounts import DoseMention
from trialfacts.doses.drugs import Name, known_names

# "Z (40 mg/m2)", "Z 75-90 mg/m2", but "arm A (40 mg/m2)"
_LETTER = re.compile(r"(?<![\w.'/-])(?P<name>[A-Z]),? [(\[]?$")
_LABELLED = re.compile(
    r"(?:arms?|groups?|cohorts?|regimens?|schedules?|parts?|strat(?:um|a)|levels?|vitamins?) $", re.I
)
_LETTERS = re.compile(r"[A-Z]{3,5}")
# What letters of combinations stand for besides the drugs that begin with them.
_LETTER_OF = {"A": ("doxorubicin", "adriamycin"), "T": ("docetaxel", "paclitaxel"), "O": ("vincristine",)}
# How far before its doses the drugs of a combination are named, in characters.
_REACH = 1500


def letter_before(text: str, one: DoseMention) -> Name | None:
    """The single letter that a drug of chemotherapy is called by, right before its amount."""
    if not one.unit.symbol.endswith("/m2"):
        return None
    letter = _LETTER.search(text, max(one.sentence.start, one.start - 5), one.start)
    if letter is None or _LABELLED.search(text, max(0, letter.start() - 10), letter.start()):
        return None
    return Name(*letter.span("name"), 2)


def is_combination(letters: str, one: DoseMention) -> bool:
    """Whether a name has as many letters as there are amounts behind it."""
    return len(letters) == len(one.amounts) and _LETTERS.fullmatch(letters) is not None


def drugs_of_letters(text: str, one: DoseMention) -> list[Name]:
    """The drug of each amount behind a combination of as many letters ("ZMF 600/40/600 mg/m2"); none if unknown."""
    letters = one.name_in(text)
    if not is_combination(letters, one):
        return []
    named = known_names(text, max(0, one.start - _REACH), one.start, one.learned)
    drugs = [next((name for name in reversed(named) if _stands_for(letter, name, text)), None) for letter in letters]
    return [drug for drug in drugs if drug is not None] if None not in drugs else []


def _stands_for(letter: str, name: Name, text: str) -> bool:
    drug = text[name.start : name.end].lower()
    return len(drug) > 4 and (
        drug.lstrip("0123456789-").startswith(letter.lower()) or drug in _LETTER_OF.get(letter, ())
    )
