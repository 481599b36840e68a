"""The number pass: every number of a text, found once, with its value.

A :class:`Number` is one value. What two numbers make together (a range, a value with its spread, a fraction) is the
business of :mod:`trialfacts.mentions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from trialfacts.cleaning.words import TextWords, word_set

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}

# Digits with the dots and commas among them: a decimal, a number with its thousands apart, or a list without spaces.
_DIGITS = re.compile(r"[0-9][0-9.,]*")
_DOT_DECIMAL = re.compile(r"[0-9]\.[0-9]")
# "51,7 \u00b1 9,3": decimals with commas, though a P value has its dot
_COMMA_SPREAD = re.compile(r"[0-9],[0-9]{1,2} ?(?:\u00b1|\+/-) ?[0-9]{1,3},[0-9]")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")  # 2,980  1,234.5
_EURO_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]{1,2}")  # 1.234,5
_PARTS = re.compile(r"[0-9]+(?:\.[0-9]+)?")

# "5.8 x 10-4", "2 x 10^6", "150 x 109/L" (superscript lost), "1.2e-5"; and without a factor "10^-4", "10(-4)".
_POWER = re.compile(
    r"""[eE](?P<e>[-+]?[0-9]{1,3})(?![0-9A-Za-z.])
      | [ ]?[x\u00d7*\u00b7][ ]?10(?:
            [ ]?(?:\^|\*\*)[ ]?(?:(?P<caret>[-+]?[0-9]{1,2})|[({](?P<braced>[-+]?[0-9]{1,2})[)}])
          | \((?P<bracket>[-+]?[0-9]{1,2})\)
          | [ ]?(?P<minus>-[0-9]{1,2})
          | (?P<lost>[1-9]|1[0-5])
        )(?![0-9.])""",
    re.X,
)  # fmt: skip
_BARE_POWER = re.compile(
    r"(?:\^|\*\*)(?:(?P<caret>[-+]?[0-9]{1,2})(?![0-9])|[({](?P<braced>[-+]?[0-9]{1,2})[)}])"
    r"|\((?P<bracket>-[0-9]{1,2})\)"
)
_SCALED = re.compile(r" (hundred|thousand|million|billion)\b(?!-)")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_PERCENT = re.compile(r" ?(?:%|per ?cent\b|pct\b)")
# "2-sided", "3-hydroxy...", "1-way": no quantity.
_NAME_AFTER = re.compile(
    r"-(?:way|sided|tailed|hydroxy|dihydroxy|methyl|dimethyl|amino|fluoro|oxo|deoxy|mercapto"
    r"|acetyl|chloro|iodo|nitro|OH)"
    r"| (?:alpha|beta)-[a-z]{3}"  # "17 beta-estradiol"
)
# What makes the digits after it a label and not a quantity: "type 2", "Table 2", "phase 3".
_LABEL_WORDS = word_set(
    "type phase grade stage class figure fig table part version no arm cohort category classes categories",
    "types phases grades stages figures figs tables parts versions nos arms cohorts fig. no. exon exons",
)
_GROUP_WORDS = frozenset(("group", "groups"))
_MONTHS = word_set(
    "jan feb mar apr may jun jul aug sep sept oct nov dec",
    "january february march april june july august september october november december",
)
# The last letters of those words.
_BEFORE_LABEL = frozenset(word[-1] for word in _LABEL_WORDS | _GROUP_WORDS | _MONTHS)
_WORD_BEFORE = re.compile(r"([A-Za-z]+\.?)[ -]$")
_MONTH_AFTER = re.compile(
    r" (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\b(?= ?[,.;)]| (?:19|20)[0-9][0-9]\b| to | and )"
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|year|years|before|after|early|late|mid|through|during|between|from|of|by|and|to)[ -]"
    r"|-|\(|[a-z] [0-9]{1,2}(?:st|nd|rd|th)?, )$",
    re.I,
)
_YEAR_AFTER = re.compile(
    r"[,;)]|\.(?![0-9])|\n|$| ?-(?=(?:19|20)[0-9][0-9]\b)"
    r"| (?:to|and|through|until) (?:[A-Z][a-z]+ )?(?:19|20)[0-9][0-9]\b"
)
# Letters before digits that are a quantity all the same: "n24", "P.05", "for18 months", "q12", "x2", "CI-0.3".
_QUANTITY_BEFORE = re.compile(
    r"(?:^|[^A-Za-z0-9])(?:[nNpPxXqr]|to|and|in|of|or|vs|for|from|with|than|was|is|at|by|about"
    r"|SD|SE|SEM|CI|HR|OR|RR|MD|mean|median)-?$"
    r"|[0-9%](?:x|vs|to|and|or)-?$"
)
# "group P2", "arm N10": a label whose letter could stand for a quantity elsewhere.
_ARM_LABEL = re.compile(r"(?:[Gg]roups?|[Aa]rms?) [A-Z]$")
# Before a minus that a space follows: "of - 2.3", "(95% CI - 4.1 to - 0.5)", "= - 0.8".
_SPACED_SIGN = re.compile(
    r"(?:[(\[=] ?|[0-9], |\b(?:of|was|were|is|by|from|to|and|or|than|vs\.?|versus|CI|[SW]?MD|A?RD|beta|mean|difference"
    r"|change)[:,]? )$"
)
# "A, - 2.9; P, - 17%", "CI; - 2.9 to": no bullets, which whole numbers could stand behind
_SPACED_AFTER_MARK = re.compile(r"[A-Za-z0-9%)][,;:] $")
_LINK = frozenset(("/", "-", " or ", " and ", ", ", " and", ", and ", ", or "))

# A countable noun, a percentage, the end of a bracket: "13 388 patients", "39 234 (73%)", "n = 242 749)".
_SPACED_AFTER = re.compile(
    r" (?:[a-z-]{1,20} ){0,3}(?:patients|participants|subjects|women|men|children|adults|people|persons|individuals"
    r"|infants|cases|volunteers|citations|deaths|births|households|pregnan|inhabitants|records|visits|smokers)"
    r"| \([0-9.]{1,5} ?%",
    re.I,
)
_SPACED_BEFORE = re.compile(r"(?:[nN] ?= ?|[$\u00a3\u20ac] ?)$")


@dataclass(slots=True)
class Number:
    """One number of the cleaned text.

    ``start`` and ``end`` enclose the digits or words with their sign, not the percent sign, which ends at
    ``percent_end`` (-1: none). ``form`` is ``digits`` or ``words``. ``decimals`` counts the printed decimal places.
    ``ordinal``: a rank (3rd). ``label``: part of a name or a date (IL-6, SF-36, phase 3, May 2012): no quantity.
    ``index`` is the number's place in the document's list.
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


