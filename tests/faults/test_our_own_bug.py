"""An error of our own in the middle of a run: what was done before it is told all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.model.errors import Broken
from provisioner.model.events import Event, Finished
from provisioner.model.run import Result
from tests.support import blueprints, running
from tests.support.portals import Steered


def test_the_run_so_far_is_told(portal: Steered, tmp_path: Path) -> None:
    path = blueprints.write(tmp_path, blueprints.SMALL)
    seen = []

    def stumble(event: Event) -> None:
        if isinstance(event, Finished):
            seen.append(event)
            if len(seen) == 2:
                raise ZeroDivisionError("as if by mistake")

    with pytest.raises(Broken) as told:
        running.apply(path, portal.target(), watch=stumble)
    assert isinstance(told.value.cause, ZeroDivisionError)
    results = {outcome.result for outcome in told.value.run.outcomes}
    assert Result.DONE in results
    assert results != {Result.DONE}
    assert running.apply(path, portal.target()).complete
