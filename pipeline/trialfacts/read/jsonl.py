"""JSON lines: one object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from trialfacts.read.source import Problem, Record, Source, check_text, decode

_YEAR = re.compile(r"[12]\d{3}")


def read(source: Source) -> Iterator[Record | Problem]:
    """The records of ``{"doc_id", "text"}`` lines, with a problem for each line that is none.

    What else a line tells of its article (``title``, ``pmid``, ``pmcid``, ``doi``, ``journal``, ``year`` and
    ``publication_types``, as ``fetch`` writes them) is read too.
    """
    for item in objects(source):
        if isinstance(item, Problem):
            yield item
            continue
        where, entry = item
        try:
            yield _record(entry, where)
        except ValueError as error:
            yield Problem(where, str(error))


def objects(source: Source) -> Iterator[tuple[str, dict[str, Any]] | Problem]:
    """The JSON objects of a file with where each stands (``file:line``), and a problem for each line that is none.

    ``doc_id`` comes out as text: a whole number is taken as its digits. Blank lines are skipped.
    """
    empty, warned = True, False
    for number, line in enumerate(source.stream, 1):
        if not line.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        empty = False
        where = f"{source.name}:{number}"
        try:
            text, warning = decode(line)
            entry = _object(text)
        except ValueError as error:
            yield Problem(where, str(error))
            continue
        if warning and not warned:
            warned = True
            yield Problem(where, warning, warning=True)
        yield where, entry
    if empty:
        yield Problem(source.name, "no records (empty or blank)")


def _object(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    if not isinstance(entry, dict):
        raise ValueError(f"must be a JSON object, not {type(entry).__name__}")
    if "\\ud" in line.lower():
        try:
            json.dumps(entry, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ValueError("holds half a character (a lone surrogate)") from None
    doc_id = entry.get("doc_id")
    if isinstance(doc_id, int) and not isinstance(doc_id, bool):
        entry["doc_id"] = str(doc_id)
    return entry


def _no_constant(name: str) -> Any:
    raise ValueError(f"is no JSON: {name} is not a JSON number")


def _record(entry: dict[str, Any], where: str) -> Record:
    doc_id = required(entry, "doc_id")
    if not doc_id.strip():
        raise ValueError("doc_id is empty")
    text = required(entry, "text")
    title = entry.get("title")
    if title is not None and not isinstance(title, str):
        raise ValueError(f"title must be a string, not {type(title).__name__}")
    check_text(text)
    names = {name: _told(entry.get(name)) for name in ("pmid", "pmcid", "doi", "journal")}
    year, types = str(entry.get("year")), entry.get("publication_types")
    return Record(
        doc_id,
        text,
        title,
        where,
        **names,
        year=int(year) if _YEAR.fullmatch(year) else None,
        publication_types=tuple(filter(None, map(_told, types))) if isinstance(types, list) else (),
    )


def _told(value: Any) -> str | None:
    """A name or number as text; None for what is neither, which is no reason to lose the record."""
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) and value != "" else None


def required(entry: dict[str, Any], name: str) -> str:
    """The string under a name. Raises ValueError where it is missing or no string."""
    if name not in entry:
        raise ValueError(f"lacks {name}")
    value = entry[name]
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a string, not {'null' if value is None else type(value).__name__}")
    return value
