"""What is written of a chunk, so that a file can grow by chunks; and the file that is made of it at the end.

JSON lines and CSV grow as they are. A Parquet file or a workbook cannot grow: what grows is Arrow's stream format, a
stream for each chunk, from which the file is made at the end, in memory that does not depend on its size.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trialfacts.facts import DocumentFacts
from trialfacts.write import ROWS, OutputError, json_line, write_workbook

if TYPE_CHECKING:
    import pyarrow as pa

# Rows of a row group, which is held in memory. A fixed number, so that the file does not depend on where the chunks
# were cut.
_GROUP = 1 << 13
_GROWS = (".jsonl", ".csv")


def head(kinds: Sequence[str], ending: str) -> bytes:
    """What the file begins with."""
    if ending != ".csv":
        return b""
    from trialfacts.table import fact_columns

    return (",".join(fact_columns(kinds)) + "\n").encode()


def encode(documents: Sequence[DocumentFacts], kinds: Sequence[str], ending: str) -> bytes:
    """What the file grows by for these documents."""
    if ending == ".jsonl":
        return "".join(json_line(document.to_dict()) for document in documents).encode()
    from trialfacts import arrow
    from trialfacts.table import fact_columns, fact_rows

    rows, columns = [row for document in documents for row in fact_rows(document)], fact_columns(kinds)
    if not rows:
        return b""
    if ending == ".csv":
        return arrow.csv_lines(rows, columns).encode()
    import pyarrow as pa

    sink, table = pa.BufferOutputStream(), arrow.table(rows, columns)
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def check_rows(rows: int, out: Path) -> None:
    """Raises :class:`OutputError` where so many rows do not fit in the file."""
    if out.suffix.lower() == ".xlsx" and rows > ROWS:
        raise OutputError(f"{out}: a worksheet holds {ROWS:,} rows of facts, these are more; write .csv or .parquet")


def assemble(part: Path, out: Path, kinds: Sequence[str]) -> None:
    """Make the file of what has grown: all of it or, where that fails (OSError), nothing."""
    ending = out.suffix.lower()
    if ending in _GROWS:
        part.replace(out)
        return
    new = part.with_name(part.name + ".new")  # one name, so that a kill leaves nothing that is not written over
    try:
        from trialfacts.arrow import cells

        if ending == ".parquet":
            write_parquet(_batches(part), new, kinds)
        else:
            write_workbook((row for batch in _batches(part) for row in cells(batch)), _schema(kinds).names, new)
        put_in_place(new, out)
    finally:
        new.unlink(missing_ok=True)
    part.unlink()


def put_in_place(new: Path, path: Path) -> None:
    """Give a file that has been written its name, once it is safe on disk."""
    with new.open("rb") as written:
        os.fsync(written.fileno())
    os.replace(new, path)


def write_parquet(
    batches: Iterable[pa.RecordBatch], path: Path, kinds: Sequence[str], metadata: dict[str, str] | None = None
) -> None:
    """Batches as one Parquet file, in row groups of one size."""
    import pyarrow.parquet as pq

    with pq.ParquetWriter(path, _schema(kinds)) as file:
        for group in _regrouped(batches):
            file.write_table(group, _GROUP)
        if metadata:
            file.add_key_value_metadata(metadata)


def batches_of(data: bytes) -> Iterator[pa.RecordBatch]:
    """The batches of what :func:`encode` made for a file that cannot grow, once or several times over."""
    import pyarrow as pa

    return _streamed(pa.BufferReader(data))


def _schema(kinds: Sequence[str]) -> pa.Schema:
    from trialfacts.arrow import schema
    from trialfacts.table import fact_columns

    return schema(fact_columns(kinds))


def _batches(part: Path) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    with pa.OSFile(str(part)) as file:
        yield from _streamed(file)


def _streamed(file: pa.NativeFile) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    # Arrow's own allocators keep what they once had: the longer the file, the more they would hold.
    pool, size = pa.system_memory_pool(), file.size()
    while file.tell() < size:
        with pa.ipc.open_stream(file, memory_pool=pool) as stream:
            yield from stream


def _regrouped(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        while len(batch):
            some = batch.slice(0, _GROUP - rows)
            batch = batch.slice(len(some))
            held.append(some)
            rows += len(some)
            if rows == _GROUP:
                yield pa.Table.from_batches(held)
                held, rows = [], 0
    if held:
        yield pa.Table.from_batches(held)
