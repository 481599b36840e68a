"""The name model: a tiny one, trained on made-up texts."""

from __future__ import annotations

import numpy as np
import pytest

from trialfacts.document import read_text
from trialfacts.facts import DocumentFacts, Dose, Measurement, Proportion, SampleSize, Scale
from trialfacts.model.name_features import find_phrases, read_words
from trialfacts.model.name_training import candidates_of, closeness, train_names
from trialfacts.model.names import COLUMNS, FIELDS, Choice, NameModel, propose, questions_of
from trialfacts.model.scale_model import ScaleModel, train_scales
from trialfacts.owners import Candidate

MEASURES = ("serum ferritin", "walking distance", "sleep quality", "grip strength", "tumour volume", "heart rate")
ARMS = (("zidolol", "placebo"), ("yoga", "usual care"), ("morlizine", "vehicle"), ("warm", "cold"))
OUTCOMES = ("nausea", "relapse", "wound infection", "full recovery", "falls")


def _text(index: int) -> tuple[str, DocumentFacts]:
    measure = MEASURES[index % len(MEASURES)]
    one, other = ARMS[index % len(ARMS)]
    outcome = OUTCOMES[index % len(OUTCOMES)]
    text = (
        f"We compared {one} with {other}. Mean {measure} was {12.5 + index} mmol in the {one} group and "
        f"{11.5 + index} mmol in the {other} group. Events of {outcome} occurred in {20 + index}% of the {one} group."
    )
    facts = DocumentFacts(doc_id=f"made-up-{index}")
    for quote, group in ((f"{12.5 + index}", one), (f"{11.5 + index}", other)):
        start = text.index(quote)
        facts.facts.append(
            Measurement(
                quote=quote, start=start, end=start + len(quote), measure=measure, group=group, value=float(quote)
            )
        )
    quote = f"{20 + index}%"
    start = text.index(quote)
    facts.facts.append(
        Proportion(
            quote=quote, start=start, end=start + len(quote), outcome=outcome, group=one, percent=float(20 + index)
        )
    )
    return text, facts


@pytest.fixture(scope="module")
def model() -> NameModel:
    return train_names([_text(index) for index in range(12)])


def _ask(model: NameModel, text: str, facts: DocumentFacts, rules: bool = False):
    document = read_text(text)
    return model.names(document, candidates_of(document, facts), rules)


@pytest.mark.parametrize("rules", [False, True])
def test_names_of_a_text_like_those_it_learnt_from(model, rules):
    text, facts = _text(29)
    for chosen, fact in zip(_ask(model, text, facts, rules), facts.facts):
        for field, choice in chosen.items():
            assert closeness(choice.name, getattr(fact, field)) > 0, (field, choice)
            assert 0 < choice.confidence <= 1


def test_loaded_again_it_says_the_same(model, tmp_path):
    path = tmp_path / "names.npz"
    path.write_bytes(model.to_bytes())
    text, facts = _text(17)
    said = _ask(model, text, facts)
    for again in (NameModel.load(path), NameModel.load(model.to_bytes())):
        heard = _ask(again, text, facts)
        assert [{f: c.name for f, c in one.items()} for one in heard] == [
            {f: c.name for f, c in one.items()} for one in said
        ]


def test_training_is_reproducible():
    documents = [_text(index) for index in range(4)]
    first, second = (train_names(documents, seed=3) for _ in range(2))
    for rules in (False, True):
        assert np.array_equal(first.weights[rules], second.weights[rules])
        assert np.array_equal(first.heat[rules], second.heat[rules])


def test_names_are_cut_from_the_text_and_hold_no_number_of_the_fact(model):
    text, facts = _text(5)
    for chosen in _ask(model, text, facts):
        for choice in chosen.values():
            assert choice.name is None or choice.name in text
            assert not choice.name or not choice.name[0].isdigit()


def test_fill_writes_the_names_and_leaves_other_kinds_alone(model):
    text = "Mean grip strength was 31.5 kg in the yoga group. All 40 patients took 5 mg."
    document = read_text(text)
    quotes = (
        Measurement(quote="31.5", value=31.5),
        SampleSize(quote="40 patients", n=40, role="enrolled"),
        Dose(quote="5 mg", amount=5, unit="mg"),
    )
    for fact in quotes:
        fact.start = text.index(fact.quote)
        fact.end = fact.start + len(fact.quote)
    candidates = candidates_of(document, DocumentFacts(doc_id="x", facts=list(quotes)))
    model.fill(document, candidates, rules=False)
    assert "grip strength" in candidates[0].fact.measure
    assert candidates[1].fact.group is None


