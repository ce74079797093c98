"""People and groups as an administrator keeps them."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from engine.base.db import Database
from processes.notify.tables import Delivery
from processes.people import queries
from tests.fixtures_web import SignIn, add_person, post

CARD = {
    "login": "boris",
    "name": "Борис Годунов",
    "email": "boris@example.org",
    "language": "ru",
    "roles": ["agent", "lead"],
    "is_active": "yes",
}


@pytest.fixture
def admin(sign_in: SignIn) -> FlaskClient:
    """An administrator's browser."""
    return sign_in("admin", "administrator")


def test_a_new_person_gets_a_mail_with_a_link(admin: FlaskClient, sqlite_database: Database) -> None:
    assert post(admin, "/people/new", CARD, page="/people/new").status_code == 302
    with sqlite_database.transaction() as session:
        boris = queries.find_by_login(session, "boris")
        assert boris is not None
        assert boris.role_names == {"agent", "lead"}
        mail = session.scalars(select(Delivery)).one()
        assert (mail.address, mail.language) == ("boris@example.org", "ru")
    assert "Борис Годунов" in admin.get("/people/?q=годунов").text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("login", "", "A sign-in name has"),
        ("login", "Борис", "A sign-in name has"),
        ("login", "admin", "Another person has this sign-in name"),
        ("name", "x" * 5000, "A name has 1 to 120"),
        ("email", "not an address", "This is not an e-mail address"),
        ("language", "tlh", "There is no such language"),
        ("roles", "emperor", "There is no such role"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(
    admin: FlaskClient, sqlite_database: Database, field: str, value: str, sentence: str
) -> None:
    answer = post(admin, "/people/new", {**CARD, field: value}, page="/people/new")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="boris@example.org"' in answer.text or field == "email"
    with sqlite_database.transaction() as session:
        assert queries.find_by_login(session, "boris") is None
        assert session.scalars(select(Delivery)).all() == []


def test_a_colleague_who_was_faster_is_told(admin: FlaskClient, sqlite_database: Database) -> None:
    boris = add_person(sqlite_database, "boris")
    page = f"/people/{boris}"
    assert post(admin, page, {**CARD, "version": "1", "name": "First"}, page=page).status_code == 302
    late = post(admin, page, {**CARD, "version": "1", "name": "Second"}, page=page)
    assert late.status_code == 409
    assert "Somebody changed this person meanwhile" in late.text
    assert 'value="Second"' in late.text


def test_the_last_administrator_cannot_be_lost(admin: FlaskClient, sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        found = queries.find_by_login(session, "admin")
        assert found is not None
    page = f"/people/{found.id}"
    form = {"login": "admin", "name": "Admin", "email": "admin@example.org", "language": "en", "roles": "agent"}
    answer = post(admin, page, form, page=page)
    assert answer.status_code == 409
    assert "is the last administrator" in answer.text


def test_a_group_takes_people_by_login_and_lets_them_go(admin: FlaskClient, sqlite_database: Database) -> None:
    anna, boris = add_person(sqlite_database, "anna", "agent"), add_person(sqlite_database, "boris", "agent")
    form = {"key": "network", "name": "Сеть", "level": "L2", "email": "", "join": "anna, boris@example.org"}
    assert post(admin, "/groups/new", form, page="/groups/new").status_code == 302
    page = admin.get("/groups/network").text
    assert anna in page
    assert boris in page
    change = {"name": "Сеть", "level": "L3", "members": [boris]}
    assert post(admin, "/groups/network", change, page="/groups/network").status_code == 302
    assert anna not in admin.get("/groups/network").text


def test_a_group_with_a_stranger_is_not_made_and_keeps_what_was_typed(
    admin: FlaskClient, sqlite_database: Database
) -> None:
    form = {"key": "network", "name": "Сеть", "level": "L2", "join": "nobody-we-know"}
    answer = post(admin, "/groups/new", form, page="/groups/new")
    assert answer.status_code == 422
    assert "Nobody has this login: nobody-we-know" in answer.text
    assert 'value="nobody-we-know"' in answer.text
    assert "Сеть" not in admin.get("/groups/").text


@pytest.mark.parametrize("path", ["/people/nobody", "/groups/nothing", "/people/?after=nobody"])
def test_what_is_not_there_is_a_clear_404(admin: FlaskClient, path: str) -> None:
    answer = admin.get(path)
    assert answer.status_code == 404
    assert "There is no such" in answer.text


def test_the_list_of_people_takes_as_many_statements_for_many_as_for_few(
    admin: FlaskClient, sqlite_database: Database
) -> None:
    few = statements_of(admin, sqlite_database)
    for number in range(60):
        add_person(sqlite_database, f"person-{number}", password=None)
    assert statements_of(admin, sqlite_database) == few
    assert "Next page" in admin.get("/people/").text


def statements_of(client: FlaskClient, database: Database) -> int:
    """Count the statements of one visit to the list."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    client.get("/people/")
    event.remove(database.engine, "before_cursor_execute", note)
    return len(seen)
