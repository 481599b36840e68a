"""BioC, XML and JSON: collections of documents made of passages (PubMed Central's and PubTator's too).

The reader is our own, since the ``bioc`` package takes no document that lacks an optional field or stands in PubTator's
JSON, keeps a whole file in memory, and one broken document costs it all of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trialfacts.read.markup import Tags, cut, parse, section
from trialfacts.read.pieces import Piece, records
from trialfacts.read.source import Problem, Record, Source, decode

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TAGS = Tags(("document",), root="collection")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(slots=True, frozen=True)
class _Passage:
    infons: dict[str, str]
    text: str

    @property
    def kind(self) -> str:
        """What the passage is by its infons: ``title``, ``abstract``, ``abstract_title_1``, ... or ''."""
        return self.infons.get("type", self.infons.get("section_type", "")).lower()

    @property
    def in_abstract(self) -> bool:
        return self.kind.startswith("abstract") or self.infons.get("section_type", "").lower() == "abstract"


def read_xml(source: Source) -> Iterator[Record | Problem]:
    """The documents with an abstract, one passage of it a line. The doc_id is the document's id."""
    return records(source, cut(source, _TAGS), _record_of_xml)


def read_json(source: Source) -> Iterator[Record | Problem]:
    """The documents with an abstract, one passage of it a line. The doc_id is the document's id."""
    return records(source, _documents(source), _record_of_json)


def _record(doc_id: str, where: str, infons: dict[str, str], passages: list[_Passage]) -> Record:
    abstract = [passage for passage in passages if passage.in_abstract]
    if not abstract and not any(passage.kind for passage in passages):
        abstract = passages  # nobody says what is what
    lines, heading = [], ""
    for passage in abstract:
        if "title" in passage.kind and not heading:
            heading = passage.text
        else:
            lines.append(section(heading, passage.text))
            heading = ""
    told = {**infons}
    for passage in passages:
        told = {**passage.infons, **told}
    title = next((passage.text for passage in passages if passage.kind in ("title", "front")), None)
    pmcid = told.get("article-id_pmc") or told.get("pmcid") or ""
    year = _YEAR.search(told.get("year", ""))
    return Record(
        doc_id=doc_id,
        text="\n".join(filter(None, lines)),
        title=title or None,
        where=where,
        pmid=told.get("article-id_pmid") or told.get("pmid") or None,
        pmcid=f"PMC{pmcid}" if pmcid.isdigit() else pmcid or None,
        doi=told.get("article-id_doi") or told.get("doi") or None,
        journal=told.get("journal") or None,
        year=int(year.group()) if year else None,
    )


def _record_of_xml(unit: Piece) -> tuple[Record, str | None]:
    document, warning = parse(unit)
    passages = []
    for item in document.iterfind("passage"):
        text = item.findtext("text") or " ".join(part.findtext("text", "") for part in item.iterfind("sentence"))
        passages.append(_Passage(_infons(item), text.strip()))
    doc_id = document.findtext("id", "").strip() or unit.fallback
    return _record(doc_id, unit.where, _infons(document), passages), warning


def _infons(element: Element) -> dict[str, str]:
    return {item.get("key", ""): (item.text or "").strip() for item in element.iterfind("infon")}


@dataclass(slots=True, frozen=True)
class _Document:
    entry: Any
    where: str
    fallback: str


def _record_of_json(document: _Document) -> tuple[Record, str | None]:
    entry, warning = _mended(document.entry)
    if not isinstance(entry, dict) or not isinstance(entry.get("passages"), list):
        raise ValueError("is no BioC document: it lacks passages")
    passages = []
    for item in entry["passages"]:
        if not isinstance(item, dict) or _is_document(item):
            raise ValueError("has a passage that is none")
        text = item.get("text")
        if not text:
            sentences = item.get("sentences")
            parts = sentences if isinstance(sentences, list) else []
            text = " ".join(str(part.get("text", "")) for part in parts if isinstance(part, dict))
        if not isinstance(text, str):
            raise ValueError("has a passage whose text is no string")
        passages.append(_Passage(_strings(item.get("infons")), text.strip()))
    doc_id = str(entry.get("id") or "").strip() or document.fallback
    told = {**_strings(entry), **_strings(entry.get("infons"))}
    record = _record(doc_id, document.where, told, passages)
    return record, warning


def _strings(value: Any) -> dict[str, str]:
    items = value.items() if isinstance(value, dict) else ()
    return {key: str(item).strip() for key, item in items if isinstance(item, (str, int))}


def _mended(entry: Any) -> tuple[Any, str | None]:
    """A document whose strings are text, and a warning where their encoding had to be assumed."""
    try:
        text = json.dumps(entry, ensure_ascii=False)
        text.encode()
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    except UnicodeEncodeError:
        pass
    else:
        return entry, None
    try:
        text, warning = decode(text.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        raise ValueError("holds half a character (a lone surrogate)") from None
    return json.loads(text), warning


_OBJECT = re.compile(r"\{\s{0,99}\"")
# A file that is broken in more places than this is given up.
_MOST_BREAKS = 1000


def _documents(source: Source) -> Iterator[_Document | Problem]:
    """The documents of a collection, a list of collections, PubTator's export, or of lines with a document each.

    The largest whole objects are looked at: of a file that is broken somewhere, the documents before and after it.
    """
    data = source.stream.read().removeprefix(b"\xef\xbb\xbf")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        yield Problem(source.name, "is UTF-16 or UTF-32: must be saved as UTF-8")
        return
    text = data.decode("utf-8", "surrogateescape")  # of documents that are not UTF-8, each is mended alone
    decoder = json.JSONDecoder()
    number = breaks = at = 0
    broken_at = -1
    while match := _OBJECT.search(text, at):
        try:
            value, at = decoder.raw_decode(text, match.start())
        except (ValueError, RecursionError) as error:
            at = match.end()
            pos = error.pos if isinstance(error, json.JSONDecodeError) else match.start()
            message = (
                f"is no JSON: {error.msg}" if isinstance(error, json.JSONDecodeError) else f"cannot be read: {error}"
            )
            if pos > broken_at:
                broken_at = pos
                yield Problem(f"{source.name}:{text.count(chr(10), 0, pos) + 1}", message)
            breaks += 1
            if breaks > _MOST_BREAKS:
                yield Problem(source.name, "is broken in too many places; the rest is left out")
                return
            continue
        for entry in _entries(value):
            number += 1
            yield _Document(entry, f"{source.name}, document {number}", f"{source.stem}:{number}")
    if not number and not breaks:
        yield Problem(source.name, "no documents in it")


def _entries(value: Any) -> Iterator[Any]:
    """The documents in an object, wherever they stand, and what stands in a list with them and is none."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if _is_document(item):
            yield item
        inner = list(item.values()) if isinstance(item, dict) else item if isinstance(item, list) else []
        if isinstance(item, list) and any(map(_is_document, item)):
            yield from (other for other in item if not _is_document(other) and not _is_passage(other))
        waiting += reversed(inner)


def _is_document(value: Any) -> bool:
    return isinstance(value, dict) and "passages" in value


def _is_passage(value: Any) -> bool:
    return isinstance(value, dict) and "offset" in value