def find_numbers(text: str, words: TextWords | None = None) -> list[Number]:
    """The numbers of a cleaned text, in order, each with its ``index`` in the list; ``words`` are the text's.

    A comma between digits is a thousands separator where three digits follow it, else a decimal sign, unless the text
    writes its decimals with dots. Runs in time linear in the text.
    """
    found = _digit_numbers(text)
    in_words = _word_numbers(text, words or TextWords(text))
    if in_words:
        found += in_words
        found.sort(key=_start)
    for index, number in enumerate(found):
        number.index = index
    return found


def _start(number: Number) -> int:
    return number.start


def _digit_numbers(text: str) -> list[Number]:
    found: list[Number] = []
    spaced: list[int] = []
    done = 0
    dots: bool | None = None
    for match in _DIGITS.finditer(text):
        start = match.start()
        if start < done:
            continue  # the exponent of the number before
        token = match.group()
        if token[-1] in ".,":
            token = token.rstrip(".,")
        end = start + len(token)
        if token.isdigit():
            if start and text[start - 1] == "." and text[start - 3 : start - 1].lower() != "vs":
                number = _read(text, start - 1, end, float("." + token), len(token))
            else:
                if end - start == 3 and start == done + 1 and found and text[done] == " ":
                    spaced.append(len(found))
                number = _read(text, start, end, float(token), 0)
        else:
            whole, _, fraction = token.partition(".")
            if whole.isdigit() and fraction.isdigit():
                number = _read(text, start, end, float(token), len(fraction))
            else:
                if dots is None:
                    dots = _DOT_DECIMAL.search(text) is not None and _COMMA_SPREAD.search(text) is None
                found += _compound(text, start, token, dots)
                done = found[-1].end
                continue
        if number.label is False and found and found[-1].label and _shares_label(text, found[-1], number):
            number.label = True
        found.append(number)
        done = number.end
    if "\u00b1" in text and "/" in text:
        found = _join_slashed(text, found)
    if "/20" in text or "/19" in text or "-0" in text or "-1" in text:
        _label_all(_DATE, text, found)
    if "/" in text:
        _label_all(_MARKER, text, found)
    if "rade" in text and ", " in text:
        _label_all(_GRADES, text, found)
    if "1.73" in text:
        _label_all(_SURFACE, text, found)
    return _join_spaced(text, found, spaced) if spaced else found


