"""The sales target that HubSpot's own goals hold for a period."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from provisioner.kpi.needs import Need, Rows
from provisioner.kpi.period import Period
from provisioner.kpi.settings import covering
from provisioner.kpi.tallies import Pass, Tally
from provisioner.kpi.values import Record, first_text, instant, number, text

_TEAM = ("hs_assignee_team_id", "hubspot_team_id")
NEED = Need(
    "goal_targets",
    (Rows.ALL,),
    (),
    ("hs_goal_type", "hs_target_amount", "hs_start_datetime", "hs_end_datetime", "hubspot_owner_id", "hs_pipeline_ids",
     *_TEAM),
    can_miss=True,
)  # fmt: skip

_Whose = tuple[str, frozenset[str]]


class Goals(Tally):
    """Sales quotas by whom and which pipelines they are for; those for other pipelines add up.

    Either the teams' goals or the users' are summed, never both. Of several for the same, the largest counts.
    """

    def __init__(self, gathering: Pass) -> None:
        self.context = gathering.context
        self.takes = {"goal_targets": self._goal}
        self._held: dict[str, defaultdict[_Whose, list[tuple[Period, Decimal]]]] = {
            "team": defaultdict(list),
            "owner": defaultdict(list),
        }

    def _goal(self, record: Record) -> None:
        held = record["properties"]
        amount, period = number(held.get("hs_target_amount")), self._period(held)
        if text(held, "hs_goal_type").casefold() != "sales_quota" or amount is None or period is None:
            return
        named = text(held, "hs_pipeline_ids").replace(",", ";").split(";")
        pipelines = frozenset(one.strip() for one in named if one.strip())
        if pipelines and not any(self.context.counts("deals", one) for one in pipelines):
            return
        if owner := text(held, "hubspot_owner_id"):
            self._held["owner"][owner, pipelines].append((period, amount))
        elif team := first_text(held, _TEAM):
            self._held["team"][team, pipelines].append((period, amount))

    def _period(self, held: dict[str, str | None]) -> Period | None:
        """Bounds are edges of UTC months and mean calendar dates; moved into another zone they would miss a day."""
        first, last = instant(held.get("hs_start_datetime")), instant(held.get("hs_end_datetime"))
        if first is None or last is None or last <= first:
            return None
        after: date = (last - timedelta(milliseconds=1)).date() + timedelta(days=1)
        return Period(first.date(), after, self.context.period.zone)

    def target(self) -> tuple[Decimal | None, str]:
        """The target of the period and whose goals it is made of: ``team``, ``owner``, or empty."""
        for whose, goals in self._held.items():
            found = [covering(self.context.period, sorted(parts, key=_largest)) for parts in goals.values()]
            whole = [amount for amount in found if amount is not None]
            if whole:
                return sum(whole, Decimal(0)), whose
        return None, ""


def _largest(part: tuple[Period, Decimal]) -> tuple[date, date, Decimal]:
    return part[0].first, part[0].after, -part[1]
