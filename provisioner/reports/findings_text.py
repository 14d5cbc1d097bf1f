"""Findings as lines that editors and people read: ``file:line:column: severity CODE message``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provisioner.model.findings import Finding, Severity


def render(results: Mapping[str, Sequence[Finding]]) -> str:
    """Every finding of every file, then the counts. ``results`` are findings by the file that was asked for."""
    lines: list[str] = []
    for finding in distinct(results):
        where = f"{finding.place}: " if finding.place else ""
        lines.append(f"{where}{finding.severity} {finding.code} {one_line(finding.message)}")
        if finding.fix:
            lines.append(f"    fix: {one_line(finding.fix)}")
    return "\n".join([*lines, _counts(results)])


def distinct(results: Mapping[str, Sequence[Finding]]) -> list[Finding]:
    """All findings in the order of the files; what two blueprints say of one fragment stands once."""
    return list(dict.fromkeys(finding for findings in results.values() for finding in findings))


def count(findings: Sequence[Finding], severity: Severity) -> int:
    return sum(1 for finding in findings if finding.severity is severity)


def _counts(results: Mapping[str, Sequence[Finding]]) -> str:
    findings = distinct(results)
    files = _number(len(results), "file")
    if not findings:
        return f"{files} checked: nothing to report."
    errors = _number(count(findings, Severity.ERROR), "error")
    warnings = _number(count(findings, Severity.WARNING), "warning")
    return f"{files} checked: {errors}, {warnings}."


def _number(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def one_line(text: str) -> str:
    """Without line breaks and other control characters, which a blueprint could use to fake a line of output."""
    return "".join(each if each.isprintable() else " " for each in text)


def sentence(finding: Finding) -> str:
    """Message and fix on one line, for formats that have one field for both."""
    if not finding.fix:
        return finding.message
    return f"{finding.message} Fix: {finding.fix}" + ("" if finding.fix.endswith(("?", ".")) else ".")
