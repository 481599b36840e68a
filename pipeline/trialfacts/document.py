"""What the extractors read: one text, cleaned once, its numbers, mentions, sentences and sections found once."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from trialfacts.abbreviations import Abbreviation, find_abbreviations
from trialfacts.mentions import Mention, find_mentions
from trialfacts.numbers import Number, find_numbers
from trialfacts.text import CleanText, clean

# The sections of a structured abstract, by the first word or words of their titles.
_SECTIONS = (
    ("background", r"background|context|introduction|rationale|importance|purpose of review"),
    ("objective", r"objectives?|aims?|purpose|goals?|hypothes[ie]s|question"),
    ("methods", r"methods?|materials?|patients?|subjects?|participants?|design|setting|settings|study|interventions?"
                r"|main outcome|outcome|measurements?|procedures?|trial design|statistical|data|experimental|methodology"),
    ("results", r"results?|findings?|main results|key results|outcomes and results"),
    ("conclusions", r"conclusions?|interpretation|discussion|summary|significance|implications?|relevance|what this"),
    ("registration", r"trial registration|registration|clinical trial|trial registry|clinicaltrials|funding|electronic"
                     r"|supplementary|keywords?|level of evidence|disclosures?"),
)  # fmt: skip
_TITLE = re.compile(
    r"(?:^|\n|(?<=[.?!)] ))[ ]*(?P<title>(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _SECTIONS)
    + r")(?:[ ][A-Za-z&/,-]+){0,6}?)[ ]?(?::|\.(?=[ ]+[A-Z])|(?=\n))", re.I
)  # fmt: skip
# A full stop, a capital after it; not after an abbreviation, an initial or a number's "No."
_STOP = re.compile(r"[.!?][)\"'\]]?[ ]+(?=[\"'(\[]?[A-Z0-9\u0370-\u03ff])|\n+")
_NO_STOP = re.compile(r"(?:\b(?:vs|i\.e|e\.g|etc|cf|approx|no|nos|fig|figs|ref|dr|st|al|inc|resp|ca|mr|mrs|prof|sp|var|min|max|eq)|\b[A-Z])\.$", re.I)


@dataclass(slots=True)
class Sentence:
    """A half-open span of the cleaned text and the section that it stands in (None: no section title before it)."""

    start: int
    end: int
    section: str | None


class Document:
    """A text with what was found in it once, for every extractor.

    ``text`` is the cleaned text; all offsets of numbers, mentions and sentences are into it. Made by
    :func:`read_text`. Lazily computed parts cost nothing to those that do not ask.
    """

    def __init__(self, cleaned: CleanText) -> None:
        self.cleaned = cleaned
        self.text = cleaned.text
        self.numbers: list[Number] = find_numbers(self.text)
        if cleaned.furniture:
            self.numbers = [n for n in self.numbers if not _inside(cleaned.furniture, n.start)]
            for index, number in enumerate(self.numbers):
                number.index = index
        self.mentions: list[Mention] = find_mentions(self.text, self.numbers)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences, in order; together they cover the text."""
        return _sentences(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_index(self, at: int) -> int:
        """The index of the sentence that holds the character ``at``."""
        return max(0, bisect_right(self._starts, at) - 1)

    def sentence_at(self, at: int) -> Sentence:
        """The sentence that holds the character ``at``."""
        return self.sentences[self.sentence_index(at)]

    @cached_property
    def abbreviations(self) -> list[Abbreviation]:
        """Short forms defined in the text with their long forms."""
        return find_abbreviations(self.text)

    def in_furniture(self, at: int) -> bool:
        """Whether the character ``at`` is page furniture."""
        return bool(self.cleaned.furniture) and _inside(self.cleaned.furniture, at)


def read_text(raw: str) -> Document:
    """The document of a raw text."""
    return Document(clean(raw))


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in spans)


def _sentences(text: str) -> list[Sentence]:
    titles = [(match.start("title"), match.lastgroup_name) for match in _titles(text)]
    cuts = [0]
    for match in _STOP.finditer(text):
        if text[match.start()] == "\n" or not _NO_STOP.search(text, max(0, match.start() - 8), match.start() + 1):
            cuts.append(match.end())
    out: list[Sentence] = []
    section, next_title = None, 0
    for start, end in zip(cuts, [*cuts[1:], len(text)]):
        while next_title < len(titles) and titles[next_title][0] < max(end, start + 1):
            section = titles[next_title][1]
            next_title += 1
        if end > start:
            out.append(Sentence(start, end, section))
    return out or [Sentence(0, len(text), None)]


@dataclass(slots=True)
class _Title:
    match: re.Match[str]
    lastgroup_name: str

    def start(self, group: str) -> int:
        return self.match.start(group)


def _titles(text: str) -> list[_Title]:
    out = []
    for match in _TITLE.finditer(text):
        title = match.group("title")
        # A title is capitalised; a line that merely begins with such a word is prose.
        if title[0].isupper():
            name = next(name for name, _ in _SECTIONS if match.group(name) is not None)
            out.append(_Title(match, name))
    return out
