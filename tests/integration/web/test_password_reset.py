"""A forgotten password."""

from flask.testing import FlaskClient
from sqlalchemy import select

from engine.base.db import Database
from processes.notify.tables import Delivery
from tests.fixtures_web import add_person, post

NEW = "a quite different password"


def link_of_the_mail(database: Database) -> str:
    """Return the path of the link in the only mail."""
    with database.transaction() as session:
        body = session.scalars(select(Delivery)).one().body
    return "/reset-password/" + body.split("/reset-password/")[1].split()[0]


def test_a_link_from_the_mail_sets_a_new_password_once(client: FlaskClient, sqlite_database: Database) -> None:
    add_person(sqlite_database, "anna", password=None)
    page = "/forgotten-password"
    assert post(client, page, {"login": "anna@example.org"}, page=page).location == "/sign-in"
    link = link_of_the_mail(sqlite_database)
    weak = post(client, link, {"password": "short"}, page=link)
    assert (weak.status_code, "at least 12 characters" in weak.text) == (422, True)
    assert post(client, link, {"password": NEW}, page=link).location == "/sign-in"
    assert client.get(link).status_code == 410
    assert post(client, "/sign-in", {"login": "anna", "password": NEW}, page="/sign-in").location == "/"


def test_nobody_learns_who_has_an_account(client: FlaskClient, sqlite_database: Database) -> None:
    add_person(sqlite_database, "anna", password=None)
    page = "/forgotten-password"
    answers = [post(client, page, {"login": login}, page=page) for login in ("anna", "nobody", "", "Ж" * 9000)]
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1
    with sqlite_database.transaction() as session:
        assert len(session.scalars(select(Delivery)).all()) == 1


def test_a_guessed_link_opens_nothing(client: FlaskClient) -> None:
    answer = client.get("/reset-password/guessed")
    assert answer.status_code == 410
    assert "This link no longer works" in answer.text