@pytest.mark.parametrize("training", [True, False])
def test_what_is_asked_where_the_rules_have_answered(training):
    """All names, at training; later none that stands whatever the model would choose, as the drug of a dose does."""
    facts = [Measurement(measure="pain", value=3.0, group="zidolol"), Dose(drug="zidolol", amount=5, unit="mg")]
    told = [Candidate(fact, at, at + 1, (at,), "made up", 0.9) for at, fact in enumerate(facts)]
    asked = questions_of(told, rules=True, every=training)
    answers = {FIELDS[COLUMNS[one.column]]: (one.told, one.answer) for one in asked}
    assert answers["measurement", "group"] == (True, "zidolol")
    assert answers["measurement", "measure"] == (True, "pain")
    assert (("dose", "drug") in answers) is training


def test_no_facts_no_questions(model):
    assert model.names(read_text("Nothing was counted."), [], rules=True) == []
    assert model.names(read_text(""), [], rules=False) == []


def test_phrases_do_not_run_across_marks_and_verbs():
    document = read_text("Mean time to first relapse was longer, and body weight fell.")
    words = read_words(document, [])
    first, end = find_phrases(words, np.ones(1, dtype=bool))
    phrases = {document.text[words.start[a] : words.end[b - 1]] for a, b in zip(first, end)}
    assert {"time to first relapse", "relapse", "body weight", "body weight fell"} <= phrases
    assert not any("," in phrase or " was " in phrase for phrase in phrases)


def test_long_texts_of_one_kind_are_bearable():
    """Phrases are bounded, so that their number grows as the text does."""
    for text in ("a b " * 20_000, "1 " * 20_000, "word " * 20_000, "(" * 20_000):
        document = read_text(text)
        fact = Measurement(quote=text[:1], value=1.0)
        candidates = candidates_of(
            document, DocumentFacts(doc_id="x", facts=[Measurement(quote=text[:1], start=0, end=1)])
        )
        assert fact.kind == candidates[0].fact.kind
        proposals = propose(document, candidates, False)
        assert proposals is None or len(proposals.question) < 10 * len(text)


def _scale_text(index: int) -> tuple[str, DocumentFacts]:
    name = ("Harlow Mood Inventory", "Tindale Fatigue Scale", "Osk Balance Index", "Brent Sleep Questionnaire")[
        index % 4
    ]
    outcome = OUTCOMES[index % len(OUTCOMES)]
    text = (
        f"We recorded {outcome}. Mood was rated with the {name} at week {index}. The {name} fell in the Zidolol Group."
    )
    start = text.index(name)
    return text, DocumentFacts(
        doc_id=str(index), facts=[Scale(quote=name, start=start, end=start + len(name), name=name)]
    )


def test_scales_are_found_at_their_first_mention_and_kept_in_a_file():
    model = train_scales([_scale_text(index) for index in range(20)])
    text, facts = _scale_text(22)
    for one in (model, ScaleModel.load(model.to_bytes())):
        found = one.scales(read_text(text))
        assert [(candidate.fact.name, candidate.start) for candidate in found] == [
            (facts.facts[0].name, facts.facts[0].start)
        ]
    assert model.scales(read_text("")) == []
    assert model.scales(read_text("nothing was rated here.")) == []


def test_scales_without_any_to_learn_from():
    assert train_scales([_text(0)]).scales(read_text(_scale_text(1)[0])) == []


def _filled(model, monkeypatch, text: str, chosen: list[dict[str, Choice]]) -> list[Proportion]:
    """The two proportions of a text with what was chosen for them; the rules told both the same."""
    document = read_text(text)
    told = [Proportion(outcome="rash", group="zidolol 5 mg", percent=4.0), Proportion(outcome="rash", percent=9.0)]
    spans = [(text.index("4%"), text.index("4%") + 2), (text.index("9%"), text.index("9%") + 2)]
    candidates = [Candidate(fact, *span, (at,), "made-up", 0.9) for at, (fact, span) in enumerate(zip(told, spans))]
    monkeypatch.setattr(NameModel, "names", lambda *_, **__: [dict(one) for one in chosen])
    model.fill(document, candidates, rules=True)
    return told


def test_values_set_against_each_other_have_one_outcome(model, monkeypatch):
    chosen = [{"outcome": Choice("rash of grade 2", 0.9)}, {"outcome": Choice("rash", 0.5)}]
    pair = _filled(model, monkeypatch, "Rash of grade 2 was rarer (4% v 9%).", chosen)
    assert [fact.outcome for fact in pair] == ["rash of grade 2", "rash of grade 2"]
    apart = _filled(model, monkeypatch, "Rash of grade 2 was seen in 4%, and later in 9% too.", chosen)
    assert [fact.outcome for fact in apart] == ["rash of grade 2", "rash"]


