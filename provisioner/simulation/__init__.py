"""Rehearsals on a virtual clock: what happens to leads and deals, told to an engine, and what it did, told to people.

``moments`` read times, ``scenario`` files and ``stock`` say what happens to which records, ``script`` says it to the
engine of the local portal, ``staging`` prepares that portal's state, ``names`` give its ids their words back, and
``timeline`` tells what happened. Nothing here knows the local portal itself: its state and its answers come in as JSON.
"""

from __future__ import annotations
