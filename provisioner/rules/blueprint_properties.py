"""Rules on properties: combinations of fields that HubSpot refuses, or takes and changes."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.rules import blueprint_hubspot as hubspot
from provisioner.rules.blueprint_draft import Draft, Entry
from provisioner.rules.blueprint_rule import ERROR, WARNING, Rule, Said
from provisioner.rules.blueprint_words import listed


def _own(draft: Draft) -> Iterator[Entry]:
    """Properties that the blueprint defines; those that come with HubSpot are defined there."""
    for entry in draft.properties:
        if not entry.fields.get("hubspot_defined"):
            yield entry


def field_type(draft: Draft) -> Iterator[Said]:
    for entry in draft.properties:
        kind, shown = entry.fields.get("type"), entry.fields.get("field_type")
        if kind and shown and shown not in hubspot.FIELD_TYPES[kind]:
            message = f"HubSpot does not show a property of type {kind} as {shown}."
            fix = f"choose {listed(hubspot.FIELD_TYPES[kind])}"
            yield Said((*entry.path, "field_type"), message, fix, of_value=True)


def options_missing(draft: Draft) -> Iterator[Said]:
    for entry in _own(draft):
        fields, path = entry.fields, (*entry.path, "options")
        if fields["type"] != "enumeration" or fields.get("external_options") or fields.get("options"):
            continue
        if draft.is_whole(path):
            path = path if "options" in fields else entry.path
            yield Said(path, f"The enumeration {entry.name} has no options.", "add options: with a line for each")


def options_unwanted(draft: Draft) -> Iterator[Said]:
    for entry in _own(draft):
        if "options" in entry.fields and entry.fields["type"] not in ("enumeration", "bool"):
            message = f"A property of type {entry.fields['type']} has no options."
            yield Said((*entry.path, "options"), message, "delete them, or write type: enumeration")


def bool_options(draft: Draft) -> Iterator[Said]:
    # A bool without options gets Yes and No.
    for entry in _own(draft):
        path = (*entry.path, "options")
        given = entry.fields.get("options", {"true", "false"})
        if entry.fields["type"] == "bool" and set(given) != {"true", "false"} and draft.is_whole(path):
            message = f"HubSpot wants exactly the options true and false for the bool {entry.name}."
            yield Said(path, message, "give true: and false:, or leave options out for Yes and No")


def owner_picker(draft: Draft) -> Iterator[Said]:
    for entry in draft.properties:
        fields = entry.fields
        if not fields.get("external_options"):
            continue
        path = (*entry.path, "external_options")
        if "referenced_object_type" not in fields and draft.is_whole(entry.path):
            yield Said(path, "external_options needs to know whose.", "add referenced_object_type: OWNER")
        if "options" in fields:
            message = "A property with external_options has no options of its own."
            yield Said((*entry.path, "options"), message, "delete the options")
        if fields.get("type", "enumeration") != "enumeration":
            yield Said(path, "external_options is for type enumeration.", "write type: enumeration, or delete the line")


def referenced_object(draft: Draft) -> Iterator[Said]:
    for entry in draft.properties:
        if "referenced_object_type" in entry.fields and not entry.fields.get("external_options"):
            path = (*entry.path, "referenced_object_type")
            if draft.is_whole((*entry.path, "external_options")):
                yield Said(
                    path, "referenced_object_type goes with external_options only.", "add external_options: true"
                )


def currency(draft: Draft) -> Iterator[Said]:
    for entry in draft.properties:
        if "currency_property_name" in entry.fields and not entry.fields.get("show_currency_symbol"):
            path = (*entry.path, "currency_property_name")
            if draft.is_whole((*entry.path, "show_currency_symbol")):
                message = "HubSpot takes currency_property_name only where the currency symbol is shown."
                yield Said(path, message, "add show_currency_symbol: true")


def unique_values(draft: Draft) -> Iterator[Said]:
    count: dict[str, int] = {}
    for entry in draft.properties:
        if entry.fields.get("has_unique_value"):
            count[entry.object_type] = count.get(entry.object_type, 0) + 1
            if count[entry.object_type] > hubspot.MOST_UNIQUE:
                message = f"HubSpot takes {hubspot.MOST_UNIQUE} properties with unique values for {entry.object_type}."
                yield Said((*entry.path, "has_unique_value"), message, "decide which ten need it")


def hints(draft: Draft) -> Iterator[Said]:
    for entry in _own(draft):
        for field, kind in (("number_display_hint", "number"), ("show_currency_symbol", "number"), _TEXT_HINT):
            if field in entry.fields and entry.fields["type"] != kind:
                message = f"{field} is for properties of type {kind}, not {entry.fields['type']}."
                yield Said((*entry.path, field), message, "delete the line")


_TEXT_HINT = ("text_display_hint", "string")


def formula(draft: Draft) -> Iterator[Said]:
    for entry in _own(draft):
        has_formula = "calculation_formula" in entry.fields
        calculated = entry.fields["field_type"] == "calculation_equation"
        if has_formula and not calculated:
            message = "HubSpot makes every property with a formula a calculation_equation."
            yield Said((*entry.path, "field_type"), message, "write field_type: calculation_equation", of_value=True)
        if calculated and not has_formula and draft.is_whole(entry.path):
            yield Said((*entry.path, "field_type"), f"{entry.name} has no formula.", "add calculation_formula:", True)


RULES = (
    Rule("PROP001", ERROR, "HubSpot does not allow this field type for this type.", field_type),
    Rule("PROP002", ERROR, "An enumeration has no options.", options_missing),
    Rule("PROP003", ERROR, "A property has options that its type does not have.", options_unwanted),
    Rule("PROP004", ERROR, "A bool has other options than true and false.", bool_options),
    Rule("PROP005", ERROR, "external_options lacks what it needs, or has what it excludes.", owner_picker),
    Rule("PROP006", ERROR, "referenced_object_type stands without external_options.", referenced_object),
    Rule("PROP007", ERROR, "currency_property_name stands without show_currency_symbol.", currency),
    Rule("PROP008", ERROR, "More properties have unique values than HubSpot takes.", unique_values),
    Rule("PROP009", WARNING, "A display hint does not belong to the type.", hints),
    Rule("PROP010", ERROR, "Formula and field type contradict each other.", formula),
)
