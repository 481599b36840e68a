"""Counts with their noun: "24 men", "20 patients in the control group", "we enrolled 90 children"."""

from __future__ import annotations

import re

from trialfacts.cleaning.words import word_set
from trialfacts.counts.count_groups import (
    ARM_VERB,
    arm_name,
    arm_of_verb,
    given_group,
    group_around,
    group_before,
    group_name,
    has_arm_next,
    has_sibling,
    per_group,
    verb_kind,
)
from trialfacts.counts.count_pairs import read_pair, read_parallel
from trialfacts.counts.count_roles import (
    AMONG,
    FATE,
    OUTCOME,
    PERCENT_AFTER,
    SUBSET,
    VERSUS,
    RoleVerb,
    Told,
    find_role,
    given_befell,
    late,
    outcome_before,
    random_next,
    read_percent,
    role_before,
)
from trialfacts.counts.head_counts import NEXT_ONES, NUMBER_WORDS, Count, Reading, in_bracket, open_bracket
from trialfacts.counts.participants import ASSIGNED, CASES, RATERS, SEXES, SINGULAR, NounPhrase
from trialfacts.counts.screening import entered_next, randomizes_next, screened_of, smaller_randomized

# "complications in 3 patients, including one ..."
_ASIDE = ("including ", "except for ", "except ")
_WHO = re.compile(r" (?P<group>who [^.,;()]{3,60})")
# "two blinded radiologists", "three dentists independently scored"
_RATES = re.compile(
    r"\b(?:blinded|independent(?:ly)?|specialist|experienced|trained|expert|calibrated|certified|masked)\b"
)
_FOR_ANALYSIS = re.compile(
    r" ?[^.;,]{0,24}\b(?:in|for|to)(?: the| our| this)? (?:[\w-]+ ){0,3}"
    r"(?:analys[ei]s|evaluation\b|(?:[\w-]*treat|treatment|[\w-]*protocol|safety|ITT) population)"
)


def read_noun(count: Count, phrase: NounPhrase, told: Told) -> Reading | None:
    """First what a count is not, then an arm, then a part, then a total."""
    before, after, early = count.before, count.after, told.early(count)
    if _no_size(count, phrase, told, early):
        return None
    if PERCENT_AFTER.match(after):
        return read_percent(count)
    some = not early or count.n < told.total or bool(told.arms)
    if some and (fate := FATE.match(after)) is not None and fate.lastgroup == "excluded":
        return Reading("excluded", None, "fate", 0.92)
    if in_bracket(before):
        if VERSUS.search(before[-16:]):
            return None
        listed = _read_bracket(count, phrase, told)
        if listed is not None or not early:
            return listed
    if before.endswith("first ") and count.next is not None and NEXT_ONES.search(count.next.before[-24:]):
        return Reading("arm", arm_name(count) or "first", "first-ones", 0.8)
    if (subset := SUBSET.search(before[-40:])) is not None:
        return Reading("subgroup", subset["group"], "subset", 0.7)
    verb = role_before(before)
    of_data = verb is not None and verb.lastgroup == "analyzed" and not OUTCOME.match(after)
    if verb is not None and of_data and not _ARM_WORDS.search(" ".join(phrase.modifiers)):
        return _read_data(count, verb.group(), told, early)
    left = count.previous.reading if count.previous is not None and VERSUS.search(before[-16:]) else None
    if left is not None and left.role == "excluded":
        return left  # "eleven on zidolol withdrew compared with 4 patients on placebo"
    of_arms = not told.total and _compared_arm(count)
    befell = not of_arms and given_befell(before, after)
    outcome = OUTCOME.match(after) is not None or befell or outcome_before(before)
    first_total = not told.total and before.endswith("otal of ")
    beside = not of_arms and VERSUS.search(before[-16:]) is not None
    if not early and not first_total and (outcome or beside or before.endswith(_ASIDE)):
        return _read_who(count)
    if (pair := read_pair(count, told) or read_parallel(count, told)) is not None:
        return pair
    units = count.previous
    if units is not None and units.reading is not None and _are_of(units, count):
        return Reading(_refined("enrolled", after), None, "whose-units", 0.9)
    named = early or told.assigning(count)
    arm = group_around(count)
    if arm is not None and count.is_total and not arm[1].endswith(("-before", "per-group")):
        arm = None
    if arm is not None:
        planned = arm[1] == "per-group" and count.n > 1 and not late(count)  # "six rabbits per group"
        if not early and (
            phrase.head in CASES or (count.n < 10 and not named and not _lists_arms(count) and not planned)
        ):
            return None
        return Reading("arm", *arm)
    reading = _read_part(count, phrase, named or count.n > 4, verb, told, early)
    if reading is not None:
        return reading
    if verb is not None:
        return Reading(_refined(str(verb.lastgroup), _clause(count)), None, "verb-before", 0.97)
    if count.whole and not outcome and phrase.head not in CASES and not _rest(count) and not _stayed(count):
        return Reading("arm", arm_name(count), "sum", 0.8)
    if not (outcome and early) and (role := find_role(_clause(count))) is not None:
        return _read_verb(count, role, told, early)
    return _read_plain(count, phrase, told, early)


