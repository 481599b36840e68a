"""The trained model, piece by piece: labels, features, weights, facts made of labels, the judge, the files."""

from __future__ import annotations

import json
import sys

import numpy as np
import pytest

from trialfacts.document import read_text
from trialfacts.engine import trial_size
from trialfacts.facts import KINDS, Dose, Estimate, Measurement, Proportion, PValue, SampleSize, Scale
from trialfacts.model.assemble import RULE, assemble
from trialfacts.model.bundle import JUDGE, NAMES, ROLES, SCALES, ModelError, Models, load_models, model_files
from trialfacts.model.context import CONTEXT, NO_CONTEXT, Surroundings
from trialfacts.model.evidence import SPEAKERS, Heard, Judge, evidence, fit_judge, logit, weighed
from trialfacts.model.features import number_features
from trialfacts.model.hashing import SIZE
from trialfacts.model.labels import HEADS, SLOTS, codes, label_numbers
from trialfacts.model.linear import LinearHeads, fit_heads, softmax
from trialfacts.model.names import FAR, MOST_PAIRS, NameModel, propose
from trialfacts.model.roles import Prediction, RoleModel, fit_roles
from trialfacts.model.scale_model import ScaleModel
from trialfacts.owners import Candidate, claims_of, placed, standing

NONE = {"slot": "none"}


def slot(name, **details):
    return {"slot": name, **details}


def at(text, quote, fact):
    """A fact, annotated where its quote stands in the text."""
    fact.quote, fact.start = quote, text.index(quote)
    fact.end = fact.start + len(quote)
    return fact


def predicted(document, labels, sure=0.9):
    """What a model would say that is so sure of each label, and of nothing else."""
    heads = {}
    for head, values in HEADS.items():
        table = np.full((len(document.numbers), len(values)), 1 / len(values))
        for row, label in zip(table, [*labels, *[NONE] * (len(document.numbers) - len(labels))], strict=True):
            if head in label:
                row[:] = (1 - sure) / (len(values) - 1)
                row[values.index(label[head])] = sure
        heads[head] = table
    return Prediction(heads)


def made(text, *labels, sure=0.9):
    """The facts that labels make of the numbers of a text, in its order."""
    document = read_text(text)
    candidates = assemble(document, predicted(document, labels, sure))
    assert all(candidate.rule == RULE for candidate in candidates)
    facts = placed(document, standing(candidates)[0])
    for fact in facts:
        assert text[fact.start : fact.end] == fact.quote and 0 <= fact.confidence <= 1
    return facts


# Labels.

TRIAL = (
    "Of 90 patients screened, 60 were randomized to zidolol 5-10 mg twice a day for 6 weeks. Weight was 71.5 kg at "
    "baseline and fell to 68.2 kg (SD 4.1). Ages were 18 to 65 years. Relapse: 12/30 (40%), HR 0.62 (95% CI 0.45 to "
    "0.86; P=0.03); alpha 0.05."
)
TRIAL_FACTS = [
    at(TRIAL, "90 patients", SampleSize(n=90, role="screened")),
    at(TRIAL, "60", SampleSize(n=60, role="randomized")),
    at(TRIAL, "5-10 mg twice a day for 6 weeks", Dose(amount=5, amount_high=10, unit="mg",
       frequency={"times": 2, "every": 1, "unit": "day"}, duration={"value": 6, "unit": "week"})),
    at(TRIAL, "71.5 kg", Measurement(value=71.5, stat="mean", time="Baseline")),
    at(TRIAL, "68.2 kg", Measurement(value=68.2, stat="mean", dispersion={"type": "SD", "value": 4.1})),
    at(TRIAL, "18 to 65", Measurement(stat="range", dispersion={"type": "range", "low": 18, "high": 65})),
    at(TRIAL, "12/30 (40%)", Proportion(count=12, denominator=30, percent=40)),
    at(TRIAL, "0.62 (95% CI 0.45 to 0.86", Estimate(type="HR", value=0.62, ci_low=0.45, ci_high=0.86, level=95)),
    at(TRIAL, "P=0.03", PValue(value=0.03)),
    at(TRIAL, "alpha 0.05", PValue(value=0.05, threshold=True)),
]  # fmt: skip


def test_annotated_facts_label_their_numbers():
    document = read_text(TRIAL)
    told = {
        document.text[n.start : n.end]: label
        for n, label in zip(document.numbers, label_numbers(document, TRIAL_FACTS))
    }
    assert told == {
        "90": slot("sample_size", role="screened"),
        "60": slot("sample_size", role="randomized"),
        "5": slot("dose"),
        "10": slot("dose.high"),
        "6": slot("dose.regimen"),
        "71.5": slot("measurement", stat="mean", point="baseline"),
        "68.2": slot("measurement", stat="mean", point="follow-up"),
        "4.1": slot("measurement.spread", spread="SD"),  # behind the quote
        "18": slot("measurement.range"),
        "65": slot("measurement.range"),
        "12": slot("proportion.count"),
        "30": slot("proportion.denominator"),
        "40": slot("proportion.percent"),
        "0.62": slot("estimate", type="HR"),
        "95": slot("estimate.level"),
        "0.45": slot("estimate.bound"),
        "0.86": slot("estimate.bound"),
        "0.03": slot("p_value", threshold="result"),
        "0.05": slot("p_value", threshold="threshold"),
    }


def test_numbers_of_no_fact_are_none():
    document = read_text("The 3 wards had 40 beds.")
    assert label_numbers(document, []) == [NONE, NONE]
    assert label_numbers(read_text(""), TRIAL_FACTS) == []


