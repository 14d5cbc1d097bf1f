"""One local portal for the session, made new for every test, and a small client that hides nothing of the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import urllib3

from provisioner.localportal import LocalPortal, embedded


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def body(self) -> Any:
        return json.loads(self.text)


class Client:
    """Speaks to a portal as any HTTP client would; `control` is the portal's own surface."""

    def __init__(self, portal: LocalPortal) -> None:
        self.portal = portal
        self.token = portal.token
        self.accept = "application/json"
        self.pool = urllib3.PoolManager(retries=False, maxsize=16)

    def call(self, method: str, path: str, body: Any = None) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if self.accept:
            headers["Accept"] = self.accept
        data = None if body is None else json.dumps(body).encode()
        answer = self.pool.request(method, self.portal.base_url + path, body=data, headers=headers, timeout=10)
        return Answer(
            answer.status, {key.lower(): value for key, value in answer.headers.items()}, answer.data.decode()
        )

    def get(self, path: str) -> Answer:
        return self.call("GET", path)

    def post(self, path: str, body: Any) -> Answer:
        return self.call("POST", path, body)

    def patch(self, path: str, body: Any) -> Answer:
        return self.call("PATCH", path, body)

    def put(self, path: str, body: Any) -> Answer:
        return self.call("PUT", path, body)

    def delete(self, path: str) -> Answer:
        return self.call("DELETE", path)

    def made(self, path: str, body: Any) -> Any:
        answer = self.post(path, body)
        assert answer.status == 201, answer.text
        return answer.body

    def switch(self, **settings: Any) -> None:
        answer = self.patch("/_portal/settings", settings)
        assert answer.status == 200, answer.text

    def speak_as(self, token: str) -> None:
        self.token = token

    def fault(self, kind: str, **fields: Any) -> None:
        assert self.post("/_portal/faults", {"kind": kind, **fields}).status == 201

    def refused(self, answer: Answer, status: int, message: str, sub_category: str | None = None) -> Any:
        assert answer.status == status, answer.text
        assert message in answer.body["message"]
        assert answer.body.get("subCategory") == sub_category
        assert answer.body["status"] == "error"
        assert answer.body["correlationId"]
        return answer.body


@pytest.fixture(scope="session")
def running() -> Iterator[Client]:
    with embedded() as portal:
        client = Client(portal)
        yield client
        client.pool.clear()


@pytest.fixture(scope="session")
def birth_settings(running: Client) -> Any:
    return running.get("/_portal/settings").body


@pytest.fixture
def hub(running: Client, birth_settings: Any) -> Client:
    """The portal as it was born."""
    running.token, running.accept = running.portal.token, "application/json"
    running.delete("/_portal/faults")
    running.switch(**birth_settings)
    running.post("/_portal/reset", {})
    return running


@pytest.fixture
def text_property() -> Any:
    """Makes the body of a plain custom property."""

    def body(name: str, /, **fields: Any) -> dict[str, Any]:
        return {
            "name": name, "label": name.title(), "groupName": "dealinformation", "type": "string", "fieldType": "text",
        } | fields  # fmt: skip

    return body


@pytest.fixture
def pipeline_body() -> Any:
    """Makes the body of a deal pipeline with a stage for every probability, named s0, s1, ..."""

    def body(pipeline_id: str, *probabilities: str, **fields: Any) -> dict[str, Any]:
        stages = [
            {"stageId": f"{pipeline_id}_s{at}", "label": f"S{at}", "displayOrder": at, "metadata": {"probability": one}}
            for at, one in enumerate(probabilities)
        ]
        return {"pipelineId": pipeline_id, "label": pipeline_id.title(), "displayOrder": 1, "stages": stages} | fields

    return body


@pytest.fixture
def israel(hub: Client) -> Client:
    """A portal in Israel; its day begins two hours before UTC's in winter."""
    hub.switch(time_zone="Asia/Jerusalem")
    return hub
