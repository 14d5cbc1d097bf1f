"""The page: well formed, complete in one file, told in words as well as drawn, and deaf to hostile names."""

from __future__ import annotations

import re
from typing import Any

import pytest

from provisioner.reports import measure_charts, measure_html
from provisioner.reports.measure_parts import Reader
from tests.measure_reports import documents
from tests.show.pages import Page

ALLOWED = {
    *"html head meta title style body header main section h1 h2 p ul li div span bdi details summary".split(),
    *"table caption thead tbody tr th td figure figcaption svg desc rect text line path circle".split(),
}
DOCUMENTS = [make(mode) for mode in documents.MODES for make in (documents.month, documents.over, documents.week)]
DOCUMENTS += [documents.day(), documents.hostile(), *(documents.document(mode, empty=True) for mode in documents.MODES)]
PAGES = [measure_html.render(document, language) for document in DOCUMENTS for language in ("en", "he")]


def charts(section: str, document: dict[str, Any], language: str = "en") -> list[str]:
    return [drawn.svg for drawn in measure_charts.of(section, Reader(document, language))]


@pytest.mark.parametrize("source", PAGES)
def test_a_page_is_well_formed_and_complete_in_itself(source: str) -> None:
    page = Page(source)
    assert page.problems == []
    assert {tag for tag, _ in page.tags} <= ALLOWED
    assert source.startswith("<!DOCTYPE html>\n")
    for _, attributes in page.tags:
        assert not {"src", "href", "xlink:href", "style", "onclick", "onerror", "onload"} & set(attributes)
    (style,) = re.findall("<style>(.*?)</style>", source, re.DOTALL)
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'" in source


@pytest.mark.parametrize("source", PAGES)
def test_every_chart_is_named_and_described(source: str) -> None:
    tags = Page(source).tags
    names = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(names) == len(set(names))
    for tag, attributes in tags:
        if tag == "svg":
            assert attributes["role"] == "img"
            assert set(str(attributes["aria-labelledby"]).split()) <= set(names)
    assert all(re.findall(r"<desc [^>]*>(.*?)</desc>", source))


@pytest.mark.parametrize("source", PAGES)
def test_every_chart_has_a_table_beside_it(source: str) -> None:
    for section in re.findall("<section.*?</section>", source, re.DOTALL):
        assert "<svg" not in section or "<table>" in section


@pytest.mark.parametrize("source", PAGES)
def test_grades_are_told_by_word_and_shape(source: str) -> None:
    for grade, told in re.findall(r'<span class="grade (\w+)">(.*?)</span>(?=</t|\n)', source):
        words = Page(f"<p>{told}</p>").text
        assert re.match("[●▲■◌○] ", words), grade
        assert re.search("[a-zא-ת]", words), grade


def test_a_page_runs_in_the_direction_of_its_language() -> None:
    for language, direction in (("en", "ltr"), ("he", "rtl")):
        tag, attributes = Page(measure_html.render(documents.month("b2b"), language)).tags[0]
        assert (tag, attributes["dir"], attributes["lang"]) == ("html", direction, language)


def test_the_page_says_what_the_document_says() -> None:
    document = documents.month("hybrid")
    for language in ("en", "he"):
        text = Page(measure_html.render(document, language)).text
        bare = re.sub(r"\s+", "", text)
        assert re.sub(r"\s+", "", document["headline"][language]) in bare
        for kpi in document["kpis"].values():
            assert re.sub(r"\s+", "", kpi["name"][language]) in bare
            assert re.sub(r"\s+", "", kpi["method"][language]) in bare


def test_sections_have_their_charts() -> None:
    source = measure_html.render(documents.month("hybrid"), "en")
    drawn = re.findall(r'<section id="(\w+)" class="[^"]* drawn">', source)
    assert drawn == ["first_contact", "days", "coverage", "forecast", "months", "stages", "revenue", "trend"]
    assert not re.findall(" drawn", measure_html.render(documents.document("b2b", empty=True, kpis={}), "en"))


def test_first_contact_is_drawn_with_the_conversion_of_each_wait() -> None:
    (svg,) = charts("first_contact", documents.month("call_center"))
    buckets = documents.month("call_center")["kpis"]["K1"]["details"]["buckets"]
    assert svg.count('class="bar"') == sum(bool(one["n"]) for one in buckets.values())
    assert svg.count("<circle") == sum(one["value"] is not None for one in buckets.values())
    assert "up to 5 min: 27 (14.8%)" in svg


def test_coverage_is_drawn_against_three_times_the_target() -> None:
    document = documents.month("b2b")
    kpi = document["kpis"]["K5"]
    kpi["value"], kpi["grade"], kpi["details"] = 2.7, "risk", {"rule": "business_risk", "needed": 4}
    (svg,) = charts("coverage", document)
    assert svg.count('class="rule"') == 2
    assert ">3×<" in svg
    assert ">4.00×<" in svg
    assert "■ 2.70×" in svg
    ends = [float(x) for x in re.findall(r'class="rule" x1="([\d.]+)"', svg)]
    (bar,) = re.findall(r'class="bar risk" x="0.0" y="[\d.]+" width="([\d.]+)"', svg)
    assert float(bar) < ends[0] < ends[1]


def test_the_bottleneck_is_marked_in_the_funnel_and_named() -> None:
    document = documents.month("hybrid")
    assert document["kpis"]["K12"]["details"]["stage"] == "b2b_new_business/qualified"
    lines = charts("stages", document)
    assert [svg.count("marked") for svg in lines] == [0, 0, 1]
    assert "Qualified ■ bottleneck" in lines[-1]


def test_a_forecast_range_is_drawn_where_there_is_one() -> None:
    document = documents.month("b2b")
    months = document["kpis"]["K22"]["details"]["months"]
    assert "whisker" not in charts("months", document)[0]
    next(iter(months.values()))["low"] = 1
    assert charts("months", document)[0].count("whisker") == 1


def test_charts_are_mirrored_in_hebrew() -> None:
    left, right = (charts("revenue", documents.month("b2b"), language)[0] for language in ("en", "he"))
    ends = [
        [
            (float(x), float(width))
            for x, width in re.findall(r'class="bar" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)
        ]
        for svg in (left, right)
    ]
    assert [x for x, _ in ends[0]] == [0.0] * len(ends[0])
    assert {round(x + width) for x, width in ends[1]} == {420}


def test_hostile_names_are_shown_and_do_nothing() -> None:
    for language in ("en", "he"):
        source = measure_html.render(documents.hostile(), language)
        assert "<script" not in source
        assert "alert(1)" in Page(source).text
        assert not re.search("[\x1b\u202e]", source)


def test_numbers_in_hebrew_sentences_keep_their_direction() -> None:
    source = measure_html.render(documents.month("hybrid"), "he")
    assert '<bdi dir="ltr">55.1%</bdi>' in source
    assert '<bdi dir="ltr">0.96×</bdi>' in source
    assert '<bdi dir="ltr">01/05/2026</bdi>' in source
    assert '<bdi dir="rtl">דנה לוי</bdi>' in measure_html.render(documents.month("hybrid"), "en")


def test_a_hebrew_name_keeps_its_brackets_in_an_english_sentence() -> None:
    assert '<bdi dir="rtl">טל בר-און (מרכז)</bdi> is strong in' in measure_html.render(documents.month("b2b"), "en")
