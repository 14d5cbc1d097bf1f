"""Property validations: one request a rule, other rules left alone, and what HubSpot has no way back from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner.model.findings import Severity
from provisioner.model.plan import Action
from tests.support import blueprints, running
from tests.support.portals import Steered

PATH = "/crm/property-validations/2026-03"
ZIP = "property_validation:contacts/zip"


def checks(**fields: Any) -> dict[str, Any]:
    return {"property_validations": {"contacts": fields}}


def rules(portal: Steered, name: str) -> dict[str, list[str]]:
    status, answer = portal.call("GET", f"{PATH}/0-1/{name}")
    assert status == 200
    return {each["ruleType"]: each["ruleArguments"] for each in answer["results"]}


def converge(portal: Steered, path: Path, **parameters: Any) -> None:
    target = portal.target(parameters=parameters)
    assert running.apply(path, target).complete
    assert not running.plan(path, target).changes


PATTERN = {"pattern": "[0-9]{7}", "pattern_message": {"en": "Seven digits", "he": "שבע ספרות"}}


@pytest.mark.parametrize(
    ("name", "before", "after", "stored"),
    [
        ("zip", {"min_length": 5}, {"min_length": 7}, {"MIN_LENGTH": ["7"]}),
        ("zip", {"max_length": 7}, {"max_length": 9}, {"MAX_LENGTH": ["9"]}),
        ("zip", PATTERN, PATTERN | {"pattern": "[0-9]{5,7}"}, {"REGEX": ["[0-9]{5,7}", "Seven digits"]}),
        ("zip", PATTERN, PATTERN | {"pattern_message": "Digits"}, {"REGEX": ["[0-9]{7}", "Digits"]}),
        (
            "phone",
            {"phone_country_codes": []},
            {"phone_country_codes": ["us", "il"]},
            {"PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE": ["il", "us"]},
        ),
    ],
)
def test_a_changed_check_is_put(
    portal: Steered, tmp_path: Path, name: str, before: Any, after: Any, stored: dict[str, list[str]]
) -> None:
    converge(portal, blueprints.write_sections(tmp_path, checks(**{name: before})))
    converge(portal, blueprints.write_sections(tmp_path, checks(**{name: after})))
    assert rules(portal, name) == stored


def test_the_message_follows_the_label_language(portal: Steered, tmp_path: Path) -> None:
    path = blueprints.write_sections(tmp_path, checks(zip=PATTERN))
    converge(portal, path)
    converge(portal, path, label_language="he")
    assert rules(portal, "zip") == {"REGEX": ["[0-9]{7}", "שבע ספרות"]}


def test_a_rule_that_the_blueprint_does_not_name_is_left_alone(portal: Steered, tmp_path: Path) -> None:
    assert portal.call("PUT", f"{PATH}/0-1/zip/rule-type/MIN_LENGTH", {"ruleArguments": ["5"]})[0] == 204
    path = blueprints.write_sections(tmp_path, checks(zip={"max_length": 9}))
    assert [change.action for change in running.plan(path, portal.target()).changes] == [Action.UPDATE]
    converge(portal, path)
    assert rules(portal, "zip") == {"MIN_LENGTH": ["5"], "MAX_LENGTH": ["9"]}


def test_a_check_of_what_records_hold_already_is_told_with_a_warning(portal: Steered, tmp_path: Path) -> None:
    path = blueprints.write_sections(tmp_path, checks(zip={"max_length": 9}, city={"max_length": 40}))
    (finding,) = (each for each in running.plan(path, portal.target()).findings if each.code.startswith("PLAN"))
    assert (finding.code, finding.severity) == ("PLAN018", Severity.WARNING)
    assert "contacts/zip, contacts/city" in finding.message
    assert finding.place is not None
    converge(portal, path)


def test_a_check_of_a_property_that_nobody_has_blocks_the_plan(portal: Steered, tmp_path: Path) -> None:
    plan = running.plan(blueprints.write_sections(tmp_path, checks(zap={"max_length": 9})), portal.target())
    assert [(each.code, str(each.key)) for each in plan.blocked] == [("PLAN007", "property_validation:contacts/zap")]


def test_taking_checks_away_is_a_step_for_a_person(portal: Steered, tmp_path: Path) -> None:
    converge(portal, blueprints.write_sections(tmp_path, checks(zip={"max_length": 9})))
    path = blueprints.write_sections(tmp_path, {"retire": {"property_validations": {"contacts": ["zip", "city"]}}})
    plan = running.plan(path, portal.target())
    assert not plan.changes
    (step,) = plan.manual
    assert str(step.key) == ZIP
    assert {"en", "he"} == set(step.title) == set(step.steps)
    assert running.apply(path, portal.target()).complete
    assert rules(portal, "zip") == {"MAX_LENGTH": ["9"]}
