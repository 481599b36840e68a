"""The roles of numbers by a spaCy span classifier, beside the package's role model, the rules and the commonest role.

    python benchmarks/span_classifier.py TEXTS GOLD... [--folds 5] [--epochs 30] [--seed 0]

TEXTS and GOLD are those of ``trialfacts train``. The span classifier is spaCy's ``spancat_singlelabel`` over a shared
``HashEmbedCNN`` tok2vec; its candidate spans are the numbers of the text. All see the same numbers of the same
documents and learn from the same folds, without texts that have no annotations. The span classifier sees words and the
form of numbers; the role model sees besides what the readers of units, intervals and regimens make of a number.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch
from thinc.api import Ops, get_current_ops
from thinc.types import Ragged

from trialfacts.document import Document
from trialfacts.model import training
from trialfacts.model.labels import SLOTS
from trialfacts.numbers import Number
from trialfacts.read import Problem, find_sources, read
from trialfacts.read.annotations import read_annotations
from trialfacts.read.source import Source

KEY = "roles"
# A number as a token begins with this; no other token does.
MARK = "\ue000"
WORDS = re.compile(r"[^\W\d_]+|[^\w\s]|_")
CONFIG = {
    "spans_key": KEY,
    "suggester": {"@misc": "trialfacts.numbers.v1"},
    "model": {
        "@architectures": "spacy.SpanCategorizer.v1",
        "reducer": {"@layers": "spacy.mean_max_reducer.v1", "hidden_size": 128},
        "scorer": {"@layers": "Softmax.v2"},
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "pretrained_vectors": None,
            "width": 96,
            "depth": 4,
            "embed_size": 4000,
            "window_size": 2,  # eight words on either side
            "maxout_pieces": 3,
            "subword_features": True,
        },
    },
}


@spacy.registry.misc("trialfacts.numbers.v1")
def number_suggester():  # type: ignore[no-untyped-def]
    """Every number of a text is a candidate, and nothing else."""

    def suggest(docs: Iterable[Doc], *, ops: Ops | None = None) -> Ragged:
        ops = ops or get_current_ops()
        places = [[(token.i, token.i + 1) for token in doc if token.text[0] == MARK] for doc in docs]
        flat = ops.asarray2i([span for spans in places for span in spans] or np.zeros((0, 2)), dtype="i")
        return Ragged(flat, ops.asarray1i([len(spans) for spans in places], dtype="i"))

    return suggest


def form(number: Number) -> str:
    """A number as a token: percent or not, decimals, order of magnitude."""
    size = f"{abs(number.value):.0e}"[1:] if np.isfinite(number.value) else ""
    return f"{MARK}{'%' if number.percent else ''}{min(number.decimals, 3)}{size}"


def doc_of(nlp: spacy.Language, document: Document, slots: Sequence[int] = ()) -> Doc:
    """A document as spaCy's tokens, with the roles of its numbers where they are given."""
    words: list[str] = []
    places: list[int] = []
    end = 0
    for number in document.numbers:
        words += WORDS.findall(document.text[end : number.start])
        places.append(len(words))
        words.append(form(number))
        end = number.end
    words += WORDS.findall(document.text[end:])
    doc = Doc(nlp.vocab, words=words)
    doc.spans[KEY] = [Span(doc, at, at + 1, SLOTS[slot]) for at, slot in zip(places, slots) if slot]
    return doc


def fit_spans(examples: Sequence[training.Example], epochs: int, seed: int) -> spacy.Language:
    """A pipeline with a span classifier trained on documents."""
    fix_random_seed(seed)
    nlp = spacy.blank("en")
    pipe = nlp.add_pipe("spancat_singlelabel", config=CONFIG)
    data = [Example(doc_of(nlp, one.document), doc_of(nlp, one.document, one.codes[:, 0].tolist())) for one in examples]
    for slot in sorted({int(slot) for one in examples for slot in one.codes[:, 0]} - {0}):
        pipe.add_label(SLOTS[slot])  # type: ignore[attr-defined]
    optimizer = nlp.initialize(lambda: data[:10])
    shuffled = random.Random(seed)
    for epoch in range(epochs):
        shuffled.shuffle(data)
        optimizer.learn_rate = 0.001 * (1 - epoch / epochs)
        for batch in minibatch(data, 4):
            nlp.update(batch, sgd=optimizer, drop=0.2)
    return nlp


def spans_said(nlp: spacy.Language, document: Document) -> np.ndarray:
    """The slot of each number by a span classifier."""
    doc = nlp(doc_of(nlp, document))
    said = {span.start: SLOTS.index(span.label_) for span in doc.spans[KEY]}
    return np.array([said.get(token.i, 0) for token in doc if token.text[0] == MARK], dtype=int)


def learn(examples: Sequence[training.Example], folds: int, epochs: int, seed: int) -> dict[str, list[np.ndarray]]:
    """What each model says of each document, after learning from the other folds."""
    fold_of = training.folds_of(len(examples), seed, folds)
    said = {"span classifier": [np.zeros(0, int)] * len(examples), "role model": [np.zeros(0, int)] * len(examples)}
    for fold in range(folds):
        known = [one for one, its in zip(examples, fold_of) if its != fold]
        began = time.process_time()
        roles = training.fit(known)
        middle = time.process_time()
        nlp = fit_spans(known, epochs, seed)
        seconds = middle - began, time.process_time() - middle
        print(f"fold {fold + 1}: role model {seconds[0]:.0f} s, span classifier {seconds[1]:.0f} s of CPU", flush=True)
        for at in np.flatnonzero(fold_of == fold):
            document = examples[at].document
            said["role model"][at] = roles.predict(document).heads["slot"].argmax(1)
            said["span classifier"][at] = spans_said(nlp, document)
    return said


def annotated(texts: str, gold: Sequence[Path]) -> list[training.Example]:
    """The annotated documents that have numbers."""
    plain = {one.doc_id: one.text for one in read(find_sources([texts])) if not isinstance(one, Problem)}
    documents = [one for path in gold for one in read_annotations(Source.of_file(path), plain)]
    found = [training.make_example(plain[one.doc_id], one.facts) for one in documents if not isinstance(one, Problem)]
    return [one for one in found if len(one.codes)]


def main() -> None:
    """Train both and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", metavar="TEXTS")
    parser.add_argument("gold", metavar="GOLD", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    examples = annotated(asked.texts, asked.gold)
    for line in training.compare_roles(examples, learn(examples, asked.folds, asked.epochs, asked.seed)):
        print(line)


if __name__ == "__main__":
    main()
