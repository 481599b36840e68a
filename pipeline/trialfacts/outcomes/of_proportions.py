"""Which outcome a proportion speaks of, in the words of the text."""

from __future__ import annotations

import re

from trialfacts.counts.participants import HEADS
from trialfacts.document import Document
from trialfacts.outcomes.bare import PRIMARY
from trialfacts.outcomes.behind_value import (
    any_behind,
    at_start,
    did,
    did_on_treatment,
    existing,
    had,
    in_these,
    named_behind,
    of_exceptions,
    of_which,
    with_these,
)
from trialfacts.outcomes.clauses import (
    FAR,
    VERB,
    is_arm,
    noun_before,
    predicate,
    subject_of_clause,
    without_arm,
)
from trialfacts.outcomes.denied import with_denial
from trialfacts.outcomes.going_on import (
    JOINTS,
    next_of_list,
    of_arms,
    of_difference,
    of_next_clause,
    same_as_before,
)
from trialfacts.outcomes.more_or_fewer import more_or_fewer
from trialfacts.outcomes.nameless import is_given, is_nameless, is_told_before, named_before
from trialfacts.outcomes.the_share import had_by_share
from trialfacts.outcomes.value_place import ValuePlace, place_of_value
from trialfacts.outcomes.wording import tidy, told, without_time


def outcome_of_proportion(
    document: Document, start: int, end: int, noun_end: int, previous: tuple[int, str | None], arm: str | None = None
) -> str | None:
    """The outcome of the proportion printed at ``start``..``end``; None where no words for it are found.

    ``noun_end``: where the noun of those counted ends (-1: not printed); ``previous``: where the proportion before it
    ended, and its outcome, which a list shares; ``arm``: the name of the arm that it is of, if that is known.
    """
    place = place_of_value(document, start, end, noun_end, previous, arm)
    found = _named(place, _outcome(place))
    return with_denial(document, start, end, without_time(found)) if found else None


def _named(place: ValuePlace, found: str | None) -> str | None:
    """An outcome if it is a name of its own, else what it stands for."""
    document, start, previous = place.document, place.start, (place.last, place.outcome)
    if found and found.startswith(("whom ", "which ", "whose ")):
        return previous[1]  # "12% in those in |whom the drain| was left and |20%| in those in whom it was not"
    if found and previous[1] is not None and _TIME.fullmatch(found) and " at " not in previous[1]:
        return previous[1]  # "pain relief at 2 h (65% vs 40%) and |24 h| (50%"
    if found and previous[1] is not None and found in _GOING_ON:
        return previous[1]  # "above 99% for all, reaching 100% for one"
    if found and previous[1] is not None and _WINDOW.match(found):
        return previous[1]  # "The corresponding incidence |during the next 21 h| was 87%"
    if found and len(found) == 1 and _AND_ARM.search(document.text, max(0, start - 12), start):
        return previous[1]
    if found and (shown := _SHOWN.match(found)) and not VERB.search(shown["what"]):
        found = shown["what"]
    if found and (arms := _ARM_THAN_ARM.search(found)) and document.arms.within(*_place(place, arms["arm"])):
        found = found[: arms.start()] or found
    if found and (most := _MOST_REPORTED.search(document.text, max(place.floor, start - FAR), start)):
        found = tidy(most["what"]) or found
    if found and (caused := _CAUSED.match(found)) and document.arms.within(*_place(place, caused["cause"])):
        found = caused["what"]
    if found and (did := _GROUP_DID.match(found)) is not None:
        at, _ = _place(place, found)
        if document.text.endswith(("in the ", " in ", "from the "), max(0, at - 12), at):
            found = found[did.end() :]
    if found and " between " in found and place.before.endswith("("):
        found = _BETWEEN_ARM.sub("", found)
    if found and "%" in found:
        found = _ITEM_BEFORE.sub("", found)
    if found and is_given(document, found, start, previous):
        return previous[1]
    if found and place.arm is not None and previous[1] is not None and found.lower() == place.arm.lower():
        return previous[1]
    if found and _NO_NAME.match(found):
        at = document.text.rfind(found, place.floor, start)
        found = subject_of_clause(document, place.floor, at) if at > 0 else None
        found = found or previous[1] or _headed(place)
    if found:
        found = PRIMARY.sub("", found).removeprefix("likely to ")
    if found and is_nameless(found):
        found = named_before(document, max(document.sentence_at(start).prose, start - FAR), start, found)
    if found is None or _WE.search(found):
        after = any_behind(document, place.end, place.noun_end)
        if after:
            return after
        if _THESE_WERE.search(document.text, start - 40, start):
            return previous[1]
        return _headed(place) or (previous[1] if _RATES_ALONE.match(document.text, place.floor, start) else None)
    if previous[1] is not None and is_told_before(document.text, found, start):
        return previous[1]
    if found in _RATIOS and any(a.short == found and not _RATIO.search(a.long) for a in document.abbreviations):
        return found
    if (of_set := _POPULATION.search(found)) is not None:
        arm = found[: of_set.start()]
        if not arm or is_arm(document, arm):
            return previous[1] or _before_arm(place, arm or found)
    if not is_arm(document, found):
        return previous[1] or found if _SAID_BEFORE.search(found) else found
    return previous[1] or _before_arm(place, found) or (None if found.endswith(_PEOPLE) else found)


