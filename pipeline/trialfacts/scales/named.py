"""A place that names an instrument, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trialfacts.scales.instruments import Instrument


@dataclass(slots=True)
class Named:
    """A half-open span of the cleaned text that names an instrument, and the wording that says so."""

    start: int
    end: int
    rule: str
    score: float
    instrument: Instrument | None = None
    abbreviation: str | None = None


def count_capitals(name: str) -> int:
    """How many words of a name begin with a capital."""
    return sum(word[0].isupper() for word in re.split(r"[ -]", name) if word)


def words_before(text: str, at: int) -> Iterator[tuple[int, int]]:
    """The words that stand right before ``at`` with single spaces between, nearest first, 14 at most."""
    end = at
    for _ in range(14):
        if end == 0 or text[end - 1] not in " -":
            break
        stop = start = end - 1
        # No word of a name is longer: a text of one long word costs no more than any other.
        while start > 0 and stop - start < 40 and (text[start - 1].isalnum() or text[start - 1] in "'/&-+."):
            start -= 1
        word = text[start:stop]
        if not word or word[-1] in ".," or (not any(c.isalnum() for c in word) and word != "&"):
            break
        yield start, stop
        end = start


def begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins at a place."""
    return at == 0 or text[at - 2 : at - 1] in (".", ":", "?") or text[at - 1] == "\n"
