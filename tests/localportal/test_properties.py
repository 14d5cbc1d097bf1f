"""Property definitions, one at a time (checklist 4)."""

from __future__ import annotations

import pytest

DEALS = "/crm/v3/properties/deals"
OPTIONS = [
    {"label": "Price", "value": "price", "displayOrder": 0, "hidden": False},
    {"label": "Timing", "value": "timing", "displayOrder": 1, "hidden": False},
]


def names(answer):
    return [one["name"] for one in answer.body["results"]]


def test_a_create_fills_in_the_defaults_and_says_where(hub, text_property):
    answer = hub.post(f"{DEALS}/", text_property("core_note"))
    assert answer.status == 201
    assert answer.headers["location"].endswith("/crm/v3/properties/deals/core_note")
    body = answer.body
    assert {body.pop(key) for key in ("createdAt", "updatedAt")} == {hub.get(f"{DEALS}/core_note").body["createdAt"]}
    assert body == {
        "name": "core_note", "label": "Core_Note", "groupName": "dealinformation", "type": "string",
        "fieldType": "text", "description": "", "options": [], "displayOrder": -1, "calculated": False,
        "externalOptions": False, "hasUniqueValue": False, "hidden": False, "formField": False, "archived": False,
        "dataSensitivity": "non_sensitive", "createdUserId": "50000001", "updatedUserId": "50000001",
        "modificationMetadata": {"archivable": True, "readOnlyDefinition": False, "readOnlyValue": False},
    }  # fmt: skip


def test_key_presence_tells_custom_from_hubspot_defined(hub, text_property):
    hub.made(DEALS, text_property("core_note"))
    found = {one["name"]: one for one in hub.get(DEALS).body["results"]}
    custom, defined = found["core_note"], found["dealname"]
    assert "hubspotDefined" not in custom
    assert defined["hubspotDefined"] is True
    assert not {"archived", "createdUserId", "updatedUserId"} & set(defined)
    assert "createdAt" not in found["hs_is_closed"]


def test_the_list_is_sorted_by_name_and_ignores_locale(hub, text_property):
    for name in ("zeta", "alpha"):
        hub.made(DEALS, text_property(name))
    listed = names(hub.get(f"{DEALS}?locale=he&properties=amount"))
    assert listed == sorted(listed)
    assert {"alpha", "zeta", "amount"} <= set(listed)


def test_archived_ones_have_a_list_of_their_own(hub, text_property):
    hub.made(DEALS, text_property("core_note"))
    assert hub.delete(f"{DEALS}/core_note").status == 204
    assert "core_note" not in names(hub.get(DEALS))
    assert names(hub.get(f"{DEALS}?archived=True")) == ["core_note"]
    assert hub.get(f"{DEALS}/core_note").status == 404
    archived = hub.get(f"{DEALS}/core_note?archived=true").body
    assert archived["archived"] is True
    assert archived["archivedAt"]


def test_archiving_twice_or_nothing_is_404(hub, text_property):
    hub.made(DEALS, text_property("core_note"))
    hub.delete(f"{DEALS}/core_note")
    for name in ("core_note", "never_there"):
        body = hub.refused(hub.delete(f"{DEALS}/{name}"), 404, "does not exist")
        assert body["category"] == "OBJECT_NOT_FOUND"


def test_creating_an_archived_name_restores_it_with_the_posted_definition(hub, text_property):
    hub.made("/crm/v3/objects/deals", {"properties": {"dealname": "A"}})
    born = hub.made(DEALS, text_property("core_note", description="old", label="Old"))["createdAt"]
    record = hub.made("/crm/v3/objects/deals", {"properties": {"core_note": "kept"}})["id"]
    hub.delete(f"{DEALS}/core_note")
    assert "core_note" not in hub.get(f"/crm/v3/objects/deals/{record}?properties=core_note").body["properties"]
    hub.switch(clock_offset_s=60)
    again = hub.made(DEALS, text_property("core_note", fieldType="textarea"))
    assert (again["createdAt"], again["description"], again["fieldType"]) == (born, "", "textarea")
    assert hub.get(f"{DEALS}/core_note?archived=true").status == 404
    assert hub.get(f"/crm/v3/objects/deals/{record}?properties=core_note").body["properties"]["core_note"] == "kept"


