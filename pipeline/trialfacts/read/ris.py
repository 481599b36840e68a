"""RIS: the tagged lines of reference managers and databases (``TY  - JOUR`` to ``ER  -``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from trialfacts.read.pieces import Piece, records
from trialfacts.read.source import Problem, Record, Source, decode

_START = re.compile(rb"(?:\xef\xbb\xbf)?TY  -")
_TAGGED = re.compile(rb"[A-Z][A-Z0-9]  -")
_TAG = re.compile(r"[A-Z][A-Z0-9]  -")
# Authors, keywords and addresses are most of a reference.
_WANTED = frozenset("TY AB N2 TI T1 T2 ID AN DO DB PY Y1 DA C1 C2 C7 M3 JO JF J2 U1 U2 CN".split())
_END = b"ER  -"
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_PMID = re.compile(r"(?:PUBMED |PMID:? ?)?(\d{1,8})", re.I)
_PMCID = re.compile(r"PMC\d+")


def read(source: Source) -> Iterator[Record | Problem]:
    """The references with an abstract. The doc_id is the PMID where one is told, else the ``ID``, else the DOI."""
    return records(source, _references(source), _record)


def _references(source: Source) -> Iterator[Piece | Problem]:
    """Each reference from TY to ER, and a problem for lines that belong to none."""
    lines: list[bytes] = []
    start = number = 0
    stray = False  # lines of no reference were reported, once
    for at, line in enumerate(source.stream, 1):
        if _START.match(line):
            if lines:
                yield Problem(f"{source.name}:{start}", "is not ended (ER) before the next reference; left out")
            lines, start, stray = [line.removeprefix(b"\xef\xbb\xbf")], at, False
        elif lines:
            lines.append(line)
            if line.startswith(_END):
                number += 1
                yield Piece(b"".join(lines), source, start, number)
                lines = []
        elif not stray and _TAGGED.match(line):  # others may number the references, or name the provider
            stray = True
            yield Problem(f"{source.name}:{at}", "lines of no reference: its beginning (TY) is missing")
    if lines:
        yield Problem(f"{source.name}:{start}", "is cut off: the file ends in it")
    elif not start:
        yield Problem(source.name, "no references (TY) in it")


def _record(piece: Piece) -> tuple[Record, str | None]:
    import rispy

    text, warning = decode(piece.data)
    lines = _fields(text)
    if sum(line.startswith("AB  -") for line in lines) > 1:
        raise ValueError("has more than one abstract")
    # The parser drops a reference without its end tag, whatever stands behind it on the line.
    entry: dict[str, Any] = next(iter(rispy.loads("\n".join([*lines, "ER  - "]))), {})
    database = _text(entry, "name_of_database").lower()
    accession = _PMID.fullmatch(_text(entry, "accession_number"))
    told = not database or "pubmed" in database or "medline" in database
    pmid = accession.group(1) if accession and told else None
    doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", _text(entry, "doi"), flags=re.I)
    pmcid = next(
        (match.group() for value in entry.values() if isinstance(value, str) and (match := _PMCID.fullmatch(value))),
        None,
    )
    year = _YEAR.search(_text(entry, "year", "publication_year", "date"))
    record = Record(
        doc_id=pmid or _text(entry, "id") or doi or piece.fallback,
        text=_text(entry, "abstract", "notes_abstract"),
        title=_text(entry, "title", "primary_title") or None,
        where=piece.where,
        pmid=pmid,
        pmcid=pmcid,
        doi=doi or None,
        journal=_text(entry, "journal_name", "secondary_title", "alternate_title3", "alternate_title1") or None,
        year=int(year.group()) if year else None,
        publication_types=tuple(filter(None, [_text(entry, "type_of_reference"), _text(entry, "type_of_work")])),
    )
    return record, warning


def _fields(text: str) -> list[str]:
    """The fields that are read, each a line: the parser joins their lines in time quadratic in their number."""
    fields: list[list[str]] = []
    for line in text.split("\n"):
        if _TAG.match(line):
            fields.append([line.rstrip()])
        elif fields:
            fields[-1].append(line.strip())
    return [" ".join(filter(None, field)) for field in fields if field[0][:2] in _WANTED]


def _text(entry: dict[str, Any], *names: str) -> str:
    """The first of the fields that says anything, white space made one."""
    for name in names:
        value = entry.get(name)
        if isinstance(value, list):
            value = " ".join(map(str, value))
        if value and (text := " ".join(str(value).split())):
            return text
    return ""
