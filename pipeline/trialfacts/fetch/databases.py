"""The two databases that articles are fetched from: what their XML is, and which article a piece of it belongs to."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO

from trialfacts.fetch.identifiers import Identifier, identify
from trialfacts.read import Reader, jats, pubmed
from trialfacts.read.markup import Tags, cut
from trialfacts.read.source import Problem, Source


@dataclass(slots=True, frozen=True)
class Article:
    """One article as it was sent: its XML, and every identifier that the XML gives it."""

    ids: frozenset[Identifier]
    data: bytes


@dataclass(slots=True, frozen=True)
class Database:
    """A database of Entrez.

    ``native`` is the kind of identifier that its records are fetched by, ``batch`` the number fetched in one request,
    ``read`` the reader of its XML, ``identifiers`` finds those of one article. ``window``: no search gives more than so
    many ids, neither at once nor in pages, so a larger one is divided by date; None: there are pages.
    """

    name: str
    title: str
    native: str
    tags: Tags
    batch: int
    window: int | None
    read: Reader
    identifiers: Callable[[bytes], Iterator[Identifier | None]] = field(repr=False)

    def articles(self, source: Source) -> Iterator[Article]:
        """The whole articles of a file or an answer; what is cut off is not among them. Raises OSError."""
        for piece in cut(source, self.tags):
            if not isinstance(piece, Problem):
                yield Article(frozenset(filter(None, self.identifiers(piece.data))), piece.data)

    def articles_of(self, answer: bytes) -> list[Article]:
        """The articles of one answer."""
        return list(self.articles(in_memory(self.title, answer)))

    def head(self, data: bytes) -> bytes:
        """All that stands before the first article: the declarations and the root's start tag, as NCBI sent them."""
        root = self.tags.root.encode()
        match = re.match(rb"[^\0]{0,4000}?<%b(?:\s[^>]{0,2000})?>" % root, data)
        return match.group() if match else b'<?xml version="1.0" encoding="utf-8"?>\n<%b>' % root

    @property
    def foot(self) -> bytes:
        """The root's end tag."""
        return f"</{self.tags.root}>".encode()

    def uid(self, identifier: Identifier) -> str:
        """The number that a native identifier is to Entrez, which writes PMCIDs without their letters."""
        return identifier.value.removeprefix("PMC")

    def identifier(self, uid: str) -> Identifier:
        """The native identifier of a number that a search gave."""
        return Identifier("pmid", uid) if self.native == "pmid" else Identifier("pmcid", f"PMC{uid}")


def in_memory(name: str, data: bytes) -> Source:
    """A source of bytes that were received."""
    return Source(name, name, lambda: BytesIO(data))


_PMID = re.compile(rb"<PMID\b[^>]{0,80}>\s{0,20}(\d{1,9})")
_PUBMED_IDS = re.compile(
    rb"""<(?:ArticleId\s{1,20}IdType|ELocationID\s{1,20}EIdType)\s?=\s?["'](?:pmc|doi)["'][^>]{0,80}>([^<]{1,400})<"""
)


def _of_citation(data: bytes) -> Iterator[Identifier | None]:
    if match := _PMID.search(data):
        yield identify(match.group(1).decode())
    # The references name other articles in the same way; they come last.
    for match in _PUBMED_IDS.finditer(data.partition(b"<ReferenceList")[0]):
        yield identify(_plain(match.group(1)))


_ARTICLE_ID = re.compile(rb"""<article-id\b[^>]{0,80}\bpub-id-type\s?=\s?["'](\w{1,20})["'][^>]{0,80}>([^<]{1,400})<""")


def _of_jats(data: bytes) -> Iterator[Identifier | None]:
    for match in _ARTICLE_ID.finditer(data.partition(b"</front>")[0]):
        kind, value = match.group(1).decode(), _plain(match.group(2))
        if kind in ("pmc", "pmcid"):
            yield identify(value if value.upper().startswith("PMC") else f"PMC{value}")
        elif kind in ("pmid", "doi"):
            yield identify(value)


def _plain(value: bytes) -> str:
    return html.unescape(value.decode("utf-8", "replace")).strip()


PUBMED = Database(
    "pubmed",
    "PubMed",
    "pmid",
    Tags(("PubmedArticle", "PubmedBookArticle"), root="PubmedArticleSet"),
    batch=200,
    window=9999,
    read=pubmed.read,
    identifiers=_of_citation,
)
PMC = Database(
    "pmc",
    "PubMed Central",
    "pmcid",
    Tags(("article",), root="pmc-articleset"),
    batch=20,
    window=None,
    read=jats.read,
    identifiers=_of_jats,
)
DATABASES = {database.name: database for database in (PUBMED, PMC)}