def test_a_unit_is_no_name(model, monkeypatch):
    chosen = [{"group": Choice("mg", 0.99)}, {"group": Choice("vehicle", 0.99)}]
    pair = _filled(model, monkeypatch, "Rash was rarer (4% v 9%).", chosen)
    assert [fact.group for fact in pair] == ["zidolol 5 mg", "vehicle"]


def test_two_arms_do_not_get_one_name(model, monkeypatch):
    text = "Women were assigned to compression (n = 23) or to no compression (n = 22)."
    document = read_text(text)
    told = [SampleSize(n=23, role="arm", group="compression"), SampleSize(n=22, role="arm", group="no compression")]
    candidates = [
        Candidate(fact, text.index(str(fact.n)), text.index(str(fact.n)) + 2, (at,), "made-up", 0.9)
        for at, fact in enumerate(told)
    ]
    monkeypatch.setattr(NameModel, "names", lambda *_, **__: [{"group": Choice("compression", 0.99)} for _ in told])
    model.fill(document, candidates, rules=True)
    assert [fact.group for fact in told] == ["compression", "no compression"]


@pytest.mark.parametrize("choice", ["post-treatment levels", "third score", "followed up for a mean"])
def test_when_it_was_taken_is_no_measure(model, monkeypatch, choice):
    text = "Post-treatment levels of zinc rose to 7 mg."
    fact = Measurement(measure="zinc", value=7.0)
    candidates = [Candidate(fact, text.index("7"), text.index("7") + 1, (0,), "made-up", 0.9)]
    monkeypatch.setattr(NameModel, "names", lambda *_, **__: [{"measure": Choice(choice, 0.99)}])
    model.fill(read_text(text), candidates, rules=True)
    assert fact.measure == "zinc"


@pytest.mark.parametrize(
    ("text", "told", "choice"),
    [
        ("They had HbA1c, 8.4%; and fasting glucose 7 mmol/l.", "fasting glucose", "HbA1c"),
        ("Zidolol or placebo was given. Zidolol raised zinc by 7%.", "zinc", "Zidolol"),
    ],
)
def test_the_measure_of_the_rules_stays(model, monkeypatch, text, told, choice):
    fact = Measurement(measure=told, value=7.0)
    candidates = [Candidate(fact, text.index("7"), text.index("7") + 1, (0,), "made-up", 0.9)]
    monkeypatch.setattr(NameModel, "names", lambda *_, **__: [{"measure": Choice(choice, 0.99)}])
    model.fill(read_text(text), candidates, rules=True)
    assert fact.measure == told


def test_two_times_are_not_two_arms(model, monkeypatch):
    text = "Urate fell by 16% and 20% at 2 and 4 weeks."
    told = [Measurement(measure="urate", value=value, time=f"{weeks} weeks") for value, weeks in ((16.0, 2), (20.0, 4))]
    candidates = [
        Candidate(fact, text.index(quote), text.index(quote) + 3, (at,), "made-up", 0.9)
        for at, (fact, quote) in enumerate(zip(told, ("16%", "20%")))
    ]
    chosen = [{"group": Choice("zidolol", 0.9)}, {"group": Choice("placebo", 0.9)}]
    monkeypatch.setattr(NameModel, "names", lambda *_, **__: [dict(one) for one in chosen])
    model.fill(read_text(text), candidates, rules=True)
    assert [fact.group for fact in told] == [None, None]


def test_three_values_keep_the_arms_of_the_rules(model, monkeypatch):
    text = "Rash was seen in 4%, 6% and 9%."
    arms = ["zidolol 5 mg", "zidolol 10 mg", "zidolol 20 mg"]
    told = [Proportion(outcome="rash", group=arm, percent=percent) for arm, percent in zip(arms, (4.0, 6.0, 9.0))]
    candidates = [
        Candidate(fact, text.index(quote), text.index(quote) + 2, (at,), "made-up", 0.9)
        for at, (fact, quote) in enumerate(zip(told, ("4%", "6%", "9%")))
    ]
    monkeypatch.setattr(NameModel, "names", lambda *_, **__: [{"group": Choice("zidolol 5 mg", 0.9)} for _ in told])
    model.fill(read_text(text), candidates, rules=True)
    assert [fact.group for fact in told] == arms
