"""Counts of a series, which share what is said but once: "headache in two and dry mouth in one", "three nausea"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trialfacts.counts.participants import NounPhrase, noun_phrase
from trialfacts.document import Document
from trialfacts.numbers import Number
from trialfacts.proportions.expression import UNIT

# From a count to the next of its series: " patients, |headache| in ", " and |dry mouth| in ", " on day 2 and in "
_NEXT_IN = re.compile(
    r"(?:[^.,;:()]|\([^()]{0,30}\)){0,60}(?:[,;] (?:and |or |but )?| and | or )"
    r"(?P<label>(?:[A-Za-z][\w/-]{0,24} ){0,6}?)(?:in|by) "
    r"(?:only |another |the other |the remaining |a further )?"
)
_NEXT_IN_LONGEST = 150
_IN_LAST = (" in ", " by ", " only ", " another ", " other ", " remaining ", " further ")
_LABEL_IN = re.compile(r"[A-Za-z][\w/)-]* (?:in|by) (?:only |another )?$")
# What may follow a count that stands for its noun too.
_CLOSED = re.compile(r"[,;.)]|$|,? (?:and|or) |[ ][(\[]")
# Who was treated is no outcome: "zidolol was |given| in 20 patients and placebo in 21".
TREATED = re.compile(
    r"\b(?:given|administered|used|performed|applied|received|treated|injected|assigned|placed|randomi[sz]ed|allocated"
    r"|conducted|carried|measured|assessed|studied|recruited|enrolled|divided|inserted|implanted|available)\b"
)
# "two had relapse, |three| a new lesion|": the verb is said once.
_GAPPED = re.compile(
    r" (?:an? |no |only )?(?P<what>(?!(?:in|of|with|at|on|from|to|for|after|during|or|and|vs?|versus|more|out|each|per"
    r"|by|than|additional|different|other|others|more|were|was|had|are|is|did|who|times?)\b)"
    r"[A-Za-z][a-z-]{2,24}(?: (?!(?:in|on|and|after|following|with|during|at|vs?|versus|who)\b)[a-z-]{2,24}){0,3})"
    r"(?=[,.;]| and | in the | after | following | with | on |$)"
)
_VERB_SAID = re.compile(
    r"(?:[^.,;:()\d]|\([^()]{0,30}\)){0,60}? (?:had|reported|experienced|developed|showed|suffered|achieved|felt"
    r"|exhibited|presented with|presented|received a diagnosis of|complained of|were|was|rated)\b [^.;:()\d]{3,70}"
)
_OBJECT_ONLY = re.compile(r"[^.;:()\d]{0,60}")
# "seen in 27 men in X|, |22 in Y"
_ARM_LAST = (", ", "; ")
_IN_ARM = re.compile(r" (?:in|on|with|of|for|from|receiving|given) (?:the |patients (?:in|on) (?:the )?)?")
_ARM_SAID = re.compile(r" (?:in|on|with|of|for|from|receiving|given) [^.;:()]{2,80}[,;] ")
# What announces a list of events.
EVENTS = re.compile(
    r"\b(?:DLTs?|events?|effects|reactions|complications?|reasons?|symptoms|causes?|toxicit(?:y|ies)|infections?|deaths?"
    r"|failures|abnormalities|problems|complaints|injuries|morbidit(?:y|ies)|diagnoses|most (?:common|frequent)"
    r"|due to|because of|owing to|attributed to)\b",
    re.I,
)
# Who never took part had no outcome.
NOT_IN_STUDY = re.compile(
    r"\b(?:exclu|refus|declin|ineligib|not (?:be )?(?:enrol|random|includ)|dropp?ed out|withdr)", re.I
)
_LIST_LAST = re.compile(r"(?:[,;] (?:and |but )?| and | but |while )(?:only |another )?$")


@dataclass(slots=True)
class Item:
    """A count of a series: where its words end, and its outcome (None: that of the count before)."""

    end: int
    outcome: str | None


class Series:
    """Tells the counts of a series, in the order of the text."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.numbers = document.numbers
        self.last = -1  # the number that the series was read up to

    def read(self, number: Number, noun: NounPhrase | None, before: str, told: int) -> Item | None:
        """A count as part of a series; ``before``: the text before it; ``told``: where the last count told ended."""
        if before.endswith(_IN_LAST):
            found = self.placed(number, noun, told)
        elif noun is None and (found := self.of_arm(number, before, told)) is not None:
            pass
        elif noun is None and _LIST_LAST.search(before):
            found = self.gapped(number, told)
        else:
            return None
        if found is not None:
            self.last = number.index
        return found

    def placed(self, number: Number, noun: NounPhrase | None, told: int) -> Item | None:
        """The same for a count with a preposition: "|headache in two|"."""
        text = self.text
        if not self.closed(number, noun):
            return None
        start = self.document.sentence_at(number.start).start
        end = noun.end if noun is not None else number.end
        gap = _NEXT_IN.fullmatch(text, told, number.start) if 0 < number.start - told <= _NEXT_IN_LONGEST else None
        if told > start and gap is not None:
            label = gap["label"].strip()
            of_arm = self.document.arms.within(gap.start("label"), gap.end("label"))
            return Item(end, None if of_arm else label or None)
        if _LABEL_IN.search(text, max(start, number.start - 40), number.start) is None:
            return None
        following = self.following(number)
        if following is None or TREATED.search(text, max(start, number.start - 150), following.start):
            return None
        return Item(end, None)

    def following(self, number: Number) -> Number | None:
        """The next count of the series that a number begins, with a label of its own."""
        following = self.next_count(number, _NEXT_IN_LONGEST)
        gap = _NEXT_IN.fullmatch(self.text, number.end, following.start) if following is not None else None
        if following is None or gap is None or not gap["label"]:
            return None
        if self.document.arms.within(gap.start("label"), gap.end("label")):
            return None
        noun = noun_phrase(self.text, following.end, following.value == 1)
        return following if self.closed(following, noun) else None

    def next_count(self, number: Number, far: int) -> Number | None:
        """The number behind another, at most ``far`` characters on, if it may be a count."""
        following = self.numbers[number.index + 1] if number.index + 1 < len(self.numbers) else None
        if following is None or following.start - number.end > far or following.decimals or following.percent:
            return None
        return following

    def closed(self, number: Number, noun: NounPhrase | None) -> bool:
        """Whether a count has its noun, or stands for it and nothing else is counted: "in two |, ...|"."""
        if number.decimals or number.percent or number.label or 1900 <= number.value <= 2100:
            return False
        return noun is not None or _CLOSED.match(self.text, number.end) is not None

    def of_arm(self, number: Number, before: str, told: int) -> Item | None:
        """The same for a count that only its arm follows: "in 27 men in X, |22 in Y|"."""
        if not before.endswith(_ARM_LAST) or number.decimals or number.percent or number.label:
            return None
        text = self.text
        joint = _IN_ARM.match(text, number.end)
        if joint is None or not any(
            arm.start <= joint.end() + 4 for arm in self.document.arms.within(joint.end(), joint.end() + 40)
        ):
            return None
        if not self.document.sentence_at(number.start).start < told < number.start <= told + 110:
            return None
        return Item(number.end, None) if _ARM_SAID.fullmatch(text, told, number.start) else None

    def gapped(self, number: Number, told: int) -> Item | None:
        """The same for a count whose verb was said before: "|three a new lesion|"."""
        text = self.text
        if not 0 < number.start - told <= 140 or told <= self.document.sentence_at(number.start).start:
            return None
        said = _OBJECT_ONLY if self.last == number.index - 1 else _VERB_SAID
        if said is _VERB_SAID and text[told - 1].isalpha():
            told = min(told, self.numbers[number.index - 1].end)  # "22 were urgent, |40 routine|"
        what = _GAPPED.match(text, number.end)
        if what is None or UNIT.match(text, number.end) or said.fullmatch(text, told, number.start) is None:
            return None
        if self.document.arms.within(number.end, what.end()):
            return None
        return Item(what.end(), what["what"])
