"""Counts without a noun: "24 received zidolol", "18 in the second group", "(134 simvastatin, 135 placebo)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from trialfacts.arms.names import DOSE
from trialfacts.counts.count_groups import (
    ARM_VERB,
    arm_name,
    arm_of_verb,
    befell_in_group,
    group_around,
    group_before,
    group_name,
    has_arm_next,
    has_sibling,
    others_next,
    per_group,
)
from trialfacts.counts.count_pairs import read_pair, read_parallel
from trialfacts.counts.count_roles import (
    FATE,
    NUMBER_FIRST,
    OUTCOME,
    PERCENT_AFTER,
    PLACES,
    PLACES_AFTER,
    SEEN_LATER,
    SUBSET,
    VERSUS,
    Told,
    find_role,
    late,
    of_analysis,
    random_next,
    read_percent,
    role_before,
    suffered_too,
)
from trialfacts.counts.count_sums import of_no_people
from trialfacts.counts.head_counts import (
    GROUP,
    LISTED,
    NO_VERB,
    NUMBER_WORDS,
    OF_THESE,
    PERCENT_GAP,
    PLANNED,
    Count,
    Reading,
    in_bracket,
    of_more,
    open_bracket,
)
from trialfacts.counts.participants import HEADS
from trialfacts.counts.shares import read_share

_STRONG = re.compile(
    r"(?: \([^()]{1,70}\))? (?:(?:were |was )?(?:[a-z]{2,12}ly |then )?(?P<randomized>"
    r"randomi[sz]ed(?! [a-z-]+ [a-z]+[si]\b)|assigned|allocated)"
    r"|(?P<completed>participated in the (?:[\w-]+ ){0,2}follow-?up|completed (?=.{0,14}(?:the|all|both|this|follow"
    r"|treatment|\d))|completed(?=[.,;)]| and )|finished|remained in the (?:study|trial)"
    r"|remained (?:to|until) the|attended (?:at least|all|every)|(?:were |was )retained)"
    r"|(?P<contributed>(?:were |was |contribut|provid|form|remain|had |included in )(?:[\w-]+ ){0,6}analys[ei]s\b)"
    r"|(?P<enrolled>(?:were |was )(?:[a-z]{2,12}ly )?(?:enrolled|included|recruited|eligible|selected)"
    r"|participated|took part|qualified for (?:the|this) (?:study|trial)"
    r"|agreed(?: to|(?=[.,;]))|volunteered|consented|entered"
    r"|(?:met|fulfilled) (?:[a-z-]+ ){1,4}criteria|(?:gave|signed) (?:[a-z-]+ ){0,4}consent"
    r"|enrolled\b(?! \d))"
    r"|(?P<dosed>(?:received|took|were (?:given|treated with)|was given) (?:at least (?:one|1|a single)|one or more"
    r"|(?:(?:the|any|their) )?(?:(?:study|trial|assigned|allocated) )?(?:treatment|drug|medication|therapy|intervention"
    r"|vaccine)s?(?=[.,;)]| \(| and | at | according| as )))"
    r"|(?:were |was )?(?:(?P<analyzed>analy[sz]ed|evaluated|evaluable|could be (?:followed|analy[sz]ed|evaluated)"
    r"|eligible for (?:[\w-]+ ){0,3}(?:assessment|evaluation|analys[ei]s))|(?P<screened>screened)"
    r"|(?P<excluded>excluded|withdrew|dropped out|lost to)))"
)
_SUBJECT = re.compile(
    r"(?:^|[.:;,] |\b(?:[Aa]ll|and|including|with|whom|which|total|these|while|whereas|[Oo]f(?: the)?"
    r"|[Aa]mong(?: the)?|only|remaining|subsequent|next|last|but|leaving|that|into) |\()$"
)
_SEX = re.compile(r" (?P<verb>(?:were|was) )?(?P<sex>women|men|males?|females?|boys|girls)(?=[,;.)]| and | or )")
# "40 patients were evaluable for toxicity and 38 |for response|"
_FOR_WHAT = re.compile(
    r" for (?:the )?(?:[\w-]+ ){0,2}?(?:response|toxicity|efficacy|safety|survival|analys[ei]s|outcomes?)\b"
)
# "randomized 208 (104 to ...", "enrolled 18 and 23 subjects"
_CLOSED = re.compile(r" \(|[,;.)]| (?:and \d|in|to|at|with) ")
_LEADS = ("completed", "randomized", "screened", "analyzed", "enrolled")
# "49 patients (40 with asthma)"
_WITH = re.compile(r" (?:with|without) (?P<group>[^;,()]{3,100})")
# "three of the patients received a second infusion"
_RECEIVED = re.compile(r" (?P<group>(?:received|underwent|had undergone|were (?:treated|given|infused)) [^.,;]{2,60})")


# "We studied 36 women, 20 of whom |used the pill|"
_OF_A_KIND = re.compile(
    r" (?:had |were |was )?(?P<group>(?!randomi|assigned|allocated|excluded|had |were |was )[a-z][^.,;()]{2,60})"
)
# "61 |of the planned 80 women| were enrolled"
_OF_PLANNED = re.compile(
    rf" (?:out )?of (?:the |an? )?(?:(?:{PLANNED}|required) \d[\d,]*|\d[\d,]* (?:{PLANNED}))(?: [a-z-]+)?"
)


def read_bare(count: Count, told: Told) -> Reading | None:
    """A pair, so many in each group, what became of them, a subject of its own, or a part of a sum."""
    before, previous = count.before, count.previous
    if PERCENT_AFTER.match(count.after) is not None:
        return read_share(count, told) or read_percent(count) or _read_percents(count)
    if (planned := _OF_PLANNED.match(count.after)) is not None:
        role = find_role(count.after[: planned.end() + 40], planned.end())
        return Reading(role.role, None, "of-planned", 0.96) if role is not None else None
    if VERSUS.search(before[-16:]):
        left = previous.reading if previous is not None else None
        return left if left is not None and left.role == "excluded" else None
    if suffered_too(count):
        return None
    left = previous.reading if previous is not None else None
    if left is not None and left.role == "analyzed" and _FOR_WHAT.match(count.after) and before.endswith(" and "):
        return Reading("analyzed", None, "elided", 0.85)
    if _of_places(before) or ((count.n < 13 or count.whole) and _of_things(count)) or _of_ratio(count):
        return None
    if (pair := read_pair(count, told) or read_parallel(count, told)) is not None:
        return pair
    if previous is not None and (elided := NO_VERB.search(before[-60:])) is not None:
        other = previous.reading
        alike = other is not None and (other.rule == "group-before" or (count.whole and other.rule == "sum"))
        return replace(other, group=elided["group"]) if other is not None and alike else None
    if (subset := SUBSET.search(before[-40:])) is not None:
        return Reading("subgroup", subset["group"], "subset", 0.7)
    part = _WITH_EACH.match(count.after) if count.n < told.total else None
    if part is not None and _is_included(count):
        return Reading("subgroup", group_name(part["group"]), "included", 0.85)
    if count.is_total and count.after[:2] == " (" and (role := find_role(count.after, count.after.find(")") + 1)):
        return Reading(
            of_analysis(role.role, count.after[role.end :]), None, "parted", 0.85
        )  # "83 (41 on zidolol and 42 on placebo) completed"
    if previous is not None and previous.reading is not None and previous.reading.rule == "first-ones":
        return Reading("arm", arm_name(count) or "next", "first-ones", 0.8)
    assigning = told.assigning(count)
    verb = role_before(before)
    grouped = count.n > 1 and (verb is not None or _SUBJECT.search(before[-12:])) and per_group(count)
    if grouped and _told_of_unread(count):
        return None
    if grouped and (assigning or _told_before_bracket(count) or re.search(GROUP, before + count.after[:30])):
        return Reading("arm", None, "per-group", 0.88)
    if verb is not None and verb.lastgroup == "randomized" and has_arm_next(count) and (arm := group_around(count)):
        return Reading("arm", arm[0], "bare-" + arm[1], 0.9)  # "allocated 60 to the first group and 58 to the other"
    if verb is not None and verb.lastgroup == "randomized" and (part := _assigned_part(count)) is not None:
        return Reading("arm", arm_of_verb(part), "bare-before", 0.85)  # "randomized 40 to zidolol and 41 to vehicle"
    if verb is not None and verb.lastgroup in _LEADS and (_CLOSED.match(count.after) or verb.lastgroup == "completed"):
        return Reading(str(verb.lastgroup), None, "bare-before", 0.85)
    subject = _SUBJECT.search(before[-12:]) and not (count.form == "loose" and in_bracket(before))
    reading = _read_subject(count, told, assigning) if subject else None
    return reading or _read_part(count, told)


def _told_beside(count: Count) -> bool:
    """Whether "20 of whom" stands right behind everybody, where people are described: "We studied 36 women, |20|"."""
    previous = count.previous
    if previous is None or previous.reading is None or late(count) or count.before[-2:] != ", ":
        return False
    gap = previous.after[: max(0, count.start - previous.end)]
    return previous.reading.role in ("enrolled", "randomized") and gap.count(",") == 1


def _read_percents(count: Count) -> Reading | None:
    """What became of those told with their share, where it is told of those counted beside them at last."""
    if PLACES_AFTER.search(count.after[:40]) is not None:
        return None  # "168 (78%) clinics and 401 (42%) nurses participated"
    for _ in range(_MOST_PERCENTS):
        following = count.next
        if following is None or not PERCENT_GAP.fullmatch(count.after[: following.start - count.end]):
            return None
        if (reading := read_percent(following)) is not None:
            return reading
        count = following
    return None


# The most arms over which a verb may follow.
_MOST_PERCENTS = 3


def _read_subject(count: Count, told: Told, assigning: bool) -> Reading | None:
    """A count that is the subject of what follows it, "24 received zidolol", "of whom 9 withdrew"; else None."""
    before, previous = count.before, count.previous
    if (these := OF_THESE.match(count.after)) is not None:
        count.end += these.end()
        count.after = count.after[these.end() :]
        if PERCENT_AFTER.match(count.after) is not None and (share := read_percent(count)) is not None:
            return share  # "Ninety of them (88%) completed the trial"
        if (received := _RECEIVED.match(count.after)) is not None:
            if has_sibling(count) or count.whole:
                return Reading("arm", arm_name(count), "of-these", 0.86)
            return Reading("subgroup", received["group"], "of-these", 0.86)
        people = these.group().endswith(("whom", "them"))
        if people and _told_beside(count) and (sort := _OF_A_KIND.match(count.after)) is not None:
            return Reading("subgroup", sort["group"], "of-these", 0.97)
    if before.endswith("(") and _told_before_bracket(count) and (part := _WITH.match(count.after)) is not None:
        return Reading("subgroup", group_name(part["group"]), "bracket", 0.9)
    if (sex := _SEX.match(count.after)) is not None:
        count.end += 0 if sex["verb"] else sex.end()
        return Reading("subgroup", sex["sex"], "sex", 0.85)
    if (fate := FATE.match(count.after)) is not None:
        return Reading(str(fate.lastgroup), None, "bare-fate", 0.9)
    role_told = previous.reading.role if previous is not None and previous.reading is not None else None
    if role_told == "completed" and before.endswith((" and ", ", ")) and _THE_WHOLE.match(count.after):
        return Reading("completed", None, "the-whole", 0.9)
    after_left = role_told == "excluded"
    named = assigning or not late(count) or after_left
    strong = _STRONG.match(count.after)
    if not count.is_total and befell_in_group(count):
        return None
    if not count.is_total:
        arm = group_around(count)
        beside = previous is not None and previous.reading is not None and previous.reading.role == "arm"
        if arm is not None and arm[0] and (beside or count.whole or (named and (previous is not None or assigning))):
            return Reading("arm", arm[0], "bare-" + arm[1], 0.92 if count.whole else 0.88)
        if beside and (without := _not_so(count)) is not None:
            return without
        after = ARM_VERB.match(count.after) if strong is None or strong.lastgroup != "dosed" else None
        if after is not None and _tells_arm(count, strong, after, named):
            split = previous is not None and previous.reading is not None and previous.reading.rule == "split-group"
            kinds = previous is not None and previous.reading is not None and previous.reading.rule == "population"
            if kinds and after["verb"] in ("with", "without"):  # "10 people with mild gout and |10 with severe gout|"
                return Reading("subgroup", arm_of_verb(after), "population", 0.85)
            kind = "subgroup" if after["verb"] in ("with", "without") and (split or in_bracket(before)) else "arm"
            return Reading(kind, arm_of_verb(after), "bare-sibling", 0.92 if count.whole else 0.88)
    if strong is not None and strong.lastgroup == "randomized" and (part := _assigned_part(count)) is not None:
        return Reading("arm", arm_of_verb(part), "bare-part", 0.85)
    if strong is not None:
        told_role = "analyzed" if strong.lastgroup in ("contributed", "dosed") else str(strong.lastgroup)
        told_role = of_analysis(told_role, count.after[strong.end() :])
        if told_role == "enrolled" and random_next(_own_clause(count)):
            told_role = "randomized"  # "60 were eligible and were randomized"
        return Reading(told_role, None, "bare-verb", 0.85)
    if _OF_THOSE.search(before) and SEEN_LATER.match(count.after):
        return Reading("completed", None, "seen-later", 0.85)
    if (_OF_WHOM.search(before) or of_more(count)) and (fate_told := _last_role(_own_clause(count))) is not None:
        return Reading(fate_told, None, "of-whom", 0.92 if fate_told == "randomized" else 0.8)
    return None


# "920 adults, including 35 |with gout| and 19 |with asthma|"
_WITH_EACH = re.compile(r" (?:with|without) (?P<group>[^;,.()\d]{3,60}?)(?= and \d|[;,.()]|$)")


def _is_included(count: Count) -> bool:
    """Whether a count is of some of those told before, or goes on with such: "including |35| ... and |19|"."""
    if count.before.endswith("including "):
        return True
    previous = count.previous
    beside = previous is not None and previous.reading is not None and previous.reading.rule == "included"
    return beside and count.before.endswith((" and ", ", "))


# "600 took zidolol and 500 |did not|", "90 |received no treatment|", "20 had and 30 |did not have| surgery"
_NOT_SO = re.compile(
    r" (?:(?:did|had|were) not(?: (?:receive|have|take|undergo|use|get))?|(?:received|had|underwent|took) no)\b"
    r"(?: (?P<group>[a-z][\w -]{2,50}?)(?=[.,;)]| and | during | before ))?"
)


def _not_so(count: Count) -> Reading | None:
    """Those who did not get what the rest of all got, told just before: "600 took zidolol and 500 did not"."""
    given, none = count.previous, _NOT_SO.match(count.after)
    if none is None or given is None or given.reading is None or not given.whole == count.whole > 0:
        return None
    name = none["group"]
    if name and given.reading.group and given.reading.group.isdigit():
        given.reading.group = name  # "20 had and 30 did not have surgery"
    return Reading("arm", f"no {name or given.reading.group}", "not-so", 0.9)


def _assigned_part(count: Count) -> re.Match[str] | None:
    """What a part of a sum was assigned to, of those who were told: "(40 allocated zidolol, 41 vehicle)"."""
    if not count.whole or count.is_total or " or " in _own_clause(count):
        return None
    given = ARM_VERB.match(count.after)
    return None if given is None or _NO_ARM.match(given["group"]) else given


# "300 declined and 312 were randomized |(156 per group)|", "were randomized |at baseline|"
_NO_ARM = re.compile(r"\W|\d|(?:and|from|in|at|by|using|with|after|before|within|on|between)\b")


# "328 were randomized to |zidolol or vehicle|"
_OF_BOTH = re.compile(r"[^.;()]{0,80}? or (?:an? |the |to )?[a-z]")
# "of whom 14 received two doses and were evaluated", "of these, 30 agreed and were randomized"
_OF_THOSE = re.compile(r"\b[Oo]f (?:whom|which|(?:these|those)(?: [a-z]{3,14})?),? (?:only )?$")
_OF_WHOM = re.compile(r"\b[Oo]f (?:whom|which|these|those),? (?:only )?$")


def _own_clause(count: Count) -> str:
    """The words after a count up to the next one."""
    return count.after if count.next is None else count.after[: max(0, count.next.start - count.end)]


def _last_role(clause: str) -> str | None:
    """What a clause says at last of those who are counted, where that is more than that they took part."""
    role, at = None, 0
    while (verb := find_role(clause, at)) is not None:
        role, at = verb.role, verb.end
    return role if role in ("analyzed", "randomized") else None


def _of_places(before: str) -> bool:
    """ "from rural communities (12 in the north and 4 in the south)" """
    opening = open_bracket(before)
    return opening >= 0 and PLACES.search(before[max(0, opening - 20) : opening]) is not None


# "34 schools: 18 urban", "two conditions: one in which", "eight schools in one arm, nine in the other"
_THINGS = re.compile(
    rf"\b(?P<count>{NUMBER_WORDS}) (?:(?!of |in )[a-z][\w-]{{0,30}},? ){{0,4}}?(?P<noun>[a-z]{{3,30}}(?<!s)s)\b"
    r"(?P<gap>[^.;]{0,120})$",
    re.I,
)
_NO_THINGS = re.compile(rf"{GROUP}|weeks|days|months|years|hours|minutes|times|doses|.*(?:us|is|ss)", re.I)


def _of_things(count: Count) -> bool:
    """Whether a small number is a part of so many places or things told before it, with no people counted between."""
    for match in _things(count.before):
        if _NO_THINGS.fullmatch(match["noun"]) or match["noun"].lower() in HEADS:
            continue
        other = count.previous
        at = count.start - len(count.before) + match.start()
        while other is not None and other.start >= at and other.phrase is None and other.form != "n":
            other = other.previous
        if other is None or other.start < at:
            size = _size(match["count"])
            fits = size == count.whole if count.whole else size >= count.n
            return fits and (":" in match["gap"] or "," in match["gap"])
    return False


def _things(before: str) -> Iterator[re.Match[str]]:
    """Whatever is counted in the words before a count, in order: each match reaches up to the count."""
    at = 0
    while (match := _THINGS.search(before, at)) is not None:
        yield match
        at = match.end("count")


# "(23 in the zidolol arm and 47 in the placebo arm; HR = 0.48": events, of which the ratio is
_RATIO_NEXT = re.compile(r"[^();]{0,90}; ?(?:HR|RR|OR|IRR|hazard|odds|relative|rate ratio)\b")


def _of_ratio(count: Count) -> bool:
    return in_bracket(count.before) and _RATIO_NEXT.match(count.after) is not None


def _size(words: str) -> int:
    return int(words.replace(",", "")) if words[0].isdigit() else _SIZES.get(words.lower(), 0)


_SIZES = {word: size for size, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}


def _told_before_bracket(count: Count) -> bool:
    """Whether a count stands in the bracket after another that is a sample size itself."""
    return in_bracket(count.before) and count.previous is not None and count.previous.reading is not None


# "50 completed the first period and 45 |the whole study|", "60 completed 3 months and 52 |6 months|"
_THE_WHOLE = re.compile(
    r" (?:all|both|the|\d{1,2})(?: (?:whole|entire|full|first|second|third|last|final|extension|long-term|open-label"
    r"|blinded|double-blind|two|three|four|study|treatment|\d{1,2}-[a-z]+)){0,3}"
    r" (?:study|trial|periods?|phases?|extension|protocol|courses?|treatments?|cycles|follow-?up|weeks|months"
    r"|years|visits)\b"
)


def _told_of_unread(count: Count) -> bool:
    """Whether a count stands in the bracket after people who are no sample size: "6 men (3 in each group) died"."""
    whole, opening = count.previous, open_bracket(count.before)
    if whole is None or whole.phrase is None or whole.reading is not None or opening < 0:
        return False
    return 0 <= count.start - len(count.before) + opening - whole.end < 2


def _tells_arm(count: Count, strong: re.Match[str] | None, verb: re.Match[str], named: bool) -> bool:
    """Whether a bare number goes on from, or is gone on by, the size of another arm."""
    previous = count.previous
    if strong is not None and (
        strong.lastgroup != "randomized" or " to " not in count.after[:50] or _OF_BOTH.match(_own_clause(count))
    ):
        return False
    if named and verb["verb"] in ("received", "underwent", "given") and others_next(count):
        return True
    if not (has_sibling(count) or (strong is not None and previous is not None)):
        return False
    beside_arm = previous is not None and previous.reading is not None and previous.reading.role == "arm"
    return named or beside_arm or verb["verb"] in ("received", "receiving", "to receive", "given", "underwent")


def _read_part(count: Count, told: Told) -> Reading | None:
    """A part of a sum: "(134 zidolol, 135 placebo)", "45 applied zidolol and 44 vehicle", "3, 6 and 9 at levels"."""
    before = count.before
    if "umber of " in before and (told_of := _NUMBER_OF.search(before)) and _CLOSED.match(count.after):
        verb = find_role(f" {told_of['what']}")
        return Reading(verb.role if verb is not None else "enrolled", None, "number-of", 0.8)
    if _TOTAL_OF.search(before[-12:]) and _CLOSED.match(count.after) and _people_before(count) and not late(count):
        return Reading("enrolled", None, "total-of", 0.7)
    if before.endswith("ample size of ") and _CLOSED.match(count.after) and told.protocol():
        return Reading("enrolled", None, "planned-size", 0.8)
    if not count.whole or OUTCOME.match(count.after) or of_no_people(count):
        return None
    listed = LISTED.match(count.after)
    if (part := _WITH.match(count.after)) is not None and _apposed(count):
        return Reading("subgroup", group_name(part["group"]), "apposed", 0.85)
    opening = open_bracket(count.before)
    if count.form == "loose" and listed is not None and opening >= 0 and NUMBER_FIRST.match(_inside(count, opening)):
        start = count.end
        count.end += listed.end()
        directly = count.before[:opening].rstrip().rpartition(" ")[2].lower() in HEADS
        around = count.before[opening:] + listed["name"] + count.after.partition(")")[0]
        arms = _GROUP_WORD.search(around) is not None or _is_given(listed["name"], count, told)
        arms = arms or _names_arm(count, start)
        before_it = count.previous
        first = before_it.reading if before_it is not None and before_it.whole == count.whole else None
        role = "subgroup" if directly and not arms else "arm"
        if first is not None and (first.rule == "list" or first.role == "arm"):
            role = first.role
        return Reading(role, listed["name"], "list", 0.9)
    previous = count.previous
    beside = previous.reading if previous is not None and previous.whole == count.whole else None
    if beside is not None and beside.role == "excluded":
        more = count.next is not None and count.next.whole == count.whole
        return Reading("excluded" if more else "analyzed", None, "rest", 0.7)
    if opening < 0 and count.is_total and random_next(_own_clause(count)):
        return Reading("randomized", None, "parted", 0.85)
    if opening < 0 and late(count) and beside is None and not told.assigning(count):
        return None
    if count.form == "loose" and count.n < _FEW_THINGS and _PLURAL.match(count.after):
        return None  # "will have two interventions"
    if count.next is not None and count.after[: max(0, count.next.start - count.end)].endswith(", leaving "):
        return Reading("excluded", None, "rest", 0.7)  # "in three the ulcer had healed, leaving 97"
    return Reading("arm", arm_name(count), "sum", 0.7)


def _apposed(count: Count) -> bool:
    """Whether a count is the first part of the total just before it: "40 adults, 22 with gout and 18 without"."""
    total = count.previous
    apposed = total is not None and total.phrase is not None and total.n == count.whole
    return apposed and count.before.endswith((", ", ": "))


_FEW_THINGS = 10
_PLURAL = re.compile(r" [a-z]+[^\Wus]s\b")


# "The number of |vaccinated| men was 400"
_NUMBER_OF = re.compile(
    rf"\b[Nn]umber of (?P<what>(?:vaccinated|treated|enrol\w+|includ\w+|recruit\w+|randomi\w+|screened|analy\w+"
    rf"|evalua\w+|participating|eligible|study) )(?:{'|'.join(sorted(HEADS))}) (?:was|were) $"
)
# "Participants are nurses, a total of 400 at baseline"
_TOTAL_OF = re.compile(r"\btotal of $")


def _people_before(count: Count) -> bool:
    return any(word.lower() in HEADS for word in re.findall(r"[A-Za-z]+", count.before[-60:]))


def _inside(count: Count, opening: int) -> str:
    """The words of the bracket that a count stands in, up to its own end."""
    return (count.before[opening + 1 :] + str(count.n)).lstrip()


_GROUP_WORD = re.compile(rf"\b(?:{GROUP}|placebo|controls?|intervention|treatment|treated)\b", re.I)
_GIVES = re.compile(
    r"(?:\b(?:receiv\w+|given|versus|vs\.?|(?:randomi[sz]ed|assigned|allocated) to|compar\w+ (?:with|to)|than|either)"
    r"(?: oral| intravenous| the)?|[ed] (?:with|to)) $",
    re.I,
)


# "the intervention (I) arm", "a control group (CG)", "exercise therapy (ET)"
_BESIDE_GROUP = re.compile(
    rf"\b(?:{GROUP}|care|control|treatment|therapy|training|intervention|placebo) ?\(|\) {GROUP}\b", re.I
)
# How far before a list its names are looked for, in characters.
_NEAR = 3000


def _is_given(name: str, count: Count, told: Told) -> bool:
    """Whether a name in a list of counts is what the text before says to be given or compared."""
    short = told.text.find(f"({name})", max(0, count.start - _NEAR), count.start)
    if short > 0 and _BESIDE_GROUP.search(told.text, max(0, short - 13), short + len(name) + 9) is not None:
        return True
    at = told.text.find(name, max(0, count.start - _NEAR), count.start)
    for _ in range(6):
        if at < 0:
            return False
        if _GIVES.search(told.text, max(0, at - 40), at):
            return True
        at = told.text.find(name, at + 1, count.start)
    return False


_ELLIPSIS = re.compile(r" (?P<name>(?:[a-z][\w-]+ |[A-Z]{2,6} ){1,3})(?:and|or|,) $")
# "410 |(Study 1) and| 490 (Study 2) patients"
_OF_STUDY = re.compile(r" \((?:[Ss]tudy|[Tt]rial|[Pp]art) [\w.-]{1,12}\),? and ")


def read_loose(count: Count, told: Told) -> Reading | None:
    """Any other number: a part of a sum, or "23 younger and 23 older adults", whose noun stands with the second."""
    following = count.next
    if following is not None and _OF_STUDY.fullmatch(count.after[: following.start - count.end]):
        return Reading("enrolled", None, "of-study", 0.8)
    if following is not None and following.phrase is not None and following.phrase.modifiers and not late(count):
        match = _ELLIPSIS.fullmatch(count.after[: following.start - count.end])
        if match is not None and not any(word.endswith("s") for word in match["name"].split()):
            name, start = match["name"].strip(), count.end
            count.end += len(match["name"])
            arms = _GROUP_WORD.search(" ".join((name, *following.phrase.modifiers))) is not None
            arms = arms or (count.n < told.total and _names_arm(count, start))  # no kinds of people: they are told
            return Reading("arm" if arms else "subgroup", name, "ellipsis", 0.7)
    return read_bare(count, told)


def _names_arm(count: Count, start: int) -> bool:
    """Whether the words from ``start`` to the end of a count name an arm of the trial."""
    return next(iter(count.document.arms.within(start, count.end)), None) is not None


_GROUP_LAST = re.compile(rf"\b(?:{GROUP}(?: ?(?:[A-H]|\d|I{{1,3}}|IV))?)$", re.I)


# "boys with asthma (18) and controls (25) |were compared|"
_COMPARED = re.compile(r"\bwere (?:compared|examined|investigated|tested|followed)\b")


def read_paren(count: Count, told: Told) -> Reading | None:
    """ "assigned to amoxicillin (1038) and placebo (1023)" """
    others = [o for o in (count.next, count.previous) if o is not None and _in_paren(o)]
    lead = count.before[:-1].rstrip()
    if not others or count.n < 4:
        return None
    other = others[0]
    beside = any(o.reading is not None and o.reading.role == "arm" for o in others)
    compared = other.form == "paren" and not late(count) and _COMPARED.search(count.after) is not None
    if not (beside or compared or told.assigning(count) or _GROUP_LAST.search(lead[-12:])):
        return None
    group = None if lead.endswith((";", ",", ":", ".", " or", " and")) else group_before(lead)
    if group is None or (group[0].isdigit() and not (beside and _DOSE.fullmatch(group))):
        return None
    return Reading("arm", group, "paren", 0.7)


# "zidolol 100 mg (30 patients), |200 mg| (31)"
_DOSE = re.compile(rf"{DOSE}(?:/[a-z]+)?")


def _in_paren(count: Count) -> bool:
    """Whether a count stands in a bracket by itself: "(38)", "(n = 38)", "(38 children)"."""
    alone = count.form == "noun" and count.before.endswith("(") and count.after.startswith(")")
    return count.form in ("paren", "n") or alone


def read_named(count: Count, told: Told) -> Reading | None:
    """ "(intervention = 45, control = 44)", where they add up to those told before"""
    beside = any(other is not None and other.form == "named" for other in (count.previous, count.next))
    if not (count.whole and beside) or of_no_people(count):
        return None
    arm = _GROUP_WORD.fullmatch(count.letter) or not any(map(str.isdigit, count.letter))
    return Reading("arm" if arm else "subgroup", count.letter, "named-size", 0.9)


def read_sex(count: Count, told: Told) -> Reading | None:
    """ "15 patients (4M/11F)", where the 15 are a sample size themselves"""
    beside = [other for other in (count.previous, count.next) if other is not None and other.form == "sex"]
    if not beside or beside[0].letter == count.letter:
        return None
    if max(count.n, beside[0].n) < 4:
        return None  # "a male:female ratio of 2:1"
    opening = count.start - len(count.before) + open_bracket(count.before)
    for other in (count.previous, count.previous and count.previous.previous):
        if other is not None and opening - 3 < other.end <= opening and other.reading is None:
            return None
    return Reading("subgroup", count.letter, "sex-letter", 0.9)
