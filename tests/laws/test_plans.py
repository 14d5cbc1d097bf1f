"""Laws of a plan, whatever its content."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from provisioner import diff, order
from provisioner.blueprint import load
from provisioner.kinds import kind_named
from provisioner.model.errors import Refused
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key, Order
from provisioner.model.plan import Action, Change, Cost, FieldDiff, Plan
from provisioner.model.plan_document import fingerprint, from_document, path_of, path_text, to_document
from provisioner.model.resource import Resource
from provisioner.rules.plan_hazards import HAZARDS
from tests.laws import plans
from tests.support import blueprints, running
from tests.support.portals import Steered

KINDS = ["property_group", "property", "pipeline"]


def signed(plan: Plan) -> Plan:
    return replace(plan, fingerprint=fingerprint(plan))


# The document


@given(plans.plans)
def test_a_plan_comes_back_from_its_document(plan: Plan) -> None:
    plan = signed(plan)
    text = json.dumps(to_document(plan), ensure_ascii=False)
    assert from_document(json.loads(text), version="0.1.0") == plan


@given(st.lists(plans.texts, min_size=1, max_size=4))
def test_a_path_comes_back_from_its_text(path: list[str]) -> None:
    assert path_of(path_text(path)) == tuple(path)


@given(plans.plans)
def test_the_fingerprint_does_not_depend_on_what_is_merely_counted(plan: Plan) -> None:
    note = Finding("PLAN012", Severity.WARNING, "a remark")
    counted = replace(plan, unchanged=plan.unchanged + 1, not_managed=7, cost=Cost(9, 9), seconds_at_limit=3)
    noted = replace(counted, findings=(*plan.findings, note), blueprint=replace(plan.blueprint, sha256="other"))
    assert fingerprint(noted) == fingerprint(plan)


def _other_portal(plan: Plan) -> Plan:
    return replace(plan, portal=replace(plan.portal, id=plan.portal.id + 1))


def _other_value(plan: Plan) -> Plan:
    first, *rest = plan.changes
    fields = (*first.fields, FieldDiff(("label",), "one", "two"))
    return replace(plan, changes=(replace(first, fields=fields), *rest))


def _other_action(plan: Plan) -> Plan:
    first, *rest = plan.changes
    action = Action.CREATE if first.action is not Action.CREATE else Action.RESTORE
    return replace(plan, changes=(replace(first, action=action), *rest))


def _without_the_first(plan: Plan) -> Plan:
    return replace(plan, changes=plan.changes[1:])


def _other_id(plan: Plan) -> Plan:
    return replace(plan, ids={**plan.ids, Key("pipeline", "deals/new"): "17"})


def _blocked(plan: Plan) -> Plan:
    return replace(plan, findings=(*plan.findings, Finding("PLAN002", Severity.ERROR, "blocked")))


@pytest.mark.parametrize("moved", [_other_portal, _other_value, _other_action, _without_the_first, _other_id, _blocked])
@given(plan=plans.plans)
@settings(max_examples=15)
def test_the_fingerprint_sees_what_a_plan_touches(moved: Callable[[Plan], Plan], plan: Plan) -> None:
    assume(plan.changes)
    assert fingerprint(moved(plan)) != fingerprint(plan)


@given(plans.plans)
@settings(max_examples=25)
def test_a_plan_edited_by_hand_is_refused(plan: Plan) -> None:
    document = to_document(signed(plan))
    document["ids"] = {**document["ids"], "pipeline:deals/new": "17"}
    with pytest.raises(Refused, match="changed after it was made"):
        from_document(document, version="0.1.0")


# The order


@st.composite
def waiting_changes(draw: st.DrawFn) -> list[Change]:
    """Changes that wait for earlier ones: what goes waits for anything, what comes for what comes."""
    found: list[Change] = []
    for key in draw(st.lists(plans.keys, unique=True, max_size=8)):
        action = draw(st.sampled_from(Action))
        before = [each.key for each in found if action is Action.ARCHIVE or each.action is not Action.ARCHIVE]
        waits = draw(st.lists(st.sampled_from(before), max_size=3, unique=True)) if before else []
        found.append(Change(action, key, (), waits_for=tuple(sorted(waits))))
    return draw(st.permutations(found))


@given(waiting_changes())
def test_the_order_respects_what_waits_for_what(changes: list[Change]) -> None:
    ordered, circles = order.sort(changes, KINDS)
    assert not circles
    assert sorted(change.key for change in ordered) == sorted(change.key for change in changes)
    place = {change.key: index for index, change in enumerate(ordered)}
    assert all(place[key] < place[change.key] for change in ordered for key in change.waits_for)


@given(waiting_changes())
def test_the_order_is_the_same_whatever_order_it_is_given(changes: list[Change]) -> None:
    assert order.sort(changes, KINDS) == order.sort(sorted(changes, key=lambda change: change.key), KINDS)


@given(waiting_changes())
def test_a_wave_never_waits_for_itself(changes: list[Change]) -> None:
    ordered, _ = order.sort(changes, KINDS)
    waves = order.waves(ordered, lambda change: change.key.object_type, lambda _: 3)
    done: set[Key] = set()
    for wave in waves:
        going = [change for unit in wave for change in unit.changes]
        assert all(set(change.waits_for) <= done for change in going)
        done |= {change.key for change in going}
    assert len(done) == len(changes)


def test_a_circle_is_named_and_the_rest_is_ordered() -> None:
    a, b, c = (Key("property", f"deals/{name}") for name in "abc")
    changes = [Change(Action.CREATE, a, (), waits_for=(b,)), Change(Action.CREATE, b, (), waits_for=(a,))]
    ordered, circles = order.sort([*changes, Change(Action.CREATE, c, ())], KINDS)
    assert [change.key for change in ordered] == [c]
    assert [finding.code for finding in circles] == ["PLAN009"]
    assert f"{a} -> {b}" in circles[0].message


# The difference


def desired_of(folder: Path, sections: dict[str, Any]) -> dict[Key, Resource]:
    blueprint, findings = load.load(str(blueprints.write_sections(folder, sections)), {})
    assert blueprint is not None, findings
    return dict(blueprint.resources)


def as_read(resource: Resource) -> Resource:
    """As a portal gives it back: a property always has options, if only none."""
    return replace(resource, spec={"options": {}, "options_order": Order(), **resource.spec})


def named(desired: Resource, live: Resource) -> dict[str, Any]:
    return kind_named(desired.key.kind).project(desired, live)


@given(plans.sections())
@settings(max_examples=25)
def test_a_blueprint_does_not_differ_from_itself(sections: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        resources = desired_of(Path(folder), sections)
    compared = diff.compare(resources, (), resources, {}, named, lambda *_: ())
    assert compared.changes == []
    assert compared.findings == []
    assert compared.unchanged == len(resources)


@given(plans.sections(), plans.sections())
@settings(max_examples=25)
def test_every_difference_is_told_once(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Each field that a change names was different, and nothing else in what both have is."""
    with TemporaryDirectory() as folder:
        wanted = desired_of(Path(folder), after)
        live = {key: as_read(each) for key, each in desired_of(Path(folder), before).items()}
    compared = diff.compare(wanted, (), live, {}, named, lambda *_: ())
    assert len({change.key for change in compared.changes}) == len(compared.changes)
    updated = {change.key: change for change in compared.changes if change.action is Action.UPDATE}
    for key in set(wanted) & set(live):
        fields = {each.path[0] for each in updated[key].fields} if key in updated else set()
        projected = named(wanted[key], live[key])
        assert fields == {name for name, value in wanted[key].spec.items() if value != projected[name]}


