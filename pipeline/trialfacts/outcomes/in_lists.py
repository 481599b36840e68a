"""The outcome of an estimate that goes on after another: the same, or the next of a list."""

from __future__ import annotations

import re

from trialfacts.outcomes.clauses import VERB, is_arm, only_links
from trialfacts.outcomes.effects import DIFFERENCE_FOR
from trialfacts.outcomes.place import Place
from trialfacts.outcomes.wording import told, without_brackets


def that_of(place: Place) -> str | None:
    """What "that" stands for beside another outcome: "relapse fell (RR ..), whereas that of |cataract| was (RR"."""
    that = _THAT_OF.search(place.document.text, place.listed, place.start) if place.goes_on else None
    return told(that["what"]) if that and not is_arm(place.document, that["what"]) else None


def in_list(place: Place) -> str | None:
    """The outcome of an estimate that goes on after another, None where it does not or begins anew."""
    document, text, since, opened = place.document, place.document.text, place.since, place.opened
    if place.listed > place.floor and (following := _NEXT_OUTCOME.fullmatch(text, place.listed, place.start)):
        what = next(filter(None, following.groups()))
        if not is_arm(document, what) and " vs" not in what and " versus " not in what:
            return told(what)
    if place.goes_on:
        gap = without_brackets(text, place.floor, place.start)[since - place.floor :]
        cut = len(gap) - len(gap := gap.lstrip(" )];,"))
        if len(gap) < 140 and not VERB.search(gap) and (opened < since or _another_arm(place)):
            less = DIFFERENCE_FOR.search(gap, 0, max(0, opened - since - cut)) if opened >= since else None
            return told(less["what"]) if less else place.before
    if opened >= 0 and place.before is not None and _FURTHER.search(text, place.end, place.stop):
        return place.before if _SO_TOO.match(without_brackets(text, opened, place.stop)) else None
    return None


def _another_arm(place: Place) -> bool:
    """Whether an estimate with a bracket of its own speaks of the outcome before, for another arm or another value."""
    text, since = place.document.text, place.since
    outcome = place.before or ""
    gap = text[since : place.opened].lstrip(" )];,")
    if _TREND.match(gap) or _NEXT_NOUN.match(gap) and _stands_at_bracket(text, place.floor, since, outcome):
        return False
    if _NEXT_VALUE.match(gap) or only_links(place.document, since, place.opened):
        return True
    if _NEXT_FACTOR.fullmatch(gap) and _said_before(place, outcome):
        return True
    # "the primary outcome was lower in those treated for X (HR ..), Y (|HR| ..)": said once, as the subject.
    if len(gap) > 45:
        return False
    said = text.rfind(outcome[-30:], place.floor, since)
    return said >= 0 and VERB.search(text, said + len(outcome[-30:]), since) is not None


def _said_before(place: Place, outcome: str) -> bool:
    """Whether the outcome before was said before the item whose estimate it is of: "predicted |relapse| by X (OR"."""
    text = place.document.text
    said = text.rfind(outcome, place.floor, place.since)
    if said < 0:  # said in another sentence: the rows of a list
        return text.find(outcome.split()[0], place.floor, place.since) < 0
    end = said + len(outcome)
    opened = _OPENS.search(text, end, place.listed)
    return opened is not None and _ITEM_FOLLOWS.search(text, end, opened.start()) is not None


# "predicted relapse| at one year, including |age (beta": between an outcome and the first of its factors
_OPENS = re.compile(r"[(\[]")
_ITEM_FOLLOWS = re.compile(r"\b(?:including|were|was|are|is|such as|namely|when|by|associated with|related to)\b|: ")
# "), |younger age| (beta"
_NEXT_FACTOR = re.compile(r"(?:and |or )?(?:the )?[a-z][\w/-]*(?: [\w/<>-]+){0,5} ?")


def _stands_at_bracket(text: str, floor: int, since: int, outcome: str) -> bool:
    """Whether the outcome before stood directly before the bracket of its estimate."""
    said = text.rfind(outcome, floor, since)
    return said >= 0 and _HOLDS_VALUE.match(text, said + len(outcome)) is not None


# "relapse fell (RR ..), whereas |that of cataract| was not (RR"
_THAT_OF = re.compile(
    r"\b(?:that|those) (?:of|for) (?:the )?(?P<what>(?!patients|women|men|the )[a-zA-Z][^.;:(),]{2,60}?)"
    r" (?:was|were|did|had)\b[^.;:,]{0,50}$"
)
_FURTHER = re.compile(r" (?:was|were|remained) (?:also|too|both|all|another|other|further) ")
# "being married (OR 1.8) |was also significant|": a further factor of the outcome before
_SO_TOO = re.compile(
    r"[^;.]{0,120}[)\] ] (?:was|were|remained) (?:also|too|both|all|another|other|further) (?:[a-z]+ly )?(?:an? )?"
    r"(?:significant|independent|strong|important|predictive|predictors?|risk factors?|factors?)\b"
    r"(?! (?:of|for|with)\b)"
)
# "no link with |cardiac death| (HR ..) |or stroke| (HR": a noun as the outcome before was
_NEXT_NOUN = re.compile(
    r"(?:and|or|nor) (?:the |with |for |of )?(?!in\b|at\b|after\b|by\b|on\b|among\b|those\b|patients\b)"
    r"[A-Za-z-]{3,}"
)
# "A lasted longer (HR ..), |with a trend toward| longer B (HR"
_TREND = re.compile(
    r"(?:and |but )?with(?:out)? (?:an? |no )?(?:[a-z-]+ ){0,2}"
    r"(?:trend|improvement|increase|decrease|reduction|excess)s? "
    r"(?:towards?|in|of) "
)
_HOLDS_VALUE = re.compile(r" [(\[](?![^()\[\]\d]{0,20}[)\]])")  # and no short form: "mean pressure (MPAP)"
# "(RR 0.8, 0.7 to 0.9; |stroke|: RR 0.6", "weight by 2.1 (95% CI 1-3) and |waist| by 3.0 (95% CI"
_NEXT_OUTCOME = re.compile(
    r"[)\]]{0,2}(?:[,;] ?[pP] ?[=<>] ?[\d.]{1,8})?[)\]]{0,2}(?:[,;] (?:and )?(?P<label>(?!after|at|in|for|by|on|and)"
    r"(?!.{0,40}\b(?:vs|versus|group|arm|week|month|day|year)s?\b)[A-Za-z][^.;:,()\[\]=]{2,40}): ?[A-Za-z \u03b7]{0,16}"
    r"|,? and (?:for |in )?(?:the )?(?P<what>(?!at |after |in |by "
    r"|for )[A-Za-z][^.;:,()\[\]\d=]{2,60}?) (?:of|by|was|were)"
    r" [-+$€£]?|[)\]]{1,2}[,;] (?:and )?(?P<item>(?!.{0,36}\b(?:vs|versus|groups?|arms?|weeks?|months?|days?|years?"
    r"|was|were|is|had|respectively|differences?|at|in|for|with|by|after|on|among|to|of|from|but|[pP]|CI|SD)\b)"
    r"[A-Za-z][A-Za-z -]{2,36}?) |[)\]]{0,2},? and for (?:the )?(?P<also>[A-Za-z][^.;:,()\[\]\d=]{1,40}?),? [-+$€£]?)"
)
_NEXT_VALUE = re.compile(
    r"(?:(?:and|or|versus|vs\.?|in|with|for|by) )*(?:[\d.]+ ?%|\d+(?:\.\d+)? (?:in|with|for|on)\b)|(?:versus|vs\.?) "
)
