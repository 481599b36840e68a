"""Kinds of people told side by side: "32 infected and 40 healthy children", "20 patients and 20 controls"."""

from __future__ import annotations

import re

from trialfacts.cleaning.words import word_set
from trialfacts.counts.count_groups import ARM_VERB, arm_of_verb, group_around, group_name, has_sibling
from trialfacts.counts.count_roles import SEEN_LATER
from trialfacts.counts.head_counts import Count, Reading
from trialfacts.counts.participants import SEXES, NounPhrase

_CHARACTERISTIC = re.compile(
    r" (?:patients |subjects |participants |of whom |of these |women |men )?(?:with|without|associated with|who"
    r"|whose"
    r"|receiving|treated|given|having|on) (?P<group>.{3,140})"
)


def subgroup(count: Count, score: float) -> Reading | None:
    """Part of the population by a characteristic: "33 patients with diabetes"."""
    match = _CHARACTERISTIC.match(count.after)
    return Reading("subgroup", group_name(match["group"]), "characteristic", score) if match is not None else None


# "|In| 78 children |known to be infected|, it was 60%", "|Among| 90 couples |in which the wife smoked|, ..."
_AMONG_FIRST = re.compile(r"(?:[A-Z][A-Za-z]+: )?(?:In|Among|For|Of) (?:the |these |those )?")
_OF_KIND = re.compile(
    r" (?:(?:known|found|shown|thought|considered|judged|reported|confirmed)"
    r" (?:to (?:be |have (?:had )?)|at )"
    r"|(?P<clause>in (?:which|whom)|where) (?:the )?|(?=(?:infected|affected|diagnosed|colonized|aged|older|younger"
    r"|living|born|at high|presenting|suffering|requiring)\b))"
    r"(?P<group>[^.;,()]{3,90}?)(?: \([^()]{1,40}\))?, (?=[a-z])"
)
_WITH_DATA = re.compile(r" with (?:available |complete |evaluable )?(?:[\w-]+ ){0,2}data\b")


def among(count: Count) -> Reading | None:
    """Those of whom alone a sentence tells: "In 78 children known to be infected, it was 60%"."""
    if _AMONG_FIRST.fullmatch(count.before) is None:
        return None
    who = 4 if count.after.startswith(" who ") else 0
    if SEEN_LATER.match(count.after, who) or _WITH_DATA.match(count.after):
        return Reading("analyzed", None, "among-seen", 0.8)
    kind = _OF_KIND.match(count.after)
    if kind is None:
        return None
    name = kind["group"] if kind["clause"] else group_name(kind["group"])
    return Reading("subgroup", name, "among", 0.8)


# "an effect in the 85 men |receiving| zidolol"
_ON = re.compile(r" (?:receiving|treated with|given|taking|on) (?=[A-Za-z])")


def those_given(count: Count) -> Reading | None:
    """All who had what an arm is named for: "an effect in the 85 men receiving zidolol"."""
    given = _ON.match(count.after) if count.before.endswith((" the ", "The ")) else None
    if given is None:
        return None
    at = count.end + given.end()
    arm = next(iter(count.document.arms.within(at, at + 1)), None)
    return Reading("arm", arm.name, "those-given", 0.8) if arm is not None else None


# "The zidolol group consisted of 4 patients with gout and 10 with psoriasis"
_GROUP_HAS = re.compile(
    r"\b(?:group|arm|cohort)(?: [A-Z\d])? (?:consisted of|comprised(?: of)?|included|contained|had) $"
)


def part_of_group(count: Count) -> str | None:
    """What those who are counted have, where a group is told as such parts; else None."""
    first, before = count, count.previous
    if before is not None and before.reading is not None and before.reading.rule == "split-group":
        first = before
    if _GROUP_HAS.search(first.before[-34:]) is None or not has_sibling(count):
        return None
    has = ARM_VERB.match(count.after)
    return arm_of_verb(has) if has is not None and has["verb"] in ("with", "without", "from") else None


