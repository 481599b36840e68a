"""Whose amounts they are: the substance that each amount of a dose is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from trialfacts.abbreviations import Abbreviation
from trialfacts.cleaning.words import common_words
from trialfacts.doses.amounts import LISTED, DoseMention
from trialfacts.doses.combinations import drugs_of_letters, is_combination, letter_before
from trialfacts.doses.drugs import Name, known, known_names, name_after, name_before
from trialfacts.doses.radiation import RADIATION, is_radiation, radiation_of
from trialfacts.doses.regimen import end_of_cap, read_tail


def name_doses(text: str, found: list[DoseMention], abbreviations: Sequence[Abbreviation]) -> None:
    """Choose each mention's ``name`` and read the part of its ``regimen`` that follows without a break."""
    learned = found[0].learned
    short = {one.short for one in abbreviations if known_names(text, one.long_start, one.long_end, learned)}
    for index, one in enumerate(found):
        floor, stop = one.sentence.start, one.sentence.end
        if index:
            floor = max(floor, found[index - 1].unit_end)
        if index + 1 < len(found):
            stop = min(stop, found[index + 1].start)
        _read_beside(text, one, floor, stop)
        _leave_to_others(text, one, found[index - 1] if index else None, floor)
        if short:
            _know(text, one, short)
        if one.name is None:
            one.name, one.how = _own_name(text, one)
    _share(text, found)
    for one, following in reversed([*zip(found[:-1], found[1:])]):
        if one.how in ("before", "none") and following.how == "of" and _same_arm_list(text, one, following):
            one.name, one.how = following.name, "of"
    last: Name | None = None
    read = 0
    for index, one in enumerate(found):
        if one.name is None:
            one.name, one.how = _name_from_context(text, found, index)
        if one.name is None and not is_radiation(one):
            # The last substance that the text speaks of before; each stretch is read once.
            names = known_names(text, read, one.start, one.learned)
            last, read = (names[-1] if names else last), one.start
            if last is None:
                last = _taken(text, one.start)
            if last is not None:
                one.name, one.how = last, "text"
    _pair(text, found)


# "did not receive zidolol, while the next 20 took a single dose of 5 mg": what the text says was taken
_TAKEN = re.compile(
    r"\b(?:receiv\w{1,3}|took|taking|consum\w{1,3}|(?:effects?|efficacy|safety|tolerability|pharmacokinetics"
    r"|administration|doses?) of"
    r"|treat\w{2,4} with)"
    r" (?:(?:oral|intravenous|either|the|natural) ){0,2}(?=[A-Za-z])"
)


# "zidoxal was given", "zidoxal or placebo"
_SAID = re.compile(
    r"\b(?P<name>[A-Za-z][A-Za-z0-9-]{4,30}|[A-Z]{1,5}-\d{1,6}) (?:(?:was|were) (?:given|administered|taken)\b"
    r"|(?:or|versus|vs\.?|and|than) placebo\b)"
)


def _is_rare(word: str) -> bool:
    """Whether a word may be a drug's that is on no list: not one that abstracts are full of."""
    return known(word) >= 0 and word.lower() not in common_words()


def _taken(text: str, at: int) -> Name | None:
    """The name of what was last said to be taken before a place of the text."""
    said = [match for match in _SAID.finditer(text, max(0, at - 1500), at) if _is_rare(match["name"])]
    if said:
        return Name(*said[-1].span("name"), 0)
    for told in reversed([*_TAKEN.finditer(text, max(0, at - 1500), at)]):
        named = name_after(text, told.end() - 1, at)
        if named is not None:
            return named[0]
    return None


