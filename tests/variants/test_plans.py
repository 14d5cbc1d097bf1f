"""Variants against a portal: which is chosen, what is told, what is read, and that the choice stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from provisioner import api
from provisioner.model.errors import Forbidden, InvalidInput, Refused
from provisioner.model.findings import Finding, Severity
from provisioner.model.plan import Plan
from provisioner.reports import plan_html, plan_markdown, plan_text
from tests.support import blueprints, running
from tests.support.portals import Steered

SHIPPED = Path(__file__).parents[2] / "blueprints"
BODY = """
property_groups:
  leads:
    core_sales: {label: {en: Sales core, he: ליבה}}
properties:
  leads:
    core_size: {label: {en: Size, he: גודל}, group: core_sales, type: number, field_type: number}
pipelines:
  deals:
    quick:
      label: {en: Quick, he: מהיר}
      stages: &stages
        offer: {label: {en: Offer, he: הצעה}, probability: 0.4}
        won: {label: {en: Won, he: נסגר}, probability: 1}
        lost: {label: {en: Lost, he: אבד}, probability: 0}
    slow: {label: {en: Slow, he: איטי}, stages: *stages}
"""
VARIANTS = """
variants:
  on_contacts:
    when: no_leads_object
    title: {en: Contacts are the queue, he: אנשי קשר}
    loses: {en: the size on leads., he: הגודל.}
    without: [property_groups/leads, properties/leads]
    with:
      property_groups:
        contacts:
          core_sales: {label: {en: Sales core, he: ליבה}}
      properties:
        contacts:
          core_size: {label: {en: Size, he: גודל}, group: core_sales, type: number, field_type: number}
  one_lane:
    when: few_deal_pipelines
    title: {en: One pipeline, he: פייפליין אחד}
    loses: {en: the slow pipeline., he: האיטי.}
    without: [pipelines/deals/slow]
  no_labels:
    when: no_association_labels
    title: {en: No labels, he: בלי תוויות}
    loses: {en: the labels., he: התוויות.}
    with:
      properties:
        deals:
          core_role: {label: {en: Role, he: תפקיד}, group: dealinformation, type: string, field_type: text}
