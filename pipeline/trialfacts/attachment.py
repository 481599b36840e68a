"""Which arm each value of a sentence belongs to.

The arms that a sentence names stand before a value ("in the |A| group it was 5"), after it ("5 in the |A| group"), or
are told for a whole list of values ("5 and 7 in |A| and |B|", "lower in |A| than in |B| (5 vs. 7)"). Each mention
between two values is first given to the one or the other; then each list of values reads the mentions around it.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence

from trialfacts.arms.comparisons import compared_pair
from trialfacts.arms.mentions import ArmMention, Arms
from trialfacts.arms.names import clean_name, name_at, recurs
from trialfacts.arms.phrases import (
    AMONG,
    BEFORE_BRACKET,
    BOTH,
    BRACKET_NAME,
    DESCRIBED,
    GIVEN,
    GROUP_LABEL,
    HEAD_NOUN,
    LABEL_BEHIND,
    LED,
    LIST_LABEL,
    LISTED_BRACKET,
    NAME_BEFORE_BRACKET,
    OWN_AFTER,
    OWN_KIND,
    X_TREATED,
    can_be_arm,
    compared_names,
    contrasted_name,
    listed_names,
    names_in_order,
    parallel_name,
)
from trialfacts.document import Document

# From a value to its arm: "5 |in the| A group", "5 (3%) |of patients in the| A group", "5 |(|A)".
_TO_ARM = re.compile(
    r"(?:/year|/yr| per year|[ ]?%)?[ ]?[)\]]?(?:[ ]?[(\[][^()\[\]]{0,45}[)\]])?"
    r"(?:[ ](?:at|on|after|by|for|during|over)[ ](?:the[ ])?(?:(?:day|week|month|year|visit|hour)s?[ ]\d{1,3}"
    r"|\d{1,3}[ -][a-z]{1,7}|baseline|follow-up|end of [a-z]{4,12}))?"
    r"(?:[ ](?:was|were)(?:[ ][a-z]{4,9}ed|[ ]seen|[ ]found))?"
    r"(?:(?:[ ][a-z0-9./-]+){0,4}?[ ](?:of|in|for|with|on|among|from|by|receiving|to|given|taking|using|under|within"
    r"|after|underwent|received|following)"
    r"(?:[ ](?:the|both|all|patients|participants|subjects|those|women|children|men|receiving|treated|given|with|in|on"
    r"|who|received)){0,4}[ ]|[ ]?[(\[])"
)
_BREAK = re.compile(
    r"(?<![a-z])(?:vs|versus|than|compared|while|whereas|but|and|respectively|had"
    r"|(?:were|was)(?![ ](?:[a-z]{4,9}ed|seen|found)[ ]))(?![a-z])"
)
# From an arm to its value: "A |(|5", "A group|: |5", "A|, |5", "A |(n = 20; |5".
_LABEL = re.compile(
    r"(?:[ ](?:groups?|arms?|patients|subjects|recipients))?"
    r"(?:[ ]?[(\[][nN][ ]?=[ ]?\d{1,5}[)\]])?(?:[ ]?[:=;][ ]?|[ ]?[(\[](?:[nN][ ]?=[ ]?\d{1,5}[,;][ ])?"
    r"(?:mean|median|average|from|by)?[,:]?[ ]?)"
)
# What stands before an arm that another is compared with: "than in |B|", "compared with |B|".
_SECOND = re.compile(
    r"(?:than|versus|vs\.?|compared (?:with|to)|comparison (?:with|to)|relative to|over|against|superior to|from)[ ]"
    r"(?:(?:in|with|for|on|the|those|that|patients|subjects|receiving|who|received|did|of|treated|a|an)[ ]){0,4}$",
    re.I,
)
_OPENS = re.compile(r"(?:[ ](?:groups?|arms?|patients|subjects))?[ ]?[(\[]")
# "Patients with |X| had longer"
_SUBJECT = re.compile(
    r"(?:[Pp]atients|[Ww]omen|[Ss]ubjects|[Pp]articipants|[Cc]hildren|[Mm]en|[Gg]irls|[Tt]hose|[Ii]nfants)[ ]"
    r"(?:with|receiving|who received|treated with|given|on)[ ](?P<name>[^.,;()]{2,60}?)[ ]"
    r"(?:had|showed|have|experienced|attained|achieved|required|reported|lost|gained|exhibited|demonstrated)(?![a-z])"
)
_COMPARATIVE = re.compile(
    r"(?<![a-z])(?:longer|shorter|higher|lower|greater|smaller|better|worse|fewer|less|more|larger|faster|slower|time"
    r"|scores?|levels?|survival|OS|PFS|[a-z]+ly|pain|stay|duration|reduced|increased|decreased|improved)(?![a-z])"
)
# "5% |placebo| patients", "8 of 114 |X|-treated", "10 |of| A recipients"
_DIRECT = re.compile(r"[ ]?[)\]]?[ ](?:of[ ])?(?:the[ ])?")
# "5% |X| and 7% Y", "(5 days |X|; 7 days Y)": the name is right behind the value, and another value follows or nothing.
_UNIT = re.compile(r"[ ]?[)%]?(?:[ ][a-zA-Z/\u00b5]{1,7})?[ ]")
_LABELLED = re.compile(
    r"(?:[ ](?:group|arm))?(?:[)\];]|,?[ ](?:and|vs\.?|versus)[ ][+-]?\d|,[ ](?:[+-]?\d|[pP][ =<>]))"
)
_PEOPLE_AFTER = re.compile(
    r"[ -](?:treated|recipients?|subjects|patients|participants|groups?|arms?|women|men|children|infants|users"
    r"|controls)(?![a-z])"
)
_JOINING = frozenset(("and", "or", "vs", "versus", "than", "in", "of", "for", "with", "to", "from", "on"))
_COMPARING = re.compile(r"(?<![a-z])(?:vs|versus|than|compared|whereas|while)(?![a-z])")
_LETTER = re.compile(r"(?:[ ][A-Za-z\u00b5%][A-Za-z/\u00b5%0-9]{0,9})?[ ]?\(([A-Z][A-Z0-9]{0,2})\)")  # "5 (A)"
_APPOSED = re.compile(r"(?:[ ](?:groups?|arms?))?[ ]\(")
_BETWEEN = re.compile(r"(?:difference|differences|differed?|effect|change|ratio)[^.;]{0,60} between[ ](?:the[ ])?$")
_JOINED = re.compile(
    r"(?:[ ]?[(\[][^()\[\]]{0,40}[)\]])?(?:[ ](?:groups?|arms?))?[ ]?,?[ ]?(?:and|or|vs\.?|versus|&|,)[ ]"
    r"(?:in[ ]|for[ ]|with[ ])?(?:the[ ])?"
)
_VERSUS = re.compile(r"(?<![a-z])(?:vs|versus|compared|than|against|over)(?![a-z])")
_CLAUSE_END = re.compile(r";[ ]|,?[ ](?:while|whereas|but)[ ]")
_RESPECTIVELY = re.compile(r"[^.;]{0,60}?respectively")
# "5 and 7 (P = 0.4)": what is tested is two arms.
_TESTED = re.compile(r"[ ]?(?:[(\[]|;|,)[ ]?[pP][ -]?(?:values?)?[ ]?[=<>]")
# "at days 2 and 5 respectively"
_TIMES = re.compile(
    r"[^.;]{0,40}?[ ](?:at|on|after|in|by|for)[ ](?:the[ ])?"
    r"(?:[Dd]ays?|[Ww]eeks?|[Mm]onths?|[Hh]ours?|[Yy]ears?)?[ ]?\d{1,3}"
    r"(?:[ a-z]{0,9}(?:,|[ ]and|,[ ]and)[ ]\d{1,3}){1,4}[ ]?[a-z]{0,8},?[ ]respectively"
)
# Between the values of one list: "12% vs. 20%", "5 (3%) and 7 (4%)", "1%, 2% and 3%", a P value or an interval between.
_LIST_GAP = re.compile(
    r"[ ]?[)\]]?(?:[ ]?[(\[][^()\[\]]{0,45}[)\]])?(?:[ ](?:of[ ]|per[ ])?(?:patients?|participants|subjects))?[ ]?"
    r"(?:(?:,|;|/|-)?[ ]?(?:and|or|vs\.?|versus|to|as compared (?:with|to)|compared (?:with|to)|against|,|;|/"
    r"|-))[ ]?(?:in[ ]|for[ ]|only[ ]|by[ ]|of[ ])?[\u00a3$\u20ac]?"
)
_FROM = re.compile(r"[ ]?%?(?:[ ][a-zA-Z/]{1,8}){0,2}[ ]?\((?:from )?")
# A name with a capital and a digit, as a code of a drug or a regimen has: "Time-2.25 g"
_CODE = re.compile(r"^(?=.*[A-Z])[A-Za-z]{1,8}-\d")
# "in |A| compared to |22%", what follows is of another arm
_AGAINST = re.compile(
    r"(?:[ ](?:groups?|arms?|patients|subjects|participants))?,?[ ](?:as )?(?:compared (?:with|to)|versus|vs\.?"
    r"|than)[ ](?:only )?"
)
# "5 and 7, |respectively, in the| A group", "5 and 7 |for the| A group |respectively|"
_ALL_OF_ONE = re.compile(
    r"[ ]?[)%]?(?:[ ](?:of )?[a-z]+)?,?[ ]?respectively[,)]?[ ](?:in|for|with|among|on)[ ](?:the[ ])?"
)
_ALSO = re.compile(r"(?:[ ](?:groups?|arms?))?(?:,| and| or| vs\.?| versus) (?:the |in |in the |for )?")
# Words of a value that is a clause of its own: "3 had no change", "88 of whom".
_OWN_CLAUSE = frozenset(("had", "were", "was", "whom", "them"))
_SET_SIDE_BY_SIDE = re.compile(r"[Cc]ompared (?:with|to)|[Rr]elative to|than|vs\.?|versus|in comparison (?:with|to)")
# "|X|-treated patients had"
_TREATED = re.compile(
    r"(?<![\w/+-])(?P<name>[A-Za-z][\w/+-]{1,24}?)[ -]treated[ ](?:patients|participants|subjects|women|children"
    r"|men|rats|mice|animals|group|eyes|individuals)"
)
_TO = re.compile(r"[^ ;,()]{0,10}[ ]?(?:to|-)[ ]?")
_VERSUS_NEXT = re.compile(r"[^;.()\d]{0,14}[ ](?:vs\.?|versus|compared (?:with|to)) ?[+-]?\.?\d")
_VERSUS_LAST = re.compile(r"\d[^;.()]{0,10} (?:vs\.?|versus|compared (?:with|to)) $")
_ONLY_AND = re.compile(r"(?:[ ](?:group|arm))?,?[ ]and[ ](?:to[ ]|by[ ])?")
_PREPOSITION_BEFORE = re.compile(r"\b(?:in|of|for|receiving|with|on) (?:the |each )?$")
_REACH = 500  # characters of a sentence before its first value and after its last that are looked at
_CARRIES = ("before", "carried", "label")  # how an arm was told that the next value may share


def attach(
    document: Document, spans: Sequence[tuple[int, int]], keys: Sequence[Hashable] | None = None
) -> list[str | None]:
    """The arm of each value, as written; None where the text names none.

    ``spans`` are half-open, in order, each one value with what belongs to it. ``keys``: what tells two values of one
    arm apart (their times and measures); values of one list with the same key are of different arms.
    """
    out: list[str | None] = [None] * len(spans)
    last: list[str] = []
    at = 0
    while at < len(spans):
        sentence = document.sentence_at(spans[at][0])
        stop = at + 1
        while stop < len(spans) and spans[stop][0] < sentence.end:
            stop += 1
        start = max(sentence.start, spans[at][0] - _REACH)
        end = min(sentence.end, spans[stop - 1][1] + _REACH)
        part = _Sentence(document, spans[at:stop], None if keys is None else keys[at:stop], start, end)
        part.attach(last)
        out[at:stop] = part.out
        last = part.last
        at = stop
    return out


class _Sentence:
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
        self.by: list[str] = [""] * size  # how the arm was told: "before", "after", "list"
        self.last: list[str] = []
        self.paired = False  # whether a list of this sentence has set ``last``
        self._place()

    def _place(self) -> None:
        """Give each mention to the value before it or to the value after it."""
        floor = self.start
        for at in range(len(self.spans) + 1):
            limit = self.spans[at][0] if at < len(self.spans) else self.end
            mentions = self._plain([m for m in self.arms.within(floor, limit) if m.end <= limit])
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
        if not direct and (first.start - end > 75 or not _TO_ARM.fullmatch(gap) or _BREAK.search(gap) or ";" in gap):
            return 0
        if gap[-1:] in "([" and text[first.end : first.end + 1] not in ")]":
            return 0
        size = 1
        while size < len(mentions):
            one, two = mentions[size - 1], mentions[size]
            if not _JOINED.fullmatch(text, one.end, two.start) or _LABEL.fullmatch(text, two.end, limit):
                break
            size += 1
        return size

    def attach(self, last: list[str]) -> None:
        """Sets ``out``; ``last``: the arms of the last list before the sentence, which ``last`` then replaces."""
        self.last = last
        at = 0
        while at < len(self.spans):
            run = self._run(at)
            if run - at > 1:
                names = self._list(at, run)
                if names is not None:
                    self.out[at:run] = names
                    self.by[at:run] = ["list" if len(set(names)) > 1 else "before"] * (run - at)
                    if all(names) and len(set(names)) == run - at:
                        self.paired = True
                        self.last = [name or "" for name in names]
                else:
                    for one in range(at, run):
                        self._set(one, self._single(one))
            else:
                self._set(at, (None if self._label_behind(at) else self._one_of_two(at)) or self._single(at))
                if at and self.out[at] and self.out[at - 1] and self.out[at] != self.out[at - 1]:
                    self.last = [self.out[at - 1] or "", self.out[at] or ""]
            at = run
        self._share()
        self._back()
        self._over_bracket()

    def _share(self) -> None:
        """The arms of the last list are those of the lists before it: "A was 5 and 7, B was 3 and 4 in X and Y"."""
        size = len(self.last)
        if size < 2 or self.by[-1] != "list" or [name or "" for name in self.out[-size:]] != self.last:
            return
        for at in range(len(self.out) - 2 * size, max(-1, len(self.out) - 2 * size - 24), -1):
            if not any(self.out[at : at + size]) and self._run(at) == at + size:
                self.out[at : at + size], self.by[at : at + size] = self.last, ["list"] * size

    def _set(self, at: int, found: tuple[str | None, str]) -> None:
        self.out[at], self.by[at] = found

    def _back(self) -> None:
        """An arm that is named after the last of some values of other times or measures is that of all."""
        for at in range(len(self.spans) - 2, -1, -1):
            if self.out[at] is None and self.by[at + 1] == "after" and self._differ(at, at + 1):
                gap = self.text[self.spans[at][1] : self.spans[at + 1][0]]
                apart = self.before[at + 1] or _CLAUSE_END.search(gap) or _VERSUS.search(gap)
                if len(gap) < 80 and not apart:
                    self.out[at], self.by[at] = self.out[at + 1], "after"

    def _over_bracket(self) -> None:
        """The arm that is named behind a bracket is that of the value before it: "by 5% (from 20 to 19) in |A|"."""
        text = self.text
        for at in range(len(self.spans) - 1):
            end, inner = self.spans[at][1], self.spans[at + 1][0]
            if self.by[at] in ("after", "label", "list") or not _FROM.fullmatch(text, end, inner):
                continue
            close = text.find(")", inner, min(self.end, inner + 90))
            last = at + 1
            while last + 1 < len(self.spans) and self.spans[last + 1][0] < close:
                last += 1
            named = self.after[last]
            if named and named[0].start > close > 0 and len({m.arm for m in named}) == 1:
                self.out[at : last + 1] = [named[0].name] * (last + 1 - at)
                self.by[at : last + 1] = ["after"] * (last + 1 - at)

    def _differ(self, one: int, two: int) -> bool:
        return self.keys is not None and self.keys[one] != self.keys[two]

    def _run(self, at: int) -> int:
        """One past the last value of the list that begins with value ``at``."""
        text, run = self.text, at + 1
        while run < len(self.spans):
            left, right = self.spans[run - 1][1], self.spans[run][0]
            if right - left > 80 or self.after[run - 1] or self.before[run]:
                break
            if _LIST_GAP.fullmatch(text, left, right) is None:
                break
            words = (*text[self.spans[run - 1][0] : left].split(), *text[right : self.spans[run][1]].split())
            if not _OWN_CLAUSE.isdisjoint(words):
                break
            bracket = BRACKET_NAME.match(text, left)
            if bracket is not None and bracket.end() < right and can_be_arm(bracket.group("name")):
                break
            if (letter := _LETTER.match(text, left)) is not None and letter.group(1).lower() in self.arms.keys:
                break
            run += 1
        return run

    # -- one value ----------------------------------------------------------------------------------------------------

    def _single(self, at: int) -> tuple[str | None, str]:
        text, (begin, end) = self.text, self.spans[at]
        inside = self.arms.within(begin, end)
        if inside:
            return inside[0].name, "after"
        letter = _LETTER.match(text, end)
        if letter and (arm := letter.group(1).lower()) in self.arms.keys:
            return self.arms.usual(self.arms.keys.index(arm)), "after"
        if own := OWN_KIND.search(text, begin, end):
            return own.group("name"), "after"
        before = self.before[at]
        grouped = text.find("group", begin - 16, begin) >= 0 or text.find("arm", begin - 16, begin) >= 0
        if grouped and (label := GROUP_LABEL.search(text, max(self.start, begin - 60), begin)):
            return label.group("name"), "label"
        if name := self._label_behind(at):
            return name, "after"
        if before and self._labels(before[-1], begin) and not self._named_inside(at):
            return before[-1].name, "label"
        if self.after[at]:
            return self.after[at][0].name, "after"
        floor = self.spans[at - 1][1] if at else self.start
        limit = self.spans[at + 1][0] if at + 1 < len(self.spans) else self.end
        carried = at > 0 and self.by[at - 1] in _CARRIES
        if name := self._beside(at, limit, bool(before), carried):
            return name, "after"
        if name := self._label_in_list(at):
            return name, "label"
        if before and at and _AGAINST.fullmatch(text, before[-1].end, begin) and before[-1].start > floor:
            name = contrasted_name(text, floor, begin, end, limit)
            return name or (self.arms.other(before[-1].arm) if self.out[at - 1] == before[-1].name else None), "after"
        if before:
            return self._pick(before, begin, at)
        treated = [match.group("name") for match in _TREATED.finditer(text, max(floor, begin - 150), begin)]
        if treated:
            return treated[-1], "before"
        return self._carried(at, floor, begin)

    def _labels(self, mention: ArmMention, begin: int) -> bool:
        """Whether an arm is the label of the value at ``begin``: "A: 5", "A (5", "A (3%, median 5"."""
        text = self.text
        if _LABEL.fullmatch(text, mention.end, begin):
            return True
        listed = LIST_LABEL.search(text, max(self.start, begin - 50), begin)
        if listed is not None and listed.span("name") == (mention.start, mention.end):
            return True
        opened = _OPENS.match(text, mention.end, begin)
        return opened is not None and begin - mention.end < 90 and _closed(text, opened.end(), begin) is False

    def _before_brackets(self, at: int) -> str | None:
        """The first of two names with their values in brackets: "lower in |X| (5) than in Y (7)"."""
        text, begin = self.text, self.spans[at][0]
        if text[begin - 1] not in "([" or at + 1 >= len(self.spans) or self.spans[at + 1][0] - begin > 150:
            return None
        following = self.spans[at + 1][0]
        here = NAME_BEFORE_BRACKET.search(text, max(self.start, begin - 70), begin)
        there = BEFORE_BRACKET.search(text, max(self.spans[at][1], following - 70), following)
        if here is None or there is None or there.group().startswith(("and", "or")):
            return None
        return clean_name(here.group("name")) or None

    def _named_inside(self, at: int) -> bool:
        """Whether a bracket that opens before a value names its arm behind it: "receiving A (|5 in B| vs. 7 in C)"."""
        begin, end = self.spans[at]
        if self.text[begin - 1] not in "([" or not self.after[at]:
            return False
        return ")" not in self.text[end : self.after[at][0].start].replace("%)", "")

    def _label_behind(self, at: int) -> str | None:
        """The label right behind a value, where the one beside it has another: "5% |X| versus 7% Y"."""
        here = LABEL_BEHIND.match(self.text, self.spans[at][1])
        if here is None or not recurs(self.text, here.group("name")):
            return None
        for other in (at - 1, at + 1):
            if 0 <= other < len(self.spans) and abs(self.spans[other][0] - self.spans[at][0]) < 60:
                there = LABEL_BEHIND.match(self.text, self.spans[other][1])
                if there is not None and there.group("name") != here.group("name"):
                    return here.group("name")
        return None

    def _label_in_list(self, at: int) -> str | None:
        """The label of a value in a list of labelled values, where the one beside it is a known arm: "A: 5; |B|: 7"."""
        text, begin = self.text, self.spans[at][0]
        if at and self.by[at - 1] == "label" and text[begin - 1] in "([":
            listed = LISTED_BRACKET.fullmatch(text, self.spans[at - 1][1], begin)
            first = self.spans[at - 1][0]
            if listed and text[first - 1] in "([" and recurs(text, listed.group("name")):
                return listed.group("name")
        label = LIST_LABEL.search(text, max(self.start, begin - 50), begin)
        if label is None or not recurs(text, label.group("name")):
            return None
        if at and self.by[at - 1] == "label" and label.start() >= self.spans[at - 1][1]:
            first = self.spans[at - 1][0]
            beside = LIST_LABEL.search(text, max(self.start, first - 50), first)
            return label.group("name") if beside and beside.group("name") == self.out[at - 1] else None
        if at + 1 < len(self.spans) and len(self.before[at + 1]) == 1:
            mention, following = self.before[at + 1][0], self.spans[at + 1][0]
            other = LIST_LABEL.search(text, max(self.start, following - 50), following)
            if other is not None and other.start("name") == mention.start and other.end("name") == mention.end:
                return label.group("name")
        return None

    def _beside(self, at: int, limit: int, named: bool, carried: bool) -> str | None:
        """A name right beside the value that is no known arm.

        ``named``: a known arm stands before the value; ``carried``: one would be carried over from the value before.
        """
        text, (begin, end) = self.text, self.spans[at]
        parallel = parallel_name(text, self.spans, at, self.start, limit)
        known = HEAD_NOUN.search(f" {parallel}") or _CODE.search(parallel or "") and recurs(text, parallel or "-")
        if parallel and (known or not (named or carried)):
            return parallel
        if own := OWN_AFTER.match(text, end):
            return own.group("name")
        if not named and (name := self._before_brackets(at)):
            return name
        given = GIVEN.match(text, end, min(len(text), end + 120))
        if given and (name := name_at(text, given.end(), limit)[0]):
            return name
        for pattern in (X_TREATED, BOTH, DESCRIBED):
            if described := pattern.match(text, end, min(len(text), end + 140)):
                return described.group("name")
        if at and not named and (name := contrasted_name(text, self.spans[at - 1][1], begin, end, limit)):
            return name
        floor = self.spans[at - 1][1] if at else self.start
        for led in reversed(list(LED.finditer(text, floor, begin))):
            if name := clean_name(led.group("name")):
                return name
        bracket = BEFORE_BRACKET.search(text, max(floor, begin - 70), begin)
        if bracket and not named and at and (name := clean_name(bracket.group("name"))):
            beside, floor = self.out[at - 1], self.spans[at - 1][0]
            alike = beside is not None and text[max(0, floor - 60) : floor].rstrip(" ([").endswith(beside)
            if alike or not bracket.group().startswith(("and", "or")):
                return name
        return None

    def _one_of_two(self, at: int) -> tuple[str | None, str] | None:
        """The arm of a value that is set beside a number which is none of the values: "5 vs. |7|"."""
        begin, end = self.spans[at]
        if _VERSUS_NEXT.match(self.text, end):
            place = 0
        elif _VERSUS_LAST.search(self.text, max(self.start, begin - 24), begin):
            place = 1
        else:
            return None
        after = _distinct(self.after[at])
        if after:
            return None
        ahead = _distinct(self.tail if at + 1 == len(self.spans) else self.before[at + 1])
        two = self._two(at, at + 1, _distinct(self.before[at]), after, ahead, True, False)
        return None if two is None else (two[place], "list")

    def _pick(self, before: list[ArmMention], begin: int, at: int) -> tuple[str | None, str]:
        """The arm of a value among those named before it: the last that is no mere comparator."""
        text = self.text
        firsts = [m for m in before if not _SECOND.search(text, max(self.start, m.start - 30), m.start)]
        if len(before) > 1 and _BETWEEN.search(text, max(self.start, before[-2].start - 90), before[-2].start):
            return None, "between"
        chosen = (firsts or before)[-1]
        if ";" in text[chosen.end : begin]:
            return None, ""
        if not firsts and at == 0 and chosen.start - self.start < 60:
            return self.arms.other(chosen.arm), "before"  # "Compared with B, it fell by 5"
        return chosen.name, "before"

    def _carried(self, at: int, floor: int, begin: int) -> tuple[str | None, str]:
        """The arm of a value that names none: that of the value before, unless a new clause begins."""
        if not at:
            if name := self._ahead(at):
                return name, "after"
            among = AMONG.match(self.text, self.start)
            return (clean_name(among.group("name")) or None, "before") if among and among.end() <= begin else (None, "")
        gap, by, after = self.text[floor:begin], self.by[at - 1], self.after[at - 1]
        if by == "after":
            # "5 in the A group and 7 at week 8"
            alone = bool(after) and _ONLY_AND.fullmatch(self.text, after[0].end, begin) is not None
            goes_on = alone and self._differ(at, at - 1)
        else:
            goes_on = by in _CARRIES and not _VERSUS.search(gap) and not (by == "label" and _CLAUSE_END.search(gap))
        return (self.out[at - 1], "carried") if goes_on and self.out[at - 1] else (None, "")

    def _ahead(self, at: int) -> str | None:
        """The one arm that is named later in the clause: "5 (P = 0.01) higher scores in the A group"."""
        limit = self.spans[at + 1][0] if at + 1 < len(self.spans) else self.end
        end = self.spans[at][1]
        mentions = self.tail if at + 1 == len(self.spans) else self.before[at + 1]
        mentions = [m for m in mentions if m.start < min(limit, end + 130)]
        if mentions and limit < self.end and self._labels(mentions[-1], limit):
            return None
        if len(_distinct(mentions)) != 1 or _COMPARING.search(self.text, end, mentions[0].start):
            return None
        if _PREPOSITION_BEFORE.search(self.text, max(end, mentions[0].start - 14), mentions[0].start):
            return mentions[0].name
        return None

    # -- a list -------------------------------------------------------------------------------------------------------

    def _list(self, at: int, run: int) -> list[str | None] | None:
        """The arms of a list of values, in order; None where they cannot be told."""
        text, size = self.text, run - at
        end = self.spans[run - 1][1]
        limit = self.spans[run][0] if run < len(self.spans) else self.end
        after = _distinct(self.after[run - 1])
        before = _distinct(self.before[at])
        if len(after) == size:
            return [m.name for m in after]
        if (one := self._all_of_one(run, end, limit)) is not None:
            return [one] * size
        if size == 2 and _TO.fullmatch(text, self.spans[at][1], self.spans[at + 1][0]):
            name = after[0].name if after and not before else self._single(at)[0]
            return [name, name]
        if (items := listed_names(text, end, limit, size)) is not None:
            return list(items)
        gaps = " ".join(text[self.spans[i][1] : self.spans[i + 1][0]] for i in range(at, run - 1))
        versus = gaps == "/" or _VERSUS.search(gaps) is not None or size == 2 and _TESTED.match(text, end) is not None
        respectively = _RESPECTIVELY.match(text, end, min(len(text), end + 80)) is not None
        stop = text.find(";", end, limit)
        if stop >= 0 and text.find(")", stop, limit) < text.find("(", stop, limit) % (len(text) + 1):
            stop = -1  # "(5 vs. 7; P = 0.02) in A than in B"
        ahead = _distinct([*self.after[run - 1], *(self.tail if run == len(self.spans) else self.before[run])])
        ahead = [m for m in ahead if stop < 0 or m.start < stop]
        whole = self.keys is not None and len({self.keys[i] for i in range(at, run)}) == size
        whole = whole or respectively and _TIMES.match(text, end, min(len(text), end + 80)) is not None
        if whole and not versus:
            name = self._single(at)[0] if before else after[0].name if after else self._single(at)[0]
            return [name] * size
        if size > 2 and not size % 2:
            two = self._two(at, at + 2, before, after, ahead, versus, respectively)
            if len(before) < size and two is not None and (versus or len(before) == 2 or len(ahead) == 2):
                return two * (size // 2)
        if size == 2:
            return self._two(at, run, before, after, ahead, versus, respectively)
        if len(before) >= size:
            return [m.name for m in before[-size:]]
        if respectively and (names := names_in_order(text, self.start, self.spans[at][0], size)):
            return list(names)
        if len(before) == 1 and not respectively and not versus:
            return [before[0].name] * size
        if len(ahead) == size:
            return [m.name for m in ahead]
        if len(after) > 1 and size == 2 * len(after):
            return [m.name for m in after for _ in range(2)]  # "120/80, 125/85 and 130/90 in A, B and C"
        if len(self.last) == size:
            return list(self.last)
        if not before and len(after) == 1 and not versus:
            return [after[0].name] * size
        return None

    def _all_of_one(self, run: int, end: int, limit: int) -> str | None:
        """The one arm that is named behind all values of a list: "5 and 7, respectively, in |A| versus"."""
        mentions = self.arms.within(end, min(limit, end + 90))
        if not mentions or _ALL_OF_ONE.fullmatch(self.text, end, mentions[0].start) is None:
            return None
        joined = _ALSO.match(self.text, mentions[0].end)
        if joined and len(mentions) > 1 and mentions[1].start == joined.end():
            return None
        return mentions[0].name

    def _two(
        self,
        at: int,
        run: int,
        before: list[ArmMention],
        after: list[ArmMention],
        ahead: list[ArmMention],
        versus: bool,
        respectively: bool,
    ) -> list[str | None] | None:
        text = self.text
        if not before and len(after) == 1 and not versus and not respectively:
            return [after[0].name] * 2
        if versus and len(before) == 1 and self._pairs_by_arm(at, run, before[0]):
            return [before[0].name] * 2
        if versus and len(before) < 2 and len(after) < 2:
            start, end = self.spans[at][0], self.spans[run - 1][1]
            if stated := compared_pair(text, self.arms, self.start, start, end, self.end):
                return list(stated)
        if len(before) >= 2:
            return self._in_order(before[-2:])
        if len(before) == 1:
            one = before[0]
            rest = next((m.name for m in ahead if m.arm != one.arm), None)
            if rest is None and (
                pair := compared_names(text, max(self.start, self.spans[at][0] - 130), self.spans[at][0])
            ):
                if one.name in pair[1]:
                    return [pair[0], one.name]
                if one.name in pair[0]:
                    return [one.name, pair[1]]
            if not (versus or respectively):
                last = self.spans[run - 1]
                second = contrasted_name(text, self.spans[at][1], last[0], last[1], self.end) if run - at == 2 else None
                return [one.name, second or one.name]
            other = rest or self.arms.other(one.arm)
            if other is None and len(self.last) == 2 and one.name in self.last:
                other = self.last[1 - self.last.index(one.name)]
            if other is None:
                return None
            return [other, one.name] if self._is_second(one) else [one.name, other]
        begin = self.spans[at][0]
        pair = (
            self._pair_between(begin)
            or compared_names(text, max(self.start, begin - 130), begin)
            or compared_names(text, self.spans[run - 1][1], min(self.end, self.spans[run - 1][1] + _REACH))
        )
        if len(ahead) >= 2:
            return [m.name for m in ahead[:2]]
        if len(ahead) == 1:
            one = ahead[0]
            other = self.arms.other(one.arm)
            if after and versus and text[self.spans[run - 1][1] : self.spans[run - 1][1] + 1] != ")":
                return [other, one.name]  # "5 vs. 7 in B"
            if other is not None:
                return [other, one.name] if self._is_second(one) else [one.name, other]
        if pair is not None and not (pair[0][0].isdigit() or pair[1][0].isdigit()):
            if _COMPARATIVE.search(pair[0]):
                subject = _SUBJECT.search(text, max(self.start, begin - 300), begin)
                return [subject.group("name") if subject else None, pair[1]]
            return list(pair)
        if not (versus or respectively or len(self.last) == 2 and self.paired):
            name = None if after else self._beside(run - 1, self.end, False, False)
            return [name, name] if name else None
        if len(self.last) == 2:
            return list(self.last)
        whole = _distinct(self.arms.within(max(self.start, begin - 3 * _REACH), begin))
        if len(whole) == 2:
            return self._in_order(whole)
        tail = _distinct(self.tail)
        if len(tail) == 2:
            return self._in_order(tail)
        if len(tail) == 1 and (other := self.arms.other(tail[0].arm)):
            return [other, tail[0].name] if self._is_second(tail[0]) else [tail[0].name, other]
        return [*_main_names(self.arms)] or None

    def _pairs_by_arm(self, at: int, run: int, mention: ArmMention) -> bool:
        """Whether each arm has two values of its own: "in |A| (5 vs. 7) and in |B| (6 vs. 8)"."""
        for one, other in ((at, run), (at, at - 2)):
            if other < 0 or other + 1 >= len(self.spans):
                continue
            beside = _distinct(self.before[other])
            if (
                len(beside) == 1
                and beside[0].arm != mention.arm
                and all(self._labels(m, self.spans[i][0]) for m, i in ((mention, one), (beside[0], other)))
                and _VERSUS.search(self.text, self.spans[other][1], self.spans[other + 1][0])
            ):
                return True
        return False

    def _pair_between(self, begin: int) -> tuple[str, str] | None:
        """The two names of "between |X| and |Y| in weight (", where they are no known arms."""
        text = self.text
        at = text.rfind(" between ", max(self.start, begin - 160), begin)
        if at < 0:
            return None
        first, end = name_at(text, _after_article(text, at + 9), begin)
        if not first or not text.startswith(" and ", end):
            return None
        second, _ = name_at(text, _after_article(text, end + 5), begin)
        return (first, second) if second and not first[0].isdigit() else None

    def _in_order(self, two: list[ArmMention]) -> list[str | None]:
        """Two arms in the order of their values: "Compared with B, it was 5 vs. 7 in A"."""
        if self._is_second(two[0]) and not _SET_SIDE_BY_SIDE.search(self.text, two[0].end, two[1].start):
            two = two[::-1]
        return [m.name for m in two]

    def _is_second(self, mention: ArmMention) -> bool:
        return _SECOND.search(self.text, max(self.start, mention.start - 30), mention.start) is not None


def _after_article(text: str, at: int) -> int:
    return at + 4 if text.startswith("the ", at) else at


def _closed(text: str, start: int, end: int) -> bool:
    """Whether a bracket that was opened before ``start`` is closed before ``end``."""
    depth = 0
    for at in range(start, end):
        if text[at] in "([":
            depth += 1
        elif text[at] in ")]":
            depth -= 1
            if depth < 0:
                return True
    return False


def _main_names(arms: Arms) -> list[str]:
    """The names of the two main arms, the control last; empty where there are not two."""
    named = arms.main()
    return _ordered([arms.usual(arm) for arm in named]) if len(named) == 2 else []


def _ordered(names: list[str]) -> list[str]:
    control = names[0].lower().startswith(("placebo", "control", "standard", "sham", "untreated", "usual"))
    return names[::-1] if control else names


def _distinct(mentions: list[ArmMention]) -> list[ArmMention]:
    seen: dict[tuple[int, str], ArmMention] = {}
    for mention in mentions:
        seen.setdefault((mention.arm, mention.name.lower() if any(c.isdigit() for c in mention.name) else ""), mention)
    return list(seen.values())
