"""Plans in files."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

from provisioner import __version__
from provisioner.model.errors import InvalidInput, ProvisionerError
from provisioner.model.plan import Plan
from provisioner.model.plan_document import from_document

LARGEST_PLAN = 100_000_000
"""Bytes; a plan of 10,000 properties has about 10,000,000."""


def is_plan(path: Path) -> bool:
    """Whether a file begins as ``save`` begins one, whatever its name. False for what cannot be read."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return b'"format": "provisioner/plan/' in file.read(64)
    except (OSError, ValueError):
        return False


def saved_plan(path: Path) -> Plan:
    """A plan from a file. Raises InvalidInput for an unreadable file, Refused for one that must not be trusted."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_PLAN:
            raise InvalidInput(f"{path} is no plan file", fix="make one with `plan --out`")
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{path} is no plan: {error}", fix="make one with `plan --out`") from None
    return from_document(document, version=__version__)


def save(plan: Plan, path: Path) -> None:
    """Write a plan for ``saved_plan``, whole or not at all. Raises ProvisionerError where it cannot be written."""
    from provisioner.reports import documents

    target = path.resolve()
    try:
        if target.exists() and not target.is_file():
            target.write_text(documents.plan(plan), "utf-8")  # a device or a named pipe is written to, not replaced
            return
        partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
        try:
            partial.write_text(documents.plan(plan), "utf-8")
            partial.replace(target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        fix = "choose another place with --out"
        raise ProvisionerError(f"the plan cannot be written to {path}: {error.strerror}", fix=fix) from None
