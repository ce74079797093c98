"""The append-only history of instances: what was entered and left, by whom, in which version, by which rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from engine.base import clock
from engine.base.actor import Actor
from engine.base.db import tenant_of
from engine.tables import HistoryEntry, Instance


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, before it is written; `details` are JSON-ready."""

    event: str
    element_id: str | None = None
    task_id: str | None = None
    at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def record(session: Session, instance: Instance, actor: Actor, entries: Iterable[Entry]) -> None:
    """Append entries of one instance, in their order, with one statement."""
    now = clock.now()
    shared = {
        "tenant_id": tenant_of(session),
        "instance_id": instance.id,
        "definition_id": instance.definition_id,
        "actor": str(actor),
    }
    rows = [
        {
            **shared,
            "at": entry.at or now,
            "event": entry.event,
            "element_id": entry.element_id,
            "task_id": entry.task_id,
            "details": dict(entry.details) or None,
        }
        for entry in entries
    ]
    if rows:
        session.execute(insert(HistoryEntry), rows)


def of(session: Session, instance_id: str, *, after: int = 0, limit: int = 1000) -> list[HistoryEntry]:
    """Return entries of an instance in the order they happened, past the entry id `after`."""
    chosen = (
        select(HistoryEntry)
        .where(HistoryEntry.instance_id == instance_id, HistoryEntry.id > after)
        .order_by(HistoryEntry.id)
        .limit(limit)
    )
    return list(session.scalars(chosen))
