"""What the page of requirements names and other work brings; whatever is there by now is taken out of this set."""

from __future__ import annotations

AHEAD: frozenset[str] = frozenset(
    {
        "provisioner advise --portal",
        "provisioner measure",
        "provisioner measure --against",
        "provisioner measure --format",
        "provisioner/reports/measure_centre.py",
        "provisioner/reports/measure_charts.py",
        "provisioner/reports/measure_control.py",
        "provisioner/reports/measure_selling.py",
        "provisioner/reports/measure_summary.py",
        "provisioner/reports/measure_words.py",
    }
)
