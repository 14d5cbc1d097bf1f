"""Scripted misfortune: which request goes wrong, how, and how often. Kept in the portal's file."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from typing import Any

from provisioner.localportal import refusal
from provisioner.localportal.wire import Call, Reply, compact

TABLES = """
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, spec TEXT NOT NULL, seen INTEGER NOT NULL, fired INTEGER NOT NULL
);
"""

KINDS = ("status", "drop", "timeout", "slow", "html", "empty", "garbage", "locked", "migrating", "rate_limited",
         "wrong_region", "done_then_drop", "done_then_status", "done_then_timeout")  # fmt: skip
_FIELDS = {"kind", "method", "path", "skip", "times", "status", "body", "headers", "seconds", "policy"}
_STATUS = {"html": 502, "empty": 200, "garbage": 200, "locked": 423, "migrating": 477, "rate_limited": 429,
           "wrong_region": 488, "status": 500, "done_then_status": 502}  # fmt: skip
_POLICIES = {
    "TEN_SECONDLY_ROLLING": "You have reached your ten_secondly_rolling limit.",
    "SECONDLY": "You have reached your secondly limit.",
    "DAILY": "You have reached your daily limit.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One scripted fault. `skip` matches pass first; then it fires `times` times (0: for ever).

    `method` and `path` are regular expressions; `path` is searched in the path with its query. `seconds` is the wait
    of `slow` and of the timeouts, the `Retry-After` of `migrating` and, when given, of `rate_limited`.
    """

    kind: str
    method: str = ""
    path: str = ""
    skip: int = 0
    times: int = 1
    status: int = 0
    body: Any = None
    headers: dict[str, str] | None = None
    seconds: float | None = None
    policy: str = "TEN_SECONDLY_ROLLING"

    @property
    def applied(self) -> bool:
        """The request is carried out before its answer is spoiled."""
        return self.kind.startswith("done_then_") or self.kind == "slow"

    @property
    def drops(self) -> bool:
        """The connection is closed instead of an answer."""
        return self.kind.endswith(("drop", "timeout"))

    @property
    def wait(self) -> float:
        """Seconds to wait before the answer or the drop."""
        if self.kind == "slow":
            return 1.0 if self.seconds is None else self.seconds
        return (30.0 if self.seconds is None else self.seconds) if self.kind.endswith("timeout") else 0.0

    def reply(self, portal_id: int) -> Reply:
        """The answer that this fault gives in place of the right one."""
        status = self.status or _STATUS.get(self.kind, 500)
        headers = dict(self.headers or {})
        if self.kind == "html":
            page = self.body or f"<html><head><title>{status}</title></head><body><h1>Bad gateway</h1></body></html>"
            return Reply(status, str(page), headers, "text/html")
        if self.kind == "empty":
            return Reply(status, "", headers)
        if self.kind == "garbage":
            return Reply(status, self.body or '{"results":[{"name":"cut o', headers)
        if self.kind in ("migrating", "rate_limited") and (self.seconds is not None or self.kind == "migrating"):
            headers.setdefault("Retry-After", str(int(self.seconds or 3600)))
        body = self.body if self.body is not None else self._body(status, portal_id)
        return Reply(status, body if isinstance(body, str) else compact(body), headers)

    def _body(self, status: int, portal_id: int) -> dict[str, Any]:
        if self.kind == "rate_limited":
            return over_limit(self.policy, portal_id).body()
        if self.kind == "wrong_region":
            message = f"Hub {portal_id} is unknown to this Hublet, but it appears to exist in Hublet eu1"
            return refusal.Refusal(status, message, None, extra={"correctHublet": "eu1"}).body()
        messages = {"locked": "The resource is locked.", "migrating": "This account is being migrated."}
        return refusal.Refusal(status, messages.get(self.kind, "internal error"), None).body()


def over_limit(policy: str, portal_id: int) -> refusal.Refusal:
    """429 in the words of the policy. DAILY's body is documented, the others are quoted from client bug reports."""
    extra = {"errorType": "RATE_LIMIT", "policyName": policy, "requestId": "local-portal"}
    if policy != "DAILY":
        window = "ten-secondly" if policy == "TEN_SECONDLY_ROLLING" else "secondly"
        extra["groupName"] = f"publicapi:private-app-api-calls-{window}:{portal_id}"
    return refusal.Refusal(429, _POLICIES[policy], None, extra=extra)


def parse(spec: object) -> Fault:
    """A fault from its JSON form; ValueError says what is wrong with it."""
    if not isinstance(spec, dict) or spec.get("kind") not in KINDS:
        raise ValueError(f"a fault needs a `kind`, one of {', '.join(KINDS)}")
    if unknown := sorted(set(spec) - _FIELDS):
        raise ValueError(f"unknown fields in a fault: {', '.join(unknown)}; known are {', '.join(sorted(_FIELDS))}")
    fault = Fault(**spec)
    if fault.policy not in _POLICIES:
        raise ValueError(f"unknown policy {fault.policy}; known are {', '.join(_POLICIES)}")
    for pattern in (fault.method, fault.path):
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
    return fault


def add(db: sqlite3.Connection, spec: object) -> int:
    """Script a fault; returns its number."""
    parse(spec)
    cursor = db.execute("INSERT INTO faults (spec, seen, fired) VALUES (?, 0, 0)", (json.dumps(spec),))
    return int(cursor.lastrowid or 0)


def listed(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every fault that may still fire, with how often it has matched and fired."""
    rows = db.execute("SELECT id, spec, seen, fired FROM faults ORDER BY id")
    return [{"id": row[0], **json.loads(row[1]), "seen": row[2], "fired": row[3]} for row in rows]


def clear(db: sqlite3.Connection) -> None:
    """Forget every fault."""
    db.execute("DELETE FROM faults")


def scripted(db: sqlite3.Connection) -> bool:
    """Whether any fault is scripted at all (asked before every request, so that it costs no write)."""
    return db.execute("SELECT 1 FROM faults LIMIT 1").fetchone() is not None


def take(db: sqlite3.Connection, call: Call) -> Fault | None:
    """The first fault that fires on this request; its counters are moved on."""
    target = f"{call.path}?{call.query_text}" if call.query_text else call.path
    for number, text, seen, fired in db.execute("SELECT id, spec, seen, fired FROM faults ORDER BY id").fetchall():
        fault = Fault(**json.loads(text))
        if not re.fullmatch(fault.method or ".*", call.method, re.IGNORECASE) or not re.search(fault.path, target):
            continue
        fires = seen >= fault.skip
        db.execute("UPDATE faults SET seen = seen + 1, fired = fired + ? WHERE id = ?", (int(fires), number))
        if fires and fault.times and fired + 1 >= fault.times:
            db.execute("DELETE FROM faults WHERE id = ?", (number,))
        if fires:
            return fault
    return None
