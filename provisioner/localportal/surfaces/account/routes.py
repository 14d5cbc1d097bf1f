"""Endpoints of account information, API usage and token introspection."""

from __future__ import annotations

from datetime import timedelta

from provisioner.localportal import access, limiter
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.account import refusals
from provisioner.localportal.wire import Ask, Reply, answer, iso

USER_ID, APP_ID = 50_000_001, 2_000_001
_RECORDS = ("companies", "contacts", "deals", "goals", "leads", "orders", "services")
_SCHEMAS = ("companies", "contacts", "custom", "deals", "orders", "services")
EVERY_SCOPE = tuple(
    ["oauth", "automation", "tickets", "crm.lists.read", "crm.lists.write", "crm.export", "crm.objects.owners.read"]
    + [f"crm.objects.{name}.{verb}" for name in _RECORDS for verb in ("read", "write")]
    + [f"crm.schemas.{name}.{verb}" for name in _SCHEMAS for verb in ("read", "write")]
    + [f"crm.pipelines.governance.{verb}" for verb in ("read", "write")]
    + [f"settings.users.{name}" for name in ("read", "write", "teams.read", "teams.write")]
)


def details(ask: Ask) -> Reply:
    """GET account-info details; no tier is told, and the two newest fields only from 2026-09 on."""
    switches = ask.settings
    offset = ask.now.astimezone(limiter.zone(switches)).utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    body = {
        "portalId": switches.portal_id,
        "accountType": switches.account_type,
        "timeZone": switches.time_zone,
        "companyCurrency": switches.currency,
        "additionalCurrencies": sorted(switches.exchange_rates),
        "utcOffset": f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}",
        "utcOffsetMilliseconds": minutes * 60_000,
        "uiDomain": "app.hubspot.com",
        "dataHostingLocation": "na1",
    }
    newest = {"portalName": "Local portal", "createdAt": "2020-06-30T15:57:37.247Z"}
    return answer(200, body | (newest if ask.version >= "2026-09" and ask.version != "v3" else {}))


def usage(ask: Ask) -> Reply:
    """GET the daily usage of legacy private apps; zero, since the portal's keys are service keys (seen live)."""
    today = iso(ask.now)
    entry = {
        "name": "PRIVATE_APPS_DAILY",
        "usageLimit": ask.settings.daily_limit,
        "currentUsage": 0,
        "collectedAt": today,
        "fetchStatus": "SUCCESS",
    }
    return answer(200, {"results": [entry]})


def introspect(ask: Ask) -> Reply:
    """POST a static token; answers its portal and scopes. No bearer is asked for: the token is in the body."""
    token = ask.json().get("tokenKey")
    if token not in ask.settings.tokens:
        raise refusals.unknown_token()
    granted = ask.settings.tokens[token]
    scopes = list(EVERY_SCOPE) if granted is None else sorted({*granted, "oauth"})
    return answer(200, {"userId": USER_ID, "hubId": ask.settings.portal_id, "appId": APP_ID, "scopes": scopes})


ROUTES = (
    Route("GET", "account-info", "details", details, access.oauth),
    Route("GET", "account-info", "api-usage/daily/private-apps", usage, access.oauth),
    Route("POST", "private-apps", "get/access-token-info", introspect, None),
)
