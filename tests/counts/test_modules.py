"""What a command loads: a quick command must not pay for the libraries of a slow one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import blueprints, running
from tests.support.portals import Steered

HEAVY = "hubspot urllib3 requests ssl jsonschema deepdiff yaml rich starlette uvicorn".split()


def loaded(*arguments: str, cwd: Path, env: dict[str, str] | None = None) -> set[str]:
    """The top-level modules in memory after a command that must end well."""
    program = (
        "import sys\nfrom provisioner import cli\ncode = cli.run(sys.argv[1:])\n"
        "print(code, *sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=cwd,
        env=running.environment(env),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    code, *modules = done.stderr.splitlines()[-1].split()
    assert code == "0", done.stderr
    return set(modules)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    assert loaded(*arguments, cwd=tmp_path) & set(HEAVY) == set()


@pytest.mark.parametrize("command", ["plan", "apply", "validate", "advise", "show"])
def test_the_help_of_a_command_loads_nothing_heavy(tmp_path: Path, command: str) -> None:
    assert loaded(command, "--help", cwd=tmp_path) & set(HEAVY) <= {"yaml"}


def test_a_blueprint_without_rules_does_not_load_the_compiler(portal: Steered, tmp_path: Path) -> None:
    blueprints.write(tmp_path, blueprints.SMALL)
    env = {"HUBSPOT_ACCESS_TOKEN": portal.token, "HUBSPOT_BASE_URL": portal.base_url}
    program = (
        "import sys\nfrom provisioner import cli\ncode = cli.run(sys.argv[1:])\n"
        "print(code, *sorted(n for n in sys.modules if n.startswith('provisioner.automation')), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "plan", "blueprint.yaml", "--portal", "env"],
        cwd=tmp_path,
        env=running.environment(env),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr.splitlines()[-1].split() == [
        "0",
        "provisioner.automation",
        "provisioner.automation.modes",
        "provisioner.automation.section_schema",
    ]


def test_a_picture_in_text_loads_neither_a_client_nor_what_makes_pages(tmp_path: Path) -> None:
    blueprints.write(tmp_path, blueprints.SMALL)
    assert loaded("show", "blueprint.yaml", cwd=tmp_path) & {*HEAVY, "jinja2"} == {"yaml"}


def test_an_empty_plan_loads_neither_deepdiff_nor_a_server(portal: Steered, tmp_path: Path) -> None:
    blueprint = blueprints.write(tmp_path, blueprints.SMALL)
    running.apply(blueprint, portal.target())
    env = {"HUBSPOT_ACCESS_TOKEN": portal.token, "HUBSPOT_BASE_URL": portal.base_url}
    modules = loaded("plan", "blueprint.yaml", "--portal", "env", cwd=tmp_path, env=env)
    assert modules & {"deepdiff", "tenacity", "jsonschema", "rich", "starlette", "uvicorn"} == set()
    assert "hubspot" in modules
