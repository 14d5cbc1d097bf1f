"""What was asked of this server: every request, the unknown ones apart, and the TCP connections. In memory only."""

from __future__ import annotations

import itertools
import json
import threading
from collections import deque
from dataclasses import dataclass
from typing import Any

from provisioner.localportal.wire import Call


@dataclass(frozen=True, slots=True)
class Entry:
    """One request and how it ended; `status` 0 means that the connection was dropped instead of an answer."""

    call: Call
    status: int
    started: float
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """The entry for people and tests; the body as JSON where it is JSON. The token is never told."""
        return {
            "method": self.call.method,
            "path": self.call.path,
            "query": self.call.query_text,
            "status": self.status,
            "connection": self.call.connection,
            "time": round(self.started, 4),
            "seconds": round(self.seconds, 4),
            "body": _body(self.call.body),
        }


class Journal:
    """The last requests and the connection counters of one server; a restart begins a new one."""

    def __init__(self, keep: int = 50_000) -> None:
        self._entries: deque[Entry] = deque(maxlen=keep)
        self._unknown: deque[Entry] = deque(maxlen=keep)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._accepted = 0
        self._used: set[int] = set()

    def connected(self) -> int:
        """Count a TCP connection; returns its number."""
        with self._lock:
            self._accepted += 1
            return next(self._numbers)

    def add(self, entry: Entry, unknown: bool) -> None:
        """Remember one request."""
        with self._lock:
            self._entries.append(entry)
            self._used.add(entry.call.connection)
            if unknown:
                self._unknown.append(entry)

    def requests(self) -> list[dict[str, Any]]:
        """Every remembered API request, oldest first; calls of the control surface are not among them."""
        return [entry.as_json() for entry in tuple(self._entries)]

    def unknown(self) -> list[dict[str, Any]]:
        """The requests that the portal had no route for."""
        return [entry.as_json() for entry in tuple(self._unknown)]

    def connections(self) -> dict[str, int]:
        """TCP connections accepted in all, and those of them that carried API requests."""
        return {"accepted": self._accepted, "api": len(self._used)}

    def clear(self) -> None:
        """Forget requests, unknown requests and connection counts."""
        with self._lock:
            self._entries.clear()
            self._unknown.clear()
            self._used.clear()
            self._accepted = 0

    def clear_unknown(self) -> None:
        """Forget the unknown requests only."""
        self._unknown.clear()


def _body(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body.decode("utf-8", "replace")
