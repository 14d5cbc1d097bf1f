"""The laws of every kind: one runner takes each through its whole contract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from provisioner import gateway, live
from provisioner.blueprint import load
from provisioner.kinds import KINDS, kind_named
from provisioner.kinds.base import Kind
from provisioner.model.blueprint import Blueprint
from provisioner.model.events import unwatched
from provisioner.model.findings import has_errors
from provisioner.model.plan import Action
from provisioner.model.plan_document import to_document
from provisioner.model.resource import Resource
from provisioner.model.state import Known, State
from provisioner.rules.plan_hazards import HAZARDS
from tests.laws.examples import EXAMPLES, Example
from tests.support import blueprints, running
from tests.support.portals import Steered

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.NAME)


every_kind_that_goes = pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if EXAMPLES[kind.NAME].retire], ids=lambda kind: kind.NAME
)
"""HubSpot's API takes these away; what it cannot take away says so in a test of its own."""


def edits(column: str) -> Any:
    named = [(kind, name) for kind, example in EXAMPLES.items() for name in getattr(example, column)]
    return pytest.mark.parametrize(("kind", "name"), named, ids=[name for _, name in named])


def read(portal: Steered, blueprint: Blueprint) -> State:
    """What the portal has of the things that the blueprint names."""
    door = gateway.open_reader(portal.target(), patience=running.HASTY)
    try:
        known = Known(blueprint.resources, blueprint.retirements)
        return live.read(door, door.account, known, KINDS, unwatched, threads=4)
    finally:
        door.close()


def wanted(path: Path) -> Blueprint:
    blueprint, findings = load.load(str(path), {})
    assert blueprint is not None, findings
    return blueprint


def applied(portal: Steered, path: Path) -> None:
    run = running.apply(path, portal.target(), allow=tuple(HAZARDS))
    assert run.complete, [outcome.detail for outcome in run.outcomes if outcome.detail]


def assert_reads_back_equal(portal: Steered, path: Path) -> None:
    blueprint = wanted(path)
    state = read(portal, blueprint)
    for key, resource in blueprint.resources.items():
        assert kind_named(key.kind).project(resource, state.resources[key]) == resource.spec
    assert not running.plan(path, portal.target()).changes


@every_kind
def test_the_schemas_are_schemas(kind: Kind) -> None:
    for schema in (kind.SCHEMA, *kind.DEFS.values(), *kind.RETIRE.values()):
        jsonschema.Draft202012Validator.check_schema(schema)


@every_kind
def test_the_documented_example_loads(kind: Kind, tmp_path: Path) -> None:
    example = EXAMPLES[kind.NAME]
    path = blueprints.write_sections(tmp_path, example.sections())
    blueprint, findings = load.load(str(path), {})
    assert not has_errors(findings)
    assert blueprint is not None
    assert example.key in blueprint.resources
    assert example.path[0] == kind.SECTION


@every_kind
def test_every_field_of_the_schema_has_its_law(kind: Kind) -> None:
    example = EXAMPLES[kind.NAME]
    fields = {f"{name}.{each}" for name, schema in kind.DEFS.items() for each in schema["properties"]}
    lawful = [*example.converges, *example.fixed, *example.silent, *example.elsewhere]
    assert sorted(lawful) == sorted(fields)


@every_kind
def test_what_is_written_reads_back_equal(kind: Kind, portal: Steered, tmp_path: Path) -> None:
    path = blueprints.write_sections(tmp_path, EXAMPLES[kind.NAME].sections())
    applied(portal, path)
    assert_reads_back_equal(portal, path)


@every_kind_that_goes
def test_what_is_retired_is_gone(kind: Kind, portal: Steered, tmp_path: Path) -> None:
    example = EXAMPLES[kind.NAME]
    applied(portal, blueprints.write_sections(tmp_path, example.sections()))
    path = blueprints.write_sections(tmp_path, {**example.around, "retire": example.retire})
    plan = running.plan(path, portal.target())
    assert [(change.action, change.key) for change in plan.changes] == [(Action.ARCHIVE, example.key)]
    applied(portal, path)
    assert example.key not in read(portal, wanted(path)).resources
    assert not running.plan(path, portal.target()).changes


