"""Numbers with nothing after them but a unit: which of them are measurements, by what governs them.

Each rule is named for its evidence; its score is how often it was right where it spoke. All patterns but those that
are matched after a number read lower-cased text.
"""

from __future__ import annotations

import re

from trialfacts.numbers import Number
from trialfacts.results.bracketed import CHANGED, COUNTED, VERSUS_AFTER, is_labelled
from trialfacts.results.cues import FOLLOWED, Mark, is_moved_to, is_said_of_change, leaves_bracket
from trialfacts.results.durations import BY, LASTED, TIME_BEFORE, is_point, is_reached, lasted_stat
from trialfacts.results.instrument_values import is_instrument_value
from trialfacts.results.percentages import (
    BASELINE_BEFORE,
    COMPARED,
    is_difference,
    may_be_measured,
    percent_change,
    says_continuous,
)
from trialfacts.results.readings import Reading, Verdict
from trialfacts.results.result_units import is_time
from trialfacts.results.scene import Scene
from trialfacts.results.times import BASELINE_VERSUS

# "improved |75%|", "rose about |two-fold|"
_STRAIGHT_ON = re.compile(
    r"[ ](?:(?:about|approximately|only|nearly|almost|roughly|significantly|an? additional)[ ]|[~\u223c\u2248][ ]?)?"
)
_AMOUNTS_TO = re.compile(
    r"(?:by|of|was|were|is|to be|averaged?|averaging|:|=|,|\()[ ]?(?:(?:about|approximately|an?|the"
    r"|mean|average|median|only|of|roughly|around|nearly|almost|additional|further|another|-|~|\u223c"
    r"|\u2248)[ ]?){0,4}[$\u00a3\u20ac+~\u223c]?$"
)
_BY_OR_OF = re.compile(r"(?:by|of)[ ]")
_PREDICATE = re.compile(
    r"(?:(?:was|were|is|are|be|of|being|as|reached|averaged|had|has|to be|only|about|approximately|roughly|=|:|\("
    r"|\[|,|(?<![a-z])vs?\.?|versus|against|&|resp\.|and|to|than|with|walked|lost|gained|averaging|totall?ed|lasted|measured|weighed|cost"
    r"|took|remained|numbered|amounted to|(?:peaked|stood|stayed|remained) at)[ ]?"
    r"|[~\u223c\u2248])$"
)
_STUDY_TIME = re.compile(
    r"(?:study|treatment|intervention|trial|observation|therapy)[ ](?:period|time|duration)"
    r"|(?:run-?in|lead-?in|wash-?out)(?:[ ](?:period|phase))?[ ](?:of|was|lasted)[ ]"
    r"|duration of (?:the )?(?:study|trial|treatment|follow|therapy|intervention)"
)
_AMOUNT = re.compile(
    r"(?:loss|volume|consumption|requirements?|output|intake|drainage|usage|(?<!of )(?<!to )use|needs|dosage|doses"
    r"|weights?|excretion|secretion|amount|expenditure|fev ?1|fvc|bleeding|milk|urine)(?![a-z])"
)
# "the difference was |4.6 g/day|"
_MOVED_BY = re.compile(r"(?:difference|change|increase|decrease|reduction)s?[ ]?(?:=|:|was|of)[ ]?[-+]?$")
_LIMIT = re.compile(
    r"(?<![a-z])(?:below|less than|above|under|more than|greater than|at least|up to|over|within|exceed(?:ing"
    r"|ed)?|at most|not exceed|lower than|higher than|maximum of|minimum of|every|than or equal to"
    r"|(?<!peaked )(?<!stood )(?<!stayed )(?<!remained )at"
    r"|those|receiving|up-?to|(?:tof|four)(?:[ ][(]tof[)])?[ ]ratio(?:[ ](?:of|to))?)[ ](?:an? )?$"
)


def is_limit(before: str) -> bool:
    """Whether the lower-cased words before a number make a limit of it: "more than "."""
    return _LIMIT.search(before, max(0, len(before) - 25)) is not None


# "the delay was |under| 5 min", "LDL fell by |more than| 40%": what was found, as near as it is told
_ABOUT = re.compile(
    r"(?<![a-z])(?:was|took|spent|lasted|averaged|by)[ ]"
    r"(?P<limit>(?:(?:less|more|lower|higher|shorter|longer|fewer|greater|larger|smaller)[ ]than|under|over|below|above"
    r"|[<>\u2264\u2265])[ ]?)$"
)
_CONDITION = re.compile(
    r"(?<![a-z])(?:if|when|whenever|whose|who|until|unless|where|age|follow-?up|limit|bound|interval|subjects?|patients?"
    r"|(?:lower|reduc|decreas|increas)ing|(?:of|in) \d+)(?![a-z])[^.;]{0,70}$"
)


