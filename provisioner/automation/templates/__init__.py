"""Rule templates, one module each. ``TEMPLATES`` become workflows, ``MANUAL`` become steps for a person."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.automation.templates import (
    assign_new,
    attempt_logged,
    callback,
    close_unreachable,
    create_deal,
    customer_message,
    daily_digest,
    forecast_by_stage,
    handoff,
    handoff_test,
    recontact,
    reminder,
    retry_cadence,
    return_when_away,
    shared_record_notice,
    sla_ladder,
    stage_age,
    stamp_on_stage,
    weekly_digest,
)
from provisioner.automation.templates.contract import ManualTemplate, Settleable, Template

TEMPLATES: Mapping[str, Template] = {
    "assign_new": assign_new,
    "sla_ladder": sla_ladder,
    "attempt_logged": attempt_logged,
    "callback": callback,
    "retry_cadence": retry_cadence,
    "close_unreachable": close_unreachable,
    "create_deal": create_deal,
    "stage_age": stage_age,
    "recontact": recontact,
    "stamp_on_stage": stamp_on_stage,
    "reminder": reminder,
    "forecast_by_stage": forecast_by_stage,
    "handoff": handoff,
}
MANUAL: Mapping[str, ManualTemplate] = {
    "customer_message": customer_message,
    "return_when_away": return_when_away,
    "daily_digest": daily_digest,
    "weekly_digest": weekly_digest,
    "shared_record_notice": shared_record_notice,
    "handoff_test": handoff_test,
}
ALL: Mapping[str, Settleable] = {**TEMPLATES, **MANUAL}
