"""What browsers are told, what a cookie is worth, and how often a door may be tried."""

import re
from dataclasses import replace

import pytest
import redis
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from engine.base.db import Database
from processes.people import operations, passwords, queries
from tests.fixtures_web import PASSWORD, SECRET_KEY, SignIn, add_person, post
from web.app import create_app
from web.settings import WebSettings, load


def test_every_answer_carries_the_policy_with_the_nonce_of_its_scripts(client: FlaskClient) -> None:
    for path in ("/sign-in", "/nowhere", "/healthz", "/static/app.css"):
        with client.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
    first, second = client.get("/sign-in"), client.get("/sign-in")
    nonces = [re.findall(r'nonce="([^"]+)"', page.text) for page in (first, second)]
    assert len(set(nonces[0])) == 1
    assert f"'nonce-{nonces[0][0]}'" in first.headers["Content-Security-Policy"]
    assert nonces[0] != nonces[1]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: FlaskClient, sqlite_database: Database
) -> None:
    add_person(sqlite_database, "anna")
    cookie = post(client, "/sign-in", {"login": "anna", "password": PASSWORD}, page="/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_behind_https_cookies_are_secure(sqlite_database: Database) -> None:
    settings = WebSettings(secret_key=SECRET_KEY, secure_cookies=True)
    secure = create_app(sqlite_database, settings, TESTING=True).test_client()
    answer = secure.get("/sign-in", base_url="https://desk.example")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_a_page_of_somebody_is_not_kept_by_caches(sign_in: SignIn) -> None:
    assert sign_in("anna").get("/account").headers["Cache-Control"] == "no-store"


def test_a_new_password_ends_every_other_session(sign_in: SignIn, sqlite_database: Database) -> None:
    anna = sign_in("anna")
    with sqlite_database.transaction() as session:
        user = queries.find_by_login(session, "anna")
        assert user is not None
        operations.set_password(session, user, "another long password", actor=operations.Actor("user", user.id))
    assert anna.get("/account").status_code == 302


def test_a_forged_cookie_opens_nothing(client: FlaskClient, sqlite_database: Database) -> None:
    user_id = add_person(sqlite_database, "anna", password=None)
    with client.session_transaction() as session:
        session["_user_id"] = f"{user_id}:guessed"
    assert client.get("/account").status_code == 302


def test_a_hash_of_older_strength_is_renewed_at_sign_in(client: FlaskClient, sqlite_database: Database) -> None:
    add_person(sqlite_database, "anna", password=None)
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with sqlite_database.transaction() as session:
        queries.find_by_login(session, "anna").password_hash = weak  # type: ignore[union-attr]
    assert post(client, "/sign-in", {"login": "anna", "password": PASSWORD}, page="/sign-in").status_code == 302
    with sqlite_database.transaction() as session:
        renewed = queries.find_by_login(session, "anna").password_hash  # type: ignore[union-attr]
    assert renewed != weak
    assert not passwords.needs_rehash(renewed)
    assert client.get("/account").status_code == 200


def limited(database: Database, settings: WebSettings) -> Flask:
    """An application that allows two failed attempts."""
    return create_app(database, replace(settings, sign_in_limit="2 per minute"), TESTING=True)


def attempts(app: Flask) -> list[int]:
    """Try three wrong passwords for one account."""
    client, form = app.test_client(), {"login": "anna", "password": "wrong"}
    return [post(client, "/sign-in", form, page="/sign-in").status_code for _ in range(3)]


def test_guessing_is_slowed_down(sqlite_database: Database, web_settings: WebSettings) -> None:
    assert attempts(limited(sqlite_database, web_settings)) == [401, 401, 429]


def test_two_web_processes_count_attempts_together(
    valkey: redis.Redis, valkey_server: str, sqlite_database: Database, web_settings: WebSettings
) -> None:
    shared = replace(web_settings, redis_url=valkey_server)
    assert attempts(limited(sqlite_database, shared)) == [401, 401, 429]
    assert attempts(limited(sqlite_database, shared))[0] == 429


def test_with_the_broker_down_the_site_works_and_still_counts(
    sqlite_database: Database, web_settings: WebSettings
) -> None:
    app = limited(sqlite_database, replace(web_settings, redis_url="unix:///nowhere/broker.sock"))
    assert attempts(app) == [401, 401, 429]
    ready = app.test_client().get("/readyz")
    assert (ready.status_code, ready.json) == (
        200,
        {"status": "ready", "database": "ok", "broker": "unreachable"},
    )


@pytest.mark.parametrize("secret", ["", "short"])
def test_without_a_real_secret_key_the_web_does_not_start(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setenv("PRAXIS_SECRET_KEY", secret)
    with pytest.raises(Exception, match="PRAXIS_SECRET_KEY"):
        load()


def test_an_oversized_body_is_refused_in_words(sqlite_database: Database, web_settings: WebSettings) -> None:
    client = create_app(sqlite_database, replace(web_settings, upload_megabytes=1), TESTING=True).test_client()
    answer = client.post("/sign-in", data={"login": "x" * 2_000_000})
    assert answer.status_code == 413
    assert "Too much at once" in answer.text
