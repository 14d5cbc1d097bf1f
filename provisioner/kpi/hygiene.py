"""Whether a forecast can be trusted: categories set, dates kept, commitments reasoned."""

from __future__ import annotations

from provisioner.kpi.deals import Deal
from provisioner.kpi.forecast import COMMIT
from provisioner.kpi.history import pushes
from provisioner.kpi.scales import share
from provisioner.kpi.tallies import Pass, Tally
from provisioner.kpi.values import text

_OFTEN = 3


class Hygiene(Tally):
    """Open deals as they stand now."""

    def __init__(self, _: Pass) -> None:
        self.takes = {"deals": self._deal}
        self._open = self._with_category = self._overdue = self._commits = self._unreasoned = self._pushed = 0

    def _deal(self, deal: Deal) -> None:
        if not deal.is_open:
            return
        self._open += 1
        self._with_category += bool(deal.category)
        self._overdue += deal.is_overdue()
        self._commits += deal.category == COMMIT
        self._unreasoned += deal.category == COMMIT and not text(deal.properties, "b2b_commit_note")
        self._pushed += pushes(deal.history("closedate") or ()) >= _OFTEN

    def told(self) -> dict[str, object]:
        return {
            "with_category": share(self._with_category, self._open),
            "past_close_date": share(self._overdue, self._open),
            "commits_without_note": share(self._unreasoned, self._commits),
            "pushed_often": share(self._pushed, self._open),
        }
