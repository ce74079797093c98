"""Role × operation × relation: each view about one ticket, in front of everybody who may stand to it in some way."""

from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from engine.base.db import Database
from processes.people.rules import Relation, Role, may
from processes.people.tables import User
from tests.integration.processes.desk import make_group, make_ticket, make_user
from tests.integration.web.view_table import VIEWS
from web.app import create_app
from web.settings import WebSettings

STANDINGS = [(), (Relation.REQUESTER,), (Relation.ASSIGNEE,), (Relation.MEMBER,), tuple(Relation)]
HIDDEN_OR_FORBIDDEN = {403, 404}
WANTS_A_RUNNING_INSTANCE = {"tickets.diagram"}  # there is none for the bare ticket of this test: 404 for everybody
REASON, TEXT = {"reason": "because"}, {"text": "some words"}
BODIES: dict[str, dict[str, object]] = {
    "incident.reply": TEXT,
    "incident.note": TEXT,
    "incident.refuse": REASON,
    "incident.cancel": REASON,
    "incident.escalate": REASON,
    "incident.reopen": REASON,
    "incident.reprioritise": {**REASON, "impact": 2, "urgency": 2},
}


@pytest.fixture
def app(sqlite_database: Database, web_settings: WebSettings) -> Flask:
    """The application without the check of form tokens, which would answer before the guard does."""
    return create_app(sqlite_database, web_settings, TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)


def views_of_a_ticket(app: Flask) -> Iterator[tuple[str, str, Rule]]:
    """Yield operation, verb and rule of every view whose address names a ticket and nothing else."""
    for rule in app.url_map.iter_rules():
        for verb in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            operation = VIEWS.get(rule.endpoint) or VIEWS.get(f"{rule.endpoint}:{verb.lower()}")
            if rule.arguments == {"number"} and operation and rule.endpoint not in WANTS_A_RUNNING_INSTANCE:
                yield operation, verb, rule


def stand(database: Database, role: Role, relations: tuple[Relation, ...]) -> tuple[User, str]:
    """Make a person of this role and a ticket they stand to in exactly these relations; return both."""
    with database.transaction() as session:
        group = make_group(session, key=f"group-{role}-{''.join(relations)}")
        person = make_user(session, role, groups=(group,) if Relation.MEMBER in relations else ())
        own = {"requester": person} if Relation.REQUESTER in relations else {}
        assigned = person.id if Relation.ASSIGNEE in relations else None
        ticket = make_ticket(session, assignee_id=assigned, assignment_group=group.key, **own)
        return person, ticket.number


def browser(app: Flask, person: User) -> FlaskClient:
    """Return the signed-in browser of a person."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{person.id}:{person.session_key}"
    return client


@pytest.mark.parametrize(("role", "relations"), list(product(Role, STANDINGS)), ids=str)
def test_only_who_may_gets_past_the_guard_of_a_ticket(
    app: Flask, sqlite_database: Database, role: Role, relations: tuple[Relation, ...]
) -> None:
    person, number = stand(sqlite_database, role, relations)
    client, wrong = browser(app, person), []
    for operation, verb, rule in views_of_a_ticket(app):
        allowed = may(person, operation, *relations) and may(person, "incident.read", *relations)
        body = BODIES.get(operation, {}) if verb != "GET" else None
        answer = client.open(rule.rule.replace("<number>", number), method=verb, json=body)
        if (answer.status_code in HIDDEN_OR_FORBIDDEN) == allowed:
            wrong.append(f"{verb} {rule.rule} ({operation}): {answer.status}, may: {allowed}")
    assert wrong == []
