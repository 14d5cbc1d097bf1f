"""Twice the rules are twice the work: counted in calls of functions, since the clocks of test machines lie."""

from __future__ import annotations

import sys
from datetime import date
from types import FrameType
from typing import Any

import pytest

from provisioner.kinds import workflow_rules
from provisioner.rules import automation

STAGES = {
    "new": {"label": "New", "lead_state": "new"},
    "tried": {"label": "Tried", "lead_state": "in_progress"},
    "bad": {"label": "Bad", "lead_state": "unqualified"},
}
RULES: tuple[dict[str, Any], ...] = (
    {"template": "assign_new", "stage": "new", "to": {"team": "x"}},
    {
        "template": "sla_ladder",
        "stage": "new",
        "alert_after": "3bm",
        "escalate_after": "9bm",
        "escalate_to": {"team": "x"},
    },
    {"template": "attempt_logged", "stage": "new", "to": "tried", "left_to_others": ["answered_callback"]},
    {"template": "retry_cadence", "stage": "tried"},
    {"template": "close_unreachable", "stage": "tried", "to": "bad"},
)


def document(rules: int) -> dict[str, Any]:
    """A blueprint of so many rules, five to a pipeline."""
    pipelines = {f"cc_{number}": {"label": f"P{number}", "stages": STAGES} for number in range(rules // len(RULES))}
    named = {
        f"{name}_{each['template']}": {**each, "pipeline": f"leads/{name}"} for name in pipelines for each in RULES
    }
    return {
        "mode": "call_center",
        "decision": {"made_on": "2026-11-01"},
        "pipelines": {"leads": pipelines},
        "automation": {"calendar": "il_call_center", "rules": named},
    }


def calls(rules: int) -> int:
    """Python functions called by linting, compiling and judging so many rules, and by making resources of them."""
    whole, count = document(rules), 0

    def counted(_: FrameType, event: str, __: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        found = automation.of_blueprint(whole, "en", date(2026, 11, 20))
        made = list(workflow_rules.desired(whole, "en"))
    finally:
        sys.setprofile(None)
    assert len(made) == rules
    assert not [finding for finding in found if finding.code.startswith("AUTO")]
    return count


@pytest.mark.parametrize("rules", [100, 200])
def test_twice_the_rules_are_twice_the_work(rules: int) -> None:
    calls(20)  # what is read once
    assert calls(2 * rules) < 2.2 * calls(rules)