# "03/2012", "12/03/2014", "2014-03-12", "since 9/2009"; no "12/2000 women", "5/2014 (0.2%)".
_DATE = re.compile(
    r"(?:(?<![0-9./])(?:(?:0?[1-9]|[12][0-9]|3[01])/)?(?:0?[1-9]|1[0-2])/(?:19|20)[0-9]{2}"
    r"|(?<![0-9./-])(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:[0-2][0-9]|3[01]))"
    r"(?![0-9/]|[ ]?%|[ ]\([0-9.]{1,5}[ ]?%|\.[0-9]|[ ](?!and|to|until|through)[a-z]{4})"
)


# "cytokeratin 8/18", "HPV 16/18", "CDK4/6": what is called by two numbers.
_MARKER = re.compile(
    r"(?<![A-Za-z])(?:CK|[Cc]ytokeratins?|HPV|CDK|AKT|Akt|(?:geno|sero|sub)?types?|isoforms?)[ -]?"
    r"\d{1,2}(?:/\d{1,2})+(?![\d/])"
)


# "grade 3, 2, and 1 rash", "grades 2, 3 and 4"; no "grade 3, 2 patients".
_GRADES = re.compile(r"(?<![a-z])[Gg]rades? [0-5](?:, [0-5]){1,4},? (?:and|or|to) [0-5](?![\d.,/%]\d|\d| ?%| pa)")
# "mL/min/1.73 m2", "mL/min per 1.73 m2": the body surface of a unit.
_SURFACE = re.compile(r"(?:/|per) ?1\.73(?= ?m)")


def _label_all(pattern: re.Pattern[str], text: str, found: list[Number]) -> None:
    """Makes labels of the numbers that begin within the matches of a pattern."""
    at = 0
    for match in pattern.finditer(text):
        while at < len(found) and found[at].start < match.end():
            found[at].label = found[at].label or found[at].start >= match.start()
            at += 1


# "11/4 \u00b1 1/2", "3391/56 \u00b1 422": a slash for the decimal point, as Persian prints it.
_SLASHED = re.compile(
    r"(?<![0-9./,\u00b1])(?<!\u00b1 )([0-9]{1,4})/([0-9]{1,2}) ?\u00b1 ?[0-9]{1,3}(?:/[0-9]{1,2})?(?![0-9/])"
)

_MMHG = re.compile(r"mm ?Hg")


