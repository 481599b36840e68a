"""The arms of a trial: their names, found once per document, and which arm a place in a sentence speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from trialfacts.abbreviations import Abbreviation
from trialfacts.cleaning.words import TextWords

if TYPE_CHECKING:
    from trialfacts.document import Document

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
    """the a an in on at of for to from with without by and or versus vs vs. than between among within into as per
    each both all either neither no this that these those other another same two three four five six our their its his
    her was were is are be been had has have receive received receiving given treated using followed after before during
    while whereas when where which who whom compared comparing respectively randomized randomised assigned allocated
    divided enrolled included only also significantly more less higher lower not did patients patient participants
    subjects women men children people one first second third only respective corresponding different parallel
    double-blind open-label total randomly whole entire any some every remaining respectively; were: was: results:
    methods: results methods background group groups arm arms across over against through until since so but if then
    treatment-related it they we observed found seen noted""".split()
)
# What "group" may follow without being an arm's name.
_NO_NAME = frozenset(
    """age study treatment patient support focus working parallel blood comparison larger smaller ethnic risk sub
    research subgroup main largest matched trial two-group small large multiple single target peer collaborative
    muscle task class cooperative within-group between intergroup case age-matched independent experimental
    intervention equal individual evaluated studied compare evaluate switching contrast main typical vulnerable use its
    individuals equal-sized patients-in-each difference differences results result follow-up years weeks analysis
    baseline number numbers evaluable pooled combined overall general high low higher lower new old young elderly
    younger older female male women men paired unpaired randomised randomized outpatient function functional
    comparative placebo-controlled sized active-control food ethnicity total parallel-group study-group
    main-study""".split()
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
    r"|[0-9]{1,2}|[IVX]{1,4})(?![A-Za-z0-9%])"
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
    """compare investigate assess determine test evaluate participate read try examine identify see find explore reduce
    improve increase determine complete be have study estimate prevent ensure analyze use""".split()
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
    r"[<>=%\u2264\u2265]|percent|^(?:retrospective|prospective|treatments?|unknown|other|others|none|median|mean"
    r"|range|age)$|ratio$|disease control",
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
    _starts: list[int] = field(default_factory=list)

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
        """The two arms that the text names most often, in the order of their first mention."""
        counts = Counter(mention.arm for mention in self.mentions)
        most = {arm for arm, _ in counts.most_common(2)}
        return [arm for arm in dict.fromkeys(mention.arm for mention in self.mentions) if arm in most]

    def usual(self, arm: int) -> str:
        """How the text writes an arm most often."""
        counts = Counter(mention.name for mention in self.mentions if mention.arm == arm)
        return max(counts, key=lambda name: (counts[name], -len(name)))


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
        yield from _names_before(text, match.start(), plural=word.endswith("s"))


def _names_before(text: str, end: int, plural: bool) -> Iterable[str]:
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
            yield from _names_before(text, begin + len(segment) - len(" ".join(words[first - 1 :])), plural)


_REGIMEN_END = re.compile(r"\b(?:daily|weekly|monthly|tolerated|once|twice|weeks|days|months|years)$")


def _with_size(text: str) -> Iterable[str]:
    at = text.find("=")
    while at >= 0:
        open_at = text.rfind("(", max(0, at - 4), at)
        if open_at > 0 and _SIZE.match(text, open_at - 1 if text[open_at - 1] == " " else open_at):
            end = open_at - 1 if text[open_at - 1] == " " else open_at
            yield from (
                name
                for name in _names_before(text, end + 1 if text[end : end + 1] == " " else end, False)
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
            after = _name_at(text, end, len(text))[0]
            yield from (
                name
                for name in ((after, *_names_before(text, at + 1, False)) if versus else (after,))
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
    arms = Arms()
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
            if not haystack[at - 1 : at].isalnum() and not haystack[end : end + 1].isalnum():
                spans.append(ArmMention(at, end, text[at:end], index[key]))
            at = haystack.find(needle, end)
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
    arms.names = list(dict.fromkeys(index))
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


_GROUP_AROUND = re.compile(r" (?:groups?|arms?)$|^(?:groups?|arms?) ")


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """What two spellings of an arm's name share."""
    key = _GROUP_AROUND.sub("", name.lower())
    return key[:-1] if key.endswith("s") and len(key) > 3 else key


