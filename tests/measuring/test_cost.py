"""What a reading costs: the floor of the arithmetic, and hardly more."""

from __future__ import annotations

from math import ceil
from pathlib import Path
from typing import Any

import pytest

from provisioner.measuring import reader
from tests.measuring import sales
from tests.support.portals import Steered


@pytest.fixture(autouse=True)
def _no_looking_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records made a moment ago would all count as changed within the time that is looked back."""
    monkeypatch.setattr(reader, "_LAG", reader.timedelta(0))
    monkeypatch.setattr(reader, "_SKEW", reader.timedelta(0))


@pytest.fixture
def b2b(portal: Steered) -> Steered:
    sales.set_up(portal, "b2b")
    return portal


def spent(document: dict[str, Any], *purposes: str) -> int:
    return sum(document["cost"]["by"].get(purpose, 0) for purpose in purposes)


def test_open_deals_cost_a_list_their_history_and_their_associations(b2b: Steered, tmp_path: Path) -> None:
    """Of 1,600 deals all are open: 16 pages, 32 batches of history, 2 of contacts; the other objects one page each."""
    sales.deals(b2b, 1600)
    sales.pass_a_second()
    document = sales.measured(b2b, tmp_path)
    assert spent(document, "history") == ceil(1600 / 50)
    assert spent(document, "associations") == ceil(1600 / 1000)
    others = len([one for one in document["cost"]["how"] if one != "deals"])
    assert spent(document, "list") <= ceil(1600 / 100) + others
    assert spent(document, "search") <= 4


def test_deals_that_ended_long_ago_cost_no_history(b2b: Steered, tmp_path: Path) -> None:
    sales.deals(b2b, 300, "lost", closedate="2020-03-10T10:00:00Z")
    document = sales.measured(b2b, tmp_path, period="2024-01")
    assert spent(document, "history") == 0


def test_few_of_many_are_found_by_search(portal: Steered, tmp_path: Path) -> None:
    """Calls of another month are not read, and a search costs one request for each two hundred of this one."""
    sales.set_up(portal, "call_center")
    sales.calls(portal, 500, "2020-03-10T10:00:00Z")
    sales.calls(portal, 210, f"{sales.MONTH}-05T10:00:00Z")
    sales.pass_a_second()
    document = sales.measured(portal, tmp_path, "call_center")
    how = document["cost"]["how"]["calls"]
    assert (how["way"], how["records"]) == ("search", 210)
    assert len(sales.lines(portal, "/calls/search")) <= 2 + 2 + 2


def test_nothing_is_asked_for_twice(b2b: Steered, tmp_path: Path) -> None:
    sales.deals(b2b, 250)
    b2b.forget_requests()
    sales.measured(b2b, tmp_path)
    lists = sales.lines(b2b, "/objects/2026-09/deals")
    assert len(lists) == len(set(lists)) == 3 + len([one for one in lists if "archived=true" in one]) == 4


def test_a_second_run_costs_next_to_nothing(b2b: Steered, tmp_path: Path) -> None:
    ids = sales.deals(b2b, 3000)
    sales.pass_a_second()
    first = sales.measured(b2b, tmp_path)
    for one in ids[::100]:
        sales.change(b2b, one, amount=7)
    second = sales.measured(b2b, tmp_path)
    assert second["cost"]["how"]["deals"]["changed"] == 30
    assert spent(second, "list", "search", "batch", "history", "associations") <= 9
    assert spent(first, "list", "search", "batch", "history", "associations") >= 90
