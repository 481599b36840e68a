"""Clusters: Dask with a scheduler and workers of its own, Spark, and what any engine can map."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from trialfacts import batch
from trialfacts.cli import app
from trialfacts.facts import KINDS
from trialfacts.read import find_sources
from trialfacts.running.chunks import Task
from trialfacts.running.extraction import Incomplete
from trialfacts.running.log import Log

CORPUS = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))]

dask = pytest.mark.skipif(
    find_spec("distributed") is None, reason="Dask is not installed: pip install trialfacts[cluster]"
)
spark = pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None,
    reason="Spark is not installed: pip install trialfacts[spark], and Java",
)

ray = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: pip install ray")


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    path = tmp_path_factory.mktemp("texts") / "texts.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for at in range(240):
            text = "" if at == 77 else CORPUS[at % len(CORPUS)]
            file.write(json.dumps({"doc_id": f"r{at}", "text": text}) + "\n")
    return path


@pytest.fixture(scope="module")
def expected(texts):
    out = texts.with_name("expected.parquet")
    assert run("extract", texts, "-o", out).exit_code == 1
    return pd.read_parquet(out)


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two worker processes on the loopback device: the scheduler's address, and the workers."""
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    here = ["--host", "127.0.0.1", "--no-dashboard"]
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--scheduler-file", str(file)]
    processes = [subprocess.Popen([*scheduler, *here], **quiet)]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file), "--nthreads", "1"]
    worker += ["--no-nanny", "--local-directory", str(tmp_path), *here]
    processes += [subprocess.Popen(worker, **quiet) for _ in range(2)]
    until = time.monotonic() + 60
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.1)
    yield json.loads(file.read_text())["address"], processes[1:]
    for process in reversed(processes):
        process.kill()
        process.wait()


def on_cluster(texts, out, address, resume=False, records=20):
    from trialfacts.running.cluster import ClusterExtraction

    settings = {"kinds": list(KINDS), "trials": False}
    log = Log()
    sources = find_sources([str(texts)])
    task = Task(tuple(KINDS), ".parquet")
    ClusterExtraction(sources, task, settings, out, log, 2, address, records).run(resume)
    return log


@dask
def test_the_same_rows_as_one_process(texts, expected, cluster, tmp_path):
    out = tmp_path / "facts.parquet"
    result = run("extract", texts, "-o", out, "--engine", "dask", "--scheduler", cluster[0])
    assert result.exit_code == 1, result.stderr
    pd.testing.assert_frame_equal(pd.read_parquet(out), expected)
    meta = json.loads((tmp_path / "facts.parquet.meta.json").read_text())
    assert (meta["documents"], meta["errors"]["count"]) == (239, 1)
    (error,) = (tmp_path / "facts.parquet.errors.jsonl").read_text().splitlines()
    assert json.loads(error)["where"].endswith(":78")
    assert not list(tmp_path.glob("*.part"))


@dask
def test_a_worker_that_is_killed_in_mid_run(texts, expected, cluster, tmp_path, monkeypatch):
    from trialfacts.running.cluster import ClusterExtraction

    address, workers = cluster
    out = tmp_path / "facts.parquet"
    original = ClusterExtraction._write
    written = []

    def write(self, number, done):
        original(self, number, done)
        written.append(number)
        if len(written) == 3:
            os.kill(workers[0].pid, signal.SIGKILL)

    monkeypatch.setattr(ClusterExtraction, "_write", write)
    on_cluster(texts, out, address)
    assert len(written) == len(set(written)) == 12
    pd.testing.assert_frame_equal(pd.read_parquet(out), expected)


@dask
def test_going_on_with_what_is_not_there(texts, expected, cluster, tmp_path, monkeypatch):
    from trialfacts.running.cluster import ClusterExtraction

    out = tmp_path / "facts.parquet"
    original = ClusterExtraction._write
    written = []

    def fail(self, number, done):
        if len(written) == 4:
            raise OSError(28, "No space left on device")
        original(self, number, done)
        written.append(number)

    monkeypatch.setattr(ClusterExtraction, "_write", fail)
    with pytest.raises(Incomplete, match="No space left.*--resume"):
        on_cluster(texts, out, cluster[0])
    assert not out.exists()
    monkeypatch.setattr(ClusterExtraction, "_write", lambda *a: (original(*a), written.append(a[1])))
    from trialfacts.write import OutputError

    with pytest.raises(OutputError, match="--resume"):
        on_cluster(texts, out, cluster[0])
    with pytest.raises(OutputError, match="differs"):
        on_cluster(texts, out, cluster[0], resume=True, records=30)
    log = on_cluster(texts, out, cluster[0], resume=True)
    assert sorted(written) == list(range(12))
    assert log.documents == 239
    pd.testing.assert_frame_equal(pd.read_parquet(out), expected)


