"""Rules and model together: how likely each proposed fact is right, from what both say of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from trialfacts.facts import KINDS, Estimate, Fact, Measurement, PValue, SampleSize
from trialfacts.model.assemble import RULE
from trialfacts.model.labels import HEADS
from trialfacts.model.roles import KIND_SLOTS, Prediction
from trialfacts.owners import Candidate

# Facts of the model alone that are less likely right are not told: below this more are lost than gained, in F1.
LEAST = 0.35

# Further fields that both have an opinion of: kind, field, head.
OPINIONS: tuple[tuple[type[Fact], str, str], ...] = (
    (SampleSize, "role", "role"),
    (PValue, "threshold", "threshold"),
    (Measurement, "stat", "stat"),
    (Estimate, "type", "type"),
)
# Who speaks for a fact: rules with the model's opinion of its numbers, rules on words without a number, model alone
# where rules say nothing, model against rules that take a number for something else, model where rules are not asked.
SPEAKERS = ("rule", "words", "model", "rival", "alone")


@dataclass(slots=True)
class Judge:
    """How far rules and model are believed, fitted on annotated documents that neither was made on.

    ``weights``: for each speaker and kind the intercept and the weights of the logits of rule and model, in a logistic
    regression of being right. ``trust``: for each opinion how much, in logits, the rules' answer weighs against the
    model's. ``least``: facts of the model alone that are less likely right are not told.
    """

    weights: dict[str, dict[str, tuple[float, float, float]]]
    trust: dict[str, float] = field(default_factory=dict)
    least: float = LEAST

    def confidence(self, kind: str, speaker: str, rule: float, model: float) -> float:
        """How likely a fact is right, 0 to 1, by its :func:`evidence`."""
        intercept, of_rule, of_model = self.weights[speaker][kind]
        return 1 / (1 + math.exp(-(intercept + of_rule * rule + of_model * model)))

    def weigh(self, candidates: Iterable[Candidate], prediction: Prediction, alone: bool = False) -> list[Candidate]:
        """The facts scored by how likely each is right; those of the rules first, then those of the model alone.

        What rules say is told, unless something likelier takes its number; what the model alone says is told where it
        is likely enough. ``alone``: the rules were not asked. The rules' reading of the values and names stands; roles,
        statistics and types are weighed.
        """
        out = []
        for candidate, speaker, rule, model in evidence(candidates, prediction, alone):
            if candidate.rule == RULE:
                candidate.fact.source = "model"
            else:
                candidate.fact.source = "both" if model > 0 else "rule"
                self._reconsider(candidate, prediction)
            candidate.score = round(self.confidence(candidate.fact.kind, speaker, rule, model), 4)
            if candidate.fact.source != "model" or candidate.score >= self.least:
                out.append(candidate)
        return out

    def _reconsider(self, candidate: Candidate, prediction: Prediction) -> None:
        fact = candidate.fact
        for cls, name, head in OPINIONS:
            if not isinstance(fact, cls) or not candidate.numbers or getattr(fact, name) not in _answers(head):
                continue
            answer = weighed(prediction, head, candidate.numbers[0], getattr(fact, name), self.trust.get(head, 99.0))
            setattr(fact, name, answer)

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"weights": self.weights, "trust": self.trust, "least": self.least}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Judge:
        """From JSON. Raises KeyError where a speaker or a kind is missing."""
        weights = {}
        for speaker in SPEAKERS:
            weights[speaker] = {kind: tuple(record["weights"][speaker][kind][:3]) for kind in KINDS}
        return cls(weights, dict(record["trust"]), record["least"])


def _answers(head: str) -> tuple[Any, ...]:
    return (False, True) if head == "threshold" else HEADS[head]


def weighed(prediction: Prediction, head: str, number: int, answer: Any, trust: float) -> Any:
    """The answer that stands: the model's likeliest, the rules' own with a lead of ``trust`` logits."""
    answers = _answers(head)
    scores = np.log(prediction.heads[head][number] + 1e-6)
    scores = scores + np.array([trust if one == answer else 0.0 for one in answers])
    return answers[int(scores.argmax())]


def evidence(
    candidates: Iterable[Candidate], prediction: Prediction, alone: bool = False
) -> Iterator[tuple[Candidate, str, float, float]]:
    """Each candidate with who speaks for it (see :data:`SPEAKERS`), and the logits of rule's score and likelihood.

    ``alone``: the rules were not asked.
    """
    claimed: set[int] = set()
    for candidate in candidates:
        fact, numbers = candidate.fact, candidate.numbers
        if candidate.rule == RULE:
            rival = not claimed.isdisjoint(numbers)
            yield candidate, "alone" if alone else "rival" if rival else "model", 0.0, logit(candidate.score)
            continue
        claimed.update(numbers)
        likely = logit(prediction.kind(fact.kind, numbers)) if numbers and fact.kind in KIND_SLOTS else 0.0
        yield candidate, "rule" if numbers else "words", logit(candidate.score), likely


def logit(share: float) -> float:
    """The logit, of no more than 4.6 (shares of 0.01 to 0.99)."""
    share = min(0.99, max(0.01, share))
    return math.log(share / (1 - share))


def fit_judge(
    spoken: Sequence[tuple[str, str, float, float, bool]],
    opinions: Sequence[tuple[Prediction, str, int, Any, Any]],
    least: float = LEAST,
) -> Judge:
    """A judge from evidence and opinions.

    ``spoken``: kind, speaker, logits of rule and model, and whether the fact is right. ``opinions``: prediction, head,
    number, the rules' answer, the true one. Every kind has its own intercept and weights, drawn to those of all kinds
    together by a ridge penalty.
    """
    heard: dict[str, list[tuple[str, float, float, bool]]] = {speaker: [] for speaker in SPEAKERS}
    for kind, speaker, rule, model, right in spoken:
        heard[speaker].append((kind, rule, model, right))
    weights = {speaker: _fit_speaker(rows) for speaker, rows in heard.items()}
    return Judge(weights, {head: _fit_trust(opinions, head) for _, _, head in OPINIONS}, least)


def _fit_speaker(rows: Sequence[tuple[str, float, float, bool]]) -> dict[str, tuple[float, float, float]]:
    kinds = list(KINDS)
    labels = np.array([row[3] for row in rows], dtype=int)
    if len(set(labels.tolist())) < 2:  # nothing to learn from: the speaker's own word is taken
        return {kind: (0.0, 1.0, 1.0) for kind in kinds}
    from sklearn.linear_model import LogisticRegression

    table = np.zeros((len(rows), 2 + 3 * len(kinds)))
    for index, (kind, rule, model, _) in enumerate(rows):
        at = 2 + 3 * kinds.index(kind)
        table[index, 0], table[index, 1] = rule, model
        table[index, at : at + 3] = 1, rule, model
    fitted = LogisticRegression(C=0.5, max_iter=1000).fit(table, labels)
    (shared_rule, shared_model, *own), base = fitted.coef_[0], float(fitted.intercept_[0])
    return {
        kind: (
            round(base + own[3 * at], 4),
            round(float(shared_rule + own[3 * at + 1]), 4),
            round(float(shared_model + own[3 * at + 2]), 4),
        )
        for at, kind in enumerate(kinds)
    }


def _fit_trust(opinions: Sequence[tuple[Prediction, str, int, Any, Any]], head: str) -> float:
    """The lead of the rules' answer that makes most answers right; the greatest of equals."""
    rows = [(prediction, number, answer, truth) for prediction, name, number, answer, truth in opinions if name == head]
    if not rows:
        return 99.0
    trusts = [0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0]
    right = [sum(weighed(p, head, n, answer, trust) == truth for p, n, answer, truth in rows) for trust in trusts]
    return max(zip(right, trusts))[1]
