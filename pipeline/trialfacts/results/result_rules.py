"""Which numbers of a sentence are measurements, and which statistic they are: the rules and their scores.

Each rule is named for its evidence; its score is how often it was right where it spoke.
"""

from __future__ import annotations

import re

from trialfacts.results.barriers import bar
from trialfacts.results.bracketed import COUNTED, VERSUS_AFTER
from trialfacts.results.cues import FOLLOWED, Mark, is_moved_to, statistic
from trialfacts.results.dispersion import Header, Spread
from trialfacts.results.durations import LASTED, TIME_AFTER, is_reached, lasted_stat
from trialfacts.results.limits import bar_limits
from trialfacts.results.percentages import says_continuous
from trialfacts.results.readings import Reading, Verdict, is_own_range, is_signed
from trialfacts.results.result_lists import SIDE_BY_SIDE, WENT_FROM, add_gapped, is_ranging, pair_changes, spread_lists
from trialfacts.results.result_singles import COMPARATIVES, MORE_AFTER, is_of_a_time, is_scored, judge_single
from trialfacts.results.result_units import currency_before, is_time, result_unit
from trialfacts.results.scene import Scene
from trialfacts.results.tabulated import judge_entries, judge_slashed

# All patterns that are searched before a number read lower-cased text.
_COUNT = re.compile(
    r"(?:\d|hundred|ty|teen|ten|eleven|twelve|one|two|three|four|five|six|seven|eight"
    r"|nine)[ -](?:[a-z0-9-]+[ ]){0,6}?(?:patients|participants|subjects|women|man|men|children"
    r"|adults|infants|people|individuals|volunteers|males|females|students|girls|boys|persons|workers"
    r"|cases|adolescents|athletes|pupils|mothers|residents|nurses|smokers|neonates|babies|youths?|veterans|users|pairs"
    r"|dyads|players|runners|listeners)|\bn[ ]?=[ ]?\d"
)
_AGE_BEFORE = re.compile(
    r"(?:(?<![a-z])age[ds]?|years)(?:[ ]?[:=,(]|[ ](?:of|between|from|range|group|was|ranging|ranged"
    r"|in the range|range of|is|were))*(?:[ ](?:from|between|of|range))*[ (]*$"
)
_AGE_AFTER = re.compile(
    r"[ -]?(?:years?|yrs?|y|months|mo|weeks|days)(?:[ -](?:old|of age)|\.?[ ]of[ ]age|\.?[ ]?[)]"
    r"|,(?=[ ]\d{1,3}[ ][a-z]{2,8}[,)]))"  # "18-45 years|, 76 men)"
)
_PROPORTION = re.compile(r"(?:survival|incidence|prevalence|proportion|relapse|mortality|cumulative)(?![a-z])")
_EFFECT = re.compile(
    r"(?:difference|reduction|increase|effect|gain(?:ed)?|benefit|decrease|versus placebo"
    r"|improvement)s?(?![a-z])(?! from baseline)"
)
# "the hazard ratios for A and B were", "(adjOR ": an estimate.
# "vomiting in |the first| 3 h (0-3 h)": when, and how long nothing lasted
_WINDOW = re.compile(
    r"\b(?:during|in|over|within|for|after|of) the (?:first|next|last|following|initial|final|subsequent) $"
)
_RATIO = re.compile(
    r"(?:hazard|odds|risk|rate|incidence)s?[ ]ratios?(?![a-z])|(?:sensitivity|specificity|predictive value)(?![a-z])"
    r"|(?<![a-z])(?:adj)?(?:a?or|a?rr|a?hr|irr)[ ,:=(]{1,3}$"
)
# "HRs by subgroup were (men: |0.75, 0.52-1.08|; women: ": all those without a unit are estimates.
_RATIOS = re.compile(
    r"(?<![A-Za-z])(?:[ais]?[HOR]Rs?|IRRs?|(?:[Hh]azard|[Oo]dds|[Rr]isk|[Rr]ate)s?[ ][Rr]atios?)(?![A-Za-z])"
)
_DECIMAL = re.compile(r"[.]\d")
# "mean age 42.6 y (28-72 y)"
_AFTER_AGE = re.compile(r"(?<![a-z])age[ds]?[^.;()]{0,30}\d[^.;()]{0,12}\([ ]?$")
_IMPROVES = re.compile(r"[^.;]{0,25}(?:improv|decreas|reduc|declin|fell|dropp)")


