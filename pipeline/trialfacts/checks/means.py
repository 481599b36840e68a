"""Means of whole numbers.

Brown and Heathers, The GRIM test: a simple technique detects numerous anomalies in the reporting of results in
psychology, Social Psychological and Personality Science 2017;8:363-369.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from trialfacts.checks.common import CONSISTENT, UNKNOWN, Context, Finding, decimals, finding, show
from trialfacts.facts import Measurement, Scale
from trialfacts.scales.instruments import Instrument, registry, words

_SLACK = 1e-6


def check_means(context: Context) -> Iterator[Finding]:
    """A mean score of n people on a scale of whole numbers is one that n whole numbers can have.

    Only for scales whose number of items the registry knows, and where n is small enough for the printed places to
    tell. Never more than unknown where it is not: the abstract seldom says how many were scored.
    """
    for fact in context.measurements:
        if fact.stat != "mean" or fact.value is None or not fact.links or "scale" not in fact.links or fact.time:
            continue
        scale = context.by_id.get(fact.links["scale"])
        instrument = _instrument(scale.name, scale.abbreviation) if isinstance(scale, Scale) else None
        if instrument is None or not instrument.items or instrument.items < 2:
            continue  # one item may be a line on which people mark a place
        sizes = context.group_sizes(fact) if fact.group else context.totals
        places = decimals(fact.quote, fact.value)
        if places:
            yield from _of_sizes(fact, fact.value, places, sizes, instrument)


@lru_cache(maxsize=512)
def _instrument(name: str, abbreviation: str | None) -> Instrument | None:
    known = registry()
    for short in (abbreviation, name):
        if short and short in known.short:
            return known.short[short][0]
    split = words(name)
    for entry in known.beginning(split) if split else ():
        if entry[0] == split:
            return entry[1]
    return None


def _of_sizes(
    fact: Measurement, value: float, places: int, sizes: list[int], instrument: Instrument
) -> Iterator[Finding]:
    # The mean of the items' means is finer than the mean of the sums.
    averaged = instrument.maximum is not None and instrument.items and value <= instrument.maximum / instrument.items
    fine = (instrument.items or 1) if averaged else 1
    sizes = [size for size in sizes if size * fine < 10**places]
    if not sizes:
        return
    printed = f"{value:.{places}f}"
    for size in sizes:
        parts = size * fine
        half = 0.5 * 10.0**-places
        if any(abs(round(value * parts) + step - value * parts) <= half * parts + _SLACK for step in (-1, 0, 1)):
            message = f"{size} whole numbers can have the mean {printed}"
            yield finding("mean_granularity", [fact], printed, printed, CONSISTENT, message)
            return
    size = sizes[0]
    low = int(value * size * fine) / (size * fine)
    near = f"{show(low, places + 1)} or {show(low + 1 / (size * fine), places + 1)}"
    message = f"no {size} whole numbers have the mean {printed} ({near} are the nearest); fewer may have been scored"
    yield finding("mean_granularity", [fact], printed, near, UNKNOWN, message)
