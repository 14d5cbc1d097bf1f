"""A board for a terminal: 80 columns, boxes for the stages, then every stage in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provisioner.model import board_pairs
from provisioner.model.board import Board, Column, Firing, SalesPipeline
from provisioner.model.board_pairs import Pair
from provisioner.reports import show_grid
from provisioner.reports.plan_text import Paint, plain
from provisioner.reports.show_words import (
    MILESTONES,
    decision,
    differing,
    facts,
    handoff,
    passing,
    strategies,
    terms,
    word,
)

_MOST_IN_A_ROW = 4


def render(board: Board, other: Board | None = None, *, paint: Paint = plain) -> str:
    """The board, or two of them side by side, in the first one's language."""
    blocks = _one(board, paint) if other is None else _two(board, other, paint)
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


# One board


def _one(board: Board, paint: Paint) -> Iterator[list[str]]:
    yield _head(board, paint)
    if not board.pipelines:
        yield show_grid.paragraph(word("no_pipelines", board.prose), board.prose)
        return
    for pipeline in board.pipelines:
        yield _heading(_pipeline_title(pipeline, board.prose), board, paint)
        yield show_grid.paragraph(pipeline.about, board.prose) if pipeline.about else []
        cards = [_card(each, board.prose) for each in pipeline.columns]
        yield show_grid.boxes(cards, board.prose, in_a_row=show_grid.in_a_row(pipeline, _MOST_IN_A_ROW))
        yield from (_stage(column, board, paint) for column in pipeline.columns)
        yield list(_shared_rules(pipeline, board))
    yield list(_handoffs(board, paint))
    yield list(_listed("milestones", list(strategies(board)), board, paint))
    yield list(_listed("terms", list(terms(board)), board, paint))


def _head(board: Board, paint: Paint) -> list[str]:
    language = board.prose
    name = f"{word('blueprint', language)}: {board.name} {board.version}"
    line = f"{name}. {word('mode', language)}: {word(board.mode, language)}."
    why = board.decision.why if board.decision else ""
    told = [show_grid.paragraph(each, language) for each in (line, decision(board), why) if each]
    about = ["", *show_grid.paragraph(board.about, language)] if board.about else []
    return [*_heading(board.title, board, paint), *(each for lines in told for each in lines), *about]


def _heading(text: str, board: Board, paint: Paint) -> list[str]:
    return [paint(line, "bold") for line in show_grid.paragraph(text, board.prose)]


def _pipeline_title(pipeline: SalesPipeline, language: str) -> str:
    return f"{pipeline.label} ({word(pipeline.key.object_type, language)}, {pipeline.key.address})"


def _card(column: Column, language: str) -> list[str]:
    return [f"{column.number}. {column.label}", *facts(column, language)]


def _stage(column: Column, board: Board, paint: Paint) -> list[str]:
    language = board.prose
    lines = _heading(f"{column.number}. {column.label}", board, paint)
    for name, told in (("entry", column.entry), ("exit", column.exit)):
        if told:
            lines += show_grid.paragraph(f"{word(name, language)}: {told}", language, indent=3, hanging=2)
    for rule in column.handovers:
        lines += show_grid.paragraph(f"{word('test', language)}: {rule.sentence}", language, indent=3, hanging=2)
    if column.playbook:
        lines += show_grid.paragraph(f"{word('playbook', language)}:", language, indent=3)
        for number, step in enumerate(column.playbook, 1):
            lines += show_grid.paragraph(f"{number}. {step}", language, indent=5, hanging=3)
    if column.at_work:
        lines += show_grid.paragraph(f"{word('rules', language)}:", language, indent=3)
        for rule in column.at_work:
            lines += _rule(rule, language, indent=5, alone=rule.belongs_to_one)
    return lines


def _rule(rule: Firing, language: str, *, indent: int, alone: bool) -> list[str]:
    told = f"- {rule.title}. {rule.sentence}" if alone else f"- {rule.title}"
    return show_grid.paragraph(told, language, indent=indent, hanging=2)


def _shared_rules(pipeline: SalesPipeline, board: Board) -> Iterator[str]:
    if pipeline.rules:
        yield from show_grid.paragraph(f"{word('shared_rules', board.prose)}:", board.prose)
        for rule in pipeline.rules:
            yield from _rule(rule, board.prose, indent=3, alone=True)


def _handoffs(board: Board, paint: Paint) -> Iterator[str]:
    found = list(board.handoffs)
    if found:
        yield from _heading(word("handoffs", board.prose), board, paint)
    for first, rule, second in found:
        if first.where == second.where:
            told = f"- {handoff(first, second, board.prose)}: {rule.title}"
            yield from show_grid.paragraph(told, board.prose, indent=3, hanging=2)
        else:
            cards = [_end("from", first, board.prose), _end("to", second, board.prose)]
            yield from show_grid.boxes(cards, board.prose, in_a_row=2)
            yield from show_grid.paragraph(passing(rule, board.prose), board.prose, indent=2)


def _end(name: str, column: Column, language: str) -> list[str]:
    return [f"{word(name, language)}: {column.where}", f"{column.number}. {column.label}"]


def _listed(name: str, rows: Sequence[tuple[str, str]], board: Board, paint: Paint) -> Iterator[str]:
    if rows:
        yield from _heading(word(name, board.prose), board, paint)
    for term, meaning in rows:
        yield from show_grid.paragraph(f"{term}: {meaning}", board.prose, indent=3, hanging=2)


# Two boards


def _two(board: Board, other: Board, paint: Paint) -> Iterator[list[str]]:
    language = board.prose
    yield _heading(word("side_by_side", language), board, paint)
    yield show_grid.boxes([_title_card(board, language), _title_card(other, language)], language, in_a_row=2)
    same = []
    for milestone, pairs in board_pairs.by_milestone(board, other):
        name = MILESTONES[milestone][language] if milestone else word("no_milestone", language)
        yield _heading(name, board, paint)
        cards = [_wide_card(each, language) for pair in pairs for each in (pair.first, pair.second)]
        yield show_grid.boxes(cards, language, in_a_row=2)
        same += [pair for pair in pairs if pair.same_stage]
    yield list(_differences(same, board, paint))


def _title_card(board: Board, language: str) -> list[str]:
    return [board.title, f"{board.name} {board.version}", word(board.mode, language)]


def _wide_card(column: Column | None, language: str) -> list[str]:
    if column is None:
        return []
    card = [f"{column.number}. {column.label}", column.where, *facts(column, language, milestone=False)]
    card += [f"{word('entry', language)}: {column.entry}"] if column.entry else []
    card += [f"{word('exit', language)}: {column.exit}"] if column.exit else []
    counts = (("steps", len(column.playbook)), ("automatic", len(column.rules)))
    told = [word(name, language).replace("{count}", str(count)) for name, count in counts if count]
    return card + ([", ".join(told)] if told else [])


def _differences(pairs: Sequence[Pair], board: Board, paint: Paint) -> Iterator[str]:
    if pairs:
        yield from _heading(word("differences", board.prose), board, paint)
    for pair in pairs:
        if pair.first is not None:
            told = f"- {pair.first.where} / {pair.first.label}: {differing(pair, board.prose)}"
            yield from show_grid.paragraph(told, board.prose, indent=3, hanging=2)