def _no_size(count: Count, phrase: NounPhrase, told: Told, early: bool) -> bool:
    """Whether a label, the staff or teeth that nobody assigned are counted: "stage 1 patients", "by two dentists"."""
    before = count.before
    if count.n == 1 and phrase.head not in SINGULAR:
        return True
    by_staff = before.endswith(" by ") and (count.n < 6 or phrase.head in RATERS)
    if by_staff or before.endswith(("matched to ", "using ")):
        return True
    if phrase.head in RATERS and _RATES.search(f"{' '.join(phrase.modifiers)}{count.after[:40]}"):
        return True
    return phrase.head in ASSIGNED and (before.endswith(" with ") or not _assigned_units(count, told, early))


_OF_ANALYSIS = re.compile("analy|available|ample|safety|protocol|treat pop")


def _read_data(count: Count, verb: str, told: Told, early: bool) -> Reading:
    """Those whose data were analysed, "blood was drawn from 20 men": an arm, else everybody; ``verb``: told before."""
    after = count.after
    if (arm := group_around(count)) is not None and has_arm_next(count):
        return Reading("arm", *arm)
    if has_sibling(count) and (given := ARM_VERB.match(after)) is not None and verb_kind(given) == "to":
        return Reading("arm", arm_of_verb(given), "sibling", 0.93)
    first = early and not told.total and not _OF_ANALYSIS.search(verb + after[:80])
    kind = "randomized" if random_next(after[:60]) else "enrolled" if first else "analyzed"
    return Reading(kind, None, "data-of", 0.92)


# "There were 17 men in arm A and 15 in arm B"
_THERE_WERE = re.compile(r"\b(?:[Tt]here were|comprised|consisted of|included|total of) $")
_IN_LABEL = re.compile(r"(?: in| into)? (?:the )?(?:arm|group|cohort|[\w-]+ (?:arm|group|cohort))\b", re.I)


def _lists_arms(count: Count) -> bool:
    following = count.next
    return (
        following is not None
        and _THERE_WERE.search(count.before) is not None
        and _IN_LABEL.match(count.after) is not None
        and _IN_LABEL.match(following.after) is not None
    )


def _rest(count: Count) -> bool:
    """ "two left early, so that 24 patients completed the study": no arms, though they add up"""
    before = count.previous.reading if count.previous is not None else None
    return FATE.match(count.after) is not None or (before is not None and before.role == "excluded")


def _compared_arm(count: Count) -> bool:
    """Whether those given another thing, told before, are an arm: two arms are compared, and no events counted."""
    before = count.previous.reading if count.previous is not None else None
    return before is not None and before.rule == "sibling" and has_sibling(count)


_ADVERB = re.compile(r"\W{1,2}(?:[a-z]+ly )?")


def _stayed(count: Count) -> bool:
    """ "41 patients finished, 9 stopped and 8 were lost": no arms, though they add up"""
    clause = _clause(count)
    role = find_role(clause)
    return role is not None and role.role == "completed" and _ADVERB.fullmatch(clause, 0, role.start) is not None


