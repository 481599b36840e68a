"""Excel workbooks (``.xlsx``): a sheet with a header and a row for each abstract."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO

from trialfacts.read.columns import Row, columns_of, reader_of
from trialfacts.read.pieces import records
from trialfacts.read.source import Problem, Record, Source

# What a workbook may come to when unzipped: more than a million abstracts.
_LARGEST = 1 << 32


def read(source: Source) -> Iterator[Record | Problem]:
    """The rows with a text of the first sheet that has a column for it; see :mod:`trialfacts.read.columns`."""
    with source.copy() as file:
        try:
            yield from _read(source, file)
        except OSError:
            raise
        except Exception as error:  # openpyxl says of damaged files whatever its parts come upon
            yield Problem(source.name, f"cannot be read as an Excel workbook: {_said(error)}")


def _said(error: Exception) -> str:
    first, _, _ = str(error).partition("\n")
    return f"{type(error).__name__}: {first}"


def _read(source: Source, file: BinaryIO) -> Iterator[Record | Problem]:
    from zipfile import ZipFile

    from openpyxl import load_workbook

    with ZipFile(file) as archive:
        if sum(part.file_size for part in archive.infolist()) > _LARGEST:
            yield Problem(source.name, f"is larger than {_LARGEST >> 30} GiB when unzipped")
            return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that are not supported
        book = load_workbook(file, read_only=True, data_only=True)
    why = ""
    for sheet in book.worksheets:
        rows = _rows(source, sheet)
        header = next(rows, None)
        if header is None:
            continue
        try:
            columns = columns_of(header.cells, source.options)
        except ValueError as error:
            why = max(why, str(error), key=len)  # of the sheet that looks most like a table
            continue
        yield from records(source, rows, reader_of(columns, source))
        return
    yield Problem(source.name, why or "no records (empty or blank)")


def _rows(source: Source, sheet: Any) -> Iterator[Row]:
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if any(value is not None for value in cells):
            yield Row(cells, f"{source.name}, {sheet.title}:{number}", number)
