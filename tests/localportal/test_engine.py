"""Flows on the virtual clock: who enters, what happens when, who is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from provisioner.localportal import rehearse
from provisioner.localportal.engine.calendars import MONTHS
from tests.localportal.flows import (
    FLOWS,
    act,
    any_of,
    before,
    branch,
    changed,
    delay,
    event,
    every,
    flow,
    known,
    listed,
    mail,
    of_contacts,
    on,
    prop,
    put,
    replacement,
    to,
    unknown,
)

DEALS, START = "/crm/v3/objects/deals", "2026-11-12T10:00:00+02:00"
NOA, AMIT, YAEL = "80000001", "80000002", "80000003"
BORN = {"dealname": "Tavor Tools", "dealstage": "appointmentscheduled", "hubspot_owner_id": AMIT}


@pytest.fixture
def israel(hub):
    """A portal in Israel; its day begins two hours before UTC's in winter."""
    hub.switch(time_zone="Asia/Jerusalem")
    return hub


def made(hub, *actions, **more):
    return hub.made(FLOWS, flow(*actions, **({"isEnabled": True} | more)))["id"]


def created(at=START, name="it", **properties):
    body = {"object": "deals", "properties": BORN | properties, "as": name}
    return {"at": at, "create": body}


def setting(at, name="it", **properties):
    return {"at": at, "set": {"record": name, "properties": properties}}


def local(text, zone=2):
    """`13 09:00` of November 2026 in Israel, as the time line tells it."""
    day, _, clock = text.partition(" ")
    hour, minute, *second = map(int, clock.split(":"))
    moment = datetime(2026, 11, int(day), hour, minute, *second) - timedelta(hours=zone)
    return moment.replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def ran(hub, events, until="2026-11-20T10:00:00+02:00", start=START, flows=None):
    return rehearse(hub.portal, start, until, events, flows)


def told(entries, *actions):
    """(time, action, text) of the entries of these kinds."""
    return [(one["at"], one["action"], one["text"]) for one in entries if one["action"] in actions]


def when(entries, action):
    return [one["at"] for one in entries if one["action"] == action]


def problems(entries):
    return [one["text"] for one in entries if one["action"] == "problem"]


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


def windows(*days, opens=9, closes=19):
    return [{"day": day, "startTime": {"hour": opens, "minute": 0}, "endTime": {"hour": closes, "minute": 0}}
            for day in days]  # fmt: skip


WEEK = ("SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY")


def test_actions_wait_for_the_next_window_over_the_weekend(israel):
    made(israel, delay(1, 2, minutes=30), mail(2, 3), mail(3), enrol=on(event(type_id="4-1463224")),
         timeWindows=windows(*WEEK))  # fmt: skip
    entries = ran(israel, [created("2026-11-12T18:45:00+02:00")])
    assert when(entries, "delay") == [local("12 18:45")]
    assert told(entries, "held") == [
        (local("12 19:15"), "held", "outside the time windows, until Sunday 2026-11-15 09:00")
    ]
    assert when(entries, "email") == [local("15 09:00")] * 2


def test_blocked_dates_close_whole_days(israel):
    made(israel, mail(1), enrol=on(event(type_id="4-1463224")), timeWindows=windows(*WEEK), blockedDates=[
        {"month": "NOVEMBER", "dayOfMonth": 15, "year": 2026}, {"month": "NOVEMBER", "dayOfMonth": 16},
        {"month": "NOVEMBER", "dayOfMonth": 17, "year": 2025}])  # fmt: skip
    assert when(ran(israel, [created("2026-11-13T10:00:00+02:00")]), "email") == [local("17 09:00")]


def test_blocked_dates_alone_leave_the_other_days_open(israel):
    made(israel, mail(1), enrol=on(event(type_id="4-1463224")), blockedDates=[{"month": "NOVEMBER", "dayOfMonth": 13}])
    assert when(ran(israel, [created("2026-11-13T10:00:00+02:00")]), "email") == [local("14 00:00")]


def test_windows_are_in_the_portals_zone_and_follow_its_clocks(israel):
    made(israel, mail(1), enrol=on(event(type_id="4-1463224")), timeWindows=windows(*WEEK))
    events = [created("2026-10-24T10:00:00+03:00")]
    entries = ran(israel, events, start="2026-10-24T08:00:00+03:00", until="2026-10-27T08:00:00+02:00")
    assert when(entries, "email") == ["2026-10-25T07:00:00.000Z"]


def test_a_flow_whose_windows_never_open_is_a_problem(israel):
    blocked = [{"month": month, "dayOfMonth": day} for month in MONTHS for day in range(1, 32)]
    made(israel, mail(1), enrol=on(event(type_id="4-1463224")), timeWindows=windows("SUNDAY"), blockedDates=blocked)
    assert problems(ran(israel, [created()])) == ["no time window of this flow ever opens"]


