"""A portal of its own for every test here: a request that hangs is logged late, and must not be in another's log."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from provisioner.localportal import embedded
from tests.support.portals import Steered


@pytest.fixture
def portal() -> Iterator[Steered]:
    with embedded() as running:
        yield Steered(running.base_url, running.token, running.portal_id)
