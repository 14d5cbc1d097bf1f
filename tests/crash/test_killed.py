"""A run that is killed or stopped at any write: the next one ends where an undisturbed one would."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support import blueprints, running
from tests.support.contents import comparable
from tests.support.portals import Steered

WRITE = {"method": "POST|PATCH|PUT|DELETE", "path": "^(?!.*(/search|/batch/read))"}

NEW = """
property_groups:
  deals: {core: {label: Core}, extra: {label: Extra}}
properties:
  deals:
    core_reason: {label: Reason, group: core, type: enumeration, field_type: select, options: {a: A, b: B}}
    core_note: {label: Note, group: extra, type: string, field_type: text}
pipelines:
  deals:
    sales:
      label: Sales
      stages:
        open: {label: Open, probability: 0.4}
        won: {label: Won, probability: 1}
        lost: {label: Lost, probability: 0}
  tickets:
    care:
      label: Care
      stages: {new: {label: New, ticket_state: open}, done: {label: Done, ticket_state: closed}}
"""
CHANGED = """
property_groups:
  deals: {core: {label: Heart}, extra: {label: Extra}}
properties:
  deals:
    core_reason: {label: Why, group: core, type: enumeration, field_type: select, options: {c: C, a: A, b: B}}
    core_note: {label: Note, group: extra, type: string, field_type: text}
    core_more: {label: More, group: extra, type: string, field_type: text}
pipelines:
  deals:
    sales:
      label: Sales of deals
      stages:
        first: {label: First, probability: 0.1}
        open: {label: Wide open, probability: 0.4}
        offer: {label: Offer, probability: 0.6}
        won: {label: Won, probability: 1}
        lost: {label: Lost, probability: 0}
  tickets:
    care:
      label: Care
      stages: {new: {label: New, ticket_state: open}, done: {label: Done, ticket_state: closed}}
"""
RETIRED = """
property_groups:
  deals: {core: {label: Core}}
properties:
  deals:
    core_reason: {label: Reason, group: core, type: enumeration, field_type: select, options: {a: A, b: B}}
pipelines:
  deals:
    sales:
      label: Sales
      stages:
        won: {label: Won, probability: 1}
        lost: {label: Lost, probability: 0}
retire:
  property_groups: {deals: [extra]}
  properties: {deals: [core_note]}
  pipelines: {tickets: [care]}
  stages: {deals/sales: {open: {}}}
"""
RULES = """
pipelines:
  deals:
    sales:
      label: Sales
      stages:
        open: {label: Open, probability: 0.4}
        won: {label: Won, probability: 1}
        lost: {label: Lost, probability: 0}
automation:
  go_live: "2026-11-01"
  activate: true
  rules:
    cc_ages: {template: stage_age, pipeline: deals/sales, remind_after: {open: 3d}}
    cc_close_date: {template: reminder, pipeline: deals/sales, when: close_date_passed}
"""
RULES_CHANGED = (
    RULES.replace("open: 3d", "open: 5d")
    .replace("    cc_close_date: {", "    cc_next: {")
    .replace("close_date_passed}", "no_next_activity}\nretire: {workflows: [cc_close_date]}")
)
ORDERS = """
pipelines:
  deals:
    sales:
      label: Sales
      stages:
        open: {label: Open, probability: 0.4}
        won: {label: Won, probability: 1}
        lost: {label: Lost, probability: 0}
