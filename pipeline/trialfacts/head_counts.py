"""The numbers that may count participants, with the words around each.

"24 men", "n = 24", "24 received", "(24)", "4M/11F", "(6 PM and 2 DM)": what such a number says is for those who ask;
here it is found, with the noun that it counts and the counts beside it in its sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from trialfacts.document import Document, Sentence
from trialfacts.numbers import Number
from trialfacts.participants import NounPhrase, noun_phrase

# How far around a number its sentence is read, in characters.
_BEFORE = 140
_AFTER = 220
NUMBER_WORDS = (
    r"(?:\d[\d,]*|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six"
    r"|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-[a-z]+)?)"
)
GROUP = r"(?:groups?|arms?|cohorts?)"


@dataclass(slots=True)
class Count:
    """A number that may count participants.

    ``form``: ``n`` (n = 24), ``noun`` (24 men), ``bare`` (24 received), ``list`` (24 placebo), ``paren`` ((24)),
    ``named`` ((placebo, 24), its ``name``) or ``sex`` (4M, its ``letter``). ``start`` and ``end`` enclose the number
    with its noun; ``before`` and ``after`` are the words around it in its sentence. ``previous`` and ``next``: the
    counts beside it there. ``reading``: what was made of it.
    """

    number: Number
    form: str
    start: int
    end: int
    phrase: NounPhrase | None
    sentence: Sentence
    before: str
    after: str
    letter: str = ""
    name: str = ""
    previous: Count | None = None
    next: Count | None = None
    reading: Reading | None = None

    @property
    def n(self) -> int:
        """The number itself."""
        return int(self.number.value)


@dataclass(slots=True)
class Reading:
    """What a count says: its role and group, the rule that read it and how often that rule is right (0..1)."""

    role: str
    group: str | None
    rule: str
    score: float


_N_SIGN = re.compile(r"(?<![A-Za-z0-9])[nN]o?s? ?[=:] ?$")
_SEX_LETTER = re.compile(r" ?(?P<sex>[MF])(?![A-Za-z0-9-])")
# "24 received", "18 in the", "9 to receive", "20 who refused", "40 with", "494 completed", "(1038)", "15 each"
_BARE = re.compile(
    rf""",?[ ](?:\(\d[\d.]*[ ]?%\)[ ])?(?:of[ ](?:them|whom|these)[ ])?(?:(?:were|was|had[ ]been|randomly)[ ]){{0,2}}
    (?:randomi[sz]ed|assigned|allocated|enrolled|included|recruited|analy[sz]ed|evaluated|screened|excluded|received
     |receiving|completed|finished|entered|participated|underwent|to[ ]receive|to[ ]|in[ ]|into[ ]|on[ ]|with[ ]|who[ ]
     |withdrew|dropped|lost|discontinued|evaluable|eligible|each\b|per[ ]{GROUP}|for[ ](?:both|each)|had[ ]|from[ ]
     |given|treated|administered|served|acted|as[ ])""",
    re.X,
)
OF_THESE = re.compile(r" of (?:these|them|whom|the) ?(?:patients|participants|subjects)?\b")
# "(134 simvastatin, 135 placebo)", "(6 PM and 2 DM)": a word after the number that is no unit.
LISTED = re.compile(r" (?P<name>[A-Za-z][^;,()\[\]]{0,60}?)(?= ?[;,)(]|/\d| and | or | vs)")
_NOT_LISTED = re.compile(
    r"(?:weeks?|days?|months?|years?|hours?|h|min\w*|seconds?|yrs?|mg|g|kg|ug|mcg|mL|ml|L|cm|mm|IU|U|Gy"
    r"|mmol|points?|times?"
    r"|cycles?|sites?|cent\w+|countries|hospitals?|clusters?|villages?|schools?|practices|clinics|doses"
    r"|sessions|and|or"
    r"|to|of|in|per|vs|versus|for|at|by|each|males? and|items|studies|trials|degrees|Hz|nm|x|deaths|events)\b(?!\w)"
)  # fmt: skip


def find_counts(document: Document) -> list[Count]:
    """The counts of a document, in order, each linked to the one before and after it in its sentence."""
    found: list[Count] = []
    for mention in document.mentions:
        number = mention.first
        if mention.second is not None or number.decimals or number.percent_end >= 0 or number.value < 1:
            continue
        if found and number.start < found[-1].end:
            continue
        count = _signed(document, number) or _spaced(document, number) or _closed(document, number)
        if count is not None:
            found.append(count)
    for left, right in pairwise(found):
        if left.sentence is right.sentence and right.start - left.end < 160:
            left.next, right.previous = right, left
    return found


def _signed(document: Document, number: Number) -> Count | None:
    """ "n = 24" """
    text = document.text
    before = text[max(0, number.start - 6) : number.start]
    if "=" not in before[-2:] and ":" not in before[-2:]:
        return None
    sign = _N_SIGN.search(before)
    if sign is None:
        return None
    return _count(document, number, "n", number.start - len(before) + sign.start(), noun_phrase(text, number.end))


def _spaced(document: Document, number: Number) -> Count | None:
    """A number and a word: "24 men", "24 received", "24 placebo"."""
    text, end = document.text, number.end
    if text[end : end + 1] != " ":
        return None
    following = text[end + 1 : end + 2]
    if following.isalpha() or following in "(\"'":
        twin = _TWIN.match(text, end) if following == "(" else None
        phrase = noun_phrase(text, end if twin is None else twin.end(), number.value == 1)
        if phrase is not None:
            return _count(document, number, "noun", number.start, phrase)
    if _BARE.match(text, end) or OF_THESE.match(text, end):
        return _count(document, number, "bare", number.start, None)
    if following in "MF" and _SEX_LETTER.match(text, end):
        return _count(document, number, "sex", number.start, None)
    listed = LISTED.match(text, end)
    if listed is not None and not _NOT_LISTED.match(listed["name"]):
        return _count(document, number, "list", number.start, None)
    if number.value > 9 and _PAIR.match(text, end):
        return _count(document, number, "bare", number.start, None)
    return None


def _closed(document: Document, number: Number) -> Count | None:
    """A number and no space: "(24)", "4M/11F", "24, randomized"."""
    text, end = document.text, number.end
    following = text[end : end + 1]
    if following == ")" and text[number.start - 1 : number.start] == "(":
        return _count(document, number, "paren", number.start, None)
    if following and following in "MF" and _SEX_LETTER.match(text, end):
        return _count(document, number, "sex", number.start, None)
    if following == "," and _BARE.match(text, end):
        return _count(document, number, "bare", number.start, None)
    if following in ",;)" and following and (named := _NAMED.search(text, max(0, number.start - 50), number.start)):
        count = _count(document, number, "named", number.start, None)
        count.name = named["name"]
        return count
    if following in ".,;)" and text.endswith(("groups of ", "arms of "), 0, number.start):
        return _count(document, number, "bare", number.start, None)
    return None


# "(zidolol 217, placebo 216)", "(placebo, 176; zidolol 2 mg, 174)", "(IC: 48)"
_NAMED = re.compile(r"[(;,] ?(?:and )?(?P<name>[A-Za-z][^();,:]{0,40}?)[,:]? $")
# "one hundred and sixty (160) patients"
_TWIN = re.compile(r" \([nN]? ?=? ?\d[\d,]*\)")
# "518 and 571 from", "78 and 78 patients"
_PAIR = re.compile(r" and \d+ ")


def _count(document: Document, number: Number, form: str, start: int, phrase: NounPhrase | None) -> Count:
    sentence = document.sentence_at(start)
    end = number.end if phrase is None else phrase.end
    text = document.text
    letter = ""
    if form == "sex":
        end += 2 if text[end] == " " else 1
        letter = text[end - 1]
    before = text[max(sentence.start, start - (2 * _BEFORE if form == "n" else _BEFORE)) : start]
    after = text[end : min(sentence.end, end + _AFTER)]
    return Count(number, form, start, end, phrase, sentence, before, after, letter)


def in_bracket(before: str) -> bool:
    """Whether a bracket is open where ``before`` ends."""
    return open_bracket(before) >= 0


def open_bracket(before: str) -> int:
    """Where the bracket opens in which the text after ``before`` stands; -1: none."""
    depth = 0
    for at in range(len(before) - 1, -1, -1):
        char = before[at]
        if char in ")]":
            depth += 1
        elif char in "([":
            if depth == 0:
                return at
            depth -= 1
    return -1


def close_bracket(after: str) -> int:
    """Where the bracket closes in which ``after`` begins; -1: not here."""
    depth = 0
    for at, char in enumerate(after):
        if char in "([":
            depth += 1
        elif char in ")]":
            if depth == 0:
                return at
            depth -= 1
    return -1
