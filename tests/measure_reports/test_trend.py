"""The course of each measure over a row of periods, in every format."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from provisioner.reports import measure_csv, measure_html, measure_markdown, measure_outline, measure_text
from provisioner.reports import measure_values as values
from tests.measure_reports import documents

WEEKS = documents.document("call_center", "2026-W20", now="2026-05-14 17:30", trend=7)
MONTHS = documents.document("b2b", "2026-05", trend=2)


def section(document: dict[str, Any], language: str = "en") -> measure_outline.Section:
    (found,) = (one for one in measure_outline.of(document, language).sections if one.key == "course")
    return found


def test_a_row_for_each_period_with_the_one_asked_about_and_its_target_last() -> None:
    pace = section(WEEKS).tables[0]
    firsts = [row[0].text for row in pace.rows]
    assert firsts[0] == "2026-03-22 to 03-28"
    assert firsts[-2:] == ["2026-05-10 to 05-16 (so far)", "Target"]
    assert len(firsts) == 9
    assert pace.columns[0] == "Period"
    assert pace.rows[-1][1].text == "at most 5 min"


def test_no_value_is_a_gap_and_never_a_zero() -> None:
    pace = section(WEEKS).tables[0]
    assert pace.rows[0][1] == ("–", "", True)
    leads = [row[pace.columns.index("K8 Number of leads")].text for row in pace.rows[:2]]
    assert leads == ["0", "14"]
    (drawn,) = re.findall(r"<svg[^>]*chart-course-K1-title.*?</svg>", measure_html.render(WEEKS, "en"))
    assert drawn.count("<circle") == 7
    assert drawn.count('class="line"') == 6


def test_a_measure_without_a_course_is_told_with_its_reason() -> None:
    told = " ".join(section(MONTHS).points)
    assert "No trend, since it tells how things stand now: K16 Pipeline quality, K18 B2B index, K19 Leakage" in told
    assert "the period is over, and this figure looks ahead" in told
    assert not any("K16" in column for table in section(MONTHS).tables for column in table.columns)


def test_win_rate_stands_apart_from_counts_of_activity() -> None:
    hybrid = documents.document("hybrid", trend=2)
    for table in section(hybrid).tables:
        names = {column.partition(" ")[0] for column in table.columns}
        assert not ("K6" in names and names & {"K8", "K13", "K14"})


def test_text_and_markdown_tell_it() -> None:
    assert "Over 8 periods" in measure_text.render(WEEKS, "en")
    markdown = measure_markdown.render(WEEKS, "en")
    assert "### Over 8 periods" in markdown
    assert "לאורך" in measure_text.render(WEEKS, "he")
    for line in measure_text.render(WEEKS, "he").splitlines():
        assert len(re.sub("[\u2066-\u2069]", "", line)) <= 80, line


def test_the_table_has_a_row_for_each_measure_and_period() -> None:
    rows = list(csv.DictReader(io.StringIO(measure_csv.render(MONTHS, "en").removeprefix("\ufeff"))))
    won = [row for row in rows if row["kpi"] == "K6" and row["by"] == "trend"]
    assert [(row["key"], row["from"], row["to"]) for row in won] == [
        ("2026-03", "2026-03-01", "2026-04-01"),
        ("2026-04", "2026-04-01", "2026-05-01"),
    ]
    (ahead, _) = [row for row in rows if row["kpi"] == "K5" and row["by"] == "trend"]
    assert (ahead["value"], ahead["reason"]) == ("", "period_over")


def test_the_line_of_the_target_is_named_where_there_is_one() -> None:
    months = documents.months("hybrid")
    assert "K6 Win rate; dashed: target 25.0%" in measure_html.render(months, "en")
    assert "K6 אחוז זכייה; קו מקווקו: יעד 25.0%" in re.sub("</?bdi[^>]*>", "", measure_html.render(months, "he"))


@pytest.mark.parametrize(
    ("first", "after", "en", "he"),
    [
        ("2026-05-01", "2026-06-01", "2026-05", "05/2026"),
        ("2026-04-01", "2026-07-01", "2026-Q2", "Q2/2026"),
        ("2026-01-01", "2027-01-01", "2026", "2026"),
        ("2026-05-14", "2026-05-15", "2026-05-14", "14/05/2026"),
        ("2026-05-10", "2026-05-17", "2026-05-10 to 05-16", "10/05 עד 16/05/2026"),
        ("2025-12-28", "2026-01-04", "2025-12-28 to 2026-01-03", "28/12/2025 עד 03/01/2026"),
    ],
)
def test_periods_in_few_words(first: str, after: str, en: str, he: str) -> None:
    held = {"from": first, "to": after}
    assert (values.short_period(held, "en"), values.short_period(held, "he")) == (en, he)