def test_delays(israel):
    nine = {"hour": 9, "minute": 0}
    made(israel, act(1, "0-1", 2, delta="1", time_unit="DAYS", time_of_day=nine),
         act(2, "0-1", 3, delta="2", time_unit="HOURS"), act(3, "0-1", 4, delta="1", time_unit="WEEKS"), mail(4),
         enrol=on(event(type_id="4-1463224")))  # fmt: skip
    entries = ran(israel, [created()], until="2026-12-01T00:00:00Z")
    assert [text for _, _, text in told(entries, "delay")] == [
        f"waits 1 days, until {local('14 09:00')}", f"waits 2 hours, until {local('14 11:00')}",
        f"waits 1 weeks, until {local('21 11:00')}",
    ]  # fmt: skip


def test_a_delay_until_a_date(israel):
    close = {"type": "OBJECT_PROPERTY", "propertyName": "closedate"}
    fixed = {"type": "STATIC_VALUE", "staticValue": str(int(datetime(2026, 11, 18, 7, tzinfo=UTC).timestamp() * 1000))}
    nine = {"hour": 9, "minute": 0}
    made(
        israel,
        act(1, "0-35", 2, date=close, delta="-2", time_unit="DAYS", time_of_day=nine),
        mail(2, 3),
        act(3, "0-35", 4, date=fixed),
        mail(4, 5),
        act(5, "0-35", 6, date=close, delta="-2", time_unit="DAYS"),
        mail(6),
        enrol=on(event(type_id="4-1463224")),
    )
    entries = ran(israel, [created(closedate="2026-11-17T08:00:00+02:00"), created(name="b")])
    mine = [one for one in entries if one["record"].endswith("1")]
    assert when(mine, "email") == [local("15 09:00"), local("18 09:00"), local("18 09:00")]
    assert "has passed" in told(mine, "delay")[-1][2]
    assert "no date to wait for" in told([one for one in entries if one["record"].endswith("2")], "delay")[0][2]


def test_a_wait_ends_with_its_event_or_its_time(israel):
    wait = act(1, "0-29", 2, event_filter_branches=[changed("dealstage", "contractsent")], expiration_minutes="60")
    met = {"type": "FIELD_DATA", "actionId": "1", "dataKey": "hs_event_criteria_met"}
    split = {"type": "STATIC_BRANCH", "actionId": "2", "inputValue": met, "defaultBranch": to(4),
             "staticBranches": [{"branchValue": "true", "connection": to(3)}]}  # fmt: skip
    made(israel, wait, split, put(3, "description", "moved"), put(4, "description", "stuck"),
         enrol=on(event(type_id="4-1463224")))  # fmt: skip
    events = [created(), created(name="b"), setting("2026-11-12T10:20:00+02:00", dealstage="contractsent")]
    entries = ran(israel, events)
    assert told(entries, "set_property") == [
        (local("12 10:20"), "set_property", "description = moved"),
        (local("12 11:00"), "set_property", "description = stuck"),
    ]  # fmt: skip


def test_branches_ask_the_record_as_it_is_then(israel):
    made(israel, delay(1, 2), branch(2, 3, 4, known("amount")), mail(3, subject="has"), mail(4, subject="has not"),
         enrol=on(event(type_id="4-1463224")))  # fmt: skip
    events = [created(), created(name="b"), setting("2026-11-12T10:04:00+02:00", amount="5")]
    assert [text for _, _, text in told(ran(israel, events), "email")] == ["has", "has not"]


def test_a_branch_that_leads_nowhere_ends_the_flow(israel):
    made(israel, branch(1, None, 2, known("amount")), mail(2), enrol=on(event(type_id="4-1463224")))
    entries = ran(israel, [created(amount="5")])
    assert [one["action"] for one in entries] == ["event", "enrolled", "branch", "finished"]


def test_a_task_is_made_for_the_owner_and_due_on_a_working_day(israel):
    due = {"delta": 1, "timeUnit": "DAYS", "timeOfDay": {"hour": 9, "minute": 0}, "daysOfWeek": list(WEEK)}
    whose = {"type": "CUSTOM", "value": {"type": "OBJECT_PROPERTY", "propertyName": "hubspot_owner_id"}}
    link = [{"target": {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 216},
             "value": {"type": "ENROLLED_OBJECT"}}]  # fmt: skip
    made(israel, act(1, "0-3", task_type="CALL", subject="Call {{ enrolled_object.dealname }}", due_time=due,
                     priority="HIGH", owner_assignment=whose, associations=link, use_explicit_associations="true"),
         enrol=on(event(type_id="4-1463224")))  # fmt: skip
    (task,) = [one for one in ran(israel, [created()]) if one["action"] == "task"]
    assert task["who"] == ["amit.cohen@example.com"]
    assert task["text"] == f"Call Tavor Tools (due {local('15 09:00')})"