# Two kinds of people side by side: "8 older rowers (70 years) and 9 younger rowers"
_SIDE_BY_SIDE = re.compile(
    r"(?: \([^()]{1,60}\))?(?: (?:with|without|from|born) [^.;()]{2,60}?(?: \([^()]{1,60}\))?)?"
    r"(?:[,;]? and|[,;]|,? as well as)(?: for| in| on| from)? "
)
_HEALTHY = word_set("healthy normal unaffected asymptomatic")
_OF_AGE = word_set("adults children adolescents infants elders seniors youths teenagers newborns")


def population(count: Count) -> str | None:
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
    part = subgroup(count, 1.0) if phrase is not None else None
    if phrase is None or (part is not None and _GROUP_SAID.search(part.group or "")):
        return None
    if part is not None:
        return part.group
    return " ".join((*phrase.modifiers, phrase.head) if named else phrase.modifiers) or None


_GROUP_SAID = re.compile(r"\b(?:group|arm|cohort|placebo|controls?|treat\w+|therapy)\b")


_LINK = re.compile(r"(?:\b(?:and|with|to|or|versus|vs\.?)|,) $")


def beside_controls(count: Count) -> bool:
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


COMPARED = re.compile(
    r"compared (?:with|to|against) (?:(?:use|intake|levels?|that|those|data) (?:in|of|from|for) )?"
    r"(?:a further |another |the )?$"
)


# "we |compared| 20 obese women (aged 41 years) |with| 18 lean women"
_BOTH_COMPARED = re.compile(r"\b[Cc]ompared $")
_WITH = re.compile(r"^(?:[^.;]|\.\d){0,140}?\b(?:with|to|and) (?:another )?$")
# "278 women with cancer |(cases)| were compared with": a label, no number
_LABELLED = re.compile(r"[^.;()]{0,60} ?\((?P<group>[A-Za-z][A-Za-z ]{2,30})\)")


# "23 men |with gout and treated with| zidolol |were| compared to", "23 men |affected by gout and given only| a diet"
_AND_GIVEN = re.compile(
    r" (?!who\b)[^.;()]{3,70}? (?:and|who (?:were|had been)) (?:[a-z]+ly )?(?:treated|managed|given|receiving|taking)"
    r"(?: (?:only|solely|just))?(?: (?:with|by|on))?(?: only)? "
    r"(?P<group>[^.;()]{3,80}?)(?=,? (?:were|was|had been|and|for|or)\b|[.;,()]|$)"
)


def compared(count: Count, phrase: NounPhrase) -> Reading | None:
    """ "60 women who had surgery were compared with 60 women in whom drugs were used": the groups of a comparison"""
    for left, right in ((count, count.next), (count.previous, count)):
        if left is None or right is None or left.phrase is None or right.phrase is None:
            continue
        gap = left.after[: max(0, right.start - left.end)]
        against = COMPARED.search(gap) or _BOTH_COMPARED.search(left.before[-14:]) and _WITH.search(gap)
        if right.phrase.head in (left.phrase.head, "controls") and against:
            if phrase.head == "controls":
                return Reading("arm", "controls", "compared", 0.92)
            if (label := _LABELLED.match(count.after if count is right else gap)) is not None:
                return Reading("arm", label["group"], "compared", 0.92)
            own = left.after[: max(0, right.start - left.end)] if count is left else count.after
            if (given := _AND_GIVEN.match(own)) is not None:
                return Reading("arm", group_name(given["group"]), "compared", 0.85)
            part = subgroup(count, 0.8)
            name = part.group if part is not None and not (part.group or "")[:1].isdigit() else None
            told = all(side.phrase is not None and side.phrase.modifiers for side in (left, right))
            if name is None and told and not phrase.modifiers[-1].endswith("treated"):
                name = " ".join((*phrase.modifiers, phrase.head))
            return Reading("arm", f"without {name}" if name and own.startswith(" without ") else name, "compared", 0.8)
    return None
