"""The report for a terminal: what it holds for which mode and period, and that it stays in its 80 columns."""

from __future__ import annotations

import re
from typing import Any

import pytest

from provisioner.reports import measure_outline, measure_text, show_grid
from tests.measure_reports import documents

ALL = [
    *(
        make(mode)
        for mode in documents.MODES
        for make in (documents.month, documents.over, documents.week, documents.day)
    ),
    *(documents.document(mode, empty=True) for mode in documents.MODES),
    documents.hostile(),
]


def keys(document: dict[str, Any], language: str = "en") -> list[str]:
    return [section.key for section in measure_outline.of(document, language).sections]


@pytest.mark.parametrize("document", ALL)
@pytest.mark.parametrize("language", ["en", "he"])
def test_lines_fit_and_fences_are_closed(document: dict[str, Any], language: str) -> None:
    for line in measure_text.render(document, language).splitlines():
        assert show_grid.screen_width(line) <= 80, line
        assert len(re.findall("[\u2066-\u2068]", line)) == line.count("\u2069"), line
        assert not re.search("[\x00-\x1f\x7f\u202a-\u202e]", line), line


def test_the_head_says_where_when_and_in_which_zone() -> None:
    text = measure_text.render(documents.month("b2b"), "en")
    for told in (
        "Portal acme: 1111111, sandbox",
        "Blueprint b2b 1.0.0; way of selling: senior B2B",
        "Period 2026-05-01 to 2026-05-31; all times in Asia/Jerusalem",
        "Read on 2026-05-18 12:00",
    ):
        assert told in text
    assert "01/05/2026" in measure_text.render(documents.month("b2b"), "he")


@pytest.mark.parametrize(("given", "told"), [(True, "with VAT"), (False, "without VAT"), (None, "not on record")])
def test_amounts_say_whether_vat_is_in_them(given: bool | None, told: str) -> None:
    document = documents.month("b2b")
    if given is not None:
        document["portal"]["amounts_include_vat"] = given
    assert f"{told}\n" in measure_text.render(document, "en")


def test_a_centre_has_its_daily_control_up_to_a_week() -> None:
    for document, has in ((documents.day(), True), (documents.week("call_center"), True),
                          (documents.month("call_center"), False), (documents.week("b2b"), False)):  # fmt: skip
        assert ("daily" in keys(document)) is has
    text = measure_text.render(documents.day(), "en")
    _, _, daily = text.partition("\nDaily control\n")
    daily, _, _ = daily.partition("\n\n")
    for told in ("Thu 2026-05-14", "Wed 2026-05-13", "Reached in time", "Still waiting", "Calls", "Revenue", "Leaking"):
        assert told in daily


def test_b2b_has_its_review_from_a_week_on() -> None:
    review = {"coverage", "forecast", "care", "coaching"}
    assert review <= set(keys(documents.week("b2b")))
    assert review <= set(keys(documents.month("b2b")))
    assert not review & set(keys(documents.day("b2b")))
    assert not review & set(keys(documents.week("call_center")))


def test_a_hybrid_has_both() -> None:
    assert {"daily", "first_contact", "sources", "coverage", "coaching", "handoffs"} <= set(
        keys(documents.week("hybrid"))
    )


def test_win_rate_never_stands_beside_counts_of_activity() -> None:
    for mode in documents.MODES:
        for document in (documents.month(mode), documents.week(mode)):
            for section in measure_outline.of(document, "en").sections:
                for table in section.tables:
                    held = " ".join([*table.columns, *(row[0].text for row in table.rows)]).lower()
                    held = held.replace("call centre sales", "")
                    if section.key not in ("left_out",):
                        assert not ("win rate" in held and "call" in held), (section.key, held)


