"""Readings: the numbers of one sentence with their unit, spread and place, before it is judged what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialfacts.document import Document, Sentence
from trialfacts.intervals import Interval
from trialfacts.mentions import Mention
from trialfacts.numbers import Number
from trialfacts.results.dispersion import Spread, pressure_spreads, read_spread
from trialfacts.results.result_units import currency_before, per, result_unit, unit_of_label

# What no result stands behind: "P <", "n =", "week ", "Group "; "NCT".
_NOT_BEFORE = re.compile(
    r"(?:[<\u2264\u2265]|(?<!-)>|[<>][ ]?(?:or|/)[ ]?=|"
    r"(?<![A-Za-z])(?:[pPnNtFrRzZQK]2?(?:[ -]values?)?|\u03c72|df|d\.?f\.?"
    r"|OR|HR|RR|IRR|ARR|CI|SMD|MD|d|\u03ba|\u03b2|kappa|Wald|U|ICC|alpha|\u03b1|NNT|AUC|ISRCTN|NCT|No\.?|R2"
    r"|\u03b72|eta2|chi2|\u03c72)[ ]?[=:]"
    r"|(?<![A-Za-z-])(?:NCT|ISRCTN|CI|power|alpha|[nN]|P|per)[ ]?|[A-Za-z]/|(?:[(\[]|[;,][ ])S[DE]M?[ ]?=)[ ]?$"
    r"|(?<![A-Za-z])(?:[FtzZ]|\u03c72?)[ ]?[(\[]?[ ]?\d{1,4}(?:[,;.][ ]?\d{1,5}){0,3}[)\]]?[ ]?=[ ]?$"  # "F(2, 45) = "
)
# The last letters of all of those.
_ENDS = frozenset("<\u2264\u2265>=:TNIranP/SD-")
_UNIT_LINK = re.compile(
    r"[ ]?(?:,|,?[ ](?:and|&|resp\.)|,?[ ]or|[ ]to|-|,?[ ]vs?\.?|,?[ ]versus|/|;|,?[ ]respectively|-+>"
    r"|,?[ ](?:as[ ])?compared[ ](?:with|to)|,?[ ]against)[ ]?"
)


_AMOUNTING = tuple(
    f"{word} {sign}{gap}" for word in ("by", "was", "were") for sign in "<>\u2264\u2265" for gap in ("", " ")
)
_FOLD = re.compile(r"\d[\d.]{0,5}[- ]fold(?![a-z])")
_DIGITS = re.compile(r"\d+(?:\.\d+)?(?P<percent>[ ]?%)?")


def is_stopped(text: str, start: int, decimals: int = 0) -> bool:
    """Whether what stands before a number that begins at ``start`` says that it is no result.

    A number with ``decimals`` is no count: it can be a result after "n =" too.
    """
    last = text[start - 1 : start]
    if last == " ":
        last = text[start - 2 : start - 1]
    if last not in _ENDS:
        return False
    if text.endswith(_AMOUNTING, 0, start):
        digits = _DIGITS.match(text, start)
        if digits and digits["percent"] and text.rfind("by", start - 5, start) >= 0:
            return False  # "fell by >|40%|"
        if _FOLD.match(text, start) or digits and result_unit(text, digits.end()):
            return False
    if decimals and text[start - 2 : start] in ("= ", "n=") and text.endswith(("(n = ", "(n="), 0, start):
        return False
    return _NOT_BEFORE.search(text, max(0, start - 22), start) is not None


# "(+|", "vs. + |": a plus that is the sign of the number after it
_PLUS_SIGN = re.compile(r"(?:[(\[:;=,]|(?<![A-Za-z])(?:vs?\.?|versus|by|from))[ ]?\+[ ]?$")


def is_signed(text: str, start: int) -> bool:
    """Whether a plus or minus is printed before a number that begins at ``start``, or as its first character."""
    if text[start] in "+-" or text[start - 1 : start] == "+":
        return True
    return text[start - 2 : start] == "+ " and _PLUS_SIGN.search(text, max(0, start - 11), start) is not None


Verdict = tuple[str, float] | None  # a rule and its score


@dataclass(slots=True)
class Reading:
    """A number under judgement."""

    mention: Mention
    number: Number
    end: int
    before: str  # in lower case, up to 150 characters
    unit: str | None = None
    stop: int = 0  # where it ends with its spread and the unit after it
    spread: Spread | None = None
    rule: str = ""
    score: float = 0.0
    stat: str = "value"
    role: str = ""  # "base" and "end" of a change, "range"
    barred: bool = False
    numbers: tuple[int, ...] = ()
    label: int = -1  # where the name of its measure ends, if a unit stands between: "time|, min: 12"
    over: Reading | None = None  # the diastolic pressure printed after a slash
    measure: str | None = None
    group: str | None = None
    time: str | None = None


# "95% CI 0.3 to 0.9%| [|3 to 10 mmol/mol]": the interval again in another unit
_AGAIN = re.compile(r"[ ]?[\w/%]{0,8}[)\]]?[ ]?[(\[]")

_AREA = ("AUC: ", "AUC = ", "AUC=", "AUC:")  # of a ROC curve it has no \u00b1


def read_sentence(
    document: Document,
    lower: str,
    sentence: Sentence,
    mentions: list[Mention],
    intervals: dict[int, Interval],
    bounds: set[int],
) -> list[Reading]:
    """The readings of the mentions of a sentence, in order, but of those that are stopped by what stands before.

    ``lower`` is the lower-cased text, ``intervals`` are those of the document by the index of their value, ``bounds``
    the indexes of the numbers inside intervals.
    """
    text, start = document.text, sentence.start
    furniture = document.cleaned.furniture
    items: list[Reading] = []
    used: set[int] = set()
    for mention in mentions:
        first = mention.first
        if (
            first.index in used
            or first.index in bounds
            or (
                is_stopped(text, first.start, first.decimals)
                and not (mention.shape == "pm" and text.endswith(_AREA, 0, first.start))
            )
        ):
            continue
        if furniture and document.in_furniture(first.start):
            continue
        if mention.shape == "range" and first.index - 1 in bounds:
            before = document.numbers[first.index - 1]
            if _AGAIN.fullmatch(text, before.percent_end if before.percent else before.end, first.start):
                continue
        unit = result_unit(text, first.end)
        if is_rate(mention, unit):
            mention = Mention(first)  # a rate: "2.7/100 person years"
        spreads = pressure_spreads(text, document.numbers, mention)
        if spreads is not None and mention.second is not None and first.value > mention.second.value:
            item = _reading(text, lower, start, mention, first, None, spreads[0])
            item.over = _reading(text, lower, start, mention, mention.second, None, spreads[1])
            item.end = first.end
            item.unit = item.over.unit = item.unit or "mmHg"
            used.update(number for spread in spreads for number in spread.numbers)
            items.append(item)
            continue
        end = mention.end
        if mention.shape == "fraction" and text[first.start] in "+-":
            mention, unit = Mention(first), None  # a change of points: "-34/100"
        spread = read_spread(document, mention, unit, intervals.get(first.index))
        if spread is not None and not (spread.named or intervals.keys().isdisjoint(spread.numbers)):
            spread = None  # "rose at 3 (4.8 min, 95% CI 1.8 to 7.7) and 12 months": what has an interval is no spread
        if spread is not None:
            used.update(spread.numbers)
        events = _EVENTS_PER.match(text, first.end) if unit is None and mention.second is None else None
        item = _reading(text, lower, start, mention, first, unit, spread)
        if events is not None:
            item.unit, item.measure, item.stop = events["unit"], events["what"], events.end()
        item.stop = max(item.stop, end) if text[first.start] in "+-" else item.stop
        if items and _over_the_last(text, lower, items, item):
            items[-1].over, items[-1].stop = item, item.stop
            items[-1].unit = item.unit = item.unit or "mmHg"
            continue
        items.append(item)
        second = mention.second
        if second is None or spread is not None:
            continue
        if is_pressure(text, lower, mention):
            item.over = _reading(text, lower, start, mention, second, result_unit(text, second.end), None)
            item.over.unit = item.over.unit or "mmHg"
            item.unit, item.stop = item.over.unit, item.over.stop
            continue
        other = _reading(text, lower, start, mention, second, result_unit(text, second.end), None)
        items.append(other)
        item.unit = item.unit or other.unit
        if mention.shape == "range":
            if not _FROM_LIST.search(text, max(start, first.start - 40), first.start):
                item.role = other.role = "pair"
        else:
            item.barred = other.barred = True
    _pair_between(text, items)
    return items


# "2.1| confirmed flares per 100 patient-years|"
_EVENTS_PER = re.compile(
    r" (?P<what>(?!(?:of|to|and|or|in|per|vs|versus)\b)[a-z][a-z-]+(?: (?!per\b)[a-z][a-z-]+){0,4}) "
    r"(?P<unit>per (?:1[0 ,]{1,6} )?(?:person|patient|participant|woman|women|child|subject)[- ]?"
    r"(?:years?|months?|weeks?|days?))\b"
)


def _pair_between(text: str, items: list[Reading]) -> None:
    """The two ends of "between 8 and 12", "$8-$12"."""
    for first, second in zip(items, items[1:]):
        at = second.number.start
        if first.spread is not None or first.role or second.role or at - first.stop > 6:
            continue
        money = text[at - 1] in "$\u00a3\u20ac" and _TO_MONEY.fullmatch(text, first.number.end, at)
        if money or first.before.endswith(_BETWEEN) and _AND.fullmatch(text, first.stop, at):
            first.role = second.role = "pair"


def is_own_range(text: str, last: Reading | None, item: Reading) -> bool:
    """Whether a range stands in brackets right behind a value with its spread: "42 \u00b1 9 min (|20-80 min|)"."""
    if last is None or last.spread is None or last.spread.value is None:
        return False
    return _OWN_RANGE.fullmatch(text, last.stop, item.number.start) is not None


_OWN_RANGE = re.compile(
    r"[ ]?[(\[][ ]?(?:(?:range|limits)[:,=]?[ ]?(?:of |from |was )?)?"
    r"|[,;][ ](?:range|limits)[:,=]?[ ](?:of |from |was )?"
)
# "rose from 8.6, 8.7 and |8.6 to 10.2|, 9.4 and 10.4": the last before and the first after
_FROM_LIST = re.compile(r"\bfrom (?:\d[\d.]{0,6}(?:, |,? and )){1,4}$")
_BETWEEN = ("between ", "between ages ", "between the ages of ")
_TO_MONEY = re.compile(r"[ ]?-[ ]?[$\u00a3\u20ac]")
_AND = re.compile(r"[ ]?and[ ][$\u00a3\u20ac]?")


def is_rate(mention: Mention, unit: tuple[str, int] | None) -> bool:
    """Whether "2.7/100 person years" is meant, not "9/33 eyes"; ``unit``: that of the first number, with its end."""
    if mention.shape != "fraction" or unit is None or unit[1] <= mention.end + 3:
        return False
    return mention.first.decimals > 0 or mention.second is not None and mention.second.value % 100 == 0


def is_pressure(text: str, lower: str, mention: Mention) -> bool:
    """Whether "150/95 mmHg" is meant: a systolic pressure over a diastolic one."""
    second = mention.second
    if mention.shape != "fraction" or second is None or mention.first.value <= second.value - 1:
        return False
    unit = result_unit(text, second.end)
    if unit is not None:
        return unit[0].lower().replace(" ", "") == "mmhg"
    return mention.first.value < 260 and _PRESSURE.search(lower, max(0, mention.start - 60), mention.start) is not None


def _over_the_last(text: str, lower: str, items: list[Reading], item: Reading) -> bool:
    """Whether a value with its spread is the diastolic pressure under the systolic one: "149 ± 13/|98 ± 4| mm Hg"."""
    last = items[-1]
    if last.spread is None or item.spread is None or last.over is not None:
        return False
    if text[last.end : item.number.start].strip() != "/":
        return False
    listed = len(items) > 2 and items[-2].number.start - items[-3].end < 3 and last.number.start - items[-2].stop < 8
    if listed or abs(last.number.value) <= abs(item.number.value):
        return False  # the list before holds no such pair
    if item.unit is not None:
        return item.unit.lower().replace(" ", "") == "mmhg"
    if last.unit is not None:
        return False
    another = len(items) > 1 and items[-2].over is not None  # the next pair of a list
    return another or _PRESSURE.search(lower, max(0, last.number.start - 60), last.number.start) is not None


_PRESSURE = re.compile(r"(?:(?<![a-z])s?bp(?:/dbp)?|blood pressures?|mm[ ]?hg)(?![a-z])[^.;]{0,30}$")


def _reading(
    text: str,
    lower: str,
    begin: int,
    mention: Mention,
    number: Number,
    unit: tuple[str, int] | None,
    spread: Spread | None,
) -> Reading:
    start = number.start
    end = spread.end if spread else number.percent_end if number.percent else number.end
    item = Reading(mention, number, end, lower[max(begin, start - 150) : start])
    if spread is None:
        item.numbers = (number.index,)
        item.stop = end
        if unit is not None:
            item.unit, item.stop = unit
        elif (told := unit_of_label(text, number)) is not None:
            item.unit, item.label = told[0], told[2]
    else:
        item.spread = spread
        item.numbers = (number.index, *spread.numbers)
        after = result_unit(text, end)
        item.stop = after[1] if after else end
        item.unit = unit[0] if unit else spread.unit or (after and after[0]) or None
        if item.unit is None and (told := unit_of_label(text, number)) is not None:
            item.unit, item.label = told[0], told[2]
    if item.before.endswith("+ ") and is_signed(text, start):
        item.before = item.before[:-1]
    if (
        number.percent
        and item.before.endswith("ed with ")
        and _CHANGED_WITH.search(item.before, max(0, len(item.before) - 40))
    ):
        item.before = f"{item.before[:-5]}by "
    if item.unit == "fold" and item.before[-1:] in ("\u2265", ">"):
        item.before = item.before[:-1]  # "by >=|13-fold"
    currency = currency_before(text, start)
    if currency is not None:
        item.unit = currency + per(text, item.end)
        item.before = item.before.rstrip()[: -len(currency)]
    return item


# "was reduced |with| 30%", as many say for "by"
_CHANGED_WITH = re.compile(r"(?:was|were|been)[ ](?:[a-z]{4,14}ly[ ])?(?:reduced|(?:de|in)creased|lowered) with $")


def share_units(text: str, items: list[Reading]) -> None:
    """The unit that is printed once, after the last of "6, 12 and 24 h" or "11 [7-21] vs. 14 [8-36] days"."""
    for first, second in zip(items[-2::-1], items[:0:-1]):
        if first.unit is None and second.unit is not None and (first.spread is None) == (second.spread is None):
            gap = text[first.end : second.number.start]
            if len(gap) <= 18 and _UNIT_LINK.fullmatch(gap):
                if gap == ", " and second.number.percent and text[second.end : second.end + 1] != ",":
                    continue  # "mean age 56, 77% female"
                first.unit = second.unit
