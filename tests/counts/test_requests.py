"""How many requests and connections a plan and an apply take: the floor, and no more than was announced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from provisioner import api
from provisioner.blueprint import load
from provisioner.kinds.base import TYPE_IDS
from tests.support import blueprints, running
from tests.support.portals import Steered, reads_only

SHIPPED = ("call_center", "b2b")


def shipped(name: str) -> Path:
    return Path(__file__).parents[2] / "blueprints" / f"{name}.yaml"


FACTS = {
    "no_leads_object": "GET /crm/v3/object-library/enablement",
    "few_deal_pipelines": "GET /crm/limits/2026-09/pipelines",
    "no_association_labels": ("GET /crm/limits/2026-09/associations/labels?fromObjectTypeId=0-3&toObjectTypeId=0-1"),
}
"""What tells whether a variant is needed: one request for each condition that the blueprint's variants name."""


def floor(blueprint: Path, *, archives: bool) -> list[str]:
    """The least that tells how a portal stands to a blueprint: every list that matters, once.

    ``archives``: the portal has nothing of it yet, so the archives are looked into, and there is no workflow to read.
    """
    wanted, _ = load.load(str(blueprint), {})
    assert wanted is not None
    keys = {key for each in wanted.resources.values() for key in (each.key, *each.needs)}
    types = {kind: {key.object_type for key in keys if key.kind == kind} for kind in ("property", "pipeline")}
    groups = {key.object_type for key in wanted.resources if key.kind in ("property", "property_group")}
    lines = ["GET /account-info/2026-09/details"]
    for each in types["property"]:
        lines.append(f"GET /crm/properties/2026-09/{each}")
        lines += [f"GET /crm/properties/2026-09/{each}?archived=true"] if archives else []
    lines += [f"GET /crm/properties/2026-09/{each}/groups" for each in groups]
    lines += [f"GET /crm/pipelines/2026-09/{each}" for each in types["pipeline"]]
    pairs = {key.address.rpartition("/")[0] for key in wanted.resources if key.kind == "association_label"}
    lines += [f"GET /crm/associations/2026-03/{each}/labels" for each in pairs]
    checked = {key.object_type for key in wanted.resources if key.kind == "property_validation"}
    lines += [f"GET /crm/property-validations/2026-03/{TYPE_IDS[each]}" for each in checked]
    ruled = [key for key in wanted.resources if key.kind == "pipeline_rules"]
    lines += [f"GET /crm/pipelines-rules/2026-09-beta/{TYPE_IDS[key.object_type]}/{key.name}" for key in ruled]
    if any(key.kind == "list" for key in wanted.resources):
        lines += ["POST /crm/lists/2026-03/search"]
        lines += [] if archives else ["GET /crm/lists/2026-03?listIds"]
    if "automation" in wanted.document:
        lines += ["GET /automation/v4/flows?limit=100", "GET /crm/owners/2026-03?limit=100"]
        lines += ["GET /settings/users/2026-03/teams"]
        lines += [] if archives else ["POST /automation/v4/flows/batch/read"]
    asked = {each["when"] for each in wanted.document.get("variants", {}).values()}
    return sorted([*lines, *(FACTS[condition] for condition in asked)])


@pytest.mark.parametrize("name", SHIPPED)
def test_a_plan_for_a_new_portal_reads_each_list_once(portal: Steered, name: str) -> None:
    plan = running.plan(shipped(name), portal.target())
    assert sorted(portal.lines()) == floor(shipped(name), archives=True)
    assert plan.cost.reads >= len(portal.lines())


@pytest.mark.parametrize("name", SHIPPED)
def test_a_plan_for_an_applied_portal_does_not_ask_for_archives(portal: Steered, name: str) -> None:
    running.apply(shipped(name), portal.target())
    portal.forget_requests()
    plan = running.plan(shipped(name), portal.target())
    assert not plan.changes
    lines = [re.sub("listIds=.*", "listIds", line) for line in portal.lines()]
    assert sorted(lines) == floor(shipped(name), archives=False)
    assert (plan.cost.reads, plan.cost.writes) == (len(portal.lines()), 0)


@pytest.mark.parametrize("name", SHIPPED)
def test_an_apply_makes_the_requests_that_its_plan_announced(portal: Steered, name: str) -> None:
    plan = running.plan(shipped(name), portal.target())
    portal.forget_requests()
    run = running.apply(shipped(name), portal.target())
    assert run.complete
    assert requests(portal) == (plan.cost.reads, plan.cost.writes)
    assert portal.connections()["api"] <= 12