# -- which arm a place speaks of --------------------------------------------------------------------------------------

# Between the values of one list: "12% vs. 20%", "5 (3%) and 7 (4%)", "1%, 2% and 3%", a P value or an interval between.
_LIST_GAP = re.compile(
    r"[ ]?[)\]]?(?:[ ]?[(\[][^()\[\]]{0,45}[)\]])?(?:[ ](?:of[ ])?(?:patients|participants|subjects))?[ ]?"
    r"(?:(?:,|;|/|-)?[ ]?(?:and|or|vs\.?|versus|to|as compared (?:with|to)|compared (?:with|to)|against|,|;|/"
    r"|-))[ ]?(?:in[ ]|for[ ]|only[ ]|by[ ]|of[ ])?"
)
# From a value to its arm: "36% in the X group", "20% (X)", "12% (6/50) of patients in X", "43% X recipients".
_TO_ARM = re.compile(
    r"(?:/year|/yr| per year)?[ ]?[)\]]?(?:[ ]?[(\[][^()\[\]]{0,45}[)\]])?(?:[ ](?:[a-z-]+["
    r" ]){0,3}?)?(?:(?:[a-z-]+[ ]){0,4}?(?:of|in|for|with|on|among|from|by|receiving|to|given|taking|using|under"
    r"|within|the)[ ](?:both[ ]|all[ ])?(?:the[ ])?(?:[a-z]+[ ]){0,2}|[ ]?[(\[]|)"
)
_COMPARING = re.compile(r"\b(?:vs|versus|than|compared|while|whereas|but|and|respectively|had|were|was)\b")
# Where a name ends, read from its first word on.
_NAME_END = frozenset(
    """and or versus vs vs. than compared were was had has is are reported experienced achieved developed showed after
    at during while whereas respectively who that which with in on for by from to of but did at when under over
    within using would could can should may exhibited completed received required died responded tested met remained
    as""".split()
)
_GENERAL = frozenset(
    """patients participants subjects study total cases time these those them each both all which whom comparison
    contrast the a an this that their results addition general particular women men children trial follow-up
    baseline week weeks month months year years day days hours hour who were was other another treatment use
    terms respect reference relation regard its our one two three any some most first second third end
    population people eyes favor favour order case january february march april may june july august september
    october november december severity""".split()
)
_HEAD_NOUN = re.compile(
    r"[ ](?:groups?|arms?|patients|participants|subjects|recipients|women|children|men|individuals|users|cases"
    r"|group,|models?|treatment)$"
)
_PREPOSITION = re.compile(
    r"(?:/year|/yr| per year)?[ ]?[)\]]?(?:[ ]?[(\[][^()\[\]]{0,45}[)\]])?,?(?:[ ](?:of[ ](?:the[ ])?)?"
    r"[A-Za-z-]{3,14}[sn])?"
    r"[ ](?P<word>in|for|with|among|on|of|receiving|taking|given|treated with)[ ](?:patients[ ](?:in|on|with"
    r"|receiving)[ ])?(?:the[ ])?"
)
_BRACKET_NAME = re.compile(r"[ ]?[(\[](?P<name>[A-Za-z][^()\[\];=<>%]{1,30})[)\]]")
_ITEM_GAP = re.compile(r",? (?:and|or|versus|vs\.?|&) (?:in |for |with |the |in the )?|, (?:in |for |the )?")
_COMPARE = re.compile(
    r",?[ ](?:compared (?:with|to)|as compared (?:with|to)|in comparison (?:with|to)|than|versus|vs\.?"
    r"|relative to)[ ](?:(?:in|with|for|those|the|did|that|patients|receiving|given|treated|on)[ ])*"
)
# "... than for X (49/129": the name before a bracket.
_BEFORE_BRACKET = re.compile(
    r"(?:than|versus|vs\.?|compared (?:with|to)|whereas|while|and)[ ](?:(?:in|for|with|among|the|of|those|on"
    r"|receiving)[ ])*(?P<name>[A-Za-z][^.,;:()\[\]]{1,40}?)[ ]?[(\[][ ]?$"
)
_LEADING = re.compile(
    r"(?:[A-Z][a-z]+: )?(?:In|Among|For|With|Within|On|Of|From)[ ](?:the[ ]|those[ ]|these[ ])?"
    r"(?:\d+[ ])?(?:(?:patients|participants|subjects|women|men|children)[ ](?:in|on|receiving|treated with|with"
    r"|(?:who|that)[ ](?:received|took))[ ])?(?:the[ ])?"
)
_PEOPLE = (
    r"(?:patients|participants|subjects|women|men|children|infants|pregnancies|individuals|people|those|cases"
    r"|recipients"
    r"|controls|adults|students)"
)
# "12% of |those with diabetes|", "three of four |seronegative patients with seropositive donors|": a part of the
# population by a characteristic.
_DESCRIBED = re.compile(
    rf"[ ]?[)\]]?(?:[ ]?[(\[][^()\[\]]{{0,45}}[)\]])?[ ](?:(?:of|in|among|for)[ ])?(?:the[ ])?"
    rf"(?P<name>(?:(?!patients|these|all)[a-z-]{{3,20}}[ ])?{_PEOPLE}[ ](?:with(?:out)?|whose|who[ ](?:were|had|are"
    rf"|have|did)"
    rf"|on|not|having|aged)[ ][^.,;:()\[\]%=]{{2,80}}?)(?=[ ](?:had|were|was|developed|showed|experienced|achieved"
    rf"|reported|died|received|compared|versus|vs|than|while|whereas|and[ ]\d|and[ ](?:in|one|two|three|four|five"
    rf"|six|seven"
    rf"|eight|nine|ten)\b|responded|completed|at|after|during|who|as)\b|[.,;:()\[]|$)"
)
# "23% for 52 |X|-treated patients", "8 out of 11 |X|-alone treated patients"
_X_TREATED = re.compile(
    r"[ ]?[)\]]?(?:[ ]?[(\[][^()\[\]]{0,45}[)\]])?[ ](?:(?:of|in|among|for)[ ])?(?:the[ ])?(?:\d+[ ])?"
    rf"(?P<name>(?:[A-Za-z][\w/+-]{{1,24}}[ ])?[A-Za-z][\w/+-]{{1,24}}?)[ -]treated[ ]{_PEOPLE}\b"
)
# "five |intervention| patients"
_OWN_KIND = re.compile(
    r"[ ](?P<name>intervention|control|placebo|(?:[A-Za-z][\w/+-]{1,24}[ -])?treated|untreated|vaccinated|unvaccinated"
    r"|[A-Z]{2,5})[ ](?:group[ ])?(?:patients|participants|subjects|children|infants|women|men|recipients)$"
)
_BOTH = re.compile(
    r"[ ](?:[a-z]+[ ])?(?:in|of|for)[ ](?P<name>(?:both|each|either|all)(?:[ ]the)?[ ](?:groups?|arms?))\b"
)
# "In 33 pregnancies associated with |X|, 11 ...", "and of 16 patients that received |X|, ..."
_LED = re.compile(
    r"(?:(?<=[.;,:\n] )|(?<=\n))(?:and[ ])?(?:[Oo]f|[Ii]n|[Aa]mong|[Ff]or)[ ](?:the[ ])?(?:\d+[ ])?(?:[a-z-]+[ ])?"
    rf"{_PEOPLE}[ ](?:associated with|with|receiving|given|treated with|assigned to|randomi[sz]ed to|on"
    r"|(?:who|that)[ ](?:received|took|had))[ ](?:the[ ]|an?[ ])?(?P<name>[^,;:.()]{2,60}),[ ]"
)
# "at weeks 48 and 216", "in steps 1 and 2, respectively": the values differ by these, not by arm.
_ENUMERATED = re.compile(
    r"(?:[ ]of[ ](?:the[ ])?[a-z]+)?,?[ ](?:at|in|after|during|on|by|for)[ ](?:the[ ])?(?:[Ww]eeks?|[Mm]onths?"
    r"|[Dd]ays?|[Yy]ears?|steps?|visits?"
    r"|phases?|\d+)[ ,-](?:\d+|weeks?|months?|days?|years?|and|h)\b"
)
# "92% of those randomized to |X| were"
_GIVEN = re.compile(
    rf"[ ]?[)\]]?(?:[ ]?[(\[][^()\[\]]{{0,45}}[)\]])?[ ](?:(?:of|in|among|for)[ ])?(?:the[ ]"
    rf"|those[ ])?(?:{_PEOPLE}[ ])?"
    r"(?:(?:randomi[sz]ed|assigned|allocated)[ ]to|receiving|taking|following|using|given)[ ](?:the[ ]|an?[ ])?"
)
_OF_THESE = re.compile(r"[ ](?:of|in|among)[ ](?:these|them|the latter|whom)\b")
_SET_SIDE_BY_SIDE = re.compile(r"[Cc]ompared (?:with|to)|[Rr]elative to|than|vs\.?|versus|in comparison (?:with|to)")


