"""Where instruments are named: by the registry, by the shape of a name, by the construct that is scored.

Each finder yields :class:`~trialfacts.scales.named.Named` spans of the cleaned text, which may overlap and repeat; here
the longest are chosen, and :mod:`trialfacts.extractors.scale` chooses among these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialfacts.cleaning.words import TextWords
from trialfacts.document import Document
from trialfacts.scales.named import Named
from trialfacts.scales.registry_names import long_names
from trialfacts.scales.scale_words import CONSTRUCT
from trialfacts.scales.shaped_names import shaped
from trialfacts.scales.short_names import (
    bracketed,
    defined_names,
    in_short_lists,
    life_forms,
    listed,
    short_forms,
    siblings,
)

_SCORES_OF = re.compile(
    # "patient-rated indices of depression", but not "as an index of stress"
    r"(?<![\w-])(?:[Ss]cores?|[Rr]atings?|(?<=rated )ind(?:ex|ices)) (?:of|for) (?:the )?"
    r"(?P<name>[a-z][a-z-]+(?: [a-z][a-z-]+){0,3})"
)
_SCORED_WORDS = {"score", "scores", "index", "indices", "rating", "ratings"}
_MORE_OF = re.compile(
    r"[ ]?(?:\([^()\n]{1,30}\))?,? and (?P<name>[a-z-]+ (?:symptoms?|strength|function|pain|fatigue))"
)
_RATER = (
    r"(?:patient|investigator|physician|clinician|doctor|subject|parent|participant|caregiver|observer|assessor|nurse)"
    r"(?:'s|s'|s)?"
)
# "investigator and patient global evaluations", "global impression of change"; "of efficacy" is a result and no scale
_GLOBAL = re.compile(
    rf"(?:{_RATER} (?:and {_RATER} )?)?global (?:{_RATER} )?(?:self-)?"
    r"(?:assessment|evaluation|impression|rating)s?"
    r"(?! of (?!change|improvement|severity|disease|symptom|pain)|[ -][a-z]+-based)"
    r"(?: of (?:change|improvement|severity|disease activity|disease severity))?(?: (?:question|scale|score)s?\b)?",
    re.I,
)
_POINT = re.compile(
    r"(?<![\w.])(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven)[- ]point (?:(?:rating|scoring|ordinal"
    r"|verbal|pain|categorical|numerical) ){0,2}$",
    re.I,
)


# "(Outcomes of Zidolol Evaluation) trial", "Gadolin Evaluation (GRACE) study", "Safe Birth Checklist programme"
_NAMES_STUDY = re.compile(
    r"(?: ?[(\[][A-Za-z0-9 /&.+-]{1,20}[)\]])?[)\]]? (?:(?:trial|cohort|registry|program(?:me)?|project|consortium"
    r"|network|initiative|intervention)s?|stud(?:y|ies)|investigators)\b"
)


def find_names(document: Document) -> list[Named]:
    """The instruments that a document names, overlaps settled for the longest, in the order of the text."""
    words_of = document.words
    known = list(long_names(words_of))
    found = [*known, *short_forms(document), *life_forms(document), *shaped(words_of, known)]
    found += [*defined_names(document), *_scores_of(words_of)]
    if "point" in words_of.distinct:
        found += _points(words_of)
    if "global" in words_of.distinct:
        found += _global_ratings(words_of)
    found += siblings(document, found)
    if found:
        found += bracketed(document, found)
        found += in_short_lists(document, found)
        found += listed(document, found)
    return [one for one in _longest(found) if one.rule == "construct" or not _NAMES_STUDY.match(document.text, one.end)]


def _points(words_of: TextWords) -> Iterator[Named]:
    """ "a 7 point scale", "a five-point scoring scale" """
    text = words_of.text
    for at in words_of.places(words_of.distinct & {"scale", "scales"}):
        match = _POINT.search(text, max(0, at - 40), at)
        if match is not None:
            yield Named(match.start(), at + 5, "points", 0.7)


def _global_ratings(words_of: TextWords) -> Iterator[Named]:
    """What somebody thinks of it all: "patient global assessment", "global impression of change"."""
    text = words_of.text
    for at in words_of.places({"global"}):
        for match in _GLOBAL.finditer(text, max(0, at - 40), min(len(text), at + 90)):
            if match.start() <= at < match.end():
                yield Named(match.start(), match.end(), "global", 0.75)


def _scores_of(words_of: TextWords) -> Iterator[Named]:
    """ "scores of muscle strength", and the construct that an "and" adds to it."""
    text = words_of.text
    past = 0
    for at in words_of.places(words_of.distinct & _SCORED_WORDS):
        match = _SCORES_OF.match(text, at) if at >= past else None
        if match is None:
            continue
        past = match.end()
        construct = CONSTRUCT.match(match.group("name"))
        if construct is None:
            continue
        end = match.start("name") + construct.end()
        if text[end : end + 1].isalnum():
            continue  # "scores for physical functioning"
        yield Named(match.start(), end, "scores-of", 0.8)
        more = _MORE_OF.match(text, end)
        if more is not None:
            yield Named(more.start("name"), more.end("name"), "scores-of-list", 0.6)


def _longest(found: list[Named]) -> list[Named]:
    """Of names that overlap the longest, which inherits what the registry knew; in the order of the text."""
    out: list[Named] = []
    cluster: list[Named] = []
    end = -1
    for named in sorted(found, key=lambda n: n.start):
        if named.start >= end:
            out += _settled(cluster)
            cluster = []
        cluster.append(named)
        end = max(end, named.end)
    return out + _settled(cluster)


def _settled(cluster: list[Named]) -> list[Named]:
    out: list[Named] = []
    for named in sorted(cluster, key=lambda n: (n.start - n.end, n.instrument is None)):
        other = next((o for o in out if o.start < named.end and named.start < o.end), None)
        if other is None:
            out.append(named)
        elif other.instrument is None and named.instrument is not None and other.end - named.end <= 15:
            other.instrument, other.score = named.instrument, max(other.score, named.score)
            other.abbreviation = other.abbreviation or named.abbreviation
    return sorted(out, key=lambda n: n.start)
