"""The spaCy components and :func:`load`: the one place that knows all parts of the pipeline."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span

from trialfacts.checks import check
from trialfacts.document import Document, read_text
from trialfacts.extractors import MODULES, extractor
from trialfacts.facts import KINDS, DocumentFacts, Fact
from trialfacts.links import link
from trialfacts.n_total import total
from trialfacts.owners import settle


class TrialFacts:
    """The component ``trialfacts``: reads ``doc.text`` and sets ``doc._.facts`` and ``doc.spans[kind]``.

    All kinds are extracted, so that every number finds its owner; ``kinds`` says which of them are kept.
    ``checks`` computes P values anew and looks at granularity, besides the checks that are always done.
    Raises ValueError for an unknown kind.
    """

    def __init__(self, name: str = "trialfacts", kinds: Sequence[str] | None = None, checks: bool = False) -> None:
        unknown = [kind for kind in kinds or () if kind not in KINDS]
        if unknown:
            raise ValueError(f"unknown kind {unknown[0]!r}: the kinds are {', '.join(KINDS)}")
        self.name = name
        self.kinds = tuple(kinds) if kinds else tuple(KINDS)
        self.checks = checks
        self._extractors = [extractor(kind) for kind in MODULES]
        _set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        text = doc.user_data.pop(_TEXT, None)
        document = read_text(doc.text if text is None else text)
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
        out = DocumentFacts(doc_id="", n_total=n_total, facts=facts, unclaimed=unclaimed)
        link(document, out)
        out.checks = check(document, out, thorough=self.checks)
        if len(self.kinds) < len(KINDS):
            self._keep_kinds(out)
        return out

    def _keep_kinds(self, facts: DocumentFacts) -> None:
        facts.facts = [fact for fact in facts.facts if fact.kind in self.kinds]
        kept = {fact.id for fact in facts.facts}
        facts.checks = [finding for finding in facts.checks if kept.issuperset(finding["facts"])]


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


_TEXT = "trialfacts_text"


class TextKeepingTokenizer(Tokenizer):
    """spaCy's tokenizer, which leaves the text in ``doc.user_data``, where the component takes it from.

    To put the text together again from its tokens takes a quarter of the time that it took to part them. A pipeline
    with another tokenizer finds the same facts.
    """

    def __call__(self, text: str) -> Doc:
        """The tokens of a text."""
        doc = super().__call__(text)
        doc.user_data[_TEXT] = text
        return doc


def _keeping_text(tokenizer: Tokenizer) -> TextKeepingTokenizer:
    return TextKeepingTokenizer(
        tokenizer.vocab,
        tokenizer.rules,
        tokenizer.prefix_search,
        tokenizer.suffix_search,
        tokenizer.infix_finditer,
        tokenizer.token_match,
        tokenizer.url_match,
    )


def load(kinds: Sequence[str] | None = None, checks: bool = False) -> Language:
    """The ready pipeline: English tokens and the component ``trialfacts`` (see there for ``checks``)."""
    import spacy

    nlp = spacy.blank("en")
    nlp.tokenizer = _keeping_text(nlp.tokenizer)
    nlp.max_length = 10_000_000  # extraction runs in time linear in the text
    nlp.add_pipe("trialfacts", config={"kinds": list(kinds) if kinds else None, "checks": checks})
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