def _read_beside(text: str, one: DoseMention, floor: int, stop: int) -> None:
    """The names on both sides and the regimen after, no further than ``floor`` and ``stop``."""
    cap = end_of_cap(text, one.start, one.unit_end)
    one.regimen = read_tail(text, one.unit_end, stop if cap < 0 else min(stop, cap))
    one.before = name_before(text, one.start, floor, one.learned)
    if one.before and not is_radiation(one) and RADIATION.search(text, one.before[0].start, one.before[0].end):
        one.before = None
    one.before = _of_alias(text, one, floor) or one.before
    if (letter := letter_before(text, one)) is not None:
        one.before = letter, 0
    one.after = name_after(text, one.unit_end, stop, one.learned)
    if (placebo := _PLACEBO.match(text, one.unit_end, stop)) is not None:
        one.after = Name(*placebo.span("name"), 1), True
    if one.after is None and one.regimen.end > one.unit_end:
        one.after = name_after(text, one.regimen.end, stop, one.learned)
    elif one.after is not None and one.regimen.end == one.unit_end:
        # "200 mg doxycycline per day for 2 weeks"
        tail = read_tail(text, one.after[0].end, stop)
        if tail.end > one.after[0].end:
            one.regimen = tail
        if one.regimen.route is None:
            one.regimen.route, one.regimen.closing = tail.route, tail.closing
    if one.after is not None and text.endswith(" (", 0, one.after[0].start) and _LABEL.match(text, one.after[0].end):
        one.after = None
    one.regular = one.regimen.frequency is not None or one.unit.every is not None


# "6 mL/h for 24 hours (|PVB| group)": who was given it
_LABEL = re.compile(r" (?:group|arm)\)")
# "zidolol (Zidor; 40 mg", "(Zidor, Maker; 40 mg", "gadolin (GAD, 5 g": what stands before the bracket is the name
_ALIASED = re.compile(r"[,;:] ?(?:approx\. |about |~)?$")
_FIRST_OF_TWO = re.compile(r"[^();:]{1,40}, ")


def _of_alias(text: str, one: DoseMention, floor: int) -> tuple[Name, int] | None:
    """The name before a bracket that gives its other name and then the amount."""
    if one.before is None or one.before[1] > 1:
        return None
    alias = one.before[0]
    if text[alias.end] not in ",;:" or not _ALIASED.fullmatch(text, alias.end, one.start):
        return None
    far = max(floor, alias.start - 45)
    bracket = max(text.rfind("(", far, alias.start), text.rfind("[", far, alias.start))
    maker = alias.known < 2 and _FIRST_OF_TWO.fullmatch(text, bracket + 1, alias.start) is not None
    if is_combination(text[alias.start : alias.end], one):
        return None
    if bracket < 0 or not (maker or bracket == alias.start - 1) or text[bracket - 1] != " ":
        return None
    named = name_before(text, bracket - 1, floor, one.learned)
    if named is None or named[1] > 0 or named[0].known < alias.known - (alias.known == 2 and maker):
        return None  # "ZMF (zidolol, 500 mg": the first of its drugs
    return named


def _know(text: str, one: DoseMention, short: set[str]) -> None:
    """Make the names beside an amount known where they are the short forms of known substances."""
    if one.before and one.before[0].known == 1 and text[one.before[0].start : one.before[0].end] in short:
        one.before = replace(one.before[0], known=2), one.before[1]
    if one.after and one.after[0].known == 1 and text[one.after[0].start : one.after[0].end] in short:
        one.after = replace(one.after[0], known=2), one.after[1]


# "zidolone dose for DRUG was 2 mg", "dose of zidolone in the DRUG group was 2 mg": the drug, not who took it
_DOSE_FOR = re.compile(r"\bdos(?:es?|ages?|ing)\b[^.;,()]{0,40}?(?P<at> (?:for|in|among))(?: the)? $")
_FOR_WHOM = re.compile(r" (?:for|in|among) (?:the )?")
# "20 mg A or 60 mg B": what stands behind an amount is its own; B may be any word that closes a name
_JOINED = re.compile(r",? (?:and|or|plus|versus|vs\.?|with) (?:an? )?|/")
# "20 mg with |gadolin| (arm B) vs |10 mg|": what was given beside the one arm's dose
_NEXT_ARM = re.compile(r"(?: \([^()]{1,20}\))?,? (?:vs\.?|versus|or|compared with) ")
_CLOSES_NAME = re.compile(
    r"[,.;)]| (?:\(|(?:for|daily|once|twice|three|and|or|per|every|each|plus|in|as|versus|vs)\b)|$"
)


