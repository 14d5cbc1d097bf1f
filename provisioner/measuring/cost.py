"""A door that keeps the books: every request with its purpose."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from provisioner.measuring.scans import Ledger
from provisioner.model.portal import FileReader, Json, Parts, Query

_PURPOSES: Mapping[str, str] = {
    "search": "search",
    "records": "list",
    "records.read": "batch",
    "associations.read": "associations",
    "splits.read": "batch",
    "exports.start": "export",
    "exports.status": "export",
    "exports.details": "export",
}
"""By endpoint; everything else is about the portal itself."""


class Counted:
    """A reading door that counts into a ledger. A retry of the door below is no request of its own."""

    def __init__(self, portal: FileReader, ledger: Ledger) -> None:
        self._portal = portal
        self._ledger = ledger
        self._lock = threading.Lock()

    @property
    def moment(self) -> datetime:
        return self._portal.moment

    def get(self, endpoint: str, parts: Parts, query: Query = ()) -> Json:
        self._count(_PURPOSES.get(endpoint, "settings"))
        return self._portal.get(endpoint, parts, query)

    def ask(self, endpoint: str, parts: Parts, body: Json, query: Query = ()) -> Json:
        self._count("history" if _has_history(body) else _PURPOSES.get(endpoint, "settings"))
        return self._portal.ask(endpoint, parts, body, query)

    def download(self, link: str, into: IO[bytes], most: int) -> None:
        self._count("export")
        self._portal.download(link, into, most)

    def rest(self, times: float) -> None:
        self._portal.rest(times)

    def _count(self, purpose: str) -> None:
        with self._lock:
            self._ledger.requests[purpose] = self._ledger.requests.get(purpose, 0) + 1


def _has_history(body: Any) -> bool:
    return isinstance(body, Mapping) and bool(body.get("propertiesWithHistory"))


def document(ledger: Ledger, opening: int) -> dict[str, Any]:
    """``requests`` in all; ``by`` purpose; ``how`` each object type was read. ``opening``: requests of the door."""
    by = dict(sorted(ledger.requests.items()))
    by["settings"] = by.get("settings", 0) + opening
    return {"requests": sum(by.values()), "by": by, "how": dict(sorted(ledger.how.items()))}
