"""The share of the numbers of abstracts that a fact owns; the others are listed as unclaimed.

    python benchmarks/ownership.py [ABSTRACTS.jsonl.gz]

Reads what ``benchmarks/speed.py`` reads. Numbers in names (IL-6, SF-36, dates) are no quantities and do not count.
"""

from __future__ import annotations

import sys

from trialfacts.document import read_text
from trialfacts.engine import Engine
from turns import pool


def main() -> None:
    """Count and print."""
    source, texts = pool(sys.argv[1] if len(sys.argv) > 1 else None)
    engine = Engine()
    numbers = unclaimed = facts = 0
    for text in texts:
        found = engine.facts(text)
        facts += len(found.facts)
        unclaimed += len(found.unclaimed)
        numbers += sum(not number.label for number in read_text(text).numbers)
    print(f"{len(texts):,} abstracts ({source}): {facts:,} facts")
    owned = numbers - unclaimed
    print(f"{numbers:,} numbers: {owned:,} owned ({owned / numbers:.1%}), {unclaimed:,} listed as unclaimed")


if __name__ == "__main__":
    main()
