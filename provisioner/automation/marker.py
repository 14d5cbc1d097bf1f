"""The mark at the end of a workflow's description: whose it is, and what it was when we wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass

SPEC_DIGITS = 12
UNREADABLE = "(not readable as a rule)"
"""What stands for the template of a workflow that bears our mark and is no rule any more."""
_MARKER = re.compile(r"\s*\[provisioner key=(?P<key>[a-z][a-z0-9_]*) spec=(?P<spec>[0-9a-f]{12})\]\s*$")


@dataclass(frozen=True, slots=True)
class Marker:
    """``rest`` is the description without the mark."""

    key: str
    spec: str
    rest: str


def marked(description: str, key: str, spec: str) -> str:
    """The description with the mark of this rule and the first digits of its fingerprint."""
    return f"{description} [provisioner key={key} spec={spec[:SPEC_DIGITS]}]".lstrip()


def read(description: str | None) -> Marker | None:
    """The mark of a description, None when it bears none."""
    found = _MARKER.search(description or "")
    return Marker(found["key"], found["spec"], (description or "")[: found.start()]) if found else None
