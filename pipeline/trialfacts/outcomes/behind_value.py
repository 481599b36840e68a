"""The outcome that stands behind a proportion: "|12 (4%)| had a relapse", "40 (50%) |female|"."""

from __future__ import annotations

import re

from trialfacts.counts.participants import noun_phrase
from trialfacts.document import Document
from trialfacts.outcomes.clauses import PREDICATE_END, predicate
from trialfacts.outcomes.value_place import ValuePlace
from trialfacts.outcomes.wording import SCARE, tidy, told


def of_exceptions(place: ValuePlace) -> str | None:
    """What happened to those that are excepted: "except for |two patients| who died"."""
    text, at = place.document.text, max(place.end, place.noun_end)
    if text.startswith(" who ", at) and _BUT_THOSE.search(place.before):
        return predicate(place.document, at, place.stop) or None
    return None


def in_these(place: ValuePlace) -> str | None:
    """What is told behind those counted: "In |five patients|, the treatment was continued"."""
    text, start = place.document.text, place.start
    comma = _TO_COMMA.match(text, place.behind) if text[place.behind : place.behind + 1] in (",", " ") else None
    if comma is not None and _IN_THESE.search(text, max(place.sentence.start, start - 12), start):
        clause = _CLAUSE.match(text, comma.end(), place.stop)
        return clause.group() if clause else None
    return None


def with_these(place: ValuePlace) -> str | None:
    """What those counted were doing: "with |5| achieving remission"."""
    if place.before.endswith("with ") and (doing := _DOING.match(place.document.text, place.past, place.stop)):
        return _cut(doing.group("what")) or ""
    return None


def existing(place: ValuePlace) -> str | None:
    """What there is of which a value counts: "there was 12% |X| with A", "there were 12% |of X|"."""
    text = place.document.text
    if place.before.endswith((*_THERE, *_FOUND, ", ", " and ")):
        things = _OF_THINGS.match(text, place.past, place.stop)
        ended = things is None or things["end"] != "." or text.startswith(f" of {place.outcome}", place.last)
        if things and ended and noun_phrase(text, place.past + 3) is None:
            return things["what"]
    if not place.before.endswith(_THERE):
        return None
    at = place.past
    while (other := _BESIDE.match(text, at, place.stop)) is not None:
        at = other.end()
    found = _EXISTING.match(text, at, place.stop)
    return None if found is None or place.document.arms.within(place.past, found.end()) else tidy(found["what"])


def at_start(place: ValuePlace) -> str | None:
    """What is told behind a value that begins a clause: those counted are its subject."""
    if not place.at_start:
        return None
    document, text, stop = place.document, place.document.text, place.stop
    if shared := _shared(place):
        return shared
    for at in {place.past: None, max(place.past, place.behind): None}:
        found = predicate(document, at, stop, immediate=True) or _did(text, at, stop)
        if found:
            return found
    placed = _IN_ARM.match(text, place.noun_end) if place.noun_end > 0 else None
    if placed and (found := predicate(document, placed.end(), stop, immediate=True) or _did(text, placed.end(), stop)):
        return found
    if doing := _DOING.match(text, place.past, stop):
        return _cut(doing.group("what")) or ""
    if rate := _RATE_NEXT.match(text, place.past, stop):
        return told(rate.group("what"))
    verb = _DID_ALONE.match(text, place.past, stop)
    return verb["what"] if verb else None


# "one patient| in the zidolol group| developed a clot", "two men| given zidolol| had a fall"
_IN_ARM = re.compile(
    r" (?:(?:in|of|from) the (?:[^ .,;:()]+ ){1,4}(?:group|arm)|in (?:group|arm) [A-Z\d]{1,3}"
    r"|(?:(?:who )?(?:received|took|got)|given|receiving|taking|on|treated (?:with|by)|(?:assigned|allocated) to)"
    r" (?:the )?(?!(?:who|had|was|were|and|or)\b)[^ .,;:()\d]+"
    r"(?: (?!(?:who|had|was|were|and|or)\b)[^ .,;:()\d]+){0,3}?)"
    r"(?= (?:(?:also|later|subsequently|then) )?(?:had|was|were|died|[a-z]{3,}ed|felt|became|withdrew|bled|fell|got) )"
)


