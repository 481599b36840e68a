"""XML: records cut out of a stream of bytes, parsed one by one, and the text of an element.

A record is cut out by its tags and parsed alone. So memory is that of one record, a record that is broken costs no
other, and the parser (the standard library's expat: nothing to install, and fast enough by far) never sees a document
type: no entity is ever declared, so none can grow, name a file or be fetched. Named characters such as ``&alpha;``
are those of HTML. Nesting costs expat nothing; text that is nested too deeply is refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trialfacts.read.pieces import Piece
from trialfacts.read.source import Problem, Source, decode

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CHUNK = 1 << 20
# The largest citation of PubMed, with thousands of authors, is a tenth of this.
_LARGEST = 1 << 25
# No tag that a record is cut by is as long as this.
_TAG = 256


@dataclass(slots=True, frozen=True)
class Tags:
    """How records are cut: from the start tag of one of ``names`` to its end tag, in a file whose root is ``root``.

    With ``until``, a record ends after that earlier end tag: what follows is not read.
    """

    names: tuple[str, ...]
    root: str
    until: str | None = None

    def pattern(self) -> re.Pattern[bytes]:
        """Finds the tags; group ``end`` is an end tag, ``until`` the earlier one."""
        names = "|".join(self.names)
        until = rf"|(?P<until>/{self.until}\s{{0,20}}>)" if self.until else ""
        return re.compile(rf"<(?:(?:{names})(?=[\s/>])|(?P<end>/(?:{names})\s{{0,20}}>){until})".encode())


def cut(source: Source, tags: Tags) -> Iterator[Piece | Problem]:
    """The records of a source in order, with a problem for each that has no beginning or no end. Raises OSError."""
    head = source.stream.peek()[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head[:4]:
        yield Problem(source.name, "is UTF-16 or UTF-32: must be saved as UTF-8")
        return
    pattern, name, encoding = tags.pattern(), tags.names[0], _declared(head)
    buffer, line = b"", 1  # what is not done with, and the line that it begins in
    start: int | None = None
    start_line = number = 0
    within = False  # a record, also after `until` and where it is too large
    root, ended = f"</{tags.root}".encode(), False
    for chunk in _chunks(source):
        buffer += chunk
        start, done, at, at_line = None, 0, 0, line  # a record that goes on begins again at 0
        for match in pattern.finditer(buffer):
            at_line += buffer.count(b"\n", at, match.start())
            at, done = match.start(), match.end()
            if match.lastgroup is None:
                if start is not None:
                    yield Problem(f"{source.name}:{start_line}", f"<{name}> is not closed before the next; left out")
                start, start_line, within = at, at_line, True
                continue
            if start is not None:
                number += 1
                yield Piece(buffer[start:done], source, start_line, number, encoding)
                start = None
            elif match.lastgroup == "end" and not within:
                yield Problem(f"{source.name}:{at_line}", f"</{name}> without its beginning; left out")
            within = within and match.lastgroup == "until"
        if start is not None and len(buffer) - start > _LARGEST:
            yield Problem(f"{source.name}:{start_line}", f"<{name}> is larger than {_LARGEST >> 20} MiB; left out")
            start = None
        ended = ended or root in buffer
        keep = start if start is not None else max(done, len(buffer) - _TAG)
        line += buffer.count(b"\n", 0, keep)
        buffer = buffer[keep:]
    if start is not None:
        yield Problem(f"{source.name}:{line}", f"<{name}> is cut off: the file ends in it")
    elif not start_line:
        yield Problem(source.name, f"no <{name}> in it")
    elif root.replace(b"/", b"") in head and not ended:
        yield Problem(source.name, f"ends without </{tags.root}>: it may be cut off")


def _chunks(source: Source) -> Iterator[bytes]:
    parts: list[bytes] = []
    size = 0
    try:
        while data := source.stream.read1(_CHUNK):
            parts.append(data)
            size += len(data)
            if size >= _CHUNK:
                yield b"".join(parts)
                parts, size = [], 0
    except OSError:
        # What came before the damage is read too.
        yield b"".join(parts)
        raise
    yield b"".join(parts)


# Encodings that write tags as ASCII does; another name is not believed.
_ENCODINGS = re.compile(r"utf-?8|us-ascii|iso-?8859-?\d{1,2}|latin-?\d|(?:windows|cp)-?125\d|koi8-r", re.I)
_DECLARED = re.compile(rb"""<\?xml[^>]{1,80}?encoding\s{0,9}=\s{0,9}["']([\w-]{1,20})""")


