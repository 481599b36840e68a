"""Files of many records: the piece of a file that one record is, and the stream of records read from pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from trialfacts.read.source import Problem, Record, Source, check_text


@dataclass(slots=True, frozen=True)
class Piece:
    """One record as it stands in a file: its bytes, the line that it begins in, and the encoding that is declared.

    ``number`` counts the records of the file from 1; ``fallback`` is the doc_id of a record that has none.
    """

    data: bytes
    source: Source
    line: int
    number: int
    encoding: str = "utf-8"

    @property
    def where(self) -> str:
        """The file and line, as messages name them."""
        return f"{self.source.name}:{self.line}"

    @property
    def fallback(self) -> str:
        """A doc_id made of the file's name and the number."""
        return f"{self.source.stem}:{self.number}"


class _Placed(Protocol):
    @property
    def where(self) -> str: ...


Item = TypeVar("Item", bound=_Placed)

# How many of the records without an abstract are named.
_NAMED = 5


def records(
    source: Source, items: Iterable[Item | Problem], read_one: Callable[[Item], tuple[Record, str | None]]
) -> Iterator[Record | Problem]:
    """The records that ``read_one`` reads from the items, with a problem for each where it raises ValueError.

    ``read_one`` also gives a warning, of which the first is passed on. Records without a text are reported together, in
    one warning at the end: they are a good part of any search, and nothing is wrong with them.
    """
    warned, textless, first = False, 0, []
    for item in items:
        if isinstance(item, Problem):
            yield item
            continue
        try:
            record, warning = read_one(item)
            if record.text:
                check_text(record.text)
        except ValueError as error:
            yield Problem(item.where, str(error))
            continue
        if warning and not warned:
            warned = True
            yield Problem(item.where, warning, warning=True)
        if record.text:
            yield record
        else:
            textless += 1
            if textless <= _NAMED:
                first.append(record.doc_id)
    if textless:
        what = "1 record has" if textless == 1 else f"{textless} records have"
        more = ", ..." if textless > _NAMED else ""
        yield Problem(source.name, f"{what} no abstract: {', '.join(first)}{more}", warning=True)
