"""Every lint rule on blueprints: what it catches, at the right place, and what it lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioner.blueprint import codes, load
from provisioner.model.findings import Severity
from provisioner.rules import RULES
from tests.blueprint.marked import HEAD, PIPELINE, seen, unmarked, write

GROUPS = "property_groups: {deals: {g: {label: G}}}\n"
RLM, LRM = "\u200f", "\u200e"


def deals(*lines: str) -> str:
    """Properties of deals, one a line, in a group that is there."""
    return GROUPS + "properties:\n  deals:\n" + "".join(f"    {line}\n" for line in lines)


def text(name: str = "p", extra: str = "") -> str:
    return f"{name}: {{label: '{name.strip('⟦')}', group: g, type: string, field_type: text{extra}}}"


def choice(options: str, name: str = "p") -> str:
    return f"{name}: {{label: {name}, group: g, type: enumeration, field_type: select, options: {options}}}"


def stages(*lines: str, of: str = "deals", name: str = "s") -> str:
    rows = "".join(f"        {line}\n" for line in lines)
    return f"pipelines:\n  {of}:\n    {name}:\n      label: S\n      stages:\n{rows}"


VARIANT = "variants: {v: {when: no_leads_object, title: T, loses: L, "
OPEN = "o: {label: O, probability: 0.5}"
WON = "w: {label: W, probability: 1.0}"
LOST = "l: {label: L, probability: 0.0}"


TEN = "".join(
    f"        s{number}: {{label: {{en: S{number}, he: ש{number}}}, probability: 0.5}}\n" for number in range(10)
)
WORTH = "[{where: {amount: {known: true}}}]"


def lists(*lines: str) -> str:
    return "lists:\n  deals:\n" + "".join(f"    {line}\n" for line in lines)


def labels(*lines: str, pair: str = "deals/contacts") -> str:
    return f"association_labels:\n  {pair}:\n" + "".join(f"    {line}\n" for line in lines)


CASES = [
    # Pipeline rules
    ("MOVE001", PIPELINE + "pipeline_rules: {deals: {⟦sale: {create_in: [open]}}}\n"),
    ("MOVE001", PIPELINE + "pipeline_rules: {deals: {sales: {create_in: [⟦opn]}}}\n"),
    (
        "MOVE002",
        PIPELINE.replace("        won:", TEN + "        won:")
        + "pipeline_rules: {deals: {⟦sales: {no_skipping: true}}}\n",
    ),
    # Lists
    ("LIST001", PIPELINE + lists("a: {name: A, filters: [{pipeline: ⟦sale}]}")),
    ("LIST001", PIPELINE + lists("a: {name: A, filters: [{pipeline: sales, stages: [⟦opn]}]}")),
    ("LIST001", lists("a: {name: A, filters: [{⟦stages: [open]}]}")),
    ("LIST002", lists("a: {name: A, filters: [{where: {⟦amuont: {known: true}}}]}")),
    ("LIST003", deals(text()) + lists("a: {name: A, filters: [{where: {p: {⟦at_least: 1}}}]}")),
    ("LIST003", deals(choice("{a: A, b: B}")) + lists("a: {name: A, filters: [{where: {p: {any_of: [⟦c]}}}]}")),
    ("LIST003", lists("a: {name: A, filters: [{where: {closedate: {before: ⟦2026-02-30}}}]}")),
    ("LIST004", lists(f"a: {{name: A, filters: {WORTH}}}", f"b: {{name: ⟦A, filters: {WORTH}}}")),
    # Teams
    ("TEAM001", "teams: {a: {name: Sales}, b: {name: ⟦Sales}}\n"),
    ("TEAM002", "teams: {a: {name: Sales, was: [⟦Sales]}}\n"),
    ("TEAM002", "teams: {a: {name: Sales}}\nretire: {teams: [⟦Sales]}\n"),
    ("TEAM002", "teams: {a: {name: Sales}}\nretire: {teams: [⟦a]}\n"),
    ("TEAM003", "teams: {a: {name: Sales}}\nautomation: {go_live: '2026-11-01', recipients: {x: {team: ⟦Sale}}}\n"),
    # Property validations
    ("CHECK001", "property_validations: {contacts: {⟦fone: {phone_country_codes: []}}}\n"),
    ("CHECK002", deals(text()) + "property_validations: {deals: {p: {⟦min_number: 1}}}\n"),
    ("CHECK003", "property_validations: {deals: {amount: {min_number: ⟦9, max_number: 1}}}\n"),
    ("CHECK004", "property_validations: {contacts: {zip: {⟦pattern: a}}}\n"),
    ("CHECK004", "property_validations: {contacts: {zip: {pattern: ⟦'(', pattern_message: {en: A, he: א}}}}\n"),
    ("CHECK004", "property_validations: {contacts: {zip: {pattern: ⟦'a(?=b)', pattern_message: {en: A, he: א}}}}\n"),
    # Association labels
    ("LABEL006", labels("a: {label: Boss}", "b: {label: ⟦boss}")),
    ("LABEL006", labels("a: {label: {en: Boss, he: א}}", "b: {label: ⟦{en: Chief, he: א}}")),
    ("NAME011", labels("a: {label: Boss}", pair="⟦deals/contact")),
    ("NAME011", labels("a: {label: Boss}", pair="⟦deals")),
    ("NAME012", labels("⟦the-boss: {label: Boss}")),
    ("NAME012", labels("a: {label: ⟦Boss ⇄ Led}")),
    # References
    ("REF001", deals("p: {label: P, group: ⟦gg, type: string, field_type: text}")),
    ("REF001", "properties: {companies: {p: {label: P, group: ⟦dealinformation, type: date, field_type: date}}}\n"),
    ("REF002", deals(text()) + stages("o: {label: O, probability: 0.5, max_age_property: ⟦q}", WON, LOST)),
    ("REF003", deals(text()) + stages("o: {label: O, probability: 0.5, max_age_property: ⟦p}", WON, LOST)),
    (
        "REF004",
        deals(
            "p: {label: P, group: g, type: number, field_type: number, show_currency_symbol: true, "
            "currency_property_name: ⟦q}"
        ),
    ),
    ("RETIRE001", deals(text()) + "retire: {properties: {deals: [⟦p]}}\n"),
    ("RETIRE001", PIPELINE + "retire: {stages: {deals/sales: {⟦open: {}}}}\n"),
    ("RETIRE002", PIPELINE + "retire: {stages: {⟦deals/sale: {x: {}}}}\n"),
    ("RETIRE003", PIPELINE + "retire: {stages: {deals/sales: {x: {move_to: ⟦opn}}}}\n"),
    ("RETIRE004", "retire: {properties: {deals: [a, b, ⟦a]}}\n"),
    ("RETIRE005", deals(text()).replace(GROUPS, "") + "retire: {property_groups: {deals: [⟦g]}}\n"),
    # Variants
    ("VARIANT001", deals(text()) + VARIANT + "without: [⟦properties/deals/q]}}\n"),
    ("VARIANT001", deals(text()) + VARIANT + "without: [properties/deals/p, ⟦properties/leads]}}\n"),
    ("VARIANT001", deals(text()) + VARIANT + "without: [⟦properties/deals/p/label/en]}}\n"),
    ("VARIANT002", deals(text()) + VARIANT.replace("v:", "⟦v:") + "without: []}}\n"),
    # Names
    ("NAME001", deals("⟦Price: {label: P, group: g, type: string, field_type: text}")),
    ("NAME001", "property_groups: {deals: {⟦my-group: {label: G}}}\n"),
    ("NAME001", stages("⟦1st: {label: O, probability: 0.5}", WON, LOST)),
    ("NAME001", deals("⟦ש: {label: P, group: g, type: string, field_type: text}")),
    ("NAME002", deals(text("⟦" + "p" * 101))),
    ("NAME002", stages(OPEN, WON, LOST, name="⟦" + "s" * 37)),
    ("NAME002", stages("⟦" + "o" * 99 + ": {label: O, probability: 0.5}", WON, LOST)),
    ("NAME003", deals(text("⟦" + "p" * 51))),
    ("NAME004", deals(text("⟦hs_mine"))),
    ("NAME004", deals(text("⟦a123_mine"))),
    ("NAME005", "property_groups: {⟦deal: {g: {label: G}}}\n"),
    ("NAME005", "retire: {properties: {⟦deels: [x]}}\n"),
    ("NAME006", stages(OPEN, of="⟦contacts").replace(", probability: 0.5", "")),
    (
        "NAME007",
        stages(OPEN, WON, LOST)
        + "  tickets: {⟦s: {label: T, stages: {a: {label: A}, b: {label: B, ticket_state: closed}}}}\n",
    ),
    (
        "NAME008",
        PIPELINE
        + PIPELINE.split("  deals:\n")[1]
        .replace("sales:\n", "two:\n      ⟦id: sales\n")
        .replace("Sales", "B")
        .replace("מכירות", "ב"),
    ),
    ("NAME009", stages(OPEN, WON, "⟦l: {label: L, probability: 0.0, id: s_o}")),
    ("NAME010", stages(OPEN, WON, "l: {label: L, probability: 0.0, was: [x, ⟦o]}")),
    # Labels
    ("LABEL001", "property_groups: {deals: {a: {label: Sales}, b: {label: ⟦' SALES  '}}}\n"),
    (
        "LABEL002",
        deals(
            "a: {label: 'ליבת \"מכר\"', group: g, type: date, field_type: date}",
            "b: {label: ⟦'ליבת ״מכר״', group: g, type: date, field_type: date}",
        ),
    ),
    (
        "LABEL002",
        deals(
            "a: {label: {en: A, he: א}, group: g, type: date, field_type: date}",
            "b: {label: ⟦{en: B, he: א}, group: g, type: date, field_type: date}",
        ),
    ),
    (
        "LABEL003",
        PIPELINE
        + PIPELINE.split("  deals:\n")[1]
        .replace("sales:", "two:")
        .replace("label: {en: Sales, he: מכירות}", "label: ⟦sales"),
    ),
    ("LABEL004", stages(OPEN, WON, "l: {label: ⟦w, probability: 0.0}")),
    ("LABEL005", "property_groups: {deals: {a: {label: ⟦' '}}}\n"),
    # Stages
    ("STAGE001", stages("o: {label: O, probability: ⟦40}", WON, LOST)),
    ("STAGE001", stages("o: {label: O, probability: ⟦-0.1}", WON, LOST)),
    ("STAGE002", stages("o: {label: O, probability: ⟦0.25}", WON, LOST)),
    ("STAGE003", stages("⟦o: {label: O}", WON, LOST)),
    ("STAGE004", stages("o: {label: O, ⟦probability: 0.5}", of="leads")),
    ("STAGE004", stages("o: {label: O, probability: 0.5, ⟦ticket_state: open}", WON, LOST)),
    ("STAGE005", stages(OPEN, LOST).replace("stages", "⟦stages")),
    ("STAGE005", stages(OPEN, WON, "x: {label: X, probability: ⟦1}", LOST)),
    ("STAGE006", stages(OPEN, WON).replace("stages", "⟦stages")),
    ("STAGE007", stages(*(f"{'⟦' * (n == 30)}x{n}: {{label: X{n}}}" for n in range(31)), of="leads")),
    (
        "STAGE007",
        stages(WON, LOST, *(f"{'⟦' * (n == 98)}x{n}: {{label: X{n}, probability: 0.5}}" for n in range(99))),
    ),
    ("STAGE008", stages("a: {label: A, ticket_state: open}", of="tickets").replace("stages", "⟦stages")),
    ("STAGE009", stages("o: {label: O, probability: 0.6}", "p: {label: P, probability: ⟦0.3}", WON, LOST)),
    ("STAGE011", stages("o: {label: O, probability: 0.5, max_age: 3d, ⟦max_age_property: closedate}", WON, LOST)),
    # Forecast
    ("FORECAST001", stages(OPEN, "w: {label: W, probability: 1.0, forecast_category: ⟦commit}", LOST)),
    ("FORECAST002", stages(OPEN, WON, "l: {label: L, probability: 0.0, forecast_category: ⟦closed}")),
    ("FORECAST003", stages("o: {label: O, probability: 0.5, forecast_category: ⟦closed}", WON, LOST)),
    (
        "FORECAST004",
        stages(
            "o: {label: O, probability: 0.5, forecast_category: commit}",
            "p: {label: P, probability: 0.6, forecast_category: ⟦pipeline}",
            WON,
            LOST,
        ),
    ),
    # Properties
    ("PROP001", deals("p: {label: P, group: g, type: string, field_type: ⟦select}")),
    ("PROP001", deals("p: {label: P, group: g, type: datetime, field_type: ⟦text}")),
    ("PROP002", deals("⟦p: {label: P, group: g, type: enumeration, field_type: select}")),
    ("PROP002", deals("p: {label: P, group: g, type: enumeration, field_type: select, ⟦options: {}}")),
    ("PROP003", deals(text(extra=", ⟦options: {a: A}"))),
    (
        "PROP004",
        deals("p: {label: P, group: g, type: bool, field_type: booleancheckbox, ⟦options: {yes: Y, no: N}}"),
    ),
    (
        "PROP005",
        deals("p: {label: P, group: g, type: enumeration, field_type: select, ⟦external_options: true}"),
    ),
    (
        "PROP005",
        deals(
            "p: {label: P, group: g, type: enumeration, field_type: select, external_options: true, "
            "referenced_object_type: OWNER, ⟦options: {a: A}}"
        ),
    ),
    (
        "PROP006",
        deals(choice("{a: A}, ⟦referenced_object_type: OWNER")),
    ),
    (
        "PROP007",
        deals("p: {label: P, group: g, type: number, field_type: number, ⟦currency_property_name: deal_currency_code}"),
    ),
    ("PROP008", deals(*(text(f"p{n}", f", {'⟦' * (n == 10)}has_unique_value: true") for n in range(11)))),
    ("PROP009", deals(text(extra=", ⟦number_display_hint: currency"))),
    ("PROP010", deals(text(extra=", calculation_formula: a + b").replace("field_type: text", "field_type: ⟦text"))),
    ("PROP010", deals("p: {label: P, group: g, type: number, field_type: ⟦calculation_equation}")),
    # Options
    ("OPT001", deals(choice("{a: Yes, b: ⟦' yes'}").replace("' yes'", "yes"))),
    ("OPT002", deals(choice("{ab: A, ⟦AB: B}"))),
    ("OPT002", deals(choice("{a b: A, ⟦ab: B}"))),
    ("OPT003", deals(choice("{⟦'a ': A}"))),
    ("OPT003", deals(choice("{a: ⟦' A'}"))),
    ("OPT004", deals(choice("{⟦a;b: A}"))),
    ("OPT005", deals(choice("{" + ", ".join(f"v{n}: L{n}" for n in range(5001)) + "}").replace("options", "⟦options"))),
    ("OPT006", deals(choice("{⟦a: " + "x" * 3000 + "}"))),
    # Texts
    ("TEXT001", PIPELINE.replace("{en: Open, he: פתוח}", "⟦{en: Open}")),
    ("TEXT002", PIPELINE.replace("{en: Open, he: פתוח}", "⟦{he: פתוח}")),
    ("TEXT003", PIPELINE.replace("he: פתוח", f"he: ⟦פתוח{RLM}")),
    ("TEXT003", PIPELINE.replace("he: פתוח", 'he: ⟦"פתוח\\u202e"')),
    ("TEXT004", deals(choice(f"{{⟦a{LRM}: A}}"))),
    ("TEXT005", PIPELINE.replace("en: Open", "en: ⟦Cafe\u0301")),
    ("TEXT006", PIPELINE.replace("en: Open", 'en: ⟦"O\\0"')),
    ("TEXT007", PIPELINE.replace("en: Open", "en: ⟦'Open '")),
]


@pytest.mark.parametrize(("code", "written"), CASES, ids=[f"{code}-{n}" for n, (code, _) in enumerate(CASES)])
def test_a_rule_says_what_is_wrong_and_where(tmp_path: Path, code: str, written: str) -> None:
    case = unmarked(HEAD + written + ("" if "pipelines:" in written else PIPELINE))
    findings = load.read(write(tmp_path / "b.yaml", case.text)).findings
    assert (code, case.line, case.column) in seen(findings), findings
    others = {each.code for each in findings} - {code}
    assert not others - _COMPANIONS.get(code, set())
    rule = next(each for each in RULES if each.code == code)
    for finding in findings:
        if finding.code == code:
            assert finding.severity is rule.severity
            assert finding.fix
            assert finding.message.endswith(".")


GATE = {"GATE001", "GATE002", "GATE003", "GATE005", "GATE006"}
"""Of the head of a blueprint, which the cases have in common: tests/rules/test_gate.py."""

_COMPANIONS = {
    "NAME006": {"STAGE010"},
    "STAGE004": {"STAGE010"},
    "STAGE007": {"STAGE010"},
    "STAGE008": {"STAGE010"},
    "RETIRE005": {"REF001"},
    "LABEL001": {"TEXT007"},
}
"""What else is wrong with a case; nothing but this may be said of it."""


def test_every_rule_has_a_case_and_a_code_of_its_own() -> None:
    all_codes = [rule.code for rule in RULES]
    assert len(all_codes) == len(set(all_codes))
    assert set(all_codes) - {code for code, _ in CASES} == {"STAGE010", "LIST005", *GATE}
    assert codes.catalogue().keys() >= set(all_codes)


def test_a_list_of_both_modes_is_an_error_in_hybrid(tmp_path: Path) -> None:
    written = PIPELINE + lists("a: {name: A, filters: [⟦{where: {amount: {known: true}}}]}")
    case = unmarked(HEAD.replace("mode: b2b", "mode: hybrid") + written)
    findings = load.read(write(tmp_path / "b.yaml", case.text)).findings
    assert ("LIST005", case.line, case.column) in seen(findings)


def test_a_blueprint_without_deal_pipeline_is_asked_about(tmp_path: Path) -> None:
    case = unmarked(HEAD.replace("mode", "⟦mode") + GROUPS)
    findings = load.read(write(tmp_path / "b.yaml", case.text)).findings
    assert seen(findings) == [("STAGE010", case.line, case.column)]
    assert findings[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    "written",
    [
        "properties: {deals: {p: {label: P, group: dealinformation, type: date, field_type: date}}}\n",
        "properties: {2-123: {p: {label: P, group: mine, type: date, field_type: date}}}\n\
property_groups: {2-123: {mine: {label: G}}}\n",
        "properties: {contacts: {hs_lead_status: {hubspot_defined: true, options: {X: X}}}}\n",
        deals("p: {label: P, group: g, type: bool, field_type: booleancheckbox}"),
        deals("p: {label: P, group: g, type: bool, field_type: booleancheckbox, options: {true: Y, false: N}}"),
        deals(
            "p: {label: P, group: g, type: enumeration, field_type: select, external_options: true, "
            "referenced_object_type: OWNER}"
        ),
        deals("p: {label: P, group: g, type: number, field_type: calculation_equation, calculation_formula: a + 1}"),
        deals("p: {label: P, group: g, type: phone_number, field_type: phonenumber}"),
        deals(
            "p: {label: P, group: g, type: number, field_type: number, show_currency_symbol: true, "
            "currency_property_name: deal_currency_code}"
        ),
        stages("o: {label: O, probability: 0.30000000000000004, max_age_property: closedate}", WON, LOST),
        stages("a: {label: A, probability: 0.1, forecast_category: omit}", OPEN, WON, LOST),
        PIPELINE + "  leads: {sales: {label: Leads, stages: {a: {label: A, lead_state: new}}}}\n",
        PIPELINE + "retire: {stages: {deals/sales: {x: {move_to: open}}}}\n",
    ],
)
def test_what_hubspot_takes_passes(tmp_path: Path, written: str) -> None:
    pipeline = "" if "pipelines:" in written or "leads:" in written else PIPELINE
    assert load.read(write(tmp_path / "b.yaml", HEAD + written + pipeline)).findings == ()


def test_a_file_without_any_hebrew_is_one_warning_when_labels_are_english(tmp_path: Path) -> None:
    english = PIPELINE.replace(", he: מכירות", "").replace(", he: פתוח", "").replace(", he: נסגר", "")
    english = english.replace(", he: אבוד", "")
    path = write(tmp_path / "b.yaml", HEAD + english)
    assert [each.code for each in load.read(path).findings] == ["TEXT001"]
    hebrew_first = "parameters: {label_language: {type: string, default: he}}\n"
    path = write(tmp_path / "b.yaml", HEAD + hebrew_first + english)
    assert [each.code for each in load.read(path).findings] == ["TEXT001"] * 4


def test_findings_name_the_resource(tmp_path: Path) -> None:
    path = write(tmp_path / "b.yaml", HEAD + PIPELINE.replace("0.5", "0.55"))
    assert [str(each.key) for each in load.read(path).findings] == ["pipeline:deals/sales#open"]