def test_restoring_may_change_the_type_but_needs_the_group(hub, text_property):
    hub.made(f"{DEALS}/groups", {"name": "core", "label": "Core"})
    hub.made(DEALS, text_property("core_note", groupName="core"))
    hub.delete(f"{DEALS}/core_note")
    hub.delete(f"{DEALS}/groups/core")
    hub.refused(hub.post(DEALS, text_property("core_note", groupName="core")), 400, "does not exist",
                "GROUP_DOES_NOT_EXIST")  # fmt: skip
    assert hub.made(DEALS, text_property("core_note", type="number", fieldType="number"))["type"] == "number"


@pytest.mark.parametrize(
    ("version", "category", "sub_category"),
    [
        ("2026-09", "OBJECT_ALREADY_EXISTS", "Properties.PROPERTY_WITH_NAME_EXISTS"),
        ("2026-03", "VALIDATION_ERROR", "PropertyValidationError.PROPERTY_EXISTS"),
    ],
)
def test_an_active_name_is_409(hub, text_property, version, category, sub_category):
    hub.made(DEALS, text_property("core_note"))
    answer = hub.post(f"/crm/properties/{version}/deals", text_property("core_note", label="Other"))
    assert hub.refused(answer, 409, "already exists", sub_category)["category"] == category
    assert hub.get(f"{DEALS}/core_note").body["label"] == "Core_Note"


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Core_note"}, {"name": "core-note"}, {"name": "1core"}, {"name": "hs_mine"}, {"name": "a12_mine"},
        {"name": "x" * 101}, {"name": ""}, {"label": " "}, {"groupName": "nowhere"}, {"type": "colour"},
        {"type": "number", "fieldType": "text"}, {"type": "date", "fieldType": "text"},
        {"type": "string", "fieldType": "select"}, {"type": "enumeration", "fieldType": "select"},
        {"type": "bool", "fieldType": "booleancheckbox"}, {"displayOrder": "first"}, {"hidden": "no"},
        {"numberDisplayHint": ""}, {"textDisplayHint": ""}, {"externalOptions": True},
        {"currencyPropertyName": "deal_currency_code"}, {"fieldType": "calculation_equation"},
    ],
)  # fmt: skip
def test_definitions_that_hubspot_would_not_take(hub, text_property, change):
    answer = hub.post(DEALS, text_property("core_note", **change))
    assert answer.status == 400, answer.text
    assert "core_note" not in names(hub.get(DEALS))


def test_bool_wants_exactly_true_and_false(hub, text_property):
    body = text_property("core_flag", type="bool", fieldType="booleancheckbox")
    options = [{"label": "Yes", "value": "true", "displayOrder": 0, "hidden": False}]
    hub.refused(hub.post(DEALS, body | {"options": options}), 400, "exactly the options",
                "PropertyValidationError.INVALID_BOOLEAN_OPTION")  # fmt: skip
    options.append({"label": "No", "value": "false", "displayOrder": 1, "hidden": False})
    assert hub.made(DEALS, body | {"options": options})["options"] == options


@pytest.mark.parametrize(
    "bad",
    [
        [{"label": "A", "hidden": False, "displayOrder": 0}],
        [{"label": "A", "value": "a", "displayOrder": 0}],
        [OPTIONS[0], OPTIONS[0] | {"label": "Other"}],
        [OPTIONS[0], OPTIONS[0] | {"value": "other"}],
        [OPTIONS[0] | {"label": "x" * 3001}],
        ["price"],
    ],
)
def test_bad_options(hub, text_property, bad):
    body = text_property("core_reason", type="enumeration", fieldType="select", options=bad)
    assert hub.post(DEALS, body).status == 400


def test_option_order_is_required_from_2026_03_on(hub, text_property):
    option = {"label": "A", "value": "a", "hidden": False}
    body = text_property("core_reason", type="enumeration", fieldType="select", options=[option])
    assert hub.post("/crm/properties/2026-03/deals", body).status == 400
    assert hub.post(DEALS, body).status == 201


def test_a_patch_merges_but_replaces_options_whole(hub, text_property):
    hub.made(DEALS, text_property("core_reason", type="enumeration", fieldType="select", options=OPTIONS))
    changed = hub.patch(f"{DEALS}/core_reason", {"label": "Why"}).body
    assert (changed["label"], changed["options"]) == ("Why", OPTIONS)
    hub.patch(f"{DEALS}/core_reason", {"options": OPTIONS[1:]})
    assert hub.get(f"{DEALS}/core_reason").body["options"] == OPTIONS[1:]


