"""The commands, as they are typed: what they write, what they say, and their exit codes."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from trialfacts import __version__
from trialfacts.cli import app
from trialfacts.facts import KINDS

TEXT = (
    "Forty-two patients were randomized to oral zidolol 50 mg twice daily or placebo. "
    "Pain fell more with zidolol (P = 0.012) and sleep did not differ (p=0.6)."
)
OTHER = "The two arms were alike in weight (P = NS)."


def run(*arguments, **options):
    """A command in this process: its result, with stdout and stderr apart."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)


def command(*arguments, **options):
    """A command in a process of its own."""
    code = "from trialfacts.cli import main; main()"
    line = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=120, **options)


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "first.txt").write_text(TEXT, encoding="utf-8")
    (folder / "second.txt").write_text(OTHER, encoding="utf-8")
    return folder


@pytest.fixture
def records(tmp_path):
    path = tmp_path / "records.jsonl"
    entries = [{"doc_id": "first", "title": "Zidolol for pain", "text": TEXT}, {"doc_id": "second", "text": OTHER}]
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path):
    """Hand annotations of the two texts: one fact that is found, one of another value, one that is not there."""
    path = tmp_path / "gold.jsonl"
    empty = {kind: [] for kind in KINDS}
    p_values = [
        {"quote": "P = 0.012", "op": "=", "value": 0.012, "threshold": True},
        {"quote": "p=0.6", "op": "=", "value": 0.06, "threshold": False},
        {"quote": "50 mg", "op": "=", "value": 50, "threshold": False},
    ]
    first = {"doc_id": "first", "n_total": 42} | empty | {"p_value": p_values}
    second = {"doc_id": "second", "n_total": None} | empty
    path.write_text(json.dumps(first) + "\n" + json.dumps(second) + "\n", encoding="utf-8")
    return path


# extract: what comes out


def test_the_contract(texts, tmp_path):
    out = tmp_path / "facts.jsonl"
    result = run("extract", texts / "first.txt", "-o", out)
    assert result.exit_code == 0, result.output
    (document,) = lines(out)
    assert {"doc_id", "n_total", *KINDS, "checks", "unclaimed"} <= document.keys()
    assert document["doc_id"] == "first"
    for fact in document["p_value"]:
        assert fact["quote"] == TEXT[fact["start"] : fact["end"]]
    assert [(fact["op"], fact["value"]) for fact in document["p_value"]] == [("=", 0.012), ("=", 0.6)]


def test_a_folder_a_file_of_lines_and_standard_input_say_the_same(texts, records, tmp_path):
    outs = [tmp_path / f"{name}.jsonl" for name in ("folder", "lines", "stdin")]
    assert run("extract", texts, "-o", outs[0]).exit_code == 0
    assert run("extract", records, "-o", outs[1]).exit_code == 0
    assert run("extract", "-", "-o", outs[2], input=records.read_bytes()).exit_code == 0
    first, *others = lines(outs[1])
    assert first.pop("article") == {"title": "Zidolol for pain"}  # which a text alone does not tell
    assert lines(outs[0]) == [first, *others] and lines(outs[1]) == lines(outs[2])
    assert [document["doc_id"] for document in lines(outs[0])] == ["first", "second"]


def test_a_text_on_standard_input(tmp_path):
    out = tmp_path / "facts.jsonl"
    assert run("extract", "-", "-o", out, input=TEXT.encode()).exit_code == 0
    (document,) = lines(out)
    assert document["doc_id"] == "stdin"
    assert len(document["p_value"]) == 2


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_tables_have_one_row_a_fact(records, tmp_path, ending):
    out = tmp_path / f"facts{ending}"
    assert run("extract", records, "-o", out, "--kinds", "p_value").exit_code == 0
    read = {".csv": pd.read_csv, ".xlsx": pd.read_excel, ".parquet": pd.read_parquet}[ending]
    table = read(out)
    assert list(table["doc_id"]) == ["first", "first", "second"]
    assert list(table["op"]) == ["=", "=", "NS"]
    assert list(table["value"].dropna()) == [0.012, 0.6]
    assert "amount" not in table.columns


