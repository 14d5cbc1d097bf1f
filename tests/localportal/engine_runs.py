"""Flows, events and entries from which the tests on the engine are made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from provisioner.localportal import rehearse
from tests.localportal.flows import (
    FLOWS,
    flow,
)

DEALS, START = "/crm/v3/objects/deals", "2026-11-12T10:00:00+02:00"


NOA, AMIT, YAEL = "80000001", "80000002", "80000003"


BORN = {"dealname": "Tavor Tools", "dealstage": "appointmentscheduled", "hubspot_owner_id": AMIT}


def made(hub, *actions, **more):
    return hub.made(FLOWS, flow(*actions, **({"isEnabled": True} | more)))["id"]


def created(at=START, name="it", **properties):
    body = {"object": "deals", "properties": BORN | properties, "as": name}
    return {"at": at, "create": body}


def setting(at, name="it", **properties):
    return {"at": at, "set": {"record": name, "properties": properties}}


def local(text, zone=2):
    """`13 09:00` of November 2026 in Israel, as the time line tells it."""
    day, _, clock = text.partition(" ")
    hour, minute, *second = map(int, clock.split(":"))
    moment = datetime(2026, 11, int(day), hour, minute, *second) - timedelta(hours=zone)
    return moment.replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def ran(hub, events, until="2026-11-20T10:00:00+02:00", start=START, flows=None):
    return rehearse(hub.portal, start, until, events, flows)


def told(entries, *actions):
    """(time, action, text) of the entries of these kinds."""
    return [(one["at"], one["action"], one["text"]) for one in entries if one["action"] in actions]


def when(entries, action):
    return [one["at"] for one in entries if one["action"] == action]


def problems(entries):
    return [one["text"] for one in entries if one["action"] == "problem"]


WEEK = ("SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY")


def contact(at=START, name="dana", **properties):
    body = {"object": "contacts", "as": name, "properties": {"firstname": name, "hubspot_owner_id": AMIT} | properties}
    return {"at": at, "create": body}
