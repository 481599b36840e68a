"""The arm that a clause speaks of as what brought a change about: "|X| lowered the score by 5"."""

from __future__ import annotations

import re

from trialfacts.arms.names import GENERAL, NOT_COMPARED, recurs
from trialfacts.attachment.sentence_values import CLAUSE_END, DENIED, SentenceValues

# "|consumption of| X", "|adding| X |to|"
_GIVING = (
    r"(?:consumption|ingestion|intake|administration|supplementation|treatment|addition|infusion|exposure|use|therapy"
    r"|injection|intervention|application)"
)
_HEADER = re.compile(r"(?:[A-Z]{4,12}[:-]|[A-Z][a-z]{3,11}:) ?")  # "Results: "
# What a clause begins with before its subject: "After 6 weeks, ", "Overall, ", "daily consumption of the "
_BEFORE_SUBJECT = re.compile(
    r"(?:[A-Za-z][^,;()]{1,50}, )?(?:[Tt]he |[Aa]n? )?"
    rf"(?:(?:[A-Za-z-]{{1,20}} )?{_GIVING} (?:of|with|to) (?:the |an? )?|using (?:the |an? )?)?",
    re.I,
)
_ADVERB = r"(?: (?:also|significantly|only|further|markedly|tended to|had|has|alone|did not|[a-z]{3,12}ly)){0,3}"
# What an intervention does to what is measured.
_CHANGES = re.compile(
    rf"{_ADVERB} (?:(?:reduc|decreas|increas|improv|enhanc|induc|caus|produc|rais|elevat|attenuat|suppress|shorten"
    r"|prolong|lower|elicit)(?:ed|es|e|s|d)?(?= (?!by |from |to |in |at |after |with |during |on |between |over |for "
    r"|and |more |less |significantly |[a-z]+ly )[A-Za-z])|resulted in|led to|was associated with|were associated with"
    r"|was followed by|provided)(?![a-z])"
)
# Of which a clause must hold one: cheap to look for.
_STEMS = (
    *("duc", "creas", "improv", "enhanc", "caus", "rais", "elevat", "attenuat", "suppress", "shorten", "prolong"),
    *("lower", "elicit", "resulted in", "led to", "associated with", "followed by", "provided"),
)
_NAME = re.compile(r"[A-Za-z0-9][^,;:()\[\]=<>]{1,60}?")
_NOT_SUBJECT = re.compile(
    r"\b(?:was|were|is|are|we|patients?|participants?|subjects?|both|which|that|this|these|there|it|they|all|groups?"
    r"|levels?|scores?|rates?|differences?|changes?|models?|analys[ie]s|results?|studies|values?|program(?:me)?s?|who|no)\b",
    re.I,
)
_TAIL = re.compile(rf" (?:{_GIVING}|treatment|for \d.*|at \d.*)$")
# "|almonds| to the usual diet", "|a game| during imaging"
_FURTHER = re.compile(r" (?:to|during|in|on|at|for|by|before|after|into) .*$")
_ADJECTIVES = frozenset(("combination", "combined", "active", "study", "surgical", "medical", "drug", "both"))
# "X|, but not placebo,| lowered", "|Unlike placebo,| X lowered"
_DENIED = re.compile(rf",? {DENIED}[^,;:()]{{2,40}},?$")
_DENIED_FIRST = re.compile(rf"{DENIED}[^,;:()]{{2,40}}, ")
_FAR = 400  # characters from a clause's beginning to its value


def name_subjects(values: SentenceValues) -> None:
    """Sets the arms of the values that have none yet, where the clause names the cause of a change."""
    if all(values.out):
        return
    text = values.text[values.start : values.spans[-1][0]]
    if not any(stem in text for stem in _STEMS):
        return
    for at, name in enumerate(values.out):
        if name is None and (subject := _subject_arm(values, at)):
            values.set(at, (subject, "subject"))


def _subject_arm(values: SentenceValues, at: int) -> str | None:
    """What the clause of a value names as the cause of a change; None where it names none."""
    text, begin = values.text, values.spans[at][0]
    start = max(values.start, begin - _FAR)
    for clause in CLAUSE_END.finditer(text, start, begin):
        start = start if text.startswith("not ", clause.end()) else clause.end()
    header = _HEADER.match(text, start, begin)
    start = header.end() if header else start
    denied = _DENIED_FIRST.match(text, start, begin)
    start = denied.end() if denied else start
    opening = _BEFORE_SUBJECT.match(text, start, begin)
    for place in dict.fromkeys((opening.end() if opening else start, start)):
        name = _subject_at(text, place, begin, denied is not None)
        if name:
            return name
    return None


def _subject_at(text: str, start: int, end: int, contrasted: bool) -> str | None:
    """The cause that is named from ``start`` on; ``contrasted``: with another before it."""
    change = _CHANGES.search(text, start, min(end, start + 110))
    if change is None:
        return None
    whole = text[start : change.start()]
    name = _DENIED.sub("", whole)
    contrasted = contrasted or name != whole
    if not _NAME.fullmatch(name) or _NOT_SUBJECT.search(name):
        return None
    bare = _FURTHER.sub("", _TAIL.sub("", name))
    name = name if bare.lower() in _ADJECTIVES else bare
    if name.split(" ", 1)[0].lower() in GENERAL or NOT_COMPARED.search(name):
        return None
    if contrasted:
        return name
    return name if all(recurs(text, word[1:]) for word in name.split() if len(word) > 3) else None
