"""A flow as the engine runs it: its definition, with what the engine asks again and again worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from provisioner.localportal.engine import criteria
from provisioner.localportal.surfaces.flows.state import Flow

Branch = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Script:
    """One flow. `states` are the re-enrolment triggers that ask for a state, `pairs` those that name a change."""

    id: str
    name: str
    object_id: str
    body: dict[str, Any]
    actions: dict[str, dict[str, Any]]
    looks_afar: bool

    @property
    def start(self) -> str:
        """The first action's id, "" for a flow without actions."""
        return str(self.body.get("startActionId") or "") if self.actions else ""

    @property
    def enrolment(self) -> dict[str, Any]:
        """The enrolment criteria, empty when there are none."""
        return self.body.get("enrollmentCriteria") or {}

    @property
    def by_list(self) -> Branch | None:
        """The criteria of a flow that enrols whatever meets them; a schedule only decides when."""
        return self.enrolment.get("listFilterBranch") if self.enrolment.get("type") == "LIST_BASED" else None

    @property
    def by_events(self) -> list[Branch]:
        """The events that enrol."""
        return self.enrolment.get("eventFilterBranches") or [] if self.enrolment.get("type") == "EVENT_BASED" else []

    @property
    def schedule(self) -> dict[str, Any] | None:
        """When a scheduled flow enrols."""
        return self.body.get("enrollmentSchedule")

    @property
    def again(self) -> bool:
        """Whether a record may enter more than once."""
        return bool(self.enrolment.get("shouldReEnroll"))

    @property
    def pairs(self) -> list[Branch]:
        """Re-enrolment triggers that name a change of a property."""
        return [one for one in self._triggers if criteria.is_pair(one)]

    @property
    def states(self) -> list[Branch]:
        """Re-enrolment triggers that ask for a state of the record, as real flows have them for dates."""
        return [one for one in self._triggers if not criteria.is_pair(one)]

    @property
    def exits(self) -> list[tuple[str, Branch]]:
        """What makes a record leave, with the words for it."""
        told = [("meets the unenrolment trigger", self.body.get("suppressionFilterBranch")),
                ("has reached the goal", self.body.get("goalFilterBranch"))]  # fmt: skip
        return [(why, branch) for why, branch in told if branch]

    @property
    def stays_while_meeting(self) -> bool:
        """Whether a record leaves when it ceases to meet the criteria."""
        return bool(self.enrolment.get("unEnrollObjectsNotMeetingCriteria"))

    @property
    def _triggers(self) -> list[Branch]:
        return self.enrolment.get("reEnrollmentTriggersFilterBranches") or []


def script(flow: Flow) -> Script:
    """The script of a flow."""
    actions = {action["actionId"]: action for action in flow.body["actions"]}
    afar = next(criteria.far_ends(flow.body.get("enrollmentCriteria")), None) is not None
    return Script(flow.id, flow.name, flow.body["objectTypeId"], flow.body, actions, afar)
