"""What the extractors read: one text, cleaned once, its numbers, mentions, sentences and sections found once."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from operator import itemgetter
from typing import Any

from trialfacts.abbreviations import Abbreviation, find_abbreviations
from trialfacts.arms.mentions import Arms, find_arms
from trialfacts.cleaning.sentences import Sentence, find_sentences
from trialfacts.cleaning.text import CleanText, clean
from trialfacts.intervals import Interval, find_intervals
from trialfacts.mentions import Mention, find_mentions
from trialfacts.numbers import Number, find_numbers


class Document:
    """A text with what was found in it once, for every extractor.

    ``text`` is the cleaned text; all offsets of numbers, mentions and sentences are into it. Made by
    :func:`read_text`. Lazily computed parts cost nothing to those that do not ask.
    """

    def __init__(self, cleaned: CleanText) -> None:
        """Reads words, numbers and mentions at once, the rest when it is asked for."""
        self.cleaned = cleaned
        self.text = cleaned.text
        self.words = cleaned.words
        self.numbers: list[Number] = find_numbers(self.text, self.words)
        if cleaned.furniture:
            self.numbers = [n for n in self.numbers if not _inside(cleaned.furniture, n.start)]
            for index, number in enumerate(self.numbers):
                number.index = index
        self.mentions: list[Mention] = find_mentions(self.text, self.numbers)
        # What later rooms have read in the text once, for those that read it again.
        self.memo: dict[str, Any] = {}

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences, in order; together they cover the text."""
        return find_sentences(self.text, self.cleaned.furniture)

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_index(self, at: int) -> int:
        """The index of the sentence that holds the character ``at``."""
        return max(0, bisect_right(self._starts, at) - 1)

    def sentence_at(self, at: int) -> Sentence:
        """The sentence that holds the character ``at``."""
        index = bisect_right(self._starts, at) - 1
        return self.sentences[index if index > 0 else 0]

    @cached_property
    def abbreviations(self) -> list[Abbreviation]:
        """Short forms defined in the text with their long forms."""
        return find_abbreviations(self.text)

    @cached_property
    def arms(self) -> Arms:
        """The arms of the trial, and where the text names them."""
        return find_arms(self.text, self.abbreviations, self.words)

    @cached_property
    def intervals(self) -> list[Interval]:
        """The confidence intervals and bracketed ranges after a number, in order."""
        return find_intervals(self.text, self.numbers)

    def in_furniture(self, at: int) -> bool:
        """Whether the character ``at`` is page furniture."""
        return bool(self.cleaned.furniture) and _inside(self.cleaned.furniture, at)


def read_text(raw: str) -> Document:
    """The document of a raw text."""
    return Document(clean(raw))


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    """Whether the character ``at`` lies in one of some spans, which are in order and apart."""
    index = bisect_right(spans, at, key=itemgetter(0)) - 1
    return index >= 0 and at < spans[index][1]