def test_of_two_facts_the_rarer_reading_wins():
    text = "Relapse was seen in 12 patients."
    count = at(text, "12 patients", SampleSize(n=12, role="subgroup"))
    share = at(text, "12 patients", Proportion(count=12))
    for facts in ([count, share], [share, count]):
        assert label_numbers(read_text(text), facts) == [slot("proportion.count")]


def test_a_regimen_takes_no_number_that_is_something_else():
    text = "They took 5 mg 5 times a day."
    dose = at(text, "5 mg 5 times a day", Dose(amount=5, unit="mg", frequency={"times": 5, "every": 1, "unit": "day"}))
    assert [label["slot"] for label in label_numbers(read_text(text), [dose])] == ["dose", "dose.regimen"]
    text = "They took 5 mg daily."
    dose = at(text, "5 mg daily", Dose(amount=5, unit="mg", frequency={"times": 5, "every": 1, "unit": "day"}))
    assert label_numbers(read_text(text), [dose]) == [slot("dose")]


def test_labels_follow_the_text_as_it_was_read():
    text = "Relief came sooner (P\u2009&lt;\u20090\u00b705) in 40 patients."
    facts = [at(text, "P\u2009&lt;\u20090\u00b705", PValue(op="<", value=0.05)), at(text, "40", SampleSize(n=40))]
    assert [label["slot"] for label in label_numbers(read_text(text), facts)] == ["p_value", "sample_size"]


def test_a_sign_is_no_other_number():
    text = "Weight changed by -3.5 kg."
    fact = at(text, "-3.5 kg", Measurement(value=3.5, stat="change"))
    assert label_numbers(read_text(text), [fact])[0]["stat"] == "change"


def test_codes_are_places_in_the_heads():
    ((first, *details),) = codes([slot("sample_size", role="arm")])
    assert first == SLOTS.index("sample_size")
    assert details == [HEADS["role"].index("arm") if head == "role" else -1 for head in list(HEADS)[1:]]
    assert codes([slot("measurement", stat="unheard of")])[0][list(HEADS).index("stat")] == -1
    assert codes([]) == []


# Features.


def test_features_have_one_row_a_number():
    document = read_text(TRIAL)
    features = number_features(document)
    assert features.shape[0] == len(document.numbers) and features.shape[1] > 50
    assert features.dtype == np.int64
    assert features.min() >= 0 and features.max() < SIZE
    assert number_features(read_text("A dose of 5 mg.")).shape[1] == features.shape[1]


@pytest.mark.parametrize("text", ["", "Nothing was counted.", "  \n"])
def test_without_numbers_there_are_no_features(text):
    features = number_features(read_text(text))
    assert features.shape[0] == 0
    heads = LinearHeads(HEADS, np.zeros((SIZE, _LABELS), np.float32), np.zeros(_LABELS, np.float32))
    prediction = RoleModel(heads).predict(read_text(text))
    assert all(len(table) == 0 for table in prediction.heads.values())
    assert assemble(read_text(text), prediction) == []


_LABELS = sum(len(values) for values in HEADS.values())


def test_features_are_the_same_each_time():
    assert np.array_equal(number_features(read_text(TRIAL)), number_features(read_text(TRIAL)))


def test_features_do_not_see_what_is_far_away():
    """Words a hundred words off say nothing of a number; its place in the text, and how long that is, may."""
    filler = "The weather of the coast is mild and the hills are green. " * 12
    beside = "The weather of the hills is mild and the sea is near and the days are long. " * 3
    sentence = "In the zidolol arm the mean weight was 71.5 kg after the second visit."
    one, two = (
        number_features(read_text(other + beside + sentence + " " + beside + other))
        for other in (filler, filler.replace("coast", "plain").replace("green", "bare"))
    )
    assert np.array_equal(one, two)


def test_features_see_the_words_beside_a_number():
    one, two = (number_features(read_text(f"There were 40 {noun} in the study.")) for noun in ("patients", "hospitals"))
    assert not np.array_equal(one, two)


def features_of(text, number):
    """The features of the one number of a text that has this value."""
    document = read_text(text)
    (index,) = [one.index for one in document.numbers if one.value == number]
    return set(number_features(document)[index].tolist())


BETWEEN = "for those of the sample who had come to each of the two visits of the spring, the summer and the fall, "


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # The words of the sentence, however far off.
        (f"The decrease in weight, {BETWEEN}was 7.1 kg.", f"The excess in weight, {BETWEEN}was 7.1 kg."),
        (f"There were 48 {BETWEEN}and they were randomized.", f"There were 48 {BETWEEN}and they were screened."),
        # A spread, or a ratio, that was named in a sentence before.
        (
            "Values are means (SD). The weight was 71.5 (8.3) kg.",
            "Values are means (SE). The weight was 71.5 (8.3) kg.",
        ),
        ("Odds ratios follow. For age it was 1.4.", "Hazard ratios follow. For age it was 1.4."),
        # Whether the word before a bracket is that of a group elsewhere.
        ("The zidolol group won. In zidolol (n = 48) it fell.", "The zidolol market won. In zidolol (n = 48) it fell."),
        # The largest count of the text, or half of it.
        ("We saw 96 men. Later 48 stayed.", "We saw 30 men. Later 48 stayed."),
    ],
)
def test_features_see_the_sentence_and_the_text(one, other):
    number = next(value for value in (7.1, 8.3, 1.4, 48) if str(value) in one)
    assert features_of(one, number) != features_of(other, number)


