"""The plan as JSON: the contract that other programs read, its fingerprint, and the way back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from provisioner.model.errors import Refused
from provisioner.model.findings import Finding, ManualStep, Severity
from provisioner.model.keys import Key, Order, Ref
from provisioner.model.plan import Action, BlueprintLine, Change, Cost, FieldDiff, Hazard, Plan, PortalLine
from provisioner.model.resource import Place

FORMAT = "provisioner/plan/1"


def to_document(plan: Plan) -> dict[str, Any]:
    """The plan as plain JSON values, in the order of the contract; the same bytes for the same plan."""
    return {
        "format": FORMAT,
        "fingerprint": plan.fingerprint,
        "provisioner": plan.provisioner,
        "blueprint": {
            "name": plan.blueprint.name,
            "version": plan.blueprint.version,
            "mode": plan.blueprint.mode,
            "sha256": plan.blueprint.sha256,
            "decision": dict(plan.blueprint.decision),
            "variants": dict(plan.blueprint.variants),
        },
        "portal": {
            "name": plan.portal.name,
            "id": plan.portal.id,
            "environment": plan.portal.environment,
            "account_type": plan.portal.account_type,
        },
        "summary": summary(plan),
        "changes": [_change(change) for change in plan.changes],
        "findings": [finding_document(finding) for finding in plan.findings],
        "manual": [
            {"key": str(step.key), "title": step.title, "steps": step.steps, "why": step.why} for step in plan.manual
        ],
        "cost": {"reads": plan.cost.reads, "writes": plan.cost.writes, "seconds_at_limit": plan.seconds_at_limit},
        "ids": {str(key): id_ for key, id_ in sorted(plan.ids.items())},
    }


def summary(plan: Plan) -> dict[str, int]:
    return {action.value: plan.count(action) for action in Action} | {
        "unchanged": plan.unchanged,
        "not_managed": plan.not_managed,
        "manual": len(plan.manual),
    }


def finding_document(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "where": str(finding.place) if finding.place else "",
        "key": str(finding.key) if finding.key else "",
        "fix": finding.fix,
    }


def fingerprint(plan: Plan) -> str:
    """16 hexadecimal digits over what the plan touches: portal, ids, changes with both sides, hazards and blocks.

    What is merely counted stays out, so that a plan keeps its fingerprint while nothing it touches moves.
    """
    document = to_document(plan)
    covered = {name: document[name] for name in ("format", "provisioner", "changes", "ids")}
    covered["portal"] = plan.portal.id
    covered["blueprint"] = [plan.blueprint.name, plan.blueprint.mode]
    covered["blocked"] = [[finding.code, str(finding.key)] for finding in plan.blocked]
    text = json.dumps(covered, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def from_document(document: Any, *, version: str) -> Plan:
    """The plan of a saved document. Raises Refused when it is none, is of another version, or was edited."""
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        found = document.get("format") if isinstance(document, Mapping) else type(document).__name__
        raise Refused(f"this is no plan of the format {FORMAT} (found: {found})", fix="make one with `plan --out`")
    made_by = document.get("provisioner")
    if made_by != version:
        raise Refused(f"the plan was made by provisioner {made_by}, this is {version}", fix="plan again")
    try:
        plan = _plan(document)
        computed = fingerprint(plan)
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        message = f"the plan file is damaged ({type(error).__name__}: {error})"
        raise Refused(message, fix="plan again; a plan file is not edited by hand") from None
    if computed != plan.fingerprint:
        message = f"the plan file was changed after it was made: its fingerprint {plan.fingerprint} does not fit"
        raise Refused(message, fix="plan again; a plan file is not edited by hand")
    if not all(plan.blueprint.decision.get(name, "").strip() for name in ("made_on", "by")):
        message = "the plan names no decision for its way of selling"
        raise Refused(message, fix="record the decision in the blueprint (`provisioner advise`), then plan again")
    return plan


def _plan(document: Mapping[str, Any]) -> Plan:
    portal, blueprint, counts, cost = (document[name] for name in ("portal", "blueprint", "summary", "cost"))
    return Plan(
        BlueprintLine(
            blueprint["name"],
            blueprint["version"],
            blueprint["mode"],
            blueprint["sha256"],
            {str(name): str(told) for name, told in blueprint.get("decision", {}).items()},
            {str(name): str(condition) for name, condition in blueprint.get("variants", {}).items()},
        ),
        PortalLine(portal["name"], int(portal["id"]), portal["environment"], portal["account_type"]),
        tuple(_read_change(change) for change in document["changes"]),
        int(counts["unchanged"]),
        int(counts["not_managed"]),
        tuple(_read_finding(finding) for finding in document["findings"]),
        tuple(
            ManualStep(Key.parse(step["key"]), step["title"], step["steps"], step["why"]) for step in document["manual"]
        ),
        Cost(int(cost["reads"]), int(cost["writes"])),
        int(cost["seconds_at_limit"]),
        str(document["provisioner"]),
        str(document["fingerprint"]),
        {Key.parse(key): str(id_) for key, id_ in document["ids"].items()},
    )


def _change(change: Change) -> dict[str, Any]:
    return {
        "action": change.action.value,
        "kind": change.key.kind,
        "key": str(change.key),
        "title": change.title,
        "reason": change.reason,
        "hazards": [hazard.code for hazard in change.hazards],
        "hazard_messages": [hazard.message for hazard in change.hazards],
        "waits_for": [str(key) for key in change.waits_for],
        "fields": [
            {"path": path_text(diff.path), "before": _value(diff.before), "after": _value(diff.after)}
            for diff in change.fields
        ],
    }


def _read_change(document: Mapping[str, Any]) -> Change:
    hazards = zip(document["hazards"], document["hazard_messages"], strict=True)
    return Change(
        Action(document["action"]),
        Key.parse(document["key"]),
        tuple(
            FieldDiff(path_of(diff["path"]), _read_value(diff["before"]), _read_value(diff["after"]))
            for diff in document["fields"]
        ),
        document["title"],
        document["reason"],
        tuple(Hazard(code, message) for code, message in hazards),
        tuple(Key.parse(key) for key in document["waits_for"]),
    )


def _read_finding(document: Mapping[str, Any]) -> Finding:
    file, _, rest = document["where"].rpartition(":")
    file, _, line = file.rpartition(":")
    place = Place(file, int(line), int(rest)) if file else None
    key = Key.parse(document["key"]) if document["key"] else None
    severity = Severity(document["severity"])
    return Finding(document["code"], severity, document["message"], place, key, document["fix"])


def _value(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Ref):
        return {"ref": str(value.key)}
    if isinstance(value, Order):
        return list(value)
    if isinstance(value, Mapping):
        return {name: _value(inner) for name, inner in value.items()}
    return value


def _read_value(value: Any) -> Any:
    if isinstance(value, list):
        return Order(value)
    if isinstance(value, Mapping):
        if set(value) == {"ref"} and isinstance(value["ref"], str):
            return Ref(Key.parse(value["ref"]))
        return {name: _read_value(inner) for name, inner in value.items()}
    return value


def path_text(path: Sequence[str]) -> str:
    """``options.price.label``; a name that is empty, or holds a dot or a quote, stands in JSON quotes."""
    quoted = [json.dumps(name, ensure_ascii=False) if not name or "." in name or '"' in name else name for name in path]
    return ".".join(quoted)


def path_of(text: str) -> tuple[str, ...]:
    """The names of a path text. ValueError when its quotes do not fit."""
    names = []
    while text:
        if text.startswith('"'):
            name, end = json.JSONDecoder().raw_decode(text)
            rest = text[end:]
        else:
            name, _, rest = text.partition(".")
            rest = f".{rest}" if rest else ""
        names.append(str(name))
        if rest and not rest.startswith("."):
            raise ValueError(f"not a path: {text!r}")
        text = rest[1:]
    return tuple(names)
