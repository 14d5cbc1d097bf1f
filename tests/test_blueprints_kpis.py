"""What the shipped blueprints are measured by: the targets of the modes, graded as the KPIs' own scales say."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.blueprint import kpi_targets, load
from provisioner.kpi import KPIS
from provisioner.kpi.settings import Settings

FOLDER = Path(__file__).parents[1] / "blueprints"
CENTRE_TEAMS = ["מוקד - משמרת בוקר", "מוקד - משמרת ערב"]
B2B_TEAMS = ["מנהלי לקוחות"]


def settings(mode: str) -> Settings:
    loaded, findings = load.sound(str(FOLDER / f"{mode}.yaml"), {})
    assert not findings
    found, findings = kpi_targets.settings(loaded.document, None)
    assert found is not None
    assert not findings
    return found


@pytest.mark.parametrize(
    ("mode", "targets", "teams", "periods"),
    [
        ("call_center", {"K1": "5", "K2": "0.12", "K13": "50", "K14": "0.9", "K19": "0"}, CENTRE_TEAMS, "day week"),
        ("b2b", {"K6": "0.25", "K7": "0.9", "K16": "80", "K19": "0"}, B2B_TEAMS, "week month quarter"),
        (
            "hybrid",
            {"K1": "5", "K2": "0.12", "K6": "0.25", "K7": "0.9", "K13": "50", "K14": "0.9", "K16": "80", "K19": "0"}
            | {"K21": "0.9"},
            [*CENTRE_TEAMS, *B2B_TEAMS],
            "day week month quarter",
        ),
    ],
)
def test_targets_teams_and_periods(mode: str, targets: dict[str, str], teams: list[str], periods: str) -> None:
    found = settings(mode)
    assert {name: str(own.target) for name, own in found.measures.items() if own.target is not None} == targets
    assert [team.name for team in found.teams] == teams
    assert " ".join(found.periods) == periods
    assert not found.currency, "the company's currency is read from the portal"
    assert not found.revenue, "money to be won stands in a target file"


@pytest.mark.parametrize("mode", ["call_center", "b2b", "hybrid"])
def test_what_is_written_down_grades_as_each_kpi_does_by_itself(mode: str) -> None:
    for name, own in settings(mode).measures.items():
        definition = KPIS[name]
        assert mode in definition.modes
        for figure, usual in definition.scales.items():
            scale = own.scales.get(figure, usual)
            if figure == "value" and figure not in own.scales and own.target is not None:
                scale = usual.aimed(own.target)
            assert scale == usual, name


@pytest.mark.parametrize(("mode", "calendars"), [("call_center", "il_call_center"), ("b2b", "il_office")])
def test_clocks_of_the_modes(mode: str, calendars: str) -> None:
    assert settings(mode).calendars[mode].name == calendars
    both = settings("hybrid").calendars
    assert both[mode].name == calendars
