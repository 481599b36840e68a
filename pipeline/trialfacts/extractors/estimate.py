"""Effect estimates and coefficients: ratios, differences, slopes and correlations, with their confidence intervals."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from trialfacts.cleaning.words import TextWords
from trialfacts.document import Document
from trialfacts.facts import Estimate
from trialfacts.intervals import Interval
from trialfacts.numbers import Number
from trialfacts.outcomes import outcome_of_estimate
from trialfacts.owners import Candidate

# What an estimate is called: a literal that must be in the text, how far back the name may begin, the name itself.
# "(?:...)" before the literal is optional: "adjusted odds ratio", "aOR".
_NAMES: tuple[tuple[str, int, str, re.Pattern[str]], ...] = tuple(
    (literal, back, kind, re.compile(pattern))
    for literal, back, kind, pattern in (
        ("dds ratio", 1, "OR", r"[oO]dds ratios?"),
        ("dds-ratio", 1, "OR", r"[oO]dds-ratios?"),
        ("azard-ratio", 1, "HR", r"[hH]azard-ratios?"),
        ("dds Ratio", 1, "OR", r"[oO]dds Ratios?"),
        ("DDS RATIO", 1, "OR", r"ODDS RATIO"),
        ("azard ratio", 1, "HR", r"[hH]azard ratios?"),
        ("azards ratio", 1, "HR", r"[hH]azards ratios?"),
        ("azard Ratio", 1, "HR", r"[hH]azard Ratios?"),
        ("isk ratio", 1, "RR", r"[rR]isk ratios?"),
        ("isk Ratio", 1, "RR", r"[rR]isk Ratios?"),
        ("elative risk", 1, "RR", r"[rR]elative risks?(?! reduction)"),
        ("elative Risk", 1, "RR", r"[rR]elative Risks?(?! [rR]eduction)"),
        ("revalence ratio", 1, "RR", r"[pP]revalence ratios?"),
        ("ate ratio", 20, "IRR", r"(?:[iI]ncidence[ -])?[rR]ate ratios?"),
        ("ate Ratio", 20, "IRR", r"(?:[iI]ncidence )?[rR]ate Ratios?"),
        ("density ratio", 10, "IRR", r"[iI]ncidence density ratios?"),
        ("OR", 3, "OR", r"(?:(?<![A-Za-z])(?:[aApc]|[Aa]dj)|(?<![A-Zb-z]))ORs?(?![A-Za-z-])"),
        ("HR", 1, "HR", r"(?:(?<![A-Za-z])[asA]|(?<![A-Zb-rt-z]))HRs?(?![A-Za-z-])"),
        ("RR", 1, "RR", r"(?:(?<![A-Za-z])[aA]|(?<![A-Zb-z]))RRs?(?![A-QS-Za-rt-z])"),
        ("IRR", 1, "IRR", r"(?:(?<![A-Za-z])[aA]|(?<![A-Zb-z]))IRRs?(?![A-Za-z])"),
        ("SMD", 0, "SMD", r"SMDs?(?![A-Za-z])"),
        ("tandardized mean diff", 1, "SMD", r"[sS]tandardized mean differences?"),
        ("tandardised mean diff", 1, "SMD", r"[sS]tandardised mean differences?"),
        ("Cohen", 0, "SMD", r"Cohen'?s d(?![a-z])|Cohen d(?![a-z])"),
        ("ffect size", 1, "SMD", r"[eE]ffect sizes?"),
        ("ES", 0, "SMD", r"(?<![A-Za-z])ES(?= ?[=:] ?-?[\d.])"),
        ("d =", 0, "SMD", r"(?<![A-Za-z0-9'])d(?= = -?[\d.])"),
        ("d >", 0, "SMD", r"(?<![A-Za-z0-9'])d(?= > 0?\.)"),
        ("d=", 0, "SMD", r"(?<![A-Za-z0-9'])d(?==-?[\d.])"),
        ("Hedge", 0, "SMD", r"Hedges?'?s?'? g(?![a-z])"),
        ("isk difference", 1, "RD", r"[rR]isk differences?"),
        ("isk reduction", 10, "RD", r"[aA]bsolute risk reduction"),
        ("RD", 0, "RD", r"(?<![A-Za-z])RD(?= ?[=:,]? ?-?[\d.])"),
        ("isk reduction", 10, "other", r"(?:[rR]elative )risk reduction"),
        (
            "umber needed to",
            1,
            "other",
            r"[nN]umber needed to (?:treat|harm)(?: to (?:prevent|avoid|achieve|obtain) (?:1"
            r"|one) [a-z -]{3,40}(?= (?:was|is|of)\b))?",
        ),
        ("Cronbach", 0, "other", r"Cronbach'?s? (?:alphas?|\u03b1)(?: coefficients?| estimates?)?"),
        ("lope", 1, "beta", r"(?<![a-zA-Z])[sS]lopes?(?= (?:of|was|=) ?-?[\d.])"),
        ("umbers needed to", 1, "other", r"[nN]umbers needed to (?:treat|harm)"),
        ("NN", 0, "other", r"(?<![A-Za-z])NN[TH](?![A-Za-z])"),
        ("nteraction term", 1, "other", r"[iI]nteraction term"),
        ("\u03b7", 0, "other", r"\u03b7p?[2\u00b2]p?(?= ?= ?)"),
        ("ICER", 0, "other", r"ICERs?(?= (?:of |was )?-?(?:[A-Z]{1,3})?[€$\u00a3])"),
        ("ffectiveness ratio", 22, "other", r"(?:[iI]ncremental )?[cC]ost[- ]effectiveness ratios?"),
        ("ta squared", 10, "other", r"(?:[pP]artial )?[eE]ta squared"),
        ("AUC", 0, "other", r"AUCs?(?:-values?)?(?=,? (?:of |was |= ?)?0?\.\d)"),
        ("AUROC", 0, "other", r"AUROCs?(?= (?:of |was |= ?)?0?\.\d)"),
        ("-statistic", 1, "other", r"[cC]-statistics?(?= (?:of |was |= ?)?0?\.\d)"),
        ("-index", 1, "other", r"[cC]-index(?= (?:of |was |= ?)?0?\.\d)"),
        ("around ratios", 0, "other", r"around ratios"),
        ("appa", 1, "other", r"(?<![A-Za-z])[kK]appa(?: (?:value|coefficient|statistic|index))?s?(?![A-Za-z])"),
        ("\u03ba", 0, "other", r"\u03ba(?= ?[=:] ?)"),
        ("ICC", 0, "other", r"(?<![A-Za-z])ICCs?(?![A-Za-z])"),
        ("CCC", 0, "other", r"(?<![A-Za-z])CCC(?![A-Za-z])"),
        ("concordance correl", 0, "other", r"concordance correlation coefficient"),
        ("correlation coefficient", 11, "r", r"(?<!concordance )(?<!intraclass )correlation coefficients?"),
        ("intraclass correl", 0, "other", r"intraclass correlation(?: coefficient)?s?"),
        ("reatment ratio", 1, "other", r"[tT]reatment ratios?"),
        ("mean ratio", 10, "other", r"(?:[gG]eometric )?mean ratios?"),
        ("r =", 1, "r", r"(?<![A-Za-z0-9])r(?= = ?-?[\d.])|(?<![A-Za-z])Rr(?= = )"),
        ("r=", 0, "r", r"(?<![A-Za-z0-9])r(?==-?[\d.])"),
        ("R2", 0, "other", r"(?<![A-Za-z0-9])[Rr]2(?= ?= ?-?0?\.)"),
        ("R =", 0, "r", r"(?<![A-Za-z0-9])R(?= = -?0?\.)"),
        ("R=", 0, "r", r"(?<![A-Za-z0-9])R(?==-?0?\.)"),
        ("rho", 0, "r", r"(?<![A-Za-z])rho(?= ?[=:] ?)"),
        ("\u03c1", 0, "r", r"\u03c1(?= ?[=:] ?)"),
        ("\u03b2", 0, "beta", r"\u03b2(?= ?[=:,]? ?-? ?[\d.])"),
        # "\u03b2 A - \u03b2 B = 0.4", "\u03b1 A = +1.2": with the subscript of an arm
        ("\u03b2 ", 0, "beta", r"\u03b2 [A-Z]{1,4}(?: - \u03b2 [A-Z]{1,4})?(?= ?= ?[-+]?[\d.])"),
        ("\u03b1 ", 0, "beta", r"\u03b1 [A-Z]{1,4}(?: - \u03b1 [A-Z]{1,4})?(?= ?= ?[-+]?[\d.])"),
        ("eta", 1, "beta", r"(?<![A-Za-z-])[bB]eta(?: coefficient)?(?= ?[=:,]? ?-?[\d.])"),
        ("ensitivity", 1, "accuracy", r"(?<!insulin )[sS]ensitivity"),
        ("pecificity", 1, "accuracy", r"[sS]pecificity"),
        ("egression coefficient", 1, "beta", r"[rR]egression coefficients?"),
        ("B=", 0, "beta", r"(?<![A-Za-z0-9-])B(?==-?[\d.])"),
        ("B =", 0, "beta", r"(?<![A-Za-z0-9-])B(?= = ?-?[\d.])"),
        ("B -", 0, "beta", r"(?<![A-Za-z0-9-])B(?= -[\d.])"),
        ("b =", 0, "beta", r"(?<![A-Za-z0-9-])b(?= = ?-?[\d.])"),
        ("b=", 0, "beta", r"(?<![A-Za-z0-9-])b(?==-?[\d.])"),
        ("MD", 0, "MD", r"(?<![A-Za-z])MDs?(?= ?[=:,]? ?-?[\d.])"),
        ("Diff", 3, "MD", r"(?:[Aa]dj)Diff(?= ?[=:,]? ?-?[\d.])"),
        ("WMD", 0, "MD", r"(?<![A-Za-z])WMD(?![A-Za-z])"),
        ("LSMD", 0, "MD", r"(?<![A-Za-z])LSMD(?![A-Za-z])"),
        ("ean difference", 15, "MD", r"(?<![a-z])(?:weighted |adjusted )?(?:least[ -]squares )?[mM]ean differences?"),
        ("ean Difference", 1, "MD", r"[mM]ean Differences?"),
        ("between-group difference", 5, "MD", r"(?:mean )?between-group differences?"),
        ("reatment difference", 1, "MD", r"[tT]reatment differences?"),
        ("treatment effect", 0, "MD", r"treatment effect"),
    )
)
# After the name: its short form, a level, a subscript; then a sign, a verb or nothing.
_ECHO = re.compile(
    r"(?:[ ]?[\[(](?:[^()\[\]\d\s]{1,6}[0-9]?|[^()\[\]]{0,6}9[05] ?% ?[^()\[\]]{0,22})[\])]|[ ]-[A-Z]{2,3}-){0,2}"
)
_DIRECT = re.compile(
    r"[ ]?(?:values?|days|min)?[ ]?[:=,;]?[ ]?(?:of|was|is|were"
    r"|for)?[ ]?[:=~\u2248(\[]?[ ]?(?:-?(?:[A-Z]{1,3})?[€$£]|[+(\[])?",
    re.I,
)
_FAR = re.compile(
    r"[^.;\n]{0,130}(?:\b(?:was|were|is|of|being|to|from)[ ]|[:=][ ]?|,[ ])(?:only "
    r"|about )?(?:-?(?:[A-Z]{1,3})?[€$£])?|[ ](?:vs\.?|for|of"
    r"|in) [^.;,()\n]{1,40}(?:[ ]| ?[(\[])"
)
# What a number with an interval is, by the last such word before it in the sentence.
_OF_MEAN = (
    r" (?:in|of|for)(?: the| mean| median| average| rates?| percentage| proportions?| incidence"
    r"| change from baseline){1,4}\b"
)
_HEADS = re.compile(
    rf"(?P<difference>\bplacebo-(?:corrected|adjusted|subtracted)\b"
    rf"|\bdifferences?\b(?! between [^.]{{3,40}}: )(?: between means?)?(?:{_OF_MEAN})?|\bdiffered\b"
    rf"|\beffects? (?:size )?(?:on|of|was|in)\b|\bminus\b)"
    r"|(?P<average>\b(?:mean|median|average)s?\b(?! (?:difference|effect|reduction|decrease|increase|improvement"
    r"|treatment))"
    r"|\bchanges? (?:(?:in|for) [^.;()]{3,40}? )?(?:was|were|of)\b"
    r"|\b(?:rates?|prevalence|incidence|proportions?|percentages?|probability|survival|frequency|sensitivity"
    r"|specificity|accuracy|from baseline)\b)"
    rf"|(?P<change>\b(?:reduc|increas|improve|decreas|declin|gain)[a-z]*(?:{_OF_MEAN})?|\b(?:lower|higher|greater"
    rf"|less|more|fewer"
    r"|shorter|longer|better|smaller|larger|slower|faster)\b)",
    re.I,
)
_COMPARED = re.compile(
    r"\b(?:than|compared|versus|vs|relative to|comparison|respectively|favou?r\w*|group|placebo|control|larger"
    r"|greater|smaller|better|estimated)\b",
    re.I,
)
# The second of two compared values, by the words before it: "... versus 3.00 months", "than in the other group (3.00".
_PAIR_LINK = re.compile(r"\b(?:vs\.?|versus|than|compared (?:with|to)|against) (?=(?P<rest>[^;]{0,50})$)|\band $", re.I)
_PAIR_REACH = 64  # the longest of these words and what may stand after it
_NO_PAIR = ("was ", "were ", "of ", "by ")
_NUMBER_BEFORE = re.compile(r"[0-9].*$")
_COMPARATIVE = re.compile(
    r"\b(?:lower|higher|less|more|greater|shorter|longer|fewer|larger|smaller|gained|saved|faster|slower)\b", re.I
)
_COMPARATIVE_AFTER = re.compile(
    r"(?:[;,] ?[pP] ?[=<>] ?[0-9.]{1,8})?[ ]?[)\]]{0,2}[ ](?:[a-z/%]{1,8} )?(?:lower|higher|less|more|greater"
    r"|shorter|longer|fewer|larger|smaller"
    r"|reduction|increase|faster|slower)\b"
)
# "(-4.4% |vs. |-3.0%; 95% CI -3.8 to 5.5)": the interval is that of the difference.
_PAIR_INSIDE = re.compile(r"[(\[]-?[0-9][^()\[\]]{0,40}\b(?:vs\.?|versus) $")
# "(68.9; 95% CI 66-71|) than in Y (72.1; |95% CI 70-75", "5.9 (95% CI 5.4-6.5|) kPa in X vs. 8.3|"
_FIRST_OF_PAIR = re.compile(
    r"[)\]]{0,2}[^.;()]{0,60}?,? (?:than|versus|vs\.?|compared (?:with|to)) (?:[^.;()]{0,60}[(\[])? ?-?[0-9]"
)
# "77% (95% CI 73-81|) for the X group and 75% (|95% CI 70-80"
_ARMS_APART = re.compile(
    r"[)\]]{1,2} (?:for|in) (?:the )?[^.;()]{2,40} (?:group|arm),? and -?[0-9.]{1,6} ?%? ?[(\[](?:9[0-9] ?% ?)?C"
)
# "15% (95% CI 10-20%) |increase in the proportion of| patients"
_OF_SHARE = re.compile(
    r"[^()]{0,14}[)\]]{0,2} [a-z]+ in (?:the )?(?:proportions?|percentages?|rates?|prevalence|incidence)\b"
)
_LINK = re.compile(r"[)\]]{0,2}(?:[;,]? ?(?:P|p) ?[<=>] ?[\d.]+[)\]]?)?[^.]{0,60}(?:and|,|;|to|or)[ ][^.;]{0,80}", re.S)
_LIMITS = re.compile(r"\b(?:bounds?|margins?|limits?|within|between|threshold|range)\b", re.I)
_QUANTITY = re.compile(r"\d+(?:\.\d+)?")
_RELATIVE = re.compile(
    r"[)\]]{0,2} (?:lower |higher |increased |reduced |decreased )?(?:relative|proportional|risk|odds|hazard)\b"
)
_TIMES = re.compile(
    r"[ -](?:times|fold)[ ](?:(?:more|less|as)[ ](?:likely|often|common|frequent)|fewer"
    r"|(?:(?:higher|greater|lower|increased|the)[ ])(?:relative )?(?:risk|odds|hazard|likelihood)\b)"
)
_PERCENT_LESS = re.compile(
    r"[ ](?:(?:relative|proportional|significant) ){0,2}(?:(?:lower|higher|reduced|increased|decreased|greater|less)"
    r" (?:relative )?(?:risk|odds|hazard|likel[a-z]+)|(?:relative )?(?:risk )?(?:reduction|increase"
    r"|decrease) in (?:the )?(?:relative )?(?:risk|odds|hazard|likelihood)|risk reduction)\b"
)
# "the risk of X was |50% lower|", "the odds of X were |2.25 times higher|"
_RISK_WAS = re.compile(
    r"\b(?:risk|odds|hazard|likelihood|probability|chance)s? [^.;()%0-9]{0,70}\b(?:was|were|is)(?: (?:about"
    r"|approximately|significantly"
    r"|estimated to be|reduced by|increased by))? $"
)
_MUCH_LOWER = re.compile(r"(?:[ -](?:times|fold))?[ ](?:lower|higher|greater|less|reduced|increased)\b")
_BREAK = re.compile(r"[.?!] [A-Z]|\n")
_OCCURRENCE = re.compile(
    r"\b(?:proportions?|incidences?|rates?|risk|patients|respon[a-z]+|mortality|prevalence|percentages? of"
    r"|frequenc[a-z]+)\b",
    re.I,
)
_RATIOS = frozenset(("OR", "RR", "HR", "IRR"))
# "effect size: F1,45=|15.1|": the statistic of a test.
_STATISTIC = re.compile(r"(?<![A-Za-z])[FtZ\u03c7][0-9,. ()]{0,9} ?= ?$")
# What a short form that the text defines is an estimate of, by the last words of its long form.
_LONG_FORMS = {
    "effect": "MD", "difference": "MD", "correlation": "r", "slope": "beta", "coefficient": "beta", "ratio": "other",
}  # fmt: skip


@dataclass(slots=True)
class _Name:
    start: int
    end: int
    kind: str


@dataclass(slots=True)
class _Found:
    """An estimate before its outcome is known; ``name``: the span of the word that introduced it."""

    fact: Estimate
    start: int
    end: int
    numbers: tuple[int, ...]
    rule: str
    score: float
    name: tuple[int, int] | None
    own: bool = False  # a sensitivity or a cost-effectiveness ratio is its own outcome


def extract(document: Document) -> Iterator[Candidate]:
    """The estimates of a document: named ones (OR 0.87), and numbers whose interval is that of a difference."""
    found = sorted(_estimates(document), key=lambda one: one.start)
    previous: tuple[int, str | None] = (-1000, None)
    for one in found:
        if one.own:
            outcome = document.text[slice(*one.name)] if one.name else None
        else:
            outcome = outcome_of_estimate(document, one.start, one.end, one.name, one.fact.value, previous)
        one.fact.outcome = outcome
        previous = one.end, outcome
        yield Candidate(one.fact, one.start, one.end, one.numbers, f"estimate-{one.rule}", one.score)


def _estimates(document: Document) -> Iterator[_Found]:
    text = document.text
    names = _with_short_forms(document, _find_names(document.words))
    intervals = document.intervals
    if not names and not intervals and not _may_be_relative(document.words):
        return
    numbers = document.numbers
    starts = [number.start for number in numbers]
    by_value = {interval.value.index: interval for interval in intervals if interval.value is not None}
    alone = {interval.start: interval for interval in intervals if interval.value is None and interval.labelled}
    skip = {index for interval in intervals for index in interval.numbers} if names else set()
    if names:
        skip |= _levels(text, numbers)
    done: set[int] = set()
    for position, name in enumerate(names):
        bare = alone.get(name.end) or alone.get(name.end + 1)
        if bare is not None:  # "OR 95% CI 0-0.9"
            yield _found(text, name.kind, None, bare, name.start, "named-interval", 0.8, name)
            continue
        limit = names[position + 1].start if position + 1 < len(names) else len(text)
        for value, start, rule, score in _named(document, name, limit, starts, skip, by_value):
            if value.index not in done and not document.in_furniture(start):
                done.add(value.index)
                yield _found(text, name.kind, value, by_value.get(value.index), start, rule, score, name)
    yield from _unnamed(document, done)


def _may_be_relative(words: TextWords) -> bool:
    return not words.distinct.isdisjoint(_RELATIVE_WORDS)


_RELATIVE_WORDS = frozenset(("times", "fold", "risk", "risks", "odds", "difference", "differences", "qaly", "qalys"))
_RISK_WORDS = frozenset(("risk", "risks", "odds", "hazard", "hazards", "likelihood", "likely", "probability", "chance"))


def _unnamed(document: Document, done: set[int]) -> Iterator[_Found]:
    """Estimates that no name introduces: told by their interval, or by "times more likely"."""
    text = document.text
    last: tuple[int, str] | None = None
    intervals = document.intervals
    for at, interval in enumerate(intervals):
        value = interval.value
        if value is not None and value.index in done:
            last = None
            continue
        found = _difference(document, interval, last) or _leads_to_compared(document, intervals[at : at + 4])
        if found is None:
            last = None
            continue
        kind, start, rule, score = found
        if rule == "interval-alone":
            value = None  # "121 mL versus 128 mL; 95% CI 3.5-9.2": that of the difference
        last = interval.end, kind
        if value is not None:
            done.add(value.index)
        yield _found(text, kind, value, interval, start, rule, score, None)
    yield from _per_year_of_life(document, done)
    words = document.words
    times = "times" in words.distinct and " times " in text or "fold" in words.distinct and "-fold " in text
    risk = not words.distinct.isdisjoint(_RISK_WORDS)
    if "difference" in words.distinct or "differences" in words.distinct:
        yield from _rate_differences(document, done)
    if not times and not risk:
        return
    for number in document.numbers:
        if number.index in done or number.label or not (risk if number.percent else times):
            continue
        end = max(number.end, number.percent_end)
        if number.percent:
            match = _PERCENT_LESS.match(text, end)
        elif text.startswith(("times", "fold"), end + 1):
            match = _TIMES.match(text, end)
        else:
            continue
        if match is None and risk:
            match = _MUCH_LOWER.match(text, end)
            if match and not _RISK_WAS.search(text, max(0, number.start - 110), number.start):
                match = None
        if match:
            fact = Estimate(type="other", value=number.value)
            yield _Found(fact, number.start, match.end(), (number.index,), "relative", 0.9, None)


def _rate_differences(document: Document, done: set[int]) -> Iterator[_Found]:
    """Differences of shares without an interval: "(difference in proportion of responders: 43%, P < 0.001, and 17%"."""
    text = document.text
    last = -100
    for number in document.numbers:
        if not number.percent or number.index in done:
            continue
        listed = number.start - last < 24 and _LISTED.fullmatch(text, last, number.start)
        lead = text[max(0, number.start - 90) : number.start]
        if listed or "ifference" in lead and _DIFFERENCE_IN_RATE.search(lead):
            last = number.percent_end
            fact = Estimate(type="RD", value=number.value)
            yield _Found(fact, number.start, last, (number.index,), "rate-difference", 0.9, None)


_DIFFERENCE_IN_RATE = re.compile(
    r"\b[Dd]ifferences? in (?:the )?(?:proportions?|percentages?|incidences?|mortality|survival|(?:[a-z]+ )?rates?)"
    r"[^.;()0-9%]{0,40}(?::| was| of|=) $"
)
_LISTED = re.compile(r"(?:, ?[Pp] ?[=<>] ?[0-9.]{1,8})?,? and ")


def _per_year_of_life(document: Document, done: set[int]) -> Iterator[_Found]:
    """Cost-effectiveness ratios: "GBP 51,483 per QALY"; not the thresholds that they are held against."""
    text = document.text
    if document.words.distinct.isdisjoint(("qaly", "qalys", "daly", "quality-adjusted")):
        return
    for number in document.numbers:
        if number.index in done or number.label or not _PER_QALY.match(text, number.end):
            continue
        before = text[max(0, number.start - 90) : number.start]
        if _MONEY.search(before) and not _THRESHOLD.search(before):
            minus = before.endswith(_MINUS_MONEY)
            fact = Estimate(type="other", value=-number.value if minus else number.value)
            yield _Found(fact, number.start, number.end, (number.index,), "per-qaly", 0.85, None)


_PER_QALY = re.compile(r" ?(?:/|per )(?:additional )?(?:QALY|DALY|quality|life)")
_MONEY = re.compile(r"[$\u00a3\u20ac] ?$|\b[A-Z]{3} ?$")
_THRESHOLD = re.compile(r"\b(?:thresholds?|willing[a-z-]*|below|under|acceptable|ceiling)\b")


# Most names are not in a text. Whether one may be is asked of its words and signs, which costs less than searching for
# each: of the words with a capital for "HR", of the letters before "=" for "r =", of a whole word for others.
_WHOLE_WORDS = {
    **{"appa": "kappa", "eta": "beta", "rho": "rho", "Cohen": "cohen", "Hedge": "", "umber needed to": "needed"},
    **{"umbers needed to": "needed", "isk reduction": "risk", "concordance correl": "concordance"},
    **{"ensitivity": "sensitivity", "pecificity": "specificity", "lope": "slope", "Cronbach": "cronbach"},
    **{"intraclass correl": "intraclass", "around ratios": "ratios"},
    **{"tandardized mean diff": "standardized", "tandardised mean diff": "standardised"},
}
_LAST_WORD = re.compile(r".*[ -]([A-Za-z]{4,})$")


def _last_word(literal: str) -> str:
    """The last word of a literal, in lower case; empty for a sign."""
    last = _LAST_WORD.match(literal)
    return last[1].lower() if last else ""


_SIGNED = tuple(name for name in _NAMES if name[0][-1] == "=")
_SHORT = tuple((name[0].rstrip(" -").split()[-1], name) for name in _NAMES if name[0].isupper() and name not in _SIGNED)
_LONG = tuple(
    # "hazard ration" is a slip that is printed.
    (((word := _WHOLE_WORDS.get(name[0]) or _last_word(name[0])), word + "s", word + "n"), name)
    for name in _NAMES
    if name not in _SIGNED and not name[0].isupper()
)


def _possible(words: TextWords) -> list[tuple[str, int, str, re.Pattern[str]]]:
    """The names that a text may hold, by cheap signs of them."""
    signed = {before[-2:].rstrip(" ")[-1:] for before in words.text.split("=")}
    short_forms = " ".join(words.distinct_cased - words.distinct)  # words with a capital
    distinct = words.distinct
    return [
        *([name for name in _SIGNED if name[0][0] in signed] if len(signed) > 1 else ()),
        *[name for short, name in _SHORT if short in short_forms],
        *[name for forms, name in _LONG if not (forms[0] and distinct.isdisjoint(forms))],
    ]


def _find_names(words: TextWords) -> list[_Name]:
    text = words.text
    found: dict[int, _Name] = {}
    possible = _possible(words)
    for literal, back, kind, pattern in possible:
        at = text.find(literal)
        while at >= 0:
            for start in range(max(0, at - back), at + 1):
                match = pattern.match(text, start)
                if match and match.end() > at:
                    old = found.get(match.end())
                    if old is None or old.start > match.start():
                        found[match.end()] = _Name(match.start(), match.end(), kind)
                    break
            at = text.find(literal, at + len(literal))
    names = sorted(found.values(), key=lambda name: name.start)
    return [name for i, name in enumerate(names) if i == 0 or name.start >= names[i - 1].end]


def _with_short_forms(document: Document, names: list[_Name]) -> list[_Name]:
    """The names with the short forms of estimates that the text defines itself: "average treatment effect (ATE)"."""
    text = document.text
    taken = {name.start for name in names} | {name.end for name in names}
    more: list[_Name] = []
    seen: set[str] = set()
    for short in document.abbreviations:
        kind = _LONG_FORMS.get(short.long.rpartition(" ")[2].lower().rstrip("s"))
        if kind is None or short.short in seen or len(seen) >= _MOST_SHORT_FORMS:
            continue
        seen.add(short.short)
        at = text.find(short.short, short.short_end)
        while at >= 0:
            end = at + len(short.short)
            if at not in taken and end not in taken and not text[at - 1].isalnum() and _GIVES_VALUE.match(text, end):
                more.append(_Name(at, end, kind))
            at = text.find(short.short, end)
    return sorted(names + more, key=lambda name: name.start) if more else names


_MOST_SHORT_FORMS = 12  # each is searched for in the whole text
_GIVES_VALUE = re.compile(r" ?[=:] ?[-+]?[€$£]?[0-9.]| (?:of |was )?-?[€$£]?[0-9]")


def _levels(text: str, numbers: list[Number]) -> set[int]:
    """The numbers that are levels of confidence: "95% CI", "95%-confidence"."""
    return {
        n.index
        for n in numbers
        if n.percent and text[n.percent_end : n.percent_end + 5].lstrip(" -")[:2].lower() in ("ci", "co", "cr", "c.")
    }


def _named(
    document: Document, name: _Name, limit: int, starts: list[int], skip: set[int], by_value: dict[int, Interval]
) -> Iterator[tuple[Number, int, str, float]]:
    """The values that a name introduces, with the start of the quote, the rule and its score."""
    text, numbers = document.text, document.numbers
    end = name.end
    echo = _ECHO.match(text, end)
    if echo:
        end = echo.end()
    at = bisect_left(starts, end)
    while at < len(numbers) and (
        numbers[at].index in skip or numbers[at].label or _passed(numbers, at, by_value, name.kind)
    ):
        at += 1
    if at >= len(numbers) or numbers[at].start - end > 150:
        return
    number = numbers[at]
    if number.start >= limit and text[end:limit].strip(" ([,") != "":
        return
    gap = text[end : number.start]
    interval = by_value.get(number.index)
    header = "%" in gap  # "HR (95% CI): ", "HR; 95% CI R2.5: "
    if _STATISTIC.search(gap) or _is_planned(document, name, number):
        return
    if not number.label and _DIRECT.fullmatch(gap):
        if not _plausible(name.kind, number, interval):
            return
        yield number, name.start, "named", 0.99 if interval or name.kind in _RATIOS else 0.95
    elif _BREAK.search(gap):
        return
    elif _FAR.fullmatch(gap) and (interval is not None or not header):
        if interval is None and (number.decimals == 0 or len(gap) > 70 or number.percent or name.kind in ("MD", "RD")):
            return
        if not _plausible(name.kind, number, interval) or number.label:
            return
        near = len(gap) <= 45 and not gap.startswith((" for", " with", " comp"))
        yield number, name.start if near and not header else number.start, "named-far", 0.97
    elif interval is not None and interval.labelled and (name.kind in _RATIOS or len(gap) <= 60):
        yield number, number.start, "named-far", 0.96
    else:
        return
    yield from _list(document, name, number, limit, by_value, at)


def _is_planned(document: Document, name: _Name, number: Number) -> bool:
    """Whether a beta is the error that a sample size allows: "alpha = 0.05, |beta = 0.1|"."""
    if name.kind != "beta" or number.value not in (0.1, 0.2, 0.05):
        return False
    return _PLANNED.search(document.text, max(0, name.start - 90), min(len(document.text), number.end + 60)) is not None


_PLANNED = re.compile(r"\u03b1 ?=|\balpha\b|\bpower\b|\bsample size\b")


def _passed(numbers: list[Number], at: int, by_value: dict[int, Interval], kind: str) -> bool:
    """Whether a ratio's name looks past this whole number to one with an interval: "in 1954 men was 1.21 (..."."""
    number = numbers[at]
    if kind not in _RATIOS or number.decimals or number.index in by_value:
        return False
    return any(n.index in by_value and n.start - number.end < 110 for n in numbers[at + 1 : at + 3])


