"""Tests of measuring ask often, of a portal that has no limit."""

from __future__ import annotations

import pytest

from provisioner.gateway import limiter
from provisioner.measuring import exports, reader
from tests.measuring import sales
from tests.measuring.exported import NUMBER
from tests.support.portals import Steered


@pytest.fixture(autouse=True)
def _many_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """The five searches a second are held by the tests of the gateway."""
    monkeypatch.setattr(limiter, "SEARCHES_PER_SECOND", 500)


@pytest.fixture
def no_looking_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records made a moment ago would all be read again as changed, and hide what the file said."""
    monkeypatch.setattr(reader, "_LAG", reader.timedelta(0))
    monkeypatch.setattr(reader, "_SKEW", reader.timedelta(0))
    monkeypatch.setattr(exports, "_PATIENCE", 60)


@pytest.fixture
def b2b(portal: Steered) -> Steered:
    """A portal with enough deals for an export."""
    sales.set_up(portal, "b2b")
    sales.deals(portal, NUMBER - 30, dealname='Of "A", B\nand C', hs_next_step="Call")
    sales.deals(portal, 20, "won", amount="1234.56")
    sales.deals(portal, 10, "lost")
    portal.settings(export_times="iso")
    sales.pass_a_second()
    portal.forget_requests()
    return portal
