"""Association labels: found again by number or by text, one field for both sides, never a guess."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner import api
from provisioner.model.errors import ProvisionerError, Refused
from provisioner.model.plan import Action
from provisioner.rules.plan_hazards import HAZARDS
from tests.support import blueprints, running
from tests.support.portals import Steered

PATH = "/crm/associations/2026-03/deals/contacts/labels"
BOTH = {"label": {"en": "Decision maker", "he": "מקבל החלטות"}}


def labels(**named: Any) -> dict[str, Any]:
    return {"association_labels": {"deals/contacts": named}}


def shown(portal: Steered, pair: str = "deals/contacts") -> list[str]:
    status, answer = portal.call("GET", f"/crm/associations/2026-03/{pair}/labels")
    assert status == 200
    return [each["label"] for each in answer["results"] if each["category"] == "USER_DEFINED"]


def applied(portal: Steered, path: Path, **parameters: Any) -> None:
    assert running.apply(path, portal.target(parameters=parameters), allow=tuple(HAZARDS)).complete


def test_a_label_that_hubspot_ships_is_nobodys(portal: Steered, tmp_path: Path) -> None:
    path = blueprints.write_sections(tmp_path, labels(boss=BOTH))
    plan = running.plan(path, portal.target())
    assert [change.action for change in plan.changes] == [Action.CREATE]
    assert plan.not_managed == 0


@pytest.mark.parametrize("remembered", [True, False])
def test_another_language_renames_the_label_also_where_its_number_is_not_known(
    portal: Steered, tmp_path: Path, remembered: bool
) -> None:
    path = blueprints.write_sections(tmp_path, labels(boss=BOTH))
    applied(portal, path)
    if not remembered:
        (tmp_path / "provisioner.ids.yaml").unlink()
    for language, text in (("he", "מקבל החלטות"), ("both", "מקבל החלטות (Decision maker)"), ("en", "Decision maker")):
        applied(portal, path, label_language=language)
        assert shown(portal) == [text]


def test_a_new_text_renames_the_label_by_its_number(portal: Steered, tmp_path: Path) -> None:
    applied(portal, blueprints.write_sections(tmp_path, labels(boss=BOTH)))
    path = blueprints.write_sections(tmp_path, labels(boss={"label": "Decider"}))
    assert [change.action for change in running.plan(path, portal.target()).changes] == [Action.UPDATE]
    applied(portal, path)
    assert shown(portal) == ["Decider"]


def test_a_new_text_without_the_number_makes_no_twin_and_says_the_ways_out(portal: Steered, tmp_path: Path) -> None:
    applied(portal, blueprints.write_sections(tmp_path, labels(boss=BOTH)))
    (tmp_path / "provisioner.ids.yaml").unlink()
    path = blueprints.write_sections(tmp_path, labels(boss={"label": "Decider"}))
    (failed,) = running.apply(path, portal.target()).outcomes
    assert "restore provisioner.ids.yaml" in failed.detail
    assert shown(portal) == ["Decision maker"]
    answer = portal.call("GET", PATH)[1]
    (number,) = [each["typeId"] for each in answer["results"] if each["label"] == "Decision maker"]
    assert portal.call("PUT", PATH, {"associationTypeId": number, "label": "Decider"})[0] == 204
    assert not running.plan(path, portal.target()).changes


def test_both_sides_are_written_together(portal: Steered, tmp_path: Path) -> None:
    applied(portal, blueprints.write_sections(tmp_path, labels(boss={"label": "Boss", "inverse_label": "Led by"})))
    assert (shown(portal), shown(portal, "contacts/deals")) == (["Boss"], ["Led by"])
    path = blueprints.write_sections(tmp_path, labels(boss={"label": "Chief", "inverse_label": "Led by"}))
    applied(portal, path)
    assert (shown(portal), shown(portal, "contacts/deals")) == (["Chief"], ["Led by"])
    assert not running.plan(path, portal.target()).changes


@pytest.mark.parametrize("language", ["en", "he"])
def test_a_saved_plan_is_carried_out(portal: Steered, tmp_path: Path, language: str) -> None:
    both = {"label": BOTH["label"], "inverse_label": {"en": "Decides", "he": "מחליט על"}}
    path = blueprints.write_sections(tmp_path, labels(boss=both))
    for wanted in ({"label_language": "en"}, {"label_language": language}):
        target = portal.target(parameters=wanted)
        api.save(running.plan(path, target), tmp_path / "plan.json")
        saved = api.saved_plan(tmp_path / "plan.json")
        with api.resumed(saved, target, folder=tmp_path, patience=running.HASTY) as prepared:
            api.permit(prepared, allow=(), approve=None)
            assert api.carry_out(prepared, pause=0.01).complete
        assert not running.plan(path, target).changes
    assert shown(portal) == [BOTH["label"][language]]


def test_a_saved_plan_sees_a_label_that_was_made_meanwhile(portal: Steered, tmp_path: Path) -> None:
    path = blueprints.write_sections(tmp_path, labels(boss={"label": "Boss", "inverse_label": "Led by"}))
    api.save(running.plan(path, portal.target()), tmp_path / "plan.json")
    portal.call("POST", PATH, {"name": "by_hand", "label": "Boss"})
    saved = api.saved_plan(tmp_path / "plan.json")
    resumed = api.resumed(saved, portal.target(), folder=tmp_path, patience=running.HASTY)
    with pytest.raises(Refused, match="has been created meanwhile"), resumed:
        pass


def test_two_live_labels_for_one_key_block_the_plan(portal: Steered, tmp_path: Path) -> None:
    for number, text in enumerate(("Decision maker", "decision maker"), 1):
        assert portal.call("POST", PATH, {"name": f"by_hand_{number}", "label": text})[0] == 200
    path = blueprints.write_sections(tmp_path, labels(boss=BOTH))
    plan = running.plan(path, portal.target())
    (finding,) = plan.blocked
    assert (finding.code, str(finding.key)) == ("PLAN016", "association_label:deals/contacts/boss")
    assert finding.place is not None
    assert "ids:" in finding.fix
    assert not plan.changes


def test_a_pinned_number_ends_the_doubt(portal: Steered, tmp_path: Path) -> None:
    for number, text in enumerate(("Decision maker", "decision maker"), 1):
        portal.call("POST", PATH, {"name": f"by_hand_{number}", "label": text})
    found = portal.call("GET", PATH)[1]["results"]
    pinned = next(str(each["typeId"]) for each in found if each["label"] == "decision maker")
    path = blueprints.write_sections(tmp_path, labels(boss=BOTH | {"label": "Decider"}))
    target = portal.target(ids={"association_label:deals/contacts/boss": pinned})
    assert running.apply(path, target).complete
    assert sorted(shown(portal)) == ["Decider", "Decision maker"]


def test_deleting_a_label_is_a_hazard(portal: Steered, tmp_path: Path) -> None:
    applied(portal, blueprints.write_sections(tmp_path, labels(boss=BOTH)))
    path = blueprints.write_sections(tmp_path, {"retire": {"association_labels": {"deals/contacts": ["boss"]}}})
    (change,) = running.plan(path, portal.target()).changes
    assert [hazard.code for hazard in change.hazards] == ["HAZ007"]


def test_more_labels_than_a_pair_takes_are_told_before_the_first_write(portal: Steered, tmp_path: Path) -> None:
    portal.settings(association_label_limit=1)
    portal.call("POST", PATH, {"name": "by_hand", "label": "Guest"})
    path = blueprints.write_sections(tmp_path, labels(boss=BOTH))
    with pytest.raises(ProvisionerError, match="takes 1 association label and has 1") as told:
        running.apply(path, portal.target())
    assert "association_labels" in told.value.fix
    assert shown(portal) == ["Guest"]


def test_an_account_without_labels_says_why(portal: Steered, tmp_path: Path) -> None:
    portal.settings(association_labels_enabled=False)
    run = running.apply(blueprints.write_sections(tmp_path, labels(boss=BOTH)), portal.target())
    assert not run.complete
    assert "Professional" in run.outcomes[0].detail
