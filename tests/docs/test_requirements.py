"""The page of requirements: each is named once, and everything that is said to meet it is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import click
import pytest

from provisioner import cli
from provisioner.automation import templates
from provisioner.blueprint import codes, load, schema
from provisioner.kpi import KPIS
from tests.docs.pages import ROOT

ROW = re.compile(r"^\| (D\d+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
NAMED = re.compile(r"`([^`]+)`")
HOW_FAR = re.compile(r"in full|in part: .+|by hand: .+|not by software, because .+")
PAGE = (ROOT / "docs/requirements.md").read_text("utf-8")
ROWS = ROW.findall(PAGE)


def test_every_requirement_stands_there_once_and_in_order() -> None:
    assert [number for number, *_ in ROWS] == [f"D{number}" for number in range(1, 118)]
    assert PAGE.count("\n| D") == len(ROWS), "a row has not four cells"


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_says_what_meets_it_and_how_far(row: tuple[str, str, str, str]) -> None:
    number, asked, met_by, how_far = row
    assert asked.endswith(".")
    assert HOW_FAR.fullmatch(how_far)
    named = NAMED.findall(met_by)
    assert met_by == ", ".join(f"`{each}`" for each in named), "names alone, so that each can be looked up"
    missing = [each for each in named if not is_there(each)]
    assert not missing, f"{number} names what is not there: {missing}"


def is_there(name: str) -> bool:
    """Whether a file, command, KPI, code, field, heading or thing of a ready-made blueprint exists."""
    if name.startswith("provisioner "):
        return has_command(name)
    if re.fullmatch(r"[\w./-]+/[\w.-]+\.\w+", name):
        return (ROOT / name).is_file()
    if re.fullmatch(r"K\d+", name):
        return name in KPIS
    if re.fullmatch(r"[A-Z]+\d{3}", name):
        return name in codes.catalogue()
    if re.fullmatch(r"[a-z_]+:", name):
        return name[:-1] in schema.assemble()["properties"]
    if re.fullmatch(r"[a-z_]+\.[a-z_]+", name):
        return has_field(*name.split("."))
    return name in shipped()


def has_command(name: str) -> bool:
    words = name.split()[1:]
    command: click.Command | None = cli.group
    for word in (each for each in words if not each.startswith("--")):
        if not isinstance(command, click.Group):
            return False
        command = command.get_command(click.Context(command), word)
    if command is None:
        return False
    options = {option for each in command.params for option in each.opts}
    return all(word in options for word in words if word.startswith("--"))


def has_field(of: str, field: str) -> bool:
    known = schema.section_schemas() | schema.frame()["properties"] | schema.definitions()
    return field in known.get(of, {}).get("properties", {})


@cache
def shipped() -> frozenset[str]:
    """Every key of the ready-made blueprints; a rule that is a step for a person has the key of its workflow."""
    return frozenset(_keys())


def _keys() -> Iterator[str]:
    for path in sorted((ROOT / "blueprints").glob("*.yaml")):
        loaded, _ = load.sound(str(path), {})
        yield from map(str, loaded.resources)
        yield from (str(step.key) for step in loaded.manual)
        yield from (f"workflow:{name}" for name in loaded.document.get("automation", {}).get("rules", {}))


@pytest.mark.parametrize(
    "name",
    [
        "docs/nowhere.md",
        "provisioner forecast",
        "provisioner plan --colour",
        "K99",
        "GATE999",
        "seasons:",
        "stage.colour",
        "kpis.colour",
        "property:deals/core_colour",
        "workflow:cc_colour",
        "nothing at all",
    ],
)
def test_what_does_not_exist_is_not_there(name: str) -> None:
    assert not is_there(name)


def test_templates_of_rules_are_told_on_their_page() -> None:
    """The rows lead to the page of sales rules, which therefore has to know all of them."""
    page = (ROOT / "docs/automation.md").read_text("utf-8")
    assert all(f"### {name}\n" in page for name in templates.ALL)
