"""``provisioner portal``: the local portal as a tool for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from provisioner.cli import options, portals
from provisioner.model.errors import InvalidInput

_MONTH = "2026-10"
_DEALS = 300
"""Deals of a sales mode where nobody says how many: enough for figures, and made in two seconds."""


@click.group(
    "portal",
    epilog="Example: provisioner portal serve --port 8080, then point any HubSpot client at http://127.0.0.1:8080",
)
def command() -> None:
    """The local portal: a HubSpot-compatible server on this machine, with its state in .provisioner/local.db."""


def _db_option(decorated: options.Decorated) -> options.Decorated:
    return click.option(
        "--db",
        metavar="FILE",
        type=click.Path(dir_okay=False),
        help="The portal's file. Default: .provisioner/local.db.",
    )(decorated)


def _file(db: str | None) -> Path:
    path = Path(db) if db else portals.folder(None) / portals.LOCAL_DB
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@command.command("serve", epilog="Example: provisioner portal serve --port 8080 --set latency_ms=80")
@_db_option
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.  [default: 0]")
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address.")
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="A switch of the portal. May be repeated.")
@options.everywhere
def serve(db: str | None, port: int, host: str, settings: tuple[str, ...], quiet: bool, verbose: bool) -> None:  # noqa: ARG001 - every command has these options
    """Serve the local portal until Ctrl-C. Any HubSpot client can be pointed at it."""
    from provisioner import localportal

    def ready(portal: localportal.LocalPortal) -> None:
        click.echo(f"Local portal {portal.portal_id} at {portal.base_url}")
        click.echo(f"Access token {portal.token}; a client takes it as HUBSPOT_ACCESS_TOKEN and")
        click.echo(f"HUBSPOT_BASE_URL={portal.base_url} (provisioner: --portal env). Ctrl-C stops it.")

    file = _file(db)
    try:
        with portals.readable(file):
            localportal.serve(file, host, port, ready, **_settings(settings))
    except ValueError as error:
        raise InvalidInput(str(error), fix="provisioner/localportal/README.md lists the switches") from None


def _settings(pairs: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"--set takes NAME=VALUE, not {pair}")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found


@command.command("reset", epilog="Example: provisioner portal reset --empty")
@_db_option
@click.option("--empty", is_flag=True, help="Also without HubSpot's default pipelines.")
@options.everywhere
def reset(db: str | None, empty: bool, quiet: bool, verbose: bool) -> None:  # noqa: ARG001 - every command has these options
    """Make the local portal new again; its switches stay."""
    from provisioner.localportal import store

    file = _file(db)
    with portals.readable(file):
        store.reset(file, keep_defaults=not empty)
    if not quiet:
        click.echo("The local portal is empty again.", err=True)


@command.command("dump", epilog="Example: provisioner portal dump > portal.json")
@_db_option
@click.option("--all", "everything", is_flag=True, help="Also the definitions that come with every portal.")
@options.everywhere
def dump(db: str | None, everything: bool, quiet: bool, verbose: bool) -> None:  # noqa: ARG001 - every command has these options
    """Print the local portal as JSON; `portal seed FILE` takes it back."""
    from provisioner.localportal import store

    file = _file(db)
    with portals.readable(file):
        state = store.dump(file, everything)
    click.echo(json.dumps(state, ensure_ascii=False, indent=2))


@command.command("seed", epilog="Example: provisioner portal seed --mode b2b --deals 1000 --seed 7 > truth.json")
@click.argument("source", metavar="[FILE]", required=False, type=click.Path(dir_okay=False))
@_db_option
@click.option("--deals", type=click.IntRange(0), help=f"Deals to make up.  [default: {_DEALS} with --mode, else none]")
@click.option("--leads", type=click.IntRange(0), default=0, help="Leads to make up.")
@click.option("--seed", "number", type=int, default=1, show_default=True, help="The same number, the same records.")
@click.option(
    "--mode",
    type=click.Choice(["call_center", "b2b", "hybrid"]),
    help="Records of this sales mode, of which the true KPI values are known by construction and printed.",
)
@click.option(
    "--period", metavar="YYYY-MM", help=f"With --mode: the month that is to be measured.  [default: {_MONTH}]"
)
@click.option("--now", metavar="ISO", help="With --mode: the moment of measuring.  [default: 3 days before the end]")
@options.everywhere
def seed(
    source: str | None,
    db: str | None,
    deals: int | None,
    leads: int,
    number: int,
    mode: str | None,
    period: str | None,
    now: str | None,
    quiet: bool,
    verbose: bool,  # noqa: ARG001 - every command has these options
) -> None:
    """Fill the local portal: from a dump, or with made-up records in the stages of its pipelines."""
    from provisioner.localportal import store

    if mode and deals is None:
        deals = _DEALS
    if not source and not deals and not leads:
        raise click.UsageError("nothing to seed: give a FILE, --mode, --deals or --leads")
    if not mode and (period or now):
        raise click.UsageError("--period and --now belong to --mode")
    if mode and leads:
        raise click.UsageError("--leads does not go with --mode, which makes the leads that its deals need")
    file = _file(db)
    with portals.readable(file):
        if source:
            _load(file, source)
        if mode:
            month = period or _MONTH
            truth = _sown(file, mode, deals or 0, number, month, now)
            click.echo(json.dumps(truth, ensure_ascii=False, indent=2))
            if not quiet:
                _tell_how_to_measure(truth, month)
        elif deals or leads:
            planted = store.seed(file, deals=deals or 0, leads=leads, seed=number)
            click.echo(json.dumps(planted, ensure_ascii=False, indent=2))


def _sown(file: Path, mode: str, deals: int, number: int, month: str, now: str | None) -> dict[str, Any]:
    from provisioner.localportal import store

    try:
        return store.sow(file, mode=mode, deals=deals, seed=number, period=month, now=now)
    except ValueError as error:
        raise InvalidInput(str(error), fix="see `provisioner portal seed --help`") from None


def _tell_how_to_measure(truth: dict[str, Any], month: str) -> None:
    click.echo(
        f"The portal's clock stands at {truth['now']}, where these are true, until `provisioner portal reset`.\n"
        f"Measure them with `provisioner measure blueprints/{truth['mode']}.yaml --period {month}`.",
        err=True,
    )


def _load(file: Path, source: str) -> None:
    from provisioner.localportal import store

    try:
        state = json.loads(Path(source).read_text("utf-8"))
        if not isinstance(state, dict):
            raise ValueError("it holds no JSON object")
        store.load(file, state)
    except OSError as error:
        raise InvalidInput(f"{source} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{source} is no dump of a portal: {error}", fix="make one with `portal dump`") from None