def _shared(place: ValuePlace) -> str | None:
    """The predicate behind the last of several values: "|93%| of those who had A and 91% of those on B were cured"."""
    document, text = place.document, place.document.text
    if text[place.start - 1] in "([":
        return None
    since, at = max(place.past, place.noun_end), -1
    while (other := _OTHER.match(text, since, place.stop)) and not _first_predicate(
        document, since, other.start("value")
    ):
        at = since = other.end()
    return None if at < 0 else _first_predicate(document, at, place.stop)


def _first_predicate(document: Document, start: int, stop: int) -> str | None:
    """The first predicate of some people, past what tells who they are."""
    text = document.text
    end = _CLAUSE_END.search(text, start, min(stop, start + _FAR))
    for space in _SPACE.finditer(text, start, end.start() if end else min(stop, start + _FAR)):
        at = space.start()
        if text.endswith(_WHO, start, at) or _TO_WHO.match(text, at):
            continue
        if found := predicate(document, at, stop, immediate=True) or _did(text, at, stop):
            return found
    return None


_FAR = 110  # characters from a value to its predicate
_SPACE = re.compile(r" (?=[a-z])")
_CLAUSE_END = re.compile(r"[;:]|\.(?!\d)")
_WHO = (" who", " that", " of", " in", " on", " with", " the", " a", " from", " by", " to")
_TO_WHO = re.compile(r" (?:[a-z-]+ ){0,3}(?:who|that) ")
# "93%| of those who had A and 91%| of those on B"
_OTHER = re.compile(
    r" (?:of|in|on|from|with|among|receiving|given|treated|assigned|allocated|who)\b(?:[^.;:]|\.(?=\d)){2,90}?"
    r"(?P<value>(?: and|,| vs\.?| versus|,? compared (?:with|to))(?: and)?(?: only)? \d[\d,.]{0,7}"
    r"(?: ?%(?: ?\([^()]{1,30}\))?| \(\d[^()]{0,30}\)| (?:out )?of \d{1,5}\b| (?:patients|participants|subjects|women"
    r"|men|children|members|persons|people|eyes)\b(?: \(\d[^()]{0,30}\))?))"
)


def named_behind(place: ValuePlace) -> str | None:
    """The name that stands right behind a value, if it is no arm's: "40 (50%) |female|, 8 (10%) |with asthma|"."""
    text, start, end, past, stop = place.document.text, place.start, place.end, place.past, place.stop
    within = place.document.arms.within
    # "12% response with A and 9% |with B|": the arm of the second
    in_arm = (
        place.told_behind
        and text.startswith(" with ", past)
        and text.find(f"{place.outcome} with ", place.last, start) > 0
    )
    if not (not in_arm and place.at_start or place.before.endswith((*_BE, *_MADE_UP))):
        return None
    found = (_APPOSED if text[start - 1] == "(" else _SORT).match(text, end)
    if found is not None and not within(end, found.end()):
        return found["what"]
    listing = _LISTING if text.startswith(" with ", past) else (*_LISTING, *_BE)
    made_up = text.endswith(_MADE_UP, max(0, start - 14), start)
    if place.told_behind:
        listing = (*listing, " and ")
        if text.endswith((", ", ", and "), 0, start) and (placed := _PLACED_ITEM.match(text, past, stop)):
            return None if within(past, placed.end()) else placed["what"]
    if not (made_up or text.endswith(listing, max(0, start - 8), start)):
        return None
    found = _ITEM.match(text, past, stop)
    if found is None or not (place.told_behind or made_up) and text.startswith(" and ", found.end()):
        return None
    return None if within(end, found.end()) else found["what"]