def _join_slashed(text: str, found: list[Number]) -> list[Number]:
    """Makes one decimal of the two numbers on both sides of a slash, where a spread follows; no blood pressures."""
    decimals: set[int] = set()
    for match in _SLASHED.finditer(text):
        whole, part = int(match[1]), int(match[2])
        if not (60 <= whole <= 260 and 30 <= part < whole or _MMHG.search(text, match.end(), match.end() + 40)):
            decimals.update((match.start(), match.end() - len(match[0].rpartition("\u00b1")[2].lstrip())))
    if not decimals:
        return found
    out: list[Number] = []
    for number in found:
        last = out[-1] if out else None
        if last is not None and last.start in decimals and number.start == last.end + 1 and text[last.end] == "/":
            digits = text[number.start : number.end]
            last.value, last.decimals = float(f"{text[last.start : last.end]}.{digits}"), len(digits)
            last.end, last.percent_end = number.end, number.percent_end
        else:
            out.append(number)
    return out


# "SUBJECTS-880 infants", "Results-184 patients": titles of sections, printed with a long dash
_TITLE_BEFORE = re.compile(
    r"(?:^|[ \n])(?:[Rr]esults|RESULTS|[Ss]ubjects|SUBJECTS|[Pp]atients|PATIENTS|[Mm]ethods|METHODS|[Pp]articipants"
    r"|PARTICIPANTS|[Ff]indings|FINDINGS)-$"
)
_TITLE_ENDS = ("ts", "TS", "ds", "DS", "gs", "GS")


def _read(text: str, start: int, end: int, value: float, decimals: int) -> Number:
    """The number whose digits stand at ``start``..``end``, by what stands before and after them."""
    number = Number(start, end, value, "digits", decimals)
    before = text[start - 1] if start else "\n"
    if before == " ":
        if text[start - 2].lower() in _BEFORE_LABEL:
            number.label = (
                _is_labelled(text, start, end, value) if not decimals else text[start - 8 : start - 1] == "version"
            )
        elif text[start - 2] == "-" and _is_spaced_sign(text, start, end, decimals):
            number.start, number.value = start - 2, -value
    elif before == "-":
        if _is_sign(text, start - 1):
            number.start, number.value = start - 1, -value
        elif start > 1 and text[start - 2].isalpha():
            number.label = _QUANTITY_BEFORE.search(text, max(0, start - 12), start) is None and not (
                text[start - 3 : start - 1] in _TITLE_ENDS and _TITLE_BEFORE.search(text, max(0, start - 14), start)
            )
    elif before == "(":
        number.label = start > 1 and text[start - 2].isalpha() and _is_subscript(text, start, end)
    elif before == "_":
        number.label = True
    elif before == "^":
        number.label = not text[start - 2 : start - 1].isspace()
    elif before.isalpha():
        at = max(0, start - 12)
        number.label = (
            _QUANTITY_BEFORE.search(text, at, start) is None or _ARM_LABEL.search(text, at, start) is not None
        )
    elif before == "." and start > 1 and text[start - 2].isdigit():
        number.label = True  # 1.2..3
    if end < len(text):
        _read_after(text, number, end)
    return number


_PLAIN_AFTER = frozenset(",.;:)]/\n\u00b1=+<>\u2264\u2265")


def _read_after(text: str, number: Number, end: int) -> None:
    after = text[end]
    if after in _PLAIN_AFTER:
        if after != "\u00b7" and not number.label and number.value >= 1900:
            number.label = _is_year(text, number, end)
        return
    if after == "%":
        number.percent_end = end + 1
        return
    if after == " ":
        follows = text[end + 1 : end + 2]
        if follows.islower() or follows in "%\u00d7*\u00b7":
            if follows in "%p":
                if match := _PERCENT.match(text, end):
                    number.percent_end = match.end()
            elif follows in "x\u00d7*\u00b7":
                _raise_to_power(text, number, end)
            elif follows in "hmtb" and (match := _SCALED.match(text, end)):
                number.value *= SCALES[match[1]]
                number.end = match.end()
        elif follows in "JFMASOND" and follows and _MONTH_AFTER.match(text, end):
            number.label = number.value <= 31
        if not number.label and 1900 <= number.value < 2100 and number.end == end:
            number.label = _is_year(text, number, end)
    elif after == "-":
        if not number.label and _NAME_AFTER.match(text, end):
            number.label = True
        elif not number.label and 1900 <= number.value < 2100:
            number.label = _is_year(text, number, end)
    elif after in "snrt":
        if _ORDINAL.match(text, end):
            number.ordinal = True
        elif (
            after == "s" and end - number.start == 4 and number.value >= 1800 and not text[end + 1 : end + 2].isalnum()
        ):
            number.label = True  # the 1990s
    elif text.startswith(("(OH)", "OHD", "OHVitD"), end):
        number.label = True  # 25(OH)D
    elif after in "eEx\u00d7*\u00b7^(":
        _raise_to_power(text, number, end)


