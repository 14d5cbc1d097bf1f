"""Every template: what it compiles to is a sound workflow, and can be read back into the rule that it came from."""

from __future__ import annotations

import copy
import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from provisioner.automation import bodies, canonical, compiler, references
from provisioner.automation.objects import BY_TYPE_ID
from provisioner.automation.rules import Compiled, Context, Rule
from provisioner.automation.templates import ALL, MANUAL, TEMPLATES
from provisioner.model.keys import Key, Ref
from tests.automation import any_rule, rule_sets

QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
EVERY = [pytest.param(name, id=name) for name in TEMPLATES]
SHIPPED = [
    pytest.param(each, rule_sets.context(name), id=key)
    for name in rule_sets.RULE_SETS
    for key, each in rule_sets.workflows(name).items()
]


def compiled(rule: Rule, context: Context) -> Compiled:
    made = compiler.compile_rule(rule, context)
    assert isinstance(made, Compiled)
    return made


def leaves(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for name, each in node.items():
            yield name, each
            yield from leaves(each)
    elif isinstance(node, list):
        for each in node:
            yield from leaves(each)


def assert_tree(body: Any) -> None:
    """Ids from 1 up without a gap, every action reached exactly once, nothing after a branch, short branch names."""
    actions = {each["actionId"]: each for each in body["actions"]}
    assert list(actions) == [str(number) for number in range(1, len(body["actions"]) + 1)]
    assert body["nextAvailableActionId"] == str(len(actions) + 1)
    reached = [body["startActionId"], *(target for each in actions.values() for target in canonical.targets(each))]
    assert sorted(reached) == sorted(actions)
    for name, each in leaves(body):
        assert name != "defaultBranch" or each != {}
        assert name != "edgeType" or each == "STANDARD"
        assert name != "branchName" or len(each) <= 50


@pytest.mark.parametrize("name", EVERY)
@QUICK
@given(data=st.data(), where=st.sampled_from(sorted(any_rule.CONTEXTS)))
def test_any_rule_compiles_to_a_tree_and_reads_back(name: str, data: st.DataObject, where: tuple[str, str]) -> None:
    context = any_rule.CONTEXTS[where]
    rule = data.draw(any_rule.rules(name))
    assume(any_rule.is_sound(rule, context))
    made = compiled(rule, context)
    assert_tree(made.body)
    assert compiled(rule, context).body == made.body
    back = compiler.read(rule.key, name, made.body, context)
    assert back is not None
    assert back.exact
    assert (back.rule.pipeline, back.rule.stage) == (made.rule.pipeline, made.rule.stage)
    assert back.rule.parameters == made.rule.parameters
    assert back.rule.title == made.rule.title


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in ALL])
@QUICK
@given(data=st.data())
def test_settling_twice_changes_nothing(name: str, data: st.DataObject) -> None:
    context = any_rule.CONTEXTS["both", "il_office"]
    rule = data.draw(any_rule.rules(name))
    assume(any_rule.is_sound(rule, context))
    once = compiler.settle(rule, context)
    assert compiler.settle(once, context) == once
    assert compiler.settle(once, context).parameters == once.parameters
    assert set(compiler.sentence(rule, context)) == {"en", "he"}


@pytest.mark.parametrize(("made", "context"), SHIPPED)
def test_ids_go_in_and_come_out(made: Compiled, context: Context) -> None:
    ids = {key: str(900 + number) for number, key in enumerate(references.keys(made.body))}
    names = {(*_place(key), identity): key for key, identity in ids.items()}
    wire = references.resolved(made.body, ids)
    assert not references.keys(wire)
    assert json.loads(json.dumps(wire)) == wire
    assert references.symbolic(wire, names) == made.body
    assert context.zone == "Asia/Jerusalem"


def _place(key: Key) -> tuple[str, str]:
    if key.kind == "pipeline":
        return ("stage" if "#" in key.address else "pipeline"), key.object_type
    return key.kind, ""


def test_an_unknown_id_is_named() -> None:
    made = rule_sets.workflows("b2b")["b2b_close_date"]
    with pytest.raises(KeyError, match="b2b_new_business"):
        references.resolved(made.body, {})


@pytest.mark.parametrize(("made", "context"), SHIPPED)
def test_an_edit_by_hand_is_seen(made: Compiled, context: Context) -> None:
    edited = copy.deepcopy(made.body)
    edited["enrollmentCriteria"]["shouldReEnroll"] = not edited["enrollmentCriteria"]["shouldReEnroll"]
    back = compiler.read(made.key.address, made.rule.template, edited, context)
    assert back is None or not back.exact
    assert canonical.sha256(edited) != made.spec


