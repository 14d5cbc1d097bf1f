"""Scenario files: read, checked with places and advice, and turned into events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from provisioner.model.document import Mark, Marked, MarkedList
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key
from provisioner.model.resource import Place
from provisioner.rules.blueprint_words import did_you_mean, listed
from provisioner.simulation import moments
from provisioner.simulation.associations import TYPES
from provisioner.simulation.story import Event, Vocabulary

FIELDS: Mapping[str, tuple[str, ...]] = {
    "create": ("object", "name", "pipeline", "stage", "owner", "with", "properties"),
    "set": ("record", "stage", "owner", "properties"),
    "switch": ("rule", "on"),
}
_NEEDED = {"create": ("object", "name"), "set": ("record",), "switch": ("rule", "on")}
_MAPPINGS = ("properties",)
_LISTS = ("with",)


def read(
    document: Any, vocabulary: Vocabulary, start: datetime, end: datetime, zone: ZoneInfo, file: str = ""
) -> tuple[list[Event], list[Finding]]:
    """The events of a scenario in order of time, and everything that is wrong with it.

    ``document`` is a list as ``blueprint.events.parse`` gives it, or one made by a program; ``file`` is where it
    stands. Events lie between ``start`` and ``end``.
    """
    reader = _Reader(vocabulary, start, end, zone, file)
    events = list(reader.events(document))
    reader.check_records(events)
    # Python's sort is stable: what happens at the same moment happens in the order of the file.
    return sorted(events, key=lambda each: each.at), reader.findings


@dataclass
class _Reader:
    """Reads one scenario; every problem becomes a finding, and reading goes on."""

    vocabulary: Vocabulary
    start: datetime
    end: datetime
    zone: ZoneInfo
    file: str
    findings: list[Finding] = field(default_factory=list)
    objects: dict[str, str] = field(default_factory=dict)

    def report(self, code: str, message: str, at: Mark | None, fix: str) -> None:
        place = Place(*at) if at else Place(self.file, 1, 1) if self.file else None
        self.findings.append(Finding(code, Severity.ERROR, message, place, fix=fix))

    def events(self, document: Any) -> Iterator[Event]:
        if not isinstance(document, list) or not document:
            fix = 'write a list: - {at: "+5m", create: {object: leads, name: first}}'
            self.report("SCHEMA003", "The scenario is no list of events.", None, fix)
            return
        self._collect(document)
        for index, written in enumerate(document):
            mark = document.marks[index] if isinstance(document, MarkedList) else None
            found = self._event(index + 1, written, mark)
            if found is not None:
                yield found

    def _collect(self, document: list[Any]) -> None:
        """The records by name, before any event is read: an event may stand above the one that makes its record."""
        for written in document:
            made = written.get("create") if isinstance(written, Mapping) else None
            if isinstance(made, Mapping) and isinstance(made.get("name"), str):
                if made["name"] in self.objects:
                    message = f"Two records have the name {made['name']}."
                    self.report("SCHEMA005", message, _at(made, "name"), "give one of them another name")
                self.objects.setdefault(made["name"], str(made.get("object", "")))

    def _event(self, number: int, written: Any, mark: Mark | None) -> Event | None:
        if not isinstance(written, Mapping):
            self.report("SCHEMA003", f"Event {number} is no mapping.", mark, 'write {at: "+5m", set: {...}}')
            return None
        self._unknown(written, ("at", *FIELDS), f"Event {number}")
        kinds = [each for each in FIELDS if each in written]
        if len(kinds) != 1:
            told = f"has {listed(kinds)} at once" if kinds else f"has none of {listed(FIELDS)}"
            self.report("SCHEMA002", f"Event {number} {told}.", mark, f"give it exactly one of {listed(FIELDS)}")
            return None
        at = self._when(number, written, mark)
        body = written[kinds[0]]
        if not self._is_whole(number, kinds[0], body, _at(written, kinds[0])) or at is None:
            return None
        place = Place(*mark) if mark else None
        if kinds[0] == "switch":
            return self._switch(at, body, place)
        return self._of_record(at, kinds[0], body, place)

    def _when(self, number: int, written: Mapping[str, Any], mark: Mark | None) -> datetime | None:
        if "at" not in written:
            self.report("SCHEMA002", f"Event {number} has no at.", mark, f"add at: {moments.EXAMPLE}")
            return None
        found = self._moment(written["at"], _value_at(written, "at"))
        if found is not None and not self.start <= found <= self.end:
            message = f"Event {number} happens at {found:%Y-%m-%d %H:%M}, outside the rehearsal."
            fix = f"it runs from {self.start:%Y-%m-%d %H:%M} to {self.end:%Y-%m-%d %H:%M}; --at and --for set that"
            self.report("SCHEMA007", message, _value_at(written, "at"), fix)
            return None
        return found

    def _moment(self, value: Any, mark: Mark | None) -> datetime | None:
        try:
            return moments.moment(str(value), self.zone, self.start)
        except (ValueError, OverflowError) as problem:
            self.report("SCHEMA005", f"{problem}.", mark, f"write a moment like {moments.EXAMPLE}")
            return None

    def _is_whole(self, number: int, kind: str, body: Any, mark: Mark | None) -> bool:
        if not isinstance(body, Mapping):
            self.report(
                "SCHEMA003", f"{kind} of event {number} is no mapping.", mark, f"it takes {listed(FIELDS[kind])}"
            )
            return False
        self._unknown(body, FIELDS[kind], f"{kind} of event {number}")
        whole = True
        for name in _NEEDED[kind]:
            if name not in body:
                self.report("SCHEMA002", f"{kind} of event {number} has no {name}.", mark, f"add {name}:")
                whole = False
        for name, value in body.items():
            if name in FIELDS[kind] and not _fits(name, value):
                wanted = "a mapping" if name in _MAPPINGS else "a list of names" if name in _LISTS else "one value"
                self.report("SCHEMA003", f"{name} of event {number} must be {wanted}.", _value_at(body, name), "")
                whole = False
        return whole

    def _unknown(self, mapping: Mapping[str, Any], known: Iterable[str], whose: str) -> None:
        names = tuple(known)
        for name in mapping:
            if name not in names:
                fix = did_you_mean(name, names, f"known here: {listed(names)}")
                self.report("SCHEMA001", f"{whose} has no field {name}.", _at(mapping, name), fix)

    def _one_of(self, what: str, body: Mapping[str, Any], name: str, known: Iterable[str]) -> str:
        """The word under a name when it is known, else empty, with a finding."""
        word, names = str(body[name]), tuple(known)
        if word in names:
            return word
        fix = did_you_mean(word, names, f"choose {listed(names)}" if names else "")
        self.report("SCHEMA004", f"There is no {what} {word}.", _value_at(body, name), fix)
        return ""

    def _switch(self, at: datetime, body: Mapping[str, Any], place: Place | None) -> Event | None:
        rule = self._one_of("rule", body, "rule", self.vocabulary.rules)
        if not isinstance(body["on"], bool):
            self.report("SCHEMA003", "on must be true or false.", _value_at(body, "on"), "write true or false")
            return None
        return Event(at, "switch", rule=rule, on=body["on"], place=place) if rule else None

    def _of_record(self, at: datetime, kind: str, body: Mapping[str, Any], place: Place | None) -> Event | None:
        if kind == "create":
            object_type = self._one_of("object", body, "object", self.vocabulary.properties)
            name = str(body["name"])
        else:
            name = self._one_of("record", body, "record", self.objects)
            object_type = self.objects.get(name, "")
        if object_type not in self.vocabulary.properties:
            return None
        stage = self._stage(kind, object_type, body)
        owner = self._owner(body)
        values = self._values(object_type, body)
        beside = self._beside(object_type, body)
        return Event(at, kind, name, object_type, values, stage, owner, beside, place=place)

    def _stage(self, kind: str, object_type: str, body: Mapping[str, Any]) -> Key | None:
        """The stage that is named; for a new record the first of its pipeline where none is."""
        pipelines = self.vocabulary.pipelines.get(object_type, {})
        if "pipeline" in body and not self._one_of("pipeline", body, "pipeline", pipelines):
            return None
        named = body.get("pipeline")
        here = {name: stages for name, stages in pipelines.items() if named in (None, name)}
        if "stage" not in body:
            first = next(((name, stages[0]) for name, stages in here.items() if stages), None)
            return Key("pipeline", f"{object_type}/{first[0]}").part(first[1]) if kind == "create" and first else None
        stage = self._one_of("stage", body, "stage", [each for stages in here.values() for each in stages])
        pipeline = next((name for name, stages in here.items() if stage in stages), None)
        return Key("pipeline", f"{object_type}/{pipeline}").part(stage) if pipeline else None

    def _owner(self, body: Mapping[str, Any]) -> Key | None:
        if "owner" not in body:
            return None
        found = self._one_of("owner", body, "owner", self.vocabulary.people)
        return Key("owner", found) if found else None

    def _beside(self, object_type: str, body: Mapping[str, Any]) -> tuple[str, ...]:
        written = body.get("with", ())
        found = []
        for index, name in enumerate(written):
            mark = written.marks[index] if isinstance(written, MarkedList) else None
            if name not in self.objects:
                fix = did_you_mean(str(name), self.objects, "create it first")
                self.report("SCHEMA004", f"There is no record {name}.", mark, fix)
            elif (object_type, self.objects[name]) not in TYPES:
                message = f"{object_type} cannot be created with {self.objects[name]} here."
                self.report("SCHEMA004", message, mark, "create the other record with this one")
            else:
                found.append(str(name))
        return tuple(found)

    def _values(self, object_type: str, body: Mapping[str, Any]) -> dict[str, str]:
        found: dict[str, str] = {}
        written = body.get("properties", {})
        for name in written:
            known = self.vocabulary.properties[object_type]
            if name not in known:
                fix = did_you_mean(name, sorted(known), "add it to the blueprint")
                self.report("SCHEMA004", f"{object_type} have no property {name}.", _at(written, name), fix)
            else:
                found[name] = self._value(written[name], _value_at(written, name))
        return found

    def _value(self, value: Any, mark: Mark | None) -> str:
        """A value as HubSpot takes it; ``{at: "+2d"}`` is a moment, ``{day: "+2d"}`` a date."""
        if isinstance(value, Mapping):
            if len(value) == 1 and (how := next(iter(value))) in ("at", "day"):
                found = self._moment(value[how], mark)
                if found is None:
                    return ""
                return found.date().isoformat() if how == "day" else wire(found)
            self.report("SCHEMA003", "A value is one word, {at: ...} or {day: ...}.", mark, 'write {at: "+2d"}')
            return ""
        if isinstance(value, list):
            return ";".join(map(str, value))
        return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)

    def check_records(self, events: list[Event]) -> None:
        """Say which events come before their record is there."""
        born = {each.record: each.at for each in events if each.what == "create"}
        for each in events:
            late = [name for name in each.beside if born.get(name, each.at) > each.at]
            late += [each.record] if each.what == "set" and born.get(each.record, each.at) > each.at else []
            mark = (each.place.file, each.place.line, each.place.column) if each.place else None
            for name in late:
                fix = "let the event happen later, or the record be created earlier"
                self.report("SCHEMA007", f"{name} is not there yet at {each.at:%Y-%m-%d %H:%M}.", mark, fix)


def wire(moment: datetime) -> str:
    """A moment as HubSpot writes it, in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _fits(name: str, value: Any) -> bool:
    if name in _MAPPINGS:
        return isinstance(value, Mapping)
    if name in _LISTS:
        return isinstance(value, list)
    return not isinstance(value, Mapping | list) and value is not None


def _at(mapping: Any, name: str) -> Mark | None:
    return mapping.marks.get(name) if isinstance(mapping, Marked) else None


def _value_at(mapping: Any, name: str) -> Mark | None:
    return mapping.values_at.get(name) if isinstance(mapping, Marked) else None
