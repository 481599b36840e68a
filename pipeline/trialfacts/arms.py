"""The arms of a trial: their names, found once per document, and where the text names them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from trialfacts.abbreviations import Abbreviation
from trialfacts.cleaning.words import TextWords

# Names that mean an arm wherever they stand, by words of which the text must hold one, if there are such.
_ALWAYS = (
    ((), ("placebo", "controls")),
    (("care",), ("usual care", "standard care", "routine care", "standard of care")),
    (("treatment", "treatments", "untreated"),
     ("standard treatment", "untreated", "no treatment", "conventional treatment", "active treatment")),
    ((), ("sham",)),
    (("therapy",), ("conventional therapy",)),
    ((), ("vehicle",)),
)  # fmt: skip
# Words that begin no name and that a name does not run across.
_STOPS = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "of",
        "for",
        "to",
        "from",
        "with",
        "without",
        "by",
        "and",
        "or",
        "versus",
        "vs",
        "vs.",
        "than",
        "between",
        "among",
        "within",
        "into",
        "as",
        "per",
        "each",
        "both",
        "all",
        "either",
        "neither",
        "no",
        "this",
        "that",
        "these",
        "those",
        "other",
        "another",
        "same",
        "two",
        "three",
        "four",
        "five",
        "six",
        "our",
        "their",
        "its",
        "his",
        "her",
        "was",
        "were",
        "is",
        "are",
        "be",
        "been",
        "had",
        "has",
        "have",
        "receive",
        "received",
        "receiving",
        "given",
        "treated",
        "using",
        "followed",
        "after",
        "before",
        "during",
        "while",
        "whereas",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "compared",
        "comparing",
        "respectively",
        "randomized",
        "randomised",
        "assigned",
        "allocated",
        "divided",
        "enrolled",
        "included",
        "only",
        "also",
        "significantly",
        "more",
        "less",
        "higher",
        "lower",
        "not",
        "did",
        "patients",
        "patient",
        "participants",
        "subjects",
        "women",
        "men",
        "children",
        "people",
        "one",
        "first",
        "second",
        "third",
        "only",
        "respective",
        "corresponding",
        "different",
        "parallel",
        "double-blind",
        "open-label",
        "total",
        "randomly",
        "whole",
        "entire",
        "any",
        "some",
        "every",
        "remaining",
        "respectively;",
        "were:",
        "was:",
        "results:",
        "methods:",
        "results",
        "methods",
        "background",
        "group",
        "groups",
        "arm",
        "arms",
        "across",
        "over",
        "against",
        "through",
        "until",
        "since",
        "so",
        "but",
        "if",
        "then",
        "treatment-related",
        "it",
        "they",
        "we",
        "observed",
        "found",
        "seen",
        "noted",
    ]
)
# What "group" may follow without being an arm's name.
_NO_NAME = frozenset(
    [
        "age",
        "study",
        "treatment",
        "patient",
        "support",
        "focus",
        "working",
        "parallel",
        "blood",
        "comparison",
        "larger",
        "smaller",
        "ethnic",
        "risk",
        "sub",
        "research",
        "subgroup",
        "main",
        "largest",
        "matched",
        "trial",
        "two-group",
        "small",
        "large",
        "multiple",
        "single",
        "target",
        "peer",
        "collaborative",
        "muscle",
        "task",
        "class",
        "cooperative",
        "within-group",
        "between",
        "intergroup",
        "case",
        "age-matched",
        "independent",
        "experimental",
        "intervention",
        "equal",
        "individual",
        "evaluated",
        "studied",
        "compare",
        "evaluate",
        "switching",
        "contrast",
        "main",
        "typical",
        "vulnerable",
        "use",
        "its",
        "individuals",
        "equal-sized",
        "patients-in-each",
        "difference",
        "differences",
        "results",
        "result",
        "follow-up",
        "years",
        "weeks",
        "analysis",
        "baseline",
        "number",
        "numbers",
        "evaluable",
        "pooled",
        "combined",
        "overall",
        "general",
        "high",
        "low",
        "higher",
        "lower",
        "new",
        "old",
        "young",
        "elderly",
        "younger",
        "older",
        "female",
        "male",
        "women",
        "men",
        "paired",
        "unpaired",
        "randomised",
        "randomized",
        "outpatient",
        "function",
        "functional",
        "comparative",
        "placebo-controlled",
        "sized",
        "active-control",
        "food",
        "ethnicity",
        "total",
        "parallel-group",
        "study-group",
        "main-study",
        "similar",
        "each",
        "other",
        "respective",
    ]
)
_GROUP = re.compile(r"(?<![A-Za-z-])(?:[Gg]roups?|[Aa]rms?|GROUPS?|cohorts?|recipients)(?![A-Za-z])")
# Words of which the text must hold one (if any), what they hold, and how far behind their beginning: cheap to search.
_GROUP_STEMS = (
    ((), "roup", 1),
    ((), "arm", 0),
    ((), "Arm", 0),
    (("cohort", "cohorts"), "cohort", 0),
    (("recipients",), "recipients", 0),
    (("group", "groups"), "GROUP", 0),
)
# "group A", "Group P2.5", "arm II", "groups 1 and 2"
_LETTERED = re.compile(
    r" (?P<first>[A-Z]{1,3}[0-9]?(?:\.[0-9])?|[0-9]{1,2}|[IVX]{1,4}|[A-Z][a-z]{3,14})(?![A-Za-z0-9%.]*[a-z0-9%])"
)
_MORE = re.compile(
    r"(?:, | and |, and | or | ?& | vs\.? | versus )(?:[Gg]roup |[Aa]rm )?(?P<next>[A-Z]{1,3}[0-9]?(?:\.[0-9])?"
    r"|[0-9]{1,2}|[IVX]{1,4})(?![A-Za-z0-9%]|[.,]\d| \d| ?\u00b1)"
)
# Names of arms where one "group" follows, else words of any kind.
_GENERIC = re.compile(r"(?<![\w-])(?P<name>intervention|treatment|study|experimental|case|experiment|active) $", re.I)
_SIZE = re.compile(r"[ ]?[(\[][nN] ?= ?[\d,]{1,7}(?![\d,]|[;,] ?\d+(?:\.\d+)?%)")
# "randomized (1:1) to receive either ", "divided into two groups: "; the names follow.
_ASSIGNED = re.compile(r"(?:[Rr]andomi[sz]ed|[Aa]ssigned|[Aa]llocated|[Rr]andomi[sz]ation|[Rr]andomly|[Dd]ivided)")
_TO_ASSIGNED = re.compile(r"[^.;:]{0,60}(?:\(\d:[\d:]{1,5}\)[^.;:]{0,20})? (?:in)?")
_ASSIGNED_TO = re.compile(
    r"to (?:(?:either |receive |be |treated with |treatment with |an? |the |one of |two |three |four |groups?:? "
    r"|arms?:? |receiving |take |undergo |"
    r"(?:\d{1,9}|\w{1,30}) (?:weeks|months|days|sessions|cycles) of ){1,20}|(?=[A-Za-z]))"
)
_ASSIGNED_GAP = re.compile(
    r"(?: ?[(\[][^()\[\]]{1,60}[)\]])?(?: daily| once daily| twice daily| weekly)?"
    r"(?:(?P<last>,? (?:or|and|versus|vs\.?)) |, )(?:to |either |receive |an? |the |with |matching )*(?=[A-Za-z])"
)
_DESIGN = re.compile(r"trial|study|design|aim|order|able")
_INFINITIVES = frozenset(
    [
        "compare",
        "investigate",
        "assess",
        "determine",
        "test",
        "evaluate",
        "participate",
        "read",
        "try",
        "examine",
        "identify",
        "see",
        "find",
        "explore",
        "reduce",
        "improve",
        "increase",
        "determine",
        "complete",
        "be",
        "have",
        "study",
        "estimate",
        "prevent",
        "ensure",
        "analyze",
        "use",
    ]
)
# "|X| 400 mg/day for 24 weeks or matching |Y|"
_ASSIGNED_FAR = re.compile(
    r"[^.;:()]{0,60}?(?: ?[(\[][^()\[\]]{1,60}[)\]])?[^.;:()]{0,30}?(?P<last>,? (?:or|versus|vs\.?|and)) "
    r"(?!then|were|was|followed|all|had|at|from|\d)(?:to |either |receive |an? |the |with |matching )*(?=[A-Za-z])"
)
# "93 to |X| and 93 to |Y|"
_SHARED_OUT = re.compile(
    r"\b\d{1,5} (?:[a-z]+ )?(?:to|on|received|receiving) (?:receive )?(?:the )?"
    r"(?P<one>[A-Za-z][\w+/-]*(?: [\w+/-]+){0,2})(?: ?[(\[][^()\[\]]{1,40}[)\]])?(?:,? and|,|;)(?: the other)? \d{1,5} "
    r"(?:[a-z]+ )?(?:to|on|received|receiving) (?:receive )?(?:the )?(?P<other>[A-Za-z][\w+/-]*(?: [\w+/-]+){0,2})"
)
_TREATED = re.compile(
    r"\b(?:patients|participants|subjects|those|children|women|men|group|arm|infants"
    r"|individuals)[ ](?:treated with|receiving)[ ](?:the[ ]|either[ ])?"
    r"(?P<name>[A-Za-z][\w+/-]{2,25})"
)
_HYPHENED = re.compile(
    r"(?<![\w-])(?!between|within|inter|intra|two|three|parallel|multi|sub|age|by|single|study"
    r"|placebo)[\w-]{2,16}-group$",
    re.I,
)
_DOSE = r"\d+(?:\.\d+)? ?(?:mg|\u00b5g|mcg|g|IU)(?:/(?:kg|day|d|m2))?"
_COMPOUND_BEFORE = re.compile(r"(?<![\w/+])[A-Za-z][\w-]{2,20} ?[/+] ?$")
_COMPOUND_AFTER = re.compile(r" ?[/+] ?[A-Za-z][\w-]{2,20}(?![\w/])")
_DOSE_BEFORE = re.compile(rf"(?<![\d.]){_DOSE} (?:of )?$")
_DOSE_AFTER = re.compile(rf" {_DOSE}(?![A-Za-z])")
_NOT_A_NAME = re.compile(
    r"[<>=%\u2264\u2265]|percent|^(?:HR|OR|RR|CI|MD|SD|SE|IQR|BMI|QoL|AE|AEs)$|^(?:retrospective|prospective|treatments?|unknown|other|others|none|median|mean"
    r"|range|age)$|ratio$|disease control|population$|analysis$",
    re.I,
)
_REACH = 500  # characters of a sentence on either side of a value that are looked at, at most
_MOST = 24  # names of a document, at most


@dataclass(slots=True)
class ArmMention:
    """A place that names an arm: a half-open span of the cleaned text, the name as written there, the arm's number."""

    start: int
    end: int
    name: str
    arm: int


