"""HubSpot's rate limits: a rolling ten-second window per token, a day per portal, a second for searches."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from provisioner.localportal.faults import over_limit
from provisioner.localportal.settings import Settings

TABLES = """
CREATE TABLE IF NOT EXISTS rate_calls (bucket TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS rate_calls_by_time ON rate_calls (bucket, at);
CREATE TABLE IF NOT EXISTS rate_days (day TEXT PRIMARY KEY, calls INTEGER NOT NULL);
"""


def zone(settings: Settings) -> tzinfo:
    """The portal's time zone."""
    return UTC if settings.time_zone == "UTC" else ZoneInfo(settings.time_zone)


def count(db: sqlite3.Connection, settings: Settings, token: str, now: datetime, search: bool) -> dict[str, str]:
    """Count one call; the headers of its answer, or 429. A refused call does not count."""
    moment = now.timestamp()
    if search:
        _window(db, settings, "search", moment, 1.0, settings.search_limit, "SECONDLY")
        return {}
    today = now.astimezone(zone(settings)).date().isoformat()
    row = db.execute("SELECT calls FROM rate_days WHERE day = ?", (today,)).fetchone()
    spent = row[0] if row else 0
    if spent >= settings.daily_limit:
        raise over_limit("DAILY", settings.portal_id)
    used = _window(db, settings, token, moment, 10.0, settings.burst_limit, "TEN_SECONDLY_ROLLING")
    db.execute(
        "INSERT INTO rate_days (day, calls) VALUES (?, 1) ON CONFLICT (day) DO UPDATE SET calls = calls + 1", (today,)
    )
    return headers(settings, used, spent + 1)


def _window(
    db: sqlite3.Connection, settings: Settings, bucket: str, moment: float, seconds: float, limit: int, policy: str
) -> int:
    """How many calls of the bucket the window now holds, this one included."""
    db.execute("DELETE FROM rate_calls WHERE bucket = ? AND at <= ?", (bucket, moment - seconds))
    used = int(db.execute("SELECT count(*) FROM rate_calls WHERE bucket = ?", (bucket,)).fetchone()[0])
    if used >= limit:
        raise over_limit(policy, settings.portal_id)
    db.execute("INSERT INTO rate_calls (bucket, at) VALUES (?, ?)", (bucket, moment))
    return used + 1


def headers(settings: Settings, used: int = 1, spent: int = 1) -> dict[str, str]:
    """The rate headers of every answer but a search's. With the limiter off nothing is counted, and little is used."""
    return {
        "X-HubSpot-RateLimit-Daily": str(settings.daily_limit),
        "X-HubSpot-RateLimit-Daily-Remaining": str(settings.daily_limit - spent),
        "X-HubSpot-RateLimit-Interval-Milliseconds": "10000",
        "X-HubSpot-RateLimit-Max": str(settings.burst_limit),
        "X-HubSpot-RateLimit-Remaining": str(settings.burst_limit - used),
        "X-HubSpot-RateLimit-Secondly": str(settings.burst_limit // 10),
        "X-HubSpot-RateLimit-Secondly-Remaining": str(settings.burst_limit // 10 - 1),
    }
