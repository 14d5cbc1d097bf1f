"""One local portal for the whole session, made new for every test, and the tools to work against it.

``pytest --golden-update`` rewrites the expected files of the golden stories; look at the difference as at code.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from provisioner.localportal import embedded
from tests.support.portals import Steered


def pytest_configure() -> None:
    # A shell that starts us in the background has SIGINT ignored, and our command lines would inherit that.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-update", action="store_true", help="rewrite the expected files of the golden stories")


@pytest.fixture(scope="session")
def _served() -> Iterator[Steered]:
    with embedded() as running:
        yield Steered(running.base_url, running.token, running.portal_id)


@pytest.fixture
def portal(_served: Steered) -> Iterator[Steered]:
    """A new portal with HubSpot's defaults. A request that it does not know fails the test that made it."""
    _served.renew()
    yield _served
    unknown = _served.unknown()
    assert not unknown, f"the local portal does not know: {unknown}"