_WINDOW = re.compile(
    r"(?:during|within|over|in|after) the (?:first|next|following|subsequent|last|second|third|same|remaining) "
    r"[^,;]{0,24}\b(?:h|hours?|days?|weeks?|months?|years?|periods?|phases?|cycles?)$"
)


def _before_arm(place: ValuePlace, arm: str) -> str | None:
    """What the clause speaks of before it comes to an arm: "|cure| rates were: for zidolol 62%"."""
    text = place.document.text
    at = text.rfind(arm, place.floor, place.start)
    lead = _TO_ARM.search(text, place.floor, at) if at > 0 else None
    found = subject_of_clause(place.document, place.floor, lead.start()) if lead else None
    return found.removeprefix("following ") if found and not is_arm(place.document, found) else None


_TO_ARM = re.compile(r"(?: was| were)?(?: as follows)?: (?:(?:for|in|with|on|among) )?(?:the )?$")
# "zidolol| in the ITT population|", "|PP|": whose data are told, no outcome
_POPULATION = re.compile(
    r"(?:^|[ ,]+)(?:in )?(?:the )?(?:m?ITT|PP|FAS|(?:modified )?intent(?:ion)?[- ]to[- ]treat|per[- ]protocol|safety"
    r"|full[- ]analysis|evaluable)(?: (?:population|set|analysis|group|sample|patients))?$"
)


# "|Itching| was the most commonly noted side effect (6%"
_MOST_REPORTED = re.compile(
    r"(?:^|(?<=[.;:,] ))(?P<what>[A-Za-z][^.;:,()\d]{2,60}?) (?:was|were) (?:by far )?the (?:second |third )?most "
    r"(?:commonly|frequently|often) [a-z]+ (?:[a-z-]+ ){1,4}[(\[]$"
)
# "|oral zidolol caused| dizziness"
_CAUSED = re.compile(
    r"(?P<cause>[^,;:]{2,50}?) (?:caused|induced|produced|led to|resulted in|was associated with|gave rise to) "
    r"(?:an? |the )?(?P<what>[a-z].*)"
)


# "More patients in the |zidolol group| used inhalers"
_GROUP_DID = re.compile(
    r"(?:[\w/+-]+ ){1,4}(?:group|arm|cohort) (?=(?!relat|associat|induc|treat)(?:[a-z]{3,12}ed"
    r"|used(?! (?:in|for|to|as)\b)|took|chose|felt|gave|kept|lost|made|met|sought|went|got|left|said)(?: |$))"
)


