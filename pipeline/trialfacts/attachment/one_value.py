"""The arm of one value: named beside it, before it, or carried over from the value before."""

from __future__ import annotations

import re

from trialfacts.arms.mentions import ArmMention
from trialfacts.arms.names import clean_name, may_be_arm, name_at, recurs
from trialfacts.arms.people import DESCRIBED, GIVEN, GIVEN_INSIDE, LED, LED_STEMS, OWN_KIND, X_TREATED, kind_of_people
from trialfacts.arms.phrases import (
    AMONG,
    BEFORE_BRACKET,
    BOTH,
    GROUP_LABEL,
    HEAD_NOUN,
    NAME_BEFORE_BRACKET,
    OWN_AFTER,
    UNDER,
    contrasted_name,
    parallel_name,
)
from trialfacts.attachment.labels import LETTER, counted_kind, counted_sex, label_behind, label_in_list, labels
from trialfacts.attachment.sentence_values import CLAUSE_END, VERSUS, SentenceValues, distinct

# From a value to what is told of another arm.
_ELSEWHERE = re.compile(
    r"(?<![a-z])(?:vs|versus|than|compared|whereas|while|but not)(?![a-z])|;[ ](?:and |but )?(?:in|with|for)[ ]"
)
_BETWEEN = re.compile(r"(?:difference|differences|differed?|effect|change|ratio)[^.;]{0,60} between[ ](?:the[ ])?$")
# "favored X over Y (|-2|": a difference, of no arm
_FAVORED = re.compile(r"favou?r(?:ed|s|ing)?[ ][^.;,()]{2,40}[ ](?:over|versus|vs\.?)[ ][^.;,()]{2,60}[(\[]$")
# A name with a capital and a digit, as a code of a drug or a regimen has: "Time-2.25 g"
_CODE = re.compile(r"^(?=.*[A-Z])[A-Za-z]{1,8}-\d")
# "in |A| compared to |22%", what follows is of another arm
_AGAINST = re.compile(
    r"(?:[ ](?:groups?|arms?|patients|subjects|participants))?,?[ ](?:as )?(?:compared (?:with|to)|versus|vs\.?"
    r"|than)[ ](?:only )?"
)
# "|X|-treated patients had"
_TREATED = re.compile(
    r"(?<![\w/+-])(?P<name>[A-Za-z][\w/+-]{1,24}?)[ -]treated[ ](?:patients|participants|subjects|women|children"
    r"|men|rats|mice|animals|group|eyes|individuals)"
)
# What ends what was said of an arm: "in arm A; |5", "in arm A. |Five"
_SENTENCE_END = r"(?<!vs)\.\s+(?=[A-Z])"
_OVER = re.compile(rf";|{_SENTENCE_END}")
_DIGIT = re.compile(r"[0-9]")
_STOPPED = re.compile(_SENTENCE_END)
_ONLY_AND = re.compile(r"(?:[ ](?:group|arm))?,?[ ]and[ ](?:to[ ]|by[ ])?")
_PREPOSITION_BEFORE = re.compile(r"\b(?:in|of|for|receiving|with|on|respon(?:ses?|ded?) to) (?:the |each )?$")
_CARRIES = ("before", "together", "carried", "label")  # how an arm was told that the next value may share


