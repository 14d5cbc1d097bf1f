"""What a portal is like, before any record is read: owners, pipelines, properties, and what the token may not read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from provisioner.kinds import base, pipelines
from provisioner.kpi.context import Owner
from provisioner.kpi.values import instant, number
from provisioner.model.errors import Forbidden, NotFound, PortalError
from provisioner.model.portal import Json, Reader
from provisioner.model.resource import Resource
from provisioner.model.state import Known

NAMELESS, ABSENT = "a scope that the portal does not name", "the portal does not have it"
WITH_PIPELINES = ("deals", "leads")


@dataclass(frozen=True, slots=True)
class Facts:
    """``properties``: name to English label, by object type. ``pipelines``: live pipelines and stages under the keys of
    the blueprint. ``unreadable``: object types, ``owners`` and ``exchange_rates`` that cannot be read, with why.
    ``rates``: the account's present exchange rates to the company's currency, where they were asked for and may be
    read."""

    owners: Mapping[str, Owner]
    pipelines: Mapping[str, Sequence[Resource]]
    properties: Mapping[str, Mapping[str, str]]
    unreadable: Mapping[str, str]
    rates: Mapping[str, Decimal]


def read(portal: Reader, known: Known, object_types: Collection[str], threads: int, *, rates_to: str = "") -> Facts:
    """Every list once, all at the same time. ``rates_to``: the currency for which exchange rates are wanted."""
    lined = [one for one in WITH_PIPELINES if one in object_types]
    with ThreadPoolExecutor(threads) as pool:
        people = [pool.submit(_tried, _owners, portal, archived) for archived in (False, True)]
        listed = {one: pool.submit(_tried, _properties, portal, one) for one in sorted(object_types)}
        rates = pool.submit(_tried, _rates, portal, rates_to) if rates_to else None
        lines = {one: pool.submit(_tried, _pipelines, portal, one, known) for one in lined}
        found = {name: each.result() for name, each in listed.items()}
        staged = {name: each.result() for name, each in lines.items()}
        owners = [each.result() for each in people]
        worth, no_rates = rates.result() if rates else (None, "")
    tried = [*found.items(), *staged.items(), ("owners", owners[0]), ("exchange_rates", (worth, no_rates))]
    unreadable = {name: why for name, (_, why) in tried if why}
    return Facts(
        {owner.id: owner for held, _ in reversed(owners) for owner in held or ()},
        {name: held or () for name, (held, _) in staged.items()},
        {name: held or {} for name, (held, _) in found.items()},
        unreadable,
        worth or {},
    )


def _tried(read: Any, *arguments: Any) -> tuple[Any, str]:
    """What was read, and why it could not be: a missing scope, or an object type that the portal does not have."""
    try:
        return read(*arguments), ""
    except PortalError as error:
        return None, refused(error)


def refused(error: PortalError) -> str:
    """Why something cannot be read with this token in this portal; every other error is raised again."""
    if isinstance(error, Forbidden):
        return " or ".join(error.exchange.scopes) or NAMELESS
    if isinstance(error, NotFound):
        return ABSENT
    if error.exchange.status == 400:
        return error.message
    raise error


def _rates(portal: Reader, currency: str) -> dict[str, Decimal]:
    """What one unit of each other currency is worth now, as the account's settings say."""
    answer = portal.get("exchange_rates", {})
    return {
        str(raw["fromCurrencyCode"]): worth
        for raw in answer["results"]
        if raw["toCurrencyCode"] == currency and (worth := number(str(raw.get("conversionRate") or ""))) and worth > 0
    }


def _owners(portal: Reader, archived: bool) -> list[Owner]:
    return [_owner(raw) for raw in base.pages(portal, "owners", *([("archived", "true")] if archived else []))]


def _owner(raw: Json) -> Owner:
    """HubSpot does not say when an owner left; the last change of an archived one is taken for it."""
    name = f"{raw.get('firstName') or ''} {raw.get('lastName') or ''}".strip() or str(raw.get("email") or "")
    archived = bool(raw.get("archived"))
    teams = sorted(raw.get("teams") or (), key=lambda team: not team.get("primary"))
    return Owner(
        str(raw["id"]),
        name,
        raw.get("type", "PERSON") == "PERSON",
        archived,
        instant(raw.get("updatedAt")) if archived else None,
        tuple(str(team.get("name", "")) for team in teams),
    )


def _properties(portal: Reader, object_type: str) -> dict[str, str]:
    """In English, whatever the portal's language: labels of stage times are looked for in English."""
    answer = portal.get("properties", {"object": object_type}, [("locale", "en")])
    return {str(raw["name"]): str(raw.get("label") or "") for raw in answer["results"]}


def _pipelines(portal: Reader, object_type: str, known: Known) -> list[Resource]:
    return list(pipelines.live(portal, object_type, known))
