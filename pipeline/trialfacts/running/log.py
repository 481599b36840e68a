"""What a command did and what went wrong, for its messages, its exit code and the audit file."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from trialfacts import __version__
from trialfacts.facts import KINDS, DocumentFacts
from trialfacts.read.source import Problem, Source, printable
from trialfacts.write import write_json

if TYPE_CHECKING:
    from trialfacts.running.chunks import Done

T = TypeVar("T")


def meta_path(out: Path) -> Path:
    """Where the audit file of an output stands."""
    return out.with_name(out.name + ".meta.json")


class Log:
    """Counts of documents, facts and problems; problems are said as they come."""

    KEPT = 1000  # problems of each sort that are said, and kept as messages
    NAMED = 10_000  # documents without facts that are named

    def __init__(self) -> None:
        self.messages: dict[bool, list[str]] = {False: [], True: []}
        self.problems = {False: 0, True: 0}
        self.documents = self.bare = 0
        self.without_facts: list[str] = []
        self.facts = dict.fromkeys(KINDS, 0)
        self.dropped: dict[str, int] = {}

    @property
    def exit_code(self) -> int:
        """1 where something could not be used, else 0."""
        return 1 if self.problems[False] else 0

    def add(self, problem: Problem, say: bool = True) -> None:
        """Count a problem and say it."""
        self.problems[problem.warning] += 1
        count = self.problems[problem.warning]
        if count <= self.KEPT:
            self.messages[problem.warning].append(f"{problem.where}: {problem.message}")
        if say and count <= self.KEPT:
            typer.echo(str(problem), err=True)
        elif say and count == self.KEPT + 1:
            typer.echo(f"{'warning' if problem.warning else 'error'}: and more, which are not said", err=True)

    def passed(self, stream: Iterable[T | Problem]) -> Iterator[T]:
        """The stream without its problems, which are said and counted."""
        for item in stream:
            if isinstance(item, Problem):
                self.add(item)
            else:
                yield item

    def count(self, documents: Iterable[DocumentFacts]) -> None:
        """Count documents and their facts."""
        for document in documents:
            self.documents += 1
            if not document.facts:
                self._without_facts([document.doc_id])
            for fact in document.facts:
                self.facts[fact.kind] += 1

    def count_chunk(self, done: Done, say: bool = True) -> None:
        """Count what came of a chunk."""
        self.documents += done.documents
        self._without_facts(done.without_facts, done.bare)
        for kind, count in done.facts.items():
            self.facts[kind] += count
        for reason, count in done.dropped.items():
            self.dropped[reason] = self.dropped.get(reason, 0) + count
        for problem in done.problems:
            self.add(problem, say)

    def _without_facts(self, doc_ids: list[str], count: int | None = None) -> None:
        self.bare += len(doc_ids) if count is None else count
        self.without_facts += doc_ids[: self.NAMED - len(self.without_facts)]

    def write_meta(
        self,
        out: Path,
        command: str,
        settings: dict[str, Any],
        inputs: Iterable[Source | dict[str, Any]],
        more: dict[str, Any] | None = None,
    ) -> None:
        """Write the audit file of a file of facts. Raises OSError."""
        facts = {
            "inputs": [one.to_dict() if isinstance(one, Source) else one for one in inputs],
            "documents": self.documents,
            "documents_without_facts": self.without_facts,
            "documents_without_facts_count": self.bare,
            "facts": {kind: self.facts[kind] for kind in settings["kinds"]},
        }
        self.write_audit(out, command, settings, facts | (more or {}))

    def write_audit(self, out: Path, command: str, settings: dict[str, Any], told: dict[str, Any]) -> None:
        """Write ``OUT.meta.json``: what an audit of a review asks about a file, with what is ``told`` of its content.

        Raises OSError.
        """
        meta = {
            "trialfacts": __version__,
            "python": platform.python_version(),
            "command": command,
            "date": datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "settings": settings,
            "output": printable(str(out)),
            **told,
            "errors": {"count": self.problems[False], "messages": self.messages[False]},
            "warnings": {"count": self.problems[True], "messages": self.messages[True]},
        }
        write_json(meta, meta_path(out))
