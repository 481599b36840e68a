"""The work of the command ``check``: what arithmetic says about the numbers of abstracts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from trialfacts.facts import DEFAULT, DocumentFacts
from trialfacts.read import Problem, Record


def check_records(
    records: Iterable[Record | Problem], using: str = DEFAULT, model: Path | None = None
) -> Iterator[DocumentFacts | Problem]:
    """The facts of each record with the findings of all checks; problems are passed on.

    A record that cannot be extracted becomes a problem, and the others go on. ``using`` and ``model`` are those of
    :class:`trialfacts.batch.Extractor`.
    """
    from trialfacts.batch import Extractor

    for item in Extractor(using=using, checks=True, model=model).stream(records):
        yield item if isinstance(item, Problem) else item[1]


def print_findings(documents: Iterable[DocumentFacts], everything: bool) -> None:
    """Print what is inconsistent, or every finding, document by document, and how many of each verdict there are."""
    from rich.text import Text

    from trialfacts.report import finding_line, make_console, one_line

    console = make_console()
    counts: Counter[str] = Counter()
    number = 0
    for facts in documents:
        number += 1
        counts.update(finding["verdict"] for finding in facts.checks)
        shown = [finding for finding in facts.checks if everything or finding["verdict"] == "inconsistent"]
        if shown:
            console.print(Text(one_line(facts.doc_id), "bold"))
        for finding in shown:
            console.print(Text.assemble("  ", finding_line(finding, facts)))
    said = ", ".join(f"{counts[verdict]:,} {verdict}" for verdict in ("inconsistent", "unknown", "consistent"))
    console.print(f"{number:,} document{'' if number == 1 else 's'}, {sum(counts.values()):,} findings: {said}")
