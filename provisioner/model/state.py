"""State: what a portal is, as far as a blueprint asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from provisioner.model.keys import Key
from provisioner.model.portal import Account
from provisioner.model.resource import Resource, Retirement


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a portal is read: what the blueprint wants, what must go, and the ids pinned for it.

    ``sections`` are the headings that the blueprint has, also where nothing stands under them.
    """

    desired: Mapping[Key, Resource]
    retirements: tuple[Retirement, ...] = ()
    ids: Mapping[Key, str] = field(default_factory=dict)
    sections: frozenset[str] = frozenset()

    def object_types(self, *kinds: str) -> list[str]:
        """The object types for which any of these kinds is wanted, retired, or needed by something else; sorted."""
        keys = [*self.desired, *(retirement.key for retirement in self.retirements)]
        keys += [key for resource in self.desired.values() for key in resource.needs]
        return sorted({key.object_type for key in keys if key.kind in kinds})


@dataclass(frozen=True, slots=True)
class State:
    """Live resources by key, archived ones apart."""

    account: Account
    resources: Mapping[Key, Resource]
    archived: Mapping[Key, Resource] = field(default_factory=dict)
