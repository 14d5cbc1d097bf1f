"""Answers against the response schemas of HubSpot's OpenAPI files.

The files are HubSpot's and are not part of this project: name their folder in HUBSPOT_SPECS. Where they overstate
what is required, the public reports of live answers win, and the exception is listed in `OVERSTATED`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.localportal.flows import (
    before,
    branch,
    changed,
    delay,
    flow,
    known,
    listed,
    mail,
    of_contacts,
    on,
    put,
    replacement,
)

FOLDER = os.environ.get("HUBSPOT_SPECS", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="HUBSPOT_SPECS does not name the folder of HubSpot's OpenAPI files")

# (schema, field) whose type live answers contradict: an audit's raw object is JSON as text, unset values are null,
# the sub-category of a batch error is text, and an association type does not tell its two object types.
OVERSTATED = {
    ("StandardError", "subCategory"),
    ("PublicAuditInfo", "rawObject"),
    ("AssociationSpecWithLabel", "label"),
    ("AssociationSpecWithLabel", "fromObjectTypeId"),
    ("AssociationSpecWithLabel", "toObjectTypeId"),
    ("SimplePublicObject", "properties"),
    ("SimplePublicObjectWithAssociations", "properties"),
}


def spec(name):
    document = json.loads((Path(FOLDER) / f"{name}.json").read_text("utf-8"))
    for schema_name, field in OVERSTATED:
        schema = document.get("components", {}).get("schemas", {}).get(schema_name)
        if schema:
            schema["properties"].pop(field)
    return document


def check(document, path, method, answer):
    """The answer's body against the schema of its status on a path of the document."""
    responses = document["paths"][path][method]["responses"]
    assert str(answer.status) in responses, f"{method} {path} answered {answer.status}: {answer.text}"
    content = responses[str(answer.status)].get("content")
    if not content:
        assert answer.text == ""
        return
    schema = next(iter(content.values()))["schema"] | {"components": document["components"]}
    errors = [f"{list(error.path)}: {error.message}" for error in Draft202012Validator(schema).iter_errors(answer.body)]
    assert errors == []


OPTION = {"label": "A", "value": "a", "displayOrder": 0, "hidden": False}
P = "/crm/properties/2026-03/{objectType}"


def test_properties(hub, text_property):
    document, deals = spec("crm-properties-2026-03"), "/crm/properties/2026-03/deals"
    check(document, f"{P}/groups", "post", hub.post(f"{deals}/groups", {"name": "core", "label": "Core"}))
    check(document, f"{P}/groups", "get", hub.get(f"{deals}/groups"))
    check(document, f"{P}/groups/{{groupName}}", "get", hub.get(f"{deals}/groups/core"))
    check(document, f"{P}/groups/{{groupName}}", "patch", hub.patch(f"{deals}/groups/core", {"label": "X"}))
    check(document, f"{P}/groups/{{groupName}}", "delete", hub.delete(f"{deals}/groups/core"))
    body = text_property("core_a", type="enumeration", fieldType="select", options=[OPTION])
    check(document, P, "post", hub.post(deals, body))
    check(document, P, "get", hub.get(deals))
    check(document, f"{P}/{{propertyName}}", "get", hub.get(f"{deals}/core_a"))
    check(document, f"{P}/{{propertyName}}", "patch", hub.patch(f"{deals}/core_a", {"label": "X"}))
    inputs = {"inputs": [text_property("core_b"), text_property("core_b")]}
    check(document, f"{P}/batch/create", "post", hub.post(f"{deals}/batch/create", inputs))
    check(
        document, f"{P}/batch/create", "post", hub.post(f"{deals}/batch/create", {"inputs": [text_property("core_c")]})
    )
    names = {"inputs": [{"name": "core_a"}, {"name": "nothing"}], "archived": False, "dataSensitivity": "non_sensitive"}
    check(document, f"{P}/batch/read", "post", hub.post(f"{deals}/batch/read", names))
    check(document, f"{P}/batch/archive", "post", hub.post(f"{deals}/batch/archive", {"inputs": names["inputs"][1:]}))
    check(document, f"{P}/{{propertyName}}", "delete", hub.delete(f"{deals}/core_a"))
    check(document, P, "get", hub.get(f"{deals}?archived=true"))


