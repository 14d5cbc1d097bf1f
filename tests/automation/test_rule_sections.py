"""The section ``automation:``: its schema takes the shipped rule sets, and its editor schema knows every parameter."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from provisioner.automation import calendars_by_pipeline, section, section_schema
from provisioner.model.keys import Key
from tests.automation import rule_sets

TEXT = {"type": ["string", "object"]}
DEFS = {**section_schema.DEFS, "text": TEXT}
LOOSE = Draft202012Validator({**section_schema.SECTION, "$defs": DEFS})
STRICT = Draft202012Validator({**section.editor_schema(), "$defs": DEFS})


@pytest.mark.parametrize("name", sorted(rule_sets.RULE_SETS))
@pytest.mark.parametrize("schema", [LOOSE, STRICT], ids=["checked", "editor"])
def test_the_shipped_rule_sets_fit(name: str, schema: Any) -> None:
    assert [each.message for each in schema.iter_errors(rule_sets.document(name)["automation"])] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"intensity": "wild"},
        {"intensity": {"deals/x": "wild"}},
        {"recipients": {"all": {"owner": True, "team": "x"}}},
        {"go_live": "tomorrow"},
        {"dose_override": {"reason": "x"}},
        {"rulez": {}},
    ],
    ids=str,
)
def test_what_is_wrong_in_the_frame_is_refused(wrong: dict[str, Any]) -> None:
    assert list(LOOSE.iter_errors(wrong))


def test_an_editor_knows_the_parameters_of_each_template() -> None:
    section_of = copy.deepcopy(rule_sets.document("b2b")["automation"])
    section_of["rules"]["b2b_close_date"]["waits"] = ["1h"]
    assert list(STRICT.iter_errors(section_of))
    assert not list(LOOSE.iter_errors(section_of))


def test_an_editor_lets_a_parameter_stand_for_any_value() -> None:
    section_of = copy.deepcopy(rule_sets.document("call_center")["automation"]) | {"activate": "${activate_workflows}"}
    section_of["rules"]["cc_close_unreachable"]["attempts"] = "${attempts}"
    section_of["rules"]["cc_first_contact"]["alert_after"] = "${alert_minutes}bm"
    assert not list(STRICT.iter_errors(section_of))
    section_of["rules"]["cc_close_unreachable"]["attempts"] = "six"
    assert list(STRICT.iter_errors(section_of))


def test_rules_are_read_in_their_order_with_what_is_their_own() -> None:
    first, *_ = section.rules(rule_sets.document("call_center"))
    assert first.key == "cc_assign_new"
    assert first.pipeline == Key("pipeline", "leads/cc_leads")
    assert first.stage == Key("pipeline", "leads/cc_leads#new")
    assert first.parameters == {"to": "sales_team"}
    assert first.enabled


def test_the_day_of_the_decision_is_the_day_of_going_live() -> None:
    assert rule_sets.context("call_center").go_live == date(2026, 11, 1)
    document = rule_sets.document("call_center")
    moved = document | {"automation": document["automation"] | {"go_live": "2027-01-10"}}
    given = section.context(moved, rule_sets.context("call_center").hours)
    assert (given.go_live, given.blocked_until) == (date(2027, 1, 10), date(2028, 12, 31))


def test_tasks_are_due_on_whole_working_days() -> None:
    friday_is_short = rule_sets.context("call_center").working_days
    assert set(friday_is_short) == {"SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY"}


def test_stages_know_whether_they_are_open() -> None:
    leads, deals = (
        {each.name: each.is_open for each in pipeline.stages}
        for pipeline in section.pipelines(rule_sets.document("call_center"))
    )
    assert [name for name, is_open in leads.items() if not is_open] == ["qualified", "disqualified"]
    assert [name for name, is_open in deals.items() if not is_open] == ["won", "lost"]


@pytest.mark.parametrize(("mode", "calendar"), [("call_center", "il_call_center"), ("b2b", "il_office")])
def test_the_mode_brings_its_calendar(mode: str, calendar: str) -> None:
    found, findings = calendars_by_pipeline.read({"mode": mode, "automation": {}})
    assert found is not None
    assert (found.usual.name, dict(found.own), findings) == (calendar, {}, ())
