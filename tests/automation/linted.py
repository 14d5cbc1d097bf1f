"""Rules with one mistake, and what the lint says of them."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from provisioner.automation import lint
from tests.automation import rule_sets


def changed(name: str, rule: str | None = None, drop: str = "", **fields: Any) -> dict[str, Any]:
    """A shipped document with some fields of a rule, or of the section, set or dropped."""
    document = copy.deepcopy(rule_sets.document(name))
    target = document["automation"]["rules"].setdefault(rule, {}) if rule else document["automation"]
    target |= fields
    target.pop(drop, None)
    return document


def found(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(each.code, each.message, each.fix) for each in lint.lint(document)]


CC, B2B, BOTH = "call_center", "b2b", "hybrid"


STAGES = "leads/hs_pipeline_stage"


DIGEST = {"template": "daily_digest", "pipeline": "deals/cc_sales", "at": "08:00"}


LADDER = "cc_first_contact"


MISTAKES = [
    pytest.param(
        changed(CC, LADDER, template="sla_lader"),
        ("AUTO001", "There is no template sla_lader.", "did you mean sla_ladder?"),
        id="unknown template",
    ),
    pytest.param(
        changed(CC, LADDER, drop="pipeline"),
        (
            "AUTO002",
            "The rule cc_first_contact names no pipeline: it would reach every record.",
            "add pipeline: leads/cc_leads",
        ),
        id="no pipeline",
    ),
    pytest.param(
        changed(CC, LADDER, pipeline="leads/cc_lead"),
        ("AUTO003", "There is no pipeline leads/cc_lead.", "did you mean leads/cc_leads?"),
        id="unknown pipeline",
    ),
    pytest.param(
        changed(CC, "cc_open_deal", into="deals/cc_sale"),
        ("AUTO003", "There is no pipeline deals/cc_sale.", "did you mean deals/cc_sales?"),
        id="unknown target pipeline",
    ),
    pytest.param(
        changed(CC, LADDER, pipeline="deals/cc_sales", stage="lost"),
        ("AUTO004", "sla_ladder is for leads, not for deals.", "choose a pipeline of that object"),
        id="wrong object",
    ),
    pytest.param(
        changed(CC, LADDER, stage="neww"),
        ("AUTO005", "leads/cc_leads has no stage neww.", "did you mean new?"),
        id="unknown stage",
    ),
    pytest.param(
        changed(CC, "cc_callback", to="callback"),
        ("AUTO005", "leads/cc_leads has no stage callback.", "did you mean callback_set?"),
        id="unknown target stage",
    ),
    pytest.param(
        changed(CC, "cc_open_deal", into_stage="new"),
        (
            "AUTO005",
            "deals/cc_sales has no stage new.",
            "known here: awaiting_decision, lost, offer_presented, payment_in_process, won",
        ),
        id="stage of the other pipeline",
    ),
    pytest.param(
        changed(B2B, "b2b_stage_age", remind_after={"proposal": "9d"}),
        ("AUTO005", "deals/b2b_new_business has no stage proposal.", "did you mean proposal_sent?"),
        id="unknown stage in a mapping",
    ),
    pytest.param(
        changed(CC, LADDER, drop="stage"),
        (
            "AUTO005",
            "The rule cc_first_contact names no stage.",
            "add stage: new or attempting or connected or callback_set or qualified or disqualified",
        ),
        id="stage missing",
    ),
    pytest.param(
        changed(CC, LADDER, alert_afer="3bm"),
        ("AUTO006", "sla_ladder has no parameter alert_afer.", "did you mean alert_after?"),
        id="unknown parameter",
    ),
    pytest.param(
        changed(B2B, "b2b_close_date", within="5d"),
        ("AUTO006", "within says nothing without when: date_near.", "delete it"),
        id="parameter without a use",
    ),
    pytest.param(
        changed(CC, "cc_open_deal", drop="into"),
        ("AUTO007", "The rule cc_open_deal has no into.", "add into: the deal pipeline"),
        id="missing parameter",
    ),
    pytest.param(
        changed(CC, LADDER, alert_after="soon"),
        ("AUTO007", "alert_after is 'soon', which does not fit.", "write an amount like 5bm, 4h or 2bd"),
        id="no amount",
    ),
    pytest.param(
        changed(B2B, "b2b_close_date", when="close_date_pased"),
        ("AUTO007", "when cannot be close_date_pased.", "did you mean close_date_passed?"),
        id="unknown choice",
    ),
    pytest.param(
        changed(CC, LADDER, alert_after="9h"),
        ("AUTO008", "alert_after is 9h, which is outside reason.", "write something from 1m to 8h"),
        id="threshold too long",
    ),
    pytest.param(
        changed(CC, "cc_retry", waits=["60bm", "1m"]),
        ("AUTO008", "waits is 1m, which is outside reason.", "write something from 10m to 14d"),
        id="threshold too short in a list",
    ),
    pytest.param(
        changed(CC, "cc_close_unreachable", attempts=60),
        ("AUTO008", "attempts is 60, which is outside reason.", "write something from 2 to 20"),
        id="too many attempts",
    ),
    pytest.param(
        changed(CC, LADDER, escalate_to="shift_manager"),
        ("AUTO009", "Nobody is called shift_manager under recipients.", "did you mean shift_managers?"),
        id="unknown recipient",
    ),
    pytest.param(
        changed(CC, LADDER, escalate_to="owner"),
        (
            "AUTO009",
            "escalate_to cannot be the owner: the record is theirs already.",
            "name a team or users under recipients:",
        ),
        id="owner as escalation",
    ),
    pytest.param(
        changed(CC, LADDER, reassign_after="2bm"),
        ("AUTO011", "reassign_after does not come after alert_after.", "let reassign_after be longer than alert_after"),
        id="rungs that do not rise",
    ),
    pytest.param(
        changed(CC, "cc_deal_age", escalate_factor=1),
        (
            "AUTO011",
            "escalate_after (offer_presented) does not come after remind_after.",
            "let escalate_after be longer than remind_after",
        ),
        id="escalation with the reminder",
    ),
    pytest.param(
        changed(CC, "cc_attempt_logged", signal="cc_attempt_count"),
        (
            "AUTO013",
            "cc_attempt_logged writes what brings records into it, so it would take them in for ever.",
            "write another property, or listen to another",
        ),
        id="a rule that wakes itself",
    ),
    pytest.param(
        changed(CC, drop="go_live", recipients={}) | {"decision": {}},
        (
            "AUTO015",
            "There is no day from which on records count, so every old record would be enrolled.",
            "add go_live: 2026-11-01 under automation, or decision: made_on",
        ),
        id="no day of going live",
    ),
    pytest.param(
        changed(CC, calendar={"own": {"hours": {"sunday": "09:00-18:00"}}}),
        ("CAL003", "The calendar has no time zone.", "Give one, like zone: Asia/Jerusalem."),
        id="calendar without a zone",
    ),
    pytest.param(
        changed(BOTH, intensity={"deals/cc_sale": "none"}),
        ("AUTO016", "intensity names deals/cc_sale, and there is no such pipeline.", "did you mean deals/cc_sales?"),
        id="intensity of no pipeline",
    ),
    pytest.param(
        changed(BOTH, calendar={"leads/cc_lead": "il_office"}),
        ("AUTO016", "calendar names leads/cc_lead, and there is no such pipeline.", "did you mean leads/cc_leads?"),
        id="calendar of no pipeline",
    ),
    pytest.param(
        changed(BOTH, drop="writers"),
        (
            "AUTO017",
            (
                "cc_callback and cc_attempt_logged both write leads/hs_pipeline_stage; in a hybrid every property has "
                "one writer, or a table of them."
            ),
            (
                "let one rule write it, or add under writers: leads/hs_pipeline_stage: [cc_attempt_logged, "
                "cc_callback, cc_close_unreachable]"
            ),
        ),
        id="several writers and no table",
    ),
    pytest.param(
        changed(CC, writers={STAGES: ["cc_attempt_logged", "cc_callback"]}),
        (
            "AUTO017",
            (
                "cc_close_unreachable writes leads/hs_pipeline_stage, and writers leaves that to cc_attempt_logged, "
                "cc_callback."
            ),
            "add cc_close_unreachable to writers: leads/hs_pipeline_stage, or let it write another property",
        ),
        id="a writer beside the table",
    ),
    pytest.param(
        changed(CC, writers={"leads/cc_queue": ["cc_first_contact", "cc_callbak"]}),
        (
            "AUTO018",
            "writers names cc_callbak for leads/cc_queue, and there is no such rule.",
            "did you mean cc_callback?",
        ),
        id="a writer that is not there",
    ),
    pytest.param(
        changed(CC, writers={"leads/cc_queue": ["cc_first_contact", "cc_callback"]}),
        (
            "AUTO018",
            "writers names cc_callback for leads/cc_queue, which that rule does not write.",
            "take the rule out of the list",
        ),
        id="a writer that does not write",
    ),
    pytest.param(
        changed(
            BOTH, "cc_sweep", template="assign_new", pipeline="leads/cc_leads", stage="attempting", to="shift_managers"
        ),
        (
            "AUTO019",
            "cc_sweep and cc_assign_new both give owners to records of leads/cc_leads.",
            "let one rule do it: two rotations deal one record twice",
        ),
        id="two who set owners",
    ),
    pytest.param(
        changed(BOTH, "b2b_weekly_digest", to="sales_team"),
        (
            "AUTO020",
            (
                "b2b_weekly_digest and cc_assign_new both name the team מוקד - משמרת בוקר, and they belong to two ways "
                "of selling."
            ),
            "name a team of this way of selling: whoever gets records in one belongs to that one",
        ),
        id="people of both ways of selling",
    ),
    pytest.param(
        changed(BOTH, "cc_digest", **DIGEST, to="everyone"),
        (
            "AUTO020",
            "cc_digest and b2b_weekly_digest both name the team מנהלי לקוחות, and they belong to two ways of selling.",
            "nothing, when these are managers, who may see both; otherwise name a team of this way of selling",
        ),
        id="people who are told of both",
    ),
]
