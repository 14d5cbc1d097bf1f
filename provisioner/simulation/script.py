"""A scenario told to the engine: its events with this portal's ids, beside those of the scenario they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provisioner.automation.objects import OBJECTS, OWNER
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key
from provisioner.simulation import associations
from provisioner.simulation.scenario import wire
from provisioner.simulation.story import Event

Told = Mapping[str, Any]


def script(events: Sequence[Event], ids: Mapping[Key, str]) -> list[tuple[Told, Event | None]]:
    """(what the engine is told, the event of the scenario that it is), in order of time.

    HubSpot takes no lead without a contact, so one that names none gets a contact, which is nobody's event.
    """
    return [each for event in events for each in _told(event, ids, {one.record: one.object_type for one in events})]


def _told(event: Event, ids: Mapping[Key, str], objects: Mapping[str, str]) -> Iterator[tuple[Told, Event | None]]:
    at = wire(event.at)
    if event.what == "switch":
        yield {"at": at, "switch": {"flow": ids[Key("workflow", event.rule)], "on": event.on}}, event
        return
    values = _values(event, ids)
    if event.what == "set":
        yield {"at": at, "set": {"record": event.record, "properties": values}}, event
        return
    links = [associations.wired(associations.TYPES[event.object_type, objects[each]], each) for each in event.beside]
    if event.object_type == "leads" and not any(objects[each] == "contacts" for each in event.beside):
        contact = f"{event.record}'s contact"
        yield (
            {"at": at, "create": {"object": "contacts", "properties": {"lastname": event.record}, "as": contact}},
            None,
        )
        links.append(associations.wired(associations.TYPES["leads", "contacts"], contact))
    body = {"object": event.object_type, "properties": values, "associations": links, "as": event.record}
    yield {"at": at, "create": body}, event


def _values(event: Event, ids: Mapping[Key, str]) -> dict[str, str]:
    """The values with stage and owner by id; a new record that has no name takes the one of the scenario."""
    facts = OBJECTS.get(event.object_type)
    values = dict(event.values)
    if facts and event.what == "create":
        values.setdefault(facts.name, event.record)
    if facts and event.stage and facts.stage:
        if event.what == "create":
            values[facts.pipeline] = ids[event.stage.whole]
        values[facts.stage] = ids[event.stage]
    if event.owner:
        values[OWNER] = ids[event.owner]
    return values


def refused(problem: str, events: Sequence[Event | None]) -> Finding:
    """What the engine refuses as ``event 3: why``, as a finding where the scenario says it."""
    head, _, words = problem.partition(": ")
    number = head.removeprefix("event ")
    event = events[int(number) - 1] if number.isdigit() and int(number) <= len(events) else None
    if event is None:
        return Finding("SCHEMA005", Severity.ERROR, problem)
    return Finding("SCHEMA005", Severity.ERROR, f"{event.record or event.rule}: {words}", event.place)