def _read_who(count: Count) -> Reading | None:
    """ "in 7 patients who improved": a part of the population, where 7 is no result itself"""
    match = _WHO.match(count.after)
    if match is None or not AMONG.search(count.before[-12:]):
        return None
    return Reading("subgroup", match["group"], "who", 0.6)


def _read_part(
    count: Count, phrase: NounPhrase, named: bool, verb: re.Match[str] | None, told: Told, early: bool
) -> Reading | None:
    """An arm or a part that its own words or its neighbour tell: "25 controls", "nine men and seven women"."""
    after, previous = count.after, count.previous
    words = " ".join(phrase.modifiers)
    alone = previous is not None and previous.n > count.n and after[:2] in (", ", " (", ". ", ") ")
    alone = alone and previous is not None and previous.form == "noun" and 0 < count.start - previous.end <= 2
    there = count.before.endswith("There were ") and not (has_sibling(count) and ARM_VERB.match(after))
    if phrase.head in SEXES and not words and (alone or _pair_of_sexes(count) or there):
        return Reading("subgroup", phrase.head, "sex", 0.97)
    if previous is not None and previous.reading is not None and previous.reading.rule == "ellipsis":
        return Reading("subgroup", f"{words} {phrase.head}", "ellipsis", 0.7)
    role = find_role(f" {words}") if words else None
    if role is not None and role.role not in ("completed", "excluded") and "treated" not in words:
        if "eligible" in words and smaller_randomized(count) and not count.is_total:
            return Reading("screened", None, "adjective", 0.9)
        return Reading(_refined(role.role, after), None, "adjective", 0.9)
    if (own := _ARM_WORDS.search(words)) is not None:
        return Reading("arm", own.group().removesuffix("-treated"), "arm-adjective", 0.8)
    if early and (kind := _population(count)) is not None:
        return Reading("subgroup", kind, "population", 0.8)
    if named and not count.is_total and has_sibling(count) and (verb_after := ARM_VERB.match(after)) is not None:
        total_told = verb is not None and verb.lastgroup == "randomized"
        if not total_told or verb_kind(verb_after) == "to":
            return Reading("arm", arm_of_verb(verb_after), "sibling", 0.93)
    if named and (compared := _compared(count, phrase)) is not None:
        return compared
    if phrase.head == "controls" and (count.previous or count.next or told.total):
        return Reading("arm", "controls", "controls", 0.75)
    if _beside_controls(count):
        part = _subgroup(count, 0.75) if not after.startswith(" without") else None
        name = part.group if part is not None else f"{words} {phrase.head}".strip()
        return Reading("arm", name, "controls", 0.75)
    return None


# Two kinds of people side by side: "8 older rowers (70 years) and 9 younger rowers"
_SIDE_BY_SIDE = re.compile(
    r"(?: \([^()]{1,60}\))?(?: (?:with|without|from|born) [^.;()]{2,60}?(?: \([^()]{1,60}\))?)?"
    r"(?:[,;]? and|[,;]|,? as well as)(?: for| in| on| from)? "
)
_HEALTHY = word_set("healthy normal unaffected asymptomatic")
_OF_AGE = word_set("adults children adolescents infants elders seniors youths teenagers newborns")


def _population(count: Count) -> str | None:
    """The kind of people that a count tells beside another kind: "32 infected children and 40 healthy children"."""
    for left, right in ((count, count.next), (count.previous, count)):
        if left is None or right is None or left.phrase is None or right.phrase is None:
            continue
        heads = {left.phrase.head, right.phrase.head}
        healthy = "controls" not in heads and any(
            _HEALTHY & set(side.modifiers) for side in (left.phrase, right.phrase)
        )
        if not (len(heads) == 1 or healthy or heads <= SEXES or heads <= _OF_AGE):
            continue
        if _SIDE_BY_SIDE.fullmatch(left.after[: max(0, right.start - left.end)]) is None:
            continue
        kinds = [_kind(left, len(heads) > 1), _kind(right, len(heads) > 1)]
        if kinds[0] and kinds[1] and kinds[0] != kinds[1]:
            return kinds[0] if count is left else kinds[1]
    return None


