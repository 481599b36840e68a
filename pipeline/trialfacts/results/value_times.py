"""When the values of a sentence were taken: each by the time beside it, those of a list by the list of times."""

from __future__ import annotations

import re
from bisect import bisect_left

from trialfacts.results.readings import Reading
from trialfacts.results.times import BASELINE, Time, time_in_bracket, time_of

# Between the values of a list: ", ", " and ".
LIST_GAP = re.compile(r"[^\s,;()]{0,8}[)\]]?(?:,|;)?[ ](?:(?:and|&)[ ])?[(\[]?\+?")


def name_times(text: str, times: list[Time], found: list[Reading]) -> None:
    """Sets when each value of a sentence was taken, by the time points ``times`` of that sentence."""
    if not times:
        for item in found:
            item.time = BASELINE if item.role == "base" else None
        return
    last: str | None = None
    own = {index for item in found for index in item.numbers}
    times = [time for time in times if own.isdisjoint(time.numbers)]
    later = [time for time in times if time.name != BASELINE]
    given: list[Time | None] = []
    levels = False  # a change has no baseline: what is told with one is the level then, and those after it are levels
    for item in found:
        if item.stat == "change" and item.spread is not None:
            own_time = time_in_bracket(text, times, item.stop)
            levels = levels or own_time is not None and own_time.name == BASELINE
            item.stat = "value" if levels else item.stat
        no_baseline = item.stat == "change" or item.role == "end"
        time = time_of(text, later if no_baseline else times, item.number.start, item.stop, item.numbers)
        past = (
            time is not None and not item.role and _is_past(text, time, item, found[len(given) - 1] if given else None)
        )
        given.append(time)
        if item.role == "base":
            item.time = BASELINE
        elif item.role == "end":
            item.time = last = time.name if time else last
        else:
            item.time = time.name if time and not past else None
    _share_times(text, times, found, given)
    _share_back(text, found, given)
    _share_versus(text, times, found, given)
    if len(found) > 1 and len(times) > 1:
        _share_in_order(text, times, found)


# "at baseline X was 5 and |increased| to 7"
_MOVED = re.compile(r"[ ](?:increased|decreased|rose|fell|dropped|improved|declined)[ ]")
_NEXT = re.compile(r"(?:,|,?[ ]and)[ ]")


def _is_past(text: str, time: Time, item: Reading, last: Reading | None) -> bool:
    """Whether a time before a value is that of another: "5 at baseline, |7", "at baseline 5 and increased to |7"."""
    if last is not None and last.stop <= time.start and _NEXT.fullmatch(text, time.end, item.number.start):
        return True
    near = item.number.start - time.end
    return time.name == BASELINE and 0 < near < 200 and _MOVED.search(text, time.end, item.number.start) is not None


def _share_times(text: str, times: list[Time], found: list[Reading], given: list[Time | None]) -> None:
    """The times of a list of values: "at 24 and 48 h ... 13.7 and 9.5", "(baseline vs. week 8: 13.7 vs. 9.5)"."""
    at = 0
    while at < len(found):
        time = given[at]
        size = time.run if time is not None and time.end <= found[at].number.start else 1
        run = found[at : at + size]
        if time is None or size == 1 or len(run) < size or given[at + size - 1] is not time:
            at += 1
            continue
        index = bisect_left(times, time.start, key=lambda one: one.start)
        listed = times[index - size + 1 : index + 1]
        against = size == 2 == len(listed) and _TIMES_VERSUS.fullmatch(text, listed[0].end, time.start)
        gap = _VERSUS if against else LIST_GAP
        if all(gap.fullmatch(text, a.stop, b.number.start) for a, b in zip(run, run[1:])):
            for item, one in zip(run, listed):
                item.time = f"{one.name}"
        at += size


# "(baseline| vs. |week 8: 3.1 vs. 0.3": each value has its own time
_TIMES_VERSUS = re.compile(r",?[ ](?:vs?\.?|versus)[ ](?:at[ ]|after[ ])?(?:the[ ])?")
# "3.1| kg vs. |0.3"
_VERSUS = re.compile(r"(?:[ ][a-z/%]{1,8})?[ ](?:vs?\.?|versus|compared (?:with|to))[ ]")


def _share_versus(text: str, times: list[Time], found: list[Reading], given: list[Time | None]) -> None:
    """The time behind the second of two values that are set against each other: "and 3.1 vs. 0.3 at 24 months".

    Where two times are, each value has its own: "3.1 vs. 0.3 at baseline vs. 24 months".
    """
    for first, second, time in zip(found, found[1:], given[1:]):
        if time is None or second.time is None or time.start < second.stop or first.role:
            continue
        if not _VERSUS.fullmatch(text, first.stop, second.number.start):
            continue
        other = next((one for one in times if one.start > time.start), None)
        if other is not None and _TIMES_VERSUS.fullmatch(text, time.end, other.start):
            first.time, second.time = time.name, other.name
        elif first.time is None:
            first.time = second.time


# "16 and 35| at weeks |12 and 24|, respectively", "16 and 35 mg |after |4 and 8 weeks|, respectively"
_TO_TIMES = re.compile(r"[)\]]?(?:[ ][a-z/%]{1,8})?,?[ ](?:(?:at|after|by|on|in|for)[ ](?:the[ ])?(?:[a-z]+[ ])?)?")
_BETWEEN_TIMES = re.compile(r"(?:,|,?[ ]and)[ ]")
# "at 2 and 4 weeks| with zidolol|", "... in the four groups, respectively"
_OF_TWO = re.compile(
    r",?[ ](?:in|with|for|on)[ ][^.;()]{3,60}?(?:(?:,|[ ]and)[ ][^.;()]{3,60}?|groups|arms),?[ ]respectively"
)


def _share_in_order(text: str, times: list[Time], found: list[Reading]) -> None:
    """The times told in order behind as many values: "5 and 7 at weeks 2 and 4, respectively"."""
    at = 0
    while at < len(found):
        stop = at + 1
        while stop < len(found) and LIST_GAP.fullmatch(text, found[stop - 1].stop, found[stop].number.start):
            stop += 1
        size, end = stop - at, found[stop - 1].stop
        first = bisect_left(times, end, key=lambda one: one.start)
        run = times[first : first + size]
        if (
            size > 1
            and len({one.name for one in run}) == size
            and _TO_TIMES.fullmatch(text, end, run[0].start)
            and all(_BETWEEN_TIMES.fullmatch(text, one.end, other.start) for one, other in zip(run, run[1:]))
            and not _OF_TWO.match(text, run[-1].end)
        ):
            for item, time in zip(found[at:stop], run):
                item.time = time.name
        at = stop


def _share_back(text: str, found: list[Reading], given: list[Time | None]) -> None:
    """The time behind a list of values, where that before it is of others: "5, 7 at baseline and 4, 6 at 8 h"."""
    taken: Time | None = None  # the time that stands behind the values before
    at = 0
    while at < len(found):
        stop = at + 1
        while stop < len(found) and LIST_GAP.fullmatch(text, found[stop - 1].stop, found[stop].number.start):
            stop += 1
        last = given[stop - 1]
        if last is not None and last.start < found[stop - 1].stop:
            last = None
        if last is not None and taken is not None and all(given[one] is taken for one in range(at, stop - 1)):
            for item in found[at : stop - 1]:
                item.time = last.name
        taken, at = last, stop
