"""Association labels: what the two records of an association are to each other."""

from __future__ import annotations

import pytest

FORMS = ["/crm/v4/associations", "/crm/associations/v4", "/crm/associations/2026-03", "/crm/associations/2026-09"]
BASE = FORMS[3]
PAIR, BACK = f"{BASE}/deals/contacts/labels", f"{BASE}/contacts/deals/labels"
CHAMPION = {"name": "champion", "label": "Champion", "inverseLabel": "Champion of"}


def made(hub, **fields):
    answer = hub.post(PAIR, CHAMPION | fields)
    assert answer.status == 200, answer.text
    return [one["typeId"] for one in answer.body["results"]]


def own(hub, path=PAIR):
    return [(one["typeId"], one["label"]) for one in hub.get(path).body["results"] if one["category"] == "USER_DEFINED"]


@pytest.mark.parametrize("form", FORMS)
def test_every_path_form_answers(hub, form):
    assert hub.get(f"{form}/deal/0-1/labels/").status == 200
    answer = hub.post(f"{form}/deals/contacts/labels", CHAMPION)
    assert answer.status == 200
    there, _ = (one["typeId"] for one in answer.body["results"])
    changed = {"associationTypeId": there, "label": "Friend", "inverseLabel": "Friend of"}
    assert hub.put(f"{form}/deals/contacts/labels", changed).status == 204
    assert hub.delete(f"{form}/deals/contacts/labels/{there}").status == 204


def test_hubspots_own_are_listed_and_the_plain_one_has_no_label(hub):
    found = hub.get(f"{BASE}/contacts/companies/labels").body["results"]
    assert [(one["category"], one["typeId"], one["label"]) for one in found] == [
        ("HUBSPOT_DEFINED", 279, None), ("HUBSPOT_DEFINED", 1, "Primary"), ("HUBSPOT_DEFINED", 931, "Billing Contact"),
    ]  # fmt: skip
    assert [one["typeId"] for one in hub.get(PAIR).body["results"]] == [3]
    assert hub.get(f"{BASE}/quotes/calls/labels").body == {"results": []}


def test_a_label_has_a_type_for_each_direction_and_never_tells_its_name(hub):
    answer = hub.post(PAIR, CHAMPION)
    there, back = answer.body["results"]
    assert there == {
        "category": "USER_DEFINED", "typeId": there["typeId"], "label": "Champion",
        "fromObjectTypeId": None, "toObjectTypeId": None,
    }  # fmt: skip
    assert (back["label"], back["typeId"] != there["typeId"]) == ("Champion of", True)
    assert own(hub) == [(there["typeId"], "Champion")]
    assert own(hub, BACK) == [(back["typeId"], "Champion of")]
    assert "champion" not in hub.get(PAIR).text
    hub.switch(label_object_types_shown=True)
    assert hub.get(PAIR).body["results"][1]["fromObjectTypeId"] == "0-3"


def test_without_an_inverse_the_text_stands_on_both_sides(hub):
    there, back = made(hub, inverseLabel=None)
    assert own(hub, BACK) == [(back, "Champion")]
    put = {"associationTypeId": there, "label": "מקדם פנימי", "inverseLabel": "נתמך על ידי"}
    assert hub.put(PAIR, put).status == 204
    assert (own(hub), own(hub, BACK)) == ([(there, "מקדם פנימי")], [(back, "נתמך על ידי")])
    assert hub.put(PAIR, {"associationTypeId": there, "label": "Ally"}).status == 204
    assert (own(hub), own(hub, BACK)) == ([(there, "Ally")], [(back, "Ally")])


def test_a_put_speaks_from_the_side_of_its_type(hub):
    there, back = made(hub)
    assert hub.put(BACK, {"associationTypeId": back, "label": "of", "inverseLabel": "is"}).status == 204
    assert (own(hub), own(hub, BACK)) == ([(there, "is")], [(back, "of")])


def test_either_type_removes_both_and_numbers_do_not_come_back(hub):
    _, back = made(hub)
    assert hub.delete(f"{BACK}/{back}").status == 204
    assert (own(hub), own(hub, BACK)) == ([], [])
    assert min(made(hub)) > back


@pytest.mark.parametrize(("status", "message"), [(400, "Unable to find"), (404, "Unable to find"), (204, "")])
def test_removing_what_is_not_there(hub, status, message):
    hub.switch(unknown_label_delete_status=status)
    answer = hub.delete(f"{PAIR}/7777")
    assert answer.status == status
    assert message in answer.text
    assert hub.delete(f"{PAIR}/x").status == 400


