"""HubSpot's addresses: every endpoint that provisioner uses, and the API version of each family, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

VERSIONS: Mapping[str, str] = {
    "account": "2026-09",
    "associations": "2026-03",
    "crm": "2026-09",
    "exports": "v3",
    "lists": "2026-03",
    "object_library": "v3",
    "owners": "2026-03",
    "teams": "2026-09-beta",
    "users": "2026-03",
    "validations": "2026-03",
}
"""Dated versions live 18 months (HubSpot's versioning policy); a new one is a change of this table. Of the object
library HubSpot's papers name v3 alone."""


AUTOMATION = (
    "/automation/v4",
    "/automation/2026-09-beta",
    "/automation/2027-03-beta",
    "/automation/v4/2027-03-beta",
)
"""Where workflows may answer: HubSpot's pages do not agree, so the first that does is kept for the run. v4 ends on
30 March 2027 (HubSpot's changelog), and then the betas are asked by themselves."""


class Endpoint(NamedTuple):
    method: str
    template: str
    reads: bool = False
    """True for a POST that changes nothing."""
    once: bool = False
    """True for a POST that changes nothing and yet is not sent again: what it begins may have begun."""


_PROPERTIES = "/crm/properties/{crm}/{object}"
_PIPELINES = "/crm/pipelines/{crm}/{object}"
_LISTS = "/crm/lists/{lists}"
_RULES = "/crm/pipelines-rules/{version}/{type}/{pipeline}"
_TEAMS = "/settings/teams/{teams}"
_VALIDATIONS = "/crm/property-validations/{validations}/{type}"
_LABELS = "/crm/associations/{associations}/{object}/{to}/labels"
_EXPORTS = "/crm/{exports}/exports/export"
_RECORDS = "/crm/objects/{crm}/{object}"

ENDPOINTS: Mapping[str, Endpoint] = {
    "account": Endpoint("GET", "/account-info/{account}/details"),
    "object_library": Endpoint("GET", "/crm/{object_library}/object-library/enablement"),
    "limits.properties": Endpoint("GET", "/crm/limits/{crm}/custom-properties"),
    "limits.pipelines": Endpoint("GET", "/crm/limits/{crm}/pipelines"),
    "properties": Endpoint("GET", _PROPERTIES),
    "properties.create": Endpoint("POST", _PROPERTIES),
    "properties.create_batch": Endpoint("POST", _PROPERTIES + "/batch/create"),
    "properties.read": Endpoint("POST", _PROPERTIES + "/batch/read", reads=True),
    "property": Endpoint("GET", _PROPERTIES + "/{name}"),
    "property.update": Endpoint("PATCH", _PROPERTIES + "/{name}"),
    "property.archive": Endpoint("DELETE", _PROPERTIES + "/{name}"),
    "groups": Endpoint("GET", _PROPERTIES + "/groups"),
    "groups.create": Endpoint("POST", _PROPERTIES + "/groups"),
    "group": Endpoint("GET", _PROPERTIES + "/groups/{name}"),
    "group.update": Endpoint("PATCH", _PROPERTIES + "/groups/{name}"),
    "group.archive": Endpoint("DELETE", _PROPERTIES + "/groups/{name}"),
    "pipelines": Endpoint("GET", _PIPELINES),
    "pipelines.create": Endpoint("POST", _PIPELINES),
    "pipeline": Endpoint("GET", _PIPELINES + "/{pipeline}"),
    "pipeline.update": Endpoint("PATCH", _PIPELINES + "/{pipeline}"),
    "pipeline.archive": Endpoint("DELETE", _PIPELINES + "/{pipeline}"),
    "stages.create": Endpoint("POST", _PIPELINES + "/{pipeline}/stages"),
    "stage.update": Endpoint("PATCH", _PIPELINES + "/{pipeline}/stages/{stage}"),
    "stage.archive": Endpoint("DELETE", _PIPELINES + "/{pipeline}/stages/{stage}"),
    "labels": Endpoint("GET", _LABELS),
    "labels.create": Endpoint("POST", _LABELS),
    "label.update": Endpoint("PUT", _LABELS),
    "label.delete": Endpoint("DELETE", _LABELS + "/{label}"),
    "limits.labels": Endpoint("GET", "/crm/limits/{crm}/associations/labels"),
    "validations": Endpoint("GET", _VALIDATIONS),
    "validations.property": Endpoint("GET", _VALIDATIONS + "/{name}"),
    "validation.put": Endpoint("PUT", _VALIDATIONS + "/{name}/rule-type/{rule}"),
    "flows": Endpoint("GET", "{automation}/flows"),
    "flows.create": Endpoint("POST", "{automation}/flows"),
    "flows.read": Endpoint("POST", "{automation}/flows/batch/read", reads=True),
    "flow": Endpoint("GET", "{automation}/flows/{flow}"),
    "flow.replace": Endpoint("PUT", "{automation}/flows/{flow}"),
    "flow.delete": Endpoint("DELETE", "{automation}/flows/{flow}"),
    "owners": Endpoint("GET", "/crm/owners/{owners}"),
    "teams": Endpoint("GET", "/settings/users/{users}/teams"),
    "teams.api": Endpoint("GET", _TEAMS),
    "teams.create": Endpoint("POST", _TEAMS),
    "team": Endpoint("GET", _TEAMS + "/{team}"),
    "team.update": Endpoint("PATCH", _TEAMS + "/{team}"),
    "team.delete": Endpoint("DELETE", _TEAMS + "/{team}"),
    "lists": Endpoint("GET", _LISTS),
    "lists.search": Endpoint("POST", _LISTS + "/search", reads=True),
    "lists.create": Endpoint("POST", _LISTS),
    "list": Endpoint("GET", _LISTS + "/{list}"),
    "list.named": Endpoint("GET", _LISTS + "/object-type-id/{type}/name/{name}"),
    "list.rename": Endpoint("PUT", _LISTS + "/{list}/update-list-name"),
    "list.refilter": Endpoint("PUT", _LISTS + "/{list}/update-list-filters"),
    "list.archive": Endpoint("DELETE", _LISTS + "/{list}"),
    "pipeline_rules": Endpoint("GET", _RULES),
    "pipeline_rules.set": Endpoint("PUT", _RULES),
    "pipeline_rules.change": Endpoint("PATCH", _RULES),
    "pipeline_rules.remove": Endpoint("DELETE", _RULES),
    "records": Endpoint("GET", _RECORDS),
    "records.read": Endpoint("POST", _RECORDS + "/batch/read", reads=True),
    "exports.start": Endpoint("POST", _EXPORTS + "/async", reads=True, once=True),
    "exports.status": Endpoint("GET", _EXPORTS + "/async/tasks/{export}/status"),
    "exports.details": Endpoint("GET", _EXPORTS + "/{export}"),
    "splits.read": Endpoint("POST", "/crm/objects/v3/deals/splits/batch/read", reads=True),
    "associations.read": Endpoint("POST", "/crm/v4/associations/{object}/{to}/batch/read", reads=True),
    "exchange_rates": Endpoint("GET", "/settings/v3/currencies/exchange-rates/current"),
    "search": Endpoint("POST", "/crm/objects/{crm}/{object}/search", reads=True),
}


def path_of(endpoint: str, parts: Mapping[str, str], automation: str = AUTOMATION[0]) -> str:
    """The path of an endpoint, its parts percent-encoded. KeyError for an unknown endpoint or a missing part."""
    encoded = {name: quote(value, safe="") for name, value in parts.items()}
    return ENDPOINTS[endpoint].template.format(**VERSIONS, automation=automation, **encoded)
