"""Operations of filters, points in time and calendars, one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from provisioner.localportal.engine import calendars, operations, points
from provisioner.localportal.engine.problems import NotRun

ISRAEL = ZoneInfo("Asia/Jerusalem")
NOW = datetime(2026, 11, 12, 8, 30, tzinfo=UTC)  # a Thursday, 10:30 in Israel


@dataclass(frozen=True)
class Record:
    values: dict[str, str] = field(default_factory=dict)
    times: dict[str, datetime] = field(default_factory=dict)
    now: datetime = NOW

    def value(self, name):
        return self.values.get(name)

    def updated(self, name):
        return self.times.get(name)


def holds(kind, operator, held, /, **more):
    operation = {"operationType": kind, "operator": operator, "includeObjectsWithNoValueSet": False, **more}
    return operations.holds(operation, "x", Record({"x": held} if held else {}))


@pytest.mark.parametrize(
    ("kind", "operator", "more", "fits", "fits_not"),
    [
        ("ALL_PROPERTY", "IS_KNOWN", {}, "a", ""),
        ("ALL_PROPERTY", "IS_NOT_BLANK", {}, "a", ""),
        ("ALL_PROPERTY", "IS_UNKNOWN", {}, "", "a"),
        ("ALL_PROPERTY", "IS_BLANK", {}, "", "a"),
        ("BOOL", "IS_EQUAL_TO", {"value": True}, "true", "false"),
        ("BOOL", "IS_EQUAL_TO", {"value": False}, "false", ""),
        ("BOOL", "IS_NOT_EQUAL_TO", {"value": True}, "false", "true"),
        ("ENUMERATION", "IS_ANY_OF", {"values": ["a", "b"]}, "b;c", "c"),
        ("ENUMERATION", "IS_ANY_OF", {"values": ["a"]}, "a", "A"),
        ("ENUMERATION", "IS_NONE_OF", {"values": ["a", "b"]}, "c", "b;c"),
        ("ENUMERATION", "IS_NONE_OF", {"values": ["a"]}, "b", ""),
        ("ENUMERATION", "IS_EXACTLY", {"values": ["a", "b"]}, "b;a", "a"),
        ("ENUMERATION", "IS_NOT_EXACTLY", {"values": ["a", "b"]}, "a", "a;b"),
        ("ENUMERATION", "CONTAINS_ALL", {"values": ["a", "b"]}, "a;b;c", "a"),
        ("ENUMERATION", "DOES_NOT_CONTAIN_ALL", {"values": ["a", "b"]}, "a", "a;b;c"),
        ("STRING", "IS_EQUAL_TO", {"value": "Ab"}, "aB", "abc"),
        ("STRING", "IS_NOT_EQUAL_TO", {"value": "ab"}, "abc", "ab"),
        ("STRING", "CONTAINS", {"value": "b"}, "abc", "acd"),
        ("STRING", "DOES_NOT_CONTAIN", {"value": "b"}, "acd", "abc"),
        ("STRING", "STARTS_WITH", {"value": "a"}, "abc", "bca"),
        ("STRING", "ENDS_WITH", {"value": "a"}, "bca", "abc"),
        ("MULTISTRING", "IS_EQUAL_TO", {"values": ["a", "b"]}, "b", "c"),
        ("MULTISTRING", "DOES_NOT_CONTAIN_EXACTLY", {"values": ["a", "b"]}, "c", "b"),
        ("NUMBER", "IS_EQUAL_TO", {"value": 6}, "6.0", "7"),
        ("NUMBER", "IS_NOT_EQUAL_TO", {"value": 6}, "7", "6"),
        ("NUMBER", "IS_GREATER_THAN", {"value": 6}, "10", "6"),
        ("NUMBER", "IS_GREATER_THAN_OR_EQUAL_TO", {"value": 6}, "6", "5"),
        ("NUMBER", "IS_LESS_THAN", {"value": 6}, "5", "6"),
        ("NUMBER", "IS_LESS_THAN_OR_EQUAL_TO", {"value": 6}, "6", "many"),
        ("NUMBER_RANGED", "IS_BETWEEN", {"lowerBound": 1, "upperBound": 5}, "5", "6"),
        ("NUMBER_RANGED", "IS_NOT_BETWEEN", {"lowerBound": 1, "upperBound": 5}, "6", "1"),
        ("ROLLING_DATE_RANGE", "IS_LESS_THAN_X_DAYS_AGO", {"numberOfDays": 2}, "2026-11-11T00:00:00Z", "2026-11-10"),
        ("ROLLING_DATE_RANGE", "IS_MORE_THAN_X_DAYS_AGO", {"numberOfDays": 2}, "2026-11-09", "2026-11-11"),
        ("ROLLING_DATE_RANGE", "IS_LESS_THAN_X_DAYS_FROM_NOW", {"numberOfDays": 2}, "2026-11-13", "2026-11-15"),
        ("ROLLING_DATE_RANGE", "IS_MORE_THAN_X_DAYS_FROM_NOW", {"numberOfDays": 2}, "2026-11-15", "2026-11-13"),
    ],
)
def test_operations(kind, operator, more, fits, fits_not):
    assert holds(kind, operator, fits, **more)
    assert not holds(kind, operator, fits_not, **more)


@pytest.mark.parametrize(
    ("kind", "operator", "more"),
    [("ENUMERATION", "IS_NONE_OF", {"values": ["a"]}), ("NUMBER", "IS_LESS_THAN", {"value": 1})],
)
def test_records_without_a_value_pass_only_where_they_are_to(kind, operator, more):
    assert holds(kind, operator, "", **(more | {"includeObjectsWithNoValueSet": True}))
    assert not holds(kind, operator, "", **more)


def indexed(reference, zone="Asia/Jerusalem", **offset):
    told = reference if isinstance(reference, dict) else {"referenceType": reference}
    return {"timeType": "INDEXED", "indexReference": told, "zoneId": zone, "offset": offset}


def moment(day, hour=0, minute=0, month=11, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=ISRAEL).astimezone(UTC)


@pytest.mark.parametrize(
    ("point", "stands_for"),
    [
        (indexed("NOW"), NOW),
        (indexed("NOW", hours=-12, minutes=-30), NOW - timedelta(hours=12, minutes=30)),
        (indexed("NOW", days=-14), moment(29, 10, 30, month=10)),
        (indexed("NOW", days=-20), moment(23, 10, 30, month=10)),  # across the change of the clocks, same hour
        (indexed("TODAY"), moment(12)),
        (indexed("TODAY", weeks=1), moment(19)),
        (indexed("TODAY", months=-1), moment(12, month=10)),
        (indexed("TODAY", years=1), moment(12, year=2027)),
        (indexed("TODAY", zone="UTC"), datetime(2026, 11, 12, tzinfo=UTC)),
        (indexed("WEEK"), moment(9)),
        (indexed({"referenceType": "WEEK", "dayOfWeek": "SUNDAY"}), moment(8)),
        (indexed("MONTH"), moment(1)),
        (indexed("QUARTER"), moment(1, month=10)),
        (indexed("QUARTER", quarters=1), moment(1, month=1, year=2027)),
        (indexed({"referenceType": "YEAR", "month": "MARCH", "day": 1}), moment(1, month=3)),
        ({"timeType": "DATE", "year": 2026, "month": 5, "day": 1, "zoneId": "Asia/Jerusalem"}, moment(1, month=5)),
        ({"timeType": "DATE", "year": 2026, "month": 5, "day": 1, "hour": 9, "zoneId": "Asia/Jerusalem"},
         moment(1, 9, month=5)),
    ],
)  # fmt: skip
def test_points_in_time(point, stands_for):
    assert points.resolve(point, NOW, lambda *_: None)[0] == stands_for


@pytest.mark.parametrize(
    "point",
    [indexed("FISCAL_YEAR"), indexed("NOW", milliseconds=1), indexed("NOW", zone="Asia/Atlantis"),
     {"timeType": "SOMETIMES", "zoneId": "UTC"}],
)  # fmt: skip
def test_points_that_are_not_run_say_so(point):
    with pytest.raises(NotRun):
        points.resolve(point, NOW, lambda *_: None)


def at_point(operator, value, point=None, **more):
    return holds("TIME_POINT", operator, value, timePoint=point or indexed("NOW"), **more)


def test_ends_are_left_out_unless_they_are_included():
    now = "2026-11-12T08:30:00.000Z"
    assert at_point("IS_BEFORE", "2026-11-12T08:29:59.000Z")
    assert at_point("IS_AFTER", "2026-11-12T08:30:01.000Z")
    for operator in ("IS_BEFORE", "IS_AFTER"):
        assert not at_point(operator, now)
        assert not at_point(operator, "")
        assert at_point(operator, now, endpointBehavior="INCLUSIVE")


def test_a_day_is_its_midnight_in_the_zone_of_the_filter():
    assert at_point("IS_BEFORE", "2026-11-11", indexed("TODAY"))
    assert not at_point("IS_BEFORE", "2026-11-12", indexed("TODAY"))


@pytest.mark.parametrize(
    ("value", "lower", "upper", "inside"),
    [
        ("2026-11-12T00:00:00+02:00", "EXCLUSIVE", "EXCLUSIVE", False),
        ("2026-11-12T00:00:00+02:00", "INCLUSIVE", "EXCLUSIVE", True),
        ("2026-11-14T00:00:00+02:00", "INCLUSIVE", "EXCLUSIVE", False),
        ("2026-11-14T23:59:00+02:00", "INCLUSIVE", "INCLUSIVE", True),
        ("2026-11-15T00:00:00+02:00", "INCLUSIVE", "INCLUSIVE", False),
    ],
)
def test_ranges_of_days(value, lower, upper, inside):
    more = {
        "lowerBoundTimePoint": indexed("TODAY"), "upperBoundTimePoint": indexed("TODAY", days=2),
        "lowerBoundEndpointBehavior": lower, "upperBoundEndpointBehavior": upper,
    }  # fmt: skip
    assert holds("TIME_RANGED", "IS_BETWEEN", value, **more) is inside
    assert holds("TIME_RANGED", "IS_NOT_BETWEEN", value, **more) is not inside
    assert not holds("TIME_RANGED", "IS_BETWEEN", "", **more)


def test_a_range_that_ends_at_a_moment_includes_just_that_moment():
    more = {
        "lowerBoundTimePoint": indexed("TODAY"), "upperBoundTimePoint": indexed("NOW"),
        "upperBoundEndpointBehavior": "INCLUSIVE",
    }  # fmt: skip
    assert holds("TIME_RANGED", "IS_BETWEEN", "2026-11-12T08:30:00Z", **more)
    assert not holds("TIME_RANGED", "IS_BETWEEN", "2026-11-12T08:30:01Z", **more)


def test_when_a_property_was_set_last():
    record = Record({"x": "1", "y": "1"}, {"x": NOW - timedelta(days=3), "y": NOW - timedelta(days=1)})

    def fits(kind, operator, **more):
        return operations.holds({"operationType": kind, "operator": operator, **more}, "x", record)

    assert fits("ROLLING_PROPERTY_UPDATED", "NOT_UPDATED_IN_LAST_X_DAYS", numberOfDays=2)
    assert fits("ROLLING_PROPERTY_UPDATED", "UPDATED_IN_LAST_X_DAYS", numberOfDays=4)
    assert fits("COMPARATIVE_PROPERTY_UPDATED", "IS_BEFORE", comparisonPropertyName="y")
    assert not fits("COMPARATIVE_PROPERTY_UPDATED", "IS_AFTER", comparisonPropertyName="y")
    assert fits("TIME_POINT", "IS_BEFORE", timePoint=indexed("NOW", days=-2), propertyParser="UPDATED_AT")
    point = {"timeType": "PROPERTY_REFERENCED", "property": "y", "referenceType": "UPDATED_AT", "zoneId": "UTC"}
    assert fits("TIME_POINT", "IS_BEFORE", timePoint=point, propertyParser="UPDATED_AT")


def test_dates_of_one_record_are_compared():
    record = Record({"x": "2026-11-01", "y": "2026-11-02"})
    operation = {"operationType": "COMPARATIVE_DATE", "operator": "IS_BEFORE", "comparisonPropertyName": "y"}
    assert operations.holds(operation, "x", record)
    assert not operations.holds(operation | {"operator": "IS_AFTER"}, "x", record)
    assert not operations.holds(operation | {"comparisonPropertyName": "z"}, "x", record)


@pytest.mark.parametrize(
    ("kind", "operator", "more"),
    [
        ("CALENDAR_DATE", "IN_THIS_TIME_UNIT", {"timeUnit": "DAY"}),
        ("ENUMERATION", "HAS_NEVER_BEEN_ANY_OF", {"values": ["a"]}),
        ("TIME_POINT", "IS_BEFORE", {"timePoint": indexed("NOW"), "propertyParser": "ANNIVERSARY"}),
    ],
)
def test_operations_that_are_not_run_say_so(kind, operator, more):
    with pytest.raises(NotRun):
        holds(kind, operator, "2026-11-01", **more)


def turns(kind, operator, value, **more):
    operation = {"operationType": kind, "operator": operator, **more}
    return sorted(operations.turns(operation, "x", Record({"x": value})))


def test_the_moment_at_which_time_changes_the_answer_is_among_those_looked_at():
    week = timedelta(days=7)
    assert NOW + week + timedelta(seconds=1) in turns(
        "TIME_POINT", "IS_BEFORE", "2026-11-12T08:30:00Z", timePoint=indexed("NOW", days=-7)
    )
    assert moment(14) + timedelta(seconds=1) in turns(
        "TIME_POINT", "IS_BEFORE", "2026-11-13", timePoint=indexed("TODAY")
    )
    assert turns("TIME_POINT", "IS_BEFORE", "2020-01-01", timePoint=indexed("TODAY")) == []
    assert turns("TIME_POINT", "IS_BEFORE", "2026-11-13", timePoint=indexed("MONTH")) == [moment(13)]
    dated = {"timeType": "DATE", "year": 2027, "month": 1, "day": 1, "zoneId": "UTC"}
    assert turns("TIME_POINT", "IS_BEFORE", "2026-11-13", timePoint=dated) == []
    assert NOW + timedelta(days=3, seconds=1) in turns(
        "ROLLING_DATE_RANGE", "IS_MORE_THAN_X_DAYS_AGO", "2026-11-12T08:30:00Z", numberOfDays=3
    )
    ranged = {"lowerBoundTimePoint": indexed("TODAY"), "upperBoundTimePoint": indexed("TODAY", days=2)}
    assert moment(15) + timedelta(seconds=1) in turns("TIME_RANGED", "IS_BETWEEN", "2026-11-16T12:00:00Z", **ranged)


@pytest.mark.parametrize(
    ("delta", "unit", "later"),
    [
        (90, "MINUTES", moment(12, 12, 0)), (2, "HOURS", moment(12, 12, 30)), (-1, "DAYS", moment(11, 10, 30)),
        (1, "WEEKS", moment(19, 10, 30)), (1, "MONTHS", moment(12, 10, 30, month=12)),
        (2, "MONTHS", moment(12, 10, 30, month=1, year=2027)),
    ],
)  # fmt: skip
def test_delays(delta, unit, later):
    assert calendars.delayed(NOW, delta, unit, ISRAEL) == later


def test_a_month_ends_where_it_ends():
    end = datetime(2027, 1, 31, 8, 30, tzinfo=UTC)
    assert calendars.delayed(end, 1, "MONTHS", ISRAEL) == datetime(2027, 2, 28, 8, 30, tzinfo=UTC)


def test_a_time_of_day_is_the_next_one():
    assert calendars.delayed(NOW, 1, "DAYS", ISRAEL, {"hour": 9, "minute": 0}) == moment(14, 9)
    assert calendars.delayed(NOW, 1, "DAYS", ISRAEL, {"hour": 11, "minute": 0}) == moment(13, 11)
    with pytest.raises(NotRun):
        calendars.delayed(NOW, 1, "FORTNIGHTS", ISRAEL)


def test_days_keep_the_hour_when_the_clocks_change_and_minutes_do_not():
    eve = datetime(2026, 10, 24, 20, 0, tzinfo=ISRAEL).astimezone(UTC)
    assert calendars.delayed(eve, 1, "DAYS", ISRAEL) - eve == timedelta(hours=25)
    assert calendars.delayed(eve, 1440, "MINUTES", ISRAEL) - eve == timedelta(hours=24)


@pytest.mark.parametrize(
    ("window", "opens"),
    [
        ({"day": "THURSDAY"}, NOW),
        ({"day": "THURSDAY", "startTime": {"hour": 11, "minute": 0}}, moment(12, 11)),
        ({"day": "THURSDAY", "endTime": {"hour": 10, "minute": 30}}, moment(19)),
        ({"day": "THURSDAY", "startTime": {"hour": 10, "minute": 0}, "endTime": {"hour": 0, "minute": 0}}, NOW),
        ({"day": "FRIDAY", "startTime": {"hour": 9, "minute": 0}, "endTime": {"hour": 13, "minute": 0}}, moment(13, 9)),
    ],
)
def test_windows(window, opens):
    assert calendars.next_open({"timeWindows": [window]}, NOW, ISRAEL) == opens


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        ({"type": "MONTHLY_RELATIVE_DAYS", "monthlyRelativeDays": "LAST_DAY_OF_MONTH"}, ["11-30", "12-31"]),
        ({"type": "MONTHLY_RELATIVE_DAYS", "monthlyRelativeDays": "FIRST_MONDAY_OF_MONTH"}, ["12-07", "01-04"]),
        ({"type": "YEARLY", "month": "DECEMBER", "dayOfMonth": 5}, ["12-05"]),
    ],
)
def test_rare_schedules(schedule, days):
    told = schedule | {"timeOfDay": {"hour": 9, "minute": 0}}
    found = calendars.ticks(told, NOW, NOW + timedelta(days=55), ISRAEL)
    assert [one.strftime("%m-%d") for one in found] == days
