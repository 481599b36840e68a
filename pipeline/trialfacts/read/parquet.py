"""Parquet: a table with a row for each abstract, read in batches; only the columns that say something are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trialfacts.read.columns import Row, columns_of, reader_of
from trialfacts.read.pieces import records
from trialfacts.read.source import Problem, Record, Source

_BATCH = 1000


def read(source: Source) -> Iterator[Record | Problem]:
    """The rows with a text; for the columns see :mod:`trialfacts.read.columns`."""
    import pyarrow
    from pyarrow.parquet import ParquetFile

    with source.copy() as file:
        try:
            table = ParquetFile(file)
            names = list(table.schema_arrow.names)
            columns = columns_of(names, source.options)
            wanted = sorted(set(columns.values()))
            at = {what: wanted.index(index) for what, index in columns.items()}
            rows = _rows(source, table, [names[index] for index in wanted])
            yield from records(source, rows, reader_of(at, source))
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            yield Problem(source.name, f"cannot be read as Parquet: {error}")


def _rows(source: Source, table: Any, names: list[str]) -> Iterator[Row]:
    number = 1  # the header is 1
    for batch in table.iter_batches(_BATCH, columns=names):
        for cells in zip(*(batch.column(name).to_pylist() for name in names), strict=True):
            number += 1
            yield Row(cells, f"{source.name}:{number}", number)
