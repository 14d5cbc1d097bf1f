"""Golden stories: each folder here is played against one portal, step after step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import stories
from tests.support.portals import Steered

FOLDER = Path(__file__).parent
STORIES = sorted(each.name for each in FOLDER.iterdir() if each.is_dir() and not each.name.startswith("_"))


@pytest.mark.parametrize("story", STORIES)
def test_story(
    story: str,
    portal: Steered,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    update = request.config.getoption("--golden-update")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUBSPOT_ACME", portal.token)
    monkeypatch.setenv("NO_COLOR", "1")
    stage = stories.Stage(tmp_path, portal, capsys)
    for step in stories.steps(FOLDER / story):
        played = stories.play(stage, step)
        stories.compare(step, played.texts, update=update)
        assert played.converged == played.done, f"{step.name}: after an apply, and only then, nothing is to do"
        if played.done and played.announced:
            assert played.made == played.announced, f"{step.name}: (reads, writes) made, and announced by the plan"
