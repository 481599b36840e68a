"""Every fact of every text that lies beside the repository stands in its text, character for character."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import trialfacts

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"


@pytest.mark.parametrize("name", ["seeds", "dev", "ivig", "train"])
def test_quotes_stand_in_their_texts(name):
    path = GOLD / f"{name}.texts.jsonl"
    if not path.exists():
        pytest.skip(f"the texts of ../shared/gold/{path.name} are not beside this repository")
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            record = json.loads(line)
            facts = trialfacts.extract(record["text"], record["doc_id"])
            for fact in facts.facts:
                assert record["text"][fact.start : fact.end] == fact.quote, (record["doc_id"], fact)
            for number in facts.unclaimed:
                assert record["text"][number["start"] : number["end"]] == number["quote"], record["doc_id"]
