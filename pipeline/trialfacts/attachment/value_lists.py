"""The arms of a list of values: "5 and 7 in A and B", "lower in A than in B (5 vs. 7)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialfacts.arms.comparisons import compared_pair, subject_before
from trialfacts.arms.doses import doses_before, listed_doses
from trialfacts.arms.mentions import ArmMention, Arms
from trialfacts.arms.names import name_at
from trialfacts.arms.people import DESCRIBED
from trialfacts.arms.phrases import (
    BRACKET_NAME,
    can_be_arm,
    compared_names,
    contrasted_name,
    listed_names,
    names_in_order,
    names_of_two,
)
from trialfacts.attachment.labels import LETTER, labels
from trialfacts.attachment.one_value import arm_of_one, name_beside
from trialfacts.attachment.over_time import first_number, is_over_time
from trialfacts.attachment.sentence_values import CLAUSE_END, REACH, VERSUS, SentenceValues, distinct

_COMPARATIVE = re.compile(
    r"(?<![a-z])(?:longer|shorter|higher|lower|greater|smaller|better|worse|fewer|less|more|larger|faster|slower|time"
    r"|scores?|levels?|survival|OS|PFS|(?!early)[a-z]+ly|pain|stay|duration|differences?|reduced|increased|decreased|improved)(?![a-z])"
)
_RESPECTIVELY = re.compile(r"[^.;]{0,60}?respectively")
# "5 and 7 (P = 0.4)": what is tested is two arms.
_TESTED = re.compile(r"[ ]?(?:[(\[]|;|,)[ ]?[pP][ -]?(?:values?)?[ ]?[=<>]")
# "at days 2 and 5 respectively"
_TIMES = re.compile(
    r"[^.;]{0,40}?[ ](?:at|on|after|in|by|for)[ ](?:the[ ])?"
    r"(?:[Dd]ays?|[Ww]eeks?|[Mm]onths?|[Hh]ours?|[Yy]ears?)?[ ]?\d{1,3}"
    r"(?:[ a-z]{0,9}(?:,|[ ]and|,[ ]and)[ ]\d{1,3}){1,4}[ ]?[a-z]{0,8},?[ ]respectively"
)
# Between the values of one list: "12% vs. 20%", "5 (3%) and 7 (4%)", "1%, 2% and 3%", a P value or an interval between.
_LIST_GAP = re.compile(
    r"(?:[,;][ ][^()\[\]]{5,45}[)\]])?"
    r"(?:[ ]?[A-Za-z\u00b5]{0,5}[23]?(?:/[A-Za-z0-9]{1,5}){1,3})?"
    r"[ ]?(?:[)\]](?:%|[ ](?!and|or|vs|to)[A-Za-z\u00b5]{1,5}[23]?(?:/[A-Za-z0-9]{1,5}){0,3})?)?"
    r"(?:[ ]?[(\[][^()\[\]]{0,45}[)\]])?(?:[ ](?:of[ ]|per[ ])?(?:patients?|participants|subjects))?[ ]?"
    r"(?:(?:,|;|/|-)?[ ]?(?:and|or|vs?\.?|versus|to|as compared (?:with|to)|compared (?:with|to)|against|,|;|/"
    r"|-))[ ]?(?:in[ ]|for[ ]|only[ ]|by[ ]|of[ ]|from[ ]|(?:mean|median|M)[ ]?=[ ]?)?(?:[\u00a3$\u20ac]|\+[ ]?|\()?"
)
# "5 and 7, |respectively, in the| A group", "5 and 7 |for the| A group |respectively|"
_ALL_OF_ONE = re.compile(
    r"[ ]?[)]?%?(?:[ ](?:of )?[a-z]+)?,?[ ]?respectively[,)]?[ ](?:in|for|with|among|on)[ ](?:the[ ])?"
)
_JOINED_LAST = re.compile(r"(?:[ ](?:groups?|arms?))?,? (?:and|or|&|vs\.?|versus) (?:the |in |for |in the |for the )?")
# "B was better (|A| vs. |B|: 5 vs. 7", "of |A| was lower in |B| than in |A| (5 vs. 7"
_VERSUS_GAP = re.compile(
    r"(?:[ ](?:groups?|arms?|patients|participants|subjects))?,?[ ]"
    r"(?:(?P<short>vs?\.?|versus)|than|(?:as )?compared (?:with|to)|relative to)[ ]"
    r"(?:(?:in|with|for|on|the|those|patients|receiving|treated|given)[ ]){0,4}"
)
_ALSO = re.compile(r"(?:[ ](?:groups?|arms?))?(?:,| and| or| vs\.?| versus) (?:the |in |in the |for )?")
# Words of a value that is a clause of its own: "3 had no change", "88 of whom".
_OWN_CLAUSE = frozenset(("had", "were", "was", "whom", "them"))
_SET_SIDE_BY_SIDE = re.compile(r"[Cc]ompared (?:with|to)|[Rr]elative to|than|vs\.?|versus|in comparison (?:with|to)")
_TO = re.compile(r"[^ ;,()]{0,10}[ ]?(?:to|-)[ ]?")
_VERSUS_NEXT = re.compile(r"[^;.()\d]{0,14}[ ](?:vs?\.?|versus|compared (?:with|to)) ?[+-]?\.?\d")
_VERSUS_LAST = re.compile(r"\d[^;.()]{0,10} (?:vs?\.?|versus|compared (?:with|to)) $")


# "fell by 3 kg in the A group |(baseline |84 kg) and by 1 kg": told besides
_ASIDE = re.compile(r"[(\[](?:from |at )?baseline[^()\[\]]{0,20}$", re.I)


_INS = (" in ", " by ")
# "in five men, and three men| given zidolol had| a rash": the second begins a clause
_OWN_VERB = re.compile(
    r" (?:in|on|from|given|receiving|taking|assigned to|allocated to|treated (?:with|by)|who (?:got|took|received))"
    r" [^.;:(),\d]{2,50}? (?:had|developed|reported|complained|died|experienced|showed|became|required|withdrew"
    r"|suffered|discontinued|stopped|relapsed|was|were)\b"
)


def list_end(values: SentenceValues, at: int) -> int:
    """One past the last value of the list that begins with value ``at``."""
    text, run = values.text, at + 1
    while run < len(values.spans):
        left, right = values.spans[run - 1][1], values.spans[run][0]
        if right - left > 80 or values.after[run - 1] or values.before[run]:
            break
        if _LIST_GAP.fullmatch(text, left, right) is None:
            break
        last = values.spans[run - 1][0]
        if text.find(")", left, right) >= 0 and _ASIDE.search(text, max(0, last - 30), last):
            break
        words = (*text[values.spans[run - 1][0] : left].split(), *text[right : values.spans[run][1]].split())
        if not _OWN_CLAUSE.isdisjoint(words):
            break
        if (
            text.endswith(_INS, 0, last)
            and not text.endswith(_INS, 0, right)
            and _OWN_VERB.match(text, values.spans[run][1])
        ):
            break
        bracket = BRACKET_NAME.match(text, left)
        if bracket is not None and bracket.end() < right and can_be_arm(bracket.group("name")):
            break
        if (letter := LETTER.match(text, left)) is not None and letter.group(1).lower() in values.arms.keys:
            break
        run += 1
    return run


def arms_of_list(values: SentenceValues, at: int, run: int) -> list[str | None] | None:
    """The arms of a list of values, in order; None where they cannot be told."""
    text, size = values.text, run - at
    end = values.spans[run - 1][1]
    limit = values.spans[run][0] if run < len(values.spans) else values.end
    after, before = distinct(values.after[run - 1]), _told_first(values, at, size)
    respectively = _RESPECTIVELY.match(text, end, min(len(text), end + 80))
    if (together := _named_together(values, at, run, before, respectively)) is not None:
        return together
    gaps = " ".join(text[values.spans[i][1] : values.spans[i + 1][0]] for i in range(at, run - 1))
    versus = gaps == "/" or VERSUS.search(gaps) is not None or size == 2 and _TESTED.match(text, end) is not None
    if not versus and (label := _own_label(values, at)):
        return [label] * size
    stop = text.find(";", end, limit)
    if stop >= 0 and text.find(")", stop, limit) < text.find("(", stop, limit) % (len(text) + 1):
        stop = -1  # "(5 vs. 7; P = 0.02) in A than in B"
    ahead = distinct([*values.after[run - 1], *(values.tail if run == len(values.spans) else values.before[run])])
    ahead = [m for m in ahead if stop < 0 or m.start < stop]
    whole = values.keys is not None and len({values.keys[i] for i in range(at, run)}) == size
    whole = whole or respectively is not None and _TIMES.match(text, end, min(len(text), end + 80)) is not None
    begin = values.spans[at][0]
    compared = respectively and size == 2 and VERSUS.search(text, max(values.start, begin - REACH), begin)
    if whole and compared:
        pair = compared_pair(text, values.arms, values.start, begin, end, values.end)
        if pair is not None:
            return [*pair]
    if whole and not versus:
        name = arm_of_one(values, at)[0] if before else after[0].name if after else arm_of_one(values, at)[0]
        return [name] * size
    if size > 2 and not size % 2:
        two = _two(values, at, at + 2, _Around(before, after, ahead, versus, respectively is not None))
        if len(before) < size and two is not None and (versus or len(before) == 2 or len(ahead) == 2):
            return two * (size // 2)
    if size == 2:
        return _two(values, at, run, _Around(before, after, ahead, versus, respectively is not None))
    if len(before) >= size:
        return [m.name for m in before[-size:]]
    if (respectively or versus) and (names := names_in_order(text, values.start, values.spans[at][0], size)):
        return list(names)
    if len(before) == 1 and not respectively and not versus:
        return [before[0].name] * size
    if len(ahead) == size:
        return [m.name for m in ahead]
    if len(after) > 1 and size == 2 * len(after):
        return [m.name for m in after for _ in range(2)]  # "120/80, 125/85 and 130/90 in A, B and C"
    if len(values.last) == size and not after:
        return list(values.last)
    if not before and len(after) == 1 and not versus:
        return [after[0].name] * size
    return None


def _own_label(values: SentenceValues, at: int) -> str | None:
    """The arm that labels a whole bracket, behind a clause with other arms: "..., longer in |C| (5 and 7)"."""
    mentions = values.before[at]
    if len(mentions) < 2 or values.text[values.spans[at][0] - 1] not in "([":
        return None
    last = mentions[-1]
    apart = any(mark in values.text[mentions[-2].end : last.start] for mark in ",;)")
    return last.name if apart and labels(values, last, values.spans[at][0]) else None


def _named_together(
    values: SentenceValues, at: int, run: int, before: list[ArmMention], respectively: re.Match[str] | None
) -> list[str | None] | None:
    """The arms of a list of values that stand in a list of their own, or the one arm of all; else None."""
    text, size = values.text, run - at
    end = values.spans[run - 1][1]
    limit = values.spans[run][0] if run < len(values.spans) else values.end
    after = distinct(values.after[run - 1])
    begin = values.spans[at][0]
    in_bracket = respectively is not None and text[begin - 1] in "(["
    if in_bracket and (doses := doses_before(text, values.start, begin, size)) is not None:
        return [*doses]
    if len(after) == size:
        return [m.name for m in after]
    told = distinct(values.arms.within(end, respectively.end())) if respectively else []
    if len(told) == size and _JOINED_LAST.fullmatch(text, told[-2].end, told[-1].start):
        return [m.name for m in told]
    slashed = all(text[values.spans[i][1] : values.spans[i + 1][0]] == "/" for i in range(at, run - 1))
    if slashed and (told_so := _slashed_names(values, values.spans[at][0], end, size)):
        return told_so
    if respectively and len(before) == size and _JOINED_LAST.fullmatch(text, before[-2].end, before[-1].start):
        return [m.name for m in before]
    if (one := _all_of_one(values, run, end, limit)) is not None:
        return [one] * size
    if size == 2 and _TO.fullmatch(text, values.spans[at][1], values.spans[at + 1][0]):
        name = after[0].name if after and not before else arm_of_one(values, at)[0]
        return [name, name]
    items = listed_doses(text, end, values.end, size) or listed_names(text, end, limit, size)
    return None if items is None else list(items)


def _told_first(values: SentenceValues, at: int, size: int) -> list[ArmMention]:
    """The arms before a list, in order: those of a header, or all: "B was better (|A vs. B|: 5 vs. 7"."""
    last = values.before[at][-2:]
    header = len(last) == 2 and last[0].arm != last[1].arm
    gap = header and _VERSUS_GAP.fullmatch(values.text, last[0].end, last[1].start)
    if gap and (size == 2 or gap.group("short")):
        return last
    return distinct(values.before[at])


# "|arms A/B/C|": the names of arms with slashes between.
_SLASHED = re.compile(
    r"(?<![\w/])(?P<noun>(?:[Aa]rm|[Gg]roup|[Cc]ohort)s?[ ])?"
    r"(?P<names>[A-Za-z0-9][\w-]{0,20}(?:/[A-Za-z0-9][\w-]{0,20}){1,5})(?![\w/])"
)


def _slashed_names(values: SentenceValues, begin: int, end: int, size: int) -> list[str | None] | None:
    """The arms of "11/52/271 in arms A/B/C" or "in arms A/B/C: 11/52/271", before ``begin`` or after ``end``."""
    text = values.text
    after = list(_SLASHED.finditer(text, end, min(values.end, end + 60)))[:1]
    before = list(_SLASHED.finditer(text, max(values.start, begin - 160), begin))[::-1]
    for found in after + before:
        names = found.group("names").split("/")
        if len(names) == size and (found.group("noun") or all(name.lower() in values.arms.keys for name in names)):
            noun = (found.group("noun") or "").strip().rstrip("s")
            return [f"{noun} {name}" if noun and len(name) < 3 else name for name in names]
    return None


def _all_of_one(values: SentenceValues, run: int, end: int, limit: int) -> str | None:
    """The one arm that is named behind all values of a list: "5 and 7, respectively, in |A| versus"."""
    mentions = values.arms.within(end, min(limit, end + 90))
    if not mentions or _ALL_OF_ONE.fullmatch(values.text, end, mentions[0].start) is None:
        return None
    joined = _ALSO.match(values.text, mentions[0].end)
    if joined and len(mentions) > 1 and mentions[1].start == joined.end():
        return None
    return mentions[0].name


@dataclass(slots=True)
class _Around:
    """The arms that a sentence names before, right after and further behind a list, and how the list is put."""

    before: list[ArmMention]
    after: list[ArmMention]
    ahead: list[ArmMention]
    versus: bool  # the values are set against each other: "5 vs. 7"
    respectively: bool


def _two(values: SentenceValues, at: int, run: int, around: _Around) -> list[str | None] | None:
    """The arms of two values from ``at`` up to ``run``; of one value, where the other is a number of another kind."""
    before, after = around.before, around.after
    if not before and len(after) == 1 and not around.versus and not around.respectively:
        return [after[0].name] * 2
    if around.versus and len(before) == 1 and _pairs_by_arm(values, at, run, before[0]):
        return [before[0].name] * 2
    if (around.versus or around.respectively) and len(before) < 2 and len(after) < 2:
        start, end = values.spans[at][0], values.spans[run - 1][1]
        if stated := compared_pair(values.text, values.arms, values.start, start, end, values.end):
            return list(stated)
    if len(before) >= 2:
        return _in_order(values, before[-2:])
    if len(before) == 1:
        return _two_after(values, at, run, around)
    carried = values.out[at - 1] if at > 1 and values.out[at - 1] == values.out[at - 2] else None
    if carried and not around.ahead and around.versus and is_over_time(values, at):
        return [carried] * 2
    return _two_before(values, at, run, around)


def _two_after(values: SentenceValues, at: int, run: int, around: _Around) -> list[str | None] | None:
    """The arms of two values that stand after one arm: "in A, it was |5 vs. 7|"."""
    text, one = values.text, around.before[0]
    rest = next((m.name for m in around.ahead if m.arm != one.arm), None)
    if rest is None and (
        pair := compared_names(text, max(values.start, values.spans[at][0] - 130), values.spans[at][0])
    ):
        if one.name in pair[1]:
            return [pair[0], one.name]
        if one.name in pair[0]:
            return [one.name, pair[1]]
    if not (around.versus or around.respectively):
        second = contrasted_name(text, values.spans[at][1], *values.spans[at + 1], values.end)
        return [one.name, second or one.name]
    if rest is None and around.versus and is_over_time(values, at):
        return [one.name] * 2
    other = rest or values.arms.other(one.arm)
    if other is None and len(values.last) == 2 and one.name in values.last:
        other = values.last[1 - values.last.index(one.name)]
    if other is None and not around.versus:
        return None
    if other is None and not values.is_second(one):
        other = name_beside(values, run - 1, values.end, True, False)
    return [other, one.name] if values.is_second(one) else [one.name, other]


# "(12% in A and 5% in B), with |corresponding| survival rates of 84% and 91%"
_CORRESPONDING = re.compile(r"\b(?:[Cc]orresponding|[Rr]espective)\b")


def _two_before(values: SentenceValues, at: int, run: int, around: _Around) -> list[str | None] | None:
    """The arms of two values with none before them: those told behind, or those that the sentence compares."""
    text, ahead = values.text, around.ahead
    begin, end = values.spans[at][0], values.spans[run - 1][1]
    since = values.spans[at - 1][1] if at else values.start
    if len(values.last) == 2 and not around.after and _CORRESPONDING.search(text, max(since, begin - 90), begin):
        return list(values.last)
    pair = (
        _pair_between(values, begin)
        or compared_names(text, max(values.start, begin - 130), begin)
        or compared_names(text, end, min(values.end, end + REACH))
    )
    if len(ahead) >= 2:
        return [m.name for m in ahead[:2]]
    if len(ahead) == 1:
        one = ahead[0]
        other = values.arms.other(one.arm)
        if around.after and around.versus and text[end : end + 1] != ")":
            return [other, one.name]  # "5 vs. 7 in B"
        more = _MORE_IN.search(text, end, one.start) if around.versus else None
        if more and not CLAUSE_END.search(text, max(end, text.find(")", end, more.start())), more.start()):
            first = _is_more(values, at, run, more.group("more") is not None)
            return [one.name, other] if first else [other, one.name]
        if other is not None:
            return [other, one.name] if values.is_second(one) else [one.name, other]
    if pair is not None and not (pair[0][0].isdigit() or pair[1][0].isdigit()):
        if _COMPARATIVE.search(pair[0]):
            return [None, pair[1]]
        return list(pair)
    if around.respectively and (
        named := names_of_two(text, max(values.start, begin - 130), begin)
        or names_in_order(text, values.start, begin, 2)
    ):
        return [*named]
    if around.versus and (described := DESCRIBED.match(text, end, min(values.end, end + 140))):
        second = described.group("name").strip()
        return [subject_before(text, values.arms, values.start, begin, second), second]
    if not (around.versus or around.respectively or len(values.last) == 2 and values.paired):
        name = None if around.after else name_beside(values, run - 1, values.end, False, False)
        return [name, name] if name else None
    if len(values.last) == 2:
        return list(values.last)
    whole = distinct(values.arms.within(max(values.start, begin - 3 * REACH), begin))
    if len(whole) == 2:
        return _in_order(values, whole)
    tail = distinct(values.tail)
    if len(tail) == 2:
        return _in_order(values, tail)
    if len(tail) == 1 and (other := values.arms.other(tail[0].arm)):
        return [other, tail[0].name] if values.is_second(tail[0]) else [tail[0].name, other]
    context = text[max(values.start, begin - REACH) : begin] + text[end : min(values.end, end + 80)]
    if not around.versus and " and " in context and not IN_GROUPS.search(text, max(values.start, begin - 60), begin):
        return None  # "|dread and low mood| (7 and 9, respectively)": of two measures, perhaps
    return [*_main_names(values.arms)] or None


# "were similar |in the two groups (|12% and 14%, respectively)"
IN_GROUPS = re.compile(
    r"\b(?:in|of|for|between|among) (?:the )?(?:two|both|treatment|study)(?: treatment| study)? (?:groups|arms),? \($"
)


# "(5 vs. 7) were |significantly higher in the| A group"
_MORE_IN = re.compile(
    r"(?<![a-z])(?:(?P<more>higher|greater|longer|larger|more|increased|elevated|better|later|deeper|faster)"
    r"|lower|less|shorter|smaller|fewer|reduced|decreased|worse|earlier|slower)"
    r"[ ](?:[a-z]+[ ]){0,2}?(?:in|with|for|among|after|on)[ ]"
    r"(?:(?:the|those|patients|subjects|participants|women|men|children|receiving|treated|given|with|in|on)[ ]){0,3}$"
)


def _is_more(values: SentenceValues, at: int, run: int, more: bool) -> bool:
    """Whether the first of two values is the higher (the lower, if not ``more``)."""
    numbers = [first_number(values.text, *values.spans[one]) for one in (at, run - 1)]
    if numbers[0] is None or numbers[1] is None or numbers[0] == numbers[1]:
        return True
    return (numbers[0] > numbers[1]) is more


def _pairs_by_arm(values: SentenceValues, at: int, run: int, mention: ArmMention) -> bool:
    """Whether each arm has two values of its own: "in |A| (5 vs. 7) and in |B| (6 vs. 8)"."""
    for one, other in ((at, run), (at, at - 2)):
        if other < 0 or other + 1 >= len(values.spans):
            continue
        beside = distinct(values.before[other])
        if (
            len(beside) == 1
            and beside[0].arm != mention.arm
            and all(labels(values, m, values.spans[i][0]) for m, i in ((mention, one), (beside[0], other)))
            and VERSUS.search(values.text, values.spans[other][1], values.spans[other + 1][0])
        ):
            return True
    return False


def _pair_between(values: SentenceValues, begin: int) -> tuple[str, str] | None:
    """The two names of "between |X| and |Y| in weight (", where they are no known arms."""
    text = values.text
    at = text.rfind(" between ", max(values.start, begin - 160), begin)
    if at < 0:
        return None
    first, end = name_at(text, _after_article(text, at + 9), begin)
    if not first or not text.startswith(" and ", end):
        return None
    second, _ = name_at(text, _after_article(text, end + 5), begin)
    return (first, second) if second and not first[0].isdigit() else None


def _in_order(values: SentenceValues, two: list[ArmMention]) -> list[str | None]:
    """Two arms in the order of their values: "Compared with B, it was 5 vs. 7 in A"."""
    if values.is_second(two[0]) and not _SET_SIDE_BY_SIDE.search(values.text, two[0].end, two[1].start):
        two = two[::-1]
    return [m.name for m in two]


def arm_beside_number(values: SentenceValues, at: int) -> tuple[str | None, str] | None:
    """The arm of a value that is set beside a number which is none of the values: "5 vs. |7|"."""
    begin, end = values.spans[at]
    if _VERSUS_NEXT.match(values.text, end):
        place = 0
    elif _VERSUS_LAST.search(values.text, max(values.start, begin - 24), begin):
        place = 1
    else:
        return None
    after = distinct(values.after[at])
    if after:
        return None
    ahead = distinct(values.tail if at + 1 == len(values.spans) else values.before[at + 1])
    two = _two(values, at, at + 1, _Around(distinct(values.before[at]), after, ahead, versus=True, respectively=False))
    return None if two is None else (two[place], "list")


def _after_article(text: str, at: int) -> int:
    return at + 4 if text.startswith("the ", at) else at


def _main_names(arms: Arms) -> list[str]:
    """The names of the two main arms, the control last; empty where there are not two."""
    named = arms.main()
    return _ordered([arms.usual(arm) for arm in named]) if len(named) == 2 else []


def _ordered(names: list[str]) -> list[str]:
    control = names[0].lower().startswith(("placebo", "control", "standard", "sham", "untreated", "usual"))
    return names[::-1] if control else names