# "zidolol by |Zidohaler| 5 mg", "dogs from |Zidonia| were given 5 mg": what it is taken with, and a place
_NO_DRUG = re.compile(r"(?:(?<!followed )(?<!preceded )(?<!replaced )\b(?:by|via) (?:an? )?\w|\b(?:from|in) [A-Z])$")


def _leave_to_others(text: str, one: DoseMention, previous: DoseMention | None, floor: int) -> None:
    """Pass over the name before an amount where it is the arm that took it, or the substance of the last amount."""
    if one.before is None:
        return
    name = one.before[0]
    if name.known < 2 and _NO_DRUG.search(text, max(floor, name.start - 14), name.start + 1) is not None:
        one.before = name_before(text, name.start, floor, one.learned)
        if one.before is None:
            return
        name = one.before[0]
    if name.known < 2 and text.endswith((" for ", " in ", " among ", " the "), 0, name.start):
        whose = _DOSE_FOR.search(text, max(floor, name.start - 70), name.start)
        if whose is not None:
            one.before = name_before(text, whose.start("at"), floor, one.learned)
    if previous is None:
        return
    told = max(previous.unit_end, previous.regimen.end)
    if name.known < 2 and text[name.end : one.start] == " (" and _FOR_WHOM.fullmatch(text, told, name.start):
        one.before = None
    if previous.unit == one.unit and one.after is None and _is_companion(text, name, one):
        one.before = None
        return
    if previous.name is None or one.after is None or text[one.unit_end : one.after[0].start] != " ":
        return
    behind = previous.name.start > previous.unit_end and name.end == previous.name.end
    if behind and _JOINED.fullmatch(text, name.end, one.start) and _CLOSES_NAME.match(text, one.after[0].end):
        one.before = None


def _is_companion(text: str, name: Name, one: DoseMention) -> bool:
    """Whether a name before an amount is what was given beside the dose of the arm before."""
    return (
        text.endswith(("with ", "plus "), 0, name.start) and _NEXT_ARM.fullmatch(text, name.end, one.start) is not None
    )


# "120 ml of placebo": nothing else is named so, and only here
_PLACEBO = re.compile(r" of (?:the |a |matching )?(?P<name>placebo)\b")


def _own_name(text: str, one: DoseMention) -> tuple[Name | None, str]:
    """The name that stands at the amount itself, where it is known as a substance's or can hardly be anything else."""
    before, skipped = one.before or (None, 99)
    after, of = one.after or (None, False)
    if skipped and (whose := _for_name(text, one)) is not None:
        return whose, "of"
    if is_radiation(one) and not (before and RADIATION.search(text, before.start, before.end)):
        return None, "none"
    if before is not None and skipped == 0 and before.known == 2 and after is not None and _behind(one, after):
        return before, "adjacent"
    if after is not None and of and after.known >= 1:
        return after, "of"
    if after is not None and text[one.unit_end : after.start] == " " and text.endswith(_HOLDING, 0, one.start):
        return after, "adjacent"
    if after is not None and after.known >= 1 and _holds(text, one, after):
        return after, "adjacent"
    if before is not None and skipped == 0 and before.known == 2:
        return before, "adjacent"
    if after is not None and after.known == 2:
        return after, "adjacent"
    if after is not None and of:
        return after, "of"
    if after is not None and after.known == 1 and one.unit.symbol != "%" and text[one.unit_end : after.start] == " ":
        return after, "adjacent"
    if before is not None and before.known == 2 and skipped <= 5:
        return before, "before"
    if before is not None and skipped == 0 and before.known == 1:
        return before, "adjacent"
    if after is not None and after.known == 1:
        return after, "adjacent"
    if before is not None and before.known >= 1 and skipped <= 7 and not _is_arm(text, one):
        return before, "before"
    return None, "none"


