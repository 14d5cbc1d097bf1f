"""What properties held before: on lists, single reads and batch reads, newest first."""

from __future__ import annotations

import pytest

DEALS = "/crm/v3/objects/deals"


@pytest.fixture
def moved(hub):
    """A deal that went through three stages, at moments of the portal's clock."""
    hub.switch(clock="2026-05-01T09:00:00Z")
    made = hub.made(DEALS, {"properties": {"dealname": "A", "amount": "100", "dealstage": "appointmentscheduled"}})
    hub.switch(clock="2026-05-03T09:00:00Z")
    hub.patch(f"{DEALS}/{made['id']}", {"properties": {"dealstage": "contractsent", "amount": "120"}})
    hub.switch(clock="2026-05-04T21:00:00Z")
    hub.patch(f"{DEALS}/{made['id']}", {"properties": {"dealstage": "closedwon", "amount": ""}})
    return str(made["id"])


def values(entries):
    return [(one["value"], one["timestamp"]) for one in entries]


def test_newest_first_with_where_it_came_from(hub, moved):
    found = hub.get(f"{DEALS}/{moved}?propertiesWithHistory=dealstage,amount,dealname,nonsense").body
    past = found["propertiesWithHistory"]
    assert set(past) == {"dealstage", "amount", "dealname"}
    assert values(past["dealstage"]) == [
        ("closedwon", "2026-05-04T21:00:00.000Z"),
        ("contractsent", "2026-05-03T09:00:00.000Z"),
        ("appointmentscheduled", "2026-05-01T09:00:00.000Z"),
    ]
    assert [value for value, _ in values(past["amount"])] == ["", "120", "100"]
    assert values(past["dealname"]) == [("A", "2026-05-01T09:00:00.000Z")]
    assert past["dealstage"][0]["sourceType"] == "INTEGRATION"


def test_what_hubspot_computes_has_a_history_too(hub, moved):
    found = hub.get(f"{DEALS}/{moved}?propertiesWithHistory=closedate&propertiesWithHistory=hs_is_closed_won").body
    past = found["propertiesWithHistory"]
    assert values(past["closedate"]) == [("2026-05-04T21:00:00.000Z", "2026-05-04T21:00:00.000Z")]
    assert values(past["hs_is_closed_won"])[0] == ("true", "2026-05-04T21:00:00.000Z")
    assert past["hs_is_closed_won"][0]["sourceType"] == "CALCULATED"


def test_lists_and_batches_have_it(hub, moved):
    listed = hub.get(f"{DEALS}?propertiesWithHistory=dealstage&limit=50").body["results"]
    asked = {"inputs": [{"id": moved}], "properties": [], "propertiesWithHistory": ["dealstage"]}
    read = hub.post(f"{DEALS}/batch/read", asked).body["results"]
    assert [len(one["propertiesWithHistory"]["dealstage"]) for one in (*listed, *read)] == [3, 3]
    assert "propertiesWithHistory" not in hub.get(DEALS).body["results"][0]


def test_history_halves_the_page_and_the_batch(hub):
    assert hub.get(f"{DEALS}?propertiesWithHistory=dealstage&limit=51").status == 400
    assert hub.get(f"{DEALS}?limit=100").status == 200
    asked = {"inputs": [{"id": str(one)} for one in range(51)], "propertiesWithHistory": ["dealstage"]}
    refused = hub.post(f"{DEALS}/batch/read", asked)
    assert refused.status == 400
    assert "property histories is 50. Received 51" in refused.body["message"]
    assert hub.post(f"{DEALS}/batch/read", asked | {"propertiesWithHistory": []}).status == 207


def test_stage_times_follow_from_the_moves(hub, moved):
    day = 86_400_000
    names = ["hs_v2_latest_time_in_appointmentscheduled", "hs_v2_cumulative_time_in_contractsent",
             "hs_v2_time_in_current_stage", "days_to_close", "hs_days_to_close_raw",
             "hs_v2_latest_time_in_closedwon"]  # fmt: skip
    found = hub.get(f"{DEALS}/{moved}?properties={','.join(names)}").body["properties"]
    assert found[names[0]] == str(2 * day)
    assert found[names[1]] == str(int(1.5 * day))
    assert found[names[2]] == "2026-05-04T21:00:00.000Z"
    assert (found[names[3]], found[names[4]]) == ("4", "3.5")
    assert found[names[5]] is None


def test_amounts_in_the_currency_of_the_company(hub):
    hub.switch(currency="ILS", exchange_rates={"USD": 3.7})
    names = ("amount_in_home_currency", "hs_projected_amount", "hs_projected_amount_in_home_currency")
    told = []
    for currency in ("", "ILS", "USD", "EUR"):
        body = {"dealname": "A", "amount": "1000.50", "dealstage": "appointmentscheduled"}
        made = hub.made(DEALS, {"properties": body | {"deal_currency_code": currency}})
        told.append([made["properties"].get(name) for name in names])
    assert told == [
        ["1000.50", "200.1", "200.1"], ["1000.50", "200.1", "200.1"], ["3701.85", "200.1", "740.37"],
        [None, "200.1", None],
    ]  # fmt: skip
    assert hub.get("/account-info/v3/details").body["additionalCurrencies"] == ["USD"]
