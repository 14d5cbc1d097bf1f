"""K14: inbound calls that were answered, and beside it outbound calls that reached somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from provisioner.kpi import calls
from provisioner.kpi.calls import Calls
from provisioner.kpi.context import CENTRE
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Grade, Segment, Unit
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.scales import rising, share
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said


class AnswerRate(Counting):
    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.calls = gathering.tally(Calls)

    def outcome(self) -> Outcome:
        held = list(self.calls.by_owner.values())
        inbound, answered = sum(one.inbound for one in held), sum(one.answered for one in held)
        scale, least = KPI.scale(self.context, "connect"), KPI.least(self.context)
        connect = share(sum(one.connected for one in held), sum(one.outbound for one in held), scale, least)
        rate = share(answered, inbound)
        return Outcome(
            rate.value,
            inbound,
            answered,
            inbound,
            Counter(self.calls.excluded),
            tuple(self._segments()),
            {"connect": connect, "voicemail": sum(one.voicemail for one in held),
             "judged_by_duration": sum(one.by_duration for one in held)},
            reason="" if inbound else "no_inbound" if connect.n else "no_records",
        )  # fmt: skip

    def _segments(self) -> Iterator[Segment]:
        least = KPI.least(self.context)
        for owner, tried in sorted(self.calls.by_owner.items()):
            name = self.context.owner_name(owner)
            if tried.inbound:
                yield Segment(
                    "owner", owner, share(tried.answered, tried.inbound, KPI.scale(self.context), least), name
                )
            if tried.outbound:
                scale = KPI.scale(self.context, "connect")
                yield Segment("owner_connect", owner, share(tried.connected, tried.outbound, scale, least), name)


KPI = Definition(
    id="K14",
    name=said("Answer rate", "אחוז מענה"),
    unit=Unit.RATIO,
    modes=frozenset({CENTRE, "hybrid"}),
    needs=(calls.NEED, Need("calls", (Rows.HAPPENED,), (("hs_call_status",), ("hs_call_duration",)))),
    start=AnswerRate,
    scales={"value": rising("0.90", "0.80"), "connect": rising("0.30", "0.20")},
    sample="calls",
    method=said(
        "Answered ÷ inbound calls that have ended. Connect: outbound calls whose outcome is a talk ÷ outbound; "
        "without an outcome, 30 seconds or more count as a talk.",
        "שיחות שנענו ÷ שיחות נכנסות שהסתיימו. קשר יוצא: שיחות שתוצאתן שיחה ממשית ÷ שיחות יוצאות; ללא תוצאה, 30 "
        "שניות ומעלה נחשבות שיחה.",
    ),
    advice={
        Grade.GOOD: said(
            "Callers reach somebody; keep the shifts.",
            "הפונים זוכים למענה; להשאיר את המשמרות.",
        ),
        Grade.WATCH: said(
            "Some callers give up; add a rep in the busiest hour and call back every missed call.",
            "חלק מהפונים מתייאשים; להוסיף נציג בשעת העומס ולחזור לכל שיחה שלא נענתה.",
        ),
        Grade.RISK: said(
            "Too many callers reach nobody; call missed ones back today and change the shift plan this week.",
            "יותר מדי פונים ללא מענה; לחזור היום לשיחות שלא נענו ולשנות השבוע את סידור המשמרות.",
        ),
    },
)
