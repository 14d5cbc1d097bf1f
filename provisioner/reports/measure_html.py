"""A report of KPIs as a web page: one file without scripts, right to left in Hebrew, for screen, phone and paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from provisioner.reports import bidi, measure_charts, measure_outline, measure_words, pages
from provisioner.reports.measure_parts import Reader


def render(document: Mapping[str, Any], language: str) -> str:
    """``document`` is a ``provisioner/measure/1``; ``language`` is ``en`` or ``he``."""
    reader = Reader(document, language)
    # Charts escape their own texts.
    return pages.rendered(
        "measure_page.html.jinja",
        {
            "language": language,
            "outline": measure_outline.of(document, language),
            "charts": partial(measure_charts.of, reader=reader),
            "pieces": partial(_pieces, language=language),
            "grade_word": {name: text[language] for name, text in measure_words.GRADES.items()},
            "shape": measure_words.SHAPES,
            "say": reader.say,
        },
        cleaned=True,
    )


def _pieces(text: str, language: str) -> Iterator[tuple[str, str]]:
    """A text in parts, each with the direction in which it runs whatever stands around it; mostly it has none."""
    runs, direction = (bidi.RUN, "ltr") if language == "he" else (bidi.RTL_RUN, "rtl")
    end = 0
    for run in runs.finditer(text):
        yield text[end : run.start()], ""
        yield run[0], direction
        end = run.end()
    yield text[end:], ""
