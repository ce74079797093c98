"""The database: column types, the tenant scope, and the unit of work that owns every transaction.

SQLite takes the writer's lock at BEGIN (`BEGIN IMMEDIATE`): with the driver's default, two units that read and then
write lose updates silently. A unit opened with `readonly=True` takes no lock and cannot write.
"""

import math
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import orjson
from sqlalchemy import JSON, DateTime, Dialect, MetaData, String, Table, create_engine, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    UOWTransaction,
    mapped_column,
    sessionmaker,
    with_loader_criteria,
)
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from engine.base.errors import Busy

T = TypeVar("T")

DEFAULT_TENANT = "default"
LOCK_ATTEMPTS = 5
PING_AFTER_SECONDS = 2.0
_SERIALIZATION_FAILURES = {"40001", "40P01", "55P03"}  # PostgreSQL appendix A: serialization, deadlock, lock

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite, which knows no zones, keeps it naive in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored instant needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Mother of all tables; names constraints so that migrations can find them again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def table_of(mapped: type[Base]) -> Table:
    """Return the table behind a class, for statements that step past the session on purpose (hot paths)."""
    table = mapped.__table__
    assert isinstance(table, Table)
    return table


class Tenanted:
    """A row that belongs to one tenant: the session fills the column in and filters every query by it."""

    tenant_id: Mapped[str] = mapped_column(String(32))


def tenant_of(session: Session) -> str:
    """Return the tenant this unit of work acts for (statements written in Core must filter by it themselves)."""
    tenant: str = session.info["tenant_id"]
    return tenant


def after_commit(session: Session, action: Callable[[], None]) -> None:
    """Run an action once this unit of work is committed; never when it rolls back."""
    session.info.setdefault("after_commit", []).append(action)


class Database:
    """A database and its units of work; one per process, safe to share between threads."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine: Engine = create_engine(parsed, pool_size=pool_size, max_overflow=30, **_json_through_orjson())
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine, "checkin", _note_use)
            event.listen(self.engine, "checkout", _ping_after_a_pause)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        event.listen(self._sessions, "do_orm_execute", _filter_by_tenant)
        event.listen(self._sessions, "before_flush", _fill_tenant)

    def session(self, *, readonly: bool = False, tenant_id: str = DEFAULT_TENANT) -> Session:
        """Open a session without a unit around it: the caller commits or rolls back, closes, and runs `finish`."""
        session = self._sessions(info={"tenant_id": tenant_id})
        if readonly:
            session.connection(execution_options={"readonly": True, "postgresql_readonly": True})
        return session

    @contextmanager
    def transaction(self, *, readonly: bool = False, tenant_id: str = DEFAULT_TENANT) -> Iterator[Session]:
        """One unit of work: leaving commits, raising rolls back; then the actions of `after_commit` run."""
        with self.session(readonly=readonly, tenant_id=tenant_id) as session:
            yield session
            commit(session)

    def run(self, unit: Callable[[Session], T], *, readonly: bool = False, tenant_id: str = DEFAULT_TENANT) -> T:
        """Run `unit` in a transaction of its own; repeat it whole when a lock stood in the way.

        Raises Busy (`db.busy`) after LOCK_ATTEMPTS tries.
        """
        for attempt in range(LOCK_ATTEMPTS):
            try:
                with self.transaction(readonly=readonly, tenant_id=tenant_id) as session:
                    return unit(session)
            except (DBAPIError, StaleDataError) as error:
                if not is_lock_conflict(error):
                    raise
            time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311  # jitter, not a secret
        raise Busy("db.busy")

    def dispose(self, *, close: bool = True) -> None:
        """Drop pooled connections; `close=False` in a forked child, whose parent still uses them."""
        self.engine.dispose(close=close)


def commit(session: Session) -> None:
    """Commit a unit of work, then run what waits for the commit."""
    session.commit()
    for action in session.info.pop("after_commit", ()):
        action()


def is_lock_conflict(error: Exception) -> bool:
    """Tell whether repeating the unit may help: a lock, a deadlock, a lost optimistic race."""
    if isinstance(error, StaleDataError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return state in _SERIALIZATION_FAILURES or "database is locked" in str(error.orig)


def _json_through_orjson() -> dict[str, Any]:
    return {"json_serializer": lambda value: orjson.dumps(value).decode(), "json_deserializer": orjson.loads}


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions behind our back
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    readonly = connection.get_execution_options().get("readonly")
    connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")


def _note_use(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["used_at"] = time.monotonic()


def _ping_after_a_pause(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """A connection that rested may be dead (the server was restarted): ask it first; a busy one is not asked."""
    if time.monotonic() - record.info.get("used_at", math.inf) > PING_AFTER_SECONDS:
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except connection.Error as error:
            raise DisconnectionError from error


def _filter_by_tenant(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load:
        return
    tenant_id = state.session.info["tenant_id"]
    state.statement = state.statement.options(
        with_loader_criteria(Tenanted, lambda cls: cls.tenant_id == tenant_id, include_aliases=True)
    )


def _fill_tenant(session: Session, _context: UOWTransaction, _instances: object) -> None:
    for row in session.new:
        if isinstance(row, Tenanted) and "tenant_id" not in row.__dict__:
            row.tenant_id = session.info["tenant_id"]
