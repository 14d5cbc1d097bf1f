"""Findings as one JSON document, ``provisioner/validate/1``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from provisioner.model.findings import Finding, Severity
from provisioner.reports.findings_text import count, distinct

FORMAT = "provisioner/validate/1"


def render(results: Mapping[str, Sequence[Finding]]) -> str:
    findings = distinct(results)
    document = {
        "format": FORMAT,
        "files": list(results),
        "summary": {
            "errors": count(findings, Severity.ERROR),
            "warnings": count(findings, Severity.WARNING),
            "info": count(findings, Severity.INFO),
        },
        "findings": [as_json(finding) for finding in findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def as_json(finding: Finding) -> dict[str, Any]:
    """One finding; what is not known is null, so that every finding has every field."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        "where": str(place) if place else None,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "key": str(finding.key) if finding.key else None,
        "fix": finding.fix,
    }
