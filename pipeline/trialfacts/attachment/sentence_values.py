"""The values of one sentence, with the arms that it names before and after each."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence

from trialfacts.arms.mentions import ArmMention
from trialfacts.document import Document

# From a value to its arm: "5 |in the| A group", "5 (3%) |of patients in the| A group", "5 |(|A)", "(... 5|, P < 0.05)
# in the| A group".
_TESTED = r"(?:[ ]?%?[,;][ ][pP][ ]?[=<>\u2264][ ]?[\d.]{1,6}(?=[)\]]))?"
_TO_ARM = re.compile(
    rf"{_TESTED}"
    r"(?:/year|/yr| per year|[ ]?%)?[ ]?[)\]]?(?:[ ]?[(\[][^()\[\]]{0,45}[)\]])?"
    r"(?:[ ](?:at|on|after|by|for|during|over)[ ](?:the[ ])?(?:(?:day|week|month|year|visit|hour)s?[ ]\d{1,3}"
    r"|\d{1,3}[ -][a-z]{1,7}|baseline|follow-up|end of [a-z]{4,12}))?"
    r"(?:[ ](?:was|were)(?:[ ][a-z]{4,9}ed|[ ]seen|[ ]found))?"
    r"(?:(?:[ ][a-z0-9./-]+){0,4}?[ ](?:of|in|for|with|on|among|from|by|receiving|to|given|taking|using|under|within"
    r"|after|during|underwent|received|following)"
    r"(?:[ ](?:the|both|all|patients|participants|subjects|those|women|children|men|receiving|treated|given|with|in|on"
    r"|who|received|(?:continu|switch)(?:ed|ing)(?: (?:on|to|with))?)){0,4}[ ]|[ ]?[(\[])"
)
_P_VALUE = re.compile(rf"^{_TESTED}")
_BREAK = re.compile(
    r"(?<![a-z])(?:vs|versus|than|compared|while|whereas|but|and|as well as|respectively|had"
    r"|(?:were|was)(?![ ](?:[a-z]{4,9}ed|seen|found)[ ]))(?![a-z])"
    r"|[)\]][ ]\d+[ ](?:in|to|on|received)[ ]|-?fold[ ]of[ ]"  # "5) |103 in| A", "0.4 |fold of| A"
)
# From an arm to its value: "A |(|5", "A group|: |5", "A|, |5", "A |(n = 20; |5".
LABEL = re.compile(
    r"(?:[ ](?:groups?|arms?|patients|subjects|recipients))?"
    r"(?:[ ]?[(\[][nN][ ]?=[ ]?\d{1,5}[)\]])?(?:[ ]?[:=;][ ]?|[ ]?[(\[](?:[nN][ ]?=[ ]?\d{1,5}[,;][ ])?"
    r"(?:mean|median|average|from|by)?[ ]?[,:=]?[ ]?)"
)
# What stands before an arm that another is compared with: "than in |B|", "compared with |B|".
_SECOND = re.compile(
    r"(?:than|versus|vs\.?|compared (?:with|to)|comparison (?:with|to)|relative to|over|against|superior to|from"
    r"|outperformed|exceeded|surpassed)[ ]"
    r"(?:(?:in|with|for|on|by|the|those|that|patients|subjects|participants|women|men|children|infants|girls|boys|adults"
    r"|receiving|given|using|only|who|received|did|of|treated|a|an)[ ]){0,4}$",
    re.I,
)
# "5% |placebo| patients", "8 of 114 |X|-treated", "10 |of| A recipients"
_DIRECT = re.compile(r"[ ]?[)\]]?[ ](?:of[ ])?(?:the[ ])?")
# "5% |X| and 7% Y", "(5 days |X|; 7 days Y)": the name is right behind the value, and another value follows or nothing.
_UNIT = re.compile(r"[ ]?[)%]?(?:[ ][a-zA-Z/\u00b5]{1,7})?[ ]")
_LABELLED = re.compile(
    r"(?:[ ](?:group|arm))?(?:[)\];]|,?[ ](?:and|vs\.?|versus)[ ][+-]?\d"
    r"|,[ ](?:[+-]?\d|[pP][ =<>]|(?:OR|RR|HR|with|and)[ ]))"
)
_PEOPLE_AFTER = re.compile(
    r"[ -](?:treated|recipients?|subjects|patients|participants|groups?|arms?|women|men|children|infants|users"
    r"|controls)(?![a-z])"
)
_JOINING = frozenset(("and", "or", "vs", "versus", "than", "in", "of", "for", "with", "to", "from", "on"))
_APPOSED = re.compile(r"(?:[ ](?:groups?|arms?))?[ ]\(")
_JOINED = re.compile(
    r"(?:[ ]?[(\[][^()\[\]]{0,40}[)\]])?(?:[ ](?:groups?|arms?))?(?:/|[ ]?,?[ ]?(?:and|or|vs\.?|versus|&|,)[ ])"
    r"(?:in[ ]|for[ ]|with[ ])?(?:the[ ])?"
)
VERSUS = re.compile(r"(?<![a-z])(?:vs?|versus|compared|than|against|over)(?![a-z])")
CLAUSE_END = re.compile(r";[ ]|,?[ ](?:while|whereas|but)[ ]")
# "to |values found in| B", "to levels |similar to those of| B"
_LEVEL_OF = re.compile(
    r" to (?:the )?(?:normal |similar )?(?:values?|levels?|concentrations?)(?: (?!than\b)[a-z]+){0,4}? "
    r"(?:in|of|with|to)(?: (?:the|those|that|of|in|patients|subjects)){0,3} $"
)
# "X, |but not| placebo, lowered", "|unlike| placebo, X lowered": of which nothing of the kind is told
DENIED = (
    r"(?:but not|[Uu]nlike|(?:[Ii]n contrast|[Cc]ontrary|as opposed) (?:to|with)) "
    r"(?:(?:in|with|after|by|for|during|on) )?(?:the )?"
)
_DENIED_BEFORE = re.compile(rf"\b{DENIED}$")
_GOES_ON = re.compile(r"(?: (?:groups?|arms?|treatment|patients))?(?:, (?!\d)| (?=[a-z]+(?:ly|ed|es)\b))")
_DENIED_REACH = 40
_LEVEL_REACH = 70  # characters of these words, at most
REACH = 500  # characters of a sentence before its first value and after its last that are looked at


class SentenceValues:
    """The values of one sentence, and the arms named before and after each.

    ``out`` is the arm of each value, ``last`` the arms of the last list of values.
    """

    def __init__(
        self,
        document: Document,
        spans: Sequence[tuple[int, int]],
        keys: Sequence[Hashable] | None,
        start: int,
        end: int,
    ) -> None:
        """Finds the arms around each value, from ``start`` to ``end`` of the sentence."""
        self.text = document.text
        self.arms = document.arms
        self.spans = list(spans)
        self.keys = keys
        self.start, self.end = start, end
        size = len(spans)
        self.before: list[list[ArmMention]] = [[] for _ in range(size)]
        self.after: list[list[ArmMention]] = [[] for _ in range(size)]
        self.tail: list[ArmMention] = []
        self.out: list[str | None] = [None] * size
        # How the arm was told: "before", "after", "label", "list", "together" (one for a list), "carried", "opposite"
        # or "subject".
        self.by: list[str] = [""] * size
        self.last: list[str] = []
        self.paired = False  # whether a list of this sentence has set ``last``
        self._place()

    def _place(self) -> None:
        """Give each mention to the value before it or to the value after it."""
        floor = self.start
        for at in range(len(self.spans) + 1):
            limit = self.spans[at][0] if at < len(self.spans) else self.end
            mentions = self._plain([m for m in self.arms.within(floor, limit) if m.end <= limit])
            mentions = [m for m in mentions if not (self._is_level(m, floor) or self._is_denied(m, floor))]
            mine = self._after(at - 1, mentions, limit) if at else 0
            if at:
                self.after[at - 1] = mentions[:mine]
            if at < len(self.spans):
                self.before[at] = [m for m in mentions[mine:] if not self._aside(m, floor, limit)]
                floor = self.spans[at][1]
            else:
                self.tail = mentions[mine:]

    def _aside(self, mention: ArmMention, floor: int, limit: int) -> bool:
        """Whether an arm is only what a closed bracket compares with: "(HR vs. |B| 0.9; ...)"."""
        text, start = self.text, mention.start
        opened = text.rfind("(", floor, start)
        return (
            opened > text.rfind(")", floor, start)
            and text.find(")", mention.end, limit) >= 0
            and _SECOND.search(text, max(opened, start - 30), start) is not None
        )

    def _is_level(self, mention: ArmMention, floor: int) -> bool:
        """Whether an arm is only one whose level another came to: "fell by 5% to values found in |B|"."""
        since = max(floor, mention.start - _LEVEL_REACH)
        said = self.text.find(" to ", since, mention.start) >= 0
        return said and _LEVEL_OF.search(self.text, since, mention.start) is not None

    def _is_denied(self, mention: ArmMention, floor: int) -> bool:
        """Whether an arm is only one that another is unlike: "X, but not |B|, lowered the score by 5"."""
        since = max(floor, mention.start - _DENIED_REACH)
        return (
            _DENIED_BEFORE.search(self.text, since, mention.start) is not None
            and _GOES_ON.match(self.text, mention.end) is not None
        )

    def _plain(self, mentions: list[ArmMention]) -> list[ArmMention]:
        """The mentions without those that only explain the one before: "the A group (|B|)"."""
        text = self.text
        return [
            m
            for i, m in enumerate(mentions)
            if not (i and text[m.end : m.end + 1] == ")" and _APPOSED.fullmatch(text, mentions[i - 1].end, m.start))
        ]

    def _after(self, at: int, mentions: list[ArmMention], limit: int) -> int:
        """How many of the mentions after value ``at`` are its own: "5 in A", "5 and 7 in A, B and C"."""
        if not mentions:
            return 0
        text, end, first = self.text, self.spans[at][1], mentions[0]
        gap = text[end : first.start]
        direct = len(gap) < 20 and _DIRECT.fullmatch(gap) and _PEOPLE_AFTER.match(text, first.end)
        direct = direct or _UNIT.fullmatch(gap) and gap.strip() not in _JOINING and _LABELLED.match(text, first.end)
        if not direct and (first.start - end > 75 or not _TO_ARM.fullmatch(gap) or _BREAK.search(gap)):
            return 0
        if not direct and ";" in gap and ";" in _P_VALUE.sub("", gap, count=1):
            return 0
        if gap[-1:] in "([" and text[first.end : first.end + 1] not in ")]":
            return 0
        size = 1
        while size < len(mentions):
            one, two = mentions[size - 1], mentions[size]
            if not _JOINED.fullmatch(text, one.end, two.start) or LABEL.fullmatch(text, two.end, limit):
                break
            size += 1
        return size

    def set(self, at: int, found: tuple[str | None, str]) -> None:
        """Sets the arm of one value and how it was told."""
        self.out[at], self.by[at] = found

    def set_list(self, at: int, names: list[str | None]) -> None:
        """Sets the arms of a list of values that begins with value ``at``."""
        size = len(names)
        self.out[at : at + size] = names
        self.by[at : at + size] = ["list" if len(set(names)) > 1 else "together"] * size
        if all(names) and len(set(names)) == size:
            self.paired = True
            self.last = [name or "" for name in names]

    def differ(self, one: int, two: int) -> bool:
        """Whether two values are known to be of other times or measures."""
        return self.keys is not None and self.keys[one] != self.keys[two]

    def is_second(self, mention: ArmMention) -> bool:
        """Whether an arm is one that another is compared with: "than in |B|"."""
        return _SECOND.search(self.text, max(self.start, mention.start - 30), mention.start) is not None


def distinct(mentions: list[ArmMention]) -> list[ArmMention]:
    """The first mention of each arm, in order; names with a digit, as doses have, count apart."""
    seen: dict[tuple[int, str], ArmMention] = {}
    for mention in mentions:
        seen.setdefault((mention.arm, mention.name.lower() if any(c.isdigit() for c in mention.name) else ""), mention)
    return list(seen.values())
