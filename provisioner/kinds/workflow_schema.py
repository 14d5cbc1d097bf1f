"""The schema of the section ``automation:`` and of retiring workflows."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.automation import section
from provisioner.model.portal import Json

DEFS: Mapping[str, Json] = {}
SCHEMA: Json = section.SCHEMA
RETIRE: Mapping[str, Json] = {
    "workflows": {"type": "array", "items": {"type": "string"}, "description": "Rules whose workflows are deleted."}
}
