"""Finding tickets and what hangs on them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from engine.base.errors import NotFound
from engine.tables import HumanTask
from processes import keyset
from processes.keyset import Page
from processes.people import queries as people
from processes.people.rules import Person, Relation
from processes.text import contains
from processes.ticket.tables import Comment, Draft, Link, Ticket


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets a list shows; what is None or empty does not narrow it."""

    kind: str | None = None
    requester_id: str | None = None
    statuses: Collection[str] = ()
    groups: Collection[str] | None = None
    assignee_id: str | None = None
    priority: int | None = None
    search: str = ""


def get(session: Session, number: str) -> Ticket:
    """Return the ticket with this number; raises NotFound (`ticket.no-such-ticket`)."""
    ticket = session.scalar(select(Ticket).where(Ticket.number == number.strip().upper()))
    if ticket is None:
        raise NotFound("ticket.no-such-ticket", number=number)
    return ticket


def number_of(session: Session, ticket_id: str) -> str:
    """Return the number of the ticket with this id; raises NotFound (`ticket.no-such-ticket`)."""
    number = session.scalar(select(Ticket.number).where(Ticket.id == ticket_id))
    if number is None:
        raise NotFound("ticket.no-such-ticket", number="")
    return number


def page(
    session: Session, wanted: TicketFilter | None = None, *, after: str | None = None, limit: int = 50
) -> Page[Ticket]:
    """Return tickets, the newest first; `after` is the cursor of the previous page."""
    limit = max(1, min(limit, keyset.LARGEST_PAGE))
    chosen = _narrowed(select(Ticket), wanted or TicketFilter())
    if after is not None:
        chosen = chosen.where(tuple_(Ticket.opened_at, Ticket.id) < keyset.place(after))
    chosen = chosen.order_by(Ticket.opened_at.desc(), Ticket.id.desc()).limit(limit + 1)
    rows = session.scalars(chosen.options(joinedload(Ticket.requester), joinedload(Ticket.assignee))).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(rows[:limit], keyset.cursor(last.opened_at, last.id) if last else None)


def conversation(session: Session, ticket: Ticket, *, with_internal: bool) -> Sequence[Comment]:
    """Return what was said, oldest first; internal notes only for those who may read them."""
    chosen = select(Comment).where(Comment.ticket_id == ticket.id).order_by(Comment.id)
    chosen = chosen.options(joinedload(Comment.author))
    return session.scalars(chosen if with_internal else chosen.where(Comment.is_public)).all()


def links(session: Session, ticket: Ticket) -> Sequence[tuple[str, Ticket]]:
    """Return the linked tickets, each with the kind of link as seen from here (`-follows`: the other follows this)."""
    chosen = select(Link).where(or_(Link.from_id == ticket.id, Link.to_id == ticket.id)).order_by(Link.id)
    rows = session.scalars(chosen).all()
    others = {row.to_id if row.from_id == ticket.id else row.from_id for row in rows}
    found = {other.id: other for other in session.scalars(select(Ticket).where(Ticket.id.in_(others)))}
    return [
        (row.kind, found[row.to_id]) if row.from_id == ticket.id else (f"-{row.kind}", found[row.from_id])
        for row in rows
    ]


def draft(session: Session, user: Person, human_task_id: str) -> Draft | None:
    """Return the form this person began to fill in."""
    chosen = select(Draft).where(Draft.user_id == user.id, Draft.human_task_id == human_task_id)
    return session.scalar(chosen)


def relations(session: Session, user: Person, ticket: Ticket) -> tuple[Relation, ...]:
    """Return how a person stands to a ticket; one that no group has yet belongs to the first level."""
    groups = {ticket.assignment_group} if ticket.assignment_group else set(people.group_keys_by_level(session)["L1"])
    facts = {
        Relation.REQUESTER: ticket.requester_id == user.id,
        Relation.ASSIGNEE: ticket.assignee_id == user.id,
        Relation.MEMBER: not groups.isdisjoint(user.group_keys),
    }
    return tuple(relation for relation, holds in facts.items() if holds)


def relations_to_task(user: Person, task: HumanTask, ticket: Ticket) -> tuple[Relation, ...]:
    """Return how a person stands to a human task; the requester only to those meant for the requester."""
    if task.role == Relation.REQUESTER.name.lower():
        return (Relation.REQUESTER,) if ticket.requester_id == user.id else ()
    facts = {
        Relation.ASSIGNEE: task.assignee_id == user.id,
        Relation.MEMBER: not set(task.candidate_groups).isdisjoint(user.group_keys),
    }
    return tuple(relation for relation, holds in facts.items() if holds)


def _narrowed(chosen: Select[Ticket], wanted: TicketFilter) -> Select[Ticket]:
    exact = {
        Ticket.kind: wanted.kind,
        Ticket.requester_id: wanted.requester_id,
        Ticket.assignee_id: wanted.assignee_id,
        Ticket.priority: wanted.priority,
    }
    for column, value in exact.items():
        if value is not None:
            chosen = chosen.where(column == value)
    if wanted.statuses:
        chosen = chosen.where(Ticket.status.in_(wanted.statuses))
    if wanted.groups is not None:
        chosen = chosen.where(Ticket.assignment_group.in_(wanted.groups))
    if wanted.search.strip():
        chosen = chosen.where(Ticket.search_text.like(contains(wanted.search), escape="\\"))
    return chosen
