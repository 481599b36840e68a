"""Counts with their sign: "zidolol (n = 24)", "patients with asthma (n = 48) were randomized"."""

from __future__ import annotations

import re

from trialfacts.counts.count_groups import N_PRINTED, Bracket, group_name, per_group, read_bracket
from trialfacts.counts.count_roles import (
    PLACES,
    PLACES_AFTER,
    PLACES_ASSIGNED,
    Told,
    find_role,
    late,
    random_next,
)
from trialfacts.counts.event_parts import events_of
from trialfacts.counts.head_counts import GROUP, Count, Reading
from trialfacts.counts.participants import HEADS, SEXES
from trialfacts.counts.signed_lists import read_signed_list

# "were randomized (2:1) to A or B, with C (n = 724)": a ratio divides all of them
_ALLOTTED = re.compile(
    r"\b(?:randomi[sz]ed|randomly|assigned|allocated)\b[^.;\d]{0,50}\d ?: ?\d\b"
    r"[^.;]{0,200}?\b(?:or|and|versus|vs)\b[^.;]{0,120}$"
)
# "three |test groups| (n = 20) and two |control groups| (n = 10)"
_SOME_GROUPS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d\d?) (?P<group>(?:[\w-]+ ){1,4}(?:groups|arms)) \($"
)
# "were balanced between arms (N = 724)"
_BETWEEN_ARMS = re.compile(r"\b(?:between|across|among)(?: the)?(?: (?:both|treatment|study))? (?:arms|groups) ?$")
# another study's size
_ELSEWHERE = re.compile(r"\b(?:previously (?:reported|published)|previous (?:study|trial)|earlier|published)\b")
_TOTAL_WORD = re.compile(r"(?:total|overall|all)(?: \w+)?$", re.I)
_TOTAL_BEFORE = re.compile(r"\btotal(?: of)? $")
# "(n = 24) were enrolled", "(n = 24) who had been randomly assigned"
_THEN_ENROLLED = re.compile(
    r"[^()]{0,60}[)\]] (?:who )?(?:was|were|had been|have been) (?:\w+ly |block[- ])?(?:enrolled|included|recruited"
    r"|randomi[sz]ed|randomly"
    r"|assigned|allocated)"
)
_ROLE_NEXT = re.compile(
    r"(?:(?P<screened>screened|assessed)|(?P<randomized>randomi[sz]ed)|(?P<completed>completed)"
    r"|(?P<analyzed>analy[sz]ed|evaluated|available|(?:treat|ITT|analysis|protocol|safety) population|performance)"
    r"|(?P<enrolled>enrolled|included|recruited|study|trial|studies|cohort|registry|sample|population|overall"
    r"|groups))\W*$"
)
_NO_TOTAL = re.compile(
    rf"\b(?:{GROUP}|placebo|controls?|versus|vs|subgroup|than|compared|either|or|half|rest"
    r"|remain\w+|others?)\b",
    re.I,
)
# "healthy controls from the general population (n = 300)"
_OF_CONTROLS = re.compile(r"\b(?P<group>(?:[a-z]+ )?controls) (?:from|of|in) [^.;,()]*$", re.I)
# "Intervention dyads (", "The control schools ("
_ARM_LED = re.compile(
    r"(?:^|[.:] )(?:The )?(?:Intervention|[Cc]ontrol|[Ee]xperimental|[Pp]lacebo|[Cc]omparison|[Tt]reated|Treatment)"
    r" (?:[a-z]+ )?[a-z]+s ?$"
)
_ARM_NAME = re.compile(rf"\b(?:{GROUP}|placebo|controls?|intervention)\b", re.I)
_HEAD_WORD = re.compile(r"[A-Za-z][\w-]*")


