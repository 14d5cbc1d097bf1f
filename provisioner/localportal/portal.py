"""One request from end to end: faults, token, limits, route, scope, handler, headers."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from provisioner.localportal import access, faults, lag, limiter, settings
from provisioner.localportal.database import Database
from provisioner.localportal.refusal import Refusal
from provisioner.localportal.settings import Settings
from provisioner.localportal.surface import Match, Router
from provisioner.localportal.wire import Ask, Call, Reply, Scopes, compact

LONGEST_TARGET = 15_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the server is to do: wait so many seconds, then send the reply, or close the connection when it is None."""

    reply: Reply | None
    wait: float = 0.0
    unknown: bool = False


class Portal:
    """A HubSpot portal over one file. It keeps no state of its own, so several may share the file."""

    def __init__(self, database: Database, router: Router) -> None:
        self._database = database
        self._router = router

    def answer(self, call: Call) -> Outcome:
        """Carry out one request."""
        with self._database.reading() as db:
            switches = settings.read(db)
            scripted = faults.scripted(db)
        fault = self._fault(call) if scripted else None
        if fault and not fault.applied:
            return Outcome(None if fault.drops else fault.reply(switches.portal_id), fault.wait)
        match = self._router.find(call.method, call.path)
        reply = self._reply(call, match, switches)
        wait = switches.latency_ms / 1000
        if fault is None:
            return Outcome(reply, wait, unknown=match is None)
        if fault.drops:
            return Outcome(None, wait + fault.wait)
        return Outcome(reply if fault.kind == "slow" else fault.reply(switches.portal_id), wait + fault.wait)

    def _fault(self, call: Call) -> faults.Fault | None:
        with self._database.writing() as db:
            return faults.take(db, call)

    def _reply(self, call: Call, match: Match | None, switches: Settings) -> Reply:
        # HTTP dates have whole seconds.
        headers = {"Date": format_datetime(_now(switches), usegmt=True)}
        try:
            if len(call.path) + len(call.query_text) > LONGEST_TARGET:
                return Reply(414, "<html><body><h1>414 Request-URI Too Large</h1></body></html>", {}, "text/html")
            if match is None:
                raise _unknown_route(call)
            return self._served(call, match, switches, headers)
        except Refusal as refusal:
            return _refused(refusal, call, headers)
        except Exception:
            return _refused(_own_bug(), call, headers)

    def _served(self, call: Call, match: Match, switches: Settings, headers: dict[str, str]) -> Reply:
        """The handler's reply. `headers` is filled as soon as they are known, so that refusals carry them too."""
        route, now = match.route, _now(switches)
        held: Scopes = None
        if route.scopes is not None:
            token = call.headers.get("authorization", "")
            held = access.scopes_of(switches, token)
            headers.update(self._counted(switches, token, now, route.search))
        object_type = match.object_type()
        if route.scopes is not None:
            alternatives = route.scopes(object_type)
            without = object_type is not None and object_type.plural == "leads" and not switches.leads_enabled
            if without or (held is not None and held.isdisjoint(alternatives)):
                raise route.denied(object_type, frozenset() if without else held, alternatives)
        with lag.view(self._database, route.writes, switches) as db:
            ask = Ask(db, call, match.version, match.params, switches, held, now, object_type)
            reply = route.handler(ask)
        return replace(reply, headers=headers | reply.headers)

    def _counted(self, switches: Settings, token: str, now: datetime, search: bool) -> dict[str, str]:
        if not switches.rate_limit:
            return {} if search else limiter.headers(switches)
        try:
            with self._database.writing() as db:
                return limiter.count(db, switches, token, now, search)
        except Refusal as refusal:
            if not search:
                refusal.headers = limiter.headers(switches, switches.burst_limit)
            raise


def _now(switches: Settings) -> datetime:
    """The portal's clock: it stands still where it was set, or runs with an offset, so that nobody need wait for it."""
    if switches.clock:
        return settings.moment(switches.clock)
    return datetime.now(UTC) + timedelta(seconds=switches.clock_offset_s)


def _refused(refusal: Refusal, call: Call, headers: dict[str, str]) -> Reply:
    headers = headers | refusal.headers
    if not refusal.bare:
        return Reply(refusal.status, compact(refusal.body()), headers)
    if "application/json" in call.headers.get("accept", ""):
        return Reply(refusal.status, "", headers)
    page = f"<html><body><h1>HTTP ERROR {refusal.status}</h1></body></html>"
    return Reply(refusal.status, page, headers, "text/html")


def _unknown_route(call: Call) -> Refusal:
    message = (
        f"The local portal does not know the route {call.method} {call.path}. It answers only what its README lists; "
        "GET /_portal/unknown lists what was asked in vain."
    )
    return Refusal(404, message, "LOCAL_PORTAL_UNKNOWN_ROUTE")


def _own_bug() -> Refusal:
    return Refusal(500, f"A bug of the local portal, not of its client:\n{traceback.format_exc()}", "LOCAL_PORTAL_BUG")
