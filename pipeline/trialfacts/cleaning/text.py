"""Cleaning with an alignment back to the raw text.

Extraction reads :attr:`CleanText.text`; every offset that leaves the package is into :attr:`CleanText.raw`.

A text is cleaned in layers, each a list of edits of the layer before: line wraps are undone, markup and odd characters
are resolved, spaces and broken decimals are mended. A layer that has nothing to do is left out, so that an ordinary
abstract costs a few searches.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from trialfacts.cleaning.furniture import find_furniture
from trialfacts.cleaning.words import TextWords, word_set
from trialfacts.cleaning.wraps import unwrap

# An edit: the half-open span that is replaced, and what replaces it.
Edit = tuple[int, int, str]


def _same_length() -> dict[str, str]:
    """One character for one character, so that the alignment stays as it is."""
    table = {
        **dict.fromkeys("\u2212\u2013\u2014\u2010\u2011\u2012\uff0d\ufe63\u2015\u2043\u02d7\uf02d", "-"),
        **dict.fromkeys(
            "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
            "\u202f\u205f\u3000\t\x0b\x1f",
            " ",
        ),
        **dict.fromkeys("\x85\u2028\u2029\x0c", "\n"),
        **dict.fromkeys("\u03bc\uf06d", "\u00b5"),
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201f\u2033", '"'),
        **dict.fromkeys("\uff1c\u2039\ufe64\u2329\uf03c", "<"),
        **dict.fromkeys("\uff1e\u203a\ufe65\u232a\uf03e", ">"),
        **dict.fromkeys("\u2a7d\u2266\uf0a3", "\u2264"),
        **dict.fromkeys("\u2a7e\u2267\uf0b3", "\u2265"),
        **dict.fromkeys("\u22c5\u2219\u2022\u2027\u30fb\u0387", "\u00b7"),
        **dict.fromkeys("\u2217\u204e", "*"),
        "\u2715": "\u00d7", "\u2a2f": "\u00d7", "\uf0b4": "\u00d7", "\uf0b1": "\u00b1", "\uf03d": "=",
        "\u2236": ":", "\u223c": "~", "\u02dc": "~", "\u2044": "/", "\u2215": "/",
        # Letters of other alphabets that stand for P.
        "\u03a1": "P", "\u0420": "P", "\u0440": "p", "\u2118": "P",
    }  # fmt: skip
    # Full-width forms, super- and subscripts, mathematical letters; and those letters when a converter has kept only
    # sixteen bits of them, which makes Hangul syllables (see _hangul).
    for block in (range(0xFF01, 0xFF5F), range(0x2070, 0x208F), range(0x1D400, 0x1D800), (0xB2, 0xB3, 0xB9)):
        for code in block:
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[chr(code)] = {"\u2212": "-", "\u03bc": "\u00b5"}.get(plain, plain)
    return table


_SAME_LENGTH = _same_length()
# What needs no look: printable ASCII and the new line.
_ORDINARY = bytes((10, *range(32, 127)))
_TRUNCATED = re.compile(r"(?<![\uac00-\ud7ff])[\ud400-\ud7ff](?![\uac00-\ud7ff])")
# "13\u2009388": a thin space between digits in groups of three is a thousands separator.
_THIN_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[\u00a0\u2008\u2009\u200a\u202f]\d{3}){1,3}(?![\d.,]?\d)")
_THIN = frozenset("\u00a0\u2008\u2009\u200a\u202f")
_THIN_SPACE = re.compile(f"[{''.join(_THIN)}]")
# "0\u00b746", "P=\u00b705", but not "5\u00b710-4".
_MIDDLE_DOT = re.compile(r"(?:(?<=\d)|(?<=[=<>(])|(?<=[=<>] ))\u00b7(?=\d)(?!10(?:\^|-\d))")
# Removed: soft hyphen, zero-width and direction marks, byte order mark, combining marks of a lost accent.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff\ufe0e\ufe0f"
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\u226a": "<<",
    "\u226b": ">>",
}
# The characters that bytes 0x80 to 0xBF become when UTF-8 is read as Windows-1252.
_CP1252 = "\u00a0-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_SUPERSCRIPTS = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
_CHARACTER_EDITS = re.compile(
    f"[{_INVISIBLE}]{{1,99}}|[{''.join(_LIGATURES)}]|\r\n?"
    # "RD -\u20090.7(-\u20091.9, 0.5)": a thin space after a sign.
    "|(?<=[ (\\[][-\u2212\u2013])[\u2009\u200a\u202f](?=\\d)"
    # "10\u2074", "10\u207b\u2074": an exponent, but not the superscript of "m\u00b2".
    f"|(?P<superscript>(?<=\\d)[\u207b\u2212]?[{_SUPERSCRIPTS}]{{1,3}})"
    # "\u00e2\u2030\u00a5" for "\u2265", "\u00c2\u00b1" for "\u00b1".
    f"|(?P<mojibake>[\u00c2\u00c3\u00ce\u00cf][{_CP1252}]|\u00e2[{_CP1252}]{{2}})"
)
# Without one of these no edit is needed.
_EDITED = frozenset(
    "\r\u00c2\u00c3\u00ce\u00cf\u00e2\u207b\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079"
    "\u2009\u200a\u202f" + _INVISIBLE
).union(_LIGATURES)

_TAGS = "|".join(
    (
        "sub|sup|i|b|u|em|strong|small|font|tt|p|br|hr|div|span|italic|bold|sc|a|h[1-6]|ul|ol|li|dl|dt|dd",
        "td|tr|th|table|tbody|thead",
        "title|sec|section|abstract|abstracttext|label|list|list-item|xref|ext-link|uri|email|named-content",
        "alternatives|math|mi|mn|mo|mrow|msup|msub|mfrac|mtext|inline-formula|disp-formula|tex-math|header|article|main|nav",
        r"(?:jats|mml|m|xlink|ns\d):[a-z-]{1,30}",
    )
)
# "&lt;", "&#x2009;", "<sub>", "</p>", "<!-- note -->"; "P<0.05" and "x < y" are no tags.
_MARKUP = re.compile(
    rf"""&(?:[a-zA-Z][a-zA-Z0-9]{{1,23}}|\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}});
    |</?(?P<tag>{_TAGS})(?:\s[^<>]{{0,500}})?/?> | <!--[^<>]{{0,500}}--> | <!\[CDATA\[ | \]\]>
    |\\documentclass[^$]{{0,900}}?\\begin\{{document\}}\$\$? | \$\$?\\end\{{document\}}""",
    re.I | re.X,
)  # fmt: skip
# How a tag begins, unlike the sign of "P<0.05".
_TAG_SIGN = re.compile(r"<[A-Za-z/!]")
_BLOCK = word_set(
    "p br hr div title sec section abstract abstracttext list list-item h1 h2 h3 h4 h5 h6 ul ol li dl dt dd tr table",
    "header article main nav jats:p jats:title jats:sec jats:abstract jats:list jats:list-item",
)
_CELL = frozenset(("td", "th"))
_EXPONENT_TAG = re.compile(r"\d<sup[^<>]{0,200}>[-+]?\d", re.I)

_SPACES = re.compile(r" {2,}")
# "0. 028", "12. 5%", "0 .05": a decimal with a space in it, if the words around it say so.
_MAYBE_BROKEN = (re.compile(r"\. (?=\d)(?<=\d\. )"), re.compile(r" \.(?=\d)(?<=\d \.)"))
# "P = . 0489": a point without its zero
_BARE_POINT = re.compile(r"(?<=[=<>] \.) (?=\d{2,4}(?![\d.]))")
_BROKEN_BEFORE = re.compile(r"(?P<sign>[=<>\u2264\u2265\u00b1~(] ?)?(?<![\d.,])(?P<whole>\d{1,3})$")
_BROKEN_AFTER = re.compile(r"\d{1,4}(?P<closed> ?(?:[%)\],;]|\u00b1))?(?![\d.])(?! ?[A-Z])")


@dataclass(slots=True)
class _Layer:
    """Where the pieces of an edited text begin in it, and which span of the text before they came from.

    A piece that stands verbatim has the end -1.
    """

    starts: list[int]
    sources: list[tuple[int, int]]

    def span(self, at: int) -> tuple[int, int]:
        """The span, in the text before, of the character ``at``."""
        piece = bisect_right(self.starts, at) - 1
        start, end = self.sources[piece]
        if end >= 0:
            return start, end
        start += at - self.starts[piece]
        return start, start + 1


@dataclass(slots=True)
class CleanText:
    """A cleaned text and its alignment.

    ``words`` are those of :attr:`text`. ``furniture`` holds half-open spans of it, in order, that are not the abstract
    (share bars, references, author lists, links and registration numbers): numbers there are nobody's facts.
    """

    raw: str
    text: str
    words: TextWords
    furniture: list[tuple[int, int]] = field(default_factory=list)
    _layers: list[_Layer] = field(default_factory=list)

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the raw text that a half-open span of the cleaned text came from."""
        for layer in reversed(self._layers):
            if not layer.starts:
                return 0, 0
            first = layer.span(start)
            start, end = first[0], (layer.span(end - 1)[1] if end > start else first[0])
        return start, end


