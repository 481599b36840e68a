"""Reading: inputs of several formats into one stream of records.

A format is a module with ``read(source) -> Iterator[Record | Problem]`` and a line in :data:`FORMATS`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from trialfacts.read import delimited, excel, jats, jsonl, medline, parquet, recognise, ris
from trialfacts.read.recognise import Reader
from trialfacts.read.seen import Seen
from trialfacts.read.source import STDIN, InputError, Options, Problem, Record, Source

__all__ = [
    "ENDINGS",
    "FORMATS",
    "InputError",
    "Options",
    "Problem",
    "Reader",
    "Record",
    "Source",
    "find_sources",
    "read",
]

# The reader of each ending; what has no ending (a pipe) is told by its first characters. Each may be gzipped.
FORMATS: dict[str, Reader] = {
    ".txt": recognise.text,
    ".jsonl": jsonl.read,
    ".json": recognise.json,
    ".xml": recognise.xml,
    ".nxml": jats.read,
    ".nbib": medline.read,
    ".ris": ris.read,
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".xlsx": excel.read,
    ".parquet": parquet.read,
}
ENDINGS = tuple(FORMATS)


def find_sources(
    inputs: Iterable[str], exclude: Iterable[Path] = (), options: Options | None = None
) -> list[tuple[Source, Reader | None]]:
    """The sources that the inputs name, in order, each with its reader (None: told by content).

    An input is a file, gzipped or not, a folder (all its files of a known ending, those in its folders too, by name;
    hidden ones are left out) or ``-``. Files in ``exclude``, this run's output say, are not taken from a folder.
    ``options`` say how tables are read. Raises :class:`InputError` where an input does not exist, is of an unknown
    ending, or is a folder with nothing in it.
    """
    found: list[tuple[Source, Reader | None]] = []
    others = {path.resolve() for path in exclude}
    for name in inputs:
        path = Path(name)
        if name == STDIN:
            found.append((Source.of_stdin(options), None))
        elif path.is_dir():
            files = [file for file in _files(path) if file.resolve() not in others]
            if not files:
                raise InputError(f"{name}: no file in this folder ends in {_listed(ENDINGS)}")
            found += [(Source.of_file(file, options), FORMATS[_ending(file)]) for file in files]
        elif not path.exists():
            raise InputError(f"{name}: no such file or folder")
        elif _ending(path) and _ending(path) not in FORMATS:
            raise InputError(f"{name}: unknown ending {_ending(path)!r}; texts are read from {_listed(ENDINGS)}")
        else:
            found.append((Source.of_file(path, options), FORMATS.get(_ending(path))))
    return found


def read(sources: Iterable[tuple[Source, Reader | None]]) -> Iterator[Record | Problem]:
    """The records of the sources, and a problem for each that cannot be had; a doc_id counts once, the first time."""
    seen = Seen()
    for source, reader in sources:
        try:
            for item in (reader or recognise.anything)(source):
                if isinstance(item, Record):
                    if taken := seen.before(item.doc_id, item.where):
                        yield Problem(item.where, f"doc_id {item.doc_id!r} is taken by {taken}; left out")
                        continue
                    source.records += 1
                yield item
            source.finish()
        except OSError as error:
            yield Problem(source.name, f"cannot be read: {error.strerror or error}")


def _files(folder: Path) -> list[Path]:
    def refuse(error: OSError) -> None:
        raise InputError(f"{error.filename}: this folder cannot be read: {error.strerror}")

    out = []
    for where, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            # What is said of a result, beside it, is no text.
            if name.startswith(".") or name.endswith((".meta.json", ".errors.jsonl")):
                continue
            if _ending(Path(name)) in FORMATS:
                out.append(Path(where, name))
    return out


def _ending(path: Path) -> str:
    """The ending in small letters, the one before it where it is ``.gz``."""
    ending = path.suffix.lower()
    return path.with_suffix("").suffix.lower() if ending == ".gz" else ending


def _listed(endings: Iterable[str]) -> str:
    *most, last = endings
    return f"{', '.join(most)} or {last}" if most else last
