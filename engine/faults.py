"""Faults: tokens and jobs that need an operator, grouped by fingerprint, retried one by one or all of a kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import execution, history, jobs
from engine.base import clock
from engine.base.actor import Actor
from engine.base.errors import NotFound, RuleViolated
from engine.tables import Fault, Instance, Job, Timer


@dataclass(frozen=True, slots=True)
class Group:
    """Equal faults that are open."""

    fingerprint: str
    code: str
    element_id: str | None
    count: int


def page(
    session: Session, *, state: str = "open", fingerprint: str | None = None, after: str | None = None, limit: int = 50
) -> Sequence[Fault]:
    """Return faults, the newest first, older than the fault id `after`."""
    chosen = select(Fault).where(Fault.state == state).order_by(Fault.id.desc()).limit(limit)
    if fingerprint is not None:
        chosen = chosen.where(Fault.fingerprint == fingerprint)
    if after is not None:
        chosen = chosen.where(Fault.id < after)
    return session.scalars(chosen).all()


def groups(session: Session) -> list[Group]:
    """Return the open faults by fingerprint, the most frequent first."""
    number = func.count().label("number")
    chosen = (
        select(Fault.fingerprint, Fault.code, Fault.element_id, number)
        .where(Fault.state == "open")
        .group_by(Fault.fingerprint, Fault.code, Fault.element_id)
        .order_by(number.desc())
    )
    return [Group(*row) for row in session.execute(chosen)]


def raise_for_job(session: Session, claimed: jobs.Claimed, code: str, message: str, fingerprint: str) -> Fault:
    """Leave a dead job to an operator."""
    instance = session.get(Instance, claimed.instance_id) if claimed.instance_id else None
    return execution.open_fault(
        session,
        Fault(
            instance_id=claimed.instance_id,
            business_key=instance.business_key if instance else None,
            element_id=claimed.element_id,
            task_id=claimed.task_id,
            job_id=claimed.id,
            code=code,
            details={"error": message, "kind": claimed.kind, "attempts": claimed.attempt},
            fingerprint=fingerprint,
        ),
    )


def retry(session: Session, fault_id: str, *, actor: Actor, patch: Mapping[str, Any] | None = None) -> Fault:
    """Try again what failed, with variables patched first; fails again as a new fault.

    Raises NotFound, and RuleViolated (`faults.resolved`) when somebody retried it before.
    """
    fault = session.get(Fault, fault_id, with_for_update=True)
    if fault is None:
        raise NotFound("faults.missing", fault_id=fault_id)
    if fault.state != "open":
        raise RuleViolated("faults.resolved", by=fault.resolved_by)
    fault.state = "resolved"
    fault.resolved_at = clock.now()
    fault.resolved_by = str(actor)
    session.flush()
    if fault.job_id is not None:
        _retry_job(session, fault, actor)
    elif not _replan_timer(session, fault):
        _retry_token(session, fault, actor, patch or {})
    return fault


def retry_all(session: Session, fingerprint: str, *, actor: Actor, limit: int = 100) -> int:
    """Mark jobs of one fingerprint for another try; returns how many. One lock at a time: tokens are retried singly."""
    found = page(session, fingerprint=fingerprint, limit=limit)
    with_job = [fault for fault in found if fault.job_id is not None]
    for fault in with_job:
        retry(session, fault.id, actor=actor)
    return len(with_job)


def _retry_job(session: Session, fault: Fault, actor: Actor) -> None:
    job = session.get_one(Job, fault.job_id)
    jobs.revive(session, job)
    if fault.instance_id is not None:
        instance = session.get_one(Instance, fault.instance_id)
        entry = history.Entry("retried", fault.element_id, fault.task_id, details={"fault": fault.id})
        history.record(session, instance, actor, [entry])


def _replan_timer(session: Session, fault: Fault) -> bool:
    timer = session.scalar(
        select(Timer).where(
            Timer.instance_id == fault.instance_id, Timer.task_id == fault.task_id, Timer.due_at.is_(None)
        )
    )
    if timer is None:
        return False
    timer.due_at = timer.planned_at
    return True


def _retry_token(session: Session, fault: Fault, actor: Actor, patch: Mapping[str, Any]) -> None:
    instance_id, task_id = fault.instance_id, fault.task_id
    if instance_id is None or task_id is None:
        raise RuleViolated("faults.nothing-to-retry", fault_id=fault.id)
    entry = history.Entry("retried", fault.element_id, task_id, details={"fault": fault.id, "patch": dict(patch)})
    execution.step(session, instance_id, lambda run: run.retry(task_id, patch), actor=actor, entry=entry)
