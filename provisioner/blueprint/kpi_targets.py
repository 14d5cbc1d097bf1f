"""The KPI settings in force: the section ``kpis:`` of a blueprint, and over it the target file of a portal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from provisioner.blueprint import check, events, files
from provisioner.model.document import Marked
from provisioner.model.errors import InvalidInput
from provisioner.model.findings import Finding, Severity, has_errors
from provisioner.model.resource import Place

if TYPE_CHECKING:  # importing pathlib takes a tenth of the time in which validate is done
    from pathlib import Path

    from provisioner.kpi.settings import Settings

SECTION = "kpis"

_LEVELS: Mapping[str, int] = {
    "measures": 2,
    "teams": 2,
    **dict.fromkeys(("calendars", "category_weights", "min_samples", "rates", "revenue"), 1),
}
"""How deep a key is a mapping of single decisions; everything else is one decision, which a file takes or leaves."""


def settings(document: Mapping[str, Any], targets: Path | None) -> tuple[Settings | None, tuple[Finding, ...]]:
    """The settings of a checked blueprint document, and what is wrong with them.

    ``targets`` is the target file of the portal: the same section, with or without its heading. It wins key by key, and
    what neither of the two says is the mode's default. None for the settings where a finding is an error.
    Raises InvalidInput when the file cannot be read.
    """
    own, findings = (Marked(), ()) if targets is None else read(targets)
    if has_errors(findings):
        return None, findings
    found, more = judged(document, merged(document.get(SECTION, {}), own))
    return found, (*findings, *more)


def judged(document: Mapping[str, Any], section: Mapping[str, Any]) -> tuple[Settings | None, tuple[Finding, ...]]:
    """The settings in a section that fits the schema, and what is wrong with it beyond the schema."""
    from provisioner.kpi import lint, targets  # the KPIs take their time to import, and most commands need none

    mode = str(document["mode"])
    found, findings = targets.read(section, mode)
    findings = (*findings, *lint.lint(section, mode, _deal_pipelines(document)))
    return None if has_errors(findings) else found, findings


def _deal_pipelines(document: Mapping[str, Any]) -> list[str]:
    """Names and pinned ids."""
    named = document.get("pipelines", {}).get("deals", {})
    return [*named, *(str(fields["id"]) for fields in named.values() if "id" in fields)]


def read(file: Path) -> tuple[Marked, tuple[Finding, ...]]:
    """The section in a target file, and what the schema says of it. Raises InvalidInput when it cannot be read."""
    path = str(file)
    found = files.read(path, fix="write it, or take targets out of the project file")
    if found.text is None:
        raise InvalidInput(f"The target file {path} cannot be read.", findings=found.findings)
    written, findings = events.parse(found.text, path)
    if not isinstance(written, Marked):
        if not findings:
            message = "The target file holds no mapping."
            fix = "write what the section kpis of a blueprint would hold, such as revenue:"
            findings = [Finding("KPI005", Severity.ERROR, message, Place(path, 1, 1), fix=fix)]
        return Marked(), tuple(findings)
    whole = written
    if set(written) != {SECTION}:
        whole = Marked()
        whole.put(SECTION, written, (path, 1, 1))
    findings += check.section(whole, SECTION, path)
    return whole[SECTION] if isinstance(whole[SECTION], Marked) else Marked(), tuple(findings)


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> Marked:
    """One section with the keys of both; where both say something, the second wins."""
    whole = _copied(below)
    for key, value in above.items():
        _lay(whole, above, key, value, _LEVELS.get(key, 0))
    return whole


def _lay(whole: Marked, above: Mapping[str, Any], key: str, value: Any, levels: int) -> None:
    present = whole.get(key)
    if levels and isinstance(present, Mapping) and isinstance(value, Mapping):
        inner = _copied(present)
        for name, each in value.items():
            _lay(inner, value, name, each, levels - 1)
        value = inner
    _put(whole, above, key, value)


def _copied(mapping: Mapping[str, Any]) -> Marked:
    copy = Marked()
    for key, value in mapping.items():
        _put(copy, mapping, key, value)
    return copy


def _put(whole: Marked, source: Mapping[str, Any], key: str, value: Any) -> None:
    """Take a key over with the places at which it stands."""
    whole[key] = value
    if isinstance(source, Marked) and key in source.marks:
        whole.put(key, value, source.marks[key], source.values_at[key])
