"""Property validations: rules for the values of a property."""

from __future__ import annotations

import json

import pytest

BASE, DEALS = "/crm/property-validations/2026-09/0-3", "/crm/v3/objects/deals"
PROPERTIES = {
    "note": ("string", "text"), "essay": ("string", "textarea"), "size": ("number", "number"),
    "due": ("date", "date"), "seen": ("datetime", "date"), "line": ("string", "phonenumber"),
}  # fmt: skip


@pytest.fixture
def deals(hub, text_property):
    for name, (kind, field_type) in PROPERTIES.items():
        hub.made("/crm/v3/properties/deals", text_property(name, type=kind, fieldType=field_type))
    return hub


def ruled(hub, name, kind, *arguments, **fields):
    path = f"{BASE}/{name}/rule-type/{kind}"
    answer = hub.put(path, {"ruleArguments": list(arguments), **fields})
    assert (answer.status, answer.text) == (204, ""), answer.text
    return path


@pytest.mark.parametrize("base", ["/crm/v3/property-validations", "/crm/property-validations/2026-03"])
def test_every_path_form_answers(deals, base):
    assert deals.put(f"{base}/0-3/size/rule-type/MIN_NUMBER", {"ruleArguments": ["0"]}).status == 204
    assert deals.get(f"{base}/0-3/size/").body["results"] == [{"ruleType": "MIN_NUMBER", "ruleArguments": ["0"]}]


def test_a_put_overwrites_the_rule_of_its_type_and_no_other(deals):
    assert deals.get(BASE).body == {"results": []}
    assert deals.get(f"{BASE}/size").body == {"results": []}
    ruled(deals, "size", "MIN_NUMBER", "0")
    path = ruled(deals, "size", "MAX_NUMBER", "100")
    ruled(deals, "size", "MAX_NUMBER", "99.5", shouldApplyNormalization=False)
    assert deals.get(path).body == {
        "ruleType": "MAX_NUMBER", "ruleArguments": ["99.5"], "shouldApplyNormalization": False,
    }  # fmt: skip
    (one,) = deals.get(BASE).body["results"]
    assert (one["propertyName"], [rule["ruleType"] for rule in one["propertyValidationRules"]]) == (
        "size", ["MAX_NUMBER", "MIN_NUMBER"],
    )  # fmt: skip
    deals.switch(validation_normalization_always_told=True)
    assert deals.get(f"{BASE}/size/rule-type/MIN_NUMBER").body["shouldApplyNormalization"] is False


def test_nothing_removes_a_rule(deals):
    path = ruled(deals, "size", "MIN_NUMBER", "0")
    assert deals.delete(path).body["category"] == "LOCAL_PORTAL_UNKNOWN_ROUTE"
    assert deals.get(path).status == 200


def test_paths_take_ids_and_what_is_not_there_is_404(deals):
    deals.refused(deals.get("/crm/v3/property-validations/deals"), 400, "Invalid object type id: deals")
    assert deals.put(f"{BASE}/nothing/rule-type/MIN_NUMBER", {"ruleArguments": ["0"]}).status == 404
    assert deals.get(f"{BASE}/nothing").status == 404
    assert deals.get(f"{BASE}/size/rule-type/MIN_NUMBER").status == 404
    assert deals.get(f"{BASE}/size/rule-type/BIGGEST").status == 400


def test_an_archived_property_takes_its_rules_with_it(deals):
    ruled(deals, "size", "MIN_NUMBER", "0")
    deals.delete("/crm/v3/properties/deals/size")
    assert deals.get(BASE).body == {"results": []}
    assert deals.get(f"{BASE}/size").status == 404


