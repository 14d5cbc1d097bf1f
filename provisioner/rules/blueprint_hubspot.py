"""What HubSpot has and allows, as far as lint asks. From HubSpot's API guides and from live portals."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

OBJECT_TYPES = tuple(
    """
    contacts companies deals tickets leads products line_items quotes calls tasks meetings notes emails orders services
    appointments courses listings
    """.split()
)
PIPELINE_OBJECT_TYPES = ("deals", "tickets", "leads", "orders", "services", "appointments", "courses", "listings")
CUSTOM_OBJECT_TYPE = re.compile(r"2-[0-9]{1,19}")

GROUPS: Mapping[str, tuple[str, ...]] = {
    "contacts": tuple(
        """
        contactinformation emailinformation analyticsinformation conversioninformation socialmediainformation
        contact_activity deal_information order_information sales_properties
        """.split()
    ),
    "companies": ("companyinformation", "analyticsinformation", "company_activity", "sales_properties"),
    "deals": ("dealinformation", "deal_activity", "deal_revenue", "analyticsinformation"),
    "tickets": ("ticketinformation", "ticket_activity"),
    "leads": ("lead_information", "lead_activity"),
    "products": ("productinformation",),
    "line_items": ("lineiteminformation",),
}
"""Property groups that portals come with, as far as they are known; any other has to be declared."""

DATE_PROPERTIES = frozenset(
    """
    closedate createdate notes_last_contacted notes_last_updated notes_next_activity_date first_contact_createdate
    """.split()
)
"""Dates that records come with; every name that begins with hs_ is HubSpot's own as well."""

PROPERTIES: Mapping[str, tuple[str, ...]] = {
    "contacts": tuple(
        """
        address city company country date_of_birth email fax firstname industry jobtitle lastname lifecyclestage
        mobilephone phone salutation state website zip annualrevenue numemployees twitterhandle createdate
        """.split()
    ),
    "companies": tuple(
        """
        address annualrevenue city country createdate description domain industry lifecyclestage name numberofemployees
        phone state type website zip num_associated_contacts num_associated_deals
        """.split()
    ),
    "deals": tuple(
        """
        amount closed_lost_reason closed_won_reason closedate createdate deal_currency_code dealname dealstage dealtype
        description pipeline num_associated_contacts amount_in_home_currency
        """.split()
    ),
    "tickets": tuple("content subject source_type createdate".split()),
}
"""Properties without hs_ that portals come with, as far as lint asks."""

EVERYWHERE = frozenset(
    "hubspot_owner_id hubspot_team_id hubspot_owner_assigneddate notes_last_contacted notes_last_updated "
    "notes_next_activity_date num_contacted_notes num_notes".split()
)


def is_property(object_type: str, name: str, declared: Collection[str]) -> bool:
    """Whether the blueprint declares it, or HubSpot is known to have it; a portal may know more."""
    if name in declared or name in EVERYWHERE or name in DATE_PROPERTIES or name.startswith("hs_"):
        return True
    return name in PROPERTIES.get(object_type, ())


FIELD_TYPES: Mapping[str, tuple[str, ...]] = {
    "bool": ("booleancheckbox", "calculation_equation"),
    "enumeration": ("booleancheckbox", "checkbox", "radio", "select", "calculation_equation"),
    "string": ("text", "textarea", "html", "file", "phonenumber", "calculation_equation"),
    "number": ("number", "calculation_equation"),
    "date": ("date",),
    "datetime": ("date",),
    "phone_number": ("phonenumber",),
}
"""Field types by type, from the table in HubSpot's properties guide."""

NAME = re.compile(r"[a-z][a-z0-9_]*")
RESERVED = re.compile(r"hs_|a[0-9]+_")
LONGEST = {"property_groups": 100, "properties": 100, "pipelines": 36}
LONGEST_STAGE_ID = 100
ADVISED_LENGTH = 50

MANY_STAGES, FEW_STAGES = 100, 30
MANY_STAGED = ("deals", "tickets")

MOST_OPTIONS = 5_000
LONGEST_OPTION = 3_000
MOST_UNIQUE = 10


def known_object_type(name: str) -> bool:
    return name in OBJECT_TYPES or bool(CUSTOM_OBJECT_TYPE.fullmatch(name))


def most_stages(object_type: str) -> int:
    many = object_type in MANY_STAGED or CUSTOM_OBJECT_TYPE.fullmatch(object_type)
    return MANY_STAGES if many else FEW_STAGES