def judge(scene: Scene, items: list[Reading]) -> None:
    """Set rule, score and stat of the readings of a sentence that are measurements; the others keep a score of 0."""
    bar(scene.text, items, scene.intervals)
    bar_limits(scene, items)
    if scene.results:
        pair_changes(scene.text, items, scene.cues)
        judge_slashed(scene, items)
    for at, item in enumerate(items):
        if not (item.barred or item.score):
            _evidence(scene, items, at)
    _against_another(scene, items)
    spread_lists(scene.text, items)
    add_gapped(scene.text, items)
    judge_entries(scene, items)
    _share_change(scene.text, items)
    _again_in_percent(scene.text, items)
    _share_spreads(items)


def _share_spreads(items: list[Reading]) -> None:
    """Gives spreads without a name the type of the one before in their list: "2.1 (SE 1.4), |5.8 (1.3)|"."""
    judged = [item for item in items if item.score > 0 and item.spread is not None]
    for first, second in zip(judged, judged[1:]):
        named, bare = first.spread, second.spread
        if named is None or bare is None or bare.named or not named.named or first.stat != second.stat:
            continue
        alike = (named.value is None) == (bare.value is None) and second.number.start - first.stop < _LIST_FAR
        if alike and named.type in ("SD", "SE", "IQR"):
            bare.type, bare.named = named.type, True


_LIST_FAR = 60  # characters from a value with its spread to the next of its list


def _against_another(scene: Scene, items: list[Reading]) -> None:
    """Makes a difference of a change that is told against another arm: "reduced X by 12% compared with placebo"."""
    text = scene.text
    for item in items:
        if (
            item.stat == "change"
            and item.rule in _TOLD_BY
            and (
                _AGAINST.match(text, item.stop)
                or _AGAINST_BEFORE.search(item.before, max(0, len(item.before) - 60))
                or _AGAINST_FIRST.match(text, scene.sentence.start)
            )
        ):
            item.stat = "difference"


_TOLD_BY = ("measurement-change-by", "measurement-more", "measurement-amount")
_OTHER_ARM = r"(?:the )?(?:[a-z-]{2,14} )?(?:placebo|controls?|sham|untreated|vehicle|usual|standard)(?![a-z])"
_EARLIER = r"(?!(?:the |their )?(?:baseline|pre|before|initial|day|week|month|values|own|start|first|rest|fasting|T0))"
_NO_LEVEL = r"(?!(?:only |an? |about |mean |the ){0,3}[-+]?\d)"  # "by 12 points compared with 7 points in controls"
_AGAINST = re.compile(
    rf"(?:[^.;()]|\.(?=\d)|[(][^()]{{1,20}}[)]|[(](?=[pP][ ]?[<=>])){{0,60}}[ (]"
    rf"(?:(?:compared (?:with|to)|relative to) {_EARLIER}{_NO_LEVEL}"
    rf"|(?:versus|vs\.?|than) {_OTHER_ARM}|in favou?r of )",
    re.I,
)
_AGAINST_BEFORE = re.compile(rf"(?:compared (?:with|to)|relative to|versus) {_EARLIER}[^.;()]{{3,40}} by [~\u223c]?$")
_AGAINST_FIRST = re.compile(rf"(?:Results: )?(?:Compared|Relative) (?:with|to) {_EARLIER}", re.I)