def _place(place: ValuePlace, words: str) -> tuple[int, int]:
    """Where some words stand before a value: a half-open span, an empty one where they do not."""
    at = place.document.text.rfind(words, place.floor, place.start)
    return (at, at + len(words)) if at >= 0 else (0, 0)


def _outcome(place: ValuePlace) -> str | None:
    """What the words around a value say that it is of; None where they say nothing."""
    for tell in _WAYS:
        found = tell(place)
        if found is not None:
            return found or None
    found = subject_of_clause(place.document, place.since, place.start)
    if found:
        return found
    if place.since > place.floor:
        if place.outcome is not None:
            return place.outcome
        found = subject_of_clause(place.document, place.floor, place.start)
        if found:
            return found
    found = predicate(place.document, max(place.end, place.noun_end), place.stop)
    return found or (place.outcome if place.last >= place.sentence.start else None)


def _headed(place: ValuePlace) -> str | None:
    """What a sentence begins with whose subject has no name: "For |bleeding|, the rates were 12% and 5%"."""
    lead = _HEADED.match(place.document.text, place.sentence.prose, place.start)
    return tidy(lead["what"]) if lead and not is_arm(place.document, lead["what"]) else None


def _had_by_share(place: ValuePlace) -> str | None:
    return had_by_share(place.document.text, place.start, place.end)


def _header(place: ValuePlace) -> str | None:
    """What a bracket with a header tells: "(|5-year survival|, tall vs short: 76% vs 84%"."""
    before = place.before
    header = _HEADER.search(before) if before.endswith((": ", "vs ", "versus ", "vs. ")) else None
    return tidy(header["what"]) if header else None


def _of_labelled_arms(place: ValuePlace) -> str | None:
    """The subject of a clause that ends in a list of arms: "was similar between |treatments: zidolol, 36%"."""
    before = place.before
    arms = _COLON_ARMS.search(before) if ": " in before else None
    if arms is None:
        return None
    if not (
        before.endswith(", ") and before.endswith(_ARM_WORDS, 0, arms.start()) or is_arm(place.document, arms["name"])
    ):
        return None
    return subject_of_clause(place.document, place.floor, place.floor + arms.start())


def _better_in(place: ValuePlace) -> str | None:
    """In what an arm was better: "A was superior to B in |pain relief| (65%", "noninferior for |cure| (65%"."""
    if place.before[-1:] not in "([" or "rior" not in place.before and "equivalent" not in place.before:
        return None
    better = _BETTER_IN.search(place.before)
    return told(better["what"]) if better else None


def _changed(place: ValuePlace) -> str | None:
    """What was changed from a value: "increased |abstinence| from 16%"; or "with |complete response| in 22%"."""
    text, start = place.document.text, place.start
    if text[start - 5 : start] not in ("from ", "s in ", "e in ", "n in ") and not text.startswith(" of ", start - 4):
        return None
    changed = _CHANGED.search(text, place.since, start)
    return told(changed.group("what") or changed.group("other")) if changed else None


def _due_to(place: ValuePlace) -> str | None:
    """What something was due to that so many had: "was stopped due to |bleeding| reported in 3"."""
    if not place.before.endswith(("in ", "by ")):
        return None
    near = max(0, len(place.before) - 120)
    due = _DUE_TO.search(place.before, near) or _DESPITE.search(place.before, near)
    return tidy(due["what"]) if due else None


_DUE_TO = re.compile(
    r"\b(?:due to|because of|owing to|as a result of|on account of) (?:an? |the )?(?P<what>[^.;:(),]{3,80}?)"
    r" (?:reported|observed|seen|occurring|noted|found|experienced|developing) (?:in|by) $"
)


# "was tolerated despite reported |drowsiness| in 3"; no "relapsed despite treatment in 3"
_DESPITE = re.compile(
    r"\b(?:despite|in spite of) (?:the )?(?:(?:reported|observed|documented|recorded|occasional)|(?:presence|occurrence"
    r"|development|reports?) of) (?P<what>[^.;:(),]{3,80}?)(?: (?:reported|observed|seen|noted))? (?:in|by) $"
)