@pytest.mark.parametrize(("made", "context"), SHIPPED)
def test_what_the_server_adds_is_no_edit(made: Compiled, context: Context) -> None:
    live = canonical.renumbered(made.body, first=17)
    live |= {"id": "1", "revisionId": "4", "isEnabled": True, "crmObjectCreationStatus": "COMPLETE", "uuid": "u"}
    live["actions"] = [{**each, "actionTypeVersion": 5} for each in live["actions"]]
    assert canonical.sha256(live) == made.spec
    back = compiler.read(made.key.address, made.rule.template, live, context)
    assert back is not None
    assert back.exact


@pytest.mark.parametrize(("made", "context"), SHIPPED)
def test_a_workflow_is_recognised_without_its_rule(made: Compiled, context: Context) -> None:
    back = compiler.recognise("somebody", made.body, context)
    assert back is not None
    assert back.rule.template == made.rule.template


@pytest.mark.parametrize(("made", "context"), SHIPPED)
def test_every_workflow_filters_on_the_pipeline(made: Compiled, context: Context) -> None:
    assert Ref(made.rule.pipeline) in [each for _, each in _refs(made.body["enrollmentCriteria"])]
    assert context.pipelines[made.rule.pipeline]


def _refs(node: Any) -> list[tuple[str, Ref]]:
    found = [(name, each) for name, value in leaves(node) for each in (value if isinstance(value, list) else [value])]
    return [(name, each) for name, each in found if isinstance(each, Ref)]


@pytest.mark.parametrize(("made", "context"), SHIPPED)
def test_enrolment_by_state_is_bounded_by_the_day_of_going_live(made: Compiled, context: Context) -> None:
    criteria = made.body["enrollmentCriteria"]
    if criteria["type"] == "LIST_BASED":
        day = {"timeType": "DATE", "year": 2026, "month": 11, "day": 1}
        for branch in criteria["listFilterBranch"]["filterBranches"]:
            points = [each["operation"].get("timePoint", {}) for each in branch["filters"]]
            assert any(day.items() <= point.items() for point in points), context.go_live


@pytest.mark.parametrize(("made", "context"), SHIPPED)
def test_dates_are_meant_in_the_zone_of_the_calendar(made: Compiled, context: Context) -> None:
    zones = {each for name, each in leaves(made.body) if name == "zoneId"}
    assert zones <= {context.zone}


@pytest.mark.parametrize(("made", "context"), SHIPPED)
def test_a_write_that_ends_the_stay_comes_last(made: Compiled, context: Context) -> None:
    """A workflow that enrols by state writes the stage as the last step of its path."""
    if made.body["enrollmentCriteria"]["type"] == "LIST_BASED":
        for action in made.body["actions"]:
            name = action.get("fields", {}).get("property_name")
            assert name not in ("dealstage", "hs_pipeline_stage") or "connection" not in action, context.zone


@pytest.mark.parametrize(("made", "context"), SHIPPED)
def test_workflows_are_created_switched_off(made: Compiled, context: Context) -> None:
    assert made.body["isEnabled"] is False
    assert "suppressionFilterBranch" not in made.body
    assert made.body["description"] == made.description == context.words(compiler.sentence(made.rule, context))


def test_supportive_rules_carry_no_time_windows_and_give_tasks_on_working_days() -> None:
    for key, made in rule_sets.workflows("b2b").items():
        assert made.body["timeWindows"] == [], key
        tasks = [each["fields"] for each in made.body["actions"] if each.get("actionTypeId") == "0-3"]
        for task in tasks:
            assert task["due_time"]["daysOfWeek"] == ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "SUNDAY"]
            assert task["due_time"]["timeOfDay"] == {"hour": 9, "minute": 0}


def test_rules_that_press_people_act_in_working_hours() -> None:
    workflows = rule_sets.workflows("call_center")
    silent = {key for key, made in workflows.items() if not made.body["timeWindows"]}
    assert silent == {"cc_attempt_logged", "cc_open_deal", "cc_forecast"}
    ladder = workflows["cc_first_contact"].body
    assert {"day": "FRIDAY", "startTime": {"hour": 9, "minute": 0}, "endTime": {"hour": 13, "minute": 0}} in ladder[
        "timeWindows"
    ]
    assert {"dayOfMonth": 22, "month": "APRIL", "year": 2027} in ladder["blockedDates"]


