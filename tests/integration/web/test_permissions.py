"""Every view against every role: the guard at the door says what the truth table of the house says."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from engine.base.actor import SYSTEM
from engine.base.db import Database
from processes.people import operations, queries
from processes.people.operations import UserCard
from processes.people.rules import PERMISSIONS, PUBLIC, Relation, Role
from tests.integration.web.view_table import VIEWS
from web.app import create_app
from web.guard import guards, refuse_unguarded
from web.settings import WebSettings

GUARDED = sorted({operation for operation in VIEWS.values() if operation != PUBLIC})


@pytest.fixture
def app(sqlite_database: Database, web_settings: WebSettings) -> Flask:
    """The application without the check of form tokens, which would answer before the guard does."""
    return create_app(sqlite_database, web_settings, TESTING=True, WTF_CSRF_ENABLED=False)


@pytest.fixture
def people(app: Flask, sqlite_database: Database) -> dict[Role, FlaskClient]:
    """One signed-in browser for each role."""
    return {role: browser_of(app, sqlite_database, role) for role in Role}


def browser_of(app: Flask, database: Database, role: Role) -> FlaskClient:
    """Add somebody who holds this role alone, and sign them in without a password."""
    card = UserCard(login=role.value, name=role.value, email=f"{role.value}@example.org", roles=(role,))
    user = database.run(lambda session: operations.create_user(session, card, actor=SYSTEM))
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{user.id}:{user.session_key}"
    return client


def addresses(app: Flask, operation: str) -> Iterator[tuple[str, str]]:
    """Yield verb and path of every page guarded with the operation, placeholders filled with names of nothing."""
    for rule in app.url_map.iter_rules():
        for verb in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            guarded = VIEWS.get(rule.endpoint) or VIEWS.get(f"{rule.endpoint}:{verb.lower()}")
            if guarded == operation:
                yield verb, filled(app, rule)


def filled(app: Flask, rule: Rule) -> str:
    """Return the path of a rule with every placeholder filled in."""
    values = {name: 0 if "Int" in type(rule._converters[name]).__name__ else "nothing" for name in rule.arguments}
    with app.test_request_context():
        built = rule.build(values)
    assert built is not None
    return built[1]


def test_the_table_has_every_view_with_its_operation(app: Flask) -> None:
    assert dict(guards(app)) == VIEWS


@pytest.mark.parametrize("operation", GUARDED)
def test_a_role_passes_the_door_where_some_relation_lets_it(
    app: Flask, people: dict[Role, FlaskClient], operation: str
) -> None:
    for verb, path in addresses(app, operation):
        for role, client in people.items():
            refused = client.open(path, method=verb).status_code == 403
            assert refused == (PERMISSIONS[operation][role] == "-"), f"{role} {verb} {path}"


@pytest.mark.parametrize("operation", GUARDED)
def test_nobody_passes_a_guarded_door_without_signing_in(app: Flask, operation: str) -> None:
    for verb, path in addresses(app, operation):
        answer = app.test_client().open(path, method=verb)
        to_sign_in = answer.status_code == 302 and answer.location.startswith("/sign-in")
        assert to_sign_in or answer.status_code == 401, f"{verb} {path}: {answer.status}"


def test_a_deactivated_person_is_out_at_once(app: Flask, sqlite_database: Database) -> None:
    admin = browser_of(app, sqlite_database, Role.ADMINISTRATOR)
    other = browser_of(app, sqlite_database, Role.AGENT)
    assert other.get("/account").status_code == 200
    with sqlite_database.transaction() as session:
        user_id = queries.find_by_login(session, "agent").id  # type: ignore[union-attr]
    form = {"login": "agent", "name": "agent", "email": "agent@example.org", "language": "en", "roles": "agent"}
    assert admin.post(f"/people/{user_id}", data=form).status_code == 302
    assert other.get("/account").status_code == 302


def test_an_application_with_a_bare_view_does_not_start(app: Flask) -> None:
    bare = Flask("bare")
    bare.add_url_rule("/bare", "bare", lambda: "")
    with pytest.raises(RuntimeError, match="bare"):
        refuse_unguarded(bare)


def test_every_relation_has_its_letter_in_the_table() -> None:
    letters = {letter for row in PERMISSIONS.values() for cell in row.values() for letter in cell}
    assert letters == {"*", "-", *(relation.value for relation in Relation)}