def _kind(count: Count, named: bool) -> str | None:
    """What tells the people counted from others: "gout" (with gout), "healthy"; with the noun where it is ``named``."""
    phrase = count.phrase
    part = _subgroup(count, 1.0) if phrase is not None else None
    if phrase is None or (part is not None and _GROUP_SAID.search(part.group or "")):
        return None
    if part is not None:
        return part.group
    return " ".join((*phrase.modifiers, phrase.head) if named else phrase.modifiers) or None


_GROUP_SAID = re.compile(r"\b(?:group|arm|cohort|placebo|controls?|treat\w+|therapy)\b")


def _refined(role: str, after: str) -> str:
    """The role of a total with what the sentence says of it further on."""
    return "randomized" if role == "enrolled" and random_next(after) else role


# "Eight men completed four trials": who was studied, not who stayed to the end
_CROSSOVER = re.compile(r" (?:a |two|three|four|five|six|seven|eight|both|each|[2-9]\b)")


def _read_verb(count: Count, role: RoleVerb, told: Told, early: bool) -> Reading | None:
    """The role by the first telling verb after the noun: "46 patients with asthma were randomly assigned"."""
    kind, after = role.role, count.after
    if (
        kind == "completed"
        and not told.total
        and (_CROSSOVER.match(after, role.end) or role.words.startswith("follow"))
    ):
        kind = "enrolled"
    finished = kind == "completed" and " had " not in after[: role.start]
    if kind != "excluded" and not finished and random_next(_clause(count)[role.end :]):
        kind = "randomized"
    if kind == "analyzed" and early and not told.total and not role.words.startswith(("analy", "evaluable")):
        kind = "randomized" if random_next(after) else "enrolled"
    if kind == "randomized" and role.role in ("screened", "enrolled") and randomizes_next(count, role):
        kind = role.role
    asked = kind == "analyzed" and "assess" in role.words or role.words.startswith("consent")
    if (asked or role.words == "eligible") and smaller_randomized(count):
        kind = "screened"
    if kind == "screened" and count.is_total and count.next is not None and not FATE.match(count.next.after):
        kind = "enrolled"  # "90 (UC = 44, CBT = 46) women were screened for depression": the arms are told
    part = early and told.total in told.totals and count.n < 0.7 * told.total
    part = part or (len(told.arms) == 1 and not told.totals)
    if kind == "randomized" and part and (one := _ONE_ARM.match(count.after)) is not None:
        return Reading("arm", group_name(one["group"]), "one-arm", 0.7)
    before = count.previous.reading if count.previous is not None else None
    part = part or (before is not None and before.role == "arm" and before.rule != "arm-list")
    if kind == "enrolled" and part and role.words in ("received", "treated", "underwent", "were given"):
        match = ARM_VERB.match(after)
        return Reading("arm", arm_of_verb(match) if match else None, "received", 0.7)
    if kind == "enrolled" and _FOR_ANALYSIS.match(after[role.end :]):
        kind = "analyzed"
    if kind == "enrolled" and count.n < told.total and not early:
        return _later(count, role)
    if kind == "randomized" and not early and count.n < told.total and _RESULT_IN.search(count.before[-18:]):
        return Reading("arm", arm_of_verb(match) if (match := ARM_VERB.match(count.after)) else None, "received", 0.7)
    return Reading(kind, None, "verb", 0.97 if early else 0.93)


# 40 of the 80 told before: "40 patients were randomly chosen to receive zidolol", and nothing else
_ONE_ARM = re.compile(
    r"(?: who)? (?:were |was )?(?:randomly |then )*[a-z]+ (?:to receive|to be given|to|into) "
    r"(?P<group>(?!(?:either|one|two|three|four|both|\d)\b)(?:(?! or | and | vs|either)[^.;]){3,140})(?:[.;]|$)"
)
# "2.3% for 49 children allocated to zidolol"
_RESULT_IN = re.compile(r"\d%? (?:[A-Za-z/]{1,6} )?(?:in|for|among) $")
# "Of the 101 patients enrolled, 93 patients were included"
_OF_MORE = re.compile(r"\b(?:[Oo]f|[Ff]rom|[Aa]mong) (?:the |these |a total of )?\d[\d,]* [^.;]{0,60}, $")


