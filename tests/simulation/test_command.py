"""``provisioner simulate`` from outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.simulation.conftest import Simulate

THURSDAY = ("--at", "2026-11-19T17:00")
NIGHT = ("--for", "1d", "--scenario", "night.yaml", "--format", "json")


def test_the_same_input_gives_the_same_bytes(simulate: Simulate) -> None:
    first = simulate("call_center.yaml", *THURSDAY, "--format", "json")
    assert first.code == 0
    assert simulate("call_center.yaml", *THURSDAY, "--format", "json") == first


def test_the_document(simulate: Simulate) -> None:
    document = simulate("call_center.yaml", *THURSDAY, "--format", "json").document
    assert document["format"] == "provisioner/simulation/1"
    assert (document["from"], document["to"]) == ("2026-11-19T17:00:00+02:00", "2026-11-22T17:00:00+02:00")
    assert (document["zone"], document["calendar"]) == ("Asia/Jerusalem", "il_call_center")
    assert document["rules"]["cc_first_contact"] == "Leads: first contact within 5 minutes"
    alert = next(each for each in document["events"] if each["action"] == "alert")
    assert alert == {
        "at": "2026-11-19T17:03:00+02:00",
        "open": True,
        "rule": "cc_first_contact",
        "record": "Answered after 4 minutes",
        "action": "alert",
        "who": ["amit.cohen@example.com"],
        "text": "alert to amit.cohen@example.com: Call now: Answered after 4 minutes",
    }
    assert {each["rule"] for each in document["events"]} <= {None, *document["rules"]}
    assert "problem" not in {each["action"] for each in document["events"]}


def test_the_ordinary_day_of_b2b_reminds_and_stamps(simulate: Simulate) -> None:
    ended = simulate("b2b.yaml", *THURSDAY, "--format", "json")
    rules = {each["rule"] for each in ended.document["events"] if each["action"] in ("task", "stamp")}
    assert rules == {"b2b_close_date", "b2b_next_activity", "b2b_proposal_validity", "b2b_proposal_sent"}


def test_texts_follow_the_language_unless_the_portal_has_its_own(simulate: Simulate, folder: Path) -> None:
    assert "להתקשר עכשיו" in simulate("call_center.yaml", *THURSDAY, "--lang", "he").out
    project = "portals:\n  acme:\n    portal_id: 1\n    token_env: ACME\n    parameters: {label_language: he}\n"
    (folder / "provisioner.yaml").write_text(project, "utf-8")
    out = simulate("call_center.yaml", *THURSDAY, "--portal", "acme", "--for", "10m").out
    assert "with the parameters of acme" in out
    assert "alert to amit.cohen@example.com: \u2068להתקשר עכשיו" in out


def test_clocks_set_back_at_night_move_no_opening(simulate: Simulate, folder: Path) -> None:
    (folder / "night.yaml").write_text('- {at: "2026-10-24T21:00", create: {object: leads, name: Noga}}\n', "utf-8")
    ended = simulate(
        "call_center_live.yaml",
        "--at",
        "2026-10-24T20:00",
        "--for",
        "1d",
        "--scenario",
        "night.yaml",
        "--format",
        "json",
    )
    assert ended.told("event")[0][0] == "2026-10-24T21:00:00+03:00"
    assert ended.told("assign")[0][0] == "2026-10-25T09:00:00+02:00"
    assert ended.told("alert")[0][0] == "2026-10-25T09:03:00+02:00"


def test_clocks_set_forward_at_night_move_no_opening(simulate: Simulate, folder: Path) -> None:
    (folder / "night.yaml").write_text('- {at: "+0m", create: {object: leads, name: Noga}}\n', "utf-8")
    ended = simulate(
        "call_center_live.yaml",
        "--at",
        "2026-03-26T23:00",
        "--for",
        "1d",
        "--scenario",
        "night.yaml",
        "--format",
        "json",
    )
    assert ended.told("event")[0][0] == "2026-03-26T23:00:00+02:00"
    assert ended.told("assign")[0][0] == "2026-03-27T09:00:00+03:00"


def test_a_rule_can_be_switched_off_in_the_middle(simulate: Simulate, folder: Path) -> None:
    text = (
        '- {at: "+0m", create: {object: leads, name: Dana}}\n'
        '- {at: "+4m", switch: {rule: cc_first_contact, on: false}}\n'
    )
    (folder / "s.yaml").write_text(text, "utf-8")
    ended = simulate("call_center.yaml", *THURSDAY, "--for", "1h", "--scenario", "s.yaml", "--format", "json")
    assert ("2026-11-19T17:04:00+02:00", "the rule is switched off") in ended.told("event", rule="cc_first_contact")
    assert [at[11:16] for at, _ in ended.told("alert")] == ["17:03"]
    assert ended.told("skip")[0][1] == "skipped, since the rule is switched off"


def test_a_rehearsal_before_the_rules_are_live_says_so(simulate: Simulate) -> None:
    remarks = simulate("call_center.yaml", "--at", "2026-05-21T12:45", "--for", "1h", "--format", "json").document[
        "remarks"
    ]
    assert any("go_live" in each for each in remarks)


def test_bad_scenarios_are_refused_with_their_lines(simulate: Simulate, folder: Path) -> None:
    (folder / "s.yaml").write_text('- {at: "+0m", create: {object: leads, name: Dana, stage: newe}}\n', "utf-8")
    ended = simulate("call_center.yaml", *THURSDAY, "--scenario", "s.yaml")
    assert (ended.code, ended.out) == (3, "")
    assert "s.yaml:1:58: error SCHEMA004 There is no stage newe." in ended.err
    assert "did you mean new?" in ended.err
    (folder / "s.yaml").write_text('- {at: "+0m", switch: {rule: cc_rety, on: true}}\n', "utf-8")
    ended = simulate("call_center.yaml", *THURSDAY, "--scenario", "s.yaml", "--format", "json")
    assert ended.code == 3
    assert ended.document["findings"][0]["fix"] == "did you mean cc_retry?"


def test_what_the_portal_refuses_of_an_event_is_told_at_its_line(simulate: Simulate, folder: Path) -> None:
    text = '- {at: "+0m", create: {object: leads, name: Dana, properties: {cc_queue: hott}}}\n'
    (folder / "s.yaml").write_text(text, "utf-8")
    ended = simulate("call_center.yaml", *THURSDAY, "--scenario", "s.yaml")
    assert ended.code == 3
    assert "s.yaml:1:3: error SCHEMA005 Dana: " in ended.err
    assert "hott was not one of the allowed options" in ended.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("call_center.yaml", "--at", "thursday"), "'thursday' is no moment"),
        (("call_center.yaml", "--at", "2026-03-27T02:30"), "does not exist in Asia/Jerusalem"),
        (("call_center.yaml", "--for", "3w"), "'3w' is no length of time"),
        (("call_center.yaml", *THURSDAY, "--scenario", "none.yaml"), "There is no file none.yaml"),
        (("none.yaml",), "There is no file none.yaml"),
        (("bare.yaml",), "has no rules that become workflows"),
        (("call_center.yaml", "--portal", "acme"), "There is no portal acme"),
    ],
)
def test_bad_input_is_refused(simulate: Simulate, folder: Path, arguments: tuple[str, ...], words: str) -> None:
    (folder / "bare.yaml").write_text("blueprint: bare\nversion: 1.0.0\nmode: b2b\n", "utf-8")
    ended = simulate(*arguments)
    assert (ended.code, ended.out) == (3, "")
    assert words in ended.err


def test_teams_that_only_the_real_portal_knows_are_made_up(simulate: Simulate, folder: Path) -> None:
    rules = folder / "shared" / "cc_rules.yaml"
    rules.write_text(rules.read_text("utf-8").replace('"מנהלי משמרת"', "Night shift"), "utf-8")
    ended = simulate("call_center.yaml", *THURSDAY, "--for", "1h", "--format", "json")
    assert any("Night shift" in each for each in ended.document["remarks"])
    escalated = [each for each in ended.document["events"] if "SLA breached" in each["text"]]
    assert [each["who"] for each in escalated] == [["rep1@team1.example.com", "rep2@team1.example.com"]]


def test_nothing_is_left_behind(simulate: Simulate, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    assert simulate("call_center.yaml", *THURSDAY, "--for", "10m").code == 0
    assert sorted(folder.rglob("*")) == before


def test_json_is_printed_also_when_it_fails(simulate: Simulate) -> None:
    ended = simulate("none.yaml", "--format", "json")
    assert json.loads(ended.out)["exit_code"] == ended.code == 3
