"""Two ways of selling in one portal: calendars by pipeline, the hand-off between them, and rules that stand still."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from provisioner.automation import calendars_by_pipeline, compiler, doses, lint, section
from provisioner.automation.doses import JudgedFlow, Policy
from provisioner.automation.rules import Compiled, Rule
from provisioner.blueprint import load
from provisioner.model.findings import Finding, ManualStep, Severity
from provisioner.model.keys import Key, Ref
from provisioner.model.resource import Place
from tests.automation import rule_sets
from tests.automation.flow_bodies import body, write

ROOT = Path(__file__).parents[2]
LEADS, NEW_BUSINESS = Key("pipeline", "leads/cc_leads"), Key("pipeline", "deals/b2b_new_business")


def made(key: str) -> Compiled:
    return rule_sets.workflows("hybrid")[key]


def days(compiled: Compiled) -> set[str]:
    return {each["day"] for each in compiled.body["timeWindows"]}


# Calendars


def test_every_pipeline_of_a_hybrid_goes_by_its_own_calendar() -> None:
    found, findings = calendars_by_pipeline.read(rule_sets.document("hybrid"))
    assert found is not None
    assert findings == ()
    assert (found.of(LEADS).name, found.of(NEW_BUSINESS).name) == ("il_call_center", "il_office")
    assert "FRIDAY" in days(made("cc_first_contact"))


def test_without_a_word_the_pipelines_of_a_hybrid_follow_their_modes() -> None:
    document = copy.deepcopy(rule_sets.document("hybrid"))
    del document["automation"]["calendar"]
    found, _ = calendars_by_pipeline.read(document)
    assert found is not None
    assert {key.address: each.name for key, each in found.own.items()} == {
        "leads/cc_leads": "il_call_center",
        "deals/cc_sales": "il_call_center",
        "deals/b2b_new_business": "il_office",
        "deals/b2b_account_growth": "il_office",
    }


def test_one_calendar_for_all_is_no_calendar_by_pipeline() -> None:
    document = copy.deepcopy(rule_sets.document("hybrid"))
    document["automation"]["calendar"] = "il_office"
    found, _ = calendars_by_pipeline.read(document)
    assert found is not None
    assert (found.usual.name, dict(found.own)) == ("il_office", {})


def test_a_calendar_that_cannot_be_used_is_told_and_stops_the_rules() -> None:
    document = copy.deepcopy(rule_sets.document("hybrid"))
    document["automation"]["calendar"]["deals/cc_sales"] = "il_callcenter"
    assert {"CAL001", "AUTO010"} <= {each.code for each in lint.lint(document)}


def test_a_window_outside_the_pipelines_own_hours_is_told() -> None:
    """DOSE007 asks for the hours of the pipeline, not for those of the centre."""
    found, _ = calendars_by_pipeline.read(rule_sets.document("hybrid"))
    assert found is not None
    other = Key("pipeline", "deals/other")
    policy = Policy(
        "hybrid",
        {other: "aggressive"},
        date(2026, 11, 1),
        calendar=found.usual,
        calendars={other: found.of(NEW_BUSINESS)},
    )
    friday = {"day": "FRIDAY", "startTime": {"hour": 9, "minute": 0}, "endTime": {"hour": 12, "minute": 0}}
    mail = {"actionTypeId": "0-8", "fields": {"owner_properties": ["hubspot_owner_id"]}, "type": "SINGLE_CONNECTION"}
    flow = body(mail, pipeline=other) | {"timeWindows": [friday]}
    found_ = doses.judge([JudgedFlow("Friday", flow, "deals")], policy)
    assert [each.code for each in found_] == ["DOSE007"]
    assert "il_office" in found_[0].message


# The hand-off


def test_the_answer_is_waited_for_in_the_hours_of_those_who_are_asked() -> None:
    """The centre works on Friday; the clock of a hand-off stands still until Sunday."""
    assert days(made("handoff_answer")) == {"SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY"}


def test_without_a_test_beside_it_a_hand_off_goes_by_its_own_hours() -> None:
    document = copy.deepcopy(rule_sets.document("hybrid"))
    del document["automation"]["rules"]["handoff_test"]
    context = section.compiled_with(document)
    assert context is not None
    rule = next(each for each in section.rules(document) if each.key == "handoff_answer")
    found = compiler.compile_rule(rule, context)
    assert isinstance(found, Compiled)
    assert "FRIDAY" in days(found)


def test_a_hand_off_climbs_to_the_owner_and_the_shift_manager_and_comes_back() -> None:
    body_ = made("handoff_answer").body
    waits = [each["fields"]["delta"] for each in body_["actions"] if each.get("actionTypeId") == "0-1"]
    assert waits == ["120", "120", "240"]
    written = {each["fields"]["property_name"] for each in body_["actions"] if each.get("actionTypeId") == "0-5"}
    assert written == {"core_handoff_at", "core_original_rep", "core_handoff_return_reason", "core_handoff_status"}


def test_nobody_accepts_sets_an_owner_or_opens_a_deal_by_itself() -> None:
    kinds = {each.get("actionTypeId") for each in made("handoff_answer").body["actions"]}
    assert not kinds & {"0-11", "0-14"}
    values = [each["fields"].get("value", {}).get("staticValue") for each in _writes(made("handoff_answer").body)]
    assert "accepted" not in values


def _writes(flow: Mapping[str, Any]) -> list[Any]:
    return [each for each in flow["actions"] if each.get("actionTypeId") == "0-5"]


@pytest.mark.parametrize("key", ["cc_retry", "cc_close_unreachable", "cc_open_deal"])
def test_rules_of_the_centre_stand_still_while_a_hand_off_is_open(key: str) -> None:
    criteria = made(key).body["enrollmentCriteria"]
    branch = criteria.get("listFilterBranch") or criteria["refinementCriteria"]
    for each in branch["filterBranches"]:
        held = [filter_ for filter_ in each["filters"] if filter_.get("property") == "core_handoff_status"]
        (operation,) = (filter_["operation"] for filter_ in held)
        assert (operation["operator"], operation["values"]) == ("IS_NONE_OF", ["proposed", "accepted"])
    assert "Not while a hand-off is proposed or accepted." in made(key).body["description"]
    for action in made(key).body["actions"]:
        for branch in action.get("listBranches", ()):
            assert "core_handoff_status" in str(branch["filterBranch"])


@pytest.mark.parametrize("key", ["cc_retry", "cc_open_deal"])
def test_what_comes_back_goes_on(key: str) -> None:
    events = made(key).body["enrollmentCriteria"]["eventFilterBranches"]
    assert "returned" in str(events[-1])


def test_the_message_to_the_customer_by_hand_stands_still_too() -> None:
    step = rule_sets.outcome("hybrid")["cc_last_message"]
    assert isinstance(step, ManualStep)
    assert all("core_handoff_status" in step.steps[language][-1] for language in ("en", "he"))


@pytest.mark.parametrize("key", ["cc_first_contact", "cc_assign_new", "cc_deal_age", "b2b_close_date"])
def test_the_other_rules_are_those_of_the_two_blueprints(key: str) -> None:
    alone = "b2b" if key.startswith("b2b") else "call_center"
    assert made(key).body == rule_sets.workflows(alone)[key].body


def test_the_two_blueprints_know_nothing_of_hand_offs() -> None:
    for name in ("call_center", "b2b"):
        assert not any("core_handoff" in str(each.body) for each in rule_sets.workflows(name).values())


def test_a_hold_taken_off_by_hand_is_an_edit() -> None:
    edited = copy.deepcopy(made("cc_open_deal").body)
    branch = edited["enrollmentCriteria"]["refinementCriteria"]["filterBranches"][0]
    branch["filters"] = [each for each in branch["filters"] if each.get("property") != "core_handoff_status"]
    back = compiler.read("cc_open_deal", "create_deal", edited, rule_sets.context("hybrid"))
    assert back is None or not back.exact


def test_thresholds_of_the_test_are_parameters_of_a_portal() -> None:
    given = {"handoff_amount": 40_000, "handoff_employees": 80, "handoff_deciders": 3, "handoff_days": 30}
    found, findings = load.load(str(ROOT / "blueprints" / "hybrid.yaml"), given)
    assert found is not None, findings
    (step,) = (each for each in found.manual if each.key == Key("workflow", "handoff_test"))
    for told in ("40,000 or more", "80 employees", "3 or more people", "more than 30 days"):
        assert told in step.steps["en"][0]
    for told in ("40,000 ומעלה", "80 עובדים", "3 אנשים", "30 ימים"):
        assert told in step.steps["he"][0]


def test_the_way_back_is_told_only_where_there_is_one() -> None:
    context = rule_sets.context("hybrid")
    rule = next(each for each in rule_sets.rules("hybrid") if each.template == "handoff_test")
    alone = {name: each for name, each in rule.parameters.items() if name != "back_into"}
    step = compiler.compile_rule(Rule(rule.key, rule.template, rule.pipeline, None, alone), context)
    whole = rule_sets.outcome("hybrid")["handoff_test"]
    assert isinstance(step, ManualStep)
    assert isinstance(whole, ManualStep)
    assert len(whole.steps["en"]) == len(step.steps["en"]) + 1
    assert "small repeat order" in whole.steps["en"][-1]


def test_a_hybrid_contains_both_blueprints_unchanged() -> None:
    """All but the three workflows that stand still for a hand-off, which its fragment says."""
    both, _ = load.load(str(ROOT / "blueprints" / "hybrid.yaml"), {})
    assert both is not None
    held = {Key("workflow", name) for name in ("cc_retry", "cc_close_unreachable", "cc_open_deal")}
    for name in ("call_center", "b2b"):
        alone, _ = load.load(str(ROOT / "blueprints" / f"{name}.yaml"), {})
        assert alone is not None
        for key, resource in alone.resources.items():
            if key not in held:
                assert (both.resources[key].spec, both.resources[key].title) == (resource.spec, resource.title), key


# Conflicts, with their places


@pytest.fixture
def hybrid(tmp_path: Path) -> Path:
    """A copy of the shipped blueprint that a test may change."""
    shutil.copytree(ROOT / "blueprints", tmp_path / "blueprints")
    return tmp_path / "blueprints" / "hybrid.yaml"


def findings(path: Path, *edits: tuple[str, str]) -> list[Finding]:
    text = path.read_text("utf-8")
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, "utf-8")
    return list(load.read(str(path)).findings)


def place(path: Path, file: str, line: str, column: int) -> Place:
    """Where the first line that begins so stands."""
    whole = path.parent / file
    lines = whole.read_text("utf-8").splitlines()
    return Place(str(whole), next(n for n, each in enumerate(lines, 1) if each.strip().startswith(line)), column)


def test_a_pipeline_that_is_not_there_is_told_at_its_key(hybrid: Path) -> None:
    found = findings(hybrid, ("    deals/cc_sales: aggressive", "    deals/cc_sale: aggressive"))
    assert [(each.code, each.place) for each in found] == [
        ("AUTO016", place(hybrid, "hybrid.yaml", "deals/cc_sale:", 5))
    ]


def test_a_second_writer_is_told_at_its_rule(hybrid: Path) -> None:
    found = findings(hybrid, (", cc_close_unreachable]", "]"))
    where = place(hybrid, "shared/cc_rules.yaml", "cc_close_unreachable:", 5)
    assert [(each.code, each.severity, each.place) for each in found] == [("AUTO017", Severity.ERROR, where)]


def test_a_writer_that_is_not_there_is_told_at_its_name(hybrid: Path) -> None:
    found = findings(hybrid, ("[cc_attempt_logged,", "[cc_nobody, cc_attempt_logged,"))
    where = place(hybrid, "hybrid.yaml", "leads/hs_pipeline_stage:", 31)
    assert [(each.code, each.severity, each.place) for each in found] == [("AUTO018", Severity.ERROR, where)]


RULES = """
  rules:
    cc_take: {template: assign_new, pipeline: leads/cc_leads, stage: callback_set, to: sales_team}
    b2b_digest: {template: weekly_digest, pipeline: deals/b2b_account_growth, day: sunday, at: "08:00", to: sales_team}