def read_n(count: Count, told: Told) -> Reading | None:
    """ "n = 24": everybody, an arm, or in the results a part of the population."""
    in_order, arm = read_signed_list(count, told)
    if in_order:
        return arm
    if per_group(count):
        kind = _SOME_GROUPS.search(count.before[-60:])
        others = [other for other in (count.previous, count.next) if other is not None]
        beside = any(_SOME_GROUPS.search(other.before[-60:]) for other in others)
        return Reading("arm", kind["group"] if kind is not None and beside else None, "n-per-group", 0.9)
    if _is_sex(count) and any(_other_sex(count, other) for other in (count.previous, count.next)):
        return Reading("subgroup", count.phrase.head if count.phrase else None, "sex", 0.95)
    if not told.early(count) and _classed(count) and not _parts_of_told(count):
        return None  # an outcome: "pupils were classified by progress as slow (n = 4) or fast (n = 9)"
    bracket = read_bracket(count)
    if _ELSEWHERE.search(bracket.outside[-70:]) or PLACES_AFTER.match(count.after):
        return None
    if _REASONS.search(count.before):
        return Reading("excluded", None, "n-reason", 0.8)
    if (
        (count.n < 10 and _STATISTIC.search(bracket.inside))
        or _FEWER.search(bracket.outside)
        or _beside_outcome(count)
        or _OUTCOME_N.search(count.before)
        or (not count.whole and PLACES_ASSIGNED.search(count.before))
        or (_TARGET.search(bracket.outside[-40:]) and not told.protocol())
    ):
        return None
    if not bracket.inside and not count.whole and PLACES.search(bracket.outside[-30:]):
        return None
    sentence = count.sentence
    window = told.text[max(sentence.start, count.start - 450) : min(sentence.end, count.end + 450)]
    sizes = [int(size.replace(",", "").replace(" ", "")) for size in N_PRINTED.findall(window)]
    if (told.total or late(count)) and sum(sizes) not in told.totals:
        events = events_of(told.text, told.numbers, count.number.index, sentence.start)
        if events is not None:
            return None
    return _n_total(count, bracket, sizes, window, told) or _n_group(count, bracket, sizes, window, told)


def _is_sex(count: Count) -> bool:
    return count.phrase is not None and count.phrase.head in SEXES and not count.phrase.modifiers


def _parts_of_told(count: Count) -> bool:
    """Whether the sentence counts everybody before its parts: "40 pupils were classified as slow (n = 9) or fast"."""
    other = count.previous
    while other is not None and other.form == "n":
        other = other.previous
    return other is not None and other.n == count.whole


def _other_sex(count: Count, other: Count | None) -> bool:
    """Whether another sex is counted beside: no "(n = 52 mothers) or home care (n = 50 mothers)"."""
    if other is None or other.phrase is None or count.phrase is None or not _is_sex(other):
        return False
    return other.phrase.head != count.phrase.head


def _n_total(count: Count, bracket: Bracket, sizes: list[int], window: str, told: Told) -> Reading | None:
    """An ``n = 24`` that counts everybody: "patients with asthma (n = 24) were randomized"."""
    outside, after = bracket.outside, count.after
    clause = outside[max(outside.rfind(mark) for mark in (";", ": ", ")")) + 1 :]
    whole = "randomized" if random_next(window) else "enrolled"
    others = list(sizes)
    if count.n in others:
        others.remove(count.n)
    summed = len(others) > 1 and sum(others) == count.n
    if _TOTAL_WORD.match(bracket.group or "") or (bracket.group is None and _TOTAL_BEFORE.search(count.before)):
        return Reading("enrolled", None, "n-total", 0.9)
    if _OF_SUBSETS.search(outside[-16:]):
        return None
    if not others and not told.arms and _ALLOTTED.search(outside):
        return Reading("randomized", None, "n-allotted", 0.8)
    if not others and _BETWEEN_ARMS.search(outside[-40:]):
        return Reading("enrolled", None, "n-between", 0.7)
    if (not others or summed) and _THEN_ENROLLED.match(after):
        return Reading(whole, None, "n-total", 0.85)
    if not others and not told.arms and (trial := _OF_TRIAL.search(outside, max(0, len(outside) - 220))):
        return Reading("randomized" if "andomi" in trial["kind"] else whole, None, "n-of-trial", 0.8)
    if bracket.named:
        return None
    if (short := _short_arm(count, told.text)) is not None:
        return Reading("arm", short, "short-arm", 0.9)
    if _TARGET_LAST.search(outside):
        return Reading("enrolled", None, "n-planned", 0.8)
    first = len(others) > 1 and sizes[0] == count.n and count.n > 1.5 * max(others) and not count.whole
    if (
        (not others or first or summed)
        and _counts_heads(clause)
        and not (count.sentence.section == "results" and told.total)
        and not (count.n < told.total and not told.early(count))
        and _ARM_LED.search(clause) is None
    ):
        return Reading(whole, None, "n-total", 0.9)
    role = _ROLE_NEXT.search(outside[-30:])
    alone = not others and not told.totals and not told.arms and told.early(count) and not bracket.inside
    named = bracket.group or ""
    alone = alone and _STUDY_PART.match(named) is None and _ARM_NAME.search(named) is None
    kinds = _kind_of_people(outside[-60:])  # "in lean, obese, or diabetic women (n = 21)"
    if role is None and alone and (kinds or not _NO_TOTAL.search(outside[-90:])) and not _GIVEN.search(outside[-60:]):
        return Reading(whole, None, "n-alone", 0.7)
    if role is not None and role.lastgroup == "enrolled" and (controls := _OF_CONTROLS.search(outside[-70:])):
        return Reading("subgroup", controls["group"], "n-subgroup", 0.8)
    if role is None or (role.lastgroup == "enrolled" and others and not summed):
        return None
    cohort = bracket.group is not None and bracket.group.endswith("cohort")
    if role.lastgroup == "enrolled" and cohort and count.n < told.total and not told.early(count):
        return Reading("subgroup", bracket.group, "n-subgroup", 0.7)  # "completion in the prevalent cohort (n = 60)"
    return Reading(str(role.lastgroup), None, "n-verb", 0.8)


