"""Compares a blueprint with a portal's prepared answers in this process, and tells the seconds as JSON.

``python benchmarks/comparing.py FOLDER``: the folder of one size, as ``inputs.py`` writes it.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from provisioner import diff, live
from provisioner.blueprint import load
from provisioner.gateway.paths import path_of
from provisioner.kinds import KINDS
from provisioner.model.events import unwatched
from provisioner.model.portal import Account, Query
from provisioner.model.state import Known, State

REPEATS = 11


class Prepared:
    """A portal that has its answers at hand."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self._answers = answers

    def get(self, endpoint: str, parts: Mapping[str, str], query: Query = ()) -> Any:
        asked = "&".join(f"{name}={value}" for name, value in query)
        return self._answers[path_of(endpoint, parts) + (f"?{asked}" if asked else "")]

    def ask(self, endpoint: str, parts: Mapping[str, str], body: Any) -> Any:
        raise LookupError(f"nothing should be asked of {endpoint} {parts} with {body}")


def seconds(known: Known, state: State) -> float:
    """Processor time of one comparison."""
    kinds = {kind.NAME: kind for kind in KINDS}
    started = time.process_time()
    compared = diff.compare(
        known.desired,
        known.retirements,
        state.resources,
        state.archived,
        lambda desired, live: kinds[desired.key.kind].project(desired, live),
        lambda desired, live, differing: kinds[desired.key.kind].obstacles(desired, live, differing),
    )
    taken = time.process_time() - started
    if compared.changes or compared.findings:
        raise RuntimeError("the blueprint and the answers should agree")
    return taken


def main(folder: Path) -> None:
    blueprint, _ = load.load(str(folder / "blueprint.yaml"), {})
    if blueprint is None:
        raise RuntimeError("the blueprint should be valid")
    known = Known(blueprint.resources, blueprint.retirements, {})
    portal = Prepared(json.loads((folder / "filled.json").read_text("utf-8")))
    state = live.read(portal, Account(1, "", "", ""), known, list(KINDS), unwatched, threads=1)
    gc.collect()
    gc.disable()
    taken = [seconds(known, state) for _ in range(REPEATS)]
    sys.stdout.write(json.dumps({"seconds": taken, "deepdiff": "deepdiff" in sys.modules}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
