"""The schema of the section ``automation:`` and of retiring workflows."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.automation import section_schema
from provisioner.model.portal import Json

DEFS: Mapping[str, Json] = section_schema.DEFS
SCHEMA: Json = {"$ref": "#/$defs/automation"}
RETIRE: Mapping[str, Json] = {
    "workflows": {"type": "array", "items": {"type": "string"}, "description": "Rules whose workflows are deleted."}
}


def for_editors() -> Json:
    """The section with the parameters of every template."""
    from provisioner.automation import section  # brings every template, which no command but ``schema`` needs here

    return section.editor_schema()