# "a randomised trial of zidolol or vehicle for gout (n = 88)": what was compared, and in whom
_OF_TRIAL = re.compile(
    r"\b(?P<kind>(?:[Rr]andomi[sz]ed (?:[\w-]+ ){0,3})?(?:trial|study|comparison))s? (?:of|comparing|with) "
    r"(?:[^.;:]|\.(?=\d)){3,110}? (?:or|versus|vs\.?|against|with|and) (?:[^.;:()]|\.(?=\d)){3,40}?"
    r"(?: \([^()]{1,20}\))? (?:for|in) (?!(?:[\w-]+ ){0,3}(?:group|arm)\b)[^.;:,()\d]{3,60} ?$"
)
# "Recruitment target (n = 178)"
_TARGET_LAST = re.compile(r"\b(?:target|(?:target|planned|required|calculated) sample(?: size)?) $", re.I)
# "|DD| patients (n = 104) received A. |CS| patients (n = 107) received B.": arms by their short names
_SHORT_ARM = re.compile(
    rf"(?<![\w-])(?P<short>[A-Z][A-Z0-9/+-]{{0,7}}) (?:{'|'.join(sorted(HEADS))}) ?[(\[][nN] ?= ?\d"
)
_SHORT_BEFORE = 40


def _short_arm(count: Count, text: str) -> str | None:
    """The short name before the noun that an ``n = 24`` counts, where the text counts those of another beside them."""
    start = max(0, count.start - _SHORT_BEFORE)
    own = next((one for one in _SHORT_ARM.finditer(text, start, count.end) if one.end() > count.start), None)
    if own is None:
        return None
    named = {one["short"] for one in _SHORT_ARM.finditer(text, max(0, start - _FAR), count.end + _FAR)}
    return own["short"] if len(named) > 1 else None


# How far apart the arms of a trial are told, in characters.
_FAR = 600


def _counts_heads(clause: str) -> bool:
    """Whether the clause before a bracket ends in a noun of participants that no verb or group follows."""
    clause = clause[-120:]
    for word in reversed(list(_HEAD_WORD.finditer(clause))):
        if word.group().lower() in HEADS:
            return find_role(clause, word.end()) is None and not _NO_TOTAL.search(clause, max(0, word.start() - 14))
    return False


