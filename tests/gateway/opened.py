"""Doors that are opened for one test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from provisioner import gateway
from provisioner.model.events import Event
from tests.support.portals import Steered
from tests.support.running import HASTY

DEALS = {"object": "deals"}


GROUP = {"name": "core_sales", "label": "Sales core"}


@contextmanager
def reader(portal: Steered, seen: list[Event] | None = None, patience: gateway.Patience = HASTY) -> Iterator[Any]:
    watch = seen.append if seen is not None else lambda _: None
    door = gateway.open_reader(portal.target(), watch, patience=patience)
    portal.forget_requests()
    try:
        yield door
    finally:
        door.close()