@dataclass(slots=True)
class Arms:
    """The arms of a document: ``names`` in the order found (the index is the arm's number) and their ``mentions``."""

    names: list[str] = field(default_factory=list)
    mentions: list[ArmMention] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)  # by the arm's number: what its spellings share
    _text: str = ""
    _starts: list[int] = field(default_factory=list)
    _main: list[int] | None = None
    _usual: dict[int, str] = field(default_factory=dict)

    def within(self, start: int, end: int) -> list[ArmMention]:
        """The mentions that begin in the half-open span, in order."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def other(self, arm: int) -> str | None:
        """The name of the other of the two main arms; None where ``arm`` is none of them."""
        two = self.main()
        if arm not in two or len(two) != 2:
            return None
        return self.usual(two[0] if two[1] == arm else two[1])

    def main(self) -> list[int]:
        """The two arms that the text names most often as groups, in the order of their first mention."""
        if self._main is None:
            weights: Counter[int] = Counter()
            for mention in self.mentions:
                weights[mention.arm] += 3 if _IS_GROUP.search(self._text, mention.start, mention.end + 8) else 1
            most: list[int] = []
            for arm, _ in weights.most_common():
                words = set(self.keys[arm].split())
                if not any(
                    words <= set(self.keys[one].split()) or words >= set(self.keys[one].split()) for one in most
                ):
                    most.append(arm)
                if len(most) == 2:
                    break
            self._main = [arm for arm in dict.fromkeys(mention.arm for mention in self.mentions) if arm in most]
        return self._main

    def usual(self, arm: int) -> str:
        """How the text writes an arm most often."""
        if arm not in self._usual:
            counts = Counter(mention.name for mention in self.mentions if mention.arm == arm)
            self._usual[arm] = max(counts, key=lambda name: (counts[name], -len(name)))
        return self._usual[arm]


def find_arms(text: str, abbreviations: Iterable[Abbreviation] = (), words: TextWords | None = None) -> Arms:
    """The arms that a cleaned text names, and where it names them. Runs in time linear in the text.

    ``words``: those of the text, if they are known.
    """
    words = words or TextWords(text)
    names: dict[str, None] = {}
    for name in (
        *_beside_group(text, words),
        *_with_size(text),
        *_randomized(text),
        *_treated(text, words),
        *_counted(text),
        *_compared(text, words),
        *_paired(text, words),
    ):
        key = name.strip(" ,.:;\"'-")
        if key not in names and 1 < len(key) <= 50 and len(names) < _MOST and not _NOT_A_NAME.search(key):
            names[key] = None
    return _locate(text, names, abbreviations, words)


def _group_words(text: str, words: TextWords) -> list[re.Match[str]]:
    found = []
    for gate, stem, back in _GROUP_STEMS:
        at = text.find(stem) if not gate or not words.distinct.isdisjoint(gate) else -1
        while at >= 0:
            if match := _GROUP.match(text, max(0, at - back)):
                found.append(match)
            at = text.find(stem, at + 3)
    return sorted(found, key=lambda match: match.start())


def _beside_group(text: str, words: TextWords) -> Iterable[str]:
    for match in _group_words(text, words):
        word = match.group().lower()
        lettered = _LETTERED.match(text, match.end()) if word != "recipients" else None
        if lettered and (len(lettered.group("first")) < 5 or match.group()[0] == "G"):
            noun = "group" if word.startswith("group") else "arm" if word.startswith("arm") else word
            yield f"{noun} {lettered.group('first')}"
            at = lettered.end()
            while (more := _MORE.match(text, at)) is not None:
                yield f"{noun} {more.group('next')}"
                at = more.end()
            continue
        if word in ("group", "arm") and (generic := _GENERIC.search(text, max(0, match.start() - 14), match.start())):
            yield f"{generic.group('name')} {word}"
        yield from names_before(text, match.start(), plural=word.endswith("s"))


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
    while first and words[first - 1] and words[first - 1][-1] not in ",;:." and words[first - 1].lower() not in _STOPS:
        first -= 1
    if first < len(words) and len(words) - first <= 5:
        name = " ".join(words[first:])
        if name.lower() not in _NO_NAME and not name[0].isdigit() or (name[0].isdigit() and " " in name):
            yield name
        if first >= 2 and words[first - 1] in ("and", "or", "versus", "vs", "vs."):
            at = first - 2
            while plural and at >= 0 and words[at][-1:] == "," and words[at][:-1].lower() not in _STOPS:
                yield words[at][:-1]  # "the A, B, and C groups"
                at -= 1
            yield from names_before(text, begin + len(segment) - len(" ".join(words[first - 1 :])), plural)


_REGIMEN_END = re.compile(r"\b(?:daily|weekly|monthly|tolerated|once|twice|weeks|days|months|years)$")


def _with_size(text: str) -> Iterable[str]:
    at = text.find("=")
    while at >= 0:
        open_at = text.rfind("(", max(0, at - 4), at)
        if open_at > 0 and _SIZE.match(text, open_at - 1 if text[open_at - 1] == " " else open_at):
            end = open_at - 1 if text[open_at - 1] == " " else open_at
            yield from (
                name
                for name in names_before(text, end + 1 if text[end : end + 1] == " " else end, False)
                if len(name) < 40 and not _REGIMEN_END.search(name)
            )
        at = text.find("=", at + 1)


# "(96 |X| and 107 |Y|)"
_COUNTED = re.compile(
    r"\(\d{1,5} (?P<one>[A-Za-z][\w+/-]*(?: [\w+/-]+){0,2})(?:,? and |, |; |/)\d{1,5} "
    r"(?P<other>[A-Za-z][\w+/-]*(?: [\w+/-]+){0,2})[)\],;]"
)


def _counted(text: str) -> Iterable[str]:
    for match in _COUNTED.finditer(text):
        for name in match.group("one", "other"):
            if name.lower() not in _NO_NAME and not _STOPS.intersection(name.lower().split()) and text.count(name) > 2:
                yield name


def _treated(text: str, words: TextWords) -> Iterable[str]:
    """ "patients treated with |X|", "those receiving |X|", "|X|-group"."""
    for word, literal in (("treated", "treated with "), ("receiving", "receiving ")):
        at = text.find(literal) if word in words.distinct else -1
        while at >= 0:
            match = _TREATED.search(text, max(0, at - 14), at + 60)
            if match and match.group("name").lower() not in _STOPS:
                yield match.group("name")
            at = text.find(literal, at + 8)
    at = text.find("-group") if "group" in words.distinct or "groups" in words.distinct else -1
    while at >= 0:
        match = _HYPHENED.search(text, max(0, at - 16), at + 6)
        if match and not text.startswith(("s", " d", " c"), at + 6) and match.group().lower() not in _NO_NAME:
            yield match.group()
        at = text.find("-group", at + 6)


# What is compared by name: "|X| versus |Y|", "better than |Y|", "between |X| and |Y|".
_VERSUS = tuple(
    (re.findall("[a-z]+", word)[0], word)
    for word in (" vs ", " vs. ", " versus ", " compared with ", " compared to ", " than ", " relative to ")
)
_NOT_COMPARED = re.compile(
    r"\b(?:baseline|rates?|scores?|levels?|before|after|expected|normal|average|previous(?:ly)?|usual|value|values"
    r"|days?"
    r"|weeks?|months?|years?|time|others?|those|that|male|female|men|women|changes?|survival|risk|incidence|increase"
    r"|decrease|reduction|improvement|alone|difference|differences|mean|median|age|low|high|higher|lower|years?|zero"
    r"|half|twice|once|most|pre|post|non|pain|data|outcomes?|effects?|common|never|clinical|severe|mild|moderate|longer"
    r"|shorter|all|initial|first|second|day|was|were|when|in|if|HbA1c|minutes|hours)\b|[\d.]+$|^[a-z]+ed$",
    re.I,
)


_PARTNER = re.compile(r"(?<![\w-])(?P<name>[a-z]{0,3}[A-Z][\w/+-]{0,20}) and $")


def _compared(text: str, words: TextWords) -> Iterable[str]:
    """Names on both sides of "versus" and after "than" that the text holds more than once."""
    left = _MOST  # comparisons by name that are looked at: each costs a search of the text
    for first, word in _VERSUS:
        at = text.find(word) if first in words.distinct else -1
        while at >= 0:
            end = at + len(word)
            versus = word[1] == "v"
            # Numbers are compared oftener than names; after "than" only a name with a capital is believed.
            if text[end : end + 1].isdigit() or not versus and text[end : end + 40].islower():
                at = text.find(word, end)
                continue
            left -= 1
            if left < 0:
                return
            after = name_at(text, end, len(text))[0]
            yield from (
                name
                for name in ((after, *names_before(text, at + 1, False)) if versus else (after,))
                if 1 < len(name) <= 40
                and name[0].isalnum()
                and name.count(" ") < 4
                and (versus or any(letter.isupper() for letter in name))
                and not _NOT_COMPARED.search(name)
                and text.count(name) > 1
            )
            if word == " than " and any(letter.isupper() for letter in after):
                partner = _PARTNER.search(
                    text, max(0, text.find(f" and {after}") - 26), max(0, text.find(f" and {after}") + 5)
                )
                if partner:
                    yield partner.group("name")
            at = text.find(word, end)


# The second of two arms that are told by name: "|X| or placebo", "placebo and |X|".
_CONTROLS = ("placebo", "sham", "vehicle", "saline", "PLACEBO")
_BRACKETED = re.compile(r"[(]([A-Z][\w+/-]{1,12})[)]$")  # "(|XYZ|) or placebo"
_JOIN = re.compile(r" (?:or|and|versus|vs\.?|nor)(?: the| a| an| matching| matched| with| in)? $")
_JOINED = re.compile(r" (?:or|and|versus|vs\.?)(?: the| a| an| with| in)? (?=[A-Za-z])")
# "received either |X| 40 mg or |Y|"
_EITHER = re.compile(
    r"(?:receiv(?:e|ed|ing)|given|with|to|using|ingested|consumed|taking|administered|underwent|undergo|by|of) $"
)
# "to compare (the effects of) |X| with |Y|"
_COMPARING_TWO = re.compile(
    r"ompar(?:e|ed|ing|ison of|ison between)(?: the)?(?: (?:[a-z-]{4,14})(?:,| and|, and)?){0,4}?"
    r"(?: (?:of|between))?(?: the)? (?=[A-Za-z])"
)
_WITH_SECOND = re.compile(
    r"(?: ?[(\[][^()\[\]]{1,60}[)\]])? (?:and|with|to|versus|vs\.?)(?: the| a| an| that of)? (?=[A-Za-z])"
)
_UNPAIRED = re.compile(
    r"(?i)\b(?:patients?|subjects?|participants?|groups?|effects?|efficacy|safety|treatments?|both|two|results?|outcomes?"
    r"|baseline|children|women|men|control|controls|those|placebo|sham|period|phase|active|drug|tablets?|matching|study"
    r"|either|medication|rate|rates|tolerability|adverse|comparator)\b"
)


def _paired(text: str, words: TextWords) -> Iterable[str]:
    """Names that come again and stand beside another arm's: "|X| or placebo", "either |X| or |Y|", "compare |X|"."""
    for control in _CONTROLS:
        at = text.find(control) if control.lower() in words.distinct else -1
        while at >= 0:
            end = at + len(control)
            join = _JOIN.search(text, max(0, at - 20), at)
            if join and join.start() > 0:
                start = join.start()
                short = _BRACKETED.search(text, max(0, start - 16), start)
                if short and _comes_again(text, short.group(1)):
                    yield short.group(1)
                if text[start - 1] == ")":  # "|X| (10 mg) or placebo"
                    start = max(text.rfind("(", max(0, start - 60), start) - 1, 0)
                names = tuple(names_before(text, start + 1, False))[:1]
                yield from (name for name in names if _comes_again(text, name))
            elif joined := _JOINED.match(text, end):
                name = _assigned_name(text, joined.end())[0]
                if _comes_again(text, name):
                    yield name
            at = text.find(control, end)
    at = text.find("either ") if "either" in words.distinct else -1
    while at >= 0:
        if _EITHER.search(text, max(0, at - 14), at):
            yield from _two_names(text, at + 7, _ASSIGNED_GAP, _ASSIGNED_FAR)
        at = text.find("either ", at + 7)
    left = 4
    at = text.find("ompar")
    while at >= 0 and left:
        if match := _COMPARING_TWO.match(text, at):
            left -= 1
            yield from _two_names(text, match.end(), _WITH_SECOND)
        at = text.find("ompar", at + 5)


