"""Job rows: added in the transaction that wants the work, claimed under a lease, finished only by the lease's holder.

A lease is a fence: whoever comes back after losing it (a paused process, a slow call) finds its token replaced and
may store nothing. Leases run on the database's clock, so that workers with different clocks agree; due times are
compared with a `now` that is passed in, so that tests and replays can move it.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, or_, select, update
from sqlalchemy.orm import Session

from engine.base import bell, clock
from engine.base.db import tenant_of
from engine.base.errors import Conflict
from engine.base.ids import new_id
from engine.tables import Job

QUICK = "quick"  # drained in process, many per ring
CALLS = "calls"  # calls out: one forked process each

DEFAULT_PLAN = (10.0, 60.0, 300.0)
JITTER = 0.2


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job in the hands of a worker: `lease_token` must be shown to store its outcome."""

    id: str
    kind: str
    payload: Any
    attempt: int
    max_attempts: int
    retry_plan: Sequence[float]
    instance_id: str | None
    element_id: str | None
    task_id: str | None
    seq: int
    lease_token: str
    tenant_id: str
    lost_attempts: int

    @property
    def idempotency_key(self) -> str:
        """Stable over the retries of one visit, new for each visit of a loop."""
        return f"{self.instance_id}.{self.task_id}.{self.seq}" if self.instance_id else self.id


@dataclass(frozen=True, slots=True)
class Token:
    """The token of an instance that wants the job's outcome."""

    instance_id: str
    element_id: str
    task_id: str
    visit: int = 0


def add(
    session: Session,
    kind: str,
    payload: Any,
    *,
    queue: str = QUICK,
    due_at: datetime | None = None,
    token: Token | None = None,
    retry_plan: Sequence[float] = DEFAULT_PLAN,
    unique_key: str | None = None,
) -> Job:
    """Add a job and ring the bell after the commit, unless it is due later.

    `retry_plan` gives the seconds before each further attempt, so a plan of three means four attempts at most.
    `unique_key` lets a job exist once: adding it again gives the row that stands.
    """
    if unique_key is not None:
        standing = session.scalar(select(Job).where(Job.unique_key == unique_key))
        if standing is not None:
            return standing
    now = clock.now()
    job = Job(
        id=new_id(),
        kind=kind,
        queue=queue,
        payload=payload,
        due_at=due_at or now,
        retry_plan=list(retry_plan),
        max_attempts=len(retry_plan) + 1,
        unique_key=unique_key,
        instance_id=token.instance_id if token else None,
        element_id=token.element_id if token else None,
        task_id=token.task_id if token else None,
        seq=token.visit if token else 0,
    )
    session.add(job)
    if job.due_at <= now:
        ring(session, queue, job.id)
    return job


def ring(session: Session, queue: str, job_id: str) -> None:
    """Ring the bell that fits the queue, after the commit."""
    if queue == CALLS:
        bell.ring_for_job(session, queue, job_id)
    else:
        bell.ring(session, queue)


def claim(
    session: Session,
    *,
    owner: str,
    now: datetime,
    lease_seconds: float,
    queue: str | None = None,
    job_id: str | None = None,
    limit: int = 1,
) -> list[Claimed]:
    """Take due jobs of a queue (or one job by id) under a lease; rows that another worker takes now are passed over.

    A job whose lease ran out counts as due: its worker is taken for dead. Jobs of every tenant are served.
    """
    database_now = _database_now(session)
    free = and_(Job.state == "waiting", Job.due_at <= now)
    abandoned = and_(Job.state == "running", Job.lease_until < database_now, Job.attempts < Job.max_attempts)
    chosen = select(Job.id).where(or_(free, abandoned)).order_by(Job.due_at, Job.id).limit(limit)
    if queue is not None:
        chosen = chosen.where(Job.queue == queue)
    if job_id is not None:
        chosen = chosen.where(Job.id == job_id)
    picked = chosen.with_for_update(skip_locked=True).cte("picked").prefix_with("MATERIALIZED", dialect="postgresql")
    taken = (
        update(Job)
        .where(Job.id.in_(select(picked.c.id)))
        .values(
            state="running",
            attempts=Job.attempts + 1,
            lost_attempts=Job.lost_attempts + case((Job.state == "running", 1), else_=0),
            lease_owner=owner,
            lease_token=new_id(),
            lease_until=database_now + timedelta(seconds=lease_seconds),
        )
        .returning(*_CLAIMED)
        .execution_options(synchronize_session=False)
    )
    rows = [Claimed(*row) for row in session.connection().execute(taken)]
    return sorted(rows, key=lambda row: row.id)


_CLAIMED = (
    Job.id,
    Job.kind,
    Job.payload,
    Job.attempts,
    Job.max_attempts,
    Job.retry_plan,
    Job.instance_id,
    Job.element_id,
    Job.task_id,
    Job.seq,
    Job.lease_token,
    Job.tenant_id,
    Job.lost_attempts,
)


