"""Identity in words: keys of resources and references between them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a resource is called in blueprints and plans, never a portal id: ``pipeline:deals/cc_sales#won``.

    ``address`` is ``<object type>/<name>`` with ``#<part>`` for a part of a whole, as a stage of a pipeline.
    """

    kind: str
    address: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.address}"

    @classmethod
    def parse(cls, text: str) -> Key:
        """Read ``kind:address``; ValueError when the colon or either side is missing."""
        kind, colon, address = text.partition(":")
        if not (kind and colon and address):
            raise ValueError(f"not a key: {text!r}")
        return cls(kind, address)

    @property
    def object_type(self) -> str:
        return self.address.partition("/")[0]

    @property
    def name(self) -> str:
        """The last word: the part for a part, else the name."""
        return self.address.rpartition("#")[2].rpartition("/")[2]

    @property
    def whole(self) -> Key:
        """The key of the whole that this key is a part of; the key itself when it is no part."""
        return Key(self.kind, self.address.partition("#")[0])

    def part(self, name: str) -> Key:
        return Key(self.kind, f"{self.address}#{name}")


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """Inside a spec: whatever id this portal gives to that key."""

    key: Key

    def __str__(self) -> str:
        return str(self.key)


class Order(tuple[str, ...]):
    """Names in display order. Two orders agree when the names that both have stand in the same sequence."""

    __slots__ = ()

    def agrees_with(self, other: Order) -> bool:
        return self.restricted_to(other) == other.restricted_to(self)

    def restricted_to(self, other: Order) -> list[str]:
        known = set(other)
        return [name for name in self if name in known]
