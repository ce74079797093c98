"""Signing in and out."""

import pytest
from flask.testing import FlaskClient

from engine.base.db import Database
from tests.fixtures_web import PASSWORD, SignIn, add_person, post


def test_somebody_who_is_not_signed_in_is_led_to_the_form_and_back(
    client: FlaskClient, sqlite_database: Database
) -> None:
    add_person(sqlite_database, "anna")
    answer = client.get("/account?from=mail")
    assert answer.location == "/sign-in?next=/account?from%3Dmail"
    form = {"login": "anna", "password": PASSWORD, "next": "/account?from=mail"}
    assert post(client, "/sign-in", form, page="/sign-in").location == "/account?from=mail"


def test_a_wrong_password_keeps_the_login_and_says_nothing_more(client: FlaskClient, sqlite_database: Database) -> None:
    add_person(sqlite_database, "anna")
    wrong = post(client, "/sign-in", {"login": "anna", "password": "wrong"}, page="/sign-in")
    unknown = post(client, "/sign-in", {"login": "Боб & co", "password": "wrong"}, page="/sign-in")
    assert wrong.status_code == unknown.status_code == 401
    assert 'value="anna"' in wrong.text
    assert 'value="Боб &amp; co"' in unknown.text
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize(
    "target", ["//evil.example/x", "https://evil.example", "/\\evil.example", "/\tx", "javascript:x"]
)
def test_signing_in_never_leads_to_another_host(client: FlaskClient, sqlite_database: Database, target: str) -> None:
    add_person(sqlite_database, "anna")
    form = {"login": "anna", "password": PASSWORD, "next": target}
    assert post(client, "/sign-in", form, page="/sign-in").location == "/"


def test_signing_out_ends_the_session(sign_in: SignIn) -> None:
    anna = sign_in("anna")
    assert anna.get("/account").status_code == 200
    post(anna, "/sign-out", {}, page="/account")
    assert anna.get("/account").status_code == 302


def test_a_form_without_our_token_changes_nothing(sign_in: SignIn) -> None:
    anna = sign_in("anna")
    assert anna.post("/sign-out", data={}).status_code == 400
    assert anna.get("/account").status_code == 200
