"""The lists of the pipeline review in the reports."""

from __future__ import annotations

import csv
import io
from typing import Any

from provisioner.reports import measure_csv, measure_html, measure_outline, measure_text
from tests.measure_reports import documents


def section(key: str, document: dict[str, Any], language: str = "en") -> measure_outline.Section:
    (found,) = (one for one in measure_outline.of(document, language).sections if one.key == key)
    return found


def test_big_deals_have_owner_stage_age_date_and_what_to_mend() -> None:
    found = section("big", documents.week("b2b"))
    (table,) = found.tables
    assert table.columns == ("Deal", "Rep", "Stage", "In stage", "Closes", "To mend", "Amount")
    assert found.sentences[0] == "Of tier Strategic, Large, or from ₪250,000 on."
    assert found.sentences[2] == "The largest 20 are listed."
    assert len(table.rows) == 20
    assert {row[5].text for row in table.rows} >= {"–", "next step", "next step, date passed"}


def test_a_deal_without_a_name_is_told_by_its_number_and_one_without_owner_says_so() -> None:
    rows = section("big", documents.week("b2b")).tables[0].rows
    assert any(row[0].text.startswith("deal b") for row in rows)
    assert any(row[1].text == "without owner" for row in rows)
    hebrew = section("big", documents.week("b2b"), "he").tables[0].rows
    assert any(row[0].text.startswith("עסקה b") for row in hebrew)


def test_stages_stand_under_their_pipeline_with_median_age_and_target() -> None:
    (table,) = section("ages", documents.week("b2b")).tables
    assert table.title == "B2B new business"
    assert [cell.text for cell in table.rows[1]] == ["Qualified", "12", "₪680,000", "7.3 days", "7 days", "3"]


def test_deals_that_outstayed_their_stage_are_listed() -> None:
    found = section("stale", documents.week("b2b"))
    assert found.sentences == (
        "Open deals that are in their stage for more than one and a half times its target.",
        "Deals: 3, together ₪208,000.",
    )
    assert len(found.tables[0].rows) == 3


def test_a_centre_has_no_such_lists_and_an_empty_portal_has_none() -> None:
    for document in (documents.week("call_center"), documents.document("b2b", empty=True)):
        assert not {"big", "stale", "ages"} & {one.key for one in measure_outline.of(document, "en").sections}


def test_a_hostile_name_of_a_deal_stays_a_name() -> None:
    document = documents.week("b2b")
    for place, deal in enumerate(document["kpis"]["K16"]["details"]["review"]["big"]["deals"]):
        deal["name"] = documents.NASTY[place % len(documents.NASTY)]
    assert "<script>alert" not in measure_html.render(document, "en")
    assert "\x1b" not in measure_text.render(document, "he")
    rows = list(csv.DictReader(io.StringIO(measure_csv.render(document, "en").removeprefix("\ufeff"))))
    names = [row["label"] for row in rows if row["by"] == "big_deal"]
    assert names[0] == "'=HYPERLINK(1)"
    assert not any(name.startswith(("=", "+", "-", "@")) for name in names)


def test_the_table_has_the_lists_and_the_ages() -> None:
    rows = list(csv.DictReader(io.StringIO(measure_csv.render(documents.week("b2b"), "en").removeprefix("\ufeff"))))
    (ages,) = [row for row in rows if (row["by"], row["key"]) == ("stage_age", "b2b_new_business/qualified")]
    assert (ages["value"], ages["target"], ages["n"], ages["numerator"]) == ("7.3", "7", "12", "3")
    big = [row for row in rows if row["by"] == "big_deal"]
    assert len(big) == 20
    assert {row["reason"] for row in big} == {"", "no_next_step"}
