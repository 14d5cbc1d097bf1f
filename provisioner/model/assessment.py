"""What an existing portal says of the way of selling: answers with their evidence, and how its pipelines go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from provisioner.model.advice import Limits, Text
from provisioner.model.portal import Account


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was measured for one question.

    ``answer`` is the choice that follows, empty where a hint is all that can be had. ``measured`` is in ``unit``, ``n``
    how many records stand behind it, ``how`` says it in words, ``read`` names what was read.
    """

    question: int
    answer: str
    measured: float | None
    unit: str
    n: int
    how: Text
    read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """A question that the portal does not answer, and why; ``scopes`` are what the key lacks, any one of them."""

    question: int
    why: Text
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """How one pipeline goes. ``looks_like`` is a mode, or empty where its records do not tell; ``because`` says why.

    ``stages`` are those before the end. ``records`` counts all, ``open`` those that have not ended, ``no_owner`` and
    ``no_next_step`` are among the open ones; None is not known. ``cycle`` are days, the median of ``won`` deals of the
    last twelve months, and ``people`` the median of the contacts on them.
    """

    object_type: str
    id: str
    label: str
    stages: int
    records: int | None
    open: int | None
    no_owner: int | None
    no_next_step: int | None
    won: int
    cycle: float | None
    people: float | None
    looks_like: str = ""
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to think of before a portal is re-aimed: of one pipeline, by object type and id, or of all."""

    text: Text
    object_type: str = ""
    id: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that was answered otherwise than measured. The answer given goes."""

    question: int
    given: str
    measured: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """A portal as it was found. ``since`` is the first day looked at, ``labels`` whether labels of associations can be
    had there (None: not told), ``reads`` the requests that it took, ``unread`` the pipelines
    that were too many to look into, ``remarks`` what to think of before it is re-aimed.
    """

    portal: str
    account: Account
    since: date
    until: date
    limits: Limits
    labels: bool | None
    evidence: tuple[Evidence, ...]
    unmeasured: tuple[Unmeasured, ...]
    courses: tuple[Course, ...]
    unread: int = 0
    remarks: tuple[Remark, ...] = ()
    differences: tuple[Difference, ...] = ()
    reads: int = 0

    @property
    def answers(self) -> Mapping[int, str]:
        """The measured answers by question, question 12 apart: its facts are ``limits``."""
        return {each.question: each.answer for each in self.evidence if each.answer and each.question != 12}
