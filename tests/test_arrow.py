"""Tables without pandas are those of pandas."""

from __future__ import annotations

import math
import subprocess
import sys

import pandas as pd
import pytest

from trialfacts import arrow
from trialfacts.facts import KINDS, DocumentFacts, Measurement, Proportion, PValue, SampleSize, Scale
from trialfacts.table import fact_columns, fact_rows, make_table
from trialfacts.write import csv_text

COLUMNS = fact_columns(tuple(KINDS))
FACTS = [
    PValue(quote='P = "0.03", so', start=1, end=9, value=0.03, threshold=True),
    PValue(quote="P\u2009<\n.5", value=5, rule="=p"),
    SampleSize(quote="", n=10**30, group="-5 to 3"),
    Scale(quote="\u00e9chelle \u03b2", name="+x", abbreviation=""),
    Measurement(quote="7", value=math.nan, unit="-", dispersion={"type": "SD", "value": 2}),
    Proportion(quote="1/3", count=1, denominator=3, percent=1e-7),
]


@pytest.mark.parametrize("facts", [FACTS, FACTS[:1], FACTS[3:4], []])
def test_the_same_table(facts):
    rows = fact_rows(DocumentFacts(doc_id="a", n_total=7, facts=facts))
    table = arrow.table(rows, COLUMNS)
    table.validate(full=True)
    expected = make_table(rows, COLUMNS, steady=True)
    pd.testing.assert_frame_equal(table.to_pandas(), expected)
    assert ",".join(COLUMNS) + "\n" + arrow.csv_lines(rows, COLUMNS) == csv_text(expected)
    cells = [tuple(None if pd.isna(value) else value for value in row) for row in expected.itertuples(index=False)]
    assert [row for batch in table.to_batches() for row in arrow.cells(batch)] == cells


def test_pandas_is_not_imported():
    code = """
import sys
from trialfacts.facts import KINDS, DocumentFacts, PValue
from trialfacts.running.parts import encode
document = DocumentFacts(doc_id="a", facts=[PValue(quote="P", value=0.5, threshold=False)])
assert all(encode([document], tuple(KINDS), ending) for ending in (".csv", ".jsonl", ".parquet", ".xlsx"))
assert "pandas" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
