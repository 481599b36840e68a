"""Facts against gold: what matches, what is counted, and the intervals."""

from __future__ import annotations

import json
import math

import pytest

from trialfacts.evaluate import (
    Count,
    agrees,
    evaluate,
    fields_that_differ,
    match_document,
    same_value,
    same_words,
)
from trialfacts.facts import DocumentFacts, Dose, Estimate, Fact, Measurement, PValue, SampleSize, Scale


def p(start, value, **fields):
    return PValue(quote="x" * 5, start=start, end=start + 5, value=value, **fields)


def doc(*facts: Fact, doc_id="a", n_total=None):
    return DocumentFacts(doc_id=doc_id, n_total=n_total, facts=list(facts))


def match(gold, found, strict=False):
    kinds = sorted({fact.kind for fact in (*gold, *found)})
    return match_document(doc(*gold), doc(*found), kinds, strict)


def statuses(gold, found, strict=False):
    return [pair.status for pair in match(gold, found, strict)]


def test_overlap_and_equal_values_match():
    assert statuses([p(10, 0.03)], [p(12, 0.03)]) == ["matched"]
    assert statuses([p(10, 0.03)], [p(12, 0.04)]) == ["differs"]
    assert statuses([p(10, 0.03)], [p(15, 0.03)]) == ["missed", "spurious"]
    assert statuses([p(10, 0.03)], [p(12, 0.03)], strict=True) == ["missed", "spurious"]
    assert statuses([p(10, 0.03)], [p(10, 0.03)], strict=True) == ["matched"]


def test_each_fact_is_in_one_pair_and_equal_ones_come_first():
    gold, found = [p(10, 0.03), p(14, 0.04)], [p(12, 0.04), p(9, 0.03)]
    assert statuses(gold, found) == ["matched", "matched"]
    assert statuses([p(10, 0.03)], [p(10, 0.03), p(11, 0.03)]) == ["matched", "spurious"]


def test_the_span_alone_makes_a_scale():
    pair = match([Scale(quote="VAS", start=0, end=3, name="VAS")], [Scale(quote="VA", start=0, end=2, name="pain")])[0]
    assert pair.status == "matched" and pair.fields == {"name": False, "abbreviation": True}
    assert fields_that_differ(pair) == ["name"]


def test_a_bare_range_is_compared_by_its_ends():
    def bare(low, high):
        spread = {"type": "range", "low": low, "high": high}
        return Measurement(quote="x", start=0, end=5, stat="range", dispersion=spread)

    assert statuses([bare(2, 9)], [bare(2.0, 9.0)]) == ["matched"]
    assert statuses([bare(2, 9)], [bare(2, 8)]) == ["differs"]


def test_the_fields_that_differ():
    gold = Dose(quote="5 mg", start=0, end=4, amount=5, unit="mg", route="oral", drug="zidolol tablets")
    found = Dose(quote="5 mg", start=0, end=4, amount=5, unit="g", route="iv", drug="zidolol")
    (pair,) = match([gold], [found])
    assert fields_that_differ(pair) == ["unit", "route"]
    assert fields_that_differ(match([gold], [])[0]) == []


def test_an_interval_is_one_field():
    gold = Estimate(quote="x", start=0, end=1, type="OR", value=2, ci_low=1, ci_high=3)
    found = Estimate(quote="x", start=0, end=1, type="OR", value=2, ci_low=1, ci_high=4)
    assert fields_that_differ(match([gold], [found])[0]) == ["interval"]


def test_enrolled_and_randomized_are_one_role():
    roles = [SampleSize(quote="x", n=5, role=role) for role in ("enrolled", "randomized", "arm")]
    assert agrees("role", roles[0], roles[1])
    assert not agrees("role", roles[0], roles[2])


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (0.1 + 0.2, 0.3, True), (5, 5.0, True), (5, None, False), ("mg", "MG", True), (None, None, True),
        ({"value": 5, "unit": "day"}, {"value": 5.0, "unit": "day"}, True), ({"value": 5}, None, False),
        ((1, 2), (1, 3), False),
    ],
)  # fmt: skip
def test_same_value(a, b, same):
    assert same_value(a, b) is same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("the zidolol group", "zidolol", True), ("group A", "group B", False), ("pain scores", "pain", True),
        ("placebo", "zidolol", False), (None, None, True), ("placebo", None, False), ("group", "the group", True),
    ],
)  # fmt: skip
def test_same_words(a, b, same):
    assert same_words(a, b) is same


def test_counts():
    count = Count(matched=3, gold=4, found=6)
    assert (count.precision, count.recall, count.f1) == (0.5, 0.75, 0.6)
    assert math.isnan(Count().f1) and math.isnan(Count(gold=2).precision)


def test_an_evaluation_adds_up():
    gold = [doc(p(10, 0.03), p(20, 0.04), n_total=7), doc(p(5, 0.5), doc_id="b"), doc(doc_id="c", n_total=3)]
    found = {"a": doc(p(10, 0.03, confidence=0.9), p(30, 0.9, confidence=0.9), n_total=7), "b": doc(doc_id="b")}
    result = evaluate(gold, found, ["p_value", "dose"], resamples=200)
    score = result.scores["p_value"]
    assert (score.count.matched, score.count.gold, score.count.found) == (1, 3, 2)
    assert [pair.status for pair in result.pairs] == ["matched", "missed", "spurious", "missed"]
    assert score.fields == {"threshold": (1, 1)}
    assert 0 <= score.f1_ci[0] <= score.count.f1 <= score.f1_ci[1] <= 1
    assert result.n_total == (2, 3)
    assert result.calibration == [(2, pytest.approx(0.9), 0.5)]
    assert result.ece == pytest.approx(0.4)
    assert math.isnan(result.scores["dose"].count.f1)


def test_intervals_are_the_same_each_time_and_narrow_with_agreement():
    gold = [doc(p(10, 0.03), doc_id=str(i)) for i in range(20)]
    found = {str(i): doc(p(10, 0.03 if i % 2 else 0.05), doc_id=str(i)) for i in range(20)}
    first, second = (evaluate(gold, found, ["p_value"], resamples=300).scores["p_value"] for _ in range(2))
    assert first.f1_ci == second.f1_ci
    assert first.f1_ci[0] < 0.5 < first.f1_ci[1]
    right = evaluate(gold, {document.doc_id: document for document in gold}, ["p_value"]).scores["p_value"]
    assert right.f1_ci == (1.0, 1.0)


def test_nothing_to_compare():
    result = evaluate([], {})
    assert result.n_total == (0, 0)
    assert math.isnan(result.scores["dose"].f1_ci[0])


def test_an_evaluation_as_json_and_its_thresholds():
    gold = [doc(p(10, 0.03), p(20, 0.04))]
    result = evaluate(gold, {"a": doc(p(10, 0.03))}, ["p_value", "dose"])
    out = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert out["kinds"]["p_value"]["recall"] == 0.5
    assert out["kinds"]["dose"]["f1"] is None
    assert result.below({"p_value": 0.6}) == []
    (below,) = result.below({"p_value": 0.7})
    assert below.startswith("p_value: F1 0.6667 is below 0.7")
    assert "no fact to judge" in result.below({"dose": 0.1})[0]