def extend(session: Session, job_id: str, lease_token: str, lease_seconds: float) -> None:
    """Prolong a lease; raises Conflict (`jobs.lease-lost`)."""
    until = _database_now(session) + timedelta(seconds=lease_seconds)
    _change_held(session, job_id, lease_token, lease_until=until)


def finish(session: Session, job_id: str, lease_token: str) -> None:
    """Store that a job is done; raises Conflict (`jobs.lease-lost`) and rolls the holder's unit back with it."""
    _change_held(session, job_id, lease_token, state="done", lease_until=None, finished_at=clock.now())


def give_back(session: Session, job_id: str, lease_token: str, *, due_at: datetime | None = None) -> None:
    """Return a job that was not begun, or met a lock: the attempt does not count. `due_at` puts it off."""
    later = {} if due_at is None else {"due_at": due_at}
    _change_held(session, job_id, lease_token, state="waiting", lease_until=None, attempts=Job.attempts - 1, **later)


def retry_later(
    session: Session, job_id: str, lease_token: str, *, due_at: datetime, error: str, fingerprint: str
) -> None:
    """Put a failed job back, due later."""
    _change_held(
        session,
        job_id,
        lease_token,
        state="waiting",
        lease_until=None,
        due_at=due_at,
        last_error=error,
        error_fingerprint=fingerprint,
    )


def bury(session: Session, job_id: str, lease_token: str, *, error: str, fingerprint: str) -> None:
    """Store that a job failed for good; the caller raises the fault (`engine.faults.raise_for_job`)."""
    _change_held(
        session,
        job_id,
        lease_token,
        state="dead",
        lease_until=None,
        last_error=error,
        error_fingerprint=fingerprint,
        finished_at=clock.now(),
    )


def exhausted(session: Session, limit: int = 100) -> list[Claimed]:
    """Take jobs whose lease ran out on their last attempt: each killed or lost its worker as often as it may."""
    now = _database_now(session)
    lost = (
        select(Job.id)
        .where(Job.state == "running", Job.lease_until < now, Job.attempts >= Job.max_attempts)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    fenced = (
        update(Job)
        .where(Job.id.in_(lost))
        .values(lease_token=new_id(), lease_until=now + timedelta(minutes=5))
        .returning(*_CLAIMED)
        .execution_options(synchronize_session=False)
    )
    return [Claimed(*row) for row in session.connection().execute(fenced)]


def unrung(session: Session, *, now: datetime, limit: int = 200) -> list[tuple[str, str, int]]:
    """Return (queue, job id, attempts) of rows that are due and that nobody holds: the relay rings for them again."""
    database_now = _database_now(session)
    waiting = or_(
        and_(Job.state == "waiting", Job.due_at <= now),
        and_(Job.state == "running", Job.lease_until < database_now),
    )
    chosen = select(Job.queue, Job.id, Job.attempts).where(waiting).order_by(Job.due_at, Job.id).limit(limit)
    return [(queue, job_id, attempts) for queue, job_id, attempts in session.connection().execute(chosen)]


def of_token(session: Session, kind: str, token: Token) -> Job | None:
    """Return the job of one visit of an element, when there was one before."""
    return session.scalar(
        select(Job).where(
            Job.instance_id == token.instance_id,
            Job.task_id == token.task_id,
            Job.kind == kind,
            Job.seq == token.visit,
        )
    )


def revive(session: Session, job: Job) -> None:
    """Give a dead job its attempts back and ring for it (an operator retries)."""
    job.state = "waiting"
    job.attempts = 0
    job.lost_attempts = 0
    job.due_at = clock.now()
    job.finished_at = None
    ring(session, job.queue, job.id)


def next_due(now: datetime, attempt: int, plan: Sequence[float], retry_after_seconds: float | None) -> datetime:
    """Return when attempt + 1 may begin: the plan's delay with jitter, or later when the outside system asks for it."""
    planned = plan[min(attempt, len(plan)) - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  # jitter
    return now + timedelta(seconds=max(planned, retry_after_seconds or 0))


def _change_held(session: Session, job_id: str, lease_token: str, **values: Any) -> None:
    changed = session.connection().execute(
        update(Job)
        .where(
            Job.id == job_id,
            Job.tenant_id == tenant_of(session),
            Job.state == "running",
            Job.lease_token == lease_token,
        )
        .values(**values)
    )
    if changed.rowcount != 1:
        raise Conflict("jobs.lease-lost", job_id=job_id)


def _database_now(session: Session) -> datetime:
    if session.get_bind().dialect.name == "sqlite":
        return clock.SystemClock().now()  # the database runs in this very process
    instant: datetime = session.connection().execute(select(func.clock_timestamp())).scalar_one()
    return instant.astimezone(UTC)
