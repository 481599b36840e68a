"""Counts, denominators and percentages.

A percentage of n people can only take the values k/n: the "granularity" of Brown and Heathers, The GRIM test, Social
Psychological and Personality Science 2017;8:363-369, there for means of whole numbers.
"""

from __future__ import annotations

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
    show,
)
from trialfacts.facts import Proportion

_SLACK = 1e-6
_FEW = 5  # fewer people than this are hardly a group of which percentages are told
# Percentages that are no shares of those counted.
_ESTIMATED = re.compile(r"actuarial|kaplan|estimated|cumulative|adjusted|weighted|imput|standardi[sz]ed", re.I)
# "of whom 14 (5%)": a percentage of fewer than its neighbours are.
_OF_A_PART = re.compile(r"\b(?:of|among) (?:whom|which|these|those|them)\b")
_WHOLE_NUMBER = re.compile(r"(?<![\d.,/])\d{1,3}(?:,\d{3})?(?![\d.%/]|,\d)")


def fits(share: float, percent: float, half: float) -> bool:
    """Whether a share (in percent) may be printed as ``percent``: rounded, once or twice, or cut off."""
    return -1.1 * half - _SLACK <= share - percent <= 2 * half + _SLACK


def check_percents(context: Context) -> Iterator[Finding]:
    """Count, denominator and percent agree; where no denominator is printed, with the size of the group.

    A count that does not give its percentage of the group is said to be inconsistent only where its neighbours in the
    sentence give theirs, or else the percentages may be of people whom the abstract does not count.
    """
    loose: dict[int, list[tuple[Proportion, float, list[int]]]] = {}
    for fact in context.proportions:
        if fact.percent is None or fact.count is None:
            continue
        half = half_unit(fact.quote, fact.percent)
        if half is None:
            continue
        if fact.denominator and fact.denominator > 0:
            yield _of_printed(context, fact, fact.count, fact.denominator, fact.percent, half)
        elif fact.count:
            sizes = context.group_sizes(fact) if fact.group else context.totals
            if sizes:
                loose.setdefault(context.sentence_index(fact.start), []).append((fact, half, sizes))
    for group in loose.values():
        yield from _of_groups(context, group)


def _of_printed(
    context: Context, fact: Proportion, count: int, denominator: int, percent: float, half: float
) -> Finding:
    share = 100 * count / denominator
    computed, printed = f"{show(share, 2)}%", f"{count}/{denominator} = {show(percent, 4)}%"
    if fits(share, percent, half):
        return finding("percent", [fact], printed, computed, CONSISTENT, f"{count} of {denominator} is {computed}")
    if decimals(fact.quote, denominator) is None:  # told elsewhere in the sentence: perhaps for others
        sizes = (*context.group_sizes(fact), *_other_sizes(context, fact))
        other = next((n for n in sizes if n != denominator and _gives(fact, n, half)), None)
        if other:
            share_of = f"{count} of {other} is {show(100 * count / other, 2)}%"
            return finding("percent", [fact], printed, share_of, CONSISTENT, share_of)
    message = f"{count} of {denominator} is {computed}, not {show(percent, 4)}%"
    if _ESTIMATED.search(context.sentence(fact.start)):
        return finding("percent", [fact], printed, computed, UNKNOWN, message + ", which may be an estimated rate")
    return finding("percent", [fact], printed, computed, INCONSISTENT, message)


def _of_groups(context: Context, group: list[tuple[Proportion, float, list[int]]]) -> Iterator[Finding]:
    """Counts of one sentence with a percentage and no denominator."""
    agreed: dict[int, int] = {}  # how many of them each size gives
    fitting: list[int | None] = []
    for fact, half, sizes in group:
        own = [size for size in sizes if _gives(fact, size, half)]
        fitting.append(own[0] if own else None)
        for size in own:
            agreed[size] = agreed.get(size, 0) + 1
    for (fact, half, sizes), fit in zip(group, fitting):
        count, percent = fact.count or 0, fact.percent or 0.0
        printed = f"{count} ({show(percent, 4)}%)"
        if fit is not None:
            share = f"{show(100 * count / fit, 2)}%"
            yield finding("percent", [fact], printed, share, CONSISTENT, f"{count} of {fit} is {share}")
            continue
        best = max(sizes, key=lambda n: (agreed.get(n, 0), -abs(100 * count / n - percent)))
        share = f"{show(100 * count / best, 2)}%"
        other = next((n for n in _other_sizes(context, fact) if _gives(fact, n, half)), None)
        part = _OF_A_PART.search(context.raw, max(0, fact.start - 60), fact.start)
        if agreed.get(best, 0) >= 2 and other is None and not part:
            message = f"{count} of {best} is {share}, not {show(percent, 4)}%; its neighbours are percentages of {best}"
            yield finding("percent", [fact], printed, share, INCONSISTENT, message)
        elif _closed(context, fact, count, percent) and not _has_denominator(count, percent, half):
            message = f"{count} is {show(percent, 4)}% of no whole number of people; of {best} it would be {share}"
            yield finding("percent", [fact], printed, share, INCONSISTENT, message)
        elif other is not None:
            share = f"{show(100 * count / other, 2)}%"
            yield finding("percent", [fact], printed, share, CONSISTENT, f"{count} of {other} is {share}")
        elif count <= best and best >= _FEW:
            message = f"{count} of {best} would be {share}, not {show(percent, 4)}%; it may be of others than these"
            yield finding("percent", [fact], printed, share, UNKNOWN, message)


