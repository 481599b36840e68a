"""Cleaning, its alignment with the raw text, furniture, wraps, sentences and sections."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialfacts.cleaning.text import clean
from trialfacts.document import read_text

PROSE = (
    "Background. Sore knees are common in runners, and zidolol was thought to help them. Methods. We randomly assigned "
    "64 runners to zidolol 20 mg twice daily or to placebo for twelve weeks, and scored their pain on a visual analog "
    "scale every fortnight. Results. Pain fell by 2.4 points in the zidolol group and by 1.1 points in the placebo "
    "group (P<0.018). Stiffness was unchanged (P = .76), and 3 of 32 runners felt dizzy. Conclusions. Zidolol eases "
    "sore knees somewhat, and a larger trial seems worth while."
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("P &lt; 0.05", "P < 0.05"),
        ("P &amp;lt; 0.05 &amp;amp; more", "P < 0.05 & more"),
        ("5&#x2009;mg &#177; 2", "5 mg \u00b1 2"),
        ("a<i>b</i> <sub>c</sub>", "ab c"),
        ("<p>One.</p><p>Two.</p>", "\nOne.\n\nTwo.\n"),
        ("<jats:p>Hi <mml:math><mml:mi>p</mml:mi></mml:math></jats:p>", "\nHi p\n"),
        ("&lt;b&gt;bold&lt;/b&gt;", "bold"),
        ("P<0.05 and x < y > z", "P<0.05 and x < y > z"),
        ("10<sup>-4</sup> and m<sup>2</sup>", "10^-4 and m2"),
        ("10\u207b\u2074 and m\u00b2", "10^-4 and m2"),
        ("0\u00b746, P=\u00b705, 5 \u00b7 10-4", "0.46, P=.05, 5 \u00b7 10-4"),
        ("\u22125 \u2013 \u22123", "-5 - -3"),
        ("5\u00a0mg\u202fof it", "5 mg of it"),
        ("13\u2009388 runners and 5\u2009mg", "13,388 runners and 5 mg"),
        ("5 \u03bcg and 5 \u00b5g", "5 \u00b5g and 5 \u00b5g"),
        ("of\ufb01ce e\u00advalu\u200bation\ufeff", "office evaluation"),
        ("\U0001d45d < 0.05, \ud443<0.05", "p < 0.05, P<0.05"),
        ("aged \u00e2\u2030\u00a570 \u00c2\u00b1 5", "aged \u226570 \u00b1 5"),
        ("\uff30\uff1c0.05", "P<0.05"),
        ("3\u22361, \u223c5", "3:1, ~5"),
        ("P = 0. 028; P < 0. 05, 0 .05 (12. 5%)", "P = 0.028; P < 0.05, 0.05 (12.5%)"),
        (
            "The score was 3. 12 runners left at month 2. 40 stayed.",
            "The score was 3. 12 runners left at month 2. 40 stayed.",
        ),
        ("a  b\r\nc\rd\te", "a b\nc\nd e"),
        ("> or =65 y, <or= 3 g, P < or = to 5", "\u226565 y, \u2264 3 g, P \u2264 5"),
        ("&bogus; &#0;", "&bogus; \ufffd"),
        ("", ""),
    ],
)
def test_clean(raw, text):
    assert clean(raw).text == text


@pytest.mark.parametrize(
    ("raw", "found", "quote"),
    [
        ("It was 10<sup>-4</sup>, no more", "10^-4", "10<sup>-4"),
        ("so (P &amp;lt; 0.05)", "P < 0.05", "P &amp;lt; 0.05"),
        ("an of\ufb01ce visit", "office", "of\ufb01ce"),
        ("seen (p =\n      .76) today", "p = .76", "p =\n      .76"),
    ],
)
def test_to_raw(raw, found, quote):
    cleaned = clean(raw)
    start = cleaned.text.index(found)
    begin, end = cleaned.to_raw(start, start + len(found))
    assert raw[begin:end] == quote


def _one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [48, 60, 70, 75, 80, 99])
@pytest.mark.parametrize("strip", [str, str.rstrip, str.strip], ids=["kept", "right", "both"])
def test_cut_lines(width, strip):
    # Words and numbers are cut anywhere, and the space at a cut may be lost.
    raw = "\n".join(strip(PROSE[at : at + width]) for at in range(0, len(PROSE), width))
    assert clean(raw).text == PROSE


@pytest.mark.parametrize("width", [48, 60, 70, 75, 80, 99])
@pytest.mark.parametrize("indent", ["", "      "])
def test_filled_lines(width, indent):
    raw = textwrap.fill(PROSE, width, subsequent_indent=indent)
    assert clean(raw).text == PROSE


def test_a_number_cut_by_a_wrap():
    raw = "\n".join(PROSE[at : at + 70].strip() for at in range(0, len(PROSE), 70))
    document = read_text(raw)
    number = next(number for number in document.numbers if number.value == 0.018)
    start, end = document.cleaned.to_raw(number.start, number.end)
    assert raw[start:end].replace("\n", "") == "0.018"


def test_hyphens_at_the_end_of_lines():
    raw = (
        "In this randomized trial the runners were random-\nized to zidolol in a placebo-\ncontrolled and double-\n"
        "blind manner at ages of 16-\n50 years, with IL-\n6 and treat-\nment goals for age- "
        "and\nsex-matched pairs of them."
    )
    assert clean(raw).text == (
        "In this randomized trial the runners were randomized to zidolol in a placebo-controlled and double-blind "
        "manner at ages of 16-50 years, with IL-6 and treatment goals for age- and sex-matched pairs of them."
    )


def test_paragraphs_stay():
    raw = "Background: Knees hurt.\nMethods: We asked 40 runners.\nResults: They limped.\nConclusions: Knees hurt."
    assert clean(raw).text == raw


PAGE = """Mar 3, 2014
2 min read
Share

