"""Words: sets of them, those of one text, and the common words of trial abstracts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import accumulate


def word_set(*texts: str) -> frozenset[str]:
    """The words of texts in which they stand apart by spaces."""
    return frozenset(word for text in texts for word in text.split())


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """The words that are common in abstracts of trials, in lower case."""
    return word_set((files("trialfacts") / "data" / "words.txt").read_text(encoding="utf-8"))


# All but the letters and digits of ASCII, bytes 0 to 127 (what stands for another character is "?"), are spaces.
_APART = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in range(256))


class TextWords:
    """The words of a text: its runs of ASCII letters and digits, found by means that cost less than a pattern.

    Made once a text, and asked before a costly search: whether a word is there at all, and where it stands.
    """

    def __init__(self, text: str) -> None:
        """Reads the words at once; ``cased`` and ``lower`` are the text with nothing but words and spaces in it."""
        self.text = text
        # A space at both ends, so that every word stands between spaces: the word at ``i`` is found at ``i`` too, with
        # the space before it.
        self.cased = f" {text.encode('ascii', 'replace').translate(_APART).decode('ascii')} "
        self.lower = self.cased.lower()
        self.tokens = self.lower.split()
        self.distinct = frozenset(self.tokens)

    @cached_property
    def distinct_cased(self) -> frozenset[str]:
        """The words as they are printed."""
        return frozenset(self.cased.split())

    @cached_property
    def starts(self) -> list[int]:
        """Where each of ``tokens`` begins in the text."""
        pieces = self.lower[1:].split(" ")
        lengths = accumulate(map(len, pieces), initial=0)
        return [at + spaces for spaces, (at, piece) in enumerate(zip(lengths, pieces, strict=False)) if piece]

    def places(self, words: Iterable[str]) -> list[int]:
        """Where these words begin, in order: words in lower case, whatever the case of the text."""
        return _places(self.lower, words)

    def cased_places(self, words: Iterable[str]) -> list[int]:
        """Where these words begin, in order, as they are printed."""
        return _places(self.cased, words)


def led_in(text: str, start: int, end: int) -> tuple[str, int, int, int]:
    """The stretch of a text, with the character before it: for a pattern that begins with what stands before a word.

    Such a pattern skips fast from one end of a word to the next. Out come what to search, from where to where, and how
    far places in it are ahead of those in ``text``.
    """
    return (text, start - 1, end, 0) if start else (f" {text[:end]}", 0, end + 1, 1)


def _places(spaced: str, words: Iterable[str]) -> list[int]:
    out = []
    for word in words:
        wanted = f" {word} "
        at = spaced.find(wanted)
        while at >= 0:
            out.append(at)
            at = spaced.find(wanted, at + len(word) + 1)
    out.sort()
    return out
