"""Where instruments are named: by the registry, by the shape of a name, by the construct that is scored.

Each finder yields :class:`Named` spans of the cleaned text, which may overlap and repeat;
:mod:`trialfacts.extractors.scale` chooses among them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from trialfacts.abbreviations import Abbreviation
from trialfacts.cleaning.words import TextWords
from trialfacts.document import Document
from trialfacts.scales.instruments import Instrument, registry, words
from trialfacts.scales.scale_words import (
    CONSTRUCT,
    HEADS,
    LINKS,
    NAMING_HEADS,
    NOT_SCORED,
    OPENERS,
    PLAIN_HEADS,
    STOP,
)

# "index-based", "test's", but "Questionnaire-9", "score-5 item".
_NO_HEAD = re.compile(r"[\w']|-(?!item|point|\d|[A-Z])[a-z]")
# Cognitive performance is tested, not scored: "verbal fluency test".
_TESTED = re.compile(
    r"(?:memory|fluency|knowledge|recall|attention|vocabulary|auscultation|learning|reaction time|vigilance|skills?)$",
    re.I,
)
_SCORES_OF = re.compile(
    r"(?<![\w-])(?:[Ss]cores?|[Ii]nd(?:ex|ices)|[Rr]atings?|tests?) (?:of|for) (?:the )?"
    r"(?P<name>[a-z][a-z-]+(?: [a-z][a-z-]+){0,3})"
)
_SCORED_WORDS = {"score", "scores", "index", "indices", "rating", "ratings", "test", "tests"}
_MORE_OF = re.compile(
    r"[ ]?(?:\([^()\n]{1,30}\))?,? and (?P<name>[a-z-]+ (?:symptoms?|strength|function|pain|fatigue))"
)
# After a capitalised head the name may go on: "Scale for Depression", "Questionnaire-12", "Inventory II".
_TAIL = re.compile(
    r"(?:[ ]?-[ ]?[A-Z][A-Za-z]+(?:[ ][A-Z][a-z]+){0,2}(?:[ ]subscale)?|-\d{1,2}\b|[ ](?:II|III|IV)\b)?"
    r"(?:[ ](?:for|of|in|about)(?:[ ]the)?[ ][A-Z][A-Za-z'-]+"
    r"(?:[ ](?:(?:and|of|in|for|with)[ ])?[A-Z][A-Za-z'-]+){0,5})?"
)
# After a short form that is also a word or another thing's name: what shows that a scale is meant.
_SCORED_AFTER = re.compile(
    r"[- ]?\d{0,2}\)?[ ](?:[a-z-]+[ ]){0,2}(?:scores?|scales?|subscales?|questionnaires?|ind(?:ex|ices)|ratings?|total"
    r"|assessments?|domains?|points?|criteria|responses?)\b|[ ]?[<>=\u2264\u2265]"
)
_SCORED_BEFORE = re.compile(
    r"(?:scores? (?:of|on|for|in)(?: the)?|using(?: the)?|(?:measured|assessed) (?:by|with|on|using)(?: the)?"
    r"|evaluated (?:by|with|using)(?: the)?|scored? (?:by|with|on)(?: the)?|scales?:?"
    r"|(?:outcomes?|end-?points?) (?:was|were|is|are|included?|measure was)(?: the)?|questionnaires?:?)[ ]?$",
    re.I,
)
_SCALE_AFTER = re.compile(r"[ ](?:total )?(?:scores?|scales?|ind(?:ex|ices)|questionnaires?|instruments?)\b")
_HEAD_AFTER = re.compile(r"[)\]][ ](?:[a-z]+[ ])?(?:scores?|scales?|questionnaires?|index|inventory|subscales?)\b")
_SHORT_FORM = re.compile(
    r"(?<![\w/-])(?:[A-Z]|[a-z](?=[A-Z]))[A-Za-z0-9]*(?:[-/][A-Za-z0-9]+){0,4}"
    r"(?:[- ](?:II|III|IV|[0-9]{1,2}))?(?![\w])"
)
_SHORT_FOLLOWS = re.compile(r"[ ]?\((?P<short>[A-Z][A-Za-z0-9-]{1,9})\)")
# "OAA/S (Observer's Assessment of Alertness/Sedation)"
_SHORT_BEFORE = re.compile(r"(?P<short>[A-Z][\w/-]+) ?[(\[]$")
_POINT = re.compile(
    r"(?<![\w.])(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven)[- ]point (?:(?:rating|scoring|ordinal"
    r"|verbal|pain|categorical|numerical) ){0,2}$",
    re.I,
)
# "Medical Research Council (MRC) model"
_NO_SCALE_AFTER = re.compile(
    r" (?:software|statistical|version|Institute|package|model|framework|guid\w+|trial|study|group|grant)\b"
)
_SCORED_SHORT = re.compile(r"\b([A-Z][A-Za-z0-9-]{1,9}) (?:scores?|scales?|index)\b")
_PART_OF = r"[ ](?:of|on|in|from)(?: the)?[ ](?:[A-Z][\w-]*[A-Z0-9]|[A-Z][a-z]+[ ][A-Z])"
PART_OF = re.compile(_PART_OF)
# The short form that closes or follows a name: "(VAS)", " score (HAM-D;", ", VAS)".
_TIED = re.compile(
    r"(?:[ ](?:total )?(?:scores?|scales?|questionnaires?|ind(?:ex|ices)|tests?|scoring|forms?|inventory|subscales?))?"
    r"(?:[ ]?[(\[](?P<inside>[A-Za-z][\w /&.+-]{0,14}?)(?:[ ]\d{1,2}-\d{1,3})?[)\];,]"
    r"|, (?P<comma>[A-Z][A-Z0-9-]{1,9})(?=[),;]))"
)
# Constructs before the last of a list: "pain, sedation and " before "motor block scores".
_BEFORE_AND = re.compile(
    r"(?P<first>[A-Za-z][a-z-]+(?: [a-z-]+){0,2}), (?P<second>[a-z-]+(?: [a-z-]+)?),? and $"
    r"|(?P<only>[A-Za-z][a-z-]+(?: [a-z-]+){0,2})(?:,)? and $"
)
# How a sentence says that outcomes are assessed, and that the next words are what they are assessed by.
_ASSESSED = re.compile(
    r"\b(?:assess|measur|evaluat|scor|rate[ds]?\b|grad(?:ed|ing)|quantif|administered|outcomes?\b|end ?points?\b|using"
    r"|questionnaires?|instruments?|included)",
    re.I,
)
_MEASURED_BY = re.compile(
    r"\b(?:assessed|measured|evaluated|scored|rated|graded|using|recorded)[ ]"
    r"(?:by|with|using|on|via|through|the)?(?:[ ]the)?[ ]?$",
    re.I,
)
# Words of an instrument's name, and words of what is none (methods, diseases, treatments).
_TOOL = re.compile(
    r"\b(?:Assessment|Activities|Skills?|Summary|Procedure|Log|Chart|Status|Behaviou?r|Symptoms?|Self-?"
    r"|Efficacy|Function|Quality|Life|Tool|Observation|Monitor|Experience|Disability|Impact|Outcomes?|Evaluation"
    r"|Rating|Record|Report|Examination|Screen|Schedule|Interview|Profile|Health|Mood|Well-?being|Satisfaction)\b",
    re.I,
)
_METHOD = re.compile(
    r"\b(?:imaging|resonance|tomograph|reaction|assay|chromatograph|spectr|regression|analysis|model|study|trial|group"
    r"|program|therapy|treatment|training|syndrome|disease|disorder|volume|pressure|rate|ratio|capacity|protein"
    r"|index of"
    r"|guideline|criteria|method|system|potential|oximetry|echo|ultraso|test of|equation)",
    re.I,
)
_SPELLED = {"analogue": "analog", "behaviour": "behavior", "behavioural": "behavioral"}
# How far, in characters, the words before and after a head are looked for.
_NEAR = 60
_TRIAL_NAME = ("randomi", "effica", "comparison", "prospective")


@dataclass(slots=True)
class Named:
    """A half-open span of the cleaned text that names an instrument, and the wording that says so."""

    start: int
    end: int
    rule: str
    score: float
    instrument: Instrument | None = None
    abbreviation: str | None = None


def find_names(document: Document) -> list[Named]:
    """The instruments that a document names, overlaps settled for the longest, in the order of the text."""
    words_of = document.words
    known = list(_known(words_of))
    found = [*known, *_short_forms(document), *_shaped(words_of, known), *_defined(document), *_scores_of(words_of)]
    if "point" in words_of.distinct:
        found += _points(words_of)
    found += _siblings(document, found)
    return _longest(found)


def tied_short_form(text: str, named: Named) -> str | None:
    """The short form that stands in brackets right after a name, if it can be one of it."""
    if named.abbreviation is not None:
        return named.abbreviation
    match = _TIED.match(text, named.end, named.end + 60)
    if match is None:
        return None
    short = match.group("inside") or match.group("comma")
    if not any(c.isupper() for c in short) or len(short.split()) > 2:
        return None
    if named.instrument is not None and registry().short.get(short, (None,))[0] is named.instrument:
        return short
    return short if _letters_fit(text[named.start : named.end], short) else None


def _letters_fit(name: str, short: str) -> bool:
    """Whether the letters of a short form stand in its long form in order (Schwartz and Hearst 2003)."""
    letters = [c.lower() for c in short if c.isalpha()]
    lower, at = name.lower(), -1
    for letter in letters:
        at = lower.find(letter, at + 1)
        if at < 0:
            return False
    return len(letters) > 1


# --- names of the registry -----------------------------------------------------------------------------------------


def _known(words_of: TextWords) -> Iterator[Named]:
    """Long names of the registry, word by word, whatever their hyphens, case and spelling."""
    text, tokens, names = words_of.text, words_of.tokens, registry()
    # Most words begin no name, and most that do are not followed by its second word.
    pairs = enumerate(zip(map(names.names.get, tokens), [*tokens[1:], ""], strict=False))
    beginnings = [index for index, (seconds, word) in pairs if seconds and (word in seconds or "" in seconds)]
    past = 0
    for index in beginnings:
        if index < past:
            continue
        for phrase, instrument, needs_context in names.beginning(tuple(tokens[index : index + 3])):
            stop = index + len(phrase)
            if stop > len(tokens) or not all(_same(t, w) for t, w in zip(tokens[index:stop], phrase, strict=True)):
                continue
            start, end = words_of.starts[index], words_of.starts[stop - 1] + len(tokens[stop - 1])
            if needs_context and not _scored_name(words_of, start, end, len(phrase)):
                continue
            if text[start].islower() and PART_OF.match(text, end):
                continue  # "physical component score of the SF-36"
            if "(" in text[start:end] or ")" in text[start:end]:
                continue
            if text[max(0, start - 9) : start].lower() == "modified ":
                start -= 9
            yield Named(start, end, "registry", 0.9, instrument)
            past = stop
            break


def _same(token: str, word: str) -> bool:
    if token == word:
        return True
    token = _SPELLED.get(token, token)
    return token == word or token == word + "s"


def _scored_name(words_of: TextWords, start: int, end: int, size: int) -> bool:
    """Whether a name without its "scale" is scored here, or its short form is anywhere: "ADL scores"."""
    text = words_of.text
    if size == 1:
        return text[start].isupper() and _scored(text, start, end)
    before = _SHORT_BEFORE.search(text, max(0, start - 15), start)
    if before is not None and before["short"] in registry().short:
        return True
    short = _SHORT_FOLLOWS.match(text, end)
    if short is None:
        return _SCALE_AFTER.match(text, end) is not None
    if _NO_SCALE_AFTER.match(text, short.end()):
        return False
    if sum(word[0].isupper() for word in text[start:end].split()) > 1 or _HEAD_AFTER.match(text, short.end() - 1):
        return True
    if _SCORED_BEFORE.search(text, max(0, start - 30), start):
        return True
    return short.group("short") in _SCORED_SHORT.findall(text)


def _scored(text: str, start: int, end: int) -> bool:
    """Whether the words around a short name say that something is scored by it."""
    return (
        _SCORED_AFTER.match(text, end, end + 40) is not None
        or _SCORED_BEFORE.search(text, max(0, start - 30), start) is not None
    )


def _short_forms(document: Document) -> Iterator[Named]:
    """Abbreviations of the registry, unless the text defines them as something else."""
    text, short, words_of = document.text, registry().short, document.words
    firsts = words_of.distinct_cased & registry().short_firsts
    if not firsts:
        return
    defined = {abbreviation.short: abbreviation for abbreviation in document.abbreviations}
    past, last = 0, -1
    matches = []
    for at in words_of.cased_places(firsts):
        match = _SHORT_FORM.match(text, at) if at >= past else None
        if match is not None and match.group() in short:
            matches.append(match)
            past = match.end()
    # What is scored in one place is a scale where it is named first: "evaluated with GHQ", then "the GHQ score".
    scored = {match.group() for match in matches if _scored(text, match.start(), match.end())}
    for match in matches:
        word = match.group()
        instrument, doubtful = short[word]
        if _NO_SCALE_AFTER.match(text, match.end() + (text[match.end() : match.end() + 1] == ")")):
            continue
        definition = defined.get(word)
        if definition is not None:
            if not _is_name(definition.long):
                continue
            if match.start() == definition.short_start and _has_shape(definition.long):
                score = 0.8 if definition.long[0].isupper() else 0.7
                yield Named(definition.long_start, definition.long_end, "registry-defined", score, instrument, word)
                continue
        start = _named_before(text, match.start())
        if start is not None and text[match.end() : match.end() + 1] in ")],":
            end = match.start() - 2 if text[match.start() - 2] == " " else match.start() - 1
            yield Named(start, end, "registry-defined", 0.75, instrument, word)
        elif not doubtful or word in scored or _beside(text, match.start(), last):
            last = match.end()
            yield Named(match.start(), match.end(), "registry-short", 0.75 if doubtful else 0.85, instrument)


def _beside(text: str, start: int, last: int) -> bool:
    """Whether a short form goes on a list of scales: "by ADAS-cog, MMSE, ADL, and NPI"."""
    return 0 < last < start <= last + 7 and text[last:start] in (", ", ", and ", " and ", "/", ", or ")


def _is_name(long: str) -> bool:
    split = words(long)
    if not split or NOT_SCORED.fullmatch(" ".join(split[:-1])) or NOT_SCORED.fullmatch(split[-2] if split[1:] else ""):
        return False
    return not HEADS.isdisjoint(split) or registry().knows(split)


def _has_shape(long: str) -> bool:
    """Whether a long form ends in a head or has two capitals: "Disability Index", not "state anxiety"."""
    return not HEADS.isdisjoint(words(long)) or _capitals(long) > 1


def _capitals(name: str) -> int:
    return sum(word[0].isupper() for word in re.split(r"[ -]", name) if word)


def _named_before(text: str, start: int) -> int | None:
    """Where the capitalised name begins whose short form stands at ``start``, after a bracket."""
    if start < 3 or text[start - 1] not in "([":
        return None
    name, capitals = None, 0
    for a, b in _words_before(text, start - 1):
        word = text[a:b]
        if any(c.isupper() for c in word):
            name, capitals = a, capitals + 1 + any(c.isupper() for c in word[1:])
        elif word.lower() not in LINKS and not (
            capitals and word in ("quality", "life", "disease", "daily", "living", "scoring")
        ):
            break
    if name is None or capitals < 2 or not any(c.islower() for c in text[name:start]):
        return None  # "quality of life (SF-36)", "IPV (CAS)": the short form itself is the name
    return name


# --- names by their shape ------------------------------------------------------------------------------------------


def _heads(words_of: TextWords) -> Iterator[tuple[int, int]]:
    """Where the words stand that make an instrument's name."""
    text, lower = words_of.text, words_of.lower
    for start in words_of.places(words_of.distinct & HEADS):
        # In ``lower`` everything stands one place later.
        end = lower.index(" ", start + 1) - 1
        head = lower[start + 1 : end + 1]
        previous = "".join(lower[max(0, start - _NEAR) : start].split()[-1:])
        if head == "list" and previous != "check":
            continue
        if text[end : end + 1] == " " and not HEADS.isdisjoint(lower[end + 1 : end + _NEAR].split(None, 1)[:1]):
            continue  # "Rating Scale": the last head counts
        if previous == "check" or (previous == "scoring" and head.startswith("form")):
            start = lower.rindex(previous, 0, start) - 1
        if text[start - 1 : start] != "-" and _NO_HEAD.match(text, end) is None:
            yield start, end


