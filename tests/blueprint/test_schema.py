"""The schema: published, current, and the same in its two forms."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from provisioner.blueprint import check, compiled, generate, imports, schema, wording
from provisioner.model.document import Marked

ROOT = Path(__file__).parents[2]


def test_the_schema_is_a_schema_and_describes_every_field() -> None:
    Draft202012Validator.check_schema(schema.assemble())
    bare = [path for path, field in _fields(schema.assemble()) if "description" not in field and "$ref" not in field]
    # Hints whose name and choices say all.
    assert {path.rpartition(".")[2] for path in bare} <= {
        "number_display_hint",
        "text_display_hint",
        "show_currency_symbol",
        "property_groups",
        "properties",
        "pipelines",
    }


def _fields(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in node.items() if isinstance(node, dict) else ():
        if key == "properties" and all(isinstance(each, dict) for each in value.values()):
            yield from ((f"{path}.{name}", field) for name, field in value.items())
        yield from _fields(value, f"{path}.{key}")


def test_the_committed_schema_is_current() -> None:
    committed = json.loads((ROOT / "docs/blueprint.schema.json").read_text(encoding="utf-8"))
    assert committed == json.loads(json.dumps(schema.assemble())), (
        "run: provisioner schema --out docs/blueprint.schema.json"
    )


def test_the_compiled_schema_is_current() -> None:
    current = generate.TARGET.read_text(encoding="utf-8") == generate.source()
    assert current, "run: python -m provisioner.blueprint.generate"


def _shipped(name: str) -> Marked:
    document = imports.gather(str(ROOT / "blueprints" / name)).document
    assert document is not None
    return document


@pytest.mark.parametrize("name", ["call_center.yaml", "b2b.yaml", "hybrid.yaml"])
def test_the_shipped_blueprints_fit_the_published_schema(name: str) -> None:
    assert list(Draft202012Validator(schema.assemble()).iter_errors(_shipped(name))) == []


STRANGE: tuple[Any, ...] = (None, True, False, 0, 1, -1, 1.0, 0.5, "", "x", "en", "1.0.0", "x\n", [], {}, ["x"], [1])
CORPUS: dict[str, list[Any]] = {
    "text": ["x", {"en": "x"}, {"en": "x", "he": "y"}],
    "parameter": [{"type": "integer", "default": 1, "minimum": 0, "maximum": 5, "enum": [1]}],
    "label_language": [{"type": "string", "enum": ["en", "he"], "default": "he", "description": "x"}],
    "property_group": [{"label": "x", "display_order": 1}],
    "property": [
        {"label": "x", "group": "g", "type": "string", "field_type": "text", "hidden": True, "display_order": -1},
        {
            "label": "x",
            "group": "g",
            "type": "enumeration",
            "field_type": "select",
            "options": {"a": "A", "b": {"en": "B"}},
        },
        {"hubspot_defined": True, "options": {"a": {"label": "A", "hidden": False, "description": {"he": "x"}}}},
        {"label": "x", "group": "g", "type": "number", "field_type": "number", "number_display_hint": "currency"},
    ],
    "property_option": [{"label": "x", "description": "y", "hidden": True}],
    "stage": [
        {
            "label": "x",
            "id": "a",
            "was": ["b"],
            "probability": 0.4,
            "forecast_category": "commit",
            "milestone": "closing",
            "max_age": "5bd",
            "entry": {"en": "x"},
            "playbook": ["x", {"he": "y"}],
        },
        {"label": "x", "ticket_state": "open", "max_age_property": "d"},
        {"label": "x", "lead_state": "new"},
    ],
    "pipeline": [{"label": "x", "display_order": 0, "stages": {"a": {"label": "x"}}, "id": "1", "was": ["y"]}],
    "frame": [
        {
            "blueprint": "a",
            "version": "1.0.0",
            "mode": "hybrid",
            "title": "x",
            "description": {"en": "x"},
            "decision": {"made_on": "2026-11-01", "by": "x", "why": "y"},
            "imports": ["a.yaml"],
            "parameters": {"label_language": {"type": "string"}, "n": {"type": "number", "default": 0.5}},
        }
    ],
    "retire": [
        {
            "properties": {"deals": ["a"]},
            "property_groups": {},
            "pipelines": {"deals": ["b"]},
            "stages": {"deals/a": {"b": {"move_to": "c"}, "d": {}}},
        }
    ],
    "mapping": [{}, {"a": 1}],
}


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _paths(inner, (*path, key))


def _changed(value: Any, path: tuple[Any, ...], change: Any) -> Any:
    """A copy with the value at the path replaced, or taken out when the change is ``...``."""
    if not path:
        return copy.deepcopy(change)
    whole = copy.deepcopy(value)
    node = whole
    for step in path[:-1]:
        node = node[step]
    if change is ...:
        del node[path[-1]]
    else:
        node[path[-1]] = change
    return whole


def _mutations(value: Any) -> Iterator[Any]:
    yield value
    for path in _paths(value):
        if path:
            yield _changed(value, path, ...)
        for strange in STRANGE:
            yield _changed(value, path, strange)
        yield _changed(value, (*path, "unknown"), 1) if isinstance(_at(value, path), dict) else value


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def _says_compiled(unit: str, value: Any) -> bool:
    return check._fits(check.Unit((), unit, value))


def _corpus(unit: str) -> list[Any]:
    """Values that fit a unit: from the list above, else the largest in the shipped blueprints."""
    if unit in CORPUS:
        return CORPUS[unit]
    shipped = [
        each.value
        for name in ("call_center.yaml", "b2b.yaml")
        for each in check._units(_shipped(name))
        if each.name == unit
    ]
    return sorted(shipped, key=lambda each: len(str(each)))[-1:]


@pytest.mark.parametrize("unit", sorted(compiled.UNITS))
def test_compiled_and_jsonschema_give_the_same_verdict(unit: str) -> None:
    judge = wording.validator(unit)
    for whole in CORPUS.get(unit, []):
        assert _says_compiled(unit, whole), whole
    for whole in _corpus(unit):
        for value in _mutations(whole):
            assert _says_compiled(unit, value) == judge.is_valid(value), value


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(compiled.UNITS)),
    st.recursive(
        st.sampled_from(STRANGE), lambda inner: st.dictionaries(st.sampled_from(["label", "en", "type"]), inner)
    ),
)
def test_compiled_and_jsonschema_agree_on_anything(unit: str, value: Any) -> None:
    assert _says_compiled(unit, value) == wording.validator(unit).is_valid(value)


def test_what_the_compiled_schema_refuses_is_always_worded() -> None:
    for unit, values in CORPUS.items():
        for whole in values:
            for value in _mutations(whole):
                if not _says_compiled(unit, value):
                    problems = wording.problems(check.Unit((), unit, value), value, "b.yaml")
                    assert problems, value
                    assert not [each for each in problems if each.finding.code == "SCHEMA008"]
