"""Whole reports as their readers get them, of every mode and in every format.

``pytest --golden-update`` rewrites them; look at the difference as at code.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.measure_reports import documents

FOLDER = Path(__file__).parent / "golden"
SUFFIX = {"text": "txt", "markdown": "md", "csv": "csv", "html": "html"}
PERIODS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "call_center": documents.day,
    "b2b": documents.week,
    "hybrid": documents.months,
}
STYLE = re.compile("(?<=<style>).*?(?=</style>)", re.DOTALL)


@pytest.mark.parametrize("mode", documents.MODES)
@pytest.mark.parametrize(
    ("form", "language"), [("text", "en"), ("text", "he"), ("markdown", "en"), ("csv", "he"), ("html", "he")]
)
def test_reports(mode: str, form: str, language: str, request: pytest.FixtureRequest) -> None:
    report = importlib.import_module(f"provisioner.reports.measure_{form}").render(PERIODS[mode](mode), language)
    found = STYLE.sub("", report).replace("\r\n", "\n")
    file = FOLDER / f"{mode}.{language}.{SUFFIX[form]}"
    if request.config.getoption("--golden-update"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(found, "utf-8")
    assert found == file.read_text("utf-8")
