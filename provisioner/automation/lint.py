"""The lint of the section ``automation:``, before any portal is asked; AUTO001 to AUTO020."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.automation import calendars_by_pipeline, compiler, lint_effects, lint_modes, lint_values, section
from provisioner.automation.lint_effects import Working
from provisioner.automation.lint_values import Said, did_you_mean
from provisioner.automation.rules import Context, Rule
from provisioner.automation.templates import ALL
from provisioner.automation.templates.contract import Settleable
from provisioner.model.document import place_of
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key

CODES: Mapping[str, str] = {
    "AUTO001": "A rule has a template that does not exist.",
    "AUTO002": "A rule names no pipeline.",
    "AUTO003": "A rule names a pipeline that the blueprint does not have.",
    "AUTO004": "A template does not fit the object of the pipeline.",
    "AUTO005": "A rule names a stage that the pipeline does not have, or none where it needs one.",
    "AUTO006": "A rule has a parameter that its template does not know, or that says nothing here.",
    "AUTO007": "A parameter is missing or does not fit.",
    "AUTO008": "A threshold is outside reason.",
    "AUTO009": "A recipient is unknown or cannot be one.",
    "AUTO010": "The calendar cannot be used; its own finding says why.",
    "AUTO011": "Thresholds do not rise.",
    "AUTO012": "Two rules write the same property of the same records.",
    "AUTO013": "A rule, or several together, would take records in for ever.",
    "AUTO014": "Two rules do the same.",
    "AUTO015": "No day is given from which on records count.",
    "AUTO016": "An intensity or a calendar is given for a pipeline that the blueprint does not have.",
    "AUTO017": "A property has a writer whom the table of writers does not name, or in a hybrid several and no table.",
    "AUTO018": "The table of writers names a rule that is not there, or that does not write the property.",
    "AUTO019": "In a hybrid, two rules set the owner of records of one pipeline.",
    "AUTO020": "In a hybrid, rules of both ways of selling name the same people.",
}


def lint(document: Mapping[str, Any], language: str = "en") -> list[Finding]:
    """Everything that is wrong with the automation of a checked document; nothing where it has none."""
    if not document.get("automation"):
        return []
    hours, findings = calendars_by_pipeline.read(document)
    found = [*findings, *(_finding(document, key, each) for key, each in lint_modes.pipelines(document))]
    if hours is None:
        fix = "mend the calendar first: no rule can be compiled without one"
        found.append(_finding(document, "", Said("AUTO010", ("calendar",), "There is no calendar to work by.", fix)))
        return found
    try:
        context = section.context(document, hours.usual, language, hours.own)
    except ValueError:
        fix = "add go_live: 2026-11-01 under automation, or decision: made_on"
        message = "There is no day from which on records count, so every old record would be enrolled."
        return [*found, _finding(document, "", Said("AUTO015", (), message, fix))]
    return [*found, *_rules(document, context)]


def _rules(document: Mapping[str, Any], context: Context) -> Iterator[Finding]:
    working: list[Working] = []
    for rule in section.rules(document):
        said = list(check_rule(rule, context))
        yield from (_finding(document, rule.key, each) for each in said)
        if rule.enabled and all(each.warning for each in said):
            full = compiler.settle(rule, context)
            working.append(Working(full, compiler.flow(full, context)))
    for key, each in lint_effects.check(working, document["automation"].get("writers")):
        yield _finding(document, key, each)
    if len(working) == sum(rule.enabled for rule in section.rules(document)):
        for key, each in lint_modes.check(document, working):
            yield _finding(document, key, each)


def check_rule(rule: Rule, context: Context) -> Iterator[Said]:
    """What is wrong with one rule by itself."""
    template = ALL.get(rule.template)
    if template is None:
        message = f"There is no template {rule.template or '(none)'}."
        yield Said("AUTO001", ("template",), message, did_you_mean(rule.template, ALL))
        return
    placed = list(_place(rule, template, context))
    yield from placed
    if not any(each.code == "AUTO002" for each in placed):
        yield from lint_values.check(rule, template, context)
    if rule.template == "sla_ladder" and not any(name in rule.parameters for name in _RUNGS):
        yield Said("AUTO007", (), f"The rule {rule.key} has no rung.", f"add at least one of {', '.join(_RUNGS)}")


_RUNGS = ("due", "alert_after", "reassign_after", "escalate_after")


def _place(rule: Rule, template: Settleable, context: Context) -> Iterator[Said]:
    """Pipeline and stage."""
    known = [each.address for each in context.pipelines]
    if not rule.pipeline.address:
        message = f"The rule {rule.key} names no pipeline: it would reach every record."
        yield Said("AUTO002", (), message, f"add pipeline: {known[0] if known else 'deals/cc_sales'}")
        return
    if rule.pipeline not in context.pipelines:
        message = f"There is no pipeline {rule.pipeline.address}."
        yield Said("AUTO003", ("pipeline",), message, did_you_mean(rule.pipeline.address, known))
    elif rule.pipeline.object_type not in template.OBJECTS:
        message = f"{rule.template} is for {' or '.join(template.OBJECTS)}, not for {rule.pipeline.object_type}."
        yield Said("AUTO004", ("pipeline",), message, "choose a pipeline of that object")
    yield from _stage(rule, template, context)


def _stage(rule: Rule, template: Settleable, context: Context) -> Iterator[Said]:
    names = [each.name for each in context.stages(rule.pipeline)]
    if rule.stage is None:
        if template.STAGE == "required":
            fix = f"add stage: {' or '.join(names) or 'a stage of the pipeline'}"
            yield Said("AUTO005", (), f"The rule {rule.key} names no stage.", fix)
    elif template.STAGE == "none":
        yield Said("AUTO006", ("stage",), f"{rule.template} takes no stage.", "delete the line", True)
    elif rule.pipeline in context.pipelines and rule.stage.name not in names:
        message = f"{rule.pipeline.address} has no stage {rule.stage.name}."
        yield Said("AUTO005", ("stage",), message, did_you_mean(rule.stage.name, names))


_AT_THE_KEY = ("AUTO006", "AUTO016")
"""Codes about a key that should not be there, whatever it says."""


def _finding(document: Mapping[str, Any], key: str, said: Said) -> Finding:
    path = ("automation", *(("rules", key) if key else ()), *said.path)
    place = place_of(document, path, of_value=bool(said.path) and said.code not in _AT_THE_KEY)
    severity = Severity.INFO if said.info else Severity.WARNING if said.warning else Severity.ERROR
    return Finding(said.code, severity, said.message, place, Key("workflow", key) if key else None, said.fix)