def without_limit(before: str) -> str:
    """The lower-cased words before a number, without those of a limit where it is a result: "was |less than "."""
    if before[-5:] not in _LIMIT_ENDS and before[-2:].rstrip()[-1:] not in _SIGNS:
        return before
    told = _ABOUT.search(before, max(0, len(before) - 25))
    if told is None or _CONDITION.search(before, max(0, len(before) - 100)):
        return before
    return before[: told.start("limit")]


_LIMIT_ENDS = frozenset(("than ", "nder ", "over ", "elow ", "bove "))
_SIGNS = frozenset("<>\u2264\u2265")


_COMPARATIVES_WORDS = """
    lower higher greater less more longer shorter earlier later sooner fewer larger smaller faster slower better
    worse difference differences delay older younger taller heavier thinner thicker
"""
COMPARATIVES = frozenset(_COMPARATIVES_WORDS.split())
MORE_AFTER = re.compile(
    r"(?:[ ][(][^()\n]{3,40}[)])?[ ]"
    r"(?:(?:relative|mean|(?:borderline |non-?)?significant(?:ly)?|absolute|weight|further)[ ]){0,2}"
    r"(?P<word>lower|higher|greater"
    r"|less|more(?![ ](?:likely|often|frequent|than[ ]\d))|longer|shorter|earlier|later|sooner|fewer|larger|smaller"
    r"|faster|slower|better|worse|older|younger|taller|heavier|thinner|thicker|differences?"
    r"|delay(?=[ ](?:in|of|to))|(?:reduc|increas|decreas|improve|declin|fall|rise|drop|elevation|lowering|gain(?!ed)"
    r"|loss)[a-z]*)(?![a-z])"
)
_SAID = re.compile(r"(?:was|were|of|=|:|averaged|reached|scored|remained|(?:peaked|stood|stayed|remained) at)[ ]$")
_VERSUS = re.compile(
    r"[ ](?:vs?\.?|versus|compared (?:with|to))[ ](?:[A-Z][A-Za-z0-9+-]{0,11}[ ])?(?=[+-]?\d+(?:\.\d+)?(?![\d.]*[ ]?%))"
)
_SCORE = re.compile(
    r"(?:scores?|scale|index|vas|ratio|level|levels|concentrations?|count|counts|rates?|pressure"
    r"|volume|area|weight|bmi|duration|length|number|dose|consumption|requirement|cost|costs|time"
    r"|index|auc|activity|titers?|titres?|gmt)s?(?![a-z])"
)
_COUNTS_WORDS = """
    times cycles sessions steps events episodes attacks exacerbations falls visits doses scans items words
    hits seizures cells
"""
_COUNTS = frozenset(_COUNTS_WORDS.split())
_DOSE_LIKE_WORDS = """
    mg g µg ug mcg ml mL L l IU U units unit mg/kg g/kg µg/kg mL/kg ml/kg mg/day mg/d g/day mg/m2 tablets doses
    dose Gy IU/day IU/kg mmol cycles sessions mg/kg/day
"""
_DOSE_LIKE = frozenset(_DOSE_LIKE_WORDS.split())


def is_dose_like(unit: str | None) -> bool:
    """Whether doses are printed with the unit as often as results: mg, mL."""
    return unit in _DOSE_LIKE


# "(0 mm = no pain"
_ANCHOR = re.compile(r"[ ]?[cm]{0,2}[ ]?=")
# "an absolute difference of 7%| as the noninferiority margin|"
_AS_MARGIN = re.compile(
    r"[ ](?:as|was|being)[ ](?:the|an?)?[ ]?(?:[a-z-]{3,14}[ ]){0,2}"
    r"(?:margin|limit|threshold|cut-?off|criterion)(?![a-z])"
)


