"""What comes in: leads where the portal has them, else contacts; how many, and where from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from provisioner import tier
from provisioner.assessing import lanes, texts
from provisioner.assessing.asking import count, told, where
from provisioner.assessing.facts import Closed, Enquiries, Sources
from provisioner.model.errors import Forbidden
from provisioner.model.portal import Json, Reader

QUARTER, MONTH = timedelta(days=90), timedelta(days=30)

OWN_SOURCE = "core_lead_source"
_OWN_CAMPAIGNS = ("google_search", "social_paid", "social_organic", "website_form", "landing_page")
_OWN_CALLING = ("phone_inbound", "whatsapp")
_OWN_RELATIONS = ("referral", "event", "partner", "outbound")
"""The options of the property in the ready-made blueprints. A campaign drew those who call or write by themselves."""

_HUBSPOT_SOURCE = {"leads": "hs_lead_source", "contacts": "hs_analytics_source"}
_CAMPAIGNS = (
    "ORGANIC_SEARCH",
    "PAID_SEARCH",
    "EMAIL_MARKETING",
    "SOCIAL_MEDIA",
    "PAID_SOCIAL",
    "OTHER_CAMPAIGNS",
)
"""REFERRALS, in HubSpot, are links on other sites and not people, and DIRECT_TRAFFIC may come from anywhere: neither
counts."""

_CREATED = {"leads": "hs_createdate", "contacts": "createdate"}


@dataclass(frozen=True, slots=True)
class Incoming:
    """The side of a portal where demand arrives."""

    leads: bool | Closed
    enquiries: Enquiries | Closed
    sources: Sources | Closed
    lanes: lanes.Lanes | Closed


def read(portal: Reader, now: datetime) -> Incoming:
    leads = _enabled(portal)
    enquiries = leads if isinstance(leads, Closed) else _arrived(portal, now, leads=leads)
    found = told("lead pipelines", lambda: lanes.of_leads(portal)) if leads is True else Closed(texts.WHY["no_leads"])
    if isinstance(enquiries, Closed):
        return Incoming(leads, enquiries, enquiries, found)
    return Incoming(leads, enquiries, _sources(portal, enquiries.object_type, now), found)


def _arrived(portal: Reader, now: datetime, *, leads: bool) -> Enquiries | Closed:
    """New leads; contacts where there is no leads object, or nobody uses it."""
    found = told("leads", lambda: _enquiries(portal, "leads", now)) if leads else None
    if isinstance(found, Closed) or (found is not None and found.last_90):
        return found
    return told("contacts", lambda: _enquiries(portal, "contacts", now))


def _enabled(portal: Reader) -> bool | Closed:
    """Whether the account has the leads object. A refusal leaves open whether the object or a scope is missing."""
    try:
        return tier.leads_object(portal)
    except Forbidden as error:
        return Closed(texts.WHY["leads_or_scope"], error.exchange.scopes)


def _since(object_type: str, moment: datetime) -> Json:
    return where(_CREATED[object_type], "GTE", moment)


def _enquiries(portal: Reader, object_type: str, now: datetime) -> Enquiries:
    month = count(portal, object_type, _since(object_type, now - MONTH))
    return Enquiries(object_type, month, count(portal, object_type, _since(object_type, now - QUARTER)))


def _sources(portal: Reader, object_type: str, now: datetime) -> Sources | Closed:
    """By the property of the ready-made blueprints, where records have a value in it; else by HubSpot's own."""
    since = _since(object_type, now - QUARTER)

    def by(name: str, *values: str) -> int:
        return count(portal, object_type, since, where(name, "IN", [*values]))

    def own() -> Sources:
        campaigns = by(OWN_SOURCE, *_OWN_CAMPAIGNS, *_OWN_CALLING)
        return Sources(object_type, OWN_SOURCE, campaigns, by(OWN_SOURCE, *_OWN_RELATIONS))

    def hubspots() -> Sources:
        name = _HUBSPOT_SOURCE[object_type]
        return Sources(object_type, name, by(name, *_CAMPAIGNS), 0, by(name, "OFFLINE"))

    found = told("sources", own)
    if isinstance(found, Sources) and found.campaigns + found.relations:
        return found
    return told("sources", hubspots)
