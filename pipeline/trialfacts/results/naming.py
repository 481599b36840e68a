"""What each measurement of a sentence measures: told before it, after it, or by the measurement before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from trialfacts.document import Document, Sentence
from trialfacts.results.arm_labels import arm_labels
from trialfacts.results.bracketed import VERSUS_AFTER
from trialfacts.results.cues import is_level
from trialfacts.results.durations import LASTED, lasted_stat
from trialfacts.results.measures import (
    has_verb,
    is_generic,
    is_measure,
    masked,
    name_after,
    name_before,
    open_bracket,
)
from trialfacts.results.percentages import CHANCE_AFTER
from trialfacts.results.readings import Reading
from trialfacts.results.result_singles import COMPARATIVES, MORE_AFTER
from trialfacts.results.result_units import currency_before, is_time, result_unit
from trialfacts.results.times import BASELINE, Time

_CONTEXT = 260  # characters before a number in which its name is looked for
_OWN_STAT = re.compile(r"mean|median|average", re.I)
_FOLLOW_UP = re.compile(
    r"followed (?:up )?for (?:an? )?(?:mean|median|average)(?: (?:time|period|duration))? of $"
    r"|follow(?:ed)?[ -]?up[^.;,]{0,12}(?:mean|median|average|was|of)[^.;]{0,8}$"
    r"|follow-?[ ]?up(?:,|:|[ ]=)?[ ](?:time|period|duration)?[ ]?(?:was|of|,|:|=)?[ ]?$",
    re.I,
)
_NO_SCORES = ("age", "follow-up", "BMI", "weight")  # "the mean scores" of the next sentence are none of these
_PLURALS = ("scores", "values", "levels")
_FOR_WHAT = re.compile(
    r"[ ]for[ ](?:the[ ])?(?P<name>[A-Za-z][\w-]*(?:[ ](?!and|with|at|in)[A-Za-z][\w-]*){0,3})(?=[,;.)]|[ ])"
)
_ACRONYM = re.compile(r"[A-Z][A-Za-z-]*[A-Z]")
_AGED = re.compile(
    r"(?:(?:(?<![A-Za-z])|(?<![A-Za-z])M)(?P<age>[aA]ge[ds]?)(?![a-z])[ ]?(?:range|group)?[^.;,]{0,40}$)"
    r"|years old[ ]?[(,]?$"
)
# "age had no impact on survival (|11 vs. 12 months"
_AGE_ACTS = re.compile(r"[aA]ges? (?:[a-z]+ ){0,4}(?:impact|effects?|influence|affect|associat|correlat)[a-z]*\b")
# "were older than those in the B group (|52 vs. 41", "were younger (|52 vs. 41"
_OLDER = re.compile(r"(?:older|younger) (?:than [^.;:]{3,70}|[(\[][^()\[\]]{0,30})$")
_YEARS = ("years", "year", "y", "yrs", "yr")
_NO_AGE = ("hours", "hour", "h", "minutes", "min", "days", "weeks")  # "They came a mean of |5 hours| after it began"
# "12 trained men (|": what follows in years is their age.
_PEOPLE = re.compile(
    r"(?:patients|subjects|participants|volunteers|women|men|adults|children|boys|girls|males?|females?|students|athletes"
    r"|individuals|infants|adolescents|recipients|smokers|people|healthy|controls|rats|mice|pigs|piglets|dogs|cows"
    r"|steers|heifers|calves|sheep|lambs|goats|horses|rabbits)(?:[ ](?!with|and|in)[a-z0-9-]+){0,3}[ ]?"
    r"[(\[][^()\[\]]{0,50}$"
)
# "(|", "(group I: n = 35, |"
_BRACKET = re.compile(r"[(\[](?:(?:[^()\[\]]{0,20}[:;,][ ])?[nN] ?= ?\d{1,5}[,;:][ ])?$")
_LASTING = re.compile(r"duration|since|time|follow|experience|onset|diagnos|surviv|history|education|interval", re.I)
_CHANCE = re.compile(r"[ ](?P<name>probability(?:[ ]of[ ][^,.;:()]{3,40}(?=[,.;:)]|[ ]at))?)")
_LOST = re.compile(r"(?:lost|gained)(?:[ ][a-z]+){0,3}[ ]$")
_SAME = re.compile(r"(?:vs\.?|(?<![A-Za-z])v\.?|versus|compared (?:with|to)|than)(?![a-z])", re.I)


def name_measures(
    document: Document, sentence: Sentence, times: list[Time], found: list[Reading], previous: Reading | None
) -> None:
    """Sets what each number of a sentence measures: by the words before it, or as the number before it.

    ``previous``: the last measurement of the sentence before.
    """
    masks = [(mention.start, mention.end) for mention in document.arms.within(sentence.start, sentence.end)]
    masks += arm_labels(document, sentence)
    naming = _Naming(document, sentence.start, sorted(masks + [(time.start, time.end) for time in times]), previous)
    last: Reading | None = None
    for item in found:
        naming.name(item, last)
        last = item
    for time in times:
        if time.quality:
            _keep_to_noun(document.text, time, found)
    _agree_on_change(document.text, found)


# "0.01 g/cm2 in A| vs. |-0.02 g/cm2 in B"
_SET_AGAINST = re.compile(r"[^.;:()\d]{0,50}\b(?:vs?\.?|versus) (?:[a-z]+ ){0,2}")


# "17% vs 61%| decline| in strength"
_FALLS = tuple(f" {word}" for word in ("decline", "decrease", "increase", "reduction", "loss", "gain", "rise", "fall"))


def _agree_on_change(text: str, found: list[Reading]) -> None:
    """Makes a value a change where it is set against a change that only its minus tells to be one."""
    for left, right in zip(found, found[1:]):
        fell = (left.stat, right.stat) == ("difference", "change") and text.startswith(_FALLS, right.stop)
        alike = {left.stat, right.stat} == {"value", "change"} and left.measure == right.measure
        if not (alike or fell) or left.role or right.role:
            continue
        if left.unit == right.unit and _SET_AGAINST.fullmatch(text, left.stop, right.number.start):
            left.stat = right.stat = "change"
            left.measure = right.measure


# "baseline |characteristics of those enrolled were as follows:| age 52", "baseline |values were| urate 9.2"
_OF_ALL = re.compile(
    r" (?:[a-z]+ (?:and )?){0,2}(?:characteristics|values|data|demographics|features|parameters|variables"
    r"|measurements)\b(?:[^.;:()]{0,90}[:(]| (?:were|are|included) (?:as follows )?(?=[^.;:()\d]{2,60}\d))"
)


def _keep_to_noun(text: str, time: Time, found: list[Reading]) -> None:
    """Takes a time that is a quality of a noun from the values of another measure: "intraoperative |loss|, stay (5"."""
    of_all = _OF_ALL.match(text, time.end) if time.name == BASELINE else None
    for item in found:
        if item.time != time.name or item.role or item.measure is None or item.number.start < time.end:
            continue
        place = text.find(item.measure, max(0, time.start - 60), item.number.start)
        if place < 0 or place <= time.end + 1 or time.name == BASELINE and not has_verb(text[time.end : place]):
            continue
        if of_all is not None and not (_CLOSED if of_all[0][-1] == "(" else _ANOTHER).search(text, of_all.end(), place):
            continue
        item.time = None


# What tells of people's bodies, by its unit.
_OF_BODY_BY_UNIT = {"kg": "weight", "kg/m2": "body mass index", "kg/m\u00b2": "body mass index", "cm": "height"}
_OF_BODY = frozenset(("age", "BMI", *_OF_BODY_BY_UNIT.values()))
_LISTED_NEXT = re.compile(r"[ ]?[,;][ ](?:and )?|,? and ")
_CLOSED = re.compile(r"\)[^()]*$")
_ANOTHER = re.compile(r"\b(?:but|while|whereas|(?:in|de)creased|improved|fell|rose|changed|reduced|after)\b")
_STATED = re.compile(r"\b(?:mean|median|average)\b")
# "In |contrast|, no change was seen with placebo (8.0 to 7.9 mg/dL)": words that lead on, and name nothing
_NO_NAMES = frozenset(("contrast", "addition", "summary", "contrary"))


@dataclass(slots=True)
class _Naming:
    """The naming of the numbers of one sentence, which begins at ``start``; ``masks``: its arms and times, in order."""

    document: Document
    start: int
    masks: list[tuple[int, int]]
    previous: Reading | None
    after: str = ""  # what the last value was said to be for

    def name(self, item: Reading, last: Reading | None) -> None:
        """Sets what ``item`` measures; ``last``: the measurement before it in the sentence."""
        text, stop = self.document.text, item.number.start
        if item.role == "end" and last is not None:
            item.measure = last.measure
            return
        start = self.start if last is None else _past_bracket(text, last.stop, stop)
        if item.unit and text[stop - 1] in " $\u00a3\u20acRDPFN" and (currency := currency_before(text, stop)):
            stop = text.rfind(currency, start, stop) if currency in text[start:stop] else stop
            if last is not None and item.unit != last.unit and _IN_OTHER_MONEY.fullmatch(text, last.stop, stop):
                item.measure, item.stat, item.time = last.measure, last.stat, last.time
                return
        if start < stop - _CONTEXT:
            start = text.find(" ", stop - _CONTEXT, stop) + 1 or stop - _CONTEXT  # no part of a word
        context = text[start:stop]
        if item.measure is not None:
            if item.stat in ("mean", "median") and not _STATED.search(item.before[-24:]):
                item.stat = "value"  # the median is that of the follow-up told before
            return  # "2.1 |flares| per 100 patient-years"
        again = last is not None and last.stat == "value" and item.unit == last.unit
        if again and (item.unit or "").startswith("per ") and not _STATED.search(context):
            item.stat = "value"
        if (told := _by_unit(text, item, context, last)) is not None:
            item.measure = told
        elif last is not None and "; " in context and (labelled := self._next_label(last, stop)) is not None:
            item.measure = labelled
        elif last is None or last.measure is None or not self._of_same_measure(start, context, item, last):
            item.measure = self._name_before(item, start, stop)
        elif (
            (last.stat, item.stat) == ("difference", "change")
            and context.endswith(" and ")
            and _DIFFERENCES_OF.search(text, last.number.start - 24, last.number.start)
        ):
            item.stat = last.stat  # "mean differences of -9 (P = 0.03) to week 6 and |-8| to week 12"
        item.measure = _told_by_rule(self.document, item, context) or item.measure
        if item.measure is None or is_generic(item.measure):
            if item.measure is not None and last is None:
                item.measure = self._name_before(item, start, start + context.rfind(item.measure)) or item.measure
            if item.measure is None or is_generic(item.measure):
                self._take_over(item, last, context)
            if item.measure in _NO_NAMES:
                item.measure = None
        if last is not None and last.measure == self.after or item.measure and item.measure.endswith(_PLURALS):
            self._name_after(item)

    def _next_label(self, last: Reading, stop: int) -> str | None:
        """The label that stands before an arm in a list: "pain: A, 5; B, 7; |stiffness|: A, |2|"."""
        label = _LABEL_NEXT.fullmatch(self.document.text, last.stop, stop)
        if label is None or f"{last.measure}: " not in self.document.text[self.start : last.stop]:
            return None
        within = self.document.arms.within
        named = within(label.end("what"), stop) and not within(*label.span("what"))
        return label["what"] if named and not is_generic(label["what"]) else None

    def _name_after(self, item: Reading) -> None:
        """Names a value of several by what it is said to be for: "scores were 5 for |ease|, 7 for |comfort|"."""
        text = self.document.text
        what = _FOR_WHAT.match(text, item.stop)
        if what is None or _WHO.search(what.group("name")) or self.document.arms.within(*what.span()):
            return
        if self.after or is_generic(item.measure or "") or _ACRONYM.match(what.group("name")):
            item.measure = self.after = what.group("name")

    def _of_same_measure(self, start: int, context: str, item: Reading, last: Reading) -> bool:
        """Whether the words ``context`` from ``start`` to a number only lead on to it, and name nothing new."""
        if item.unit not in (None, last.unit) and _NEXT_NAME.search(context, max(0, len(context) - 60)):
            return False
        if (opening := open_bracket(context)) >= 0:
            head = context[: opening + 1]  # what a bracket holds is told by what stands before it
            arms = self.document.arms.within(start, start + opening)
            if _is_measured(head) and not arms:
                return False
            if arms and _DIFFERED_AT.fullmatch(text := self.document.text, arms[-1].end, item.number.start):
                return text.find(" in ", start, arms[-1].start) >= 0
            if not (_OWN_STAT_NAME.match(context, opening) or is_measure(context[opening:])):
                context = head
        return _continues(context, last.stat == "change") or _labelled_on(self.document.text, last, item)

    def _name_before(self, item: Reading, start: int, stop: int) -> str | None:
        """The name in the words between two places, of which the arms and times are no part."""
        text = self.document.text
        first = bisect_left(self.masks, (start - 100, 0))
        blotted = masked(text, start, stop, self.masks[first : bisect_left(self.masks, (stop, 0), lo=first)])
        if item.label > start:
            blotted = blotted[: item.label - start] + ": "
        name = name_before(blotted)
        if name is None or _NUMBER_WORD.fullmatch(blotted, *name):
            return None
        return text[start + name[0] : start + name[1]]

    def _are_levels(self, item: Reading, last: Reading) -> bool:
        """Whether a value is one of two levels that explain a change: "fell by 40% (|12 vs.| 20 mg)"."""
        text, start = self.document.text, item.number.start
        opened = last.number.percent and not item.number.percent and text[last.stop : start] in (" (", " (mean ")
        return opened and VERSUS_AFTER.match(text, item.stop) is not None

    def _take_over(self, item: Reading, last: Reading | None, context: str) -> None:
        """The measure, and perhaps the statistic, of the measurement before; without one, the words after."""
        if last is not None:
            item.measure = last.measure or item.measure
            if (
                item.stat in ("value", "mean", "median")
                and (last.stat in ("mean", "median") or last.stat == "change" and item.role not in ("base", "end"))
                and not (_OWN_STAT.search(context) or is_level(context[-40:].lower()) or self._are_levels(item, last))
                and last.role not in ("base", "range")
            ):
                item.stat = last.stat
        elif (
            self.previous is not None
            and (item.measure is None or self.previous.measure not in _NO_SCORES)
            and not (self.previous.measure == "age" and item.unit in _NO_AGE)
        ):
            item.measure = self.previous.measure or item.measure
            if item.stat == "value" and self.previous.stat in ("mean", "median"):
                item.stat = self.previous.stat
        elif item.measure is None:
            text = self.document.text
            inside = item.spread is not None and text[item.end - 1] not in ")]"
            item.measure = name_after(text, item.end if inside else item.number.end)
            if item.measure is None and (more := _AFTER_BRACKET.match(text, item.stop)):
                item.measure = _moved_in(self.document, text, more.end())


_LABEL_NEXT = re.compile(
    r"[^;:()]{0,12}(?:[(][^;()]{0,40}[)][^;:()]{0,30})?; (?:and )?"
    r"(?P<what>[A-Za-z][^;:()\[\]\d]{2,60}): [^;:()\d]{1,50}"
)
_DIFFERENCES_OF = re.compile(r"\bdifferences of $")
# "|Thirty-six| patients (mean, 18 months"
_NUMBER_WORD = re.compile(
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-[a-z]{3,5})?|[a-z]{3,6}teen|eleven|twelve)", re.I
)


# "|percentage improvement| with zidolol was 45%", "the percent reduction in the |attack rate| in A was 44%"
_PERCENT_CHANGE = re.compile(
    r"(?P<name>\b[Pp]ercent(?:age)? (?:reduction|decrease|increase|change|decline|improvement|loss|gain|fall|rise"
    r"|inhibition)s?)(?: from baseline)?(?: (?:in|of) (?:the )?(?P<what>[^.;:()%\d]{2,60}?))?"
    r"(?: (?:in|with|for|at|after|from|on) [^.;:()%]{1,50}?)? (?:was|were|averaged)(?: only| about)? $"
)


def _told_by_rule(document: Document, item: Reading, context: str) -> str | None:
    """What a number measures where the construction that gave it away tells that elsewhere: "a 12% fall in |"."""
    text = document.text
    more = MORE_AFTER.match(text, item.stop)
    if more and (item.rule.endswith("more") or text.startswith((" in ", " of "), more.end())):
        return _moved(document, text, more)
    if item.stat in ("mean", "median") and is_time(item.unit or "-"):
        others = _OTHER_TIMES.match(text, item.stop)
        if (lasted := LASTED.match(text, others.end() if others else item.stop)) is not None:
            item.stat = lasted_stat(lasted) or item.stat
            return lasted.group("name")
    if context.endswith(" of ") and (done := _DONE_FOR.search(context, max(0, len(context) - 60))):
        return done.group("name")
    if item.unit is None and _HAD_A_MEAN_OF.search(context, max(0, len(context) - 60)):
        return name_after(text, item.number.end)
    if is_time(item.unit or "-") and _WATCHED_FOR.search(context):
        return "follow-up"
    if context.endswith(" took ") and (task := _TASK.match(text, item.stop)):
        return task.group("name")
    if item.number.percent and item.stat == "change" and (whole := _PERCENT_CHANGE.search(context)) is not None:
        start = item.number.start - len(context)
        if whole["what"] and not document.arms.within(start + whole.start("what"), start + whole.end("what")):
            return whole["what"]
        return whole["name"]
    if item.rule.endswith("percent-label"):
        return _label_before(document, item.number.start)
    if item.rule.endswith("change-in"):
        return _seen_in(context)
    if _MOVED_BY.search(context, max(0, len(context) - 60)):
        listed = _REST_OF_LIST.match(text, item.stop)
        at = item.stop
        if item.spread is not None:  # "3 points in X (95% CI 2-4)"
            unit = result_unit(text, item.number.end)
            at = unit[1] if unit else item.number.end
        return _moved_in(document, text, listed.end() if listed else at)
    if "-continuous" in item.rule:
        if (chance := _CHANCE.match(text, item.end)) is not None:
            return chance.group("name")
        listed = _REST_OF_LIST.match(text, item.end)
        whole = CHANCE_AFTER.match(text, listed.end() if listed else item.end)
        return whole and whole.group("whole")
    return None


# "a median 6| and 11 years| of follow-up"
_OTHER_TIMES = re.compile(
    r"(?:(?:,|,? and|,? vs\.?|,? versus) [\d.]{1,6}){1,4}[ -](?:year|month|week|day|hour|minute)s?(?![a-z])"
)
# "were |nursed| for a median of |"
_DONE_FOR = re.compile(
    r"(?:was|were|been)[ ](?P<name>(?!followed)[a-z-]{3,16}ed)[ ]for[ ]an?[ ](?:mean|median|average)[ ]of[ ]$"
)
# "patients received a median of |six| monthly doses"
_HAD_A_MEAN_OF = re.compile(
    r"\b(?:received|had|underwent|attended|required|needed|used|made|took|completed|delivered|performed)[ ]"
    r"(?:an?[ ])?(?:overall[ ])?(?:mean|median|average)[ ](?:number[ ])?of[ ]$"
)
# "continued to evaluate the patients for a median of |76| months"
_WATCHED_FOR = re.compile(
    r"\b(?:evaluate|assess|observe|monitor|follow|watch|re-?examine)d?(?:[ ]up)?(?:[ ][a-z-]+){0,6}[ ]"
    r"for[ ](?:an?[ ])?(?:mean|median|average)[ ]of[ ]$"
)
# "46% (6.9|-3.7) reduction| in X"
_AFTER_BRACKET = re.compile(
    r"[^()]{0,20}[)][ ](?:[a-z]+[ ])?(?:reduction|decrease|increase|improvement|decline|rise|fall|change)"
)
_IN_OTHER_MONEY = re.compile(r"(?: million| billion)? ?[(\[](?:= ?|about |approximately )?")  # "$5 |(|EUR 4"


def _label_before(document: Document, at: int) -> str | None:
    """The label of a list that stands before ``at``, "(pain: 12%; |stiffness|: "; None where that is an arm."""
    label = _PERCENT_LABEL.search(document.text, max(0, at - 44), at)
    if label is None or document.arms.within(*label.span("name")):
        return None
    if label.span("name") in arm_labels(document, document.sentence_at(at)):
        return None
    return label.group("name")


_PERCENT_LABEL = re.compile(r"[(\[;,][ ]?(?:and[ ])?(?P<name>[^()\[\];:,%]{2,40}):[ ]?[+-]?$")


_TASK = re.compile(
    r"(?:[ ]\([^()]{0,60}\))?[ ](?P<name>to(?:[ ](?!in |with |for |on )[a-z-]+){2,5})"
)  # "it took 5 s |to X|"
_NEXT_NAME = re.compile(r";[ ](?:and[ ])?[A-Za-z][^;,()]{2,40},[ ]$")  # "72 mm Hg; |cardiac index, |2.9"


# "improvements were seen| in the areas of |X| (|"
_SEEN_IN = re.compile(
    r"[ ]in[ ](?:the[ ]|their[ ])?(?:(?:areas?|domains?|terms)[ ]of[ ])?(?P<name>[^.;,()]{3,60})[ ][(]$"
)


def _seen_in(context: str) -> str | None:
    """What a change was seen in, as told right before a bracket that ``context`` ends with."""
    seen = _SEEN_IN.match(context, max(0, context.rfind(" in ")))
    return None if seen is None or has_verb(seen.group("name")) else seen.group("name")


# "a 12% increase| in |", "a 5-point drop| of the |", "a decrease of 5 points| from the baseline |pain score"
_IN_WHAT = re.compile(
    r"[ ]from[ ](?:the[ ]|their[ ])?(?:baseline|initial)"
    r"(?=[ ](?!(?:in|of|on|for|to|with|at|and|was|were|by|after|until|than|over|as|between|among|from)[ ])[A-Za-z]+"
    r"(?:[ ](?!(?:in|of|on|for|to|with|at|was|were)[ ])[A-Za-z]+){0,4}?[ ]"
    r"(?:[Ss]core|[Ss]cale|[Ii]ndex|[Ii]nventory|[Qq]uestionnaire)(?![a-z]))"
    r"|(?:[ ](?:from|over|versus|relative to|compared (?:with|to))[ ](?:the[ ])?baseline|[ ][(]9[05]%[^()]{0,60}[)])?"
    r"[ ](?:in|of|on|for)(?=[ ])(?:[ ](?:the|their|mean|median|total(?= number)|overall)(?=[ ]))*"
)
_WHO = re.compile(r"group|arm(?![a-z])|patients|participants|women|men(?![a-z])|children|subjects|adults|controls")


def _moved(document: Document, text: str, more: re.Match[str]) -> str | None:
    """What increased or fell, where it is told after that: "a 12% increase in |"."""
    comparative = more.group("word") in COMPARATIVES and more.group("word")[:4] != "diff"
    if not comparative and _IN_WHAT.match(text, more.end()):
        return _moved_in(document, text, more.end())
    return name_after(text, more.end())


# "an increase of |", "a mean fall of about |"
_MOVED_BY = re.compile(
    r"[ ](?:increase|decrease|reduction|change|decline|improvement|gain|loss|fall|rise|drop|shift|difference)"
    r"[ ]of[ ](?:[a-z]+[ ]){0,2}$"
)


# "a fall of 3%|, 5% and 8%| in"
_REST_OF_LIST = re.compile(
    r"(?:(?:,|,? and|,? or|,? vs\.?|,? versus) [\d.]{1,8}"
    r"(?:[ ]?(?!(?:in|of|on|for|and|or|vs|versus)[ ])[A-Za-z%/\u00b5]{1,12}(?![A-Za-z]))?){1,8}"
)


def _moved_in(document: Document, text: str, at: int) -> str | None:
    """What changed, told from ``at`` on: "(a fall of 5 mmHg)| in |"; None where that is an arm or people."""
    link = _IN_WHAT.match(text, at)
    name = None if link is None else name_after(text, link.end())
    if link is None or name is None or _WHO.search(name):
        return None
    return None if document.arms.within(link.end() + 1, link.end() + 1 + len(name)) else name


def _by_unit(text: str, item: Reading, context: str, last: Reading | None) -> str | None:
    """The measure that the unit or the words right beside a number tell: an age, a follow-up, a body mass index."""
    tail, years = context[-70:], item.unit in _YEARS
    if "ollow" in tail and _FOLLOW_UP.search(context[-50:]):
        return "followup" if "ollowup" in tail[-50:] else "follow-up"  # as printed
    if years and ("er than " in context or "er (" in tail) and _OLDER.search(context, max(0, len(context) - 90)):
        return "age"
    aged = ("age" in tail or "Age" in tail or "years old" in tail) and _AGED.search(tail[-60:]) is not None
    aged = aged and not _AGE_ACTS.search(tail[-60:])
    if aged and (last is None or "age" in context[-20:]) or years and text.startswith((" old", " of age"), item.stop):
        return "age"
    if years and (item.role == "range" and last is None or item.spread is not None and _PEOPLE.search(tail)):
        return "age"
    if years and item.spread is not None and _BRACKET.search(tail) and not _LASTING.search(context[-120:]):
        return "age"
    if item.unit == "kg/m2" and _PEOPLE.search(tail):
        return "body mass index"
    if item.unit in ("kg", "g") and item.spread is not None and _PEOPLE.search(tail):
        return "weight"
    by_unit = _OF_BODY_BY_UNIT.get(item.unit or "")
    if by_unit is not None and last is not None and last.measure in _OF_BODY:
        short = by_unit == "body mass index" and by_unit not in text and "BMI" in text
        if _LISTED_NEXT.fullmatch(text, last.stop, item.number.start):
            return "BMI" if short else by_unit  # "(27 +/- 3 years, |78 +/- 9| kg"
    if text.startswith((" of gestation", " gestation"), item.stop):
        return "gestation"
    return "weight" if item.unit in ("kg", "lb", "lbs", "pounds") and _LOST.search(tail) else None


def _past_bracket(text: str, start: int, stop: int) -> int:
    """Past the bracket that is still open at ``start``: "|; P < 0.05) and pain"."""
    close = min((at for at in (text.find(")", start, stop), text.find("]", start, stop)) if at >= 0), default=-1)
    opening = min((at for at in (text.find("(", start, stop), text.find("[", start, stop)) if at >= 0), default=stop)
    return close + 1 if 0 <= close < opening else start


# "5 in A and 4 in B| at the distal tibia (difference |1": where, and no other measure
_DIFFERED_AT = re.compile(
    r"(?: (?:group|arm|patients))? (?:at|of|in|on) (?:the )?[^,;()]{3,40} [(\[](?:(?:mean|absolute|adjusted) )?"
    r"difference[:,]? (?:of )?"
)
# "; P = 0.1) or |in time to rest |(": the words right before a bracket.
_HEAD = re.compile(
    r"(?:^|[,;)]|[ ](?:and|or|but|as))[ ](?:(?:and|or|but|as|in|for|on|of|the|their|was|were)[ ])*"
    r"(?P<name>[^,;()\[\]]{2,60})[ ][(\[]$"
)


def _is_measured(head: str) -> bool:
    """Whether the words before a bracket, which they end with, name something that is measured, and not people."""
    found = _HEAD.search(head, max(0, len(head) - 80))
    return found is not None and is_measure(found.group("name")) and not _WHO.search(found.group("name"))


# What leads straight on to another number of the same measure: "... and", "; ", "vs.".
_LEADS_ON = re.compile(
    r"(?:^|[ ])(?:and|or|vs?\.?|versus|to|respectively)[ ]?[(\[]?$|[;,][ ]?$|^[^A-Za-z]*[;,][ ]?[(\[]$"
)
# "; passive: |", ", group B |": the label of the next value in a bracket.
_NEXT_LABEL = re.compile(r"[^()\[\]]{0,20}[;,][ ](?:the[ ])?[\w+-]{1,20}(?:[ ][\w+-]{1,20}){0,3}[ ]?[:=,]?[ ]?[+]?")


def _labelled_on(text: str, last: Reading, item: Reading) -> bool:
    """Whether a value in a bracket is of the measure that the last one there has from before the bracket."""
    if _labelled_alike(text, last, item):
        return True
    if last.measure is None or item.unit != last.unit and last.unit:
        return False
    if last.number.percent != item.number.percent or (last.spread is None) != (item.spread is None):
        return False
    if not _NEXT_LABEL.fullmatch(text, last.stop, item.number.start):
        return False
    low = max(0, last.number.start - 120)
    opening = max(text.rfind("(", low, last.number.start), text.rfind("[", low, last.number.start))
    if opening < 0 or ")" in text[opening : last.number.start] or "]" in text[opening : last.number.start]:
        return False
    return last.measure not in text[opening : last.number.start]


# "(5 kg), |Y (|", "(5 kg, P = 0.2) compared with both |Y (|": the label of a bracket beside another.
_NEXT_BRACKET = re.compile(
    r"[^()\[\]]{0,30}[)\]](?:,|;)?[ ](?:(?:and|or|vs\.?|versus|than|with|in|for|to|as|compared|both|the)[ ]){0,4}"
    r"(?!was|were|did)[\w%+/-]{1,20}(?:[ ][\w%+/-]{1,20}){0,2}(?:[ ]?\([A-Z]\))?[ ][(\[](?:mean[ ])?[+-]?"
)


_PAIRED = re.compile(r",?[ ](?:vs?\.?|versus|to|and|compared)[ ]")


def _labelled_alike(text: str, last: Reading, item: Reading) -> bool:
    """Whether a bracket has an arm before it, as the last one has: that one does not follow its measure's name."""
    if last.measure is None or item.unit != last.unit or last.number.percent != item.number.percent:
        return False
    if (last.spread and last.spread.type) != (item.spread and item.spread.type):
        return False
    if last.role or item.role or _PAIRED.match(text, item.stop):
        return False
    if not _NEXT_BRACKET.fullmatch(text, last.stop, item.number.start):
        return False
    opening = max(text.rfind(sign, max(0, last.number.start - 40), last.number.start) for sign in "([")
    if opening < 0 or re.search(r"\d", text[opening : last.number.start]):
        return False
    place = text.rfind(last.measure, max(0, opening - 250), opening)
    return place >= 0 and re.search(r"[a-z]", text[place + len(last.measure) : opening]) is not None


