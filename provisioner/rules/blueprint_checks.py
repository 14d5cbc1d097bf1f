"""Rules on property validations: of properties that are there, in pairs that make sense, of the right type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provisioner.rules import blueprint_hubspot as hubspot
from provisioner.rules.blueprint_draft import Draft
from provisioner.rules.blueprint_rule import ERROR, WARNING, Rule, Said
from provisioner.rules.blueprint_words import did_you_mean, listed

_TYPES: Mapping[str, tuple[str, ...]] = {
    "min_number": ("number",),
    "max_number": ("number",),
    "decimals": ("number",),
    "min_length": ("string", "phone_number"),
    "max_length": ("string", "phone_number"),
    "pattern": ("string",),
    "phone_country_codes": ("phone_number", "string"),
}
"""Types of property that a check is for, from HubSpot's property validations guide."""


def properties(draft: Draft) -> Iterator[Said]:
    for entry in draft.checks:
        known = draft.names("properties", entry.object_type)
        if not hubspot.is_property(entry.object_type, entry.name, known):
            fix = did_you_mean(entry.name, known, "declare it, or make sure that the portal has it")
            yield Said(entry.path, f"Neither the blueprint nor HubSpot has {entry.object_type}/{entry.name}.", fix)


def types(draft: Draft) -> Iterator[Said]:
    for entry in draft.checks:
        declared = draft.names("properties", entry.object_type).get(entry.name)
        type_ = declared.get("type") if isinstance(declared, Mapping) else None
        for field in entry.fields:
            wanted = _TYPES.get(field)
            if type_ and wanted and type_ not in wanted:
                message = f"{field} is for properties of type {listed(wanted)}, and {entry.name} is {type_}."
                yield Said((*entry.path, field), message, "take it out, or check another property")


def spans(draft: Draft) -> Iterator[Said]:
    for entry in draft.checks:
        for low, high in (("min_number", "max_number"), ("min_length", "max_length")):
            if low in entry.fields and high in entry.fields and entry.fields[low] > entry.fields[high]:
                message = f"No value is at least {entry.fields[low]} and at most {entry.fields[high]}."
                yield Said((*entry.path, low), message, "exchange the two numbers", of_value=True)


def patterns(draft: Draft) -> Iterator[Said]:
    for entry in draft.checks:
        if ("pattern" in entry.fields) != ("pattern_message" in entry.fields):
            given, missing = ("pattern", "pattern_message")
            if given not in entry.fields:
                given, missing = missing, given
            yield Said((*entry.path, given), f"{given} needs {missing}: HubSpot takes both or none.", f"add {missing}")
        elif "pattern" in entry.fields and (problem := _not_re2(entry.fields["pattern"])):
            yield Said((*entry.path, "pattern"), f"The pattern {problem}.", "write it in RE2", of_value=True)


def _not_re2(pattern: str) -> str:
    """Why this is no pattern that HubSpot takes; empty when nothing speaks against it."""
    if re.search(r"\(\?(=|!|<=|<!)|\\[1-9]", pattern):
        return "looks ahead or back, which RE2 cannot"
    try:
        re.compile(pattern)
    except re.error as error:
        return f"is not one ({error})"
    return ""


RULES = (
    Rule("CHECK001", WARNING, "A value is checked of a property that nobody knows.", properties),
    Rule("CHECK002", ERROR, "A check does not go with the type of its property.", types),
    Rule("CHECK003", ERROR, "No value at all could pass a check.", spans),
    Rule("CHECK004", ERROR, "A pattern has no message, or is no pattern that HubSpot takes.", patterns),
)
