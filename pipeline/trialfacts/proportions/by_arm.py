"""Counts of what happened, told arm by arm: "28 strokes on zidolol and 44 on placebo", "1 in A and 13 in B died"."""

from __future__ import annotations

import re

from trialfacts.counts.event_parts import SIGN, events_of, is_behind_name
from trialfacts.counts.participants import ASSIGNED, HEADS, noun_phrase
from trialfacts.document import Document
from trialfacts.numbers import Number
from trialfacts.proportions.expression import UNIT, Expression
from trialfacts.proportions.lists import HAPPENED, LOST

# "28 |strokes on| zidolol", "14 |local recurrences in the| surgery group"
_THINGS_IN = re.compile(
    r" (?P<what>(?:(?!and |or |to |of |were |had )[\w/-]{2,20} ){0,2}?(?P<noun>[A-Za-z]{1,20}(?<![uis])s))"
    r" (?:in|on|with|among|for|under|after) (?:the )?"
)
# "28 strokes in the zidolol group| and |44 in the placebo group"
_TO_NEXT = re.compile(
    r" (?:[A-Za-z][^.;:()\d]{1,60}?)(?: \([^()]{1,20}\))?,? (?:and|vs?\.?|versus|compared (?:with|to))(?: only)? $"
)
_IN = re.compile(r" (?:in|on|with|among|for|under|after|receiving) (?:the )?[A-Za-z]")
# "1| in the placebo arm and |13", "3| in the drug group, |5"
_ARM_ITEM = re.compile(
    r" (?:in|on|with|from|of|to) (?:the )?[^.,;:()\d]{1,50}?"
    r"(?:, (?:and )?|,? (?:and|vs?\.?|versus|compared (?:with|to)) )"
    r"(?:only )?"
)
_ITEM_FIRST = (" in ", " on ", " with ", " from ", " of ", " to ")
_MOST_ARMS = 4
# "238 |cases (annualized rate, 0.30%) vs| 296 |cases|"
_SAME_NEXT = re.compile(
    r" (?P<noun>[a-z]{3,20}s)(?P<aside> \([^()]{1,60}\))? (?:vs?\.?|versus|compared (?:with|to)) \d[\d,]* (?P=noun)\b"
)
_SAME_BEFORE = re.compile(r"\d (?P<noun>[a-z]{3,20}s)(?: \([^()]{1,60}\))? (?:vs?\.?|versus|compared (?:with|to)) $")
# "677 readmissions| vs |824 for X"
_BARE_NEXT = re.compile(
    r" (?P<noun>[a-z]{3,20}(?<![uis])s) (?:vs?\.?|versus|compared (?:with|to)) (?:only )?\d[\d,]{0,9}"
    r"(?: (?:in|on|with|for|among) |[;,)])"
)
_BARE_BEFORE = re.compile(r"\d (?P<noun>[a-z]{3,20}(?<![uis])s) (?:vs?\.?|versus|compared (?:with|to)) (?:only )?$")
# "in new |breast cancer events: |60 in X versus 48 in Y", "|relapses were reported--|3 in X and 8 in Y"
_ANNOUNCED = re.compile(
    r"\b(?:events?|deaths?|recurrences?|relapses?|fractures?|infections?|complications?|strokes?"
    r"|failures?|bleeds|reactions?|effects|withdrawals|discontinuations?|pregnancies|perforations?|infarctions?"
    r"|hospitali[sz]ations?|readmissions?|exacerbations?|episodes|falls|injuries|crossovers?|conversions?|reoperations?)\b"
    r"(?: \([^()]{3,120}\))?(?: (?:was|were|had) (?:[a-z]{2,20} ){0,2}[a-z]{2,20}(?: in (?:both|the two|all) [a-z]+)?)?"
    r"(?:: ?|-{1,2} ?|, with |, )$",
    re.I,
)
_PLACED = re.compile(
    r"(?: (?:occurring|occurred|were|was|seen|reported))?"
    r" (?:in|on|with|among|for|under|receiving|given) (?:the )?(?=[A-Za-z])"
)
_PLACED_NEXT = re.compile(
    r"[^.;:()\d]{2,60}(?: \([^()]{1,30}\))?,? (?:and|but|vs?\.?|versus|(?:as )?compared (?:with|to))(?: only)? "
)
# What is counted of a trial's conduct and not of its outcomes.
_CONDUCT = re.compile(
    r"(?:sessions|courses|treatments|injections|patches|controls|samples|measurements|observations|attempts|steps|calories"
    r"|words|lines|items|questions|nights|meals|servings|beds|studies|trials|centers|centres|sites|reviews|articles"
    r"|records|schools|clinics|practices|hospitals|villages|clusters|wards|countries|cohorts|others|kits|visits|scans)"
)


