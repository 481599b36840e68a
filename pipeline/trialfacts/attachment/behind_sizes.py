"""The group of values in a bracket behind a group's size: "40 men on A (|age 41|) and 38 on B (|age 39|)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trialfacts.facts import Fact, Measurement, SampleSize

# From a size to the bracket: "40 men| on zidolol (|", "38| received placebo (|"
_TO_BRACKET = re.compile(r"(?: (?!and\b|or\b|with a\b)[A-Za-z][\w/+-]*){0,8},? \(")
_FARTHEST = 400  # characters of a bracket


def name_behind_sizes(text: str, facts: Sequence[Fact]) -> None:
    """Gives the values that stand in a bracket behind a group's size the group, where two groups are told so.

    ``text`` and the spans of ``facts`` are those of the raw text. A value that has a group keeps it.
    """
    values = [fact for fact in facts if isinstance(fact, Measurement)]
    told: list[tuple[str, list[Measurement]]] = []
    for size in facts:
        if not isinstance(size, SampleSize) or size.role not in ("arm", "subgroup") or not size.group:
            continue
        opened = _TO_BRACKET.match(text, size.end)
        end = -1 if opened is None else text.find(")", opened.end(), opened.end() + _FARTHEST)
        if opened is None or end < 0:
            continue
        inside = [value for value in values if opened.end() <= value.start < end]
        if inside:
            told.append((size.group, inside))
    if len({name for name, _ in told}) < 2:
        return
    for name, inside in told:
        for value in inside:
            value.group = value.group or name
