"""One printed proportion, and the numbers that follow in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from trialfacts.counts.participants import NounPhrase
from trialfacts.document import Document
from trialfacts.numbers import Number


@dataclass(slots=True)
class Expression:
    """One printed proportion, ``10 patients (43.5%)``; ``noun_end``: where the noun of those counted ends, or -1."""

    start: int
    end: int
    count: int | None = None
    denominator: int | None = None
    percent: float | None = None
    numbers: list[int] = field(default_factory=list)
    rule: str = ""
    score: float = 0.0
    noun_end: int = -1
    outcome: str | None = None


OPEN = re.compile(r"[ ]?[(\[][ ]?(?:[nN] ?= ?|[<~\u2264] ?|less than |about |approximately )?")
_OPENINGS = (" (", "(", " [", "[")
WORD_IN = re.compile(r"[ ](?!of |and |vs?|to |versus|in |each|for |95|CI|P |p )[A-Za-z]")
_PTS = re.compile(r" pts?\b")
CLOSE = re.compile(r"[ ]?[)\]]")
OF = re.compile(r"[ ](?:out[ ])?of[ ](?:(?:the|these|those|all|our|a|total|other|remaining|only|which)[ ]){0,3}")
# "the last 12 weeks", "24/7": what makes a fraction or a whole number no count.
UNIT = re.compile(
    r"[ -]?(?:mg|g|kg|ml|mL|l|L|mm|cm|m|mmHg|mmol|IU|U|Gy|h|hr|hrs|hours?|days?|weeks?|months?|years?|min"
    r"|minutes?|s|sec"
    r"|seconds?|points?|times|fold|%|mo|wk|yr|y|Hz|kcal|kJ|ug|\u00b5g|doses?|cycles?|sessions?|visits?|centers?"
    r"|centres?|sites?"
    r"|hospitals?|trials?|studies|groups?|arms?|items?|levels?|mcg|kPa|cmH2O|dB|nm|bpm|beats?|units?|tablets?|drops"
    r"|steps?|stages?|phases?|different|types?)(?![A-Za-z])"
)
RANK = re.compile(
    r"(?:[Gg]rades?|[Ss]tages?|[Pp]hases?|[Tt]ypes?|[Ll]evels?|[Ww]eeks?|[Dd]ays?|[Mm]onths?|BP(?! ?\()|mg"
    r"|acuity|version|[Ee]xperiments?|[Cc]ycles?|[Vv]isits?"
    r"|[Cc]hromosomes?|[Kk]inases?|[Cc]odons?|[Ee]xons?|ratio|acuity(?: below| of| above)?)[ ]?[(]?$"
)
# What stands before a limit: "grade >= |2|".
LIMIT_SIGNS = tuple(sign + gap for sign in ("<", ">", "\u2264", "\u2265", "<=", ">=") for gap in ("", " "))
LIST_GAP = re.compile(
    r"[ ]?(?:,|;|/)[ ]?(?:and[ ]|or[ ])?|[ ](?:and|or|vs?\.?|versus|to|compared (?:with|to)|against"
    r"|as compared (?:with|to))[ ]|[ ]?-[ ]?"
)


def next_number(numbers: list[Number], at: int, index: int) -> Number | None:
    """The number of that index if it begins at ``at``."""
    return numbers[index] if index < len(numbers) and numbers[index].start == at else None


def list_start(text: str, numbers: list[Number], last: Number) -> int:
    """Where the list begins that a number ends, of four at most: "weeks |4, 8 and 12|"."""
    start = last.start
    for before in reversed(numbers[max(0, last.index - 3) : last.index]):
        if LIST_GAP.fullmatch(text, before.end, start) is None:
            break
        start = before.start
    return start


def percent_in_bracket(document: Document, taken: set[int], at: int, index: int) -> tuple[Number, int] | None:
    """The percentage of " (43.5%)" at ``at``, with the end of the bracket; ``taken``: numbers of intervals."""
    text = document.text
    match = OPEN.match(text, at) if text.startswith(_OPENINGS, at) else None
    if match is None:
        return None
    number = next_number(document.numbers, match.end(), index)
    if number is None or not number.percent or number.index in taken or number.value < 0:
        return None
    if text[number.percent_end : number.percent_end + 1] not in ")];,/ " or WORD_IN.match(text, number.percent_end):
        return None  # "two equal groups (57% male)"
    close = CLOSE.match(text, number.percent_end)
    return number, close.end() if close else number.percent_end


def pts(text: str, end: int) -> NounPhrase | None:
    """ "pt", "pts": patients in short."""
    match = _PTS.match(text, end) if text.startswith(" pt", end) else None
    return NounPhrase(match.end(), "pts", ()) if match else None


def agree(count: int | None, total: int | None, percent: float) -> bool:
    """Whether count, total and percentage fit together (to within two points: texts round and slip)."""
    return bool(total) and count is not None and abs(100 * count / (total or 1) - percent) <= 2