def test_options_that_have_nothing_in_common_are_told_one_by_one() -> None:
    key = Key("property", "deals/core_reason")
    old = {"a": {"label": "A"}, "b": {"label": "B"}}
    live = {key: Resource(key, {"options": old})}
    wanted = {key: Resource(key, {"options": {"c": {"label": "C"}}})}
    compared = diff.compare(wanted, (), live, {}, lambda _, live: live.spec, lambda *_: ())
    assert [(each.path, each.after) for each in compared.changes[0].fields] == [
        (("options", "c"), {"label": "C"}),
        (("options", "a"), None),
        (("options", "b"), None),
    ]


# Convergence


@given(st.lists(plans.sections(), min_size=2, max_size=4))
@settings(max_examples=12)
def test_blueprints_that_follow_one_another_converge(portal: Steered, story: list[dict[str, Any]]) -> None:
    portal.renew()
    with TemporaryDirectory() as folder:
        for sections in story:
            path = blueprints.write_sections(Path(folder), sections)
            run = running.apply(path, portal.target(), allow=tuple(HAZARDS))
            assert run.complete, [outcome.detail for outcome in run.outcomes if outcome.detail]
            again = running.plan(path, portal.target())
            assert not again.changes, to_document(again)["changes"]
            assert not again.blocked
