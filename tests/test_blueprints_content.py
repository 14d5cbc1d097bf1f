"""The ready-made blueprints hold every property, option and stage of the sales brief, whose tables stand beside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

BLUEPRINTS = Path(__file__).parent.parent / "blueprints"
TABLES = Path(__file__).parent / "blueprints_content"
READY_MADE = ("call_center", "b2b", "hybrid")
HOLDS = {"call_center": ("call_center",), "b2b": ("b2b",), "hybrid": ("hybrid", "call_center", "b2b")}
"""The tables of a blueprint: a hybrid holds both ways of selling, and the hand-off between them."""
FRAGMENTS = tuple(f"shared/{path.stem}" for path in sorted(BLUEPRINTS.glob("shared/*.yaml")))
MAPS_BY_OBJECT = ("property_groups", "properties", "pipelines")
TEXTS = ("label", "description", "entry", "exit")
OBJECTS = {"contacts", "companies", "deals", "leads"}
MILESTONES = ("prospecting", "qualification", "presentation", "negotiation", "closing")

Doc = dict[str, Any]

PIPELINES = {
    "call_center": {
        ("leads", "cc_leads"): "Inbound leads/לידים נכנסים",
        ("deals", "cc_sales"): "Call centre sales/מכירות מוקד",
    },
    "b2b": {
        ("deals", "b2b_new_business"): "B2B new business/עסקאות חדשות B2B",
        ("deals", "b2b_account_growth"): "Account growth/הרחבת לקוחות",
    },
}
GROUPS = {
    "core": {"label": {"en": "Sales core", "he": "ליבת מכירות"}},
    "cc": {"label": {"en": "Call centre operations", "he": "תפעול מוקד"}},
    "b2b": {"label": {"en": "B2B deal management", "he": "ניהול עסקת B2B"}},
}
GROUP_OF = {"core": "core_sales", "cc": "cc_operations", "b2b": "b2b_deal_management"}


def _read(name: str) -> Doc:
    document: Doc = yaml.safe_load((BLUEPRINTS / f"{name}.yaml").read_text(encoding="utf-8"))
    return document


def _blueprint(name: str) -> Doc:
    """The blueprint with its fragments merged in; a key that stands twice fails the test."""
    merged = _read(name)
    for path in merged["imports"]:
        fragment = _read(path.removesuffix(".yaml"))
        assert not {"blueprint", "version", "mode", "title", "decision"} & fragment.keys()
        for section in MAPS_BY_OBJECT:
            for object_name, entries in fragment.get(section, {}).items():
                own = merged.setdefault(section, {}).setdefault(object_name, {})
                assert not own.keys() & entries.keys(), f"{path}: {section}.{object_name} repeats a key"
                own.update(entries)
        merged.setdefault("parameters", {}).update(fragment.get("parameters", {}))
    return merged


def _table(name: str) -> dict[str, list[list[str]]]:
    """A table file: under each [heading] its rows, cells apart by "|"."""
    sections: dict[str, list[list[str]]] = {}
    for line in (TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            rows = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            rows.append([cell.strip() for cell in line.split("|")])
    return sections


def _label(pair: str) -> dict[str, str]:
    english, hebrew = pair.split("/")
    return {"en": english, "he": hebrew}


def _options(rows: list[list[str]]) -> dict[str, dict[str, str]]:
    split = (row[0].split(" ", 1) for row in rows)
    return {value: _label(pair) for value, pair in split}


def _stages(blueprint: Doc) -> Iterator[tuple[str, str, Doc]]:
    for pipelines in blueprint["pipelines"].values():
        for pipeline, body in pipelines.items():
            for stage, fields in body["stages"].items():
                yield pipeline, stage, fields


def _texts(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that people read, with its place: what stands under a text key, in a playbook or in options."""
    if isinstance(node, list):
        node = dict(enumerate(node))
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        place = f"{path}.{key}"
        if key == "playbook":
            yield from ((f"{place}[{number}]", step) for number, step in enumerate(value))
        elif key == "options":
            yield from ((f"{place}.{option}", text.get("label", text)) for option, text in value.items())
        elif key in (*TEXTS, "title"):
            yield place, value
        else:
            yield from _texts(value, place)


@pytest.mark.parametrize("name", READY_MADE)
def test_properties_are_those_of_the_brief(name: str) -> None:
    blueprint = _blueprint(name)
    table = _table("properties")
    expected = {
        (object_name, row[1]): (_label(row[2]), row[3])
        for row in (*table["core"], *(row for held in HOLDS[name] for row in table[held]))
        for object_name in row[0].split(",")
        if object_name != "leads" or name != "b2b"
    }
    found = {
        (object_name, key): (field["label"], f"{field['type']}/{field['field_type']}")
        for object_name, fields in blueprint["properties"].items()
        for key, field in fields.items()
    }
    assert found == expected


@pytest.mark.parametrize("name", READY_MADE)
def test_options_are_those_of_the_brief(name: str) -> None:
    table = _table("options")
    for object_name, fields in _blueprint(name)["properties"].items():
        for key, field in fields.items():
            expected = _options(table[key]) if key in table else None
            assert field.get("options") == expected, f"{object_name}/{key}"
            if expected is not None:
                assert list(field["options"]) == list(expected), f"{object_name}/{key}: order"


def test_executive_sponsor_picks_an_owner_and_discount_is_a_percentage() -> None:
    deals = _blueprint("b2b")["properties"]["deals"]
    assert deals["b2b_exec_sponsor"]["external_options"] is True
    assert deals["b2b_exec_sponsor"]["referenced_object_type"] == "OWNER"
    assert deals["core_discount_pct"]["number_display_hint"] == "percentage"


