"""Flows on the virtual clock: what each action does, and who is told."""

from __future__ import annotations

from tests.localportal.engine_runs import START, WEEK, contact, created, local, made, problems, ran, setting, told, when
from tests.localportal.flows import (
    FLOWS,
    act,
    any_of,
    changed,
    event,
    every,
    known,
    listed,
    mail,
    of_contacts,
    on,
    put,
)


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
