"""``provisioner plan``: what apply would change, read through a door that cannot write."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner.cli import options, portals, showing, watching


@click.command(
    "plan",
    epilog="Example: provisioner plan blueprints/call_center.yaml --portal acme-sandbox --out plan.json",
)
@click.argument("blueprint")
@options.portal_name
@options.out_option("the plan, for `provisioner apply FILE`, as JSON")
@options.format_option("text", "json", "markdown", "html")
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 when there is something to do.")
@click.option("--explain", metavar="KEY", help="Tell what a workflow does, such as workflow:cc_first_contact.")
@options.project_file
@options.everywhere
def command(
    blueprint: str,
    portal: str | None,
    out: str | None,
    form: str,
    detailed_exitcode: bool,
    explain: str | None,
    project: str | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Show what apply would change in a portal. Nothing is written.

    Exits with 4 when something in the plan is blocked.
    """
    from provisioner import api

    options.json_only(out, "for a page or a text: --format html > FILE")
    if out and Path(out).resolve() == Path(blueprint).resolve():
        raise click.UsageError("--out would overwrite the blueprint")
    if explain:
        with showing.errors_too(form), portals.opened(portal, project) as target:
            click.echo(api.explain(Path(blueprint), target, explain), nl=False)
        return 0
    watch = watching.watcher(quiet=quiet, verbose=verbose)
    with (
        showing.errors_too(form),
        portals.opened(portal, project) as target,
        api.planned(Path(blueprint), target, folder=portals.folder(project), watch=watch) as prepared,
    ):
        plan = prepared.plan
        if out:
            api.save(plan, Path(out))
    source = out or blueprint
    again = showing.command_line("apply", source, portal, project)
    showing.plan(plan, form, command=again, raw=verbose)
    if plan.blocked:
        return 4
    return 2 if detailed_exitcode and plan.changes else 0