def _two_names(text: str, at: int, *gaps: re.Pattern[str]) -> tuple[str, ...]:
    """The two names that begin at ``at``, if both come again in the text; ``gaps``: what may stand between them."""
    first, end = _assigned_name(text, at)
    if not _comes_again(text, first):
        return ()
    gap = next((match for pattern in gaps if (match := pattern.match(text, end))), None)
    if gap is None:
        return ()
    second = _assigned_name(text, gap.end())[0]
    return (first, second) if second in _CONTROLS or _comes_again(text, second) else ()


def _comes_again(text: str, name: str) -> bool:
    """Whether a name can be an arm's and stands in the text more than once."""
    return (
        2 < len(name) <= 40
        and name.count(" ") < 4
        and not _UNPAIRED.search(name)
        and not _NOT_COMPARED.search(name)
        and (text.count(name) > 1 or text.count(name[1:]) > 1)
    )


def _assignments(text: str) -> Iterable[tuple[int, bool]]:
    """Where names of the arms that participants are assigned to begin; whether one name stands there, or a list."""
    for stem, back in (("andomi", 1), ("andomly", 1), ("ssigned", 1), ("llocated", 1), ("ivided", 1)):
        at = text.find(stem)
        while at >= 0:
            if match := _SHARED_OUT.search(text, at, at + 160):
                yield match.start("one"), True
                yield match.start("other"), True
            elif (begin := _assigned_to(text, max(0, at - back))) is not None:
                yield begin, False
            at = text.find(stem, at + 6)


