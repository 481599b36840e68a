"""Arithmetic over the facts of a document: what a careful reviewer checks with a pencil.

Each finding is ``{"check", "facts": [ids], "printed", "computed", "verdict", "message"}``; ``printed`` and ``computed``
are strings to be read, the verdict is ``consistent``, ``inconsistent`` or ``unknown`` (the numbers differ, and there
may be a reason for it that the abstract does not tell). All allow for the rounding of printed numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from trialfacts.checks.changes import check_changes
from trialfacts.checks.common import CONSISTENT, INCONSISTENT, UNKNOWN, Context, Finding
from trialfacts.checks.counts import check_arms, check_flow, check_subgroups
from trialfacts.checks.doses import check_doses
from trialfacts.checks.estimates import check_interval_and_p, check_intervals
from trialfacts.checks.means import check_means
from trialfacts.checks.percents import check_granularity, check_percents
from trialfacts.checks.recomputed import check_p_of_means, check_p_of_proportions, check_statistics
from trialfacts.document import Document
from trialfacts.facts import DocumentFacts

VERDICTS = (CONSISTENT, INCONSISTENT, UNKNOWN)
Check = Callable[[Context], Iterator[Finding]]

# Cheap ones, by the kinds without which they have nothing to say.
QUICK: tuple[tuple[Check, str], ...] = (
    (check_percents, "proportions"),
    (check_arms, "sizes"),
    (check_subgroups, "sizes"),
    (check_flow, "sizes"),
    (check_doses, "doses"),
    (check_intervals, "estimates"),
    (check_interval_and_p, "estimates"),
    (check_changes, "measurements"),
)
# With those that look into the registry or compute with scipy.
THOROUGH: tuple[tuple[Check, str], ...] = (
    *QUICK,
    (check_granularity, "proportions"),
    (check_means, "measurements"),
    (check_p_of_proportions, "p_values"),
    (check_p_of_means, "p_values"),
    (check_statistics, "p_values"),
)


def check(document: Document, facts: DocumentFacts, thorough: bool = False) -> list[Finding]:
    """The findings over the facts of a document, which must be linked (:func:`trialfacts.links.link`).

    ``thorough`` computes P values anew (with scipy) and looks at granularity besides.
    """
    context = Context(document, facts)
    checks = THOROUGH if thorough else QUICK
    return [found for run, kind in checks if getattr(context, kind) for found in run(context)]
