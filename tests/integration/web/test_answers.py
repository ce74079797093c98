"""What comes back: pages or problem documents, kept or undone, in the reader's language."""

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from engine.base.db import Database
from engine.base.errors import AppError, Busy, Conflict, InvalidInput, RuleViolated
from processes.people import queries
from tests.fixtures_web import SignIn, add_person
from web.app import create_app
from web.guard import public
from web.settings import WebSettings


@pytest.fixture
def app(sqlite_database: Database, web_settings: WebSettings) -> Flask:
    """The application with one more view, whose behaviour a test sets in `app.config`."""
    made = create_app(sqlite_database, web_settings, TESTING=True, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)

    @public
    def rename() -> object:
        queries.find_by_login(g.session, "anna").name = "Renamed"  # type: ignore[union-attr]
        outcome = made.config["OUTCOME"]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    made.add_url_rule("/rename", "rename", rename, methods=["POST"])
    return made


def name_after(client: FlaskClient, database: Database, outcome: object) -> tuple[int, str]:
    """Let the view rename Anna and end as told; return status and the name that stands then."""
    client.application.config["OUTCOME"] = outcome
    status = client.post("/rename").status_code
    with database.transaction() as session:
        found = queries.find_by_login(session, "anna")
        assert found is not None
        return status, found.name


@pytest.mark.parametrize(
    ("outcome", "status", "is_kept"),
    [
        ("done", 200, True),
        (("made", 201), 201, True),
        (("refused", 422), 422, False),
        (InvalidInput("input.invalid"), 422, False),
        (RuleViolated("faults.resolved"), 409, False),
        (ValueError("a slip"), 500, False),
    ],
)
def test_an_answer_below_400_commits_and_any_other_undoes(
    client: FlaskClient, sqlite_database: Database, outcome: object, status: int, is_kept: bool
) -> None:
    add_person(sqlite_database, "anna", password=None)
    name = "Renamed" if is_kept else "Anna"
    assert name_after(client, sqlite_database, outcome) == (status, name)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidInput("input.invalid", {"title": ["input.required"]}), 422),
        (Conflict("people.stale"), 409),
        (Busy("db.busy"), 503),
    ],
)
def test_a_program_gets_a_problem_document(
    client: FlaskClient, sqlite_database: Database, error: AppError, status: int
) -> None:
    add_person(sqlite_database, "anna", password=None)
    client.application.config["OUTCOME"] = error
    answer = client.post("/rename", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    body = answer.json
    assert body is not None
    assert (body["code"], body["status"], body["type"]) == (error.code, status, f"urn:praxis:error:{error.code}")
    if isinstance(error, InvalidInput):
        assert body["fields"] == {"title": ["This field is needed."]}
    if isinstance(error, Busy):
        assert answer.headers["Retry-After"] == "1"


def test_a_slip_of_ours_shows_a_number_and_nothing_of_the_inside(
    client: FlaskClient, sqlite_database: Database
) -> None:
    add_person(sqlite_database, "anna", password=None)
    client.application.config["OUTCOME"] = ValueError("secret inside")
    page = client.post("/rename").text
    assert "secret inside" not in page
    assert "Number of the record" in page


@pytest.mark.parametrize(
    ("headers", "cookie", "word"),
    [
        ({}, "", "Sign in"),
        ({"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.5"}, "", "Войти"),
        ({"Accept-Language": "de"}, "", "Sign in"),
        ({"Accept-Language": "ru"}, "en", "Sign in"),
        ({"Accept-Language": "en"}, "ru", "Войти"),
        ({"Accept-Language": "en"}, "tlh", "Sign in"),
    ],
)
def test_the_language_follows_cookie_then_browser(
    client: FlaskClient, headers: dict[str, str], cookie: str, word: str
) -> None:
    if cookie:
        client.set_cookie("praxis_language", cookie)
    assert f"<h1>{word}</h1>" in client.get("/sign-in", headers=headers).text


def test_the_chosen_language_stays_with_the_person(sign_in: SignIn, sqlite_database: Database) -> None:
    anna = sign_in("anna")
    answer = anna.post("/preferences/language", data={"language": "ru", "next": "/account"})
    assert answer.location == "/account"
    anna.delete_cookie("praxis_language")
    assert "Имя для входа" in anna.get("/account").text
    assert anna.post("/preferences/language", data={"language": "tlh"}).status_code == 422


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_the_chosen_appearance_stays_with_the_browser(client: FlaskClient, theme: str) -> None:
    client.post("/preferences/theme", data={"theme": theme, "next": "//evil.example"})
    assert f'data-theme="{theme}"' in client.get("/sign-in").text
    assert client.post("/preferences/theme", data={"theme": "<b>"}).status_code == 422


def test_an_address_that_is_not_there_is_told_in_the_language_of_the_reader(sign_in: SignIn) -> None:
    answer = sign_in("boris", language="ru").get("/нет такой страницы")
    assert answer.status_code == 404
    assert "Здесь ничего нет" in answer.text


def test_posting_where_only_reading_works_names_what_works(client: FlaskClient) -> None:
    answer = client.post("/healthz")
    assert (answer.status_code, "GET" in answer.headers["Allow"]) == (405, True)
