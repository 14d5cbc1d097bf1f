"""Inputs of every size, the same content for each program: ``python benchmarks/inputs.py FOLDER COUNT``.

Runs as a process of its own, so that the process that measures stays small: a child is charged with the memory that
its parent had when it was started.
"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from provisioner.gateway.paths import path_of

OBJECTS = "deals contacts companies tickets leads products line_items quotes orders services".split()
PER_OBJECT = 1_000
OPTIONS = ("north", "east", "south", "west")
HUBSPOT_DEFINED = 100
"""Properties of an object that come with the portal and that no blueprint names."""

MARGIN = " " * 4


def names(count: int) -> Iterator[tuple[str, str, bool]]:
    """(object type, name, has options) of each property; one in five is a list to choose from."""
    for number in range(count):
        yield OBJECTS[number // PER_OBJECT], f"bench_{number:05}", number % 5 == 0


def blueprint(count: int, ill: int = 0) -> Iterator[str]:
    """A blueprint of ``count`` properties; every ``ill``-th of them has a type that does not exist."""
    yield "blueprint: bench\nversion: 1.0.0\nmode: b2b\ntitle: {en: Bench, he: ספסל}\n"
    yield 'decision: {made_on: "2026-11-01", by: the bench, why: Something must be planned.}\nproperty_groups:\n'
    for each in dict.fromkeys(object_type for object_type, _, _ in names(count)):
        yield f"  {each}:\n    bench: {{label: {{en: Bench, he: ספסל}}}}\n"
    yield "properties:\n"
    previous = ""
    for number, (object_type, name, has_options) in enumerate(names(count)):
        if object_type != previous:
            yield f"  {object_type}:\n"
            previous = object_type
        kind = "enumeration" if has_options else "string"
        wrong = "strnig" if ill and number % ill == 0 else kind
        yield f"{MARGIN}{name}:\n"
        yield f"{MARGIN}  label: {{en: Field {number}, he: שדה {number}}}\n"
        yield f"{MARGIN}  group: bench\n{MARGIN}  type: {wrong}\n"
        yield f"{MARGIN}  field_type: {'select' if has_options else 'text'}\n"
        yield f"{MARGIN}  description: {{en: What field {number} holds, he: מה יש בשדה {number}}}\n"
        if has_options:
            yield f"{MARGIN}  options:\n"
            for option in OPTIONS:
                yield f"{MARGIN}    {option}: {{en: {option.title()} {number}, he: אפשרות {number} {option}}}\n"


def terraform(count: int) -> Iterator[str]:
    """The same content as resources of the provider that is built into Terraform, so that nothing is fetched."""
    for name, fields in _inputs(count):
        yield f'resource "terraform_data" "{name}" {{\n  input = {_written(fields)}\n}}\n'


def terraform_state(count: int) -> str:
    """The state file after all of it was applied; applying it would take Terraform a minute."""
    resources = [
        {
            "mode": "managed",
            "type": "terraform_data",
            "name": name,
            "provider": 'provider["terraform.io/builtin/terraform"]',
            "instances": [{"schema_version": 0, "attributes": _attributes(number, fields)}],
        }
        for number, (name, fields) in enumerate(_inputs(count))
    ]
    head = {"version": 4, "terraform_version": "1.0.0", "serial": 1, "lineage": str(uuid.UUID(int=1)), "outputs": {}}
    return json.dumps(head | {"resources": resources})


def _inputs(count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, (object_type, name, has_options) in enumerate(names(count)):
        fields: dict[str, Any] = {
            "object": object_type,
            "label": {"en": f"Field {number}", "he": f"שדה {number}"},
            "group": "bench",
            "type": "enumeration" if has_options else "string",
            "field_type": "select" if has_options else "text",
            "description": {"en": f"What field {number} holds", "he": f"מה יש בשדה {number}"},
        }
        if has_options:
            fields["options"] = {
                option: {"en": f"{option.title()} {number}", "he": f"אפשרות {number} {option}"} for option in OPTIONS
            }
        yield name, fields


def _written(value: Any, margin: str = "  ") -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    inner = "".join(f"{margin}  {name} = {_written(each, margin + '  ')}\n" for name, each in value.items())
    return f"{{\n{inner}{margin}}}"


def _attributes(number: int, fields: dict[str, Any]) -> dict[str, Any]:
    stored = {"value": fields, "type": _type(fields)}
    return {"id": str(uuid.UUID(int=number)), "input": stored, "output": stored, "triggers_replace": None}


def _type(value: Any) -> Any:
    """The type as Terraform writes it beside a value of any type."""
    return "string" if isinstance(value, str) else ["object", {name: _type(each) for name, each in value.items()}]


def zone(count: int) -> Iterator[str]:
    """The same content as records: a text for each field. A text record takes no Hebrew, so it stands in Latin."""
    yield "---\n"
    for number, (object_type, name, has_options) in enumerate(names(count)):
        yield f"'{name.replace('_', '-')}':\n  type: TXT\n  values:\n"
        yield f"  - {object_type}\n  - label en Field {number}\n  - label he Sade {number}\n  - group bench\n"
        yield f"  - type {'enumeration' if has_options else 'string'}\n"
        yield f"  - field_type {'select' if has_options else 'text'}\n"
        yield f"  - description en What field {number} holds\n  - description he Ma yesh basade {number}\n"
        for option in OPTIONS if has_options else ():
            yield f"  - {option} en {option.title()} {number}\n  - {option} he Efsharut {number} {option}\n"


OCTODNS = """---
manager: {max_workers: 1}
providers:
  wanted: {class: octodns.provider.yaml.YamlProvider, directory: ./wanted, default_ttl: 3600}
  live: {class: octodns.provider.yaml.YamlProvider, directory: ./live, default_ttl: 3600}
