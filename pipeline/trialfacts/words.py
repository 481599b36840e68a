"""Words: sets of them, and the common words of trial abstracts."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


def word_set(*texts: str) -> frozenset[str]:
    """The words of texts in which they stand apart by spaces."""
    return frozenset(word for text in texts for word in text.split())


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """The words that are common in abstracts of trials, in lower case."""
    return word_set((files("trialfacts") / "data" / "words.txt").read_text(encoding="utf-8"))
