"""The one sentence for the management: pace for a centre, control for B2B, and nothing that is not known."""

from __future__ import annotations

from typing import Any

import pytest

from provisioner.reports import measure_words
from tests.measure_reports import documents


def measured(value: Any, unit: str, grade: str, name: str = "Measure", **details: Any) -> dict[str, Any]:
    return {"name": {"en": name, "he": "מדד"}, "value": value, "unit": unit, "grade": grade, "currency": "ILS",
            "reason": "", "details": details}  # fmt: skip


def told(mode: str, **kpis: Any) -> dict[str, str]:
    return measure_words.headline({"blueprint": {"mode": mode}, "kpis": kpis})


def test_a_centre_is_told_its_pace() -> None:
    sla = {"value": 0.4, "unit": "ratio", "grade": "risk"}
    found = told(
        "call_center",
        K1=measured(6.25, "minutes", "watch", "Time to first contact", sla=sla),
        K2=measured(0.13, "ratio", "good"),
        K15=measured(3200, "money/day", "n_a"),
    )
    assert found["en"] == (
        "The pace is at risk: first contact after 6.3 min, 40.0% in time, 13.0% of inbound leads became deals, "
        "₪3,200 a day; start with: first contact in time."
    )
    assert found["he"].startswith("הקצב בסיכון: קשר ראשון אחרי 6.3 דק׳, 40.0% בזמן")


def test_what_to_start_with_is_what_has_the_grade() -> None:
    sla = {"value": 0.9, "unit": "ratio", "grade": "good"}
    slow = told("call_center", K1=measured(40, "minutes", "risk", "Time to first contact", sla=sla))
    assert slow["en"].endswith("start with: time to first contact.")


def test_b2b_is_told_its_control() -> None:
    found = told(
        "b2b",
        K5=measured(2.996, "times", "risk", "Pipeline coverage", rule="business_risk"),
        K6=measured(0.3, "ratio", "good"),
        K7=measured(0.765, "ratio", "watch"),
    )
    assert found["en"] == (
        "Control is at risk: open deals cover 2.99× of the target (business risk), win rate 30.0%, forecast accuracy "
        "76.5%; start with: pipeline coverage."
    )
    assert "סיכון עסקי" in found["he"]


def test_a_target_that_is_met_needs_no_coverage() -> None:
    found = told("b2b", K5=measured(0.35, "times", "good", rule="met"))
    assert found["en"] == "The pipeline is under control: the target is met."


def test_what_is_still_open_or_not_known_is_not_told() -> None:
    accuracy = measured(0.1, "ratio", "n_a") | {"reason": "provisional"}
    found = told("b2b", K7=accuracy, K6=measured(None, "ratio", "n_a"))
    assert found == {"en": "Control cannot be judged yet.", "he": "עדיין לא ניתן לשפוט את השליטה."}


def test_a_high_win_rate_alone_is_no_control() -> None:
    assert told("b2b", K6=measured(1, "ratio", "good"))["en"] == "Control cannot be judged yet: win rate 100.0%."
    assert told("call_center", K14=measured(1, "ratio", "good"))["en"] == "The pace cannot be judged yet."


def test_a_hybrid_is_told_both() -> None:
    found = told("hybrid", K1=measured(3, "minutes", "good"), K6=measured(0.2, "ratio", "watch", "Win rate"))
    assert found["en"] == (
        "The pace holds: first contact after 3 min. Control is slipping: win rate 20.0%; start with: win rate."
    )


@pytest.mark.parametrize("mode", documents.MODES)
def test_whole_documents_have_one_sentence_a_side(mode: str) -> None:
    for document in (documents.month(mode), documents.over(mode), documents.document(mode, empty=True)):
        found = measure_words.headline(document)
        sides = 2 if mode == "hybrid" else 1
        assert found["en"].endswith(".")
        assert found["en"].count(". ") == sides - 1
        assert "\n" not in found["en"] + found["he"]
