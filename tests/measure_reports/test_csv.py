"""The table for spreadsheets: marked as UTF-8, a row a figure, and nothing that runs."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from provisioner.reports import measure_csv
from tests.measure_reports import documents


def rows(document: dict[str, Any], language: str = "en") -> list[dict[str, str]]:
    text = measure_csv.render(document, language)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


@pytest.mark.parametrize("mode", documents.MODES)
def test_a_row_for_each_measure_and_each_segment(mode: str) -> None:
    document = documents.month(mode)
    found = rows(document)
    assert [row["kpi"] for row in found if not row["by"]] == list(document["kpis"])
    for name, kpi in document["kpis"].items():
        mine = [(row["by"], row["key"], row["value"]) for row in found if row["kpi"] == name]
        for one in kpi["segments"]:
            value = "" if one["value"] is None else str(one["value"])
            assert (one["by"], one["key"], value) in mine


def test_values_are_numbers_and_dates_are_iso_in_either_language() -> None:
    for language in ("en", "he"):
        (row,) = (row for row in rows(documents.month("b2b"), language) if row["kpi"] == "K6" and not row["by"])
        assert float(row["value"]) == documents.month("b2b")["kpis"]["K6"]["value"]
        assert (row["unit"], row["from"], row["to"], row["zone"], row["currency"]) == (
            "ratio", "2026-05-01", "2026-06-01", "Asia/Jerusalem", "ILS",
        )  # fmt: skip
        assert row["name"] == {"en": "Win rate", "he": "אחוז זכייה"}[language]


def test_the_forecast_can_be_planned_with() -> None:
    found = rows(documents.month("b2b"))
    months = documents.month("b2b")["kpis"]["K22"]["details"]["months"]
    for month, held in months.items():
        told = {row["by"]: float(row["value"]) for row in found if row["kpi"] == "K22" and row["key"] == month}
        assert told == {f"month_{kind}": held[kind] for kind in ("open", "weighted", "historical", "low", "high")}


def test_figures_of_the_details_and_the_other_period_are_there() -> None:
    found = rows(documents.month("call_center"))
    held = documents.month("call_center")
    told = {(row["kpi"], row["by"], row["key"]): row for row in found}
    assert float(told["K1", "detail", "sla"]["value"]) == held["kpis"]["K1"]["details"]["sla"]["value"]
    assert told["K1", "buckets", "<=5"]["n"] == str(held["kpis"]["K1"]["details"]["buckets"]["<=5"]["n"])
    assert told["K15", "day", "2026-05-02"]["label"] == "closed"
    assert float(told["K13", "", ""]["before"]) == held["against"]["kpis"]["K13"]["value"]
    assert told["K1", "", ""]["excluded"] == "imported=11"


def test_no_cell_is_a_formula() -> None:
    found = rows(documents.hostile())
    cells = [cell for row in found for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-")) and not _is_number(cell)]
    assert not [cell for cell in cells if "\x1b" in cell or "\n" in cell or "\u202e" in cell]
    assert "'=HYPERLINK(1)" in cells
    assert "'@all next3" in cells or any(cell.startswith("'@all next") for cell in cells)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_a_provisional_measure_grades_none_of_its_parts() -> None:
    found = [row for row in rows(documents.month("b2b")) if row["kpi"] == "K7" and row["by"] in ("owner", "team")]
    assert found
    assert {row["grade"] for row in found} == {""}
