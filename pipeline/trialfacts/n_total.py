"""The one number that a reviewer would enter as a trial's sample size, from the facts of the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from trialfacts.document import Document
from trialfacts.facts import Fact, Proportion, SampleSize

_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "both": 2}
_GROUPS = re.compile(
    r"\b(?P<count>two|three|four|five|six|seven|eight|[2-8]"
    r"|both) (?:[a-z-]+ ){0,3}?(?:\([^()]{0,20}\) ?)?(?:groups|arms|cohorts)\b",
    re.I,
)
_LABELS = re.compile(r"\b(?:group|arm|cohort)s? ?(?P<label>[A-H]|[1-8]|I{1,3}|IV|V)\b", re.I)
# Arms further apart than this, in characters, are not one list of them.
_FAR = 400
# Where the arms are this share of the enrolled, they are whom the trial is about; a smaller sum is a part of the study,
# a greater one differs by a slip.
_SHARE = (0.8, 0.95)


def total(document: Document, facts: Sequence[Fact]) -> int | None:
    """The number randomized if the text states it or it follows by adding the arms, else the number enrolled.

    Takes the settled facts of the document. Where no total and no arms are told, the number analyzed or completed
    stands in, then the denominator of the proportions. None where the text does not tell.
    """
    sizes = [fact for fact in facts if isinstance(fact, SampleSize)]
    by_role = {role: _largest(sizes, role) for role in ("randomized", "enrolled", "analyzed", "completed")}
    if by_role["randomized"] is not None:
        return by_role["randomized"]
    arms = _arms(document, sizes)
    enrolled = by_role["enrolled"]
    if enrolled is not None:
        return arms if arms is not None and _SHARE[0] <= arms / enrolled <= _SHARE[1] else enrolled
    if arms is not None:
        return arms
    for role in ("analyzed", "completed"):
        if by_role[role] is not None:
            return by_role[role]
    alone = next((fact.n for fact in sizes if fact.role == "arm"), None)
    return _parts(sizes) or alone or _denominator(facts)


def _largest(sizes: list[SampleSize], role: str) -> int | None:
    return max((fact.n for fact in sizes if fact.role == role), default=None)


def _arms(document: Document, sizes: list[SampleSize]) -> int | None:
    """The sum of the first list of arms; ``n per group`` times the groups."""
    arms = [fact for fact in sizes if fact.role == "arm"]
    if not arms:
        return None
    run: list[SampleSize] = []
    names: set[str] = set()
    for fact in arms:
        if fact.group is None:
            continue
        name = fact.group.casefold()
        if run and (fact.start - run[-1].end > _FAR or name in names):
            if len(run) > 1:
                break
            run, names = [], set()
        run.append(fact)
        names.add(name)
    if len(run) > 1:
        return sum(fact.n for fact in run)
    each = next((fact for fact in arms if fact.group is None), None)
    if each is not None:
        return each.n * _groups(document.cleaned.raw, each.start)
    return None


def _groups(text: str, at: int) -> int:
    """How many groups the text has: the count nearest before or after ``at``, else its labels (group A, group B)."""
    found = [(abs(match.start() - at), match["count"].lower()) for match in _GROUPS.finditer(text)]
    if found:
        count = min(found)[1]
        return _COUNTS.get(count) or int(count)
    labels = {match["label"].upper() for match in _LABELS.finditer(text)}
    return max(2, len(labels))


def _parts(sizes: list[SampleSize]) -> int | None:
    """The sum of two neighbouring subgroups: "five women and one man"."""
    parts = [fact for fact in sizes if fact.role == "subgroup"]
    for left, right in pairwise(parts):
        if right.start - left.end < 40 and left.group != right.group:
            return left.n + right.n
    return None


def _denominator(facts: Sequence[Fact]) -> int | None:
    """What the proportions are of: the sum of the denominators that return (those of the arms), else the largest."""
    counts = Counter(fact.denominator for fact in facts if isinstance(fact, Proportion) and fact.denominator)
    again = [size for size, times in counts.items() if times > 1]
    return sum(again) if len(again) > 1 else max(counts, default=None)
