"""Asks a running local portal to rehearse, over its control surface."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen


def rehearse(base_url: str, told: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of a rehearsal; ValueError with the portal's words when it is refused."""
    body = json.dumps(told).encode()
    request = Request(  # noqa: S310  a local portal's own address
        f"{base_url}/_portal/rehearse", data=body, headers={"Content-Type": "application/json"}
    )
    try:
        with urlopen(request) as reply:  # noqa: S310  the same
            entries: list[dict[str, Any]] = json.load(reply)["entries"]
    except HTTPError as refused:
        with refused:
            raise ValueError(json.load(refused)["message"]) from refused
    return entries
