"""What provisioner does, as plain functions: the one place where reading, comparing and carrying out meet."""

from __future__ import annotations

from provisioner.api.applying import carry_out, exit_code, permit
from provisioner.api.assessing import advised, assessed, completed
from provisioner.api.measuring import Order, language, measured
from provisioner.api.planning import Prepared, planned, resumed
from provisioner.api.plans import LARGEST_PLAN, is_plan, save, saved_plan
from provisioner.api.telling import board, explain

__all__ = [
    "LARGEST_PLAN",
    "Order",
    "Prepared",
    "advised",
    "assessed",
    "board",
    "carry_out",
    "completed",
    "exit_code",
    "explain",
    "is_plan",
    "language",
    "measured",
    "permit",
    "planned",
    "resumed",
    "save",
    "saved_plan",
]
