"""Hazards: what a change may cost a client, each with a code that a person must let through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from provisioner.model.keys import Key
from provisioner.model.plan import Action, Change, FieldDiff, Hazard
from provisioner.model.resource import Resource

Count = Callable[[Resource, Sequence[str]], int | None]
"""How many records stand in a live resource, or in the option of it that a path names; None: it cannot be told."""

Rule = Callable[[FieldDiff, Resource, Count], Iterator[Hazard]]


def judge(changes: Sequence[Change], live: Mapping[Key, Resource], count: Count) -> list[Change]:
    """The changes with their hazards. ``count`` is asked only where a hazard depends on records."""
    return [replace(change, hazards=tuple(_hazards(change, live.get(change.key), count))) for change in changes]


def _hazards(change: Change, live: Resource | None, count: Count) -> Iterator[Hazard]:
    if change.action is Action.RESTORE:
        yield Hazard("HAZ001", "this name lies in the portal's archive: its old values and history come back with it")
    if change.action is Action.ARCHIVE and change.key.kind == "association_label":
        yield Hazard("HAZ007", "every association that bears this label loses it, and HubSpot does not count them")
    if change.action is Action.UPDATE and live is not None:
        if live.facts.get("edited"):
            yield Hazard("HAZ006", "somebody edited it by hand in HubSpot since it was applied, and that would be lost")
        if live.facts.get("by_text") and any(diff.path[0] in ("filters", "zone") for diff in change.fields):
            yield Hazard("HAZ008", "nothing but its name tells that this list is ours, and its filters are replaced")
        for diff in change.fields:
            for rule in FIELD_RULES:
                yield from rule(diff, live, count)


def _type_change(diff: FieldDiff, live: Resource, count: Count) -> Iterator[Hazard]:
    if live.key.kind == "property" and diff.path == ("type",):
        records = _records(count(live, ()))
        yield Hazard("HAZ002", f"type {diff.before} -> {diff.after}: HubSpot does not convert the values of {records}")


def _option_removed(diff: FieldDiff, live: Resource, count: Count) -> Iterator[Hazard]:
    if diff.path[0] == "options" and len(diff.path) == 2 and diff.after is None:
        records = _records(count(live, diff.path))
        yield Hazard(
            "HAZ003",
            f"option {diff.path[1]} goes, and {records} would keep a value that no option explains; "
            "`hidden: true` keeps it for old records",
        )


def _one_value_only(diff: FieldDiff, live: Resource, count: Count) -> Iterator[Hazard]:
    if diff.path == ("field_type",) and diff.before == "checkbox" and diff.after != "checkbox":
        records = _records(count(live, ()))
        yield Hazard("HAZ004", f"checkbox -> {diff.after}: of {records} some may hold several values")


def _closes_or_opens(diff: FieldDiff, live: Resource, count: Count) -> Iterator[Hazard]:
    closed = (0.0, 1.0)
    if diff.path == ("probability",) and (diff.before in closed or diff.after in closed):
        records = _records(count(live, ()))
        yield Hazard("HAZ005", f"probability {diff.before} -> {diff.after} closes or reopens {records} in this stage")


def _records(number: int | None) -> str:
    if number is None:
        return "an unknown number of records"
    return "1 record" if number == 1 else f"{number:,} records"


FIELD_RULES: tuple[Rule, ...] = (_type_change, _option_removed, _one_value_only, _closes_or_opens)

HAZARDS: Mapping[str, str] = {
    "HAZ001": "restoring an archived name",
    "HAZ002": "changing the type of a property",
    "HAZ003": "removing an option",
    "HAZ004": "a property of several values becomes one of a single value",
    "HAZ005": "a stage starts or stops to close deals",
    "HAZ006": "overwriting a workflow that was edited by hand",
    "HAZ007": "deleting an association label",
    "HAZ008": "replacing the filters of a list that is known by its name only",
}
"""Every hazard code, for the documentation."""
