"""Runs jobs: claim in one transaction, work outside of any, store the outcome in another behind the lease's fence."""

import os
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session
from structlog.contextvars import bound_contextvars

from engine import execution, jobs
from engine.base import clock, log
from engine.base.db import Database
from engine.base.errors import AppError, Permanent
from engine.jobs import Claimed
from workers.connectors.contract import OutcomeUnknown
from workers.leases import prolonged
from workers.registry import Kind, Registry
from workers.verdicts import Again, BackOff, GiveUp, Modelled, Verdict, told_in_our_words, verdict_on

LOG = log.get_logger("workers")
BATCH = 20
QUICK_LEASE_SECONDS = 60.0
CALL_LEASE_SECONDS = 60.0
STORE_ATTEMPTS = 3
AGAIN_AFTER = timedelta(seconds=2)  # so that a drain does not meet the same lock at once

T = TypeVar("T")


class Runner:
    """Works the job rows of one database; one per process."""

    def __init__(self, database: Database, registry: Registry) -> None:
        self._database = database
        self._registry = registry
        self._owner = f"{socket.gethostname()}:{os.getpid()}"

    def drain(self, queue: str, *, until: float, is_stopping: Callable[[], bool]) -> bool:
        """Work due rows of a queue in this process; return whether rows may be left.

        Args:
            until: monotonic instant at which no further batch is begun.
            is_stopping: asked before each row; when it says yes, what is held and not begun goes back.
        """
        while time.monotonic() < until and not is_stopping():
            batch = self._claim(queue=queue, limit=BATCH, lease_seconds=QUICK_LEASE_SECONDS)
            if not batch:
                return False
            held = {job.id: job for job in batch}
            with prolonged(self._database, held.values(), QUICK_LEASE_SECONDS):
                for job in batch:
                    if is_stopping():
                        self._give_back(job)
                    else:
                        self._work(job)
                    del held[job.id]
        return True

    def run_job(self, job_id: str) -> bool:
        """Work one row, when it is still free and due; return whether it was."""
        claimed = self._claim(job_id=job_id, limit=1, lease_seconds=CALL_LEASE_SECONDS)
        for job in claimed:
            with prolonged(self._database, [job], CALL_LEASE_SECONDS):
                self._work(job)
        return bool(claimed)

    def bury(self, job: Claimed) -> None:
        """Give up a job that lost its worker on every attempt."""
        self._end(self._registry.find(job.kind), job, GiveUp(Permanent("jobs.worker-lost", attempts=job.attempt)))

    def _claim(self, *, limit: int, lease_seconds: float, **which: str) -> list[Claimed]:
        return self._database.run(
            lambda session: jobs.claim(
                session, owner=self._owner, now=clock.now(), lease_seconds=lease_seconds, limit=limit, **which
            )
        )

    def _work(self, job: Claimed) -> None:
        """Work a claimed job to one of its endings; an ending that cannot be stored is left to the lease."""
        kind = self._registry.find(job.kind)
        with bound_contextvars(job_id=job.id, kind=job.kind, attempt=job.attempt):
            try:
                result = self._perform(kind, job)
            except Exception as error:
                self._end(kind, job, verdict_on(error, repeatable=kind.is_repeatable(job)))
            else:
                self._store(kind, job, result)

    def _perform(self, kind: Kind, job: Claimed) -> Any:
        if job.lost_attempts and not kind.is_repeatable(job):
            raise OutcomeUnknown("jobs.worker-lost", attempts=job.attempt - 1)
        prepared = self._in_unit(job, lambda session: kind.read(session, job))
        return kind.perform(job, prepared)

    def _store(self, kind: Kind, job: Claimed, result: Any) -> None:
        """Store a result; what stands in the way for a moment is waited out, for the call must not be made twice."""
        for attempt in range(STORE_ATTEMPTS):
            try:
                self._in_unit(job, lambda session: kind.done(session, job, result))
                return
            except Exception as error:
                verdict = verdict_on(error, repeatable=kind.is_repeatable(job))
                if not isinstance(verdict, Again) or is_lost(verdict.error) or attempt == STORE_ATTEMPTS - 1:
                    self._end(kind, job, verdict)
                    return

    def _end(self, kind: Kind, job: Claimed, verdict: Verdict) -> None:
        """Store how a job went wrong."""
        if is_lost(verdict.error):
            LOG.warning("job.lease-lost")  # whoever has the job now decides; nothing of ours may be stored
            return
        LOG.info("job.ended", verdict=type(verdict).__name__, error=str(verdict.error))
        try:
            self._in_unit(job, lambda session: _ending(session, kind, job, verdict))
        except Exception as error:
            if isinstance(verdict, Modelled):  # the step behind the boundary event failed: a person looks
                self._end(kind, job, GiveUp(told_in_our_words(error)))
            else:
                LOG.exception("job.ending-not-stored")

    def _give_back(self, job: Claimed) -> None:
        self._in_unit(job, lambda session: jobs.give_back(session, job.id, job.lease_token))

    def _in_unit(self, job: Claimed, unit: Callable[[Session], T]) -> T:
        return self._database.run(unit, tenant_id=job.tenant_id)


def is_lost(error: AppError) -> bool:
    """Tell whether the lease went to somebody else, or the diagram took the work back."""
    return error.code == "jobs.lease-lost"


def _ending(session: Session, kind: Kind, job: Claimed, verdict: Verdict) -> None:
    now = clock.now()
    match verdict:
        case Modelled(error):
            kind.modelled(session, job, error)
        case Again():
            jobs.give_back(session, job.id, job.lease_token, due_at=now + AGAIN_AFTER)
        case BackOff(error, pause) if job.attempt < job.max_attempts:
            due_at = jobs.next_due(now, job.attempt, job.retry_plan, pause)
            fingerprint = execution.fingerprint(job.kind, job.element_id, error.code)
            jobs.retry_later(session, job.id, job.lease_token, due_at=due_at, error=str(error), fingerprint=fingerprint)
        case _:
            kind.failed(session, job, verdict.error)