def _assigned_to(text: str, at: int) -> int | None:
    """Where the names begin after a word for assignment at ``at``; None where none follow it."""
    verb = _ASSIGNED.match(text, at)
    if verb is None:
        return None
    to = text.find("to ", verb.end(), verb.end() + 100)
    while to >= 0:
        names = _ASSIGNED_TO.match(text, to)
        if names is not None and _TO_ASSIGNED.fullmatch(text, verb.end(), to):
            return names.end() if not _DESIGN.search(text, at, names.end()) else None
        to = text.find("to ", to + 3, verb.end() + 100)
    return None


def _randomized(text: str) -> Iterable[str]:
    """ "randomized to |X| or |Y|", "assigned to |X|, |Y| or |Z|"."""
    for at, shared in _assignments(text):
        names: list[str] = []
        last = False
        while len(names) < 6:
            name, end = _assigned_name(text, at)
            if not name or name.split(" ", 1)[0] in _INFINITIVES:
                break
            names.append(name)
            gap = None if last or shared else _ASSIGNED_GAP.match(text, end) or _ASSIGNED_FAR.match(text, end)
            if gap is None:
                break
            at, last = gap.end(), gap.group("last") is not None
        if last or shared:
            yield from names


def _assigned_name(text: str, at: int) -> tuple[str, int]:
    """The name that begins at ``at``, without the dose after it, and where the text goes on after both."""
    start, end = at, at
    for words, match in enumerate(_NAME_WORD.finditer(text, at, at + 70)):
        word = match.group()
        if match.start() > at + 1 or word.lower() in _STOPS or words > 5:
            break
        at = match.end()
        if word[0].isdigit() and not text[start:end].isupper():  # "ABP 501"
            if end == start:
                return "", at
            dose = _DOSE_AFTER.match(text, end)
            return text[start:end], dose.end() if dose else end
        end = at
    return text[start:end], end


