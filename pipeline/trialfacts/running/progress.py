"""How far a long run is: a line that moves on a terminal, a line now and then elsewhere; on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

# Seconds between two lines where standard error is no terminal.
EVERY = 30.0


class Pace:
    """Documents done, their rate, and the time left, which the share of the input that has been read tells."""

    def __init__(self, share: Callable[[], float | None]) -> None:
        self._share = share
        self.documents = 0
        self._began: float | None = None
        self._at_first = 0.0

    def start(self) -> None:
        """The work begins now; what was skipped before is no pace."""
        self._began = time.monotonic()
        self._at_first = self._share() or 0.0

    def __str__(self) -> str:
        elapsed = time.monotonic() - self._began if self._began is not None else 0.0
        said = f"{self.documents:,} documents"
        if elapsed > 0 and self.documents:
            said += f", {self.documents / elapsed:,.0f} a second"
        share = self._share()
        if share is not None:
            said += f", {share:.0%} read"
            if self._began is not None and share > self._at_first:
                said += f", {_duration(elapsed * (1 - share) / (share - self._at_first))} left"
        return said


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@contextmanager
def progress(share: Callable[[], float | None] = lambda: None, wanted: bool = True) -> Iterator[Callable[[int], None]]:
    """A function that takes the number of documents that have been done since the last call (0: the work begins).

    ``share`` says how much of the input has been read, 0 to 1 (None: nobody knows).
    """
    pace = Pace(share)
    if wanted and sys.stderr.isatty():
        yield from _moving(pace)
    else:
        yield _now_and_then(pace) if wanted else lambda count: None


def _moving(pace: Pace) -> Iterator[Callable[[int], None]]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.fields[pace]}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=4) as bar:
        task = bar.add_task("", total=None, pace="reading")

        def advance(count: int) -> None:
            if not count:
                pace.start()
            pace.documents += count
            bar.update(task, pace=str(pace))

        yield advance


def _now_and_then(pace: Pace) -> Callable[[int], None]:
    said = time.monotonic()

    def advance(count: int) -> None:
        nonlocal said
        if not count:
            pace.start()
        pace.documents += count
        if time.monotonic() - said >= EVERY:
            said = time.monotonic()
            typer.echo(str(pace), err=True)

    return advance
