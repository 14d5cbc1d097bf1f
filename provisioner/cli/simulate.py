"""``provisioner simulate``: what a blueprint's rules do to leads and deals, on a virtual clock."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from provisioner.cli import options, showing, watching
from provisioner.model.errors import InvalidInput, ProvisionerError
from provisioner.model.findings import has_errors
from provisioner.model.keys import Key
from provisioner.model.portal import Secret, Target
from provisioner.model.simulation import Simulation

if TYPE_CHECKING:
    from provisioner.automation.calendars_clock import Calendar
    from provisioner.model.blueprint import Blueprint
    from provisioner.model.events import Watch
    from provisioner.simulation.names import Names
    from provisioner.simulation.story import Event, Vocabulary

ACTIVATE, LANGUAGE = "activate_workflows", "label_language"
"""Parameters that a rehearsal sets: every rule is switched on, and texts are in the language of the report."""


@click.command(
    epilog="""\b
Example:
  provisioner simulate blueprints/call_center.yaml --at 2026-11-19T17:00
  provisioner simulate blueprints/b2b.yaml --for 7d --scenario friday.yaml --lang he

A scenario is a list of events:

\b
  - {at: "+0m", create: {object: leads, name: dana, stage: new}}
  - {at: "2026-11-20T12:50", set: {record: dana, stage: connected}}
  - {at: "+1d", switch: {rule: cc_retry, on: false}}"""
)
@click.argument("blueprint", type=click.Path(dir_okay=False))
@click.option("--at", metavar="MOMENT", help="When it begins: a local time of the blueprint's calendar. Default: now.")
@click.option("--for", "length", metavar="LENGTH", default="3d", show_default=True, help="How long: 90m, 36h or 3d.")
@click.option(
    "--scenario",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="What happens to which records. Default: an ordinary day of the blueprint's mode.",
)
@options.portal_name
@click.option(
    "--lang", "language", type=click.Choice(["en", "he"]), default="en", show_default=True, help="In which language."
)
@options.format_option("text", "json")
@options.project_file
@options.everywhere
def command(
    blueprint: str,
    at: str | None,
    length: str,
    scenario: str | None,
    portal: str | None,
    language: str,
    form: str,
    project: str | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Rehearse a blueprint's rules on a virtual clock: who is alerted when.

    The blueprint is applied to a new local portal that is thrown away; no other portal is read or written. --portal
    tells whose parameters count.
    """
    watch = watching.watcher(quiet=quiet, verbose=verbose)
    with showing.errors_too(form):
        asked = _asked(Path(blueprint), at, length, portal, project, language)
        value = _rehearsed(asked, scenario, watch)
    click.echo(_rendered(value, form), nl=False)


def _rendered(value: Simulation, form: str) -> str:
    if form == "json":
        from provisioner.reports import simulation_json

        return simulation_json.render(value)
    from provisioner.reports import simulation_text

    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return simulation_text.render(value, paint=_painted if coloured else simulation_text.plain)


