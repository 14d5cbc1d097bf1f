"""A plan as a page: well formed, complete in one file, with all that the text of the plan says, and deaf to markup."""

from __future__ import annotations

import re

import pytest

from provisioner.model.findings import Finding, ManualStep, Severity
from provisioner.model.keys import Key
from provisioner.model.plan import Action, BlueprintLine, Change, FieldDiff, Hazard, Plan, PortalLine
from provisioner.model.resource import Place
from provisioner.reports import plan_html
from tests.show.pages import Page

NASTY = '<script>alert(1)</script> "quoted" & \u202eturned {{ 7 * 7 }}'
KEY = Key("property", "deals/core_reason")


def a_plan(title: str = "Loss reason", *findings: Finding, hazards: tuple[Hazard, ...] = ()) -> Plan:
    fields = (FieldDiff(("label",), "Reason", title),)
    step = ManualStep(KEY, {"en": title, "he": "סיבה"}, {"en": [f"Open {title}."], "he": ["לפתוח."]}, "no API")
    return Plan(
        fingerprint="0123456789ab",
        provisioner="0.1.0",
        blueprint=BlueprintLine("call_center", "1.0.0", "call_center", "0" * 64),
        portal=PortalLine("acme", 1000001, "sandbox", "SANDBOX"),
        changes=(Change(Action.UPDATE, KEY, fields, title, hazards=hazards),),
        findings=findings,
        manual=(step,),
        unchanged=3,
        not_managed=4,
    )


@pytest.mark.parametrize("title", ["Loss reason", "סיבת הפסד", NASTY])
def test_the_page_is_well_formed_and_complete_in_itself(title: str) -> None:
    source = plan_html.render(a_plan(title), command="provisioner apply b.yaml")
    page = Page(source)
    assert page.problems == []
    assert "script" not in {tag for tag, _ in page.tags}
    assert not {"src", "href", "onclick"} & {name for _, attributes in page.tags for name in attributes}
    assert "default-src 'none'" in source
    assert not re.search("[\u202a-\u202e]", source)
    assert "49" not in page.text


def test_the_page_says_what_the_text_says() -> None:
    told = Page(plan_html.render(a_plan(), command="provisioner apply b.yaml")).text
    for words in ("Plan for acme", "Portal 1000001, sandbox", "1 to update", "3 unchanged", "4 not managed", "Deals",
                  "~ update", "label: Reason → Loss reason", "Open Loss reason.", "לפתוח.", "Fingerprint 0123456789ab",
                  "provisioner apply b.yaml"):  # fmt: skip
        assert words in told, words


def test_hazards_and_blocks_come_before_the_changes() -> None:
    blocked = Finding("PLAN001", Severity.ERROR, "the label is taken", Place("b.yaml", 3, 5), KEY, "pin its id")
    note = Finding("PLAN012", Severity.WARNING, "no sandbox", None, None, "check it")
    plan = a_plan("Loss reason", blocked, note, hazards=(Hazard("HAZ003", "an option goes"),))
    told = Page(plan_html.render(plan, command="provisioner apply b.yaml")).text
    order = [told.index(each) for each in ("HAZ003", "PLAN001", "~ update", "PLAN012")]
    assert order == sorted(order)
    assert "b.yaml:3:5" in told
    assert "Fix: pin its id" in told
    assert "provisioner apply" not in told, "what is blocked cannot be applied"


def test_the_next_command_approves_what_it_shows() -> None:
    page = plan_html.render(a_plan(hazards=(Hazard("HAZ003", "an option goes"),)), command="provisioner apply b.yaml")
    assert "provisioner apply b.yaml --approve 0123456789ab" in Page(page).text
