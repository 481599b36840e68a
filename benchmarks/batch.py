"""Records per second of extract by one process, by two and by Dask; where the time goes; peak memory by input size.

    python benchmarks/batch.py [RECORDS [ABSTRACTS.jsonl.gz]]

Writes a PubMed XML file of so many citations (30,000) of varied abstracts: those of the given file, of the pool of real
abstracts in ``../shared/data`` where that folder stands beside the repository, else of the project's corpus. Their
numbers are changed from citation to citation, so that nothing that is remembered helps. Runs the command itself, each
run in processes of its own; CPU time and memory are those of all its processes together, from ``/proc`` (Linux).

The contestants take turns, several rounds of them, and the median counts. What other programs take of the cores
meanwhile is measured too: a run that they disturbed is done again, a few times, and the least disturbed one is kept.
"""

from __future__ import annotations

import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from xml.sax.saxutils import escape

from turns import pool

_ENDINGS = (".jsonl", ".csv", ".parquet", ".xlsx")
PUBMED = 38_000_000
MOST = 10_000  # records of the runs that are compared with one another
ROUNDS = 3
CALM, TRIES = 0.05, 3  # as much of the cores others may take of a run, and how often it is done again for less
COMMAND = [sys.executable, "-c", "from trialfacts.cli import main; main()", "extract"]


def varied(texts: list[str], count: int) -> Iterator[str]:
    """So many texts, no two with the same numbers: each run of two digits or more is another one of its length."""
    chance = random.Random(0)
    for number in range(count):
        text = texts[number % len(texts)]
        yield re.sub(
            r"(?<!\d)[1-9]\d+",
            lambda match: str(chance.randrange(10 ** (len(match[0]) - 1), 10 ** len(match[0]))),
            text,
        )


def write_pubmed(path: Path, texts: list[str], count: int) -> None:
    """A file as PubMed's baseline has it, with authors and MeSH terms to read past."""
    authors = "".join(
        f"<Author><LastName>Name{at}</LastName><ForeName>Given</ForeName><AffiliationInfo><Affiliation>Department {at},"
        " University Hospital, City, Country</Affiliation></AffiliationInfo></Author>"
        for at in range(6)
    )
    mesh = "".join(
        f'<MeshHeading><DescriptorName UI="D{at:06}">Term {at}</DescriptorName></MeshHeading>' for at in range(12)
    )
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<PubmedArticleSet>\n')
        for number, text in enumerate(varied(texts, count), 1):
            file.write(
                f'<PubmedArticle><MedlineCitation><PMID Version="1">{number}</PMID><Article><Journal><JournalIssue>'
                "<PubDate><Year>2020</Year></PubDate></JournalIssue><Title>Journal</Title></Journal>"
                f"<ArticleTitle>Article {number}</ArticleTitle><Abstract><AbstractText>{escape(text)}</AbstractText>"
                f"</Abstract><AuthorList>{authors}</AuthorList><PublicationTypeList><PublicationType>Journal Article"
                f"</PublicationType></PublicationTypeList></Article><MeshHeadingList>{mesh}</MeshHeadingList>"
                "</MedlineCitation></PubmedArticle>\n"
            )
        file.write("</PubmedArticleSet>\n")


@dataclass
class Run:
    """One run of a command: seconds, CPU seconds of all its processes, the peak of their memory together in MiB.

    ``others``: the share of all the cores that other programs took meanwhile.
    """

    wall: float
    cpu: float
    peak: float
    others: float


def measured(*arguments: str) -> Run:
    """Run ``extract`` with these arguments."""
    before, all_before = resource.getrusage(resource.RUSAGE_CHILDREN), _busy()
    began = time.monotonic()
    process = subprocess.Popen([*COMMAND, *arguments], stderr=subprocess.DEVNULL)
    peaks: dict[int, float] = {}
    watch = threading.Thread(target=_watch, args=(process, peaks))
    watch.start()
    if process.wait() != 0:
        sys.exit(f"extract {' '.join(arguments)} failed")
    wall = time.monotonic() - began
    watch.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    others = max(0.0, _busy() - all_before - cpu) / (wall * (os.cpu_count() or 1))
    return Run(wall, cpu, sum(peaks.values()), others)


def calm(*arguments: str) -> Run:
    """The least disturbed of a few runs; the first that is hardly disturbed."""
    runs: list[Run] = []
    while len(runs) < TRIES and (not runs or runs[-1].others > CALM):
        runs.append(measured(*arguments))
    return min(runs, key=lambda run: run.others)


def _busy() -> float:
    """The seconds that the cores have worked, for whomever, since the system began."""
    user, nice, system, _, _, *rest = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9])
    return (user + nice + system + sum(rest)) / os.sysconf("SC_CLK_TCK")


def _watch(process: subprocess.Popen[bytes], peaks: dict[int, float]) -> None:
    """Note the peak of each process of a tree (VmHWM, which the system keeps) until the first one ends."""
    while process.poll() is None:
        for pid in _tree(process.pid):
            try:
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            if match := re.search(r"VmHWM:\s+(\d+) kB", status):
                peaks[pid] = int(match[1]) / 1024
        time.sleep(0.2)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return
    for child in (child for group in children for child in group):
        yield from _tree(int(child))


