"""What a portal holds, in a form in which two portals can be compared."""

from __future__ import annotations

from typing import Any


def comparable(dump: dict[str, Any], *, ids: bool = True) -> dict[str, Any]:
    """A dump with stages and groups in their order instead of under their numbers, without records; workflows by name.

    Numbers depend on how often a write was tried; the order does not. ``ids`` False also leaves out the ids, which
    differ in a portal that gives its own.
    """
    found: dict[str, Any] = {name: part for name, part in dump.items() if name in ("groups", "properties", "pipelines")}
    found["pipelines"] = {name: _pipelines(listed, ids=ids) for name, listed in found.get("pipelines", {}).items()}
    flows = [each["body"] for each in dump.get("flows", {}).values()]
    return found | {
        "flows": sorted(flows, key=lambda body: str(body["name"])) if ids else len(flows),
        "lists": sorted(
            f"{each['name']}: {each['filterBranch']}" for each in dump.get("lists", {}).values() if not each["deleted"]
        ),
        "rules": dump.get("pipeline_rules", {}),
        "teams": sorted(each["name"] for each in dump.get("people", {}).get("teams", {}).values()),
        "validations": dump.get("property_validations", {}),
        "labels": sorted((each["label"], each["inverseLabel"]) for each in dump.get("association_labels", {}).values()),
    }


def _pipelines(listed: list[dict[str, Any]], *, ids: bool) -> list[dict[str, Any]]:
    cut = [_without(each, ids=ids) | {"stages": _stages(each, ids=ids)} for each in listed]
    return sorted(cut, key=lambda each: str(each["label"]))


def _stages(pipeline: dict[str, Any], *, ids: bool) -> list[dict[str, Any]]:
    return [
        _without(each, ids=ids) for each in sorted(pipeline["stages"], key=lambda stage: int(stage["displayOrder"]))
    ]


def _without(entry: dict[str, Any], *, ids: bool) -> dict[str, Any]:
    left = {"displayOrder"} | (set() if ids else {"id"})
    return {name: value for name, value in entry.items() if name not in left}
