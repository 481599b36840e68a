"""Pipelines that find drugs, before ours: their entities name doses. They are made here, with scispaCy's labels."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.training import Example

import trialfacts
from trialfacts.document import read_text
from trialfacts.doses.entities import name_by_entities
from trialfacts.engine import Engine
from trialfacts.facts import Dose
from trialfacts.owners import Candidate

# The rules know no drug of this name, and the wording does not say that it is one.
TEXT = "The dose was 50 mg twice daily when xylorbide was taken. Sleep was longer (P = 0.02)."


def ruled(label, *names):
    """A pipeline that gives these names one label."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": name} for name in names])
    return nlp


def dose_of(nlp, text=TEXT):
    (dose,) = nlp(text)._.facts.of("dose")
    assert text[dose.start : dose.end] == dose.quote
    return dose


def test_without_help_the_dose_has_no_name():
    assert dose_of(trialfacts.load(using="rules")).drug is None


@pytest.mark.parametrize("label", ["CHEMICAL", "SIMPLE_CHEMICAL", "CHEBI", "DRUG"])
def test_a_dose_is_named_by_a_drug_of_its_sentence(label):
    nlp = trialfacts.load(base=ruled(label, "xylorbide"), using="rules")
    assert nlp.pipe_names == ["entity_ruler", "trialfacts"]
    assert dose_of(nlp).drug == "xylorbide"
    assert [ent.label_ for ent in nlp(TEXT).ents] == [label]


@pytest.mark.parametrize("label", ["DISEASE", "PERSON"])
def test_other_labels_name_nothing(label):
    assert dose_of(trialfacts.load(base=ruled(label, "xylorbide"), using="rules")).drug is None


def test_things_of_any_kind_must_stand_beside_the_dose():
    assert dose_of(trialfacts.load(base=ruled("ENTITY", "xylorbide", "Sleep"), using="rules")).drug is None
    text = "With rest they took qorvane (5 mg) and then hymosal."
    things = [(name, "ENTITY") for name in ("rest", "qorvane", "hymosal")]
    assert named(text, "5 mg", None, *things) == "qorvane"
    assert named(text, "5 mg", None, things[0], things[2]) is None


def test_a_pipeline_in_a_folder(tmp_path):
    ruled("CHEMICAL", "xylorbide").to_disk(tmp_path / "base")
    for path in (tmp_path / "base", str(tmp_path / "base")):
        assert dose_of(trialfacts.load(base=path, using="rules")).drug == "xylorbide"


def test_a_trained_recogniser(tmp_path):
    """As in the pipelines of scispaCy: a statistical component ``ner``."""
    nlp = spacy.blank("en")
    nlp.add_pipe("ner").add_label("CHEMICAL")
    start, end = TEXT.index("xylorbide"), TEXT.index("xylorbide") + len("xylorbide")
    examples = [Example.from_dict(nlp.make_doc(TEXT), {"entities": [(start, end, "CHEMICAL")]})]
    spacy.util.fix_random_seed(0)
    nlp.initialize(lambda: examples)
    for _ in range(40):
        losses = nlp.update(examples)
    assert [ent.text for ent in nlp(TEXT).ents] == ["xylorbide"], losses
    nlp.to_disk(tmp_path / "base")
    both = trialfacts.load(base=tmp_path / "base", using="rules")
    assert both.pipe_names == ["ner", "trialfacts"]
    assert dose_of(both).drug == "xylorbide"


def test_entities_of_a_component_of_ones_own():
    @Language.component("made_up_drugs")
    def made_up_drugs(doc):
        start = doc.text.index("xylorbide")
        doc.ents = [doc.char_span(start, start + len("xylorbide"), "CHEMICAL")]
        return doc

    nlp = spacy.blank("en")
    nlp.add_pipe("made_up_drugs")
    assert dose_of(trialfacts.load(base=nlp, using="rules")).drug == "xylorbide"


@pytest.mark.parametrize("using", ["rules", "both"])
def test_with_and_without_the_model(using):
    nlp = trialfacts.load(base=ruled("CHEMICAL", "xylorbide"), using=using)
    assert dose_of(nlp).drug == "xylorbide"


def test_the_model_alone_beside_a_base():
    facts = trialfacts.load(base=ruled("CHEMICAL", "xylorbide"), using="model")(TEXT)._.facts
    assert all(dose.drug is not None for dose in facts.of("dose"))


def test_the_other_facts_stay_as_they_are():
    one, two = (
        trialfacts.load(base=base, using="rules")(TEXT)._.facts for base in (None, ruled("CHEMICAL", "xylorbide"))
    )
    assert one.of("p_value") == two.of("p_value") and one.n_total == two.n_total


def test_a_base_that_is_not_there(tmp_path):
    with pytest.raises(OSError, match="en_ner_made_up_md"):
        trialfacts.load(base="en_ner_made_up_md")
    with pytest.raises(OSError):
        trialfacts.load(base=tmp_path / "missing")


# Which entity it is.


def named(text, quote, drug, *entities):
    """The name of a dose after it was looked for among entities, given as (text, label)."""
    document = read_text(text)
    start = document.text.index(quote)
    candidate = Candidate(Dose(drug=drug, amount=5, unit="mg"), start, start + len(quote), (0,), "made up", 0.9)
    name_by_entities(document, [candidate], [(text.index(e), text.index(e) + len(e), label) for e, label in entities])
    return candidate.fact.drug


def test_the_nearest_drug_before_the_dose():
    text = "After ozoril and then felcadan they took 5 mg with gremital daily. Later came hymosal."
    drugs = [(name, "CHEMICAL") for name in ("ozoril", "felcadan", "gremital", "hymosal")]
    assert named(text, "5 mg", None, *drugs) == "felcadan"  # 11 characters before it; 6 after it count twice
    assert named(text, "5 mg", None, drugs[0], *drugs[2:]) == "gremital"
    assert named(text, "5 mg", None, drugs[3]) is None  # another sentence
    assert named(text, "5 mg", None) is None


def test_a_drug_that_is_far_away():
    text = f"With felcadan {'and rest ' * 20}they took 5 mg daily."
    assert named(text, "5 mg", None, ("felcadan", "CHEMICAL")) is None


def test_part_of_a_name_is_given_in_full():
    text = "They took intravenous immunoglobulin, 5 mg daily."
    full = ("intravenous immunoglobulin", "CHEMICAL")
    assert named(text, "5 mg daily", "immunoglobulin", full) == "intravenous immunoglobulin"
    assert named(text, "5 mg daily", "immunoglobulin", ("intravenous immunoglobulin", "ENTITY")) == "immunoglobulin"
    assert named(text, "5 mg daily", "zidolol", full) == "zidolol"
    assert named(text, "5 mg daily", "Volunteers", full) == "intravenous immunoglobulin"


def test_entities_are_places_of_the_text_as_it_was_read():
    text = "Sleep\u2009&lt;\u20096\u00a0h.\u00a0The dose was 5\u00a0mg daily \U0001f600 when xylorbide was taken."
    start = text.index("xylorbide")
    (fact,) = Engine(using="rules").facts(text, entities=[(start, start + 9, "CHEMICAL")]).of("dose")
    assert fact.drug == "xylorbide" and text[fact.start : fact.end] == fact.quote


def test_an_entity_within_the_dose_is_not_its_drug():
    assert named("They took 5 mg oil daily.", "5 mg oil", None, ("oil", "CHEMICAL")) is None