def clean(raw: str) -> CleanText:
    """The text as extraction reads it: markup resolved, dashes, spaces, dots and digits in one spelling, wraps undone.

    Runs in time linear in the text.
    """
    layers: list[_Layer] = []
    text = _apply(unwrap, _characters(raw, layers), layers)
    # Markup may be escaped twice ("&amp;lt;"), and what it stood for may be an odd character.
    for _ in range(3):
        resolved = _apply(_markup, text, layers)
        if resolved is text:
            break
        text = _characters(resolved, layers)
    text = _apply(_spacing, text, layers)
    if "IC" in text or "CL" in text:
        text = _CONFIDENCE.sub(lambda match: f"{match['level'] or ''}CI", text)
    if "CI;" in text:
        text = _AFTER_CI.sub(",", text)
    if "m(2)" in text or "m(3)" in text:
        text = _apply(_raised, text, layers)
    if "or =" in text or "or=" in text:
        text = _apply(_spelled_signs, text, layers)
    words = TextWords(text)
    return CleanText(raw, text, words, find_furniture(text, words), layers)


def _apply(find_edits: Callable[[str], list[Edit]], text: str, layers: list[_Layer]) -> str:
    """The text with the edits that a function finds in it; ``layers`` grows by theirs."""
    edits = find_edits(text)
    if not edits:
        return text
    out: list[str] = []
    layer = _Layer([], [])
    length = done = 0
    for start, end, by in edits:
        if start > done:
            layer.starts.append(length)
            layer.sources.append((done, -1))
            out.append(text[done:start])
            length += start - done
        if by:
            layer.starts.append(length)
            layer.sources.append((start, end))
            out.append(by)
            length += len(by)
        done = end
    if done < len(text):
        layer.starts.append(length)
        layer.sources.append((done, -1))
        out.append(text[done:])
    layers.append(layer)
    return "".join(out)