def _gives(fact: Proportion, size: int, half: float) -> bool:
    count = fact.count or 0
    return count <= size and fits(100 * count / size, fact.percent or 0.0, half)


def _closed(context: Context, fact: Proportion, count: int, percent: float) -> bool:
    """Whether a count and its percentage in a bracket can be nothing else.

    Not "two groups (57% men)", "17 of the 20 (85%)", "a reduction of 88% (n = 14)".
    """
    if ")" not in context.raw[fact.end - 1 : fact.end + 1] or "%" in fact.quote.partition("(")[0]:
        return False
    part = str(round(count * percent / 100))
    return re.search(rf"(?<![\d.]){part}(?![\d.])", context.sentence(fact.start)) is None


def _has_denominator(count: int, percent: float, half: float) -> bool:
    """Whether a count is about this percentage of any whole number."""
    margin = half if half >= 0.5 else 2 * half
    if percent <= margin:
        return True
    least = max(count, int(100 * count / (percent + 2 * half)))
    most = min(int(100 * count / (percent - margin)) + 1, least + 1000)
    return any(-margin <= 100 * count / size - percent <= 2 * half for size in range(max(least, 1), most + 1))


def _other_sizes(context: Context, fact: Proportion) -> list[int]:
    """Whom else a percentage may be of: other groups, and other numbers of the sentence that are no counts."""
    sizes = [size.n for size in context.sizes if size.role != "excluded"]
    sizes += [one.denominator for one in context.proportions if one.denominator]
    start, text = context.sentence_span(fact.start)
    taken = [(one.start - start, one.end - start) for one in context.proportions]
    for match in _WHOLE_NUMBER.finditer(text):
        if not any(low <= match.start() < high for low, high in taken):
            sizes.append(int(match.group().replace(",", "")))
    return [size for size in sizes if size > 0]


def check_granularity(context: Context) -> Iterator[Finding]:
    """A percentage without a count is one that some whole number of the group's people can give.

    Never more than unknown where it is not: it may be an estimated rate, or of fewer people than the group had.
    """
    for fact in context.proportions:
        if fact.percent is None or fact.count is not None or fact.denominator is not None or not fact.group:
            continue
        sizes = context.group_sizes(fact)
        half = half_unit(fact.quote, fact.percent) if sizes else None
        if half is None:
            continue
        sizes = [size for size in sizes if size >= _FEW and 3 * half * size < 100]  # else nearly every percentage fits
        if not sizes:
            continue
        percent = f"{show(fact.percent, 4)}%"
        for size in sizes:
            count = whole_count(fact.percent, half, size)
            if count is not None:
                message = f"{percent} is {count} of {size}"
                yield finding("granularity", [fact], percent, f"{count}/{size}", CONSISTENT, message)
                break
        else:
            size = sizes[0]
            low = int(fact.percent * size / 100)
            near = f"{show(100 * low / size, 2)}% or {show(100 * (low + 1) / size, 2)}%"
            message = f"no whole number of {size} people is {percent} ({low} or {low + 1} would be {near})"
            yield finding("granularity", [fact], percent, near, UNKNOWN, message + "; fewer may have been counted")


def whole_count(percent: float, half: float, size: int) -> int | None:
    """The whole number of ``size`` people that is printed as ``percent``; None where there is none."""
    if not 0 <= percent <= 100:
        return None
    for count in (round(percent * size / 100), int((percent + half) * size / 100), int(percent * size / 100) + 1):
        if 0 <= count <= size and fits(100 * count / size, percent, half):
            return count
    return None
