"""A name of an arm: the words that it is made of, read from its beginning or from its end."""

from __future__ import annotations

import re
from collections.abc import Iterable

from trialfacts.cleaning.words import word_set

# Words that begin no name and that a name does not run across.
STOPS = word_set(
    """the a an in on at of for to from with without by and or versus vs vs. than between among within into as per
    each both all either neither no this that these those other another same two three four five six our their
    its his her was were is are be been had has have receive received receiving given treated using followed
    after before during while whereas when where which who whom compared comparing respectively randomized
    randomised assigned allocated divided enrolled included only also significantly more less higher lower not
    did patients patient participants subjects women men children people one first second third respective
    corresponding different parallel double-blind open-label total randomly whole entire any some every
    remaining respectively; were: was: results: methods: results methods background group groups arm arms across
    over against through until since so but if then treatment-related it they we observed found seen noted"""
)
# What "group" may follow without being an arm's name.
NO_NAME = word_set(
    """age study treatment patient support focus working parallel blood comparison larger smaller ethnic risk sub
    research subgroup main largest matched trial two-group small large multiple single target peer collaborative
    muscle task class cooperative within-group between intergroup case age-matched independent experimental
    intervention equal individual evaluated studied compare evaluate switching contrast typical vulnerable use
    its individuals equal-sized patients-in-each difference differences results result follow-up years weeks
    analysis baseline number numbers evaluable pooled combined overall general high low higher lower new old
    young elderly younger older female male women men paired unpaired randomised randomized outpatient function
    functional comparative placebo-controlled sized active-control food ethnicity total parallel-group
    study-group main-study similar each other respective significant"""
)
DOSE = r"\d+(?:\.\d+)? ?(?:mg|\u00b5g|mcg|g|IU)(?:/(?:kg|day|d|m2))?"
DOSE_AFTER = re.compile(rf" {DOSE}(?![A-Za-z]|/[A-Za-z])")  # no concentration: "zidolol 5.2 mg/dL"


# "|203 kidney transplant| recipients", "zidolol |-6.4|": a count of people and a value, no parts of a name
_COUNT_FIRST = re.compile(
    r"\d{1,5} (?!mcg|mmol|min|ppm|week|day|hour|month|year|gram|(?:unit|time|step)s?(?![a-z]))[a-z]{3}"
)
_SIGNED = re.compile(r"[-+]\.?\d")
_SPREAD_UNIT = re.compile(r"(?:[A-Za-z\u00b5]{1,5}/[A-Za-z\d]{1,6}|k?g|[mc]?m\d?|m[lL]|points?|days?|%)(?: |$)")


# What people do with what they are given: "to |use| X".
TAKING = word_set("use take receive try get undergo follow continue start stop")


def names_before(text: str, end: int, plural: bool) -> Iterable[str]:
    """The name that ends at ``end``: "the low dose IVIG |group"; two for "the A and B |groups"."""
    if text[end - 1 : end] != " ":
        return
    begin = max(0, end - 60)
    segment = text[begin:end].rstrip(" ")
    cut = max(map(segment.rfind, "()[]\n"))
    words = segment[cut + 1 :].split(" ")
    if cut < 0 < begin:
        words = words[1:]  # begun in mid-word, perhaps
    first = len(words)
    while first and words[first - 1] and words[first - 1][-1] not in ",;:.":
        if words[first - 1] in ("\u00b1", "+/-"):
            first += 1 + (_SPREAD_UNIT.match(" ".join(words[first + 1 :])) is not None)
            break  # "0.01 \u00b1 0.02 g/cm2 |zidolol| group"
        if words[first - 1].lower() in STOPS and not (
            words[first - 1] == "A"
            and words[first : first + 1] == ["+"]
            or words[first - 2 : first + 1] == ["standard", "of", "care"]
        ):
            break
        if words[first - 1][0] in "+-" and _SIGNED.match(words[first - 1]):
            break
        first -= 1
    if first < len(words) and len(words) - first <= 5:
        if not plural and first and words[first - 1] == "no":
            first -= words[first] != "significant"  # "the no zidolol group"
        elif first and words[first - 1] == "to" and words[first] in TAKING and first + 1 < len(words):
            first += 1  # "who went on to use |zidolol| (n = 20)"
        elif len(words) - first == 2 and words[first].isdigit() and words[first + 1].lower() not in NO_NAME:
            first += _COUNT_FIRST.match(" ".join(words[first:])) is not None  # "24 |zidolol| recipients"
        name = " ".join(words[first:])
        if name.lower() not in NO_NAME and (not name[0].isdigit() or " " in name and not _COUNT_FIRST.match(name)):
            yield name
        if first >= 2 and words[first - 1] in ("and", "or", "versus", "vs", "vs."):
            at = first - 2
            while plural and at >= 0 and words[at][-1:] == "," and words[at][:-1].lower() not in STOPS:
                yield words[at][:-1]  # "the A, B, and C groups"
                at -= 1
            yield from names_before(text, begin + len(segment) - len(" ".join(words[first - 1 :])), plural)