def _enabled(place: ValuePlace) -> str | None:
    """What so many were enabled to do: "zidolol enabled 23% of the women |to avoid surgery|"."""
    if not place.before.endswith(_ENABLING):
        return None
    done = _TO_DO.match(place.document.text, place.end, place.stop)
    return tidy(done["what"]) if done else None


_ENABLING = ("enabled ", "allowed ", "permitted ", "helped ")
_TO_DO = re.compile(r"(?: of)? [^.;:]{3,90}? to (?P<what>[a-z]{3,}[^.;:,()]{2,60}?)(?= \(|[.;:,]|$)")


def _made_up_by(place: ValuePlace) -> str | None:
    """Who made up a share: "patients who reported |no nausea| accounted for 50%", "|women| made up 30%"."""
    verb = _MADE_UP.search(place.before) if place.before.endswith(_MAKING_UP) else None
    if verb is None:
        return None
    subject = place.before[: verb.start()]
    those = _THOSE_WITH.search(subject)
    if those and those["who"].lower() in HEADS:
        return (those["no"] or "") + (tidy(those["what"]) or "") or None
    return tidy(subject[subject.rfind(", ") + 1 :].strip())


def _name_of(place: ValuePlace) -> re.Match[str] | None:
    if not place.before.endswith("of "):
        return None
    return _NAME_OF.search(place.document.text, max(place.since, place.start - 70), place.start)


def _rate_of(place: ValuePlace) -> str | None:
    """The rate that a value is of: "with a |relapse rate| of 12%"."""
    named = _name_of(place)
    return tidy(named["what"]) if named and named["what"].endswith(_RATES) else None


def _named_of(place: ValuePlace) -> str | None:
    """What a value is of: "X had a |sensitivity| of 90%"."""
    named = _name_of(place)
    return tidy(named["what"]) if named else None


def _beside(place: ValuePlace) -> str | None:
    """The outcome that stands right beside a value: its predicate, its label, or the noun before its bracket."""
    document, text, before, start = place.document, place.document.text, place.before, place.start
    opened = _OPENED.search(before[max(0, len(before) - 60) :])
    inside = opened is not None and "(" in opened.group()
    if (not opened or place.at_start and not inside) and (place.said_of or place.at_start):
        of_arm = not place.at_start and _ARM_COLON.search(before) is not None
        found = predicate(document, max(place.end, place.noun_end), place.stop, immediate=of_arm)
        if found:
            return found
    if opened:
        label = _label_in(document, opened.group(), start, place.arm)
        if label is not None and (graded := _GRADE.match(label)) is not None:
            opening = text.rfind("(", place.floor, start)
            noun = noun_before(document, place.floor, opening, place.arm) if opening > 0 else None
            if noun is not None:  # "diarrhea (any grade: 45% vs 12%; |grade 3 or 4|: 8%"
                return noun if graded["any"] else f"{label.rstrip(' :,')} {noun}"
        if label is not None:
            return told(label)
        counted = start - len(opened.group())
        if _COUNTED.search(text, place.since, counted) or _names_people(document, place.since, counted):
            found = predicate(document, place.end, place.stop) or _behind_bracket(place, counted)
            if found:
                return found
        same = of_arms(place) or place.outcome is not None and _of_groups(place)
        return place.outcome if same else noun_before(document, place.since, counted, place.arm)
    rate = _RATE.search(_SHORT.sub("", before)) if " rate" in before else None
    return tidy(rate["what"]) if rate and " and " not in rate["what"] else None


def _of_groups(place: ValuePlace) -> bool:
    """Whether the name before the bracket is the second of two arms: "between the A (12%) and |B| (14%) groups"."""
    text = place.document.text
    named = 0 <= place.start - place.last < 70 and _AND_NAME.fullmatch(text, place.last, place.start)
    return bool(named and _GROUPS_BEHIND.match(text, place.end))