def judge_single(scene: Scene, item: Reading, signed: bool, cue: Mark | None, change: Mark | None) -> Verdict:
    """The rule that speaks for a number, and its score; sets ``stat`` where the rule tells it.

    ``cue`` and ``change``: the last words of a mean and of a change before the number.
    """
    text, number, place = scene.text, item.number, item.number.start
    if cue is None:
        idle = (
            number.percent
            and change is None
            and not signed
            and not is_difference(scene, place)
            and not MORE_AFTER.match(text, item.end)
        )
        told = scene.results or (lasted := LASTED.match(text, item.stop)) and lasted.group("stat")
        if not told or idle and not may_be_measured(text, item):
            return None
    if scene.results:
        before = without_limit(item.before)
        if before != item.before and _IN_SOME.match(text, item.stop):
            return None  # "fell by more than 50% in one patient": what some reached
        item.before = before
    verdict = _claim(scene, item, signed, cue, change)
    if verdict is None:
        return None
    governed = cue is not None and verdict[0] == "mean"
    if not governed and _is_other(text, item):
        return None
    chance = verdict[0] == "continuous"  # "at a threshold of ..., the probability was 64%", "received 80% of"
    if not (governed or chance or signed and number.percent) and scene.designed(number.start):
        return None
    limit = not (item.unit == "fold" and change) and is_limit(item.before)
    stopped = limit or _ANCHOR.match(text, number.end) or _AS_MARGIN.match(text, item.stop)
    if verdict[0] in ("lasted", "reached"):
        return verdict
    return None if stopped or not chance and scene.planned(number.start) else verdict


_IN_SOME = re.compile(
    r"[ ]in[ ](?:only[ ]|all[ ]|most[ ]|none|\d{1,4}(?:[ ]|[,.;)])|(?:one|two|three|four|five|six|seven|eight|nine"
    r"|ten|[a-z]{3,6}teen"
    r"|[a-z]{3,5}ty(?:-[a-z]+)?)(?![a-z]))(?!groups?|arms?|both)"
)
# "were reduced by |24 and |76 g/day", "increased by |12, 15 and |19 mL"
_LIST_BEFORE = re.compile(r"(?<=by )(?:\d[\d.]{0,6}(?:,? and |, )){1,4}$")


def may_claim(text: str, before: str, number: Number, unit: tuple[str, int] | None) -> bool:
    """Whether a rule may speak for a number that is no percentage, where no mean or median stands before it.

    Asked before a sentence is read; ``before`` as in a reading, ``unit`` with its end. The second of "from 7 to 3" and
    a number whose unit may be told by the next one are let through.
    """
    if MORE_AFTER.match(text, unit[1] if unit else number.end):
        return True
    before = without_limit(before)
    if before.endswith(("and ", ", ")):
        before = _LIST_BEFORE.sub("", before)
    size = len(before)
    said = _PREDICATE.search(before, max(0, size - 16)) is not None
    if said and before.endswith("to ") or before[-2:].rstrip()[-1:] in (">", "\u2192"):
        return True
    if not number.decimals and unit and unit[0] in _COUNTS or is_limit(before):
        return False
    if unit and unit[0] in _DOSE_LIKE:
        told = (
            number.decimals > 1
            or _AMOUNT.search(before, max(0, size - 90))
            or _MOVED_BY.search(before, max(0, size - 40))
        )
        versus = before.rstrip("+ ")[-1:] in ("(", "[") and VERSUS_AFTER.match(text, unit[1]) is not None
        return (said or is_labelled(before)) and bool(told) or versus or _amounts_to(before)
    return (
        said
        or "baseline" in before[-26:]
        or before.rstrip()[-1:] in ("+", "-")
        or text[number.start] in "+-"
        or VERSUS_AFTER.match(text, unit[1] if unit else number.end) is not None
        or _amounts_to(before)
        or unit is not None
        and _CHANGED_BY.search(before, max(0, size - 30)) is not None
        or is_labelled(before)
    )


# "rose |2.4 mL/kg/min|"
_CHANGED_BY = re.compile(
    r"(?:creased|rose|fell|dropped|improved|declined|reduced|climbed"
    r"|(?:was|were)[ ](?:up|down))[ ](?:[a-z]+ly[ ]|about[ ]|[~\u223c\u2248][ ]?)?$"
)


def is_of_a_time(lower: str, cue: Mark, item: Reading) -> bool:
    """Whether a mean or median is that of an age or a time, which no percentage is: "mean age 50 with |25%| white"."""
    return _NO_SHARES.search(lower, cue.end, item.number.start) is not None and not says_continuous(item.before)


_NO_SHARES = re.compile(r"(?<![a-z])(?:age|ages|follow-?up|duration of response)(?![a-z])")


