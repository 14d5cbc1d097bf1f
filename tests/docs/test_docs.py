"""The pages are current and complete, lead somewhere, and name no place that only one machine has."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from jsonschema import Draft202012Validator

from provisioner import cli
from provisioner.blueprint import load, schema
from provisioner.model.findings import Severity
from tests.docs.pages import ROOT, Story, blocks

DOCS = ROOT / "docs"
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "blueprints/README.md"]
)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([A-Z]{3,}\d{3})`")


def text(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


@pytest.mark.parametrize("script", ["generate.py", "make_picture.py"])
def test_generated_papers_are_current(script: str) -> None:
    done = subprocess.run(
        [sys.executable, str(DOCS / script), "--check"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for link in LINK.findall(without_code(text(page))):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), f"{page}: {link} leads nowhere"
        if anchor:
            assert anchor in set(anchors(target.read_text("utf-8"))), f"{page}: {link} has no such heading"


def without_code(page: str) -> str:
    return re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)


def anchors(page: str) -> Iterator[str]:
    for heading in re.findall(r"^#+ (.*)$", without_code(page), flags=re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), ["README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        for link in LINK.findall(without_code(text(page))):
            target = ((ROOT / page).parent / link.partition("#")[0]).resolve()
            if target.is_relative_to(ROOT) and (name := target.relative_to(ROOT).as_posix()) in PAGES:
                waiting += [] if name in reached else [name]
    assert set(PAGES) - reached == set()


def test_every_command_is_documented() -> None:
    page = text("docs/cli.md")
    for path, _ in commands("provisioner", cli.group):
        assert f"## {path}\n" in page


def commands(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=path)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(f"{path} {name}", found)


def test_every_command_shows_an_example() -> None:
    for path, command in commands("provisioner", cli.group):
        assert path == "provisioner" or "Example:" in (command.epilog or ""), path


def test_every_exit_code_has_advice() -> None:
    page = text("docs/errors.md")
    for code, _ in cli.EXIT_CODES:
        assert re.search(rf"^\| {code} \|", page, re.MULTILINE), code


def test_codes_named_on_any_page_exist() -> None:
    known = set(CODE.findall(text("docs/rules.md")))
    for page in PAGES:
        assert set(CODE.findall(text(page))) <= known, page


def test_examples_of_the_reference_make_one_valid_blueprint(tmp_path: Path) -> None:
    (top, *sections) = [block.text for block in blocks(text("docs/blueprint.md"))]
    merged: dict[str, str] = {}
    for section in sections:
        heading, _, body = section.partition("\n")
        merged[heading] = merged.get(heading, "") + body
    path = tmp_path / "reference.yaml"
    path.write_text(top + "".join(f"{heading}\n{body}" for heading, body in merged.items()), "utf-8")
    (findings,) = load.validate([str(path)]).values()
    assert [str(each) for each in findings if each.severity is Severity.ERROR] == []


def test_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema.assemble())


def test_every_decision_is_listed() -> None:
    page = text("docs/decisions/README.md")
    for path in sorted((DOCS / "decisions").glob("0*.md")):
        number, title = path.read_text("utf-8").splitlines()[0].removeprefix("# ").split(" ", 1)
        assert f"| [{number}]({path.name}) | {title} |" in page


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    page = text("docs/decisions/0008-dependencies.md")
    for each in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        name = re.split(r"[<>=!~\[ ]", each)[0]
        assert f"`{name}`" in page, f"docs/decisions/0008-dependencies.md does not say what {name} is for"


def test_constraints_pin_every_dependency_and_no_place() -> None:
    lines = [line for line in text("constraints.txt").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][A-Za-z0-9.]*", line) for line in lines)
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines}
    project = tomllib.loads(text("pyproject.toml"))["project"]
    for each in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        assert re.split(r"[<>=!~\[ ]", each)[0].lower().replace("_", "-") in pinned, each


def test_no_committed_file_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout, so there is no list of committed files")
    places = ["/home/", "/root/", "/Users/", "/opt/", "/work/", "C:\\Users", "index-url", "find-links"]
    registries = ["pypi.org", "files.pythonhosted", "npmjs.", "artifactory", "devpi"]
    here = Path(__file__).relative_to(ROOT).as_posix()
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if name == here or not path.is_file():
            continue
        content = path.read_text("utf-8", errors="replace")
        for place in [*places, *registries]:
            assert place not in content, f"{name} names {place}"


def test_the_local_portal_page(tmp_path: Path) -> None:
    Story(tmp_path).play(text("docs/local-portal.md"))
