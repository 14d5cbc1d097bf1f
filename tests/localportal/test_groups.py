"""Property groups (checklist 5)."""

from __future__ import annotations

import json

import pytest

GROUPS = "/crm/v3/properties/deals/groups"


def test_create_read_list_change(hub):
    made = hub.made(GROUPS, {"name": "core", "label": "Core"})
    assert made == {"name": "core", "label": "Core", "displayOrder": 3, "archived": False}
    assert hub.get(f"{GROUPS}/core").body == made
    assert made in hub.get(f"{GROUPS}/").body["results"]
    changed = hub.patch(f"{GROUPS}/core", {"label": "Sales", "displayOrder": 9, "name": "other"}).body
    assert changed == {"name": "core", "label": "Sales", "displayOrder": 9, "archived": False}
    assert hub.made(GROUPS, {"name": "next", "label": "Next"})["displayOrder"] == 10


@pytest.mark.parametrize("status", [409, 400])
def test_a_second_one_of_the_name_is_refused(hub, status):
    hub.switch(duplicate_group_status=status)
    hub.made(GROUPS, {"name": "core", "label": "Core"})
    hub.refused(hub.post(GROUPS, {"name": "core", "label": "Other"}), status, "already exists",
                "PropertyGroupError.GROUP_ALREADY_EXISTS")  # fmt: skip


@pytest.mark.parametrize(
    "body", [{}, {"name": "x"}, {"name": "x", "label": 3}, {"name": "x", "label": "X", "displayOrder": "1"}]
)
def test_bad_bodies(hub, body):
    assert hub.post(GROUPS, body).status == 400


def test_what_is_not_there_is_404(hub):
    for answer in (hub.get(f"{GROUPS}/no"), hub.patch(f"{GROUPS}/no", {"label": "X"}), hub.delete(f"{GROUPS}/no")):
        hub.refused(answer, 404, "does not exist")


def test_a_group_in_use_is_refused_with_json_inside_the_message(hub, text_property):
    hub.made(GROUPS, {"name": "core", "label": "Core"})
    hub.made("/crm/v3/properties/deals", text_property("core_note", groupName="core"))
    answer = hub.delete(f"{GROUPS}/core")
    assert answer.status == 400
    inner = json.loads(answer.body["message"])
    assert inner["subCategory"] == "PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES"
    assert inner["message"] == "Can't delete or purge a group with active properties"


def test_an_archived_group_is_gone_and_its_name_is_free(hub, text_property):
    hub.made(GROUPS, {"name": "core", "label": "Core"})
    hub.made("/crm/v3/properties/deals", text_property("core_note", groupName="core"))
    hub.delete("/crm/v3/properties/deals/core_note")
    assert hub.delete(f"{GROUPS}/core").status == 204
    assert "core" not in [one["name"] for one in hub.get(GROUPS).body["results"]]
    assert hub.made(GROUPS, {"name": "core", "label": "Fresh"})["label"] == "Fresh"