def test_a_low_win_rate_is_a_question_of_focus() -> None:
    document = documents.month("b2b")
    document["kpis"]["K6"]["grade"] = "risk"
    document["kpis"]["K6"]["details"]["worst"] = [{"by": "tier", "key": "large", "value": 0.08, "n": 12}]
    text = " ".join(measure_text.render(document, "en").split())
    assert "A low win rate is a question of focus, not of effort. Weakest: Large 8.0%." in text


def test_leads_by_source_are_told_to_marketing_and_sales() -> None:
    text = measure_text.render(documents.month("call_center"), "en")
    assert "Marketing and sales together: leads by source" in text
    assert "For marketing: Google search brings deals at less than half" in " ".join(text.split())


def test_what_is_still_open_judges_nobody() -> None:
    document = documents.month("b2b")
    assert document["kpis"]["K7"]["reason"] == "provisional"
    outline = measure_outline.of(document, "en")
    forecast = next(section for section in outline.sections if section.key == "forecast")
    assert {cell.grade for table in forecast.tables for row in table.rows for cell in row} == {""}
    assert "The period is still running" in forecast.sentences[0]
    (coaching,) = (section for section in outline.sections if section.key == "coaching")
    assert "Forecast accuracy" not in " ".join(coaching.points)
    over = measure_outline.of(documents.over("b2b"), "en")
    assert any(cell.grade for section in over.sections if section.key == "forecast" for table in section.tables
               for row in table.rows for cell in row)  # fmt: skip


def test_who_has_left_is_not_coached() -> None:
    for section in measure_outline.of(documents.over("hybrid"), "en").sections:
        if section.key == "coaching":
            assert section.points
            assert "Long gone" not in " ".join(section.points)


def test_trends_are_judged_only_where_the_two_can_be_compared() -> None:
    document = documents.month("call_center")
    document["against"]["kpis"]["K10"]["currency"] = "USD"
    document["against"]["not_comparable"]["K4"] = "currency_changed"
    (trend,) = (one for one in measure_outline.of(document, "en").sections if one.key == "trend")
    rows = {row[0].text.partition(" ")[0]: [cell.text for cell in row] for table in trend.tables for row in table.rows}
    assert rows["K8"][-1] == "so far"
    assert rows["K2"][-1] == "so far"
    assert rows["K13"][-1] in ("better", "worse", "the same")
    assert not {"K4", "K10", "K19"} & rows.keys()
    points = " ".join(trend.points)
    assert "K4 Revenue per rep: no comparison, the company's currency has changed." in points
    assert "K10 Average deal size: no comparison, the company's currency has changed." in points
    assert "K19 Leakage: no comparison, it tells how things stand now." in points


def test_faster_first_contact_is_better() -> None:
    document = documents.over("call_center") | {"against": documents.over("call_center")}
    document["against"] = {"period": document["period"], "kpis": documents.over("call_center")["kpis"]}
    document["kpis"]["K1"]["value"], document["against"]["kpis"]["K1"]["value"] = 4, 8
    (trend,) = (one for one in measure_outline.of(document, "en").sections if one.key == "trend")
    (first,) = (row for table in trend.tables for row in table.rows if row[0].text.startswith("K1 "))
    assert [cell.text for cell in first[1:]] == ["8 min", "4 min", "-50.0%", "better"]


def test_what_has_no_figure_says_why() -> None:
    text = measure_text.render(documents.over("b2b"), "en")
    assert "Not measured\n" in text
    assert "K5 Pipeline coverage: the period is over, and this figure looks ahead." in " ".join(text.split())
    assert "K1 Time to first contact  came by import, nobody was waiting" in measure_text.render(
        documents.month("call_center"), "en"
    )


@pytest.mark.parametrize("mode", documents.MODES)
def test_an_empty_portal_has_a_report_without_figures(mode: str) -> None:
    document = documents.document(mode, empty=True, kpis={})
    text = measure_text.render(document, "en")
    assert "cannot be judged yet" in text
    assert "no records" not in text
    assert "there is nothing to measure in the period" in text
    assert "stages" not in keys(document)


