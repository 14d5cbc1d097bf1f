"""The doors to a portal: one that only reads, one that also writes, with patience for what HubSpot asks to wait for."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import IO, Any

from provisioner.gateway import refusals, shapes
from provisioner.gateway.downloads import BadLink
from provisioner.gateway.limiter import Budget
from provisioner.gateway.paths import AUTOMATION, ENDPOINTS, path_of
from provisioner.gateway.shapes import SHAPES
from provisioner.gateway.transport import READ_SECONDS, Answer, NoAnswer, NotSent, Transport, parsed
from provisioner.model.errors import (
    BadAnswer,
    Exchange,
    Interrupted,
    NotFound,
    OutcomeUnknown,
    PortalError,
    Unreachable,
)
from provisioner.model.events import Request, Waiting, Watch
from provisioner.model.portal import Account, Json, Parts, Query

_PAUSE = frozenset({500, 502, 503, 504, 521, 522, 523, 524})
_FILE = "the file of an export"
_UNKNOWN = frozenset({500, 502, 503, 504, 520, 521, 522, 523, 524})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to go on asking. Seconds; waits grow with each attempt.

    ``lock`` is HubSpot's documented two seconds after 423; one and ten seconds are what HubSpot's own client waits
    for the secondly and the ten-secondly limit. ``longest`` is the most that a portal may ask for with Retry-After;
    beyond it the run ends, and can be started again later. ``answer`` is how long one request may take.
    """

    attempts: int = 5
    pause: float = 0.5
    lock: float = 2.0
    secondly: float = 1.0
    ten_secondly: float = 10.0
    answer: float = READ_SECONDS
    longest: float = 60.0


class _Again(Exception):
    """The request may be sent again after ``seconds``; ``error`` is what to raise when patience ends."""

    def __init__(self, error: PortalError, seconds: float, why: str) -> None:
        super().__init__(why)
        self.error = error
        self.seconds = seconds
        self.why = why


