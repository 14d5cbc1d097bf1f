"""Forecasts are stored as they stand, only added to, and the next report holds what was won against them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from provisioner.measuring import forecasts
from tests.measuring import sales
from tests.support.portals import Steered

START = datetime(2026, 10, 31, 22, tzinfo=UTC)
"""When November began in Jerusalem."""


@pytest.fixture
def b2b(portal: Steered) -> Steered:
    sales.set_up(portal, "b2b")
    return portal


def promised(number: int, category: str, amount: int) -> dict[str, Any]:
    held = {
        "pipeline": "b2b_new_business",
        "dealstage": "b2b_new_business_negotiation",
        "amount": str(amount),
        "closedate": "2026-11-20T10:00:00Z",
        "hs_manual_forecast_category": category,
        "hs_is_closed": "false",
    }
    return {"id": str(number), "properties": held}


def test_a_snapshot_holds_the_open_deals_of_the_blueprint(b2b: Steered, tmp_path: Path) -> None:
    held = sales.deal(b2b, "negotiation", 700, hs_manual_forecast_category="COMMIT", closedate="2099-01-01T10:00:00Z")
    sales.deal(b2b, "won", 500)
    b2b.record("deals", dealname="D", pipeline="default", dealstage="qualifiedtobuy", amount=1)
    document = sales.measured(b2b, tmp_path, snapshot=True)
    assert document["snapshot"]["deals"] == 1
    file = tmp_path / ".provisioner" / document["snapshot"]["file"]
    ((stored,),) = forecasts.deals(file, datetime.fromisoformat(document["snapshot"]["taken_at"]))
    assert stored["id"] == held
    assert stored["properties"]["hs_manual_forecast_category"] == "COMMIT"
    assert stored["properties"]["amount"] == "700"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_snapshot_outlives_the_kept_records(b2b: Steered, tmp_path: Path) -> None:
    sales.deal(b2b, "negotiation")
    sales.measured(b2b, tmp_path, snapshot=True)
    sales.measured(b2b, tmp_path, snapshot=True, fresh=True, now=sales.TOMORROW + timedelta(hours=1))
    file = tmp_path / ".provisioner" / f"forecasts-{b2b.portal_id}.db"
    assert forecasts.nearest(file, sales.TOMORROW) == sales.TOMORROW
    later = sales.TOMORROW + timedelta(hours=1)
    assert forecasts.nearest(file, later) == later


@pytest.mark.parametrize(
    ("taken", "chosen"),
    [
        ((-30,), None),
        ((-20, -2), -2),
        ((-2, 1), -2),
        ((3, 5), 3),
        ((30,), None),
    ],
)
def test_the_snapshot_nearest_before_the_start_is_used(
    tmp_path: Path, taken: tuple[int, ...], chosen: int | None
) -> None:
    """Hours from the start; one from the 24 hours after it will do where there is none from those before."""
    file = tmp_path / "forecasts.db"
    for hours in taken:
        forecasts.add(file, [[promised(1, "COMMIT", 1)]], START + timedelta(hours=hours))
    wanted = None if chosen is None else START + timedelta(hours=chosen)
    assert forecasts.nearest(file, START) == wanted


def test_accuracy_is_measured_against_the_stored_forecast(b2b: Steered, tmp_path: Path) -> None:
    """650 were committed when the month began; 850 were won: 76.5 %."""
    first = datetime.fromisoformat(f"{sales.MONTH}-01T00:00:00+02:00")
    deals = [promised(1, "COMMIT", 300), promised(2, "COMMIT", 350), promised(3, "BEST_CASE", 250)]
    closes = {"closedate": f"{sales.MONTH}-20T10:00:00Z"}
    stored = [{**one, "properties": one["properties"] | closes} for one in deals]
    forecasts.add(tmp_path / ".provisioner" / f"forecasts-{b2b.portal_id}.db", [stored], first)
    sales.deal(b2b, "won", 850)
    found = sales.measured(b2b, tmp_path, now=sales.TOMORROW + timedelta(days=40))["kpis"]["K7"]
    assert round(found["value"], 3) == 0.765
    assert found["details"]["from"] == "snapshot"
    assert "stored at the start" in found["method"]["en"]


def test_two_periods_stand_side_by_side(b2b: Steered, tmp_path: Path) -> None:
    sales.deal(b2b, "won", 400)
    sales.deal(b2b, "won", 100, closedate="2020-03-10T10:00:00Z")
    document = sales.measured(b2b, tmp_path, against="2020-03")
    assert document["kpis"]["K10"]["value"] == 400
    assert document["against"]["kpis"]["K10"]["value"] == 100
    assert document["against"]["period"]["from"] == "2020-03-01"
    assert document["against"]["not_comparable"] == dict.fromkeys(("K16", "K18", "K19", "K20"), "stands_now")
