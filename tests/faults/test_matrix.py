"""Every misfortune of a portal, at every kind of write: nothing doubled, nothing lost, and an honest report."""

from __future__ import annotations

import contextlib
import copy
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from provisioner.model.errors import ProvisionerError
from provisioner.model.plan import Plan
from provisioner.model.run import Result, Run
from provisioner.rules.plan_hazards import HAZARDS
from tests.support import blueprints, running
from tests.support.contents import comparable
from tests.support.portals import Steered

Sections = dict[str, Any]

GROUP: Sections = {"property_groups": {"deals": {"core": {"label": "Core"}}}}
REASON = {
    "label": "Reason",
    "group": "core",
    "type": "enumeration",
    "field_type": "select",
    "options": {"a": "A", "b": "B"},
}
PROPERTY: Sections = {**GROUP, "properties": {"deals": {"core_reason": REASON}}}
TWO: Sections = {
    **GROUP,
    "properties": {"deals": {"core_reason": REASON, "core_other": {**REASON, "label": "Other"}}},
}
CLOSING = {"won": {"label": "Won", "probability": 1}, "lost": {"label": "Lost", "probability": 0}}


def board(*names: str, label: str = "Sales", **labels: str) -> Sections:
    stages = {name: {"label": labels.get(name, name.title()), "probability": 0.4} for name in names}
    return {"pipelines": {"deals": {"sales": {"label": label, "stages": stages | CLOSING}}}}


def ruled(days: int, *, activate: bool = False, **rule: Any) -> Sections:
    rules = {
        "cc_ages": {"template": "stage_age", "pipeline": "deals/sales", "remind_after": {"open": f"{days}d"}, **rule}
    }
    return {**board("open"), "automation": {"go_live": "2026-11-01", "activate": activate, "rules": rules}}


RULED = (board("open"), ruled(3), ruled(3, activate=True), ruled(5))


def relabelled(sections: Sections, section: str, name: str) -> Sections:
    changed = copy.deepcopy(sections)
    changed[section]["deals"][name]["label"] = "Another label"
    return changed


@dataclass(frozen=True, slots=True)
class Write:
    """A blueprint after another, and the write between them that goes wrong."""

    before: Sections
    after: Sections
    method: str
    path: str
    earlier: Sections = field(default_factory=dict)


WRITES: dict[str, Write] = {
    "group create": Write({}, GROUP, "POST", "/groups$"),
    "group update": Write(GROUP, relabelled(GROUP, "property_groups", "core"), "PATCH", "/groups/core"),
    "group archive": Write(GROUP, {"retire": {"property_groups": {"deals": ["core"]}}}, "DELETE", "/groups/core"),
    "property create": Write(GROUP, PROPERTY, "POST", "/2026-09/deals(/batch/create)?$"),
    "properties create": Write(GROUP, TWO, "POST", "/2026-09/deals(/batch/create)?$"),
    "property update": Write(PROPERTY, relabelled(PROPERTY, "properties", "core_reason"), "PATCH", "/core_reason"),
    "property archive": Write(
        PROPERTY, {**GROUP, "retire": {"properties": {"deals": ["core_reason"]}}}, "DELETE", "/core_"
    ),
    "property restore": Write(
        {**GROUP, "retire": {"properties": {"deals": ["core_reason"]}}}, PROPERTY, "POST", "/2026-09/deals$", PROPERTY
    ),
    "pipeline create": Write({}, board("open"), "POST", "/pipelines/2026-09/deals$"),
    "pipeline update": Write(board("open"), board("open", label="Deals"), "PATCH", "/deals/sales$"),
    "pipeline archive": Write(board("open"), {"retire": {"pipelines": {"deals": ["sales"]}}}, "DELETE", "/deals/sales"),
    "stage create": Write(board("open"), board("open", "offer"), "POST", "/stages$"),
    "stage create first": Write(board("open"), board("offer", "open"), "POST", "/stages$"),
    "stage make room": Write(board("open"), board("offer", "open"), "PATCH", "/stages/"),
    "stage update": Write(board("open"), board("open", open="Wide open"), "PATCH", "/stages/sales_open"),
    "stages reorder": Write(board("open", "offer"), board("offer", "open"), "PATCH", "/stages/"),
    "stage archive": Write(
        board("open", "offer"),
        {**board("open"), "retire": {"stages": {"deals/sales": {"offer": {}}}}},
        "DELETE",
        "/stages/",
    ),
}
WRITES |= {
    "workflow create": Write(RULED[0], RULED[1], "POST", "/flows$"),
    "workflow create, switched on": Write(RULED[0], RULED[2], "POST", "/flows$"),
    "workflow switched on after its create": Write(RULED[0], RULED[2], "PUT", "/flows/"),
    "workflow replace": Write(RULED[1], RULED[3], "PUT", "/flows/"),
    "workflow delete": Write(RULED[1], RULED[0] | {"retire": {"workflows": ["cc_ages"]}}, "DELETE", "/flows/"),
}


