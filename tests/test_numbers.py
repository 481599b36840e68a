"""The number pass and the mentions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialfacts.mentions import find_mentions
from trialfacts.numbers import find_numbers


def _values(text: str) -> list[tuple[str, float]]:
    """The quantities of a text: labels and ordinals are left out."""
    return [
        (text[n.start : n.end], pytest.approx(n.value)) for n in find_numbers(text) if not n.label and not n.ordinal
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        # decimals and thousands
        ("42 and 42.6 and .007", [("42", 42), ("42.6", 42.6), (".007", 0.007)]),
        ("17% vs.4% and P.05", [("17", 17), ("4", 4), (".05", 0.05)]),
        ("2,980 runners, 1,234,567 steps", [("2,980", 2980), ("1,234,567", 1234567)]),
        ("mean age 42,6 y", [("42,6", 42.6)]),
        ("0,036 and 1.5", [("0,036", 0.036), ("1.5", 1.5)]),
        ("1.234,5 ml", [("1.234,5", 1234.5)]),
        ("12,5% of them, 1.5 more", [("12,5", 12.5), ("1.5", 1.5)]),
        ("on days 1,7,14 and 2.5", [("1", 1), ("7", 7), ("14", 14), ("2.5", 2.5)]),
        # spaces between thousands, where something says so
        ("13 388 patients and 39 234 (73%)", [("13 388", 13388), ("39 234", 39234), ("73", 73)]),
        ("n = 242 749, \u00a330 000", [("242 749", 242749), ("30 000", 30000)]),
        ("doses of 100 200 and 300 mg", [("100", 100), ("200", 200), ("300", 300)]),
        # signs, ranges, hyphens
        ("-5 to -3, 10-20, 10 -20", [("-5", -5), ("-3", -3), ("10", 10), ("20", 20), ("10", 10), ("20", 20)]),
        ("(-0.5--0.1) and a 5-day stay", [("-0.5", -0.5), ("-0.1", -0.1), ("5", 5)]),
        # powers
        ("5.8 \u00d7 10-4 and 1.2e-5", [("5.8 \u00d7 10-4", 5.8e-4), ("1.2e-5", 1.2e-5)]),
        ("10^-4, 10(-4), 2 x 10^6", [("10^-4", 1e-4), ("10(-4)", 1e-4), ("2 x 10^6", 2e6)]),
        ("150 \u00d7 109/L and 50 x 10(9)/l", [("150 \u00d7 109", 1.5e11), ("50 x 10(9)", 5e10)]),
        ("20 x 10 mg, \u00d71000", [("20", 20), ("10", 10), ("1000", 1000)]),
        ("1.5 million people", [("1.5 million", 1.5e6)]),
        # words
        ("Twenty-three runners", [("Twenty-three", 23)]),
        ("one hundred and twenty", [("one hundred and twenty", 120)]),
        ("two thousand, three hundred forty", [("two thousand, three hundred forty", 2340)]),
        (
            "a hundred; one or two; two and three",
            [("a hundred", 100), ("one", 1), ("two", 2), ("two", 2), ("three", 3)],
        ),
        ("often tension weighs; someone", []),
        ("one third of them, two-thirds, one-way, two-sided", []),
        # dates in digits, but no fractions
        ("from 3/2012 to 11/2014", []),
        ("registered 08/2018, on 12/03/2014 and 2014-03-12 (01/2012-03/2014)", []),
        ("12/2000 women, 5/2014 (0.2%)", [("12", 12), ("2000", 2000), ("5", 5), ("2014", 2014), ("0.2", 0.2)]),
        # what was printed below the line; dose levels that come again
        ("FEV(1), VO(2), PaO(2)/FiO(2)", []),
        ("FEC(75) or FEC(90): of 147 FEC(75) and 3 FEC(90) courses", [("147", 147), ("3", 3)]),
        ("placebo(45) or IVIG(40)", [("45", 45), ("40", 40)]),
        # labels and ordinals
        ("IL-6, SF-36, B12, CD4, H1N1, C-30, HbA1c, T2DM", []),
        ("Group 1, phase 3, phase 1/2, grades 3 and 4, grade 3 or 4, Table 2, type 2", []),
        ("F(1,55) = 5.29", [("5.29", 5.29)]),
        ("25-hydroxyvitamin D, 3,4-methylene", []),
        ("the 3rd of 21st", []),
        ("in the 1990s, version 2.10, 1.2.3", []),
        ("on May 17, 2012, from January 2009 to March 2011, in 2010.", []),
        ("between 2009 and 2011, 2012 runners", [("2012", 2012)]),
        ("a total of 2000 patients in 2015 runs", [("2000", 2000), ("2015", 2015)]),
        # quantities all the same
        ("n24, p.05, q12 hours, for18 months", [("24", 24), (".05", 0.05), ("12", 12), ("18", 18)]),
        ("6ht month", [("6", 6)]),
    ],
)
def test_values(text, values):
    assert _values(text) == values


@pytest.mark.parametrize("text", ["5%", "5 %", "5 percent", "5 per cent", "five percent", "five %"])
def test_percent(text):
    (number,) = find_numbers(text)
    assert number.value == 5 and number.percent_end == len(text)


def test_no_percent():
    assert not any(number.percent for number in find_numbers("the 75 percentile, 5 persons, 5 p"))


def test_fields():
    numbers = find_numbers("The 3rd of 0.250 or twelve (IL-6)")
    assert [n.form for n in numbers] == ["digits", "digits", "words", "digits"]
    assert [n.decimals for n in numbers] == [0, 3, 0, 0]
    assert [n.ordinal for n in numbers] == [True, False, False, False]
    assert [n.label for n in numbers] == [False, False, False, True]
    assert [n.index for n in numbers] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("5 mg", ["single"]),
        ("5-10 mg, 5 to 10 mg, 5 through 10", ["range", "range", "range"]),
        ("12.5 \u00b1 3.1, 12.5+/-3.1, 12.5 +/- 3.1", ["pm", "pm", "pm"]),
        ("38/49 and 2 x 500 and 2\u00d7500", ["fraction", "times", "times"]),
        ("in a ratio of 2:1 or 3 : 1", ["ratio", "ratio"]),
        ("5, 6 and 7; 8. 9", ["single"] * 5),
        ("phase 2 or 5-10 in IL-6", ["range"]),
        ("5%-10%", ["range"]),
    ],
)
def test_mentions(text, shapes):
    assert [mention.shape for mention in find_mentions(text, find_numbers(text))] == shapes


def test_a_mention():
    text = "from 5.5 to 10%"
    (mention,) = find_mentions(text, find_numbers(text))
    assert mention.word and mention.percent and mention.numbers == (0, 1)
    assert text[mention.start : mention.end] == "5.5 to 10%"


PIECES = [
    "1", "12", "388", "0", ".", ",", " ", "-", "%", "x10", "^", "(", ")", "e", "one ", "hundred ", "and ", "Group ",
    "th",
    "\u00b1", "/", ":", "\u00d7", "n=", "May ", "2012", "p", "twenty", "\n", "million",
]  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=100), st.lists(st.sampled_from(PIECES), max_size=50).map("".join)))
def test_any_text(text):
    numbers = find_numbers(text)
    assert [number.index for number in numbers] == list(range(len(numbers)))
    last = 0
    for number in numbers:
        assert last <= number.start < number.end <= len(text)
        assert number.percent_end == -1 or number.end < number.percent_end <= len(text)
        last = number.end
    mentions = find_mentions(text, numbers)
    used = [index for mention in mentions for index in mention.numbers]
    assert used == [number.index for number in numbers if not number.label and not number.ordinal]