class ReadDoor:
    """Reads a portal. It has no method that writes; ``account`` is who answered when it was opened.

    Safe to share between threads. ``cancelled`` ends every wait at once. ``reads`` counts the readings so far,
    retries apart.
    """

    def __init__(self, transport: Transport, watch: Watch, patience: Patience, cancelled: threading.Event) -> None:
        self._transport = transport
        self._watch = watch
        self._patience = patience
        self._cancelled = cancelled
        self._budget = Budget(cancelled)
        self._welcome = False
        self._automation = ""
        self._told: datetime | None = None
        self._lock = threading.Lock()
        self.account = Account(0, "", "", "")
        self.reads = 0

    @property
    def calls_in_ten_seconds(self) -> int:
        return self._budget.calls_in_ten_seconds

    @property
    def moment(self) -> datetime:
        """The time by the portal's clock, as its latest answer told it in the header ``Date``; to the second.

        What HubSpot stamps on records is by that clock, and this machine's may be off. It is this machine's where no
        answer told any.
        """
        return self._told or datetime.now(UTC).replace(microsecond=0)

    def get(self, endpoint: str, parts: Parts, query: Query = ()) -> Json:
        self._count(endpoint)
        if endpoint == "flows" and not self._automation:
            return self._first_that_answers(endpoint, parts, query)
        return self._patiently(lambda: self._read(endpoint, parts, query, None))

    def _first_that_answers(self, endpoint: str, parts: Parts, query: Query) -> Json:
        """Workflows live under a path that HubSpot's pages do not agree on: the one that answers is kept."""
        for self._automation in AUTOMATION[:-1]:
            with contextlib.suppress(NotFound):
                return self._patiently(lambda: self._read(endpoint, parts, query, None))
            self._count(endpoint)
        self._automation = AUTOMATION[-1]
        return self._patiently(lambda: self._read(endpoint, parts, query, None))

    def _path(self, endpoint: str, parts: Parts) -> str:
        return path_of(endpoint, parts, self._automation or AUTOMATION[0])

    def ask(self, endpoint: str, parts: Parts, body: Json, query: Query = ()) -> Json:
        self._count(endpoint)
        return self._patiently(lambda: self._read(endpoint, parts, query, body))

    def download(self, link: str, into: IO[bytes], most: int) -> None:
        """Write the file behind a link that this portal gave into an empty file. The link needs no token, and none is
        sent. PortalError for a file of more than ``most`` bytes too, and for one that ends early."""
        with self._lock:
            self.reads += 1
        self._patiently(lambda: self._fetch(link, into, most))

    def _fetch(self, link: str, into: IO[bytes], most: int) -> None:
        started, status = time.monotonic(), 0
        into.seek(0)
        into.truncate()
        try:
            with self._transport.download(link) as found:
                status = found.status
                if not 200 <= status < 300:
                    raise self._no_file(status)
                for piece in found.pieces:
                    self._check_not_stopped()
                    into.write(piece)
                    if into.tell() > most:
                        raise BadAnswer(f"{_FILE} is larger than {most} bytes", Exchange("GET", _FILE, status))
        except BadLink as error:
            raise BadAnswer(f"The link to {_FILE} is not followed: {error}", Exchange("GET", _FILE)) from None
        except (NotSent, NoAnswer) as error:
            raise self._unreachable("GET", _FILE, error) from None
        finally:
            self._watch(Request("GET", _FILE, status, round((time.monotonic() - started) * 1000)))

    def _no_file(self, status: int) -> PortalError | _Again:
        """What is behind the link is no API of HubSpot's, so its words are not looked at."""
        error = PortalError(f"GET {_FILE}: the answer is {status}", Exchange("GET", _FILE, status))
        if status in _PAUSE or status == 429:
            return _Again(error, self._patience.pause, f"the link answered {status}")
        return error

    def _check_not_stopped(self) -> None:
        if self._cancelled.is_set():
            raise Interrupted("stopped")

    def rest(self, times: float) -> None:
        if times:
            self._sleep(times * self._patience.pause)

    def _count(self, endpoint: str) -> None:
        if not (ENDPOINTS[endpoint].method == "GET" or ENDPOINTS[endpoint].reads):
            raise ValueError(f"{endpoint} changes the portal and does not fit through the reading door")
        with self._lock:
            self.reads += 1

    def close(self) -> None:
        self._transport.close()

    def _patiently(self, attempt: Callable[[], Any]) -> Any:
        try:
            return attempt()
        except _Again as again:
            if self._patience.attempts < 2:
                raise again.error from None
            first = again
        import tenacity  # 20 ms that a portal in good health never costs

        pauses = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_Again),
            wait=_seconds,
            stop=tenacity.stop_after_attempt(self._patience.attempts - 1),
            sleep=self._sleep,
            before_sleep=lambda state: self._watch(Waiting(_seconds(state), str(_last(state)))),
        )
        self._watch(Waiting(first.seconds, first.why))
        self._sleep(first.seconds)
        try:
            return pauses(attempt)
        except tenacity.RetryError as error:
            last = error.last_attempt.exception()
            raise (last.error if isinstance(last, _Again) else first.error) from None

    def _sleep(self, seconds: float) -> None:
        if self._cancelled.wait(seconds):
            raise Interrupted("stopped while waiting for the portal")

    def _read(self, endpoint: str, parts: Parts, query: Query, body: Json) -> Json:
        method, once, path = ENDPOINTS[endpoint].method, ENDPOINTS[endpoint].once, self._path(endpoint, parts)
        try:
            answer = self._exchange(endpoint, method, path, query, body)
        except (NotSent, NoAnswer) as error:
            again = self._unreachable(method, path, error)
            raise (again.error if once and isinstance(error, NoAnswer) else again) from None
        if once and answer.status == 429 and not refusals.policy(answer.body):
            # Not the limit of requests, but one of what was asked for, which no pause of seconds lifts.
            raise refusals.error_of(method, path, answer.status, answer.headers, answer.body)
        self._judge(method, path, answer, may_repeat=not once)
        return _content(endpoint, path, answer)

    def _exchange(self, endpoint: str, method: str, path: str, query: Query, body: Json) -> Answer:
        self._check_not_stopped()
        self._budget.wait(search=endpoint == "search")
        started = time.monotonic()
        status = 0
        try:
            answer = self._transport.exchange(method, path, query, body)
            status = answer.status
        finally:
            self._watch(Request(method, path, status, round((time.monotonic() - started) * 1000)))
        if endpoint != "search":
            self._budget.learn(answer.headers)
        if (told := _date(answer.headers)) is not None:
            self._told = told
        return answer

    def _unreachable(self, method: str, path: str, error: Exception) -> _Again:
        lost = Unreachable(
            f"{method} {path}: the portal could not be reached ({error})",
            Exchange(method, path),
            fix="check the network and base_url, then run again",
        )
        return _Again(lost, self._patience.pause, "the portal could not be reached")

    def _judge(self, method: str, path: str, answer: Answer, *, may_repeat: bool) -> None:
        """Return for a success; raise _Again for what waiting cures, the refusal for the rest."""
        status, headers = answer.status, answer.headers
        if 200 <= status < 300:
            self._welcome = True
            return
        error = refusals.error_of(method, path, status, headers, answer.body)
        if (pause := self._pause_for(status, headers, answer.body, may_repeat=may_repeat)) is not None:
            raise _Again(error, pause[0], pause[1])
        raise error

    def _pause_for(self, status: int, headers: Any, body: bytes, *, may_repeat: bool) -> tuple[float, str] | None:
        told = _retry_after(headers)
        if told is not None and told > self._patience.longest:
            return None
        if status == 429:
            limit = refusals.policy(body)
            if limit == "DAILY":
                return None
            wait = self._patience.secondly if limit == "SECONDLY" else self._patience.ten_secondly
            return (told or wait, f"rate limit {limit or 'reached'}")
        if status == 423:
            return (max(told or 0, self._patience.lock), "the portal is locked after fast writes")
        if status == 401 and self._welcome:
            # Seen live once in a rapid run of changes with a token that was good before and after.
            self._welcome = False
            return (self._patience.secondly, "the token was not accepted this time")
        if may_repeat and status in _PAUSE:
            return (told or self._patience.pause, f"the portal answered {status}")
        return None


