"""Plain text: one file is one abstract, its doc_id the file's name without the ending."""

from __future__ import annotations

from collections.abc import Iterator

from trialfacts.read.source import Problem, Record, Source, check_text, decode


def read(source: Source) -> Iterator[Record | Problem]:
    """The one record of a text file, or what is wrong with it."""
    try:
        text, warning = decode(source.stream.read())
        check_text(text)
    except ValueError as error:
        yield Problem(source.name, str(error))
        return
    if warning:
        yield Problem(source.name, warning, warning=True)
    yield Record(source.stem, text, where=source.name)
