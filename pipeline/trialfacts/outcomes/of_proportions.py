"""Which outcome a proportion speaks of, in the words of the text."""

from __future__ import annotations

import re

from trialfacts.counts.participants import HEADS, noun_phrase
from trialfacts.document import Document
from trialfacts.outcomes.clauses import (
    FAR,
    PREDICATE_END,
    VERB,
    is_arm,
    noun_before,
    only_links,
    predicate,
    subject_of_clause,
    without_arm,
)
from trialfacts.outcomes.wording import SCARE, tidy, without_brackets

# A bracket that opens at the number, or the like: "X (43%", "X: 12", "X, 5%".
_OPENED = re.compile(r"[ ]?(?:[(\[][^()\[\]]{0,40}|[:=,]|[(\[])[ ]?$")
# "(57% |male|)", "61% were women and 4% |African American|"
_APPOSED = re.compile(
    r"[ ](?P<what>(?!(?:of|in|for|with|at|on|to|by|vs?|versus|and|or|than|compared|respectively|patients|participants"
    r"|subjects|both|all|each|either"
    r"|children|eyes|cases|after|during|per|among|while|whereas|were|was|had|the|CI|from|within|using|who|which|as"
    r"|but)\b)"
    r"[A-Za-z][\w-]*(?: (?!(?:in|of|and|vs?|versus|were|was|had)\b)[A-Za-z][\w-]*){0,2})(?=[,.;)]|$| and )"
)
_SORT = re.compile(
    r"[ ](?P<what>(?:fe)?males?|(?:wom[ae]n|m[ae]n|boys|girls)(?! (?:in|who|from|on|receiving|given)\b)|[Ww]hites?"
    r"|[Bb]lacks?|African[ -]Americans?|Caucasians?"
    r"|Asians?"
    r"|Hispanics?|(?:current |former )?smokers)\b"
)
# "(male 36% vs. 64%": the label stands in the bracket; these are none.
_NO_LABEL = re.compile(
    r"(?:n|N|mean|median|range|from|about|only|approximately|between|versus|vs?|CI|SD|i\.e|e\.g|all|both|up|over"
    r"|at|in|by|more|less|group|with|compared|P|p|intervention|control|placebo|experimental|respectively)\b"
)
# What a number stands after where it begins a clause of its own.
_AT_START = re.compile(
    r"(?:[,;:]\s?|\(|\b(?:and|while|whereas|but|yet|which|whom|that|only|where|of)\s|\n)(?:(?:[Oo]nly|[Aa] total of"
    r"|[Aa]nother|[Aa]bout|[Aa]pproximately|[Oo]ver|[Nn]early|[Mm]ore than|[Tt]he remaining|[Aa]ll"
    r"|[Aa] further) )?$|(?:[Oo]nly|[Aa] total of) $|(?:^|[,.;\n] ?)(?:and )?[Ww]ith(?: an?)? $|\ba $"
)
# "83% |completing the first lesson|", "12 (60%) |becoming symptom-free|", "with 5 |achieving remission|"
_DOING = re.compile(
    r" (?:of (?:the )?(?:patients|participants|subjects|them|whom) )?"
    r"(?P<what>(?!receiving|being|during|following|using|taking|undergoing|according|including|regarding|having been"
    r"|excluding|starting|evening|morning|considering|depending|assuming|comparing|amounting|corresponding|relating"
    r"|owing)"
    r"[a-z]{3,}ing (?!(?:group|arm|patients|in|by)\b)(?:[^.,;:()]|\.(?=\d)){3,70})"
)
# "a 22% (n = 566) |enrolment| rate"
_RATE_NEXT = re.compile(r" (?P<what>(?!(?:of|in|for|and|vs?|versus|had|were|was|the)\b)(?:[a-z-]+ ){1,2})rates?\b")
# "12 (4%) |with diabetes|, 5 (2%) ...", "40 (50%) |female| and 8 (10%) ..."
_ITEM = re.compile(
    r" (?:with )?(?P<what>(?!(?:of|in|with|for|at|on|to|by|vs?|versus|and|or|than|compared|respectively|both|each|all"
    r"|patients|participants|subjects|children|infants|people|individuals|cases|had|were|was|at|after|during|per|the"
    r"|eyes|women|men|who|from|as|but|while|whereas|control|controls|placebo|intervention|experimental)\b)"
    r"[A-Za-z][\w-]+(?: (?!(?:in|of|and|vs?|versus|were|was|had|group|arm|for|on|at|to)\b)[\w-]+){0,3})"
    r"(?=[,;] |\.(?: |\n|$)|\)|$| and (?:\d|one |two |three |four |five ))"
)
_BE = (" was ", " were ")
# "the sample |included| 57% Hispanic and 43% white women"
_MADE_UP = (" included ", " comprised ")
# "67% female, 85% |with pain for three years|, 23% |on opioids|"
_PLACED_ITEM = re.compile(
    r" (?:with )?(?P<what>(?:(?<=with )|on |taking )[^,;.()\d%]{3,30}(?:\d[^,;.()%]{0,20})?)(?=[,;.)])"
)
_LISTING = (", ", "; ", ", and ")
_COUNTED = re.compile(
    r"\b(?:patients|participants|subjects|women|men|children|infants|respondents|people|individuals|of (?:the"
    r"|all) [a-z]+|majority|half|third|quarter|minority|two-thirds|[Mm]ost|(?:All|[Mm]ost"
    r"|[Mm]any) (?:[\w-]+ )?[a-z-]+s)[ ]?$"
)
# "|more patients given zidolol| (12%) than ...": those counted, with what they were given.
_COUNTED_IN_ARM = re.compile(
    r"\b(?:(?:[Mm]ore|[Ff]ewer|[Ll]ess|[Mm]ost|[Mm]any) (?:(?P<noun>[a-z-]+) )?(?P<who>[a-z]{3,})|[Mm]ajority"
    r"|[Mm]inority"
    r"|[Hh]alf) (?:on|in|of|with|from|receiving|given|taking|using|who received|treated with|assigned to|allocated to"
    r"|randomi[sz]ed to|allocated) [^.,;:()]{2,60}$"
)
# "except for |two patients| who died"
_BUT_THOSE = re.compile(r"\b(?:except|except for|for|including|namely|of whom|only)[ ]$|, $")
# "In |five patients|, the treatment was continued"
_IN_THESE = re.compile(r"(?:^|[.,:;\n] ?)(?:and )?[Ii]n $|^[Ii]n $")
# "undetectable load was|: zidolol |80%, |placebo |76%"
_ARM_COLON = re.compile(r"(?:: ?|, )(?:[\w+/-]{1,20} ){1,3}$")
_CLAUSE = re.compile(
    r"(?:[^\s.,;:()\d]+ ){1,5}(?:was|were|had|did|became|could|led|occurred|showed|[a-z]{2,}ed)\b(?:[^.,;:()]"
    r"|\.(?=\d)){3,70}"
)
# "75 women| approached| agreed to biopsy": who they were, before what they did
_REDUCED = re.compile(
    r" (?:approached|invited|screened|contacted|surveyed|randomi[sz]ed|enroll?ed|included|assessed|examined|tested"
    r"|treated|eligible|interviewed)(?= (?:[a-z]{3,}ed|had|were|was|did|chose|felt|gave|withdrew|could|would)\b)"
)
# "X had a |sensitivity| of 90%", "with a |relapse rate| of 12%"
_NAME_OF = re.compile(
    r"\b(?:[Aa]n?|and) (?P<what>(?!(?:total|mean|median|range|number|low|high)\b)(?:[a-z0-9-]+ ){1,5}?)of (?:only "
    r"|about )?$"
)
_RATES = ("rate ", "rates ", "prevalence ", "incidence ", "frequency ")
_RATE = re.compile(
    r"(?P<what>[A-Za-z][\w-]*(?: [\w-]+){0,3})(?<! an)(?<! a) rates? (?:was |were |of |reached |being |only )+$"
)
_IN_BEFORE = re.compile(
    r"\b(?:in|by|for|with|among|of|from|was|were|is|be|to|at|reached|exceeded|only|had)(?: (?:only|all|just|about"
    r"|approximately|over|nearly|almost|up to|the|another|the remaining|a further|a total of|more than"
    r"|less than))?[ ]$",
    re.I,
)
# "the corresponding figures were", "achieved these outcomes": what was said before.
_SAID_BEFORE = re.compile(
    r"\bcorresponding\b|^(?:.{0,60} )?(?:the|these|this|those|such) (?:figures?|numbers?|proportions?|percentages?"
    r"|measures?|values?"
    r"|rates?|outcomes?|criteria)$|\b(?:confidence intervals?|odds ratio|relative risk|risk ratio"
    r"|hazard ratio)\b(?! (?:of|reduction))"
    r"|^(?:W|week |day |month |year )\d+$|^of [a-z]+$|^(?:controls?|placebo|intervention)(?: groups?| arms?)?$"
    r"|^(?:ratio|RR|OR|HR|CI)\b"
    r"|^(?:the )?same$|^(?:figures?|outcomes?|measures?|proportions?|respectively.*"
    r"|whereas it|it)$",
    re.I,
)


