"""Names of arms in the words beside a value, where they are no known arms: "in |X| and |Y|, respectively"."""

from __future__ import annotations

import re

from trialfacts.arms.names import GENERAL, may_be_arm, name_at, names_before

HEAD_NOUN = re.compile(
    r"[ ](?:groups?|arms?|patients|participants|subjects|recipients|women|children|men|individuals|users|cases"
    r"|group,|models?|treatment)$"
)
_PREPOSITION = re.compile(
    r"(?:/year|/yr| per year)?[ ]?[)\]]?(?:[ ]?[(\[][^()\[\]]{0,45}[)\]])?,?(?:[ ](?:of[ ](?:the[ ])?)?"
    r"[A-Za-z-]{3,14}[sn])?"
    r"[ ](?P<word>in|for|with|among|on|of|during|receiving|taking|given|treated with)[ ](?:patients[ ](?:in|on|with"
    r"|receiving)[ ])?(?:the[ ])?"
)
BRACKET_NAME = re.compile(
    r"[ ]?[(\[](?P<name>(?!S(?:D|EM?) ?\d)[A-Za-z][^()\[\];=<>%]{1,40}?)(?:[,;] [nN] ?= ?\d{1,6})?[)\]]"
)
# "A: 5; |B|: 7", "(A 5%, |B| 7%)"
LIST_LABEL = re.compile(
    r"(?:[;,][ ]and|[(\[;,:])[ ]?(?P<name>(?!and[ ]|(?:[Rr]anges?|[Mm]eans?|[Mm]edians?|[Aa]verage|IQR|SDs?|SEM?|CI)\b)"
    r"[A-Za-z][A-Za-z0-9/+-]*(?:[ ][A-Za-z0-9/+-]+){0,2})(?:[:=,]?[ ]|[:=])$"
)
# "placebo (3.6%), |X| (14.2%) or Y (8.8%)": from one value to the next
LISTED_BRACKET = re.compile(
    r"[^()\[\]]{0,30}[)\]](?:,? (?:and|or)|,) (?:in |with |for )?(?:the )?"
    r"(?P<name>[A-Za-z][\w/+-]*(?: [\w/+-]+){0,2}) ?[(\[]"
)
# "15 (8.6%) |X| versus 39 (22.4%) Y"
LABEL_BEHIND = re.compile(
    r"[ ]?[)%]?(?:[ ]?[(][^()]{1,30}[)])?[ ](?P<name>[A-Z][A-Za-z0-9/+-]{1,14})"
    r"(?=[ ](?:vs\.?|versus|and|or)[ ][+-]?\d|[,;][ ](?:and[ ])?[+-]?\d|[ ]?[()\[\];]"
    r"|[ ](?:patients|participants|subjects))"
)
# "3/59 (5%) |control| quitters"
OWN_AFTER = re.compile(
    r"[ ]?[)\]]?(?:[ ]?[(\[][^()\[\]]{0,45}[)\]])?[ ]"
    r"(?P<name>intervention|control|placebo|experimental)[ ][a-z]{3,14}s\b"
)
# "lower in the |X| (5"
NAME_BEFORE_BRACKET = re.compile(
    r"(?:in|with|for|among|on) (?:the |those )?(?P<name>[A-Za-z0-9][^,;:()\[\]]{1,40}?) ?[(\[]$"
)
# "(|X group|: 5; |Y group| 7)"
GROUP_LABEL = re.compile(
    r"(?:[(\[;:,]|[)\]]?[ ](?:and|or|vs\.?|versus))[ ]?"
    r"(?P<name>(?!(?:[Ii]n|[Tt]he|[Ff]or|of|[Ee]ach|[Bb]oth|per)[ ])[A-Za-z][A-Za-z0-9/+-]*(?:[ ][A-Za-z0-9/+-]+){0,4}"
    r"[ ](?:group|arm))[ ]?[:=,]?[ ]?(?:(?:mean|median)[ ]?=?[ ])?$"
)
_MEASURE_THEN = re.compile(
    r"[^.;:,()\d]{2,60}?[ ](?:in|for|with|among|on|receiving|given|treated with)[ ]"
    r"(?:(?:patients|participants|subjects|women|men|children|those)[ ](?:in|on|with|receiving|given|treated with)[ ])?"
    r"(?:the[ ])?"
)
_ITEM_GAP = re.compile(r",? (?:and|or|versus|vs\.?|&) (?:in |for |with |the |in the )?|, (?:in |for |the )?")
_COMPARE = re.compile(
    r",?[ ](?:compared (?:with|to)|as compared (?:with|to)|in comparison (?:with|to)|than|versus|vs\.?"
    r"|relative to)[ ](?:(?:in|with|for|those|the|did|that|patients|receiving|given|treated|on)[ ])*"
)
# "... than for X (49/129": the name before a bracket.
BEFORE_BRACKET = re.compile(
    r"(?:than|versus|vs\.?|compared (?:with|to)|whereas|while|and|or)[ ](?:(?:in|for|with|among|the|of|those|on"
    r"|receiving)[ ])*(?P<name>[A-Za-z][^.,;:()\[\]]{1,40}?)[ ]?[(\[][ ]?$"
)
BOTH = re.compile(
    r"[ ](?:[a-z]+[ ])?(?:in|of|for)[ ](?P<name>(?:both|each|either|all)(?:[ ]the)?[ ](?:groups?|arms?))\b"
)
# "After the X diet, ...", "Under general anesthesia, ...": a condition, which the text must name again; no route
UNDER = re.compile(
    r"(?:[A-Z][a-z]+: )?(?:After|Following|With|During|Under|On)[ ](?:the[ ])?"
    r"(?!(?:[a-z]+ )?(?:oral|intravenous|i\.?v\.?|topical|subcutaneous|intramuscular|rectal|(?:intra)?nasal"
    r"|sublingual|buccal"
    r"|transdermal|epidural|intrathecal|vaginal)[ ](?:administration|ingestion|intake|treatment"
    r"|therapy))(?P<name>[A-Za-z][^.,;:()0-9]{2,40}?)"
    r"(?:[ -](?:ingestion|intake|treatment|intervention|administration|therapy|consumption|phase|period))?, "
)
# "Among oncologists, ...", "For the X models, ..."
AMONG = re.compile(
    r"(?:[A-Z][a-z]+: )?(?:Among|In|For)[ ](?:the[ ])?(?P<name>[A-Za-z][^.,;:()0-9]{2,40}?(?:[ ](?:group|arm"
    r"|models?|patients|cohort))?)(?:[ ]?[(][^()]{1,60}[)])?(?:, | the corresponding)"
)
_OUTCOME_WORD = re.compile(
    r"\b(?:rates?|scores?|levels?|improvement|incidence|frequent|better|often|common|survival|pain|points?|greater|mean"
    r"|median|average|OS|[DPRE]FS"
    r"|higher|lower|less|more|fewer|longer|shorter|smaller|larger|worse)\b",
    re.I,
)


