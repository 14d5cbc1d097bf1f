"""Scenario files: what is wrong with one is told with its place and a way out."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from provisioner.blueprint import events as yaml
from provisioner.model.findings import Finding
from provisioner.model.keys import Key
from provisioner.simulation import scenario, script
from provisioner.simulation.story import Event, Vocabulary

ISRAEL = ZoneInfo("Asia/Jerusalem")
START, END = datetime(2026, 11, 19, 17, tzinfo=ISRAEL), datetime(2026, 11, 22, 17, tzinfo=ISRAEL)
KNOWN = Vocabulary(
    {"leads": {"cc_leads": ("new", "connected")}, "deals": {"cc_sales": ("offer", "won")}},
    {"leads": frozenset({"cc_queue", "cc_next_call_at"}), "deals": frozenset({"amount"}), "contacts": frozenset()},
    ["cc_retry", "cc_callback"],
    ["noa.levi@example.com"],
)
DANA = '- {at: "+0m", create: {object: leads, name: dana}}\n'


def read(text: str) -> tuple[list[Event], list[Finding]]:
    document, findings = yaml.parse(text, "s.yaml")
    assert not findings
    return scenario.read(document, KNOWN, START, END, ISRAEL, "s.yaml")


def dana(more: str) -> str:
    return DANA.replace("dana", f"dana, {more}")


LATER = '- {at: "+5m", create: {object: leads, name: dana}}\n'


@pytest.mark.parametrize(
    ("text", "code", "words", "fix"),
    [
        ("^a: 1\n", "SCHEMA003", "no list of events", "write a list"),
        ("- ^5\n", "SCHEMA003", "Event 1 is no mapping", ""),
        ('- ^{at: "+1m"}\n', "SCHEMA002", "has none of create, set or switch", "exactly one"),
        ("- ^{create: {object: leads, name: x}}\n", "SCHEMA002", "has no at", "add at"),
        (DANA.replace("at:", "^att:"), "SCHEMA001", "no field att", "did you mean at?"),
        (DANA.replace("name", "^nam"), "SCHEMA001", "no field nam", "did you mean name?"),
        (DANA.replace('"+0m"', "^soon"), "SCHEMA005", "'soon' is no moment", "write a moment like"),
        (DANA.replace('"+0m"', "^+9d"), "SCHEMA007", "outside the rehearsal", "--for"),
        (DANA.replace("leads", "^lead"), "SCHEMA004", "There is no object lead", "did you mean leads?"),
        (dana("stage: ^conected"), "SCHEMA004", "no stage conected", "did you mean connected?"),
        (dana("pipeline: ^cc_lead"), "SCHEMA004", "no pipeline cc_lead", "did you mean cc_leads?"),
        (dana("owner: ^noa.levy@example.com"), "SCHEMA004", "no owner", "noa.levi@example.com?"),
        (dana("properties: {^cc_que: hot}"), "SCHEMA004", "no property cc_que", "did you mean cc_queue?"),
        (dana("properties: ^hot"), "SCHEMA003", "must be a mapping", ""),
        (dana("with: [^ben]"), "SCHEMA004", "no record ben", ""),
        (dana("with: [^dana]"), "SCHEMA004", "leads cannot be created with leads", ""),
        (dana("properties: {cc_next_call_at: ^{in: 2d}}"), "SCHEMA003", "{at: ...}", ""),
        (DANA + DANA.replace("name", "^name"), "SCHEMA005", "Two records have the name dana", "another name"),
        (DANA + '- {at: "+1m", set: {record: ^dan}}\n', "SCHEMA004", "no record dan", "did you mean dana?"),
        (LATER + '- ^{at: "+1m", set: {record: dana}}\n', "SCHEMA007", "not there yet", "later"),
        ('- {at: "+1m", switch: {rule: ^cc_retri, on: false}}\n', "SCHEMA004", "no rule", "did you mean cc_retry?"),
        ('- {at: "+1m", switch: {rule: cc_retry, on: ^maybe}}\n', "SCHEMA003", "true or false", ""),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, code: str, words: str, fix: str) -> None:
    """The mark ^ stands where the finding points."""
    before = text.partition("^")[0].splitlines() or [""]
    line = before if not text.partition("^")[0].endswith("\n") else [*before, ""]
    _, findings = read(text.replace("^", ""))
    found = next(each for each in findings if each.code == code)
    assert str(found.place) == f"s.yaml:{len(line)}:{len(line[-1]) + 1}"
    assert words in found.message
    assert fix in found.fix


def test_every_mistake_is_told_at_once() -> None:
    _, findings = read(DANA.replace("+0m", "soon") + '- {at: "+1m", set: {record: dan}}\n')
    assert [each.code for each in findings] == ["SCHEMA005", "SCHEMA004"]


def test_events_come_in_order_of_time_and_of_the_file() -> None:
    text = (
        '- {at: "+2m", set: {record: dana, stage: connected}}\n'
        '- {at: "+2m", set: {record: dana, properties: {cc_queue: hot, cc_next_call_at: {at: "+1d"}}}}\n' + DANA
    )
    events, findings = read(text)
    assert not findings
    assert [(each.what, f"{each.at:%H:%M}") for each in events] == [
        ("create", "17:00"),
        ("set", "17:02"),
        ("set", "17:02"),
    ]
    assert events[1].stage == Key("pipeline", "leads/cc_leads#connected")
    assert events[2].values == {"cc_queue": "hot", "cc_next_call_at": "2026-11-20T15:00:00Z"}


def test_a_lead_gets_a_name_the_first_stage_and_a_contact() -> None:
    ids = {Key("pipeline", "leads/cc_leads"): "7", Key("pipeline", "leads/cc_leads#new"): "71"}
    events, _ = read(DANA)
    (contact, nobodys), (lead, event) = script.script(events, ids)
    assert (contact["create"]["object"], nobodys) == ("contacts", None)
    assert lead["create"]["properties"] == {"hs_lead_name": "dana", "hs_pipeline": "7", "hs_pipeline_stage": "71"}
    assert lead["create"]["associations"][0]["to"] == {"id": contact["create"]["as"]}
    assert event is events[0]
