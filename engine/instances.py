"""Instances as a whole: start, cancel, suspend, resume."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from engine import definitions, execution, history
from engine.base import clock, events
from engine.base.actor import Actor
from engine.base.errors import RuleViolated
from engine.tables import HumanTask, Instance, Job, Subscription, Timer


def start(
    session: Session, key: str, *, business_key: str, variables: Mapping[str, Any] | None = None, actor: Actor
) -> execution.Held:
    """Start the newest version of a definition for one ticket; raises NotFound when the key was never deployed."""
    definition = definitions.latest(session, key)
    return execution.start(session, definition.id, business_key=business_key, variables=variables or {}, actor=actor)


def of_business_key(session: Session, business_key: str) -> Instance | None:
    """Return the newest instance of a ticket, running or ended."""
    chosen = select(Instance).where(Instance.business_key == business_key).order_by(Instance.id.desc()).limit(1)
    return session.scalar(chosen)


def cancel(session: Session, instance_id: str, *, actor: Actor, reason: str) -> Instance:
    """End an instance where it stands, behind the diagram's back (an operator's act; history keeps the reason)."""
    instance = execution.lock(session, instance_id)
    if instance.state not in ("running", "suspended"):
        raise RuleViolated("engine.not-running", business_key=instance.business_key, state=instance.state)
    instance.state = "cancelled"
    instance.ended_at = clock.now()
    instance.version += 1
    for table in (HumanTask, Timer, Subscription):
        session.execute(delete(table).where(table.instance_id == instance_id))
    _move_jobs(session, instance_id, to="done", frm=("waiting", "suspended"))
    history.record(session, instance, actor, [history.Entry("cancelled", details={"reason": reason})])
    ending = execution.InstanceEnded(instance.id, instance.business_key, instance.key, "cancelled")
    events.publish(session, ending)
    return instance


def suspend(session: Session, instance_id: str, *, actor: Actor, reason: str) -> Instance:
    """Let an instance stand still: its timers and jobs do not come due, its human tasks cannot be completed."""
    instance = execution.lock(session, instance_id)
    if instance.state != "running":
        raise RuleViolated("engine.not-running", business_key=instance.business_key, state=instance.state)
    instance.state = "suspended"
    instance.version += 1
    session.execute(update(Timer).where(Timer.instance_id == instance_id).values(due_at=None))
    _move_jobs(session, instance_id, to="suspended", frm=("waiting",))
    history.record(session, instance, actor, [history.Entry("suspended", details={"reason": reason})])
    return instance


def resume(session: Session, instance_id: str, *, actor: Actor) -> Instance:
    """Let a suspended instance go on; what came due meanwhile happens once, now."""
    instance = execution.lock(session, instance_id)
    if instance.state != "suspended":
        raise RuleViolated("engine.not-suspended", business_key=instance.business_key, state=instance.state)
    instance.state = "running"
    instance.version += 1
    session.execute(update(Timer).where(Timer.instance_id == instance_id).values(due_at=Timer.planned_at))
    _move_jobs(session, instance_id, to="waiting", frm=("suspended",))
    history.record(session, instance, actor, [history.Entry("resumed")])
    return instance


def count(session: Session, *, state: str = "running") -> int:
    """Return how many instances are in a state."""
    return session.scalar(select(func.count()).where(Instance.state == state).select_from(Instance)) or 0


def _move_jobs(session: Session, instance_id: str, *, to: str, frm: tuple[str, ...]) -> None:
    session.execute(
        update(Job)
        .where(Job.instance_id == instance_id, Job.state.in_(frm))
        .values(state=to)
        .execution_options(synchronize_session=False)
    )
