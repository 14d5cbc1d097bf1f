"""What people read of rules: sentences, trees, manual steps, amounts and the mark in a description."""

from __future__ import annotations

import contextlib
import copy
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.automation import amounts, bodies, canonical, comparing, compiler, drawing, marker
from provisioner.automation.steps import Flow
from provisioner.automation.templates import ALL, MANUAL
from provisioner.model.findings import ManualStep
from tests.automation import rule_sets

LADDER_TREE = """\
leads: enrolled while
     hs_pipeline is cc_leads and hs_pipeline_stage is new and hs_createdate is after 2026-11-01 and \
cc_first_attempt_at is empty
  acts only Mon 09:00-20:00, Tue 09:00-20:00, Wed 09:00-20:00, Thu 09:00-20:00, Fri 09:00-13:00, Sun 09:00-20:00 \
(Asia/Jerusalem), closed on 6 holidays
├─ wait 3 minutes
└─ which holds first?
   ├─ Attempt logged (cc_first_attempt_at is known): ends
   ├─ Left the stage (hs_pipeline_stage is not new): ends
   └─ otherwise, No attempt yet
      └─ e-mail to the owner: Call now: {{ enrolled_object.hs_lead_name }}"""


def test_a_workflow_is_drawn_as_a_tree() -> None:
    context = rule_sets.context("call_center")
    rule = next(each for each in rule_sets.rules("call_center") if each.template == "sla_ladder")
    alone = compiler.Rule("alert", rule.template, rule.pipeline, rule.stage, {"alert_after": "3bm"})
    made = compiler.flow(compiler.settle(alone, context), context)
    assert made is not None
    assert drawing.tree(made) == LADDER_TREE


@pytest.mark.parametrize("name", sorted(rule_sets.RULE_SETS))
def test_every_workflow_can_be_drawn_from_its_body(name: str) -> None:
    for made in rule_sets.workflows(name).values():
        lines = drawing.tree(bodies.flow(made.body)).splitlines()
        assert len(lines) > 2, made.key


def test_a_workflow_of_somebody_else_is_drawn_too() -> None:
    foreign = {
        "objectTypeId": "0-3",
        "startActionId": "7",
        "actions": [
            {"type": "WEBHOOK", "actionId": "7", "webhookUrl": "x", "connection": {"nextActionId": "9"}},
            {"type": "SINGLE_CONNECTION", "actionId": "9", "actionTypeId": "0-4", "fields": {"content_id": "1"}},
        ],
        "enrollmentCriteria": {"type": "MANUAL", "shouldReEnroll": False},
    }
    assert drawing.tree(bodies.flow(foreign)).splitlines() == [
        "deals: enrolled by MANUAL",
        "├─ another action (WEBHOOK)",
        "└─ another action (0-4)",
    ]


def test_actions_that_run_in_a_circle_are_refused() -> None:
    action = {"type": "SINGLE_CONNECTION", "actionId": "1", "actionTypeId": "0-4", "connection": {"nextActionId": "1"}}
    with pytest.raises(ValueError, match="circle"):
        bodies.flow({"objectTypeId": "0-3", "startActionId": "1", "actions": [action]})


PLACES = [
    (made, path)
    for name in rule_sets.RULE_SETS
    for made in rule_sets.workflows(name).values()
    for path in [("timeWindows",), ("actions", 0, "fields"), ("actions", 0, "type"), ("enrollmentCriteria",)]
]


@given(st.sampled_from(PLACES), st.sampled_from([None, "x", [], {}, 7, True, [3]]))
def test_a_workflow_of_any_shape_is_read_or_refused(place: Any, odd: Any) -> None:
    made, path = place
    body = copy.deepcopy(made.body)
    target = body
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = odd
    compiler.recognise("any", body, rule_sets.context("call_center"))
    with contextlib.suppress(ValueError):
        drawing.tree(bodies.flow(body))


EXAMPLES = os.environ.get("HUBSPOT_FLOW_EXAMPLES", "")


@pytest.mark.skipif(not EXAMPLES, reason="HUBSPOT_FLOW_EXAMPLES does not name a folder of workflows")
def test_workflows_that_others_wrote_are_told_without_loss() -> None:
    beyond_us = {"suppressionFilterBranch", "enrollmentSchedule"}
    told = 0
    for path in sorted(Path(EXAMPLES).glob("*.json")):
        given = json.loads(path.read_text("utf-8"))
        flow = bodies.flow(given)
        assert drawing.tree(flow)
        if "hs_event_criteria_met" not in path.read_text("utf-8"):
            rest = {name: each for name, each in given.items() if name not in beyond_us}
            assert canonical.canonical(bodies.body(flow)) == canonical.canonical(rest), path.name
            told += 1
    assert told


def test_a_contact_workflow_has_what_contacts_need() -> None:
    context = rule_sets.context("b2b")
    rule = compiler.settle(rule_sets.rules("b2b")[1], context)
    made = compiler.flow(rule, context)
    assert made is not None
    body = bodies.body(Flow("contacts", "n", "d", made.enrolment, (), context.zone))
    assert (body["type"], body["objectTypeId"]) == ("CONTACT_FLOW", "0-1")
    assert (body["suppressionListIds"], body["canEnrollFromSalesforce"]) == ([], False)
    assert "startActionId" not in body


@pytest.mark.parametrize("name", sorted(rule_sets.RULE_SETS))
def test_every_rule_is_said_in_two_languages(name: str) -> None:
    context = rule_sets.context(name)
    for rule in rule_sets.rules(name):
        said = compiler.sentence(rule, context)
        assert said["en"].endswith(".")
        assert re.search("[א-ת]", said["he"]), rule.key
        assert not re.search("[{}]|None", said["en"] + said["he"]), rule.key


