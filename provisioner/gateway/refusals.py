"""HubSpot's refusals turned into our errors, each with its evidence and what to do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from provisioner.model.counts import Shown
from provisioner.model.errors import (
    BadAnswer,
    Conflict,
    Exchange,
    Forbidden,
    NotFound,
    PortalError,
    Throttled,
    Unauthorized,
)

_STEPS: Mapping[int, tuple[type[PortalError], str, str]] = {
    401: (
        Unauthorized,
        "the portal does not accept the token",
        "check the environment variable that holds it, and that the key was not rotated or deleted",
    ),
    404: (NotFound, "not found", "check base_url, and that this account has what the path names"),
    409: (Conflict, "it exists already", ""),
    423: (PortalError, "the portal locked itself after very fast writes", "wait some seconds and run again"),
    477: (
        PortalError,
        "the portal is moving to another region",
        "wait until HubSpot has finished (up to 24 hours) and run again",
    ),
    530: (
        Unauthorized,
        "HubSpot's front door refuses the form of the token",
        "check that the whole token was copied",
    ),
}


def error_of(method: str, path: str, status: int, headers: Mapping[str, str], body: bytes) -> PortalError:
    """The error that a non-2xx answer means. ``body`` may be JSON, HTML or empty: every field is optional."""
    found = _fields(body)
    exchange = Exchange(
        method,
        path,
        status,
        _printable(found.get("category") or found.get("propertiesErrorCode")),
        _printable(found.get("subCategory")),
        _printable(found.get("correlationId")),
        _scopes(found),
        {str(name): [str(each) for each in values] for name, values in _mapping(found.get("context")).items()},
    )
    message = str(found.get("message") or "")
    if status == 403:
        return _forbidden(exchange, message, html=not found)
    if status == 429:
        return _throttled(exchange, policy(body), headers)
    if status == 488:
        region = str(found.get("correctHublet") or "")
        known = region.isascii() and region.isalnum()
        fix = f"set base_url to https://api-{region}.hubapi.com for this portal" if known else "set its base_url"
        return PortalError(_line(exchange, message or "the portal lives in another region"), exchange, fix=fix)
    kind, plain, fix = _STEPS.get(status, (PortalError, "", _THEIRS if status >= 500 else ""))
    if not found and body.strip() and status not in _STEPS:
        return BadAnswer(_line(exchange, "the answer is not HubSpot's JSON"), exchange, fix=_NOT_HUBSPOT)
    return kind(_line(exchange, message or plain or "no reason given"), exchange, fix=fix)


_THEIRS = "the fault is on HubSpot's side: wait some minutes and run again; status.hubspot.com tells of larger ones"
_NOT_HUBSPOT = "check base_url, and whether a proxy or a firewall answers in the portal's place"


def bad_answer(method: str, path: str, status: int, body: bytes) -> BadAnswer:
    """A success without HubSpot's JSON: a web page, broken text, or nothing."""
    what = "nothing" if not body.strip() else "a web page" if body.lstrip()[:1] == b"<" else "something that is no JSON"
    exchange = Exchange(method, path, status)
    return BadAnswer(_line(exchange, f"the portal answered {what}"), exchange, fix=_NOT_HUBSPOT)


def wrong_shape(method: str, path: str, status: int, place: str) -> BadAnswer:
    """A success with JSON that is not HubSpot's: ``place`` is the first that is missing or of another type."""
    exchange = Exchange(method, path, status)
    return BadAnswer(
        _line(exchange, f"the portal's answer is not HubSpot's: {place} is not as it must be"),
        exchange,
        fix=_NOT_HUBSPOT,
    )


def policy(body: bytes) -> str:
    """Which limit a 429 speaks of: ``SECONDLY``, ``TEN_SECONDLY_ROLLING``, ``DAILY``, or empty."""
    found = _fields(body)
    name = str(found.get("policyName") or "")
    text = str(found.get("message") or "").lower()
    guesses = (("daily", "DAILY"), ("ten_secondly", "TEN_SECONDLY_ROLLING"), ("secondly", "SECONDLY"))
    return name or next((guess for word, guess in guesses if word in text), "")


def _line(exchange: Exchange, message: str) -> str:
    status = f" ({exchange.status})" if exchange.status else ""
    return f"{exchange.method} {exchange.path}: {_printable(message).strip()}{status}"


def _printable(text: Any) -> str:
    """What a portal writes goes to a terminal, where its control characters could do harm."""
    return "".join(each if each.isprintable() else " " for each in str(text or ""))


_UNNAMED = (
    "add the scope for this object to the key; where it has it, the account's subscription does not cover this, and it"
    " must stay out of the blueprint for this portal"
)
"""A missing product is refused like a missing scope, but names none."""


def _forbidden(exchange: Exchange, message: str, *, html: bool) -> Forbidden:
    if html:
        fix = "wait some minutes and run again: this is a block in front of HubSpot, not a missing scope"
        return Forbidden(_line(exchange, "a gate in front of HubSpot refuses the call"), exchange, fix=fix)
    scopes = ", ".join(exchange.scopes)
    fix = f"add one of these scopes to the key: {scopes}" if scopes else _UNNAMED
    named = f"{message or 'not allowed'}" + (f" It needs one of: {scopes}." if scopes else "")
    return Forbidden(_line(exchange, named), exchange, fix=fix)


def _throttled(exchange: Exchange, limit: str, headers: Mapping[str, str]) -> Throttled:
    if limit == "DAILY":
        daily = headers.get("X-HubSpot-RateLimit-Daily", "")
        most = f" of {daily} calls" if daily else ""
        fix = "it is free again at midnight in the portal's time zone"
        return Throttled(_line(exchange, f"the account's daily limit{most} is used up"), exchange, fix=fix)
    asked = (
        f"; the portal asks to wait {Shown(after):# second|# seconds}" if (after := headers.get("Retry-After")) else ""
    )
    fix = "another app may be using the same portal; run again in a minute"
    return Throttled(_line(exchange, f"the {limit or 'rate'} limit is used up{asked}"), exchange, fix=fix)


def _fields(body: bytes) -> dict[str, Any]:
    """The error's fields; a message that holds a whole error as JSON is unwrapped once (group refusals do that)."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    message = found.get("message")
    if isinstance(message, str) and message.lstrip().startswith("{"):
        try:
            inner = json.loads(message)
        except (ValueError, RecursionError):
            return found
        return found | inner if isinstance(inner, dict) else found
    return found


def _mapping(value: Any) -> Mapping[str, list[Any]]:
    items = value.items() if isinstance(value, dict) else ()
    return {name: each if isinstance(each, list) else [each] for name, each in items}


def _scopes(found: Mapping[str, Any]) -> tuple[str, ...]:
    contexts = [_mapping(found.get("context"))]
    errors = found.get("errors")
    listed = errors if isinstance(errors, list) else ()
    contexts += [_mapping(each.get("context")) for each in listed if isinstance(each, dict)]
    names = ("requiredGranularScopes", "requiredScopes")
    return tuple(
        dict.fromkeys(_printable(scope) for each in contexts for name in names for scope in each.get(name, ()))
    )
