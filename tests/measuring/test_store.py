"""What is kept: one process at a time, and only as much as an ask covers."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from provisioner.measuring import filters, store
from provisioner.measuring.scans import BATCH, LIST, SEARCH, Ask, Scan
from provisioner.model.errors import ProvisionerError

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ENTERED = ("hs_createdate<>",)


def ask(**more: Any) -> Ask:
    return Ask("leads", frozenset({"a", "b"}), **more)


def record(number: int, changed: str = "2026-11-01T10:00:00.000Z", **properties: str | None) -> dict[str, Any]:
    return {"id": str(number), "properties": properties, "updatedAt": changed}


@pytest.mark.parametrize(
    ("held", "wanted", "covers"),
    [
        (ask(), ask(), True),
        (ask(), ask(shape=ENTERED, since=NOW), True),
        (ask(shape=ENTERED, since=NOW), ask(), False),
        (ask(shape=ENTERED, since=NOW), ask(shape=ENTERED, since=NOW + DAY), True),
        (ask(shape=ENTERED, since=NOW), ask(shape=ENTERED, since=NOW - DAY), False),
        (ask(shape=ENTERED, since=NOW, until=NOW + DAY), ask(shape=ENTERED, since=NOW, until=NOW + 2 * DAY), False),
        (ask(shape=ENTERED, since=NOW, until=NOW + DAY), ask(shape=ENTERED, since=NOW), False),
        (ask(shape=ENTERED, since=NOW), ask(shape=("hs_createdate>",), since=NOW), False),
        (Ask("leads", frozenset("a")), ask(), False),
        (ask(), Ask("leads", frozenset("a")), True),
    ],
)
def test_what_a_scan_covers(held: Ask, wanted: Ask, covers: bool) -> None:
    assert Scan(held, LIST if not held.shape else SEARCH, NOW).covers(wanted) is covers


def test_records_that_others_named_never_stand_for_all() -> None:
    named = Scan(ask(named=True), BATCH, NOW, done=True)
    assert not named.covers(ask())
    assert named.covers(ask(named=True))


def test_a_scan_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    scan = Scan(ask(shape=ENTERED, since=NOW, until=NOW + DAY), SEARCH, NOW, "17", False, 99)
    with closing(store.opened(tmp_path / "r.db")) as kept:
        kept.begin(scan)
    with closing(store.opened(tmp_path / "r.db")) as kept:
        assert kept.scan("leads", archived=False) == scan


def test_history_of_an_older_state_of_a_record_is_not_told(tmp_path: Path) -> None:
    scan = Scan(Ask("deals", frozenset("a")), LIST, NOW)
    past = {"dealstage": [{"value": "x", "timestamp": "2026-11-01T10:00:00.000Z"}]}
    with closing(store.opened(tmp_path / "r.db")) as kept:
        kept.begin(scan)
        kept.keep(scan, [record(1, a="1"), record(2, a="1")])
        kept.keep_history("deals", ["dealstage"], [record(one) | {"propertiesWithHistory": past} for one in (1, 2)])
        kept.keep_links("deals", "contacts", {1: [{"toObjectId": 7}], 2: [{"toObjectId": 8}]}, NOW)
        kept.put("deals", [record(2, "2026-11-02T10:00:00.000Z", a="2")])
        ((first, second),) = kept.told("deals", ("contacts",))
        assert list(kept.lacking_history("deals", ["dealstage"], ("1", ()))) == [2]
        assert list(kept.lacking_links("deals", "contacts", ("1", ()), NOW)) == [2]
        assert list(kept.lacking_links("deals", "contacts", ("1", ()), NOW + DAY)) == [1, 2]
    assert first["past"] == {"dealstage": ["2026-11-01T10:00:00+00:00", "x"]}
    assert first["associations"] == {"contacts": [["7", ""]]}
    assert second == {"id": "2", "properties": {"a": "2"}}


def test_a_page_is_kept_with_its_cursor_or_not_at_all(tmp_path: Path) -> None:
    scan = Scan(Ask("deals", frozenset("a")), LIST, NOW)
    with closing(store.opened(tmp_path / "r.db")) as kept:
        kept.begin(scan)
        with pytest.raises(KeyError):
            kept.keep(Scan(scan.ask, LIST, NOW, "2"), [record(1), {"id": "2"}])
        assert kept.count("deals") == 0
        found = kept.scan("deals", archived=False)
    assert found is not None
    assert found.cursor == ""


def test_two_processes_never_read_into_one_file(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from provisioner.measuring import store; store.opened(Path(sys.argv[1]))"
    )
    with closing(store.opened(tmp_path / "r.db")) as kept:
        kept.begin(Scan(ask(), LIST, NOW))
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / "r.db")], capture_output=True, text=True, check=False
        )
    assert "another run reads this portal" in done.stderr


def test_a_file_that_is_no_store_is_told_with_its_fix(tmp_path: Path) -> None:
    (tmp_path / "r.db").write_text("no database, and long enough to be taken for one" * 50, encoding="utf-8")
    with pytest.raises(ProvisionerError) as refused:
        store.opened(tmp_path / "r.db")
    assert "cannot be used" in refused.value.message
    assert refused.value.fix


def test_a_store_of_another_version_is_made_anew(tmp_path: Path) -> None:
    with closing(store.opened(tmp_path / "r.db")) as kept:
        kept.begin(Scan(ask(), LIST, NOW))
    with closing(sqlite3.connect(tmp_path / "r.db")) as db:
        db.execute("PRAGMA user_version = 99")
    with closing(store.opened(tmp_path / "r.db")) as kept:
        assert kept.scan("leads", archived=False) is None


def test_filters_hold_what_was_open_or_happened_since() -> None:
    known = {"hs_is_closed", "closedate", "createdate", "hs_lastmodifieddate"}
    shape = filters.shape("deals", {filters.Rows.OPEN, filters.Rows.CLOSED}, known)
    groups = filters.groups(shape, NOW, None)
    assert [group[0]["propertyName"] for group in groups] == [
        "hs_is_closed",
        "closedate",
        "hs_lastmodifieddate",
        "createdate",
        "closedate",
    ]
    assert groups[1][0] == {"propertyName": "closedate", "operator": "GTE", "value": filters.milliseconds(NOW)}
    assert len(groups) <= 5


def test_without_the_property_of_a_filter_everything_is_read() -> None:
    assert filters.shape("deals", {filters.Rows.OPEN}, {"closedate"}) == ()
    assert filters.shape("deals", {filters.Rows.ALL}, {"closedate"}) == ()