def _shaped(words_of: TextWords, known: list[Named]) -> Iterator[Named]:
    """Names by their shape: capitalised words that end in "Scale" or "Index", constructs that end in "score"."""
    text = words_of.text
    known_at = {named.end: named.start for named in known}
    for at, stop in _heads(words_of):
        head = text[at:stop]
        start = _proper_start(text, at, head)
        if start is not None:
            # "EDSS score": the short form is the name; "Aldrete and Numerical Rating Scale": two names.
            if text[start : at - 1] not in registry().short and not 0 < text.rfind(" and ", start, at) < known_at.get(
                stop, 0
            ):
                yield from _proper(text, start, at, stop)
            continue
        tail = _tail_end(text, stop)
        if head[0].isupper() and tail > stop + 12 and next(_words_before(text, at), None) is None:
            yield Named(at, tail, "shape", 0.7)  # "the Questionnaire about Eating Habits"
        else:
            yield from _constructs(text, at, stop)


def _proper(text: str, start: int, at: int, stop: int) -> Iterator[Named]:
    """The capitalised name whose head stands at ``at``..``stop``; a head such as "Test" needs more evidence."""
    named = Named(start, _tail_end(text, stop) if text[at].isupper() else stop, "shape", 0.85)
    if text[at:stop].lower().rstrip("s") not in NAMING_HEADS:
        named.score = 0.7
        alone = text[start - 1] == "(" and text[named.end : named.end + 1] == ")" and _capitals(text[start:stop]) > 2
        scored = alone or tied_short_form(text, named) is not None
        if not scored and not _SCORED_BEFORE.search(text, max(0, start - 30), start):
            return
    yield named


