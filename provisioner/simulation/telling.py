"""A rehearsal put together: the time line with its days and what the reader should know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from provisioner.automation import calendars_by_pipeline, section
from provisioner.automation.calendars_clock import Calendar
from provisioner.automation.calendars_hours import minutes_in, text
from provisioner.automation.rules import Context
from provisioner.model import blueprint as blueprints
from provisioner.model.blueprint import Blueprint
from provisioner.model.simulation import Day, Happening, Rule, Simulation
from provisioner.simulation import remarks, wording


def rules(blueprint: Blueprint, language: str) -> list[Rule]:
    """The rules that have a workflow, in the order of the blueprint, with their titles."""
    made = {key.address: resource for key, resource in blueprint.resources.items() if key.kind == "workflow"}
    written = section.rules(blueprint.document)
    return [
        Rule(each.key, blueprints.text(each.title, language) or made[each.key].title)
        for each in written
        if each.key in made
    ]


def simulation(
    blueprint: Blueprint,
    calendar: Calendar,
    start: datetime,
    end: datetime,
    happenings: Sequence[Happening],
    *,
    portal: str,
    language: str,
    made_up: Sequence[str] = (),
) -> Simulation:
    """The whole of a rehearsal. ``made_up`` are teams whose people nobody knows."""
    known = rules(blueprint, language)
    period = {"start": wording.dated(start, language), "end": wording.dated(end, language)}
    return Simulation(
        blueprint.name,
        blueprint.version,
        blueprint.mode,
        portal,
        start,
        end,
        wording.said("period", language).format(**period),
        str(calendar.zone),
        calendar.name,
        language,
        tuple(known),
        tuple(days(calendar, start.date(), end.date(), language)),
        tuple(happenings),
        tuple(_remarks(blueprint, calendar, start, end, known, made_up, language)),
    )


def days(calendar: Calendar, first: date, last: date, language: str) -> Iterator[Day]:
    """Every day from the first to the last with its hours."""
    for day in (first + timedelta(days=ahead) for ahead in range((last - first).days + 1)):
        usual, hours = calendar.week.get(day.weekday(), ()), calendar.hours_on(day)
        kind = "usual" if minutes_in(hours) >= minutes_in(usual) else "short" if hours else "off"
        title = f"{wording.weekday(day, language)} {wording.plain(day, language)}"
        yield Day(day, title, text(hours) if hours else "", kind)


def _remarks(
    blueprint: Blueprint,
    calendar: Calendar,
    start: datetime,
    end: datetime,
    known: Iterable[Rule],
    made_up: Sequence[str],
    language: str,
) -> Iterator[str]:
    context: Context = section.context(blueprint.document, calendar, language)
    yield from remarks.of_days(calendar, start.date(), end.date(), language)
    yield from remarks.of_period(start.date(), end.date(), context.go_live, context.blocked_until, language)
    yield from remarks.of_hours(calendar.name, _other_hours(blueprint, calendar), language)
    with_workflow = {rule.key for rule in known}
    by_hand = [each.key for each in section.rules(blueprint.document) if each.enabled and each.key not in with_workflow]
    yield from remarks.of_names("by_hand", by_hand, language)
    yield from remarks.of_names("made_up", made_up, language)


def _other_hours(blueprint: Blueprint, calendar: Calendar) -> dict[str, str]:
    """The pipelines that do not go by this calendar, each with the name of its own."""
    found, _ = calendars_by_pipeline.read(blueprint.document)
    own = found.own if found else {}
    return {pipeline.address: each.name for pipeline, each in own.items() if each != calendar}
