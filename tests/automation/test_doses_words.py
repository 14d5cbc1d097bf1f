"""Doses: what a finding says, in both languages, and its page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from provisioner.automation.doses import LEVELS, TABLE, Measure, judge
from provisioner.automation.doses_data import Cell
from provisioner.automation.doses_wording import CONDITION_WORDS, LANGUAGES, TEXTS
from tests.automation.doses import B2B, BAD, CENTRE, FLOWS, b2b_flow, ours, policy
from tests.automation.flow_bodies import (
    DEALS,
    LEADS,
    body,
    mail,
    stamp,
    write,
)

ROOT = Path(__file__).parents[2]


def test_a_message_says_what_where_why_and_what_to_do() -> None:
    (found,) = judge([b2b_flow(BAD)], policy("supportive", "b2b", B2B))
    assert found.message == (
        'Workflow "rule", action 1, pipeline deals/b2b_new_business (supportive): changing the owner of a record is '
        "not allowed. Why: too much automation in B2B kills personal responsibility; "
        "taking a deal away ends ownership of it."
    )
    assert found.fix == "Take action 1 out, or move the rule to a pipeline with a stronger dose."


def test_the_hebrew_message_in_b2b() -> None:
    (found,) = judge([b2b_flow(BAD)], policy("supportive", "b2b", B2B, language="he"))
    assert "הסיבה: עודף אוטומציה ב-B2B פוגע באחריות האישית" in found.message
    assert found.fix.startswith("להסיר את פעולה 1")


def test_every_text_speaks_both_languages_about_the_same_facts() -> None:
    def facts(text: str) -> set[str]:
        return {part.partition("}")[0].partition(":")[0] for part in text.split("{")[1:]}

    for about, texts in TEXTS.items():
        assert set(texts) == set(LANGUAGES)
        for english, hebrew in ((texts["en"].what, texts["he"].what), (texts["en"].fix, texts["he"].fix)):
            assert facts(english) == facts(hebrew), about
            assert any("א" <= letter <= "ת" for letter in hebrew), about
    for row in TABLE.values():
        assert set(row.what) == set(row.why) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_told_in_every_language(language: str) -> None:
    in_words = policy("supportive", "hybrid", DEALS, LEADS, B2B, CENTRE, language=language)
    levels = {DEALS: "supportive", LEADS: "balanced", B2B: "balanced", CENTRE: "supportive"}
    bodies = [*FLOWS.values(), body(mail(), object_type="leads", pipeline=LEADS), body(stamp(), pipeline=None)]
    bodies += [
        body(write("lifecyclestage", each), object_type="contacts", pipeline=None) for each in ("lead", "customer")
    ]
    flows = [ours(flow_body, f"rule_{number}") for number, flow_body in enumerate(bodies)]
    everything = replace(in_words, intensity=levels, builtin={"lead_stages": True, "forecast_mapping": True})
    found = judge(flows, everything, [Measure("ranking", LEADS, "board"), Measure("hard_gate", DEALS, "gate", None, 9)])
    assert {each.code for each in found} == {code for code, _ in TEXTS}
    assert not [each.message for each in found if "{" in each.message or not each.fix]


def cell_text(cell: Cell) -> str:
    if not cell.allowed or cell.warned:
        return "warning" if cell.warned else "no"
    if cell.limit:
        rhythm = f" / {cell.limit.days} d" if cell.limit.days else ""
        return f"{cell.limit.count} / {cell.limit.per}{rhythm}" + (
            f", {cell.limit.in_all} in all" * bool(cell.limit.in_all)
        )
    return CONDITION_WORDS[cell.condition]["en"] if cell.condition else "yes"


def test_the_page_of_dose001_shows_the_table_as_it_is() -> None:
    page = (ROOT / "docs" / "rules" / "DOSE001.md").read_text("utf-8")
    for row in TABLE.values():
        cells = [cell_text(row.cells[level]) for level in LEVELS]
        assert f"| `{row.name}` | {' | '.join([row.what['en'], *cells])} |" in page


@pytest.mark.parametrize("code", sorted({code for code, _ in TEXTS}))
def test_every_code_has_its_page(code: str) -> None:
    page = (ROOT / "docs" / "rules" / f"{code}.md").read_text("utf-8")
    assert page.startswith(f"# {code}: ")
    assert "## Why" in page
    assert "## Fix" in page
    assert "## למה" in page
    assert "## מה עושים" in page
