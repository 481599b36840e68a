"""Rules and model together: how likely each proposed fact is right, from what both say of it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import mul
from typing import Any

import numpy as np

from trialfacts.document import Document
from trialfacts.facts import KINDS, Estimate, Fact, Measurement, PValue, SampleSize
from trialfacts.model.assemble import RULE
from trialfacts.model.context import CONTEXT, NO_CONTEXT, Context, Surroundings
from trialfacts.model.labels import HEADS
from trialfacts.model.roles import Prediction, logit
from trialfacts.owners import Candidate, claims_of

# Facts that are less likely right are not told: F1 is best with half of it as the bound (Lipton and others 2014), and
# the judge believes rules somewhat more than they deserve on texts that nobody has read.
LEAST = 0.4

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
    regression of being right; ``contexts``: those of the fact's context. ``shifts``: for rules that were heard often,
    what their name adds to it. ``trust``: for each opinion how much, in logits, the rules' answer weighs against the
    model's. ``least``: facts that are less likely right are not told.
    """

    weights: dict[str, dict[str, tuple[float, float, float]]]
    trust: dict[str, float] = field(default_factory=dict)
    least: float = LEAST
    shifts: dict[str, float] = field(default_factory=dict)
    contexts: dict[str, dict[str, Context]] = field(default_factory=dict)

    def confidence(
        self, kind: str, speaker: str, rule: float, model: float, name: str = "", context: Context = NO_CONTEXT
    ) -> float:
        """How likely a fact is right, 0 to 1, by its :func:`evidence`; ``name``: that of the rule that told it."""
        intercept, of_rule, of_model = self.weights[speaker][kind]
        score = intercept + of_rule * rule + of_model * model + self.shifts.get(name, 0.0)
        if context is not NO_CONTEXT and speaker in self.contexts:
            score += sum(map(mul, self.contexts[speaker][kind], context))
        return 1 / (1 + math.exp(-score))

    def weigh(
        self, document: Document, candidates: Sequence[Candidate], prediction: Prediction, alone: bool = False
    ) -> list[Candidate]:
        """The facts that are likely enough, scored by how likely each is right; those of the rules first.

        ``alone``: the rules were not asked. The rules' reading of the values and names stands; roles, statistics and
        types are weighed.
        """
        out = []
        for candidate, speaker, rule, model, context in evidence(document, candidates, prediction, alone):
            if candidate.rule == RULE:
                candidate.fact.source = "model"
            else:
                candidate.fact.source = "both" if model > 0 else "rule"
                self._reconsider(document, candidate, prediction)
            likely = self.confidence(candidate.fact.kind, speaker, rule, model, candidate.rule, context)
            candidate.score = round(likely, 4)
            if candidate.score >= self.least:
                out.append(candidate)
        return out

    def _reconsider(self, document: Document, candidate: Candidate, prediction: Prediction) -> None:
        fact = candidate.fact
        for cls, name, head in OPINIONS:
            if not isinstance(fact, cls) or not candidate.numbers or getattr(fact, name) not in _answers(head):
                continue
            answer = weighed(prediction, head, candidate.numbers[0], getattr(fact, name), self.trust.get(head, 99.0))
            if not _surely_told(document, candidate, answer):
                setattr(fact, name, answer)

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "weights": self.weights,
            "contexts": self.contexts,
            "shifts": self.shifts,
            "trust": self.trust,
            "least": self.least,
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Judge:
        """From JSON. Raises KeyError where a speaker or a kind is missing, ValueError where a context is too short."""
        weights, contexts = {}, {}
        for speaker in SPEAKERS:
            weights[speaker] = {kind: tuple(record["weights"][speaker][kind][:3]) for kind in KINDS}
        for speaker, told in record["contexts"].items():
            contexts[speaker] = {kind: tuple(told[kind]) for kind in KINDS}
            if any(len(context) != len(CONTEXT) for context in contexts[speaker].values()):
                raise ValueError(f"a context is made of {len(CONTEXT)} values")
        return cls(weights, dict(record["trust"]), record["least"], dict(record["shifts"]), contexts)


# "40 were randomized to zidolol and 41 to placebo": the rules that read a count with the one beside it, of another arm.
# The verb alone, which the model goes by, would make of each all who were randomized.
_OF_TWO_ARMS = frozenset(("sibling", "bare-sibling"))


# "from a |baseline of 1.5|", "(|baseline, 7.9|)": a value, also where the sentence tells a change
_AT_BASELINE = re.compile(r"\bbaseline(?: (?:value|level|mean))?(?:,| of| was|:)? ?$")


def _surely_told(document: Document, candidate: Candidate, answer: Any) -> bool:
    """Whether the words beside a number tell its field so plainly that the model's other ``answer`` is wrong."""
    fact = candidate.fact
    if isinstance(fact, SampleSize):
        named = fact.role == "arm" and fact.group is not None and answer in ("enrolled", "randomized")
        return named or (answer == "randomized" and candidate.rule in _OF_TWO_ARMS)
    if isinstance(fact, Measurement) and answer in ("change", "difference"):
        return _AT_BASELINE.search(document.text, max(0, candidate.start - 24), candidate.start) is not None
    return False


def _answers(head: str) -> tuple[Any, ...]:
    return (False, True) if head == "threshold" else HEADS[head]


def weighed(prediction: Prediction, head: str, number: int, answer: Any, trust: float) -> Any:
    """The answer that stands: the model's likeliest, the rules' own with a lead of ``trust`` logits."""
    answers = _answers(head)
    scores = np.log(prediction.heads[head][number] + 1e-6)
    scores = scores + np.array([trust if one == answer else 0.0 for one in answers])
    return answers[int(scores.argmax())]