def _share_change(text: str, items: list[Reading]) -> None:
    """The others of a list of changes: "increases in A (|3 ± 1%|), B (|5 ± 2%|) and C"."""
    items = [item for item in items if item.score > 0]
    for first, second in zip(items, items[1:]):
        signed = second.stat == "change" and first.stat == "value" and text[second.number.start] in "+-"
        if signed and SIDE_BY_SIDE.fullmatch(text, first.stop, second.number.start):
            first.stat = "change"  # "4.1 vs. -0.6 bpm"
        moved = first.stat in ("change", "difference") and second.stat in ("mean", "value")
        moved = moved or first.stat == "difference" and second.stat == "change" and text[second.number.start] in "+-"
        if moved:
            plain = not (first.role or second.role) and (first.spread is None) == (second.spread is None)
            gap = first.stop, second.number.start
            alike = first.unit == second.unit and first.stat == "change" and _NEXT_CHANGE.fullmatch(text, *gap)
            listed = _NEXT_OF_LIST.fullmatch(text, *gap) and not VERSUS_AFTER.match(text, second.stop)
            if plain and (alike or listed):
                second.stat = first.stat


_NEXT_OF_LIST = re.compile(
    r",? (?:and )?|%?[;,] [\w -]{1,25}: "
    r"|[%a-z/]{0,8}(?:[,;] ?[pP] ?[<=>\u2264] ?[\d.]{1,6})?[)],?[ ](?:and[ ])?(?!while|but|in )[\w -]{2,30}[ ][(]"
    r"|[^;()\[\]]{0,24}[)\]],?[ ]but not [^.;()\[\]]{2,40}[(\[]"
)


# "fell 0.6 mmol/l| (10%) in A and |0.1 mmol/l"
_NEXT_CHANGE = re.compile(
    r"(?:[ ][(\[][^()\d]{0,2}[\d.]{1,6}[ ]?%[)\]])?(?:[ ](?:in|with|for|on|after)[ ][^.;,()\d]{2,40}?)?"
    r"(?:,|,?[ ]and|[ ]vs?\.?|[ ]versus|,?[ ](?:as[ ])?compared[ ](?:with|to))[ ](?:by[ ])?(?:only[ ])?"
)


def _again_in_percent(text: str, items: list[Reading]) -> None:
    """A change that is told again in percent: "fell by 18 s (|11%|)", "by 0.3 mmol/L or |8%|"."""
    for first, second in zip(items, items[1:]):
        again = (
            second.number.percent
            and not (second.score or second.spread or second.barred)
            and first.score > 0
            and first.unit not in (None, "%")
        )
        if again and first.stat in ("change", "difference") and _AGAIN.fullmatch(text, first.stop, second.number.start):
            second.rule, second.score, second.stat = "measurement-again", 0.86, first.stat


_AGAIN = re.compile(r"[ ](?:[(\[][~+-]?|or[ ](?:by[ ])?)")


def _evidence(scene: Scene, items: list[Reading], at: int) -> None:
    """Judge one number: sets its rule and score, where there is evidence that it is a measurement, and its stat."""
    item, cues = items[at], scene.cues
    place = item.number.start
    signed = is_signed(scene.text, place)
    cue = cues.stat.before(place)
    paired = item.role in ("base", "end")
    if paired and item.number.percent and item.spread is None:
        if cue and any(one.unit not in (None, "%") for one in items[:at] if one.number.start > cue.end):
            cue = None  # "median survival from 7.0 to 9.8 months and the response rate from |26%|"
        if not (cue or signed or cues.change.before(place)):
            return
    if item.spread is not None or paired or item.role == "pair":
        header = scene.header(place)
        item.stat = _statistic(scene, item, signed, paired, cue, header)
        if item.role == "pair":
            verdict = _pair(scene, items, at)
        elif item.spread is not None:
            verdict = _spread(scene, items, at, item.spread, header, cue)
            lasted = LASTED.match(scene.text, item.stop) if is_time(item.unit or "-") else None
            item.stat = lasted and lasted_stat(lasted) or item.stat
        else:
            verdict = "from-to", 0.5 if item.number.percent and not cue else 0.88
    else:
        verdict = judge_single(scene, item, signed, cue, cues.change.before(place))
        if verdict is not None and item.stat == "value" and item.role != "base":
            item.stat = _statistic(scene, item, signed, False, cue, scene.own_header(place))
    if verdict is not None:
        item.rule, item.score = f"measurement-{verdict[0]}", verdict[1]


