"""From a portal's name on the command line to a portal that answers: the local one is started on the way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

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
    with embedded(db) as portal:
        yield replace(target, token=Secret(portal.token), base_url=portal.base_url, portal_id=portal.portal_id)


def folder(project: str | None) -> Path:
    """Where the project lives: the folder of its file, or this one when there is none."""
    from provisioner.blueprint import project as projects

    found = project or projects.find()
    return Path(found).parent if found else Path()
