"""What the lint says about rules: each mistake with its code, its place and a next step."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.automation import lint
from provisioner.automation.templates import ALL
from tests.automation import rule_sets
from tests.automation.linted import CC, MISTAKES, changed, found


@pytest.mark.parametrize("name", sorted(rule_sets.RULE_SETS))
def test_the_shipped_rule_sets_are_clean(name: str) -> None:
    assert found(rule_sets.document(name)) == []


@pytest.mark.parametrize(("document", "said"), MISTAKES)
def test_each_mistake_is_said(document: dict[str, Any], said: tuple[str, str, str]) -> None:
    assert said in found(document)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "new", "5bm", "owner"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["new", "team", "x"]), inner, max_size=2)
    ),
    max_leaves=3,
)


PARAMETERS = sorted({each.name for template in ALL.values() for each in template.FIELDS})


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(sorted(ALL)), st.dictionaries(st.sampled_from(PARAMETERS), ANYTHING, max_size=6))
def test_no_parameter_can_break_the_lint(template: str, parameters: dict[str, Any]) -> None:
    written = {"template": template, "pipeline": "deals/cc_sales", "stage": "lost", **parameters}
    document = changed(CC)
    document["automation"]["rules"]["odd"] = written
    assert isinstance(lint.lint(document), list)
