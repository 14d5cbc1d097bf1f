"""Figures as people read them: rounding that never flatters, money, dates by language."""

from __future__ import annotations

import pytest

from provisioner.reports import measure_values as values


@pytest.mark.parametrize(
    ("value", "unit", "en", "he"),
    [
        (None, "ratio", "–", "–"),
        (0.7647, "ratio", "76.5%", "76.5%"),
        (-0.00001, "ratio", "0.0%", "0.0%"),
        (6.25, "minutes", "6.3 min", "6.3 דק׳"),
        (5, "minutes", "5 min", "5 דק׳"),
        (2660, "minutes", "44 h 20 min", "44 שע׳ 20 דק׳"),
        (35, "days", "35 days", "35 ימים"),
        (1.02, "days", "1 day", "יום אחד"),
        (39.64, "days", "39.6 days", "39.6 ימים"),
        (80000, "money", "₪80,000", "₪80,000"),
        (3666.67, "money", "₪3,666.67", "₪3,666.67"),
        (-12.5, "money", "-₪12.50", "-₪12.50"),
        (3200, "money/day", "₪3,200 a day", "₪3,200 ליום"),
        (2.9999, "times", "2.99×", "2.99×"),
        (3, "times", "3.00×", "3.00×"),
        (1.365, "index", "1.37", "1.37"),
        (76.666, "points", "76.7", "76.7"),
        (1412, "count", "1,412", "1,412"),
        (52.26, "calls/rep/day", "52.3 calls", "52.3 שיחות"),
    ],
)
def test_values_in_their_units(value: float | None, unit: str, en: str, he: str) -> None:
    assert (values.told(value, unit, "ILS", "en"), values.told(value, unit, "ILS", "he")) == (en, he)


def test_other_currencies() -> None:
    assert [values.money(1000, code) for code in ("USD", "EUR", "CHF", "")] == [
        "$1,000",
        "€1,000",
        "CHF 1,000",
        "1,000",
    ]


def test_signed_rates() -> None:
    assert [values.percent(one, signed=True) for one in (0.308, -0.05, 0)] == ["+30.8%", "-5.0%", "0.0%"]


def test_dates_by_language() -> None:
    assert [values.day("2026-05-03", "en"), values.day("2026-05-03", "he")] == ["2026-05-03", "03/05/2026"]
    assert values.day("2026-05-03", "he", weekday=True) == "א׳ 03/05/2026"
    assert [values.month("2026-05", "en"), values.month("2026-05", "he")] == ["2026-05", "05/2026"]
    assert values.day("soon", "en") == "soon"


def test_a_period_ends_on_its_last_day() -> None:
    may, one = {"from": "2026-05-01", "to": "2026-06-01"}, {"from": "2026-05-14", "to": "2026-05-15"}
    assert values.period(may, "en") == "2026-05-01 to 2026-05-31"
    assert values.period(may, "he") == "01/05/2026 עד 31/05/2026"
    assert values.period(one, "en") == "Thu 2026-05-14"


def test_moments_are_told_on_the_wall_of_the_zone() -> None:
    assert values.moment("2026-05-31T21:30:00+00:00", "Asia/Jerusalem", "en") == "2026-06-01 00:30"
    assert values.moment("2026-05-31T21:30:00Z", "Asia/Jerusalem", "he") == "01/06/2026 00:30"
    assert values.moment("whenever", "Nowhere/At", "en") == "whenever"


def test_texts_cannot_steer_a_terminal() -> None:
    assert values.clean("a\x1b[31m\u202eb\nc") == "a\\u001b[31m\\u202eb c"


def test_a_rate_that_misses_its_target_never_reads_the_same() -> None:
    assert [values.beside(rate, 0.25, "ratio", "", "en") for rate in (0.2496, 0.24999, 0.25, 0.2, None)] == [
        "24.96%", "24.999%", "25.0%", "20.0%", "–",
    ]  # fmt: skip
    assert values.beside(4.99, 5, "minutes", "", "en") == "5 min"
