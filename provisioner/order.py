"""Changes in order of execution: waves from what waits for what, and units that are carried out together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key
from provisioner.model.plan import Action, Change

_RANK = {Action.RESTORE: 0, Action.CREATE: 1, Action.UPDATE: 2, Action.ARCHIVE: 3}


@dataclass(frozen=True, slots=True)
class Unit:
    """Changes that go out together: one batch of creates, or one change alone. Units of one lane run in sequence."""

    lane: str
    changes: tuple[Change, ...]


def sort(changes: Sequence[Change], kinds: Sequence[str]) -> tuple[list[Change], list[Finding]]:
    """By wave, then kind (in the order given), action and key. Changes in a circle come back as a finding.

    What must go is archived last of all, in reverse order of kinds, when nothing refers to it any more.
    """
    waves = _waves(changes)
    circle = [change for change in changes if change.key not in waves]
    last = max(waves.values(), default=0) + 1
    rank = {name: index for index, name in enumerate(kinds)}

    def place(change: Change) -> tuple[int, int, int, Key]:
        archive = change.action is Action.ARCHIVE
        wave = waves[change.key] + (last if archive else 0)
        kind = rank.get(change.key.kind, len(rank))
        return (wave, -kind if archive else kind, _RANK[change.action], change.key)

    findings = []
    if circle:
        names = " -> ".join(str(change.key) for change in circle)
        findings.append(
            Finding(
                "PLAN009",
                Severity.ERROR,
                f"these wait for each other: {names}",
                None,
                circle[0].key,
                "break the circle",
            )
        )
    return sorted((change for change in changes if change.key in waves), key=place), findings


def _waves(changes: Sequence[Change]) -> dict[Key, int]:
    """How many waves must pass before each change; keys in a circle, and what waits for them, are left out."""
    waiting = {change.key: change.waits_for for change in changes}
    waves: dict[Key, int] = {}
    while True:
        ready = [
            key
            for key, needs in waiting.items()
            if key not in waves and all(need in waves or need not in waiting for need in needs)
        ]
        if not ready:
            return waves
        found = {key: 1 + max((waves[need] for need in waiting[key] if need in waves), default=-1) for key in ready}
        waves.update(found)


def waves(changes: Sequence[Change], lane: Callable[[Change], str], batch: Callable[[Change], int]) -> list[list[Unit]]:
    """The sorted changes as waves of units. A wave begins when all before it is done; its lanes run side by side."""
    found: list[list[Unit]] = []
    begun: list[Change] = []
    keys: set[Key] = set()
    for change in changes:
        if keys.intersection(change.waits_for) or (begun and _parts(begun[-1]) != _parts(change)):
            found.append(_units(begun, lane, batch))
            begun, keys = [], set()
        begun.append(change)
        keys.add(change.key)
    if begun:
        found.append(_units(begun, lane, batch))
    return found


def _parts(change: Change) -> bool:
    return change.action is Action.ARCHIVE


def _units(changes: Sequence[Change], lane: Callable[[Change], str], batch: Callable[[Change], int]) -> list[Unit]:
    units: list[Unit] = []
    open_batches: dict[tuple[str, str], int] = {}
    for change in changes:
        name = f"{change.key.kind} {lane(change)}"
        bundle = (name, change.action)
        index = open_batches.get(bundle)
        if change.action is Action.CREATE and index is not None and len(units[index].changes) < batch(change):
            units[index] = Unit(name, (*units[index].changes, change))
            continue
        open_batches[bundle] = len(units)
        units.append(Unit(name, (change,)))
    return units


def lanes(units: Sequence[Unit]) -> Mapping[str, list[Unit]]:
    """The units of a wave by lane, each lane in its order."""
    found: dict[str, list[Unit]] = {}
    for unit in units:
        found.setdefault(unit.lane, []).append(unit)
    return found
