"""From a path to a Blueprint, and every problem on the way in one run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioner.blueprint import load
from provisioner.model.keys import Key
from tests.blueprint.marked import HEAD, PIPELINE, seen, unmarked, write

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["call_center", "b2b"])
def test_the_shipped_blueprints_load_without_a_remark(name: str) -> None:
    blueprint, findings = load.load(str(ROOT / f"blueprints/{name}.yaml"))
    assert findings == ()
    assert blueprint is not None
    assert (blueprint.name, blueprint.version, blueprint.mode) == (name, "1.0.0", name)
    assert all(resource.place for resource in blueprint.resources.values())


def test_resources_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    blueprint, _ = load.load(write(tmp_path / "b.yaml", HEAD + PIPELINE))
    assert blueprint is not None
    assert [str(key) for key in blueprint.resources] == [
        "pipeline:deals/sales",
        "pipeline:deals/sales#open",
        "pipeline:deals/sales#won",
        "pipeline:deals/sales#lost",
    ]
    place = blueprint.resources[Key("pipeline", "deals/sales#won")].place
    assert place is not None
    assert (place.line, place.column) == (11, 9)


def test_the_fingerprint_covers_content_order_and_parameters_but_no_comments(tmp_path: Path) -> None:
    def sha(text: str, **overrides: str) -> str:
        blueprint, findings = load.load(write(tmp_path / "b.yaml", text), overrides)
        assert blueprint is not None, findings
        return blueprint.sha256

    text = HEAD + "parameters: {label_language: {type: string, default: en}}\n" + PIPELINE
    lines = text.splitlines(keepends=True)
    swapped = "".join([*lines[:-2], lines[-1], lines[-2]])
    hashes = [sha(text), sha("# a remark\n" + text), sha(text, label_language="he"), sha(swapped)]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3


def test_a_warning_does_not_stop_a_blueprint(tmp_path: Path) -> None:
    text = HEAD + PIPELINE.replace("{en: Open, he: פתוח}", "{en: Open}")
    blueprint, findings = load.load(write(tmp_path / "b.yaml", text))
    assert blueprint is not None
    assert [each.code for each in findings] == ["TEXT001"]


def test_every_problem_comes_in_one_run(tmp_path: Path) -> None:
    text = """\
blueprint: acme
version: 1.0.0
mode: b2b
modus: x
property_groups:
  deals:
    g: {label: G}
    g: {label: H}
properties:
  deals:
    a: {label: A, group: gg, type: string, field_type: text}
    b: {lable: B, group: g, type: string, field_type: text}
    c: {label: "${x}", group: g, type: string, field_type: select}
pipelines:
  deals:
    p:
      label: P
      stages:
        o: {label: O, probability: 0.55}
        w: {label: W, probability: 1.0, forecast_category: omit, milestone: x}
        l: {label: o, probability: 0.0}
