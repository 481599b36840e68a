"""Many documents: a stream of records becomes a stream of their facts, and a frame of texts a frame of facts."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trialfacts.facts import DEFAULT, KINDS, DocumentFacts
from trialfacts.read.source import Problem, Record, check_text

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from trialfacts.model.bundle import Models

Extracted = tuple[Record, DocumentFacts]


class Extractor:
    """Extracts from one batch of records after another; the engine is made once. For one thread at a time.

    ``kinds``, ``using`` and ``checks`` are those of :class:`trialfacts.engine.Engine`; ``model`` is a folder that
    ``trialfacts train`` wrote, for the package's own models. Raises :class:`trialfacts.model.bundle.ModelError`.
    """

    def __init__(
        self,
        kinds: Sequence[str] | None = None,
        using: str = DEFAULT,
        checks: bool = False,
        model: str | Path | None = None,
    ) -> None:
        from trialfacts.engine import Engine

        self._engine = Engine(kinds, checks, using, _models(model))

    def stream(self, records: Iterable[Record | Problem]) -> Iterator[Extracted | Problem]:
        """Each record with its facts, in order; problems are passed on, and a record that fails becomes one."""
        for record in records:
            if isinstance(record, Problem):
                yield record
                continue
            try:
                facts = self._engine.facts(record.text, record.doc_id)
                facts.article = record.article()
            except Exception as error:  # the others shall be done
                yield Problem(record.where, f"cannot be extracted: {error!r}")
                continue
            yield record, facts


def _models(folder: str | Path | None) -> Models | None:
    if folder is None:
        return None
    from trialfacts.model.bundle import load_models

    return load_models(Path(folder))


def extract_records(
    records: Iterable[Record | Problem],
    kinds: Sequence[str] | None = None,
    using: str = DEFAULT,
    model: str | Path | None = None,
) -> Iterator[Extracted | Problem]:
    """Each record with its facts, in order; problems are passed on.

    A record that cannot be extracted becomes a problem, and the others go on. ``kinds``, ``using`` and ``model`` are
    those of :class:`Extractor`. Nothing is held back: the stream may be as long as one likes.
    """
    yield from Extractor(kinds, using, model=model).stream(records)


_OF_THREAD = threading.local()
_Key = tuple[tuple[str, ...] | None, str, str | None]


def extractor(kinds: Sequence[str] | None = None, using: str = DEFAULT, model: str | Path | None = None) -> Extractor:
    """The extractor of this thread, made at the first call and kept as long as the models of the folder are the same.

    The arguments are those of :class:`Extractor`.
    """
    key = tuple(kinds) if kinds is not None else None, using, None if model is None else str(model)
    made: dict[_Key, tuple[Extractor, Models | None]] = _OF_THREAD.__dict__.setdefault("extractors", {})
    models = _models(model)
    if key not in made or made[key][1] is not models:
        made[key] = Extractor(kinds, using, model=model), models
    return made[key][0]


# Frames, for engines that map a function over the parts of a large table.


def frame_columns(kinds: Sequence[str] | None = None) -> list[str]:
    """The columns of :func:`extract_frame`: those of a table of facts, and ``error``."""
    from trialfacts.table import fact_columns

    return [*fact_columns(tuple(kinds or KINDS)), "error"]


def extract_frame(
    frame: pd.DataFrame,
    kinds: Sequence[str] | None = None,
    using: str = DEFAULT,
    model: str | Path | None = None,
) -> pd.DataFrame:
    """One row a fact, from a frame with the columns ``doc_id`` and ``text``; others are not looked at.

    The columns and their types are those of :func:`frame_columns`, whatever the rows hold (also of an empty frame). A
    document without facts has no row. A text that cannot be used raises nothing: it has one row, in which ``error``
    says why, and of the other columns only ``doc_id`` is filled. ``kinds``, ``using`` and ``model`` are those of
    :class:`Extractor`. Raises KeyError where a column is missing.
    """
    from trialfacts.table import fact_rows, make_table

    rows: list[dict[str, Any]] = []
    ids = list(frame["doc_id"])
    records = [_record(at, doc_id, text) for at, (doc_id, text) in enumerate(zip(ids, frame["text"]))]
    for item in extractor(kinds, using, model).stream(records):
        if isinstance(item, Problem):
            rows.append({"doc_id": _name(ids[int(item.where)]), "error": item.message})
        else:
            rows += fact_rows(item[1])
    return make_table(rows, frame_columns(kinds), steady=True)


def _record(at: int, doc_id: Any, text: Any) -> Record | Problem:
    """The record of a row; ``where`` is the row's number."""
    name = _name(doc_id)
    if name is None:
        return Problem(str(at), "doc_id is missing")
    if not isinstance(text, str):
        return Problem(str(at), "no text (missing)" if _missing(text) else f"text is no string: {type(text).__name__}")
    try:
        check_text(text)
        text.encode()
    except UnicodeEncodeError:
        return Problem(str(at), "text holds half a character (a lone surrogate)")
    except ValueError as error:
        return Problem(str(at), str(error))
    return Record(name, text, where=str(at))


def _name(doc_id: Any) -> str | None:
    if _missing(doc_id) or doc_id == "":
        return None
    # Whole numbers become floats in a column in which some are missing.
    return str(int(doc_id)) if isinstance(doc_id, float) and doc_id.is_integer() else str(doc_id)


def _missing(value: Any) -> bool:
    import pandas as pd

    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def frame_schema(kinds: Sequence[str] | None = None) -> pa.Schema:
    """The Arrow schema of :func:`extract_frame`, which Spark, Ray and Arrow itself take."""
    import pyarrow as pa

    return pa.Schema.from_pandas(empty_frame(kinds), preserve_index=False)


def empty_frame(kinds: Sequence[str] | None = None) -> pd.DataFrame:
    """A frame of no rows as :func:`extract_frame` gives it: what Dask calls ``meta``."""
    from trialfacts.table import make_table

    return make_table([], frame_columns(kinds), steady=True)


def spark_schema(kinds: Sequence[str] | None = None) -> str:
    """The same schema in the words of Spark's ``mapInPandas``."""
    words = {"int64": "bigint", "double": "double", "bool": "boolean"}
    return ", ".join(f"`{field.name}` {words.get(str(field.type), 'string')}" for field in frame_schema(kinds))