_AND_NAME = re.compile(
    r"[^()\[\]]{0,20}[)\]] (?:and|versus|vs\.?|or) (?:the )?[^ ()\[\],;:]+(?: [^ ()\[\],;:]+){0,4} ?[(\[]"
)
_GROUPS_BEHIND = re.compile(r"[^()\[\]]{0,30}[)\]] (?:treatment )?(?:groups|arms|cohorts)\b")
# Each tells an outcome, an empty one where its words are there and hold none, or None where they are not there.
_WAYS = (
    _header,
    _had_by_share,
    of_next_clause,
    of_difference,
    of_exceptions,
    _better_in,
    in_these,
    _of_labelled_arms,
    _changed,
    _due_to,
    _enabled,
    _made_up_by,
    with_these,
    _rate_of,
    existing,
    at_start,
    named_behind,
    did,
    did_on_treatment,
    _named_of,
    had,
    same_as_before,
    of_which,
    next_of_list,
    more_or_fewer,
    _beside,
)
# "superior to placebo in |pain relief| (": of a measure or an event, and not of a group or a time
_BETTER_IN = re.compile(
    r"\b(?:superior|(?:non-?)?inferior|equivalent)(?: to [^.;()]{2,50}?)? "
    r"(?:in|for|with (?:respect|regard) to|in terms of|regarding) (?:the )?"
    r"(?P<what>(?!the |\d|both|all|two|three|four|each|either|patients|women|men|children|this|that)"
    r"[^.;()]{3,70}) [(\[]$"
)
_GRADE = re.compile(r"(?P<any>(?:any|all)[ -])?[Gg]rades?\b")
# "24 h"
_TIME = re.compile(
    r"(?:at |after )?(?:\d{1,3}(?:\.\d)? ?(?:h|hr|hours?|min(?:utes)?|days?|weeks?|months?|years?)"
    r"|(?:days?|weeks?|months?|years?|hours?) \d{1,3})",
    re.I,
)
_HEADER = re.compile(
    r"[(;] ?(?P<what>(?:\d{1,2}-[a-z]+ )?[A-Za-z][^()\[\]:;,.]{2,50}), [A-Za-z][^():;,.]{0,30} (?:vs\.?|versus) "
    r"[A-Za-z][^():;,.]{0,30}: (?:\d[\d.]*% (?:vs\.?|versus) )?$"
)
_COLON_ARMS = re.compile(
    r": (?:[\w+/ -]{2,40}[,:=]? [\d.]{1,5} ?%(?: \([^()]{1,40}\))?[;,] (?:and )?){0,4}(?P<name>[\w+/ -]{2,40})[,:=]? $"
)
_MAKING_UP = ("for ", "comprised ", "up ", "constituted ", "represented ")
_MADE_UP = re.compile(r" (?:accounted for|comprised|made up|constituted|represented) $")
# "patients who had |no |pain at day 3| accounted for 12%"
_THOSE_WITH = re.compile(
    r"\b(?P<who>[A-Za-z]{3,14}) (?:with|having|who (?:had|have|reported|experienced|showed|developed)) "
    r"(?P<no>no )?(?P<what>[^.;:,()%]{3,60})$"
)
# "was similar between |treatments: zidolol, 36%; placebo, |35%"
_ARM_WORDS = ("groups", "treatments", "regimens", "arms")
# "increased |abstinence| from 16%", "active, with |complete response| in 22%"
_CHANGED = re.compile(
    r"(?:(?:increas|reduc|lower|improv|decreas|rais|rais)(?:ed|es|ing) (?:the )?(?:rates? of |incidence of )?"
    r"(?P<what>[A-Za-z\d][^.,;()]{1,60}?) from|, with (?:an? |the )?(?P<other>[a-z][^,;()\d]{3,50}?)(?: (?:observed"
    r"|seen"
    r"|occurring))? (?:in|of)) $"
)
_RATES = ("rate ", "rates ", "prevalence ", "incidence ", "frequency ")
# "X had a |sensitivity| of 90%", "with a |relapse rate| of 12%"
_NAME_OF = re.compile(
    r"(?:.*\b(?:[Aa]n?|with|had|achieved|experienced|showed|(?:result|lead|giv|yield)ing(?: in| to)?)|\band) "
    r"(?P<what>(?!(?:total|mean|median|range|number|low|high)\b)(?:[A-Za-z0-9-]+ ){1,5}?)of (?:only |about )?$"
)
_RATE = re.compile(
    r"(?P<what>(?:\d{1,2}-)?[A-Za-z][\w-]*(?: [\w-]+){0,3})(?<! an)(?<! a)"
    r" rates? (?:was |were |of |reached |being |only )+$"
)
_SHORT = re.compile(r" \([A-Z][\w-]{0,9}\)(?= rates? )")  # "hyperplasia| (HP)| rate was"
# A bracket that opens at the number, or the like: "X (43%", "X: 12", "X, 5%".
_OPENED = re.compile(r"[ ]?(?:[(\[][^()\[\]]{0,40}|[:=,]|[(\[])[ ]?$")
# "undetectable load was|: zidolol |80%, |placebo |76%"
_ARM_COLON = re.compile(r"(?:: ?|, )(?:[\w+/-]{1,20} ){1,3}$")
_COUNTED = re.compile(
    r"\b(?:patients|participants|subjects|women|men|children|infants|respondents|people|individuals|of (?:the"
    r"|all) [a-z]+|majority|half|third|quarter|minority|two-thirds|[Mm]ost|(?:All|[Mm]ost"
    r"|[Mm]any) (?:[\w-]+ )?[a-z-]+s)[ ]?$"
)


