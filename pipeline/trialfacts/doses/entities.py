"""Drugs that another model has found in the text, for doses whose substance the wording does not tell."""

from __future__ import annotations

from collections.abc import Sequence

from trialfacts.document import Document
from trialfacts.doses.drugs import known
from trialfacts.facts import Dose
from trialfacts.owners import Candidate

# What pipelines call drugs: en_ner_bc5cdr_md, en_ner_craft_md, en_ner_bionlp13cg_md, en_core_med7; the models
# en_core_sci_* call everything ENTITY.
LABELS = frozenset(("CHEMICAL", "CHEBI", "SIMPLE_CHEMICAL", "DRUG", "MEDICATION"))
ANYTHING = "ENTITY"
# A span of the raw text with its label.
Entity = tuple[int, int, str]

# How far from its amount a drug may stand, in characters; a thing of any kind must stand right beside it.
_FAR, _BESIDE = 120, 4


def name_by_entities(document: Document, candidates: Sequence[Candidate], entities: Sequence[Entity]) -> None:
    """Name doses by entities, given as (start, end, label) in the raw text.

    A dose without a name takes the nearest drug of its sentence, one before it rather than one after; so does a dose
    whose name holds no substance that is known ("Volunteers"). A name that is part of a drug's is given in full
    ("immunoglobulin" in "intravenous immunoglobulin").
    """
    raw, cleaned = document.cleaned.raw, document.cleaned
    for candidate in candidates:
        fact = candidate.fact
        if not isinstance(fact, Dose):
            continue
        start, end = cleaned.to_raw(candidate.start, candidate.end)
        sentence = document.sentence_at(candidate.start)
        first, last = cleaned.to_raw(sentence.start, sentence.end)
        near = [one for one in entities if first <= one[0] and one[1] <= last and not (one[0] < end and start < one[1])]
        placed = ((_distance(one, start, end), one) for one in near)
        nearest = [one for _, one in sorted((distance, one) for distance, one in placed if distance is not None)]
        fact.drug = _chosen(raw, fact.drug, nearest)


def _chosen(raw: str, told: str | None, nearest: Sequence[Entity]) -> str | None:
    """The name of a dose, from what was told and the entities near it, the nearest first."""
    if told is None:
        return raw[nearest[0][0] : nearest[0][1]] if nearest else None
    drugs = [raw[start:end] for start, end, label in nearest if label in LABELS]
    whole = next((drug for drug in drugs if told in drug), None)
    if whole is None and (any(drug in told for drug in drugs) or any(known(word) > 0 for word in told.split())):
        return told
    return whole or (drugs[0] if drugs else told)


def _distance(entity: Entity, start: int, end: int) -> int | None:
    """How far an entity stands from a dose; one after it counts twice as far. None: too far to be its drug."""
    before = start - entity[1]
    gap = before if before >= 0 else entity[0] - end
    far = _FAR if entity[2] in LABELS else _BESIDE if entity[2] == ANYTHING else -1
    if gap > far:
        return None
    return gap if before >= 0 else 2 * gap
