"""What stands around a proposed fact: how the role model reads its numbers one by one, and those beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set

from trialfacts.document import Document
from trialfacts.model.features import shape_of
from trialfacts.model.roles import Prediction, logit
from trialfacts.owners import Candidate

# What the context of a fact is made of, in order; the likelihoods are logits.
CONTEXT = (
    "least likely number",  # how likely that of its numbers is of the fact's kind which is least so
    "likeliest other",  # how likely one of them is of another kind
    "none",  # how likely they are of no fact
    "numbers alike",  # how likely the other numbers of the sentence that look alike are of the fact's kind
    "any alike",  # whether there are such
    "told beside",  # the share of the other numbers of the sentence in which rules find the fact's kind
    "alone in its sentence",
    "several numbers",
    "in results",
    "in methods",
    "in another section",
)
Context = tuple[float, ...]
# That of a fact without numbers.
NO_CONTEXT: Context = (0.0,) * len(CONTEXT)


class Surroundings:
    """The numbers of one document, each with those of its sentence: where the context of facts is found.

    ``told``: the numbers that rules claim, each with the kind of fact, see :func:`trialfacts.owners.claims_of`.
    """

    def __init__(self, document: Document, prediction: Prediction, told: Set[tuple[int, str]]) -> None:
        self.kinds = prediction.kinds
        self.told = told
        self.document = document
        self.sentences = [document.sentence_index(number.start) for number in document.numbers]
        self.shapes = [shape_of(number) for number in document.numbers]
        self.inside: dict[int, list[int]] = defaultdict(list)
        for index, sentence in enumerate(self.sentences):
            self.inside[sentence].append(index)

    def of(self, candidate: Candidate) -> Context:
        """The context of a fact, as :data:`CONTEXT` names it."""
        numbers = candidate.numbers
        if not numbers:
            return NO_CONTEXT
        kind, first = candidate.fact.kind, numbers[0]
        likely = self.kinds[kind]
        others = [likelihoods for other, likelihoods in self.kinds.items() if other != kind and other != "none"]
        beside = [index for index in self.inside[self.sentences[first]] if index not in numbers]
        alike = [likely[index] for index in beside if self.shapes[index] == self.shapes[first]]
        section = self.document.sentences[self.sentences[first]].section or ""
        return (
            logit(min([likely[number] for number in numbers])),
            logit(max([likelihoods[number] for likelihoods in others for number in numbers])),
            logit(sum([self.kinds["none"][number] for number in numbers]) / len(numbers)),
            logit(sum(alike) / len(alike)) if alike else 0.0,
            float(bool(alike)),
            sum([(index, kind) in self.told for index in beside]) / len(beside) if beside else 0.0,
            float(not beside),
            float(len(numbers) > 1),
            float("results" in section),
            float(section == "methods"),
            float(section not in ("", "results", "methods", "methods and results")),
        )
