"""The least an engine can do for one completed human task, on the same database and with the same durability."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.base import clock
from engine.base.db import Database
from engine.base.errors import ServiceMissing
from engine.calendars import ALWAYS, Calendar
from engine.decisions import Outcome
from engine.spiff.port import HandlerCall
from engine.spiff.run import Run
from engine.spiff.specification import Specification


class Nowhere:
    """Surroundings for a diagram that asks nothing."""

    views: Mapping[str, Mapping[str, Any]] = {}  # never written

    def now(self) -> datetime:
        return clock.now()

    def calendar(self, name: str) -> Calendar:
        return ALWAYS

    def decide(self, decision: str, inputs: Mapping[str, Any]) -> Outcome:
        raise ServiceMissing("engine.decision-missing", decision=decision)

    def handle(self, call: HandlerCall) -> Mapping[str, Any]:
        raise ServiceMissing("engine.handler-missing", name=call.handler)


class Floor:
    """A table of saved instances, stepped through raw DB-API."""

    def __init__(self, database: Database, specification: Specification, blob: bytes, rows: int) -> None:
        self._specification = specification
        self._mark = "?" if database.is_sqlite else "%s"
        self._begin = "BEGIN IMMEDIATE" if database.is_sqlite else None
        self._connection = database.engine.raw_connection()
        binary = "BLOB" if database.is_sqlite else "BYTEA"
        cursor = self._connection.cursor()
        cursor.execute(f"CREATE TABLE bench_floor (id INTEGER PRIMARY KEY, state {binary} NOT NULL)")
        cursor.execute("CREATE TABLE bench_history (instance INTEGER NOT NULL, event TEXT NOT NULL)")
        insert = f"INSERT INTO bench_floor VALUES ({self._mark}, {self._mark})"  # noqa: S608  # no outside text
        cursor.executemany(insert, [(number, blob) for number in range(rows)])
        self._connection.commit()
        self._cursor = cursor

    def step(self, number: int) -> None:
        """Read, load, complete, advance, dump, update, one line of history, commit."""
        cursor, mark = self._cursor, self._mark
        if self._begin:
            cursor.execute(self._begin)
        cursor.execute(f"SELECT state FROM bench_floor WHERE id = {mark}", (number,))  # noqa: S608
        row = cursor.fetchone()
        assert row is not None
        run = Run.load(self._specification, bytes(row[0]), Nowhere())
        run.complete(run.waits().human_tasks[0].task_id, {})
        run.advance()
        cursor.execute(f"UPDATE bench_floor SET state = {mark} WHERE id = {mark}", (run.dump(), number))  # noqa: S608
        cursor.execute(f"INSERT INTO bench_history VALUES ({mark}, {mark})", (number, "done"))  # noqa: S608
        self._connection.commit()

    def close(self) -> None:
        """Drop the tables and give the connection back."""
        self._cursor.execute("DROP TABLE bench_floor")
        self._cursor.execute("DROP TABLE bench_history")
        self._connection.commit()
        self._connection.close()
