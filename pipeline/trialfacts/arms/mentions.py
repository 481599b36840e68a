"""The arms of a trial: their names, found once per document, and where the text names them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from trialfacts.abbreviations import Abbreviation
from trialfacts.arms.finding import (
    MOST,
    beside_group,
    compared,
    counted,
    group_words,
    of_both,
    of_units,
    paired,
    randomized,
    suspended,
    treated,
    with_size,
)
from trialfacts.arms.names import DOSE, DOSE_AFTER, STOPS, name_at
from trialfacts.arms.siblings import bracketed_siblings, sibling, under_conditions
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
_ADJECTIVE = ("-related", "-controlled", "-emergent")  # "placebo-controlled" names no arm
_COMPOUND_BEFORE = re.compile(r"(?<![\w/+])[A-Za-z][\w-]{2,20} ?[/+] ?$")
_COMPOUND_AFTER = re.compile(r"(?: ?/ ?|\+)[A-Za-z][\w-]{2,20}(?![\w/])")
_DOSE_BEFORE = re.compile(rf"(?<![\d.]){DOSE} (?:of )?$")
_NOT_A_NAME = re.compile(
    r"[<>=%\u2264\u2265]|percent|^(?:\d[\d.]* ?)?(?:m?g|kg|ug|mcg|ml|IU|units?)$|^(?:HR|OR|RR|CI|MD|SD|SE|IQR|BMI"
    r"|QoL|AE|AEs)$|^(?:(?:mm ?)?Hg|(?:cm ?)?H2O|Rs|[kM]Pa)$"
    r"|^(?:taking|receiving|using|given|retrospective|prospective|treatments?"
    r"|unknown|other|others|none|median|mean|range|age|(?:fe)?males?|operated|doses?|sessions?|trials?|evaluable|eligible"
    r"|(?:baseline )?characteristics)$|^[pnmk\u00b5]?(?:g|mol|iu|u)/[mdk]?[lg]$"
    r"|ratio$|disease control|population$|analysis$",
    re.I,
)


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
        """The name of the arm that ``arm`` is set against: its sibling, else the other main arm; None where none is."""
        if (generic := self._generic_other(arm)) is not None:
            return self.usual(generic)
        if (one_apart := sibling(self.keys, arm)) is not None:
            return self.usual(one_apart)
        two = self.main()
        if arm not in two or len(two) != 2:
            return None
        return self.usual(two[0] if two[1] == arm else two[1])

    def _generic_other(self, arm: int) -> int | None:
        """The control arm of one that is only called "intervention", and the other way round."""
        ours: tuple[str, ...] = _GENERIC_NAMES
        theirs: tuple[str, ...] = _CONTROL_NAMES
        if self.keys[arm] in theirs:
            ours, theirs = theirs, ours
        if self.keys[arm] not in ours:
            return None
        others = [number for number, key in enumerate(self.keys) if key in theirs]
        return others[0] if len(others) == 1 else None

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
            self._usual[arm] = max(counts, key=lambda name: (counts[name], -len(name)), default=self.names[arm])
        return self._usual[arm]


def find_arms(text: str, abbreviations: Iterable[Abbreviation] = (), words: TextWords | None = None) -> Arms:
    """The arms that a cleaned text names, and where it names them. Runs in time linear in the text.

    ``words``: those of the text, if they are known.
    """
    words = words or TextWords(text)
    names: dict[str, None] = {}
    groups, shared = group_words(text, words), list(suspended(text))
    for name in (
        *beside_group(text, groups),
        *bracketed_siblings(text),
        *with_size(text),
        *randomized(text),
        *treated(text, words),
        *counted(text),
        *of_units(text, words),
        *compared(text, words),
        *paired(text, words),
        *under_conditions(text, words),
        *(name for _, _, name in shared),
    ):
        key = name.strip(" ,.:;\"'").lstrip("-")
        if key[-1:] == "-" and f"{key[:-1]}+" not in text:  # "ZX-" is set against "ZX+"
            key = key[:-1]
        if key not in names and 1 < len(key) <= 50 and len(names) < MOST and not _NOT_A_NAME.search(key):
            names[key] = None
    shared += of_both(text, words)
    lower = text.lower()
    forms = _forms(lower, names, abbreviations, words)
    keys = dict.fromkeys([_key(name) for _, name in forms] + [_key(name) for _, _, name in shared])
    index = {key: number for number, key in enumerate(keys)}
    spans = [*_places(text, lower, forms, index), *_of_two(text, lower, index)]
    spans += (ArmMention(start, end, name, index[_key(name)]) for start, end, name in shared)
    if any(len(key) < 4 for key in index):
        spans += _letters(text, groups, index)
    return _arms(text, list(keys), spans)


def _arms(text: str, keys: list[str], spans: list[ArmMention]) -> Arms:
    """The arms with the mentions of them, of which the longest stays where two overlap; doses are taken in."""
    doses = "mg" in text
    if doses or "/" in text or "+" in text:
        for span in spans:
            _with_dose(text, span, doses)
    if " plus " in text or " + " in text:
        _with_addition(text, spans, keys)
    spans.sort(key=lambda span: (span.start, -span.end))
    arms = Arms(names=list(keys), keys=keys, _text=text)
    last = -1
    for span in spans:
        if span.start >= last:
            arms.mentions.append(span)
            last = span.end
    arms._starts = [mention.start for mention in arms.mentions]
    return arms


def _forms(
    lower: str, names: dict[str, None], abbreviations: Iterable[Abbreviation], words: TextWords
) -> list[tuple[str, str]]:
    """What names are searched for, each with the name that it is a form of: short and long forms are one arm's."""
    always = [
        name
        for gate, general in _ALWAYS
        if not (gate and words.distinct.isdisjoint(gate))
        for name in general
        if name not in names and name in lower
    ]
    forms = [(name, name) for name in (*names, *always)]
    shorts = {a.short: a.long for a in abbreviations}
    longs = {a.long.lower(): a.short for a in abbreviations}
    for name, _ in tuple(forms) if shorts else ():
        bare = name.removesuffix(" group").removesuffix(" arm")
        if bare in shorts:
            forms.append((shorts[bare], name))
        elif bare.lower() in longs:
            forms.append((longs[bare.lower()], name))
    return forms


