"""Associations between records (v4), what HubSpot counts over them, and merging."""

from __future__ import annotations

import pytest

CONTACTS, DEALS, LEADS = "/crm/v3/objects/contacts", "/crm/v3/objects/deals", "/crm/v3/objects/leads"
READ = "/crm/v4/associations/{}/{}/batch/read"


def made(hub, path, **properties):
    return str(hub.made(path, {"properties": properties})["id"])


def link(to, type_id, category="HUBSPOT_DEFINED"):
    return {"to": {"id": to}, "types": [{"associationCategory": category, "associationTypeId": type_id}]}


@pytest.fixture
def pair(hub):
    """A deal and a contact that know nothing of each other."""
    return made(hub, DEALS, dealname="A"), made(hub, CONTACTS, email="a@example.com")


def read(hub, one, other, *ids):
    return hub.post(READ.format(one, other), {"inputs": [{"id": one_id} for one_id in ids]})


def test_made_with_the_record_and_seen_from_both_ends(hub, pair):
    _, contact = pair
    lead = hub.made(LEADS, {"properties": {"hs_lead_name": "L"}, "associations": [link(contact, 578)]})
    there = read(hub, "leads", "contacts", lead["id"]).body["results"]
    assert there == [
        {
            "from": {"id": lead["id"]},
            "to": [
                {
                    "toObjectId": contact,
                    "associationTypes": [
                        {"category": "HUBSPOT_DEFINED", "typeId": 578, "label": "Primary"},
                        {"category": "HUBSPOT_DEFINED", "typeId": 608, "label": None},
                    ],
                }
            ],
        }
    ]
    back = hub.get(f"/crm/v4/objects/contacts/{contact}/associations/leads").body["results"]
    assert [(one["toObjectId"], [each["typeId"] for each in one["associationTypes"]]) for one in back] == [
        (lead["id"], [579, 609])
    ]
    found = hub.get(f"{LEADS}/{lead['id']}?properties=hs_primary_contact_id&associations=contacts").body
    assert found["properties"]["hs_primary_contact_id"] == contact
    assert found["associations"]["contacts"]["results"] == [
        {"id": contact, "type": "lead_to_contact"}, {"id": contact, "type": "lead_to_contact_unlabeled"},
    ]  # fmt: skip


def test_default_labelled_and_gone(hub, pair):
    deal, contact = pair
    joined = hub.put(f"/crm/v4/objects/deals/{deal}/associations/default/contacts/{contact}", None)
    assert joined.status == 200
    assert [one["associationSpec"]["associationTypeId"] for one in joined.body["results"]] == [3, 4]
    labels = hub.post("/crm/v4/associations/deals/contacts/labels", {"name": "dm", "label": "Decision maker"}).body
    type_id = next(one["typeId"] for one in labels["results"])
    spec = [{"associationCategory": "USER_DEFINED", "associationTypeId": type_id}]
    named = hub.put(f"/crm/v4/objects/deals/{deal}/associations/contacts/{contact}", spec)
    assert (named.status, named.body["labels"]) == (201, ["Decision maker"])
    found = hub.get(f"/crm/v4/objects/deals/{deal}/associations/contacts").body["results"][0]["associationTypes"]
    assert {(one["category"], one["label"]) for one in found} == {
        ("HUBSPOT_DEFINED", None), ("USER_DEFINED", "Decision maker"),
    }  # fmt: skip
    assert hub.delete(f"/crm/v4/objects/contacts/{contact}/associations/deals/{deal}").status == 204
    assert hub.get(f"/crm/v4/objects/deals/{deal}/associations/contacts").body == {"results": []}


def test_what_is_counted_over_them(hub, pair):
    deal, contact = pair
    before = hub.get(f"{DEALS}/{deal}?properties=num_associated_contacts").body
    assert before["properties"]["num_associated_contacts"] is None
    inputs = [{"from": {"id": deal}, "to": {"id": contact}}]
    assert hub.post("/crm/v4/associations/deals/contacts/batch/associate/default", {"inputs": inputs}).status == 200
    assert (
        hub.get(f"{DEALS}/{deal}?properties=num_associated_contacts").body["properties"]["num_associated_contacts"]
        == "1"
    )
    found = hub.get(f"{CONTACTS}/{contact}?properties=num_associated_deals,first_deal_created_date").body["properties"]
    assert found["num_associated_deals"] == "1"
    assert found["first_deal_created_date"] == before["properties"]["createdate"]
    other = made(hub, DEALS, dealname="B")
    hub.put(f"/crm/v4/objects/deals/{other}/associations/default/contacts/{contact}", None)
    number = f"{CONTACTS}/{contact}?properties=num_associated_deals"
    assert hub.get(number).body["properties"]["num_associated_deals"] == "2"
    hub.delete(f"{DEALS}/{other}")
    assert hub.get(number).body["properties"]["num_associated_deals"] == "1"
    gone = {"inputs": [{"from": {"id": deal}, "to": [{"id": contact}]}]}
    assert hub.post("/crm/v4/associations/deals/contacts/batch/archive", gone).status == 204
    after = hub.get(f"{CONTACTS}/{contact}?properties=num_associated_deals").body["properties"]
    assert after["num_associated_deals"] is None


