"""BPMN messages and signals between the outside and instances, and from instance to instance.

A message is kept until somebody waits for it, and remembered afterwards, so that the same message (by its id) is taken
once however often it comes.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import execution, jobs, kept_messages
from engine.base import clock
from engine.base.actor import SYSTEM, Actor
from engine.base.errors import AlreadyDone, NotFound, RuleViolated
from engine.spiff.run import Run
from engine.tables import BpmnMessage, Instance, Subscription

DELIVER_SIGNAL = "engine.deliver-signal"  # kind of the job that carries a signal to one listener


def publish(
    session: Session,
    name: str,
    correlation_key: str,
    payload: Mapping[str, Any],
    *,
    message_id: str,
    actor: Actor,
) -> bool:
    """Give a message to the instance that has waited for it longest; True when somebody took it now.

    Otherwise it is kept for the next who waits. A message id that came before changes nothing and gives False.
    """
    message = kept_messages.keep(session, name, correlation_key, payload, message_id=message_id, actor=actor)
    if message is None:
        return False
    waiting = _waiting(session, "message", name, correlation_key)
    return waiting is not None and _deliver(session, message, waiting, actor)


def expects(session: Session, name: str, correlation_key: str) -> bool:
    """Tell whether an instance waits for this message now."""
    return _waiting(session, "message", name, correlation_key) is not None


def broadcast(
    session: Session, name: str, payload: Mapping[str, Any], *, origin: str, but_not: str | None = None
) -> int:
    """Send a signal to every instance that listens now, each by a job of its own; returns how many.

    `but_not` is the instance that threw it: its own listeners have it already.
    """
    listening = select(Subscription.instance_id).where(Subscription.kind == "signal", Subscription.name == name)
    if but_not is not None:
        listening = listening.where(Subscription.instance_id != but_not)
    found = session.scalars(listening.distinct()).all()
    for instance_id in found:
        signal = {"instance_id": instance_id, "name": name, "payload": dict(payload)}
        jobs.add(session, DELIVER_SIGNAL, signal, unique_key=f"{origin}.{instance_id}")
    return len(found)


def deliver_signal(session: Session, instance_id: str, name: str, payload: Mapping[str, Any], *, actor: Actor) -> None:
    """Give a signal to one instance; nothing when it does not run any more."""
    with suppress(RuleViolated):
        execution.step(session, instance_id, lambda run: _take_signal(run, name, payload), actor=actor)


def _take_signal(run: Run, name: str, payload: Mapping[str, Any]) -> None:
    run.broadcast(name, payload)


def _waiting(session: Session, kind: str, name: str, correlation_key: str) -> Subscription | None:
    return session.scalar(
        select(Subscription)
        .join(Instance, Instance.id == Subscription.instance_id)
        .where(
            Subscription.kind == kind,
            Subscription.name == name,
            Subscription.correlation_key == correlation_key,
            Instance.state == "running",
        )
        .order_by(Subscription.id)
        .limit(1)
    )


def _deliver(session: Session, message: BpmnMessage, subscription: Subscription, actor: Actor) -> bool:
    message.delivered_at = clock.now()
    message.instance_id = subscription.instance_id
    task_id = subscription.task_id
    session.expunge(subscription)  # the step deletes or keeps the row by itself
    try:
        execution.step(
            session,
            subscription.instance_id,
            lambda run: run.deliver(task_id, message.payload),
            actor=actor,
        )
    except (NotFound, AlreadyDone):  # between our look and the lock the instance went on: keep the message
        message.delivered_at = message.instance_id = None
        return False
    return True


def _correlate_job(session: Session, payload: Mapping[str, Any]) -> None:
    publish(
        session,
        payload["name"],
        payload["correlation_key"],
        payload["payload"],
        message_id=payload["message_id"],
        actor=Actor(*payload["actor"]),
    )


def _broadcast_job(session: Session, payload: Mapping[str, Any]) -> None:
    broadcast(session, payload["name"], payload["payload"], origin=payload["origin"], but_not=payload["instance_id"])


def _deliver_signal_job(session: Session, payload: Mapping[str, Any]) -> None:
    deliver_signal(session, payload["instance_id"], payload["name"], payload["payload"], actor=SYSTEM)


JOBS: Mapping[str, Callable[[Session, Mapping[str, Any]], None]] = {
    execution.CORRELATE: _correlate_job,
    execution.BROADCAST: _broadcast_job,
    DELIVER_SIGNAL: _deliver_signal_job,
}
