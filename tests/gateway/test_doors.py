"""The two doors against a portal that throttles, locks, breaks off and lies."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from provisioner import gateway
from provisioner.gateway.paths import ENDPOINTS
from provisioner.model.errors import (
    BadAnswer,
    Conflict,
    Interrupted,
    OutcomeUnknown,
    PortalError,
    Refused,
    Throttled,
    Unauthorized,
    Unreachable,
)
from provisioner.model.events import Event, Request, Waiting
from provisioner.model.portal import Secret, Target
from tests.support.portals import Steered
from tests.support.running import HASTY

DEALS = {"object": "deals"}
GROUP = {"name": "core_sales", "label": "Sales core"}
DISTINCT = gateway.Patience(attempts=4, pause=0.01, lock=0.02, secondly=0.03, ten_secondly=0.04)


@contextmanager
def reader(portal: Steered, seen: list[Event] | None = None, patience: gateway.Patience = HASTY) -> Iterator[Any]:
    watch = seen.append if seen is not None else lambda _: None
    door = gateway.open_reader(portal.target(), watch, patience=patience)
    portal.forget_requests()
    try:
        yield door
    finally:
        door.close()


@contextmanager
def writer(portal: Steered, seen: list[Event] | None = None, patience: gateway.Patience = HASTY) -> Iterator[Any]:
    watch = seen.append if seen is not None else lambda _: None
    door = gateway.open_writer(portal.target(), watch, patience=patience)
    portal.forget_requests()
    try:
        yield door
    finally:
        door.close()


def waits(seen: list[Event]) -> list[float]:
    return [round(event.seconds, 3) for event in seen if isinstance(event, Waiting)]


def groups_of(portal: Steered) -> list[str]:
    return [each["name"] for each in portal.call("GET", "/crm/properties/2026-09/deals/groups")[1]["results"]]


# Opening


def test_account_is_asked_first_and_known_afterwards(portal: Steered) -> None:
    portal.forget_requests()
    door = gateway.open_reader(portal.target(), patience=HASTY)
    door.close()
    assert portal.lines() == ["GET /account-info/2026-09/details"]
    assert (door.account.portal_id, door.account.time_zone) == (portal.portal_id, "UTC")


@pytest.mark.parametrize("opened", [gateway.open_reader, gateway.open_writer])
def test_token_of_another_portal_is_refused_before_anything_else_is_read(portal: Steered, opened: Any) -> None:
    portal.forget_requests()
    with pytest.raises(Refused, match=f"belongs to portal {portal.portal_id}, but test is pinned to 5"):
        opened(portal.target(portal_id=5), patience=HASTY)
    assert portal.lines() == ["GET /account-info/2026-09/details"]


def test_wrong_token_is_not_tried_again(portal: Steered) -> None:
    portal.forget_requests()
    with pytest.raises(Unauthorized) as caught:
        gateway.open_reader(replace(portal.target(), token=Secret("pat-na1-11111111-2222")), patience=HASTY)
    assert len(portal.requests()) == 1
    assert "pat-na1" not in str(caught.value)


@pytest.mark.parametrize("body", [{}, {"portalId": "x"}, {"portalId": None}, {"portalId": [1]}])
def test_portal_that_does_not_say_who_it_is_is_refused(portal: Steered, body: Any) -> None:
    portal.fault("status", path="account-info", status=200, body=body)
    with pytest.raises(BadAnswer, match="names no portal id"):
        gateway.open_reader(portal.target(), patience=HASTY)


def test_nobody_there_is_unreachable_with_the_reason(free_port: int) -> None:
    target = Target("nowhere", Secret("pat-na1-nobody-here"), f"http://127.0.0.1:{free_port}")
    with pytest.raises(Unreachable, match="refused"):
        gateway.open_reader(target, patience=replace(HASTY, attempts=1))


def test_redirect_is_not_followed_with_the_token(portal: Steered) -> None:
    portal.forget_requests()
    portal.fault("status", path="account-info", status=302, headers={"Location": f"{portal.base_url}/elsewhere"})
    with pytest.raises(PortalError, match="302"):
        gateway.open_reader(portal.target(), patience=HASTY)
    assert portal.lines() == ["GET /account-info/2026-09/details"]


# The reading door


def test_reading_door_has_no_way_to_write(portal: Steered) -> None:
    with reader(portal) as door:
        assert not hasattr(door, "send")
        with pytest.raises(AttributeError):
            door.send("groups.create", DEALS, GROUP)


@pytest.mark.parametrize(
    "endpoint", [name for name, each in ENDPOINTS.items() if each.method != "GET" and not each.reads]
)
def test_reading_door_refuses_every_endpoint_that_writes(portal: Steered, endpoint: str) -> None:
    with reader(portal) as door:
        with pytest.raises(ValueError, match="changes the portal"):
            door.ask(endpoint, DEALS | {"name": "a", "pipeline": "b", "stage": "c"}, {})
        assert portal.lines() == []


def test_reading_door_refuses_to_get_what_is_no_get(portal: Steered) -> None:
    with reader(portal) as door:
        with pytest.raises(ValueError, match="changes the portal"):
            door.get("property.archive", DEALS | {"name": "dealname"})
        assert portal.lines() == []


@pytest.mark.parametrize("kind", ["drop", "html", "status"])
def test_reading_goes_on_after_a_bad_moment(portal: Steered, kind: str) -> None:
    portal.fault(kind, path="groups", times=2)
    with reader(portal) as door:
        assert door.get("groups", DEALS)["results"]
        assert len(portal.requests()) == 3
        assert door.reads == 2, "account and groups; retries apart"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("drop", Unreachable), ("html", BadAnswer), ("status", PortalError), ("rate_limited", Throttled)],
)
def test_patience_ends_with_the_error_that_it_met(portal: Steered, kind: str, expected: type[PortalError]) -> None:
    with reader(portal) as door:
        portal.fault(kind, path="groups", times=0)
        with pytest.raises(expected):
            door.get("groups", DEALS)
        assert len(portal.requests()) == HASTY.attempts


@pytest.mark.parametrize(("kind", "told"), [("empty", "nothing"), ("garbage", "no JSON"), ("html", "a web page")])
def test_success_without_hubspots_json_is_told_apart(portal: Steered, kind: str, told: str) -> None:
    with reader(portal) as door:
        portal.fault(kind, path="groups", status=200)
        with pytest.raises(BadAnswer, match=told):
            door.get("groups", DEALS)


PIPELINE = {"id": "a", "label": "A", "displayOrder": 0, "stages": []}
WRONG: list[tuple[str, Any, str]] = [
    ("properties", {}, "results"),
    ("properties", {"results": None}, "results"),
    ("properties", {"results": {"a": 1}}, "results"),
    ("properties", {"results": [{"name": "a"}, {"label": "B"}]}, r"results\[1\].name"),
    ("properties", {"results": [{"name": "a", "options": [{"label": "B"}]}]}, r"results\[0\].options\[0\].value"),
    ("groups", {"results": ["core"]}, r"results\[0\]"),
    ("pipelines", {"results": [{"id": "a", "label": "A", "displayOrder": 0}]}, r"results\[0\].stages"),
    ("pipelines", {"results": [PIPELINE | {"displayOrder": "first"}]}, r"results\[0\].displayOrder"),
    ("pipelines", {"results": [PIPELINE | {"stages": [{"id": "s"}]}]}, r"results\[0\].stages\[0\].label"),
    ("limits.properties", {"byObjectType": ["deals"]}, r"byObjectType\[0\]"),
]


@pytest.mark.parametrize(("endpoint", "body", "place"), WRONG)
def test_success_with_other_json_is_told_apart(portal: Steered, endpoint: str, body: Any, place: str) -> None:
    with reader(portal) as door:
        portal.fault("status", status=200, body=body)
        with pytest.raises(BadAnswer, match=f"not HubSpot's: {place} is not"):
            door.get(endpoint, DEALS)


def test_optional_parts_of_an_answer_may_be_missing_or_null(portal: Steered) -> None:
    with reader(portal) as door:
        body = {"results": [{"name": "a", "options": None}, {"name": "b"}], "paging": None, "new": 1}
        portal.fault("status", status=200, body=body)
        assert door.get("properties", DEALS) == body


# Waiting


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
