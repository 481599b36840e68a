"""The commands: extract, check, evaluate, show, fetch, train.

Exit codes: 0, all done; 1, done but for the records that the messages name (or F1 below what was demanded); 2, a
mistake in the command, nothing done.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from trialfacts import __version__
from trialfacts.facts import DEFAULT, KINDS, USING, DocumentFacts
from trialfacts.fetch_command import fetch
from trialfacts.read import ENDINGS, InputError, Options, Problem, Reader, Record, Source, find_sources, read
from trialfacts.read.source import STDIN, printable
from trialfacts.running.chunks import Task
from trialfacts.running.extraction import Extraction, Incomplete, MissingExtra, report_dropped
from trialfacts.running.log import Log
from trialfacts.running.progress import progress as progress_of
from trialfacts.running.trials import kept
from trialfacts.train_command import train
from trialfacts.write import OutputError, check_output, write_table

# pandas, spaCy and rich's tables are imported where they are used: --help should not wait for them.

app = typer.Typer(
    name="trialfacts",
    help="Facts of clinical-trial abstracts, each traceable to its characters in the text.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

TABLES = ("facts", "studies", "results", "revman")

Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help=f"Files ({' '.join(ENDINGS)}), folders of these, or - (standard input)."),
]
Kinds = Annotated[
    str | None, typer.Option("--kinds", metavar="KIND,...", help=f"Only these kinds, of: {', '.join(KINDS)}.")
]
Using = Annotated[str, typer.Option("--using", metavar="|".join(USING), help="What finds the facts.")]
Model = Annotated[
    Path | None, typer.Option("--model", metavar="FOLDER", help="Models that train wrote. None: those of the package.")
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
    inputs: Inputs,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write a .jsonl, .csv, .xlsx or .parquet. None: print a table.")
    ] = None,
    kinds: Kinds = None,
    using: Using = DEFAULT,
    model: Model = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    table: Annotated[
        str, typer.Option("--table", metavar="|".join(TABLES), help="What a row is: a fact, a study, a result.")
    ] = "facts",
    trials: Annotated[
        bool, typer.Option("--trials", help="Only reports of trials; what is left out is counted by reason.")
    ] = False,
    jobs: Annotated[
        int, typer.Option("-j", "--jobs", min=0, metavar="N", help="Processes (0: as many as there are cores).")
    ] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was interrupted.")] = False,
    engine: Annotated[
        str | None, typer.Option("--engine", metavar="dask", help="Work on a cluster; OUT.parquet is a folder.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="The cluster's scheduler. None: --jobs here.")
    ] = None,
) -> None:
    """Extract the facts of abstracts."""
    wanted = _kinds(kinds)
    settings: dict[str, Any] = {"kinds": list(wanted), "using": _checked(using), "model": _checked_model(model, using)}
    settings |= {"trials": trials, "text_column": text_column, "id_column": id_column}
    _check_batch(inputs, out, jobs, resume, engine, scheduler)
    _check_table(table, out, kinds, jobs, resume, engine)
    sources = _sources(inputs, Options(text_column, id_column), out, dataset=engine is not None)
    log = Log()
    if out is None:
        _print_facts(sources, wanted, using, model, trials, log)
        raise typer.Exit(log.exit_code)
    if table != "facts":
        _write_review_table(sources, table, trials, out, log, settings, model)
        raise typer.Exit(log.exit_code)
    task = Task(wanted, out.suffix.lower(), trials, using, None if model is None else str(model.resolve()))
    try:
        if engine is None:
            Extraction(sources, task, settings, out, log, jobs or _cores()).run(resume)
        else:
            from trialfacts.running.cluster import ClusterExtraction

            ClusterExtraction(sources, task, settings, out, log, jobs or _cores(), scheduler).run(resume)
    except (OutputError, MissingExtra) as error:
        _usage(str(error))
    except Incomplete as error:
        _say(f"error: {error}")
        raise typer.Exit(1) from None
    raise typer.Exit(log.exit_code)


@app.command()
def check(
    inputs: Inputs,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write all findings: .jsonl, .csv, .xlsx or .parquet.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Print also what is consistent or cannot be told.")] = False,
    using: Using = DEFAULT,
    model: Model = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
) -> None:
    """Check the arithmetic of abstracts: sums, percentages, doses, intervals, P values."""
    from trialfacts.check_command import check_records, print_findings

    settings: dict[str, Any] = {"kinds": list(KINDS), "using": _checked(using), "model": _checked_model(model, using)}
    settings |= {"text_column": text_column, "id_column": id_column}
    sources = _sources(inputs, Options(text_column, id_column), out)
    log = Log()
    found = _counted(log.passed(check_records(read(sources), using, model)), log)
    if out is None:
        print_findings(found, everything)
    else:
        from trialfacts.result_tables import findings_table

        _or_fail(lambda: write_table(findings_table(found), out))
        _or_fail(lambda: log.write_meta(out, "check", settings, [source for source, _ in sources]))
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
    reliability: Annotated[
        bool, typer.Option("--reliability", help="Print how reliable the confidences of each kind are.")
    ] = False,
    compare: Annotated[
        str | None,
        typer.Option("--compare", metavar="rules,model,both", help="Extract in each of these ways, and compare them."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    using: Using = DEFAULT,
    model: Model = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
) -> None:
    """Compare extracted facts with hand annotations."""
    from trialfacts import evaluate as core
    from trialfacts.read.annotations import read_annotations

    wanted = _kinds(kinds)
    thresholds = _thresholds(fail_under or [], wanted)
    ways = _ways(compare, predictions, out, thresholds, errors)
    of_model = _checked_model(model, _checked(using), ways)
    given = [path for path in (gold, predictions) if path is not None]
    annotations = [_annotations(path) for path in given]
    sources = _sources([texts], Options(text_column, id_column), out, *given)
    log = Log()
    records = {record.doc_id: record for record in log.passed(read(sources))}
    plain = {doc_id: record.text for doc_id, record in records.items()}
    expected = list(log.passed(read_annotations(annotations[0], plain)))
    if ways:
        needed = [records[document.doc_id] for document in expected]
        _print_comparison(expected, needed, ways, model, wanted, strict, as_json, reliability, log)
        raise typer.Exit(log.exit_code)
    if predictions is None:
        needed = [records[document.doc_id] for document in expected]
        found = {facts.doc_id: facts for _, facts in _facts(needed, wanted, log, True, using, model)}
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
        settings = {"kinds": wanted, "using": using, "model": of_model, "strict": strict, "fail_under": thresholds}
        settings |= {"text_column": text_column, "id_column": id_column}
        read_from = [source for source, _ in sources] + annotations
        more = {"evaluation": evaluation.to_dict()}
        _or_fail(lambda: log.write_meta(out, "evaluate", settings, read_from, more))
    if as_json:
        _print_json(evaluation.to_dict())
    else:
        _print_evaluation(evaluation, plain if errors else None, reliability)
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
    using: Using = DEFAULT,
    model: Model = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
) -> None:
    """Show one abstract with its facts marked."""
    wanted = _kinds(kinds)
    _checked_model(model, _checked(using))
    if doc_id is None and not Path(document).exists() and "::" in document:
        document, _, doc_id = document.partition("::")
    log = Log()
    record = _one_record(document, doc_id, Options(text_column, id_column), log)
    for _, facts in _facts([record], wanted, log, using=using, model=model):
        _print_marked(record, facts)
    raise typer.Exit(log.exit_code)


app.command()(fetch)
app.command()(train)


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


def _checked(using: str) -> str:
    if using not in USING:
        _usage(f"--using {using}: unknown; there are {', '.join(USING)}")
    return using


def _checked_model(model: Path | None, using: str, ways: Sequence[str] = ()) -> dict[str, str] | None:
    """What the audit file says of the models of a folder, which are read: a folder without models is a mistake."""
    if model is None:
        return None
    if not {"model", "both"}.intersection(ways or [using]):
        _usage(f"--model {printable(str(model))}: rules alone take no models; say --using model or both")
    from trialfacts.model.bundle import ModelError, load_models
    from trialfacts.running.fingerprints import of_models

    try:
        load_models(model)
        return {"folder": printable(str(model)), "sha256": of_models(model)}
    except (ModelError, OSError) as error:
        _usage(f"--model: {printable(str(error))}")


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


def _ways(
    compare: str | None, predictions: Path | None, out: Path | None, thresholds: dict[str, float], errors: bool
) -> list[str]:
    """The ways of extracting that are compared; none where none are."""
    if compare is None:
        return []
    if predictions is not None or out is not None or thresholds or errors:
        _usage("--compare extracts and prints: without PREDICTIONS, --out, --fail-under, --errors")
    ways = list(dict.fromkeys(way.strip() for way in compare.split(",") if way.strip()))
    for way in ways:
        if way not in USING:
            _usage(f"--compare {way}: unknown; there are {', '.join(USING)}")
    if len(ways) < 2:
        _usage(f"--compare takes two or more of {', '.join(USING)}")
    return ways


def _annotations(path: Path) -> Source:
    if not path.is_file():
        _usage(f"{printable(str(path))}: no such file")
    return Source.of_file(path)


def _check_batch(
    inputs: Sequence[str], out: Path | None, jobs: int, resume: bool, engine: str | None, scheduler: str | None
) -> None:
    if engine not in (None, "dask"):
        _usage(f"--engine {engine}: the one engine is dask (others can map trialfacts.batch.extract_frame)")
    if scheduler is not None and engine is None:
        _usage("--scheduler goes with --engine dask")
    if engine is not None and (out is None or out.suffix.lower() != ".parquet"):
        _usage("--engine dask writes a folder of Parquet files: -o NAME.parquet")
    if out is None and (jobs != 1 or resume):
        _usage("--jobs and --resume go with -o: a table is printed as it comes")
    if resume and STDIN in inputs:
        _usage("--resume reads its inputs again, and standard input cannot be: save it to a file")


def _check_table(table: str, out: Path | None, kinds: str | None, jobs: int, resume: bool, engine: str | None) -> None:
    if table not in TABLES:
        _usage(f"--table {table}: unknown; the tables are {', '.join(TABLES)}")
    if table == "facts":
        return
    if out is None:
        _usage(f"--table {table} goes with -o")
    if table == "revman" and out.suffix.lower() != ".csv":
        _usage("--table revman writes CSV files: -o NAME.csv")
    if kinds is not None or jobs != 1 or resume or engine is not None:
        _usage(f"--table {table} is made of facts of all kinds in one run: without --kinds, --jobs, --resume, --engine")


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _interactive() -> bool:
    return sys.stdout.isatty()


def _sources(
    inputs: Sequence[str], options: Options, out: Path | None, *also_read: Path, dataset: bool = False
) -> list[tuple[Source, Reader | None]]:
    try:
        if out is not None:
            check_output(out, folder=dataset)
            for path in (*map(Path, inputs), *also_read):
                if path.exists() and path.resolve() == out.resolve():
                    raise OutputError(f"{out}: is an input of this run")
        return find_sources(inputs, (*also_read, *([] if out is None else [out])), options)
    except (InputError, OutputError) as error:
        _usage(str(error))


def _one_record(name: str, doc_id: str | None, options: Options, log: Log) -> Record:
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


def _facts(
    records: Iterable[Record | Problem],
    kinds: Sequence[str],
    log: Log,
    progress: bool = False,
    using: str = DEFAULT,
    model: Path | None = None,
) -> Iterator[tuple[Record, DocumentFacts]]:
    from trialfacts.batch import extract_records

    with progress_of(wanted=progress) as advance:
        for record, facts in log.passed(extract_records(records, kinds, using, None if using == "rules" else model)):
            log.count([facts])
            advance(1)
            yield record, facts


def _counted(documents: Iterable[DocumentFacts], log: Log) -> Iterator[DocumentFacts]:
    for facts in documents:
        log.count([facts])
        yield facts


def _write_review_table(
    sources: Sequence[tuple[Source, Reader | None]],
    table: str,
    only_trials: bool,
    out: Path,
    log: Log,
    settings: dict[str, Any],
    model: Path | None,
) -> None:
    from trialfacts.result_tables import write_review_table

    records = read(sources)
    chosen = kept(records, log.dropped) if only_trials else records
    found = _facts(chosen, tuple(KINDS), log, True, settings["using"], model)
    _or_fail(lambda: write_review_table([facts for _, facts in found], table, out))
    _or_fail(lambda: log.write_meta(out, "extract", settings | {"table": table}, [source for source, _ in sources]))
    report_dropped(log)


def _or_fail(write: Callable[[], None]) -> None:
    """Write; a place that fails in the middle (a full disk) is said, and what stood there stands as before."""
    try:
        write()
    except (OSError, OutputError) as error:
        _say(f"error: cannot write: {error}")
        raise typer.Exit(1) from None


# Printing.


def _print_facts(
    sources: Iterable[tuple[Source, Reader | None]],
    kinds: Sequence[str],
    using: str,
    model: Path | None,
    only_trials: bool,
    log: Log,
) -> None:
    from trialfacts.report import counts_line, document_report, make_console

    console = make_console()
    records = read(sources)
    chosen = kept(records, log.dropped) if only_trials else records
    for record, facts in _facts(chosen, kinds, log, not _interactive(), using, model):
        console.print(document_report(facts, record.title))
    console.print(counts_line(log.documents, log.facts))
    report_dropped(log)


def _print_comparison(
    expected: list[DocumentFacts],
    records: list[Record],
    ways: list[str],
    model: Path | None,
    kinds: Sequence[str],
    strict: bool,
    as_json: bool,
    reliability: bool,
    log: Log,
) -> None:
    from trialfacts.compare import compare
    from trialfacts.report import comparison_report, make_console, reliability_report

    systems = {way: {facts.doc_id: facts for _, facts in _facts(records, kinds, log, True, way, model)} for way in ways}
    comparison = compare(expected, systems, kinds, strict)
    if as_json:
        _print_json(comparison.to_dict())
        return
    console = make_console()
    console.print(comparison_report(comparison))
    for way, evaluation in comparison.evaluations.items() if reliability else ():
        console.print(way, style="bold")
        console.print(reliability_report(evaluation))


def _print_json(value: dict[str, Any]) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _print_evaluation(evaluation: Any, texts: dict[str, str] | None, reliability: bool) -> None:
    from trialfacts.report import errors_report, evaluation_report, make_console, reliability_report

    console = make_console()
    if texts is not None:
        for error in errors_report(evaluation, texts):
            console.print(error)
        console.print()
    console.print(evaluation_report(evaluation))
    if reliability:
        console.print(reliability_report(evaluation))


def _print_marked(record: Record, facts: DocumentFacts) -> None:
    from trialfacts.report import document_report, legend, make_console, marked_text

    console = make_console()
    colours = console.is_terminal and not console.no_color and console.color_system is not None
    console.print(legend(facts, colours))
    console.print()
    console.print(marked_text(record.text, facts, colours))
    console.print()
    console.print(document_report(facts, record.title))
