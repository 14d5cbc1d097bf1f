"""What HubSpot says when it refuses: one exception, and the envelope that every vendor error travels in."""

from __future__ import annotations

import uuid
from typing import Any


class Refusal(Exception):
    """A request answered with an error. Raising it undoes whatever the request had written.

    `category` None leaves the key out, as several live refusals do. `extra` is merged into the body last. `bare`
    answers without any body (an HTML page when the client does not accept JSON), as seen live on missing pipelines.
    """

    def __init__(
        self,
        status: int,
        message: str,
        category: str | None = "VALIDATION_ERROR",
        sub_category: str | None = None,
        *,
        context: dict[str, list[str]] | None = None,
        errors: list[dict[str, Any]] | None = None,
        extra: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        bare: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.category = category
        self.sub_category = sub_category
        self.context = context
        self.errors = errors
        self.extra = extra
        self.headers = headers or {}
        self.bare = bare

    def body(self) -> dict[str, Any]:
        """The JSON body; a new correlation id each time."""
        body: dict[str, Any] = {"status": "error", "message": self.message, "correlationId": str(uuid.uuid4())}
        optional = {
            "category": self.category,
            "subCategory": self.sub_category,
            "context": self.context,
            "errors": self.errors,
        }
        body.update({key: value for key, value in optional.items() if value is not None})
        body.update(self.extra or {})
        return body

    def in_batch(self, context: dict[str, list[str]]) -> dict[str, Any]:
        """The same refusal as one entry of a 207 answer's `errors` (every key of HubSpot's StandardError present)."""
        return {
            "status": "error",
            "category": self.category or "VALIDATION_ERROR",
            **({"subCategory": self.sub_category} if self.sub_category else {}),
            "message": self.message,
            "context": context,
            "errors": self.errors or [],
            "links": {},
        }


def required_fields(missing: list[str]) -> Refusal:
    """A body that lacks required fields (wording from HubSpot's public error examples)."""
    names = ", ".join(missing)
    return Refusal(400, f"Invalid input JSON on line 1, column 1: Some required fields were not set: [{names}]")


def not_an_object(where: str) -> Refusal:
    """A body, or a part of one, of the wrong JSON type."""
    return Refusal(400, f"Invalid input JSON on line 1, column 1: Cannot deserialize {where}")


def too_many_inputs(limit: int) -> Refusal:
    """A batch above HubSpot's limit of inputs."""
    return Refusal(400, f"Batch size exceeds the limit of {limit} inputs")
