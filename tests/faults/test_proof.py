"""A portal that answers "changed" and changes nothing: the run says so."""

from __future__ import annotations

from pathlib import Path

from provisioner.model.run import Result
from tests.support import blueprints, running
from tests.support.portals import Steered

SECTIONS = {
    "property_groups": {"deals": {"core": {"label": "Core"}}},
    "properties": {"deals": {"core_why": {"label": "Why", "group": "core", "type": "string", "field_type": "text"}}},
}


def test_a_property_that_stays_as_it_was_is_not_told_as_changed(portal: Steered, tmp_path: Path) -> None:
    path = blueprints.write_sections(tmp_path, SECTIONS)
    assert running.apply(path, portal.target()).complete
    _, stored = portal.call("GET", "/crm/properties/2026-09/deals/core_why")
    SECTIONS["properties"]["deals"]["core_why"]["label"] = "Why not"
    blueprints.write_sections(tmp_path, SECTIONS)
    portal.fault("status", status=200, body=stored, method="PATCH", path="/deals/core_why")
    (outcome,) = running.apply(path, portal.target()).outcomes
    assert outcome.result is Result.FAILED
    assert outcome.detail == "HubSpot answered that it is changed, but a read shows otherwise"
    assert running.apply(path, portal.target()).complete