# "96.3% of the patients (n = 103)", "the number of women in the group (n = 3)", "(n = 3 vs. n = 1)"
_OUTCOME_N = re.compile(
    r"\d ?% of (?:the |all )?[\w -]{2,40} \($"
    r"|\b(?:[Cc]auses? of|[Rr]easons? for)\b[^.;]*$|\bcluster randomi[sz]ation \($"
    r"|\b(?:number|proportion|rate) of [\w -]{2,40} \($|\bn ?= ?\d+ (?:vs\.?|versus) $"
)
# "fewer subjects in the active group (n = 1) had relapses"
_FEWER = re.compile(
    r"\b(?:fewer|more|most|few)(?: of the)? (?:[a-z]+ ){0,2}?(?:subjects|patients|participants|women|men|children"
    r"|infants|adults)\b[^.;()]{0,60}$",
    re.I,
)


def _beside_outcome(count: Count) -> bool:
    """Whether the count that this one is compared with is an outcome's: "... than in the placebo group (n = 8)"."""
    before = count.previous
    if before is None or before.form != "n" or before.reading is not None:
        return False
    gap = before.after[: max(0, count.start - before.end)]
    fewer = _FEWER.search(before.before.rpartition("(")[0]) is not None
    return fewer and len(gap) < 110 and _COMPARED.search(gap) is not None


_COMPARED = re.compile(r"\b(?:compared (?:with|to)|than|vs\.?|versus)\b")
# "the target enrolment (n = 90) was not reached"
_TARGET = re.compile(r"\b(?:target(?:ed)?|planned|required|calculated|expected)\b[^.;()]{0,24}$", re.I)
# "reasons for exclusion were refusal (n = 6), age (n = 3)"
_REASONS = re.compile(
    r"\b[Rr]easons? for (?:[a-z]+ )?(?:non-?eligib|ineligib|non-?particip|exclu|withdraw|drop"
    r"|not (?:particip|being incl))[^.;:]{0,60}(?:were|was|included?|:)[^.;]*$"
)
# "(P = 0.031, n = 6)", "(r = 0.8, n = 7)"
_STATISTIC = re.compile(r"(?:\b[Pp]|\br|\u03c1) ?[=<>] ?-?\d?\.\d+$")
# "at follow-up (n = 377)", "from randomization to endpoint (n = 162)"
_TIME_POINT = re.compile(
    r"(?:(?:at|the|to|all) )*(?:baseline|end-?point|follow-?up|(?:week|month|year|day) \d+|\d+ (?:weeks|months|years)"
    r"|(?:study )?completion|post-?test|pre-?test|completers|ITT|PP|intention-to-treat.*"
    r"|per[ -]protocol.*|.*analysis set"
    r"|safety population)",
    re.I,
)
# "randomized to receive |12 months| (n = 40) or |6 months| (n = 42) of zidolol"
_DURATION = re.compile(r"\d+ (?:weeks|months|years|days)", re.I)
_FOR_SO_LONG = re.compile(r"\b(?:receive|to|either|for|or|versus|vs\.?) \d+ [a-z]+ ?$")
# "One-year data (n = 418) showed", "Interviews (n = 19)"
_MATERIAL = re.compile(r"\b(?:data|interviews|questionnaires|responses|samples|biopsies|recordings|records)$", re.I)
_OF_SUBSETS = re.compile(
    r"\b(?:sub-?(?:groups?|sets?|samples?|populations?|stud(?:y|ies)|cohorts?)|quartiles?|tertiles?|quintiles?"
    r"|strat(?:um|a))\b",
    re.I,
)
# "patients with early (n = 31) or late disease (n = 31) were randomized": told before they were assigned
_THEN_ASSIGNED = re.compile(
    r"[^.;]{0,140}?[)\]],? (?:who )?(?:were|was) (?:then |equally )?(?:randomly|randomi[sz]ed|assigned|allocated)"
)
_OF_PEOPLE = re.compile(r"\b(?:patients|subjects|participants|women|men|children|adults|people|those|who|with)\b", re.I)
_CLASSED = re.compile(
    r"\b(?:(?:classified|categori[sz]ed|defined|grouped) [^.;()]{0,50}?\b(?:by|as|according)"
    r"|stratified (?:[^.;()]{0,90} )??(?:by|as|into|according))\b(?:[^.;]|\.\d)*$"
)
# "stratified into wide excision (|group A, |n = 30)": an arm all the same
_LETTERED_ARM = re.compile(rf"\({GROUP}[ -][A-Z\d][,:;]? $", re.I)