def did(place: ValuePlace) -> str | None:
    """What those counted did who do not begin a clause: "at week 4 |nine patients| desaturated"."""
    if place.noun_end < 0 or place.at_start or not place.said_of:
        return None
    return _did(place.document.text, place.past, place.stop)


def did_on_treatment(place: ValuePlace) -> str | None:
    """What those did of whom is told first what they were given: "|37 (59%) patients| on zidolol reduced smoking"."""
    at = max(place.end, place.noun_end)
    if place.noun_end < 0 or not place.at_start or predicate(place.document, at, place.stop):
        return None
    found = _ON_TREATMENT.match(place.document.text, at, place.stop)
    return _cut(found["what"]) if found and not _VERB_LATER.search(found["what"]) else None


_ON_TREATMENT = re.compile(
    r" (?:(?:who )?(?:were )?(?:receiving|received|given|taking|took|on|using|undergoing|treated with"
    r"|(?:assigned|allocated|randomi[sz]ed) to)|in) (?:the )?(?:(?!had |were |was |who |and |or )[\w+/-]+ ){1,4}?"
    r"(?P<what>(?:[a-z]+ly )?(?!based|need|seed|feed|combined|compared|extended|sustained|controlled|modified|increased"
    r"|improved|reduced (?:dose|intensity))[a-z]{3,}ed\b(?! (?:by|to|with|release|group|arm|dose|therapy|care)\b)"
    r"(?:[^.,;:()]|\.(?=\d)){0,70})"
)
_VERB_LATER = re.compile(r" (?:had|were|was|did|developed|achieved|showed) ")


def had(place: ValuePlace) -> str | None:
    """The predicate right behind the noun of those counted: "|nine patients| had a relapse"."""
    if place.noun_end < 0 or not place.said_of or not place.document.text.startswith(" ", place.noun_end):
        return None
    return predicate(place.document, max(place.end, place.noun_end), place.stop, immediate=True)


def of_which(place: ValuePlace) -> str | None:
    """What is told of a part: "|12%| of whom died"."""
    if place.document.text.startswith(_OF_WHICH, place.end):
        return predicate(place.document, place.end, place.stop)
    return None


def any_behind(document: Document, end: int, noun_end: int) -> str | None:
    """Any verb or event behind those counted, where nothing else is told."""
    found = _ANY_PREDICATE.match(document.text, max(end, noun_end)) or _EVENTS_WERE.match(document.text, end)
    return found["what"] if found else None


def _did(text: str, end: int, stop: int) -> str | None:
    arm = _OF_ARM.match(text, end, stop)
    match = _DID.match(text, end, stop)
    if match is None and arm is not None and not text.startswith(_HAD, arm.end()):
        match = _DID.match(text, arm.end(), stop)
    if match is None:
        return None
    return _cut(match.group("what"))


def _cut(what: str) -> str | None:
    """A predicate up to where it ends; its first word stays."""
    cut = PREDICATE_END.search(what, what.find(" "))
    if cut and cut.group() == "due to" and " " not in what[: cut.start()].strip():
        cut = PREDICATE_END.search(what, cut.end())  # "discontinuing |due to toxicity|"
    return (what[: cut.start()] if cut else what).strip(SCARE) or None


