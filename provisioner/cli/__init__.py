"""The command line: a table of commands that are imported when called, and the one way in and out of the process."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence

import click

from provisioner import __version__

COMMANDS = {
    "advise": ("provisioner.cli.advise", "Choose the way of selling: twelve questions, and a project to start from."),
    "validate": ("provisioner.cli.validate", "Check blueprints, offline: every problem with its line and its fix."),
    "show": ("provisioner.cli.show", "Show the sales pipelines of a blueprint as a picture. Asks no portal."),
    "plan": ("provisioner.cli.plan", "Show what apply would change in a portal. Reads only."),
    "apply": ("provisioner.cli.apply", "Carry out a plan, after asking."),
    "measure": ("provisioner.cli.measure", "Measure the KPIs of a blueprint's mode in a portal. Reads only."),
    "simulate": ("provisioner.cli.simulate", "Rehearse the rules on a virtual clock: who is alerted when."),
    "portal": ("provisioner.cli.portal", "The local portal: serve, seed, reset or dump it."),
    "schema": ("provisioner.cli.schema", "Print the JSON Schema of blueprints."),
}
"""Name: the module whose ``command`` it is, and one line for ``--help``, in the order of use."""

EXIT_CODES = (
    (0, "done, or nothing to do"),
    (1, "the portal refused or could not be reached, or another error"),
    (2, "changes are pending (plan --detailed-exitcode)"),
    (3, "a blueprint, the project file or a file of answers is invalid"),
    (4, "refused for safety: stale plan, unapproved hazard, wrong or protected portal"),
    (5, "partly applied"),
    (64, "wrong usage of the command line"),
    (70, "an error of provisioner itself"),
    (130, "interrupted"),
)

INTERRUPTED = 130


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only to run it or to show its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the shape of click's method
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from provisioner.cli.boundary import unknown_command

            raise unknown_command(args[0], COMMANDS, ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the shape of click's method
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code), about) for code, about in EXIT_CODES])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="provisioner COMMAND --help shows the options of a command, with an example.",
)
@click.version_option(__version__, prog_name="provisioner")
def group() -> None:
    """HubSpot configuration as code: say how a sales team works in a blueprint, plan it, apply it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end the process with one of EXIT_CODES."""
    # The process is short and keeps nearly all that it makes: collecting would only look through it again and again,
    # which makes the load of a big blueprint grow faster than the blueprint.
    gc.disable()
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        # A label in Hebrew must not fail on a terminal whose locale is C.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    code = run(given)
    if code == INTERRUPTED:
        # Threads may still wait half a minute for a silent portal; whoever pressed Ctrl-C does not.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _open_closed_streams() -> None:
    """A caller may have closed stdin, stdout or stderr: in their place stands nothing, not the next file opened."""
    for number, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.dup2(os.open(os.devnull, mode), number)
    sys.stdin = sys.stdin or open(0, closefd=False)  # noqa: SIM115 - open for as long as the process runs
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115 - a stream of this process, which ends with it
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115 - a stream of this process, which ends with it


def run(arguments: list[str]) -> int:
    """Run a command and give its exit code; whatever goes wrong becomes words on stderr."""
    try:
        code = group.main(args=arguments, prog_name="provisioner", standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:
        from provisioner.cli import boundary

        return boundary.explained(error, verbose="--verbose" in arguments)
    return code if isinstance(code, int) else 0
