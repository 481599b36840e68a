"""Going on after a kill: nothing lost, nothing twice, whenever it came."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from trialfacts.cli import app
from trialfacts.facts import KINDS
from trialfacts.read import find_sources
from trialfacts.running import extraction, fingerprints
from trialfacts.running.chunks import Task
from trialfacts.running.extraction import Extraction
from trialfacts.running.log import Log

CORPUS = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))]
KILLS = int(os.environ.get("TRIALFACTS_KILLS", "5"))
ENDINGS = (".jsonl", ".csv", ".parquet")


class Killed(BaseException):
    """What no one catches."""


@pytest.fixture(autouse=True)
def commit_often(monkeypatch):
    monkeypatch.setattr(extraction, "COMMIT", 0.0)


@pytest.fixture
def inputs(tmp_path):
    """Two files, a bad record in each."""
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for number, path in enumerate(paths):
        entries = [{"doc_id": f"{number}-{at}", "text": CORPUS[at % len(CORPUS)]} for at in range(12)]
        entries.insert(5, {"doc_id": f"{number}-bad", "text": " "})
        path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    return paths


def extract(inputs, out, resume=False, kinds=tuple(KINDS), trials=False):
    """A run of small chunks, in this process."""
    settings = {"kinds": list(kinds), "trials": trials}
    task = Task(kinds, out.suffix, trials)
    log = Log()
    Extraction(find_sources(map(str, inputs)), task, settings, out, log, records=5).run(resume)
    return log


def results(out):
    """What a run has left: the bytes of each file, without the date of the audit file."""
    found = {path.name: path.read_bytes() for path in out.parent.iterdir() if path.name.startswith("facts")}
    name = f"{out.name}.meta.json"
    meta = json.loads(found[name])
    del meta["date"], meta["output"]
    return found | {name: meta}


def undisturbed(inputs, tmp_path, ending):
    folder = tmp_path / "undisturbed"
    folder.mkdir(exist_ok=True)
    extract(inputs, folder / f"facts{ending}")
    return results(folder / f"facts{ending}")


class Fuse:
    """Lets a call through so often; then it kills, before or after the call."""

    def __init__(self, at, call, before):
        self.left, self.call, self.before = at, call, before

    def __call__(self, *arguments, **options):
        self.left -= 1
        if self.left == 0 and self.before:
            raise Killed
        result = self.call(*arguments, **options)
        if self.left == 0:
            raise Killed
        return result


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("place", ["fsync", "replace", "unlink"])
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_kill_at_each_step(inputs, tmp_path, monkeypatch, ending, place, before):
    expected = undisturbed(inputs, tmp_path, ending)
    owner = Path if place == "unlink" else os
    original = getattr(owner, place)
    for step in range(1, 100):
        folder = tmp_path / f"{step}"
        folder.mkdir()
        out = folder / f"facts{ending}"
        fuse = Fuse(step, original, before)
        monkeypatch.setattr(owner, place, lambda *a, _fuse=fuse, **o: _fuse(*a, **o))
        try:
            extract(inputs, out)
            finished = True
        except Killed:
            finished = False
        monkeypatch.setattr(owner, place, original)
        if finished:
            break
        extract(inputs, out, resume=True)
        assert results(out) == expected, step
    assert step > 1


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_was_being_written_is_cut_off(inputs, tmp_path, monkeypatch, ending):
    expected = undisturbed(inputs, tmp_path, ending)
    out = tmp_path / f"facts{ending}"
    _interrupted(inputs, out, monkeypatch, commits=3)
    for name, torn in ((f"{out.name}.part", b'{"doc_id": "torn'), (f"{out.name}.journal", b'{"items": 5, "docu')):
        with (tmp_path / name).open("ab") as file:
            file.write(torn)
    extract(inputs, out, resume=True)
    assert results(out) == expected


def _interrupted(inputs, out, monkeypatch, commits=2, **options):
    """A run that is killed after so many commits."""
    original = extraction.Part.commit
    done = 0

    def commit(self, entry):
        nonlocal done
        original(self, entry)
        done += 1
        if done == commits:
            raise Killed

    monkeypatch.setattr(extraction.Part, "commit", commit)
    with pytest.raises(Killed):
        extract(inputs, out, **options)
    monkeypatch.setattr(extraction.Part, "commit", original)


def test_before_the_first_commit(inputs, tmp_path):
    out = tmp_path / "facts.jsonl"
    (tmp_path / "facts.jsonl.part").write_bytes(b'{"doc_id": "torn')
    extract(inputs, out, resume=True)
    assert results(out) == undisturbed(inputs, tmp_path, ".jsonl")


def test_nothing_is_extracted_twice(inputs, tmp_path, monkeypatch):
    from trialfacts.running import chunks

    out = tmp_path / "facts.csv"
    _interrupted(inputs, out, monkeypatch, commits=2)
    worked = []
    original = chunks.work
    monkeypatch.setattr(chunks, "work", lambda task, chunk: worked.append(len(chunk)) or original(task, chunk))
    log = extract(inputs, out, resume=True)
    assert sum(worked) == 26 - 10
    assert (log.documents, log.problems[False]) == (24, 2)


def test_without_resume_what_was_done_is_not_lost(inputs, tmp_path, monkeypatch):
    out = tmp_path / "facts.jsonl"
    _interrupted(inputs, out, monkeypatch)
    before = (tmp_path / "facts.jsonl.part").read_bytes()
    result = CliRunner().invoke(app, ["extract", *map(str, inputs), "-o", str(out)])
    assert result.exit_code == 2 and "--resume" in result.stderr and "facts.jsonl.part" in result.stderr
    assert (tmp_path / "facts.jsonl.part").read_bytes() == before


@pytest.mark.parametrize("change", ["kinds", "trials", "content", "more", "files", "extractor"])
def test_another_run_is_not_gone_on_with(inputs, tmp_path, monkeypatch, change):
    out = tmp_path / "facts.jsonl"
    _interrupted(inputs, out, monkeypatch)
    options = {"kinds": {"kinds": ("dose",)}, "trials": {"trials": True}}.get(change, {})
    if change == "content":
        inputs[1].write_text(inputs[1].read_text().replace("1-3", "1-9-3"))
    elif change == "more":
        with inputs[1].open("a") as file:
            file.write('{"doc_id": "more", "text": "It fell."}\n')
    elif change == "files":
        inputs = inputs[:1]
    elif change == "extractor":
        monkeypatch.setattr(fingerprints, "of_extractor", lambda: "0.0.9, files 0123")
    before = {path.name: path.read_bytes() for path in tmp_path.glob("facts*")}
    with pytest.raises(extraction.OutputError, match="differs") as error:
        extract(inputs, out, resume=True, **options)
    assert "facts.jsonl.journal" in str(error.value)
    assert change != "extractor" or 'now "0.0.9, files 0123"' in str(error.value)
    assert {path.name: path.read_bytes() for path in tmp_path.glob("facts*")} == before


def test_the_extractor_is_its_files(tmp_path, monkeypatch):
    (tmp_path / "model").mkdir()
    (tmp_path / "__init__.py").write_text("")
    (tmp_path / "model" / "weights.bin").write_bytes(b"1")
    monkeypatch.setattr(fingerprints.trialfacts, "__file__", str(tmp_path / "__init__.py"))
    seen = [fingerprints.of_extractor()]
    (tmp_path / "model" / "cache.pyc").write_bytes(b"1")
    assert fingerprints.of_extractor() == seen[0]
    (tmp_path / "model" / "weights.bin").write_bytes(b"2")
    seen.append(fingerprints.of_extractor())
    monkeypatch.setattr(fingerprints.trialfacts, "__version__", "0.0.9")
    assert len({*seen, fingerprints.of_extractor()}) == 3


def test_a_part_that_is_gone_is_said(inputs, tmp_path, monkeypatch):
    out = tmp_path / "facts.jsonl"
    _interrupted(inputs, out, monkeypatch)
    (tmp_path / "facts.jsonl.part").unlink()
    with pytest.raises(extraction.OutputError, match="not what its journal says"):
        extract(inputs, out, resume=True)


def test_two_runs_do_not_write_one_file(inputs, tmp_path, monkeypatch):
    pytest.importorskip("fcntl", reason="no locks of files on this system")
    out = tmp_path / "facts.jsonl"
    _interrupted(inputs, out, monkeypatch)
    part = extraction.Part(out, {"other": 1})
    monkeypatch.setattr(extraction.Part, "_check", lambda self, old: None)
    with part:
        part.open(b"", resume=True)
        with pytest.raises(extraction.OutputError, match="another run"):
            extract(inputs, out, resume=True)


def test_resume_of_what_is_complete_does_nothing(inputs, tmp_path):
    arguments = ["extract", *map(str, inputs), "-o", str(tmp_path / "facts.csv"), "--resume"]
    assert CliRunner().invoke(app, arguments).exit_code == 1
    before = (tmp_path / "facts.csv").stat().st_mtime_ns
    again = CliRunner().invoke(app, arguments)
    assert again.exit_code == 1 and "nothing to do" in again.stderr
    assert (tmp_path / "facts.csv").stat().st_mtime_ns == before


def test_standard_input_cannot_be_read_again(tmp_path):
    result = CliRunner().invoke(app, ["extract", "-", "-o", str(tmp_path / "a.csv"), "--resume"], input=b"x")
    assert result.exit_code == 2 and "standard input" in result.stderr


def test_a_disk_that_is_full_leaves_what_was_done(inputs, tmp_path, monkeypatch):
    out = tmp_path / "facts.jsonl"
    original, calls = os.fsync, 0

    def full(number):
        nonlocal calls
        calls += 1
        if calls > 6:
            raise OSError(28, "No space left on device")
        original(number)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(extraction.Incomplete, match="No space left.*--resume"):
        extract(inputs, out)
    monkeypatch.setattr(os, "fsync", original)
    extract(inputs, out, resume=True)
    assert results(out) == undisturbed(inputs, tmp_path, ".jsonl")


# Real kills, of a run with two processes


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_random_kills(tmp_path):
    path = tmp_path / "many.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for at in range(700):
            file.write(json.dumps({"doc_id": f"r{at}", "text": CORPUS[at % len(CORPUS)] if at % 97 else ""}) + "\n")
    chance = random.Random(7)
    expected = {}
    kills = landed = runs = 0
    longest = 0.0
    while kills < KILLS:
        ending = ENDINGS[kills % len(ENDINGS)]
        if ending not in expected:
            folder = tmp_path / f"whole{ending}"
            folder.mkdir()
            began = time.monotonic()
            assert _command(path, folder / f"facts{ending}").wait() == 1  # for the empty texts
            longest = max(longest, time.monotonic() - began)
            expected[ending] = results(folder / f"facts{ending}")
        runs += 1
        folder = tmp_path / f"{runs}"
        folder.mkdir()
        out = folder / f"facts{ending}"
        process = _command(path, out)
        while kills < KILLS:
            try:
                assert process.wait(chance.uniform(0.2, 1.0) * longest) == 1
                break  # done before it was to be killed
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                kills += 1
                landed += (folder / f"{out.name}.journal").exists()
                process = _command(path, out, "--resume")
        assert process.wait() == 1
        assert results(out) == expected[ending], kills
    assert landed


def _command(path, out, *options):
    code = "import trialfacts.running.extraction as e; e.COMMIT = 0.1; from trialfacts.cli import main; main()"
    line = [sys.executable, "-c", code, "extract", str(path), "-o", str(out), "--jobs", "2", *options]
    return subprocess.Popen(line, stderr=subprocess.DEVNULL)
