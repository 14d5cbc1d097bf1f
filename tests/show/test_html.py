"""A board as a page: well formed, complete in one file, right to left in Hebrew, and deaf to hostile labels."""

from __future__ import annotations

import re

import pytest

from provisioner.model.board import Board
from provisioner.reports import show_html
from tests.show import boards
from tests.show.pages import Page

ALLOWED = {
    *"html head meta title style body header main section nav h1 h2 h3 h4 h5 p a ul ol li div span bdi".split(),
    *"article details summary strong dl dt dd".split(),
}
BOARDS = [boards.ruled(name, language) for name in boards.SHIPPED for language in ("en", "he", "both")]
BOARDS += [boards.plain("call_center"), boards.hostile("en"), boards.hostile("he"), boards.of({})]
PAIRS = [
    (boards.ruled("call_center"), boards.ruled("b2b")),
    (boards.ruled("b2b", "he"), boards.ruled("b2b", "he")),
    (boards.hostile(), boards.plain("b2b")),
]
PAGES = [show_html.render(board) for board in BOARDS] + [show_html.render(*pair) for pair in PAIRS]


@pytest.mark.parametrize("source", PAGES)
def test_a_page_is_well_formed_and_complete_in_itself(source: str) -> None:
    page = Page(source)
    assert page.problems == []
    assert {tag for tag, _ in page.tags} <= ALLOWED
    assert source.startswith("<!DOCTYPE html>\n")
    for _, attributes in page.tags:
        assert not {"src", "onclick", "onerror", "srcset"} & set(attributes)
        assert (attributes.get("href") or "#").startswith("#")
    (style,) = re.findall("<style>(.*?)</style>", source, re.DOTALL)
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'" in source


@pytest.mark.parametrize("source", PAGES)
def test_links_lead_somewhere_and_names_are_given_once(source: str) -> None:
    tags = Page(source).tags
    names = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(names) == len(set(names))
    assert {attributes["href"] for tag, attributes in tags if tag == "a"} <= {f"#{name}" for name in names}


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("he", "rtl"), ("both", "rtl")])
def test_a_page_runs_in_the_direction_of_its_labels(language: str, direction: str) -> None:
    tag, attributes = Page(show_html.render(boards.plain("b2b", language))).tags[0]
    assert (tag, attributes["dir"]) == ("html", direction)
    assert attributes["lang"] == ("en" if language == "en" else "he")


@pytest.mark.parametrize("name", boards.SHIPPED)
@pytest.mark.parametrize("language", ["en", "he"])
def test_a_new_rep_finds_all_of_every_stage_in_the_glossary(name: str, language: str) -> None:
    board = boards.ruled(name, language)
    glossary = Page(show_html.render(board).partition('id="glossary"')[2]).text
    for column in board.columns:
        for told in (column.label, column.entry, column.exit, *column.playbook):
            assert told in glossary, (column.key, told)
        for rule in column.rules:
            assert rule.sentence in glossary, rule.key


def test_the_board_names_what_a_stage_is_judged_by() -> None:
    page = show_html.render(boards.ruled("call_center"))
    board = Page(page.partition('id="glossary"')[0]).text
    for told in ("40%, pipeline", "presentation", "at most 1 day", "Comes in when", "Done when", "What to do (4)"):
        assert told in board
    assert "From: Inbound leads 5. Qualified Leads: open a deal when qualified To: Call centre sales 1. Offer" in board


def test_a_hand_off_by_people_is_drawn_and_its_test_stands_at_its_stages() -> None:
    page = show_html.render(boards.ruled("hybrid"))
    board, _, glossary = page.partition('id="glossary"')
    told = Page(board).text
    assert (
        "From: Inbound leads 3. Connected Leads: does it belong to senior B2B? (accepted by hand) To: B2B new" in told
    )
    assert told.count("Hand-off test By hand: propose a hand-off to B2B new business") == 2
    assert Page(glossary).text.count("the expected amount is 25,000 or more") == 2


@pytest.mark.parametrize("language", ["en", "he"])
def test_hostile_texts_are_shown_and_do_nothing(language: str) -> None:
    source = show_html.render(boards.hostile(language))
    shown = Page(source).text
    assert not boards.steering(source)
    for text in boards.NASTY[:12]:
        assert text in shown
    assert "turned\\u202e\\u2066\\u2067around" in shown
    assert "{first} {second} {by} {age}" in shown
    assert "\x1b" not in source
    assert "49" not in shown


def test_side_by_side_says_what_differs() -> None:
    same = Page(show_html.render(boards.plain("b2b"), boards.plain("b2b"))).text
    assert same.count("The same in both") == len(list(boards.plain("b2b").columns))
    other = Page(show_html.render(boards.plain("call_center"), boards.plain("b2b"))).text
    assert "The same in both" not in other
    assert "no further stage here" in other


@pytest.mark.parametrize("board", [boards.of({}), boards.of({}, "he")])
def test_an_empty_board_is_a_page_too(board: Board) -> None:
    assert Page(show_html.render(board)).problems == []