def _classed(count: Count) -> re.Match[str] | None:
    """By what people are classed where ``n = 24`` counts them; None where it is by arm."""
    return None if _LETTERED_ARM.search(count.before[-16:]) is not None else _CLASSED.search(count.before)


_PEOPLE_WITH = re.compile(
    r"\b(?:patients|women|men|children|adults|subjects|participants|people|infants) (?:with|undergoing|who)\b", re.I
)


# "women with asthma (n = 20)", "untreated patients (n = 20)", where nothing says that they were given something
_KIND_OF_PEOPLE = re.compile(
    r"\b(?P<noun>[a-z]+)(?: (?:with|without|who|whose|from|having|reporting) [^.;:,()]{2,60})? ?$", re.I
)
_GIVEN = re.compile(
    rf"\b(?:{GROUP}|placebo|controls?|intervention|either|half|receiv\w+|random\w*|assigned|allocated"
    r"|(?<!previously )treat(?:ed|ment)(?!-na)|given"
    r"|took|us(?:ed|ing)|undergo\w*|underwent|completed|than|than in)\b",
    re.I,
)
_BESIDE = re.compile(r"\)?,? (?:(?:and|or|versus|vs\.?) )?[^.;()]{3,80} ?\((?:[^()=;,]{1,20}[;,] )?")
# "Trial I (n = 20)", "the first stage (n = 20)"
_STUDY_PART = re.compile(
    r"(?:(?:[Tt]rial|[Ss]tudy|Part|Phase|[Ee]xperiment) (?:\d|[A-D]|[IV]+)|[\w ]{3,20} (?:stage|phase))\b"
)


# "in two trials, ZIDO-1 (n = 60) and ZIDO-2"
_TRIAL_NAME = re.compile(r"[A-Z]{4,12}(?:-[A-Z]{1,8})?-(?:\d|I{1,3})")
_TRIALS = re.compile(r"\b(?:[Tt]rials?|[Ss]tud(?:y|ies))\b|\bin [A-Z]{4,}")


def _kind_of_people(words: str) -> bool:
    """Whether words end in a noun of participants, or in what they have: "obese women", "adults with gout"."""
    match = _KIND_OF_PEOPLE.search(words)
    while match is not None:
        if match["noun"].lower() in HEADS and match["noun"].lower() != "controls":
            return True
        match = _KIND_OF_PEOPLE.search(words, match.end("noun"))
    return False


def _is_characteristic(count: Count, bracket: Bracket, told: Told) -> bool:
    """Whether ``n = 24`` stands beside a characteristic of people who are assigned further on."""
    classed = _classed(count)
    if (classed is not None and not random_next(classed.group())) or _STUDY_PART.match(bracket.group or ""):
        return True
    previous = count.previous
    if previous is not None and previous.reading is not None and previous.reading.rule == "n-subgroup":
        gap = count.before[previous.end - count.start :]
        if not random_next(gap) and (")" not in gap or _BESIDE.fullmatch(gap) is not None):
            return True
    near = bracket.outside[-90:]
    if not bracket.inside and _kind_of_people(near) and not _GIVEN.search(near + count.after[:50]):
        return True
    if _two_kinds(count) and not _GIVEN.search(near) and (late(count) or not random_next(bracket.outside[-150:])):
        return bracket.group is None or bracket.group not in told.arms
    if not (bracket.named and bracket.inside) and _TRIAL_NAME.fullmatch(
        bracket.outside[-16:].rstrip().rpartition(" ")[2]
    ):
        return _TRIALS.search(bracket.outside) is not None
    if not _PEOPLE_WITH.search(bracket.outside[-150:]) or _ARM_NAME.search(bracket.outside[-150:]):
        return False
    return _THEN_ASSIGNED.match(count.after) is not None


