"""Training: from annotated texts, and texts without annotations, to the models.

The role model learns from annotated facts, and with less weight from what the rules find in texts without annotations
(self-training; Yarowsky 1995). What rules and model are believed is fitted on predictions for documents that the model
has not seen, by cross-validation over documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from trialfacts.document import Document, read_text
from trialfacts.evaluate import same_fact
from trialfacts.extractors import propose
from trialfacts.facts import KINDS, DocumentFacts, Fact
from trialfacts.model.assemble import assemble
from trialfacts.model.bundle import Models
from trialfacts.model.evidence import OPINIONS, Heard, Judge, Opinion, evidence, fit_judge
from trialfacts.model.features import number_features
from trialfacts.model.labels import HEADS, SLOTS, codes, label_numbers
from trialfacts.model.name_training import train_names
from trialfacts.model.roles import Prediction, RoleModel, fit_roles
from trialfacts.model.scale_model import train_scales
from trialfacts.owners import Candidate, claims_of, settle

# How much a number counts that was annotated in a real text, in an invented one, or that was labelled by the rules.
GOLD_WEIGHT, INVENTED_WEIGHT, SILVER_WEIGHT = 1.5, 0.45, 0.15
FOLDS = 5

# What the facts proposed in invented texts weigh in the judge, all together, against those proposed in fresh ones.
INVENTED_SHARE = 0.1

# Where an annotated text comes from: a real one that shows how often rules and model are right; one that the rules were
# written on, so that it does not; one that was made up to learn from. The facts of such a one are denser than those of
# real texts, so that it shows less well how likely a fact is; but rules were hardly written on it.
ORIGINS = ("fresh", "seen", "invented")

Say = Callable[[str], None]


@dataclass(slots=True)
class Example:
    """A document to learn from: its features, (numbers, features), its label codes, (numbers, heads), its weight."""

    document: Document
    features: np.ndarray
    codes: np.ndarray
    weight: float


@dataclass(slots=True)
class Annotated:
    """A text with its annotated facts. ``origin``: one of :data:`ORIGINS`."""

    text: str
    facts: DocumentFacts
    origin: str = "fresh"


def train(annotated: Sequence[Annotated], texts: Sequence[str] = (), seed: int = 0, say: Say = print) -> Models:
    """Models from annotated texts, and from texts without annotations.

    The same input gives the same models. ``say`` is told what is learnt from. Raises ValueError where there are fewer
    annotated documents with numbers than folds, or no fresh one.
    """
    gold = [(one, make_example(one.text, one.facts.facts, _weight(one))) for one in annotated]
    kept = [(one, example) for one, example in gold if len(example.codes)]
    if len(kept) < FOLDS:
        raise ValueError(f"{len(kept)} annotated documents with numbers are too few to learn from ({FOLDS} at least)")
    if not any(one.origin == "fresh" for one, _ in kept):
        raise ValueError("no annotated document is fresh: there is none to weigh rules and model on")
    silver = [example for example in (_silver(text) for text in texts) if len(example.codes)]
    about = _about([one for one, _ in kept], [example for _, example in kept], silver, seed)
    for line in describe(about):
        say(line)
    examples = [example for _, example in kept]
    predictions = cross_predict(examples, silver, seed)
    judge = _judge([one for one, _ in kept], examples, predictions, say)
    say("fitting the role model on all documents")
    roles = fit([*examples, *silver])
    say("fitting the name model and the scale model")
    documents = [(one.text, one.facts) for one in annotated]
    telling = _telling([one for one, _ in kept])
    names = train_names(documents, seed, {one.facts.doc_id for one in annotated if one.origin != telling})
    scales = train_scales(documents, seed)
    fresh = [(example, said) for (one, example), said in zip(kept, predictions) if one.origin == "fresh"]
    slots = [said.heads["slot"].argmax(1) for _, said in fresh]
    for line in compare_roles([example for example, _ in fresh], {"role model": slots}):
        say(line)
    return Models(roles, names, scales, judge, about)


def make_example(text: str, facts: Sequence[Fact], weight: float = GOLD_WEIGHT) -> Example:
    """An example from a text and its facts."""
    document = read_text(text)
    labels = np.array(codes(label_numbers(document, facts)), dtype=int).reshape(-1, len(HEADS))
    return Example(document, number_features(document), labels, weight)


def _weight(one: Annotated) -> float:
    return INVENTED_WEIGHT if one.origin == "invented" else GOLD_WEIGHT


def _silver(text: str) -> Example:
    return make_example(text, settle(document := read_text(text), propose(document))[0], SILVER_WEIGHT)


def fit(examples: Sequence[Example]) -> RoleModel:
    """A role model from examples."""
    return fit_roles([one.features for one in examples], [one.codes for one in examples], [e.weight for e in examples])


def folds_of(count: int, seed: int, folds: int = FOLDS) -> np.ndarray:
    """The fold of each of some documents, at random, all folds of the same size but for one document."""
    return np.random.default_rng(seed).permutation(np.arange(count) % folds)


def cross_predict(examples: Sequence[Example], silver: Sequence[Example], seed: int) -> list[Prediction]:
    """For each document what a model says of it that has learnt from the other folds (and from the silver ones)."""
    folds = folds_of(len(examples), seed)
    out: list[Prediction | None] = [None] * len(examples)
    for fold in range(FOLDS):
        model = fit([*(one for one, f in zip(examples, folds) if f != fold), *silver])
        for index in np.flatnonzero(folds == fold):
            out[index] = model.predict(examples[index].document)
    return [one for one in out if one is not None]


def _telling(annotated: Sequence[Annotated]) -> str:
    """The origin of the texts that show how good the rules' names are."""
    return "invented" if any(one.origin == "invented" for one in annotated) else "fresh"


