"""Shares whose percent sign stands elsewhere: "remission (%): 61 vs 42", "the proportion of responders was 0.61"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialfacts.document import Document
from trialfacts.numbers import Number
from trialfacts.proportions.expression import UNIT, Expression
from trialfacts.proportions.lone_counts import NO_RESULTS
from trialfacts.proportions.pairs import happens
from trialfacts.proportions.verdicts import COUNTS_CASES

_PEOPLE = (
    r"(?:patients|participants|subjects|women|men|children|infants|people|individuals|responders|non-?responders"
    r"|smokers|abstainers|survivors|adults|eyes)"
)
# "The percentage of responders was |", "percentages with relapse were |", "the proportion of women in remission was |"
_TOLD = re.compile(
    rf"\b(?P<share>[Pp]ercentages?|[Pp]roportions?) (?:of (?:[\w-]+ ){{0,3}}?{_PEOPLE}\b|with |in )"
    r"[^.;:()%\d]{0,60}?(?:(?:at|after) [^.;:()%]{2,20} )?(?:was|were) (?:only |about )?$"
)
# "Remission (%): |", "clinical cure (%) was |"
_LABELLED = re.compile(r"(?:^|[.;:,] )(?P<label>[A-Za-z][^.;:()]{2,50}) [(\[]%[)\]](?::|,? was|,? were) $")
_REACHED = re.compile(
    r"\b(?:remission|respon[sd]|cures?|success|abstinen|completion|recover|healing|(?:fe)?male"
    r"|wom[ae]n|m[ae]n)"
)
_LABELLED_LAST = (": ", "was ", "were ", "only ", "about ")
_NEXT = re.compile(
    r"(?: (?:for|in|with|on|among) [^.;,()%\d]{1,40}?)?(?:,|,? and|,? vs?\.?|,? versus|,? against|,? compared with)"
    r" (?:only )?"
)
_LEAD = 150  # characters before the first that are read
_MOST = 4


def told_percents(document: Document) -> Iterator[Expression]:
    """The shares that are told in per cent, or as parts of one, by the words before them alone."""
    text = document.text
    if "ercentage" not in text and "roportion" not in text and "%)" not in text and "%]" not in text:
        return
    done = -1
    for number in document.numbers:
        if number.index <= done or not text.endswith(_LABELLED_LAST, 0, number.start):
            continue
        whole = _whole(document, number)
        for one in _run(document, number, whole) if whole else ():
            percent = one.value if whole == 100 else round(100 * one.value, 4)
            yield Expression(one.start, one.end, None, None, percent, [one.index], "percent-told", 0.93)
            done = one.index


def _whole(document: Document, number: Number) -> int:
    """What a number is a part of, by the words before it: 100, 1, or 0 where it is no share."""
    text, sentence = document.text, document.sentence_at(number.start)
    if sentence.section in NO_RESULTS or not _is_plain(text, number):
        return 0
    before = text[max(sentence.start, number.start - _LEAD) : number.start]
    labelled = _LABELLED.search(before)
    if labelled is not None:
        label = labelled["label"]
        counts = happens(label) or COUNTS_CASES.search(label) or _REACHED.search(label.lower())
        return 100 if counts else 0
    told = _TOLD.search(before)
    if told is None:
        return 0
    part = number.decimals > 1 and number.value < 1
    return 1 if part and told["share"][1:] != "ercentage" else 0 if part or told["share"][1] == "r" else 100


def _is_plain(text: str, number: Number) -> bool:
    """Whether nothing but digits is printed: no percent sign, no unit, no total."""
    plain = not (number.percent or number.label or number.form == "words") and 0 <= number.value <= 100
    return (
        plain
        and UNIT.match(text, number.end) is None
        and text[number.end : number.end + 1] in ("", " ", ",", ".", ";", ")")
    )


def _run(document: Document, first: Number, whole: int) -> Iterator[Number]:
    """The numbers of the list that a share begins."""
    yield first
    text, last = document.text, first
    for number in document.numbers[first.index + 1 : first.index + _MOST]:
        if not _is_plain(text, number) or number.value > whole or number.decimals != first.decimals:
            return
        if _NEXT.fullmatch(text, last.end, number.start) is None:
            return
        yield number
        last = number
