"""Periods as people write them, their midnights, and what lies before them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.kpi.period import Period, UnclearPeriod, months_earlier, parse

JERUSALEM = ZoneInfo("Asia/Jerusalem")


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026-Q4", "2026-10-01", "2027-01-01"),
        ("2026-11", "2026-11-01", "2026-12-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026-11-16", "2026-11-16", "2026-11-17"),
        ("2026-11-16..2026-11-20", "2026-11-16", "2026-11-21"),
        ("2026-W47", "2026-11-15", "2026-11-22"),
        ("2026-W01", "2025-12-28", "2026-01-04"),
        ("2026-W53", "2026-12-27", "2027-01-03"),
    ],
)
def test_periods_as_they_are_written(text: str, first: str, after: str) -> None:
    found = parse(text, JERUSALEM, "sunday")
    assert found.document() == {"from": first, "to": after, "zone": "Asia/Jerusalem"}


def test_a_week_starts_on_monday_elsewhere() -> None:
    found = parse("2026-W47", ZoneInfo("Europe/Rome"))
    assert (found.first, found.after) == (date(2026, 11, 16), date(2026, 11, 23))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "november",
        "2026-13",
        "2026-Q5",
        "2026-W54",
        "2025-W53",
        "2026-02-30",
        "2026-11-20..2026-11-16",
        "2026-11..2026-12",
        "26-11",
        "0001-01-01",
        "9999-12-31",
        "1900",
    ],
)
def test_what_is_no_period_is_said(text: str) -> None:
    with pytest.raises(UnclearPeriod) as problem:
        parse(text, JERUSALEM)
    assert len(str(problem.value)) > 20


def test_midnights_follow_the_clock_on_the_wall() -> None:
    """Summer time begins on 27 March 2026 in Israel, so that day has 23 hours."""
    day = parse("2026-03-27", JERUSALEM)
    assert (day.start, day.end) == (datetime(2026, 3, 26, 22, tzinfo=UTC), datetime(2026, 3, 27, 21, tzinfo=UTC))
    assert day.has(day.start)
    assert not day.has(day.end)
    assert not day.has(None)


@pytest.mark.parametrize(
    ("text", "before"),
    [("2026-03", "2026-02"), ("2026-01", "2025-12"), ("2026-Q1", "2025-Q4"), ("2026", "2025"), ("2026-W47", "2026-W46"),
     ("2026-11-16..2026-11-17", "2026-11-14..2026-11-15")],
)  # fmt: skip
def test_the_period_before(text: str, before: str) -> None:
    assert parse(text, JERUSALEM, "sunday").before() == parse(before, JERUSALEM, "sunday")


def test_a_month_is_as_long_as_it_is() -> None:
    assert months_earlier(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_earlier(date(2024, 2, 29), 12) == date(2023, 2, 28)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 400))
def test_periods_side_by_side_leave_nothing_out(first: date, days: int) -> None:
    after = date.fromordinal(first.toordinal() + days)
    here, next_one = Period(first, after, JERUSALEM), Period(after, date.fromordinal(after.toordinal() + 1), JERUSALEM)
    assert here.end == next_one.start
    assert here.has(next_one.start) != next_one.has(next_one.start)
