"""Portals that answer well-formed nonsense while they are read: never for ever, never a wrong figure, never a crash."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner.measuring import reader
from provisioner.model.errors import BadAnswer, ProvisionerError
from provisioner.model.events import Event, Request
from tests.measuring import sales
from tests.support.portals import Steered

NUMBER = 150
LIST = "^/crm/objects/2026-09/deals[?]"
Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _no_looking_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records made a moment ago would all be read again as changed, and heal what the list left out."""
    monkeypatch.setattr(reader, "_LAG", reader.timedelta(0))
    monkeypatch.setattr(reader, "_SKEW", reader.timedelta(0))


@pytest.fixture
def b2b(portal: Steered) -> Steered:
    sales.set_up(portal, "b2b")
    sales.deals(portal, NUMBER)
    sales.pass_a_second()
    return portal


def page(portal: Steered, number: int = 100) -> Json:
    """The first page of deals, as the list gives it."""
    status, found = portal.call("GET", f"/crm/objects/2026-09/deals?limit={number}&properties=dealstage,pipeline")
    assert status == 200
    return dict(found)


def answered(portal: Steered, path: str, body: Any, **more: Any) -> None:
    portal.fault("status", path=path, status=200, body=body, **({"times": 0} | more))


def refusal(portal: Steered, folder: Path) -> str:
    """What the measuring that must fail says; with what to do."""
    with pytest.raises(BadAnswer) as caught:
        sales.measured(portal, folder)
    assert caught.value.fix
    assert portal.token not in str(caught.value)
    return caught.value.message


@pytest.mark.parametrize("change", [lambda found: found, lambda found: found | {"results": []}], ids=["full", "empty"])
def test_a_list_whose_cursor_never_ends(b2b: Steered, tmp_path: Path, change: Any) -> None:
    endless = change(page(b2b)) | {"paging": {"next": {"after": "1"}}}
    answered(b2b, LIST, endless)
    assert "do not lead on" in refusal(b2b, tmp_path)
    assert len(b2b.requests()) < 100


def test_a_list_that_goes_in_a_circle_of_pages(b2b: Steered, tmp_path: Path) -> None:
    found = page(b2b)
    for number in range(40):
        three = [found["results"][at : at + 30] for at in (0, 30, 60)]
        answered(b2b, LIST, {"results": three[number % 3], "paging": {"next": {"after": str(number + 7)}}}, times=1)
    assert "do not lead on" in refusal(b2b, tmp_path)


def test_a_search_that_gives_the_same_page_again(portal: Steered, tmp_path: Path) -> None:
    sales.set_up(portal, "call_center")
    sales.calls(portal, 300, "2020-03-10T10:00:00Z")
    sales.calls(portal, 210, f"{sales.MONTH}-05T10:00:00Z")
    wanted = {"filterGroups": [], "limit": 100, "sorts": ["hs_object_id"], "properties": ["hs_timestamp"]}
    status, found = portal.call("POST", "/crm/objects/2026-09/calls/search", wanted)
    assert status == 200
    answered(portal, "/calls/search", found | {"total": 210})
    with pytest.raises(BadAnswer, match="do not lead on"):
        sales.measured(portal, tmp_path, "call_center")


def test_owners_whose_cursor_never_ends(b2b: Steered, tmp_path: Path) -> None:
    answered(b2b, "/crm/owners", {"results": [{"id": "1"}], "paging": {"next": {"after": "5"}}})
    assert "GET owners" in refusal(b2b, tmp_path)


def test_a_list_that_ends_early_gives_no_figures_of_a_part(b2b: Steered, tmp_path: Path) -> None:
    """Its last page is missing, and the portal counts on."""
    answered(b2b, LIST + ".*after", {"results": []})
    assert f"counts {NUMBER} of them and gave 100" in refusal(b2b, tmp_path)
    b2b.forget_faults()
    assert sales.measured(b2b, tmp_path)["kpis"]["K19"]["n"] == NUMBER, "nothing of the part is kept"


def test_a_few_records_less_than_the_portal_counts_are_told(b2b: Steered, tmp_path: Path) -> None:
    found = page(b2b)
    last = b2b.call("GET", f"/crm/objects/2026-09/deals?limit=100&after={found['paging']['next']['after']}")[1]
    answered(b2b, LIST + ".*after", last | {"results": last["results"][:-2]})
    document = sales.measured(b2b, tmp_path)
    said = [one["en"] for one in document["warnings"]]
    assert any("counts 2 more deals than it gave" in one for one in said), said


def test_a_batch_that_leaves_out_records_that_are_there(b2b: Steered, tmp_path: Path) -> None:
    answered(b2b, "/deals/batch/read", {"results": []})
    assert "leaves out" in refusal(b2b, tmp_path)


