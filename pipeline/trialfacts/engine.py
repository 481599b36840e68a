"""From a text to its facts: every stage in its order, in one place. The spaCy component and the batches run this."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from trialfacts.checks import check
from trialfacts.counts.n_total import total
from trialfacts.document import Document, read_text
from trialfacts.extractors import MODULES, extractor
from trialfacts.facts import KINDS, DocumentFacts
from trialfacts.links import link
from trialfacts.owners import settle


class Engine:
    """Finds the facts of texts. Needs no tokens: everything is read from the characters.

    All kinds are extracted, so that every number finds its owner; ``kinds`` says which of them are kept.
    ``checks`` computes P values anew and looks at granularity, besides the checks that are always done.
    Raises ValueError for an unknown kind.
    """

    def __init__(self, kinds: Iterable[str] | None = None, checks: bool = False) -> None:
        self.kinds = tuple(kinds or KINDS)
        unknown = [kind for kind in self.kinds if kind not in KINDS]
        if unknown:
            raise ValueError(f"unknown kind {unknown[0]!r}: the kinds are {', '.join(KINDS)}")
        self.checks = checks
        self._extractors = [extractor(kind) for kind in MODULES]

    def facts(self, text: str, doc_id: str = "") -> DocumentFacts:
        """The facts of one text, with the numbers that no fact owns, the links and the checks."""
        document = read_text(text)
        candidates = [candidate for extract in self._extractors for candidate in extract(document)]
        facts, owned = settle(document, candidates)
        out = DocumentFacts(doc_id=doc_id, n_total=total(document, facts), facts=facts)
        out.unclaimed = _unclaimed(document, owned)
        link(document, out)
        out.checks = check(document, out, thorough=self.checks)
        if len(self.kinds) < len(KINDS):
            _keep(out, self.kinds)
        return out


def _unclaimed(document: Document, owned: set[int]) -> list[dict[str, Any]]:
    out = []
    for number in document.numbers:
        if number.index in owned or number.label:
            continue
        start, end = document.cleaned.to_raw(number.start, number.end)
        value: float | None = int(number.value) if float(number.value).is_integer() else number.value
        if not math.isfinite(number.value):  # hundreds of digits
            value = None
        out.append({"quote": document.cleaned.raw[start:end], "start": start, "end": end, "value": value})
    return out


def _keep(facts: DocumentFacts, kinds: Sequence[str]) -> None:
    facts.facts = [fact for fact in facts.facts if fact.kind in kinds]
    kept = {fact.id for fact in facts.facts}
    facts.checks = [finding for finding in facts.checks if kept.issuperset(finding["facts"])]


_ENGINES: dict[tuple[str, ...] | None, Engine] = {}


def extract(text: str, doc_id: str = "", kinds: Iterable[str] | None = None) -> DocumentFacts:
    """The facts of one text, those of ``kinds`` (all: None)."""
    key = tuple(kinds) if kinds is not None else None
    if key not in _ENGINES:
        _ENGINES[key] = Engine(key)
    return _ENGINES[key].facts(text, doc_id)