# The name that a bracket is glued to: short, with a capital.
_GLUED = re.compile(r"(?<![A-Za-z])[A-Za-z]{0,3}[A-Z][A-Za-z]{0,4}$")


def _is_subscript(text: str, start: int, end: int) -> bool:
    """Whether digits in a bracket glued to a letter are part of a name: degrees of freedom, "F(1,55)", and what was
    printed below the line, "FEV(1)", "VO(2)", or dose levels that come again, "FEC(75)"."""
    if text[start - 2] in "Ft" and not text[start - 3 : start - 2].isalpha():
        return True
    if text[end : end + 1] != ")" or (name := _GLUED.search(text, max(0, start - 9), start - 1)) is None:
        return False
    return end - start == 1 or end - start < 4 and name[0].isupper() and text.count(text[name.start() : end + 1]) > 1


_PER_POWER = re.compile(r"\(([2-9]|1[0-2])\)")  # "per 10|(6)| cells"


def _raise_to_power(text: str, number: Number, end: int) -> None:
    match = _POWER.match(text, end)
    if match is not None:
        # Read as one decimal: 2.7 times 0.0001 is not quite 0.00027.
        number.value = float(Decimal(repr(number.value)).scaleb(int(match[match.lastgroup or 0])))
    elif number.value == 10 and not number.decimals and (match := _BARE_POWER.match(text, end)):
        number.value = 10.0 ** int(match[match.lastgroup or 0])
    elif (
        number.value == 10
        and text.endswith(("per ", "/"), 0, number.start)
        and (match := _PER_POWER.match(text, end)) is not None
    ):
        number.value = 10.0 ** int(match[1])
    else:
        return
    number.end = match.end()


def _is_labelled(text: str, start: int, end: int, value: float) -> bool:
    """Whether the word before makes the digits a name: "phase 3", "Group 1", "May 2012"."""
    match = _WORD_BEFORE.search(text, max(0, start - 14), start)
    if match is None:
        return False
    word = match[1].lower()
    if word in _LABEL_WORDS:
        # "no 5" and "arm 20 patients" are no labels.
        return (word != "no" or match[1] == "No") and (value < 10 or not word.startswith(("arm", "cohort")))
    if word in _GROUP_WORDS:
        return value < 10 and text[end : end + 3] != " pa"
    return word.rstrip(".") in _MONTHS and match[1][0].isupper() and (value <= 31 or 1900 <= value < 2100)


def _is_year(text: str, number: Number, end: int) -> bool:
    if number.decimals or end - number.start != 4 or not 1900 <= number.value < 2100:
        return False
    return (
        _YEAR_BEFORE.search(text, max(0, number.start - 9), number.start) is not None
        and _YEAR_AFTER.match(text, end) is not None
    )


def _shares_label(text: str, label: Number, number: Number) -> bool:
    """Whether the label before goes on: "phase 1/2", "grade 3 or 4", "groups 1 and 2"."""
    if number.start - label.end > 6 or number.decimals or not 0 <= number.value <= 9 or number.percent_end >= 0:
        return False
    gap = text[label.end : number.start]
    if gap == "/":
        return True
    if gap not in _LINK or text[label.start - 1 : label.start] != " ":
        return False
    plural = text[label.start - 2 : label.start - 1] == "s"
    return (
        (plural or gap in ("-", " or "))
        and text[number.end : number.end + 3] != " pa"
        and text[number.end : number.end + 1] != "-"
    )