def _label_in(document: Document, opened: str, start: int, arm: str | None) -> str | None:
    """The label of a value, between a bracket that opens and the number at ``start``, if no arm: "(|male| 36%"."""
    inner = opened.strip(" ([")
    if (
        len(inner) < 3
        or not (inner[0].isalpha() or _AT_TIME.match(inner))
        or inner[-1] == ";"
        and inner[:-1].isupper()
        or _NO_LABEL.match(inner)
        or _LIMIT.search(inner)
        or _SIGNED.match(document.text, start)
        or arm is not None
        and inner.strip(JOINTS) == arm
        or document.arms.within(start - len(inner) - 2, start)
    ):
        return None
    return inner


# "(male 36% vs. 64%": the label stands in the bracket; these are none.
_NO_LABEL = re.compile(
    r"(?:n|N|mean|median|range|from|about|only|approximately|between|versus|vs?|CI|SD|i\.e|e\.g|all|both|up|over"
    r"|at|in|by|more|less|(?:[Ss]tudy|[Tt]rial|[Cc]ohort|[Pp]art|[Pp]hase|[Pp]eriod)[ -]\d|group|with|compared|P|p"
    r"|intervention|control|placebo|experimental|respectively)\b"
)
# "anxiety (|score >= 11|, 12%": what counts as it
_LIMIT = re.compile(r"[<>\u2264\u2265]")
# "rare (zidolol, |n = |1; ...)": its arm stands before it
_SIGNED = re.compile(r"n ?=")
# "(|5-year survival| 67%"
_AT_TIME = re.compile(r"\d{1,2}-(?:year|month|week|day) [A-Za-z]{2}")


def _names_people(document: Document, floor: int, end: int) -> bool:
    """Whether those counted stand before a bracket, with their arm perhaps: "more infants in the X group (94%"."""
    in_arm = _COUNTED_IN_ARM.search(document.text, max(floor, end - 110), end)
    if (
        in_arm is not None
        and (in_arm["who"] is None or in_arm["who"] in HEADS or in_arm["noun"] in HEADS)
        and not VERB.search(in_arm.group())
        and not _GROUP_DID.search(in_arm.group())
    ):
        return True
    of_arm = _PEOPLE_OF_ARM.search(document.text, max(floor - 2, 0, end - 150), end)
    if of_arm is not None and document.arms.within(of_arm.start("arm"), end) and not VERB.search(of_arm["arm"]):
        return True
    last = document.text[floor:end].rstrip().rpartition(" ")[2].lower()
    if last in HEADS and _MORE_THAN.search(document.text, max(floor, end - 110), end):
        return True
    if last not in HEADS and last not in ("group", "groups", "arm", "arms"):
        return False
    words = without_arm(document, floor, end).rsplit(" ", 2)
    return words[-1].lower() in HEADS and (len(words) < 2 or words[-2].lower() in _HOW_MANY)


