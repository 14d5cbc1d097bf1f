"""``provisioner validate`` and ``schema`` as a user meets them: what is printed where, and the exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from provisioner import cli
from provisioner.blueprint import schema
from provisioner.cli import boundary
from tests.blueprint.marked import HEAD, PIPELINE, write

ROOT = Path(__file__).parents[2]
BAD = HEAD + PIPELINE.replace("0.5", "0.55").replace("{en: Won, he: נסגר}", "{en: Won}")
FORMATS = ("text", "json", "github", "sarif", "junit")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "good.yaml", HEAD + PIPELINE)
    write(tmp_path / "warned.yaml", HEAD + PIPELINE.replace("{en: Open, he: פתוח}", "{en: Open}"))
    write(tmp_path / "bad.yaml", BAD)
    return tmp_path


class Ran:
    """How a command ended, in this process: exit code and what it wrote."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        capsys.readouterr()
        self.code = cli.run(list(arguments))
        self.out, self.err = capsys.readouterr()


@pytest.mark.usefixtures("folder")
def test_text_is_one_line_for_each_problem_and_one_for_its_fix(capsys: pytest.CaptureFixture[str]) -> None:
    ran = Ran(capsys, "validate", "bad.yaml", "good.yaml")
    assert ran.out == (
        "bad.yaml:10:58: error STAGE002 The probability of open is 0.55, but goes in steps of 0.1.\n"
        "    fix: write 0.5 or 0.6\n"
        'bad.yaml:11:22: warning TEXT001 "Won" stands in English only.\n'
        "    fix: add he:\n"
        "2 files checked: 1 error, 1 warning.\n"
    )
    assert (ran.code, ran.err) == (3, "")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("file", "strict", "code"),
    [
        ("good.yaml", False, 0),
        ("good.yaml", True, 0),
        ("warned.yaml", False, 0),
        ("warned.yaml", True, 3),
        ("bad.yaml", False, 3),
        ("none.yaml", False, 3),
        (".", False, 3),
    ],
)
def test_the_exit_code_is_the_same_in_every_format(
    capsys: pytest.CaptureFixture[str], form: str, file: str, strict: bool, code: int
) -> None:
    ran = Ran(capsys, "validate", file, "--format", form, *(["--strict"] if strict else []))
    assert (ran.code, ran.err) == (code, "")


@pytest.mark.usefixtures("folder")
def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(Ran(capsys, "validate", "bad.yaml", "good.yaml", "--format", "json").out)
    assert document["format"] == "provisioner/validate/1"
    assert document["files"] == ["bad.yaml", "good.yaml"]
    assert document["summary"] == {"errors": 1, "warnings": 1, "info": 0}
    assert document["findings"][0] == {
        "code": "STAGE002",
        "severity": "error",
        "message": "The probability of open is 0.55, but goes in steps of 0.1.",
        "where": "bad.yaml:10:58",
        "file": "bad.yaml",
        "line": 10,
        "column": 58,
        "key": "pipeline:deals/sales#open",
        "fix": "write 0.5 or 0.6",
    }


def test_github_escapes_what_its_commands_are_made_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "a,b:100%.yaml", HEAD + PIPELINE + '"x%,:\\n::error::y": 1\n')
    line = Ran(capsys, "validate", "./a,b:100%.yaml", "--format", "github").out
    assert line.startswith("::error file=a%2Cb%3A100%25.yaml,line=13,col=1,title=SCHEMA001::")
    assert line.count("\n") == 1
    assert "x%25,:" in line
    assert Ran(capsys, "validate", "good.yaml", "--format", "github").out == ""