"""
    found = seen(load.read(write(tmp_path / "b.yaml", text)).findings)
    assert found == [
        ("GATE001", 3, 1),
        ("SCHEMA001", 4, 1),
        ("YAML002", 8, 5),
        ("REF001", 11, 26),
        ("SCHEMA001", 12, 9),
        ("PARAM001", 13, 16),
        ("PROP001", 13, 60),
        ("STAGE002", 19, 36),
        ("FORECAST001", 20, 60),
        ("SCHEMA004", 20, 77),
        ("LABEL004", 21, 20),
    ]


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ('probability: "1.0"', ["SCHEMA003"]),
        ("probabilty: 1.0", ["SCHEMA001"]),
        ("probability: 1.0, max_age: 5x", ["SCHEMA005"]),
    ],
)
def test_what_is_ill_is_not_called_missing_as_well(tmp_path: Path, written: str, codes: list[str]) -> None:
    findings = load.read(write(tmp_path / "b.yaml", HEAD + PIPELINE.replace("probability: 1.0", written))).findings
    assert [each.code for each in findings] == codes


def test_a_reference_to_something_ill_is_no_second_error(tmp_path: Path) -> None:
    text = HEAD + "property_groups: {deals: {g: {lable: G}}}\n"
    text += "properties: {deals: {a: {label: A, group: g, type: string, field_type: text}}}\n" + PIPELINE
    assert [each.code for each in load.read(write(tmp_path / "b.yaml", text)).findings] == ["SCHEMA001"]


def test_a_blueprint_without_mode_is_told_the_modes(tmp_path: Path) -> None:
    found = load.read(write(tmp_path / "b.yaml", "blueprint: a\nversion: 1.0.0\n" + PIPELINE)).findings
    assert [(each.code, each.message) for each in found] == [("SCHEMA002", "The blueprint has no mode.")]
    assert found[0].fix == "add mode: with call_center, b2b or hybrid"


def test_a_fragment_is_recognised(tmp_path: Path) -> None:
    found = load.read(write(tmp_path / "b.yaml", PIPELINE)).findings
    assert [(each.code, each.fix) for each in found] == [
        ("SCHEMA002", "name the blueprint that imports it, or add the three")
    ]


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("mode: ⟦callcenter\n", "did you mean call_center?"),
        ("⟦propertys: {}\n", "did you mean properties?"),
        ("property_groups: {deals: {g: {label: G, ⟦dispaly_order: 1}}}\n", "did you mean display_order?"),
        ("property_groups: {deals: {g: {label: ⟦5}}}\n", "put it in quotes"),
        ("property_groups: {deals: {g: {label: ⟦}}}\n", "write a value after the colon, or delete the line"),
        ("retire: {properties: {deals: ⟦old}}\n", "write [old]"),
        ("pipelines: {deals: {p: {label: P, ⟦stages: {}}}}\n", "write at least one, or delete the line"),
    ],
)
def test_schema_errors_say_what_to_do(tmp_path: Path, text: str, fix: str) -> None:
    head = "blueprint: a\nversion: 1.0.0\n" + ("" if "mode" in text else "mode: b2b\n")
    written = unmarked(head + text)
    found = load.read(write(tmp_path / "b.yaml", written.text)).findings
    errors = [each for each in found if each.code.startswith("SCHEMA")]
    assert [each.fix for each in errors] == [fix]
    assert errors[0].place is not None
    assert errors[0].place.line == written.line


def test_a_valid_blueprint_never_imports_jsonschema_nor_any_kind() -> None:
    program = (
        "import sys; from provisioner.blueprint import load; "
        "assert load.validate(sys.argv[1:]) == {sys.argv[1]: ()}; "
        "print([n for n in sys.modules if n.split('.')[0] in ('jsonschema', 'hubspot', 'deepdiff', 'difflib')"
        " or n.startswith('provisioner.kinds')])"
    )
    path = str(ROOT / "blueprints/b2b.yaml")
    done = subprocess.run([sys.executable, "-c", program, path], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


_WORDS = st.sampled_from(
    """
    blueprint version mode title imports parameters property_groups properties pipelines retire deals label stages
    options type group probability enumeration string en he ${x} 1.0 0.5 true null 5 was id move_to x/y - b2b 1.0.0
    """.split()
)
_VALUES = st.recursive(
    _WORDS, lambda inner: st.dictionaries(_WORDS, inner, max_size=4) | st.lists(inner, max_size=3), max_leaves=25
)


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return f'"{value}"' if "{" in str(value) else str(value)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.dictionaries(_WORDS, _VALUES, max_size=8))
def test_any_document_gives_findings_and_never_a_traceback(tmp_path: Path, document: dict[str, object]) -> None:
    text = "".join(f"{key}: {_flow(value)}\n" for key, value in document.items())
    path = write(tmp_path / "b.yaml", HEAD + text)
    blueprint, findings = load.load(path, {"x": "y"})
    assert blueprint is not None or findings
    assert all(each.place for each in findings)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.binary(max_size=60), st.integers(0, 600))
def test_a_broken_copy_gives_findings_and_never_a_traceback(tmp_path: Path, noise: bytes, at: int) -> None:
    data = (HEAD + PIPELINE).encode()
    path = tmp_path / "b.yaml"
    path.write_bytes(data[:at] + noise + data[at:])
    load.load(str(path))
