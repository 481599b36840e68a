"""A cheap look at a sentence: whether any number in it can be a measurement, before it is read with care.

What it says of a number is never more than what :mod:`trialfacts.results.result_singles` demands at the least.
"""

from __future__ import annotations

import re
from collections.abc import Container

from trialfacts.document import Document, Sentence
from trialfacts.mentions import Mention
from trialfacts.numbers import Number
from trialfacts.results.dispersion import read_spread
from trialfacts.results.durations import HAD_OF, is_reached
from trialfacts.results.instrument_values import is_instrument_value
from trialfacts.results.percentages import DELTAS, may_be_whole, says_continuous
from trialfacts.results.readings import is_pressure, is_rate, is_signed, is_stopped
from trialfacts.results.result_singles import MORE_AFTER, TESTED_NEXT, WHOLE_VERSUS, is_scored, may_claim, without_limit
from trialfacts.results.result_units import currency_before, is_time, result_unit, unit_of_label

_STEMS = ("mean", "median", "averag", "lsm", "rang", "varied ", "m age =", "mage =", "mage=", "m(age)", "mdn age")
# Two ends of a range are ages or results only where one of these stands by; a "7-3" is a change only beside the second.
_AGES = ("age", "year", "yr")
_CHANGING = ("from ", "baseline", "improv", "reduc", "declin", "decreas", "fell", "drop")
_CHANGES = re.compile(
    r"increas|decreas|reduc|declin|improv|elevat|diminish|chang|gain|prolong|shorten|rais|lower(?:ed|ing|s)|drop|fell"
    r"|fall|rose|rise|lost|loss|grew|deteriorat|worsen|attenuat|suppress|inhibit|delay|went|progress"
    r"|halved|doubled|regressed"
    r"|climbed|crept|slid |sank|shrank|lengthened|waned|depressed|cut |(?:came|gone) (?:up|down)|extended (?:by|from)"
    r"|lower|higher|greater|larger|smaller|longer|shorter"
)
# The word before a result of a whole number with its unit; "by" only of a change.
_SAYING_WORDS = """
    was were is are of being as reached averaged had has be only about approximately v v. vs vs. versus against & resp.
    and to than with from
    by an a the additional further another around roughly nearly almost baseline
    increased decreased rose fell dropped improved declined reduced climbed
    remained numbered
    cost took walked lost gained averaging totalled totaled lasted measured weighed
"""
_SAYING = frozenset(_SAYING_WORDS.split())
_TOLD_AS = ("was ", "were ", "lasts ", "lasted ", "lasts for ", "lasted for ")
_LIMITS = frozenset(("than", "under", "over", "below", "above"))
_LEADING_ON = ("between ", *DELTAS)
# The word before a time that is a point or a period.
_POINT = frozenset(("to", "from", "and", "than", "of", "the", "further", "additional", "another"))


def can_measure(
    document: Document, lower: str, sentence: Sentence, mentions: list[Mention], results: bool, values: Container[int]
) -> bool:
    """Whether a sentence may hold a measurement; ``values``: the indexes of the numbers that an interval follows.

    ``results``: results may stand in the sentence, as far as its section tells.
    """
    text, start, end = document.text, sentence.start, sentence.end
    last = mentions[-1].start
    for stem in _STEMS:
        if lower.find(stem, start, min(end, last + 30)) >= 0:
            return True
    if lower.find("between ", start, last) >= 0 and any(lower.find(word, start, end) >= 0 for word in _AGES):
        return True
    looked = False
    named = 0  # numbers right after a word and before a comma, as in "age 34.5, BMI 27.1, "
    for mention in mentions:
        first, shape = mention.first, mention.shape
        if shape == "single":
            if is_stopped(text, first.start, first.decimals):
                continue
            if first.index in values:
                return True
            unit = result_unit(text, first.end)
            if read_spread(document, mention, unit, None) is not None:
                return True
            if not results:
                continue
            if first.percent:
                if _percent(text, lower, sentence, first):
                    return True
                continue
            after = text[first.end : first.end + 2]
            if after[:1] == "/" and after[1:].isdigit():
                return True  # "12/48/196"
            if first.decimals and text[first.start - 1] == " " and text[first.start - 2].isalnum():
                named += after[:1] in (",", ";", ".") or unit is not None
                if named > 1:
                    return True
            if _alone(text, lower, sentence, first, unit or _of_label(text, first)):
                return True
        elif shape == "range":
            if results and (
                first.value < 0
                or first.decimals
                or lower.endswith(_TOLD_AS, start, first.start)
                or is_reached(lower[max(start, first.start - 140) : first.start])
            ):
                return True
            if not looked:  # once a sentence
                words, looked = (*_AGES, *_CHANGING) if results else _AGES, True
                part = lower[start:end]
                if any(word in part for word in words):
                    return True
        elif (
            shape == "pm"
            or results
            and (_exact(mention) or text[mention.start] in "+-")
            or is_rate(mention, result_unit(text, first.end))
            or is_pressure(text, lower, mention)
        ):
            return True
    return False


