"""Tokens, scopes and account information (checklist 1 and 9)."""

from __future__ import annotations

import pytest

DEALS = "/crm/v3/properties/deals"


def test_an_unknown_token_is_401(hub):
    hub.speak_as("pat-na1-somebody-else")
    body = hub.refused(hub.get("/account-info/v3/details"), 401, "Authentication credentials not found.")
    assert body["category"] == "INVALID_AUTHENTICATION"


def test_account_info_names_the_portal_but_no_tier(hub):
    body = hub.get("/account-info/v3/details").body
    assert body["portalId"] == 1_000_001
    assert body["accountType"] == "DEVELOPER_TEST"
    assert set(body) == {
        "portalId", "accountType", "timeZone", "companyCurrency", "additionalCurrencies", "utcOffset",
        "utcOffsetMilliseconds", "uiDomain", "dataHostingLocation",
    }  # fmt: skip


def test_account_info_of_2026_09_adds_name_and_birth(hub):
    body = hub.get("/account-info/2026-09/details").body
    assert {"portalName", "createdAt"} < set(body)


def test_account_settings_show(hub):
    hub.switch(account_type="STANDARD", portal_id=1_000_777, currency="ILS")
    body = hub.get("/account-info/2026-03/details").body
    assert (body["accountType"], body["portalId"], body["companyCurrency"]) == ("STANDARD", 1_000_777, "ILS")


def test_private_app_usage_counts_no_service_key(hub):
    results = hub.get("/account-info/v3/api-usage/daily/private-apps").body["results"]
    assert results[0]["currentUsage"] == 0
    assert results[0]["fetchStatus"] == "SUCCESS"


def test_introspection_tells_portal_and_scopes(hub):
    hub.switch(tokens={"pat-local-embedded": None, "pat-narrow": ["crm.schemas.deals.read"]})
    path = "/oauth/v2/private-apps/get/access-token-info"
    everything = hub.post(path, {"tokenKey": "pat-local-embedded"}).body
    assert everything["hubId"] == 1_000_001
    assert {"crm.schemas.deals.write", "crm.lists.write", "crm.pipelines.governance.write"} < set(everything["scopes"])
    assert hub.post(path, {"tokenKey": "pat-narrow"}).body["scopes"] == ["crm.schemas.deals.read", "oauth"]
    assert hub.post(path, {"tokenKey": "pat-unknown"}).status == 401


def test_every_key_may_read_account_info(hub):
    hub.switch(tokens={"pat-none": []})
    hub.speak_as("pat-none")
    assert hub.get("/account-info/v3/details").status == 200


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("POST", DEALS, "crm.schemas.deals.write"),
        ("GET", "/crm/v3/pipelines/deals", "crm.schemas.deals.read"),
        ("GET", "/crm/v3/pipelines/leads", "crm.objects.leads.read"),
        ("GET", "/crm/v3/pipelines/tickets", "tickets"),
        ("GET", "/crm/v3/objects/deals", "crm.objects.deals.read"),
        ("POST", "/crm/v3/objects/deals/search", "crm.objects.deals.read"),
        ("GET", "/crm/v3/owners", "crm.objects.owners.read"),
        ("GET", "/crm/v3/limits/pipelines", "crm.objects.deals.read"),
    ],
)
def test_a_missing_scope_is_named(hub, method, path, scope):
    hub.switch(tokens={"pat-none": ["automation"]})
    hub.speak_as("pat-none")
    body = hub.refused(hub.call(method, path, {} if method == "POST" else None), 403, "required scopes")
    assert body["category"] == "MISSING_SCOPES"
    assert scope in body["errors"][0]["context"]["requiredGranularScopes"]
    hub.switch(tokens={"pat-none": [scope]})
    assert hub.call(method, path, {} if method == "POST" else None).status != 403


def test_limits_do_not_open_to_schema_scopes(hub):
    hub.switch(tokens={"pat-schema": ["crm.schemas.deals.read", "crm.schemas.deals.write"]})
    hub.speak_as("pat-schema")
    assert hub.get("/crm/v3/limits/custom-properties").status == 403


def test_a_write_only_key_cannot_read_and_is_told_no_scope(hub):
    hub.switch(tokens={"pat-writer": ["crm.schemas.deals.write"]})
    hub.speak_as("pat-writer")
    answer = hub.get(DEALS)
    assert answer.status == 403
    assert "errors" not in answer.body
    assert "view_schema" in hub.get("/crm/v3/properties/companies").body["message"]


def test_leads_switched_off_ask_for_the_scope_that_nobody_can_have(hub):
    hub.switch(leads_enabled=False)
    body = hub.refused(hub.get("/crm/v3/pipelines/leads"), 403, "required scopes")
    assert body["errors"][0]["context"]["requiredGranularScopes"] == ["crm.objects.leads.read"]


def test_sensitive_properties_need_scope_then_feature(hub, text_property):
    body = text_property("core_id_number", dataSensitivity="sensitive")
    hub.switch(tokens={"pat-plain": ["crm.schemas.deals.write"], "pat-local-embedded": None})
    hub.speak_as("pat-plain")
    hub.refused(hub.post(DEALS, body), 403, "sensitive-data-property-create")
    hub.speak_as("pat-local-embedded")
    assert "PORTAL_NOT_ENABLED_FOR_SENSITIVE_DATA" in hub.post(DEALS, body).text
    hub.switch(sensitive_data_enabled=True)
    assert hub.post(DEALS, body).status == 201
    assert "core_id_number" not in hub.get(DEALS).text
    found = hub.get(f"{DEALS}?dataSensitivity=sensitive").body["results"]
    assert [one["name"] for one in found] == ["core_id_number"]
    assert hub.get(f"{DEALS}?dataSensitivity=highly_sensitive").body["results"] == []
