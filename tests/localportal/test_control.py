"""The control surface: log, connections, settings, reset, dump, load, seed; and birth (checklist 9 and 10)."""

from __future__ import annotations

import json

import pytest

from provisioner.localportal import contents
from provisioner.localportal.surfaces import SURFACES


def test_the_log_tells_what_was_asked(hub):
    hub.delete("/_portal/requests")
    hub.post("/crm/v3/properties/deals/groups?x=1", {"name": "core", "label": "ליבה"})
    hub.get("/crm/v3/properties/deals/nothing")
    first, second = hub.get("/_portal/requests").body["results"]
    assert (first["method"], first["path"], first["query"], first["status"]) == (
        "POST", "/crm/v3/properties/deals/groups", "x=1", 201,
    )  # fmt: skip
    assert first["body"] == {"name": "core", "label": "ליבה"}
    assert (second["status"], second["body"]) == (404, None)
    assert first["connection"] == second["connection"]
    assert first["time"] <= second["time"]
    assert hub.token not in json.dumps([first, second])
    assert hub.get("/_portal/connections").body["api"] == 1


def test_settings_are_kept_and_checked(hub):
    hub.switch(honour_ids=False, latency_ms=1)
    told = hub.get("/_portal/settings").body
    assert (told["honour_ids"], told["latency_ms"]) == (False, 1)
    for bad in ({"colour": 1}, {"honour_ids": "no"}, {"stage_order": "random"}, {"read_lag": -1}, {"tokens": {}},
                {"time_zone": "Mars/Base"}):  # fmt: skip
        answer = hub.patch("/_portal/settings", bad)
        assert answer.status == 400
        assert next(iter(bad)) in answer.body["message"]


def test_unknown_commands_list_the_known(hub):
    assert "GET dump" in hub.get("/_portal/nonsense").body["commands"]


def test_a_new_portal_has_what_hubspot_ships(hub):
    deals = hub.get("/crm/v3/pipelines/deals").body["results"]
    assert [one["id"] for one in deals] == ["default"]
    stages = {stage["id"]: stage["metadata"]["probability"] for stage in deals[0]["stages"]}
    assert stages == {
        "appointmentscheduled": "0.2", "qualifiedtobuy": "0.4", "presentationscheduled": "0.6",
        "decisionmakerboughtin": "0.8", "contractsent": "0.9", "closedwon": "1.0", "closedlost": "0.0",
    }  # fmt: skip
    tickets = hub.get("/crm/v3/pipelines/tickets").body["results"]
    assert (tickets[0]["id"], sorted(stage["id"] for stage in tickets[0]["stages"])) == ("0", ["1", "2", "3", "4"])
    leads = hub.get("/crm/v3/pipelines/leads").body["results"]
    assert leads[0]["id"] == "lead-pipeline-id"
    category = hub.get("/crm/v3/properties/deals/hs_manual_forecast_category").body
    assert [one["value"] for one in category["options"]] == ["OMIT", "PIPELINE", "BEST_CASE", "COMMIT", "CLOSED"]
    for name, group in (
        ("deals", "dealinformation"),
        ("contacts", "contactinformation"),
        ("companies", "companyinformation"),
    ):
        assert group in hub.get(f"/crm/v3/properties/{name}/groups").text


def test_a_portal_can_be_born_without_default_pipelines(hub):
    hub.post("/_portal/reset", {"keep_defaults": False})
    assert [hub.get(f"/crm/v3/pipelines/{name}").body["results"] for name in ("deals", "tickets", "leads")] == [[]] * 3
    assert hub.get("/crm/v3/properties/deals/dealname").status == 200
    hub.post("/_portal/reset", {"keep_defaults": True})
    assert len(hub.get("/crm/v3/pipelines/deals").body["results"]) == 1


@pytest.fixture
def lived(hub, text_property, pipeline_body):
    """A portal in which something of everything has happened."""
    hub.made("/crm/v3/properties/deals/groups", {"name": "core", "label": "ליבה"})
    hub.made("/crm/v3/properties/deals", text_property("core_note", groupName="core"))
    hub.made("/crm/v3/properties/deals", text_property("core_gone", groupName="core"))
    hub.delete("/crm/v3/properties/deals/core_gone")
    hub.patch("/crm/v3/properties/contacts/hs_lead_status", {"options": []})
    hub.made("/crm/v3/pipelines/deals", pipeline_body("x", "0.2", "1", "0"))
    hub.delete("/crm/v3/pipelines/deals/default/stages/contractsent")
    hub.made("/crm/v3/objects/deals", {"properties": {"dealstage": "x_s1", "core_note": "A"}})
    hub.post("/_portal/seed", {"deals": 20, "leads": 5, "seed": 3, "until": "2026-06-30"})
    return hub


@pytest.mark.parametrize("query", ["", "?hubspot_defined=false"])
def test_a_dump_can_be_loaded_and_dumped_again(lived, query):
    dumped = lived.get(f"/_portal/dump{query}").text
    lived.post("/_portal/reset", {})
    assert lived.call("POST", "/_portal/load", json.loads(dumped)).status == 204
    assert lived.get(f"/_portal/dump{query}").text == dumped
    assert lived.get("/crm/v3/properties/deals/core_gone?archived=true").status == 200
    assert lived.get("/crm/v3/pipelines/deals/default/stages/contractsent").status == 404
    assert lived.get("/crm/v3/properties/deals/hs_v2_date_entered_x_s0").status == 200


