"""What the untidy portals are made of: periods, people, pipelines, and values that part one reading from another."""

from __future__ import annotations

from zoneinfo import ZoneInfo

JERUSALEM, NEW_YORK = ZoneInfo("Asia/Jerusalem"), ZoneInfo("America/New_York")
PERIODS = ("2026-05-03", "2026-W20", "2026-05", "2026-03", "2026-03-26..2026-03-29", "2026-10-24..2026-10-26",
           "2026-05-19..2026-05-25", "2026-09", "2026-04-01..2026-04-03")  # fmt: skip
LINES: dict[str, dict[str, tuple[str, ...]]] = {
    "call_center": {"cc_sales": ("offer", "decision", "cc_won", "cc_lost")},
    "b2b": {
        "b2b_new_business": ("prospecting", "qualified", "proposal", "negotiation", "won", "lost"),
        "b2b_account_growth": ("idea", "growth_won", "growth_lost"),
    },
}
LINES["hybrid"] = {**LINES["call_center"], **LINES["b2b"]}
LEAD_STAGES = ("new", "attempting", "qualified_lead", "disqualified", "a_stage_that_is_gone", "", None)
PEOPLE = ("dana", "omer", "tal", "leaver", "gone", "queue", "stranger", "", None)
CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7"
NO_ANSWER = "73a0d17f-1163-4015-bdd5-ec830791da20"
BLANK = (None, "", " ")
ODD = ("soon", "2026-12-31T23:59:59.999Z", "1990-01-01T00:00:00Z", "2026-05-03", "-1", "1" * 20,
       "2026-05-03T10:00:00+03:00", "2026-05-03T10:00:00")  # fmt: skip
"""What is no moment, or one that nobody meant."""
AMOUNTS = (None, "", "0", "-5", "abc", "1,000", "1e3", "NaN", "Infinity", " 70 ", "0.00", "1_000", "٣")
ONE_IS_ENOUGH = {"leads": 1, "deals": 1, "calls": 1}
