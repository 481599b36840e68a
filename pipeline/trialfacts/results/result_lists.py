"""Numbers that belong to a measurement beside them: "from 7 to 3", and the others of a list, of the other arm."""

from __future__ import annotations

import re

from trialfacts.results.cues import Cues, is_moved_to
from trialfacts.results.durations import LASTED, TIME_AFTER
from trialfacts.results.percentages import says_continuous
from trialfacts.results.readings import Reading, is_signed
from trialfacts.results.result_singles import is_dose_like, is_limit
from trialfacts.results.result_units import is_time

_FROM = re.compile(
    r"(?:from|baseline)[ ](?:an?[ ])?(?:(?:baseline|initial|pre-?treatment|preoperative"
    r"|base)[ ])?(?:(?:mean|median|average|value|level|score|baseline)s?[ ])?(?:(?:value|level"
    r"|score)[ ])?(?:of[ ])?(?:(?:about|approximately|around|nearly|almost|below|above|under|over)[ ])?"
    r"[(]?[$\u00a3\u20ac]?$"
)
_TO = re.compile(
    r"[ ]?[^.;,\d]{0,30}?[ ,]?[)]?,?[ ]to[ ](?:an?[ ])?(?:(?:mean|median"
    r"|average)[ ])?(?:of[ ])?(?:about[ ]|approximately[ ]|only[ ])?[$\u00a3\u20ac]?[^.;,\d]{0,3}"
    r"|[^.;,\d]{0,12}[ ]?(?:-->|->|\u2192|-+>)[ ]?"
)
# "fell from |42.6-41.1|"
WENT_FROM = re.compile(
    r"(?:fell|rose|dropped|decreased|increased|declined|improved|went|reduced|changed|grew)"
    r"(?:[ ][a-z]+){0,2}[ ]from[ ]$"
)
# "(scale from |0 to 100|)", "on a scale of |1 to 10|", "possible scores from |0 to 28|": what could have been reached.
_OF_A_SCALE = re.compile(
    r"(?:(?:[(\[]|[,;][ ]|(?<![a-z])an?[ ])(?:[a-z-]{1,14}[ ])?scale|(?<![a-z])on a range"
    r"|possible[ ](?:scores?|range|values?|points))"
    r"(?:[ ]range|[ ]ranging|[ ]ranges)?[ :=,(]{0,2}(?:from[ ]|of[ ]|between[ ])?$"
)
RANGING = re.compile(
    r"(?:rang(?:e[ds]?|ing)|varied|varying|varies)"
    r"(?:[ ](?:from|between|was|was from|of [a-z-]{2,8}|in [a-z][a-z -]{2,28} from|[a-z-]{2,8}))?[ :=,(]*$"
)
# Between two numbers of a list: " vs. ", ", ", " and ", " months versus ", " (P = 0.06) in ... and "
_LINK = re.compile(
    r"(?:vs\.?|(?<![a-z])v|versus|against|and|while|whereas|compared|than|,|&|group|arm|resp\.?|respectively)(?![a-z])"
)
# Between two numbers that share the unit after the second, or before the first: "6 and 12 mm", "12 mm vs. 6".
_TIGHT = re.compile(
    r"[^ ,;()]{0,12}[ ]?(?:,|;|/|,?[ ](?:and|&|resp\.)|,?[ ]or|,?[ ]vs?\.?|,?[ ]versus|,?[ ]against|-)[ ]?(?:to[ ])?"
)
# Two values that are set beside each other: "0 |vs.| 0.5", "5 |(A),| 9 (B)"
SIDE_BY_SIDE = re.compile(
    r"[ ]?(?:vs?\.?|versus|against|compared (?:with|to))[ ]"
    r"|[ ]?[(\[][^()\[\]%=]{1,25}[)\]](?:[,;]|,?[ ]and|,?[ ]vs?\.?|,?[ ]versus)[ ]"
    r"|(?:[ ][^ ,;()\d]{1,10})?[ ](?:in|with|for)[ ](?:the[ ])?[\w-]{1,20}(?:[ ][\w-]{1,12})?;[ ]"
)
# "after 70 and 80 min": a list of time points.
_TIME_LIST = re.compile(r"(?:at|after|for|over|within|during|until|by|every)[ ](?:the )?$")


