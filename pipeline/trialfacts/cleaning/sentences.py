"""Sentences, and the sections of an abstract that they stand in.

A section's title may stand on a line of its own, before a colon, a dash or a full stop, in brackets, or with nothing
after it but the capital of the next word; and it may stand within a running paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialfacts.cleaning.words import word_set

# A full stop and a capital or number after it, or a line's end. What begins with one set of characters is found fast.
_STOP = re.compile(
    r"[.!?\n](?:(?<=\n)\n*|(?<!\n)[)\"'\]]?(?: +(?=[\"'(\[]?[A-Z0-9\u0370-\u03ff])|(?=[A-Z][a-z]{1,20} )))"
)
# Words that a full stop belongs to: always, and before a number.
_ABBREVIATION = re.compile(
    r"(?:^|[^A-Za-z])(?:(?P<always>vs|i\.e|e\.g|cf|al|inc|ltd|dr|mr|mrs|prof|st|approx|viz)"
    r"|(?P<number>nos?|figs?|refs?|eqs?|ca|vol|pp?|ver|wt|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|(?P<letter>[A-Za-z]))$",
    re.I,
)
# "group A. The", "vitamin D. We": a letter that ends a sentence, unlike an initial.
_LETTER_NAME = re.compile(
    r"\b(?:groups?|arms?|vitamins?|hepatitis|types?|factors?|class|cohort|protein|drug|treatment|schedule|regimen"
    r"|phase|part|period|sequence|diet|and|or|vs\.?|versus|than|to|immunoglobulin|cyclosporine?|coenzyme) ?-?[A-Za-z]$",
    re.I,
)

_SECTION_WORDS = {
    "background": word_set("background context introduction rationale importance problem"),
    "objective": word_set("objective aim purpose goal hypothesis hypotheses question"),
    "methods": word_set(
        "method methodology material patient subject participant design setting intervention outcome measure",
        "measurement procedure statistical statistic analysis analyses data experimental sample animal",
        "population recruitment",
    ),
    "results": word_set("result finding observation"),
    "conclusions": word_set(
        "conclusion interpretation discussion summary significance implication relevance limitation"
    ),
    "registration": word_set(
        "registration registry registered funding electronic supplementary keywords word level classification",
        "disclosure ethic ethics ethical dissemination number identifier clinicaltrials sponsor sponsorship",
        "code interest",
    ),
}
_SECTION_OF = {
    word + plural: section for section, words in _SECTION_WORDS.items() for word in words for plural in ("", "s")
}
# With the words of titles that do not tell the section.
_TITLE_WORDS = word_set(*_SECTION_OF) | word_set(
    "and of or the in for on with main key principal primary secondary clinical study trial trials trail research",
    "general used s evidence sources selection extraction synthesis review regulatory approvals gov no statement",
    "international unique isrctn wider size duration reasons caution role chance competing considerations",
    "answer known already",
)
# "(1) ", "[", "1. " before a title.
_BEFORE_TITLE = re.compile(r"[ \n]{0,8}(?:\(?\d{1,2}[.)] ?|[\[*] ?)?(?:Abstract[ :.-]{1,3})?")
_WORD = re.compile(r"[A-Za-z']+(?:\(s\))?")
_BETWEEN = re.compile(r" ?[/&,-] ?| ")
# What ends a title: ":", ". We", " - ", "]", the line's end.
_TITLE_END = re.compile(r" ?(?:\]? ?(?::|>(?! ?[\d.=]))|\.(?= +[\"'(\[]?[A-Z0-9])|\.?\]? ?(?=\n|$)|\] ?| ?- )")
_PROSE = re.compile(r"[ -](?:[A-Z][a-z]|A |[A-Z][A-Z0-9-]{1,9} [a-z]{2})")
# "... were studied. |Results |Twelve women", which no sentence begins with
_BARE_TITLE = re.compile(r"(?:Methods(?: and results)?|Results|Findings|Conclusions?|RESULTS|FINDINGS) (?=[A-Z0-9])")
# "at 4 and 24 h. |Results:|", "15 mg/d. |Results.|": no abbreviation comes before a title
_TITLED = re.compile(
    r"(?:Methods?|Results?|Findings|Conclusions?|METHODS?|(?:MAIN )?RESULTS?|FINDINGS|CONCLUSIONS?)"
    r"(?: ?: |[.-](?= ?[A-Z0-9\"'(]))"
)
_MOST_WORDS = 9

_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had|do|does|did|can|could|may|might|must|will|would|should|we|our"
    r"|this|these|there|it|showed|shown?|shows|remains?|remained|reported|found|improved|improves|reduced|reduces"
    r"|received|compared to|increases|increased|decreased|causes|leads|plays|helped|allocated|enrolled|recruited)\b",
    re.I,
)
_LONGEST_TITLE = 300
# What tells a title in a running paragraph.
_STUDY = re.compile(r"\b(?:trial|study|review|efficacy|effects?|comparison|versus|phase (?:I|1|2|3))\b|: results", re.I)
_NO_TITLE = ("The ", "This ", "To ", "In ", "We ")


@dataclass(slots=True)
class Sentence:
    """A half-open span of the cleaned text and the section that it stands in.

    The sections are ``title``, ``background``, ``objective``, ``methods``, ``results``, ``conclusions``,
    ``registration`` (with funding and the like) and ``methods and results``; None where no title stands before.
    ``prose``: where its own words begin, behind a section's title that it begins with.
    """

    start: int
    end: int
    section: str | None
    prose: int


def find_sentences(text: str, furniture: list[tuple[int, int]]) -> list[Sentence]:
    """The sentences of a cleaned text, in order; together they cover it. Never empty."""
    cuts = [0]
    lines = {0}  # the cuts at which a line begins
    for match in _STOP.finditer(text):
        at, end = match.span()
        if text[at] == "\n":
            lines.add(end)
        elif text[at] == "." and _is_abbreviation(text, at, end) and not _TITLED.match(text, end):
            continue
        cuts.append(end)
    if cuts[-1] == len(text) and len(cuts) > 1:
        cuts.pop()
    cuts.append(len(text))
    sentences = []
    section: str | None = None
    paragraph_only = False  # a title that runs into its text heads its own paragraph
    for start, end in zip(cuts, cuts[1:]):
        line_start = start in lines
        titled, runs_in, prose = _section(text, start, line_start)
        if titled == "conclusions" and section is None and text[start : start + 7].lower() == "summary":
            titled = None  # what the whole abstract is called, before any other title
        if titled is not None:
            section, paragraph_only = titled, runs_in
        elif line_start and paragraph_only:
            section = None
        sentences.append(Sentence(start, end, section, prose))
    _end_opening(sentences)
    _end_methods(text, sentences)
    _mark_title(text, sentences, furniture)
    return sentences


_OPENINGS = ("background", "objective")
_AROUND = (None, "title", "conclusions", "registration", *_OPENINGS)
_LONGEST_OPENING = 4  # sentences


def _end_opening(sentences: list[Sentence]) -> None:
    """Takes the section from the middle of a text with titles for its opening and end alone: no opening is so long.

    Key words or a registration that a text begins with are a sentence.
    """
    if sentences[0].section == "registration":
        for sentence in sentences[1:]:
            if sentence.section != "registration" or sentence.prose > sentence.start:
                break
            sentence.section = None
    if any(sentence.section not in _AROUND for sentence in sentences):
        return
    opening = [sentence for sentence in sentences if sentence.section in _OPENINGS]
    if len(opening) > _LONGEST_OPENING:
        for sentence in opening[2:]:
            sentence.section = None


# What only results tell, and what only plans do.
_RESULT = re.compile(
    r"(?<!at )(?<!of )(?<!level )\b[pP] ?[=<] ?0?\.\d|\d ?% ?\(|\(\d[\d.]* ?%\)|\b95 ?% ?(?:CI"
    r"|confidence interval)[:,=]? ?-?\d"
    r"|\d ?\u00b1 ?\d"
)
_PLAN = re.compile(
    r"\b(?:will|aims? to|is (?:planned|recruiting)|planned|considered|significan\w+|alpha|power(?:ed)?|sample size"
    r"|mean age|aged?|were (?:randomi[sz]ed|enrolled|recruited|included|assigned|allocated|studied))\b"
)
_FEWEST_METHODS = 5  # sentences


def _end_methods(text: str, sentences: list[Sentence]) -> None:
    """Ends the methods at the first sentence that tells results, where a text with methods has no title for them."""
    sections = {sentence.section for sentence in sentences}
    methods = [sentence for sentence in sentences if sentence.section == "methods"]
    if len(methods) < _FEWEST_METHODS or "results" in sections or "methods and results" in sections:
        return
    if " will " in text:
        return  # a protocol
    told = [
        at
        for at, sentence in enumerate(methods)
        if at
        and _RESULT.search(text, sentence.start, sentence.end)
        and not _PLAN.search(text, sentence.start, sentence.end)
    ]
    if len(told) < 2:
        return
    for sentence in methods[told[0] :]:
        sentence.section = "results"


def _is_abbreviation(text: str, at: int, end: int) -> bool:
    """Whether the full stop at ``at`` belongs to the word before it; ``end`` is where the next sentence would begin."""
    if not text[at - 1 : at].isalpha():
        return False
    if end == at + 1:  # "years.The"
        return not text[at - 3 : at].islower()
    if text[at - 5 : at].isalpha() and text[at - 6 : at] != "approx":
        return False  # a longer word
    match = _ABBREVIATION.search(text, max(0, at - 8), at)
    if match is None:
        return False
    if match["letter"]:
        return _LETTER_NAME.search(text, max(0, at - 16), at) is None
    return match["always"] is not None or text[end].isdigit()


def _section(text: str, start: int, line_start: bool) -> tuple[str | None, bool, int]:
    """The section whose title stands at ``start`` (None: none does), whether the title runs into the text, its end."""
    match = _BEFORE_TITLE.match(text, start)
    assert match is not None
    at = match.end()
    first = _WORD.match(text, at)
    if first is None or not first.group()[0].isupper() or _plain(first.group()) not in _TITLE_WORDS:
        return None, False, start
    words = [_plain(first.group())]
    end = first.end()
    bare = end if words[0] in _SECTION_OF else -1  # the end of a title with nothing after it
    over = _TITLE_END.match(text, end)
    ended = 1 if over else 0  # the number of words after which the title may end
    ended_at = over.end() if over else start
    while len(words) < _MOST_WORDS:
        between = _BETWEEN.match(text, end)
        following = _WORD.match(text, between.end()) if between else None
        if following is None or _plain(following.group()) not in _TITLE_WORDS:
            break
        end = following.end()
        words.append(_plain(following.group()))
        if words[-1] in _SECTION_OF and (words[-2] in ("and", "or") or text[at:end].isupper()):
            bare = end  # "PATIENTS AND METHODS", "MAIN RESULTS"
        if over := _TITLE_END.match(text, end):
            ended, ended_at = len(words), over.end()
    if ended:
        section = _section_of(words[:ended])
        return section, False, ended_at if section is not None else start
    # "RESULTS The patients ...", "RESULTS-The patients ...", and at a line's beginning "Results The patients ..."
    capitals = text[at:bare].isupper()
    if bare > 0 and (line_start or capitals) and _PROSE.match(text, bare) and (text[bare] == " " or capitals):
        return _section_of(words), True, bare
    if bare > 0 and (title := _BARE_TITLE.match(text, at)) is not None:
        return _section_of(words[: len(title.group().split())]), True, title.end()
    return None, False, start


def _plain(word: str) -> str:
    return word.lower().removesuffix("(s)").removesuffix("'s")


def _section_of(words: list[str]) -> str | None:
    sections = [_SECTION_OF[word] for word in words if word in _SECTION_OF]
    if not sections:
        return "methods" if words[0] in ("study", "trial", "research") else None
    if "registration" in sections:
        return "registration"
    if sections[0] == "methods" and "results" in sections:
        return "methods and results"
    if words[-1] in ("summary", "implications"):
        return "conclusions"
    return sections[0]


def _mark_title(text: str, sentences: list[Sentence], furniture: list[tuple[int, int]]) -> None:
    """Marks the title that a text begins with: a line or sentence without a verb."""
    if len(sentences) < 3:
        return
    for index, sentence in enumerate(sentences[:8]):
        if sentence.section is not None:
            return
        words = text[sentence.start : sentence.end].rstrip(" .\n")
        if len(words) < 20 or any(start < sentence.end and sentence.start < end - 20 for start, end in furniture):
            continue
        following = sentences[index + 1] if index + 1 < len(sentences) else sentence
        last = sentence
        if text[sentence.end - 1] != "\n" and text[following.end - 1] == "\n" and following.section is None:
            last = following  # "A rare disease. Report of a single center"
        is_line = text[last.end - 1] == "\n" and last.end - sentence.start <= _LONGEST_TITLE
        if (
            (is_line or (_STUDY.search(words) and not words.startswith(_NO_TITLE)))
            and len(words) <= _LONGEST_TITLE
            and _VERB.search(words) is None
        ):
            sentence.section = "title"
            if is_line:
                last.section = "title"
        return
