"""Moments and lengths as people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from provisioner.simulation import moments

ISRAEL = ZoneInfo("Asia/Jerusalem")
START = datetime(2026, 11, 19, 17, 0, tzinfo=ISRAEL)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-11-19T17:00", "2026-11-19T17:00:00+02:00"),
        ("2026-07-19 17:00", "2026-07-19T17:00:00+03:00"),
        ("2026-11-20", "2026-11-20T00:00:00+02:00"),
        ("2026-11-19T17:00:00Z", "2026-11-19T19:00:00+02:00"),
        ("+5m", "2026-11-19T17:05:00+02:00"),
        ("+1d2h30m", "2026-11-20T19:30:00+02:00"),
        ("-2d", "2026-11-17T17:00:00+02:00"),
        ("2026-10-25T01:30", "2026-10-25T01:30:00+03:00"),  # it comes twice; the first is meant
        ("2026-10-25T01:30+02:00", "2026-10-25T01:30:00+02:00"),
    ],
)
def test_a_moment(text: str, wanted: str) -> None:
    assert moments.moment(text, ISRAEL, START).isoformat() == wanted


def test_days_stay_on_the_wall_and_hours_pass_when_the_clocks_are_set_back() -> None:
    evening = datetime(2026, 10, 24, 21, 0, tzinfo=ISRAEL)
    assert moments.moment("+1d", ISRAEL, evening).isoformat() == "2026-10-25T21:00:00+02:00"
    assert moments.moment("+24h", ISRAEL, evening).isoformat() == "2026-10-25T20:00:00+02:00"
    assert moments.end(evening, "1d").astimezone(UTC) - evening.astimezone(UTC) == timedelta(hours=25)
    assert moments.end(evening, "24h").isoformat() == "2026-10-25T20:00:00+02:00"


@pytest.mark.parametrize("text", ["tomorrow", "+", "+5", "5m", "2026-13-01", "2026-03-27T02:30", "+1d 2h"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no moment|does not exist in Asia/Jerusalem"):
        moments.moment(text, ISRAEL, START)


@pytest.mark.parametrize("text", ["0d", "3", "d", "3w", "-1d", "101d"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no length|longer than 100 days"):
        moments.end(START, text)
