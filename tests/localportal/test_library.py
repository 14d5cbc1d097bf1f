"""The object library: which objects an account has switched on, and what an account of a smaller tier answers."""

from __future__ import annotations

import pytest

LIBRARY = "/crm/v3/object-library/enablement"
LABELS = "/crm/limits/2026-09/associations/labels?fromObjectTypeId=0-3&toObjectTypeId=0-1"


def test_every_object_is_told_by_its_id(hub):
    told = hub.get(LIBRARY).body["enablementByObjectTypeId"]
    assert told["0-136"] is True
    assert {"0-1", "0-2", "0-3", "0-5"} <= set(told)
    assert hub.get(f"{LIBRARY}/0-136").body == {"enablement": True}


def test_an_account_without_leads(hub):
    hub.patch("/_portal/settings", {"leads_enabled": False})
    assert hub.get(LIBRARY).body["enablementByObjectTypeId"]["0-136"] is False
    assert hub.get(f"{LIBRARY}/0-136").body == {"enablement": False}
    for path in ("/crm/v3/properties/leads", "/crm/v3/pipelines/leads", "/crm/v3/objects/leads"):
        assert hub.get(path).status == 403
    assert hub.post("/crm/v3/objects/leads/search", {"limit": 1}).status == 403


def test_an_unknown_object(hub):
    assert hub.get(f"{LIBRARY}/0-9999").status == 404


@pytest.mark.parametrize("scopes", [["crm.schemas.deals.read"], ["automation"]])
def test_schema_scopes_do_not_open_it(hub, scopes):
    hub.patch("/_portal/settings", {"tokens": {hub.token: scopes}})
    refused = hub.get(LIBRARY)
    assert (refused.status, refused.body["category"]) == (403, "MISSING_SCOPES")
    assert "crm.objects.deals.read" in refused.body["errors"][0]["context"]["requiredGranularScopes"]


def test_limits_of_labels_without_the_product(hub):
    assert hub.get(LABELS).body == {"results": []}
    hub.patch("/_portal/settings", {"association_labels_enabled": False})
    refused = hub.get(LABELS)
    assert refused.status == 403
    assert "errors" not in refused.body
