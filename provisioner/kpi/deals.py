"""A deal as the KPIs see it: open, won or lost, its money, and when it closed."""

from __future__ import annotations

from datetime import date, datetime

from provisioner.kpi import history
from provisioner.kpi.context import CENTRE, Context
from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.values import Money, Record, first_instant, first_text, instant, money, text

STATE = ("hs_is_closed", "hs_is_closed_won")
MONEY = ("amount_in_home_currency", "amount")
_CURRENCY = ("amount_in_home_currency", "deal_currency_code")
"""Without either, an amount in another currency would be taken for one in the company's."""
OPTIONAL = (
    "hs_is_closed_lost",
    "hs_closed_won_date",
    "deal_currency_code",
    "dealstage",
    "hubspot_owner_id",
)
SOURCES = ("b2b_source_type", "core_lead_source")


def needed(*rows: Rows, money: bool = True, optional: tuple[str, ...] = (), **more: tuple[str, ...]) -> Need:
    """Deals with state, close date and, if wanted, money; ``more`` are other fields of a Need."""
    groups = (STATE, ("closedate",), ("pipeline",), *([MONEY, _CURRENCY] if money else []))
    return Need("deals", rows, groups, (*OPTIONAL, *optional), **more)  # type: ignore[arg-type]  # all tuples of text


class Deal:
    """One deal. ``state`` is ``open``, ``won``, ``lost``, or empty where neither its flags nor its stage can tell."""

    __slots__ = (
        "_money", "close_date", "closed", "context", "created", "id", "is_open", "is_won", "owner",
        "pipeline", "properties", "record", "stage", "state",
    )  # fmt: skip

    def __init__(self, record: Record, context: Context) -> None:
        """``close_date`` is what ``closedate`` says: for an open deal when it is expected to close.

        ``closed`` is when a closed deal closed. In the centre the won stage's own stamp goes first, since people set
        close dates by hand.
        """
        self.record, self.context = record, context
        self.id = str(record["id"])
        held = self.properties = record["properties"]
        self.pipeline: str = held.get("pipeline") or ""
        self.stage: str = held.get("dealstage") or ""
        self.owner: str = held.get("hubspot_owner_id") or ""
        self.state = self._state()
        self.is_open, self.is_won = self.state == "open", self.state == "won"
        self.created = instant(held.get("createdate"))
        self.close_date = instant(held.get("closedate"))
        self.closed = None if self.is_open else self._closed()
        self._money: Money | None = None

    def _state(self) -> str:
        held = self.properties
        if held.get("hs_is_closed_won") == "true":
            return "won"
        if held.get("hs_is_closed_lost") == "true":
            return "lost"
        if held.get("hs_is_closed") == "false":
            return "open"
        if held.get("hs_is_closed") == "true" and held.get("hs_is_closed_won") == "false":
            return "lost"
        stage = self.context.stages.get(("deals", self.stage))
        return stage.outcome if stage else ""

    @property
    def in_scope(self) -> bool:
        return not self.record.get("archived") and self.context.counts("deals", self.pipeline)

    @property
    def money(self) -> Money:
        if self._money is None:
            settings = self.context.settings
            self._money = money(self.properties, self.context.company_currency, settings.rates)
        return self._money

    def _closed(self) -> datetime | None:
        if self.is_won and self.context.mode_of(self.pipeline) == CENTRE:
            stage = self.context.stages.get(("deals", self.stage))
            stamps = (stage.entered,) if stage and stage.outcome == "won" else ()
            return first_instant(self.properties, (*stamps, "hs_closed_won_date")) or self.close_date
        return self.close_date

    def closed_on(self) -> date | None:
        return self.context.period.day(self.closed) if self.closed else None

    def is_overdue(self) -> bool:
        """Open, though the day on which it should have closed has passed."""
        return self.is_open and self.close_date is not None and self.close_date < self.context.midnight

    def due_month(self) -> str:
        """The month of the close date, as 2026-11; empty without one."""
        return self.context.period.day(self.close_date).isoformat()[:7] if self.close_date else ""

    @property
    def source(self) -> str:
        """How it started: in B2B the kind of relation, else where the lead came from."""
        names = SOURCES if self.context.mode_of(self.pipeline) != CENTRE else SOURCES[::-1]
        return first_text(self.properties, names) or "unknown"

    @property
    def category(self) -> str:
        return text(self.properties, "hs_manual_forecast_category").upper()

    def history(self, name: str) -> history.Entries | None:
        return history.entries(self.record, name)

    def pipeline_at_close(self) -> str:
        """The pipeline in which it came into its closed stage, where its history was read; else the one it is in.

        The stage of a closed deal is a closed one, also where it belongs to a pipeline that nobody told us of.
        """
        pipelines = self.history("pipeline") or ()
        if 2 * pipelines.count(self.pipeline) == len(pipelines):
            return self.pipeline  # it was never in another one
        is_here = self.stage if self.state in ("won", "lost") else None
        stages = self.history("dealstage") or ()
        closed_at = ""
        for at in range(len(stages) - 2, -1, -2):
            if stages[at + 1] != is_here and not self._is_end(stages[at + 1]):
                break
            closed_at = stages[at]
        return (history.value_at(pipelines, closed_at) or self.pipeline) if closed_at else self.pipeline

    def closed_here(self) -> bool:
        """Whether it closed in one of these pipelines, wherever it stands now; never for an archived one."""
        return not self.record.get("archived") and self.context.counts("deals", self.pipeline_at_close())

    def reopened(self) -> int:
        """How often it went from a closed stage back to an open one, as far as its history was read."""
        moves = history.changes(self.history("dealstage") or ())
        return sum(1 for _, before, after in moves if self._is_end(before) and not self._is_end(after))

    def _is_end(self, stage: str) -> bool:
        found = self.context.stages.get(("deals", stage))
        return found is not None and found.outcome != "open"