# A strict subset of the SARIF 2.1.0 schema, written by hand from the specification: only what we write is allowed.
TEXT: dict[str, Any] = {
    "type": "object",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {"text": {"type": "string", "minLength": 1}},
}
URI: dict[str, Any] = {
    "type": "object",
    "required": ["uri"],
    "additionalProperties": False,
    "properties": {"uri": {"type": "string", "pattern": r"^(file:///)?[A-Za-z0-9._~/%!$&'()*+,;=@-]+$"}},
}
LOCATION: dict[str, Any] = {
    "type": "object",
    "required": ["physicalLocation"],
    "additionalProperties": False,
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "additionalProperties": False,
            "properties": {
                "artifactLocation": URI,
                "region": {
                    "type": "object",
                    "required": ["startLine", "startColumn"],
                    "additionalProperties": False,
                    "properties": {
                        "startLine": {"type": "integer", "minimum": 1},
                        "startColumn": {"type": "integer", "minimum": 1},
                    },
                },
            },
        },
        "logicalLocations": {
            "type": "array",
            "uniqueItems": True,
            "items": {
                "type": "object",
                "required": ["fullyQualifiedName"],
                "additionalProperties": False,
                "properties": {"fullyQualifiedName": {"type": "string"}},
            },
        },
    },
}
RULE: dict[str, Any] = {
    "type": "object",
    "required": ["id", "shortDescription", "help"],
    "additionalProperties": False,
    "properties": {"id": {"type": "string"}, "shortDescription": TEXT, "help": TEXT},
}
RESULT: dict[str, Any] = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEXT,
        "locations": {"type": "array", "maxItems": 1, "items": LOCATION},
    },
}
DRIVER: dict[str, Any] = {
    "type": "object",
    "required": ["name", "semanticVersion", "rules"],
    "additionalProperties": False,
    "properties": {
        "name": {"const": "provisioner"},
        "semanticVersion": {"type": "string"},
        "rules": {"type": "array", "uniqueItems": True, "items": RULE},
    },
}
SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "columnKind", "artifacts", "results"],
                "additionalProperties": False,
                "properties": {
                    "tool": {"type": "object", "additionalProperties": False, "properties": {"driver": DRIVER}},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "artifacts": {
                        "type": "array",
                        "uniqueItems": True,
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "properties": {"location": URI},
                        },
                    },
                    "results": {"type": "array", "items": RESULT},
                },
            },
        },
    },
}


def test_sarif(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "sp ace/ש:%.yaml", BAD)
    out = Ran(capsys, "validate", "sp ace/ש:%.yaml", "bad.yaml", "none.yaml", "--format", "sarif").out
    document = json.loads(out)
    assert list(Draft202012Validator(SARIF).iter_errors(document)) == []
    run = document["runs"][0]
    assert run["artifacts"][0]["location"]["uri"] == "sp%20ace/%D7%A9%3A%25.yaml"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[each["ruleIndex"]] for each in run["results"]] == [each["ruleId"] for each in run["results"]]
    assert list(Draft202012Validator(SARIF).iter_errors(json.loads(_sarif_of_nothing(capsys)))) == []


def _sarif_of_nothing(capsys: pytest.CaptureFixture[str]) -> str:
    return Ran(capsys, "validate", "good.yaml", "--format", "sarif").out


def test_junit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "odd.yaml", HEAD + PIPELINE + '"<&\\0\\u202e>": 1\n')
    out = Ran(capsys, "validate", "bad.yaml", "odd.yaml", "good.yaml", "--format", "junit").out
    suites = ET.fromstring(out)  # noqa: S314 - our own output
    suite = suites[0]
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    assert [case.get("name") for case in suite] == ["bad.yaml", "odd.yaml", "good.yaml"]
    assert [[each.tag for each in case] for case in suite] == [["failure", "system-out"], ["failure"], []]
    assert "bad.yaml:10:58: error STAGE002" in str(suite[0][0].text)


def test_a_fragment_of_two_blueprints_is_reported_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "part.yaml", "property_groups: {deals: {g: {lable: G}}}\n")
    for name in ("one.yaml", "two.yaml"):
        write(folder / name, HEAD + "imports: [part.yaml]\n" + PIPELINE)
    ran = Ran(capsys, "validate", "one.yaml", "two.yaml")
    assert ran.out.count("part.yaml:1:31") == 1
    assert ran.out.endswith("2 files checked: 1 error, 0 warnings.\n")


