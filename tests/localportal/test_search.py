"""Search over records (checklist 8)."""

from __future__ import annotations

import pytest

DEALS = "/crm/v3/objects/deals"
ROWS = (
    {"dealname": "Alpha Ltd", "amount": "5", "dealtype": "newbusiness", "closedate": "2026-01-10T00:00:00.000Z"},
    {"dealname": "beta ltd", "amount": "50", "dealtype": "existingbusiness", "closedate": "2026-02-10T00:00:00.000Z"},
    {"dealname": "Gamma", "amount": "500", "closedate": "2026-03-10T00:00:00.000Z"},
)


@pytest.fixture
def found(hub):
    """Plants three deals; searches with one filter, returns the names that fit."""
    hub.post(f"{DEALS}/batch/create", {"inputs": [{"properties": row} for row in ROWS]})

    def names(name, operator, **fields):
        filters = [{"propertyName": name, "operator": operator, **fields}]
        answer = hub.post(f"{DEALS}/search", {"filterGroups": [{"filters": filters}], "properties": ["dealname"]})
        assert answer.status == 200, answer.text
        return [one["properties"]["dealname"] for one in answer.body["results"]]

    return names


@pytest.mark.parametrize(
    ("name", "operator", "fields", "expected"),
    [
        ("amount", "EQ", {"value": "50.0"}, ["beta ltd"]),
        ("amount", "GT", {"value": "6"}, ["beta ltd", "Gamma"]),
        ("amount", "LTE", {"value": 50}, ["Alpha Ltd", "beta ltd"]),
        ("amount", "BETWEEN", {"value": "5", "highValue": "50"}, ["Alpha Ltd", "beta ltd"]),
        ("dealname", "EQ", {"value": "ALPHA LTD"}, ["Alpha Ltd"]),
        ("dealname", "IN", {"values": ["alpha ltd", "gamma"]}, ["Alpha Ltd", "Gamma"]),
        ("dealname", "IN", {"values": ["Alpha Ltd"]}, []),
        ("dealname", "CONTAINS_TOKEN", {"value": "ltd"}, ["Alpha Ltd", "beta ltd"]),
        ("dealname", "CONTAINS_TOKEN", {"value": "gam*"}, ["Gamma"]),
        ("dealname", "NOT_CONTAINS_TOKEN", {"value": "ltd"}, ["Gamma"]),
        ("dealtype", "EQ", {"value": "NEWBUSINESS"}, []),
        ("dealtype", "NEQ", {"value": "newbusiness"}, ["beta ltd"]),
        ("dealtype", "NOT_IN", {"values": ["newbusiness"]}, ["beta ltd"]),
        ("dealtype", "HAS_PROPERTY", {}, ["Alpha Ltd", "beta ltd"]),
        ("dealtype", "NOT_HAS_PROPERTY", {}, ["Gamma"]),
        ("closedate", "LT", {"value": "2026-02-10"}, ["Alpha Ltd"]),
        ("closedate", "GTE", {"value": "1770681600000"}, ["beta ltd", "Gamma"]),
        ("dealstage", "EQ", {"value": "nowhere"}, []),
    ],
)
def test_operators(found, name, operator, fields, expected):
    assert found(name, operator, **fields) == expected


def test_empty_values_under_neq_are_a_switch(hub, found):
    hub.switch(neq_matches_empty=True)
    assert found("dealtype", "NEQ", value="newbusiness") == ["beta ltd", "Gamma"]


def test_a_count_needs_one_row(hub, found):
    assert found
    body = hub.post(f"{DEALS}/search", {"limit": 1}).body
    assert (body["total"], len(body["results"]), body["paging"]) == (3, 1, {"next": {"after": "1"}})
    last = hub.post(f"{DEALS}/search", {"limit": 2, "after": "2"}).body
    assert len(last["results"]) == 1
    assert "paging" not in last


def test_groups_are_alternatives(hub, found):
    assert found
    groups = [
        {"filters": [{"propertyName": "dealname", "operator": "EQ", "value": one}]} for one in ("gamma", "beta ltd")
    ]
    assert hub.post(f"{DEALS}/search", {"filterGroups": groups}).body["total"] == 2


