"""The control surface under `/_portal/`, for people and tests: log, switches, faults, state, people, virtual clock."""

from __future__ import annotations

import json
from typing import Any

from provisioner.localportal import contents, faults, settings
from provisioner.localportal.database import Database
from provisioner.localportal.engine import rehearsal
from provisioner.localportal.journal import Journal
from provisioner.localportal.surfaces.people import contents as people
from provisioner.localportal.wire import Call, Reply, answer, no_content


class Control:
    """Answers `/_portal/...`; needs no token, because the server listens on loopback only."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._database = database
        self._journal = journal
        self._commands = {
            "GET requests": self._requests,
            "DELETE requests": self._forget_requests,
            "GET unknown": self._unknown,
            "DELETE unknown": self._forget_unknown,
            "GET connections": self._connections,
            "GET settings": self._settings,
            "PATCH settings": self._change_settings,
            "GET faults": self._faults,
            "POST faults": self._add_faults,
            "DELETE faults": self._forget_faults,
            "POST reset": self._reset,
            "GET dump": self._dump,
            "POST load": self._load,
            "POST seed": self._seed,
            "POST clock": self._clock,
            "POST run": self._run,
            "POST rehearse": self._rehearse,
            "GET people": self._people,
            "PUT people": self._replace_people,
        }

    def answer(self, call: Call) -> Reply:
        """Carry out one command; 400 says what is wrong with it, 404 lists the commands."""
        name = call.path.removeprefix("/_portal/").strip("/")
        command = self._commands.get(f"{call.method} {name}")
        if command is None:
            return answer(404, {"message": f"no such command: {call.method} {name}", "commands": list(self._commands)})
        try:
            body = json.loads(call.body) if call.body else {}
            return command(dict(call.query), body)
        except (ValueError, TypeError, LookupError) as error:
            return answer(400, {"message": str(error)})

    def _requests(self, _query: dict[str, str], _body: Any) -> Reply:
        return answer(200, {"results": self._journal.requests()})

    def _forget_requests(self, _query: dict[str, str], _body: Any) -> Reply:
        self._journal.clear()
        return no_content()

    def _unknown(self, _query: dict[str, str], _body: Any) -> Reply:
        return answer(200, {"results": self._journal.unknown()})

    def _forget_unknown(self, _query: dict[str, str], _body: Any) -> Reply:
        self._journal.clear_unknown()
        return no_content()

    def _connections(self, _query: dict[str, str], _body: Any) -> Reply:
        return answer(200, self._journal.connections())

    def _settings(self, _query: dict[str, str], _body: Any) -> Reply:
        with self._database.reading() as db:
            return answer(200, settings.as_json(settings.read(db)))

    def _change_settings(self, _query: dict[str, str], body: Any) -> Reply:
        with self._database.writing() as db:
            switches = settings.changed(settings.read(db), body)
            settings.write(db, switches)
        return answer(200, settings.as_json(switches))

    def _faults(self, _query: dict[str, str], _body: Any) -> Reply:
        with self._database.reading() as db:
            return answer(200, {"results": faults.listed(db)})

    def _add_faults(self, _query: dict[str, str], body: Any) -> Reply:
        specs = body if isinstance(body, list) else [body]
        with self._database.writing() as db:
            return answer(201, {"ids": [faults.add(db, spec) for spec in specs]})

    def _forget_faults(self, _query: dict[str, str], _body: Any) -> Reply:
        with self._database.writing() as db:
            faults.clear(db)
        return no_content()

    def _reset(self, _query: dict[str, str], body: Any) -> Reply:
        with self._database.writing() as db:
            contents.reset(db, bool(body.get("keep_defaults", True)))
        self._journal.clear()
        self._journal.clear_unknown()
        return no_content()

    def _dump(self, query: dict[str, str], _body: Any) -> Reply:
        with self._database.reading() as db:
            state = contents.dump(db, hubspot_defined=query.get("hubspot_defined", "true").lower() == "true")
        return Reply(200, json.dumps(state, ensure_ascii=False, indent=2, sort_keys=True) + "\n")

    def _load(self, _query: dict[str, str], body: Any) -> Reply:
        with self._database.writing() as db:
            contents.load(db, body)
        return no_content()

    def _clock(self, _query: dict[str, str], body: Any) -> Reply:
        with self._database.writing() as db:
            rehearsal.set_clock(db, str(body["now"]))
            return answer(200, {"now": settings.read(db).clock})

    def _run(self, _query: dict[str, str], body: Any) -> Reply:
        with self._database.writing() as db:
            told = rehearsal.run(db, str(body["until"]), body.get("events") or [], body.get("flows"))
            return answer(200, {"now": settings.read(db).clock, "entries": told.as_json()})

    def _rehearse(self, _query: dict[str, str], body: Any) -> Reply:
        with self._database.reading() as db:
            told = rehearsal.rehearse(
                db, str(body["start"]), str(body["until"]), body.get("events") or [], body.get("flows")
            )
            return answer(200, {"entries": told.as_json()})

    def _people(self, _query: dict[str, str], _body: Any) -> Reply:
        with self._database.reading() as db:
            return answer(200, people.dump(db))

    def _replace_people(self, _query: dict[str, str], body: Any) -> Reply:
        with self._database.writing() as db:
            people.replace(db, body)
            return answer(200, people.dump(db))

    def _seed(self, _query: dict[str, str], body: Any) -> Reply:
        with self._database.writing() as db:
            return answer(200, contents.seed(db, **body))
