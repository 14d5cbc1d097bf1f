"""Rate limits and their headers (checklist 2)."""

from __future__ import annotations

PATH, SEARCH = "/account-info/v3/details", "/crm/v3/objects/deals/search"


def test_headers_come_with_every_answer_but_a_searchs(hub):
    for answer in (hub.get(PATH), hub.get("/crm/v3/properties/deals/nothing")):
        assert answer.headers["x-hubspot-ratelimit-max"] == "190"
        assert answer.headers["x-hubspot-ratelimit-interval-milliseconds"] == "10000"
        assert answer.headers["x-hubspot-ratelimit-daily"] == "625000"
    assert not [name for name in hub.post(SEARCH, {}).headers if "ratelimit" in name]


def test_the_burst_window_rolls(hub):
    hub.switch(rate_limit=True, burst_limit=3)
    assert [hub.get(PATH).headers["x-hubspot-ratelimit-remaining"] for _ in range(3)] == ["2", "1", "0"]
    refused = hub.get(PATH)
    assert refused.status == 429
    assert refused.body["message"] == "You have reached your ten_secondly_rolling limit."
    assert refused.body["policyName"] == "TEN_SECONDLY_ROLLING"
    assert refused.body["errorType"] == "RATE_LIMIT"
    assert "category" not in refused.body
    assert refused.body["groupName"].endswith(":1000001")
    assert refused.headers["x-hubspot-ratelimit-remaining"] == "0"
    hub.switch(clock_offset_s=10.5)
    assert hub.get(PATH).status == 200


def test_the_burst_is_counted_for_each_token(hub):
    hub.switch(rate_limit=True, burst_limit=1, tokens={"pat-a": None, "pat-b": None})
    for token, statuses in (("pat-a", [200, 429]), ("pat-b", [200, 429])):
        hub.speak_as(token)
        assert [hub.get(PATH).status for _ in range(2)] == statuses


def test_a_tier_can_be_named_in_one_word(hub):
    hub.switch(rate_limit=100)
    assert hub.get(PATH).headers["x-hubspot-ratelimit-max"] == "100"
    hub.switch(rate_limit="off")
    assert hub.get("/_portal/settings").body["rate_limit"] is False


def test_the_day_ends_at_the_portals_midnight(hub):
    hub.switch(rate_limit=True, daily_limit=2)
    assert [hub.get(PATH).status for _ in range(3)] == [200, 200, 429]
    body = hub.get(PATH).body
    assert (body["policyName"], body["message"]) == ("DAILY", "You have reached your daily limit.")
    assert "groupName" not in body
    hub.switch(clock_offset_s=86_400)
    assert hub.get(PATH).headers["x-hubspot-ratelimit-daily-remaining"] == "1"


def test_searches_have_five_a_second_and_a_window_of_their_own(hub):
    hub.switch(rate_limit=True, burst_limit=1)
    # One request may fall into the next second, so the sixth or a later one is refused, never an earlier one.
    statuses = [hub.post(SEARCH, {}).status for _ in range(12)]
    assert statuses[:5] == [200] * 5
    assert 429 in statuses
    assert hub.get(PATH).status == 200
    hub.switch(search_limit=0)
    assert hub.post(SEARCH, {}).body["policyName"] == "SECONDLY"
