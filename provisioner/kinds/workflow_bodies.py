"""Workflow bodies inside a spec: as text with ids in words, and as the resource that a portal's workflow is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from provisioner.automation import canonical, compiler, marker, people, references
from provisioner.automation.parameters import Shape
from provisioner.automation.rules import Context, Rule
from provisioner.automation.templates import ALL
from provisioner.kinds import base
from provisioner.model.keys import Key, Order, Ref
from provisioner.model.portal import Json
from provisioner.model.resource import Resource


def packed(body: Json) -> str:
    """A symbolic body as one line of JSON; a reference is ``{"ref": "team:..."}``."""
    return json.dumps(_plain(body), ensure_ascii=False, sort_keys=True)


def _plain(node: Json) -> Json:
    if isinstance(node, Ref):
        return {"ref": str(node.key)}
    if isinstance(node, Mapping):
        return {name: _plain(each) for name, each in node.items()}
    return [_plain(each) for each in node] if isinstance(node, list | tuple) else node


def unpacked(text: str) -> Json:
    """The symbolic body of ``packed``, or of a canonical text."""
    return json.loads(text, object_hook=lambda node: Ref(Key.parse(node["ref"])) if set(node) == {"ref"} else node)


def fingerprint(body: Json) -> str:
    return canonical.sha256(body)[: marker.SPEC_DIGITS]


def uses(body: Json) -> dict[str, Ref]:
    """Everything that a body names: properties, pipelines and stages, people; each by its key in words."""
    named = [Key("property", f"{of}/{name}") for of, name in sorted(references.properties_used(body)) if of]
    return {str(key): Ref(key) for key in [*named, *references.keys(body)]}


def rule_fields(rule: Rule) -> dict[str, Any]:
    """A settled rule as fields of a spec; people in words, since one of them may become another sort of people."""
    own: dict[str, Any] = {"name": str(rule.title), "template": rule.template, "pipeline": Ref(rule.pipeline)}
    if rule.stage:
        own["stage"] = Ref(rule.stage)
    who = {each.name for each in ALL[rule.template].FIELDS if each.shape is Shape.PEOPLE}
    told = {name: people.words(value)["en"] for name, value in rule.parameters.items() if name in who}
    return own | {name: told.get(name) or _comparable(value) for name, value in rule.parameters.items()}


def _comparable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _comparable(each) for name, each in value.items()}
    return Order(str(each) for each in value) if isinstance(value, list | tuple) else value


Words = Mapping[references.IdWord, Key]
"""What the ids of a portal mean."""


def words(ids: base.Ids) -> Words:
    found: dict[references.IdWord, Key] = {}
    for key, id_ in ids.items():
        if key.kind == "pipeline":
            found[("pipeline" if key == key.whole else "stage", key.object_type, id_)] = key
        elif key.kind in ("owner", "user", "team"):
            found[(key.kind, "", id_)] = key
    return found


def key_of(raw: Json) -> Key:
    """The key that a workflow's mark names; nobody's workflow goes by ``@<id>``."""
    found = marker.read(raw.get("description"))
    return Key("workflow", found.key if found else f"@{raw['id']}")


def live_resource(raw: Json, names: Words) -> Resource:
    """A portal's workflow with ids in words, and its description without our mark, as the compiler would write it."""
    found = marker.read(raw.get("description"))
    body = references.symbolic(raw | {"description": found.rest if found else raw.get("description") or ""}, names)
    hexes = fingerprint(body)
    spec: dict[str, Any] = {
        "name": raw.get("name") or "",
        "on": bool(raw.get("isEnabled")),
        "uses": uses(body),
        "fingerprint": hexes,
        "body": canonical.canonical(body),
    }
    facts = {"raw": raw, "body": body, "edited": found is not None and found.spec != hexes}
    if found:
        facts["mark"] = found.key
    needs = tuple(ref.key for ref in spec["uses"].values())
    return Resource(key_of(raw), spec, spec["name"], id=str(raw["id"]), needs=needs, facts=facts)


def as_rule(live: Resource, desired: Resource) -> Resource:
    """The live workflow in the terms of the rule that wants it, as far as it can be read as one."""
    context: Context = desired.facts["context"]
    body = live.facts["body"]
    read = compiler.read(desired.key.address, desired.spec["template"], body, context)
    read = read or compiler.recognise(desired.key.address, body, context)
    told = rule_fields(read.rule) if read else {"template": marker.UNREADABLE}
    return replace(live, spec={**live.spec, **told})
