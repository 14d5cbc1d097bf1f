"""Rows about ``plan``: time and memory against the peers, requests, connections, and round trips over the floor."""

from __future__ import annotations

import statistics
from contextlib import ExitStack

import servers
from bench import Bench, Row, missing, to_portal
from pairs import NOISY, Measured, Program, in_turn, run, spread

RTT = 80
"""Milliseconds that the portal holds each answer back."""

THREADS = 12
MEMORY = 150 * 2**20

FLOORS = {"filled": (2, 3), "empty": (3, 4)}
"""Round trips that depend on one another, and requests, for one object type: account info; properties and groups;
where something would be created, the archived properties."""

STATES = {"filled": "nothing to do", "empty": "all to create"}
PEERS = (
    ("filled", "terraform", "terraform-made", "plan", 0.1),
    ("filled", "octodns-sync", "", "octodns.yaml", 0.2),
    ("empty", "terraform", "terraform", "plan", 0.1),
    ("empty", "octodns-sync", "", "octodns-empty.yaml", 0.2),
)


def rows(bench: Bench) -> list[Row]:
    found = [row for state in STATES for row in _against_peers(bench, state)]
    found += [row for state in STATES for row in _over_the_floor(bench, state)]
    return found if bench.quick else [*found, _memory(bench)]


def planning(bench: Bench, count: int, server: servers.Server) -> Program:
    blueprint = str(bench.inputs(count) / "blueprint.yaml")
    return bench.ours("plan", blueprint, "--portal", "env", variables=to_portal(server.url))


def _against_peers(bench: Bench, state: str) -> list[Row]:
    folder = bench.inputs(1_000)
    (folder / "nothing").mkdir(exist_ok=True)
    peers = [each for each in PEERS if each[0] == state]
    with servers.still(bench, 1_000, state) as server:
        programs = {"ours": planning(bench, 1_000, server), "python": bench.python("pass")}
        for _, peer, below, what, _ in peers:
            arguments = ("plan", "-no-color") if peer == "terraform" else ("--config-file", what)
            programs |= bench.peers(peer, *arguments, folder=folder / below)
        measured = in_turn(programs, bench.plan_rounds)
    found = [_ratio(measured, state, peer, budget) for _, peer, _, _, budget in peers]
    return [*found, _peak(measured, state)]


def _ratio(measured: Measured, state: str, peer: str, budget: float) -> Row:
    called = "terraform plan" if peer == "terraform" else peer
    goal, limit = f"`plan` 1,000, {STATES[state]}, against `{called}`", f"≤ {budget:g}"
    if not measured.has(peer):
        return missing(goal, limit, peer)
    ratio = measured.ratio("ours", peer)
    return Row(goal, str(ratio), limit, ratio.decides <= budget)


def _peak(measured: Measured, state: str) -> Row:
    goal, limit = f"`plan` 1,000, {STATES[state]}, peak memory against terraform's", "≤ 0.2"
    if not measured.has("terraform"):
        return missing(goal, limit, "terraform")
    peaks = measured.peaks("ours", "terraform")
    return Row(goal, f"{peaks:.2f}", limit, peaks <= 0.2)


def _over_the_floor(bench: Bench, state: str) -> list[Row]:
    levels, calls = FLOORS[state]
    with servers.still(bench, 1_000, state, RTT) as server:
        program = planning(bench, 1_000, server)
        run(program)
        server.ask("GET", "/counts")
        samples, counts = [], []
        for _ in range(bench.rounds):
            samples.append(run(program))
            counts.append(server.ask("GET", "/counts"))
    wall = statistics.median(each.wall for each in samples) * 1_000 / RTT - levels
    processor = statistics.median(each.processor for each in samples) * 1_000 / RTT
    # What is over the floor is our own computing, so on a noisy machine its processor time stands for it.
    noisy = spread([each.wall for each in samples]) > NOISY
    over = processor if noisy else wall
    told = (
        f"floor of {levels} + {wall:.1f} round trips wall, {processor:.1f} CPU ({'CPU' if noisy else 'wall'} decides)"
    )
    requests = {each["requests"] for each in counts}
    connections = max(each["connections"] for each in counts)
    about = f"`plan` 1,000, {STATES[state]}, {RTT} ms a call"
    return [
        Row(f"{about}: requests", ", ".join(map(str, sorted(requests))), f"= {calls}, the floor", requests == {calls}),
        Row(f"{about}: connections", str(connections), f"≤ {THREADS}", connections <= THREADS),
        Row(f"{about}: wall", told, "≤ floor + 2.5 round trips", over <= 2.5),
    ]


def _memory(bench: Bench) -> Row:
    with ExitStack() as stack:
        programs = {
            str(count): planning(bench, count, stack.enter_context(servers.still(bench, count, "filled")))
            for count in (1_000, 10_000)
        }
        measured = in_turn(programs, 3)
    more = measured.peak("10000") - measured.peak("1000")
    goal = "`plan` 10,000 against 1,000: more peak memory"
    return Row(goal, f"{more / 2**20:.0f} MiB", f"≤ {MEMORY / 2**20:.0f} MiB", more <= MEMORY)