def _later(count: Count, role: RoleVerb) -> Reading | None:
    """Fewer than the total, in the results: "461 patients entered the second phase", "12 patients received zidolol"."""
    if role.words.startswith("includ") and _OF_MORE.search(count.before):
        return Reading("analyzed", None, "verb-late", 0.6)
    part, among = _subgroup(count, 0.5), AMONG.search(count.before[-12:])
    if part is not None:
        return part if among else None
    if role.words in ("received", "treated"):
        match = ARM_VERB.match(count.after)
        return Reading("arm", group_name(match["group"]), "received", 0.7) if match and not match["who"] else None
    return Reading("enrolled", None, "verb-late", 0.6)


def _read_plain(count: Count, phrase: NounPhrase, told: Told, early: bool) -> Reading | None:
    """A noun with no telling verb: the population at first mention, else a part of it."""
    if phrase.head in CASES:
        return None
    if screened_of(count, told) or entered_next(count):
        return Reading("screened", None, "of-more", 0.93)
    if count.n < told.total:
        if not early and _OF_REMAINING.search(count.before[-24:]):
            return Reading("analyzed", None, "remaining", 0.75)
        if (whole := _coordinated(count)) is not None:
            return whole
        part = _subgroup(count, 0.6)
        if part is None:
            return Reading("arm", given_group(count.before), "part", 0.5) if early else None
        return part if early or AMONG.search(count.before[-12:]) else None
    if early and (given := _given_to_each(count)) is not None:
        return Reading("arm", given, "given-to", 0.85)
    if early and _COMPARED.search(count.before[-40:]):
        return Reading("arm", " ".join((*phrase.modifiers, phrase.head)), "compared", 0.8)
    if early or (not told.total and count.previous is None and count.n > 1):
        return Reading("enrolled", None, "noun", 0.95 if early else 0.92)
    return Reading("enrolled", None, "again", 0.7) if 0 < told.total <= count.n else None


# "Out of the remaining 474 patients, 244 received ..."
_OF_REMAINING = re.compile(r"\b[Oo]f the (?:remaining|other) $")
# "20 couples and 14 single women", "90 mothers with diabetes and 85 fathers"
_AND_ALSO = re.compile(r"(?: (?:with|without|from|aged|in) [^.;,()]{2,50})?,? and (?:their )?$")


def _coordinated(count: Count) -> Reading | None:
    """The role of those counted just before together with these: "we recruited 20 nurses and 14 doctors"."""
    before, phrase = count.previous, count.phrase
    if before is None or before.reading is None or before.phrase is None or phrase is None:
        return None
    others = before.reading.role in ("enrolled", "randomized") and before.phrase.head != phrase.head
    if not others or count.after.startswith(" in the "):
        return None
    gap = before.after[: max(0, count.start - before.end)]
    linked = _AND_ALSO.match(gap)
    return Reading(before.reading.role, None, "coordinated", 0.8) if linked and linked.end() == len(gap) else None


def _given_to_each(count: Count) -> str | None:
    """ "A was given to 127 patients and B was given to 131 patients" """
    others = (other for other in (count.previous, count.next) if other is not None)
    return given_group(count.before) if any(given_group(other.before) for other in others) else None


_LINK = re.compile(r"(?:\b(?:and|with|to|or|versus|vs\.?)|,) $")
# "25 placebo-treated patients", "125 control participants"
_ARM_WORDS = re.compile(
    r"(?<![\w-])(?:placebo|control|intervention|experimental|comparison|active treatment|treatment"
    r"|[\w/+-]+-treated)\b"
    r"(?![ -]na)"
)


def _beside_controls(count: Count) -> bool:
    """ "20 asthmatic patients and 20 healthy controls" """
    following = count.next
    if following is None or following.phrase is None:
        return False
    named = group_around(following)
    if (
        following.phrase.head != "controls"
        and "control" not in following.phrase.modifiers
        and not (named is not None and named[1] == "named-after" and "ontrol" in (named[0] or ""))
    ):
        return False
    return _LINK.search(count.after[: following.start - count.end]) is not None