def arm_of_one(values: SentenceValues, at: int) -> tuple[str | None, str]:
    """The arm of value ``at`` (None if none is told), and how it was told: "after", "before", "label", "carried"."""
    text, (begin, end) = values.text, values.spans[at]
    inside = values.arms.within(begin, end)
    if inside:
        return inside[0].name, "after"
    letter = LETTER.match(text, end)
    if letter and (arm := letter.group(1).lower()) in values.arms.keys:
        return values.arms.usual(values.arms.keys.index(arm)), "after"
    if own := OWN_KIND.search(text, begin, end):
        return own.group("name"), "after"
    if (within := GIVEN_INSIDE.search(text, begin, end)) and (given := name_at(text, within.end(), end)[0]):
        return given, "after"
    before = values.before[at]
    if (
        before
        and text[begin - 1] in "(["
        and text.find("favo", max(0, begin - 120), begin) >= 0
        and _FAVORED.search(text, max(values.start, begin - 120), begin)
    ):
        return None, "between"
    grouped = text.find("group", begin - 16, begin) >= 0 or text.find("arm", begin - 16, begin) >= 0
    if grouped and (label := GROUP_LABEL.search(text, max(values.start, begin - 60), begin)):
        return label.group("name"), "label"
    if name := label_behind(values, at):
        return name, "after"
    if before and labels(values, before[-1], begin) and not _named_inside(values, at):
        return (before[-2] if _is_of_first(values, before) else before[-1]).name, "label"
    if values.after[at]:
        return values.after[at][-1 if text[begin - 1] == "/" else 0].name, "after"
    floor = values.spans[at - 1][1] if at else values.start
    limit = values.spans[at + 1][0] if at + 1 < len(values.spans) else values.end
    carried = at > 0 and values.by[at - 1] in _CARRIES
    if name := name_beside(values, at, limit, bool(before), carried):
        return name, "after"
    if name := counted_sex(values, at) or counted_kind(values, at):
        return name, "label"
    if led := _led(text, floor, begin):
        return led, "before"
    if name := label_in_list(values, at):
        return name, "label"
    if before and at and _AGAINST.fullmatch(text, before[-1].end, begin) and before[-1].start > floor:
        name = contrasted_name(text, floor, begin, end, limit)
        return name or (values.arms.other(before[-1].arm) if values.out[at - 1] == before[-1].name else None), "after"
    if before:
        return _pick(values, before, begin, at)
    treated = [match.group("name") for match in _TREATED.finditer(text, max(floor, begin - 150), begin)]
    if treated:
        return treated[-1], "before"
    return _carried(values, at, floor, begin)


def _led(text: str, floor: int, begin: int) -> str | None:
    """What the people that a clause speaks of were given, or have: "In women given |X|, it was 5"."""
    window = text[floor:begin]
    if not any(stem in window for stem in LED_STEMS):
        return None
    for led in reversed(list(LED.finditer(text, max(0, floor - 2), begin))):
        comma = text[led.end() - 2] == ","
        if led.group("of" if comma else "given") and (name := clean_name(led.group("name"))):
            return name
    return None


def name_beside(values: SentenceValues, at: int, limit: int, named: bool, carried: bool) -> str | None:
    """A name right beside the value that is no known arm.

    ``named``: a known arm stands before the value; ``carried``: one would be carried over from the value before.
    """
    text, (begin, end) = values.text, values.spans[at]
    parallel = parallel_name(text, values.spans, at, values.start, limit)
    known = HEAD_NOUN.search(f" {parallel}") or _CODE.search(parallel or "") and recurs(text, parallel or "-")
    if parallel and (known or not (named or carried)):
        return parallel
    if own := OWN_AFTER.match(text, end):
        return own.group("name")
    if name := kind_of_people(text, values.spans, at):
        return name
    if not named and (name := _before_brackets(values, at)):
        return name
    given = GIVEN.match(text, end, min(len(text), end + 120))
    if given and (name := name_at(text, given.end(), limit)[0]):
        return name
    without = _WITHOUT.match(text, end) if text.find(" without ", end, end + 80) >= 0 else None
    if (
        without
        and without.end() < limit
        and (name := name_at(text, without.end(), limit)[0])
        and may_be_arm(text, name)
    ):
        return f"without {name}"
    worked = named and text.endswith((" in ", " only ", " for "), 0, begin) and _WORKED.search(text, begin - 50, begin)
    for pattern in (X_TREATED, BOTH) if worked else (X_TREATED, BOTH, DESCRIBED):
        if described := pattern.match(text, end, min(len(text), end + 140)):
            return described.group("name")
    if at and not named and (name := contrasted_name(text, values.spans[at - 1][1], begin, end, limit)):
        return name
    floor = values.spans[at - 1][1] if at else values.start
    bracket = BEFORE_BRACKET.search(text, max(floor, begin - 70), begin)
    if bracket and not named and at and (name := clean_name(bracket.group("name"))):
        beside, floor = values.out[at - 1], values.spans[at - 1][0]
        if _IS_CLAUSE.search(name):
            return None
        alike = beside is not None and text[max(0, floor - 60) : floor].rstrip(" ([").endswith(beside)
        if alike or not bracket.group().startswith(("and", "or")):
            return name
    return None