def _characters(text: str, layers: list[_Layer]) -> str:
    """The text with every character in its one spelling."""
    odd = _odd(text)
    if not odd:
        return text
    if not odd.isdisjoint(_EDITED):
        text = _apply(_character_edits, text, layers)
        odd = _odd(text)
    if not odd.isdisjoint(_THIN):
        text = _THIN_THOUSANDS.sub(lambda match: _THIN_SPACE.sub(",", match.group()), text)
    for char in odd & _SAME_LENGTH.keys():
        text = text.replace(char, _SAME_LENGTH[char])
    if "\u00b7" in text:
        text = _MIDDLE_DOT.sub(".", text)
    if any("\ud400" <= char <= "\ud7ff" for char in odd):
        text = _TRUNCATED.sub(lambda match: _SAME_LENGTH.get(chr(0x10000 + ord(match.group())), match.group()), text)
    return text


def _odd(text: str) -> set[str]:
    """The characters of a text beyond the ordinary ones, which bytes are rid of faster than strings are searched."""
    return set(text.encode("utf-8", "surrogatepass").translate(None, _ORDINARY).decode("utf-8", "surrogatepass"))


def _character_edits(text: str) -> list[Edit]:
    edits = []
    for match in _CHARACTER_EDITS.finditer(text):
        found = match.group()
        if found[0] == "\r":
            by = "\n"
        elif match.lastgroup == "superscript":
            by = "^" + "".join(_SAME_LENGTH.get(char, char) for char in found)
        elif match.lastgroup == "mojibake":
            try:
                by = found.encode("cp1252").decode("utf-8")
            except UnicodeError:
                continue
        else:
            by = _LIGATURES.get(found, "")
        edits.append((match.start(), match.end(), by))
    return edits


