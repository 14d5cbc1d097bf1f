"""Rules on automation: the lint of its section, and the dose of workflows, ours and those that a portal runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from provisioner.automation import calendars_by_pipeline, compiler, doses, lint, section
from provisioner.automation.doses import JudgedFlow, Override, Policy
from provisioner.automation.rules import Compiled
from provisioner.model.blueprint import text
from provisioner.model.document import place_of
from provisioner.model.findings import Finding, Severity, has_errors
from provisioner.model.keys import Key, Ref
from provisioner.model.resource import Resource
from provisioner.rules import automation_modes

SECTION = "automation"


def of_blueprint(document: Mapping[str, Any], language: str, today: date) -> list[Finding]:
    """What the automation of a checked document gets wrong, before any portal is asked."""
    found = lint.lint(document)
    if has_errors(found):
        return found
    policy = _policy(document, language, today, {})
    judged = doses.judge(list(_ours(document)), policy)
    refused = {finding.key for finding in judged if finding.severity is Severity.ERROR}
    return [*found, *judged, *automation_modes.of_rules(document, policy.mode_of, refused)]


def of_portal(
    document: Mapping[str, Any], live: Mapping[Key, Resource], ids: Mapping[Key, str], language: str, today: date
) -> list[Finding]:
    """What the workflows of others do to the blueprint's pipelines, beside what ours do."""
    policy = _policy(document, language, today, ids)
    ours = list(_ours(document))
    known = {finding.message for finding in doses.judge(ours, policy)}
    foreign = list(_foreign(live, {flow.key for flow in ours}))
    judged = [finding for finding in doses.judge([*ours, *foreign], policy) if finding.message not in known]
    return [*_copies(document, live), *judged]


def _copies(document: Mapping[str, Any], live: Mapping[Key, Resource]) -> Iterator[Finding]:
    """A second workflow with the mark of a rule, as cloning one in HubSpot makes it."""
    for key, copy in live.items():
        original = live.get(Key("workflow", str(copy.facts.get("mark"))))
        if key.kind == "workflow" and original is not None and original.key != key:
            message = (
                f'two workflows bear the mark of {original.key}: "{original.title}" (id {original.id}) is kept, '
                f'"{copy.title}" (id {copy.id}) is left alone'
            )
            fix = "delete the copy in HubSpot, or take the mark out of its description"
            place = place_of(document, (SECTION, "rules", original.key.address))
            yield Finding("PLAN015", Severity.WARNING, message, place, original.key, fix)


def _ours(document: Mapping[str, Any]) -> Iterator[JudgedFlow]:
    context = section.compiled_with(document)
    if context is None:
        return
    for made in compiler.compile_all(section.rules(document), context):
        if isinstance(made, Compiled):
            yield JudgedFlow(made.key, made.body, made.object_type, place=made.rule.place)


def _foreign(live: Mapping[Key, Resource], ours: set[Key | str]) -> Iterator[JudgedFlow]:
    for key, resource in live.items():
        if key.kind == "workflow" and key not in ours:
            raw = resource.facts["raw"]
            body = resource.facts["body"]
            yield JudgedFlow(
                resource.title or f"workflow {resource.id}",
                body,
                str(raw["objectTypeId"]),
                bool(raw["isEnabled"]),
                foreign=True,
            )


def _policy(document: Mapping[str, Any], language: str, today: date, ids: Mapping[Key, str]) -> Policy:
    written = document.get(SECTION, {})
    mode = str(document["mode"])
    pipelines = list(section.pipelines(document))
    hours, _ = calendars_by_pipeline.read(document)
    return Policy(
        mode,
        doses.intensities(written.get("intensity"), mode, {each.key: "" for each in pipelines}),
        today,
        _override(written.get("dose_override")),
        {Ref(each.key.part(stage.name)): stage.state for each in pipelines for stage in each.stages if stage.state},
        {key: id_ for key, id_ in ids.items() if key.kind == "pipeline"},
        calendar=hours.usual if hours else None,
        calendars=hours.own if hours else {},
        builtin=dict(written.get("builtin", {})),
        single=frozenset(_single(document)),
        shared=frozenset(_shared(written.get("writers", {}))),
        place=place_of(document, (SECTION, "intensity")),
        language="he" if language == "he" else "en",
    )


def _shared(writers: Mapping[str, Any]) -> Iterator[tuple[str, str, Key]]:
    """The properties that several rules write knowingly, each with each of these rules."""
    for name, rules in writers.items():
        object_type, _, property_name = name.partition("/")
        yield from ((object_type, property_name, Key("workflow", rule)) for rule in rules)


def _single(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The enumerations of the blueprint that hold one value at a time."""
    for object_type, named in document.get("properties", {}).items():
        for name, fields in named.items():
            if fields.get("type") == "enumeration" and fields.get("field_type") in ("select", "radio"):
                yield object_type, name


def _override(written: Mapping[str, Any] | None) -> Override | None:
    if written is None:
        return None
    review_by = date.fromisoformat(str(written["review_by"]))
    return Override(text(written["reason"], "en"), str(written["owner"]), review_by)
