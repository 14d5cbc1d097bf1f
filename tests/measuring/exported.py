"""Measurements of which the records come by an export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner.localportal.surfaces.exports import files
from tests.measuring import sales
from tests.support.portals import Steered

STATUS, FILE = "/tasks/[0-9]+/status", "/exports/files/"


NUMBER = 130


def exported(portal: Steered, folder: Path, **order: Any) -> dict[str, Any]:
    return sales.measured(portal, folder / "exported", export_from=NUMBER, **order)


def how(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["cost"]["how"]["deals"]
    return found


def told_as_listed(portal: Steered, folder: Path) -> str:
    """Measure with an export that cannot serve: the figures are right, by the list. Why not by an export."""
    document = exported(portal, folder)
    found = document["kpis"]
    assert (found["K6"]["numerator"], found["K6"]["denominator"]) == (20, 30)
    assert (found["K10"]["value"], found["K19"]["n"]) == (1234.56, NUMBER - 30)
    assert (how(document)["way"], how(document)["records"]) == ("list", NUMBER)
    before, _, why = how(document)["why"]["en"].partition("; no export: ")
    assert before == f"{NUMBER} of {NUMBER} records are needed, so all are listed, 100 a page"
    assert "ללא ייצוא" in how(document)["why"]["he"]
    return str(why)


def told(**fields: Any) -> dict[str, Any]:
    moment = "2026-05-01T09:00:00Z"
    return {"status": "COMPLETE", "startedAt": moment, "completedAt": moment} | fields


def altered(monkeypatch: pytest.MonkeyPatch, change: Any) -> None:
    """Let every file of an export be another one."""
    made = files.made

    def other(*given: Any) -> tuple[str, bytes]:
        name, body = made(*given)
        return name, change(body)

    monkeypatch.setattr(files, "made", other)
