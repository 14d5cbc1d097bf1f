"""One workflow against the dose: forbidden classes, limits, missing filters and windows, clashes with HubSpot's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.automation.calendars_hours import CLOSED, Hours, minutes_in, text, within
from provisioner.automation.calendars_windows import WEEKDAYS
from provisioner.automation.doses_classify import Leaf
from provisioner.automation.doses_data import (
    BALANCED,
    LEVELS,
    NONE,
    PIPELINE_PROPERTY,
    STAGE_PROPERTY,
    SUPPORTIVE,
    TABLE,
    UNKNOWN,
    Limit,
)
from provisioner.automation.doses_limits import days_between_runs, most_within
from provisioner.automation.doses_policy import JudgedFlow
from provisioner.automation.doses_reach import CLOSED as CLOSED_RECORD
from provisioner.automation.doses_reach import CONSENT
from provisioner.automation.doses_setting import Read, Setting
from provisioner.automation.doses_wording import CONDITION_WORDS, PER_WORDS, TOO_MUCH_IN_B2B, UNSURE
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key

_ON_PEOPLE = frozenset({"remind_owner", "assign_new", "reassign_owned", "manager_escalation", "customer_message"})
_LIMITED = ("remind_owner", "task_owner")
_SETTLED = frozenset({"new", "qualified", "disqualified"})
"""States of a lead that HubSpot's own lead automation does not set."""


def of_flow(read: Read, setting: Setting) -> Iterator[Finding]:
    """Everything that is wrong with one workflow by itself."""
    yield from _forbidden(read, setting)
    yield from _over_limits(read, setting)
    yield from _without_pipeline(read, setting)
    yield from _outside_calendar(read, setting)
    yield from _clashes(read, setting)


def _forbidden(read: Read, setting: Setting) -> Iterator[Finding]:
    """DOSE001 and DOSE009: one finding for a class on a pipeline, however many actions do it."""
    groups: dict[tuple[str, str, Key, str], list[str]] = {}
    for leaf, pipelines in read.leaves:
        if pipelines:
            pipeline = setting.strictest(pipelines)
            case, kind = _case(leaf, read.flow, setting.levels[pipeline])
            if case is not None:
                groups.setdefault((leaf.dose_class, case, pipeline, kind), []).append(leaf.action)
    for (dose_class, case, pipeline, kind), actions in groups.items():
        named = ", ".join(dict.fromkeys(actions))
        if dose_class == UNKNOWN:
            strict = setting.levels[pipeline] in (NONE, SUPPORTIVE)
            severity = Severity.ERROR if strict else Severity.WARNING
            yield setting.of_flow(read.flow, pipeline, "DOSE009", severity, "", {"actions": named, "kind": kind})
        else:
            facts = {"actions": named, **class_facts(dose_class, case, pipeline, setting)}
            severity = Severity.WARNING if case == "warned" else Severity.ERROR
            yield setting.of_flow(read.flow, pipeline, "DOSE001", severity, case, facts)


def _case(leaf: Leaf, flow: JudgedFlow, level: str) -> tuple[str | None, str]:
    """Which message a leaf earns at a level (None for none), and the kind of an unknown action."""
    if leaf.dose_class == UNKNOWN:
        return "", leaf.part.name
    cell = TABLE[leaf.dose_class].cells[level]
    if not cell.allowed:
        return "", ""
    if cell.condition and not _holds(cell.condition, leaf, flow):
        return "condition", ""
    return ("warned" if cell.warned else None), ""


def _holds(condition: str, leaf: Leaf, flow: JudgedFlow) -> bool:
    part, guards = leaf.part, leaf.before.guards
    match condition:
        case "lead_stages":
            return part.name == "hs_lead_status" or (part.on, part.name) == ("leads", STAGE_PROPERTY["leads"])
        case "not_won":
            return part.state != "won"
        case "creation":
            return part.created
        case "two_reminders":
            return leaf.reminders >= 2
        case "opted_in_closed":
            return CONSENT in guards and (flow.object != "deals" or CLOSED_RECORD in guards)
        case _:
            return CONSENT in guards


def class_facts(dose_class: str, case: str, pipeline: Key, setting: Setting) -> dict[str, Any]:
    """The words about a class for DOSE001; in b2b the reason begins with what too much automation does there."""
    language, row = setting.policy.language, TABLE[dose_class]
    why = row.why[language]
    if setting.policy.mode_of(pipeline) == "b2b" and "warned" not in case:
        why = f"{TOO_MUCH_IN_B2B[language]}; {why}"
    condition = row.cells[setting.levels[pipeline]].condition
    return {
        "what": row.what[language],
        "why": why,
        "condition": CONDITION_WORDS[condition][language] if condition else "",
    }


def _over_limits(read: Read, setting: Setting) -> Iterator[Finding]:
    for dose_class in (*_LIMITED, "digest"):
        leaves = [(leaf, pipelines) for leaf, pipelines in read.leaves if leaf.dose_class == dose_class and pipelines]
        if not leaves:
            continue
        pipeline = setting.strictest(frozenset[Key]().union(*(pipelines for _, pipelines in leaves)))
        limit = TABLE[dose_class].cells[setting.levels[pipeline]].limit
        if limit is not None and dose_class == "digest":
            yield from _too_often(read, pipeline, limit, setting)
        elif limit is not None:
            counted = {leaf.action: 1 for leaf, _ in leaves}
            yield from _too_many(read, dose_class, pipeline, limit, counted, setting)