GOOD = [
    ("note", "ALPHANUMERIC", ["ALPHA_ONLY"]), ("essay", "REGEX", ["^[A-Z]+$", "Must be upper case"]),
    ("line", "MIN_LENGTH", ["1"]), ("note", "MAX_LENGTH", ["10000"]), ("note", "FORMAT", ["CAPITALIZATION"]),
    ("note", "SPECIAL_CHARACTERS", ["NOT_ALLOWED"]), ("note", "WHITESPACE", []), ("note", "WHITESPACE", ["TRIM"]),
    ("line", "PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE", []), ("size", "MIN_NUMBER", ["-10.5"]),
    ("line", "PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE", ["il", "us"]), ("size", "DECIMAL", ["20"]),
    ("due", "DAYS_OF_WEEK", ["SUNDAY", "MONDAY"]), ("due", "START_DATE", ["1640995200000"]),
    ("seen", "END_DATETIME", ["1640995200000"]), ("seen", "DAYS_OF_WEEK", ["SUNDAY"]),
    ("due", "AFTER_DURATION", ["P7D"]), ("seen", "BEFORE_DATETIME_DURATION", ["PT1H30M"]), ("note", "EMAIL", []),
    ("note", "URL", []), ("note", "DOMAIN", []), ("note", "EMAIL_ALLOWED_DOMAINS", ["a.com", "b.co.il"]),
    ("note", "URL_BLOCKED_DOMAINS", ["spam.com"]),
]  # fmt: skip
BAD = [
    ("note", "ALPHANUMERIC", []), ("note", "ALPHANUMERIC", ["LETTERS"]), ("note", "REGEX", ["[a-z]+"]),
    ("note", "REGEX", ["[a-z", "m"]), ("note", "REGEX", ["(?=a)b", "m"]), ("note", "MIN_LENGTH", ["0"]),
    ("note", "MAX_LENGTH", ["10001"]), ("note", "MAX_LENGTH", ["ten"]), ("note", "FORMAT", ["upper"]),
    ("note", "SPECIAL_CHARACTERS", []), ("note", "WHITESPACE", ["NONE"]), ("size", "MIN_NUMBER", []),
    ("line", "PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE", ["IL"]), ("size", "MAX_NUMBER", ["1", "2"]),
    ("size", "DECIMAL", ["21"]), ("due", "DAYS_OF_WEEK", ["Sunday"]), ("due", "DAYS_OF_WEEK", []),
    ("due", "START_DATE", ["2026-01-01"]), ("due", "AFTER_DURATION", ["P"]), ("due", "AFTER_DURATION", ["7D"]),
    ("note", "EMAIL", ["x"]), ("note", "URL_ALLOWED_DOMAINS", []), ("note", "EMAIL_BLOCKED_DOMAINS", ["a.com"] * 21),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "arguments"), GOOD)
def test_arguments_of_the_table(deals, name, kind, arguments):
    assert deals.get(ruled(deals, name, kind, *arguments)).body["ruleArguments"] == arguments


@pytest.mark.parametrize(("name", "kind", "arguments"), BAD)
def test_arguments_outside_the_table(deals, name, kind, arguments):
    answer = deals.put(f"{BASE}/{name}/rule-type/{kind}", {"ruleArguments": arguments})
    deals.refused(answer, 400, f"ruleArguments of {kind} must be")
    assert deals.get(f"{BASE}/{name}").body == {"results": []}


@pytest.mark.parametrize(
    "body",
    [{}, {"ruleArguments": "0"}, {"ruleArguments": [0]}, {"ruleArguments": ["0"], "shouldApplyNormalization": "no"}],
)
def test_bodies_of_the_wrong_shape(deals, body):
    assert deals.put(f"{BASE}/size/rule-type/MIN_NUMBER", body).status == 400


def test_a_rule_is_for_properties_of_its_type(deals):
    path = f"{BASE}/note/rule-type/MIN_NUMBER"
    deals.refused(deals.put(path, {"ruleArguments": ["0"]}), 400, "not supported for property note of type string")
    assert deals.put(f"{BASE}/essay/rule-type/WHITESPACE", {"ruleArguments": []}).status == 400
    deals.switch(validations_check_property_types=False)
    assert deals.put(path, {"ruleArguments": ["0"]}).status == 204


KEPT_AND_BROKEN = [
    ("note", "ALPHANUMERIC", ["ALPHA_ONLY"], "שלום עולם", "a1", "INVALID_ALPHA"),
    ("note", "ALPHANUMERIC", ["NUMERIC_ONLY"], "12", "1a", "INVALID_NUMERIC"),
    ("note", "REGEX", ["^[A-Z]+$", "Upper case only"], "ABC", "abc", "INVALID_REGEX"),
    ("note", "MIN_LENGTH", ["3"], "abc", "ab", "INVALID_MIN_LENGTH"),
    ("note", "MAX_LENGTH", ["3"], "abc", "abcd", "INVALID_MAX_LENGTH"),
    ("note", "FORMAT", ["UPPER"], "AB", "aB", "INVALID_FORMAT"),
    ("note", "FORMAT", ["LOWER"], "ab", "aB", "INVALID_FORMAT"),
    ("note", "FORMAT", ["CAPITALIZATION"], "Ab Cd", "ab", "INVALID_FORMAT"),
    ("note", "SPECIAL_CHARACTERS", ["NOT_ALLOWED"], "ab 1", "a!", "INVALID_SPECIAL_CHARACTERS"),
    ("note", "WHITESPACE", [], "ab", "a b", "INVALID_WHITESPACE"),
    ("note", "WHITESPACE", ["TRIM"], "a b", " a", "INVALID_WHITESPACE"),
    ("line", "PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE", [], "+972 50-1234567", "050-1234567",
     "INVALID_PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE"),
    ("line", "PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE", ["il"], "+972501234567", "+15551234567",
     "INVALID_PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE"),
    ("size", "MIN_NUMBER", ["0"], "0", "-0.1", "INVALID_MIN_NUMBER"),
    ("size", "MAX_NUMBER", ["100"], "100", "101", "INVALID_MAX_NUMBER"),
    ("size", "DECIMAL", ["2"], "1.25", "1.125", "INVALID_DECIMAL"),
    ("due", "DAYS_OF_WEEK", ["SUNDAY"], "2026-11-22", "2026-11-21", "INVALID_DAYS_OF_WEEK"),
    ("due", "START_DATE", ["1640995200000"], "2022-01-01", "2021-12-31", "INVALID_START_DATE"),
    ("due", "END_DATE", ["1640995200000"], "2022-01-01", "2022-01-02", "INVALID_END_DATE"),
    ("seen", "START_DATETIME", ["1640995200000"], "2022-01-01T00:00:00Z", "1640995199999", "INVALID_START_DATETIME"),
    ("seen", "END_DATETIME", ["1640995200000"], "1640995200000", "2022-01-01T00:00:01Z", "INVALID_END_DATETIME"),
    ("note", "EMAIL", [], "a@b.co", "a@b", "INVALID_EMAIL"),
    ("note", "URL", [], "https://a.com/x?y=1", "a com", "INVALID_URL"),
    ("note", "DOMAIN", [], "a.co.il", "https://a.com", "INVALID_DOMAIN"),
    ("note", "EMAIL_ALLOWED_DOMAINS", ["a.com"], "x@mail.a.com", "x@b.com", "INVALID_EMAIL_ALLOWED_DOMAINS"),
    ("note", "EMAIL_BLOCKED_DOMAINS", ["a.com"], "x@b.com", "x@a.com", "INVALID_EMAIL_BLOCKED_DOMAINS"),
    ("note", "URL_ALLOWED_DOMAINS", ["a.com"], "https://a.com/b", "https://b.com", "INVALID_URL_ALLOWED_DOMAINS"),
    ("note", "URL_BLOCKED_DOMAINS", ["a.com"], "https://b.com/a.com", "a.com:80", "INVALID_URL_BLOCKED_DOMAINS"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "arguments", "kept", "broken", "code"), KEPT_AND_BROKEN)
