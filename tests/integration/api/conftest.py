"""A desk, the application on each database, and programs with tokens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from engine import jobs, service_calls
from engine.base import clock
from engine.base.actor import SYSTEM
from engine.base.db import Database
from engine.definitions import deploy, folder
from engine.tables import Job
from processes import wiring
from processes.people import access
from processes.people.rules import Role
from processes.people.tables import User
from tests.fixtures_web import SECRET_KEY
from tests.integration.processes.desk import acting, make_group, make_user
from web.app import create_app
from web.settings import WebSettings

assert wiring


@dataclass
class Program:
    """A program that calls REST for one person."""

    client: FlaskClient
    token: str
    user_id: str

    def __call__(self, method: str, path: str, json: Any = None, **headers: str) -> TestResponse:
        """Send a request; `If_Match="…"` becomes the header If-Match."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        options: dict[str, Any] = {} if json is None else {"json": json}
        return self.send(method, path, headers=named, **options)

    def send(self, method: str, path: str, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        """Send anything."""
        bearer = {"Authorization": f"Bearer {self.token}"}
        return self.client.open(f"/api/v1{path}", method=method, headers=bearer | (headers or {}), **options)


@dataclass
class Desk:
    """One program for each kind of person."""

    requester: Program
    stranger: Program
    agent: Program
    specialist: Program
    lead: Program
    designer: Program
    operator: Program
    administrator: Program

    database: Database

    def open(self, **changes: Any) -> str:
        """Report an incident as the requester, let the directory answer, and return the number."""
        answer = self.requester("POST", "/incidents", {"title": "Не работает почта", **changes})
        assert answer.status_code == 201, answer.text
        self._answer_calls()
        number: str = answer.get_json()["number"]
        return number

    def _answer_calls(self) -> None:
        """What a worker does with the remote call that waits."""
        with self.database.transaction() as session:
            waiting = session.scalars(select(Job.id).where(Job.kind == "service.call", Job.state == "waiting")).one()
            (claimed,) = jobs.claim(session, owner="tests", now=clock.now(), lease_seconds=60, job_id=waiting)
            service_calls.answer(session, claimed, {"department": "Бухгалтерия"})


@pytest.fixture
def app(database: Database) -> Flask:
    """The application on SQLite and on PostgreSQL."""
    return create_app(database, WebSettings(secret_key=SECRET_KEY), TESTING=True, PROPAGATE_EXCEPTIONS=False)


@pytest.fixture
def desk(app: Flask, database: Database) -> Desk:
    """People of every role, each with a token."""
    with database.transaction() as session:
        deploy(session, folder("incident"), author=SYSTEM)
        first, network = make_group(session), make_group(session, "network", "L2")
        hire = _hiring(session, app)
        return Desk(
            requester=hire(make_user(session, login="requester", language="ru")),
            stranger=hire(make_user(session, login="stranger")),
            agent=hire(make_user(session, Role.AGENT, login="agent", groups=(first,))),
            specialist=hire(make_user(session, Role.AGENT, login="specialist", groups=(network,))),
            lead=hire(make_user(session, Role.LEAD, login="lead", groups=(first,))),
            designer=hire(make_user(session, Role.DESIGNER, login="designer")),
            operator=hire(make_user(session, Role.OPERATOR, login="operator")),
            administrator=hire(make_user(session, Role.ADMINISTRATOR, login="administrator")),
            database=database,
        )


def _hiring(session: Session, app: Flask) -> Callable[[User], Program]:
    def hire(user: User) -> Program:
        _, secret = access.create_token(session, user, "tests", actor=acting(user))
        return Program(app.test_client(), secret, user.id)

    return hire