def _constructs(text: str, at: int, stop: int) -> Iterator[Named]:
    """The construct that is scored by the head at ``at``..``stop``, and those before it in its list."""
    start = _construct_start(text, at)
    if start is None:
        return
    if text.startswith("life ", start) and text[max(0, start - 11) : start].lower() == "quality of ":
        start -= 11
    head = text[at:stop].lower()
    kind = head.rstrip("s")
    phrase = text[start:at].strip()
    if not (
        kind in PLAIN_HEADS
        or (kind == "test" and _TESTED.search(phrase))
        or (kind in ("index", "indice", "rating") and CONSTRUCT.fullmatch(phrase))
    ):
        return
    if NOT_SCORED.fullmatch(phrase) or NOT_SCORED.fullmatch(phrase.split()[-1]) or text[start - 1 : start] == "-":
        return
    if kind == "questionnaire" and (head.endswith("s") or phrase.lower().endswith("status")):
        return  # "parent and child questionnaires": no name
    yield Named(start, stop, "construct", 0.75)
    yield from _listed(text, start)


def _tail_end(text: str, stop: int) -> int:
    tail = _TAIL.match(text, stop)
    return tail.end() if tail else stop


def _words_before(text: str, at: int) -> Iterator[tuple[int, int]]:
    """The words that stand right before ``at`` with single spaces between, nearest first, 14 at most."""
    end = at
    for _ in range(14):
        if end == 0 or text[end - 1] not in " -":
            break
        stop = start = end - 1
        # No word of a name is longer: a text of one long word costs no more than any other.
        while start > 0 and stop - start < 40 and (text[start - 1].isalnum() or text[start - 1] in "'/&-+."):
            start -= 1
        word = text[start:stop]
        if not word or word[-1] in ".," or (not any(c.isalnum() for c in word) and word != "&"):
            break
        yield start, stop
        end = start