# "in the X group, |significantly lower| than"
_DIFFERS = re.compile(
    r"(?:[a-z]+ly |much |not )?"
    r"(?:different|greater|higher|lower|less|more|fewer|longer|shorter|smaller|larger|better|worse)",
    re.I,
)
_NUMBER = re.compile(r"[-+]?[0-9.,/%]+(?: |$)")
# "less |effective than"
_DEGREE = re.compile(r"(?<![a-z])(?:more|less|as|equally|most|least)[ ]$")


# "|pre-| vs. post-treatment", "|basal| vs. stimulated": no arms
_IS_TIME = re.compile(
    r"(?:pre-?|basal|resting|baseline)$|pre-?(?:treatment|therapy|test|intervention|training|dose|exercise)\b", re.I
)


def compared_names(text: str, start: int, end: int) -> tuple[str, str] | None:
    """Two names that are compared: "in |X| compared with |Y|", "than"."""
    for match in _COMPARE.finditer(text, start, end):
        second, stop = name_at(text, match.end(), end)
        first = next(iter(names_before(text, match.start() + 1, False)), "")
        degree = _DEGREE.search(text, start, match.start() - len(first))
        if not first or not second or degree or _NUMBER.match(first) or _NUMBER.match(second):
            continue
        if stop - match.end() < 50 and not _OUTCOME_WORD.search(first) and not _IS_TIME.match(first):
            return first, second
    return None


def listed_names(text: str, end: int, limit: int, size: int) -> list[str] | None:
    """The names of a list of that size: "|in A, B, and C groups|, respectively", "5 and 7 (|A and B|, respectively"."""
    if (bracket := _IN_BRACKET.match(text, end)) is not None and not _TIMES.search(bracket["names"]):
        span = bracket.span("names")
        names = [name_at(text, *item)[0] or text[slice(*item)].strip() for item in _items(text, *span)]
        return names if len(names) == size == len(set(names)) else None
    start = _PREPOSITION.match(text, end)
    if start is None or start.end() > limit or start.group("word") == "of":
        return None
    return _names_of_list(text, start.end(), limit, size) or _names_behind_measure(text, start.end(), limit, size)


