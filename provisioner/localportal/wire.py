"""A request as the surfaces see it, and the answer that they give: no HTTP library in sight."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from provisioner.localportal import refusal
from provisioner.localportal.objects import ObjectType
from provisioner.localportal.settings import Settings

Scopes = frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request as it came in; `path` is still percent-encoded, `query` keeps repeated keys."""

    method: str
    path: str
    query_text: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: bytes
    connection: int


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `body` is text that goes out as it is; None sends no body at all. `data` is a file in its place."""

    status: int
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "application/json;charset=utf-8"
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that a surface is to carry out, inside the transaction of `db`.

    `version` is the path's (`v3`, `2026-03`, ...), `scopes` the token's (None: all), `now` the portal's clock.
    """

    db: sqlite3.Connection
    call: Call
    version: str
    params: dict[str, str]
    settings: Settings
    scopes: Scopes
    now: datetime
    object_type: ObjectType | None = None

    @property
    def object(self) -> ObjectType:
        """The object type of the path; only routes with `{object}` have one."""
        if self.object_type is None:
            raise LookupError(f"{self.call.path} names no object type")
        return self.object_type

    @property
    def stamp(self) -> str:
        """Now, as HubSpot writes times: ISO-8601, UTC, milliseconds."""
        return iso(self.now)

    def one(self, name: str, default: str = "") -> str:
        """The last value of a query parameter."""
        return next((value for key, value in reversed(self.call.query) if key == name), default)

    def many(self, name: str) -> list[str]:
        """Every value of a query parameter; repeated keys and comma lists alike."""
        return [part for key, value in self.call.query if key == name for part in value.split(",") if part]

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean query parameter; `true`, `True` and their opposites are accepted."""
        text = self.one(name).lower()
        return default if text == "" else text == "true"

    def json(self) -> dict[str, Any]:
        """The body as a JSON object, or HubSpot's refusal."""
        try:
            body = json.loads(self.call.body or b"{}")
        except ValueError as error:
            raise refusal.Refusal(400, f"Invalid input JSON: {error}") from error
        if not isinstance(body, dict):
            raise refusal.not_an_object("the body")
        return body

    def listed(self) -> list[Any]:
        """The body as a JSON list, or HubSpot's refusal."""
        try:
            body = json.loads(self.call.body or b"[]")
        except ValueError as error:
            raise refusal.Refusal(400, f"Invalid input JSON: {error}") from error
        if not isinstance(body, list):
            raise refusal.not_an_object("the body")
        return body

    def inputs(self, limit: int = 100) -> list[dict[str, Any]]:
        """The `inputs` of a batch body, refused when they are missing, malformed or too many."""
        inputs = self.json().get("inputs")
        if inputs is None:
            raise refusal.required_fields(["inputs"])
        if not isinstance(inputs, list) or not all(isinstance(item, dict) for item in inputs):
            raise refusal.not_an_object("`inputs`")
        if len(inputs) > limit:
            raise refusal.too_many_inputs(limit)
        return inputs


Handler = Callable[[Ask], Reply]


def iso(moment: datetime) -> str:
    """A UTC moment as HubSpot writes it, e.g. `2026-01-31T09:00:00.000Z`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def compact(value: Any) -> str:
    """JSON without spaces, Hebrew left readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def answer(status: int, value: Any, **headers: str) -> Reply:
    """A JSON answer."""
    return Reply(status, compact(value), headers)


def results(texts: Iterable[str]) -> Reply:
    """A `{results: [...]}` answer, joined from JSON texts as they stand in the database."""
    return Reply(200, '{"results":[' + ",".join(texts) + "]}")


def no_content() -> Reply:
    """204, no body."""
    return Reply(204)


def batch(status: int, texts: list[str], errors: list[dict[str, Any]], stamp: str) -> Reply:
    """A batch answer: `status` when all went well, 207 with `errors` and `numErrors` when some did not."""
    head = f'"status":"COMPLETE","results":[{",".join(texts)}],"startedAt":"{stamp}","completedAt":"{stamp}"'
    if not errors:
        return Reply(status, "{" + head + "}")
    return Reply(207, "{" + head + f',"numErrors":{len(errors)},"errors":{compact(errors)}' + "}")
