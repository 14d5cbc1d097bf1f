"""A board as a Mermaid chart: stages, arrows, hand-offs, and no label that could be anything but a label."""

from __future__ import annotations

import re

import pytest

from provisioner.model.board import Board
from provisioner.reports import show_mermaid
from tests.show import boards

CALL_CENTRE = """\
  subgraph p2["Call centre sales"]
    direction LR
    p2s1["Offer presented<br/>40#37;, pipeline<br/>presentation<br/>at most 1 day"]:::way
    p2s2["Awaiting decision<br/>60#37;, best case<br/>negotiation<br/>at most 3 days"]:::way
    p2s3["Payment in process<br/>90#37;, commit<br/>closing<br/>at most 1 day"]:::way
    p2s4["Won<br/>100#37;, won<br/>closing"]:::good
    p2s5["Lost<br/>0#37;, lost<br/>closing"]:::bad
    p2s1 -->|"The customer answered or<br/>raised an open question"| p2s2
    p2s2 -->|"The customer decided, yes or<br/>no"| p2s3
    p2s3 -->|"The payment is approved"| p2s4
    p2s3 -.-> p2s5
  end
"""
B2B = """\
flowchart LR
  subgraph p1["\u2068עסקאות חדשות B2B\u2069"]
    direction LR
    p1s1["\u2068איתור הזדמנות\u2069<br/>\u206810#37;, לא בתחזית\u2069\
<br/>\u2068איתור\u2069<br/>\u2068לכל היותר 14 ימים\u2069"]:::way
"""
NASTY = """\
flowchart LR
  subgraph p1["#60;script#62;alert(1)#60;/script#62;"]
    direction LR
    p1s1["#60;script#62;alert(1)#60;/script#62;<br/>10#37;, commit<br/>closing<br/>until the date in<br/>\
#60;script#62;alert(1)#60;/script#62;<br/>rule#58;<br/>#60;script#62;alert(1)#60;/script#62;"]:::way
"""
LABEL = r'"(?:[\w ,()\'/!?\u2068\u2069]|[#]\d+;|<br/>)*"'
STATEMENT = re.compile(
    rf"""flowchart\ LR | \s*direction\ LR | \s*end | \s*subgraph\ \w+\[{LABEL}\]
    | \s*\w+\[{LABEL}\]:::(?:way|good|bad) | \s*\w+\ (?:-->|-\.->|==>)(?:\|{LABEL}\|)?\ \w+
    | \ \ classDef\ (?:way|good|bad)\ [\w:#,]+""",
    re.VERBOSE,
)


@pytest.mark.parametrize(
    ("board", "shown"),
    [(boards.plain("call_center"), CALL_CENTRE), (boards.plain("b2b", "he"), B2B), (boards.hostile(), NASTY)],
)
def test_a_chart(board: Board, shown: str) -> None:
    assert shown in show_mermaid.render(board)


@pytest.mark.parametrize("board", [boards.hostile(), boards.hostile("he"), boards.ruled("call_center", "both")])
def test_every_line_is_a_statement_of_ours(board: Board) -> None:
    for chart in (show_mermaid.render(board), show_mermaid.render(board, boards.ruled("b2b"))):
        for line in chart.splitlines():
            assert STATEMENT.fullmatch(line), line


def test_rules_and_hand_offs_are_drawn() -> None:
    chart = show_mermaid.render(boards.ruled("call_center"))
    assert "<br/>rule#58; Leads#58; assign new<br/>" in chart
    assert '  p1s5 ==>|"Leads#58; open a deal when<br/>qualified"| p2s1\n' in chart


def test_a_hand_off_by_people_is_an_arrow_that_says_so() -> None:
    chart = show_mermaid.render(boards.ruled("hybrid"))
    arrow = '==>|"Leads#58; does it belong to<br/>senior B2B? (accepted by<br/>hand)"| p3s2\n'
    assert [f"  {stage} {arrow}" in chart for stage in ("p1s3", "p1s5")] == [True, True]


def test_two_blueprints_in_one_chart_have_boxes_of_their_own() -> None:
    chart = show_mermaid.render(boards.plain("call_center"), boards.plain("b2b"))
    boxes = re.findall(r"^\s*(\w+)\[.*:::", chart, re.MULTILINE)
    assert (
        len(boxes) == len(set(boxes)) == sum(len(list(boards.plain(name).columns)) for name in ("call_center", "b2b"))
    )
