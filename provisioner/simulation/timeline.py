"""The engine's entries told as happenings: which rule did what to which record, when, and what it had to wait for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from provisioner.automation.objects import OWNER
from provisioner.model.simulation import Happening
from provisioner.simulation import wording
from provisioner.simulation.names import Names, object_of, stage_property
from provisioner.simulation.script import Told
from provisioner.simulation.story import Event

_STEP_NAMES = {
    "enrolled": "enter", "delay": "wait", "wait": "wait", "branch": "branch", "left": "leave", "finished": "finish",
    "stopped": "stop", "problem": "problem", "enrol": "enter",
}  # fmt: skip
_HELD = re.compile(r"until \w+ (\d{4}-\d{2}-\d{2} \d{2}:\d{2})$")
_DUE = re.compile(r"(?P<subject>.*) \(due (?P<due>[^ ,)]+)(?:, for nobody)?\)", re.DOTALL)
_SET = re.compile(r"(?P<name>\w+)(?: of (?P<far>.+?))? = (?P<value>.*)", re.DOTALL)
_ROTATED = re.compile(r"\w+: (?P<before>.*) -> .*")

Entry = Mapping[str, Any]


class Hours(Protocol):
    """The part of a calendar that a time line needs."""

    def is_open(self, instant: datetime, /) -> bool: ...


def happenings(
    entries: Sequence[Entry], told: Sequence[tuple[Told, Event | None]], names: Names, hours: Hours
) -> list[Happening]:
    """What happened, in order of time.

    ``entries`` are the engine's answer, ``told`` the script that it was given: each of its events is one entry
    ``event``, in the same order. Raises ValueError for an entry that cannot be read.
    """
    teller = _Teller(names, hours, iter(told))
    return [found for entry in entries if (found := teller.tell(entry)) is not None]


@dataclass
class _Teller:
    """Goes through the entries once; knows which records nobody asked about, and who waits for an open window."""

    names: Names
    hours: Hours
    told: Iterator[tuple[Told, Event | None]]
    made: dict[str, str] = field(default_factory=dict)
    """Records by their address, such as ``leads/40000000001``: the name in the scenario."""
    hidden: set[str] = field(default_factory=set)
    waiting: dict[tuple[str, str], tuple[datetime, datetime]] = field(default_factory=dict)

    def tell(self, entry: Entry) -> Happening | None:
        at = datetime.fromisoformat(entry["at"]).astimezone(self.names.zone)
        happening = Happening(
            at,
            self.hours.is_open(at),
            entry["action"],
            self.names.rules.get(entry["flow_id"], entry["flow_name"]),
            who=tuple(entry["who"]),
        )
        if entry["action"] == "event":
            return self._event(happening, entry)
        if entry["record"] in self.hidden:
            return None
        record = self.made.get(str(entry["record"]), str(entry["record"]))
        happening = replace(happening, record=record, title=str(entry["record_name"]) or record)
        return self._held(_done(happening, entry, self.names), entry)

    def _event(self, happening: Happening, entry: Entry) -> Happening | None:
        told, event = next(self.told)
        address = entry["record"]
        if event is None:
            self.hidden.add(address)
            return None
        if event.what == "switch":
            template = wording.said("switched_on" if event.on else "switched_off", self.names.language)
            return replace(happening, rule=event.rule, template=template)
        self.made.setdefault(address, event.record)
        template, values = _told_event(event, told, self.names, happening.at)
        return replace(
            happening, rule="", record=event.record, title=entry["record_name"], template=template, values=values
        )

    def _held(self, happening: Happening, entry: Entry) -> Happening:
        place = (entry["flow_id"], entry["record"])
        if happening.action == "hold":
            until = _held_until(entry, self.names)
            self.waiting[place] = (happening.at, until)
            clock = wording.clock(until, happening.at, self.names.language)
            return replace(happening, values={"until": clock})
        if place not in self.waiting or self.waiting[place][1] != happening.at:
            return happening
        since, _ = self.waiting[place]
        return replace(happening, held_from=since, waited=wording.clock(since, happening.at, self.names.language))


def _held_until(entry: Entry, names: Names) -> datetime:
    found = _HELD.search(entry["text"])
    if not found:
        raise ValueError(f"nobody can tell until when it is held: {entry['text']}")
    return datetime.fromisoformat(found[1]).replace(tzinfo=names.zone)


def _told_event(event: Event, told: Told, names: Names, near: datetime) -> tuple[str, dict[str, str]]:
    """What the scenario did to a record, in words."""
    language, object_type = names.language, event.object_type
    listed = [f"{names.property(object_type, name)}: {names.value(object_type, name, value, near)}"
              for name, value in event.values.items()]  # fmt: skip
    if event.owner:
        listed.append(f"{wording.said('owner', language)}: {event.owner.address}")
    stage = names.stage(object_type, told[event.what]["properties"].get(stage_property(object_type), ""))
    if event.what == "set":
        if stage:
            listed.insert(0, f"{wording.said('stage', language)}: {stage}")
        return wording.said("changed", language), {"values": ", ".join(listed)}
    template = wording.said("born" if stage else "born_bare", language)
    template += wording.said("born_more", language) if listed else ""
    return template, {"object": wording.noun(object_type, language), "stage": stage, "values": ", ".join(listed)}


def _done(happening: Happening, entry: Entry, names: Names) -> Happening:
    """The happening with its action in our words."""
    found = _DONE.get(entry["action"])
    if found is not None:
        return found(happening, entry, names)
    action = _STEP_NAMES.get(entry["action"], str(entry["action"]))
    return _with(happening, names, action, "told", what=str(entry["text"]))


def _with(happening: Happening, names: Names, action: str, sentence: str, **values: str) -> Happening:
    return replace(happening, action=action, template=wording.said(sentence, names.language), values=values)


def _who(happening: Happening, names: Names) -> str:
    return ", ".join(happening.who) or wording.said("nobody", names.language)


def _alert(happening: Happening, entry: Entry, names: Names) -> Happening:
    return _with(happening, names, "alert", "alert", who=_who(happening, names), subject=entry["text"])


def _task(happening: Happening, entry: Entry, names: Names) -> Happening:
    found = _DUE.fullmatch(entry["text"])
    if found is None:
        return _with(happening, names, "task", "told", what=str(entry["text"]))
    due = names.moment(found["due"], happening.at)
    return _with(happening, names, "task", "task", who=_who(happening, names), subject=found["subject"], due=due)


def _set(happening: Happening, entry: Entry, names: Names) -> Happening:
    found = _SET.fullmatch(entry["text"])
    if found is None:
        return _with(happening, names, "stamp", "told", what=entry["text"])
    object_type, name = object_of((found["far"] or entry["record"]).partition(", ")[0]), found["name"]
    if name == stage_property(object_type):
        return _with(happening, names, "move", "move", stage=names.stage(object_type, found["value"]))
    value = names.value(object_type, name, found["value"], happening.at)
    if name == OWNER:
        return replace(_with(happening, names, "assign", "assign", who=value), who=(value,))
    return _with(happening, names, "stamp", "stamp", property=names.property(object_type, name), value=value)


def _rotate(happening: Happening, entry: Entry, names: Names) -> Happening:
    who, found = _who(happening, names), _ROTATED.fullmatch(entry["text"])
    if found is None:
        return _with(happening, names, "keep", "keep", who=who)
    if found["before"] == who:
        return _with(happening, names, "keep", "same", who=who)
    if found["before"] == "nobody":
        return _with(happening, names, "assign", "assign", who=who)
    return _with(happening, names, "reassign", "reassign", before=found["before"], who=who)


def _create(happening: Happening, entry: Entry, names: Names) -> Happening:
    address = entry["text"].removeprefix("made ")
    noun = wording.noun(object_of(address), names.language)
    return _with(happening, names, "create", "create", object=noun, name=address)


def _hold(happening: Happening, _entry: Entry, names: Names) -> Happening:
    return _with(happening, names, "hold", "hold")


def _skip(happening: Happening, _entry: Entry, names: Names) -> Happening:
    return _with(happening, names, "skip", "skip")


_DONE: Mapping[str, Callable[[Happening, Entry, Names], Happening]] = {
    "email": _alert,
    "app_notification": _alert,
    "task": _task,
    "set_property": _set,
    "rotate": _rotate,
    "create_record": _create,
    "held": _hold,
    "skipped": _skip,
}
