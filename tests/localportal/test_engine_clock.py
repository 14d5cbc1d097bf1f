"""Flows on the portal's own clock: it runs on, and a run keeps what it did."""

from __future__ import annotations

from tests.localportal.engine_runs import BORN, DEALS, NOA, START, created, local, made, ran, setting, when
from tests.localportal.flows import (
    FLOWS,
    act,
    before,
    delay,
    event,
    known,
    listed,
    mail,
    on,
    put,
    replacement,
    unknown,
)


def test_the_portals_own_clock_runs_on_and_remembers(israel):
    made(israel, delay(1, 2), mail(2), enrol=listed(known("amount")))
    old = israel.made(DEALS, {"properties": BORN | {"amount": "1"}})
    assert israel.post("/_portal/clock", {"now": START}).status == 200
    new = israel.made(DEALS, {"properties": BORN})
    assert new["createdAt"] == local("12 10:00")
    israel.patch(f"{DEALS}/{new['id']}", {"properties": {"amount": "5"}})

    def run(until):
        answer = israel.post("/_portal/run", {"until": until})
        assert answer.status == 200, answer.text
        return answer.body["entries"]

    first = run("2026-11-12T10:03:00+02:00")
    assert [(one["action"], one["record"]) for one in first] == [
        ("enrolled", f"deals/{new['id']}"), ("delay", f"deals/{new['id']}"),
    ]  # fmt: skip
    assert when(run("2026-11-12T10:10:00+02:00"), "email") == [local("12 10:05")]
    assert run("2026-11-12T11:00:00+02:00") == []
    israel.patch(f"{DEALS}/{old['id']}", {"properties": {"amount": ""}})
    israel.patch(f"{DEALS}/{old['id']}", {"properties": {"amount": "2"}})
    assert israel.get("/_portal/settings").body["clock"] == local("12 11:00")
    assert israel.post("/_portal/run", {"until": START}).status == 400
    assert israel.post("/_portal/run", {}).status == 400
    assert israel.post("/_portal/clock", {"now": "soon"}).status == 400


def test_a_run_keeps_what_its_actions_did(israel):
    flow_id = made(israel, put(1, "description", "seen", 2), act(2, "0-3", task_type="TODO", subject="S"),
                   enrol=on(event(type_id="4-1463224")))  # fmt: skip
    israel.post("/_portal/clock", {"now": START})
    deal = israel.made(DEALS, {"properties": BORN})
    israel.post("/_portal/run", {"until": "2026-11-12T10:10:00+02:00"})
    assert israel.get(f"{DEALS}/{deal['id']}?properties=description").body["properties"]["description"] == "seen"
    (task,) = israel.get("/crm/v3/objects/tasks?properties=hs_task_subject,hs_task_status").body["results"]
    assert (task["properties"]["hs_task_subject"], task["properties"]["hs_task_status"]) == ("S", "NOT_STARTED")
    assert israel.get(f"{FLOWS}/{flow_id}").body["revisionId"] == "1"


def test_a_flow_switched_off_between_runs_loses_what_was_due(israel):
    flow_id = made(israel, delay(1, 2), mail(2), enrol=on(event(type_id="4-1463224")))
    israel.post("/_portal/clock", {"now": START})
    israel.made(DEALS, {"properties": BORN})
    israel.post("/_portal/run", {"until": "2026-11-12T10:02:00+02:00"})
    found = israel.get(f"{FLOWS}/{flow_id}").body
    israel.put(f"{FLOWS}/{flow_id}", replacement(found, isEnabled=False))
    entries = israel.post("/_portal/run", {"until": "2026-11-12T10:10:00+02:00"}).body["entries"]
    assert [one["action"] for one in entries] == ["skipped", "finished"]


def test_who_cannot_go_on_is_taken_out_aloud(israel):
    flow_id = made(israel, delay(1, 2), mail(2), enrol=on(event(type_id="4-1463224")))
    other = made(israel, delay(1, 2), mail(2), name="G", enrol=on(event(type_id="4-1463224")))
    israel.post("/_portal/clock", {"now": START})
    kept, gone = (israel.made(DEALS, {"properties": BORN})["id"] for _ in range(2))
    israel.post("/_portal/run", {"until": "2026-11-12T10:02:00+02:00"})
    found = israel.get(f"{FLOWS}/{flow_id}").body
    israel.put(f"{FLOWS}/{flow_id}", replacement(found, actions=[delay(1)]))
    israel.delete(f"{FLOWS}/{other}")
    israel.delete(f"{DEALS}/{gone}")
    entries = israel.post("/_portal/run", {"until": "2026-11-12T10:10:00+02:00"}).body["entries"]
    assert sorted((one["record"], one["flow_name"], one["text"]) for one in entries) == [
        (f"deals/{kept}", "", "leaves: the flow is there no more"),
        (f"deals/{kept}", "F", "leaves: its next action is there no more"),
        (f"deals/{gone}", "", "leaves: the flow is there no more"),
        (f"deals/{gone}", "F", "leaves: the record is there no more"),
    ]


def test_hubspots_own_times_follow_the_clock(israel):
    made(
        israel,
        mail(1),
        enrol=listed(before("hubspot_owner_assigneddate", "NOW", hours=-1), unknown("notes_last_contacted")),
    )
    events = [created(hubspot_owner_id=""), setting("2026-11-12T12:00:00+02:00", hubspot_owner_id=NOA)]
    assert when(ran(israel, events), "email") == [local("12 13:00:01")]
    contacted = setting("2026-11-12T12:30:00+02:00", notes_last_contacted="2026-11-12T12:30:00+02:00")
    assert when(ran(israel, [*events, contacted]), "email") == []