def _statistic(scene: Scene, item: Reading, signed: bool, paired: bool, cue: Mark | None, header: Header | None) -> str:
    start, place = scene.sentence.start, item.number.start
    versus = _VERSUS.match(scene.text, item.stop) is not None or item.before.endswith((" vs. ", " vs ", " versus "))
    end = item.stop
    two_sided = item.spread is not None and item.spread.value is None
    if header and cue and not two_sided and header.type in ("IQR", "range") and cue.start >= header.end:
        header = None  # "median (range) age 61 (34-80), mean BMI |26.4 (4.1)|"
    if item.spread is not None and item.spread.type == "CI" and (unit := result_unit(scene.text, item.number.end)):
        end = unit[1]  # "14.5 mm reduction (95% CI"
    if not paired and (more := MORE_AFTER.match(scene.text, end)):
        return "difference" if more.group("word") in COMPARATIVES else "change"
    return statistic(scene.lower, start, place, signed, paired, versus, scene.cues, cue, header)


# " vs. ", " and "
_VERSUS = re.compile(r"(?:[)\]]|,)?[ ](?:[\w/%.-]{1,10}[ ])?(?:vs?\.?|versus|and|compared|to)(?![a-z])")


def _spread(
    scene: Scene, items: list[Reading], at: int, spread: Spread, header: Header | None, cue: Mark | None
) -> Verdict:
    """A value with something printed after it that may be its spread."""
    item, text = items[at], scene.text
    number, unit, before = item.number, item.unit, item.before
    percent = number.percent or unit == "%"
    symmetric = header is not None and header.type in ("SD", "SE")
    if spread.type == "pm":
        if (
            percent
            and not (cue and number.start - cue.end < 40)
            and _PROPORTION.search(before, max(0, len(before) - 100))
        ):
            item.barred = True
            return None
        if (
            is_time(unit or "-")
            and before[-1:] != "("
            and TIME_AFTER.match(text, item.stop)
            and not (cue or before.endswith(("was ", "were ")))
            and not text.startswith((" old", " of age"), item.stop)
        ):
            return None
        if header is not None and symmetric:
            spread.type = header.type
        if percent and (says_continuous(before) or _follows_continuous(text, items, at)):
            return "pm", _CONTINUOUS  # "the ejection fraction was |55% ± 8%| in A and |50% ± 9%| in B"
        return "pm", 0.97
    if spread.type == "CI" and (
        item.role == "base" and _went_from(item) or item.role == "end" and _went_from(items[at - 1])
    ):
        return "from-to", 0.94  # "fell from 412 (95% CI 301-563) to 268"
    if spread.type == "CI":
        return _interval(scene, items, at, spread, cue)
    if spread.named:
        return "named-spread", 0.97
    if spread.low is not None and spread.high is not None:
        if (not unit or percent) and not cue and _RATIO.search(before, max(0, len(before) - 110)):
            return None
        if is_time(unit or "-") and _WINDOW.search(before, max(0, len(before) - 30)):
            return None
        inside = spread.low <= number.value <= spread.high
        if not inside and not (header and header.type == "CI"):
            return None
        if item.stat == "difference" and not cue and spread.low < 0:
            return None  # "-4.8 (-7.8, -1.8) points difference": an estimate with its interval
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
    versus = unit and not percent and spread.value < number.value and VERSUS_AFTER.match(text, item.stop)
    moved = item.stat == "change" and number.decimals and unit
    listed = unit and unit != "%" and spread.value < number.value and _beside_alike(text, items, at)
    if item.role == "end" and items[at - 1].rule.endswith("-named-spread"):
        base = items[at - 1].spread
        spread.type = base.type if base is not None else spread.type
        return "bracket", 0.85  # "fell from 34 (SD 9) to |17 (7)|"
    listed = listed or item.role == "base" and _ends_alike(items, at)
    if decimals or versus or moved or listed or (at and items[at - 1].rule.endswith("-bracket")):
        return "bracket", 0.85
    return None


