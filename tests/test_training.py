"""Training, as a user with a few annotated texts does it: the same models again, and every mistake said."""

from __future__ import annotations

import json

import pytest
import spacy
from typer.testing import CliRunner

import trialfacts
from trialfacts.cli import app
from trialfacts.facts import KINDS, DocumentFacts, Dose, Estimate, Measurement, Proportion, PValue, SampleSize, Scale
from trialfacts.model import training
from trialfacts.model.bundle import ModelError, load_models, model_files
from trialfacts.model.training import FOLDS, Annotated, folds_of, train
from trialfacts.read.annotations import read_annotations
from trialfacts.read.source import Source

DRUGS = ("zidolol", "morlizine", "tambrafen")
OUTCOMES = ("nausea", "relapse", "falls", "fever")
MEASURES = ("sleep time", "grip strength", "body weight")
SCALES = ("Harlow Mood Inventory", "Osk Balance Index")
COUNT = 12


def annotated(index):
    """A made-up abstract with its annotated facts."""
    drug, outcome = DRUGS[index % 3], OUTCOMES[index % 4]
    measure, scale = MEASURES[index % 3], SCALES[index % 2]
    arm, events = 30 + index, 9 + index
    quotes = {
        f"{2 * arm} adults": SampleSize(n=2 * arm, role="randomized"),
        f"{5 * (index + 1)} mg twice daily": Dose(
            drug=drug, amount=5 * (index + 1), unit="mg", frequency={"times": 2, "every": 1, "unit": "day"}
        ),
        f"n = {arm}": SampleSize(n=arm, role="arm", group=drug),
        scale: Scale(name=scale),
        f"{40 + index}.5 (SD {3 + index % 5}.1)": Measurement(
            measure=measure, stat="mean", value=40.5 + index, group=drug,
            dispersion={"type": "SD", "value": 3.1 + index % 5},
        ),
        f"{events}/{arm} ({100 * events / arm:.0f}%)": Proportion(
            outcome=outcome, count=events, denominator=arm, percent=float(f"{100 * events / arm:.0f}"), group=drug
        ),
        f"0.{60 + index} (95% CI 0.4 to 0.9": Estimate(
            type="RR", value=float(f"0.{60 + index}"), ci_low=0.4, ci_high=0.9, level=95, outcome=outcome
        ),
        f"P = 0.0{11 + index}": PValue(value=float(f"0.0{11 + index}")),
    }  # fmt: skip
    people, dose, n, _, mean, share, ratio, p = quotes
    text = (
        f"We randomized {people} to {drug} {dose} ({n}) or to placebo. Mood was rated with the {scale}. Mean {measure} "
        f"with {drug} was {mean}. There was {outcome} in {share} with {drug}; the relative risk was {ratio}; {p})."
    )
    document = DocumentFacts(doc_id=f"made-up-{index}", n_total=2 * arm)
    for quote, fact in quotes.items():
        fact.quote, fact.start, fact.source = quote, text.index(quote), "gold"
        fact.end = fact.start + len(quote)
        document.facts.append(fact)
    return text, document


NEW, NEW_FACTS = annotated(COUNT)


