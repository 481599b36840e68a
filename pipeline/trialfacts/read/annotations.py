"""Annotated documents: gold, or facts extracted before, one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trialfacts.facts import DocumentFacts, FactError, read_document
from trialfacts.read import jsonl
from trialfacts.read.source import Problem, Source


def read_annotations(source: Source, texts: Mapping[str, str]) -> Iterator[DocumentFacts | Problem]:
    """The documents of a source whose texts are known, and a problem for whatever is not of the contract's form.

    A document without its text, or named a second time, is left out; of a document with a fact that is not well formed,
    or whose quote does not stand in the text, the other facts are kept.
    """
    seen: set[str] = set()
    try:
        for item in jsonl.objects(source):
            if isinstance(item, Problem):
                yield item
                continue
            where, entry = item
            doc_id = str(entry.get("doc_id"))  # read_document says what is wrong with one that is no string
            if doc_id in seen:
                yield Problem(where, f"doc_id {doc_id!r} was annotated before; left out")
                continue
            wrong: list[str] = []
            try:
                document = read_document(entry, texts.get(doc_id, ""), wrong)
            except FactError as error:
                yield Problem(where, str(error))
                continue
            if doc_id not in texts:
                yield Problem(where, f"no text of document {doc_id!r}; left out")
                continue
            yield from (Problem(where, message) for message in wrong)
            seen.add(document.doc_id)
            source.records += 1
            yield document
        source.finish()
    except OSError as error:
        yield Problem(source.name, f"cannot be read: {error.strerror or error}")