def _judge(annotated: Sequence[Annotated], examples: Sequence[Example], said: Sequence[Prediction], say: Say) -> Judge:
    """The judge of rules and model, from documents that the model has not seen."""
    spoken: dict[str, list[Heard]] = {"fresh": [], "invented": []}
    opinions: dict[str, list[Opinion]] = {"fresh": [], "invented": []}
    for one, example, prediction in zip(annotated, examples, said):
        if one.origin in spoken:
            here, there = heard(example.document, one.facts, prediction)
            spoken[one.origin] += here
            opinions[one.origin] += there
    for fact in spoken["invented"]:
        fact.weight = INVENTED_SHARE * len(spoken["fresh"]) / len(spoken["invented"])
    for origin, facts in spoken.items():
        said_of = f"{len(facts)} proposed facts, {len(opinions[origin])} fields"
        say(f"weighing rules and model on {origin} documents: {said_of}")
    return fit_judge([*spoken["fresh"], *spoken["invented"]], list(opinions.values()))


def heard(document: Document, gold: DocumentFacts, prediction: Prediction) -> tuple[list[Heard], list[Opinion]]:
    """What rules and model say of one document, with what is true: the input of :func:`fit_judge`."""
    spoken: list[Heard] = []
    opinions: list[Opinion] = []
    told = propose(document)
    assembled = assemble(document, prediction, claims_of(told))
    for candidate, speaker, rule, model, context in evidence(document, [*told, *assembled], prediction):
        truth = _truth(document, candidate, gold)
        right = truth is not None
        spoken.append(Heard(candidate.fact.kind, speaker, candidate.rule, rule, model, right, context))
        if truth is not None and speaker == "rule":
            for cls, name, head in OPINIONS:
                if isinstance(truth, cls):
                    answers = getattr(candidate.fact, name), getattr(truth, name)
                    opinions.append((prediction, head, candidate.numbers[0], *answers))
    alone = assemble(document, prediction)
    for candidate, speaker, rule, model, context in evidence(document, alone, prediction, alone=True):
        right = _truth(document, candidate, gold) is not None
        spoken.append(Heard(candidate.fact.kind, speaker, candidate.rule, rule, model, right, context))
    return spoken, opinions


def _truth(document: Document, candidate: Candidate, gold: DocumentFacts) -> Fact | None:
    """The annotated fact that a candidate matches, as the evaluation compares them."""
    start, end = document.cleaned.to_raw(candidate.start, candidate.end)
    for fact in gold.of(candidate.fact.kind):
        if fact.start < end and start < fact.end and same_fact(fact, candidate.fact):
            return fact
    return None


def compare_roles(examples: Sequence[Example], models: Mapping[str, Sequence[np.ndarray]]) -> Iterator[str]:
    """How well the roles of numbers (slots) are told by models, by the rules and by the commonest one, in lines.

    ``models``: for each model by name, and each example, the index of the slot of each number, said by a model that has
    not seen it.
    """
    truth = np.concatenate([example.codes[:, 0] for example in examples])
    commonest = int(np.bincount(truth).argmax())
    said = {
        **{name: np.concatenate(slots) for name, slots in models.items()},
        "rules": np.concatenate([rule_slots(example.document) for example in examples]),
        f"majority ({SLOTS[commonest]})": np.full(len(truth), commonest),
    }
    yield f"roles of {len(truth)} numbers in {len(examples)} documents that no model had learnt from:"
    for name, slots in said.items():
        accuracy, macro = role_scores(truth, slots)
        yield f"  {name}: accuracy {accuracy:.3f}, macro F1 {macro:.3f}"


def rule_slots(document: Document) -> np.ndarray:
    """The slot of each number by the rules, as an index of :data:`SLOTS`."""
    labels = label_numbers(document, settle(document, propose(document))[0])
    return np.array([SLOTS.index(label["slot"]) for label in labels], dtype=int)


def role_scores(truth: np.ndarray, said: np.ndarray) -> tuple[float, float]:
    """Accuracy, and the mean F1 of the slots that occur in the truth; both as indices of slots."""
    f1 = [2 * ((truth == slot) & (said == slot)).sum() / ((truth == slot).sum() + (said == slot).sum())
          for slot in np.unique(truth)]  # fmt: skip
    return float((truth == said).mean()), float(np.mean(f1))


def _about(
    annotated: Sequence[Annotated], examples: Sequence[Example], silver: Sequence[Example], seed: int
) -> dict[str, Any]:
    slots = np.concatenate([example.codes[:, 0] for example in examples])
    return {
        "documents": len(annotated),
        **{origin: sum(one.origin == origin for one in annotated) for origin in ORIGINS},
        "facts": {kind: sum(len(one.facts.of(kind)) for one in annotated) for kind in KINDS},
        "numbers": {slot: int((slots == index).sum()) for index, slot in enumerate(SLOTS)},
        "texts": len(silver),
        "seed": seed,
    }


def describe(about: dict[str, Any]) -> list[str]:
    """What a training run learnt from, in lines."""
    facts = ", ".join(f"{count} {kind}" for kind, count in about["facts"].items())
    numbers = ", ".join(f"{count} {slot}" for slot, count in about["numbers"].items())
    return [
        f"{about['documents']} annotated documents ({about['fresh']} fresh, {about['seen']} seen by the rules, "
        f"{about['invented']} invented), {about['texts']} texts without annotations, seed {about['seed']}",
        f"facts: {facts}",
        f"numbers: {numbers}",
    ]
