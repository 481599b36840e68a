"""What every reader gets and gives: a source of bytes, records, and problems."""

from __future__ import annotations

import gzip
import hashlib
import io
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

STDIN = "-"


class InputError(ValueError):
    """An input that was named cannot be read at all: a mistake of usage, not of data."""


@dataclass(slots=True, frozen=True)
class Record:
    """One text to extract from: ``doc_id`` is unique in a run, ``where`` says which file and line it came from.

    The text is the abstract alone; what else the input tells about the article stands beside it.
    """

    doc_id: str
    text: str
    title: str | None = None
    where: str = ""
    pmid: str | None = None
    pmcid: str | None = None
    doi: str | None = None
    journal: str | None = None
    year: int | None = None
    publication_types: tuple[str, ...] = ()

    def article(self) -> dict[str, Any]:
        """What the input tells about the article, as JSON; what it does not tell is left out."""
        told = {name: getattr(self, name) for name in _ARTICLE}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items() if value}


_ARTICLE = ("title", "pmid", "pmcid", "doi", "journal", "year", "publication_types")


@dataclass(slots=True, frozen=True)
class Problem:
    """What is wrong with one record or file. An error means that the record is not among the results."""

    where: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{'warning' if self.warning else 'error'}: {self.where}: {self.message}"


@dataclass(slots=True, frozen=True)
class Options:
    """What a user says of tables: the columns of the text and of the id, by name (None: guessed by their names)."""

    text_column: str | None = None
    id_column: str | None = None


def printable(name: str) -> str:
    """A file's name as valid Unicode: bytes that are none become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class Source:
    """One file (or standard input) to read, once; what is gzipped is read unzipped, whatever its name.

    ``name`` is what messages call it, ``stem`` the name without folder and ending, ``path`` where the file is (None: no
    file). After reading, ``sha256`` and ``size`` are those of the bytes that were read; ``records`` counts the records
    that came of it.
    """

    def __init__(self, name: str, stem: str, open_it: Callable[[], Any], options: Options | None = None) -> None:
        self.name, self.stem = name, stem
        self.options = options or Options()
        self.path: Path | None = None
        self.records = 0
        self._open_it = open_it
        self._hash = hashlib.sha256()
        self.size = 0
        self._stream: io.BufferedReader | None = None

    @classmethod
    def of_file(cls, path: Path, options: Options | None = None) -> Source:
        """The source of a file on disk."""
        plain = path.with_suffix("") if path.suffix.lower() == ".gz" else path
        source = cls(printable(str(path)), printable(plain.stem), partial(path.open, "rb"), options)
        source.path = path
        return source

    @classmethod
    def of_stdin(cls, options: Options | None = None) -> Source:
        """The source of standard input, whose one text is called ``stdin``."""
        return cls("<stdin>", "stdin", lambda: getattr(sys.stdin, "buffer", sys.stdin), options)

    @property
    def stream(self) -> io.BufferedReader:
        """The bytes, opened at the first use. Raises OSError."""
        if self._stream is None:
            raw: Any = _Counted(self._open_it(), self._seen)
            self._stream = io.BufferedReader(raw, 1 << 16)
            if self._stream.peek()[:2] == b"\x1f\x8b":
                raw = _Unzipped(self._stream)
                self._stream = io.BufferedReader(raw, 1 << 16)
        return self._stream

    def copy(self) -> BinaryIO:
        """The bytes as a temporary file, for formats that are not read from front to back. Raises OSError."""
        import tempfile

        file = tempfile.TemporaryFile()  # noqa: SIM115
        while data := self.stream.read1(1 << 20):
            file.write(data)
        file.seek(0)
        return file

    def _seen(self, data: memoryview) -> None:
        self._hash.update(data)
        self.size += len(data)

    def finish(self) -> None:
        """Read what is left, so that the hash is that of the whole file, and close it."""
        stream = self.stream
        while stream.read1():
            pass
        stream.close()

    def to_dict(self) -> dict[str, Any]:
        """What an audit asks about an input."""
        return {"path": self.name, "sha256": self._hash.hexdigest(), "bytes": self.size, "records": self.records}


class _Counted(io.RawIOBase):
    """Bytes that are shown to ``seen`` as they pass."""

    def __init__(self, stream: BinaryIO, seen: Callable[[memoryview], None]) -> None:
        self._from, self._seen = stream, seen

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # read1 where there is one, so that a line typed or piped is read when it comes.
        read = getattr(self._from, "read1", self._from.read)
        data = read(len(buffer))
        buffer[: len(data)] = data
        if data:
            self._seen(memoryview(data))
        return len(data)

    def close(self) -> None:
        if not self.closed and self._from is not getattr(sys.stdin, "buffer", None):
            self._from.close()
        super().close()


class _Unzipped(io.RawIOBase):
    """What a gzipped stream holds. Damage is an OSError, after all that could be unzipped before it."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._from, self._unzipped = stream, gzip.GzipFile(fileobj=stream)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._unzipped.read1(len(buffer))
        except EOFError:
            raise OSError("the gzipped file is cut off") from None
        except (zlib.error, gzip.BadGzipFile) as error:
            raise OSError(f"the gzipped file is damaged: {error}") from None
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._unzipped.close()
            self._from.close()
        super().close()


def decode(data: bytes) -> tuple[str, str | None]:
    """The text of some bytes, and a warning where the encoding had to be assumed.

    UTF-8, with or without a byte order mark; else Windows-1252. Line ends stay as they are: offsets count them.
    Raises ValueError where the bytes are no text.
    """
    if b"\0" in data:
        raise ValueError("holds NUL bytes: not a text (UTF-16 must be saved as UTF-8)")
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise ValueError("is neither UTF-8 nor Windows-1252 (cp1252)") from None
    return text, "is not UTF-8: read as Windows-1252 (cp1252)"


def check_text(text: str) -> None:
    """Raises ValueError where a string is no text to extract from."""
    if not text.strip():
        raise ValueError("no text (empty or blank)")
    if "\0" in text:
        raise ValueError("text holds NUL characters: not a text")
