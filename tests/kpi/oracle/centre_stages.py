"""K9 read literally from the definition: who passed a stage, and how far they came."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime

from provisioner.kpi.context import Context, Pipeline
from tests.kpi.oracle.centre_deals import closed_at, past, state
from tests.kpi.oracle.centre_leads import Streams
from tests.kpi.oracle.centre_words import Record, Told, said, share, when

PLACES = {"deals": ("pipeline", "dealstage"), "leads": ("hs_pipeline", "hs_pipeline_stage")}


def entries(one: Record, line: Pipeline) -> dict[str, datetime]:
    """When it first came into each stage: by its history, else by the stamp of the stage."""
    stamps = {stage.id: when(one, stage.entered) for stage in line.stages if stage.entered}
    first = {name: at for at, name in reversed(past(one, PLACES[line.object_type][1]))}
    found = {stage.id: first.get(stage.id, stamps.get(stage.id)) for stage in line.stages}
    return {name: at for name, at in found.items() if at is not None}


def passed(one: Record, line: Pipeline, where: Context) -> Iterator[tuple[str, bool, bool, bool]]:
    """The stages that it passed in the period; each with whether it came further, was won, or is still open there."""
    entered, stands_in = entries(one, line), said(one, PLACES[line.object_type][1])
    is_deal = line.object_type == "deals"
    now_is = next((stage.outcome for stage in line.stages if stage.id == stands_in), "")
    now_is = state(one, where) if is_deal else now_is
    won_at = None
    if now_is == "won":
        # A removed stage has no stamp of its own; the record still says since when it stands where it stands.
        since = when(one, "hs_v2_time_in_current_stage")
        won_at = entered.get(stands_in) or since or (closed_at(one, where) if is_deal else None)
    steps = [stage.id for stage in line.stages if stage.outcome == "open"]
    for n, stage in enumerate(steps):
        further = [entered[later] for later in steps[n + 1 :] if later in entered] + ([won_at] if won_at else [])
        jumped_over = bool(further) and any(earlier in entered for earlier in steps[:n])
        here = [entered[stage]] if stage in entered else []
        if (here or jumped_over) and where.period.has(min(here + further)):
            yield stage, bool(further), won_at is not None, not further and now_is in ("", "open")


def conversion_per_stage(streams: Streams, where: Context) -> Told:
    """K9: of those that passed a stage in the period, how many came further; the value is won of the first stages."""
    told = Told(None, 0)
    moved: Counter[str] = Counter()
    first = won = 0
    provisional = False
    for line in where.pipelines:
        found: dict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
        for one in streams[line.object_type]:
            if said(one, PLACES[line.object_type][0]) != line.id:
                moved["moved"] += any(where.period.has(at) for at in entries(one, line).values())
                continue
            for stage, *how in passed(one, line, where):
                found[stage].append((how[0], how[1], how[2]))
        steps = [stage.id for stage in line.stages if stage.outcome == "open"]
        by = "stage" if line.object_type == "deals" else "lead_stage"
        for stage in steps:
            further = sum(one[0] for one in found[stage])
            told.segments[by, f"{line.id}/{stage}"] = (share(further, len(found[stage])), len(found[stage]))
        if line.object_type == "deals":
            first += len(found[steps[0]])
            won += sum(one[1] for one in found[steps[0]])
            provisional |= any(one[2] for held in found.values() for one in held)
    told.excluded = {reason: n for reason, n in moved.items() if n}
    told.n = first
    if not first:
        told.reason = "no_records"
        return told
    told.value, told.numerator, told.denominator = share(won, first), won, first
    told.reason = "provisional" if provisional else "no_target"
    return told


KPIS = {"K9": conversion_per_stage}
