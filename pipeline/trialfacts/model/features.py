"""What the role model sees of a number: hashed features of its form and of the words and numbers around it.

Every feature is a whole number below :data:`SIZE`. Words are hashed once a text, features are made of them by
arithmetic on whole arrays, so that an abstract costs a fraction of a millisecond.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

import numpy as np

from trialfacts.counts.participants import noun_phrase
from trialfacts.document import Document
from trialfacts.extractors.dose import read_doses
from trialfacts.model.hashing import SIZE, feature, hashed
from trialfacts.model.sentence_features import sentence_features
from trialfacts.numbers import Number
from trialfacts.results.dispersion import read_spread
from trialfacts.results.result_units import is_time, result_unit

# Words on either side that are seen at their place, word pairs on either side, and words seen without their place.
LEFT, RIGHT = 9, 8
PAIRS = 4
BAG_LEFT, BAG_RIGHT = 14, 12

_TOKEN = re.compile(r"[^\W\d_]+|[^\w\s]|_")
_MASK = np.uint64(0xFFFFFFFF)
_PADDING = 0


@lru_cache(maxsize=50_000)
def _word(word: str) -> tuple[int, int, int]:
    """The hashes of a word, of its first four letters and of its last three."""
    lower = word.lower()
    if len(lower) > 4 and lower.endswith("s") and not lower.endswith("ss"):
        lower = lower[:-1]
    return hashed(lower), hashed("^" + lower[:4]), hashed("$" + lower[-3:] + ("A" if word[:1].isupper() else "a"))


def _mixed(values: np.ndarray, salts: np.ndarray) -> np.ndarray:
    """Hashes of hashes, salted by column: multiplications and shifts (the finalizer of MurmurHash3, Appleby)."""
    values = (values * np.uint64(0x9E3779B1) + salts * np.uint64(0x85EBCA6B)) & _MASK
    values = ((values ^ (values >> np.uint64(15))) * np.uint64(0xC2B2AE35)) & _MASK
    return values ^ (values >> np.uint64(13))


def _magnitude(value: float) -> str:
    if not math.isfinite(value):
        return "inf"
    value = abs(value)
    if value == 0:
        return "0"
    if value < 1:
        return "<.05" if value <= 0.05 else "<1"
    return str(int(math.log2(value) * 1.0)) if value < 65536 else "big"


def shape_of(number: Number) -> str:
    """The form of a number as its neighbours see it."""
    if number.label or number.ordinal:
        return "label"
    if number.percent:
        return "%"
    if number.form == "words":
        return "word"
    size = (
        "<1"
        if abs(number.value) < 1
        else "<13"
        if abs(number.value) < 13
        else "<100"
        if abs(number.value) < 100
        else ""
    )
    return f"d{min(number.decimals, 3)}{size}"


def number_features(document: Document) -> np.ndarray:
    """The features of every number of a document: integers of shape (numbers, features), 0 where there is none."""
    numbers = document.numbers
    if not numbers:
        return np.zeros((0, 1), dtype=np.int64)
    forms = [shape_of(number) for number in numbers]
    hashes, places = _tokens(document, forms)
    at = np.array(places)
    padded = np.zeros((len(hashes) + BAG_LEFT + BAG_RIGHT, 3), dtype=np.uint64)
    padded[BAG_LEFT : BAG_LEFT + len(hashes)] = hashes
    # By so many numbers at a time, for the sake of memory.
    seen = [_seen(padded, at[start : start + _AT_ONCE]) for start in range(0, len(at), _AT_ONCE)]
    opened = _brackets(document.text, [number.start for number in numbers])
    return np.concatenate(
        [
            _own(document, opened, forms),
            _readings(document, forms),
            sentence_features(document, opened),
            np.concatenate(seen),
        ],
        axis=1,
    )


_AT_ONCE = 2000


def _seen(padded: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The features of the tokens around the places of numbers."""
    around = padded[(at + BAG_LEFT)[:, None] + _REACH]
    words = around[:, :, 0]
    pairs = words[:, :-1] * np.uint64(31) + words[:, 1:]
    threes = pairs[:, :-1] * np.uint64(31) + words[:, 2:]
    seen = np.concatenate(
        [words[:, _PLACED], around[:, _NEAR, 1], around[:, _NEAR, 2], pairs[:, _PAIRED], threes[:, _THREES], words],
        axis=1,
    )
    out: np.ndarray = (_mixed(seen, _SALTS) % np.uint64(SIZE - 1) + np.uint64(1)).astype(np.int64)
    out[seen == _PADDING] = 0
    return out


