"""The requests that we send, against HubSpot's OpenAPI files.

The files are HubSpot's and are not part of this project: name their folder in HUBSPOT_SPECS. They are of 2026-03 and
of v3, whose paths are those of 2026-09 but for the version.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import jsonschema
import pytest

from provisioner import api
from provisioner.gateway.paths import ENDPOINTS, VERSIONS
from provisioner.rules.plan_hazards import HAZARDS
from tests.laws.examples import EXAMPLES
from tests.measuring import sales
from tests.support import blueprints, running
from tests.support.portals import Steered, reads_only

FOLDER = os.environ.get("HUBSPOT_SPECS", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="HUBSPOT_SPECS does not name the folder of HubSpot's OpenAPI files")

FILES = {
    "/crm/properties/2026-09/": ("crm-properties-2026-03", "/crm/properties/2026-03/"),
    "/crm/pipelines/2026-09/": ("crm-pipelines-2026-03", "/crm/pipelines/2026-03/"),
    "/crm/objects/2026-09/": ("crm-objects-2026-03", "/crm/objects/2026-03/"),
    "/crm/objects/v3/deals/splits/": ("crm-deal-splits-v3", "/crm/objects/v3/deals/splits/"),
    "/crm/v4/associations/": ("crm-associations-v4", "/crm/v4/associations/"),
    "/crm/limits/2026-09/": ("crm-limits-tracking-v3", "/crm/v3/limits/"),
    "/crm/v3/exports/": ("crm-exports-v3", "/crm/v3/exports/"),
    "/crm/v3/object-library/": ("crm-object-library-v3", "/crm/v3/object-library/"),
    "/account-info/2026-09/": ("account-info-v3", "/account-info/v3/"),
    "/automation/v4/": ("automation-v4", "/automation/v4/"),
    "/crm/owners/2026-03": ("crm-owners-v3", "/crm/v3/owners"),
    "/settings/v3/currencies/": ("settings-multicurrency-v3", "/settings/v3/currencies/"),
    "/crm/associations/2026-03/": ("crm-associations-schema-2026-03", "/crm/associations/2026-03/"),
    "/crm/property-validations/2026-03/": ("crm-property-validations-2026-03", "/crm/property-validations/2026-03/"),
    "/crm/lists/2026-03": ("crm-lists-2026-03", "/crm/lists/2026-03"),
    "/crm/pipelines-rules/2026-09-beta/": (
        "crm-pipeline-governance-2026-09-beta",
        "/crm/pipelines-rules/2026-09-beta/",
    ),
    "/settings/teams/2026-09-beta": ("settings-teams-2026-09-beta", "/settings/teams/2026-09-beta"),
    "/settings/users/2026-03/": ("settings-user-provisioning-2026-03", "/settings/users/2026-03/"),
}

OVERSTATED = {
    ("PublicObjectSearchRequest", "after"),
    ("PublicObjectSearchRequest", "filterGroups"),
    ("PublicObjectSearchRequest", "limit"),
    ("PublicObjectSearchRequest", "properties"),
    ("PublicObjectSearchRequest", "sorts"),
}
"""(schema, field) that the files call required and the live API does not."""

NEW = """
property_groups: {deals: {core: {label: Core}, extra: {label: Extra, display_order: 4}}}
properties:
  deals:
    core_reason: {label: Reason, group: core, type: enumeration, field_type: select, options: {a: A, b: B}}
    core_note: {label: Note, group: extra, type: string, field_type: text}
pipelines:
  deals:
    sales: {label: Sales, stages: {open: {label: Open, probability: 0.4}, won: {label: Won, probability: 1},
      lost: {label: Lost, probability: 0}}}
  tickets:
    care: {label: Care, stages: {new: {label: New, ticket_state: open}, done: {label: Done, ticket_state: closed}}}
  leads:
    leads: {label: Leads, stages: {new: {label: New, lead_state: new}, good: {label: Good, lead_state: qualified}}}
"""
AUTOMATION = """
automation:
  go_live: "2026-11-01"
  activate: true
  recipients: {managers: {team: "מנהלי משמרת"}}
  rules:
    cc_new: {template: assign_new, pipeline: leads/leads, stage: new, to: managers}
    cc_ages: {template: stage_age, pipeline: deals/sales, remind_after: {open: 3d}, escalate_to: managers,
      escalate_after: {open: 9d}}