def _begins_sentence(text: str, at: int) -> bool:
    return at == 0 or text[at - 2 : at - 1] in (".", ":", "?") or text[at - 1] == "\n"


def _proper_start(text: str, at: int, head: str) -> int | None:
    """Where a capitalised name begins that ends in ``head``, which stands at ``at``; None where there is none."""
    start: int | None = None
    capitals, pending, nearest = 0, "", ""
    for a, b in _words_before(text, at):
        word = text[a:b]
        nearest = nearest or word
        lower = word.lower()
        if word[0].isupper() or (word[0].isdigit() and not word.isdigit() and word[-1].isalpha() and capitals):
            if lower in STOP and _begins_sentence(text, a):
                break
            if pending and lower in HEADS:
                break  # "Barthel Index and Glasgow Outcome Scale"
            if pending == "and" and word.isupper():
                break
            start, capitals, pending = a, capitals + 1, ""
        elif lower in LINKS:
            if not capitals:
                break
            pending = lower
        elif lower in OPENERS and (capitals or head[0].isupper()):
            start = a
        else:
            break
    if start is None or not capitals:
        return None
    phrase = text[start : at - 1]
    if capitals == 1 and not head[0].isupper():
        # "Greene's score", "Copenhagen score"; a sentence's first word is no name.
        if head.lower().rstrip("s") not in PLAIN_HEADS and head.lower() != "index":
            return None
        if _begins_sentence(text, start) or phrase.lower() in STOP or NOT_SCORED.fullmatch(phrase):
            return None
    if phrase.lower().startswith(_TRIAL_NAME) or NOT_SCORED.fullmatch(phrase):
        return None
    return None if capitals < 3 and NOT_SCORED.fullmatch(nearest) else start


