"""The extractors, one module a kind. Each reads a :class:`~trialfacts.document.Document` and proposes candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module

from trialfacts.document import Document
from trialfacts.owners import Candidate

Extractor = Callable[[Document], Iterable[Candidate]]

# The kinds that have rules, in the order in which ties over a number are settled.
MODULES = ("p_value", "estimate", "dose", "proportion", "measurement", "sample_size", "scale")


def extractor(kind: str) -> Extractor:
    """The function that proposes the candidates of one kind."""
    return import_module(f"trialfacts.extractors.{kind}").extract


def propose(document: Document) -> list[Candidate]:
    """What the rules of all kinds propose for a document."""
    return [candidate for kind in MODULES for candidate in extractor(kind)(document)]
