"""The tutorial, acted out from its first file to its last command, with a local portal in the sandbox's place."""

from __future__ import annotations

from pathlib import Path

from provisioner.localportal import embedded
from tests.docs.pages import ROOT, Story

TOKEN = "pat-na1-tutorial-0000"  # noqa: S105 - a token of the local portal


def test_tutorial(tmp_path: Path) -> None:
    with embedded(portal_id=1111111, account_type="SANDBOX", tokens={TOKEN: None}) as portal:

        def written(name: str, text: str) -> str:
            here = f"    base_url: {portal.base_url}\n    environment: sandbox\n"
            return text.replace("    environment: sandbox\n", here) if name == "provisioner.yaml" else text

        story = Story(tmp_path, {"HUBSPOT_ACME_SANDBOX": TOKEN}, written)
        story.play((ROOT / "docs" / "tutorial.md").read_text("utf-8"))
