"""Numbers with nothing after them but a unit: which of them are measurements, by what governs them.

Each rule is named for its evidence; its score is how often it was right where it spoke. All patterns but those that
are matched after a number read lower-cased text.
"""

from __future__ import annotations

import re

from trialfacts.numbers import Number
from trialfacts.results.cues import Mark, is_said_of_change
from trialfacts.results.readings import Reading
from trialfacts.results.result_units import is_time
from trialfacts.results.scene import Scene

Verdict = tuple[str, float] | None  # a rule and its score

# "improved |75%|", "rose about |two-fold|"
_STRAIGHT_ON = re.compile(r"[ ](?:(?:about|approximately|only|nearly|almost|roughly|significantly|an? additional)[ ])?")
_TIME_BEFORE = re.compile(
    r"(?:^|[ (,])(?:at|baseline,?|baseline and|after|for|over|within|during|until|till|by|every|following|first|last"
    r"|next|past|previous|each|up to|and|or|in|to|on|than|before|until|lasting|lasted|further|additional|another"
    r"|the|initial|final|of)"
    r"(?:[ ](?:the|an?|only|even|about|approximately|up to|least|around|next|first|last|further|additional"
    r"|another|total of|period of|minimum of|maximum of)){0,2}[ ]$"
)
TIME_AFTER = re.compile(
    r"[ ]?(?:\)|,)?[ ](?:after|before|post|later|following|prior|apart|follow-?[ ]?up|of (?:treatment"
    r"|therapy|follow|intervention|age|study|age)|postop|from|thereafter|treatment|therapy|trial|study"
    r"|period|old|or (?:older|younger|more)|and (?:older|over))|[ ]?-|'"
)
# "4.6 years|' median follow-up|", "18 years| of median cumulative follow-up|", "2.9 years|' treatment duration|"
LASTED = re.compile(
    r"(?:'s?)?[ ](?:of[ ])?(?:(?P<stat>median|mean|average)[ ])?"
    r"(?P<name>(?:(?!(?:and|or|in|with)[ ])[a-z-]{3,15}[ ]){0,2}"
    r"(?:follow-?[ ]?up|duration|exposure|observation)(?![a-z-]))"
)
_AMOUNTS_TO = re.compile(
    r"(?:by|of|was|were|is|to be|averaged?|averaging|:|=|,|\()[ ]?(?:(?:about|approximately|an?|the"
    r"|mean|average|median|only|of|roughly|around|nearly|almost|additional|further|another|-|~|\u223c"
    r"|\u2248)[ ]?){0,4}[$\u00a3\u20ac+~\u223c]?$"
)
_BY_OR_OF = re.compile(r"(?:by|of)[ ]")
_PREDICATE = re.compile(
    r"(?:(?:was|were|is|are|be|of|being|as|reached|averaged|had|has|to be|only|about|approximately|=|:|\("
    r"|\[|,|(?<![a-z])vs?\.?|versus|and|to|than|with|walked|lost|gained|averaging|totall?ed|lasted|measured|weighed|cost"
    r"|took)[ ]?"
    r"|[~\u223c\u2248])$"
)
# "after a median follow-up of "
_FOLLOW_UP = re.compile(r"follow(?:ed)?[ -]?up[^.;,()]{0,12}$")
# "showed an onset of ", "and a duration of block of "
HAD_OF = re.compile(
    r"(?:showed|had|has|demonstrated|reached|reported|with|and)[ ]an?[ ]"
    r"(?!period|course|interval|total|maximum|minimum|treatment|rest|washout|dose|delay)[a-z][a-z -]{2,35}[ ]of[ ]$"
)
_TESTED = re.compile(r"[ ]?[(][pP][ ]?[<=>]")  # "3 h (P < 0.01)": a time at which something differed
_STUDY_TIME = re.compile(
    r"(?:study|treatment|intervention|trial|observation|therapy)[ ](?:period|time|duration)"
    r"|(?:run-?in|lead-?in|wash-?out)(?:[ ](?:period|phase))?[ ](?:of|was|lasted)[ ]"
    r"|duration of (?:the )?(?:study|trial|treatment|follow|therapy|intervention)"
)
_AMOUNT = re.compile(
    r"(?:loss|volume|consumption|requirements?|output|intake|drainage|usage|dosage|doses|excretion"
    r"|secretion|amount|expenditure|fev ?1|fvc|bleeding|milk|urine)(?![a-z])"
)
# "the difference was |4.6 g/day|"
_MOVED_BY = re.compile(r"(?:difference|change|increase|decrease|reduction)s?[ ]?(?:=|:|was|of)[ ]?[-+]?$")
_LIMIT = re.compile(
    r"(?:below|less than|above|under|more than|greater than|at least|up to|over|within|exceed(?:ing"
    r"|ed)?|at most|not exceed|lower than|higher than|maximum of|minimum of|every|than or equal to|at"
    r"|(?:tof|four)(?:[ ][(]tof[)])?[ ]ratio(?:[ ](?:of|to))?)[ ](?:an? )?$"
)
# "(baseline 9.8 mmol/L", "baseline: 41.2": no change "from baseline".
_BASELINE = re.compile(
    r"(?<!from )(?<!to )(?<!post )(?<!versus )(?<!vs )baseline"
    r"(?:[ ](?:value|level|mean|was|of|(?!and|vs|or|to|at|in|for|with|than|by)[a-z0-9]{3,6})){0,2}[:=]?[ ]?$"
)
# A continuous measure in percent, with what leads on to its number: "HbA1c was ", "ejection fraction (".
_CONTINUOUS = re.compile(
    r"(?:hb ?a1c|(?<![a-z])a1c|glyc(?:at|osylat)ed h(?:a)?emoglobin|ejection fraction|lvef|h(?:a)?ematocrit|saturation"
    r"|spo2|sao2|body fat|fat mass|fev ?1|fvc|bioavailability|efficiency|inhibition|vasodilat(?:at)?ion|fmd"
    r"|clearance|shortening|stenosis|probability|(?<!\d)(?<!\d )%[ ]?[a-z]{3,}"
    r"|(?:percentage|proportion|percent|fraction) of (?:the )?(?:[a-z-]{3,12} )?"
    r"(?:time|days|energy|fat|weight|doses?|sessions|nights|hours))"
    r"(?![a-z])[^.;%]{0,60}?(?:was|were|of|is|reached|:|=|averaged|[(\[]|vs\.?|versus|and|to|than|had)[ ]?"
    r"(?:an? |only |about )?$"
)
_LIST_TAIL = re.compile(r"(?:\d[\d.]*(?:,? and |,? or | to |, |-|/| vs\.? ))+$")
_COMPARATIVES_WORDS = """
    lower higher greater less more longer shorter earlier later sooner fewer larger smaller faster slower better
    worse difference differences
"""
COMPARATIVES = frozenset(_COMPARATIVES_WORDS.split())
_MORE = re.compile(r"lower|higher|less|greater|reduced|decreased|increased|shorter|longer")
# "a 46% probability of being cost-effective"
CHANCE_AFTER = re.compile(r"[ ]probability(?![a-z])")
_OF_BASELINE = re.compile(r"[ ](?:of|compared (?:to|with)|from) (?:the )?(?:baseline|initial|pre-?treatment)")
MORE_AFTER = re.compile(
    r"[ ](?:relative[ ]|mean[ ]|significant(?:ly)?[ ]|absolute[ ]|weight[ ]){0,2}(?P<word>lower|higher|greater"
    r"|less|more(?![ ](?:likely|often|frequent|than[ ]\d))|longer|shorter|earlier|later|sooner|fewer|larger|smaller"
    r"|faster|slower|better|worse|differences?"
    r"|(?:reduc|increas|decreas|improve|declin|fall|rise|drop|gain(?!ed)|loss)[a-z]*)(?![a-z])"
)
_SAID = re.compile(r"(?:was|were|of|=|:|averaged|reached|scored)[ ]$")
VERSUS_AFTER = re.compile(r"[ ](?:vs?\.?|versus)[ ]")
_VERSUS = re.compile(r"[ ](?:vs?\.?|versus|compared (?:with|to))[ ](?=[+-]?\d+\.\d+(?![ ]?%))")
_SCORE = re.compile(
    r"(?:scores?|scale|index|vas|ratio|level|levels|concentrations?|count|counts|rates?|pressure"
    r"|volume|area|weight|bmi|duration|length|number|dose|consumption|requirement|cost|costs|time"
    r"|index|auc|activity|titers?|titres?|gmt)s?(?![a-z])"
)
_COUNTS_WORDS = """
    times fold cycles sessions steps events episodes attacks exacerbations falls visits doses scans items words
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
# "by a mean 3 days"
_BY = re.compile(r"by[ ](?:[a-z]+[ ]){0,3}$")


def judge_single(scene: Scene, item: Reading, signed: bool, cue: Mark | None, change: Mark | None) -> Verdict:
    """The rule that speaks for a number, and its score; sets ``stat`` where the rule tells it.

    ``cue`` and ``change``: the last words of a mean and of a change before the number.
    """
    text, number = scene.text, item.number
    if cue is None:
        idle = number.percent and change is None and not signed and not MORE_AFTER.match(text, item.end)
        told = scene.results or (lasted := LASTED.match(text, item.stop)) and lasted.group("stat")
        if not told or idle and not _may_be_measured(text, item):
            return None
    verdict = _claim(scene, item, signed, cue, change)
    if verdict is None or not cue and _is_other(text, item):
        return None
    if not cue and not (signed and number.percent) and scene.designed(number.start):
        return None
    stopped = _LIMIT.search(item.before, max(0, len(item.before) - 25)) or _ANCHOR.match(text, number.end)
    if verdict[0] == "lasted":
        return verdict
    chance = verdict[0] == "continuous"  # "at a threshold of ..., the probability was 64%"
    return None if stopped or not chance and scene.planned(number.start) else verdict


def _may_be_measured(text: str, item: Reading) -> bool:
    """Whether a percentage of which no change is said may be a value: in brackets, a probability, an HbA1c."""
    in_brackets = item.before[-1:] in ("(", "[")
    return in_brackets or CHANCE_AFTER.match(text, item.end) is not None or says_continuous(item.before)


def says_continuous(before: str) -> bool:
    """Whether the lower-cased words before a percentage name a continuous measure: "HbA1c was ", "(baseline "."""
    tail = before[-110:].replace("(%)", "")
    return _CONTINUOUS.search(tail) is not None or _BASELINE.search(tail[-30:]) is not None


def lasted_stat(lasted: re.Match[str]) -> str | None:
    """The statistic that is told behind a duration: "years of |median| follow-up"."""
    word = lasted.group("stat")
    return "mean" if word == "average" else word


def may_claim(text: str, before: str, number: Number, unit: tuple[str, int] | None) -> bool:
    """Whether a rule may speak for a number that is no percentage, where no mean or median stands before it.

    Asked before a sentence is read; ``before`` as in a reading, ``unit`` with its end. The second of "from 7 to 3" and
    a number whose unit may be told by the next one are let through.
    """
    if MORE_AFTER.match(text, unit[1] if unit else number.end):
        return True
    size = len(before)
    said = _PREDICATE.search(before, max(0, size - 16)) is not None
    if said and before.endswith("to ") or before[-2:].rstrip()[-1:] in (">", "\u2192"):
        return True
    if not number.decimals and unit and unit[0] in _COUNTS or _LIMIT.search(before, max(0, size - 25)):
        return False
    if unit and unit[0] in _DOSE_LIKE:
        told = (
            number.decimals > 1
            or _AMOUNT.search(before, max(0, size - 90))
            or _MOVED_BY.search(before, max(0, size - 40))
        )
        versus = before.rstrip("+ ")[-1:] in ("(", "[") and VERSUS_AFTER.match(text, unit[1]) is not None
        return said and bool(told) or versus or _amounts_to(before)
    return (
        said
        or "baseline" in before[-26:]
        or before.rstrip()[-1:] in ("+", "-")
        or text[number.start] in "+-"
        or VERSUS_AFTER.match(text, unit[1] if unit else number.end) is not None
        or _amounts_to(before)
        or unit is not None
        and _CHANGED_BY.search(before, max(0, size - 30)) is not None
        or _labelled(before)
    )


# "rose |2.4 mL/kg/min|"
_CHANGED_BY = re.compile(r"(?:creased|rose|fell|dropped|improved|declined|reduced)[ ](?:[a-z]+ly[ ]|about[ ])?$")


def _claim(scene: Scene, item: Reading, signed: bool, cue: Mark | None, change: Mark | None) -> Verdict:
    text, number, unit, place = scene.text, item.number, item.unit, item.number.start
    percent = number.percent or unit == "%"
    tail = item.before[-26:]
    if "baseline" in tail and scene.results and (unit or number.decimals) and not signed and _BASELINE.search(tail):
        item.role = "base"
        return "baseline", 0.9
    if percent and signed and scene.results:
        return "signed-percent", 0.95
    if unit and is_time(unit) and (lasted := LASTED.match(text, item.stop)) and (stat := lasted_stat(lasted)):
        item.stat = stat
        return "lasted", 0.85
    if unit and is_time(unit) and _is_point(text, item, cue, change):
        return None
    counted = not number.decimals and (unit is None or unit in _COUNTS)
    if counted and item.before[-1:] == "(" and _COUNTED_ASIDE.match(text, number.end):
        return None
    if cue and _governs(scene.lower[cue.end : place], item):
        return "mean", 0.85
    if change and (unit or number.decimals):
        by = item.before.endswith(" by ")
        if place - change.end <= (120 if by else 60) and _amounts_to(item.before):
            return "change-by", 0.8
        if percent and is_said_of_change(scene.lower, change, place) and not COUNTED.search(item.before[-110:]):
            return "change-by", 0.8
        told = percent or unit == "fold" or unit and not is_time(unit) and unit not in _DOSE_LIKE
        if told and _STRAIGHT_ON.fullmatch(scene.lower, change.end, place) and not COUNTED.search(item.before[-110:]):
            item.stat = "change"
            return "change-by", 0.75
    if not scene.results:
        return None
    if percent or unit:
        more = MORE_AFTER.match(text, item.stop)
        of_risk = more is not None and text.startswith((" risk", " odds", " hazard"), more.end())
        if more and not of_risk and "CI" not in text[more.end() : more.end() + 60]:
            item.stat = "difference" if more.group("word") in COMPARATIVES else "change"
            return "more", 0.7
    if percent:
        return _percent_change(scene, item, change)
    if scene.eligibility:
        return None
    if not unit and not number.decimals:
        return _whole(text, item, signed)
    return _plain(scene, item)


# "median time to relapse (|214 events|) was"
_COUNTED_ASIDE = re.compile(r"[ ][a-z]{4,15}(?:[ ][a-z]{4,15})?[)][ ](?:was|were)[ ]")
# "higher in A than in B (88 vs. 69, P"
WHOLE_VERSUS = re.compile(r"[ ](?:vs?\.?|versus)[ ]\d{1,4}(?:[,;)]| ?[(]P)")
TESTED_NEXT = re.compile(r"[,;][ ][pP][ ]?[<=>]")


# "the pain score was |4|"
_SCORED = re.compile(
    r"(?:scores?|vas|nrs|index|ratings?|levels?|concentrations?|tit(?:er|re)s?|counts?)[^.;,()\d]{0,30}"
    r"[ ](?:was|were)[ ](?:only[ ]|about[ ])?$"
)


def is_scored(before: str) -> bool:
    """Whether the lower-cased words before a number say it of a score or a level: "the pain score was "."""
    return before.endswith(("was ", "were ", "only ", "about ")) and _SCORED.search(before[-50:]) is not None


def _whole(text: str, item: Reading, signed: bool) -> Verdict:
    """A whole number without a unit: the value of a score, in brackets a change or one of two that are compared."""
    before = item.before
    if not signed and is_scored(before) and not COUNTED.search(before[-60:]):
        return "score", 0.7
    if before[-1:] not in ("(", "[") and not (signed and (before[-2:-1] in ("(", "[") or _labelled(before))):
        return None
    if signed:
        set_apart = TESTED_NEXT.match(text, item.stop) or VERSUS_AFTER.match(text, item.stop)
        return ("signed", 0.7) if set_apart else None
    if item.number.value >= 1000 or COUNTED.search(before) or not _CHANGED.search(before, max(0, len(before) - 110)):
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
    if (
        unit.startswith(("degree", "\u00b0"))
        and (unit not in _ANGLES or not item.number.decimals and not item.before.endswith(_OF_ANGLE))
        or _TEMPERATURE.match(text, item.stop)
        and unit in _ANGLES
    ):
        return True
    if item.number.percent and _PREVALENCE.search(item.before, max(0, len(item.before) - 90)):
        return True
    if _OTHER_STATISTIC.search(item.before, max(0, len(item.before) - 110)):
        return True
    return _STUDY_TIME.search(item.before, max(0, len(item.before) - 60)) is not None


# "a fall in X in the |A| group (12%) than": what a percentage in brackets right after it is said of.
_CHANGED = re.compile(
    r"(?:(?P<change>increas|decreas|reduc|declin|improve|deteriorat|rise|rose|fell)"
    r"|(?P<more>lower|higher|greater|larger|smaller|longer|shorter))[^.;()%]{3,90}[(\[]$"
)
# What is counted in people or events.
COUNTED = re.compile(
    r"(?:incidence|prevalence|proportion|rates?|risk|mortality|frequency|number|percentage|patients|participants"
    r"|subjects|children|responders|women|cases|events|complications|survival|recurrence|remission|success"
    r"|response rate)s?(?![a-z])"
)
_CLOSES = re.compile(r"[ ]?[);,]|[ ](?:vs?|versus|in|for|to|and)(?![a-z])")


# "improvements were found in X (": none of people, in whom an improvement would be found.
_CHANGE_SEEN = re.compile(
    r"(?:increase|decrease|reduction|improvement|decline|gain|rise)s?(?:[ ](?:was|were)[ ](?:also[ ])?[a-z]{4,10})?"
    r"[ ]in[ ][^.;,()%]{3,70}[(]$"
)


def _compared(text: str, item: Reading, before: str) -> str | None:
    """Whether a percentage in brackets is a "change" or a "difference": "glucose was lower after A (12%, P = 0.03)"."""
    if not _CLOSES.match(text, item.end):
        return None
    found = _CHANGED.search(before, max(0, len(before) - 110))
    if found is None or COUNTED.search(before, max(0, found.start() - 60)):
        return None
    return "change" if found.group("change") else "difference"


# "reduced the incidence of X by 12%": a relative risk.
_PREVALENCE = re.compile(
    r"(?:incidence|prevalence|mortality|uptake|risks?[ ](?:of|for)|proportion of (?:patients|participants))(?![a-z])"
)
_ANGLES = ("\u00b0", "degree", "degrees")
_TEMPERATURE = re.compile(r"[ ]?(?:[CF](?![A-Za-z])|[Cc]elsius|[Ff]ahrenheit|centigrade)")
_OF_ANGLE = ("was ", "were ", "(", "= ", "by ", "vs. ", "vs ")  # what stands before an angle that was measured


# "effect size of 1.1", "the C-index was"
_OTHER_STATISTIC = re.compile(
    r"(?:effect sizes?|alpha|c-index|c-statistic|discovery rate|risk reduction|agreement|correlations?|coefficients?"
    r"|kappa|reliability|detection|quantif?ication|voxel size|significance level|odds|hazard ratios?)"
    r"(?![a-z])[^.;]{0,90}$"
)


def is_other_statistic(before: str) -> bool:
    """Whether the lower-cased words before a number tell of people counted, of events or of a statistic of its own."""
    return COUNTED.search(before[-40:]) is not None or _OTHER_STATISTIC.search(before[-110:]) is not None


# "improved in all scores (|pain: 12%; stiffness: |": the labels of a list of percentages, from its bracket
_LABELS = re.compile(
    r"[(\[](?P<rest>(?:[^()\[\]:;%]{2,40}:[ ]?\d[\d.]{0,5}[ ]?%[;,][ ](?:and[ ])?){0,5}[^()\[\]:;%]{2,40}:[ ])$"
)


_NEXT_PERCENT = re.compile(r"[;,][ ](?:and[ ])?[^()\[\]:;%]{2,40}:[ ]?\d[\d.]{0,5}[ ]?%")


def _percent_change(scene: Scene, item: Reading, change: Mark | None) -> Verdict:
    """A percentage that is no proportion: "lower (by 58%)", "to 70% of baseline", "reduced urea (12%)"."""
    text = scene.text
    near = item.before[-60:]
    if near.endswith("(by ") and _MORE.search(near):
        item.stat = "difference"
        return "of-baseline", 0.6
    if near.endswith(" to ") and _OF_BASELINE.match(text, item.end):
        item.stat = "change"
        return "of-baseline", 0.6
    if not change and _CONTINUOUS.search(item.before[-110:].replace("(%)", "")):
        return "continuous", 0.95 if "probability" in near else 0.8
    if CHANCE_AFTER.match(text, item.end):
        return "continuous", 0.95
    if change and item.before.endswith(": "):
        before = scene.lower[max(scene.sentence.start, item.number.start - 300) : item.number.start]
        labels = _LABELS.search(before)
        listed = labels is not None and (":" in labels.group("rest")[:-2] or _NEXT_PERCENT.match(text, item.end))
        if labels is not None and listed and _compared(text, item, before[: labels.start("rest")]) == "change":
            item.stat = "change"
            return "percent-label", 0.86
    if item.before[-1:] in ("(", "[") and (compared := _compared(text, item, item.before)) is not None:
        item.stat = compared
        seen = _CHANGE_SEEN.search(item.before, max(0, len(item.before) - 110))
        return ("change-in", 0.95) if seen else ("percent-bracket", 0.85)
    return None


# "at a lactate concentration of |4 mmol/L|": under which condition
_AT_A = re.compile(r"(?<![a-z])at (?:an?|the) [a-z -]{3,45} of $")


def _plain(scene: Scene, item: Reading) -> Verdict:
    """A number that its unit, its sign or the word before it gives away."""
    text = scene.text
    unit, number, near = item.unit, item.number, item.before[-60:]
    if unit:
        said = _PREDICATE.search(near, max(0, len(near) - 16))
        if unit in _DOSE_LIKE:
            if said and _MOVED_BY.search(near, max(0, len(near) - 40)):
                return "amount", 0.7
            if said and number.decimals > 1 and near.endswith(("was ", "were ")) and not is_time(unit):
                return "amount", 0.7
            if (
                near.rstrip("+")[-1:] in ("(", "[")
                and VERSUS_AFTER.match(text, item.stop)
                and _MORE.search(item.before[-90:])
            ):
                return "versus", 0.75
            return ("amount", 0.7) if said and _AMOUNT.search(item.before, max(0, len(item.before) - 90)) else None
        if not said and (not is_time(unit) or number.decimals) and _labelled(item.before):
            return ("labelled", 0.75) if _SET_APART.match(text, item.stop) else None
        if said and not is_time(unit):
            if not unit.startswith("per ") and _AT_A.search(near):
                return None
            of = not number.decimals and near.endswith((" of ", " with "))
            return None if of and not scene.told(number.start) else ("unit", 0.8)
        if VERSUS_AFTER.match(text, item.stop) and not _TIME_BEFORE.search(near):
            return "versus", 0.75
        if said and (number.decimals or said.group()[0] != ","):
            return "time", 0.75
    if not number.decimals:
        return None
    if (near[-1:] in ("+", "-", "(") or near.endswith((": ", "= "))) and text[number.start] in "+-":
        return "signed", 0.7
    if _SAID.search(near, max(0, len(near) - 12)) and (_SCORE.search(near) or near.endswith(("was ", "were "))):
        return "score", 0.65
    if _VERSUS.match(text, number.end) and (near[-1:] in ("(", "[") or _labelled(item.before)):
        return "versus", 0.75
    return None


# "(treated arm |", "vs. controls |", "; group B: |": the label of a value in a bracket.
_LABEL = re.compile(
    r"(?:[(\[]|[;,][ ]|[ ](?:vs\.?|versus)[ ])(?:the[ ])?"
    r"(?P<label>[a-z][\w+/-]{0,20}(?:[ ][\w+-]{1,20}){0,2})[ ]?[:=,]?[ ]$"
)
# Words that make a phrase of it, or another statistic.
_NO_LABEL_WORDS = """
    p n ci sd se sem iqr range ranged ranging after at for in by over until to dose doses or rr hr md r b d t f z df
    beta up about less more than least only week weeks day days month months year years of on from with within during
    and was were is are had vs versus power alpha z-score total median mean average per every between x each using
    under below above around approximately nearly difference reduction increase decrease change odds hazard ratio risk
    interval irr icc auc kappa adjusted effect size t1 q1 q3 first second then followed plus received given
