"""Which resource a path in a blueprint belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from provisioner.model.keys import Key

_KINDS = {
    "property_groups": "property_group",
    "properties": "property",
    "pipelines": "pipeline",
    "association_labels": "association_label",
    "property_validations": "property_validation",
    "lists": "list",
    "pipeline_rules": "pipeline_rules",
}


def key_of(path: Sequence[str | int]) -> Key | None:
    """The key of the resource around a path such as ``pipelines, deals, cc_sales, stages, won, label``."""
    if len(path) > 2 and tuple(path[:2]) == ("automation", "rules"):
        return Key("workflow", str(path[2]))
    if len(path) < 3 or path[0] not in _KINDS:
        return None
    key = Key(_KINDS[str(path[0])], f"{path[1]}/{path[2]}")
    return key.part(str(path[4])) if len(path) > 4 and path[3] == "stages" else key
