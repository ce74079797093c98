"""Due timers: found by index, fired once, late ones together with nothing caught up twice."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from engine import execution
from engine.base.actor import SYSTEM
from engine.base.errors import AppError
from engine.spiff.run import Run
from engine.tables import Fault, Instance, Timer


def due(session: Session, now: datetime, limit: int = 100) -> list[str]:
    """Return the ids of timers that are due, the longest overdue first, of every tenant."""
    chosen = select(Timer.id).where(Timer.due_at <= now).order_by(Timer.due_at, Timer.id).limit(limit)
    return list(session.connection().execute(chosen).scalars())


def next_due(session: Session) -> datetime | None:
    """Return the next instant anything is due, None when nothing waits for time."""
    return session.scalar(select(func.min(Timer.due_at)))


def next_of(session: Session, instance_ids: Collection[str]) -> dict[str, datetime]:
    """Return when the next timer of each instance fires; instances without one are left out."""
    chosen = (
        select(Timer.instance_id, func.min(Timer.due_at))
        .where(Timer.instance_id.in_(instance_ids), Timer.due_at.is_not(None))
        .group_by(Timer.instance_id)
    )
    return {instance_id: due_at for instance_id, due_at in session.execute(chosen) if due_at}


def fire(session: Session, timer_id: str, now: datetime) -> bool:
    """Fire one due timer; False when it is gone or was moved: another ticker was faster, or its instance went on."""
    timer = session.get(Timer, timer_id)
    if timer is None or timer.due_at is None or timer.due_at > now:
        return False
    execution.lock(session, timer.instance_id)
    session.expire(timer)
    timer = session.get(Timer, timer_id)
    if timer is None or timer.due_at is None or timer.due_at > now:
        return False
    task_id = timer.task_id
    session.expunge(timer)  # the step deletes the row or plans it anew
    execution.step(session, timer.instance_id, lambda run: _fire(run, task_id, now), actor=SYSTEM)
    return True


def park(session: Session, timer_id: str, error: AppError | Exception) -> None:
    """Set a timer aside whose firing failed, and leave a fault to an operator, whose retry plans it anew."""
    timer = session.get(Timer, timer_id)
    if timer is None:
        return
    instance = session.get_one(Instance, timer.instance_id)
    code = error.code if isinstance(error, AppError) else "engine.unexpected"
    session.execute(update(Timer).where(Timer.id == timer_id).values(due_at=None))
    execution.open_fault(
        session,
        Fault(
            instance_id=instance.id,
            business_key=instance.business_key,
            element_id=timer.element_id,
            task_id=timer.task_id,
            code=code,
            details={"error": str(error)},
            fingerprint=execution.fingerprint(instance.key, timer.element_id, code),
        ),
    )


def _fire(run: Run, task_id: str, now: datetime) -> None:
    run.fire_timer(task_id, now)
