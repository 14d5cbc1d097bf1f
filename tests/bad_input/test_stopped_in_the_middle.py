"""What a report says of a change that was under way when a person stopped the run."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from provisioner import api, apply
from provisioner.model.events import Event, Started
from provisioner.model.run import Result, Run
from tests.support import blueprints
from tests.support.portals import Steered
from tests.support.running import HASTY
from tests.support.running import apply as applied

BODY = """
property_groups:
  deals:
    core_sales: {label: {en: Sales core, he: ליבה}}
properties:
  deals:
    core_reason: {label: {en: Reason, he: סיבה}, group: core_sales, type: string, field_type: text}
pipelines:
  deals:
    cc_sales:
      label: {en: Call centre sales, he: מכירות מוקד}
      stages:
        new: {label: {en: New, he: חדש}, probability: 0.1}
        won: {label: {en: Won, he: זכייה}, probability: 1.0}
        lost: {label: {en: Lost, he: הפסד}, probability: 0.0}
"""


def stopped_during(portal: Steered, blueprint: Path, path: str, kind: str = "slow") -> Run:
    """Stop the run while the POST to ``path`` is under way."""
    portal.fault(kind, method="POST", path=path, seconds=0.6)
    opened = api.planned(blueprint, portal.target(), folder=blueprint.parent, patience=HASTY, to_write=True)
    with opened as prepared:
        threading.Timer(0.3, prepared.cancelled.set).start()
        return api.carry_out(prepared, pause=0.01)


@pytest.mark.parametrize("kind", ["slow", "timeout", "done_then_timeout"])
def test_change_that_was_sent_is_never_called_not_started(portal: Steered, tmp_path: Path, kind: str) -> None:
    blueprint = blueprints.write(tmp_path, BODY)
    run = stopped_during(portal, blueprint, "/pipelines/", kind)
    ended = {str(outcome.change.key): outcome for outcome in run.outcomes}
    pipeline = ended["pipeline:deals/cc_sales"]
    assert (pipeline.result, pipeline.detail) == (Result.FAILED, apply.STOPPED)
    assert run.interrupted
    assert api.exit_code(run) == 130
    assert applied(blueprint, portal.target()).complete
    assert applied(blueprint, portal.target()).outcomes == ()


def test_what_was_not_begun_is_said_to_be_not_started(portal: Steered, tmp_path: Path) -> None:
    blueprint = blueprints.write(tmp_path, BODY)
    run = stopped_during(portal, blueprint, "/groups$")
    results = {str(outcome.change.key): outcome.result for outcome in run.outcomes}
    assert results["property_group:deals/core_sales"] is Result.DONE
    assert results["property:deals/core_reason"] is Result.NOT_STARTED
    assert not [
        each for each in portal.writes() if each.startswith("POST") and "/properties/" in each and "groups" not in each
    ]


def test_wait_for_the_rate_limit_is_no_beginning(portal: Steered, tmp_path: Path) -> None:
    blueprint = blueprints.write(tmp_path, BODY)
    portal.fault("rate_limited", method="POST", times=0, headers={"Retry-After": "30"})
    opened = api.planned(blueprint, portal.target(), folder=tmp_path, patience=HASTY, to_write=True)
    with opened as prepared:
        threading.Timer(0.3, prepared.cancelled.set).start()
        run = api.carry_out(prepared, pause=0.01)
    assert {outcome.result for outcome in run.outcomes} == {Result.NOT_STARTED}


def test_ctrl_c_that_another_thread_receives_at_the_very_beginning_stops_the_rest(
    portal: Steered, tmp_path: Path
) -> None:
    """The first write is begun before the last lane has been handed out, and the main thread may be waiting."""
    groups = "".join(f"    group_{number}: {{label: Group {number}}}\n" for number in range(60))
    body = f"property_groups:\n  deals:\n{groups}"
    assert applied(blueprints.write(tmp_path, body), portal.target()).complete
    blueprint = blueprints.write(tmp_path, body.replace("label: Group", "label: Fields"))
    portal.settings(latency_ms=50)
    first = threading.Lock()

    def watch(event: Event) -> None:
        if isinstance(event, Started) and first.acquire(blocking=False):
            os.kill(os.getpid(), signal.SIGINT)

    run = applied(blueprint, portal.target(), watch=watch)
    assert run.interrupted
    assert run.count(Result.NOT_STARTED) > 40
    assert applied(blueprint, portal.target()).complete
