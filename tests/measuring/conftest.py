"""Tests of measuring ask often, of a portal that has no limit."""

from __future__ import annotations

import pytest

from provisioner.gateway import limiter


@pytest.fixture(autouse=True)
def _many_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """The five searches a second are held by the tests of the gateway."""
    monkeypatch.setattr(limiter, "SEARCHES_PER_SECOND", 500)