class Lines:
    """Counts the lines of the package that a call executes."""

    def __init__(self):
        self.count = 0

    def _local(self, frame, event, argument):
        self.count += event == "line"
        return self._local

    def __call__(self, function):
        before, self.count = sys.gettrace(), 0
        sys.settrace(lambda frame, *_: self._local if "trialfacts" in frame.f_code.co_filename else None)
        try:
            function()
        finally:
            sys.settrace(before)
        return self.count


UNITS = [
    "P < 0.05, 12 of 24 patients (50%). ",
    "1 ",
    "(",
    "a ",
    "(1 [",
    "3.2 (95% CI 1.1 to 5.5) ",
    "0-",
    "5 mg, ",
    "1\n",
]


@pytest.mark.parametrize("unit", UNITS, ids=[repr(unit[:8]) for unit in UNITS])
def test_the_work_grows_as_the_text_does(unit):
    lines = Lines()
    works = []
    for size in (800, 3200):
        document = read_text((unit * size)[:size])
        _ = document.sentences, document.abbreviations, document.intervals, document.mentions
        labels = [slot(SLOTS[1 + number.index % (len(SLOTS) - 1)]) for number in document.numbers]
        prediction = predicted(document, labels)
        works.append((
            lines(lambda document=document: number_features(document)),
            lines(lambda document=document, prediction=prediction: assemble(document, prediction)),
        ))  # fmt: skip
    for few, many in zip(*works):
        assert many <= 5.5 * few + 400


def test_a_text_of_200_kilobytes():
    text = ("In the zidolol arm 12 of 24 patients (50%) relapsed, P < 0.05. " * 3300)[:200_000]
    document = read_text(text)
    features = number_features(document)
    assert features.shape[0] == len(document.numbers) > 12_000
    # All but the first and last sentences read alike.
    assert len({tuple(row) for row in features[40:-40:4].tolist()}) < 200


# Linear heads.

TOY = {"colour": ("red", "green", "blue"), "taste": ("sweet", "sour"), "shape": ("round", "square")}


def toy():
    """Rows of two features; the first says the colour, the second the taste; the shape is always round."""
    rows = np.array([[1 + index % 3, 5 + index % 2] for index in range(60)])
    answers = np.stack([rows[:, 0] - 1, rows[:, 1] - 5, np.zeros(60, int)], axis=1)
    answers[::7, 1] = -1  # not asked
    return rows, answers


def test_a_toy_set_is_learnt():
    rows, answers = toy()
    heads = fit_heads(TOY, rows, answers, np.ones(len(rows)), 8, strength=10)
    chances = heads.probabilities(rows)
    assert (chances["colour"].argmax(axis=1) == answers[:, 0]).all()
    assert (chances["taste"].argmax(axis=1) == rows[:, 1] - 5).all()
    assert (chances["shape"][:, 0] > 0.99).all()
    for table in chances.values():
        assert np.allclose(table.sum(axis=1), 1, atol=1e-5)
    assert (heads.table[0] == 0).all()
    again = fit_heads(TOY, rows, answers, np.ones(len(rows)), 8, strength=10)
    assert np.array_equal(heads.table, again.table) and np.array_equal(heads.bias, again.bias)


def test_heavy_rows_outweigh_light_ones():
    rows, answers = np.ones((20, 1), int), np.array([[0]] * 10 + [[1]] * 10)
    for heavy in (0, 1):
        weights = np.where(answers[:, 0] == heavy, 5.0, 0.5)
        heads = fit_heads({"colour": ("red", "green")}, rows, answers, weights, 4)
        assert heads.probabilities(rows)["colour"][0].argmax() == heavy


def test_a_label_that_was_never_seen_is_hardly_likely():
    rows, answers = toy()
    answers[:, 0] = np.minimum(answers[:, 0], 1)
    chances = fit_heads(TOY, rows, answers, np.ones(len(rows)), 8).probabilities(rows)["colour"]
    assert chances[:, 2].max() < 1e-6
    nothing = fit_heads(TOY, rows, np.full_like(answers, -1), np.ones(len(rows)), 8)
    assert np.allclose(nothing.probabilities(rows)["colour"], 1 / 3)


def test_no_feature_says_nothing():
    rows, answers = toy()
    heads = fit_heads(TOY, rows, answers, np.ones(len(rows)), 8)
    assert np.allclose(heads.scores(np.zeros((1, 5), int))[0], heads.bias)


def test_saved_weights_move_no_chance_far():
    chance = np.random.default_rng(1)
    table = chance.normal(0, 1, (50, 7)).astype(np.float32)
    table[[0, 7, 20]] = [[0], [0.0005], [-0.0005]]
    heads = LinearHeads(TOY, table, chance.normal(0, 1, 7).astype(np.float32))
    arrays = heads.to_arrays()
    assert arrays["table"].dtype == np.float16
    assert sorted({*range(50)} - {*arrays["rows"].tolist()}) == [0, 7, 20]  # nothing is kept of next to nothing
    again = LinearHeads.from_arrays(TOY, arrays, 50)
    assert again.table.dtype == np.float32
    rows = chance.integers(0, 50, (200, 10))
    for head, shares in heads.probabilities(rows).items():
        assert np.abs(shares - again.probabilities(rows)[head]).max() < 0.01
    for name, array in again.to_arrays().items():
        assert np.array_equal(array, arrays[name])


@pytest.mark.parametrize("shape", [(8, 6), (8,), (8, 8), (7, 7)])
def test_weights_that_do_not_fit_the_labels(shape):
    arrays = {"size": np.array(9), "rows": np.arange(1, 9), "table": np.zeros(shape), "bias": np.zeros(7)}
    with pytest.raises(ValueError, match="the labels are 7"):
        LinearHeads.from_arrays(TOY, arrays, 9)
    with pytest.raises(ValueError, match="the labels are 7"):
        LinearHeads.from_arrays(TOY, arrays | {"table": np.zeros((8, 7)), "bias": np.zeros(8)}, 9)


