"""What a person clicks for a team: its people always, and the team itself where HubSpot's API does not make it."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.kinds import base
from provisioner.model.findings import ManualStep
from provisioner.model.plan import Action, Change

_OPEN = {
    "en": "Open Settings > Users & Teams > Teams.",
    "he": "לפתוח Settings > Users & Teams > Teams.",
}
_PEOPLE = {
    "en": "Add the people who work in it.",
    "he": "להוסיף את האנשים שעובדים בו.",
}
_WHY_PEOPLE = "People come and go, so a blueprint never names them."
_WHY_TEAM = (
    "This portal does not let its API change teams: that API is a beta, and needs the scope settings.users.teams.write."
)


def steps(change: Change) -> Iterator[ManualStep]:
    """The steps that go with a change of a team; none for one that the API carries as a whole."""
    by_hand = change.reason == base.BY_HAND
    name = change.key.address
    if change.action is Action.CREATE and by_hand:
        titles = {"en": f"Create the team {name}", "he": f"יצירת הצוות {name}"}
        made = {
            "en": f'Choose "Create team", name it exactly "{name}", and save.',
            "he": f"לבחור Create team, לתת בדיוק את השם ״{name}״ ולשמור.",
        }
        lines = {each: [_OPEN[each], made[each], _PEOPLE[each]] for each in _OPEN}
        yield ManualStep(change.key, titles, lines, _WHY_TEAM)
    elif change.action is Action.CREATE:
        titles = {"en": f"Put people into the team {name}", "he": f"שיוך אנשים לצוות {name}"}
        opened = {"en": f'Open the team "{name}".', "he": f"לפתוח את הצוות ״{name}״."}
        yield ManualStep(
            change.key, titles, {each: [_OPEN[each], opened[each], _PEOPLE[each]] for each in _OPEN}, _WHY_PEOPLE
        )
    elif change.action is Action.UPDATE and by_hand:
        before = str(change.fields[0].before)
        titles = {"en": f"Rename the team {before}", "he": f"שינוי שם הצוות {before}"}
        done = {
            "en": f'Rename "{before}" to exactly "{name}", and save.',
            "he": f"לשנות את השם ״{before}״ בדיוק ל־״{name}״ ולשמור.",
        }
        yield ManualStep(change.key, titles, {each: [_OPEN[each], done[each]] for each in _OPEN}, _WHY_TEAM)
    elif change.action is Action.ARCHIVE and by_hand:
        titles = {"en": f"Delete the team {name}", "he": f"מחיקת הצוות {name}"}
        done = {
            "en": f'Delete the team "{name}", which nobody is in.',
            "he": f"למחוק את הצוות ״{name}״, שאין בו אנשים.",
        }
        yield ManualStep(change.key, titles, {each: [_OPEN[each], done[each]] for each in _OPEN}, _WHY_TEAM)
