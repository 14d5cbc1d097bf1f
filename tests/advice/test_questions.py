"""What the guide asks and says: complete in both languages, and on the page as in the program."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from provisioner.advice import questions, texts
from provisioner.advice.questions import QUESTIONS, meant
from provisioner.model.advice import Question, Text
from tests.docs.pages import ROOT

HEBREW = re.compile("[\u05d0-\u05ea]")
INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u0591-\u05c7]")


def every_text() -> Iterator[Text]:
    for table in (texts.TITLES, texts.MODES, texts.RULES, texts.FLAGS, texts.STEPS, questions.DIMENSIONS):
        yield from table.values()
    for question in QUESTIONS:
        yield question.text
        yield from question.choices.values()


def test_every_text_has_both_languages_and_nothing_invisible() -> None:
    for text in every_text():
        assert set(text) == {"en", "he"}
        assert all(text.values())
        assert not HEBREW.search(text["en"])
        assert not INVISIBLE.search(text["en"] + text["he"])
        assert HEBREW.search(text["he"]) or text["he"] == text["en"], text


def test_there_are_twelve_questions_two_for_each_dimension() -> None:
    assert [question.number for question in QUESTIONS] == list(range(1, 13))
    scored = [question.dimension for question in QUESTIONS[:10]]
    assert scored == [name for name in ("leads", "cycle", "manager", "kpis", "people") for _ in "12"]
    assert all(list(question.choices) == list("abcd") for question in QUESTIONS[:10])


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("a", "a"),
        (" B ", "b"),
        ("ג", "c"),
        ("ד", "d"),
        ("?", "unknown"),
        ("Unknown", "unknown"),
        ("don’t  know", "unknown"),
        ("לא יודע", "unknown"),
        ("e", None),
        ("yes", None),
        ("", None),
        ("ab", None),
    ],
)
def test_words_understood_for_a_letter(word: str, answer: str | None) -> None:
    assert meant(QUESTIONS[0], word) == answer


@pytest.mark.parametrize(
    ("word", "answer"), [("Yes", "yes"), ("n", "no"), ("True", "yes"), ("כן", "yes"), ("לא", "no"), ("a", None)]
)
def test_words_understood_for_yes_and_no(word: str, answer: str | None) -> None:
    assert meant(QUESTIONS[10], word) == answer


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: str(each.number))
def test_the_page_has_every_question_with_its_answers(question: Question) -> None:
    page = (ROOT / "docs" / "advise.md").read_text("utf-8")
    for language in ("en", "he"):
        cells = [str(question.number), question.text[language]]
        cells += [text[language] for text in question.choices.values()]
        assert f"| {' | '.join(cells)} |" in page


def test_the_page_has_every_rule_and_every_flag() -> None:
    page = (ROOT / "docs" / "advise.md").read_text("utf-8")
    for code in (*texts.RULES, *texts.FLAGS):
        assert re.search(rf"^\| `?{code}`? \|", page, re.MULTILINE), code