@pytest.mark.parametrize(("size", "first"), [(8, 1), (9, 0), (9, 2)])
def test_weights_of_other_features(size, first):
    arrays = {"rows": np.arange(first, first + 8), "table": np.zeros((8, 7)), "bias": np.zeros(7)}
    with pytest.raises(ValueError, match="features"):
        LinearHeads.from_arrays(TOY, arrays | {"size": np.array(size)}, 9)


def test_softmax_of_great_scores():
    assert softmax(np.array([[1000.0, 0.0], [-1000.0, -1000.0]])).tolist() == [[1, 0], [0.5, 0.5]]


# Roles.


def test_a_prediction_says_kinds_and_best_labels():
    document = read_text("In all 12/30 (40%) relapsed.")
    prediction = predicted(
        document, [slot("proportion.count"), slot("proportion.denominator"), slot("none", role="arm")]
    )
    assert prediction.kind("proportion", [0, 1]) == pytest.approx(0.9 + 0.2 / 14)
    assert prediction.kind("proportion", [2]) == pytest.approx(0.3 / 14)
    assert prediction.best("slot", 0) == "proportion.count"
    assert prediction.best("role", 2) == "arm"
    assert prediction.best("role", 2, among=["enrolled", "excluded"]) in ("enrolled", "excluded")


def test_roles_are_learnt_from_documents():
    texts = [f"We randomized {20 + n} patients. Pain fell (P = 0.0{n})." for n in range(1, 10)]
    documents = [read_text(text) for text in texts]
    labels = [[slot("sample_size", role="randomized"), slot("p_value", threshold="result")] for _ in texts]
    model = fit_roles([number_features(d) for d in documents], [np.array(codes(one)) for one in labels], [1.0] * 9)
    document = read_text("We randomized 77 patients. Sleep fell (P = 0.04).")
    said = model.predict(document)
    assert [said.best("slot", number) for number in (0, 1)] == ["sample_size", "p_value"]
    assert said.best("role", 0) == "randomized"


# Facts from labels.


@pytest.mark.parametrize(
    ("written", "op", "value"),
    [
        ("P = 0.03", "=", 0.03),
        ("p<0.001", "<", 0.001),
        ("P \u2264 0.05", "<=", 0.05),
        ("P >= 0.2", ">=", 0.2),
        ("P less than 0.01", "<", 0.01),
        ("P greater than 0.2", ">", 0.2),
        ("P value below 5%", "<", 0.05),
        ("p-value of 0.4", "=", 0.4),
        ("p=.008", "=", 0.008),
    ],
)
def test_p_values(written, op, value):
    (fact,) = made(f"Pain fell ({written}) in spring.", slot("p_value", threshold="result"))
    assert (fact.quote, fact.op, fact.value, fact.threshold) == (written, op, pytest.approx(value), False)


def test_a_threshold():
    (fact,) = made("Significance was set at 0.05.", slot("p_value", threshold="threshold"))
    assert (fact.quote, fact.op, fact.value, fact.threshold) == ("0.05", "=", 0.05, True)


def test_sample_sizes():
    role = [slot("sample_size", role=role) for role in ("enrolled", "arm", "analyzed")]
    first, second, third = made("Of 120 outpatients, sixty took zidolol (n = 58 in the end).", *role)
    assert (first.quote, first.n, first.role) == ("120 outpatients", 120, "enrolled")
    assert (second.quote, second.n, second.role) == ("sixty", 60, "arm")
    assert (third.quote, third.n, third.role) == ("n = 58", 58, "analyzed")


@pytest.mark.parametrize("written", ["3.5", "12%", "0"])
def test_what_cannot_be_a_count(written):
    assert made(f"There were {written} patients.", slot("sample_size", role="arm")) == []


def test_measurements_with_their_spreads():
    first, second = made(
        "Mean weight was 71.5 (3.2) kg at 12 weeks, from 80.1 \u00b1 4.0 kg.",
        slot("measurement", stat="mean", point="follow-up"),
        slot("measurement.spread", spread="SD"),
        NONE,
        slot("measurement", stat="mean", point="baseline"),
        slot("measurement.spread", spread="SE"),
    )
    assert (first.quote, first.value, first.unit, first.time) == ("71.5 (3.2)", 71.5, "kg", "12 weeks")
    assert first.dispersion == {"type": "SD", "value": 3.2}
    assert (second.value, second.unit, second.time) == (80.1, "kg", "baseline")
    assert second.dispersion == {"type": "SE", "value": 4.0}


def test_a_spread_that_is_named_is_what_it_is_called():
    (fact,) = made(
        "Weight was 71.5 kg (SD 3.2).", slot("measurement", stat="mean"), slot("measurement.spread", spread="SE")
    )
    assert fact.dispersion == {"type": "SD", "value": 3.2}


def test_a_median_with_its_quartiles():
    spread = slot("measurement.spread", spread="IQR")
    (fact,) = made("The stay was 6 (4-9) days.", slot("measurement", stat="median"), spread, spread)
    assert (fact.quote, fact.stat, fact.value, fact.unit) == ("6 (4-9)", "median", 6, "days")
    assert fact.dispersion == {"type": "IQR", "low": 4, "high": 9}


def test_a_measurement_without_spread():
    (fact,) = made("The stay was 6 days.", slot("measurement", stat="mean"))
    assert (fact.value, fact.unit, fact.dispersion) == (6, "days", None)


