"""Totals and numbers of participants that the PICO corpus annotates, and how many of them are found.

    python benchmarks/pico.py FOLDER [rules|model|both]

FOLDER holds brat files (``NUMBER.txt``, ``NUMBER.ann``) of the PICO corpus (Mutinda and others, 2022). It states no
licence: nothing here learns from it. It annotates denominators of results ("4 of |15|") as the participants of an arm,
which by our guidelines are no sample sizes; so both are counted, numbers that are a sample size, and those that are
that or a denominator.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from trialfacts.document import read_text
from trialfacts.engine import Engine
from trialfacts.facts import DEFAULT

TOTAL = "total-participants"
ARMS = ("intervention-participants", "control-participants")


def annotated(path: Path) -> Iterator[tuple[str, int]]:
    """The labels of a brat file with the whole numbers in their words."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("T"):
            _, place, words = line.split("\t", 2)
            for number in read_text(words).numbers:
                if number.value >= 1:
                    yield place.split()[0], int(number.value)


def main() -> None:
    """Count and print."""
    if len(sys.argv) < 2 or not (files := sorted(Path(sys.argv[1]).glob("*.ann"))):
        sys.exit(f"usage: {Path(__file__).name} FOLDER [rules|model|both]; FOLDER holds .ann files beside .txt files")
    using = sys.argv[2] if len(sys.argv) > 2 else DEFAULT
    engine = Engine(using=using)
    totals = right = arms = sizes = either = 0
    for path in files:
        labels = list(annotated(path))
        told = {number for label, number in labels if label == TOTAL}
        numbers = [number for label, number in labels if label in ARMS]
        if not told and not numbers:
            continue
        found = engine.facts(path.with_suffix(".txt").read_text(encoding="utf-8"))
        totals += bool(told)
        right += found.n_total in told
        known = {fact.n for fact in found.of("sample_size")}
        denominators = {fact.denominator for fact in found.of("proportion")}
        arms += len(numbers)
        sizes += sum(number in known for number in numbers)
        either += sum(number in known | denominators for number in numbers)
    print(f"{len(files)} documents, {using}")
    print(f"n_total among the annotated totals: {right} of {totals} ({right / max(1, totals):.3f})")
    print(f"numbers of an arm's participants: {arms}; a sample size {sizes} ({sizes / max(1, arms):.3f})", end="")
    print(f", a sample size or a denominator {either} ({either / max(1, arms):.3f})")


if __name__ == "__main__":
    main()
