"""P values computed anew: from two proportions, from two means, from a printed test statistic.

After statcheck: Nuijten, Hartgerink, van Assen, Epskamp and Wicherts, The prevalence of statistical reporting errors in
psychology (1985-2013), Behavior Research Methods 2016;48:1205-1226. Computed with scipy, which is imported when the
first of these checks has something to compute.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
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
    show,
    show_p,
)
from trialfacts.checks.percents import whole_count
from trialfacts.facts import Fact, Measurement, Proportion, PValue

_ALPHA = 0.05
_MANY = 20_000
# A P value of a test by counts or means may differ by so much from that of another test of the same.
_FACTOR = 3.0
# Tests that the numbers of an abstract do not suffice for.
_OTHER_TEST = re.compile(
    r"adjust|\bcox\b|hazard|log-?\s?rank|kaplan|surviv|regress|covari|anova|ancova|mixed|repeated|interaction|trend|paired"
    r"|mcnemar|wilcoxon|non-?\s?inferior|equivalen|bonferroni|cluster|\bGEE\b|multivaria|bayes|one-?\s?(?:sided|tailed)"
    r"|stratif|propensity|standardi[sz]ed|model|overall|linear|time[ -]to|months? free|person|rates? per|median",
    re.I,
)


# A test of changes, or one adjusted for the baseline, is not a test of the values at the end.
_CHANGED = re.compile(r"reduc|increas|decreas|improv|chang|declin|from baseline|rose|fell", re.I)


def judge(p: PValue, computed: list[float]) -> str:
    """Whether a printed P value may be one of those computed by the tests that fit.

    Inconsistent where it says otherwise about significance at 0.05 than all of them, or differs from the nearest by a
    factor of ten, and by more than its rounding and the choice of the test account for.
    """
    if p.op == "NS" or p.value is None:
        return CONSISTENT if max(computed) > _ALPHA else INCONSISTENT if max(computed) < _ALPHA / _FACTOR else UNKNOWN
    value, half = p.value, half_unit(p.quote, p.value) or 0.0
    low, high = min(computed), max(computed)
    if p.op in ("<", "<="):
        if low <= value * 1.1:
            return CONSISTENT
        return INCONSISTENT if low > value * 10 or (low > value * _FACTOR and low > _ALPHA) else UNKNOWN
    if p.op in (">", ">="):
        if high >= value * 0.9:
            return CONSISTENT
        return INCONSISTENT if high < value / 10 or (high < value / _FACTOR and high < _ALPHA) else UNKNOWN
    if low * 0.9 - half <= value <= high * 1.1 + half or (value <= 0.001 and low <= value):
        return CONSISTENT  # "P = 0.0001" is the least that a program prints
    least, most = value - half, value + half
    if least > high * _FACTOR:
        return INCONSISTENT if (high < _ALPHA < value) or least > high * 10 else UNKNOWN
    if most * _FACTOR < low:
        return INCONSISTENT if (value < _ALPHA < low) or most * 10 < low else UNKNOWN
    return UNKNOWN


def _finding(context: Context, check: str, p: PValue, facts: list[Fact], computed: list[float], of: str) -> Finding:
    verdict = judge(p, computed)
    if verdict == INCONSISTENT:
        sentence = context.sentence(p.start)
        ends = all(isinstance(fact, Measurement) and fact.stat != "change" for fact in facts)
        if _OTHER_TEST.search(sentence) or (ends and _CHANGED.search(sentence)):
            verdict = UNKNOWN
    low, high = show_p(min(computed)), show_p(max(computed))
    span = low if low == high else f"{low} to {high}"
    printed = f"P {p.op}" + (f" {show(p.value, 6)}" if p.value is not None else "")
    message = f"{of}: P {'' if span[0] == '<' else '= '}{span}; printed is {printed}"
    return finding(check, [p, *facts], printed, span, verdict, message)


# Two proportions.


def check_p_of_proportions(context: Context) -> Iterator[Finding]:
    """The P value of two proportions by Fisher's exact and the chi-squared test (without and with correction)."""
    for p, facts in _pairs(context, Proportion):
        first, second = (_counted(context, fact) for fact in facts if isinstance(fact, Proportion))
        if first is None or second is None:
            continue
        computed = p_of_counts(*first, *second)
        of = f"{first[0]}/{first[1]} against {second[0]}/{second[1]} (Fisher, chi-squared)"
        found = _finding(context, "p_of_proportions", p, facts, computed, of)
        told = all(isinstance(fact, Proportion) and fact.denominator for fact in facts)
        # Of fewer people than the arms had, the P value would be larger; of the same people twice, smaller.
        fewer = not told and p.op not in ("<", "<=") and (p.value is None or p.value > min(computed))
        same = first[1] == second[1] and first[1] not in context.arm_sizes.values()
        if found["verdict"] == INCONSISTENT and (fewer or same):
            found["verdict"] = UNKNOWN
        yield found


