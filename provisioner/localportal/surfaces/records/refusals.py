"""Refusals of record reads, writes and searches."""

from __future__ import annotations

from provisioner.localportal.refusal import Refusal
from provisioner.localportal.surfaces.records.values import Problem
from provisioner.localportal.wire import compact


def unknown(record_id: str) -> Refusal:
    """A record that is not there, or is in the recycle bin."""
    return Refusal(404, "resource not found", "OBJECT_NOT_FOUND", context={"id": [record_id]})


def invalid_values(problems: list[Problem], portal_id: int) -> Refusal:
    """Values that do not fit: the message ends in a JSON list with one entry for each (documented)."""
    listed = [
        {
            "isValid": False,
            "message": problem.message,
            "error": problem.code,
            "name": problem.name,
            "localizedErrorMessage": problem.message,
            "portalId": portal_id,
        }
        for problem in problems
    ]
    return Refusal(400, f"Property values were not valid: {compact(listed)}")


def exists(title: str, record_id: int) -> Refusal:
    """A second record with a value that must be unique; the id stands in the message only (reported)."""
    return Refusal(409, f"{title} already exists. Existing ID: {record_id}", "CONFLICT")


def lead_without(what: str) -> Refusal:
    """A lead needs a name and an associated contact or company (documented; the exact body is not known)."""
    return Refusal(400, f"Cannot create a lead without {what}")


def stage_required(name: str) -> Refusal:
    """Tickets need a stage at create."""
    return Refusal(400, f"Error creating TICKET. Some required properties were not set: {name}.")


def bad_request(message: str) -> Refusal:
    """A read or search that HubSpot would not take; 400 is documented, the words are mostly not known."""
    return Refusal(400, message)


def too_many_histories(count: int) -> Refusal:
    """More records with history than one batch may read (documented: 50)."""
    most = "The maximum number of inputs supported in a batch request for property histories is 50"
    return Refusal(400, f"{most}. Received {count}.")


def cannot_merge(title: str) -> Refusal:
    """A merge of object types that HubSpot does not merge, or of a record with itself."""
    return Refusal(400, f"{title}: these records cannot be merged")


def not_served(what: str) -> Refusal:
    """Something real that this portal does not have; loud, so that nobody builds on its silence."""
    message = f"The local portal does not serve {what} yet; its README lists what it does."
    return Refusal(400, message, "LOCAL_PORTAL_UNSUPPORTED")


def against_rule(rule: str, stage_id: str) -> Refusal:
    """A user's move that a rule of the pipeline forbids; the words are not known."""
    return Refusal(400, f"Moving the record to stage {stage_id} is against the pipeline's {rule}")
