"""The spaCy components and :func:`load`: the one place that knows all parts of the pipeline."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from trialfacts.document import Document, read_text
from trialfacts.extractors import MODULES, extractor
from trialfacts.facts import KINDS, DocumentFacts, Fact
from trialfacts.n_total import total
from trialfacts.owners import settle


class TrialFacts:
    """The component ``trialfacts``: reads ``doc.text`` and sets ``doc._.facts`` and ``doc.spans[kind]``.

    All kinds are extracted, so that every number finds its owner; ``kinds`` says which of them are kept.
    Raises ValueError for an unknown kind.
    """

    def __init__(self, name: str = "trialfacts", kinds: Sequence[str] | None = None) -> None:
        unknown = [kind for kind in kinds or () if kind not in KINDS]
        if unknown:
            raise ValueError(f"unknown kind {unknown[0]!r}: the kinds are {', '.join(KINDS)}")
        self.name = name
        self.kinds = tuple(kinds) if kinds else tuple(KINDS)
        self._extractors = [extractor(kind) for kind in MODULES]
        _set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        document = read_text(doc.text)
        facts = self.facts(document)
        facts.doc_id = str(doc.user_data.get("doc_id", ""))
        doc._.facts = facts
        spans: dict[str, list[Span]] = {kind: [] for kind in self.kinds}
        for fact in facts.facts:
            span = doc.char_span(fact.start, fact.end, label=fact.kind, span_id=fact.id, alignment_mode="expand")
            if span is not None:
                spans[fact.kind].append(span)
        for kind, group in spans.items():
            doc.spans[kind] = group
        return doc

    def facts(self, document: Document) -> DocumentFacts:
        """The facts of a text that has been read."""
        candidates = [candidate for extract in self._extractors for candidate in extract(document)]
        facts, owned = settle(document, candidates)
        n_total = total(document, facts)
        unclaimed = []
        for number in document.numbers:
            if number.index in owned or number.label:
                continue
            start, end = document.cleaned.to_raw(number.start, number.end)
            value: float | None = int(number.value) if float(number.value).is_integer() else number.value
            if not math.isfinite(number.value):  # hundreds of digits
                value = None
            unclaimed.append({"quote": document.cleaned.raw[start:end], "start": start, "end": end, "value": value})
        kept = facts if len(self.kinds) == len(KINDS) else [fact for fact in facts if fact.kind in self.kinds]
        return DocumentFacts(doc_id="", n_total=n_total, facts=kept, unclaimed=unclaimed)


@Language.factory("trialfacts", default_config={"kinds": None})
def make_trialfacts(nlp: Language, name: str, kinds: list[str] | None) -> TrialFacts:
    """The factory behind ``nlp.add_pipe("trialfacts")``."""
    return TrialFacts(name, kinds)


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


def load(kinds: Sequence[str] | None = None) -> Language:
    """The ready pipeline: English tokens and the component ``trialfacts``."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = 10_000_000  # extraction runs in time linear in the text
    nlp.add_pipe("trialfacts", config={"kinds": list(kinds) if kinds else None})
    return nlp


# spaCy's tokenizer takes time quadratic in a run of characters without a space; no word is as long as this.
_LONGEST_RUN = 100
_PIECE = re.compile(r"\w{1,100}|\s|[^\w\s]")


def make_doc(nlp: Language, text: str) -> Doc:
    """The tokens of a text, in time linear in it whatever it holds. Raises ValueError where spaCy cannot take it."""
    if max(map(len, text.split()), default=0) <= _LONGEST_RUN:
        return nlp.make_doc(text)
    words = _PIECE.findall(text)
    return Doc(nlp.vocab, words=words, spaces=[False] * len(words))


_LOADED: dict[tuple[str, ...] | None, Any] = {}


def extract(text: str, doc_id: str = "", kinds: Iterable[str] | None = None) -> DocumentFacts:
    """The facts of one text. The pipeline is made at the first call and kept."""
    key = tuple(kinds) if kinds is not None else None
    if key not in _LOADED:
        _LOADED[key] = load(key)
    nlp = _LOADED[key]
    facts = nlp(make_doc(nlp, text))._.facts
    facts.doc_id = doc_id
    return facts
