"""The only place that knows the HubSpot client: one pool, a time limit on every call, plain JSON in and out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import urllib3
from hubspot import HubSpot
from urllib3.util.retry import Retry

from provisioner.gateway import downloads
from provisioner.model.portal import Json, Secret

CONNECT_SECONDS = 5
READ_SECONDS = 30

_TOKEN = re.compile(rb"pat-[A-Za-z0-9]+-[A-Za-z0-9-]{8,}")
_ERRNO = re.compile(r"\[Errno -?\d+\] ")
_SHORTEST_TOKEN = 8
"""Characters. Something shorter is no token, and hiding it would tear holes into JSON."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, headers without regard to case, and the body as it was sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NotSent(Exception):
    """The request never left: no connection could be made."""


class NoAnswer(Exception):
    """The request may have arrived, and no whole answer came back."""


class Transport:
    """Speaks HTTP to one portal through the official client. Safe to share between threads.

    The client's models are not used: they drop fields that they do not know, and a plan must not.
    """

    def __init__(self, base_url: str, token: Secret, *, connections: int, read_seconds: float) -> None:
        base = base_url.rstrip("/")
        # The client reads its address from two settings; one alone would send half the calls to the live portal.
        client = HubSpot(
            access_token=token.reveal(),
            host=base,
            base_url=base,
            # Retries are ours to decide: the client would resend what may have happened.
            retry=Retry(total=0, redirect=0, raise_on_redirect=False),
            connection_pool_maxsize=connections,
        )
        # Each access of an API object opens a pool of its own, so this one is kept.
        self._client: Any = client.crm.pipelines.pipelines_api.api_client
        self._timeout = (CONNECT_SECONDS, read_seconds)
        self._token = token
        self._base = base

    def exchange(self, method: str, path: str, query: Sequence[tuple[str, str]], body: Json) -> Answer:
        """One request, one answer of any status. Raises NotSent or NoAnswer."""
        headers = {"Accept": "application/json", "Content-Type": "application/json", "Accept-Encoding": "gzip"}
        try:
            response = self._client.call_api(
                path,
                method,
                query_params=list(query),
                body=body,
                header_params=headers,
                auth_settings=["oauth2"],
                _preload_content=False,
                _request_timeout=self._timeout,
            )
            return Answer(response.status, response.headers, self._hidden(response.data))
        except urllib3.exceptions.HTTPError as error:
            raise _lost(error) from None
        except UnicodeDecodeError as error:
            # The client decodes the body of an error; what is not UTF-8 is not HubSpot's JSON.
            raise NoAnswer("an answer that is not UTF-8") from error
        except Exception as error:
            # Every package of the client has a class tree of its own, with no shared base to catch.
            status = getattr(error, "status", None)
            if status is None:
                raise
            if status == 0:
                raise NotSent(str(getattr(error, "reason", ""))) from None
            body = self._hidden(str(getattr(error, "body", "")).encode())
            return Answer(status, getattr(error, "headers", None) or {}, _TOKEN.sub(b"***", body))

    @contextmanager
    def download(self, link: str) -> Iterator[downloads.Download]:
        """The answer behind a link that the portal gave, asked for without the token. Raises BadLink, NotSent and
        NoAnswer, the latter also for a body that ends early."""
        pool = self._client.rest_client.pool_manager
        try:
            with downloads.opened(pool, link, self._base, self._timeout) as found:
                yield found
        except urllib3.exceptions.HTTPError as error:
            raise _lost(error) from None

    def _hidden(self, body: bytes) -> bytes:
        """A portal, or a proxy in its place, may repeat the request: nothing behind this line ever sees the token."""
        token = self._token.reveal()
        return body.replace(token.encode(), b"***") if len(token) >= _SHORTEST_TOKEN else body

    def close(self) -> None:
        self._client.rest_client.pool_manager.clear()


def _lost(error: urllib3.exceptions.HTTPError) -> NotSent | NoAnswer:
    cause = getattr(error, "reason", None) or error
    if isinstance(cause, urllib3.exceptions.ConnectTimeoutError | urllib3.exceptions.NewConnectionError):
        return NotSent(_plain(cause))
    return NoAnswer(_plain(cause))


def _plain(cause: object) -> str:
    """urllib3's texts begin with the object that failed; what follows the last colon is for people."""
    if isinstance(cause, urllib3.exceptions.NameResolutionError):
        return "its name could not be resolved"
    timeouts = urllib3.exceptions.ReadTimeoutError | urllib3.exceptions.ConnectTimeoutError
    # A refused connection is a NewConnectionError, which urllib3 derives from its timeout.
    if isinstance(cause, timeouts) and not isinstance(cause, urllib3.exceptions.NewConnectionError):
        return "no answer in time"
    if "IncompleteRead" in str(cause):
        return "the answer ended early"
    if "RemoteDisconnected" in str(cause) or "Connection aborted" in str(cause):
        return "the connection was closed without an answer"
    text = _ERRNO.sub("", str(cause).rpartition(": ")[2])
    return text.strip("()'\" ") or type(cause).__name__


def parsed(body: bytes) -> Json:
    """The JSON of a body. ValueError when it is none; NaN and the infinities are none."""
    return json.loads(body, parse_constant=_no_json)


def _no_json(word: str) -> Json:
    raise ValueError(f"{word} is no JSON")
