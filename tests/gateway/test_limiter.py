"""The window of calls, and what it learns from a portal's headers."""

from __future__ import annotations

import threading
import time

import pytest

from provisioner.gateway.limiter import SEARCHES_PER_SECOND, UNTOLD_MAX, Budget, Window
from provisioner.model.errors import Interrupted


def told(limit: object, interval: object = 10_000) -> dict[str, str]:
    return {"X-HubSpot-RateLimit-Max": str(limit), "X-HubSpot-RateLimit-Interval-Milliseconds": str(interval)}


def test_calls_within_the_window_go_at_once() -> None:
    window = Window(5, 10, threading.Event())
    started = time.monotonic()
    for _ in range(5):
        window.wait()
    assert time.monotonic() - started < 0.05


def test_call_beyond_the_window_waits_for_the_oldest_to_leave_it() -> None:
    window = Window(2, 0.2, threading.Event())
    started = time.monotonic()
    for _ in range(5):
        window.wait()
    assert 0.4 <= time.monotonic() - started < 0.6


def test_no_window_of_time_ever_holds_more_than_its_capacity() -> None:
    window, sent, lock = Window(4, 0.1, threading.Event()), list[float](), threading.Lock()

    def call() -> None:
        for _ in range(3):
            window.wait()
            with lock:
                sent.append(time.monotonic())

    threads = [threading.Thread(target=call) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent.sort()
    # The clock is read after the call was booked, so that two readings may stand a little closer than the bookings.
    assert all(later - earlier > 0.08 for earlier, later in zip(sent, sent[4:], strict=False))


def test_interruption_ends_the_wait() -> None:
    cancelled = threading.Event()
    window = Window(1, 60, cancelled)
    window.wait()
    threading.Timer(0.05, cancelled.set).start()
    started = time.monotonic()
    with pytest.raises(Interrupted):
        window.wait()
    assert time.monotonic() - started < 2


def test_untold_budget_stays_below_every_published_limit() -> None:
    assert Budget(threading.Event()).calls_in_ten_seconds == UNTOLD_MAX < 100


def test_budget_is_the_portals_own_number_with_room_for_two() -> None:
    budget = Budget(threading.Event())
    budget.learn(told(190))
    assert budget.calls_in_ten_seconds == 188
    budget.learn(told(100))
    assert budget.calls_in_ten_seconds == 98


@pytest.mark.parametrize("headers", [{}, told(""), told("many"), told(0), told(-5), told(190, 0), told(190, "soon")])
def test_headers_that_say_nothing_change_nothing(headers: dict[str, str]) -> None:
    budget = Budget(threading.Event())
    budget.learn(headers)
    assert budget.calls_in_ten_seconds == UNTOLD_MAX


def test_smallest_limit_still_lets_one_call_through() -> None:
    budget = Budget(threading.Event())
    budget.learn(told(1))
    assert budget.calls_in_ten_seconds == 1


def test_searches_have_a_second_of_their_own() -> None:
    budget = Budget(threading.Event())
    started = time.monotonic()
    for _ in range(SEARCHES_PER_SECOND + 1):
        budget.wait(search=True)
    assert time.monotonic() - started >= 1
    budget.wait(search=False)
    assert time.monotonic() - started < 2
