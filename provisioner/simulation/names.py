"""The portal's ids given back their words: rules, stages, properties and values, people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from provisioner.automation.objects import OBJECTS, OWNER, STAGE_PROPERTIES
from provisioner.simulation import wording

Json = Any


@dataclass(frozen=True, slots=True)
class Names:
    """Words for the ids of one portal. ``rules`` are keys of rules by the id of their workflow."""

    rules: Mapping[str, str]
    stages: Mapping[tuple[str, str], str]
    properties: Mapping[tuple[str, str], Json]
    owners: Mapping[str, str]
    zone: ZoneInfo
    language: str

    def stage(self, object_type: str, id_: str) -> str:
        """The label of a stage."""
        return self.stages.get((object_type, id_), id_)

    def property(self, object_type: str, name: str) -> str:
        """The label of a property."""
        found = self.properties.get((object_type, name))
        return str(found["label"]) if found else name

    def value(self, object_type: str, name: str, text: str, near: datetime) -> str:
        """A value as people read it: a local time, the label of an option, a person, a stage."""
        if not text or text == "(empty)":
            return wording.said("empty", self.language)
        found = self.properties.get((object_type, name)) or {}
        if name == OWNER or found.get("referencedObjectType") == "OWNER":
            return self.owners.get(text, text)
        if name in STAGE_PROPERTIES:
            return self.stage(object_type, text)
        if found.get("type") in ("date", "datetime"):
            return self.moment(text, near)
        labels = {str(each["value"]): str(each["label"]) for each in found.get("options") or ()}
        return ", ".join(labels.get(each, each) for each in text.split(";")) if labels else text

    def moment(self, text: str, near: datetime) -> str:
        """A stored moment or date as a local time; the day is left out where it is that of ``near``."""
        try:
            if len(text) == 10:
                return wording.date(datetime.fromisoformat(text).date(), self.language)
            return wording.clock(datetime.fromisoformat(text).astimezone(self.zone), near, self.language)
        except ValueError:
            return text


def names(state: Mapping[str, Any], rules: Mapping[str, str], zone: ZoneInfo, language: str) -> Names:
    """The words of a portal, from its dump. ``rules`` are keys of rules by the id of their workflow."""
    stages = {
        (object_type, stage["id"]): str(stage["label"])
        for object_type, pipelines in state["pipelines"].items()
        for pipeline in pipelines
        for stage in pipeline["stages"]
    }
    properties = {
        (object_type, each["name"]): each for object_type, defined in state["properties"].items() for each in defined
    }
    owners = {id_: str(each["email"]) for id_, each in state["people"]["owners"].items()}
    return Names(rules, stages, properties, owners, zone, language)


def object_of(address: str) -> str:
    """The object type of ``leads/40000000001``."""
    return address.partition("/")[0]


def stage_property(object_type: str) -> str:
    """The property that holds the stage, empty where there is none."""
    facts = OBJECTS.get(object_type)
    return facts.stage if facts else ""