@pytest.mark.parametrize("name", SHIPPED)
def test_switching_workflows_on_costs_what_the_plan_announced(portal: Steered, name: str) -> None:
    target = portal.target(parameters={"activate_workflows": True})
    plan = running.plan(shipped(name), target)
    portal.forget_requests()
    assert running.apply(shipped(name), target).complete
    assert requests(portal) == (plan.cost.reads, plan.cost.writes)
    assert all(each["isEnabled"] for each in portal.call("GET", "/automation/v4/flows")[1]["results"])
    changed = portal.target(parameters={"activate_workflows": True, "label_language": "he"})
    plan = running.plan(shipped(name), changed)
    portal.forget_requests()
    assert running.apply(shipped(name), changed).complete
    assert requests(portal) == (plan.cost.reads, plan.cost.writes)


def test_two_hundred_workflows_take_two_lists_and_two_batches(portal: Steered) -> None:
    running.apply(shipped("b2b"), portal.target())
    held = portal.dump()
    (first, *_) = held["flows"].values()
    others = {
        str(1_700_000_000 + number): first | {"body": first["body"] | {"description": ""}} for number in range(193)
    }
    portal.load(held | {"flows": held["flows"] | others})
    assert len(portal.dump()["flows"]) == 200
    portal.forget_requests()
    assert not running.plan(shipped("b2b"), portal.target()).changes
    asked = [line for line in portal.lines() if "/automation/" in line]
    assert len(asked) == 2 + 2
    assert sum("/batch/read" in line for line in asked) == 2


def test_five_hundred_new_properties_take_twelve_requests(portal: Steered, tmp_path: Path) -> None:
    blueprint = blueprints.write_sections(tmp_path, sections(new=500))
    run = running.apply(blueprint, portal.target())
    assert run.complete
    assert len(run.outcomes) == 501
    assert len(portal.lines()) <= 12
    assert portal.connections()["api"] <= 12


def test_unchanged_properties_cost_nothing_more(portal: Steered, tmp_path: Path) -> None:
    blueprint = blueprints.write_sections(tmp_path, sections(new=500))
    running.apply(blueprint, portal.target())
    portal.forget_requests()
    assert running.plan(blueprint, portal.target()).unchanged == 501
    assert len(portal.lines()) == 3


def test_the_portals_rate_limit_is_never_hit(portal: Steered, tmp_path: Path) -> None:
    """More calls than the smallest tier takes in ten seconds, so that the limiter has to wait once."""
    running.apply(blueprints.write_sections(tmp_path, sections(old=50)), portal.target())
    portal.settings(rate_limit=100)
    portal.forget_requests()
    changed = blueprints.write_sections(tmp_path, sections(old=50, new=500, label="Another label"))
    run = running.apply(changed, portal.target())
    assert run.complete
    assert len(run.outcomes) == 550
    statuses = [each["status"] for each in portal.requests()]
    assert len(statuses) > 100
    assert statuses.count(429) == 0


def requests(portal: Steered) -> tuple[int, int]:
    """(reads, writes) so far; a search is a read."""
    writes = len(portal.writes())
    return len(portal.lines()) - writes, writes


def sections(*, old: int = 0, new: int = 0, label: str = "A label") -> dict[str, Any]:
    """A group and so many text properties in it; the label is that of the old ones."""

    def named() -> Iterator[tuple[str, str]]:
        yield from ((f"core_old_{number}", f"{label} {number}") for number in range(old))
        yield from ((f"core_new_{number}", f"New {number}") for number in range(new))

    properties = {
        name: {"label": text, "group": "core", "type": "string", "field_type": "text"} for name, text in named()
    }
    return {"property_groups": {"deals": {"core": {"label": "Core"}}}, "properties": {"deals": properties}}


def test_a_search_counts_as_a_read() -> None:
    assert reads_only("POST /crm/objects/2026-09/deals/search")
    assert not reads_only("POST /crm/properties/2026-09/deals/batch/create")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_saved_plan_costs_no_more_than_it_announced(portal: Steered, tmp_path: Path, name: str) -> None:
    plan = running.plan(shipped(name), portal.target())
    api.save(plan, tmp_path / "plan.json")
    portal.forget_requests()
    saved = api.saved_plan(tmp_path / "plan.json")
    with api.resumed(saved, portal.target(), folder=tmp_path, patience=running.HASTY) as prepared:
        api.permit(prepared, allow=(), approve=None)
        assert api.carry_out(prepared, pause=0.01).complete
    reads, writes = requests(portal)
    assert writes == plan.cost.writes
    assert reads <= plan.cost.reads
