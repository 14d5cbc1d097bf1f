"""The page in a browser: it fits a desk, a phone and paper, and in Hebrew everything begins on the right."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from provisioner.reports import measure_html
from tests.measure_reports import documents

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
pytestmark = pytest.mark.skipif(not BROWSER, reason="Chromium is not installed")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--disable-quic --no-first-run --hide-scrollbars --virtual-time-budget=3000"
).split()
DESK, PHONE = 1280, 390
MEASURE = """
<script>
addEventListener("load", () => {
  const found = [...document.querySelectorAll("iframe")].map(frame => {
    const page = frame.contentDocument, root = page.documentElement, view = root.clientWidth;
    const texts = [...page.querySelectorAll("svg text, svg rect")].map(one => one.getBoundingClientRect());
    const bars = [...page.querySelectorAll("#revenue svg .bar")].map(one => one.getBoundingClientRect());
    const svg = page.querySelector("#revenue svg")?.getBoundingClientRect();
    const words = [...page.querySelectorAll("svg .told")].map(one => one.getBoundingClientRect());
    const drawn = [...page.querySelectorAll("svg .bar")].map(one => one.getBoundingClientRect());
    const hit = words.filter(one => drawn.some(bar => bar.left < one.right - 1 && one.left + 1 < bar.right
      && bar.top < one.bottom - 3 && one.top + 3 < bar.bottom)).length;
    return {wide: root.scrollWidth, scripts: page.scripts.length, images: page.images.length,
      outside: texts.filter(one => one.left < -1 || one.right > view + 1).length, hit,
      starts: bars.map(one => [Math.round(one.left - svg.left), Math.round(svg.right - one.right)])};
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


def measured(folder: Path, frames: list[tuple[dict[str, Any], str, int]]) -> list[dict[str, Any]]:
    """What the browser makes of each page in a window of that width."""
    windows = "".join(
        f'<iframe style="width:{width}px;border:0" srcdoc="{html.escape(measure_html.render(document, language))}">'
        "</iframe>"
        for document, language, width in frames
    )
    page = folder / "windows.html"
    page.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body>{windows}{MEASURE}', "utf-8")
    shown = re.search('<pre id="found">(.*?)</pre>', browse(folder, page, "--dump-dom"))
    assert shown
    found: list[dict[str, Any]] = json.loads(html.unescape(shown[1]))
    return found


def test_pages_fit_a_desk_and_a_phone_and_bring_nothing_to_life(tmp_path: Path) -> None:
    kept = [documents.months("hybrid"), documents.week("hybrid"), documents.over("b2b"), documents.hostile()]
    frames = [(document, language, width) for document in kept for language in ("en", "he") for width in (DESK, PHONE)]
    for frame, each in zip(frames, measured(tmp_path, frames), strict=True):
        where = (frame[0]["blueprint"]["name"], *frame[1:])
        assert each["wide"] <= frame[2], where
        assert (each["scripts"], each["images"], each["outside"], each["hit"]) == (0, 0, 0, 0), where


def test_bars_begin_where_reading_begins(tmp_path: Path) -> None:
    document = documents.month("b2b")
    left, right = measured(tmp_path, [(document, "en", DESK), (document, "he", DESK)])
    assert {start for start, _ in left["starts"]} == {0}
    assert {end for _, end in right["starts"]} == {0}


@pytest.mark.parametrize("language", ["en", "he"])
def test_it_is_drawn_and_printed(tmp_path: Path, language: str) -> None:
    page, picture, paper = (tmp_path / f"report.{suffix}" for suffix in ("html", "png", "pdf"))
    page.write_text(measure_html.render(documents.week("b2b"), language), "utf-8")
    browse(tmp_path, page, f"--window-size={DESK},1600", f"--screenshot={picture}")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 20_000
    browse(tmp_path, page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes())) <= 8