# "X |was effective in| 12 of 16 patients with asthma": of X
_WORKED = re.compile(
    r" (?:was|were|proved) (?:[a-z]+ly )?(?:effective|successful|active|beneficial|useful|helpful|tolerated|given)"
    r"(?: (?:in|for))?(?: only)? $"
)
_IS_CLAUSE = re.compile(r" (?:was|were|is|are|had) ")  # "whereas |fever was commoner| (12%": names no arm
# "4 (SD 1) |without| X"
_WITHOUT = re.compile(r"(?:[ ]?%)?(?:[ ][a-z/]{1,7})?(?:[ ]?[(\[][^()\[\]]{0,45}[)\]])?[ ]without[ ](?:the[ ])?")


def _before_brackets(values: SentenceValues, at: int) -> str | None:
    """The first of two names with their values in brackets: "lower in |X| (5) than in Y (7)"."""
    text, begin = values.text, values.spans[at][0]
    if text[begin - 1] not in "([" or at + 1 >= len(values.spans) or values.spans[at + 1][0] - begin > 150:
        return None
    following = values.spans[at + 1][0]
    here = NAME_BEFORE_BRACKET.search(text, max(values.start, begin - 70), begin)
    there = BEFORE_BRACKET.search(text, max(values.spans[at][1], following - 70), following)
    if here is None or there is None or there.group().startswith(("and", "or")):
        return None
    return clean_name(here.group("name")) or None


def _is_of_first(values: SentenceValues, before: list[ArmMention]) -> bool:
    """Whether a bracket after two arms is of the first: "lower after A than after B (|12%|, P = 0.01)"."""
    return (
        len(before) > 1
        and before[-1].arm != before[-2].arm
        and values.is_second(before[-1])
        and not values.is_second(before[-2])
        and not _DIGIT.search(values.text, before[-2].end, before[-1].start)
    )


def _named_inside(values: SentenceValues, at: int) -> bool:
    """Whether a bracket that opens before a value names its arm behind it: "receiving A (|5 in B| vs. 7 in C)"."""
    begin, end = values.spans[at]
    if values.text[begin - 1] not in "([" or not values.after[at]:
        return False
    return ")" not in values.text[end : values.after[at][0].start].replace("%)", "")


_NEXT_CLAUSE = re.compile(
    r", (?:and|but|while|whereas) [^,;()]{2,60} (?:was|were|fell|rose|dropped|increased|decreased|declined|improved) "
)


def _past_aside(text: str, mentions: list[ArmMention], begin: int) -> ArmMention:
    """The last arm that is told before a value, but for those of a bracket that says what an arm is made of."""
    last = mentions[-1]
    for one in mentions[:-1]:
        aside = _ASIDE.match(text, one.end, begin) if one.arm != last.arm else None
        if aside is not None and aside.start("said") <= last.start and last.end <= aside.end("said"):
            return one
    return last


# "the active group |(the supervised group combined with the home group)| improved by |5"
_ASIDE = re.compile(r"[ a-z\"]{0,14} \((?P<said>[^()\d=]*[a-z] [^()\d=]*)\) (?=[a-z])")


def _pick(values: SentenceValues, before: list[ArmMention], begin: int, at: int) -> tuple[str | None, str]:
    """The arm of a value among those named before it: the last that is no mere comparator."""
    text = values.text
    firsts = [m for m in before if not values.is_second(m)]
    if len(before) > 1 and _BETWEEN.search(text, max(values.start, before[-2].start - 90), before[-2].start):
        return None, "between"
    chosen = _past_aside(text, firsts or before, begin)
    opened = text.rfind("(", chosen.end, begin)
    if _OVER.search(text, chosen.end, opened if opened > text.rfind(")", chosen.end, begin) else begin + 1):
        return None, ""  # "in A it was 5 (range 2-9; |7%| ...": a bracket goes on with what it is in
    if not firsts and at == 0 and chosen.start - values.start < 60:
        return None, ""  # "Compared with B, it fell by 5"
    if not firsts and _NEXT_CLAUSE.search(text, chosen.end, begin):
        return None, ""  # "A was higher than in B, and weight fell by 5"
    return chosen.name, "before"


