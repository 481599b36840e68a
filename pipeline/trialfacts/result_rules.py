"""Which numbers of a sentence are measurements, and which statistic they are: the rules and their scores.

Each rule is named for its evidence; its score is how often it was right where it spoke.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from trialfacts.cues import Cues, Mark, last_before, statistic
from trialfacts.dispersion import Header, Spread
from trialfacts.document import Document, Sentence
from trialfacts.readings import Reading, unit_end
from trialfacts.result_units import is_time

# What no result stands behind: "P <", "n =", "week ", "Group "; "NCT".
_NOT_BEFORE = re.compile(
    r"(?:[<\u2264\u2265]|(?<!-)>|(?<![A-Za-z])(?:[pPnNtFrRzZQK]2?(?:[ -]values?)?|\u03c72|df|d\.?f\.?"
    r"|OR|HR|RR|IRR|ARR|CI|SMD|MD|d|\u03ba|\u03b2|kappa|ICC|alpha|\u03b1|NNT|AUC|ISRCTN|NCT|No\.?|R2"
    r"|\u03b72|eta2|chi2|\u03c72)[ ]?[=:]"
    r"|(?<![A-Za-z-])(?:NCT|ISRCTN|CI|power|alpha|[nN]|P)[ ]?)[ ]?$"
)
# What a whole number counts off and does not measure: "week 12", "group 2".
_COUNTED_OFF = re.compile(
    r"(?<![A-Za-z-])(?:[dD]ays?|[wW]eeks?|[mM]onths?|[vV]isits?|[yY]ears?|[gG]rades?|[sS]tages?"
    r"|[pP]hase|[tT]ype|[tT]able|[tT]rial|[sS]tudy|[sS]tep|[cC]lass|[cC]ycle|[sS]ession"
    r"|[aA]rms?|[gG]roups?|POD|[qQ]uestions?|IL|T|[pP]ost)(?:[ ]?[-#])?[ ]?$"
)
_NOT_AFTER = re.compile(
    r"(?:[ -](?:(?!for|in|of|with|and|to|among|from|per|vs|versus|at|by|on|as|or|is|was"
    r"|were)[a-z-]{2,14}[ ]){0,2}(?:patients?|participants?|subjects?|wom[ae]n|m[ae]n|children|adults"
    r"|infants|people|persons|individuals|volunteers|centers|centres|sites"
    r"|hospitals|girls|boys|males|females|cases|groups|arms|teeth|eyes|knees|trials|studies|rats|mice"
    r"|schools|students|nurses|physicians|countries|neonates|respondents|households)(?![a-z-])"
    r"(?!'|[ ]per)|-(?:year|month|week|day|hour|min|point|item|minute|second|fold|arm|mg|time|h|mm|cm"
    r"|ml|mL|dose|cycle|step|meter|metre|man|lead|way|center|centre)(?![a-z])|[ ]?/[ ]?\d"
    r"|[ ]of[ ](?:the[ ])?\d|[ ]?:[ ]?1(?!\d)"
    r"|(?:st|nd|rd|th)(?![a-z])|[ ]?% ?CI|[ ]?% (?:confidence|CI))"
)
_TIME_BEFORE = re.compile(
    r"(?:^|[ (,])(?:at|after|for|over|within|during|until|till|by|every|following|first|last|next|past"
    r"|previous|each|up to|and|or|in|to|on|than|before|until|lasting|lasted|further|additional|another"
    r"|the|initial|final|of)"
    r"(?:[ ](?:the|an?|only|even|about|approximately|up to|least|around|next|first|last|further|additional"
    r"|another|total of|period of|minimum of|maximum of)){0,2}[ ]$",
    re.I,
)
_TIME_AFTER = re.compile(
    r"[ ]?(?:\)|,)?[ ](?:after|before|post|later|following|prior|apart|follow-?[ ]?up|of (?:treatment"
    r"|therapy|follow|intervention|age|study|age)|postop|from|thereafter|treatment|therapy|trial|study"
    r"|period|old)|[ ]?-|'"
)
_FROM = re.compile(
    r"(?:from|baseline)[ ](?:an?[ ])?(?:(?:baseline|initial|pre-?treatment|preoperative"
    r"|base)[ ])?(?:(?:mean|median|average|value|level|score|baseline)s?[ ])?(?:(?:value|level"
    r"|score)[ ])?(?:of[ ])?(?:about[ ]|approximately[ ])?[(]?[$\u00a3\u20ac]?$",
    re.I,
)
_TO = re.compile(
    r"[ ]?[^.;,\d]{0,30}?[ ,]?[)]?,?[ ]to[ ](?:an?[ ])?(?:(?:mean|median"
    r"|average)[ ])?(?:of[ ])?(?:about[ ]|approximately[ ]|only[ ])?[$\u00a3\u20ac]?[^.;,\d]{0,3}"
    r"|[^.;,\d]{0,12}[ ]?(?:-->|->|\u2192|-+>)[ ]?"
)
_AMOUNTS_TO = re.compile(
    r"(?:by|of|was|were|is|to be|averaged?|averaging|:|=|,|\()[ ]?(?:(?:about|approximately|an?|the"
    r"|mean|average|median|only|of|roughly|around|nearly|almost|additional|further|another|-|~|\u223c"
    r"|\u2248)[ ]?){0,4}[$\u00a3\u20ac+~\u223c]?$",
    re.I,
)
_PREDICATE = re.compile(
    r"(?:(?:was|were|is|are|of|being|as|reached|averaged|had|has|to be|only|about|approximately|=|:|\("
    r"|\[|,|vs\.?|versus|and|to|than|with)[ ]?|[~\u223c\u2248])$"
)
# A size that was planned, defined or allowed, not found.
_PLANNED = re.compile(
    r"clinically (?:important|relevant|meaningful|significant)|minimal|minimum|prespecified"
    r"|pre-specified|expected|detect|assum|power|sample size|target|defined as|cut-?off|threshold"
    r"|anticipat|willing",
    re.I,
)
_STUDY_TIME = re.compile(
    r"(?:study|treatment|intervention|trial|observation|therapy)[ ](?:period|time|duration)"
    r"|duration of (?:the )?(?:study|trial|treatment|follow|therapy|intervention)",
    re.I,
)
_AMOUNT = re.compile(
    r"(?:loss|volume|consumption|requirements?|output|intake|drainage|usage|dosage|doses|excretion"
    r"|secretion|amount|expenditure)(?![a-z])",
    re.I,
)
_LIMIT = re.compile(
    r"(?:below|less than|above|under|more than|greater than|at least|up to|over|within|exceed(?:ing"
    r"|ed)?|at most|not exceed|lower than|higher than|maximum of|minimum of|every|at)[ ](?:an? )?$",
    re.I,
)
_LIST_TAIL = re.compile(r"(?:\d[\d.]*(?:,? and |,? or | to |, |-|/| vs\.? ))+$")
_COUNT = re.compile(
    r"(?:\d|hundred|ty|teen|ten|eleven|twelve|one|two|three|four|five|six|seven|eight"
    r"|nine)[ -](?:[A-Za-z0-9-]+[ ]){0,6}?(?:patients|participants|subjects|women|man|men|children"
    r"|adults|infants|people|individuals|volunteers|males|females|students|girls|boys|persons|workers"
    r"|cases)|\b[nN][ ]?=[ ]?\d",
    re.I,
)
_COMPARATIVES_WORDS = """
    lower higher greater less more longer shorter earlier later sooner fewer larger smaller faster slower better
    worse
