"""What a template is: the contract that every module of this folder satisfies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from provisioner.automation.parameters import Parameter
from provisioner.automation.rules import Context, Rule
from provisioner.automation.steps import Flow
from provisioner.model.findings import ManualStep
from provisioner.model.keys import Key
from provisioner.model.portal import Json

Words = Mapping[str, str]
"""A text by language: ``en`` and ``he``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workflow says in the terms of a template: the settled parameters that it was made from."""

    pipeline: Key
    stage: Key | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)


class Settleable(Protocol):
    """What both sorts of template have."""

    @property
    def NAME(self) -> str:  # noqa: N802  a constant of the module
        """As rules write it: ``sla_ladder``."""
        ...

    @property
    def CODES(self) -> tuple[str, ...]:  # noqa: N802  a constant of the module
        """The requirements that it carries: ``CC-A2``."""
        ...

    @property
    def OBJECTS(self) -> tuple[str, ...]:  # noqa: N802  a constant of the module
        """Object types of the pipelines that it fits."""
        ...

    @property
    def STAGE(self) -> str:  # noqa: N802  a constant of the module
        """Whether a rule names a stage: ``required``, ``optional``, ``none``; ``shorthand`` for a list of one."""
        ...

    @property
    def BUSINESS(self) -> bool:  # noqa: N802  a constant of the module
        """Whether its waits run inside the calendar's time windows."""
        ...

    @property
    def TITLE(self) -> Words:  # noqa: N802  a constant of the module
        """The name of the workflow where the rule gives none."""
        ...

    @property
    def FIELDS(self) -> tuple[Parameter, ...]:  # noqa: N802  a constant of the module
        """Its own parameters, in the order in which they are settled."""
        ...

    @property
    def PARAMETERS(self) -> Json:  # noqa: N802  a constant of the module
        """JSON Schema of its own parameters, by name."""
        ...

    def stands_on(self, rule: Rule) -> str:
        """The object type that is enrolled."""
        ...

    def sentence(self, rule: Rule, context: Context) -> Words:
        """One plain sentence for a settled rule, by language."""
        ...


class Template(Settleable, Protocol):
    """A template that HubSpot can carry."""

    def flow(self, rule: Rule, context: Context) -> Flow:
        """The workflow of a settled rule, without name and description."""
        ...

    def read(self, flow: Flow) -> Reading | None:
        """What the workflow was made from; None when it does not look like one of this template.

        The caller compiles the answer again: only when that gives the same workflow was nothing edited by hand.
        """
        ...


class ManualTemplate(Settleable, Protocol):
    """A template that HubSpot has no action or trigger for."""

    def manual(self, rule: Rule, context: Context) -> ManualStep:
        """What a person must click instead."""
        ...
