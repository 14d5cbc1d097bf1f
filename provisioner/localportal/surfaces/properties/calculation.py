"""Calculated properties: the type of a formula, its canonical text, and what it makes of the property."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provisioner.localportal.surfaces.properties import formula, refusals
from provisioner.localportal.surfaces.properties.formula import Node

_OUTPUTS = {"number": "BigDecimal", "string": "String", "bool": "Boolean", "enumeration": "String",
            "date": "DateTime", "datetime": "DateTime"}  # fmt: skip
_BINDING = {"or": 1, "xor": 1, "and": 2, "not": 3, "equals": 4, "<": 4, ">": 4, "<=": 4, ">=": 4,
            "+": 5, "-": 5, "*": 6, "/": 6, "minus": 7}  # fmt: skip


def settle(definition: dict[str, Any], held: Mapping[str, str]) -> None:
    """Make the definition a calculated one, in place: canonical formula, field type, read-only value.

    `held` is name -> type of the properties that the formula may name; a 404 says which one is missing.
    """
    try:
        tree = formula.parse(definition["calculationFormula"])
    except formula.FormulaError as error:
        raise refusals.bad_formula(str(error)) from error
    for name in sorted(formula.names(tree)):
        if name not in held:
            raise refusals.unknown_in_formula(name)
    output, wanted = type_of(tree, held), _OUTPUTS.get(definition["type"], "")
    if output != wanted:
        raise refusals.bad_formula(f"Output type: {output} of the formula is not compatible with type: {wanted}")
    definition |= {
        "calculationFormula": canonical(tree, held),
        "fieldType": "calculation_equation",
        "calculated": True,
        "modificationMetadata": {"archivable": True, "readOnlyDefinition": False, "readOnlyValue": True},
    }


def type_of(node: Node, held: Mapping[str, str]) -> str:  # noqa: C901  one case for each form of the language
    """What a formula yields: BigDecimal, String, Boolean or DateTime; refused when its parts do not fit together."""
    inner = [type_of(part, held) for part in node.parts]
    match node.kind:
        case "number":
            return "BigDecimal"
        case "text":
            return "String"
        case "bool":
            return "Boolean"
        case "name":
            return _OUTPUTS.get(held.get(node.value, ""), "String")
        case "call" if node.value in ("string", "bool"):
            return {"string": "String", "bool": "Boolean"}[node.value]
        case "call" if node.value in ("max", "min", "coalesce") and inner:
            return inner[0]
        case "call":
            return formula.FUNCTIONS[node.value]
        case "if":
            for condition in inner[0:-1:2]:
                _fits(condition, "Boolean")
            return inner[1]
        case "and" | "or" | "xor" | "not":
            for part in inner:
                _fits(part, "Boolean")
            return "Boolean"
        case "equals" | "<" | ">" | "<=" | ">=":
            _fits(inner[1], inner[0])
            return "Boolean"
        case "+" if inner == ["String", "String"]:
            return "String"
    for part in inner:
        _fits(part, "DateTime" if part == "DateTime" else "BigDecimal")
    return "BigDecimal"


def canonical(node: Node, held: Mapping[str, str]) -> str:
    """The text that HubSpot stores: lower-case keywords, single quotes, `equals`, no redundant parentheses."""
    match node.kind:
        case "number":
            return repr(float(node.value)).removesuffix(".0") if "." in node.value else node.value
        case "text":
            return f"'{node.value}'"
        case "bool" | "name":
            return node.value
        case "call":
            return f"{node.value}({', '.join(canonical(part, held) for part in node.parts)})"
        case "if":
            return _condition(node, held)
        case "not":
            return f"not ({canonical(node.parts[0], held)})"
        case "minus":
            return f"-{_bound(node.parts[0], 7, held)}"
        case "+" if type_of(node, held) == "String":
            return f"concatenate({canonical(node.parts[0], held)}, {canonical(node.parts[1], held)})"
    level = _BINDING[node.kind]
    return f"{_bound(node.parts[0], level, held)} {node.kind} {_bound(node.parts[1], level + 1, held)}"


def _condition(node: Node, held: Mapping[str, str]) -> str:
    parts = [canonical(part, held) for part in node.parts]
    text = f"if {parts[0]} then {parts[1]}"
    rest = parts[2:]
    while len(rest) > 1:
        text += f" elseif {rest[0]} then {rest[1]}"
        rest = rest[2:]
    return text + (f" else {rest[0]}" if rest else "")


def _bound(node: Node, level: int, held: Mapping[str, str]) -> str:
    text = canonical(node, held)
    own = 0 if node.kind == "if" else _BINDING.get(node.kind, 9)
    joined = node.kind == "+" and text.startswith("concatenate(")
    return f"({text})" if own < level and not joined else text


def _fits(found: str, wanted: str) -> None:
    if found != wanted:
        raise refusals.bad_formula(f"Sub-expression output type: {found} is not compatible with input type: {wanted}")
