"""Short forms and their long forms, by scispaCy's reading of Schwartz and Hearst (2003).

scispaCy's component matches over every token of a document; here only the words around a bracket that can hold a short
form are handed to its algorithm, which finds the same pairs at a fraction of the cost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# "(VAS)", "(HAM-D;", "(DAS28)", "[MRC]": a short form has 2 to 10 characters and a capital.
_SHORT = re.compile(r"[(\[](?P<short>[A-Za-z][A-Za-z0-9/&+.-]{1,14})(?=[)\];,])")
_WORD = re.compile(r"[^\s()\[\]]+")


@dataclass(slots=True)
class Abbreviation:
    """A short form and its long form: half-open spans of the cleaned text and their words."""

    short: str
    short_start: int
    short_end: int
    long: str
    long_start: int
    long_end: int


def find_abbreviations(text: str) -> list[Abbreviation]:
    """The abbreviations that a cleaned text defines as ``long form (SHORT)``, in order."""
    out = []
    for match in _SHORT.finditer(text):
        short = match.group("short")
        if not any(c.isupper() for c in short):
            continue
        end = match.start()
        # The long form has at most min(|short| + 5, 2 |short|) words (Schwartz and Hearst).
        most = min(len(short) + 5, 2 * len(short))
        begin = max(end - 120, 0)
        begin = max(
            at + len(stop) if (at := text.rfind(stop, begin, end)) >= 0 else begin
            for stop in (". ", "\n", ";", "(", ")")
        )
        words = [(m.start(), m.end()) for m in _WORD.finditer(text, begin, end)][-most:]
        if not words:
            continue
        if text[words[0][0] - 1 : words[0][0]].isalnum():
            words = words[1:]
        first = _long_form(tuple(text[a:b] for a, b in words), short)
        if first is not None:
            start, stop = words[first][0], words[-1][1]
            out.append(Abbreviation(short, match.start("short"), match.end("short"), text[start:stop], start, stop))
    return out


class _Token:
    """A word as scispaCy's algorithm reads it; a spaCy token would leave every word of all texts in a vocabulary."""

    __slots__ = ("text", "text_with_ws")

    def __init__(self, text: str) -> None:
        self.text = text
        self.text_with_ws = text + " "


@lru_cache(maxsize=4096)
def _long_form(words: tuple[str, ...], short: str) -> int | None:
    """The index of the word that the long form begins with; None where no words before fit the short form."""
    from scispacy.abbreviation import find_abbreviation

    if not words:
        return None
    _, long = find_abbreviation([_Token(word) for word in words], [_Token(short)])
    return None if long is None else len(words) - len(long)