def _pairs(context: Context, kind: type[Fact]) -> Iterator[tuple[PValue, list[Fact]]]:
    """The P values of just two results, of two groups, and those results."""
    for p in context.p_values:
        about = [context.by_id.get(one) for one in (p.links or {}).get("about", ())]
        facts = [fact for fact in about if isinstance(fact, kind)]
        if len(facts) != 2 or p.threshold:
            continue
        first, second = (getattr(fact, "group", None) or "" for fact in facts)
        if first and second and first.lower() != second.lower():
            yield p, facts


def _counted(context: Context, fact: Proportion) -> tuple[int, int] | None:
    """How many of how many; None where the text does not tell."""
    sizes = [fact.denominator] if fact.denominator else context.group_sizes(fact)
    if len(sizes) != 1 or sizes[0] <= 0:
        return None
    size = sizes[0]
    count = fact.count
    if fact.percent is not None and (half := half_unit(fact.quote, fact.percent)) is not None:
        fitting = whole_count(fact.percent, half, size)
        if fitting is None or count is not None and not _close(count, fact.percent, size):
            return None  # of others than these
        count = fitting if count is None else count
    return (count, size) if count is not None and 0 <= count <= size else None


def _close(count: int, percent: float, size: int) -> bool:
    return abs(100 * count / size - percent) <= 1


def p_of_counts(count: int, size: int, other_count: int, other_size: int) -> list[float]:
    """The two-sided P values of two proportions by Fisher's exact test and chi-squared without and with correction."""
    from scipy import stats

    table = [[count, size - count], [other_count, other_size - other_count]]
    # Fisher's test takes its time over many people, and says the same as chi-squared.
    many = size + other_size > _MANY
    computed = [] if many else [float(stats.fisher_exact(table)[1])]
    if count + other_count and count + other_count < size + other_size:
        computed += [float(stats.chi2_contingency(table, correction=yates)[1]) for yates in (False, True)]
    return computed or [1.0]


# Two means.


def check_p_of_means(context: Context) -> Iterator[Finding]:
    """The P value of two means with their SD (or SE) and group sizes, by Student's and Welch's t test.

    A bare "±" is tried as both.
    """
    for p, facts in _pairs(context, Measurement):
        sides = [_spread(context, fact) for fact in facts if isinstance(fact, Measurement)]
        if None in sides or facts[0].time != facts[1].time:  # type: ignore[attr-defined]
            continue
        (mean, spread, kind, size), (other_mean, other_spread, other_kind, other_size) = sides  # type: ignore[misc]
        if kind != other_kind:
            continue
        computed = []
        for as_error in {"SD": (False,), "SE": (True,)}.get(kind, (False, True)):
            scales = (size**0.5, other_size**0.5) if as_error else (1.0, 1.0)
            computed += p_of_means(mean, spread * scales[0], size, other_mean, other_spread * scales[1], other_size)
        of = f"{show(mean, 4)} against {show(other_mean, 4)} in {size} and {other_size} (t test)"
        yield _finding(context, "p_of_means", p, facts, computed, of)


def _spread(context: Context, fact: Measurement) -> tuple[float, float, str, int] | None:
    spread = fact.dispersion or {}
    sizes = context.group_sizes(fact)
    if fact.value is None or spread.get("type") not in ("SD", "SE", "pm") or not spread.get("value"):
        return None
    if len(sizes) != 1 or sizes[0] < 2 or fact.stat not in ("mean", "value", "change"):
        return None
    if spread["value"] <= 0:
        return None
    return fact.value, float(spread["value"]), str(spread["type"]), sizes[0]


def p_of_means(mean: float, sd: float, size: int, other_mean: float, other_sd: float, other_size: int) -> list[float]:
    """The two-sided P values of two means by Student's and Welch's t test."""
    from scipy import stats

    return [
        float(stats.ttest_ind_from_stats(mean, sd, size, other_mean, other_sd, other_size, equal_var=equal)[1])
        for equal in (True, False)
    ]


# Printed statistics.

