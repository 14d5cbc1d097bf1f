"""K9, K11 and K12: through the stages, how long it takes, and where it is held up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from decimal import Decimal
from typing import Any

import pytest

from provisioner.kpi import stage_times
from tests.kpi.world import (
    B2B_LINE,
    GROWTH_LINE,
    at,
    centre_deal,
    context,
    deal,
    lead,
    left_out,
    measured,
    past,
    rounded,
    segments,
    utc,
)

STEPS = ("prospecting", "qualified", "proposal", "negotiation")


def reached(steps: tuple[str, ...], state: str = "lost", **more: Any) -> dict[str, Any]:
    """A deal that entered these stages, a day each from 2 May on."""
    stamps = {f"entered_{step}": utc(f"2026-05-{2 + day:02d} 12:00") for day, step in enumerate(steps)}
    return deal(state, **{"entered_won": utc("2026-05-20 12:00")} if state == "won" else {}, **stamps, **more)


def funnel() -> list[dict[str, Any]]:
    """100 come in, 60 qualify (one by a jump), 36 get a proposal, 24 negotiate, 15 are won."""
    counts = {1: 40, 2: 24, 3: 12, 4: 9}
    made = [reached(STEPS[:length]) for length, count in counts.items() for _ in range(count)]
    return [
        *made,
        *[reached(STEPS, "won") for _ in range(14)],
        reached(("prospecting", "proposal", "negotiation"), "won"),
    ]


def test_conversion_worked_example() -> None:
    found = measured("K9", {"deals": funnel()}, context())
    line = {key: one.figure for one in found.segments if one.by == "stage" and (key := one.key).startswith("b2b_new")}
    assert [(one.numerator, one.denominator) for one in line.values()] == [(60, 100), (36, 60), (24, 36), (15, 24)]
    assert [rounded(one.value, 3) for one in line.values()] == [0.6, 0.6, 0.667, 0.625]
    assert (found.value, found.numerator, found.denominator) == (Decimal("0.15"), 15, 100)


def test_a_deal_that_starts_late_was_never_in_the_earlier_stages() -> None:
    found = measured("K9", {"deals": [reached(("proposal", "negotiation"))]}, context())
    assert segments(found, "stage")["b2b_new_business/proposal"] == 1
    assert [one.figure.n for one in found.segments][:2] == [0, 0]


def test_only_those_who_came_in_the_period() -> None:
    before = deal("lost", entered_prospecting=utc("2026-04-30 12:00"), entered_qualified=utc("2026-05-02 12:00"))
    found = measured("K9", {"deals": [before]}, context())
    assert [one.figure.n for one in found.segments if one.key.startswith("b2b_new")] == [0, 1, 0, 0]


def test_moved_deals_leave_their_cohort() -> None:
    moved = reached(("prospecting", "qualified"), "open", pipeline="b2b_account_growth", dealstage="idea")
    found = measured("K9", {"deals": [reached(("prospecting",)), moved]}, context())
    assert (found.denominator, left_out(found)) == (1, {"moved": 1})
    outside = reached(("prospecting",), "open", pipeline="elsewhere")
    assert left_out(measured("K9", {"deals": [reached(("prospecting",)), outside]}, context())) == {"moved": 1}


def test_an_open_deal_makes_the_cohort_provisional() -> None:
    found = measured(
        "K9", {"deals": [*funnel(), reached(("prospecting",), "open", dealstage="prospecting")]}, context()
    )
    assert (found.grade, found.reason) == ("n_a", "provisional")
    assert found.details["still_open"]["b2b_new_business/prospecting"] == 1


def test_stages_of_two_pipelines_with_one_label_never_mix() -> None:
    twin = replace(GROWTH_LINE, stages=(replace(GROWTH_LINE.stages[0], label="Prospecting"), *GROWTH_LINE.stages[1:]))
    deals = [
        reached(("prospecting",)),
        deal("lost", pipeline="b2b_account_growth", dealstage="growth_lost", entered_idea=utc("2026-05-02 12:00")),
    ]
    found = measured("K9", {"deals": deals}, context(pipelines=(B2B_LINE, twin)))
    figures = {one.key: one.figure.n for one in found.segments}
    assert (figures["b2b_new_business/prospecting"], figures["b2b_account_growth/idea"]) == (1, 1)


def test_history_tells_the_first_entry_where_stamps_tell_the_latest() -> None:
    moves = past(
        ("2026-04-10 12:00", "prospecting"),
        ("2026-04-20 12:00", "qualified"),
        ("2026-05-05 12:00", "prospecting"),
        ("2026-05-20 12:00", "lost"),
    )
    again = reached(("prospecting", "qualified"), propertiesWithHistory={"dealstage": moves})
    assert measured("K9", {"deals": [again]}, context()).reason == "no_records"


def test_lead_stages_are_measured_beside() -> None:
    leads = [
        lead(entered_new=utc("2026-05-03 10:00"), entered_attempting=utc("2026-05-03 10:05"),
             entered_qualified_lead=utc("2026-05-04 10:00"), hs_pipeline_stage="qualified_lead"),
        lead(entered_new=utc("2026-05-03 10:00"), hs_pipeline_stage="disqualified"),
    ]  # fmt: skip
    found = measured("K9", {"leads": leads}, context(mode="call_center"))
    assert segments(found, "lead_stage") == {"cc_leads/new": Decimal("0.5"), "cc_leads/attempting": 1}


def test_without_pipelines_there_is_no_funnel() -> None:
    assert measured("K9", {"deals": funnel()}, context(pipelines=())).reason == "no_pipeline"


def cycle(days: int, closed: str = "2026-05-10 12:00") -> dict[str, Any]:
    made = (at(closed).astimezone(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return deal("won", closes=closed, createdate=made)


def test_cycle_worked_example() -> None:
    found = measured("K11", {"deals": [cycle(days) for days in (12, 20, 35, 41, 90)]}, context())
    assert (found.value, found.details["mean"], found.unit) == (35, Decimal("39.6"), "days")
    assert (found.grade, found.reason) == ("n_a", "no_comparison")


@pytest.mark.parametrize(("days", "grade"), [(110, "good"), (111, "watch"), (130, "watch"), (131, "risk")])
def test_cycle_against_the_own_past(days: int, grade: str) -> None:
    before = [cycle(100, "2026-01-10 12:00") for _ in range(5)]
    found = measured("K11", {"deals": [cycle(days), *before]}, context())
    assert (found.grade, found.target) == (grade, 100)


def test_cycle_against_a_target() -> None:
    where = context(kpis={"measures": {"K11": {"target": 30}}})
    assert measured("K11", {"deals": [cycle(40)]}, where).grade == "risk"


def test_open_deals_and_back_dated_ones_have_no_cycle() -> None:
    deals = [cycle(20), deal(days_to_close=5), deal("won", made="2026-05-20 12:00")]
    found = measured("K11", {"deals": deals}, context())
    assert (found.n, found.value, left_out(found)) == (1, 20, {"back_dated": 1})


def test_centre_cycle_in_minutes_from_the_leads_entry() -> None:
    deals = [
        centre_deal("won", made="2026-05-10 11:00", entered_cc_won=utc("2026-05-10 11:45"), core_source_lead_id="L"),
        centre_deal("won", made="2026-05-10 11:00", hs_closed_won_date=utc("2026-05-10 11:15")),
    ]
    streams = {"deals": deals, "leads": [lead("2026-05-10 10:00", id="L")]}
    found = measured("K11", streams, context(mode="call_center"))
    assert (found.value, found.unit, found.n) == (60, "minutes", 2)


def test_hybrid_tells_days_and_the_centres_minutes_beside() -> None:
    deals = [cycle(20), centre_deal("won", made="2026-05-10 11:00", hs_closed_won_date=utc("2026-05-10 11:15"))]
    found = measured("K11", {"deals": deals}, context(mode="hybrid"))
    assert (found.value, found.unit, found.details["call_center"].value) == (20, "days", 15)


def stage_deals(stage: str, days: list[int], came_further: int, wins: int) -> list[dict[str, Any]]:
    """Deals that entered one stage and stayed so many days; some came further and some of those were won."""
    made = []
    for place, spent in enumerate(days):
        steps = (stage, "negotiation") if place < came_further and stage != "negotiation" else (stage,)
        state = "won" if place < wins else "lost"
        made.append(reached(steps, state, **{f"time_{stage}": spent * 86_400_000}))
    return made


def test_bottleneck_worked_example() -> None:
    """Qualified 6 of 7 days × .4, proposal 21 of 10 × .5, negotiation 12 of 14 × .3."""
    deals = []
    plan = {1: 40, 2: 30, 3: 9}  # 100 qualified, 60 of them proposed, 30 of them negotiated, 21 won
    for length, count in plan.items():
        deals += [reached(STEPS[1 : 1 + length], **times(length)) for _ in range(count)]
    deals += [reached(STEPS[1:], "won", **times(3)) for _ in range(21)]
    found = measured("K12", {"deals": deals}, context())
    assert found.details["stage"] == "b2b_new_business/proposal"
    assert (found.value, found.grade) == (Decimal("1.05"), "risk")
    assert [rounded(segments(found, "stage")[f"b2b_new_business/{step}"], 2) for step in STEPS[1:]] == [
        0.34,
        1.05,
        0.26,
    ]


def times(length: int) -> dict[str, int]:
    days = {"qualified": 6, "proposal": 21, "negotiation": 12}
    return {f"time_{step}": spent * 86_400_000 for step, spent in list(days.items())[:length]}


def test_no_bottleneck_below_a_half() -> None:
    deals = [reached(STEPS[1:], "won", **times(3)) for _ in range(5)]
    found = measured("K12", {"deals": deals}, context())
    assert (found.value, found.grade, "stage" in found.details) == (0, "good", False)


def test_exactly_a_half_is_a_bottleneck() -> None:
    deals = stage_deals("negotiation", [14] * 10, 0, 5)
    found = measured("K12", {"deals": deals}, context())
    assert (found.value, found.grade, found.details["stage"]) == (
        Decimal("0.5"),
        "watch",
        "b2b_new_business/negotiation",
    )


def test_bottleneck_needs_wins() -> None:
    deals = stage_deals("negotiation", [14] * 10, 0, 4)
    found = measured("K12", {"deals": deals}, context(kpis={"min_samples": {"deals": 5}}))
    assert (found.value, found.reason) == (None, "few_wins")


def test_of_equals_the_stage_with_more_open_money_then_the_earlier() -> None:
    twins = replace(B2B_LINE, stages=tuple(
        replace(stage, target_days=Decimal(10)) if stage.target_days else stage for stage in B2B_LINE.stages
    ))  # fmt: skip
    where = context(pipelines=(twins,), now="2026-06-01 12:00")
    ten = 10 * 86_400_000
    early = [reached(("qualified",), time_qualified=ten) for _ in range(4)]
    late = [reached(("negotiation",), time_negotiation=ten) for _ in range(4)]
    won = [reached(("qualified", "negotiation"), "won", time_qualified=ten, time_negotiation=ten)]
    found = measured("K12", {"deals": [*early, *late, *won]}, where)
    assert found.details["stage"] == "b2b_new_business/qualified"
    since = utc("2026-05-22 12:00")
    waits = reached(("negotiation",), "open", dealstage="negotiation", hs_v2_time_in_current_stage=since)
    found = measured("K12", {"deals": [*early, *early[:1], *late, waits, *won]}, where)
    assert found.details["stage"] == "b2b_new_business/negotiation"


def test_the_running_visit_counts() -> None:
    """HubSpot adds a visit up only when it ends."""
    waits = reached(("qualified",), "open", dealstage="qualified", time_qualified=2 * 86_400_000,
                    hs_v2_time_in_current_stage=utc("2026-05-28 12:00"))  # fmt: skip
    won = reached(("qualified",), "won", time_qualified=86_400_000)
    found = measured("K12", {"deals": [waits, won]}, context(now="2026-06-01 12:00"))
    assert segments(found, "stage")["b2b_new_business/qualified"] == Decimal("3.5") / 7 * Decimal("0.5")


def test_stages_without_target_are_named() -> None:
    found = measured("K12", {"deals": funnel()}, context())
    assert found.details["stages_without_target"] == ["b2b_account_growth/idea"]


@pytest.mark.parametrize(
    ("stage", "label", "names", "expected"),
    [
        ("123", "New", {"hs_v2_date_entered_123": ""}, "hs_v2_date_entered_123"),
        (
            "attempting-stage-id",
            "Attempting",
            {"hs_v2_date_entered_attempting_stage_id_745667965": "", "hs_v2_date_entered_new_stage_id_1": ""},
            "hs_v2_date_entered_attempting_stage_id_745667965",
        ),
        ("odd id", "Offer", {"hs_v2_date_entered_x": 'Date entered "Offer (Sales)"'}, "hs_v2_date_entered_x"),
        ("12", "New", {"hs_v2_date_entered_12_5": "", "hs_v2_date_entered_12_6": ""}, ""),
        ("12", "New", {"hs_v2_date_entered_123": ""}, ""),
        ("12", "New", {}, ""),
    ],
)
def test_names_of_stage_times_are_looked_up(stage: str, label: str, names: dict[str, str], expected: str) -> None:
    assert stage_times.resolve("entered", stage, label, "Sales", names) == expected
