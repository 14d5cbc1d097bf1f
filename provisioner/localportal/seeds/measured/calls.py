"""Calls: one out for each first attempt, those that come in, and a few that are neither."""

from __future__ import annotations

from provisioner.localportal.seeds.measured.calendars import DAY, HOUR, SECOND, OpenDay, iso
from provisioner.localportal.seeds.measured.frame import Dice, Frame
from provisioner.localportal.seeds.measured.ground import Crew
from provisioner.localportal.seeds.measured.tally import CallTally
from provisioner.localportal.seeds.measured.writer import Writer

CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7"
NOT_CONNECTED = (
    "73a0d17f-1163-4015-bdd5-ec830791da20", "9d9162e7-6cf3-4944-bf63-4dff82258764",
    "b2cf5968-551e-4856-9783-52b3da59a7d0", "17b47fee-58de-441e-a44c-c6300d46f273",
)  # fmt: skip
_OUT = (("connected", 0.28), ("blank_long", 0.05), ("blank_short", 0.04), ("blank_none", 0.03), ("missed", 0.6))
_IN = (
    ("COMPLETED", 0.845), ("MISSED", 0.05), ("NO_ANSWER", 0.03), ("voicemail", 0.03), ("BUSY", 0.02), ("FAILED", 0.01),
    ("CANCELED", 0.01), ("IN_PROGRESS", 0.005),
)  # fmt: skip


class Calls:
    """Makes calls and counts those in the period."""

    def __init__(self, dice: Dice, frame: Frame, writer: Writer, crew: Crew, tally: CallTally) -> None:
        self._dice, self._frame, self._writer, self._crew, self._tally = dice, frame, writer, crew, tally

    def out(self, at: int, owner: str, contact_id: int) -> None:
        """The call of a first attempt."""
        dice, tally, kind = self._dice, self._tally, self._dice.pick(_OUT)
        values = {"hs_call_direction": "OUTBOUND", "hs_call_status": "COMPLETED"}
        if kind == "connected":
            values |= {"hs_call_disposition": CONNECTED, "hs_call_duration": str(dice.whole(35, 900) * SECOND)}
        elif kind == "missed":
            values |= {
                "hs_call_disposition": dice.choice(NOT_CONNECTED),
                "hs_call_duration": str(dice.whole(2, 25) * SECOND),
            }
        elif kind != "blank_none":
            seconds = dice.whole(30, 600) if kind == "blank_long" else dice.whole(1, 29)
            values["hs_call_duration"] = str(seconds * SECOND)
        tally.outbound += 1
        tally.outbound_connected += kind in ("connected", "blank_long")
        tally.judged_by_length += kind.startswith("blank")
        self._count("OUTBOUND", owner)
        call_id = self._put(at, owner, values)
        self._writer.join(("calls", call_id), ("contacts", contact_id))

    def incoming(self, day: OpenDay) -> None:
        """A call that came in while the centre was open."""
        dice, tally, kind = self._dice, self._tally, self._dice.pick(_IN)
        owner = dice.choice(self._crew.reps) if kind == "COMPLETED" or dice.hits(0.5) else ""
        values = {"hs_call_direction": "INBOUND", "hs_call_status": "MISSED" if kind == "voicemail" else kind}
        if kind == "voicemail":
            values["hs_call_has_voicemail"] = "true"
        if kind == "COMPLETED":
            values["hs_call_duration"] = str(dice.whole(20, 1200) * SECOND)
        tally.inbound_ended += kind != "IN_PROGRESS"
        tally.inbound_answered += kind == "COMPLETED"
        self._count("INBOUND", owner)
        self._put(dice.second(day.opens, min(day.closes, self._frame.until)), owner, values)

    def unknown(self, day: OpenDay) -> None:
        """A call of which nobody wrote down the direction."""
        owner = self._dice.choice(self._crew.reps)
        self._count("", owner)
        self._put(
            self._dice.second(day.opens, min(day.closes, self._frame.until)), owner, {"hs_call_status": "COMPLETED"}
        )

    def before(self) -> None:
        """A call of the month before: it counts nowhere."""
        at = self._frame.start - self._dice.second(HOUR, 25 * DAY)
        self._put(at, self._crew.idle, {"hs_call_direction": "OUTBOUND", "hs_call_disposition": CONNECTED})

    def _count(self, direction: str, owner: str) -> None:
        self._tally.total += 1
        self._tally.by_direction[direction] += 1
        self._tally.by_owner[owner] += 1
        self._tally.active.add(owner)

    def _put(self, at: int, owner: str, values: dict[str, str]) -> int:
        call_id, stamp = self._writer.new_id("calls"), iso(at)
        plain = {"hs_timestamp": stamp, "hs_createdate": stamp, "hubspot_owner_id": owner, "hs_call_title": "Call"}
        self._writer.put("calls", call_id, plain | values, at)
        return call_id
