"""A portal whose reads lag behind its writes: whatever is told, the next runs end where an undisturbed one would."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.run import Result
from tests.support import blueprints, running
from tests.support.contents import comparable
from tests.support.portals import Steered


@pytest.mark.parametrize("reads", [1, 2, 4])
def test_reads_that_lag(portal: Steered, tmp_path: Path, reads: int) -> None:
    path = blueprints.write(tmp_path, blueprints.SMALL)
    assert running.apply(path, portal.target()).complete
    expected = comparable(portal.dump())
    portal.renew()
    portal.settings(read_lag=reads)
    run = running.apply(path, portal.target())
    portal.settings(read_lag=0)
    left = {change.key for change in running.plan(path, portal.target()).changes}
    assert not left & {outcome.change.key for outcome in run.outcomes if outcome.result is Result.DONE}
    assert running.apply(path, portal.target()).complete
    assert comparable(portal.dump()) == expected
    assert run.complete, [outcome.detail for outcome in run.outcomes if outcome.detail]


@pytest.mark.parametrize("reads", [1, 2])
def test_changes_and_archives_wait_for_reads_that_lag(portal: Steered, tmp_path: Path, reads: int) -> None:
    path = blueprints.write(tmp_path, blueprints.SMALL)
    assert running.apply(path, portal.target()).complete
    stage = {"label": "Another", "probability": 0.4}
    closing = {"won": {"label": "Won", "probability": 1}, "lost": {"label": "Lost", "probability": 0}}
    board = {"pipelines": {"deals": {"lagging": {"label": "Lagging", "stages": {"one": stage, **closing}}}}}
    path = blueprints.write_sections(tmp_path, board)
    assert running.apply(path, portal.target()).complete
    stage["label"] = "Another name"
    blueprints.write_sections(tmp_path, board)
    portal.settings(read_lag=reads)
    run = running.apply(path, portal.target())
    assert run.complete, [outcome.detail for outcome in run.outcomes]
    portal.settings(read_lag=0)
    blueprints.write_sections(tmp_path, {"retire": {"pipelines": {"deals": ["lagging"]}}})
    portal.settings(read_lag=reads)
    run = running.apply(path, portal.target())
    assert run.complete, [outcome.detail for outcome in run.outcomes]