@pytest.mark.parametrize("written", ["18 to 65", "18-65"])
def test_ranges(written):
    label = slot("measurement.range")
    (fact,) = made(f"Ages were {written} years.", label, label)
    assert (fact.quote, fact.stat, fact.value, fact.unit) == (written, "range", None, "years")
    assert fact.dispersion == {"type": "range", "low": 18, "high": 65}


def test_one_end_of_a_range_is_none():
    assert made("Ages were from 18 years.", slot("measurement.range")) == []
    label = slot("measurement.range")
    assert made("Ages were 18 in the one ward of the clinic, 65 in the other.", label, NONE, label) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The ratio was 0.62 (95% CI 0.45 to 0.86).", "0.62 (95% CI 0.45 to 0.86)"),
        ("The ratio was 0.62, 95% limits 0.45 and 0.86.", "0.62, 95% limits 0.45 and 0.86"),
    ],
)
def test_estimates_with_their_intervals(text, quote):
    labels = [slot("estimate", type="OR"), slot("estimate.level"), slot("estimate.bound"), slot("estimate.bound")]
    (fact,) = made(text, *labels)
    assert (fact.quote, fact.type, fact.value) == (quote, "OR", 0.62)
    assert (fact.ci_low, fact.ci_high, fact.level) == (0.45, 0.86, 95)


def test_an_estimate_alone_and_one_bound():
    (fact,) = made("The ratio of hazards was 0.7.", slot("estimate", type="HR"))
    assert (fact.quote, fact.type, fact.ci_low, fact.level) == ("0.7", "HR", None, None)
    (fact,) = made("The ratio was 0.7, and at least 0.5.", slot("estimate", type="RR"), slot("estimate.bound"))
    assert (fact.value, fact.ci_low, fact.ci_high) == (0.7, None, None)


def test_proportions():
    parts = [slot(f"proportion.{part}") for part in ("count", "denominator", "percent", "count", "percent")]
    first, second = made("Relapse was seen in 12 of 40 (30.5%) and in 5 (12%) patients.", *parts)
    assert (first.quote, first.count, first.denominator, first.percent) == ("12 of 40 (30.5%)", 12, 40, 30.5)
    assert (second.quote, second.count, second.denominator, second.percent) == ("5 (12%)", 5, None, 12)


@pytest.mark.parametrize("between", [" and ", " versus ", "; ", ". In the others, "])
def test_two_percentages_are_two_proportions(between):
    percent = slot("proportion.percent")
    assert [fact.percent for fact in made(f"Rates were 35%{between}21%.", percent, percent)] == [35, 21]


def test_a_denominator_alone_is_no_proportion():
    assert made("Of 40 patients none relapsed.", slot("proportion.denominator")) == []


def test_doses():
    text = "They took oral zidolol 50 mg twice daily for 6 weeks."
    (fact,) = made(text, slot("dose"), slot("dose.regimen"))
    assert (fact.quote, fact.amount, fact.unit) == ("50 mg twice daily for 6 weeks", 50, "mg")
    assert fact.frequency == {"times": 2, "every": 1, "unit": "day"}
    assert fact.duration == {"value": 6, "unit": "week"}
    (fact,) = made("Zidolol 5-10 mg daily was given.", slot("dose"), slot("dose.high"))
    assert (fact.amount, fact.amount_high) == (5, 10)


def test_an_amount_that_is_no_dose_to_the_model_is_none():
    assert made("They took oral zidolol 50 mg twice daily.") == []


def test_only_likely_numbers_make_facts():
    text = "There were 40 patients."
    document = read_text(text)
    prediction = predicted(document, [slot("sample_size", role="arm")], sure=0.2)
    prediction.heads["slot"][0] = 0
    prediction.heads["slot"][0, [0, SLOTS.index("sample_size")]] = 0.8, 0.2
    assert assemble(document, prediction) == []
    (candidate,) = assemble(document, prediction, least=0.1)
    assert candidate.score == pytest.approx(0.2)


# Rules and model together.


def own_word(least=0.4, trust=None):
    """A judge that believes each speaker's own word."""
    return Judge({speaker: {kind: (0.0, 1.0, 1.0) for kind in KINDS} for speaker in SPEAKERS}, trust or {}, least)


PATIENTS = "In all 40 patients came."


def of_rules(fact, score=0.8, numbers=(0,)):
    return Candidate(fact, 7, 18, numbers, "people", score)


def both_say(text, told, *labels, judge=None, sure=0.9):
    """The facts that stand where rules say one thing and the model another."""
    document = read_text(text)
    prediction = predicted(document, labels, sure)
    found = assemble(document, prediction, claims_of(told))
    candidates = (judge or own_word()).weigh(document, [*told, *found], prediction)
    assert all(0 <= candidate.score <= 1 for candidate in candidates)
    return placed(document, standing(candidates)[0])


def test_agreement_is_one_fact():
    rule = of_rules(SampleSize(n=40, role="enrolled"))
    (fact,) = both_say(PATIENTS, [rule], slot("sample_size", role="enrolled"))
    assert (fact.n, fact.source, fact.rule) == (40, "both", "people")
    assert fact.confidence > 0.9


def test_a_fact_of_sure_rules_stays_though_the_model_says_nothing():
    (fact,) = both_say(PATIENTS, [of_rules(SampleSize(n=40), 0.99)], NONE)
    assert (fact.source, fact.rule) == ("rule", "people")
    assert fact.confidence < 0.8


def test_a_fact_of_the_model_alone():
    (fact,) = both_say(PATIENTS, [], slot("sample_size", role="arm"))
    assert (fact.n, fact.role, fact.source, fact.rule) == (40, "arm", "model", RULE)


