"""Calendars: worked examples to the second, holidays against the checked table, HubSpot's windows, bad descriptions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.automation.calendars import BUILT_IN, Calendar, calendar
from provisioner.automation.calendars_holidays import computed_days_off, hol_hamoed
from provisioner.automation.holidays_il import DAYS_OFF
from provisioner.model.document import Marked
from provisioner.model.resource import Place

JERUSALEM = ZoneInfo("Asia/Jerusalem")


def made(spec: Any, zone: str = "") -> Calendar:
    built, findings = calendar(spec, zone)
    assert built is not None, findings
    return built


CENTRE = made("il_call_center")
OFFICE = made("il_office")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JERUSALEM)


@pytest.mark.parametrize(
    ("entry", "attempt", "minutes"),
    [
        pytest.param("2026-05-03 10:00:00", "2026-05-03 10:04:30", 4.5, id="within an hour"),
        pytest.param("2026-05-07 19:57", "2026-05-08 09:05", 8, id="Thursday evening to Friday morning"),
        pytest.param("2026-05-08 12:50", "2026-05-10 09:10", 20, id="over the weekend"),
        pytest.param("2026-05-09 22:00", "2026-05-10 09:02", 2, id="entered on Saturday"),
        pytest.param("2026-05-10 09:00", "2026-05-10 12:00", 180, id="open until now"),
        pytest.param("2026-05-21 12:45", "2026-05-24 09:20", 35, id="over Shavuot, whose eve is short"),
        pytest.param("2026-03-26 19:55", "2026-03-27 09:05", 10, id="over the change to summer time"),
        pytest.param("2026-05-03 10:05", "2026-05-03 10:00", 0, id="the attempt came before the entry"),
        pytest.param("2026-05-09 10:00", "2026-05-09 11:00", 0, id="never open between the two"),
        pytest.param("2026-05-03 10:00:00", "2026-05-03 10:00:01", 1 / 60, id="one second"),
    ],
)
def test_business_minutes_of_the_first_contact_examples(entry: str, attempt: str, minutes: float) -> None:
    assert CENTRE.business_minutes(at(entry), at(attempt)) == minutes


def test_wall_clock_would_have_told_another_story() -> None:
    assert at("2026-05-10 09:10") - at("2026-05-08 12:50") == timedelta(minutes=2660)
    elapsed = at("2026-03-27 09:05").astimezone(UTC) - at("2026-03-26 19:55").astimezone(UTC)
    assert elapsed == timedelta(minutes=730)


def test_business_minutes_do_not_depend_on_the_zone_in_which_an_instant_is_told() -> None:
    start, end = at("2026-05-07 19:57"), at("2026-05-08 09:05")
    assert CENTRE.business_minutes(start.astimezone(UTC), end.astimezone(ZoneInfo("America/New_York"))) == 8


def test_a_team_that_works_at_night_gets_the_hours_that_the_night_really_had() -> None:
    night = made({"zone": "Asia/Jerusalem", "hours": {"friday": "00:00-06:00", "sunday": "00:00-06:00"}})
    spring, autumn = date(2026, 3, 27), date(2026, 10, 25)
    for day, minutes in ((spring, 300), (autumn, 420)):
        midnight = datetime(day.year, day.month, day.day, tzinfo=JERUSALEM)
        assert night.business_minutes(midnight, midnight.replace(hour=23)) == minutes


def test_may_2026_has_20_full_and_5_short_days() -> None:
    days = CENTRE.open_days(date(2026, 5, 1), date(2026, 6, 1))
    assert (days.full, days.short, days.total) == (20, 5, 25)
    assert round(days.full_day_equivalents, 3) == 21.818
    assert not CENTRE.hours_on(date(2026, 5, 22))


def test_the_hybrid_week_stops_the_b2b_clock_on_friday_only() -> None:
    friday = at("2026-05-08 10:00")
    assert (CENTRE.is_open(friday), OFFICE.is_open(friday)) == (True, False)


@pytest.mark.parametrize("year", sorted(DAYS_OFF))
def test_checked_table_and_package_agree(year: int) -> None:
    computed = computed_days_off("IL", year)
    table = set(DAYS_OFF[year])
    assert (sorted(table - computed), sorted(computed - table)) == ([], [])


def test_every_day_of_the_checked_table_is_closed_and_its_eve_short() -> None:
    full_week = made({"base": "il_call_center", "hours": {"friday": "09:00-20:00", "saturday": "09:00-20:00"}})
    for year in DAYS_OFF.values():
        for day in year:
            assert not full_week.hours_on(day)
            eve = day - timedelta(days=1)
            assert full_week.hours_on(eve) == (() if eve in year else ((540, 780),))


def test_eves_that_are_workdays_in_2026() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    short = [day for day in days if CENTRE.hours_on(day) == ((540, 780),) and day.weekday() != 4]
    assert short == [date(2026, *md) for md in ((4, 1), (4, 7), (4, 21), (5, 21), (9, 20))]


def test_other_years_come_from_the_package() -> None:
    assert not OFFICE.hours_on(date(2025, 5, 1)), "Independence Day 2025 was moved forward"
    assert OFFICE.hours_on(date(2028, 4, 10)) == ((540, 780),), "the eve of Pesach 2028"


@pytest.mark.parametrize(("setting", "hours"), [("regular", ((540, 1200),)), ("short", ((540, 780),)), ("closed", ())])
def test_hol_hamoed_is_an_option(setting: str, hours: Any) -> None:
    assert made({"base": "il_call_center", "hol_hamoed": setting}).hours_on(date(2026, 4, 5)) == hours


def test_hol_hamoed_lies_inside_pesach_and_sukkot() -> None:
    april = {date(2026, 4, day) for day in range(3, 8)}
    autumn = {date(2026, 9, day) for day in range(27, 31)} | {date(2026, 10, 1), date(2026, 10, 2)}
    assert hol_hamoed(2026) == april | autumn
    assert len(hol_hamoed(2029)) == 11


def test_days_of_ones_own_go_before_the_holidays() -> None:
    own = made(
        {
            "base": "il_office",
            "closed": ["2026-10-27"],
            "short": {date(2026, 11, 5): "09:00-12:00"},
            "open": {"2026-04-22": "10:00-14:00"},
        }
    )
    assert own.hours_on(date(2026, 10, 27)) == ()
    assert own.hours_on(date(2026, 11, 5)) == ((540, 720),)
    assert own.hours_on(date(2026, 4, 22)) == ((600, 840),)


def test_a_holiday_can_be_opened_with_its_usual_hours() -> None:
    assert made({"base": "il_office", "open": ["2026-04-22"]}).hours_on(date(2026, 4, 22)) == ((540, 1080),)


def test_another_country_keeps_its_own_holidays_and_full_eves() -> None:
    milan = made({"base": "mon_fri", "zone": "Europe/Rome", "holidays": "it"})
    assert milan.hours_on(date(2026, 6, 2)) == ()
    assert milan.hours_on(date(2026, 6, 1)) == ((540, 1080),)


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-05-03 10:00", "5bm", "2026-05-03 10:05"),
        ("2026-05-07 19:57", "8bm", "2026-05-08 09:05"),
        ("2026-05-07 19:57", "3bm", "2026-05-07 20:00"),
        ("2026-05-08 12:50", "20bm", "2026-05-10 09:10"),
        ("2026-05-21 12:45", "35bm", "2026-05-24 09:20"),
        ("2026-05-07 19:00", "2bh", "2026-05-08 10:00"),
        ("2026-05-09 22:00", "1bm", "2026-05-10 09:01"),
        ("2026-05-07 10:30", "3bd", "2026-05-11 10:30"),
        ("2026-05-07 15:00", "1bd", "2026-05-08 13:00"),
        ("2026-05-03 07:00", "1bd", "2026-05-04 09:00"),
        ("2026-05-20 10:00", "2bd", "2026-05-24 10:00"),
        ("2026-03-26 20:00", "12h", "2026-03-27 09:00"),
        ("2026-03-26 20:00", "1d", "2026-03-27 20:00"),
        ("2026-05-03 10:00", "90m", "2026-05-03 11:30"),
    ],
)
def test_adding_a_span(start: str, span: str, end: str) -> None:
    assert CENTRE.add(at(start), span) == at(end)


def test_unknown_spans_are_refused() -> None:
    with pytest.raises(ValueError, match="5 minutes"):
        CENTRE.add(at("2026-05-03 10:00"), "5 minutes")


INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))


@settings(deadline=None)  # the first year beyond the table loads the package
@given(INSTANTS, st.integers(1, 3000))
def test_adding_and_measuring_are_two_ways_to_say_the_same(start: datetime, minutes: int) -> None:
    for each in (CENTRE, OFFICE):
        end = each.add(start, f"{minutes}bm")
        assert each.business_minutes(start, end) == pytest.approx(minutes, abs=1e-6)


@settings(deadline=None)  # the first year beyond the table loads the package
@given(INSTANTS, st.integers(0, 20_000), st.integers(0, 20_000))
def test_business_minutes_add_up(start: datetime, first: int, second: int) -> None:
    middle = start + timedelta(minutes=first)
    end = middle + timedelta(minutes=second)
    parts = CENTRE.business_minutes(start, middle) + CENTRE.business_minutes(middle, end)
    assert CENTRE.business_minutes(start, end) == pytest.approx(parts, abs=1e-6)


@settings(deadline=None)  # the first year beyond the table loads the package
@given(INSTANTS, st.integers(1, 9))
def test_business_days_end_in_open_hours(start: datetime, days: int) -> None:
    end = CENTRE.add(start, f"{days}bd")
    first = start.astimezone(JERUSALEM).date() + timedelta(days=1)
    assert CENTRE.open_days(first, end.date() + timedelta(days=1)).total == days
    assert CENTRE.is_open(end) or CENTRE.is_open(end - timedelta(seconds=1))


def test_open_intervals_are_cut_to_the_period() -> None:
    intervals = list(CENTRE.open_intervals(at("2026-05-07 19:00"), at("2026-05-10 10:00")))
    told = [(f"{start:%a %H:%M}", f"{end:%a %H:%M}") for start, end in intervals]
    assert told == [("Thu 19:00", "Thu 20:00"), ("Fri 09:00", "Fri 13:00"), ("Sun 09:00", "Sun 10:00")]


def test_open_at_the_first_minute_and_closed_at_the_last() -> None:
    assert CENTRE.is_open(at("2026-05-03 09:00"))
    assert not CENTRE.is_open(at("2026-05-03 20:00"))


def test_naive_instants_and_instants_for_dates_are_refused() -> None:
    naive = datetime(2026, 5, 3, 10)
    for call in (
        lambda: CENTRE.is_open(naive),
        lambda: CENTRE.business_minutes(naive, at("2026-05-03 11:00")),
        lambda: CENTRE.add(naive, "5bm"),
        lambda: CENTRE.open_days(at("2026-05-03 11:00"), date(2026, 6, 1)),
    ):
        with pytest.raises(ValueError, match=r"time zone|dates"):
            call()


def test_week_as_hubspot_time_windows() -> None:
    windows = CENTRE.time_windows()
    days = [window["day"] for window in windows]
    assert days == ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SUNDAY"]
    assert windows[-1] == {
        "day": "SUNDAY",
        "startTime": {"hour": 9, "minute": 0},
        "endTime": {"hour": 20, "minute": 0},
    }
    assert windows[4]["endTime"] == {"hour": 13, "minute": 0}


def test_midnight_is_the_last_minute_that_hubspot_takes() -> None:
    night = made({"zone": "UTC", "hours": {"monday": "00:00-06:00, 18:00-24:00"}})
    assert [window["endTime"] for window in night.time_windows()] == [
        {"hour": 6, "minute": 0},
        {"hour": 23, "minute": 59},
    ]


def test_closed_days_as_hubspot_blocked_dates() -> None:
    blocked = CENTRE.blocked_dates(date(2026, 9, 1), date(2026, 11, 1))
    assert blocked == [
        {"dayOfMonth": 13, "month": "SEPTEMBER", "year": 2026},
        {"dayOfMonth": 21, "month": "SEPTEMBER", "year": 2026},
    ], "a closed Saturday has no window, hence nothing to block"


def test_short_days_say_what_hubspot_loses() -> None:
    may = (date(2026, 5, 1), date(2026, 6, 1))
    (eve,) = CENTRE.lost(*may)
    assert eve.text("en") == (
        "2026-05-21: open 09:00-13:00, but HubSpot's window for that weekday stays 09:00-20:00; "
        "a workflow acts in all of it."
    )
    assert eve.text("he").startswith("21/05/2026: פתוח 09:00-13:00")
    (blocked,) = CENTRE.lost(*may, block_short=True)
    assert blocked.text("en").endswith("a workflow waits for the next open day.")
    assert {"dayOfMonth": 21, "month": "MAY", "year": 2026} in CENTRE.blocked_dates(*may, block_short=True)


def test_a_saturday_opened_by_hand_is_lost_on_hubspot() -> None:
    opened = made({"base": "il_call_center", "open": {"2026-05-09": "18:00-21:00"}})
    (saturday,) = opened.lost(date(2026, 5, 9), date(2026, 5, 10))
    assert (saturday.wanted, saturday.kept) == (((1080, 1260),), ())


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_calendars_take_a_zone_where_they_have_none(name: str) -> None:
    assert made(name, "Europe/Rome").zone.key == BUILT_IN[name].get("zone", "Europe/Rome")


@pytest.mark.parametrize(
    ("spec", "code", "words"),
    [
        ("mon_fri", "CAL003", "no time zone"),
        ("il_cal_center", "CAL001", "Did you mean il_call_center?"),
        ({"hours": {"sunday": "09:00-18:00"}}, "CAL003", "no time zone"),
        ({"base": "mon_fri", "zone": "Israel/Jerusalem"}, "CAL003", "not a time zone"),
        ({"base": "il_office", "zone": "../etc"}, "CAL003", "not a time zone"),
        ({"base": "il_office", "hours": {"sunday": "18:00-09:00"}}, "CAL004", "ends before it starts"),
        ({"base": "il_office", "hours": {"sunday": "09:00-25:00"}}, "CAL004", "not a time of day"),
        ({"base": "il_office", "hours": {"sunday": "nine to five"}}, "CAL004", "not a span"),
        ({"base": "il_office", "hours": {"sunday": "09:00-12:00, 11:00-13:00"}}, "CAL004", "follow each other"),
        ({"base": "il_office", "hours": {"sundey": "09:00-12:00"}}, "CAL004", "Did you mean sunday?"),
        ({"base": "il_office", "hours": "09:00-18:00"}, "CAL004", "by weekday"),
        ({"base": "il_office", "holidays": "XX"}, "CAL005", "Nobody knows"),
        ({"base": "il_office", "hol_hamoed": "shirt"}, "CAL006", "Did you mean short?"),
        ({"base": "il_office", "closed": ["22/05/2026"]}, "CAL006", "not a date"),
        ({"base": "il_office", "closed": "2026-05-22"}, "CAL006", "list of dates"),
        ({"base": "il_office", "closed": ["2026-05-25"], "short": ["2026-05-25"]}, "CAL006", "two ways"),
        ({"base": "il_office", "open": ["2026-05-23"]}, "CAL004", "weekday without hours"),
        ({"base": "il_office", "close": ["2026-05-25"]}, "CAL002", "Did you mean closed?"),
        ({"zone": "UTC"}, "CAL007", "never open"),
    ],
)
def test_bad_descriptions_become_findings(spec: Any, code: str, words: str) -> None:
    built, findings = calendar(spec)
    assert built is None
    assert [finding.code for finding in findings] == [code]
    assert words in f"{findings[0].message} {findings[0].fix}"


def test_a_weekday_can_be_closed() -> None:
    assert made({"base": "il_call_center", "hours": {"friday": "closed"}}).hours_on(date(2026, 5, 8)) == ()


def test_a_finding_knows_its_line() -> None:
    hours, spec = Marked(), Marked()
    hours.put("sunday", "late", ("blueprint.yaml", 7, 5))
    spec.put("base", "il_office", ("blueprint.yaml", 5, 3))
    spec.put("hours", hours, ("blueprint.yaml", 6, 3))
    _, (finding,) = calendar(spec)
    assert finding.place == Place("blueprint.yaml", 7, 5)
    _, (unzoned,) = calendar("mon_fri", place=Place("blueprint.yaml", 3, 1))
    assert unzoned.place == Place("blueprint.yaml", 3, 1)


def test_a_calendar_under_own_is_the_same_calendar() -> None:
    described = {"zone": "Europe/Rome", "hours": {"monday": "09:00-18:00"}}
    assert made({"own": described}) == made(described)


def test_a_calendar_that_never_opens_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="never open"):
        Calendar("shut", JERUSALEM, {0: ()})