def _plausible(kind: str, number: Number, interval: Interval | None) -> bool:
    if kind in _RATIOS:
        return number.value >= 0 and not number.percent
    if kind == "beta" and number.percent:
        return False
    if kind == "accuracy":
        return interval is not None and (0 <= number.value <= 1 or number.percent and interval.labelled)
    if kind == "r":
        return -1 <= number.value <= 1
    if interval is None and kind in ("MD", "treatment"):
        return number.decimals > 0
    return True


def _list(
    document: Document, name: _Name, first: Number, limit: int, by_value: dict[int, Interval], at: int
) -> Iterator[tuple[Number, int, str, float]]:
    """Later values of the same name: "and 1.35 (0.86-2.10) among ...", "HRs 0.5, 0.6", "(1.45, 1.04 to 2.02)"."""
    text, numbers = document.text, document.numbers
    last = first
    for number in numbers[at + 1 :]:
        if number.start >= limit or number.start - last.end > 200:
            return
        gap = text[last.end : number.start]
        if _BREAK.search(gap):
            return
        interval = by_value.get(number.index)
        bracketed = interval is not None and (interval.labelled or by_value.get(first.index) is not None)
        if (
            bracketed
            and not number.percent
            and (number.decimals or name.kind not in _RATIOS)
            and name.kind in (*_RATIOS, "MD", "other", "RD", "accuracy")
        ):
            last = number
            yield number, number.start, "named-list", 0.97
        elif (
            interval is None
            and gap in (", ", " and ", ", and ", " or ", " to ", *(() if name.kind in _RATIOS else ("-",)))
            and number.decimals == last.decimals > 0
        ):
            if by_value.get(first.index) is not None:
                return
            last = number
            yield number, number.start, "named-list", 0.85


