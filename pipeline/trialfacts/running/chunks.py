"""Chunks: a stream of records in pieces that processes work on, and what comes back, in the order of the stream.

A chunk is the unit of everything here: of what a process is handed, of what is written, of what a run that goes on
skips. Where the chunks are cut depends on the records alone, so that the output is the same bytes whatever the number
of processes, and whether a run was interrupted or not.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from trialfacts.facts import DEFAULT
from trialfacts.read.source import Problem, Record

Chunk = list["Record | Problem"]

# A chunk ends at so many items, or characters.
RECORDS = 100
CHARACTERS = 400_000
# How many chunks for each process are read, being worked on, or waiting to be written.
_AHEAD = 3
# How often a chunk is tried whose process died.
_TRIES = 3

T = TypeVar("T")


class WorkerDied(RuntimeError):
    """The processes that worked on a chunk were killed, again and again."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is done to each chunk: which kinds are kept, as what they are written, whether only trials are read.

    ``using``: what finds the facts, one of :data:`trialfacts.facts.USING`. ``model``: the folder of the models, which
    each process reads for itself; None: those of the package.
    """

    kinds: tuple[str, ...]
    ending: str
    trials: bool = False
    using: str = DEFAULT
    model: str | None = None


@dataclass(slots=True)
class Done:
    """What came of a chunk of ``items`` records and problems; ``data`` is what to write of it.

    ``bare`` of the documents have no facts, of which ``without_facts`` names some; ``dropped`` counts reasons.
    """

    data: bytes = b""
    items: int = 0
    documents: int = 0
    rows: int = 0
    bare: int = 0
    without_facts: list[str] = field(default_factory=list)
    facts: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def add(self, other: Done) -> None:
        """Count another one in, but for its data."""
        self.items += other.items
        self.documents += other.documents
        self.rows += other.rows
        self.bare += other.bare
        self.without_facts += other.without_facts
        self.facts.update(other.facts)
        self.dropped.update(other.dropped)
        self.problems += other.problems

    def to_dict(self) -> dict[str, Any]:
        """All but the data, as JSON."""
        return {
            "items": self.items,
            "documents": self.documents,
            "rows": self.rows,
            "bare": self.bare,
            "without_facts": self.without_facts,
            "facts": dict(self.facts),
            "dropped": dict(self.dropped),
            "problems": [[problem.where, problem.message, problem.warning] for problem in self.problems],
        }

    @classmethod
    def from_dict(cls, entry: dict[str, Any]) -> Done:
        """What :meth:`to_dict` gave."""
        done = cls(**{name: entry[name] for name in ("items", "documents", "rows", "bare", "without_facts")})
        done.facts.update(entry["facts"])
        done.dropped.update(entry["dropped"])
        done.problems += [Problem(*problem) for problem in entry["problems"]]
        return done


def chunked(items: Iterable[Record | Problem], records: int = RECORDS, characters: int = CHARACTERS) -> Iterator[Chunk]:
    """The items in chunks of so many, or fewer where the texts are long."""
    chunk: Chunk = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item.text) if isinstance(item, Record) else 0
        if len(chunk) >= records or size >= characters:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def work(task: Task, chunk: Chunk) -> Done:
    """Extract from a chunk, in whatever process this is; the pipeline is loaded at its first chunk."""
    from trialfacts.batch import extractor
    from trialfacts.running.parts import encode
    from trialfacts.running.trials import kept

    done = Done(items=len(chunk))
    items = kept(chunk, done.dropped) if task.trials else chunk
    documents = []
    for item in extractor(task.kinds, task.using, task.model).stream(items):
        if isinstance(item, Problem):
            done.problems.append(item)
            continue
        _, document = item
        documents.append(document)
        if not document.facts:
            done.bare += 1
            done.without_facts.append(document.doc_id)
        done.facts.update(fact.kind for fact in document.facts)
    done.documents, done.rows = len(documents), done.facts.total()
    done.data = encode(documents, task.kinds, task.ending)
    return done


@contextmanager
def in_order(task: Task, chunks: Iterable[Chunk], jobs: int) -> Iterator[Iterator[Done]]:
    """What comes of each chunk, in order, by so many processes (one: this one), which end with the context.

    Only a few chunks for each process are held at any time. A process that dies is replaced and its chunk tried again;
    raises :class:`WorkerDied` where that does not help.
    """
    if jobs == 1:
        yield (work(task, chunk) for chunk in chunks)
        return
    pool = _Pool(jobs)
    try:
        yield _by_processes(task, iter(chunks), pool, _AHEAD * jobs)
    finally:
        pool.close()


def _by_processes(task: Task, chunks: Iterator[Chunk], pool: _Pool, ahead: int) -> Iterator[Done]:
    waiting: deque[tuple[Chunk, Future[Done]]] = deque()
    tries = 0
    while True:
        while len(waiting) < ahead and (chunk := next(chunks, None)) is not None:
            waiting.append((chunk, pool.submit(work, task, chunk)))
        if not waiting:
            return
        try:
            done = waiting[0][1].result()
        except BrokenProcessPool:
            tries += 1
            if tries == _TRIES:
                raise WorkerDied("processes were killed, three times (is there enough memory?)") from None
            pool.restart()
            waiting = deque((chunk, pool.submit(work, task, chunk)) for chunk, _ in waiting)
            continue
        tries = 0
        waiting.popleft()
        yield done


class _Pool:
    """Processes that can be replaced all together."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._executor = self._made()

    def _made(self) -> ProcessPoolExecutor:
        from multiprocessing import get_context

        # Spawned on every system: nothing of this process, its threads and open files least of all, is inherited.
        return ProcessPoolExecutor(self._jobs, get_context("spawn"), _begin)

    def submit(self, function: Callable[..., T], *arguments: Any) -> Future[T]:
        while True:
            try:
                return self._executor.submit(function, *arguments)
            except BrokenProcessPool:
                self.restart()

    def restart(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._executor = self._made()

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """What a process does first: leave Ctrl-C to the process that started it, and end when that one does."""
    import multiprocessing
    import os
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        # A pool's process waits for work for ever where the one that started it was killed.
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