"""


@pytest.fixture
def blueprint(tmp_path: Path) -> Path:
    return blueprints.write(tmp_path, BODY + VARIANTS)


def keys(plan: Plan) -> set[str]:
    return {str(change.key) for change in plan.changes}


def coded(plan: Plan, code: str) -> list[Finding]:
    return [each for each in plan.findings if each.code == code]


# What is chosen


def test_a_portal_that_lacks_nothing_gets_the_blueprint_as_written(portal: Steered, blueprint: Path) -> None:
    plan = running.plan(blueprint, portal.target())
    assert plan.blueprint.variants == {}
    assert {"property:leads/core_size", "pipeline:deals/slow"} <= keys(plan)
    assert not [each for each in plan.findings if each.code.startswith("PLAN02")]


def test_a_portal_without_leads_gets_the_variant(portal: Steered, blueprint: Path) -> None:
    portal.settings(leads_enabled=False)
    plan = running.plan(blueprint, portal.target())
    assert plan.blueprint.variants == {"on_contacts": "no_leads_object"}
    assert {"property:contacts/core_size", "pipeline:deals/slow"} <= keys(plan)
    assert not [key for key in keys(plan) if ":leads/" in key]
    (finding,) = coded(plan, "PLAN021")
    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "variant on_contacts stands in, since the portal has no leads object: Contacts are the queue."
        " Lost by it: the size on leads."
    )
    line = blueprint.read_text("utf-8").splitlines().index("  on_contacts:") + 1
    assert str(finding.place) == f"{blueprint}:{line}:3"
    assert not [line for line in portal.lines() if "/leads" in line]


def test_few_pipelines_are_counted_against_those_that_are_missing(portal: Steered, blueprint: Path) -> None:
    portal.settings(pipeline_limits={"deals": 1})
    plan = running.plan(blueprint, portal.target())
    assert plan.blueprint.variants == {"one_lane": "few_deal_pipelines"}
    assert "pipeline:deals/quick" in keys(plan)
    assert "pipeline:deals/slow" not in keys(plan)
    portal.settings(pipeline_limits={"deals": 2})
    assert running.plan(blueprint, portal.target()).blueprint.variants == {}
    assert running.apply(blueprint, portal.target()).complete
    # Both are there now, and nothing is free: that is no reason to give one up.
    assert running.plan(blueprint, portal.target()).blueprint.variants == {}


def test_an_adopted_pipeline_needs_no_room(portal: Steered, blueprint: Path) -> None:
    portal.settings(pipeline_limits={"deals": 1})
    target = portal.target(ids={"pipeline:deals/slow": "default"})
    assert running.plan(blueprint, target).blueprint.variants == {}


def test_a_variant_that_does_not_help_enough_blocks(portal: Steered, blueprint: Path) -> None:
    portal.settings(pipeline_limits={"deals": 1})
    stranger = {"label": "Other", "displayOrder": 1, "stages": [{"label": "Open", "displayOrder": 0}]}
    stranger["stages"][0]["metadata"] = {"probability": "0.5"}
    assert portal.call("POST", "/crm/pipelines/2026-09/deals", stranger)[0] == 201
    plan = running.plan(blueprint, portal.target())
    (finding,) = coded(plan, "PLAN024")
    assert "room for 0 more deal pipelines, and the blueprint makes 1, variants included: quick" in finding.message
    assert 'adopt "Sales Pipeline", which is there, with `ids: {"pipeline:deals/quick": "default"}`' in finding.fix
    assert "deal type" not in finding.fix
    assert plan.blocked == (finding,)


def test_a_hybrid_with_one_free_deal_pipeline_is_told_the_ways_and_takes_the_first(portal: Steered) -> None:
    portal.settings(pipeline_limits={"deals": 1})
    hybrid = SHIPPED / "hybrid.yaml"
    (finding,) = coded(running.plan(hybrid, portal.target()), "PLAN024")
    assert "room for 1 more deal pipeline, and the blueprint makes 2" in finding.message
    assert "cc_sales" in finding.message
    assert "mark the others by HubSpot's deal type, with a view for each; lost by that: stages" in finding.fix
    assert '`ids: {"pipeline:deals/cc_sales": "default"}`' in finding.fix
    adopted = running.plan(hybrid, portal.target(ids={"pipeline:deals/cc_sales": "default"}))
    assert not coded(adopted, "PLAN024")
    assert "deal_type_for_growth" in adopted.blueprint.variants


def test_labels_that_the_product_lacks(portal: Steered, blueprint: Path) -> None:
    portal.settings(association_labels_enabled=False)
    plan = running.plan(blueprint, portal.target())
    assert plan.blueprint.variants == {"no_labels": "no_association_labels"}
    assert "property:deals/core_role" in keys(plan)


def test_all_of_them_at_once_and_again(portal: Steered, blueprint: Path) -> None:
    portal.settings(leads_enabled=False, pipeline_limits={"deals": 1}, association_labels_enabled=False)
    plan = running.plan(blueprint, portal.target())
    assert len(plan.blueprint.variants) == 3
    assert running.apply(blueprint, portal.target()).complete
    again = running.plan(blueprint, portal.target())
    assert (again.changes, again.blueprint.variants) == ((), plan.blueprint.variants)


def test_an_account_that_grew_gets_the_blueprint_as_written(portal: Steered, blueprint: Path) -> None:
    """The contacts' property stays: silence never deletes."""
    portal.settings(leads_enabled=False)
    assert running.apply(blueprint, portal.target()).complete
    portal.settings(leads_enabled=True)
    plan = running.plan(blueprint, portal.target())
    assert keys(plan) == {"property_group:leads/core_sales", "property:leads/core_size"}
    assert plan.not_managed > 0


# How it is told


