"""Golden stories: folders of numbered steps that a person can read, carried out by the command line.

A step holds ``blueprint.yaml``, the expected ``plan.txt`` and ``run.txt`` (what a user types and sees), and
``after.json`` (what the portal then holds beyond what every portal comes with). ``step.yaml`` tells what is special:

``settings``   switches of the local portal, from this step on
``before``     requests that somebody else sends before the plan: ``[METHOD, path, body]``; RECORD1 in a path is the
               id of the first record that the story made. ``[EDIT, name, {actions.0.fields.delta: "9"}]`` saves the
               workflow of that name with these values changed
``between``    the same, between plan and apply
``faults``     misfortune during apply
``explain``    the key of a workflow, whose explanation is the file ``explain.txt``
``portal``     more fields of the portal in the project file, from this step on
``apply``      the arguments of apply; ``plan.json`` is the plan that was just saved
``plan_exit``, ``apply_exit``   the exit codes, 0 unless told
"""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from provisioner import cli
from tests.support.portals import Steered

KNOWN = {"explain", "settings", "before", "between", "faults", "portal", "apply", "plan_exit", "apply_exit"}


@dataclass(slots=True)
class Stage:
    """Where a story is played: a folder to work in, and the portal."""

    folder: Path
    portal: Steered
    capture: pytest.CaptureFixture[str]
    fields: dict[str, Any] = field(default_factory=dict)
    records: list[str] = field(default_factory=list)
    newborn: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.newborn = self.portal.control("GET", "dump")

    def own_contents(self) -> dict[str, Any]:
        """What the portal holds that it did not hold when the story began, by surface and object type."""
        found: dict[str, Any] = {}
        for surface, listed in self.portal.dump().items():
            if not isinstance(listed, dict) or not listed:
                continue
            before = self.newborn.get(surface, {})
            own = {name: _without(entries, before.get(name)) for name, entries in listed.items()}
            found[surface] = {name: entries for name, entries in own.items() if entries not in ([], {})}
        return found

    def typed(self, *arguments: str) -> tuple[int, str]:
        """Run a command as a user would; its exit code and what was seen."""
        handler = signal.getsignal(signal.SIGTERM)
        self.capture.readouterr()
        try:
            code = cli.run(list(arguments))
        finally:
            signal.signal(signal.SIGTERM, handler)
        out, err = self.capture.readouterr()
        told = f"\n[stderr]\n{err}" if err else ""
        return code, f"$ provisioner {' '.join(arguments)}\n{out}{told}\n[exit {code}]\n"

    def write_project(self) -> None:
        acme = {
            "portal_id": self.portal.portal_id,
            "token_env": "HUBSPOT_ACME",
            "base_url": self.portal.base_url,
            "environment": "sandbox",
        }
        document = {"portals": {"acme": acme | self.fields}, "default_portal": "acme"}
        (self.folder / "provisioner.yaml").write_text(json.dumps(document, ensure_ascii=False), "utf-8")


@dataclass(frozen=True, slots=True)
class Played:
    """What a step gave: the texts by file name, and the (reads, writes) that apply made and its plan announced.

    ``announced`` is None where more requests are right: after faults, and for a saved plan, which is checked first.
    """

    texts: dict[str, str]
    converged: bool
    done: bool
    announced: tuple[int, int] | None
    made: tuple[int, int]


