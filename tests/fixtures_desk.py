"""A small desk on the real engine: the incident diagram deployed, groups of three levels, people who sign in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engine import jobs, service_calls
from engine.base.actor import SYSTEM
from engine.base.db import Database
from engine.deployment import deploy_shipped
from processes import wiring
from processes.people import operations
from processes.people.operations import GroupCard
from processes.people.rules import Role
from tests.fixtures_web import PASSWORD, add_person, post

GROUPS = {"service-desk": "L1", "network": "L2", "experts": "L3"}


_ALL_DUE: dict[str, Any] = {"owner": "test", "lease_seconds": 60, "limit": 50, "now": datetime.max.replace(tzinfo=UTC)}


def _answer(session: Session, claimed: jobs.Claimed) -> None:
    if claimed.kind == "service.call":
        service_calls.answer(session, claimed, {"phone": "+7 843 000-00-00"})
    else:
        jobs.finish(session, claimed.id, claimed.lease_token)


@dataclass(frozen=True)
class Desk:
    """The people of the desk by login, and how they sign in."""

    app: Flask
    database: Database
    ids: dict[str, str]

    def work(self) -> None:
        """Do what workers would do: answer every remote call with a found caller, count every letter as sent."""
        while taken := self.database.run(lambda session: jobs.claim(session, **_ALL_DUE)):
            for claimed in taken:
                self.database.run(lambda session, claimed=claimed: _answer(session, claimed))

    def browser(self, login: str) -> FlaskClient:
        """Return a signed-in browser of one of the people."""
        client = self.app.test_client()
        answer = post(client, "/sign-in", {"login": login, "password": PASSWORD}, page="/sign-in")
        assert answer.status_code == 302, answer.text
        return client


PEOPLE: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "anna": ((Role.REQUESTER,), (), "ru"),
    "oleg": ((Role.REQUESTER,), (), "en"),
    "boris": ((Role.AGENT,), ("service-desk",), "en"),
    "vera": ((Role.AGENT,), ("network",), "en"),
    "ivan": ((Role.AGENT,), ("experts",), "ru"),
    "galina": ((Role.LEAD,), ("service-desk",), "en"),
    "ada": ((Role.ADMINISTRATOR, Role.OPERATOR), (), "en"),
}
"""Login: roles, groups, language."""


def furnish(database: Database) -> dict[str, str]:
    """Deploy the practices, add groups and people; return the ids of the people by login."""
    assert wiring.__all__
    database.run(deploy_shipped)
    ids = {
        login: add_person(database, login, *roles, language=language)
        for login, (roles, _groups, language) in PEOPLE.items()
    }
    with database.transaction() as session:
        for key, level in GROUPS.items():
            group = operations.create_group(session, GroupCard(key, key.replace("-", " ").title(), level), actor=SYSTEM)
            members = {ids[login] for login, (_roles, groups, _language) in PEOPLE.items() if key in groups}
            operations.set_members(session, group.id, members, actor=SYSTEM)
    return ids


@pytest.fixture
def desk(app: Flask, sqlite_database: Database) -> Desk:
    """The desk on SQLite."""
    return Desk(app, sqlite_database, furnish(sqlite_database))
