"""Every code that ``validate`` can report, with one line on it: what reports and the reference page tell of codes."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.rules import RULES, automation_modes

_READING: Mapping[str, str] = {
    "YAML001": "The file is not YAML.",
    "YAML002": "A key stands twice in one mapping.",
    "YAML003": "A tag stands in the file; the language has none.",
    "YAML004": "An alias is unknown, stands inside itself, or stands for too much.",
    "YAML005": "A merge key stands in the file; the language has none.",
    "YAML006": "The file holds more than one document.",
    "YAML007": "A tab stands where spaces must.",
    "YAML008": "The file is not UTF-8 text.",
    "YAML009": "The file holds a control character.",
    "YAML010": "A key is empty, or no word.",
    "YAML011": "The file is larger than 5 MB.",
    "YAML012": "The nesting is deeper than 60 levels.",
    "YAML013": "There is no such file.",
    "YAML014": "The path is a directory, or no regular file.",
    "YAML015": "The file cannot be read.",
    "YAML016": "The file is empty, or holds no mapping.",
    "IMPORT001": "An imported file is not there.",
    "IMPORT002": "Files import one another in a circle.",
    "IMPORT003": "A fragment has a key that only a blueprint may have.",
    "IMPORT004": "A key is defined in two files.",
    "IMPORT005": "Too many files are imported, or import one another in a row.",
    "IMPORT006": "The imports of a fragment are no list of paths.",
    "PARAM001": "There is no such parameter.",
    "PARAM002": "A parameter has no value.",
    "PARAM003": "The value of a parameter does not fit its declaration.",
    "PARAM004": "A portal gives a value for a parameter that is not there.",
    "PARAM005": "A ${ has no closing brace.",
    "PARAM006": "A parameter is never used.",
    "SCHEMA001": "There is no such field.",
    "SCHEMA002": "A field is missing.",
    "SCHEMA003": "A value has the wrong type.",
    "SCHEMA004": "A value is none of those allowed.",
    "SCHEMA005": "A text or a key does not have the form that it must have.",
    "SCHEMA006": "A value is empty.",
    "SCHEMA007": "A number is too small or too large.",
    "SCHEMA008": "A value does not fit the schema.",
}
_CALENDAR: Mapping[str, str] = {
    "CAL001": "There is no such calendar.",
    "CAL002": "A calendar has no such setting.",
    "CAL003": "A calendar has no time zone, or none that is known.",
    "CAL004": "Hours or weekdays of a calendar do not have the right form.",
    "CAL005": "Nobody knows the holidays of that country.",
    "CAL006": "Single days of a calendar do not have the right form, or contradict each other.",
    "CAL007": "A calendar is never open.",
}
_DOSES: Mapping[str, str] = {
    "DOSE001": "A workflow does what the dose of its pipeline does not bear.",
    "DOSE002": "There is more automation than the dose of a pipeline bears.",
    "DOSE003": "A pipeline asks for more automation than its mode bears.",
    "DOSE004": "The decision that allows more automation is incomplete, or has run out.",
    "DOSE005": "A workflow is bound to no pipeline.",
    "DOSE006": "Two workflows write the same property of the same record.",
    "DOSE007": "A workflow acts on people outside the working hours.",
    "DOSE008": "A call centre has no rule that protects the first contact, or none that closes loops.",
    "DOSE009": "Nobody knows what an action of a workflow does.",
    "DOSE010": "A workflow does what HubSpot's own automation does too.",
    "DOSE011": "In a hybrid, two workflows write the lifecycle stage.",
}
_PROJECT: Mapping[str, str] = {
    "PROJECT001": "The project file holds no mapping.",
    "PROJECT002": "An access token stands in the project file.",
    "PROJECT003": "There is no such field in the project file.",
    "PROJECT004": "A portal has a name that it cannot have.",
    "PROJECT005": "default_portal names a portal that is not there.",
    "PROJECT006": "A value in the project file has the wrong type.",
    "PROJECT007": "The address of a portal is no address, or is not safe.",
    "PROJECT008": "A portal lacks its number or the name of its token variable.",
    "PROJECT009": "A pinned id, or the key it is pinned for, does not have the right form.",
    "PROJECT010": "One id is pinned for two keys.",
    "PROJECT011": "The file of remembered ids does not have the right form.",
}

_ANSWERS: Mapping[str, str] = {
    "ANSWER001": "The file holds no answers.",
    "ANSWER002": "There is no such question, or it is answered twice.",
    "ANSWER003": "A question has no such answer.",
    "ANSWER004": "There is no such field in a file of answers.",
}


def catalogue() -> dict[str, str]:
    """Code: one sentence, in the order in which a reader meets them."""
    from provisioner.automation import lint  # brings the rules of automation, and only reports ask for every code
    from provisioner.kpi import targets

    summaries = {rule.code: rule.summary for rule in RULES}
    rules = {**summaries, **automation_modes.CODES, **lint.CODES, **_CALENDAR, **_DOSES, **targets.CODES}
    return {**_READING, **rules, **_PROJECT, **_ANSWERS}
