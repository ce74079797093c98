"""`praxis user`: the first administrator is somebody with a password of their own, never a default."""

import pytest
from click.testing import CliRunner, Result

from engine.base.db import Database
from engine.base.errors import InvalidInput
from processes.people import access
from processes.people.cli import user

ADMIN = ["add", "admin", "--email", "admin@desk.example", "--name", "Администратор", "--language", "ru", "--admin"]
PASSWORD = "long enough to be one"


@pytest.fixture(autouse=True)
def address(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command reads the address of the database from the environment."""
    monkeypatch.setenv("PRAXIS_DATABASE_URL", str(sqlite_database.engine.url))


def run(*arguments: str) -> Result:
    """Run the command and let its errors through."""
    return CliRunner().invoke(user, arguments, catch_exceptions=False)


def test_the_first_administrator_signs_in_and_is_listed(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRAXIS_NEW_USER_PASSWORD", PASSWORD)
    assert run(*ADMIN).output == "admin: administrator\n"
    with sqlite_database.transaction(readonly=True) as session:
        assert access.authenticate(session, "admin", PASSWORD).role_names == {"administrator"}
    assert run("list").output == "admin  Администратор  <admin@desk.example>  administrator\n"


def test_without_a_password_nobody_is_added() -> None:
    with pytest.raises(InvalidInput, match="no-password-given"):
        run(*ADMIN)
    assert run("list").output == ""


def test_a_short_password_and_a_wrong_address_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAXIS_NEW_USER_PASSWORD", "short")
    refused = run("add", "admin", "--email", "nowhere", "--name", "A", "--admin")
    assert refused.exit_code == 1
    assert "email: This is not an e-mail address." in refused.output
    assert "password: A password has at least 12 characters." in refused.output