def _too_many(
    read: Read, dose_class: str, pipeline: Key, limit: Limit, counted: Mapping[str, int], setting: Setting
) -> Iterator[Finding]:
    found, language = most_within(read.flow.body, counted, limit.days), setting.policy.language
    if found > limit.count:
        facts = {
            "actions": ", ".join(counted),
            "what": TABLE[dose_class].what[language],
            "why": TABLE[dose_class].why[language],
            "found": found,
            "days": limit.days,
            "per": PER_WORDS[language][limit.per],
            "limit": limit.count,
        }
        yield setting.of_flow(read.flow, pipeline, "DOSE002", Severity.ERROR, "", facts)


def _too_often(read: Read, pipeline: Key, limit: Limit, setting: Setting) -> Iterator[Finding]:
    found = days_between_runs(read.flow.body)
    if found < limit.days:
        why = TABLE["digest"].why[setting.policy.language]
        facts = {"found": found, "limit": limit.days, "why": why}
        yield setting.of_flow(read.flow, pipeline, "DOSE002", Severity.ERROR, "digest", facts)


def _without_pipeline(read: Read, setting: Setting) -> Iterator[Finding]:
    if not read.pipelines:
        return
    reaches = [leaf.before for leaf, _ in read.leaves] or [read.enrols]
    if all(reach.pipelines is not None for reach in reaches):
        return
    pipeline = setting.strictest(read.pipelines)
    if read.flow.object in PIPELINE_PROPERTY:
        yield setting.of_flow(read.flow, pipeline, "DOSE005", Severity.ERROR)
    elif len({setting.levels[key] for key in read.pipelines}) > 1:
        # A contact or a company has no pipeline to filter on; it matters only where the doses differ.
        yield setting.of_flow(read.flow, pipeline, "DOSE005", Severity.WARNING)


def _outside_calendar(read: Read, setting: Setting) -> Iterator[Finding]:
    """DOSE007, where a dose of balanced or more acts on people; supportive rules only make tasks for work days."""
    reached = [pipelines for leaf, pipelines in read.leaves if leaf.dose_class in _ON_PEOPLE]
    busy = [key for key in frozenset[Key]().union(*reached) if LEVELS.index(setting.levels[key]) >= _BALANCED]
    if not busy:
        return
    windows, pipeline = read.flow.body.get("timeWindows") or (), min(busy)
    calendar = setting.policy.calendar_of(pipeline)
    if not windows:
        yield setting.of_flow(read.flow, pipeline, "DOSE007", Severity.WARNING)
    elif calendar is not None:
        outside = [_window_text(each) for each in windows if not _inside(each, calendar.week)]
        if outside:
            facts = {"calendar": calendar.name, "windows": ", ".join(outside)}
            yield setting.of_flow(read.flow, pipeline, "DOSE007", Severity.WARNING, "outside", facts)


_BALANCED = LEVELS.index(BALANCED)


def _span(window: Mapping[str, Any]) -> Hours:
    start, end = window.get("startTime") or {}, window.get("endTime") or {"hour": 24}
    return ((start.get("hour", 0) * 60 + start.get("minute", 0), end.get("hour", 0) * 60 + end.get("minute", 0)),)


def _inside(window: Mapping[str, Any], week: Mapping[int, Hours]) -> bool:
    day = str(window.get("day"))
    hours = week.get(WEEKDAYS.index(day), CLOSED) if day in WEEKDAYS else CLOSED
    return minutes_in(within(_span(window), hours)) == minutes_in(_span(window))


def _window_text(window: Mapping[str, Any]) -> str:
    return f"{str(window.get('day')).capitalize()} {text(_span(window))}"


def _clashes(read: Read, setting: Setting) -> Iterator[Finding]:
    """DOSE010: HubSpot moves a worked lead by itself unless that is off; its forecast mapping is off unless known."""
    builtin, flow = setting.policy.builtin, read.flow
    moving = [pipelines for leaf, pipelines in read.leaves if _moves_worked_lead(leaf, setting) and pipelines]
    if moving and builtin.get("lead_stages", True):
        known = "lead_stages" in builtin
        severity = Severity.ERROR if known else Severity.WARNING
        unsure = "" if known else UNSURE[setting.policy.language]
        yield setting.of_flow(flow, min(moving[0]), "DOSE010", severity, "lead_stages", {"unsure": unsure})
    setting_category = [keys for leaf, keys in read.leaves if leaf.dose_class == "set_forecast" and keys]
    if setting_category and builtin.get("forecast_mapping"):
        yield setting.of_flow(flow, min(setting_category[0]), "DOSE010", Severity.ERROR, "forecast_mapping")


def _moves_worked_lead(leaf: Leaf, setting: Setting) -> bool:
    part = leaf.part
    if (part.dose_class, part.on, part.name) != ("stage_move", "leads", STAGE_PROPERTY["leads"]) or part.created:
        return False
    return setting.names.state("leads", part.value) not in _SETTLED
