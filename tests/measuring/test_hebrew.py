"""A Hebrew reader is told everything in Hebrew: findings about targets, what could not be read, and why."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from provisioner import api
from provisioner.kpi import lint
from provisioner.model.findings import Severity
from provisioner.reports import measure_html, measure_markdown, measure_text
from tests.measuring import sales
from tests.support.portals import Steered

TARGETS = """
currency: ILS
rates: {USD: 3.7}
graded_by: [K13]
segments: [weather]
growth_pipelines: [nowhere]
measures: {K1: {target: 5}}
teams:
  "צוות שדה": {mode: call_center, graded_by: [K5]}
"""
ENGLISH = re.compile(r"(?:\b[a-zA-Z']{2,}\b +){3}\b[a-zA-Z']{2,}\b")
"""Four English words on end: a sentence that nobody translated."""


def measured(portal: Steered, folder: Path, period: str = sales.MONTH, trend: int = 1) -> dict[str, Any]:
    (folder / "targets.yaml").write_text(TARGETS, "utf-8")
    order = api.Order(period, trend=trend, folder=folder, now=sales.TOMORROW)
    target = portal.target(targets=folder / "targets.yaml")
    return api.measured(sales.shipped("b2b"), target, order, patience=sales.QUICK)


@pytest.fixture
def b2b(portal: Steered) -> Steered:
    sales.set_up(portal, "b2b")
    sales.deals(portal, 2)
    sales.deal(portal, "won", 300, deal_currency_code="EUR")
    return portal


def test_findings_about_targets_are_told_in_hebrew(b2b: Steered, tmp_path: Path) -> None:
    warnings = measured(b2b, tmp_path)["warnings"]
    english = " ".join(one["en"] for one in warnings)
    for words in ("counting calls and minutes", "No figure is split by weather", "no deal pipeline nowhere",
                  "K1 (time to first contact) is measured for", "its people count as no reps"):  # fmt: skip
        assert words in english
    hebrew = [one["he"] for one in warnings]
    assert all(re.search("[א-ת]", one) for one in hebrew), hebrew
    assert not [one for one in hebrew if ENGLISH.search(one)]


@pytest.mark.parametrize(
    ("path", "status", "en", "he"),
    [
        ("/objects/2026-09/deals", 403, "deals cannot be read: the token lacks", "עסקאות: לאסימון חסרה"),
        ("associations/deals/contacts", 403, "contacts of deals cannot be read", "אנשי קשר של עסקאות"),
        ("/crm/owners", 403, "owners cannot be read", "בעלי רשומות"),
        ("/crm/(properties|pipelines)/2026-09/deals", 404, "deals cannot be read: the portal", "אין כאלה בפורטל"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_words(
    b2b: Steered, tmp_path: Path, path: str, status: int, en: str, he: str
) -> None:
    b2b.fault("status", path=path, status=status, times=0)
    warnings = measured(b2b, tmp_path)["warnings"]
    assert [one for one in warnings if en in one["en"] and he in one["he"]], warnings


def test_dates_in_warnings_are_written_as_in_the_language(b2b: Steered, tmp_path: Path) -> None:
    (warning,) = [one for one in measured(b2b, tmp_path, "2099-05")["warnings"] if "has not begun" in one["en"]]
    assert ("2099-05-01" in warning["en"], "01/05/2099" in warning["he"]) == (True, True)


@pytest.mark.parametrize("report", [measure_text, measure_markdown, measure_html])
def test_no_english_sentence_stands_in_a_hebrew_report(b2b: Steered, tmp_path: Path, report: Any) -> None:
    b2b.fault("status", path="/objects/2026-09/calls", status=403, times=0)
    told = report.render(measured(b2b, tmp_path, trend=2), "he")
    told = re.sub("<style>.*?</style>|<[^>]*>|[\u2066-\u2069]", "", told, flags=re.DOTALL)
    assert not ENGLISH.findall(told)


def test_every_warning_of_the_lint_is_said_in_hebrew() -> None:
    section = {
        "graded_by": ["K13", "K1"], "segments": ["weather"], "growth_pipelines": ["x"], "measures": {"K1": {}},
        "teams": {"a": {"mode": "call_center", "graded_by": ["K5", "K16"]}},
    }  # fmt: skip
    findings = lint.lint(section, "b2b", [])
    assert {one.code for one in findings} == {"KPI001", "KPI006", "KPI008", "KPI009", "KPI010"}
    for one in findings:
        assert one.severity is Severity.WARNING
        assert re.search("[א-ת]", one.hebrew)
        assert not ENGLISH.search(one.hebrew)
