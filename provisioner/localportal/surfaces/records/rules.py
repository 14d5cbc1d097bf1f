"""How records behave when they are written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from provisioner.localportal.objects import ObjectType
from provisioner.localportal.surfaces.pipelines import state as pipelines
from provisioner.localportal.surfaces.properties import state as properties
from provisioner.localportal.surfaces.records import history, refusals, stages, state, values
from provisioner.localportal.surfaces.records.associations import rules as associations
from provisioner.localportal.surfaces.records.state import Record
from provisioner.localportal.surfaces.records.values import Problem
from provisioner.localportal.wire import Ask


def create(ask: Ask, body: dict[str, Any], by_hubspot: bool = False) -> Record:
    """Add a record; 400 for values that do not fit, 409 for a unique value that is taken.

    `by_hubspot` may also set what only HubSpot sets, such as when a contact was last contacted.
    """
    sent = _sent(body)
    taken = _taken(ask, sent, {}, by_hubspot)
    links = body.get("associations") or []
    if ask.object.plural == "leads":
        _lead(taken, links)
    _stage(ask, taken)
    _unique(ask, taken, None)
    record_id = state.next_id(ask.db, ask.object)
    stamped = stages.settle(ask.db, ask.object, ask.settings, {}, taken, ask.stamp)
    for name in (*born_with(ask.object), *_assigned(ask, taken, {})):
        if name not in taken:
            taken[name] = ask.stamp
            stamped.add(name)
    taken["hs_object_id"] = str(record_id)
    taken |= stages.durations(ask.object, taken)
    record = Record(record_id, _set(taken), ask.stamp, ask.stamp, frozenset(stamped))
    state.put(ask.db, ask.object, record)
    if not links:
        return record
    associations.join_new(ask.db, (ask.object.id, record_id), links, ask.stamp)
    return state.read(ask.db, ask.object, str(record_id)) or record


def born_with(kind: ObjectType) -> tuple[str, ...]:
    """The times that a new record gets."""
    return (kind.created, kind.modified, *(("hs_createdate",) if kind.plural == "deals" else ()))


def _assigned(ask: Ask, taken: dict[str, str], before: dict[str, str]) -> tuple[str, ...]:
    """The time that HubSpot keeps of a new owner, where the object type has it."""
    if taken.get("hubspot_owner_id", "") in ("", before.get("hubspot_owner_id")):
        return ()
    name = "hubspot_owner_assigneddate"
    return (name,) if properties.read(ask.db, ask.object.id, name) else ()


def change(ask: Ask, record: Record, body: dict[str, Any], by_hubspot: bool = False) -> Record:
    """Merge values into a record; `""` clears one. `by_hubspot` as for `create`."""
    taken = _taken(ask, _sent(body), record.properties, by_hubspot)
    after = record.properties | taken
    if {ask.object.stage, ask.object.pipeline} & set(taken):
        if ask.object.stage not in taken:
            after.pop(ask.object.stage, None)
        elif ask.object.pipeline not in taken:
            after.pop(ask.object.pipeline, None)
        _stage(ask, after)
    _unique(ask, taken, record.id)
    stamped = stages.settle(ask.db, ask.object, ask.settings, record.properties, after, ask.stamp)
    assigned = _assigned(ask, taken, record.properties)
    after |= dict.fromkeys(assigned, ask.stamp)
    stamped |= {*assigned}
    after[ask.object.modified] = ask.stamp
    after |= stages.durations(ask.object, after)
    kept = (record.stamped - set(taken)) | stamped | {ask.object.modified}
    changed = replace(record, properties=_set(after), updated_at=ask.stamp, stamped=kept)
    state.put(ask.db, ask.object, changed)
    history.note(ask.db, ask.object, record, changed, taken)
    return changed


def archive(ask: Ask, record_id: str) -> None:
    """Put a record into the recycle bin; one that is not there is no error."""
    record = state.read(ask.db, ask.object, record_id)
    if record and not record.archived:
        state.put(ask.db, ask.object, replace(record, archived=True, archived_at=ask.stamp))
        associations.settle_around(ask.db, (ask.object.id, record.id), ask.stamp)


def find(ask: Ask, wanted: str, id_property: str, archived: bool = False) -> Record | None:
    """A record by id, or by the value of a unique property."""
    if id_property in ("", "hs_object_id"):
        found = state.read(ask.db, ask.object, wanted)
    elif id_property in _unique_names(ask):
        found = state.by_value(ask.db, ask.object, id_property, wanted)
    else:
        raise refusals.bad_request(f"{id_property} is not a unique property of {ask.object.plural}")
    return found if found and found.archived == archived else None


def _sent(body: dict[str, Any]) -> dict[str, Any]:
    sent = body.get("properties", {})
    if not isinstance(sent, dict):
        raise refusals.bad_request("Invalid input JSON: properties must be an object")
    return sent


def _taken(ask: Ask, sent: dict[str, Any], before: dict[str, str], by_hubspot: bool) -> dict[str, str]:
    taken, problems = {}, []
    for name, value in sent.items():
        definition = properties.read(ask.db, ask.object.id, name)
        if definition and by_hubspot:
            definition["modificationMetadata"] = definition["modificationMetadata"] | {"readOnlyValue": False}
        text = values.stored(definition, name, value, before.get(name, ""))
        if isinstance(text, Problem):
            problems.append(text)
        else:
            taken[name] = text
    if problems:
        raise refusals.invalid_values(problems, ask.settings.portal_id)
    return taken


def _stage(ask: Ask, taken: dict[str, str]) -> None:
    """Pipeline and stage must belong together; the one that is missing follows from the other where it can."""
    kind = ask.object
    if not kind.stage or kind.stage == "lifecyclestage":
        return
    stage_id, pipeline_id = taken.get(kind.stage), taken.get(kind.pipeline)
    if not stage_id and not pipeline_id and kind.plural == "leads":
        pipeline_id = next((one.id for one in pipelines.pipelines(ask.db, kind.id)), None)
    if pipeline_id and pipelines.pipeline(ask.db, kind.id, pipeline_id) is None:
        _no_option(ask, kind.pipeline, pipeline_id, [one.id for one in pipelines.pipelines(ask.db, kind.id)])
    if stage_id:
        holder = pipelines.stage_holder(ask.db, kind.id, stage_id)
        if holder is None or pipeline_id not in (None, "", holder):
            allowed = [one.id for one in pipelines.stages(ask.db, kind.id, pipeline_id or holder or "")]
            _no_option(ask, kind.stage, stage_id, allowed)
        taken[kind.pipeline] = str(holder)
    elif pipeline_id:
        taken[kind.pipeline] = pipeline_id
        taken[kind.stage] = pipelines.stages(ask.db, kind.id, pipeline_id)[0].id
    elif kind.plural == "tickets":
        raise refusals.stage_required(kind.stage)


def _no_option(ask: Ask, name: str, value: str, allowed: list[str]) -> None:
    message = f"{value} was not one of the allowed options: [{', '.join(allowed)}]"
    raise refusals.invalid_values([Problem(name, "INVALID_OPTION", message)], ask.settings.portal_id)


def _lead(taken: dict[str, str], associations: list[Any]) -> None:
    if not taken.get("hs_lead_name"):
        raise refusals.lead_without("hs_lead_name")
    if not associations:
        raise refusals.lead_without("an associated contact or company")


def _unique_names(ask: Ask) -> list[str]:
    own = {"contacts": ["email"]}.get(ask.object.plural, [])
    return own + properties.unique_names(ask.db, ask.object.id)


def _unique(ask: Ask, taken: dict[str, str], own_id: int | None) -> None:
    for name in _unique_names(ask):
        if value := taken.get(name):
            holder = state.by_value(ask.db, ask.object, name, value)
            if holder and holder.id != own_id:
                raise refusals.exists(ask.object.title, holder.id)


def _set(taken: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in taken.items() if text != ""}
