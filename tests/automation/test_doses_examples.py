"""Doses: workflows as HubSpot shows them, and the speed of judging."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from provisioner.automation.doses import JudgedFlow, judge
from provisioner.model.findings import Severity
from tests.automation.doses import BAD, CLOSE, IN_OFFER, OF_USER, errors, example_policy, ours, policy
from tests.automation.flow_bodies import (
    body,
    delay,
    mail,
    stamp,
)

EXAMPLES = os.environ.get("HUBSPOT_FLOW_EXAMPLES", "")


needs_examples = pytest.mark.skipif(not EXAMPLES, reason="HUBSPOT_FLOW_EXAMPLES names no folder of flow examples")


def examples(prefix: str) -> list[JudgedFlow]:
    files = sorted(Path(EXAMPLES).glob(f"{prefix}-*.json"))
    assert files
    return [ours(json.loads(file.read_text("utf-8")), file.stem) for file in files]


@needs_examples
def test_call_centre_examples_fit_an_aggressive_dose_only() -> None:
    for flow in examples("cc"):
        assert errors(flow, "aggressive") == set(), flow.name
        assert "DOSE001" in errors(flow, "supportive"), flow.name


@needs_examples
def test_b2b_examples_fit_a_supportive_dose_but_for_the_forecast() -> None:
    for flow in examples("b2b"):
        refused = {"DOSE001"} if "forecast-category" in flow.name else set()
        assert errors(flow, "supportive") == refused, flow.name


@needs_examples
def test_examples_together_clash_only_where_two_rotate_the_same_contacts() -> None:
    found = judge(examples("cc"), example_policy("aggressive"))
    blocking = [each.message for each in found if each.severity is Severity.ERROR]
    assert len(blocking) == 1
    assert "hubspot_owner_id" in blocking[0]
    assert "cc-05-daily-unworked-sweep" in blocking[0]


def test_the_work_of_judging_grows_with_the_number_of_workflows_not_with_its_square() -> None:
    ladder = [delay(5), [[stamp("cc_met")]], mail(), delay(10), [[stamp("cc_late")]], mail(**OF_USER), BAD, CLOSE]
    flows = [ours(body(*ladder, filters=IN_OFFER), f"rule_{number}") for number in range(1000)]
    judging_takes(flows[:10])
    growth = [judging_takes(flows) / judging_takes(flows[:100]) for _ in range(3)]
    assert min(growth) < 30, "10 would be exact, 100 the square"


def judging_takes(flows: list[JudgedFlow]) -> float:
    """Seconds of processor time."""
    started = time.process_time()
    assert len(judge(flows, policy("supportive"))) > len(flows)
    return time.process_time() - started
