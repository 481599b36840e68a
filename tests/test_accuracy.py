"""Accuracy does not fall: floors on the corpus, and on the real abstracts of ../shared where that folder stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import trialfacts
from trialfacts.evaluate import Evaluation, evaluate
from trialfacts.facts import read_document

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"

# F1 of each kind, and the share of documents whose n_total is right, of the rules alone.
RULES = {
    "corpus": {
        "p_value": 0.97,
        "sample_size": 0.93,
        "dose": 0.93,
        "scale": 0.95,
        "measurement": 0.93,
        "proportion": 0.9,
        "estimate": 0.93,
        "n_total": 0.95,
    },
    "seeds": {
        "p_value": 1.0,
        "sample_size": 0.95,
        "dose": 1.0,
        "scale": 0.95,
        "measurement": 0.95,
        "proportion": 0.9,
        "estimate": 1.0,
        "n_total": 1.0,
    },
    "dev": {
        "p_value": 0.98,
        "sample_size": 0.92,
        "dose": 0.93,
        "scale": 0.88,
        "measurement": 0.88,
        "proportion": 0.9,
        "estimate": 0.95,
        "n_total": 0.92,
    },
    "ivig": {"p_value": 0.98, "sample_size": 0.88, "dose": 0.9, "scale": 0.82, "n_total": 0.8},
}
# Of rules and model together. The rules were written on these texts: there is little that the model could add here.
BOTH = {
    "corpus": {
        "p_value": 0.97,
        "sample_size": 0.93,
        "dose": 0.935,
        "scale": 0.965,
        "measurement": 0.945,
        "proportion": 0.905,
        "estimate": 0.93,
        "n_total": 0.98,
    },
    "seeds": {
        "p_value": 1.0,
        "sample_size": 0.98,
        "dose": 1.0,
        "scale": 1.0,
        "measurement": 0.98,
        "proportion": 0.96,
        "estimate": 1.0,
        "n_total": 1.0,
    },
    "dev": {
        "p_value": 0.985,
        "sample_size": 0.935,
        "dose": 0.955,
        "scale": 0.92,
        "measurement": 0.89,
        "proportion": 0.945,
        "estimate": 0.98,
        "n_total": 0.92,
    },
    "ivig": {
        "p_value": 0.98,
        "sample_size": 0.97,
        "dose": 0.98,
        "scale": 0.98,
        "measurement": 0.91,
        "proportion": 0.945,
        "n_total": 0.8,
    },
}
FLOORS = [(using, name, floors[name]) for using, floors in (("rules", RULES), ("both", BOTH)) for name in floors]


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _texts(name: str) -> dict[str, str]:
    if name == "corpus":
        return {path.stem: path.read_bytes().decode("utf-8") for path in (ROOT / "corpus").glob("*.txt")}
    return {record["doc_id"]: record["text"] for record in _lines(GOLD / f"{name}.texts.jsonl")}


def _evaluation(name: str, using: str) -> Evaluation:
    if name != "corpus" and not GOLD.exists():
        pytest.skip("the annotated abstracts of ../shared/gold are not here")
    texts = _texts(name)
    path = ROOT / "annotations" / "corpus.gold.jsonl" if name == "corpus" else GOLD / f"{name}.gold.jsonl"
    problems: list[str] = []
    gold = [read_document(record, texts[record["doc_id"]], problems) for record in _lines(path)]
    assert not problems
    found = {doc_id: trialfacts.extract(text, doc_id, using=using) for doc_id, text in texts.items()}
    return evaluate(gold, found, resamples=0)


@pytest.mark.parametrize(("using", "name", "floors"), FLOORS, ids=[f"{using}-{name}" for using, name, _ in FLOORS])
def test_accuracy_does_not_fall(using, name, floors):
    evaluation = _evaluation(name, using)
    right, of = evaluation.n_total
    reached = {kind: score.count.f1 for kind, score in evaluation.scores.items()} | {"n_total": right / of}
    fallen = {kind: reached[kind] for kind, floor in floors.items() if reached[kind] < floor}
    assert not fallen, f"below {floors}: {fallen}"


@pytest.mark.parametrize("name", ["dev", "train"])
def test_stand_off_gold_is_the_shared_gold(name):
    if not GOLD.exists():
        pytest.skip("the annotated abstracts of ../shared/gold are not here")
    texts = _texts(name)
    problems: list[str] = []
    shared, ours = (
        [read_document(record, texts[record["doc_id"]], problems) for record in _lines(path)]
        for path in (GOLD / f"{name}.gold.jsonl", ROOT / "annotations" / f"pmc-{name}.jsonl")
    )
    assert not problems
    assert shared == ours