def _places(text: str, lower: str, forms: list[tuple[str, str]], index: dict[str, int]) -> Iterable[ArmMention]:
    """Where the forms of names stand; short ones in the same case."""
    for form, name in forms:
        key = _key(name)
        exact = len(form) <= 4 or form.isupper()
        haystack, needle = (text, form) if exact else (lower, form.lower())
        at = haystack.find(needle)
        while at >= 0:
            end = at + len(needle)
            if (
                not haystack[at - 1 : at].isalnum()
                and not haystack[end : end + 1].isalnum()
                and not haystack.startswith(_ADJECTIVE, end)
                and (key != "control" or _IS_CONTROL.match(lower, max(0, at - 8)))
            ):
                yield ArmMention(at, end, text[at:end], index[key])
            at = haystack.find(needle, end)


# "the |control and| intervention| groups|"
_GROUPS = (" groups", " arms")
_CONTROL_AND = tuple(
    f"{name} {joint} {article}"
    for name in ("control", "comparison", "placebo")
    for joint in ("and", "or", "versus", "vs", "vs.")
    for article in ("", "the ")
)


def _of_two(text: str, lower: str, index: dict[str, int]) -> Iterable[ArmMention]:
    """General names that share the word "groups" with another: "the |intervention| and control groups"."""
    for name in _GENERIC_NAMES:
        at = lower.find(f"{name} ") if name in index else -1
        while at >= 0:
            end = at + len(name)
            second = lower.startswith(_GROUPS, end) and lower.endswith(_CONTROL_AND, 0, at)
            if second or _SECOND_GROUP.match(lower, end):
                yield ArmMention(at, end, text[at:end], index[name])
            at = lower.find(f"{name} ", end)


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
        if text[end + 1 : end + 2].isdigit() and (match := DOSE_AFTER.match(text, end)):
            end = match.end()
    if start != span.start or end != span.end:
        span.start, span.end, span.name = start, end, text[start:end]


_PLUS = (" plus ", " + ")
_NEAR = 150  # characters between two arms that are told together