def test_a_task_is_tied_to_its_deal_and_left_to_the_default_for_a_lead() -> None:
    deal, lead = (
        next(
            each["fields"]
            for each in rule_sets.workflows(name)[key].body["actions"]
            if each.get("actionTypeId") == "0-3"
        )
        for name, key in (("b2b", "b2b_close_date"), ("call_center", "cc_retry"))
    )
    target = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 216}
    assert deal["associations"] == [{"target": target, "value": {"type": "ENROLLED_OBJECT"}}]
    assert deal["use_explicit_associations"] == "true"
    assert (lead["associations"], lead["use_explicit_associations"]) == ([], "false")
    owner = {"type": "CUSTOM", "value": {"type": "OBJECT_PROPERTY", "propertyName": "hubspot_owner_id"}}
    assert deal["owner_assignment"] == lead["owner_assignment"] == owner


def test_only_the_ladder_takes_a_lead_from_its_owner() -> None:
    taking = {
        key: [
            each["fields"]["overwrite_current_owner"]
            for each in made.body["actions"]
            if each.get("actionTypeId") == "0-11"
        ]
        for key, made in rule_sets.workflows("call_center").items()
    }
    assert {key: each for key, each in taking.items() if each} == {
        "cc_assign_new": ["false"],
        "cc_first_contact": ["true"],
    }


def test_the_ladder_without_its_rungs_is_short() -> None:
    context = rule_sets.context("call_center")
    rule = next(each for each in rule_sets.rules("call_center") if each.template == "sla_ladder")
    alone = Rule("alert", rule.template, rule.pipeline, rule.stage, {"alert_after": "3bm"})
    flow = bodies.flow(compiled(alone, context).body)
    assert [type(each).__name__ for each in flow.steps] == ["Wait", "Choose"]


def test_properties_are_listed_with_their_object() -> None:
    used = references.properties_used(rule_sets.workflows("call_center")["cc_open_deal"].body)
    assert {("leads", "hs_lead_name"), ("leads", "hs_object_id"), ("deals", "core_source_lead_id")} <= used
    assert ("leads", "core_source_lead_id") not in used
    used = references.properties_used(rule_sets.workflows("b2b")["b2b_quiet_account"].body)
    assert {("companies", "b2b_account_tier"), ("companies", "name"), ("deals", "pipeline")} <= used
    used = references.properties_used(rule_sets.workflows("call_center")["cc_retry"].body)
    assert {("leads", "hs_pipeline_stage"), ("leads", "hs_lead_name"), ("leads", "hubspot_owner_id")} <= used
    assert not {name for _, name in used} & {"hs_name", "hs_value"}


def test_only_known_actions_are_sent() -> None:
    kinds = {
        each.get("actionTypeId", each["type"])
        for name in rule_sets.RULE_SETS
        for made in rule_sets.workflows(name).values()
        for each in made.body["actions"]
    }
    assert kinds <= {"0-1", "0-3", "0-5", "0-8", "0-11", "0-14", "0-35", "LIST_BRANCH", "STATIC_BRANCH"}


def test_every_requirement_has_a_template() -> None:
    codes = [code for template in ALL.values() for code in template.CODES]
    assert sorted(codes) == sorted([f"CC-A{n}" for n in range(1, 15)] + [f"B2B-A{n}" for n in range(1, 10)])
    assert all(name == template.NAME for name, template in ALL.items())
    assert not set(TEMPLATES) & set(MANUAL)


def test_every_template_stands_on_an_object_that_hubspot_has() -> None:
    for name in rule_sets.RULE_SETS:
        for made in rule_sets.workflows(name).values():
            assert BY_TYPE_ID[made.body["objectTypeId"]] == made.object_type


def test_a_rule_is_compiled_in_few_steps() -> None:
    """A thousand rules in a second: counted in calls of functions, since a count does not depend on the machine."""
    pairs = [(rule, rule_sets.context(name)) for name in rule_sets.RULE_SETS for rule in rule_sets.rules(name)]
    calls: Counter[str] = Counter()
    before = sys.getprofile()
    sys.setprofile(lambda _, event, __: calls.update([event]))
    try:
        for rule, context in pairs:
            compiler.compile_rule(rule, context)
    finally:
        sys.setprofile(before)
    assert calls["call"] < 1_500 * len(pairs)


@pytest.mark.parametrize("key", ["cc_lead_recontact", "cc_deal_recontact"])
def test_coming_back_is_a_task_for_the_owner_who_opens_the_lead_with_its_contact(key: str) -> None:
    """HubSpot wants a contact or a company on a lead when it is created, and a workflow cannot bring one along."""
    body = rule_sets.workflows("call_center")[key].body
    kinds = {each.get("actionTypeId") for each in body["actions"]}
    assert "0-3" in kinds
    assert "0-14" not in kinds
    tasks = [each["fields"] for each in body["actions"] if each.get("actionTypeId") == "0-3"]
    assert {each["task_type"] for each in tasks} == {"CALL"}
    assert all("in Inbound leads, New, for the same contact" in each["body"] for each in tasks)
