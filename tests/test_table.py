"""Facts as tables: their columns, types and rows, and the files that they are written to."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from trialfacts.evaluate import evaluate
from trialfacts.facts import KINDS, DocumentFacts, Dose, Measurement, PValue, SampleSize
from trialfacts.table import checked_columns, checked_table, fact_columns, facts_table
from trialfacts.write import OutputError, cell, check_output, json_line, neutral, replacing, write_table


def document():
    every_day = {"times": 1, "every": 1, "unit": "day"}
    return DocumentFacts(
        doc_id="a",
        n_total=24,
        facts=[
            Dose(quote="5 mg", start=3, end=7, id="dose-1", drug="zidolol", amount=5, unit="mg", frequency=every_day),
            PValue(quote="P = NS", start=20, end=26, id="p_value-1", op="NS", confidence=0.8),
            SampleSize(quote="24 men", start=40, end=46, id="sample_size-1", n=24, role="arm", group="zidolol"),
            Measurement(quote="7", start=50, end=51, value=7, dispersion={"type": "IQR", "low": 5, "high": 9.5}),
        ],
    )


def test_a_row_a_fact():
    table = facts_table([document(), DocumentFacts(doc_id="b")])
    assert list(table.columns) == fact_columns(tuple(KINDS))
    assert list(table["kind"]) == ["dose", "p_value", "sample_size", "measurement"]
    dose, _, arm, measurement = table.to_dict("records")
    assert (dose["amount"], dose["unit"], dose["frequency_unit"], dose["n_total"]) == (5, "mg", "day", 24)
    assert (arm["n"], arm["group"]) == (24, "zidolol")
    assert (measurement["dispersion_type"], measurement["dispersion_high"]) == ("IQR", 9.5)
    assert table["value"].isna().tolist() == [True, True, True, False]


def test_the_types_do_not_hang_on_the_data():
    full, empty = facts_table([document()]), facts_table([])
    assert full.dtypes.astype(str).to_dict() == empty.dtypes.astype(str).to_dict()
    assert str(full["start"].dtype) == "Int64" and str(full["threshold"].dtype) == "boolean"


def test_the_columns_are_those_of_the_kinds():
    assert fact_columns(("p_value",)) == [
        "doc_id", "n_total", "kind", "id", "start", "end", "quote", "op", "value", "threshold", "confidence", "source",
        "rule",
    ]  # fmt: skip


def test_counts_that_are_odd_lose_no_table():
    facts = [SampleSize(quote="x", n=10**30), SampleSize(quote="y", n=5)]
    assert list(facts_table([DocumentFacts(doc_id="a", facts=facts)])["n"]) == [1e30, 5]


def test_the_gold_checked_table():
    gold, found = document(), document()
    found.facts = found.facts[1:]
    found.facts[1] = SampleSize(quote="24 men", start=40, end=46, n=24, role="subgroup", group="men", rule="noun")
    found.n_total = None
    table = checked_table(evaluate([gold], {"a": found}))
    assert list(table.columns) == checked_columns(tuple(KINDS))
    rows = {row["kind"]: row for row in table.to_dict("records")}
    assert {kind: row["status"] for kind, row in rows.items()} == {
        "n_total": "missed", "dose": "missed", "p_value": "matched", "sample_size": "matched", "measurement": "matched",
    }  # fmt: skip
    arm = rows["sample_size"]
    assert (arm["gold_role"], arm["found_role"], arm["fields_that_differ"]) == ("arm", "subgroup", "role, group")
    assert (arm["found_rule"], arm["quote"], arm["gold_quote"]) == ("noun", "24 men", "24 men")
    assert rows["n_total"]["gold_n_total"] == 24


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl"])
def test_what_is_written_is_read_again(tmp_path, ending):
    path, table = tmp_path / f"facts{ending}", facts_table([document()])
    write_table(table, path)
    if ending == ".jsonl":
        again = pd.DataFrame([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()])
    else:
        again = {".csv": pd.read_csv, ".xlsx": pd.read_excel, ".parquet": pd.read_parquet}[ending](path)
    assert list(again.columns) == list(table.columns)
    assert list(again["quote"]) == list(table["quote"])
    assert again["value"].dropna().tolist() == [7]
    assert again["n"].dropna().tolist() == [24]
    assert [path.name for path in tmp_path.iterdir()] == [path.name]


def test_an_empty_table_has_its_columns(tmp_path):
    for ending in (".csv", ".xlsx", ".parquet", ".jsonl"):
        write_table(facts_table([]), tmp_path / f"facts{ending}")
    assert list(pd.read_csv(tmp_path / "facts.csv").columns) == fact_columns(tuple(KINDS))


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", " =1", "\t=1", "\n=1", "\uff1d1"])
def test_formulas_are_neutralised(text):
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("text", ["-5.2", "+3", "-5,2%", "=", "P = 0.03", "5 mg", ""])
def test_what_is_no_formula_stays(text):
    assert neutral(text) == text


def test_what_a_cell_cannot_hold():
    assert cell("a\x00b\x1bc\nd") == "a\ufffdb\ufffdc\nd"
    assert len(cell("x" * 40_000)) == 32_767


def test_json_has_no_numbers_that_are_none():
    assert json_line({"a": [float("inf"), 1.5], "b": float("nan")}) == '{"a": [null, 1.5], "b": null}\n'


def test_a_failed_writing_leaves_what_was_there(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(RuntimeError), replacing(path) as part:
        part.write_text("half", encoding="utf-8")
        raise RuntimeError
    assert path.read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["facts.csv"]


def test_outputs_that_cannot_be(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    for name in ("facts", "facts.docx", "folder.csv", "none/facts.csv"):
        with pytest.raises(OutputError):
            check_output(tmp_path / name)
    check_output(tmp_path / "FACTS.CSV")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]
