"""A running local portal with its steering wheel: log, switches, faults, contents."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from provisioner.model.portal import Secret, Target


@dataclass(slots=True)
class Steered:
    """A local portal as tests see it. Every method speaks to it over HTTP, so it may run in another process."""

    base_url: str
    token: str
    portal_id: int
    first_settings: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.first_settings = self.settings()

    def control(self, method: str, name: str, body: Any = None) -> Any:
        """One command of the control surface, ``/_portal/<name>``."""
        return self.call(method, f"/_portal/{name}", body)[1]

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """One request as any HTTP client would send it: status and JSON (None for an empty body)."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        request = urllib.request.Request(f"{self.base_url}{path}", data, headers, method=method)  # noqa: S310 - loopback
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback only
                status, content = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                status, content = error.code, error.read()
        if status >= 400 and path.startswith("/_portal/"):
            raise ValueError(f"{method} {path}: {status} {content.decode()}")
        return status, json.loads(content) if content else None

    def renew(self) -> None:
        """A new portal with the settings it was started with, no faults, an empty log."""
        self.control("PATCH", "settings", self.first_settings)
        self.control("POST", "reset", {"keep_defaults": True})

    def empty(self) -> None:
        """A portal without HubSpot's default pipelines."""
        self.control("POST", "reset", {"keep_defaults": False})

    def settings(self, **changes: Any) -> dict[str, Any]:
        """The switches, after changing some."""
        found: dict[str, Any] = (
            self.control("PATCH", "settings", changes) if changes else self.control("GET", "settings")
        )
        return found

    def fault(self, kind: str, **spec: Any) -> None:
        """Script one misfortune: method, path (regular expressions), skip, times, status, policy, seconds."""
        self.control("POST", "faults", {"kind": kind, **spec})

    def faults(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.control("GET", "faults")["results"]
        return found

    def forget_faults(self) -> None:
        self.control("DELETE", "faults")

    def requests(self) -> list[dict[str, Any]]:
        """Every API request so far, oldest first: method, path, query, status, body, connection."""
        found: list[dict[str, Any]] = self.control("GET", "requests")["results"]
        return found

    def lines(self) -> list[str]:
        """The requests as ``GET /path?query``."""
        return [
            f"{each['method']} {each['path']}" + (f"?{each['query']}" if each["query"] else "")
            for each in self.requests()
        ]

    def writes(self) -> list[str]:
        """The requests that change the portal."""
        return [line for line in self.lines() if not line.startswith("GET ") and not reads_only(line)]

    def forget_requests(self) -> None:
        self.control("DELETE", "requests")

    def unknown(self) -> list[str]:
        """The requests for which the portal had no route."""
        return [f"{each['method']} {each['path']}" for each in self.control("GET", "unknown")["results"]]

    def connections(self) -> dict[str, int]:
        found: dict[str, int] = self.control("GET", "connections")
        return found

    def dump(self) -> dict[str, Any]:
        """What the portal holds beyond what every new portal comes with."""
        found: dict[str, Any] = self.control("GET", "dump?hubspot_defined=false")
        return found

    def load(self, state: dict[str, Any]) -> None:
        self.control("POST", "load", state)

    def record(self, object_type: str, **properties: Any) -> str:
        """Create a CRM record; its id."""
        status, made = self.call("POST", f"/crm/objects/2026-09/{object_type}", {"properties": properties})
        if status != 201:
            raise ValueError(f"record of {object_type}: {status} {made}")
        return str(made["id"])

    def target(self, name: str = "test", **changes: Any) -> Target:
        """This portal as a target of the gateway and of the api."""
        fields: dict[str, Any] = {"base_url": self.base_url, "portal_id": self.portal_id, "environment": "local"}
        return Target(name, Secret(self.token), **(fields | changes))

    def wait_for_requests(self, number: int, seconds: float = 15.0) -> None:
        """Return when the log holds that many requests; TimeoutError otherwise."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if len(self.requests()) >= number:
                return
            time.sleep(0.02)
        raise TimeoutError(f"the portal saw {len(self.requests())} requests, not {number}")


def reads_only(line: str) -> bool:
    """A POST that changes nothing: a search, a batch read or an export."""
    return line.startswith("POST ") and line.partition("?")[0].endswith(("/search", "/batch/read", "/export/async"))
