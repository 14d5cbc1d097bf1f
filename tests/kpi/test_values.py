"""HubSpot's texts as values, medians of streams, scales, and sums of targets that fill a period."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.kpi import history, values
from provisioner.kpi.measurement import Grade, plain
from provisioner.kpi.period import parse
from provisioner.kpi.scales import Scale, falling, rising, worse
from provisioner.kpi.settings import covering
from provisioner.kpi.spread import Spread
from tests.kpi.world import JERUSALEM

MOMENT = datetime(2026, 5, 3, 7, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-03T07:04:30Z", MOMENT),
        ("2026-05-03T07:04:30.000Z", MOMENT),
        ("2026-05-03T10:04:30+03:00", MOMENT),
        ("1777791870000", MOMENT),
        ("1712031870000", datetime(2024, 4, 2, 4, 24, 30, tzinfo=UTC)),
        ("2026-05-03", datetime(2026, 5, 3, tzinfo=UTC)),
        ("", None),
        (None, None),
        ("soon", None),
        ("99999999999999999999", None),
    ],
)
def test_instants(text: str | None, expected: datetime | None) -> None:
    assert values.instant(text) == expected


def test_a_date_is_that_date_in_every_zone() -> None:
    assert values.day("2026-05-03T00:00:00Z") == values.day("2026-05-03") == date(2026, 5, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12000.5", Decimal("12000.5")), ("", None), ("NaN", None), ("Infinity", None), ("ten", None)],
)
def test_numbers(text: str, expected: Decimal | None) -> None:
    assert values.number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("true", True), ("False", False), ("", None), (None, None), ("yes", None)]
)
def test_truths(text: str | None, expected: bool | None) -> None:
    assert values.truth(text) is expected


@pytest.mark.parametrize(
    ("held", "amount", "problem"),
    [
        ({"amount": "100", "amount_in_home_currency": "370.55", "deal_currency_code": "USD"}, "370.55", ""),
        ({"amount": "100", "deal_currency_code": "ILS"}, "100", ""),
        ({"amount": "100"}, "100", ""),
        ({"amount": "100", "deal_currency_code": "EUR"}, "410.0", ""),
        ({"amount": "100", "deal_currency_code": "USD"}, "0", "no_rate"),
        ({"amount": None, "deal_currency_code": "USD"}, "0", "no_amount"),
        ({}, "0", "no_amount"),
    ],
)
def test_money_in_the_companys_currency(held: dict[str, Any], amount: str, problem: str) -> None:
    assert values.money(held, "ILS", {"EUR": Decimal("4.1")}) == (Decimal(amount), problem)


def test_associations_of_both_shapes() -> None:
    plain_shape = {
        "associations": {
            "contacts": {"results": [{"id": "1", "type": "deal_to_contact"}, {"id": "1", "type": "champion"}]}
        }
    }
    v4 = {
        "associations": {
            "contacts": {"results": [{"toObjectId": 1, "associationTypes": [{"label": None}, {"label": "Champion"}]}]}
        }
    }
    assert values.associated(plain_shape, "contacts") == values.associated(v4, "contacts") == ("1",)
    assert list(values.associations(v4, "contacts")) == [("1", ""), ("1", "Champion")]
    assert values.associated({}, "contacts") == ()


ENTRIES = [
    {"value": "b", "timestamp": "2026-05-02T00:00:00Z"},
    {"value": "c", "timestamp": "2026-05-03T00:00:00Z"},
    {"value": "a", "timestamp": "2026-05-01T00:00:00Z"},
    {"value": "a", "timestamp": "2026-05-04T00:00:00Z"},
]


def test_history_in_any_order() -> None:
    held = history.entries({"propertiesWithHistory": {"stage": ENTRIES}}, "stage")
    assert held is not None
    assert [history.value_at(held, f"2026-05-0{day}T00:00:00+00:00") for day in (1, 2, 3, 9)] == ["a", "b", "c", "a"]
    assert history.value_at(held, "2026-04-30T00:00:00+00:00") == ""
    assert [(before, after) for _, before, after in history.changes(held)] == [
        ("", "a"),
        ("a", "b"),
        ("b", "c"),
        ("c", "a"),
    ]
    assert history.first_entries(held)["a"] == datetime(2026, 5, 1, tzinfo=UTC)


def test_history_that_was_not_read_is_not_an_empty_one() -> None:
    assert history.entries({}, "stage") is None
    assert history.entries({"propertiesWithHistory": {"stage": []}}, "stage") == []


@given(st.lists(st.integers(-(10**20), 10**20), min_size=1))
def test_medians_of_streams_are_exact(numbers: list[int]) -> None:
    spread = Spread(10)
    for number in numbers:
        spread.add(number)
    middle = sorted(numbers)
    expected = Decimal(middle[len(middle) // 2] + middle[-(len(middle) // 2) - 1]) / 20
    assert spread.median() == expected
    assert spread.median() is not None
    assert float(expected) == pytest.approx(median(numbers) / 10)
    assert spread.nearest_rank(100) == Decimal(max(numbers)) / 10


@pytest.mark.parametrize(
    "shape", [lambda n: n * n % 99_991, lambda n: n * 0 + 7, lambda n: n % 3 * 10**15, lambda n: -(2 ** (n % 70))]
)
def test_medians_of_more_values_than_memory_holds_are_exact(shape: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provisioner.kpi.spread._MOST_HELD", 100)
    spread, numbers = Spread(1), [shape(n) for n in range(1001)]
    for n, number in enumerate(numbers):
        spread.add(number)
        if n % 500 == 499:
            assert spread.nearest_rank(50) == sorted(numbers[: n + 1])[-(-(n + 1) // 2) - 1], (
                "asking does not change it"
            )
    assert (spread.median(), len(spread), spread.total) == (median(numbers), 1001, sum(numbers))
    assert spread.copy().nearest_rank(90) == spread.nearest_rank(90) == sorted(numbers)[900]


def test_nothing_has_no_median() -> None:
    empty = Spread(10)
    assert (empty.median(), empty.mean(), empty.nearest_rank(90)) == (None, None, None)


@pytest.mark.parametrize(
    ("scale", "value", "grade"),
    [
        (rising("0.8", "0.6"), "0.8", "good"),
        (rising("0.8", "0.6"), "0.6", "watch"),
        (rising("0.8", "0.6"), "0.59", "risk"),
        (falling("5", "15"), "5", "good"),
        (falling("5", "15"), "15", "watch"),
        (falling("5", "15"), "15.01", "risk"),
        (Scale(Decimal("0.5"), Decimal(1), rising=False, below=True), "0.5", "watch"),
        (rising("0.12", "0.06").aimed(Decimal("0.2")), "0.1", "watch"),
        (falling("0", "0.05").aimed(Decimal("0.01")), "0.01", "good"),
    ],
)
def test_scales(scale: Scale, value: str, grade: str) -> None:
    assert scale.grade(Decimal(value)) == grade


def test_the_worse_of_two_grades() -> None:
    assert worse(Grade.GOOD, Grade.WATCH) is Grade.WATCH
    assert worse(Grade.RISK, Grade.WATCH) is Grade.RISK
    assert worse(Grade.LOW_SAMPLE, Grade.WATCH) is Grade.LOW_SAMPLE


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"2026-Q4": 9}, 9),
        ({"2026-10": 1, "2026-11": 2, "2026-12": 3}, 6),
        ({"2026-Q4": 9, "2026-10": 1, "2026-11": 2, "2026-12": 3}, 9),
        ({"2026-10": 1, "2026-12": 3}, None),
        ({"2026": 12}, None),
        ({"2026-10-01..2026-11-20": 5, "2026-10": 1, "2026-11": 2, "2026-12": 3}, 6),
        ({}, None),
    ],
)
def test_targets_that_fill_a_period(parts: dict[str, int], expected: int | None) -> None:
    held = [(parse(text, JERUSALEM), Decimal(amount)) for text, amount in parts.items()]
    assert covering(parse("2026-Q4", JERUSALEM), held) == expected


def test_plain_values() -> None:
    held = {"a": Decimal("1.50"), "b": [Decimal(3), date(2026, 5, 1)], "c": Grade.GOOD, "d": None}
    assert plain(held) == {"a": 1.5, "b": [3, "2026-05-01"], "c": "good", "d": None}
