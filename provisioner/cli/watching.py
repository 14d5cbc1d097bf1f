"""What a person sees of long work: HTTP lines with ``--verbose``, waits, and a progress bar on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from provisioner.model.events import Event, Finished, Progress, Request, Stopping, Waiting, Watch

if TYPE_CHECKING:
    from rich.progress import TaskID

_SELDOM = 5.0
"""Seconds between two lines about the same reading, where there is no terminal for a bar."""

_LONG_WAIT = 2.0
"""Seconds. Shorter waits pass before a line about them is read."""


def watcher(*, quiet: bool, verbose: bool) -> Watch:
    """A watcher for stderr. Requests carry no headers and no bodies, so no token can show."""

    def watch(event: Event) -> None:
        if isinstance(event, Request) and verbose:
            answered = event.status or "no answer"
            _say(f"{event.method} {event.path} -> {answered} in {event.milliseconds} ms")
        elif isinstance(event, Stopping):
            click.echo("stopping after what is under way; Ctrl-C again ends at once", err=True)
        elif isinstance(event, Waiting) and not quiet and (verbose or event.seconds >= _LONG_WAIT):
            _say(f"waiting {event.seconds:g} s: {event.why}")

    return watch


def _say(line: str) -> None:
    # Whoever read stderr may have gone. That must not end a write between its request and its proof.
    with suppress(OSError):
        click.echo(line, err=True)


@contextmanager
def progress(watch: Watch, total: int, *, quiet: bool) -> Iterator[Watch]:
    """A watcher that also moves a bar on stderr; without a terminal, the watcher as it is."""
    if quiet or not total or not sys.stderr.isatty():
        yield watch
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("applying"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def watched(event: Event) -> None:
            watch(event)
            if isinstance(event, Finished):
                change = event.outcome.change
                bar.update(task, advance=1, description=f"{change.action.value} {change.key}")

        yield watched


@contextmanager
def reading(watch: Watch, *, quiet: bool) -> Iterator[Watch]:
    """A watcher that also tells how far a long reading is: bars on a terminal, else a line now and then."""
    if quiet:
        yield watch
        return
    if not sys.stderr.isatty():
        yield _lines(watch)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("reading {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}
        counted: set[str] = set()

        def watched(event: Event) -> None:
            watch(event)
            if isinstance(event, Progress):
                if event.what not in tasks:
                    tasks[event.what] = bars.add_task(event.what, rate="")
                if event.remaining:
                    counted.add(event.what)
                total = event.done + event.remaining if event.what in counted else None
                bars.update(tasks[event.what], completed=event.done, total=total, rate=f"{event.rate:,.0f}/s")

        yield watched


def _lines(watch: Watch) -> Watch:
    last: dict[str, float] = {}

    def watched(event: Event) -> None:
        watch(event)
        if isinstance(event, Progress) and time.monotonic() - last.setdefault(event.what, time.monotonic()) > _SELDOM:
            last[event.what] = time.monotonic()
            remaining = f", {event.remaining:,} remain" if event.remaining else ""
            _say(f"{event.what}: {event.done:,} read{remaining}, {event.rate:,.0f} a second")

    return watched
