"""Answers about records and what belongs to them against HubSpot's OpenAPI files; see test_contract."""

from __future__ import annotations

from tests.localportal.test_contract import check, pytestmark, spec

__all__ = ["pytestmark"]


def test_records_with_their_past_and_their_links(hub):
    document, path = spec("crm-objects-v3"), "/crm/v3/objects/{objectType}"
    deal = hub.made("/crm/v3/objects/deals", {"properties": {"dealname": "A"}})["id"]
    person = hub.made("/crm/v3/objects/contacts", {"properties": {"email": "a@example.com"}})["id"]
    hub.put(f"/crm/v4/objects/deals/{deal}/associations/default/contacts/{person}", None)
    query = "?propertiesWithHistory=dealstage,dealname&associations=contacts"
    listed_deals = hub.get(f"/crm/v3/objects/deals{query}")
    assert listed_deals.body["results"][0]["associations"]
    check(document, path, "get", listed_deals)
    check(document, f"{path}/{{objectId}}", "get", hub.get(f"/crm/v3/objects/deals/{deal}{query}"))
    inputs = {"inputs": [{"id": deal}], "propertiesWithHistory": ["dealname"]}
    check(document, f"{path}/batch/read", "post", hub.post("/crm/v3/objects/deals/batch/read", inputs))
    upsert = {"inputs": [{"id": "a@example.com", "idProperty": "email", "properties": {"phone": "1"}}]}
    check(document, f"{path}/batch/upsert", "post", hub.post("/crm/v3/objects/contacts/batch/upsert", upsert))


def test_goals(hub):
    document, path = spec("crm-goal-targets-v3"), "/crm/v3/objects/goal_targets"
    values = {"hs_goal_name": "G", "hs_target_amount": "100", "hs_start_datetime": "2026-10-01T00:00:00.000Z"}
    made = hub.post(path, {"properties": values, "associations": []})
    check(document, path, "post", made)
    check(document, path, "get", hub.get(path))
    check(document, f"{path}/{{goalTargetId}}", "get", hub.get(f"{path}/{made.body['id']}"))
    check(document, f"{path}/search", "post", hub.post(f"{path}/search", {"properties": ["hs_target_amount"]}))


def test_associations(hub):
    document = spec("crm-associations-v4")
    deal = hub.made("/crm/v3/objects/deals", {"properties": {"dealname": "A"}})["id"]
    person = hub.made("/crm/v3/objects/contacts", {"properties": {"email": "a@example.com"}})["id"]
    pair, types = {"from": {"id": deal}, "to": {"id": person}}, [
        {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 3}
    ]  # fmt: skip
    one = "/crm/v4/objects/{objectType}/{objectId}/associations/{toObjectType}"
    joined = f"/crm/v4/objects/deals/{deal}/associations"
    check(document, f"{one}/{{toObjectId}}", "put", hub.put(f"{joined}/contacts/{person}", types))
    plainly = "/crm/v4/objects/{fromObjectType}/{fromObjectId}/associations/default/{toObjectType}/{toObjectId}"
    check(document, plainly, "put", hub.put(f"{joined}/default/contacts/{person}", None))
    check(document, one, "get", hub.get(f"{joined}/contacts"))
    batch, path = (
        "/crm/v4/associations/{fromObjectType}/{toObjectType}/batch",
        "/crm/v4/associations/deals/contacts/batch",
    )
    ids = {"inputs": [{"id": deal}, {"id": "7"}]}
    check(document, f"{batch}/read", "post", hub.post(f"{path}/read", ids))
    check(document, f"{batch}/create", "post", hub.post(f"{path}/create", {"inputs": [pair | {"types": types}]}))
    check(document, f"{batch}/create", "post", hub.post(f"{path}/create", {"inputs": [pair | {"types": []}]}))
    check(document, f"{batch}/associate/default", "post", hub.post(f"{path}/associate/default", {"inputs": [pair]}))
    named = {"inputs": [pair | {"types": types}]}
    check(document, f"{batch}/labels/archive", "post", hub.post(f"{path}/labels/archive", named))
    gone = {"inputs": [{"from": {"id": deal}, "to": [{"id": person}]}]}
    check(document, f"{batch}/archive", "post", hub.post(f"{path}/archive", gone))
    check(document, f"{one}/{{toObjectId}}", "delete", hub.delete(f"{joined}/contacts/{person}"))


def test_currencies(hub):
    hub.switch(exchange_rates={"ILS": 0.27})
    document, base = spec("settings-multicurrency-v3"), "/settings/v3/currencies"
    for path in ("company-currency", "exchange-rates", "exchange-rates/current"):
        check(document, f"{base}/{path}", "get", hub.get(f"{base}/{path}"))
    check(document, f"{base}/exchange-rates/{{exchangeRateId}}", "get", hub.get(f"{base}/exchange-rates/1"))


def test_exports(hub):
    document, base = spec("crm-exports-v3"), "/crm/v3/exports/export"
    body = {"exportType": "VIEW", "exportName": "d", "objectType": "0-3", "format": "CSV", "language": "EN",
            "objectProperties": ["dealname"]}  # fmt: skip
    started = hub.post(f"{base}/async", body)
    check(document, f"{base}/async", "post", started)
    for _ in range(2):
        check(document, f"{base}/{{exportId}}", "get", hub.get(f"{base}/{started.body['id']}"))
        status = hub.get(f"{base}/async/tasks/{started.body['id']}/status")
        check(document, f"{base}/async/tasks/{{taskId}}/status", "get", status)