_CONTINUOUS = 0.99


def _follows_continuous(text: str, items: list[Reading], at: int) -> bool:
    last = items[at - 1] if at else None
    return (
        last is not None
        and last.score == _CONTINUOUS
        and _NEXT_ALIKE.fullmatch(text, last.stop, items[at].number.start) is not None
    )


def _went_from(item: Reading) -> bool:
    return WENT_FROM.search(item.before, max(0, len(item.before) - 40)) is not None


def _beside_alike(text: str, items: list[Reading], at: int) -> bool:
    """Whether a value with a bracket is followed by another of its unit: "|310 (120)|, 280 (95) and 450 (160) mL"."""
    if at + 1 >= len(items):
        return False
    item, after = items[at], items[at + 1]
    alike = after.spread is not None and after.spread.value is not None and after.unit in (item.unit, None)
    return alike and not after.number.percent and _NEXT_ALIKE.fullmatch(text, item.end, after.number.start) is not None


def _ends_alike(items: list[Reading], at: int) -> bool:
    """Whether the end of a change is printed as its base: "from |41 (12)| to 53 (14)"."""
    after = items[at + 1] if at + 1 < len(items) else None
    if after is None or after.role != "end" or after.spread is None:
        return False
    return after.spread.value is not None and not after.spread.named and not after.number.percent


_NEXT_ALIKE = re.compile(
    r"(?:[ ][\w/%.-]{1,12})?(?:[ ](?:in|with|for|on|after)[ ][^.;,()\d]{1,40})?"
    r"(?:,? and |, |,? vs?\.? |,? versus |,? against |,? (?:as )?compared (?:with|to) )"
)


# "at a median of 5 years, survival rates were |47.7% (95% CI|"
_RATES_WERE = re.compile(r"(?:survival|rates?)(?![a-z])[^.;,]{0,40} (?:was|were) [^;]{0,120}$")


def _interval(scene: Scene, items: list[Reading], at: int, spread: Spread, cue: Mark | None) -> Verdict:
    """A value with a confidence interval: that of a mean or a change from baseline; a difference is an estimate."""
    item, text, begin = items[at], scene.text, scene.sentence.start
    change = item.stat == "change"
    others = not cue or _RATES_WERE.search(item.before) or FOLLOWED.match(scene.lower, cue.end, item.number.start)
    if item.number.percent and not change and (others or cue and is_of_a_time(scene.lower, cue, item)):
        return None
    if item.unit is None and (
        0 <= item.number.value <= 1
        and _PROPORTION.search(item.before, max(0, len(item.before) - 100))
        or not item.number.decimals
        and not (spread.low or 0) <= item.number.value <= (spread.high or 0)
    ):
        return None  # "the cumulative incidence was |0.2|", "(one complete, |11| partial; 95% CI 13% to 37%"
    crosses = item.number.value < 0 and (spread.low or 0) < 0 < (spread.high or 0) and not change
    if _RATIO.search(item.before, max(0, len(item.before) - 90)):
        return None
    bare = item.unit is None and (not cue or item.before[-1:] == "(")
    if bare and _RATIOS.search(text, max(begin, item.number.start - 500), item.number.start):
        return None
    if _against_next(text, items, at):
        return "ci", 0.96
    effect = crosses or _EFFECT.search(item.before, max(0, len(item.before) - 120))
    if effect or MORE_AFTER.search(text, item.number.end, spread.end + 20):
        return "ci", 0.5
    if is_moved_to(item.before):
        return "ci", 0.97
    if is_scored(item.before) or _follows_level(text, items, at):
        return "ci-level", 0.92
    if cue and item.stat in ("mean", "median"):
        return "ci", 0.92
    if change:
        return "ci", 0.92 if cue or (spread.high or 0) < 0 else 0.8
    return "ci", 0.55


