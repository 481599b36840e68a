"""Proportions that begin with a percentage: alone, with a count or with a total."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialfacts.counts.participants import noun_phrase
from trialfacts.document import Document
from trialfacts.mentions import Mention
from trialfacts.numbers import Number
from trialfacts.proportions.expression import (
    LIMIT_SIGNS,
    LIST_GAP,
    OF,
    OPEN,
    RANK,
    UNIT,
    Expression,
    agree,
    list_start,
    next_number,
)
from trialfacts.proportions.verdicts import COUNTS_CASES, Shares

_COUNT_NEXT = re.compile(
    r"[;,] [(\[]?(?:[nN] ?= ?)?"
    r"| (?:of )?(?:the |all )?(?:[a-z]+ )?(?:patients|participants|subjects|women|children) [(\[](?:[nN] ?= ?)?"
)
# "22% |of patients who received placebo (|13/58)": told to belong together by their arithmetic.
_FRACTION_FAR = re.compile(
    r"(?! [a-z ]{0,24}\bboth\b)"
    r" (?:of|in|with|among|for|on|receiving|treated with|given) [^()\[\];,.\d%]{3,60}(?:[(\[]|[,;] )(?:[nN] ?= ?)?"
)
_GROUP_OPENS = re.compile(r"(?:groups?|arms?|placebo|controls?) ?[(\[]$")
_EVENT_FREE = re.compile(r"survival|\bfree|-free|control\b|alive|\b[DOPERI]{1,2}FS\b|\bOS\b|responses?\b", re.I)
_OF_TOTAL = re.compile(r" ?/ ?| (?:(?:out )?of|in) (?:the |a total of )?")
_CLOSE_NOUN = re.compile(
    r" ?(?:patients|participants|subjects|no\.|cases|eyes|women|children|pts|of|events?|deaths?)?[)\]]"
)
_AGED = re.compile(r"(?<!-)\b[Aa]ge[ds]?\b[^.;,()]{0,25}$")
_NO_SHARE_SIGNS = (*LIMIT_SIGNS, "P = ", "p = ", "P=", "p=")
# "|less than| 10% of patients", "hypoglycaemia (|<| 10%)"
_BOUND = re.compile(
    r"(?:[<>\u2264\u2265]=? ?|\b(?:[Ll]ess|[Mm]ore|[Ff]ewer|[Gg]reater) than |\b(?:[Oo]ver|[Uu]nder|[Aa]bove|[Bb]elow"
    r"|[Aa]t least) )$"
)
_BOUND_ENDS = LIMIT_SIGNS + (
    "than ",
    "er ",
    "least ",
    "above ",
    "below ",
)
_OF_PEOPLE = re.compile(
    r"[ ]of (?:the |all |our |these )?(?:[a-z-]+ ){0,4}?(?:patients|participants|subjects|women|men|children"
    r"|individuals|people|infants|adults|students|smokers|cases|respondents)\b|[ ](?:were|had|found|felt|said"
    r"|(?!compared)[a-z]{3,}ed)\b"
)
# "the cure |rate was| above 90%", "|incidence| < 10%"
_RATE_WAS = re.compile(
    r"(?<![(\[])\b(?:rates?|incidence|prevalence|survival|mortality)(?: of [a-z/ -]{3,36})?(?: was| were| of)?[ ]$"
)
_RATE_OF = re.compile(
    r"\b(?:(?<!heart )rates?|incidences?|frequenc(?:y|ies)|prevalence|proportions?) (?:of|was|were|ranged)\b",
    re.I,
)
_CRITERION = re.compile(
    r"\b(?:with|having|defined|if|HbA1c|by) [^;.()]{0,40}$|\b(?:common|frequent|predefined|frequently) [^;.()]{0,30}$"
)
# "|no adverse event was seen in| more than 5% of patients": nothing is told of how many
_NO_SUBJECT = re.compile(r"\b[Nn](?:o|one|either|ot) [^.;:()]{3,100}\b(?:in|by|of|affected) $")
# "|the definition of| feasibility was > 25% of patients", "(|if| > 50% of them agree", "events |occurring in| >= 5%"
_DEFINED = re.compile(
    r"\b(?:if|those|occurring in|(?:that|which) occurred in|[Ss]core|[Ss]tatus|[Ii]ndex|KPS)[)]? $"
    r"|\b(?:[Ee]vents?|reactions?|effects?|[Tt]oxicit(?:y|ies))(?: \(?of any grade\)?)? in $"
    r"|\b(?:definitions?|defined|a priori|thresholds?|criteri(?:on|a)|pre-?specified)\b"
)
# "no |ejection fraction| below 50%", "LVEF |decline| below 50%": the level that something falls to
_LEVEL = re.compile(
    r"\b(?:[Ff]raction|[LR]?VEF|EF|[Ss]aturation|Sp?[Oo]2|[Hh](?:a?ematocrit|bA1c)"
    r"|declin|fall|drop|decreas|reduc)[a-z]*(?: to)? $"
)
# "weight loss of >= 5%| occurred in 27|", "grade 4 (> 75%|) was seen in 48|": what was to be met
_OCCURRED = re.compile(
    r"[)]? (?:(?:was|were) )?(?:occurred|seen|obtained|noted|observed|found|achieved|reached|recorded|reported|present)"
    r" (?:in|by) "
)
# "the outcome was known |for| more than 98%|."
_PLACED = (" for ", " in ", " by ", " from ")
_ENDS = (".", ";", ", ")
_IN_BRACKET = frozenset("([=")


class Percentages:
    """Reads the expressions that begin with a percentage; ``taken``: the numbers of labelled intervals."""

    def __init__(self, document: Document, taken: set[int], shares: Shares) -> None:
        self.document = document
        self.text = document.text
        self.numbers = document.numbers
        self.taken = taken
        self.shares = shares
        self.ranges = {start: i for start, i in shares.intervals.items() if not i.labelled}

    def read(self, number: Number) -> Iterator[Expression]:
        """The expression that begins with a percentage."""
        if number.index in self.taken:
            return
        text, end = self.text, number.percent_end
        found = self.with_count(number) or self.of_total(number)
        if found is not None:
            yield found
            return
        start = number.start
        bound = _BOUND.search(text, max(0, start - 14), start) if text.endswith(_BOUND_ENDS, 0, start) else None
        range_ = self.ranges.get(start)
        if bound is not None:
            yield from self.bound(number, bound.start())
        elif (
            range_ is not None and range_.holds(number.value) and COUNTS_CASES.search(text, max(0, start - 120), start)
        ):
            for out in self.bare(number, end, "percent-range", 0.94):
                out.numbers += range_.numbers
                yield out
        else:
            yield from self.bare(number, end, "percent", 0.85)

    def with_count(self, number: Number) -> Expression | None:
        """A percentage with its count behind it: "43.5% (10 of 23)", "9%; n = 4"."""
        text, end = self.text, number.percent_end
        match = OPEN.match(text, end) or _COUNT_NEXT.match(text, end)
        far = None if match else _FRACTION_FAR.match(text, end)
        match = match or far
        if match is None:
            return None
        if (
            "=" in match.group()
            and _IN_BRACKET.isdisjoint(match.group().strip("nN= "))
            and _GROUP_OPENS.search(text, max(0, number.start - 14), number.start)
        ):
            return None  # "in the X group (38.6%, n = 88)": the size of the group
        inner = next_number(self.numbers, match.end(), number.index + 1)
        if inner is None or inner.percent or inner.decimals or inner.index in self.taken or inner.value < 0:
            return None
        out = Expression(
            *(number.start, inner.end, int(inner.value), None, number.value, [number.index, inner.index]),
            rule="percent-count",
            score=0.95,
        )
        after = self.numbers[inner.index + 1] if inner.index + 1 < len(self.numbers) else None
        if (
            after is not None
            and _OF_TOTAL.fullmatch(text, inner.end, after.start)
            and not after.decimals
            and not after.percent
            and after.value >= inner.value
        ):
            out.denominator, out.end = int(after.value), after.end
            out.numbers.append(after.index)
        bracketed = not _IN_BRACKET.isdisjoint(match.group())
        closing = _CLOSE_NOUN.match(text, out.end)
        if closing is None and "=" in match.group() and text.startswith((", ", "; "), out.end):
            return out  # "3.4% (n = 3|, X)"
        if closing and bracketed:
            out.end = closing.end()
        if out.denominator is not None and agree(out.count, out.denominator, number.value):
            return out
        if far or not closing or self.are_others(closing.group(), number.start):
            return None
        if out.denominator is None and self.shares.is_change(number.start, out.end):
            return None  # "the median reduction was 88% (n = 14)"
        if out.count == 0:
            return out if number.value == 0 else None
        return out if bracketed and out.denominator is None and not UNIT.match(text, inner.end) else None

    def are_others(self, noun: str, start: int) -> bool:
        """Whether events behind a percentage befell the others: "survival was 88% (12 |deaths|)"."""
        before = self.text[max(self.document.sentence_at(start).start, start - 80) : start]
        return ("event" in noun or "death" in noun) and _EVENT_FREE.search(before) is not None

    def of_total(self, number: Number) -> Expression | None:
        """A percentage with its total: "43% of 23 patients"."""
        of = OF.match(self.text, number.percent_end)
        total = next_number(self.numbers, of.end(), number.index + 1) if of else None
        if total is None or total.percent or total.decimals or total.value < 2 or UNIT.match(self.text, total.end):
            return None
        numbers = [number.index, total.index]
        noun = noun_phrase(self.text, total.end)
        noun_end = noun.end if noun is not None else -1
        return Expression(
            number.start, total.end, None, int(total.value), number.value, numbers, "percent-of", 0.85, noun_end
        )

    def ends(self, mention: Mention) -> Iterator[Expression]:
        """The two ends of a range of shares: "the withdrawal rate was 4.5-7.8%"."""
        first, second = mention.first, mention.second
        assert second is not None
        sentence = self.document.sentence_at(first.start)
        if first.index in self.taken or second.index in self.taken or sentence.section not in (None, "results"):
            return
        before = self.text[max(sentence.start, first.start - 200) : first.start]
        if not (COUNTS_CASES.search(before) or self.shares.linked(first.start)) or not self.shares.is_share(
            first.start, mention.end, first.value
        ):
            return
        for number in (first, second):
            end = max(number.end, number.percent_end)
            score = 0.9 if _RATE_OF.search(before) else 0.7
            yield Expression(number.start, end, None, None, number.value, [number.index], "percent-ends", score)

    def bound(self, number: Number, start: int) -> Iterator[Expression]:
        """A limit that a share stays below or above: "less than 10% of patients", "nausea (< 11%)"."""
        text, end = self.text, number.percent_end
        sentence = self.document.sentence_at(start)
        if sentence.section not in (None, "results", "conclusions") or not 0 < number.value <= 100:
            return
        bracketed = text[start - 1 : start] in ("(", "[") and text[end : end + 1] in ")],;"
        of = _OF_PEOPLE.match(text, end) or _RATE_WAS.search(text, max(0, start - 60), start)
        if (
            of is None
            and not self.shares.linked(start)
            and not (bracketed and not _CRITERION.search(text, max(0, start - 50), start - 1))
        ):
            before = text[max(sentence.start, start - 200) : start]
            if not (before.endswith(_PLACED) and text.startswith(_ENDS, end)):
                return
            if not self.shares.by_clause(start, end, number.value, before, sentence):
                return
        if _LEVEL.search(text, max(sentence.start, start - 20), start):
            return
        if _OCCURRED.match(text, end):
            return
        if _NO_SUBJECT.search(text, max(sentence.start, start - 120), start) or _DEFINED.search(
            text, max(sentence.start, start - 200), start
        ):
            return
        yield Expression(start, end, percent=number.value, numbers=[number.index], rule="percent-bound", score=0.75)

    def bare(self, number: Number, end: int, rule: str, score: float) -> Iterator[Expression]:
        """A percentage with nothing else: "relapse occurred in 43%"; ``end``: of its words."""
        if number.index in self.taken or not self.shares.is_share(number.start, end, number.value):
            return
        yield Expression(
            number.start,
            max(number.end, number.percent_end),
            percent=number.value,
            numbers=[number.index],
            rule=rule,
            score=score,
        )

    def shared_percent(self, number: Number) -> bool:
        """Whether the percent sign of a list's later number is this one's too: "67.8 vs. 73.6%"."""
        at = number.index
        if at + 1 >= len(self.numbers) or number.label or not 0 <= number.value <= 100:
            return False
        if not number.start or self.text[number.start - 1] not in " ([=":
            return False
        if self.text.endswith("% at ", 0, number.start):
            return False  # "93% at |3 and 88% at 6 months"
        if self.text.endswith(_NO_SHARE_SIGNS, 0, number.start):
            return False  # "toxicity of grade >= |2 versus 63%"
        if _AGED.search(self.text, max(0, number.start - 40), number.start):
            return False  # "they were aged |61 and 34% smoked"
        for following in self.numbers[at + 1 : at + 5]:
            if following.start - self.numbers[at].end > 24:
                return False
            gap = LIST_GAP.fullmatch(self.text, self.numbers[at].end, following.start)
            if gap is None or following.value > 100 or following.label:
                return False
            if following.percent:
                return (
                    following.index not in self.taken
                    and (
                        number.decimals == following.decimals
                        or 0 in (number.value, following.value)
                        or following.decimals > 0
                        or self.text.endswith(_PLACED, 0, number.start)
                    )
                    and (number.decimals > 0 or not self.ranked(number))
                )
            at = following.index
        return False

    def ranked(self, number: Number) -> bool:
        """Whether a number is of a list that tells which of several: "weeks |4, 8 and 12|"."""
        start = list_start(self.text, self.numbers, number)
        return RANK.search(self.text, max(0, start - 16), start) is not None
