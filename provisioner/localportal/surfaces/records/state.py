"""CRM records as rows: values as text, as the wire has them, with pipeline and stage beside them for the counts."""

from __future__ import annotations

TABLES = """
CREATE TABLE IF NOT EXISTS records (
    object TEXT NOT NULL, id INTEGER NOT NULL, pipeline TEXT, stage TEXT, properties TEXT NOT NULL,
    stamped TEXT NOT NULL, associations TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
    archived INTEGER NOT NULL, archived_at TEXT, PRIMARY KEY (object, id)
);
CREATE INDEX IF NOT EXISTS records_by_stage ON records (object, stage, archived);
"""
