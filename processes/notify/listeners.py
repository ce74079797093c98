"""What makes us write to the requester: each change of the status they see."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.base import events
from processes.notify import operations
from processes.ticket.projection import StatusChanged
from processes.ticket.rules import Status
from processes.ticket.tables import Comment, Ticket

_WITH_TEXT = frozenset({Status.WAITING_CUSTOMER, Status.RESOLVED, Status.CANCELLED})
_ENDED = frozenset({Status.RESOLVED, Status.CLOSED})


@events.subscribe(StatusChanged)
def tell_the_requester(session: Session, event: StatusChanged) -> None:
    """Write what the new status means; where somebody wrote why, their words go along."""
    ticket = event.ticket
    if ticket.status == Status.NEW:
        return
    occasion = "reopened" if event.before in _ENDED and ticket.status == Status.IN_PROGRESS else ticket.status
    text = _last_public_words(session, ticket) if ticket.status in _WITH_TEXT else ""
    operations.tell_of_ticket(session, ticket, occasion, to=ticket.requester, text=text)


def _last_public_words(session: Session, ticket: Ticket) -> str:
    chosen = select(Comment.text).where(Comment.ticket_id == ticket.id, Comment.is_public)
    return session.scalar(chosen.order_by(Comment.id.desc()).limit(1)) or ""
