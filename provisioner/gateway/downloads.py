"""Files behind links that a portal gives: fetched piece by piece, without the token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

PIECE = 1 << 16
_HOPS = 5
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_PLAIN = {"Accept-Encoding": "identity"}
"""A file is taken as it is: unpacking an answer on the way would hide how large it becomes."""


class BadLink(Exception):
    """The link leads where no file is fetched from; the text says why, and never holds the link."""


@dataclass(frozen=True, slots=True)
class Download:
    """An answer whose body is still to come; ``pieces`` raises urllib3's errors, also for a body that ends early."""

    status: int
    headers: Any
    pieces: Iterator[bytes]


@contextmanager
def opened(pool: Any, link: str, base_url: str, seconds: tuple[float, float]) -> Iterator[Download]:
    """The answer behind a link, redirects followed. Such a link is signed, so the token is for nobody behind it: none
    is sent, whichever host it names. Raises BadLink, and urllib3's errors."""
    from urllib3 import Timeout

    for _ in range(_HOPS):
        _check(link, base_url)
        timeout = Timeout(connect=seconds[0], read=seconds[1])
        answer = pool.request(
            "GET", link, headers=_PLAIN, redirect=False, retries=False, preload_content=False, timeout=timeout
        )
        following = answer.headers.get("Location") if 300 <= answer.status < 400 else None
        try:
            if not following:
                yield Download(answer.status, answer.headers, answer.stream(PIECE, decode_content=False))
                return
        finally:
            # A connection in the middle of a body is of no use to the next request.
            answer.close()
        link = urljoin(link, following)
    raise BadLink("it leads from one address to the next")


def _check(link: str, base_url: str) -> None:
    """Only HTTPS, but for a portal on this machine, whose files are on it too."""
    try:
        parts, base = urlsplit(link), urlsplit(base_url)
        host = parts.hostname or ""
    except ValueError:
        raise BadLink("it is no address") from None
    is_here = base.scheme == "http" and base.hostname in _LOOPBACK and host in _LOOPBACK
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and is_here)):
        raise BadLink("it is not HTTPS")
