"""Policies, workflows and verdicts from which the tests on doses are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from provisioner.automation.doses import JudgedFlow, Policy, judge
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key, Ref
from tests.automation.flow_bodies import (
    DEALS,
    LEADS,
    Step,
    action,
    body,
    create,
    delay,
    equals,
    is_true,
    mail,
    rotate,
    stage,
    stamp,
    task,
    write,
)

TODAY = date(2026, 11, 1)


STATES: Mapping[str | Ref, str] = {
    stage("offer"): "open",
    stage("won"): "won",
    stage("lost"): "lost",
    stage("new", LEADS): "new",
    stage("trying", LEADS): "in_progress",
    stage("dead", LEADS): "unqualified",
}


B2B = Key("pipeline", "deals/b2b_new_business")


CENTRE = Key("pipeline", "leads/cc_leads")


CONSENT = equals("core_consent_basis", "explicit_consent")


def policy(level: str, mode: str = "hybrid", *pipelines: Key, **more: Any) -> Policy:
    """A hybrid with pipelines of no known mode may have any level."""
    levels = dict.fromkeys(pipelines or (DEALS, LEADS), level)
    return Policy(mode, levels, TODAY, **{"stages": STATES, "builtin": {"lead_stages": False}, **more})


def ours(flow_body: Mapping[str, Any], name: str = "rule", **more: Any) -> JudgedFlow:
    return JudgedFlow(Key("workflow", name), flow_body, flow_body["objectTypeId"], **more)


def live(flow_body: Mapping[str, Any], name: str = "Old rule", **more: Any) -> JudgedFlow:
    return JudgedFlow(name, flow_body, flow_body["objectTypeId"], foreign=True, **more)


def told(findings: list[Finding], *codes: str) -> list[str]:
    """``code severity`` of the findings, of some codes only where they are given."""
    return [f"{each.code} {each.severity}" for each in findings if not codes or each.code in codes]


OF_USER = {"user_ids": [Ref(Key("user", "boss@example.com"))]}


WEEKLY = {"enrollmentSchedule": {"type": "WEEKLY", "daysOfWeek": ["SUNDAY"], "timeOfDay": {"hour": 8, "minute": 30}}}


DIGEST = action("0-8", subject="Your week", body="The team's pipeline.", team_ids=["7"])


ROWS = """
    stamp                          error ok    ok      ok
    stamp: on the contact          error ok    ok      ok
    remind_owner                   error ok    ok      ok
    remind_owner: in the app       error ok    ok      ok
    task_owner                     error ok    ok      ok
    digest                         error ok    ok      ok
    assign_new                     error error ok      ok
    assign_new: by a copy          error error ok      ok
    reassign_owned                 error error error   ok
    reassign_owned: by a write     error error error   ok
    reassign_owned: of the contact error error error   ok
    stage_move                     error error error   ok
    stage_move: to a pipeline      error error error   ok
    stage_move: of a lead          error error ok      ok
    stage_move: lead status        error error ok      ok
    auto_close                     error error error   ok
    auto_close: won                error error error   error
    auto_close: of a lead          error error error   ok
    auto_close: by its reason      error error error   ok
    set_money                      error error error   error
    set_money: close date          error error error   error
    set_money: of a new deal       error error error   ok
    set_forecast                   error error warning ok
    create_record                  error error ok      ok
    manager_escalation             error error error   ok
    manager_escalation: by a team  error error error   ok
    manager_escalation: a task     error error error   ok
    manager_escalation: a sponsor  error error error   ok
    manager_escalation: at last    error error ok      ok
    customer_message               error error error   error
    customer_message: consent      error error error   ok
    customer_message: closed deal  error error ok      ok
    customer_message: sequence     error error error   ok
    destroy                        error error error   error
    unknown                        error error warning warning
    unknown: custom code           error error warning warning
    unknown: webhook               error error warning warning
    unknown: another workflow      error error warning warning
    unknown: nobody is told        error error warning warning
    unknown: A/B test              error error warning warning
    nothing: waits                 ok    ok    ok      ok
