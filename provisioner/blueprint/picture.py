"""From a path to a Board: the sales pipelines of a blueprint as people look at them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provisioner.automation import firing
from provisioner.blueprint import load
from provisioner.blueprint.parameters import LANGUAGE
from provisioner.model import board as boards
from provisioner.model.board import Board


def board(path: str, overrides: Mapping[str, Any], language: str = "") -> Board:
    """The board of a blueprint for a portal's parameters, in a label language, else in the one in force.

    Raises InvalidInput for a bad blueprint.
    """
    wanted, _ = load.sound(path, _declared(path, overrides))
    spoken = language or str(wanted.parameters.get(LANGUAGE, "en"))
    return boards.board(wanted, spoken, list(firing.firings(wanted.document, spoken)))


def _declared(path: str, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Those of a portal's parameters that this blueprint has: a portal may serve others, which have others."""
    known = {LANGUAGE, *(load.read(path).parameters if overrides else ())}
    return {name: value for name, value in overrides.items() if name in known}
