"""Effect estimates, their intervals, and the P values beside them.

An interval and the P value of the same estimate follow from one another: Altman and Bland, How to obtain the P value
from a confidence interval, BMJ 2011;343:d2304. A ratio's interval is symmetric in its logarithm, so a ratio and one
bound give the other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from trialfacts.checks.common import (
    CONSISTENT,
    INCONSISTENT,
    UNKNOWN,
    Context,
    Finding,
    decimals,
    finding,
    half_unit,
    in_percent,
    show,
    show_p,
)
from trialfacts.facts import DIFFERENCES, RATIOS, Estimate, PValue

# How many times longer than the other one side of an interval may be: up to the first it is symmetric, beyond the
# second it is not (exact, profile and bootstrap intervals lie between).
_SYMMETRIC, _SKEWED = 1.35, 3.0
# Tests whose P value is not that of the 95% interval.
_OTHER_TEST = re.compile(
    r"non-?\s?inferior|equivalen|one-?\s?(?:sided|tailed)|1-sided|interaction|trend|heterogeneity|overall|bonferroni"
    r"|margin|superiority|adjusted p|log-?rank|credible|CrI",
    re.I,
)
# "12 months later (95% CI ...": the number before an interval is not always its estimate.
_TIME = re.compile(r"\d{1,3}[ -](?:hour|day|week|month|year)")
_LOG = math.log


def check_intervals(context: Context) -> Iterator[Finding]:
    """An estimate lies within its interval, and a ratio's interval is symmetric in logarithm."""
    for fact in context.estimates:
        low, high, value = fact.ci_low, fact.ci_high, fact.value
        if low is None or high is None or value is None or _TIME.match(fact.quote):
            continue
        if context.raw[fact.start - 1 : fact.start] == "/":  # "20/100 (95% CI ..."
            continue
        half = half_unit(fact.quote, value) or 0.0
        interval = f"{_as_printed(fact, low)} to {_as_printed(fact, high)}"
        printed = f"{_as_printed(fact, value)} ({interval})"
        if low > high:
            # Printed the other way round, or a minus sign was not read as one.
            doubtful = low < 0 or high < 0 or high <= value <= low or -low <= value <= high or -low <= -value <= high
            verdict = UNKNOWN if doubtful else INCONSISTENT
            yield finding(
                "interval", [fact], printed, None, verdict, f"the interval's low end is above its high: {interval}"
            )
        elif low - half <= value <= high + half:
            if fact.type in RATIOS and 0 < low < high and low < value < high and not in_percent(fact):
                yield _symmetry(fact, low, high, value, printed)
            else:
                message = f"{_as_printed(fact, value)} lies within {interval}"
                yield finding("interval", [fact], printed, interval, CONSISTENT, message)
        else:
            sign = low - half <= -value <= high + half
            message = f"{_as_printed(fact, value)} lies outside its interval, {interval}"
            verdict = UNKNOWN if sign else INCONSISTENT
            yield finding(
                "interval", [fact], printed, interval, verdict, message + (" (of the other sign)" if sign else "")
            )


def _symmetry(fact: Estimate, low: float, high: float, value: float, printed: str) -> Finding:
    """How much longer one side of a ratio's interval is than the other, at least, for any rounding."""
    ends = [
        (max(x - (half_unit(fact.quote, x) or 0.0), 1e-9), x + (half_unit(fact.quote, x) or 0.0))
        for x in (low, value, high)
    ]
    (low0, low1), (value0, value1), (high0, high1) = ends
    below = (_LOG(max(value0 / low1, 1.0)), _LOG(value1 / low0))
    above = (_LOG(max(high0 / value1, 1.0)), _LOG(high1 / value0))
    skew = max(below[0] / above[1] if above[1] else math.inf, above[0] / below[1] if below[1] else math.inf)
    middle = math.sqrt(low * high)
    computed = show(middle, 3)
    if skew <= _SYMMETRIC:
        message = f"{fact.type} {_as_printed(fact, value)} lies in the (logarithmic) middle of its interval"
        return finding("interval", [fact], printed, computed, CONSISTENT, message)
    message = f"{fact.type} {_as_printed(fact, value)} is not in the (logarithmic) middle of its interval, {computed}"
    return finding("interval", [fact], printed, computed, INCONSISTENT if skew > _SKEWED else UNKNOWN, message)


def _as_printed(fact: Estimate, value: float) -> str:
    places = decimals(fact.quote, value)
    return f"{value:.{places}f}" if places is not None else show(value, 6)


def check_interval_and_p(context: Context) -> Iterator[Finding]:
    """An interval and the P value beside it agree on significance, and the P value is about what the interval gives."""
    for p in context.p_values:
        about = (p.links or {}).get("about", ())
        estimates = [fact for one in about if isinstance(fact := context.by_id.get(one), Estimate)]
        if len(estimates) != 1 or p.value is None:
            continue
        fact = estimates[0]
        ratio = fact.type in RATIOS and not in_percent(fact)
        null = 1.0 if ratio else 0.0 if fact.type in DIFFERENCES else None
        if null is None or fact.value is None or fact.ci_low is None or fact.ci_high is None:
            continue
        if fact.ci_low >= fact.ci_high or fact.level not in (95, None) or (null and fact.ci_low <= 0):
            continue
        yield from _agree(context, p, p.value, fact, null)


def _agree(context: Context, p: PValue, value: float, fact: Estimate, null: float) -> Iterator[Finding]:
    low, high, middle = fact.ci_low or 0.0, fact.ci_high or 0.0, fact.value or 0.0
    margins = half_unit(fact.quote, low) or 0.0, half_unit(fact.quote, high) or 0.0
    excluded = low - margins[0] > null or high + margins[1] < null
    included = low + margins[0] < null < high - margins[1]
    significant = p.op in ("<", "<=", "=") and value < 0.05 or (p.op in ("<", "<=") and value == 0.05)
    not_significant = (p.op in (">", ">=") and value >= 0.05) or (p.op == "=" and value > 0.05) or p.op == "NS"
    printed = f"P {p.op} {show(value, 6)}"
    interval = f"{_as_printed(fact, low)} to {_as_printed(fact, high)}"
    computed = _p_of_interval(low, high, middle, null)
    about = f"the interval {interval} gives P {'' if computed < 0.0001 else '= '}{show_p(computed)}"
    if (excluded and not_significant) or (included and significant):
        sure = fact.level == 95 and low <= middle <= high and not _OTHER_TEST.search(_around(context, p, fact))
        # Near the border a P value of another test than the interval's may fall on its other side.
        sure = sure and not (p.op == "=" and 0.02 < value < 0.1 and 0.02 < computed < 0.1)
        says = "excludes" if excluded else "includes"
        message = f"the interval {interval} {says} {show(null)}, but {printed}; {about}"
        yield finding("interval_p", [p, fact], printed, show_p(computed), INCONSISTENT if sure else UNKNOWN, message)
    elif (excluded and significant) or (included and not_significant):
        yield finding("interval_p", [p, fact], printed, show_p(computed), CONSISTENT, f"{printed}: {about}")


def _around(context: Context, p: PValue, fact: Estimate) -> str:
    return context.sentence(p.start) + " " + fact.quote


def _p_of_interval(low: float, high: float, value: float, null: float) -> float:
    """The two-sided P value of a 95% interval (normal approximation)."""
    if null:
        low, high, value = _LOG(low), _LOG(high), _LOG(value) if value > 0 else 0.0
    error = (high - low) / 3.92
    shift = value if null else value - null
    return math.erfc(abs(shift) / error / math.sqrt(2)) if error > 0 else 1.0