_HOW_MANY = frozenset(("more", "fewer", "most", "many", "the", "all", "of", "less", "few", "some", "other", "more"))
# "|more patients given zidolol| (12%) than ...": those counted, with what they were given.
_COUNTED_IN_ARM = re.compile(
    r"\b(?:(?:[Mm]ore|[Ff]ewer|[Ll]ess|[Mm]ost|[Mm]any) (?:(?P<noun>[a-z-]+) )?(?P<who>[a-z]{3,})|[Mm]ajority"
    r"|[Mm]inority"
    r"|[Hh]alf) (?:on|in|of|with|from|receiving|given|taking|using|who received|treated with|assigned to|allocated to"
    r"|randomi[sz]ed to|allocated) [^.,;:()]{2,60}$"
)
# "|A larger number of men who received zidolol| (12%) ...", "|Women on zidolol| (12%) and ... relapsed"
_PEOPLE_OF_ARM = re.compile(
    r"(?:\b(?:[Nn]umber|[Pp]roportion|[Pp]ercentage|[Ff]raction|[Mm]ajority|[Ss]hare)s? of (?:the )?(?:[a-z-]+ )?"
    r"|(?:^|[.:;] )(?:The )?)(?:[Pp]atients|[Pp]articipants|[Ss]ubjects|[Ww]omen|[Mm]en|[Cc]hildren|[Ii]nfants"
    r"|[Aa]dults|[Pp]eople|[Ii]ndividuals|[Tt]hose) (?:in|on|receiving|given|taking|who (?:received|took|got)"
    r"|treated with|assigned to|allocated to|randomi[sz]ed to) (?P<arm>(?:[^.,;:()]|\.(?! [A-Z])){2,60})$"
)


def _behind_bracket(place: ValuePlace, opened: int) -> str | None:
    """What people did who are counted in two arms: "more zidolol than vehicle patients (12% vs 5%) |relapsed|"."""
    text = place.document.text
    if _MORE_THAN.search(text, max(place.floor, opened - 110), opened) is None:
        return None
    close = text.find(")", place.end, min(place.stop, place.end + 60))
    if close < 0:
        return None
    return predicate(place.document, close + 1, place.stop, immediate=True) or _did_so(text, close + 1, place.stop)


def _did_so(text: str, start: int, stop: int) -> str | None:
    done = _DONE.match(text, start, stop)
    return tidy(done["what"]) if done else None