NOT_COMPARED = re.compile(
    r"\b(?:baseline|rates?|scores?|levels?|before|after|expected|normal|average|previous(?:ly)?|usual|value|values"
    r"|days?"
    r"|weeks?|months?|years?|time|others?|those|that|male|female|men|women|changes?|survival|risk|incidence|increase"
    r"|decrease|reduction|improvement|alone|difference|differences|mean|median|age|low|high|higher|lower|years?|zero"
    r"|half|twice|once|most|pre|post|non|pain|data|outcomes?|effects?|common|never|clinical|severe|mild|moderate|longer"
    r"|shorter|profiles?|all|initial|first|second|day|was|were|when|in|if|HbA1c|minutes|hours)\b|^[\d.]+$|^[a-z]+ed$",
    re.I,
)
_UNPAIRED = re.compile(
    r"(?i)\b(?:patients?|subjects?|participants?|groups?|effects?|efficacy|safety|treatments?|both|two|results?|outcomes?"
    r"|baseline|children|women|men|control|controls|those|placebo|sham|period|phase|active|drug|tablets?|matching|study"
    r"|either|medication|rate|rates|tolerability|adverse|comparator)\b"
)


def comes_again(text: str, name: str) -> bool:
    """Whether a name can be an arm's and stands in the text more than once."""
    return (
        (2 < len(name) <= 40 or len(name) == 2 and name.isupper())
        and name.count(" ") < 4
        and not _UNPAIRED.search(name)
        and not NOT_COMPARED.search(name)
        and (text.count(name) > 1 or text.count(name[1:]) > 1)
    )


_LOOKED_AT = 10_000  # characters from the beginning of a text that tell whether a name recurs


def recurs(text: str, name: str) -> bool:
    """Whether a name stands in the text more than once, by its first characters."""
    return text.count(name, 0, _LOOKED_AT) > 1


def may_be_arm(text: str, name: str) -> bool:
    """Whether a name can be an arm's and recurs."""
    return comes_again(text[:_LOOKED_AT], name)


def _is_cut(text: str, end: int, limit: int) -> bool:
    """Whether a word ends at ``end`` only because no more than ``limit`` is looked at."""
    return end == limit and text[end : end + 1].isalnum()


def assigned_name(text: str, at: int) -> tuple[str, int]:
    """The name that begins at ``at``, without the dose after it, and where the text goes on after both."""
    start, end = at, at
    for words, match in enumerate(_NAME_WORD.finditer(text, at, at + 70)):
        word = match.group()
        past = match.start() > at + 1 or words > 5 or _is_cut(text, match.end(), start + 70)
        if past or word.lower() in STOPS and not _is_of_care(text, match.start()):
            break
        at = match.end()
        if word[0].isdigit() and not text[start:end].isupper():  # "ABP 501"
            if end == start:
                return "", at
            dose = DOSE_AFTER.match(text, end)
            return text[start:end], dose.end() if dose else end
        end = at
    return text[start:end], end


# Where a name ends, read from its first word on.
_NAME_END = word_set(
    """and or versus vs vs. than compared were was had has is are reported experienced achieved developed showed
    after at during while whereas respectively who that which with in on for by from to of but did when under
    over within using would could can should may exhibited completed received required died responded tested met
    remained as prolonged resulted led provided yielded significantly"""
)
GENERAL = word_set(
    """patients participants subjects study total cases time these those them each both all which whom comparison
    contrast the a an this that their results addition general particular women men children trial follow-up
    baseline week weeks month months year years day days hours hour who were was other another treatment use
    terms respect reference relation regard its our one two three any some most first second third end
    population people eyes favor favour order case january february march april may june july august september
    october november december severity interim meantime accordance agreement line keeping"""
)


def name_at(text: str, at: int, limit: int) -> tuple[str, int]:
    """The name that begins at ``at``, cleaned, and where it ends in the text; an empty name if it is none."""
    stop = at
    for words, match in enumerate(_NAME_WORD.finditer(text, at, min(limit, at + 60)), 1):
        word = match.group()
        if match.start() > stop + 1 or word[0] in "+-" and _SIGNED.match(word):
            break
        if word.lower() in _NAME_END and not _is_of_care(text, match.start()):
            break
        if _is_cut(text, match.end(), min(limit, at + 60)):
            return "", stop
        stop = match.end()
        if words > 6 or text[stop : stop + 1] != " ":
            break
    return clean_name(text[at:stop]), stop


def _is_of_care(text: str, at: int) -> bool:
    """Whether the word at ``at`` is within a name: "best standard |of| care"."""
    return text.startswith("of care", at) and text.endswith("tandard ", 0, at)


_NAME_WORD = re.compile(r"[^\s,;:.()\[\]%=<>]+(?:(?:\.[^\s,;:.()\[\]%=<>]+)*\.?(?= [a-z])|(?:\.\d+)*)")


_DIGIT_NAME = re.compile(r"\d{1,2}-?[A-Z]")  # "|3M| resin", "|5-FU|"
_DOSE_UNITS = frozenset(("g", "g/day", "IU", "IU/day", "mcg", "\u00b5g", "mL", "ml", "Gy", "U"))


def clean_name(name: str) -> str:
    """A name without what is not told: "the X group" -> "X"; empty where no name is left."""
    name = name.strip(" ,\"'")
    words = name.split()
    while (
        words
        and words[0].lower() in ("the", "a", "patients", "those", "in", "with", "on", "receiving", "group:", "only")
        or words[:2] == ["treated", "with"]
    ):
        words = words[1:]
    if (
        not words
        or words[0] == "+"
        and not (len(words) > 1 and words[1][0].isalpha())
        or words in (["group"], ["arm"], ["groups"], ["patients"])
        or words[0].lower() in GENERAL
        or words[0] in ("P", "p", "CI", "OR", "RR", "HR")
        or words[0][0].isdigit()
        and not (_DIGIT_NAME.match(words[0]) or any("mg" in word or word in _DOSE_UNITS for word in words))
    ):
        return ""
    return " ".join(words)
