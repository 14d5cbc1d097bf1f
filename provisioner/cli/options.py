"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any

import click
from click.core import ParameterSource

Decorated = Callable[..., Any]

_LANGUAGES = ("en", "he")
_OLD_LANGUAGE = "provisioner.language"


def everywhere(command: Decorated) -> Decorated:
    """``--quiet`` and ``--verbose``, as every command has them."""
    command = click.option("--quiet", is_flag=True, help="Nothing on stderr but errors.")(command)
    return click.option(
        "--verbose",
        is_flag=True,
        help="HTTP requests and tracebacks on stderr, without tokens; workflows of a plan also as JSON.",
    )(command)


def project_file(command: Decorated) -> Decorated:
    """``--project``: where the portals are written down."""
    return click.option(
        "--project",
        metavar="FILE",
        help="The project file with the portals. Default: provisioner.yaml here or in a folder above.",
    )(command)


def format_option(*formats: str) -> Callable[[Decorated], Decorated]:
    """``--format`` with the first as the default."""
    return click.option(
        "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True, help="How to print it."
    )


def language_option(command: Decorated) -> Decorated:
    """``--lang``. Reports were first asked for with ``--language``, which goes on working."""
    command = click.option(
        "--lang",
        "language",
        type=click.Choice(_LANGUAGES),
        callback=lambda ctx, _, value: value or ctx.meta.get(_OLD_LANGUAGE),
        help="Its language. Default: that of the targets.",
    )(command)
    return click.option(
        "--language",
        "old_language",
        type=click.Choice(_LANGUAGES),
        hidden=True,
        is_eager=True,
        expose_value=False,
        callback=lambda ctx, _, value: ctx.meta.update({_OLD_LANGUAGE: value}),
    )(command)


BY_ENDING = "Its ending tells the format where --format does not."


def out_option(what: str, more: str = "") -> Callable[[Decorated], Decorated]:
    """``--out FILE``; see ``form_for`` and ``json_only`` for what its ending says."""
    told = f"Write {what} to a file. {more}".strip()
    return click.option("--out", metavar="FILE", type=click.Path(dir_okay=False), help=told)


_ENDINGS: Mapping[str, str] = {
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".txt": "text",
}
"""What the ending of a file says of its format. Any other ending says nothing."""


def form_for(out: str | None, form: str) -> str:
    """The format in which ``--out`` is written: that of ``--format``, and where nobody gave it, that of the ending.

    Raises UsageError for the ending of a format that the command does not have.
    """
    asked = click.get_current_context()
    told = _ENDINGS.get(PurePath(out).suffix.lower()) if out else None
    if told is None or asked.get_parameter_source("form") is not ParameterSource.DEFAULT:
        return form
    kinds = {each.name: each.type for each in asked.command.params}
    formats = kinds["form"].choices if isinstance(kinds["form"], click.Choice) else ()
    if told not in formats:
        message = f"{out} ends like {told}, which {asked.command.name} does not write; choose with --format:"
        raise click.UsageError(f"{message} {', '.join(formats)}")
    return told


def json_only(out: str | None, otherwise: str) -> None:
    """Raises UsageError for an ``--out`` that ends like a page or a table, where the file is always JSON."""
    told = _ENDINGS.get(PurePath(out).suffix.lower(), "json") if out else "json"
    if told != "json":
        raise click.UsageError(f"--out writes JSON, and {out} ends like {told}; {otherwise}")


def portal_name(command: Decorated) -> Decorated:
    """``--portal``: which portal of the project file, or one of the two that are built in."""
    return click.option(
        "--portal",
        metavar="NAME",
        help="A portal of the project file, `local` (built in) or `env` (HUBSPOT_ACCESS_TOKEN). "
        "Default: the project's default_portal, else local.",
    )(command)
