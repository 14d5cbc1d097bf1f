"""Who is where in which flow: what a run leaves behind for the next one, kept in the portal's file."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from provisioner.localportal.engine.world import Key
from provisioner.localportal.wire import compact

_ROW = "engine"
Place = tuple[str, Key]


@dataclass(slots=True)
class Enrolment:
    """One record inside one flow. `action_id` is what it does next, "" at the end, `due` when.

    `waiting` is set while it waits for an event at that action, until `due` at the latest.
    """

    flow_id: str
    key: Key
    action_id: str
    due: datetime
    waiting: bool = False
    held: bool = False
    steps: int = 0
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """What there is only one of: a record is in a flow once at a time."""
        return self.flow_id, self.key


@dataclass(slots=True)
class Progress:
    """Everything that a run remembers; `begun` is False before the first.

    `meeting` are the records that meet a flow's criteria, `triggered` those that meet the state of one of its
    re-enrolment triggers (by the trigger's number), `times` how often a record was ever enrolled, `turns` whose turn a
    rotation is at, `seen` the records as the last run left them.
    """

    at: datetime
    begun: bool = False
    inside: dict[Place, Enrolment] = field(default_factory=dict)
    times: Counter[Place] = field(default_factory=Counter)
    meeting: dict[str, set[Key]] = field(default_factory=dict)
    triggered: dict[str, set[tuple[int, Key]]] = field(default_factory=dict)
    turns: Counter[str] = field(default_factory=Counter)
    seen: dict[Key, dict[str, str]] = field(default_factory=dict)


def read(db: sqlite3.Connection) -> Progress | None:
    """What the last run left; None when there was none."""
    row = db.execute("SELECT value FROM portal WHERE key = ?", (_ROW,)).fetchone()
    return _from_json(json.loads(row[0])) if row else None


def write(db: sqlite3.Connection, progress: Progress) -> None:
    """Keep what a run leaves."""
    db.execute("INSERT OR REPLACE INTO portal (key, value) VALUES (?, ?)", (_ROW, compact(_as_json(progress))))


def clear(db: sqlite3.Connection) -> None:
    """Forget every run: nobody is in any flow, nobody ever was."""
    db.execute("DELETE FROM portal WHERE key = ?", (_ROW,))


def _as_json(progress: Progress) -> dict[str, Any]:
    inside = [
        [one.flow_id, list(one.key), one.action_id, one.due.isoformat(), one.waiting, one.held, one.steps, one.outputs]
        for one in progress.inside.values()
    ]
    return {
        "at": progress.at.isoformat(),
        "inside": inside,
        "times": [[flow, list(key), count] for (flow, key), count in progress.times.items()],
        "meeting": {flow: sorted(keys) for flow, keys in progress.meeting.items()},
        "triggered": {flow: sorted((at, list(key)) for at, key in held) for flow, held in progress.triggered.items()},
        "turns": dict(progress.turns),
        "seen": [[list(key), values] for key, values in progress.seen.items()],
    }


def _from_json(told: dict[str, Any]) -> Progress:
    progress = Progress(_moment(told["at"]), begun=True)
    for flow, key, action, due, waiting, held, steps, outputs in told["inside"]:
        one = Enrolment(flow, _key(key), action, _moment(due), waiting, held, steps, outputs)
        progress.inside[one.place] = one
    progress.times.update({(flow, _key(key)): count for flow, key, count in told["times"]})
    progress.meeting = {flow: {_key(key) for key in keys} for flow, keys in told["meeting"].items()}
    progress.triggered = {flow: {(at, _key(key)) for at, key in held} for flow, held in told["triggered"].items()}
    progress.turns.update(told["turns"])
    progress.seen = {_key(key): values for key, values in told["seen"]}
    return progress


def _key(told: list[Any]) -> Key:
    return str(told[0]), int(told[1])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