def outcome_of_proportion(
    document: Document, start: int, end: int, noun_end: int, previous: tuple[int, str | None], arm: str | None = None
) -> str | None:
    """The outcome of the proportion printed at ``start``..``end``; None where no words for it are found.

    ``noun_end``: where the noun of those counted ends (-1: not printed); ``previous``: where the proportion before it
    ended, and its outcome, which a list shares; ``arm``: the name of the arm that it is of, if that is known.
    """
    found = _outcome(document, start, end, noun_end, previous, arm)
    if found and len(found) == 1 and _AND_ARM.search(document.text, max(0, start - 12), start):
        return previous[1]
    if found and "%" in found:
        found = _ITEM_BEFORE.sub("", found)
    if found is None or _WE.search(found):
        after = _ANY_PREDICATE.match(document.text, max(end, noun_end)) or _EVENTS_WERE.match(document.text, end)
        if after:
            return after.group("what")
        return previous[1] if _THESE_WERE.search(document.text, start - 40, start) else None
    return previous[1] or found if _SAID_BEFORE.search(found) or is_arm(document, found) else found


# "higher than for arms A (3%) |and C (|2%)"
_AND_ARM = re.compile(r"\b(?:and|vs?\.?|versus|than) [A-Z] [(\[]$")
# "|sensitivity 70%, |specificity 80%": the item of a list before this one.
_ITEM_BEFORE = re.compile(r"^.{0,150}\d ?%[)\]]?[,;] (?:and )?(?=[A-Za-z])")
_WE = re.compile(r"^[Ww]e\b|\bwe$")
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


