"""What happened in a run, in order of time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from provisioner.localportal.wire import iso


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `who` are the e-mail addresses of the people whom it reached.

    `action` is `event` (told to the run), `enrolled`, `email`, `app_notification`, `task`, `set_property`, `rotate`,
    `create_record`, `enrol`, `branch`, `delay`, `wait`, `held` (until a time window opens), `skipped`, `left`,
    `finished`, `stopped` (a loop), or `problem` (something that the engine could not do).
    """

    at: datetime
    action: str
    text: str
    flow_id: str = ""
    flow_name: str = ""
    record: str = ""
    record_name: str = ""
    who: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The entry with JSON values."""
        return {
            "at": iso(self.at),
            "flow_id": self.flow_id,
            "flow_name": self.flow_name,
            "record": self.record,
            "record_name": self.record_name,
            "action": self.action,
            "who": list(self.who),
            "text": self.text,
        }


@dataclass(slots=True)
class Timeline:
    """The entries of a run. The same problem of the same flow is told once for each record."""

    entries: list[Entry] = field(default_factory=list)
    _told: set[tuple[str, str, str]] = field(default_factory=set)

    def as_json(self) -> list[dict[str, Any]]:
        """The entries with JSON values."""
        return [entry.as_json() for entry in self.entries]

    def add(self, entry: Entry) -> None:
        """Add an entry."""
        if entry.action == "problem":
            mark = (entry.flow_id, entry.record, entry.text)
            if mark in self._told:
                return
            self._told.add(mark)
        self.entries.append(entry)
