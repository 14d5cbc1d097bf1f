"""Plans, runs and errors on stdout, in the form that was asked for."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from provisioner.model.advice import Advice, Text
from provisioner.model.board import Board
from provisioner.model.errors import ProvisionerError
from provisioner.model.plan import Plan
from provisioner.model.run import Run


def plan(value: Plan, form: str, *, command: str | None, raw: bool = False) -> None:
    """Print a plan as text, json, markdown or html. ``command`` is what the reader types next; None inside apply.

    ``raw`` adds the bodies of workflows to the text.
    """
    if form == "json":
        from provisioner.reports import documents

        click.echo(documents.plan(value), nl=False)
    elif form == "markdown":
        from provisioner.reports import plan_markdown

        click.echo(plan_markdown.render(value, command=command or ""), nl=False)
    elif form == "html":
        from provisioner.reports import plan_html

        click.echo(plan_html.render(value, command=command or ""), nl=False)
    else:
        from provisioner.reports import plan_text

        click.echo(plan_text.render(value, command=command, paint=_paint(), raw=raw), nl=False)


def run(value: Run, form: str, *, again: str) -> None:
    """Print a run as text or json. ``again`` is the command that goes on where it ended."""
    if form == "json":
        from provisioner.reports import documents

        click.echo(documents.run(value), nl=False)
    else:
        from provisioner.reports import run_text

        click.echo(run_text.render(value, again=again, paint=_paint()), nl=False)


def advice(value: Advice, form: str, language: str) -> None:
    """Print advice as text in one language, or as json, which has both."""
    if form == "json":
        from provisioner.reports import advice_json

        click.echo(advice_json.render(value), nl=False)
    else:
        from provisioner.reports import advice_text

        click.echo(advice_text.render(value, language, paint=_paint()), nl=False)


def board(value: Board, other: Board | None, form: str) -> None:
    """Print one board, or two side by side, as text, mermaid or html."""
    click.echo(drawn(value, other, form, paint=_paint()), nl=False)


def drawn(value: Board, other: Board | None, form: str, *, paint: Callable[[str, str], str] | None = None) -> str:
    """What ``board`` prints; without ``paint`` in one colour, for a file."""
    if form == "html":
        from provisioner.reports import show_html

        return show_html.render(value, other)
    if form == "mermaid":
        from provisioner.reports import show_mermaid

        return show_mermaid.render(value, other)
    from provisioner.reports import plan_text, show_text

    return show_text.render(value, other, paint=paint or plan_text.plain)


def after_advice(steps: Sequence[Text], commands: Sequence[str], form: str, language: str) -> None:
    """Print what to do next and what to type for it: the end of the text, and nothing with json."""
    if form == "text":
        from provisioner.reports import advice_text

        click.echo(advice_text.following(steps, commands, language), nl=False)


@contextmanager
def errors_too(form: str) -> Iterator[None]:
    """With json, an error is a document as well, so that a program that reads stdout always has one."""
    try:
        yield
    except ProvisionerError as error:
        if form == "json":
            from provisioner.cli.boundary import redacted
            from provisioner.reports import documents

            click.echo(redacted(documents.error(error), os.environ), nl=False)
        raise


def command_line(command: str, source: str, portal: str | None, project: str | None) -> str:
    """``provisioner apply call_center.yaml --portal acme``, ready to be typed."""
    words = ["provisioner", command, source]
    words += ["--portal", portal] if portal else []
    words += ["--project", project] if project else []
    return shlex.join(words)


def _paint() -> Callable[[str, str], str]:
    from provisioner.reports.plan_text import plain

    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return plain
    return lambda text, colour: click.style(text, bold=True) if colour == "bold" else click.style(text, fg=colour)