# The tokens around a number, and which of them are seen how; the number's own token is the one at 0.
_REACH = np.arange(-BAG_LEFT, BAG_RIGHT + 1)


def _at(first: int, last: int, but: int | None = 0) -> np.ndarray:
    return np.array([BAG_LEFT + offset for offset in range(first, last + 1) if offset != but])


_PLACED = _at(-LEFT, RIGHT)
_NEAR = _at(-PAIRS, PAIRS)
_PAIRED = _at(-PAIRS - 1, PAIRS, None)
_THREES = np.array([BAG_LEFT - 3, BAG_LEFT - 2, BAG_LEFT + 1])
_SALTS = np.array(
    [
        *(100 + i for i in range(len(_PLACED))),
        *(200 + i for i in range(len(_NEAR))),
        *(300 + i for i in range(len(_NEAR))),
        *(400 + i for i in range(len(_PAIRED))),
        *(500 + i for i in range(len(_THREES))),
        *(1 for _ in range(BAG_LEFT)), 3, *(2 for _ in range(BAG_RIGHT)),
    ],
    dtype=np.uint64,
)  # fmt: skip


def _tokens(document: Document, forms: list[str]) -> tuple[np.ndarray, list[int]]:
    """The hashes of words, marks and numbers of a text, and where among them each number stands."""
    text = document.text
    hashes: list[tuple[int, int, int]] = []
    places: list[int] = []
    starts = [sentence.start for sentence in document.sentences]
    at = 0
    for number, shape in zip(document.numbers, forms):
        _add(text, at, number.start, starts, hashes)
        places.append(len(hashes))
        hashes.append((hashed("#" + shape), hashed("#" + shape[:1]), hashed("#" + _magnitude(number.value))))
        at = number.end
    _add(text, at, len(text), starts, hashes)
    return np.array(hashes, dtype=np.uint64), places


_BREAK = (hashed("<s>"), hashed("<s>"), hashed("<s>"))


def _add(text: str, start: int, end: int, starts: list[int], out: list[tuple[int, int, int]]) -> None:
    """Add the tokens of a stretch, with a mark where a sentence begins."""
    for at in starts[bisect_left(starts, start) : bisect_right(starts, end)]:
        out += map(_word, _TOKEN.findall(text, start, at))
        if not out or out[-1] is not _BREAK:
            out.append(_BREAK)
        start = at
    out += map(_word, _TOKEN.findall(text, start, end))


