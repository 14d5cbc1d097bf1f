"""The page in a browser: what stands beside what on a screen, on a phone and in Hebrew, and that it can be printed."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from provisioner.model.board import Board
from provisioner.reports import show_html
from tests.show import boards

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
pytestmark = pytest.mark.skipif(not BROWSER, reason="Chromium is not installed")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run --hide-scrollbars --virtual-time-budget=3000"
).split()
DESK, PHONE = 1400, 390
MEASURE = """
<script>
addEventListener("load", () => {
  const found = [...document.querySelectorAll("iframe")].map(frame => {
    const page = frame.contentDocument, root = page.documentElement;
    const cards = [...page.querySelectorAll(".board:first-of-type .card")].slice(0, 2);
    const boxes = cards.map(card => card.getBoundingClientRect()).map(box => [box.left, box.top]);
    return {wide: root.scrollWidth, scripts: page.scripts.length, images: page.images.length, boxes};
  });
  const told = document.createElement("pre");
  told.id = "found";
  told.textContent = JSON.stringify(found);
  document.body.append(told);
});
</script>
"""


def browse(folder: Path, page: Path, *flags: str) -> str:
    command = [BROWSER, *FLAGS, f"--user-data-dir={folder / 'profile'}", *flags, page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def measured(folder: Path, frames: list[tuple[Board, Board | None, int]]) -> list[dict[str, Any]]:
    """What the browser makes of each page in a window of that width: how wide it is, where the first cards stand."""
    windows = "".join(
        f'<iframe style="width:{width}px;border:0" srcdoc="{html.escape(show_html.render(board, other))}"></iframe>'
        for board, other, width in frames
    )
    page = folder / "windows.html"
    page.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body>{windows}{MEASURE}', "utf-8")
    shown = re.search('<pre id="found">(.*?)</pre>', browse(folder, page, "--dump-dom"))
    assert shown
    found: list[dict[str, Any]] = json.loads(html.unescape(shown[1]))
    return found


def test_columns_stand_side_by_side_on_a_desk_and_below_each_other_on_a_phone(tmp_path: Path) -> None:
    english, hebrew = boards.ruled("call_center"), boards.ruled("b2b", "he")
    frames = [(board, None, width) for board in (english, hebrew) for width in (DESK, PHONE)]
    found = measured(tmp_path, frames)
    for (_, _, width), each in zip(frames, found, strict=True):
        assert each["wide"] <= width
    left, below, right, below_in_hebrew = (each["boxes"] for each in found)
    assert left[0][1] == left[1][1]
    assert left[0][0] < left[1][0]
    assert right[0][1] == right[1][1]
    assert right[0][0] > right[1][0]
    for stacked in (below, below_in_hebrew):
        assert stacked[0][0] == stacked[1][0]
        assert stacked[0][1] < stacked[1][1]


def test_hostile_labels_and_pairs_fit_and_bring_nothing_to_life(tmp_path: Path) -> None:
    long = replace(boards.hostile("he"), title=boards.NASTY[-1])
    pairs = [(boards.hostile(), None), (long, boards.ruled("b2b", "he"))]
    frames = [(*pair, width) for pair in pairs for width in (DESK, PHONE)]
    for (_, _, width), each in zip(frames, measured(tmp_path, frames), strict=True):
        assert each["wide"] <= width
        assert (each["scripts"], each["images"]) == (0, 0)


@pytest.mark.parametrize("language", ["en", "he"])
def test_it_is_drawn_and_printed(tmp_path: Path, language: str) -> None:
    page = tmp_path / "board.html"
    page.write_text(show_html.render(boards.ruled("call_center", language)), "utf-8")
    picture, paper = tmp_path / "board.png", tmp_path / "board.pdf"
    browse(tmp_path, page, f"--window-size={DESK},1600", f"--screenshot={picture}")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 20_000
    browse(tmp_path, page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    pages = len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))
    assert 3 <= pages <= 8