@pytest.mark.parametrize("name", ["contacts", "companies", "deals", "tickets", "leads", "orders"])
def test_every_property_that_hubspot_ships(hub, name):
    check(spec("crm-properties-2026-03"), P, "get", hub.get(f"/crm/properties/2026-03/{name}"))


def test_pipelines(hub, pipeline_body):
    document, deals = spec("crm-pipelines-2026-03"), "/crm/pipelines/2026-03/deals"
    path = "/crm/pipelines/2026-03/{objectType}"
    one, stages = f"{path}/{{pipelineId}}", f"{path}/{{pipelineId}}/stages"
    check(document, path, "post", hub.post(deals, pipeline_body("x", "0.2", "1")))
    check(document, path, "get", hub.get(deals))
    check(document, one, "get", hub.get(f"{deals}/x"))
    check(document, one, "patch", hub.patch(f"{deals}/x", {"label": "New"}))
    stage = {"stageId": "x_n", "label": "N", "displayOrder": 5, "metadata": {"probability": "0.4"}}
    check(document, stages, "post", hub.post(f"{deals}/x/stages", stage))
    check(document, stages, "get", hub.get(f"{deals}/x/stages"))
    check(document, f"{stages}/{{stageId}}", "get", hub.get(f"{deals}/x/stages/x_n"))
    check(document, f"{stages}/{{stageId}}", "patch", hub.patch(f"{deals}/x/stages/x_n", {"metadata": {}}))
    check(document, f"{stages}/{{stageId}}", "put", hub.put(f"{deals}/x/stages/x_n", stage))
    check(document, f"{stages}/{{stageId}}/audit", "get", hub.get(f"{deals}/x/stages/x_n/audit"))
    check(document, f"{stages}/{{stageId}}", "delete", hub.delete(f"{deals}/x/stages/x_n"))
    check(document, f"{one}/audit", "get", hub.get(f"{deals}/x/audit"))
    check(document, one, "put", hub.put(f"{deals}/x", pipeline_body("x", "0.2")))
    check(document, one, "delete", hub.delete(f"{deals}/x"))


def test_account_info(hub):
    document = spec("account-info-v3")
    for path in ("/account-info/v3/details", "/account-info/v3/api-usage/daily/private-apps"):
        check(document, path, "get", hub.get(path))


@pytest.mark.parametrize(
    "name", ["custom-properties", "calculated-properties", "pipelines", "records", "custom-object-types"]
)
def test_limits(hub, text_property, name):
    body = text_property("core_a", type="number", fieldType="number", calculationFormula="amount + 1")
    hub.made("/crm/v3/properties/deals", body)
    check(spec("crm-limits-tracking-v3"), f"/crm/v3/limits/{name}", "get", hub.get(f"/crm/v3/limits/{name}"))


def test_records(hub):
    document, deals = spec("crm-objects-2026-03"), "/crm/objects/2026-03/deals"
    path = "/crm/objects/2026-03/{objectType}"
    made = hub.post(deals, {"properties": {"dealname": "A"}, "associations": []})
    check(document, path, "post", made)
    check(document, path, "get", hub.get(deals))
    check(document, f"{path}/{{objectId}}", "get", hub.get(f"{deals}/{made.body['id']}"))
    check(document, f"{path}/{{objectId}}", "patch", hub.patch(f"{deals}/{made.body['id']}", {"properties": {}}))
    check(document, f"{path}/search", "post", hub.post(f"{deals}/search", {}))
    inputs = {"inputs": [{"id": made.body["id"]}, {"id": "7"}], "properties": [], "propertiesWithHistory": []}
    check(document, f"{path}/batch/read", "post", hub.post(f"{deals}/batch/read", inputs))
    check(document, f"{path}/batch/create", "post", hub.post(f"{deals}/batch/create", {"inputs": [{"properties": {}}]}))


def test_owners(hub):
    check(spec("crm-owners-v3"), "/crm/v3/owners", "get", hub.get("/crm/v3/owners"))


def loosened(name):
    """A document whose objects without properties mean anything: literally they would refuse every text in `fields`."""

    def loosen(node):
        if isinstance(node, dict):
            for key in ("additionalProperties", "items"):
                child = node.get(key)
                bare = isinstance(child, dict) and child.get("type") == "object" and not child.get("properties")
                if bare and "additionalProperties" not in child:
                    node[key] = {}
            for child in node.values():
                loosen(child)
        elif isinstance(node, list):
            for child in node:
                loosen(child)

    document = spec(name)
    loosen(document)
    return document


