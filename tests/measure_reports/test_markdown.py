"""The report for trackers: tables that hold together, and names that stay text."""

from __future__ import annotations

import re

import pytest

from provisioner.reports import measure_markdown
from tests.measure_reports import documents

BARS = re.compile(r"(?<!\\)\|")


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("mode", [*documents.MODES, "hostile"])
def test_rows_of_a_table_have_as_many_cells(mode: str, language: str) -> None:
    document = documents.hostile() if mode == "hostile" else documents.month(mode)
    for block in re.findall(r"(?:^\|.*\n)+", measure_markdown.render(document, language), re.MULTILINE):
        assert len({len(BARS.findall(line)) for line in block.splitlines()}) == 1, block
        assert re.fullmatch(r"(\| -+:? )+\|", block.splitlines()[1])


@pytest.mark.parametrize("language", ["en", "he"])
def test_names_stay_text(language: str) -> None:
    text = measure_markdown.render(documents.hostile(), language)
    assert set(re.findall(r"(?<!\\)<[^\s>]*", text)) <= {
        "<details",
        "<summary",
        "</summary",
        "</details",
        "<div",
        "</div",
    }
    assert not re.search(r"@\w", text)
    assert not re.search("[\x1b\u202e]", text)


def test_hebrew_runs_from_right_to_left() -> None:
    text = measure_markdown.render(documents.month("b2b"), "he")
    assert text.startswith('<div dir="rtl" lang="he">\n\n## ')
    assert text.endswith("\n\n</div>\n")
    assert "\u2066₪1,220,000\u2069" in text


def test_what_is_long_is_folded() -> None:
    text = measure_markdown.render(documents.month("call_center"), "en")
    assert "<details><summary>How it was measured</summary>\n\n- K1 Time to first contact: Median of" in text
    assert "### The measures" in text
