"""Writing to any ticket: the conversation, links, drafts of forms."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.base import clock
from engine.base.actor import Actor
from engine.base.errors import InvalidInput, RuleViolated, StaleVersion
from processes.audit import trail
from processes.checks import refuse
from processes.people.rules import Person
from processes.people.tables import User
from processes.text import clean, fold
from processes.ticket import queries, rules
from processes.ticket.tables import Comment, Draft, Link, Ticket

LINK_KINDS = ("relates", "duplicates", "follows")


def check_version(ticket: Ticket, version: int | None) -> None:
    """Raise StaleVersion (`ticket.stale`) unless the caller saw the ticket as it is; None does not ask."""
    if version is not None and version != ticket.version:
        raise StaleVersion("ticket.stale", number=ticket.number)


def say(session: Session, ticket: Ticket, text: str, *, actor: Actor, is_public: bool) -> Comment:
    """Add a turn to the conversation; raises InvalidInput (field `text`)."""
    text = clean(text)
    refuse(text=rules.check_text(text))
    author_id = actor.id if actor.kind == "user" else None
    comment = Comment(ticket_id=ticket.id, author_id=author_id, is_public=is_public, text=text)
    session.add(comment)
    session.flush()
    return comment


def link(session: Session, ticket: Ticket, number: str, kind: str, *, actor: Actor) -> Link:
    """Point from one ticket to another; the same link again gives the one that stands.

    Raises InvalidInput (`ticket.unknown-link`), NotFound, RuleViolated (`ticket.link-to-itself`).
    """
    if kind not in LINK_KINDS:
        raise InvalidInput("input.invalid", {"kind": ["ticket.unknown-link"]})
    other = queries.get(session, number)
    if other.id == ticket.id:
        raise RuleViolated("ticket.link-to-itself", number=number)
    chosen = select(Link).where(Link.from_id == ticket.id, Link.to_id == other.id, Link.kind == kind)
    standing = session.scalar(chosen)
    if standing is not None:
        return standing
    made = Link(from_id=ticket.id, to_id=other.id, kind=kind)
    session.add(made)
    session.flush()
    trail.record(session, actor, "ticket.link", subject=("ticket", ticket.id), kind=kind, number=other.number)
    return made


def search_text(number: str, title: str, description: str, requester: User) -> str:
    """Return what a search over tickets looks through."""
    return fold(number, title, description, requester.name, requester.login)


def keep_draft(session: Session, user: Person, human_task_id: str, data: Any) -> Draft:
    """Keep a form that was begun; what was kept before is replaced."""
    kept = queries.draft(session, user, human_task_id)
    if kept is None:
        kept = Draft(user_id=user.id, human_task_id=human_task_id, data=data)
        session.add(kept)
    else:
        kept.data, kept.saved_at = data, clock.now()
    session.flush()
    return kept


def forget_draft(session: Session, user: Person, human_task_id: str) -> None:
    """Forget what one person typed: it was sent."""
    session.execute(delete(Draft).where(Draft.user_id == user.id, Draft.human_task_id == human_task_id))


def drop_drafts(session: Session, human_task_id: str) -> None:
    """Forget every draft of a human task that has ended."""
    session.execute(delete(Draft).where(Draft.human_task_id == human_task_id))