def test_what_is_told_must_be_likely():
    assert both_say(PATIENTS, [], slot("sample_size", role="arm"), judge=own_word(least=0.95)) == []
    assert both_say(PATIENTS, [of_rules(SampleSize(n=40), 0.1)], NONE) == []
    assert both_say(PATIENTS, [of_rules(SampleSize(n=40), 0.1)], NONE, judge=own_word(least=0.0))


def test_a_likelier_rival_takes_the_number():
    rule = of_rules(Proportion(count=40), 0.3)
    (fact,) = both_say(PATIENTS, [rule], slot("sample_size", role="arm"))
    assert (fact.kind, fact.source) == ("sample_size", "model")
    rule = of_rules(Proportion(count=40), 0.99)
    judge = own_word()
    judge.weights["rule"]["proportion"] = (0.0, 1.0, 0.0)
    (fact,) = both_say(PATIENTS, [rule], slot("sample_size", role="arm"), judge=judge)
    assert (fact.kind, fact.source) == ("proportion", "rule")


def test_what_rules_have_told_is_not_told_again():
    document = read_text(PATIENTS)
    prediction = predicted(document, [slot("sample_size", role="arm")])
    for kind, told in (("sample_size", True), ("proportion", False)):
        assert (assemble(document, prediction, {(0, kind)}) == []) is told


def test_facts_without_numbers_pass():
    text = "Pain was rated by the Osk Scale."
    scale = Candidate(Scale(name="Osk Scale"), text.index("Osk"), len(text) - 1, (), "named", 0.7)
    (fact,) = both_say(text, [scale])
    assert (fact.name, fact.source) == ("Osk Scale", "rule")
    assert fact.confidence == pytest.approx(0.7, abs=0.001)


@pytest.mark.parametrize(("trust", "role"), [(0.0, "randomized"), (99.0, "enrolled")])
def test_roles_are_weighed(trust, role):
    rule = of_rules(SampleSize(n=40, role="enrolled"))
    (fact,) = both_say(PATIENTS, [rule], slot("sample_size", role="randomized"), judge=own_word(trust={"role": trust}))
    assert fact.role == role


def test_a_named_arm_is_not_everybody():
    rule = of_rules(SampleSize(n=40, role="arm", group="zidolol"))
    trusting = own_word(trust={"role": 0.0})
    (fact,) = both_say(PATIENTS, [rule], slot("sample_size", role="enrolled"), judge=trusting)
    assert (fact.role, fact.group) == ("arm", "zidolol")


@pytest.mark.parametrize(
    ("words", "stat"), [("Urate fell from a baseline of 7.9.", "mean"), ("It fell by 7.9.", "change")]
)
def test_what_was_there_at_baseline_is_no_change(words, stat):
    at = words.index("7.9")
    rule = Candidate(Measurement(measure="urate", stat="mean", value=7.9), at, at + 3, (0,), "measured", 0.9)
    (fact,) = both_say(words, [rule], slot("measurement", stat="change"), judge=own_word(trust={"stat": 0.0}))
    assert fact.stat == stat


def test_without_a_measure_of_trust_the_rules_are_followed():
    document = read_text(PATIENTS)
    prediction = predicted(document, [slot("p_value", threshold="threshold")])
    assert weighed(prediction, "threshold", 0, False, 99.0) is False
    assert weighed(prediction, "threshold", 0, False, 0.0) is True
    (fact,) = both_say(PATIENTS, [of_rules(SampleSize(n=40, role="arm"))], slot("sample_size", role="randomized"))
    assert fact.role == "arm"


def test_who_speaks():
    text = "In all 40 patients came, and 12% fell (P = 0.03)."
    document = read_text(text)
    prediction = predicted(document, [slot("sample_size"), slot("measurement", stat="value"), slot("p_value")])
    told = [of_rules(SampleSize(n=40)), Candidate(Proportion(percent=12), 29, 32, (1,), "percent", 0.9)]
    candidates = [*told, *assemble(document, prediction, claims_of(told))]
    said = [(one.fact.kind, speaker) for one, speaker, *_ in evidence(document, candidates, prediction)]
    assert sorted(said) == [
        ("measurement", "rival"),
        ("p_value", "model"),
        ("proportion", "rule"),
        ("sample_size", "rule"),
    ]


def test_logits_are_bounded():
    assert logit(0.5) == 0 and logit(1) == logit(0.995) == pytest.approx(-logit(0)) == pytest.approx(4.595, abs=0.001)


def test_a_judge_learns_whom_to_believe():
    spoken = [Heard("dose", "rule", "dose-oral", logit(0.9), logit(0.9), True)] * 30
    spoken += [Heard("dose", "rule", "dose-list", logit(0.9), logit(0.1), False)] * 30
    spoken += [Heard("p_value", "model", "model", 0.0, logit(0.9), right) for right in [True] * 9 + [False]]
    judge = fit_judge(spoken, [])
    assert judge.confidence("dose", "rule", logit(0.9), logit(0.9)) > 0.8
    assert judge.confidence("dose", "rule", logit(0.9), logit(0.1)) < 0.2
    # Two rules that say the same are believed by how often they were right.
    alike = [judge.confidence("dose", "rule", 1.0, 0.0, name) for name in ("dose-oral", "another", "dose-list")]
    assert alike == sorted(alike, reverse=True) and len(set(alike)) == 3
    assert 0.7 < judge.confidence("p_value", "model", 0.0, logit(0.9)) < 0.98
    # Of whom nothing was heard: his own word, whatever the kind.
    assert judge.confidence("scale", "words", logit(0.7), 0.0) == pytest.approx(0.7)
    for speaker in SPEAKERS:
        for kind in KINDS:
            for rule in (-4.6, 0, 4.6):
                for model in (-4.6, 0, 4.6):
                    assert 0 <= judge.confidence(kind, speaker, rule, model) <= 1


