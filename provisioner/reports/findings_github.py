"""Findings as workflow commands of GitHub Actions, which shows them beside the changed lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provisioner.model.findings import Finding, Severity
from provisioner.reports.findings_text import distinct, one_line, sentence

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(results: Mapping[str, Sequence[Finding]]) -> str:
    return "\n".join(_command(finding) for finding in distinct(results))


def _command(finding: Finding) -> str:
    fields = {"title": finding.code}
    if place := finding.place:
        fields = {"file": place.file.removeprefix("./"), "line": str(place.line), "col": str(place.column), **fields}
    properties = ",".join(f"{name}={_property(value)}" for name, value in fields.items())
    return f"::{_LEVELS[finding.severity]} {properties}::{_data(one_line(sentence(finding)))}"


def _data(text: str) -> str:
    """Escaped as GitHub's toolkit escapes the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escaped as GitHub's toolkit escapes the properties of a command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
