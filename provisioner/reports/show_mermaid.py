"""A board as a Mermaid flowchart, for Markdown pages: stages as boxes, what ends a stage on the arrow out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from provisioner.model.board import Board, Column, SalesPipeline
from provisioner.model.keys import Key
from provisioner.reports import phrases
from provisioner.reports.show_grid import wrapped
from provisioner.reports.show_words import facts, passing, word

_LINE = 28
"""Letters of a line in a box or on an arrow: what Mermaid itself does not break again."""
_SAFE = frozenset(" ,()'/!?")
_FENCES = frozenset("\u2068\u2069")
_CLASSES = (
    "classDef good fill:#e3f4e6,stroke:#2e7d4f,color:#14311f",
    "classDef bad fill:#f6e6e4,stroke:#a5483d,color:#3d1712",
    "classDef way fill:#eef2fb,stroke:#4a66a8,color:#16213d",
)


def render(board: Board, other: Board | None = None) -> str:
    """The board, or two of them in one chart."""
    boards = [board] if other is None else [board, other]
    lines = ["flowchart LR"]
    for number, each in enumerate(boards, 1):
        prefix = f"b{number}" if other is not None else ""
        inner = list(_board(each, prefix))
        lines += _framed(f"{prefix}all", each.title, inner) if other is not None else inner
    return "\n".join([*lines, *(f"  {line}" for line in _CLASSES)]) + "\n"


def _framed(name: str, title: str, inner: Sequence[str]) -> Iterator[str]:
    yield f"  subgraph {name}[{label([title])}]"
    yield from (f"  {line}" for line in inner)
    yield "  end"


def _board(board: Board, prefix: str) -> Iterator[str]:
    nodes = {
        column.key: f"{prefix}p{at}s{column.number}"
        for at, pipeline in enumerate(board.pipelines, 1)
        for column in pipeline.columns
    }
    for at, pipeline in enumerate(board.pipelines, 1):
        yield f"  subgraph {prefix}p{at}[{label([pipeline.label])}]"
        yield "    direction LR"
        yield from (_box(column, nodes, board.prose) for column in pipeline.columns)
        yield from _arrows(pipeline, nodes)
        yield "  end"
    for first, rule, second in board.handoffs:
        yield f"  {nodes[first.key]} ==>|{label([passing(rule, board.prose)])}| {nodes[second.key]}"


def _box(column: Column, nodes: Mapping[Key, str], language: str) -> str:
    rules = [f"{word('test' if rule.hands_over else 'rule', language)}: {rule.title}" for rule in column.rules]
    told = label([column.label, *facts(column, language), *rules])
    return f"    {nodes[column.key]}[{told}]:::{column.outcome or 'way'}"


def _arrows(pipeline: SalesPipeline, nodes: Mapping[Key, str]) -> Iterator[str]:
    """From stage to stage on the way; from the last of these to the good ends, and dotted to the bad ones."""
    way = [column for column in pipeline.columns if not column.outcome]
    for first, second in pairwise(way):
        yield _arrow(first, second, nodes)
    for column in pipeline.columns:
        if way and column.outcome == "good":
            yield _arrow(way[-1], column, nodes)
        elif way and column.outcome == "bad":
            yield f"    {nodes[way[-1].key]} -.-> {nodes[column.key]}"


def _arrow(first: Column, second: Column, nodes: Mapping[Key, str]) -> str:
    reason = f"|{label([first.exit])}|" if first.exit else ""
    return f"    {nodes[first.key]} -->{reason} {nodes[second.key]}"


def label(paragraphs: Sequence[str]) -> str:
    """Text as a quoted label, wrapped, each line in its own direction, in which nothing is markup any more."""
    lines = [line for each in paragraphs for line in wrapped(each, _LINE)]
    return '"' + "<br/>".join(_escaped(phrases.isolated(line)) for line in lines) + '"'


def _escaped(text: str) -> str:
    """Whatever is neither a letter nor plain punctuation as its number: ``"`` is ``#34;``, which only shows it."""
    return "".join(
        letter if letter.isalnum() or letter in _SAFE or letter in _FENCES else f"#{ord(letter)};" for letter in text
    )