def test_the_header_tells_the_variant_in_every_format(portal: Steered, blueprint: Path) -> None:
    portal.settings(leads_enabled=False)
    plan = running.plan(blueprint, portal.target())
    line = "Variant on_contacts: the portal has no leads object"
    assert f"mode call_center\n{line}\n" in plan_text.render(plan, command="x")
    assert line in plan_markdown.render(plan, command="x")
    assert line in plan_html.render(plan, command="x")
    assert plan.blueprint.sha256 == running.plan(blueprint, replace(portal.target())).blueprint.sha256


def test_the_plan_is_the_same_each_time(portal: Steered, blueprint: Path, tmp_path: Path) -> None:
    portal.settings(leads_enabled=False)
    texts = []
    for name in ("a.json", "b.json"):
        api.save(running.plan(blueprint, portal.target()), tmp_path / name)
        texts.append((tmp_path / name).read_text("utf-8"))
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["blueprint"]["variants"] == {"on_contacts": "no_leads_object"}


def test_a_saved_plan_does_not_choose_again(portal: Steered, blueprint: Path, tmp_path: Path) -> None:
    portal.settings(leads_enabled=False)
    plan = running.plan(blueprint, portal.target())
    api.save(plan, tmp_path / "plan.json")
    portal.settings(leads_enabled=True)
    portal.forget_requests()
    saved = api.saved_plan(tmp_path / "plan.json")
    assert saved.blueprint.variants == plan.blueprint.variants
    with api.resumed(saved, portal.target(), folder=tmp_path, patience=running.HASTY) as prepared:
        api.permit(prepared, allow=(), approve=None)
        assert api.carry_out(prepared, pause=0.01).complete
    assert not [line for line in portal.lines() if "object-library" in line or "/leads" in line]


# What is asked


def facts(portal: Steered) -> list[str]:
    return [line for line in portal.lines() if "object-library" in line or "/limits/" in line]


def test_without_variants_nothing_is_asked(portal: Steered, tmp_path: Path) -> None:
    running.plan(blueprints.write(tmp_path, BODY), portal.target())
    assert facts(portal) == []


@pytest.mark.parametrize("leads", [True, False])
def test_each_list_is_read_once_and_announced(portal: Steered, blueprint: Path, leads: bool) -> None:
    portal.settings(leads_enabled=leads)
    plan = running.plan(blueprint, portal.target())
    assert len(facts(portal)) == 3
    assert len(portal.lines()) == len(set(portal.lines())) <= plan.cost.reads
    portal.forget_requests()
    assert running.apply(blueprint, portal.target()).complete
    writes = len(portal.writes())
    assert (len(portal.lines()) - writes, writes) == (plan.cost.reads, plan.cost.writes)


def test_what_is_needed_in_any_case_is_read_beside_the_facts(portal: Steered, blueprint: Path) -> None:
    """Lists that hang on no answer do not wait for it: only leads, and archives, come afterwards."""
    running.apply(blueprint, portal.target())
    portal.forget_requests()
    portal.fault("slow", method="GET", path="object-library", seconds=0.4)
    running.plan(blueprint, portal.target())
    lines = portal.lines()
    late = lines[lines.index("GET /crm/v3/object-library/enablement") + 1 :]
    assert late
    assert all("/leads" in line for line in late)


# What the portal does not tell


def test_a_key_without_records_is_warned_and_gets_the_blueprint_as_written(portal: Steered, blueprint: Path) -> None:
    for path in ("object-library", "/limits/.*pipelines", "pipelines/2026-09/leads", "associations/labels"):
        body = {"message": "no", "errors": [{"message": "no", "context": {"requiredGranularScopes": ["x.read"]}}]}
        portal.fault("status", method="GET", path=path, status=403, body=body)
    plan = running.plan(blueprint, portal.target())
    told = coded(plan, "PLAN022")
    assert [each.severity for each in told] == [Severity.WARNING] * 3
    assert told[0].message.startswith("the portal does not tell whether it has the leads object; without on_contacts")
    assert plan.blueprint.variants == {}
    portal.forget_faults()


