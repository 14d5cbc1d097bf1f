"""From a path to a Blueprint: read, import, fill in parameters, check, lint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from provisioner import rules
from provisioner.blueprint import check, imports, kpi_targets, parameters
from provisioner.model.document import Marked
from provisioner.model.errors import InvalidInput
from provisioner.model.findings import Finding, Severity, has_errors
from provisioner.model.resource import Place
from provisioner.rules.blueprint_decision import UNDECIDED
from provisioner.rules.blueprint_draft import Draft

if TYPE_CHECKING:
    from provisioner.model.blueprint import Blueprint


@dataclass(frozen=True, slots=True)
class Read:
    """A blueprint read and checked. ``document`` is None when there is nothing to go on with."""

    document: Marked | None
    parameters: Mapping[str, Any]
    findings: tuple[Finding, ...]
    files: tuple[str, ...] = ()


def read(path: str, overrides: Mapping[str, Any] | None = None) -> Read:
    """Everything that can be said about a blueprint, in one go.

    ``overrides`` are a portal's parameters; None when no portal is in sight, as in ``validate``.
    """
    source = imports.gather(path)
    if source.document is None:
        return Read(None, {}, _sorted(source.findings, path), tuple(source.files))
    resolved = parameters.resolve(source.document, overrides, substitute=source.uses_parameters, file=path)
    checked = check.check(resolved.document, path, resolved.unresolved)
    draft = Draft(checked.healthy, resolved.document, frozenset(checked.damaged), path)
    lint = [each for each in rules.lint(draft) if each.place not in resolved.unresolved]
    findings = [*source.findings, *resolved.findings, *checked.findings, *lint]
    findings += _automation(checked, resolved.values)
    findings += [each for each in _kpis(checked) if each.place not in resolved.unresolved]
    return Read(resolved.document, resolved.values, _sorted(findings, path), tuple(source.files))


def _automation(checked: check.Checked, values: Mapping[str, Any]) -> list[Finding]:
    """The rules on automation, where the sections that they read are whole."""
    document = checked.healthy
    read = ("automation", "pipelines", "mode", "decision")
    if "automation" not in document or any(path and path[0] in read for path in checked.damaged):
        return []
    from provisioner.rules import automation  # brings the compiler, which a blueprint without rules does not need

    return automation.of_blueprint(document, str(values.get(parameters.LANGUAGE, "en")), date.today())


def _kpis(checked: check.Checked) -> tuple[Finding, ...]:
    """What is wrong with the targets and thresholds of the blueprint, where that section is whole."""
    document = checked.healthy
    if kpi_targets.SECTION not in document or any(path and path[0] in ("kpis", "mode") for path in checked.damaged):
        return ()
    return kpi_targets.settings(document, None)[1]


def load(path: str, overrides: Mapping[str, Any] | None = None) -> tuple[Blueprint | None, tuple[Finding, ...]]:
    """The blueprint for a portal's parameters, and all findings; None for it when one of them is an error."""
    found = read(path, overrides or {})
    if found.document is None or has_errors(found.findings):
        return None, found.findings
    from provisioner.blueprint import resources  # brings every kind, which validate does not need

    return resources.blueprint(found.document, found.parameters), found.findings


def sound(path: str, overrides: Mapping[str, Any]) -> tuple[Blueprint, tuple[Finding, ...]]:
    """The blueprint for a portal's parameters, and what it is warned of. Raises InvalidInput when there are errors."""
    found, findings = load(path, overrides)
    if found is None:
        raise InvalidInput(f"{path} is not valid", findings=findings)
    return found, findings


def decided(path: str, overrides: Mapping[str, Any]) -> tuple[Blueprint, tuple[Finding, ...]]:
    """The same for who is about to change a portal: the choice of the way of selling must be on record."""
    found, findings = load(path, overrides)
    undecided = [each for each in findings if each.code == UNDECIDED]
    if found is None or undecided:
        strict = tuple(replace(each, severity=Severity.ERROR) if each in undecided else each for each in findings)
        raise InvalidInput(f"{path} is not valid", findings=strict)
    return found, findings


def validate(paths: Sequence[str]) -> dict[str, tuple[Finding, ...]]:
    """The findings of each file, in the order given. No portal is in sight, and no problem ends the work."""
    return {path: read(path).findings for path in paths}


def _sorted(findings: Sequence[Finding], path: str) -> tuple[Finding, ...]:
    """By place, the blueprint's own file first; findings that say the same of the same place once."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda each: (_rank(each.place, path), each.code, each.message)))


def _rank(place: Place | None, path: str) -> tuple[bool, str, int, int]:
    return (place.file != path, place.file, place.line, place.column) if place else (False, "", 0, 0)
