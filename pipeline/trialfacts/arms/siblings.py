"""Names of arms that differ by one word: "(HM ON)" and "(HM OFF)", "the low-fat |diet|" and "the high-fat |diet|"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from trialfacts.arms.names import STOPS, names_before
from trialfacts.cleaning.words import TextWords

# "(HM ON)", "(ZX+)": a name in brackets whose last word or sign tells it from another.
_IN_BRACKETS = re.compile(r"\((?P<stem>[A-Z][\w/]{0,14})(?P<last>[ -](?:[A-Za-z]{1,10}|\d)(?=\))|[+-](?=[):,;]))")
# What participants are under, as one word beside the arms' names.
_NOUNS = ("condition", "diet", "regimen", "strategy", "protocol", "formula", "session", "programme")
_NO_SIBLING = frozenset(
    ("medical", "clinical", "chronic", "health", "physical", "same", "study", "experimental", "usual", "normal", "new")
)
_MOST = 6  # stems, and names of a stem, that are looked at
_PARTS = re.compile(r"[\w/.]+|[+-](?!\w)")


def bracketed_siblings(text: str) -> Iterable[str]:
    """Names in brackets that differ in their last word or sign: "(|HM ON|)" and "(|HM OFF|)"."""
    stems: dict[str, dict[str, None]] = {}
    for match in _IN_BRACKETS.finditer(text):
        stems.setdefault(match.group("stem"), {})[match.group()[1:]] = None
    for names in islice((names for names in stems.values() if len(names) > 1), _MOST):
        if any(text.count(name) > 1 for name in islice(names, _MOST)):
            yield from names


def under_conditions(text: str, words: TextWords) -> Iterable[str]:
    """Names of what the participants were under: "the |low-fat diet|" and "the |high-fat diet|"."""
    for noun in _NOUNS:
        if noun not in words.distinct:
            continue
        found: dict[str, None] = {}
        at = text.find(f" {noun}")
        while at >= 0:
            for name in names_before(text, at + 1, False):
                last = name.rsplit(" ", 1)[-1].lower()
                if last not in _NO_SIBLING and last not in STOPS and _after_article(text, at, name):
                    found[f"{name} {noun}"] = None
            at = text.find(f" {noun}", at + 1)
        if len(found) > 1:
            yield from found


def _after_article(text: str, end: int, name: str) -> bool:
    return text.endswith((" the ", " The ", "\nThe "), 0, end - len(name))


def sibling(keys: Sequence[str], arm: int) -> int | None:
    """The one arm whose key differs from that of ``arm`` in one letter, word or sign; None where not one does."""
    found = [other for other, key in enumerate(keys) if _one_apart(keys[arm], key)]
    return found[0] if len(found) == 1 else None


def _one_apart(one: str, other: str) -> bool:
    """Whether two keys are those of siblings: "a" and "b", "hm on" and "hm off"."""
    if len(one) < 3 or len(other) < 3:
        return one != other and len(one) < 3 and len(other) < 3
    mine, theirs = _PARTS.findall(one), _PARTS.findall(other)
    return 1 < len(mine) == len(theirs) and sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1