teams: {night: {name: Night}}
association_labels: {deals/contacts: {boss: {label: Boss, inverse_label: Led by}}}
property_validations: {deals: {amount: {min_number: 0, max_number: 9}}}
lists: {deals: {late: {name: Late, filters: [{pipeline: sales, where: {closedate: {before: today}}}]}}}
pipeline_rules: {deals: {sales: {create_in: [open]}}}
"""
ORDERS_CHANGED = (
    ORDERS.replace("name: Night", "name: Late shift, was: [Night]")
    .replace("Boss", "Chief")
    .replace("max_number: 9", "max_number: 8")
    .replace("name: Late,", "name: Later,")
    .replace("before: today", "before: now-5d")
    .replace("create_in: [open]", "no_skipping: true")
)
STORIES = {
    "new": ("", NEW, 5),
    "update": (NEW, CHANGED, 8),
    "retire": (NEW, RETIRED, 4),
    "rules": ("", RULES, 5),
    "rules changed": (RULES, RULES_CHANGED, 4),
    "orders": ("", ORDERS, 7),
    "orders changed": (ORDERS, ORDERS_CHANGED, 6),
}
"""What stood before, the blueprint of the run, and how many writes it takes."""

EVERY_WRITE = [(story, number) for story, (_, _, writes) in STORIES.items() for number in range(writes)]


class Applying:
    """``provisioner apply`` in a process of its own, caught in its n-th write."""

    def __init__(self, portal: Steered, folder: Path, fault: str, number: int, seconds: float) -> None:
        self.portal = portal
        portal.fault(fault, skip=number, seconds=seconds, **WRITE)
        env = {"HUBSPOT_ACCESS_TOKEN": portal.token, "HUBSPOT_BASE_URL": portal.base_url}
        self.process = subprocess.Popen(
            running.command("apply", "blueprint.yaml", "--portal", "env", "--yes"),
            cwd=folder,
            env=running.environment(env),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def caught(self) -> None:
        """Return when the write has reached the portal, which leaves it without an answer."""
        deadline = time.monotonic() + 30
        while self.portal.faults():
            assert time.monotonic() < deadline, "the write never came"
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(0.01)

    def ended(self, how: signal.Signals) -> running.Ended:
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=30)
        return running.Ended(self.process.returncode, out, err)


def begun(portal: Steered, folder: Path, story: str) -> Path:
    """What stood before the run is in the portal; the blueprint of the run."""
    before, after, _ = STORIES[story]
    if before:
        assert running.apply(blueprints.write(folder, before), portal.target()).complete
    return blueprints.write(folder, after)


def undisturbed(portal: Steered, path: Path) -> tuple[dict[str, Any], int]:
    """What the run makes of the portal, and its number of writes; the portal is set back."""
    start = portal.control("GET", "dump")
    portal.forget_requests()
    assert running.apply(path, portal.target()).complete
    writes = len(portal.writes())
    expected = comparable(portal.dump())
    portal.load(start)
    return expected, writes


def assert_converges(portal: Steered, path: Path, expected: dict[str, Any]) -> None:
    run = running.apply(path, portal.target())
    assert run.complete, [outcome.detail for outcome in run.outcomes if outcome.detail]
    assert comparable(portal.dump()) == expected
    assert not running.plan(path, portal.target()).changes


@pytest.mark.parametrize("fault", ["timeout", "done_then_timeout"], ids=["not done", "done"])
@pytest.mark.parametrize(("story", "number"), EVERY_WRITE)
def test_killed_at_a_write(portal: Steered, tmp_path: Path, story: str, number: int, fault: str) -> None:
    path = begun(portal, tmp_path, story)
    expected, writes = undisturbed(portal, path)
    assert writes == STORIES[story][2]
    applying = Applying(portal, tmp_path, fault, number, seconds=5)
    applying.caught()
    assert applying.ended(signal.SIGKILL).code == -signal.SIGKILL
    assert_converges(portal, path, expected)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_stopped_by_a_person(portal: Steered, tmp_path: Path, number: int, how: signal.Signals) -> None:
    """The request under way is waited for; what was done and what was not begun is told, and the next run goes on."""
    path = begun(portal, tmp_path, "update")
    expected, _ = undisturbed(portal, path)
    portal.settings(latency_ms=250)  # so that much is left to do when the signal comes
    applying = Applying(portal, tmp_path, "slow", number, seconds=1)
    applying.caught()
    ended = applying.ended(how)
    portal.settings(latency_ms=0)
    assert ended.code == 130, ended
    assert "Interrupted" in ended.out
    assert "not started" in ended.out
    assert "Traceback" not in ended.err
    plan = running.plan(path, portal.target())
    # Not started, or failed where a change takes two requests and was stopped between them: then a colon and a reason.
    told_undone = {word.rstrip(":") for word in ended.out.split() if word.startswith("deals/")}
    assert told_undone
    left = {str(change.key).partition(":")[2] for change in plan.changes}
    assert left <= told_undone, ended.out
    assert_converges(portal, path, expected)
