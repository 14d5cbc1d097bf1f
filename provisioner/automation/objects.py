"""What HubSpot calls things on each object that a workflow may stand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OWNER = "hubspot_owner_id"
ENTERED_STAGE = "hs_v2_date_entered_current_stage"
"""Date and time at which a deal entered the stage that it is in (HubSpot's stage calculation properties)."""
LAST_ACTIVITY = "notes_last_updated"
LAST_CONTACTED = "notes_last_contacted"
NEXT_ACTIVITY = "notes_next_activity_date"


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """``task_association``: type id that ties a task to the record (HubSpot's table of association types).

    For leads HubSpot publishes none: their tasks are left to the default association.
    """

    type_id: str
    flow_type: str
    name: str
    created: str
    pipeline: str = ""
    stage: str = ""
    task_association: int | None = None

    @property
    def token(self) -> str:
        """The record's name inside the text of a task or a message."""
        return f"{{{{ enrolled_object.{self.name} }}}}"


OBJECTS: Mapping[str, ObjectFacts] = {
    "contacts": ObjectFacts("0-1", "CONTACT_FLOW", "lastname", "createdate", task_association=204),
    "companies": ObjectFacts("0-2", "PLATFORM_FLOW", "name", "createdate", task_association=192),
    "deals": ObjectFacts("0-3", "PLATFORM_FLOW", "dealname", "createdate", "pipeline", "dealstage", 216),
    "leads": ObjectFacts("0-136", "PLATFORM_FLOW", "hs_lead_name", "hs_createdate", "hs_pipeline", "hs_pipeline_stage"),
}
"""A contact takes CONTACT_FLOW, everything else PLATFORM_FLOW; the wrong pairing is refused (seen in issue threads)."""

BY_TYPE_ID: Mapping[str, str] = {facts.type_id: name for name, facts in OBJECTS.items()}
STAGE_PROPERTIES = frozenset(facts.stage for facts in OBJECTS.values() if facts.stage)
PIPELINE_PROPERTIES = frozenset(facts.pipeline for facts in OBJECTS.values() if facts.pipeline)
COMPANY_TO_DEAL = 342
"""Association type from a company to any of its deals, primary or not (HubSpot's table of association types)."""
