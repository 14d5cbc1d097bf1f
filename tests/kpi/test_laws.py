"""Laws that every KPI keeps, on records made at random: bounds, order, pieces, texts, and what a KPI says of itself."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioner.kpi import KPIS, of_mode
from provisioner.kpi.context import Context
from provisioner.kpi.gathering import Gathering, measure
from provisioner.kpi.measurement import Excluded, Figure, Grade, Measurement, Unit
from provisioner.kpi.needs import Need, in_force
from provisioner.model.measure_reasons import TEXTS
from tests.kpi.world import call, companies, contacts, context, deal, lead, past, record, utc

Streams = Mapping[str, list[Any]]
_DAYS = [
    f"2026-{month:02d}-{day:02d} {hour:02d}:17"
    for month in (3, 4, 5, 6)
    for day in (1, 9, 17, 28)
    for hour in (0, 10, 23)
]
_STATES = {
    "b2b_new_business": ("qualified", "won", "lost"),
    "cc_sales": ("offer", "cc_won", "cc_lost"),
    "elsewhere": ("x", "y", "z"),
}


def deals(dice: random.Random, number: int) -> dict[str, Any]:
    line = dice.choice(list(_STATES))
    state = dice.choice(("open", "won", "lost"))
    stage = _STATES[line][("open", "won", "lost").index(state)]
    made = dice.choice(_DAYS)
    history = {
        "dealstage": past((made, _STATES[line][0]), (dice.choice(_DAYS), stage)),
        "pipeline": past((made, line)),
        "amount": past((made, dice.choice((None, 5, 100)))),
        "closedate": past((made, "2026-05-20T12:00:00Z")),
        "hs_manual_forecast_category": past((made, dice.choice(("COMMIT", "BEST_CASE", None)))),
        "hubspot_owner_id": past((made, "dana")),
        "core_handoff_status": past((dice.choice(_DAYS), "proposed"), (dice.choice(_DAYS), "accepted")),
    }
    return deal(
        state,
        dice.choice((None, 0, 10, 99.5, 20_000, 400_000)),
        id=f"d{number}",
        made=made,
        closes=dice.choice([*_DAYS, None]),
        pipeline=line,
        dealstage=stage,
        hubspot_owner_id=dice.choice(("dana", "omer", "gone", "queue", None)),
        core_source_lead_id=dice.choice((None, f"l{dice.randrange(30)}")),
        hs_manual_forecast_category=dice.choice(("COMMIT", "OMIT", None)),
        hs_next_step=dice.choice((None, "call")),
        num_associated_contacts=dice.randrange(4),
        core_handoff_status=dice.choice(("none", "accepted")),
        core_loss_reason=dice.choice((None, "duplicate", "price")),
        dealtype=dice.choice((None, "existingbusiness")),
        hs_v2_time_in_current_stage=utc(dice.choice(_DAYS)),
        entered_qualified=dice.choice((None, utc("2026-05-03 10:00"))),
        entered_offer=dice.choice((None, utc("2026-05-03 10:00"))),
        time_qualified=dice.choice((None, 86_400_000)),
        archived=dice.random() < 0.1,
        propertiesWithHistory=history,
        associations={**contacts(*["Decision maker"] * dice.randrange(2), ""), **companies(f"c{dice.randrange(5)}")},
    )


def leads(dice: random.Random, number: int) -> dict[str, Any]:
    return lead(
        dice.choice(_DAYS),
        dice.choice([*_DAYS, None]),
        id=f"l{number}",
        hs_primary_contact_id=dice.choice((None, "1", "2", "3")),
        core_lead_source=dice.choice(("google_search", "referral", "outbound", None)),
        hs_lead_is_open=dice.choice(("true", "false")),
        hs_object_source_label=dice.choice(("FORM", "IMPORT")),
        hs_lead_disqualification_reason=dice.choice((None, "spam")),
        hubspot_owner_id=dice.choice(("dana", "omer", "gone", None)),
        cc_next_call_at=dice.choice((None, utc("2027-07-01 10:00"))),
        entered_new=utc("2026-05-03 10:00"),
        entered_attempting=dice.choice((None, utc("2026-05-03 11:00"))),
        core_handoff_status=dice.choice((None, "accepted")),
        propertiesWithHistory={
            "core_handoff_status": past(("2026-05-04 10:00", "proposed"), (dice.choice(_DAYS), "accepted"))
        },
    )


def calls(dice: random.Random) -> dict[str, Any]:
    return call(
        dice.choice(_DAYS),
        dice.choice(("INBOUND", "OUTBOUND", None)),
        hubspot_owner_id=dice.choice(("dana", "omer", "queue", None)),
        hs_call_status=dice.choice(("COMPLETED", "MISSED", "RINGING", None)),
        hs_call_duration=dice.choice((None, 5_000, 60_000)),
    )


def streams(seed: int, size: int = 40) -> Streams:
    dice = random.Random(seed)  # noqa: S311  believable records, not secrets
    month = {"hs_start_datetime": "2026-05-01T00:00:00Z", "hs_end_datetime": "2026-05-31T23:59:59Z"}
    quota = {"hs_goal_type": "sales_quota", "hs_target_amount": 100_000, **month}
    goals = [record({**quota, "hubspot_owner_id": name}) for name in ("dana", "omer")]
    return {
        "deals": [deals(dice, number) for number in range(size)],
        "leads": [leads(dice, number) for number in range(size)],
        "calls": [calls(dice) for _ in range(size)],
        "contacts": [
            record({"hs_merged_object_ids": "1;2"}, id="4"),
            record({"b2b_buying_role": "decision_maker"}, id="100"),
        ],
        "goal_targets": goals,
    }


def where(mode: str, now: str = "2026-05-25 12:00") -> Context:
    return context("2026-05", mode, now, kpis={"capacity_per_day": 3}, earlier_leads=(5, 6, 7, 8))


MODES = st.sampled_from(("call_center", "b2b", "hybrid"))
LAWS = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def figures(value: Any) -> Iterable[Figure]:
    match value:
        case Figure():
            yield value
        case Measurement():
            yield Figure(value.value, value.unit, value.n, value.numerator, value.denominator)
            yield from figures(value.details)
            yield from figures([segment.figure for segment in value.segments])
        case Mapping():
            for inner in value.values():
                yield from figures(inner)
        case list() | tuple():
            for inner in value:
                yield from figures(inner)


KEYS = frozenset(
    "name value unit n numerator denominator grade target currency excluded properties method segments".split()
)
BEYOND_ONE = {"calibration"}
"""A deal may be won for more than it was promised at."""


@LAWS
@given(st.integers(0, 10**6), MODES)
def test_rates_lie_between_nothing_and_everything(seed: int, mode: str) -> None:
    for found in measure(KPIS.values(), streams(seed), where(mode)).values():
        kept = {name: value for name, value in found.details.items() if name not in BEYOND_ONE}
        held = [*figures(kept), *figures([segment.figure for segment in found.segments])]
        for figure in [*held, Figure(found.value, found.unit, found.n)]:
            assert figure.unit is not Unit.RATIO or figure.value is None or 0 <= figure.value <= 1, found.id
            assert figure.unit is not Unit.POINTS or figure.value is None or 0 <= figure.value <= 100, found.id
            assert figure.n >= 0


@LAWS
@given(st.integers(0, 10**6), MODES)
def test_the_order_of_records_does_not_matter(seed: int, mode: str) -> None:
    held = streams(seed)
    dice = random.Random(seed)  # noqa: S311  believable records, not secrets
    mixed = {name: dice.sample(held[name], len(held[name])) for name in dice.sample(list(held), len(held))}
    assert measure(KPIS.values(), mixed, where(mode)) == measure(KPIS.values(), held, where(mode))


@LAWS
@given(st.integers(0, 10**6), MODES, st.integers(1, 17))
def test_pieces_of_a_stream_are_the_stream(seed: int, mode: str, size: int) -> None:
    held, gathering = streams(seed), Gathering(where(mode), KPIS.values())
    for start in range(0, 40, size):
        for name, records in held.items():
            gathering.take(name, iter(records[start : start + size]))
    whole = measure(KPIS.values(), held, where(mode))
    assert gathering.measurements() == whole
    assert gathering.measurements() == whole, "asking does not change anything"


@LAWS
@given(st.integers(0, 10**6), MODES)
def test_one_at_a_time_is_the_same_as_together(seed: int, mode: str) -> None:
    held, together = streams(seed), measure(KPIS.values(), streams(seed), where(mode))
    for name, definition in KPIS.items():
        assert definition.measure(held, where(mode)) == together[name]


def test_records_are_not_held() -> None:
    """A stream may be a generator; a million rows are then never in memory."""
    held = streams(7)
    once = {name: (one for one in records) for name, records in held.items()}
    assert measure(KPIS.values(), once, where("hybrid")) == measure(KPIS.values(), held, where("hybrid"))


@pytest.mark.parametrize("mode", ["call_center", "b2b", "hybrid"])
@pytest.mark.parametrize("seed", range(4))
def test_every_measurement_can_be_told(mode: str, seed: int) -> None:
    for found in measure(KPIS.values(), streams(seed), where(mode)).values():
        told = json.loads(json.dumps(found.document()))
        assert told.keys() >= KEYS
        assert all(found.advice[language] for language in ("en", "he"))
        assert found.value is not None or found.grade is Grade.NOT_AVAILABLE or found.id == "K1"
        assert found.grade is not Grade.NOT_AVAILABLE or found.reason in TEXTS
        assert {one.reason for one in found.excluded} <= TEXTS.keys()


@pytest.mark.parametrize("definition", KPIS.values(), ids=KPIS)
def test_empty_portals_have_no_figures(definition: Any) -> None:
    """Only a number of leads can be told of nothing: none came."""
    found = definition.measure({}, where("hybrid"))
    assert found.value in (None, Decimal(0))
    assert found.grade is Grade.NOT_AVAILABLE or definition.id == "K8"


@pytest.mark.parametrize("definition", KPIS.values(), ids=KPIS)
def test_advice_for_every_grade_in_both_languages(definition: Any) -> None:
    for grade in Grade:
        for words in (definition.words(grade, "no_target", 3), definition.name, definition.method):
            assert set(words) == {"en", "he"}
            assert all(len(line.strip()) > 4 and "\n" not in line for line in words.values())
        assert any("\u05d0" <= letter <= "\u05ea" for letter in definition.words(grade, "no_target", 3)["he"])


def test_reasons_in_both_languages() -> None:
    assert all(
        words["en"] and any("\u05d0" <= letter <= "\u05ea" for letter in words["he"]) for words in TEXTS.values()
    )


@pytest.mark.parametrize("definition", KPIS.values(), ids=KPIS)
def test_a_period_that_has_not_begun(definition: Any) -> None:
    found = definition.measure(streams(3), where("hybrid", "2026-04-30 23:59"))
    assert (found.reason == "period_in_future") == (definition.looks == "back")


@pytest.mark.parametrize("definition", KPIS.values(), ids=KPIS)
def test_a_missing_scope_or_property_is_said_and_the_others_are_measured(definition: Any) -> None:
    must = [need for need in definition.needs if not need.can_miss and need.variant in ("", "leads")]
    assert must, "a KPI needs something"
    blind = context("2026-05", "hybrid", "2026-05-25 12:00", unreadable={must[0].object_type: "crm.objects.read"})
    found = measure(KPIS.values(), streams(1), blind)
    assert (found[definition.id].value, found[definition.id].reason) == (None, "no_scope")
    group = next((group for need in must for group in need.any_of), None)
    assert group is not None
    object_type = next(need.object_type for need in must if group in need.any_of)
    lacking = context("2026-05", "hybrid", "2026-05-25 12:00", lacking={object_type: frozenset(group)})
    assert definition.measure(streams(1), lacking).reason == "no_property"


def test_properties_that_the_portal_lacks_are_not_said_to_be_used() -> None:
    some = context("2026-05", "b2b", lacking={"deals": frozenset({"hs_closed_won_date"})})
    found = KPIS["K6"].measure({}, some)
    assert "deals.closedate" in found.properties
    assert "deals.hs_closed_won_date" not in found.properties
    assert "deals.entered_qualified" in KPIS["K9"].measure({}, some).properties


def test_modes() -> None:
    assert {one.id for one in of_mode("call_center")} >= {"K1", "K2", "K4", "K13", "K14", "K15", "K17"}
    assert {one.id for one in of_mode("b2b")} >= {"K5", "K6", "K7", "K10", "K11", "K16", "K18", "K22", "K23"}
    assert {one.id for one in of_mode("hybrid")} == set(KPIS)
    assert not {"K5", "K7"} & {one.id for one in of_mode("call_center")}
    assert not {"K1", "K13", "K14"} & {one.id for one in of_mode("b2b")}


def test_a_hybrid_measures_each_kpi_on_its_own_pipelines() -> None:
    held = {
        "deals": [
            deal("open", 100, hs_next_step="x"),
            deal("open", 7, pipeline="cc_sales", dealstage="offer", hs_next_step="x"),
        ]
    }
    hybrid = where("hybrid", "2026-05-01 12:00")
    assert KPIS["K22"].measure(held, hybrid).denominator == 100
    assert KPIS["K19"].measure(held, hybrid).denominator == 2
    assert KPIS["K19"].measure(held, hybrid.side("call_center")).denominator == 1
    of_leads = {**held, "leads": [lead(cc_next_call_at=utc("2026-06-01 10:00"))]}
    assert KPIS["K19"].measure(of_leads, hybrid.side("b2b")).denominator == 1, "a centre's lead is none of B2B"


def test_b2b_needs_no_leads() -> None:
    blind = context("2026-05", "b2b", unreadable={"leads": "crm.objects.leads.read"})
    assert KPIS["K19"].measure({"deals": [deal()]}, blind).denominator == 1
    assert "leads" not in needed(*blind.settings.variants)


def test_targets_in_another_currency_are_no_targets() -> None:
    other = context("2026-05", "b2b", kpis={"currency": "USD"})
    found = measure(KPIS.values(), {"deals": [deal("won")]}, other)
    assert {name for name, one in found.items() if one.reason == "other_currency"} >= {"K4", "K10", "K15", "K20"}
    assert found["K6"].value is not None


def needed(*variants: str) -> dict[str, list[Need]]:
    """What all KPIs need, by object type."""
    found: dict[str, list[Need]] = {}
    for need in in_force((need for one in KPIS.values() for need in one.needs), frozenset(variants)):
        found.setdefault(need.object_type, []).append(need)
    return found


def test_what_all_kpis_need_together() -> None:
    found = needed("leads")
    assert set(found) == {"deals", "leads", "contacts", "calls", "goal_targets", "owners"}
    names = {name for need in found["deals"] for name in need.properties}
    assert {"amount", "closedate", "hs_is_closed_won", "core_source_lead_id"} <= names
    assert {name for need in found["deals"] for name in need.stage_times} == {"entered", "cumulative"}
    assert {"dealstage", "closedate", "core_handoff_status"} <= {n for need in found["deals"] for n in need.history}
    assert {name for need in found["deals"] for name in need.associations} == {"contacts", "companies"}
    assert any(need.archived for need in found["deals"])
    exact = needed("contacts", "exact", "splits")
    assert {"emails", "meetings", "communications", "deal_splits"} <= set(exact)
    assert "leads" not in exact


def test_left_out_records_are_told_with_their_reason() -> None:
    found = KPIS["K6"].measure({"deals": [deal("won"), deal("lost", core_loss_reason="duplicate")]}, where("b2b"))
    assert found.excluded == (Excluded("duplicate_loss", 1),)


def test_only_wanted_segments() -> None:
    some = context("2026-05", "b2b", kpis={"segments": ["owner"]})
    assert {one.by for one in KPIS["K6"].measure({"deals": [deal("won")]}, some).segments} == {"owner"}


def test_a_state_that_nobody_can_tell_is_left_out() -> None:
    unknown = record(
        {"hs_is_closed": "true", "dealstage": "removed", "closedate": utc("2026-05-03 10:00"), "amount": "5"}
    )
    by_stage = record(
        {"dealstage": "won", "pipeline": "b2b_new_business", "closedate": utc("2026-05-03 10:00"), "amount": "5"}
    )
    found = KPIS["K6"].measure({"deals": [unknown, by_stage]}, where("b2b"))
    assert (found.n, found.excluded) == (1, (Excluded("unknown_state", 1),))
