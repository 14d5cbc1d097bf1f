"""K21: hand-offs between the centre and B2B that were accepted in time."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from provisioner.kpi import history
from provisioner.kpi.context import B2B
from provisioner.kpi.deals import Deal
from provisioner.kpi.definition import Definition
from provisioner.kpi.measurement import Grade, Unit
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.scales import falling, rising, share
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said
from provisioner.kpi.values import Record, text

STATUS = "core_handoff_status"
_PROPOSED, _ACCEPTED, _RETURNED = "proposed", "accepted", "returned"


class HandoffHealth(Counting):
    """Every proposal of the period counts, from the history of the status; a second one after a return too.

    The clock is that of the account managers, who are the ones to answer. One that was withdrawn counts as unanswered,
    or as not due where its hours were not over. The status is ours alone, so that a record counts in any pipeline.
    """

    takes_all = True

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.takes = {"leads": self._lead, "deals": self._deal}
        self.calendar = self.context.calendar_of(B2B)
        self.found: Counter[str] = Counter()

    def _deal(self, deal: Deal) -> None:
        # A deal that came of a lead carries the lead's hand-off on; it was counted there.
        if not text(deal.properties, "core_source_lead_id"):
            self._record(deal.record)

    def _lead(self, record: Record) -> None:
        self._record(record)

    def _record(self, record: Record) -> None:
        if record.get("archived"):
            return
        entries = history.entries(record, STATUS)
        if entries is None:
            self.found["no_history"] += text(record["properties"], STATUS) not in ("", "none")
            return
        moves = [(datetime.fromisoformat(moment), status) for moment, _, status in history.changes(entries)]
        for place, (moment, value) in enumerate(moves):
            if value == _PROPOSED and self.context.period.has(moment):
                self._proposal(moment, next(iter(moves[place + 1 :]), None))

    def _proposal(self, proposed: datetime, answer: tuple[datetime | None, str] | None) -> None:
        answered, value = answer or (None, "")
        limit = float(self.context.settings.handoff_hours) * 60
        minutes = self.calendar.business_minutes(proposed, answered or self.context.now)
        if value not in (_ACCEPTED, _RETURNED):
            self.found["pending" if minutes > limit else "not_due"] += 1
        elif value == _RETURNED:
            self.found["returned"] += 1
        else:
            self.found["in_time" if minutes <= limit else "late"] += 1

    def outcome(self) -> Outcome:
        if self.found["no_history"]:
            return Outcome(excluded={"no_history": self.found["no_history"]}, reason="no_history")
        due = sum(self.found[one] for one in ("in_time", "late", "returned", "pending"))
        rate = share(self.found["in_time"], due)
        limit, least = KPI.scale(self.context, "returned"), KPI.least(self.context)
        returned = share(self.found["returned"], due, limit, least)
        return Outcome(
            rate.value,
            due,
            self.found["in_time"],
            due,
            {"not_due": self.found["not_due"]},
            details={"returned": returned, "late": self.found["late"], "pending": self.found["pending"]},
            at_best=Grade.GOOD if returned.grade in (Grade.GOOD, Grade.LOW_SAMPLE) else Grade.WATCH,
        )


def _needed(object_type: str, others: tuple[str, ...], variant: str = "") -> Need:
    return Need(object_type, (Rows.ALL,), ((STATUS,),), others, history=(STATUS,), variant=variant)


KPI = Definition(
    id="K21",
    name=said("Hand-off health", "תקינות מסירות"),
    unit=Unit.RATIO,
    modes=frozenset({"hybrid"}),
    needs=(_needed("leads", ("hs_pipeline",), "leads"), _needed("deals", ("pipeline", "core_source_lead_id"))),
    start=HandoffHealth,
    scales={"value": rising("0.90", "0.75"), "returned": falling("0.15", "0.15")},
    sample="leads",
    method=said(
        "Hand-offs proposed in the period and accepted within the business hours of the account managers' "
        "calendar ÷ those proposed and due. More than 15 % returned is never good.",
        "מסירות שהוצעו בתקופה והתקבלו בתוך שעות העבודה שנקבעו, לפי לוח מנהלי הלקוחות ÷ אלה שהוצעו ומועדן הגיע. "
        "יותר מ-15% החזרות לעולם אינו תקין.",
    ),
    advice={
        Grade.GOOD: said(
            "Hand-offs are taken over in time and rarely sent back.",
            "המסירות מתקבלות בזמן ורק לעתים רחוקות מוחזרות.",
        ),
        Grade.WATCH: said(
            "Customers wait between two teams; agree on who answers when somebody is away, and read the reasons "
            "of returns.",
            "לקוחות ממתינים בין שני צוותים; לקבוע מי עונה בהיעדרות ולקרוא את סיבות ההחזרה.",
        ),
        Grade.RISK: said(
            "Hand-offs get stuck; both managers go through the open ones together today.",
            "מסירות נתקעות; שני המנהלים עוברים היום יחד על הפתוחות.",
        ),
    },
)
