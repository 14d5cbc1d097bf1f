"""HubSpot's addresses: every endpoint that provisioner uses, and the API version of each family, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

VERSIONS: Mapping[str, str] = {
    "account": "2026-09",
    "crm": "2026-09",
    "owners": "2026-03",
    "users": "2026-03",
}
"""Dated versions live 18 months (HubSpot's versioning policy); a new one is a change of this table."""


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


_PROPERTIES = "/crm/properties/{crm}/{object}"
_PIPELINES = "/crm/pipelines/{crm}/{object}"
_RECORDS = "/crm/objects/{crm}/{object}"

ENDPOINTS: Mapping[str, Endpoint] = {
    "account": Endpoint("GET", "/account-info/{account}/details"),
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
    "flows": Endpoint("GET", "{automation}/flows"),
    "flows.create": Endpoint("POST", "{automation}/flows"),
    "flows.read": Endpoint("POST", "{automation}/flows/batch/read", reads=True),
    "flow": Endpoint("GET", "{automation}/flows/{flow}"),
    "flow.replace": Endpoint("PUT", "{automation}/flows/{flow}"),
    "flow.delete": Endpoint("DELETE", "{automation}/flows/{flow}"),
    "owners": Endpoint("GET", "/crm/owners/{owners}"),
    "teams": Endpoint("GET", "/settings/users/{users}/teams"),
    "records": Endpoint("GET", _RECORDS),
    "records.read": Endpoint("POST", _RECORDS + "/batch/read", reads=True),
    "splits.read": Endpoint("POST", "/crm/objects/v3/deals/splits/batch/read", reads=True),
    "associations.read": Endpoint("POST", "/crm/v4/associations/{object}/{to}/batch/read", reads=True),
    "search": Endpoint("POST", "/crm/objects/{crm}/{object}/search", reads=True),
}


def path_of(endpoint: str, parts: Mapping[str, str], automation: str = AUTOMATION[0]) -> str:
    """The path of an endpoint, its parts percent-encoded. KeyError for an unknown endpoint or a missing part."""
    encoded = {name: quote(value, safe="") for name, value in parts.items()}
    return ENDPOINTS[endpoint].template.format(**VERSIONS, automation=automation, **encoded)
