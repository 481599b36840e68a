"""Readings: the numbers of one sentence with their unit, spread and place, before it is judged what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialfacts.dispersion import Spread, read_spread
from trialfacts.document import Document, Sentence
from trialfacts.intervals import Interval
from trialfacts.mentions import Mention
from trialfacts.numbers import Number
from trialfacts.result_units import currency_before, result_unit

_UNIT_LINK = re.compile(r"[ ]?(?:,|,?[ ]and|,?[ ]or|[ ]to|-|,?[ ]vs\.?|,?[ ]versus|/|;|,?[ ]respectively|-+>)[ ]?")


@dataclass(slots=True)
class Reading:
    """A number under judgement."""

    mention: Mention
    number: Number
    end: int
    before: str
    unit: str | None = None
    spread: Spread | None = None
    rule: str = ""
    score: float = 0.0
    stat: str = "value"
    role: str = ""  # "base" and "end" of a change, "range"
    barred: bool = False
    numbers: tuple[int, ...] = ()
    measure: str | None = None
    group: str | None = None
    time: str | None = None


def read_sentence(
    document: Document,
    lower: str,
    sentence: Sentence,
    mentions: list[Mention],
    intervals: dict[int, Interval],
    bounds: set[int],
) -> list[Reading]:
    """The readings of the mentions of a sentence, in order.

    ``lower`` is the lower-cased text, ``intervals`` are those of the document by the index of their value, ``bounds``
    the indexes of the numbers inside intervals.
    """
    text = document.text
    items: list[Reading] = []
    used: set[int] = set()
    for mention in mentions:
        first = mention.first
        if first.index in used or first.index in bounds or document.in_furniture(first.start):
            continue
        rate = (
            mention.shape == "fraction"
            and (found := result_unit(text, first.end)) is not None
            and found[1] > mention.end + 3
        )
        spread = read_spread(document, Mention(first) if rate else mention, intervals.get(first.index))
        numbers = (
            [first]
            if spread is not None or mention.second is None or mention.shape == "pm" or rate
            else [first, mention.second]
        )
        if rate:
            mention = Mention(first)
        if spread is not None:
            used.update(spread.numbers)
        parts = []
        for number in numbers:
            end = max(number.end, number.percent_end) if spread is None else spread.end
            item = Reading(mention, number, end, lower[max(sentence.start, number.start - 150) : number.start])
            item.spread = spread
            item.unit = _unit(text, number, spread)
            item.numbers = (number.index, *(spread.numbers if spread else ()))
            parts.append(item)
        if len(parts) == 2:
            parts[0].unit = parts[0].unit or parts[1].unit
            if mention.shape == "range":
                parts[0].role = parts[1].role = "pair"
            else:
                parts[0].barred = parts[1].barred = True
        items += parts
    return items


def _unit(text: str, number: Number, spread: Spread | None) -> str | None:
    money = currency_before(text, number.start)
    if money:
        return money
    found = result_unit(text, number.end)
    if found is None and spread is not None:
        if spread.unit:
            return spread.unit
        found = result_unit(text, spread.end)
    return None if found is None else found[0]


def unit_end(text: str, item: Reading) -> int:
    """Where a number ends with its spread and the unit after it."""
    found = result_unit(text, item.end if item.spread else item.number.end)
    return found[1] if found else item.end


def share_units(text: str, items: list[Reading]) -> None:
    """The unit that is printed once, after the last of "6, 12 and 24 h" or "11 [7-21] vs. 14 [8-36] days"."""
    for first, second in zip(items[-2::-1], items[:0:-1]):
        if first.unit is None and second.unit is not None and (first.spread is None) == (second.spread is None):
            gap = text[first.end : second.number.start]
            if len(gap) <= 14 and _UNIT_LINK.fullmatch(gap):
                first.unit = second.unit