_AND_FROM = ("and from ", "and between ")
# "|ranged from 1 to 3 in A and from| 2 to 4"
_RANGED_AGAIN = re.compile(
    r"rang(?:ed|ing)[ ](?:from|between)[ ]-?\d[\d.]*[ ](?:to|and)[ ]-?\d(?:[^.;]|\.\d){0,80}[ ]and[ ](?:from"
    r"|between)[ ]$"
)


def is_ranging(before: str) -> bool:
    """Whether the words before a number say that it is the low end of a range, or of the second of two."""
    if RANGING.search(before, max(0, len(before) - 45)):
        return True
    return before.endswith(_AND_FROM) and _RANGED_AGAIN.search(before) is not None


def pair_changes(text: str, items: list[Reading], cues: Cues) -> None:
    """Sets the roles of the pairs "from 7.5 to 3.0": the first the baseline, the second the end, unless "ranging"."""
    went = came = False
    ended: Reading | None = None  # the last that is the end of a change
    for first, second in zip(items, items[1:]):
        if first.barred or second.barred or second.number.start - first.end > 50:
            continue
        gap = text[first.over.end if first.over else first.end : second.number.start]
        back = first.before.endswith("to ") and BACK_FROM.fullmatch(text, first.stop, second.number.start)
        if back and (is_moved_to(first.before) or first.before.endswith(("(to ", "[to ")) or came):
            first.role, second.role = "end", "base"  # "rose to 85 from 32"
            came = True
            first.unit, second.unit = first.unit or second.unit, second.unit or first.unit
            continue
        arrow = ">" in gap or "\u2192" in gap
        dash = gap.strip(" %") == "-" and (
            WENT_FROM.search(first.before, max(0, len(first.before) - 40)) is not None or went and first.role == "pair"
        )
        went = went or dash
        falls = gap.strip() == "-" and first.number.value > second.number.value and first.before[-1:] in ("(", "[")
        if not (arrow or dash or falls or " to " in gap):
            continue
        if not (dash or falls) and not _TO.fullmatch(
            gap[len(first.unit) :] if first.unit and gap.startswith(first.unit) else gap
        ):
            continue
        if first.number.percent and not second.number.percent:
            continue  # "rose by 52% to 14.3 ng/ml"
        if second.unit == "fold" and first.unit in (None, "fold"):
            first.role = second.role = "pair"  # "1.9- to 4-fold higher"
            continue
        rises = first.number.value < second.number.value
        if rises and _OF_A_SCALE.search(first.before, max(0, len(first.before) - 50)):
            first.barred = second.barred = True
            continue
        if is_ranging(first.before):
            if first.mention is not second.mention:
                first.role = second.role = "pair"
            continue
        change = cues.change.before(first.number.start)
        if change and first.before[-1:] == "(" and max(first.number.value, second.number.value) < 0:
            continue  # "fell from baseline (|-1.2 to -1.6|"
        if _FROM.search(first.before, max(0, len(first.before) - 45)) and "rang" not in first.before[-30:]:
            whole = not first.number.decimals and not first.spread or is_time(first.unit or "-")
            if whole and not change and not cues.stat.before(first.number.start):
                continue
        elif not (
            arrow
            or dash
            or first.spread is not None
            and second.spread is not None
            and "compared" not in gap
            or change
            and first.number.start - change.end <= 3
            or ended is not None
            and (first.unit, first.spread is None) == (ended.unit, ended.spread is None)
            and _NEXT_PAIR.fullmatch(text, ended.stop, first.number.start)
            or _in_brackets(text, first, second, change is not None, cues.stat.before(first.number.start) is not None)
        ):
            if _is_plain_range(text, first, second, change is not None):
                first.role = second.role = "pair"
            continue
        if first.unit and second.unit and first.unit != second.unit and is_time(first.unit) and is_time(second.unit):
            continue  # "rose from 5 minutes to 1 hour"
        if is_time(second.unit or "-") and (
            not first.number.value
            or not change
            and TIME_AFTER.match(text, second.stop)
            or first.before.endswith(("period from ", "window from "))
        ):
            continue  # "the area under the curve from 0 to 180 min", "lasted from 2 h to 4 h after"
        ended = second
        first.role, second.role = "base", "end"
        first.unit, second.unit = first.unit or second.unit, second.unit or first.unit


