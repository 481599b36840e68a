"""The spaCy component and :func:`load`, the ready pipeline."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from trialfacts.engine import Engine
from trialfacts.facts import Fact


class TrialFacts:
    """The component ``trialfacts``: reads ``doc.text`` and sets ``doc._.facts`` and ``doc.spans[kind]``.

    ``kinds`` and ``checks`` are those of :class:`trialfacts.engine.Engine`. Raises ValueError for an unknown kind.
    """

    def __init__(self, name: str = "trialfacts", kinds: Sequence[str] | None = None, checks: bool = False) -> None:
        self.name = name
        self.engine = Engine(kinds, checks)
        _set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Find the facts of a document and mark them."""
        facts = self.engine.facts(doc.text, str(doc.user_data.get("doc_id", "")))
        doc._.facts = facts
        spans: dict[str, list[Span]] = {kind: [] for kind in self.engine.kinds}
        for fact in facts.facts:
            span = doc.char_span(fact.start, fact.end, label=fact.kind, span_id=fact.id or "", alignment_mode="expand")
            if span is not None:
                spans[fact.kind].append(span)
        for kind, group in spans.items():
            doc.spans[kind] = group
        return doc


@Language.factory("trialfacts", default_config={"kinds": None, "checks": False})
def make_trialfacts(nlp: Language, name: str, kinds: list[str] | None, checks: bool) -> TrialFacts:
    """The factory behind ``nlp.add_pipe("trialfacts")``."""
    return TrialFacts(name, kinds, checks)


def _set_extensions() -> None:
    if not Doc.has_extension("facts"):
        Doc.set_extension("facts", default=None)
    if not Span.has_extension("fact"):
        Span.set_extension("fact", getter=_fact_of)


def _fact_of(span: Span) -> Fact | None:
    facts = span.doc._.facts
    if facts is None:
        return None
    return next((fact for fact in facts.facts if fact.id == span.id_), None)


def load(kinds: Sequence[str] | None = None, checks: bool = False) -> Language:
    """The ready pipeline: English tokens and the component ``trialfacts`` (see there for ``checks``)."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = 10_000_000  # extraction runs in time linear in the text
    nlp.add_pipe("trialfacts", config={"kinds": list(kinds) if kinds else None, "checks": checks})
    return nlp
