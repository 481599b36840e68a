"""Who was approached before fewer took part: "61 were considered; 5 declined and 56 were randomised"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from trialfacts.counts.head_counts import Count

# "women |attending the clinic were contacted|"
_ASKED = re.compile(
    r"[^.;()]{0,80}?\b(?:approached|contacted|telephoned|mailed|listed|asked|invited|flagged|considered|examined|seen"
    r"|reviewed|responded|eligible|identified|evaluated|assessed|screened|referred|applied|attending)\b"
)
_ASKED_ALONE = re.compile(
    r"[^.;()]{0,60}?\b(?:approached|contacted|telephoned|mailed|asked|invited|flagged|considered|responded to)\b"
)
_TOOK_PART = re.compile(
    r"[^.;()]{0,80}?\b(?:enrol|includ|recruit|randomi|entered|registered|admitted|participat|treated)"
)
# "|Of| 96 women ..., 24 did not meet the criteria"
_OUT_OF = re.compile(r"\b(?:[Oo]f|[Ff]rom|[Aa]mong|mailed to|sent to|went to)(?: the| all| a total of)? $")
# How far behind a total those who refused and those who remained are told, in characters.
_WITHIN = 280


def approach(counts: Sequence[Count], left: dict[int, int]) -> None:
    """Makes a total one of those screened where those who refused and those who remained add up to it.

    ``left`` holds the numbers of those who left, by where they begin in the text.
    """
    for at, whole in enumerate(counts):
        if whole.reading is None or whole.reading.role != "enrolled":
            continue
        alone = _ASKED_ALONE.match(whole.after) is not None
        if not alone and _ASKED.match(whole.after) is None and _OUT_OF.search(whole.before) is None:
            continue
        starts = [start for start in left if whole.end < start < whole.end + _WITHIN]
        gone = [left[start] for start in starts]
        ends = [*starts, *(count.start for count in counts[at + 1 : at + 2])]
        said = whole.after[: min(ends) - whole.end] if ends else whole.after
        taken = _TOOK_PART.match(said) is not None
        stayed = {count.n for count in counts[at + 1 :] if count.reading and count.reading.role == "completed"}
        remained = gone and not taken and _remain(whole, gone, stayed)
        if remained or alone and _randomized_next(whole, counts[at + 1 :]):
            whole.reading = replace(whole.reading, role="screened", rule="approached")


def _remain(whole: Count, gone: list[int], stayed: set[int]) -> bool:
    """Whether a number behind a total is what remains of it without those who left, all of them or the first ones.

    ``stayed`` are those who completed the study: of them the total took part.
    """
    rests = {whole.n - sum(gone[:some]) for some in range(1, len(gone) + 1)} - stayed
    numbers = whole.document.numbers[whole.number.index + 1 :]
    return any(number.value in rests for number in numbers if number.start < whole.end + _WITHIN and number.value > 1)


def _randomized_next(whole: Count, counts: Sequence[Count]) -> bool:
    """Whether fewer are told to be randomized in the sentence of a total."""
    return any(
        rest.sentence is whole.sentence
        and rest.n < whole.n
        and rest.reading is not None
        and rest.reading.role == "randomized"
        for rest in counts
    )
