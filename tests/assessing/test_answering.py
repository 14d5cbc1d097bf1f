"""From the facts of a portal to answers: every threshold of the guide, and what is said where none can be given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from provisioner import assessing
from provisioner.advice import scoring
from provisioner.assessing import answering
from provisioner.assessing.facts import Closed, Deal, Enquiries, Facts, Lane, Sources, Team, Won
from provisioner.model.advice import Answers, Limits
from provisioner.model.assessment import Course, Difference, Evidence, Unmeasured
from provisioner.model.counts import counted
from provisioner.model.portal import Account
from provisioner.tier import Room

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SHUT = Closed({"en": "The key may not read it.", "he": "אין הרשאה."}, ("crm.objects.owners.read",))


def deal(days: float = 3, people: int = 1, amount: float = 1000, pipeline: str = "default", ago: int = 10) -> Deal:
    return Deal(pipeline, NOW - timedelta(days=ago), days, people, amount)


def won(*deals: Deal) -> Won:
    return Won(len(deals), deals, min((each.closed for each in deals if each.closed), default=None))


CENTRE = Facts(
    Account(1, "STANDARD", "Asia/Jerusalem", "ILS"),
    NOW,
    leads=True,
    room=Room(15, 3),
    labels=True,
    team=Team(20, 8),
    enquiries=Enquiries("leads", 10_000, 30_000),
    sources=Sources("leads", "core_lead_source", 900, 100),
    won=Won(50_000, tuple([deal(0.5, 1, 100)] * 200), NOW - timedelta(days=300)),
    lanes=(Lane("deals", "default", "Sales", 3, 200, 0, 0, 0, 200, tuple(deal(0.5) for _ in range(9))),),
)


def measured(facts: Facts, question: int) -> Evidence:
    return next(each for each in assessing.made_of("acme", facts).evidence if each.question == question)


def left_open(facts: Facts, question: int) -> Unmeasured:
    return next(each for each in assessing.made_of("acme", facts).unmeasured if each.question == question)


def test_a_call_centre_answers_what_can_be_counted() -> None:
    found = assessing.made_of("acme", CENTRE)
    assert found.answers == {1: "a", 2: "a", 3: "a", 4: "a", 8: "a", 9: "a"}
    assert found.limits == Limits(leads_object=True, pipelines_free=12)
    assert [each.question for each in found.unmeasured] == [5, 6, 7, 10, 11]
    assert all(set(each.how) == {"en", "he"} and each.n and each.read for each in found.evidence)


def test_every_question_is_spoken_of_once() -> None:
    for facts in (CENTRE, replace(CENTRE, team=SHUT, won=SHUT, enquiries=SHUT, sources=SHUT, leads=SHUT, room=SHUT)):
        found = assessing.made_of("acme", facts)
        assert sorted(each.question for each in (*found.evidence, *found.unmeasured)) == list(range(1, 13))


@pytest.mark.parametrize(("per_day", "answer"), [(20, "a"), (19, "b"), (8, "b"), (7, "c"), (2, "c"), (1, "d")])
def test_enquiries_per_rep_and_day(per_day: int, answer: str) -> None:
    days = answering.working_days(CENTRE, 90)
    facts = replace(CENTRE, team=Team(5, 0), enquiries=Enquiries("leads", 10, per_day * 5 * days))
    found = measured(facts, 1)
    assert (found.answer, found.measured, found.n) == (answer, float(per_day), per_day * 5 * days)
    assert f"({days} working days)" in found.how["en"]


def test_working_days_follow_the_zone_of_the_portal() -> None:
    """Independence Day and Passover are no working days in Israel; elsewhere only the weekend is known."""
    april = replace(CENTRE, now=datetime(2026, 5, 1, tzinfo=UTC))
    elsewhere = replace(april, account=replace(april.account, time_zone="Europe/Paris"))
    assert (answering.working_days(april, 30), answering.working_days(elsewhere, 30)) == (19, 22)
    nowhere = replace(april, account=replace(april.account, time_zone="Mars/Olympus"))
    assert answering.working_days(nowhere, 30) == 22


def test_a_portal_younger_than_a_month_counts_by_its_month() -> None:
    days = answering.working_days(CENTRE, 30)
    found = measured(replace(CENTRE, team=Team(5, 0), enquiries=Enquiries("contacts", 20 * days, 20 * days)), 1)
    assert (found.measured, found.read) == (4.0, ("contacts", "owners"))
    assert "Nothing is older than 30 days" in found.how["en"]


@pytest.mark.parametrize(
    ("campaigns", "relations", "answer"), [(80, 20, "a"), (79, 21, "b"), (50, 50, "b"), (20, 80, "c"), (19, 81, "d")]
)
def test_where_demand_comes_from(campaigns: int, relations: int, answer: str) -> None:
    found = measured(replace(CENTRE, sources=Sources("leads", "core_lead_source", campaigns, relations)), 2)
    assert (found.answer, found.measured, found.n) == (answer, float(campaigns), 100)


def test_offline_sources_say_nothing_of_relations() -> None:
    facts = replace(CENTRE, sources=Sources("contacts", "hs_analytics_source", 40, 0, 60))
    assert "60 of 100 records came from offline sources" in left_open(facts, 2).why["en"]
    assert measured(replace(facts, sources=Sources("contacts", "hs_analytics_source", 60, 0, 40)), 2).answer == "b"


@pytest.mark.parametrize(
    ("days", "answer"), [(0.4, "a"), (0.99, "a"), (1, "b"), (7, "b"), (7.1, "c"), (42, "c"), (43, "d")]
)
def test_time_to_decision(days: float, answer: str) -> None:
    assert measured(replace(CENTRE, won=won(*[deal(days)] * 5)), 3).answer == answer


@pytest.mark.parametrize(("people", "answer"), [(1, "a"), (2, "b"), (3, "c"), (4, "c"), (5, "d")])
def test_people_who_must_agree(people: int, answer: str) -> None:
    found = measured(replace(CENTRE, won=won(*[deal(people=people)] * 5, *[deal(people=0)] * 9)), 4)
    assert (found.answer, found.n) == (answer, 5)


def test_medians_of_all_go_before_those_of_the_latest() -> None:
    facts = replace(CENTRE, won=Won(5_000, tuple([deal(1, 1)] * 200), NOW - timedelta(days=300), days=60, people=5))
    assert (measured(facts, 3).measured, measured(facts, 3).n) == (60, 5_000)
    assert measured(facts, 4).answer == "d"


@pytest.mark.parametrize(
    ("count", "reps", "answer"), [(50, 1, "a"), (49, 1, "b"), (10, 1, "b"), (9, 1, "c"), (5, 2, "c"), (5, 3, "d")]
)
def test_share_of_one_deal(count: int, reps: int, answer: str) -> None:
    """All won within one month, and alike: one of so many deals, for so many reps."""
    found = measured(replace(CENTRE, team=Team(reps, 0), won=won(*[deal(amount=500)] * count)), 8)
    assert (found.answer, found.measured, found.n) == (answer, round(100 * reps / count, 1), count)


@pytest.mark.parametrize(
    ("active", "departed", "answer"),
    [(16, 5, "a"), (16, 4, "b"), (15, 15, "b"), (8, 0, "b"), (7, 0, "c"), (4, 0, "c"), (3, 0, "d"), (3, 1, "c")],
)
def test_team_and_turnover(active: int, departed: int, answer: str) -> None:
    found = measured(replace(CENTRE, team=Team(active, departed)), 9)
    assert (found.answer, found.measured) == (answer, float(active))


@pytest.mark.parametrize(
    ("leads", "free", "answer"), [(True, 12, "a"), (True, 1, "b"), (False, 2, "c"), (False, 1, "d"), (False, 0, "d")]
)
def test_what_the_account_has_room_for(leads: bool, free: int, answer: str) -> None:
    facts = replace(CENTRE, leads=leads, room=Room(15, 15 - free), labels=False)
    found = measured(facts, 12)
    assert (found.answer, found.measured) == (answer, float(free))
    assert f"{free} of 15 deal pipelines are free. Associations cannot have labels." in found.how["en"]
    assert assessing.made_of("acme", facts).limits == Limits(leads_object=leads, pipelines_free=free)


def test_half_of_the_limits_is_no_letter() -> None:
    found = measured(replace(CENTRE, room=SHUT), 12)
    assert (found.answer, found.measured) == ("", None)
    assert assessing.made_of("acme", replace(CENTRE, room=SHUT)).limits == Limits(leads_object=True)


def test_what_is_shut_stays_open_with_the_scope() -> None:
    for question in (1, 8, 9):
        found = left_open(replace(CENTRE, team=SHUT), question)
        assert (found.why, found.scopes) == (SHUT.why, SHUT.scopes)
    for question in (3, 4, 8):
        assert left_open(replace(CENTRE, won=SHUT), question).scopes == SHUT.scopes
    assert left_open(replace(CENTRE, sources=SHUT), 2).scopes == SHUT.scopes


def test_too_little_is_no_measure() -> None:
    few = replace(
        CENTRE, enquiries=Enquiries("leads", 9, 9), sources=Sources("leads", "x", 5, 4), won=won(*[deal()] * 4)
    )
    assert left_open(few, 1).why["en"] == "Only 9 new records came in during 90 days; 10 are needed."
    assert left_open(few, 3).why["en"] == "Only 4 deals were won in twelve months; 5 are needed."
    assert {1, 2, 3, 4, 8} <= {each.question for each in assessing.made_of("acme", few).unmeasured}
    nobody = replace(CENTRE, team=Team(0, 3))
    assert {1, 8, 9} <= {each.question for each in assessing.made_of("acme", nobody).unmeasured}
    bare = replace(CENTRE, won=won(*[Deal("default", NOW, None, None, None)] * 6))
    assert [left_open(bare, question).question for question in (3, 4, 8)] == [3, 4, 8]


# What goes together with given answers


def test_given_answers_go_before_measured_ones_and_differences_are_told() -> None:
    found = assessing.made_of("acme", CENTRE)
    given = Answers({1: "d", 3: "a", 5: "a"}, Limits(leads_object=False, tier="starter"))
    answers, differences = assessing.merged(given, found)
    assert answers.given == {1: "d", 2: "a", 3: "a", 4: "a", 5: "a", 8: "a", 9: "a"}
    assert answers.limits == Limits(leads_object=False, pipelines_free=12, tier="starter")
    assert differences == (
        Difference(1, "d", "a"),
        Difference(12, "leads_object: no", "leads_object: yes"),
    )


def test_a_letter_for_question_12_is_compared_as_a_letter() -> None:
    _, differences = assessing.merged(Answers({12: "d"}), assessing.made_of("acme", CENTRE))
    assert differences == (Difference(12, "d", "a"),)


def test_measured_limits_raise_the_flags() -> None:
    """Two kinds of pipelines, and room for one more: the hybrid is told what it loses."""
    found = assessing.made_of("acme", replace(CENTRE, room=Room(15, 15), leads=False))
    answers, _ = assessing.merged(Answers({5: "a", 6: "a", 7: "a", 10: "a", 11: "yes"}), found)
    advice = scoring.decide(answers)
    assert (advice.mode, [flag.code for flag in advice.flags]) == ("hybrid", ["one_pipeline", "no_leads_object"])


# How pipelines go


def lane(stages: int, days: float, people: int = 1, label: str = "Sales", **counts: int) -> Lane:
    deals = tuple([deal(days, people)] * 6)
    return Lane("deals", label.lower(), label, stages, 100, total=6, won=deals, **{"open": 40, **counts})


@pytest.mark.parametrize(
    ("stages", "days", "people", "looks"),
    [
        (3, 1, 1, "call_center"),
        (8, 1, 1, "call_center"),
        (8, 1, 3, ""),
        (3, 60, 3, "b2b"),
        (7, 60, 3, "b2b"),
        (3, 60, 1, ""),
        (4, 20, 1, "call_center"),
        (7, 20, 3, "b2b"),
        (5, 20, 2, ""),
    ],
)
def test_which_mode_a_pipeline_looks_like(stages: int, days: float, people: int, looks: str) -> None:
    course = course_of(lane(stages, days, people))
    assert course.looks_like == looks
    assert course.because is not None
    assert course.because["en"].startswith(
        f"{counted(int(days), 'day')} from creation to won, {stages} stages before the end"
    )
    assert course.because["en"].endswith(f"contacts on a won deal: {people}")


def course_of(each: Lane) -> Course:
    return assessing.made_of("acme", replace(CENTRE, lanes=(each,))).courses[0]


def test_four_deals_do_not_tell_a_mode() -> None:
    course = course_of(replace(lane(3, 1), won=tuple([deal()] * 4), total=4))
    assert (course.looks_like, course.because, course.cycle) == ("", None, None)


def remarks(mode: str, *lanes: Lane, unread: int = 0) -> list[tuple[str, str]]:
    found = assessing.with_advice(assessing.made_of("acme", replace(CENTRE, lanes=lanes, unread=unread)), mode)
    return [(each.label, each.text["en"]) for each in found.remarks]


def test_remarks_on_pipelines_that_do_not_fit() -> None:
    quick, slow = lane(8, 2, label="Quick"), lane(3, 90, 3, label="Slow", no_owner=4, no_next_step=7)
    told = remarks("b2b", quick, slow, unread=2)
    assert [label for label, _ in told] == ["Quick", "Quick", "Slow", "Slow", "Slow", "", ""]
    assert told[0][1].startswith("It is quick (2 days) and has 8 stages before the end")
    assert told[1][1].startswith("It goes like call centre, while the advice is senior B2B")
    assert told[2][1].startswith("It is slow (90 days) and has 3 stages before the end")
    assert [text for _, text in told[3:5]] == [
        "4 of 40 open records have no owner.",
        "7 of 40 open records have no next step.",
    ]
    assert told[5][1].startswith("Pipelines of both kinds are in use")
    assert told[6][1] == "2 more pipelines were not looked into."


def test_a_slow_pipeline_of_four_stages_is_left_alone_as_the_ready_made_one_of_account_growth_has_four() -> None:
    assert remarks("b2b", lane(4, 90, 3)) == []


def test_two_paces_are_a_hint_and_no_answer() -> None:
    found = measured(replace(CENTRE, lanes=(lane(3, 1, label="Quick"), lane(7, 90, 3, label="Slow"))), 11)
    assert (found.answer, found.n) == ("", 12)
    assert "id quick takes 1 day at the median, slow 90" in found.how["en"]


def test_empty_pipelines_leave_nothing_to_re_aim() -> None:
    assert remarks("b2b", Lane("deals", "default", "Sales", 5, 0, 0, 0, 0)) == [
        ("", "No deal pipeline holds a record: there is nothing to re-aim, start with a new one.")
    ]
