"""A board holds what a blueprint says of its stages, and two boards stand beside each other by milestone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.automation import firing
from provisioner.model import board_pairs
from provisioner.model.board import MILESTONES
from tests.automation import rule_sets
from tests.show import boards


def test_a_column_has_everything_that_the_blueprint_says_of_its_stage() -> None:
    column = next(each for each in boards.plain("call_center").columns if each.key.name == "awaiting_decision")
    assert (column.number, column.label, column.where) == (2, "Awaiting decision", "Call centre sales")
    assert (column.probability, column.forecast_category, column.milestone) == (0.6, "best_case", "negotiation")
    assert (column.max_age, column.entry) == ("3d", "An objection or an agreed callback is recorded")
    assert column.exit == "The customer decided, yes or no"
    assert len(column.playbook) == 4


def test_a_date_property_is_called_by_its_label() -> None:
    column = next(each for each in boards.plain("call_center", "he").columns if each.key.name == "callback_set")
    assert column.until == "שיחה הבאה"


def test_labels_stand_in_both_languages_and_sentences_in_one() -> None:
    column = next(boards.plain("b2b", "both").columns)
    assert column.label == "איתור הזדמנות (Prospecting)"
    assert column.exit == "נקבעה פגישה"


def test_a_blueprint_without_pipelines_is_an_empty_board() -> None:
    assert boards.of({}).pipelines == ()


@pytest.mark.parametrize("name", boards.SHIPPED)
def test_every_rule_has_its_place(name: str) -> None:
    board = boards.ruled(name)
    told = {rule.key for column in board.columns for rule in column.rules}
    told |= {rule.key for pipeline in board.pipelines for rule in pipeline.rules}
    assert told == {each.key for each in rule_sets.rules(name) if each.enabled}


def test_a_rule_fires_in_the_stages_that_it_names() -> None:
    fired = {each.key: each.stages for each in firing.firings(rule_sets.document("call_center"), "en")}
    assert fired["cc_first_contact"] == ("new",)
    assert fired["cc_callback"] == ("new", "attempting", "connected", "callback_set")
    assert fired["cc_deal_age"] == ("offer_presented", "awaiting_decision", "payment_in_process")
    assert fired["cc_daily_control"] == ()


def test_a_rule_that_is_switched_off_does_not_fire() -> None:
    document = rule_sets.document("b2b")
    rules = {key: each | {"enabled": False} for key, each in document["automation"]["rules"].items()}
    automation = document["automation"] | {"rules": rules}
    assert not list(firing.firings(document | {"automation": automation}, "en"))


def test_a_blueprint_without_automation_fires_nothing() -> None:
    document = {key: each for key, each in rule_sets.document("b2b").items() if key != "automation"}
    assert not list(firing.firings(document, "en"))


def test_a_rule_that_opens_a_record_elsewhere_is_a_hand_off() -> None:
    found = [(first.key.name, second.key.name) for first, _, second in boards.ruled("call_center").handoffs]
    assert found == [("qualified", "offer_presented"), ("disqualified", "new"), ("lost", "new")]


def test_two_boards_stand_side_by_side_by_milestone() -> None:
    first, second = boards.plain("call_center"), boards.plain("b2b")
    rows = dict(board_pairs.by_milestone(first, second))
    assert list(rows) == list(MILESTONES)
    assert [each.first for pairs in rows.values() for each in pairs if each.first] == sorted(
        first.columns, key=lambda each: MILESTONES.index(each.milestone)
    )
    assert {each.second.key for pairs in rows.values() for each in pairs if each.second} == {
        each.key for each in second.columns
    }


def test_the_same_stage_stands_in_one_row_with_what_differs() -> None:
    first = boards.plain("call_center")
    leads, deals = first.pipelines
    moved = replace(deals.columns[1], probability=0.5, milestone="closing", exit="Another one")
    second = replace(first, pipelines=(leads, replace(deals, columns=(deals.columns[0], moved, *deals.columns[2:]))))
    pairs = [pair for _, row in board_pairs.by_milestone(first, second) for pair in row]
    assert all(pair.same_stage for pair in pairs)
    assert [pair.differs for pair in pairs if pair.differs] == [("probability", "milestone", "exit")]


def test_stages_without_a_milestone_come_last() -> None:
    stages = {"a": {"label": "A", "milestone": "closing"}, "b": {"label": "B"}}
    board = boards.of({"pipelines": {"tickets": {"one": {"label": "One", "stages": stages}}}})
    assert [milestone for milestone, _ in board_pairs.by_milestone(board, boards.of({}))] == ["closing", ""]
