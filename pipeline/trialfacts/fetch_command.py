"""The command ``fetch``: articles from PubMed or PubMed Central into a file that ``extract`` reads."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from trialfacts.read import jsonl
from trialfacts.read.source import STDIN, Problem, Record, Source, printable
from trialfacts.running.fingerprints import sha256_of
from trialfacts.running.log import Log, meta_path
from trialfacts.write import OutputError

if TYPE_CHECKING:
    from trialfacts.fetch import Client, Database, Identifier, Job

# trialfacts.fetch and Biopython are imported where they are used: --help should not wait for them.


def fetch(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", help="PMIDs, PMCIDs, DOIs, or a file with one of these a line."),
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write here: .xml (as sent) or .jsonl.")] = None,
    query: Annotated[str | None, typer.Option("--query", help="What this query finds, written as in PubMed.")] = None,
    gold: Annotated[
        Path | None, typer.Option("--for", metavar="GOLD", help="The texts that stand-off annotations belong to.")
    ] = None,
    database: Annotated[
        str | None, typer.Option("--database", metavar="pubmed|pmc", help="Abstracts (the default), or whole articles.")
    ] = None,
    most: Annotated[
        int | None, typer.Option("--max", metavar="N", help="Only the N newest that a query finds.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep what an interrupted run, or OUT, has; fetch the rest.")
    ] = False,
    email: Annotated[
        str | None, typer.Option("--email", envvar="NCBI_EMAIL", help="Your e-mail address, which NCBI asks for.")
    ] = None,
    api_key: Annotated[
        str | None,
        typer.Option("--api-key", envvar="NCBI_API_KEY", help="Your key for NCBI's E-utilities: three times as fast."),
    ] = None,
    base_url: Annotated[str | None, typer.Option("--base-url", hidden=True)] = None,
) -> None:
    """Fetch articles from PubMed or PubMed Central, for extract to read."""
    from trialfacts.fetch import EntrezError, Job, Store

    out = _checked(ids, out, query, gold, most)
    chosen = _database(database, gold)
    log = Log()
    asked, digests = _asked(ids or [], gold, log)
    store = Store(out, chosen, lambda record: _as_annotated(record, digests.get(record.doc_id)))
    client = _client(chosen, email, api_key, base_url, log)
    try:
        store.open(resume)
    except OutputError as error:
        _usage(str(error))
    except OSError as error:
        _usage(f"{out}: cannot be written: {_reason(error)}")
    job = Job(client, chosen, store)
    found: dict[str, Any] | None = None
    try:
        if query is not None:
            asked, found = _found(job, query, most, log)
        _run(job, asked, log)
        store.finish()
    except (EntrezError, OSError, KeyboardInterrupt) as error:
        have = store.kept + store.added
        hint = f"; {_articles(have)} kept in {store.part}, --resume goes on from there" if have else ""
        log.add(Problem(printable(str(out)), f"not complete: {_reason(error)}{hint}"))
        raise typer.Exit(1) from None
    finally:
        store.discard()
    if store.without_abstract:
        log.add(_without_abstract(chosen, store.without_abstract))
    if store.kept + store.added:
        for problem in _differing(out, digests):
            log.add(problem)
        settings = {"ids": ids, "query": query, "for": gold and str(gold), "max": most, "resume": resume}
        _write_audit(job, {"database": chosen.name, **settings}, found, log)
        typer.echo(f"{_articles(store.added)} fetched" + (f", {store.kept:,} kept" if store.kept else "") + f": {out}")
    raise typer.Exit(log.exit_code)


# Checking the command, before any work.


def _say(message: str) -> None:
    typer.echo(message, err=True)


def _usage(message: str) -> NoReturn:
    _say(f"error: {message}")
    raise typer.Exit(2)


def _checked(
    ids: Sequence[str] | None, out: Path | None, query: str | None, gold: Path | None, most: int | None
) -> Path:
    from trialfacts.fetch import ENDINGS

    if sum((bool(ids), query is not None, gold is not None)) != 1:
        _usage("say what to fetch: ids, or --query, or --for; one of the three")
    if query is not None and not query.strip():
        _usage("--query is empty")
    if most is not None and (query is None or most < 1):
        _usage("--max takes a number from 1, and goes with --query")
    if out is None:
        _usage("say where to write: -o FILE.xml or -o FILE.jsonl")
    if out.suffix.lower() not in ENDINGS:
        _usage(f"{out}: unknown ending {out.suffix!r}; articles are written to {' or '.join(ENDINGS)}")
    if gold is not None and out.suffix.lower() != ".jsonl":
        _usage(f"{out}: the texts of annotations are written to .jsonl")
    if out.is_dir():
        _usage(f"{out}: is a folder")
    if not out.parent.is_dir():
        _usage(f"{out}: there is no folder {out.parent}")
    inputs = [Path(name) for name in ids or ()] + ([] if gold is None else [gold])
    if any(path.exists() and path.resolve() == out.resolve() for path in inputs):
        _usage(f"{out}: is an input of this run")
    return out


def _database(name: str | None, gold: Path | None) -> Database:
    from trialfacts.fetch import DATABASES

    if gold is not None and name not in (None, "pmc"):
        _usage("--for fetches from pmc, whose texts were annotated")
    name = name or ("pubmed" if gold is None else "pmc")
    if name not in DATABASES:
        _usage(f"unknown database {name!r}; there are {' and '.join(DATABASES)}")
    return DATABASES[name]


def _asked(names: Sequence[str], gold: Path | None, log: Log) -> tuple[list[Identifier], dict[str, str]]:
    """The identifiers that were asked for, and with ``gold`` the SHA-256 of the text of each document."""
    from trialfacts.fetch import identify

    if gold is not None:
        return _annotated(gold, log)
    asked: list[Identifier] = []
    for name in names:
        path = Path(name)
        if identifier := identify(name):
            asked.append(identifier)
        elif name == STDIN:
            asked += _listed(Source.of_stdin(), log)
        elif path.is_file():
            asked += _listed(Source.of_file(path), log)
        else:
            _usage(f"{printable(name)}: is no PMID, PMCID (PMC...) or DOI (10....), nor a file of these")
    if names and not asked:
        raise typer.Exit(1)
    return asked, {}


def _listed(source: Source, log: Log) -> Iterator[Identifier]:
    """The identifiers of a file, one a line; blank lines and lines that begin with # say nothing."""
    from trialfacts.fetch import identify
    from trialfacts.read.source import decode

    found = 0
    try:
        lines = decode(source.stream.read())[0].splitlines()
    except (OSError, ValueError) as error:
        log.add(Problem(source.name, f"cannot be read: {error}"))
        return
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found += 1
        if identifier := identify(line):
            yield identifier
        else:
            log.add(Problem(f"{source.name}:{number}", f"{line.strip()[:60]!r} is no PMID, PMCID or DOI"))
    if not found:
        log.add(Problem(source.name, "no identifiers (empty or blank)"))