# "the mean dose was 0.4 U/kg |for zidolin|,"
_FOR = re.compile(r" for (?:the )?(?=[A-Za-z])")
_FOR_ENDS = re.compile(r"[,.;)]| (?:and|or|vs\.?|versus) ")


def _for_name(text: str, one: DoseMention) -> Name | None:
    """The known substance that closes a phrase after "for", right behind an amount."""
    told = _FOR.match(text, max(one.unit_end, one.regimen.end), one.sentence.end)
    if told is None or one.unit.symbol == "%" or is_radiation(one):
        return None  # "response rates were 88% for zidolin and 85% for vehicle"
    names = known_names(text, told.end(), min(one.sentence.end, told.end() + 40), one.learned)
    if not names or names[0].start != told.end() or _FOR_ENDS.match(text, names[0].end) is None:
        return None
    return names[0]


# "an extract containing 10 mg zidanin": not of the extract
_HOLDING = ("containing ", "providing ", "supplying ", "delivering ")


# "higher in the 20 mg arm", "The 20-mg dose seems": what stands beside it is no substance
_ARM_AFTER = re.compile(r"[ -](?:[a-z]{3,8} )?(?:arms?|groups?|cohorts?|dos(?:e|es|age|ing)|regimens?)\b(?! of\b)")


def _is_arm(text: str, one: DoseMention) -> bool:
    """Whether the amount is only the name of an arm or of a dose."""
    return text.endswith(("the ", "The "), 0, one.start) and _ARM_AFTER.match(text, one.unit_end) is not None


# "10 ug (arm A), 100 ug (arm B) or 1000 ug of X"
_NEXT_AMOUNT = re.compile(r" ?\([^()]{0,40}\)[,;]?(?: ?(?:or|and|vs\.?|versus|and/or))? ?")
# "a single 90 ug/kg injection or a fixed 5 mg dose of X"
_NEXT_DOSE = re.compile(
    r"[ -](?:[a-z]+ )?(?:injection|infusion|dose|bolus)s?,? (?:or|and|versus|vs\.?) (?:an? |one )?(?:[a-z-]+ ){0,2}"
)


def _same_arm_list(text: str, one: DoseMention, following: DoseMention) -> bool:
    """Whether the next amount, which is "of" something, stands in one list with this one, in the same unit."""
    if _NEXT_DOSE.fullmatch(text, one.unit_end, following.start) is not None:
        return one.unit.dimension == following.unit.dimension
    return one.unit == following.unit and _NEXT_AMOUNT.fullmatch(text, one.unit_end, following.start) is not None


# "fish oil (180 mg EPA, ", "juice (6 mmol nitrate)": what is held by that which stands before the bracket
_CLOSES = re.compile(r" ?(?:[,;)+]|and |plus |/|per )")


def _holds(text: str, one: DoseMention, after: Name) -> bool:
    """Whether an amount at the head of a bracket is of what is named beside it, within the bracket."""
    headed = text[one.start - 1] == "(" and text[one.unit_end : after.start] == " "
    return headed and _CLOSES.match(text, after.end) is not None


def _behind(one: DoseMention, after: Name) -> bool:
    """Whether a name stands behind how long it was given: "X 60 mg within 1 year of Y"."""
    return one.unit_end < one.regimen.lasts_at < after.start


