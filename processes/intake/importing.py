"""The whole import: what is left to do, in batches of one transaction each, and the report of all done so far."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import definitions
from engine.base.actor import Actor
from engine.base.db import Database
from engine.base.errors import AppError, NotFound
from processes.incident.operations import KIND
from processes.intake import cast
from processes.intake.mapping import SourceMapping
from processes.intake.reading import Log, Row
from processes.intake.replay import Replay
from processes.intake.tables import ImportedCase

BATCH = 25  # cases of one transaction at most
UNIT_SECONDS = 0.3  # and no longer than this: others want to write meanwhile, on SQLite one at a time


@dataclass(frozen=True, slots=True)
class Report:
    """What an import came to; counts are over the whole file, whenever its cases came in."""

    rows: int
    cases: int
    imported: int
    already_there: int
    failed: dict[str, str]
    priority_mismatches: list[str]
    final_state_mismatches: list[str]
    first_states: dict[str, int]
    dirty: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON-ready values."""
        return {
            "rows": self.rows,
            "incidents": self.cases,
            "imported": self.imported,
            "already_there": self.already_there,
            "failed": self.failed,
            "priority_mismatches": len(self.priority_mismatches),
            "priority_mismatch_numbers": self.priority_mismatches,
            "final_state_mismatches": len(self.final_state_mismatches),
            "final_state_mismatch_numbers": self.final_state_mismatches,
            "first_states": self.first_states,
            "dirty": self.dirty,
        }


class Importer:
    """One import of one log; `progress` is told how many cases are done each time some are."""

    def __init__(self, database: Database, mapping: SourceMapping, log: Log, limit: int | None = None) -> None:
        self._database = database
        self._mapping = mapping
        self._log = log
        self._cases = dict(list(log.cases.items())[:limit])
        self._actor = Actor("system", f"import:{mapping.name}")
        with database.transaction(readonly=True) as session:
            there = set(session.scalars(select(ImportedCase.number).where(ImportedCase.source == mapping.name)))
        self.left = {number: rows for number, rows in self._cases.items() if number not in there}

    def run(self, progress: Callable[[int], None]) -> Report:
        """Bring in what is left. A case that cannot be replayed is left out whole and named in the report."""
        failed: dict[str, str] = {}
        if self.left:
            self._database.run(self._deploy)
            people = cast.gather(self._database, self._mapping, self.left.values(), self._actor)
            replay = Replay(self._mapping, people)
            left = list(self.left.items())
            while left:
                done, refused = self._database.run(partial(_import, replay=replay, cases=left[:BATCH]))
                failed |= refused
                del left[:done]
                progress(done)
        return self._report(failed)

    def _deploy(self, session: Session) -> None:
        """A desk that never deployed the practice gets the one that ships with Praxis."""
        try:
            definitions.latest(session, KIND)
        except NotFound:
            definitions.deploy(session, definitions.folder(KIND), author=self._actor)

    def _report(self, failed: dict[str, str]) -> Report:
        with self._database.transaction(readonly=True) as session:
            chosen = select(ImportedCase).where(ImportedCase.source == self._mapping.name)
            done = [case for case in session.scalars(chosen) if case.number in self._cases]
        return Report(
            rows=sum(len(rows) for rows in self._cases.values())
            if len(self._cases) < len(self._log.cases)
            else self._log.rows,
            cases=len(done),
            imported=len(self.left) - len(failed),
            already_there=len(self._cases) - len(self.left),
            failed=failed,
            priority_mismatches=sorted(case.number for case in done if case.priority_mismatches),
            final_state_mismatches=sorted(case.number for case in done if case.expected_status != case.reached_status),
            first_states=dict(self._log.first_states()),
            dirty=self._log.dirt.report(),
        )


def _import(session: Session, *, replay: Replay, cases: list[tuple[str, list[Row]]]) -> tuple[int, dict[str, str]]:
    """Bring in as many cases as fit into one unit; return how many were tried and why some failed."""
    failed, began_at, done = {}, monotonic(), 0
    for number, rows in cases:
        if done and monotonic() - began_at > UNIT_SECONDS:
            break
        done += 1
        try:
            with session.begin_nested():
                replay.case(session, number, rows)
                session.flush()
        except AppError as error:
            failed[number] = str(error)
        session.expunge_all()  # every savepoint looks through all that the session holds
    return done, failed
