"""The work of the command ``check``: what arithmetic says about the numbers of abstracts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from trialfacts.facts import DocumentFacts
from trialfacts.read import Problem, Record

if TYPE_CHECKING:
    from rich.text import Text

_COLOURS = {"inconsistent": "bold red", "unknown": "yellow", "consistent": "green"}


def check_records(records: Iterable[Record | Problem]) -> Iterator[DocumentFacts | Problem]:
    """The facts of each record with the findings of all checks; problems are passed on.

    A record that cannot be extracted becomes a problem, and the others go on.
    """
    from trialfacts.engine import Engine

    engine = Engine(checks=True)
    for record in records:
        if isinstance(record, Problem):
            yield record
            continue
        try:
            facts = engine.facts(record.text, record.doc_id)
        except Exception as error:  # the others shall be done
            yield Problem(record.where, f"cannot be extracted: {error!r}")
            continue
        yield facts


def print_findings(documents: Iterable[DocumentFacts], everything: bool) -> None:
    """Print what is inconsistent, or every finding, document by document, and how many of each verdict there are."""
    from rich.text import Text

    from trialfacts.report import make_console, one_line

    console = make_console()
    counts: Counter[str] = Counter()
    number = 0
    for facts in documents:
        number += 1
        counts.update(finding["verdict"] for finding in facts.checks)
        shown = [finding for finding in facts.checks if everything or finding["verdict"] == "inconsistent"]
        if shown:
            console.print(Text(one_line(facts.doc_id), "bold"))
        quotes = {fact.id: fact.quote for fact in facts.facts}
        for finding in shown:
            console.print(_line(finding, [one_line(quotes.get(ident, "")) for ident in finding["facts"]]))
    said = ", ".join(f"{counts[verdict]:,} {verdict}" for verdict in ("inconsistent", "unknown", "consistent"))
    console.print(f"{number:,} document{'' if number == 1 else 's'}, {sum(counts.values()):,} findings: {said}")


def _line(finding: dict[str, Any], quotes: list[str]) -> Text:
    from rich.text import Text

    from trialfacts.report import one_line

    out = Text("  ")
    out.append(finding["verdict"], style=_COLOURS[finding["verdict"]])
    out.append(f" {finding['check']}: {one_line(finding['message'])}  ")
    out.append(f"<{' | '.join(quotes)}>", style="dim")
    return out