def _carried(values: SentenceValues, at: int, floor: int, begin: int) -> tuple[str | None, str]:
    """The arm of a value that names none: that of the value before, unless a new clause begins."""
    if not at:
        if name := _ahead(values, at):
            return name, "after"
        among = AMONG.match(values.text, values.start)
        if among is None and (under := UNDER.match(values.text, values.start)) and under.end() <= begin:
            name = clean_name(under.group("name"))
            return (name, "before") if name and may_be_arm(values.text, name) else (None, "")
        return (clean_name(among.group("name")) or None, "before") if among and among.end() <= begin else (None, "")
    gap, by, after = values.text[floor:begin], values.by[at - 1], values.after[at - 1]
    if _STOPPED.search(values.text, floor, begin + 1):
        return None, ""
    if by == "after":
        # "5 in the A group and 7 at week 8"
        alone = bool(after) and _ONLY_AND.fullmatch(values.text, after[0].end, begin) is not None
        goes_on = alone and values.differ(at, at - 1) or _same_people(values, at, begin)
    else:
        goes_on = by in _CARRIES and not VERSUS.search(gap) and not (by == "label" and CLAUSE_END.search(gap))
    return (values.out[at - 1], "carried") if goes_on and values.out[at - 1] else (None, "")


# "fell by 5% with A|, from| 20 to 19", "by 5% in A |(baseline| 20)"
_FROM = re.compile(
    r"(?:[ ](?:groups?|arms?|patients))?,?[ ][(]?(?:from|(?:at[ ])?baseline(?:[ ]values?)?[,:]?)[ ](?:a[ ])?"
    r"(?:mean[ ]|median[ ])?(?:of[ ])?"
)
_OF_THEM = re.compile(r"(?:.{0,12}, )?of (?:which|whom|them|these)(?: |$)")
# "40% of those on A |completed| the course, with 22% ..."
_DID = re.compile(
    r"(?:[ ](?:groups?|arms?|patients|participants))?[ ](?:had|were|was|did|[a-z]{3,12}ed)[ ][^;]{0,200}?,[ ]"
    r"(?:with[ ]|and[ ])?"
)


def _same_people(values: SentenceValues, at: int, begin: int) -> bool:
    """Whether a value goes on to tell of the arm that is named behind the value before it."""
    text, end = values.text, values.spans[at - 1][1]
    if _OF_THEM.match(text, begin) or _OF_THEM.fullmatch(text, max(end, begin - 12), begin):
        return True
    name = values.out[at - 1] or "-"
    place = text.find(name, end, begin)
    if place < 0:
        return False
    gap = text[place + len(name) : begin]
    return _FROM.fullmatch(gap) is not None or _DID.fullmatch(gap) is not None and not VERSUS.search(gap)


def _ahead(values: SentenceValues, at: int) -> str | None:
    """The one arm that is named later in the clause: "5 (P = 0.01) higher scores in the A group"."""
    limit = values.spans[at + 1][0] if at + 1 < len(values.spans) else values.end
    end = values.spans[at][1]
    mentions = values.tail if at + 1 == len(values.spans) else values.before[at + 1]
    mentions = [m for m in mentions if m.start < min(limit, end + 130)]
    if mentions and limit < values.end and labels(values, mentions[-1], limit):
        return None
    if len(distinct(mentions)) != 1 or _ELSEWHERE.search(values.text, end, mentions[0].start):
        return None
    if _PREPOSITION_BEFORE.search(values.text, max(end, mentions[0].start - 14), mentions[0].start):
        return mentions[0].name
    return None