_NUMBER = r"(?P<value>-?\d{0,6}\.?\d{1,6})"
_DF = r"\d{1,5}(?:\.\d{1,3})?"
_STATISTIC = re.compile(
    rf"""(?<![A-Za-z0-9])(?:
        (?P<t>[tT])[ ]?(?:\([ ]?(?:df[ ]?=[ ]?)?(?P<t_df>{_DF})[ ]?\)|_?(?P<t_df2>\d{{1,5}}))
      | (?P<F>F)[ ]?(?:\([ ]?(?P<df1>{_DF})[ ]?[,;][ ]?(?P<df2>{_DF})[ ]?\)|_?(?P<df3>\d{{1,2}})[,;][ ]?(?P<df4>{_DF}))
      | (?P<chi>(?:\u03c7|chi|X)[ -]?\^?(?:2|squared?)?)[ ]?\([ ]?(?:df[ ]?=[ ]?)?(?P<chi_df>\d{{1,3}})
        (?:[ ]?,[ ]?[nN][ ]?=[ ]?\d{{1,7}})?[ ]?\)
      | (?P<z>[zZ])
      | (?P<r>[rR])[ ]?\([ ]?(?P<r_df>\d{{1,5}})[ ]?\)
    )[ ]?=[ ]?{_NUMBER}(?![\d%])""",
    re.X,
)
_TO_P = re.compile(r"[\s,;()\[\]]{0,4}(?:and |with |corresponding to )?(?:a )?(?:two-sided |two-tailed )?")


def check_statistics(context: Context) -> Iterator[Finding]:
    """The P value of a printed t, F, chi-squared, z or r with its degrees of freedom."""
    text = context.document.text
    places = [p.start for p in context.p_values]
    if not places:
        return
    for match in _STATISTIC.finditer(text):
        start, end = context.document.cleaned.to_raw(match.start(), match.end())
        at = bisect_left(places, end)
        if at == len(places) or places[at] - end > 40 or not _TO_P.fullmatch(context.raw, end, places[at]):
            continue
        p = context.p_values[at]
        if p.threshold or p.value is None:
            continue
        near, far = p_of_statistic(match)
        if math.isnan(near) or math.isnan(far):
            continue  # no degrees of freedom
        printed = f"P {p.op} {show(p.value, 6)}"
        low, high = min(near, far), max(near, far)
        verdict = _judge_statistic(p, low, high)
        computed = show_p(low) if show_p(low) == show_p(high) else f"{show_p(low)} to {show_p(high)}"
        quote = context.raw[start:end]
        message = f"{quote} gives P {'' if computed[0] == '<' else '= '}{computed}; printed is {printed}"
        if verdict == INCONSISTENT and _judge_statistic(p, low / 2, high / 2) == CONSISTENT:
            verdict, message = UNKNOWN, message + " (which is one-sided)"
        yield finding("p_of_statistic", [p], printed, computed, verdict, message)


def p_of_statistic(match: re.Match[str]) -> tuple[float, float]:
    """The two-sided P values of a printed statistic at both ends of its rounding."""
    from scipy import stats

    value = abs(float(match["value"]))
    half = 0.5 * 10.0 ** -(decimals(match["value"], value) or 0)
    out = []
    for x in (max(value - half, 0.0), value + half):
        if match["t"]:
            out.append(2 * stats.t.sf(x, float(match["t_df"] or match["t_df2"])))
        elif match["F"]:
            out.append(stats.f.sf(x, float(match["df1"] or match["df3"]), float(match["df2"] or match["df4"])))
        elif match["chi"]:
            out.append(stats.chi2.sf(x, float(match["chi_df"])))
        elif match["z"]:
            out.append(2 * stats.norm.sf(x))
        else:
            x = min(x, 0.999999)
            df = max(float(match["r_df"]), 1.0)
            out.append(2 * stats.t.sf(x * (df / (1 - x * x)) ** 0.5, df))
    return float(out[0]), float(out[1])


def _judge_statistic(p: PValue, low: float, high: float) -> str:
    value, half = p.value or 0.0, half_unit(p.quote, p.value or 0.0) or 0.0
    if p.op in ("<", "<="):
        right = low <= value
    elif p.op in (">", ">="):
        right = high >= value
    else:
        right = low - half - 1e-12 <= value <= high + half + 1e-12 or (value <= 0.001 and low <= value)
        if not right and abs(value - (low + high) / 2) <= 3 * half:
            return UNKNOWN  # a slip of rounding
    return CONSISTENT if right else INCONSISTENT
