"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

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


def out_option(what: str) -> Callable[[Decorated], Decorated]:
    """``--out FILE``."""
    return click.option("--out", metavar="FILE", type=click.Path(dir_okay=False), help=f"Write {what} to a file.")


def portal_name(command: Decorated) -> Decorated:
    """``--portal``: which portal of the project file, or one of the two that are built in."""
    return click.option(
        "--portal",
        metavar="NAME",
        help="A portal of the project file, `local` (built in) or `env` (HUBSPOT_ACCESS_TOKEN). "
        "Default: the project's default_portal, else local.",
    )(command)
