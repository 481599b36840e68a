"""What an amount in grays is of: the words for radiotherapy, its fields and its boost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trialfacts.doses.drugs import Name

if TYPE_CHECKING:
    from trialfacts.doses.amounts import DoseMention

# "whole-brain radiotherapy", "a boost"; "WBRT", "IORT", "3D-CRT", "APBI", but not antiretroviral or hormone therapy
RADIATION = re.compile(
    r"\b(?:(?:(?:conventional|accelerated|hypofractionated|stereotactic|pelvic|thoracic|whole[ -]b(?:rain|reast)"
    r"|palliative|adjuvant|external[ -]beam|intraoperative|partial[ -]breast|total[ -]body) )?"
    r"(?:(?:chemo)?radio-?therapy|irradiation|radiation(?: therapy)?|brachytherapy|chemoradiation|radiosurgery)"
    r"|(?-i:(?!(?:S[TM])?ART\b|HRT\b)(?:3D-?)?[A-Z]{0,4}RT|(?:A?P|W|T)BI|PCI|RNI|SRS)|boost)\b",
    re.I,
)
# "a 10 Gy boost", "45 Gy of pelvic radiotherapy", "40 Gy hypofractionated WBI"
_BESIDE = re.compile(
    rf" (?:of )?(?:(?!and|plus|with|then|versus|follow|after|before)[a-z-]{{3,20}} ){{0,3}}?"
    rf"(?P<name>{RADIATION.pattern})",
    re.I,
)
# "10 or 26 Gy", "the 0 Gy and the 16 Gy boost": one thing
_LISTED = re.compile(r"(?: \([^()]{0,30}\))?,? ?(?:and|or|vs\.?|versus)? ?(?:the )?")
_FAR, _CLAUSE = 600, 300


def is_radiation(one: DoseMention) -> bool:
    """Whether the amount is a dose of radiation."""
    return one.unit.dimension == "absorbed dose"


def radiation_of(text: str, found: list[DoseMention], index: int) -> Name | None:
    """The word for what the grays of a mention are of.

    It stands right after them, or is the last before them in the sentence; else it is that of the grays before, the
    last in the text, or the next in the sentence.
    """
    one, end = found[index], -1
    for other in found[index : index + 4]:
        if other is not one and not (is_radiation(other) and _LISTED.fullmatch(text, end, other.start)):
            break
        if (beside := _BESIDE.match(text, other.unit_end, one.sentence.end)) is not None:
            return Name(*beside.span("name"), 2)
        end = other.unit_end
    start = one.sentence.start
    if (name := _last(text, max(start, one.start - _FAR), one.start)) is not None:
        return name
    told = next((other.name for other in reversed(found[:index]) if is_radiation(other) and other.name), None)
    if told is not None or (told := _last(text, max(0, start - 2 * _FAR), start)) is not None:
        return told
    following = RADIATION.search(text, one.unit_end, min(one.sentence.end, one.unit_end + _CLAUSE))
    return Name(*following.span(), 2) if following is not None else None


def _last(text: str, start: int, stop: int) -> Name | None:
    """The last word for radiation between two places."""
    spans = [match.span() for match in RADIATION.finditer(text, start, stop)]
    return Name(*spans[-1], 2) if spans else None
