"""A run of ``extract`` on a cluster, by Dask: partitions of records out to workers, a folder of Parquet files back.

Workers need trialfacts, and nothing else: what they extract comes back to this process, which writes each partition
when it is done. A partition that a worker was lost with is done again by another.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from trialfacts.read import Reader, Source, read
from trialfacts.running import fingerprints
from trialfacts.running.chunks import Chunk, Done, Task, chunked, work
from trialfacts.running.extraction import (
    Incomplete,
    MissingExtra,
    dropped_to_dict,
    is_done,
    report,
    share_read,
    write_errors,
)
from trialfacts.running.log import Log
from trialfacts.running.parts import batches_of, put_in_place, write_parquet
from trialfacts.running.progress import progress
from trialfacts.write import OutputError, write_json

if TYPE_CHECKING:
    from distributed import Client, Future

# A partition ends at so many records, or characters: a few seconds of work, a few megabytes to send.
RECORDS = 1000
CHARACTERS = 4_000_000
# How often a partition is done again that failed, or whose worker was lost.
RETRIES = 3
# How long a scheduler is waited for.
TIMEOUT = "30s"
# Partitions that are sent for each thread of the cluster, so that none waits for the next.
_AHEAD = 2
# Readers of datasets pass over what begins with an underscore.
_RUN = "_run.json"
_DONE = "trialfacts"


@dataclass(slots=True)
class ClusterExtraction:
    """What to extract from, as what, into which folder, and by which cluster (None: so many processes here)."""

    sources: Sequence[tuple[Source, Reader | None]]
    task: Task
    settings: dict[str, Any]
    out: Path
    log: Log
    jobs: int = 1
    scheduler: str | None = None
    records: int = RECORDS

    @property
    def part(self) -> Path:
        """The folder that grows."""
        return self.out.with_name(self.out.name + ".part")

    def run(self, resume: bool) -> None:
        """Do it, or with ``resume`` what is not there yet of it.

        Raises :class:`OutputError` before any work where it cannot be begun or gone on with, :class:`MissingExtra`,
        and :class:`Incomplete`.
        """
        inputs, extractor = fingerprints.of_inputs(self.sources), fingerprints.of_extractor()
        run = {"extractor": extractor, "settings": self.settings, "inputs": inputs, "partition": self.records}
        if resume and not self.part.exists() and is_done(self.out, run, self.log):
            return
        with _client(self.scheduler, self.jobs) as client:
            self._begin(run, resume)
            try:
                self._grow(client)
            except KeyboardInterrupt:
                raise Incomplete(f"interrupted; {self._kept()}") from None
            except Exception as error:  # whatever a worker, the network or the disk met with
                raise Incomplete(f"not complete: {error}; {self._kept()}") from error
        self._finish(extractor)
        report(self.log, self.out)

    def _kept(self) -> str:
        return f"what was done is kept in {self.part}, --resume goes on from there"

    def _begin(self, run: dict[str, Any], resume: bool) -> None:
        parts = self._parts()
        if parts and not resume:
            raise OutputError(f"{self.part}: what an interrupted run has done; go on with --resume, or remove it")
        if parts:
            try:
                old = json.loads((self.part / _RUN).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                old = {}
            different = [name for name in run if old.get(name) != run[name]]
            if different:
                raise OutputError(
                    f"{self.part}: was begun by a run that differs ({', '.join(different)}), and cannot be gone on "
                    "with; run as before, or remove it to begin anew"
                )
            typer.echo(f"going on: {len(parts):,} partitions are there", err=True)
            return
        try:
            self.part.mkdir(exist_ok=True)
            write_json(run, self.part / _RUN)
        except OSError as error:
            raise OutputError(f"{self.part}: cannot be written: {error.strerror or error}") from None

    def _parts(self) -> list[Path]:
        return sorted(self.part.glob("part-*.parquet"))

    def _path(self, number: int) -> Path:
        return self.part / f"part-{number:06}.parquet"

    def _grow(self, client: Client) -> None:
        with progress(share_read(self.sources)) as advance:
            advance(0)
            partitions = enumerate(chunked(read(self.sources), self.records, CHARACTERS))
            missing = ((number, items) for number, items in partitions if not self._path(number).exists())
            for number, done in _computed(client, self.task, missing):
                for problem in done.problems:
                    typer.echo(str(problem), err=True)
                self._write(number, done)
                advance(done.documents)
        if not self._parts():
            self._write(0, Done())

    def _write(self, number: int, done: Done) -> None:
        new = self.part / f".part-{number:06}.new"
        metadata = {_DONE: json.dumps(done.to_dict())}
        write_parquet(batches_of(done.data), new, self.task.kinds, metadata)
        put_in_place(new, self._path(number))

    def _finish(self, extractor: str) -> None:
        try:
            for entry in self._entries():
                self.log.count_chunk(Done.from_dict(entry), say=False)
            write_errors(self._entries(), self.out)
            old = self.out.with_name(self.out.name + ".old")
            shutil.rmtree(old, ignore_errors=True)
            if self.out.exists():
                os.replace(self.out, old)
            os.replace(self.part, self.out)
            shutil.rmtree(old, ignore_errors=True)
            inputs = [source for source, _ in self.sources]
            more = {"extractor": extractor} | dropped_to_dict(self.task, self.log)
            self.log.write_meta(self.out, "extract", self.settings, inputs, more)
        except OSError as error:
            raise Incomplete(f"cannot write: {error}") from None

    def _entries(self) -> Iterator[dict[str, Any]]:
        import pyarrow.parquet as pq

        for path in self._parts():
            yield json.loads(pq.read_metadata(path).metadata[_DONE.encode()])


def work_partition(task: Task, partition: Chunk) -> Done:
    """What a worker does: extract from a partition, chunk by chunk."""
    whole = Done()
    data = []
    for chunk in chunked(partition):
        done = work(task, chunk)
        data.append(done.data)
        whole.add(done)
    whole.data = b"".join(data)
    return whole


def _computed(client: Client, task: Task, partitions: Iterator[tuple[int, Chunk]]) -> Iterator[tuple[int, Done]]:
    """What comes of each partition, as it is done; a few for each thread of the cluster are out at any time."""
    from distributed import as_completed

    waiting: dict[Future, int] = {}
    finished = as_completed(loop=client.loop)
    while True:
        room = _AHEAD * max(1, sum(client.nthreads().values())) - len(waiting)
        while room > 0 and (next_one := next(partitions, None)) is not None:
            number, items = next_one
            # Sent with the task, and so kept by the scheduler: what lies on a worker is lost with it.
            future = client.submit(work_partition, task, items, pure=False, retries=RETRIES)
            waiting[future] = number
            finished.add(future)
            room -= 1
        if not waiting:
            return
        future = next(finished)
        yield waiting.pop(future), future.result()
        future.release()


@contextmanager
def _client(scheduler: str | None, jobs: int) -> Iterator[Client]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise MissingExtra('--engine dask needs Dask: pip install "trialfacts[cluster]"') from None
    if scheduler is None:
        here = {"n_workers": jobs, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
        with LocalCluster(**here, silence_logs=logging.ERROR) as cluster, Client(cluster) as client:
            yield client
        return
    try:
        client = Client(scheduler, timeout=TIMEOUT)
    except (OSError, ValueError) as error:
        raise OutputError(f"--scheduler {scheduler}: cannot be reached: {error}") from None
    with client:
        yield client
