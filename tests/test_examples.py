"""The examples of each kind: phrases as they stand in journals, with the facts in them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import trialfacts
from trialfacts.evaluate import same_value

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).parent / "examples"


def _examples():
    for path in sorted(FOLDER.glob("*.toml")):
        for number, example in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["example"], 1):
            yield pytest.param(path.stem, example, id=f"{path.stem}-{number}")


@pytest.mark.parametrize(("kind", "example"), _examples())
def test_example(kind, example):
    text = example["text"]
    document = trialfacts.extract(text, using="rules")
    found = document.of(kind)
    expected = example["facts"]
    assert [fact.quote for fact in found] == [fact["quote"] for fact in expected], example.get("why", text)
    for fact, wanted in zip(found, expected):
        assert text[fact.start : fact.end] == fact.quote
        for name in wanted.get("null_fields", ()):
            assert getattr(fact, name) is None, f"{fact.quote!r}: {name} is {getattr(fact, name)!r}"
        for name, value in wanted.items():
            if name not in ("quote", "null_fields"):
                got = getattr(fact, name)
                assert same_value(got, value), f"{fact.quote!r}: {name} is {got!r}, not {value!r}"
    if "n_total" in example:
        assert document.n_total == example["n_total"]
