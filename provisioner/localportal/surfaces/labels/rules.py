"""How association labels behave when they are made, renamed and removed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from provisioner.localportal import access
from provisioner.localportal.objects import resolve
from provisioner.localportal.refusal import required_fields
from provisioner.localportal.surfaces.labels import refusals, state
from provisioner.localportal.surfaces.labels.defined import BY_PAIR
from provisioner.localportal.surfaces.labels.state import Label
from provisioner.localportal.wire import Ask


def ends(ask: Ask) -> tuple[str, str]:
    """The object type ids of the path; both ends ask for a scope."""
    to = resolve(ask.params["to"])
    wanted, held = access.associations(to), ask.scopes
    closed = to.plural == "leads" and not ask.settings.leads_enabled
    if closed or (held is not None and held.isdisjoint(wanted)):
        raise access.missing_scopes(to, held, wanted)
    return ask.object.id, to.id


def create(ask: Ask, ends: tuple[str, str]) -> Label:
    """A new label between two object types, with a type id for each direction."""
    from_id, to_id = ends
    body = ask.json()
    if missing := [field for field in ("name", "label") if body.get(field) in (None, "")]:
        raise required_fields(missing)
    if not ask.settings.association_labels_enabled:
        raise refusals.unavailable()
    name, label, inverse = body["name"], *_texts(body)
    if not isinstance(name, str) or "-" in name or re.match(r"\d", name):
        raise refusals.bad_name(str(name))
    if any(held.name == name for held in state.every(ask.db)):
        raise refusals.name_taken(name)
    pair = state.of_pair(ask.db, from_id, to_id)
    if len(pair) >= ask.settings.association_label_limit:
        raise refusals.cap_reached(ask.settings.association_label_limit, from_id, to_id)
    made = Label(*state.next_ids(ask.db), name, from_id, to_id, label, inverse)
    _no_twin(made, pair)
    state.put(ask.db, made)
    return made


def change(ask: Ask, ends: tuple[str, str]) -> None:
    """New texts for a label. Without `inverseLabel` the one text goes to both directions (seen live)."""
    body = ask.json()
    if missing := [field for field in ("associationTypeId", "label") if body.get(field) in (None, "")]:
        raise required_fields(missing)
    if not ask.settings.association_labels_enabled:
        raise refusals.unavailable()
    type_id = body["associationTypeId"]
    held = _existing(ask, ends, type_id, 400)
    texts = _texts(body)
    if type_id != held.type_id:
        texts = (texts[1], texts[0])
    changed = replace(held, label=texts[0], inverse_label=texts[1])
    _no_twin(changed, [one for one in state.of_pair(ask.db, *ends) if one.type_id != held.type_id])
    state.put(ask.db, changed)


def delete(ask: Ask, ends: tuple[str, str]) -> None:
    """Remove a label by the type id of either direction; both go."""
    number = ask.params["type"]
    if not (number.isascii() and number.isdigit()):
        raise refusals.bad_field("associationTypeId", "a number")
    status = ask.settings.unknown_label_delete_status
    if status == 204 and not _found(ask, ends, int(number)):
        return
    state.delete(ask.db, _existing(ask, ends, int(number), status))


def _existing(ask: Ask, ends: tuple[str, str], type_id: Any, status: int) -> Label:
    found = _found(ask, ends, type_id)
    if found is None:
        if any(one.type_id == type_id for one in BY_PAIR.get(ends, ())):
            raise refusals.hubspots(type_id)
        raise refusals.unknown(type_id, status)
    return found


def _found(ask: Ask, ends: tuple[str, str], type_id: Any) -> Label | None:
    pair = state.of_pair(ask.db, *ends)
    return next((one for one in pair if type_id in (one.type_id, one.inverse_id)), None)


def _texts(body: dict[str, Any]) -> tuple[str, str]:
    label, inverse = body["label"], body.get("inverseLabel")
    for field, text in (("label", label), ("inverseLabel", inverse or label)):
        if not isinstance(text, str) or not text.strip():
            raise refusals.bad_field(field, "text")
    return label, inverse or label


def _no_twin(label: Label, others: list[Label]) -> None:
    """No direction of a pair may show one text twice."""
    shown = {(start, text) for other in others for _, start, _, text in other.directions()}
    for _, start, end, text in label.directions():
        if (start, text) in shown:
            raise refusals.label_taken(text, start, end)
