"""Goals: what was to be sold in a month, by owner, and once more for the team."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from provisioner.localportal.seeds.measured.calendars import DAY, iso
from provisioner.localportal.seeds.measured.frame import Frame
from provisioner.localportal.seeds.measured.ground import Crew
from provisioner.localportal.seeds.measured.tables import Pipeline
from provisioner.localportal.seeds.measured.writer import Writer

_FAMILY = "6f9619ff-8b86-d011-b42d-00cf4fc964f{}"


def plan(writer: Writer, frame: Frame, crew: Crew, pipelines: tuple[Pipeline, ...], target: int) -> None:
    """Goals for the month before, the period and the month after it; the team's is the sum of the owners'.

    `target` is the period's, in whole shekels, a multiple of the number of reps; the other months' are higher.
    """
    for months, factor in ((-1, 2), (0, 1), (1, 3)):
        bounds = _month(frame.first, months)
        each = target * factor // len(crew.reps)
        for rep in crew.reps:
            _goal(writer, frame, pipelines, bounds, {"hubspot_owner_id": rep}, each, 0)
        _goal(writer, frame, pipelines, bounds, {"hs_assignee_team_id": crew.team_id}, target * factor, 1)


def _month(first: date, months: int) -> tuple[datetime, datetime]:
    """The first and the last millisecond of a month in UTC."""
    place = first.year * 12 + first.month - 1 + months
    begins = datetime(place // 12, place % 12 + 1, 1, tzinfo=UTC)
    follows = datetime((place + 1) // 12, (place + 1) % 12 + 1, 1, tzinfo=UTC)
    return begins, follows - timedelta(milliseconds=1)


def _goal(
    writer: Writer, frame: Frame, pipelines: tuple[Pipeline, ...], bounds: tuple[datetime, datetime],
    whose: dict[str, str], target: int, family: int,
) -> None:  # fmt: skip
    born = frame.start - 45 * DAY
    values = {
        "hs_goal_name": "Sales of the team" if family else "Sales",
        "hs_goal_type": "sales_quota",
        "hs_milestone": "monthly",
        "hs_target_amount": str(target),
        "hs_start_datetime": _stamp(bounds[0]),
        "hs_end_datetime": _stamp(bounds[1]),
        "hs_pipeline_ids": ";".join(one.id for one in pipelines),
        "hs_group_correlation_uuid": _FAMILY.format(family),
        "hs_goal_target_group_id": str(9_000_001 + family),
        "hs_kpi_object_type_id": "0-3",
        "hs_kpi_metric_type": "SUM",
        "hs_kpi_property_name": "amount_in_home_currency",
        "hs_createdate": iso(born),
        **whose,
    }
    writer.put("goal_targets", writer.new_id("goal_targets"), values, born)


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