_COMPARED = re.compile(
    r"compared (?:with|to|against) (?:(?:use|intake|levels?|that|those|data) (?:in|of|from|for) )?"
    r"(?:a further |another |the )?$"
)


# "278 women with cancer |(cases)| were compared with": a label, no number
_LABELLED = re.compile(r"[^.;()]{0,60} ?\((?P<group>[A-Za-z][A-Za-z ]{2,30})\)")


def _compared(count: Count, phrase: NounPhrase) -> Reading | None:
    """ "60 women who had surgery were compared with 60 women in whom drugs were used": the groups of a comparison"""
    for left, right in ((count, count.next), (count.previous, count)):
        if left is None or right is None or left.phrase is None or right.phrase is None:
            continue
        gap = left.after[: max(0, right.start - left.end)]
        if right.phrase.head in (left.phrase.head, "controls") and _COMPARED.search(gap):
            if phrase.head == "controls":
                return Reading("arm", "controls", "compared", 0.92)
            if (label := _LABELLED.match(count.after if count is right else gap)) is not None:
                return Reading("arm", label["group"], "compared", 0.92)
            part = _subgroup(count, 0.8)
            return Reading("arm", part.group if part is not None else None, "compared", 0.8)
    return None


def _pair_of_sexes(count: Count) -> bool:
    """Whether another sex is counted beside this one."""
    return count.phrase is not None and any(
        other is not None
        and other.phrase is not None
        and other.phrase.head in SEXES
        and other.phrase.head != count.phrase.head
        and abs(other.start - count.start) < 60
        and role_before(max(count, other, key=lambda one: one.start).before) is None
        for other in (count.previous, count.next)
    )


_OWN_SUBJECT = re.compile(r"(?:[,;]|\b(?:and|while|whereas|of whom))(?: \w+)? $")


# "60 patients, 30 in each arm, were included in the analysis"
_APPOSED = re.compile(r", {1,2}(?:in|per|to|on) [^,.;]{3,40}, (?:were|was|who|completed|took)\b.{0,60}")


# "318 women screened|, 57.2% were randomized"
_SHARE_NEXT = re.compile(r"[,;] (?:and |only |but )?\d{1,3}(?:\.\d+)? ?% ")


_ASIDE_COUNT = re.compile(r" \(\d[\d,.]*(?: ?%)? [a-z-]+(?: [a-z-]+){0,3}\)")


def _clause(count: Count) -> str:
    """The words after a count up to the next count or share, where that is a subject of its own."""
    after = count.after
    if after.startswith(" (") and (aside := _ASIDE_COUNT.match(after)) is not None:
        after = (
            " " * aside.end() + after[aside.end() :]
        )  # "Ninety patients (86 evaluable) were followed": not what is said of the 86
    if "%" in after and (share := _SHARE_NEXT.search(after)) is not None:
        after = after[: share.start()]
    if count.next is not None and count.next.form != "n" and count.next.form != "paren":
        gap = after[: count.next.start - count.end]
        of_it = count.next.phrase is not None and count.next.phrase.head in SEXES
        if _OWN_SUBJECT.search(gap) and not of_it and not _APPOSED.fullmatch(gap + count.next.after[:60]):
            return gap
    return after


_CHARACTERISTIC = re.compile(
    r" (?:patients |subjects |participants |of whom |of these |women |men )?(?:with|without|associated with|who"
    r"|whose"
    r"|receiving|treated|given|having|on) (?P<group>.{3,140})"
)


def _subgroup(count: Count, score: float) -> Reading | None:
    """Part of the population by a characteristic: "33 patients with diabetes"."""
    match = _CHARACTERISTIC.match(count.after)
    return Reading("subgroup", group_name(match["group"]), "characteristic", score) if match is not None else None


# "(total of 167 children)"
_TOTAL_NAME = re.compile(r"(?:a |in )?total(?: of)?|i\.e\.,? a total of")


def _short_arm(count: Count, phrase: NounPhrase, told: Told) -> str | None:
    """The short form of an arm that the text has told before: "usual care (UC)" and then "60 UC participants"."""
    short = phrase.modifiers[0].upper()
    at = told.text.find(f"({short})", max(0, count.start - 3000), count.start)
    return short if at > 0 and _ARM_BEFORE.search(told.text, max(0, at - 30), at) else None