def _locate(text: str, names: dict[str, None], abbreviations: Iterable[Abbreviation], words: TextWords) -> Arms:
    lower = text.lower()
    arms = Arms(_text=text)
    index: dict[str, int] = {}
    spans: list[ArmMention] = []
    forms = [(name, name) for name in names]
    forms += [
        (name, name)
        for gate, always in _ALWAYS
        if not (gate and words.distinct.isdisjoint(gate))
        for name in always
        if name not in names and name in lower
    ]
    shorts = {a.short: a.long for a in abbreviations}
    longs = {a.long.lower(): a.short for a in abbreviations}
    for name, _ in tuple(forms) if shorts else ():
        bare = name.removesuffix(" group").removesuffix(" arm")
        if bare in shorts:
            forms.append((shorts[bare], name))
        elif bare.lower() in longs:
            forms.append((longs[bare.lower()], name))
    for form, name in forms:
        key = _key(name)
        if key not in index:
            index[key] = len(index)
        exact = len(form) <= 4 or form.isupper()
        haystack, needle = (text, form) if exact else (lower, form.lower())
        at = haystack.find(needle)
        while at >= 0:
            end = at + len(needle)
            if (
                not haystack[at - 1 : at].isalnum()
                and not haystack[end : end + 1].isalnum()
                and (key != "control" or _IS_CONTROL.match(lower, max(0, at - 8)))
            ):
                spans.append(ArmMention(at, end, text[at:end], index[key]))
            at = haystack.find(needle, end)
    for name in _GENERIC_NAMES:
        if name in index:
            at = lower.find(f"{name} and ")
            while at >= 0:
                end = at + len(name)
                if _SECOND_GROUP.match(lower, end):
                    spans.append(ArmMention(at, end, text[at:end], index[name]))
                at = lower.find(f"{name} and ", end)
    if any(len(key) < 4 for key in index):
        spans += _letters(text, words, index)
    doses = "mg" in text
    if doses or "/" in text or "+" in text:
        for span in spans:
            _with_dose(text, span, doses)
    spans.sort(key=lambda span: (span.start, -span.end))
    last = -1
    for span in spans:
        if span.start >= last:
            arms.mentions.append(span)
            last = span.end
    arms.names = arms.keys = list(dict.fromkeys(index))
    arms._starts = [mention.start for mention in arms.mentions]
    return arms


