"""Shares in words: "one-third of the patients", "half the women"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialfacts.counts.participants import NounPhrase, noun_phrase
from trialfacts.document import Document
from trialfacts.proportions.expression import Expression
from trialfacts.proportions.introduction import introduction_end

_PARTS = {"half": 2, "third": 3, "thirds": 3, "fourth": 4, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5}
_PART_WORDS = frozenset(_PARTS)
_TIMES = {"two": 2, "three": 3, "four": 4}
# What the part stands behind: "|One-|third", "|a |quarter", "|Half"
_TIMES_BEFORE = re.compile(r"\b(?:(?P<times>two|three|four)|one|a)[ -]$", re.I)
# "|more than |half of the patients": how many is not told
_BOUND = re.compile(
    r"\b(?:than|over|nearly|almost|least|above|below|under|about|around|to|the|first|second|other) (?:a )?$", re.I
)
_OF = re.compile(r" (?:of )?(?:all |the |these |our |those ){0,3}(?=[a-z])")
# "|two-thirds of the patients| were randomized", "half of patients| (55%)": who took part, what is told again in digits
_NEXT = re.compile(
    r" ?[(\[]|[^.;,]{0,40}\b(?:received|completed|will|(?:were|was) (?:[a-z]+ly )?"
    r"(?:given|treated|included|enrolled|randomi[sz]ed|assigned|allocated))\b"
)


# "|half of them| had pain", "|one fifth| felt rushed"
_OF_THEM = re.compile(r" of (?:them|these|those|(?:the )?(?:[\w-]+ ){1,2}(?:group|arm))\b")
_THEY_DID = re.compile(r" (?:had|felt|said|gave|took|[a-z]{3,}ed)\b")


def fractions(document: Document) -> Iterator[Expression]:
    """The shares of participants that are told in words."""
    parts = document.words.distinct & _PART_WORDS
    if not parts:
        return
    text, opened = document.text, introduction_end(document)
    for at in document.words.places(parts):
        sentence = document.sentence_at(at)
        if at < opened or sentence.section not in (None, "results", "conclusions"):
            continue
        part = text[at : at + 8].partition(" ")[0].lower()
        before = _TIMES_BEFORE.search(text, max(sentence.start, at - 6), at)
        if part not in _PARTS or (before is None and part != "half"):
            continue
        start = before.start() if before else at
        of = _OF.match(text, at + len(part))
        noun = noun_phrase(text, of.end() - 1) if of else None
        them = _OF_THEM.match(text, at + len(part))
        if noun is None and (them is not None or before is not None and _THEY_DID.match(text, at + len(part))):
            noun = NounPhrase(them.end() if them is not None else at + len(part), "them", ())
        if noun is None or _BOUND.search(text, max(sentence.start, start - 12), start) or _NEXT.match(text, noun.end):
            continue
        times = _TIMES.get((before["times"] or "one").lower(), 1) if before else 1
        percent = round(100 * times / _PARTS[part], 1)
        yield Expression(start, noun.end, percent=percent, rule="fraction-words", score=0.7, noun_end=noun.end)
