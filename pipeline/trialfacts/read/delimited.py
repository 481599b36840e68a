"""CSV and TSV: a header and a row for each abstract; cells in quotes may hold line ends."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from trialfacts.read.columns import Row, columns_of, reader_of
from trialfacts.read.pieces import records
from trialfacts.read.source import Problem, Record, Source, decode

# A row of more lines than this, or more characters, has a quote that is never closed.
_MOST_LINES = 1000
_MOST_CHARACTERS = 1 << 18


def read(source: Source) -> Iterator[Record | Problem]:
    """The rows with a text. The delimiter is told by the header; for the columns see :mod:`trialfacts.read.columns`."""
    rows = _rows(source, delimiter(source.stream.peek()))
    header = next((row for row in rows if isinstance(row, Row)), None)
    if header is None:
        yield Problem(source.name, "no records (empty or blank)")
        return
    try:
        columns = columns_of(header.cells, source.options)
    except ValueError as error:
        yield Problem(source.name, str(error))
        return
    yield from records(source, rows, reader_of(columns, source))


def delimiter(head: bytes) -> str:
    """What separates the cells of the first line: a tab where there is one, else the commonest of comma, ; and |."""
    line, _, _ = head.lstrip(b"\xef\xbb\xbf\r\n").partition(b"\n")
    return "\t" if b"\t" in line else max(",;|", key=lambda mark: line.count(mark.encode()))


@dataclass(slots=True, frozen=True)
class _Line:
    number: int
    text: str
    warning: str | None = None
    error: str | None = None


class _Lines:
    """The lines of a source, row by row: ``taken`` are this row's, ``short`` says that it wanted more than come."""

    def __init__(self, source: Source) -> None:
        self._from = enumerate(source.stream, 1)
        self._back: deque[_Line] = deque()
        self.next_row()

    def next_row(self) -> None:
        """Begin a row."""
        self.taken: list[_Line] = []
        self.short = False
        self._characters = 0

    def give_back(self) -> None:
        """Let all lines of this row but its first be read again."""
        self._back.extendleft(reversed(self.taken[1:]))

    def __iter__(self) -> Iterator[str]:
        while len(self.taken) < _MOST_LINES and self._characters < _MOST_CHARACTERS:
            line = self._back.popleft() if self._back else self._read()
            if line is None:
                break
            self.taken.append(line)
            self._characters += len(line.text)
            yield line.text
        self.short = True

    def _read(self) -> _Line | None:
        number, data = next(self._from, (0, b""))
        if not number:
            return None
        try:
            return _Line(number, *decode(data))
        except ValueError as error:
            return _Line(number, data.decode("utf-8", "replace").replace("\0", "\ufffd"), error=str(error))


def _rows(source: Source, mark: str) -> Iterator[Row | Problem]:
    """The header and the rows that have as many cells as it, with a problem for each that has not."""
    lines = _Lines(source)
    width = number = 0
    while True:
        lines.next_row()
        wrong: str | None = None
        cells: list[str] = []
        try:
            # A reader for each row: a row that is broken leaves none in the middle of a cell.
            cells = next(csv.reader(iter(lines), delimiter=mark, strict=True))
        except StopIteration:
            return
        except csv.Error as error:
            wrong = f"is no row of a table: {error}"
        number += 1
        if not wrong and not any(map(str.strip, cells)):
            continue
        while width and len(cells) > width and not cells[-1].strip():
            cells.pop()
        wrong = wrong or next((line.error for line in lines.taken if line.error), None)
        if lines.short:
            wrong = "has a quote that is not closed"
        elif not wrong and width and len(cells) != width:
            wrong = f"has {len(cells)} cells, the header {width}"
        where = f"{source.name}:{lines.taken[0].number}"
        if wrong:
            # The rows that a stray quote has swallowed may be good ones.
            lines.give_back()
            yield Problem(where, wrong)
        else:
            width = width or len(cells)
            yield Row(cells, where, number, next((line.warning for line in lines.taken if line.warning), None))
