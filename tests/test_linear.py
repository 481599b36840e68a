"""Work grows in proportion to the text: no pattern can backtrack without bound, no loop runs over what it has read.

The patterns are checked on their parse trees. The code is checked by counting the lines that it executes for a text
and for the same text four times as long: a count is the same on every machine, a time is not.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import pytest

import trialfacts
from trialfacts.abbreviations import find_abbreviations
from trialfacts.cleaning.furniture import find_furniture
from trialfacts.cleaning.sentences import find_sentences
from trialfacts.cleaning.text import clean
from trialfacts.cleaning.wraps import unwrap
from trialfacts.document import Document, read_text
from trialfacts.extractors import MODULES, extractor
from trialfacts.mentions import find_mentions
from trialfacts.numbers import find_numbers

if sys.version_info >= (3, 11):
    from re import _constants as constants
    from re import _parser as parser
else:
    import sre_constants as constants
    import sre_parse as parser

# --- the patterns ---------------------------------------------------------------------------------------------------

# Enough characters to tell two sets apart.
ALPHABET = [chr(code) for code in (*range(0x20, 0x7F), 0x0A, 0xB1, 0xB5, 0xD7, 0xE9, 0x3B1, 0x2264)]
CATEGORIES = {
    constants.CATEGORY_DIGIT: r"\d", constants.CATEGORY_NOT_DIGIT: r"\D", constants.CATEGORY_SPACE: r"\s",
    constants.CATEGORY_NOT_SPACE: r"\S", constants.CATEGORY_WORD: r"\w", constants.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT)
SINGLE = (constants.LITERAL, constants.NOT_LITERAL, constants.ANY, constants.IN)
Chars = frozenset[str]


def _set(items) -> Chars:
    """The characters of the alphabet in a set of a parse tree."""
    negate, chars = False, set()
    for op, value in items:
        if op is constants.NEGATE:
            negate = True
        elif op is constants.LITERAL:
            chars.add(chr(value))
        elif op is constants.RANGE:
            chars.update(c for c in ALPHABET if value[0] <= ord(c) <= value[1])
        elif op is constants.CATEGORY:
            chars.update(c for c in ALPHABET if re.match(CATEGORIES[value], c))
    return frozenset(set(ALPHABET) - chars if negate else chars)


def _first(nodes) -> tuple[Chars, bool]:
    """What a sequence can begin with, and whether it can be empty."""
    chars: set[str] = set()
    for op, value in nodes:
        one, empty = _first_of(op, value)
        chars |= one
        if not empty:
            return frozenset(chars), False
    return frozenset(chars), True


def _first_of(op, value) -> tuple[Chars, bool]:
    if op is constants.LITERAL:
        return frozenset(chr(value)), False
    if op is constants.NOT_LITERAL:
        return frozenset(set(ALPHABET) - {chr(value)}), False
    if op is constants.ANY:
        return frozenset(ALPHABET), False
    if op is constants.IN:
        return _set(value), False
    if op in REPEATS:
        chars, empty = _first(value[2])
        return chars, empty or value[0] == 0
    if op is constants.SUBPATTERN:
        return _first(value[-1])
    if op is constants.BRANCH:
        branches = [_first(branch) for branch in value[1]]
        return frozenset().union(*(chars for chars, _ in branches)), any(empty for _, empty in branches)
    return frozenset(), True  # anchors, lookarounds, references


def _endless(nodes, at_end: bool) -> list[Chars]:
    """The sets of the unbounded repeats that can stand at the end of a sequence, or at its beginning."""
    found: list[Chars] = []
    for op, value in reversed(list(nodes)) if at_end else nodes:
        if op in REPEATS:
            body = list(value[2])
            if value[1] is constants.MAXREPEAT and len(body) == 1 and body[0][0] in SINGLE:
                found.append(_first(body)[0])
            found += _endless(body, at_end)
        elif op is constants.SUBPATTERN:
            found += _endless(value[-1], at_end)
        elif op is constants.BRANCH:
            for branch in value[1]:
                found += _endless(branch, at_end)
        if not _first_of(op, value)[1]:
            break
    return found


def faults(nodes) -> Iterator[str]:
    """What makes a parsed pattern backtrack without bound.

    An unbounded repeat whose body ends in an unbounded repeat of characters that the body can begin with (``(a+)+``),
    and an unbounded repeat followed by another of the same characters with nothing in between (``a*a*``).
    """
    nodes = list(nodes)
    for index, (op, value) in enumerate(nodes):
        if op in REPEATS:
            body = list(value[2])
            if value[1] is constants.MAXREPEAT:
                first, empty = _first(body)
                if empty:
                    yield "an unbounded repeat of what can be empty"
                if any(first & chars for chars in _endless(body, True)):
                    yield "an unbounded repeat within an unbounded repeat of the same characters"
            yield from faults(body)
        elif op is constants.SUBPATTERN:
            yield from faults(value[-1])
        elif op is constants.BRANCH:
            for branch in value[1]:
                yield from faults(branch)
        elif op in (constants.ASSERT, constants.ASSERT_NOT):
            yield from faults(value[1])
        endless = _endless([(op, value)], True)
        for following in nodes[index + 1 :] if endless else ():
            if any(chars & others for chars in endless for others in _endless([following], False)):
                yield "two unbounded repeats of the same characters, one after the other"
            if not _first_of(*following)[1]:
                break


def _faults(pattern: str, flags: int = 0) -> list[str]:
    return list(faults(parser.parse(pattern, flags)))


@pytest.mark.parametrize(
    "pattern", [r"(a+)+", r"(?:a*b*)*", r"\d*\d+", r"(?:\w+\s*)+x", r"\s*(\s+)", r"(?:[ ,]*\w*)*", r"(\d|\d+)*x"]
)
def test_the_check_finds_what_backtracks(pattern):
    assert _faults(pattern)


@pytest.mark.parametrize(
    "pattern", [r"\d+(?:\.\d+)*", r"(?:\w+ )*\w+", r"\s*\S*", r"[a-z]+[0-9]+", r"(?:, \d+)+", r"(?:a{0,9}){0,9}"]
)
def test_the_check_lets_pass_what_does_not(pattern):
    assert not _faults(pattern)


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.walk_packages(trialfacts.__path__, "trialfacts."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in _within(value, 3):
                yield f"{module.name}.{name}", pattern


def _within(value: object, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for one in value.values():
            yield from _within(one, depth - 1)
    elif depth and isinstance(value, (tuple, list)):
        for one in value:
            yield from _within(one, depth - 1)


def test_no_pattern_backtracks_without_bound():
    found = {}
    for name, pattern in _patterns():
        problems = _faults(pattern.pattern, pattern.flags & ~re.DEBUG) if isinstance(pattern.pattern, str) else []
        if problems:
            found[name] = (pattern.pattern[:80], problems)
    assert not found


# --- the code -------------------------------------------------------------------------------------------------------

UNITS = [
    "1 ", "1", "(", ")", "P = ", "p < 0.05 ", "0.", "mg ", "a", "A", "- ", ", and ", "one hundred ", "and ", " ", "\n",
    "\n ", "ab cd\n", "<", "<a ", "&", "&amp;", "1,", "100 200 ", "10 \u00d7 10", "10^", ". ", "A. ", "10.1234/", "a@",
    "2003;1:2 ", "\u00b1 ", "1-", "(n = ", "5% ", "95% CI ", "(ABC) ", "Group A ", "10 patients ", "vs ", "Results: ",
    "\u00ad", "1\u2009000 ", "x" * 69 + "\n", "P value for ", "significant ", "May 2012 ", "12 weeks ", "NCT01234567 ",
    "1. A.B. Cdef\n",
]  # fmt: skip
SHORT, LONG = 600, 2400  # characters


class Counter:
    """Counts the lines of the package that a call executes."""

    def __init__(self) -> None:
        self.lines = 0

    def _local(self, frame, event, argument):
        self.lines += event == "line"
        return self._local

    def _global(self, frame, event, argument):
        return self._local if "trialfacts" in frame.f_code.co_filename else None

    def of(self, function: Callable[[], object]) -> int:
        before = sys.gettrace()
        self.lines = 0
        sys.settrace(self._global)
        try:
            function()
        finally:
            sys.settrace(before)
        return self.lines


def _all(extract: Callable[[Document], Iterable[object]], document: Document) -> list[object]:
    return list(extract(document))


def _stages(raw: str) -> dict[str, Callable[[], object]]:
    cleaned = clean(raw)
    document = Document(cleaned)
    _ = document.sentences, document.abbreviations, document.intervals
    text = cleaned.text
    stages: dict[str, Callable[[], object]] = {
        "clean": lambda: clean(raw),
        "unwrap": lambda: unwrap(raw),
        "furniture": lambda: find_furniture(text),
        "numbers": lambda: find_numbers(text),
        "mentions": lambda: find_mentions(text, document.numbers),
        "sentences": lambda: find_sentences(text, cleaned.furniture),
        "abbreviations": lambda: find_abbreviations(text),
    }
    for kind in MODULES:
        stages[kind] = partial(_all, extractor(kind), document)
    return stages


def test_the_count_sees_a_square():
    raw = "1 " * 100

    def square(text: str) -> list[int]:
        return [sum(1 for _ in text[:at].split()) for at in range(len(text))]

    counter = Counter()
    counter._global = lambda frame, event, argument: counter._local  # type: ignore[method-assign]
    assert counter.of(lambda: square(raw * 4)) > 10 * counter.of(lambda: square(raw))


@pytest.mark.parametrize("unit", UNITS, ids=[repr(unit[:12]) for unit in UNITS])
def test_work_is_linear(unit):
    counter = Counter()
    short, long = (_stages((unit * (size // len(unit) + 1))[:size]) for size in (SHORT, LONG))
    excess = {}
    for name in short:
        few, many = counter.of(short[name]), counter.of(long[name])
        # Four times the text may take four times the work, and what a whole text takes besides.
        if many > 5.5 * few + 400:
            excess[name] = (few, many)
    assert not excess


def test_a_long_text_is_read():
    document = read_text("P < 0.05, 12 of 24 patients. " * 4000)
    assert len(document.numbers) == 12000
