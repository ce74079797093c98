"""The append-only history of instances: what was entered and left, by whom, in which version, by which rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from engine.base import clock
from engine.base.actor import Actor
from engine.base.db import table_of, tenant_of
from engine.base.prepared import connection_of
from engine.feel import to_json
from engine.tables import HistoryEntry


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, before it is written; `details` may hold FEEL values."""

    event: str
    element_id: str | None = None
    task_id: str | None = None
    at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


class Subject(Protocol):
    """The instance an entry is about: its row, or the instance under its lock."""

    @property
    def id(self) -> str: ...

    @property
    def definition_id(self) -> str: ...


_APPEND = insert(table_of(HistoryEntry))


def record(session: Session, instance: Subject, actor: Actor, entries: Iterable[Entry]) -> None:
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
            "details": to_json(entry.details) or None,
        }
        for entry in entries
    ]
    if rows:
        connection_of(session).execute(_APPEND, rows)  # one statement for all rows


def of(session: Session, instance_id: str, *, after: int = 0, limit: int = 1000) -> list[HistoryEntry]:
    """Return entries of an instance in the order they happened, past the entry id `after`."""
    chosen = (
        select(HistoryEntry)
        .where(HistoryEntry.instance_id == instance_id, HistoryEntry.id > after)
        .order_by(HistoryEntry.id)
        .limit(limit)
    )
    return list(session.scalars(chosen))
