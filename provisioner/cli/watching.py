"""What a person sees of long work: HTTP lines with ``--verbose``, waits, and a progress bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click

from provisioner.model.events import Event, Finished, Request, Stopping, Waiting, Watch

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