class WriteDoor(ReadDoor):
    """Reads and writes. A write that may have happened raises OutcomeUnknown and is never resent here."""

    def send(self, endpoint: str, parts: Parts, body: Json = None, query: Query = ()) -> Json:
        return self._patiently(lambda: self._write(endpoint, parts, body, query))

    def _write(self, endpoint: str, parts: Parts, body: Json, query: Query) -> Json:
        method, path = ENDPOINTS[endpoint].method, self._path(endpoint, parts)
        try:
            answer = self._exchange(endpoint, method, path, query, body)
        except NotSent as error:
            raise self._unreachable(method, path, error) from None
        except NoAnswer as error:
            raise _unknown(method, path, 0, str(error)) from None
        if answer.status in _UNKNOWN:
            raise _unknown(method, path, answer.status, f"the portal answered {answer.status}")
        self._judge(method, path, answer, may_repeat=False)
        try:
            return _content(endpoint, path, answer)
        except PortalError as error:
            raise _unknown(method, path, answer.status, error.message) from None


def _content(endpoint: str, path: str, answer: Answer) -> Json:
    method, shape = ENDPOINTS[endpoint].method, SHAPES.get(endpoint)
    if answer.status == 204 and shape is None:
        return None
    try:
        content = parsed(answer.body)
    except (ValueError, RecursionError):
        raise refusals.bad_answer(method, path, answer.status, answer.body) from None
    if not isinstance(content, dict):
        raise refusals.bad_answer(method, path, answer.status, answer.body)
    if shape is not None and (place := shapes.fault(shape, content)):
        raise refusals.wrong_shape(method, path, answer.status, place)
    return content


def _unknown(method: str, path: str, status: int, why: str) -> OutcomeUnknown:
    message = f"{method} {path}: it is not known whether this happened ({why})"
    return OutcomeUnknown(message, Exchange(method, path, status), fix="run again: a plan is always made fresh")


def _last(state: Any) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


def _seconds(state: Any) -> float:
    """The wait after an attempt of ``_patiently``'s second loop, whose first attempt is the second of all."""
    again = _last(state)
    return again.seconds * (state.attempt_number + 1) if isinstance(again, _Again) else 0.0


def _date(headers: Any) -> datetime | None:
    """The moment of the header ``Date`` (RFC 9110, section 6.6.1); None without one that can be read."""
    try:
        told = parsedate_to_datetime(str(headers.get("Date") or ""))
    except (TypeError, ValueError):
        return None
    return told.astimezone(UTC) if told.tzinfo else None


def _retry_after(headers: Any) -> float | None:
    value = str(headers.get("Retry-After") or "").strip()
    return float(value) if value.isascii() and value.isdigit() else None
