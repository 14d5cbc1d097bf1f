"""Which way of selling a pipeline belongs to: that of the blueprint, and in a hybrid what its name begins with."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.model.keys import Key

CENTRE, B2B, HYBRID = "call_center", "b2b", "hybrid"
_BY_PREFIX: Mapping[str, str] = {"cc_": CENTRE, "b2b_": B2B}


def mode_of(mode: str, pipeline: Key) -> str:
    """``call_center`` or ``b2b``; ``hybrid`` for a pipeline of a hybrid whose name tells neither."""
    if mode != HYBRID:
        return mode
    return next((found for prefix, found in _BY_PREFIX.items() if pipeline.name.startswith(prefix)), HYBRID)