# "only 8% |disagreed|, and 32% ..."
_DID_ALONE = re.compile(r" (?P<what>(?:[a-z]+ly )?[a-z]{3,}(?<!includ)(?<!randomiz)(?<!assign)(?<!analyz)ed)(?=[,.;])")
# "30% |of those in the control arm| asked for"
_OF_ARM = re.compile(
    r"(?: of (?:those|these|them|(?:the |all )?(?:patients|participants|subjects|women|men|children|infants)))?"
    r" (?:in|on|from|of) (?:the )?(?:[\w-]+ ){0,3}?(?:group|arm)s?(?: [A-Z0-9])?(?= )"
)


# What says nothing itself: the object is the outcome.
_HAD = (" developed", " showed", " achieved", " suffered", " reported", " experienced", " attained", " reached")


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
    return (what[: cut.start()] if cut else what).strip(SCARE) or None


_THESE_WERE = re.compile(r"\b[Tt]hese (?:[a-z]+ )?(?:were|was) (?:respectively )?$")
# "was similar between |treatments: zidolol, 36%; placebo, |35%"
_ARM_WORDS = ("groups", "treatments", "regimens", "arms")
_COLON_ARMS = re.compile(
    r": (?:[\w+/ -]{2,40}[,:=]? [\d.]{1,5} ?%(?: \([^()]{1,40}\))?[;,] (?:and )?){0,4}(?P<name>[\w+/ -]{2,40})[,:=]? $"
)
# "increased |abstinence| from 16%", "active, with |complete response| in 22%"
_CHANGED = re.compile(
    r"(?:(?:increas|reduc|lower|improv|decreas|rais|rais)(?:ed|es|ing) (?:the )?(?:rates? of |incidence of )?"
    r"(?P<what>[a-z][^.,;()]{3,60}?) from|, with (?:an? |the )?(?P<other>[a-z][^,;()\d]{3,50}?)(?: (?:observed|seen"
    r"|occurring))? (?:in|of)) $"
)