def _exact(mention: Mention) -> bool:
    """Whether two numbers with a slash are no fraction: "2.1/4.5"."""
    return mention.shape == "fraction" and mention.first.decimals > 0 and (mention.second or mention.first).decimals > 0


def _of_label(text: str, number: Number) -> tuple[str, int] | None:
    told = unit_of_label(text, number)
    return None if told is None else told[:2]


def _percent(text: str, lower: str, sentence: Sentence, number: Number) -> bool:
    """Whether a bare percentage can be a change: "+4%", "by 12%", "12% higher"."""
    start, end = number.start, number.percent_end
    if is_signed(text, start) or MORE_AFTER.match(text, end) or may_be_whole(text, end):
        return True
    if lower.endswith(_LEADING_ON, 0, start):
        return True
    if says_continuous(lower[max(sentence.start, start - 110) : start]):
        return True
    before = text[max(sentence.start, start - 25) : start]
    word = before[before.rfind(" ", 0, len(before) - 1) + 1 :]
    if _CHANGES.match(word):
        return True
    if not (
        "by " in before
        or "of " in before
        or before.endswith((" to ", "was ", "were ", "(", "[", "ed with "))
        or text[end : end + 1] == ")"
        or "(" in before
    ):
        return False
    begin = max(sentence.start, start - 260)
    return _CHANGES.search(lower, begin, start) is not None or lower.find("difference", begin, start) >= 0


def _alone(text: str, lower: str, sentence: Sentence, number: Number, unit: tuple[str, int] | None) -> bool:
    """Whether a number with nothing after it but a unit can be a result."""
    start = number.start
    if unit is not None and (
        unit[0] == "fold" or is_time(unit[0]) and is_reached(lower[max(sentence.start, start - 140) : start])
    ):
        return True
    if not number.decimals and not _said(text, lower, sentence, number, unit):
        return False
    before = lower[max(sentence.start, start - 150) : start]
    currency = currency_before(text, start)
    if currency is not None:
        before = before.rstrip()[: -len(currency)]
    return may_claim(text, before, number, unit)


# "the stay was 6| and |5 days"
_LISTED = re.compile(r" (?:was|were|averaged|took|lasted) (?:\d{1,4}, ){0,6}\d{1,4},? (?:and|versus|vs\.?) $")


def _said(text: str, lower: str, sentence: Sentence, number: Number, unit: tuple[str, int] | None) -> bool:
    """Whether what stands beside a whole number lets it be a result: "was 7 mm", "7 days vs"."""
    start = number.start
    if unit is None and lower[start - 1 : start] in ("(", "["):
        return (TESTED_NEXT if text[start] in "+-" else WHOLE_VERSUS).match(text, number.end) is not None
    if currency_before(text, start) is not None:
        return True
    if unit is None:
        told = is_scored(lower[max(sentence.start, start - 50) : start]) or is_instrument_value(text, number)
        return told or lower.startswith("was ", start - 4) and WHOLE_VERSUS.match(text, number.end) is not None
    space = lower.rfind(" ", max(sentence.start, start - 40), start - 1)
    word = lower[space + 1 : start].rstrip()
    if word in _LIMITS:
        word = without_limit(lower[max(sentence.start, start - 100) : start]).rstrip()
        word = word[word.rfind(" ") + 1 :]
    said = word in _SAYING and (
        not is_time(unit[0])
        or word == "of"
        and HAD_OF.search(lower, max(sentence.start, start - 60), start) is not None
        or (word not in _POINT and (number.form != "words" or lower.find("by ", start - 16, start) >= 0))
    )
    return (
        said
        or word in ("and", "versus", "vs.", "vs")
        and (
            lower.find("by ", start - 16, start) >= 0
            or _LISTED.search(lower, max(sentence.start, start - 40), start) is not None
        )
        or word[-1:] in "=:([,~\u223c\u2248+-"
        or text[unit[1] : unit[1] + 2] == " v"
        or (MORE_AFTER.match(text, unit[1]) is not None)
    )
