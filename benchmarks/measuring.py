"""Measures a big seeded portal: whether every figure is the one that was constructed, what it cost, and the memory.

    python benchmarks/measuring.py b2b 100000 [--again] [--latency 80]

``--again`` changes one deal in a hundred afterwards and measures a second time; ``--latency`` has every answer held
back for so many milliseconds. Wants the repository on PYTHONPATH.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from provisioner import api
from provisioner.measuring.course import Course
from provisioner.model.portal import Secret, Target
from tests.measuring import truths

ROOT = Path(__file__).parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=("call_center", "b2b"))
    parser.add_argument("deals", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--latency", type=float, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        truth = _sown(folder / "portal.db", given.mode, given.deals, given.seed)
        with _served(folder / "portal.db", given.latency) as target:
            first = _measured(target, folder, given.mode, truth)
            _told("first", first, truth)
            if given.again:
                _change(target, given.deals // 100)
                second = _measured(target, folder, given.mode, truth)
                _told("second", second, None)
                share = second["cost"]["requests"] / first["cost"]["requests"]
                say(f"second run: {share:.1%} of the requests of the first")


def say(*lines: str) -> None:
    sys.stdout.write("\n    ".join(lines) + "\n")
    sys.stdout.flush()


def _sown(file: Path, mode: str, deals: int, seed: int) -> Any:
    """The truth. A process of its own makes the records, so that the memory told later is that of measuring."""
    script = (
        "import json, sys; from pathlib import Path; from provisioner.localportal import embedded, store\n"
        "file, mode, deals, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])\n"
        "with embedded(file): pass\n"
        "sys.stdout.write(json.dumps(store.sow(file, mode=mode, deals=deals, seed=seed, now=None)))"
    )
    started = time.monotonic()
    given = [str(file), mode, str(deals), str(seed)]
    done = subprocess.run([sys.executable, "-c", script, *given], stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own portal
    truth = json.loads(done.stdout)
    say(f"seeded in {time.monotonic() - started:.0f} s: {truth['counts']}")
    return truth


@contextmanager
def _served(file: Path, latency: float = 0) -> Iterator[Target]:
    """The portal in a process of its own, so that processor time and memory are those of measuring alone."""
    script = (
        "import sys; from pathlib import Path; from provisioner import localportal as portal;"
        "ready = lambda it: print(it.base_url, it.token, it.portal_id, flush=True);"
        "portal.serve(Path(sys.argv[1]), on_ready=ready, latency_ms=float(sys.argv[2]))"
    )
    with subprocess.Popen(  # noqa: S603 - our own portal
        [sys.executable, "-c", script, str(file), str(latency)], stdout=subprocess.PIPE, text=True
    ) as served:
        try:
            url, token, number = (served.stdout.readline() if served.stdout else "").split()
            yield Target("bench", Secret(token), url, int(number), "local")
        finally:
            served.terminate()


def _measured(target: Target, folder: Path, mode: str, truth: Any) -> dict[str, Any]:
    order = api.Order(truth["period"]["to"][:7], folder=folder)
    with _timed("read", "measurements") as spent:
        document = api.measured(ROOT / "blueprints" / f"{mode}.yaml", target, order)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (reading, worked), (_, counted) = spent["read"], spent["measurements"]
    say(f"read in {reading:.0f} s with {worked:.0f} s of CPU, {memory:.0f} MiB at most")
    each = 1_000_000 / truth["counts"]["deals"]
    say(f"all KPIs: {counted:.1f} s of CPU, {counted * each:.0f} us a deal, {counted / reading:.1%} of the reading")
    parsing = _parsing(target, document["kpis"]) * 1_000_000
    say(f"parsing a page of deals, nothing else: {parsing:.0f} us a deal")
    return document


@contextmanager
def _timed(*names: str) -> Iterator[dict[str, tuple[float, float]]]:
    """Seconds on the wall and of CPU that parts of the course of a measuring took."""
    held, spent = {name: getattr(Course, name) for name in names}, dict[str, tuple[float, float]]()

    def timed(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            started, worked = time.monotonic(), time.process_time()
            found = real(*given)
            spent[name] = time.monotonic() - started, time.process_time() - worked
            return found

        return run

    for name, real in held.items():
        setattr(Course, name, timed(name, real))
    try:
        yield spent
    finally:
        for name, real in held.items():
            setattr(Course, name, real)


def _parsing(target: Target, kpis: Mapping[str, Any]) -> float:
    """Seconds of CPU, the best of nine, for one deal of a page with the properties that the KPIs told that they use."""
    used = {name.partition(".") for one in kpis.values() for name in one["properties"]}
    named = sorted(name for object_type, _, name in used if object_type == "deals")
    page = json.dumps(_call(target, f"?limit=100&properties={','.join(named)}"))
    best = float("inf")
    for _ in range(9):
        started = time.process_time()
        number = len(json.loads(page)["results"])
        best = min(best, (time.process_time() - started) / number)
    return best


def _told(which: str, document: dict[str, Any], truth: Any) -> None:
    say(f"{which}: {document['cost']['requests']} requests, {document['cost']['by']}")
    for name, how in document["cost"]["how"].items():
        say(f"  {name}: {how['way']}, {how['records']} records")
    if truth is not None:
        wrong = truths.differences(truth, document)
        say(f"  {len(wrong)} figures differ from the truth", *wrong)


def _change(target: Target, number: int) -> None:
    """Give some deals another amount, as people would."""
    body = {"limit": 100, "properties": [], "sorts": ["-hs_object_id"]}
    after = 0
    while after < number:
        ids = [one["id"] for one in _call(target, "/search", body | {"after": str(after)})["results"]]
        _call(target, "/batch/update", {"inputs": [{"id": one, "properties": {"amount": "777"}} for one in ids]})
        after += len(ids)


def _call(target: Target, what: str, body: Any = None) -> Any:
    request = urllib.request.Request(  # noqa: S310 - loopback
        f"{target.base_url}/crm/v3/objects/deals{what}",
        None if body is None else json.dumps(body).encode(),
        {"Authorization": f"Bearer {target.token.reveal()}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - loopback
        return json.load(answer)


if __name__ == "__main__":
    main()
