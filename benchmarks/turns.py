"""Contestants that take turns over the same abstracts, in one process: on a busy machine rates rise and fall together,
ratios stay. And the peak memory of each in a process of its own."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POOL = ROOT.parent / "shared" / "data" / "pmc_abstracts.jsonl.gz"
ROUNDS = 7
Runner = Callable[[list[str]], object]


@dataclass(frozen=True, slots=True)
class Contestant:
    """``make`` loads what runs over some texts (it goes to another process, so it is no lambda); ``size``: the
    abstracts of a round."""

    make: Callable[[], Runner]
    size: int


def pool(argument: str | None) -> tuple[str, list[str]]:
    """Where abstracts come from, and their texts: the file that is given, else the pool of real abstracts in
    ``../shared/data`` where that stands beside the repository, else the corpus of the project."""
    path = Path(argument) if argument else POOL
    return (path.name, abstracts(path)) if argument or path.exists() else ("corpus", corpus())


def corpus() -> list[str]:
    """The texts of the project's corpus."""
    return [file.read_text(encoding="utf-8") for file in sorted((ROOT / "corpus").glob("*.txt"))]


def abstracts(path: Path) -> list[str]:
    """The texts of a file of JSON lines, plain or gzipped."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def rates(contestants: Mapping[str, Contestant], texts: list[str]) -> Iterator[dict[str, float]]:
    """Per round, the abstracts per second of each contestant (CPU time of this process, its threads included)."""
    runners = {name: one.make() for name, one in contestants.items()}
    for run in runners.values():
        run(texts[:5])  # what is loaded at the first call is not speed
    step = max(one.size for one in contestants.values())
    for number in range(ROUNDS):
        start = number * step % max(1, len(texts) - step)
        found = {}
        for name, run in runners.items():
            some = texts[start : start + contestants[name].size]
            began = time.process_time()
            run(some)
            found[name] = len(some) / (time.process_time() - began)
        yield found


def _peak(contestant: Contestant, texts: list[str], queue: multiprocessing.Queue[float]) -> None:
    contestant.make()(texts)
    queue.put(own_peak())


def own_peak() -> float:
    """Peak resident memory of this process, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux ru_maxrss also counts the process that started this one
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def peak_memory(contestant: Contestant, texts: list[str]) -> float:
    """Peak resident memory in MiB of a fresh process that runs one contestant over some texts."""
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[float] = context.Queue()
    process = context.Process(target=_peak, args=(contestant, texts, queue))
    process.start()
    peak = queue.get()
    process.join()
    return peak
