"""Where a text introduces its arms by name: beside "group", with a size, after "randomized to"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from trialfacts.arms.names import DOSE, NO_NAME, NOT_COMPARED, STOPS, assigned_name, comes_again, name_at, names_before
from trialfacts.cleaning.words import TextWords, word_set

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
    r" (?P<first>[A-Z]{1,5}[0-9]?(?:\.[0-9])?|[0-9]{1,2}(?![0-9]| \[\d| ?\u00b1)"  # no "sham group 61 [45 to 80]"
    r"|[IVX]{1,4}|[A-Z][a-z]{3,14})(?![A-Za-z0-9%.]*[a-z0-9%])"
)
_MORE = re.compile(
    r"(?:, | and |, and | or | ?& | vs\.? | versus )(?:[Gg]roup |[Aa]rm )?(?P<next>[A-Z]{1,5}[0-9]?(?:\.[0-9])?"
    r"|[0-9]{1,2}|[IVX]{1,4})(?![A-Za-z0-9%]|[.,]\d| \d| ?\u00b1)"
)
# "group A| (zidolol) or |B| (placebo)"
_MORE_BEHIND = re.compile(
    r" ?\([^()]{1,60}\)(?:,? and |,? or |, | vs\.? | versus )(?:[Gg]roup |[Aa]rm )?(?P<next>[A-Z]|[0-9]|[IVX]{1,4})"
    r"(?= ?\([a-zA-Z])"
)
# "in the |control| group CRP |was|": a measure, and no name
_NAMED_GROUP = re.compile(
    r"\b(?!group|arm|the\b|in\b|to\b|of\b|and\b|or\b|for\b|than\b|with\b|vs\b|versus\b)[\w-]{3,} $", re.I
)
_MEASURED = re.compile(
    r"(?<!G) (?:was|were|levels?|values?|scores?|concentrations?|rates?|decreased|increased|fell|rose|dropped|did"
    r"|changed|remained)(?![a-z])"
)
# Names of arms where one "group" follows, else words of any kind.
_GENERIC = re.compile(
    r"(?<![\w-])(?P<name>intervention|treatment|study|experimental|case|experiment|active|comparison|comparator) $",
    re.I,
)
# "in the |intervention| and |control| groups", "the |control| and |experimental| arms"
_TRIED_AND = re.compile(
    r"(?<![\w-])(?:(?P<tried>intervention|treatment|study|experimental|active) (?:and|or|versus|vs\.?) (?:the )?"
    r"(?P<control>control|comparison|placebo)|(?P<first>control|comparison|placebo) (?:and|or|versus|vs\.?) (?:the )?"
    r"(?P<last>intervention|treatment|study|experimental|active)) $"
)
# "the |E| arm", "the |500-mg| group": names that say nothing without their noun
_SHORT_BEFORE = re.compile(
    r"(?<![\w./+-])"
    r"(?P<name>(?:(?<=\bthe )|(?<=\band )|(?<=\bin )|(?<=\bor )|(?<=\bthan )|(?<=\bvs )|(?<=\bversus ))[A-Z]"
    r"|\d[\d.]{0,5}-[a-z\u00b5]{1,3}(?:/[a-z]{1,3})?) $"
)
# "persistent |arm| swelling", "in all |muscle groups|": no arms of a trial
_BODY = re.compile(
    r" (?:lymph|(?:o?edema|swelling|volume|circumference|pain|strength|function|muscle|span|symptom|weakness|exercise"
    r"|movement|elevation|morbidity|position|fat|girth|bone|abduction|ergomet|crank|disab|injur|mobility|motor)(?![a-z]))"
)
_EVERY = re.compile(r"(?<![\w.-])(?:all|both|two|three|four|each of the|[2-9])(?: of)?(?: the)?(?: [\w-]+){1,3} $")
_SIZE = re.compile(r"[ ]?[(\[][nN] ?= ?[\d,]{1,7}(?![\d,]|[;,] ?\d+(?:\.\d+)?%)")
# "randomized (1:1) to receive either ", "divided into two groups: "; the names follow.
_ASSIGNED = re.compile(r"(?:[Rr]andomi[sz]ed|[Aa]ssigned|[Aa]llocated|[Rr]andomi[sz]ation|[Rr]andomly|[Dd]ivided)")
_TO_ASSIGNED = re.compile(r"[^.;:]{0,60}(?:\(\d:[\d:]{1,5}\)[^.;:]{0,20})? (?:in)?")
_ASSIGNED_TO = re.compile(
    r"to (?:(?:either |receive |be |treated with |treatment with |an? |the |one of |two |three |four |groups?:? "
    r"|(?:i\.?v\.?|i\.?m\.?|intravenous(?:ly)?|oral(?:ly)?) (?=one of )"
    r"|arms?:? |receiving |take |undergo |"
    r"(?:\d{1,9}|\w{1,30}) (?:weeks|months|days|sessions|cycles) of ){1,20}|(?=[A-Za-z]))"
)
_ASSIGNED_GAP = re.compile(
    r"(?: ?[(\[][^()\[\]]{1,60}[)\]])?"
    r"(?: (?:(?:once|twice|(?:three|four|two|[1-4]) times) )?(?:daily|weekly|monthly|a day|per day|each day|a week"
    r"|per week)"
    r"| (?:q|b\.?i|t\.?i|q\.?i|o)\.?d\.?(?![a-z])| every (?:other |\w{1,6} )?(?:day|week|month|hour)s?"
    r"| (?:orally|intravenously|subcutaneously|p\.?o\.?|i\.?v\.?|s\.?c\.?|IV|SC|PO)(?![a-z])){0,2}"
    r"(?:(?P<last>,? (?:or|and|versus|vs\.?)) |, )(?:to |either |receive |an? |the |with |matching )*(?=[A-Za-z])"
)
_DESIGN = re.compile(r"trial|study|design|aim|order|able")
_INFINITIVES = word_set(
    """compare investigate assess determine test evaluate participate read try examine identify see find explore
    reduce improve increase complete be have study estimate prevent ensure analyze use"""
)
_DID = re.compile(r"(?!un|treated|combined|fixed|delayed|standardi|supervised|guided|tailored|extended)[a-z]+ed")
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
MOST = 24  # names of a document, at most


def group_words(text: str, words: TextWords) -> list[re.Match[str]]:
    """The words "group", "arm", "cohort" and "recipients" of a text, in order."""
    found = []
    for gate, stem, back in _GROUP_STEMS:
        at = text.find(stem) if not gate or not words.distinct.isdisjoint(gate) else -1
        while at >= 0:
            if match := _GROUP.match(text, max(0, at - back)):
                found.append(match)
            at = text.find(stem, at + 3)
    return sorted(found, key=lambda match: match.start())


def beside_group(text: str, groups: Iterable[re.Match[str]]) -> Iterable[str]:
    """Names beside one of the words that :func:`group_words` finds: "group |A|", "the |X| group"."""
    for match in groups:
        word = match.group().lower()
        if word == "arm" and _BODY.match(text, match.end()):
            continue
        lettered = _LETTERED.match(text, match.end()) if word != "recipients" else None
        if lettered and len(lettered["first"]) > 1 and _MEASURED.match(text, lettered.end()):
            lettered = None if _NAMED_GROUP.search(text, max(0, match.start() - 20), match.start()) else lettered
        if lettered and (len(lettered.group("first")) < 5 or match.group()[0] == "G"):
            noun = "group" if word.startswith("group") else "arm" if word.startswith("arm") else word
            yield f"{noun} {lettered.group('first')}"
            at = lettered.end()
            while (more := _MORE.match(text, at) or _MORE_BEHIND.match(text, at)) is not None:
                if more.group("next").isdigit() and not lettered.group("first")[-1].isdigit():
                    break  # "in group II, 51 subjects"
                if len(more.group("next")) > 1 and more.group("next").isdigit() and not word.endswith("s"):
                    break  # "in group 1 and 31 in group 2"
                yield f"{noun} {more.group('next')}"
                at = more.end()
            continue
        if word in ("group", "arm") and (generic := _GENERIC.search(text, max(0, match.start() - 14), match.start())):
            yield f"{generic.group('name')} {word}"
        if word in ("groups", "arms") and (pair := _TRIED_AND.search(text, max(0, match.start() - 44), match.start())):
            yield f"{pair['tried'] or pair['last']} {word[:-1]}"
            yield pair["control"] or pair["first"]
        beside = text[max(0, match.start() - 14) : match.start()]
        if ("-" in beside or beside[-2:-1].isupper()) and (short := _SHORT_BEFORE.search(beside)):
            yield f"{short.group('name')} {word}"
        if text.endswith(") ", 0, match.start()):
            yield from _before_brackets(text, match.start() - 1)
        names = list(names_before(text, match.start(), plural=word.endswith("s")))
        lone = word.endswith("s") and len(names) == 1 and names[0].islower()
        if not (lone and _EVERY.search(text, max(0, match.start() - 60), match.start())):
            yield from names


_AND_SECOND = re.compile(r"[)\]] (?:and|versus|vs\.?|or) (?:the )?$")


def _before_brackets(text: str, close: int) -> Iterable[str]:
    """The names whose values stand in brackets before "groups": "between the |A| (12%) and |B| (14%) groups"."""
    opened = text.rfind("(", max(0, close - 60), close)
    for name in names_before(text, opened, plural=False) if opened > 0 else ():
        yield name
        joint = _AND_SECOND.search(text, max(0, opened - len(name) - 14), opened - 1 - len(name))
        first = text.rfind("(", max(0, joint.start() - 60), joint.start()) if joint else 0
        if first > 0:
            yield from names_before(text, first, plural=False)


# "the |10-, 20- and 40-mg| groups"
_SUSPENDED = re.compile(
    r"(?<![\w.-])(?P<first>\d[\d./]{0,5})- ?(?:, (?P<second>\d[\d./]{0,5})-,? )?(?:and|or|versus|vs\.?) "
    r"(?P<last>\d[\d./]{0,5})-(?P<unit>[a-z]{1,7})(?: [a-z]{4,12})? (?:groups?|arms?)(?![a-z])"
)


def suspended(text: str) -> Iterable[tuple[int, int, str]]:
    """The names of groups that share a unit, with their half-open spans: "the 10- and 20-mg groups"."""
    if "- and " not in text and "- or " not in text and "- v" not in text:
        return
    for match in islice(_SUSPENDED.finditer(text), MOST):
        for part in ("first", "second", "last"):
            if match.group(part):
                end = match.end(part) if part != "last" else match.end("unit")
                yield match.start(part), end, f"{match.group(part)}-{match.group('unit')}"


# "randomized to zidolol, pamidol, |or both|", "(zidolol, 11; pamidol, 12; |both, 13|)"
_OR_BOTH = re.compile(
    r"\b(?:randomi[sz]ed|assigned|allocated|receive|received|enrolled)\b[^.]{3,160}?(?:\bor |[,;] )(?P<both>both)"
    r"(?:(?<=or both)(?! (?:of|the|groups|arms|sexes|eyes|sides)\b)|(?=, (?:\d|or )))"
)
_BOTH = re.compile(
    r"(?:(?<!compared )(?<=with )|(?<=receiving )|(?<=and )|(?<=; )|(?<=[(\[]))both"
    r"(?: (?:drugs|treatments|agents|interventions))?(?=[,:=]? [-+]?\d|[,.;](?: |$)| \([nN\d-])"
    r"|(?<=, )both(?=[,:=] [-+]?\d)"
)


def of_both(text: str, words: TextWords) -> Iterable[tuple[int, int, str]]:
    """Where the arm stands that is given both drugs, with its half-open span: "40% with zidolol, 62% with |both|"."""
    told = _OR_BOTH.search(text) if "both" in words.distinct else None
    if told is not None:
        yield *told.span("both"), "both"
        for match in islice(_BOTH.finditer(text, told.end()), MOST):
            yield *match.span(), match.group()


# "control |clusters|", where the other arm is "intervention clusters"
_UNITS = re.compile(
    r"ontrol (clusters|schools|villages|communities|sites|practices|facilities|hospitals|wards|households|districts"
    r"|classes|eyes|sides?|conditions?|phases?|periods?|diets?)(?![a-z])"
)
_TRIED = ("intervention", "treatment", "experimental", "study", "active", "test", "treated", "case")


def of_units(text: str, words: TextWords) -> Iterable[str]:
    """Names of arms of other units than groups: "control |clusters|" and "intervention clusters"."""
    at = text.find("ontrol ") if "control" in words.distinct else -1
    while at >= 0:
        if match := _UNITS.match(text, at):
            units = match.group(1)
            tried = [f"{kind} {units}" for kind in _TRIED if kind in words.distinct and f"{kind} {units}" in text]
            if tried:
                yield f"control {units}"
                yield from tried
                return
        at = text.find("ontrol ", at + 7)


_REGIMEN_END = re.compile(r"\b(?:daily|weekly|monthly|tolerated|once|twice|weeks|days|months|years)$")


# "zidolol |30-70 mg/day| (n = 40)"
_DOSES_END = re.compile(rf" (?:\d[\d.]*(?:-| to )|\d[\d.]*/)?{DOSE}(?:/[a-z]+)?$")


def with_size(text: str) -> Iterable[str]:
    """Names before a size: "|X| (n = 40)"."""
    at = text.find("=")
    while at >= 0:
        open_at = text.rfind("(", max(0, at - 4), at)
        if open_at > 0 and _SIZE.match(text, open_at - 1 if text[open_at - 1] == " " else open_at):
            end = open_at - 1 if text[open_at - 1] == " " else open_at
            if (short := _SHORT_LAST.search(text, max(0, end - 16), end)) and comes_again(text, short.group("name")):
                yield short.group("name")
            yield from (
                name
                for full in names_before(text, end + 1 if text[end : end + 1] == " " else end, False)
                for name in (full, _DOSES_END.sub("", full))
                if 1 < len(name) < 40 and not _REGIMEN_END.search(name) and (name is full or comes_again(text, name))
                if not _VALUE.match(name)
            )
        at = text.find("=", at + 1)


# "urate was |7.2 mg/dL| (n = 16)": no dose that an arm is called by
_VALUE = re.compile(
    r"[+-]?\d[\d.,]* ?(?:[a-zA-Z\u00b5]{0,5}/(?:dL|mL|ml|L|l|dl|min|s|h)|mm ?Hg|%|[a-z]?mol|\+/-|\u00b1)"
)
_SHORT_LAST = re.compile(r"\((?P<name>[A-Z][\w+/-]{1,12})\),?$")  # "open (|OPEN|) (n = 20)"


# "(96 |X| and 107 |Y|)"
_COUNTED = re.compile(
    r"\(\d{1,5} (?P<one>[A-Za-z][\w+/-]*(?: [\w+/-]+){0,2})(?:,? and |, |; |/)\d{1,5} "
    r"(?P<other>[A-Za-z][\w+/-]*(?: [\w+/-]+){0,2})[)\],;]"
)


def counted(text: str) -> Iterable[str]:
    """Names behind counts, which come again: "(96 |X| and 107 |Y|)"."""
    for match in _COUNTED.finditer(text):
        for name in match.group("one", "other"):
            if name.lower() not in NO_NAME and not STOPS.intersection(name.lower().split()) and text.count(name) > 2:
                yield name


def treated(text: str, words: TextWords) -> Iterable[str]:
    """ "patients treated with |X|", "those receiving |X|", "|X|-group"."""
    for word, literal in (("treated", "treated with "), ("receiving", "receiving ")):
        at = text.find(literal) if word in words.distinct else -1
        while at >= 0:
            match = _TREATED.search(text, max(0, at - 14), at + 60)
            if match and match.group("name").lower() not in STOPS:
                yield match.group("name")
            at = text.find(literal, at + 8)
    at = text.find("-group") if "group" in words.distinct or "groups" in words.distinct else -1
    while at >= 0:
        match = _HYPHENED.search(text, max(0, at - 16), at + 6)
        if match and not text.startswith(("s", " d", " c"), at + 6) and match.group().lower() not in NO_NAME:
            yield match.group()
        at = text.find("-group", at + 6)


# What is compared by name: "|X| versus |Y|", "better than |Y|", "between |X| and |Y|".
_VERSUS = tuple(
    (re.findall("[a-z]+", word)[0], word)
    for word in (" vs ", " vs. ", " versus ", " compared with ", " compared to ", " than ", " relative to ")
)
_PARTNER = re.compile(r"(?<![\w-])(?P<name>[a-z]{0,3}[A-Z][\w/+-]{0,20}) and $")


# "lower |with| X than |with| Y", "in patients on X compared with |on| Y"
_WITH = re.compile(r"(?P<word>in|with|for|on|after|by|receiving) (?:the )?(?=[A-Za-z])")


# "the |effect of zidolol on urate| versus xanthine": what it acts on
_ON_WHAT = re.compile(r"\b(?:effects?|activity|actions?|impact|influence)(?: [\w()/,-]+){0,6} on (?:the )?[\w-]{2,20}$")

_WAS = (" was", " were")  # "X (XYZ) |was| compared with Y"


def _both_again(text: str, first: int, second: int) -> tuple[str, ...]:
    """The names (or short forms in brackets) that end at ``first`` and begin at ``second``, if both come again."""
    opened = text.rfind(" (", max(0, first - 16), first) if text[first - 1] == ")" else -1
    one = text[opened + 2 : first - 1] if opened >= 0 else next(iter(names_before(text, first + 1, False)), "")
    other, end = name_at(text, second, len(text))
    if short := _SHORT.match(text, end):
        other = short.group("name")
    return (one, other) if comes_again(text, one) and comes_again(text, other) else ()


_SHORT = re.compile(r" \((?P<name>[A-Z][\w+/-]{1,12})\)")


def _same_preposition(text: str, at: int, second: re.Match[str]) -> tuple[str, ...]:
    """The two names of "|with X| than |with Y|" that come again; ``at``: where the comparing word begins."""
    one = next(iter(names_before(text, at + 1, False)), "")
    lead = text[max(0, at - len(one) - 14) : at - len(one)].split()
    word = second.group("word")
    if not one or word not in lead[-2:]:
        return ()
    other = name_at(text, second.end(), len(text))[0]
    return (one, other) if comes_again(text, one) and comes_again(text, other) else ()


def compared(text: str, words: TextWords) -> Iterable[str]:
    """Names on both sides of "versus" and after "than" that the text holds more than once."""
    left = MOST  # comparisons by name that are looked at: each costs a search of the text
    for first, word in _VERSUS:
        at = text.find(word) if first in words.distinct else -1
        while at >= 0:
            end = at + len(word)
            versus = word[1] == "v"
            was, preposition = text.endswith(_WAS, 0, at), _WITH.match(text, end)
            # Numbers are compared oftener than names; after "than" only a name with a capital is believed.
            number = text[end : end + 1].isdigit() or not versus and text[end : end + 40].islower()
            if number and not (was or preposition):
                at = text.find(word, end)
                continue
            left -= 1
            if left < 0:
                return
            if was:
                yield from _both_again(text, text.rfind(" ", 0, at), end)
            elif preposition:
                yield from _same_preposition(text, at, preposition)
            if number or versus and _ON_WHAT.search(text, max(0, at - 110), at):
                at = text.find(word, end)
                continue
            after = name_at(text, end, len(text))[0]
            yield from (
                name
                for name in ((after, *names_before(text, at + 1, False)) if versus else (after,))
                if 1 < len(name) <= 40
                and name[0].isalnum()
                and name.count(" ") < 4
                and (versus or any(letter.isupper() for letter in name))
                and not NOT_COMPARED.search(name)
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


def paired(text: str, words: TextWords) -> Iterable[str]:
    """Names that come again and stand beside another arm's: "|X| or placebo", "either |X| or |Y|", "compare |X|"."""
    for control in _CONTROLS:
        at = text.find(control) if control.lower() in words.distinct else -1
        while at >= 0:
            end = at + len(control)
            join = _JOIN.search(text, max(0, at - 20), at)
            if join and join.start() > 0:
                start = join.start()
                short = _BRACKETED.search(text, max(0, start - 16), start)
                if short and comes_again(text, short.group(1)):
                    yield short.group(1)
                if text[start - 1] == ")":  # "|X| (10 mg) or placebo"
                    start = max(text.rfind("(", max(0, start - 60), start) - 1, 0)
                names = tuple(names_before(text, start + 1, False))[:1]
                yield from (name for name in names if comes_again(text, name))
            elif joined := _JOINED.match(text, end):
                name = assigned_name(text, joined.end())[0]
                if comes_again(text, name):
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
    if "differences" in words.distinct or "difference" in words.distinct:
        yield from _differing(text)


