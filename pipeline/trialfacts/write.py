"""Writing: facts and tables into files, by the file's ending, all or nothing."""

from __future__ import annotations

import json
import math
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = (".jsonl", ".csv", ".xlsx", ".parquet")

# A cell that begins so is a formula to a spreadsheet; a number with its sign, or the sign alone, is not.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_SIGNED = re.compile(r"[=+-]|[+-]?\d{1,15}(?:[.,]\d{1,15})?%?")
# What a cell of a workbook cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CELL = 32_767
ROWS = 1_048_575


class OutputError(ValueError):
    """A place that cannot be written to; said before the work where it can be known."""


def check_output(path: Path, folder: bool = False) -> None:
    """Raises :class:`OutputError` where a file (or ``folder``) of that name could not be written."""
    if path.suffix.lower() not in ENDINGS:
        raise OutputError(f"{path}: unknown ending {path.suffix!r}; results are written to {', '.join(ENDINGS)}")
    if path.is_dir() and not folder:
        raise OutputError(f"{path}: is a folder")
    if folder and path.exists() and not path.is_dir():
        raise OutputError(f"{path}: is a file; a folder is written")
    if not path.parent.is_dir():
        raise OutputError(f"{path}: there is no folder {path.parent}")
    if path.exists() and not os.access(path, os.W_OK):
        raise OutputError(f"{path}: may not be written to")
    try:
        with suppress(_NothingWritten), replacing(path) as _:
            raise _NothingWritten
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from None


class _NothingWritten(Exception):
    """Ends a trial of writing before anything is put in place."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new file beside ``path`` to write to, which takes its place at the end, or is removed where the work fails."""
    path = path.resolve()
    part = path.with_name(f".{path.stem[:100]}.{secrets.token_hex(4)}.part{path.suffix}")
    try:
        part.touch(exist_ok=False)
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def json_line(value: Any) -> str:
    """One line of JSON. A number that JSON cannot hold becomes null."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n"
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False) + "\n"


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(inside) for name, inside in value.items()}
    if isinstance(value, list):
        return [_finite(inside) for inside in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def write_lines(objects: Iterable[dict[str, Any]], path: Path) -> None:
    """Objects as JSON lines, as they come. Raises OSError; ``path`` is then as it was before."""
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        for one in objects:
            file.write(json_line(one))


def write_json(value: dict[str, Any], path: Path) -> None:
    """One object as an indented JSON file."""
    with replacing(path) as part:
        text = json.dumps(_finite(value), ensure_ascii=False, indent=2)
        part.write_text(text + "\n", encoding="utf-8", newline="\n")


def write_table(table: pd.DataFrame, path: Path) -> None:
    """A table into the format of the ending. Raises OSError or :class:`OutputError`; ``path`` is then as it was."""
    ending = path.suffix.lower()
    if ending == ".xlsx" and len(table) > ROWS:
        raise OutputError(f"{path}: {len(table):,} rows are more than a worksheet holds; write .csv or .parquet")
    if ending == ".jsonl":
        write_lines(_objects(table), path)
        return
    with replacing(path) as part:
        if ending == ".parquet":
            table.to_parquet(part, index=False)
        elif ending == ".csv":
            part.write_text(csv_text(table), encoding="utf-8", newline="\n")
        else:
            write_workbook(_rows(table), list(table.columns), part)


def csv_text(table: pd.DataFrame) -> str:
    """A table as CSV, harmless to spreadsheets."""
    texts = [name for name in table.columns if table[name].dtype == "string"]
    harmless = table.assign(**{name: table[name].map(neutral, na_action="ignore") for name in texts})
    return str(harmless.to_csv(index=False, lineterminator="\n"))


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe is set before one that begins like a formula."""
    return f"'{text}" if _FORMULA.match(text) and not _SIGNED.fullmatch(text) else text


def cell(text: str) -> str:
    """Text that a workbook's cell can hold: control characters become U+FFFD, and what is too long is cut."""
    text = _CONTROL.sub("\ufffd", text)
    return text if len(text) <= _CELL else text[: _CELL - 1] + "\u2026"


def _objects(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    return (dict(zip(table.columns, values)) for values in _rows(table))


def _rows(table: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows of a table as plain values; what is missing is None."""
    yield from table.astype(object).where(table.notna(), None).itertuples(index=False, name=None)


def write_workbook(rows: Iterable[Sequence[Any]], columns: Sequence[str], path: Path) -> None:
    """Rows of plain values on one worksheet, below the names of their columns, written as they come."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("facts")
    sheet.freeze_panes = "B2"
    for number, name in enumerate(columns, 1):
        width = 40 if "quote" in name else max(10, min(24, len(name) + 3))
        sheet.column_dimensions[get_column_letter(number)].width = width
    names = [WriteOnlyCell(sheet, name) for name in columns]
    for name in names:
        name.font = Font(bold=True)
    sheet.append(names)
    count = 1
    for values in rows:
        sheet.append([cell(neutral(value)) if isinstance(value, str) else value for value in values])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
    book.save(path)