def test_the_context_of_a_fact():
    text = "Results: Pain fell in 12% of 40 patients, nausea in 15%. It fell in 8%."
    document = read_text(text)
    percent = slot("proportion.percent")
    prediction = predicted(document, [percent, slot("sample_size"), percent, NONE], sure=0.9)
    told = [
        Candidate(Proportion(percent=12), 0, 1, (0,), "percent", 0.9),
        Candidate(SampleSize(n=40), 0, 1, (1,), "people", 0.9),
    ]
    around = Surroundings(document, prediction, claims_of(told))
    first = dict(zip(CONTEXT, around.of(told[0])))
    likely = prediction.kinds["proportion"]
    assert first["least likely number"] == pytest.approx(logit(likely[0]))
    assert first["likeliest other"] < 0 and first["none"] < 0
    # The percentage of nausea looks alike; of the two other numbers rules tell none to be a proportion.
    assert first["any alike"] == 1 and first["numbers alike"] == pytest.approx(logit(likely[2]))
    assert first["told beside"] == 0 == first["alone in its sentence"] == first["several numbers"]
    assert (first["in results"], first["in methods"], first["in another section"]) == (1, 0, 0)
    both = Candidate(Proportion(count=40, percent=15), 0, 1, (1, 2), "made up", 0.9)
    second = dict(zip(CONTEXT, around.of(both)))
    assert second["least likely number"] == pytest.approx(logit(min(likely[1:3])))
    assert second["several numbers"] == second["told beside"] == 1
    last = dict(zip(CONTEXT, around.of(Candidate(Proportion(percent=8), 0, 1, (3,), "percent", 0.9))))
    assert last["alone in its sentence"] == 1 and last["any alike"] == last["numbers alike"] == 0
    assert around.of(Candidate(Scale(name="Osk Scale"), 0, 1, (), "named", 0.7)) == NO_CONTEXT


def test_a_judge_learns_from_the_context():
    beside, alone = ((0.0,) * 5 + told + (0.0,) * 4 for told in ((1.0, 0.0), (0.0, 1.0)))
    assert len(beside) == len(CONTEXT)
    spoken = [Heard("dose", "rule", "dose-oral", 1.0, 1.0, True, beside)] * 40
    spoken += [Heard("dose", "rule", "dose-oral", 1.0, 1.0, False, alone)] * 40
    judge = fit_judge(spoken, [])
    with_it, without = (judge.confidence("dose", "rule", 1.0, 1.0, "dose-oral", context) for context in (beside, alone))
    assert with_it > 0.7 and without < 0.3
    # What holds for one kind is first thought to hold for another.
    assert judge.confidence("p_value", "rule", 1.0, 1.0, "", beside) > judge.confidence(
        "p_value", "rule", 1.0, 1.0, "", alone
    )


def test_trust_is_what_makes_most_answers_right():
    document = read_text(PATIENTS)
    prediction = predicted(document, [slot("sample_size", role="randomized")])
    model_is_right = (prediction, "role", 0, "arm", "randomized")
    rules_are_right = (prediction, "role", 0, "arm", "arm")
    assert fit_judge([], [[model_is_right]]).trust["role"] <= 4
    assert fit_judge([], [[rules_are_right]]).trust["role"] == 6
    assert fit_judge([], []).trust["role"] == 99


def test_each_sort_of_texts_counts_as_much_for_trust():
    """Many texts that the rules were tried on do not outvote few that they were not tried on."""
    sure, unsure = (
        predicted(read_text(PATIENTS), [slot("sample_size", role="randomized")], how) for how in (0.99, 0.6)
    )
    tried = [(unsure, "role", 0, "arm", "arm")] * 9 + [(sure, "role", 0, "arm", "randomized")]
    others = [(sure, "role", 0, "arm", "randomized")]
    apart, together = fit_judge([], [tried, others]).trust["role"], fit_judge([], [tried + others]).trust["role"]
    assert weighed(sure, "role", 0, "arm", apart) == "randomized"
    assert weighed(unsure, "role", 0, "arm", apart) == "arm" == weighed(unsure, "role", 0, "arm", together)


def test_a_judge_as_json():
    judge = fit_judge(
        [Heard("dose", "rule", "dose-oral", 1.0, likely, likely > 0) for likely in (2.0, -2.0) * 5], [], least=0.3
    )
    assert judge.shifts and judge.contexts
    again = Judge.from_dict(json.loads(json.dumps(judge.to_dict())))
    assert again == judge


# A text of another sort.


def test_names_are_sought_within_bounds():
    """One sentence of thousands of facts: the pairs of facts and phrases are no more than fit."""
    text = "Pain eased in 10/24 (51.7%) and 3 (12%) (P = 0.03; HR 0.6, 95% CI 0.4 to 0.9); " * 400
    document = read_text(text)
    starts = [place for place in range(len(text)) if text.startswith("10/24", place)]
    facts = [Proportion(count=10, denominator=24) for _ in starts]
    told = [Candidate(fact, start, start + 5, (), "made up", 0.9) for fact, start in zip(facts, starts)]
    proposals = propose(document, told, rules=True)
    assert len(proposals.question) <= MOST_PAIRS + 2 * len(proposals.questions)
    words = proposals.words
    first = np.searchsorted(words.end, [told[question.fact].start for question in proposals.questions], side="right")
    real = proposals.first >= 0
    assert np.abs(proposals.first[real] - first[proposals.question[real]]).max() <= FAR + 9