def _markup(text: str) -> list[Edit]:
    """Tags and entities: "&lt;" for "<", nothing for "<i>", a new line for "</p>", "10^4" for "10<sup>4</sup>"."""
    edits: list[Edit] = []
    if not ("<" in text and _TAG_SIGN.search(text)) and not any(sign in text for sign in ("&", "\\", "$$", "]]>")):
        return edits  # most texts
    for match in _MARKUP.finditer(text):
        mark, tag = match.group(), (match.group("tag") or "").lower()
        if mark[0] == "&":
            by = html.unescape(mark)
            if by == mark:
                continue
        elif tag in _BLOCK:
            by = "\n"
        elif tag in _CELL:
            by = " "
        elif tag == "sup" and _EXPONENT_TAG.match(text, max(0, match.start() - 1)):
            by = "^"
        else:
            by = ""
        edits.append((match.start(), match.end(), by))
    return edits


def _spacing(text: str) -> list[Edit]:
    """Runs of spaces, and spaces inside decimals."""
    edits = []
    if "  " in text:
        edits += [(match.start(), match.end(), " ") for match in _SPACES.finditer(text)]
    for offset, pattern in enumerate(_MAYBE_BROKEN):
        for match in pattern.finditer(text) if offset == 0 or " ." in text else ():
            gap = match.end() - 1 - offset
            if _is_broken_decimal(text, gap):
                edits.append((gap, gap + 1, ""))
    if " . " in text:
        edits += [(match.start(), match.end(), "") for match in _BARE_POINT.finditer(text)]
    if " micro " in text:
        edits += [(match.start(), match.end(), "") for match in _MICRO.finditer(text)]
    edits.sort()
    return edits


# "[95%IC: 5.7-6.8]", "IC 95% 0.4 to 0.8", "95% CL 1.2, 3.4": intervals as Romance languages have them, limits.
_CONFIDENCE = re.compile(
    r"(?P<level>(?<![\d.])9\d(?:\.\d)? ?%[ -]?)(?:IC|CL)(?= ?[:=,]? ?[(\[]?[-+]?[\d.])"
    r"|(?<![A-Za-z])IC(?= ?[(:]?9\d(?:\.\d)? ?%)"
)
# "95% CI|;| 20-41%": no end of a clause.
_AFTER_CI = re.compile(r"(?<=CI);(?= [-+]?[\d.])")
# "> or = 65 years", "<or=3 g": what a database makes of a sign that it cannot store.
_SPELLED_SIGN = re.compile(r"(?P<than>[<>]) ?or ?=(?: to(?= ?\d))?")


# "25 kg/m(2)", "-40 cm(3); 95% CI": the raised number of a unit, as a database prints it.
_RAISED = re.compile(r"(?:(?<=[\d/ ]m)|(?<=[\d/ ][cdkm\u00b5]m))\((?P<power>[23])\)")


def _raised(text: str) -> list[Edit]:
    return [(match.start(), match.end(), match["power"]) for match in _RAISED.finditer(text)]


def _spelled_signs(text: str) -> list[Edit]:
    return [
        (match.start(), match.end(), "\u2264" if match["than"] == "<" else "\u2265")
        for match in _SPELLED_SIGN.finditer(text)
    ]


def _is_broken_decimal(text: str, gap: int) -> bool:
    """Whether the space at ``gap`` stands inside a decimal: "P = 0. 028", "(12. 5%)", "0 .05"."""
    space_first = text[gap - 1] != "."
    stop = gap if space_first else gap - 1
    before = _BROKEN_BEFORE.search(text, max(0, stop - 6), stop)
    after = _BROKEN_AFTER.match(text, gap + (2 if space_first else 1))
    if before is None or after is None:
        return False
    if before["whole"] == "0":
        # Nothing else is written with a lone zero: not a sentence's end, for the next would begin with a number.
        return True
    if not space_first and len(before["whole"]) < 3 and _SHARE_LAST.match(text, gap + 1):
        return True  # "1.45% and 2. 08%", "in 11. 1%": no sentence begins with "08%" or "1%"
    return not space_first and bool(before["sign"]) and bool(after["closed"])


_SHARE_LAST = re.compile(r"(?:0\d|\d) ?%")
# "30 micro g/kg", "12 micro mol/l": a unit with a space in it
_MICRO = re.compile(r"(?<=\d micro) (?=(?:g|l|L|mol|M)(?![a-z]))|(?<=\dmicro) (?=(?:g|l|L|mol|M)(?![a-z]))")