def _construct_start(text: str, at: int) -> int | None:
    """Where the construct begins that is scored: "motor block" in "and motor block scores"; None: there is none."""
    start = None
    for a, b in islice(_words_before(text, at), 4):
        word = text[a:b].lower()
        if word in STOP or word.endswith(("ly", "'s", "s'", "-mm", "-cm")) or word.strip("0123456789./") == "":
            break
        start = a
    return start


def _listed(text: str, start: int) -> Iterator[Named]:
    """The other constructs of a list that one "scores" closes: "pain, sedation and motor block scores"."""
    match = _BEFORE_AND.search(text, max(0, start - 70), start)
    if match is None:
        return
    for group in ("first", "second", "only"):
        if match.group(group) is None:
            continue
        a, b = match.span(group)
        while text[a:b].partition(" ")[0].lower() in STOP and " " in text[a:b]:
            a = text.index(" ", a) + 1
        if CONSTRUCT.fullmatch(text[a:b]) and text[a:b].lower() not in STOP:
            yield Named(a, b, "construct-list", 0.7)


def _defined(document: Document) -> Iterator[Named]:
    """Long forms whose short form is followed by what makes it a scale: "Oswestry Disability (ODI) score"."""
    text, words_of = document.text, document.words
    # "ELC scores"
    scores = words_of.places(words_of.distinct & {"score", "scores"}) if document.abbreviations else ()
    scored = {word for at in scores for word in text[max(0, at - 12) : at].split()[-1:]}
    for item in document.abbreviations:
        if (
            (item.short not in scored or _is_disease(item.long))
            and _HEAD_AFTER.match(text, item.short_end) is None
            or NOT_SCORED.fullmatch(item.long)
        ):
            continue
        if any(word[0].isupper() for word in item.long.split()):
            yield _of(item, "defined", 0.7)