def test_the_ladder_in_one_sentence() -> None:
    rule = next(each for each in rule_sets.rules("call_center") if each.template == "sla_ladder")
    assert compiler.sentence(rule, rule_sets.context("call_center"))["en"] == (
        "A lead in New without a logged contact attempt: after 3 business minutes the owner is alerted; after 5 "
        "business minutes the SLA counts as breached; after 10 business minutes it goes to the next of teams "
        "מוקד - משמרת בוקר, מוקד - משמרת ערב; after 15 business minutes team מנהלי משמרת is told."
    )


def test_what_hubspot_cannot_carry_is_a_step_for_a_person() -> None:
    steps = {
        key: each
        for name in rule_sets.RULE_SETS
        for key, each in rule_sets.outcome(name).items()
        if isinstance(each, ManualStep)
    }
    assert len(steps) == len(MANUAL)
    for key, step in steps.items():
        assert len(step.steps["en"]) == len(step.steps["he"]) >= 4, key
        assert step.why.startswith(("HubSpot", "A workflow"))
        assert all(re.search("[א-ת]", line) for line in step.steps["he"])
        assert str(step.key) == f"workflow:{key}"
    digest = steps["b2b_weekly_digest"].steps["en"][-1]
    assert digest.startswith("Set Weekly, Sunday at 08:30, time zone Asia/Jerusalem, recipients: teams מנהלי לקוחות, ")


def test_a_change_is_said_in_the_words_of_the_rule() -> None:
    context = rule_sets.context("call_center")
    rule = next(each for each in rule_sets.rules("call_center") if each.template == "sla_ladder")
    more = {**rule.parameters, "alert_after": "4bm", "escalate_to": {"users": ["a@example.com"]}}
    other = compiler.Rule(rule.key, rule.template, rule.pipeline, rule.stage, more, {"en": "First contact"})
    before, after = compiler.settle(rule, context), compiler.settle(other, context)
    assert [str(each) for each in comparing.changes(before, after)] == [
        "title Leads: first contact within 5 minutes → First contact",
        "alert after 3 business minutes → 4 business minutes",
        "escalate to team מנהלי משמרת → a@example.com",
    ]
    assert [str(each) for each in comparing.changes(before, after, "he")][
        1
    ] == "alert after 3 דקות עבודה → 4 דקות עבודה"
    assert not list(comparing.changes(before, before))


def test_texts_follow_the_label_language() -> None:
    def subject(language: str) -> str:
        made = rule_sets.workflows("b2b", language)["b2b_close_date"]
        return next(
            str(each["fields"]["subject"]) for each in made.body["actions"] if each.get("actionTypeId") == "0-3"
        )

    token = "{{ enrolled_object.dealname }}"  # noqa: S105  no secret, a placeholder of HubSpot's
    assert subject("en") == f"The close date has passed: {token}"
    assert subject("he") == f"מועד הסגירה עבר: {token}"
    assert subject("both") == f"מועד הסגירה עבר: {token} (The close date has passed: {token})"


@pytest.mark.parametrize(
    ("written", "inside", "outside", "span"),
    [
        ("60m", "1bh", "1h", "1h"),
        ("5bm", "5bm", "5m", "1h"),
        ("1d", "1bd", "1d", "1d"),
        ("48h", "48bh", "48h", "2d"),
        ("3bd", "3bd", "3d", "5d"),
        ("5bd", "5bd", "5d", "7d"),
        ("6bd", "6bd", "6d", "10d"),
    ],
)
def test_one_writing_for_one_meaning(written: str, inside: str, outside: str, span: str) -> None:
    assert amounts.settled(written, business=True) == inside
    assert amounts.settled(written, business=False) == outside
    assert amounts.calendar_span(written) == span


@pytest.mark.parametrize(("age", "factor", "then"), [("14d", 1.5, "21d"), ("1d", 1.5, "36h"), ("21d", 1.5, "32d")])
def test_ages_are_multiplied_and_rounded_up(age: str, factor: float, then: str) -> None:
    assert amounts.multiplied(age, factor) == then


@given(st.integers(1, 9999), st.sampled_from(["m", "h", "d", "bm", "bh", "bd"]))
def test_amounts_are_written_as_they_were_read(number: int, unit: str) -> None:
    assert str(amounts.amount(f"{number}{unit}")) == f"{number}{unit}"
    assert set(amounts.words(f"{number}{unit}")) == {"en", "he"}


@pytest.mark.parametrize("text", ["", "5", "0d", "5w", "5 d", "-5d", "5BM"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        amounts.amount(text)


@given(st.text(max_size=40))
def test_the_mark_comes_off_as_it_went_on(description: str) -> None:
    marked = marker.marked(description.strip(), "cc_first_contact", "0123456789abcdef")
    found = marker.read(marked)
    assert found == marker.Marker("cc_first_contact", "0123456789ab", description.strip())


def test_a_description_without_a_mark_is_nobodys() -> None:
    assert marker.read("Made by hand [provisioner key=x]") is None
    assert marker.read(None) is None


def test_every_template_describes_its_parameters() -> None:
    for template in ALL.values():
        assert list(template.PARAMETERS) == [each.name for each in template.FIELDS]
        assert all(schema["description"] for schema in template.PARAMETERS.values())
        assert set(template.TITLE) == {"en", "he"}
