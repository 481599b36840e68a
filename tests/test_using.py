"""Rules, model, both: each way gives facts of the contract, and takes no more than it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from typer.testing import CliRunner

import trialfacts
from trialfacts import engine, extractors
from trialfacts.batch import Extractor
from trialfacts.cli import app
from trialfacts.engine import Engine
from trialfacts.extractors import MODULES
from trialfacts.facts import DEFAULT, KINDS, USING, read_document
from trialfacts.model.bundle import load_models

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [
    "Sixty patients were randomized to oral zidolol 50 mg twice daily for 6 weeks (n = 30) or placebo (n = 30). The "
    "mean pain score (VAS, 0-100) fell from 61.0 (SD 9.2) to 42.5 (SD 8.1) with zidolol (P = 0.03). Relapse occurred "
    "in 6 (20%) and 12 of 30 patients (odds ratio 0.38, 95% CI 0.12 to 0.95).",
    "Relief came sooner (P\u2009&lt;\u20090\u00b705) \U0001f600 in 12/40\u00a0(30%) \u2013 not in 9 (22\u00b75%).",
    "Nothing was counted.",
    "",
    "((((((((((1 2 3 4 5 6 7 8 9 10))))) [95% CI",
    "0.5 " * 300,
    "9" * 400 + " patients, 1e400 mg, -3 (-5 to -1).",
]
SOURCES = {"rules": {"rule"}, "model": {"model"}, "both": {"rule", "model", "both"}}


@pytest.mark.parametrize("using", USING)
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_facts_stand_in_their_text(using, text):
    document = trialfacts.extract(text, "a", using=using)
    for fact in document.facts:
        assert text[fact.start : fact.end] == fact.quote != ""
        assert 0 <= fact.confidence <= 1
        assert fact.source in SOURCES[using] and fact.rule
    for number in document.unclaimed:
        assert text[number["start"] : number["end"]] == number["quote"]
    starts = [fact.start for fact in document.facts]
    assert starts == sorted(starts)


@pytest.mark.parametrize("using", USING)
def test_facts_are_of_the_contract(using):
    document = trialfacts.extract(TEXTS[0], "a", using=using)
    assert {"p_value", "sample_size", "dose"} <= {fact.kind for fact in document.facts}
    assert document.n_total == 60
    line = json.loads(json.dumps(document.to_dict(), allow_nan=False))
    problems: list[str] = []
    again = read_document(line, TEXTS[0], problems)
    assert problems == [] and again.to_dict() == line


@pytest.mark.parametrize("using", USING)
def test_only_arms_and_subgroups_have_a_group(using):
    sizes = [
        fact
        for path in sorted((ROOT / "corpus").glob("*.txt"))
        for fact in trialfacts.extract(path.read_text(encoding="utf-8"), path.stem, using=using).of("sample_size")
    ]
    assert any(fact.group for fact in sizes)
    assert all(fact.group is None for fact in sizes if fact.role not in ("arm", "subgroup"))


@pytest.mark.parametrize("using", USING)
def test_a_number_has_one_owner(using, monkeypatch):
    owned = []
    original = engine.standing

    def standing(candidates):
        kept, numbers = original(candidates)
        owned.extend(number for candidate in kept for number in candidate.numbers)
        return kept, numbers

    monkeypatch.setattr(engine, "standing", standing)
    Engine(using=using).facts(TEXTS[0])
    assert owned and len(owned) == len(set(owned))


@pytest.mark.parametrize("using", USING)
def test_the_same_text_gives_the_same_facts(using):
    first, second = (Engine(using=using).facts(TEXTS[0]) for _ in range(2))
    assert first == second == trialfacts.load(using=using)(TEXTS[0])._.facts
    ((_, batch),) = Extractor(using=using).stream([_record(TEXTS[0])])
    assert batch.facts == first.facts


def _record(text):
    from trialfacts.read import Record

    return Record("", text, where="made up")


@pytest.mark.parametrize("using", USING)
@pytest.mark.parametrize("kind", KINDS)
def test_kinds_are_kept_as_they_are_among_all(using, kind):
    some = trialfacts.extract(TEXTS[0], kinds=[kind], using=using)
    assert some.facts == trialfacts.extract(TEXTS[0], using=using).of(kind)


def test_rules_and_model_agree_on_what_is_plain():
    sources = {fact.source for fact in trialfacts.extract(TEXTS[0], using="both").facts}
    assert "both" in sources


def test_the_ways_do_not_disturb_each_other():
    before = {using: trialfacts.extract(TEXTS[0], using=using) for using in USING}
    assert {using: trialfacts.extract(TEXTS[0], using=using) for using in reversed(USING)} == before


def test_the_default():
    assert DEFAULT == "both"
    assert trialfacts.extract(TEXTS[0]) == trialfacts.extract(TEXTS[0], using="both")
    assert trialfacts.load().get_pipe("trialfacts").engine.using == "both"
    assert Engine().using == Extractor()._engine.using == "both"


@pytest.mark.parametrize(
    "call",
    [
        lambda: Engine(using="spell"),
        lambda: trialfacts.extract("x", using="spell"),
        lambda: trialfacts.load(using="spell"),
        lambda: spacy.blank("en").add_pipe("trialfacts", config={"using": "spell"}),
        lambda: Extractor(using="spell"),
    ],
    ids=["engine", "extract", "load", "pipe", "batch"],
)
def test_an_unknown_way(call):
    with pytest.raises(ValueError, match="unknown way 'spell': facts are found using rules, model, both"):
        call()


@pytest.mark.parametrize("command", ["extract", "check", "show"])
def test_an_unknown_way_of_a_command(command, tmp_path):
    (tmp_path / "a.txt").write_text(TEXTS[0])
    result = CliRunner().invoke(app, [command, str(tmp_path / "a.txt"), "--using", "spell"])
    assert result.exit_code == 2 and result.stderr == "error: --using spell: unknown; there are rules, model, both\n"


# What each way takes.

BY_RULES = f"""
import sys, trialfacts
facts = trialfacts.extract({TEXTS[0]!r}, using="rules")
assert facts.of("dose")
print(sorted(name for name in sys.modules if name.startswith(("trialfacts.model", "sklearn"))))
nlp = trialfacts.load(using="rules")
assert nlp({TEXTS[0]!r})._.facts.facts == facts.facts
print(sorted(name for name in sys.modules if name.startswith("trialfacts.model")))
"""


def test_rules_import_nothing_of_the_model():
    result = subprocess.run([sys.executable, "-c", BY_RULES], capture_output=True, text=True, timeout=120)
    assert result.stdout.splitlines() == ["[]", "[]"], result.stderr


@pytest.mark.parametrize("using", ["model", "both"])
def test_extracting_needs_nothing_that_training_needs(using):
    code = f"import sys, trialfacts; trialfacts.extract({TEXTS[0]!r}, using={using!r}); print('sklearn' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert result.stdout.strip() == "False", result.stderr


def test_rules_use_no_models_that_they_are_given(monkeypatch):
    rules = Engine(using="rules", models=load_models())
    monkeypatch.setattr(engine, "_weighed", lambda *_: pytest.fail("the model was asked"))
    assert rules.models is None
    assert rules.facts(TEXTS[0]) == trialfacts.extract(TEXTS[0], using="rules")


def test_models_are_read_when_they_are_first_needed(monkeypatch):
    monkeypatch.setattr("trialfacts.model.bundle.load_models", lambda *_: pytest.fail("the models were read"))
    made = Engine(using="both")
    spacy.blank("en").add_pipe("trialfacts", config={"using": "model"})
    with pytest.raises(pytest.fail.Exception):
        made.facts(TEXTS[0])


def test_a_run_by_the_model_calls_no_rule(monkeypatch):
    expected = trialfacts.extract(TEXTS[0], using="model")
    for kind in MODULES:
        module = sys.modules[extractors.extractor(kind).__module__]
        monkeypatch.setattr(module, "extract", lambda _: pytest.fail("a rule was asked"))
    assert Engine(using="model").facts(TEXTS[0]) == expected
    with pytest.raises(pytest.fail.Exception):
        list(Engine(using="both").facts(TEXTS[0]).facts)


def test_a_follow_up_that_is_told_once_is_everybodys(monkeypatch):
    """Whatever arm the name model finds beside it."""
    two = (
        "Follow-up was a median of 21 months with zidolol and a median follow-up of 19 months was reached with placebo."
    )
    once = (
        "Sixty patients were followed. The median follow-up was 21 months (IQR 12-29) and 6 (20%) given zidolol died."
    )
    names = load_models().names
    fill = names.fill

    def all_in_one_arm(document, candidates, rules):
        fill(document, candidates, rules=rules)
        for candidate in candidates:
            candidate.fact.group = "zidolol"

    monkeypatch.setattr(type(names), "fill", lambda self, *given, **how: all_in_one_arm(*given, **how))
    groups = [
        [fact.group for fact in trialfacts.extract(text).facts if fact.kind == "measurement"] for text in (once, two)
    ]
    assert groups == [[None], ["zidolol", "zidolol"]]


def test_an_interval_that_stands_with_its_value_is_no_estimate_alone():
    text = (
        "Results: Mean change of bone density at 3 years was alike in women taking zidolol and women taking "
        "placebo (-0.84%, 95% CI -2.11 to 0.43 vs -2.17%, 95% CI -3.52 to -0.82; p=0.07)."
    )
    assert trialfacts.extract(text, using="both").of("estimate") == []
    assert len(trialfacts.extract(text, using="rules").of("measurement")) == 2