zones:
  bench.test.: {sources: [wanted], targets: [live]}
"""


def answers(count: int, *, filled: bool) -> dict[str, Any]:
    """What a portal says, by path and query; ``filled`` with every property of the blueprint, else with HubSpot's."""
    account = {"portalId": 1234567, "accountType": "STANDARD", "timeZone": "UTC", "companyCurrency": "USD"}
    found: dict[str, Any] = {path_of("account", {}): account}
    for object_type in dict.fromkeys(each for each, _, _ in names(count)):
        parts = {"object": object_type}
        group = [{"name": "bench", "label": "Bench", "displayOrder": -1, "archived": False}] if filled else []
        found[path_of("groups", parts)] = {"results": group}
        found[path_of("properties", parts)] = {"results": [_theirs(number) for number in range(HUBSPOT_DEFINED)]}
        found[f"{path_of('properties', parts)}?archived=true"] = {"results": []}
    if filled:
        for number, (object_type, name, has_options) in enumerate(names(count)):
            path = path_of("properties", {"object": object_type})
            found[path]["results"].append(_property(number, name, has_options))
    return found


def _property(number: int, name: str, has_options: bool) -> dict[str, Any]:
    options = [
        {
            "label": f"{option.title()} {number}",
            "value": option,
            "description": "",
            "displayOrder": place,
            "hidden": False,
        }
        for place, option in enumerate(OPTIONS if has_options else ())
    ]
    return {
        "updatedAt": "2026-01-15T09:30:00.000Z",
        "createdAt": "2026-01-15T09:30:00.000Z",
        "name": name,
        "label": f"Field {number}",
        "type": "enumeration" if has_options else "string",
        "fieldType": "select" if has_options else "text",
        "description": f"What field {number} holds",
        "groupName": "bench",
        "options": options,
        "displayOrder": -1,
        "calculated": False,
        "externalOptions": False,
        "archived": False,
        "hasUniqueValue": False,
        "hidden": False,
        "hubspotDefined": False,
        "modificationMetadata": {"archivable": True, "readOnlyDefinition": False, "readOnlyValue": False},
        "formField": False,
        "dataSensitivity": "non_sensitive",
    }


def _theirs(number: int) -> dict[str, Any]:
    metadata = {"archivable": False, "readOnlyDefinition": True, "readOnlyValue": True}
    return _property(number, f"hs_own_{number}", number % 5 == 0) | {
        "hubspotDefined": True,
        "groupName": "dealinformation",
        "modificationMetadata": metadata,
    }


def write(folder: Path, count: int) -> None:
    """Everything of one size below ``folder``."""
    for each in ("terraform", "terraform-made", "wanted", "live"):
        (folder / each).mkdir(parents=True, exist_ok=True)
    _lines(folder / "blueprint.yaml", blueprint(count))
    _lines(folder / "ill.yaml", blueprint(count, ill=100))
    _lines(folder / "relabelled.yaml", (line.replace("{en: Field", "{en: Entry") for line in blueprint(count)))
    _lines(folder / "terraform" / "main.tf", terraform(count))
    _lines(folder / "terraform-made" / "main.tf", terraform(count))
    (folder / "terraform-made" / "terraform.tfstate").write_text(terraform_state(count), "utf-8")
    _lines(folder / "wanted" / "bench.test.yaml", zone(count))
    _lines(folder / "live" / "bench.test.yaml", zone(count))
    (folder / "octodns.yaml").write_text(OCTODNS, "utf-8")
    (folder / "octodns-empty.yaml").write_text(OCTODNS.replace("./live", "./nothing"), "utf-8")
    for name, filled in (("filled", True), ("empty", False)):
        (folder / f"{name}.json").write_text(json.dumps(answers(count, filled=filled)), "utf-8")


def _lines(path: Path, lines: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
