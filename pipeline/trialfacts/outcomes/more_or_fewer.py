"""What one arm had more or less often, told before a bracket: "were more likely |to relapse| than those on X (12%"."""

from __future__ import annotations

import re

from trialfacts.outcomes.clauses import without_arm
from trialfacts.outcomes.value_place import ValuePlace
from trialfacts.outcomes.wording import tidy

_ENDS = r"(?=,? (?:than|(?:as )?compared|versus|vs|relative)\b|, |[.;:()\[]|$)"
_SHORT = r"(?: \([A-Z][\w-]{0,9}\))?"
# "more likely |to relapse|", "less likely than those on X |to have a rash|"
_LIKELY = re.compile(
    rf"\blikely (?:than [^.;()]{{2,60}}? )?to (?:be (?:of )?|have (?:an? )?|experience |develop |suffer )?"
    rf"(?P<what>[a-zA-Z\d][^.;:(),]{{2,80}}?){_SHORT}{_ENDS}"
)
# "a good profile versus X, with fewer |serious events| (12%", "resulting in more |stops due to nausea| with X (12%"
_WITH_FEWER = re.compile(
    rf"\b(?:with|resulting in|leading to|resulted in|led to) (?:a |significantly |an )?"
    rf"(?:fewer|more|less)(?! (?:likely|often|common|frequent|than|severe)) (?P<what>[a-zA-Z\d][^.;:(),]{{2,80}}?)"
    rf"{_SHORT}{_ENDS}"
)
_BRACKET = re.compile(r" ?[(\[]$")
_ANOTHER = re.compile(r"[;:]| (?:and|but|while|whereas) (?:were|was|had|have|more|less|fewer)\b")
_FAR = 260


def more_or_fewer(place: ValuePlace) -> str | None:
    """What is told of the value in a bracket; None where the clause before it says nothing of more or fewer."""
    text, start = place.document.text, max(place.since, place.start - _FAR)
    opened = _BRACKET.search(text, max(start, place.start - 2), place.start)
    if opened is None:
        return None
    stop = opened.start()
    for sign, pattern in (("likely ", _LIKELY), ("e", _WITH_FEWER)):
        if text.find(sign, start, stop) < 0:
            continue
        told = list(pattern.finditer(text, start, stop))
        if told and _ANOTHER.search(text, told[-1].start("what"), stop) is None:
            found = without_arm(place.document, told[-1].start("what"), told[-1].end("what"), place.arm)
            return tidy(found) or None
    return None