def test_the_short_dump_tells_only_what_differs_from_a_new_portal(hub, lived):
    told = hub.get("/_portal/dump?hubspot_defined=false").body
    surfaces = {surface.name for surface in SURFACES if surface.dump}
    assert set(told) == {"format", "hubspot_defined", "settings"} | surfaces
    assert {name: [one["name"] for one in listed] for name, listed in told["properties"].items()} == {
        "contacts": ["hs_lead_status"], "deals": ["core_gone", "core_note"],
    }  # fmt: skip
    assert set(told["pipelines"]) == {"deals"}
    lived.post("/_portal/reset", {})
    empty = hub.get("/_portal/dump?hubspot_defined=false").body
    assert {name: part for name, part in empty.items() if part} == {"format": contents.FORMAT}


def test_the_same_history_gives_the_same_dump(hub, text_property, pipeline_body):
    dumps = []
    for offset in (0, 4000):
        hub.post("/_portal/reset", {})
        hub.switch(clock_offset_s=offset)
        hub.made("/crm/v3/properties/deals", text_property("core_note"))
        hub.made("/crm/v3/pipelines/deals", pipeline_body("x", "0.2", "1"))
        made = hub.made("/crm/v3/objects/deals", {"properties": {"dealstage": "x_s0"}})
        hub.patch(f"/crm/v3/objects/deals/{made['id']}", {"properties": {"dealstage": "x_s1"}})
        hub.switch(clock_offset_s=0)
        dumps.append(hub.get("/_portal/dump").text)
    assert dumps[0] == dumps[1]


def test_bad_dumps_are_refused_and_change_nothing(hub):
    before = hub.get("/_portal/dump").text
    for bad in ({}, {"format": "other"}, {"format": contents.FORMAT}, {"format": contents.FORMAT, "settings": {},
                "hubspot_defined": True, "groups": 3}):  # fmt: skip
        assert hub.post("/_portal/load", bad).status == 400
    assert hub.get("/_portal/dump").text == before


def test_seeding_is_believable_and_repeats(hub):
    dumps = []
    for _ in range(2):
        hub.post("/_portal/reset", {})
        planted = hub.post("/_portal/seed", {"deals": 60, "leads": 20, "seed": 7, "until": "2026-06-30"}).body
        assert sum(planted["stages"]["deals"].values()) == 60
        assert sum(planted["stages"]["leads"].values()) == 20
        dumps.append(hub.get("/_portal/dump").text)
    assert dumps[0] == dumps[1]
    won = {"filterGroups": [{"filters": [{"propertyName": "hs_is_closed_won", "operator": "EQ", "value": "true"}]}]}
    found = hub.post("/crm/v3/objects/deals/search", won).body
    assert found["total"] == planted["stages"]["deals"]["default/closedwon"]
    deal = found["results"][0]["properties"]
    owned = hub.post("/crm/v3/objects/deals/search", {"properties": ["hubspot_owner_id"], "limit": 60}).body["results"]
    assert deal["createdate"] < deal["closedate"] < "2026-07-01"
    assert len({deal["properties"]["hubspot_owner_id"] for deal in owned}) == 5
    assert hub.post("/crm/v3/objects/contacts/search", {}).body["total"] == 20


def test_seeding_can_be_kept_to_pipelines_and_fills_custom_options(hub, pipeline_body, text_property):
    hub.made("/crm/v3/pipelines/deals", pipeline_body("x", "0.2", "1", "0"))
    options = [{"label": "A", "value": "a", "displayOrder": 0, "hidden": False}]
    body = text_property("core_reason", type="enumeration", fieldType="select", options=options)
    hub.made("/crm/v3/properties/deals", body)
    planted = hub.post("/_portal/seed", {"deals": 30, "pipelines": ["x"]}).body
    assert {name.split("/")[0] for name in planted["stages"]["deals"]} == {"x"}
    filled = {"filterGroups": [{"filters": [{"propertyName": "core_reason", "operator": "EQ", "value": "a"}]}]}
    assert 5 < hub.post("/crm/v3/objects/deals/search", filled).body["total"] < 30
    for bad in ({"deals": -1}, {"deals": 1, "pipelines": ["nowhere"]}, {"colour": 1}, {"team": 99}):
        assert hub.post("/_portal/seed", bad).status == 400


def test_limits_tell_use(hub, text_property, pipeline_body):
    hub.made("/crm/v3/properties/deals", text_property("core_a"))
    hub.made("/crm/v3/pipelines/deals", pipeline_body("x", "0.2"))
    hub.made("/crm/v3/objects/deals", {"properties": {}})
    properties = hub.get("/crm/v3/limits/custom-properties").body
    assert properties["overallUsage"] == 1
    deals = next(one for one in properties["byObjectType"] if one["objectTypeId"] == "0-3")
    assert (deals["limit"], deals["usage"], deals["percentage"]) == (1000, 1, 0.1)
    for name in ("pipelines", "records"):
        listed = hub.get(f"/crm/limits/2026-03/{name}").body["hubspotDefinedObjectTypes"]
        assert next(one for one in listed if one["objectTypeId"] == "0-3")["usage"] == 1
    assert hub.get("/crm/v3/limits/calculated-properties").body["byObjectType"] == []
    assert hub.get("/crm/v3/limits/custom-object-types").body["usage"] == 0
