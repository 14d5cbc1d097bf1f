"""What waits for other records waits on a shelf: everything is told, and memory does not grow with the records."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from provisioner.kpi import KPIS
from provisioner.kpi.gathering import Side, measure
from provisioner.kpi.shelf import Shelf, moment, stamp
from tests.kpi.world import context, lead, utc


def shelf() -> Shelf:
    return Side(context("2026-05", "call_center")).tally(Shelf)


@pytest.mark.parametrize("number", [0, 1, 999, 1000, 1001, 2500])
def test_every_row_is_told(number: int) -> None:
    made = shelf()
    put = made.table("things", "id INTEGER PRIMARY KEY", "name TEXT")
    for one in range(number):
        made.add(put, (one, str(one)))
    assert list(made.rows("SELECT id, name FROM things ORDER BY id")) == [(n, str(n)) for n in range(number)]


def test_a_row_with_the_same_key_takes_the_place_of_the_first() -> None:
    made = shelf()
    put = made.table("things", "kind TEXT", "id TEXT", "value", "PRIMARY KEY (kind, id)")
    for kind, value in (("a", 1), ("b", 2), ("a", 3)):
        made.add(put, (kind, "1", value))
    assert list(made.rows("SELECT kind, value FROM things WHERE kind = ?", "a")) == [("a", 3)]
    assert made.change("UPDATE things SET value = 0") == 2


def test_moments_are_kept_to_the_microsecond() -> None:
    for one in (datetime(2026, 5, 3, 7, 4, 30, 123_457, tzinfo=UTC), datetime(1969, 12, 31, tzinfo=UTC)):
        assert moment(stamp(one)) == one


def enquiries(number: int) -> Iterator[Any]:
    for n in range(number):
        entered, attempt = f"2026-05-{n % 20 + 1:02} 10:00", f"2026-05-{n % 20 + 1:02} 10:{n % 60:02}"
        yield lead(entered, attempt, id=f"{n}", hs_primary_contact_id=n, first_deal_created_date=utc(attempt))


def peak(number: int) -> int:
    """Bytes at most while the leads of a month are measured."""
    held = list(enquiries(number))
    tracemalloc.start()
    try:
        found = measure([KPIS[name] for name in ("K1", "K2", "K3", "K8", "K17")], {"leads": held}, WHERE)
        assert found["K2"].n == found["K8"].n == number
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


WHERE = context("2026-05", "call_center", "2026-08-01 12:00", kpis={"capacity_per_day": 3})


def test_memory_does_not_grow_with_the_leads() -> None:
    few, many = peak(1_000), peak(2_000)
    assert many - few < 1_000 * 100, "a number of eight bytes each, and sorting them"