def labelled(label: str, **more: str) -> Sections:
    entry = {"label": label, **({"inverse_label": more["back"]} if more else {})}
    return {"association_labels": {"deals/contacts": {"boss": entry}}}


def checked(low: int, high: int) -> Sections:
    number = {"label": "Number", "group": "core", "type": "number", "field_type": "number"}
    checks = {"deals": {"core_number": {"min_number": low, "max_number": high}}}
    return {**GROUP, "properties": {"deals": {"core_number": number}}, "property_validations": checks}


def listed(name: str, number: int) -> Sections:
    where = {"num_associated_contacts": {"at_least": number}, "closedate": {"before": "today"}}
    return {"lists": {"deals": {"many": {"name": name, "filters": [{"where": where}]}}}}


def gated(stage: str) -> Sections:
    return {**board("open"), "pipeline_rules": {"deals": {"sales": {"create_in": [stage]}}}}


TEAM: Sections = {"teams": {"night": {"name": "Night"}}}

WRITES |= {
    "checks create": Write(GROUP, checked(0, 9), "PUT", "/rule-type/"),
    "checks create, the second rule": Write(GROUP, checked(0, 9), "PUT", "/rule-type/MAX"),
    "checks update": Write(checked(0, 9), checked(1, 8), "PUT", "/rule-type/"),
    "team create": Write({}, TEAM, "POST", "/settings/teams/"),
    "team rename": Write(TEAM, {"teams": {"night": {"name": "Late", "was": ["Night"]}}}, "PATCH", "/settings/teams/"),
    "team delete": Write(TEAM, {"retire": {"teams": ["Night"]}}, "DELETE", "/settings/teams/"),
    "list create": Write({}, listed("A list", 3), "POST", "/lists/2026-03$"),
    "list rename": Write(listed("A list", 3), listed("Another", 3), "PUT", "/update-list-name"),
    "list refilter": Write(listed("A list", 3), listed("A list", 4), "PUT", "/update-list-filters"),
    "list rename, then refilter": Write(listed("A list", 3), listed("Another", 4), "PUT", "/update-list-"),
    "list delete": Write(listed("A list", 3), {"retire": {"lists": {"deals": ["many"]}}}, "DELETE", "/lists/"),
    "rules set": Write(board("open"), gated("open"), "PUT", "/pipelines-rules/"),
    "rules change": Write(gated("open"), gated("won"), "PATCH", "/pipelines-rules/"),
    "rules remove": Write(
        gated("open"),
        board("open") | {"retire": {"pipeline_rules": {"deals": ["sales"]}}},
        "DELETE",
        "/pipelines-rules/",
    ),
    "label create": Write({}, labelled("Boss"), "POST", "/labels$"),
    "label create, two sides": Write({}, labelled("Boss", back="Led by"), "POST", "/labels$"),
    "label update": Write(labelled("Boss"), labelled("Chief"), "PUT", "/labels$"),
    "label delete": Write(
        labelled("Boss"), {"retire": {"association_labels": {"deals/contacts": ["boss"]}}}, "DELETE", "/labels/"
    ),
}
CURED: Mapping[str, dict[str, Any]] = {
    "drop": {"kind": "drop"},
    "done then drop": {"kind": "done_then_drop"},
    "drop twice": {"kind": "drop", "times": 2},
    "done then drop twice": {"kind": "done_then_drop", "times": 2},
    **{f"{status}": {"kind": "status", "status": status} for status in (500, 502)},
    **{f"done then {status}": {"kind": "done_then_status", "status": status} for status in (500, 502)},
    "done then nothing": {"kind": "done_then_status", "status": 200, "body": ""},
    "429 ten-secondly": {"kind": "rate_limited", "policy": "TEN_SECONDLY_ROLLING"},
    "429 secondly": {"kind": "rate_limited", "policy": "SECONDLY"},
    "locked": {"kind": "locked"},
    "401 once": {"kind": "status", "status": 401},
    "timeout": {"kind": "timeout", "seconds": 0.8},
    "done then timeout": {"kind": "done_then_timeout", "seconds": 0.8},
    "html": {"kind": "html"},
    "html 200": {"kind": "html", "status": 200},
    "empty": {"kind": "empty"},
    "garbage": {"kind": "garbage"},
    "slow": {"kind": "slow", "seconds": 0.05},
}
"""Misfortunes that a run gets over by itself."""