"""


FAR = delay(8 * 1440)


FLOWS: Mapping[str, Mapping[str, Any]] = {
    "stamp": body(stamp()),
    "stamp: on the contact": body(write("core_last_result", "reached", association=3)),
    "remind_owner": body(mail()),
    "remind_owner: in the app": body(mail("0-9")),
    "task_owner": body(task()),
    "digest": body(DIGEST, **WEEKLY),
    "assign_new": body(rotate(overwrite=False)),
    "assign_new: by a copy": body(action("0-25", source_property="x", target_property="hubspot_owner_id")),
    "reassign_owned": body(rotate(overwrite=True)),
    "reassign_owned: by a write": body(write("hubspot_owner_id", "5")),
    "reassign_owned: of the contact": body(write("hubspot_owner_id", "5", association=3)),
    "stage_move": body(write("dealstage", stage("offer"))),
    "stage_move: to a pipeline": body(write("pipeline", "another")),
    "stage_move: of a lead": body(
        write("hs_pipeline_stage", stage("trying", LEADS)), object_type="leads", pipeline=LEADS
    ),
    "stage_move: lead status": body(write("hs_lead_status", "IN_PROGRESS", association=3)),
    "auto_close": body(write("dealstage", stage("lost"))),
    "auto_close: won": body(write("dealstage", stage("won"))),
    "auto_close: of a lead": body(
        write("hs_pipeline_stage", stage("dead", LEADS)), object_type="leads", pipeline=LEADS
    ),
    "auto_close: by its reason": body(write("closed_lost_reason", "unreachable")),
    "set_money": body(write("amount", "100")),
    "set_money: close date": body(write("closedate", "0")),
    "set_money: of a new deal": body(create("0-3", amount="100", pipeline=Ref(DEALS))),
    "set_forecast": body(write("hs_manual_forecast_category", "COMMIT")),
    "create_record": body(create("0-3", pipeline=Ref(DEALS))),
    "manager_escalation": body(mail(**OF_USER)),
    "manager_escalation: by a team": body(mail("0-9", team_ids=["7"])),
    "manager_escalation: a task": body(task({"type": "STATIC_VALUE", "staticValue": "5"})),
    "manager_escalation: a sponsor": body(mail(owner_properties=["b2b_exec_sponsor"])),
    "manager_escalation: at last": body(mail(), FAR, mail(), FAR, mail(**OF_USER)),
    "customer_message": body(action("0-4", content_id="1")),
    "customer_message: consent": body(action("0-4", content_id="1"), filters=(CONSENT,)),
    "customer_message: closed deal": body(action("0-4", content_id="1"), filters=(CONSENT, is_true("hs_is_closed"))),
    "customer_message: sequence": body(action("0-46510720", sequenceId="1"), filters=(CONSENT,)),
    "destroy": body(action("0-18224765")),
    "unknown": body(action("0-63809083", listId="1")),
    "unknown: custom code": body({"type": "CUSTOM_CODE", "runtime": "PYTHON39", "sourceCode": ""}),
    "unknown: webhook": body({"type": "WEBHOOK", "method": "POST", "webhookUrl": "https://example.com"}),
    "unknown: another workflow": body(action("0-15", flow_id="1")),
    "unknown: nobody is told": body(action("0-8", subject="Hello", body="there")),
    "unknown: A/B test": body({"type": "AB_TEST_BRANCH", "testBranches": []}),
    "nothing: waits": body(delay(5), action("0-29", expiration_minutes="60"), action("0-35", delta="1"), [[delay(1)]]),
}


EXPECTED = {line[:31].strip(): line[31:].split() for line in (row[4:] for row in ROWS.strip("\n").splitlines())}


AGGRESSIVE = [
    flow["actions"][0]
    for name, flow in FLOWS.items()
    if EXPECTED[name][1] == "error" and len(flow["actions"]) == 1 and flow["objectTypeId"] == "0-3"
]


def b2b_flow(*steps: Step) -> JudgedFlow:
    return ours(body(*steps, pipeline=B2B))


CLOSE = write("hs_pipeline_stage", Ref(CENTRE.part("dead")))


CC_SALES = Key("pipeline", "deals/cc_sales")


TWO = replace(
    policy("none"),
    intensity={B2B: "supportive", CC_SALES: "aggressive"},
    ids={B2B: "800000001", CC_SALES.part("offer"): "710000002"},
    stages={"710000002": "open", Ref(B2B.part("offer")): "open"},
)


BAD = rotate(overwrite=True)


BY_PIPELINE = equals("pipeline", Ref(CC_SALES))


IN_OFFER = (equals("dealstage", stage("offer")),)


EXAMPLE_STATES = {"710000009": "lost", "810000005": "won", "810000006": "lost"}


def example_policy(level: str) -> Policy:
    call_centre, senior = Key("pipeline", "deals/centre"), Key("pipeline", "deals/senior")
    levels = dict.fromkeys((call_centre, senior), level)
    ids = {call_centre: "700000001", senior: "800000001"}
    return Policy("hybrid", levels, TODAY, stages=EXAMPLE_STATES, ids=ids)


def errors(flow: JudgedFlow, level: str) -> set[str]:
    return {each.code for each in judge([flow], example_policy(level)) if each.severity is Severity.ERROR}
