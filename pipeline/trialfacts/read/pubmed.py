"""PubMed XML: ``PubmedArticleSet`` files (the baseline, the daily updates, a saved search) and lone citations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trialfacts.read.markup import Tags, cut, parse, section, text_of
from trialfacts.read.pieces import Piece, records
from trialfacts.read.source import Problem, Record, Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TAGS = Tags(("PubmedArticle", "PubmedBookArticle"), root="PubmedArticleSet")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def read(source: Source) -> Iterator[Record | Problem]:
    """The citations with an abstract; its sections are lines ``LABEL: text``. The doc_id is the PMID."""
    return records(source, cut(source, _TAGS), _record)


def _record(unit: Piece) -> tuple[Record, str | None]:
    element, warning = parse(unit)
    citation = element.find("MedlineCitation")
    if citation is None:
        citation = element.find("BookDocument")
    pmid = citation.findtext("PMID", "").strip() if citation is not None else ""
    if citation is None or not pmid:
        raise ValueError("lacks a PMID")
    article = citation.find("Article")
    if article is None:  # a chapter of a book
        article = citation
    ids = {
        item.get("IdType", ""): (item.text or "").strip()
        for path in ("PubmedData/ArticleIdList/ArticleId", "PubmedBookData/ArticleIdList/ArticleId")
        for item in element.iterfind(path)
    }
    if not ids.get("doi"):
        ids["doi"] = next((i.text or "" for i in article.iterfind("ELocationID") if i.get("EIdType") == "doi"), "")
    title = article.find("ArticleTitle")
    if title is None:
        title = article.find("Book/BookTitle")
    record = Record(
        doc_id=pmid,
        text=_abstract(citation, article),
        title=(text_of(title) or None) if title is not None else None,
        where=unit.where,
        pmid=pmid,
        pmcid=ids.get("pmc") or None,
        doi=ids["doi"].strip() or None,
        journal=" ".join(article.findtext("Journal/Title", "").split()) or None,
        year=_year(article),
        publication_types=tuple(filter(None, map(text_of, _types(article)))),
    )
    return record, warning


def _abstract(citation: Element, article: Element) -> str:
    abstract = article.find("Abstract")
    lines = _lines(abstract) if abstract is not None else []
    if not lines:
        others = sorted(citation.iterfind("OtherAbstract"), key=lambda other: other.get("Language", "eng") != "eng")
        lines = next((lines for other in others if (lines := _lines(other))), [])
    return "\n".join(lines)


def _lines(abstract: Element) -> list[str]:
    lines = []
    for part in abstract.iterfind("AbstractText"):
        label = " ".join(part.get("Label", "").split())
        if line := section("" if label == "UNLABELLED" else label, text_of(part)):
            lines.append(line)
    return lines


def _year(article: Element) -> int | None:
    for path in ("Journal/JournalIssue/PubDate", "ArticleDate", "Book/PubDate"):
        date = article.find(path)
        if date is not None and (match := _YEAR.search(" ".join(date.itertext()))):
            return int(match.group())
    return None


def _types(article: Element) -> Iterator[Element]:
    yield from article.iterfind("PublicationTypeList/PublicationType")
    yield from article.iterfind("PublicationType")