TOLD: Mapping[str, dict[str, Any]] = {
    "429 daily": {"kind": "rate_limited", "policy": "DAILY", "times": 0},
    "migrating": {"kind": "migrating", "times": 0},
    "wrong region": {"kind": "wrong_region", "times": 0},
    "401 for good": {"kind": "status", "status": 401, "times": 0},
    "drops for good": {"kind": "drop", "times": 0},
    "500 for good": {"kind": "status", "status": 500, "times": 0},
    "400": {"kind": "status", "status": 400, "times": 0},
}
"""Misfortunes that a person must hear of; the next run goes on."""

AT_THE_DOOR = frozenset(
    {
        *("429 ten-secondly", "429 secondly", "429 daily", "locked", "401 once", "401 for good", "html", "garbage"),
        *("slow", "migrating", "wrong region"),
    }
)
"""Misfortunes that the door judges alike for every write, before anything was done: some writes stand for all."""

SOME = frozenset({"property create", "pipeline create", "stage archive", "workflow replace", "list create"})


def pairs(faults: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(write, misfortune): every write meets what leaves open whether it happened."""
    return [(write, fault) for write in WRITES for fault in faults if write in SOME or fault not in AT_THE_DOOR]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What stood before a write, with the ids that were remembered by then, and what an undisturbed run makes of it."""

    start: dict[str, Any]
    ids: str
    expected: dict[str, Any]


class Scene:
    """One write in a portal that holds what stood before it."""

    def __init__(self, portal: Steered, folder: Path, write: Write) -> None:
        self.portal, self.write = portal, write
        self.folder = folder
        self.path = blueprints.write_sections(folder, write.after)

    def rehearse(self, *, ids: bool = True) -> Rehearsed:
        for number, sections in enumerate(each for each in (self.write.earlier, self.write.before) if each):
            self.applied(blueprints.write_sections(self.folder, sections, f"before_{number}.yaml"))
        start = self.portal.control("GET", "dump")
        remembered = self.remembered.read_text("utf-8") if self.remembered.exists() else ""
        assert self.applied(self.path).complete
        return Rehearsed(start, remembered, comparable(self.portal.dump(), ids=ids))

    @property
    def remembered(self) -> Path:
        return self.folder / "provisioner.ids.yaml"

    def restore(self, rehearsed: Rehearsed) -> None:
        self.portal.load(rehearsed.start)
        self.remembered.unlink(missing_ok=True)
        if rehearsed.ids:
            self.remembered.write_text(rehearsed.ids, "utf-8")

    def applied(self, path: Path, answer: float = 30) -> Run:
        patience = replace(running.HASTY, answer=answer)
        return running.apply(path, self.portal.target(), allow=tuple(HAZARDS), patience=patience)

    def hit(self, fault: dict[str, Any]) -> Run:
        self.portal.fault(**{"method": self.write.method, "path": self.write.path, **fault})
        run = self.applied(self.path, answer=0.4 if "timeout" in fault["kind"] else 30)
        self.portal.forget_faults()
        if "timeout" in fault["kind"]:
            self._let_it_pass()
        return run

    def _let_it_pass(self) -> None:
        """A request that hangs is logged when it ends: wait, or it stands in the log of another test."""
        deadline = time.monotonic() + 10
        while all(each["status"] for each in self.portal.requests()):
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def planned(self) -> Plan:
        return running.plan(self.path, self.portal.target())


def assert_honest(run: Run, plan: Plan) -> None:
    """What the run calls done is not in a fresh plan; only what it does not call done is."""
    left = {change.key for change in plan.changes}
    done = {outcome.change.key for outcome in run.outcomes if outcome.result is Result.DONE}
    assert not left & done


Begun = Callable[[str], tuple[Scene, Rehearsed]]


@pytest.fixture(scope="module")
def _rehearsals() -> dict[str, Rehearsed]:
    return {}


@pytest.fixture
def begun(portal: Steered, tmp_path: Path, _rehearsals: dict[str, Rehearsed]) -> Begun:
    """The scene of a write, set up; it is rehearsed once in a session."""

    def begin(write: str) -> tuple[Scene, Rehearsed]:
        scene = Scene(portal, tmp_path, WRITES[write])
        if write not in _rehearsals:
            _rehearsals[write] = scene.rehearse()
        scene.restore(_rehearsals[write])
        return scene, _rehearsals[write]

    return begin


@pytest.mark.parametrize(("write", "fault"), pairs(CURED))
def test_a_misfortune_that_passes(portal: Steered, begun: Begun, write: str, fault: str) -> None:
    scene, rehearsed = begun(write)
    run = scene.hit(CURED[fault])
    assert run.complete, [(outcome.result, outcome.detail) for outcome in run.outcomes]
    assert comparable(portal.dump()) == rehearsed.expected
    assert not scene.planned().changes


@pytest.mark.parametrize(("write", "fault"), pairs(TOLD))
def test_a_misfortune_that_stays(portal: Steered, begun: Begun, write: str, fault: str) -> None:
    scene, rehearsed = begun(write)
    run = scene.hit(TOLD[fault])
    assert not run.complete
    assert all(outcome.detail for outcome in run.outcomes if outcome.result is Result.FAILED)
    assert_honest(run, scene.planned())
    assert scene.applied(scene.path).complete
    assert comparable(portal.dump()) == rehearsed.expected
    assert not scene.planned().changes


LOST = ("done then drop", "done then 502", "done then nothing", "drop", "500")


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("write", ["pipeline create", "stage create", "stage create first"])
def test_a_lost_create_where_the_portal_gives_its_own_ids(
    portal: Steered, tmp_path: Path, write: str, fault: str
) -> None:
    portal.settings(honour_ids=False)
    scene = Scene(portal, tmp_path, WRITES[write])
    rehearsed = scene.rehearse(ids=False)
    portal.load(rehearsed.start)
    (tmp_path / "provisioner.ids.yaml").unlink()
    if WRITES[write].before:
        portal.renew()
        portal.settings(honour_ids=False)
        scene.applied(blueprints.write_sections(tmp_path, WRITES[write].before, "before.yaml"))
    run = scene.hit(CURED[fault])
    assert run.complete, [(outcome.result, outcome.detail) for outcome in run.outcomes]
    assert comparable(portal.dump(), ids=False) == rehearsed.expected
    assert not scene.planned().changes


@pytest.mark.parametrize("fault", ["drop", "html", "500", "429 ten-secondly", "locked", "401 once", "empty", "garbage"])
@pytest.mark.parametrize("write", ["group update", "property update", "pipeline create", "stage archive"])
def test_a_misfortune_of_a_read(portal: Steered, begun: Begun, write: str, fault: str) -> None:
    """Of any read of the run, planning included: it is asked again, or told, and never leads to a wrong write."""
    scene, rehearsed = begun(write)
    portal.forget_requests()
    assert scene.applied(scene.path).complete
    reads = len(portal.lines()) - len(portal.writes())
    for number in range(1, reads):
        scene.restore(rehearsed)
        portal.fault(**{**CURED[fault], "method": "GET", "skip": number})
        with contextlib.suppress(ProvisionerError):  # told while planning, when nothing was written yet
            run = scene.applied(scene.path)
            portal.forget_faults()
            assert_honest(run, scene.planned())
        portal.forget_faults()
        assert scene.applied(scene.path).complete
        assert comparable(portal.dump()) == rehearsed.expected