def _outcome(
    document: Document, start: int, end: int, noun_end: int, previous: tuple[int, str | None], arm: str | None
) -> str | None:
    text = document.text
    sentence = document.sentence_at(start)
    floor = max(sentence.start, start - FAR)
    before = text[floor:start]
    stop = min(sentence.end, end + FAR)
    since = max(floor, previous[0]) if previous[0] <= start else floor
    past = _past_bracket(text, start, max(end, noun_end), stop)
    if text.startswith(" who ", max(end, noun_end)) and _BUT_THOSE.search(before):
        found = predicate(document, max(end, noun_end), stop)
        if found:
            return found
    those = noun_phrase(text, end + 3) if text.startswith(" of ", end) else None
    behind = max(noun_end, those.end if those else end)
    if reduced := _REDUCED.match(text, behind):
        past = behind = reduced.end()
    if text.startswith(", ", behind) and _IN_THESE.search(text, max(floor, start - 12), start):
        clause = _CLAUSE.match(text, behind + 2, stop)
        if clause:
            return clause.group()
    if (
        ": " in before
        and (arms := _COLON_ARMS.search(before))
        and (before.endswith(", ") and before.endswith(_ARM_WORDS, 0, arms.start()) or is_arm(document, arms["name"]))
        and (found := subject_of_clause(document, floor, floor + arms.start()))
    ):
        return found
    changed = (
        _CHANGED.search(text, since, start)
        if text[start - 5 : start] in ("from ", "s in ", "e in ", "n in ") or text.startswith(" of ", start - 4)
        else None
    )
    if changed:
        return tidy(changed.group("what") or changed.group("other"))
    if before.endswith("with ") and (doing := _DOING.match(text, past, stop)):
        return _cut(doing.group("what"))
    named = _NAME_OF.search(text, max(since, start - 70), start) if before.endswith("of ") else None
    if named and named["what"].endswith(_RATES) and (found := tidy(named["what"])):
        return found
    at_start = start - since < 4 or _AT_START.search(text, max(since, start - 24), start) is not None
    if at_start:
        found = predicate(document, past, stop, immediate=True) or _did(text, past, stop)
        if not found and behind > past:
            found = predicate(document, behind, stop, immediate=True) or _did(text, behind, stop)
        if found:
            return found
        if doing := _DOING.match(text, past, stop):
            return _cut(doing.group("what"))
        if rate := _RATE_NEXT.match(text, past, stop):
            return tidy(rate.group("what"))
    told_behind = (
        previous[1] is not None and start - previous[0] < 140 and text.find(previous[1], previous[0], start) >= 0
    )
    if at_start and (verb := _DID_ALONE.match(text, past, stop)):
        return verb["what"]
    if (at_start or before.endswith((*_BE, *_MADE_UP))) and (
        found := _named_behind(document, start, end, past, stop, told_behind)
    ):
        return found
    if not at_start and noun_end > 0 and not _IN_BEFORE.search(before[-32:]) and (found := _did(text, past, stop)):
        return found
    if named and (found := tidy(named["what"])):
        return found
    if noun_end > 0 and not _IN_BEFORE.search(before[-32:]) and text.startswith(" ", noun_end):
        found = predicate(document, max(end, noun_end), stop, immediate=True)
        if found:
            return found
    listed = previous[0] if sentence.start <= previous[0] <= start else None
    if previous[1] is not None and (
        listed is not None
        and only_links(document, listed, start)
        or since > floor
        and _is_compared(text, since, start, previous[1])
        or listed is not None
        and arm is not None
        and text[listed:start].strip(_JOINTS).removeprefix("and ") == arm
    ):
        return previous[1]
    if previous[1] is not None and _FALLING_TO.search(text, since, start):
        return previous[1]
    if text.startswith(_OF_WHICH, end) and (found := predicate(document, end, stop)):
        return found
    if since > floor:
        new = None
        if before.endswith((" in ", " by ", " of ", " only ")):
            new = _NEW_NOUN.search(text, max(since, start - 90), start)
        if new and not document.arms.within(new.start("what"), start):
            return tidy(new.group("what"))
        if previous[1] is not None and _goes_on(text, since, start):
            return previous[1]
    opened = _OPENED.search(before[max(0, len(before) - 60) :])
    if (not opened or (at_start and text[start - 1] not in "([")) and (not _IN_BEFORE.search(before[-32:]) or at_start):
        of_arm = not at_start and _ARM_COLON.search(before) is not None
        found = predicate(document, max(end, noun_end), stop, immediate=of_arm)
        if found:
            return found
    if opened:
        label = _label_in(document, opened.group(), start, arm)
        if label is not None:
            return tidy(label)
        counted = start - len(opened.group())
        if _COUNTED.search(text, since, counted) or _names_people(document, since, counted):
            found = predicate(document, end, stop)
            if found:
                return found
        if listed is not None and _of_arms(text, floor, listed, start, previous[1]):
            return previous[1]
        found = noun_before(document, since, counted, arm)
        if found:
            return found
    else:
        rate = _RATE.search(before) if " rate" in before else None
        if rate and (found := tidy(rate.group("what"))):
            return found
    found = subject_of_clause(document, since, start)
    if found:
        return found
    if since > floor:
        if previous[1] is not None:
            return previous[1]
        found = subject_of_clause(document, floor, start)
        if found:
            return found
    return predicate(document, max(end, noun_end), stop) or (previous[1] if previous[0] >= sentence.start else None)


