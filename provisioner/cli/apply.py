"""``provisioner apply``: carries out a plan, after showing it and asking."""

from __future__ import annotations

import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from provisioner.cli import boundary, options, portals, showing, watching
from provisioner.model.counts import counted
from provisioner.model.errors import Broken, Refused
from provisioner.model.events import Watch
from provisioner.model.portal import Target
from provisioner.model.run import Run

if TYPE_CHECKING:  # planning loads the HubSpot client, and only a command that runs may
    from provisioner.api import Prepared


@click.command(
    "apply",
    epilog="Example: provisioner apply plan.json --approve 1f0c2a9b7d3e4f56",
)
@click.argument("source", metavar="BLUEPRINT|PLAN.JSON")
@options.portal_name
@click.option("--yes", is_flag=True, help="Do not ask. Never covers hazards or a protected portal.")
@click.option("--approve", metavar="FINGERPRINT", help="Approve exactly the plan with this fingerprint, hazards too.")
@click.option("--allow", metavar="CODE", multiple=True, help="Let a hazard through, such as HAZ003. May be repeated.")
@options.format_option("text", "json")
@options.project_file
@options.everywhere
def command(
    source: str,
    portal: str | None,
    yes: bool,
    approve: str | None,
    allow: tuple[str, ...],
    form: str,
    project: str | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Apply a blueprint, or a plan saved by `plan --out`, to a portal.

    A plan is shown first and asked about on a terminal. A saved plan is refused when the portal moved since.
    """
    from provisioner import api

    signal.signal(signal.SIGTERM, _interrupt)
    watch = watching.watcher(quiet=quiet, verbose=verbose)
    again = showing.command_line("apply", source, portal, project)
    with ExitStack() as stack:
        stack.enter_context(showing.errors_too(form))
        prepared, target = _prepared(stack, source, portal, project, watch)
        plan = prepared.plan
        if form == "text":
            showing.plan(plan, form, command=None, raw=verbose)
            click.echo()
        api.permit(prepared, allow=allow, approve=approve)
        if plan.changes:
            _consent(target, len(plan.changes), yes=yes, approved=approve is not None)
        try:
            with watching.progress(watch, len(plan.changes), quiet=quiet) as watched:
                run = api.carry_out(prepared, watch=watched)
        except Broken as broken:
            _report(broken.run, form, again)
            raise broken.cause from None
    _report(run, form, again)
    return api.exit_code(run)


def _report(run: Run, form: str, again: str) -> None:
    try:
        showing.run(run, form, again=again)
    except BrokenPipeError:  # nobody reads the report; how it went is still told by the code
        boundary.reader_gone()


def _prepared(
    stack: ExitStack, source: str, portal: str | None, project: str | None, watch: Watch
) -> tuple[Prepared, Target]:
    from provisioner import api

    folder = portals.folder(project)
    if source.endswith(".json") or api.is_plan(Path(source)):
        plan = api.saved_plan(Path(source))
        target = stack.enter_context(portals.opened(portal or plan.portal.name, project))
        return stack.enter_context(api.resumed(plan, target, folder=folder, watch=watch)), target
    target = stack.enter_context(portals.opened(portal, project))
    opened = api.planned(Path(source), target, folder=folder, watch=watch, to_write=True)
    return stack.enter_context(opened), target


def _consent(target: Target, changes: int, *, yes: bool, approved: bool) -> None:
    """Ask on a terminal. Raises Refused where nobody can be asked, or for another answer than yes."""
    if approved or (yes and not target.protected):
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        if target.protected:
            fix = "plan it, look at it, and add --approve FINGERPRINT"
            raise Refused(f"{target.name} is protected, and nobody can be asked", fix=fix)
        raise Refused("nobody can be asked whether to apply this", fix="look at the plan, then add --yes")
    if target.protected:
        typed = click.prompt(
            f"{target.name} is protected. Type its name to apply {counted(changes, 'change')}", err=True
        )
        if typed.strip() != target.name:
            raise Refused("that is not the portal's name; nothing was written")
    elif not click.confirm(f"Apply {counted(changes, 'change')} to {target.name}?", err=True):
        raise Refused("not applied; nothing was written")


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
