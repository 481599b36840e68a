"""Who owns each number: the one place where two extractors that want the same number are settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trialfacts.document import Document
from trialfacts.facts import Fact


@dataclass(slots=True)
class Candidate:
    """A fact that an extractor proposes.

    ``start`` and ``end`` are into the cleaned text; the fact's own quote and offsets are filled in when it is settled.
    ``numbers`` are the indexes (``Number.index``) that the fact claims: none for a scale. ``rule`` names the wording
    that spoke, ``score`` (0..1) is how often a fact of that wording is right.
    """

    fact: Fact
    start: int
    end: int
    numbers: tuple[int, ...]
    rule: str
    score: float


def claims_of(candidates: Iterable[Candidate]) -> set[tuple[int, str]]:
    """The numbers that candidates claim, each with the kind of fact that claims it."""
    return {(number, candidate.fact.kind) for candidate in candidates for number in candidate.numbers}


def standing(candidates: Iterable[Candidate]) -> tuple[list[Candidate], set[int]]:
    """The candidates that stand, in the order of the text, and the indexes of the numbers that they own.

    The stronger evidence takes a number; between equals the one that explains more numbers, then the first proposed.
    """
    ranked = sorted(enumerate(candidates), key=lambda pair: (-pair[1].score, -len(pair[1].numbers), pair[0]))
    owned: set[int] = set()
    out: list[Candidate] = []
    for _, candidate in ranked:
        if owned.isdisjoint(candidate.numbers):
            owned.update(candidate.numbers)
            out.append(candidate)
    out.sort(key=lambda candidate: (candidate.start, candidate.end))
    return out, owned


def placed(document: Document, candidates: Sequence[Candidate]) -> list[Fact]:
    """The facts of the candidates that stand, with their quotes, offsets, ids and confidences."""
    raw = document.cleaned.raw
    counts: dict[str, int] = {}
    facts = []
    for candidate in candidates:
        fact = candidate.fact
        fact.start, fact.end = document.cleaned.to_raw(candidate.start, candidate.end)
        fact.quote = raw[fact.start : fact.end]
        fact.rule, fact.confidence = candidate.rule, round(candidate.score, 3)
        counts[fact.kind] = counts.get(fact.kind, 0) + 1
        fact.id = f"{fact.kind}-{counts[fact.kind]}"
        facts.append(fact)
    return facts


def settle(document: Document, candidates: Iterable[Candidate]) -> tuple[list[Fact], set[int]]:
    """The facts that stand, in the order of the text, and the indexes of the numbers that they own."""
    kept, owned = standing(candidates)
    return placed(document, kept), owned
