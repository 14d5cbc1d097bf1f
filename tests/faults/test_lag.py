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