BACK_FROM = re.compile(
    r"[)\]]? from (?:an? )?(?:(?:mean|median|baseline|initial|average) )?(?:value "
    r"|level )?(?:of )?"
)
# "from 6.2 to 3.9| in A, |6.1 to 4.4 in B"
_NEXT_PAIR = re.compile(
    r"[ ](?:in|with|for|on|among)[ ][^.;,()\d]{1,45}(?:[,;]|,?[ ](?:and|vs\.?|versus))[ ](?:and[ ])?"
    r"|(?:[ ][(][A-Za-z][^()\d]{0,20}\d?[)])?(?:,|;|,?[ ]and)[ ]"
)


def _is_plain_range(text: str, first: Reading, second: Reading, change: bool) -> bool:
    """Whether "2.1 mm to 3.4 mm" is a range, each end with its unit; of a ``change`` only where both have a minus."""
    if first.unit is None or first.unit != second.unit or first.role or first.spread:
        return False
    low, high = first.number.value, second.number.value
    ascends = max(low, high) < 0 or low < high and not change
    return ascends and _PLAIN_TO.fullmatch(text, first.stop, second.number.start) is not None


_PLAIN_TO = re.compile(r" to (?:[A-Z]{0,3}[$\u00a3\u20ac])?")  # "$12| to $|15", "2.1 mm| to |3.4 mm"


def _in_brackets(text: str, first: Reading, second: Reading, change: bool, stat: bool) -> bool:
    """Whether "(7.3 to 5.7, P < 0.01)" is a change: one is spoken of before it or soon after."""
    lasting = first.unit is not None and is_time(first.unit) and not (change and first.number.decimals)
    if first.before[-1:] not in ("(", "[") or lasting:
        return False
    low, high = first.number.value, second.number.value
    if first.spread or second.spread or first.unit == "fold" or second.unit == "fold" or min(low, high) < 0:
        return False
    said = low > high or change and _ROSE.search(first.before) is not None
    if not (_CLOSED if said else _TESTED).match(text, second.stop):
        return False  # a rise could be a range
    if (first.number.percent or second.number.percent) and not (stat or says_continuous(first.before)):
        return False
    return change or stat and "stable (" in first.before[-9:] or _CHANGES_AFTER.match(text, second.stop) is not None


_CLOSED = re.compile(r"[ ]?[,;)\]]")
# "CRP |rose with placebo (|8.0 to 9.9 mg/L)"
_ROSE = re.compile(
    r"\b(?:rose|increased|climbed|grew|went up|worsened|deteriorated|improved|lengthened)\b(?! by)"
    r"[^.;:()\d]{0,60}[(\[]$"
)
_TESTED = re.compile(r"[ ]?(?:%?[)])?[,;]?[ ][(]?[pP][ ]?[<=>]")
_CHANGES_AFTER = re.compile(r"(?:[^.]|[.]\d){0,60}(?:improv|decreas|increas|reduc|chang)")


def spread_lists(text: str, items: list[Reading]) -> None:
    """Judges numbers of the same make beside a measurement: the others of a list, the other arm."""
    if not any(item.score > 0 for item in items):
        return
    for order in (items, items[::-1]):
        last: Reading | None = None
        value: Reading | None = None  # the last one that is no dose: "2.1 days with 60 mg and |1.7 days| with 30 mg"
        for item in order:
            if item.score > 0:
                last = item
                value = value if item.unit != "%" and is_dose_like(item.unit) else item
                continue
            if last is not value and value is not None and item.unit and item.unit == value.unit:
                last = value
            if last is None or item.barred or item.role in ("pair", "second", "range") or last.role == "range":
                continue
            if (
                item.spread is not None
                and item.spread.type == "CI"
                and (last.rule not in _CHANGES_WITH_CI or last.stat not in ("mean", "median", "change"))
            ):
                continue
            if not item.unit and item.spread is None and last.rule.endswith(("-ci", "-pm", "spread")):
                continue
            if is_limit(item.before) and not item.before.endswith(" at "):
                continue  # "mean age 54, 80% with pain for at least |3 y|"
            exact = item.unit is not None or item.number.decimals > 0
            if not (exact or order is items or SIDE_BY_SIDE.fullmatch(text, item.end, last.number.start)):
                continue
            if (not last.rule.endswith("-unit") or _is_close(text, item, last)) and _linked(text, item, last):
                listed = last.rule.endswith("-list")
                item.rule = last.rule if listed else last.rule + "-list"
                item.score, item.stat = last.score if listed else max(round(last.score - 0.03, 2), 0.5), last.stat
                after_levels = last.role == "end" and item.before.endswith("by ")  # "by 3 (from 9 to 6) and by |5|"
                if after_levels or is_signed(text, item.number.start):
                    item.stat = "change"
                item.unit = item.unit or last.unit
                last = value = item