def groups_of(document: Document, spans: list[tuple[int, int]]) -> list[str | None]:
    """The arm that each value speaks of, as written; None where the text names none.

    ``spans`` are half-open, in order, each one value with what belongs to it ("10 patients (43%)").
    """
    out: list[str | None] = [None] * len(spans)
    last: list[str] = []
    at = 0
    while at < len(spans):
        sentence = document.sentence_at(spans[at][0])
        start = max(sentence.start, spans[at][0] - _REACH)
        run = _run(document, spans, at, sentence.end)
        end = min(sentence.end, spans[run - 1][1] + _REACH)
        limit = min(end, spans[run][0]) if run < len(spans) else end
        if run - at == 1:
            out[at] = _single(document, spans, at, start, limit, out)
            if at and out[at] and out[at - 1] and out[at] != out[at - 1] and spans[at - 1][0] >= start:
                last = [out[at - 1] or "", out[at] or ""]
        else:
            found = _listed(document, spans, at, run, start, limit, end, last)
            if found is not None:
                out[at:run] = found
                if all(found) and len(set(found)) == run - at:
                    last = [name or "" for name in found]
        at = run
    return out


def _run(document: Document, spans: list[tuple[int, int]], at: int, end: int) -> int:
    """One past the last value of the list that begins with value ``at``."""
    text, arms = document.text, document.arms
    run = at + 1
    while run < len(spans) and spans[run][0] < end:
        left, right = spans[run - 1][1], spans[run][0]
        if right - left > 80 or arms.within(left, right) or _LIST_GAP.fullmatch(text, left, right) is None:
            break
        if not _OWN_CLAUSE.isdisjoint((*text[spans[run - 1][0] : left].split(), *text[right : spans[run][1]].split())):
            break
        bracket = _BRACKET_NAME.match(text, left)
        if bracket is not None and bracket.end() < right and _sure(bracket.group("name")):
            break
        run += 1
    return run


