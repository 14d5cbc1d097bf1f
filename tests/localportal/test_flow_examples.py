"""Whole flows as HubSpot has them, made in the portal and run on the virtual clock.

The examples are not part of this project: name their folder in HUBSPOT_FLOW_EXAMPLES.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from provisioner.localportal import rehearse
from tests.localportal.flows import FLOWS, replacement

FOLDER = os.environ.get("HUBSPOT_FLOW_EXAMPLES", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="HUBSPOT_FLOW_EXAMPLES does not name a folder of workflows")
NAMES = sorted(path.stem for path in Path(FOLDER).glob("*.json")) if FOLDER else []
SERVER_SETS = {"id", "revisionId", "createdAt", "updatedAt", "crmObjectCreationStatus", "uuid"}

CHOICES = {
    "contacts": {
        "sales_mode": ["call_center", "b2b"], "cc_sla_status": ["met", "met_late", "breached_rotated"],
        "cc_retry_outcome": ["reached", "unreachable"],
        "marketing_feedback": ["fit_problem", "nurture", "unreachable"],
        "last_loss_reason": ["wrong_number", "not_interested", "bad_timing", "unreachable"],
    },
    "deals": {"cc_loss_reason": ["wrong_number", "not_interested", "bad_timing", "unreachable"]},
}  # fmt: skip
PLAIN = {
    "contacts": {"cc_last_rotated_at": ("datetime", "date"), "cc_call_attempts": ("number", "number")},
    "deals": {"decision_criteria": ("string", "text"), "economic_buyer": ("string", "text")},
}
PIPELINES = {"700000001": ["710000001", "710000002", "710000009"],
             "800000001": [f"81000000{at}" for at in range(1, 7)]}  # fmt: skip
PEOPLE = {
    "people": [
        {"firstName": "Mira", "lastName": "Gal", "userId": 61000001, "id": "71"},
        {"firstName": "Ari", "lastName": "Tal", "userId": 62000001, "id": "81"},
        {"firstName": "Bat", "lastName": "Nir", "userId": 62000002, "id": "82"},
        {"firstName": "Chen", "lastName": "Ben", "userId": 62000003, "id": "83"},
    ],
    "teams": [{"name": "Marketing", "id": "63000001", "members": ["mira.gal@example.com"]}],
}


def example(name):
    return json.loads((Path(FOLDER) / f"{name}.json").read_text("utf-8"))


@pytest.fixture
def firm(hub):
    """A portal that has all that the examples name."""
    hub.switch(time_zone="Asia/Jerusalem")
    assert hub.put("/_portal/people", PEOPLE).status == 200
    for plural, named in CHOICES.items():
        for name, values in named.items():
            options = [{"label": one, "value": one, "displayOrder": 0, "hidden": False} for one in values]
            property_(hub, plural, name, ("enumeration", "select"), options=options)
    for plural, plain in PLAIN.items():
        for name, kind in plain.items():
            property_(hub, plural, name, kind)
    for pipeline, stages in PIPELINES.items():
        told = [{"stageId": one, "label": one, "displayOrder": at, "metadata": {"probability": "0.2"}}
                for at, one in enumerate(stages)]  # fmt: skip
        told[-1]["metadata"] = {"probability": "0.0"}
        body = {"pipelineId": pipeline, "label": pipeline, "displayOrder": 1, "stages": told}
        hub.made("/crm/v3/pipelines/deals", body)
    return hub


def property_(hub, plural, name, kind, **more):
    group = {"contacts": "contactinformation", "deals": "dealinformation"}[plural]
    body = {"name": name, "label": name, "groupName": group, "type": kind[0], "fieldType": kind[1]} | more
    hub.made(f"/crm/v3/properties/{plural}", body)


def switched_on(hub, name):
    made = hub.made(FLOWS, example(name))
    answer = hub.put(f"{FLOWS}/{made['id']}", replacement(made, isEnabled=True))
    assert answer.status == 200, answer.text
    return made["id"]


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_taken_read_back_and_switched_on(firm, name):
    body = example(name)
    made = firm.made(FLOWS, body)
    assert {key: value for key, value in made.items() if key not in SERVER_SETS} == body
    assert firm.get(f"{FLOWS}/{made['id']}").body == made
    after = firm.put(f"{FLOWS}/{made['id']}", replacement(made, isEnabled=True)).body
    assert (after["isEnabled"], after["revisionId"]) == (True, "2")
    assert {key: after[key] for key in body if key != "isEnabled"} == {
        key: value for key, value in body.items() if key != "isEnabled"
    }


LEAD = {"firstname": "Dana", "lastname": "Klein", "lifecyclestage": "lead", "hs_lead_status": "NEW",
        "sales_mode": "call_center", "hubspot_owner_id": "83"}  # fmt: skip
NOISE = {"event", "enrolled", "branch", "delay", "finished", "set_property", "wait"}


def lead(at, **properties):
    return {"at": at, "create": {"object": "contacts", "as": "dana", "properties": LEAD | properties}}


def story(entries):
    """What people notice: (clock in Israel, action, first names of whom it reached)."""
    return [
        (f"{int(one['at'][8:10])} {(int(one['at'][11:13]) + 2) % 24:02d}:{one['at'][14:16]}", one["action"],
         [who.split(".")[0] for who in one["who"]])
        for one in entries if one["action"] not in NOISE
    ]  # fmt: skip


def test_the_ladder_of_the_first_contact(firm):
    switched_on(firm, "cc-01-first-contact-sla")
    entries = rehearse(firm.portal, "2026-11-12T10:00:00+02:00", "2026-11-12T12:00:00+02:00",
                       [lead("2026-11-12T10:00:00+02:00")])  # fmt: skip
    assert story(entries) == [
        ("12 10:00", "task", ["chen"]), ("12 10:00", "email", ["chen"]),
        ("12 10:05", "email", ["chen"]),
        ("12 10:15", "app_notification", ["mira"]), ("12 10:15", "email", ["mira"]),
        ("12 10:30", "rotate", ["ari"]), ("12 10:30", "task", ["ari"]), ("12 10:30", "email", ["ari"]),
    ]  # fmt: skip
    assert [one["text"] for one in entries if one["action"] == "set_property"] == [
        "cc_sla_status = breached_rotated", "cc_last_rotated_at = 2026-11-12T08:30:00.000Z",
    ]  # fmt: skip
    assert not [one for one in entries if one["action"] == "problem"]


def test_a_contact_that_is_called_in_time_climbs_no_further(firm):
    switched_on(firm, "cc-01-first-contact-sla")
    called = {"record": "dana", "properties": {"notes_last_contacted": "2026-11-12T10:07:00+02:00"}}
    events = [lead("2026-11-12T10:00:00+02:00"), {"at": "2026-11-12T10:07:00+02:00", "set": called}]
    entries = rehearse(firm.portal, "2026-11-12T10:00:00+02:00", "2026-11-12T12:00:00+02:00", events)
    assert story(entries)[-1] == ("12 10:05", "email", ["chen"])
    assert [one["text"] for one in entries if one["action"] == "set_property"] == ["cc_sla_status = met_late"]


def test_the_ladder_stands_still_over_the_closed_day(firm):
    switched_on(firm, "cc-01-first-contact-sla")
    entries = rehearse(firm.portal, "2026-11-14T18:50:00+02:00", "2026-11-16T12:00:00+02:00",
                       [lead("2026-11-14T18:50:00+02:00")])  # fmt: skip
    assert story(entries) == [
        ("14 18:50", "task", ["chen"]), ("14 18:50", "email", ["chen"]),
        ("14 18:55", "email", ["chen"]),
        ("14 19:05", "held", []),
        ("16 09:00", "app_notification", ["mira"]), ("16 09:00", "email", ["mira"]),
        ("16 09:15", "rotate", ["ari"]), ("16 09:15", "task", ["ari"]), ("16 09:15", "email", ["ari"]),
    ]  # fmt: skip


def test_the_cadence_of_calls_that_nobody_answers(firm):
    switched_on(firm, "cc-02-no-answer-retry-cadence")
    attempt = {"record": "dana", "properties": {"hs_lead_status": "ATTEMPTED_TO_CONTACT"}}
    events = [lead("2026-11-09T10:00:00+02:00"), {"at": "2026-11-09T10:10:00+02:00", "set": attempt}]
    entries = rehearse(firm.portal, "2026-11-09T10:00:00+02:00", "2026-11-14T12:00:00+02:00", events)
    assert story(entries) == [
        ("9 12:10", "task", ["chen"]),
        ("10 12:10", "task", ["chen"]),
        ("12 12:10", "email", ["mira"]),
    ]
    assert [one["text"] for one in entries if one["action"] == "set_property"] == [
        "cc_call_attempts = 1", "cc_call_attempts = 2", "cc_retry_outcome = unreachable",
    ]  # fmt: skip
    answered = {"record": "dana", "properties": {"hs_lead_status": "CONNECTED"}}
    events.append({"at": "2026-11-10T09:00:00+02:00", "set": answered})
    entries = rehearse(firm.portal, "2026-11-09T10:00:00+02:00", "2026-11-14T12:00:00+02:00", events)
    assert story(entries) == [("9 12:10", "task", ["chen"])]
    assert [one["text"] for one in entries if one["action"] == "set_property"][-1] == "cc_retry_outcome = reached"


def deal(at, **properties):
    return {"at": at, "create": {"object": "deals", "as": "deal", "properties": {"dealname": "Tavor",
            "hubspot_owner_id": "81"} | properties}}  # fmt: skip


def test_a_deal_that_stands_still_is_closed(firm):
    switched_on(firm, "cc-03-stale-stage-auto-close")
    tried = {"record": "deal", "properties": {"num_contacted_notes": "6"}}
    entries = rehearse(firm.portal, "2026-11-01T10:00:00+02:00", "2026-11-10T12:00:00+02:00",
                       [deal("2026-11-01T10:00:00+02:00", dealstage="710000002"),
                        {"at": "2026-11-03T10:00:00+02:00", "set": tried}])  # fmt: skip
    assert story(entries) == [("6 10:00", "email", ["ari"]), ("7 10:00", "email", ["mira"]), ("7 10:00", "left", [])]
    assert [one["text"] for one in entries if one["action"] == "set_property"] == [
        "cc_loss_reason = unreachable", "dealstage = 710000009",
    ]  # fmt: skip


def test_the_reason_of_a_loss_reaches_the_contact_and_marketing(firm):
    switched_on(firm, "cc-04-closed-loop-marketing")
    lost = deal("2026-11-01T10:00:00+02:00", dealstage="710000002")
    lost["create"]["associations"] = [
        {"to": {"id": "dana"}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 3}]}
    ]
    why = {"record": "deal", "properties": {"cc_loss_reason": "wrong_number", "dealstage": "710000009"}}
    events = [lead("2026-11-01T10:00:00+02:00"), lost, {"at": "2026-11-02T10:00:00+02:00", "set": why}]
    entries = rehearse(firm.portal, "2026-11-01T10:00:00+02:00", "2026-11-03T10:00:00+02:00", events)
    assert story(entries) == [("2 10:05", "email", ["mira"])]
    assert [one["text"].split(" = ")[1] for one in entries if one["action"] == "set_property"] == [
        "wrong_number", "UNQUALIFIED",
    ]  # fmt: skip


def test_the_morning_sweep_rotates_until_somebody_calls(firm):
    switched_on(firm, "cc-05-daily-unworked-sweep")
    called = {"record": "dana", "properties": {"notes_last_contacted": "2026-11-04T10:00:00+02:00"}}
    events = [lead("2026-11-01T22:00:00+02:00"), {"at": "2026-11-04T10:00:00+02:00", "set": called}]
    entries = rehearse(firm.portal, "2026-11-01T20:00:00+02:00", "2026-11-07T10:00:00+02:00", events)
    assert [(at, who) for at, action, who in story(entries) if action == "rotate"] == [
        ("3 08:45", ["ari"]), ("4 08:45", ["bat"]),
    ]  # fmt: skip


def test_one_task_for_each_time_a_close_date_has_passed(firm):
    switched_on(firm, "b2b-01-close-date-passed")
    later = {"record": "deal", "properties": {"closedate": "2026-11-09T12:00:00+02:00"}}
    events = [deal("2026-11-01T10:00:00+02:00", dealstage="810000001", closedate="2026-11-04T12:00:00+02:00"),
              {"at": "2026-11-05T12:00:00+02:00", "set": later}]  # fmt: skip
    entries = rehearse(firm.portal, "2026-11-01T10:00:00+02:00", "2026-11-15T10:00:00+02:00", events)
    assert [(at[:2].strip(), action, who) for at, action, who in story(entries)] == [
        ("4", "task", ["ari"]), ("9", "task", ["ari"]),
    ]  # fmt: skip


def test_a_stage_sets_the_forecast_category(firm):
    switched_on(firm, "b2b-06-forecast-category-on-stage")
    move = {"record": "deal", "properties": {"dealstage": "810000004"}}
    entries = rehearse(firm.portal, "2026-11-01T10:00:00+02:00", "2026-11-02T10:00:00+02:00",
                       [deal("2026-11-01T10:00:00+02:00", dealstage="810000001"),
                        {"at": "2026-11-01T12:00:00+02:00", "set": move}])  # fmt: skip
    assert [one["text"] for one in entries if one["action"] == "set_property"] == [
        "hs_manual_forecast_category = COMMIT"
    ]


def test_all_of_them_at_once_run_without_a_problem(firm):
    firm.switch(flows_enrol_existing=True)
    ids = [firm.made(FLOWS, example(name))["id"] for name in NAMES]
    assert firm.post("/_portal/seed", {"deals": 60, "leads": 20, "until": "2026-11-01", "team": 4}).status == 200
    entries = rehearse(firm.portal, "2026-11-02T08:00:00+02:00", "2026-11-20T08:00:00+02:00",
                       [lead("2026-11-02T10:00:00+02:00")], ids)  # fmt: skip
    assert [one for one in entries if one["action"] in ("problem", "stopped")] == []
    assert len({one["flow_id"] for one in entries if one["action"] == "enrolled"}) >= 4
