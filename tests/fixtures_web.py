"""The web application on a database of the test, and people who sign in to it."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.base.actor import SYSTEM
from engine.base.db import Database
from processes.people import operations
from processes.people.operations import UserCard
from processes.people.rules import Role
from web.app import create_app
from web.settings import WebSettings

PASSWORD = "correct horse battery staple"
SECRET_KEY = "a key for tests that is long enough to be one"

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def web_settings() -> WebSettings:
    """Settings a test may replace by overriding this fixture."""
    return WebSettings(secret_key=SECRET_KEY)


@pytest.fixture
def app(sqlite_database: Database, web_settings: WebSettings) -> Flask:
    """The application on SQLite."""
    return create_app(sqlite_database, web_settings, TESTING=True, PROPAGATE_EXCEPTIONS=False)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser nobody has signed in with."""
    return app.test_client()


def add_person(
    database: Database, login: str, *roles: str, language: str = "en", password: str | None = PASSWORD
) -> str:
    """Add somebody with these roles and the password of the tests; return their id."""
    card = UserCard(
        login=login,
        name=login.replace(".", " ").title(),
        email=f"{login}@example.org",
        language=language,
        roles=roles or (Role.REQUESTER,),
    )
    return database.run(lambda session: operations.create_user(session, card, actor=SYSTEM, password=password).id)


def csrf_token(page: TestResponse) -> str:
    """Return the token that the forms of a page carry."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found, f"no form with a token in {page.request.path}: {page.status}"
    return found.group(1)


def post(client: FlaskClient, path: str, data: dict[str, object], *, page: str) -> TestResponse:
    """Send a form the way a browser does: with the token of the page it stands on."""
    return client.post(path, data={**data, "csrf_token": csrf_token(client.get(page))})


@pytest.fixture
def sign_in(app: Flask, sqlite_database: Database) -> SignIn:
    """Return a function that adds a person with some roles and gives their signed-in browser."""

    def enter(login: str, *roles: str, language: str = "en") -> FlaskClient:
        add_person(sqlite_database, login, *roles, language=language)
        client = app.test_client()
        answer = post(client, "/sign-in", {"login": login, "password": PASSWORD}, page="/sign-in")
        assert answer.status_code == 302, answer.text
        return client

    return enter