# Words of a value that is a clause of its own: "3 had no change", "88 of whom".
_OWN_CLAUSE = frozenset(("had", "were", "was", "whom", "them"))


def _listed(
    document: Document,
    spans: list[tuple[int, int]],
    at: int,
    run: int,
    start: int,
    limit: int,
    end: int,
    last: list[str],
) -> list[str | None] | None:
    """The arms of a list, in the list's order; None where they cannot be told."""
    text, arms = document.text, document.arms
    size = run - at
    if (
        size == 2
        and text[spans[at][1] : spans[at + 1][0]] in (" to ", "-", " - ")
        and not text.endswith("from ", 0, spans[at][0])
    ):
        none: list[str | None] = [None] * len(spans)
        both = _single(document, spans, at + 1, start, limit, none) or _single(
            document, spans, at, start, spans[at + 1][0], none
        )
        return [both, both]
    items = _items(text, spans[run - 1][1], limit, size)
    if items is not None:
        return list(items)
    versus = _SET_SIDE_BY_SIDE.search(text, spans[at][1], spans[at + 1][0]) is not None
    if not versus and _ENUMERATED.match(text, spans[run - 1][1]):
        one = _single(document, [spans[at]], 0, start, spans[at + 1][0], []) or next(
            (mention.name for mention in arms.within(spans[run - 1][1], min(limit, spans[run - 1][1] + 90))), None
        )
        return [one] * size
    after = _distinct(arms.within(spans[run - 1][1], limit))
    before = _distinct(arms.within(start, spans[at][0]))
    if len(after) >= size and len(before) < size:
        return [mention.name for mention in after[:size]]
    if size == 4 and len(before) == 1 and not after and " v" in text[spans[at][1] : spans[at + 1][0]]:
        two = _listed(document, spans, at, at + 2, start, spans[at + 2][0], end, last)
        return None if two is None else two * 2
    few = _items(text, spans[run - 1][1], limit, 2) if size == 4 else None
    names = (
        list(few)
        if few
        else [m.name for m in (after if 2 <= len(after) < size else before if len(before) < size else [])]
    )
    if not names and not before and 2 <= len(last) < size:
        names = list(last)
    if not names and not before and versus and size > 2 and not size % 2:
        names = _main_names(arms)
    if len(names) >= 2 and size % len(names) == 0 and size > len(names):
        half = text[spans[at + size // len(names) - 1][1] : spans[at + size // len(names)][0]]
        if "compared" in half:  # "62% and 82%, compared with 70% and 89%"
            return [name for name in names for _ in range(size // len(names))]
        return [*names * (size // len(names))]
    if len(before) >= size:
        if len(after) == size and len(before) != size:
            return [mention.name for mention in after]
        nearest = before[-size:]
        if size == 2 and (opposed := _opposed(text, start, nearest)) is not None:
            nearest = opposed
        return [mention.name for mention in nearest]
    pair = _pair(text, max(start, spans[at][0] - 130), spans[at][0]) if size == 2 else None
    if pair is None and size == 2 and len(after) < 2:
        pair = _pair(text, spans[run - 1][1], limit)
    if len(before) == 1 and size == 2:
        name = before[0].name
        rest = _distinct(arms.within(spans[run - 1][1], end))
        other = next((m.name for m in rest if m.arm != before[0].arm), None)
        if other is None and pair is not None:
            if name in pair[1]:
                return [pair[0], name]
            if name in pair[0]:
                return [name, pair[1]]
        other = other or arms.other(before[0].arm)
        if other is None and len(last) == 2 and name in last:
            other = last[1 - last.index(name)]
        if other is not None and _NAMED_SECOND.search(text, max(start, before[0].start - 24), before[0].start):
            return [other, name]
        return [name, other]
    if pair is not None and not before:
        return list(pair)
    if len(last) == size and not before:
        return list(last)
    whole = _distinct(arms.within(start, end))
    if len(whole) == size:
        return [mention.name for mention in whole]
    if not before and (versus or text[spans[at][1] : spans[at + 1][0]].lstrip(")] ")[:1] not in ",;"):
        named = arms.main() if size == 2 else list(dict.fromkeys(mention.arm for mention in arms.mentions))
        if len(named) == size:
            return [*_ordered([arms.usual(arm) for arm in named])]
    return None


def _main_names(arms: Arms) -> list[str]:
    """The names of the two main arms, the control last; empty where there are not two."""
    named = arms.main()
    return _ordered([arms.usual(arm) for arm in named]) if len(named) == 2 else []


def _ordered(names: list[str]) -> list[str]:
    control = names[0].lower().startswith(("placebo", "control", "standard", "sham", "untreated", "usual"))
    return names[::-1] if control else names


# "the study and |control| group", "lower than with |placebo|": the second of two.
_NAMED_SECOND = re.compile(
    r"(?:\w and|versus|vs\.?|\bthan|[a-z,] compared (?:with|to)|relative to)[ ](?:(?:in|with|for|on|the|those"
    r"|receiving)[ ]){0,3}$"
)


def _opposed(text: str, start: int, two: list[ArmMention]) -> list[ArmMention] | None:
    """Two arms in the order of their values where what is compared with is named first: "Compared with Y, X ..."."""
    first = text[max(start, two[0].start - 24) : two[0].start]
    if _SET_SIDE_BY_SIDE.search(first) and not _SET_SIDE_BY_SIDE.search(text, two[0].end, two[1].start):
        return two[::-1]
    return None


def _pair(text: str, start: int, end: int) -> tuple[str, str] | None:
    """Two names that are compared: "in |X| compared with |Y|", "than"."""
    for match in _COMPARE.finditer(text, start, end):
        second, stop = _name_at(text, match.end(), end)
        first = next(iter(_names_before(text, match.start() + 1, False)), "")
        if first and second and stop - match.end() < 50 and not _OUTCOME_WORD.search(first):
            return first, second
    return None


_COMPARING_HERE = re.compile(r"\b(?:vs|versus|than|compared|whereas|while)\b")
_IN_ARM = re.compile(r"\b(?:in|of|for|receiving|with|on) (?:the |each )?$")
_OUTCOME_WORD = re.compile(
    r"\b(?:rates?|scores?|levels?|improvement|incidence|frequent|better|often|common|survival|pain|points?)\b", re.I
)


def _items(text: str, end: int, limit: int, size: int) -> list[str] | None:
    """The names of a list of that size: "|in A, B, and C groups|, respectively"."""
    start = _PREPOSITION.match(text, end)
    if start is None or start.end() > limit or start.group("word") == "of":
        return None
    names: list[str] = []
    at = start.end()
    while len(names) < size:
        name, stop = _name_at(text, at, limit)
        if not name:
            return None
        names.append(name)
        gap = _ITEM_GAP.match(text, stop)
        if len(names) == size or gap is None:
            break
        at = gap.end()
    return names if len(names) == size and len(set(names)) == size else None


def _name_at(text: str, at: int, limit: int) -> tuple[str, int]:
    """The name that begins at ``at``, cleaned, and where it ends in the text; an empty name if it is none."""
    stop = at
    for words, match in enumerate(_NAME_WORD.finditer(text, at, min(limit, at + 60)), 1):
        if match.start() > stop + 1 or match.group().lower() in _NAME_END:
            break
        stop = match.end()
        if words > 6 or text[stop : stop + 1] != " ":
            break
    return _clean(text[at:stop]), stop


_NAME_WORD = re.compile(r"[^\s,;:.()\[\]%=<>]+(?:(?:\.[^\s,;:.()\[\]%=<>]+)*\.?(?= [a-z])|(?:\.\d+)*)")


def _clean(name: str) -> str:
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
        or words[0].lower() in _GENERAL
        or words[0] in ("P", "p", "CI", "OR", "RR", "HR")
        or (words[0][0].isdigit() and not any("mg" in word for word in words))
    ):
        return ""
    return " ".join(words)


def _distinct(mentions: list[ArmMention]) -> list[ArmMention]:
    seen: dict[tuple[int, str], ArmMention] = {}
    for mention in mentions:
        seen.setdefault((mention.arm, mention.name.lower() if any(c.isdigit() for c in mention.name) else ""), mention)
    return list(seen.values())


def _single(
    document: Document, spans: list[tuple[int, int]], at: int, start: int, limit: int, out: list[str | None]
) -> str | None:
    text, arms = document.text, document.arms
    begin, end = spans[at]
    inside = arms.within(begin, end)
    if inside:
        return inside[0].name  # "17 X-treated patients (94%)"
    own = _OWN_KIND.search(text, begin, end)
    if own:
        return own.group("name")
    if at and out and _OF_THESE.match(text, end):
        return out[at - 1]
    for mention in arms.within(end, min(limit, end + 75))[:1]:
        gap = text[end : mention.start]
        if _TO_ARM.fullmatch(gap) and not _COMPARING.search(gap):
            return mention.name
    parallel = _parallel(text, spans, at, start, limit)
    if parallel:
        return parallel
    given = _GIVEN.match(text, end, min(len(text), end + 120))
    if given and (name := _name_at(text, given.end(), limit)[0]):
        return name
    for pattern in (_X_TREATED, _BOTH, _DESCRIBED):
        if described := pattern.match(text, end, min(len(text), end + 140)):
            return described.group("name")
    floor = spans[at - 1][1] if at and spans[at - 1][1] > start else start
    for led in reversed(list(_LED.finditer(text, floor, begin))):
        if name := _clean(led.group("name")):
            return name
    between = arms.within(floor, begin)
    if (
        between
        and floor > start
        and out[at - 1] == between[0].name
        and _follows(text, spans[at - 1][1], between[0].start)
    ):
        between = between[1:]  # it was the arm of the value before
    if between and ";" not in text[between[-1].end : begin]:
        return between[-1].name
    bracket = _BEFORE_BRACKET.search(text, max(floor, begin - 70), begin)
    if bracket and (name := _clean(bracket.group("name"))) and floor > start:
        beside = out[at - 1]
        if (
            not bracket.group().startswith("and")
            or beside
            and text[max(0, spans[at - 1][0] - 60) : spans[at - 1][0]].rstrip(" ([").endswith(beside)
        ):
            return name
    far = [m for m in arms.within(end, min(limit, end + 130)) if _IN_ARM.search(text, max(end, m.start - 14), m.start)]
    if len(_distinct(far)) == 1 and not _COMPARING_HERE.search(text, end, far[0].start):
        return far[0].name
    if floor == start:
        among = _AMONG.match(text, start)
        return (_clean(among.group("name")) or None) if among and among.end() <= begin else None
    # Later values of a sentence: the arm it begins with, or that of the value before.
    leading = arms.within(start, start + 60)
    if leading and _LEADING.fullmatch(text, start, leading[0].start):
        return leading[0].name
    if _COMPARING_HERE.search(text, floor, begin):
        return None
    if out[at - 1] is not None and not arms.within(spans[at - 1][1], begin) and arms.within(start, spans[at - 1][0]):
        return out[at - 1]
    if out[at - 1] is not None and any(
        _clean(led.group("name")) == out[at - 1] for led in _LED.finditer(text, start, spans[at - 1][0])
    ):
        return out[at - 1]
    if out[at - 1] is not None and (among := _AMONG.match(text, start)) and _clean(among.group("name")) == out[at - 1]:
        return out[at - 1]
    return None


# "Among oncologists, ...", "For the X models, ..."
_AMONG = re.compile(
    r"(?:[A-Z][a-z]+: )?(?:Among|In|For)[ ](?:the[ ])?(?P<name>[A-Za-z][^.,;:()0-9]{2,40}?(?:[ ](?:group|arm"
    r"|models?|patients|cohort))?)(?:[ ]?[(][^()]{1,60}[)])?(?:, | the corresponding)"
)


def _parallel(text: str, spans: list[tuple[int, int]], at: int, start: int, limit: int) -> str | None:
    """A name that is no known arm: in a bracket, or where the value beside it has one in the same place."""
    end = spans[at][1]
    bracket = _BRACKET_NAME.match(text, end)
    if bracket is not None and _sure(bracket.group("name")):
        return bracket.group("name")
    here = _PREPOSITION.match(text, end)
    if here is None or here.end() >= limit:
        return None
    name, _ = _name_at(text, here.end(), limit)
    if not name:
        return None
    if here.group("word") in ("receiving", "taking", "given", "treated with"):
        return name
    if _HEAD_NOUN.search(name):
        bare = _HEAD_NOUN.sub("", name)
        return name if bare.lower() not in _GENERAL and not name.lower().startswith(("these", "those")) else None
    for other in (at - 1, at + 1):
        if 0 <= other < len(spans) and abs(spans[other][0] - end) < 130:
            there = _PREPOSITION.match(text, spans[other][1])
            if (
                there is not None
                and there.group("word") == here.group("word")
                and not re.search(r"[.?!] [A-Z]", text[min(end, spans[other][1]) : max(spans[at][0], spans[other][0])])
            ):
                beside = _name_at(text, there.end(), len(text))[0]
                if (
                    beside
                    and beside != name
                    and (here.group("word") != "of" or not name[0].islower() or _HEAD_NOUN.search(beside))
                ):
                    return name
    return None


def _sure(name: str) -> bool:
    """Whether a bracketed name can be an arm's: "(X 501)", not "(mean)", "(P < 0.05)", "(range ...)"."""
    return (
        re.match(
            r"(?:mean|median|range|[pP] |n ?=|SD|see|Fig|Table|i\.e|e\.g|95|including|both|all|IQR|CI|log|not|one|two"
            r"|mainly|and|or|at|after|in |as )",
            name,
        )
        is None
    )


def _follows(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    return _TO_ARM.fullmatch(gap) is not None and not _COMPARING.search(gap)