# "above the mean| + 2 standard deviations of the controls (|": a limit
_OF_SPREADS = re.compile(
    r"[ ](?:\+|plus|minus|\+/-|-|\u00b1)[ ]?(?:\d(?:\.\d{1,2})?|one|two|three)[ ]?(?:s\.?d|standard)"
)


def _claim(scene: Scene, item: Reading, signed: bool, cue: Mark | None, change: Mark | None) -> Verdict:
    text, number, unit, place = scene.text, item.number, item.unit, item.number.start
    percent = number.percent or unit == "%"
    tail = item.before[-44:]
    if (
        "baseline" in tail
        and scene.results
        and (unit or number.decimals)
        and not signed
        and not tail.endswith(BASELINE_VERSUS)
        and BASELINE_BEFORE.search(tail)
    ):
        item.role = "base"
        return "baseline", 0.9
    if percent and signed and scene.results:
        return "signed-percent", 0.95
    if unit and is_time(unit) and (lasted := LASTED.match(text, item.stop)) and (stat := lasted_stat(lasted)):
        item.stat = stat
        return "lasted", 0.85
    if unit and is_time(unit) and scene.results and number.form != "words" and is_reached(item.before):
        return "reached", 0.85
    if _is_compared_by(scene, item):
        item.stat = "difference"
        return "compared-by", 0.85
    if unit and is_time(unit) and not _TOOK_LONGER.match(text, item.stop) and is_point(text, item, cue, change):
        return None
    counted = not number.decimals and (unit is None or unit in _COUNTS)
    if counted and item.before[-1:] == "(" and _COUNTED_ASIDE.match(text, number.end):
        return None
    if cue and _OF_SPREADS.match(scene.lower, cue.end):
        return None
    if cue and percent and not change and is_of_a_time(scene.lower, cue, item):
        return None
    if cue and _governs(scene.lower[cue.end : place], item):
        return "mean", 0.85
    if change and (unit or number.decimals) and (verdict := _changed(scene, item, change)):
        return verdict
    if not scene.results:
        return None
    if not percent and (unit or number.decimals) and _DIFFERENCE_IS.search(item.before[-40:]):
        item.stat = "difference"
        return "difference", 0.85
    if percent or unit or number.decimals and _MORE_OF.match(text, number.end):
        more = MORE_AFTER.match(text, item.stop)
        if more and _of_people(text, item, more):
            item.barred = True
            return None
        if more and "CI" not in text[more.end() : more.end() + 60]:
            item.stat = "difference" if more.group("word") in COMPARATIVES else "change"
            return "more", 0.88 if percent and text.startswith(" (", item.stop) else 0.7
    if percent:
        return percent_change(scene, item, change)
    if scene.eligibility:
        return None
    if text[place - 1] == "+" and (unit or number.decimals) and not is_dose_like(unit) and _PLUS.search(item.before):
        return "signed", 0.8
    if not unit and not number.decimals:
        return _whole(text, item, signed)
    return _plain(scene, item)


_PLUS = re.compile(r"(?<! to)[ (\[]\+$")  # "(|+|6.4, P = 0.01)", and no end of an interval
_TOOK_LONGER = re.compile(r"[ ](?:longer|shorter)(?=[ ]?[.,;(]|[ ](?:than|with|in|after|for|with|on)[ ])")
# "potassium was higher by |9.6 mmol|", "scores differed by only |2.2|"
_COMPARED_BY = re.compile(
    r"(?:lower|higher|great(?:er)?|less|longer|shorter|earlier|later|sooner|larger|smaller|faster|slower|better|worse"
    r"|older|younger|differed|exceeded[^.;,()\d]{1,40})"
    r"(?:[ ](?:in|with|after|than|from|for|on|under|among)[ ][^.;,()\d]{1,50}?)?[ ]by[ ]"
    r"(?:(?:about|approximately|only|an?|mean|average|of|mere|nearly|almost|some)[ ]){0,4}[$\u00a3\u20ac]?$"
)


def _is_compared_by(scene: Scene, item: Reading) -> bool:
    """Whether a number, none of people or of their risk, tells by how much one arm differs from the other."""
    if not scene.results or not (item.unit or item.number.decimals or item.number.percent):
        return False
    if " by " not in item.before[-40:] or not _COMPARED_BY.search(item.before, max(0, len(item.before) - 90)):
        return False
    percent = item.number.percent or item.unit == "%"
    return not (percent and COUNTED.search(item.before[-110:]) or "CI" in scene.text[item.stop : item.stop + 25])