def test_records_that_were_archived_before_their_history_is_read_are_let_go(b2b: Steered, tmp_path: Path) -> None:
    """Such a batch leaves them out as well."""
    gone = [one["id"] for one in page(b2b)["results"][:3]]

    def watch(event: Event) -> None:
        if isinstance(event, Request) and event.path.endswith("/deals") and event.method == "GET" and gone:
            b2b.call("DELETE", f"/crm/objects/2026-09/deals/{gone.pop()}")

    document = sales.measured(b2b, tmp_path, watch=watch)
    assert not gone
    assert document["kpis"]["K19"]["n"] == NUMBER - 3


@pytest.mark.parametrize(
    ("what", "place"),
    [
        ({"id": "abc"}, "id"),
        ({"id": "9" * 30}, "id"),
        ({"id": "-5"}, "id"),
        ({"id": None}, "id"),
        ({"properties": None}, "properties"),
        ({"properties": {"amount": 5.0}}, "properties"),
        ({"properties": {"amount": {"value": "5"}}}, "properties"),
        ({"updatedAt": 5}, "updatedAt"),
        ({"updatedAt": None}, "updatedAt"),
    ],
)
def test_records_that_are_none(b2b: Steered, tmp_path: Path, what: Json, place: str) -> None:
    found = page(b2b)
    found["results"][7] |= what
    answered(b2b, LIST, found)
    assert f"results[7].{place} is not as it must be" in refusal(b2b, tmp_path)


@pytest.mark.parametrize("total", [-1, "150", True, None, 2.5])
def test_a_total_that_is_no_number(b2b: Steered, tmp_path: Path, total: Any) -> None:
    answered(b2b, "/deals/search", {"total": total, "results": []})
    assert "total is not as it must be" in refusal(b2b, tmp_path)


def test_ids_as_numbers_are_ids(b2b: Steered, tmp_path: Path) -> None:
    found = page(b2b)
    answered(
        b2b,
        LIST + ".*(?<!after=)$",
        found | {"results": [one | {"id": int(one["id"])} for one in found["results"]]},
        times=1,
    )
    assert sales.measured(b2b, tmp_path)["kpis"]["K19"]["n"] == NUMBER


@pytest.mark.parametrize("skip", [0, 1])
def test_records_that_come_again_on_the_next_page_count_once(b2b: Steered, tmp_path: Path, skip: int) -> None:
    found = page(b2b)
    after = found["paging"]["next"]["after"]
    last = b2b.call("GET", f"/crm/objects/2026-09/deals?limit=100&properties=dealstage,pipeline&after={after}")[1]
    again = last["results"] + found["results"][50:60] if skip else found["results"][50:60] + last["results"]
    answered(b2b, LIST + ".*after", last | {"results": again})
    assert sales.measured(b2b, tmp_path)["kpis"]["K19"]["n"] == NUMBER


def test_an_associated_deal_that_changes_before_its_history_is_read_keeps_its_contacts(
    portal: Steered, tmp_path: Path
) -> None:
    """Associations are kept for a record as it was when they were read."""
    sales.set_up(portal, "b2b")
    boss = portal.record("contacts", email="boss@example.com", b2b_buying_role="decision_maker")
    deal = sales.deal(portal, "qualified", createdate="2020-01-01T10:00:00Z", closedate=f"{sales.MONTH}-28T10:00:00Z")
    joined = {"inputs": [{"from": {"id": deal}, "to": {"id": boss}}]}
    path = "/crm/v4/associations/deals/contacts/batch/associate/default"
    assert portal.call("POST", path, joined)[0] == 200
    other = portal.record("contacts", email="other@example.com")
    assert portal.call("POST", path, {"inputs": [{"from": {"id": deal}, "to": {"id": other}}]})[0] == 200
    for what in ("/contacts/batch/read", "/deals/batch/read"):
        changed = False

        def watch(event: Event, what: str = what) -> None:
            nonlocal changed
            if isinstance(event, Request) and event.path.endswith(what) and not changed:
                changed = True
                sales.change(portal, deal, amount=len(what))

        found = sales.measured(portal, tmp_path / what.strip("/").replace("/", "-"), watch=watch)["kpis"]["K18"]
        assert changed
        assert found["details"]["depth"]["numerator"] == 1


def test_whatever_fails_is_told_without_a_trace(b2b: Steered, tmp_path: Path) -> None:
    """Broken JSON, pages of a proxy, dropped connections: an error of the portal with what to do, for every list."""
    b2b.fault("status", path=LIST, status=500, body={"message": "x"}, times=0)
    with pytest.raises(ProvisionerError) as caught:
        sales.measured(b2b, tmp_path)
    assert caught.value.fix.startswith("the fault is on HubSpot's side")
