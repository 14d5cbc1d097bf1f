"""The shipped blueprints, applied to a portal with HubSpot's default pipelines and to one without."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.plan import Action
from tests.support import running
from tests.support.portals import Steered

FOLDER = Path(__file__).parents[2]


@pytest.mark.parametrize("defaults", [True, False], ids=["defaults", "empty"])
@pytest.mark.parametrize("name", ["call_center", "b2b", "hybrid"])
def test_a_shipped_blueprint_applies_and_then_nothing_is_to_do(
    portal: Steered, tmp_path: Path, name: str, defaults: bool
) -> None:
    if not defaults:
        portal.empty()
    env = {"HUBSPOT_ACCESS_TOKEN": portal.token, "HUBSPOT_BASE_URL": portal.base_url}
    arguments = (str(FOLDER / "blueprints" / f"{name}.yaml"), "--portal", "env")
    applied = running.provisioner("apply", *arguments, "--yes", cwd=tmp_path, env=env)
    assert applied.code == 0, applied.err
    assert "Applied:" in applied.out
    assert applied.err == ""
    after = portal.dump()
    planned = running.provisioner("plan", *arguments, "--detailed-exitcode", cwd=tmp_path, env=env)
    assert planned.code == 0, planned.out
    assert "Nothing to do" in planned.out
    assert running.provisioner("apply", *arguments, "--yes", cwd=tmp_path, env=env).code == 0
    assert portal.dump() == after


@pytest.mark.parametrize("defaults", [True, False], ids=["defaults", "empty"])
@pytest.mark.parametrize("name", ["call_center", "b2b", "hybrid"])
def test_a_shipped_blueprint_changes_its_language(portal: Steered, name: str, defaults: bool) -> None:
    """Nothing is made twice, although the folder in which numbers are remembered is another one each time."""
    if not defaults:
        portal.empty()
    path = FOLDER / "blueprints" / f"{name}.yaml"
    counts = set()
    for language in ("he", "both", "en"):
        target = portal.target(parameters={"label_language": language})
        assert running.apply(path, target).complete
        assert not running.plan(path, target).changes
        held = portal.dump()
        counts.add(tuple(len(held[each]) for each in ("association_labels", "lists", "pipelines", "flows")))
    assert len(counts) == 1


def test_a_portal_with_both_blueprints_becomes_a_hybrid(portal: Steered) -> None:
    """Nothing is made twice: what both have stays, and workflows that stand still for a hand-off change in place."""
    for name in ("call_center", "b2b"):
        assert running.apply(FOLDER / "blueprints" / f"{name}.yaml", portal.target()).complete
    plan = running.plan(FOLDER / "blueprints" / "hybrid.yaml", portal.target())
    assert {change.key.address for change in plan.changes if change.action is Action.UPDATE} == {
        "cc_retry", "cc_close_unreachable", "cc_open_deal",
    }  # fmt: skip
    created = [change.key for change in plan.changes if change.action is Action.CREATE]
    assert len(created) == len(plan.changes) - 3
    assert all("core_" in key.address or key.address == "handoff_answer" for key in created)


def test_both_shipped_blueprints_live_in_one_portal(portal: Steered) -> None:
    names = ("call_center", "b2b")
    for name in names:
        assert running.apply(FOLDER / "blueprints" / f"{name}.yaml", portal.target()).complete
    for name in names:
        assert not running.plan(FOLDER / "blueprints" / f"{name}.yaml", portal.target()).changes
