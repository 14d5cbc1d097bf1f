"""K1: the worked example to the second, and every way in which a wait is not what it seems."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from provisioner.kpi.measurement import Figure
from tests.kpi.world import call, context, deal, lead, left_out, measured, record, rounded, segments, utc

EXAMPLE = [
    lead("2026-05-03 10:00:00", "2026-05-03 10:04:30", id="L1"),
    lead("2026-05-07 19:57", "2026-05-08 09:05", id="L2"),
    lead("2026-05-08 12:50", "2026-05-10 09:10", id="L3"),
    lead("2026-05-09 22:00", "2026-05-10 09:02", id="L4"),
    lead("2026-05-10 09:00", id="L5"),
]
NOW = "2026-05-10 12:00"


def centre(text: str = "2026-05", now: str = "2026-08-01 12:00", **more: Any) -> Any:
    return context(text, "call_center", now, **more)


def minutes(entered: str, attempt: str, text: str = "2026") -> Decimal | None:
    return measured("K1", {"leads": [lead(entered, attempt)]}, centre(text, "2027-01-01 12:00")).value


def test_worked_example() -> None:
    found = measured("K1", {"leads": EXAMPLE}, centre(now=NOW))
    assert (found.value, found.grade, found.n) == (Decimal("6.25"), "watch", 4)
    assert found.details["p90"] == 20
    assert found.details["sla"] == Figure(Decimal("0.4"), "ratio", 5, 2, 5, "risk")
    assert found.details["attempted"].value == Decimal("0.8")
    assert found.details["open_breaches"] == 1


@pytest.mark.parametrize(
    ("entered", "attempt", "expected"),
    [
        pytest.param("2026-05-03 10:00:00", "2026-05-03 10:04:30", "4.5", id="L1"),
        pytest.param("2026-05-07 19:57", "2026-05-08 09:05", "8", id="L2, over night"),
        pytest.param("2026-05-08 12:50", "2026-05-10 09:10", "20", id="L3, over the weekend"),
        pytest.param("2026-05-09 22:00", "2026-05-10 09:02", "2", id="L4, on Saturday"),
        pytest.param("2026-05-21 12:45", "2026-05-24 09:20", "35", id="over a holiday from its eve"),
        pytest.param("2026-03-26 19:55", "2026-03-27 09:05", "10", id="over the change to summer time"),
        pytest.param("2026-05-03 10:00", "2026-05-03 09:58", "0", id="the call made the lead"),
        pytest.param("2026-05-09 22:00", "2026-05-10 08:30", "0", id="tried before opening"),
    ],
)
def test_waits_in_business_time(entered: str, attempt: str, expected: str) -> None:
    assert minutes(entered, attempt) == Decimal(expected)


def test_entry_time_goes_before_creation() -> None:
    late = lead("2026-05-03 10:10", "2026-05-03 10:12", core_lead_entry_at=utc("2026-05-03 10:00"))
    assert measured("K1", {"leads": [late]}, centre()).value == 12


def test_no_leads_is_no_figure() -> None:
    found = measured("K1", {"leads": []}, centre())
    assert (found.value, found.grade, found.reason) == (None, "n_a", "no_records")


def test_nobody_tried_is_graded_by_the_sla() -> None:
    found = measured("K1", {"leads": [lead("2026-05-03 10:00")]}, centre())
    assert (found.value, found.grade, found.details["sla"].value) == (None, "risk", 0)


def test_imports_are_left_out() -> None:
    imported = lead("2026-05-03 10:00", "2026-05-20 10:00", hs_object_source_label="IMPORT")
    found = measured("K1", {"leads": [*EXAMPLE, imported]}, centre(now=NOW))
    assert (found.value, left_out(found)) == (Decimal("6.25"), {"imported": 1})


def test_same_contact_within_a_day_counts_once() -> None:
    twice = [
        lead("2026-05-03 10:00", hs_primary_contact_id="77"),
        lead("2026-05-03 10:02", "2026-05-03 10:04", hs_primary_contact_id="77"),
        lead("2026-05-04 10:30", "2026-05-04 10:31", hs_primary_contact_id="77"),
    ]
    found = measured("K1", {"leads": twice}, centre())
    assert (found.n, left_out(found)) == (2, {"duplicate": 1})
    assert found.value == Decimal("2.5"), "4 minutes from the first enquiry to the attempt, and 1"


def test_merged_contacts_are_one() -> None:
    """A merge makes a new record; leads may still bear the old ids."""
    leads = [
        lead("2026-05-03 10:00", "2026-05-03 10:04", hs_primary_contact_id="1"),
        lead("2026-05-03 11:00", "2026-05-03 11:04", hs_primary_contact_id="2"),
    ]
    merged = record({"hs_merged_object_ids": "1;2"}, id="3")
    found = measured("K1", {"leads": leads, "contacts": [merged]}, centre())
    assert (found.n, left_out(found)) == (1, {"duplicate": 1})


def test_closed_without_an_attempt_is_no_breach_but_was_not_attempted() -> None:
    closed = lead("2026-05-03 10:00", hs_lead_is_open="false", hs_lead_is_open_v2="false")
    found = measured("K1", {"leads": [*EXAMPLE[:4], closed]}, centre(now=NOW))
    assert found.details["sla"].value == Decimal("0.5")
    assert (found.details["open_breaches"], found.details["attempted"].value) == (0, Decimal("0.8"))


def test_fresh_leads_are_not_late() -> None:
    fresh = lead("2026-05-10 11:57")
    assert measured("K1", {"leads": [*EXAMPLE[:4], fresh]}, centre(now=NOW)).details["sla"].denominator == 4


def test_fallbacks_for_the_first_attempt() -> None:
    leads = [
        lead("2026-05-03 10:00", hs_lead_first_outreach_date=utc("2026-05-03 10:03")),
        lead("2026-05-04 10:00", hs_primary_contact_id="5"),
        lead("2026-05-05 10:00", hs_primary_contact_id="6"),
    ]
    contacts = [
        record({"hs_first_outreach_date": utc("2026-05-04 10:07")}, id="5"),
        record({"hs_first_outreach_date": utc("2026-01-04 10:07")}, id="6"),
    ]
    found = measured("K1", {"leads": leads, "contacts": contacts}, centre())
    assert found.value == 5
    assert found.details["sources_of_attempts"] == {"hs_lead_first_outreach_date": 1, "hs_first_outreach_date": 1}
    assert found.details["attempted"].numerator == 2, "an outreach from before the lead was for an earlier enquiry"


def test_exact_mode_takes_the_first_engagement_after_entry() -> None:
    one = lead("2026-05-03 10:00", "2026-05-03 10:30", id="9")
    to_lead = {"leads": {"results": [{"id": "9", "type": "call_to_lead"}]}}
    engagements = {
        "calls": [
            call("2026-05-03 09:00") | {"associations": to_lead},
            call("2026-05-03 10:06") | {"associations": to_lead},
        ],
        "emails": [
            record(
                {"hs_timestamp": utc("2026-05-03 10:01"), "hs_email_direction": "INCOMING_EMAIL"}, associations=to_lead
            )
        ],
    }
    exact = centre(kpis={"exact_first_contact": True})
    assert measured("K1", {"leads": [one], **engagements}, exact).value == 6
    assert measured("K1", {"leads": [one], **engagements}, centre()).value == 30


def test_conversion_per_bucket() -> None:
    leads = [
        lead("2026-05-03 10:00", "2026-05-03 10:05", id="a"),
        lead("2026-05-03 10:00", "2026-05-03 10:05:01", id="b"),
        lead("2026-05-03 10:00", id="c"),
    ]
    deals = [deal(made="2026-05-04 10:00", core_source_lead_id="a", closes=None)]
    buckets = measured("K1", {"leads": leads, "deals": deals}, centre()).details["buckets"]
    assert {name: (one.numerator, one.n) for name, one in buckets.items() if one.n} == {
        "<=5": (1, 1),
        "5-15": (0, 1),
        "never": (0, 1),
    }


def test_contacts_stand_for_leads() -> None:
    held = {"createdate": utc("2026-05-03 10:00"), "hs_first_outreach_date": utc("2026-05-03 10:06")}
    found = measured("K1", {"contacts": [record(held)]}, centre(kpis={"lead_source": "contacts"}))
    assert found.value == 6
    assert "contacts.hs_first_outreach_date" not in found.properties or found.n == 1


def test_few_leads_earn_no_grade() -> None:
    found = measured("K1", {"leads": EXAMPLE}, centre(now=NOW, kpis={"min_samples": {"leads": 10}}))
    assert (found.value, found.grade) == (Decimal("6.25"), "low_sample")
    assert "4" in found.advice["en"]


def test_split_by_source_and_rep() -> None:
    leads = [
        *EXAMPLE,
        lead("2026-05-03 10:00", "2026-05-03 10:20", core_lead_source="referral", hubspot_owner_id="omer"),
    ]
    found = measured("K1", {"leads": leads}, centre(now=NOW))
    assert segments(found, "source") == {"google_search": Decimal("6.25"), "referral": 20}
    assert segments(found, "owner") == {"dana": Decimal("6.25"), "omer": 20}


def test_p90_is_the_nearest_rank() -> None:
    leads = [lead("2026-05-03 10:00", f"2026-05-03 10:{minute:02d}") for minute in range(1, 11)]
    found = measured("K1", {"leads": leads}, centre())
    assert (rounded(found.value), found.details["p90"]) == (5.5, 9)


def test_own_thresholds_grade_each_figure() -> None:
    own = {"measures": {"K1": {"good": 7, "watch": 9, "sla": {"good": 0.4, "watch": 0.2}}}}
    found = measured("K1", {"leads": EXAMPLE}, centre(now=NOW, kpis=own))
    assert (found.grade, found.target, found.details["sla"].grade) == ("good", 7, "good")


def test_open_by_stage_where_the_flags_are_missing() -> None:
    flags = {"hs_lead_is_open": None}
    leads = [lead("2026-05-10 09:00", **flags), lead("2026-05-10 09:00", **flags, hs_pipeline_stage="disqualified")]
    assert measured("K1", {"leads": leads}, centre(now=NOW)).details["open_breaches"] == 1


def test_a_lead_without_any_time_is_left_out() -> None:
    found = measured("K1", {"leads": [lead(hs_createdate=None), *EXAMPLE]}, centre(now=NOW))
    assert (found.n, left_out(found)) == (4, {"no_entry_time": 1})


def test_archived_leads_and_those_of_other_pipelines_do_not_count() -> None:
    leads = [*EXAMPLE, lead(archived=True), lead(hs_pipeline="elsewhere")]
    assert measured("K1", {"leads": leads}, centre(now=NOW)).details["attempted"].n == 5
