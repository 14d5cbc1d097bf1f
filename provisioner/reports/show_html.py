"""A board as a web page: one file without scripts, right to left in Hebrew, for a screen, a phone and paper."""

from __future__ import annotations

from functools import partial

from provisioner.model import board_pairs
from provisioner.model.board import Board
from provisioner.reports import pages, show_grid, show_words


def render(board: Board, other: Board | None = None) -> str:
    """The board with its glossary, or two boards side by side by milestone, in the first one's language."""
    language = board.prose
    return pages.rendered(
        "show_page.html.jinja",
        {
            "board": board,
            "other": other,
            "language": language,
            "rows": list(board_pairs.by_milestone(board, other)) if other is not None else [],
            "handoffs": list(board.handoffs),
            "terms": [*show_words.terms(board)],
            "intro": show_words.INTRO[language],
            "milestones": show_words.MILESTONES,
            "strategy": show_words.STRATEGIES,
            "say": partial(_word, language=language),
            "in_a_row": show_grid.in_a_row,
            "told": show_words.facts,
            "age": show_words.age,
            "percent": show_words.percent,
            "decision": show_words.decision,
            "differing": show_words.differing,
            "passing": partial(show_words.passing, language=language),
        },
    )


def _word(name: str, language: str) -> str:
    return show_words.word(name, language)
