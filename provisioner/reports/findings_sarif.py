"""Findings as SARIF 2.1.0, which code scanning services read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from provisioner.model.findings import Finding, Severity
from provisioner.reports.findings_text import distinct, sentence

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(results: Mapping[str, Sequence[Finding]], catalogue: Mapping[str, str], version: str) -> str:
    """``catalogue`` gives one sentence for each code; only codes that were found become rules of the run."""
    findings = distinct(results)
    codes = sorted({finding.code for finding in findings})
    driver = {
        "name": "provisioner",
        "semanticVersion": version,
        "rules": [_rule(code, catalogue.get(code, code)) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(file)}} for file in results],
        "results": [_result(finding, codes.index(finding.code)) for finding in findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str, summary: str) -> dict[str, Any]:
    return {"id": code, "shortDescription": {"text": summary}, "help": {"text": summary}}


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": sentence(finding)},
    }
    if place := finding.place:
        region = {"startLine": place.line, "startColumn": place.column}
        location: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}, "region": region}
        result["locations"] = [{"physicalLocation": location}]
        if finding.key:
            result["locations"][0]["logicalLocations"] = [{"fullyQualifiedName": str(finding.key)}]
    return result


def _uri(file: str) -> str:
    """A path as a URI reference: relative paths stay relative, so that a service finds the file in its checkout."""
    encoded = quote(file.replace("\\", "/").encode("utf-8", "surrogateescape"))
    return f"file://{encoded}" if encoded.startswith("/") else encoded.removeprefix("./")