def play(stage: Stage, step: Path) -> Played:
    """Carry out one step: plan, apply, and plan again."""
    told = yaml.safe_load((step / "step.yaml").read_text("utf-8")) if (step / "step.yaml").exists() else {}
    assert set(told) <= KNOWN, f"{step}/step.yaml: unknown {set(told) - KNOWN}"
    shutil.copy(step / "blueprint.yaml", stage.folder / "blueprint.yaml")
    stage.fields |= told.get("portal", {})
    stage.write_project()
    if "settings" in told:
        stage.portal.settings(**told["settings"])
    _others(stage, told.get("before", ()))
    code, planned = stage.typed("plan", "blueprint.yaml", "--out", "plan.json")
    assert code == told.get("plan_exit", 0), planned
    cost = json.loads((stage.folder / "plan.json").read_text("utf-8"))["cost"]
    arguments = told.get("apply", ["blueprint.yaml", "--yes"])
    countable = "faults" not in told and "plan.json" not in arguments
    _others(stage, told.get("between", ()))
    for fault in told.get("faults", ()):
        stage.portal.fault(**fault)
    stage.portal.forget_requests()
    code, applied = stage.typed("apply", *arguments)
    assert code == told.get("apply_exit", 0), applied
    writes = len(stage.portal.writes())
    made = (len(stage.portal.lines()) - writes, writes)
    stage.portal.forget_faults()
    texts = {"plan.txt": planned, "run.txt": _without_plan(applied), "after.json": _pretty(stage.own_contents())}
    if "explain" in told:
        code, texts["explain.txt"] = stage.typed("plan", "blueprint.yaml", "--explain", told["explain"])
        assert code == 0, texts["explain.txt"]
    ids = stage.folder / "provisioner.ids.yaml"
    if ids.exists():
        texts["provisioner.ids.yaml"] = ids.read_text("utf-8")
    announced = (cost["reads"], cost["writes"]) if countable else None
    return Played(texts, _nothing_to_do(stage), code == 0, announced, made)


def _without(entries: Any, before: Any) -> Any:
    if isinstance(entries, list) and isinstance(before, list):
        return [entry for entry in entries if entry not in before]
    return entries


def _others(stage: Stage, requests: Any) -> None:
    for method, path, *body in requests:
        if method == "EDIT":
            _edit(stage.portal, path, *body)
            continue
        for number, record in enumerate(stage.records, 1):
            path = path.replace(f"RECORD{number}", record)
        status, answer = stage.portal.call(method, path, *body)
        assert status < 300, f"{method} {path}: {status} {answer}"
        if method == "POST" and "/crm/objects/" in path:
            stage.records.append(answer["id"])


_NOT_SAVED = "id createdAt updatedAt dataSources flowType objectTypeId crmObjectCreationStatus uuid".split()


def _edit(portal: Steered, name: str, changes: dict[str, Any]) -> None:
    """Saving a workflow in HubSpot replaces the whole of it."""
    listed = portal.call("GET", "/automation/v4/flows")[1]["results"]
    (id_,) = (each["id"] for each in listed if each["name"] == name)
    held = portal.call("GET", f"/automation/v4/flows/{id_}")[1]
    body = {key: value for key, value in held.items() if key not in _NOT_SAVED}
    for path, value in changes.items():
        *way, last = path.split(".")
        node: Any = body
        for step in way:
            node = node[int(step) if isinstance(node, list) else step]
        node[int(last) if isinstance(node, list) else last] = value
    status, answer = portal.call("PUT", f"/automation/v4/flows/{id_}", body)
    assert status == 200, answer


def _nothing_to_do(stage: Stage) -> bool:
    code, _ = stage.typed("plan", "blueprint.yaml", "--detailed-exitcode")
    return code == 0


def _without_plan(text: str) -> str:
    """What apply says after it has shown the plan, which stands in plan.txt already."""
    command, _, seen = text.partition("\n")
    starts = [place for mark in ("\nRun on ", "\n[stderr]") if (place := seen.find(mark)) >= 0]
    return f"{command}\n{seen[min(starts) + 1 :]}" if starts else text


def _pretty(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def steps(story: Path) -> Iterator[Path]:
    """The steps of a story in order: ``1_...``, ``2_...``."""
    yield from sorted(
        (each for each in story.iterdir() if each.is_dir()), key=lambda each: int(each.name.split("_")[0])
    )


def compare(step: Path, texts: dict[str, str], *, update: bool) -> None:
    """Hold what was seen against the files of the step, or write it there."""
    expected = {"plan.txt", "run.txt", "after.json", "provisioner.ids.yaml", "explain.txt"}
    if update:
        for name in expected:
            (step / name).unlink(missing_ok=True)
        for name, text in texts.items():
            (step / name).write_text(text, "utf-8")
    for name in sorted(expected):
        path = step / name
        found = path.read_text("utf-8") if path.exists() else ""
        assert texts.get(name, "") == found, f"{step.name}/{name} differs; `pytest --golden-update` rewrites it"