def test_record_writes_are_held_to_the_rules(deals, name, kind, arguments, kept, broken, code):
    ruled(deals, name, kind, *arguments)
    record = deals.made(DEALS, {"properties": {name: kept}})
    body = deals.refused(deals.post(DEALS, {"properties": {name: broken}}), 400, "Property values were not valid: ")
    (problem,) = json.loads(body["message"].removeprefix("Property values were not valid: "))
    assert (problem["name"], problem["error"], problem["isValid"]) == (name, code, False)
    assert deals.patch(f"{DEALS}/{record['id']}", {"properties": {name: broken}}).status == 400
    assert deals.patch(f"{DEALS}/{record['id']}", {"properties": {name: ""}}).status == 200
    deals.switch(validations_bind_writes=False)
    assert deals.patch(f"{DEALS}/{record['id']}", {"properties": {name: broken}}).status == 200


def test_a_broken_rule_says_what_is_wanted(deals):
    ruled(deals, "note", "ALPHANUMERIC", "ALPHA_ONLY")
    ruled(deals, "essay", "REGEX", "^[A-Z]+$", "רק אותיות גדולות")
    ruled(deals, "size", "MAX_NUMBER", "100")
    told = deals.post(DEALS, {"properties": {"note": "1", "essay": "a", "size": "101"}}).body["message"]
    assert [one["message"] for one in json.loads(told.removeprefix("Property values were not valid: "))] == [
        "רק אותיות גדולות", "Enter only letters", "101 does not satisfy MAX_NUMBER 100",
    ]  # fmt: skip


def test_what_is_not_written_is_not_looked_at(deals):
    record = deals.made(DEALS, {"properties": {"size": "500"}})
    ruled(deals, "size", "MAX_NUMBER", "100")
    assert deals.patch(f"{DEALS}/{record['id']}", {"properties": {"note": "x"}}).status == 200
    inputs = [{"id": record["id"], "properties": {"size": "101"}}]
    assert deals.post(f"{DEALS}/batch/update", {"inputs": inputs}).status == 400
    assert deals.post(f"{DEALS}/batch/create", {"inputs": [{"properties": {"size": "101"}}]}).status == 400


def test_reading_and_writing_ask_for_different_scopes(deals):
    path = ruled(deals, "size", "MIN_NUMBER", "0")
    deals.switch(tokens={"pat-reader": ["crm.objects.deals.read"], "pat-writer": ["crm.schemas.deals.write"]})
    deals.speak_as("pat-reader")
    assert deals.get(path).status == 200
    deals.refused(deals.put(path, {"ruleArguments": ["1"]}), 403, "required scopes")
    deals.speak_as("pat-writer")
    assert deals.put(path, {"ruleArguments": ["1"]}).status == 204
    assert deals.get(path).status == 403


def test_rules_survive_a_dump(deals):
    ruled(deals, "size", "MIN_NUMBER", "0", shouldApplyNormalization=True)
    dump = deals.get("/_portal/dump").body
    deals.post("/_portal/reset", {})
    assert deals.get(BASE).body == {"results": []}
    deals.post("/_portal/load", dump)
    assert deals.get("/_portal/dump").body == dump
    assert deals.get(f"{BASE}/size/rule-type/MIN_NUMBER").body["shouldApplyNormalization"] is True