def _difference(
    document: Document, interval: Interval, last: tuple[int, str] | None
) -> tuple[str, int, str, float] | None:
    """Whether an interval without a name is that of a difference: its type, start of quote, rule and score.

    ``last``: where the estimate before it ended and its type.
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
        return "other", value.start, "relative", 0.8
    if _COMPARATIVE.search(text, stop, interval.start) or _COMPARATIVE_AFTER.match(text, interval.end):
        if value.percent and _OF_SHARE.match(text, interval.end):
            kind = "RD"
        return kind, value.start, "comparative", 0.88
    if last is not None and last[0] > at - 90 and last[0] >= sentence.start and _LINK.fullmatch(text[last[0] : at]):
        return last[1], value.start, "list", 0.93
    if _is_second(before[-160:]):
        gap = text[stop : interval.start]
        apart = "(" not in gap and "[" not in gap and _PAIR_INSIDE.search(before) is not None
        if interval.labelled and (apart or not interval.holds(value.value) and not value.percent):
            return _loose(text, interval, text[max(sentence.start, interval.start - 260) : interval.start], "")
        return None
    if not interval.labelled and "ifferen" not in before:
        if value.percent and interval.holds(value.value) and _BY_PERCENT.search(before[-60:]):
            whole = text[max(sentence.start, at - 300) : min(sentence.end, at + 300)]
            if _VERSUS.search(whole) and "baseline" not in whole:
                return "other", value.start, "relative", 0.94
        return None
    head = ""
    for match in _HEADS.finditer(before):
        last_head = match.lastgroup or ""
        changed = last_head == "change" or match.group().startswith("change")
        if not (changed and head == "difference"):  # "the difference was |more| pronounced", "in weight |change| was"
            head = last_head
    if head == "difference" and _ARMS_APART.match(text, interval.end):
        return None
    if head == "difference" and (interval.labelled or "ifferen" in before):
        return ("RD" if value.percent and _OCCURRENCE.search(before) else "MD"), value.start, "difference", 0.95
    if not interval.labelled or head == "average":
        return None
    if (
        head == "change"
        and not _FIRST_OF_PAIR.match(text, interval.end)
        and not value.percent
        and not before.endswith(("was ", "were ", "is "))
        and _COMPARED.search(text, max(sentence.start, at - 300), min(sentence.end, at + 300))
    ):
        return "MD", value.start, "comparison", 0.92
    if head == "" and (interval.low < 0 or value.value < 0) and not value.percent and "baseline" not in before:
        return "MD", value.start, "signed", 0.88
    return None


def _leads_to_compared(document: Document, intervals: list[Interval]) -> tuple[str, int, str, float] | None:
    """An interval of a list whose last value is compared: "3.3 (95% CI 0.3-6.3), 2.3 (0.5-4.2) and 0.3 (...) lower"."""
    text, first = document.text, intervals[0]
    if first.value is None or not first.labelled:
        return None
    for left, right in zip(intervals, intervals[1:], strict=False):
        if right.value is None or not _LIST_ITEM.fullmatch(text, left.end, right.value.start):
            return None
        if _COMPARATIVE_AFTER.match(text, right.end):
            return ("other" if first.value.percent else "MD"), first.value.start, "comparative", 0.88
    return None


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
    if "ifference" in text[interval.start : interval.end]:
        return ("RD" if "%" in near[-110:] else "MD"), interval.start, "difference-interval", 0.85
    if "ratio" in text[interval.start : interval.end]:
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


# "an improvement of |8% (0.4-16)| in X versus Y"
_BY_PERCENT = re.compile(
    r"\b(?:reduc|increas|decreas|improve|lower)[a-z]*(?: [a-z]+){0,2} (?:of|by)(?: respectively of)? $"
    r"|\b(?:of|by) $"
)
_VERSUS = re.compile(r"\b(?:versus|vs\.?|compared (?:with|to)|than)[ ]")
# "scores were higher with X (p = 0.02, |95% CI 0.8-12|"
_P_FIRST = re.compile(r"[(\[] ?[pP] ?[=<>] ?0?\.[0-9]{1,6}[,;] ?$")
# "fell from 9.1% at baseline to 7.3% at 6 months (|95% CI 1.4 to 2|"
_FROM_TO = re.compile(r"\bfrom [^;]{0,20}[0-9][^;]{0,60} to [^;]{0,12}[0-9]")


def _found(
    text: str,
    kind: str,
    value: Number | None,
    interval: Interval | None,
    start: int,
    rule: str,
    score: float,
    name: _Name | None,
) -> _Found:
    numbers: list[int] = [] if value is None else [value.index]
    end = max(value.end, value.percent_end) if value is not None else 0
    fact = Estimate(type=_TYPES.get(kind, kind), value=None if value is None else value.value)
    if value is not None and text[max(0, value.start - 2) : value.start] in _MINUS_MONEY:
        fact.value = -value.value
    if interval is not None:
        numbers += interval.numbers
        end = _close(text, start, interval.end)
        fact.ci_low, fact.ci_high, fact.level = interval.low, interval.high, interval.level
    span = None if name is None else (name.start, name.end)
    own = kind == "accuracy" or name is not None and text[name.start : name.start + 4] in _OWN_OUTCOME
    return _Found(fact, start, end, tuple(numbers), rule, score, span, own)


_OWN_OUTCOME = frozenset(("ICER", "incr", "Incr", "cost"))


_TYPES = {"accuracy": "other"}  # sensitivity and specificity
_MINUS_MONEY = ("-\u00a3", "-$", "-\u20ac")


def _close(text: str, start: int, end: int) -> int:
    """The end of the quote: with the closing bracket where the bracket was opened in the quote."""
    quote = text[start:end]
    while end < len(text) and text[end] in ")]":
        opening = "(" if text[end] == ")" else "["
        if quote.count(opening) <= quote.count(text[end]):
            break
        quote += text[end]
        end += 1
    return end
