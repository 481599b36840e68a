"""The values that a name introduces, with their intervals."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from trialfacts.document import Document
from trialfacts.estimates.names import Name
from trialfacts.facts import RATIOS, Estimate
from trialfacts.intervals import Interval, closed
from trialfacts.numbers import Number

# After the name: its short form, a level, a subscript; then a sign, a verb or nothing.
_ECHO = re.compile(
    r"(?:[ ]?[\[(](?:[^()\[\]\d\s]{1,6}[0-9]?|[^()\[\]=]{1,30} (?:v|vs\.?|versus) [^()\[\]=]{1,30}"
    r"|[^()\[\]]{0,6}9[05] ?% ?[^()\[\]]{0,22})[\])]|[ ]-[A-Z]{2,3}-){0,2}"
)
_DIRECT = re.compile(
    r"[ ]?(?:values?|days|min)?[ ]?[:=,;]?[ ]?(?:of|was|is|were|by"
    r"|for)?[ ]?[:=~\u2248(\[]?[ ]?(?:-?(?:[A-Z]{1,3})?[€$£]|[+(\[])?",
    re.I,
)
_FAR = re.compile(
    r"(?:[^.;\n]|(?<=vs)\.|(?<= v)\.){0,130}(?:\b(?:was|were|is|of|being|to|from)[ ]|[:=][ ]?|,[ ])(?:only "
    r"|about )?(?:-?(?:[A-Z]{1,3})?[€$£])?|[ ](?:vs\.?|for|of|per"
    r"|in) [^.;,()\n]{1,40}(?:[ ]| ?[(\[])"
)
_BREAK = re.compile(r"(?<!vs)[.?!] [A-Z]|\n")
_ABOVE = re.compile(r" ?(?:were |was |of )?> ?")
# "effect size: F1,45=|15.1|": the statistic of a test.
_STATISTIC = re.compile(r"(?<![A-Za-z])[FtZ\u03c7][0-9,. ()]{0,9} ?= ?$")


@dataclass(slots=True)
class Found:
    """An estimate before its outcome is known; ``name``: the span of the word that introduced it."""

    fact: Estimate
    start: int
    end: int
    numbers: tuple[int, ...]
    rule: str
    score: float
    name: tuple[int, int] | None
    own: bool = False  # a sensitivity or a cost-effectiveness ratio is its own outcome


def levels(text: str, numbers: list[Number]) -> set[int]:
    """The numbers that are levels of confidence: "95% CI", "95%-confidence"."""
    return {
        n.index
        for n in numbers
        if n.percent and text[n.percent_end : n.percent_end + 5].lstrip(" -")[:2].lower() in ("ci", "co", "cr", "c.")
    }


def named(
    document: Document, name: Name, limit: int, starts: list[int], skip: set[int], by_value: dict[int, Interval]
) -> Iterator[tuple[Number, int, str, float]]:
    """The values that a name introduces, with the start of the quote, the rule and its score."""
    text, numbers = document.text, document.numbers
    end = name.end
    echo = _ECHO.match(text, end)
    if echo:
        end = echo.end()
    at = bisect_left(starts, end)
    while at < len(numbers) and (
        numbers[at].index in skip
        or numbers[at].label
        or (text.startswith(_NEEDED, name.start) and (numbers[at].percent or _STILL_NAMED.match(text, numbers[at].end)))
        or _passed(numbers, at, by_value, name.kind)
        or (text.startswith("-", numbers[at].end) and numbers[at].form == "words")
        or (text.startswith(_NEEDED, name.start) and _YEARS.match(text, numbers[at].end))
    ):
        at += 1
    if at >= len(numbers):
        return
    number = numbers[at]
    if number.start - end > (_FAR_RATIO if name.kind in RATIOS and number.index in by_value else 150):
        return
    if number.start >= limit and text[end:limit].strip(" ([,") != "":
        return
    gap = text[end : number.start]
    interval = by_value.get(number.index)
    header = "%" in gap  # "HR (95% CI): ", "HR; 95% CI R2.5: "
    if name.kind in RATIOS and (number.form == "words" or text[number.end : number.end + 1] == "/"):
        return  # "HR three minutes later", "approval HR 41/2013"
    if name.kind == "beta" and _no_slope(text, name, number):
        return
    if _STATISTIC.search(gap) or _is_planned(document, name, number):
        return
    if not number.label and (_DIRECT.fullmatch(gap) or name.kind == "SMD" and _ABOVE.fullmatch(gap)):
        if not _plausible(name.kind, number, interval) or interval is None and _is_bare_difference(text, name, number):
            return
        sure = interval is not None or name.kind in RATIOS or name.kind == "beta" and "=" in gap
        yield number, name.start, "named", 0.99 if sure else 0.95
    elif _BREAK.search(gap):
        return
    elif interval is None and number.decimals and not number.label and _in_bracket(text, gap, number):
        if _plausible(name.kind, number, interval):
            yield number, name.start, "named-bracketed", 0.9
    elif _FAR.fullmatch(gap) and (interval is not None or not header):
        whole = number.decimals == 0 and not text.startswith(_NEEDED, name.start)
        if interval is None and (whole or len(gap) > 70 or number.percent or name.kind in ("MD", "RD")):
            return
        if not _plausible(name.kind, number, interval) or number.label:
            return
        near = len(gap) <= 45 and not gap.startswith((" for", " with", " comp"))
        yield number, name.start if near and not header else number.start, "named-far", 0.97
    elif interval is not None and interval.labelled and (name.kind in RATIOS or len(gap) <= 60):
        yield number, number.start, "named-far", 0.96
    else:
        return
    yield from _list(document, name, number, limit, by_value, at)


def _no_slope(text: str, name: Name, number: Number) -> bool:
    """Whether a "B" or "beta" is an arm or a drug: "arm B=9 out of 45", "group B = 2", "epoetin beta 30,000 U"."""
    if text.startswith((" out of", "/", " U", " IU", " mg", " \u00b5g", " mcg"), number.end):
        return True
    if not number.decimals and _SIZES.match(text, number.end):
        return True
    return text.endswith(_ARM_BEFORE, 0, name.start)


# "number needed to treat for a 4|-point gain on a scale was |6"
_STILL_NAMED = re.compile(r"[ -][a-z][^.;,()\d]{2,70} (?:was|were|is) (?:only )?\d")
_YEARS = re.compile(r"[ -](?:years?|months?|weeks?|days?)\b")
_NEEDED = ("Number needed", "number needed", "NNT")
_SIZES = re.compile(r"[;,] ?(?:and )?[A-Z]{1,3} ?= ?\d")  # "(B=49|, R=48|"
_ARM_BEFORE = ("group ", "Group ", "arm ", "Arm ", "groups ", "arms ")


def _is_bare_difference(text: str, name: Name, number: Number) -> bool:
    """Whether a difference has no interval, which makes it a measurement: "mean difference -5.9, P = 0.2"."""
    return (
        name.kind == "MD"
        and "ifference" in text[name.start : name.end]
        and "CI" not in text[number.end : number.end + 60]
    )


# "mean difference |between the arms (|-0.8)": what is compared, and the value alone in a bracket
_TO_BRACKET = re.compile(
    r"(?: differences?)? (?:between|for|of|in|from|with|on) [^.;,()\[\]\n\d]{2,60} [(\[]"
    r"| was (?:[a-z]+ )?(?:high|low|great|bett|small|larg|strong|weak)(?:er|est)(?: [^.;,()\[\]\n\d]{2,80})? [(\[]"
)
_FAR_RATIO = 300  # characters from the name of a ratio to its value with an interval, at most


def _in_bracket(text: str, gap: str, number: Number) -> bool:
    """Whether a number stands alone in a bracket after the words that its name goes on with."""
    closes = text.startswith((")", "]", " vs", " versus"), max(number.end, number.percent_end))
    return closes and _TO_BRACKET.fullmatch(gap) is not None


def _is_planned(document: Document, name: Name, number: Number) -> bool:
    """Whether an estimate is what a trial was planned for: "power to detect an |odds ratio of 2|", "|beta = 0.1|"."""
    text = document.text
    floor = max(document.sentence_at(name.start).start, name.start - 110)
    if _TO_DETECT.search(text, floor, name.start) or is_excluded(text, floor, name.start):
        return True
    if _WITH_ALPHA.match(text, number.end):
        return True
    if text.endswith(_CLUSTERING, name.start, name.end) or text.endswith(_CLUSTER, 0, name.start):
        sentence = document.sentence_at(name.start)
        if text.endswith(_CLUSTER, 0, name.start) or _PLANNING.search(text, sentence.start, sentence.end):
            return True
    if name.kind != "beta" or number.value not in _BETAS:
        return False
    return _PLANNED.search(text, max(0, name.start - 90), min(len(text), number.end + 60)) is not None


_TO_DETECT = re.compile(
    r"\b(?:power (?:calculation|analysis)|power(?:ed)? to detect|(?:required|needed|necessary|able) to detect"
    r"|allow(?:s|ed|ing)? (?:the )?detection of|[nN]on-?inferiority margin(?: (?:was|of|is)|(?=: ))"
    r"|[Aa]ssum(?:ing|ed)"
    r"|sample size (?:was|of|calculation|is|estimat))\b"
)
# How alike those of one cluster are, which a trial's size is reckoned with: "with an |ICC of 0.02| and 80% power"
_CLUSTERING = ("ICC", "ICCs", "correlation coefficient", "correlation coefficients", "correlation")
_CLUSTER = tuple(f"ntra{dash}cluster " for dash in ("", "-", " "))
_PLANNING = re.compile(r"\bpower(?:ed)?\b|\b(?:assum|presum)|\bsample size|\b(?:per arm|per cluster|clustering)\b")
# "failed to rule out |a 15% increased risk|", "to exclude |a hazard ratio of 1.3|"
_EXCLUDED = re.compile(
    r"\b(?:rul(?:e|es|ed|ing) out|exclud(?:e|es|ing)|margin of|detect(?:ing)?) (?:an? |the |at least |more than "
    r"|[a-z]+ing |up to ){0,3}$"
)


def is_excluded(text: str, floor: int, start: int) -> bool:
    """Whether what begins at ``start`` is an effect that a trial was to detect or to rule out, and no result."""
    return _EXCLUDED.search(text, max(floor, start - 60), start) is not None


# "(ICC = 0.02|, alpha = 0.05|"
_WITH_ALPHA = re.compile(r"[,;] ?(?:\u03b1|[Aa]lpha) ?=")
# "beta = 0.9": the power, or what it leaves
_BETAS = (0.05, 0.1, 0.2, 0.8, 0.9)
_PLANNED = re.compile(r"\u03b1 ?=|\balpha\b|\bpower\b|\bsample size\b|\b(?:deemed|considered) relevant\b")


def _passed(numbers: list[Number], at: int, by_value: dict[int, Interval], kind: str) -> bool:
    """Whether a ratio's name looks past this whole number to one with an interval: "in 1954 men was 1.21 (..."."""
    number = numbers[at]
    if kind not in (*RATIOS, "accuracy") or number.decimals or number.index in by_value:
        return False
    return any(n.index in by_value and n.start - number.end < 110 for n in numbers[at + 1 : at + 5])


