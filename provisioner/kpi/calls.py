"""Calls of the period: how many, by whom, answered or not."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provisioner.automation.calendars_hours import dates
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.tallies import Pass, Tally
from provisioner.kpi.values import Properties, Record, instant, number, text, truth

NEED = Need(
    "calls",
    (Rows.HAPPENED,),
    (("hs_timestamp",), ("hs_call_direction",)),
    ("hubspot_owner_id", "hs_call_status", "hs_call_duration", "hs_call_disposition", "hs_call_has_voicemail"),
)
INBOUND, OUTBOUND, UNKNOWN = "INBOUND", "OUTBOUND", "unknown"
_ANSWERED = "COMPLETED"
_UNANSWERED = frozenset({"MISSED", "NO_ANSWER", "BUSY", "FAILED", "CANCELED"})


@dataclass
class Tried:
    """Calls in and out; grows while records stream by. ``by_duration``: judged by length, having no outcome."""

    calls: int = 0
    inbound: int = 0
    answered: int = 0
    voicemail: int = 0
    outbound: int = 0
    connected: int = 0
    by_duration: int = 0


class Calls(Tally):
    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.takes = {"calls": self._call}
        self.excluded: Counter[str] = Counter()
        self.directions: Counter[str] = Counter()
        self.by_owner: defaultdict[str, Tried] = defaultdict(Tried)
        self.milliseconds = Decimal(0)
        self.attempts: defaultdict[date, Counter[str]] = defaultdict(Counter)

    def _call(self, record: Record) -> None:
        held = record["properties"]
        moment = instant(held.get("hs_timestamp"))
        if moment is None or not self.context.period.has(moment):
            return
        owner, direction = text(held, "hubspot_owner_id"), text(held, "hs_call_direction").upper() or UNKNOWN
        tried = self.by_owner[owner]
        tried.calls += 1
        self.directions[direction] += 1
        self.milliseconds += number(held.get("hs_call_duration")) or 0
        if direction == INBOUND:
            self._inbound(held, tried)
            return
        if direction == OUTBOUND:
            self.attempts[self.context.period.day(moment)][owner] += 1
            self._outbound(held, tried)
        else:
            self.excluded["no_direction"] += 1

    def _inbound(self, held: Properties, tried: Tried) -> None:
        status = text(held, "hs_call_status").upper()
        if status != _ANSWERED and status not in _UNANSWERED:
            self.excluded["not_ended"] += 1
            return
        tried.inbound += 1
        tried.answered += status == _ANSWERED
        tried.voicemail += status != _ANSWERED and truth(held.get("hs_call_has_voicemail")) is True

    def _outbound(self, held: Properties, tried: Tried) -> None:
        """HubSpot keeps the outcome as a GUID; without one, a call of some length was a talk."""
        settings = self.context.settings
        outcome, length = text(held, "hs_call_disposition"), number(held.get("hs_call_duration")) or 0
        tried.outbound += 1
        tried.by_duration += not outcome
        talked = length >= settings.connected_seconds * 1000
        tried.connected += outcome in settings.connected_outcomes if outcome else talked

    def reps(self) -> list[str]:
        """Who called: persons of this mode's teams."""
        return sorted(owner for owner in self.by_owner if owner and self.context.is_rep(owner))

    def attempts_a_day(self) -> list[Decimal]:
        """Attempts of reps on each open day that has begun, for each who tried on it; 0 where nobody did.

        Where the owners could not be read, every owner is taken for a rep.
        """
        days, hours_on = dates(*self.context.elapsed), self.context.calendar.hours_on
        return [self._attempts(day) for day in days if hours_on(day)]

    def _attempts(self, day: date) -> Decimal:
        held = self.attempts.get(day, Counter[str]())
        tried = [n for owner, n in held.items() if owner and (not self.context.owners or self.context.is_rep(owner))]
        return Decimal(sum(tried)) / max(1, len(tried))