# "except for |two patients| who died"
_BUT_THOSE = re.compile(r"\b(?:except|except for|for|including|namely|of whom|only)[ ]$|, $")
# "In |five patients|, the treatment was continued"
_IN_THESE = re.compile(r"(?:^|[.,:;\n] ?)(?:and )?[Ii]n $|^[Ii]n $")
_TO_COMMA = re.compile(r"(?: (?:on|in|of|from|with|given|receiving|treated with) [^.,;:()]{2,60})?, ")
_CLAUSE = re.compile(
    r"(?:[^\s.,;:()\d]+ ){1,9}?(?:was|were|had|did|became|could|led|occurred|showed"
    r"|[a-z]{2,}ed)\b(?:[^.,;:()]|\.(?=\d)){0,70}"
)
# "83% |completing the first lesson|", "12 (60%) |becoming symptom-free|", "with 5 |achieving remission|"
_DOING = re.compile(
    r" (?:of (?:the |all )?(?:[a-z-]{3,20}s|women|men|children|people|them|whom) )?"
    r"(?P<what>(?!receiving|being|during|following|using|taking|undergoing|according|including|regarding|having been"
    r"|excluding|starting|evening|morning|considering|depending|assuming|comparing|amounting|corresponding|relating"
    r"|owing)"
    r"[a-z]{3,}ing (?!(?:group|arm|patients|in|by)\b)(?:[^.,;:()]|\.(?=\d)){3,70})"
)
_THERE = ("here was ", "here were ", "here was only ", "here were only ")
# "there were 12% |of first-degree tears|, 5% ..."
_OF_THINGS = re.compile(
    r" of (?P<what>(?!(?:the|these|those|all|them|whom|which|our|women|men|children|patients|cases)\b)[a-z][\w-]*"
    r"(?: (?!(?:in|with|had|were|was|and|for|at|on)\b)[\w-]+){0,3})"
    r"(?P<end>, (?:and )?(?=\d|no\b)|,? and (?=\d)| in the |\.(?=\s|$))"
)
# "there were 3/51 (6%)| and 11/50 (22%)| deaths"
_BESIDE = re.compile(
    r"(?:,| and|,? vs\.?|,? versus|, and) \d[\d,.]{0,7}(?:/\d{1,5})?(?: ?%)?(?: ?[(\[]\d[^()]{0,20}[)\]])?(?= )"
)
_FOUND = ("revealed ", "showed ", "found ", "observed ", "noted ")
# "there was 12% |progressive disease| with zidolol"
_EXISTING = re.compile(
    r" (?P<what>(?!(?:of|in|for|with|at|on|more|less|fewer|higher|lower|greater|patients?|participants?|subjects?"
    r"|women|men|children"
    r"|infants|people|who|reduction|increase|decrease|improvement|difference|chance|probability)\b)[A-Za-z][\w/-]*"
    r"(?: (?!(?:in|with|on|for|among|during|after|at|by|and|of|vs?|versus|who)\b)[\w/-]+){0,4})"
    r"(?= (?:in|with|on|for|among|during|after|at|by|and|vs?|versus)\b|[.,;(])"
)
# "a 22% (n = 566) |enrolment| rate"
_RATE_NEXT = re.compile(r" (?P<what>(?!(?:of|in|for|and|vs?|versus|had|were|was|the)\b)(?:[a-z-]+ ){1,2})rates?\b")
# "only 8% |disagreed|, and 32% ..."
_DID_ALONE = re.compile(r" (?P<what>(?:[a-z]+ly )?[a-z]{3,}(?<!includ)(?<!randomiz)(?<!assign)(?<!analyz)ed)(?=[,.;])")
# "(57% |male|)", "61% were women and 4% |African American|"
_APPOSED = re.compile(
    r"[ ](?P<what>(?!(?:of|in|for|with|at|on|to|by|vs?|versus|and|or|than|compared|respectively|patients|participants"
    r"|subjects|both|all|each|either"
    r"|children|eyes|cases|after|during|per|among|while|whereas|were|was|had|the|CI|from|within|using|who|which|as"
    r"|but)\b)"
    r"[A-Za-z][\w-]*(?: (?!(?:in|of|and|vs?|versus|were|was|had)\b)[A-Za-z][\w-]*){0,2})(?=[,.;)]|$| and )"
)
_SORT = re.compile(
    r"[ ](?P<what>(?:fe)?males?|(?:wom[ae]n|m[ae]n|boys|girls)"
    r"(?! (?:in|who|from|on|receiving|given|taking|treated|using|assigned|allocated)\b)|[Ww]hites?"
    r"|[Bb]lacks?|African[ -]Americans?|Caucasians?"
    r"|Asians?"
    r"|Hispanics?|(?:current |former )?smokers)\b"
)
_BE = (" was ", " were ")
# "the sample |included| 57% Hispanic and 43% white women"
_MADE_UP = (" included ", " comprised ")
# "12 (4%) |with diabetes|, 5 (2%) ...", "40 (50%) |female| and 8 (10%) ..."
_ITEM = re.compile(
    r" (?:with )?(?P<what>(?!(?:of|in|with|for|at|on|to|by|vs?|versus|and|or|than|compared|respectively|both|each|all"
    r"|patients|participants|subjects|children|infants|people|individuals|cases|had|were|was|at|after|during|per|the"
    r"|eyes|women|men|who|from|as|but|while|whereas|control|controls|placebo|intervention|experimental)\b)"
    r"[A-Za-z][\w/-]+(?: (?!(?:in|of|and|vs?|versus|were|was|had|group|arm|for|on|at|to)\b)[\w/-]+){0,3})"
    r"(?=[,;] |\.(?: |\n|$)|\)|$| and (?:\d|one |two |three |four |five ))"
)
# "67% female, 85% |with pain for three years|, 23% |on opioids|"
_PLACED_ITEM = re.compile(
    r" (?:with )?(?P<what>(?:(?<=with )|on |taking )[^,;.()\d%]{3,30}(?:\d[^,;.()%]{0,20})?)(?=[,;.)])"
)
_LISTING = (", ", "; ", ", and ")
_OF_WHICH = (" of which ", " of whom ", ") of which ", ") of whom ")
# "Thirty-two |opened all ten modules|", after those counted.
_ANY_PREDICATE = re.compile(
    r"(?: (?:of|in) (?:the |all )?(?:[\w-]+ ){0,3}(?:group|arm|patients|participants|subjects|women|children"
    r"|students|controls|animals|infants|eyes|employees|men))?"
    r" (?P<what>(?!treated|assigned|randomi|included|compared)[a-z]{3,}ed (?!in |by |to |with )[^.,;:()\d]{3,70})"
)
# "12 (38%) |relapses| were observed in"
_EVENTS_WERE = re.compile(
    r" (?P<what>(?!(?:of|in|for|with|at|on|to|by|vs?|versus|and|or|than|compared|respectively|both|each|all|had"
    r"|were|was|patients|participants|subjects|women|men|children|infants|eyes|cases|people|who|during|after)\b)"
    r"[a-z-]{3,24}(?: (?!(?:were|was|in|of|and|at|had)\b)[a-z-]{2,24}){0,3})"
    r"(?= (?:were|was|occurred|developed|in|among|at)\b|[.,;])"
)
# "nine patients |desaturated|", "107 (93%) |answered the questionnaire|": any verb right after those counted.
_DID = re.compile(
    r" (?P<what>(?!treated|assigned|randomi|included|compared|allocated|based|given|aged|diagnosed|affected|infected"
    r"|hospitali|admitted to|undergoing|scheduled|needed|selected|exposed|followed|related|operated|born|enrolled from"
    r"|recruited from|vaccinated|located|matched|referred|adjusted|weighted|estimated|predicted|combined|mixed|united"
    r"|increased|decreased|reduced|improved|called|screened|approached|excluded)"
    r"(?:[a-z]{3,}(?:ed|ew)|made|gave|left|got|kept|held|spent|came|began|said|thought|ate|drank|slept)"
    r" (?!in |by |with |as |for )(?:[^.,;:()]|\.(?=\d| [a-z])){0,70})"
)
# "30% |of those in the control arm| asked for"
_OF_ARM = re.compile(
    r"(?: of (?:those|these|them|(?:the |all )?(?:patients|participants|subjects|women|men|children|infants)))?"
    r" (?:in|on|from|of) (?:the )?(?:[\w-]+ ){0,3}?(?:group|arm)s?(?: [A-Z0-9])?(?= )"
)
# What says nothing itself: the object is the outcome.
_HAD = (" developed", " showed", " achieved", " suffered", " reported", " experienced", " attained", " reached")
