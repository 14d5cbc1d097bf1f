"""The ready-made blueprints hold the buying roles, lists, teams and checks of the sales brief."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

BLUEPRINTS = Path(__file__).parent.parent / "blueprints"
LISTS = {
    "cc_lists": {
        "leads": {
            "cc_unassigned",
            "cc_first_contact_late",
            "cc_tried_three_times",
            "cc_callbacks_today",
            "cc_callbacks_overdue",
            "cc_recontact_due",
            "cc_do_not_call",
        },
        "deals": {"cc_over_age", "cc_lost_recontact_due"},
    },
    "b2b_lists": {
        "deals": {
            "b2b_big_deals",
            "b2b_commit_this_quarter",
            "b2b_past_close_date",
            "b2b_no_next_step",
            "b2b_single_contact",
            "b2b_proposals_expiring",
        },
        "companies": {"b2b_quiet_key_accounts"},
    },
}
TEAMS = {
    "cc_teams": ["מוקד - משמרת בוקר", "מוקד - משמרת ערב", "מנהלי משמרת"],
    "b2b_teams": ["מנהלי לקוחות", "הנהלת מכירות"],
}


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((BLUEPRINTS / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def test_buying_roles_are_labels_and_read_like_the_property_that_stands_in_for_them() -> None:
    roles = read("shared/b2b_committee")["association_labels"]["deals/contacts"]
    assert {name: each["label"] for name, each in roles.items()} == {
        "decision_maker": {"en": "Decision maker", "he": "מקבל החלטות"},
        "economic_buyer": {"en": "Economic buyer", "he": "בעל התקציב"},
        "champion": {"en": "Champion", "he": "מקדם פנימי"},
        "influencer": {"en": "Influencer", "he": "משפיע"},
        "blocker": {"en": "Blocker", "he": "מתנגד"},
        "procurement_legal": {"en": "Procurement and legal", "he": "רכש ומשפטי"},
    }


@pytest.mark.parametrize("fragment", LISTS)
def test_lists_are_those_of_the_brief(fragment: str) -> None:
    lists = read(f"shared/{fragment}")["lists"]
    assert {of: set(named) for of, named in lists.items()} == LISTS[fragment]
    for of, named in lists.items():
        for entry in named.values():
            assert set(entry["name"]) == {"en", "he"}
            assert of == "companies" or all("pipeline" in each for each in entry["filters"])


@pytest.mark.parametrize("fragment", TEAMS)
def test_teams_are_those_of_the_brief(fragment: str) -> None:
    assert [each["name"] for each in read(f"shared/{fragment}")["teams"].values()] == TEAMS[fragment]


def test_checks_are_those_of_the_brief() -> None:
    assert read("shared/core_checks")["property_validations"] == {
        "deals": {"core_discount_pct": {"min_number": 0, "max_number": 100}},
        "contacts": {"phone": {"phone_country_codes": []}, "mobilephone": {"phone_country_codes": []}},
    }


def test_ages_of_the_list_are_those_of_the_stages() -> None:
    ages = {}
    for each in read("shared/cc_lists")["lists"]["deals"]["cc_over_age"]["filters"]:
        before = each["where"]["hs_v2_date_entered_current_stage"]["before"]
        ages |= dict.fromkeys(each["stages"], before.removeprefix("now-"))
    assert ages == {"offer_presented": "1d", "awaiting_decision": "3d", "payment_in_process": "1d"}


def test_deals_of_the_centre_begin_with_an_offer_and_b2b_has_no_rules_on_moving() -> None:
    rules = read("shared/cc_pipeline_rules")["pipeline_rules"]
    assert rules == {"deals": {"cc_sales": {"create_in": ["offer_presented"]}}}
    assert not [each for each in read("b2b")["imports"] if "pipeline_rules" in each]
