"""Facts as tables: one row a fact, and the gold-checked table, one row for each fact of either side.

The columns depend on the kinds alone, never on the data, so that tables of two runs can be stacked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from trialfacts.evaluate import Evaluation, Pair, fields_that_differ
from trialfacts.facts import KINDS, DocumentFacts, Fact

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]

# Fields that are objects become one column for each part.
_PARTS = {
    "frequency": ("times", "every", "unit"),
    "duration": ("value", "unit"),
    "repeated_for": ("value", "unit"),
    "dispersion": ("type", "value", "low", "high"),
}
_WHOLE = {"start", "end", "n_total", "n", "count", "denominator"}
_NUMBERS = {
    "value", "amount", "amount_high", "percent", "ci_low", "ci_high", "level", "confidence", "frequency_times",
    "frequency_every", "duration_value", "repeated_for_value", "dispersion_value", "dispersion_low", "dispersion_high",
}  # fmt: skip
_TRUTHS = {"threshold"}
# The types of columns.
WHOLE, NUMBER, TRUTH, TEXT = "whole", "number", "truth", "text"


def value_columns(kinds: Sequence[str]) -> list[str]:
    """The columns of the fields that these kinds have of their own; a field of two kinds is one column."""
    names = dict.fromkeys(name for kind in KINDS if kind in kinds for name in KINDS[kind].value_fields())
    return [column for name in names for column in _columns_of(name)]


def _columns_of(name: str) -> list[str]:
    return [f"{name}_{part}" for part in _PARTS[name]] if name in _PARTS else [name]


def _values(fact: Fact) -> Row:
    row: Row = {}
    for name in fact.value_fields():
        value = getattr(fact, name)
        if name in _PARTS:
            row.update({f"{name}_{part}": (value or {}).get(part) for part in _PARTS[name]})
        else:
            row[name] = value
    return row


def fact_columns(kinds: Sequence[str]) -> list[str]:
    """The columns of the table of facts."""
    ends = ["confidence", "source", "rule"]
    return ["doc_id", "n_total", "kind", "id", "start", "end", "quote", *value_columns(kinds), *ends]


def fact_rows(document: DocumentFacts) -> list[Row]:
    """One row a fact of a document, in the order of the text; ``n_total`` is the document's in each."""
    return [
        {"doc_id": document.doc_id, "n_total": document.n_total, "kind": fact.kind, "id": fact.id}
        | {"start": fact.start, "end": fact.end, "quote": fact.quote}
        | _values(fact)
        | {"confidence": round(fact.confidence, 3), "source": fact.source, "rule": fact.rule}
        for fact in document.facts
    ]


def facts_table(documents: Iterable[DocumentFacts], kinds: Sequence[str] | None = None) -> pd.DataFrame:
    """The facts of documents, one row a fact, with the columns of ``kinds`` (all: None)."""
    rows = [row for document in documents for row in fact_rows(document)]
    return make_table(rows, fact_columns(tuple(kinds or KINDS)))


def checked_columns(kinds: Sequence[str]) -> list[str]:
    """The columns of the gold-checked table: each field's gold and found value stand beside one another."""
    first = ["doc_id", "kind", "status", "start", "end", "quote", "fields_that_differ"]
    fields = ["n_total", "quote", *value_columns(kinds)]
    both = [f"{side}_{name}" for name in fields for side in ("gold", "found")]
    return [*first, *both, "found_confidence", "found_rule"]


def checked_table(evaluation: Evaluation) -> pd.DataFrame:
    """The gold-checked table: one row for each fact of either side, and a row of kind ``n_total`` for each document.

    ``start``, ``end`` and ``quote`` are the gold fact's where there is one, else the extracted one's.
    """
    by_document: dict[str, list[Row]] = {}
    for doc_id, gold, found in evaluation.n_total_pairs:
        by_document[doc_id] = [_total_row(doc_id, gold, found)]
    for pair in evaluation.pairs:
        by_document[pair.doc_id].append(_checked_row(pair))
    rows = [row for group in by_document.values() for row in group]
    return make_table(rows, checked_columns(tuple(evaluation.scores)))


def _total_row(doc_id: str, gold: int | None, found: int | None) -> Row:
    status = "matched" if gold == found else "missed" if found is None else "spurious" if gold is None else "differs"
    row = {"doc_id": doc_id, "kind": "n_total", "status": status, "gold_n_total": gold, "found_n_total": found}
    return row | {"fields_that_differ": "n_total" if status == "differs" else None}


def _checked_row(pair: Pair) -> Row:
    fact = pair.fact
    row: Row = {"doc_id": pair.doc_id, "kind": pair.kind, "status": pair.status}
    row |= {"start": fact.start, "end": fact.end, "quote": fact.quote}
    row["fields_that_differ"] = ", ".join(fields_that_differ(pair)) or None
    for side, one in (("gold", pair.gold), ("found", pair.found)):
        if one is not None:
            row |= {f"{side}_{name}": value for name, value in _values(one).items()}
            row[f"{side}_quote"] = one.quote
    if pair.found is not None:
        row |= {"found_confidence": round(pair.found.confidence, 3), "found_rule": pair.found.rule}
    return row


def make_table(rows: list[Row], columns: Sequence[str], steady: bool = False) -> pd.DataFrame:
    """A table of these columns, each of one type; what is missing is NA.

    A column of counts is of floats where one of them is no whole number; with ``steady``, for tables that are made in
    parts, its type stays, and that one is NA.
    """
    import pandas as pd

    return pd.DataFrame({name: _series([row.get(name) for row in rows], name, steady) for name in columns})


def column_type(column: str) -> str:
    """The type of a column: :data:`WHOLE`, :data:`NUMBER`, :data:`TRUTH` or :data:`TEXT`."""
    name = column.removeprefix("gold_").removeprefix("found_")
    return WHOLE if name in _WHOLE else NUMBER if name in _NUMBERS else TRUTH if name in _TRUTHS else TEXT


def _series(values: list[Any], column: str, steady: bool) -> pd.Series:
    import pandas as pd

    kind = column_type(column)
    if kind == WHOLE:
        # A count that is no whole number, or too large for one, is rare, and no reason to lose the table.
        whole = [value is None or (value == int(value) and abs(value) < 2**63) for value in values]
        if steady:
            values = [value if is_whole else None for value, is_whole in zip(values, whole)]
        return pd.Series(values, dtype="Int64" if steady or all(whole) else "Float64")
    return pd.Series(values, dtype={NUMBER: "Float64", TRUTH: "boolean", TEXT: "string"}[kind])
