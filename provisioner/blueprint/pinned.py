"""``provisioner.ids.yaml``: ids that portals gave to our keys against our wish, kept beside the project file."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from provisioner.blueprint import events, files
from provisioner.model.errors import InvalidInput
from provisioner.model.findings import Finding, Severity
from provisioner.model.resource import Place

FILE = "provisioner.ids.yaml"

_HEAD = "# Written by provisioner: ids that portals chose themselves. Commit this file, or they are lost.\n"


def remembered(folder: Path) -> dict[str, dict[str, str]]:
    """Ids by key, by portal id as text. Empty when nothing was remembered; InvalidInput for a file that is broken."""
    path = folder / FILE
    if not path.exists():
        return {}
    found = files.read(str(path))
    document, findings = events.parse(found.text, str(path)) if found.text else (None, [])
    findings = [*found.findings, *findings]
    if not findings and document is not None and not _fits(document):
        message = "The file must hold ids by key, by portal id, all of them text."
        findings = [Finding("PROJECT011", Severity.ERROR, message, Place(str(path), 1, 1), fix="restore it from git")]
    if findings:
        raise InvalidInput(f"{path} cannot be used.", findings=tuple(findings))
    return {portal: dict(ids) for portal, ids in (document or {}).items()}


def remember(folder: Path, portal_id: int, ids: Mapping[str, str]) -> None:
    """Add ids to those remembered for a portal. The file is replaced in one step, or left as it was (OSError)."""
    known = remembered(folder)
    known[str(portal_id)] = known.get(str(portal_id), {}) | dict(ids)
    lines = [_HEAD]
    for portal in sorted(known, key=lambda each: (len(each), each)):
        lines.append(f"{portal}:\n")
        lines += [f"  {_quoted(key)}: {_quoted(value)}\n" for key, value in sorted(known[portal].items())]
    _replace(folder / FILE, "".join(lines))


def _fits(document: Any) -> bool:
    return isinstance(document, dict) and all(
        isinstance(ids, dict) and all(isinstance(each, str) for each in ids.values()) for ids in document.values()
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _replace(path: Path, text: str) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
