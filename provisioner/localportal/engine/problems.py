"""The one exception of the engine: something that it cannot do, and must say so."""

from __future__ import annotations


class NotRun(Exception):
    """A part of a flow that the engine does not run, or that cannot be run; it becomes an entry of the time line."""
