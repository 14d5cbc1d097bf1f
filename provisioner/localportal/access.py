"""Bearer tokens and scopes: who may call, and how HubSpot says no."""

from __future__ import annotations

from collections.abc import Callable

from provisioner.localportal.objects import ObjectType
from provisioner.localportal.refusal import Refusal
from provisioner.localportal.settings import Settings
from provisioner.localportal.wire import Scopes

Alternatives = Callable[[ObjectType | None], tuple[str, ...]]
Denied = Callable[[ObjectType | None, Scopes, tuple[str, ...]], Refusal]


def scopes_of(settings: Settings, authorization: str) -> Scopes:
    """The scopes of a bearer token (None: all of them); 401 for a token that the portal does not know."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or token.strip() not in settings.tokens:
        raise Refusal(
            401,
            "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more "
            "details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
            "INVALID_AUTHENTICATION",
        )
    granted = settings.tokens[token.strip()]
    return None if granted is None else frozenset(granted) | {"oauth"}


def missing_scopes(_object: ObjectType | None, _held: Scopes, alternatives: tuple[str, ...]) -> Refusal:
    """403 as HubSpot words it; any one of the named scopes would have been enough."""
    message = "This app hasn't been granted all required scopes to make this call."
    detail = {
        "message": "One or more of the following scopes are required.",
        "context": {"requiredGranularScopes": list(alternatives)},
    }
    link = {"scopes": "https://developers.hubspot.com/scopes"}
    return Refusal(403, message, "MISSING_SCOPES", errors=[detail], extra={"links": link})


def cannot_view_schema(object_type: ObjectType | None, held: Scopes, _alternatives: tuple[str, ...]) -> Refusal:
    """403 of property and group reads, which name no scope (seen live; the exact wording is not known)."""
    name = object_type.plural if object_type else "this object"
    if held and f"crm.schemas.{name}.write" in held:
        return Refusal(403, "You do not have permissions to view this schema.", "MISSING_SCOPES")
    return Refusal(403, f"view_schema: this app may not view the schema of {name}.", "MISSING_SCOPES")


def oauth(_object: ObjectType | None) -> tuple[str, ...]:
    """Account information: every key has this scope, whatever it was given."""
    return ("oauth",)


def owners_read(_object: ObjectType | None) -> tuple[str, ...]:
    """The owners list."""
    return ("crm.objects.owners.read",)


def users_read(_object: ObjectType | None) -> tuple[str, ...]:
    """Users and permission sets."""
    return ("settings.users.read",)


def users_write(_object: ObjectType | None) -> tuple[str, ...]:
    """Removing users."""
    return ("settings.users.write",)


def teams_read(_object: ObjectType | None) -> tuple[str, ...]:
    """Teams and their members."""
    return ("settings.users.teams.read",)


def teams_write(_object: ObjectType | None) -> tuple[str, ...]:
    """Changing teams and their members."""
    return ("settings.users.teams.write",)


def exports(_object: ObjectType | None) -> tuple[str, ...]:
    """Exports."""
    return ("crm.export",)


def currencies_read(_object: ObjectType | None) -> tuple[str, ...]:
    """Currencies and exchange rates."""
    return ("settings.currencies.read",)


def automation(_object: ObjectType | None) -> tuple[str, ...]:
    """Workflows."""
    return ("automation",)


def schema_read(object_type: ObjectType | None) -> tuple[str, ...]:
    """Definitions of one object type; either the schema or the records scope opens them."""
    return _for(object_type, "crm.schemas.{}.read", "crm.objects.{}.read")


def schema_write(object_type: ObjectType | None) -> tuple[str, ...]:
    """Changing definitions of one object type. For leads no schema scope is listed, so the records scope is asked."""
    return _for(object_type, "crm.schemas.{}.write")


def records_read(object_type: ObjectType | None) -> tuple[str, ...]:
    """Reading records of one object type."""
    return _for(object_type, "crm.objects.{}.read")


def records_write(object_type: ObjectType | None) -> tuple[str, ...]:
    """Writing records of one object type."""
    return _for(object_type, "crm.objects.{}.write")


def any_records_read(_object: ObjectType | None) -> tuple[str, ...]:
    """Limits tracking: any one records scope is enough, schema scopes are not."""
    names = ("contacts", "companies", "deals", "leads", "orders", "services", "custom")
    return (*(f"crm.objects.{name}.read" for name in names), "tickets")


def associations(object_type: ObjectType | None) -> tuple[str, ...]:
    """Labels of one object type; HubSpot lists the same alternatives for reading and for writing."""
    return _for(
        object_type, *(f"crm.{area}.{{}}.{verb}" for area in ("objects", "schemas") for verb in ("read", "write"))
    )


def validations_read(object_type: ObjectType | None) -> tuple[str, ...]:
    """Validation rules of one object type; writing them asks for `schema_write`."""
    return _for(object_type, "crm.schemas.{}.read", "crm.objects.{}.read", "crm.objects.{}.write")


def lists_read(_object: ObjectType | None) -> tuple[str, ...]:
    """Lists."""
    return ("crm.lists.read",)


def lists_write(_object: ObjectType | None) -> tuple[str, ...]:
    """Changing lists."""
    return ("crm.lists.write",)


def governance_read(_object: ObjectType | None) -> tuple[str, ...]:
    """Pipeline rules: the guide and the specification name the scope differently; either opens them."""
    return ("crm.pipelines.governance.read", "crm-pipelines-governance-read")


def governance_write(_object: ObjectType | None) -> tuple[str, ...]:
    """Changing pipeline rules."""
    return ("crm.pipelines.governance.write", "crm-pipelines-governance-write")


def _for(object_type: ObjectType | None, *patterns: str) -> tuple[str, ...]:
    if object_type is None:
        return ()
    if object_type.plural == "tickets":
        return ("tickets",)
    if object_type.plural == "leads":
        patterns = tuple(pattern.replace("schemas", "objects") for pattern in patterns)
    return tuple(dict.fromkeys(pattern.format(object_type.plural) for pattern in patterns))
