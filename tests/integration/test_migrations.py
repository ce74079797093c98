"""The migrations give the schema that the code expects, however many processes start at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from engine import migrations
from engine.base.db import Database


@pytest.fixture
def empty_postgres(postgres_url: str) -> Iterator[str]:
    """An empty database beside the one the other tests share."""
    name = make_url(postgres_url).database + "_empty"
    server = create_engine(make_url(postgres_url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/empty.sqlite"
    address: str = request.getfixturevalue("empty_postgres")
    return address


def test_a_migrated_database_has_the_tables_of_the_code(empty_url: str) -> None:
    database = Database(empty_url)
    assert migrations.upgrade(database) == migrations.newest()
    assert migrations.differences(database) == [], "run `make schema`"
    database.dispose()


def test_many_processes_may_migrate_at_once(empty_url: str) -> None:
    databases = [Database(empty_url) for _ in range(3)]
    with ThreadPoolExecutor(3) as threads:
        revisions = list(threads.map(migrations.upgrade, databases))
    assert revisions == [migrations.newest()] * 3
    for database in databases:
        database.dispose()
