"""Where a KPI has no figure or no grade, it says what helps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from provisioner.kpi import KPIS, period
from tests.kpi.world import JERUSALEM, call, context, deal, lead, measured


def told(kpi: str, records: dict[str, Any] | None = None, **more: Any) -> tuple[str, str]:
    found = measured(kpi, records or {}, context(**{"mode": "hybrid", **more}))
    return found.reason, found.remedy.get("en", "")


def test_the_centre_index_wants_a_capacity_and_says_where_it_is_set() -> None:
    records = {"leads": [lead("2026-05-03 10:00", "2026-05-03 10:02")], "calls": [call()]}
    found = measured("K17", records, context(mode="call_center"))
    assert (found.value, found.reason) == (None, "no_target")
    assert "capacity_per_day" in found.remedy["en"]
    assert "capacity_per_day" in found.remedy["he"]
    assert "target file" in found.remedy["en"]


def test_coverage_wants_the_revenue_of_its_period() -> None:
    reason, remedy = told("K5", {"deals": [deal()]}, now="2026-05-02 12:00")
    assert (reason, "revenue.2026-05" in remedy) == ("no_target", True)


def test_other_measures_want_a_target_of_their_own() -> None:
    assert told("K4", {"deals": [deal("won")]}) == (
        "no_target",
        "Set measures.K4.target in the portal's target file, or under kpis of the blueprint.",
    )


@pytest.mark.parametrize("kpi", ["K5", "K22"])
@pytest.mark.parametrize(
    ("asked", "now", "running"),
    [
        ("2026-05", "2026-11-22 12:00", "2026-11"),
        ("2026-Q1", "2026-11-22 12:00", "2026-Q4"),
        ("2025", "2026-11-22 12:00", "2026"),
        ("2026-W20", "2026-11-22 12:00", "2026-W48"),
        ("2026-05-03", "2026-11-22 12:00", "2026-11-22"),
        ("2026-05-01..2026-05-10", "2026-05-15 12:00", "2026-05-11..2026-05-20"),
    ],
)
def test_of_a_period_that_is_over_the_running_one_is_named(kpi: str, asked: str, now: str, running: str) -> None:
    assert told(kpi, text=asked, now=now) == ("period_over", f"Ask for the period that is running, {running}.")


def test_a_currency_without_a_rate_and_targets_in_another_one() -> None:
    foreign = deal("won", 90, amount_in_home_currency=None, deal_currency_code="USD")
    assert "rates" in told("K4", {"deals": [foreign]})[1]
    assert "currency as ILS" in told("K10", {"deals": [deal("won")]}, kpis={"currency": "USD"})[1]


def test_a_property_that_the_portal_lacks_is_named() -> None:
    lacking = {"deals": frozenset({"closedate"})}
    assert told("K6", lacking=lacking) == ("no_property", "Missing: deals.closedate.")


def test_where_nothing_can_be_done_nothing_is_said() -> None:
    found = measured("K6", {}, context())
    assert (found.reason, found.remedy) == ("no_records", {})
    assert "remedy" not in found.document()


@pytest.mark.parametrize("definition", KPIS.values(), ids=list(KPIS))
def test_every_remedy_is_told_in_both_languages(definition: Any) -> None:
    from provisioner.kpi import remedies

    for reason in ("no_target", "period_over", "no_rate", "other_currency", "no_property"):
        found = remedies.remedy(definition.id, definition.needs, reason, context())
        assert set(found) == {"en", "he"}
        assert not [one for one in found.values() if "{" in one]


@pytest.mark.parametrize("weeks", ["sunday", "monday"])
@pytest.mark.parametrize(
    "text", ["2026", "2026-Q4", "2026-11", "2026-W01", "2026-W53", "2026-11-16", "2026-11-16..2026-11-20"]
)
def test_the_name_of_a_period_reads_back(text: str, weeks: str) -> None:
    found = period.parse(text, JERUSALEM, weeks)
    assert found.name(weeks) == text
    assert found.around(found.first) == found


def test_a_period_goes_back_too() -> None:
    quarter = period.parse("2026-Q4", JERUSALEM)
    assert quarter.around(date(2025, 2, 3)).name() == "2025-Q1"
    week = period.parse("2026-W20", JERUSALEM)
    assert week.around(date(2026, 5, 10)).name() == "2026-W19"
