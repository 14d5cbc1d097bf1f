"""The portal's own names for the times of a stage: a stage's id is not always the end of the property's name."""

from __future__ import annotations

import re
from collections.abc import Mapping

PREFIXES: Mapping[str, str] = {
    "entered": "hs_v2_date_entered_",
    "cumulative": "hs_v2_cumulative_time_in_",
}
_LABELS: Mapping[str, str] = {"entered": "Date entered", "cumulative": "Cumulative time in"}


def resolve(what: str, stage_id: str, stage_label: str, pipeline_label: str, names: Mapping[str, str]) -> str:
    """The property that holds a stage's ``entered`` instant or ``cumulative`` milliseconds; empty when there is none.

    ``names`` are the object's properties, name to label in English. HubSpot writes an id with hyphens in lower case
    with underscores and adds a number (``attempting-stage-id`` ends as ``attempting_stage_id_745667965``, seen live);
    so the exact name is looked for first, then that form, then the label.
    """
    prefix = PREFIXES[what]
    plain = re.sub(r"[^a-z0-9_]", "_", stage_id.lower())
    for exact in (prefix + stage_id, prefix + plain):
        if exact in names:
            return exact
    numbered = re.compile(re.escape(prefix + plain) + r"_\d+")
    if found := sorted(name for name in names if numbered.fullmatch(name)):
        return found[0] if len(found) == 1 else ""
    label = f'{_LABELS[what]} "{stage_label} ({pipeline_label})"'.casefold()
    found = sorted(name for name, text in names.items() if name.startswith(prefix) and text.casefold() == label)
    return found[0] if len(found) == 1 else ""
