"""The two doors: what is waited for, how long, and what waiting does not cure."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any

import pytest

from provisioner import gateway
from provisioner.model.errors import (
    Interrupted,
    PortalError,
    Throttled,
    Unauthorized,
)
from provisioner.model.events import Event, Waiting
from tests.gateway.opened import DEALS, reader
from tests.support.portals import Steered
from tests.support.running import HASTY

DISTINCT = gateway.Patience(attempts=4, pause=0.01, lock=0.02, secondly=0.03, ten_secondly=0.04)


def waits(seen: list[Event]) -> list[float]:
    return [round(event.seconds, 3) for event in seen if isinstance(event, Waiting)]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"kind": "rate_limited", "policy": "SECONDLY"}, [0.03, 0.06, 0.09]),
        ({"kind": "rate_limited", "policy": "TEN_SECONDLY_ROLLING"}, [0.04, 0.08, 0.12]),
        ({"kind": "locked"}, [0.02, 0.04, 0.06]),
        ({"kind": "status", "status": 503}, [0.01, 0.02, 0.03]),
        ({"kind": "drop"}, [0.01, 0.02, 0.03]),
    ],
)
def test_waits_follow_the_kind_of_limit_and_grow(portal: Steered, fault: dict[str, Any], expected: list[float]) -> None:
    seen: list[Event] = []
    with reader(portal, seen, DISTINCT) as door:
        portal.fault(path="groups", times=3, **fault)
        door.get("groups", DEALS)
    assert waits(seen) == expected


def test_retry_after_is_honoured(portal: Steered) -> None:
    seen: list[Event] = []
    with reader(portal, seen) as door:
        portal.fault("rate_limited", path="groups", headers={"Retry-After": "1"})
        started = time.monotonic()
        door.get("groups", DEALS)
    assert time.monotonic() - started >= 1
    assert waits(seen) == [1.0]


@pytest.mark.parametrize("told", ["\u00b2", "soon", "-1", "1.5e9", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_retry_after_that_is_no_number_is_passed_over(portal: Steered, told: str) -> None:
    seen: list[Event] = []
    with reader(portal, seen, DISTINCT) as door:
        portal.fault("rate_limited", path="groups", headers={"Retry-After": told})
        door.get("groups", DEALS)
    assert waits(seen) == [0.04]


@pytest.mark.parametrize("status", [429, 423, 503])
def test_nobody_waits_for_hours(portal: Steered, status: int) -> None:
    with reader(portal) as door:
        portal.fault("status", path="groups", status=status, headers={"Retry-After": "86400"}, times=0)
        with pytest.raises(PortalError):
            door.get("groups", DEALS)
        assert len(portal.requests()) == 1


def test_daily_limit_is_not_waited_for(portal: Steered) -> None:
    with reader(portal) as door:
        portal.fault("rate_limited", policy="DAILY", path="groups", times=0)
        with pytest.raises(Throttled, match="daily limit"):
            door.get("groups", DEALS)
        assert len(portal.requests()) == 1


@pytest.mark.parametrize("kind", ["migrating", "wrong_region"])
def test_what_waiting_does_not_cure_is_not_waited_for(portal: Steered, kind: str) -> None:
    with reader(portal) as door:
        portal.fault(kind, path="groups", times=0)
        with pytest.raises(PortalError) as caught:
            door.get("groups", DEALS)
        assert caught.value.fix
        assert len(portal.requests()) == 1


def test_token_refused_once_in_the_middle_is_tried_once_more(portal: Steered) -> None:
    with reader(portal) as door:
        portal.fault("status", status=401, path="groups")
        assert door.get("groups", DEALS)["results"]
        portal.fault("status", status=401, path="groups", times=0)
        portal.forget_requests()
        with pytest.raises(Unauthorized):
            door.get("groups", DEALS)
        assert len(portal.requests()) == 2


def test_cancelling_ends_a_wait_at_once(portal: Steered) -> None:
    cancelled = threading.Event()
    patience = replace(HASTY, ten_secondly=50.0)
    door = gateway.open_reader(portal.target(), patience=patience, cancelled=cancelled)
    portal.fault("rate_limited", path="groups", times=0)
    threading.Timer(0.1, cancelled.set).start()
    started = time.monotonic()
    with pytest.raises(Interrupted):
        door.get("groups", DEALS)
    door.close()
    assert time.monotonic() - started < 5


def test_limit_learnt_from_the_answer_is_the_doors_budget(portal: Steered) -> None:
    portal.settings(burst_limit=100)
    with reader(portal) as door:
        assert door.calls_in_ten_seconds == 98