def _declared(head: bytes) -> str:
    match = _DECLARED.search(head)
    name = match.group(1).decode("ascii", "replace").lower() if match else "utf-8"
    if not _ENCODINGS.fullmatch(name):
        return "utf-8"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "utf-8"


_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31};)")
_PREFIX = re.compile(r"(?<=[<\s/])(?!xml)([A-Za-z_][\w.-]{0,63}):(?=[A-Za-z_])")


def parse(unit: Piece, closing: str = "") -> tuple[Element, str | None]:
    """The element of a record, and a warning where its encoding had to be assumed.

    ``closing``: end tags to add to a record that is cut before its end. Named characters of HTML and prefixes that are
    declared outside the record are allowed. Raises ValueError where the record is no well-formed XML.
    """
    from xml.etree.ElementTree import ParseError, fromstring

    text, warning = None, None
    try:
        if unit.encoding == "utf-8":
            return fromstring(unit.data + closing.encode()), None
        text = unit.data.decode(unit.encoding)
    except (ParseError, ValueError):
        pass
    if text is None:
        text, warning = decode(unit.data)
    text += closing
    if "&" in text:
        text = _NAMED.sub(_character, text)
    try:
        try:
            return fromstring(text), warning
        except ParseError as error:
            if "unbound prefix" not in str(error):
                raise
        prefixes = {f' xmlns:{prefix}="{prefix}"' for prefix in _PREFIX.findall(text)}
        return fromstring(f"<unit{''.join(sorted(prefixes))}>{text}</unit>")[0], warning
    except ParseError as error:
        message, _, _ = str(error).partition(":")
        raise ValueError(f"is no well-formed XML: {message} (line {unit.line + error.position[0] - 1})") from None


def _character(match: re.Match[str]) -> str:
    from html import entities, escape

    return escape(entities.html5.get(match.group(1), "")) or match.group()


# What stands on its own, what is no running text, and digits that are raised or lowered.
_BLOCKS = frozenset(
    ("p", "sec", "title", "list", "list-item", "def-item", "def", "disp-formula", "break", "br", "label")
)
_SKIPPED = frozenset(("tex-math", "graphic", "inline-graphic", "fig", "table-wrap", "object-id"))
_MARKS = {"sup": "^", "sub": "_", "msup": "^", "msub": "_"}
_MATH_WORDS = frozenset(("mi", "mn", "mo", "mtext", "ms"))
_NUMBER = re.compile(r"\s{0,9}[-+\u2212\u2013]?\s{0,9}\d")


def text_of(element: Element) -> str:
    """The text in an element, white space made one. Raises ValueError where it is nested too deeply.

    A raised or lowered number after a digit is marked, so that it stays another number: 10<sup>-4</sup> is ``10^-4``.
    """
    if len(element) == 0:
        return " ".join((element.text or "").split())
    parts: list[str] = []
    try:
        _collect(element, parts)
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    return " ".join("".join(parts).split())


def _collect(element: Element, parts: list[str]) -> None:
    if element.text:
        parts.append(element.text)
    for child in element:
        tag = child.tag.rpartition("}")[2]
        if tag in _BLOCKS:
            parts.append(" ")
            _collect(child, parts)
            parts.append(" ")
        elif tag == "math":
            _collect_math(child, tag, parts)
        elif tag not in _SKIPPED:
            if tag in _MARKS:
                _mark(tag, child, parts)
            _collect(child, parts)
        if child.tail:
            parts.append(child.tail)


def _mark(tag: str, element: Element, parts: list[str]) -> None:
    if parts and parts[-1][-1:].isdigit() and _NUMBER.match("".join(element.itertext())):
        parts.append(_MARKS[tag])


def _collect_math(element: Element, tag: str, parts: list[str]) -> None:
    """MathML: white space counts within its words alone."""
    if tag in _MATH_WORDS:
        parts.append(" ".join((element.text or " ").split()) or " ")
        return
    for place, child in enumerate(element):
        inner = child.tag.rpartition("}")[2]
        if place == 1 and tag in _MARKS:
            _mark(tag, child, parts)
        elif place == 1 and tag == "mfrac":
            parts.append("/")
        if not inner.startswith("annotation"):
            _collect_math(child, inner, parts)


def section(title: str, text: str) -> str:
    """One section of an abstract as a line: ``Title: text``; a colon that the title ends with is not doubled."""
    title = title.rstrip(" :")
    return f"{title}: {text}" if title and text else text
