"""From a portal's name on the command line to a portal that answers: the local one is started on the way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from provisioner.model.errors import ProvisionerError
from provisioner.model.portal import Secret, Target

LOCAL_DB = Path(".provisioner") / "local.db"


@contextmanager
def opened(name: str | None, project: str | None) -> Iterator[Target]:
    """The target of a portal's name. For ``local`` an embedded portal runs as long as the block does."""
    from provisioner.blueprint import project as projects

    target = projects.target(name, project, os.environ)
    if target.environment != "local" or target.base_url:
        yield target
        return
    from provisioner.localportal import embedded

    db = folder(project) / LOCAL_DB
    db.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with readable(db):
            portal = stack.enter_context(embedded(db))
        yield replace(target, token=Secret(portal.token), base_url=portal.base_url, portal_id=portal.portal_id)


@contextmanager
def readable(db: Path) -> Iterator[None]:
    """Say what is wrong with the local portal's file when it is no such file, or damaged."""
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        fix = f"remove {db} and what lies beside it under the same name, or name another file"
        raise ProvisionerError(f"{db} cannot be used as a local portal: {error}", fix=fix) from None


def folder(project: str | None) -> Path:
    """Where the project lives: the folder of its file, or this one when there is none."""
    from provisioner.blueprint import project as projects

    found = project or projects.find()
    return Path(found).parent if found else Path()
