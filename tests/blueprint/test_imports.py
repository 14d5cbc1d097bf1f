"""Blueprints made of several files."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.blueprint import load
from provisioner.model.findings import Finding
from tests.blueprint.marked import HEAD, PIPELINE, unmarked, write

GROUP = "property_groups:\n  deals:\n    {}: {{label: {}}}\n"


def checked(folder: Path, files: dict[str, str]) -> list[Finding]:
    for name, text in files.items():
        write(folder / name, text)
    return list(load.read(str(folder / "b.yaml")).findings)


def expect(folder: Path, code: str, files: dict[str, str]) -> Finding:
    """The one finding, which must stand at the mark in one of the files."""
    marked = next(name for name, text in files.items() if "⟦" in text)
    written = unmarked(files[marked])
    findings = checked(folder, files | {marked: written.text})
    assert [each.code for each in findings] == [code]
    assert str(findings[0].place) == f"{folder / marked}:{written.line}:{written.column}"
    assert findings[0].fix
    return findings[0]


def test_imported_things_come_first_and_meet_in_one_document(tmp_path: Path) -> None:
    files = {
        "b.yaml": HEAD + "imports: [parts/x.yaml]\n" + GROUP.format("own", "Own") + PIPELINE,
        "parts/x.yaml": "imports: [deep/y.yaml, ../z.yaml]\n" + GROUP.format("x", "X"),
        "parts/deep/y.yaml": "imports: [../../z.yaml]\n" + GROUP.format("y", "Y"),
        "z.yaml": GROUP.format("z", "Z") + "retire: {properties: {deals: [gone]}}\n",
    }
    assert checked(tmp_path, files) == []
    blueprint, _ = load.load(str(tmp_path / "b.yaml"))
    assert blueprint is not None
    names = [key.name for key in blueprint.resources if key.kind == "property_group"]
    assert names == ["z", "y", "x", "own"]
    places = {resource.place.file for resource in blueprint.resources.values() if resource.place}
    assert str(tmp_path / "parts/deep/y.yaml") in places
    assert [str(each.key) for each in blueprint.retirements] == ["property:deals/gone"]


def test_a_missing_import_is_named_where_it_is_imported(tmp_path: Path) -> None:
    files = {"b.yaml": HEAD + "imports:\n  - ⟦shared/coer.yaml\n" + PIPELINE}
    write(tmp_path / "shared/core.yaml", "{}")
    assert expect(tmp_path, "IMPORT001", files).fix == "did you mean core.yaml?"


@pytest.mark.parametrize("start", ["b.yaml", "./b.yaml"])
def test_circles_are_named(tmp_path: Path, start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "b.yaml", HEAD + "imports: [x.yaml]\n" + PIPELINE)
    write(tmp_path / "x.yaml", "imports: [y.yaml]\n")
    write(tmp_path / "y.yaml", "imports: [./b.yaml]\n")
    monkeypatch.chdir(tmp_path)
    findings = load.read(start).findings
    assert [each.code for each in findings] == ["IMPORT002"]
    assert "x.yaml → y.yaml → b.yaml" in findings[0].message
    assert str(findings[0].place) == "y.yaml:1:11"


def test_a_fragment_has_no_head(tmp_path: Path) -> None:
    files = {"b.yaml": HEAD + "imports: [x.yaml]\n" + PIPELINE, "x.yaml": "property_groups: {}\n⟦mode: hybrid\n"}
    assert "b.yaml:5:11" in expect(tmp_path, "IMPORT003", files).message


@pytest.mark.parametrize(
    ("own", "other"),
    [
        (GROUP.format("⟦x", "X"), GROUP.format("x", "Y")),
        (
            "parameters: {⟦a: {type: string, default: x}}\ntitle: ${a}\n",
            "parameters: {a: {type: string, default: x}}\n",
        ),
    ],
)
def test_a_key_defined_twice_names_both_places(tmp_path: Path, own: str, other: str) -> None:
    files = {"b.yaml": HEAD + "imports: [x.yaml]\n" + own + PIPELINE, "x.yaml": other}
    assert str(tmp_path / "x.yaml") in expect(tmp_path, "IMPORT004", files).message


def test_imports_that_are_no_list_of_paths(tmp_path: Path) -> None:
    expect(tmp_path, "IMPORT006", {"b.yaml": HEAD + "imports: [x.yaml]\n" + PIPELINE, "x.yaml": "imports: ⟦y.yaml\n"})
    expect(tmp_path, "SCHEMA003", {"b.yaml": HEAD + "imports: ⟦x.yaml\n" + PIPELINE})


def test_a_long_row_of_imports_has_an_end(tmp_path: Path) -> None:
    files = {f"x{n}.yaml": f"imports: [x{n + 1}.yaml]\n" for n in range(60)}
    findings = checked(tmp_path, files | {"b.yaml": HEAD + "imports: [x0.yaml]\n" + PIPELINE})
    assert [each.code for each in findings] == ["IMPORT005"]


def test_a_crowd_of_imports_has_an_end(tmp_path: Path) -> None:
    names = "".join(f"  - x{n}.yaml\n" for n in range(5000))
    findings = checked(tmp_path, {"b.yaml": HEAD + "imports:\n" + names + PIPELINE})
    assert [each.code for each in findings] == ["IMPORT001"] * 200 + ["IMPORT005"]


def test_paths_stay_as_they_were_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "some/b.yaml", HEAD + "imports: [x.yaml]\nother: 1\n" + PIPELINE)
    write(tmp_path / "some/x.yaml", "further: 1\n")
    monkeypatch.chdir(tmp_path)
    assert {each.place.file for each in load.read("some/b.yaml").findings if each.place} == {
        "some/b.yaml",
        "some/x.yaml",
    }
