"""HubSpot's error bodies, in all their variants, to one error with its evidence and a way out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from provisioner.gateway import refusals
from provisioner.model.errors import (
    BadAnswer,
    Conflict,
    Forbidden,
    NotFound,
    PortalError,
    Throttled,
    Unauthorized,
)

PATH = "/crm/properties/2026-09/deals"


def error(status: int, body: Any = None, headers: Mapping[str, str] | None = None) -> PortalError:
    raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    return refusals.error_of("POST", PATH, status, headers or {}, raw)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, PortalError),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (423, PortalError),
        (429, Throttled),
        (477, PortalError),
        (488, PortalError),
        (530, Unauthorized),
    ],
)
@pytest.mark.parametrize("body", [None, {"status": "error", "message": "no", "category": "X"}], ids=["empty", "json"])
def test_status_gives_the_error_and_every_error_names_the_request(
    status: int, kind: type[PortalError], body: Any
) -> None:
    found = error(status, body)
    assert type(found) is kind
    assert found.message.startswith(f"POST {PATH}: ")
    assert found.message.endswith(f"({status})")
    assert (found.exchange.method, found.exchange.path, found.exchange.status) == ("POST", PATH, status)


def test_evidence_is_kept_as_fields() -> None:
    found = error(
        400,
        {
            "message": "Property: a is used",
            "category": "VALIDATION_ERROR",
            "subCategory": "PropertyValidationError.CANNOT_DELETE_PROPERTY_IN_USE",
            "correlationId": "0190-77",
            "context": {"usageCount": ["2"]},
        },
    )
    assert found.exchange.category == "VALIDATION_ERROR"
    assert found.exchange.subcategory.endswith("IN_USE")
    assert found.exchange.correlation_id == "0190-77"
    assert found.exchange.context == {"usageCount": ["2"]}


def test_formula_refusal_has_its_category_under_another_name() -> None:
    assert (
        error(400, {"message": "x", "propertiesErrorCode": "PROPERTY_INVALID"}).exchange.category == "PROPERTY_INVALID"
    )


def test_whole_error_inside_the_message_is_unwrapped() -> None:
    inner = {
        "message": "Can't delete or purge a group with active properties",
        "subCategory": "PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES",
    }
    found = error(400, {"status": "error", "message": json.dumps(inner), "correlationId": "7"})
    assert found.message == f"POST {PATH}: Can't delete or purge a group with active properties (400)"
    assert found.exchange.subcategory == "PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES"
    assert found.exchange.correlation_id == "7"


@pytest.mark.parametrize("message", ["{not json", "{", '{"a": ' * 9, '["list"]', '{"message": null}'])
def test_message_that_only_looks_like_json_stays_text(message: str) -> None:
    assert isinstance(error(400, {"message": message}), PortalError)


@pytest.mark.parametrize("name", ["requiredGranularScopes", "requiredScopes"])
def test_missing_scope_is_named(name: str) -> None:
    detail = {"message": "One or more", "context": {name: ["crm.schemas.deals.write", "crm.objects.deals.write"]}}
    found = error(403, {"message": "This app hasn't been granted all required scopes.", "errors": [detail]})
    assert found.exchange.scopes == ("crm.schemas.deals.write", "crm.objects.deals.write")
    assert "crm.schemas.deals.write, crm.objects.deals.write" in found.message
    assert "crm.schemas.deals.write" in found.fix


def test_older_bodies_name_the_scopes_in_their_own_context() -> None:
    assert error(403, {"message": "no", "context": {"requiredScopes": ["content"]}}).exchange.scopes == ("content",)


def test_a_refusal_that_names_no_scope_may_be_a_missing_product() -> None:
    found = error(403, {"message": "Custom association labels need a Professional or Enterprise subscription."})
    assert "add the scope" in found.fix
    assert "the account's subscription does not cover this" in found.fix


def test_block_in_front_of_hubspot_is_no_missing_scope() -> None:
    found = error(403, b"<html>blocked</html>")
    assert isinstance(found, Forbidden)
    assert "scope" not in found.message
    assert "wait" in found.fix


def test_wrong_region_names_the_address() -> None:
    found = error(488, {"message": "Hub 1 is unknown to this Hublet", "correctHublet": "eu1"})
    assert "https://api-eu1.hubapi.com" in found.fix


@pytest.mark.parametrize("region", ["", "evil.example/#", "eu1.hubapi.com@evil", 5, None])
def test_address_is_never_made_of_something_that_is_no_region(region: Any) -> None:
    assert "evil" not in error(488, {"message": "x", "correctHublet": region}).fix


def test_region_move_says_how_long() -> None:
    assert "up to 24 hours" in error(477, {"message": "This account is being migrated."}).fix


@pytest.mark.parametrize("status", [400, 500, 521])
def test_web_page_is_told_apart_from_hubspots_errors(status: int) -> None:
    found = error(status, b"<html><h1>Bad gateway</h1></html>")
    assert isinstance(found, BadAnswer)
    assert "base_url" in found.fix


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        ({"policyName": "DAILY"}, "DAILY"),
        ({"policyName": "SECONDLY"}, "SECONDLY"),
        ({"message": "You have reached your ten_secondly_rolling limit."}, "TEN_SECONDLY_ROLLING"),
        ({"message": "You have reached your secondly limit."}, "SECONDLY"),
        ({"message": "You have reached your daily limit."}, "DAILY"),
        ({"message": "slow down"}, ""),
        ([], ""),
    ],
)
def test_limit_is_known_by_its_policy_or_else_by_the_message(body: Any, limit: str) -> None:
    assert refusals.policy(json.dumps(body).encode()) == limit


@pytest.mark.parametrize("body", [{"policyName": "DAILY"}, {"message": "You have reached your daily limit."}])
def test_daily_limit_is_named_with_its_number(body: Any) -> None:
    found = error(429, body, {"X-HubSpot-RateLimit-Daily": "625000"})
    assert "daily limit of 625000 calls" in found.message
    assert "midnight" in found.fix


HOSTILE: list[bytes] = [
    b"",
    b"null",
    b"[]",
    b"5",
    b'"text"',
    b"{",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"message": ' + b'"{' + b"[" * 50_000 + b'"}',
    b'{"message": {"a": 1}, "errors": 5, "context": [1], "category": ["x"], "correlationId": {}}',
    b'{"errors": [null, 1, {"context": 3}, {"context": {"requiredScopes": "one"}}], "context": {"a": null}}',
]


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: body[:16].decode("latin-1"))
@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 429, 477, 488, 500])
def test_no_body_is_too_strange(status: int, body: bytes) -> None:
    assert isinstance(error(status, body), PortalError)
    assert refusals.policy(body) == ""


def test_control_characters_of_a_portal_never_reach_a_terminal() -> None:
    found = error(400, {"message": "bad\x1b[2J\u202e name\n", "correlationId": "\x1b]0;x\x07", "category": "\x00"})
    told = found.message + found.exchange.correlation_id + found.exchange.category
    assert told.isprintable()
    assert "bad" in found.message
