"""What the lint says about rules together: the same one twice, two writers, and rules that wake each other."""

from __future__ import annotations

from typing import Any

from provisioner.automation import effects, lint, lint_effects, section
from provisioner.automation.compiler import flow, settle
from provisioner.automation.lint_effects import Working
from provisioner.model.document import Marked
from provisioner.model.findings import Finding, Severity
from provisioner.model.resource import Place
from tests.automation import rule_sets
from tests.automation.linted import CC, LADDER, MISTAKES, changed, found


def test_a_rule_without_a_rung_is_no_ladder() -> None:
    document = changed(CC, LADDER)
    document["automation"]["rules"][LADDER] = {"template": "sla_ladder", "pipeline": "leads/cc_leads", "stage": "new"}
    assert [each.code for each in lint.lint(document)] == ["AUTO007"]


def test_the_same_rule_twice() -> None:
    document = changed(CC)
    document["automation"]["rules"]["again"] = document["automation"]["rules"][LADDER] | {"alert_after": "4bm"}
    (only,) = lint.lint(document)
    assert only.code == "AUTO014"
    assert only.message == "again does the same as cc_first_contact, with other thresholds or words at most."


def test_two_rules_that_write_one_property() -> None:
    document = changed(CC)
    rules = document["automation"]["rules"]
    rules["again"] = rules["cc_attempt_logged"] | {"signal": "hs_lead_call_count", "to": "connected"}
    codes = {(each.code, each.message) for each in lint.lint(document)}
    assert ("AUTO012", "again and cc_attempt_logged both write cc_attempt_count of leads/cc_leads.") in codes
    assert ("AUTO012", "again and cc_attempt_logged both write hs_pipeline_stage of leads/cc_leads.") in codes


def test_a_disabled_rule_collides_with_nobody() -> None:
    document = changed(CC)
    rules = document["automation"]["rules"]
    rules["again"] = rules[LADDER] | {"enabled": False}
    assert found(document) == []


def test_two_rules_that_wake_each_other() -> None:
    context = rule_sets.context(CC)
    one = section.rule("one", _logged("new", "attempting", "cc_attempt_count", "first_of_one"))
    two = section.rule("two", _logged("attempting", "new", "first_of_one", "cc_attempt_count"))
    working = [Working(full, flow(full, context)) for full in (settle(one, context), settle(two, context))]
    said = [(key, each.message) for key, each in lint_effects.check(working) if each.code == "AUTO013"]
    assert said == [("one", "one wakes two wakes one: they would never stop.")]


def _logged(stage: str, to: str, signal: str, counts: str) -> dict[str, Any]:
    written = {"template": "attempt_logged", "pipeline": "leads/cc_leads", "stage": stage, "to": to}
    return written | {"signal": signal, "count_property": counts, "first_property": f"x_{stage}"}


def test_what_the_rules_write_is_known_with_its_guard() -> None:
    context = rule_sets.context(CC)
    rules = {each.key: settle(each, context) for each in rule_sets.rules(CC)}
    assigned, ladder = (effects.writes(_flow(rules[key])) for key in ("cc_assign_new", LADDER))
    assert [(each.property, each.guard) for each in assigned] == [("hubspot_owner_id", frozenset({""}))]
    assert ("hubspot_owner_id", None) in [(each.property, each.guard) for each in ladder]
    opened = effects.writes(_flow(rules["cc_open_deal"]))
    assert opened == ()


def _flow(rule: Any) -> Any:
    return flow(rule, rule_sets.context(CC))


def test_a_finding_stands_where_the_mistake_is_written() -> None:
    document = _marked(rule_sets.document(CC))
    written = document["automation"]["rules"][LADDER]
    written.put("alert_after", "9h", ("rules.yaml", 41, 7), ("rules.yaml", 41, 20))
    (finding,) = (each for each in lint.lint(document) if each.code == "AUTO008")
    assert finding.place == Place("rules.yaml", 41, 20)
    assert str(finding.key) == "workflow:cc_first_contact"
    assert finding.severity is Severity.ERROR


def _marked(node: Any) -> Any:
    if isinstance(node, list):
        return [_marked(each) for each in node]
    if not isinstance(node, dict):
        return node
    made = Marked()
    for name, each in node.items():
        made.put(name, _marked(each), ("rules.yaml", 1, 1))
    return made


def test_every_code_is_described_and_used() -> None:
    said = {code for each in MISTAKES for code in [each.values[1][0]]} | {"AUTO010", "AUTO012", "AUTO014"}
    assert {code for code in said if code.startswith("AUTO")} == set(lint.CODES)


def test_a_blueprint_without_automation_has_nothing_to_say() -> None:
    findings: list[Finding] = lint.lint({"blueprint": "x"})
    assert findings == []