def test_a_task_under_another_name_for_its_owner_is_nobodys(israel):
    made(israel, act(1, "0-3", task_type="CALL", subject="S", owner_id="1"), enrol=on(event(type_id="4-1463224")))
    (task,) = [one for one in ran(israel, [created()]) if one["action"] == "task"]
    assert (task["who"], "for nobody" in task["text"]) == ([], True)


def test_values(israel, text_property):
    israel.made("/crm/v3/properties/deals", text_property("core_count", type="number", fieldType="number"))
    israel.made("/crm/v3/properties/deals", text_property("core_when", type="datetime", fieldType="date"))
    options = [{"label": one, "value": one, "displayOrder": 0, "hidden": False} for one in ("a", "b")]
    many = text_property("core_many", type="enumeration", fieldType="checkbox", options=options)
    israel.made("/crm/v3/properties/deals", many)
    ahead = {"delta": 1, "timeUnit": "DAYS", "daysOfWeek": [], "timeOfDay": {"hour": 8, "minute": 0}}
    made(israel, put(1, "core_count", {"type": "INCREMENT", "incrementAmount": 1}, 2),
         put(2, "core_count", {"type": "INCREMENT", "incrementAmount": 2}, 3),
         put(3, "core_when", {"type": "TIMESTAMP", "timestampType": "EXECUTION_TIME"}, 4),
         put(4, "core_when", {"type": "RELATIVE_DATETIME", "timeDelay": ahead}, 5),
         put(5, "description", {"type": "OBJECT_PROPERTY", "propertyName": "dealname"}, 6),
         put(6, "core_many", {"type": "STATIC_APPEND_VALUE", "staticAppendValue": "b"}, 7),
         put(7, "amount", "", 8),
         put(8, "core_count", {"type": "ENROLLMENT_EVENT_PROPERTY", "enrollmentEventPropertyToken": "x"}),
         enrol=on(event(type_id="4-1463224")))  # fmt: skip
    entries = ran(israel, [created(amount="5", core_many="a")])
    assert [text for _, _, text in told(entries, "set_property")] == [
        "core_count = 1", "core_count = 3", f"core_when = {local('12 10:00')}", f"core_when = {local('13 08:00')}",
        "description = Tavor Tools", "core_many = a;b", "amount = (empty)",
    ]  # fmt: skip
    assert problems(entries) == ["action 8: values of the type ENROLLMENT_EVENT_PROPERTY are not run"]


def test_a_value_that_does_not_fit_is_a_problem_and_the_flow_goes_on(israel):
    made(israel, put(1, "dealtype", "nonsense", 2), mail(2), enrol=on(event(type_id="4-1463224")))
    entries = ran(israel, [created()])
    assert "INVALID_OPTION" in problems(entries)[0]
    assert len(when(entries, "email")) == 1


def test_stage_moves_by_a_flow_are_events_for_others(israel):
    made(israel, put(1, "dealstage", "closedlost"), enrol=listed(known("amount")))
    made(israel, mail(1), name="G", enrol=on(changed("hs_is_closed_lost", "true")))
    entries = ran(israel, [created(amount="5")])
    assert [one["flow_name"] for one in entries if one["action"] == "email"] == ["G"]


def test_rotation_takes_turns_and_asks_whether_to_overwrite(israel):
    users = ["50000002", "50000003"]
    made(israel, act(1, "0-11", 2, user_ids=users, target_property="hubspot_owner_id", overwrite_current_owner="true"),
         act(2, "0-11", user_ids=users, target_property="hubspot_owner_id", overwrite_current_owner="false"),
         enrol=on(event(type_id="4-1463224")))  # fmt: skip
    entries = ran(israel, [created(name=name, hubspot_owner_id="") for name in "abc"])
    assert [one["who"][0].split(".")[0] for one in entries if one["action"] == "rotate"] == [
        "amit", "amit", "yael", "yael", "amit", "amit",
    ]  # fmt: skip
    assert "nobody -> amit.cohen@example.com" in told(entries, "rotate")[0][2]
    assert "who stays" in told(entries, "rotate")[1][2]


