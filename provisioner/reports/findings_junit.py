"""Findings as JUnit XML: one test case for each file, one failure for each error in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from provisioner.model.findings import Finding, Severity

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(results: Mapping[str, Sequence[Finding]]) -> str:
    """Warnings stand in ``system-out``, since they fail nothing."""
    failures = sum(1 for findings in results.values() for each in findings if each.severity is Severity.ERROR)
    counts = f'tests="{len(results)}" failures="{failures}" errors="0" skipped="0" time="0"'
    cases = [line for file, findings in results.items() for line in _case(file, findings)]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="provisioner" {counts}>']
    lines += [f'  <testsuite name="provisioner validate" {counts}>', *cases, "  </testsuite>", "</testsuites>"]
    return "\n".join(lines)


def _case(file: str, findings: Sequence[Finding]) -> list[str]:
    name = quoteattr(_clean(file))
    lines = [f'    <testcase classname="validate" name={name} file={name} time="0">']
    for finding in findings:
        if finding.severity is Severity.ERROR:
            message = quoteattr(_clean(finding.message))
            lines.append(f"      <failure type={quoteattr(finding.code)} message={message}>{_told(finding)}</failure>")
    others = [_told(finding) for finding in findings if finding.severity is not Severity.ERROR]
    if others:
        lines.append("      <system-out>" + "\n".join(others) + "</system-out>")
    return [*lines, "    </testcase>"]


def _told(finding: Finding) -> str:
    where = f"{finding.place}: " if finding.place else ""
    fix = f"\nfix: {finding.fix}" if finding.fix else ""
    return escape(_clean(f"{where}{finding.severity} {finding.code} {finding.message}{fix}"))


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold, in any spelling."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
