"""The number pass: every number of a text, found once, with its value.

A :class:`Number` is one value. What two numbers make together (a range, a value with its spread, a fraction) is the
business of :mod:`trialfacts.mentions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}

_WORD = "|".join(sorted((*ONES, *TENS, *SCALES), key=len, reverse=True))
# "Three hundred thirty-five", "one hundred and twenty", "twenty three"
_WORDS = re.compile(
    rf"\b(?:a(?=[ -](?:hundred|thousand)))?(?:(?<=a) )?(?:{_WORD})\b(?:(?:[ -]|,? and |, )(?:{_WORD})\b){{0,8}}", re.I
)
# A number with its own thousands; a bare integer; a decimal with a dot or a comma.
_DIGITS = re.compile(
    r"""(?P<body>
          \d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])   # 2,980  1,234.5
        | \d{1,3}(?:[ ]\d{3})+(?![\d.,]\d|\d)    # 13 388, believed only with evidence
        | \d+(?:[.,]\d+)?                        # 42  42.6  42,6
        | \.\d+                                  # .007
        )
        (?P<exp>[eE]-?\d{1,3}\b | \ ?[x\u00d7*\u00b7]\ ?10\ ?(?:\^|\*\*)?\ ?[({]?-?\d{1,2}[)}]? )?""",
    re.X,
)
_EXPONENT = re.compile(r"(?:e|10\s?(?:\^|\*\*)?\s?[({]?)(-?\d+)[)}]?$", re.I)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_PERCENT = re.compile(r"[ ]?(?:%|per ?cent\b|pct\b)")
_COUNTABLE = re.compile(
    r"[ ](?:[a-z-]+[ ]){0,3}(?:patients|participants|subjects|women|men|children|adults|people|persons|individuals"
    r"|infants|cases|volunteers|citations|deaths|births|households|pregnan)", re.I
)  # fmt: skip
_DOT_DECIMAL = re.compile(r"\d\.\d")
# What makes the digits after it a label and not a quantity: "group 1", "Table 2", "phase 3"; see Number.label.
_LABEL_BEFORE = re.compile(r"(?:^|[^A-Za-z])(?:type|phase|grade|stage|class|figure|fig|table|part|version|no)s?[. -]{1,2}$", re.I)


@dataclass(slots=True)
class Number:
    """One number of the cleaned text.

    ``start`` and ``end`` enclose the digits or words with their sign, not the percent sign, which ends at
    ``percent_end`` (-1: none). ``form`` is ``digits`` or ``words``. ``decimals`` counts the printed decimal places.
    ``ordinal``: a rank (3rd). ``label``: part of a name (IL-6, SF-36, CD4): no quantity.
    """

    start: int
    end: int
    value: float
    form: str = "digits"
    decimals: int = 0
    percent_end: int = -1
    ordinal: bool = False
    label: bool = False
    index: int = -1

    @property
    def percent(self) -> bool:
        """Whether a percent sign or word follows."""
        return self.percent_end >= 0


def find_numbers(text: str) -> list[Number]:
    """The numbers of a cleaned text, in order, each with its ``index`` in the list.

    A comma between digits is a thousands separator where three digits follow it, else a decimal sign, unless the text
    writes its decimals with dots and a space or list would explain the comma better. Runs in time linear in the text.
    """
    found = [*_digit_numbers(text), *_word_numbers(text)]
    found.sort(key=lambda number: number.start)
    for index, number in enumerate(found):
        number.index = index
    return found


def _digit_numbers(text: str) -> list[Number]:
    dots = _DOT_DECIMAL.search(text) is not None
    found = []
    at, size = 0, len(text)
    while (match := _DIGITS.search(text, at)) is not None:
        start, end = match.span("body")
        body = match.group("body")
        at = match.end()
        before = text[start - 1] if start else ""
        if " " in body and not _spaced_thousands(text, start, end):
            body = body[: body.index(" ")]
            end = at = start + len(body)
            exponent = None
        else:
            exponent = match.group("exp")
        if "," in body and not _is_comma_number(body, dots):
            body = body[: body.index(",")]
            end = at = start + len(body)
            exponent = None
        value, decimals = _value(body)
        if exponent:
            power = _EXPONENT.search(exponent)
            if power is None:
                at = end
            else:
                value *= 10.0 ** int(power.group(1))
                end = match.end()
        number = Number(start, end, value, "digits", decimals)
        if before == "-" and _is_sign(text, start - 1):
            number.start, number.value = start - 1, -value
        elif before == "." and start > 1 and text[start - 2].isdigit():
            number.label = True  # 1.2.3
        elif before.isalpha() or before == "_" or (before == "-" and start > 1 and text[start - 2].isalpha()):
            number.label = not _LABEL_OK.search(text, max(0, start - 12), start)
        if end < size:
            if _ORDINAL.match(text, end):
                number.ordinal = True
            elif (percent := _PERCENT.match(text, end)) is not None:
                number.percent_end = percent.end()
        if not number.label and before in " -." and _LABEL_BEFORE.search(text, max(0, start - 10), start):
            number.label = True
        found.append(number)
    return found


# "P=.05" written p.05 or P0.05, "n24", "week-4", "day-7", "x2": digits after a letter that are a quantity all the same.
_LABEL_OK = re.compile(r"(?:^|[^A-Za-z])(?:[nNpPxX]|to|and|in|of|vs|SD|SE|CI|HR|OR|RR|h)-?$")


def _is_comma_number(body: str, dots: bool) -> bool:
    head, _, tail = body.partition(",")
    if len(tail.split(".")[0].split(",")[-1]) == 3 and head != "0" and len(head) <= 3 and "," in body:
        groups = tail.split(".")[0].split(",")
        if all(len(group) == 3 for group in groups):
            return True
    if tail.count(","):
        return False
    # "42,6": a decimal, unless the text writes its decimals with dots; "0,036" is one in any text.
    return head == "0" or (not dots and len(tail) <= 2)


def _spaced_thousands(text: str, start: int, end: int) -> bool:
    if text[start] == "0":
        return False
    if start >= 2 and text[start - 1] == " " and text[start - 2].isdigit():
        return False
    return _COUNTABLE.match(text, end) is not None or re.search(r"[nN] ?= ?$", text[max(0, start - 5) : start]) is not None


def _is_sign(text: str, at: int) -> bool:
    """Whether the dash at ``at`` is a minus sign: not after a letter, digit or closing bracket."""
    if at == 0:
        return True
    before = text[at - 1]
    if before == " ":
        # "5 -3" and "a -3": a range or a bullet is rarer than a sign here, but "10 -20 mg" is a range.
        return at < 2 or not text[at - 2].isdigit()
    return before in "([{=<>,;:~\u2264\u2265\u00b1/"


def _value(body: str) -> tuple[float, int]:
    if " " in body:
        return float(body.replace(" ", "")), 0
    head, _, tail = body.partition(",")
    if tail:
        if len(tail.split(".")[0]) == 3 or "," in tail:
            if head != "0":
                whole = body.replace(",", "")
                return float(whole), len(whole.partition(".")[2])
        return float(f"{head}.{tail}"), len(tail)
    return float(body), len(body.partition(".")[2])


def _word_numbers(text: str) -> list[Number]:
    found = []
    for match in _WORDS.finditer(text):
        for start, end, value in _split_words(match.group(), match.start()):
            number = Number(start, end, value, "words")
            if (percent := _PERCENT.match(text, end)) is not None:
                number.percent_end = percent.end()
            found.append(number)
    return found


_TOKEN = re.compile(r"[A-Za-z]+")


def _split_words(phrase: str, offset: int) -> list[tuple[int, int, int]]:
    """The numbers of a run of number words: "twenty-three" is one, "one or two", "two and three" are two."""
    out: list[tuple[int, int, int]] = []
    total = group = last = 0
    start = end = -1
    linked = False  # an "and" since the last word
    for token in _TOKEN.finditer(phrase):
        word = token.group().lower()
        if word == "and":
            linked = True
            continue
        if word == "a":
            start, end, group, last = token.start(), token.end(), 1, 1
            continue
        value = ONES.get(word, TENS.get(word, SCALES.get(word)))
        assert value is not None
        comma = "," in phrase[max(end, 0) : token.start()]
        if start >= 0 and _continues(last, value, group, linked, comma):
            if value >= 1000:
                total += (group or 1) * value
                group = 0
            elif value == 100:
                group = (group or 1) * 100
            else:
                group += value
        else:
            if start >= 0:
                out.append((offset + start, offset + end, total + group))
            start, total = token.start(), 0
            group = value
            if value >= 1000:
                total, group = value, 0
        last, linked, end = value, False, token.end()
    if start >= 0:
        out.append((offset + start, offset + end, total + group))
    return out


def _continues(last: int, value: int, group: int, linked: bool, comma: bool) -> bool:
    if value >= 100:
        return not linked and not comma and last < value and last > 0
    if linked:
        return last >= 100
    if comma:
        return last >= 1000
    if last >= 100:
        return True
    return last in TENS.values() and 0 < value < 10
