"""JATS: whole articles as PubMed Central and publishers give them, one or many in a file. Only the front is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trialfacts.read.markup import Tags, cut, parse, section, text_of
from trialfacts.read.pieces import Piece, records
from trialfacts.read.source import Problem, Record, Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TAGS = Tags(("article",), root="pmc-articleset", until="front")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Abstracts beside the abstract: read only where there is no other.
_BESIDE = re.compile(r"graphic|teaser|summary|highlight|key|toc|short|synopsis|precis|video|editor|plain|web|lay", re.I)


def read(source: Source) -> Iterator[Record | Problem]:
    """The articles with an abstract; its sections are lines ``Title: text``. The doc_id is the PMCID, else the DOI."""
    return records(source, cut(source, _TAGS), _record)


def _record(unit: Piece) -> tuple[Record, str | None]:
    closing = "" if unit.data.rstrip(b"> \t\r\n").endswith(b"/article") else "</article>"
    article, warning = parse(unit, closing)
    for element in article.iter():  # the newest articles declare a default namespace
        if element.tag[0] == "{":
            element.tag = element.tag.rpartition("}")[2]
    meta = article.find("front/article-meta")
    if meta is None:
        raise ValueError("lacks article-meta")
    ids: dict[str, str] = {}
    for item in meta.iterfind("article-id"):
        ids.setdefault(item.get("pub-id-type", ""), text_of(item))
    pmcid = ids.get("pmcid") or ids.get("pmc") or ""
    if pmcid.isdigit():
        pmcid = f"PMC{pmcid}"
    title = meta.find("title-group/article-title")
    journal = article.find("front/journal-meta//journal-title")
    years = [
        int(year) for date in meta.iterfind("pub-date") if re.fullmatch(r"\d{4}", year := _text(date.find("year")))
    ]
    record = Record(
        doc_id=pmcid or ids.get("doi") or ids.get("pmid") or unit.fallback,
        text="\n".join(_abstract(article, meta)),
        title=_text(title) or None,
        where=unit.where,
        pmid=ids.get("pmid") or None,
        pmcid=pmcid or None,
        doi=ids.get("doi") or None,
        journal=_text(journal) or None,
        year=min(years, default=None),
        publication_types=tuple(filter(None, [article.get("article-type")])),
    )
    return record, warning


def _abstract(article: Element, meta: Element) -> list[str]:
    """The lines of the abstract: of several with a text, the one in English, the main one, not a translation."""
    language = article.get(_LANG, "en")

    def rank(abstract: Element) -> tuple[bool, bool, bool]:
        translated = abstract.tag == "trans-abstract"
        english = abstract.get(_LANG, "" if translated else language).lower().startswith("en")
        return not english, _BESIDE.search(abstract.get("abstract-type", "")) is not None, translated

    for abstract in sorted([*meta.iterfind("abstract"), *meta.iterfind("trans-abstract")], key=rank):
        if lines := _lines(abstract):
            return lines
    return []


def _lines(abstract: Element) -> list[str]:
    lines = [line] if (line := " ".join((abstract.text or "").split())) else []
    for part in abstract:
        if part.tag == "sec":
            title = part.find("title")
            heading = _text(title)
            if title is not None:
                part.remove(title)
            line = section(heading, text_of(part))
        else:
            line = "" if part.tag in ("title", "label", "object-id", "fig", "graphic") else text_of(part)
        if line:
            lines.append(line)
    return lines


def _text(element: Element | None) -> str:
    return text_of(element) if element is not None else ""
