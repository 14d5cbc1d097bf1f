"""Reports call pipelines, stages and options by their labels, in both languages, and never by an id."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from provisioner.reports import measure_csv, measure_html, measure_markdown, measure_text
from tests.measuring import sales
from tests.support.portals import Steered


@pytest.fixture
def hybrid(portal: Steered) -> Steered:
    sales.set_up(portal, "hybrid")
    for stage, amount in (("won", 3000), ("lost", 700), ("qualified", 900)):
        sales.deal(portal, stage, amount, b2b_deal_tier="large", core_lead_source="partner")
        sales.deal(portal, stage, amount, closedate=f"{sales.MONTH}-28T10:00:00Z")
    for stage, amount in (("won", 100), ("offer_presented", 200)):
        sales.record_of_centre(portal, stage, amount)
    return portal


def test_the_blueprint_s_labels_are_told_in_both_languages(hybrid: Steered, tmp_path: Path) -> None:
    names = sales.measured(hybrid, tmp_path, "hybrid")["names"]
    assert names["pipeline"]["cc_sales"] == {"en": "Call centre sales", "he": "מכירות מוקד"}
    assert names["stage"]["cc_sales/cc_sales_offer_presented"] == {"en": "Offer presented", "he": "הוצגה הצעה"}
    assert names["tier"]["large"] == {"en": "Large", "he": "גדולה"}
    assert names["source"]["relationship"]["en"]


def test_what_was_renamed_in_the_portal_is_called_as_it_is_there(hybrid: Steered, tmp_path: Path) -> None:
    status, _ = hybrid.call("PATCH", "/crm/v3/pipelines/deals/cc_sales", {"label": "Sprint"})
    assert status == 200
    names = sales.measured(hybrid, tmp_path, "hybrid")["names"]
    assert names["pipeline"]["cc_sales"] == {"en": "Sprint", "he": "Sprint"}


def test_a_pipeline_that_the_blueprint_does_not_have_has_its_own_label(hybrid: Steered, tmp_path: Path) -> None:
    made = {"label": "Old board", "displayOrder": 9, "stages": []}
    made["stages"] = [
        {"label": "Open", "displayOrder": 0, "metadata": {"probability": "0.2"}},
        {"label": "Done", "displayOrder": 1, "metadata": {"probability": "1.0"}},
    ]
    status, answer = hybrid.call("POST", "/crm/v3/pipelines/deals", made)
    assert status == 201, answer
    names = sales.measured(hybrid, tmp_path, "hybrid")["names"]
    assert names["pipeline"][str(answer["id"])] == {"en": "Old board", "he": "Old board"}


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("report", [measure_text, measure_markdown, measure_html])
def test_no_id_stands_in_a_report(hybrid: Steered, tmp_path: Path, report: Any, language: str) -> None:
    document = sales.measured(hybrid, tmp_path, "hybrid")
    # The names of the properties that were read are another matter: they stand under the method.
    told = re.sub(r"hs_v2_\w+", "", report.render(document, language).replace("\\_", "_"))
    for one in ("cc_sales", "cc_leads", "b2b_new_business", "b2b_account_growth"):
        assert one not in told
    label = {"en": "B2B new business", "he": "עסקאות חדשות"}[language]
    assert label in told


def test_the_table_has_the_key_and_beside_it_the_label(hybrid: Steered, tmp_path: Path) -> None:
    table = measure_csv.render(sales.measured(hybrid, tmp_path, "hybrid"), "he")
    assert ",pipeline,b2b_new_business,עסקאות חדשות B2B," in table
    assert ",stage,b2b_new_business/b2b_new_business_qualified,הסמכה," in table


def test_a_pipeline_that_the_portal_lacks_is_named(portal: Steered, tmp_path: Path) -> None:
    warnings = sales.measured(portal, tmp_path)["warnings"]
    assert any("pipeline B2B new business (pipeline:deals/b2b_new_business)" in one["en"] for one in warnings)
    assert any("עסקאות חדשות B2B" in one["he"] for one in warnings)
