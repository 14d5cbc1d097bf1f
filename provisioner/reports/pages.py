"""Web pages from templates: each one file without scripts, in which no text can become markup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from provisioner.reports import show_grid

_FOLDER = Path(__file__).parent


def rendered(template: str, values: dict[str, Any], *, cleaned: bool = False) -> str:
    """The page of a template beside this module. A value that the template names and nobody gave is an error.

    ``cleaned``: the texts hold no control signs but those that were put there on purpose.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # Every value is escaped; what a blueprint or a portal says can never be markup.
    pages = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=None if cleaned else _finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template(template).render(values).strip() + "\n"


def _finished(value: object) -> object:
    """Texts without control signs: an override of the direction in a label would turn its surroundings around."""
    return show_grid.clean(value) if type(value) is str else value