def shares(path: Path, count: int) -> dict[str, float]:
    """CPU milliseconds a record of each step, in this process."""
    from trialfacts.batch import Extractor
    from trialfacts.facts import KINDS
    from trialfacts.read import find_sources, read
    from trialfacts.running.parts import encode
    from trialfacts.running.trials import judge

    spent: dict[str, float] = {}

    def step(name: str, began: float) -> None:
        spent[name] = (time.process_time() - began) / count * 1000

    began = time.process_time()
    records = list(read(find_sources([str(path)])))
    step("parse", began)
    began = time.process_time()
    for record in records:
        judge(record)
    step("judge (--trials)", began)
    extractor = Extractor()
    # What is loaded at the first call is no step of a record.
    for _, facts in extractor.stream(records[:20]):
        for ending in _ENDINGS:
            encode([facts], tuple(KINDS), ending)
    began = time.process_time()
    found = list(extractor.stream(records))
    step("extract", began)
    for ending in _ENDINGS:
        began = time.process_time()
        for at in range(0, len(found), 100):
            encode([facts for _, facts in found[at : at + 100]], tuple(KINDS), ending)
        step(f"encode {ending}", began)
    return spent


def main() -> None:
    """Run and print the tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    _, texts = pool(sys.argv[2] if len(sys.argv) > 2 else None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sizes = sorted({count // 10, min(count, MOST), count})
        files = {size: folder / f"{size}.xml" for size in sizes}
        for size, path in files.items():
            write_pubmed(path, texts, size)
        print(f"{len(texts)} abstracts, varied; {files[count].stat().st_size / count:,.0f} bytes of XML a citation; "
              f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
        _shares_table(files[sizes[0]], sizes[0])
        one = _engines_table(files[min(count, MOST)], min(count, MOST), folder)
        _memory_table(files, sizes, folder)
    hours = PUBMED * one.cpu / min(count, MOST) / 3600
    print(f"\n{PUBMED:,} citations at this rate: {hours:,.0f} hours of one core, {hours / 64:,.1f} hours of 64 cores.")


def _shares_table(path: Path, count: int) -> None:
    spent = shares(path, count)
    whole = spent["parse"] + spent["extract"] + spent["encode .jsonl"]
    print("| step | ms CPU a record | of parse + extract + encode .jsonl |\n| --- | ---: | ---: |")
    for step, each in spent.items():
        print(f"| {step} | {each:.2f} | {each / whole:.0%} |")
    print(f"\nReading alone is {spent['extract'] / spent['parse']:.0f} times as fast as extraction.")


def _engines_table(path: Path, count: int, folder: Path) -> Run:
    engines: dict[str, tuple[str, ...]] = {}
    for ending in _ENDINGS:
        engines[f"one process, {ending}"] = (f"one{ending}",)
        engines[f"two processes, {ending}"] = (f"two{ending}", "--jobs", "2")
    if find_spec("distributed"):
        engines["Dask, two workers, .parquet"] = ("dask.parquet", "--engine", "dask", "--jobs", "2")
    runs: dict[str, list[Run]] = {name: [] for name in engines}
    for _ in range(ROUNDS):
        for name, (out, *options) in engines.items():
            runs[name].append(calm(str(path), "-o", str(folder / out), *options))
    print(f"\n{count:,} records, medians of {ROUNDS} rounds\n")
    print("| run | records/s | times one process | CPU s | CPU over one process | cores busy | taken by others |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, own in runs.items():
        base = runs[f"one process, {name.rpartition(' ')[2]}"]
        wall, cpu = median(run.wall for run in own), median(run.cpu for run in own)
        times = median(one.wall / run.wall for one, run in zip(base, own))
        print(f"| {name} | {count / wall:,.0f} | {times:.2f} | {cpu:.1f} | {cpu / median(run.cpu for run in base):.2f} "
              f"| {median(run.cpu / run.wall for run in own):.2f} | {median(run.others for run in own):.0%} |",
              flush=True)  # fmt: skip
    return min(runs["one process, .jsonl"], key=lambda run: run.cpu)


def _memory_table(files: dict[int, Path], sizes: list[int], folder: Path) -> None:
    small, large = sizes[0], sizes[-1]
    print(f"\n| peak memory, MiB | {small:,} | {large:,} | ratio |\n| --- | ---: | ---: | ---: |")
    for ending in _ENDINGS:
        for jobs, name in (("1", "one process"), ("2", "two processes")):
            out = folder / f"memory{ending}"
            few, many = (measured(str(files[size]), "-o", str(out), "--jobs", jobs).peak for size in (small, large))
            print(f"| {name}, {ending} | {few:,.0f} | {many:,.0f} | {many / few:.2f} |", flush=True)


if __name__ == "__main__":
    main()
