"""Writing and reading the audit trail."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.base.actor import Actor
from processes.audit.tables import AuditEntry


def record(
    session: Session,
    actor: Actor,
    action: str,
    *,
    subject: tuple[str, str],
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    **facts: Any,
) -> None:
    """Note that the actor did `action` to the subject, a pair of kind and id (`("ticket", id)`).

    `changes` maps a field to its value before and after; `facts` are values that have no before. Secrets do not
    belong here.
    """
    told = {name: list(pair) for name, pair in (changes or {}).items()} | {name: [None, v] for name, v in facts.items()}
    kind, subject_id = subject
    session.add(
        AuditEntry(
            actor_kind=actor.kind,
            actor_id=actor.id,
            action=action,
            subject_kind=kind,
            subject_id=subject_id,
            changes=told,
        )
    )


def of(session: Session, kind: str, subject_id: str) -> Sequence[AuditEntry]:
    """Return what people did to one subject, oldest first."""
    statement = select(AuditEntry).where(AuditEntry.subject_kind == kind, AuditEntry.subject_id == subject_id)
    return session.scalars(statement.order_by(AuditEntry.id)).all()


def latest(session: Session, *, before: int | None = None, limit: int = 50) -> Sequence[AuditEntry]:
    """Return the newest entries of all subjects; `before` is the id of the last one of the previous page."""
    statement = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(AuditEntry.id < before)
    return session.scalars(statement).all()
