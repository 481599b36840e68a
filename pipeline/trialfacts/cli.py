"""The commands: extract, evaluate, show, fetch.

Exit codes: 0, all done; 1, done but for the records that the messages name (or F1 below what was demanded); 2, a
mistake in the command, nothing done.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from trialfacts import __version__
from trialfacts.facts import KINDS, DocumentFacts
from trialfacts.fetch_command import fetch
from trialfacts.read import ENDINGS, InputError, Options, Problem, Reader, Record, Source, find_sources, read
from trialfacts.read.source import printable
from trialfacts.write import OutputError, check_output, write_json, write_lines, write_table

# pandas, spaCy and rich's tables are imported where they are used: --help should not wait for them.

T = TypeVar("T")

app = typer.Typer(
    name="trialfacts",
    help="Facts of clinical-trial abstracts, each traceable to its characters in the text.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Kinds = Annotated[
    str | None, typer.Option("--kinds", metavar="KIND,...", help=f"Only these kinds, of: {', '.join(KINDS)}.")
]
TextColumn = Annotated[str | None, typer.Option("--text-column", help="The column of the abstracts, in a table.")]
IdColumn = Annotated[str | None, typer.Option("--id-column", help="The column of the doc_ids, in a table.")]


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding shows what it can; "±" is no reason to stop.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"trialfacts {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...", help=f"Files ({' '.join(ENDINGS)}), folders of these, or - (standard input)."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write a .jsonl, .csv, .xlsx or .parquet. None: print a table.")
    ] = None,
    kinds: Kinds = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
) -> None:
    """Extract the facts of abstracts."""
    wanted = _kinds(kinds)
    sources = _sources(inputs, Options(text_column, id_column), out)
    log = _Log()
    results = _facts(read(sources), wanted, log, progress=out is not None or not sys.stdout.isatty())
    if out is None:
        _print_facts(results, log)
    else:
        _or_fail(lambda: _write_facts((facts for _, facts in results), out, wanted))
        settings = {"kinds": wanted, "text_column": text_column, "id_column": id_column}
        log.write_meta(out, "extract", settings, [source for source, _ in sources])
    raise typer.Exit(log.exit_code)


@app.command()
def evaluate(
    texts: Annotated[str, typer.Argument(metavar="TEXTS", help="The texts: whatever extract reads.")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Hand annotations, one JSON object a line.")],
    predictions: Annotated[
        Path | None, typer.Argument(metavar="[PREDICTIONS]", help="Facts extracted before. None: extract now.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="The gold-checked table: .csv, .xlsx, .jsonl or .parquet.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Facts match only where their spans are equal.")] = False,
    kinds: Kinds = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option("--fail-under", metavar="KIND=F1", help="Exit with 1 if F1 is lower. Repeatable."),
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="Print each miss and each spurious fact in its context.")
    ] = False,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
) -> None:
    """Compare extracted facts with hand annotations."""
    from trialfacts import evaluate as core
    from trialfacts.read.annotations import read_annotations

    wanted = _kinds(kinds)
    thresholds = _thresholds(fail_under or [], wanted)
    given = [path for path in (gold, predictions) if path is not None]
    annotations = [_annotations(path) for path in given]
    sources = _sources([texts], Options(text_column, id_column), out, *given)
    log = _Log()
    records = {record.doc_id: record for record in log.passed(read(sources))}
    plain = {doc_id: record.text for doc_id, record in records.items()}
    expected = list(log.passed(read_annotations(annotations[0], plain)))
    if predictions is None:
        needed = [records[document.doc_id] for document in expected]
        found = {facts.doc_id: facts for _, facts in _facts(needed, wanted, log, progress=True)}
    else:
        found = {facts.doc_id: facts for facts in log.passed(read_annotations(annotations[1], plain))}
        for document in expected:
            if document.doc_id not in found:
                message = f"no facts of document {document.doc_id!r}: all of its gold counts as missed"
                log.add(Problem(annotations[1].name, message, warning=True))
        log.count(found[document.doc_id] for document in expected if document.doc_id in found)
    if not expected:
        log.add(Problem(annotations[0].name, "no document to evaluate"))
    evaluation = core.evaluate(expected, found, wanted, strict)
    if out is not None:
        from trialfacts.table import checked_table

        _or_fail(lambda: write_table(checked_table(evaluation), out))
        settings = {"kinds": wanted, "strict": strict, "fail_under": thresholds}
        settings |= {"text_column": text_column, "id_column": id_column}
        read_from = [source for source, _ in sources] + annotations
        log.write_meta(out, "evaluate", settings, read_from, {"evaluation": evaluation.to_dict()})
    _print_evaluation(evaluation, plain if errors else None)
    below = evaluation.below(thresholds)
    for message in below:
        _say(f"error: {message}")
    raise typer.Exit(1 if below else log.exit_code)


@app.command()
def show(
    document: Annotated[
        str, typer.Argument(metavar="DOC", help="A .txt file, - (standard input), or FILE.jsonl::DOC_ID.")
    ],
    doc_id: Annotated[str | None, typer.Option("--id", help="The document's doc_id in a file of several.")] = None,
    kinds: Kinds = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
) -> None:
    """Show one abstract with its facts marked."""
    wanted = _kinds(kinds)
    if doc_id is None and not Path(document).exists() and "::" in document:
        document, _, doc_id = document.partition("::")
    log = _Log()
    record = _one_record(document, doc_id, Options(text_column, id_column), log)
    for _, facts in _facts([record], wanted, log):
        _print_marked(record, facts)
    raise typer.Exit(log.exit_code)


app.command()(fetch)


# Checking the command, before any work.


def _say(message: str) -> None:
    typer.echo(message, err=True)


def _usage(message: str) -> NoReturn:
    _say(f"error: {message}")
    raise typer.Exit(2)


def _kinds(kinds: str | None) -> tuple[str, ...]:
    if kinds is None:
        return tuple(KINDS)
    named = [kind.strip() for kind in kinds.split(",") if kind.strip()]
    for kind in named:
        if kind not in KINDS:
            _usage(f"unknown kind {kind!r}; the kinds are {', '.join(KINDS)}")
    if not named:
        _usage(f"--kinds names no kind; the kinds are {', '.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in named)


def _thresholds(options: Sequence[str], kinds: Sequence[str]) -> dict[str, float]:
    out = {}
    for option in options:
        kind, _, number = option.partition("=")
        if kind not in kinds:
            _usage(f"--fail-under {option}: unknown kind {kind!r}; the kinds evaluated are {', '.join(kinds)}")
        try:
            out[kind] = float(number)
        except ValueError:
            _usage(f"--fail-under {option}: expected KIND=F1, as in dose=0.8")
        if not 0 <= out[kind] <= 1:
            _usage(f"--fail-under {option}: F1 lies between 0 and 1")
    return out


def _annotations(path: Path) -> Source:
    if not path.is_file():
        _usage(f"{printable(str(path))}: no such file")
    return Source.of_file(path)


def _sources(
    inputs: Sequence[str], options: Options, out: Path | None, *also_read: Path
) -> list[tuple[Source, Reader | None]]:
    try:
        if out is not None:
            check_output(out)
            for path in (*map(Path, inputs), *also_read):
                if path.exists() and path.resolve() == out.resolve():
                    raise OutputError(f"{out}: is an input of this run")
        return find_sources(inputs, (*also_read, *([] if out is None else [out])), options)
    except (InputError, OutputError) as error:
        _usage(str(error))


def _one_record(name: str, doc_id: str | None, options: Options, log: _Log) -> Record:
    sources = _sources([name], options, None)
    if len(sources) != 1:
        _usage(f"{name}: show takes one file; this folder has {len(sources)}")
    records: list[Record] = []
    problems: list[Problem] = []
    for item in read(sources):
        if isinstance(item, Problem):
            problems.append(item)
        elif doc_id in (None, item.doc_id):
            records.append(item)
            if doc_id is not None:
                return item
    if len(records) > 1:
        some = ", ".join(record.doc_id for record in records[:5]) + (", ..." if len(records) > 5 else "")
        _usage(f"{name}: holds {len(records)} documents; say which with --id ({some})")
    for problem in problems:
        log.add(problem)
    if not records:
        if doc_id is not None:
            _usage(f"{name}: no document {doc_id!r}")
        raise typer.Exit(1)
    return records[0]


# Doing the work.


class _Log:
    """What went wrong and what was done, for the messages, the exit code and the audit file."""

    _KEPT = 1000  # messages in the audit file

    def __init__(self) -> None:
        self.messages: dict[bool, list[str]] = {False: [], True: []}
        self.problems = {False: 0, True: 0}
        self.documents = 0
        self.without_facts: list[str] = []
        self.facts = dict.fromkeys(KINDS, 0)

    @property
    def exit_code(self) -> int:
        return 1 if self.problems[False] else 0

    def add(self, problem: Problem) -> None:
        _say(str(problem))
        self.problems[problem.warning] += 1
        if len(self.messages[problem.warning]) < self._KEPT:
            self.messages[problem.warning].append(f"{problem.where}: {problem.message}")

    def passed(self, stream: Iterable[T | Problem]) -> Iterator[T]:
        """The stream without its problems, which are said and counted."""
        for item in stream:
            if isinstance(item, Problem):
                self.add(item)
            else:
                yield item

    def count(self, documents: Iterable[DocumentFacts]) -> None:
        for document in documents:
            self.documents += 1
            if not document.facts:
                self.without_facts.append(document.doc_id)
            for fact in document.facts:
                self.facts[fact.kind] += 1

    def write_meta(
        self,
        out: Path,
        command: str,
        settings: dict[str, Any],
        sources: Iterable[Source],
        more: dict[str, Any] | None = None,
    ) -> None:
        """Write ``OUT.meta.json``: what an audit of a review asks about a file of facts."""
        meta = {
            "trialfacts": __version__,
            "python": platform.python_version(),
            "command": command,
            "date": datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "settings": settings,
            "inputs": [source.to_dict() for source in sources],
            "output": printable(str(out)),
            "documents": self.documents,
            "documents_without_facts": self.without_facts,
            "facts": {kind: self.facts[kind] for kind in settings["kinds"]},
            "errors": {"count": self.problems[False], "messages": self.messages[False]},
            "warnings": {"count": self.problems[True], "messages": self.messages[True]},
        }
        _or_fail(lambda: write_json(meta | (more or {}), out.with_name(out.name + ".meta.json")))


def _facts(
    records: Iterable[Record | Problem], kinds: Sequence[str], log: _Log, progress: bool = False
) -> Iterator[tuple[Record, DocumentFacts]]:
    from trialfacts.batch import extract_records

    with _progress(progress) as advance:
        for record, facts in log.passed(extract_records(records, kinds)):
            log.count([facts])
            advance()
            yield record, facts


@contextmanager
def _progress(wanted: bool) -> Iterator[Callable[[], None]]:
    if not wanted or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:,} documents"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda: bar.advance(task)


def _or_fail(write: Callable[[], None]) -> None:
    """Write; a place that fails in the middle (a full disk) is said, and what stood there stands as before."""
    try:
        write()
    except (OSError, OutputError) as error:
        _say(f"error: cannot write: {error}")
        raise typer.Exit(1) from None


def _write_facts(documents: Iterable[DocumentFacts], out: Path, kinds: Sequence[str]) -> None:
    if out.suffix.lower() == ".jsonl":
        write_lines((document.to_dict() for document in documents), out)
        return
    from trialfacts.table import facts_table

    write_table(facts_table(documents, kinds), out)


# Printing.


def _print_facts(results: Iterable[tuple[Record, DocumentFacts]], log: _Log) -> None:
    from trialfacts.report import counts_line, document_report, make_console

    console = make_console()
    for record, facts in results:
        console.print(document_report(facts, record.title))
    console.print(counts_line(log.documents, log.facts))


def _print_evaluation(evaluation: Any, texts: dict[str, str] | None) -> None:
    from trialfacts.report import errors_report, evaluation_report, make_console

    console = make_console()
    if texts is not None:
        for error in errors_report(evaluation, texts):
            console.print(error)
        console.print()
    console.print(evaluation_report(evaluation))


def _print_marked(record: Record, facts: DocumentFacts) -> None:
    from trialfacts.report import document_report, legend, make_console, marked_text

    console = make_console()
    colours = console.is_terminal and not console.no_color and console.color_system is not None
    console.print(legend(facts, colours))
    console.print()
    console.print(marked_text(record.text, facts, colours))
    console.print()
    console.print(document_report(facts, record.title))