@dask
def test_workers_of_its_own(texts, expected, tmp_path):
    code = "from trialfacts.cli import main; main()"
    line = [sys.executable, "-c", code, "extract", str(texts), "-o", str(tmp_path / "facts.parquet")]
    line += ["--engine", "dask", "--jobs", "2"]
    for _ in range(2):  # the second takes the place of the first
        result = subprocess.run(line, capture_output=True, text=True, timeout=120)
        assert result.returncode == 1 and "no text" in result.stderr, result.stderr
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "facts.parquet"), expected)


@dask
def test_a_scheduler_that_is_not_there(texts, tmp_path, monkeypatch):
    monkeypatch.setattr("trialfacts.running.cluster.TIMEOUT", "1s")
    line = ["extract", texts, "-o", tmp_path / "a.parquet", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"]
    result = run(*line)
    assert result.exit_code == 2 and "cannot be reached" in result.stderr
    assert not list(tmp_path.iterdir())


def test_without_dask_it_is_said_what_to_install(texts, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run("extract", texts, "-o", tmp_path / "a.parquet", "--engine", "dask")
    assert result.exit_code == 2 and "trialfacts[cluster]" in result.stderr


@dask
def test_frames_of_dask(texts, expected):
    dataframe = pytest.importorskip("dask.dataframe", reason="dask.dataframe is not installed")
    frame = pd.read_json(texts, lines=True)
    mapped = dataframe.from_pandas(frame, npartitions=4).map_partitions(batch.extract_frame, meta=batch.empty_frame())
    found = mapped.compute(scheduler="sync").reset_index(drop=True)
    assert list(found[found["error"].notna()]["doc_id"]) == ["r77"]
    facts = found[found["error"].isna()].drop(columns="error").reset_index(drop=True)
    pd.testing.assert_frame_equal(facts, expected, check_dtype=False)


@spark
def test_frames_of_spark(texts, expected, monkeypatch):
    """The lines of docs/cluster.md, for real."""
    from pyspark.sql import SparkSession

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
    try:
        records = session.read.json(str(texts)).repartition(4)
        facts = records.mapInPandas(lambda frames: map(batch.extract_frame, frames), batch.spark_schema())
        found = facts.toPandas()
    finally:
        session.stop()
    _same(found, expected)


@ray
def test_batches_of_ray(texts, expected, tmp_path, monkeypatch):
    """The lines of docs/cluster.md, for real."""
    import ray

    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    pd.read_json(texts, lines=True).to_parquet(tmp_path / "abstracts.parquet")
    here = {"include_dashboard": False, "log_to_driver": False, "_node_ip_address": "127.0.0.1"}
    ray.init(address="local", num_cpus=2, object_store_memory=200_000_000, **here)
    try:
        records = ray.data.read_parquet(str(tmp_path / "abstracts.parquet")).select_columns(["doc_id", "text"])
        facts = records.map_batches(batch.extract_frame, batch_format="pandas", batch_size=100)
        facts.write_parquet(str(tmp_path / "facts"))
    finally:
        ray.shutdown()
    _same(pd.read_parquet(tmp_path / "facts"), expected)


def _same(found, expected):
    """The rows of a frame, in whatever order, are those of one process, but for one record that has no text."""
    assert list(found[found["error"].notna()]["doc_id"]) == ["r77"]
    keys = ["doc_id", "start", "end", "kind"]
    one = found[found["error"].isna()].sort_values(keys).reset_index(drop=True)
    two = expected.sort_values(keys).reset_index(drop=True)
    assert len(one) == len(two)
    for name in ("doc_id", "kind", "quote", "start", "value", "n_total", "group"):
        assert one[name].astype(object).fillna("").tolist() == two[name].astype(object).fillna("").tolist(), name