"""
_COMPARATIVES = frozenset(_COMPARATIVES_WORDS.split())
_MORE = re.compile(r"lower|higher|less|greater|reduced|decreased|increased|shorter|longer")
_OF_BASELINE = re.compile(r"[ ](?:of|compared (?:to|with)|from) (?:the )?(?:baseline|initial|pre-?treatment)")
MORE_AFTER = re.compile(
    r"[ ](?:relative[ ]|mean[ ]|significant(?:ly)?[ ]|absolute[ ]){0,2}(?P<word>lower|higher|greater"
    r"|less|more|longer|shorter|earlier|later|sooner|fewer|larger|smaller|faster|slower|better|worse"
    r"|(?:reduc|increas|decreas|improve|declin|fall|rise|drop|gain|loss)[a-z]*)(?![a-z])"
)
_SAID = re.compile(r"(?:was|were|of|=|:|averaged|reached|scored)[ ]$")
_VERSUS_AFTER = re.compile(r"[ ](?:vs\.?|versus)[ ]")
_VERSUS = re.compile(r"[ ](?:vs\.?|versus|compared (?:with|to))[ ](?=[+-]?\d+\.\d+(?![ ]?%))")
_SCORE = re.compile(
    r"(?:scores?|scale|index|VAS|ratio|level|levels|concentrations?|count|counts|rates?|pressure"
    r"|volume|area|weight|BMI|duration|length|number|dose|consumption|requirement|cost|costs|time"
    r"|index|AUC|activity|titers?|titres?|GMT)s?(?![a-z])",
    re.I,
)
_AGE_BEFORE = re.compile(
    r"(?:(?<![a-z])age[ds]?|years)(?:[ ]?[:=,(]|[ ](?:of|between|from|range|group|was|ranging|ranged"
    r"|in the range|range of|is|were))*(?:[ ](?:from|between|of|range))*[ (]*$",
    re.I,
)
_AGE_AFTER = re.compile(
    r"[ -]?(?:years?|yrs?|y|months|mo|weeks|days)(?:[ -](?:old|of age)|\.?[ ]of[ ]age|\.?[ ]?[)])", re.I
)
_ELIGIBLE = re.compile(r"eligib|inclusion|criteri|exclu|ineligible|will be|we (?:will )?(?:aim|recruit)", re.I)
_RANGE = re.compile(r"rang(?:e[ds]?|ing)(?:[ ](?:from|of|between|was|was from|[A-Za-z-]{2,8}))?[ :=,(]*$", re.I)
_PROPORTION = re.compile(r"(?:survival|incidence|prevalence|proportion|relapse|mortality|cumulative)(?![a-z])", re.I)
_EFFECT = re.compile(
    r"(?:difference|reduction|increase|effect|gain(?:ed)?|benefit|decrease|versus placebo"
    r"|improvement)s?(?![a-z])(?! from baseline)",
    re.I,
)
_VERB_OBJECT = re.compile(r"[a-z]{5,11}(?:[ ][A-Za-z-]+){1,6}[ ][(]", re.I)
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


@dataclass(slots=True)
class Scene:
    """A sentence under judgement. ``results``: results may stand in it, as far as its section tells."""

    document: Document
    lower: str
    sentence: Sentence
    cues: Cues
    headers: list[Header]
    results: bool
    eligibility: bool | None = None


def judge(scene: Scene, items: list[Reading]) -> None:
    """Set rule, score and stat of the readings of a sentence that are measurements; the others keep a score of 0."""
    text = scene.document.text
    previous_item: Reading | None = None
    for item in items:
        item.barred = item.barred or _barred(text, item)
        if (
            previous_item is not None
            and _CI_BOUND.search(previous_item.before[-45:])
            and item.number.start - previous_item.end < 14
        ):
            item.barred = True
        previous_item = item
    if scene.results:
        _from_to(text, items, scene.cues)
    for at, item in enumerate(items):
        if not item.barred:
            _evidence(scene, items, at)
    _propagate(text, items)


_CI_BOUND = re.compile(
    r"(?:\bci|interval)\b[^a-z.;]{0,6}(?: for (?:the )?difference"
    r"| diff)?[ :=,(\[]{0,5}[-+\u2212$\u00a3\u20ac ]{0,4}$"
)


def _barred(text: str, item: Reading) -> bool:
    """Whether the words beside a number say that it is something else."""
    number = item.number
    if (
        "ci" in item.before[-30:]
        and _CI_BOUND.search(item.before[-45:])
        or "interval" in item.before[-45:]
        and _CI_BOUND.search(item.before[-60:])
    ):
        return True
    if number.label or number.ordinal or _NOT_BEFORE.search(text, max(0, number.start - 16), number.start):
        return True
    if not number.decimals and item.spread is None and _COUNTED_OFF.search(item.before[-12:]):
        return True
    if item.unit is None and text[number.end : number.end + 1].isalpha():
        return True
    if _NOT_AFTER.match(text, number.end) and not (
        item.spread and item.spread.type == "pm" or item.unit and item.unit[0] == "/"
    ):
        return True
    return item.spread is None and item.unit is None and not number.decimals and 1900 <= number.value <= 2030


def _from_to(text: str, items: list[Reading], cues: Cues) -> None:
    """Pairs "from 7.5 to 3.0": the first the baseline, the second the end, unless "ranging"."""
    for first, second in zip(items, items[1:]):
        if first.barred or second.barred:
            continue
        gap = text[first.end : second.number.start]
        if len(gap) > 50 or not _TO.fullmatch(
            gap if not gap.startswith(first.unit or "\0") else gap[len(first.unit or "") :]
        ):
            continue
        if _RANGE.search(first.before[-30:]):
            if first.mention is not second.mention:
                first.role = second.role = "pair"
            continue
        change = last_before(cues.change, first.number.start)
        if _FROM.search(first.before[-45:]) and "rang" not in first.before[-30:]:
            if (
                not change
                and not last_before(cues.stat, first.number.start)
                and (not first.number.decimals and not first.spread or is_time(first.unit or "-"))
            ):
                continue
        elif not (change and first.number.start - change.end <= 3) and ">" not in gap and "\u2192" not in gap:
            continue
        first.role, second.role = "base", "end"
        first.unit, second.unit = first.unit or second.unit, second.unit or first.unit


Verdict = tuple[str, float] | None  # a rule and its score


def _evidence(scene: Scene, items: list[Reading], at: int) -> None:
    """Judge one number: sets its rule and score, where there is evidence that it is a measurement, and its stat."""
    item, text = items[at], scene.document.text
    place = item.number.start
    signed = text[place] in "+-" or item.before[-1:] == "+"
    cue, change = last_before(scene.cues.stat, place), last_before(scene.cues.change, place)
    if item.spread is None and cue is None and item.role != "pair":
        idle = item.number.percent and change is None and not signed and not MORE_AFTER.match(text, item.end)
        if not scene.results or idle:
            return
    header = _header(scene, place)
    paired = item.role in ("base", "end")
    item.stat = statistic(scene.lower, scene.sentence.start, place, signed, paired, scene.cues, header)
    if item.role == "pair":
        verdict = _pair(scene, items, at)
    elif item.spread is not None:
        verdict = _spread(scene, items, at, item.spread, header, cue)
    elif paired:
        verdict = "from-to", 0.5 if item.number.percent and not cue else 0.93
    else:
        verdict = _single(scene, item, signed, cue, change)
    if verdict is not None:
        item.rule, item.score = f"measurement-{verdict[0]}", verdict[1]


def _spread(
    scene: Scene, items: list[Reading], at: int, spread: Spread, header: Header | None, cue: Mark | None
) -> Verdict:
    """A value with something printed after it that may be its spread."""
    item, text = items[at], scene.document.text
    number, unit, before = item.number, item.unit, item.before
    percent = number.percent or unit == "%"
    symmetric = header is not None and header.type in ("SD", "SE")
    if spread.type == "pm":
        if percent and _PROPORTION.search(before[-100:]) and not (cue and number.start - cue.end < 40):
            item.barred = True
            return None
        if is_time(unit or "-") and _TIME_AFTER.match(text, unit_end(text, item)) and not cue:
            return None
        if header is not None and symmetric:
            spread.type = header.type
        return "pm", 0.97
    if spread.type == "CI":
        return _interval(text, item, spread, cue)
    if spread.named:
        return "named-spread", 0.97
    if spread.low is not None and spread.high is not None:
        inside = spread.low <= number.value <= spread.high
        if not inside and not (header and header.type == "CI"):
            return None
        if header and header.type != "SD":
            spread.type = header.type
        return "bracket-range", 0.5 if "differ" in before[-120:] and not cue else 0.93
    if percent and not header or spread.value is None:
        return None
    if header is not None and symmetric:
        spread.type = header.type
        return "header-spread", 0.96
    if cue and number.decimals:
        return "mean-bracket", 0.9
    decimals = (
        number.decimals and spread.value < 3 * abs(number.value) and _DECIMAL.search(text, number.end, spread.end)
    )
    versus = unit and not percent and spread.value < number.value and _VERSUS_AFTER.match(text, unit_end(text, item))
    if decimals or versus or (at and items[at - 1].rule.endswith("-bracket")):
        return "bracket", 0.75
    return None


_DECIMAL = re.compile(r"[.]\d")


def _interval(text: str, item: Reading, spread: Spread, cue: Mark | None) -> Verdict:
    """A value with a confidence interval: that of a mean or a change from baseline; a difference is an estimate."""
    change = item.stat == "change"
    if item.number.percent and not cue and not change:
        return None
    crosses = item.number.value < 0 and (spread.low or 0) < 0 < (spread.high or 0) and not change
    if crosses or _EFFECT.search(item.before[-120:]) or MORE_AFTER.search(text, item.number.end, spread.end + 20):
        return "ci", 0.5
    if cue and item.stat in ("mean", "median"):
        return "ci", 0.92
    return "ci", 0.8 if change else 0.55


def _single(scene: Scene, item: Reading, signed: bool, cue: Mark | None, change: Mark | None) -> Verdict:
    """A number with nothing after it but a unit."""
    text, number, unit = scene.document.text, item.number, item.unit
    place, near = number.start, item.before[-60:]
    percent = number.percent or unit == "%"
    after = unit_end(text, item)
    if not cue and _is_other(text, item, after):
        return None
    if _PLANNED.search(item.before[-100:]) or _LIMIT.search(near[-20:]) or _ANCHOR.match(text, number.end):
        return None
    if percent and signed and scene.results:
        return "signed-percent", 0.95
    if unit and is_time(unit) and _is_point(text, item, cue, change):
        return None
    if cue and _governs(scene.lower[cue.end : place], item):
        return "mean", 0.85
    reach = 120 if near[-4:] == " by " else 60
    if change and (unit or number.decimals) and place - change.end <= reach and _amounts_to(near):
        return "change-by", 0.8
    if not scene.results:
        return None
    more = MORE_AFTER.match(text, after)
    if more and (percent or unit) and "CI" not in text[more.end() : more.end() + 60]:
        item.stat = "difference" if more.group("word") in _COMPARATIVES else "change"
        return "more", 0.7
    if percent:
        return _percent_change(scene, item, change)
    return None if _is_eligibility(scene) else _plain(text, item, after)


# "(0 mm = no pain"
_ANCHOR = re.compile(r"[ ]?[cm]{0,2}[ ]?=")
_BY_OR_OF = re.compile(r"(?:by|of)[ ]")


def _amounts_to(near: str) -> bool:
    return _BY_OR_OF.search(near[-25:]) is not None and _AMOUNTS_TO.search(near) is not None


def _is_other(text: str, item: Reading, after: int) -> bool:
    """Whether the unit tells of a count, a temperature or the length of the study."""
    unit = item.unit or ""
    if unit in _COUNTS and not item.number.decimals and not MORE_AFTER.match(text, after):
        return True
    return "\u00b0" in unit or unit.startswith("degree") or _STUDY_TIME.search(item.before[-60:]) is not None


def _percent_change(scene: Scene, item: Reading, change: Mark | None) -> Verdict:
    """A percentage that is no proportion: "lower (by 58%)", "to 70% of baseline", "reduced urea (12%)"."""
    text, near = scene.document.text, item.before[-60:]
    if near.endswith("(by ") and _MORE.search(near):
        item.stat = "difference"
        return "of-baseline", 0.6
    if near.endswith(" to ") and _OF_BASELINE.match(text, item.end):
        item.stat = "change"
        return "of-baseline", 0.6
    closed = text[item.end : item.end + 1] == ")"
    if change and closed and _VERB_OBJECT.fullmatch(scene.lower, change.start, item.number.start):
        item.stat = "change"
        return "verb-bracket", 0.6
    return None


def _plain(text: str, item: Reading, after: int) -> Verdict:
    """A number that its unit, its sign or the word before it gives away."""
    unit, number, near = item.unit, item.number, item.before[-60:]
    said = _PREDICATE.search(near)
    if unit in _DOSE_LIKE:
        return ("amount", 0.7) if said and _AMOUNT.search(item.before[-90:]) else None
    if unit and not is_time(unit) and said:
        return "unit", 0.8
    if unit and _VERSUS_AFTER.match(text, after) and not _TIME_BEFORE.search(near):
        return "versus", 0.75
    if unit and said:
        return "time", 0.75
    if not number.decimals:
        return None
    if near[-1:] in ("+", "-", "(") and text[number.start] in "+-":
        return "signed", 0.7
    if _SCORE.search(near) and _SAID.search(near):
        return "score", 0.65
    return ("versus", 0.75) if near[-1:] in ("(", "[") and _VERSUS.match(text, number.end) else None


def _header(scene: Scene, at: int) -> Header | None:
    """What explains the numbers of a sentence, "mean (SD)": the last before them, else the first after them."""
    headers, sentence = scene.headers, scene.sentence
    index = bisect_right(headers, at, key=lambda header: header.end)
    if index and headers[index - 1].start >= sentence.start:
        return headers[index - 1]
    return headers[index] if index < len(headers) and headers[index].start < sentence.end else None


def _is_eligibility(scene: Scene) -> bool:
    """Whether the sentence tells who may take part."""
    if scene.eligibility is None:
        sentence = scene.sentence
        scene.eligibility = _ELIGIBLE.search(scene.lower, sentence.start, sentence.end) is not None
    return scene.eligibility


def _governs(gap: str, item: Reading) -> bool:
    """Whether "mean" or "median" is said of the number that follows after ``gap``."""
    if ". " in gap:
        return False
    bare = item.unit is None and not item.number.decimals
    if bare and (len(gap) > 70 or not _IS.search(gap)):
        return False
    if item.number.form == "words" and len(gap) > 40:
        return False
    if item.number.percent and len(gap) > 110:
        return False
    other = _OTHER_NUMBER.search(gap)
    return other is None or (not item.number.percent and not bare and len(gap) - other.end() > 12)


_IS = re.compile(
    r"(?:^|[ ])(?:was|were|is|of|:|=|,|to|in group [A-Z0-9]+|respectively|at|had)[ ]?(?:only |about "
    r"|approximately )?[(]?$|^[ ,:;(]*$|[:=,]$|[(]$"
)
_OTHER_NUMBER = re.compile(r"(?<![A-Za-z\d-])\d+(?:\.\d+)?(?=[ ,;)%]|$)")


def _is_point(text: str, item: Reading, cue: Mark | None, change: Mark | None) -> bool:
    """Whether a number of days or months is a point in time or a period, not a result."""
    end = unit_end(text, item)
    before = item.before
    if cue and item.number.start - cue.end <= 12:
        return False
    unit = item.unit or "-"
    if change and unit[0] in "hmsd" and unit[:2] != "mo" and re.search(r"by[ ](?:[a-z]+[ ]){0,3}$", before[-30:]):
        return False
    if item.number.form == "words" and not cue:
        return True
    before = _LIST_TAIL.sub("", before)
    return bool(
        _TIME_BEFORE.search(before[-30:])
        or _TIME_AFTER.match(text, end)
        or (before[-1:] == "(" and text[end : end + 1] in "):")
    )


def _pair(scene: Scene, items: list[Reading], at: int) -> Verdict:
    """The two ends of a printed range: a range where ranging or ages are spoken of, two changes where both are signed.

    The lower end of "32-24 min", where something improved, is a second value, and the higher the baseline.
    """
    text, results = scene.document.text, scene.results
    item = items[at]
    if at + 1 >= len(items) or items[at + 1].role != "pair" or items[at + 1].barred:
        return None
    second, before = items[at + 1], item.before
    if results and item.number.value < 0 and second.number.value < 0 and item.stat == "change":
        item.role = second.role = ""
        item.unit = item.unit or second.unit
        second.rule, second.score, second.stat = "measurement-change-pair", 0.6, "change"
        return "change-pair", 0.6
    low, high = item.number.value, second.number.value
    if results and low > high >= 0 and _improves(text, second) and (item.unit or second.unit):
        item.role, second.role = "base", "end"
        second.rule, second.score, second.stat = "measurement-from-to", 0.6, item.stat
        return "from-to", 0.6
    counted = _COUNT.search(text, max(0, item.number.start - 150), item.number.start)
    ages = bool(
        counted and (_AGE_BEFORE.search(before[-40:]) or _AGE_AFTER.match(text, second.number.end))
    ) and not _is_eligibility(scene)
    ages = ages or bool(_AFTER_AGE.search(before[-45:]))
    ranging = (
        _RANGE.search(before[-30:])
        and "target" not in before[-20:]
        and not (is_time(second.unit or "-") and not results)
    )
    if not (ranging or ages):
        return None
    item.role, second.role = "range", "second"
    item.unit, item.end, item.stat = second.unit or item.unit, second.end, "range"
    item.spread = Spread(
        "range", None, min(low, high), max(low, high), second.end, (second.number.index,), item.unit, True, False
    )
    item.numbers = (item.number.index, second.number.index)
    return ("age-range", 0.55) if ages else ("range", 0.8)


# "mean age 42.6 y (28-72 y)"
_AFTER_AGE = re.compile(r"(?<![a-z])age[ds]?[^.;()]{0,30}\d[^.;()]{0,12}\([ ]?$", re.I)
_IMPROVES = re.compile(r"[^.;]{0,25}(?:improv|decreas|reduc|declin|fell|dropp)")


def _improves(text: str, item: Reading) -> bool:
    return _IMPROVES.match(text, unit_end(text, item)) is not None


# Between two numbers of a list: " vs. ", ", ", " and ", " months versus ", " (P = 0.06) in ... and "
_LONG_LINK = re.compile(r"(?:vs\.?|versus|and|while|whereas|compared|than|,|group|arm|respectively)(?![a-z])")


def _propagate(text: str, items: list[Reading]) -> None:
    """Numbers of the same make beside a measurement: the others of a list, the other arm."""
    for order in (items, items[::-1]):
        last: Reading | None = None
        for item in order:
            if item.score > 0:
                last = item
                continue
            if last is None or item.barred or item.role in ("pair", "second", "range") or last.role == "range":
                continue
            if (
                item.spread is not None
                and item.spread.type == "CI"
                or last.rule.endswith(("-ci", "-pm", "spread"))
                and not item.unit
                and item.spread is None
            ):
                continue
            bare = order is not items and not item.unit and not item.number.decimals
            if not bare and not last.rule.endswith("-unit") and _linked(text, item, last):
                rule = last.rule if last.rule.endswith("-list") else last.rule + "-list"
                item.rule, item.score, item.stat = rule, max(round(last.score - 0.08, 2), 0.5), last.stat
                item.unit = item.unit or last.unit
                last = item


# "after 70 and 80 min": a list of time points.
_TIME_LIST = re.compile(r"(?:at|after|for|over|within|during|until|by|every)[ ](?:the )?$")


def _linked(text: str, item: Reading, last: Reading) -> bool:
    """Whether the words between two numbers, and the make of the two, tell that they are of one list."""
    low, high = (item, last) if item.number.start < last.number.start else (last, item)
    gap = text[low.end : high.number.start]
    if len(gap) > 90 or ". " in gap or not _LONG_LINK.search(gap):
        return False
    if item.number.form == "words" and last.number.form != "words" or item.before[-1:] == "[":
        return False
    # "1.2 mmol/L (46 mg/dL)": the same again in another unit.
    converted = gap.endswith("(") and len(gap) < 16 and high is item and high.unit is not None
    if item.unit and last.unit and item.unit != last.unit and not converted:
        return False
    if item.number.percent != last.number.percent and not converted:
        shared = low.unit in (None, "%") if high.number.percent else low.unit is None
        if not shared:
            return False
    if (item.number.decimals > 0) != (last.number.decimals > 0) and not (item.unit and item.unit == last.unit):
        return False
    if not is_time(item.unit or "-"):
        return True
    return not (_TIME_AFTER.match(text, unit_end(text, item)) or _TIME_LIST.search(item.before[-10:]))
