"""The second arm told as the rest: "Thirty patients were assigned to A. The remaining 31 received B"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialfacts.counts.count_groups import ARM_VERB, arm_of_verb, verb_kind
from trialfacts.counts.count_roles import Told, late
from trialfacts.counts.head_counts import Count, Reading

_REST = re.compile(
    r"(?:^|[.;:] ?|, |\b(?:and|while|whereas) )[Tt]he (?:(?:remaining|other|last)|(?:rest|remainder"
    r"|others) ?\([nN]? ?=?) ?$"
)
_FAR = 300  # characters from the first arm to the rest


def read_remainders(found: Sequence[Count], told: Told) -> Iterator[tuple[Count, Reading]]:
    """The two arms of people of whom the first are told as if they were all; they are no more than who was told."""
    for at, rest in enumerate(found):
        if late(rest) or not _REST.search(rest.before[-24:]):
            continue
        verb = _given(rest)
        if verb is None:
            continue
        for first in reversed(found[max(0, at - 3) : at]):
            if rest.start - first.end > _FAR or first.n < 3:
                break
            role = first.reading.role if first.reading is not None else "enrolled"
            given = _given(first) if role in ("enrolled", "randomized", "arm") else None
            if given is None:
                continue
            before = [n for n in told.totals if n > max(first.n, rest.n)]
            if not before or 0.7 * max(before) <= first.n + rest.n <= max(before):
                yield first, Reading("arm", arm_of_verb(given), "remainder", 0.85)
                yield rest, Reading("arm", arm_of_verb(verb), "remainder", 0.85)
            break


def _given(count: Count) -> re.Match[str] | None:
    """What people were assigned to or given: "|received| zidolol"."""
    verb = ARM_VERB.match(count.after.removeprefix(")"))
    return verb if verb is not None and verb_kind(verb) == "to" else None
