"""Many documents: a stream of records becomes a stream of their facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from trialfacts.facts import DocumentFacts
from trialfacts.read.source import Problem, Record

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def extract_records(
    records: Iterable[Record | Problem], kinds: Sequence[str] | None = None
) -> Iterator[tuple[Record, DocumentFacts] | Problem]:
    """Each record with its facts, in order; problems are passed on.

    A record that cannot be extracted becomes a problem, and the others go on. ``kinds``: the kinds that are kept (all:
    None). Nothing is held back: the stream may be as long as one likes.
    """
    from trialfacts.nlp import load

    nlp = load(kinds)
    problems: list[Problem] = []

    def report(name: str, component: Any, docs: Any, error: Exception) -> Any:
        problems.extend(Problem(doc._context.where, f"cannot be extracted: {error!r}") for doc in docs)

    nlp.set_error_handler(report)
    for doc, record in nlp.pipe(_docs(nlp, records, problems), as_tuples=True):
        yield from _drained(problems)
        facts: DocumentFacts = doc._.facts
        facts.doc_id = record.doc_id
        yield record, facts
    yield from _drained(problems)


def _docs(nlp: Language, records: Iterable[Record | Problem], problems: list[Problem]) -> Iterator[tuple[Doc, Record]]:
    from trialfacts.nlp import make_doc

    for record in records:
        if isinstance(record, Problem):
            problems.append(record)
            continue
        try:
            yield make_doc(nlp, record.text), record
        except ValueError as error:
            problems.append(Problem(record.where, f"cannot be extracted: {error}"))


def _drained(problems: list[Problem]) -> Iterator[Problem]:
    yield from problems
    problems.clear()
