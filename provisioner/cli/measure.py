"""``provisioner measure``: the KPIs of a blueprint's mode, from the records of a portal."""

from __future__ import annotations

import gc
import importlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from provisioner.cli import options, portals, showing, watching
from provisioner.model.counts import counted


@click.command(
    "measure",
    epilog="""\b
Example:
  provisioner measure blueprints/call_center.yaml --portal acme --period 2026-11 --against 2026-10
  provisioner measure blueprints/b2b.yaml --portal acme --period 2026-Q4 --trend 4 --format html --out q4.html
  provisioner measure blueprints/b2b.yaml --portal acme --period 2026-12 --snapshot""",
)
@click.argument("blueprint")
@options.portal_name
@click.option(
    "--period",
    required=True,
    metavar="PERIOD",
    help="2026, 2026-Q4, 2026-11, 2026-W47, 2026-11-16 or 2026-11-16..2026-11-20.",
)
@click.option("--against", metavar="PERIOD", help="Another period to compare with.")
@click.option(
    "--trend", type=click.IntRange(1, 12), metavar="N", help="N earlier periods of the same length beside it, up to 12."
)
@click.option("--snapshot", is_flag=True, help="Store today's forecast too: HubSpot keeps no past one.")
@click.option("--fresh", is_flag=True, help="Read everything again instead of only what changed since the last run.")
@click.option(
    "--export-from",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many records of a kind are first read by an export. Default: 500000.",
)
@options.format_option("text", "json", "csv", "markdown", "html")
@click.option("--language", type=click.Choice(("en", "he")), help="Its language. Default: that of the targets.")
@options.out_option("the report", options.BY_ENDING)
@options.project_file
@options.everywhere
def command(
    blueprint: str,
    portal: str | None,
    period: str,
    against: str | None,
    trend: int | None,
    snapshot: bool,
    fresh: bool,
    export_from: int | None,
    form: str,
    language: str | None,
    out: str | None,
    project: str | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Measure the KPIs of a blueprint's mode against their targets. The portal is only read.

    Records are kept under .provisioner, so that the next run reads only what changed, and a run that was stopped goes
    on where it was. A KPI that cannot be measured says why; the others are still reported.
    """
    from provisioner import api

    # Unlike other commands this one may run for hours, and what thousands of answers leave behind must go.
    gc.enable()
    form = options.form_for(out, form)
    if out and Path(out).resolve() == Path(blueprint).resolve():
        raise click.UsageError(f"--out would overwrite {blueprint}")
    watch = watching.watcher(quiet=quiet, verbose=verbose)
    order = api.Order(
        period,
        against or "",
        trend or 0,
        snapshot=snapshot,
        fresh=fresh,
        folder=portals.folder(project),
        export_from=export_from,
    )
    with showing.errors_too(form), portals.opened(portal, project) as target:
        if target.name == "local":
            # It may have been reset and filled anew since, and its records would not show it.
            order = replace(order, fresh=True)
        with watching.reading(watch, quiet=quiet) as watched:
            document = api.measured(Path(blueprint), target, order, watched)
        chosen = language or api.language(Path(blueprint), target)
    report = _report(document, form, chosen)
    if snapshot and not quiet:
        kept = document["snapshot"]
        click.echo(
            f"Stored the forecast of {counted(kept['deals'], 'open deal')} in .provisioner/{kept['file']}.", err=True
        )
    if out is None:
        click.echo(report, nl=False)
        return
    Path(out).write_text(report, encoding="utf-8", newline="")
    if not quiet:
        click.echo(f"Wrote {out}.", err=True)


def _report(document: Mapping[str, Any], form: str, language: str) -> str:
    """The document in a format; each has a module of its own, loaded only for it."""
    if form == "json":
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    text: str = importlib.import_module(f"provisioner.reports.measure_{form}").render(document, language)
    return text
