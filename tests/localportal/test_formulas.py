"""Calculation formulas: canonical text, refusals, use (checklist 4)."""

from __future__ import annotations

import pytest

DEALS = "/crm/v3/properties/deals"


@pytest.fixture
def formula(hub, text_property):
    def post(text, kind="number", name="core_sum"):
        return hub.post(DEALS, text_property(name, type=kind, fieldType="number", calculationFormula=text))

    return post


@pytest.mark.parametrize(
    ("kind", "source", "stored"),
    [
        ("number", "amount*hs_acv", "amount * hs_acv"),
        ("number", "10amount", "10 * amount"),
        ("number", "((amount)+(2.50*hs_acv))", "amount + 2.5 * hs_acv"),
        ("number", "(amount+1)*2", "(amount + 1) * 2"),
        ("number", "amount-(hs_acv-1)", "amount - (hs_acv - 1)"),
        ("number", "IF amount>=3 THEN 1 ELSEIF is_present(hs_acv) THEN 2 ELSE 0",
         "if amount >= 3 then 1 elseif is_present(hs_acv) then 2 else 0"),
        ("number", "if amount = 3 then 1 else 0 endif", "if amount equals 3 then 1 else 0"),
        ("number", 'if string(dealname) != "x" then 1 else 0', "if not (string(dealname) equals 'x') then 1 else 0"),
        ("string", 'string(dealname) + " !"', "concatenate(string(dealname), ' !')"),
        ("bool", "amount > 1 and not bool(hs_is_closed)", "amount > 1 and not (bool(hs_is_closed))"),
        ("number", "coalesce(amount, 0) + max(hs_acv, -1)", "coalesce(amount, 0) + max(hs_acv, -1)"),
        ("number", "time_between(createdate, closedate)", "time_between(createdate, closedate)"),
    ],
)  # fmt: skip
def test_the_stored_text_is_canonical(hub, formula, kind, source, stored):
    answer = formula(source, kind)
    assert answer.status == 201, answer.text
    assert hub.get(f"{DEALS}/core_sum").body["calculationFormula"] == stored


def test_canonical_text_is_its_own_canonical_text(hub, formula):
    formula("IF 10amount != 3 THEN (hs_acv) ELSE 2.50")
    once = hub.get(f"{DEALS}/core_sum").body["calculationFormula"]
    assert formula(once, name="core_again").body["calculationFormula"] == once


def test_a_formula_makes_the_property_calculated(hub, formula):
    body = formula("amount + 1").body
    assert (body["fieldType"], body["calculated"]) == ("calculation_equation", True)
    assert body["modificationMetadata"]["readOnlyValue"] is True
    changed = hub.patch(f"{DEALS}/core_sum", {"calculationFormula": "amount+2"})
    assert changed.body["calculationFormula"] == "amount + 2"
    assert hub.patch(f"{DEALS}/core_sum", {"label": "Sum"}).status == 200


@pytest.mark.parametrize(
    "text", ["ifnull(amount, 0)", "amount +", "[amount]", "if(amount, 1, 2)", "{amount}", "(amount", "1 2"]
)
def test_what_does_not_parse(hub, formula, text):
    answer = formula(text)
    body = hub.refused(answer, 400, "Unable to parse calculation formula in line 1 and column")
    assert body["propertiesErrorCode"] == "PROPERTY_INVALID"
    assert "category" not in body


def test_types_must_fit(hub, formula):
    hub.refused(formula("amount + (hs_acv > 1)"), 400,
                "Sub-expression output type: Boolean is not compatible with input type: BigDecimal")  # fmt: skip
    assert formula("amount > 1").status == 400


def test_a_property_that_is_not_there_is_404(hub, formula, text_property):
    assert formula("amount + core_missing").status == 404
    first = text_property("core_a", type="number", fieldType="number")
    inputs = [first, first | {"name": "core_b", "calculationFormula": "core_a + 1"}]
    answer = hub.post(f"{DEALS}/batch/create", {"inputs": inputs})
    assert answer.status == 207, "a formula may not count on its neighbours in the batch"
    assert [one["name"] for one in answer.body["results"]] == ["core_a"]


def test_use_in_a_formula_blocks_the_archive(hub, formula, text_property):
    hub.made(DEALS, text_property("core_fee", type="number", fieldType="number"))
    formula("core_fee + amount")
    body = hub.refused(hub.delete(f"{DEALS}/core_fee"), 400, "is currently used in 1 places and cannot be deleted",
                       "PropertyValidationError.CANNOT_DELETE_PROPERTY_IN_USE")  # fmt: skip
    assert body["context"] == {"usageCount": ["1"]}
    assert body["errors"][0]["context"] == {"parentType": ["CALCULATED_PROPERTY"], "parentName": ["core_sum"]}
    assert hub.delete(f"{DEALS}/core_sum").status == 204
    assert hub.delete(f"{DEALS}/core_fee").status == 204


def test_calculated_properties_have_a_limit(hub, formula):
    hub.switch(calculated_property_limit=1)
    assert formula("amount + 1").status == 201
    assert formula("amount + 2", name="core_other").status == 400