"""
_NO_LABEL = frozenset(_NO_LABEL_WORDS.split())
_SET_APART = re.compile(r"[ ]?(?:[)\];,]|(?:vs?\.?|versus|and)[ ])")


def _labelled(before: str) -> bool:
    """Whether a mere label stands between the number and the bracket, or the value before it in the bracket."""
    if before.rfind("(") <= before.rfind(")") and before.rfind("[") <= before.rfind("]"):
        return False
    found = _LABEL.search(before, max(0, len(before) - 70))
    return found is not None and _NO_LABEL.isdisjoint(found.group("label").split())


def _governs(gap: str, item: Reading) -> bool:
    """Whether "mean" or "median" is said of the number that follows after ``gap``."""
    if ". " in gap.replace("vs. ", "vs ") or _leaves_bracket(gap):
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


def _leaves_bracket(gap: str) -> bool:
    """Whether a bracket that was open before the words is closed by them, with more than a word in it."""
    close = gap.find(")")
    return close > 12 and gap.count("(", 0, close) == 0


_IS = re.compile(
    r"(?:^|[ ])(?:was|were|is|of|:|=|,|to|in group [A-Z0-9]+|respectively|at|had)[ ]?(?:only |about "
    r"|approximately )?[(]?$|^[ ,:;(]*$|[:=,]$|[(]$"
)
_ASIDE = re.compile(r"[ ][(\[][^()\[\]]{1,40}[)\]](?=[ ])")  # "survival at cut-off| (412 deaths)| was"
_OTHER_NUMBER = re.compile(r"(?<![A-Za-z\d-])\d+(?:\.\d+)?(?=[ ,;)%]|$)")


# "median time to healing (", "mean duration of block of"
_LASTING = re.compile(
    r"(?:time to|time for|time until|duration|survival|interval|length|stay|onset|latency|delay|half-li[fv]es?)"
    r"(?![a-z])[^.;,\d]{0,50}?(?:[(]| of | was | were )$"
)


# "|6|, 12 and 24 h after surgery", "|30| minutes and one hour after"
_TIME_WORD = r"(?:years?|months?|mos?|weeks?|wks?|days?|hours?|hrs?|h|minutes?|mins?|seconds?|s)"
_LIST_HEAD = re.compile(
    rf"(?:[ ]{_TIME_WORD})?(?:(?:,|,?[ ](?:and|or)|,?[ ]to)[ ](?:\d{{1,3}}|[a-z]{{3,6}})(?:[ -]{_TIME_WORD})?){{1,6}}"
    rf"[ ](?:after|before|following|post|prior|later|postoperative)(?![a-z])"
)
_GIVEN_FOR = ("treated with ", "received ", "receiving ", "given ", "completed ")  # "received |5 years| of"
_TOLD = ("was ", "were ", "of ", "(", "= ", ": ")


def _is_point(text: str, item: Reading, cue: Mark | None, change: Mark | None) -> bool:
    """Whether a number of days or months is a point in time or a period, not a result."""
    before, unit = item.before, item.unit or "-"
    if _LIST_HEAD.match(text, item.number.end) and not before.endswith(_TOLD):
        return True
    if before.endswith(_GIVEN_FOR) and text.startswith(" of ", item.stop):
        return True
    if cue and item.number.start - cue.end <= 12 and not before.endswith("on average "):
        return False
    if cue and _LASTING.search(before, max(0, len(before) - min(100, item.number.start - cue.end))):
        return False
    if cue and _FOLLOW_UP.search(before, max(0, len(before) - 30)):
        return False
    if not cue and _TESTED.match(text, item.stop):
        return True
    if item.number.decimals and (before.endswith("took ") or _labelled(before)):
        return False
    if change and unit[0] in "hmsd" and unit[:2] != "mo" and _BY.search(before, max(0, len(before) - 30)):
        return False
    if item.number.form == "words" and not cue:
        return True
    if HAD_OF.search(before, max(0, len(before) - 60)):
        return False
    before = _LIST_TAIL.sub("", before[-60:])
    return bool(
        _TIME_BEFORE.search(before[-30:])
        or TIME_AFTER.match(text, item.stop)
        or text[item.stop : item.stop + 1] == ":"
        or (not item.number.decimals and before[-1:] + text[item.stop : item.stop + 1] in ("()", "[]"))
    )
