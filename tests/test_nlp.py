"""trialfacts as a part of spaCy."""

from __future__ import annotations

import subprocess
import sys

import pytest
import spacy

import trialfacts
from trialfacts.facts import KINDS

TEXT = "Zidolol eased pain (P = 0.012), not sleep (p=0.6)."


def test_add_pipe_needs_no_import():
    code = (
        f"import spacy; nlp = spacy.blank('en'); nlp.add_pipe('trialfacts');print(len(nlp({TEXT!r}).spans['p_value']))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert result.stdout.strip() == "2", result.stderr


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("trialfacts")
    return nlp


def test_spans_and_facts(nlp):
    doc = nlp(TEXT)
    facts = doc._.facts
    assert [fact.value for fact in facts.of("p_value")] == [0.012, 0.6]
    assert set(KINDS) <= set(doc.spans)
    for span, fact in zip(doc.spans["p_value"], facts.of("p_value")):
        assert span.label_ == "p_value"
        assert span._.fact is fact
        assert fact.quote in span.text
        assert TEXT[fact.start : fact.end] == fact.quote
    assert doc[0:1]._.fact is None


def test_a_batch_says_what_single_texts_say(nlp):
    texts = [TEXT, "Nothing to report.", "", "p < 0.05"]
    batch = [doc._.facts.to_dict() for doc in nlp.pipe(texts)]
    assert batch == [nlp(text)._.facts.to_dict() for text in texts]


def test_the_doc_id_of_a_doc_is_that_of_its_facts(nlp):
    doc = nlp.make_doc(TEXT)
    doc.user_data["doc_id"] = "a"
    assert nlp(doc)._.facts.doc_id == "a"


def test_kinds_in_the_config():
    nlp = spacy.blank("en")
    nlp.add_pipe("trialfacts", config={"kinds": ["dose"]})
    doc = nlp(TEXT)
    assert doc._.facts.of("p_value") == []
    assert "p_value" not in doc.spans
    # Numbers of the other kinds have their owners all the same.
    assert doc._.facts.unclaimed == []


def test_an_unknown_kind_is_named():
    with pytest.raises(ValueError, match="'doze'.*p_value, sample_size"):
        spacy.blank("en").add_pipe("trialfacts", config={"kinds": ["doze"]})
    with pytest.raises(ValueError, match="doze"):
        trialfacts.extract(TEXT, kinds=["doze"])


def test_to_disk_and_back(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("trialfacts", config={"kinds": ["p_value"]})
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again.pipe_names == ["trialfacts"]
    assert again(TEXT)._.facts.to_dict() == nlp(TEXT)._.facts.to_dict()
    assert again.get_pipe("trialfacts").engine.kinds == ("p_value",)


def test_load_and_extract_agree():
    facts = trialfacts.extract(TEXT, "a")
    assert facts.doc_id == "a"
    assert facts.to_dict() | {"doc_id": ""} == trialfacts.load()(TEXT)._.facts.to_dict()


@pytest.mark.parametrize("text", ["", " \n", "([{" * 50_000, "1234567890" * 20_000, "a" * 200_000])
def test_odd_texts_have_no_facts(text):
    # The engine reads characters; spaCy's own tokenizer takes quadratic time on such runs.
    assert trialfacts.extract(text).facts == []


def test_offsets_are_into_the_text_as_it_was_read():
    text = "Relief was faster (P\u2009&lt;\u20090\u00b705) \U0001f600 and longer (p\u00a0=\u00a0\n0.03)."
    for fact in trialfacts.extract(text).facts:
        assert text[fact.start : fact.end] == fact.quote