# "fell by 5 and 7 kg (|zidolol and placebo| groups, respectively"
_IN_BRACKET = re.compile(
    r" ?[(\[](?:in |for |with )?(?:the )?(?P<names>[A-Za-z][^()\[\];:=<>%]{2,120}?)"
    r"(?: (?:groups?|arms?|patients|participants|subjects))?,? respectively(?=[)\];,])"
)
_TIMES = re.compile(
    r"\b(?:baseline|before|after|pre|post|during|at|weeks?|days?|months?|years?|hours?|minutes?|visits?|follow-?up"
    r"|systolic|diastolic|mean|median)\b",
    re.I,
)
# "5 vs. 7 in X |and median survival was| 9": a clause of its own
_CLAUSE = re.compile(r" (?:was|were|is|are|had|did|has|averaged|reached|remained|[a-z]{3,12}ed)(?![a-z])")


def _names_behind_measure(text: str, at: int, limit: int, size: int) -> list[str] | None:
    """The names of a list of three and more that follow what was measured: "5, 6 and 7 |in weight for| A, B and C"."""
    measure = _MEASURE_THEN.match(text, at, limit) if size > 2 else None
    return _names_of_list(text, measure.end(), limit, size) if measure else None


def _names_of_list(text: str, at: int, limit: int, size: int) -> list[str] | None:
    """The names of the list that begins at ``at``; None where they are not ``size``, or not distinct."""
    names: list[str] = []
    while len(names) < size:
        name, stop = name_at(text, at, limit)
        if not name or names and (_DIFFERS.fullmatch(name) or _CLAUSE.match(text, stop) and _OUTCOME_WORD.search(name)):
            return None
        names.append(name)
        gap = _ITEM_GAP.match(text, stop)
        if len(names) == size or gap is None:
            break
        at = gap.end()
    return names if len(names) == size and len(set(names)) == size else None


_NAMES_LIST = re.compile(
    r"(?<![\w/+-])[A-Z][\w+/-]*(?:[ ][\w+/-]+){0,2}(?:, [A-Z][\w+/-]*(?:[ ][\w+/-]+){0,2}){1,8},? and [A-Z][\w+/-]*"
)


# "urate was lower in |women, boys and men with gout| (5.8", "differed between |X, Y and Z| ("
GROUPS_LAST = re.compile(
    r"(?<![a-z])(?:(?:differ(?:ed|s)?(?: [a-z]+ly)?|differences?) (?:between|among)"
    r"|(?:different|similar|comparable|lower|higher|greater|smaller|longer|shorter|less|more|faster|slower)"
    r"(?: [a-z]+ly)? (?:in|between|among))(?: the)? "
    r"(?P<names>[^,;:()\d]{2,50}(?:, [^,;:()\d]{2,50}){0,4}?,? (?:and|or) [^,;:()\d]{2,50}) ?$"
)


def names_in_order(text: str, start: int, end: int, size: int) -> list[str] | None:
    """The names of a list of that size before the values: "X, Y and Z had |5, 6 and 7|, respectively"."""
    groups = GROUPS_LAST.search(text, max(start, end - 300), end - 1) if text[end - 1] in "([" else None
    if groups is not None:
        names = [name_at(text, *item)[0] or text[slice(*item)].strip() for item in _items(text, *groups.span("names"))]
        return names if len(names) == size == len(set(names)) else None
    for match in _NAMES_LIST.finditer(text, max(start, end - 300), end):
        names = re.split(r",? and |, ", match.group())
        if len(names) == size and len(set(names)) == size and not any(n.lower() in GENERAL for n in names):
            return names
    return None


