"""Action numbers of a replacement: what stays keeps its own, and nothing gets one that was used before."""

from __future__ import annotations

from typing import Any

from provisioner.kinds.workflow_writing import with_kept_ids

Json = Any


def step(number: int, kind: str, following: int | None = None, **fields: Json) -> Json:
    action: Json = {"actionId": str(number), "type": "SINGLE_CONNECTION", "actionTypeId": kind, "fields": fields}
    return action | ({"connection": {"edgeType": "STANDARD", "nextActionId": str(following)}} if following else {})


def choice(number: int, *branches: int | None, otherwise: int | None = None) -> Json:
    listed = [
        {"branchName": f"b{index}"} | ({"connection": _to(each)} if each else {}) for index, each in enumerate(branches)
    ]
    action: Json = {"actionId": str(number), "type": "LIST_BRANCH", "listBranches": listed}
    return action | ({"defaultBranch": _to(otherwise)} if otherwise else {})


def _to(number: int) -> Json:
    return {"edgeType": "STANDARD", "nextActionId": str(number)}


def body(*actions: Json, following: int | None = None) -> Json:
    found: Json = {"actions": list(actions), "startActionId": actions[0]["actionId"] if actions else None}
    return found | ({"nextAvailableActionId": str(following)} if following else {})


def numbers(found: Json) -> list[str]:
    return [each["actionId"] for each in found["actions"]]


def test_the_same_actions_keep_their_numbers() -> None:
    old = body(step(9, "0-1", 12, delta="3"), step(12, "0-3"), following=17)
    new = body(step(1, "0-1", 2, delta="5"), step(2, "0-3"))
    found, actions = with_kept_ids(new, old)
    assert numbers(found) == ["9", "12"]
    assert actions == found["actions"]
    assert found["startActionId"] == "9"
    assert actions[0]["connection"]["nextActionId"] == "12"
    assert actions[0]["fields"] == {"delta": "5"}


def test_a_new_action_gets_a_number_that_was_never_used() -> None:
    old = body(step(9, "0-1", 12), step(12, "0-3"), following=17)
    new = body(step(1, "0-1", 2), step(2, "0-3", 3), step(3, "0-8"))
    assert numbers(with_kept_ids(new, old)[0]) == ["9", "12", "17"]


def test_without_a_word_from_hubspot_the_numbers_go_on_after_the_greatest() -> None:
    old = body(step(9, "0-1"))
    new = body(step(1, "0-1", 2), step(2, "0-3"))
    assert numbers(with_kept_ids(new, old)[0]) == ["9", "10"]


def test_an_action_of_another_sort_is_a_new_one_and_so_is_what_follows() -> None:
    old = body(step(9, "0-1", 12), step(12, "0-3", 13), step(13, "0-8"), following=14)
    new = body(step(1, "0-1", 2), step(2, "0-5", 3), step(3, "0-8"))
    found, _ = with_kept_ids(new, old)
    assert numbers(found) == ["9", "14", "15"]
    assert found["actions"][0]["connection"]["nextActionId"] == "14"
    assert found["actions"][1]["connection"]["nextActionId"] == "15"


def test_branches_are_followed_side_by_side() -> None:
    old = body(choice(5, 6, 7, otherwise=8), step(6, "0-3"), step(7, "0-8"), step(8, "0-5"), following=9)
    new = body(choice(1, 2, 3, otherwise=4), step(2, "0-3"), step(3, "0-8"), step(4, "0-5"))
    found, _ = with_kept_ids(new, old)
    assert numbers(found) == ["5", "6", "7", "8"]
    assert [each["connection"]["nextActionId"] for each in found["actions"][0]["listBranches"]] == ["6", "7"]
    assert found["actions"][0]["defaultBranch"]["nextActionId"] == "8"


def test_no_number_stands_for_two_actions() -> None:
    """Where somebody let two paths run together, each of ours still has a number of its own."""
    old = body(choice(5, 6, 6), step(6, "0-3"), following=7)
    new = body(choice(1, 2, 3), step(2, "0-3"), step(3, "0-3"))
    found, _ = with_kept_ids(new, old)
    assert len(set(numbers(found))) == 3


def test_a_workflow_without_actions_takes_any() -> None:
    old: Json = {"actions": [], "startActionId": None, "nextAvailableActionId": "4"}
    assert numbers(with_kept_ids(body(step(1, "0-1")), old)[0]) == ["4"]
    found, actions = with_kept_ids({"actions": [], "startActionId": None}, body(step(1, "0-1")))
    assert (found["actions"], actions) == ([], [])
