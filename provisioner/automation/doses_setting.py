"""Everything that judging needs at hand: the levels in force, the flows as read, and findings in the right language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from provisioner.automation import doses_wording
from provisioner.automation.doses_classify import Leaf, classify
from provisioner.automation.doses_data import ASSOCIATED, LEVELS, PIPELINE_PROPERTY
from provisioner.automation.doses_policy import JudgedFlow, Names, Policy
from provisioner.automation.doses_reach import Reach, enrolled
from provisioner.model.findings import Finding, Severity
from provisioner.model.keys import Key
from provisioner.model.resource import Place

Facts = Mapping[str, Any]
NO_FACTS: Facts = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Setting:
    """The policy with the level of every pipeline and the meaning of the portal's ids."""

    policy: Policy
    names: Names
    levels: Mapping[Key, str]

    @classmethod
    def of(cls, policy: Policy) -> Setting:
        return cls(policy, Names(policy), {key: policy.level(key) for key in sorted(policy.intensity)})

    def strictest(self, pipelines: Iterable[Key]) -> Key:
        return min(pipelines, key=lambda key: (LEVELS.index(self.levels[key]), key))

    def within(self, pipelines: Iterable[Key | str] | None, object_type: str = "") -> frozenset[Key]:
        """The policy's pipelines among these, or among all where None; of one object only where it is given."""
        some = self.levels if pipelines is None else (key for key in pipelines if key in self.levels)
        ours = (key for key in some if isinstance(key, Key))
        return frozenset(key for key in ours if not object_type or key.object_type == object_type)

    def of_flow(
        self, flow: JudgedFlow, pipeline: Key, code: str, severity: Severity, case: str = "", facts: Facts = NO_FACTS
    ) -> Finding:
        """A finding about a workflow; that of others never blocks."""
        severity = Severity.WARNING if flow.foreign else severity
        key = flow.key if isinstance(flow.key, Key) else None
        return self._finding(
            code, severity, case, flow.place, key, {**self._where(pipeline), "flow": flow.name, **facts}
        )

    def of_pipeline(
        self,
        pipeline: Key,
        code: str,
        severity: Severity,
        case: str = "",
        facts: Facts = NO_FACTS,
        place: Place | None = None,
    ) -> Finding:
        """A finding about a pipeline; it stands where the intensity is written, unless told otherwise."""
        place = place or self.policy.place
        return self._finding(code, severity, case, place, pipeline, {**self._where(pipeline), **facts})

    def _where(self, pipeline: Key) -> Facts:
        words = doses_wording.LEVEL_WORDS[self.policy.language]
        return {"pipeline": pipeline.address, "level": words[self.levels[pipeline]]}

    def _finding(
        self, code: str, severity: Severity, case: str, place: Place | None, key: Key | None, facts: Facts
    ) -> Finding:
        language = self.policy.language
        message = doses_wording.message(code, language, case, **facts)
        return Finding(code, severity, message, place, key, doses_wording.fix(code, language, case, **facts))


@dataclass(frozen=True, slots=True)
class Read:
    """A workflow as read: its leaves, each with the policy's pipelines that it reaches, and all that it touches."""

    flow: JudgedFlow
    leaves: tuple[tuple[Leaf, frozenset[Key]], ...]
    enrols: Reach
    pipelines: frozenset[Key]


def read(flow: JudgedFlow, setting: Setting) -> Read:
    enrols = enrolled(flow.body, flow.object, setting.names)
    leaves = tuple((leaf, _reached(leaf, flow, setting)) for leaf in classify(flow, setting.names))
    touched = _own(enrols, flow, setting).union(*(pipelines for _, pipelines in leaves))
    return Read(flow, leaves, enrols, touched)


def _own(reach: Reach, flow: JudgedFlow, setting: Setting) -> frozenset[Key]:
    """The pipelines of the enrolled records.

    A contact or a company has none: filters on its deals and leads stand for it. Where there are none, a workflow of
    ours may touch any pipeline, while one of others (a newsletter, say) touches none until it acts on a deal or lead.
    """
    if flow.object in PIPELINE_PROPERTY:
        return setting.within(reach.pipelines, flow.object)
    if reach.pipelines is None and flow.foreign:
        return frozenset()
    return setting.within(reach.pipelines)


def _reached(leaf: Leaf, flow: JudgedFlow, setting: Setting) -> frozenset[Key]:
    part = leaf.part
    reached = _own(leaf.reach, flow, setting)
    if part.into is not None:
        return reached | setting.within(part.into.pipelines, part.on)
    if flow.object in PIPELINE_PROPERTY:
        return reached
    if part.on in PIPELINE_PROPERTY:
        return reached | setting.within(None, part.on)
    if part.on == ASSOCIATED and part.dose_class != "stamp":
        # An association that we cannot name may well lead to a deal: its owner or stage is no stamp.
        return reached | setting.within(None)
    return reached
