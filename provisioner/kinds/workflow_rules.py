"""What a blueprint wants of workflows: its rules compiled, and the steps for a person that go with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from provisioner.automation import builtin, compiler, marker, section
from provisioner.automation.rules import Compiled, Context
from provisioner.automation.templates import MANUAL
from provisioner.kinds import workflow_bodies
from provisioner.model.findings import ManualStep
from provisioner.model.resource import Resource

SECTION = "automation"


def desired(document: Any, language: str) -> Iterator[Resource]:
    """A resource for every rule that becomes a workflow. The lint has passed; ValueError where it has not."""
    context = _context(document, language)
    activate = bool(document[SECTION].get("activate"))
    for made in compiler.compile_all(section.rules(document), context):
        if isinstance(made, Compiled):
            yield _resource(made, context, activate=activate)


def _context(document: Any, language: str) -> Context:
    found = section.compiled_with(document, language)
    if found is None:
        raise ValueError("the calendar is not valid, which the lint has said before")
    return found


def _resource(made: Compiled, context: Context, *, activate: bool) -> Resource:
    uses = workflow_bodies.uses(made.body)
    spec = workflow_bodies.rule_fields(made.rule) | {
        "uses": uses,
        "fingerprint": made.spec[: marker.SPEC_DIGITS],
        "body": workflow_bodies.packed(made.body),
    }
    if activate:
        spec["on"] = True
    needs = tuple(ref.key for ref in uses.values())
    return Resource(
        made.key, spec, made.name, made.rule.place, needs=needs, facts={"context": context, "compiled": made}
    )


def standing_steps(document: Any, language: str) -> Iterator[ManualStep]:
    """What a person clicks: rules that HubSpot has no workflow for, and settings that would clash with the rules."""
    context = _context(document, language)
    rules = section.rules(document)
    yield from builtin.steps(document[SECTION].get("builtin", {}), rules, context)
    for made in compiler.compile_all([rule for rule in rules if rule.template in MANUAL], context):
        if isinstance(made, ManualStep):
            yield made