class ByArm:
    """Reads a count without a noun of people by the arms that stand beside it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.numbers = document.numbers

    def read(self, number: Number, out: Expression, before: str) -> bool:
        """Whether a number counts what happened in an arm; says so in ``out``. ``before``: the words before it."""
        text = self.text
        if before.endswith(("=", "= ")):
            return (signed := SIGN.search(before)) is not None and self.part(number, out, len(before) - signed.start())
        if number.form != "words" and (
            before.endswith((", ", ": ")) and text.startswith((";", ")"), number.end) or is_behind_name(text, number)
        ):
            return self.part(number, out, 0)
        if text[number.end : number.end + 1] != " " or UNIT.match(text, number.end):
            return False
        if self.announced(number, before):
            out.rule, out.score = "arm-announced", 0.93
            return True
        if text.startswith(_ITEM_FIRST, number.end) and self.shared_verb(number):
            out.rule, out.score = "arm-shared-verb", 0.92
            return True
        things = _THINGS_IN.match(text, number.end)
        if things is not None and self.things_in_arms(number, things):
            out.end, out.outcome = things.end("what"), things["what"]
            out.rule, out.score = "arm-things", 0.85
            return True
        return self.same_things(number, out, before)

    def in_arm(self, at: int) -> bool:
        """Whether a preposition and an arm stand at ``at``: "three| in the zidolol group"."""
        placed = _PLACED.match(self.text, at)
        return placed is not None and self.names_arm(placed.end())

    def announced(self, number: Number, before: str) -> bool:
        """Whether events told before are counted arm by arm: "new events: |60| in X versus 48 in Y"."""
        text = self.text
        if (
            before.endswith((": ", ", ", "-", "- ", "with "))
            and self.told_before(number, before)
            and self.in_arm(number.end)
        ):
            following = self.numbers[number.index + 1] if number.index + 1 < len(self.numbers) else None
            return (
                following is not None
                and following.start - number.end < 100
                and not (following.decimals or following.percent or number.decimals or number.percent)
                and _PLACED_NEXT.fullmatch(text, number.end, following.start) is not None
                and self.in_arm(following.end)
            )
        return False

    def told_before(self, number: Number, before: str) -> bool:
        """Whether the words before a number, also those before a bracket among them, announce a count of events."""
        if _ANNOUNCED.search(before):
            return True
        wide = max(0, number.start - 190)
        return before[-30:].count(")") == 1 and _ANNOUNCED.search(self.text, wide, number.start) is not None

    def same_things(self, number: Number, out: Expression, before: str) -> bool:
        """The same for a count compared with another of the same things: "238 cases vs 296 cases"."""
        text = self.text
        same = _SAME_NEXT.match(text, number.end) if text.find("s ", number.end, number.end + 24) > 0 else None
        if same is None and before.endswith(("vs ", "v ", "vs. ", "versus ", "with ", "to ")):
            last = _SAME_BEFORE.search(text, max(0, number.start - 110), number.start)
            same = last if last is not None and text.startswith(f" {last['noun']}", number.end) else None
            if same is None and self.bare_second(number, before):
                out.rule, out.score = "arm-same-things", 0.85
                return True
        if same is None and text.find("s ", number.end, number.end + 24) > 0:
            same = _BARE_NEXT.match(text, number.end)
        if same is None or not is_event(same["noun"]):
            return False
        out.end = number.end + 1 + len(same["noun"])
        out.rule, out.score = "arm-same-things", 0.85
        return True

    def bare_second(self, number: Number, before: str) -> bool:
        """Whether a bare count is compared with one of things: "677 readmissions vs |824| for X"."""
        last = _BARE_BEFORE.search(before)
        placed = self.text.startswith((" in ", " on ", " with ", " for ", " among ", ";", ",", ")"), number.end)
        return last is not None and placed and is_event(last["noun"])

    def part(self, number: Number, out: Expression, sign: int) -> bool:
        """The same for a count behind its sign of so many characters, where the bracket breaks down so many events."""
        start = self.document.sentence_at(number.start).start
        events = events_of(self.text, self.numbers, number.index, start)
        if events is None:
            return False
        out.start, out.outcome = number.start - sign, events or None
        out.rule, out.score = "arm-part", 0.97
        return True

    def shared_verb(self, number: Number) -> bool:
        """Whether a bare count shares the verb behind the last of its list: "1 in A and 13 in B |developed|"."""
        text, last = self.text, number
        for following in self.numbers[number.index + 1 : number.index + _MOST_ARMS]:
            if following.start - last.end > 90 or following.decimals or following.percent:
                break
            if _ARM_ITEM.fullmatch(text, last.end, following.start) is None or not self.names_arm(last.end):
                break
            last = following
        if last is number or not self.names_arm(last.end) or noun_phrase(text, last.end) is not None:
            return False
        happened = HAPPENED.match(text, last.end)
        return happened is not None and LOST.match(text, happened.end()) is None

    def things_in_arms(self, number: Number, things: re.Match[str]) -> bool:
        """Whether things are counted in one arm and then in another."""
        if not is_event(things["noun"]) or not self.names_arm(things.end() - 1):
            return False
        following = self.numbers[number.index + 1] if number.index + 1 < len(self.numbers) else None
        if following is None or following.start - things.end() > 90 or following.decimals or following.percent:
            return False
        gap = _TO_NEXT.match(self.text[things.end() - 1 : following.start])
        return gap is not None and _IN.match(self.text, following.end) is not None and self.names_arm(following.end)

    def names_arm(self, at: int) -> bool:
        """Whether an arm is named within a few words."""
        return bool(self.document.arms.within(at, at + 24))


def is_event(noun: str) -> bool:
    """Whether a noun may name what happens to participants: none of them, nothing of a trial's conduct, no unit."""
    lower = noun.lower()
    return (
        lower not in HEADS | ASSIGNED | {"that", "which"}
        and _CONDUCT.fullmatch(lower) is None
        and UNIT.match(f" {lower}") is None
    )