def _follows_level(text: str, items: list[Reading], at: int) -> bool:
    """Whether a value with an interval is the next of a list of levels: "was 4.1 (CI) before, |3.0 (CI)| with A"."""
    last = items[at - 1] if at else None
    return (
        last is not None
        and last.rule == "measurement-ci-level"
        and _NEXT_LEVEL.fullmatch(text, last.end, items[at].number.start) is not None
    )


_NEXT_LEVEL = re.compile(r"[ ](?:in|with|for|on|after|before|at)[ ][^.;,()\d]{1,45}(?:,|,? and|,? vs\.?|,? versus)[ ]")


def _against_next(text: str, items: list[Reading], at: int) -> bool:
    """Whether a value with an interval is set against another: "|-2% [-3 to -1] A vs -0.5% [-1 to 0]| B"."""
    if at + 1 >= len(items) or (spread := items[at + 1].spread) is None or spread.value is not None:
        return False
    return _VERSUS_ARM.fullmatch(text, items[at].end, items[at + 1].number.start) is not None


_VERSUS_ARM = re.compile(
    r"[)\]]?(?:[ ](?:in|with|for|on)(?:[ ]the)?)?(?:[ ][\w/+-]{1,20}){1,4},?[ ](?:vs\.?|versus)[ ]"
    r"(?:[\w/+-]{1,20}[ ]){0,3}"
)


def _pair(scene: Scene, items: list[Reading], at: int) -> Verdict:
    """The two ends of a printed range: a range where ranging or ages are spoken of, or changes, both with a minus.

    Changes of which the greater fall comes last, as those of rising doses do, are two values. The lower end of
    "32-24 min", where something improved, is a second value, and the higher the baseline.
    """
    text, results = scene.text, scene.results
    item = items[at]
    if at + 1 >= len(items) or items[at + 1].role != "pair" or items[at + 1].barred:
        return None
    second = items[at + 1]
    low, high = item.number.value, second.number.value
    if results and low > high >= 0 and (item.unit or second.unit) and _IMPROVES.match(text, second.stop):
        item.role, second.role = "base", "end"
        second.rule, second.score, second.stat = "measurement-from-to", 0.6, item.stat
        return "from-to", 0.6
    changes = results and low < 0 and high < 0 and item.stat == "change"
    if changes and low >= high and not _is_ranging(scene, item, second):
        item.role = second.role = ""
        item.unit = item.unit or second.unit
        second.rule, second.score, second.stat = "measurement-change-pair", 0.6, "change"
        return "change-pair", 0.6
    if is_own_range(text, items[at - 1] if at else None, item) and low <= items[at - 1].number.value <= high:
        _make_range(scene, item, second)
        after = result_unit(text, second.end + 1) if item.unit is None and text[second.end] in ")]" else None
        item.unit = item.unit or after and after[0] or items[at - 1].unit
        items[at - 1].unit = items[at - 1].unit or item.unit
        return "range", 0.8
    ages = _of_ages(scene, item, second) or _of_traits(scene, item, second)
    reached = results and low < high and is_time(second.unit or item.unit or "-") and is_reached(item.before)
    if not (ages or changes or reached or _is_ranging(scene, item, second) or _is_value(scene, items, at)):
        return None
    _make_range(scene, item, second)
    if reached:
        return "reached", 0.85
    return ("age-range", 0.6) if ages else ("range", 0.8)


def _make_range(scene: Scene, item: Reading, second: Reading) -> None:
    """Makes one range of its two ends."""
    text, low, high = scene.text, item.number.value, second.number.value
    item.role, second.role = "range", "second"
    if second.unit and not (item.unit and currency_before(text, item.number.start)):
        item.unit = second.unit
    item.end, item.stop = second.end, second.stop
    item.stat = _stat_of_range(scene, item)
    item.spread = Spread(
        "range", None, min(low, high), max(low, high), second.end, (second.number.index,), item.unit, True, False
    )
    item.numbers = (item.number.index, second.number.index)