def test_the_columns_of_a_table(tmp_path):
    path, out = tmp_path / "a.csv", tmp_path / "facts.jsonl"
    path.write_text(f'number,said\n17,"{TEXT}"\n', encoding="utf-8")
    result = run("extract", path, "-o", out, "--text-column", "said", "--id-column", "number")
    assert result.exit_code == 0, result.output
    assert lines(out)[0]["doc_id"] == "17"


def test_kinds_leave_the_others_empty(records, tmp_path):
    out = tmp_path / "facts.jsonl"
    assert run("extract", records, "-o", out, "--kinds", " dose , sample_size").exit_code == 0
    for document in lines(out):
        assert document["p_value"] == []


def test_the_table_on_the_terminal(records):
    result = run("extract", records, env={"COLUMNS": "80"})
    assert result.exit_code == 0
    assert "first" in result.stdout and "Zidolol for pain" in result.stdout
    assert "P = 0.012" in result.stdout
    assert "2 documents" in result.stdout
    assert max(len(line.rstrip()) for line in result.stdout.splitlines()) <= 80


def test_markup_in_a_text_is_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("The [bold]dose[/bold] \x1b[31mhelped (P = 0.03) [/nothing].", encoding="utf-8")
    for result in (run("extract", path), run("show", path)):
        assert result.exit_code == 0
        assert "\x1b" not in result.stdout
    assert "[bold]dose[/bold]" in result.stdout


def test_the_audit_file(records, tmp_path):
    out = tmp_path / "facts.csv"
    run("extract", records, "-o", out, "--kinds", "p_value,dose")
    meta = json.loads((tmp_path / "facts.csv.meta.json").read_text(encoding="utf-8"))
    assert meta["trialfacts"] == __version__
    assert meta["settings"]["kinds"] == ["p_value", "dose"]
    (source,) = meta["inputs"]
    assert source["path"] == str(records)
    assert source["sha256"] == hashlib.sha256(records.read_bytes()).hexdigest()
    assert (source["bytes"], source["records"]) == (records.stat().st_size, 2)
    assert meta["documents"] == 2
    assert meta["facts"]["p_value"] == 3
    assert meta["errors"] == {"count": 0, "messages": []}
    assert meta["date"].endswith("Z")


def test_formulas_are_text_to_a_spreadsheet(tmp_path):
    entry = {"doc_id": '=HYPERLINK("http://example.org")', "text": "It fell (P = 0.02)."}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(entry), encoding="utf-8")
    run("extract", path, "-o", tmp_path / "a.csv")
    run("extract", path, "-o", tmp_path / "a.xlsx")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["doc_id"] == "'" + entry["doc_id"]
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx").active["A2"]
    assert (cell.value, cell.data_type) == ("'" + entry["doc_id"], "s")


