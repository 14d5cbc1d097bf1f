"""Runs the portal's flows over its records on a virtual clock, and tells what happened when, to whom.

`calendars` and `points` know time, `operations` and `criteria` what a record must be like, `world` holds the records,
`contents` are the values and texts that actions use, `actions` what each action does, `progress` who is where in which
flow, `runner` puts it all in order of time, and `rehearsal` starts it.
"""

from __future__ import annotations