def _with_dose(text: str, span: ArmMention, doses: bool) -> None:
    """Take compound and dose into the name: "|X/|placebo", "|1 mg/kg| hydrocortisone", "dabigatran |110 mg|"."""
    start, end = span.start, span.end
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if ("/" in before or "+" in before) and (match := _COMPOUND_BEFORE.search(text, max(0, start - 24), start)):
        start = match.start()
    if ("/" in after or "+" in after) and (match := _COMPOUND_AFTER.match(text, end)):
        end = match.end()
    if doses:
        if (
            before[-1:] == " "
            and text[start - 2 : start - 1] in "gUfyd2"
            and (match := _DOSE_BEFORE.search(text, max(0, start - 20), start))
        ):
            start = match.start()
        if text[end + 1 : end + 2].isdigit() and (match := _DOSE_AFTER.match(text, end)):
            end = match.end()
    if start != span.start or end != span.end:
        span.start, span.end, span.name = start, end, text[start:end]


# "glucose |control|" is no arm; "the control", "control group", "vs. control" is one.
_IS_CONTROL = re.compile(
    r"(?:.{0,7}?(?:(?<![a-z])(?:the|and|vs|versus|than|to|with|in|or|of|for|a|no|normal|healthy|active|negative)[ ]"
    r"|[,(/.;:+-][ ]?))control"
    r"|.{0,8}control[ -](?:groups?|arms?|subjects|patients|participants|animals|rats|mice|women|children|men|infants"
    r"|conditions?|diet|eyes|schools|clusters|sites|practices|villages|intervention|treatment)",
    re.S,
)
_GENERIC_NAMES = ("intervention", "experimental", "treatment", "study", "active", "case", "test")
_SECOND_GROUP = re.compile(r" and (?:the )?[\w-]+(?: [\w-]+){0,2} (?:groups?|arms?)(?![a-z])")
_IS_GROUP = re.compile(r"(?<![a-z])(?:[Gg]roup|[Aa]rm)s?(?![a-z])|placebo|[ ]\([nN] ?=")
# "groups |1| and |2|", "Group A and |B|"
_LETTERS = re.compile(
    r"(?:[Gg]roups?|[Aa]rms?) (?=[A-Z0-9])[A-Z]{0,2}[0-9]?(?:\.\d)?(?:,? (?:and|or|vs\.?|versus|&) |, )"
    r"[A-Z0-9](?![a-z])"
)
_LETTER = re.compile(r"(?:[A-Z]{1,2}[0-9]?(?:\.\d)?|[0-9]{1,2}|[IVX]{1,4})(?![A-Za-z0-9%]|[.,]\d| ?\u00b1)")
_NEXT_LETTER = re.compile(r",? (?:and|or|vs\.?|versus|&) |, ")


