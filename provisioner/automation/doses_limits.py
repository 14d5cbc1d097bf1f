"""How much of a thing a workflow does to one record within a time, as far as its body shows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from provisioner.automation.doses_graph import delay, successors

Json = Mapping[str, Any]
_DAY = 1440
_ENOUGH = 100  # a loop without delay never ends; so many are over every limit


def most_within(body: Json, counted: Mapping[str, int], days: int) -> int:
    """The most that a record can meet of ``counted`` (a number by action id) within so many days.

    Two things exactly so many days apart do not count together. A workflow that enrols its records again by the
    calendar counts once for each run; enrolment by a change or a filter can recur too, but not visibly.
    """
    actions = {str(action.get("actionId")): action for action in body.get("actions") or ()}
    waiting = [(name, days * _DAY, 0) for name in counted]
    known: dict[tuple[str, int], int] = {}
    most = 0
    while waiting and most < _ENOUGH:
        name, left, before = waiting.pop()
        if name not in actions or left <= 0 or known.get((name, left), -1) >= before:
            continue
        known[name, left] = before
        count = before + counted.get(name, 0)
        most = max(most, count)
        left -= delay(actions[name])
        waiting.extend((each, left, count) for each in successors(actions[name]))
    return most * runs_within(body, days)


def runs_within(body: Json, days: int) -> int:
    """How often a schedule enrols the same record within so many days; 1 without a schedule or re-enrolment."""
    schedule = body.get("enrollmentSchedule") or {}
    if not (body.get("enrollmentCriteria") or {}).get("shouldReEnroll"):
        return 1
    match schedule.get("type"):
        case "DAILY":
            return days
        case "WEEKLY":
            return max(1, math.ceil(len(schedule.get("daysOfWeek") or [0]) * days / 7))
        case _:
            return 1


def days_between_runs(body: Json) -> int:
    """The rhythm of a schedule in days: 1 for daily, at most 7 for weekly, 28 for what is rarer."""
    schedule = body.get("enrollmentSchedule") or {}
    match schedule.get("type"):
        case "DAILY":
            return 1
        case "WEEKLY":
            return 7 // max(1, len(schedule.get("daysOfWeek") or [0]))
        case _:
            return 28
