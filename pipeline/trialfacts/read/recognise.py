"""What format a source is in, told by its first characters: for endings that several formats share, and for pipes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from trialfacts.read import bioc, columns, delimited, excel, jats, jsonl, medline, parquet, plain, pubmed, ris
from trialfacts.read.source import Problem, Record, Source

Reader = Callable[[Source], Iterator[Record | Problem]]

_MAGIC: tuple[tuple[bytes, Reader], ...] = ((b"PK\x03\x04", excel.read), (b"PAR1", parquet.read))
_XML: tuple[tuple[bytes, Reader], ...] = (
    (rb"<Pubmed(?:Book)?Article", pubmed.read),
    (rb"<(?:pmc-articleset|article)[\s>]", jats.read),
    (rb"<(?:collection|document)[\s>]", bioc.read_xml),
)
_BIOC_JSON = re.compile(rb'"(?:documents|passages|PubTator3|bioctype)"\s*:')
_IS_XML = re.compile(rb"<(?:\?xml\s|!DOCTYPE\s|PubmedArticle|pmc-articleset)")
_IS_MEDLINE = re.compile(rb"PMID ?- ?\d")
_IS_RIS = re.compile(rb"(?:^|\n)TY  - ?[A-Z]{3,8}\s")  # a number or the provider may stand before it


def anything(source: Source) -> Iterator[Record | Problem]:
    """What comes without an ending: any format but a table without a column of ids; plain text where nothing fits."""
    head = _head(source)
    for magic, read in _MAGIC:
        if head.startswith(magic):
            return read(source)
    if head.startswith(b"{") and head[1:].lstrip()[:1] in (b"", b'"') or re.match(rb"\[\s{0,99}\{", head):
        return json(source)
    return text(source)


def text(source: Source) -> Iterator[Record | Problem]:
    """``.txt``: what PubMed saves under it, XML, RIS, a table with columns for text and id, or one plain abstract."""
    head = _head(source)
    if _IS_XML.match(head):
        return xml(source)
    if _IS_MEDLINE.match(head):
        return medline.read(source)
    if _IS_RIS.search(head[:2000]):
        return ris.read(source)
    if _is_table(head):
        return delimited.read(source)
    return plain.read(source)


def xml(source: Source) -> Iterator[Record | Problem]:
    """``.xml``: PubMed, JATS or BioC, whichever tag of theirs comes first."""
    head = _head(source)
    first = [(match.start(), read) for tag, read in _XML if (match := re.search(tag, head))]
    if first:
        return min(first, key=lambda item: item[0])[1](source)
    if not head.strip(b"\0"):
        return iter([Problem(source.name, "no records (empty or blank)")])
    return iter([Problem(source.name, "is not PubMed, JATS or BioC XML")])


def json(source: Source) -> Iterator[Record | Problem]:
    """``.json``: BioC, or JSON lines."""
    return bioc.read_json(source) if _BIOC_JSON.search(_head(source)) else jsonl.read(source)


def _head(source: Source) -> bytes:
    return source.stream.peek().removeprefix(b"\xef\xbb\xbf").lstrip()


def _is_table(head: bytes) -> bool:
    """Whether the first line names a column of texts and one of ids."""
    line = head[:1000].partition(b"\n")[0].decode("utf-8", "replace").rstrip("\r")
    names = {re.sub(r"[^a-z0-9]", "", name.lower()) for name in line.split(delimited.delimiter(head))}
    return not names.isdisjoint(columns.NAMES["text"]) and not names.isdisjoint(columns.NAMES["id"])