@pytest.mark.parametrize("base", ["v4", "2026-09-beta"])
def test_flows(hub, base):
    document, path = loosened(f"automation-{base}"), f"/automation/{base}/flows"
    enrol = listed(known("amount"), before("closedate", "TODAY", days=-3))
    body = flow(delay(1, 2), branch(2, 3, 4, known("amount")), mail(3), put(4, "amount", "5"), enrol=enrol)
    made = hub.post(path, body)
    check(document, path, "post", made)
    check(document, path, "post", hub.post(path, of_contacts(mail(1), enrollmentCriteria=on(changed("jobtitle")))))
    check(document, path, "get", hub.get(f"{path}?limit=1"))
    one, found = f"{path}/{{flowId}}", f"{path}/{made.body['id']}"
    check(document, one, "get", hub.get(found))
    check(document, one, "put", hub.put(found, replacement(made.body, isEnabled=True)))
    inputs = [{"type": "FLOW_ID", "flowId": made.body["id"]}, {"type": "FLOW_ID", "flowId": "7"}]
    check(document, f"{path}/batch/read", "post", hub.post(f"{path}/batch/read", {"inputs": inputs}))
    check(document, f"{path}/batch/read", "post", hub.post(f"{path}/batch/read", {"inputs": inputs[:1]}))
    if base != "v4":
        types = f"/automation/{base}/action-types"
        check(document, types, "get", hub.get(f"{types}?objectTypeId=0-3"))
        check(document, f"{one}/revisions/{{revisionId}}", "get", hub.get(f"{found}/revisions/1"))
    check(document, one, "delete", hub.delete(found))


def test_users_and_teams(hub):
    for version, path in (("v3", "/settings/v3/users"), ("2026-03", "/settings/users/2026-03")):
        document = spec(f"settings-user-provisioning-{version}")
        listing = "/settings/users/v3" if version == "v3" else path
        check(document, listing, "get", hub.get(f"{listing}?limit=2"))
        for rest in ("roles", "teams"):
            check(document, f"{path}/{rest}", "get", hub.get(f"{path}/{rest}"))
        check(document, f"{path}/{{userId}}", "get", hub.get(f"{path}/50000002"))
    document, path = spec("settings-teams-2026-09-beta"), "/settings/teams/2026-09-beta"
    one, member = f"{path}/{{teamId}}", {"userId": "50000002", "type": "EXTRA"}
    made = hub.post(path, {"name": "Night", "members": []})
    found = f"{path}/{made.body['id']}"
    check(document, path, "post", made)
    check(document, path, "get", hub.get(f"{path}?limit=2"))
    check(document, one, "get", hub.get(found))
    check(document, one, "patch", hub.patch(found, {"name": "Nights"}))
    check(document, f"{one}/members", "post", hub.post(f"{found}/members", member))
    check(document, f"{one}/members", "get", hub.get(f"{found}/members"))
    check(document, f"{one}/members/batch", "post", hub.post(f"{found}/members/batch", {"inputs": [member]}))
    left = hub.delete(f"{found}/members/50000002?type=EXTRA")
    check(document, f"{one}/members/{{userId}}", "delete", left)
    check(document, one, "delete", hub.delete(found))


@pytest.mark.parametrize("version", ["v4", "2026-03"])
def test_association_labels(hub, version):
    document, pair = spec(f"crm-associations-schema-{version}"), f"/crm/associations/{version}/deals/contacts/labels"
    path = f"/crm/associations/{version}/{{fromObjectType}}/{{toObjectType}}/labels"
    made = hub.post(pair, {"name": "champion", "label": "Champion", "inverseLabel": "Champion of"})
    there = made.body["results"][0]["typeId"]
    check(document, path, "post", made)
    check(document, path, "get", hub.get(pair))
    check(document, path, "put", hub.put(pair, {"associationTypeId": there, "label": "Friend"}))
    limits = "/crm/v3/limits/associations/labels"
    check(spec("crm-limits-tracking-v3"), limits, "get", hub.get(limits))
    check(document, f"{path}/{{associationTypeId}}", "delete", hub.delete(f"{pair}/{there}"))
