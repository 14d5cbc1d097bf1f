"""A board as a web page: one file without scripts, right to left in Hebrew, for a screen, a phone and paper."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from provisioner.model import board_pairs
from provisioner.model.board import Board
from provisioner.reports import show_grid, show_words

_FOLDER = Path(__file__).parent
_PAGE = "show_page.html.jinja"


def render(board: Board, other: Board | None = None) -> str:
    """The board with its glossary, or two boards side by side by milestone, in the first one's language."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    language = board.prose
    # Every value is escaped; what a blueprint says can never be markup.
    pages = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = pages.get_template(_PAGE).render(
        board=board,
        other=other,
        language=language,
        rows=list(board_pairs.by_milestone(board, other)) if other is not None else [],
        handoffs=list(board.handoffs),
        terms=[*show_words.terms(board)],
        intro=show_words.INTRO[language],
        milestones=show_words.MILESTONES,
        strategy=show_words.STRATEGIES,
        say=partial(_word, language=language),
        in_a_row=show_grid.in_a_row,
        told=show_words.facts,
        age=show_words.age,
        percent=show_words.percent,
        decision=show_words.decision,
        differing=show_words.differing,
        passing=partial(show_words.passing, language=language),
    )
    return page.strip() + "\n"


def _word(name: str, language: str) -> str:
    return show_words.word(name, language)


def _finished(value: object) -> object:
    """Texts without control signs: an override of the direction in a label would turn its surroundings around."""
    return show_grid.clean(value) if type(value) is str else value
