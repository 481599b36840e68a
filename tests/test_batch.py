"""Batches: chunks, processes, bounded memory and files, problems, frames."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from itertools import count, islice
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from trialfacts import batch
from trialfacts.cli import app
from trialfacts.facts import KINDS
from trialfacts.read.seen import Seen
from trialfacts.read.source import Problem, Record
from trialfacts.running import chunks, parts, progress
from trialfacts.running.chunks import CHARACTERS, RECORDS, Done, Task, chunked, in_order
from trialfacts.running.log import Log
from trialfacts.write import OutputError

CORPUS = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))]
TASK = Task(tuple(KINDS), ".jsonl")
in_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found in /proc")


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def some_records(number):
    return [Record(f"r{at}", CORPUS[at % len(CORPUS)], where=f"x:{at}") for at in range(number)]


@pytest.fixture(scope="session")
def many(tmp_path_factory):
    """A few chunks of abstracts, with a bad record in each."""
    path = tmp_path_factory.mktemp("many") / "many.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for at in range(230):
            text = "" if at % 90 == 45 else CORPUS[at % len(CORPUS)]
            file.write(json.dumps({"doc_id": f"r{at}", "text": text}) + "\n")
    return path


# Chunks


def test_chunks_end_at_a_number_of_records_or_characters():
    assert [len(chunk) for chunk in chunked(some_records(250))] == [RECORDS, RECORDS, 50]
    long = [Record(str(at), "x" * (CHARACTERS // 2)) for at in range(5)]
    assert [len(chunk) for chunk in chunked(long)] == [2, 2, 1]
    assert list(chunked([])) == []


def test_few_chunks_are_out_at_any_time():
    taken = 0

    def endless():
        nonlocal taken
        for number in count():
            taken += 1
            yield [Record(str(number), "Sleep was better (P = 0.03).")]

    with in_order(TASK, endless(), jobs=2) as results:
        ten = [json.loads(done.data)["doc_id"] for done in islice(results, 10)]
    assert ten == [str(number) for number in range(10)]
    assert taken <= 10 + 2 * chunks._AHEAD


@in_proc
def test_a_process_that_is_killed_is_replaced():
    with in_order(TASK, ([record] for record in some_records(40)), jobs=2) as results:
        found = [json.loads(next(results).data)["doc_id"]]
        for child in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
            for pid in child.read_text().split():
                if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(int(pid), signal.SIGKILL)
        found += [json.loads(done.data)["doc_id"] for done in results]
    assert found == [f"r{at}" for at in range(40)]


@in_proc
def test_processes_end_with_the_one_that_started_them(many, tmp_path):
    code = "from trialfacts.cli import main; main()"
    line = [sys.executable, "-c", code, "extract", str(many), "-o", str(tmp_path / "a.jsonl"), "--jobs", "2"]
    process = subprocess.Popen(line)
    children = []
    until = time.monotonic() + 30
    while len(children) < 2 and time.monotonic() < until:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        time.sleep(0.1)
    time.sleep(1.5)
    process.kill()
    process.wait()
    until = time.monotonic() + 20
    while any(_lives(pid) for pid in children) and time.monotonic() < until:
        time.sleep(0.1)
    assert children and not any(_lives(pid) for pid in children)


def _lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_counts_go_through_the_journal_unchanged():
    done = chunks.work(TASK, [*some_records(3), Problem("x:9", "is odd"), Record("none", "Nothing.", where="x:10")])
    assert (done.items, done.documents, done.bare, done.without_facts) == (5, 4, 1, ["none"])
    again = Done.from_dict(json.loads(json.dumps(done.to_dict())))
    again.data = done.data
    assert again == done


# The command


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
def test_the_output_is_the_same_bytes_whatever_the_number_of_processes(many, tmp_path, ending):
    outs = [tmp_path / f"{jobs}{ending}" for jobs in (1, 2)]
    for jobs, out in enumerate(outs, 1):
        assert run("extract", many, "-o", out, "--jobs", jobs).exit_code == 1
    assert outs[0].read_bytes() == outs[1].read_bytes()
    errors = [out.with_name(out.name + ".errors.jsonl").read_text() for out in outs]
    assert errors[0] == errors[1]


def test_formats_hold_the_same_rows(many, tmp_path):
    outs = {ending: tmp_path / f"facts{ending}" for ending in (".csv", ".parquet", ".xlsx")}
    for out in outs.values():
        assert run("extract", many, "-o", out).exit_code == 1
    parquet = pd.read_parquet(outs[".parquet"])
    assert len(parquet) > 1000 and parquet["doc_id"].is_monotonic_increasing is False
    text = {"dtype": {"doc_id": "string"}, "keep_default_na": False, "na_values": [""]}
    for other in (
        pd.read_csv(outs[".csv"], float_precision="round_trip", **text),
        pd.read_excel(outs[".xlsx"], **text),
    ):
        assert list(other.columns) == list(parquet.columns)
        for name in ("doc_id", "kind", "start", "value", "percent", "n"):
            one, two = (table[name].astype(object).fillna(-1).tolist() for table in (other, parquet))
            assert one == two, name


def test_bad_records_are_listed(many, tmp_path):
    out = tmp_path / "facts.jsonl"
    result = run("extract", many, "-o", out, "-j", 2)
    errors = lines(tmp_path / "facts.jsonl.errors.jsonl")
    assert [error["where"].rsplit(":", 1)[1] for error in errors] == ["46", "136", "226"]
    assert all("no text" in error["reason"] for error in errors)
    assert "3 errors; " in result.stderr
    assert len(lines(out)) == 227
    meta = json.loads((tmp_path / "facts.jsonl.meta.json").read_text())
    assert (meta["errors"]["count"], meta["documents"]) == (3, 227)


def test_an_errors_file_of_a_run_before_does_not_stay(many, tmp_path):
    good = tmp_path / "good.jsonl"
    good.write_text(json.dumps({"doc_id": "a", "text": "It fell (P = 0.02)."}) + "\n")
    out = tmp_path / "out" / "facts.jsonl"
    out.parent.mkdir()
    for path, code in ((many, 1), (good, 0)):
        assert run("extract", path, "-o", out).exit_code == code
    assert sorted(path.name for path in out.parent.iterdir()) == ["facts.jsonl", "facts.jsonl.meta.json"]


def test_an_errors_file_is_no_input(many, tmp_path):
    (tmp_path / "a.txt").write_text("It fell (P = 0.02).")
    (tmp_path / "facts.jsonl.errors.jsonl").write_text('{"where": "x", "reason": "y"}\n')
    assert run("extract", tmp_path, "-o", tmp_path / "b.jsonl").exit_code == 0


def test_too_many_rows_for_a_worksheet(many, tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "ROWS", 500)
    result = run("extract", many, "-o", tmp_path / "facts.xlsx")
    assert result.exit_code == 1
    assert "a worksheet holds 500 rows" in result.stderr and ".parquet" in result.stderr
    assert not list(tmp_path.iterdir())


def test_an_input_without_records_gives_a_file_without_rows(tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text("{\n")
    for ending in (".jsonl", ".csv", ".parquet", ".xlsx"):
        assert run("extract", path, "-o", tmp_path / f"facts{ending}").exit_code == 1
    assert len(pd.read_parquet(tmp_path / "facts.parquet")) == len(pd.read_excel(tmp_path / "facts.xlsx")) == 0
    assert len(pd.read_csv(tmp_path / "facts.csv")) == 0


def test_a_link_stays_a_link(many, tmp_path):
    real, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    link.symlink_to(real)
    assert run("extract", many, "-o", link).exit_code == 1
    assert link.is_symlink() and len(lines(real)) == 227


def test_progress_is_said_in_lines_where_there_is_no_terminal(many, tmp_path, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0.0)
    result = run("extract", many, "-o", tmp_path / "facts.jsonl")
    said = [line for line in result.stderr.splitlines() if "a second" in line]
    assert "documents, " in said[-1] and "% read" in said[-1] and " left" in said[-1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--jobs", "2"], "go with -o"),
        (["--resume"], "go with -o"),
        (["--engine", "mill", "-o", "a.parquet"], "the one engine is dask"),
        (["--engine", "dask", "-o", "a.csv"], "folder of Parquet files"),
        (["--scheduler", "tcp://x", "-o", "a.csv"], "goes with --engine dask"),
        (["--jobs", "-1", "-o", "a.csv"], "greater than or equal to 0"),
    ],
)
def test_usage(many, tmp_path, monkeypatch, options, message):
    monkeypatch.chdir(tmp_path)
    result = run("extract", many, *options)
    assert result.exit_code == 2 and message in result.stderr
    assert not list(tmp_path.iterdir())


# What does not grow


def test_doc_ids_are_known_when_they_no_longer_fit_in_memory(monkeypatch):
    monkeypatch.setattr("trialfacts.read.seen._FEW", 3)
    seen = Seen()
    assert [seen.before(str(at % 7), f"f:{at}") for at in range(10)] == [None] * 7 + ["f:0", "f:1", "f:2"]


def test_a_log_says_only_so_many_problems(capsys, monkeypatch):
    monkeypatch.setattr(Log, "KEPT", 2)
    log = Log()
    for at in range(5):
        log.add(Problem(f"x:{at}", "is bad"))
    assert capsys.readouterr().err.splitlines() == [
        "error: x:0: is bad", "error: x:1: is bad", "error: and more, which are not said",
    ]  # fmt: skip
    assert log.problems[False] == 5 and len(log.messages[False]) == 2


# Frames


def test_a_frame_of_facts():
    frame = pd.DataFrame({"doc_id": ["a", "b"], "text": [CORPUS[0], "Nothing."], "more": [1, 2]})
    found = batch.extract_frame(frame)
    assert list(found.columns) == batch.frame_columns()
    assert set(found["doc_id"]) == {"a"} and found["error"].isna().all()
    direct = list(batch.extract_records([Record("a", CORPUS[0])]))
    assert list(found["quote"]) == [fact.quote for fact in direct[0][1].facts]


def test_a_bad_row_raises_nothing():
    bad = {"none": None, "nan": float("nan"), "number": 5, "blank": " ", "nul": "a\0b", "half": "\ud83d", "na": pd.NA}
    frame = pd.DataFrame({"doc_id": [*bad, None, "good"], "text": [*bad.values(), "x", "It fell (P = 0.02)."]})
    found = batch.extract_frame(frame)
    assert list(found["doc_id"].fillna("?")) == [*bad, "?", "good"]
    assert found["error"].notna().sum() == len(bad) + 1
    assert found["kind"].isna().sum() == len(bad) + 1


def test_a_frame_that_fails_within(monkeypatch):
    from trialfacts.engine import Engine

    def fail(self, text, doc_id=""):
        raise RuntimeError("no luck")

    monkeypatch.setattr(Engine, "facts", fail)
    found = batch.extract_frame(pd.DataFrame({"doc_id": [7], "text": ["It fell (P = 0.02)."]}))
    assert list(found["doc_id"]) == ["7"] and "no luck" in found["error"][0]


def test_the_types_of_a_frame_do_not_depend_on_what_it_holds():
    full = batch.extract_frame(pd.DataFrame({"doc_id": range(len(CORPUS)), "text": CORPUS}))
    assert full.dtypes.equals(batch.empty_frame().dtypes)
    assert batch.extract_frame(pd.DataFrame({"doc_id": [], "text": []})).dtypes.equals(full.dtypes)
    assert batch.frame_schema().names == batch.frame_columns()
    assert "`start` bigint" in batch.spark_schema() and "`quote` string" in batch.spark_schema()


def test_a_frame_without_the_columns():
    with pytest.raises(KeyError):
        batch.extract_frame(pd.DataFrame({"doc_id": ["a"]}))


def test_too_many_rows_is_an_error_of_the_output():
    parts.check_rows(1_048_575, Path("a.xlsx"))
    parts.check_rows(10**9, Path("a.csv"))
    with pytest.raises(OutputError):
        parts.check_rows(1_048_576, Path("a.xlsx"))
