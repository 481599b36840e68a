"""The arms of the values of a document, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence

from trialfacts.attachment.everybody import of_everybody
from trialfacts.attachment.in_order import arms_in_order, name_in_order
from trialfacts.attachment.labelled_pairs import label_pairs, label_versus
from trialfacts.attachment.labels import label_behind
from trialfacts.attachment.one_value import arm_of_one
from trialfacts.attachment.sentence_values import REACH, SentenceValues, distinct
from trialfacts.attachment.spreading import opposite, over_bracket, share, spread_back
from trialfacts.attachment.subject import name_subjects
from trialfacts.attachment.value_lists import arm_beside_number, arms_of_list, list_end
from trialfacts.cleaning.words import word_set
from trialfacts.document import Document, Sentence
from trialfacts.outcomes.the_share import had_by_share

# "Results: In the |A| group, the score was 5. At week 8 it was 6."
_LEADS = re.compile(r"(?:[A-Z][A-Za-z]+: ?)?(?:In|For|Among|With) (?:the |patients (?:in|with|on) (?:the )?)?")
_OF_ALL = re.compile(
    r"\b(?:[Aa]ll|[Bb]oth|[Oo]verall(?! (?:survival|response|remission|success|mortality|satisfaction))|groups|arms"
    r"|[Tt]otal(?! [a-z])|participants|[Pp]atients)\b"
)
# "in |this group|", "for |the same arm|": the last that was named
_THIS = re.compile(
    r"\b(?:[Ii]n|[Ff]or|[Ww]ith|[Oo]f|[Ww]ithin|[Aa]mong) (?:this|that|the same) (?:treatment |study )?"
    r"(?:group|arm)(?![a-z])"
)

_FAR = 1000  # characters of a sentence that are looked at
_CARRIED_OVER = 3  # sentences to which the arm of the one before them is carried


def attach(
    document: Document, spans: Sequence[tuple[int, int]], keys: Sequence[Hashable] | None = None
) -> list[str | None]:
    """The arm of each value, as written; None where the text names none.

    ``spans`` are half-open, in order, each one value with what belongs to it. ``keys``: what tells two values of one
    arm apart (their times and measures); values of one list with the same key are of different arms.
    """
    out: list[str | None] = [None] * len(spans)
    last: list[str] = []
    in_order = arms_in_order(document)
    at = 0
    while at < len(spans):
        sentence = document.sentence_at(spans[at][0])
        stop = at + 1
        while stop < len(spans) and spans[stop][0] < sentence.end:
            stop += 1
        start = max(sentence.start, spans[at][0] - REACH)
        end = min(sentence.end, spans[stop - 1][1] + REACH)
        values = SentenceValues(document, spans[at:stop], None if keys is None else keys[at:stop], start, end)
        _attach(values, _just_compared(document, sentence, spans[at - 1][1] if at else 0) or last)
        if not any(values.out) and (name := _told_before(document, sentence.start)):
            values.out = [name] * len(values.out)
        if in_order and not all(values.out):
            name_in_order(values, in_order)
        out[at:stop] = values.out
        last = values.last
        at = stop
    return [
        None
        if name
        and (
            is_measured(document, name)
            or of_everybody(document.text, span[1])
            or had_by_share(document.text, *span)
            or _is_each(document, name, span[1])
            or _is_counted(document, name, *span)
        )
        else _subject(name)
        for name, span in zip(out, spans)
    ]


def _just_compared(document: Document, sentence: Sentence, since: int) -> list[str]:
    """The two arms of the sentence before, where it told no values and this one gives theirs: "The respective rates".

    ``since``: where the last value before ended.
    """
    if document.arms.within(sentence.start, sentence.end):
        return []
    if _IN_TURN.search(document.text, sentence.start, min(sentence.end, sentence.start + _FAR)) is None:
        return []
    before = document.sentences[max(0, document.sentence_index(sentence.start) - 1)]
    if since > before.start or before.section != sentence.section:
        return []
    names = [mention.name for mention in distinct(document.arms.within(before.start, before.end))]
    return names if len(names) == 2 else []


# "The |corresponding| rates were 5% and 7%", "Scores were 5 and 7, |respectively|"
_IN_TURN = re.compile(r"\b(?:[Cc]orresponding|[Rr]espective(?:ly)?)\b")


def _is_each(document: Document, name: str, end: int) -> bool:
    """Whether the sentence of a value speaks of several arms by the name: "for each |treatment group| it was 5, 6"."""
    sentence, text = document.sentence_at(end - 1), document.text
    at = text.find(f"each {name}", sentence.start, sentence.end)
    return at >= 0 and _GROUP.search(text, at, at + len(name) + 11) is not None


_GROUP = re.compile(r" (?:group|arm)(?![a-z])")


# What an arm is never a short form of: "wake time (WT)".
_MEASURES = word_set(
    """time times score scores index scale rate rates level levels inventory questionnaire volume onset
    latency concentration ratio mass weight distance capacity resistance velocity density intensity life survival
    duration curve thickness acuity temperature circumference area output length depth loss"""
)


def is_measured(document: Document, name: str) -> bool:
    """Whether a name is a short form of something that is measured, and of no group."""
    if not name.isupper() or f"{name} group " in document.text:
        return False
    longs = (a.long for a in document.abbreviations if a.short == name)
    return any(long.rsplit(None, 1)[-1].lower() in _MEASURES for long in longs)


def _is_counted(document: Document, name: str, start: int, end: int) -> bool:
    """Whether a name is the short form of what is counted: "5 |complete responses| (CRs)"."""
    if not document.text.startswith(f" ({name})", end):
        return False
    return any(a.short == name and document.text.find(a.long, start, end) >= 0 for a in document.abbreviations)


def _subject(name: str | None) -> str | None:
    """An arm without the verb before it: "than did |controls|"; None where it breaks off: "|couples in| which"."""
    name = name.strip() if name else None
    if not name or name.endswith(BROKEN_OFF):
        return None
    return name.removeprefix("did ") if not name.startswith("did not") else name


# What no name of an arm ends in
BROKEN_OFF = (" in", " of", " with", " for", " to", " whom", " which")


def _attach(values: SentenceValues, last: list[str]) -> None:
    """Sets ``values.out``; ``last``: the arms of the last list before the sentence."""
    values.last = last
    out = values.out
    at = 0
    while at < len(values.spans):
        stop = list_end(values, at)
        names = arms_of_list(values, at, stop) if stop - at > 1 else None
        if names is not None:
            values.set_list(at, names)
        elif stop - at > 1:
            for one in range(at, stop):
                values.set(one, arm_of_one(values, one))
        else:
            beside_number = None if label_behind(values, at) else arm_beside_number(values, at)
            values.set(at, beside_number or arm_of_one(values, at))
            if at and out[at] and out[at - 1] and out[at] != out[at - 1]:
                values.last = _one_each(values, at)
        at = stop
    share(values)
    spread_back(values)
    over_bracket(values)
    opposite(values)
    name_subjects(values)
    _share_out(values)
    label_pairs(values)
    label_versus(values)


def _share_out(values: SentenceValues) -> None:
    """Values with strokes between them under names with strokes: "response (A/B/C) was |41%|/|53%|/|22%|"."""
    out, spans = values.out, values.spans
    at = 0
    while at < len(out):
        stop = at + 1
        while (
            stop < len(out) and out[stop] == out[at] and values.text[spans[stop - 1][1] : spans[stop][0]].strip() == "/"
        ):
            stop += 1
        names = (out[at] or "").split("/")
        if stop - at > 1 and len(names) == stop - at:
            out[at:stop] = [name.strip() for name in names]
        at = stop


_NEAR = 60  # characters from one value of a list to the next, at most


def _one_each(values: SentenceValues, at: int) -> list[str]:
    """The arms of the values up to ``at`` that stand together and have one each: "A (5), B (7) and C (8)"."""
    names = [values.out[at] or ""]
    while at and (name := values.out[at - 1]) and name not in names:
        if len(names) > 1 and values.spans[at][0] - values.spans[at - 1][1] > _NEAR:
            break
        names.insert(0, name)
        at -= 1
    return names


def _told_before(document: Document, start: int) -> str | None:
    """The one arm that the last sentence with arms speaks of from its beginning, for a sentence that names none."""
    index = document.sentence_index(start)
    here = document.sentences[index]
    if document.arms.within(here.start, here.end):
        return None
    spoken = document.text[here.start : min(here.end, here.start + _FAR)]
    if ("group" in spoken or "arm" in spoken) and _THIS.search(spoken):
        since = document.sentences[max(0, index - 1)].start
        return next((mention.name for mention in reversed(document.arms.within(since, here.start))), None)
    for before in reversed(document.sentences[max(0, index - _CARRIED_OVER) : index]):
        if before.section != here.section:
            return None
        mentions = document.arms.within(before.start, before.end)
        if mentions or _OF_ALL.search(document.text, before.start, before.end):
            break
    else:
        return None
    if len({mention.arm for mention in mentions}) != 1:
        return None
    leads = _LEADS.fullmatch(document.text, before.start, mentions[0].start) and not _OF_ALL.search(
        document.text, here.start, here.end
    )
    return mentions[0].name if leads else None