def _stat_of_range(scene: Scene, item: Reading) -> str:
    """What a range tells: a change, "fell by |19-32%|", a difference, "was |19-32%| higher", else a mere range."""
    if item.before.endswith(" by ") and scene.cues.change.before(item.number.start):
        return "change"
    more = MORE_AFTER.match(scene.text, item.stop)
    if more is None or item.unit != "%":
        return "range"
    return "difference" if more.group("word") in COMPARATIVES else "change"


def _of_ages(scene: Scene, item: Reading, second: Reading) -> bool:
    """Whether the two ends are ages of the participants: "40 men aged 29-67 years", no criterion."""
    before, start = item.before, item.number.start
    if _AFTER_AGE.search(before, max(0, len(before) - 45)):
        return True
    if not (_AGE_BEFORE.search(before, max(0, len(before) - 40)) or _AGE_AFTER.match(scene.lower, second.number.end)):
        return False
    if item.number.value == 18 and before.endswith(("aged ", "aged between ", "aged from ")):
        return False  # what adults are, as a criterion
    return not scene.eligible_before(start) and _COUNT.search(scene.lower, max(0, start - 150), start) is not None


# "(age 21-33 yr, weight |62-88 kg|)", "(gestation |27-34 weeks|, birth weight", "(|62-88 kg| body weight)"
_TRAIT_BEFORE = re.compile(r"[(,;] ?(?:with )?(?:body weight|weight|height|gestation(?:al age)?)[:,]? (?:range )?$")
_TRAIT_AFTER = re.compile(r"[ ](?:in |of )?(?:body )?(?:weight|mass|height)(?![a-z])|[ ](?:of )?gestation(?![a-z])")


def _of_traits(scene: Scene, item: Reading, second: Reading) -> bool:
    """Whether the two ends are of the weight or the like of those counted before: "8 men (weight 62-88 kg)"."""
    if (
        item.number.value >= second.number.value
        or not (second.unit or item.unit)
        or scene.eligible_before(item.number.start)
    ):
        return False
    near = item.before[-40:]
    told = _TRAIT_BEFORE.search(near) or near[-1:] == "(" and _TRAIT_AFTER.match(scene.text, second.stop)
    start = item.number.start
    return bool(told) and _COUNT.search(scene.lower, max(0, start - 150), start) is not None


# "levels were |0.6-3.2| mg/kg", "fell by |19-32|%"
_VALUE_WAS = re.compile(
    r"(?:(?<![a-z])(?:was|were|is|are)|(?:cmax|auc|levels?|score)[^.;,]{0,30} by)[ ]"
    r"(?:(?:estimated (?:at |to be )?)?(?:about |approximately |between )?)?[$\u00a3\u20ac]?$"
)


# "the time to peak was |2-4 h|", "relief lasted |6-8 h|"
_TIME_WAS = re.compile(
    r"(?:(?<![a-z])(?:time|onset|duration|half-li[fv]es?|t ?max|latency|delay|stay)(?![a-z])[^.;,\d]{0,40}"
    r" (?:was|were)|(?<![a-z])lasts?(?: for)?|(?:relief|effects?|block|action|analgesia) lasted(?: for)?)"
    r" (?:about |approximately |between |around )?$"
)


# "fell by |26-47%|", "increased between |14% and 28%|"
_MOVED_BY = re.compile(
    r"(?:creased|reduced|improved|rose|fell|dropped|declined) (?:by|between) (?:about |approximately )?$"
)


def _is_value(scene: Scene, items: list[Reading], at: int) -> bool:
    """Whether a range is told as the value of a measure, or follows such a range in a list."""
    item, second = items[at], items[at + 1]
    unit = second.unit or item.unit
    if not scene.results or item.number.value >= second.number.value:
        return False
    if unit is not None and is_time(unit):
        return _TIME_WAS.search(item.before, max(0, len(item.before) - 70)) is not None
    if unit == "fold":
        return not COUNTED.search(item.before[-60:])
    if unit == "%" and _MOVED_BY.search(item.before, max(0, len(item.before) - 35)):
        return not COUNTED.search(item.before, max(0, len(item.before) - 110))
    more = unit == "%" and MORE_AFTER.match(scene.text, second.stop)
    last = items[at - 1] if at else None
    listed = last is not None and last.role == "second" and last.unit == unit
    exact = item.number.decimals and second.number.decimals
    if not (more or exact or listed) and (unit is None or unit == "%"):
        return False
    if unit == "%" and COUNTED.search(item.before, max(0, len(item.before) - 110)) or scene.planned(item.number.start):
        return False
    if _VALUE_WAS.search(item.before, max(0, len(item.before) - 60)) or more:
        return True
    if unit != "%" and _is_told(scene, items, at):
        return True
    if last is None or not listed:
        return False
    gap = scene.text[last.stop : item.number.start]
    return len(gap) < 60 and ". " not in gap and _LEADS_ON.search(gap) is not None


