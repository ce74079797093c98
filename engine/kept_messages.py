"""Messages that came before anybody waited for them, and the memory of those that were taken."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.base import clock
from engine.base.actor import Actor
from engine.spiff.port import MessageWait
from engine.tables import BpmnMessage


class Subject(Protocol):
    """The instance that waits."""

    @property
    def id(self) -> str: ...

    @property
    def business_key(self) -> str: ...


def keep(
    session: Session, name: str, correlation_key: str, payload: Mapping[str, Any], *, message_id: str, actor: Actor
) -> BpmnMessage | None:
    """Store a message that came in; None when one with this name and id came before."""
    message = BpmnMessage(
        name=name, correlation_key=correlation_key, message_id=message_id, payload=dict(payload), actor=str(actor)
    )
    try:
        with session.begin_nested():
            session.add(message)
    except IntegrityError:
        return None
    return message


def take(session: Session, instance: Subject, awaited: Sequence[MessageWait]) -> tuple[MessageWait, Any] | None:
    """Take the oldest kept message that one of these tokens of the instance waits for, with its payload."""
    waiting = {(wait.name, correlation_key(instance, wait)): wait for wait in reversed(awaited)}
    if not waiting:
        return None
    message = session.scalar(
        select(BpmnMessage)
        .where(
            tuple_(BpmnMessage.name, BpmnMessage.correlation_key).in_(list(waiting)),
            BpmnMessage.delivered_at.is_(None),
        )
        .order_by(BpmnMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if message is None:
        return None
    message.delivered_at = clock.now()
    message.instance_id = instance.id
    return waiting[message.name, message.correlation_key], message.payload


def correlation_key(instance: Subject, wait: MessageWait) -> str:
    """Return what finds this token: the value of its own expression, or the business key."""
    return instance.business_key if wait.correlation is None else str(wait.correlation)
