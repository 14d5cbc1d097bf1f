"""Refusals of flows. HubSpot says little: most mistakes get the same bare 400, some get a 500.

What the local portal found wrong stands under `localPortalReason`, for people; HubSpot's answers do not have it.
"""

from __future__ import annotations

from provisioner.localportal.refusal import Refusal


def closed_path() -> Refusal:
    """A base path that this portal does not answer."""
    return Refusal(404, "", None, bare=True)


def no_workflows() -> Refusal:
    """A portal without the product; status and body are not published."""
    message = (
        "This portal does not have access to workflows. They need Marketing Hub, Sales Hub, Service Hub, Content Hub, "
        "Data Hub or Smart CRM Professional or Enterprise."
    )
    return Refusal(403, message, "FORBIDDEN")


def no_schedules() -> Refusal:
    """A recurring schedule without the product for it; status and body are not published."""
    return Refusal(403, "Recurring enrollment schedules need Data Hub Professional or Enterprise.", "FORBIDDEN")


def closed_flow(flow_id: str) -> Refusal:
    """A flow that the API may not show: sensitive properties, or a type closed to external APIs (reported)."""
    return Refusal(403, f"Flow {flow_id} cannot be accessed through the API", "FORBIDDEN")


def sensitive(name: str) -> Refusal:
    """A flow over a sensitive property, with a key that may not see those."""
    return Refusal(403, f"Missing required scope for: sensitive property {name}", "MISSING_SCOPES")


def unknown(flow_id: str) -> Refusal:
    """A flow that is not there."""
    return Refusal(404, f"Flow {flow_id} does not exist", "OBJECT_NOT_FOUND")


def bad_page() -> Refusal:
    """A page that HubSpot would not give; the exact body is not known."""
    return Refusal(400, "limit must be between 1 and 100, and after a cursor of an earlier answer")


def bad_create(reason: str) -> Refusal:
    """A create that HubSpot would not take: 400 without a detail (reported by several)."""
    return Refusal(400, "Invalid request to flow creation", extra={"localPortalReason": reason})


def bad_update(reason: str) -> Refusal:
    """A PUT that HubSpot would not take: opaque (seen live)."""
    code = "FLOW_UPDATE_BAD_REQUEST"
    return Refusal(
        400, f"Invalid request to flow update: {code}", sub_category=code, extra={"localPortalReason": reason}
    )


def stale(status: int, sent: str, current: int) -> Refusal:
    """A PUT with a revision that is not the newest: 400 seen live by one, 409 by another."""
    code = "INVALID_REVISION_ID_IN_PUT_REQUEST"
    message = f"{code}: revision {sent} is not the current revision"
    reason = {"localPortalReason": f"the current revision is {current}"}
    category = "CONFLICT" if status == 409 else "VALIDATION_ERROR"
    return Refusal(status, message, category, code, extra=reason)


def wrong_type(object_type_id: str) -> Refusal:
    """PLATFORM_FLOW for contacts, or CONTACT_FLOW for anything else."""
    expected = "an object type other than 0-1" if object_type_id == "0-1" else "0-1"
    return Refusal(400, f"Invalid request to flow creation: expected objectTypeId to be {expected}")


def internal(reason: str) -> Refusal:
    """One of the mistakes that HubSpot answers with 500, as if it were its own."""
    return Refusal(500, "internal error", None, extra={"localPortalReason": reason})


def internal_without_body() -> Refusal:
    """The old static-list action: 500 and nothing else."""
    return Refusal(500, "", None, bare=True)


def limit_reached(limit: int) -> Refusal:
    """The account's number of workflows; nobody has published the body, so do not read anything into it."""
    return Refusal(400, f"The limit of {limit} workflows has been reached", "VALIDATION_ERROR", "LIMIT_EXCEEDED")
