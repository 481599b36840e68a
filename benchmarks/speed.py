"""Abstracts per second and peak memory of the rules, beside bare tokenisation and quantulum3's own parser.

    python benchmarks/speed.py [ABSTRACTS.jsonl.gz]

Reads JSON lines with a ``text``, plain or gzipped; without an argument, the pool of real abstracts in
``../shared/data`` where that folder stands beside the repository, else the corpus of the project. The
contestants take turns, and the median round counts.
"""

from __future__ import annotations

import statistics
import sys

from turns import ROUNDS, Contestant, Runner, peak_memory, pool, rates

PER_ROUND = 300
# quantulum3 parses a dozen abstracts a second.
QUANTULUM_PER_ROUND = 15


def tokenisation() -> Runner:
    """spaCy's English tokeniser, nothing else."""
    import spacy

    nlp = spacy.blank("en")
    return lambda texts: sum(1 for _ in nlp.pipe(texts))


def rules() -> Runner:
    """All kinds of facts with links and checks, as the commands extract them."""
    from trialfacts.engine import Engine

    engine = Engine(using="rules")
    return lambda texts: [engine.facts(text) for text in texts]


def component() -> Runner:
    """The same as a spaCy pipeline: tokens and spans besides."""
    import trialfacts

    nlp = trialfacts.load(using="rules")
    return lambda texts: sum(1 for _ in nlp.pipe(texts))


def quantulum() -> Runner:
    """quantulum3's parser over whole abstracts, its classifier switched off (it does not load today)."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False
    return lambda texts: [parser.parse(text) for text in texts]


TOKENS, QUANTULUM = "spaCy tokenisation", "quantulum3 parser"
CONTESTANTS = {
    TOKENS: Contestant(tokenisation, PER_ROUND),
    "trialfacts, rules": Contestant(rules, PER_ROUND),
    "trialfacts, rules, in spaCy": Contestant(component, PER_ROUND),
    QUANTULUM: Contestant(quantulum, QUANTULUM_PER_ROUND),
}


def main() -> None:
    """Run and print the table."""
    source, texts = pool(sys.argv[1] if len(sys.argv) > 1 else None)
    measured = list(rates(CONTESTANTS, texts))
    print(f"{len(texts)} abstracts ({source}); median of {ROUNDS} rounds; CPU time of one process\n")
    print("| what | abstracts/s | of tokenisation's rate | times quantulum3's rate | peak memory |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, contestant in CONTESTANTS.items():
        rate = statistics.median(one[name] for one in measured)
        of_tokens = statistics.median(one[name] / one[TOKENS] for one in measured)
        of_quantulum = statistics.median(one[name] / one[QUANTULUM] for one in measured)
        some = texts if contestant.size == PER_ROUND else texts[: contestant.size * ROUNDS]
        peak = peak_memory(contestant, some)
        print(f"| {name} | {rate:,.0f} | {of_tokens:.2f} | {of_quantulum:,.1f} | {peak:,.0f} MiB |", flush=True)


if __name__ == "__main__":
    main()