Zidolol for sore knees of runners

Click here to manage e-mail alerts

  1. A.B. Weber,
  2. C. Huber
1 Department of Knees, General Hospital, Smalltown, Austria
J Knee Res. 2014 Mar;12(3):101-9. doi: 10.1234/jkr.2014.0101. someone@example.org

In a trial of 64 runners, zidolol was better than placebo after 12 weeks (P = .01). Their pain fell by 2.4 points.
And nobody was harmed at all, which the authors had not expected, for zidolol had been thought to upset the stomach.

References
1. Weber AB, et al. Knees. J Knee Res 2012;10:1-9.
2. Huber C. More knees, 2nd edition, 250 pages.
"""


def test_furniture():
    document = read_text(PAGE)
    assert [number.value for number in document.numbers if not number.label] == [64, 12, 0.01, 2.4]
    marked = [document.text[start:end].strip() for start, end in document.cleaned.furniture]
    assert "Mar 3, 2014" in marked and "2. C. Huber" in marked
    assert not any("runners" in line for line in marked)
    assert document.in_furniture(document.text.index("12(3)"))
    assert not document.in_furniture(document.text.index("64 runners"))


def test_identifiers_are_furniture():
    text = "We asked 40 runners. Trial registration: NCT01234567, ISRCTN12345678, https://example.org/12345."
    document = read_text(text)
    marked = [document.text[start:end] for start, end in document.cleaned.furniture]
    assert marked[:2] == ["NCT01234567", "ISRCTN12345678"]
    assert 40 in [number.value for number in document.numbers]


def _sections(text: str) -> list[tuple[str | None, str]]:
    document = read_text(text)
    return [(one.section, document.text[one.start : one.end].strip()) for one in document.sentences]


@pytest.mark.parametrize(
    ("title", "section"),
    [
        ("BACKGROUND: ", "background"),
        ("Background and aims. ", "background"),
        ("(1) Background: ", "background"),
        ("[Purpose] ", "objective"),
        ("Study Objective: ", "objective"),
        ("METHODS\n", "methods"),
        ("Patients/Methods - ", "methods"),
        ("Design, setting, and participants: ", "methods"),
        ("Main outcome measure(s): ", "methods"),
        ("Methods ", "methods"),
        ("RESEARCH DESIGN AND METHODS-", "methods"),
        ("RESULTS ", "results"),
        ("Key findings: ", "results"),
        ("MEASUREMENTS AND MAIN RESULTS: ", "methods and results"),
        ("Methodology/Principal Findings: ", "methods and results"),
        ("Conclusions/Significance: ", "conclusions"),
        ("Interpretation. ", "conclusions"),
        ("Trial registration number: ", "registration"),
        ("Patients were asked, and ", None),
        ("Results of the ", None),
    ],
)
def test_section_titles(title, section):
    assert _sections(f"{title}The knees of 40 runners were sore.")[-1][0] == section


def test_sections_in_a_running_paragraph():
    found = dict(_sections(PROSE)[::-1])
    assert list(found)[::-1] == ["background", "methods", "results", "conclusions"]


def test_title_of_the_text():
    found = _sections("Zidolol for sore knees of runners.\nWe asked 40 runners. They limped. Zidolol helped.")
    assert [section for section, _ in found] == ["title", None, None, None]
    assert _sections("We asked 40 runners.\nThey limped. Zidolol helped.")[0][0] is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It fell (P = .03). The rest rose.", 2),
        ("It was 5 mg vs. 10 mg in all.", 1),
        ("As before (Weber et al. 2003) it fell.", 1),
        ("It was given i.v. 5 mg at a time, e.g. 3 times.", 1),
        ("We asked group A. The rest, group B. They limped.", 3),
        ("We saw J. Weber and no. 5 of the runners.", 1),
        ("It fell by 2.5 points.Then it rose again. It stayed.", 3),
        ("Was it so? It was! 40 said so.", 3),
    ],
)
def test_sentences(text, count):
    assert len(_sections(text)) == count


# --- for any text -----------------------------------------------------------------------------------------------------

PIECES = [
    "P < 0.05", "&lt;", "&amp;amp;", "<i>", "</p>", "<sup>-4</sup>", "10", "\u2074", "\u2009", "\u00a0", "\u00ad",
    "\ufb01",
    "\n", "\r\n", "  ", "0. 05", "\u00b7", "\u00c2\u00b1", "x" * 59, "ab", "-", "NCT01234567", "2003;1:2-3",
    "13\u2009388",
    "\ud443", "\U0001d443", "(", ")", ".", ",", "Results: ", "five hundred", "12%", "References", "\u200b", "&#x2009;",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_alignment_of_any_text(raw):
    cleaned = clean(raw)
    last = 0
    for at in range(len(cleaned.text)):
        start, end = cleaned.to_raw(at, at + 1)
        assert 0 <= start < end <= len(raw)
        assert start >= last  # in order
        last = start
    if cleaned.text:
        start, end = cleaned.to_raw(0, len(cleaned.text))
        assert 0 <= start < end <= len(raw)
    for start, end in cleaned.furniture:
        assert 0 <= start < end <= len(cleaned.text)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["P", "<", "0.05", "&lt;", "\u2009", "mg", "\u00b5", "12", "\ufb01t", "<i>x</i>"]),
        min_size=1,
        max_size=30,
    )
)
def test_a_span_comes_from_where_it_says(words):
    raw = " ".join(words)
    cleaned = clean(raw)
    at = 0
    for word in cleaned.text.split():
        at = cleaned.text.index(word, at)
        start, end = cleaned.to_raw(at, at + len(word))
        assert word in clean(raw[start:end]).text
        at += len(word)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_sentences_cover_any_text(raw):
    document = read_text(raw)
    ends = [0, *(sentence.end for sentence in document.sentences)]
    assert ends[-1] == len(document.text)
    assert all(sentence.start == end for sentence, end in zip(document.sentences, ends))
    for number in document.numbers:
        sentence = document.sentence_at(number.start)
        assert sentence.start <= number.start < sentence.end
