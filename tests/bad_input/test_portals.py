"""Tokens, portals and answers that are wrong: a sentence on stderr, an exit code of the table, nothing written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bad_input.conftest import TOKEN, Run
from tests.support.portals import Steered
from tests.support.running import Ended

APPLY = ("apply", "blueprint.yaml", "--yes")


def refused(ended: Ended, code: int, *words: str) -> None:
    """The command ended so, and stderr says why and what to do."""
    assert ended.code == code, ended
    for word in words:
        assert word in ended.err, ended.err
    assert "error: " in ended.err
    assert "fix: " in ended.err


# Tokens


@pytest.mark.parametrize("value", ["", "   "])
def test_missing_token(run: Run, portal: Steered, value: str) -> None:
    refused(run(*APPLY, env={"ACME_KEY": value}), 1, "ACME_KEY", "not set")
    assert portal.requests() == []


@pytest.mark.parametrize("value", [f"{TOKEN}\nX-Evil: 1", f"{TOKEN} and more", "טוקן"])
def test_token_that_cannot_be_one_is_not_sent(run: Run, portal: Steered, value: str) -> None:
    refused(run(*APPLY, env={"ACME_KEY": value}), 1, "ACME_KEY", "no token")
    assert portal.requests() == []


@pytest.mark.parametrize("command", [(*APPLY, "--verbose"), ("plan", "blueprint.yaml")])
def test_wrong_token(run: Run, portal: Steered, command: tuple[str, ...]) -> None:
    ended = run(*command, env={"ACME_KEY": "pat-eu1-0bad0bad-1111-2222-3333-444444444444"})
    refused(ended, 1, "401")
    assert portal.writes() == []
    assert len(portal.requests()) == 1


@pytest.mark.parametrize("command", [APPLY, ("plan", "blueprint.yaml")])
def test_token_of_another_portal(run: Run, portal: Steered, command: tuple[str, ...]) -> None:
    refused(run(*command, "--portal", "other"), 4, f"belongs to portal {portal.portal_id}", "pinned to 7")
    assert len(portal.requests()) == 1


def test_token_stays_hidden_with_verbose_and_in_json(run: Run, portal: Steered) -> None:
    body = {"message": f"denied for Authorization: Bearer {TOKEN}", "correlationId": TOKEN}
    portal.fault("status", path="/properties/", status=400, body=body, times=0)
    for form in ("text", "json"):
        ended = run("plan", "blueprint.yaml", "--verbose", "--format", form)
        assert ended.code == 1
        assert "denied for Authorization: Bearer ***" in ended.err
        assert "-> 400 in" in ended.err


def test_token_stays_hidden_in_the_report_of_a_run(run: Run, portal: Steered) -> None:
    body = {"message": f"denied for Bearer {TOKEN}", "correlationId": TOKEN}
    portal.fault("status", method="POST", path="/properties/", status=400, body=body, times=0)
    for form, code in (("text", 5), ("json", 1)):
        ended = run(*APPLY, "--verbose", "--format", form)
        assert ended.code == code, "the pipeline goes through the first time"
        assert "denied for Bearer ***" in ended.out


# Portals that are not there, or not HubSpot


def test_nobody_there(run: Run, folder: Path, free_port: int, portal: Steered) -> None:
    project = folder / "provisioner.yaml"
    project.write_text(project.read_text("utf-8").replace(portal.base_url, f"http://127.0.0.1:{free_port}"), "utf-8")
    ended = run(*APPLY)
    refused(ended, 1, "could not be reached", "refused", "base_url")


@pytest.mark.parametrize(
    ("base_url", "code"),
    [("http://example.com", 3), ("ftp://127.0.0.1", 3), ("127.0.0.1", 3), ("https://u:p@127.0.0.1", 3)],
)
def test_address_that_must_not_get_a_token(run: Run, base_url: str, code: int) -> None:
    env = {"HUBSPOT_ACCESS_TOKEN": TOKEN, "HUBSPOT_BASE_URL": base_url}
    refused(run(*APPLY, "--portal", "env", env=env), code, "HUBSPOT_BASE_URL")


@pytest.mark.parametrize(
    ("kind", "path", "told"),
    [
        ("html", "account-info", "a web page"),
        ("html", "/pipelines/", "a web page"),
        ("empty", "/properties/", "nothing"),
        ("garbage", "/properties/", "something that is no JSON"),
    ],
)
def test_answer_that_is_not_hubspots(run: Run, portal: Steered, kind: str, path: str, told: str) -> None:
    portal.fault(kind, path=path, status=200, times=0)
    refused(run(*APPLY), 1, f"the portal answered {told}", "base_url")
    assert portal.writes() == []


@pytest.mark.parametrize(("path", "body"), [("/properties/", {"results": [{}]}), ("/pipelines/", {"ok": True})])
def test_json_that_is_not_hubspots(run: Run, portal: Steered, path: str, body: Any) -> None:
    portal.fault("status", path=path, status=200, body=body, times=0)
    refused(run(*APPLY), 1, "not HubSpot's", "base_url")
    assert portal.writes() == []


def test_account_info_of_something_else(run: Run, portal: Steered) -> None:
    portal.fault("status", path="account-info", status=200, body={"status": "ok"}, times=0)
    refused(run(*APPLY), 1, "names no portal id")
    assert len(portal.requests()) == 1


@pytest.mark.parametrize(("kind", "told"), [("migrating", "24 hours"), ("wrong_region", "https://api-eu1.hubapi.com")])
def test_account_that_lives_elsewhere(run: Run, portal: Steered, kind: str, told: str) -> None:
    portal.fault(kind, path="account-info", times=0)
    refused(run(*APPLY), 1, told)
    assert portal.writes() == []


def test_daily_limit_is_not_waited_for(run: Run, portal: Steered) -> None:
    portal.fault("rate_limited", policy="DAILY", times=0, headers={"X-HubSpot-RateLimit-Daily": "250000"})
    refused(run(*APPLY), 1, "daily limit of 250000 calls", "midnight")


# Rights and limits


def test_missing_scope_is_named_before_anything_is_written(run: Run, portal: Steered) -> None:
    portal.settings(tokens={TOKEN: ["crm.schemas.contacts.read"]})
    ended = run(*APPLY)
    assert ended.code == 1
    assert portal.writes() == []


def test_missing_scope_of_a_write_is_named(run: Run, portal: Steered) -> None:
    portal.settings(tokens={TOKEN: ["crm.schemas.deals.read", "crm.objects.deals.read"]})
    before = portal.dump()
    ended = run(*APPLY)
    assert ended.code == 1
    assert "crm.schemas.deals.write" in ended.out
    assert portal.dump() == before


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ({"custom_property_limit": 11}, "custom properties"),
        ({"pipeline_limits": {"deals": 11, "tickets": 11, "leads": 11, "orders": 11}}, "pipelines"),
    ],
)
def test_account_limit_is_named_before_the_first_write(
    run: Run, portal: Steered, limit: dict[str, Any], told: str
) -> None:
    for number in range(11):
        if told == "pipelines":
            stage = {"label": "Won", "displayOrder": 0, "metadata": {"probability": "1.0"}}
            made = {"label": f"P{number}", "displayOrder": number, "stages": [stage]}
            portal.call("POST", "/crm/pipelines/2026-09/deals", made)
        else:
            made = {"name": f"taken_{number}", "label": f"T{number}", "type": "string", "fieldType": "text"}
            portal.call("POST", "/crm/properties/2026-09/deals", made | {"groupName": "dealinformation"})
    portal.settings(**limit)
    portal.forget_requests()
    refused(run(*APPLY), 1, "deals", "11", told, "nothing was written")
    assert portal.writes() == []


# Consent


@pytest.mark.parametrize("around", ["", "<&-", "</dev/null"])
def test_nobody_can_be_asked(run: Run, portal: Steered, around: str) -> None:
    refused(run("apply", "blueprint.yaml", around=around), 4, "nobody can be asked", "--yes")
    assert portal.writes() == []


def test_yes_does_not_open_a_protected_portal(run: Run, portal: Steered) -> None:
    refused(run(*APPLY, "--portal", "guarded"), 4, "guarded is protected", "--approve")
    assert portal.writes() == []


def test_wrong_approval_is_refused_and_the_right_one_named(run: Run, portal: Steered) -> None:
    fingerprint = json.loads(run("plan", "blueprint.yaml", "--format", "json").out)["fingerprint"]
    refused(run("apply", "blueprint.yaml", "--approve", "0123456789abcdef"), 4, fingerprint, "0123456789abcdef")
    assert portal.writes() == []
    assert run("apply", "blueprint.yaml", "--portal", "guarded", "--approve", fingerprint).code == 0


def test_refusal_in_json_is_a_document(run: Run) -> None:
    ended = run("apply", "blueprint.yaml", "--format", "json")
    assert ended.code == json.loads(ended.out)["exit_code"] == 4
