"""Training of the name model, from texts and their facts."""

from __future__ import annotations

import copy
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from trialfacts.cleaning.text import CleanText
from trialfacts.document import Document, read_text
from trialfacts.evaluate import match_document, same_words
from trialfacts.extractors import propose as by_rules
from trialfacts.facts import KINDS, DocumentFacts
from trialfacts.model.hashing import SIZE
from trialfacts.model.name_features import FAMILIES, FIELDS
from trialfacts.model.names import AGREEING, COLUMNS, MODEL_RULE, NameModel, Proposals, choose, propose, score_pairs
from trialfacts.owners import Candidate, settle

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# How strongly weights are held near zero: those that a family shares, and those of one question.
SHARED_PENALTY = 2.0
OWN_PENALTY = 4.0
FOLDS = 3
ROUNDS = 60
# What the answer of the rules is ahead of what is learnt, in logits: names that are annotated hastily make the rules
# look worse than they are.
LEAD = 1.0


@dataclass(slots=True)
class Example:
    """The proposals of a document and, for each pair, how well its name agrees with the annotated one (0: not)."""

    proposals: Proposals
    agreement: np.ndarray
    candidates: list[Candidate]
    gold: list[str | None]


def cleaned_span(cleaned: CleanText, start: int, end: int) -> tuple[int, int]:
    """The span of the cleaned text that holds a span of the raw text."""
    places = range(len(cleaned.text))
    first = bisect_left(places, start + 1, key=lambda at: cleaned.to_raw(at, at + 1)[1])
    stop = bisect_left(places, end, lo=first, key=lambda at: cleaned.to_raw(at, at + 1)[0])
    return first, max(stop, first + 1)


def candidates_of(document: Document, facts: DocumentFacts) -> list[Candidate]:
    """Annotated facts as candidates, as the number model finds them."""
    return [
        Candidate(copy.copy(fact), *cleaned_span(document.cleaned, fact.start, fact.end), (), MODEL_RULE, 1.0)
        for fact in facts.facts
    ]


def candidates_by_rules(document: Document, gold: DocumentFacts) -> list[tuple[Candidate, Candidate]]:
    """For each annotated fact itself, and the fact of the rules that matches it (itself again where none does)."""
    found = by_rules(document)
    of_fact = {id(candidate.fact): candidate for candidate in found}
    facts, _ = settle(document, found)
    pairs = match_document(gold, DocumentFacts(doc_id=gold.doc_id, facts=facts), tuple(KINDS))
    by_gold = {id(pair.gold): of_fact[id(pair.found)] for pair in pairs if pair.status == "matched"}
    own = candidates_of(document, gold)
    return [(mine, by_gold.get(id(fact), mine)) for fact, mine in zip(gold.facts, own)]


def make_example(document: Document, pairs: Sequence[tuple[Candidate, Candidate]], rules: bool) -> Example | None:
    """An example: ``pairs`` are annotated facts and the facts that are asked about."""
    candidates = [asked for _, asked in pairs]
    proposals = propose(document, candidates, rules)
    if proposals is None:
        return None
    agreement = np.zeros(len(proposals.question))
    gold = []
    for index, question in enumerate(proposals.questions):
        answer = getattr(pairs[question.fact][0].fact, FIELDS[COLUMNS[question.column]][1])
        gold.append(answer)
        known: dict[str | None, float] = {}
        for at in range(proposals.bounds[index], proposals.bounds[index + 1]):
            name = proposals.name(document.text, at)
            if name not in known:
                known[name] = closeness(name, answer)
            agreement[at] = known[name]
    # A text has some hundred thousand features: half the memory will do.
    proposals.own, proposals.phrases = proposals.own.astype(np.uint32), proposals.phrases.astype(np.uint32)
    return Example(proposals, agreement, candidates, gold)


def closeness(name: str | None, answer: str | None) -> float:
    """How well a name says what was annotated: 0 where they do not agree, 1 where they are the same."""
    if not same_words(name, answer):
        return 0.0
    if name is None or answer is None:
        return 1.0
    left, right = name.casefold().split(), answer.casefold().split()
    share = 2 * len(set(left) & set(right)) / (len(set(left)) + len(set(right)))
    return 0.25 + 0.75 * share**2


def train_weights(examples: Sequence[Example]) -> np.ndarray:
    """The weights that make the annotated names most probable: (features, questions)."""
    table = np.zeros((SIZE, len(COLUMNS)), dtype=np.float32)
    for family in FAMILIES.values():
        columns = [COLUMNS.index(column) for column in family]
        designs = {column: _design(examples, column) for column in columns}
        parts = {column: design for column, design in designs.items() if design is not None}
        if parts:
            table[:, list(parts)] = _fit_family(list(parts.values()))
    return table


@dataclass(slots=True)
class _Design:
    """The pairs of all questions of one column: features, where each question begins, its index, agreement by pair."""

    features: csr_matrix
    starts: np.ndarray
    question: np.ndarray
    agreement: np.ndarray

    def loss(self, weights: np.ndarray) -> tuple[float, np.ndarray]:
        """Minus the log-likelihood that a right name is chosen, and its gradient."""
        scores = self.features @ weights
        scores -= np.maximum.reduceat(scores, self.starts)[self.question]
        odds = np.exp(scores)
        share = odds / np.add.reduceat(odds, self.starts)[self.question]
        right = share * self.agreement
        mass = np.add.reduceat(right, self.starts)
        return -float(np.log(mass).sum()), self.features.T @ (share - right / mass[self.question])