# The files.


@pytest.fixture
def models():
    """Models of a few weights, which find something in the text."""
    chance = np.random.default_rng(3)
    table = np.zeros((SIZE, _LABELS), dtype=np.float32)
    table[1::64] = chance.normal(0, 0.3, (len(table[1::64]), _LABELS))
    heads = LinearHeads(HEADS, table.astype(np.float16).astype(np.float32), np.zeros(_LABELS, np.float32))
    weights, width = np.zeros((SIZE, 7), np.float32), np.ones(7)
    names = NameModel({False: weights, True: weights}, {False: width, True: width})
    return Models(RoleModel(heads), names, ScaleModel(np.zeros(1 << 16)), own_word(least=0.0), {"documents": 12})


def test_saved_and_loaded_they_find_the_same(tmp_path, monkeypatch):
    from trialfacts.engine import Engine

    shipped = load_models()
    shipped.save(tmp_path / "models")
    again = load_models(tmp_path / "models")
    assert again.about == shipped.about and again.judge == shipped.judge
    for using in ("model", "both"):
        one, two = (Engine(using=using, models=models).facts(TRIAL) for models in (shipped, again))
        assert one.facts and one == two


def test_models_are_read_once_and_again_when_they_have_changed(models, tmp_path):
    models.save(tmp_path / "models")
    first = load_models(tmp_path / "models")
    assert load_models(tmp_path / "models") is first
    assert load_models() is load_models()
    models.about["documents"] = 123456
    models.save(tmp_path / "models")
    assert load_models(tmp_path / "models").about == {"documents": 123456}


def test_the_folder_of_a_pipeline_is_that_of_its_component(models, tmp_path):
    models.save(tmp_path / "pipeline" / "trialfacts")
    assert load_models(tmp_path / "pipeline").about == load_models(tmp_path / "pipeline" / "trialfacts").about
    assert {path.name for path in model_files(tmp_path / "pipeline")} == {ROLES, NAMES, SCALES, JUDGE}


def _one_sentence(error):
    message = str(error.value)
    assert "\n" not in message and len(message) < 300
    return message


def test_a_folder_without_models(models, tmp_path):
    with pytest.raises(ModelError) as error:
        load_models(tmp_path)
    assert "holds no models" in _one_sentence(error)
    with pytest.raises(ModelError) as error:
        load_models(tmp_path / "missing")
    assert "holds no models" in _one_sentence(error)


@pytest.mark.parametrize("name", [ROLES, NAMES, SCALES, JUDGE])
@pytest.mark.parametrize("damage", ["gone", "empty", "garbage", "cut", "other"])
def test_a_folder_of_damaged_models(models, tmp_path, name, damage):
    models.save(tmp_path)
    path = tmp_path / name
    if damage == "gone":
        path.unlink()
    else:
        whole = path.read_bytes()
        other = b"[1]" if name == JUDGE else _npz(something=np.zeros(3))
        path.write_bytes({"empty": b"", "garbage": b"weights", "cut": whole[: len(whole) // 2], "other": other}[damage])
    with pytest.raises(ModelError) as error:
        load_models(tmp_path)
    assert str(tmp_path) in _one_sentence(error) and "holds no models" in str(error.value)


def _npz(**arrays):
    import io

    out = io.BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def test_models_for_other_labels(models, tmp_path):
    models.save(tmp_path)
    record = json.loads((tmp_path / JUDGE).read_text())
    record["heads"]["role"] = [*record["heads"]["role"], "bystander"]
    (tmp_path / JUDGE).write_text(json.dumps(record))
    with pytest.raises(ModelError) as error:
        load_models(tmp_path)
    assert "other labels; train it again" in _one_sentence(error)


@pytest.mark.parametrize("missing", ["heads", "judge", "about"])
def test_a_record_that_lacks_something(models, tmp_path, missing):
    models.save(tmp_path)
    record = json.loads((tmp_path / JUDGE).read_text())
    del record[missing]
    (tmp_path / JUDGE).write_text(json.dumps(record))
    with pytest.raises(ModelError) as error:
        load_models(tmp_path)
    assert missing in _one_sentence(error)


def test_the_size_of_a_trial_is_what_the_rules_tell_with_their_roles_and_groups():
    text = "Of 90 asked, 81 were given zidolol."
    asked, given = (SampleSize(n=n, role="enrolled", source=source) for n, source in ((90, "model"), (81, "both")))
    for fact in (asked, given):
        fact.start = text.index(str(fact.n))
        fact.end, fact.quote = fact.start + 2, str(fact.n)
    assert trial_size(read_text(text), [asked, given], {}) == 81
    assert trial_size(read_text(text), [asked], {}) == 90
    given.role = "excluded"  # says the model
    assert trial_size(read_text(text), [asked, given], {id(given): SampleSize(n=81, role="enrolled")}) == 81
    assert trial_size(read_text(text), [asked, given], {}) == 90


def test_arms_add_up_though_the_model_takes_their_names_away():
    text = "We studied 20 men before and 30 men after."
    arms = [SampleSize(n=n, role="arm", source="both") for n in (20, 30)]
    for fact in arms:
        fact.start = text.index(str(fact.n))
        fact.end, fact.quote = fact.start + 2, str(fact.n)
    told = {id(arm): SampleSize(n=arm.n, role="arm", group=name) for arm, name in zip(arms, ("before", "after"))}
    assert trial_size(read_text(text), arms, told) == 50
    assert trial_size(read_text(text), arms, {}) != 50
