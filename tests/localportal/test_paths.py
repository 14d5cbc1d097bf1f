"""Path forms, unknown routes, and object names."""

from __future__ import annotations

import pytest

from provisioner.localportal import paths


@pytest.mark.parametrize("version", ["v3", "2026-03", "2026-09"])
@pytest.mark.parametrize(
    ("area", "rest"),
    [
        ("properties", "/deals"), ("properties", "/deals/groups"), ("pipelines", "/deals"), ("objects", "/deals"),
        ("owners", ""), ("limits", "/pipelines"), ("account-info", "/details"),
    ],
)  # fmt: skip
def test_one_handler_answers_every_form(hub, version, area, rest):
    path = f"/crm/v3/{area}{rest}" if version == "v3" else f"/crm/{area}/{version}{rest}"
    if area == "account-info":
        path = f"/account-info/{version}{rest}"
    assert hub.get(path).status == 200
    assert hub.get(f"{path}/").status == 200


@pytest.mark.parametrize("name", ["deals", "deal", "DEALS", "Deal", "0-3"])
def test_an_object_has_many_names(hub, name):
    assert hub.get(f"/crm/v3/properties/{name}/dealname").status == 200


def test_an_object_that_is_not_one(hub):
    hub.refused(hub.get("/crm/v3/properties/gadgets"), 400, "Unable to infer object type")


def test_parts_are_percent_decoded():
    assert paths.split("/crm/v3/pipelines/deals/a%20b/") == ("pipelines", "v3", ("deals", "a b"))
    assert paths.split("/crm/v9/pipelines/deals") is None
    assert paths.split("/automation/v4/2027-03-beta/flows") == ("automation", "v4/2027-03-beta", ("flows",))


def test_unknown_routes_are_loud_and_remembered(hub):
    asked = [("GET", "/crm/v3/schemas"), ("PUT", "/crm/v3/properties/deals/x"), ("GET", "/automation/v4/actions")]
    for method, path in asked:
        answer = hub.call(method, path)
        assert (answer.status, answer.body["category"]) == (404, "LOCAL_PORTAL_UNKNOWN_ROUTE")
        assert f"{method} {path}" in answer.body["message"]
    assert [(one["method"], one["path"]) for one in hub.get("/_portal/unknown").body["results"]] == asked
    hub.delete("/_portal/unknown")
    assert hub.get("/_portal/unknown").body["results"] == []


def test_an_endless_address_is_an_html_414(hub):
    answer = hub.get("/crm/v3/objects/deals?properties=" + "x," * 8000)
    assert answer.status == 414
    assert "<html>" in answer.text
