"""What the ways of selling are called, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.model.texts import Text, said

MODE_NAMES: Mapping[str, Text] = {
    "call_center": said("call centre", "מוקד מכירות"),
    "b2b": said("senior B2B", "מכירות B2B בכירות"),
    "hybrid": said("hybrid: call centre and senior B2B", "משולב: מוקד ומכירות B2B בכירות"),
}
"""By mode."""
