"""Instruments by their short forms: those of the registry, and those that the text defines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from trialfacts.abbreviations import Abbreviation
from trialfacts.document import Document
from trialfacts.scales.instruments import Instrument, registry, words
from trialfacts.scales.named import Named, count_capitals, words_before
from trialfacts.scales.registry_names import HEAD_AFTER, NO_SCALE_AFTER, is_body, is_scored
from trialfacts.scales.scale_words import HEADS, LINKS, NOT_SCORED

_SHORT_FORM = re.compile(
    r"(?<![\w-])(?:[A-Z]|[a-z](?=[A-Z]))[A-Za-z0-9]*(?:[-/&][A-Za-z0-9]+){0,4}"
    r"(?:[- ](?:II|III|IV|[0-9]{1,2}))?(?![\w])"
)
# The short form that closes or follows a name: "(VAS)", " score (HAM-D;", "(DAS28(CRP))", ", VAS)", "; VAS)", " VAS)".
_TIED = re.compile(
    r"(?:[ ](?:total )?(?:scores?|scales?|questionnaires?|ind(?:ex|ices)|tests?|scoring|forms?|inventory|subscales?))?"
    r"(?:[ ]?[(\[](?:\d(?:st|nd|rd"
    r"|th) edition[;,] )?(?P<inside>[A-Za-z][\w /&.+-]{0,14}?)(?:[ ]\d{1,2}-\d{1,3})?[)\];,(]"
    r"|(?:[,:;]? |-)(?P<comma>[A-Z][A-Z0-9-]{1,9})(?=[),;]))"
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
_METHOD = re.compile(
    r"\b(?:imaging|resonance|tomograph|reaction|assay|chromatograph|spectr|regression|analysis|model|study|trial|group"
    r"|program|therapy|treatment|training|syndrome|disease|disorder|volume|pressure|rate|ratio|capacity|protein"
    r"|index of|\bunit\b|hospital"
    r"|organi[sz]ation|guideline|criteria|method|system|potential|oximetry|echo|ultraso|test of|equation)",
    re.I,
)


def tied_short_form(text: str, named: Named) -> str | None:
    """The short form that stands in brackets right after a name, if it can be one of it."""
    if named.abbreviation is not None:
        return named.abbreviation
    match = _TIED.match(text, named.end, named.end + 60)
    if match is None:
        return None
    short = match.group("inside") or match.group("comma")
    if not any(c.isupper() for c in short) or len(short.split()) > 3:
        return None
    if named.instrument is not None and named.instrument in registry().called(short):
        return short
    return short if letters_fit(text[named.start : named.end], short) else None


def letters_fit(name: str, short: str) -> bool:
    """Whether the letters of a short form stand in its long form in order (Schwartz and Hearst 2003)."""
    letters = [c.lower() for c in short if c.isalpha()]
    lower, at = name.lower(), -1
    for letter in letters:
        at = lower.find(letter, at + 1)
        if at < 0:
            return False
    return len(letters) > 1


def short_forms(document: Document) -> Iterator[Named]:
    """Abbreviations of the registry, unless the text defines them as something else."""
    text, short, words_of = document.text, registry().short, document.words
    firsts = words_of.distinct_cased & registry().short_firsts
    if not firsts:
        return
    defined = {abbreviation.short: abbreviation for abbreviation in document.abbreviations}
    past, last = 0, -1
    places = []
    for at in words_of.cased_places(firsts):
        match = _SHORT_FORM.match(text, at) if at >= past else None
        past = _short_end(text, match) if match is not None else past
        if match is not None and past > at:
            places.append((at, past))
    # What is scored in one place is a scale where it is named first: "evaluated with GHQ", then "the GHQ score".
    scored = {text[start:end] for start, end in places if is_scored(text, start, end)}
    ill: set[str] = set()
    for (at, end), (following, past) in zip(places, [*places[1:], (0, 0)], strict=False):
        word = text[at:end]
        instrument, doubtful = short[word if word in short else _NUMBER_LAST.sub("", word)]
        if NO_SCALE_AFTER.match(text, end + (text[end : end + 1] == ")")):
            continue
        if text[at - 1 : at] == "/" and last != at - 1:
            continue  # "ESHRE/ASRM", but "QLQ-C30/QLQ-HCC18"
        definition = defined.get(word)
        if word not in scored and _ILL_WITH.search(text, max(0, at - 24), at):
            ill.add(word)
        if word in ill:
            continue
        if definition is not None:
            if not _is_name(definition.long) or is_body(text, definition.long_start, definition.long_end):
                continue
            if at == definition.short_start and _has_shape(definition.long):
                score = 0.8 if definition.long[0].isupper() else 0.7
                first = _past_article(text, definition.long_start)
                yield Named(first, definition.long_end, "registry-defined", score, instrument, word)
                continue
        start = _named_before(text, at)
        if start is not None and text[end : end + 1] in ")],":
            before = at - 2 if text[at - 2] == " " else at - 1
            yield Named(_past_article(text, start), before, "registry-defined", 0.75, instrument, word)
        elif (
            not doubtful
            or word in scored
            or (text[end : end + 1] in (".", ";", ")") and _AFTER_NAMED.search(text, max(0, at - 60), at))
            or _beside(text, at, last)
            or (_beside(text, following, end) and not short.get(text[following:past], (None, True))[1])
            or (definition is None and _after_its_construct(text, at, instrument))
        ):
            last = end
            yield Named(at, end, "registry-short", 0.75 if doubtful else 0.85, instrument)


def _short_end(text: str, match: re.Match[str]) -> int:
    """Where a short form of the registry ends, at its start if it is none.

    The number after it is its own in "the GHQ 28 questionnaire" and "(CD-RISC 25)", and a value in "VAS 3 vs 4".
    """
    start, end = match.span()
    if match.group() in registry().short:
        return end
    one = match.group().partition("/")[0]  # "QLQ-C30/QLQ-HCC18"
    if one in registry().short:
        return start + len(one)
    if match.group()[:-1] in registry().short and match.group()[-1] == "s":
        return end - 1  # "parent-rated ABC-Cs"
    bare = _NUMBER_LAST.sub("", match.group())
    if bare not in registry().short:
        return start
    if is_scored(text, start, end) or (text[start - 1 : start] == "(" and text[end : end + 1] in "):,"):
        return end
    return start + len(bare) if text[start + len(bare)] == " " else start


def _after_its_construct(text: str, start: int, instrument: Instrument) -> bool:
    """Whether a short form stands in brackets after what its instrument asks for: "burnout (MBI)"."""
    if text[start - 2 : start] != " (":
        return False
    asked = set(words(text[max(0, start - 40) : start - 2])[-2:]) - HEADS - LINKS
    return not asked.isdisjoint(words(instrument.name))


# "patients affected by |OSAS|": a disease that shares its letters with an instrument
_ILL_WITH = re.compile(
    r"\b(?:affected by|affected with|suffering from|suffer from|diagnosis of|diagnosed with|treatment of|history of"
    r"|management of|onset of|therapy of) $"
)
# "the Zidol Rating Scale, the Melk Akathisia Scale, and |AIMS|"
_AFTER_NAMED = re.compile(
    r"[A-Z][\w-]+ (?:Rating |Assessment )?(?:Scales?|Index|Inventory|Questionnaire|Score|Test|Examination)"
    r"(?: \([A-Z][\w-]{1,9}\))?(?:, and|,| and) (?:the )?$"
)
_NUMBER_LAST = re.compile(r"[- ][0-9]{1,2}$")


def _beside(text: str, start: int, last: int) -> bool:
    """Whether a short form goes on a list of scales: "by ADAS-cog, MMSE, ADL, and NPI"."""
    between = text[last:start].replace('"', "") if 0 < last < start <= last + 9 else ""
    return between in (", ", ", and ", " and ", "/", ", or ")


def _is_name(long: str) -> bool:
    split = words(long)
    if not split or NOT_SCORED.fullmatch(" ".join(split[:-1])) or NOT_SCORED.fullmatch(split[-2] if split[1:] else ""):
        return False
    return not HEADS.isdisjoint(split) or registry().knows(split)


def _has_shape(long: str) -> bool:
    """Whether a long form ends in a head or has two capitals: "Disability Index", not "state anxiety"."""
    return not HEADS.isdisjoint(words(long)) or count_capitals(long) > 1


def _past_article(text: str, at: int) -> int:
    return at + 4 if text.startswith(("The ", "the "), at) else at


def _named_before(text: str, start: int) -> int | None:
    """Where the capitalised name begins whose short form stands at ``start``, after a bracket."""
    if start < 3 or text[start - 1] not in "([":
        return None
    name, capitals = None, 0
    for a, b in words_before(text, start - 1):
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


# "joint space narrowing (JSN) scores"; an index may as well be of the body: "cardiac (CI) index"
_SCALE_AFTER_BRACKET = re.compile(r"[)\]] (?:scores?|scales?|questionnaires?)\b")


def defined_names(document: Document) -> Iterator[Named]:
    """Long forms whose short form is followed by what makes it a scale: "Oswestry Disability (ODI) score"."""
    text, words_of = document.text, document.words
    # "ELC scores"
    scores = words_of.places(words_of.distinct & {"score", "scores"}) if document.abbreviations else ()
    scored = {word for at in scores for word in text[max(0, at - 12) : at].split()[-1:]}
    for item in document.abbreviations:
        if (
            (item.short not in scored or _is_disease(item.long))
            and HEAD_AFTER.match(text, item.short_end) is None
            or NOT_SCORED.fullmatch(item.long)
            or _SUBSCALES.match(text, item.short_end + 1)
        ):
            continue
        if any(word[0].isupper() for word in item.long.split()) or _SCALE_AFTER_BRACKET.match(text, item.short_end):
            yield _named_long(item, "defined", 0.7)


def _is_disease(long: str) -> bool:
    """Whether a long form names what the patients have: "Benign Prostatic Hyperplasia (BPH)"."""
    return (
        re.search(r"(?:ia|itis|osis|oma|ase|ion|ity|[Ss]ymptoms?|[Ss]yndrome|[Dd]isorder|[Ff]ailure)$", long)
        is not None
    )


def _named_long(item: Abbreviation, rule: str, score: float) -> Named:
    return Named(item.long_start, item.long_end, rule, score, None, item.short)


# "shoulder disability (|SDQ|)", "costs (adjusted |iMCQ|": a short form in a bracket after what it measures.
_BRACKETED = re.compile(
    r"(?<=[A-Za-z]{3}) \((?:adjusted )?(?P<short>(?!(?:CI|SD|SE|OR|HR|RR|RCT|IQR|BMI)\b)(?:[A-Z]|[a-z](?=[A-Z]))"
    r"[A-Za-z]{0,7}[A-Z][A-Za-z]{0,7}(?:[-&][A-Z]{1,7})?(?:-?\d{1,2})?)(?=\)|,)"
)


def bracketed(document: Document, found: list[Named]) -> Iterator[Named]:
    """Short forms in brackets after constructs, as others of the sentence are: "depression (EPDS), IPV (CAS)"."""
    text = document.text
    known = [one for one in found if one.rule.startswith("registry") and text[one.start - 2 : one.start] == " ("]
    taken = {one.start for one in found}
    defined = {item.short for item in document.abbreviations}
    past = -1
    for one in known:
        sentence = document.sentence_at(one.start)
        if sentence.start <= past:
            continue
        past = sentence.start
        for match in _BRACKETED.finditer(text, sentence.start, sentence.end):
            if match.start("short") not in taken and match["short"] not in defined:
                yield Named(match.start("short"), match.end("short"), "bracketed", 0.75)


# "(SF-36, |FAOS|, |FAAM|)": nothing but short forms in a bracket
_ONE_SHORT = r"[A-Z][\w&/-]{1,14}(?: \d{1,2})?"
_SHORT_ITEM = re.compile(_ONE_SHORT)
_SHORT_LIST = re.compile(rf"[(\[](?P<list>{_ONE_SHORT}(?:(?:,? and |[,;] ){_ONE_SHORT}){{1,7}})[)\]]")
# What else stands in such lists: "(DAS28, CRP, ESR)"
_NO_SCALE = frozenset("CRP ESR BNP BMI LDL HDL TNF MRI CT ECG FEV1 FVC AST ALT PSA ROM".split())
_LIST_LEAD = 60  # characters from the bracket to a short form that is known, at most


def in_short_lists(document: Document, found: list[Named]) -> Iterator[Named]:
    """Short forms that stand in a bracket with those of instruments and nothing else."""
    text = document.text
    past = -1
    for one in found:
        if not one.rule.startswith("registry") or one.start < past:
            continue
        floor = max(0, one.start - _LIST_LEAD)
        at = max(text.rfind("(", floor, one.start), text.rfind("[", floor, one.start))
        match = _SHORT_LIST.match(text, at) if at >= 0 else None
        if match is None or match.end() < one.end:
            continue
        past = match.end()
        not_scales = _NO_SCALE.union(short.short for short in document.abbreviations)
        for item in _SHORT_ITEM.finditer(text, *match.span("list")):
            if item.group() not in not_scales:
                yield Named(item.start(), item.end(), "bracketed", 0.75)


# "HeartQoL", "SWAL-QOL", "LUTSqol", but not "HRQoL"
_LIFE = re.compile(
    r"(?<![\w-])(?!HR-?QO?L)[A-Z][A-Za-z&]{0,9}(?:-[A-Z][A-Za-z]{2,9})?"
    r"(?:-QO?L|-QoL|(?<=[A-Za-z&]{2})(?:QOL|Qo[lL]|qol))(?:-?\d{1,2})?(?![\w-])"
)


def life_forms(document: Document) -> Iterator[Named]:
    """Names that end in "quality of life" as short as can be: "HeartQoL", "SWAL-QOL"."""
    if "qol" not in document.words.lower:
        return
    defined = {item.short for item in document.abbreviations}
    for match in _LIFE.finditer(document.text):
        if match.group() not in registry().short and match.group() not in defined:
            yield Named(match.start(), match.end(), "registry-short", 0.75)


# "..., |Logical Memory|, ...": a capitalised name in a list of instruments, after one.
_CAPITALS = r"[A-Z][A-Za-z'-]{1,24}(?:(?: (?:of|and|for|in|to|with|the)){0,2} [A-Z][A-Za-z'-]{1,24}){1,6}"
_NEXT_ITEM = re.compile(
    rf"(?: ?[(\[][^()\[\]]{{1,40}}[)\]])?,(?: and)?(?: the)? (?P<name>{_CAPITALS})(?=[,.;)]| \(| and )"
)


def listed(document: Document, found: list[Named]) -> Iterator[Named]:
    """Capitalised names beside instruments in a list: "Verbal Fluency Task, Logical Memory, Digit Span Forward"."""
    text = document.text
    taken = sorted((one.start, one.end) for one in found)
    starts = {start for start, _ in taken}
    for start, end in taken:
        if not text[start].isupper():
            continue
        sentence = document.sentence_at(start)
        at = end
        while (match := _NEXT_ITEM.match(text, at, sentence.end)) and match.start("name") not in starts:
            if _METHOD.search(match["name"]) or NOT_SCORED.fullmatch(match["name"]):
                break
            if _SUBSCALES.match(text, match.end("name"), sentence.end):
                break
            at = match.end("name")
            starts.add(match.start("name"))
            yield Named(match.start("name"), at, "listed", 0.65)


# "Diabetes Distress Scale, |Emotional Burden| (EB) and Regimen Distress (RD) subscales": parts of one instrument
_SUBSCALES = re.compile(
    r"(?: ?\([^()]{1,12}\))?(?:,?(?: and)? [A-Z][^.;,()]{2,40}(?: ?\([^()]{1,12}\))?){0,4}"
    r"(?: [A-Z][\w-]{1,12})? sub-?(?:scale|score|domain)s\b"
)
_ILLNESS = ("plasia", "itis", "osis", "ymptoms", "yndrome", "isease")


def siblings(document: Document, found: list[Named]) -> Iterator[Named]:
    """Capitalised long forms named where outcomes are assessed, beside other scales."""
    text = document.text
    starts = sorted(named.start for named in found)
    covered = {at for named in found for at in (named.start, named.end)}
    for item in document.abbreviations:
        if (
            count_capitals(item.long) < 2
            or not item.long[0].isalpha()
            or _METHOD.search(item.long)
            or NOT_SCORED.fullmatch(item.long)
        ):
            continue
        if item.long.endswith(_ILLNESS) or any(at in covered for at in range(item.long_start, item.long_end + 1)):
            continue
        sentence = document.sentence_at(item.long_start)
        by = _MEASURED_BY.search(text, max(sentence.start, item.long_start - 30), item.long_start)
        if by is None and _ASSESSED.search(text, max(sentence.start, item.long_start - 600), item.long_start) is None:
            continue
        nearest = bisect_left(starts, sentence.start)
        beside = nearest < len(starts) and starts[nearest] < sentence.end
        if beside and not _SUBSCALES.match(text, item.short_end + 1, sentence.end):
            yield _named_long(item, "listed", 0.65)
