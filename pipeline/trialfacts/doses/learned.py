"""Substances that are on no list: the words that a text itself uses as a substance's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from trialfacts.cleaning.words import common_words
from trialfacts.doses.drugs import BETWEEN, Learned, known

if TYPE_CHECKING:
    from trialfacts.doses.amounts import DoseMention

# "zidoxal", "d-zidose"
_NAME = r"(?:[dlDL]-)?[A-Za-z][a-z]{3,24}(?:-[a-z]{2,15})?"
_WORD = re.compile(rf"{_NAME}(?![\w/-])")
_NEXT = re.compile(r"[A-Za-z][\w-]*")
# "zidoxal 5", "zidoxal (ZID) 5", "zidoxal sodium, 5", "zidoxal infusion at a loading dose of 5", "zidoxal (at least 5"
_LAST_WORD = re.compile(
    rf"(?<![\w/.-])(?P<name>{_NAME})(?: (?:hydrochloride|HCl|sodium|acetate|\([A-Za-z-]{{2,6}}\)))?"
    r"(?: (?:tablets?|capsules?|infusions?|injections?|monotherapy|therapy|treatment|doses?|given|gel|cream|ointment))?"
    r"(?: (?:at|in|of))?(?: \(?(?:an? |the )?(?:[a-z]+ )?dos(?:e|age)s? of)?,? ?\(?(?:[<>\u2264\u2265~] ?)?$"
)
# "5 mg of |", "5 mg oral |"
_LEADS = re.compile(rf"(?: of)?(?: (?:plain|heavy|(?:hyper|iso)baric|{'|'.join(map(re.escape, sorted(BETWEEN)))}))? ")
# What may close a name: the end of a phrase, or a word
_CLOSES = re.compile(r"[,.;)/]| ?[(+\[]|$| (?P<word>[a-z]+)")
# "2% zidoxal cream", "zidoxal 8% patch"
_FORM = re.compile(
    r" ?(?:ophthalmic |cutaneous |topical |vaginal )?(?:creams?|gels?|ointments?|shampoos?|patch(?:es)?|lotions?"
    r"|solutions?|mouth ?(?:wash|rinse)(?:es)?|toothpastes?|eye ?drops?|foam|paste|spray|varnish|suspension)\b"
)
# "20 mL of 0.5% zidoxal", "5 ml zidoxal 2%"
_VOLUME = re.compile(r"\bm[lL] (?:bolus )?(?:of )?(?:an? )?\(?$")
# "block with 0.5% zidoxal", "a cartridge of 4% zidoxal"
_LED = re.compile(
    r"\b(?:with|of|using|received?|receiving|by|containing|adding|either|inhaled|applied|plus|or|and|to) \(?$|^\(?$"
)
# Of adjectives, plurals and illnesses.
_NO_ENDINGS = ("ic", "s", "penia", "emia", "asia", "itis", "oma", "pathy")
_ACTIVITY = frozenset(("IU", "IU/kg"))
# Higher percentages beside a rare word are shares more often than strengths.
_STRONGEST = 25
# "5% versus 12%, P = 0.03"
_REPORTS = re.compile(r"\b[pP] ?[=<>]|\bCI\b")


def learn_names(text: str, found: Iterable[DoseMention]) -> Learned:
    """The words, in lower case, that stand as a substance's name at an amount which can hardly be but a dose."""
    told: set[str] = set()
    for one in found:
        if one.sentence.section == "results":
            continue
        percent = one.unit.symbol == "%"
        if percent or one.unit.dimension == "mass" or one.unit.symbol in _ACTIVITY:
            for start, end in beside(text, one.start, one.unit_end):
                if not percent or _is_strength(text, one, start, end):
                    told.add(text[start:end].lower())
    return frozenset(told)


def beside(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where rare words stand right before and right behind an amount; none if a known substance is behind it."""
    around = text[max(0, start - 50) : start].split()[-6:] + text[end : end + 40].split()[:3]
    if not any(is_rare(word.strip("()[],;:.").lower()) for word in around):
        return []
    leads = _LEADS.match(text, end)
    after = None if leads is None else _NEXT.match(text, leads.end())
    if after is not None and known(after.group()) > 0 and not _FORM.match(text, after.start()):
        return []
    spans = []
    before = _LAST_WORD.search(text, max(0, start - 50), start)
    if before is not None and is_rare(before["name"].lower()) and not _is_means(text, before.start("name")):
        spans.append(before.span("name"))
    if after is not None and is_rare(after.group().lower()) and _closed(text, after.end()):
        spans.append(after.span())
    return spans


def _is_means(text: str, at: int) -> bool:
    """Whether what begins here is what a drug is taken with, and no drug: "zidolol by |Zidohaler| 5 mg"."""
    return text.endswith((" by ", " via "), 0, at) and not text.endswith(("ed by ", "en by "), 0, at)


def _closed(text: str, end: int) -> bool:
    """Whether a name can end here: a phrase does, or a common word or a form of drugs follows."""
    if (closes := _CLOSES.match(text, end)) is None:
        return False
    return closes["word"] is None or closes["word"] in common_words() or _FORM.match(text, end) is not None


@lru_cache(maxsize=16384)
def is_rare(word: str) -> bool:
    """Whether a word in lower case may be a substance's that is on no list."""
    if len(word) < 4 or word.endswith(_NO_ENDINGS) or word in common_words() or known(word) != 0:
        return False
    return _WORD.fullmatch(word) is not None


def _is_strength(text: str, one: DoseMention, start: int, end: int) -> bool:
    """Whether a percentage is how strong the word beside it is: by its form, its volume or what leads to both."""
    if _FORM.match(text, max(end, one.unit_end)) or _VOLUME.search(text, max(0, one.start - 15), one.start):
        return True
    if one.amounts[-1].low > _STRONGEST:
        return False
    if one.sentence.section is None and _REPORTS.search(text, one.sentence.start, one.sentence.end):
        return False
    first = min(start, one.start)
    return _LED.search(text, max(0, first - 15), first) is not None
