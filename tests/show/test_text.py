"""A board on a terminal: boxes of 80 columns, every stage in words, Hebrew in its direction, nothing that steers."""

from __future__ import annotations

import re

import pytest

from provisioner.model.board import Board
from provisioner.reports import show_grid, show_text
from tests.show import boards

CALL_CENTRE = """\
┌────────────────────────┐ ┌────────────────────────┐ ┌────────────────────────┐
│ 1. Offer presented     │ │ 2. Awaiting decision   │ │ 3. Payment in process  │
│ 40%, pipeline          │ │ 60%, best case         │ │ 90%, commit            │
│ presentation           │ │ negotiation            │ │ closing                │
│ at most 1 day          │ │ at most 3 days         │ │ at most 1 day          │
└────────────────────────┘ └────────────────────────┘ └────────────────────────┘
┌────────────────────────┐ ┌────────────────────────┐
│ 4. Won                 │ │ 5. Lost                │
│ 100%, won              │ │ 0%, lost               │
│ closing                │ │ closing                │
└────────────────────────┘ └────────────────────────┘

1. Offer presented
   Comes in when: The customer was told the product and the price
   Done when: The customer answered or raised an open question
   What to do:
     1. Link each benefit to a pain that the customer named
     2. Tell one customer story and give one proof
     3. State a clear price, what it includes and until when it is valid, and
        send it in writing
     4. Ask for an answer in the call and record the objection or question
"""
B2B = """\
┌────────────────────────┐ ┌────────────────────────┐ ┌────────────────────────┐
│ 7. Contract signing    │ │ 8. Won                 │ │ 9. Lost                │
│ 90%, commit            │ │ 100%, won              │ │ 0%, lost               │
│ closing                │ │ closing                │ │ closing                │
│ at most 10 days        │ │                        │ │                        │
└────────────────────────┘ └────────────────────────┘ └────────────────────────┘

1. Prospecting
   Comes in when: The account fits the target profile and there is a reason to
     talk
   Done when: A meeting is agreed
"""
NASTY = """\
┌─────────────────┐ ┌─────────────────┐ ┌─────────────────┐ ┌─────────────────┐
│ 13.             │ │ 14. two         │ │ 15. {first}     │ │ 16.             │
│ turned\\u202e\\u2 │ │ lines\\u001b[31m │ │ {second} {by}   │ │ https://example │
│ 066\\u2067around │ │ \\u0007          │ │ {age}           │ │ .com/x.js'      │
"""
ALL = [boards.plain(name, language) for name in boards.SHIPPED for language in ("en", "he", "both")]
ALL += [boards.ruled(name, language) for name in boards.SHIPPED for language in ("en", "he", "both")]
ALL += [boards.hostile("en"), boards.hostile("he")]


@pytest.mark.parametrize(("name", "shown"), [("call_center", CALL_CENTRE), ("b2b", B2B)])
def test_a_shipped_blueprint(name: str, shown: str) -> None:
    assert shown in show_text.render(boards.plain(name))


def test_hostile_labels() -> None:
    assert NASTY in show_text.render(boards.hostile())


@pytest.mark.parametrize("board", ALL)
def test_every_line_fits_and_nothing_steers(board: Board) -> None:
    for text in (show_text.render(board), show_text.render(board, boards.plain("b2b", board.language))):
        assert not boards.steering(text)
        for line in text.splitlines():
            assert show_grid.screen_width(line) <= 80, line
            assert sum(map(line.count, "\u2066\u2067\u2068")) == line.count("\u2069"), line


@pytest.mark.parametrize("board", ALL)
def test_hebrew_stands_inside_a_fence(board: Board) -> None:
    for line in show_text.render(board).splitlines():
        outside = line
        while (inner := re.sub("[\u2066\u2067][^\u2066-\u2069]*\u2069", "", outside)) != outside:
            outside = inner
        assert not re.search("[א-ת]", outside), line


def test_the_card_of_a_lead_stage_in_hebrew() -> None:
    told = re.sub("[\u2066-\u2069]", "", show_text.render(boards.plain("call_center", "he")))
    assert "לכל היותר 5 דקות עבודה │" in told
    assert "לכל היותר יום עבודה │" in told
    assert "עד המועד בשדה שיחה" in told
    assert "הוחלט ב: 01/11/2026 על ידי: sales management." in told


@pytest.mark.parametrize("name", boards.SHIPPED)
@pytest.mark.parametrize("language", ["en", "he"])
def test_every_rule_is_said_once_and_a_hand_off_test_at_each_of_its_stages(name: str, language: str) -> None:
    board = boards.ruled(name, language)
    told = " ".join(re.sub("[\u2066-\u2069]", "", show_text.render(board)).split())
    for rule in {rule.key: rule for column in board.columns for rule in column.rules}.values():
        times = len(rule.stages) if rule.hands_over else 1
        assert told.count(" ".join(rule.sentence.split())) == times, rule.key


def test_hand_offs_are_told() -> None:
    told = show_text.render(boards.ruled("call_center"))
    drawn = """\
│ From: Inbound leads                 │ │ To: Call centre sales               │
│ 5. Qualified                        │ │ 1. Offer presented                  │
└─────────────────────────────────────┘ └─────────────────────────────────────┘
  Leads: open a deal when qualified
"""
    assert drawn in told
    within = "- From Inbound leads / Disqualified to Inbound leads / New: Leads: not now, come back"
    assert within in " ".join(told.split())


@pytest.mark.parametrize(("language", "test"), [("en", "Hand-off test: By hand:"), ("he", "מבחן מסירה: ידנית:")])
def test_a_hand_off_by_people_stands_at_its_stages_with_its_test(language: str, test: str) -> None:
    told = show_text.render(boards.ruled("hybrid", language))
    assert " ".join(re.sub("[\u2066-\u2069]", "", told).split()).count(test) == 2
    by_hand = "(accepted by hand)" if language == "en" else "(התקבלות ידנית)"
    assert told.count(by_hand) == 2


def test_side_by_side() -> None:
    told = show_text.render(boards.plain("call_center"), boards.plain("b2b"))
    assert "│ Inbound call centre                 │ │ Senior B2B sales                    │" in told
    assert "│ 1. New                              │ │ 1. Prospecting                      │" in told
    assert "Stages that both have" not in told


def test_the_same_blueprint_beside_itself_differs_in_nothing() -> None:
    told = show_text.render(boards.plain("b2b"), boards.plain("b2b"))
    assert told.count(": The same in both") == len(list(boards.plain("b2b").columns))


def test_a_blueprint_without_pipelines_says_so() -> None:
    assert "This blueprint has no pipelines." in show_text.render(boards.of({}))


@pytest.mark.parametrize(
    ("written", "english", "hebrew"),
    [
        ("1w", "at most 1 week", "לכל היותר שבוע אחד"),
        ("2h", "at most 2 hours", "לכל היותר 2 שעות"),
        ("1bm", "at most 1 business minute", "לכל היותר דקת עבודה אחת"),
    ],
)
def test_ages_are_said_in_words(written: str, english: str, hebrew: str) -> None:
    stages = {"a": {"label": "A", "ticket_state": "closed", "max_age": written}}
    document = {"pipelines": {"tickets": {"one": {"label": "One", "stages": stages}}}}
    assert f"│ {english} " in show_text.render(boards.of(document))
    assert hebrew in re.sub("[\u2066-\u2069]", "", show_text.render(boards.of(document, "he")))
