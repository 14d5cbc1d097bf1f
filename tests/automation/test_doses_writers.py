"""Doses: writers of one property, working hours, HubSpot's own automation, and workflows of others."""

from __future__ import annotations

from typing import Any

import pytest

from provisioner.automation.calendars import calendar
from provisioner.automation.doses import judge
from provisioner.model.findings import Severity
from provisioner.model.keys import Key, Ref
from provisioner.model.resource import Place
from tests.automation.doses import BAD, IN_OFFER, live, ours, policy, told
from tests.automation.flow_bodies import (
    LEADS,
    action,
    body,
    equals,
    mail,
    rotate,
    stage,
    stamp,
    task,
    write,
)


def writers(first: Any, second: Any, level: str = "aggressive", **more: Any) -> list[str]:
    flows = [ours(first, "one"), ours(second, "two")]
    return told(judge(flows, policy(level, **more)), "DOSE006")


IN_DOUBT = (equals("dealstage", stage("doubt")),)


def test_two_writers_of_the_same_property() -> None:
    assert writers(body(BAD), body(BAD)) == ["DOSE006 error"], "owners are never dealt twice"
    assert writers(body(BAD), body(rotate(overwrite=False))) == [], "filling takes nothing away"
    assert writers(body(stamp()), body(stamp()), "supportive") == ["DOSE006 error"]
    assert writers(body(stamp()), body(stamp())) == ["DOSE006 warning"]
    assert writers(body(stamp("a")), body(stamp("b"))) == []
    assert writers(body(write("x", "1")), body(write("x", "1"))) == [], "two that agree"
    assert writers(body(stamp()), body(stamp(), object_type="leads", pipeline=LEADS)) == []
    assert writers(body(stamp(), filters=IN_OFFER), body(stamp(), filters=IN_DOUBT)) == [], "in different stages"
    assert writers(body(stamp(), filters=IN_OFFER), body(stamp())) == ["DOSE006 warning"]
    assert told(judge([ours(body(stamp(), stamp()))], policy("supportive")), "DOSE006") == [], "one and the same"


RESULT = ("deals", "core_result")


def result(*values: str, none: bool = False, empty: bool = False) -> dict[str, Any]:
    operation = {"operationType": "ENUMERATION", "operator": "IS_NONE_OF" if none else "IS_ANY_OF", "values": [*values]}
    operation["includeObjectsWithNoValueSet"] = empty
    return {"filterType": "PROPERTY", "property": RESULT[1], "operation": operation}


@pytest.mark.parametrize(
    ("first", "second", "single", "apart"),
    [
        (result("a"), result("b"), True, True),
        (result("a", "b"), result("b"), True, False),
        (result("a"), result("b"), False, False),  # several values may stand in it
        (result("a"), result("a", none=True), False, True),
        (result("a"), result("a", "b", none=True, empty=True), True, True),
        (result("a", "c"), result("a", none=True), True, False),
        (result("a", none=True), result("b", none=True), True, False),
        (result("a", empty=True), result("a", none=True, empty=True), True, False),  # both take an empty one
        (result("a", empty=True), result("a", none=True), True, True),
    ],
)
def test_writers_that_ask_for_other_values_never_meet(first: Any, second: Any, single: bool, apart: bool) -> None:
    known = {"single": frozenset({RESULT} if single else ())}
    for one, other in ((first, second), (second, first)):
        found = writers(body(stamp(), filters=(one,)), body(stamp(), filters=(other,)), **known)
        assert found == ([] if apart else ["DOSE006 warning"])


def test_a_value_that_the_workflow_writes_itself_tells_nothing() -> None:
    resets = body(write(RESULT[1], "b"), stamp(), filters=(result("a"),))
    assert writers(resets, body(stamp(), filters=(result("b"),)), single=frozenset({RESULT})) == ["DOSE006 warning"]