def _painted(text: str, colour: str) -> str:
    return click.style(text, bold=True) if colour == "bold" else click.style(text, fg=colour)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be rehearsed: a blueprint with the parameters in force, between two moments."""

    path: Path
    blueprint: Blueprint
    parameters: Mapping[str, Any]
    calendar: Calendar
    start: datetime
    end: datetime
    portal: str
    language: str


def _asked(path: Path, at: str | None, length: str, portal: str | None, project: str | None, language: str) -> _Asked:
    from provisioner.automation import calendars_by_pipeline
    from provisioner.simulation import moments

    target = _target(portal, project)
    parameters = {LANGUAGE: language} | dict(target.parameters)
    blueprint = _loaded(path, parameters)
    if not any(key.kind == "workflow" for key in blueprint.resources):
        raise InvalidInput(f"{path} has no rules that become workflows", fix="write some under automation: rules:")
    if ACTIVATE in blueprint.parameters:
        parameters[ACTIVATE] = True
        blueprint = _loaded(path, parameters)
    hours, problems = calendars_by_pipeline.read(blueprint.document)
    if hours is None:
        raise InvalidInput(f"{path} has no calendar", findings=tuple(problems))
    try:
        zone = hours.usual.zone
        start = moments.moment(at, zone) if at else _now(zone)
        end = moments.end(start, length)
    except (ValueError, OverflowError) as problem:
        fix = f"write --at 2026-11-19T17:00 and --for 90m, 36h or 3d (at most {moments.LONGEST.days}d)"
        raise InvalidInput(str(problem), fix=fix) from None
    return _Asked(path, blueprint, parameters, hours.usual, start, end, target.name, language)


def _now(zone: ZoneInfo) -> datetime:
    return datetime.now(zone).replace(second=0, microsecond=0)


def _target(portal: str | None, project: str | None) -> Target:
    """The portal whose parameters count. Nothing is sent there, so any word stands for its token."""
    from provisioner.blueprint import project as projects

    return projects.target(portal, project, dict.fromkeys(projects.token_variables(project), "none"))


def _loaded(path: Path, parameters: Mapping[str, Any]) -> Blueprint:
    from provisioner.blueprint import load

    wanted, findings = load.load(str(path), parameters)
    if wanted is None or has_errors(findings):
        raise InvalidInput(f"{path} is not valid", findings=findings)
    return wanted


def _rehearsed(asked: _Asked, scenario: str | None, watch: Watch) -> Simulation:
    from provisioner.simulation import script, telling, timeline

    with TemporaryDirectory(prefix="provisioner-") as folder:
        stage = _staged(asked, Path(folder), watch)
        events = _events(asked, stage, scenario)
        told = script.script(events, stage.ids)
        entries = _run(asked, stage, [each for each, _ in told], [event for _, event in told])
    happenings = timeline.happenings(entries, told, stage.names, asked.calendar)
    return telling.simulation(
        asked.blueprint, asked.calendar, asked.start, asked.end, happenings,
        portal=asked.portal, language=asked.language, made_up=stage.made_up,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Stage:
    """The file of a local portal that holds the blueprint; ``flows`` are the ids of its workflows."""

    file: Path
    ids: Mapping[Key, str]
    flows: Sequence[str]
    names: Names
    vocabulary: Vocabulary
    made_up: Sequence[str]


def _staged(asked: _Asked, folder: Path, watch: Watch) -> _Stage:
    """Apply the blueprint to a new local portal, with people for its rules."""
    from provisioner.localportal import store
    from provisioner.simulation import names, staging, telling

    file = folder / "portal.db"
    store.open(file, {"time_zone": str(asked.calendar.zone)}).close()
    needs = [key for resource in asked.blueprint.resources.values() for key in resource.needs]
    state, made_up = staging.staffed(store.dump(file), *staging.wanted_people(needs))
    store.load(file, state)
    ids = _applied(asked, file, folder, watch)
    rules = telling.rules(asked.blueprint, asked.language)
    keys = [Key("workflow", rule.key) for rule in rules]
    state, renamed = staging.in_order(store.dump(file), [ids[key] for key in keys])
    store.load(file, state)
    ids = {**ids, **{key: renamed[ids[key]] for key in keys}}
    words = names.names(state, {ids[key]: key.address for key in keys}, asked.calendar.zone, asked.language)
    return _Stage(
        file, ids, [ids[key] for key in keys], words, staging.vocabulary(asked.blueprint, state, rules), made_up
    )


def _applied(asked: _Asked, file: Path, folder: Path, watch: Watch) -> Mapping[Key, str]:
    """Carry the plan out as ``apply`` does; the ids that the portal gave."""
    from provisioner import api
    from provisioner.localportal import embedded

    with embedded(file) as portal:
        target = Target("rehearsal", Secret(portal.token), portal.base_url, portal.portal_id, "local")
        target = replace(target, parameters=asked.parameters)
        with api.planned(asked.path, target, folder=folder, watch=watch, to_write=True, undecided=True) as prepared:
            api.permit(prepared, allow=(), approve=prepared.plan.fingerprint)
            run = api.carry_out(prepared, watch=watch)
        if not run.complete:
            failed = "".join(f"\n  {each.change.key}: {each.detail}" for each in run.outcomes if each.detail)
            raise ProvisionerError(f"the blueprint could not be applied to a new local portal:{failed}")
        with api.planned(asked.path, target, folder=folder, watch=watch, undecided=True) as prepared:
            return prepared.ids


def _events(asked: _Asked, stage: _Stage, file: str | None) -> list[Event]:
    from provisioner.simulation import scenario

    document: Any = _parsed(file) if file else _ordinary(asked, stage)
    zone = asked.calendar.zone
    events, findings = scenario.read(document, stage.vocabulary, asked.start, asked.end, zone, file or "")
    if findings:
        raise InvalidInput(f"{file or 'the scenario'} is not valid", findings=tuple(findings))
    return events


def _ordinary(asked: _Asked, stage: _Stage) -> Any:
    """The scenario that comes with the program, for the rules of this blueprint."""
    from provisioner.simulation import stock

    rules = [each.facts["compiled"].rule for each in asked.blueprint.resources.values() if "compiled" in each.facts]
    zone = asked.calendar.zone
    made = stock.Stock(rules, stage.vocabulary, asked.calendar, asked.start, asked.end, zone, asked.language)
    document = stock.scenario(asked.blueprint.mode, made)
    if not document:
        raise InvalidInput("the blueprint has no rules that an ordinary day would show", fix="give a --scenario")
    return document


def _parsed(file: str) -> Any:
    """A scenario file as a document with marks."""
    from provisioner.blueprint import events, files

    found = files.read(file, fix="name a YAML file with --scenario")
    if found.text is None:
        raise InvalidInput(f"{file} cannot be read", findings=found.findings)
    document, findings = events.parse(found.text, file)
    if has_errors(findings):
        raise InvalidInput(f"{file} is not valid", findings=tuple(findings))
    return document if document is not None else ()


def _run(asked: _Asked, stage: _Stage, told: Sequence[Mapping[str, Any]], events: Sequence[Event | None]) -> Any:
    """The engine's entries. What the portal refuses of an event is a finding at that event."""
    from provisioner.localportal import rehearse
    from provisioner.simulation import script

    try:
        return rehearse(stage.file, asked.start, asked.end, told, stage.flows)
    except ValueError as problem:
        finding = script.refused(str(problem), events)
        raise InvalidInput("the local portal does not take the scenario", findings=(finding,)) from None