@pytest.mark.parametrize("sorts", [["-amount"], [{"propertyName": "amount", "direction": "DESCENDING"}]])
def test_sorts_as_text_and_as_object(hub, found, sorts):
    assert found
    answer = hub.post(f"{DEALS}/search", {"sorts": sorts, "properties": ["amount"]})
    assert [one["properties"]["amount"] for one in answer.body["results"]] == ["500", "50", "5"]


def test_free_text_and_archived(hub, found):
    assert hub.post(f"{DEALS}/search", {"query": "LTD"}).body["total"] == 2
    first = hub.post(f"{DEALS}/search", {}).body["results"][0]["id"]
    hub.delete(f"{DEALS}/{first}")
    assert hub.post(f"{DEALS}/search", {}).body["total"] == 2
    assert found("hs_object_id", "GT", value=first) == ["beta ltd", "Gamma"]


def filters(groups, each):
    one = {"propertyName": "amount", "operator": "EQ", "value": "1"}
    return {"filterGroups": [{"filters": [one] * each}] * groups}


def one_filter(**fields):
    return {"filterGroups": [{"filters": [{"propertyName": "amount", "operator": "EQ", "value": "1"} | fields]}]}


@pytest.mark.parametrize(
    "body",
    [
        {"limit": 201}, {"limit": 100, "after": "9950"}, {"after": "x"}, {"properties": "dealname"},
        {"sorts": ["amount", "dealname"]}, {"sorts": ["nonsense"]}, {"query": "x" * 3001},
        filters(6, 0), filters(1, 7), filters(4, 5), one_filter(propertyName="nonsense"), one_filter(operator="LIKE"),
        one_filter(value="many"), one_filter(value=None), one_filter(operator="IN"),
        one_filter(propertyName="associations.contact"),
    ],
)  # fmt: skip
def test_caps_and_bad_bodies_are_400(hub, body):
    assert hub.post(f"{DEALS}/search", body).status == 400


def test_a_lagging_index_does_not_find_what_was_just_written(hub):
    hub.switch(clock="2026-05-01T09:00:00Z", search_lag_s=10)
    made = hub.made(DEALS, {"properties": {"dealname": "A"}})
    assert hub.post(f"{DEALS}/search", {}).body["total"] == 0
    assert hub.get(f"{DEALS}/{made['id']}").status == 200
    hub.switch(clock="2026-05-01T09:00:11Z")
    assert hub.post(f"{DEALS}/search", {}).body["total"] == 1


def test_properties_with_columns_of_their_own_are_searched_alike(hub):
    hub.switch(clock="2026-05-01T09:00:00Z")
    hub.made(DEALS, {"properties": {"dealname": "A", "dealstage": "closedwon", "hubspot_owner_id": "80000002"}})
    hub.made(DEALS, {"properties": {"dealname": "B", "dealstage": "contractsent", "closedate": "2026-06-01"}})
    hub.made(DEALS, {"properties": {"dealname": "C"}})
    for name, operator, value, expected in (
        ("hs_is_closed", "EQ", "true", ["A"]), ("hs_is_closed_won", "NEQ", "true", ["B"]),
        ("hubspot_owner_id", "EQ", "80000002", ["A"]), ("dealstage", "EQ", "contractsent", ["B"]),
        ("pipeline", "EQ", "default", ["A", "B"]), ("createdate", "LTE", "2026-05-01T09:00:00Z", ["A", "B", "C"]),
        ("closedate", "GT", "2026-05-15", ["B"]), ("hs_lastmodifieddate", "GTE", "1777626000000", ["A", "B", "C"]),
    ):  # fmt: skip
        one = {"propertyName": name, "operator": operator, "value": value}
        body = {"filterGroups": [{"filters": [one]}], "properties": ["dealname"], "sorts": ["hs_object_id"]}
        answer = hub.post(f"{DEALS}/search", body)
        assert [each["properties"]["dealname"] for each in answer.body["results"]] == expected, name
