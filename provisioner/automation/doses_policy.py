"""What the dose is judged by: the policy of a blueprint, the workflows and measures under judgement, names of ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from provisioner.automation.calendars_clock import Calendar
from provisioner.automation.doses_data import (
    CLOSED_BY_NAME,
    DEFAULT_LEVEL,
    LEVELS,
    MAXIMUM_LEVEL,
    OVERRIDE_LEVEL,
    SUPPORTIVE,
    TYPE_IDS,
)
from provisioner.automation.modes import mode_of
from provisioner.model.keys import Key, Ref
from provisioner.model.resource import Place

Id = str | Ref
StageStates = Mapping[Id, str] | Callable[[Id], str | None]


@dataclass(frozen=True, slots=True)
class JudgedFlow:
    """A workflow to judge: ``key`` for one of ours, its name for a live one (``foreign``).

    ``body`` is a v4 flow as HubSpot has it; a ``Ref`` may stand wherever an id of the portal stands. ``object_type``
    is a name (``deals``) or HubSpot's type id. ``enabled`` says whether it is, or will be, switched on.
    """

    key: Key | str
    body: Mapping[str, Any]
    object_type: str
    enabled: bool = True
    place: Place | None = None
    foreign: bool = False

    @property
    def object(self) -> str:
        return TYPE_IDS.get(self.object_type, self.object_type)

    @property
    def name(self) -> str:
        return str(self.body.get("name") or self.key) if isinstance(self.key, str) else self.key.address

    @property
    def counts(self) -> bool:
        """A workflow of others that is switched off does nothing, and is not judged."""
        return self.enabled or not self.foreign


@dataclass(frozen=True, slots=True)
class Measure:
    """Automation that is not a workflow: required fields of a stage, a ranking, a digest, HubSpot's forecast mapping.

    ``count`` is the number of required fields of ``stage``, ``days`` the rhythm of a digest.
    """

    dose_class: str
    pipeline: Key
    label: str
    stage: Key | None = None
    count: int = 1
    days: int = 0
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """Why a pipeline may exceed its mode: a recorded decision with an owner and an end."""

    reason: str = ""
    owner: str = ""
    review_by: date | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        given = {"reason": self.reason.strip(), "owner": self.owner.strip(), "review_by": self.review_by}
        return tuple(name for name, value in given.items() if not value)

    def holds(self, today: date) -> bool:
        return not self.missing and self.review_by is not None and self.review_by >= today


@dataclass(frozen=True, slots=True)
class Policy:
    """The dose that a blueprint asks for, and what is known about the portal.

    ``intensity``: every pipeline of the blueprint with its level. ``stages``: the state of a stage by its id or Ref:
    ``open``, ``won``, ``lost``; ``new``, ``in_progress``, ``qualified``, ``disqualified``. ``ids``: the portal's ids of
    pipelines and stages where they are not the ones that we choose. ``modes``: the mode of single pipelines in a
    hybrid; by default the prefix of the name tells (``cc_``, ``b2b_``). ``calendars``: those of single pipelines that
    do not go by ``calendar``. ``builtin``: whether HubSpot's own
    ``lead_stages`` and ``forecast_mapping`` automation is on; a missing name means nobody knows. ``single`` are the
    enumerations, by object and name, that hold one value at a time; ``shared`` the properties, by object and name, each
    with a workflow that shares it knowingly with others. ``place`` is where the intensity is written.
    ``language`` is that of the findings, ``en`` or ``he``.
    """

    mode: str
    intensity: Mapping[Key, str]
    today: date
    override: Override | None = None
    stages: StageStates = field(default_factory=dict)
    ids: Mapping[Key, str] = field(default_factory=dict)
    modes: Mapping[Key, str] = field(default_factory=dict)
    calendar: Calendar | None = None
    calendars: Mapping[Key, Calendar] = field(default_factory=dict)
    builtin: Mapping[str, bool] = field(default_factory=dict)
    single: frozenset[tuple[str, str]] = frozenset()
    shared: frozenset[tuple[str, str, Key]] = frozenset()
    place: Place | None = None
    language: str = "en"

    def mode_of(self, pipeline: Key) -> str:
        if pipeline in self.modes:
            return self.modes[pipeline]
        return mode_of(self.mode, pipeline)

    def calendar_of(self, pipeline: Key) -> Calendar | None:
        return self.calendars.get(pipeline, self.calendar)

    def level(self, pipeline: Key) -> str:
        """The level by which this pipeline is judged: what was asked for, up to what its mode and override allow."""
        asked, mode = self.intensity[pipeline], self.mode_of(pipeline)
        allowed = MAXIMUM_LEVEL.get(mode, LEVELS[-1])
        if self.override is not None and self.override.holds(self.today):
            allowed = OVERRIDE_LEVEL.get(mode, allowed)
        exceeds_override = LEVELS.index(asked) > LEVELS.index(OVERRIDE_LEVEL.get(mode, LEVELS[-1]))
        return MAXIMUM_LEVEL.get(mode, asked) if exceeds_override else min(asked, allowed, key=LEVELS.index)


def intensities(setting: str | Mapping[str, str] | None, mode: str, pipelines: Mapping[Key, str]) -> dict[Key, str]:
    """The level of every pipeline from the blueprint's ``intensity``: one word, or words by ``deals/name``.

    ``pipelines`` gives each pipeline its mode. What the blueprint does not say follows the mode.
    """
    words = setting if isinstance(setting, Mapping) else {}
    default = setting if isinstance(setting, str) else ""
    return {
        key: words.get(key.address) or default or DEFAULT_LEVEL.get(pipelines[key] or mode, SUPPORTIVE)
        for key in pipelines
    }


class Names:
    """What the ids of a portal mean: which pipeline, which stage, in which state."""

    def __init__(self, policy: Policy) -> None:
        self._states = policy.stages
        self._keys: dict[tuple[str, bool, str], Key] = {}
        for key in [*policy.intensity, *_stage_keys(policy)]:
            self._keys[key.object_type, "#" in key.address, policy.ids.get(key) or _own_id(key)] = key
        for key, live in policy.ids.items():
            self._keys[key.object_type, "#" in key.address, live] = key

    def pipeline(self, object_type: str, value: Any) -> Key | str:
        return self._key(object_type, False, value)

    def stage(self, object_type: str, value: Any) -> Key | str:
        return self._key(object_type, True, value)

    def _key(self, object_type: str, is_part: bool, value: Any) -> Key | str:
        return value.key if isinstance(value, Ref) else self._keys.get((object_type, is_part, str(value)), str(value))

    def state(self, object_type: str, value: Any) -> str:
        """``won``, ``lost``, ``disqualified``, ...; empty where nobody knows."""
        if not isinstance(value, str | Ref):
            return ""
        stage = self.stage(object_type, value)
        known = self._state(value) or (self._state(Ref(stage)) if isinstance(stage, Key) else None)
        if known:
            return "disqualified" if known == "unqualified" else known
        return CLOSED_BY_NAME.get(value, "") if isinstance(value, str) else ""

    def _state(self, value: Id) -> str | None:
        return self._states(value) if callable(self._states) else self._states.get(value)


def _stage_keys(policy: Policy) -> list[Key]:
    if callable(policy.stages):
        return []
    return [name.key for name in policy.stages if isinstance(name, Ref)]


def _own_id(key: Key) -> str:
    """The id that we choose: the name of a pipeline, ``<pipeline>_<stage>`` for a stage."""
    whole = key.whole
    return whole.name if whole == key else f"{whole.name}_{key.name}"
