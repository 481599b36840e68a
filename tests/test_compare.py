"""Ways of extracting side by side: what is counted, the paired bootstrap, and the command."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import trialfacts.batch
from trialfacts.cli import app
from trialfacts.compare import compare
from trialfacts.engine import Engine
from trialfacts.facts import KINDS, DocumentFacts, Dose, PValue

DOCUMENTS = 20


def document(number, *right, wrong=0, n_total=None):
    """P values at the places that are named, and others that no gold has."""
    facts = [PValue(quote="x", start=at, end=at + 1, value=0.01 * (1 + at)) for at in right]
    facts += [PValue(quote="x", start=100 + at, end=101 + at, value=0.5) for at in range(wrong)]
    return DocumentFacts(doc_id=str(number), facts=facts, n_total=n_total)


GOLD = [document(number, 0, 1, 2, n_total=number) for number in range(DOCUMENTS)]
ALL = {one.doc_id: one for one in GOLD}
# Two of three in every document, and in every second one a spurious fact; no total.
SOME = {str(number): document(number, 0, 1, wrong=number % 2) for number in range(DOCUMENTS)}
KINDS_HERE = ("p_value", "dose")


def difference(comparison, system, measure):
    return next(one for one in comparison.differences if (one.system, one.measure) == (system, measure))


def test_errors_are_missed_and_spurious():
    comparison = compare(GOLD, {"some": SOME, "all": ALL}, KINDS_HERE)
    assert comparison.errors("some") == {"p_value": 20 + 10, "dose": 0}
    assert comparison.errors("all") == {"p_value": 0, "dose": 0}
    fewer = difference(comparison, "all", "errors")
    assert (fewer.value, fewer.relative, fewer.better) == (-30, -1, 1)
    assert -40 < fewer.interval[0] < -30 < fewer.interval[1] < -20


def test_a_wrong_value_is_two_errors():
    wrong = {"0": DocumentFacts(doc_id="0", facts=[PValue(quote="x", start=0, end=1, value=0.9)])}
    assert compare([document(0, 0)], {"wrong": wrong}).errors("wrong")["p_value"] == 2


def test_differences_of_each_kind_and_of_n_total():
    comparison = compare(GOLD, {"some": SOME, "all": ALL}, KINDS_HERE)
    f1 = difference(comparison, "all", "p_value")
    assert f1.value == pytest.approx(1 - 80 / 110)
    assert f1.interval[0] < f1.value < f1.interval[1] and f1.better == 1
    totals = difference(comparison, "all", "n_total")
    assert (totals.value, totals.interval) == (1, (1, 1))
    nothing = difference(comparison, "all", "dose")
    assert nothing.value != nothing.value and nothing.better != nothing.better
    assert comparison.to_dict()["differences"]["all"]["dose"]["difference"] is None


def test_the_bootstrap_is_paired():
    """Where one system is the other but for one fact a document, chance is in the documents alone."""
    less = {doc_id: document(doc_id, 0, 1, wrong=int(doc_id) % 2 + 1) for doc_id in SOME}
    comparison = compare(GOLD, {"some": SOME, "less": less}, ("p_value",))
    more = difference(comparison, "less", "errors")
    assert (more.value, more.interval, more.better) == (DOCUMENTS, (DOCUMENTS, DOCUMENTS), 0)


def test_equal_systems_do_not_differ():
    comparison = compare(GOLD, {"a": SOME, "b": SOME}, ("p_value",))
    assert {(one.value, one.interval, one.better) for one in comparison.differences} == {(0, (0, 0), 0)}
    assert compare(GOLD, {"a": SOME, "b": SOME}, ("p_value",)).to_dict() == comparison.to_dict()


def test_nothing_to_compare():
    with pytest.raises(ValueError, match="nothing to compare"):
        compare(GOLD, {})
    json.dumps(compare([], {"a": {}, "b": {}}).to_dict(), allow_nan=False)


# The command.


class Fewer:
    """An engine of which ``using`` says what it leaves out."""

    def __init__(self, kinds=None, checks=False, using="rules", models=None):
        self._engine, self._using = Engine(kinds, using="rules"), using

    def facts(self, text, doc_id=""):
        """The facts, without doses for a model."""
        facts = self._engine.facts(text, doc_id)
        if self._using == "model":
            facts.facts = [fact for fact in facts.facts if not isinstance(fact, Dose)]
        return facts


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setattr("trialfacts.engine.Engine", Fewer)
    monkeypatch.setattr(trialfacts.batch, "_OF_THREAD", type(trialfacts.batch._OF_THREAD)())
    text = "Forty patients took zidolol 50 mg twice daily (P = 0.012)."
    texts, gold = tmp_path / "texts.jsonl", tmp_path / "gold.jsonl"
    texts.write_text(json.dumps({"doc_id": "a", "text": text}) + "\n")
    gold.write_text(json.dumps(Engine(using="rules").facts(text, "a").to_dict()) + "\n")
    return str(texts), str(gold)


def run(*arguments):
    return CliRunner().invoke(app, ["evaluate", *arguments], env={"COLUMNS": "120"})


def test_the_command_compares(files):
    result = run(*files, "--compare", "rules,model,both", "--reliability")
    assert result.exit_code == 0, result.output
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["dose", "0", "1", "0"] in rows and ["all", "0", "1", "0"] in rows
    assert ["n_total", "exact", "1/1", "1/1", "1/1"] in rows
    assert "Differences from rules" in result.stdout and "Reliability by kind" in result.stdout


def test_the_comparison_as_json(files):
    result = run(*files, "--compare", "model,rules", "--kinds", "dose", "--json")
    told = json.loads(result.stdout)
    assert told["systems"]["model"]["errors"] == {"all": 1, "dose": 1}
    assert told["systems"]["rules"]["kinds"]["dose"]["f1"] == 1
    assert told["compared_with"] == "model"
    assert told["differences"]["rules"]["errors"] == {
        "difference": -1, "95ci": [-1, -1], "relative": -1, "relative_95ci": [-1, -1], "better": 1,
    }  # fmt: skip


def test_an_evaluation_as_json(files):
    told = json.loads(run(*files, "--json", "--using", "model").stdout)
    assert told["kinds"]["dose"]["recall"] == 0 and set(told["kinds"]) == set(KINDS)
    assert told["reliability"]["p_value"]["calibration"][0]["facts"] == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--compare", "rules,spell"], "spell"),
        (["--compare", "rules"], "two or more"),
        (["--compare", "rules,model", "--errors"], "without PREDICTIONS"),
        (["--using", "spell"], "spell"),
    ],
)
def test_mistakes_in_the_command(files, options, message):
    result = run(*files, *options)
    assert result.exit_code == 2 and message in result.stderr