def _fit_family(parts: Sequence[_Design]) -> np.ndarray:
    """The weights of the questions of a family, (features, questions): what they share and what each has of its own."""
    from scipy.optimize import minimize

    # Only the features that are there are fitted.
    used = np.unique(np.concatenate([part.features.indices for part in parts]))
    for part in parts:
        part.features = part.features[:, used]
    shape = len(parts) + 1, len(used)
    penalty = np.array([SHARED_PENALTY, *[OWN_PENALTY] * len(parts)])[:, None]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape)
        gradient = penalty * weights
        total = 0.5 * float((gradient * weights).sum())
        for index, part in enumerate(parts, 1):
            error, slope = part.loss(weights[0] + weights[index])
            total += error
            gradient[index] += slope
            gradient[0] += slope
        return total, gradient.ravel()

    options = {"maxiter": ROUNDS, "maxcor": 8}
    weights = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options=options).x.reshape(shape)
    out = np.zeros((SIZE, len(parts)), dtype=np.float32)
    out[used] = (weights[0] + weights[1:]).T
    return out


def _design(examples: Sequence[Example], column: int) -> _Design | None:
    """The questions of a column that have a right answer among the proposals; None where there are none."""
    from scipy.sparse import csr_matrix

    rows, sizes, agreement = [], [], []
    for example in examples:
        own = example.proposals
        for index, question in enumerate(own.questions):
            low, high = own.bounds[index], own.bounds[index + 1]
            if question.column != column or not example.agreement[low:high].any():
                continue
            of_phrase = own.phrases[own.phrase[low:high]]
            of_phrase[own.phrase[low:high] < 0] = 0
            rows.append(np.concatenate([own.own[low:high], of_phrase], axis=1))
            sizes.append(high - low)
            agreement.append(example.agreement[low:high])
    if not rows:
        return None
    flat = np.concatenate(rows).astype(np.int32)
    total, width = flat.shape
    there = (flat != 0).astype(np.float32)
    features = csr_matrix((there.ravel(), flat.ravel(), np.arange(0, flat.size + 1, width)), shape=(total, SIZE))
    features.eliminate_zeros()
    starts = np.cumsum([0, *sizes[:-1]])
    return _Design(features, starts, np.repeat(np.arange(len(sizes)), sizes), np.concatenate(agreement))


def read_examples(text: str, gold: DocumentFacts, seen: bool = False) -> dict[bool, Example]:
    """The examples of an annotated text: with the answers of the rules (True), and without (False).

    ``seen``: what the rules say of this text is not shown, since they were written on it, or tried.
    """
    document = read_text(text)
    if seen:
        own = candidates_of(document, gold)
        pairs = list(zip(own, own))
    else:
        pairs = candidates_by_rules(document, gold)
    asked = {True: pairs, False: [(one, one) for one, _ in pairs]}
    made = {rules: make_example(document, asked[rules], rules) for rules in (True, False)}
    return {rules: example for rules, example in made.items() if example is not None}


def train_names(documents: Iterable[tuple[str, DocumentFacts]], seed: int = 0, seen: Collection[str] = ()) -> NameModel:
    """A name model from texts and their annotated facts. The same input gives the same model.

    ``seen`` are the doc_ids of the texts that do not show how good the rules are: that is learnt from the others.
    ``seed`` deals the documents into the folds by which the confidence is calibrated.
    """
    examples = [read_examples(text, gold, gold.doc_id in seen) for text, gold in documents]
    folds = np.random.default_rng(seed).permutation(np.arange(len(examples)) % FOLDS)
    weights, heat = {}, {}
    for rules in (False, True):
        mine = [(example[rules], fold) for example, fold in zip(examples, folds) if rules in example]
        weights[rules] = _fit([example for example, _ in mine], rules)
        heat[rules] = _calibrate(mine, rules)
    return NameModel(weights, heat)


def _fit(examples: Sequence[Example], rules: bool) -> np.ndarray:
    table = train_weights(examples)
    if rules:
        table[AGREEING] += LEAD
    return table


def _calibrate(examples: Sequence[tuple[Example, int]], rules: bool) -> np.ndarray:
    """For each question what its scores are divided by, so that the confidence is how often the choice is right: least
    Brier score. Fitted on the choices of models that have not seen the document.
    """
    unseen = []
    for fold in range(FOLDS):
        table = _fit([example for example, own in examples if own != fold], rules)
        unseen += [(example, score_pairs(table, example.proposals)) for example, own in examples if own == fold]
    errors = np.zeros((len(_HEATS), len(COLUMNS)))
    for step, heat in enumerate(_HEATS):
        for example, scores in unseen:
            proposals = example.proposals
            pairs, said = choose(proposals, scores, np.full(len(proposals.questions), heat))
            for question, pair, sure in zip(proposals.questions, pairs, said):
                if question.told != rules:
                    continue  # of the other way of asking
                right = pair >= 0 and example.agreement[pair] > 0
                errors[step, question.column] += (sure - right) ** 2
    return np.array(_HEATS, dtype=np.float32)[errors.argmin(axis=0)]


# From trusting the scores nearly twice as much as they say to a third as much.
_HEATS = tuple(0.6 * 1.2**step for step in range(10))