def _of_people(text: str, item: Reading, more: re.Match[str]) -> bool:
    """Whether "12% less" is said of a risk, or of what each of so many people reached: "a third had a 50% fall"."""
    percent = item.number.percent
    if _ATTAINED.match(text, more.end()):
        return True
    if percent and _OF_RISK.match(text, more.end()):
        return True
    if percent and _BARE_EFFECT.search(more.group()) and not text.startswith((" in ", " of "), more.end()):
        return True
    return _REACHED.search(item.before) is not None


# "a 20% reduction |was attained by| 15 of 27"
_ATTAINED = re.compile(
    r"(?:[ ](?:in|of|or more|from)(?:[ ][^.;:()\d]{2,40}?)?)?[ ](?:was|were)[ ](?:(?:attained|achieved|reached"
    r"|obtained|met|shown)[ ](?:in|by)"
    r"|(?:seen|noted|found|observed|recorded)[ ](?:in|by)|in)[ ](?!both|either|each|all|the[ ]|group)"
)
_OF_RISK = re.compile(
    r"[ ](?:(?:in|of)[ ](?:the[ ])?(?:[\w-]{1,14}[ ]){0,2})?"
    r"(?:risk|odds|hazard|incidence|prevalence|mortality)(?![a-z])"
)
_BARE_EFFECT = re.compile(r"(?:relative|absolute) (?:reduc|increas)")  # "a 40% |relative reduction|"
_REACHED = re.compile(
    r"(?:\d ?%|third|half|quarters?|majority|most|many|number|proportion|percentage) of (?:the |our )?[^.;%\d]{3,60} "
    r"(?:had|achieved|attained|received|reached|experienced|showed|reported|lost|gained) (?:at least )?(?:an? )?$"
    r"|(?:incidence|frequency|proportion|number|rate) of (?:at least )?(?:an? )?$"
)


# "was greater with A than B (|difference| -1.4 kg, P"
_DIFFERENCE_IS = re.compile(
    r"(?:[(\[]|[;,][ ])(?:a[ ])?(?:(?:absolute|net)[ ])?difference(?:[ ]?[:=,]|[ ]of)?[ ][$\u00a3\u20ac+]?$"
)
# "dissection of 4.0| more lymph nodes|"
_MORE_OF = re.compile(r"[ ](?:more|fewer|additional)[ ](?!than|likely|often|frequent|in|with|for)[a-z]{3}")


# "the inhibition was |maximal by about| 6 h": when, and not by how much
_REACHED_BY = re.compile(
    r"\b(?:apparent|maximal|maximum|evident|seen|observed|complete|significant|present|noted|detectable|occurred|resolved"
    r"|recovered|healed|achieved|reached) (?:\w+ )?by (?:about |approximately )?$"
)


def _changed(scene: Scene, item: Reading, change: Mark) -> Verdict:
    """A number with a unit or decimals that is told as the size of the change before it: "fell by |", "improved |"."""
    number, unit, place = item.number, item.unit, item.number.start
    percent = number.percent or unit == "%"
    if unit and is_time(unit) and _REACHED_BY.search(item.before[-50:]):
        return None
    by = BY.search(item.before, max(0, len(item.before) - 30)) is not None
    if place - change.end <= (120 if by else 60) and _amounts_to(item.before):
        if percent or not by:
            return "change-by", 0.88 if by else 0.8
        return "change-by", 0.88 if "dos" in item.before[-60:] else 0.95
    if COUNTED.search(item.before[-110:]):
        return None
    if percent and is_said_of_change(scene.lower, change, place):
        return "change-by", 0.8
    told = (
        percent
        or unit == "fold"
        or number.decimals
        and change.word in ("gained", "lost")
        or unit
        and not is_time(unit)
        and unit not in _DOSE_LIKE
    )
    if told and _STRAIGHT_ON.fullmatch(scene.lower, change.end, place):
        item.stat = "change"
        return "change-by", 0.75
    return None


