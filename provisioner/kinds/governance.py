"""Pipeline rules in a blueprint and in HubSpot, and the clicks where HubSpot's API does not carry them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.kinds import base
from provisioner.model.findings import ManualStep
from provisioner.model.keys import Key, Ref
from provisioner.model.plan import Action, Change
from provisioner.model.portal import Json
from provisioner.model.resource import Spec

_STAGES: Json = {"type": ["boolean", "array"], "items": {"type": "string"}, "minItems": 1}
DEFS: Mapping[str, Json] = {
    "pipeline_rules": {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {
            "no_skipping": _STAGES
            | {"description": "Records enter these stages in order only: all stages, or a list of them."},
            "no_backwards": _STAGES
            | {"description": "Records do not go back from these stages: all stages, or a list of them."},
            "create_in": {
                "type": "array",
                "minItems": 1,
                "items": {"type": "string"},
                "description": "The only stages in which a record may be created.",
            },
        },
    }
}

FIELDS: Mapping[str, str] = {
    "no_skipping": "noSkippingStagesRule",
    "no_backwards": "noBackwardsMovementRule",
    "create_in": "objectCreationRule",
}
OFF: Mapping[str, Json] = {
    "noSkippingStagesRule": {"enabledForAllStages": False, "pipelineStageIds": []},
    "noBackwardsMovementRule": {"enabledForAllStages": False, "pipelineStageIds": []},
    "objectCreationRule": {"pipelineStageIds": []},
}
ALL, NONE = "all stages", "no stage"


def wanted(pipeline: Key, value: Any) -> Any:
    """A rule of a blueprint: all stages, no stage, or the stages by name."""
    if isinstance(value, bool):
        return ALL if value else NONE
    return {str(name): Ref(pipeline.part(str(name))) for name in value}


def stages(spec: Spec) -> tuple[Key, ...]:
    """The stages that rules name."""
    return tuple(ref.key for value in spec.values() if isinstance(value, Mapping) for ref in value.values())


def binds(raw: Json) -> bool:
    """Whether any rule is on: a pipeline whose rules are all off has none."""
    rules = raw["governanceValidationRules"]
    return any(rule.get("enabledForAllStages") or rule.get("pipelineStageIds") for rule in rules.values() if rule)


def read(pipeline: Key, raw: Json, ids: base.Ids) -> dict[str, Any]:
    """The rules of a pipeline with stages in words; a stage that nobody manages goes by ``@<id>``."""
    words = {id_: key for key, id_ in ids.items() if key.whole == pipeline and key != pipeline}
    found: dict[str, Any] = {}
    for field, name in FIELDS.items():
        rule = raw["governanceValidationRules"].get(name) or {}
        keys = [words.get(str(id_)) or pipeline.part(f"@{id_}") for id_ in rule.get("pipelineStageIds") or ()]
        found[field] = ALL if rule.get("enabledForAllStages") else {key.name: Ref(key) for key in keys} or NONE
    return found


def without_nothing(value: Any) -> Any:
    """Stages without those that a change took away."""
    if not isinstance(value, Mapping):
        return value
    return {name: ref for name, ref in value.items() if ref is not None} or NONE


def wire(spec: Spec, ids: base.Ids) -> dict[str, Json]:
    """HubSpot's rules for these fields. KeyError names a stage that this portal has no id for."""
    return {FIELDS[field]: _rule(field, value, ids) for field, value in spec.items() if field in FIELDS}


def _rule(field: str, value: Any, ids: base.Ids) -> Json:
    named = value.values() if isinstance(value, Mapping) else ()
    # A stage that nobody manages stays in the rule as it is.
    rule: Json = {"pipelineStageIds": [ids.get(ref.key) or ref.key.name.removeprefix("@") for ref in named]}
    return rule if field == "create_in" else rule | {"enabledForAllStages": value == ALL}


_DONE = {
    "no_skipping": ("Keep records from skipping stages: {}.", "למנוע דילוג על שלבים: {}."),
    "no_backwards": ("Keep records from moving backwards: {}.", "למנוע חזרה לאחור משלבים: {}."),
    "create_in": ("Let records be created in these stages only: {}.", "לאפשר יצירת רשומות בשלבים אלה בלבד: {}."),
}
_WORDS = {ALL: ("all stages", "כל השלבים"), NONE: ("off", "כבוי")}


def step(change: Change) -> ManualStep:
    """What a person clicks where this portal's API does not set rules."""
    name, of = change.key.name, change.key.object_type.capitalize()
    english = [f"Open Settings > Objects > {of} > Pipelines and choose the pipeline {name}.", "Open its rules."]
    hebrew = [f"לפתוח Settings > Objects > {of} > Pipelines ולבחור בפייפליין {name}.", "לפתוח את כללי הפייפליין."]
    if change.action is Action.ARCHIVE:
        english.append("Turn every rule off.")
        hebrew.append("לכבות את כל הכללים.")
    for field, value in () if change.action is Action.ARCHIVE else _told(change):
        for lines, told, words in ((english, _DONE[field][0], value[0]), (hebrew, _DONE[field][1], value[1])):
            lines.append(told.format(words))
    return ManualStep(
        change.key,
        {"en": f"Set the rules of the pipeline {name}", "he": f"קביעת הכללים של הפייפליין {name}"},
        {"en": [*english, "Save."], "he": [*hebrew, "לשמור."]},
        "This portal's API does not set pipeline rules: it is a beta, for Professional accounts, and needs the scopes "
        "crm.pipelines.governance.read and .write. Whether this is done cannot be read.",
    )


def _told(change: Change) -> Iterator[tuple[str, tuple[str, str]]]:
    for field, value in change.spec.items():
        if field in FIELDS:
            named = ", ".join(value) if isinstance(value, Mapping) else ""
            yield field, (named, named) if named else _WORDS[value]
