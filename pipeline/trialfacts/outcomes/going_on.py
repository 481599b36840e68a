"""The outcome of a proportion that goes on after another: the same, or the next of a list."""

from __future__ import annotations

import re

from trialfacts.outcomes.clauses import VERB, is_arm, only_links
from trialfacts.outcomes.value_place import ValuePlace
from trialfacts.outcomes.wording import tidy, told, without_brackets


def of_difference(place: ValuePlace) -> str | None:
    """What the sentence before told: "|The difference was seen in| women (5% vs. 7%)"."""
    if place.outcome is not None and place.last < place.sentence.start:
        return place.outcome if _DIFFERENCE.match(place.document.text, place.sentence.prose, place.start) else None
    return None


def is_set_against(text: str, last: int, start: int) -> bool:
    """Whether others are set against the people of the value before: "12 of 87 men| compared with |3 of 80 men"."""
    return _SET_AGAINST.fullmatch(text, last, start) is not None


_SET_AGAINST = re.compile(r"[)\]]?,? (?:as )?(?:compared (?:with|to)|versus|vs\.?|than(?: in)?) (?:only )?")


def same_as_before(place: ValuePlace) -> str | None:
    """The outcome of the value before, where only an arm or what is compared stands between the two."""
    if place.outcome is None:
        return None
    document, text, listed, start = place.document, place.document.text, place.listed, place.start
    same = (
        listed is not None
        and only_links(document, listed, start)
        or place.since > place.floor
        and _is_compared(text, place.since, start, place.outcome)
        or listed is not None
        and place.arm is not None
        and text[listed:start].strip(JOINTS).removeprefix("and ") == place.arm
        or _FALLING_TO.search(text, place.since, start) is not None
    )
    return place.outcome if same else None


def of_next_clause(place: ValuePlace) -> str | None:
    """The subject of a clause that is joined to one with a bracket: "(14% vs. 26%) and |nausea| was rarer (4%"."""
    if place.before[-1:] not in ("(", "["):
        return None
    joined = _NEXT_CLAUSE.search(place.document.text, max(place.floor, place.start - 110), place.start)
    if joined is None or is_arm(place.document, joined["what"]):
        return None
    return told(joined["what"])


def next_of_list(place: ValuePlace) -> str | None:
    """The outcome of a value that goes on after another, None where it does not or begins anew."""
    if place.since <= place.floor:
        return None
    document, text, since, start, before = place.document, place.document.text, place.since, place.start, place.before
    new = None
    if before.endswith((" in ", " by ", " of ", " for ", " only ")):
        new = _NEW_NOUN.search(text, max(since, start - 90), start)
    if new and not document.arms.within(new.start("what"), start):
        return told(new.group("what"))
    if before.endswith(" ") and (other := _AND_FOR.search(text, max(since, start - 70), start)) is not None:
        name = other["what"]
        at = text.rfind(place.outcome or "-", place.floor, start)
        if text.endswith("for ", 0, at) and not is_arm(document, name):
            return told(name)
    if new is None and (also := _ALSO.fullmatch(text, since, start)) and (done := _done(also["what"])):
        return done
    if place.outcome is not None and _goes_on(text, _past_outcome(text, since, place.outcome), start):
        return place.outcome
    return None


def of_arms(place: ValuePlace) -> bool:
    """Whether a list names the arms and not the outcomes: "|healing| was better with X (90%) and Y (80%)"."""
    text, outcome, listed = place.document.text, place.outcome, place.listed
    if outcome is None or listed is None or place.start - listed > 80:
        return False
    if _NEXT_NAMED.fullmatch(text, listed, place.start) is None:
        return False
    last = outcome.rpartition(" ")[2]
    end = text.rfind(last, place.floor, listed) + len(last)
    return end >= place.floor + len(last) and _ADJACENT.match(text, end) is None and listed - end > 24


def _is_compared(text: str, since: int, start: int, outcome: str) -> bool:
    """Whether a value is the second of two that are compared, whose outcome was said before the first."""
    arm = _ARM_AND.fullmatch(text, since, start)
    if arm and arm["arm"] not in outcome:
        return True
    return _COMPARED_WITH.search(without_brackets(text, since, start)) is not None


def _past_outcome(text: str, since: int, outcome: str) -> int:
    """Where a text goes on behind the outcome that stands right behind a value: "12% |response| in A and 9% in B"."""
    return since + 1 + len(outcome) if text.startswith(f" {outcome} ", since) else since


def _goes_on(text: str, since: int, start: int) -> bool:
    """Whether nothing new is said between two values of a list."""
    gap = _HAPPENING.sub("", without_brackets(text, since, start).lstrip(" )]"), count=1)
    if VERB.search(gap.replace("it was", "").replace("that were", "")):
        return False
    return (_CONTINUES.fullmatch(gap) or _LINKED.fullmatch(gap)) is not None


def _done(what: str) -> str | None:
    """A further predicate of a subject, where it says more than that something was seen."""
    return tidy(what) if _DONE.fullmatch(what) else None


