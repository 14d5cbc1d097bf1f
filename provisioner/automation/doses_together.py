"""What no workflow shows alone: the mode's own rules, counts on a pipeline, two writers, what a call centre lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from provisioner.automation.doses_classify import Leaf
from provisioner.automation.doses_data import (
    ACTIVE_WORKFLOWS,
    AGGRESSIVE,
    ASSOCIATED,
    LEVELS,
    MAXIMUM_LEVEL,
    NONE,
    OVERRIDE_LEVEL,
    OWNER,
    STAGE_PROPERTY,
    SUPPORTIVE,
    TABLE,
)
from provisioner.automation.doses_flow import class_facts
from provisioner.automation.doses_policy import JudgedFlow, Measure, Override
from provisioner.automation.doses_reach import Choices
from provisioner.automation.doses_setting import Read, Setting
from provisioner.automation.doses_wording import LEVEL_WORDS
from provisioner.automation.modes import HYBRID
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key

_SHOWN = 5
_SLA = frozenset({"remind_owner", "manager_escalation", "reassign_owned"})
_CLOSERS = frozenset({*STAGE_PROPERTY.values(), "hs_lead_status"})
_DAY = 1440


def of_mode(setting: Setting) -> Iterator[Finding]:
    """DOSE003 and DOSE004: a pipeline above what its mode allows, and the override that should allow it."""
    policy = setting.policy
    for pipeline in setting.levels:
        mode, asked = policy.mode_of(pipeline), policy.intensity[pipeline]
        if LEVELS.index(asked) <= LEVELS.index(MAXIMUM_LEVEL.get(mode, LEVELS[-1])):
            continue
        facts = {"level": LEVEL_WORDS[policy.language][asked]}
        override = policy.override or Override()
        if asked != OVERRIDE_LEVEL[mode]:
            yield setting.of_pipeline(pipeline, "DOSE003", Severity.ERROR, "", facts)
        elif override.holds(policy.today):
            told = {"owner": override.owner, "reason": override.reason, "review_by": override.review_by}
            yield setting.of_pipeline(pipeline, "DOSE003", Severity.WARNING, "overridden", {**facts, **told})
        else:
            yield setting.of_pipeline(pipeline, "DOSE003", Severity.ERROR, "", facts)
            yield _bad_override(override, pipeline, setting)


def _bad_override(override: Override, pipeline: Key, setting: Setting) -> Finding:
    if override.missing:
        missing = ", ".join(override.missing)
        return setting.of_pipeline(pipeline, "DOSE004", Severity.ERROR, "", {"missing": missing})
    facts = {"owner": override.owner, "review_by": override.review_by}
    return setting.of_pipeline(pipeline, "DOSE004", Severity.ERROR, "expired", facts)


def of_measures(measures: Sequence[Measure], setting: Setting) -> Iterator[Finding]:
    """DOSE001 and DOSE002 for automation that is not a workflow."""
    required: dict[Key, int] = {}
    for measure in measures:
        if measure.pipeline not in setting.levels:
            continue
        cell = TABLE[measure.dose_class].cells[setting.levels[measure.pipeline]]
        if measure.dose_class == "hard_gate":
            required[measure.pipeline] = required.get(measure.pipeline, 0) + measure.count
        if not cell.allowed or cell.warned:
            yield _declared(measure, setting, warned=cell.allowed)
        elif cell.limit is not None and measure.dose_class == "digest" and 0 < measure.days < cell.limit.days:
            yield _too_often(measure, cell.limit.days, setting)
        elif cell.limit is not None and measure.dose_class == "hard_gate" and measure.count > cell.limit.count:
            yield _gates(measure.pipeline, measure.stage, measure.count, cell.limit.count, setting, measure)
    for pipeline, count in required.items():
        limit = TABLE["hard_gate"].cells[setting.levels[pipeline]].limit
        if limit is not None and limit.in_all and count > limit.in_all:
            yield _gates(pipeline, None, count, limit.in_all, setting)


def _declared(measure: Measure, setting: Setting, *, warned: bool) -> Finding:
    case = "measure_warned" if warned else "measure"
    severity = Severity.WARNING if warned else Severity.ERROR
    facts = {"flow": measure.label, **class_facts(measure.dose_class, case, measure.pipeline, setting)}
    return setting.of_pipeline(measure.pipeline, "DOSE001", severity, case, facts, measure.place)


def _too_often(measure: Measure, limit: int, setting: Setting) -> Finding:
    why = TABLE["digest"].why[setting.policy.language]
    facts = {"flow": measure.label, "found": measure.days, "limit": limit, "why": why}
    return setting.of_pipeline(measure.pipeline, "DOSE002", Severity.ERROR, "digest", facts, measure.place)


def _gates(
    pipeline: Key, stage: Key | None, found: int, limit: int, setting: Setting, measure: Measure | None = None
) -> Finding:
    facts = {"where": (stage or pipeline).address, "found": found, "limit": limit}
    place = measure.place if measure else None
    return setting.of_pipeline(pipeline, "DOSE002", Severity.ERROR, "gates", facts, place)


def of_counts(reads: Sequence[Read], setting: Setting) -> Iterator[Finding]:
    """DOSE002: workflows switched on for a pipeline. An error only where ours alone are too many."""
    by_pipeline: dict[Key, list[JudgedFlow]] = {}
    for read in reads:
        for pipeline in read.pipelines if read.flow.enabled else ():
            by_pipeline.setdefault(pipeline, []).append(read.flow)
    for pipeline, level in setting.levels.items():
        active = by_pipeline.get(pipeline, [])
        limit, ours = ACTIVE_WORKFLOWS[level], [flow for flow in active if not flow.foreign]
        if len(active) > limit:
            severity = Severity.ERROR if len(ours) > limit else Severity.WARNING
            shown = ", ".join(flow.name for flow in active[:_SHOWN]) + (", ..." if len(active) > _SHOWN else "")
            facts = {"found": len(active), "limit": limit, "flows": shown}
            yield setting.of_pipeline(pipeline, "DOSE002", severity, "workflows", facts)


class _Voice(NamedTuple):
    """How a workflow writes a property: whether others made it, what it writes, and for which records.

    ``shared``: the blueprint names it among the writers of that property.
    """

    foreign: bool
    what: object
    on: str
    choices: Choices
    shared: bool


_Bucket = dict[_Voice, list[Read]]
"""Writers of one property in one stage, by their voice; two of each are enough."""


def of_writers(reads: Sequence[Read], setting: Setting) -> Iterator[Finding]:
    """DOSE006: two workflows, one of them ours, that can write the same property of the same record."""
    writers: dict[tuple[str, str, Key], dict[Key | str | None, _Bucket]] = {}
    told: set[tuple[int, int, str, str]] = set()
    for read in reads:
        for leaf, pipelines in read.leaves:
            if not leaf.part.writes or leaf.part.created or leaf.part.on == ASSOCIATED:
                continue
            for pipeline in sorted(pipelines):
                by_stage = writers.setdefault((leaf.part.on, leaf.part.name, pipeline), {})
                other = _rival(read, leaf, by_stage, setting)
                if other is not None and (pair := (id(other), id(read), leaf.part.on, leaf.part.name)) not in told:
                    told.add(pair)
                    yield _two_writers(other, read, leaf, pipeline, setting)
                _enter(read, leaf, by_stage, setting)


def _enter(read: Read, leaf: Leaf, by_stage: dict[Key | str | None, _Bucket], setting: Setting) -> None:
    for stage in leaf.before.stages or (None,):
        heard = by_stage.setdefault(stage, {}).setdefault(_voice(read, leaf, setting), [])
        if len(heard) < 2 and all(other is not read for other in heard):
            heard.append(read)


def _voice(read: Read, leaf: Leaf, setting: Setting) -> _Voice:
    what = leaf.part.fills if leaf.part.name == OWNER else leaf.part.value
    shared = (leaf.part.on, leaf.part.name, read.flow.key) in setting.policy.shared
    return _Voice(read.flow.foreign, what, read.flow.object, leaf.before.choices, shared)


def _rival(read: Read, leaf: Leaf, by_stage: dict[Key | str | None, _Bucket], setting: Setting) -> Read | None:
    """An earlier workflow that competes with a leaf, for a record that both can have in hand."""
    stages = list(by_stage) if leaf.before.stages is None else [None, *sorted(leaf.before.stages, key=str)]
    own = _voice(read, leaf, setting)
    for stage in stages:
        for voice, heard in by_stage.get(stage, {}).items():
            if _compete(own, voice, leaf) and not _apart(own, voice, setting):
                for other in heard:
                    if other is not read:
                        return other
    return None


def _compete(one: _Voice, other: _Voice, leaf: Leaf) -> bool:
    """Filling an empty owner takes nothing from one who changes owners; two that write the same value agree."""
    if (one.foreign and other.foreign) or (one.shared and other.shared):
        return False
    return one.what == other.what if leaf.part.name == OWNER else one.what is None or one.what != other.what


def _apart(one: _Voice, other: _Voice, setting: Setting) -> bool:
    """Whether the two ask for values of one enumeration that no record has at once."""
    if one.on != other.on:
        return False
    single = setting.policy.single
    return any(
        mine.excludes(theirs, single=(one.on, mine.property) in single)
        for mine in one.choices
        for theirs in other.choices
    )


def _two_writers(first: Read, second: Read, leaf: Leaf, pipeline: Key, setting: Setting) -> Finding:
    """In an aggressive dose several events may move one stage; everywhere else, and for owners, it is an error."""
    ours, others = (first, second) if second.flow.foreign else (second, first)
    mild = setting.levels[pipeline] == AGGRESSIVE and leaf.part.name != OWNER
    severity = Severity.WARNING if mild or others.flow.foreign else Severity.ERROR
    facts = {"other": others.flow.name, "property": leaf.part.name, "object": leaf.part.on}
    return setting.of_flow(ours.flow, pipeline, "DOSE006", severity, "", facts)


def of_lifecycle(reads: Sequence[Read], setting: Setting) -> Iterator[Finding]:
    """DOSE011: in a hybrid, two workflows that write the lifecycle stage of one object."""
    if setting.policy.mode != HYBRID or not setting.levels:
        return
    first: dict[str, JudgedFlow] = {}
    for read in reads:
        for on in dict.fromkeys(leaf.part.on for leaf, _ in read.leaves if _writes_lifecycle(leaf)):
            other = first.setdefault(on, read.flow)
            if other is not read.flow:
                ours, theirs = (other, read.flow) if read.flow.foreign else (read.flow, other)
                severity = Severity.WARNING if theirs.foreign else Severity.ERROR
                facts = {"other": theirs.name, "object": on}
                yield setting.of_flow(ours, setting.strictest(setting.levels), "DOSE011", severity, "", facts)


def _writes_lifecycle(leaf: Leaf) -> bool:
    return leaf.part.writes and leaf.part.name == "lifecyclestage" and not leaf.part.created


def of_centre(reads: Sequence[Read], setting: Setting) -> Iterator[Finding]:
    """DOSE008: a call centre whose dose is too weak, or that lacks an SLA rule or one that closes loops."""
    centre = [key for key in setting.levels if setting.policy.mode_of(key) == "call_center"]
    weak = [key for key in centre if setting.levels[key] in (NONE, SUPPORTIVE)]
    for pipeline in weak:
        yield setting.of_pipeline(pipeline, "DOSE008", Severity.WARNING, "unprotected")
    strong = frozenset(centre) - frozenset(weak)
    if not strong:
        return
    leaves = [leaf for read in reads for leaf, pipelines in read.leaves if pipelines & strong]
    facts = {"pipelines": ", ".join(key.address for key in sorted(strong))}
    if not any(leaf.dose_class in _SLA and leaf.held and leaf.minutes <= _DAY for leaf in leaves):
        yield setting.of_pipeline(min(strong), "DOSE008", Severity.WARNING, "", facts)
    closing = any(leaf.dose_class == "auto_close" and leaf.part.name in _CLOSERS for leaf in leaves)
    if not closing and AGGRESSIVE in {setting.levels[key] for key in strong}:
        yield setting.of_pipeline(min(strong), "DOSE008", Severity.WARNING, "loop", facts)
