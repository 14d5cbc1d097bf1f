"""What a lint rule is: a code, how bad it is, what it says in one line, and a function that looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from provisioner.model.findings import Severity
from provisioner.rules.blueprint_draft import Draft, Path


class Said(NamedTuple):
    """One remark of a rule: where, one sentence, and what to do. ``of_value``: it is about the value, not its key."""

    path: Path
    message: str
    fix: str
    of_value: bool = False


class Rule(NamedTuple):
    """``summary`` completes "refused because" in the list of codes; ``look`` yields what is wrong in a draft."""

    code: str
    severity: Severity
    summary: str
    look: Callable[[Draft], Iterator[Said]]


ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
