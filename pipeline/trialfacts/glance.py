"""A cheap look at a sentence: whether any number in it can be a measurement, before it is read with care.

What it says of a number is never more than what the rules of :mod:`trialfacts.result_singles` demand at the least.
"""

from __future__ import annotations

import re
from collections.abc import Container

from trialfacts.document import Document, Sentence
from trialfacts.mentions import Mention
from trialfacts.numbers import Number
from trialfacts.readings import is_stopped
from trialfacts.result_singles import MORE_AFTER
from trialfacts.result_units import currency_before, is_time, result_unit

_STEMS = ("mean", "medi", "averag", "lsm", "rang")
# Two ends of a range are ages or results only where one of these stands by; a "7-3" is a change only beside the second.
_AGES = ("age", "year", "yr")
_CHANGING = ("from ", "baseline", "improv", "reduc", "declin", "decreas", "fell", "drop")
_CHANGES = re.compile(
    r"increas|decreas|reduc|declin|improv|elevat|diminish|chang|gain|prolong|shorten|rais|lower(?:ed|ing|s)|drop|fell"
    r"|fall|rose|rise|lost|loss|grew|deteriorat|worsen|attenuat|suppress|inhibit|delay|went|progress"
)
# The word before a result of a whole number with its unit; "by" only of a change.
_SAYING_WORDS = """
    was were is are of being as reached averaged had has be only about approximately vs vs. versus and to than with
    by an a the additional further another around roughly nearly almost
"""
_SAYING = frozenset(_SAYING_WORDS.split())
# The word before a time that is a point or a period.
_POINT = frozenset(("to", "and", "than", "of", "the", "further", "additional", "another"))
# The label of a spread between a value and it.
_LABEL = re.compile(r"[sS]\.?[dDeE]|IQ|[rR]ang|uart|tand|entile|[mM]in|Q1")


def can_measure(
    document: Document, lower: str, sentence: Sentence, mentions: list[Mention], results: bool, values: Container[int]
) -> bool:
    """Whether a sentence may hold a measurement; ``values``: the indexes of the numbers that an interval follows.

    ``results``: results may stand in the sentence, as far as its section tells.
    """
    start, end = sentence.start, sentence.end
    last = mentions[-1].start
    for stem in _STEMS:
        if lower.find(stem, start, last) >= 0:
            return True
    looked = False
    for mention in mentions:
        first, shape = mention.first, mention.shape
        if shape == "single":
            if is_stopped(document.text, first.start):
                continue
            if first.index in values or _may_spread(document, first):
                return True
            if results and (_percent if first.percent else _alone)(document.text, lower, sentence, first):
                return True
        elif shape == "range":
            if results and first.value < 0:
                return True
            if not looked:  # once a sentence
                words, looked = (*_AGES, *_CHANGING) if results else _AGES, True
                if any(lower.find(word, start, end) >= 0 for word in words):
                    return True
        elif shape == "pm" or shape == "fraction" and _is_rate(document.text, mention):
            return True
    return False


def _is_rate(text: str, mention: Mention) -> bool:
    unit = result_unit(text, mention.first.end)
    return unit is not None and unit[1] > mention.end


def _may_spread(document: Document, number: Number) -> bool:
    """Whether what is printed after a number can be its spread: "4.1 (3", "4 days (2-9", "4.1, SD 3"."""
    numbers, text = document.numbers, document.text
    if number.index + 1 == len(numbers):
        return False
    following = numbers[number.index + 1]
    end = number.percent_end if number.percent else number.end
    if following.start - end > 80:
        return False
    before = text[following.start - 1]
    if before == " ":
        before = text[following.start - 2]
    if before in "\u00b1+/-":
        return True
    if before not in "([":
        return _LABEL.search(text, end, following.start) is not None
    if following.percent:
        return False
    between = text[end : following.start - 1].strip()
    if not between:
        return number.decimals > 0 or _of_two(numbers, following)
    return result_unit(text, end) is not None


def _of_two(numbers: list[Number], first: Number) -> bool:
    return first.index + 1 < len(numbers) and numbers[first.index + 1].start - first.end < 14


def _percent(text: str, lower: str, sentence: Sentence, number: Number) -> bool:
    """Whether a bare percentage can be a change: "+4%", "by 12%", "12% higher"."""
    start, end = number.start, number.percent_end
    if text[start] in "+-" or text[start - 1 : start] == "+" or MORE_AFTER.match(text, end):
        return True
    before = text[max(sentence.start, start - 25) : start]
    if not ("by " in before or "of " in before or before.endswith(" to ") or text[end : end + 1] == ")"):
        return False
    return _CHANGES.search(lower, max(sentence.start, start - 260), start) is not None


def _alone(text: str, lower: str, sentence: Sentence, number: Number) -> bool:
    """Whether a number with nothing after it but a unit can be a result."""
    start, end = number.start, number.end
    if number.decimals:
        return True
    unit = result_unit(text, end)
    if unit is None:
        return currency_before(text, start) is not None
    space = lower.rfind(" ", max(sentence.start, start - 40), start - 1)
    word = lower[space + 1 : start].rstrip()
    said = word in _SAYING and (
        not is_time(unit[0])
        or (word not in _POINT and (number.form != "words" or lower.find("by ", start - 16, start) >= 0))
    )
    return (
        said
        or word[-1:] in "=:([,~\u223c\u2248+-"
        or text[unit[1] : unit[1] + 2] == " v"
        or (MORE_AFTER.match(text, unit[1]) is not None)
    )