def _is_told(scene: Scene, items: list[Reading], at: int) -> bool:
    """Whether a range is one of a list of values, "(A, 31 L; B, |17-24 L|; C, 16 L)", or what a word right before says.

    Such a word is a mean, "median X 4.4-4.5", or one that compares: "higher X (|0.8-1.7 mmHg|)".
    """
    item, second = items[at], items[at + 1]
    for one in (*items[max(0, at - 1) : at], *items[at + 2 : at + 3]):
        if one.unit and one.unit == second.unit and one.role != "pair" and not one.barred and not one.spread:
            low, high = (one, item) if one.number.start < item.number.start else (second, one)
            if _IN_LIST.fullmatch(scene.text, low.stop, high.number.start):
                return True
    if item.before[-1:] in ("(", "["):
        said = _SAID_BY.search(item.before, max(0, len(item.before) - 60))
        return said is not None and _CLOSED.match(scene.text, second.stop) is not None
    cue = scene.cues.stat.before(item.number.start)
    return cue is not None and _STRAIGHT_AFTER.fullmatch(scene.lower, cue.end, item.number.start) is not None


_IN_LIST = re.compile(r"; [A-Za-z][^;,:()\d]{2,30}[,:] |(?:,|,? and|,? vs\.?) ")
_SAID_BY = re.compile(
    r"(?:lower|higher|greater|larger|smaller|longer|shorter|versus placebo)(?![a-z])[^.;()]{0,40} [(\[]$"
)
_CLOSED = re.compile(r"[ ]?(?:[)\]]|[;,] [pP][ ]?[<=>])")
_STRAIGHT_AFTER = re.compile(r"[ ](?:[a-z][a-z0-9-]{1,14}[ ]){0,3}")


_LEADS_ON = re.compile(r"(?:,|,? and|vs\.?|versus|compared (?:with|to))[ ]$")


_SETTINGS = frozenset(("nm", "Hz", "kHz", "MHz", "GHz"))  # of light, sound and current: wave lengths, frequencies


# "the |target| range", "|maintaining| haematocrit in the range 45%-50%"
_AIMED = re.compile(r"target|(?:maintain|keep|aim|titrat|adjust)[a-z]* ")
# "(measured on the X Inventory: range, |20-80|)", "willingness to discuss it (range, |1-4|)": what could be reached
_SPAN = re.compile(r"[(,;:] ?(?:score |possible |total )?range[:,]? $")
_SCORED = re.compile(r"scale|inventory|questionnaire|index|survey|score|measured|assessed|outcome|endpoint|rating")


def _is_span(item: Reading, second: Reading) -> bool:
    """Whether two ends are those of a scale, told behind its name."""
    exact = item.number.decimals or second.number.decimals or second.unit
    return not exact and _SPAN.search(item.before[-20:]) is not None and _SCORED.search(item.before) is not None


def _is_ranging(scene: Scene, item: Reading, second: Reading) -> bool:
    before = item.before
    if item.number.value == 0 and not (second.unit or second.number.decimals):
        return False  # of a scale: "range 0-10"
    if (
        second.unit in _SETTINGS
        or not scene.results
        and is_time(second.unit or "-")
        or _AIMED.search(before[-50:])
        or _is_span(item, second)
        or "linear" in before[-40:]
    ):
        return False
    return is_ranging(before)