# "median time to relapse (|214 events|) was"
_COUNTED_ASIDE = re.compile(r"[ ][a-z]{4,15}(?:[ ][a-z]{4,15})?[)][ ](?:was|were)[ ]")
# "higher in A than in B (88 vs. 69, P"
WHOLE_VERSUS = re.compile(r"[ ](?:vs?\.?|versus|against)[ ]\d{1,4}(?:[,;)](?! \d)|[.](?!\d)| ?[(]P)")
TESTED_NEXT = re.compile(r"[,;][ ][pP][ ]?[<=>]")
# "the pain score was |4|"
_SCORED = re.compile(
    r"(?:scores?|scales?|inventory|questionnaire|vas|nrs|index|ratings?|levels?|concentrations?|tit(?:er|re)s?|counts?|gm[tc]s?)[^.;,()\d]{0,30}"
    r"[ ](?:was|were|(?:had )?(?:declined|fell|fallen|dropped|rose|risen|increased|decreased|waned) to|peaked at)[ ]"
    r"(?:only[ ]|about[ ])?$"
)
_SCORE_LAST = ("was ", "were ", "only ", "about ", " to ", "peaked at ")


def is_scored(before: str) -> bool:
    """Whether the lower-cased words before a number say it of a score or a level: "the pain score was "."""
    return before.endswith(_SCORE_LAST) and _SCORED.search(before[-60:]) is not None


# "higher at 1 hour |(1 vs 3, P = .01)| and 3 hours (0": the pair before in such a list
_PAIR_BEFORE = re.compile(r"[ ][(][\d.]{1,5} (?:vs\.?|versus) [\d.]{1,5}(?:[,;] p ?[<=>] ?[\d.]{1,6})?[)]")


def _whole(text: str, item: Reading, signed: bool) -> Verdict:
    """A whole number without a unit: the value of a score, in brackets a change or one of two that are compared."""
    before = item.before
    if not signed and is_instrument_value(text, item.number):
        return "score", 0.75
    if not signed and is_scored(before) and not COUNTED.search(before[-60:]):
        return "score", 0.7
    if before.endswith("was ") and item.number.value < 1000 and WHOLE_VERSUS.match(text, item.number.end):
        return None if COUNTED.search(before[-90:]) else ("versus", 0.65)
    if before[-1:] not in ("(", "[") and not (signed and (before[-2:-1] in ("(", "[") or is_labelled(before))):
        return None
    if signed:
        set_apart = TESTED_NEXT.match(text, item.stop) or VERSUS_AFTER.match(text, item.stop)
        return ("signed", 0.7) if set_apart else None
    if item.number.value >= 1000 or COUNTED.search(before):
        return None
    before = _PAIR_BEFORE.sub("", before)
    if not CHANGED.search(before, max(0, len(before) - 110)):
        return None
    return ("versus", 0.7) if WHOLE_VERSUS.match(text, item.number.end) else None


def _amounts_to(before: str) -> bool:
    size = len(before)
    return _BY_OR_OF.search(before, max(0, size - 25)) is not None and (
        _AMOUNTS_TO.search(before, max(0, size - 60)) is not None
    )


def _is_other(text: str, item: Reading) -> bool:
    """Whether the unit tells of a count, a temperature or the length of the study."""
    unit = item.unit or ""
    if unit in _COUNTS and not item.number.decimals and not MORE_AFTER.match(text, item.stop):
        return True
    heat = item.number.decimals and _OF_HEAT.search(item.before, max(0, len(item.before) - 70))
    if not heat and (
        unit.startswith(("degree", "\u00b0"))
        and (unit not in _ANGLES or not item.number.decimals and not item.before.endswith(_OF_ANGLE))
        or _TEMPERATURE.match(text, item.stop)
        and unit in _ANGLES
    ):
        return True
    if item.number.percent and _PREVALENCE.search(item.before):
        more = MORE_AFTER.match(text, item.stop)  # "lower incidence of X and a 12% |rise in| Y"
        if more is None or not text.startswith((" in ", " of "), more.end()):
            return True
    if _OTHER_STATISTIC.search(item.before, max(0, len(item.before) - 110)):
        return True
    return _STUDY_TIME.search(item.before, max(0, len(item.before) - 60)) is not None


