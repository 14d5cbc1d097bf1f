"""A portal that runs a shipped blueprint, and what measuring it says."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from provisioner import api
from provisioner.gateway import Patience
from provisioner.model.events import Watch, unwatched
from tests.support import running
from tests.support.portals import Steered

MONTH = f"{datetime.now(ZoneInfo('Asia/Jerusalem')):%Y-%m}"
QUICK = Patience(pause=0.01, lock=0.01, secondly=0.05, ten_secondly=0.05)
TODAY = f"{datetime.now(UTC):%Y-%m-%d}"
TOMORROW = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
"""One moment for all reports of a test, so that two of them can be the same."""


def shipped(name: str) -> Path:
    return Path(__file__).parents[2] / "blueprints" / f"{name}.yaml"


def set_up(portal: Steered, name: str) -> None:
    """Apply the blueprint, and look away from what that took."""
    running.apply(shipped(name), portal.target())
    portal.forget_requests()


def measured(
    portal: Steered, folder: Path, name: str = "b2b", period: str = MONTH, *, watch: Watch = unwatched, **order: Any
) -> dict[str, Any]:
    """The document of measuring this portal, kept in a folder."""
    wanted = api.Order(period, folder=folder, **({"now": TOMORROW} | order))
    return api.measured(shipped(name), portal.target(), wanted, watch, QUICK)


def deal(portal: Steered, stage: str, amount: int = 1000, **more: Any) -> str:
    """A deal of new business; its id."""
    held = {"dealname": "D", "pipeline": "b2b_new_business", "dealstage": f"b2b_new_business_{stage}", "amount": amount}
    return portal.record("deals", **held, **more)


def deals(portal: Steered, number: int, stage: str = "qualified", **more: Any) -> list[str]:
    """So many deals of new business; their ids."""
    held = {"dealname": "D", "pipeline": "b2b_new_business", "dealstage": f"b2b_new_business_{stage}", "amount": 1000}
    return _made(portal, "deals", number, held | more)


def calls(portal: Steered, number: int, when: str) -> list[str]:
    return _made(portal, "calls", number, {"hs_timestamp": when, "hs_call_direction": "OUTBOUND"})


def _made(portal: Steered, object_type: str, number: int, properties: dict[str, Any]) -> list[str]:
    """So many records, a hundred at a time."""
    found: list[str] = []
    while len(found) < number:
        inputs = [{"properties": properties} for _ in range(min(100, number - len(found)))]
        status, made = portal.call("POST", f"/crm/objects/2026-09/{object_type}/batch/create", {"inputs": inputs})
        assert status == 201, made
        found += [str(one["id"]) for one in made["results"]]
    return found


def pass_a_second() -> None:
    """A portal tells its time in whole seconds: what was made in this one counts as changed in it."""
    time.sleep(1.1)


def change(portal: Steered, deal: str, **properties: Any) -> None:
    status, answer = portal.call("PATCH", f"/crm/objects/2026-09/deals/{deal}", {"properties": properties})
    assert status == 200, answer


def record_of_centre(portal: Steered, stage: str, amount: int, **more: Any) -> str:
    """A deal of the call centre; its id."""
    held = {"dealname": "D", "pipeline": "cc_sales", "dealstage": f"cc_sales_{stage}", "amount": amount}
    return portal.record("deals", **held, **more)


def lead(portal: Steered, person: str) -> str:
    """A new inbound lead of a contact; its id."""
    held = {"hs_lead_name": "L", "hs_pipeline": "cc_leads", "hs_pipeline_stage": "cc_leads_new"}
    made = {
        "properties": held | {"hs_primary_contact_id": person},
        "associations": [
            {"to": {"id": person}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 578}]}
        ],
    }
    status, answer = portal.call("POST", "/crm/objects/2026-09/leads", made)
    if status != 201:
        made["properties"].pop("hs_primary_contact_id")
        status, answer = portal.call("POST", "/crm/objects/2026-09/leads", made)
    assert status == 201, answer
    return str(answer["id"])


def values(document: dict[str, Any]) -> dict[str, Any]:
    return {name: found["value"] for name, found in document["kpis"].items()}


def lines(portal: Steered, ending: str) -> list[str]:
    """The requests so far whose path ends so."""
    return [line for line in portal.lines() if line.partition("?")[0].endswith(ending)]
