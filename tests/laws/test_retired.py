"""Names under ``retire:`` of which a portal has nothing: told in every plan, since nobody knows gone from misspelt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from provisioner import cli
from provisioner.kinds import KINDS
from provisioner.model.findings import Severity
from tests.support import blueprints, running
from tests.support.portals import Steered

BOARD = {
    "label": "Sales",
    "stages": {
        "offer": {"label": "Offer", "probability": 0.4},
        "won": {"label": "Won", "probability": 1},
        "lost": {"label": "Lost", "probability": 0},
    },
}
PIPELINES = {"pipelines": {"deals": {"cc_sales": BOARD}}}
ABSENT: dict[str, Any] = {
    "property_groups": {"deals": ["away"]},
    "properties": {"deals": ["away"]},
    "pipelines": {"deals": ["away"]},
    "stages": {"deals/cc_sales": {"away": {}}},
    "pipeline_rules": {"deals": ["cc_sales"]},
    "association_labels": {"deals/contacts": ["away"]},
    "property_validations": {"deals": ["amount"]},
    "teams": ["away"],
    "lists": {"deals": ["away"]},
    "workflows": ["away"],
}


def test_every_section_of_retire_is_tried() -> None:
    assert set(ABSENT) == {section for kind in KINDS for section in kind.RETIRE}


@pytest.mark.parametrize("section", ABSENT)
def test_a_name_of_which_the_portal_has_nothing_is_told_with_its_place(
    portal: Steered, tmp_path: Path, section: str
) -> None:
    path = blueprints.write_sections(tmp_path, PIPELINES | {"retire": {section: ABSENT[section]}})
    (found,) = (each for each in running.plan(path, portal.target()).findings if each.code == "PLAN025")
    assert found.severity is Severity.INFO
    assert found.place is not None
    assert found.place.file == str(path)
    assert str(found.key) in found.message
    assert not running.plan(path, portal.target()).blocked


def test_a_name_much_like_one_that_is_there_is_a_warning(portal: Steered, tmp_path: Path) -> None:
    there = blueprints.write_sections(tmp_path, {"teams": {"night": {"name": "Night shift"}}})
    assert running.apply(there, portal.target()).complete
    path = blueprints.write_sections(tmp_path, {"retire": {"teams": ["Nigth shift"]}})
    (found,) = (each for each in running.plan(path, portal.target()).findings if each.code == "PLAN025")
    assert (found.code, found.severity, found.fix) == ("PLAN025", Severity.WARNING, "did you mean Night shift?")


def test_what_the_blueprint_declares_is_not_proposed_for_retirement(portal: Steered, tmp_path: Path) -> None:
    assert running.apply(blueprints.write_sections(tmp_path, PIPELINES), portal.target()).complete
    path = blueprints.write_sections(tmp_path, PIPELINES | {"retire": {"pipelines": {"deals": ["cc_saless"]}}})
    (found,) = running.plan(path, portal.target()).findings
    assert found.severity is Severity.INFO


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_form_of_a_plan_says_it(
    portal: Steered,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    form: str,
) -> None:
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", portal.token)
    monkeypatch.setenv("HUBSPOT_BASE_URL", portal.base_url)
    path = blueprints.write_sections(tmp_path, PIPELINES | {"retire": {"properties": {"deals": ["away"]}}})
    assert cli.run(["plan", str(path), "--portal", "env", "--format", form]) == 0
    out = capsys.readouterr().out
    if form == "json":
        (finding,) = json.loads(out)["findings"]
        assert (finding["code"], finding["severity"]) == ("PLAN025", "info")
        assert "a team" not in finding["fix"]
    else:
        assert "Retired, and not in the portal: property away." in out
