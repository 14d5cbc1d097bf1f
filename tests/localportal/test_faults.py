"""Scripted faults and read lag (checklist 3)."""

from __future__ import annotations

import time

import pytest
import urllib3

GROUPS = "/crm/v3/properties/deals/groups"
GROUP = {"name": "core", "label": "Core"}


def made(hub):
    return hub.get(f"{GROUPS}/core").status == 200


def test_a_status_fault_fires_once_and_nothing_is_done(hub):
    hub.fault("status", status=503, body={"message": "down"})
    refused = hub.post(GROUPS, GROUP)
    assert (refused.status, refused.body) == (503, {"message": "down"})
    assert not made(hub)
    assert hub.post(GROUPS, GROUP).status == 201


def test_a_fault_waits_for_its_method_path_and_turn(hub):
    hub.fault("status", method="POST", path="/groups$", skip=1, times=2)
    assert hub.get(GROUPS).status == 200
    statuses = [hub.post(GROUPS, {"name": f"g{at}", "label": "G"}).status for at in range(4)]
    assert statuses == [201, 500, 500, 201]
    assert hub.get("/_portal/faults").body["results"] == []


def test_a_fault_can_stay_for_ever(hub):
    hub.fault("status", times=0)
    assert {hub.get(GROUPS).status for _ in range(5)} == {500}
    assert hub.get("/_portal/faults").body["results"][0]["fired"] == 5
    hub.delete("/_portal/faults")
    assert hub.get(GROUPS).status == 200


@pytest.mark.parametrize(("kind", "done"), [("drop", False), ("done_then_drop", True)])
def test_a_drop_closes_the_connection(hub, kind, done):
    hub.fault(kind, method="POST")
    with pytest.raises(urllib3.exceptions.HTTPError):
        hub.post(GROUPS, GROUP)
    assert made(hub) is done


@pytest.mark.parametrize(("kind", "done"), [("timeout", False), ("done_then_timeout", True)])
def test_a_timeout_hangs_then_drops(hub, kind, done):
    hub.fault(kind, method="POST", seconds=0.2)
    before = time.monotonic()
    with pytest.raises(urllib3.exceptions.HTTPError):
        hub.post(GROUPS, GROUP)
    assert time.monotonic() - before >= 0.2
    assert made(hub) is done


def test_done_then_status_applies_and_says_502(hub):
    hub.fault("done_then_status", method="POST")
    assert hub.post(GROUPS, GROUP).status == 502
    assert made(hub)


def test_a_slow_answer_is_right_but_late(hub):
    hub.fault("slow", seconds=0.15)
    before = time.monotonic()
    assert hub.post(GROUPS, GROUP).status == 201
    assert time.monotonic() - before >= 0.15


@pytest.mark.parametrize(
    ("fields", "status", "content"),
    [
        ({"kind": "html"}, 502, "<html>"),
        ({"kind": "html", "status": 403}, 403, "<html>"),
        ({"kind": "garbage"}, 200, "cut o"),
        ({"kind": "locked"}, 423, "locked"),
        ({"kind": "wrong_region"}, 488, "correctHublet"),
        ({"kind": "rate_limited", "policy": "SECONDLY"}, 429, "secondly limit"),
    ],
)
def test_other_answers(hub, fields, status, content):
    hub.fault(**fields)
    answer = hub.get(GROUPS)
    assert answer.status == status
    assert content in answer.text


def test_an_empty_answer_is_empty(hub):
    hub.fault("empty")
    assert hub.get(GROUPS).text == ""


def test_migration_says_when_to_come_back(hub):
    hub.fault("migrating", seconds=120)
    answer = hub.get(GROUPS)
    assert (answer.status, answer.headers["retry-after"]) == (477, "120")
    hub.fault("rate_limited")
    assert "retry-after" not in hub.get(GROUPS).headers


@pytest.mark.parametrize(
    "bad", [{}, {"kind": "earthquake"}, {"kind": "drop", "colour": 1}, {"kind": "drop", "path": "("}]
)
def test_a_bad_fault_is_refused(hub, bad):
    assert hub.post("/_portal/faults", bad).status == 400


def test_reads_lag_behind_a_write(hub):
    hub.switch(read_lag=2)
    assert hub.post(GROUPS, GROUP).status == 201
    assert [hub.get(f"{GROUPS}/core").status for _ in range(3)] == [404, 404, 200]
    hub.patch(f"{GROUPS}/core", {"label": "New"})
    assert [hub.get(f"{GROUPS}/core").body["label"] for _ in range(3)] == ["Core", "Core", "New"]


def test_a_bug_of_the_portal_itself_says_so(hub, monkeypatch):
    monkeypatch.setattr("provisioner.localportal.surfaces.groups.state.listed", lambda *_: 1 / 0)
    answer = hub.get(GROUPS)
    assert (answer.status, answer.body["category"]) == (500, "LOCAL_PORTAL_BUG")
    assert "ZeroDivisionError" in answer.body["message"]


def test_latency_is_added_to_every_answer(hub):
    hub.switch(latency_ms=80)
    before = time.monotonic()
    hub.get(GROUPS)
    assert time.monotonic() - before >= 0.08