def _name_from_context(text: str, found: list[DoseMention], index: int) -> tuple[Name | None, str]:
    """The name of an amount that has none of its own: from its list, from beside it, its sentence, or earlier doses."""
    one = found[index]
    if is_radiation(one):
        rays = radiation_of(text, found, index)
        return rays, "sentence" if rays else "none"
    listed = _name_from_next(text, one, found[index + 1 : index + 6])
    if listed is not None:
        return listed, "list"
    before, skipped = one.before or (None, 99)
    beside = one.after is not None and text[one.unit_end : one.after[0].start] == " " and one.unit.symbol != "U"
    if _is_arm(text, one):
        before, beside = None, False
    if before is not None and (_is_common(text, before) or (before.known <= 0 and _is_treated(text, before))):
        before = None
    if before is not None and (
        skipped <= (0 if beside else 1) or _DOSED.fullmatch(text, before.end, one.start) is not None
    ):
        return before, "word"
    if one.after is not None and beside and not _is_common(text, one.after[0]):
        return one.after[0], "word"
    named = [other for other in found[max(0, index - 20) : index] if other.name is not None]
    here = [other for other in named if other.sentence.start == one.sentence.start]
    names = known_names(text, max(one.sentence.start, one.start - 500), one.start, one.learned)
    if here and not any(
        name.start > here[-1].unit_end and _is_open(text, name, one) and not _is_companion(text, name, one)
        for name in names
    ):
        return here[-1].name, "list"
    # Of the names before it in the sentence, one that was given in this unit before; else the nearest.
    given = {other.name_in(text).lower() for other in named if other.unit.symbol == one.unit.symbol}
    for name in reversed(names):
        if text[name.start : name.end].lower() in given:
            return name, "sentence"
    if names:
        return names[-1], "sentence"
    if one.after is not None and not _is_common(text, one.after[0]):
        return one.after[0], "word"
    names = known_names(text, one.unit_end, min(one.sentence.end, one.unit_end + 300), one.learned)
    if names:
        return names[0], "sentence"
    earlier = [other for other in named if other.name is not None and other.name.known] or named
    if earlier:
        # "A 600-mg dose confers": what was given in this amount before
        amounts = {amount.low for amount in one.amounts}
        alike = [other for other in earlier if other.unit == one.unit and amounts & {it.low for it in other.amounts}]
        return (alike or earlier)[-1].name, "earlier"
    return (before, "word") if before is not None else (None, "none")


def _is_open(text: str, name: Name, one: DoseMention) -> bool:
    """Whether a name before an amount stands in no bracket that is closed between them: "(HR vs. zidolol 0.5)"."""
    opening, closing = text.find("(", name.end, one.start), text.find(")", name.end, one.start)
    return closing < 0 or -1 < opening < closing


# "zidolol for the control of |hot flashes| at a dose of 5 mg"
_TREATED = re.compile(
    r"\b(?:control|treatment|management|prevention|relief|reduction|prophylaxis|incidence|frequency|severity)"
    r" of (?:[a-z]+ )?$"
)


def _is_treated(text: str, name: Name) -> bool:
    """Whether a name is what is treated, and no drug."""
    return _TREATED.search(text, max(0, name.start - 40), name.start) is not None


def _is_common(text: str, name: Name) -> bool:
    """Whether a name holds nothing but words that abstracts are full of: "fewer events"."""
    return name.known < 1 and all(word.lower() in common_words() for word in text[name.start : name.end].split())


# "Zido rasa (syrup) at a dose of 5 mL", "zidoxal starting at 5 mg"
_DOSED = re.compile(
    r" (?:starting|started|given|initiated|administered) (?:at|with) "
    r"|,? (?:was|were) (?:escalated|titrated|tapered|increased|reduced|stepped up|raised|dosed|up-titrated)"
    r" (?:from|to|through|at|over) |"
    r"(?: \([^()]{0,40}\))?,?(?: (?:was|were))?(?: (?:given|taken|administered))? ?(?:at|in|using) (?:an? |the )?"
    r"(?:daily |single |total |oral |fixed |initial )?(?:dos(?:e|age)s?|rate|concentration) of "
)