def _items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The half-open spans of the items of a list, articles and "those" left out."""
    gaps = [gap.span() for gap in _BETWEEN_ITEMS.finditer(text, start, end)]
    return list(zip([start, *(stop for _, stop in gaps)], [*(begin for begin, _ in gaps), end]))


_BETWEEN_ITEMS = re.compile(
    r"(?:,? (?:and|or)|,) (?:in )?(?:the |those (?!who)|(?:patients|subjects|participants) )?(?:with )?"
)
# "the score |in X and Y| was 5 and 7, respectively"
_TWO_BEFORE = re.compile(
    r" (?:in|for|with|among|receiving) (?:the )?(?P<first>[A-Za-z][\w/+-]*(?: [\w/+-]+){0,2}) and (?:the )?"
    r"(?P<second>[A-Za-z][\w/+-]*(?: [\w/+-]+){0,2}?)(?: (?:groups?|arms?|patients|participants|subjects))?"
    r" (?:was|were|is|are|had|reached|averaged)(?: [a-z]+){0,2} ?$"
)


def names_of_two(text: str, start: int, end: int) -> tuple[str, str] | None:
    """Two names that recur, right before their values: "in X and Y was |5 and 7|, respectively"."""
    match = _TWO_BEFORE.search(text, start, end)
    if match is None or not all(may_be_arm(text, match.group(name)) for name in ("first", "second")):
        return None
    return match.group("first"), match.group("second")


_NO_ARM = re.compile(r"(?:these|those|either|whole|entire|any|no)\b", re.I)


def parallel_name(text: str, spans: list[tuple[int, int]], at: int, start: int, limit: int) -> str | None:
    """A name that is no known arm: in a bracket, or where the value beside it has one in the same place."""
    end = spans[at][1]
    bracket = BRACKET_NAME.match(text, end)
    if bracket is not None and can_be_arm(bracket.group("name")):
        return bracket.group("name")
    here = _PREPOSITION.match(text, end)
    if here is None or here.end() >= limit:
        return None
    name, _ = name_at(text, here.end(), limit)
    if not name:
        return None
    if here.group("word") in ("receiving", "taking", "given", "treated with"):
        return name
    if HEAD_NOUN.search(name):
        bare = HEAD_NOUN.sub("", name)
        return name if bare.lower() not in GENERAL and not _NO_ARM.match(name) else None
    for other in (at - 1, at + 1):
        if 0 <= other < len(spans) and abs(spans[other][0] - end) < 130:
            there = _PREPOSITION.match(text, spans[other][1])
            if (
                there is not None
                and (there.group("word") == here.group("word") or _set_against(text, spans[at], spans[other]))
                and not re.search(r"[.?!] [A-Z]", text[min(end, spans[other][1]) : max(spans[at][0], spans[other][0])])
            ):
                beside = name_at(text, there.end(), len(text))[0]
                if (
                    beside
                    and beside != name
                    and (here.group("word") != "of" or not name.islower() or HEAD_NOUN.search(beside))
                ):
                    return name
    return None


_AGAINST = re.compile(r" (?:versus|vs\.?|than|compared (?:with|to))(?: only| just)? ?$")


def _set_against(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a word of comparison leads to the second of two values: "77% with X |compared with| 69% for Y"."""
    first, second = sorted((one, other))
    return _AGAINST.search(text, first[1], second[0]) is not None


# "..., and |5 for X", "compared with |5% (3/60) for X"
_CONTRAST = re.compile(
    r"(?:,?[ ](?:and|while|whereas|but)|(?:versus|vs\.?|than|compared (?:with|to)))(?:[ ](?:it|this)[ ]was)?"
    r"[ ]?(?:only[ ])?[\u00a3$\u20ac]?$"
)


def contrasted_name(text: str, before: int, begin: int, end: int, limit: int) -> str | None:
    """A name of the text that stands right behind a value which is set against the one that ends at ``before``."""
    if not text[begin].isdigit() or not _CONTRAST.search(text, max(before, begin - 40), begin):
        return None
    here = _PREPOSITION.match(text, end)
    if here is None or here.end() >= limit or here.group("word") not in ("for", "in", "with", "among", "on"):
        return None
    name, _ = name_at(text, here.end(), limit)
    there = _PREPOSITION.match(text, before)
    if there is not None and there.group("word") == here.group("word"):
        return None  # "5 for X and 7 for Y": two measures, perhaps
    return name if name and may_be_arm(text, name) and not _OUTCOME_WORD.search(name) else None


_MONEY = re.compile(r"[\u00a3$\u20ac\u00a5]|^(?:US|USD|EUR|GBP|AUD|CAD|CHF)[ ]?\d")  # "US$214", "EUR 50"


def can_be_arm(name: str) -> bool:
    """Whether a bracketed name can be an arm's: "(X 501)", not "(mean)", "(P < 0.05)", "(range ...)"."""
    return (
        _MONEY.search(name) is None
        and re.match(
            r"(?:mean|median|average|equiv|aged?\b|S?AEs?$"
            r"|range|[pP] |n ?=|SD|see|Fig|Table|i\.e|e\.g|95|including|both|all|IQR|CI|log|not|one|two"
            r"|mainly|and|or|at|after|in |as |from "
            r"|end|base|pre|post|before|week|day|month|year|final|initial|follow|T\d)",
            name,
        )
        is None
    )