def evidence(
    document: Document, candidates: Sequence[Candidate], prediction: Prediction, alone: bool = False
) -> Iterator[tuple[Candidate, str, float, float, Context]]:
    """Each candidate with who speaks for it (see :data:`SPEAKERS`), the logits of rule's score and likelihood, and its
    context.

    ``alone``: the rules were not asked.
    """
    around = Surroundings(document, prediction, claims_of([one for one in candidates if one.rule != RULE]))
    claimed: set[int] = set()
    for candidate in candidates:
        fact, numbers = candidate.fact, candidate.numbers
        if candidate.rule == RULE:
            rival = not claimed.isdisjoint(numbers)
            speaker = "alone" if alone else "rival" if rival else "model"
            yield candidate, speaker, 0.0, logit(candidate.score), around.of(candidate)
            continue
        claimed.update(numbers)
        likely = logit(prediction.kind(fact.kind, numbers)) if numbers else 0.0
        yield candidate, "rule" if numbers else "words", logit(candidate.score), likely, around.of(candidate)


@dataclass(slots=True)
class Heard:
    """What was said for a fact of a kind, see :func:`evidence`: with the rule that told it, whether it is right, its
    context, and what it counts."""

    kind: str
    speaker: str
    name: str
    rule: float
    model: float
    right: bool
    context: Context = NO_CONTEXT
    weight: float = 1.0


# What rules and model say of a field: the prediction, the head, the number, the rules' answer, the true one.
Opinion = tuple[Prediction, str, int, Any, Any]


def fit_judge(
    spoken: Sequence[Heard],
    opinions: Sequence[Sequence[Opinion]],
    least: float = LEAST,
) -> Judge:
    """A judge from what was heard, and from opinions in texts of one sort or several, each sort counting as much.

    Rules look better than they are in texts that they were tried on, and a model in texts whose like it has learnt
    from: with texts of both sorts neither has the better of it.

    Every kind has its own intercept and weights, drawn to those of all kinds together by a ridge penalty, and every
    rule that was heard :data:`OFTEN` enough a shift, drawn to none.
    """
    judge = Judge({}, {head: _fit_trust(opinions, head) for _, _, head in OPINIONS}, least)
    for speaker in SPEAKERS:
        _fit_speaker(judge, speaker, [one for one in spoken if one.speaker == speaker])
    return judge


# How often a rule is heard at least that has a shift of its own.
OFTEN = 5
# Of the ridge penalty, the inverse; and what the context counts by the kind of fact, against what it counts for all.
_STRENGTH, _BY_KIND = 0.1, 0.5


def _fit_speaker(judge: Judge, speaker: str, heard: Sequence[Heard]) -> None:
    """Gives a judge the weights of one speaker, with the shifts of the rules that were heard."""
    kinds = list(KINDS)
    labels = np.array([one.right for one in heard], dtype=int)
    if len(set(labels.tolist())) < 2:  # nothing to learn from: the speaker's own word is taken
        judge.weights[speaker] = {kind: (0.0, 1.0, 1.0) for kind in kinds}
        judge.contexts[speaker] = {kind: NO_CONTEXT for kind in kinds}
        return
    from sklearn.linear_model import LogisticRegression

    told = Counter(one.name for one in heard if one.name != RULE)
    names = sorted(name for name, often in told.items() if often >= OFTEN)
    # Rule, model and context, for all kinds and for each kind with its intercept; then the rules' names.
    width = 2 + len(CONTEXT)
    first = width + (1 + width) * len(kinds)
    columns = {name: first + index for index, name in enumerate(names)}
    table = np.zeros((len(heard), first + len(names)))
    for index, one in enumerate(heard):
        at = width + (1 + width) * kinds.index(one.kind)
        table[index, :width] = one.rule, one.model, *one.context
        table[index, at : at + 1 + width] = 1, one.rule, one.model, *(_BY_KIND * value for value in one.context)
        if one.name in columns:
            table[index, columns[one.name]] = 1
    weight = [one.weight for one in heard]
    fitted = LogisticRegression(C=_STRENGTH, max_iter=3000).fit(table, labels, sample_weight=weight)
    coefficients, base = fitted.coef_[0], float(fitted.intercept_[0])
    shared, own = coefficients[:width], coefficients[width:first].reshape(len(kinds), 1 + width)
    own[:, 3:] *= _BY_KIND
    of_kind = np.round(np.concatenate([base + own[:, :1], shared + own[:, 1:]], axis=1), 4).tolist()
    judge.weights[speaker] = {kind: (row[0], row[1], row[2]) for kind, row in zip(kinds, of_kind)}
    judge.contexts[speaker] = {kind: tuple(row[3:]) for kind, row in zip(kinds, of_kind)}
    judge.shifts |= {name: round(float(coefficients[column]), 4) for name, column in columns.items()}


def _fit_trust(opinions: Sequence[Sequence[Opinion]], head: str) -> float:
    """The lead of the rules' answer that makes most answers right, each sort of texts counting as much; the greatest
    of equals."""
    sorts = [[(said, n, told, truth) for said, name, n, told, truth in sort if name == head] for sort in opinions]
    sorts = [rows for rows in sorts if rows]
    if not sorts:
        return 99.0
    trusts = [0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0]

    def right(trust: float) -> float:
        shares = (np.mean([weighed(p, head, n, told, trust) == truth for p, n, told, truth in rows]) for rows in sorts)
        return round(float(sum(shares)), 9)

    return max((right(trust), trust) for trust in trusts)[1]
