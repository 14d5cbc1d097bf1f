"""K19: open leads and deals that fall between the cracks: no owner, an owner who has left, or no next step."""

from __future__ import annotations

from collections import Counter

from provisioner.kpi import deals
from provisioner.kpi.context import B2B, CENTRE
from provisioner.kpi.deals import Deal
from provisioner.kpi.definition import Definition
from provisioner.kpi.leads import Leads
from provisioner.kpi.measurement import Figure, Grade, Segment, Unit
from provisioner.kpi.needs import OWNERS, Need, Rows
from provisioner.kpi.scales import falling, share
from provisioner.kpi.tallies import Counting, Outcome, Pass
from provisioner.kpi.texts import said
from provisioner.kpi.values import Properties, Record, day, instant, text

_PLANNED = ("notes_next_activity_date", "cc_next_call_at", "cc_sla_due_at")
_DATED = ("core_recontact_date",)


class Leakage(Counting):
    def __init__(self, gathering: Pass) -> None:
        self.context, self.leads = gathering.context, gathering.tally(Leads)
        source = self.context.settings.lead_source
        self.takes = {"deals": self._deal, source: self._lead}
        self.open: Counter[str] = Counter()
        self.leaking: Counter[str] = Counter()
        self.causes: Counter[str] = Counter()
        self.unknown = 0

    def _deal(self, deal: Deal) -> None:
        self.unknown += not deal.state
        if deal.is_open:
            self._count("deals", deal.properties, deal.owner)

    def _lead(self, record: Record) -> None:
        found = self.leads.read(record)
        if found.is_open:
            self._count("leads", record["properties"], found.owner)

    def _count(self, what: str, held: Properties, owner: str) -> None:
        """Every cause is counted, the record once."""
        causes = {
            "no_owner": not owner,
            "owner_left": bool(owner) and self.context.has_left(owner),
            "no_next_step": not self._has_next_step(held),
        }
        self.open[what] += 1
        self.leaking[what] += any(causes.values())
        self.causes.update(name for name, holds in causes.items() if holds)

    def _has_next_step(self, held: Properties) -> bool:
        """A written next step, or a date that is still to come; what was due before today is no plan any more."""
        if text(held, "hs_next_step"):
            return True
        if any(one >= self.context.midnight for name in _PLANNED if (one := instant(held.get(name)))):
            return True
        return any(found >= self.context.today for name in _DATED if (found := day(held.get(name))))

    def outcome(self) -> Outcome:
        leaking, n = self.leaking.total(), self.open.total()
        rate = share(leaking, n)
        return Outcome(
            rate.value,
            n,
            leaking,
            n,
            {"unknown_state": self.unknown},
            segments=tuple(Segment("object", what, self._graded(what)) for what in sorted(self.open)),
            details={"causes": dict(sorted(self.causes.items())), "as_of": self.context.now},
        )

    def _graded(self, what: str) -> Figure:
        return share(self.leaking[what], self.open[what], KPI.scale(self.context))


def _needed(object_type: str, must: tuple[str, ...], others: tuple[str, ...]) -> Need:
    """Without the owner, or a property in which a next step stands, every record would seem to leak."""
    variant = "" if object_type == "deals" else object_type
    steps = (
        (("hs_next_step",), _PLANNED[:1], ("pipeline",))
        if object_type == "deals"
        else (("hs_next_step", *_PLANNED, *_DATED),)
    )
    names = ("hs_next_step", *_PLANNED, *_DATED, *others)
    return Need(object_type, (Rows.OPEN,), (must, ("hubspot_owner_id",), *steps), names, variant=variant)


KPI = Definition(
    id="K19",
    name=said("Leakage", "זליגה בין הסדקים"),
    unit=Unit.RATIO,
    modes=frozenset({CENTRE, B2B, "hybrid"}),
    needs=(
        _needed("deals", ("hs_is_closed",), ("hs_is_closed_won", *deals.OPTIONAL)),
        _needed("leads", ("hs_lead_is_open", "hs_lead_is_open_v2", "hs_pipeline_stage"), ("hs_pipeline",)),
        _needed("contacts", ("createdate",), ("hs_lead_status",)),
        OWNERS,
    ),
    start=Leakage,
    scales={"value": falling("0", "0.05")},
    looks="now",
    stands_now=True,
    method=said(
        "Open leads and deals, as they stand now, without owner, with an owner who has left, or with no next "
        "step from today on ÷ all open ones.",
        "לידים ועסקאות פתוחים, כפי שהם כעת, ללא בעלים, עם בעלים שעזב או ללא צעד הבא מהיום והלאה ÷ כל הפתוחים.",
    ),
    advice={
        Grade.GOOD: said(
            "Nothing falls between the cracks.",
            "שום דבר אינו נופל בין הסדקים.",
        ),
        Grade.WATCH: said(
            "A few records have nobody or no next step; give each an owner and a date today.",
            "לכמה רשומות אין בעלים או צעד הבא; לקבוע היום לכל אחת בעלים ותאריך.",
        ),
        Grade.RISK: said(
            "Leads and deals are lost unseen; hand over those of departed owners first, then set next steps.",
            "לידים ועסקאות אובדים בלי שרואים; להעביר קודם את של בעלים שעזבו, ואז לקבוע צעדים הבאים.",
        ),
    },
)