# "(8%, P = 0.3) between |ZID-A| and |ZID-B|", "differ between |ZA| and |ZB|, respectively": told apart by short names
_BETWEEN_SHORT = re.compile(
    r"(?<=[)\]a-z]) between (?P<one>[A-Z][A-Z0-9+/-]{1,9})"
    r" and (?P<other>[A-Z][A-Z0-9+/-]{1,9})(?=,? respectively|[.;,])"
)
_DIFFERENCES = re.compile(r"\bdifferences?\b(?:[^.;]|\.\d|(?<=vs)\.){0,260}$")


def _differing(text: str) -> Iterable[str]:
    """The short names of two arms between which there was, or was not, a difference."""
    for match in _BETWEEN_SHORT.finditer(text):
        names = match.group("one", "other")
        if all(f"({name})" in text and text.count(name) > 2 for name in names) and _DIFFERENCES.search(
            text, max(0, match.start() - 280), match.start()
        ):
            yield from names


def _two_names(text: str, at: int, *gaps: re.Pattern[str]) -> tuple[str, ...]:
    """The two names that begin at ``at``, if both come again in the text; ``gaps``: what may stand between them."""
    first, end = assigned_name(text, at)
    if not comes_again(text, first):
        return ()
    gap = next((match for pattern in gaps if (match := pattern.match(text, end))), None)
    if gap is None:
        return ()
    second = assigned_name(text, gap.end())[0]
    return (first, second) if second in _CONTROLS or comes_again(text, second) else ()


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


def randomized(text: str) -> Iterable[str]:
    """ "randomized to |X| or |Y|", "assigned to |X|, |Y| or |Z|"."""
    for at, shared in _assignments(text):
        names: list[str] = []
        last = False
        while len(names) < 8:
            name, end = assigned_name(text, at)
            if not name or name.split(" ", 1)[0] in _INFINITIVES or _DID.fullmatch(name):
                break
            names.append(name)
            gap = None if last or shared else _ASSIGNED_GAP.match(text, end) or _ASSIGNED_FAR.match(text, end)
            if gap is None:
                break
            at, last = gap.end(), gap.group("last") is not None
        if last or shared:
            yield from names
