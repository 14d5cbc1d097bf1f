"""Refusals of property definitions. Bodies that nobody has published are marked so; their status is what is known."""

from __future__ import annotations

from provisioner.localportal.refusal import Refusal


def unknown(name: str) -> Refusal:
    """A property that is not there, or is archived; also the answer to archiving it a second time (seen live)."""
    return Refusal(404, f"Property {name} does not exist", "OBJECT_NOT_FOUND")


def exists(name: str, version: str) -> Refusal:
    """A create of an active name: 409, in the words seen live on 2026-09 and those reported on 2026-03."""
    if version == "2026-03":
        return Refusal(
            409, f"Property {name} already exists", "VALIDATION_ERROR", "PropertyValidationError.PROPERTY_EXISTS"
        )
    message = f"A property named '{name}' already exists."
    return Refusal(409, message, "OBJECT_ALREADY_EXISTS", "Properties.PROPERTY_WITH_NAME_EXISTS")


def unknown_group(group: str) -> Refusal:
    """The property's group is not there; status and gist seen live, the exact body is not known."""
    return Refusal(400, f"Property group '{group}' does not exist", "VALIDATION_ERROR", "GROUP_DOES_NOT_EXIST")


def invalid(message: str, code: str = "") -> Refusal:
    """A definition that HubSpot would not take; 400 is certain, most of the words are not."""
    return Refusal(400, message, "VALIDATION_ERROR", f"PropertyValidationError.{code}" if code else None)


def in_use(object_id: str, name: str, uses: list[tuple[str, str]]) -> Refusal:
    """A property that something else names: one error for each use, `(parentType, parentName)` (seen live)."""
    errors = [
        {
            "message": f"Property {name} is used by {parent_name}",
            "context": {"parentType": [parent_type], "parentName": [parent_name]},
        }
        for parent_type, parent_name in uses
    ]
    return Refusal(
        400,
        f"Property: {name} of object type {object_id} is currently used in {len(uses)} places and cannot be deleted",
        "VALIDATION_ERROR",
        "PropertyValidationError.CANNOT_DELETE_PROPERTY_IN_USE",
        context={"usageCount": [str(len(uses))]},
        errors=errors,
    )


def read_only(name: str) -> Refusal:
    """An edit that `modificationMetadata` forbids; the exact body is not known."""
    return invalid(f"Property {name} is read-only and its definition cannot be changed", "PROPERTY_IS_READ_ONLY")


def not_archivable(name: str) -> Refusal:
    """HubSpot keeps this property; the exact body is not known."""
    return invalid(f"Property {name} cannot be archived", "PROPERTY_NOT_ARCHIVABLE")


def limit_reached(what: str, limit: int) -> Refusal:
    """The account's limit; nobody has published the body, so do not read anything into it."""
    return invalid(f"The limit of {limit} {what} has been reached", "LIMIT_EXCEEDED")


def sensitive_scope() -> Refusal:
    """A sensitive property asked for with a key that may not make one (seen live)."""
    return Refusal(403, "Missing required scope for: sensitive-data-property-create", "MISSING_SCOPES")


def sensitive_disabled() -> Refusal:
    """The account has not switched sensitive data on (seen live)."""
    message = "Portal is not enabled for sensitive data: PORTAL_NOT_ENABLED_FOR_SENSITIVE_DATA"
    return Refusal(400, message, "VALIDATION_ERROR", "PORTAL_NOT_ENABLED_FOR_SENSITIVE_DATA")


def bad_formula(message: str) -> Refusal:
    """A formula that does not parse, or does not fit: no category, but `propertiesErrorCode` (seen live)."""
    return Refusal(400, message, None, extra={"propertiesErrorCode": "PROPERTY_INVALID"})


def unknown_in_formula(name: str) -> Refusal:
    """A formula that names a property which HubSpot does not hold yet (status seen live)."""
    return Refusal(404, f"Property {name} does not exist", "OBJECT_NOT_FOUND")