# "reduced the incidence of X by 12%": a relative risk.
_PREVALENCE = re.compile(
    r"(?:incidence|prevalence|mortality|(?<!oxygen )(?<!glucose )uptake|risks?[ ](?:of|for)"
    r"|(?:proportion|percentage) of (?:patients|participants))(?![a-z])|"
    r"(?:achieved|reached|attained|reported|experienced|met|completed|preferred|used) by $"
)
_ANGLES = ("\u00b0", "degree", "degrees")
_TEMPERATURE = re.compile(r"[ ]?(?:[CF](?![A-Za-z])|[Cc]elsius|[Ff]ahrenheit|centigrade)")
# "rectal temperature peaked at |39.2 \u00b0C|", no cut-off and none of a room
_OF_HEAT = re.compile(
    r"(?<!room )(?<!ambient )temperatures?(?![a-z])(?:[^.;()]|\.(?=\d)){0,45}?"
    r"(?:was|were|by|peaked at|fell|rose|climbed|to|,|and|vs\.?|versus)[ ]$"
)
_OF_ANGLE = (
    "was ",
    "were ",
    "(",
    "= ",
    "by ",
    "vs. ",
    "vs ",
    "gained ",
    "lost ",
    "averaged ",
    "from ",
    "to ",
    ": ",
)  # what stands before an angle that was measured
# "effect size of 1.1", "the C-index was"
_OTHER_STATISTIC = re.compile(
    r"(?:effect sizes?|alpha|c-index|c-statistic|discovery rate|risk reduction|agreement|correlations?|coefficients?"
    r"|kappa|specificity|reliability|detection|quantif?ication|voxel size|significance level|odds|hazard ratios?)"
    r"(?![a-z])[^.;]{0,90}$"
)


def is_other_statistic(before: str) -> bool:
    """Whether the lower-cased words before a number tell of people counted, of events or of a statistic of its own."""
    return COUNTED.search(before[-40:]) is not None or _OTHER_STATISTIC.search(before[-110:]) is not None


# "at a lactate concentration of |4 mmol/L|": under which condition
_AT_A = re.compile(r"(?<![a-z])at (?:an?|the) [a-z -]{3,45} of $")


# "a consumption of 500 mg| honey|": a dose
_SUBSTANCE = re.compile(
    r"[ ](?!(?:in|for|and|with|at|on|vs|versus|per|or|than|compared|during|after|among|to|from|by|of|was|were|over"
    r"|less|more|lower|higher|within|while|but|respectively)(?![a-z]))[a-z]{3}"
)


_VERBS = ("was ", "were ", "remained ", "peaked at ", "stood at ", "stayed at ", "remained at ")


def _plain(scene: Scene, item: Reading) -> Verdict:
    """A number that its unit, its sign or the word before it gives away."""
    text, number, near = scene.text, item.number, item.before[-60:]
    if item.unit in _DOSE_LIKE:
        return _dose_like(text, item)
    if item.unit and (verdict := _with_unit(scene, item, item.unit)) is not None:
        return verdict if verdict[1] else None
    if not number.decimals or _UNITLESS.search(item.before):
        return None
    if (near[-1:] in ("+", "-", "(") or near.endswith((": ", "= "))) and text[number.start] in "+-":
        return "signed", 0.7
    if is_moved_to(near):
        return "moved-to", 0.75
    if _SAID.search(near, max(0, len(near) - 12)) and (_SCORE.search(near) or near.endswith(_VERBS)):
        return "score", 0.65
    if _VERSUS.match(text, number.end) and (near[-1:] in ("(", "[") or is_labelled(item.before)):
        return "versus", 0.75
    if near[-1:] in ("(", "[") and _SET_BESIDE.search(near) and _LISTED_NEXT.match(text, number.end):
        return "versus", 0.7
    return None


_SET_BESIDE = re.compile(rf"{COMPARED.pattern}|differ|similar|comparable")
# "scores differed between A, B and C (|2.8|, 1.3 and 3.6, respectively"
_LISTED_NEXT = re.compile(r"(?:, \d{1,4}\.\d{1,3}){0,4},? and \d{1,4}\.\d{1,3}(?:[;,)]|, respectively)")


# "Cronbach's alpha was above 0.70 for all but A, which was |0.61|"
_UNITLESS = re.compile(
    r"(?<![a-z])(?:cronbach|alpha (?:was|were|values?|coefficients?)|kappa|c-index|c-statistic|specificity)(?![a-z])"
)


