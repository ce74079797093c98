"""Reading incidents: the view for expressions of the diagram, and everything a ticket page shows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.services import view
from processes.attachments import operations as attachments
from processes.attachments.tables import Attachment
from processes.audit import trail
from processes.audit.tables import AuditEntry
from processes.crm import queries as crm
from processes.crm.tables import Customer
from processes.incident.tables import Incident
from processes.people import queries as people
from processes.people.rules import Person, may
from processes.people.tables import Group
from processes.ticket import queries
from processes.ticket.tables import Comment, Ticket


def incident_of(session: Session, ticket: Ticket) -> Incident:
    """Return what an incident has beyond its ticket."""
    return session.scalars(select(Incident).where(Incident.ticket_id == ticket.id)).one()


class IncidentView(Mapping[str, Any]):
    """The variable `incident` of FEEL expressions: reads the ticket, and other rows only when they are asked for."""

    def __init__(self, session: Session, number: str) -> None:
        self._session = session
        self._ticket = queries.get(session, number)

    def __getitem__(self, name: str) -> Any:
        if name in _TICKET_FIELDS:
            return getattr(self._ticket, name)
        return _DERIVED[name](self._session, self._ticket)

    def __iter__(self) -> Iterator[str]:
        yield from _TICKET_FIELDS
        yield from _DERIVED

    def __len__(self) -> int:
        return len(_TICKET_FIELDS) + len(_DERIVED)


@view("incident")
def incident_view(session: Session, business_key: str) -> Mapping[str, Any]:
    """Return the view of one incident."""
    return IncidentView(session, business_key)


_TICKET_FIELDS = (
    "number",
    "title",
    "description",
    "channel",
    "impact",
    "urgency",
    "priority",
    "priority_reason",
    "category",
    "subcategory",
    "assignment_group",
    "assignee_id",
    "status",
    "opened_at",
    "resolved_at",
    "closed_at",
)


def _requester(_session: Session, ticket: Ticket) -> dict[str, Any]:
    user = ticket.requester
    return {"id": user.id, "login": user.login, "name": user.name, "email": user.email, "language": user.language}


def _level(session: Session, ticket: Ticket) -> str | None:
    group = group_of(session, ticket)
    return group.level if group else None


_DERIVED: Mapping[str, Callable[[Session, Ticket], Any]] = {
    "requester": _requester,
    "level": _level,
    "levels": lambda session, _ticket: people.group_keys_by_level(session),
    "reopen_count": lambda session, ticket: incident_of(session, ticket).reopen_count,
}


def group_of(session: Session, ticket: Ticket) -> Group | None:
    """Return the group an incident is handed to; None also when the group is gone."""
    return session.scalar(select(Group).where(Group.key == ticket.assignment_group))


@dataclass(frozen=True, slots=True)
class TicketPage:
    """What a ticket page shows to one reader; the engine adds the human tasks, the history and the diagram."""

    ticket: Ticket
    incident: Incident
    group: Group | None
    customer: Customer | None
    conversation: Sequence[Comment]
    attachments: Sequence[Attachment]
    links: Sequence[tuple[str, Ticket]]
    changes: Sequence[AuditEntry]


def ticket_page(session: Session, number: str, reader: Person) -> TicketPage:
    """Read everything of one incident that this reader may see: notes and changes only for those who work it."""
    ticket = queries.get(session, number)
    with_internal = may(reader, "incident.read-notes", *queries.relations(session, reader, ticket))
    return TicketPage(
        ticket=ticket,
        incident=incident_of(session, ticket),
        group=group_of(session, ticket),
        customer=crm.customer_of(session, ticket.requester_id),
        conversation=queries.conversation(session, ticket, with_internal=with_internal),
        attachments=attachments.of_ticket(session, ticket.id, with_internal=with_internal),
        links=queries.links(session, ticket),
        changes=trail.of(session, "ticket", ticket.id) if with_internal else (),
    )
