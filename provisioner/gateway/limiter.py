"""Staying inside HubSpot's rate limits, so that a call is held back here rather than rejected there."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Mapping

from provisioner.model.errors import Interrupted

UNTOLD_MAX = 80
"""Calls in ten seconds while no answer has told the portal's own number: below every published limit."""

SEARCHES_PER_SECOND = 5
"""Of the whole account; search answers carry no rate headers (HubSpot's search guide)."""

_MARGIN = 0.3
"""Seconds added to a window: a call reaches the portal somewhat later than it leaves here, and not evenly so."""


class Window:
    """At most ``capacity`` calls in any ``seconds``; ``wait`` blocks until one more is allowed."""

    def __init__(self, capacity: int, seconds: float, cancelled: threading.Event) -> None:
        self.capacity = capacity
        self.seconds = seconds
        self._cancelled = cancelled
        self._sent: deque[float] = deque()
        self._lock = threading.Lock()

    def wait(self) -> None:
        while (pause := self._take()) > 0:
            if self._cancelled.wait(pause):
                raise Interrupted("stopped while waiting for the portal's rate limit")

    def _take(self) -> float:
        """0 when a call was booked, else the seconds until the next one may be."""
        with self._lock:
            now = time.monotonic()
            while self._sent and now - self._sent[0] >= self.seconds:
                self._sent.popleft()
            if len(self._sent) < self.capacity:
                self._sent.append(now)
                return 0.0
            return self.seconds - (now - self._sent[0])


class Budget:
    """The calls of one run: one window for searches, one for everything else, the latter learnt from headers."""

    def __init__(self, cancelled: threading.Event) -> None:
        self._calls = Window(UNTOLD_MAX, 10 + _MARGIN, cancelled)
        self._searches = Window(SEARCHES_PER_SECOND, 1 + _MARGIN, cancelled)

    def wait(self, *, search: bool) -> None:
        (self._searches if search else self._calls).wait()

    @property
    def calls_in_ten_seconds(self) -> int:
        return self._calls.capacity

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take the portal's own numbers: ``X-HubSpot-RateLimit-Max`` per ``-Interval-Milliseconds``."""
        try:
            told = int(headers.get("X-HubSpot-RateLimit-Max") or 0)
            interval = int(headers.get("X-HubSpot-RateLimit-Interval-Milliseconds") or 10_000)
        except ValueError:
            return
        if told > 0 and interval > 0:
            self._calls.capacity = max(1, told - 2)
            self._calls.seconds = interval / 1000 + _MARGIN
