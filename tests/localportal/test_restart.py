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
