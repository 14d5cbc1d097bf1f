"""How property definitions behave: create, restore, change, archive."""

from __future__ import annotations

from typing import Any

from provisioner.localportal.refusal import Refusal, required_fields
from provisioner.localportal.surfaces.groups import state as groups
from provisioner.localportal.surfaces.properties import calculation, checks, refusals, state, uses
from provisioner.localportal.surfaces.properties.state import Definition
from provisioner.localportal.wire import Ask

_REQUIRED = ("name", "label", "groupName", "type", "fieldType")
_USER_ID = "50000001"


def create(ask: Ask, body: dict[str, Any], held: dict[str, str] | None = None) -> str:
    """Add a property, or restore the archived one of its name with the definition that was posted (seen live).

    `held` is name -> type of the properties that a formula may name; None reads them. Returns the JSON text stored.
    """
    taken = checks.fields(body)
    if missing := [field for field in _REQUIRED if not taken.get(field)]:
        raise required_fields(missing)
    before = state.read(ask.db, ask.object.id, taken["name"])
    if before and not before.get("archived"):
        raise refusals.exists(taken["name"], ask.version)
    if before is None:
        checks.name(taken["name"])
    definition = _complete(ask, taken, before)
    if "options" not in taken and _needs_options(definition):
        raise refusals.invalid("Enumeration properties must have options", "OPTIONS_REQUIRED")
    _check(ask, definition, held)
    _within_limits(ask, definition)
    return state.put(ask.db, ask.object.id, definition)


def change(ask: Ask, name: str) -> str:
    """Merge the body's fields into a property; create-only and unknown fields are ignored with 200 (seen live)."""
    before = state.read(ask.db, ask.object.id, name)
    if before is None or before.get("archived"):
        raise refusals.unknown(name)
    taken = checks.fields(ask.json(), checks.UPDATABLE)
    _may_change(before, taken)
    after = before | taken
    if "options" in taken:
        checks.options(taken["options"], ask.version)
        after["options"] = checks.stored_options(taken["options"])
    if before.get("currencyPropertyName") and after.get("showCurrencySymbol") is False:
        raise refusals.invalid("ONLY_CURRENCY_PROPERTIES_CAN_SPECIFY_CURRENCY: the symbol cannot be switched off",
                               "ONLY_CURRENCY_PROPERTIES_CAN_SPECIFY_CURRENCY")  # fmt: skip
    if not before.get("hubspotDefined"):
        _check(ask, after, None)
        after["updatedUserId"] = _USER_ID
    after["updatedAt"] = ask.stamp
    return state.put(ask.db, ask.object.id, after)


def archive(ask: Ask, name: str) -> None:
    """Archive a property; refused while something names it, or when HubSpot keeps it."""
    definition = state.read(ask.db, ask.object.id, name)
    if definition is None or definition.get("archived"):
        raise refusals.unknown(name)
    if not definition["modificationMetadata"]["archivable"]:
        raise refusals.not_archivable(name)
    if found := uses.of(ask.db, ask.object.id, name):
        raise refusals.in_use(ask.object.id, name, found)
    state.put(ask.db, ask.object.id, definition | {"archived": True, "archivedAt": ask.stamp})


def archive_quietly(ask: Ask, name: str) -> None:
    """One input of a batch archive: 204 whatever becomes of it, so a property in use simply stays."""
    try:
        archive(ask, name)
    except Refusal:
        return


def visible(definition: Definition | None, archived: bool, sensitivity: str) -> bool:
    """Whether a single read with these query values finds the property."""
    return (
        definition is not None
        and definition.get("archived", False) == archived
        and definition["dataSensitivity"] == sensitivity
    )


def _complete(ask: Ask, taken: dict[str, Any], before: Definition | None) -> Definition:
    """The posted fields with HubSpot's defaults; a restored property keeps only its birth date."""
    stored: Definition = {
        "updatedAt": ask.stamp,
        "createdAt": before.get("createdAt", ask.stamp) if before else ask.stamp,
        "description": "",
        "options": [],
        "createdUserId": _USER_ID,
        "updatedUserId": _USER_ID,
        "displayOrder": -1,
        "calculated": False,
        "externalOptions": False,
        "archived": False,
        "hasUniqueValue": False,
        "hidden": False,
        "modificationMetadata": {"archivable": True, "readOnlyDefinition": False, "readOnlyValue": False},
        "formField": False,
        "dataSensitivity": "non_sensitive",
    } | taken
    checks.options(stored["options"], ask.version)
    stored["options"] = checks.stored_options(stored["options"])
    return stored


def _needs_options(definition: Definition) -> bool:
    return definition["type"] == "enumeration" and not (
        definition["externalOptions"] or definition.get("calculationFormula")
    )


def _check(ask: Ask, definition: Definition, held: dict[str, str] | None) -> None:
    """Everything that must hold of a stored custom definition; a formula is put into its canonical form."""
    if not groups.exists(ask.db, ask.object.id, definition["groupName"]):
        raise refusals.unknown_group(definition["groupName"])
    if definition.get("calculationFormula"):
        types = state.types(ask.db, ask.object.id) if held is None else held
        calculation.settle(definition, types)
    elif definition["fieldType"] == "calculation_equation":
        raise refusals.invalid("A calculation_equation property needs a calculationFormula", "INVALID_FIELD_TYPE")
    checks.definition(definition, ask.version)
    if definition["dataSensitivity"] != "non_sensitive":
        _sensitive(ask)


def _sensitive(ask: Ask) -> None:
    if ask.scopes is not None and not any("sensitive" in scope for scope in ask.scopes):
        raise refusals.sensitive_scope()
    if not ask.settings.sensitive_data_enabled:
        raise refusals.sensitive_disabled()


def _may_change(before: Definition, taken: dict[str, Any]) -> None:
    """`modificationMetadata` decides, property by property: options have a switch of their own."""
    allowed = before["modificationMetadata"]
    options_locked = allowed.get("readOnlyOptions", allowed["readOnlyDefinition"])
    definition_touched = any(field != "options" for field in taken)
    if (allowed["readOnlyDefinition"] and definition_touched) or ("options" in taken and options_locked):
        raise refusals.read_only(before["name"])


def _within_limits(ask: Ask, definition: Definition) -> None:
    switches, object_id = ask.settings, ask.object.id
    counts = state.custom_counts(ask.db)
    if counts.get(object_id, 0) >= switches.custom_property_limit:
        raise refusals.limit_reached(f"custom {ask.object.singular} properties", switches.custom_property_limit)
    if sum(counts.values()) >= switches.custom_property_overall_limit:
        raise refusals.limit_reached("custom properties", switches.custom_property_overall_limit)
    if definition["calculated"]:
        calculated = sum(state.custom_counts(ask.db, calculated=True).values())
        if calculated >= switches.calculated_property_limit:
            raise refusals.limit_reached("calculated properties", switches.calculated_property_limit)
    if definition["hasUniqueValue"] and len(state.unique_names(ask.db, object_id)) >= checks.MOST_UNIQUE:
        raise refusals.limit_reached("unique properties", checks.MOST_UNIQUE)