# extract: bad input


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no text"),
        (b" \n\t\n", "no text"),
        (b"%PDF-1.4 \x00\x01\x02", "NUL"),
        (b"\x81\x8d\x90", "neither UTF-8"),
    ],
    ids=["empty", "blank", "binary", "bytes"],
)
def test_a_text_that_is_none(texts, tmp_path, content, message):
    bad, out = texts / "bad.txt", tmp_path / "facts.jsonl"
    bad.write_bytes(content)
    result = run("extract", texts, "-o", out)
    assert result.exit_code == 1
    assert str(bad) in result.stderr and message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert [document["doc_id"] for document in lines(out)] == ["first", "second"]
    meta = json.loads((tmp_path / "facts.jsonl.meta.json").read_text(encoding="utf-8"))
    assert meta["errors"]["count"] == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"not json", "is no JSON"),
        (b'["a"]', "must be a JSON object"),
        (b'{"text": "It fell."}', "lacks doc_id"),
        (b'{"doc_id": "x"}', "lacks text"),
        (b'{"doc_id": "x", "text": null}', "text must be a string"),
        (b'{"doc_id": "x", "text": NaN}', "NaN"),
        (b'{"doc_id": 1.5, "text": "It fell."}', "doc_id must be a string"),
        (b'{"doc_id": "", "text": "It fell."}', "doc_id is empty"),
        (b'{"doc_id": "x", "text": "  "}', "no text"),
        (b'{"doc_id": "x", "text": "half \\ud83d a face"}', "surrogate"),
        (b'{"doc_id": "x", "text": "a\\u0000b"}', "NUL"),
        (b'{"doc_id": "first", "text": "It fell."}', "'first' is taken by"),
        (b"[" * 100_000, "nested"),
        (b'{"doc_id": ' + b"9" * 5000 + b', "text": "It fell."}', "limit"),
    ],
)
def test_a_line_that_is_no_record(records, tmp_path, line, message):
    out = tmp_path / "facts.jsonl"
    good = records.read_bytes().splitlines(keepends=True)
    records.write_bytes(good[0] + b"\n" + line + b"\n" + good[1])
    result = run("extract", records, "-o", out)
    assert result.exit_code == 1
    assert f"{records}:3: " in result.stderr and message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert [document["doc_id"] for document in lines(out)] == ["first", "second"]
    assert len(lines(out)[0]["p_value"]) == 2


def test_windows_1252_is_read_with_a_warning(tmp_path):
    path, out = tmp_path / "old.txt", tmp_path / "facts.jsonl"
    path.write_bytes("A 5 \u00b1 2 \u2013 change (P = 0.02)".encode("cp1252"))
    result = run("extract", path, "-o", out)
    assert result.exit_code == 0
    assert "warning" in result.stderr and "cp1252" in result.stderr
    assert lines(out)[0]["p_value"][0]["quote"] == "P = 0.02"


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path, out = tmp_path / "bom.txt", tmp_path / "facts.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b"P = 0.02 was seen.")
    assert run("extract", path, "-o", out).exit_code == 0
    assert lines(out)[0]["p_value"][0]["start"] == 0