@pytest.mark.parametrize("name", READY_MADE)
def test_every_group_that_is_used_exists_on_its_object_and_no_other(name: str) -> None:
    blueprint = _blueprint(name)
    for object_name, fields in blueprint["properties"].items():
        used = {GROUP_OF[key.split("_")[0]] for key in fields}
        assert {field["group"] for field in fields.values()} == used == set(blueprint["property_groups"][object_name])
        for key, field in fields.items():
            assert field["group"] == GROUP_OF[key.split("_")[0]]
    for groups in blueprint["property_groups"].values():
        for key, group in groups.items():
            assert group == GROUPS[key.split("_")[0]]


@pytest.mark.parametrize("name", READY_MADE)
def test_pipelines_and_stages_are_those_of_the_brief(name: str) -> None:
    pipelines = _blueprint(name)["pipelines"]
    found = {(obj, key): body["label"] for obj, bodies in pipelines.items() for key, body in bodies.items()}
    held = {key: pair for each in HOLDS[name] for key, pair in PIPELINES.get(each, {}).items()}
    assert found == {key: _label(pair) for key, pair in held.items()}
    table = _table("stages")
    for object_name, key in found:
        stages = pipelines[object_name][key]["stages"]
        rows = table[key]
        assert list(stages) == [row[0] for row in rows]
        for stage, label, weight, category, milestone, age, hebrew_exit in rows:
            body = stages[stage]
            assert body["label"] == _label(label)
            assert str(body["lead_state" if object_name == "leads" else "probability"]) == weight
            assert body.get("forecast_category", "-") == category
            assert body["milestone"] == milestone
            assert body.get("max_age", body.get("max_age_property", "-")) == age
            assert hebrew_exit in body["exit"]["he"]
            assert ("probability" in body) != ("lead_state" in body)


@pytest.mark.parametrize("name", READY_MADE)
def test_every_stage_has_criteria_milestone_and_three_to_five_steps(name: str) -> None:
    for pipeline, stage, body in _stages(_blueprint(name)):
        assert {"entry", "exit"} <= body.keys(), f"{pipeline}#{stage}"
        assert body["milestone"] in MILESTONES
        assert 3 <= len(body["playbook"]) <= 5, f"{pipeline}#{stage}"


@pytest.mark.parametrize("name", READY_MADE)
def test_deal_pipelines_have_one_won_and_at_least_one_lost_stage(name: str) -> None:
    for key, body in _blueprint(name)["pipelines"]["deals"].items():
        probabilities = [stage["probability"] for stage in body["stages"].values()]
        assert probabilities.count(1.0) == 1, key
        assert probabilities.count(0.0) >= 1, key


@pytest.mark.parametrize("name", READY_MADE)
def test_ids_fit_the_limits_of_hubspot(name: str) -> None:
    blueprint = _blueprint(name)
    assert set(blueprint["properties"]) <= OBJECTS
    for section in MAPS_BY_OBJECT:
        for entries in blueprint[section].values():
            assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,49}", key) for key in entries)
    for pipeline, stage, body in _stages(blueprint):
        assert len(pipeline) <= 36
        assert re.fullmatch(r"[a-z0-9_]{1,100}", f"{pipeline}_{stage}")
        if "max_age_property" in body:
            assert body["max_age_property"] in blueprint["properties"]["leads"]


@pytest.mark.parametrize("name", [*READY_MADE, *FRAGMENTS])
def test_every_text_stands_in_english_and_hebrew(name: str) -> None:
    for place, text in _texts(_read(name)):
        assert set(text) == {"en", "he"}, place
        assert re.search("[A-Za-z]", text["en"]), place
        assert re.search("[א-ת]", text["he"]), place
        assert not re.search("[א-ת]", text["en"]), place
        assert all(value == value.strip() and "  " not in value for value in text.values()), place


@pytest.mark.parametrize("name", READY_MADE)
def test_every_property_is_described_in_one_sentence(name: str) -> None:
    for object_name, fields in _blueprint(name)["properties"].items():
        for key, field in fields.items():
            for text in field["description"].values():
                assert text.endswith("."), f"{object_name}/{key}"
                assert ". " not in text, f"{object_name}/{key}"


@pytest.mark.parametrize("path", sorted(BLUEPRINTS.rglob("*.yaml")), ids=lambda path: path.name)
def test_files_are_nfc_without_bidi_controls_tabs_or_ascii_gershayim(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\t\u0591-\u05c7]", text)
    assert not re.search("[א-ת][\"'][א-ת]", text)


@pytest.mark.parametrize("name", READY_MADE)
def test_every_fragment_is_imported_once(name: str) -> None:
    imports = _read(name)["imports"]
    assert sorted(set(imports)) == sorted(imports)


@pytest.mark.parametrize("name", READY_MADE)
def test_head_names_the_mode_the_decision_and_the_schema(name: str) -> None:
    blueprint = _blueprint(name)
    assert blueprint["blueprint"] == blueprint["mode"] == name
    assert blueprint["version"] == "1.0.0"
    assert set(blueprint["decision"]) == {"made_on", "mode", "by", "why"}
    assert blueprint["decision"]["mode"] == name
    assert blueprint["parameters"]["label_language"]["enum"] == ["en", "he", "both"]
    first_line = (BLUEPRINTS / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first_line == "# yaml-language-server: $schema=../docs/blueprint.schema.json"