def test_batches_name_what_they_could_not_do(hub, pair):
    deal, contact = pair
    inputs = [
        {"from": {"id": deal}, "to": {"id": contact}, "types": link("", 3)["types"]},
        {"from": {"id": deal}, "to": {"id": contact}, "types": link("", 999)["types"]},
        {"from": {"id": "7"}, "to": {"id": contact}, "types": link("", 3)["types"]},
    ]
    answer = hub.post("/crm/v4/associations/deals/contacts/batch/create", {"inputs": inputs})
    assert (answer.status, len(answer.body["results"]), answer.body["numErrors"]) == (207, 1, 2)
    lonely = read(hub, "deals", "contacts", deal, "7")
    assert (lonely.status, len(lonely.body["results"])) == (207, 1)
    assert lonely.body["errors"][0]["subCategory"] == "crm.associations.NO_ASSOCIATIONS_FOUND"
    hub.switch(association_reads_name_lonely=False)
    assert read(hub, "deals", "contacts", "7").status == 200
    assert read(hub, "deals", "contacts", *map(str, range(1001))).status == 400


def test_pages_of_far_records(hub, pair):
    deal, _ = pair
    people = hub.made(
        f"{CONTACTS}/batch/create", {"inputs": [{"properties": {"email": f"p{one}@example.com"}} for one in range(5)]}
    )
    inputs = [{"from": {"id": deal}, "to": {"id": one["id"]}} for one in people["results"]]
    hub.post("/crm/v4/associations/deals/contacts/batch/associate/default", {"inputs": inputs})
    path, after, found = f"/crm/v4/objects/deals/{deal}/associations/contacts?limit=2", "0", []
    while after:
        page = hub.get(f"{path}&after={after}").body
        found += [one["toObjectId"] for one in page["results"]]
        after = page.get("paging", {}).get("next", {}).get("after")
    assert found == [one["id"] for one in people["results"]]


def test_a_merge_makes_a_new_record_that_old_ids_find(hub, pair):
    deal, first = pair
    second = made(hub, CONTACTS, email="b@example.com", phone="1")
    hub.put(f"/crm/v4/objects/deals/{deal}/associations/default/contacts/{second}", None)
    merged = hub.post(f"{CONTACTS}/merge", {"primaryObjectId": first, "objectIdToMerge": second})
    assert merged.status == 200
    assert merged.body["id"] not in (first, second)
    assert merged.body["properties"]["hs_merged_object_ids"] == f"{first};{second}"
    assert (merged.body["properties"]["email"], merged.body["properties"]["phone"]) == ("a@example.com", "1")
    for old in (first, second):
        assert hub.get(f"{CONTACTS}/{old}").body["id"] == merged.body["id"]
    assert hub.get(CONTACTS).body["results"][0]["id"] == merged.body["id"]
    assert read(hub, "deals", "contacts", deal).body["results"][0]["to"][0]["toObjectId"] == merged.body["id"]
    assert hub.post(f"{LEADS}/merge", {"primaryObjectId": "1", "objectIdToMerge": "2"}).status == 404


def test_a_dump_takes_history_links_and_merges_along(hub, pair):
    deal, contact = pair
    hub.put(f"/crm/v4/objects/deals/{deal}/associations/default/contacts/{contact}", None)
    second = made(hub, CONTACTS, email="b@example.com")
    hub.post(f"{CONTACTS}/merge", {"primaryObjectId": contact, "objectIdToMerge": second})
    told = hub.get("/_portal/dump").body
    hub.post("/_portal/reset", {})
    assert hub.post("/_portal/load", told).status == 204
    assert hub.get("/_portal/dump").body == told
    found = hub.get(f"{DEALS}/{deal}?properties=num_associated_contacts").body["properties"]
    assert found["num_associated_contacts"] == "1"
    assert hub.get(f"{CONTACTS}/{second}").status == 200
