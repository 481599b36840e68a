"""What the role model sees of a number's whole sentence, and of its whole text.

The words of the sentence, whatever their place, tell what the neighbouring words alone do not: that a mean is a
change ("improved ... by a mean of"), that a group was assigned to or only looked at. A spread or an estimate that is
named once holds for the values after it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from trialfacts.cleaning.words import word_set
from trialfacts.document import Document
from trialfacts.model.hashing import feature
from trialfacts.numbers import Number

# Words of the sentence on either side; a word counts by its first letters, and once a side.
MOST = 20
_STEM = 6
_WORD = re.compile(r"[A-Za-z]+")
_COMMON = word_set(
    "the a an of in to and or for with by on at from as is are was were be been that this these those which who than",
    "their its it",
)
# What is done with people, by the beginnings of words: the nearest before and after a number tells its role.
_DEED = re.compile(
    r"random|assign|alloc|divid|receiv|treated|enrol|recruit|includ|complet|analy|exclud|withdr|screen|eligib|drop"
    r"|follow|underwent|respond|died|compar|agreed|invited|approach|consent|evalua|assess|remain|lost|declin|refus"
    r"|discontin|participat|stratif|undergo|given|control|healthy|subset|subgroup|among|available|intent"
)
# What is told of values, likewise: it tells the statistic.
_TOLD = re.compile(
    r"mean|median|average|chang|increas|decreas|reduc|declin|improv|gain|los[st]|differen|baseline|from|rang|iqr|ratio"
    r"|risk|odds|hazard|rate|inciden|prevalen|proportion|percent|frequen|surviv|score|higher|lower|greater|fewer|less"
    r"|more|rose|fell|drop|correl|coeffic|compar|versus|vs|respectiv|were|was|had|show|achiev|experienc|develop|occur"
    r"|report|observ"
)
_SPREADS = word_set("iqr interquartile quartile range sd sds deviation se sem error ci confidence cri")
_ESTIMATES = word_set(
    "OR aOR AOR odds Odds HR aHR hazard Hazard RR aRR relative Relative risk Risk rate IRR mean MD SMD effect Effect",
    "difference Difference coefficient correlation AUC beta",
)
_ASSIGNING = ("random", "assign", "alloc")
_GROUPS = re.compile(r"[ -](?:group|arm|treated|recipient)", re.I)


class _Read(NamedTuple):
    """What a word is: its beginning (empty for a common word), and what of the lists above it belongs to.

    ``left``, ``right`` and ``behind``: its features before a number in its sentence, after one, and just behind one.
    """

    stem: str
    deed: str
    told: str
    spread: str
    estimate: str
    left: int
    right: int
    behind: int


@lru_cache(maxsize=50_000)
def _read(word: str) -> _Read:
    lower = word.lower()
    deed, told = _DEED.match(lower), _TOLD.match(lower)
    stem = "" if lower in _COMMON else lower[:_STEM]
    return _Read(
        stem,
        deed.group() if deed else "",
        told.group() if told else "",
        lower if lower in _SPREADS else "",
        lower if word in _ESTIMATES else "",
        feature("sentence-before", stem),
        feature("sentence-after", stem),
        feature("five after", stem),
    )


def sentence_features(document: Document, brackets: list[int]) -> np.ndarray:
    """For every number integers of shape (numbers, features), 0 where there is none.

    ``brackets``: for every number where the bracket around it opens, or -1.
    """
    text = document.text
    words = [(match.start(), _read(match.group())) for match in _WORD.finditer(text)]
    whole = _Text(document, words)
    counts = _Counts(document.numbers)
    rows = []
    sentence = None
    for index, number in enumerate(document.numbers):
        at = document.sentence_index(number.start)
        if at != sentence:
            sentence, stretch = at, document.sentences[at]
            here = _Sentence(words[bisect_left(words, (stretch.start,)) : bisect_left(words, (stretch.end,))])
        bracket = "(" if brackets[index] >= 0 else ""
        form = ("%" if number.percent else "d" if number.decimals else "i") + bracket
        opening = brackets[index] if bracket else number.start
        rows.append(
            here.around(number, bracket, form) + counts.of(index, bracket) + whole.of(number, opening, bracket, form)
        )
    return np.array(rows, dtype=np.int64)


class _Places:
    """Words of one list where they stand in a text."""

    def __init__(self, words: list[tuple[int, str]]) -> None:
        self.places = [place for place, _ in words]
        self.words = [word for _, word in words]

    def before(self, place: int, many: int = 1) -> list[str]:
        """The last words before a place, at most so many."""
        at = bisect_left(self.places, place)
        return self.words[max(0, at - many) : at]

    def after(self, place: int, reach: int = 100_000) -> str:
        """The first word from a place on, or none."""
        at = bisect_left(self.places, place)
        return self.words[at] if at < len(self.places) and self.places[at] < place + reach else ""


class _Sentence:
    """The words of a sentence, ready to be told by side of any place in it."""

    def __init__(self, words: list[tuple[int, _Read]]) -> None:
        left = [(read.left, place) for place, read in words if read.stem]
        right = [(read.right, place) for place, read in words if read.stem]
        first = sorted(dict(reversed(left)).items(), key=_PLACE)
        last = sorted(dict(right).items(), key=_PLACE)
        self.first, self.last = [place for _, place in first], [place for _, place in last]
        self.left, self.right = [feature for feature, _ in first], [feature for feature, _ in last]
        self.deeds = _Places([(place, read.deed) for place, read in words if read.deed])
        self.told = _Places([(place, read.told) for place, read in words if read.told])

    def around(self, number: Number, bracket: str, form: str) -> list[int]:
        """The features of the words before and after a number, and of the telling ones nearest to it."""
        upto = bisect_left(self.first, number.start)
        left = self.left[max(0, upto - MOST) : upto]
        beyond = bisect_left(self.last, number.end)
        right = self.right[beyond : beyond + MOST]
        done, doing = "".join(self.deeds.before(number.start)), self.deeds.after(number.end)
        told, telling = self.told.before(number.start, 3), self.told.after(number.end)
        return [
            *left, *_NONE[len(left) :], *right, *_NONE[len(right) :],
            feature("deed-before", done, bracket), feature("deed-after", doing, bracket), feature("deeds", done, doing),
            feature("told-before", *told[-1:], form), feature("told-before-2", *told[-2:], form),
            feature("told-before-3", *told), feature("told-after", telling, form),
            feature("told", *told[-1:], ":", telling),
        ]  # fmt: skip


_NONE = [0] * MOST
_PLACE = itemgetter(1)


def _is_count(number: Number) -> bool:
    return number.decimals == 0 and not number.percent and not number.label and number.value > 3


class _Counts:
    """The whole numbers of a text against each other: how large among them, half of one before, parts of a sum."""

    def __init__(self, numbers: list[Number]) -> None:
        self.numbers = numbers
        ranks = sorted({number.value for number in numbers if _is_count(number)}, reverse=True)
        self.largest = ranks[0] if ranks else 0.0
        self.rank = {value: min(rank, 6) for rank, value in enumerate(ranks)}
        self.before: list[float] = []  # those asked for so far, in order of size
        self.known: set[float] = set()

    def of(self, index: int, bracket: str) -> list[int]:
        """The features of a number; the numbers are asked for in their order."""
        number = self.numbers[index]
        if not _is_count(number):
            return [0] * 6
        value, before = number.value, self.before
        share = str(int(10 * value / self.largest)) if value < self.largest else "all"
        against = "first" if not before else "more" if value > before[-1] else "same" if value == before[-1] else "less"
        halved = bisect_right(before, 2 * value / 0.94) > bisect_left(before, 2 * value / 1.06)
        near = self.numbers[max(0, index - 3) : index + 4]
        part = any(value + other.value in self.known for other in near if other is not number and _is_count(other))
        before.insert(bisect_left(before, value), value)
        self.known.add(value)
        return [
            feature("rank", str(self.rank[value]), bracket),
            feature("share of the largest", share),
            feature("share of the largest", share, bracket),
            feature("against those before", against, bracket),
            feature("half of one before", str(halved), bracket),
            feature("part of one before", str(part), bracket),
        ]


class _Text:
    """What the words beside a number are elsewhere in the text, and what spread and estimate is named before it."""

    def __init__(self, document: Document, words: list[tuple[int, _Read]]) -> None:
        text = document.text
        self.places = [place for place, _ in words]
        self.stems = [read.stem for _, read in words]
        self.behind = [read.behind for _, read in words]
        self.often = Counter(self.stems)
        named = [match.start() for match in _GROUPS.finditer(text) if text[match.start() - 1 : match.start()].isalpha()]
        self.groups = {self.stems[bisect_left(self.places, at) - 1] for at in named} - {""}
        self.assigned: set[str] = set()
        for sentence in document.sentences:
            first, last = bisect_left(self.places, sentence.start), bisect_left(self.places, sentence.end)
            if any([read.deed in _ASSIGNING for _, read in words[first:last]]):
                self.assigned.update(self.stems[first:last])
        self.spreads = _Places([(place, read.spread) for place, read in words if read.spread])
        self.estimates = _Places([(place, read.estimate) for place, read in words if read.estimate])
        self.every = [" ".join(sorted({*one.words})) for one in (self.spreads, self.estimates)]

    def of(self, number: Number, opening: int, bracket: str, form: str) -> list[int]:
        """The features of the word before a number or its bracket, of the words after it, and of what is named."""
        out = []
        for named, every in zip((self.spreads, self.estimates), self.every):
            last, following = "".join(named.before(number.start)), named.after(number.end, 40)
            out += [
                feature("last", last, form), feature("next", following, form), feature("named", last, following),
                feature("every", every),
            ]  # fmt: skip
        at = bisect_left(self.places, opening) - 1
        stem = self.stems[at] if at >= 0 else ""
        assigned, group = str(stem in self.assigned), str(stem in self.groups)
        at = bisect_left(self.places, number.end)
        after = self.behind[at : at + 5]
        return [
            *out, *after, *[0] * (5 - len(after)),
            feature("assigned", assigned, bracket), feature("group", group, bracket),
            feature("name", assigned, group, str(min(4, self.often[stem])), bracket),
        ]  # fmt: skip
