"""Rows about ``apply`` on the local portal with its true rate limiter on: requests, refusals, and the wall."""

from __future__ import annotations

from typing import Any

import servers
from bench import Bench, Row, to_portal
from pairs import run

NEW = 500
RTT = 80
CHANGED = 200
BURST = 190
"""Calls in ten seconds that the portal allows."""


def rows(bench: Bench) -> list[Row]:
    return _new(bench) if bench.quick else [*_new(bench), *_changed(bench)]


def _new(bench: Bench) -> list[Row]:
    with servers.local(bench, "new", rate_limit=True, burst_limit=BURST, latency_ms=RTT) as server:
        wall, log = _apply(bench, server, NEW, "blueprint.yaml")
        connections = server.ask("GET", "/_portal/connections")["accepted"] - 2
    ratio = wall / _answering(log)
    return [
        Row(f"`apply` {NEW} new properties: requests", str(len(log)), "≤ 12", len(log) <= 12),
        _refusals(f"`apply` {NEW} new properties", log),
        Row(f"`apply` {NEW} new properties: connections", str(connections), "≤ 12", connections <= 12),
        Row(
            f"`apply` {NEW} new properties, {RTT} ms a call: wall against the time that the portal was answering",
            f"{ratio:.2f}",
            "≤ 1.1",
            ratio <= 1.1,
        ),
    ]


def _changed(bench: Bench) -> list[Row]:
    """Updates go one by one, so here the portal's rate limit is what takes the time."""
    with servers.local(bench, "changed") as server:
        _apply(bench, server, CHANGED, "blueprint.yaml")
        server.ask("DELETE", "/_portal/requests")
        server.ask("PATCH", "/_portal/settings", {"rate_limit": True, "burst_limit": BURST})
        wall, log = _apply(bench, server, CHANGED, "relabelled.yaml")
    floor = (len(log) - 1) // BURST * 10
    ratio = wall / floor
    return [
        _refusals(f"`apply` {CHANGED} changed properties", log),
        Row(
            f"`apply` {CHANGED} changed properties ({len(log)} requests): wall against the rate limit's floor",
            f"{ratio:.2f}",
            "≤ 1.1",
            ratio <= 1.1,
        ),
    ]


def _apply(bench: Bench, server: servers.Server, count: int, file: str) -> tuple[float, list[dict[str, Any]]]:
    """Seconds of the whole process, and the portal's log of requests."""
    blueprint = str(bench.inputs(count) / file)
    sample = run(bench.ours("apply", blueprint, "--portal", "env", "--yes", variables=to_portal(server.url)))
    log: list[dict[str, Any]] = server.ask("GET", "/_portal/requests")["results"]
    return sample.wall, log


def _answering(log: list[dict[str, Any]]) -> float:
    """Seconds in which the portal had a request in hand; those that it had side by side count once."""
    total = reached = 0.0
    for each in sorted(log, key=lambda each: each["time"]):
        end = each["time"] + each["seconds"]
        total += max(0.0, end - max(each["time"], reached))
        reached = max(reached, end)
    return total


def _refusals(what: str, log: list[dict[str, Any]]) -> Row:
    refused = sum(each["status"] == 429 for each in log)
    return Row(f"{what}: calls refused by the rate limiter", str(refused), "0", refused == 0)
