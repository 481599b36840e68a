"""Numbers that look like counts of an outcome and tell of the trial's conduct: whose arm it was, which day."""

from __future__ import annotations

import re

from trialfacts.document import Document
from trialfacts.numbers import Number
from trialfacts.proportions.expression import Expression, list_start

# "was used in 54 patients| (the zidolol group)", "35 women| were observed as the control group"
_ARM_ITSELF = re.compile(
    r"(?:(?: [(\[]|, )the|[^.,;()]{0,80}? as (?:the|an?)) (?:(?!of |in )[\w/+-]{1,24} ){1,3}(?:group|arm)\b"
)
# "30 of the 50 children| were randomized to", and no "5 of 20 men |who| were randomized"
_ASSIGNED = re.compile(
    r"(?:[^.;()]|\([^()]{0,30}\)){0,120}?(?<! who)(?<! that)(?<! and) (?:was|were) (?:[a-z]+ly )?"
    r"(?:assigned|allocated|randomi[sz]ed)\b"
)
_ASSIGNED_WORDS = frozenset(("assigned", "allocated", "randomized", "randomised"))
# "81 |evaluable patients, including| 41", "including 41 men| with gout were enrolled|": who took part
_ENTERED = re.compile(
    r"\b(?:evaluable|enrolled|recruited|randomi[sz]ed|eligible|included|studied|participated)\b[^.;:()]{0,40}$"
)
_ENTERED_NEXT = re.compile(
    r"[^.;:(),]{0,60},? (?:was|were) (?:enrolled|recruited|randomi[sz]ed|included|studied|evaluated)\b"
)
# "140 events were seen in |158 evaluable men|": who was looked at, if they are many
_EVALUABLE = re.compile(r"\b(?:evaluable|assessable|eligible|enrolled|randomi[sz]ed)\b")
_MANY = 30
# "in |cycle |1", "on |days 7 and |14"
_WHICH_ONE = re.compile(r"\b(?:(?:cycle|visit|experiment|session|trimester|day|week|month) |PODs?[)]? )$", re.I)
_WHICH_ONES = re.compile(
    r"\b(?:days|weeks|months|cycles|visits|experiments|sessions|hours|trimesters)"
    r"(?: \([A-Za-z]{2,8}\))? $",
    re.I,
)
_LIST_END = (" and ", " or ")
_BY_ARM = ("arm-shared-verb", "series")
_AT_LEAST = ("than ", "least ")  # "seen in |more than| one man"
_FEWER = (" less ", " fewer ")  # "for every 40 treated, one| fewer |relapse"


def is_conduct(document: Document, number: Number, out: Expression) -> bool:
    """Whether a count without a percentage tells of the trial's conduct, or nothing, and not of an outcome."""
    text = document.text
    if out.percent is not None:
        return False
    if text.startswith(_FEWER, number.end) or number.value == 1 and text.endswith(_AT_LEAST, 0, number.start):
        return True
    if out.rule in _BY_ARM and _parts_population(document, number):
        return True
    if out.noun_end < 0 or out.noun_end == number.end:
        return _is_rank(document, number)
    if _ARM_ITSELF.match(text, out.end):
        return True
    if out.denominator is not None:
        assigned = not document.words.distinct.isdisjoint(_ASSIGNED_WORDS)
        return assigned and _ASSIGNED.match(text, out.end) is not None
    return _took_part(text, number, out)


def _took_part(text: str, number: Number, out: Expression) -> bool:
    """Whether those counted are told as members of the trial: "including 41 men with gout were enrolled"."""
    if out.rule == "count-aside":
        before = _ENTERED.search(text, max(0, number.start - 90), number.start)
        return before is not None or _ENTERED_NEXT.match(text, out.end) is not None
    if number.value > _MANY and _EVALUABLE.search(text, number.end, out.end):
        return True
    return text.startswith(" for analysis", out.end)


def _parts_population(document: Document, number: Number) -> bool:
    """Whether a count is one of two in a bracket that add up to what told no outcome: "351 women (|177| in X and"."""
    numbers, at = document.numbers, number.index
    for first in (at, at - 1):
        if 0 < first < len(numbers) - 1 and document.text[numbers[first].start - 1] == "(":
            whole = numbers[first - 1]
            return not whole.percent and whole.value == numbers[first].value + numbers[first + 1].value
    return False


def _is_rank(document: Document, number: Number) -> bool:
    """Whether a number tells which of several it is: "cycle |1|", "on days 2, 4 and |6|"."""
    text, start = document.text, number.start
    if _WHICH_ONE.search(text, max(0, start - 14), start):
        return True
    if not text.endswith(_LIST_END, 0, start):
        return False
    start = list_start(text, document.numbers, number)
    return _WHICH_ONES.search(text, max(0, start - 24), start) is not None
