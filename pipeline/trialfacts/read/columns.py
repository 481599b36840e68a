"""Tables of abstracts: which column is what, told by the user or guessed from the names, and records made of rows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from trialfacts.read.source import Options, Record, Source

# Names of columns, small letters and digits only, the likeliest first.
NAMES: dict[str, tuple[str, ...]] = {
    "text": ("abstract", "abstracttext", "ab", "text", "summary", "body"),
    "id": ("docid", "pmid", "pubmedid", "id", "pmcid", "doi", "recordid", "studyid", "accessionnumber"),
    "title": ("title", "articletitle", "ti", "primarytitle"),
    "pmid": ("pmid", "pubmedid", "pubmed"),
    "pmcid": ("pmcid", "pmc"),
    "doi": ("doi",),
    "journal": ("journal", "journaltitle", "journalbook", "sourcetitle", "jt"),
    "year": ("year", "publicationyear", "pubyear", "py"),
    "types": ("publicationtypes", "publicationtype", "documenttype"),
}
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(slots=True, frozen=True)
class Row:
    """One row of a table: its cells by column, and its number as spreadsheets count (the header is 1)."""

    cells: Sequence[Any]
    where: str
    number: int
    warning: str | None = None


def columns_of(header: Sequence[Any], options: Options) -> dict[str, int]:
    """Where each known column stands in a header.

    Raises ValueError where the column of the text, or a column that the user named, is not there.
    """
    shown = [cell(name) for name in header]
    bare = [re.sub(r"[^a-z0-9]", "", name.lower()) for name in shown]
    found: dict[str, int] = {}
    for what, names in NAMES.items():
        index = next((bare.index(name) for name in names if name in bare), None)
        if index is not None:
            found[what] = index
    for what, named in (("text", options.text_column), ("id", options.id_column)):
        if named is None:
            continue
        if named not in shown:
            raise ValueError(f"has no column {named!r}; its columns are {_listed(shown)}")
        found[what] = shown.index(named)
    if "text" not in found:
        raise ValueError(f"which column is the abstract? Say it with --text-column; the columns are {_listed(shown)}")
    return found


def reader_of(columns: dict[str, int], source: Source) -> Callable[[Row], tuple[Record, str | None]]:
    """What makes records of the rows of a table with these columns."""

    def read_row(row: Row) -> tuple[Record, str | None]:
        def get(what: str) -> str:
            index = columns.get(what)
            return cell(row.cells[index]) if index is not None and index < len(row.cells) else ""

        year = _YEAR.search(get("year"))
        record = Record(
            doc_id=get("id") or f"{source.stem}:{row.number}",
            text=get("text"),
            title=get("title") or None,
            where=row.where,
            pmid=get("pmid") or None,
            pmcid=get("pmcid") or None,
            doi=get("doi") or None,
            journal=get("journal") or None,
            year=int(year.group()) if year else None,
            publication_types=tuple(filter(None, map(str.strip, get("types").split(";")))),
        )
        return record, row.warning

    return read_row


def cell(value: Any) -> str:
    """A cell as text: whole numbers without a decimal point, lists joined by semicolons, nothing as ''."""
    if value is None or value != value:  # NaN
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return "; ".join(map(cell, value))
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip()
    return str(value).strip()


def _listed(names: Sequence[str]) -> str:
    shown = [repr(name[:40]) for name in names[:20]]
    return ", ".join(shown) + (", ..." if len(names) > 20 else "") if shown else "none"
