"""The one Alembic history of all rooms: `upgrade` brings a database to the newest schema, safely from many processes.

Each room names the module of its tables under the entry-point group `praxis.tables`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, text
from sqlalchemy.engine import Connection

from engine.base.db import Base, Database

_LOCK_KEY = 7_249_150  # any constant: the advisory lock that lets one process migrate while the others wait


def metadata() -> MetaData:
    """Return the tables of every room."""
    for point in entry_points(group="praxis.tables"):
        point.load()
    return Base.metadata


def upgrade(database: Database) -> str:
    """Bring the schema to the newest revision and return it; a second process waits and finds nothing to do."""
    with _alone(database) as connection:
        command.upgrade(_config(connection), "head")
    return current(database) or ""


def current(database: Database) -> str | None:
    """Return the revision the database stands at, or None when it was never migrated."""
    with database.engine.connect().execution_options(readonly=True) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """Return the revision this code was written for."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def write_revision(database: Database, message: str) -> None:
    """Compare the tables with a migrated database and write the difference as a new revision (for developers)."""
    config = _config()
    number = 1 + len(list(ScriptDirectory.from_config(config).walk_revisions()))
    with _alone(database) as connection:
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")


def differences(database: Database) -> list[object]:
    """Return what a migrated database lacks of the tables, or has too much; empty when they agree."""
    with database.engine.connect().execution_options(readonly=True) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata()))


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    with database.engine.begin() as connection:  # on SQLite this is BEGIN IMMEDIATE: the writer's lock is enough
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
        yield connection
