"""Fixtures of the whole test run: real databases, a clock that stands, no broker unless a test asks for one."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import migrations
from engine.base import clock
from engine.base.db import Database

pytest_plugins = [
    "tests.fixtures_postgres",
    "tests.fixtures_valkey",
    "tests.fixtures_web",
    "tests.fixtures_browser",
    "tests.fixtures_desk",
]


@pytest.fixture(autouse=True)
def no_broker_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that wants a broker asks for the `valkey` fixture, which sets the address again."""
    monkeypatch.delenv("PRAXIS_REDIS_URL", raising=False)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite file with the newest schema, copied for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    database = Database(f"sqlite:///{path}")
    migrations.metadata().create_all(database.engine)
    database.dispose()  # the last connection folds the write-ahead log into the file
    return path


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A SQLite database of this test alone."""
    path = tmp_path / "praxis.sqlite"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def postgres_schema(postgres_url: str) -> str:
    """The PostgreSQL database of this test process, with the newest schema."""
    database = Database(postgres_url)
    migrations.metadata().create_all(database.engine)
    database.dispose()
    return postgres_url


@pytest.fixture
def postgres_database(postgres_schema: str) -> Iterator[Database]:
    """The PostgreSQL database, emptied after the test."""
    database = Database(postgres_schema)
    yield database
    tables = ", ".join(f'"{table.name}"' for table in migrations.metadata().sorted_tables)
    with database.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    database.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """Each of the two databases in turn."""
    name = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    found: Database = request.getfixturevalue(name)
    return found


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A unit of work on each database; what the test leaves is rolled back."""
    with database.session() as session:
        yield session
        session.rollback()


@pytest.fixture
def virtual_clock() -> Iterator[clock.VirtualClock]:
    """A clock that stands at a Monday morning."""
    with clock.use(clock.VirtualClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))) as standing:
        assert isinstance(standing, clock.VirtualClock)
        yield standing
