"""The command ``train``: the models of this package anew, or one's own, from annotated texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from trialfacts.read import InputError, find_sources, read
from trialfacts.read.annotations import read_annotations
from trialfacts.read.source import Problem, Record, Source, printable
from trialfacts.running.log import Log

# numpy and scikit-learn are imported where they are used: --help should not wait for them.


def train(
    texts: Annotated[Path, typer.Argument(metavar="TEXTS", help="The texts: a file or folder that extract reads.")],
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Hand annotations of them, JSON lines.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FOLDER", help="Write the pipeline into this folder.")],
    seen: Annotated[
        list[Path] | None,
        typer.Option(
            "--seen", metavar="GOLD", help="Annotations that rules were written on: learnt from, not to weigh rules by."
        ),
    ] = None,
    invented: Annotated[
        list[Path] | None,
        typer.Option(
            "--invented",
            metavar="GOLD",
            help="Annotations of texts made up to learn from: learnt from, and how good the rules' fields are.",
        ),
    ] = None,
    unannotated: Annotated[
        list[Path] | None,
        typer.Option("--unannotated", metavar="TEXTS", help="More texts, to learn from what the rules find in them."),
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", min=0, max=2**32 - 1, help="The same seed and input give the same models.")
    ] = 0,
) -> None:
    """Train the models on annotated texts; the folder is a spaCy pipeline that trialfacts.load() loads.

    Exit codes are those of all commands; nothing is written where the texts are too few.
    """
    from trialfacts.model.bundle import write_pipeline
    from trialfacts.model.training import Annotated as AnnotatedText
    from trialfacts.model.training import train as fit

    if out.exists() and (not out.is_dir() or any(out.iterdir()) and not (out / "meta.json").exists()):
        _usage(f"{printable(str(out))} is there already, and is no pipeline that could be replaced")
    if not out.absolute().parent.is_dir():
        _usage(f"{printable(str(out))}: there is no folder {printable(str(out.absolute().parent))}")
    files = {"fresh": gold, "seen": seen or [], "invented": invented or []}
    given = [(path, origin) for origin, paths in files.items() for path in paths]
    for path, _ in given:
        if not path.is_file():
            _usage(f"{printable(str(path))}: no such file")
    log = Log()
    plain = {record.doc_id: record.text for record in _records([texts], log, [path for path, _ in given])}
    annotated: list[AnnotatedText] = []
    named: set[str] = set()
    for path, origin in given:
        for document in log.passed(read_annotations(Source.of_file(path), plain)):
            if document.doc_id in named:
                # Learnt twice, it would stand on both sides of the cross-validation.
                message = f"doc_id {document.doc_id!r} was annotated before, in another file; left out"
                log.add(Problem(printable(str(path)), message))
                continue
            named.add(document.doc_id)
            annotated.append(AnnotatedText(plain[document.doc_id], document, origin))
    known = {one.text for one in annotated}
    more = [record.text for record in _records(unannotated or [], log)]
    try:
        models = fit(annotated, [text for text in more if text not in known], seed, typer.echo)
    except ValueError as error:
        _usage(str(error))
    try:
        write_pipeline(models, out)
    except OSError as error:
        typer.echo(f"error: {printable(str(out))}: cannot be written: {error.strerror or error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"wrote {out}")
    raise typer.Exit(log.exit_code)


def _records(paths: list[Path], log: Log, annotations: Sequence[Path] = ()) -> list[Record]:
    if not paths:
        return []
    try:
        found = find_sources([str(path) for path in paths], annotations)
    except InputError as error:
        _usage(str(error))
    return [record for record in log.passed(read(found)) if not isinstance(record, Problem)]


def _usage(message: str) -> NoReturn:
    typer.echo(f"error: {message}", err=True)
    raise typer.Exit(2)