def _annotated(gold: Path, log: Log) -> tuple[list[Identifier], dict[str, str]]:
    from trialfacts.fetch import identify

    if not gold.is_file():
        _usage(f"{printable(str(gold))}: no such file")
    asked: list[Identifier] = []
    digests: dict[str, str] = {}
    try:
        for item in jsonl.objects(Source.of_file(gold)):
            if isinstance(item, Problem):
                log.add(item)
                continue
            where, entry = item
            doc_id = str(entry.get("doc_id"))
            identifier = identify(doc_id)
            if identifier is None or identifier.kind != "pmcid":
                log.add(Problem(where, f"doc_id {doc_id!r} is no PMCID: its text cannot be fetched"))
                continue
            asked.append(identifier)
            if isinstance(entry.get("text_sha256"), str):
                digests[identifier.value] = entry["text_sha256"]
    except OSError as error:
        log.add(Problem(printable(str(gold)), f"cannot be read: {error.strerror or error}"))
    if not asked:
        raise typer.Exit(1)
    return asked, digests


# Doing the work.


def _client(database: Database, email: str | None, api_key: str | None, base_url: str | None, log: Log) -> Client:
    from trialfacts.fetch import Client

    if not email:
        _say("warning: NCBI asks for an e-mail address: give --email, or set NCBI_EMAIL")
    client = Client(database.name, email or None, api_key or None, say=lambda message: _say(f"warning: {message}"))
    if base_url is not None:
        client.base = base_url.rstrip("/") + "/"
    return client


def _found(job: Job, query: str, most: int | None, log: Log) -> tuple[list[Identifier], dict[str, Any]]:
    from trialfacts.fetch import find

    search = find(job.client, job.database, query, most)
    for note in search.notes:
        log.add(Problem(job.database.title, note, warning=True))
    if not search.ids:
        log.add(
            Problem(job.database.title, f"the query finds no article (it was read as: {search.translation or query})")
        )
    found = {"translation": search.translation, "count": search.count}
    return [job.database.identifier(uid) for uid in search.ids], found


def _without_abstract(database: Database, names: Sequence[str]) -> Problem:
    some = ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")
    return Problem(database.title, f"{_articles(len(names))} without an abstract, left out: {some}", warning=True)


def _run(job: Job, asked: Sequence[Identifier], log: Log) -> None:
    with _progress(len(set(asked).difference(job.store.ids))) as advance:
        for item in job.fetch(asked):
            if isinstance(item, Problem):
                log.add(item)
            else:
                advance(item)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda count: bar.advance(task, count)


def _write_audit(job: Job, settings: dict[str, Any], found: dict[str, Any] | None, log: Log) -> None:
    """Write ``OUT.meta.json``: what a review reports of a search, and an audit asks of the file."""
    store = job.store
    try:
        told = {
            "search": found,
            "sha256": sha256_of(store.out)[0],
            "articles": {"fetched": store.added, "kept": store.kept},
            "articles_without_abstract": store.without_abstract,
        }
        log.write_audit(store.out, "fetch", settings, told)
    except OSError as error:
        log.add(Problem(str(meta_path(store.out)), f"cannot be written: {error.strerror or error}"))


def _reason(error: BaseException) -> str:
    if isinstance(error, KeyboardInterrupt):
        return "interrupted"
    return isinstance(error, OSError) and error.strerror or str(error)


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"


# The texts that annotations belong to.

# "10^-4": the mark that the reader of JATS sets before a raised or lowered number.
_MARK = re.compile(r"(?<=\d)[\^_](?=\s?[-+\u2212\u2013]?\d)")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _as_annotated(record: Record, digest: str | None) -> Record:
    """The record with the text that was annotated: some were, before raised numbers came to be marked."""
    if digest is not None and _digest(record.text) != digest:
        unmarked = _MARK.sub("", record.text)
        if _digest(unmarked) == digest:
            return replace(record, text=unmarked)
    return record


def _differing(out: Path, digests: dict[str, str]) -> Iterator[Problem]:
    """A warning for each document of the output whose text is not the annotated one."""
    if not digests:
        return
    for item in jsonl.objects(Source.of_file(out)):
        if not isinstance(item, Problem):
            _, entry = item
            digest = digests.get(str(entry.get("doc_id")))
            if digest is not None and _digest(str(entry.get("text"))) != digest:
                message = "the text is not the one annotated (SHA-256 differs): evaluate will leave it out"
                yield Problem(str(entry["doc_id"]), message, warning=True)