# "rare (zidolol, |n = |1; ...)": its arm stands before it
_SIGNED = re.compile(r"n ?=")
_JOINTS = " ,;:=)"
# "(|5-year survival| 67%"
_AT_TIME = re.compile(r"\d{1,2}-(?:year|month|week|day) [A-Za-z]{2}")
# "59% were reached in week 4, |falling to| 52%"
_FALLING_TO = re.compile(r"\b(?:fall|reduc|ris|increas|decreas|dropp|declin|improv)ing to (?:only |about )?$")
_OF_WHICH = (" of which ", " of whom ", ") of which ", ") of whom ")


def _named_behind(document: Document, start: int, end: int, past: int, stop: int, told: bool) -> str | None:
    """The name that stands right behind a value, if it is no arm's: "40 (50%) |female|, 8 (10%) |with asthma|".

    ``told``: the outcome of the value before stands behind it.
    """
    text = document.text
    found = (_APPOSED if text[start - 1] == "(" else _SORT).match(text, end)
    if found is None or document.arms.within(end, found.end()):
        listing = _LISTING if text.startswith(" with ", past) else (*_LISTING, *_BE)
        made_up = text.endswith(_MADE_UP, max(0, start - 14), start)
        if told:
            listing = (*listing, " and ")
            if text.endswith((", ", ", and "), 0, start) and (placed := _PLACED_ITEM.match(text, past, stop)):
                return None if document.arms.within(past, placed.end()) else placed["what"]
        listed = made_up or text.endswith(listing, max(0, start - 8), start)
        found = _ITEM.match(text, past, stop) if listed else None
        if found is not None and not (told or made_up) and text.startswith(" and ", found.end()):
            return None
    return None if found is None or document.arms.within(end, found.end()) else found.group("what")


def _is_compared(text: str, since: int, start: int, outcome: str) -> bool:
    """Whether a value is the second of two that are compared, whose outcome was said before the first."""
    arm = _ARM_AND.fullmatch(text, since, start)
    if arm and arm["arm"] not in outcome:
        return True
    return _COMPARED_WITH.search(without_brackets(text, since, start)) is not None


def _goes_on(text: str, since: int, start: int) -> bool:
    """Whether nothing new is said between two values of a list."""
    gap = without_brackets(text, since, start).lstrip(" )]")
    if VERB.search(gap.replace("it was", "").replace("that were", "")):
        return False
    return (_CONTINUES.fullmatch(gap) or _LINKED.fullmatch(gap)) is not None


def _of_arms(text: str, floor: int, listed: int, start: int, outcome: str | None) -> bool:
    """Whether a list names the arms and not the outcomes: "|healing| was better with X (90%) and Y (80%)"."""
    if outcome is None or start - listed > 80 or _NEXT_NAMED.fullmatch(text, listed, start) is None:
        return False
    last = outcome.rpartition(" ")[2]
    end = text.rfind(last, floor, listed) + len(last)
    return end >= floor + len(last) and _ADJACENT.match(text, end) is None and listed - end > 24


# "X (90%|) and Y (|80%)"
_NEXT_NAMED = re.compile(
    r"[^()\[\].;]{0,24}[)\]],? (?:and |or |vs?\.? |versus |compared (?:with|to) |than )?(?:for |in |with "
    r"|to )?(?:the )?(?:arms? |groups? )?"
    r"(?:[\w+/-]{1,24} ){1,4}[(\[]"
)
_ADJACENT = re.compile(r"(?: rates?)?[ ]?(?:[(\[:=,]|in |\d)")


