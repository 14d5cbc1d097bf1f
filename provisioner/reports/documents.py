"""JSON documents of plans, runs and errors; each prints the same bytes for the same value."""

from __future__ import annotations

import json
from typing import Any

from provisioner.model.errors import InvalidInput, PortalError, ProvisionerError
from provisioner.model.plan import Plan
from provisioner.model.plan_document import finding_document, to_document
from provisioner.model.run import Result, Run


def plan(value: Plan) -> str:
    return _text(to_document(value))


def run(value: Run) -> str:
    return _text(
        {
            "format": "provisioner/run/1",
            "fingerprint": value.fingerprint,
            "portal": {"name": value.portal.name, "id": value.portal.id, "environment": value.portal.environment},
            "interrupted": value.interrupted,
            "summary": {result.value.replace(" ", "_"): value.count(result) for result in Result},
            "outcomes": [
                {
                    "action": outcome.change.action.value,
                    "key": str(outcome.change.key),
                    "result": outcome.result.value.replace(" ", "_"),
                    "detail": outcome.detail,
                }
                for outcome in value.outcomes
            ],
            "manual": [{"key": str(step.key), "title": step.title, "steps": step.steps} for step in value.manual],
        }
    )


def error(value: ProvisionerError) -> str:
    """What went wrong before there was a plan or a run to print."""
    document: dict[str, Any] = {
        "format": "provisioner/error/1",
        "exit_code": value.exit_code,
        "message": value.message,
        "fix": value.fix,
        "findings": [],
    }
    if isinstance(value, InvalidInput):
        document["findings"] = [finding_document(finding) for finding in value.findings]
    if isinstance(value, PortalError):
        exchange = value.exchange
        document["exchange"] = {
            "method": exchange.method,
            "path": exchange.path,
            "status": exchange.status,
            "category": exchange.category,
            "subcategory": exchange.subcategory,
            "correlation_id": exchange.correlation_id,
            "scopes": list(exchange.scopes),
        }
    return _text(document)


def _text(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