_ARM_BEFORE = re.compile(r"\b(?:group|arm|care|control|controls|treatment|therapy|intervention|placebo) ?$", re.I)
_LISTED_FIRST = re.compile(r"\d[\d,]* [\w -]{2,40} and")


def _assigned_units(count: Count, told: Told, early: bool) -> bool:
    """Whether teeth or eyes are what was assigned: "40 molars were selected", "four groups of 10 teeth"."""
    after = count.after
    if random_next(after) or count.whole or (after.startswith(")") and told.assigning(count)):
        return True
    if told.assigning(count) and per_group(count):
        return True
    if not early or told.total:
        return early and group_around(count) is not None
    verb = role_before(count.before)
    if _OF_PEOPLE.match(after) or (verb is not None and verb.lastgroup in ("enrolled", "randomized")):
        return True
    role = find_role(after[:120])
    if role is not None and role.role == "enrolled":
        return True
    return _UNITS_LATER.search(told.text, count.end, count.end + _AHEAD) is not None


# How far ahead it is looked for that teeth or eyes were assigned, in characters.
_AHEAD = 500
# "The teeth were then randomly divided into three groups"
_UNITS_LATER = re.compile(
    rf"\b(?:The|All|These) (?:\w+ ){{0,2}}?(?:{'|'.join(sorted(ASSIGNED))}|samples) were (?:\w+ ){{0,2}}?"
    r"(?:random|divided|assigned|allocated)"
)


_OF_PEOPLE = re.compile(rf" (?:of|from|in) {NUMBER_WORDS} ")


def _are_of(units: Count, people: Count) -> bool:
    """ "40 eyes of 20 patients" """
    linked = units.after[: max(0, people.start - units.end)] in (" of ", " from ", " in ")
    return linked and units.phrase is not None and units.phrase.head in ASSIGNED


def _read_bracket(count: Count, phrase: NounPhrase, told: Told) -> Reading | None:
    """In brackets after a total: "(81 women and 59 men)", "(40 cases)", "(22 patients)" after an arm's name."""
    if phrase.head in SEXES:
        return Reading("subgroup", phrase.head, "sex", 0.97)
    opening = open_bracket(count.before)
    name = count.before[opening + 1 :].strip(" ,;:")
    before = count.previous
    if phrase.head in ASSIGNED and before is not None and count.start - before.end < 3:
        return Reading("enrolled", None, "bracket-total", 0.8)
    if phrase.head in CASES and told.total and count.before[:opening].rstrip().endswith((" group", " arm")):
        return None
    arm = group_around(count)
    if arm is not None:
        return Reading("arm", *arm)
    if len(phrase.modifiers) == 1 and (short := _short_arm(count, phrase, told)):
        return Reading("arm", short, "short-arm", 0.9)
    if phrase.head == "controls" and before is not None and count.start - before.end < 40:
        return Reading("arm", "controls", "controls", 0.75)
    if _TOTAL_NAME.fullmatch(name):
        return Reading("analyzed" if "analy" in count.after[:20] else "enrolled", None, "bracket-total", 0.8)
    if not name and before is not None and before.n == count.n and count.start - before.end < 3:
        return Reading("enrolled", None, "bracket-total", 0.8)
    if (not name and _listed_beside(count)) or _LISTED_FIRST.fullmatch(name):
        return Reading("subgroup", " ".join((*phrase.modifiers, phrase.head)), "listed", 0.75)
    if count.after[:1] not in (")", ";", ",") and not count.after.startswith((" aged", " analy")):
        return None
    if re.search(r"\d", name):
        name = ""
    group = name or group_before(count.before[:opening])
    return None if group is None else Reading("arm", group, "bracket", 0.9)


def _listed_beside(count: Count) -> bool:
    """Whether another noun is counted after this one in the same bracket: "(90 mothers and 90 infants)"."""
    following = count.next
    return following is not None and following.form == "noun" and ")" not in count.after[: following.start - count.end]
