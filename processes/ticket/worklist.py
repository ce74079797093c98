"""The inbox as people see it: human tasks with their tickets, narrowed by words, in the order one wants, by keyset."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, tuple_
from sqlalchemy.orm import Session, joinedload

from engine.base.errors import InvalidInput
from engine.tables import CandidateGroup, HumanTask, Instance
from processes import keyset
from processes.keyset import Page
from processes.text import contains
from processes.ticket.tables import Ticket

Columns = TypeVarTuple("Columns")

COUNTED = 100
"""Counting stops here: "99+" tells as much as the true number and costs the same in a desk of any size."""

NEVER = datetime(9999, 12, 31, tzinfo=UTC)


class Order(StrEnum):
    """How the list is sorted: by the rank of the practice, by due time, or the newest first."""

    RANK = "rank"
    DUE = "due"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which human tasks a list shows; groups None means of any group."""

    assignee_id: str | None = None
    groups: Collection[str] | None = None
    search: str = ""
    order: Order = Order.RANK


@dataclass(frozen=True, slots=True)
class Work:
    """One row: the human task, its ticket (requester and assignee loaded), the definition its instance runs."""

    task: HumanTask
    ticket: Ticket
    definition_id: str


def page(session: Session, wanted: Wanted, *, after: str | None = None, limit: int = 50) -> Page[Work]:
    """Return human tasks of agents with their tickets, in one statement; raises InvalidInput (`input.bad-cursor`)."""
    limit = max(1, min(limit, keyset.LARGEST_PAGE))
    key = _sort_key(wanted.order)
    chosen = _narrowed(select(HumanTask, Ticket, Instance.definition_id), wanted)
    chosen = chosen.options(joinedload(Ticket.requester), joinedload(Ticket.assignee))
    place = tuple_(key, HumanTask.id)
    if after is not None:
        value, task_id = _place(after, wanted.order)
        bound = tuple_(literal(value, key.type), literal(task_id))
        chosen = chosen.where(place < bound if wanted.order is Order.NEWEST else place > bound)
    backwards = wanted.order is Order.NEWEST
    by = (key.desc(), HumanTask.id.desc()) if backwards else (key, HumanTask.id)
    rows = [Work(*row) for row in session.execute(chosen.order_by(*by).limit(limit + 1)).unique()]
    more = len(rows) > limit
    return Page(rows[:limit], _cursor(rows[limit - 1].task, wanted.order) if more else None)


def count(session: Session, wanted: Wanted) -> int:
    """Return how many human tasks there are, at most COUNTED."""
    first = _narrowed(select(HumanTask.id), wanted).limit(COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(first)) or 0


def overdue(session: Session, wanted: Wanted, now: datetime) -> int:
    """Return how many of them are past due, at most COUNTED."""
    late = _narrowed(select(HumanTask.id), wanted).where(HumanTask.due_at <= now).limit(COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(late)) or 0


def _narrowed(chosen: Select[*Columns], wanted: Wanted) -> Select[*Columns]:
    chosen = chosen.join(Ticket, Ticket.number == HumanTask.business_key)
    chosen = chosen.join(Instance, Instance.id == HumanTask.instance_id).where(HumanTask.role.is_(None))
    if wanted.assignee_id is not None:
        chosen = chosen.where(HumanTask.assignee_id == wanted.assignee_id)
    if wanted.groups is not None:
        chosen = chosen.where(_of_groups(wanted.groups))
    if wanted.search.strip():
        chosen = chosen.where(Ticket.search_text.like(contains(wanted.search), escape="\\"))
    return chosen


def _of_groups(groups: Collection[str]) -> ColumnElement[bool]:
    return exists().where(
        CandidateGroup.tenant_id == HumanTask.tenant_id,
        CandidateGroup.human_task_id == HumanTask.id,
        CandidateGroup.group_key.in_(groups),
    )


def _sort_key(order: Order) -> ColumnElement[Any]:
    if order is Order.RANK:
        return HumanTask.sort_key.expression
    if order is Order.NEWEST:
        return HumanTask.created_at.expression
    return func.coalesce(HumanTask.due_at, literal(NEVER, HumanTask.due_at.type))


def _cursor(task: HumanTask, order: Order) -> str:
    if order is Order.RANK:
        return f"{task.sort_key}~{task.id}"
    instant = task.created_at if order is Order.NEWEST else task.due_at or NEVER
    return f"{instant.isoformat()}~{task.id}"


def _place(cursor: str, order: Order) -> Sequence[Any]:
    value, separator, task_id = cursor.rpartition("~")
    try:
        found = value if order is Order.RANK else datetime.fromisoformat(value)
        if not separator or (isinstance(found, datetime) and found.tzinfo is None):
            raise ValueError(cursor)
    except ValueError as error:
        raise InvalidInput("input.bad-cursor", {"after": ["input.bad-cursor"]}) from error
    return found, task_id