def _is_disease(long: str) -> bool:
    """Whether a long form names what the patients have: "Benign Prostatic Hyperplasia (BPH)"."""
    return (
        re.search(r"(?:ia|itis|osis|oma|ase|ion|ity|[Ss]ymptoms?|[Ss]yndrome|[Dd]isorder|[Ff]ailure)$", long)
        is not None
    )


def _points(words_of: TextWords) -> Iterator[Named]:
    """ "a 7 point scale", "a five-point scoring scale" """
    text = words_of.text
    for at in words_of.places(words_of.distinct & {"scale", "scales"}):
        match = _POINT.search(text, max(0, at - 40), at)
        if match is not None:
            yield Named(match.start(), at + 5, "points", 0.7)


def _of(item: Abbreviation, rule: str, score: float) -> Named:
    return Named(item.long_start, item.long_end, rule, score, None, item.short)


def _siblings(document: Document, found: list[Named]) -> Iterator[Named]:
    """Capitalised long forms named where outcomes are assessed, beside other scales or with a tool's words in them."""
    text = document.text
    starts = sorted(named.start for named in found)
    covered = {at for named in found for at in (named.start, named.end)}
    for item in document.abbreviations:
        if _capitals(item.long) < 2 or _METHOD.search(item.long) or NOT_SCORED.fullmatch(item.long):
            continue
        if any(at in covered for at in range(item.long_start, item.long_end + 1)):
            continue
        sentence = document.sentence_at(item.long_start)
        by = _MEASURED_BY.search(text, max(sentence.start, item.long_start - 30), item.long_start)
        if by is None and _ASSESSED.search(text, max(sentence.start, item.long_start - 600), item.long_start) is None:
            continue
        nearest = bisect_left(starts, sentence.start)
        beside = nearest < len(starts) and starts[nearest] < sentence.end
        if beside or (by is not None and _TOOL.search(item.long)):
            yield _of(item, "listed", 0.65)


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
        yield Named(match.start(), end, "scores-of", 0.75)
        more = _MORE_OF.match(text, end)
        if more is not None:
            yield Named(more.start("name"), more.end("name"), "scores-of", 0.6)


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