def _two_kinds(count: Count) -> bool:
    """ "in the lean (n = 9) or in the obese subjects (n = 11)": an adjective, whose noun stands with the next"""
    following = count.next
    if following is None or following.form != "n":
        return False
    gap = count.after[: max(0, following.start - count.end)]
    if _KIND_NEXT.match(gap) is None or _GIVEN.search(gap):
        return False
    noun = _NOUN_NEXT.match(following.after)
    people = noun is not None and any(word in HEADS and word != "controls" for word in noun.groups())
    return people or _kind_of_people(gap.rpartition("(")[0][-60:])


_KIND_NEXT = re.compile(
    r"\)?,? (?:and|or|versus|vs\.?|compared (?:with|to))(?: in| for)?(?: the)? [^.;()]{2,60} ?"
    r"\((?:[^()=;,]{1,20}[;,] )?$"
)
# "lean (n = 9) or obese (n = 11) |subjects|"
_NOUN_NEXT = re.compile(r"\) (?!(?:in|for|among|of|on|with)\b)([a-z-]+)(?: ([a-z]+))?\b")


# "participants who smoked at baseline (n = 80)"
_WHO_AT = re.compile(
    r"\b(?:patients|women|men|children|adults|subjects|participants|people|those|infants) (?:who|with|without|reporting"
    r"|having|whose) [^.;:,]{3,90}$"
)


# "fell from 92.1 to |74.3| (n = 151) |with zidolol|": a result, and no arm's name
_VALUE_LAST = re.compile(r"(?:^| )[+-]?\d[\d.,]*(?: ?(?:%|[a-z]{1,6}(?:/[a-z]{1,4})?))? ?$", re.I)
_BEHIND_VALUE = re.compile(
    r"[)\]] (?:in|with|on|for|among) (?:the )?(?:(?:those|patients|subjects|participants|women|men|children) "
    r"(?:who (?:were |had )?)?(?:(?:continuing|continued|switching|switched|staying|treated|assigned|allocated"
    r"|randomi[sz]ed|receiving|received|given|taking|took)(?: on| to| with)? |on |with |in ))?(?:the )?"
    r"(?P<group>[A-Za-z][^;,]{1,80}?)(?= and | compared | (?:vs\.?|versus) |[;,.]|$)"
)
# "24.2 +/- 0.9 for |zidolol|"
_WHOSE = re.compile(r" (?:for|in|with|on) (?:the )?(?P<group>[A-Za-z][^,;]*)$")
# "24.2 +/- 0.9 mmol/l"
_VALUE = re.compile(r"[+-]?\d[\d.]* ?(?:\+/-|\u00b1|\()")


def _n_group(count: Count, bracket: Bracket, sizes: list[int], window: str, told: Told) -> Reading:
    """An ``n = 24`` that counts an arm, or part of the population in the results."""
    group = bracket.group
    if _VALUE_LAST.search(bracket.outside[-24:]) and (behind := _BEHIND_VALUE.match(count.after)) is not None:
        group = group_name(behind["group"])
    elif group is not None and _VALUE.match(group):
        whose = _WHOSE.search(group)
        group = whose["group"] if whose is not None else None
    if group is not None and _DURATION.fullmatch(group) and _FOR_SO_LONG.search(bracket.outside[-40:]):
        return Reading("arm", group, "n-duration", 0.85)
    if group is not None and (_TIME_POINT.fullmatch(group) or _MATERIAL.search(group)):
        if not told.early(count) and (who := _WHO_AT.search(bracket.outside[-120:])) is not None:
            return Reading("subgroup", who.group().strip(), "n-subgroup", 0.8)
        return Reading("analyzed", None, "n-time", 0.7)
    if _OF_SUBSETS.search(bracket.outside[-16:]) or _is_characteristic(count, bracket, told):
        kind = group.rpartition(" as ")[2] if group is not None else None  # "classified by teachers as fluent"
        return Reading("subgroup", kind, "n-subgroup", 0.8)
    if count.sentence.section != "results":
        return Reading("arm", group, "n", 0.97)
    named = _ARM_NAME.search(f"{group} {window}") is not None or random_next(window)
    if not named and sum(sizes) != told.total and (len(sizes) < 2 or _OF_PEOPLE.search(group or "")):
        return Reading("subgroup", group, "n-subgroup", 0.6)
    return Reading("arm", group, "n", 0.93)