def _with_addition(text: str, spans: list[ArmMention], keys: list[str]) -> None:
    """Take what is added into the name, which is then that of another arm: "|zidolol plus irradiation|", "|A + B|"."""
    words = [frozenset(key.split()) for key in keys]
    for span in spans:
        added = next((sign for sign in _PLUS if text.startswith(sign, span.end)), None)
        if added is None:
            continue
        name, end = name_at(text, span.end + len(added), span.end + 50)
        if not name or name.split(" ", 1)[0].lower() in STOPS:
            continue
        whole = f"{text[span.start : span.end]}{added}{name}"
        own = frozenset(_key(whole).split())
        # "zidolol plus irradiation" is "breast irradiation plus zidolol" by another name
        known = [number for number, one in enumerate(words) if added[1:-1] in one and (one <= own or own <= one)]
        beside = [one for one in spans if one.arm == span.arm and 0 < abs(one.start - span.start) < _NEAR]
        if not known and beside and not all(text.startswith(added, one.end) for one in beside):
            known = [len(keys)]
            keys.append(_key(whole))
            words.append(own)
        span.end, span.name, span.arm = end, text[span.start : end], known[0] if known else span.arm


# "glucose |control|" is no arm; "the control", "control group", "vs. control" is one.
_IS_CONTROL = re.compile(
    r"(?:.{0,7}?(?:(?<![a-z])(?:the|and|vs|versus|than|to|with|in|or|of|for|a|no|normal|healthy|active|negative)[ ]"
    r"|[,(/.;:+-][ ]?))control"
    r"|.{0,8}control[ -](?:groups?|arms?|subjects|patients|participants|animals|rats|mice|women|children|men|infants"
    r"|conditions?|diet|eyes|schools|clusters|sites|practices|villages|intervention|treatment)",
    re.S,
)
_CONTROL_NAMES = ("control", "comparison", "comparator")
_GENERIC_NAMES = ("intervention", "experimental", "treatment", "study", "active", "case", "test")
_SECOND_GROUP = re.compile(
    r" (?:and|or|versus|vs\.?|compared (?:with|to)|than)(?: in)? (?:the )?"
    r"[\w-]+(?: [\w-]+){0,2} (?:groups?|arms?)(?![a-z])"
)
_IS_GROUP = re.compile(r"(?<![a-z])(?:[Gg]roup|[Aa]rm)s?(?![a-z])|placebo|[ ]\([nN] ?=")
# "groups |1| and |2|", "Group A and |B|"
_LETTERS = re.compile(
    r"(?:[Gg]roups?|[Aa]rms?) (?=[A-Z0-9])[A-Z]{0,5}[0-9]?(?:\.\d)?"
    r"(?:[ ]?[(][^()]{1,30}[)])?(?:,? (?:and|or|vs\.?|versus|&) |, |/)[A-Z0-9](?![a-z])"
)
_LETTER = re.compile(r"(?:[A-Z]{1,5}[0-9]?(?:\.\d)?|[0-9]{1,2}|[IVX]{1,4})(?![A-Za-z0-9%]|[.,]\d| ?\u00b1)")
# "pain was |A|: 2.1, |B|: 3.3"
_LABEL_LETTER = re.compile(r"(?<=[ (\[;,])(?P<letter>[A-Z][A-Z0-9]{0,2}) ?[:=] ?(?=[+-]?\d)")
_NEXT_LETTER = re.compile(r"(?:[ ]?[(][^()]{1,30}[)])?(?:,? (?:and|or|vs\.?|versus|&) |, |/)")


def _letters(text: str, groups: Iterable[re.Match[str]], index: dict[str, int]) -> list[ArmMention]:
    """The arms of a list that says "group" once: "groups 1 and 2", "group A or B"."""
    out: list[ArmMention] = []
    for match in groups:
        listed = _LETTERS.match(text, match.start())
        at = match.end() + 1 if listed else len(text)
        noun = "arm" if match.group().lower().startswith("arm") else "group"
        while (letter := _LETTER.match(text, at)) is not None and letter.group().lower() in index:
            name = f"{noun} {letter.group()}"
            start = match.start() if at == match.end() + 1 else at  # "|groups A| and |B|"
            out.append(ArmMention(start, letter.end(), name, index[letter.group().lower()]))
            gap = _NEXT_LETTER.match(text, letter.end())
            if gap is None:
                break
            at = gap.end()
    for label in _LABEL_LETTER.finditer(text):
        if (name := label.group("letter")).lower() in index:
            out.append(ArmMention(*label.span("letter"), name, index[name.lower()]))
    return out


_GROUP_AROUND = re.compile(r" (?:groups?|arms?)$|^(?:groups?|arms?) ")


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """What two spellings of an arm's name share."""
    key = _GROUP_AROUND.sub("", name.lower())
    return key[:-1] if key.endswith("s") and len(key) > 3 else key
