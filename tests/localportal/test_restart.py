"""What was made in a portal is there when another process opens its file."""

from __future__ import annotations

import pytest

from provisioner.localportal import embedded
from tests.localportal.conftest import Client

LABELS = "/crm/associations/2026-09/deals/contacts/labels"


@pytest.fixture
def reopened(tmp_path):
    """Does something in a portal, stops it, and lets the next one look."""

    def run(act, look):
        with embedded(tmp_path / "kept.db") as portal:
            client = Client(portal)
            told = act(client)
            client.pool.clear()
        with embedded(tmp_path / "kept.db") as portal:
            client = Client(portal)
            look(client, told)
            client.pool.clear()

    return run


def test_labels(reopened):
    def look(hub, made):
        assert made["results"][0] in hub.get(LABELS).body["results"]

    reopened(lambda hub: hub.post(LABELS, {"name": "champion", "label": "Champion"}).body, look)


def test_property_validations(reopened):
    path = "/crm/property-validations/2026-09/0-3/amount/rule-type/MIN_NUMBER"

    def look(hub, status):
        assert (status, hub.get(path).body["ruleArguments"]) == (204, ["0"])

    reopened(lambda hub: hub.put(path, {"ruleArguments": ["0"]}).status, look)


def test_lists(reopened):
    body = {"name": "By hand", "objectTypeId": "0-3", "processingType": "MANUAL"}

    def look(hub, made):
        assert hub.get(f"/crm/v3/lists/{made['listId']}").body["list"] == made

    reopened(lambda hub: hub.post("/crm/v3/lists", body).body["list"], look)


def test_teams(reopened):
    path = "/settings/teams/2026-09-beta"

    def look(hub, team):
        assert hub.get(f"{path}/{team['id']}").body == team

    reopened(lambda hub: hub.made(path, {"name": "Night", "members": []}), look)


def test_pipeline_rules(reopened):
    path = "/crm/pipelines-rules/2026-09/0-3/default"

    def look(hub, told):
        assert hub.get(path).body == told

    rule = {"noSkippingStagesRule": {"enabledForAllStages": True, "pipelineStageIds": []}}
    reopened(lambda hub: hub.patch(path, rule).body, look)
