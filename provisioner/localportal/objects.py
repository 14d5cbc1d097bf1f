"""HubSpot's object types: their ids, the names that paths may use, and what each can have."""

from __future__ import annotations

from dataclasses import dataclass

from provisioner.localportal.refusal import Refusal


@dataclass(frozen=True, slots=True)
class ObjectType:
    """One HubSpot-defined object type. `stage` is the property that holds a record's stage, empty without stages.

    `moment` is the property by which the records lie in time, empty where none does.
    `stage_limit` is HubSpot's stages per pipeline: 100 for deals and tickets, 30 for the others.
    """

    id: str
    plural: str
    singular: str
    title: str
    titles: str
    pipeline: str = ""
    stage: str = ""
    stage_limit: int = 30
    created: str = "hs_createdate"
    modified: str = "hs_lastmodifieddate"
    moment: str = ""
    defaults: tuple[str, ...] = ()


OBJECTS = (
    ObjectType(
        "0-1", "contacts", "contact", "Contact", "Contacts", "hs_pipeline", "lifecyclestage",
        created="createdate", modified="lastmodifieddate", defaults=("email", "firstname", "lastname"),
    ),
    ObjectType(
        "0-2", "companies", "company", "Company", "Companies", "hs_pipeline", "lifecyclestage",
        created="createdate", defaults=("domain", "name"),
    ),
    ObjectType(
        "0-3", "deals", "deal", "Deal", "Deals", "pipeline", "dealstage", 100,
        created="createdate", moment="closedate",
        defaults=("amount", "closedate", "dealname", "dealstage", "pipeline"),
    ),
    ObjectType(
        "0-5", "tickets", "ticket", "Ticket", "Tickets", "hs_pipeline", "hs_pipeline_stage", 100,
        created="createdate",
        defaults=("content", "hs_pipeline", "hs_pipeline_stage", "hs_ticket_category", "hs_ticket_priority", "subject"),
    ),
    ObjectType("0-136", "leads", "lead", "Lead", "Leads", "hs_pipeline", "hs_pipeline_stage"),
    ObjectType("0-7", "products", "product", "Product", "Products", created="createdate", defaults=("name", "price")),
    ObjectType("0-8", "line_items", "line_item", "Line item", "Line items", created="createdate"),
    ObjectType("0-14", "quotes", "quote", "Quote", "Quotes"),
    ObjectType("0-18", "communications", "communication", "Communication", "Communications", moment="hs_timestamp"),
    ObjectType("0-27", "tasks", "task", "Task", "Tasks", moment="hs_timestamp"),
    ObjectType("0-46", "notes", "note", "Note", "Notes", moment="hs_timestamp"),
    ObjectType("0-47", "meetings", "meeting", "Meeting", "Meetings", moment="hs_timestamp"),
    ObjectType("0-48", "calls", "call", "Call", "Calls", moment="hs_timestamp"),
    ObjectType("0-49", "emails", "email", "Email", "Emails", moment="hs_timestamp"),
    ObjectType("0-53", "invoices", "invoice", "Invoice", "Invoices"),
    ObjectType("0-74", "goal_targets", "goal_target", "Goal target", "Goal targets"),
    ObjectType("0-115", "users", "user", "User", "Users"),
    ObjectType("0-123", "orders", "order", "Order", "Orders", "hs_pipeline", "hs_pipeline_stage"),
    ObjectType("0-162", "services", "service", "Service", "Services", "hs_pipeline", "hs_pipeline_stage"),
    ObjectType("0-410", "courses", "course", "Course", "Courses", "hs_pipeline", "hs_pipeline_stage"),
    ObjectType("0-420", "listings", "listing", "Listing", "Listings", "hs_pipeline", "hs_pipeline_stage"),
    ObjectType(
        "0-421", "appointments", "appointment", "Appointment", "Appointments", "hs_pipeline", "hs_pipeline_stage",
    ),
)  # fmt: skip

BY_ID = {kind.id: kind for kind in OBJECTS}
_BY_NAME = {name: kind for kind in OBJECTS for name in (kind.id, kind.plural, kind.singular)} | {"goals": BY_ID["0-74"]}


def resolve(name: str) -> ObjectType:
    """The object type that a path names: plural, singular, any case, or type id (all seen live)."""
    found = _BY_NAME.get(name.lower())
    if found is None:
        raise Refusal(400, f"Unable to infer object type from: {name}")
    return found
