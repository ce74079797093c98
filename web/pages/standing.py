"""Where tickets stand, read for many at once: level, due time and what the process does next by itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from flask import g

from engine import inbox, timers
from processes.people import queries as people
from processes.ticket.tables import Ticket
from web.pages.promise import Standing


def standings(tickets: Iterable[Ticket]) -> Mapping[str, Standing]:
    """Return the standing of each ticket by its id, in a fixed number of statements."""
    rows = list(tickets)
    instances = [ticket.instance_id for ticket in rows if ticket.instance_id]
    levels = {group.key: group.level for group in people.groups(g.session)}
    at_work = inbox.groups_of(g.session, instances)
    due = inbox.next_due(g.session, instances)
    deadlines = timers.next_of(g.session, instances)
    return {
        ticket.id: Standing(
            status=ticket.status,
            level=levels.get(ticket.assignment_group or next(iter(at_work.get(ticket.instance_id or "", ())), "")),
            due_at=_of(due, ticket),
            deadline_at=_of(deadlines, ticket),
        )
        for ticket in rows
    }


def standing(ticket: Ticket) -> Standing:
    """Return the standing of one ticket."""
    return standings([ticket])[ticket.id]


def _of(instants: Mapping[str, datetime], ticket: Ticket) -> datetime | None:
    return instants.get(ticket.instance_id or "")
