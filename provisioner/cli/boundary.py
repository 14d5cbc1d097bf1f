"""Where errors become a sentence on stderr and an exit code, with no token in either."""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Iterable, Mapping

import click

from provisioner.model.errors import InvalidInput, ProvisionerError
from provisioner.rules.blueprint_words import did_you_mean

USAGE, BUG, INTERRUPTED = 64, 70, 130

_TOKEN = re.compile(r"\bpat-[A-Za-z0-9-]{6,}|(?<=[Bb]earer )[^\s\"',;]+")
_SECRET_NAME = re.compile(r"TOKEN|SECRET|PASSWORD|HUBSPOT|API_?KEY", re.IGNORECASE)
_SHORTEST_SECRET = 8
"""Characters. A shorter value of such a variable is a setting, and hiding it would tear holes into words."""


def explained(error: BaseException, *, verbose: bool) -> int:
    """Tell a person on stderr what went wrong and what to do; the exit code."""
    if isinstance(error, BrokenPipeError):
        reader_gone()
        return 1
    lines, code = _told(error)
    if verbose and code == BUG:
        lines = [*_trace(error), *lines]
    from provisioner.reports.phrases import visible  # the reports are needed only when there is something to tell

    for line in lines:
        click.echo(visible(redacted(line, os.environ)), err=True)
    return code


def _told(error: BaseException) -> tuple[list[str], int]:
    if isinstance(error, ProvisionerError):
        return _of_ours(error), error.exit_code
    if isinstance(error, click.exceptions.Exit):
        return [], error.exit_code
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return ["Interrupted."], INTERRUPTED
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return [error.format_message()], USAGE
    if isinstance(error, click.UsageError):
        return _usage(error), USAGE
    if isinstance(error, click.ClickException):
        return [f"error: {error.format_message()}"], 1
    if isinstance(error, SystemExit):
        return [], error.code if isinstance(error.code, int) else 1
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return [f"error: {where}{error.strerror or error}."], 1
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return [
        f"This is an error of provisioner itself: {what}",
        "fix: run the command again with --verbose, and report the output with the blueprint that caused it",
    ], BUG


def _of_ours(error: ProvisionerError) -> list[str]:
    lines = [f"error: {error.message}"]
    if isinstance(error, InvalidInput):
        for finding in error.findings:
            place = f"{finding.place}: " if finding.place else ""
            lines.append(f"{place}{finding.severity} {finding.code} {finding.message}")
            lines += [f"    fix: {finding.fix}"] if finding.fix else []
    return lines + ([f"fix: {error.fix}"] if error.fix else [])


def _usage(error: click.UsageError) -> list[str]:
    lines = [error.ctx.get_usage()] if error.ctx else []
    lines.append(f"error: {error.format_message()}")
    if error.ctx:
        lines.append(f"fix: {error.ctx.command_path} --help shows what it takes")
    return lines


def unknown_command(name: str, known: Iterable[str], ctx: click.Context) -> click.UsageError:
    advice = did_you_mean(name, known)
    return click.UsageError(f"There is no command {name}" + (f"; {advice}" if advice else "."), ctx)


def reader_gone() -> None:
    """The program that read our output has ended, as ``head`` does: no noise, also not at the exit of Python."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _trace(error: BaseException) -> list[str]:
    return "".join(traceback.format_exception(error)).splitlines()


def redacted(text: str, environ: Mapping[str, str]) -> str:
    """The text without tokens: those that look like one, and the value of every variable that may hold one."""
    for name in _secret_names(environ):
        value = environ.get(name, "")
        if len(value) >= _SHORTEST_SECRET and "://" not in value:
            text = text.replace(value, "***")
    return _TOKEN.sub("***", text)


def _secret_names(environ: Mapping[str, str]) -> set[str]:
    names = {name for name in environ if _SECRET_NAME.search(name)}
    try:
        from provisioner.blueprint import project

        return names | project.token_variables()
    except Exception:  # whatever is wrong with the project file, this must still print the error
        return names
