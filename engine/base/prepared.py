"""Statements of the hot path: compiled to text once per dialect, then handed to the driver as they are.

SQLAlchemy's way through cache keys, contexts and result types costs more than SQLite needs to answer. Use it only where
a benchmark asks for it, with parameters and columns that need no conversion: texts, whole numbers, bytes.
"""

from typing import Any

from sqlalchemy import CursorResult
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import Executable


def connection_of(session: Session) -> Connection:
    """Return the connection of a unit of work; asking the session each time is dear."""
    connection: Connection | None = session.info.get("connection")
    if connection is None or connection.closed:
        connection = session.info["connection"] = session.connection()
    return connection


class Prepared:
    """A statement whose parameters are all named with `bindparam`."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, SQLCompiler] = {}

    def run(self, session: Session, **parameters: Any) -> CursorResult[Any]:
        """Run the statement in a unit of work."""
        connection = connection_of(session)
        compiled = self._compiled.get(connection.dialect.name) or self._compile(connection)
        values: Any = parameters
        if compiled.positiontup is not None:
            values = tuple([parameters[name] for name in compiled.positiontup])
        return connection.exec_driver_sql(compiled.string, values)

    def _compile(self, connection: Connection) -> SQLCompiler:
        compiled = self._statement.compile(dialect=connection.dialect)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        self._compiled[connection.dialect.name] = compiled
        return compiled
