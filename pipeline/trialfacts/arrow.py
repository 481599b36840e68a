"""Rows of facts as Arrow tables, CSV lines and cells, without pandas: what batches write of each chunk.

A table made here is the same as :func:`trialfacts.table.make_table` gives with ``steady``, types and all; but importing
pandas costs each process of a batch more time and memory than its first hundred abstracts.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from trialfacts.table import NUMBER, TEXT, TRUTH, WHOLE, Row, column_type
from trialfacts.write import neutral

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

# By the type of a column: its name in Arrow, and the two that pandas looks for when it reads a file.
_TYPES = {
    WHOLE: ("int64", "int64", "Int64"),
    NUMBER: ("float64", "float64", "Float64"),
    TRUTH: ("bool_", "bool", "boolean"),
    TEXT: ("large_string", "object", "string"),
}


def schema(columns: Sequence[str]) -> pa.Schema:
    """The schema of a table of these columns, with what pandas needs to give each column its own type again."""
    import pyarrow as pa

    fields, told = [], []
    for name in columns:
        arrow, pandas, numpy = _TYPES[column_type(name)]
        fields.append(pa.field(name, getattr(pa, arrow)()))
        told.append({"name": name, "field_name": name, "pandas_type": pandas, "numpy_type": numpy, "metadata": None})
    metadata = {"index_columns": [], "column_indexes": [], "columns": told, "pandas_version": "2.0.0"}
    return pa.schema(fields, metadata={"pandas": json.dumps(metadata)})


def table(rows: Sequence[Row], columns: Sequence[str]) -> pa.Table:
    """A table of these columns; what is missing, or is no value of its column's type, is null."""
    import pyarrow as pa

    form = schema(columns)
    return pa.Table.from_arrays([_array(_column(rows, field.name), field.type) for field in form], schema=form)


def csv_lines(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Rows as lines of CSV, harmless to spreadsheets, without the line of names."""
    out = io.StringIO()
    cells = [
        [neutral(value) if value else value for value in _column(rows, name)]
        if column_type(name) == TEXT
        else _column(rows, name)
        for name in columns
    ]
    csv.writer(out, lineterminator="\n").writerows(zip(*cells))
    return out.getvalue()


def cells(batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    """The rows of a batch as plain values."""
    yield from zip(*(column.to_pylist() for column in batch.columns))


def _array(values: list[Any], form: pa.DataType) -> pa.Array:
    """The values as an array, made of its buffers: ``pyarrow.array`` would import pandas."""
    import numpy as np
    import pyarrow as pa

    missing = np.fromiter((value is None for value in values), bool, len(values))
    if pa.types.is_large_string(form):
        texts = [b"" if value is None else value.encode() for value in values]
        ends = np.zeros(len(texts) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=ends[1:])
        parts = [ends, b"".join(texts)]
    elif pa.types.is_boolean(form):
        parts = [_bits(np.fromiter(map(bool, values), bool, len(values)))]
    else:
        numbers = [0 if value is None else value for value in values]
        parts = [np.array(numbers, np.int64 if pa.types.is_integer(form) else np.float64)]
    valid = pa.py_buffer(_bits(~missing)) if missing.any() else None
    return pa.Array.from_buffers(form, len(values), [valid, *map(pa.py_buffer, parts)], int(missing.sum()))


def _bits(truths: np.ndarray) -> bytes:
    import numpy as np

    return np.packbits(truths, bitorder="little").tobytes()


def _column(rows: Sequence[Row], name: str) -> list[Any]:
    """The values of a column, each of the column's type or None."""
    values = [row.get(name) for row in rows]
    kind = column_type(name)
    if kind == NUMBER:
        return [None if value is None or value != value else float(value) for value in values]  # NaN is not itself
    return [_whole(value) for value in values] if kind == WHOLE else values


def _whole(value: float | None) -> int | None:
    return int(value) if value is not None and abs(value) < 2**63 and value == int(value) else None
