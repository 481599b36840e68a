"""Abstracts per second and peak memory of the rules, beside bare tokenisation and quantulum3's own parser.

    python benchmarks/speed.py [ABSTRACTS.jsonl.gz]

Reads JSON lines with a ``text``, plain or gzipped; without an argument, the pool of real abstracts in
``../shared/data`` where that folder stands beside the repository, else the corpus of the project, repeated. The
contestants take turns over the same abstracts, several rounds of them, and the median round counts: on a busy machine
rates rise and fall together, ratios stay.
"""

from __future__ import annotations

import gzip
import json
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POOL = ROOT.parent / "shared" / "data" / "pmc_abstracts.jsonl.gz"
ROUNDS = 7
PER_ROUND = 300
# quantulum3 parses a dozen abstracts a second.
QUANTULUM_PER_ROUND = 15


def abstracts(argument: str | None) -> tuple[str, list[str]]:
    """Where the abstracts came from, and their texts."""
    path = Path(argument) if argument else POOL
    if path.exists():
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            return path.name, [json.loads(line)["text"] for line in lines]
    corpus = [file.read_text(encoding="utf-8") for file in sorted((ROOT / "corpus").glob("*.txt"))]
    return "the corpus, repeated", corpus * (ROUNDS * PER_ROUND // len(corpus) + 1)


def tokenisation() -> Callable[[list[str]], object]:
    """spaCy's English tokeniser, nothing else."""
    import spacy

    nlp = spacy.blank("en")
    return lambda texts: sum(1 for _ in nlp.pipe(texts))


def rules() -> Callable[[list[str]], object]:
    """All kinds of facts with links and checks, as the commands extract them."""
    from trialfacts.engine import Engine

    engine = Engine(using="rules")
    return lambda texts: [engine.facts(text) for text in texts]


def component() -> Callable[[list[str]], object]:
    """The same as a spaCy pipeline: tokens and spans besides."""
    import trialfacts

    nlp = trialfacts.load(using="rules")
    return lambda texts: sum(1 for _ in nlp.pipe(texts))


def quantulum() -> Callable[[list[str]], object]:
    """quantulum3's parser over whole abstracts, its classifier switched off (it does not load today)."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False
    return lambda texts: [parser.parse(text) for text in texts]


CONTESTANTS = {
    "spaCy tokenisation": (tokenisation, PER_ROUND),
    "trialfacts, rules": (rules, PER_ROUND),
    "trialfacts, rules, in spaCy": (component, PER_ROUND),
    "quantulum3 parser": (quantulum, QUANTULUM_PER_ROUND),
}


def rounds(texts: list[str]) -> Iterator[dict[str, float]]:
    """Per round, the abstracts per second (CPU time of this process) of each contestant."""
    runners = {name: (make(), size) for name, (make, size) in CONTESTANTS.items()}
    for run, _ in runners.values():
        run(texts[:3])  # what is loaded at the first call is not speed
    for number in range(ROUNDS):
        start = number * PER_ROUND % max(1, len(texts) - PER_ROUND)
        rates = {}
        for name, (run, size) in runners.items():
            chunk = texts[start : start + size]
            began = time.process_time()
            run(chunk)
            rates[name] = len(chunk) / (time.process_time() - began)
        yield rates


def _peak(name: str, texts: list[str], queue: multiprocessing.Queue[float]) -> None:
    make, size = CONTESTANTS[name]
    run = make()
    run(texts if size == PER_ROUND else texts[: size * ROUNDS])
    queue.put(own_peak())


def own_peak() -> float:
    """Peak resident memory of this process, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux ru_maxrss also counts the process that started this one
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def peak_memory(name: str, texts: list[str]) -> float:
    """Peak resident memory in MiB of a fresh process that runs one contestant over all texts."""
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[float] = context.Queue()
    process = context.Process(target=_peak, args=(name, texts, queue))
    process.start()
    peak = queue.get()
    process.join()
    return peak


def main() -> None:
    """Run and print the table."""
    source, texts = abstracts(sys.argv[1] if len(sys.argv) > 1 else None)
    measured = list(rounds(texts))
    print(f"{len(texts)} abstracts ({source}); median of {ROUNDS} rounds; CPU time of one process\n")
    print("| what | abstracts/s | of tokenisation's rate | times quantulum3's rate | peak memory |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name in CONTESTANTS:
        rate = statistics.median(one[name] for one in measured)
        of_tokens = statistics.median(one[name] / one["spaCy tokenisation"] for one in measured)
        of_quantulum = statistics.median(one[name] / one["quantulum3 parser"] for one in measured)
        print(f"| {name} | {rate:,.0f} | {of_tokens:.2f} | {of_quantulum:,.1f} | {peak_memory(name, texts):,.0f} MiB |")


if __name__ == "__main__":
    main()
