"""Lists: found again by number or by name, read back in the words of a blueprint, two requests for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner import api
from provisioner.model.findings import Severity
from provisioner.model.plan import Action
from provisioner.rules.plan_hazards import HAZARDS
from tests.support import blueprints, running
from tests.support.portals import Steered

KEY = "list:deals/late"
NAME = {"en": "Late deals", "he": "עסקאות באיחור"}
LATE = {"closedate": {"before": "today"}}
BASE = "/crm/lists/2026-03"


def lists(name: Any = NAME, where: Any = LATE, **more: Any) -> dict[str, Any]:
    return {"lists": {"deals": {"late": {"name": name, "filters": [{"where": where}], **more}}}}


def found(portal: Steered) -> list[dict[str, Any]]:
    body = {"query": "", "offset": 0, "count": 500, "listIds": [], "processingTypes": [], "additionalProperties": []}
    status, answer = portal.call("POST", f"{BASE}/search", body)
    assert status == 200
    return sorted(answer["lists"], key=lambda each: str(each["name"]))


def by_hand(portal: Steered, name: str, type_: str = "MANUAL", object_: str = "0-3") -> str:
    operation = {"operationType": "ALL_PROPERTY", "operator": "IS_KNOWN", "includeObjectsWithNoValueSet": False}
    known = {"filterType": "PROPERTY", "property": "hubspot_owner_id", "operation": operation}
    inner = {"filterBranchType": "AND", "filterBranchOperator": "AND", "filterBranches": [], "filters": [known]}
    root = {"filterBranchType": "OR", "filterBranchOperator": "OR", "filterBranches": [inner], "filters": []}
    body: dict[str, Any] = {"name": name, "objectTypeId": object_, "processingType": type_}
    status, answer = portal.call("POST", BASE, body | ({} if type_ == "MANUAL" else {"filterBranch": root}))
    assert status == 200
    return str(answer["list"]["listId"])


def applied(portal: Steered, path: Path, **changes: Any) -> None:
    assert running.apply(path, portal.target(**changes), allow=tuple(HAZARDS)).complete
    assert not running.plan(path, portal.target(**changes)).changes


@pytest.mark.parametrize("remembered", [True, False])
def test_another_language_renames_the_list(portal: Steered, tmp_path: Path, remembered: bool) -> None:
    path = blueprints.write_sections(tmp_path, lists())
    applied(portal, path)
    if not remembered:
        (tmp_path / "provisioner.ids.yaml").unlink()
    for language, name in (("he", "עסקאות באיחור"), ("both", "עסקאות באיחור (Late deals)"), ("en", "Late deals")):
        applied(portal, path, parameters={"label_language": language})
        assert [each["name"] for each in found(portal)] == [name]


def test_a_new_name_renames_the_list_by_its_number(portal: Steered, tmp_path: Path) -> None:
    applied(portal, blueprints.write_sections(tmp_path, lists()))
    path = blueprints.write_sections(tmp_path, lists(name="Overdue"))
    assert [change.action for change in running.plan(path, portal.target()).changes] == [Action.UPDATE]
    applied(portal, path)
    assert [each["name"] for each in found(portal)] == ["Overdue"]


def test_a_renamed_list_whose_number_was_lost_is_told_by_its_filters(portal: Steered, tmp_path: Path) -> None:
    by_hand(portal, "Mine", "DYNAMIC")
    applied(portal, blueprints.write_sections(tmp_path, lists()))
    (tmp_path / "provisioner.ids.yaml").unlink()
    id_ = next(each["listId"] for each in found(portal) if each["name"] == "Late deals")
    path = blueprints.write_sections(tmp_path, lists(name="Overdue"))
    plan = running.plan(path, portal.target())
    (finding,) = (each for each in plan.findings if each.code == "PLAN026")
    assert finding.severity is Severity.WARNING
    assert finding.place is not None
    assert f'"Late deals" (id {id_}) with the same filters' in finding.message
    assert [change.action for change in plan.changes] == [Action.CREATE]
    adopted = running.plan(path, portal.target(ids={KEY: id_}))
    assert [change.action for change in adopted.changes] == [Action.UPDATE]
    assert not [each for each in adopted.findings if each.code == "PLAN026"]
    assert adopted.not_managed == plan.not_managed - 1


def test_a_list_with_other_filters_is_not_taken_for_a_renamed_one(portal: Steered, tmp_path: Path) -> None:
    by_hand(portal, "Mine", "DYNAMIC")
    by_hand(portal, "Mine of contacts", "DYNAMIC", "0-1")
    plan = running.plan(blueprints.write_sections(tmp_path, lists()), portal.target())
    assert "PLAN026" not in {each.code for each in plan.findings}


def test_a_list_of_our_name_that_nobody_remembers_is_a_hazard(portal: Steered, tmp_path: Path) -> None:
    id_ = by_hand(portal, "Late deals", "DYNAMIC")
    path = blueprints.write_sections(tmp_path, lists())
    (change,) = running.plan(path, portal.target()).changes
    assert [hazard.code for hazard in change.hazards] == ["HAZ008"]
    (sure,) = running.plan(path, portal.target(ids={KEY: id_})).changes
    assert not sure.hazards
    applied(portal, path)
    assert len(found(portal)) == 1


def test_a_list_that_is_filled_by_hand_gets_no_filters(portal: Steered, tmp_path: Path) -> None:
    by_hand(portal, "Late deals")
    plan = running.plan(blueprints.write_sections(tmp_path, lists()), portal.target())
    assert [(each.code, str(each.key)) for each in plan.blocked] == [("PLAN019", KEY)]
    assert plan.blocked[0].place is not None


def test_a_name_that_a_list_of_another_object_bears_is_told(portal: Steered, tmp_path: Path) -> None:
    by_hand(portal, "late deals", object_="0-1")
    plan = running.plan(blueprints.write_sections(tmp_path, lists()), portal.target())
    assert [(each.code, str(each.key)) for each in plan.blocked] == [("PLAN001", KEY)]
    assert "another object" in plan.blocked[0].fix


def test_filters_changed_in_hubspot_are_set_back(portal: Steered, tmp_path: Path) -> None:
    path = blueprints.write_sections(tmp_path, lists())
    applied(portal, path)
    (held,) = found(portal)
    full = portal.call("GET", f"{BASE}/{held['listId']}?includeFilters=true")[1]["list"]["filterBranch"]
    operation = {"operationType": "STRING", "operator": "CONTAINS", "value": "x", "includeObjectsWithNoValueSet": False}
    full["filterBranches"][0]["filters"].append(
        {"filterType": "PROPERTY", "property": "dealname", "operation": operation}
    )
    status, _ = portal.call("PUT", f"{BASE}/{held['listId']}/update-list-filters", {"filterBranch": full})
    assert status == 200
    (change,) = running.plan(path, portal.target()).changes
    assert "no blueprint writes" in str(change.fields)
    applied(portal, path)


@pytest.mark.parametrize("settings", [{"list_filters_omit_empty": True}, {"list_filter_values_sorted": True}])
def test_what_hubspot_adds_or_leaves_out_is_no_difference(
    portal: Steered, tmp_path: Path, settings: dict[str, Any]
) -> None:
    portal.settings(**settings)
    where = LATE | {"hs_manual_forecast_category": {"any_of": ["PIPELINE", "COMMIT"]}, "amount": {"known": False}}
    applied(portal, blueprints.write_sections(tmp_path, lists(where=where)))


def test_another_calendar_is_another_time_zone(portal: Steered, tmp_path: Path) -> None:
    applied(portal, blueprints.write_sections(tmp_path, lists()))
    berlin = {"base": "mon_fri", "zone": "Europe/Berlin"}
    path = blueprints.write_sections(tmp_path, lists() | {"automation": {"calendar": berlin, "go_live": "2026-11-01"}})
    (change,) = running.plan(path, portal.target()).changes
    assert [diff.path for diff in change.fields] == [("zone",)]
    applied(portal, path)


def test_a_list_goes_by_the_calendar_of_its_pipeline(portal: Steered, tmp_path: Path) -> None:
    closing = {"won": {"label": "Won", "probability": 1}, "lost": {"label": "Lost", "probability": 0}}
    boards = {name: {"label": name, "stages": closing} for name in ("here", "there")}
    named = {
        name: {"name": f"Late {name}", "filters": [{"pipeline": name, "where": LATE}]} for name in ("here", "there")
    }
    calendars = {"deals/here": "il_office", "deals/there": {"base": "mon_fri", "zone": "Europe/Berlin"}}
    sections = {
        "pipelines": {"deals": boards},
        "lists": {"deals": named},
        "automation": {"calendar": calendars, "go_live": "2026-11-01"},
    }
    path = blueprints.write_sections(tmp_path, sections)
    plan = running.plan(path, portal.target())
    zones = {change.key.name: change.spec["zone"] for change in plan.changes if change.key.kind == "list"}
    assert zones == {"here": "Asia/Jerusalem", "there": "Europe/Berlin"}
    applied(portal, path)


def test_two_requests_tell_every_list(portal: Steered, tmp_path: Path) -> None:
    many = {f"late_{number}": {"name": f"Late {number}", "filters": [{"where": LATE}]} for number in range(30)}
    path = blueprints.write_sections(tmp_path, {"lists": {"deals": many}})
    applied(portal, path)
    portal.forget_requests()
    assert running.plan(path, portal.target()).unchanged == 30
    assert sum("/lists/" in line for line in portal.lines()) == 2


def test_a_saved_plan_is_carried_out(portal: Steered, tmp_path: Path) -> None:
    for where in (LATE, LATE | {"amount": {"at_least": 5}}, {"amount": {"at_least": 6}}):
        path = blueprints.write_sections(tmp_path, lists(where=where))
        api.save(running.plan(path, portal.target()), tmp_path / "plan.json")
        saved = api.saved_plan(tmp_path / "plan.json")
        with api.resumed(saved, portal.target(), folder=tmp_path, patience=running.HASTY) as prepared:
            api.permit(prepared, allow=(), approve=None)
            assert api.carry_out(prepared, pause=0.01).complete
        assert not running.plan(path, portal.target()).changes


def test_a_property_of_a_list_does_not_go_before_it(portal: Steered, tmp_path: Path) -> None:
    property_ = {"label": "Grade", "group": "dealinformation", "type": "number", "field_type": "number"}
    listed = lists(where={"core_grade": {"at_least": 3}})
    applied(portal, blueprints.write_sections(tmp_path, listed | {"properties": {"deals": {"core_grade": property_}}}))
    path = blueprints.write_sections(tmp_path, listed | {"retire": {"properties": {"deals": ["core_grade"]}}})
    plan = running.plan(path, portal.target())
    assert "PLAN008" in [each.code for each in plan.blocked]
    gone = {"retire": {"properties": {"deals": ["core_grade"]}, "lists": {"deals": ["late"]}}}
    applied(portal, blueprints.write_sections(tmp_path, gone))


def test_a_list_of_a_property_that_nobody_has_blocks_the_plan(portal: Steered, tmp_path: Path) -> None:
    path = blueprints.write_sections(tmp_path, lists(where={"closedaet": {"before": "today"}}))
    plan = running.plan(path, portal.target())
    assert [(each.code, str(each.key)) for each in plan.blocked] == [("PLAN007", KEY)]