def add_gapped(text: str, items: list[Reading]) -> None:
    """Judges the values whose verb is left out: "output was 5.1 L/min, |pressure 72 mmHg| and |rate 71 beats/min|"."""
    for first, second in zip(items, items[1:]):
        if (
            first.score > 0
            and not (second.score or second.barred or second.role or second.spread or first.role)
            and second.unit not in (None, "%", first.unit)
            and first.stat in ("value", "mean", "median")
            and not (is_time(second.unit or "-") or is_dose_like(second.unit))
            and _GAPPED.fullmatch(text, first.stop, second.number.start)
            and _GAP_ENDS.match(text, second.stop)
        ):
            second.rule, second.score, second.stat = "measurement-gapped", 0.8, first.stat


def _is_close(text: str, item: Reading, last: Reading) -> bool:
    """Whether a number stands close enough to one that only its unit gives away to be of the same list."""
    ahead = item.number.start < last.number.start
    low, high = (item, last) if ahead else (last, item)
    gap = low.end, high.number.start
    if SIDE_BY_SIDE.fullmatch(text, *gap):
        return True
    if item.unit == last.unit and text[high.stop : high.stop + 1] in (")", "]") and _BRACKETS.fullmatch(text, *gap):
        return True
    tight = _TIGHT.fullmatch(text, *gap) is not None
    if not (ahead or item.unit) and _is_elsewhere(text, text[low.stop : gap[1]], item, last):
        return True
    if ahead or tight and not item.unit and item.number.decimals:
        return tight
    return _is_rate_elsewhere(text, item, last)


# "9.3 kg|), arm B (|9.2 kg": one bracket after another
_BRACKETS = re.compile(
    r"[^()\[\]]{0,12}[)\]](?:,|,?[ ](?:and|or|vs\.?|versus|than|compared (?:with|to)))[ ]"
    r"(?:[\w%+/.-]{1,15}[ ]){1,4}[(\[]"
)


def _is_elsewhere(text: str, gap: str, item: Reading, last: Reading) -> bool:
    """Whether a unitless number is of the size of the last and in another arm: "128 mm Hg in A and |126| in B"."""
    high, low = max(item.number.value, last.number.value), min(item.number.value, last.number.value)
    if item.number.start < last.number.start or last.spread is not None or high > 5 * low or is_time(last.unit or "-"):
        return False
    gap = gap.removeprefix(f" {last.unit}").removeprefix(last.unit or "")
    return _ELSEWHERE.fullmatch(gap) is not None and _IN_AN_ARM.match(text, item.end) is not None


def _is_rate_elsewhere(text: str, item: Reading, last: Reading) -> bool:
    """Whether a number is a rate as the last one, in another arm: "4.3 per 100 years in A and |2.2| in B"."""
    if item.unit or not item.number.decimals or "er " not in (last.unit or ""):
        return False
    gap = _STATISTICS.sub("", text[last.stop : min(item.number.start, last.stop + 300)])
    elsewhere = _ELSEWHERE.fullmatch(gap) or SIDE_BY_SIDE.fullmatch(gap)
    return elsewhere is not None and _IN_AN_ARM.match(text, item.end) is not None


