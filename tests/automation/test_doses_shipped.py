"""The rule sets of the shipped blueprints keep their dose, and one bad action anywhere in their workflows is caught."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from provisioner.automation.doses import JudgedFlow, Policy, intensities, judge
from provisioner.model.findings import Severity
from provisioner.model.keys import Key, Ref
from tests.automation import rule_sets
from tests.automation.doses import AGGRESSIVE

NEW = "999"


def policy(name: str, level: str = "") -> Policy:
    context = rule_sets.context(name)
    states = {
        Ref(each.key.part(stage.name)): stage.state for each in context.pipelines.values() for stage in each.stages
    }
    setting = level or rule_sets.document(name)["automation"]["intensity"]
    levels = intensities(setting, name, dict.fromkeys(context.pipelines, name))
    writers = rule_sets.document(name)["automation"].get("writers", {}).items()
    shared = {(*written.split("/"), Key("workflow", rule)) for written, rules in writers for rule in rules}
    known = {"stages": states, "builtin": {"lead_stages": False}, "shared": frozenset(shared)}
    return Policy(name, levels, date(2026, 11, 1), **known)


def flows(name: str) -> list[JudgedFlow]:
    return [JudgedFlow(each.key, each.body, each.object_type) for each in rule_sets.workflows(name).values()]


@pytest.mark.parametrize("name", rule_sets.RULE_SETS)
def test_shipped_rules_keep_their_dose(name: str) -> None:
    assert [each.message for each in judge(flows(name), policy(name)) if each.severity is Severity.ERROR] == []


def test_senior_b2b_does_not_even_earn_a_warning() -> None:
    assert judge(flows("b2b"), policy("b2b")) == []


def test_call_centre_rules_are_refused_in_senior_b2b() -> None:
    centre = policy("call_center", "supportive")
    refused = {each.key.name for each in judge(flows("call_center"), centre) if each.code == "DOSE001" and each.key}
    assert refused >= {"cc_assign_new", "cc_first_contact", "cc_attempt_logged", "cc_close_unreachable", "cc_open_deal"}


def with_action(body: Any, bad: dict[str, Any]) -> Iterator[Any]:
    """The body with a bad action first, and at every connection of its tree."""
    first = copy.deepcopy(body)
    edge = {"edgeType": "STANDARD", "nextActionId": first["startActionId"]}
    first["actions"].append({**bad, "actionId": NEW, "connection": edge})
    yield {**first, "startActionId": NEW}
    for number in range(len(body["actions"])):
        for way in range(len(_edges(body["actions"][number]))):
            changed = copy.deepcopy(body)
            holder, name = _edges(changed["actions"][number])[way]
            onward = {"connection": holder[name]} if name in holder else {}
            changed["actions"].append({**bad, "actionId": NEW, **onward})
            holder[name] = {"edgeType": "STANDARD", "nextActionId": NEW}
            yield changed


def _edges(action: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Where a connection is, or could be."""
    ways = [*action.get("listBranches", ()), *action.get("staticBranches", ())]
    return [*((way, "connection") for way in ways), (action, "defaultBranch" if ways else "connection")]


@pytest.mark.parametrize("bad", AGGRESSIVE, ids=lambda action: action.get("actionTypeId", action["type"]))
def test_one_bad_action_anywhere_in_a_shipped_b2b_workflow_is_caught(bad: dict[str, Any]) -> None:
    senior = policy("b2b")
    for flow in flows("b2b"):
        for changed in with_action(flow.body, bad):
            found = judge([JudgedFlow(flow.key, changed, flow.object_type)], senior)
            caught = [each for each in found if each.severity is Severity.ERROR and each.code in ("DOSE001", "DOSE009")]
            assert caught, f"{flow.name}: {bad}"