def test_names_are_unique_in_the_account_and_texts_in_a_direction(hub):
    made(hub)
    other = f"{BASE}/companies/contacts/labels"
    hub.refused(hub.post(other, CHAMPION), 400, "named champion already exists")
    hub.refused(hub.post(PAIR, CHAMPION | {"name": "second"}), 400, "label Champion already exists")
    twin = {"name": "third", "label": "Something", "inverseLabel": "Champion of"}
    hub.refused(hub.post(PAIR, twin), 400, "label Champion of already exists")
    assert hub.post(other, CHAMPION | {"name": "champion_of_company"}).status == 200
    there, _ = made(hub, name="fourth", label="Blocker", inverseLabel="Blocked by")
    hub.refused(hub.put(PAIR, {"associationTypeId": there, "label": "Champion"}), 400, "already exists")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "[name, label]"), ({"name": "a", "label": ""}, "[label]"),
        ({"name": "a", "label": 7}, "label must be text"),
        ({"name": "a", "label": "A", "inverseLabel": " "}, "inverseLabel must be text"),
        ({"name": "decision-maker", "label": "A"}, "is not valid"), ({"name": "1st", "label": "A"}, "is not valid"),
    ],
)  # fmt: skip
def test_labels_that_cannot_be(hub, body, message):
    hub.refused(hub.post(PAIR, body), 400, message)
    assert own(hub) == []


def test_what_hubspot_ships_cannot_be_changed(hub):
    hub.refused(hub.put(PAIR, {"associationTypeId": 3, "label": "Mine"}), 400, "defined by HubSpot")
    hub.refused(hub.delete(f"{PAIR}/3"), 400, "defined by HubSpot")
    hub.refused(hub.put(PAIR, {"associationTypeId": 9999, "label": "Mine"}), 400, "Unable to find association type")
    hub.refused(hub.put(PAIR, {"label": "Mine"}), 400, "[associationTypeId]")
    there, _ = made(hub)
    hub.refused(hub.put(f"{BASE}/deals/companies/labels", {"associationTypeId": there, "label": "x"}), 400, "Unable")


def test_a_pair_takes_fifty(hub):
    hub.switch(association_label_limit=2)
    made(hub)
    assert hub.post(BACK, {"name": "b", "label": "B"}).status == 200
    hub.refused(hub.post(PAIR, {"name": "c", "label": "C"}), 437, "No more than 2 association types")
    assert hub.get("/_portal/settings").body["association_label_limit"] == 2
    assert hub.post(f"{BASE}/deals/companies/labels", {"name": "c", "label": "C"}).status == 200


def test_limits_count_each_direction(hub):
    path = "/crm/limits/2026-09/associations/labels"
    assert hub.get(path).body == {"results": []}
    made(hub)
    there, back = hub.get(path).body["results"]
    assert (there["fromObjectType"]["objectTypeId"], there["allLabels"]) == ("0-1", ["Champion of"])
    assert (back["limit"], back["usage"], back["percentage"]) == (50, 1, 2.0)
    narrowed = hub.get(f"{path}?fromObjectTypeId=0-3&toObjectTypeId=0-1").body["results"]
    assert [one["allLabels"] for one in narrowed] == [["Champion"]]


def test_a_lower_tier_reads_but_makes_none(hub):
    hub.switch(association_labels_enabled=False)
    hub.refused(hub.post(PAIR, CHAMPION), 403, "Professional or Enterprise")
    hub.refused(hub.put(PAIR, {"associationTypeId": 3, "label": "x"}), 403, "Professional or Enterprise")
    assert hub.get(PAIR).status == 200


def test_both_objects_ask_for_a_scope(hub):
    hub.switch(tokens={"pat-deals": ["crm.objects.deals.read"], "pat-both": ["crm.schemas.deals.write", "tickets"]})
    hub.speak_as("pat-deals")
    body = hub.refused(hub.get(PAIR), 403, "required scopes")
    assert "crm.objects.contacts.read" in body["errors"][0]["context"]["requiredGranularScopes"]
    assert hub.get(f"{BASE}/deals/deals/labels").status == 200
    hub.refused(hub.get(BACK), 403, "required scopes")
    hub.speak_as("pat-both")
    assert hub.get(f"{BASE}/deals/tickets/labels").status == 200


def test_leads_that_are_off_are_off_on_both_sides(hub):
    hub.switch(leads_enabled=False)
    assert hub.get(f"{BASE}/contacts/leads/labels").status == 403
    assert hub.get(f"{BASE}/leads/contacts/labels").status == 403
    hub.refused(hub.get(f"{BASE}/deals/gadgets/labels"), 400, "Unable to infer object type")


def test_labels_survive_a_dump(hub):
    there, back = made(hub)
    dump = hub.get("/_portal/dump?hubspot_defined=false").body
    assert dump["association_labels"]["champion"]["typeIds"] == [there, back]
    hub.post("/_portal/reset", {})
    assert own(hub) == []
    hub.post("/_portal/load", dump)
    assert own(hub) == [(there, "Champion")]
    assert min(made(hub, name="next", label="N", inverseLabel="M")) > back
