"""Proportions that begin with a count: with a percentage, with a total, as a fraction."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice

from trialfacts.counts.participants import HEADS, SEXES, NounPhrase, noun_phrase
from trialfacts.document import Document
from trialfacts.mentions import Mention
from trialfacts.numbers import Number
from trialfacts.proportions.conduct import is_conduct
from trialfacts.proportions.expression import (
    CLOSE,
    LIMIT_SIGNS,
    LIST_GAP,
    OF,
    RANK,
    UNIT,
    WORD_IN,
    Expression,
    agree,
    next_number,
    percent_in_bracket,
)
from trialfacts.proportions.lone_counts import LoneCounts
from trialfacts.proportions.runs import Runs
from trialfacts.proportions.verdicts import IN_PLACE

# "approval |number| HR 41/2013"
_REFERENCE = re.compile(r"\b(?:[Nn]umber|[Nn]o|[Nn]r|[Rr]ef|[Pp]rotocol|[Aa]pprov\w+|[Cc]ommittee|CTRI)\b[^;()]{0,24}$")
# What follows a fraction that counts nobody: "5/100| person years", "4/6| inhibitors", "7/14|Fr stents"
_NO_FRACTION = re.compile(
    r" ?(?:person|patient[ -](?:years?|months?|days?)|1,?000)|,? ?[(]?[vw]/[vw]\b"
    r"| or (?:above|more|higher|greater|less|below)\b| (?:inhibit|[A-Z]{2,5}-(?:match|ident))"
    r"|[ -]?(?:Fr(?:ench)?|[gG]auge)\b"
)
_OPEN_END = re.compile(r" ?[(\[](?:response rate: )?$")
_PUNCTUATION = frozenset(".,;:()[]=<>")
_WORDS_TO_BRACKET = re.compile(r" [A-Za-z](?:[^.,;:()\[\]=<>0-9]|(?<=[A-Za-z0-9-])[0-9]){0,64}[(\[]")
_WORDS_CLOSE = re.compile(r"(?: [a-z]{2,12}){0,3}[ ]?[)\]]")
_OF_ALL = re.compile(
    r"[ ](?:out[ ])?of[ ](?:(?:the|these|those|all|our|a|total|other|remaining|only|which|original|initial)[ ]){0,3}"
)
# "226 [6.3%]| in |3575 women": a total where the arithmetic says so
_IN_TOTAL = re.compile(r"[ ](?:in|among)[ ](?:the[ ]|all[ ])?")
# Another percentage that one is set against, or told with.
_AGAINST = re.compile(r"(?: (?:vs\.?|v|versus|compared (?:with|to)|and) |/)[0-9.]{1,6} ?%")
# "41 |managers out of| 49"
_OUT_OF = re.compile(r" [a-z]{3,20} out of (?:the |a total of )?")
_COMMA_PERCENT = re.compile(r" or |[ ]?[/=][ ]?|[ ]?-[ ]|[,;]?[ ]|[,;]")
# "(six| deaths, |4%"
_EVENT_COMMA = re.compile(r" (?:[a-z-]{3,20} ){0,2}[a-z-]{3,20}s[,;] ")
_ONE_WORD = re.compile(r"(?:[ ][A-Za-z-]{3,20}){0,2}")
# What may follow a total whose noun is not printed: "3 out of 40 had", "one of two."
_AFTER_TOTAL = re.compile(
    r"[.,;:)\]]|[ ][(\[]|[ ](?:given|receiving|treated|would|could|had|were|was|in|with|and|vs?|versus|developed|died"
    r"|achieved|responded|who|on|at|for"
    r"|(?:[A-Za-z-]{3,20} ){0,2}(?:cases|deaths|events|eyes|tumou?rs|cancers|lesions"
    r"|animals|episodes|responses|biopsies|procedures|pregnancies|samples|teeth|implants|responders|relapses"
    r"|infections|facilities|recipients|clinics|schools|practices|households))\b"
)
# "13 of the 18| relapsed within weeks|", "27 of 33| chose to|", "11 of 31| without|": what they did or were given
_DID_AFTER = re.compile(
    r"(?: (?:all|also|still|then|each|never|not|[a-z]{3,12}ly)){0,2} (?:(?!exclud|includ)[a-z]{2,14}ed"
    r"(?= (?:of|with|in|at|from|by|to|into|within|after|on|again|the|an?|their|no|for|during|full|between|before|when"
    r"|as|if|because|complete|more|less|better|worse|faster|slower|[a-z]+ly)\b|[.,;)])"
    r"|have|has|did|chose|said|told|felt|thought|found|lost|kept|took|went|became|left|fell|rose|met|showed|without"
    r"|untreated|off)\b"
)
# "11 of 46 patients given zidolol| and |2 of 43": one is told behind another
_TOLD_NEXT = re.compile(
    r"(?:[^.;:()]|\.(?=\d)|\([^()]{0,40}\)){0,90}?(?:,| and| but(?: only)?| against| than| vs?\.?| versus"
    r"| compared (?:with|to))(?: in| among| by)?(?: only)? $"
)
# "swabs were sterile in 15 of 20| taken|", "in 61 of 702| biopsies|": these are no people
_THINGS_AFTER = re.compile(
    r" (?:[a-z/-]+ ){0,2}(?:(?:[a-z]+-)?(?:sessions|cycles|visits)|swabs|samples|specimens|isolates|biopsies"
    r"|procedures|recordings|measurements|doses|infusions|injections)\b"
)
# "0/3|, 1/6|", "|0/3, |0/3"; "scores of |0/3, 1/3"
_FRACTION_NEXT = re.compile(r"(?:,|,? and|,? vs?\.?|,? versus|,? compared with) \d{1,2}/\d{1,2}(?![\d/-])")
_FRACTION_LAST = re.compile(r"(?<![\d/-])\d{1,2}/\d{1,2}(?:,|,? and|,? vs?\.?|,? versus) $")
_NO_COUNT = re.compile(r"[Gg]rades?|[Ss]tages?|[Ss]cor|[Pp]hase|[Tt]ype|ECOG|PS |status")
# "cramp |complicated |21 of 105 labours", "|affected only |9 of 107"
_BEFELL = re.compile(r"\b(?:complicated|affected|followed|befell|struck|cured|involved) (?:but |only )?$")
# "relapse in |12/7|, ...", "death |3/4| patients"
_AFTER_PAIR = re.compile(r"[,;.)]|$| (?:and|or|patients|cases|subjects|participants|women|men|children|eyes|in)\b")
_BEFORE_PAIR = re.compile(r"(?:[a-z]{3,}[)]?:?|\b(?:in|by)) [(]?$")
_OPENS = ("=", "(", "[", "= ")
_BOUNDS = frozenset(("\u2265", ">", "<", "\u2264"))
_NOT_COUNTING = LIMIT_SIGNS + (
    "ll but ",
    "week ",
    "Week ",
    "day ",
    "Day ",
    "month ",
    "Month ",
    "weeks ",
    "days ",
    "months ",
    "codon ",
    "exon ",
    "visit ",
)
# "at |80 months |274 men", "in the |third month |14 eyes"
_TIMES = re.compile(
    r"(?:\d(?:st|nd|rd|th)?|\b(?:one|two|three|four|five|six|twelve|first|second|third|last))[ -](?:week|day|month)s? $"
)
# "139| had a BMI < 30 kg/m2 (|56%", "1| patient 6 months after surgery (|4%"
_OVER_LIMIT = re.compile(
    r" (?P<had>(?:had|were|was|with|reached) )?(?:(?!and|of|versus|vs)[A-Za-z][\w-]{0,20} ){0,8}?"
    r"(?:[<>\u2264\u2265]=? ?)?\d[\d.]{0,6}[ -]?[A-Za-z/%]{1,9}[0-9]?(?: [a-z]{3,15}){0,3} [(\[]"
)
# "12 of 40 |zidolol-treated, 9 of| 41 placebo-treated": the noun comes last.
_OF_LISTED = re.compile(
    r"(?:(?: [\w/+-]{2,24}){1,4},?(?: and| vs?\.?| versus)?| and| vs?\.?| versus| against) \d{1,4} (?:out )?of \d"
)
# "attacks occurred in 9 of 12| weeks|": what is counted is time
_PERIODS_AFTER = re.compile(r" (?:[a-z-]+ )?(?:days|weeks|months|years|hours|nights|minutes)\b")
# What stands before the last number of a sentence or a bracket, if it is a count.
_BEFORE_LAST = {".": (" in ", " by "), ")": ("(", "=", "= ", "vs ", "v ", "vs. ", "versus ", ", ", ": ")}
_NEVER = ("\0",)
_COUNTED_UNITS = frozenset(
    ("cases", "eyes", "of them", "others", "animals", "responses", "events", "no", "pts", "teeth")
)
_NOT_COUNTED = frozenset(("groups", "arms", "weeks", "months", "days", "years", "points", "times", "sites", "centers"))
# Those counted are named for what happened to them: "29 |responders| (62%)"
_TELLING_HEADS = frozenset(("responders", "non-responders", "nonresponders", "smokers", "survivors", "completers"))
_HAD = re.compile(r"[ ](?:had|with|were|was|developed|experienced|showed) (?P<what>[^()\[\]]{3,60}?)[ ]?[(\[]")


_TOLD_AGAIN = 60  # how far behind a count it may be told again as a fraction
_FROM_TO = re.compile(r"\b(?:[Bb]etween|[Ff]rom) [01]?\d/\d\d (?:and|to|until|through) [01]?\d/\d\d\b")
_SCORED = re.compile(r"\b(?:[Mm]edian|[Mm]ean|[Aa]verage) (?:[\w-]+ ){0,4}?scores?\b[^.;]*$")


_AT_LEAST = ("t least ", "ore than ", "p to ")
_SAID = re.compile(r"\b(?:was|were|occurred|had|did|is|are)\b")

_GROUPS = (" group", " groups", " arm", " arms", " cohort")


class Counts:
    """Reads the expressions that begin with a count; ``taken``: the numbers of labelled intervals."""

    def __init__(self, document: Document, taken: set[int], runs: Runs) -> None:
        self.runs = runs
        self.document = document
        self.text = document.text
        self.numbers = document.numbers
        self.taken = taken
        self.lone = LoneCounts(document)
        self.total_end = -1000  # where the last count with its total ends
        self.sharing = -1  # the number behind the last that shares the total of a list
        self.slashed = (-1, False)  # a sentence's start, and whether its fractions are counts of two arms

    def read(self, number: Number) -> Expression | None:
        """The expression that begins with a whole number: with a percentage, with a total, or alone."""
        text = self.text
        if number.decimals or number.label or number.ordinal or number.value < 0 or number.value > 5_000_000:
            return None
        if text.endswith(_NOT_COUNTING, 0, number.start) and not self.after_time(number):
            return None
        if text[number.start - 1 : number.start].isalpha():
            return None
        end, following = number.end, number.index + 1
        following_sign = text[end : end + 1]
        if following_sign not in " ([,;" and not text.endswith(
            _BEFORE_LAST.get(following_sign, _NEVER), 0, number.start
        ):
            return self.in_run(number)
        out = Expression(number.start, end, int(number.value), None, None, [number.index])
        found = percent_in_bracket(self.document, self.taken, end, following)
        if found is not None and number.form == "words" and number.value == 1 and found[0].value > 50:
            return None  # "than with the single dose one (79%)"
        if found is None and following < len(self.numbers) and self.numbers[following].percent:
            found = self.spaced_percent(number, self.numbers[following])
        elif found is None and following_sign == " " and text.find("%)", end, end + 68) > 0:
            found = self.over_limit(number)
        if found is not None and _AGAINST.match(text, found[0].percent_end):
            found = None  # "1 woman with zidolol and 3 women with placebo (1.5% vs 4.4%)"
        if found is not None:
            self.with_percent(number, out, found)
            return out
        if text.startswith((" of ", " out"), end):
            of = OF.match(text, end)
        else:
            of = _OUT_OF.match(text, end) if " out of" in text[end : end + 28] else None
        total = next_number(self.numbers, of.end(), following) if of else None
        if total is None or total.percent or total.decimals or total.label or total.value < number.value:
            if self.shared_total(out, number):
                return out
            found_alone = self.lone.read(number, out) and not self.told_again(out)
            listed = self.in_run(number)
            if listed is None or listed.rule == "run":
                return out if found_alone and not is_conduct(self.document, number, out) else listed
            return listed
        if not self.with_total(out, total) or is_conduct(self.document, number, out):
            return None
        self.total_end = out.end
        return out

    def in_run(self, number: Number) -> Expression | None:
        """A count as one of a run: "cough: 3, |2|, 4"."""
        member = self.runs.members.get(number.start)
        if member is None or f"({int(number.value)}/" in self.text[number.end : number.end + _TOLD_AGAIN]:
            return None
        out = Expression(number.start, member.noun_end, int(number.value), None, None, [number.index])
        out.noun_end = member.noun_end
        out.rule, out.score = member.rule, 0.98
        out.outcome = member.outcome
        if member.signed >= 0:
            out.start = member.signed
        return out

    def after_time(self, number: Number) -> bool:
        """Whether the word of time before a number is not its own: "at 80 months |274 men|"."""
        return _TIMES.search(self.text, max(0, number.start - 20), number.start) is not None and (
            noun_phrase(self.text, number.end) is not None or OF.match(self.text, number.end) is not None
        )

    def shared_total(self, out: Expression, number: Number) -> bool:
        """Whether a count shares the total behind a list, which goes into ``out``: "in |72|, 105 and 38 of 829 men"."""
        text, last = self.text, number
        following = self.numbers[number.index + 1] if number.index + 1 < len(self.numbers) else None
        if following is None or LIST_GAP.fullmatch(text, number.end, following.start) is None:
            return False
        before = text[max(0, number.start - 60) : number.start]
        opens = before.endswith(("(", "[")) or IN_PLACE.search(before) is not None or number.index == self.sharing
        if not opens or RANK.search(before[-16:]):
            return False
        for following in self.numbers[number.index + 1 : number.index + 5]:
            if following.decimals or following.percent or following.label:
                return False
            if LIST_GAP.fullmatch(text, last.end, following.start) is None:
                return False
            last = following
            of = OF.match(text, last.end) if text.startswith((" of ", " out"), last.end) else None
            if of is None:
                continue
            total = next_number(self.numbers, of.end(), last.index + 1)
            if total is None or total.percent or total.decimals or total.value < max(number.value, last.value):
                return False
            out.denominator, out.rule, out.score = int(total.value), "of-shared", 0.95
            self.sharing = number.index + 1
            return True
        return False

    def told_again(self, out: Expression) -> bool:
        """Whether a count is told again as a fraction right behind it: "20 patients| (20/107, 19%)"."""
        return self.text.startswith((f" ({out.count}/", f" ({out.count} of ", f" [{out.count}/"), out.end)

    def with_percent(self, number: Number, out: Expression, found: tuple[Number, int]) -> None:
        """Put into ``out`` the percentage of a count and what follows it: a total, those counted, what is counted."""
        text, percent = self.text, found[0]
        out.percent, out.end = percent.value, found[1]
        out.numbers.append(percent.index)
        out.rule, out.score = "count-percent", 0.96
        of = _OF_ALL.match(text, out.end) or _IN_TOTAL.match(text, out.end)
        total = self.number_at(of.end(), percent.index + 1) if of else None
        if (
            total is not None
            and not total.percent
            and not total.decimals
            and agree(out.count, int(total.value), percent.value)
        ):
            out.denominator, out.end = int(total.value), total.end
            out.numbers.append(total.index)
        noun = noun_phrase(text, out.end)
        if noun is not None:
            out.noun_end = noun.end
        elif out.denominator is None:
            out.outcome = self.counted_event(number, percent) or self.sex(number, percent, out.end)
        if text[number.start - 4 : number.start] in ("n = ", "N = "):
            out.start -= 4
        elif text[number.start - 2 : number.start] in ("n=", "N="):
            out.start -= 2

    def number_at(self, at: int, index: int) -> Number | None:
        """The number that begins at ``at``, one of the few from ``index`` on."""
        return next((number for number in self.numbers[index : index + 5] if number.start == at), None)

    def with_total(self, out: Expression, total: Number) -> bool:
        """Put the total of a count into ``out``, and the percentage behind it; whether this makes a proportion."""
        text = self.text
        out.denominator, out.end = int(total.value), total.end
        out.numbers.append(total.index)
        noun = noun_phrase(text, total.end)
        found = percent_in_bracket(self.document, self.taken, total.end, total.index + 1)
        if found is None:
            word = _ONE_WORD.match(text, total.end)
            behind = noun.end if noun is not None else word.end() if word else total.end
            found = percent_in_bracket(self.document, self.taken, behind, total.index + 1)
        if noun is not None:
            out.noun_end = out.end = noun.end
        found = found or self.after_comma(out, out.end, total.index + 1)
        if found is None:
            found = self.agreeing(out, total.index + 1)
            if found is not None and not text[found[1] : found[1] + 2].strip(" ").isalpha():
                opened = text.rfind("(", out.end, found[0].start)
                words = text[out.end + 1 : opened].strip()
                in_arm = words.endswith(_GROUPS) or self.document.arms.within(out.end, opened)
                out.outcome = None if in_arm else words  # "12 of the 40 men |in the zidolol group| (30%)"
        if found is not None:
            out.percent, out.end = found[0].value, found[1]
            out.numbers.append(found[0].index)
            out.rule, out.score = "of-percent", 0.97
            return True
        out.rule, out.score = "of", 0.95 if noun else 0.9
        if noun is None and (_THINGS_AFTER.match(text, total.end) or _PERIODS_AFTER.match(text, total.end)):
            return False
        if noun is None and _OF_LISTED.match(text, total.end):
            return True
        if noun is not None or _AFTER_TOTAL.match(text, total.end) is not None:
            return True
        if _DID_AFTER.match(text, total.end):
            return True
        if out.start - self.total_end < 120 and _TOLD_NEXT.fullmatch(text, self.total_end, out.start):
            return True
        if _BEFELL.search(text, max(0, out.start - 20), out.start):
            return True
        among_things = text.endswith("the ", 0, total.start)  # "was poor for six of the nine scales"
        return not among_things and IN_PLACE.search(text, max(0, out.start - 50), out.start) is not None

    def fraction(self, mention: Mention) -> Expression | None:
        """The expression that a fraction is: "10/23", "10/23 patients (43%)"; None for dates, years and acuities."""
        first, second = mention.first, mention.second
        text = self.text
        assert second is not None
        if (
            first.value >= 1900
            and second.value <= first.value + 5
            or first.value <= 12
            and 1900 <= second.value <= 2100
            and not text.startswith(" (", second.end)
            or text[first.start - 2 : first.start].strip()[-1:] in _BOUNDS
            or text[first.start - 2 : first.start] in ("x ", "\u00d7 ")
        ):
            return None  # years, "in 12/2008"; "acuity of >= 6/9"; "b.d. x 7/7"
        if 1980 <= second.value <= 2050 and _REFERENCE.search(text, max(0, first.start - 40), first.start):
            return None
        if (
            text[second.start] == "0"
            or text[first.start] == "0"
            and first.end - first.start > 1
            or _NO_FRACTION.match(text, second.end)
        ):
            return None  # a date; events per 100 person years
        if (
            _FROM_TO.search(text, max(0, first.start - 18), second.end + 11)
            or second.value == 10
            and _SCORED.search(text, self.document.sentence_at(first.start).start, first.start)
        ):
            return None  # "between 09/92 and 12/96"; "median pain scores were 1/10"
        whole = first.decimals == second.decimals == 0 and 0 <= first.value <= second.value and second.value >= 2
        if not whole or first.percent or second.percent:
            return None
        out = Expression(
            *(first.start, second.end, int(first.value), int(second.value), None, [first.index, second.index]),
            rule="fraction",
            score=0.75,
        )
        noun = noun_phrase(text, second.end)
        found = self.percent_of_fraction(out, second, noun)
        if found is not None:
            out.percent, out.end = found[0].value, found[1]
            out.numbers.append(found[0].index)
            out.rule, out.score = "fraction-percent", 0.97
            behind = noun_phrase(text, out.end)
            out.noun_end = behind.end if behind is not None else -1
            return out
        if (
            UNIT.match(text, second.end + (text[second.end : second.end + 1] == ")"))
            or RANK.search(text, max(0, first.start - 16), first.start)
            or second.value <= 4
            and noun is None
            and not self.in_list(mention)
        ):
            return None
        if text[second.end : second.end + 1] in "/-" or text[first.start - 1] in "/-":
            return None
        if noun is not None:
            out.noun_end = out.end = noun.end
        return out

    def in_list(self, mention: Mention) -> bool:
        """Whether a fraction of few is one of a list that begins with none of them: "in |0/3|, 1/6 and 4/7"."""
        text, second = self.text, mention.second
        if second is None or mention.first.value:
            return False
        before = text[max(0, mention.start - 24) : mention.start]
        listed = _FRACTION_NEXT.match(text, mention.end) is not None or _FRACTION_LAST.search(before) is not None
        return listed and _NO_COUNT.search(before) is None

    def of_two_arms(self, mention: Mention) -> bool:
        """Whether a fraction is the counts of two arms: one in its sentence is more than a whole: "12/7, 5/9"."""
        if not self.is_pair(mention) or mention.first.value >= 1900:  # "between 1988/89 and 1993/94"
            return False
        sentence = self.document.sentence_at(mention.start)
        if sentence.start != self.slashed[0]:
            first = bisect_left(self.document.mentions, sentence.start, key=lambda other: other.start)
            pairs = 0
            impossible = False
            for other in islice(self.document.mentions, first, None):
                if other.start >= sentence.end:
                    break
                if other.shape == "fraction" and self.is_pair(other):
                    pairs += 1
                    impossible |= other.second is not None and other.first.value > other.second.value
            self.slashed = sentence.start, impossible and pairs > 1
        return self.slashed[1]

    def is_pair(self, mention: Mention) -> bool:
        """Whether a fraction may be two counts: "in |12/7|,", "pain |3/5| patients"."""
        first, second = mention.first, mention.second
        if second is None or first.decimals or second.decimals or first.percent or second.percent or not first.value:
            return False
        after = self.text[mention.end : mention.end + 12]
        return (
            _AFTER_PAIR.match(after) is not None
            and _BEFORE_PAIR.search(self.text, max(0, mention.start - 24), mention.start) is not None
        )

    def percent_of_fraction(self, out: Expression, total: Number, noun: NounPhrase | None) -> tuple[Number, int] | None:
        """The percentage behind a fraction, in a bracket or after a comma, and where it ends."""
        found = percent_in_bracket(self.document, self.taken, total.end, total.index + 1)
        if found is not None:
            return found
        found = self.after_comma(out, total.end, total.index + 1)
        found = found or self.agreeing(out, total.index + 1)
        if found is not None:
            return found
        if noun is None:
            word = _ONE_WORD.match(self.text, total.end)
            return self.after_comma(out, word.end(), total.index + 1) if word else None
        found = percent_in_bracket(self.document, self.taken, noun.end, total.index + 1)
        return found or self.after_comma(out, noun.end, total.index + 1)

    def after_comma(self, out: Expression, end: int, index: int) -> tuple[Number, int] | None:
        """A percentage behind a total and a comma that is count by total: "12 of 40, 30%", "0/20 patients; 0%"."""
        gap = _COMMA_PERCENT.match(self.text, end)
        number = next_number(self.numbers, gap.end(), index) if gap else None
        if number is not None and number.percent and agree(out.count, out.denominator, number.value):
            return number, number.percent_end
        return None

    def agreeing(self, out: Expression, index: int) -> tuple[Number, int] | None:
        """A percentage in a bracket a few words on that is count by total: "39 of 45 patients came (87% response)"."""
        number = self.numbers[index] if index < len(self.numbers) else None
        if number is not None and self.text[number.start - 1] == "-":  # "with C-509T (13.8%)"
            number = self.numbers[index + 1] if index + 1 < len(self.numbers) else None
        if number is None or not number.percent or number.start - out.end > 70 or number.index in self.taken:
            return None
        if _WORDS_TO_BRACKET.fullmatch(self.text, out.end, number.start) is None:
            return None
        if not agree(out.count, out.denominator, number.value):
            return None
        close = _WORDS_CLOSE.match(self.text, number.percent_end)
        return number, close.end() if close else number.percent_end

    def spaced_percent(self, number: Number, percent: Number) -> tuple[Number, int] | None:
        """The percentage after the noun or a comma: "10 patients (43.5%)", "n = 54; 11%"."""
        text = self.text
        if percent.start - number.end > 64 or percent.index in self.taken:
            return None
        gap = text[number.end : percent.start]
        if gap.endswith((", ", "; ")) and text.endswith(_OPENS, 0, number.start):
            noun = noun_phrase(text, number.end, number.value == 1)
            if WORD_IN.match(text, percent.percent_end) and not text.startswith(" per ", percent.percent_end):
                return None  # "(n = 40, 65% urban women"
            if percent.start - 2 == (noun.end if noun is not None else number.end):
                return percent, percent.percent_end  # "(n = 4; 9%", "(three patients, 4%"
            if _EVENT_COMMA.fullmatch(gap) and not UNIT.match(text, number.end):
                return percent, percent.percent_end  # "(six deaths, 4%"
        bare = _OPEN_END.search(gap) if gap[-1:] in ("(", "[", " ") else None
        if (
            bare is None
            or text[percent.percent_end : percent.percent_end + 1] == " "
            and WORD_IN.match(text, percent.percent_end)
        ):
            return None  # "3,012 contacts (64% female)"
        close = CLOSE.match(text, percent.percent_end)
        words = gap[: bare.start()].strip()
        if (
            words.startswith(("was ", "were ", "is ", "are "))
            or text[max(0, number.start - 2) : number.start].strip() in _BOUNDS
            or (text.endswith(_AT_LEAST, 0, number.start) and _SAID.search(words))
        ):
            return None  # "mortality at day 90 was similar (26%", "at least one fall was rarer (9%"
        if not words or not _PUNCTUATION.isdisjoint(words) or UNIT.match(text, number.end):
            return None
        noun = noun_phrase(text, number.end, number.value == 1)
        if noun is None and (len(words.split()) > 5 or words.rpartition(" ")[2] in _NOT_COUNTED):
            return None
        return percent, close.end() if close else percent.percent_end

    def over_limit(self, number: Number) -> tuple[Number, int] | None:
        """The percentage behind words that hold a limit or a time: "139 |had a BMI < 30 kg/m2 (56%)|"."""
        text, at = self.text, number.index + 2
        percent = next((other for other in self.numbers[at : at + 2] if other.percent), None)
        if percent is None or percent.start - number.end > 64 or percent.index in self.taken:
            return None
        gap = _OVER_LIMIT.fullmatch(text, number.end, percent.start)
        if gap is None or not (gap["had"] or noun_phrase(text, number.end, number.value == 1)):
            return None
        close = CLOSE.match(text, percent.percent_end)
        return (percent, close.end()) if close else None

    def sex(self, number: Number, percent: Number, end: int) -> str | None:
        """The sex of those counted where nothing more is said of them: "24 |men| (60%), mean age"."""
        words = self.text[number.end : percent.start].strip(" ([")
        if words not in SEXES or self.text[end : end + 1] not in ",;)]":
            return None
        around = self.text[max(0, number.start - 90) : end + 90]
        return words if any(f" {sex} " in around for sex in SEXES if sex != words and len(sex) > 2) else None

    def counted_event(self, number: Number, percent: Number) -> str | None:
        """What is counted between a count and its percentage, if not people: "49 |related deaths| (10%)"."""
        words = self.text[number.end : percent.start].strip(" ([,;")
        if self.text[number.end : number.end + 2].strip()[:1] in ("(", "["):
            return None  # "2 (less than 1%)"
        if len(words) < 3 or not words[0].isalpha() or words.startswith(("of ", "in ", "on ", "and ", "were ", "was ")):
            return None
        noun = noun_phrase(self.text, number.end, number.value == 1)
        if noun is None:
            return words if words not in _COUNTED_UNITS and words.lower() not in HEADS else None
        if noun.head in _TELLING_HEADS:
            return words
        had = _HAD.match(self.text, noun.end, percent.start)
        return had.group("what") if had else None
