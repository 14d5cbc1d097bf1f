"""What only pipelines have: former names, ids in the blueprint, states of tickets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner.model.plan import Action
from tests.support import blueprints, running
from tests.support.portals import Steered


def sections(
    stages: dict[str, Any], object_type: str = "deals", name: str = "cc_sales", **fields: Any
) -> dict[str, Any]:
    return {"pipelines": {object_type: {name: {"label": "Call centre", **fields, "stages": stages}}}}


def deal_stages(first: str = "offer", **fields: Any) -> dict[str, Any]:
    return {
        first: {"label": "Offer", "probability": 0.4, **fields},
        "won": {"label": "Won", "probability": 1},
        "lost": {"label": "Lost", "probability": 0},
    }


def actions(path: Path, portal: Steered) -> list[tuple[Action, str]]:
    return [(change.action, str(change.key)) for change in running.plan(path, portal.target()).changes]


def test_adoption_by_an_id_in_the_blueprint(portal: Steered, tmp_path: Path) -> None:
    stages = deal_stages(id="appointmentscheduled")
    stages["won"]["id"], stages["lost"]["id"] = "closedwon", "closedlost"
    path = blueprints.write_sections(tmp_path, sections(stages, id="default"))
    assert {action for action, _ in actions(path, portal)} == {Action.UPDATE}
    assert running.apply(path, portal.target(), allow=("HAZ005",)).complete
    assert actions(path, portal) == []
    labels = [each["label"] for each in portal.call("GET", "/crm/pipelines/2026-09/deals/default")[1]["stages"]]
    assert {"Offer", "Won", "Lost", "Qualified To Buy"} <= set(labels)


def test_adoption_by_a_former_name(portal: Steered, tmp_path: Path) -> None:
    running.apply(blueprints.write_sections(tmp_path, sections(deal_stages("offer"))), portal.target())
    renamed = deal_stages("proposal", was=["offer"])
    path = blueprints.write_sections(tmp_path, sections(renamed))
    assert actions(path, portal) == []
    renamed["proposal"]["label"] = "Proposal"
    assert actions(blueprints.write_sections(tmp_path, sections(renamed)), portal) == [
        (Action.UPDATE, "pipeline:deals/cc_sales#proposal")
    ]


def test_a_renamed_pipeline_keeps_its_stages(portal: Steered, tmp_path: Path) -> None:
    running.apply(blueprints.write_sections(tmp_path, sections(deal_stages())), portal.target())
    stages = deal_stages("proposal", was=["offer"])
    path = blueprints.write_sections(tmp_path, sections(stages, name="centre", was=["cc_sales"]))
    assert actions(path, portal) == []
    stages["proposal"]["label"], stages["won"]["label"] = "Proposal", "Signed"
    path = blueprints.write_sections(tmp_path, sections(stages, name="centre", was=["cc_sales"]))
    assert {action for action, _ in actions(path, portal)} == {Action.UPDATE}
    assert running.apply(path, portal.target()).complete
    assert actions(path, portal) == []
    assert len(portal.call("GET", "/crm/pipelines/2026-09/deals")[1]["results"]) == 2


@pytest.mark.parametrize("state", ["open", "closed"])
def test_ticket_states(portal: Steered, tmp_path: Path, state: str) -> None:
    def stages(middle: str) -> dict[str, Any]:
        states = {"new": "open", "middle": middle, "done": "closed"}
        return {name: {"label": name.title(), "ticket_state": each} for name, each in states.items()}

    other = "open" if state == "closed" else "closed"
    assert running.apply(
        blueprints.write_sections(tmp_path, sections(stages(other), "tickets")), portal.target()
    ).complete
    path = blueprints.write_sections(tmp_path, sections(stages(state), "tickets"))
    assert actions(path, portal) == [(Action.UPDATE, "pipeline:tickets/cc_sales#middle")]
    assert running.apply(path, portal.target()).complete
    assert actions(path, portal) == []


def test_lead_states_are_set_by_hand(portal: Steered, tmp_path: Path) -> None:
    """HubSpot documents no field for them: a new pipeline says what to click, and a later change asks for nothing."""

    def stages(state: str) -> dict[str, Any]:
        states = {"fresh": state, "good": "qualified", "bad": "unqualified"}
        return {name: {"label": name.title(), "lead_state": each} for name, each in states.items()}

    path = blueprints.write_sections(tmp_path, sections(stages("new"), "leads"))
    step = running.plan(path, portal.target()).manual[0]
    assert 'Set the stage "Good" to "Qualified".' in step.steps["en"]
    assert len(step.steps["he"]) == len(step.steps["en"])
    assert running.apply(path, portal.target()).complete
    assert actions(blueprints.write_sections(tmp_path, sections(stages("in_progress"), "leads")), portal) == []
