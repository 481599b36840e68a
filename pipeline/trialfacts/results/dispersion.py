"""What is printed after a value to say how it spreads: \u00b1 3.1, (SD 3.1), [IQR 7-21], (95% CI 10.1 to 14.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from trialfacts.document import Document
from trialfacts.intervals import Interval, closed
from trialfacts.mentions import Mention
from trialfacts.numbers import Number
from trialfacts.results.result_units import is_time, result_unit

_SD = r"(?:S\.?D\.?|s\.d\.|sd|StD|std\.?(?:[ ]dev\.?)?|[sS]tandard[ ]deviations?)"
_SE = r"(?:S\.?E\.?M?\.?|s\.e\.m?\.?|sem?|[sS]tandard[ ]errors?(?:[ ]of[ ](?:the[ ])?mean)?)"
_IQR = (
    r"(?:IQRs?|IQ[ ]range|[iI]nter-?[ ]?quartile(?:[ ]range)?s?|quartiles?|quartile[ ]range"
    r"|Q1[ ]?[-,;][ ]?Q3|Q1(?=[ ]?=)|first[ ](?:and|to)[ ]third[ ]quartiles?"
    r"|25(?:th|%)?(?:[ ]?[-,;/][ ]?|[ ](?:to|and)[ ])75(?:th|%)?(?:[ ](?:percentiles?|centiles?"
    r"|quartiles?))?)"
)
_RANGE = r"(?:[rR]ang(?:es?|ed|ing)|min(?:imum)?[ ]?[-/;,][ ]?max(?:imum)?)"
_CI = r"(?:\d\d[ ]?%[ ]?)?(?:C\.?I\.?s?|[cC]onfidence[ ]intervals?)"
_LABELS = rf"(?P<SD>{_SD})|(?P<SE>{_SE})|(?P<IQR>{_IQR})|(?P<range>{_RANGE})"
_PM = r"\u00b1|\+/-|-/\+|\+-|\+[ ]?/[ ]?-|\+[ ]or(?:[ ]-)?"
# Between a value (with its unit) and its spread: " (SD ", " (\u00b1", ", SD ", "; range: "
_GAP = re.compile(
    rf"""(?P<open>[ ]?[,;]?[ ]?[(\[]{{1,2}}[ ]?|[,;:]?[ ])?(?P<word>(?:mean|median|age|with)[;, ]{{1,2}})?
    (?:(?:(?:{_PM})[ ]?)?(?:{_LABELS})(?:[ ]?[(\[](?:SDs?|SEM?|IQR)[)\]])?
    (?:(?:[ ]?[,:=;][ ]?|[ ](?:of|from|was|between|is)?[ ]?)[(\[]?)?)?
    (?P<pm>{_PM})?[ ]?[$\u00a3\u20ac]?(?:<[ ]?)?""",
    re.X,
)
# What that begins with, and what it begins with after a blank.
_OPENING = frozenset(" ,;:([+\u00b1-")
_OPENING_WORD = frozenset(",;([+\u00b1-SsIiqQrRmMFf2aw")
_PLUS = re.compile(r"[ ]?\+[ ]?")
_BETWEEN = re.compile(
    r"[ ]?%?(?:[ ]?[A-Za-z\u00b5/]{1,8}[ ])?(?:[ ]?(?:-|~|,|;|/)[ ]?|[ ]?(?:to|and|through|-)[ ]"
    r"|[ ]-)[ ]?[$\u00a3\u20ac+]?|,[ ]Q3[ ]?=[ ]?"
)
# "mean (SD)", "mean \u00b1 SD", "median [25th-75th percentiles]", "median (range)", "mean score (95% CI)"
_HEADER = re.compile(
    rf"\b(?=[mMaAL])(?P<stat>[mM]eans?|[mM]edians?|[aA]verages?|LSM)\b[ ]?"
    rf"(?P<of>(?:(?!was|were|had|of )[a-zA-Z-]{{1,20}}[ ]){{0,5}})"
    rf"(?:[(][A-Z]{{2,5}}[)])?(?:[ ,;:]?[ ]?[(\[]?[ ]?(?:{_PM})?[ ]?)(?:{_LABELS}|(?P<CI>{_CI}))(?![A-Za-z])"
)


_YEARS = ("y", "yr", "yrs", "years")


@dataclass(slots=True)
class Header:
    """What a text says of the numbers to come, "mean (SD)": the statistic and the type of spread, with their place."""

    start: int
    end: int
    stat: str
    type: str


@dataclass(slots=True)
class Spread:
    """The spread of a value: its ``type``, one number or two, and where its print ends.

    ``unit`` is a unit printed between value and spread; ``numbers`` are the indexes of the spread's own numbers;
    ``named``: its type is printed beside it; ``bracket``: it stands in brackets.
    """

    type: str
    value: float | None
    low: float | None
    high: float | None
    end: int
    numbers: tuple[int, ...]
    unit: str | None
    named: bool
    bracket: bool

    def to_dict(self) -> dict[str, Any]:
        """The field ``dispersion`` of a measurement."""
        if self.value is not None:
            return {"type": self.type, "value": self.value}
        return {"type": self.type, "low": self.low, "high": self.high}


def find_headers(text: str, start: int, end: int) -> list[Header]:
    """The headers between two places of a cleaned text, in order."""
    out = []
    for match in _HEADER.finditer(text, start, end):
        kind = next(name for name in ("SD", "SE", "IQR", "range", "CI") if match.group(name))
        word = match.group("stat").lower()
        stat = "median" if word.startswith("median") else "mean"
        of = match.group("of") or ""
        stat = "difference" if "difference" in of else "change" if "change" in of else stat
        out.append(Header(match.start(), match.end(), stat, kind))
    return out


def read_spread(
    document: Document, mention: Mention, unit: tuple[str, int] | None, interval: Interval | None
) -> Spread | None:
    """The spread printed after the value of a mention; None where there is none.

    ``unit``: the unit right after the value and where it ends; ``interval``: the value's own.
    """
    text, numbers = document.text, document.numbers
    value = mention.first
    if mention.shape == "pm" and mention.second is not None:
        second = mention.second
        return Spread("pm", abs(second.value), None, None, second.end, (second.index,), None, False, False)
    if mention.second is not None:
        return None
    stop = value.end
    if value.index + 1 >= len(numbers) or numbers[value.index + 1].start - stop > 100:
        return None
    after = unit[1] if unit else max(stop, value.percent_end)
    at = value.index + 1
    while at < len(numbers) and (numbers[at].start < after or _is_quartile(text, numbers[at])):
        at += 1  # the "-1" of "g l-1"
    if at >= len(numbers) or numbers[at].start - after > 60:
        return None
    if interval is not None and interval.labelled and (interval.start - after) <= 60:
        end = closed(text, value.start, interval.end)
        return Spread("CI", None, interval.low, interval.high, end, interval.numbers, unit and unit[0], True, True)
    first = numbers[at]
    gap = text[after : first.start]
    if gap[:1] not in _OPENING or gap[:1] == " " and gap[1:2] not in _OPENING_WORD:
        return None
    if text[first.start] == "-" and gap.endswith("+/"):
        gap += "-"
    found = _GAP.fullmatch(gap)
    if found is None:
        if _PLUS.fullmatch(gap) and value.decimals and first.decimals:
            return Spread("pm", first.value, None, None, first.end, (first.index,), None, False, False)
        return None
    kind = next((name for name in ("SD", "SE", "IQR", "range") if found.group(name)), None)
    bracket = "(" in gap or "[" in gap
    plus = found.group("pm") is not None
    word = found.group("word") or ""
    if not (kind or plus) and (not bracket or word) or word.startswith("age"):
        return None
    unit_text = unit[0] if unit else None
    rest = (
        _of_two(text, value, first, _following(text, numbers, at), bracket)
        if kind not in ("SD", "SE") and not plus
        else None
    )
    if rest is not None:
        low, high, end, used = rest
        if first.percent and numbers[used[1]].percent and not value.percent and not kind:
            return None  # "at week 48 (2.1% and 2.3%)"
        if not bracket and unit_text and numbers[used[1]].percent and not value.percent:
            return None  # "absence within 21 days ranged from 6-10%"
        own = result_unit(text, numbers[used[1]].end) if kind is None and unit_text is not None else None
        if own is not None and unit_text in _YEARS:
            return None  # "42.6 y (28-72 y)": the range of the ages, told apart
        if own is not None and is_time(own[0]) and not is_time(unit_text or "-"):
            return None  # "310 ml (0-6 h)": when
        return Spread(kind or "range", None, low, high, end, used, unit_text, kind is not None, bracket)
    closing = _tail(text, first, bracket)
    if closing is None or kind == "range" or first.form == "words" or (first.percent and not kind and not plus):
        return None
    if not kind and not value.decimals and text.startswith(" per ", first.end):
        return None  # "112 events (4.8 per 100 patient-years)"
    if not kind and not plus and (first.value < 0 or value.percent and result_unit(text, first.end)):
        return None  # "arm A 20 (-5.9)", "zinc 10% (9.2 kg)"
    named = kind or ("pm" if plus else "SD")
    end = closed(text, value.start, closing)
    return Spread(named, abs(first.value), None, None, end, (first.index,), unit_text, bool(kind) or plus, bracket)


# "154/90| \u00b1 |5/2": the spreads of a systolic and a diastolic pressure
_SLASHED_SPREAD = re.compile(rf"[ ]?(?:{_PM})[ ]?(?=\d[\d.]{{0,4}}[ ]?/[ ]?\d)")


def pressure_spreads(text: str, numbers: list[Number], mention: Mention) -> tuple[Spread, Spread] | None:
    """The spreads of two pressures, which are printed after both: "154/90 \u00b1 5/2 mmHg"; None where none are."""
    last = mention.second
    if mention.shape != "fraction" or last is None or last.index + 2 >= len(numbers):
        return None
    gap = _SLASHED_SPREAD.match(text, last.end)
    first, second = numbers[last.index + 1 : last.index + 3]
    if gap is None or gap.end() != first.start or text[first.end : second.start].strip() != "/":
        return None
    return (
        Spread("pm", first.value, None, None, second.end, (first.index,), None, False, False),
        Spread("pm", second.value, None, None, second.end, (second.index,), None, False, False),
    )


def _is_quartile(text: str, number: Number) -> bool:
    """Whether a number is that of "Q1", "Q3"."""
    return number.label and text[number.start - 1 : number.start] == "Q"


def _following(text: str, numbers: list[Number], at: int) -> list[Number]:
    """The number after that at ``at``, if there is one, quartiles' names left out."""
    return [number for number in numbers[at + 1 : at + 3] if not _is_quartile(text, number)][:1]


def _of_two(
    text: str, value: Number, first: Number, following: list[Number], bracket: bool
) -> tuple[float, float, int, tuple[int, int]] | None:
    """Low, high, end and numbers of a spread of two numbers: "7-21", "8 to 12.3"."""
    if not following:
        return None
    second = following[0]
    stop = max(first.end, first.percent_end)
    if second.start - stop > 12 or _BETWEEN.fullmatch(text, stop, second.start) is None:
        return None
    if text[second.start - 1] == "/" and second.value % 100 == 0:
        return None  # a rate: "5 (0.72/1000)"
    end = _tail(text, second, bracket)
    dash = text[stop : second.start].strip() == "-" and first.value >= 0
    high = abs(second.value) if dash else second.value
    if end is None or first.value > high:
        return None
    return first.value, high, closed(text, value.start, end), (first.index, second.index)


def _tail(text: str, last: Number, bracket: bool) -> int | None:
    """Where the spread ends: its bracket must close after its last number (and a unit); None where it does not."""
    end = max(last.end, last.percent_end)
    plus = text.startswith("+", end)  # "(range 1-26|+| months)": of one who is followed still
    end += plus
    unit = result_unit(text, end if plus else last.end)
    if unit is not None:
        end = max(end, unit[1]) if bracket else end
    if not bracket:
        return end
    if text[end : end + 1] in ")];,." or text[end : end + 2] in (" )", " ]"):
        return end
    return None
