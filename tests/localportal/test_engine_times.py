"""Flows on the virtual clock: windows, delays, waits and branches."""

from __future__ import annotations

from datetime import UTC, datetime

from provisioner.localportal.engine.calendars import MONTHS
from tests.localportal.engine_runs import WEEK, created, local, made, problems, ran, setting, told, when
from tests.localportal.flows import (
    act,
    branch,
    changed,
    delay,
    event,
    known,
    mail,
    on,
    put,
    to,
)


def windows(*days, opens=9, closes=19):
    return [{"day": day, "startTime": {"hour": opens, "minute": 0}, "endTime": {"hour": closes, "minute": 0}}
            for day in days]  # fmt: skip


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
