"""Israel's days off from 2024 to 2028, checked by hand; they win over what a package computes.

A measuring looks two years back, and the package takes 9 MiB.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

DAYS_OFF: Mapping[int, Mapping[date, str]] = {
    2024: {
        date(2024, 4, 23): "Pesach",
        date(2024, 4, 29): "Seventh day of Pesach",
        date(2024, 5, 14): "Independence Day",
        date(2024, 6, 12): "Shavuot",
        date(2024, 10, 3): "Rosh Hashana",
        date(2024, 10, 4): "Rosh Hashana, second day",
        date(2024, 10, 12): "Yom Kippur",
        date(2024, 10, 17): "Sukkot",
        date(2024, 10, 24): "Simchat Torah",
    },
    2025: {
        date(2025, 4, 13): "Pesach",
        date(2025, 4, 19): "Seventh day of Pesach",
        date(2025, 5, 1): "Independence Day",
        date(2025, 6, 2): "Shavuot",
        date(2025, 9, 23): "Rosh Hashana",
        date(2025, 9, 24): "Rosh Hashana, second day",
        date(2025, 10, 2): "Yom Kippur",
        date(2025, 10, 7): "Sukkot",
        date(2025, 10, 14): "Simchat Torah",
    },
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
    2028: {
        date(2028, 4, 11): "Pesach",
        date(2028, 4, 17): "Seventh day of Pesach",
        date(2028, 5, 2): "Independence Day",
        date(2028, 5, 31): "Shavuot",
        date(2028, 9, 21): "Rosh Hashana",
        date(2028, 9, 22): "Rosh Hashana, second day",
        date(2028, 9, 30): "Yom Kippur",
        date(2028, 10, 5): "Sukkot",
        date(2028, 10, 12): "Simchat Torah",
    },
}
"""Days off by year. The day before each is its eve; the eve of Independence Day is Memorial Day."""
