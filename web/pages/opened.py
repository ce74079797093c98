"""The ticket a page is about, as one reader may see it: not found and not allowed look the same from outside."""

from dataclasses import dataclass

from flask import g

from engine.base.errors import NotFound
from processes.people.rules import Person, Relation, may, require
from processes.ticket import queries
from processes.ticket.tables import Ticket


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket, who reads it, and how they stand to it."""

    ticket: Ticket
    reader: Person
    relations: tuple[Relation, ...]

    def may(self, operation: str) -> bool:
        """Say whether the reader may do this to the ticket."""
        return may(self.reader, operation, *self.relations)

    def require(self, operation: str) -> None:
        """Raise Forbidden unless the reader may do this to the ticket."""
        require(self.reader, operation, *self.relations)


def open_ticket(number: str, operation: str = "incident.read") -> Opened:
    """Return the ticket for the person signed in; raises NotFound when it is not theirs to see, Forbidden to change."""
    ticket = queries.get(g.session, number)
    opened = Opened(ticket, g.viewer, queries.relations(g.session, g.viewer, ticket))
    if not opened.may("incident.read"):
        raise NotFound("ticket.no-such-ticket", number=number)
    opened.require(operation)
    return opened