_DONE = re.compile(r" (?P<what>[a-z]{1,14}(?:ed|ew|de|ot|id)\b[^.;:,()]{0,70}?)(?= at | after | by |[.;:,(]|$)")
# "|More zidolol than vehicle patients| (12% vs 5%) relapsed"
_MORE_THAN = re.compile(r"\b(?:[Mm]ore|[Ff]ewer) (?!of\b|often\b|likely\b)[^.,;:()]{2,40} than [^.,;:()]{2,50}$")
_PEOPLE = (" patients", " participants", " subjects", " recipients", " group", " groups", " arm")
_RATIOS = ("OR", "RR")  # mostly ratios, but "objective response" and "response rate" too
_RATIO = re.compile(r"ratio|risk|odds", re.I)
# "higher than for arms A (3%) |and C (|2%)"
_AND_ARM = re.compile(r"\b(?:and|vs?\.?|versus|than) [A-Z] [(\[]$")
# "|sensitivity 70%, |specificity 80%": the item of a list before this one.
_ITEM_BEFORE = re.compile(r"^.{0,150}\d ?%[)\]]?[,;] (?:and )?(?=[A-Za-z])")
_GOING_ON = ("reaching", "rising", "falling", "dropping", "increasing", "decreasing", "attaining", "up")
_WE = re.compile(r"^[Ww]e\b|\bwe$")
# "|ultrasound revealed| cysts": how it was seen, and not what
_SHOWN = re.compile(
    r"(?:[A-Za-z][^,;]{2,60}? )?(?:showed|revealed|disclosed|demonstrated) (?!that\b|no\b)"
    r"(?:(?:an?|the|statistically|significantly|significant|markedly|marked|much|slightly|higher|lower|greater|better"
    r"|increased|decreased|reduced) ){0,5}(?P<what>[^,;\d]{3,})$"
)
# "healing| for zidolol compared with lomitine| (81% vs 75%": the arms, which are no part of it
_ARM_THAN_ARM = re.compile(
    r",? (?:with|in|for|on|among|after|by) (?:the )?"
    r"(?P<arm>(?:(?! (?:with|in|for|on|among|after|by) )[^,;]){2,50}?),? "
    r"(?:(?:as |when )?compared (?:with|to)|than|versus|vs\.?|relative to)\b.*$"
)
# "the prevalence of rash| between the A| (12%) and B (14%) groups"
_BETWEEN_ARM = re.compile(r" between (?:the )?(?:(?!and )[^ ,;]+ ?){1,4}$")
# "no difference |between A| (12%", "than |after X| (5%": an arm or a time, and no outcome
_NO_NAME = re.compile(
    r"(?:between|after|than(?! half)|versus|compared)\b"
    r"|(?:and )?(?:approached|reached|attained|achieved|showed|(?:did )?not reach)(?: (?:statistical|clinical))? "
    r"significance"
)
# "For |bleeding|, the rates were 12% and 5%"
_HEADED = re.compile(
    r"\s*(?:[A-Z][a-z]+: ?)?(?:For|Regarding|Concerning|As (?:for|to)|In terms of|With (?:respect|regard) to) (?:the )?"
    r"(?:(?:primary |secondary |main )?(?:outcome|end ?-?point)s? (?:of )?)?"
    r"(?P<what>(?!patients|participants|those|women|men|children|all |both |each )[A-Za-z][^,;:()]{2,80}"
    r"(?: \([^()]{1,40}\))?), "
)
# "At 12 months |rates increased to| 43%": what was told in the sentence before
_RATES_ALONE = re.compile(
    r"\s*(?:[A-Z][a-z]+ [^.,;:()]{2,30},? )?(?:[Tt]he |[Tt]hese )?(?:respective |corresponding |overall )?"
    r"(?:rates?|figures?|percentages?|proportions?|values?|numbers?|[Ii]t|[Tt]hey) (?:was|were|had|increased|decreased"
    r"|rose|fell|declined|dropped|improved|remained|reached) "
)
_THESE_WERE = re.compile(r"\b[Tt]hese (?:[a-z]+ )?(?:were|was) (?:respectively )?$")
# "the corresponding figures were", "achieved these outcomes": what was said before.
_SAID_BEFORE = re.compile(
    r"\bcorresponding\b|^(?:.{0,60} )?(?:the|these|this|those|such) (?:figures?|numbers?|proportions?|percentages?"
    r"|measures?|values?"
    r"|rates?|outcomes?|criteria)$|\b(?:confidence intervals?|odds ratio|relative risk|risk ratio"
    r"|hazard ratio)\b(?! (?:of|reduction))"
    r"|^(?:W|week |day |month |year )\d+$|^of [a-z]+$|^(?:controls?|placebo|intervention)(?: groups?| arms?)?$"
    r"|^(?:ratio|RR|OR|HR|CI)\b|^(?:study|trial|cohort|part|phase|period)[ -]?\d$"
    r"|^(?:the )?same$|^(?:non-?)?significantly$|^(?:figures?|outcomes?|measures?|proportions?|respectively.*"
    r"|whereas it|it)$",
    re.I,
)