def _dose_like(text: str, item: Reading) -> Verdict:
    """A number with the unit of a dose: what was lost, used up or excreted, or how it differs."""
    near, size = item.before[-60:], len(item.before)
    if near.rstrip("+")[-1:] in ("(", "[") and VERSUS_AFTER.match(text, item.stop) and COMPARED.search(near):
        return "versus", 0.75
    if is_labelled(item.before) and _AMOUNT.search(item.before, max(0, size - 110)):
        second = _BESIDE_LABELLED.search(near) is not None
        first = not second and _LABELLED_NEXT.match(text, item.stop) is not None
        return ("labelled", 0.75) if first or second and _SET_APART.match(text, item.stop) else None
    if not _PREDICATE.search(near, max(0, len(near) - 16)):
        return None
    if _MOVED_BY.search(near, max(0, len(near) - 40)) or item.number.decimals > 1 and near.endswith(("was ", "were ")):
        return "amount", 0.7
    given = near.endswith(" of ") and _SUBSTANCE.match(text, item.stop)
    return ("amount", 0.7) if not given and _AMOUNT.search(item.before, max(0, size - 90)) else None


# "(zidolol |210 mL| vs placebo 340 mL)", "(A: |12 mg|; B: 20 mg)": amounts of two arms in a bracket
_LABELLED_NEXT = re.compile(
    r"(?:[;,]|,? (?:vs\.?|versus|compared (?:with|to))) [^()\d;,]{1,30}?[:=,]? \d[\d.]*(?!\d?[:/])"
)
_BESIDE_LABELLED = re.compile(r"\d ?[a-z\u00b5/]{1,6}(?:[;,]|,? (?:vs\.?|versus|compared (?:with|to))) [^()\d]{1,30}$")
_NOTHING = ("", 0.0)  # of a number that no other rule may speak for either


def _with_unit(scene: Scene, item: Reading, unit: str) -> Verdict:
    """A number with a unit, after "was" or a label, or set against another."""
    text, number, near = scene.text, item.number, item.before[-60:]
    said = _PREDICATE.search(near, max(0, len(near) - 16))
    if not said and (not is_time(unit) or number.decimals) and is_labelled(item.before):
        return ("labelled", 0.75) if _SET_APART.match(text, item.stop) else _NOTHING
    counted = unit in _COUNTS or _REGIMEN.fullmatch(unit) and not VERSUS_AFTER.match(text, item.stop)
    if counted and not number.decimals and said and said.group()[0] in ",([a":
        return _NOTHING  # "after 5 years, |140 events| were", "and |140 events|", "for 45 min, |3 days/week|"
    if near.endswith(" from ") and number.decimals and unit.startswith("per 1"):
        return "unit", 0.8  # "fell from |42.5 per 1000 women| in A to 24.8 per 1000 women in B"
    if said and not is_time(unit):
        if not unit.startswith("per ") and _AT_A.search(near):
            return _NOTHING
        of = not number.decimals and near.endswith((" of ", " with "))
        return _NOTHING if of and not scene.told(number.start) else ("unit", 0.8)
    if VERSUS_AFTER.match(text, item.stop) and not TIME_BEFORE.search(near):
        return "versus", 0.75
    if said and (number.decimals or not said.group().startswith((",", "with"))):
        return "time", 0.75
    return None


_REGIMEN = re.compile(r"(?:sessions?|days?|times|sets?|cups?|servings?)(?:/| per )(?:week|wk|day|d)")
_SET_APART = re.compile(r"[ ]?(?:[)\];,]|(?:vs?\.?|versus|and)[ ])")


def _governs(gap: str, item: Reading) -> bool:
    """Whether "mean" or "median" is said of the number that follows after ``gap``."""
    if ". " in gap.replace("vs. ", "vs ") or leaves_bracket(gap) or FOLLOWED.match(gap):
        return False
    bare = item.unit is None and not item.number.decimals
    if bare and (len(gap) > 70 or not _IS.search(gap)):
        return False
    if item.number.form == "words" and len(gap) > 40:
        return False
    if item.number.percent and len(gap) > 110:
        return False
    gap = _ASIDE.sub("", gap)
    other = _OTHER_NUMBER.search(gap)
    return other is None or (not item.number.percent and not bare and len(gap) - other.end() > 12)


_IS = re.compile(
    r"(?:^|[ ])(?:was|were|is|of|:|=|,|to|in group [A-Z0-9]+|respectively|at|had)[ ]?(?:only |about "
    r"|approximately )?[(]?$|^[ ,:;(]*$|[:=,]$|[(]$|^[ ](?:[a-z]+[ ])?age[ ]$"
)
_ASIDE = re.compile(r"[ ][(\[][^()\[\]]{1,40}[)\]](?=[ ])")  # "survival at cut-off| (412 deaths)| was"
_OTHER_NUMBER = re.compile(r"(?<![A-Za-z\d-])\d+(?:\.\d+)?(?=[ ,;)%]|$)")