def test_names_are_never_read_as_gaps_to_fill() -> None:
    document = documents.over("b2b")
    for kpi in document["kpis"].values():
        for segment in kpi["segments"]:
            if segment["by"] == "owner" and segment["key"]:
                segment["label"] = "{what} {good}"
    assert "{what} {good}" in measure_text.render(document, "en")


def test_unknown_measures_reasons_and_parts_are_told_as_they_are() -> None:
    document = documents.month("b2b")
    document["kpis"]["K99"] = document["kpis"]["K6"] | {
        "name": {"en": "Brand new", "he": "חדש"}, "unit": "widgets", "value": 7.5, "grade": "n_a", "reason": "so_odd",
        "excluded": [{"reason": "who_knows", "n": 3}],
    }  # fmt: skip
    text = measure_text.render(document, "en")
    for told in ("K99 Brand new", "so odd", "who knows", "7.5"):
        assert told in text


def test_warnings_are_told_in_the_language() -> None:
    document = documents.month("b2b") | {"warnings": [{"en": "Mind this.", "he": "לשים לב."}, "Plain."]}
    english, hebrew = (measure_text.render(document, language) for language in ("en", "he"))
    assert "! Mind this.\n! Plain.\n" in english
    assert "לשים לב" in hebrew
    assert "Mind" not in hebrew


def test_coaching_names_what_is_good_and_what_to_talk_about() -> None:
    document = documents.over("b2b")
    for name, kpi in document["kpis"].items():
        for segment in kpi["segments"]:
            if segment["by"] == "owner":
                segment["grade"] = {"dana": "good", "omer": "risk"}.get(
                    segment["key"], "good" if name == "K6" else "watch"
                )
    (coaching,) = (one for one in measure_outline.of(document, "en").sections if one.key == "coaching")
    omer, dana, tal = coaching.points
    assert omer.startswith("Omer Katz, to talk about: Win rate ")
    assert "(which kinds of deal to leave out)" in omer
    assert dana.startswith("דנה לוי is strong in: Win rate ")
    assert "talk about" not in dana
    assert "is strong in: Win rate" in tal
    assert "To talk about: Forecast accuracy" in tal


def test_the_factors_of_an_index_are_told() -> None:
    document = documents.month("hybrid")
    document["kpis"]["K17"] |= {"value": 54.0}
    document["kpis"]["K17"]["details"] |= {"speed": 0.8, "volume": 0.9, "consistency": 0.75}
    text = " ".join(measure_text.render(document, "en").split())
    assert "K17 Centre index: speed 80.0% × volume 90.0% × consistency 75.0% = 54.0." in text
    assert "K18 B2B index: quality 100.0% × depth" in text
    assert re.search(r"K20 Pipeline velocity: \d+ open deals × win rate [\d.]+% × ₪[\d,.]+ ÷ [\d.]+ days\.", text)


@pytest.mark.parametrize("mode", documents.MODES)
def test_what_falls_between_the_cracks_is_told_with_its_causes(mode: str) -> None:
    document = documents.month(mode)
    text = measure_text.render(document, "en")
    _, _, cracks = text.partition("\nBetween the cracks, as of now\n")
    cracks, _, _ = cracks.partition("\n\n\n")
    causes = document["kpis"]["K19"]["details"]["causes"]
    assert f"no next step {causes['no_next_step']}" in cracks
    assert ("leads  " in cracks) is (mode != "b2b")
    assert "deals  " in cracks


def test_a_weighted_forecast_is_told_with_what_is_won() -> None:
    document = documents.month("b2b")
    document["kpis"]["K22"] |= {"value": 200_000}
    document["kpis"]["K22"]["details"] |= {"won_to_date": 300_000, "historical": 150_000.5}
    text = " ".join(measure_text.render(document, "en").split())
    assert "with ₪300,000 that is won to date it comes to ₪500,000, and by that it is graded" in text
    assert "by history it would be ₪150,000.50." in text
