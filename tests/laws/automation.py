"""A small blueprint with rules, and a portal's workflows as a person in HubSpot would see and edit them."""

from __future__ import annotations

import copy
from typing import Any

from tests.laws.examples import WORKFLOW
from tests.support.portals import Steered

Json = Any
NAME = "No next activity"
FLOWS = "/automation/v4/flows"


def sections(*, rules: dict[str, Json] | None = None, automation: dict[str, Json] | None = None, **rule: Json) -> Json:
    """The example of the kind with one rule, named ``NAME``; ``rule`` lays fields over it, ``rules`` adds others."""
    whole = copy.deepcopy(WORKFLOW.sections({"title": NAME, **rule}))
    whole["automation"]["rules"] |= rules or {}
    whole["automation"] |= automation or {}
    return whole


def flows(portal: Steered) -> list[Json]:
    """Every workflow in full, by name."""
    listed = portal.call("GET", FLOWS)[1]["results"]
    found = [portal.call("GET", f"{FLOWS}/{each['id']}")[1] for each in listed]
    return sorted(found, key=lambda each: (str(each["name"]), int(each["id"])))


def flow(portal: Steered, name: str = NAME) -> Json:
    (found,) = (each for each in flows(portal) if each["name"] == name)
    return found


_NOT_IN_PUT = "id createdAt updatedAt dataSources flowType objectTypeId crmObjectCreationStatus uuid".split()


def edit(portal: Steered, /, of: str = NAME, **fields: Json) -> Json:
    """What saving a workflow in HubSpot does: the whole of it is replaced."""
    held = flow(portal, of)
    body = {key: value for key, value in held.items() if key not in _NOT_IN_PUT}
    status, answer = portal.call("PUT", f"{FLOWS}/{held['id']}", body | fields)
    assert status == 200, answer
    return answer


def clone(portal: Steered, /, of: str = NAME, **fields: Json) -> Json:
    """What cloning a workflow in HubSpot does: the description comes along."""
    held = flow(portal, of)
    body = {key: value for key, value in held.items() if key not in ("id", "revisionId", "uuid")}
    status, answer = portal.call("POST", FLOWS, body | {"name": f"{of} (clone)", **fields})
    assert status == 201, answer
    return answer
