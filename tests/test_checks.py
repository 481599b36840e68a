"""The arithmetic over facts: what is consistent, what is not, and what cannot be told."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

import trialfacts
from trialfacts.checks import QUICK, THOROUGH, VERDICTS, check
from trialfacts.checks.common import decimals, half_unit
from trialfacts.checks.percents import fits, whole_count
from trialfacts.cli import app
from trialfacts.document import read_text
from trialfacts.facts import (
    DocumentFacts,
    Dose,
    Estimate,
    Measurement,
    Proportion,
    PValue,
    SampleSize,
    Scale,
)
from trialfacts.links import link


def findings(text, *facts, n_total=None, name=None):
    """The findings over facts, each placed where its quote first stands after the one before it."""
    at = 0
    for fact in facts:
        at = text.index(fact.quote, at)
        fact.start, fact.end = at, at + len(fact.quote)
    document = read_text(text)
    out = DocumentFacts(doc_id="a", n_total=n_total, facts=list(facts))
    link(document, out)
    found = check(document, out, thorough=True)
    for one in found:
        assert set(one) == {"check", "facts", "printed", "computed", "verdict", "message"}
        assert one["verdict"] in VERDICTS
        assert one["message"] and one["facts"] and set(one["facts"]) <= {fact.id for fact in facts}
    return [one for one in found if name in (None, one["check"])]


def verdicts(text, *facts, n_total=None, name=None):
    return [one["verdict"] for one in findings(text, *facts, n_total=n_total, name=name)]


def share(quote, count=None, denominator=None, percent=None, group=None, outcome=None):
    fields = {"count": count, "denominator": denominator, "percent": percent, "group": group, "outcome": outcome}
    return Proportion(quote=quote, **fields)


def people(quote, n, role="enrolled", group=None):
    return SampleSize(quote=quote, n=n, role=role, group=group)


def arm(quote, n, group):
    return people(quote, n, "arm", group)


def p(quote, value, op="="):
    return PValue(quote=quote, op=op, value=value)


def effect(quote, kind, value, low, high, level=95):
    return Estimate(quote=quote, type=kind, value=value, ci_low=low, ci_high=high, level=level)


# Rounding.


@pytest.mark.parametrize(
    ("quote", "value", "places"),
    [
        ("10 patients (43.5%)", 43.5, 1),
        ("10 patients (43.50%)", 43.5, 2),
        ("42,6", 42.6, 1),
        ("2,980", 2980, 0),
        ("0\u00b7460", 0.46, 3),
        ("P<0\n.018", 0.018, 3),
        ("P = .05", 0.05, 2),
        ("-0.354", -0.354, 3),
        ("three patients", 3, None),
    ],
)
def test_decimals_as_printed(quote, value, places):
    assert decimals(quote, value) == places


def test_half_a_unit_of_the_last_place():
    assert half_unit("43.5%", 43.5) == pytest.approx(0.05)
    assert half_unit("three", 3) == 0.5
    assert half_unit("a half", 0.5) is None


def test_a_percentage_may_be_rounded_or_cut_off():
    assert fits(66.6667, 66.7, 0.05)
    assert fits(66.6667, 66.6, 0.05)
    assert not fits(66.6667, 66.8, 0.05)
    assert whole_count(91.7, 0.05, 24) == 22
    assert whole_count(91.0, 0.05, 24) is None


# Percentages.


@pytest.mark.parametrize(
    ("percent", "verdict"), [(43.5, "consistent"), (43, "consistent"), (45, "inconsistent"), (34.5, "inconsistent")]
)
def test_count_denominator_and_percent(percent, verdict):
    text = f"Pain eased in 10/23 ({percent}%) of them."
    assert verdicts(text, share(f"10/23 ({percent}%)", 10, 23, percent)) == [verdict]


def test_an_estimated_rate_is_no_share():
    text = "The actuarial rate of relapse was 5/23 (24.1%)."
    assert verdicts(text, share("5/23 (24.1%)", 5, 23, 24.1)) == ["unknown"]


def test_the_size_of_the_study_is_the_denominator_where_none_is_printed():
    text = "Of 23 patients, 10 (43.5%) got well, 6 (26%) improved, and 1 (17%) did not."
    facts = people("23 patients", 23), share("10 (43.5%)", 10, percent=43.5)
    facts = *facts, share("6 (26%)", 6, percent=26), share("1 (17%)", 1, percent=17)
    found = findings(text, *facts, n_total=23)
    assert [one["verdict"] for one in found] == ["consistent", "consistent", "inconsistent"]
    assert found[2]["message"].startswith("1 of 23 is 4.35%, not 17%")
    assert (found[2]["printed"], found[2]["computed"]) == ("1 (17%)", "4.35%")


def test_without_agreeing_neighbours_a_percentage_may_be_of_others():
    text = "We enrolled 40 patients. Relapse occurred in 3 (12.5%)."
    assert verdicts(text, people("40 patients", 40), share("3 (12.5%)", 3, percent=12.5), n_total=40) == ["unknown"]


def test_of_whom_is_a_part():
    text = "Of 100 men, 50 (50%) drank, 20 (20%) smoked, of whom 5 (25%) smoked cigars."
    facts = people("100 men", 100), share("50 (50%)", 50, percent=50), share("20 (20%)", 20, percent=20)
    found = verdicts(text, *facts, share("5 (25%)", 5, percent=25), n_total=100)
    assert found == ["consistent", "consistent", "unknown"]


def test_a_percentage_of_no_whole_number():
    text = "We enrolled 90 patients. Sixteen (65%) stayed."
    found = findings(text, people("90 patients", 90), share("Sixteen (65%)", 16, percent=65), n_total=90)
    assert [one["verdict"] for one in found] == ["inconsistent"]
    assert "no whole number" in found[0]["message"]


def test_the_arm_is_the_denominator():
    text = "They got zidolol (n = 24) or placebo (n = 18). Relapse: 12 (50%) with zidolol, 9 (50%) with placebo."
    facts = arm("n = 24", 24, "zidolol"), arm("n = 18", 18, "placebo")
    facts = *facts, share("12 (50%)", 12, percent=50, group="zidolol")
    found = findings(text, *facts, share("9 (50%)", 9, percent=50, group="placebo"), n_total=42, name="percent")
    assert [one["message"] for one in found] == ["12 of 24 is 50%", "9 of 18 is 50%"]


@pytest.mark.parametrize(("percent", "verdict"), [(91.7, "consistent"), (91.0, "unknown")])
def test_granularity(percent, verdict):
    text = f"Zidolol was given to 24 patients. With zidolol {percent}% improved."
    facts = arm("24 patients", 24, "zidolol"), share(f"{percent}%", percent=percent, group="zidolol")
    assert verdicts(text, *facts, name="granularity") == [verdict]


# Sums.


def test_arms_add_to_the_total():
    text = "Forty-two patients were randomized to zidolol (n = 24) or placebo (n = 18)."
    facts = people("Forty-two patients", 42, "randomized"), arm("n = 24", 24, "zidolol"), arm("n = 18", 18, "placebo")
    found = findings(text, *facts, n_total=42)
    assert [one["verdict"] for one in found] == ["consistent"]
    assert "24 + 18 = 42" in found[0]["message"]


def test_arms_that_do_not_add():
    text = "Forty-two patients were randomized to zidolol (n = 24) or placebo (n = 17)."
    facts = people("Forty-two patients", 42, "randomized"), arm("n = 24", 24, "zidolol"), arm("n = 17", 17, "placebo")
    assert verdicts(text, *facts, n_total=42) == ["inconsistent"]


@pytest.mark.parametrize(
    ("rest", "verdict"), [("and 12 had none", "unknown"), ("after 13 visits", "inconsistent"), ("", "inconsistent")]
)
def test_arms_need_not_add_where_the_rest_is_told(rest, verdict):
    """The rest may be an arm that was not read as one."""
    text = f"In 80 patients randomized, 36 received zidolol (n = 36) and 32 placebo (n = 32) {rest}."
    facts = people("80 patients", 80, "randomized"), arm("n = 36", 36, "zidolol"), arm("n = 32", 32, "placebo")
    assert verdicts(text, *facts, n_total=80) == [verdict]


@pytest.mark.parametrize("reason", ["one was lost to follow-up", "41 were analyzed", "one withdrew"])
def test_arms_need_not_add_where_somebody_left(reason):
    text = f"Forty-two patients were randomized to zidolol (n = 24) or placebo (n = 17); {reason}."
    facts = people("Forty-two patients", 42, "randomized"), arm("n = 24", 24, "zidolol"), arm("n = 17", 17, "placebo")
    assert verdicts(text, *facts, n_total=42) == ["unknown"]


@pytest.mark.parametrize(
    ("lost", "verdict"),
    [((1,), "consistent"), ((2,), "inconsistent"), ((2, 1), "consistent"), ((2, 3), "inconsistent")],
)
def test_arms_add_to_the_total_with_those_who_left(lost, verdict):
    words = ["One patient", "Two patients", "Three patients"]
    text = "Forty-two patients were randomized to zidolol (n = 24) or placebo (n = 17). "
    text += " and ".join(words[n - 1] for n in lost) + " withdrew."
    facts = [people("Forty-two patients", 42, "randomized"), arm("n = 24", 24, "zidolol"), arm("n = 17", 17, "placebo")]
    facts += [people(words[n - 1], n, "excluded") for n in lost]
    assert verdicts(text, *facts, n_total=42)[:1] == [verdict]


@pytest.mark.parametrize(("women", "verdict"), [(3, "consistent"), (4, "inconsistent")])
def test_men_and_women(women, verdict):
    text = f"We studied 8 patients (5 men and {women} women)."
    facts = people("8 patients", 8), people("5 men", 5, "subgroup", "men")
    assert verdicts(text, *facts, people(f"{women} women", women, "subgroup", "women"), n_total=8) == [verdict]


def test_men_and_women_of_each_group():
    text = "We studied 16 rats, 5 males and 3 females in each group."
    facts = people("16 rats", 16), people("5 males", 5, "subgroup", "males")
    assert verdicts(text, *facts, people("3 females", 3, "subgroup", "females"), n_total=16) == ["unknown"]


@pytest.mark.parametrize(
    ("stayed", "left", "verdict"), [(36, 4, "consistent"), (36, 2, "unknown"), (36, 6, "inconsistent")]
)
def test_completed_and_excluded(stayed, left, verdict):
    text = f"Of 40 patients, {stayed} patients completed the trial and {left} patients withdrew."
    facts = people("40 patients", 40), people(f"{stayed} patients", stayed, "completed")
    assert verdicts(text, *facts, people(f"{left} patients", left, "excluded"), n_total=40) == [verdict]


# Doses.


def dose(quote, amount, unit, frequency=None, duration=None):
    return Dose(quote=quote, drug="zidolol", amount=amount, unit=unit, frequency=frequency, duration=duration)


DAILY = {"times": 1, "every": 1, "unit": "day"}
FIVE_DAYS = {"value": 5, "unit": "day"}


@pytest.mark.parametrize(
    ("total", "amount", "unit", "verdict"),
    [
        ("2 g/kg", 2, "g/kg", "consistent"),
        ("2000 mg/kg", 2000, "mg/kg", "consistent"),
        ("3 g/kg", 3, "g/kg", "inconsistent"),
    ],
)
def test_total_dose(total, amount, unit, verdict):
    text = f"A total of {total} of zidolol was given, 0.4 g/kg daily for 5 days."
    facts = dose(total, amount, unit), dose("0.4 g/kg daily for 5 days", 0.4, "g/kg", DAILY, FIVE_DAYS)
    assert verdicts(text, *facts) == [verdict]


def test_another_dose_is_no_total():
    text = "They got zidolol 3 g/kg, later 0.4 g/kg daily for 5 days."
    assert (
        verdicts(text, dose("3 g/kg", 3, "g/kg"), dose("0.4 g/kg daily for 5 days", 0.4, "g/kg", DAILY, FIVE_DAYS))
        == []
    )


# Estimates.


@pytest.mark.parametrize(
    ("kind", "value", "low", "high", "verdict"),
    [
        ("HR", 0.63, 0.5, 0.8, "consistent"),
        ("HR", 0.5, 0.92, 0.97, "inconsistent"),
        ("HR", 0.63, 0.6, 0.9, "inconsistent"),  # hardly its middle
        ("OR", 2.0, 1.2, 4.2, "unknown"),  # an exact interval may be as skewed
        ("MD", 3.0, -1.0, 7.0, "consistent"),
        ("MD", 3.2, -5.1, -1.2, "unknown"),  # a reduction of 3.2
        ("MD", 3.2, 5.1, 1.2, "unknown"),  # the other way round
        ("RR", 1.0, 0.7, 0.32, "inconsistent"),
    ],
)
def test_an_estimate_and_its_interval(kind, value, low, high, verdict):
    quote = f"{kind} {value:.2f} (95% CI {low:.2f} to {high:.2f}"
    assert verdicts(f"The {quote}).", effect(quote, kind, value, low, high), name="interval") == [verdict]


def test_a_ratio_in_percent():
    quote = "odds ratio reduction 69.8% (95% CI 27.9-87.3"
    facts = effect(quote, "OR", 69.8, 27.9, 87.3), p("P = 0.004", 0.004)
    assert verdicts(f"Thrombosis was rarer: {quote}; P = 0.004).", *facts) == ["consistent"]  # lies within


@pytest.mark.parametrize(
    ("low", "high", "printed", "value", "op", "verdict"),
    [
        (0.5, 0.8, "P<0.001", 0.001, "<", "consistent"),
        (0.5, 0.8, "P=0.4", 0.4, "=", "inconsistent"),
        (0.4, 1.1, "P=0.0002", 0.0002, "=", "inconsistent"),
        (0.4, 1.0, "P=0.04", 0.04, "=", None),  # the bound is printed as 1.0, and may be less
        (0.38, 1.05, "P=0.04", 0.04, "=", "unknown"),  # near the border another test may differ
    ],
)
def test_an_interval_and_its_p_value(low, high, printed, value, op, verdict):
    quote = f"HR 0.63, 95% CI {low:.2f} to {high:.2f}" if high != 1.0 else f"HR 0.63, 95% CI {low} to {high}"
    text = f"Death came later with zidolol ({quote}; {printed})."
    facts = effect(quote, "HR", 0.63, low, high), p(printed, value, op)
    assert verdicts(text, *facts, name="interval_p") == ([verdict] if verdict else [])


def test_a_test_of_noninferiority_is_another_one():
    text = "HR 0.9, 95% CI 0.70 to 1.16; P for noninferiority = 0.001."
    facts = effect("HR 0.9, 95% CI 0.70 to 1.16", "HR", 0.9, 0.7, 1.16), p("P for noninferiority = 0.001", 0.001)
    assert verdicts(text, *facts, name="interval_p") == ["unknown"]


# P values computed anew.


def two_groups(first, second, printed, value, op="="):
    text = (
        f"Zidolol was given to 50 patients and placebo to 50 patients. Relapse occurred in {first}% with zidolol and "
        f"{second}% with placebo ({printed})."
    )
    facts = arm("50 patients", 50, "zidolol"), arm("50 patients", 50, "placebo")
    facts = (
        *facts,
        share(f"{first}%", percent=first, group="zidolol"),
        share(f"{second}%", percent=second, group="placebo"),
    )
    return verdicts(text, *facts, p(printed, value, op), name="p_of_proportions")


@pytest.mark.parametrize(
    ("second", "printed", "value", "op", "verdict"),
    [
        (40, "P=0.03", 0.03, "=", "consistent"),
        (40, "P<0.05", 0.05, "<", "consistent"),
        (40, "P=0.6", 0.6, "=", "unknown"),  # it may be of fewer patients
        (24, "P=0.01", 0.01, "=", "inconsistent"),
        (24, "P=0.45", 0.45, "=", "unknown"),
        (24, "P>0.05", 0.05, ">", "consistent"),
    ],
)
def test_p_of_proportions(second, printed, value, op, verdict):
    assert two_groups(20, second, printed, value, op) == [verdict]


def test_p_of_printed_counts():
    text = "Zidolol (n = 50) or placebo (n = 50). Relapse: 10/50 with zidolol, 20/50 with placebo (P=0.6)."
    facts = arm("n = 50", 50, "Zidolol"), arm("n = 50", 50, "placebo"), share("10/50", 10, 50, group="zidolol")
    facts = *facts, share("20/50", 20, 50, group="placebo"), p("P=0.6", 0.6)
    assert verdicts(text, *facts, name="p_of_proportions") == ["inconsistent"]


def test_the_same_people_twice_are_no_two_groups():
    text = "Redness was seen in 40/65 (zidolol gel) and 31/65 (placebo gel) (P=0.027)."
    facts = share("40/65", 40, 65, group="zidolol gel"), share("31/65", 31, 65, group="placebo gel")
    assert verdicts(text, *facts, p("P=0.027", 0.027), n_total=74, name="p_of_proportions") == ["unknown"]


@pytest.mark.parametrize(
    ("spread", "kind", "printed", "value", "verdict"),
    [
        (2.0, "SD", "P<0.001", 0.001, "consistent"),
        (2.0, "SD", "P=0.7", 0.7, "inconsistent"),
        (2.0, "SE", "P=0.7", 0.7, "consistent"),
        (2.0, "pm", "P=0.7", 0.7, "consistent"),
    ],
)
def test_p_of_means(spread, kind, printed, value, verdict):
    other = 5.8 if kind == "SD" else 5.0
    text = (
        "Zidolol was given to 50 patients and placebo to 50 patients. Pain scores were 4.0 \u00b1 2.0 with zidolol and "
    )
    text += f"{other} \u00b1 2.0 with placebo ({printed})."
    fields = {"measure": "pain", "stat": "mean"}
    dispersion = {"type": kind, "value": spread}
    first = Measurement(quote="4.0 \u00b1 2.0", value=4.0, group="zidolol", dispersion=dispersion, **fields)
    second = Measurement(quote=f"{other} \u00b1 2.0", value=other, group="placebo", dispersion=dispersion, **fields)
    facts = arm("50 patients", 50, "zidolol"), arm("50 patients", 50, "placebo"), first, second
    op = "<" if "<" in printed else "="
    assert verdicts(text, *facts, p(printed, value, op), name="p_of_means") == [verdict]


@pytest.mark.parametrize(
    ("statistic", "printed", "value", "op", "verdict"),
    [
        ("t(28) = 2.20", "p = .036", 0.036, "=", "consistent"),
        ("t(28) = 2.20", "p = .36", 0.36, "=", "inconsistent"),
        ("t(28) = 2.20", "p = .018", 0.018, "=", "unknown"),  # one-sided
        ("F(2, 57) = 3.20", "P = 0.048", 0.048, "=", "consistent"),
        ("F(1,55) = 5.29", "P = 0.004", 0.004, "=", "inconsistent"),
        ("\u03c72(1) = 3.84", "p = 0.05", 0.05, "=", "consistent"),
        ("\u03c7\u00b2(1, N = 90) = 7.10", "p < 0.01", 0.01, "<", "consistent"),
        ("z = 2.5", "P > 0.2", 0.2, ">", "inconsistent"),
        ("r(30) = 0.40", "p = .02", 0.02, "=", "consistent"),
        ("t(28) = 5.90", "p = .0001", 0.0001, "=", "consistent"),  # the least that is printed
    ],
)
def test_p_of_a_statistic(statistic, printed, value, op, verdict):
    assert verdicts(f"Zidolol differed from placebo ({statistic}, {printed}).", p(printed, value, op)) == [verdict]


# Differences and means.


@pytest.mark.parametrize(
    ("change", "unit", "verdict"), [(2.3, "cm", "consistent"), (3.2, "cm", "unknown"), (41.8, "%", "consistent")]
)
def test_a_change_is_follow_up_minus_baseline(change, unit, verdict):
    text = f"Pain fell from 5.5 to 3.2 cm with zidolol, a change of {change} {unit}."
    fields = {"measure": "pain", "group": "zidolol"}
    facts = (
        Measurement(quote="5.5", value=5.5, unit="cm", stat="mean", time="baseline", **fields),
        Measurement(quote="3.2 cm", value=3.2, unit="cm", stat="mean", **fields),
        Measurement(quote=f"{change} {unit}", value=change, unit=unit, stat="change", **fields),
    )
    assert verdicts(text, *facts) == [verdict]


@pytest.mark.parametrize(("mean", "verdict"), [(7.46, "consistent"), (7.44, "unknown")])
def test_a_mean_of_whole_numbers(mean, verdict):
    text = f"The Beck Depression Inventory (BDI) was used in 13 patients. The mean BDI was {mean}."
    facts = (
        Scale(quote="Beck Depression Inventory", name="Beck Depression Inventory", abbreviation="BDI"),
        people("13 patients", 13),
        Measurement(quote=f"{mean}", value=mean, stat="mean", measure="BDI"),
    )
    assert verdicts(text, *facts, n_total=13, name="mean_granularity") == [verdict]


# In the pipeline, and as a command.


def test_extract_checks_what_is_quick():
    text = "Zidolol was given to 24 patients. Pain eased in 10/24 (51.7%) of them."
    (found,) = trialfacts.extract(text).checks
    assert (found["check"], found["verdict"]) == ("percent", "inconsistent")
    assert len(QUICK) < len(THOROUGH)


def test_findings_only_of_the_kinds_that_are_kept():
    text = "Zidolol was given to 24 patients. Pain eased in 10/24 (51.7%) of them."
    assert trialfacts.extract(text, kinds=["dose"]).checks == []


def test_extract_does_without_scipy():
    code = (
        "import sys, trialfacts; trialfacts.extract('HR 0.6 (95% CI 0.4 to 0.9; P=.01)'); print('scipy' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert result.stdout.strip() == "False", result.stderr


def test_checks_in_the_config():
    text = "Zidolol differed from placebo (t(28) = 2.20, p = .36)."
    nlp = trialfacts.load(checks=True)
    assert [one["check"] for one in nlp(text)._.facts.checks] == ["p_of_statistic"]
    assert trialfacts.extract(text).checks == []


TEXT = "Pain eased in 10/24 (51.7%) with zidolol and in 6/24 (25%) with placebo."


def test_the_command_prints_what_is_inconsistent(tmp_path):
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert result.exit_code == 0, result.output
    words = " ".join(result.stdout.split())
    assert "inconsistent percent: 10 of 24 is 41.67%, not 51.7%" in words
    assert "6 of 24" not in words
    assert "1 document, " in words and "1 inconsistent" in words
    assert "6 of 24 is 25%" in " ".join(CliRunner().invoke(app, ["check", str(tmp_path), "--all"]).stdout.split())


def test_the_command_writes_all_findings(tmp_path):
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    out = tmp_path / "findings.jsonl"
    result = CliRunner().invoke(app, ["check", str(tmp_path / "one.txt"), "-o", str(out)])
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["verdict"] for row in rows if row["check"] == "percent"] == ["inconsistent", "consistent"]
    assert rows[0]["study"] == "one" and TEXT[rows[0]["start"] : rows[0]["end"]] == rows[0]["quotes"]
    assert (tmp_path / "findings.jsonl.meta.json").exists()


def test_a_long_text_costs_no_more_than_its_length():
    text = "Pain eased in 10/24 (51.7%) and 3 (12%) (P = 0.03; HR 0.6, 95% CI 0.4 to 0.9); " * 3000
    facts = trialfacts.extract(text)
    assert 0 < len(facts.checks) < 3000