"""
MORE = """
teams: {night: {name: Night}}
association_labels: {deals/contacts: {boss: {label: Boss, inverse_label: Led by}}}
property_validations: {deals: {amount: {min_number: 0, max_number: 9}}}
lists: {deals: {late: {name: Late, filters: [{pipeline: sales, where: {closedate: {before: today}}}]}}}
pipeline_rules: {deals: {sales: {create_in: [open], no_skipping: true}}}
"""
NEW += AUTOMATION + MORE
CHANGED = """
property_groups: {deals: {core: {label: Heart}, extra: {label: Extra, display_order: 5}}}
properties:
  deals:
    core_reason: {label: Why, group: core, type: enumeration, field_type: radio, options: {c: C, a: A}}
    core_note: {label: Note, group: core, type: string, field_type: text}
pipelines:
  deals:
    sales: {label: Deals, stages: {first: {label: First, probability: 0.1}, won: {label: Won, probability: 1},
      open: {label: Open now, probability: 0.5}, lost: {label: Lost, probability: 0}}}
  tickets:
    care: {label: Care, stages: {new: {label: New, ticket_state: open}, done: {label: Done, ticket_state: closed}}}
"""
CHANGED += "\n".join(line for line in AUTOMATION.replace("3d", "5d").splitlines() if "cc_new" not in line)
CHANGED += """
teams: {night: {name: Late, was: [Night]}}
association_labels: {deals/contacts: {boss: {label: Chief, inverse_label: Led by}}}
property_validations: {deals: {amount: {min_number: 1, max_number: 8}}}
lists: {deals: {late: {name: Later, filters: [{pipeline: sales, where: {closedate: {before: now-5d}}}]}}}
pipeline_rules: {deals: {sales: {create_in: [first, open], no_skipping: false}}}
"""
RETIRED = """
property_groups: {deals: {core: {label: Heart}}}
pipelines:
  deals:
    sales: {label: Deals, stages: {won: {label: Won, probability: 1}, open: {label: Open now, probability: 0.5},
      lost: {label: Lost, probability: 0}}}
retire:
  property_groups: {deals: [extra]}
  properties: {deals: [core_note]}
  pipelines: {tickets: [care]}
  workflows: [cc_new, cc_ages]
  teams: [Late]
  association_labels: {deals/contacts: [boss]}
  lists: {deals: [late]}
  pipeline_rules: {deals: [sales]}
  stages: {deals/sales: {first: {}}}
