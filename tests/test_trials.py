"""Which records are reports of trials."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from trialfacts.cli import app
from trialfacts.read.source import Record
from trialfacts.running.trials import by_wording, judge

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))


@pytest.mark.parametrize(
    ("types", "keep"),
    [
        (["Journal Article", "Randomized Controlled Trial"], True),
        (["Clinical Trial, Phase II"], True),
        (["Controlled Clinical Trial"], True),
        (["Pragmatic Clinical Trial", "Multicenter Study"], True),
        (["Equivalence Trial"], True),
        (["Clinical Trial, Veterinary"], True),
        (["Journal Article", "Review"], False),
        (["Systematic Review", "Meta-Analysis"], False),
        (["Case Reports"], False),
        (["Clinical Trial Protocol"], False),
        (["Randomized Controlled Trial", "Clinical Trial Protocol"], False),
        (["Observational Study"], False),
        (["Editorial", "Comment"], False),
    ],
)
def test_publication_types_decide(types, keep):
    # The wording says the contrary.
    text = "We searched MEDLINE for reviews." if keep else "Patients were randomized to zidolol or placebo."
    verdict = judge(Record("a", text, publication_types=tuple(types)))
    assert verdict.keep is keep and verdict.score is None
    assert verdict.reason.startswith("publication type: ")


@pytest.mark.parametrize("types", [(), ("Journal Article",), ("Journal Article", "Multicenter Study"), ("Letter",)])
def test_where_types_say_nothing_the_wording_decides(types):
    assert judge(Record("a", "Patients were randomized to zidolol or placebo.", publication_types=types)).keep
    assert not judge(Record("a", "Charts of 80 patients were studied in retrospect.", publication_types=types)).keep


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Zidolol for hip pain", "Ninety adults were randomly assigned to zidolol or placebo for six weeks."),
        ("Sleep after zidolol: a pilot study", "Twenty volunteers received zidolol; sleep was scored at baseline."),
        ("A phase II study of tarlomab in lymphoma", "Forty patients were treated until progression."),
        ("Zidolol in cats", "Cats were allocated to two groups and given zidolol or saline."),
        ("Early walking after surgery", "Each patient had both regimens in a cross-over design, in randomised order."),
        ("Effect of walking on mood", "The intervention group walked daily; the control group did not."),
        ("Zidolol and sleep: secondary analysis of a randomised trial",
         "Risk factors for poor sleep were studied in a cohort of participants of the double-blind trial."),
        ("Open-label zidolol", "Patients received 50 mg daily; adverse events were counted."),
    ],
)  # fmt: skip
def test_trials_are_kept(title, text):
    verdict = by_wording(title, text)
    assert verdict.keep, verdict


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("Zidolol for pain: a systematic review", "We searched MEDLINE and Embase; 12 randomized trials were pooled.",
         "review"),
        ("Zidolol today", "This article reviews the pharmacology of zidolol and its use in clinics.", "review"),
        ("Zidolol for pain: study protocol", "Patients will be randomized to zidolol or placebo.",
         "protocol"),
        ("Rash after zidolol", "We report the case of a 43-year-old woman who received zidolol.", "case report"),
        ("Zidolol and falls", "In this retrospective cohort study users of zidolol were compared with others.",
         "observational"),
        ("Smoking and zidolol: Mendelian randomization", "Genes stood for exposure in a population-based sample.",
         "observational"),
        ("How common is poor sleep?", "The prevalence of poor sleep and its risk factors were studied.", "frequency"),
        ("What nurses think of zidolol", "Nurses answered a survey; semi-structured interviews followed.", "survey"),
        ("What zidolol costs", "A Markov model gave the cost-effectiveness of zidolol.", "cost"),
        ("A short form of the pain index", "Its psychometric properties and reliability were good.", "test"),
        ("Zidolol and receptors", "In vitro, zidolol bound to receptors of several cell lines.", "laboratory"),
        ("The anatomy of the wrist", "Forty wrists were dissected and drawn.", "nothing says"),
    ],
)  # fmt: skip
def test_others_are_dropped_and_it_is_said_why(title, text, reason):
    verdict = by_wording(title, text)
    assert not verdict.keep and reason in verdict.reason, verdict


def test_the_trials_of_the_corpus_are_kept():
    kept = [by_wording("", path.read_text(encoding="utf-8")).keep for path in CORPUS]
    assert sum(kept) >= 0.9 * len(kept)


def test_wording_is_read_in_linear_time():
    for piece in ("a ", "will be ", "randomly ", "divided into "):
        by_wording(piece * 1000, piece * (1_000_000 // len(piece)))


def test_the_command_drops_and_counts(tmp_path):
    path, out = tmp_path / "a.jsonl", tmp_path / "facts.jsonl"
    texts = {
        "trial": "Ninety adults were randomly assigned to zidolol or placebo (P = 0.04).",
        "review": "This systematic review searched MEDLINE.",
        "other review": "This systematic review searched Embase.",
        "survey": "Nurses answered a survey.",
    }
    path.write_text("".join(json.dumps({"doc_id": name, "text": text}) + "\n" for name, text in texts.items()))
    result = CliRunner().invoke(app, ["extract", str(path), "-o", str(out), "--trials"])
    assert result.exit_code == 0
    assert [json.loads(line)["doc_id"] for line in out.read_text().splitlines()] == ["trial"]
    assert "3 records are no reports of trials" in result.stderr and "2  reads like a review" in result.stderr
    meta = json.loads((tmp_path / "facts.jsonl.meta.json").read_text())
    assert meta["settings"]["trials"] is True
    assert meta["dropped"] == {"count": 3, "reasons": {"reads like a review": 2, "reads like a survey": 1}}
    printed = CliRunner().invoke(app, ["extract", str(path), "--trials"])
    assert "1 document" in printed.stdout and "3 records are no reports" in printed.stderr
