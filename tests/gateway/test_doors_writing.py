"""The writing door, and what shows of it: a write is never sent twice, a token never shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from provisioner import gateway
from provisioner.model.errors import (
    Conflict,
    OutcomeUnknown,
    PortalError,
)
from provisioner.model.events import Event, Request
from provisioner.model.portal import Secret
from tests.gateway.opened import DEALS, GROUP, reader
from tests.support.portals import Steered
from tests.support.running import HASTY


@contextmanager
def writer(portal: Steered, seen: list[Event] | None = None, patience: gateway.Patience = HASTY) -> Iterator[Any]:
    watch = seen.append if seen is not None else lambda _: None
    door = gateway.open_writer(portal.target(), watch, patience=patience)
    portal.forget_requests()
    try:
        yield door
    finally:
        door.close()


def groups_of(portal: Steered) -> list[str]:
    return [each["name"] for each in portal.call("GET", "/crm/properties/2026-09/deals/groups")[1]["results"]]


# The writing door


def test_write_that_was_refused_is_told(portal: Steered) -> None:
    with writer(portal) as door:
        door.send("groups.create", DEALS, GROUP)
        with pytest.raises(Conflict):
            door.send("groups.create", DEALS, GROUP)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520, 521, 522, 523, 524])
def test_write_answered_with_a_server_error_is_never_sent_again(portal: Steered, status: int) -> None:
    with writer(portal) as door:
        portal.fault("done_then_status", method="POST", status=status)
        with pytest.raises(OutcomeUnknown) as caught:
            door.send("groups.create", DEALS, GROUP)
        assert caught.value.exchange.status == status
        assert len(portal.requests()) == 1
    assert "core_sales" in groups_of(portal)


@pytest.mark.parametrize("kind", ["drop", "done_then_drop", "empty", "garbage", "html"])
def test_write_without_a_readable_answer_is_never_sent_again(portal: Steered, kind: str) -> None:
    spec = {"status": 201} if kind in ("empty", "garbage", "html") else {}
    with writer(portal) as door:
        portal.fault(kind, method="POST", **spec)
        with pytest.raises(OutcomeUnknown):
            door.send("groups.create", DEALS, GROUP)
        assert len(portal.requests()) == 1


def test_write_answered_with_other_json_may_have_happened(portal: Steered) -> None:
    with writer(portal) as door:
        portal.fault("done_then_status", method="POST", status=201, body={"results": 1})
        stage = {"label": "S", "displayOrder": 0, "metadata": {"probability": "1.0"}}
        with pytest.raises(OutcomeUnknown):
            door.send("pipelines.create", DEALS, {"label": "A", "displayOrder": 0, "stages": [stage]})


@pytest.mark.parametrize(
    "fault",
    [{"kind": "rate_limited"}, {"kind": "locked"}, {"kind": "status", "status": 401}],
    ids=lambda each: each["kind"],
)
def test_write_that_was_turned_away_is_sent_again(portal: Steered, fault: dict[str, Any]) -> None:
    with writer(portal) as door:
        portal.fault(method="POST", **fault)
        door.send("groups.create", DEALS, GROUP)
        assert len(portal.requests()) == 2
    assert groups_of(portal).count("core_sales") == 1


# What shows


def test_events_carry_method_path_and_status_and_nothing_else(portal: Steered) -> None:
    seen: list[Event] = []
    with reader(portal, seen) as door:
        door.get("groups", DEALS)
    requests = [event for event in seen if isinstance(event, Request)]
    assert [(each.method, each.path, each.status) for each in requests] == [
        ("GET", "/account-info/2026-09/details", 200),
        ("GET", "/crm/properties/2026-09/deals/groups", 200),
    ]
    assert portal.token not in repr(seen)


@pytest.mark.parametrize("token", ["pat-eu1-0123-4567-89ab", "CKqr1eC3MhIQAAEAQAAAAAAAAA", "pat-local-embedded"])
def test_portal_that_repeats_the_token_does_not_make_us_show_it(portal: Steered, token: str) -> None:
    portal.settings(tokens={portal.token: None, token: None})
    body = {"message": f"invalid: Bearer {token}", "correlationId": token, "context": {"requiredScopes": [token]}}
    for status in (400, 403, 500):
        door = gateway.open_writer(replace(portal.target(), token=Secret(token)), patience=HASTY)
        portal.fault("status", path="groups", status=status, body=body, times=0)
        for call in (lambda d: d.get("groups", DEALS), lambda d: d.send("groups.create", DEALS, GROUP)):
            with pytest.raises(PortalError) as caught:
                call(door)
            told = f"{caught.value!r} {caught.value} {caught.value.message} {caught.value.fix} {caught.value.exchange}"
            assert token not in told
        door.close()
        portal.forget_faults()


def test_token_never_shows_itself(portal: Steered) -> None:
    target = portal.target()
    assert portal.token not in f"{target} {target!r} {target.token} {[target.token]}"


# The portal's clock


def test_the_moment_is_that_of_the_portal(portal: Steered) -> None:
    portal.settings(clock="2026-03-27T01:30:00.700Z")
    with reader(portal) as door:
        assert door.moment == datetime(2026, 3, 27, 1, 30, tzinfo=UTC)
        portal.settings(clock="2026-03-27T01:31:00Z")
        door.get("groups", {"object": "deals"})
        assert door.moment == datetime(2026, 3, 27, 1, 31, tzinfo=UTC)


@pytest.mark.parametrize("told", ["", "yesterday", "Fri, 27 Mar 2026 25:61:00 GMT"])
def test_a_portal_that_tells_no_time_goes_by_this_machine(portal: Steered, told: str) -> None:
    account = {"portalId": portal.portal_id, "accountType": "STANDARD", "timeZone": "UTC", "companyCurrency": "ILS"}
    portal.fault("status", path="account-info", status=200, headers={"Date": told}, body=account)
    before = datetime.now(UTC).replace(microsecond=0)
    with reader(portal) as door:
        assert before <= door.moment <= datetime.now(UTC)