def _label_in(document: Document, opened: str, start: int, arm: str | None) -> str | None:
    """The label of a value, between a bracket that opens and the number at ``start``, if no arm: "(|male| 36%"."""
    inner = opened.strip(" ([")
    if (
        len(inner) < 3
        or not (inner[0].isalpha() or _AT_TIME.match(inner))
        or inner[-1] == ";"
        and inner[:-1].isupper()
        or _NO_LABEL.match(inner)
        or _SIGNED.match(document.text, start)
        or arm is not None
        and inner.strip(_JOINTS) == arm
        or document.arms.within(start - len(inner) - 2, start)
    ):
        return None
    return inner


def _past_bracket(text: str, start: int, end: int, stop: int) -> int:
    """Where the bracket closes that an expression leaves open: "25 patients (6%|; X, 4%)| converted"."""
    if "(" not in text[start:end] or text[end - 1] == ")":
        return end
    close = text.find(")", end, min(stop, end + 70))
    return close + 1 if close >= 0 and "(" not in text[end:close] else end


def _names_people(document: Document, floor: int, end: int) -> bool:
    """Whether those counted stand before a bracket, with their arm perhaps: "more infants in the X group (94%"."""
    in_arm = _COUNTED_IN_ARM.search(document.text, max(floor, end - 110), end)
    if (
        in_arm is not None
        and (in_arm["who"] is None or in_arm["who"] in HEADS or in_arm["noun"] in HEADS)
        and not VERB.search(in_arm.group())
    ):
        return True
    last = document.text[floor:end].rstrip().rpartition(" ")[2].lower()
    if last not in HEADS and last not in ("group", "groups", "arm", "arms"):
        return False
    words = without_arm(document, floor, end).rsplit(" ", 2)
    return words[-1].lower() in HEADS and (len(words) < 2 or words[-2].lower() in _HOW_MANY)


_HOW_MANY = frozenset(("more", "fewer", "most", "many", "the", "all", "of", "less", "few", "some", "other", "more"))
# From one value of a list to the next: arms and times between them, no verb and no new noun before a bracket.
_CONTINUES = re.compile(
    r"(?:(?:,(?= (?:and|in|for|compared|versus|vs?|while|whereas|with|or)\b)|and|/year|of|in|for|with|on|among"
    r"|vs?\.?|versus|compared|at|by|per|to|than|after|during|before)[ ])[^;:(\[]{0,110}?(?:and|vs?\.?|versus|with"
    r"|to|than|or|,|while|whereas|for|in|was|it was)[ ](?:only |in |for |by |of |with |to |on )*"
)
# "(12%), and |new-onset diabetes| in 7%"
_NEW_NOUN = re.compile(
    r"(?:[,;]| and) (?:and )?(?:an? )?(?P<what>(?!(?:with|of|at|as|in|for|by|those|and|that|was|were|only|after"
    r"|respectively)\b)"
    r"[A-Za-z-]{3,24}(?: (?:[A-Za-z-]{2,20}|\d{1,2}%?)){0,6}?)"
    r" (?:in|by|of)(?: only)? $"
)
# "than the X group (12%", "compared with 7% in ...": the second of two values.
_COMPARED_WITH = re.compile(
    r"\b(?:than|versus|vs?\.?|(?:as )?compared (?:with|to)|against)[ ](?:(?!\b(?:and|was|were|had)\b)(?:[^.;,(]"
    r"|\.(?=\d))){0,70}[(\[]?$"
)
# "... patients given X and in (12%": those counted, and a new arm.
_LINKED = re.compile(
    r"[,\s]*(?:(?:of )?(?:the )?(?:patients|participants|subjects|women|men|children|infants|controls|teeth|eyes"
    r"|cases)\s)?(?:and )?"
    r"(?:in|with|on|after|allocated|assigned|randomi[sz]ed|taking|given|treated|receiving|of|for|among|at|by|from"
    r"|under|who|that|without)\b[^,;:=(\[]{0,110}"
)
# "1.2%| zidolol and |0.6% placebo"
_ARM_AND = re.compile(
    r" (?P<arm>(?!of |in |on |for |at |were "
    r"|had )[\w+/-]{3,20}(?: [\w+/-]{3,20}){0,2}),? (?:and|vs?\.?|versus) "
)
