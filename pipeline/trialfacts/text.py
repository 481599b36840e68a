"""Cleaning with an alignment back to the raw text.

Extraction reads :attr:`CleanText.text`; every offset that leaves the package is into :attr:`CleanText.raw`.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, field

# One character for one character: the alignment stays as it is.
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("\u2212\u2013\u2014\u2010\u2011\u2012\uff0d\ufe63\u207b\u2015", "-"),
        **dict.fromkeys("\u00a0\u2009\u202f\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u200a\u3000\t\x0b\x0c\r\x1f", " "),
        **dict.fromkeys("\u03bc", "\u00b5"),
        **dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u2033", '"'),
        **dict.fromkeys("\uff1c\u2039\ufe64", "<"),
        **dict.fromkeys("\uff1e\u203a\ufe65", ">"),
        **dict.fromkeys("\uff1d", "="),
        **dict.fromkeys("\u2a7d\u2266", "\u2264"),
        **dict.fromkeys("\u2a7e\u2267", "\u2265"),
        **dict.fromkeys("\uff05", "%"),
        **dict.fromkeys("\u22c5\u2219\u2022\u2027\u30fb", "\u00b7"),
        **dict(zip("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789")),
        **dict(zip("\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089", "0123456789")),
        **dict(zip("\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19", "0123456789")),
    }
)
_MIDDLE_DOT = re.compile(r"(?<=\d)\u00b7(?=\d)")
_TAGS = r"sub|sup|i|b|u|em|strong|p|br|div|span|italic|bold|sc|title|sec|abstract|abstracttext|jats:[a-z]+|h[1-6]|ul|ol|li|a|xref"
# "&lt;", "&#x2009;", "<sub>", "</p>"; "P<0.05" and "x < y" are no tags.
_MARKUP = re.compile(rf"&(?:[a-zA-Z]{{2,8}}|#\d{{1,6}}|#[xX][0-9a-fA-F]{{1,5}});|</?(?:{_TAGS})(?:\s[^<>]{{0,200}})?/?>", re.I)
_BLOCK = re.compile(r"</?(?:p|br|div|title|sec|abstract|abstracttext|h[1-6]|ul|ol|li)\b", re.I)
_NEEDS_EDIT = re.compile(r"[&<\u00ad\u200b\ufb00-\ufb04]")


@dataclass(slots=True)
class CleanText:
    """A cleaned text and its alignment.

    ``furniture`` holds half-open spans of :attr:`text` that are not the abstract (share bars, references, author
    lists): numbers there are nobody's facts.
    """

    raw: str
    text: str
    # Where each piece begins in the cleaned text and in the raw text, and whether it stands there verbatim.
    _clean_at: list[int] = field(default_factory=lambda: [0])
    _raw_at: list[tuple[int, int]] = field(default_factory=list)
    furniture: list[tuple[int, int]] = field(default_factory=list)

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the raw text that a half-open span of the cleaned text came from."""
        if not self._raw_at:
            return start, end
        return self._raw_of(start)[0], self._raw_of(end - 1)[1] if end > start else self._raw_of(start)[0]

    def _raw_of(self, at: int) -> tuple[int, int]:
        piece = bisect_right(self._clean_at, at) - 1
        raw_start, raw_end = self._raw_at[piece]
        if raw_end < 0:  # verbatim
            here = raw_start + at - self._clean_at[piece]
            return here, here + 1
        return raw_start, raw_end


class _Builder:
    """Edits of a text, left to right, into pieces that remember where they came from."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.out: list[str] = []
        self.length = 0
        self.clean_at: list[int] = []
        self.raw_at: list[tuple[int, int]] = []
        self.done = 0

    def replace(self, start: int, end: int, by: str) -> None:
        self.copy(start)
        if by:
            self.clean_at.append(self.length)
            self.raw_at.append((start, end))
            self.out.append(by)
            self.length += len(by)
        self.done = end

    def copy(self, end: int) -> None:
        if end > self.done:
            self.clean_at.append(self.length)
            self.raw_at.append((self.done, -1))
            self.out.append(self.raw[self.done : end])
            self.length += end - self.done
            self.done = end


def clean(raw: str) -> CleanText:
    """The text as extraction reads it: markup resolved, dashes, spaces, dots and digits in one spelling, wraps undone."""
    if _NEEDS_EDIT.search(raw) is None:
        text = raw.translate(_SAME_LENGTH)
        if "\u00b7" in text:
            text = _MIDDLE_DOT.sub(".", text)
        return CleanText(raw, text)
    builder = _Builder(raw)
    for match in _MARKUP.finditer(raw):
        mark = match.group()
        if mark[0] == "&":
            by = html.unescape(mark)
            if by == mark:
                continue
        else:
            by = "\n" if _BLOCK.match(mark) else ""
        builder.replace(match.start(), match.end(), by)
    builder.copy(len(raw))
    text = "".join(builder.out).translate(_SAME_LENGTH)
    text = _MIDDLE_DOT.sub(".", text)
    return CleanText(raw, text, builder.clean_at or [0], builder.raw_at)
