"""Endpoints of currencies that only read."""

from __future__ import annotations

from typing import Any

from provisioner.localportal import access
from provisioner.localportal.surface import Route
from provisioner.localportal.surfaces.currencies import refusals
from provisioner.localportal.wire import Ask, Reply, answer

_SINCE = "2020-06-30T15:57:37.247Z"
_MOST_A_PAGE = 100


def company(ask: Ask) -> Reply:
    """GET the currency of the company."""
    return answer(200, {"id": ask.settings.currency, "createdAt": _SINCE})


def rates(ask: Ask) -> Reply:
    """GET a page of exchange rates: `after`, `limit`, `fromCurrencyCode`, `toCurrencyCode`."""
    limit, after = ask.one("limit", "100"), ask.one("after", "0")
    if not limit.isdigit() or not 1 <= int(limit) <= _MOST_A_PAGE or not after.isdigit():
        raise refusals.bad_page(_MOST_A_PAGE)
    start, end = ask.one("fromCurrencyCode"), ask.one("toCurrencyCode")
    found = [
        one
        for one in _every(ask)
        if start in ("", one["fromCurrencyCode"]) and end in ("", one["toCurrencyCode"]) and int(one["id"]) > int(after)
    ]
    body: dict[str, Any] = {"results": found[: int(limit)]}
    if len(found) > int(limit):
        body["paging"] = {"next": {"after": found[int(limit) - 1]["id"]}}
    return answer(200, body)


def current(ask: Ask) -> Reply:
    """GET the rates in effect now, without pages."""
    return answer(200, {"results": _every(ask)})


def one(ask: Ask) -> Reply:
    """GET one rate."""
    found = next((rate for rate in _every(ask) if rate["id"] == ask.params["rate"]), None)
    if found is None:
        raise refusals.unknown_rate(ask.params["rate"])
    return answer(200, found)


def _every(ask: Ask) -> list[dict[str, Any]]:
    return [
        {
            "id": str(place),
            "fromCurrencyCode": code,
            "toCurrencyCode": ask.settings.currency,
            "conversionRate": rate,
            "effectiveAt": _SINCE,
            "visibleInUI": True,
            "createdAt": _SINCE,
            "updatedAt": _SINCE,
        }
        for place, (code, rate) in enumerate(sorted(ask.settings.exchange_rates.items()), 1)
    ]


_READ = access.currencies_read
ROUTES = (
    Route("GET", "currencies", "company-currency", company, _READ),
    Route("GET", "currencies", "exchange-rates", rates, _READ),
    Route("GET", "currencies", "exchange-rates/current", current, _READ),
    Route("GET", "currencies", "exchange-rates/{rate}", one, _READ),
)