# "|The difference was seen in| women (5% vs. 7%)"
_DIFFERENCE = re.compile(
    r"\s{0,4}(?:The|This|These) (?:difference|effect|benefit|improvement|reduction|increase)s? (?:was|were|occurred) "
    r"(?:[a-z]+ly )?(?:observed|seen|found|noted|evident|present|larger|greater|largest|greatest|more pronounced"
    r"|mainly)?"
    r" ?(?:in|among|for) [^.;:()]{3,80}\([^()]{0,20}$"
)
JOINTS = " ,;:=)"
# "(14% vs. 26%; P = 0.02|), and |the response rate| was higher (|41%"
_NEXT_CLAUSE = re.compile(
    r"[)\]],? (?:and|but|while|whereas) (?:the |an? |their )?"
    r"(?P<what>(?!(?:this|that|these|those|they|it|patients|women|men|children|subjects|participants|most)\b)"
    r"[A-Za-z][^.,;:()\[\]\d]{1,50}?) (?:was|were) (?:also |not )?(?:[a-z]+ly )?"
    r"(?:more|less|lower|higher|greater|smaller|rarer|commoner|better|worse|similar|comparable|fewer|increased|reduced)"
    r"(?: [a-z]+){0,2} [(\[]$"
)
# "59% were reached in week 4, |falling to| 52%"
_FALLING_TO = re.compile(r"\b(?:fall|reduc|ris|increas|decreas|dropp|declin|improv)ing to (?:only |about )?$")
# "1.2%| zidolol and |0.6% placebo"
_ARM_AND = re.compile(
    r" (?P<arm>(?!of |in |on |for |at |were "
    r"|had )[\w+/-]{3,20}(?: [\w+/-]{3,20}){0,2}),? (?:and|vs?\.?|versus) "
)
# "than the X group (12%", "compared with 7% in ...": the second of two values.
_COMPARED_WITH = re.compile(
    r"\b(?:than|versus|vs?\.?|(?:as )?compared (?:with|to)|against)[ ](?:(?!\b(?:and|was|were|had)\b)(?:[^.;,(]"
    r"|\.(?=\d))){0,70}[(\[]?$"
)
# "93 deaths| occurring| in the zidolol group and 106 in"
_HAPPENING = re.compile(
    r"^(?:occurring|reported|observed|seen|noted|recorded|found|detected|developing) (?=in |with |among |on )"
)
# From one value of a list to the next: arms and times between them, no verb and no new noun before a bracket.
_CONTINUES = re.compile(
    r"(?:(?:,(?= (?:and|in|for|compared|versus|vs?|while|whereas|with|or)\b)|and|/year|of|in|for|with|on|among"
    r"|vs?\.?|versus|compared|at|by|per|to|than|after|during|before)[ ])[^;:(\[]{0,110}?(?:and|vs?\.?|versus|with"
    r"|to|than|or|,|while|whereas|for|in|was|it was)[ ](?:only |in |for |by |of |with |to |on )*"
)
# "... patients given X and in (12%": those counted, and a new arm.
_LINKED = re.compile(
    r"[,\s]*(?:(?:of )?(?:the )?(?:patients|participants|subjects|women|men|children|infants|controls|teeth|eyes"
    r"|cases)\s)?(?:and )?"
    r"(?:in|with|on|after|allocated|assigned|randomi[sz]ed|taking|given|treated|receiving|of|for|among|at|by|from"
    r"|under|who|that|without)\b[^,;:=(\[]{0,110}"
)
# "(12%), and |new-onset diabetes| in 7%"
_NEW_NOUN = re.compile(
    r"(?:[,;]| and) (?:and )?(?:an? )?(?P<what>(?!(?:with|of|at|as|in|for|by|those|and|that|was|were|only|after"
    r"|respectively)\b)"
    r"[A-Za-z-]{3,24}(?: (?:[A-Za-z-]{2,20}|\d{1,2}%?)){0,6}?)"
    r" (?:in|by|of|for)(?: only)? $"
)
# "the rate for X was 12% and 13% |and for Y| 5% and 6%"
_AND_FOR = re.compile(r"(?:,|;| and) (?:and )?for (?P<what>[A-Za-z][^.,;:()\d]{3,50}) $")
# "occurred in 12 (20%)| and was |provoked by surgery| in |9"
_ALSO = re.compile(r"[)\]]?,? (?:and|but) (?:was|were|had been) (?P<what>[a-z][^.,;:()\d]{4,60}) (?:in|by|for|among) ")
_DONE = re.compile(
    r"(?:[a-z]+ly )?[a-z]{3,}(?:ed|en|wn) (?:by|with|during|after|to|on) (?!the \w+ (?:group|arm))[a-z].*"
)
# "X (90%|) and Y (|80%)"
_NEXT_NAMED = re.compile(
    r"[^()\[\].;]{0,24}[)\]],? (?:and |or |vs?\.? |versus |compared (?:with|to) |than )?(?:for |in |with "
    r"|to )?(?:the )?(?:arms? |groups? )?"
    r"(?:[\w+/-]{1,24} ){1,4}[(\[]"
)
_ADJACENT = re.compile(r"(?: rates?)?[ ]?(?:[(\[:=,]|in |\d)")