def _name_from_next(text: str, one: DoseMention, following: list[DoseMention]) -> Name | None:
    """ "30 mg (n = 20) or 60 mg meloxicam": the next of a list names it."""
    for other in following:
        if other.sentence.start != one.sentence.start or other.start - one.unit_end > 160:
            return None
        if _FOLLOWED.search(text, max(0, one.start - 30), one.start) and text.find(";", one.unit_end, other.start) >= 0:
            return None
        if other.name is not None:
            after = other.after is not None and other.name is other.after[0] and other.name_in(text) != "placebo"
            alike = after and other.unit.dimension == one.unit.dimension
            return other.name if alike and not known_names(text, one.unit_end, other.start, one.learned) else None
    return None


# "zidolol 3 mg/kg |followed by| 4 mg/kg/h up to the end; 150 mg lomitine"
_FOLLOWED = re.compile(r"\b(?:followed by|and then|then) (?:an? |the )?(?:[a-z-]+ ){0,2}$")

_RESPECTIVELY = re.compile(r"[^.;]{0,60}\brespectively\b")


# "zidolol (ZID)/gadolin (GAD) 110/50 ug"
_COMBINED = re.compile(r"\b(?P<one>[A-Za-z-]{4,30}) \([^()]{1,15}\)/(?P<other>[A-Za-z-]{4,30}) \([^()]{1,15}\) $")


def _pair(text: str, found: list[DoseMention]) -> None:
    """ "X and Y at 75 mg and 150 mg respectively": as many names before as amounts, in their order."""
    for one in found:
        if len(one.amounts) > 1 and one.how not in ("of", "adjacent") and _RESPECTIVELY.match(text, one.unit_end):
            names = known_names(text, max(one.sentence.start, one.start - 120), one.start, one.learned)
            if len(names) == len(one.amounts):
                one.names = names
        elif len(one.amounts) > 1 and one.name is not None and (drugs := drugs_of_letters(text, one)):
            one.names = drugs
        elif len(one.amounts) == 2 and (both := _COMBINED.search(text, max(0, one.start - 90), one.start)) is not None:
            one.names = [Name(*both.span(group), 2) for group in ("one", "other")]
    at = 0
    while at < len(found):
        first = found[at]
        run = [first]
        while (
            at + 1 < len(found) and first.how in ("before", "sentence", "list") and _continues(run[-1], found[at + 1])
        ):
            at += 1
            run.append(found[at])
        at += 1
        if len(run) > 1 and _RESPECTIVELY.match(text, run[-1].unit_end):
            names = known_names(text, max(first.sentence.start, first.start - 200), first.start, first.learned)
            if len(names) == len(run):
                for one, name in zip(run, names):
                    one.name = name


def _continues(one: DoseMention, following: DoseMention) -> bool:
    end = max(one.unit_end, one.regimen.end)
    close = following.start - end <= 25 and following.sentence.start == one.sentence.start
    return close and following.how in ("sentence", "list")


# Between an amount and the strength of the solution, or the amount that says the same of the same substance.
_OF_STRENGTH = re.compile(r" ?(?:\([^()]{0,40}\) ?)?,?(?:of | of a | with | solution of )?(?:\(|; ?)?")


def is_strength_of(text: str, one: DoseMention, following: DoseMention) -> bool:
    """Whether the second amount tells how strong the first is: "2 ml of 0.5% X", "15 mg 0.5% X"."""
    if one.unit.dimension == "volume":
        strength = following.unit.symbol == "%" or following.unit.is_concentration
        return strength and _OF_STRENGTH.fullmatch(text, one.unit_end, following.start) is not None
    return (
        one.unit.dimension == "mass"
        and following.unit.symbol == "%"
        and _PLAIN_STRENGTH.fullmatch(text, one.unit_end, following.start) is not None
    )


