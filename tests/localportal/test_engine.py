"""Flows on the virtual clock: who enters, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from provisioner.localportal import rehearse
from tests.localportal.engine_runs import BORN, DEALS, created, local, made, problems, ran, setting, when
from tests.localportal.flows import (
    before,
    changed,
    delay,
    event,
    every,
    known,
    listed,
    mail,
    on,
    prop,
    put,
)


def test_an_entry_tells_when_what_of_which_flow_and_who(israel):
    flow_id = made(
        israel, mail(1, subject="Look: {{ enrolled_object.dealname }}"), enrol=on(event(type_id="4-1463224"))
    )
    entries = ran(israel, [created()])
    (sent,) = [one for one in entries if one["action"] == "email"]
    assert sent == {
        "at": local("12 10:00"), "flow_id": flow_id, "flow_name": "F", "record": "deals/40000000001",
        "record_name": "Tavor Tools", "action": "email", "who": ["amit.cohen@example.com"],
        "text": "Look: Tavor Tools",
    }  # fmt: skip
    assert [one["action"] for one in entries] == ["event", "enrolled", "email", "finished"]


def test_a_rehearsal_leaves_the_portal_as_it_is_and_repeats(israel):
    made(israel, delay(1, 2), put(2, "description", "late"), enrol=on(event(type_id="4-1463224")))
    dump = israel.get("/_portal/dump").body
    first = ran(israel, [created()])
    assert ran(israel, [created()]) == first
    assert israel.get("/_portal/dump").body == dump


def test_a_file_can_be_rehearsed_without_a_server(tmp_path):
    from provisioner.localportal import store

    path = tmp_path / "portal.db"
    store.open(path).close()
    start = datetime(2026, 11, 12, 8, tzinfo=UTC)
    assert [one["action"] for one in rehearse(path, start, start + timedelta(days=1), [created()])] == ["event"]


def test_only_flows_that_are_on_run_unless_they_are_named(israel):
    off = made(israel, mail(1), enrol=on(event(type_id="4-1463224")), isEnabled=False)
    assert when(ran(israel, [created()]), "email") == []
    assert when(ran(israel, [created()], flows=[off]), "email") == [local("12 10:00")]


def test_a_record_enters_when_it_comes_to_meet_the_criteria_and_only_once(israel):
    made(israel, mail(1), enrol=listed(known("amount")))
    events = [
        created(),
        setting("2026-11-12T11:00:00+02:00", amount="5"),
        setting("2026-11-12T12:00:00+02:00", amount=""),
        setting("2026-11-12T13:00:00+02:00", amount="6"),
    ]
    assert when(ran(israel, events), "enrolled") == [local("12 11:00")]


def test_records_that_met_the_criteria_before_enter_only_by_a_switch(israel):
    israel.made(DEALS, {"properties": BORN | {"amount": "1"}})
    made(israel, mail(1), enrol=listed(known("amount")))
    assert when(ran(israel, []), "enrolled") == []
    israel.switch(flows_enrol_existing=True)
    assert when(ran(israel, []), "enrolled") == [local("12 10:00")]


def test_time_alone_makes_records_enter(israel):
    made(israel, mail(1), enrol=listed(before("closedate", "TODAY"), prop("hs_is_closed", "BOOL", "IS_EQUAL_TO",
                                                                            value=False)))  # fmt: skip
    made(israel, mail(1), enrol=listed(before("hs_v2_date_entered_current_stage", "NOW", days=-3)))
    entries = ran(israel, [created(closedate="2026-11-13T15:00:00+02:00")])
    assert when(entries, "enrolled") == [local("14 00:00:01"), local("15 10:00:01")]


def test_dates_of_other_properties_are_compared(israel):
    point = {"timeType": "PROPERTY_REFERENCED", "property": "createdate", "referenceType": "VALUE", "zoneId": "UTC"}
    made(
        israel, mail(1), enrol=listed(prop("closedate", "TIME_POINT", "IS_BEFORE", type="TIME_POINT", timePoint=point))
    )
    events = [created(), setting("2026-11-12T11:00:00+02:00", closedate="2026-11-01T00:00:00Z")]
    assert when(ran(israel, events), "enrolled") == [local("12 11:00")]


def test_a_range_of_days_holds_both_its_ends(israel):
    today = {"timeType": "INDEXED", "indexReference": {"referenceType": "TODAY"}, "zoneId": "Asia/Jerusalem"}
    made(israel, mail(1), enrol=listed(prop(
        "closedate", "TIME_RANGED", "IS_BETWEEN", type="TIME_RANGED", lowerBoundTimePoint=today,
        upperBoundTimePoint=today | {"offset": {"days": 2}}, lowerBoundEndpointBehavior="INCLUSIVE",
        upperBoundEndpointBehavior="INCLUSIVE")))  # fmt: skip
    events = [created(closedate="2026-11-14T23:00:00+02:00"), created(name="b", closedate="2026-11-15T01:00:00+02:00")]
    assert when(ran(israel, events), "enrolled") == [local("12 10:00"), local("13 00:00:01")]


def test_a_trigger_that_names_a_change_lets_a_record_in_again(israel):
    trigger = {"filterBranchType": "AND", "filterBranchOperator": "AND", "filterBranches": [],
               "filters": changed("dealstage")["filters"]}  # fmt: skip
    made(
        israel,
        mail(1),
        enrol=listed(known("amount"), shouldReEnroll=True, reEnrollmentTriggersFilterBranches=[trigger]),
    )
    events = [created(amount="5"), setting("2026-11-12T11:00:00+02:00", amount="6"),
              setting("2026-11-12T12:00:00+02:00", dealstage="contractsent"),
              setting("2026-11-12T13:00:00+02:00", amount=""),
              setting("2026-11-12T14:00:00+02:00", dealstage="qualifiedtobuy")]  # fmt: skip
    assert when(ran(israel, events), "enrolled") == [local("12 10:00"), local("12 12:00")]


def test_a_trigger_that_asks_for_a_date_fires_each_time_the_date_has_passed(israel):
    passed = before("closedate", "TODAY")
    trigger = {"filterBranchType": "AND", "filterBranchOperator": "AND", "filterBranches": [], "filters": [passed]}
    made(israel, mail(1), enrol=listed(passed, shouldReEnroll=True, reEnrollmentTriggersFilterBranches=[trigger]))
    events = [created(closedate="2026-11-12T12:00:00+02:00"),
              setting("2026-11-13T09:00:00+02:00", closedate="2026-11-15T12:00:00+02:00")]  # fmt: skip
    assert when(ran(israel, events), "enrolled") == [local("13 00:00:01"), local("16 00:00:01")]


def test_a_change_enrols_with_the_refinement_and_never_who_is_inside(israel):
    made(israel, delay(1, 2, minutes=120), mail(2), enrol=on(
        changed("dealstage", "contractsent"), refinementCriteria=every(known("amount"))))  # fmt: skip
    events = [created(), setting("2026-11-12T11:00:00+02:00", dealstage="contractsent"),
              setting("2026-11-12T12:00:00+02:00", dealstage="qualifiedtobuy", amount="5"),
              setting("2026-11-12T12:10:00+02:00", dealstage="contractsent"),
              setting("2026-11-12T12:20:00+02:00", dealstage="qualifiedtobuy"),
              setting("2026-11-12T12:30:00+02:00", dealstage="contractsent")]  # fmt: skip
    entries = ran(israel, events)
    assert when(entries, "enrolled") == [local("12 12:10")]
    assert when(entries, "email") == [local("12 14:10")]


def test_values_that_a_record_is_born_with_are_changes_only_by_a_switch(israel):
    made(israel, mail(1), enrol=on(changed("dealstage", "appointmentscheduled")))
    assert when(ran(israel, [created()]), "enrolled") == []
    israel.switch(creation_fires_property_changes=True)
    assert when(ran(israel, [created()]), "enrolled") == [local("12 10:00")]


def test_schedules(israel):
    nine = {"hour": 9, "minute": 0}
    made(israel, mail(1), name="daily", enrol=listed(known("amount"), shouldReEnroll=True),
         enrollmentSchedule={"type": "DAILY", "timeOfDay": nine})  # fmt: skip
    made(israel, mail(1), name="weekly", enrol=listed(known("amount"), shouldReEnroll=True),
         enrollmentSchedule={"type": "WEEKLY", "timeOfDay": nine, "daysOfWeek": ["SUNDAY", "TUESDAY"]})  # fmt: skip
    made(israel, mail(1), name="once", enrol=listed(known("amount")),
         enrollmentSchedule={"type": "MONTHLY_SPECIFIC_DAYS", "timeOfDay": nine, "daysOfMonth": [14, 16]})  # fmt: skip
    entries = ran(israel, [created(amount="5")], until="2026-11-17T10:00:00+02:00")
    days = {
        name: [one["at"] for one in entries if one["action"] == "enrolled" and one["flow_name"] == name]
        for name in ("daily", "weekly", "once")
    }
    assert days["daily"] == [local(f"{day} 09:00") for day in (13, 14, 15, 16, 17)]
    assert days["weekly"] == [local("15 09:00"), local("17 09:00")]
    assert days["once"] == [local("14 09:00")]


def test_a_schedule_that_is_not_run_is_told(israel):
    made(israel, mail(1), enrol=listed(known("amount")), enrollmentSchedule={
        "type": "PROPERTY_BASED", "timeOfDay": {"hour": 9, "minute": 0}, "dateProperty": "closedate", "daysDelta": -1,
        "yearly": False})  # fmt: skip
    assert "PROPERTY_BASED is not run" in problems(ran(israel, []))[0]