"""


@cache
def document(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(FOLDER) / f"{name}.json").read_text("utf-8"))
    for schema, field in OVERSTATED:
        if schema in found.get("components", {}).get("schemas", {}):
            found["components"]["schemas"][schema]["required"].remove(field)
    if name == "settings-teams-2026-09-beta":
        # The file types name and parent of a team as objects in an update, a generator's word for "may be left out".
        found["components"]["schemas"]["TeamUpdateRequest"] = {"properties": {"name": {}, "parentTeamId": {}}}
    return opened(found) if name == "automation-v4" else found


def opened(schema: Any) -> Any:
    """The schema with maps of "anything" opened: the file types each value of ``fields`` of an action as an object, a
    generator's word, while real workflows hold strings there."""
    if isinstance(schema, list):
        return [opened(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: opened(each) for name, each in schema.items()}
    inner = found.get("additionalProperties")
    if isinstance(inner, dict) and inner.get("type") == "object" and not inner.get("properties"):
        found["additionalProperties"] = {}
    return found


def operation(method: str, path: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The specification of a request: its document and its operation; the template with the fewest holes wins."""
    prefix = next(each for each in FILES if path.startswith(each))
    name, theirs = FILES[prefix]
    wanted = theirs + path.removeprefix(prefix)
    templates = [each for each in document(name)["paths"] if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", each), wanted)]
    assert templates, f"{method} {path} stands in no specification"
    best = min(templates, key=lambda each: each.count("{"))
    operations = document(name)["paths"][best]
    assert method.lower() in operations, f"{best} has no {method}"
    return document(name), operations[method.lower()]


def problems(request: dict[str, Any]) -> Iterator[str]:
    """What HubSpot's specification says against a request."""
    specification, found = operation(request["method"], request["path"])
    declared = {each["name"] for each in found.get("parameters", ()) if each["in"] == "query"}
    yield from (f"query {name}" for name, _ in parse_qsl(request["query"]) if name not in declared)
    content = found.get("requestBody", {}).get("content", {})
    if not content:
        yield from ["a body"] if request["body"] is not None else []
        return
    schema = next(iter(content.values()))["schema"] | {"components": specification["components"]}
    for error in jsonschema.Draft202012Validator(schema).iter_errors(request["body"]):
        yield f"{list(error.path)}: {error.message}"
    yield from unknown_fields(request["body"], schema, specification)


def unknown_fields(body: Any, schema: dict[str, Any], specification: dict[str, Any]) -> Iterator[str]:
    """Fields that the specification does not know; it leaves objects open, and a typing error would pass.

    Workflows, of which it knows several sorts, are held more strictly by tests/automation/test_flow_schema.py.
    """
    if "$ref" in schema:
        schema = specification["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if isinstance(body, list):
        for each in body:
            yield from unknown_fields(each, schema.get("items", {}), specification)
    if isinstance(body, dict) and schema.get("properties"):
        for name, value in body.items():
            if name in schema["properties"]:
                yield from unknown_fields(value, schema["properties"][name], specification)
            else:
                yield f"unknown field {name}"


def test_every_request_is_one_that_hubspot_knows(portal: Steered, tmp_path: Path) -> None:
    """Through every endpoint: new, changed, retired, restored, and looked up after lost answers."""
    faults = [
        ("POST", "/flows$"),
        ("PUT", "/flows/"),
        ("POST", "/batch/create"),
        ("POST", "/groups$"),
        ("POST", "/labels$"),
        ("POST", "/lists/2026-03$"),
        ("POST", "/settings/teams/"),
        ("PUT", "/pipelines-rules/"),
        ("PUT", "/rule-type/"),
        ("POST", "/pipelines/2026-09/deals$"),
    ]
    for body in (NEW, CHANGED, RETIRED, NEW.replace("Sales", "Sold")):
        for method, path in faults:
            portal.fault("done_then_drop", method=method, path=path)
        run = running.apply(blueprints.write(tmp_path, body), portal.target(), allow=tuple(HAZARDS))
        assert run.complete, [outcome.detail for outcome in run.outcomes if outcome.detail]
        portal.forget_faults()
    requests = portal.requests()
    found = {f"{each['method']} {each['path']}: {problem}" for each in requests for problem in problems(each)}
    assert not found


def test_what_an_assessment_asks_is_known(portal: Steered) -> None:
    portal.control("POST", "seed", {"deals": 20, "leads": 20})
    assert api.assessed(portal.target()).reads == len(portal.requests())
    found = {f"{each['method']} {each['path']}: {one}" for each in portal.requests() for one in problems(each)}
    # The files want sorts as text; HubSpot's search guide writes them as objects, with their direction.
    assert not [each for each in found if "['sorts', 0]" not in each]


@pytest.mark.parametrize("name", ["call_center", "b2b"])
def test_every_request_of_a_measuring_is_one_that_hubspot_knows(name: str, portal: Steered, tmp_path: Path) -> None:
    """Lists, searches, batches with history, archived records and associations."""
    sales.set_up(portal, name)
    (sales.deal if name == "b2b" else sales.record_of_centre)(portal, "won", 800)
    sales.measured(portal, tmp_path, name)
    sales.measured(portal, tmp_path, name)
    requests = [each for each in portal.requests() if each["method"] == "GET" or reads_only(f"POST {each['path']}")]
    assert not {f"{each['method']} {each['path']}: {problem}" for each in requests for problem in problems(each)}


def test_an_export_is_one_that_hubspot_knows(portal: Steered, tmp_path: Path) -> None:
    sales.set_up(portal, "b2b")
    sales.deals(portal, 101, "won")
    portal.settings(export_times="iso")
    document = sales.measured(portal, tmp_path, export_from=101)
    assert document["cost"]["how"]["deals"]["way"] == "export"
    requests = [each for each in portal.requests() if each["path"].startswith("/crm/v3/exports/")]
    assert not {f"{each['method']} {each['path']}: {problem}" for each in requests for problem in problems(each)}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_every_field_is_one_that_hubspot_knows(kind: str, portal: Steered, tmp_path: Path) -> None:
    example = EXAMPLES[kind]
    for before, after in example.converges.values():
        portal.renew()
        for fields in (before, after):
            path = blueprints.write_sections(tmp_path, example.sections(fields))
            running.apply(path, portal.target(), allow=tuple(HAZARDS))
        found = {f"{each['method']} {each['path']}: {one}" for each in portal.requests() for one in problems(each)}
        assert not found


def test_every_endpoint_of_the_table_exists() -> None:
    for endpoint in ENDPOINTS.values():
        path = endpoint.template.format_map(Parts())
        operation(endpoint.method, path)


class Parts(dict[str, str]):
    """Fills a template: versions as they are, everything else with a name."""

    def __missing__(self, name: str) -> str:
        if name == "automation":
            return "/automation/v4"
        return ({**VERSIONS, "version": "2026-09-beta"}).get(name, f"some-{name}")