def test_create_only_and_unknown_fields_are_ignored_with_200(hub, text_property):
    hub.made(DEALS, text_property("core_note"))
    ignored = {
        "hasUniqueValue": True, "dataSensitivity": "sensitive", "referencedObjectType": "OWNER",
        "dateDisplayHint": "absolute", "defaultValue": "x", "name": "other", "nonsense": 1, "numberDisplayHint": None,
    }  # fmt: skip
    before = hub.get(f"{DEALS}/core_note").body
    answer = hub.patch(f"{DEALS}/core_note", ignored)
    assert answer.status == 200
    assert {key: answer.body.get(key) for key in before if key != "updatedAt"} == {
        key: value for key, value in before.items() if key != "updatedAt"
    }


def test_type_and_group_can_change(hub, text_property):
    hub.made(f"{DEALS}/groups", {"name": "core", "label": "Core"})
    hub.made(DEALS, text_property("core_note"))
    change = {"type": "enumeration", "fieldType": "select", "options": OPTIONS, "groupName": "core"}
    changed = hub.patch(f"{DEALS}/core_note", change).body
    assert (changed["type"], changed["groupName"]) == ("enumeration", "core")
    assert hub.patch(f"{DEALS}/core_note", {"groupName": "nowhere"}).status == 400
    assert hub.patch(f"{DEALS}/core_note", {"fieldType": "number"}).status == 400


def test_patching_what_is_not_there_is_404(hub):
    assert hub.patch(f"{DEALS}/nothing", {"label": "X"}).status == 404


def test_modification_metadata_decides_what_may_change(hub):
    status, industry = "/crm/v3/properties/contacts/hs_lead_status", "/crm/v3/properties/companies/industry"
    assert hub.patch(status, {"label": "Other"}).status == 400
    assert hub.patch(status, {"options": OPTIONS}).status == 200
    assert hub.patch(industry, {"label": "Branch"}).body["label"] == "Branch"
    assert hub.patch(f"{DEALS}/hs_manual_forecast_category", {"options": OPTIONS}).status == 400
    assert hub.patch(f"{DEALS}/dealname", {"description": "x"}).status == 400
    assert hub.delete("/crm/v3/properties/contacts/firstname").status == 400
    assert hub.get(status).body["hubspotDefined"] is True


def test_owner_pickers(hub, text_property):
    body = text_property(
        "core_coach", type="enumeration", fieldType="select", externalOptions=True, referencedObjectType="OWNER"
    )
    assert hub.made(DEALS, body)["referencedObjectType"] == "OWNER"
    assert hub.post(DEALS, body | {"name": "core_other", "options": OPTIONS}).status == 400


def test_currency_symbols_cannot_be_switched_off_once_named(hub, text_property):
    body = text_property("core_fee", type="number", fieldType="number", showCurrencySymbol=True,
                         currencyPropertyName="deal_currency_code")  # fmt: skip
    hub.made(DEALS, body)
    answer = hub.patch(f"{DEALS}/core_fee", {"showCurrencySymbol": False})
    assert "ONLY_CURRENCY_PROPERTIES_CAN_SPECIFY_CURRENCY" in answer.text


def test_at_most_ten_unique_properties(hub, text_property):
    for at in range(10):
        hub.made(DEALS, text_property(f"core_key{at}", hasUniqueValue=True))
    assert hub.post(DEALS, text_property("core_key10", hasUniqueValue=True)).status == 400


def test_limits_refuse(hub, text_property):
    hub.switch(custom_property_limit=1)
    hub.made(DEALS, text_property("core_a"))
    assert (
        "limit of 1"
        in hub.refused(
            hub.post(DEALS, text_property("core_b")), 400, "limit", "PropertyValidationError.LIMIT_EXCEEDED"
        )["message"]
    )
    hub.switch(custom_property_limit=1000, custom_property_overall_limit=1)
    assert hub.post(DEALS, text_property("core_b")).status == 400
    hub.delete(f"{DEALS}/core_a")
    assert hub.post(DEALS, text_property("core_b")).status == 201


def test_missing_fields_are_named(hub):
    hub.refused(
        hub.post(DEALS, {"name": "x"}), 400, "required fields were not set: [label, groupName, type, fieldType]"
    )
    assert hub.post(DEALS, [1]).status == 400
    assert hub.pool.request("POST", hub.portal.base_url + DEALS, body=b"{", headers={
        "Authorization": f"Bearer {hub.token}"}).status == 400  # fmt: skip


def test_strange_types_are_served_on_reads(hub):
    found = {(one["type"], one["fieldType"]) for one in hub.get(DEALS).body["results"]}
    assert {("number", "calculation_rollup"), ("number", "calculation_score"), ("object_coordinates", "text"),
            ("datetime", "calculation_equation"), ("datetime", "text"), ("number", "text")} <= found  # fmt: skip