def _is_spaced_sign(text: str, start: int, end: int, decimals: int) -> bool:
    """Whether the dash and the space before the digits at ``start``..``end`` are a minus sign."""
    if _SPACED_SIGN.search(text, max(0, start - 14), start - 2):
        return True
    exact = decimals or text[end : end + 1] == "%"
    return bool(exact) and _SPACED_AFTER_MARK.search(text, max(0, start - 6), start - 2) is not None


def _is_sign(text: str, at: int) -> bool:
    """Whether the dash at ``at`` is a minus sign: not after a letter, digit or closing bracket."""
    if at == 0:
        return True
    before = text[at - 1]
    if before == " ":
        # "a -3" is a sign, "10 -20 mg" a range.
        return at < 2 or not text[at - 2].isdigit()
    if before == "-":
        return at > 1 and (text[at - 2].isdigit() or text[at - 2] in "%)")  # 0.5--0.1
    if before == "/":
        return text[at - 2 : at - 1] != "+"  # 5+/-3
    return before in "([{=<>,;:~\u2264\u2265\u00b1\n"


def _compound(text: str, start: int, token: str, dots: bool) -> list[Number]:
    """The numbers of digits with commas or several dots: "2,980", "42,6", "1,7,14", "1.2.3"."""
    end = start + len(token)
    if _THOUSANDS.fullmatch(token):
        plain = token.replace(",", "")
        return [_read(text, start, end, float(plain), len(plain.partition(".")[2]))]
    if _EURO_THOUSANDS.fullmatch(token):
        plain = token.replace(".", "").replace(",", ".")
        return [_read(text, start, end, float(plain), len(plain.partition(".")[2]))]
    head, _, tail = token.partition(",")
    if head.isdigit() and tail.isdigit():
        name = text[end : end + 1] == "-" and text[end + 1 : end + 3].isalpha()  # 2,4-dinitro...
        # "0,036" is a decimal in any text, "42,6" unless the text has decimals with dots; "12,5%" seldom is a list.
        if head == "0" or (not name and len(tail) <= 2 and (not dots or text[end : end + 1] == "%")):
            return [_read(text, start, end, float(f"{head}.{tail}"), len(tail))]
        if name:
            return [Number(start, end, float(head), label=True)]
    if "," not in token:
        # 1.2.3, 20.5.2015: a version, a date
        return [Number(start, end, float(head.partition(".")[0]), label=True)]
    return list(_parts(text, start, end))


def _parts(text: str, start: int, end: int) -> Iterator[Number]:
    label = False
    for match in _PARTS.finditer(text, start, end):
        part = match.group()
        number = _read(text, match.start(), match.end(), float(part), len(part.partition(".")[2]))
        # The first one tells whether they are degrees of freedom: "F(1,55)", "F1,47".
        label = number.label = number.label or label
        yield number


def _join_spaced(text: str, found: list[Number], spaced: list[int]) -> list[Number]:
    """Numbers with spaces between their thousands, where something says so: "13 388 patients", "30 000".

    One that is sure tells how the text prints its thousands: the others are read alike.
    """
    joined: set[int] = set()
    waiting = [index for index in spaced if _may_be_one(text, found[index - 1], found[index])]
    sure = [index for index in waiting if _is_one(text, found[index - 1], found[index])]
    for index in waiting if sure else ():
        first, second = found[index - 1], found[index]
        if index - 1 not in joined:
            second.value += first.value * 1000
            second.start = first.start
            joined.add(index - 1)
    return [number for index, number in enumerate(found) if index not in joined] if joined else found


def _may_be_one(text: str, first: Number, second: Number) -> bool:
    """Whether two numbers with a space between them could be one."""
    if first.label or second.label or first.decimals or first.percent or not 1 <= first.value <= 999:
        return False
    return first.end - first.start <= 3 and text[first.start - 1 : first.start] not in (".", "/", "-", ",")