@every_kind_that_goes
def test_what_is_archived_can_be_wanted_again(kind: Kind, portal: Steered, tmp_path: Path) -> None:
    example = EXAMPLES[kind.NAME]
    first = blueprints.write_sections(tmp_path, example.sections())
    applied(portal, first)
    applied(portal, blueprints.write_sections(tmp_path, {**example.around, "retire": example.retire}, "retire.yaml"))
    applied(portal, first)
    assert_reads_back_equal(portal, first)


@every_kind
def test_an_id_never_reaches_a_spec(kind: Kind, portal: Steered, tmp_path: Path) -> None:
    """Also where the portal gives ids of its own, which look like nothing else in a blueprint."""
    portal.settings(honour_ids=False)
    example = EXAMPLES[kind.NAME]
    path = blueprints.write_sections(tmp_path, example.sections())
    with_ids = running.plan(path, portal.target())
    applied(portal, path)
    strange = set(_strange_ids(portal, tmp_path))
    changed = blueprints.write_sections(tmp_path, example.sections(example.another))
    plan = running.plan(changed, portal.target())
    assert plan.changes
    for each in (with_ids, plan):
        assert not strange.intersection(_words(to_document(each)["changes"]))
    assert strange or kind.NAME != "pipeline"


def _words(node: Any) -> Iterator[str]:
    """Every value of a document, with the parts of keys apart."""
    if isinstance(node, dict | list):
        for each in node.values() if isinstance(node, dict) else node:
            yield from _words(each)
    else:
        yield str(node)
        yield from re.split("[:/#@_]", str(node))


def _strange_ids(portal: Steered, folder: Path) -> Iterator[str]:
    from provisioner.blueprint import pinned

    for ids in pinned.remembered(folder).values():
        yield from ids.values()
    assert portal.settings()["honour_ids"] is False


@edits("converges")
def test_a_changed_field_is_updated(kind: str, name: str, portal: Steered, tmp_path: Path) -> None:
    example = EXAMPLES[kind]
    before, after = example.converges[name]
    applied(portal, blueprints.write_sections(tmp_path, example.sections(before)))
    path = blueprints.write_sections(tmp_path, example.sections(after))
    plan = running.plan(path, portal.target())
    assert plan.changes
    if name != "pipeline.stages":
        assert {change.action for change in plan.changes} == {Action.UPDATE}
    applied(portal, path)
    assert_reads_back_equal(portal, path)


@edits("fixed")
def test_a_fixed_field_is_blocked(kind: str, name: str, portal: Steered, tmp_path: Path) -> None:
    example = EXAMPLES[kind]
    before, after = example.fixed[name]
    applied(portal, blueprints.write_sections(tmp_path, example.sections(before)))
    held = portal.dump()
    plan = running.plan(blueprints.write_sections(tmp_path, example.sections(after)), portal.target())
    assert not plan.changes
    assert "PLAN003" in {finding.code for finding in plan.blocked}
    assert name.partition(".")[2] in " ".join(finding.message for finding in plan.blocked)
    assert portal.dump() == held


@edits("silent")
def test_a_field_of_ours_changes_nothing_in_a_portal(kind: str, name: str, portal: Steered, tmp_path: Path) -> None:
    example = EXAMPLES[kind]
    before, after = example.silent[name]
    applied(portal, blueprints.write_sections(tmp_path, example.sections(before)))
    first = wanted(blueprints.write_sections(tmp_path, example.sections(before)))
    path = blueprints.write_sections(tmp_path, example.sections(after))
    assert wanted(path).sha256 != first.sha256
    assert not running.plan(path, portal.target()).changes


@every_kind
def test_fields_that_a_blueprint_does_not_name_are_left_alone(kind: Kind, portal: Steered, tmp_path: Path) -> None:
    example: Example = EXAMPLES[kind.NAME]
    path = blueprints.write_sections(tmp_path, example.sections())
    applied(portal, path)
    resource: Resource = wanted(path).resources[example.key]
    assert not set(resource.spec) - set(read(portal, wanted(path)).resources[example.key].spec)