@pytest.mark.parametrize("piece", ["1234567890", "([{", f"{TEXT}\n"], ids=["digits", "brackets", "sentences"])
def test_a_text_of_a_megabyte(tmp_path, piece):
    path, out = tmp_path / "big.txt", tmp_path / "facts.jsonl"
    path.write_text(piece * (1_000_000 // len(piece)), encoding="utf-8")
    assert run("extract", path, "-o", out).exit_code == 0
    assert lines(out)[0]["doc_id"] == "big"


def test_a_failure_in_one_record_is_an_error_of_that_record(records, tmp_path, monkeypatch):
    from trialfacts.engine import Engine

    facts = Engine.facts

    def fail(self, text, doc_id=""):
        if "weight" not in text:
            raise RuntimeError("no luck")
        return facts(self, text, doc_id)

    monkeypatch.setattr(Engine, "facts", fail)
    out = tmp_path / "facts.jsonl"
    result = run("extract", records, "-o", out)
    assert result.exit_code == 1
    assert f"{records}:1: cannot be extracted" in result.stderr
    assert [document["doc_id"] for document in lines(out)] == ["second"]


# Mistakes of usage


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract", "missing.txt"], "no such file"),
        (["extract", "TEXTS", "-o", "OUT.docx"], ".jsonl, .csv, .xlsx, .parquet"),
        (["extract", "TEXTS", "-o", "OUT"], "unknown ending"),
        (["extract", "TEXTS", "-o", "nowhere/out.csv"], "there is no folder"),
        (["extract", "TEXTS", "--kinds", "dose,doze"], "unknown kind 'doze'; the kinds are p_value,"),
        (["extract", "TEXTS", "--kinds", ","], "names no kind"),
        (["extract"], "Usage"),
        (["evaluate", "TEXTS", "missing.jsonl"], "no such file"),
        (["evaluate", "TEXTS", "GOLD", "--fail-under", "dose"], "expected KIND=F1"),
        (["evaluate", "TEXTS", "GOLD", "--fail-under", "doze=0.5"], "unknown kind"),
        (["evaluate", "TEXTS", "GOLD", "--fail-under", "dose=90"], "between 0 and 1"),
        (["evaluate", "TEXTS", "GOLD", "--kinds", "scale", "--fail-under", "dose=0.9"], "the kinds evaluated are"),
        (["show", "missing.txt"], "no such file"),
        (["show", "RECORDS"], "say which with --id (first, second)"),
        (["show", "RECORDS::third"], "no document 'third'"),
        (["show", "TEXTS"], "show takes one file"),
    ],
)
def test_usage(arguments, message, texts, records, gold, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {"TEXTS": str(texts), "RECORDS": str(records), "GOLD": str(gold)}
    arguments = [names.get(a) or a.replace("RECORDS", str(records)) for a in arguments]
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(tmp_path.glob("OUT*"))


def test_an_output_is_checked_before_the_work(records, tmp_path, monkeypatch):
    import trialfacts.batch

    monkeypatch.setattr(trialfacts.batch, "extract_records", lambda *_: pytest.fail("the work was begun"))
    assert run("extract", records, "-o", tmp_path / "no" / "facts.csv").exit_code == 2
    assert run("evaluate", records, records, "-o", tmp_path / "facts.txt").exit_code == 2


def test_an_input_is_never_written_over(records):
    before = records.read_bytes()
    result = run("extract", records, "-o", records)
    assert result.exit_code == 2 and "is an input" in result.stderr
    assert records.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to(records, tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    assert run("extract", records, "-o", folder / "facts.csv").exit_code == 2


def test_a_folder_without_texts(tmp_path):
    (tmp_path / "notes.md").write_text("nothing", encoding="utf-8")
    result = run("extract", tmp_path)
    assert result.exit_code == 2 and ".txt" in result.stderr


def test_an_output_beside_its_inputs_is_no_input_of_the_next_run(texts):
    for _ in range(2):
        result = run("extract", texts, "-o", texts / "facts.jsonl")
        assert result.exit_code == 0, result.stderr
    assert sorted(path.name for path in texts.iterdir()) == [
        "facts.jsonl", "facts.jsonl.meta.json", "first.txt", "second.txt",
    ]  # fmt: skip


def test_what_stood_there_stands_where_writing_fails(records, tmp_path, monkeypatch):
    out = tmp_path / "facts.csv"
    out.write_text("precious", encoding="utf-8")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("trialfacts.arrow.csv_lines", full)
    result = run("extract", records, "-o", out)
    assert result.exit_code == 1 and "No space left" in result.stderr
    assert out.read_text(encoding="utf-8") == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["facts.csv", "records.jsonl"]


def test_what_is_told_of_an_article_reaches_the_tables(tmp_path):
    path = tmp_path / "a.jsonl"
    told = {"pmid": "31", "year": 2020, "publication_types": ["Randomized Controlled Trial"]}
    entries = [{"doc_id": "a", "text": TEXT} | told, {"doc_id": "b", "text": TEXT, "publication_types": ["Review"]}]
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    assert run("extract", path, "--trials", "-o", tmp_path / "facts.jsonl").exit_code == 0
    assert [document["article"] for document in lines(tmp_path / "facts.jsonl")] == [told]
    assert run("extract", path, "--trials", "--table", "studies", "-o", tmp_path / "studies.csv").exit_code == 0
    (study,) = pd.read_csv(tmp_path / "studies.csv").to_dict("records")
    assert (study["pmid"], study["year"]) == (31, 2020)


@pytest.mark.parametrize("command", ["extract", "show"])
def test_what_is_inconsistent_is_printed(command, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Relapse occurred in 10 of 23 patients (45%) given zidolol.", encoding="utf-8")
    result = run(command, path, env={"COLUMNS": "120"})
    assert "inconsistent percent: 10 of 23 is 43.48%, not 45%" in result.stdout


# evaluate


def test_evaluate_prints_scores(texts, gold):
    result = run("evaluate", texts, gold, "--kinds", "p_value", env={"COLUMNS": "80"})
    assert result.exit_code == 0, result.output
    row = next(line.split() for line in result.stdout.splitlines() if line.strip().startswith("p_value"))
    assert row[:4] == ["p_value", "3", "3", "0.333"]
    assert "n_total exact: " in result.stdout and "/2" in result.stdout
    assert "threshold" in result.stdout
    assert "(ECE)" in result.stdout
    assert "\u2026" not in result.stdout


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl"])
def test_the_gold_checked_table(texts, gold, tmp_path, ending):
    out = tmp_path / f"checked{ending}"
    assert run("evaluate", texts, gold, "--kinds", "p_value", "-o", out).exit_code == 0
    read = {".csv": pd.read_csv, ".xlsx": pd.read_excel, ".parquet": pd.read_parquet}.get(ending)
    table = read(out) if read else pd.DataFrame(lines(out))
    facts = table[table["kind"] == "p_value"].set_index("quote")
    assert facts["status"].to_dict() == {
        "P = 0.012": "matched", "p=0.6": "differs", "50 mg": "missed", "P = NS": "spurious",
    }  # fmt: skip
    assert facts.loc["p=0.6", "gold_value"] == 0.06
    assert facts.loc["p=0.6", "found_value"] == 0.6
    assert facts.loc["p=0.6", "fields_that_differ"] == "value"
    assert facts.loc["P = 0.012", "fields_that_differ"] == "threshold"
    assert list(table[table["kind"] == "n_total"]["doc_id"]) == ["first", "second"]
    meta = json.loads(out.with_name(out.name + ".meta.json").read_text(encoding="utf-8"))
    assert meta["evaluation"]["kinds"]["p_value"]["matched"] == 1


def test_predictions_are_evaluated_as_an_extraction_is(texts, gold, tmp_path):
    facts = tmp_path / "facts.jsonl"
    run("extract", texts, "-o", facts)
    now, before = run("evaluate", texts, gold), run("evaluate", texts, gold, facts)
    assert now.exit_code == before.exit_code == 0
    assert now.stdout == before.stdout


def test_gold_against_itself_is_right(texts, gold):
    result = run("evaluate", texts, gold, gold, "--fail-under", "p_value=1", "--kinds", "p_value", "--strict")
    assert result.exit_code == 0, result.output


def test_fail_under(texts, gold):
    result = run("evaluate", texts, gold, "--fail-under", "p_value=0.3", "--fail-under", "p_value=0.9")
    assert result.exit_code == 1
    assert "p_value: F1 0.3333 is below 0.9" in result.stderr
    result = run("evaluate", texts, gold, gold, "--fail-under", "estimate=0.1")
    assert result.exit_code == 1 and "no fact to judge" in result.stderr


def test_errors_are_readable(texts, gold):
    result = run("evaluate", texts, gold, "--errors", "--kinds", "p_value")
    assert "first p_value DIFFERS in value" in result.stdout
    assert "[50 mg]" in result.stdout and "gold : P = 0.06" in result.stdout


def test_gold_that_cannot_be_used(texts, gold, tmp_path):
    empty = {kind: [] for kind in KINDS}
    wrong = [
        {"doc_id": "nobody", "n_total": 1} | empty,
        {"doc_id": "first", "n_total": 1} | empty,
        {"n_total": 1} | empty,
    ]
    fact = {"quote": "P = 0.99", "op": "=", "value": 0.99, "threshold": False}
    odd = {"quote": "NS", "op": "NS", "value": None, "threshold": False, "confidence": "high"}
    second = {"doc_id": "second", "n_total": "many"} | empty | {"p_value": [fact, odd, "P"], "dose": {}}
    good = gold.read_text(encoding="utf-8").splitlines()[0]
    gold.write_text("\n".join([good, "{", *map(json.dumps, [second, *wrong])]), encoding="utf-8")
    result = run("evaluate", texts, gold, "-o", tmp_path / "checked.csv")
    assert result.exit_code == 1
    for part in (
        "gold.jsonl:2: is no JSON", "'P = 0.99'", "confidence must be", "'P'", "dose must be a list", "n_total must be",
        "no text of document 'nobody'", "'first' was annotated before", "gold.jsonl:6: doc_id is missing",
    ):  # fmt: skip
        assert part in result.stderr, part
    assert set(pd.read_csv(tmp_path / "checked.csv")["doc_id"]) == {"first", "second"}


def test_a_document_without_predictions_is_missed(texts, gold, tmp_path):
    facts = tmp_path / "facts.jsonl"
    run("extract", texts / "second.txt", "-o", facts)
    result = run("evaluate", texts, gold, facts)
    assert result.exit_code == 0
    assert "no facts of document 'first'" in result.stderr


def test_nothing_to_evaluate(texts, tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n", encoding="utf-8")
    result = run("evaluate", texts, gold)
    assert result.exit_code == 1 and "no document to evaluate" in result.stderr


# show


def test_show_marks_facts(texts, records):
    for arguments in (["show", texts / "first.txt"], ["show", f"{records}::first"], ["show", records, "--id", "first"]):
        result = run(*arguments)
        assert result.exit_code == 0, result.output
        assert "[p_value: P = 0.012]" in result.stdout
        assert "[p_value: ...]" in result.stdout


def test_show_in_colours(texts):
    coloured = run("show", texts / "first.txt", env={"FORCE_COLOR": "1", "TERM": "xterm-256color"})
    assert "\x1b[" in coloured.stdout and "[p_value: P" not in coloured.stdout
    plain = run("show", texts / "first.txt", env={"FORCE_COLOR": "1", "TERM": "xterm-256color", "NO_COLOR": "1"})
    assert "[p_value: P = 0.012]" in plain.stdout


def test_show_standard_input_and_kinds():
    result = run("show", "-", "--kinds", "dose", input=TEXT.encode())
    assert result.exit_code == 0
    assert "[p_value" not in result.stdout


# The console script


def test_version_and_help():
    assert run("--version").stdout.strip() == f"trialfacts {__version__}"
    for name in ("extract", "evaluate", "show"):
        assert name in run("--help").stdout
        assert run(name, "--help").exit_code == 0


def test_help_does_not_wait_for_the_libraries():
    code = (
        "import sys; from typer.testing import CliRunner; from trialfacts.cli import app;"
        "CliRunner().invoke(app, ['--help']); print([m for m in ('spacy', 'pandas', 'numpy') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert result.stdout.strip() == "[]"


def test_a_process_of_its_own(texts, tmp_path):
    result = command("extract", texts, "-o", tmp_path / "facts.jsonl")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    result = command("extract", texts / "none.txt")
    assert result.returncode == 2 and result.stderr.startswith("error: ")


def test_an_output_that_cannot_show_every_character(texts):
    (texts / "third.txt").write_text("A mean of 5 \u00b1 2 \u2265 4 (P = 0.04), \u03b1 = 0.05.", encoding="utf-8")
    result = command("show", texts / "third.txt", env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert result.returncode == 0, result.stderr


def test_a_reader_that_leaves_early(records):
    line = f'"{sys.executable}" -c "from trialfacts.cli import main; main()" extract "{records}" | head -n 1'
    if os.name == "nt":
        pytest.skip("no head")
    result = subprocess.run(line, shell=True, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in result.stderr