def _letters(text: str, words: TextWords, index: dict[str, int]) -> list[ArmMention]:
    """The arms of a list that says "group" once: "groups 1 and 2", "group A or B"."""
    out: list[ArmMention] = []
    for match in _group_words(text, words):
        listed = _LETTERS.match(text, match.start())
        at = match.end() + 1 if listed else len(text)
        while (letter := _LETTER.match(text, at)) is not None and letter.group().lower() in index:
            name = f"group {letter.group()}"
            out.append(ArmMention(at, letter.end(), name, index[letter.group().lower()]))
            gap = _NEXT_LETTER.match(text, letter.end())
            if gap is None:
                break
            at = gap.end()
    return out


_GROUP_AROUND = re.compile(r" (?:groups?|arms?)$|^(?:groups?|arms?) ")


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """What two spellings of an arm's name share."""
    key = _GROUP_AROUND.sub("", name.lower())
    return key[:-1] if key.endswith("s") and len(key) > 3 else key


# Where a name ends, read from its first word on.
_NAME_END = frozenset(
    [
        "and",
        "or",
        "versus",
        "vs",
        "vs.",
        "than",
        "compared",
        "were",
        "was",
        "had",
        "has",
        "is",
        "are",
        "reported",
        "experienced",
        "achieved",
        "developed",
        "showed",
        "after",
        "at",
        "during",
        "while",
        "whereas",
        "respectively",
        "who",
        "that",
        "which",
        "with",
        "in",
        "on",
        "for",
        "by",
        "from",
        "to",
        "of",
        "but",
        "did",
        "at",
        "when",
        "under",
        "over",
        "within",
        "using",
        "would",
        "could",
        "can",
        "should",
        "may",
        "exhibited",
        "completed",
        "received",
        "required",
        "died",
        "responded",
        "tested",
        "met",
        "remained",
        "as",
    ]
)
GENERAL = frozenset(
    [
        "patients",
        "participants",
        "subjects",
        "study",
        "total",
        "cases",
        "time",
        "these",
        "those",
        "them",
        "each",
        "both",
        "all",
        "which",
        "whom",
        "comparison",
        "contrast",
        "the",
        "a",
        "an",
        "this",
        "that",
        "their",
        "results",
        "addition",
        "general",
        "particular",
        "women",
        "men",
        "children",
        "trial",
        "follow-up",
        "baseline",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "day",
        "days",
        "hours",
        "hour",
        "who",
        "were",
        "was",
        "other",
        "another",
        "treatment",
        "use",
        "terms",
        "respect",
        "reference",
        "relation",
        "regard",
        "its",
        "our",
        "one",
        "two",
        "three",
        "any",
        "some",
        "most",
        "first",
        "second",
        "third",
        "end",
        "population",
        "people",
        "eyes",
        "favor",
        "favour",
        "order",
        "case",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "severity",
    ]
)


def name_at(text: str, at: int, limit: int) -> tuple[str, int]:
    """The name that begins at ``at``, cleaned, and where it ends in the text; an empty name if it is none."""
    stop = at
    for words, match in enumerate(_NAME_WORD.finditer(text, at, min(limit, at + 60)), 1):
        if match.start() > stop + 1 or match.group().lower() in _NAME_END:
            break
        stop = match.end()
        if words > 6 or text[stop : stop + 1] != " ":
            break
    return clean_name(text[at:stop]), stop


_NAME_WORD = re.compile(r"[^\s,;:.()\[\]%=<>]+(?:(?:\.[^\s,;:.()\[\]%=<>]+)*\.?(?= [a-z])|(?:\.\d+)*)")


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
    if words and words[0] == "with":
        words = words[1:]
    if (
        not words
        or words in (["group"], ["arm"], ["groups"], ["patients"])
        or words[0].lower() in GENERAL
        or words[0] in ("P", "p", "CI", "OR", "RR", "HR")
        or (words[0][0].isdigit() and not any("mg" in word for word in words))
    ):
        return ""
    return " ".join(words)
