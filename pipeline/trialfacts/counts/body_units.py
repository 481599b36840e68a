"""Parts of the body, counted as what was assigned: "40 molars were selected", "40 eyes of 20 patients"."""

from __future__ import annotations

import re

from trialfacts.counts.count_groups import group_around, per_group
from trialfacts.counts.count_roles import Told, find_role, random_next, role_before
from trialfacts.counts.head_counts import NUMBER_WORDS, Count
from trialfacts.counts.participants import ASSIGNED


def assigned_units(count: Count, told: Told, early: bool) -> bool:
    """Whether teeth or eyes are what was assigned: "40 molars were selected", "four groups of 10 teeth"."""
    after = count.after
    if random_next(after) or count.whole or (after.startswith(")") and told.assigning(count)):
        return True
    if told.assigning(count) and per_group(count):
        return True
    if not early or told.total:
        return early and group_around(count) is not None
    verb = role_before(count.before)
    if _OF_PEOPLE.match(after) or (verb is not None and verb.lastgroup in ("enrolled", "randomized")):
        return True
    role = find_role(after[:120])
    if role is not None and role.role == "enrolled":
        return True
    return _UNITS_LATER.search(told.text, count.end, count.end + _AHEAD) is not None


# How far ahead it is looked for that teeth or eyes were assigned, in characters.
_AHEAD = 500
# "The teeth were then randomly divided into three groups"
_UNITS_LATER = re.compile(
    rf"\b(?:The|All|These) (?:\w+ ){{0,2}}?(?:{'|'.join(sorted(ASSIGNED))}|samples) were (?:\w+ ){{0,2}}?"
    r"(?:random|divided|assigned|allocated)"
)


# "group A (30 patients|, |35 eyes)", "106 cases| and |124 eyes", "30| (|35 eyes)"
_BESIDE = re.compile(r"(?: ?[,/(\[]| and|;) ?(?:[nN] ?= ?)?(?:with )?")


def beside_people(count: Count) -> bool:
    """Whether eyes or teeth stand right beside the people of an arm, who were assigned: "30 patients (35 eyes)"."""
    people = count.previous
    if people is None or people.reading is None or people.reading.role != "arm":
        return False
    if people.phrase is not None and people.phrase.head in ASSIGNED:
        return False
    return _BESIDE.fullmatch(count.before[people.end - count.start :]) is not None


_LINK = re.compile(
    r"(?: with [^.;,()]{3,60})?(?: (?:were|was) (?:selected|obtained|taken|recruited|included|chosen|treated|studied))?"
    r" (?:of|from|in) (?:a total of )?"
)
_OF_PEOPLE = re.compile(rf" (?:of|from|in) {NUMBER_WORDS} ")


def are_of(units: Count, people: Count) -> bool:
    """ "40 eyes of 20 patients", "40 molars with caries were selected from 20 patients" """
    linked = _LINK.fullmatch(units.after[: max(0, people.start - units.end)]) is not None
    return linked and units.phrase is not None and units.phrase.head in ASSIGNED
