"""Every workflow of the shipped rule sets against HubSpot's OpenAPI file of the automation API.

The file is HubSpot's and no part of this project: name its folder in HUBSPOT_SPECS. One place is opened: it types each
value of ``fields`` as an object, a generator's word for "anything", while real workflows hold strings there.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from provisioner.automation import references
from tests.automation import rule_sets

FOLDER = os.environ.get("HUBSPOT_SPECS", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="HUBSPOT_SPECS does not name the folder of HubSpot's OpenAPI files")

FILES = ("automation-v4.json", "automation-2026-09-beta.json")
NOT_IN_A_REQUEST = {"nextAvailableActionId"}
NOT_IN_AN_UPDATE = {"objectTypeId", "flowType", "dataSources", *NOT_IN_A_REQUEST}
CASES = [
    pytest.param(made, id=key)
    for name, language in (("call_center", "he"), ("b2b", "both"), ("hybrid", "he"))
    for key, made in rule_sets.workflows(name, language).items()
]


def is_anything(schema: Any) -> bool:
    says_more = isinstance(schema, dict) and (schema.get("properties") or "additionalProperties" in schema)
    return isinstance(schema, dict) and schema.get("type") == "object" and not says_more


def opened(schema: Any) -> Any:
    """The schema with maps of "anything" opened and unknown keys forbidden wherever keys are named."""
    if isinstance(schema, list):
        return [opened(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: opened(each) for name, each in schema.items() if name != "example"}
    for name in ("additionalProperties", "items"):
        if is_anything(made.get(name)):
            made[name] = {}
    if made.get("properties") and made.get("type") == "object":
        made.setdefault("additionalProperties", False)
    return made


Check = Callable[[Any], list[str]]


def components(file: str) -> Any:
    return opened(json.loads((Path(FOLDER) / file).read_text("utf-8"))["components"])


def check(root: str) -> Check:
    validator = Draft202012Validator({"$ref": f"#/components/schemas/{root}", "components": components(FILES[0])})
    return lambda body: [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(body)]


@pytest.fixture(scope="module")
def create() -> Check:
    return check("ApiFlowCreateRequest")


@pytest.fixture(scope="module")
def update() -> Check:
    return check("ApiFlowPutRequest")


def wire(body: Any) -> Any:
    ids = {key: str(9000 + number) for number, key in enumerate(references.keys(body))}
    return references.resolved(copy.deepcopy(body), ids)


@pytest.mark.parametrize("made", CASES)
def test_the_create_body_fits(create: Check, made: Any) -> None:
    body = {name: each for name, each in wire(made.body).items() if name not in NOT_IN_A_REQUEST}
    assert create(body) == []


@pytest.mark.parametrize("made", CASES)
def test_the_update_body_fits(update: Check, made: Any) -> None:
    body = {name: each for name, each in wire(made.body).items() if name not in NOT_IN_AN_UPDATE}
    assert update(body | {"revisionId": "7"}) == []


def test_a_wrong_body_is_noticed(create: Check) -> None:
    body = wire(rule_sets.workflows("b2b")["b2b_close_date"].body)
    assert create(body), "nextAvailableActionId is no field of a request"
    del body["nextAvailableActionId"]
    assert not create(body)
    assert create(body | {"timeWindows": [{"day": "monday"}]})
    del next(each for each in body["actions"] if "actionTypeVersion" in each)["actionTypeVersion"]
    assert create(body)


def test_one_body_serves_both_versions() -> None:
    ours, dated = (components(file)["schemas"] for file in FILES)
    shared = {name for name in ours if name in dated and name.startswith(("Api", "Public"))}
    assert {"ApiFlowCreateRequest", "ApiFlowPutRequest", "ApiPlatformFlowCreateRequest"} <= shared
    assert {name: ours[name] for name in shared} == {name: dated[name] for name in shared}
