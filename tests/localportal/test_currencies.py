"""Currencies: the company's own, and the rates of others."""

from __future__ import annotations


def test_currencies_and_rates(hub):
    hub.switch(currency="ILS", exchange_rates={"USD": 3.7, "EUR": 4.05})
    base = "/settings/v3/currencies"
    assert hub.get(f"{base}/company-currency").body["id"] == "ILS"
    current = hub.get(f"{base}/exchange-rates/current").body["results"]
    assert [(one["fromCurrencyCode"], one["conversionRate"]) for one in current] == [("EUR", 4.05), ("USD", 3.7)]
    page = hub.get(f"{base}/exchange-rates?limit=1").body
    assert page["paging"]["next"]["after"] == page["results"][0]["id"] == "1"
    dollars = hub.get(f"{base}/exchange-rates?fromCurrencyCode=USD").body["results"]
    assert dollars == [hub.get(f"{base}/exchange-rates/2").body]
    assert hub.get(f"{base}/exchange-rates/9").status == 404
    assert hub.patch("/_portal/settings", {"exchange_rates": {"USD": 0}}).status == 400