def _plausible(kind: str, number: Number, interval: Interval | None) -> bool:
    if kind in RATIOS:
        return number.value >= 0 and not number.percent
    if kind == "beta" and number.percent:
        return False
    if kind == "accuracy":
        if interval is None:
            return not number.percent and 0 < number.value < 1 < number.decimals and not number.label
        return 0 <= number.value <= 1 or number.percent and (interval.labelled or interval.holds(number.value))
    if kind == "r":
        return -1 <= number.value <= 1
    if interval is None and kind == "MD":
        return number.decimals > 0
    return True


# Whose later values are theirs only where the first one has an interval too.
_LISTED_WITH_INTERVALS = frozenset(("beta", "r", "SMD"))


def _list(
    document: Document, name: Name, first: Number, limit: int, by_value: dict[int, Interval], at: int
) -> Iterator[tuple[Number, int, str, float]]:
    """Later values of the same name: "and 1.35 (0.86-2.10) among ...", "HRs 0.5, 0.6", "(1.45, 1.04 to 2.02)"."""
    text, numbers = document.text, document.numbers
    last = first
    for number in numbers[at + 1 :]:
        if number.start >= limit or number.start - last.end > 200:
            return
        gap = text[max(last.end, last.percent_end) : number.start]
        if _BREAK.search(gap):
            return
        interval = by_value.get(number.index)
        bracketed = interval is not None and (interval.labelled or by_value.get(first.index) is not None)
        if (
            bracketed
            and (not number.percent or name.kind == "accuracy")
            and (number.decimals or name.kind not in RATIOS)
            and (name.kind not in _LISTED_WITH_INTERVALS or by_value.get(first.index) is not None)
        ):
            last = number
            yield number, number.start, "named-list", 0.97
        elif (
            interval is None
            and gap
            in (
                ", ",
                " and ",
                ", and ",
                " or ",
                " to ",
                " vs. ",
                " vs ",
                " versus ",
                *(() if name.kind in RATIOS else ("-",)),
            )
            and number.decimals == last.decimals > 0
            and number.percent == last.percent
        ):
            if by_value.get(first.index) is not None:
                return
            last = number
            yield number, number.start, "named-list", 0.85


