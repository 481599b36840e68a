"""A file that grows by commits, beside the output that it becomes: after a kill at any moment it can be gone on with.

``OUT.part`` holds the data; ``OUT.journal`` a line of JSON for the run and then one for each commit. The line is
written when the data is safe on disk, so what a journal says is there; what is there beyond it is cut off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from trialfacts.write import OutputError, json_line


@dataclass(slots=True)
class _Old:
    """What a journal says: the run, how many commits of how many bytes; and its own length without a torn line."""

    run: dict[str, Any] | None = None
    commits: int = 0
    bytes: int = 0
    size: int = 0
    complete: bool = False


class Part:
    """The growing file of ``out``. ``run`` says what is being done, as JSON: only the same run can be gone on with.

    Used as a context manager, which closes the files and leaves them where they are.
    """

    def __init__(self, out: Path, run: dict[str, Any]) -> None:
        out = out.resolve() if out.is_symlink() else out
        self.out, self.run = out, run
        self.part, self.journal = out.with_name(out.name + ".part"), out.with_name(out.name + ".journal")
        self.commits, self.complete = 0, False
        self._committed = 0
        self._data: IO[bytes] | None = None
        self._lines: IO[bytes] | None = None

    def open(self, head: bytes, resume: bool) -> None:
        """Begin, or with ``resume`` go on after the last commit, if there is one.

        ``head`` is what a new file begins with. Raises :class:`OutputError` where what is there is of another run, or
        of one that is still going on, or would be lost because ``resume`` is not set; and OSError.
        """
        self._lines = self.journal.open("a+b")
        self._lock()
        old = self._read()
        if old.commits and not resume:
            raise OutputError(
                f"{self.part}: what an interrupted run has done; go on with --resume, or remove it and {self.journal}"
            )
        if old.run is not None and resume:
            self._check(old.run)
        self.commits, self.complete = old.commits, old.complete
        if old.commits:
            self._lines.truncate(old.size)
            self._committed = old.bytes
            if not self.complete:  # where it is, the file may be in its place already
                self._open_part()
            return
        # In this order: there is no journal of a file that is not there.
        self._lines.truncate(0)
        self._data = self.part.open("wb")
        self._data.write(head)
        self._committed = 0
        self._commit({"run": self.run})

    def append(self, data: bytes) -> None:
        """Let the file grow; safe on disk only after :meth:`commit`."""
        assert self._data is not None
        self._data.write(data)

    def commit(self, entry: dict[str, Any]) -> None:
        """Make safe what has been appended since the last commit, and then the entry that says so."""
        self._commit(entry)
        self.commits += 1

    def finish(self, entry: dict[str, Any]) -> None:
        """Commit and say that this is all. The file is closed: it may be put in its place."""
        self.commit(entry | {"complete": True})
        self.complete = True
        self._close_data()

    def entries(self) -> Iterator[dict[str, Any]]:
        """The entries of all commits, from disk."""
        with self.journal.open("rb") as lines:
            next(lines, None)
            yield from map(json.loads, lines)

    def discard(self) -> None:
        """Remove both files: the output is in its place, or there is nothing to keep."""
        self.close()
        self.part.unlink(missing_ok=True)
        self.journal.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the files and leave them where they are."""
        self._close_data()
        if self._lines is not None:
            self._lines.close()

    def __enter__(self) -> Part:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self) -> _Old:
        assert self._lines is not None
        old = _Old()
        self._lines.seek(0)
        for line in self._lines:
            try:
                entry = json.loads(line)
                if not line.endswith(b"\n"):
                    break  # it was being written
                old.bytes += entry["bytes"]
            except (ValueError, TypeError, KeyError):
                break
            if old.run is None:
                old.run = entry.get("run") or {}
            else:
                old.commits += 1
                old.complete = bool(entry.get("complete"))
            old.size += len(line)
        return old

    def _check(self, old: dict[str, Any]) -> None:
        different = [name for name in {**old, **self.run} if old.get(name) != self.run.get(name)]
        if different:
            told = "; ".join(f"{name}: {_short(old.get(name))}, now {_short(self.run.get(name))}" for name in different)
            raise OutputError(
                f"{self.part}: was begun by a run that differs, and cannot be gone on with ({told}); "
                f"run as before, or remove it and {self.journal} to begin anew"
            )

    def _lock(self) -> None:
        """Keep a second run away from the files for as long as this one has them open."""
        try:
            import fcntl
        except ImportError:  # Windows
            return
        assert self._lines is not None
        try:
            fcntl.flock(self._lines, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(f"{self.part}: another run is writing it") from None
        except OSError:
            pass  # a file system without locks

    def _open_part(self) -> None:
        if not self.part.exists() or self.part.stat().st_size < self._committed:
            raise OutputError(f"{self.part}: is not what its journal says; remove {self.journal} to begin anew")
        self._data = self.part.open("r+b")
        self._data.truncate(self._committed)
        self._data.seek(self._committed)

    def _commit(self, entry: dict[str, Any]) -> None:
        assert self._data is not None and self._lines is not None
        self._data.flush()
        os.fsync(self._data.fileno())
        at = self._data.tell()
        self._lines.write(json_line(entry | {"bytes": at - self._committed}).encode())
        self._lines.flush()
        os.fsync(self._lines.fileno())
        self._committed = at

    def _close_data(self) -> None:
        if self._data is not None:
            self._data.close()
            self._data = None


def _short(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False)
    return said if len(said) <= 80 else said[:79] + "\u2026"
