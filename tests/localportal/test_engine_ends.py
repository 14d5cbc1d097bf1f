"""Flows on the virtual clock: who leaves, what is stopped, and what cannot be rehearsed."""

from __future__ import annotations

import pytest

from tests.localportal.engine_runs import START, contact, created, local, made, ran, setting, told, when
from tests.localportal.flows import (
    FLOWS,
    act,
    branch,
    changed,
    delay,
    event,
    every,
    known,
    listed,
    mail,
    of_contacts,
    on,
    prop,
    put,
)


def test_a_flow_may_send_records_to_another(israel):
    other = made(israel, mail(1), name="G", enrol={"type": "MANUAL", "shouldReEnroll": False})
    made(israel, act(1, "0-15", flow_id=other), enrol=on(event(type_id="4-1463224")))
    assert [one["flow_name"] for one in ran(israel, [created()]) if one["action"] == "email"] == ["G"]


def test_the_unenrolment_trigger_takes_records_out(israel):
    closed = prop("hs_is_closed", "BOOL", "IS_EQUAL_TO", value=True)
    made(israel, delay(1, 2, minutes=120), mail(2), enrol=on(event(type_id="4-1463224")),
         suppressionFilterBranch=every(closed))  # fmt: skip
    events = [created(), setting("2026-11-12T11:00:00+02:00", dealstage="closedlost")]
    entries = ran(israel, events)
    assert told(entries, "left") == [(local("12 11:00"), "left", "leaves: meets the unenrolment trigger")]
    assert when(entries, "email") == []


def test_a_write_that_ends_its_own_flow_is_its_last(israel):
    closed = prop("hs_is_closed", "BOOL", "IS_EQUAL_TO", value=True)
    made(israel, put(1, "dealstage", "closedlost", 2), mail(2), enrol=on(event(type_id="4-1463224")),
         suppressionFilterBranch=every(closed))  # fmt: skip
    assert [one["action"] for one in ran(israel, [created()])] == ["event", "enrolled", "set_property", "left"]


def test_goals_and_criteria_that_cease_take_contacts_out(israel):
    enrol = listed(known("phone"), unEnrollObjectsNotMeetingCriteria=True)
    israel.made(FLOWS, of_contacts(delay(1, 2, minutes=120), mail(2), isEnabled=True, enrollmentCriteria=enrol,
                                   goalFilterBranch=every(known("jobtitle"))))  # fmt: skip
    entries = ran(israel, [contact(name="a", phone="1"), contact(name="b", phone="2"), contact(name="c", phone="3"),
                           setting("2026-11-12T11:00:00+02:00", "a", jobtitle="CEO"),
                           setting("2026-11-12T11:30:00+02:00", "b", phone="")])  # fmt: skip
    assert [(one["record_name"], one["text"]) for one in entries if one["action"] == "left"] == [
        ("a", "leaves: has reached the goal"), ("b", "leaves: no longer meets the criteria"),
    ]  # fmt: skip
    assert [one["record_name"] for one in entries if one["action"] == "email"] == ["c"]


def test_entering_one_flow_may_take_a_contact_out_of_others(israel):
    first = of_contacts(delay(1, 2, minutes=120), mail(2), isEnabled=True, enrollmentCriteria=listed(known("phone")))
    israel.made(FLOWS, first)
    leave = {"unEnrollmentSetting": {"type": "ALL", "flowIds": []}, "name": "G"}
    israel.made(FLOWS, of_contacts(mail(1), isEnabled=True, enrollmentCriteria=listed(known("jobtitle")), **leave))
    events = [contact(phone="1"), setting("2026-11-12T11:00:00+02:00", "dana", jobtitle="CEO")]
    assert told(ran(israel, events), "left") == [(local("12 11:00"), "left", "leaves: it entered G")]


def test_what_is_due_while_a_flow_is_off_is_lost(israel):
    flow_id = made(
        israel, delay(1, 2), mail(2, 3), delay(3, 4, minutes=60), mail(4), enrol=on(event(type_id="4-1463224"))
    )
    events = [created(), {"at": "2026-11-12T10:02:00+02:00", "switch": {"flow": flow_id, "on": False}},
              created("2026-11-12T10:03:00+02:00", "b"),
              {"at": "2026-11-12T10:30:00+02:00", "switch": {"flow": flow_id, "on": True}}]  # fmt: skip
    entries = ran(israel, events)
    assert told(entries, "skipped") == [(local("12 10:05"), "skipped", "action 2: the flow is switched off")]
    assert when(entries, "email") == [local("12 11:05")]
    assert len(when(entries, "enrolled")) == 1


