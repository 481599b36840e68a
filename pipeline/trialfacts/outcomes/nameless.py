"""Outcomes that are no name of their own: "a 10-year |rate| of 4%", "21% of those |who received placebo|"."""

from __future__ import annotations

import re

from trialfacts.document import Document
from trialfacts.outcomes.clauses import FAR, noun_before, subject_of_clause

# "a |cumulative| rate of", "with |prevalences| of", "the |respective event| rates"
_NAMELESS = re.compile(
    r"(?:the )?(?:(?:overall|cumulative|crude|actuarial|annual|respective|corresponding|event|estimated|absolute"
    r"|observed"
    r"|raw|total|mean|median|pooled|final|approximate|(?:\d{1,2}|one|two|three|four|five|ten)-?(?:year|yr|y|month"
    r"|week|day)"
    r"|rates?|incidences?|prevalences?|frequenc(?:y|ies)|percentages?|proportions?|figures?|values?|risks?)(?: |$))+",
    re.I,
)
# "side effects were transient and |mild in severity| and occurred in 9 patients"
_HOW_BAD = re.compile(
    r"(?:(?:and|or|to|mostly|generally|usually|mild|moderate|minor|slight|transient|severe|reversible"
    r"|self-limiting)[ ,-]*)+"
    r"(?:in (?:severity|intensity|nature|degree))"
)
_WAS = re.compile(r" (?:(?:generally|usually|mostly|mainly) )?(?:was|were) (?:[a-z-]+,? (?:and |to |or )?){0,3}$")
_LEADS_TO = re.compile(r",? (?:with|at|and|had|has|have|showed|to)(?: (?:an?|the))? ?$")
# "21% of patients |who received placebo|": what they were given, where another value was told before
_GIVEN = re.compile(
    r"(?:receiving|undergoing|taking|using|treated with|given|assigned|allocated|randomi[sz]ed|continuing)\b"
    r"|(?P<did>received|underwent|took|switched|used|continued)\b"
)
_BEHIND = re.compile(r"\d[\d.]{0,4} ?%(?: \([^()]{1,20}\))? (?:receiving|taking|using|treated|given|assigned|on) ")
_AGAINST = re.compile(r"(?:^|[ ,])(?:and|versus|vs?\.?|compared (?:with|to)|than|or|while|whereas) ")


def is_nameless(found: str) -> bool:
    """Whether an outcome only says how it is counted, or how bad it was: "10-year rate", "mild in severity"."""
    return _NAMELESS.fullmatch(found) is not None or _HOW_BAD.fullmatch(found) is not None


def named_before(document: Document, floor: int, start: int, found: str) -> str:
    """What a nameless rate is of, told before it: "|fibrosis| had a cumulative rate of 5%"; else ``found``."""
    text = document.text
    at = text.rfind(found, floor, start)
    if at < 0:
        return found
    if text[at - 1] in "([":
        return noun_before(document, floor, at - 1) or subject_of_clause(document, floor, at - 1) or found
    leads = _WAS.search(text, max(floor, at - 60), at) if _HOW_BAD.fullmatch(found) else None
    leads = leads or _LEADS_TO.search(text, max(floor, at - 20), at)
    named = subject_of_clause(document, floor, leads.start(), telling=False) if leads else None
    return named if named and not is_nameless(named) else found


def is_given(document: Document, found: str, start: int, previous: tuple[int, str | None]) -> bool:
    """Whether an outcome only tells the arm of the second of two values: "15% who took X and 21% |who took Y|"."""
    given = _GIVEN.match(found) if previous[1] is not None else None
    if given is None or _GIVEN.match(previous[1] or "") or start - previous[0] > 120:
        return False
    if not given["did"] and _BEHIND.match(document.text, start) and found in document.text[start : start + 60]:
        return True  # "61% of those taking X, |55%| taking Y"
    if given["did"] and document.text.find(f" who {found}", start, start + 160) < 0:
        return False  # "6% had a relapse and 68% underwent surgery"
    if document.text.find(f" were {found}", start, start + 160) >= 0:
        return False  # "67% were smokers and 65% were taking a statin"
    between = document.text[previous[0] : start]
    return _AGAINST.search(between) is not None and "; " not in between


def is_told_before(text: str, found: str, start: int) -> bool:
    """Whether an outcome was told before: "the incidence of |these events| was 5%"."""
    at = text.rfind(found, max(0, start - FAR), start)
    return at > 0 and text.endswith((" these ", " These ", " such ", "\nThese "), 0, at)
