"""What has been fetched, on disk: a file that grows by whole batches, and becomes the output when it is complete."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from trialfacts.fetch.databases import Article, Database, in_memory
from trialfacts.fetch.identifiers import Identifier, identify
from trialfacts.read.source import Problem, Record, Source
from trialfacts.write import OutputError, json_line, replacing

ENDINGS = (".xml", ".jsonl")


class Store:
    """The articles of ``out``, kept in ``OUT.part`` until they are all there.

    ``.xml`` holds them as they were sent, ``.jsonl`` as records of the database's reader, changed by ``adapt``; those
    without an abstract are then left out, and listed in ``without_abstract``. ``ids`` are all that it has, ``kept``
    is the number of articles that it began with, ``added`` of those that came. Raises OSError where the disk fails.
    """

    def __init__(
        self, out: Path, database: Database, adapt: Callable[[Record], Record] = lambda record: record
    ) -> None:
        """A store that is still to be opened."""
        self.out, self.database, self._adapt = out, database, adapt
        self.part = out.with_name(out.name + ".part")
        self.ids: set[Identifier] = set()
        self.kept = self.added = 0
        self.without_abstract: list[str] = []
        self._xml = out.suffix.lower() == ".xml"

    def open(self, resume: bool) -> None:
        """Begin: with ``resume``, with the articles of an interrupted run, or else of ``out``.

        A record that was being written when a run was killed is dropped. Raises :class:`OutputError` where an
        interrupted run would be lost, or where what is there is no file of this database.
        """
        if not resume and self.part.exists():
            count = sum(1 for _ in self._articles(self.part))
            if count or self._is_foreign(self.part):
                raise OutputError(
                    f"{self.part}: holds {count:,} articles of an interrupted fetch; go on with --resume, or remove it"
                )
        old = next((path for path in (self.part, self.out) if path.exists()), None) if resume else None
        with replacing(self.part) as new, new.open("wb") as file:
            if old is not None:
                if self._xml:
                    file.write(self._head(old))
                for ids, data in self._articles(old):
                    file.write(data)
                    self.ids |= ids
                    self.kept += 1
                if not self.kept and (self._is_foreign(old) or (old == self.out and old.stat().st_size)):
                    raise OutputError(f"{old}: holds no article of {self.database.title} to go on from")

    def add(self, articles: Iterable[Article], head: bytes) -> Iterator[Problem]:
        """Append articles, safe on disk on return; a problem for each that the reader cannot make a record of."""
        lines: list[bytes] = []
        if self._xml and self.part.stat().st_size == 0:
            lines.append(head + b"\n")
        for article in articles:
            if self._xml:
                lines.append(article.data + b"\n")
                self.added += 1
            else:
                problems, record = self._record(article, head)
                yield from problems
                if record is not None:
                    lines.append(json_line(_entry(self._adapt(record))).encode())
                    self.added += 1
                elif not problems:
                    self.without_abstract.append(_name(article))
            self.ids |= article.ids
        with self.part.open("ab") as file:
            file.write(b"".join(lines))
            file.flush()
            os.fsync(file.fileno())

    def finish(self) -> None:
        """Put the file in its place; where nothing was fetched, leave none."""
        if not self.kept + self.added:
            self.discard()
            return
        if self._xml:
            with self.part.open("ab") as file:
                file.write(self.database.foot + b"\n")
                file.flush()
                os.fsync(file.fileno())
        os.replace(self.part, self.out)

    def discard(self) -> None:
        """Remove a file in which there is nothing."""
        if not self.kept + self.added:
            self.part.unlink(missing_ok=True)

    def _record(self, article: Article, head: bytes) -> tuple[list[Problem], Record | None]:
        source = in_memory(_name(article), head + article.data + self.database.foot)
        items = list(self.database.read(source))
        record = next((item for item in items if isinstance(item, Record)), None)
        return [item for item in items if isinstance(item, Problem) and not item.warning], record

    def _is_foreign(self, path: Path) -> bool:
        """Whether a file without an article is something else than one that was torn in its first."""
        with path.open("rb") as file:
            start = file.read(1 << 13)
        return self._xml and bool(start) and b"<" + self.database.tags.root.encode() not in start

    def _head(self, path: Path) -> bytes:
        with path.open("rb") as file:
            start = file.read(1 << 13)
        return self.database.head(start) + b"\n" if start else b""

    def _articles(self, path: Path) -> Iterator[tuple[frozenset[Identifier], bytes]]:
        """The whole articles of a file: their identifiers, and their bytes with the line's end."""
        if self._xml:
            for article in self.database.articles(Source.of_file(path)):
                yield article.ids, article.data + b"\n"
            return
        with path.open("rb") as file:
            for line in file:
                with suppress(ValueError):
                    entry = json.loads(line)
                    if isinstance(entry, dict) and isinstance(entry.get("text"), str):
                        yield _identifiers(entry), line.rstrip(b"\r\n") + b"\n"


def _name(article: Article) -> str:
    return min(article.ids, key=lambda found: ("pmcid", "pmid", "doi").index(found.kind)).value if article.ids else "?"


def _entry(record: Record) -> dict[str, Any]:
    entry = asdict(record)
    del entry["where"]
    return entry


def _identifiers(entry: dict[str, Any]) -> frozenset[Identifier]:
    values = (entry.get(name) for name in ("doc_id", "pmid", "pmcid", "doi"))
    return frozenset(filter(None, (identify(value) for value in values if isinstance(value, str))))
