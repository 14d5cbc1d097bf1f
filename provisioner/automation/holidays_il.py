"""Israel's days off in 2026 and 2027, checked by hand; they win over what a package computes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

DAYS_OFF: Mapping[int, Mapping[date, str]] = {
    2026: {
        date(2026, 4, 2): "Pesach",
        date(2026, 4, 8): "Seventh day of Pesach",
        date(2026, 4, 22): "Independence Day",
        date(2026, 5, 22): "Shavuot",
        date(2026, 9, 12): "Rosh Hashana",
        date(2026, 9, 13): "Rosh Hashana, second day",
        date(2026, 9, 21): "Yom Kippur",
        date(2026, 9, 26): "Sukkot",
        date(2026, 10, 3): "Simchat Torah",
    },
    2027: {
        date(2027, 4, 22): "Pesach",
        date(2027, 4, 28): "Seventh day of Pesach",
        date(2027, 5, 12): "Independence Day",
        date(2027, 6, 11): "Shavuot",
        date(2027, 10, 2): "Rosh Hashana",
        date(2027, 10, 3): "Rosh Hashana, second day",
        date(2027, 10, 11): "Yom Kippur",
        date(2027, 10, 16): "Sukkot",
        date(2027, 10, 23): "Simchat Torah",
    },
}
"""Days off by year. The day before each is its eve; the eve of Independence Day is Memorial Day."""