def test_a_finding_cannot_fake_a_line_of_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "fake.yaml", HEAD + PIPELINE + '"x\\nbad.yaml:1:1: error\\e[31m": 1\n')
    ran = Ran(capsys, "validate", "fake.yaml")
    assert len(ran.out.splitlines()) == 3
    assert "\x1b" not in ran.out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["validat"], "did you mean validate?"),
        (["validate", "--strct", "x"], "--strict"),
        (["validate"], "BLUEPRINT"),
        (["validate", "x", "--format", "yaml"], "'yaml' is not one of"),
        (["--nope"], "--nope"),
    ],
)
def test_wrong_usage_is_64_with_advice(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    ran = Ran(capsys, *arguments)
    assert (ran.code, ran.out) == (64, "")
    assert words in ran.err


def test_help_lists_commands_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    ran = Ran(capsys, "--help")
    assert ran.code == 0
    for name in cli.COMMANDS:
        assert f"\n  {name}" in ran.out
    for code, about in cli.EXIT_CODES:
        assert f"\n  {code} " in ran.out
        assert about.split()[0] in ran.out


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_shows_an_example(capsys: pytest.CaptureFixture[str], name: str) -> None:
    ran = Ran(capsys, name, "--help")
    assert ran.code == 0
    assert "provisioner " + name in ran.out.split("Example")[-1]


def test_schema_prints_or_writes_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = Ran(capsys, "schema")
    written = Ran(capsys, "schema", "--out", "s.json")
    assert json.loads(printed.out) == schema.assemble()
    assert (folder / "s.json").read_text(encoding="utf-8") == printed.out
    assert (written.out, written.err, written.code) == ("", "Wrote s.json.\n", 0)
    assert Ran(capsys, "schema", "--out", "no/such/s.json").code == 1
    assert Ran(capsys, "schema", "--out", "t.json", "--quiet").err == ""


def test_an_error_of_our_own_is_70_and_tells_no_token(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    token, other = "pat-na1-" + "1" * 12, "x" * 20
    monkeypatch.setenv("ACME_VARIABLE", other)
    portal = "portals: {acme: {portal_id: 1, token_env: ACME_VARIABLE}}\n"
    write(folder / "provisioner.yaml", portal)

    def broken(_: object) -> None:
        raise ValueError(f"{token} and {other}")

    monkeypatch.setattr("provisioner.blueprint.load.validate", broken)
    short, long = Ran(capsys, "validate", "good.yaml"), Ran(capsys, "validate", "good.yaml", "--verbose")
    assert (short.code, long.code) == (70, 70)
    assert "Traceback" not in short.err
    assert "Traceback" in long.err
    for ran in (short, long):
        assert "*** and ***" in ran.err
        assert token not in ran.err
        assert other not in ran.err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device", "x"), SystemExit(5)])
def test_other_ends(capsys: pytest.CaptureFixture[str], error: BaseException) -> None:
    codes = {KeyboardInterrupt: 130, OSError: 1, SystemExit: 5}
    assert boundary.explained(error, verbose=False) == codes[type(error)]
    assert "Traceback" not in capsys.readouterr().err


def _process(*arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    program = [sys.executable, "-c", "from provisioner.cli import main; main()", *arguments]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("env", {})}
    return subprocess.run(program, capture_output=True, env=env, check=False, **more)


def test_output_is_utf_8_whatever_the_locale(folder: Path) -> None:
    write(folder / "he.yaml", HEAD + PIPELINE + "מוקד: 1\n")
    done = _process("validate", "he.yaml", cwd=folder, env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""})
    assert done.returncode == 3
    assert "A blueprint has no field מוקד." in done.stdout.decode("utf-8")


def test_a_reader_that_goes_away_makes_no_noise(folder: Path) -> None:
    names = [f"missing{n}.yaml" for n in range(3000)]
    program = f"{sys.executable} -c 'from provisioner.cli import main; main()' validate {' '.join(names)} | head -1"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", program], cwd=folder, capture_output=True, text=True, env=env, check=False)
    assert done.stderr == ""
    assert done.stdout.startswith("missing0.yaml:1:1: error YAML013")


def test_the_group_is_a_click_group_like_any_other() -> None:
    result = CliRunner().invoke(cli.group, ["--version"])
    assert result.exit_code == 0
    assert result.output.startswith("provisioner, version ")
