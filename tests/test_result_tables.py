"""Tables for a review, and what reads them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import trialfacts
from trialfacts.cli import app
from trialfacts.facts import DocumentFacts, Dose, Estimate, Measurement, Proportion, PValue, SampleSize, Scale
from trialfacts.result_tables import (
    FINDINGS,
    RESULTS,
    REVMAN,
    STUDIES,
    effect_and_variance,
    findings_table,
    regimen,
    results_table,
    revman_tables,
    studies_table,
    write_review_table,
)


def study(doc_id="a"):
    """A trial of two arms with a proportion, a mean and a ratio."""
    zidolol, placebo = {"arm": "arm-1"}, {"arm": "arm-2"}
    spread = {"type": "SD", "value": 2.5}
    pain = {"measure": "BDI score", "stat": "mean", "time": "6 weeks"}
    relapse = {"outcome": "relapse"}
    facts = [
        SampleSize(id="sample_size-1", quote="n = 24", n=24, role="arm", group="zidolol", links=zidolol),
        SampleSize(id="sample_size-2", quote="n = 18", n=18, role="arm", group="placebo", links=placebo),
        Dose(
            id="dose-1", quote="50 mg", drug="zidolol", amount=50, unit="mg", route="oral",
            frequency={"times": 2, "every": 1, "unit": "day"}, duration={"value": 6, "unit": "week"},
        ),
        Scale(id="scale-1", quote="Beck Depression Inventory", name="Beck Depression Inventory", abbreviation="BDI"),
        Proportion(id="proportion-1", quote="91.7%", percent=91.7, group="zidolol", links=zidolol, **relapse),
        Proportion(id="proportion-2", quote="10", count=10, group="placebo", links=placebo, **relapse),
        PValue(id="p_value-1", quote="P=.007", value=0.007, links={
            "about": ["proportion-1", "proportion-2"], "outcome": "relapse", "primary": True,
        }),
        Measurement(id="measurement-1", quote="7.1", value=7.1, group="zidolol", dispersion=spread,
                    links=zidolol | {"scale": "scale-1"}, **pain),
        Measurement(id="measurement-2", quote="9.9", value=9.9, group="placebo", links=placebo,
                    dispersion={"type": "SE", "value": 0.5}, **pain),
        Estimate(id="estimate-1", quote="OR 2.0 (1.0-4.0)", type="OR", value=2.0, ci_low=1.0, ci_high=4.0, level=95,
                 outcome="relapse"),
    ]  # fmt: skip
    arms = [
        {"id": "arm-1", "name": "zidolol", "aliases": [], "n": 24},
        {"id": "arm-2", "name": "placebo", "aliases": ["controls"], "n": 18},
    ]
    return DocumentFacts(doc_id=doc_id, n_total=42, facts=facts, arms=arms)


# Columns.


@pytest.mark.parametrize(
    ("make", "columns"), [(studies_table, STUDIES), (results_table, RESULTS), (findings_table, FINDINGS)]
)
@pytest.mark.parametrize("documents", [[], [DocumentFacts(doc_id="bare")], [study()]])
def test_columns_and_types_do_not_depend_on_the_data(make, columns, documents):
    table = make(documents)
    assert {name: str(kind) for name, kind in table.dtypes.items()} == columns


def test_one_row_a_study():
    table = studies_table([study(), DocumentFacts(doc_id="bare")])
    row, bare = table.to_dict("records")
    assert (row["study"], row["n_total"], row["arm_count"]) == ("a", 42, 2)
    assert row["arms"] == "zidolol (n = 24); placebo (n = 18)"
    assert row["regimen"] == "zidolol 50 mg twice per day for 6 weeks, oral"
    assert (row["drug"], row["amount"], row["frequency_times"], row["duration_unit"]) == ("zidolol", 50, 2, "week")
    assert row["scales"] == "Beck Depression Inventory (BDI)"
    assert row["primary_result"] == "relapse: 91.7% vs. 10, P=.007"
    assert (row["primary_outcome"], row["primary_p"]) == ("relapse", 0.007)
    assert bare["study"] == "bare" and pd.isna(bare["n_total"]) and pd.isna(bare["regimen"])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"frequency": {"times": 1, "every": 8, "unit": "hour"}}, "zidolol 5 mg every 8 hours"),
        ({"frequency": {"times": 3, "every": 1, "unit": "week"}}, "zidolol 5 mg 3 times per week"),
        ({"frequency": {"times": 1, "every": None, "unit": None}}, "zidolol 5 mg once"),
        ({"duration": {"value": 1, "unit": "day"}}, "zidolol 5 mg for 1 day"),
        ({"amount_high": 10.5}, "zidolol 5-10.5 mg"),
        (
            {"duration": {"value": 5, "unit": "day"}, "repeated_for": {"value": 6, "unit": "month"}, "route": "iv"},
            "zidolol 5 mg for 5 days repeated for 6 months, iv",
        ),
    ],
)
def test_a_regimen_in_words(fields, words):
    assert regimen(Dose(drug="zidolol", amount=5, unit="mg", **fields)) == words


def test_one_row_a_result():
    table = results_table([study()]).set_index("facts")
    relapse, other = table.loc["proportion-1; p_value-1"], table.loc["proportion-2; p_value-1"]
    assert (relapse["events"], relapse["n"], relapse["events_from"]) == (22, 24, "percent")
    assert (other["events"], other["n"], other["events_from"], other["percent"]) == (10, 18, "text", 55.56)
    assert (relapse["p_operator"], relapse["p"], relapse["arm"]) == ("=", 0.007, "zidolol")
    mean, error = table.loc["measurement-1"], table.loc["measurement-2"]
    assert (mean["mean"], mean["sd"], mean["n"], mean["scale"], mean["time"]) == (7.1, 2.5, 24, "BDI", "6 weeks")
    assert error["se"] == 0.5 and error["sd"] == pytest.approx(0.5 * math.sqrt(18))
    ratio = table.loc["estimate-1"]
    assert (ratio["effect_type"], ratio["effect"], ratio["ci_high"]) == ("OR", 2.0, 4.0)
    assert ratio["yi"] == pytest.approx(math.log(2)) and ratio["vi"] == pytest.approx((math.log(4) / 3.919928) ** 2)


def test_a_percentage_that_several_counts_give_tells_none():
    fact = Proportion(id="proportion-1", quote="12%", percent=12.0, denominator=1000)
    (row,) = results_table([DocumentFacts(doc_id="a", facts=[fact])]).to_dict("records")
    assert pd.isna(row["events"]) and row["n"] == 1000


@pytest.mark.parametrize(
    ("kind", "value", "low", "high", "expected"),
    [
        ("MD", 3.0, 1.04, 4.96, (3.0, 1.0)),
        ("HR", 0.5, 0.9, 0.97, None),  # outside
        ("OR", 1.0, 0.0, 2.0, None),
        ("other", 3.0, 1.0, 5.0, None),
        ("MD", 3.0, None, None, None),
        ("MD", 3.0, 3.0, 3.0, None),
    ],
)
def test_effect_and_variance(kind, value, low, high, expected):
    found = effect_and_variance(Estimate(type=kind, value=value, ci_low=low, ci_high=high))
    assert found == (None if expected is None else pytest.approx(expected, rel=1e-4))


# What reads them.


def many():
    ratios = [(0.8, 0.6, 1.0667), (0.7, 0.5, 0.98), (0.9, 0.7, 1.157)]
    for number, (value, low, high) in enumerate(ratios):
        fact = Estimate(quote="", type="RR", value=value, ci_low=low, ci_high=high, level=95, outcome="relapse")
        yield DocumentFacts(doc_id=str(number), facts=[fact])


def test_results_load_into_pymare():
    pymare = pytest.importorskip("pymare")
    table = results_table(many()).astype({"yi": float, "vi": float})
    results = pymare.meta_regression(data=pymare.Dataset(data=table, y="yi", v="vi"), method="DL")
    assert 0.6 < math.exp(float(results.fe_params.ravel()[0])) < 0.95


def test_results_load_into_statsmodels():
    meta = pytest.importorskip("statsmodels.stats.meta_analysis")
    table = results_table(many())
    pooled = meta.combine_effects(table["yi"].to_numpy(float), table["vi"].to_numpy(float), method_re="dl")
    assert 0.6 < math.exp(pooled.mean_effect_re) < 0.95


def test_arms_beside_one_another_as_escalc_wants_them():
    table = results_table([study("a"), study("b")])
    counts = table[(table["outcome"] == "relapse") & table["events"].notna() & table["n"].notna()]
    wide = counts.pivot(index="study", columns="arm", values=["events", "n"]).astype(float)
    ai, n1i = wide["events", "zidolol"], wide["n", "zidolol"]
    ci, n2i = wide["events", "placebo"], wide["n", "placebo"]
    log_ratio = np.log((ai / n1i) / (ci / n2i))
    assert log_ratio.tolist() == pytest.approx([math.log((22 / 24) / (10 / 18))] * 2)


# RevMan.


def test_revman_s_files():
    tables = revman_tables([study()])
    assert {name: tuple(table.columns) for name, table in tables.items()} == REVMAN
    assert tables["study-arms"]["Arm"].tolist() == ["zidolol", "placebo"]
    results = tables["study-results"]
    events = results[results["Data type"] == "Dichotomous"].iloc[0]
    assert (events["Outcome"], events["Arm"], events["Cases"], events["Sample size"]) == ("relapse", "zidolol", 22, 24)
    means = results[results["Outcome"] == "BDI score (6 weeks)"]
    assert means["Mean"].tolist() == [7.1, 9.9] and means["SD"].iloc[0] == 2.5 and means["SE"].iloc[1] == 0.5
    ratio = results[results["Effect measure"] == "OR"].iloc[0]
    assert (ratio["Arm"], ratio["Reference arm"]) == ("zidolol", "placebo")
    assert (ratio["Exp mean"], ratio["Exp CI start"], ratio["Exp CI end"]) == (2.0, 1.0, 4.0)
    assert pd.isna(ratio["Mean"])


def test_an_effect_without_a_plain_control_is_left_to_the_reader():
    document = study()
    document.arms[1]["name"] = "betrin"
    assert "OR" not in revman_tables([document])["study-results"]["Effect measure"].dropna().tolist()


# Files.


def test_text_is_no_formula(tmp_path):
    fact = Proportion(quote="=1+1", outcome="=HYPERLINK(1)", percent=5.0)
    write_review_table([DocumentFacts(doc_id="@a", facts=[fact])], "results", tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("'@a,'=HYPERLINK(1),")


TEXT = (
    "Patients were randomized to zidolol (n = 24) or placebo (n = 18), 50 mg twice daily. The primary outcome, "
    "relapse, occurred in 50% with zidolol and 44.4% with placebo (P = 0.7)."
)


def run(*arguments):
    return CliRunner().invoke(app, ["extract", *map(str, arguments)])


@pytest.mark.parametrize("name", ["studies", "results"])
@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "jsonl"])
def test_the_command_writes_a_table(tmp_path, name, ending):
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    out = tmp_path / f"out.{ending}"
    result = run(tmp_path / "one.txt", "-o", out, "--table", name)
    assert result.exit_code == 0, result.output
    read = {"csv": pd.read_csv, "xlsx": pd.read_excel, "parquet": pd.read_parquet}.get(ending)
    table = read(out) if read else pd.read_json(out, lines=True)
    assert table["study"].tolist() == ["one"] * (1 if name == "studies" else 2)
    assert (tmp_path / f"out.{ending}.meta.json").exists()


def test_the_command_writes_revman_s_files(tmp_path):
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    result = run(tmp_path / "one.txt", "-o", tmp_path / "out.csv", "--table", "revman")
    assert result.exit_code == 0, result.output
    names = sorted(path.name for path in tmp_path.glob("out-*.csv"))
    assert names == ["out-study-arms.csv", "out-study-information.csv", "out-study-results.csv"]
    assert pd.read_csv(tmp_path / "out-study-results.csv")["Cases"].tolist() == [12, 8]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--table", "trials"), "the tables are facts, studies, results, revman"),
        (("--table", "studies"), "goes with -o"),
        (("--table", "revman", "-o", "out.xlsx"), "CSV"),
        (("--table", "results", "-o", "out.csv", "--kinds", "dose"), "without --kinds"),
    ],
)
def test_a_mistake_in_the_command(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    result = run("one.txt", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_tables_of_what_is_extracted():
    facts = trialfacts.extract(TEXT, doc_id="one")
    rows = results_table([facts]).to_dict("records")
    assert [(row["arm"], row["events"], row["n"], row["p"]) for row in rows] == [
        ("zidolol", 12, 24, 0.7),
        ("placebo", 8, 18, 0.7),
    ]


def test_studies_show_what_the_input_told_of_the_article():
    document = study()
    document.article = {"pmid": "31", "year": 2020, "publication_types": ["Clinical Trial", "Letter"]}
    row = studies_table([document, study("b")])
    assert list(row["pmid"].fillna("")) == ["31", ""] and row["year"][0] == 2020
    assert row["publication_types"][0] == "Clinical Trial; Letter"
