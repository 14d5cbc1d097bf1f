"""Measuring: a portal's CRM records, read once at least cost and kept for the next time, and the KPIs they make."""

from __future__ import annotations

from provisioner.measuring.measure import EXPORT_FROM, Files, Task, measure

__all__ = ["EXPORT_FROM", "Files", "Task", "measure"]
