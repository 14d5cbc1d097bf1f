"""Stage metadata: what each object type keeps, its canonical form, and what HubSpot derives from it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from provisioner.localportal.objects import ObjectType
from provisioner.localportal.settings import Settings
from provisioner.localportal.surfaces.pipelines import refusals

TICKET_STATES = ("OPEN", "CLOSED")
LEAD_STATES = ("NEW", "IN_PROGRESS", "QUALIFIED", "UNQUALIFIED")


def canonical(kind: ObjectType, settings: Settings, sent: Mapping[str, Any]) -> dict[str, str]:
    """The metadata that is stored; keys that HubSpot does not know vanish without a word (seen live)."""
    if kind.plural == "deals":
        return {"probability": _probability(sent.get("probability"))}
    if kind.plural == "tickets":
        return {"ticketState": _state("ticketState", sent.get("ticketState", "OPEN"), TICKET_STATES)}
    if kind.plural == "leads" and settings.lead_state_key:
        key = settings.lead_state_key
        return {key: _state(key, sent.get(key, "NEW"), LEAD_STATES)}
    return {}


def printed(kind: ObjectType, stored: Mapping[str, str]) -> dict[str, str]:
    """The metadata that a GET prints: `isClosed` is derived, sending it changes nothing (seen live)."""
    if kind.plural == "deals":
        closed = float(stored["probability"]) in (0.0, 1.0)
    elif kind.plural == "tickets":
        closed = stored["ticketState"] == "CLOSED"
    else:
        return dict(stored)
    return {"isClosed": "true" if closed else "false", **stored}


def echoed(sent: Mapping[str, Any]) -> dict[str, str]:
    """The metadata as a write answer prints it: as it was sent, unknown keys included, numbers as text."""
    return {key: value if isinstance(value, str) else str(value) for key, value in sent.items() if value is not None}


def is_closed_ticket(stored: Mapping[str, str]) -> bool:
    """Whether a ticket stage closes its tickets."""
    return stored.get("ticketState") == "CLOSED"


def _probability(value: Any) -> str:
    if value is None:
        raise refusals.no_probability()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise refusals.bad_probability()
    try:
        number = float(value)
    except ValueError as error:
        raise refusals.bad_probability() from error
    if math.isnan(number) or not 0.0 <= number <= 1.0:
        raise refusals.bad_probability()
    return repr(number + 0.0)


def _state(key: str, value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise refusals.bad_state(key, value, allowed)
    return str(value)