def test_leads_without_a_variant_are_a_finding_that_says_what_to_do(portal: Steered, tmp_path: Path) -> None:
    path = blueprints.write(tmp_path, BODY)
    portal.settings(leads_enabled=False)
    plans = [running.plan(path, portal.target()) for _ in range(3)]
    plan = plans[0]
    (finding,) = plan.blocked
    line = path.read_text("utf-8").splitlines().index("properties:") + 2
    assert (finding.code, str(finding.place)) == ("PLAN023", f"{path}:{line}:3")
    assert "has no leads object" in finding.message
    assert "variant for no_leads_object" in finding.fix
    assert keys(plan) == {"pipeline:deals/quick", "pipeline:deals/slow"}
    assert {each.cost.reads for each in plans} == {plan.cost.reads}
    with pytest.raises(Refused):
        running.apply(path, portal.target())
    assert portal.writes() == []


def test_the_shipped_centre_without_its_variants_says_so_too(portal: Steered, tmp_path: Path) -> None:
    portal.settings(leads_enabled=False)
    for source in (SHIPPED / "shared").iterdir():
        (tmp_path / "shared").mkdir(exist_ok=True)
        (tmp_path / "shared" / source.name).write_text(source.read_text("utf-8"), "utf-8")
    text = (SHIPPED / "call_center.yaml").read_text("utf-8").replace("  - shared/cc_variants.yaml\n", "")
    (tmp_path / "b.yaml").write_text(text, "utf-8")
    assert [each.code for each in running.plan(tmp_path / "b.yaml", portal.target()).blocked] == ["PLAN023"]


def test_a_missing_scope_stays_a_missing_scope(portal: Steered, tmp_path: Path) -> None:
    """The account has leads, and the key may not read them."""
    names = ("deals", "contacts", "companies")
    scopes = [f"crm.{kind}.{name}.read" for kind in ("schemas", "objects") for name in names]
    portal.settings(tokens={portal.token: scopes})
    with pytest.raises(Forbidden):
        running.plan(blueprints.write(tmp_path, BODY), portal.target())


# The shipped ones


@pytest.mark.parametrize(
    ("lacking", "language"),
    [("leads", "en"), ("pipelines", "he"), ("labels", "both"), ("all", "en"), ("all", "he"), ("all", "both")],
)
@pytest.mark.parametrize("name", ["call_center", "b2b", "hybrid"])
def test_a_shipped_blueprint_fits_a_smaller_account(portal: Steered, name: str, lacking: str, language: str) -> None:
    room = {"call_center": 1, "b2b": 1, "hybrid": 2}[name]
    lacks: dict[str, dict[str, Any]] = {
        "leads": {"leads_enabled": False},
        "pipelines": {"pipeline_limits": {"deals": room, "leads": 100}},
        "labels": {"association_labels_enabled": False},
    }
    changes = lacks.get(lacking) or {key: value for each in lacks.values() for key, value in each.items()}
    portal.settings(**changes)
    portal.control("POST", "reset", {"keep_defaults": True})
    target = portal.target(parameters={"label_language": language})
    plan = running.plan(SHIPPED / f"{name}.yaml", target)
    assert not plan.blocked
    portal.forget_requests()
    assert running.apply(SHIPPED / f"{name}.yaml", target).complete
    writes = len(portal.writes())
    assert (len(portal.lines()) - writes, writes) == (plan.cost.reads, plan.cost.writes)
    again = running.plan(SHIPPED / f"{name}.yaml", target)
    assert (again.changes, again.blueprint.variants) == ((), plan.blueprint.variants)


@pytest.fixture(autouse=True)
def settings_of_a_new_portal(portal: Steered) -> Iterator[None]:
    """Whatever a test switched off is on again for the next."""
    yield
    portal.renew()


def test_variants_that_do_not_fit_together_are_refused(portal: Steered, tmp_path: Path) -> None:
    """What validate would have said: the plan reads no further."""
    broken = VARIANTS.replace("without: [pipelines/deals/slow]", "without: [pipelines/deals/quick/stages/won]")
    path = blueprints.write(tmp_path, BODY + broken)
    portal.settings(pipeline_limits={"deals": 1})
    with pytest.raises(InvalidInput) as raised:
        running.plan(path, portal.target())
    assert "with one_lane" in str(raised.value)
    assert raised.value.findings