# "and decreased |", "but rose by |": the subject is that of the verb before.
_GOES_ON = re.compile(
    r"[ ](?:and|but|then|or)(?:[ ](?:then|[a-z]{4,14}ly|was|were)){0,3}[ ](?:(?:de|in)creased|reduced|rose|fell"
    r"|dropped|improved|declined|lowered|raised|returned)(?:[ ][a-z]{4,14}ly)?(?:[ ](?:by|to|from))?[ ][(]?$"
)
# "kPa in arm A, |and pH fell to |": another measure
_NEW_SUBJECT = re.compile(
    r"(?:[,;]|[ ](?:and|but|while|whereas))[ ](?:(?:and|but|while|whereas)[ ])?"
    r"(?!(?:in|on|at|for|with|it|this|that|these|then|further|again|from|to|by|was|were)[ ])"
    r"(?:[\w/()-]{2,20}[ ]){1,7}?(?:increased|decreased|rose|risen|fell|fallen|dropped|improved|declined|changed"
    r"|reduced"
    r"|lowered|raised|elevated|prolonged|lengthened|shortened|diminished|worsened|deteriorated|returned|went[ ](?:up"
    r"|down)"
    r"|came[ ]down|climbed|grew|grown)(?:[ ][a-z]{4,14}ly)?[ ]to[ ]$"
)
# "|in the| control |group|", "and also for those with diabetes (": an arm or a subgroup, no measure.
_WHERE = re.compile(
    r"[ ),;.\]]*(?:(?:and|also|or|vs\.?|versus|as|compared|while|but|only|those|especially|particularly"
    r"|both)[ ,]+)*(?:in|for|with|among"
    r"|at|on|than|after|within|by)[ ]"
    r"(?!(?:[a-z]{3,14}ly[ ])?(?:fewer|less|more|shorter|longer|higher|lower|greater|larger|smaller|better|worse|faster"
    r"|slower)[ ](?!than[ ]))[^,;:=]*$"
)


