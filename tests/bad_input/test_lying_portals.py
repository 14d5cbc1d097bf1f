"""Portals whose answers to a write are well-formed and wrong: no lie becomes a success, and the next run converges."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner.model.run import Result, Run
from tests.bad_input.conftest import BODY
from tests.support import blueprints
from tests.support.portals import Steered
from tests.support.running import apply, plan

OTHER_STAGE = {"id": "closedwon", "label": "Closed won", "displayOrder": 0, "metadata": {}}
OTHER_PIPELINE = {"id": "default", "label": "Sales Pipeline", "displayOrder": 0, "stages": [OTHER_STAGE]}
MORE = BODY.replace("        won:", "        offer: {label: {en: Offer, he: הצעה}, probability: 0.5}\n        won:")


def results(run: Run) -> dict[str, Result]:
    return {str(outcome.change.key): outcome.result for outcome in run.outcomes}


def converges(blueprint: Path, portal: Steered) -> None:
    """The next run ends well, and nothing of ours is there twice."""
    portal.forget_faults()
    assert apply(blueprint, portal.target()).complete
    assert plan(blueprint, portal.target()).changes == ()
    labels = [each["label"] for each in portal.call("GET", "/crm/pipelines/2026-09/deals")[1]["results"]]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (201, {"status": "COMPLETE", "results": [{"name": "something_else"}]}),
        (207, {"status": "COMPLETE", "results": [], "errors": [], "numErrors": 0}),
        (207, {"status": "COMPLETE", "errors": [{"message": "no reason"}]}),
        (201, {}),
    ],
)
def test_batch_that_leaves_our_names_out(
    portal: Steered, tmp_path: Path, done: bool, status: int, body: dict[str, Any]
) -> None:
    blueprint = blueprints.write(tmp_path, BODY)
    portal.fault("done_then_status" if done else "status", path="/batch/create", status=status, body=body, times=0)
    run = apply(blueprint, portal.target())
    assert results(run)["property:deals/core_reason"] is Result.FAILED
    converges(blueprint, portal)


@pytest.mark.parametrize("done", [True, False])
def test_pipeline_made_under_the_id_of_another(portal: Steered, tmp_path: Path, done: bool) -> None:
    blueprint = blueprints.write(tmp_path, BODY)
    before = portal.call("GET", "/crm/pipelines/2026-09/deals/default")[1]
    kind = "done_then_status" if done else "status"
    portal.fault(kind, method="POST", path="/pipelines/", status=201, body=OTHER_PIPELINE)
    run = apply(blueprint, portal.target())
    assert results(run)["pipeline:deals/cc_sales"] is Result.FAILED
    assert not (tmp_path / "provisioner.ids.yaml").exists(), "the other's id is not taken for ours"
    converges(blueprint, portal)
    assert portal.call("GET", "/crm/pipelines/2026-09/deals/default")[1] == before


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("body", [OTHER_STAGE, {"id": "nowhere"}])
def test_stage_made_under_the_id_of_another(portal: Steered, tmp_path: Path, done: bool, body: dict[str, Any]) -> None:
    blueprint = blueprints.write(tmp_path, BODY)
    assert apply(blueprint, portal.target()).complete
    blueprints.write(tmp_path, MORE)
    portal.fault("done_then_status" if done else "status", method="POST", path="/stages", status=201, body=body)
    run = apply(blueprint, portal.target())
    assert results(run)["pipeline:deals/cc_sales#offer"] is Result.FAILED
    converges(blueprint, portal)


@pytest.mark.parametrize("kind", ["property", "property_group", "pipeline"])
def test_archive_that_did_not_happen(portal: Steered, tmp_path: Path, kind: str) -> None:
    blueprint = blueprints.write(tmp_path, BODY)
    assert apply(blueprint, portal.target()).complete
    section = {
        "property": "properties: {deals: [core_reason]}",
        "property_group": "property_groups: {deals: [core_sales]}\n  properties: {deals: [core_reason, core_note]}",
        "pipeline": "pipelines: {deals: [cc_sales]}",
    }[kind]
    blueprints.write(tmp_path, f"retire:\n  {section}\n")
    portal.fault("status", method="DELETE", status=204, body="", times=0)
    run = apply(blueprint, portal.target())
    assert Result.DONE not in results(run).values()
    converges(blueprint, portal)


def test_pipeline_that_only_says_it_was_renamed(portal: Steered, tmp_path: Path) -> None:
    blueprint = blueprints.write(tmp_path, BODY)
    assert apply(blueprint, portal.target()).complete
    blueprints.write(tmp_path, BODY.replace("Call centre sales", "Sales of the call centre"))
    portal.fault("status", method="PATCH", path="/pipelines/", status=200, body=OTHER_PIPELINE)
    run = apply(blueprint, portal.target())
    assert results(run)["pipeline:deals/cc_sales"] is Result.FAILED
    converges(blueprint, portal)