"""


def test_two_who_set_owners_and_people_of_both_are_told_where_they_stand(hybrid: Path) -> None:
    hybrid.write_text(hybrid.read_text("utf-8") + RULES.lstrip("\n"), "utf-8")
    found = {each.code: each.place for each in findings(hybrid)}
    assert found["AUTO019"] == place(hybrid, "hybrid.yaml", "cc_take:", 5)
    digest = place(hybrid, "hybrid.yaml", "b2b_digest:", 5)
    assert found["AUTO020"] == Place(digest.file, digest.line, RULES.splitlines()[3].index("sales_team") + 1)


def test_the_same_people_in_one_way_of_selling_are_fine(hybrid: Path) -> None:
    rule = '    cc_control: {template: daily_digest, pipeline: deals/cc_sales, at: "08:00", to: shift_managers}\n'
    hybrid.write_text(hybrid.read_text("utf-8") + "  rules:\n" + rule, "utf-8")
    assert findings(hybrid) == []


def of_lifecycle(mode: str, *flows: JudgedFlow) -> list[tuple[str, Severity]]:
    policy = Policy(mode, {LEADS: "aggressive"}, date(2026, 11, 1))
    return [(each.message, each.severity) for each in doses.judge(flows, policy) if each.code == "DOSE011"]


def lifecycle(name: str, value: str, **more: Any) -> JudgedFlow:
    flow = body(write("lifecyclestage", value), object_type="contacts", pipeline=None) | {"name": name}
    return JudgedFlow(Key("workflow", name) if not more.get("foreign") else name, flow, "contacts", **more)


def test_the_lifecycle_stage_has_one_writer_in_a_hybrid() -> None:
    first, second = lifecycle("first", "lead"), lifecycle("second", "customer", place=Place("hybrid.yaml", 9, 5))
    policy = Policy("hybrid", {LEADS: "aggressive"}, date(2026, 11, 1))
    (found,) = (each for each in doses.judge([first, second], policy) if each.code == "DOSE011")
    assert (found.severity, found.place) == (Severity.ERROR, Place("hybrid.yaml", 9, 5))
    assert found.message.startswith('Workflows "second" and "first" both write the lifecycle stage of contacts.')
    assert of_lifecycle("call_center", first, second) == []
    assert of_lifecycle("hybrid", first) == []


def test_a_lifecycle_writer_of_somebody_else_is_a_warning() -> None:
    foreign = [lifecycle(name, name, foreign=True) for name in ("Old", "Older")]
    assert [severity for _, severity in of_lifecycle("hybrid", *foreign)] == [Severity.WARNING]
    ours = lifecycle("ours", "lead")
    assert [severity for _, severity in of_lifecycle("hybrid", ours, foreign[0])] == [Severity.WARNING]


def test_the_ids_of_the_hand_off_are_those_of_both_pipelines() -> None:
    refs = {str(each) for each in _refs(made("handoff_answer").body)}
    assert "pipeline:leads/cc_leads#connected" in refs
    assert "team:מנהלי לקוחות" in refs


def _refs(node: Any) -> list[Key]:
    if isinstance(node, Ref):
        return [node.key]
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [key for each in inner for key in _refs(each)]
