"""The words of the reports: in both languages, and for everything that the KPIs may say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import pytest

from provisioner.kpi import KPIS, forecast, k01_time_to_first_contact, k16_pipeline_quality
from provisioner.kpi.measurement import Grade, Unit
from provisioner.model import measure_reasons
from provisioner.reports import measure_names, measure_texts, measure_values, measure_words
from provisioner.reports.measure_parts import Reader
from provisioner.reports.measure_summary import blocks
from tests.measure_reports import documents

GAPS = re.compile(r"\{\w*\}")


@pytest.mark.parametrize(
    "texts",
    [measure_texts.WORDS, measure_words.GRADES, measure_reasons.TEXTS, *measure_names.PARTS.values()],
)
def test_everything_is_said_in_both_languages(texts: Mapping[str, Mapping[str, str]]) -> None:
    for name, text in texts.items():
        assert set(text) == {"en", "he"}, name
        assert all(text.values()), name
        assert sorted(GAPS.findall(text["en"])) == sorted(GAPS.findall(text["he"])), name


def test_grades_and_units_of_the_kpis_are_known() -> None:
    assert {grade.value for grade in Grade} == set(measure_words.GRADES) == set(measure_words.SHAPES)
    assert len(set(measure_words.SHAPES.values())) == len(Grade)
    for unit in Unit:
        assert re.search(r"\d", measure_values.told(1.5, unit.value, "ILS", "he"))


def test_parts_that_the_kpis_split_by_are_named() -> None:
    assert set(measure_names.PARTS["bucket"]) == set(k01_time_to_first_contact.BUCKETS)
    assert set(measure_names.PARTS["check"]) == set(k16_pipeline_quality.POINTS)
    assert set(measure_names.PARTS["category"]) == {forecast.COMMIT, forecast.BEST_CASE, forecast.PIPELINE}


def test_every_kpi_stands_in_one_block() -> None:
    found = Counter(
        name for mode in documents.MODES for _, names in blocks(Reader(documents.month(mode), "en")) for name in names
    )
    expected = Counter(name for mode in documents.MODES for name, one in KPIS.items() if mode in one.modes)
    assert found == expected
    for mode in documents.MODES:
        assert not dict(blocks(Reader(documents.month(mode), "en")))["measures"]


def test_less_is_better_where_the_scale_falls() -> None:
    falling = {name for name, one in KPIS.items() if not one.scales["value"].rising}
    assert falling == measure_words.LOWER_IS_BETTER
