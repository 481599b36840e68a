"""Which doc_ids there were, and where: in memory while they are few, else in a temporary file."""

from __future__ import annotations

import sqlite3

# What millions of them would take in memory is more than all the rest.
_FEW = 20_000


class Seen:
    """The doc_ids of a run."""

    def __init__(self) -> None:
        self._few: dict[str, str] = {}
        self._many: sqlite3.Connection | None = None

    def before(self, doc_id: str, where: str) -> str | None:
        """Where a doc_id was first, or None, and then it has been here."""
        if (found := self._few.get(doc_id)) is not None:
            return found
        if self._many is None:
            self._few[doc_id] = where or "?"
            if len(self._few) >= _FEW:
                self._many = _table(self._few)
                self._few = {}
            return None
        key = _key(doc_id)
        if self._many.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, _key(where or "?"))).rowcount:
            return None
        (found,) = self._many.execute("SELECT place FROM seen WHERE doc_id = ?", (key,)).fetchone()
        return str(found, "utf-8", "surrogatepass")


def _table(few: dict[str, str]) -> sqlite3.Connection:
    table = sqlite3.connect("", isolation_level=None)  # a file that is nobody else's, and goes when it is closed
    for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -16000"):
        table.execute(f"PRAGMA {setting}")
    table.execute("CREATE TABLE seen (doc_id BLOB PRIMARY KEY, place BLOB) WITHOUT ROWID")
    table.execute("BEGIN")
    table.executemany("INSERT INTO seen VALUES (?, ?)", ((_key(doc_id), _key(place)) for doc_id, place in few.items()))
    return table


def _key(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
