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
# "smokers were more often |men| (70% vs. 50%"
_OFTEN = re.compile(
    rf"\b(?:more|less) (?:often|frequently|commonly) (?P<what>(?:women|men|males?|females?|girls|boys|diabetics"
    rf"|(?:[a-z-]+ )?smokers))\b{_ENDS}"
)
# "women on X had a lower |incidence of jaundice| than did women on Y (12%", "had fewer |relapses| than did those on Y"
_THAN_DID = re.compile(
    r"\b(?:had|have|has|showed|experienced|developed|reported|demonstrated|exhibited|achieved|produced|caused) "
    r"(?:an? )?(?:[a-z]+ly |much |far )?(?:lower|higher|greater|less|fewer|more|reduced|increased|smaller|larger|better"
    r"|worse|poorer) (?P<what>[a-zA-Z\d][^.;:()]{2,90}?) than did "
)
# "a greater share of the X group |passed the test| than did controls (12%", "more men |responded| than did others"
_LIGHT = r"(?:had|were|was|developed|experienced|achieved|reported|showed)"
_DID_THAN = re.compile(
    r"\b(?:(?:proportion|percentage|number|share|fraction)s? of|[Mm]ore|[Ff]ewer|[Ll]ess) [^.;:(),]{3,60}? "
    rf"(?:{_LIGHT} (?P<what>[a-z][^.;:()]{{2,80}}?)"
    rf"|(?P<did>(?!treated|randomi[sz]ed|assigned|allocated|{_LIGHT})[a-z]{{3,}}ed(?: [^.;:()]{{2,80}}?)?)) than did "
)
# Each with what it holds: cheap to look for.
_PATTERNS = (
    *(("likely ", _LIKELY), ("ly ", _OFTEN), ("often ", _OFTEN)),
    *((" than did ", _THAN_DID), (" than did ", _DID_THAN), ("e", _WITH_FEWER)),
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
    for sign, pattern in _PATTERNS:
        if text.find(sign, start, stop) < 0:
            continue
        told = list(pattern.finditer(text, start, stop))
        said = told[-1].lastgroup or 0 if told else 0
        if told and _ANOTHER.search(text, told[-1].start(said), stop) is None:
            found = without_arm(place.document, told[-1].start(said), told[-1].end(said), place.arm)
            return tidy(found) or None
    return None
