"""K2, K3 and K8: what leads became, who made it of them, and how many there were."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.kpi.world import context, deal, lead, left_out, measured, record, rounded, segments, utc


def centre(now: str = "2026-08-01 12:00", **more: Any) -> Any:
    return context("2026-05", "call_center", now, **more)


def of_lead(name: str, made: str = "2026-05-10 10:00", **more: Any) -> dict[str, Any]:
    return deal(made=made, closes=None, core_source_lead_id=name, **more)


def worked() -> tuple[list[Any], list[Any]]:
    leads = [lead(id=f"n{number}") for number in range(200)]
    soon = [of_lead(f"n{number}") for number in range(26)]
    later = [of_lead(f"n{number}", "2026-06-20 10:00") for number in range(26, 30)]
    return leads, soon + later


def test_lead_to_deal_worked_example() -> None:
    leads, deals = worked()
    found = measured("K2", {"leads": leads, "deals": deals}, centre())
    assert (found.value, found.numerator, found.denominator, found.grade) == (Decimal("0.13"), 26, 200, "good")
    assert found.details["ever"].value == Decimal("0.15")


def test_two_deals_of_a_lead_are_one_and_older_deals_are_none() -> None:
    leads = [lead("2026-05-03 10:00", id="a"), lead("2026-05-03 10:00", id="b")]
    deals = [of_lead("a"), of_lead("a", "2026-05-12 10:00"), of_lead("b", "2026-05-02 10:00")]
    found = measured("K2", {"leads": leads, "deals": deals}, centre())
    assert (found.numerator, found.denominator) == (1, 2)


def test_window_ends_to_the_second() -> None:
    leads = [lead("2026-05-03 10:00", id="a"), lead("2026-05-03 10:00", id="b")]
    deals = [of_lead("a", "2026-06-02 10:00:00"), of_lead("b", "2026-06-02 10:00:01")]
    assert measured("K2", {"leads": leads, "deals": deals}, centre()).numerator == 1


def test_young_cohort_is_provisional() -> None:
    leads, deals = worked()
    found = measured("K2", {"leads": leads, "deals": deals}, centre("2026-06-15 12:00"))
    assert (found.value, found.grade, found.reason) == (Decimal("0.13"), "n_a", "provisional")


def test_outbound_is_no_inbound_lead_and_junk_leaves_only_the_net_view() -> None:
    leads = [
        lead(id="a"),
        lead(hs_lead_disqualification_reason="SPAM"),
        lead(cc_disqualify_reason="duplicate"),
        lead(core_lead_source="outbound"),
    ]
    found = measured("K2", {"leads": leads, "deals": [of_lead("a")]}, centre())
    assert (found.numerator, found.denominator, left_out(found)) == (1, 3, {"outbound": 1})
    assert found.details["net"].value == 1


def test_deals_by_association() -> None:
    one = lead(id="a", associations={"deals": {"results": [{"id": "55", "type": "lead_to_deal"}]}})
    found = measured("K2", {"leads": [one], "deals": [deal(id="55", made="2026-05-10 10:00", closes=None)]}, centre())
    assert found.numerator == 1


def test_a_lead_handed_to_b2b_counts_as_converted() -> None:
    hybrid = context("2026-05", "hybrid", "2026-08-01 12:00")
    found = measured("K2", {"leads": [lead(id="a")], "deals": [of_lead("a", pipeline="b2b_new_business")]}, hybrid)
    assert found.numerator == 1


def test_undated_deals_are_counted_as_hubspot_counts_and_it_is_said() -> None:
    leads = [lead(hs_lead_associated_deals_count=1), lead(hs_lead_associated_deals_count=0)]
    found = measured("K2", {"leads": leads}, centre())
    assert found.value == Decimal("0.5")
    assert "could be dated" in found.method["en"]


def test_one_undated_deal_among_dated_ones_is_told() -> None:
    leads = [lead(id="a", hs_lead_associated_deals_count=1), lead(hs_lead_associated_deals_count=1)]
    found = measured("K2", {"leads": leads, "deals": [of_lead("a")]}, centre())
    assert (found.numerator, left_out(found)) == (1, {"undated_deal": 1})


def test_contacts_as_source() -> None:
    contacts = [
        record({"createdate": utc("2026-05-03 10:00"), "num_associated_deals": 1,
                "first_deal_created_date": utc("2026-05-09 10:00")}),
        record({"createdate": utc("2026-05-03 10:00"), "num_associated_deals": 1,
                "first_deal_created_date": utc("2026-05-01 10:00")}),
        record({"createdate": utc("2026-04-03 10:00"), "num_associated_deals": 1}),
    ]  # fmt: skip
    found = measured("K2", {"contacts": contacts}, centre(kpis={"lead_source": "contacts"}))
    assert (found.numerator, found.denominator) == (1, 2)


def test_no_inbound_leads() -> None:
    found = measured("K2", {"leads": [lead(core_lead_source="outbound")]}, centre())
    assert (found.value, found.reason) == (None, "no_records")


def test_own_target_moves_the_scale() -> None:
    leads, deals = worked()
    strict = centre(kpis={"measures": {"K2": {"target": 0.2}}})
    found = measured("K2", {"leads": leads, "deals": deals}, strict)
    assert (found.grade, found.target) == ("watch", Decimal("0.2"))


def mix() -> tuple[list[Any], list[Any]]:
    """Google 12 of 120, Facebook 2 of 50, referral 12 of 30; rep A takes 40 Google and 10 Facebook."""
    leads, deals = [], []
    plan = {("A", "google"): (40, 5), ("A", "facebook"): (10, 1), ("B", "google"): (80, 7), ("B", "facebook"): (40, 1),
            ("B", "referral"): (30, 12)}  # fmt: skip
    for (rep, source), (count, won) in plan.items():
        for number in range(count):
            name = f"{rep}-{source}-{number}"
            leads.append(lead(id=name, hubspot_owner_id=rep, core_lead_source=source))
            deals += [of_lead(name)] if number < won else []
    return leads, deals


def test_quality_and_handling_worked_example() -> None:
    leads, deals = mix()
    found = measured("K3", {"leads": leads, "deals": deals}, centre())
    assert segments(found, "source") == {
        "google": Decimal("0.1"),
        "facebook": Decimal("0.04"),
        "referral": Decimal("0.4"),
    }
    reps = {one.key: one.figure for one in found.segments if one.by == "owner"}
    assert (reps["A"].numerator, reps["A"].denominator, rounded(reps["A"].value, 2)) == (6, Decimal("4.4"), 1.36)
    assert (reps["B"].numerator, reps["B"].denominator, rounded(reps["B"].value, 2)) == (20, Decimal("21.6"), 0.93)
    assert rounded(found.value, 2) == 0.93, "the lowest index of a rep"


def test_weak_source_is_a_talk_with_marketing() -> None:
    leads, deals = mix()
    found = measured("K3", {"leads": leads, "deals": deals}, centre())
    assert (found.details["weak_sources"], found.details["weak_reps"], found.grade) == (["facebook"], [], "watch")


def test_weak_rep_needs_thirty_leads() -> None:
    leads = [lead(id=f"a{n}", hubspot_owner_id="A") for n in range(30)] + [
        lead(id=f"b{n}", hubspot_owner_id="B") for n in range(29)
    ]
    deals = [of_lead(f"a{n}") for n in range(20)]
    found = measured("K3", {"leads": leads, "deals": deals}, centre())
    assert (found.details["weak_reps"], found.grade) == ([], "good"), "B has 29 leads"
    found = measured("K3", {"leads": [*leads, lead(hubspot_owner_id="B")], "deals": deals}, centre())
    assert (found.details["weak_reps"], found.grade) == (["B"], "risk")


def test_no_rep_with_enough_leads() -> None:
    found = measured("K3", {"leads": [lead()]}, centre())
    assert (found.value, found.reason) == (None, "few_leads")


def test_number_of_leads_worked_example() -> None:
    leads = [lead() for _ in range(381)] + [lead(hs_lead_disqualification_reason="spam") for _ in range(31)]
    found = measured("K8", {"leads": leads}, centre(earlier_leads=(420, 410, 430, 400)))
    assert (found.value, found.details["net"].value, found.details["spam_and_duplicates"]) == (412, 381, 31)
    assert (found.target, found.grade) == (415, "good")
    assert segments(found, "source") == {"google_search": 412}
    assert segments(found, "pipeline") == {"cc_leads": 412}


def test_number_of_leads_against_a_target_and_without_any() -> None:
    leads = [lead() for _ in range(79)]
    assert measured("K8", {"leads": leads}, centre(kpis={"measures": {"K8": {"target": 100}}})).grade == "risk"
    found = measured("K8", {"leads": leads}, centre())
    assert (found.value, found.grade, found.reason) == (79, "n_a", "no_target")


def test_a_running_period_is_compared_with_the_part_that_is_due() -> None:
    running = centre("2026-05-17 12:00", kpis={"measures": {"K8": {"target": 100}}})
    found = measured("K8", {"leads": [lead() for _ in range(52)]}, running)
    assert (found.value, found.grade) == (52, "good")


def test_creation_counts_and_leads_of_other_pipelines_do_not() -> None:
    leads = [lead("2026-04-30 10:00", core_lead_entry_at=utc("2026-05-01 10:00")), lead(hs_pipeline="other")]
    assert measured("K8", {"leads": leads}, centre()).value == 0


def test_a_lead_without_creation_time_is_told() -> None:
    found = measured("K8", {"leads": [lead(hs_createdate=None), lead()]}, centre())
    assert (found.value, left_out(found)) == (1, {"no_entry_time": 1})