def estimate_of(
    text: str,
    kind: str,
    value: Number | None,
    interval: Interval | None,
    start: int,
    rule: str,
    score: float,
    name: Name | None,
) -> Found:
    """The estimate of a value and its interval, of which one may be None; ``start``: where its quote begins."""
    numbers: list[int] = [] if value is None else [value.index]
    end = max(value.end, value.percent_end) if value is not None else 0
    no_ratio = kind in RATIOS and value is not None and value.percent  # "odds ratio reduction 70%"
    fact = Estimate(type="other" if kind == "accuracy" or no_ratio else kind)
    if value is not None:
        apart = interval is not None and _is_minus_apart(text, value, interval)
        minus = apart or text[max(0, value.start - 2) : value.start] in MINUS_MONEY
        fact.value = -value.value if minus else value.value
    if interval is not None:
        numbers += interval.numbers
        end = closed(text, start, interval.end)
        fact.ci_low, fact.ci_high, fact.level = interval.low, interval.high, interval.level
    span = None if name is None else (name.start, name.end)
    own = kind == "accuracy" or name is not None and text[name.start : name.start + 4] in _OWN_OUTCOME
    return Found(fact, start, end, tuple(numbers), rule, score, span, own)


def _is_minus_apart(text: str, value: Number, interval: Interval) -> bool:
    """Whether the dash before a value is its sign, by its interval: "attendance - 1.1%, 95% CI -2.9 to 0.7"."""
    return text.endswith("- ", 0, value.start) and not interval.holds(value.value) and interval.holds(-value.value)


def is_share(document: Document, name: Name, value: Number) -> bool:
    """Whether a difference is one of shares by its percent sign: "treatment difference 4%", not that of an HbA1c."""
    text = document.text
    floor = max(document.sentence_at(name.start).start, name.start - 200)
    return (
        name.kind == "MD"
        and (value.percent or text.startswith((" percentage point", " percent"), value.end))
        and not CHANGED_PERCENT.search(text, floor, value.start)
    )


# What is measured in percent and no share of people.
CHANGED_PERCENT = re.compile(
    r"\b(?:HbA|glyc|mean|LDL|changed?s?|weight|density|loss|from baseline|BMD"
    r"|SD\b)|\d%? ?(?:\u00b1|\+/-)|[ (]-\d[\d.]{0,6} ?% ?[(\[]",
    re.I,
)
_OWN_OUTCOME = frozenset(("ICER", "incr", "Incr", "cost"))
MINUS_MONEY = ("-\u00a3", "-$", "-\u20ac")
