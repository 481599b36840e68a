"""A run of ``extract`` into a file: read, extract in chunks, grow the file by commits, put it in its place."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import typer

from trialfacts.read import Reader, Source, read
from trialfacts.running import fingerprints
from trialfacts.running.chunks import RECORDS, Done, Task, WorkerDied, chunked, in_order
from trialfacts.running.journal import Part
from trialfacts.running.log import Log, meta_path
from trialfacts.running.parts import assemble, check_rows, head
from trialfacts.running.progress import progress
from trialfacts.write import OutputError, write_lines

# Seconds between two commits: at most so much work is done again after a kill.
COMMIT = 1.0


class Incomplete(Exception):
    """A run that ended before its end; says why, and what is kept."""


class MissingExtra(ImportError):
    """What was asked for needs packages that are not installed."""


@dataclass(slots=True)
class Extraction:
    """What to extract from, as what, and where to."""

    sources: Sequence[tuple[Source, Reader | None]]
    task: Task
    settings: dict[str, Any]
    out: Path
    log: Log
    jobs: int = 1
    records: int = RECORDS

    def run(self, resume: bool) -> None:
        """Do it, or with ``resume`` go on with it.

        Raises :class:`OutputError` before any work where it cannot be begun or gone on with, and :class:`Incomplete`.
        """
        inputs, extractor = fingerprints.of_inputs(self.sources), fingerprints.of_extractor()
        run = {"extractor": extractor, "settings": self.settings, "inputs": inputs, "chunk": self.records}
        with Part(self.out, run) as part:
            try:
                if resume and not part.journal.exists() and is_done(self.out, run, self.log):
                    return
                part.open(head(self.task.kinds, self.task.ending), resume)
            except OSError as error:
                raise OutputError(f"{part.part}: cannot be written: {error.strerror or error}") from None
            skip = self._replay(part)
            try:
                if not part.complete:
                    self._grow(part, skip)
                    part.finish({"inputs": [source.to_dict() for source, _ in self.sources]})
                self._put_in_place(part)
            except (OSError, OutputError, WorkerDied, KeyboardInterrupt) as error:
                raise Incomplete(self._what_is_kept(part, error)) from None
            part.discard()
        report(self.log, self.out)

    def _replay(self, part: Part) -> int:
        """Count what has been committed; how many items that are."""
        items = 0
        for entry in part.entries():
            if not entry.get("complete"):
                done = Done.from_dict(entry)
                self.log.count_chunk(done, say=False)
                items += done.items
        if items:
            typer.echo(f"going on after {self.log.documents:,} documents", err=True)
        return items

    def _grow(self, part: Part, skip: int) -> None:
        with progress(share_read(self.sources)) as advance:
            items = read(self.sources)
            deque(islice(items, skip), maxlen=0)
            advance(0)
            pending, rows, committed = Done(), sum(self.log.facts.values()), time.monotonic()
            with in_order(self.task, chunked(items, self.records), self.jobs) as results:
                for done in results:
                    self.log.count_chunk(done)
                    rows += done.rows
                    check_rows(rows, self.out)
                    part.append(done.data)
                    if len(self.log.without_facts) >= Log.NAMED:
                        done.without_facts = []
                    pending.add(done)
                    advance(done.documents)
                    if time.monotonic() - committed >= COMMIT:
                        part.commit(pending.to_dict())
                        pending, committed = Done(), time.monotonic()
            part.commit(pending.to_dict())

    def _put_in_place(self, part: Part) -> None:
        write_errors(part.entries(), self.out)
        if part.part.exists():  # or else it is in its place since before a kill
            assemble(part.part, part.out, self.task.kinds)
        *_, last = part.entries()
        more = {"extractor": part.run["extractor"]} | dropped_to_dict(self.task, self.log)
        self.log.write_meta(self.out, "extract", self.settings, last["inputs"], more)

    def _what_is_kept(self, part: Part, error: BaseException) -> str:
        if isinstance(error, KeyboardInterrupt):
            reason = "interrupted"
        elif isinstance(error, OSError):
            reason = f"cannot write: {error}"
        else:
            reason = str(error)
        if isinstance(error, OutputError) or not part.commits:
            part.discard()
            return reason
        return f"{reason}; what was done is kept in {part.part}, --resume goes on from there"


def is_done(out: Path, run: dict[str, Any], log: Log) -> bool:
    """Whether the output is there, of the same run: one that is repeated until it is done must not begin anew."""
    try:
        meta = json.loads(meta_path(out).read_text(encoding="utf-8"))
        inputs = [{name: one.get(name) for name in ("path", "sha256", "bytes")} for one in meta["inputs"]]
        before = {"extractor": meta["extractor"], "settings": meta["settings"], "inputs": inputs}
        if not out.exists() or any(before[name] != run[name] for name in before):
            return False
        log.problems[False] = meta["errors"]["count"]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return False
    typer.echo(f"{out}: is complete, nothing to do", err=True)
    return True


def share_read(sources: Sequence[tuple[Source, Reader | None]]) -> Any:
    """A function that says how much of the inputs has been read; None where one of them is a pipe."""
    sizes = [source.path.stat().st_size if source.path and source.path.is_file() else None for source, _ in sources]
    total = None if None in sizes else sum(size or 0 for size in sizes)

    def share() -> float | None:
        return min(1.0, sum(source.size for source, _ in sources) / total) if total else None

    return share


def errors_path(out: Path) -> Path:
    """Where the records that could not be used are listed."""
    return out.with_name(out.name + ".errors.jsonl")


def write_errors(entries: Iterable[dict[str, Any]], out: Path) -> None:
    """Write ``OUT.errors.jsonl``; where there are none, no file is left."""
    errors = _errors(entries)
    first = next(errors, None)
    if first is None:
        errors_path(out).unlink(missing_ok=True)
        return

    def all_of_them() -> Iterator[dict[str, Any]]:
        yield first
        yield from errors

    write_lines(all_of_them(), errors_path(out))


def _errors(entries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        for where, message, warning in entry.get("problems", ()):
            if not warning:
                yield {"where": where, "reason": message}


def dropped_to_dict(task: Task, log: Log) -> dict[str, Any]:
    """What the audit file says of records that are no reports of trials."""
    if not task.trials:
        return {}
    reasons = dict(sorted(log.dropped.items(), key=lambda item: -item[1]))
    return {"dropped": {"count": sum(reasons.values()), "reasons": reasons}}


def report(log: Log, out: Path) -> None:
    """Say how many records were dropped and why, and how many were bad."""
    report_dropped(log)
    if log.problems[False] > 1:
        typer.echo(f"{log.problems[False]:,} errors; {errors_path(out)} lists them", err=True)


def report_dropped(log: Log) -> None:
    """Say how many records were dropped, and why."""
    if log.dropped:
        reasons = sorted(log.dropped.items(), key=lambda item: -item[1])
        told = "".join(f"\n{count:>9,}  {reason}" for reason, count in reasons)
        typer.echo(f"{sum(log.dropped.values()):,} records are no reports of trials, left out:{told}", err=True)