# "than 5, the stay was longer (|"
COMPARED = ("longer", "shorter", "higher", "lower", "greater", "smaller", "similar", "comparable", "faster", "better")
# "(|mean stay, |5", not "(mean, 5"
_OWN_STAT_NAME = re.compile(r"[(\[](?:[a-z]+[ ])?(?:mean|median|average|change)[ ][A-Za-z]")
_BARE_STAT = re.compile(r"(?<=[ ])[(\[](?:mean|median|average),?[ ]$")  # "than in the B group (|median, |5"


# "; |mean tail length, |5"
_OWN_MEAN = re.compile(r"[;,] (?:and )?(?:mean|median|average) [A-Za-z][^;,()]{2,40},[ ]$")


_NEW_CLAUSE = re.compile(r"[;:=]|,[ ]and")
_HAD = re.compile(r"[ ](?:had|has|have|showed)[ ](?!an?[ ](?:mean|median|value))")  # "A (5) |had| lower X than B (6"
_VERDICTS = tuple(f" {be} {word} (" for be in ("was", "were") for word in COMPARED)


def _continues(gap: str, change: bool) -> bool:
    """Whether the words between two numbers only lead on to the same measure, in another arm or at another time."""
    gap = _BARE_STAT.sub("", gap)
    if gap.endswith(", ") and _OWN_MEAN.search(gap):
        return False
    if _GOES_ON.search(gap):
        return True
    if gap.endswith(" to ") and _NEW_SUBJECT.search(gap):
        return False
    if _LEADS_ON.search(gap):
        return True
    if re.search(r"[(\[](?:mean|median|average|change)[^()]*$", gap):
        return False
    if not (change and " in " in gap) and _WHERE.fullmatch(gap) and not has_verb(gap):
        return True
    link = None
    for match in _SAME.finditer(gap):
        link = match
    if link is None or len(gap) >= 120 or _NEW_CLAUSE.search(gap, link.end()):
        return False
    return not gap.endswith(_VERDICTS) and not _HAD.search(gap, 0, link.start())
