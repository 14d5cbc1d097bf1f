"""Draws ``docs/img/plan.svg``: a real plan against a local portal, as a terminal shows it.

Run ``python docs/make_picture.py``; with ``--check`` it only says whether the picture shows what a plan looks like now.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import shutil
import sys
import tempfile
import urllib.request
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from provisioner import api
from provisioner.localportal import embedded
from provisioner.model.plan import Plan
from provisioner.model.portal import Secret, Target
from provisioner.reports import plan_text

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "img" / "plan.svg"

STAGE = """\
        callback_agreed:
          label: {en: Callback agreed, he: נקבעה שיחה חוזרת}
          probability: 0.5
          forecast_category: pipeline
          milestone: presentation
"""
EDITS = {
    "shared/core.yaml": (
        (
            "        price: {en: Price, he: מחיר}\n        no_budget:",
            "        price: {en: Price too high, he: מחיר גבוה מדי}\n        no_budget:",
        ),
        ("        duplicate: {en: Duplicate, he: כפילות}\n", ""),
        ("    core_discount_pct:\n", "    core_discount_percent:\n"),
    ),
    "shared/core_checks.yaml": (("    core_discount_pct:", "    core_discount_percent:"),),
    "shared/cc_pipelines.yaml": (("        awaiting_decision:\n", STAGE + "        awaiting_decision:\n"),),
}
RETIRE = "\nretire:\n  properties:\n    deals: [core_discount_pct]\n"

SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {terminal_width} {terminal_height}" role="img">
<title>A plan in a terminal</title>
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px;
  line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect fill="#292929" x="0" y="0" width="{terminal_width}" height="{terminal_height}" rx="8"/>
<g transform="translate(9, 9)" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def story() -> Plan:
    """A portal that has the call-centre blueprint, and the plan of a later version of it."""
    with tempfile.TemporaryDirectory() as folder, embedded() as portal, contextlib.chdir(folder):
        # Places in the plan are told as a reader in the project would see them.
        blueprints = Path("blueprints")
        shutil.copytree(ROOT / "blueprints", blueprints)
        target = Target("local", Secret(portal.token), portal.base_url, portal.portal_id, "local")
        blueprint = blueprints / "call_center.yaml"
        with api.planned(blueprint, target, folder=Path(folder), to_write=True) as prepared:
            api.carry_out(prepared)
        _sell(portal.base_url)
        for name, edits in EDITS.items():
            path = blueprints / name
            path.write_text(edited(path.read_text("utf-8"), edits), "utf-8")
        with blueprint.open("a", encoding="utf-8") as file:
            file.write(RETIRE)
        with api.planned(blueprint, target, folder=Path(folder)) as prepared:
            return prepared.plan


def _sell(address: str) -> None:
    """Let the local portal make up deals, so that the plan has records to speak of."""
    wish = urllib.request.Request(f"{address}/_portal/seed", b'{"deals": 80, "leads": 0, "seed": 7}')  # noqa: S310 - loopback
    urllib.request.urlopen(wish, timeout=30).close()  # noqa: S310 - loopback


def edited(text: str, edits: tuple[tuple[str, str], ...]) -> str:
    """The text with every edit made; LookupError when the shipped blueprint no longer has what an edit changes."""
    for before, after in edits:
        if before not in text:
            raise LookupError(f"the blueprint no longer has {before.strip()!r}: change EDITS in docs/make_picture.py")
        text = text.replace(before, after, 1)
    return text


def drawn(plan: Plan) -> str:
    """The plan as SVG, with the colours of a terminal and the fonts of the reader."""

    def paint(text: str, colour: str) -> str:
        return click.style(text, bold=True) if colour == "bold" else click.style(text, fg=colour)

    text = plan_text.render(plan, command="provisioner apply blueprints/call_center.yaml", paint=paint)
    console = Console(width=82, record=True, file=io.StringIO(), color_system="truecolor", force_terminal=True)
    console.print(Text("$ provisioner plan blueprints/call_center.yaml\n", style="bold"), end="")
    console.print(Text.from_ansi(text))
    return (
        "\n".join(line.rstrip() for line in console.export_svg(unique_id="plan", code_format=SVG).splitlines()) + "\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when the picture is old")
    check = parser.parse_args().check
    picture = drawn(story())
    if not check:
        PICTURE.parent.mkdir(exist_ok=True)
        PICTURE.write_text(picture, "utf-8")
        return 0
    if PICTURE.is_file() and PICTURE.read_text("utf-8") == picture:
        return 0
    sys.stderr.write("docs/img/plan.svg is old: run python docs/make_picture.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
