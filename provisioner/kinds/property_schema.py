"""The schema of a property in a blueprint: every field, in HubSpot's words in snake_case."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.kinds import base
from provisioner.model.portal import Json

OPTION: Json = {
    "type": "object",
    "additionalProperties": False,
    "required": ["label"],
    "properties": {
        "label": base.TEXT,
        "description": base.TEXT,
        "hidden": {"type": "boolean", "description": "Kept for old records, not offered for new ones."},
    },
}
DEFS: Mapping[str, Json] = {
    "property": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "hubspot_defined": {
                "type": "boolean",
                "enum": [True],
                "description": "The property comes with HubSpot: it must exist, and only its options may be added to.",
            },
            "label": base.TEXT | {"description": "What users see."},
            "group": {"type": "string", "description": "Name of the property group it stands in."},
            "type": {
                "enum": ["bool", "date", "datetime", "enumeration", "number", "phone_number", "string"],
                "description": "How HubSpot stores the value.",
            },
            "field_type": {
                "enum": [
                    "booleancheckbox",
                    "calculation_equation",
                    "checkbox",
                    "date",
                    "file",
                    "html",
                    "number",
                    "phonenumber",
                    "radio",
                    "select",
                    "text",
                    "textarea",
                ],
                "description": "How users enter the value.",
            },
            "description": base.TEXT | {"description": "Help text beside the field."},
            "options": {
                "type": "object",
                "description": "Value: label, in display order. The value is stored in records, the label is shown.",
                "additionalProperties": {
                    "if": {"type": "object", "required": ["label"]},
                    "then": {"$ref": "#/$defs/property_option"},
                    "else": base.TEXT,
                },
            },
            "hidden": {"type": "boolean", "description": "Not shown to users in HubSpot."},
            "form_field": {"type": "boolean", "description": "May be used in forms."},
            "display_order": {"type": "integer", "minimum": -1, "description": "Place in its group; -1 is last."},
            "has_unique_value": {"type": "boolean", "description": "No two records share a value. Fixed at creation."},
            "data_sensitivity": {
                "enum": ["non_sensitive", "sensitive", "highly_sensitive"],
                "description": "Fixed at creation; needs a portal with sensitive data switched on.",
            },
            "external_options": {"type": "boolean", "description": "Options come from HubSpot. Fixed at creation."},
            "referenced_object_type": {
                "enum": ["OWNER"],
                "description": "With external_options: a picker of owners. Fixed at creation.",
            },
            "number_display_hint": {
                "enum": ["currency", "duration", "formatted", "percentage", "probability", "unformatted"]
            },
            "text_display_hint": {
                "enum": [
                    "domain_name",
                    "email",
                    "ip_address",
                    "multi_line",
                    "phone_number",
                    "physical_address",
                    "postal_code",
                    "unformatted_single_line",
                ]
            },
            "show_currency_symbol": {"type": "boolean"},
            "currency_property_name": {"type": "string", "description": "With show_currency_symbol only."},
            "calculation_formula": {"type": "string", "description": "Makes it a calculated property."},
        },
        "if": {"required": ["hubspot_defined"]},
        "then": {"required": ["options"]},
        "else": {"required": ["label", "group", "type", "field_type"]},
    },
    "property_option": OPTION,
}
