"""One of a thing is said otherwise than several, wherever a text counts."""

from __future__ import annotations

import pytest

from provisioner.assessing import texts as assessing
from provisioner.automation import doses_wording
from provisioner.kpi.texts import filled
from provisioner.measuring import reader, warnings
from provisioner.model.counts import Shown, counted
from provisioner.reports import measure_values, phrases


def test_a_noun_follows_its_number() -> None:
    assert [counted(number, "record") for number in (0, 1, 2, 2000)] == [
        "0 records",
        "1 record",
        "2 records",
        "2,000 records",
    ]
    assert [f"{Shown(number):one|# of them}" for number in (1, 3)] == ["one", "3 of them"]
    assert f"{Shown('1.5')}" == "1.5"


@pytest.mark.parametrize(
    ("word", "one", "several"),
    [
        ("pipeline rules", "1 set of pipeline rules", "2 sets of pipeline rules"),
        ("property", "1 property", "2 properties"),
        ("key", "1 key", "2 keys"),
        ("workflow", "1 workflow", "2 workflows"),
    ],
)
def test_things_of_a_run_are_counted(word: str, one: str, several: str) -> None:
    assert [phrases.counted(number, word) for number in (1, 2)] == [one, several]


def test_a_single_record_is_told_in_both_languages() -> None:
    one, several = (filled(warnings._CHANGED, n=number) for number in (1, 4))
    assert one["en"].startswith("1 record changed while it was read; it was read again and is counted once, as it is")
    assert several["en"].startswith("4 records changed while they were read; they were read again and are counted")
    assert one["he"].startswith("רשומה אחת השתנתה")
    assert several["he"].startswith("4 רשומות השתנו")
    assert filled(reader._PART, wanted=1, everything=1, page=100)["en"].startswith("1 of 1 record is needed")


def test_a_digest_of_every_day_and_a_limit_within_a_day_are_hebrew() -> None:
    said = doses_wording.message(
        "DOSE002", "he", "digest", flow="x", pipeline="p", level="l", found=1, limit=7, why="y"
    )
    assert "סיכום בכל יום;" in said
    said = doses_wording.message(
        "DOSE002",
        "he",
        flow="x",
        pipeline="p",
        level="l",
        what="w",
        found=2,
        days=1,
        per="p",
        limit=1,
        why="y",
        actions="1",
    )
    assert "בתוך יום אחד" in said


def test_one_call_a_day_is_one_call() -> None:
    assert measure_values.told(1.0, "calls/rep/day", "ILS", "en") == "1 call"
    assert measure_values.told(1.0, "calls/rep/day", "ILS", "he") == "שיחה אחת"


def test_an_assessment_counts_one_of_each() -> None:
    found = assessing.put_in(assessing.REMARKS["no_owner"], n=1, open=1)
    assert found == {"en": "1 of 1 open record has no owner.", "he": "ל-1 מתוך רשומה פתוחה אחת אין בעלים."}
    assert assessing.put_in(assessing.SIGNS["fast"], value=1.0)["en"] == "1 day from creation to won"
