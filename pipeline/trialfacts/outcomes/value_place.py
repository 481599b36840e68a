"""Where a proportion stands in its sentence, and what the proportion before it was of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialfacts.cleaning.sentences import Sentence
from trialfacts.counts.participants import noun_phrase
from trialfacts.document import Document
from trialfacts.outcomes.clauses import FAR
from trialfacts.outcomes.wording import looked_from


@dataclass(slots=True, frozen=True)
class ValuePlace:
    """The place of a proportion; all positions are of the cleaned text.

    ``noun_end``: where the noun of those counted ends (-1: not printed); ``arm``: the name of its arm, if known;
    ``last``: where the proportion before it ended, and ``outcome``: the outcome of that one; ``floor`` and ``stop``:
    between where its sentence can tell what it is of; ``before``: the text from ``floor``; ``since``: ``last``, if not
    before ``floor``; ``past``: where the value ends with its bracket, and ``behind``: where those counted end;
    ``at_start``: whether it begins a clause; ``told_behind``: whether the outcome of the one before stands behind that.
    """

    document: Document
    start: int
    end: int
    noun_end: int
    arm: str | None
    last: int
    outcome: str | None
    sentence: Sentence
    floor: int
    stop: int
    before: str
    since: int
    past: int
    behind: int
    at_start: bool
    told_behind: bool

    @property
    def listed(self) -> int | None:
        """Where the value before it in its sentence ended."""
        return self.last if self.sentence.start <= self.last <= self.start else None

    @property
    def said_of(self) -> bool:
        """Whether something is said of the value as a subject: no word like "in" or "was" stands before it."""
        return not IN_BEFORE.search(self.before[-32:])


def place_of_value(
    document: Document, start: int, end: int, noun_end: int, previous: tuple[int, str | None], arm: str | None
) -> ValuePlace:
    """The place of a proportion, from what ``outcome_of_proportion`` is told of it."""
    text, (last, outcome) = document.text, previous
    sentence = document.sentence_at(start)
    floor = looked_from(text, sentence.prose, start - FAR)
    stop = min(sentence.end, end + FAR)
    since = max(floor, last) if last <= start else floor
    past = _past_bracket(text, start, max(end, noun_end), stop)
    those = noun_phrase(text, end + 3) if text.startswith(" of ", end) else None
    behind = max(noun_end, those.end if those else end)
    if reduced := _REDUCED.match(text, behind):
        past = behind = reduced.end()
    return ValuePlace(
        document=document,
        start=start,
        end=end,
        noun_end=noun_end,
        arm=arm,
        last=last,
        outcome=outcome,
        sentence=sentence,
        floor=floor,
        stop=stop,
        before=text[floor:start],
        since=since,
        past=past,
        behind=behind,
        at_start=start - since < 4 or _AT_START.search(text, max(since, start - 24), start) is not None,
        told_behind=outcome is not None and start - last < 140 and text.find(outcome, last, start) >= 0,
    )


def _past_bracket(text: str, start: int, end: int, stop: int) -> int:
    """Where the bracket closes that an expression leaves open: "25 patients (6%|; X, 4%)| converted"."""
    if "(" not in text[start:end] or text[end - 1] == ")":
        return end
    close = text.find(")", end, min(stop, end + 70))
    return close + 1 if close >= 0 and "(" not in text[end:close] else end


# What a number stands after where it begins a clause of its own.
_AT_START = re.compile(
    r"(?:[,;:]\s?|\(|\b(?:and|while|whereas|but|yet|which|whom|that|only|where|of)\s|\n)(?:(?:[Oo]nly|[Aa] total of"
    r"|[Aa]nother|[Aa]bout|[Aa]pproximately|[Oo]ver|[Nn]early|[Mm]ore than|[Tt]he remaining|[Aa]ll"
    r"|[Aa] further) )?$|(?:[Oo]nly|[Aa] total of) $|(?:^|[,.;\n] ?)(?:and )?[Ww]ith(?: an?)? $|\ba $"
)
# "75 women| approached| agreed to biopsy": who they were, before what they did
_REDUCED = re.compile(
    r" (?:approached|invited|screened|contacted|surveyed|randomi[sz]ed|enroll?ed|included|assessed|examined|tested"
    r"|treated|eligible|interviewed)(?= (?:[a-z]{3,}ed|had|were|was|did|chose|felt|gave|withdrew|could|would)\b)"
)
IN_BEFORE = re.compile(
    r"\b(?:in|by|for|with|among|of|from|was|were|is|be|to|at|reached|exceeded|only|had)(?: (?:only|all|just|about"
    r"|approximately|over|nearly|almost|up to|the|another|the remaining|a further|a total of|more than"
    r"|less than))?[ ]$",
    re.I,
)