_STATISTICS = re.compile(r"[ ][(\[][^()]{1,120}[)\]]")  # " (HR, 0.5 [95% CI 0.3-0.8])"
_IN_AN_ARM = re.compile(r"[ ](?:in|with|for|among|on)[ ]")
_ELSEWHERE = re.compile(
    r"[ ](?:in|with|for|among|on)[ ][^.;()\d]{1,45}?(?:,|,? and|,? vs?\.?|,? versus|,? against"
    r"|,? (?:as )?compared (?:with|to)"
    r"|,? whereas|,? while|,? than)[ ](?:was[ ])?"
)
_GAPPED = re.compile(
    r",?[ ](?:and[ ])?(?:(?:a|an|the|mean|median)[ ]){0,2}"
    r"(?:(?!(?:in|for|with|after|at|by|to|than|vs|versus|over|per|was|were|group|arm|and|or|of|plus)[ ])"
    r"[A-Za-z][\w-]{1,20}[ ]){1,4}(?:of[ ])?"
)
_GAP_ENDS = re.compile(r"[ ]?[,;.)]|[ ](?:and|but|at|in|for|with|after|on)[ ]|$")
_ITS_PAIR = re.compile(r"[ ][(\[]\d[\d.]{0,4}[ ](?:vs?\.?|versus)[ ]")  # "at 1 hour (1 vs 3) and |3 hours| (0 vs 2)"
_CHANGES_WITH_CI = ("measurement-ci", "measurement-ci-list")


_SHORT_WORD = re.compile(r"[ ](?:vs?|resp)\.[ ]")  # a full stop that ends no sentence


_CHANGE_IN = re.compile(
    r"[)\]],? (?:and|but|with) (?:[a-z]+ ){0,2}(?:decrease|increase|reduction|decline|rise|fall|change"
    r"|improvement|loss|gain)s?"
    r" in [^()]*[(\[]$"
)


def _linked(text: str, item: Reading, last: Reading) -> bool:
    """Whether the words between two numbers, and the make of the two, tell that they are of one list."""
    low, high = (item, last) if item.number.start < last.number.start else (last, item)
    if high.number.start - low.end > 200:
        return False
    gap = text[low.end : high.number.start]
    if item is low and last.rule.startswith("measurement-change-in") and _CHANGE_IN.search(gap):
        return False  # "responses (|58%|) and decrease in area (61%)": of a change is only the second
    if item is low and "percent" in gap:
        return False  # "the response rate was |44%| and the percent reduction of pain was 31%"
    if item.unit is None and last.unit is not None:
        gap = _STATISTICS.sub("", gap)
    if len(gap) > 90:
        return False
    apart = "; " in gap and item.unit is not None and item.unit == last.unit
    if ". " in (_SHORT_WORD.sub(" ", gap, 1) if len(gap) < 24 else gap) or not (apart or _LINK.search(gap)):
        return False
    if item.number.form == "words" and last.number.form != "words" or item.before[-1:] == "[":
        return False
    if (
        not item.unit
        and not item.number.decimals
        and last.unit
        and not (_TIGHT.fullmatch(gap) or SIDE_BY_SIDE.fullmatch(gap) or _is_elsewhere(text, gap, item, last))
    ):
        return False
    # "1.2 mmol/L (46 mg/dL)": the same again in another unit.
    converted = gap.endswith("(") and len(gap) < 16 and high is item and high.unit is not None
    if item.unit and last.unit and item.unit != last.unit and not converted:
        return False
    if item.number.percent and item.spread is None and last.spread is not None and last.spread.value is None:
        return False  # "median age 55 (19-84), |73%| male"
    if item.number.percent != last.number.percent and not converted:
        shared = low.unit in (None, "%") if high.number.percent else low.unit is None
        if not shared:
            return False
    alike = (
        last.rule.startswith("measurement-signed")
        or item.unit
        and item.unit == last.unit
        or SIDE_BY_SIDE.fullmatch(gap)
        or _ELSEWHERE.fullmatch(gap)
        and _IN_AN_ARM.match(text, high.end)
    )
    if (item.number.decimals > 0) != (last.number.decimals > 0) and not alike:
        return False
    if not is_time(item.unit or "-"):
        return True
    if item.number.decimals and last.number.decimals and item.unit == last.unit and _TIGHT.fullmatch(gap):
        return True
    if _TIGHT.fullmatch(gap) and LASTED.match(text, high.stop):
        return True  # "after |47| and 51 months of median follow-up"
    after = TIME_AFTER.match(text, item.stop)
    if after and last.score > 0 and is_time(last.unit or "-") and text.startswith(after.group(), last.stop):
        return True  # "was |22 min after| A and 95 min |after| B"
    return not (after or _ITS_PAIR.match(text, item.stop) or _TIME_LIST.search(item.before[-10:]))
