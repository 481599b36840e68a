"""Estimates that no name introduces, told by their interval or by words like "times more likely"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from trialfacts.cleaning.words import TextWords
from trialfacts.document import Document
from trialfacts.estimates.of_arms import is_of_arm
from trialfacts.estimates.values import CHANGED_PERCENT, MINUS_MONEY, Found, estimate_of, is_excluded
from trialfacts.facts import Estimate
from trialfacts.intervals import Interval, of_difference
from trialfacts.numbers import Number
from trialfacts.outcomes.wording import without_brackets

# What a number with an interval is, by the last such word before it in the sentence.
_OF_MEAN = (
    r" (?:in|of|for)(?: (?!(?:was|were|with|and|to|from|between|at|than)\b)[\w-]+){0,5}? (?:mean|median|average|rates?"
    r"|percentage|proportions?|incidence|survival|prevalence|frequency|change from baseline)\b"
    r"(?: changes?(?: from baseline)?)?"
)
_HEADS = re.compile(
    rf"(?P<difference>\bplacebo-(?:corrected|adjusted|subtracted)\b"
    rf"|\bdifferences?\b(?! between [^.]{{3,40}}: )(?: between means?)?(?:{_OF_MEAN})?|\bdiffered\b|\bexceed(?:s|ed)?\b"
    rf"|\beffects? (?:size )?(?:on|of|was|in)\b|\bminus\b"
    # "improvements in X over |placebo were| 0.2 (95% CI", "compared with |placebo, from| 0.27 (95% CI"
    r"|\b(?:versus|vs\.?|over|compared (?:with|to)|relative to) (?:the )?(?:placebo|control|sham|vehicle|usual care"
    r"|standard care|no treatment),? (?:was|were|of|by|from|ranged from)\b(?= $))"
    r"|(?P<average>\b(?:mean|median|average)s?\b(?! (?:difference|effect|reduction|decrease|increase|improvement"
    r"|treatment))"
    r"|\bchanges? (?:(?:in|for) [^.;()]{3,40}? )?(?:was|were|of)\b"
    r"|(?<!prolonged )(?<!improved )(?<!shortened )(?<!extended )(?<!increased )"
    r"\b(?:rates?|prevalence|incidence|proportions?|percentages?|probability|survival|frequency|sensitivity"
    r"|specificity|accuracy|from baseline)\b)"
    rf"|(?P<change>\b(?:reduc|increas|improve|decreas|declin|gain|rose|fell|dropp|lower(?=ed)|rais(?=ed)|prolong|shorten)[a-z]*(?:{_OF_MEAN})?|\b(?:lower|higher|greater"
    rf"|less|more|fewer"
    r"|shorter|longer|better|smaller|larger|slower|faster)\b)",
    re.I,
)
_COMPARED = re.compile(
    r"\b(?:than|compared|versus|vs|relative to|comparison|respectively|favou?r\w*|group|placebo|control|larger"
    r"|greater|smaller|better|estimated|multivaria\w+|regression|adjust(?:ed|ing|ment)|associated with)\b",
    re.I,
)
# The second of two compared values, by the words before it: "... versus 3.00 months", "than in the other group (3.00".
_PAIR_LINK = re.compile(r"\b(?:vs\.?|versus|than|compared (?:with|to)|against) (?=(?P<rest>[^;]{0,50})$)|\band $", re.I)
_PAIR_REACH = 64  # the longest of these words and what may stand after it
_NO_PAIR = ("was ", "were ", "of ", "by ")
_NUMBER_BEFORE = re.compile(
    r"(?<![A-Za-z0-9.])[0-9]+(?:\.[0-9]+)?(?![0-9.]|[ -](?:months?|weeks?|days?|years?|hours?|minutes?|h|min)\b)"
)
_COMPARATIVE = re.compile(
    r"\b(?:lower|higher|less|more|greater|shorter|longer|fewer|larger|smaller|gained|saved|faster|slower"
    r"|differences?)\b",
    re.I,
)
_COMPARATIVE_AFTER = re.compile(
    r"(?:[;,] ?[pP] ?[=<>] ?[0-9.]{1,8})?[ ]?[)\]]{0,2}[ ](?:[a-z/%]{1,8} )?(?:lower|higher|less|more|greater"
    r"|shorter|longer|fewer|larger|smaller"
    r"|reduction|decrease|increase|faster|slower|differences?"
    r"|(?:above|below) (?:placebo|the control|controls|sham|usual))\b"
)
# "The X |group also increased| its activity by 4.8 (95% CI 1.8-7.7)": a change within it.
_GROUP_DID = re.compile(r"\b(?:group|arm) (?:[a-z]+ ){0,2}(?:increas|decreas|reduc|improv|declin|gain)ed\b")
# "The |programme cut| sitting time by 21 min (95% CI": what a treatment did is told against its control.
_TREATMENT_DID = re.compile(
    r"\b(?:[Ii]ntervention|[Tt]reatment|[Tt]herapy|[Pp]rogram(?:me)?|[Tt]raining|[Ss]upplementation|[Vv]accination"
    r"|[Cc]ounsel+ing|[Ee]xercise) (?:[a-z]+ly )?(?:reduc|increas|improv|decreas|lower|rais|prolong|shorten|cut)[a-z]* "
    r"(?![^;]*\bfrom\b)[^.;]{3,90}\bby (?:an? [a-z ]{3,20})?$"
)
_FACTOR = re.compile(r"[ -](?:times|fold)\b")
# "... by 4.8 (95% CI 1.8-7.7|) compared with usual care|": a change beyond that of the other
_THAN_OTHER = re.compile(r"[)\]]? (?:more |less )?(?:than|compared (?:with|to)|relative to|versus) (?![^.;]{0,40}\d)")
# "(-4.4% |vs. |-3.0%; 95% CI -3.8 to 5.5)": the interval is that of the difference.
_PAIR_INSIDE = re.compile(r"[(\[]-?[0-9][^()\[\]]{0,40}\b(?:vs\.?|versus) $")
# "(68.9; 95% CI 66-71|) than in Y (72.1; |95% CI 70-75", "5.9 (95% CI 5.4-6.5|) kPa in X vs. 8.3|"
_FIRST_OF_PAIR = re.compile(
    r"[)\]]{0,2}[^.;()]{0,60}?,? (?:than|versus|vs\.?|compared (?:with|to)) (?:an? |[^.;()]{0,60}[(\[])? ?-?[0-9]"
)
# "between zidolol (|n = 62, |3.0 [1.0-4.0]) and placebo (n = 65, 3.0": each arm's own
_OF_ARM = re.compile(r"[(\[][nN] ?= ?[0-9]{1,6}[,;:] $")
# "77% (95% CI 73-81|) for the X group and 75% (|95% CI 70-80"
_ARMS_APART = re.compile(
    r"[)\]]{1,2} (?:for|in) (?:the )?[^.;()]{2,40} (?:group|arm),? and -?[0-9.]{1,6} ?%? ?[(\[](?:9[0-9] ?% ?)?C"
)
# "|Each grade raised the score by| 2.9 (95% CI", "|for each 100 units the level rose by| 5.8 (95% CI"
_PER_UNIT = re.compile(
    r"\b(?:[Ee]ach|[Ff]or every|[Pp]er) (?:[^.;()]{3,60} (?:rais|increas|lower|decreas|reduc|prolong|shorten|rose|fell)"
    r"[a-z]* [^.;()\d]{0,50}\bby|[^.;()]{3,80} (?:was|were) (?:low|high)er by) $"
)
# "scores were |higher by| 0.6 points (95% CI"
_LESS_BY = re.compile(
    r"\b(?:lower|higher|better|worse|longer|shorter|greater|less|more|larger|smaller)"
    r"(?: (?:with|in|on|after|for|under) [^.;()\d]{2,40}?)? by (?:about |some )?$"
)
# "15% (95% CI 10-20%) |increase in the proportion of| patients"
_OF_SHARE = re.compile(
    r"[^()]{0,14}[)\]]{0,2} [a-z]+ in (?:the )?(?:proportions?|percentages?|rates?|prevalence|incidence)\b"
)
# "5.5% (95% CI 0.2-10.8) |more participants|", "3.8% |more cardiac events| in X than in Y (95% CI"
_MORE_PEOPLE = re.compile(
    r"[)\]]? ?(?:more|fewer|less) (?:[a-z]+ ){0,2}(?:participants|patients|women|men|children|people|subjects|adults"
    r"|infants|events|cases|deaths|responders)\b"
)
# "prevented 9 |fewer deaths per 1000 patients| (95% CI", "an improvement in 16 |per 100 women| (95% CI"
_PER_PEOPLE = re.compile(
    r"(?P<more> (?:more|fewer|less))?(?: [a-z]+){0,3} (?:per|in every|for every) (?:100|1,?000|1 000|10,?000) "
    r"(?:[a-z]+ )?(?:patients|participants|women|men|children|people|persons|subjects|adults|infants"
    r"|births|deliveries|residents)\b"
)
_FOR_THE_BETTER = re.compile(
    r"\b(?:reduc|decreas|increas|improve|differ|benefit|prevent|avert|avoid|sav(?:ed|ing))[a-z]*\b"
)
_TO_NEXT = r"[)\]]{0,2}(?:[;,]? ?(?:P|p) ?[<=>] ?[\d.]+[)\]]?)?(?:[^.]|\.(?=\d)){0,60}"
_LINK = re.compile(_TO_NEXT + r"(?:and|,|;|to|or)[ ][^.;]{0,80}", re.S)
# "the difference was greater in men (3.1, 95% CI 2.2-4.0|) than in women (|1.2, 95% CI"
_THAN_NEXT = re.compile(r"[)\]]{1,2} (?:than|versus|vs\.?|against|compared with) [^.;()\d]{0,40}[(\[]?", re.S)
_LIMITS = re.compile(r"\b(?:bounds?|margins?|limits?|within|between (?=-?\d)|threshold|range)\b", re.I)
_QUANTITY = re.compile(r"\d+(?:\.\d+)?")
_RELATIVE = re.compile(
    r"[)\]]{0,2} (?:lower |higher |increased |reduced |decreased )?(?:relative(?! to\b)|proportional|risk|odds"
    r"|hazard)\b"
)
_TIMES = re.compile(
    r"[ -](?:times|fold)[ ](?:(?:more|less|as)[ ](?:likely|often|common|frequent)|fewer"
    r"|(?:(?:higher|greater|lower|increased|the)[ ])(?:relative )?(?:risk|odds|hazard|likelihood|chance|probability"
    r"|occurrence|incidence|prevalence)\b)"
)
_PERCENT_LESS = re.compile(
    r"[ ](?:(?:relative|proportional|significant) ){0,2}(?:(?:lower|higher|reduced|increased|decreased|greater|less)"
    r" (?:relative )?(?:risk|odds|hazard|likel[a-z]+|chance|probability)|(?:relative )?(?:risk )?(?:reduction|increase"
    r"|decrease) in (?:the )?(?:relative )?(?:risk|odds|hazard|likelihood)|risk reduction)\b"
)
# "the risk of X was |50% lower|", "the odds of X were |2.25 times higher|", "a risk more than |3 times higher|"
_RISK_WAS = re.compile(
    r"\b(?:[Rr]isk|[Oo]dds|[Hh]azard|[Ll]ikelihood|[Pp]robability|[Cc]hance)s? [^.;()%0-9]{0,70}\b(?:(?:was|were|is)"
    r"(?: (?:about|approximately|significantly|estimated to be|reduced by|increased by))?"
    r"|more than|at least|nearly|almost) $"
)
_MUCH_LOWER = re.compile(r"(?:[ -](?:times|fold))?[ ](?:lower|higher|greater|less|reduced|increased)\b")
_PERCENTS = re.compile(r"\d ?%(?! ?(?:CI|[cC]onfid))")
_PERCENT_POINTS = re.compile(r"[)\]]? (?:percent(?:age)?|%)[ -]points?\b")


def may_be_relative(words: TextWords) -> bool:
    """Whether a text holds a word of those that estimates without name and interval are told by."""
    distinct = words.distinct
    return not (distinct.isdisjoint(_RELATIVE_WORDS) and distinct.isdisjoint(_RISK_WORDS)) or _EVERY in words.text


_RELATIVE_WORDS = frozenset(
    ("times", "fold", "difference", "differences", "qaly", "qalys", "variance", "need", "needed")
)
_RISK_WORDS = frozenset(("risk", "risks", "odds", "hazard", "hazards", "likelihood", "likely", "probability", "chance"))


def unnamed(document: Document, done: set[int], told: list[Found]) -> Iterator[Found]:
    """Estimates that no name introduces: told by their interval, or by "times more likely".

    ``told``: those that a name introduced; the differences among them may go on.
    """
    differences = {one.numbers[0]: one.fact.type for one in told if one.fact.type in ("MD", "RD") and one.numbers}
    text = document.text
    last: tuple[int, str, bool, bool] | None = None
    intervals = document.intervals
    for at, interval in enumerate(intervals):
        value = interval.value
        if value is not None and value.index in done or _holds_negative(document, interval):
            named = value and differences.get(value.index)
            last = (interval.end, named, value.percent, True) if value is not None and named else None
            continue
        less = _told_as_less(document, interval) if value is None else None
        found: tuple[str, int, str, float] | None
        if less is not None and less.index not in done:
            value = less
            found = "other" if less.percent else "MD", less.start, "comparative", 0.9
        else:
            found = _difference(document, interval, last) or _leads_to_compared(document, intervals[at : at + 4])
        if found is None:
            last = None
            continue
        kind, start, rule, score = found
        if rule in ("interval-alone", "difference-interval"):
            value = None  # "121 mL versus 128 mL; 95% CI 3.5-9.2": that of the difference
        last = interval.end, kind, value is not None and value.percent, rule == "difference"
        if value is not None:
            done.add(value.index)
        yield estimate_of(text, kind, value, interval, start, rule, score, None)
    yield from _per_year_of_life(document, done)
    words = document.words
    if "need" in words.distinct or "needed" in words.distinct or _EVERY in text:
        yield from _needed(document, done)
    if "variance" in words.distinct:
        yield from _explained(document, done)
    if "difference" in words.distinct or "differences" in words.distinct:
        yield from _rate_differences(document, done)
    times = "times" in words.distinct or "fold" in words.distinct and "-fold " in text
    if times or not words.distinct.isdisjoint(_RISK_WORDS):
        yield from _relative(document, done, times)


def _relative(document: Document, done: set[int], times: bool) -> Iterator[Found]:
    """How much a risk changed: "2.2 times more likely", "45% lower risk", "cut the risk by 45%".

    ``times``: whether "times" or "-fold" stands in the text.
    """
    text, numbers = document.text, document.numbers
    risk = not document.words.distinct.isdisjoint(_RISK_WORDS)
    changed = -_LIST_REACH  # where a risk that changed by so much ended
    for at, number in enumerate(numbers):
        if number.index in done or number.label or not (risk if number.percent else times):
            continue
        end = max(number.end, number.percent_end)
        left = right = number  # the range that it stands in: "5-11 times higher"
        if not number.percent:
            if at and text[numbers[at - 1].end : number.start] in _FACTOR_RANGE:
                left = numbers[at - 1]
            elif at + 1 < len(numbers) and text[number.end : numbers[at + 1].start] in _FACTOR_RANGE:
                right = numbers[at + 1]
            if not text.startswith(("times", "fold"), right.end + 1):
                continue
        match = (_PERCENT_LESS if number.percent else _TIMES).match(text, max(right.end, right.percent_end))
        if match is None and risk:
            match = _MUCH_LOWER.match(text, max(right.end, right.percent_end))
            if match and not _RISK_WAS.search(text, max(0, left.start - 110), left.start):
                match = None
        if match:
            end = match.end() if right is number else end
        elif number.percent and _is_change_of_risk(document, changed, number.start):
            changed = end
        else:
            continue
        if is_excluded(text, 0, left.start) or _EXPECTED.match(text, end):
            continue
        fact = Estimate(type="other", value=number.value)
        if match is not None and match.re is _MUCH_LOWER and not number.percent:
            fact.type = "OR" if "odds" in text[max(0, left.start - 110) : left.start].lower() else "RR"
        yield Found(fact, number.start, end, (number.index,), "relative", 0.9, None)


def _is_change_of_risk(document: Document, last: int, start: int) -> bool:
    """Whether a percentage is one that a risk changed by; ``last``: where the one before it ended."""
    text = document.text
    lead = text[max(0, start - 130) : start]
    if _RISK_CHANGED.search(lead) is not None:
        return True
    return start - last < _LIST_REACH and _NEXT_CHANGE.fullmatch(without_brackets(text, last, start)) is not None


_RISK = r"(?<!at )(?:[Rr]isk|[Oo]dds|[Hh]azard|[Ll]ikelihood|[Cc]hance|[Pp]robability)s?\b"
_WITHIN_CLAUSE = r"(?:(?!, (?:and|but|while) )[^.;()%])"
_ABOUT = r"(?:about |approximately |up to |an? (?:further|estimated|additional) )?"
# "reduced the |risk of a second stroke by| 32%", "the |odds of relapse fell by| 20%"
_RISK_CHANGED = re.compile(
    r"\b(?:reduc|decreas|lower|increas|rais|cut|declin|fell|dropp|rose|diminish)[^.;%]{0,20}\b"
    rf"{_RISK}{_WITHIN_CLAUSE}{{0,90}}\bby {_ABOUT}$"
    rf"|\b{_RISK}{_WITHIN_CLAUSE}{{0,80}}\b(?:reduced|decreased|lowered|increased|raised|cut|declined|fell|dropped"
    rf"|rose|diminished)(?: significantly)? (?:by )?{_ABOUT}$"
)
# "... by 45% |versus placebo (HR 0.55), |18% versus sham", "|and by |12% with", "| in men and |12% in women"
_NEXT_CHANGE = re.compile(
    r"(?: (?:versus|vs\.?|with|for|in|than|among|compared (?:with|to)) [^.;%]{1,70})?,?"
    r"(?: and)?(?: (?:the )?(?:risk|odds|hazard|likelihood|chance|probability)s? (?:of|for) [^.;%,]{2,60})?(?: by)? "
)
_LIST_REACH = 130
_FACTOR_RANGE = ("-", " to ", "- to ", " or ")
# "a 25% risk reduction |was assumed|"
_EXPECTED = re.compile(r"[^.;]{0,60}\b(?:is|was|are|were) (?:expected|assumed|anticipated|hypothesi[sz]ed)\b")


def _explained(document: Document, done: set[int]) -> Iterator[Found]:
    """Shares of the variance: "explained 21% of the variance", "45% to 80% of the variance"."""
    text, numbers = document.text, document.numbers
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        last = number
        if following is not None and text[max(number.end, number.percent_end) : following.start] in _RANGE:
            last = following
        if last.percent and number.index not in done and _OF_VARIANCE.match(text, last.percent_end):
            fact = Estimate(type="other", value=number.value)
            end = max(number.end, number.percent_end)
            yield Found(fact, number.start, end, (number.index,), "explained", 0.9, None)


_OF_VARIANCE = re.compile(r" of (?:the )?(?:total |observed |overall )?varia(?:nce|tion|bility)\b")
_RANGE = (" to ", "-", " and ")


def _rate_differences(document: Document, done: set[int]) -> Iterator[Found]:
    """Differences of shares without an interval: "(difference in proportion of responders: 43%, P < 0.001, and 17%"."""
    text = document.text
    last = -100
    for number in document.numbers:
        if not number.percent or number.index in done:
            continue
        listed = number.start - last < 24 and _LISTED.fullmatch(text, last, number.start)
        lead = text[max(0, number.start - 90) : number.start]
        if listed or "ifference" in lead and (told := _DIFFERENCE_IN_RATE.search(lead)) and not told["none"]:
            last = number.percent_end
            fact = Estimate(type="RD", value=number.value)
            yield Found(fact, number.start, last, (number.index,), "rate-difference", 0.9, None)


_DIFFERENCE_IN_RATE = re.compile(
    r"(?P<none>\bno (?:[a-z]+ ){0,2})?\b[Dd]ifferences? in (?:the )?"
    r"(?:proportions?|percentages?|incidences?|mortality|survival|(?:[a-z]+ )?rates?)"
    r"[^.;,()0-9%]{0,40}(?::| was| of|=) $"
)
_LISTED = re.compile(r"(?:, ?[Pp] ?[=<>] ?[0-9.]{1,8})?,? and ")


def _needed(document: Document, done: set[int]) -> Iterator[Found]:
    """Numbers needed to treat in other words: "25 women would need to be screened"."""
    text = document.text
    for number in document.numbers:
        if number.index in done or number.label or number.percent:
            continue
        match = _NEED.match(text, number.end)
        if match:
            fact = Estimate(type="other", value=number.value)
            yield Found(fact, number.start, match.end(), (number.index,), "needed", 0.97, None)
        elif text.endswith(_EVERY, 0, number.start) and _ONE_LESS.match(text, number.end):
            fact = Estimate(type="other", value=number.value)
            yield Found(fact, number.start, number.end, (number.index,), "needed", 0.97, None)


_NEED = re.compile(
    r" (?:[a-z-]+ ){1,3}(?:would |will |must )?(?:need(?:ed)?|have|had) to be (?:treated|screened|vaccinated"
    r"|immuni[sz]ed|tested|examined|offered|exposed|operated)\b"
)


_EVERY = "or every "
# "For every 40 men |given zidolol, one fewer| relapsed"
_ONE_LESS = re.compile(
    r" (?:[a-z-]+ ){1,3}[^.;,]{0,70},? (?:one|1) (?:(?:less|fewer|more|additional|further|extra|death"
    r"|case)\b|[a-z-]{4,16} (?:was|is|would be) (?:prevented|avoided|averted))"
)


def _per_year_of_life(document: Document, done: set[int]) -> Iterator[Found]:
    """Cost-effectiveness ratios: "GBP 51,483 per QALY"; not the thresholds that they are held against."""
    text = document.text
    if document.words.distinct.isdisjoint(("qaly", "qalys", "daly", "quality-adjusted")):
        return
    for number in document.numbers:
        if number.index in done or number.label or not _PER_QALY.match(text, number.end):
            continue
        before = text[max(0, number.start - 90) : number.start]
        if _MONEY.search(before) and not _THRESHOLD.search(before):
            minus = before.endswith(MINUS_MONEY)
            fact = Estimate(type="other", value=-number.value if minus else number.value)
            yield Found(fact, number.start, number.end, (number.index,), "per-qaly", 0.85, None)


_PER_QALY = re.compile(r" ?(?:/|per )(?:additional )?(?:QALY|DALY|quality|life)")
_MONEY = re.compile(r"[$\u00a3\u20ac] ?$|\b[A-Z]{3} ?$")
_THRESHOLD = re.compile(r"\b(?:thresholds?|willing[a-z-]*|below|under|acceptable|ceiling|to pay)\b")


def _difference(
    document: Document, interval: Interval, last: tuple[int, str, bool, bool] | None
) -> tuple[str, int, str, float] | None:
    """Whether an interval without a name is that of a difference: its type, start of quote, rule and score.

    ``last``: where the estimate before it ended, its type, whether it was a percentage, and told as a difference.
    """
    text = document.text
    value = interval.value
    at = value.start if value is not None else interval.start
    sentence = document.sentence_at(at)
    before = text[max(sentence.start, at - 260) : at]
    if value is None:
        return _loose(text, interval, before, text[at : min(sentence.end, at + 160)])
    stop = max(value.end, value.percent_end)
    kind = "other" if value.percent else "MD"
    if interval.labelled and (
        _TIMES.match(text, stop) or _PERCENT_LESS.match(text, stop) or _RELATIVE.match(text, interval.end)
    ):
        return "other", value.start, "relative", 0.9
    told_per = _PER_PEOPLE.match(text, stop) if interval.labelled and not value.percent else None
    if told_per and (told_per["more"] or _FOR_THE_BETTER.search(before, max(0, len(before) - 90))):
        return "RD", value.start, "comparative", 0.96
    comparative = _COMPARATIVE.search(text, stop, interval.start)
    if comparative or _COMPARATIVE_AFTER.match(text, interval.end):
        apart = comparative is not None and comparative.group().startswith("difference")
        if value.percent and (
            apart
            and not CHANGED_PERCENT.search(before)
            or _OF_SHARE.match(text, interval.end)
            or _MORE_PEOPLE.search(text, stop, interval.end + 30)
        ):
            kind = "RD"
        if _FACTOR.match(text, stop):
            kind = "other"
        return kind, value.start, "comparative", 0.88
    if _OF_ARM.search(before):
        return None
    if (
        interval.labelled
        and not value.percent
        and _VERSUS_LABEL.search(before)
        and not _IS_RATIO.search(before)
        and (interval.low < 0 or _IN_UNITS.search(before) or text[stop : stop + 2].lstrip()[:1].isalpha())
    ):
        return "MD", value.start, "versus-label", 0.95
    paired = _FIRST_OF_PAIR.match(text, interval.end) is not None
    goes_on = last is not None and last[0] > at - 90 and last[0] >= sentence.start and not paired
    link = text[last[0] : at] if goes_on and last is not None else ""
    if last is not None and link and (_LINK.fullmatch(link) or last[3] and _THAN_NEXT.fullmatch(link)):
        return (kind if last[2] and not value.percent else last[1]), value.start, "list", 0.93
    if _is_second(before[-160:]):
        gap = text[stop : interval.start]
        apart = "(" not in gap and "[" not in gap and _PAIR_INSIDE.search(before) is not None
        if interval.labelled and (apart or not interval.holds(value.value) and not value.percent):
            return _loose(text, interval, text[max(sentence.start, interval.start - 260) : interval.start], "")
        return None
    if "iffer" in before and not interval.labelled and value.value < 0 and not value.percent and _ALIKE.search(before):
        return "MD", value.start, "alike", 0.95
    if "ifferen" not in before:
        if value.percent and interval.holds(value.value) and not paired and _BY_PERCENT.search(before[-60:]):
            if "baseline" not in before and (_P_NEXT.match(text, interval.end) or _TREATMENT_DID.search(before)):
                return "other", value.start, "relative", 0.94
            whole = text[max(sentence.start, at - 300) : min(sentence.end, at + 300)]
            if _VERSUS.search(whole) and "baseline" not in whole:
                return "other", value.start, "relative", 0.94
        if (
            interval.labelled
            and value.percent
            and not paired
            and interval.holds(value.value)
            and "baseline" not in before
            and _CHANGED_IT.search(before)
            and not is_of_arm(document, interval, before)
        ):
            return "other", value.start, "relative", 0.94
        if not interval.labelled:
            return None
    if _is_equivalence(interval, before):
        return "other", value.start, "ratio-interval", 0.85
    head = _head(before)
    if head == "difference" and not value.percent and _STANDARDIZED.search(before):
        return "SMD", value.start, "difference", 0.95
    if head == "average" and "hange" not in before and interval.labelled and _THE_MEAN.search(before):
        head = _head(before[: before.rindex("mean")])  # "compared with sham, a greater |increase in X (mean| 3.8"
    if head == "difference":
        if _ARMS_APART.match(text, interval.end):
            return None
        if not interval.labelled and paired:
            return None
        shares = value.percent or _PERCENT_POINTS.match(text, value.end) is not None
        if not shares:  # "80.4% versus 76.0% (difference 4.4", "proportions were 0.51 and 0.40 (difference 0.11"
            shares = len(_PERCENTS.findall(before[-80:])) > 1 or abs(value.value) < 1 and "proportion" in before
        score = 0.98 if text.startswith((" \u00b1", "\u00b1", " +/-", "+/-"), stop) else 0.95
        if (shares or _PERCENT_POINTS.match(text, interval.end)) and not CHANGED_PERCENT.search(before):
            return "RD", value.start, "difference", score
        return "MD", value.start, "difference", score
    if head in ("change", "") and is_of_arm(document, interval, before):
        return None
    if interval.labelled and _PER_UNIT.search(before):
        return ("other" if value.percent else "beta"), value.start, "per-unit", 0.9
    across = interval.low < 0 < interval.high or value.value < 0
    if head == "average" and across and _NAMED_MEAN.search(before) and "hange" not in before and interval.labelled:
        return "MD", value.start, "signed", 0.88
    if head == "average" and interval.labelled and not paired and _MEAN_AGAINST.search(before):
        return "MD", value.start, "comparison", 0.94
    if not interval.labelled or head == "average":
        return None
    if (
        head == "change"
        and not paired
        and not value.percent
        and (not _GROUP_DID.search(before) or _THAN_OTHER.match(text, interval.end))
        and not before.endswith(("was ", "were ", "is "))
        and (
            _COMPARED.search(text, max(sentence.start, at - 300), min(sentence.end, at + 300))
            or _TREATMENT_DID.search(before)
            or _LESS_BY.search(before)
        )
    ):
        return "MD", value.start, "comparison", 0.92
    if interval.labelled and not value.percent and _ALIKE.search(before):
        return "MD", value.start, "alike", 0.9
    if head == "" and (interval.low < 0 or value.value < 0) and not value.percent and "baseline" not in before:
        return "MD", value.start, "signed", 0.88
    return None


# "|zidolol versus placebo = |-2.7 kg (90% CI", "|melkin vs. placebo, |1.9 (": whose difference the value is
_VERSUS_LABEL = re.compile(
    r"(?:^|[(\[]|[:;,.] |and )[A-Za-z][^.;:()=,\d]{1,60} (?:vs\.?|versus|minus) "
    r"[A-Za-z][^.;:()=,\d]{1,50}(?: ?[=:]|,) ?$"
)
_IN_UNITS = re.compile(r"\b(?:[mM]eans?|[mM]edians?|[cC]hanges?|[sS]cores?|[lL]evels?|[dD]iffer\w*)\b")
_IS_RATIO = re.compile(r"\b(?:[rR]atios?|[oO]dds|[hH]azards?|[rR]isks?|[fF]old|[cC]orrelat\w+|[eE]ffect sizes?)\b")


# "was non-inferior (|0.1 points; 95% CI -0.9 to 1.1", "did not differ (|-0.8 [-2.4, 0.8]"
_ALIKE = re.compile(
    r"\b(?:(?:was|were) (?:non-?inferior|superior|equivalent|(?:[a-z]+ )?(?:similar|alike|no different))"
    r"|(?:did|does) not (?:[a-z]+ )?differ)(?: [^.;()\d]{2,50})? [(\[]$"
)
_STANDARDIZED = re.compile(r"\b[sS]tandardi[sz]ed (?:mean )?(?:effects?|differences?)\b[^.;]{0,60}$")
_THE_MEAN = re.compile(r"[(\[]mean[,:]? $")
# "no effect was seen for |mean anxiety (|-0.3, 95% CI -3.0 to 2.4": no mean of a score lies about zero
_NAMED_MEAN = re.compile(r"\b(?:mean|median|average) [^.;()]{2,60}[(\[]$")


# "X was reduced in A |compared with the usual care group (mean, |-9.5; 95% CI"
_MEAN_AGAINST = re.compile(
    r"\b(?:reduc|increas|improv|decreas|declin|chang|fell|rose|lower)[a-z]*\b[^.;()]{0,90} "
    r"(?:than|versus|vs\.?|compared (?:with|to)"
    r"|relative to) (?!(?:the |their )?(?:baseline|pre))[^.;()\d]{2,60} [(\[]mean[,:]? $"
)


def _told_as_less(document: Document, interval: Interval) -> Number | None:
    """The size of a difference below zero: "|0.8| points lower than with placebo (95% CI -1.2 to -0.4)"."""
    if interval.low >= 0 or not interval.labelled:
        return None
    at = bisect_left(document.numbers, interval.start, key=lambda number: number.start)
    for number in reversed(document.numbers[max(0, at - 3) : at]):
        if interval.start - number.end > _FAR_LESS or number.label:
            break
        if interval.holds(-number.value) and _LESS_NEXT.match(document.text, max(number.end, number.percent_end)):
            return number
    return None


def _holds_negative(document: Document, interval: Interval) -> bool:
    """Whether an interval is that of a loss told without its sign: "compared with 2.2 kg (95% CI -0.7 to -3.7)"."""
    own = _OWN_VALUE.search(document.text, max(0, interval.start - 30), interval.start)
    return own is not None and interval.high < 0 and interval.holds(-float(own[1]))


_OWN_VALUE = re.compile(r"(?:lost|with|than|versus|vs\.?) ([0-9]{1,6}(?:\.[0-9]{1,4})?) ?[A-Za-z/%]{0,10} [(\[]$")
_FAR_LESS = 110  # characters to the interval, at most
_LESS_NEXT = re.compile(
    r" (?:(?!than)[a-z/%]{1,12} ){0,4}(?:lower|less|fewer|shorter|smaller|reduction|decrease|slower|worse)\b"
)


def _head(before: str) -> str:
    """What the words before a number say that it is: "difference", "average", "change" or nothing."""
    head = ""
    for match in _HEADS.finditer(before):
        last = match.lastgroup or ""
        changed = last == "change" or match.group().startswith("change")
        if not (changed and head == "difference"):  # "the difference was |more| pronounced", "in weight |change| was"
            head = last
    return head


def _leads_to_compared(document: Document, intervals: list[Interval]) -> tuple[str, int, str, float] | None:
    """An interval of a list whose last value is compared: "3.3 (95% CI 0.3-6.3), 2.3 (0.5-4.2) and 0.3 (...) lower"."""
    text, first = document.text, intervals[0]
    if first.value is None:
        return None
    if _TIMES_AS.match(text, first.end):  # "was 2.0 (0.8-5.3) times as common"
        return "other", first.value.start, "comparative", 0.93
    for left, right in zip(intervals, intervals[1:], strict=False):
        if right.value is None or not _LIST_ITEM.fullmatch(text, left.end, right.value.start):
            return None
        if _TIMES_AS.match(text, right.end):
            return "other", first.value.start, "comparative", 0.93
        if first.labelled and _COMPARATIVE_AFTER.match(text, right.end):
            return ("other" if first.value.percent else "MD"), first.value.start, "comparative", 0.96
    return None


_TIMES_AS = re.compile(r"[)\]]?(?: times|-fold) (?:as|more|less|higher|lower|greater|the (?:risk|odds|rate))\b")
_LIST_ITEM = re.compile(r"[)\]]?(?: [A-Za-z/%]{1,10})?(?:,|,? and|;) ")


def _is_second(before: str) -> bool:
    """Whether the words before a number make it the second of two that are compared: "3.1 months versus "."""
    if before.lower().endswith(_NO_PAIR):
        return False
    for link in _PAIR_LINK.finditer(before, max(0, len(before) - _PAIR_REACH)):
        if "differ" not in (link["rest"] or "").lower() and _NUMBER_BEFORE.search(before[: link.start()]):
            return True
    return False


def _loose(text: str, interval: Interval, before: str, after: str) -> tuple[str, int, str, float] | None:
    """An interval with no value next to it: "... 121.7 vs. 128.0 mmHg; 95% CI 3.5-9.2" is that of the difference."""
    name_before = before.endswith(("OR", "HR", "RR", "OR ", "HR ", "RR "))
    if not interval.labelled or name_before or _LIMITS.search(before[-60:]):
        return None
    near = before[-200:]
    if of_difference(text, interval):
        shares = "%" in near[-110:] and not (_BY_SHARE.search(near) or CHANGED_PERCENT.search(near))
        return ("RD" if shares else "MD"), interval.start, "difference-interval", 0.95
    if "ratio" in text[interval.start : interval.end] or _is_equivalence(interval, before):
        return "other", interval.start, "ratio-interval", 0.85
    if _P_FIRST.search(near[-24:]) and ("ifferen" in near or _COMPARED.search(near) or _COMPARED.search(after)):
        return "MD", interval.start, "interval-alone", 0.86
    if len(_QUANTITY.findall(near)) < 2:
        return None
    if _COMPARED.search(near):
        return ("RD" if "%" in near[-110:] and "SD" not in near else "MD"), interval.start, "interval-alone", 0.86
    if _FROM_TO.search(near):
        return "MD", interval.start, "interval-alone", 0.86
    return None


# "declined by 3.1%", "|-0.2%| with X": a change in percent, and no share of people
_BY_SHARE = re.compile(r"(?:^|[ (])[-+]\d[\d.]{0,6} ?%|\bby (?:an? )?[\d.]{1,6} ?%")
# "exceeded the |bioequivalence limits for the Cmax (|90% CI 108-125%", "the 90% CI for the |ratio of Cmax (|96-114%"
_EQUIVALENT = re.compile(r"[qQ]uivalen|\bratios?\b")


def _is_equivalence(interval: Interval, before: str) -> bool:
    """Whether an interval is that of a ratio of exposures; 80-125% is what such a one is held against."""
    limits = interval.low in (80, 0.8) and interval.high in (125, 1.25)
    return interval.level == 90 and interval.low > 0 and not limits and _EQUIVALENT.search(before[-120:]) is not None


# "an improvement of |8% (0.4-16)| in X versus Y"
_BY_PERCENT = re.compile(
    r"\b(?:reduc|increas|decreas|improve|lower)[a-z]*(?: [a-z]+){0,2} (?:of|by)(?: respectively of)? $"
    r"|\b(?:of|by) $"
)
# "zidolol |raised the trough level of melkin (|41%; 90% CI 30-52%": what one thing did to another
_CHANGED_IT = re.compile(
    r"(?<!were )(?<!was )(?<!had )(?<!been )\b(?:[a-z]+ly )?"
    r"(?<!were )(?<!was )(?<!had )(?<!been )(?:reduc|increas|decreas|lower|rais|prolong|shorten|improv|elevat|enhanc"
    r"|diminish|attenuat)(?:ed|es)? (?!(?:in|with|after|by|from|to|for|significantly|during|on)\b)"
    r"(?:(?! with | rates?\b| percentage| proportion| incidence| survival| prevalence)[^.;()\d]){2,90} \($"
)
# "reduced by 65% (53-74|, p<0.0001)|"
_P_NEXT = re.compile(r"[)\]]?[;,]? ?\(?[pP] ?[=<]")
_VERSUS = re.compile(r"\b(?:versus|vs\.?|compared (?:with|to)|relative to|than)[ ]")
# "scores were higher with X (p = 0.02, |95% CI 0.8-12|"
_P_FIRST = re.compile(r"[(\[] ?[pP] ?[=<>] ?0?\.[0-9]{1,6}[,;] ?$")
# "fell from 9.1% at baseline to 7.3% at 6 months (|95% CI 1.4 to 2|"
_FROM_TO = re.compile(r"\bfrom [^;]{0,20}[0-9][^;]{0,60} to [^;]{0,12}[0-9]")