def test_a_flow_that_feeds_itself_is_stopped(israel):
    made(israel, put(1, "description", {"type": "TIMESTAMP", "timestampType": "EXECUTION_TIME"}, 2), delay(2, 3, 1),
         put(3, "hs_next_step", {"type": "TIMESTAMP", "timestampType": "EXECUTION_TIME"}),
         name="A", enrol=on(changed("amount"), changed("closed_lost_reason")))  # fmt: skip
    made(israel, put(1, "closed_lost_reason", {"type": "TIMESTAMP", "timestampType": "EXECUTION_TIME"}),
         name="B", enrol=on(changed("hs_next_step")))  # fmt: skip
    entries = ran(israel, [created(), setting("2026-11-12T11:00:00+02:00", amount="5")])
    assert [text for _, _, text in told(entries, "stopped")] == ["a loop: enrolled 1000 times in one run, and no more"]


def test_paths_that_lead_back_are_stopped(israel):
    israel.switch(flow_paths_may_converge=True)
    made(israel, branch(1, None, 1, known("amount")), enrol=on(event(type_id="4-1463224")))
    assert [text for _, _, text in told(ran(israel, [created()]), "stopped")] == [
        "a loop: 10000 actions without coming to the end"
    ]


def test_a_flow_that_enrols_what_it_makes_is_stopped(israel):
    name = [{"targetProperty": "dealname", "value": {"type": "STATIC_VALUE", "staticValue": "again"}}]
    made(israel, act(1, "0-14", object_type_id="0-3", properties=name), enrol=on(event(type_id="4-1463224")))
    entries = ran(israel, [created()])
    assert [text for _, _, text in told(entries, "stopped")] == ["a loop: made 1000 records in one run; switched off"]


def test_what_is_not_run_is_told_and_never_passed_over(israel):
    made(israel, act(1, "0-46510720", 2), mail(2), name="action", enrol=on(event(type_id="4-1463224")))
    made(israel, mail(1), name="history", enrol=listed(
        prop("dealtype", "ENUMERATION", "HAS_EVER_BEEN_ANY_OF", values=["newbusiness"])))  # fmt: skip
    made(israel, mail(1), name="list", enrol=listed({"filterType": "IN_LIST", "listId": "1", "operator": "IN_LIST"}))
    made(israel, mail(1), name="event", enrol=on(event(type_id="4-1639801")))
    made(israel, mail(1, subject="{{ fetched_objects.fetched_object_1.name }}"), name="token",
         enrol=on(event(type_id="4-1463224")))  # fmt: skip
    made(israel, {"type": "WEBHOOK", "actionId": "1", "method": "POST", "webhookUrl": "https://example.com",
                  "queryParams": []}, name="hook", enrol=on(event(type_id="4-1463224")))  # fmt: skip
    entries = ran(israel, [created()])
    by_flow = {one["flow_name"]: one["text"] for one in entries if one["action"] == "problem"}
    assert by_flow["action"] == "action 1: the action 0-46510720 is not run"
    assert "keeps no history" in by_flow["history"]
    assert by_flow["list"] == "filters of the type IN_LIST are not run"
    assert "4-1639801 do not happen" in by_flow["event"]
    assert "fetched_object_1.name" in by_flow["token"]
    assert by_flow["hook"] == "action 1: actions of the type WEBHOOK are not run"
    assert [one["flow_name"] for one in entries if one["action"] == "email"] == ["action"]


def test_people_come_before_timers_at_the_same_moment(israel):
    made(israel, delay(1, 2), branch(2, None, 3, known("amount")), mail(3), enrol=on(event(type_id="4-1463224")))
    assert when(ran(israel, [created(), setting("2026-11-12T10:05:00+02:00", amount="5")]), "email") == []


@pytest.mark.parametrize(
    ("event_", "words"),
    [
        ({"at": START}, "needs `at` and one of"),
        (created("2026-11-12T10:00:00"), "does not say its zone"),
        (created("2026-11-11T10:00:00+02:00"), "outside the run"),
        (setting(START, "nobody", amount="5"), "no event has named a record 'nobody'"),
        (setting(START, "deals/7", amount="5"), "deals/7 is not there"),
        (created(no_such_property="1"), "no_such_property"),
        ({"at": START, "create": {"object": "gadgets"}}, "gadgets"),
        ({"at": START, "switch": {"flow": "7", "on": True}}, "no flow 7"),
    ],
)
def test_events_that_cannot_be_are_refused(israel, event_, words):
    with pytest.raises(ValueError, match=r"event 1|zone") as refused:
        ran(israel, [event_])
    assert words in str(refused.value)


def test_runs_that_cannot_be_are_refused(israel):
    with pytest.raises(ValueError, match="cannot end"):
        ran(israel, [], until="2026-11-11T10:00:00+02:00")
    with pytest.raises(ValueError, match="no flow 7"):
        ran(israel, [], flows=["7"])