def write_lines(path, entries):
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Texts, annotations of most, annotations that rules were written on, and texts without any."""
    folder = tmp_path_factory.mktemp("training")
    made = [annotated(index) for index in range(COUNT)]
    write_lines(folder / "texts.jsonl", [{"doc_id": facts.doc_id, "text": text} for text, facts in made])
    write_lines(folder / "gold.jsonl", [facts.to_dict() for _, facts in made[3:]])
    write_lines(folder / "seen.jsonl", [facts.to_dict() for _, facts in made[:3]])
    more = [annotated(COUNT + 1 + index)[0] for index in range(3)] + [made[0][0]]
    write_lines(folder / "more.jsonl", [{"doc_id": f"more-{at}", "text": text} for at, text in enumerate(more)])
    return folder


@pytest.fixture(scope="module")
def trained(files):
    """The command, and the folder that it wrote."""
    out = files / "pipeline"
    line = ["train", files / "texts.jsonl", files / "gold.jsonl", "-o", out, "--seen", files / "seen.jsonl"]
    return run(*line, "--unannotated", files / "more.jsonl", "--seed", 3), out


def test_the_command_says_what_it_learns_from(trained):
    result, out = trained
    assert result.exit_code == 0, result.output
    # The text that is annotated is not learnt from a second time.
    assert (
        "12 annotated documents (9 fresh, 3 seen by the rules, 0 invented), 3 texts without annotations, seed 3"
        in result.stdout
    )
    assert f"{COUNT} p_value, {2 * COUNT} sample_size, {COUNT} dose" in result.stdout
    assert f"wrote {out}" in result.stdout
    about = load_models(out).about
    assert (about["documents"], about["fresh"], about["texts"], about["seed"]) == (12, 9, 3, 3)
    assert about["facts"]["dose"] == about["numbers"]["dose"] == COUNT


def _read(files):
    made = [annotated(index) for index in range(COUNT)]
    texts = {facts.doc_id: text for text, facts in made}
    out = []
    for name, origin in (("gold", "fresh"), ("seen", "seen")):
        for document in read_annotations(Source.of_file(files / f"{name}.jsonl"), texts):
            out.append(Annotated(texts[document.doc_id], document, origin))
    return out


def test_what_invented_texts_count_for(monkeypatch):
    """Roles that the rules get right in fresh texts and wrong in invented ones: the rules are trusted less in roles.

    Facts of invented texts weigh together a tenth of those of fresh ones, and names are learnt with the rules' answers
    shown in the invented texts alone.
    """
    heard, shown = [], []
    fit_judge = training.fit_judge
    monkeypatch.setattr(training, "fit_judge", lambda spoken, said: heard.append(spoken) or fit_judge(spoken, said))
    train_names = training.train_names
    monkeypatch.setattr(
        training, "train_names", lambda texts, seed, seen: shown.append(seen) or train_names(texts, seed, seen)
    )
    texts = [annotated(index) for index in range(2 * COUNT)]
    for _, facts in texts[COUNT:]:
        for fact in facts.facts:
            if fact.kind == "sample_size":
                fact.role = "screened"
    trust = {}
    for origin in ("invented", "seen"):
        told = []
        given = [Annotated(text, facts, "fresh" if at < COUNT else origin) for at, (text, facts) in enumerate(texts)]
        trust[origin] = train(given, say=told.append).judge.trust["role"]
        lines = [line for line in told if line.startswith("weighing rules and model on invented documents")]
        assert lines[0].endswith(f"{5 * COUNT} fields" if origin == "invented" else "0 proposed facts, 0 fields")
    assert trust["invented"] < trust["seen"]
    weights = [[one.weight for one in spoken] for spoken in heard]
    assert sum(weights[0]) == pytest.approx(1.1 * len(weights[1])) and set(weights[1]) == {1.0}
    first, second = ({facts.doc_id for _, facts in part} for part in (texts[:COUNT], texts[COUNT:]))
    assert shown == [first, second]


def test_the_same_seed_gives_the_same_bytes(files, trained, tmp_path):
    more = [json.loads(line)["text"] for line in (files / "more.jsonl").read_text().splitlines()[:3]]
    said = []
    train(_read(files), more, 3, said.append).save(tmp_path / "again")
    for first, second in zip(model_files(trained[1]), model_files(tmp_path / "again")):
        assert first.read_bytes() == second.read_bytes(), first.name
    assert said == trained[0].stdout.splitlines()[:-1]


def test_folds_are_of_one_size_and_of_the_seed():
    folds = folds_of(23, 5)
    assert sorted(folds.tolist()) == sorted(index % FOLDS for index in range(23))
    assert folds.tolist() == folds_of(23, 5).tolist() != folds_of(23, 6).tolist()


def test_the_folder_is_a_pipeline(trained):
    for nlp in (trialfacts.load(trained[1]), spacy.load(trained[1])):
        assert nlp.pipe_names == ["trialfacts"]
        component = nlp.get_pipe("trialfacts")
        assert component.engine.models.about["seed"] == 3
        facts = nlp(NEW)._.facts
        assert all(NEW[fact.start : fact.end] == fact.quote for fact in facts.facts)
        assert facts.n_total == NEW_FACTS.n_total


def test_it_finds_what_it_was_taught(trained):
    """Of an abstract like those it learnt from the model alone finds the facts, without a rule."""
    found = trialfacts.load(trained[1], using="model")(NEW)._.facts
    assert {fact.source for fact in found.facts} == {"model"}
    for kind in set(KINDS) - {"scale"}:
        wanted = {(fact.start, fact.end) for fact in NEW_FACTS.of(kind)}
        have = [(fact.start, fact.end) for fact in found.of(kind)]
        assert any(start < end_ and start_ < end for start, end in wanted for start_, end_ in have), kind


def test_a_pipeline_goes_to_disk_with_its_models(trained, tmp_path):
    nlp = trialfacts.load(trained[1], using="both", kinds=["dose"])
    nlp.to_disk(tmp_path / "copy")
    again = spacy.load(tmp_path / "copy")
    assert again.get_pipe("trialfacts").engine.kinds == ("dose",)
    assert again(NEW)._.facts == nlp(NEW)._.facts
    for first, second in zip(model_files(trained[1]), model_files(tmp_path / "copy")):
        assert first.read_bytes() == second.read_bytes(), first.name


def test_a_pipeline_is_replaced(files, trained, tmp_path):
    out = tmp_path / "pipeline"
    load_models(trained[1]).save(out / "trialfacts")
    (out / "meta.json").write_text("{}")
    before = load_models(out).about["seed"]
    result = run("train", files / "texts.jsonl", files / "gold.jsonl", "-o", out, "--seed", 4)
    assert result.exit_code == 0, result.output
    assert (before, load_models(out).about["seed"]) == (3, 4)
    assert trialfacts.load(out)(NEW)._.facts.of("p_value")


def test_a_folder_that_is_no_pipeline_cannot_be_loaded(tmp_path):
    with pytest.raises(ModelError, match="holds no models"):
        trialfacts.load(tmp_path, using="both")


# The trained models in the other commands.


@pytest.fixture
def new(tmp_path):
    path = tmp_path / "new.jsonl"
    return write_lines(path, [{"doc_id": f"new-{at}", "text": annotated(20 + at)[0]} for at in range(8)])


def facts_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_extract_with_trained_models(trained, new, tmp_path):
    out = tmp_path / "facts.jsonl"
    result = run("extract", new, "-o", out, "--using", "both", "--model", trained[1])
    assert result.exit_code == 0, result.output
    nlp = trialfacts.load(trained[1], using="both")
    for document, entry in zip(facts_of(out), facts_of(new)):
        assert document == nlp(entry["text"])._.facts.to_dict() | {"doc_id": entry["doc_id"]}
    told = json.loads((tmp_path / "facts.jsonl.meta.json").read_text())["settings"]
    assert told["using"] == "both"
    assert told["model"]["folder"] == str(trained[1]) and len(told["model"]["sha256"]) == 64
    assert run("extract", new, "-o", tmp_path / "own.jsonl", "--using", "both").exit_code == 0
    assert json.loads((tmp_path / "own.jsonl.meta.json").read_text())["settings"]["model"] is None
    assert (tmp_path / "own.jsonl").read_bytes() != out.read_bytes()


def test_processes_read_the_models_for_themselves(trained, new, tmp_path, monkeypatch):
    monkeypatch.chdir(trained[1].parent)
    line = ["extract", new, "--using", "both", "--model", trained[1].name]
    for jobs in (1, 2):
        assert run(*line, "-o", tmp_path / f"{jobs}.jsonl", "--jobs", jobs).exit_code == 0
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    assert run("extract", new, "-o", tmp_path / "own.jsonl", "--using", "both").exit_code == 0
    assert (tmp_path / "1.jsonl").read_bytes() != (tmp_path / "own.jsonl").read_bytes()


def test_workers_of_a_cluster_read_the_models_for_themselves(trained, new, tmp_path):
    pd = pytest.importorskip("pandas")
    pytest.importorskip("distributed", reason="Dask is not installed: pip install trialfacts[cluster]")
    line = ["extract", new, "--using", "both", "--model", trained[1]]
    assert run(*line, "-o", tmp_path / "one.parquet").exit_code == 0
    result = run(*line, "-o", tmp_path / "many.parquet", "--engine", "dask")
    assert result.exit_code == 0, result.stderr
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "one.parquet"), pd.read_parquet(tmp_path / "many.parquet"))
    assert len(json.loads((tmp_path / "many.parquet.meta.json").read_text())["settings"]["model"]["sha256"]) == 64


def test_frames(trained, new):
    import pandas as pd

    from trialfacts.batch import extract_frame, extractor

    found = extract_frame(pd.read_json(new, lines=True), using="both", model=trained[1])
    nlp = trialfacts.load(trained[1], using="both")
    assert len(found) == sum(len(nlp(entry["text"])._.facts.facts) for entry in facts_of(new))
    assert extractor(None, "both", trained[1]) is extractor(None, "both", trained[1])
    assert extractor(None, "both", trained[1]) is not extractor(None, "both")


def test_a_run_is_not_gone_on_with_by_other_models(trained, new, tmp_path):
    """Models that were trained anew, in the same place, are others."""
    models, out = tmp_path / "models", tmp_path / "facts.jsonl"
    load_models(trained[1]).save(models)
    line = ["extract", new, "-o", out, "--using", "both", "--model", models, "--resume"]
    assert run(*line).exit_code == 0
    again = run(*line)
    assert again.exit_code == 0 and "nothing to do" in again.stderr
    record = json.loads((models / "judge.json").read_text())
    record["judge"]["least"] = 0.99
    (models / "judge.json").write_text(json.dumps(record))
    assert "nothing to do" not in run(*line).stderr


def test_check_evaluate_and_show_take_models(files, trained, tmp_path):
    using = ["--using", "both", "--model", trained[1]]
    result = run("check", files / "more.jsonl", "-o", tmp_path / "found.csv", *using)
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "found.csv.meta.json").read_text())["settings"]["model"]["sha256"]
    out = tmp_path / "checked.csv"
    result = run(
        "evaluate", files / "texts.jsonl", files / "gold.jsonl", "-o", out, *using, "--fail-under", "p_value=1"
    )
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "checked.csv.meta.json").read_text())["settings"]["model"]["sha256"]
    line = ["evaluate", files / "texts.jsonl", files / "gold.jsonl", "--compare", "rules,both", "--json"]
    told = json.loads(run(*line, "--model", trained[1]).stdout)
    assert set(told["systems"]) == {"rules", "both"}
    result = run("show", files / "more.jsonl", "--id", "more-1", *using)
    assert result.exit_code == 0 and "P = 0.0" in result.stdout
    result = run("extract", files / "more.jsonl", "-o", tmp_path / "studies.csv", "--table", "studies", *using)
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "studies.csv.meta.json").read_text())["settings"]["model"]["sha256"]


@pytest.mark.parametrize("command", ["extract", "check", "evaluate", "show"])
def test_mistakes_with_models(files, trained, tmp_path, command):
    line = [command, files / "texts.jsonl"]
    line += {"evaluate": [files / "gold.jsonl"], "show": ["--id", "made-up-1"]}.get(command, [])
    for options, reason in (
        (["--using", "both", "--model", tmp_path], "holds no models"),
        (["--using", "both", "--model", tmp_path / "missing"], "holds no models"),
        (["--using", "rules", "--model", trained[1]], "rules alone take no models"),
    ):
        result = run(*line, *options)
        assert result.exit_code == 2 and not result.stdout
        assert len(result.stderr.splitlines()) == 1 and reason in result.stderr


# Mistakes.


def mistake(*arguments):
    """What a command says that does nothing: one sentence."""
    result = run("train", *arguments)
    assert result.exit_code == 2, result.output
    assert result.stderr.count("\n") == 1 and result.stderr.startswith("error: ")
    return result.stderr


def test_files_that_are_not_there(files, tmp_path):
    texts, gold, out = files / "texts.jsonl", files / "gold.jsonl", tmp_path / "out"
    assert "missing.jsonl: no such file" in mistake(tmp_path / "missing.jsonl", gold, "-o", out)
    assert "missing.jsonl: no such file" in mistake(texts, tmp_path / "missing.jsonl", "-o", out)
    for option in ("--seen", "--invented"):
        assert "missing.jsonl: no such file" in mistake(texts, gold, "-o", out, option, tmp_path / "missing.jsonl")
    assert "missing.jsonl: no such file" in mistake(texts, gold, "-o", out, "--unannotated", tmp_path / "missing.jsonl")
    assert "no such file" in mistake(texts, tmp_path, "-o", out)
    assert "there is no folder" in mistake(texts, gold, "-o", tmp_path / "missing" / "out")
    assert not out.exists()


def test_a_place_that_is_taken(files, tmp_path):
    texts, gold = files / "texts.jsonl", files / "gold.jsonl"
    (tmp_path / "notes.txt").write_text("mine")
    assert "no pipeline that could be replaced" in mistake(texts, gold, "-o", tmp_path)
    assert "no pipeline that could be replaced" in mistake(texts, gold, "-o", tmp_path / "notes.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_too_little_to_learn_from(files, tmp_path):
    out = tmp_path / "out"
    said = mistake(files / "texts.jsonl", files / "seen.jsonl", "-o", out)
    assert "3 annotated documents with numbers are too few" in said
    assert not out.exists()


def test_none_that_the_rules_were_not_written_on(files, tmp_path):
    words = write_lines(tmp_path / "words.jsonl", [{"doc_id": "words", "text": "Nothing was counted."}])
    texts = write_lines(tmp_path / "texts.jsonl", facts_of(files / "texts.jsonl") + facts_of(words))
    gold = write_lines(tmp_path / "words.gold.jsonl", [{"doc_id": "words"} | dict.fromkeys(KINDS, [])])
    assert "no annotated document is fresh" in mistake(
        texts, gold, "-o", tmp_path / "out", "--seen", files / "gold.jsonl"
    )


def test_a_seed_below_zero(files, tmp_path):
    result = run("train", files / "texts.jsonl", files / "gold.jsonl", "-o", tmp_path / "out", "--seed", "-1")
    assert result.exit_code == 2 and "seed" in result.stderr and not (tmp_path / "out").exists()


def test_records_that_cannot_be_used_are_named_and_the_others_learnt_from(files, tmp_path):
    """No text, a quote that is not there, an annotation made twice."""
    entries = facts_of(files / "gold.jsonl")
    entries[0]["doc_id"] = "unheard-of"
    entries[1]["p_value"][0] |= {"quote": "P = 0.9", "start": 0, "end": 7}
    gold = write_lines(tmp_path / "gold.jsonl", entries)
    seen = write_lines(tmp_path / "seen.jsonl", [*facts_of(files / "seen.jsonl"), entries[2]])
    result = run("train", files / "texts.jsonl", gold, "-o", tmp_path / "out", "--seen", seen)
    assert result.exit_code == 1, result.output
    for reason in ("no text of document 'unheard-of'", "'P = 0.9' does not stand at 0..7", "was annotated before"):
        assert result.stderr.count(reason) == 1
    assert "11 annotated documents (8 fresh" in result.stdout
    assert load_models(tmp_path / "out").about["documents"] == 11


def test_a_place_that_cannot_be_written(files, tmp_path, monkeypatch):
    def full(models, folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("trialfacts.model.training.train", lambda *_: None)
    monkeypatch.setattr("trialfacts.model.bundle.write_pipeline", full)
    result = run("train", files / "texts.jsonl", files / "gold.jsonl", "-o", tmp_path / "out")
    assert result.exit_code == 1 and "cannot be written: No space left" in result.stderr
