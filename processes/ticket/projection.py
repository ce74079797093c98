"""What the ticket shows of its token: status and assignee follow the events of the engine; nobody else writes them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.base import events
from engine.base.actor import Actor
from engine.execution import TokenMoved
from engine.inbox import HumanTaskAssigned
from engine.waits import HumanTaskEnded
from processes.ticket import operations
from processes.ticket.rules import status_of
from processes.ticket.tables import Ticket


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """A ticket shows another status than before; published after the change is in the session."""

    ticket: Ticket
    before: str | None
    actor: Actor


@events.subscribe(TokenMoved)
def follow_the_token(session: Session, event: TokenMoved) -> None:
    """Let the ticket show what its tokens stand for; where none stands for a phase, it stays as it is."""
    status = status_of(event.phases)
    ticket = _ticket(session, event.business_key)
    if ticket is None or status is None or ticket.status == status:
        return
    before, ticket.status = ticket.status, status.value
    session.flush()
    events.publish(session, StatusChanged(ticket, before, event.actor))


@events.subscribe(HumanTaskAssigned)
def follow_the_assignee(session: Session, event: HumanTaskAssigned) -> None:
    """Whoever has the human task of a ticket has the ticket."""
    ticket = _ticket(session, event.business_key)
    if ticket is not None and ticket.assignee_id != event.assignee_id:
        ticket.assignee_id = event.assignee_id
        session.flush()


@events.subscribe(HumanTaskEnded)
def forget_drafts(session: Session, event: HumanTaskEnded) -> None:
    """A form that was sent, or that nobody wants any more, needs no draft."""
    operations.drop_drafts(session, event.human_task_id)


def _ticket(session: Session, number: str) -> Ticket | None:
    return session.scalar(select(Ticket).where(Ticket.number == number))
