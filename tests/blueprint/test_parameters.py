"""Parameters: declared once, set by portals, used anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner.blueprint import load
from provisioner.model.findings import Finding
from tests.blueprint.marked import HEAD, PIPELINE, seen, unmarked, write

NUMBER = "parameters:\n  n: {type: integer, default: 3, minimum: 1, maximum: 9}\n"


def filled(folder: Path, text: str, overrides: dict[str, Any] | None = None) -> tuple[Any, tuple[Finding, ...]]:
    found = load.read(write(folder / "b.yaml", HEAD + text + PIPELINE), overrides)
    return found.document, found.findings


def test_a_whole_value_keeps_its_type_and_a_part_becomes_text(tmp_path: Path) -> None:
    groups = "property_groups:\n  deals:\n    g: {label: 'top ${n}', display_order: '${n}'}\n"
    document, findings = filled(tmp_path, NUMBER + groups)
    assert findings == ()
    assert document["property_groups"]["deals"]["g"] == {"label": "top 3", "display_order": 3}


def test_a_portal_overrides_a_default(tmp_path: Path) -> None:
    document, findings = filled(tmp_path, NUMBER + "title: '${n}${n}'\n", {"n": 5})
    assert (document["title"], findings) == ("55", ())


def test_two_dollars_stand_for_themselves(tmp_path: Path) -> None:
    document, findings = filled(tmp_path, "title: 'a $${n} b $ c'\n")
    assert (document["title"], findings) == ("a ${n} b $ c", ())


def test_places_survive(tmp_path: Path) -> None:
    text = unmarked(HEAD + NUMBER + "property_groups:\n  deals:\n    g: {label: 'a ${n}', ⟦lable: x}\n" + PIPELINE)
    assert seen(load.read(write(tmp_path / "b.yaml", text.text)).findings) == [("SCHEMA001", text.line, text.column)]


@pytest.mark.parametrize(
    ("code", "text", "overrides"),
    [
        ("PARAM001", NUMBER + "title: ⟦'${m} ${n}'\n", None),
        ("PARAM001", "title: ⟦'${}'\n", None),
        ("PARAM002", "parameters:\n  ⟦s: {type: string}\ntitle: ${s}\n", {}),
        ("PARAM003", "parameters:\n  n: {type: integer, ⟦default: x}\ntitle: 'x ${n}'\n", None),
        ("PARAM003", "parameters:\n  n: {type: integer, minimum: 5, ⟦default: 3}\ntitle: 'x ${n}'\n", None),
        ("PARAM003", "parameters:\n  s: {type: string, enum: [a, b], ⟦default: c}\ntitle: '${s}'\n", None),
        ("PARAM003", NUMBER.replace("  n", "  ⟦n") + "title: 'x ${n}'\n", {"n": 10}),
        ("PARAM003", NUMBER.replace("  n", "  ⟦n") + "title: 'x ${n}'\n", {"n": True}),
        ("PARAM003", NUMBER.replace("  n", "  ⟦n") + "title: 'x ${n}'\n", {"n": "4"}),
        ("PARAM005", "title: ⟦'${n'\n", None),
        ("PARAM006", NUMBER.replace("  n", "  ⟦n") + "title: $${n}\n", None),
        ("SCHEMA002", "parameters:\n  ⟦n: {default: 3}\ntitle: 'x ${n}'\n", None),
        ("SCHEMA004", "parameters:\n  n: {type: ⟦int, default: 3}\ntitle: 'x ${n}'\n", None),
        ("SCHEMA005", "parameters:\n  ⟦N: {type: integer, default: 3}\ntitle: 'x ${N}'\n", None),
        ("SCHEMA004", "parameters:\n  label_language: {type: string, enum: [en, ⟦fr]}\n", None),
    ],
)
def test_what_is_wrong_has_a_place(tmp_path: Path, code: str, text: str, overrides: dict[str, Any] | None) -> None:
    written = unmarked(HEAD + text + PIPELINE)
    findings = load.read(write(tmp_path / "b.yaml", written.text), overrides).findings
    assert seen(findings) == [(code, written.line, written.column)]
    assert findings[0].fix


def test_a_value_for_a_parameter_that_is_not_there(tmp_path: Path) -> None:
    _, findings = filled(tmp_path, NUMBER + "title: 'x ${n}'\n", {"m": 1, "label_language": "he"})
    assert [each.code for each in findings] == ["PARAM004"]


def test_validate_needs_no_portal_for_a_parameter_without_default(tmp_path: Path) -> None:
    groups = "property_groups: {deals: {g: {label: G, display_order: '${n}'}}}\n"
    text = "parameters: {n: {type: integer, minimum: 4}}\n" + groups
    document, findings = filled(tmp_path, text)
    assert (document["property_groups"]["deals"]["g"]["display_order"], findings) == (4, ())


def test_no_rule_judges_what_only_a_portal_knows(tmp_path: Path) -> None:
    text = "parameters: {a: {type: string}, b: {type: string}}\nproperty_groups: {deals: {g: {label: G}}}\n"
    text += "properties:\n  deals:\n"
    text += "    p: {label: '${a}', group: '${a}', type: string, field_type: text}\n"
    text += "    q: {label: '${b}', group: g, type: string, field_type: text}\n"
    assert filled(tmp_path, text)[1] == ()
    assert [each.code for each in filled(tmp_path, text, {"a": "x", "b": "X"})[1]] == ["REF001", "LABEL002"]


def test_an_unknown_parameter_is_reported_once_and_not_by_the_schema_too(tmp_path: Path) -> None:
    _, findings = filled(tmp_path, "property_groups: {deals: {g: {label: G, display_order: '${nn}'}}}\n")
    assert [each.code for each in findings] == ["PARAM001"]


def test_the_label_language_chooses_the_labels(tmp_path: Path) -> None:
    path = write(tmp_path / "b.yaml", HEAD + PIPELINE)
    labels = {}
    for language in ("en", "he", "both"):
        blueprint, _ = load.load(
            write(tmp_path / "b.yaml", HEAD + "parameters: {label_language: {type: string, default: en}}\n" + PIPELINE),
            {"label_language": language},
        )
        assert blueprint is not None
        labels[language] = next(iter(blueprint.resources.values())).title
    assert labels == {"en": "Sales", "he": "מכירות", "both": "מכירות (Sales)"}
    assert load.load(path)[0] is not None


def test_a_portal_chooses_the_label_language_of_a_blueprint_that_does_not_declare_it(tmp_path: Path) -> None:
    path = write(tmp_path / "b.yaml", HEAD + PIPELINE)
    blueprint, findings = load.load(str(path), {"label_language": "he"})
    assert blueprint is not None
    assert not findings
    english, _ = load.load(str(path), {})
    assert english is not None
    assert [each.title for each in blueprint.resources.values()] != [each.title for each in english.resources.values()]
    refused, (finding,) = load.load(str(path), {"label_language": "fr"})
    assert (refused, finding.code) == (None, "PARAM003")
