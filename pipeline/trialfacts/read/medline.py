"""MEDLINE: the tagged lines that PubMed saves as ``.nbib`` or ``.txt`` (``PMID- 123``, ``AB  - ...``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialfacts.read.pieces import Piece, records
from trialfacts.read.source import Problem, Record, Source, decode

_START = b"PMID-"
# Only these fields are parsed; the others (authors, MeSH terms) are most of a record.
_WANTED = ("PMID", "TI", "AB", "OAB", "JT", "TA", "DP", "PT", "PMC", "LID", "AID")
_DOI = re.compile(r"(?<!\S)(10\.\S{1,200}) \[doi\]")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def read(source: Source) -> Iterator[Record | Problem]:
    """The citations with an abstract. The doc_id is the PMID; an abstract is one line, its wraps undone."""
    return records(source, _citations(source), _record)


def _citations(source: Source) -> Iterator[Piece | Problem]:
    """Each citation: up to a blank line or the next PMID, so that a lost one joins no two citations."""
    lines: list[bytes] = []
    start = number = 0
    for at, line in enumerate(source.stream, 1):
        # A blank line within a field is spaces and a line end.
        if lines and (line.startswith(_START) or line in (b"\n", b"\r\n")):
            number += 1
            yield Piece(b"".join(lines), source, start, number)
            lines = []
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            start = start if lines else at
            lines.append(line)
    if lines:
        yield Piece(b"".join(lines), source, start, number + 1)
    elif not number:
        yield Problem(source.name, "no records (empty or blank)")


def _record(piece: Piece) -> tuple[Record, str | None]:
    from Bio import Medline

    text, warning = decode(piece.data)
    wanted: list[str] = []
    keep, tags = False, []
    for line in text.split("\n"):
        if line.startswith("      "):
            if keep:
                wanted.append(line)
            continue
        tag = line[:4].rstrip()
        if not line.strip():
            continue
        if line[4:5] != "-":
            raise ValueError(f"has a line without a tag: {line[:40].strip()!r}")
        keep = tag in _WANTED
        if keep:
            tags.append(tag)
            wanted.append(line)
    if tags.count("PMID") != 1:
        raise ValueError("lacks a PMID" if "PMID" not in tags else "has more than one PMID")
    if tags.count("AB") > 1:
        raise ValueError("has more than one abstract")
    entry = next(iter(Medline.parse(wanted)))
    pmid = _one(entry["PMID"])
    if not pmid.isdigit():
        raise ValueError(f"has a PMID that is no number: {pmid[:40]!r}")
    dois = [match.group(1) for name in ("LID", "AID") if (match := _DOI.search(" ".join(_all(entry.get(name)))))]
    year = _YEAR.match(_one(entry.get("DP")))
    record = Record(
        doc_id=pmid,
        text=_one(entry.get("AB")) or _one(entry.get("OAB")),
        title=_one(entry.get("TI")) or None,
        where=piece.where,
        pmid=pmid,
        pmcid=_one(entry.get("PMC")) or None,
        doi=dois[0] if dois else None,
        journal=_one(entry.get("JT")) or _one(entry.get("TA")) or None,
        year=int(year.group()) if year else None,
        publication_types=tuple(_all(entry.get("PT"))),
    )
    return record, warning


def _all(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def _one(value: str | list[str] | None) -> str:
    return " ".join(" ".join(_all(value)).split())