# "(20 mL) and a second block (8 mL) ", "(2 mL) with plain ": the solution of both volumes, or of the one, follows
_IN_BRACKET = re.compile(r"\)[^.;()]{0,40}\($")
_WITH_SOLUTION = re.compile(r"\)?(?: [\w-]{1,20}){0,2} (?:of|with|using) (?:[\w-]{1,20} )?")


def _of_same_solution(text: str, one: DoseMention, following: DoseMention) -> bool:
    """Whether a volume is of the solution that is named after it with its strength, or after the next volume."""
    if one.unit.dimension != "volume" or one.how == "of" or following.name is None or one.unit.below:
        return False
    if following.unit == one.unit:
        gap = text[one.unit_end : following.start]
        return following.how == "of" and text[one.start - 1] == "(" and _IN_BRACKET.fullmatch(gap) is not None
    strength = following.unit.symbol == "%" or following.unit.is_concentration
    start = following.name.start
    return strength and one.unit_end < start and _WITH_SOLUTION.fullmatch(text, one.unit_end, start) is not None


# "15 mg 0.5% ", "15 mg of hyperbaric 0.5% ", "15 mg (0.5% "
_PLAIN_STRENGTH = re.compile(r"(?: of)?(?: (?:isobaric|hyperbaric|heavy|plain))? \(?")
_SAME_AGAIN = re.compile(
    r" ?(?:[(\[=]|[,;](?= (?:or|i\.e|equivalent|total)\b)) ?"
    r"(?:or |i\.e\.,? |equivalent to |equal to |total |total of |about |approximately |=)?"
)


def _share(text: str, found: list[DoseMention]) -> None:
    """One name for "2 ml of 0.15 mg/ml X", for "X 20 mcg (0.4 ml)" and for "X 0.4% and 2%"."""
    pairs = [pair for pair in zip(found[:-1], found[1:]) if pair[0].sentence.start == pair[1].sentence.start]
    for one, following in reversed(pairs):
        if following.start - one.unit_end > 90 or following.name is None:
            continue
        if is_strength_of(text, one, following) or _of_same_solution(text, one, following):
            one.name, one.how = following.name, "of"
    for one, following in pairs:
        if following.start - one.unit_end > 20:
            continue
        gap = text[one.unit_end : following.start]
        free = following.how not in ("of", "adjacent")
        if one.unit == following.unit:
            if one.unit.symbol == "%" and free and LISTED.fullmatch(gap):
                following.name, following.how = one.name, one.how
        elif one.name is None and gap in (" (", "("):
            one.name, one.how = following.name, following.how
        elif free and _SAME_AGAIN.fullmatch(gap):
            following.name, following.how = one.name, one.how
    for base, added, rate in zip(found, found[1:], found[2:], strict=False):
        if rate.unit.dimension == "volume" and rate.unit.is_rate and _is_mixed_in(text, base, added):
            mixed = max(added.unit_end, added.name.end if added.name is not None else 0)
            if rate.start - mixed <= 45 and _RUN_AT.fullmatch(text, mixed, rate.start):
                rate.name, rate.how = base.name, base.how


# "0.1% X with Y 2 ug/ml |at a rate of| 8 ml/h"
_RUN_AT = re.compile(r",? ?(?:\(|(?:(?:infused|given|run|running|set|started) )?at (?:an? (?:infusion )?rate of )?)")
_MIXED = re.compile(r" (?:with|plus|and|containing|\+) ")


def _is_mixed_in(text: str, base: DoseMention, added: DoseMention) -> bool:
    """Whether the second is another substance in the solution of the first: "0.1% X with Y 2 ug/ml"."""
    if base.name is None or added.name is None or base.sentence.start != added.sentence.start:
        return False
    strong = base.unit.symbol == "%" or base.unit.is_concentration
    left, right = max(base.unit_end, base.name.end), min(added.start, added.name.start)
    return strong and added.unit.is_concentration and left < right and _MIXED.fullmatch(text, left, right) is not None