def _is_one(text: str, first: Number, second: Number) -> bool:
    """Whether what stands around says that two numbers are one."""
    return bool(
        (second.value == 0 and second.percent_end < 0)
        or _SPACED_BEFORE.search(text, max(0, first.start - 5), first.start)
        or _SPACED_AFTER.match(text, second.end)
        or (text[first.start - 1 : first.start] == "(" and text.startswith((" \u00b1", "\u00b1"), second.end))
    )


# Number words.
_ANY_WORD = "|".join(sorted((*ONES, *TENS, *SCALES), key=len, reverse=True))
# "twenty-three", "three-hundred-and-four"; a run is looked for only where a first word of one stands.
_RUN = re.compile(
    rf"(?:a(?=[ -](?:hundred|thousand|million))|{_ANY_WORD})\b(?:(?:[ -]|,? and |-and-|, )(?:{_ANY_WORD})\b){{0,8}}",
    re.I,
)
_FIRST_WORDS = frozenset((*ONES, *TENS))
_AFTER_A = frozenset(("hundred", "thousand", "million"))
# "one third", "two-sided", "one-way"
_FRACTION_AFTER = re.compile(
    r"[ -](?:(?:third|quarter|fifth|fourth|tenth)(?P<s>s)?|half|halves)\b|-(?:way|sided|tailed)\b"
)
# "twenty-first", "thirty-fifth"
_ORDINAL_AFTER = re.compile(r"-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b")
_TOKEN = re.compile(r"[A-Za-z]+")
_WORD_VALUE = {**ONES, **TENS, **SCALES}
_TEN_VALUES = frozenset(TENS.values())


def _word_numbers(text: str, words: TextWords) -> list[Number]:
    firsts = words.distinct & _FIRST_WORDS
    if not words.distinct.isdisjoint(_AFTER_A):
        firsts |= {"a"}
    if "hundred" in words.distinct:
        firsts |= {"hundred"}
    found = []
    done = 0
    for at in words.places(firsts):
        run = _RUN.match(text, at) if at >= done else None
        if run is not None and text.startswith("hundred", at):
            continue  # only a sentence that begins so leaves out its "one": "Hundred fifty-nine women"
        if run is None:
            continue
        done = run.end()
        for start, end, value in _split_words(run.group(), at):
            number = Number(start, end, value, "words")
            after = text[end : end + 2]
            if after in (" p", " %", "-p") and (percent := _PERCENT.match(text, end)) is not None:
                number.percent_end = percent.end()
            elif after[:1] == "-" and value >= 20 and _ORDINAL_AFTER.match(text, end):
                number.ordinal = True
            elif after[:1] in (" ", "-") and value < 10 and (fraction := _FRACTION_AFTER.match(text, end)):
                # "two third-year students" has no fraction in it.
                number.label = value == 1 or fraction["s"] is not None or fraction.group()[0] == "-"
            found.append(number)
    return found


def _split_words(phrase: str, offset: int) -> list[tuple[int, int, int]]:
    """The numbers of a run of number words: "twenty-three" is one, "one or two", "two and three" are two."""
    value = _WORD_VALUE.get(phrase.lower())
    if value is not None:
        return [(offset, offset + len(phrase), value)]
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
        value = _WORD_VALUE[word]
        comma = "," in phrase[max(end, 0) : token.start()]
        if start >= 0 and _continues(last, value, linked, comma):
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


def _continues(last: int, value: int, linked: bool, comma: bool) -> bool:
    """Whether a number word goes on with the number of the word before, and does not begin another."""
    if value >= 100:
        return not linked and not comma and last > 0 and (last < value)
    if linked:
        return last >= 100
    if comma:
        return last >= 1000
    if last >= 100:
        return True
    return last in _TEN_VALUES and 0 < value < 10
