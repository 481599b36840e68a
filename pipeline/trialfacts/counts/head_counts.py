"""The numbers that may count participants, with the words around each.

"24 men", "n = 24", "24 received", "(24)", "4M/11F", "(6 PM and 2 DM)": what such a number says is for those who ask;
here it is found, with the noun that it counts and the counts beside it in its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from trialfacts.arms.mentions import ArmMention
from trialfacts.cleaning.words import word_set
from trialfacts.counts.participants import HEADS, SEXES, NounPhrase, noun_phrase
from trialfacts.document import Document, Sentence
from trialfacts.mentions import Mention
from trialfacts.numbers import Number

# How far around a number its sentence is read, in characters.
_BEFORE = 140
_AFTER = 220
# No trial has as many participants.
_MOST = 5_000_000
NUMBER_WORDS = (
    r"(?:\d[\d,]*|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six"
    r"|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-[a-z]+)?)"
)
GROUP = r"(?:groups?|arms?|cohorts?)"


@dataclass(slots=True)
class Count:
    """A number that may count participants.

    ``form``: ``n`` (n = 24), ``noun`` (24 men), ``bare`` (24 received), ``paren`` ((24)), ``sex`` (4M, its ``letter``)
    or ``loose`` (24 placebo; any other number without a unit). ``start`` and ``end`` enclose the number with its noun;
    ``before`` and ``after`` are the words around it in its sentence. ``previous`` and ``next``: the counts beside it
    there. ``whole``: the total that it adds up to with those beside it (0: none). ``reading``: what was made of it.
    """

    document: Document
    number: Number
    form: str
    start: int
    end: int
    phrase: NounPhrase | None
    sentence: Sentence
    before: str
    after: str
    letter: str = ""
    whole: int = 0
    previous: Count | None = None
    next: Count | None = None
    reading: Reading | None = None

    @property
    def n(self) -> int:
        """The number itself."""
        return int(self.number.value)

    @property
    def arm(self) -> ArmMention | None:
        """The arm that is named right after the number; asked of few counts, as no arm is looked for before."""
        at = self.number.end
        if not self.document.text.startswith(" ", at):
            return None
        return next(iter(self.document.arms.within(at + 1, at + 2)), None)

    @property
    def is_total(self) -> bool:
        """Whether the arms after this one add up to it; men and women are parts of an arm as well."""
        after = self.next
        if after is None or after.whole != self.n or after.n >= self.n:
            return False
        return after.phrase is None or after.phrase.head not in SEXES


@dataclass(slots=True)
class Reading:
    """What a count says: its role and group, the rule that read it and how often that rule is right (0..1)."""

    role: str
    group: str | None
    rule: str
    score: float


_N_SIGN = re.compile(r"(?<![A-Za-z0-9])[nN]o?s? ?[=:] ?$")
_SIGNS = ("=", "= ", ":", ": ", " - ")
# "(males = 43, females = 34)", "(women: 12; men: 9)", "men - 9"
_SEX_SIGN = re.compile(
    r"(?<![\w-])(?:(?<!\w )|(?<=and ))(?P<sex>(?:fe)?males?|(?:wo)?m[ea]n|girls?|boys?|[MF]) ?[=:-] ?$", re.I
)
_SEX_LETTERS = ("M", "F")
_SEX_LETTER = re.compile(r" ?(?P<sex>[MF])(?![A-Za-z0-9-])")
# "41 of whom", "three of the patients"
OF_THESE = re.compile(rf" of (?:these|them|whom|which|the)(?: (?:{'|'.join(sorted(HEADS))}))?\b")
# "24 received", "18 in the first group", "40 with asthma", "15 each": words that go on from a count of people.
_BARE = re.compile(
    rf"""(?:,?[ ](?:\([^()]{{1,70}}\)[ ])?(?:(?:were|was|are|ha[dsve]{{1,2}}[ ]been|did|[a-z]{{2,12}}ly)[ ]){{0,3}}
      (?:randomi[sz]ed|assigned|allocated|allotted|divided|enrolled|included|recruited|analy[sz]ed|evaluated|screened|excluded|received
       |completed|finished|entered|attended|participated|took|agreed|volunteered|consented|remained[ ](?:in|to)
       |followed|(?:seen|returned)[ ](?:at|for)|could[ ]be|retained|considered|satisfied|complied
       |underwent|guided|managed|operated
       |met[ ](?:[a-z-]+[ ]){{0,3}}criteria|fulfilled|gave|signed|withdrew|dropped|lost|left|moved|declined
       |contribut\w+|provid\w+|formed
       |discontinued|evaluable|eligible|available|not|each\b|per[ ]{GROUP}|given|treated|administered|served|acted
       |(?:wo)?men\b|(?:fe)?male|boys|girls|to[ ](?!(?:the[ ])?\d)|serving|scoring|positive
       |(?:the|all)[ ](?:whole|entire|full|second|third|last|final|extension|open-label|[0-9]+-[a-z]+)[ ]
       |(?:in|into|on|with|without|who|for|from|as|had|taking|receiving)[ ]))
    """,
    re.X,
)
# "61 of the planned 80 women"
PLANNED = "planned|intended|targeted|projected|anticipated"
_OF_PLANNED = re.compile(rf" (?:out )?of (?:the |an? )?(?:\d[\d,]* )?(?:{PLANNED}) ")
# "(134 simvastatin, 135 placebo)", "(6 PM and 2 DM)": a word after the number that is no unit.
LISTED = re.compile(r" (?!and |or |vs)(?P<name>[A-Za-z][^;,()\[\]]{0,60}?)(?= ?[;,)(]|/\d| and | or | vs|\.(?: |$))")
_NOT_COUNTED = re.compile(
    r" ?(?:weeks?|days?|months?|mo|wk|years?|hours?|h|min\w*|seconds?|s|y|yrs?|mg|g|kg|ug|mcg|mL|ml|L|cm|mm|IU"
    r"|U|Gy|mmol|points?"
    r"|times?|cycles?|of|vs|versus|for|by(?= \d)|or (?:older|more|less|fewer)|degrees|Hz|nm|x|deaths|events)\b(?!\w)"
    r"| (?:[A-Za-z-]+ ){0,2}(?:groups|arms|cohorts|sites|cent(?:er|re)s|countries|hospitals|clusters|villages"
    r"|schools|classes"
    r"|practices|clinics|doses|sessions|items|studies|trials)\b| ?[/%<>=\u00b1\u00b0-]"
)


# The commonest of them, which begin no noun phrase of participants: nothing else need be tried.
_UNIT_WORDS = word_set("week weeks day days month months mo year years hour hours h min mg g kg mL ml cm mm vs by")


def find_counts(document: Document) -> Iterator[list[Count]]:
    """The counts of a document, in order, sentence by sentence; loose ones are in no way told to count people yet."""
    found: list[Count] = []
    people = _short_forms(document)
    for mention in document.mentions:
        number = mention.first
        if number.decimals or number.percent_end >= 0 or not 1 <= number.value < _MOST:
            continue
        if document.text[number.start] == "0":
            continue  # a trial's number: "0307"
        if mention.shape in ("fraction", "ratio") and (pair := _sex_ratio(document, mention)):
            if found and found[-1].sentence is not pair[0].sentence:
                yield found
                found = []
            found += pair
            continue
        if (mention.second is not None and not _goes_to(mention)) or (found and _within(found[-1], number, document)):
            continue
        count = _signed(document, number) or _counting(document, number, people)
        if count is None:
            continue
        if found and found[-1].sentence is not count.sentence:
            yield found
            found = []
        found.append(count)
    if found:
        yield found


# "(M/F: 14/8)", "sex ratio M/F of 14/8"
_RATIO = re.compile(
    r"\b(?P<first>M(?:ales?)?|F(?:emales?)?) ?[/:] ?(?P<second>M(?:ales?)?|F(?:emales?)?)(?: ratio)?"
    r"(?: ?[=:,]| of| was)? ?$",
    re.I,
)


def _sex_ratio(document: Document, mention: Mention) -> list[Count]:
    """The men and the women of "M/F 14/8"; none where no sexes are named before."""
    names = _RATIO.search(document.text, max(0, mention.start - 30), mention.start)
    if names is None or mention.second is None or mention.second.decimals or mention.percent:
        return []
    return [
        replace(_count(document, number, "loose", number.start, None), form="sex", letter=name)
        for number, name in ((mention.first, names["first"]), (mention.second, names["second"]))
    ]


def _short_forms(document: Document) -> frozenset[str]:
    """What the text abbreviates participants to: "breast cancer survivors (BCS)"."""
    found: set[str] = set()
    for item in document.abbreviations:
        last, short = item.long.rpartition(" ")[2].lower(), item.short.lower()
        if last in HEADS or _WHO_HAVE.match(item.long):
            found.add(short)
        if last + "s" in HEADS:
            found.add(short + "s")  # "health care provider (HCP)", and then "165 HCPs"
    return frozenset(found)


# "people with multiple sclerosis (PwMS)", "men who have sex with men (MSM)"
_WHO_HAVE = re.compile(r"(?:people|persons|patients|women|men|adults|children|mothers) (?:with|who|living|at) ", re.I)


def _within(count: Count, number: Number, document: Document) -> bool:
    """Whether a number belongs to the noun phrase of a count, and is no part of it: "40 (25 women, 15 men) adults"."""
    if number.start >= count.end:
        return False
    return number.value >= count.n or not in_bracket(document.text[count.number.end : number.start])


def _goes_to(mention: Mention) -> bool:
    """Whether two numbers are no range: "sixty-four to ten weekly sessions", "1,508 to 600 mg"."""
    return mention.second is not None and mention.word and mention.first.value > mention.second.value


def link(counts: list[Count]) -> list[Count]:
    """The counts of a sentence that may say a sample size, each linked to the one before and after it."""
    lists = _in_lists(counts)
    kept = [
        count
        for at, (before, count, following) in enumerate(zip([None, *counts], counts, [*counts[1:], None], strict=False))
        if count.form != "loose"
        or count.whole
        or at in lists
        or any(beside_arm(count, other) for other in (before, following))
        or (count.before.endswith(_LED_ENDS) and _LED.search(count.before[-40:]))
        or (" random" in count.after[:120] and (of_more(count) or count.before.endswith(_OF_THOSE)))
        or (before is not None and before.phrase is not None and NO_VERB.search(count.before[-50:]))
        or (before is not None and before.before.endswith("first ") and NEXT_ONES.search(count.before[-24:]))
        or (
            following is not None
            and following.form != "loose"
            and _AND.fullmatch(count.after[: following.start - count.end]) is not None
        )
        or (count.after[:1] == " " and before is not None and before.phrase is not None and same_verb(before, count))
        or (following is not None and PERCENT_GAP.fullmatch(count.after[: following.start - count.end]))
    ]
    for left, right in pairwise(kept):
        left.next, right.previous = right, left
    return kept


def _in_lists(counts: list[Count]) -> set[int]:
    """The places of loose counts in a list that ends in a noun: "|22|, |21| and 20 patients"."""
    found: set[int] = set()
    for at in range(len(counts) - 2, -1, -1):
        left, right = counts[at], counts[at + 1]
        ended = right.phrase is not None or at + 1 in found or _ENROLLED_IN_ORDER.match(right.after) is not None
        if left.form == "loose" and right.start - left.end < 7 and ended:
            gap = left.after[: max(0, right.start - left.end)]
            if gap in (", ", ", and ", " and "):
                found.add(at)
    return found


# "only smokers were included (24, 23 and 24| in the A, B and C groups, respectively)|"
_ENROLLED_IN_ORDER = re.compile(r" (?:in|to|for|on)(?: the)? [^.;()]{3,100}?,? respectively\b")
# "64 |zidolol|, 65 |vehicle|", "30 |UC| participants and 33 |CBT| participants"
_ARM_GAP = re.compile(r"(?:-treated)?(?: [a-z]{2,20}){0,2}(?:[,;]|/| and| or| vs\.?| versus)(?: and| the)* ?")
_ARM_GAP_ENDS = (", ", "; ", "/", "/ ", ",", ";", " and ", " or ", " vs ", " vs. ", " versus ", " the ")
# Fewer are no arm's size beside which another stands.
_LEAST_OF_ARM = 5


def beside_arm(left: Count, right: Count | None) -> bool:
    """Whether two counts stand side by side, each with the name of another arm right after its number."""
    if right is None or min(left.n, right.n) < _LEAST_OF_ARM:
        return False
    if left.start > right.start:
        left, right = right, left
    between = left.after[: max(0, right.start - left.end)]
    if not between.endswith(_ARM_GAP_ENDS):
        return False
    arm, other = left.arm, right.arm
    if arm is None or other is None or arm.arm == other.arm:
        return False
    return _ARM_GAP.fullmatch(between, max(0, arm.end - left.end)) is not None


# "Of the 101 patients enrolled, |93| were included", "Among 49 women referred, |46| were"
_OF_MORE = re.compile(
    rf"\b(?:[Oo]f|[Ff]rom|[Aa]mong) (?:the |these |a total of )?{NUMBER_WORDS} [^.;]{{0,110}}, (?:only )?$"
)


def of_more(count: Count) -> bool:
    """Whether a count is told of a greater one before it in the sentence: "Among 49 women referred, |46| were"."""
    return count.before.endswith((", ", ", only ")) and _OF_MORE.search(count.before) is not None


# "(12 women) used a tablet", "drank water": a verb in the past and what it was done with
DOES = re.compile(
    r"(?: \([^()]{1,60}\))? (?P<verb>[a-z]{2,}ed|[a-z]{1,9}(?:ew|ore|ook|aw|ade|ank)|read|ran|ate)"
    r" (?P<group>[^;]{2,120})"
)


def same_verb(left: Count, right: Count) -> bool:
    """Whether what is counted next to one another did the same: "20 nurses used a tablet and 22 used paper"."""
    second = DOES.match(right.after)
    if second is None:
        return False
    first = DOES.match(left.after)
    return first is not None and first["verb"] == second["verb"]


# "the first 30 patients ... and the next 30"
NEXT_ONES = re.compile(r"\b(?:next|subsequent|following|last|remaining|other|second) $")
# "58 and 57 students", "23 younger and 23 older adults"
_AND = re.compile(r"(?:(?: [a-z][\w-]*| [A-Z]{2,6}){0,3}| \((?:[Ss]tudy|[Tt]rial|[Pp]art) [\w.-]{1,12}\)) and ")
# "the zidolol arm included 60 men and |the vehicle arm| 58"
NO_VERB = re.compile(r"(?:\band|,|;) (?:the )?(?P<group>[\w-]+ (?:group|arm|cohort)) $")
# "follow-up was completed by 431", "we randomized 208 (104 to zidolol ..."
_LED = re.compile(
    r"\b(?:total of|total number of|divided into|sample size of|available (?:for (?:\w+ ){1,3})?(?:from|for|in)"
    r"|[Nn]umber of [\w-]+ [a-z]+ (?:was|were)|completed by|groups of|arms of|subset of"
    r"|randomi[sz]ed|enrolled) $"
)
# "23 (92%) |and| 20 (80%) completed", "8 (9%) |zidolol versus| 9 (10%) vehicle patients were lost"
PERCENT_GAP = re.compile(r" ?[(\[]\d[\d.]* ?%[)\]](?: [A-Za-z][\w+/-]*){0,3}?(?: and|,| versus| vs\.?) ")
_OF_THOSE = ("f these, ", "f those, ", "f them, ", "f whom ")
_LED_ENDS = (" was ", " were ", " by ", " of ", " into ", " from ", " for ", " in ", "ized ", "ised ", "rolled ")


def _signed(document: Document, number: Number) -> Count | None:
    """ "n = 24" """
    text = document.text
    before = text[max(0, number.start - 12) : number.start]
    if not before.endswith(_SIGNS):
        return None
    sign = _N_SIGN.search(before)
    if sign is None:
        sex = _SEX_SIGN.search(before)
        if sex is None:
            return _named(document, number)
        start = number.start - len(before) + sex.start()
        return replace(_count(document, number, "loose", start, None), form="sex", letter=sex["sex"])
    return _count(document, number, "n", number.start - len(before) + sign.start(), noun_phrase(text, number.end))


# "(intervention = 45, control = 44)", "(usual care: 45; advice: 44)"
_NAME_SIGN = re.compile(
    r"[(,;] ?(?:and )?(?P<name>[A-EGHI-LN-Z]|[A-Za-z][\w+/-]{1,20}(?: [\w+/-]{1,20}){0,2}) ?(?P<sign>[=:]) ?$"
)
# "(45: zidolol; 44: vehicle)", "(45 - zidolol, 44 - vehicle)"
_NAME_AFTER = re.compile(r"(?: ?[:=] ?| - )(?P<name>[A-Za-z][\w+/ -]{1,40}?)[,;)]")
_BEFORE_NAMED = ("(", "; ", ", ")


def _named(document: Document, number: Number) -> Count | None:
    """A number that a name in brackets is set equal to."""
    match = _NAME_SIGN.search(document.text, max(0, number.start - 50), number.start)
    if match is None or document.text[number.end : number.end + 1] not in (",", ";", ")"):
        return None
    start = match.start("name") if match["sign"] == "=" else number.start
    return replace(_count(document, number, "named", start, None), letter=match["name"])


def _counting(document: Document, number: Number, people: frozenset[str]) -> Count | None:
    """ "24 men", "24 received", "(24)", "4M/11F", "24 vehicle" """
    text, end, phrase = document.text, number.end, None
    following = text[end : end + 1]
    if following == " " and text[end + 1 : end + 9].partition(" ")[0].rstrip(".,;)") in _UNIT_WORDS:
        return None
    aged = text[end + 1 : end + 2].isdigit() and "-old " in text[end + 1 : end + 24]
    if following == " " and (text[end + 1 : end + 2].isalpha() or aged or text[end + 1 : end + 2] in "(\"'"):
        twin = _TWIN.match(text, end) if text[end + 1 : end + 2] == "(" else None
        phrase = noun_phrase(text, end if twin is None else twin.end(), number.value == 1, people)
    if phrase is not None:
        form = "noun"
    elif following == " " and (share := _SHARE.match(text, end)) is not None and noun_phrase(text, share.end()):
        form = "bare"
    elif 1900 <= number.value <= 2040 and _YEAR_BEFORE.search(text, max(0, number.start - 16), number.start):
        return None
    elif (following == " " or following == ",") and (
        _BARE.match(text, end) or OF_THESE.match(text, end) or _OF_PLANNED.match(text, end)
    ):
        form = "bare"
    elif following == ")" and text[number.start - 1 : number.start] == "(":
        if number.value < _LEAST_IN_PAREN:
            return None  # "|(1)| zidolol (n = 30), |(2)| vehicle (n = 30)": which one it is
        form = "paren"
    elif following == ")" and number.value < _MOST_ITEMS and _ITEM.match(text, end) and not _opened(text, number.start):
        return None  # "in three groups: |1)| zidolol (n = 30)"
    elif text[end : end + 2].strip()[:1] in _SEX_LETTERS and _SEX_LETTER.match(text, end):
        form = "sex"
    elif (named := _NAME_AFTER.match(text, end)) is not None and text.endswith(_BEFORE_NAMED, 0, number.start):
        return replace(_count(document, number, "named", number.start, None), letter=named["name"])
    elif following in " ,;.)" and text[number.start - 2 : number.start] != "= " and not _NOT_COUNTED.match(text, end):
        form = "loose"
    else:
        return None
    return _count(document, number, form, number.start, phrase)


_LEAST_IN_PAREN = 4
# "1) zidolol, 2) vehicle": the items of a list, and no "(12 men, 4)"
_MOST_ITEMS = 8
_ITEM = re.compile(r"\) [A-Za-z]")


def _opened(text: str, start: int) -> bool:
    return in_bracket(text[max(0, start - _BEFORE) : start])


# "between 1973 and 2000 were", "from May 2001", "randomized in 2012 to"
_YEAR_BEFORE = re.compile(
    r"(?:(?:19|20)\d\d(?: and| to|-| until| through)?|since"
    r"|\b(?:[Ii]n|[Dd]uring|early|late)|[a-z]{3,}ber|May|June|July|April|March),? ?$"
)
# "37 (88 %) subjects completed"
_SHARE = re.compile(r" \(\d{1,3}(?:[.,]\d{1,2})? ?%\)(?= )")
# "one hundred and sixty (160) patients"
_TWIN = re.compile(r" \([nN]? ?=? ?\d[\d,]*\)")


def _count(document: Document, number: Number, form: str, start: int, phrase: NounPhrase | None) -> Count:
    sentence = document.sentence_at(start)
    end = number.end if phrase is None else phrase.end
    text = document.text
    letter = ""
    if form == "sex":
        end += 2 if text[end] == " " else 1
        letter = text[end - 1]
    before = text[max(sentence.start, start - (2 * _BEFORE if form == "n" else _BEFORE)) : start]
    after = text[end : min(sentence.end, end + _AFTER)]
    return Count(document, number, form, start, end, phrase, sentence, before, after, letter)


def in_bracket(before: str) -> bool:
    """Whether a bracket is open where ``before`` ends."""
    return open_bracket(before) >= 0


def open_bracket(before: str) -> int:
    """Where the bracket opens in which the text after ``before`` stands; -1: none."""
    if "(" not in before and "[" not in before:
        return -1
    depth = 0
    for at in range(len(before) - 1, -1, -1):
        char = before[at]
        if char in ")]":
            depth += 1
        elif char in "([":
            if depth == 0:
                return at
            depth -= 1
    return -1
