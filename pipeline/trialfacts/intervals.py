"""Confidence intervals: where they stand, their bounds and level, and the number that they are printed after.

Whose interval it is (an effect estimate's, a proportion's, a mean's) is not decided here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from trialfacts.numbers import Number

# Every label begins with the same letter, which re finds faster than a choice of words.
_LABEL = re.compile(
    r"[Cc](?:(?<=C)(?<![A-Za-z]C)\.?I\.?s?|(?<=% C)L|(?<=c)(?<![a-z]c)\.?i\.?|redible intervals?|(?<=C)rI"
    r"|onfiden(?:ce|tial)[ -](?:interval|limit)s?|(?<=C)ONFIDENCE INTERVALS?)(?![A-Za-z])"
)
# "[CI]", "(CI)", "(95% CI)": the short form again, after the long one.
_ECHO = re.compile(r"[ ]?[\[(](?:9\d ?% ?)?(?:CIs?|C\.I\.|CrI)[\])]")
# Between the label and the low bound: ": ", " = ", ", ", " of ", " (", " from ".
_TO_LOW = re.compile(
    r"(?:(?: for| of)?(?: the| mean| risk| treatment| between-group){0,3} diff(?:erence)?s?)?[ ,:;=]{0,3}(?:(?:of"
    r"|from|was|is|range"
    r"|ranging|ranged|between)[ ]){0,2}[(\[]?[ ]?[+$€£]?"
)
# "95% CI for mean treatment difference of"
_TO_LOW_LONG = re.compile(r"[ ](?:for|of|around)[ ][A-Za-z0-9 ,-]{3,50}(?:[ ](?:(?:of|was|from)[ ]|[(\[])|, )")
# Between the bounds: "-", " to ", ", ", "; ", " and ", with a unit or a bracket perhaps; a second dash is a sign.
_BETWEEN = re.compile(
    r"(?:[ ]?%|[ ]?[A-Za-z\u00b5/]{1,10}[23]?(?:/[A-Za-z]{1,4})?)??"
    r"(?:[ ]?(?:-|,|;|:)|[ ]?(?:to|and|at|through)|[ ]%?to)[ ]?\(?(?P<sign>[-+]?)[ ]?[+$€£]?"
)
# Between the value and its interval: a unit and an opening bracket, a comma, "with a".
_AFTER_VALUE = re.compile(
    r"[ ]?(?:[A-Za-z%\u00b0\u00b5$/][^\s,;()\[\]]{0,14})?(?:[ ][A-Za-z\u00b5/][^\s,;()\[\].]{0,14}){0,4}[ ]?[,;]?[ ]?"
    r"(?:[(\[]{1,2}|with|,|;|:)?[ ]?(?:(?:with|and|at)?[ ]?(?:an?|the)?[ ]?(?:mean|two-sided|associated)?[;,]?[ ]?)?"
)
_BARE = re.compile(r"(?:[ ]?%(?:-points?)?|[ ][A-Za-z/%]{1,10}){0,2}(?:[ ]?[(\[]|[;,][ ])")
# "RR = ", "HR ", "odds ratio ": what names a value whose interval has no label
_NAMED = re.compile(r"(?:=|\b(?:OR|RR|HR|MD|SMD|ratio|difference)[,:)]?) ?$")
# "relative risk |2.4, 1.2 to 4.7|", "aHR of |1.9, 1.3-2.8| and": after a ratio or difference whatever comes next
_NAMED_EFFECT = re.compile(
    r"\b(?:[aAcs]?(?:OR|RR|HR|IRR|PR)|[rR]atio(?: (?:for|of) [a-z -]{3,30})?|[rR]elative risk|[oO]dds|[hH]azard"
    r"|difference|VE)[)\]]?(?: ?[=,:]| of| was)? ?$"
)
_DIFFERENCE_WAS = re.compile(r"\bdifferences? (?:was|were|remained) [a-z]+(?: [^.;()\d]{2,40})? \($")
_CLOSES = (")", ";", ",", "")
_PLUS_MINUS = ("\u00b1 ", "\u00b1", "+/- ", "+/-")
_P_BEFORE = re.compile(r"[pP] ?[<=>\u2264] ?$")
# "2.4 (SE |0.9|; 95% CI 0.6 to 4.2)"
_SPREAD_BEFORE = re.compile(r"\bS(?:E|D|EM)[:=]? ?=? ?$")
# Between a P value and the interval after it: "(-9 mmHg; p = 0.03; |95% CI".
_AFTER_P = re.compile(r"[)\]]?[,;]? ?[(\[]?")
_TIME_UNIT = re.compile(
    r"[ -](?:hours?|days?|weeks?|months?|years?|minutes?|h|min|wks?|mo)\b(?P<later> (?:later|after|post))?"
)
_TIME_BEFORE = ("at ", "after ", "within ", "until ", "per ", "week ", "month ")
_BREAK = re.compile(r"(?<!vs)[.?!] [A-Z]|\n")
_LEVELS = frozenset((68, 80, 84, 90, 95, 97.5, 98, 99, 99.9))
_BRACKETED = re.compile(r"\([^()]{1,60}\)")
_BASES = frozenset((100, 1000, 10_000, 100_000))
_REACH = 110  # characters from a value to its interval, at most


@dataclass(slots=True)
class Interval:
    """An interval of two printed bounds.

    ``start`` and ``end`` run from the level or label (the low bound where there is none) to the end of the high bound;
    ``value`` is the number that the interval is printed after, None where there is none next to it. ``level`` is 95
    for a 95% interval, None where none is stated in the sentence. ``labelled``: "CI" is printed here or was before in
    the sentence; else it is merely a bracketed range. ``numbers``: the indexes of bounds and level, not of the value.
    """

    start: int
    end: int
    low: float
    high: float
    level: float | None
    labelled: bool
    value: Number | None
    numbers: tuple[int, ...]

    def holds(self, value: float) -> bool:
        """Whether the value lies between the bounds (with room for a bound that was rounded)."""
        room = 0.02 * (abs(self.low) + abs(self.high))
        return min(self.low, self.high) - room <= value <= max(self.low, self.high) + room


def find_intervals(text: str, numbers: list[Number]) -> list[Interval]:
    """The intervals of a cleaned text, in order: those that "CI" names, and bracketed ranges after a number.

    Runs in time linear in the text.
    """
    starts = [number.start for number in numbers]
    out: list[Interval] = []
    taken: set[int] = set()
    headers: list[tuple[int, float | None, int]] = []
    for label in _LABEL.finditer(text):
        begin, end, level, used = _level(text, numbers, starts, label)
        taken.update(used)
        interval = _labelled(text, numbers, bisect_left(starts, end - 1), begin, end, level, used)
        if interval is None:
            headers.append((label.end(), level, begin))
        else:
            headers.append((interval.end, level, begin))
            out.append(interval)
            taken.update(interval.numbers)
    for interval in out:
        value = _value_before(text, numbers, bisect_left(starts, interval.start), interval, taken)
        if value is None or not of_difference(text, interval) or _differs_by(text, value, interval):
            interval.value = value
    out += _bare(text, numbers, taken, headers)
    out.sort(key=lambda interval: interval.start)
    return out


def _level(
    text: str, numbers: list[Number], starts: list[int], label: re.Match[str]
) -> tuple[int, int, float | None, tuple[int, ...]]:
    """Begin and end of the label with its level and echo, the level, and the numbers of the level."""
    begin, end = label.span()
    echo = _ECHO.match(text, end)
    if echo:
        end = echo.end()
    at = bisect_left(starts, begin)
    used = tuple(range(at, bisect_left(starts, end)))  # a level inside the echo
    if at and numbers[at - 1].value in _LEVELS:
        number = numbers[at - 1]
        gap = text[max(number.end, number.percent_end) : begin]
        if len(gap) <= 3 and not gap.strip(" -%") and (number.percent or "%" in gap):
            return number.start, end, number.value, (number.index, *used)
    after = at + len(used)
    if after < len(numbers) and numbers[after].value in _LEVELS:
        number = numbers[after]
        if number.start == end and not number.percent:  # "CI95"
            return begin, number.end, number.value, (number.index, *used)
        if number.percent and number.start - end <= 2 and not text[end : number.start].strip(" (,"):
            return (
                begin,
                number.percent_end + (text[number.percent_end : number.percent_end + 1] == ")"),
                number.value,
                (number.index, *used),
            )
    return begin, end, None, used


def _labelled(
    text: str, numbers: list[Number], at: int, begin: int, end: int, level: float | None, used: tuple[int, ...]
) -> Interval | None:
    while at < len(numbers) and numbers[at].index in used:
        at += 1
    if at + 1 >= len(numbers) or numbers[at].start - end > 60:
        return None
    low, high = numbers[at], numbers[at + 1]
    if high.label and at + 2 < len(numbers):
        high = numbers[at + 2]  # "-56.5 cm2 to -6.3 cm2"
    gap = text[end : low.start]
    minus = gap.endswith(("- ", "-", "-\u00a3", "-$", "-\u20ac"))
    if minus:
        gap = gap.rstrip("- \u00a3$\u20ac") + " "
    if gap.strip(" ") and not _TO_LOW.fullmatch(gap) and not _TO_LOW_LONG.fullmatch(gap):
        return None
    bounds = _bounds(text, low, high)
    if bounds is None or high.percent and text.startswith(("CI", " CI"), high.percent_end):
        return None
    first, second = bounds
    if minus and first <= second:
        first = -first
    return _interval(begin, high, first, second, level, True, (low.index, high.index, *used))


def _bounds(text: str, low: Number, high: Number) -> tuple[float, float] | None:
    gap_start = max(low.end, low.percent_end)
    if high.start - gap_start > 16:
        return None
    between = _BETWEEN.fullmatch(text[gap_start : high.start])
    if between is None:
        return None
    second = -high.value if between.group("sign") == "-" else high.value
    return low.value, second


def _interval(
    begin: int, high: Number, first: float, second: float, level: float | None, labelled: bool, used: tuple[int, ...]
) -> Interval:
    if second < first < 0:
        first, second = second, first  # "-1 to -3": the bounds in order of size
    end = max(high.end, high.percent_end)
    return Interval(begin, end, first, second, level, labelled, None, used)


def _value_before(text: str, numbers: list[Number], at: int, interval: Interval, taken: set[int]) -> Number | None:
    passed = False  # a time or a P value stands between
    for index in range(at - 1, max(-1, at - 5), -1):
        number = numbers[index]
        if number.label:
            continue  # "0.10 kcal/kg-1 (95% CI": digits of the unit
        stop = max(number.end, number.percent_end)
        if number.index in taken or interval.start - stop > _REACH:
            return None
        between = text[stop : interval.start]
        if _SPREAD_BEFORE.search(text, max(0, number.start - 7), number.start):
            continue
        if number.value in _BASES and text.endswith("per ", 0, number.start):
            continue  # "16 per |100| patients (95% CI": what a rate is told per
        if text.endswith(_PLUS_MINUS, 0, number.start):
            continue  # "0.2 \u00b1 1.1 days (95% CI": the interval is of 0.2
        if _P_BEFORE.search(text, max(0, number.start - 5), number.start):
            if not _AFTER_P.fullmatch(between):
                return None
        elif text[number.start - 1] == "/" and index and numbers[index - 1].end == number.start - 1:
            return numbers[index - 1]  # "20/100 (95% CI", "1.3/100 person-years (95% CI"
        elif not _is_time(text, number, interval) and (interval.holds(number.value) or not _is_aside(text, number)):
            if interval.holds(number.value):
                # "65% of those who came (95% CI ...": words between; the value must lie inside.
                near = (
                    ")" not in _BRACKETED.sub("", between)
                    and not _BREAK.search(between)
                    or _AFTER_VALUE.fullmatch(between)
                )
                return number if near else None
            return number if not passed and _AFTER_VALUE.fullmatch(between) else None
        passed = True
    return None


def of_difference(text: str, interval: Interval) -> bool:
    """Whether an interval is said to be that of a difference: "95% CI for the difference: 1 to 3"."""
    return "ifference" in text[interval.start : interval.end] or _FOR_DIFFERENCE.match(text, interval.end) is not None


_FOR_DIFFERENCE = re.compile(
    r" ?%?(?: [a-zA-Z/]{1,8})?,? (?:for|of|on|around) (?:the )?(?:(?:mean|absolute|treatment|between-group|group) )?"
    r"differences?\b"
)


def _differs_by(text: str, value: Number, interval: Interval) -> bool:
    """Whether the value before the interval of a difference is the difference, and not the second of the two values."""
    return interval.holds(value.value) and _SECOND.search(text, max(0, value.start - 70), value.start) is None


# "fell by 2.1 with A |and| 1.3 with B (95% CI for difference 0.2 to 1.4)"
_SECOND = re.compile(
    r"[0-9](?:(?!iffer)[^.;()]){0,50}? (?:and|vs\.?|versus|than|compared (?:with|to))(?: (?:by|of|in|with|only|the))* $"
)


def _is_aside(text: str, number: Number) -> bool:
    """Whether a number before an interval is a dose or the value in another unit: "-0.8 mmol/L (|-14| mg/dL)"."""
    if text[number.start - 1] == "(":
        return _CONVERTED.match(text, number.end) is not None
    return _DOSE_UNIT.match(text, number.end) is not None


# "mg/dL) in favour of X (95% CI"; "mg twice daily vs. placebo"
_CONVERTED = re.compile(r" ?(?:%|[A-Za-z\u00b5][A-Za-z/0-9]{0,10})[)] ?[^()0-9]{0,40}[(\[;,]")
_DOSE_UNIT = re.compile(r" ?(?:mg|ug|\u00b5g|mcg|IU)\b(?!/)")


def _is_time(text: str, number: Number, interval: Interval) -> bool:
    """Whether a number before an interval says when, and is not its value: "8.1% 12 months later (95% CI"."""
    unit = _TIME_UNIT.match(text, number.end)
    if unit is None:
        return False
    return (
        not interval.holds(number.value)
        and not interval.holds(-number.value)
        or unit["later"] is not None
        or text.endswith(_TIME_BEFORE, max(0, number.start - 7), number.start)
    )


def _bare(
    text: str, numbers: list[Number], taken: set[int], headers: list[tuple[int, float | None, int]]
) -> list[Interval]:
    """Bracketed ranges after a number; the label that went before in the sentence tells what they are."""
    out = []
    header = 0
    for at in range(1, len(numbers) - 1):
        low, high, value = numbers[at], numbers[at + 1], numbers[at - 1]
        if low.index in taken or low.label or high.index in taken or value.index in taken or value.label:
            continue
        stop = max(value.end, value.percent_end)
        if not 1 <= low.start - stop <= 24 or _BARE.fullmatch(text[stop : low.start]) is None:
            continue
        bounds = _bounds(text, low, high)
        after = max(high.end, high.percent_end)
        if bounds is None or bounds[0] > bounds[1]:
            continue
        while header + 1 < len(headers) and headers[header + 1][0] <= low.start:
            header += 1
        level, labelled = None, False
        if headers and headers[header][0] <= low.start:
            between = text[headers[header][0] : low.start]
            if len(between) < 600 and ". " not in between.replace("vs. ", "") and "\n" not in between:
                level, labelled = headers[header][1], True
        if text.endswith(_PLUS_MINUS, 0, value.start):
            if not labelled:
                continue  # "42 \u00b1 9 min (20-80 min)": a range, and no interval of the spread
            value = numbers[max(0, at - 2)]
        if text[low.start - 1] not in "([":
            # "1.45, 1.04 to 2.02": no bracket; only where a label explains it and the value lies inside.
            inside = bounds[0] <= value.value <= bounds[1]
            # "(RR = 0.28, 0.14 to 0.51)": all three with decimals
            named = (
                text[after : after + 1] in (")", "]", ";")
                and value.decimals > 0
                and low.decimals * high.decimals > 0
                and abs(low.decimals - high.decimals) <= 1
                and abs(value.decimals - low.decimals) <= 1
                and _NAMED.search(text, max(0, value.start - 14), value.start) is not None
            )
            effect = (
                bounds[0] < value.value < bounds[1]
                and value.decimals > 0
                and _printed_alike(value, low, high, closes=text[after : after + 1] in (")", "]", ";"))
                and not (value.percent and not text.endswith("VE ", 0, value.start) or high.percent)
                and _NAMED_EFFECT.search(text, max(0, value.start - 45), value.start) is not None
            )
            # "the difference was larger (-3.8, -6.1 to -1.5; P"
            effect = effect or (
                inside
                and text[value.start - 1] == "("
                and not (value.percent or high.percent)
                and _printed_alike(value, low, high, closes=text[after : after + 1] in (")", ";"))
                and _DIFFERENCE_WAS.search(text, max(0, value.start - 70), value.start) is not None
            )
            listed = (labelled or named) and text[after : after + 1] in _CLOSES
            # "(95% CI -0.7 to 0.7) for A (P = 0.9) |and -0.15, -0.85 to 0.54| for B"
            listed = listed or (
                labelled and text.endswith(" and ", 0, value.start) and _printed_alike(value, low, high, closes=False)
            )
            if not inside or not (effect or listed):
                continue
        interval = _interval(low.start, high, *bounds, level, labelled, (low.index, high.index))
        interval.value = value
        taken.update(interval.numbers)
        out.append(interval)
    return out


def _printed_alike(value: Number, low: Number, high: Number, closes: bool) -> bool:
    """Whether a value and its bounds have as many decimals, or about as many where a bracket ``closes`` behind them."""
    places = (value.decimals, low.decimals, high.decimals)
    return min(places) > 0 and max(places) - min(places) <= closes


def closed(text: str, start: int, end: int) -> int:
    """The end of a quote: with the closing bracket behind it where the bracket was opened in the quote."""
    quote = text[start:end]
    while end < len(text) and text[end] in ")]":
        opening = "(" if text[end] == ")" else "["
        if quote.count(opening) <= quote.count(text[end]):
            break
        quote += text[end]
        end += 1
    return end
