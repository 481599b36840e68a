"""Counts with their noun: "24 men", "20 patients in the control group", "we enrolled 90 children"."""

from __future__ import annotations

import re

from trialfacts.counts.body_units import are_of, assigned_units, beside_people
from trialfacts.counts.count_groups import (
    ARM_VERB,
    arm_name,
    arm_of_verb,
    befell_in_group,
    given_group,
    given_in,
    group_around,
    group_before,
    group_name,
    has_arm_next,
    has_sibling,
    per_group,
    verb_kind,
)
from trialfacts.counts.count_kinds import (
    COMPARED,
    among,
    beside_controls,
    compared,
    part_of_group,
    population,
    subgroup,
    those_given,
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
    few_had,
    find_role,
    given_befell,
    late,
    of_analysis,
    outcome_before,
    random_next,
    read_percent,
    role_before,
    suffered,
)
from trialfacts.counts.count_sums import of_no_people
from trialfacts.counts.head_counts import NEXT_ONES, Count, Reading, in_bracket, of_more, open_bracket
from trialfacts.counts.participants import ASSIGNED, CASES, RATERS, SEXES, SINGULAR, NounPhrase
from trialfacts.counts.screening import entered_next, randomizes_next, screened_of, smaller_randomized

# "complications in 3 patients, including one ..."
_ASIDE = ("including ", "except for ", "except ")
_WHO = re.compile(r" (?P<group>who [^.,;()]{3,60})")
# "two blinded radiologists", "three dentists independently scored"
_RATES = re.compile(
    r"\b(?:blinded|independent(?:ly)?|specialist|experienced|trained|expert|calibrated|certified|masked)\b"
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
    of_data = verb is not None and verb.lastgroup == "analyzed" and (after[:5] == " who " or not OUTCOME.match(after))
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
    if told.arms and before.lower().endswith(_THE_OTHERS) and (arm := group_around(count)) is not None:
        return Reading("arm", arm[0], "others", 0.93)
    if outcome and not early and not OUTCOME.match(after) and not _EVALUABLE.isdisjoint(phrase.modifiers):
        return Reading("analyzed", None, "evaluable", 0.8)
    if suffered(count) and not count.is_total:
        return None
    aside = before.endswith(_ASIDE) and not _parts_sized(count)
    if not early and not first_total and (outcome or beside or aside):
        if before.endswith("roup of ") and (label := _GROUP_OF.search(before[-40:])) is not None:
            return Reading("arm", label["group"], "group-of", 0.9)
        return _read_who(count)
    if count.whole and not told.arms and _is_comprised(count):
        kind = (*phrase.modifiers, phrase.head) if phrase.modifiers or phrase.head not in _ANYBODY else ()
        return Reading("subgroup", " ".join(kind) or None, "comprised", 0.8)
    if (pair := read_pair(count, told) or read_parallel(count, told)) is not None:
        return pair
    units = count.previous
    if units is not None and units.reading is not None and are_of(units, count):
        return Reading(_refined("enrolled", after), None, "whose-units", 0.9)
    if (part := part_of_group(count)) is not None:
        return Reading("subgroup", part, "split-group", 0.85)
    named = early or told.assigning(count)
    if not count.is_total and befell_in_group(count):
        return None
    arm = group_around(count)
    if arm is not None and count.is_total and not arm[1].endswith(("-before", "per-group")):
        arm = None
    if arm is not None:
        planned = arm[1] == "per-group" and count.n > 1 and not late(count)  # "six rabbits per group"
        if not early and (
            (phrase.head in CASES and arm[1] != "group-before")  # "a control group of 61 cases"
            or (count.n < 10 and not named and not _lists_arms(count) and not planned)
        ):
            return None
        return Reading("arm", *arm)
    reading = _read_part(count, phrase, named or count.n > 4, verb, told, early)
    if reading is not None:
        return reading
    if verb is not None:
        return Reading(_refined(str(verb.lastgroup), _clause(count)), None, "verb-before", 0.97)
    left = units.reading if units is not None and units.whole == count.whole else None
    if left is not None and left.rule == "apposed":
        return Reading("subgroup", " ".join(phrase.modifiers) or None, "apposed", 0.85)
    part_of_them = count.whole and not outcome and phrase.head not in CASES and not of_no_people(count)
    if part_of_them and not _rest(count) and not _stayed(count):
        return Reading("arm", arm_name(count), "sum", 0.8)
    if count.n < told.total and (told_of := among(count)) is not None:
        return told_of
    if not (outcome and early) and (role := find_role(_clause(count))) is not None:
        return _read_verb(count, role, told, early)
    return _read_plain(count, phrase, told, early)


def _is_comprised(count: Count) -> bool:
    """Whether a count is of a kind of people that those told before are made up of, or goes on with such."""
    if _COMPRISED.search(count.before[-40:]):
        return True
    previous = count.previous
    return previous is not None and previous.reading is not None and previous.reading.rule == "comprised"


_ANYBODY = frozenset(("patients", "subjects", "participants", "people", "individuals", "persons", "adults"))
# "the donors |comprised| 19 carriers and 14 heavy smokers": who they were
_COMPRISED = re.compile(
    r"(?<!group )(?<!arm )(?<!cohort )(?<!group was )\b(?:comprise[sd]?|consist(?:ed|s)? of|were made up of"
    r"|comprising|consisting of) (?:only )?$"
)
# Who treats and judges, but for words that may name anybody
_STAFF = RATERS - {"persons", "people"}


def _parts_sized(count: Count) -> bool:
    """Whether two arms add up to a size told before them: "92 took part, including 47 who had A and 45 who had B"."""
    whole = count.previous
    if whole is None or whole.reading is None or whole.n != count.whole:
        return False
    return has_sibling(count) or has_arm_next(count)


def _no_size(count: Count, phrase: NounPhrase, told: Told, early: bool) -> bool:
    """Whether a label, the staff or teeth that nobody assigned are counted: "stage 1 patients", "by two dentists"."""
    before = count.before
    if count.n == 1 and phrase.head not in SINGULAR:
        return True
    if phrase.modifiers[:1] in (("less",), ("fewer",)) or (count.n < 10 and before.endswith("p to ")):
        return True  # "one fewer patient had a relapse", "courses for up to five women"
    by_staff = before.endswith(" by ") and (count.n < 6 or phrase.head in RATERS)
    if by_staff or before.endswith(("matched to ", "using ")):
        return True
    if phrase.head in CASES and before.endswith(_ASIDE):
        return True
    if phrase.head in _STAFF and count.n < 5 and not count.whole:
        return True
    if phrase.head in RATERS and _RATES.search(f"{' '.join(phrase.modifiers)}{count.after[:40]}"):
        return True
    if phrase.head in ASSIGNED and beside_people(count):
        return True
    if phrase.head not in ASSIGNED or (before.endswith(" with ") and per_group(count)):
        return False
    return before.endswith(" with ") or not assigned_units(count, told, early)


# "The weekly arm had 52 evaluable women"
_ARM_HAD = re.compile(
    r"(?:^|[.;,:] )(?:and )?(?:[Tt]he )?(?P<group>[\w/-]+(?: [\w/-]+)? (?:arm|group)) (?:had|comprised|consisted of"
    r"|included|contained) $"
)
# "A control group of 40 patients |who did not have surgery|": who they are, and no outcome
_GROUP_OF = re.compile(r"\b(?P<group>(?:control|comparison|reference|placebo|study|treatment|intervention) group) of $")
# "The other 20 women had usual care (control group)"
_THE_OTHERS = ("the other ", "the remaining ")
_EVALUABLE = frozenset(("evaluable", "assessable"))
# "A planned subgroup analysis of 600 women with small tumours"
_PART_ANALYSED = re.compile(r"\bsub-?group analysis (?:of|in|included) (?:the )?$")
_OF_ANALYSIS = re.compile("analy|available|ample|safety|protocol|treat pop")


def _read_data(count: Count, verb: str, told: Told, early: bool) -> Reading:
    """Those whose data were analysed, "blood was drawn from 20 men": an arm, else everybody; ``verb``: told before."""
    after = count.after
    if (arm := group_around(count)) is not None and has_arm_next(count):
        return Reading("arm", *arm)
    if has_sibling(count) and (given := ARM_VERB.match(after)) is not None and verb_kind(given) == "to":
        return Reading("arm", arm_of_verb(given), "sibling", 0.93)
    if _PART_ANALYSED.search(count.before[-30:]) is not None:
        return Reading("subgroup", None, "data-of", 0.8)
    if count.n < told.total and after.startswith(" with ") and (part := subgroup(count, 0.8)) is not None:
        return part
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
        return Reading(previous.reading.role, f"{words} {phrase.head}", "ellipsis", 0.7)
    role = find_role(f" {words}") if words else None
    if role is not None and role.role not in ("completed", "excluded") and "treated" not in words:
        asked = smaller_randomized(count) or screened_of(count, told)
        divided = count.is_total and not (count.next is not None and FATE.match(count.next.after))
        if "eligible" in words and asked and not divided:
            return Reading("screened", None, "adjective", 0.9)
        if role.role == "analyzed" and (had := _ARM_HAD.search(count.before[-60:])) is not None:
            return Reading("arm", had["group"], "arm-had", 0.9)
        return Reading(_refined(role.role, after), None, "adjective", 0.9)
    own = _ARM_WORDS.search(words)
    if own is not None and not (early and not told.total and own.group().endswith("-treated") and _BOTH.match(after)):
        return Reading("arm", own.group().removesuffix("-treated"), "arm-adjective", 0.8)
    if early and (kind := population(count)) is not None:
        return Reading("subgroup", kind, "population", 0.8)
    if named and not count.is_total and has_sibling(count) and (verb_after := ARM_VERB.match(after)) is not None:
        total_told = verb is not None and verb.lastgroup == "randomized"
        if not total_told or verb_kind(verb_after) == "to":
            kind = "subgroup" if _assigned_after(count, verb_after) else "arm"
            return Reading(kind, arm_of_verb(verb_after), "sibling", 0.93)
    if named and (reading := compared(count, phrase)) is not None:
        return reading
    if phrase.head == "controls" and (count.previous or count.next or told.total):
        return Reading("subgroup" if _is_case(count.previous) else "arm", "controls", "controls", 0.75)
    if beside_controls(count):
        part = subgroup(count, 0.75) if not after.startswith(" without") else None
        name = part.group if part is not None else f"{words} {phrase.head}".strip()
        return Reading("subgroup" if _is_case(count) else "arm", name, "controls", 0.75)
    return None


def _is_case(count: Count | None) -> bool:
    """Whether cases are counted, as beside controls: nobody gave them their disease."""
    return count is not None and count.phrase is not None and count.phrase.head in CASES


def _assigned_after(count: Count, verb: re.Match[str]) -> bool:
    """ "20 patients with gout and 20 patients with arthritis were randomized": kinds of people, told before"""
    last = count.next if count.next is not None else count
    return verb["verb"] in ("with", "without", "from") and random_next(last.after)


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
    finished = kind == "completed" and " had " not in after[: role.start] and not after[: role.start].endswith(" who ")
    if kind != "excluded" and not finished and random_next(_clause(count)[role.end :]):
        kind = "randomized"
    if kind == "analyzed" and early and not told.total and not role.words.startswith(("analy", "evaluable")):
        kind = "randomized" if random_next(after) else "enrolled"
    if kind == "randomized" and role.role in ("screened", "enrolled") and randomizes_next(count, role):
        kind = role.role
    if kind == "randomized" and "assess" in role.words and randomizes_next(count, role):
        kind = "screened"  # "231 patients were assessed and 212 randomised to"
    asked = kind == "analyzed" and "assess" in role.words or role.words.startswith("consent")
    if (asked or role.words == "eligible") and (smaller_randomized(count) or screened_of(count, told)):
        kind = "screened"
    if kind == "screened" and count.is_total and count.next is not None and not FATE.match(count.next.after):
        kind = "enrolled"  # "90 (UC = 44, CBT = 46) women were screened for depression": the arms are told
    part = early and told.total in told.totals and count.n < 0.7 * told.total
    part = part or (len(told.arms) == 1 and not told.totals)
    if kind == "randomized" and part and not count.is_total and (one := _ONE_ARM.match(count.after)) is not None:
        return Reading("arm", group_name(one["group"]), "one-arm", 0.7)
    before = count.previous.reading if count.previous is not None else None
    to_arms = kind == "randomized" and not count.is_total and (not early or told.arms)
    if to_arms and (one := _TO_ONE.match(count.after)) is not None:
        definite = count.before.lower().endswith(("the ", "those "))
        if definite or count.n < told.total:
            return Reading("arm", group_name(one["group"]), "one-arm", 0.85)
    part = part or (before is not None and before.role == "arm" and before.rule != "arm-list")
    if kind == "enrolled" and part and role.words in ("received", "treated", "underwent", "were given"):
        match = ARM_VERB.match(after)
        return Reading("arm", arm_of_verb(match) if match else None, "received", 0.7)
    kind = of_analysis(kind, after[role.end :])
    if kind == "enrolled" and count.n < told.total and not early:
        return _later(count, role, told)
    if kind == "randomized" and not early and count.n < told.total and _RESULT_IN.search(count.before[-18:]):
        return Reading("arm", arm_of_verb(match) if (match := ARM_VERB.match(count.after)) else None, "received", 0.7)
    return Reading(kind, None, "verb", 0.97 if early else 0.93)


# 40 of the 80 told before: "40 patients were randomly chosen to receive zidolol", and nothing else
_ONE_ARM = re.compile(
    r"(?: who)? (?:were |was )?(?:randomly |then )*[a-z]+ (?:to receive|to be given|to|into) "
    r"(?P<group>(?!(?:either|one|two|three|four|both|\d)\b)(?:(?! or | and | vs|either)[^.;]){3,140})(?:[.;]|$)"
)
# "6% of the 60 women |assigned to zidolol|", "the 20 men with gout who were randomised to vehicle and evaluable"
_TO_ONE = re.compile(
    r"(?: with [^.;,()]{2,60}?)??(?: who)?(?: were| was| had been)?(?: randomly| then)* (?:randomi[sz]ed|assigned"
    r"|allocated) (?:to (?:receive |be given |undergo )?|into )"
    r"(?P<group>(?!(?:the )?(?:either|one|two|three|four|both|each|different|intervention and)\b)"
    r"(?:(?! or | vs| versus | trial| study|groups|arms|treatment$)[^.;,()\d:]){3,70}?)"
    r"(?=[.;,()]| (?:had|was|were|as|compared|versus|vs|than|while|whereas|after|who|and|received|showed|died)\b"
    r"| \d+/\d|$)"
    r"(?! (?:or|versus|vs)\b)(?! and (?:the )?[^.;,()]{0,40}\b(?:groups?|arms?|control|placebo)\b)"
)
# "2.3% for 49 children allocated to zidolol"
_RESULT_IN = re.compile(r"\d%? (?:[A-Za-z/]{1,6} )?(?:in|for|among) $")


# An arm told in the results is no smaller part of all than one in so many.
_FEW = 5


def _later(count: Count, role: RoleVerb, told: Told) -> Reading | None:
    """Fewer than the total, in the results: "461 patients entered the second phase", "12 patients received zidolol"."""
    if role.words.startswith("includ") and of_more(count):
        return Reading("analyzed", None, "verb-late", 0.6)
    part, among = subgroup(count, 0.5), AMONG.search(count.before[-12:])
    if part is not None:
        return part if among else None
    if role.words in ("received", "treated"):
        match = ARM_VERB.match(count.after)
        few = match is None or match["who"] or _FEW * count.n < told.total  # whom something was given besides
        return Reading("arm", group_name(match["group"]), "received", 0.7) if match and not few else None
    return Reading("enrolled", None, "verb-late", 0.6)


def _read_plain(count: Count, phrase: NounPhrase, told: Told, early: bool) -> Reading | None:
    """A noun with no telling verb: the population at first mention, else a part of it."""
    if few_had(count):
        return None
    if phrase.head in CASES and not (early and (count.before.endswith(_STUDY_OF) or _all_cases(count, told))):
        return None
    if screened_of(count, told) or entered_next(count):
        return Reading("screened", None, "of-more", 0.93)
    if count.n < told.total:
        if not early and _OF_REMAINING.search(count.before[-24:]):
            return Reading("analyzed", None, "remaining", 0.75)
        if (whole := _coordinated(count)) is not None:
            return whole
        if (arm := those_given(count)) is not None:
            return arm
        if not late(count) and _FEW * count.n >= told.total and (given := given_in(count)) is not None:
            return Reading("arm", given, "given-in", 0.75)
        part = subgroup(count, 0.6)
        if part is None and not early and count.is_total and 2 * count.n > told.total:
            return Reading("analyzed", None, "parted", 0.8)
        if part is None:
            return _read_rest(count) if early else None
        return part if early or AMONG.search(count.before[-12:]) else None
    if early and (given := _given_to_each(count)) is not None:
        return Reading("arm", given, "given-to", 0.85)
    if early and COMPARED.search(count.before[-40:]):
        return Reading("arm", " ".join((*phrase.modifiers, phrase.head)), "compared", 0.8)
    if early or (not told.total and count.previous is None and count.n > 1):
        return Reading("enrolled", None, "noun", 0.95 if early else 0.92)
    return Reading("enrolled", None, "again", 0.7) if 0 < told.total <= count.n else None


# "a randomized study of 40 cases"
_STUDY_OF = ("study of ", "trial of ", "trial on ", "study on ", "study in ", "trial in ")


def _all_cases(count: Count, told: Told) -> bool:
    """Whether cases with which a sentence begins are the population: "Ninety cases of gout were divided at random"."""
    begins = count.before.rstrip(" -")[-1:] in ("", ".", ":") and count.n >= _FEWEST_CASES
    return begins and not told.totals and (random_next(count.after) or _TAKEN_IN.search(count.after) is not None)


_FEWEST_CASES = 8
_TAKEN_IN = re.compile(
    r" were (?:[a-z]+ly )?(?:followed|reviewed|enrolled|included|selected|studied|treated|analy[sz]ed|divided)\b"
)
# "80 patients were randomized and 75 patients |were followed|", "three declined, |leaving| 40 women"
_FOLLOWED = re.compile(
    r" (?:were|was) (?:then |subsequently )?(?:followed|monitored|observed|re-?examined|re-?assessed)\b"
)
# "Nine women |were asked to| rest", "90 |were validated as| quitters"
_ASKED = re.compile(
    r" (?:were|was) (?:[a-z]+ly )?(?:(?:instructed|asked|advised|told|taught|trained|encouraged|offered)"
    r"(?: to| in| with)?|[a-z]+ed as) (?P<group>[^;]{3,120})"
)


def _read_rest(count: Count) -> Reading | None:
    """Fewer than all, early, of whom no verb tells a role: who stayed, who were told to do something, who had it."""
    if count.before.endswith(("leaving ", "leaving only ")) or _FOLLOWED.match(count.after):
        return Reading("analyzed", None, "rest-followed", 0.7)
    asked = _ASKED.match(count.after)
    given = group_name(asked["group"]) if asked is not None else given_group(count.before)
    return Reading("arm", given, "part", 0.6) if given is not None else None


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


# "30 insulin-treated patients |received add-on zidolol or placebo|": everybody, by what they had before
_BOTH = re.compile(
    r" (?:[^.;()\d]{0,60} )?(?:(?:were|was) (?:then )?(?:random|assigned|allocated|given|treated|studied|enrol|recruit)"
    r"|(?:who )?(?:received|underwent|took)\b[^.;]{3,90}? or )"
)
# "25 placebo-treated patients", "125 control participants"
_ARM_WORDS = re.compile(
    r"(?<![\w-])(?:placebo|control|intervention|experimental|comparison|active treatment|treatment"
    r"|[\w/+-]+-treated)\b"
    r"(?![ -]na)"
)


def _same_sex_beside(count: Count) -> bool:
    """Whether others of the same sex are counted in a bracket beside: "A (ZD; 317 women) or B (VH; 319 women)"."""
    return count.phrase is not None and any(
        other is not None
        and other.phrase is not None
        and other.phrase.head == count.phrase.head
        and not other.phrase.modifiers
        and in_bracket(other.before)
        and abs(other.start - count.start) < 120
        for other in (count.previous, count.next)
    )


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


_OWN_SUBJECT = re.compile(r"(?:[,;]|\b(?:and|while|whereas|of (?:whom|which|these)))(?: \w+)? $")


# "60 patients, 30 in each arm, were included in the analysis"
_APPOSED = re.compile(r", {1,2}(?:in|per|to|on) [^,.;]{3,40}, (?:were|was|who|completed|took)\b.{0,60}")


# "318 women screened|, 57.2% were randomized"
_SHARE_NEXT = re.compile(r"[,;] (?:and |only |but )?\d{1,3}(?:\.\d+)? ?% ")


_ASIDE_COUNT = re.compile(r" \(\d[\d,.]*(?: ?%)? [a-z-]+(?: [a-z-]+){0,3}\)")


_DESCRIBED = re.compile(r" \([^()]{3,120}\)")


def _clause(count: Count) -> str:
    """The words after a count up to the next count or share, where that is a subject of its own."""
    after = count.after
    if after.startswith(" (") and (aside := _ASIDE_COUNT.match(after)) is not None:
        after = (
            " " * aside.end() + after[aside.end() :]
        )  # "Ninety patients (86 evaluable) were followed": not what is said of the 86
    described = _DESCRIBED.match(after)  # "300 patients (mean age 54 years; 60% women) were randomized"
    if "%" in after and (share := _SHARE_NEXT.search(after, described.end() if described else 0)) is not None:
        after = after[: share.start()]
    following = count.next
    while following is not None and in_bracket(after[: following.start - count.end]):
        following = following.next
    if following is not None and following.form != "n":
        gap = after[: following.start - count.end]
        of_it = following.phrase is not None and following.phrase.head in SEXES
        of_it = of_it and not gap.endswith(("of whom ", "of which ", "of these "))
        if ";" in gap and following.n < count.n and random_next(following.after[:90]):
            return gap.partition(";")[0]  # "91 women consented; after a run-in 87 were randomised"
        if _OWN_SUBJECT.search(gap) and not of_it and not _APPOSED.fullmatch(gap + following.after[:60]):
            return gap
    return after


# "in a large (120 patients) trial", "(about 300 nurses)"
_NO_NAME = re.compile(r"\b(?:large|larger|small|smaller|approx\.?|approximately|about|target|planned) ?$", re.I)
# "(total of 167 children)"
# "(group A, 20 cases| and 24 eyes)"
_GOES_ON = re.compile(rf" (?:aged|analy|(?:and|with) \d+ (?:{'|'.join(sorted(ASSIGNED))})\b)")
_TOTAL_NAME = re.compile(r"(?:a |in )?total(?: of)?|i\.e\.,? a total of")


def _short_arm(count: Count, phrase: NounPhrase, told: Told) -> str | None:
    """The short form of an arm that the text has told before: "usual care (UC)" and then "60 UC participants"."""
    short = phrase.modifiers[0].upper()
    at = told.text.find(f"({short})", max(0, count.start - 3000), count.start)
    return short if at > 0 and _ARM_BEFORE.search(told.text, max(0, at - 30), at) else None


_ARM_BEFORE = re.compile(r"\b(?:group|arm|care|control|controls|treatment|therapy|intervention|placebo) ?$", re.I)
_NUMBERED_GROUP = re.compile(r"\b(?:group|arm|cohort) \d$", re.I)
_LISTED_FIRST = re.compile(r"\d[\d,]* [\w -]{2,40} and")


def _read_bracket(count: Count, phrase: NounPhrase, told: Told) -> Reading | None:
    """In brackets after a total: "(81 women and 59 men)", "(40 cases)", "(22 patients)" after an arm's name."""
    opening = open_bracket(count.before)
    name = count.before[opening + 1 :].strip(" ,;:")
    before = count.previous
    beside = before is not None and before.end > count.start - len(count.before) + opening - 40
    of_sex = phrase.head in SEXES and not _same_sex_beside(count)
    if of_sex and (_pair_of_sexes(count) or ((beside or name or not told.arms) and not per_group(count))):
        return Reading("subgroup", phrase.head, "sex", 0.97)
    if _NO_NAME.search(name or count.before[:opening]):
        return None
    if phrase.head in ASSIGNED and before is not None and count.start - before.end < 3:
        return Reading("enrolled", None, "bracket-total", 0.8)
    if (
        phrase.head in CASES
        and told.total
        and not count.whole
        and count.before[:opening].rstrip().endswith((" group", " arm"))
    ):
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
        other = count.next if not name else before
        arms = other is not None and (
            (phrase.head in CASES and other.phrase is not None and other.phrase.head == "controls")
            or (other.reading is not None and other.reading.role == "arm")
        )
        return Reading("arm" if arms else "subgroup", " ".join((*phrase.modifiers, phrase.head)), "listed", 0.75)
    if count.after[:1] not in (")", ";", ",") and not _GOES_ON.match(count.after):
        return None
    name = name.rpartition("; ")[2]
    if re.search(r"\d", name) and not _NUMBERED_GROUP.search(name):
        name = ""
    had = _BACKGROUND.search(count.before, 0, opening)
    if had is not None and random_next(count.after):
        drug = had["drug"].rpartition(") or ")[2].rpartition("), ")[2].strip()
        return Reading("subgroup", " ".join(phrase.modifiers) or drug, "background", 0.8)
    group = name or group_before(count.before[:opening])
    return None if group is None else Reading("arm", group, "bracket", 0.9)


# "who |had been treated with| insulin (20 women) or diet alone (31 women) were randomized": before the trial
_BACKGROUND = re.compile(
    r"\b(?:(?:had|have|having) (?:previously |already )?(?:been (?:previously )?(?:treated|managed) with"
    r"|received|taken|failed)|previously (?:treated|managed) with|pre-?treated with) (?P<drug>[^.;:]*)$"
)


def _listed_beside(count: Count) -> bool:
    """Whether another noun is counted after this one in the same bracket: "(90 mothers and 90 infants)"."""
    following = count.next
    if following is None or following.form != "noun" or ")" in count.after[: following.start - count.end]:
        return False
    return following.phrase is None or following.phrase.head not in ASSIGNED  # "(20 patients, 22 eyes)"
