"""Batches of property definitions."""

from __future__ import annotations

BATCH = "/crm/v3/properties/deals/batch"


def test_a_hundred_at_once(hub, text_property):
    inputs = [text_property(f"core_{at}") for at in range(100)]
    answer = hub.post(f"{BATCH}/create", {"inputs": inputs})
    assert answer.status == 201
    assert len(answer.body["results"]) == 100
    assert answer.body["status"] == "COMPLETE"
    assert not {"errors", "numErrors"} & set(answer.body)


def test_part_of_a_batch_can_fail(hub, text_property):
    inputs = [text_property("core_a"), text_property("core_a"), text_property("core_b", groupName="nowhere")]
    answer = hub.post(f"{BATCH}/create", {"inputs": inputs})
    assert answer.status == 207
    assert [one["name"] for one in answer.body["results"]] == ["core_a"]
    assert answer.body["numErrors"] == 2
    first, second = answer.body["errors"]
    assert (first["subCategory"], first["context"]) == ("Properties.PROPERTY_WITH_NAME_EXISTS", {"name": ["core_a"]})
    assert second["category"] == "VALIDATION_ERROR"
    hub.switch(batch_errors_name_inputs=False)
    assert hub.post(f"{BATCH}/create", {"inputs": inputs[:1]}).body["errors"][0]["context"] == {}


def test_at_most_a_hundred(hub, text_property):
    inputs = [text_property(f"core_{at}") for at in range(101)]
    assert hub.post(f"{BATCH}/create", {"inputs": inputs}).status == 400
    assert hub.post(f"{BATCH}/create", {}).status == 400
    assert hub.post(f"{BATCH}/create", {"inputs": ["x"]}).status == 400


def test_reading_by_name(hub, text_property):
    hub.made("/crm/v3/properties/deals", text_property("core_a"))
    wanted = {"inputs": [{"name": "core_a"}, {"name": "amount"}], "archived": False}
    answer = hub.post(f"{BATCH}/read", wanted)
    assert answer.status == 200
    assert [one["name"] for one in answer.body["results"]] == ["core_a", "amount"]
    answer = hub.post(f"{BATCH}/read", wanted | {"inputs": [{"name": "core_a"}, {"name": "nothing"}]})
    assert answer.status == 207
    assert answer.body["errors"][0]["category"] == "OBJECT_NOT_FOUND"
    assert hub.post(f"{BATCH}/read", {"inputs": [{}]}).status == 400


def test_archiving_is_204_whatever_the_state(hub, text_property):
    for name in ("core_a", "core_b", "core_c"):
        hub.made("/crm/v3/properties/deals", text_property(name, type="number", fieldType="number"))
    hub.delete("/crm/v3/properties/deals/core_b")
    hub.made("/crm/v3/properties/deals", text_property("core_sum", type="number", fieldType="number",
                                                       calculationFormula="core_c + 1"))  # fmt: skip
    names = [{"name": name} for name in ("core_a", "core_b", "core_c", "never_there")]
    assert hub.post(f"{BATCH}/archive", {"inputs": names}).status == 204
    assert hub.get("/crm/v3/properties/deals/core_a").status == 404
    assert hub.get("/crm/v3/properties/deals/core_c").status == 200, "in use: it stays, and only a read tells"


def test_a_list_has_no_pages_however_long(hub, text_property):
    hub.switch(custom_property_limit=2000)
    for start in range(0, 1000, 100):
        inputs = [text_property(f"core_{at}") for at in range(start, start + 100)]
        assert hub.post(f"{BATCH}/create", {"inputs": inputs}).status == 201
    assert len(hub.get("/crm/v3/properties/deals?limit=10").body["results"]) > 1000
