"""The totals of different people told in one abstract: two studies, two cohorts, "another 40 patients"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from trialfacts.facts import SampleSize

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "first": "1", "second": "2", "third": "3"}
# "In study 1, healthy men (n = 49) ...", "In a phase II dose trial", "Cohort B enrolled 30", "in the second trial",
# "The FIRST Trial randomly assigned 600 men", "In FIRST, 600 men"
_STUDY = re.compile(
    r"\b(?i:study|experiment|trial|part) (?P<label>\d{1,4}(?:\.\d{1,3})?|(?i:I{1,3}|IV|[A-D]|one|two|three|four))\b"
    r"|\b(?i:phase) (?P<phase>(?i:I{1,3}|IV|[1-4]))[ab]? (?:[\w-]+ ){0,3}?(?:trial|study)\b"
    r"|\b(?i:cohort) (?P<cohort>\d|(?i:I{1,3}|IV|[A-D]))(?= (?:enrol|includ|recruit|compris|consist|random))"
    r"|\b(?i:the) (?P<ordinal>first|second|third) (?:[\w-]+ )?(?:study|experiment|trial|part)\b"
    r"|\b(?P<name>[A-Z][A-Z][\w-]*) (?:[Tt]rial|[Ss]tudy)\b"
    r"|\bIn (?P<acronym>[A-Z][A-Z][\w-]*),"
    r"|\b(?:[Tt]rial|[Ss]tudy) \((?P<short>[A-Z][A-Z][\w-]*)\)"
)
# "410 (Study 10.1) and 490 (Study 10.2) patients": the study stands behind its number
_STUDY_AFTER = re.compile(r" ?\((?:[Ss]tudy|[Tt]rial|[Pp]art) (?P<label>[\w.-]{1,12})\)")
# "Studies 1 and 2 enrolled 25 and 30 adults, respectively"
_BOTH = re.compile(r"\b(?:[Ss]tudies|[Ee]xperiments|[Tt]rials|[Pp]arts) \w{1,5} and \w{1,5}\b")
# "In the trial of 600 men with gout, ... In the trial involving 400 women, ..."
_IN_THE_TRIAL = re.compile(
    r"\b[Ii]n (?:the|a|an|one|another|the other) (?:\w+ )?(?:trial|study) (?:of|with|in|involving|among) $"
)
_CLAUSE = re.compile(r"[.;](?= )")
# How far before and behind a count its study is looked for, in characters.
_BEFORE, _AFTER = 240, 60


def several(text: str, sizes: Sequence[SampleSize]) -> int | None:
    """The sum of the totals of different people in ``text``, whose facts are ``sizes``; None where there is one total.

    The offsets of the facts are those of ``text``.
    """
    totals = [
        fact
        for fact in sizes
        if fact.role in ("enrolled", "randomized") or (fact.rule == "respectively" and fact.role == "analyzed")
    ]
    if len(totals) < 2:
        return None
    return _studies(text, totals) or _side_by_side(text, totals)


def _studies(text: str, totals: list[SampleSize]) -> int | None:
    """The sum over the studies, where two or more are told with the size of each."""
    of_study: dict[str, int] = {}
    of_all = 0
    for at, fact in enumerate(totals):
        lead = _CLAUSE.split(text[max(0, fact.start - _BEFORE) : fact.start])[-1]
        if _IN_THE_TRIAL.search(lead):
            of_study[str(fact.n)] = fact.n
        elif fact.rule == "respectively" and at + 1 < len(totals) and _BOTH.search(lead + text[fact.end :][:_AFTER]):
            return fact.n + totals[at + 1].n
        elif label := _label(lead, text[fact.start : fact.end + 24]):
            of_study[label] = max(fact.n, of_study.get(label, 0))
        elif not of_study:
            of_all = max(fact.n, of_all)
    return sum(of_study.values()) if len(of_study) > 1 and of_all < max(of_study.values()) else None


def _label(lead: str, after: str) -> str:
    """The study named with a count or right after it, else last before it, in one spelling; empty: none."""
    label = ""
    if (behind := _STUDY_AFTER.search(after)) is not None:
        label = behind["label"]
    else:
        for match in _STUDY.finditer(lead):
            label = match[str(match.lastgroup)]
    label = label.casefold()
    return _ROMAN.get(label) or _WORDS.get(label) or label


# "Another |50 patients|", "a further |50|", "|50 other women|"
_OTHERS = re.compile(r"\b(?:[Aa]nother|[Aa]n additional|[Aa] further)(?: (?:group|cohort|sample|set) of)? $")
_OTHER_HEAD = re.compile(r"[\w,-]+ (?:other|additional|further) ")
_TOTAL_OF = re.compile(r"\btotal of $")


def _side_by_side(text: str, totals: list[SampleSize]) -> int | None:
    """The sum of a total and those told as others or coordinated with it, where no greater total follows."""
    for left, right in pairwise(totals):
        if left.role != right.role:
            continue
        other = _OTHERS.search(text[max(0, right.start - 36) : right.start]) or _OTHER_HEAD.match(right.quote)
        if other or _coordinated(text, left, right):
            both = left.n + right.n
            return both if all(fact.n < both for fact in totals) else None
    return None


def _coordinated(text: str, left: SampleSize, right: SampleSize) -> bool:
    """Whether two totals of one kind of people are joined by "and", or were counted together."""
    gap = text[left.end : right.start]
    if len(gap) > 90 or not gap.endswith((" and ", " and a total of ")) or "." in gap or ";" in gap:
        return False
    together = right.rule == "coordinated" and _TOTAL_OF.search(text[max(0, left.start - 12) : left.start]) is not None
    return together or left.quote.rpartition(" ")[2] == right.quote.rpartition(" ")[2]
