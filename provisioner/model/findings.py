"""Findings: what a rule has to say, with a code, a place and a next step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from provisioner.model.keys import Key
from provisioner.model.resource import Place


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. ``fix`` is what the reader does next; ``message`` is one sentence in plain words.

    ``hebrew`` is both in Hebrew, for a finding that reports to managers tell.
    """

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    key: Key | None = None
    fix: str = ""
    hebrew: str = ""


@dataclass(frozen=True, slots=True)
class ManualStep:
    """What a person must click, since HubSpot has no API for it. Texts by language (``en``, ``he``)."""

    key: Key
    title: dict[str, str]
    steps: dict[str, list[str]]
    why: str


def has_errors(findings: list[Finding] | tuple[Finding, ...]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
