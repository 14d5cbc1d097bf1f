"""Variants in a blueprint: how they are written, merged, left out and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner.blueprint import load, variants
from provisioner.model.document import Marked, way_to
from provisioner.model.findings import Severity
from tests.blueprint.marked import unmarked
from tests.support import blueprints

BODY = """
property_groups:
  deals:
    core: {label: {en: Core, he: ליבה}}
properties:
  deals:
    core_a: {label: {en: A, he: א}, group: core, type: string, field_type: text}
    core_b: {label: {en: B, he: ב}, group: core, type: string, field_type: text}
pipelines:
  deals:
    sales:
      label: {en: Sales, he: מכירות}
      stages:
        offer: {label: {en: Offer, he: הצעה}, probability: 0.4}
        won: {label: {en: Won, he: נסגר}, probability: 1}
        lost: {label: {en: Lost, he: אבד}, probability: 0}
"""


def variant(name: str = "v", when: str = "no_leads_object", **more: str) -> str:
    rest = "".join(f"    {key}: {value}\n" for key, value in more.items())
    return f"  {name}:\n    when: {when}\n    title: {{en: T, he: כ}}\n    loses: {{en: L, he: ל}}\n{rest}"


def read(tmp_path: Path, *told: str, body: str = BODY) -> tuple[Any, tuple[Any, ...]]:
    path = blueprints.write(tmp_path, body + "variants:\n" + "".join(told))
    found = load.read(str(path))
    return found.document, found.findings


def applied(document: Any, *holding: str) -> Marked:
    return variants.applied(document, holding, "b.yaml")[0]


def test_what_is_left_out_and_what_comes_in(tmp_path: Path) -> None:
    new = "{properties: {deals: {core_c: {label: C, group: core, type: string, field_type: text}}}}"
    document, findings = read(tmp_path, variant(without="[properties/deals/core_a]", **{"with": new}))
    assert findings == ()
    result = applied(document, "no_leads_object")
    assert list(result["properties"]["deals"]) == ["core_b", "core_c"]
    assert "variants" not in result
    assert list(document["properties"]["deals"]) == ["core_a", "core_b"]
    assert applied(document, "few_deal_pipelines")["properties"] == document["properties"]


def test_a_name_may_be_replaced(tmp_path: Path) -> None:
    """Left out and brought in under the same name: first everything goes, then all comes."""
    new = (
        "{properties: {deals: {core_a: {label: {en: Other, he: אחר}, group: core, type: number, field_type: number}}}}"
    )
    document, findings = read(
        tmp_path,
        variant("a", **{"with": new}),
        variant("b", without="[properties/deals/core_a]"),
    )
    assert findings == ()
    assert applied(document, "no_leads_object")["properties"]["deals"]["core_a"]["type"] == "number"


def test_a_name_that_then_stands_twice_is_an_error(tmp_path: Path) -> None:
    new = "{properties: {deals: {core_a: {label: X, group: core, type: string, field_type: text}}}}"
    _, findings = read(tmp_path, variant(**{"with": new}))
    (finding,) = findings
    assert (finding.code, finding.severity) == ("IMPORT004", Severity.ERROR)
    assert finding.message.startswith("With v: properties.deals.core_a is defined twice, first at ")


def test_what_no_longer_fits_is_told_where_it_stands(tmp_path: Path) -> None:
    _, findings = read(tmp_path, variant(without="[property_groups/deals]"))
    assert {each.code for each in findings} == {"REF001"}
    assert {(each.place.line, each.message.partition(":")[0]) for each in findings} == {(13, "With v"), (14, "With v")}


def test_sets_are_checked_together_and_told_for_the_smallest(tmp_path: Path) -> None:
    """Each alone is well; both leave the properties without a group that anybody defines."""
    new = "{property_groups: {deals: {core: {label: {en: C, he: ל}}}}}"
    _, findings = read(
        tmp_path,
        variant("a", "no_leads_object", without="[property_groups/deals]", **{"with": new}),
        variant("b", "few_deal_pipelines", without="[pipelines/deals/sales/stages/won]"),
        variant("c", "no_association_labels", without="[pipelines/deals/sales/stages/lost]"),
    )
    told = {each.message.partition(":")[0] for each in findings}
    assert told == {"With b", "With c"}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("  v: {⟦when: no_money, title: T, loses: L, without: [properties/deals]}\n", "SCHEMA004"),
        ("  ⟦v: {when: no_leads_object, title: T, without: [pipelines/deals/sales]}\n", "SCHEMA002"),
        ("  v: {when: no_leads_object, title: T, loses: L, with: {⟦mode: b2b}}\n", "SCHEMA001"),
        ("  v: {when: no_leads_object, title: T, loses: L, with: {⟦variants: {}}}\n", "SCHEMA001"),
        ("  v: {when: no_leads_object, title: T, loses: L, ⟦without: all}\n", "SCHEMA003"),
        ("  v: {when: no_leads_object, title: T, loses: L, without: [⟦properties/deals/core_x]}\n", "VARIANT001"),
        ("  ⟦v: {when: no_leads_object, title: T, loses: L}\n", "VARIANT002"),
    ],
)
def test_mistakes_are_placed(tmp_path: Path, told: str, code: str) -> None:
    case = unmarked(blueprints.text_of(BODY) + "variants:\n" + told)
    path = tmp_path / "b.yaml"
    path.write_text(case.text, "utf-8")
    found = [(each.code, each.place.line) for each in load.read(str(path)).findings if each.place]
    assert (code, case.line) in found


def test_a_near_miss_is_named(tmp_path: Path) -> None:
    _, findings = read(tmp_path, variant(without="[properties/deals/core_aa]"))
    assert "core_a" in findings[0].fix


def test_fragments_bring_variants_and_one_name_stands_once(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text("variants:\n" + variant("a", without="[properties/deals/core_a]"), "utf-8")
    body = "imports: [more.yaml]\n" + BODY
    document, findings = read(tmp_path, variant("b", without="[properties/deals/core_b]"), body=body)
    assert findings == ()
    assert list(document["variants"]) == ["a", "b"]
    _, findings = read(tmp_path, variant("a", without="[properties/deals/core_b]"), body=body)
    assert [each.code for each in findings] == ["IMPORT004"]


def test_parameters_work_in_variants(tmp_path: Path) -> None:
    body = BODY.replace("\nproperty_groups", "\n  size: {type: string, default: Big}\nproperty_groups", 1)
    new = "{properties: {deals: {core_c: {label: '${size}', group: core, type: string, field_type: text}}}}"
    document, findings = read(tmp_path, variant(**{"with": new}), body=body)
    assert findings == ()
    assert applied(document, "no_leads_object")["properties"]["deals"]["core_c"]["label"] == "Big"


def test_paths_go_by_keys_also_by_those_with_a_slash() -> None:
    document = {"automation": {"intensity": {"leads/cc_leads": "aggressive"}, "rules": {"a": {"x": 1}}}}
    assert way_to(document, "automation/intensity/leads/cc_leads") == ("automation", "intensity", "leads/cc_leads")
    assert way_to(document, "automation/rules/a") == ("automation", "rules", "a")
    assert way_to(document, "automation/rules/a/x/y") is None
    assert way_to(document, "automation/rule") is None
    assert way_to(document, "") is None


def test_outcomes_are_every_set_of_conditions_the_smallest_first() -> None:
    document = {"variants": {name: {"when": name} for name in ("no_association_labels", "no_leads_object")}}
    assert list(variants.outcomes(document)) == [
        ("no_leads_object",),
        ("no_association_labels",),
        ("no_leads_object", "no_association_labels"),
    ]
    assert variants.asked({}) == ()
