"""The two doors: opening one, and what the reading door takes for an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from provisioner import gateway
from provisioner.gateway.paths import ENDPOINTS
from provisioner.model.errors import (
    BadAnswer,
    PortalError,
    Refused,
    Throttled,
    Unauthorized,
    Unreachable,
)
from provisioner.model.portal import Secret, Target
from tests.gateway.opened import DEALS, GROUP, reader
from tests.support.portals import Steered
from tests.support.running import HASTY

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