def test_teams_are_told_and_rotated_to(israel):
    teams = {team["name"]: team["id"] for team in israel.get("/settings/users/v3/teams").body["results"]}
    evening = teams["מוקד - משמרת ערב"]
    body = {"subject": "S", "body": "B", "team_ids": [evening]}
    made(israel, act(1, "0-9", 2, delivery_method="APP", **body),
         act(2, "0-11", team_ids=[evening], target_property="hubspot_owner_id", overwrite_current_owner="true"),
         enrol=on(event(type_id="4-1463224")))  # fmt: skip
    entries = ran(israel, [created()])
    (notice,) = [one for one in entries if one["action"] == "app_notification"]
    assert notice["who"] == ["omer.peretz@example.com", "yael.mizrahi@example.com", "tamar.biton@example.com"]
    assert "amit.cohen@example.com -> omer.peretz@example.com" in told(entries, "rotate")[0][2]


def test_a_message_that_reaches_nobody_is_a_problem(israel):
    made(israel, mail(1), enrol=on(event(type_id="4-1463224")))
    assert problems(ran(israel, [created(hubspot_owner_id="")])) == ["action 1: reaches nobody"]


def test_people_who_are_gone_are_a_problem(israel):
    made(israel, mail(1, 2, user_ids=["50000002"]), mail(2), enrol=on(event(type_id="4-1463224")))
    israel.delete("/settings/v3/users/50000002")
    assert problems(ran(israel, [created()])) == [
        "action 1: this portal has no user 50000002", "action 2: reaches nobody",
    ]  # fmt: skip


def test_associated_records_are_set_and_asked(israel):
    link = [{"to": {"id": "dana"}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 3}]}]
    person = {"at": START, "create": {"object": "contacts", "as": "dana", "properties": {"firstname": "Dana"}}}
    deal = created()
    deal["create"]["associations"] = link
    action = put(1, "hs_lead_status", "OPEN_DEAL", 2)
    action["fields"]["association"] = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 3}
    asked = {"filterBranchType": "ASSOCIATION", "filterBranchOperator": "AND", "objectTypeId": "0-1",
             "associationTypeId": 3, "associationCategory": "HUBSPOT_DEFINED", "operator": "IN_LIST",
             "filters": [any_of("hs_lead_status", "CONNECTED")], "filterBranches": []}  # fmt: skip
    made(israel, action, mail(2), enrol=on(event(type_id="4-1463224")))
    made(israel, mail(1), name="G", enrol=listed() | {"listFilterBranch": every(branches=(asked,))})
    entries = ran(israel, [person, deal, setting("2026-11-12T12:00:00+02:00", "dana", hs_lead_status="CONNECTED")])
    assert told(entries, "set_property")[0][2] == "hs_lead_status of contacts/40000000001 = OPEN_DEAL"
    assert [
        (one["at"], one["record"]) for one in entries if one["flow_name"] == "G" and one["action"] == "enrolled"
    ] == [(local("12 12:00"), "deals/40000000001")]


def test_records_are_made(israel):
    values = [{"targetProperty": "dealname", "value": {"type": "OBJECT_PROPERTY", "propertyName": "email"}}]
    body = of_contacts(act(1, "0-14", object_type_id="0-3", properties=values), isEnabled=True,
                       enrollmentCriteria=on(event(type_id="4-1463224")))  # fmt: skip
    israel.made(FLOWS, body)
    person = {"at": START, "create": {"object": "contacts", "properties": {"email": "a@example.com"}}}
    assert told(ran(israel, [person]), "create_record")[0][2] == "made deals/40000000001"


def test_properties_are_copied_and_numbers_of_associated_records_counted(israel, text_property):
    number = text_property("core_count", type="number", fieldType="number", groupName="contactinformation")
    israel.made("/crm/v3/properties/contacts", number)
    count = put(2, "core_count", {"type": "INCREMENT", "incrementAmount": 2})
    count["fields"]["association"] = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 3}
    made(israel, act(1, "0-25", 2, source_property="dealname", target_property="description"), count,
         enrol=on(event(type_id="4-1463224")))  # fmt: skip
    people = [contact(name="dana", core_count="5"), contact(name="omer")]
    deal = created()
    deal["create"]["associations"] = [
        {"to": {"id": name}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 3}]}
        for name in ("dana", "omer")
    ]
    entries = ran(israel, [*people, deal])
    assert [text for _, _, text in told(entries, "set_property")] == [
        "description = Tavor Tools",
        "core_count of contacts/40000000001 = 7, core_count of contacts/40000000002 = 2",
    ]
    assert problems(entries) == []
    assert israel.get("/crm/v3/objects/contacts").body["results"] == []


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


def contact(at=START, name="dana", **properties):
    body = {"object": "contacts", "as": name, "properties": {"firstname": name, "hubspot_owner_id": AMIT} | properties}
    return {"at": at, "create": body}


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
