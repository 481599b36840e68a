"""The contract: facts to JSON and back, and what is said of what is not of its form."""

from __future__ import annotations

import json

import pytest

import trialfacts
from trialfacts.facts import KINDS, DocumentFacts, Dose, FactError, PValue, Scale, read_document

TEXT = "Relief came sooner (P = 0.03), and again (P = 0.03)."


def read(text=TEXT, **document):
    problems: list[str] = []
    return read_document({"doc_id": "a"} | document, text, problems), problems


def p_value(**fields):
    return {"quote": "P = 0.03", "occurrence": 0, "op": "=", "value": 0.03, "threshold": False} | fields


def test_there_and_back():
    facts = [
        PValue(quote="P = 0.03", start=20, end=28, value=0.03, rule="p", confidence=0.98765, id="p_value-1"),
        Dose(quote="5 mg", start=40, end=44, amount=5, unit="mg", frequency={"times": 1, "every": 1, "unit": "day"}),
        Scale(quote="VAS", start=50, end=53, name="VAS"),
    ]
    line = json.loads(json.dumps(DocumentFacts(doc_id="a", n_total=7, facts=facts).to_dict()))
    assert list(line)[:2] == ["doc_id", "n_total"]
    assert line["p_value"][0]["confidence"] == 0.988
    problems: list[str] = []
    again = read_document(line, None, problems)
    assert problems == []
    assert again.to_dict() == line


def test_an_extraction_and_back():
    text = (
        "Sixty patients received zidolol (n = 30) or placebo (n = 30). The mean VAS (0-100) fell from 61.0 (SD 9) to "
        "42.5 (SD 8) at 6 weeks with zidolol and to 55.1 (SD 9) with placebo (P = 0.03). Relapse: 6 (40%) with zidolol."
    )
    document = trialfacts.extract(text, "a")
    document.article = {"pmid": "1", "year": 2020, "publication_types": ["Randomized Controlled Trial"]}
    assert document.arms and document.times and document.checks and any(fact.links for fact in document.facts)
    problems: list[str] = []
    assert read_document(json.loads(json.dumps(document.to_dict())), text, problems) == document
    assert problems == []


def test_what_stands_beside_the_facts_must_be_objects():
    document, problems = read(arms={"id": "arm-1"}, times=[{"id": "time-1", "name": "baseline"}, 3], article="?")
    assert (document.arms, document.times, document.article) == ([], [{"id": "time-1", "name": "baseline"}], {})
    assert problems == ["a: arms must be a list of objects", "a: times must be a list of objects"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_knows_its_fields(kind):
    fact = KINDS[kind](quote="x", start=0, end=1)
    assert fact.kind == kind
    assert set(fact.value_fields()) <= {*fact.to_dict(), "repeated_for"}


def test_an_occurrence_says_where():
    document, problems = read(p_value=[p_value(), p_value(occurrence=1)])
    assert problems == []
    assert [fact.start for fact in document.facts] == [TEXT.find("P ="), TEXT.rfind("P =")]
    assert {fact.source for fact in document.facts} == {"gold"}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"quote": ""}, "quote is missing"),
        ({"quote": "P = 0.04"}, "no occurrence 0"),
        ({"occurrence": 2}, "no occurrence 2"),
        ({"occurrence": -1}, "occurrence must be"),
        ({"start": 20, "end": 19}, "are no span"),
        ({"start": 3, "end": 11}, "does not stand at 3..11"),
        ({"op": "about"}, "unknown op 'about'"),
        ({"value": "0.03"}, "value must be a number"),
        ({"value": float("inf")}, "value must be a number"),
        ({"value": 10**400}, "value must be a number"),
        ({"value": True}, "value must be a number"),
        ({"threshold": "no"}, "threshold must be true or false"),
        ({"confidence": "high"}, "confidence must be a number"),
        ({"confidence": 1.5}, "confidence must lie in 0..1"),
        ({"source": 3}, "source must be a string"),
        ({"about": "measurement-1"}, "about is no link"),
    ],
)
def test_a_fact_that_is_not_of_the_form_is_left_out_and_named(fields, message):
    document, (problem,) = read(p_value=[p_value(**fields), p_value(occurrence=1)])
    assert message in problem and problem.startswith("a: p_value: ")
    assert len(document.facts) == 1


def test_a_quote_that_stands_twice_must_say_which():
    entry = p_value()
    del entry["occurrence"]
    _, (problem,) = read(p_value=[entry])
    assert "stands 2 times" in problem


def test_objects_inside_a_fact_are_checked():
    dose = dict.fromkeys(("drug", "amount_high", "frequency", "duration", "route"))
    dose |= {"quote": "5 mg", "amount": 5, "unit": "mg"}
    wrong = [{"frequency": "daily"}, {"duration": {"value": "five", "unit": "day"}}, {"drug": ["a"]}]
    document, problems = read("They took 5 mg.", dose=[dose, *(dose | fields for fields in wrong)])
    assert len(document.facts) == 1
    assert len(problems) == 3
    lacking = {name: value for name, value in dose.items() if name != "route"}
    assert "lacks route" in read("They took 5 mg.", dose=[lacking])[1][0]


@pytest.mark.parametrize("record", [[], "a", None, {}, {"doc_id": ""}, {"doc_id": 5}])
def test_what_is_no_document(record):
    with pytest.raises(FactError):
        read_document(record, TEXT, [])


def test_lists_and_totals():
    document, problems = read(n_total="forty", dose="none", scale=None)
    assert document.n_total is None and document.facts == []
    assert len(problems) == 3