def test_a_live_workflow_that_writes_what_ours_writes_is_reported() -> None:
    (found,) = judge([live(body(stamp())), ours(body(stamp()))], policy("supportive"))
    assert (found.code, found.severity, found.key) == ("DOSE006", Severity.WARNING, Key("workflow", "rule"))
    assert "Old rule" in found.message
    assert told(judge([live(body(stamp())), live(body(stamp()), "B")], policy("supportive"))) == []


WINDOW = {"startTime": {"hour": 9, "minute": 0}, "endTime": {"hour": 19, "minute": 0}}


@pytest.mark.parametrize(
    ("windows", "found"),
    [
        ([], ["at any hour"]),
        ([{"day": "SUNDAY", **WINDOW}], []),
        (
            [{"day": "SUNDAY", **WINDOW}, {"day": "SATURDAY", **WINDOW}],
            ["outside il_call_center: Saturday 09:00-19:00"],
        ),
        ([{"day": "SUNDAY"}], ["outside il_call_center: Sunday 00:00-24:00"]),
    ],
)
def test_alerts_keep_to_the_calendar(windows: list[Any], found: list[str]) -> None:
    centre, _ = calendar("il_call_center")
    judged = judge([ours(body(mail(), timeWindows=windows))], policy("aggressive", calendar=centre))
    messages = [each.message for each in judged if each.code == "DOSE007"]
    assert len(messages) == len(found)
    assert all(words in message for words, message in zip(found, messages, strict=True))


def test_supportive_rules_and_stamps_need_no_windows() -> None:
    assert told(judge([ours(body(mail()))], policy("supportive")), "DOSE007") == []
    assert told(judge([ours(body(stamp(), task()))], policy("aggressive")), "DOSE007") == []


@pytest.mark.parametrize(
    ("builtin", "to", "found"),
    [
        ({}, "trying", ["DOSE010 warning"]),
        ({"lead_stages": True}, "trying", ["DOSE010 error"]),
        ({"lead_stages": False}, "trying", []),
        ({"lead_stages": True}, "dead", []),
    ],
)
def test_hubspot_moves_worked_leads_by_itself(builtin: dict[str, bool], to: str, found: list[str]) -> None:
    flow = body(write("hs_pipeline_stage", stage(to, LEADS)), object_type="leads", pipeline=LEADS)
    assert told(judge([ours(flow)], policy("aggressive", builtin=builtin)), "DOSE010") == found


def test_hubspot_may_map_stages_to_forecast_categories_by_itself() -> None:
    flow = ours(body(write("hs_manual_forecast_category", "COMMIT")))
    for on, found in ((True, ["DOSE010 error"]), (False, [])):
        judged = judge([flow], policy("aggressive", builtin={"forecast_mapping": on}))
        assert told(judged, "DOSE010") == found


def test_live_workflows_are_reported_and_never_block() -> None:
    bad = body(BAD, action("0-999"), mail(), mail(), pipeline=None)
    found = judge([live(bad)], policy("supportive"))
    assert {each.code for each in found} == {"DOSE001", "DOSE009", "DOSE002", "DOSE005"}
    assert {each.severity for each in found} == {Severity.WARNING}
    assert all("Old rule" in each.message and each.key is None for each in found)
    assert judge([live(bad, enabled=False)], policy("supportive")) == []


def test_our_workflow_is_judged_even_while_it_is_off() -> None:
    place = Place("b2b.yaml", 12, 5)
    (found,) = judge([ours(body(BAD), enabled=False, place=place)], policy("supportive"))
    assert (found.code, found.place, found.key) == ("DOSE001", place, Key("workflow", "rule"))


def test_live_stages_are_known_by_a_callable_too() -> None:
    def state(value: str | Ref) -> str | None:
        return "won" if value == "71" else None

    flow = body(write("dealstage", "71"))
    assert told(judge([ours(flow)], policy("aggressive", stages=state)), "DOSE001") == ["DOSE001 error"]
    delivered = body(write("dealstage", "closedwon"))
    assert told(judge([ours(delivered)], policy("aggressive")), "DOSE001") == ["DOSE001 error"]