def _own(document: Document, opened: list[int], forms: list[str]) -> np.ndarray:
    """The features of the numbers themselves, and of where they stand."""
    text, numbers = document.text, document.numbers
    shapes = {}
    for mention in document.mentions:
        shapes[mention.first.index] = mention.shape + "1"
        if mention.second is not None:
            shapes[mention.second.index] = mention.shape + "2"
    wholes = {number.value for number in numbers if number.decimals == 0 and not number.percent and not number.label}
    largest = max((value for value in wholes if math.isfinite(value)), default=0)
    seen: dict[float, int] = {}
    for number in numbers:
        seen[number.value] = seen.get(number.value, 0) + 1
    rows = []
    for index, number in enumerate(numbers):
        sentence_index = document.sentence_index(number.start)
        sentence = document.sentences[sentence_index]
        before = numbers[index - 1] if index else None
        after = numbers[index + 1] if index + 1 < len(numbers) else None
        gap_before = text[before.end : number.start] if before else ""
        gap_after = text[number.end : after.start] if after else ""
        shape = forms[index]
        magnitude = _magnitude(number.value)
        opening = opened[index]
        link_before = gap_before.strip() if len(gap_before) < 10 else "far"
        link_after = gap_after.strip() if len(gap_after) < 10 else "far"
        rows.append([
            feature("shape", shape, shapes.get(index, "")),
            feature("magnitude", shape[:1], magnitude),
            feature("exact", text[number.start : number.end] if number.end - number.start < 5 else ""),
            feature("mention", shapes.get(index, ""), magnitude),
            feature("section", sentence.section or "", shape),
            feature("section-only", sentence.section or ""),
            feature("place", str(min(9, 10 * number.start // max(1, len(text)))), shape),
            feature("sentence", str(min(sentence_index, 6))),
            feature("first", str(before is None or before.start < sentence.start), shape),
            feature("before", forms[index - 1] if before else "", link_before, shape),
            feature("after", forms[index + 1] if after else "", link_after, shape),
            feature("gap-before", gap_before if len(gap_before) < 14 else gap_before[-8:]),
            feature("gap-after", gap_after if len(gap_after) < 14 else gap_after[:8]),
            feature("glyph-before", text[number.start - 2 : number.start], shape),
            feature("glyph-after", text[number.end : number.end + 2], shape),
            feature("seen", str(min(seen[number.value], 4)), shape),
            feature("largest", str(number.value == largest), shape),
            feature("share", _share(number, before, after), shape),
            feature("neighbours", shapes.get(index - 1, ""), shapes.get(index, ""), shapes.get(index + 1, "")),
            feature("bracket", str(opening >= 0), shape),
            *_bracketed(text, opening, number.start),
        ])  # fmt: skip
    return np.array(rows, dtype=np.int64)


def _readings(document: Document, forms: list[str]) -> np.ndarray:
    """What the readers of units, nouns, intervals and amounts say of each number: how it reads, not what it is."""
    text, numbers = document.text, document.numbers
    places: dict[int, str] = {}
    for interval in document.intervals:
        name = "CI" if interval.labelled else "pair"
        for index in interval.numbers:
            number = numbers[index]
            places[index] = name + (" bound" if number.value in (interval.low, interval.high) else " level")
        if interval.value is not None:
            places.setdefault(interval.value.index, name + " value")
    amounts = {i: one.unit for one in read_doses(document) for amount in one.amounts for i in amount.numbers}
    wholes = [n.value for n in numbers if n.decimals == 0 and not n.percent and not n.label and 3 < n.value < 1e6]
    known = set(wholes)
    sums = {a + b for a, b in zip(wholes, wholes[1:])}
    spreads = _spreads(document)
    lists = _lists(text, numbers)
    rows = []
    for index, number in enumerate(numbers):
        shape = forms[index]
        unit = result_unit(text, number.end)
        first, last, size = lists[index]
        name = unit[0].lower() if unit else ""
        noun = None if number.decimals or number.percent else noun_phrase(text, number.end, number.value == 1)
        amount = amounts.get(index)
        place = places.get(index, "")
        behind = places.get(index + 1, "")
        rows.append([
            feature("interval", place, shape),
            feature("interval-", place, places.get(index - 1, "")),
            feature("interval+", place, behind, shape),
            feature("unit", name, shape),
            feature("time", str(bool(unit and is_time(unit[0]))), shape),
            feature("noun", noun.head if noun else "", shape),
            feature("noun-modifiers", str(len(noun.modifiers)) if noun else ""),
            feature("amount", amount.dimension if amount else "", shape),
            feature("amount-unit", amount.symbol if amount else ""),
            feature("sum", str(number.value in sums), shape),
            feature("whole", _whole_of(number, index, document, known), shape),
            feature("spread", spreads.get(index, ""), shape),
            feature("spread+", spreads.get(index, ""), spreads.get(index + 1, ""), spreads.get(index - 1, "")),
            *_listed(text, numbers[first], numbers[last], size, shape),
        ])  # fmt: skip
    return np.array(rows, dtype=np.int64)


def _spreads(document: Document) -> dict[int, str]:
    """What is printed as a spread after a value, and the value: "SD", "SD value"."""
    intervals = {one.value.index: one for one in document.intervals if one.value is not None}
    out: dict[int, str] = {}
    for mention in document.mentions:
        value = mention.first
        spread = read_spread(document, mention, result_unit(document.text, value.end), intervals.get(value.index))
        if spread is not None:
            name = spread.type + (" named" if spread.named else "")
            out.setdefault(value.index, name + " value")
            for index in spread.numbers:
                out.setdefault(index, name)
    return out


# Between the numbers of a list.
_LISTED = re.compile(r" ?%?(?: ?[,;/]| ?(?:and|or|vs\.?|versus|to)\b| ?-)? ?(?:and |or )?")


def _lists(text: str, numbers: list[Number]) -> list[tuple[int, int, int]]:
    """For each number the first and last number of the list that it stands in, and how many those are."""
    out: list[tuple[int, int, int]] = []
    first = 0
    for index in range(len(numbers)):
        if index + 1 < len(numbers) and _LISTED.fullmatch(text, numbers[index].end, numbers[index + 1].start):
            continue
        out += [(first, index, index - first + 1)] * (index - first + 1)
        first = index + 1
    return out


def _listed(text: str, first: Number, last: Number, size: int, shape: str) -> list[int]:
    """The words before and after the list that a number stands in; nothing where it stands alone."""
    if size == 1:
        return [0, 0, 0, 0, 0, 0]
    lead = [word.lower() for word in _WORD.findall(text[max(0, first.start - 50) : first.start])]
    trail = [word.lower() for word in _WORD.findall(text[last.end : last.end + 40])]
    return [
        feature("list", str(min(size, 5)), shape),
        feature("lead", *lead[-1:]),
        feature("lead", *lead[-2:]),
        feature("lead", *lead[-3:-1]),
        feature("trail", *trail[:1], shape),
        feature("trail", *trail[:2]),
    ]


def _whole_of(number: Number, index: int, document: Document, known: set[float]) -> str:
    """Whether a count and the percentage beside it are of a whole that the text prints."""
    numbers = document.numbers
    for count, percent in ((number, index + 1), (None, index)):
        if count is None:
            if not number.percent or not index:
                return ""
            count = numbers[index - 1]
        if percent >= len(numbers) or not numbers[percent].percent or count.decimals or count.percent:
            continue
        share, half = numbers[percent].value, 0.5 * 10.0 ** -numbers[percent].decimals
        if share <= half or count.value <= 0 or not math.isfinite(count.value):
            continue
        low, high = 100 * count.value / (share + half), 100 * count.value / (share - half)
        if high - low < 300 and any(whole in known for whole in range(math.ceil(low), math.floor(high) + 1)):
            return "of a known whole"
        return "of none"
    return ""


def _share(number: Number, before: Number | None, after: Number | None) -> str:
    """Whether this number and the one beside it are a count and its percentage of a plausible whole."""
    if number.percent and before is not None and before.decimals == 0 and not before.percent and number.value > 0:
        return "percent of " + _magnitude(100 * before.value / number.value)
    if after is not None and after.percent and number.decimals == 0 and not number.percent and after.value > 0:
        return "count of " + _magnitude(100 * number.value / after.value)
    return ""


def _brackets(text: str, places: list[int]) -> list[int]:
    """For each place, where the innermost bracket around it opens, or -1; brackets across lines do not count."""
    out = []
    stack: list[int] = []
    at = 0
    marks = [match.start() for match in re.finditer(r"[()\[\]\n]", text)]
    for place in places:
        while at < len(marks) and marks[at] < place:
            mark = text[marks[at]]
            if mark in "([":
                stack.append(marks[at])
            elif mark == "\n":
                stack.clear()
            elif stack:
                stack.pop()
            at += 1
        out.append(stack[-1] if stack and place - stack[-1] < 200 else -1)
    return out


_WORD = re.compile(r"[A-Za-z]+|[^\sA-Za-z]")


def _bracketed(text: str, opening: int, start: int) -> list[int]:
    """The words before the bracket that a number stands in, and those between."""
    if opening < 0:
        return [0, 0, 0, 0, 0]
    words = [word.lower() for word in _WORD.findall(text[max(0, opening - 60) : opening])][-3:]
    words = [""] * (3 - len(words)) + words
    words = ["#" if word.isdigit() else word for word in words]
    inner = text[opening + 1 : start]
    lead = inner[:12] if len(inner) < 12 else inner[:5]
    return [
        feature("open-1", words[2]),
        feature("open-2", words[1], words[2]),
        feature("open-3", words[0]),
        feature("inner", lead.lower()),
        feature("depth", str(min(4, sum(c in ",;" for c in inner)))),
    ]
